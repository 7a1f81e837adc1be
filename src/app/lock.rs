//! The lock (锁屏): number and passphrase; what lies below stays as it is.

use crate::app::State;
use crate::commands::Action;
use crate::flow::done::Progress;
use crate::flow::{Effect, Secret};
use crate::form::Field;
use crate::i18n::lock::{Phrase, Text};
use crate::overlays::Overlay;

/// Longest passphrase in characters.
const PASSPHRASE_CHARS_MAX: usize = 256;
/// Longest officer number in digits.
const NUMBER_CHARS_MAX: usize = 6;

/// What the lock screen says under its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// A fixed word.
    Text(Text),
    /// A sentence with facts.
    Phrase(Phrase),
}

/// The lock screen's state.
#[derive(Clone, Debug)]
pub struct Lock {
    /// The officer number.
    pub number: Field,
    /// The passphrase, masked unless asked.
    pub passphrase: Field,
    /// The caret is in the number, not in the passphrase.
    pub in_number: bool,
    /// The unlocking that is awaited: its request and since when.
    pub pending: Option<(u64, u64)>,
    /// How far the worker is, where unlocking has to rebuild something.
    pub progress: Option<Progress>,
    /// Before this time no further try is made.
    pub wait_until_ms: u64,
    /// What is said under the fields.
    pub say: Option<Say>,
    /// Something lies below that is kept.
    pub covers: bool,
    /// What lay on top; it may say as much about people as the panes do.
    pub(super) kept: Vec<Overlay>,
}

impl Lock {
    /// For this officer; the caret waits in the passphrase.
    pub fn new(officer: u32) -> Self {
        let mut number = Field::new(NUMBER_CHARS_MAX);
        number.suggest(&officer.to_string());
        Self {
            number,
            passphrase: Field::new(PASSPHRASE_CHARS_MAX).masked(),
            in_number: false,
            pending: None,
            progress: None,
            wait_until_ms: 0,
            say: None,
            covers: false,
            kept: Vec::new(),
        }
    }

    /// The field with the caret.
    pub fn field(&mut self) -> &mut Field {
        if self.in_number { &mut self.number } else { &mut self.passphrase }
    }

    /// After typing: what was said is over, unless a wait still runs.
    pub fn edited(&mut self, now_ms: u64) {
        if now_ms >= self.wait_until_ms {
            self.say = None;
        }
    }

    /// The next try may be made: that the last was wrong stays to be read until the next key.
    pub(super) fn wait_over(&mut self) {
        self.wait_until_ms = 0;
        self.say = match self.say.take() {
            Some(Say::Phrase(Phrase::Wrong { .. })) => Some(Say::Phrase(Phrase::Wrong { wait_tenths: 0 })),
            _ => None,
        };
    }

    /// A wrong passphrase: the next try waits.
    pub fn wrong(&mut self, now_ms: u64, wait_ms: u64) {
        self.pending = None;
        self.progress = None;
        self.in_number = false;
        self.passphrase.take();
        self.wait_until_ms = now_ms + wait_ms;
        self.say = Some(Say::Phrase(Phrase::Wrong { wait_tenths: wait_ms.div_ceil(100) }));
    }
}

/// Covers the screen and forgets what must not stay in memory.
pub(super) fn lock(state: &mut State, effects: &mut Vec<Effect>) {
    if state.lock.is_some() {
        return;
    }
    let mut lock = Lock::new(state.session.as_ref().map_or(1, |session| session.number));
    lock.covers = true;
    for mut overlay in std::mem::take(&mut state.overlays) {
        match &mut overlay {
            // What is being written goes on, and says nothing but counts.
            Overlay::Import(import) if import.writing() => {
                state.overlays.push(overlay);
                continue;
            }
            // The preview goes with the keys.
            Overlay::Import(_) => continue,
            Overlay::Slip(slip) => slip.wipe(),
            _ => {}
        }
        lock.kept.push(overlay);
    }
    state.lock = Some(lock);
    state.prefix = None;
    // What was said may name a person or a file.
    state.messages.clear();
    // The worker stops it.
    state.exporting = None;
    state.exchange.cover();
    if let Some(open) = &mut state.lookup.household {
        open.mask();
    }
    state.changed = true;
    super::drafts::keep_draft(state, effects);
    effects.push(Effect::Lock);
}

/// Does an act of the lock screen.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let now_ms = state.now_ms;
    let Some(lock) = &mut state.lock else { return };
    match action {
        Action::NextField => lock.in_number = !lock.in_number,
        Action::ShowTyped => lock.passphrase.masked = !lock.passphrase.masked,
        Action::Enter if lock.in_number => lock.in_number = false,
        Action::Enter if now_ms < lock.wait_until_ms => {
            let wait_tenths = (lock.wait_until_ms - now_ms).div_ceil(100);
            lock.say = Some(Say::Phrase(Phrase::Wait { wait_tenths }));
        }
        Action::Enter => {
            let Some(officer) = number(lock.number.text()) else {
                lock.in_number = true;
                lock.say = Some(Say::Text(Text::NotANumber));
                return;
            };
            if lock.passphrase.is_empty() {
                lock.say = Some(Say::Text(Text::NoPassphrase));
                return;
            }
            lock.say = None;
            lock.passphrase.masked = true;
            let passphrase = Secret::new(lock.passphrase.take());
            let request = state.with_cx(|_, cx| cx.request());
            if let Some(lock) = &mut state.lock {
                lock.pending = Some((request, now_ms));
            }
            effects.push(Effect::Unlock { request, officer, passphrase });
        }
        _ => {}
    }
}

fn number(text: &str) -> Option<u32> {
    crate::text::fold(text).trim().parse().ok().filter(|number| *number > 0)
}
