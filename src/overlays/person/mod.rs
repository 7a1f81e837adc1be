//! One person on a page of its own (此人): what the household screen has no room for.

pub mod view;
