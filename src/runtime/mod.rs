//! The only place with threads, terminal, clock and environment (运行): the loop that wires everything.
//!
//! One channel in: the input thread and the worker send to it, nobody else. The loop waits for the next input or the next
//! deadline, takes all that is queued, updates, hands effects to the worker, and draws once if something changed. There is
//! no tick: an idle program writes nothing, so an input method's candidate window stays where it is.

pub mod input;
pub mod terminal;

use crate::app::{State, deadline, update};
use crate::flow::{Done, Effect, Event, Input};
use crate::i18n::problems::Problem;
use crate::screen;
use crate::ui::{Borders, Look};
use ratatui::Terminal;
use ratatui::backend::Backend;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// Most inputs that are taken before a frame is drawn.
const DRAIN_MAX: usize = 256;

/// How the loop ended.
#[derive(Debug, thiserror::Error)]
pub enum LoopError {
    /// The terminal refused to be drawn on.
    #[error("the terminal cannot be drawn on: {0}")]
    Draw(String),
}

/// Runs until the officer leaves. `to_worker` gets every effect, `Quit` last; `from` brings keys and answers.
///
/// # Errors
/// When the terminal is gone. `Quit` was sent to the worker all the same.
pub fn run<B: Backend>(
    terminal: &mut Terminal<B>,
    state: &mut State,
    look: Look,
    to_worker: &Sender<Effect>,
    from: &Receiver<Input>,
) -> Result<(), LoopError> {
    let ended = turn_until_quit(terminal, state, look, to_worker, from);
    if ended.is_err() {
        let _ = to_worker.send(Effect::Quit);
    }
    ended
}

fn turn_until_quit<B: Backend>(
    terminal: &mut Terminal<B>,
    state: &mut State,
    look: Look,
    to_worker: &Sender<Effect>,
    from: &Receiver<Input>,
) -> Result<(), LoopError> {
    let start = Instant::now();
    let now = || u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    loop {
        if state.take_changed() {
            terminal
                .draw(|frame| screen::draw(frame, state, look))
                .map_err(|error| LoopError::Draw(error.to_string()))?;
        }
        let Some(inputs) = wait(from, deadline(state), now()) else {
            // The input thread and the worker are both gone: nobody can press a key any more.
            let _ = to_worker.send(Effect::Quit);
            return Ok(());
        };
        for input in inputs {
            for effect in update(state, Event { at_ms: now(), input }) {
                let last = effect == Effect::Quit;
                if to_worker.send(effect).is_err() && !last {
                    let gone = Done::Failed { request: 0, problem: Problem::WorkerStopped };
                    update(state, Event { at_ms: now(), input: gone.into() });
                }
                if last {
                    return Ok(());
                }
            }
        }
    }
}

/// What is queued, at least one input; a deadline when that comes first; `None` when no sender is left.
fn wait(from: &Receiver<Input>, deadline: Option<u64>, now: u64) -> Option<Vec<Input>> {
    let first = match deadline {
        Some(at) => match from.recv_timeout(Duration::from_millis(at.saturating_sub(now))) {
            Ok(input) => input,
            Err(RecvTimeoutError::Timeout) => Input::Deadline,
            Err(RecvTimeoutError::Disconnected) => return None,
        },
        None => from.recv().ok()?,
    };
    let mut inputs = vec![first];
    inputs.extend(from.try_iter().take(DRAIN_MAX));
    let last_resize = inputs.iter().rposition(|input| matches!(input, Input::Resize { .. }));
    let mut index = 0;
    inputs.retain(|input| {
        let keep = !matches!(input, Input::Resize { .. }) || Some(index) == last_resize;
        index += 1;
        keep
    });
    Some(inputs)
}

/// How the screen looks here: NO_COLOR and a dumb terminal switch colours off; `KUQU_BORDERS=ascii` asks for plain borders.
pub fn look_of_environment() -> Look {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    let ascii = set("KUQU_BORDERS").is_some_and(|value| value == "ascii");
    Look {
        colour: set("NO_COLOR").is_none() && !dumb,
        borders: if ascii { Borders::Ascii } else { Borders::Line },
    }
}
