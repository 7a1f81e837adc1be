//! The queue behind the message line (消息): never one clobbered slot; each has its time by severity.

use crate::i18n::messages::Note;
pub use crate::i18n::severity::Severity;
use std::collections::VecDeque;

/// Most messages that wait; the oldest of them goes first.
pub const MESSAGES_MAX: usize = 16;

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
    /// With the time at which each was said.
    waiting: VecDeque<(u64, Message)>,
    until_ms: u64,
}

impl Messages {
    /// Adds a message. The newest is shown: it answers what the officer just did. Notes that it displaces are gone, graver
    /// messages come again after it. Of several said at once the gravest comes first; the same message twice stays one.
    pub fn push(&mut self, now_ms: u64, severity: Severity, note: Note) {
        let message = Message { severity, note };
        let at_once = |(at_ms, _): &(u64, Message)| *at_ms == now_ms;
        self.waiting.retain(|old| old.1 != message && (at_once(old) || old.1.severity > Severity::Note));
        let before = self.waiting.iter().take_while(|old| at_once(old) && old.1.severity >= severity).count();
        self.waiting.insert(before, (now_ms, message));
        self.waiting.truncate(MESSAGES_MAX);
        self.until_ms = now_ms + self.shown().map_or(0, |first| first.severity.stays_ms());
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The officer went to another place: what was said before `now_ms` is forgotten, but for errors.
    pub fn leave_behind(&mut self, now_ms: u64) {
        let first = self.shown().cloned();
        self.waiting.retain(|(at_ms, old)| *at_ms == now_ms || old.severity == Severity::Error);
        if self.shown() != first.as_ref() {
            self.until_ms = now_ms + self.shown().map_or(0, |next| next.severity.stays_ms());
        }
    }

    /// The message on the screen.
    pub fn shown(&self) -> Option<&Message> {
        self.waiting.front().map(|(_, message)| message)
    }

    /// Everything that waits, the shown one first.
    pub fn all(&self) -> impl Iterator<Item = &Message> {
        self.waiting.iter().map(|(_, message)| message)
    }

    /// Takes the shown message away when its time is over; true if it did.
    pub fn expire(&mut self, now_ms: u64) -> bool {
        if self.waiting.is_empty() || now_ms < self.until_ms {
            return false;
        }
        self.dismiss(now_ms);
        true
    }

    /// Takes the shown message away: the officer went on. Only notes go by a key, graver ones stay their
    /// time.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(messages: &mut Messages, now_ms: u64) {
        messages.push(now_ms, Severity::Note, Note::Masked);
    }

    fn shown(messages: &Messages) -> Option<&Note> {
        messages.shown().map(|message| &message.note)
    }

    #[test]
    fn the_newest_is_shown_and_graver_ones_come_again() {
        let mut messages = Messages::default();
        messages.push(1, Severity::Warning, Note::DraftLost);
        masked(&mut messages, 2);
        assert_eq!(shown(&messages), Some(&Note::Masked));
        messages.push(3, Severity::Note, Note::Refreshed);
        assert_eq!(shown(&messages), Some(&Note::Refreshed));
        messages.seen(4);
        assert_eq!(shown(&messages), Some(&Note::DraftLost), "a displaced note is gone, a warning is not");
    }

    #[test]
    fn of_what_is_said_at_once_the_gravest_comes_first() {
        let mut messages = Messages::default();
        masked(&mut messages, 1);
        messages.push(1, Severity::Warning, Note::DraftLost);
        messages.push(1, Severity::Note, Note::Refreshed);
        let all: Vec<&Note> = messages.all().map(|message| &message.note).collect();
        assert_eq!(all, [&Note::DraftLost, &Note::Masked, &Note::Refreshed]);
    }

    #[test]
    fn another_place_leaves_all_but_errors_and_fresh_answers_behind() {
        let mut messages = Messages::default();
        messages.push(1, Severity::Error, Note::NoSuchName);
        messages.push(2, Severity::Warning, Note::DraftLost);
        masked(&mut messages, 3);
        messages.leave_behind(3);
        let all: Vec<&Note> = messages.all().map(|message| &message.note).collect();
        assert_eq!(all, [&Note::Masked, &Note::NoSuchName]);
        messages.clear();
        assert_eq!(messages.deadline(), None);
    }
}
