//! How histories, sharers and drafts are drawn: one line each, the chosen one in full below.

use crate::flow::form::{DraftLine, HistoryLine, SharedLine};
use crate::i18n::Lang;
use crate::i18n::pages::{self, Text};
use crate::overlays::lines::{Lines, LinesPage};
use crate::ui::{Look, Pen, Role, list, popup};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows below the list for the chosen line in full.
const FOOT_ROWS: u16 = 4;

/// Draws the page.
pub fn draw(buf: &mut Buffer, area: Rect, page: &LinesPage, lang: Lang, look: Look) {
    let title = match &page.lines {
        Lines::History(..) => Text::History,
        Lines::Shared(_) => Text::Shared,
        Lines::Drafts(_) => Text::Drafts,
    };
    let dates = match &page.lines {
        Lines::History(of, _) => pages::dates(of.as_of, of.known_on, lang),
        _ => String::new(),
    };
    let title = format!("{}  {}  {dates}", title.text(lang), page.about);
    let inner = popup::centred(buf, area, area.width, area.height, title.trim_end(), look);
    let rows = inner.height.saturating_sub(FOOT_ROWS);
    if page.is_empty() {
        Pen::at(buf, inner, 0).text(Text::NoHistory.text(lang), look.role(Role::Muted));
    }
    let members = page.has_members();
    let start = list::page_start(page.chosen, usize::from(rows));
    for (row, index) in (0..rows).zip(start..page.len()) {
        let here = index == page.chosen;
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let mut pen = Pen::at(buf, inner, row);
        pen.cell(2, list::pointer(here), style);
        match &page.lines {
            Lines::History(_, lines) => {
                lines.get(index).map(|line| history(&mut pen, line, members, style, lang))
            }
            Lines::Shared(lines) => lines.get(index).map(|line| sharer(&mut pen, line, style, lang)),
            Lines::Drafts(lines) => lines.get(index).map(|line| draft(&mut pen, line, style, lang)),
        };
        let room = pen.room();
        pen.cell(room, "", style);
    }
    let foot = Rect { y: inner.y + rows + 1, height: FOOT_ROWS - 1, ..inner };
    list::paragraph(buf, foot, &in_full(page, lang), look.role(Role::Muted));
}

fn value(line: &HistoryLine, lang: Lang) -> &str {
    let text = line.value.text(lang);
    if text.is_empty() { Text::Empty.text(lang) } else { text }
}

/// `*` stands, `-` stood; `members` = the names of a household's members have a column.
fn history(pen: &mut Pen<'_>, line: &HistoryLine, members: bool, style: Style, lang: Lang) {
    pen.cell(2, if line.replaced { "-" } else { "*" }, style).cell(17, &line.when, style);
    if members {
        pen.cell(9, &line.who, style);
    }
    let room = if members { 18 } else { 24 };
    pen.cell(13, line.field.text(lang), style).cell(room, value(line, lang), style).gap(1);
    let room = pen.room();
    pen.cell(room, &pages::by(&line.officer, &line.device, lang), style);
}

fn sharer(pen: &mut Pen<'_>, line: &SharedLine, style: Style, lang: Lang) {
    let place = if line.elsewhere { Text::Elsewhere } else { Text::SameHousehold };
    let mark = if line.elsewhere { "? " } else { "  " };
    pen.cell(2, mark, style).cell(13, line.field.text(lang), style).cell(16, &line.code, style);
    pen.cell(12, &line.name, style).cell(11, place.text(lang), style);
    let room = pen.room();
    pen.cell(room, &line.village, style);
}

fn draft(pen: &mut Pen<'_>, line: &DraftLine, style: Style, lang: Lang) {
    pen.cell(16, line.form.text(lang), style).cell(24, &line.about, style).cell(18, &line.saved, style);
    let room = pen.room();
    pen.cell(room, &pages::filled(line.filled, lang), style);
}

/// What did not fit into the line.
fn in_full(page: &LinesPage, lang: Lang) -> String {
    match &page.lines {
        Lines::History(_, lines) => match lines.get(page.chosen) {
            Some(line) => {
                let whose = format!("{} {}", line.who, line.field.text(lang));
                format!("{}: {}  {}", whose.trim_start(), value(line, lang), line.why)
            }
            None => String::new(),
        },
        Lines::Shared(lines) => match lines.get(page.chosen) {
            Some(line) => format!("{}: {}", line.field.text(lang), line.value),
            None => String::new(),
        },
        Lines::Drafts(_) => Text::DraftsHelp.text(lang).to_owned(),
    }
}
