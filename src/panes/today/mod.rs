//! The today pane (今日): what is here, as of when, what to look at. Lines that open a list can be chosen.

mod state;
mod update;
pub mod view;

pub use state::{Line, Today};
