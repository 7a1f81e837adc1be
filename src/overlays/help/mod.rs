//! Help (帮助): every key of the place below, printed from the command table.

pub mod view;
