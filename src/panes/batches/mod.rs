//! The office's lists of the subsidy pane (批次与待处理): how batches, open payments and a list before it is frozen look. What
//! they do is in `panes::subsidy`.

pub mod view;
