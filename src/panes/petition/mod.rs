//! The petition pane (信访): the queue by groups, an item with its steps, and its clock day by day. Enter opens the form of the
//! next legal act, filled in as far as it is known.

mod state;
mod update;
pub mod view;

pub use state::{Open, Petitions};
