//! How imports, what rests on one, the loss window of a machine and what turned up of it are drawn.

use crate::flow::rulings::{
    BroughtView, ImportView, LateView, LossRow, LossView, ReadRecord, ReadRow, RestView, Ruled,
};
use crate::i18n::reasons;
use crate::i18n::rulings::{self as words, Text};
use crate::i18n::{Both, Lang};
use crate::panes::rulings::{Page, Rulings};
use crate::text::width::width;
use crate::ui::{Look, Pen, Role, list};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Rows for who ruled on the chosen import, and why.
const SPOKEN_ROWS: u16 = 3;
/// Rows of the list above what the chosen commit says.
const LATE_ROWS: u16 = 6;

/// Draws the page.
pub fn draw(buf: &mut Buffer, area: Rect, of: &Rulings, lang: Lang, look: Look) {
    match &of.page {
        Page::Waiting => {
            Pen::at(buf, area, 1).gap(2).text(Text::Loading.text(lang), look.role(Role::Muted));
        }
        Page::Imports(list) => imports(buf, area, list, of.chosen, lang, look),
        Page::Brought(view) => brought(buf, area, view, of.chosen, lang, look),
        Page::Rested(rows, sentence) => rested(buf, area, (rows, sentence), of.chosen, lang, look),
        Page::Loss(view) => loss(buf, area, view, of.chosen, lang, look),
        Page::Late(view) => late(buf, area, view, of.chosen, lang, look),
    }
}

fn below(area: Rect, rows: u16) -> Rect {
    Rect { y: area.y + rows.min(area.height), height: area.height.saturating_sub(rows), ..area }
}

/// The first rows of an area, one cell in on both sides.
fn inset(area: Rect, rows: u16) -> Rect {
    let height = rows.min(area.height);
    Rect { x: area.x + 1, width: area.width.saturating_sub(2), height, ..area }
}

/// A title, and words beside it.
fn head(buf: &mut Buffer, area: Rect, title: &str, beside: &str, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(title, look.role(Role::Title)).gap(2);
    let room = pen.room().saturating_sub(1);
    pen.cell(room, beside, look.role(Role::Muted));
}

/// Draws the rows of a list around the chosen one.
fn rows<T>(buf: &mut Buffer, area: Rect, all: &[T], chosen: usize, each: &mut dyn FnMut(Pen<'_>, &T, bool)) {
    let start = list::page_start(chosen, usize::from(area.height));
    for (row, (index, one)) in (0..area.height).zip(all.iter().enumerate().skip(start)) {
        each(Pen::at(buf, area, row), one, index == chosen);
    }
}

fn imports(buf: &mut Buffer, area: Rect, all: &[ImportView], chosen: usize, lang: Lang, look: Look) {
    head(buf, area, Text::Imports.text(lang), "", look);
    if all.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NoImports.text(lang), look.role(Role::Muted));
        return;
    }
    let differ = all.iter().find(|one| one.ruled == Ruled::Differ);
    if let Some(one) = differ {
        let sentence = words::differ(lang, &words::short(&one.id));
        list::paragraph(buf, inset(below(area, 1), 2), &sentence, look.role(Role::Warning));
    }
    let from = |one: &ImportView| one.from.clone().unwrap_or_else(|| words::office_file(lang).to_owned());
    let above = if differ.is_some() { 3 } else { 2 };
    let listed = area.height.saturating_sub(above + SPOKEN_ROWS);
    if let Some(spoken) = all.get(chosen).and_then(|one| one.spoken.as_ref()) {
        let under = inset(below(area, above + listed.min(u16::try_from(all.len()).unwrap_or(listed)) + 1), 2);
        list::paragraph(buf, under, &reasons::spoken_of(lang, spoken), look.role(Role::Text));
    }
    let list_area = Rect { height: listed, ..below(area, above) };
    rows(buf, list_area, all, chosen, &mut |mut pen, one, here| {
        let style = look.role(if here { Role::Selected } else { Role::Text });
        let state = words::ruled(lang, one.ruled, one.unfinished);
        let role = match one.ruled {
            Ruled::Open if !one.unfinished => Role::Text,
            Ruled::Out => Role::Muted,
            _ => Role::Warning,
        };
        let mark = if here { style } else { look.role(role) };
        pen.gap(1).cell(2, list::pointer(here), style).cell(18, &one.when, style);
        pen.cell(12, &from(one), style).cell(14, state, mark);
        pen.cell(14, &words::short(&one.id), style);
        let room = pen.room().saturating_sub(1);
        let counts = words::counts(lang, one.commits, one.operations);
        let counts =
            if width(&counts) > usize::from(room) { words::commits(lang, one.commits) } else { counts };
        pen.cell(room, &counts, style);
    });
}

