//! The rules of the work (业务规则), pure: no screen, no store, no clock. Today is always a parameter.

pub mod account;
pub mod acts;
pub mod card;
pub mod checks;
#[cfg(test)]
mod checks_test;
pub mod conflict;
pub mod crossing;
pub mod day;
pub mod ethnic;
#[cfg(test)]
pub mod generate;
pub mod halfwidth;
pub mod idnumber;
pub mod kinds;
pub mod mask;
pub mod migrant;
pub mod money;
pub mod name;
pub mod papers;
pub mod phone;
pub mod place;
pub mod proof;
pub mod record;
pub mod register;
pub mod relation;
pub mod roles;
pub mod rulebook;
pub mod setting;
pub mod sex;
pub mod status;
pub mod value;
pub mod verify;

pub use day::{Day, Precision};
pub use idnumber::IdNumber;
pub use kinds::{Kinds, kind};
pub use sex::Sex;
pub use value::Value;
