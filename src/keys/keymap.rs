//! Which key calls which act in which scope (键位表): looked up innermost scope first, with at most one
//! prefix key.

use crate::keys::key::{Code, Key};
use std::collections::BTreeMap;

/// Where a command lives; the innermost active scope wins (作用范围).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everywhere.
    App,
    /// Any list of lines.
    List,
    /// One opened household.
    Household,
    /// A question with two answers.
    Confirm,
    /// A one-line question.
    Prompt,
    /// The import preview.
    Import,
    /// The list of officers.
    Officers,
    /// A slip with a few fields.
    Slip,
    /// The exchange pane.
    Exchange,
    /// The preview of a file from another machine.
    Arrival,
    /// One thing to settle.
    Clash,
    /// The lock screen.
    Lock,
    /// A form being filled.
    Form,
    /// The list of half-typed forms.
    Drafts,
    /// A history.
    History,
    /// The route of a village.
    Verify,
    /// What waits for the office.
    Queue,
    /// What was taken in.
    Imports,
    /// What is lost with a machine.
    Loss,
    /// What turned up of an ended machine.
    Late,
    /// Petitions.
    Petition,
    /// The subsidy pane, wherever one is in it.
    Subsidy,
    /// Somebody's subsidy.
    Account,
    /// Batches of payment.
    Batch,
    /// The list of a period before it is frozen.
    PayList,
    /// Payments that wait for somebody.
    OpenItem,
    /// The answer to a person in large print.
    Answer,
}

impl Scope {
    /// All scopes, in the order of help and of the README's table.
    pub const ALL: [Scope; 27] = [
        Scope::App,
        Scope::List,
        Scope::Household,
        Scope::Confirm,
        Scope::Prompt,
        Scope::Import,
        Scope::Officers,
        Scope::Slip,
        Scope::Exchange,
        Scope::Arrival,
        Scope::Clash,
        Scope::Imports,
        Scope::Loss,
        Scope::Late,
        Scope::Lock,
        Scope::Form,
        Scope::Drafts,
        Scope::History,
        Scope::Verify,
        Scope::Queue,
        Scope::Petition,
        Scope::Subsidy,
        Scope::Account,
        Scope::Batch,
        Scope::PayList,
        Scope::OpenItem,
        Scope::Answer,
    ];

    /// The table's name in a keymap file.
    pub fn name(self) -> &'static str {
        match self {
            Scope::App => "app",
            Scope::List => "list",
            Scope::Household => "household",
            Scope::Confirm => "confirm",
            Scope::Prompt => "prompt",
            Scope::Import => "import",
            Scope::Officers => "officers",
            Scope::Slip => "slip",
            Scope::Exchange => "exchange",
            Scope::Arrival => "arrival",
            Scope::Clash => "clash",
            Scope::Imports => "imports",
            Scope::Loss => "loss",
            Scope::Late => "late",
            Scope::Lock => "lock",
            Scope::Form => "form",
            Scope::Drafts => "drafts",
            Scope::History => "history",
            Scope::Verify => "verify",
            Scope::Queue => "queue",
            Scope::Petition => "petition",
            Scope::Subsidy => "subsidy",
            Scope::Account => "account",
            Scope::Batch => "batch",
            Scope::PayList => "paylist",
            Scope::OpenItem => "openitem",
            Scope::Answer => "answer",
        }
    }

    /// The scope with this name in a keymap file.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// One key, or a prefix key and one more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    /// The prefix, where there is one.
    pub prefix: Option<Key>,
    /// The last key.
    pub key: Key,
}

impl std::fmt::Display for Chord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.prefix {
            Some(prefix) => write!(f, "{prefix} {}", self.key),
            None => write!(f, "{}", self.key),
        }
    }
}

/// What a key means now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found<A> {
    /// This act.
    Act(A),
    /// The first key of a longer one.
    Prefix,
    /// Nothing here.
    None,
}

/// A complete, checked keymap; `A` is the command table's action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap<A> {
    acts: BTreeMap<(Scope, Chord), A>,
    keys: Vec<(Scope, A, Vec<Chord>)>,
}

impl<A: Copy + PartialEq> Keymap<A> {
    /// Builds the table from checked rows; only `load` makes them.
    pub(super) fn from_rows(keys: Vec<(Scope, A, Vec<Chord>)>) -> Self {
        let acts = keys
            .iter()
            .flat_map(|(scope, act, chords)| chords.iter().map(|chord| ((*scope, *chord), *act)))
            .collect();
        Self { acts, keys }
    }

    /// Looks `key` (folded here) up through `scopes`, innermost first, after the pending `prefix` if any.
    pub fn find(&self, scopes: &[Scope], prefix: Option<Key>, key: Key) -> Found<A> {
        let key = key.folded();
        for scope in scopes {
            if let Some(act) = self.acts.get(&(*scope, Chord { prefix, key })) {
                return Found::Act(*act);
            }
            let opens = |(known, chord): &&(Scope, Chord)| known == scope && chord.prefix == Some(key);
            if prefix.is_none() && self.acts.keys().find(opens).is_some() {
                return Found::Prefix;
            }
        }
        Found::None
    }

    /// The keys of an act, best first; empty when it is unbound.
    pub fn keys_of(&self, act: A) -> &[Chord] {
        self.keys.iter().find(|(_, known, _)| *known == act).map_or(&[], |(_, _, chords)| chords)
    }

    /// What may follow `prefix` in the active scopes, for the list of continuations.
    pub fn after(&self, scopes: &[Scope], prefix: Key) -> Vec<(Key, A)> {
        let mut rows: Vec<(Key, A)> = Vec::new();
        for scope in scopes {
            for ((known, chord), act) in &self.acts {
                let fresh = known == scope && chord.prefix == Some(prefix);
                if fresh && !rows.iter().any(|(key, _)| *key == chord.key) {
                    rows.push((chord.key, *act));
                }
            }
        }
        rows.sort_by_key(|(key, _)| *key);
        rows
    }

    /// Keys of inner scopes that hide a key of the scope `App`: allowed, and listed by the terminal doctor.
    pub fn hiding(&self) -> Vec<(Chord, A, A)> {
        self.acts
            .iter()
            .filter(|((scope, _), _)| *scope != Scope::App)
            .filter_map(|((_, chord), act)| {
                self.acts.get(&(Scope::App, *chord)).map(|outer| (*chord, *act, *outer))
            })
            .collect()
    }
}

/// Keys that walk or edit inside a text field and are therefore never looked up while one has the caret.
pub fn edits_text(key: Key) -> bool {
    let plain = !key.ctrl && !key.alt && !key.shift;
    key.typed().is_some()
        || plain
            && matches!(
                key.code,
                Code::Left | Code::Right | Code::Home | Code::End | Code::Backspace | Code::Delete
            )
}
