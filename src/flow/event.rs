//! What comes in (事件): one input, stamped by the loop with the steady clock.

use crate::flow::done::Done;
use crate::keys::Key;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key was pressed.
    Key(Key),
    /// The key that was pressed before is held down: acts that must not run away ignore it.
    Repeat(Key),
    /// Text was pasted (bracketed paste).
    Paste(String),
    /// Characters that arrived faster than a hand types: an input method's commit or a card reader. Text,
    /// never commands.
    Burst(String),
    /// The window has this many columns and rows.
    Resize { columns: u16, rows: u16 },
    /// The time that `app::deadline` named has come.
    Deadline,
    /// The worker has an answer.
    Done(Box<Done>),
}

impl From<Done> for Input {
    fn from(done: Done) -> Self {
        Input::Done(Box::new(done))
    }
}

/// An input and when it was taken from the channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Milliseconds of a steady clock; never goes back.
    pub at_ms: u64,
    /// What happened.
    pub input: Input,
}