fn rested(
    buf: &mut Buffer,
    area: Rect,
    (all, sentence): (&[RestView], &Both),
    chosen: usize,
    lang: Lang,
    look: Look,
) {
    head(buf, area, Text::Rested.text(lang), "", look);
    let inner = inset(below(area, 1), 2);
    let used = list::paragraph(buf, inner, sentence.text(lang), look.role(Role::Warning));
    rows(buf, below(area, used + 2), all, chosen, &mut |mut pen, one, here| {
        let style = look.role(if here { Role::Selected } else { Role::Text });
        pen.gap(1).cell(2, list::pointer(here), style);
        pen.cell(26, one.about.text(lang), style).cell(22, one.why.text(lang), style);
        pen.cell(12, one.when.split(' ').next().unwrap_or_default(), style).cell(8, &one.officer, style);
        let room = pen.room().saturating_sub(1);
        pen.cell(room, &one.device, style);
    });
}

fn loss(buf: &mut Buffer, area: Rect, view: &LossView, chosen: usize, lang: Lang, look: Look) {
    let title = words::loss_title(lang, &view.label, view.ended);
    head(buf, area, &title, &view.villages.join(lang.pick("、", ", ")), look);
    let inner = inset(below(area, 1), 4);
    let sentence = words::window(lang, view.receipt.as_deref(), view.rows.len());
    let mut used = list::paragraph(buf, inner, &sentence, look.role(Role::Warning));
    if let Some(newest) = &view.newest {
        let words = words::newest(lang, newest);
        Pen::at(buf, inner, used).text(&words, look.role(Role::Muted));
        used += 1;
    }
    let table = below(area, used + 2);
    let titles = [Text::Village, Text::Code, Text::Head, Text::Plan, Text::Heard];
    let mut pen = Pen::at(buf, table, 0);
    pen.gap(3);
    for (title, cells) in titles.into_iter().zip(widths(area.width)) {
        pen.cell(cells, title.text(lang), look.role(Role::Muted)).gap(1);
    }
    rows(buf, below(table, 1), &view.rows, chosen, &mut |pen, one, here| {
        loss_row(pen, one, (area.width, here), lang, look);
    });
}

/// Cells of village, code, head, plan and day, each before a gap.
fn widths(width: u16) -> [u16; 5] {
    if width < 100 { [13, 12, 9, 22, 11] } else { [23, 19, 13, 33, 14] }
}

fn loss_row(mut pen: Pen<'_>, one: &LossRow, (width, here): (u16, bool), lang: Lang, look: Look) {
    let style = look.role(if here { Role::Selected } else { Role::Text });
    pen.gap(1).cell(2, list::pointer(here), style);
    let heard = if one.heard.is_empty() { Text::NeverHeard.text(lang) } else { &one.heard };
    let texts = [one.village.as_str(), &one.code, &one.head, one.plan.text(lang), heard];
    for (text, cells) in texts.into_iter().zip(widths(width)) {
        pen.cell(cells, text, style).cell(1, "", style);
    }
    let room = pen.room().saturating_sub(1);
    pen.cell(room, "", style);
}

fn late(buf: &mut Buffer, area: Rect, view: &LateView, chosen: usize, lang: Lang, look: Look) {
    let count = match view.rows.len() {
        0 => String::new(),
        count => words::late_count(lang, count),
    };
    head(buf, area, &words::late_title(lang, &view.label), &count, look);
    if let Some(spoken) = &view.ended {
        let said = reasons::ended_by(lang, spoken);
        Pen::at(buf, area, 1).gap(1).text(&said, look.role(Role::Muted));
    }
    if view.rows.is_empty() {
        Pen::at(buf, area, 3).gap(2).text(Text::NothingLate.text(lang), look.role(Role::Muted));
        return;
    }
    let order = |one: &ReadRow| match one.undecided {
        true => Text::Undecided.text(lang).to_owned(),
        false => String::new(),
    };
    read_out(buf, below(area, 3), (&view.rows, chosen), &order, lang, look);
}

