//! Lists and running facts (列表与条目): which page of a list is shown, and label-value pairs that keep
//! whole.

use crate::text;
use crate::ui::{Look, Pen, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// First index of the page that holds `chosen`: pages stay put while one moves inside them, so that eyes do.
pub fn page_start(chosen: usize, rows: usize) -> usize {
    let rows = rows.max(1);
    chosen / rows * rows
}

/// The mark in front of a line: `>` when it is chosen.
pub fn pointer(chosen: bool) -> &'static str {
    if chosen { ">" } else { " " }
}

/// Draws items side by side, `gap` cells apart, in as many rows as `area` has; an item goes whole into the next row, and only
/// one that is wider than a row is cut.
pub fn items(buf: &mut Buffer, area: Rect, items: &[String], gap: u16, style: Style) {
    let mut row = 0;
    let mut pen = Pen::at(buf, area, row);
    let mut begun = false;
    for item in items {
        let cells = u16::try_from(text::width(item)).unwrap_or(u16::MAX);
        if begun && cells.saturating_add(gap) > pen.room() {
            row += 1;
            begun = false;
        }
        if row >= area.height {
            return;
        }
        if !begun {
            pen = Pen::at(buf, area, row);
        }
        let gap = if begun { gap } else { 0 };
        pen.gap(gap);
        let cells = cells.min(pen.room());
        pen.cell(cells, item, style);
        begun = true;
    }
}

/// A label and a value.
pub struct Fact {
    /// The label.
    pub label: String,
    /// The value.
    pub value: String,
    /// The value's style.
    pub style: Style,
}

/// Writes facts one after another, three cells apart, and goes to the next row where one does not fit whole.
/// A value that is wider than a row is wrapped. Returns the rows used; what has no row left is cut with `..`.
pub fn facts(buf: &mut Buffer, area: Rect, facts: &[Fact], look: Look) -> u16 {
    let mut row = 0;
    let mut used = 0_usize;
    let width = usize::from(area.width);
    for fact in facts {
        let label = text::width(&fact.label) + 1;
        let whole = label + text::width(&fact.value);
        if used > 0 && used + 3 + whole > width {
            row += 1;
            used = 0;
        }
        if row >= area.height {
            Pen::at(buf, area, area.height.saturating_sub(1))
                .gap(area.width.saturating_sub(2))
                .text("..", Style::new());
            return area.height;
        }
        let gap = if used > 0 { 3 } else { 0 };
        let mut pen = Pen::at(buf, area, row);
        pen.gap(u16::try_from(used + gap).unwrap_or(0)).text(&fact.label, look.role(Role::Muted)).gap(1);
        if whole <= width {
            pen.text(&fact.value, fact.style);
            used += gap + whole;
            continue;
        }
        let lines = text::wrap(&fact.value, width.saturating_sub(label).max(2));
        for (index, line) in lines.iter().enumerate() {
            let last_row = row + 1 >= area.height && index + 1 < lines.len();
            let shown =
                if last_row { text::cut(&format!("{line}...."), width - label) } else { line.clone() };
            Pen::at(buf, area, row).gap(u16::try_from(label).unwrap_or(0)).text(&shown, fact.style);
            if last_row {
                return area.height;
            }
            row += 1;
        }
        used = 0;
    }
    if used > 0 { row + 1 } else { row }
}

/// Writes a text wrapped into an area; returns the rows used.
pub fn paragraph(buf: &mut Buffer, area: Rect, words: &str, style: Style) -> u16 {
    let lines = text::wrap(words, usize::from(area.width));
    for (row, line) in (0_u16..).zip(&lines) {
        let last = row + 1 == area.height && usize::from(row) + 1 < lines.len();
        let line =
            if last { text::cut(&format!("{line}...."), usize::from(area.width)) } else { line.clone() };
        Pen::at(buf, area, row).text(&line, style);
        if row + 1 >= area.height {
            return area.height;
        }
    }
    u16::try_from(lines.len()).unwrap_or(area.height)
}
