//! What lies on top of the panes (浮层): a stack; the topmost gets the keys, each shows its own keys in the
//! footer.

pub mod form;
pub mod help;
pub mod import;
pub mod lines;
pub mod officers;
pub mod palette;
pub mod person;
pub mod pick;
pub mod question;
pub mod slip;

use crate::commands::{self, Command};
use crate::domain::subsidy::payment::Settling;
use crate::flow::ExportOf;
use crate::flow::view::VillageLine;
use crate::form::{Choice, Field, choice};
use crate::i18n::messages::Note;
use crate::journal::EntityId;
use crate::keys::Scope;
use form::FormPage;
use import::Import;
use lines::LinesPage;
use officers::Officers;
use slip::Slip;

/// Longest filter text in characters.
const FILTER_CHARS_MAX: usize = 30;
/// Longest path in characters.
const PATH_CHARS_MAX: usize = 1_000;

/// A question with yes and no; no is chosen at first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Leave the program?
    Quit,
    /// Leave while an import is being written?
    QuitWhileWorking,
    /// Leave a form in which something was entered?
    LeaveForm,
    /// Write so many persons to this file, in clear?
    ExportClear { whose: ExportOf, persons: u64, path: String },
    /// Take this officer's access away?
    EndOfficer { number: u32, name: String },
    /// Something about payments.
    Payment(crate::flow::subsidy::Asked),
    /// The clock says an earlier time than the newest entry: go on, or leave?
    ClockBehind { newest: String, now: String },
}

/// What a path is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The roster to import.
    Roster,
    /// The file to export so many persons to.
    Export { whose: ExportOf, persons: u64 },
    /// How many other households are unchanged; so many are left.
    VillageRest(usize),
    /// The file of a visit record.
    VisitSheet,
    /// The file of a change sheet.
    ChangeSheet,
    /// The file of a village's list.
    VillagePosting,
    /// The period whose list is computed.
    ListPeriod,
    /// The file of the batch of this number.
    BatchExport(String),
    /// The bank's file.
    BankReturn,
    /// The file of an answer slip.
    AnswerSlip,
    /// What has to be said of a way in which over-paid money comes back.
    Settle(Settling),
    /// Why an open item is closed.
    CloseItem,
    /// The file of a machine's loss window.
    LossPaper,
    /// Why something is ruled or ended.
    Ruling(crate::flow::rulings::Asked),
}

impl Ask {
    /// True where a path is asked for: the names that it may become are listed.
    pub fn is_path(&self) -> bool {
        !matches!(
            self,
            Ask::VillageRest(_) | Ask::ListPeriod | Ask::Settle(_) | Ask::CloseItem | Ask::Ruling(_)
        )
    }

    /// True where a whole path is asked for.
    pub fn wants_path(&self) -> bool {
        matches!(
            self,
            Ask::Export { .. }
                | Ask::VisitSheet
                | Ask::ChangeSheet
                | Ask::VillagePosting
                | Ask::LossPaper
                | Ask::BatchExport(_)
                | Ask::BankReturn
                | Ask::AnswerSlip
        )
    }
}

/// A one-line question for a path.
#[derive(Clone, Debug)]
pub struct Prompt {
    /// What for.
    pub ask: Ask,
    /// The path as typed.
    pub path: Field,
    /// What it may become, after it was asked for.
    pub names: Vec<String>,
    /// The request for them that is awaited, and since when.
    pub listing: Option<(u64, u64)>,
}

impl Prompt {
    /// Takes what the path may become: as much of it as all of them begin with. False if there is nothing like it.
    pub fn complete(&mut self, names: &[String]) -> bool {
        self.listing = None;
        self.names = names.to_vec();
        let Some((first, others)) = names.split_first() else { return false };
        let alike = |name: &String| first.chars().zip(name.chars()).take_while(|(a, b)| a == b).count();
        let shared = others.iter().map(alike).min().unwrap_or(first.chars().count());
        self.path.set(&first.chars().take(shared).collect::<String>());
        true
    }
}

/// Lines to choose one from. Of a few that never change a digit chooses; of villages what is typed shows those that it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Options {
    /// The panes.
    Panes,
    /// Villages of this folder.
    Villages(Vec<VillageLine>),
    /// The village of a new household.
    RegisterIn(Vec<(EntityId, VillageLine)>),
    /// Machines that a file can be written for.
    Machines(Vec<crate::flow::exchange::MachineLine>),
    /// Machines of which one ends.
    EndMachine(Vec<crate::flow::exchange::MachineLine>),
    /// Villages of the round.
    RoundVillages(Vec<crate::flow::verify::VillageLine>),
    /// What came of a visit.
    VisitResults(Vec<crate::domain::verify::VisitResult>),
    /// Ways in which over-paid money comes back.
    Settlings(Vec<Settling>),
}

