//! kuqu (库区通): the field system of a county resettlement office.

pub mod app;
pub mod cli;
pub mod commands;
pub mod demo;
pub mod domain;
pub mod flow;
pub mod form;
pub mod i18n;
pub mod journal;
pub mod keys;
pub mod overlays;
pub mod panes;
pub mod runtime;
pub mod screen;
pub mod search;
pub mod sheets;
pub mod store;
pub mod text;
pub mod ui;
pub mod vault;
