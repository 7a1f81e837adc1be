//! The program (程序): state, worker, input thread and terminal wired together, from the first screen to the last.

use std::sync::mpsc::channel;

use super::input;
use super::terminal::Guard;
use super::worker::{self, Today};
use crate::app::{Start, State};
use crate::commands::Action;
use crate::flow::{Input, Severity};
use crate::i18n::Lang;
use crate::i18n::drill::Guide;
use crate::i18n::messages::Note;
use crate::keys::Keymap;
use crate::store::{Folder, Shut};

/// What the program begins with.
pub struct Program {
    /// Language of the first screen.
    pub lang: Lang,
    /// Its keys.
    pub keymap: Keymap<Action>,
    /// What was wrong with the user's own keys.
    pub fault: Option<Fault>,
    /// The clock at UTC+8, or the day that was said.
    pub today: Today,
    /// The officer whose number stands on the lock screen.
    pub officer: u32,
    /// The step of a drill, if one is under way.
    pub guide: Option<Guide>,
}

/// A keymap file that does not load.
pub struct Fault {
    /// How many faults.
    pub count: usize,
    /// The first as a sentence.
    pub first: String,
}

/// The folder that the program works on.
pub enum Opening {
    /// The lock screen asks for number and passphrase.
    Shut(Box<Shut>),
    /// Open already (a demo).
    Open(Box<Folder>),
}

/// Why the program ended badly.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// The terminal.
    #[error("{0}")]
    Terminal(#[from] std::io::Error),
    /// Drawing.
    #[error(transparent)]
    Loop(#[from] super::LoopError),
}

impl Program {
    /// Runs until the officer leaves. True if the program has said what the step of a drill asks for.
    pub fn run(self, opening: Opening) -> Result<bool, ProgramError> {
        let mut guard = Guard::take()?;
        let (to_worker, effects) = channel();
        let (to_loop, inputs) = channel::<Input>();
        let mut start = Start::new(self.lang, self.keymap, "");
        start.officer = self.officer;
        start.guide = self.guide;
        start.size = crossterm::terminal::size().unwrap_or(start.size);
        let mut state = State::new(start);
        if let Some(Fault { count, first }) = self.fault {
            state.say(Severity::Warning, Note::KeymapFaulty { faults: count, first });
        }
        if matches!(opening, Opening::Open(_)) {
            state.await_open_folder();
        }
        let answers = to_loop.clone();
        let today = self.today;
        let worker = std::thread::Builder::new()
            .name("worker".into())
            .spawn(move || worker::serve(opening, today, effects, &answers))?;
        std::thread::Builder::new().name("input".into()).spawn(move || input::read_forever(&to_loop))?;
        let look = super::look_of_environment();
        let ended = super::run(&mut guard.terminal, &mut state, look, &to_worker, &inputs);
        drop(guard);
        drop(to_worker);
        // What is confirmed is on the disk; the worker still settles the state.
        let _ = worker.join();
        ended?;
        Ok(state.guide.is_some_and(|guide| guide.heard))
    }
}
