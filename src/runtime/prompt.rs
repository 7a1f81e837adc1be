//! Asks for a secret at the terminal before the screen opens: nothing of it is shown.

use std::io::Write;

use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

/// Puts the terminal back whatever happens.
struct Raw;

impl Drop for Raw {
    fn drop(&mut self) {
        // Nothing is left to be done for a terminal that is gone.
        let _ = disable_raw_mode();
    }
}

/// Writes `question` to standard error and reads a line without showing it; none if the officer leaves by Esc or Ctrl+C.
pub fn hidden(question: &str) -> Option<Zeroizing<String>> {
    let mut out = std::io::stderr();
    write!(out, "{question} ").and_then(|()| out.flush()).ok()?;
    enable_raw_mode().ok()?;
    let raw = Raw;
    let mut typed = Zeroizing::new(String::new());
    let answered = loop {
        match event::read().ok()? {
            Event::Key(key) if key.kind != KeyEventKind::Release => match key.code {
                KeyCode::Enter => break true,
                KeyCode::Esc => break false,
                KeyCode::Char('c') if key.modifiers.contains(KeyModifiers::CONTROL) => break false,
                KeyCode::Backspace => drop(typed.pop()),
                KeyCode::Char(character) => typed.push(character),
                _ => {}
            },
            _ => {}
        }
    };
    drop(raw);
    writeln!(out).ok()?;
    answered.then_some(typed)
}
