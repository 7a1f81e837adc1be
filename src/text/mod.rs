//! How text is measured, cut, folded and spelled (文字): the only place that knows how wide a character is.
//!
//! One Han character takes two cells of a terminal and three or four bytes of a string, so nothing outside
//! this folder counts characters, slices strings or asks `unicode-width`. Everything here is pure: text in,
//! text or numbers out. Chinese words that are needed to read text (numerals, surnames) live here too.

pub mod caret;
pub mod fit;
pub mod fold;
pub mod ordinal;
pub mod pinyin;
mod readings;
mod surnames;
pub mod width;
pub mod wrap;

pub use caret::{Window, column_of, window};
pub use fit::{cut, fit, fit_right};
pub use fold::{fold, fold_search, widen};
pub use pinyin::{NameReadings, Position, readings_of_name};
pub use width::{cells, graphemes, visible, width};
pub use wrap::wrap;
