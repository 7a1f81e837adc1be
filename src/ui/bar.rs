//! The bar of long work (进度条): `#` where the length is known, two dots where it is not.

use crate::ui::{Look, Pen, Role};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Cells of the bar between its brackets.
const BAR: u64 = 30;

/// Draws word, bar and figures on a row; `total` 0 = not known.
pub fn draw(buf: &mut Buffer, area: Rect, row: u16, words: &str, (done, total): (u64, u64), look: Look) {
    let mut pen = Pen::at(buf, area, row);
    pen.cell(12, words, look.role(Role::Text));
    if total == 0 {
        pen.text("..", look.role(Role::Muted));
        return;
    }
    let filled = usize::try_from(done.min(total).saturating_mul(BAR) / total).unwrap_or(0);
    let rest = usize::try_from(BAR).unwrap_or(0) - filled;
    let line = format!("[{}{}]", "#".repeat(filled), " ".repeat(rest));
    pen.text(&line, look.role(Role::Ok)).gap(1).text(&format!("{done}/{total}"), look.role(Role::Text));
}
