//! The plan of the screen (版面): title, tabs, rule, pane, two rows of messages, one row of keys.

use ratatui::layout::Rect;

/// Smallest window in which the panes are drawn.
pub const COLUMNS_MIN: u16 = 80;
/// Smallest window in which the panes are drawn.
pub const ROWS_MIN: u16 = 24;

/// The parts of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Program, office, officer.
    pub title: Rect,
    /// The panes' names.
    pub tabs: Rect,
    /// A line.
    pub rule: Rect,
    /// The pane.
    pub pane: Rect,
    /// Two rows for the message.
    pub message: Rect,
    /// The keys.
    pub footer: Rect,
}

/// The plan for a window of this size, or `None` when it is too small.
pub fn plan(area: Rect) -> Option<Plan> {
    if area.width < COLUMNS_MIN || area.height < ROWS_MIN {
        return None;
    }
    let rows = |y: u16, height: u16| Rect { x: area.x, y: area.y + y, width: area.width, height };
    let pane = area.height - 6;
    Some(Plan {
        title: rows(0, 1),
        tabs: rows(1, 1),
        rule: rows(2, 1),
        pane: rows(3, pane),
        message: rows(3 + pane, 2),
        footer: rows(5 + pane, 1),
    })
}
