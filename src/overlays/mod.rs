//! What lies on top of the panes (浮层): a stack; the topmost gets the keys, each shows its own keys in the
//! footer.

pub mod help;
pub mod import;
pub mod palette;
pub mod person;
pub mod pick;
pub mod question;

use crate::commands::{self, Command};
use crate::flow::view::VillageLine;
use crate::form::Field;
use crate::i18n::messages::Note;
use crate::keys::Scope;
use import::Import;

/// Longest filter text in characters.
const FILTER_CHARS_MAX: usize = 30;
/// Longest path in characters.
const PATH_CHARS_MAX: usize = 1_000;

/// A question with yes and no; no is chosen at first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// Leave the program?
    Quit,
    /// Leave while an import is being written?
    QuitWhileWorking,
}

/// Lines to choose one from; digits choose too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Options {
    /// The panes.
    Panes,
    /// Villages of this folder.
    Villages(Vec<VillageLine>),
    /// Machines that a file can be written for.
    Machines(Vec<crate::flow::exchange::MachineLine>),
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// One message at length.
    Note(Note),
    /// What an import did.
    Imported(crate::flow::view::ImportReport),
}

/// One overlay.
#[derive(Clone, Debug)]
pub enum Overlay {
    /// Every key of the place below, with a filter; `scopes` are those of that place.
    Help { filter: Field, top: usize, scopes: Vec<Scope> },
    /// Everything on record of the chosen member; the arrows walk the members.
    Person,
    /// All commands.
    Palette { field: Field, chosen: usize },
    /// A pick list.
    Pick { options: Options, chosen: usize },
    /// A question.
    Confirm { question: Question, yes: bool },
    /// Something to be read.
    Notice(Notice),
    /// Asks for a roster's path.
    Prompt { path: Field },
    /// The import preview.
    Import(Import),
}

impl Overlay {
    /// Help for a place with these scopes.
    pub fn help(scopes: Vec<Scope>) -> Self {
        Overlay::Help { filter: Field::new(FILTER_CHARS_MAX), top: 0, scopes }
    }

    /// The palette.
    pub fn palette() -> Self {
        Overlay::Palette { field: Field::new(FILTER_CHARS_MAX), chosen: 0 }
    }

    /// The question for a roster's path.
    pub fn prompt() -> Self {
        Overlay::Prompt { path: Field::new(PATH_CHARS_MAX) }
    }

    /// A question with "no" chosen.
    pub fn confirm(question: Question) -> Self {
        Overlay::Confirm { question, yes: false }
    }

    /// Its scopes, innermost first; the scope of the whole program comes after them.
    pub fn scopes(&self) -> &'static [Scope] {
        match self {
            Overlay::Help { .. } | Overlay::Palette { .. } | Overlay::Pick { .. } => &[Scope::List],
            Overlay::Person => &[Scope::Household, Scope::List],
            Overlay::Confirm { .. } | Overlay::Notice(_) => &[Scope::Confirm],
            Overlay::Prompt { .. } => &[Scope::Prompt],
            Overlay::Import(_) => &[Scope::Import, Scope::List],
        }
    }

    /// True when it wants an answer before anything else.
    pub fn is_question(&self) -> bool {
        matches!(
            self,
            Overlay::Confirm { .. } | Overlay::Notice(_) | Overlay::Prompt { .. } | Overlay::Import(_)
        )
    }

    /// Its text field, if it has one.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Overlay::Help { filter: field, .. }
            | Overlay::Palette { field, .. }
            | Overlay::Prompt { path: field } => Some(field),
            _ => None,
        }
    }

    /// After its text changed: the list starts from its first line.
    pub fn edited(&mut self) {
        match self {
            Overlay::Help { top: first, .. } | Overlay::Palette { chosen: first, .. } => *first = 0,
            _ => {}
        }
    }
}

impl Options {
    /// How many lines.
    pub fn len(&self) -> usize {
        match self {
            Options::Panes => crate::panes::PaneKind::ALL.len(),
            Options::Villages(lines) => lines.len(),
            Options::Machines(machines) => machines.len(),
        }
    }

    /// True when there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The palette's lines for what is typed: those that can be done first.
pub fn commands_found(query: &str, refused: &dyn Fn(&Command) -> bool) -> Vec<&'static Command> {
    let (greyed, can): (Vec<_>, Vec<_>) =
        commands::palette::filter(query).into_iter().partition(|command| refused(command));
    can.into_iter().chain(greyed).collect()
}
