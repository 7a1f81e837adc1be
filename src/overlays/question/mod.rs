//! Questions (提问): yes or no, something to read, one line to type.

pub mod view;
