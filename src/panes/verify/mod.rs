//! The verification pane (核查): the route at the left, the focused household's members at the right, what is done on top; and
//! the office's queue. A village is here whole, so going on waits for nobody; what is written is confirmed before it counts.

mod state;
mod update;
pub mod view;

pub use state::{Next, Queue, Sheet, Verify};
