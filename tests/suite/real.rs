//! An officer at a real desk: keys into the pure core, answers from the real worker on its own thread, on a generated office
//! in a folder of its own.

use std::path::Path;
use std::sync::OnceLock;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use assert_cmd::Command;
use kuqu::app::{Start, State, deadline, update};
use kuqu::commands::keymaps;
use kuqu::domain::day::Day;
use kuqu::flow::{Done, Effect, Event, Input};
use kuqu::i18n::Lang;
use kuqu::keys::Key;
use kuqu::runtime::program::Opening;
use kuqu::runtime::worker::{Today, serve};
use kuqu::store::{Folder, Shut, World};
use kuqu::ui::Look;
use kuqu::vault::Passphrase;
use tempfile::TempDir;

use crate::printer::Screen;

pub const PASSPHRASE: &str = "suite-passphrase-1";
const TODAY: &str = "2026-11-24";

/// The program itself, on a folder.
pub fn kuqu(data: &Path) -> Command {
    let mut command = Command::cargo_bin("kuqu").unwrap();
    command.env("KUQU_PASSPHRASE", PASSPHRASE).args(["--lang", "zh", "--today", TODAY, "--data"]).arg(data);
    command
}

/// A copy of one generated office of 60 persons.
pub fn office() -> TempDir {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = TempDir::new().unwrap();
        let demo = ["demo", "--persons", "60", "--only-generate"];
        kuqu(&folder.path().join("data")).args(demo).assert().success();
        folder
    });
    let copy = TempDir::new().unwrap();
    copy_folder(&made.path().join("data"), &copy.path().join("data"));
    copy
}

/// Copies a folder with all that lies in it, but for its lock.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else if entry.file_name() != "lock" {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The folder, opened without a screen.
pub fn unlocked(folder: &TempDir) -> Folder {
    unlocked_at(&folder.path().join("data"))
}

pub fn unlocked_at(data: &Path) -> Folder {
    let shut = Shut::open(data, World::real()).unwrap();
    let passphrase = Passphrase::new(PASSPHRASE).unwrap();
    shut.unlock(1, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1).unwrap()
}

/// How keys follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hands {
    /// Every answer is taken before the next key.
    Slow,
    /// Keys do not wait; answers are taken as they come.
    Fast,
    /// All keys are queued before the first answer is taken.
    Queued,
}

/// At the keyboard of a real folder.
pub struct Desk {
    pub state: State,
    pub now_ms: u64,
    to_worker: Sender<Effect>,
    from: Receiver<Input>,
    worker: Option<JoinHandle<()>>,
    pub hands: Hands,
    /// How often the program would have ended; here it goes on.
    pub left: usize,
    awaited: usize,
}

impl Desk {
    pub fn open(folder: &TempDir, keymap: &str) -> Self {
        Self::at(&folder.path().join("data"), keymap)
    }

    /// At the machine whose records lie there.
    pub fn at(data: &Path, keymap: &str) -> Self {
        let folder = unlocked_at(data);
        let (to_worker, effects) = channel();
        let (to_loop, from) = channel();
        let today = Day::ymd(2026, 11, 24).unwrap();
        let opening = Opening::Open(Box::new(folder));
        let worker = std::thread::spawn(move || serve(opening, Today::Said(today), effects, &to_loop));
        let keymap = keymaps::shipped(keymap).unwrap().unwrap();
        let mut state = State::new(Start::new(Lang::Zh, keymap, ""));
        state.await_open_folder();
        let (worker, hands) = (Some(worker), Hands::Slow);
        let mut desk = Self { state, now_ms: 1_000, to_worker, from, worker, hands, left: 0, awaited: 0 };
        let first = desk.from.recv().unwrap();
        desk.feed(first);
        desk.settle();
        desk
    }

    /// Words separated by blanks: a key's name, or characters typed one by one.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for word in script.split_whitespace() {
            match Key::parse(word) {
                Some(key) => self.press(key),
                None => word.chars().for_each(|ch| self.press(Key::char(ch))),
            }
        }
        self
    }

    /// What an input method commits.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.feed(Input::Burst(text.into()));
        self.after()
    }

    pub fn press(&mut self, key: Key) {
        self.feed(Input::Key(key));
        self.after();
    }

    fn after(&mut self) -> &mut Self {
        match self.hands {
            Hands::Slow => drop(self.settle()),
            Hands::Fast => {
                while let Ok(input) = self.from.try_recv() {
                    self.feed(input);
                }
            }
            Hands::Queued => {}
        }
        self
    }

    fn feed(&mut self, input: Input) {
        // Fast keys come in no time.
        self.now_ms += u64::from(self.hands == Hands::Slow);
        if let Input::Done(done) = &input {
            let progress = matches!(**done, Done::Progress { .. });
            self.awaited -= usize::from(!progress && done.request() != 0 && self.awaited > 0);
        }
        for effect in update(&mut self.state, Event { at_ms: self.now_ms, input }) {
            if effect == Effect::Quit {
                self.left += 1;
                continue;
            }
            self.awaited += usize::from(wants_answer(&effect));
            self.to_worker.send(effect).unwrap();
        }
    }

    /// Takes answers until none is awaited.
    pub fn settle(&mut self) -> &mut Self {
        while self.state.awaiting_since().is_some() || self.awaited > 0 {
            match self.from.recv_timeout(Duration::from_secs(20)) {
                Ok(input) => self.feed(input),
                Err(error) => panic!("nothing came ({error}): {}", self.screen().text()),
            }
        }
        self
    }

    /// Takes what comes until this holds.
    pub fn take_until(&mut self, holds: impl Fn(&State) -> bool) -> &mut Self {
        while !holds(&self.state) {
            match self.from.recv_timeout(Duration::from_secs(20)) {
                Ok(input) => self.feed(input),
                Err(error) => panic!("nothing came ({error}): {}", self.screen().text()),
            }
        }
        self
    }

    /// Time passes; every deadline on the way is kept.
    pub fn wait_ms(&mut self, ms: u64) -> &mut Self {
        let end = self.now_ms + ms;
        while let Some(at) = deadline(&self.state).filter(|at| *at <= end) {
            self.now_ms = self.now_ms.max(at);
            self.feed(Input::Deadline);
        }
        self.now_ms = end;
        self
    }

    pub fn screen(&self) -> Screen {
        Screen::of(&self.state, Look::default())
    }

    #[track_caller]
    pub fn sees(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.shows(words), "{words:?} is not on\n{}", screen.text());
        self
    }

    #[track_caller]
    pub fn sees_not(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.shows(words), "{words:?} is on\n{}", screen.text());
        self
    }

    /// The worker finishes what it was told and goes; as a kill, nothing more is sent to it.
    pub fn close(mut self) {
        self.end();
    }

    fn end(&mut self) {
        if let Some(worker) = self.worker.take() {
            let _ = self.to_worker.send(Effect::Quit);
            worker.join().unwrap();
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.end();
        }
    }
}

/// A superseded search is not answered; everything else with a request is.
fn wants_answer(effect: &Effect) -> bool {
    match effect {
        Effect::Form(effect) => effect.request() != 0,
        _ => false,
    }
}
