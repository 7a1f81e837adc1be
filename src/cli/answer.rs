//! Answers of the commands: data on standard output, sentences on standard error, a closed pipe is a quiet end.

use std::io::Write;

use serde_json::Value;

/// How a command ended (frozen: offices' scripts rely on the numbers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Done; an import with findings only is done.
    Done = 0,
    /// Failed.
    Failed = 1,
    /// Wrong command line.
    Usage = 2,
    /// Some rows or files refused.
    Refused = 3,
    /// The folder is in use by another program.
    InUse = 4,
    /// Wrong passphrase.
    WrongPassphrase = 5,
    /// Damaged.
    Damaged = 6,
}

/// What a command of a batch answers, until it is printed as one line.
#[derive(Default)]
pub struct HeldAnswer {
    /// Lines of data.
    pub lines: Vec<String>,
    /// The document.
    pub document: Option<Value>,
    /// Sentences.
    pub said: Vec<String>,
}

/// Writes to standard output and standard error; after a closed pipe it swallows the rest.
#[derive(Default)]
pub struct Answer {
    closed: bool,
    held: Option<HeldAnswer>,
}

impl Answer {
    /// One that prints nothing and keeps all.
    pub fn held() -> Self {
        Self { closed: false, held: Some(HeldAnswer::default()) }
    }

    /// What was kept.
    pub fn into_held(self) -> HeldAnswer {
        self.held.unwrap_or_default()
    }

    /// One line of data.
    pub fn line(&mut self, text: &str) {
        if let Some(held) = &mut self.held {
            held.lines.push(text.to_owned());
        } else if !self.closed {
            let mut out = std::io::stdout().lock();
            self.closed = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).is_err();
        }
    }

    /// The one JSON document of a command.
    pub fn document(&mut self, value: &Value) {
        match &mut self.held {
            Some(held) => held.document = Some(value.clone()),
            None => self.line(&value.to_string()),
        }
    }

    /// One sentence for the person at the keyboard.
    pub fn say(&mut self, text: &str) {
        if let Some(held) = &mut self.held {
            return held.said.push(text.to_owned());
        }
        let mut out = std::io::stderr().lock();
        // Nobody is left to tell when standard error is closed.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
    }
}
