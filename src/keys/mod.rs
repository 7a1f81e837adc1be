//! Keys as data (按键): what a key is, which act it calls in which scope, and how a keymap file is read.
//!
//! Knows no terminal crate, so that keymaps are tested without a terminal and `runtime/input.rs` is the only translator.

pub mod key;
pub mod keymap;
pub mod load;
pub mod reserved;

pub use key::{Code, Key};
pub use keymap::{Found, Keymap, Scope};
pub use load::{Fault, FaultKind, Known, Layer, load};
pub use reserved::Reserved;
