//! The rooms whose work has not moved in yet (核查, 补贴, 信访): one honest sentence each, no state.

pub mod view;
