//! The only place with threads, terminal, clock and environment (运行): the loop that wires everything.
//!
//! One channel in: the input thread and the worker send to it, nobody else. The loop waits for the next input
//! or the next deadline, takes all that is queued, updates, hands effects to the worker, and draws once if
//! something changed. There is no tick: an idle program writes nothing, so an input method's candidate window
//! stays where it is.

pub mod desk;
pub mod exchange;
pub mod input;
pub mod keeping;
mod names;
pub mod probe;
pub mod program;
pub mod prompt;
mod rulings;
pub mod terminal;
mod views;
pub mod worker;

use crate::app::{State, deadline, update};
use crate::flow::{Done, Effect, Event, Input};
use crate::i18n::problems::Problem;
use crate::screen;
use crate::ui::{Borders, Look};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};
use terminal::{Backend, Terminal};

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

/// How the screen looks here: NO_COLOR and a dumb terminal switch colours off; `KUQU_BORDERS=ascii` asks for
/// plain borders.
pub fn look_of_environment() -> Look {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    let ascii = set("KUQU_BORDERS").is_some_and(|value| value == "ascii");
    Look {
        colour: set("NO_COLOR").is_none() && !dumb,
        borders: if ascii { Borders::Ascii } else { Borders::Line },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Start;
    use crate::commands::keymaps;
    use crate::flow::form::{FormDone, FormEffect};
    use crate::flow::view::{Session, TodayView};
    use crate::i18n::Lang;
    use crate::keys::{Code, Key};
    use ratatui::backend::TestBackend;
    use std::sync::mpsc::channel;
    use std::thread;

    fn started() -> State {
        let keymap = keymaps::shipped("default").unwrap().unwrap();
        State::new(Start::new(Lang::En, keymap, "Office"))
    }

    #[test]
    fn keys_go_round_through_a_worker_on_another_thread_until_quit() {
        let (to_worker, effects) = channel();
        let (to_loop, from) = channel();
        let answers = to_loop.clone();
        let worker = thread::spawn(move || {
            let mut asked = Vec::new();
            for effect in effects {
                let done = match &effect {
                    Effect::Unlock { request, .. } => Some(Done::Unlocked {
                        request: *request,
                        session: Session { officer: "Li".into(), ..Session::default() },
                    }),
                    Effect::LoadToday { request } => {
                        Some(Done::Today { request: *request, today: TodayView::default() })
                    }
                    Effect::Form(FormEffect::Drafts { request }) => {
                        Some(Done::Form(Box::new(FormDone::Drafts { request: *request, drafts: Vec::new() })))
                    }
                    _ => None,
                };
                done.map(|done| answers.send(done.into()));
                asked.push(effect.clone());
                if effect == Effect::Quit {
                    break;
                }
            }
            asked
        });
        to_loop.send(Input::Burst("secret\n".into())).unwrap();
        to_loop.send(Input::Key(Key::plain(Code::F(3)))).unwrap();
        to_loop.send(Input::Key(Key::ctrl('q'))).unwrap();
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut state = started();
        run(&mut terminal, &mut state, Look::default(), &to_worker, &from).unwrap();
        let asked = worker.join().unwrap();
        assert!(matches!(asked.first(), Some(Effect::Unlock { officer: 1, .. })));
        assert_eq!(asked.last(), Some(&Effect::Quit));
    }

    #[test]
    fn a_worker_that_is_gone_is_said_and_the_keys_still_work() {
        let (to_worker, effects) = channel();
        drop(effects);
        let (to_loop, from) = channel();
        to_loop.send(Input::Burst("secret\n".into())).unwrap();
        drop(to_loop);
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let mut state = started();
        run(&mut terminal, &mut state, Look::default(), &to_worker, &from).unwrap();
        let said = state.messages.shown().map(|message| message.note.clone());
        assert_eq!(said, Some(crate::i18n::messages::Note::Failed(Problem::WorkerStopped)));
        assert!(state.lock.is_some_and(|lock| lock.pending.is_none()));
    }

    #[test]
    fn only_the_last_of_queued_resizes_is_taken_and_order_is_kept() {
        let (to_loop, from) = channel();
        let size = |columns| Input::Resize { columns, rows: 24 };
        let key = || Input::Key(Key::char('a'));
        for input in [size(60), key(), size(61), size(62), key()] {
            to_loop.send(input).unwrap();
        }
        assert_eq!(wait(&from, None, 0), Some(vec![key(), size(62), key()]));
        assert_eq!(wait(&from, Some(5), 3), Some(vec![Input::Deadline]));
        drop(to_loop);
        assert_eq!(wait(&from, None, 0), None);
    }
}
