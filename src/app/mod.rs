//! The reducer (归约): everything above the domain put together, still without terminal, clock, thread or
//! file.
//!
//! The contract: `update(&mut State, Event) -> Vec<Effect>` is the only way in which the state changes. It
//! reads no clock (the event carries the time), never waits, and asks for everything else by effects. Views
//! draw `&State`. Answers of the worker come back as events and are matched with the request that is awaited;
//! stale ones are dropped.
//!
//! Type-ahead is never lost: keys whose meaning depends on an answer that is still awaited (Enter after a
//! query) are kept in order and done when it comes, so that fast hands end where slow hands end (`awaited.rs`).

mod absorb;
mod act;
mod awaited;
mod drafts;
mod forms;
mod keeping;
mod listed;
mod lock;
mod route;
mod rulings;
mod state;
mod support;
mod time;
mod visits;

pub use forms::Forms;
pub use listed::{help_rows, palette_lines};
pub use lock::{Lock, Say};
use route::below;
pub use route::{facts, scopes};
pub use state::{Start, State};
pub use time::deadline;

use crate::flow::{Effect, Event, Input};

/// Changes the state by one event and says what is asked of the world.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    state.now_ms = state.now_ms.max(event.at_ms);
    let mut effects = Vec::new();
    let pane = state.pane;
    match event.input {
        Input::Resize { columns, rows } => {
            state.size = (columns, rows);
            state.changed = true;
        }
        Input::Deadline => {
            time::pass(state, &mut effects);
            release(state, &mut effects);
        }
        Input::Done(done) => {
            absorb::absorb(state, *done, &mut effects);
            release(state, &mut effects);
        }
        // Holding the key must not verify a village.
        Input::Repeat(key) if route::runs_away(state, key) => {}
        Input::Repeat(key) => return update(state, Event { at_ms: event.at_ms, input: Input::Key(key) }),
        input @ (Input::Key(_) | Input::Paste(_) | Input::Burst(_)) => {
            time::pass(state, &mut effects);
            state.last_input_ms = state.now_ms;
            state.changed = true;
            if awaited::leaves_at_last(state, &input) {
                state.held.clear();
            }
            state.held.push_back(input);
            release(state, &mut effects);
        }
    }
    if state.pane != pane {
        state.messages.leave_behind(state.now_ms);
    }
    effects
}

/// Does the keys that waited, in their order, until one has to wait again.
fn release(state: &mut State, effects: &mut Vec<Effect>) {
    while let Some(input) = state.held.pop_front() {
        if awaited::must_wait(state, &input) {
            state.held.push_front(input);
            return;
        }
        route::input(state, input, effects);
    }
}
