//! The look-up pane (查询): one box, results as one types, and the household that Enter opens.

mod state;
mod update;
pub mod view;

pub use state::{Heading, Household, Lookup, RESULTS_MAX, Waiting};

/// Rows of the result list in a window of `rows` rows: the frame takes six, box, heading, rule and column titles four.
pub fn list_rows(rows: u16) -> usize {
    usize::from(rows.saturating_sub(10)).max(1)
}
