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

/// Writes to standard output and standard error; after a closed pipe it swallows the rest.
#[derive(Default)]
pub struct Answer {
    closed: bool,
}

impl Answer {
    /// One line of data.
    pub fn line(&mut self, text: &str) {
        if !self.closed {
            let mut out = std::io::stdout().lock();
            self.closed = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")).is_err();
        }
    }

    /// The one JSON document of a command.
    pub fn document(&mut self, value: &Value) {
        self.line(&value.to_string());
    }

    /// One sentence for the person at the keyboard.
    pub fn say(&mut self, text: &str) {
        let mut out = std::io::stderr().lock();
        // Nobody is left to tell when standard error is closed.
        let _ = out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n"));
    }
}
