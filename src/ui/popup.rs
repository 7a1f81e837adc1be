//! The frame of an overlay (浮层边框): blanks half-covered glyphs, then border, title and a blank inside.

use crate::text;
use crate::ui::pen::wipe;
use crate::ui::{Look, Role, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws a box of this size (with its border) in the middle of `within` and returns the inside.
pub fn centred(buf: &mut Buffer, within: Rect, columns: u16, rows: u16, title: &str, look: Look) -> Rect {
    let width = columns.min(within.width);
    let height = rows.min(within.height);
    let area = Rect {
        x: within.x + (within.width - width) / 2,
        y: within.y + (within.height - height) / 2,
        width,
        height,
    };
    framed(buf, area, title, look)
}

/// Draws a box over `area` and returns the inside, one cell in from the border on the left and right.
pub fn framed(buf: &mut Buffer, area: Rect, title: &str, look: Look) -> Rect {
    let area = area.intersection(buf.area);
    wipe(buf, area);
    if area.width < 4 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    let (set, style) = (look.border(), look.role(Role::Border));
    let (right, bottom) = (area.right() - 1, area.bottom() - 1);
    for x in area.left() + 1..right {
        put(buf, x, area.top(), 1, set.horizontal, style);
        put(buf, x, bottom, 1, set.horizontal, style);
    }
    for y in area.top() + 1..bottom {
        put(buf, area.left(), y, 1, set.vertical, style);
        put(buf, right, y, 1, set.vertical, style);
    }
    for (x, y, corner) in [
        (area.left(), area.top(), set.top_left),
        (right, area.top(), set.top_right),
        (area.left(), bottom, set.bottom_left),
        (right, bottom, set.bottom_right),
    ] {
        put(buf, x, y, 1, corner, style);
    }
    let room = usize::from(area.width.saturating_sub(6));
    let title = text::cut(title, room);
    let cells = u16::try_from(text::width(&title)).unwrap_or(0);
    put(buf, area.left() + 2, area.top(), cells + 2, &format!(" {title} "), look.role(Role::Title));
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}