/// What a notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// One message at length.
    Note(Note),
    /// What an import did.
    Imported(crate::flow::view::ImportReport),
    /// The list of a handover.
    Handover(crate::i18n::Both),
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
    /// A pick list; what is `typed` narrows one of villages.
    Pick { options: Options, chosen: usize, typed: Field },
    /// A question.
    Confirm { question: Question, yes: bool },
    /// Something to be read.
    Notice(Notice),
    /// Asks for a path.
    Prompt(Prompt),
    /// The import preview.
    Import(Import),
    /// A form being filled; it lies lowest.
    Form(Box<FormPage>),
    /// A history, sharers, or drafts.
    Lines(LinesPage),
    /// Who may open the folder.
    Officers(Officers),
    /// A few fields to fill in.
    Slip(Slip),
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

    /// A pick list with this line chosen.
    pub fn pick(options: Options, chosen: usize) -> Self {
        Overlay::Pick { options, chosen, typed: Field::new(FILTER_CHARS_MAX) }
    }

    /// The question for a path; `proposed` stands in it until something is typed.
    pub fn prompt(ask: Ask, proposed: &str) -> Self {
        let mut path = Field::new(PATH_CHARS_MAX);
        path.suggest(proposed);
        Overlay::Prompt(Prompt { ask, path, names: Vec::new(), listing: None })
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
            Overlay::Prompt(_) => &[Scope::Prompt],
            Overlay::Import(_) => &[Scope::Import, Scope::List],
            Overlay::Form(_) => &[Scope::Form],
            Overlay::Lines(page) => page.scopes(),
            Overlay::Officers(_) => &[Scope::Officers, Scope::List],
            Overlay::Slip(_) => &[Scope::Slip],
        }
    }

    /// True when it wants an answer before anything else.
    pub fn is_question(&self) -> bool {
        matches!(
            self,
            Overlay::Confirm { .. }
                | Overlay::Notice(_)
                | Overlay::Prompt(_)
                | Overlay::Import(_)
                | Overlay::Slip(_)
        )
    }

    /// Its text field, if it has one.
    pub fn field(&mut self) -> Option<&mut Field> {
        match self {
            Overlay::Help { filter: field, .. }
            | Overlay::Palette { field, .. }
            | Overlay::Prompt(Prompt { path: field, .. }) => Some(field),
            Overlay::Pick { options, typed, .. } => options.narrows().then_some(typed),
            Overlay::Slip(slip) => slip.field(),
            _ => None,
        }
    }

    /// After its text changed: the list starts from its first line.
    pub fn edited(&mut self) {
        match self {
            Overlay::Help { top: first, .. }
            | Overlay::Palette { chosen: first, .. }
            | Overlay::Pick { chosen: first, .. } => *first = 0,
            Overlay::Prompt(prompt) => prompt.names.clear(),
            Overlay::Slip(slip) => slip.say = None,
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
            Options::RegisterIn(villages) => villages.len(),
            Options::Machines(machines) | Options::EndMachine(machines) => machines.len(),
            Options::RoundVillages(villages) => villages.len(),
            Options::VisitResults(results) => results.len(),
            Options::Settlings(ways) => ways.len(),
        }
    }

    /// True when there is nothing to choose from.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// True where what is typed narrows the list.
    pub fn narrows(&self) -> bool {
        matches!(self, Options::Villages(_) | Options::RegisterIn(_))
    }

    /// The lines that fit what is typed (number, name, initials, township), best first; all where nothing is.
    pub fn fitting(&self, typed: &str) -> Vec<usize> {
        let lines: Vec<&VillageLine> = match self {
            Options::Villages(lines) => lines.iter().collect(),
            Options::RegisterIn(villages) => villages.iter().map(|(_, line)| line).collect(),
            Options::Panes
            | Options::Machines(_)
            | Options::EndMachine(_)
            | Options::RoundVillages(_)
            | Options::VisitResults(_)
            | Options::Settlings(_) => Vec::new(),
        };
        if !self.narrows() || typed.is_empty() {
            return (0..self.len()).collect();
        }
        let choice = |(line, number): (&&VillageLine, u32)| {
            Choice::entity(number, EntityId::ZERO, line.name.clone(), vec![line.township.clone()])
        };
        let choices: Vec<Choice> = lines.iter().zip(1..).map(choice).collect();
        choice::ranked(&choices, typed)
    }
}

/// The palette's lines for what is typed: those that can be done first.
pub fn commands_found(query: &str, refused: &dyn Fn(&Command) -> bool) -> Vec<&'static Command> {
    let (greyed, can): (Vec<_>, Vec<_>) =
        commands::palette::filter(query).into_iter().partition(|command| refused(command));
    can.into_iter().chain(greyed).collect()
}
