//! The whole state (状态): session, panes, overlays, messages, what is awaited. Plain values; drawing reads
//! it.

use crate::app::lock::Lock;
use crate::commands::{Action, listing};
use crate::flow::view::Session;
use crate::flow::{Cx, Input, Messages, Reply, Severity};
use crate::i18n::Lang;
use crate::i18n::drill::Guide;
use crate::i18n::messages::Note;
use crate::keys::{Key, Keymap};
use crate::overlays::Overlay;
use crate::overlays::import::Import;
use crate::panes::exchange::Exchange;
use crate::panes::lookup::Lookup;
use crate::panes::petition::Petitions;
use crate::panes::subsidy::Subsidy;
use crate::panes::today::Today;
use crate::panes::verify::Verify;
use crate::panes::{Pane, PaneKind};
use std::collections::VecDeque;

/// How long before the screen locks itself, in milliseconds, unless the setting says otherwise.
pub const IDLE_LOCK_MS: u64 = 15 * 60 * 1000;

/// What the program starts with.
#[derive(Clone, Debug)]
pub struct Start {
    /// Language of the first screen.
    pub lang: Lang,
    /// The checked keymap.
    pub keymap: Keymap<Action>,
    /// Columns and rows of the window.
    pub size: (u16, u16),
    /// Name of the office, for the lock screen.
    pub office: String,
    /// The officer whose number stands on the lock screen; the last one who worked here.
    pub officer: u32,
    /// Idle milliseconds before the screen locks itself.
    pub idle_lock_ms: u64,
    /// The step of a drill, if one is under way.
    pub guide: Option<Guide>,
}

impl Start {
    /// The usual start: the default keymap, the last officer 1.
    pub fn new(lang: Lang, keymap: Keymap<Action>, office: impl Into<String>) -> Self {
        Self {
            lang,
            keymap,
            size: (80, 24),
            office: office.into(),
            officer: 1,
            idle_lock_ms: IDLE_LOCK_MS,
            guide: None,
        }
    }
}

/// The state.
#[derive(Clone, Debug)]
pub struct State {
    /// Language of the screen.
    pub lang: Lang,
    /// The keymap.
    pub keymap: Keymap<Action>,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Name of the office.
    pub office: String,
    /// The step of a drill, if one is under way: it stands where no message does.
    pub guide: Option<Guide>,
    /// Who works here; kept while locked.
    pub session: Option<Session>,
    /// The lock screen, while it covers everything.
    pub lock: Option<Lock>,
    /// The pane in front.
    pub pane: PaneKind,
    /// The today pane.
    pub today: Today,
    /// The look-up pane.
    pub lookup: Lookup,
    /// The verification pane.
    pub verify: Verify,
    /// The petition pane.
    pub petition: Petitions,
    /// The subsidy pane.
    pub subsidy: Subsidy,
    /// The exchange pane.
    pub exchange: Exchange,
    /// What lies on top, the topmost last.
    pub overlays: Vec<Overlay>,
    /// The import that is written on while the officer works on something else.
    pub background: Option<Import>,
    /// The export that is awaited.
    pub exporting: Option<u64>,
    /// The message line.
    pub messages: Messages,
    /// Forms: what is awaited, what was saved.
    pub forms: super::forms::Forms,
    /// A prefix key that waits for its continuation.
    pub prefix: Option<Key>,
    /// Time of the last event.
    pub now_ms: u64,
    pub(super) last_input_ms: u64,
    /// Where the last backup went.
    pub(super) backup_dir: String,
    /// The folders of the last roster and the last export.
    pub(super) roster_dir: String,
    pub(super) export_dir: String,
    /// The pane from which one came to what must be settled.
    pub(super) clashes_from: Option<PaneKind>,
    /// The pane from which one came to somebody's subsidy.
    pub(super) support_from: Option<PaneKind>,
    /// Where the last paper went.
    pub(super) paper_dir: String,
    /// Where the last bank's file was; at first the file itself, in a drill.
    pub(super) return_dir: String,
    pub(super) idle_lock_ms: u64,
    pub(super) last_request: u64,
    pub(super) held: VecDeque<Input>,
    pub(super) changed: bool,
}

