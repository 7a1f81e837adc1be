//! The table of a household's members (成员表) on the household screen; its state is the household's.

pub mod view;
