//! What the subsidy pane asks for and is told (补贴往来). A household comes whole: every member with every period, so that
//! walking the grid waits for nobody. Amounts are fen; a period's words are made where it is drawn.

use crate::domain::day::Day;
use crate::domain::migrant::Cohort;
use crate::domain::subsidy::answer::{Answer, Change, Happened, Mark};
use crate::domain::subsidy::payment::{Settling, Stage, Sums};
use crate::domain::subsidy::{Line, Period, State};
use crate::i18n::Both;
use crate::journal::EntityId;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A household's accounts; answered by `Household`, or `Refused` if it is not here.
    Household { household: EntityId },
    /// One period line by line; answered by `Explained`.
    Explain { person: EntityId, period: Period },
    /// The batches; answered by `Batches`.
    Batches,
    /// What was sent back or held and not paid since; answered by `Open`.
    Open,
    /// The list of a period as it would be now, against the last one; answered by `Preview`.
    Preview { period: Period },
    /// Freeze that list if it still holds so many persons and so many fen; answered by `Written` or `Refused`.
    Freeze { period: Period, persons: usize, fen: i64 },
    /// Bring a batch to a step; answered by `Written` or `Refused`.
    Advance { number: String, to: Stage },
    /// Write a batch for finance and bank, in clear; answered by `Written` or `Refused`.
    Export { number: String, path: String },
    /// Take a bank's file in; answered by `Written` or `Refused`.
    TakeIn { path: String },
    /// What the sweep of all lists finds; answered by `Findings`.
    Sweep,
    /// The ends of terms; answered by `Forecast`.
    Forecast,
    /// Pay an open item once more in a batch of its own; answered by `Written` or `Refused`.
    PayAgain { person: EntityId, period: Period },
    /// Close an open item with a reason; answered by `Written` or `Refused`.
    CloseItem { person: EntityId, period: Period, reason: String },
    /// A step of getting an over-paid period's money back, with the line that was typed for it; answered by `Written` or
    /// `Refused`.
    Settle { person: EntityId, period: Period, how: Settling, line: String },
    /// The answer to a person as a file to print; answered by `Written` or `Refused`.
    Slip { person: EntityId, path: String },
}

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// A household.
    Household(Box<Accounts>),
    /// A period explained.
    Explained(Box<Explained>),
    /// The batches, the newest first.
    Batches(Vec<BatchLine>, Period),
    /// Open items, the oldest first.
    Open(Vec<OpenLine>),
    /// A list that is not frozen yet.
    Preview(Box<Preview>),
    /// What the sweep found.
    Findings(Vec<FindingLine>),
    /// The ends of terms, ascending.
    Forecast(Vec<ForecastLine>),
    /// It is on the disk, in the words of what was done; `payments` = batches or outcomes are others now.
    Written { words: Both, payments: bool },
    /// Nothing was written, and why.
    Refused(Both),
}

/// One period of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Which.
    pub period: Period,
    /// What it came to.
    pub mark: Mark,
    /// What the rule says it is.
    pub state: State,
    /// Why, in the rule's words.
    pub why: Both,
    /// Money of it.
    pub sums: Sums,
    /// In the order of days.
    pub events: Vec<Happened>,
}

/// What was paid before the first period that is kept here (期初).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// The last period that it covers.
    pub through: Period,
    /// Periods.
    pub periods: u32,
    /// Fen.
    pub fen: i64,
}

/// One person's account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// The person.
    pub person: EntityId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Relation to the head.
    pub relation: Both,
    /// Cohort; empty where nothing tells it.
    pub cohort: Both,
    /// First and last day of the term, ISO; empty where there is none.
    pub term: String,
    /// The answer.
    pub answer: Answer,
    /// All of it.
    pub sums: Sums,
    /// Who receives by a signed form; empty where the person does.
    pub receiver: Both,
    /// Opening balance.
    pub before: Option<Before>,
    /// Ascending.
    pub cells: Vec<Cell>,
}

/// A household.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Accounts {
    /// The household.
    pub household: EntityId,
    /// Its code.
    pub code: String,
    /// Its head's name.
    pub head: String,
    /// Its village.
    pub village: String,
    /// Members with what is theirs, in the roster's order.
    pub members: Vec<Account>,
}

