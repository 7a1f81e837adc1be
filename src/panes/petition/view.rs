//! How the petition pane is drawn: the queue by groups; an item with facts and steps above, its clock below, one cell a day.

use crate::flow::petition::{CellView, ClockView, Mark, QueueView, RowView};
use crate::i18n::Lang;
use crate::i18n::petition_pane::{Text, counts, left};
use crate::i18n::petition_words as words;
use crate::panes::petition::{Open, Petitions};
use crate::ui::list::{self, Fact};
use crate::ui::{Look, Pen, Role, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows of the clock: title, two lines, cells, the day under the caret, the legend.
const CLOCK_ROWS: u16 = 9;
/// Cells of one day.
const DAY_CELLS: u16 = 2;

/// Draws the pane.
pub fn draw(buf: &mut Buffer, area: Rect, pane: &Petitions, lang: Lang, look: Look) {
    match (&pane.open, &pane.queue) {
        (Some(open), _) => item(buf, area, open, lang, look),
        (None, Some(queue)) => self::queue(buf, area, queue, pane.chosen, lang, look),
        (None, None) => {
            Pen::at(buf, area, 1).gap(2).text(Text::Loading.text(lang), look.role(Role::Muted));
        }
    }
}

fn queue(buf: &mut Buffer, area: Rect, queue: &QueueView, chosen: usize, lang: Lang, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(&queue.today, look.role(Role::Title)).gap(2);
    pen.text(&counts(queue.rows.iter().map(|row| row.group), lang), look.role(Role::Muted));
    if queue.rows.is_empty() {
        Pen::at(buf, area, 2).gap(2).text(Text::NothingOpen.text(lang), look.role(Role::Muted));
        return;
    }
    let below = Rect { y: area.y + 1, height: area.height - 1, ..area };
    // A group's name takes a row of its own, so that lines are counted with it.
    let mut lines: Vec<Result<usize, usize>> = Vec::new();
    for (index, row) in queue.rows.iter().enumerate() {
        let fresh = index.checked_sub(1).and_then(|before| queue.rows.get(before));
        if fresh.is_none_or(|before| before.group != row.group) {
            lines.push(Err(index));
        }
        lines.push(Ok(index));
    }
    let at = lines.iter().position(|line| *line == Ok(chosen)).unwrap_or(0);
    let start = list::page_start(at, usize::from(below.height));
    for (row, line) in (0..below.height).zip(lines.iter().skip(start)) {
        match *line {
            Err(index) => {
                if let Some(first) = queue.rows.get(index) {
                    let count = queue.rows.iter().filter(|other| other.group == first.group).count();
                    let name = format!("{} {count}", words::group(first.group, lang));
                    Pen::at(buf, below, row).gap(1).text(&name, group_style(first, look));
                }
            }
            Ok(index) => {
                if let Some(line) = queue.rows.get(index) {
                    self::row(buf, below, row, line, index == chosen, lang, look);
                }
            }
        }
    }
}

fn group_style(row: &RowView, look: Look) -> Style {
    use crate::domain::petition::course::Group;
    look.role(match row.group {
        Group::Overdue => Role::Error,
        Group::Today | Group::Soon => Role::Warning,
        Group::Later | Group::Waiting => Role::Title,
    })
}

fn row(buf: &mut Buffer, area: Rect, row: u16, line: &RowView, here: bool, lang: Lang, look: Look) {
    let style = look.role(if here { Role::Selected } else { Role::Text });
    let wide = area.width >= 120;
    let mut pen = Pen::at(buf, area, row);
    // The gaps between the columns belong to the chosen line as well.
    let room = pen.room();
    pen.cell(room, "", style);
    let mut pen = Pen::at(buf, area, row);
    pen.gap(1).cell(2, list::pointer(here), style).cell(10, &line.number, style).gap(1);
    pen.cell(14, words::next(line.next, lang), style).gap(1).cell(11, &line.due, style);
    let role = if here { style } else { group_style(line, look) };
    pen.cell(if wide { 16 } else { 13 }, &left(line.left, lang), role);
    let about = match line.topic {
        Some(topic) => words::topic(topic, lang),
        None => words::kind(line.kind, lang),
    };
    let more = if line.count > 1 { format!("+{}", line.count - 1) } else { String::new() };
    pen.cell(if wide { 15 } else { 11 }, about, style).gap(1).cell(
        10,
        &format!("{}{more}", line.name),
        style,
    );
    if wide {
        pen.gap(1).cell(14, words::stage(line.stage, lang), style).cell(14, &line.village, style);
    }
    if line.forked {
        pen.text(Text::Forked.text(lang), if here { style } else { look.role(Role::Warning) });
    }
}

fn item(buf: &mut Buffer, area: Rect, open: &Open, lang: Lang, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).text(&open.item.number, look.role(Role::Title)).gap(2);
    let room = pen.room();
    pen.cell(room, open.item.stage.text(lang), look.role(Role::Text));
    let above = area.height.saturating_sub(CLOCK_ROWS + 1);
    let upper = Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: above };
    if open.sheet {
        sheet(buf, upper, open, lang, look);
    } else {
        let columns = if upper.width >= 118 { 52 } else { 36 };
        let left = Rect { width: columns, ..upper };
        let right = Rect { x: upper.x + columns + 1, width: upper.width - columns - 1, ..upper };
        facts(buf, left, open, lang, look);
        steps(buf, right, open, lang, look);
    }
    let below = Rect { y: area.y + 1 + above, height: CLOCK_ROWS, ..area };
    for x in below.left()..below.right() {
        put(buf, x, below.y, 1, look.border().horizontal, look.role(Role::Border));
    }
    let inner = Rect { x: below.x + 1, y: below.y + 1, width: below.width - 2, height: CLOCK_ROWS - 1 };
    match open.at_clock() {
        Some(clock) => self::clock(buf, inner, open, clock, lang, look),
        None => {
            Pen::at(buf, inner, 0).text(Text::NoClock.text(lang), look.role(Role::Muted));
        }
    }
}

