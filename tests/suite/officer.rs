//! An officer at the keyboard: keys go through a shipped keymap into the pure core, answers come from the
//! office's worker, and every message must have been expected by the script.

use crate::fake_worker::FakeWorker;
use crate::office::PASSPHRASE;
use crate::printer::Screen;
use kuqu::app::{Start, State, deadline, update};
use kuqu::commands::keymaps;
use kuqu::flow::{Done, Effect, Event, Input, Message};
use kuqu::i18n::Lang;
use kuqu::keys::Key;
use kuqu::ui::Look;
use std::collections::VecDeque;

pub struct Officer {
    pub state: State,
    pub worker: FakeWorker,
    pub now_ms: u64,
    /// Answers wait until `answers` when true: a slow worker.
    pub slow: bool,
    waiting: VecDeque<Effect>,
    seen: Vec<String>,
    pub quit: bool,
}

impl Officer {
    /// Before the lock screen, 80x24, default keys.
    pub fn locked(lang: Lang) -> Self {
        let keymap = keymaps::shipped("default").unwrap().unwrap();
        let state = State::new(Start::new(lang, keymap, "马龙区搬迁安置办公室"));
        Self {
            state,
            worker: FakeWorker::default(),
            now_ms: 1_000,
            slow: false,
            waiting: VecDeque::new(),
            seen: Vec::new(),
            quit: false,
        }
    }

    /// Unlocked, on the today pane, in Chinese.
    pub fn zh() -> Self {
        Self::at_work(Lang::Zh)
    }

    pub fn at_work(lang: Lang) -> Self {
        let mut officer = Self::locked(lang);
        officer.paste(PASSPHRASE);
        officer.keys("Enter");
        let welcome = officer.take_messages();
        assert_eq!(welcome.len(), 1, "{welcome:?}");
        officer
    }

    pub fn sized(mut self, columns: u16, rows: u16) -> Self {
        self.feed(Input::Resize { columns, rows });
        self
    }

    /// The request that the import on top awaits.
    pub fn import_request(&self) -> u64 {
        match self.state.overlays.last() {
            Some(kuqu::overlays::Overlay::Import(import)) => import.request,
            _ => panic!("no import on top"),
        }
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

    pub fn press(&mut self, key: Key) {
        self.feed(Input::Key(key));
    }

    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.feed(Input::Paste(text.into()));
        self
    }

    pub fn burst(&mut self, text: &str) -> &mut Self {
        self.feed(Input::Burst(text.into()));
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

    /// A slow worker loses what it was asked, as it does when it is locked.
    pub fn forget(&mut self) {
        self.waiting.clear();
    }

    /// A slow worker answers everything it was asked.
    pub fn answers(&mut self) -> &mut Self {
        while let Some(effect) = self.waiting.pop_front() {
            if let Some(done) = self.worker.answer(effect) {
                self.feed(done.into());
            }
        }
        self
    }

    pub fn done(&mut self, done: Done) -> &mut Self {
        self.feed(done.into());
        self
    }

    fn feed(&mut self, input: Input) {
        self.now_ms += 1;
        let before = self.queue();
        let effects = update(&mut self.state, Event { at_ms: self.now_ms, input });
        let fresh = self.queue().into_iter().filter(|words| !before.contains(words));
        self.seen.extend(fresh);
        for effect in effects {
            self.quit |= effect == Effect::Quit;
            if self.slow {
                self.waiting.push_back(effect);
            } else if let Some(done) = self.worker.answer(effect) {
                self.feed(done.into());
            }
        }
    }

    fn queue(&self) -> Vec<String> {
        let words = |message: &Message| message.note.text(self.state.lang, &|act| self.state.key_of(act));
        self.state.messages.all().map(words).collect()
    }

    /// Messages since the last call; what a script does not take, `calm` refuses.
    pub fn take_messages(&mut self) -> Vec<String> {
        std::mem::take(&mut self.seen)
    }

    /// Exactly this message was shown, and no other.
    pub fn hears(&mut self, part: &str) -> &mut Self {
        let messages = self.take_messages();
        assert!(messages.len() == 1 && messages[0].contains(part), "expected {part:?}, heard {messages:?}");
        self
    }

    /// Nothing was said.
    pub fn calm(&mut self) -> &mut Self {
        assert_eq!(self.take_messages(), Vec::<String>::new());
        self
    }

    /// The request that a slip on top awaits, and since when.
    pub fn pending_slip(&self) -> Option<(u64, u64)> {
        self.state.overlays.iter().find_map(|overlay| match overlay {
            kuqu::overlays::Overlay::Slip(slip) => slip.pending,
            _ => None,
        })
    }

    pub fn screen(&self) -> Screen {
        Screen::of(&self.state, Look::default())
    }

    pub fn sees(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.shows(words), "{words:?} is not on\n{}", screen.text());
        self
    }

    pub fn sees_not(&mut self, words: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.shows(words), "{words:?} is on\n{}", screen.text());
        self
    }

    pub fn asked(&self, wanted: impl Fn(&Effect) -> bool) -> usize {
        self.worker.asked.iter().filter(|effect| wanted(effect)).count()
    }
}

impl Drop for Officer {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(self.take_messages(), Vec::<String>::new(), "unexpected messages at the end");
        }
    }
}