/// A period explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    /// Whose.
    pub person: EntityId,
    /// Which.
    pub period: Period,
    /// What it is.
    pub state: State,
    /// Why, in a sentence.
    pub why: Both,
    /// Fen: the sum of the lines.
    pub total: i64,
    /// The lines.
    pub lines: Vec<Line>,
    /// Records that it rests on: date and officer.
    pub records: Vec<(String, String)>,
    /// Parameters that no source settles.
    pub unsettled: Vec<String>,
}

/// A batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchLine {
    /// Its number.
    pub number: String,
    /// Its period.
    pub period: Option<Period>,
    /// Lines.
    pub lines: i64,
    /// Fen that are paid out.
    pub fen: i64,
    /// Where it stands.
    pub stage: Stage,
    /// Two machines took different steps.
    pub fork: bool,
    /// When it was frozen, ISO.
    pub frozen: String,
    /// When it was submitted, ISO.
    pub submitted: String,
    /// Lines that were submitted and of which the bank has said nothing.
    pub unanswered: usize,
    /// Lines of it that wait for somebody.
    pub open: usize,
}

impl BatchLine {
    /// The step that comes next, none after the last.
    pub fn next(&self) -> Option<Stage> {
        let next = |to: &Stage| *to != Stage::Withdrawn && to.comes_after(self.stage);
        Stage::ALL.into_iter().find(next).filter(|_| !self.fork)
    }
}

/// A payment that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenLine {
    /// Whose.
    pub person: EntityId,
    /// Their household.
    pub household: EntityId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Village.
    pub village: String,
    /// Which period.
    pub period: Option<Period>,
    /// The batch in which it failed.
    pub batch: String,
    /// Fen.
    pub fen: i64,
    /// Stable name of the reason.
    pub reason: &'static str,
    /// When, ISO.
    pub on: String,
    /// The account is another one now: the next batch pays it.
    pub corrected: bool,
}

/// One line that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeLine {
    /// Whose.
    pub person: EntityId,
    /// Their household.
    pub household: EntityId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Village.
    pub village: String,
    /// How.
    pub change: Change,
    /// Fen now, and in the last list.
    pub fen: i64,
    /// See `fen`.
    pub before: i64,
    /// Why.
    pub why: Both,
}

/// A list that is not frozen yet, against the last one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The period.
    pub period: Period,
    /// Lines that are paid out.
    pub persons: usize,
    /// Fen that are paid out.
    pub fen: i64,
    /// Number, lines and fen of the batch that it is compared with.
    pub last: Option<(String, i64, i64)>,
    /// How many of each change, in the order of [`Change::ALL`].
    pub counts: [usize; 5],
    /// Proposals that are not decided and therefore not counted, and the persons and fen more (or less) with them.
    pub pending: (usize, i64, i64),
    /// The batch as which the period is frozen already.
    pub frozen: Option<String>,
    /// At most [`CHANGES_MAX`] of the lines that differ.
    pub lines: Vec<ChangeLine>,
}

impl Preview {
    /// Lines that differ and are not among `lines`.
    pub fn left_out(&self) -> usize {
        self.counts.iter().sum::<usize>().saturating_sub(self.lines.len())
    }
}

/// Something that the lists should make somebody look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingLine {
    /// Stable name of what is odd.
    pub oddity: &'static str,
    /// The first person whom it is about, and their household.
    pub person: EntityId,
    /// See `person`.
    pub household: EntityId,
    /// Code and name of everybody whom it is about.
    pub persons: Vec<(String, String)>,
    /// Periods, where it is about some.
    pub periods: Vec<Period>,
}

/// Who reaches the end of the term in one month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForecastLine {
    /// The month.
    pub month: Day,
    /// The cohort.
    pub cohort: Cohort,
    /// How many.
    pub persons: usize,
    /// The first codes of them, and their number.
    pub codes: Vec<String>,
}

/// Codes of a month that are shown.
pub const CODES_MAX: usize = 12;

/// Most lines of a preview that are shown.
pub const CHANGES_MAX: usize = 1_000;

/// What a question is about: done when it is answered with yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A step of a batch.
    Step { number: String, to: Stage, lines: i64, fen: i64 },
    /// Freezing a list.
    Freeze { period: Period, persons: usize, fen: i64 },
    /// A payment that goes out once more; `as_it_failed` = to the very account that the bank sent it back from.
    PayAgain { person: EntityId, name: String, period: Period, fen: i64, as_it_failed: bool },
    /// A file in clear.
    Export { number: String, lines: i64, path: String },
}
