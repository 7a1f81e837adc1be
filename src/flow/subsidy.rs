//! What the subsidy pane asks for and is told (补贴往来). A household comes whole: every member with every period, so that
//! walking the grid waits for nobody. Amounts are fen; a period's words are made where it is drawn.

use crate::domain::subsidy::payment::{Settling, Stage, Sums};
use crate::domain::subsidy::{Counted, Period, State};
use crate::flow::view::SearchAnswer;
use crate::i18n::Both;
use crate::journal::EntityId;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Persons and households like this; answered by `Found`.
    Find { query: String, limit: usize },
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
    /// The answer to a person as a file to print; answered by `Written` or `Refused`.
    Slip { person: EntityId, path: String },
}

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// Who was found.
    Found(SearchAnswer),
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
    /// It is on the disk, in the words of what was done; `payments` = batches or outcomes are others now.
    Written { words: Both, payments: bool },
    /// Nothing was written, and why.
    Refused(Both),
}

/// What one period came to, as one character of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// 付
    Paid,
    /// 补: in a later batch than its own.
    PaidLater,
    /// 列
    Listed,
    /// 送
    Submitted,
    /// 退
    Returned,
    /// 缓
    Withheld,
    /// 欠: due, over, and on no list.
    Owed,
    /// 待: due, and the period is not over.
    Waiting,
    /// 追
    Recovering,
    /// 扣: came back by an offset.
    Offset,
    /// 收: came back in cash.
    CameBack,
    /// 销
    WrittenOff,
    /// 减
    Reduced,
    /// 停
    Suspended,
    /// 满
    Ended,
    /// 无
    NoRule,
    /// 否
    NotEligible,
    /// 初: covered by the opening balance.
    Opening,
}

impl Mark {
    /// All, in the order of the legend.
    pub const ALL: [Mark; 18] = [
        Mark::Paid,
        Mark::PaidLater,
        Mark::Opening,
        Mark::Listed,
        Mark::Submitted,
        Mark::Waiting,
        Mark::Owed,
        Mark::Returned,
        Mark::Withheld,
        Mark::Recovering,
        Mark::Offset,
        Mark::CameBack,
        Mark::WrittenOff,
        Mark::Reduced,
        Mark::Suspended,
        Mark::Ended,
        Mark::NoRule,
        Mark::NotEligible,
    ];

    /// True for what somebody has to do something about.
    pub fn is_open(self) -> bool {
        matches!(self, Mark::Owed | Mark::Returned | Mark::Withheld | Mark::Recovering)
    }

    /// True where money arrived and stayed.
    pub fn is_paid(self) -> bool {
        matches!(self, Mark::Paid | Mark::PaidLater | Mark::Opening)
    }
}

/// One thing that happened to a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// On the list of a batch.
    Listed { batch: String, fen: i64 },
    /// On it and held back; the stable name of the reason.
    Withheld { batch: String, reason: &'static str },
    /// The batch was withdrawn.
    Withdrawn { batch: String },
    /// The batch went to finance and bank.
    Submitted { batch: String },
    /// 到账
    Credited { fen: i64 },
    /// 退票; the stable name of the reason.
    Returned { reason: &'static str },
    /// A step of a recovery.
    Settled { how: Settling, fen: i64 },
}

/// When it happened, ISO; empty where no record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Happened {
    /// The day.
    pub on: String,
    /// What.
    pub what: What,
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

/// The answer to "why did my money stop?", as facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the person is now.
    pub state: State,
    /// Why, short.
    pub why: Both,
    /// Periods that were paid whole, and periods that were due so far; those before the opening day counted.
    pub paid: u32,
    /// See `paid`.
    pub due: u32,
    /// Periods that are owed and why: the stable name of the reason of a return or of withholding, or none.
    pub owed: Vec<(Period, Option<&'static str>)>,
    /// The last credit.
    pub last: Option<(Period, String, i64)>,
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

/// One line of an explanation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedLine {
    /// Fen.
    pub fen: i64,
    /// Rule and version.
    pub rule: String,
    /// The document.
    pub document: String,
    /// Article, paragraph or heading.
    pub article: String,
    /// Fen a year that it is a share of.
    pub fen_per_year: i64,
    /// What was counted.
    pub counted: Counted,
    /// The group of an addition.
    pub group: Option<String>,
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
    pub lines: Vec<ExplainedLine>,
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

/// How a line differs from the last list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// 暂缓
    Held,
    /// 不再列入
    Gone,
    /// 新增
    New,
    /// 金额变动
    Amount,
    /// 补发: a failed payment whose account was corrected.
    Again,
}

impl Change {
    /// All, in the order of the list.
    pub const ALL: [Change; 5] = [Change::Held, Change::Gone, Change::New, Change::Amount, Change::Again];
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
    /// Proposals that are not decided and therefore not counted.
    pub pending: usize,
    /// The batch as which the period is frozen already.
    pub frozen: Option<String>,
    /// At most [`CHANGES_MAX`] of the lines that differ.
    pub lines: Vec<ChangeLine>,
}

/// Most lines of a preview that are shown.
pub const CHANGES_MAX: usize = 1_000;

/// What a question is about: done when it is answered with yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// A step of a batch.
    Step { number: String, to: Stage, lines: i64, fen: i64 },
    /// Freezing a list.
    Freeze { period: Period, persons: usize, fen: i64 },
    /// A file in clear.
    Export { number: String, lines: i64, path: String },
}
