//! A screen as text one can read: one line a row without the hidden halves of wide glyphs, then where the caret is.

use kuqu::app::State;
use kuqu::screen::paint;
use kuqu::text::width;
use kuqu::ui::{Caret, Look};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// A painted screen.
pub struct Screen {
    pub buffer: Buffer,
    pub caret: Option<Caret>,
}

impl Screen {
    pub fn of(state: &State, look: Look) -> Self {
        let mut buffer = Buffer::empty(Rect::new(0, 0, state.size.0, state.size.1));
        let caret = paint(&mut buffer, state, look);
        Self { buffer, caret }
    }

    /// One row, trailing blanks cut.
    pub fn row(&self, y: u16) -> String {
        let mut line = String::new();
        let mut x = 0;
        while x < self.buffer.area.width {
            let symbol = self.buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(width(symbol).max(1)).unwrap();
        }
        line.trim_end().to_string()
    }

    pub fn rows(&self) -> impl Iterator<Item = String> {
        (0..self.buffer.area.height).map(|y| self.row(y))
    }

    pub fn shows(&self, words: &str) -> bool {
        self.rows().any(|row| row.contains(words))
    }

    /// All rows and the caret line.
    pub fn text(&self) -> String {
        let rows: Vec<String> = self.rows().collect();
        let caret = self.caret.map_or("none".to_string(), |(x, y)| format!("column {x}, row {y}"));
        format!("{}\n-- caret: {caret}", rows.join("\n"))
    }
}
