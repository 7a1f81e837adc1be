//! The generated office (演示): a district with everything a real one has, and nobody who exists.
//!
//! [`generate`] is pure: a seed, a size and a day give the same office for ever. [`parts`] turns it into operations
//! that go the way of every other act: journal, then state.

mod cases;
mod dice;
mod fund;
mod kin;
mod names;
mod numbers;
mod office;
mod payments;
mod petitions;
mod places;
mod round;
#[cfg(test)]
mod tests;
mod write;

pub use office::{DemoHousehold, DemoOffice, DemoPerson, Left, Origin, Plan, STD_PERSONS, generate};
pub use payments::{Payments, payments, payments_of};
pub use petitions::{DemoPetitions, petitions};
pub use places::DemoPlace;
pub use round::{DemoRound, ScopedOps};
pub use write::{PART_BYTES_MAX, Parts, parts};

/// Names of the generated office, for its founding.
pub struct OfficeWords {
    /// The office.
    pub office: &'static str,
    /// Its first officer.
    pub officer: &'static str,
}

/// How the generated office is called.
pub fn words() -> OfficeWords {
    OfficeWords { office: "马龙区搬迁安置办公室（演示）", officer: "演示员" }
}
