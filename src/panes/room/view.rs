//! How a room without furniture is drawn: its name and its sentence.

use crate::i18n::Lang;
use crate::panes::PaneKind;
use crate::ui::{Look, Pen, Role, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a room.
pub fn draw(buf: &mut Buffer, area: Rect, pane: PaneKind, lang: Lang, look: Look) {
    let Some(room) = pane.room() else { return };
    Pen::at(buf, area, 1).gap(2).text(pane.title().text(lang), look.role(Role::Title));
    let inner = Rect { x: area.x + 2, y: area.y + 3, width: area.width - 4, height: area.height - 3 };
    list::paragraph(buf, inner, room.sentence(lang), look.role(Role::Text));
}
