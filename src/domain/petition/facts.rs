//! What a line of an item's fact sheet says (事实清单).

use crate::domain::day::Day;
use crate::domain::status::Status;

/// One figure or fact; money in fen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Members of the household today.
    Members(usize),
    /// How a member stands.
    Status(Status),
    /// Support that is due until today; by which rule.
    Due(i64, String),
    /// Credited, net of returns.
    Paid(i64),
    /// Still to be paid.
    Owed(i64),
    /// The last verification: code of the outcome, the day.
    Verified(u16, Option<Day>),
}
