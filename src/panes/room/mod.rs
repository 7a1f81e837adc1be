//! The rooms whose work has not moved in yet (信访): one honest sentence each, no state.

pub mod view;
