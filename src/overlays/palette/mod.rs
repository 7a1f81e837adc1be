//! The palette (命令面板): all commands by word, initials or id.

pub mod view;