fn facts(buf: &mut Buffer, area: Rect, open: &Open, lang: Lang, look: Look) {
    let text = look.role(Role::Text);
    let fact = |(label, value): &(crate::i18n::Both, crate::i18n::Both)| Fact {
        label: label.text(lang).to_owned(),
        value: value.text(lang).to_owned(),
        style: text,
    };
    let facts: Vec<Fact> = open.item.facts.iter().map(fact).collect();
    list::facts(buf, area, &facts, look);
}

fn steps(buf: &mut Buffer, area: Rect, open: &Open, lang: Lang, look: Look) {
    let rows = usize::from(area.height);
    let skip = open.item.steps.len().saturating_sub(rows);
    for (row, (on, what)) in (0..area.height).zip(open.item.steps.iter().skip(skip)) {
        let mut pen = Pen::at(buf, area, row);
        pen.cell(11, on, look.role(Role::Muted));
        let room = pen.room();
        pen.cell(room, what.text(lang), look.role(Role::Text));
    }
}

fn sheet(buf: &mut Buffer, area: Rect, open: &Open, lang: Lang, look: Look) {
    if open.item.sheet.is_empty() {
        Pen::at(buf, area, 0).text(Text::NoSheet.text(lang), look.role(Role::Muted));
    }
    for (row, line) in (0..area.height).zip(&open.item.sheet) {
        let mut pen = Pen::at(buf, area, row);
        let room = pen.room();
        pen.cell(room, line.text(lang), look.role(Role::Text));
    }
}

fn clock(buf: &mut Buffer, area: Rect, open: &Open, clock: &ClockView, lang: Lang, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    let place = format!("{}/{} ", open.clock + 1, open.item.clocks.len());
    pen.text(&place, look.role(Role::Muted));
    let room = pen.room();
    pen.cell(room, clock.title.text(lang), look.role(Role::Text));
    let joined: Vec<&str> = clock.lines.iter().map(|line| line.text(lang)).collect();
    let mut pen = Pen::at(buf, area, 1);
    let room = pen.room();
    pen.cell(room, &joined.join("  "), look.role(Role::Warning));
    let per_row = usize::from((area.width / DAY_CELLS).max(1));
    let rows = usize::from(area.height.saturating_sub(4)).max(1);
    // The row of the caret stays in sight where a long period has more rows than there is room.
    let start = (open.cell / per_row + 1).saturating_sub(rows) * per_row;
    for (index, cell) in clock.cells.iter().enumerate().skip(start).take(rows * per_row) {
        let at = index - start;
        let (Ok(down), Ok(across)) = (u16::try_from(at / per_row), u16::try_from(at % per_row)) else {
            continue;
        };
        day(buf, (area.x + across * DAY_CELLS, area.y + 2 + down), cell, index == open.cell, look);
    }
    let bottom = area.height - 2;
    if let Some(cell) = open.at_cell() {
        let mut pen = Pen::at(buf, area, bottom);
        let room = pen.room();
        pen.cell(room, cell.words.text(lang), look.role(Role::Title));
    }
    Pen::at(buf, area, bottom + 1).text(Text::Legend.text(lang), look.role(Role::Muted));
}

fn day(buf: &mut Buffer, (x, y): (u16, u16), cell: &CellView, here: bool, look: Look) {
    let role = match cell.mark {
        _ if here => Role::Selected,
        Mark::Due => Role::Error,
        Mark::Safe | Mark::Today => Role::Warning,
        Mark::Skipped | Mark::Rest => Role::Muted,
        Mark::Work => Role::Text,
    };
    let sign = match cell.mark {
        Mark::Today => "@",
        Mark::Due => "!",
        Mark::Safe => "+",
        Mark::Skipped => "x",
        Mark::Rest => "-",
        Mark::Work => ".",
    };
    put(buf, x, y, 1, sign, look.role(role));
}
