//! The real binary in a pseudo-terminal: what an officer sees and what the terminal gets.

#![allow(clippy::unwrap_used)] // a test that cannot go on should stop here

mod drills;
mod locked;
mod open;
mod window;
