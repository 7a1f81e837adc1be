//! The exchange pane (交换): machines, gaps, the folder with its files; writing a file, taking one in, what must be settled.
//!
//! Nothing here knows a file or a clock: the worker says what it sees, the pane keeps what the officer chose.

mod state;
mod update;
pub mod view;

pub use state::{Exchange, Line, Stage, Work};
