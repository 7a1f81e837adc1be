//! How a room without furniture is drawn: its name and its sentence.

use crate::app::State;
use crate::ui::{Look, Pen, Role, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the room of the pane in front.
pub fn draw(buf: &mut Buffer, area: Rect, state: &State, look: Look) {
    let Some(room) = state.pane.room() else { return };
    Pen::at(buf, area, 1).gap(2).text(state.pane.title().text(state.lang), look.role(Role::Title));
    let inner = Rect { x: area.x + 2, y: area.y + 3, width: area.width - 4, height: area.height - 3 };
    list::paragraph(buf, inner, room.sentence(state.lang), look.role(Role::Text));
}
