//! What the passing of time does (到时): messages go, numbers are masked, the screen locks. The loop sleeps
//! until the next of these.

use crate::app::{State, lock};
use crate::flow::{Effect, Severity};
use crate::i18n::messages::Note;

/// Idle milliseconds after which shown numbers are masked again (features.md X6).
pub const REVEAL_MS: u64 = 2 * 60 * 1000;

/// An answer that takes longer than this is announced by a word.
pub const BUSY_WORD_MS: u64 = 300;

/// When `update` wants a `Deadline`, in milliseconds of the steady clock; `None` = never.
pub fn deadline(state: &State) -> Option<u64> {
    let busy = state.awaiting_since().map(|since| since + BUSY_WORD_MS);
    let wait = state.lock.as_ref().map(|lock| lock.wait_until_ms);
    [
        busy.filter(|at| *at > state.now_ms),
        wait.filter(|at| *at > state.now_ms),
        state.messages.deadline(),
        mask_at(state),
        lock_at(state),
        super::drafts::draft_due(state),
        super::awaited::release_at(state),
    ]
    .into_iter()
    .flatten()
    .min()
}

/// Does what is due now.
pub(super) fn pass(state: &mut State, effects: &mut Vec<Effect>) {
    let now_ms = state.now_ms;
    state.changed |= state.messages.expire(now_ms);
    if super::drafts::draft_due(state).is_some_and(|at| at <= now_ms) {
        super::drafts::keep_draft(state, effects);
    }
    if mask_at(state).is_some_and(|at| at <= now_ms) {
        if let Some(open) = &mut state.lookup.household {
            open.mask();
        }
        state.verify.mask();
        state.say(Severity::Note, Note::Masked);
    }
    if lock_at(state).is_some_and(|at| at <= now_ms) {
        let minutes = state.idle_lock_ms / 60_000;
        lock::lock(state, effects);
        // It was typed for the screen below, not for the passphrase.
        state.held.clear();
        state.say(Severity::Note, Note::IdleLocked(minutes));
    }
    if let Some(lock) = &mut state.lock
        && lock.say.is_some()
        && lock.wait_until_ms != 0
        && now_ms >= lock.wait_until_ms
    {
        lock.wait_over();
        state.changed = true;
    }
    state.changed |= state.busy();
}

fn mask_at(state: &State) -> Option<u64> {
    let open = state.lookup.household.as_ref().is_some_and(|open| open.revealed.is_some());
    (open || !state.verify.revealed.is_empty()).then_some(state.last_input_ms + REVEAL_MS)
}

fn lock_at(state: &State) -> Option<u64> {
    let at_work = super::keeping::since(state).next().is_some();
    (state.lock.is_none() && !state.unsaved() && !at_work).then_some(state.last_input_ms + state.idle_lock_ms)
}