fn brought(buf: &mut Buffer, area: Rect, view: &BroughtView, chosen: usize, lang: Lang, look: Look) {
    let import = &view.import;
    let counts = words::counts(lang, import.commits, import.operations);
    head(buf, area, &words::brought_title(lang, import.from.as_deref(), &import.when), &counts, look);
    let mut pen = Pen::at(buf, area, 1);
    pen.gap(1).text(words::ruled(lang, import.ruled, import.unfinished), look.role(Role::Text)).gap(2);
    if let Some(spoken) = &import.spoken {
        let room = pen.room().saturating_sub(1);
        pen.cell(room, &reasons::spoken_of(lang, spoken), look.role(Role::Muted));
    }
    if view.rows.is_empty() {
        Pen::at(buf, area, 3).gap(2).text(Text::NothingBrought.text(lang), look.role(Role::Muted));
        return;
    }
    if view.rows.len() < import.commits {
        let more = words::first_of(lang, view.rows.len(), import.commits);
        Pen::at(buf, area, 2).gap(1).text(&more, look.role(Role::Muted));
    }
    let device = |one: &ReadRow| one.device.clone();
    read_out(buf, below(area, 3), (&view.rows, chosen), &device, lang, look);
}

/// The commits with a word at the end of each, and below them what the chosen one says.
fn read_out(
    buf: &mut Buffer,
    area: Rect,
    (all, chosen): (&[ReadRow], usize),
    word: &dyn Fn(&ReadRow) -> String,
    lang: Lang,
    look: Look,
) {
    let height = LATE_ROWS.min(u16::try_from(all.len()).unwrap_or(LATE_ROWS));
    let upper = Rect { height: height.min(area.height), ..area };
    rows(buf, upper, all, chosen, &mut |mut pen, one, here| {
        let style = look.role(if here { Role::Selected } else { Role::Text });
        pen.gap(1).cell(2, list::pointer(here), style).cell(18, &one.when, style).cell(
            12,
            &one.officer,
            style,
        );
        pen.cell(14, &words::records(lang, one.count), style).cell(14, &words::short(&one.commit), style);
        let room = pen.room().saturating_sub(1);
        pen.cell(room, &word(one), style);
    });
    if let Some(one) = all.get(chosen) {
        details(buf, below(area, height + 1), one, lang, look);
    }
}

/// What a commit says, field by field; below it how much of it has no room.
fn details(buf: &mut Buffer, area: Rect, one: &ReadRow, lang: Lang, look: Look) {
    let rows_of = |record: &ReadRecord| 1 + record.values.len();
    let needed: usize = one.records.iter().map(rows_of).sum();
    let whole = one.count == one.records.len() && needed <= usize::from(area.height);
    let room = area.height.saturating_sub(u16::from(!whole));
    let (mut row, mut complete) = (0, 0);
    for record in &one.records {
        let inner = Rect { height: room.saturating_sub(row), ..below(area, row) };
        record_lines(buf, inner, record, lang, look);
        let rows = u16::try_from(rows_of(record)).unwrap_or(u16::MAX);
        if rows > inner.height {
            break;
        }
        (row, complete) = (row + rows, complete + 1);
    }
    if !whole && area.height > 0 {
        let words = words::left_off(lang, one.count.saturating_sub(complete));
        Pen::at(buf, area, area.height - 1).gap(1).text(&words, look.role(Role::Muted));
    }
}

/// A record and its fields, as far as there is room.
fn record_lines(buf: &mut Buffer, area: Rect, record: &ReadRecord, lang: Lang, look: Look) {
    if area.height == 0 {
        return;
    }
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(record.about.text(lang), look.role(Role::Title));
    if record.beyond_role {
        pen.gap(2).text(words::beyond_role(lang), look.role(Role::Warning));
    }
    for (row, (field, value, now)) in (1..area.height).zip(&record.values) {
        let mut pen = Pen::at(buf, area, row);
        pen.gap(3).cell(16, field.text(lang), look.role(Role::Muted));
        let half = pen.room() / 2;
        pen.cell(half, value.text(lang), look.role(Role::Text));
        let stands = match value == now {
            true => Text::SameNow.text(lang).to_owned(),
            false => words::stands(lang, now.text(lang)),
        };
        let room = pen.room().saturating_sub(1);
        pen.cell(room, &stands, look.role(Role::Muted));
    }
}
