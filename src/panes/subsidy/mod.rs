//! The subsidy pane (补贴): at the counter one person's twenty years with the answer on top; in the office batches, the list of a
//! period, and what came back. Pages lie on each other above the search box; Esc takes the topmost away.

mod grid;
mod office;
mod state;
mod update;
pub mod view;

pub use grid::Grid;
pub use state::{Awaits, Chosen, Page, Person, Subsidy};

/// Most persons and households that the box lists.
pub const FOUND_MAX: usize = 200;
