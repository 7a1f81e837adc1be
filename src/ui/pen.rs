//! Writing into the buffer (笔): exactly so many cells, whole glyphs only, never over the edge.

use crate::text;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Writes `text` at a place in exactly `cells` cells: cut with `..` or filled with spaces.
///
/// A wide glyph whose right half would be covered is blanked first: otherwise it swallows what is written (ratatui#2526).
pub fn put(buf: &mut Buffer, x: u16, y: u16, cells: u16, text: &str, style: Style) {
    let room = buf.area.right().saturating_sub(x).min(cells);
    if room == 0 || y < buf.area.top() || y >= buf.area.bottom() || x < buf.area.left() {
        return;
    }
    unhalve(buf, x, y);
    let fitted = text::fit(text, usize::from(room));
    buf.set_stringn(x, y, fitted, usize::from(room), style);
}

/// Blanks the glyph that starts in the cell before `x` and reaches into it.
fn unhalve(buf: &mut Buffer, x: u16, y: u16) {
    let Some(left) = x.checked_sub(1) else { return };
    if let Some(cell) = buf.cell_mut((left, y))
        && text::width(cell.symbol()) > 1
    {
        cell.set_symbol(" ");
    }
}

/// Makes an area blank, half-covered neighbours included.
pub fn wipe(buf: &mut Buffer, area: Rect) {
    let area = area.intersection(buf.area);
    for y in area.top()..area.bottom() {
        unhalve(buf, area.left(), y);
        for x in area.left()..area.right() {
            if let Some(cell) = buf.cell_mut((x, y)) {
                cell.reset();
            }
        }
    }
}

/// Writes from left to right on one row.
pub struct Pen<'a> {
    buf: &'a mut Buffer,
    x: u16,
    y: u16,
    right: u16,
}

impl<'a> Pen<'a> {
    /// At the left of row `row` (from 0) of an area; a row outside writes nothing.
    pub fn at(buf: &'a mut Buffer, area: Rect, row: u16) -> Self {
        let right = if row < area.height { area.right() } else { area.left() };
        Self { buf, x: area.left(), y: area.top() + row, right }
    }

    /// Cells that are left.
    pub fn room(&self) -> u16 {
        self.right.saturating_sub(self.x)
    }

    /// The column of the next cell.
    pub fn column(&self) -> u16 {
        self.x
    }

    /// Writes in exactly `cells` cells, as far as there is room.
    pub fn cell(&mut self, cells: u16, text: &str, style: Style) -> &mut Self {
        let cells = cells.min(self.room());
        put(self.buf, self.x, self.y, cells, text, style);
        self.x += cells;
        self
    }

    /// The same, right-aligned.
    pub fn number(&mut self, cells: u16, text: &str, style: Style) -> &mut Self {
        let aligned = text::fit_right(text, usize::from(cells.min(self.room())));
        self.cell(cells, &aligned, style)
    }

    /// Writes a number or code that is known by its end: what does not fit is cut at the front.
    pub fn tail(&mut self, cells: u16, text: &str, style: Style) -> &mut Self {
        let room = usize::from(cells.min(self.room()).saturating_sub(1));
        let count = text::graphemes(text).count();
        let kept: String = if text::width(text) <= room {
            text.to_string()
        } else {
            let skip = (0..=count)
                .find(|skip| text::graphemes(text).skip(*skip).map(text::cells).sum::<usize>() + 2 <= room);
            format!("..{}", text::graphemes(text).skip(skip.unwrap_or(count)).collect::<String>())
        };
        self.cell(cells, &kept, style)
    }

    /// Writes the text as wide as it is, cut at the edge.
    pub fn text(&mut self, text: &str, style: Style) -> &mut Self {
        let cells = u16::try_from(text::width(text)).unwrap_or(u16::MAX);
        self.cell(cells, text, style)
    }

    /// Leaves cells as they are.
    pub fn gap(&mut self, cells: u16) -> &mut Self {
        self.x += cells.min(self.room());
        self
    }
}
