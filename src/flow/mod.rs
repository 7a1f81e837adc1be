//! What travels between the parts (往来): events in, effects out, answers back. Plain values, no behaviour.
//!
//! The worker answers an effect that carries a request number with a [`Done`] that carries the same number;
//! the reducer drops an answer that it no longer waits for. Every time is milliseconds of one steady clock
//! that the loop reads.

pub mod done;
pub mod effect;
pub mod event;
pub mod exchange;
pub mod form;
mod found;
pub mod keeping;
pub mod message;
pub mod petition;
pub mod reply;
pub mod rulings;
pub mod secret;
pub mod subsidy;
pub mod verify;
pub mod view;

pub use done::{Done, Job};
pub use effect::{Effect, ExportOf};
pub use event::{Event, Input};
pub use keeping::{Kept, Wish};
pub use message::{Message, Messages, Severity};
pub use reply::{Cx, Opening, Reply};
pub use secret::Secret;
