//! One text field with its caret (输入格).

use crate::form::Field;
use crate::ui::{Caret, Look, Role, put};
use ratatui::buffer::Buffer;
use ratatui::style::Modifier;

/// Draws a field of `cells` cells and says where the caret is. The place is underlined, so that it is seen without colour.
pub fn draw(buf: &mut Buffer, x: u16, y: u16, cells: u16, field: &Field, look: Look) -> Caret {
    let (text, column) = field.window(usize::from(cells));
    put(buf, x, y, cells, &text, look.role(Role::Text).add_modifier(Modifier::UNDERLINED));
    (x + u16::try_from(column).unwrap_or(0), y)
}
