//! Acts (办理): what an officer does to the register, as pure functions from what was entered to what is written.
//!
//! An act names the operations whose values it replaces, as they were read when its form opened, so that an edit made
//! elsewhere meanwhile is a conflict and never a loss. Guards say beforehand what speaks against an act.

pub mod fact;
pub mod guard;
pub mod held;
pub mod household;
pub mod membership;
pub mod person;
pub mod write;

pub use fact::{Fact, Finding, Place, Severity};
pub use held::{Held, HeldError, Seen};
pub use write::{Given, Put, Whom, Write, WriteError, operations};

#[cfg(test)]
mod tests;
