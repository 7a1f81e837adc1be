//! What the petition pane asks for and is told (信访往来). The queue comes whole; an item comes with every day of its clocks.

use crate::domain::day::Day;
use crate::domain::petition::course::{Group, Next};
use crate::domain::petition::stages::{ItemKind, Stage, Topic};
use crate::i18n::Both;
use crate::journal::EntityId;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// The queue of today; answered by `Queue`.
    Queue,
    /// One item; answered by `Item` or `Refused`.
    Item { item: EntityId },
}

/// What is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    /// The queue.
    Queue(QueueView),
    /// An item.
    Item(Box<ItemView>),
    /// It is not here, or not for this officer.
    Refused(Both),
}

/// The queue of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueView {
    /// ISO date.
    pub today: String,
    /// In the order in which they are to be done.
    pub rows: Vec<RowView>,
}

/// One item in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowView {
    /// The item.
    pub item: EntityId,
    /// Its number.
    pub number: String,
    /// In which group.
    pub group: Group,
    /// What comes next.
    pub next: Next,
    /// What kind.
    pub kind: ItemKind,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The first person.
    pub name: String,
    /// How many persons.
    pub count: i64,
    /// Its village; empty for none.
    pub village: String,
    /// The last day, ISO; empty for none.
    pub due: String,
    /// The safe day where it is another one; else empty.
    pub safe: String,
    /// Days to the last.
    pub left: Option<i32>,
    /// Where it stands.
    pub stage: Stage,
    /// Two steps were taken from one state.
    pub forked: bool,
}

/// One item.
#[derive(Clone, Debug, PartialEq)]
pub struct ItemView {
    /// The item.
    pub item: EntityId,
    /// Its number, with the final one.
    pub number: String,
    /// Where it stands, and what comes next.
    pub stage: Both,
    /// True if something is to be done.
    pub open: bool,
    /// Facts: label and value.
    pub facts: Vec<(Both, Both)>,
    /// Steps and log, by day.
    pub steps: Vec<(String, Both)>,
    /// Its clocks; the one at hand first.
    pub clocks: Vec<ClockView>,
    /// Lines of the fact sheet.
    pub sheet: Vec<Both>,
}

/// One clock, day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct ClockView {
    /// Whose, since when, by which article.
    pub title: Both,
    /// Due, safe, what is missing.
    pub lines: Vec<Both>,
    /// One a day, from day 1 to the last.
    pub cells: Vec<CellView>,
}

/// One day of a clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellView {
    /// The day.
    pub day: Day,
    /// Its number and what it is.
    pub words: Both,
    /// How it is drawn.
    pub mark: Mark,
}

/// What a day is marked as, the most pressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// 今天
    Today,
    /// 期限
    Due,
    /// 稳妥日
    Safe,
    /// 不计
    Skipped,
    /// 休息日
    Rest,
    /// 计入的工作日
    Work,
}
