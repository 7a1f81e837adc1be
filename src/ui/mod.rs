//! The paint kit (画具): roles and marks, one pen, popups, the plan of the screen. Knows no pane.

pub mod field;
pub mod layout;
pub mod list;
pub mod pen;
pub mod popup;
pub mod theme;

pub use layout::{COLUMNS_MIN, Plan, ROWS_MIN, plan};
pub use pen::{Pen, put};
pub use theme::{Borders, Look, Role};

/// Where the terminal's real cursor belongs, in cells from the top left.
pub type Caret = (u16, u16);
