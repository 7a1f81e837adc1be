//! Pick lists (选单): panes, villages.

pub mod view;
