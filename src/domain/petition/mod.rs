//! Petitions (信访): laws and clocks, stages and routes, records, numbers, indicators. Pure: today is always a parameter.

pub mod acts;
pub mod calendar;
pub mod clock;
pub mod course;
pub mod facts;
pub mod guard;
pub mod law;
pub mod number;
pub mod rates;
pub mod records;
pub mod stages;
#[cfg(test)]
mod tests;

pub use calendar::Calendar;
pub use clock::Deadline;
pub use course::{Course, Item, Office, Taken};
pub use law::{Crossing, Law, Matter};
pub use records::{DrawerSeat, Link, Log, Party, Petition, Step, Table, Tally};
pub use stages::{Act, Stage};
