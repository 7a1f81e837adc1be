//! How help is drawn: sections by scope, keys, sentences, and why something cannot be done.

use crate::commands::listing::HelpRow;
use crate::form::Field;
use crate::i18n::Lang;
use crate::i18n::chrome::{Phrase, Text};
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, field, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws help; the caret stands in the filter.
pub fn draw(
    buf: &mut Buffer,
    area: Rect,
    (filter, top): (&Field, usize),
    rows: &[HelpRow],
    lang: Lang,
    look: Look,
) -> Caret {
    let inner = popup::centred(buf, area, area.width, area.height, Text::Help.text(lang), look);
    let caret = field::labelled(buf, inner, Text::HelpFilter.text(lang), filter, look);
    let list = Rect { y: inner.y + 2, height: inner.height.saturating_sub(2), ..inner };
    let height = usize::from(list.height);
    for (at, row) in (0..list.height).zip(rows.iter().skip(top)) {
        let mut pen = Pen::at(buf, list, at);
        let line = match row {
            HelpRow::Title(title) => {
                pen.text(title, look.role(Role::Title));
                continue;
            }
            HelpRow::Line(line) => line,
        };
        let why = line.refused.map(|why| lang.aside(why.text(lang))).unwrap_or_default();
        let (key, words) = match line.refused {
            Some(_) => (Role::Muted, Role::Muted),
            None => (Role::Key, Role::Text),
        };
        pen.gap(1).cell(21, &line.keys, look.role(key)).gap(1);
        let room = pen.room();
        pen.cell(room, &format!("{}{why}", line.sentence), look.role(words));
    }
    if rows.is_empty() {
        Pen::at(buf, list, 0).text(Text::NoCommand.text(lang), look.role(Role::Muted));
    }
    if rows.len() > height {
        let words = Phrase::Lines { first: top + 1, last: (top + height).min(rows.len()), all: rows.len() };
        let words = words.text(lang);
        let cells = u16::try_from(text::width(&words)).unwrap_or(0);
        Pen::at(buf, inner, 1).gap(inner.width.saturating_sub(cells)).text(&words, look.role(Role::Muted));
    }
    caret
}
