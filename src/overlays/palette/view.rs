//! How the palette is drawn: what can be done first, the rest greyed with its reason.

use crate::commands::listing::Line;
use crate::form::Field;
use crate::i18n::Lang;
use crate::i18n::chrome::Text;
use crate::ui::{Caret, Look, Pen, Role, field, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the palette; the caret stands in its field. `lines` carry the first key of each command.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    (field, chosen): (&Field, usize),
    lines: &[Line],
    lang: Lang,
    look: Look,
) -> Caret {
    let title = Text::Palette.text(lang);
    let inner = popup::centred(buf, area, area.width, area.height, title, look);
    let caret = field::labelled(buf, inner, Text::PaletteFilter.text(lang), field, look);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    if lines.is_empty() {
        Pen::at(buf, list, 0).text(Text::NoCommand.text(lang), look.role(Role::Muted));
    }
    let start = list::page_start(chosen, usize::from(list.height));
    for (row, (index, line)) in (0..list.height).zip(lines.iter().enumerate().skip(start)) {
        let here = index == chosen;
        let role = match line.refused {
            _ if here => Role::Selected,
            Some(_) => Role::Muted,
            None => Role::Text,
        };
        let style = look.role(role);
        let words = match line.refused {
            Some(why) => lang.aside(why.text(lang)).trim_start().to_string(),
            None => line.sentence.to_string(),
        };
        let mut pen = Pen::at(buf, list, row);
        pen.cell(2, list::pointer(here), style).cell(13, line.label, style);
        pen.cell(13, &line.keys, if here { style } else { look.role(Role::Key) });
        let room = pen.room();
        pen.cell(room, &words, style);
    }
    caret
}