impl State {
    /// The state at the start: locked, the today pane below.
    pub fn new(start: Start) -> Self {
        // In a drill the bank's file is proposed whole: what is typed replaces a proposal.
        let return_dir = start.guide.as_ref().map(Guide::bank_file).unwrap_or_default();
        Self {
            lang: start.lang,
            keymap: start.keymap,
            size: start.size,
            office: start.office,
            session: None,
            lock: Some(Lock::new(start.officer)),
            pane: PaneKind::Today,
            today: Today::default(),
            lookup: Lookup::default(),
            verify: Verify::default(),
            petition: Petitions::default(),
            subsidy: Subsidy::default(),
            // A drill's files go by its own stick.
            exchange: Exchange {
                folder: start.guide.as_ref().map(|guide| guide.stick.clone()),
                ..Exchange::default()
            },
            guide: start.guide,
            overlays: Vec::new(),
            background: None,
            exporting: None,
            messages: Messages::default(),
            forms: super::forms::Forms::default(),
            prefix: None,
            now_ms: 0,
            last_input_ms: 0,
            backup_dir: String::new(),
            paper_dir: String::new(),
            return_dir,
            roster_dir: String::new(),
            export_dir: String::new(),
            clashes_from: None,
            support_from: None,
            idle_lock_ms: start.idle_lock_ms,
            last_request: 0,
            held: VecDeque::new(),
            changed: true,
        }
    }

    /// The pane in front.
    pub fn front(&self) -> &dyn Pane {
        match self.pane {
            PaneKind::Today => &self.today,
            PaneKind::Lookup => &self.lookup,
            PaneKind::Verify => &self.verify,
            PaneKind::Exchange => &self.exchange,
            PaneKind::Petition => &self.petition,
            PaneKind::Subsidy => &self.subsidy,
        }
    }

    /// The same, to be changed.
    pub fn front_mut(&mut self) -> &mut dyn Pane {
        match self.pane {
            PaneKind::Today => &mut self.today,
            PaneKind::Lookup => &mut self.lookup,
            PaneKind::Verify => &mut self.verify,
            PaneKind::Exchange => &mut self.exchange,
            PaneKind::Petition => &mut self.petition,
            PaneKind::Subsidy => &mut self.subsidy,
        }
    }

    /// Puts a message into the queue; for what the start has to say (a faulty keymap file).
    pub fn say(&mut self, severity: Severity, note: Note) {
        if let Some(guide) = &mut self.guide {
            guide.hear(&note);
        }
        self.messages.push(self.now_ms, severity, note);
        self.changed = true;
    }

    /// The folder is open already (a demo): the worker's word that it is lifts the lock, nobody types a passphrase.
    pub fn await_open_folder(&mut self) {
        if let Some(lock) = &mut self.lock {
            lock.pending = Some((0, self.now_ms));
        }
    }

    /// True once after something changed that the screen shows.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// The printed key of an act.
    pub fn key_of(&self, action: Action) -> String {
        listing::key_of(&self.keymap, action, self.lang)
    }

    /// Calls a pane with a context and takes the request numbers that it used.
    pub(super) fn with_cx<T>(&mut self, call: impl FnOnce(&mut Self, &mut Cx) -> T) -> T {
        let mut cx = Cx { now_ms: self.now_ms, rows: self.size.1, last_request: self.last_request };
        let result = call(self, &mut cx);
        self.last_request = cx.last_request;
        result
    }

    /// Since when the oldest answer is awaited that no bar on the screen stands for.
    pub fn awaiting_since(&self) -> Option<u64> {
        super::awaited::since(self)
    }

    /// True when something is awaited for so long that the screen says so.
    pub fn busy(&self) -> bool {
        self.awaiting_since().is_some_and(|since| self.now_ms >= since + super::time::BUSY_WORD_MS)
    }

    /// True when leaving now would lose something that was begun.
    pub fn unsaved(&self) -> bool {
        let on_top = self
            .overlays
            .iter()
            .any(|overlay| matches!(overlay, Overlay::Import(import) if import.writing()));
        on_top || self.exchange.taking_in() || self.background.is_some() || self.exporting.is_some()
    }

    /// Applies what a pane answered; its opening comes back to the caller's act.
    pub(super) fn take(
        &mut self,
        reply: Reply,
        effects: &mut Vec<crate::flow::Effect>,
    ) -> Option<crate::flow::Opening> {
        effects.extend(reply.effects);
        for (severity, note) in reply.notes {
            if let Some(guide) = &mut self.guide {
                guide.hear_pane(severity, &note);
            }
            self.say(severity, note);
        }
        reply.open
    }
}
