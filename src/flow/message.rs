//! The queue behind the message line (消息): never one clobbered slot; each has its time by severity.

use crate::i18n::messages::Note;
use std::collections::VecDeque;

/// Most messages that wait; the oldest of them goes first.
pub const MESSAGES_MAX: usize = 16;

/// How grave something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// For information.
    Note,
    /// Look at it.
    Warning,
    /// It did not work, or is wrong.
    Error,
}

impl Severity {
    /// How long a message of this severity stays, in milliseconds.
    pub fn stays_ms(self) -> u64 {
        match self {
            Severity::Note => 5_000,
            Severity::Warning => 8_000,
            Severity::Error => 20_000,
        }
    }
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// How grave.
    pub severity: Severity,
    /// What is said, as facts; the sentence is made when it is drawn.
    pub note: Note,
}

/// The queue; the first is on the screen until its time is over.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    waiting: VecDeque<Message>,
    until_ms: u64,
}

impl Messages {
    /// Adds a message; an error goes before what waits, the same message twice stays one.
    pub fn push(&mut self, now_ms: u64, severity: Severity, note: Note) {
        let message = Message { severity, note };
        if self.waiting.front() == Some(&message) {
            self.until_ms = now_ms + severity.stays_ms();
            return;
        }
        if self.waiting.contains(&message) {
            return;
        }
        if self.waiting.len() == MESSAGES_MAX {
            self.waiting.remove(1);
        }
        if self.waiting.front().is_none_or(|first| severity > first.severity) {
            self.waiting.push_front(message);
            self.until_ms = now_ms + severity.stays_ms();
        } else {
            self.waiting.push_back(message);
        }
    }

    /// The message on the screen.
    pub fn shown(&self) -> Option<&Message> {
        self.waiting.front()
    }

    /// Everything that waits, the shown one first.
    pub fn all(&self) -> impl Iterator<Item = &Message> {
        self.waiting.iter()
    }

    /// Takes the shown message away when its time is over; true if it did.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        if self.waiting.is_empty() || now_ms < self.until_ms {
            return false;
        }
        self.dismiss(now_ms);
        true
    }

    /// Takes the shown message away: the officer went on. Only notes go by a key, graver ones stay their time.
    pub fn seen(&mut self, now_ms: u64) {
        if self.shown().is_some_and(|message| message.severity == Severity::Note) {
            self.dismiss(now_ms);
        }
    }

    /// When the shown message's time is over.
    pub fn deadline(&self) -> Option<u64> {
        self.shown().map(|_| self.until_ms)
    }

    fn dismiss(&mut self, now_ms: u64) {
        self.waiting.pop_front();
        self.until_ms = now_ms + self.shown().map_or(0, |next| next.severity.stays_ms());
    }
}
