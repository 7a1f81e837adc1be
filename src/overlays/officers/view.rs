//! How the list of officers is drawn: one line each, its keys below.

use crate::i18n::chrome::roles;
use crate::i18n::keeping::{Text, list_help};
use crate::i18n::{Keys, Lang};
use crate::overlays::officers::Officers;
use crate::ui::{Look, Pen, Role, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows inside the box that are no line of the list: titles, blank, keys.
const OTHER_ROWS: u16 = 4;

/// Draws the list.
pub fn draw(buf: &mut Buffer, area: Rect, officers: &Officers, keys: Keys<'_>, lang: Lang, look: Look) {
    let title = Text::Officers.text(lang);
    let inner = popup::centred(buf, area, area.width, area.height, title, look);
    let muted = look.role(Role::Muted);
    let mut pen = Pen::at(buf, inner, 0);
    pen.gap(2).cell(6, Text::Number.text(lang), muted).cell(14, Text::Name.text(lang), muted);
    pen.cell(26, Text::Roles.text(lang), muted).cell(14, Text::State.text(lang), muted);
    pen.text(Text::Villages.text(lang), muted);
    let height = inner.height.saturating_sub(OTHER_ROWS);
    let start = list::page_start(officers.chosen, usize::from(height));
    let lines = officers.seats.iter().enumerate().skip(start);
    for (row, (index, seat)) in (1..=height).zip(lines) {
        let here = index == officers.chosen;
        let role = match here {
            true => Role::Selected,
            false if seat.gone => Role::Muted,
            false => Role::Text,
        };
        let style = look.role(role);
        let mut pen = Pen::at(buf, inner, row);
        pen.cell(2, list::pointer(here), style).cell(6, &seat.number.to_string(), style);
        pen.cell(14, &seat.name, style).cell(26, &roles(seat.roles, lang), style);
        pen.cell(14, seat.state.text(lang), style);
        let room = pen.room();
        pen.cell(room, seat.villages.text(lang), style);
    }
    let help = Rect { y: inner.bottom().saturating_sub(2), height: 2.min(inner.height), ..inner };
    list::paragraph(buf, help, &list_help(lang, keys), muted);
}
