//! (skeleton)
pub mod engine;
