//! Looks at the terminal (终端体检): how many cells a glyph really takes, and which keys arrive.

use std::io::{self, Write};

use crossterm::cursor::{MoveToColumn, position};
use crossterm::event::{self, Event, KeyCode, KeyEventKind};
use crossterm::terminal::{Clear, ClearType, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};

use crate::text::width;

/// Glyphs whose width terminals disagree about: a Han character, rare ones, borders, marks.
const SAMPLES: [&str; 8] =
    ["\u{79FB}", "\u{2C6A0}", "\u{4DAE}", "\u{FF0C}", "\u{2502}", "\u{2500}", "\u{B7}", "\u{2026}"];
/// The border glyphs among them.
const LINES: [&str; 2] = ["\u{2502}", "\u{2500}"];

/// One measured glyph.
pub struct Glyph {
    /// The glyph.
    pub text: &'static str,
    /// Cells that this program lays it out with.
    pub expected: u16,
    /// Cells that the cursor moved; none if the terminal does not say.
    pub used: Option<u16>,
}

/// What was measured.
pub struct Measured {
    /// Every sample.
    pub glyphs: Vec<Glyph>,
}

impl Measured {
    /// True if border lines take one cell, or nothing speaks against it.
    pub fn lines_are_narrow(&self) -> bool {
        self.glyphs
            .iter()
            .filter(|glyph| LINES.contains(&glyph.text))
            .all(|glyph| glyph.used.unwrap_or(1) == 1)
    }
}

/// Puts the terminal back whatever happens.
struct Raw;

impl Raw {
    fn take() -> io::Result<Self> {
        enable_raw_mode()?;
        Ok(Self)
    }
}

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing is left to be done for a terminal that is gone.
        let _ = disable_raw_mode();
    }
}

/// Writes each sample and asks where the cursor went.
pub fn measure() -> io::Result<Measured> {
    let _raw = Raw::take()?;
    let mut out = io::stdout();
    let mut glyphs = Vec::new();
    for text in SAMPLES {
        queue!(out, MoveToColumn(0), Clear(ClearType::CurrentLine))?;
        write!(out, "{text}")?;
        out.flush()?;
        let used = position().ok().map(|(column, _)| column);
        glyphs.push(Glyph { text, expected: u16::try_from(width(text)).unwrap_or(u16::MAX), used });
    }
    execute!(out, MoveToColumn(0), Clear(ClearType::CurrentLine))?;
    Ok(Measured { glyphs })
}

/// Names each key that arrives, until Esc comes twice in a row.
pub fn keys(show: &mut dyn FnMut(&str)) -> io::Result<()> {
    let mut escapes = 0;
    while escapes < 2 {
        let raw = Raw::take()?;
        let event = event::read()?;
        drop(raw);
        if let Event::Key(key) = event
            && key.kind != KeyEventKind::Release
        {
            escapes = if key.code == KeyCode::Esc { escapes + 1 } else { 0 };
            show(format!("{} {}", key.modifiers, key.code).trim());
        }
    }
    Ok(())
}
