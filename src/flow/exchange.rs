//! What the exchange pane asks for and is told (交换往来): files from and to other machines, and what a person must settle.
//!
//! One effect and one answer carry all of it, so that whoever routes effects need not know the exchange.

use crate::domain::conflict::Sort;
use crate::flow::rulings;
use crate::flow::view::Dated;
use crate::i18n::Both;
use crate::i18n::exchange_pane::Count;
use crate::journal::EntityId;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// What this machine and its folder for exchange look like; without a folder the worker proposes one. Answered by
    /// `Seen`.
    Look { folder: Option<String> },
    /// Write a bundle for a machine into a folder; answered by `Progress` and `Written`.
    Write { device: EntityId, folder: String },
    /// Write what this machine lacks into a folder; answered by `Requested`.
    Request { folder: String },
    /// Verify and rehearse a file, change nothing; answered by `Progress` and `Arrived`, for a request by `RequestTaken`.
    Open { path: String },
    /// Take in what was previewed; answered by `Progress` and `TakenIn`.
    TakeIn,
    /// Stop, or forget the preview: nothing changes. No answer.
    Cancel,
    /// What a person must settle, or the pairs of persons that were judged; answered by `Clashes`.
    Clashes { judged: bool },
    /// Settle one thing; answered by `Settled`.
    Settle { id: String, by: By, why: String },
    /// Rulings and ends; answered by `Rulings`.
    Rulings(rulings::Ask),
}

/// How something is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The n-th value, from 1.
    Take(usize),
    /// A value of one's own, as typed; empty = none.
    Value(String),
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Machines, gaps, and what lies in the folder.
    Seen(ExchangeView),
    /// A bundle was written, read back and proved.
    Written(WrittenView),
    /// A request file was written: its name.
    Requested(String),
    /// A request was taken in: from whom.
    RequestTaken(String),
    /// What a file would do.
    Arrived(ArrivalView),
    /// What it did.
    TakenIn(TakenInView),
    /// Something was written since the preview: nothing was taken in, and it is looked at again.
    Stale,
    /// What a person must settle.
    Clashes(Vec<ClashView>),
    /// One thing was settled.
    Settled,
    /// It could not be settled so, and why: nothing changed.
    NotSettled(Both),
    /// About rulings and ends.
    Rulings(rulings::Told),
}

/// One machine of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MachineLine {
    /// Its entity.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// A machine of the office.
    pub office: bool,
    /// This one.
    pub own: bool,
    /// Its work has ended.
    pub ended: bool,
    /// The villages whose records it is given.
    pub villages: Vec<String>,
    /// Its commits in villages that it had left (调整后补录).
    pub late: u64,
    /// Its newest receipt that is here.
    pub receipt: Option<Dated>,
    /// The last bundle that was written for it here.
    pub sent: Option<Dated>,
    /// Commits that it is not known to have.
    pub lacks: u64,
    /// Commits of it that came after its end and do not count.
    pub turned_up: u64,
}

/// Numbers of another machine's work that have not arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// Whose; empty while that is not known either.
    pub label: String,
    /// First and last number.
    pub first: u64,
    pub last: u64,
}

/// What a file in the folder is, before it is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileState {
    /// Readable here, with something that is not here yet.
    New,
    /// Everything that it names is here.
    Known,
    /// Not for this machine, or another office's.
    NotForUs,
    /// Written by this machine.
    Own,
    /// Cannot be read; opening it says why.
    Broken,
    /// Somebody asks for what is missing there.
    Request,
}

/// A file in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileLine {
    /// Its name, never believed.
    pub name: String,
    /// From whom, as far as that can be read.
    pub from: String,
    /// The sender's date and time, never believed.
    pub made: String,
    /// What it is.
    pub state: FileState,
}

/// The pane's contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExchangeView {
    /// Every machine, this one among them.
    pub machines: Vec<MachineLine>,
    /// What the office has not confirmed; none in the office itself.
    pub unconfirmed: Option<u64>,
    /// Age in days of the oldest of it.
    pub unconfirmed_days: i64,
    /// What is waited for.
    pub gaps: Vec<Gap>,
    /// The folder that was looked into; empty when none was proposed.
    pub folder: String,
    /// It cannot be read.
    pub folder_fault: Option<Both>,
    /// Sticks that are there.
    pub sticks: Vec<String>,
    /// What lies in the folder, new first.
    pub files: Vec<FileLine>,
}

/// A bundle that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenView {
    /// Its file's name.
    pub file: String,
    /// For whom.
    pub to: String,
    /// Commits inside.
    pub commits: u64,
    /// More is left for a next one.
    pub more: bool,
}

/// What a file would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArrivalView {
    /// The file's name.
    pub file: String,
    /// From whom.
    pub from: String,
    /// The sender's work has ended.
    pub ended: bool,
    /// The sender's date and time.
    pub made: String,
    /// Counts in the order of [`Count::ALL`].
    pub counts: [u64; 6],
    /// Records that are here already.
    pub already: u64,
    /// The records behind the counts, at most a few hundred of each.
    pub rows: Vec<(Count, Both)>,
}

/// What taking in did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenInView {
    /// From whom.
    pub from: String,
    /// The sender's work has ended: what it wrote after that is put aside.
    pub ended: bool,
    /// Counts in the order of [`Count::ALL`].
    pub counts: [u64; 6],
    /// Equal records came to equal digests on both sides.
    pub agrees: bool,
    /// This folder is a copy: it goes on in a stream of its own.
    pub minted: bool,
    /// Villages that came to this machine, or left it; empty when none did.
    pub moved: Both,
    /// Commits of laptops in villages that they had left.
    pub late: u64,
}

/// One value, with who gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClashValue {
    /// The value in the words of the work, numbers masked; empty when it is empty.
    pub value: Both,
    /// The officer.
    pub officer: String,
    /// Date and minute at UTC+8.
    pub when: String,
    /// The machine's label.
    pub device: String,
    /// That machine is this one.
    pub here: bool,
    /// Why, in the officer's own words; empty when not said.
    pub why: String,
}

/// One thing to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClashView {
    /// Its id.
    pub id: String,
    /// What it is.
    pub sort: Sort,
    /// Whose: name and code.
    pub who: String,
    /// The other one of a duplicate, or the other household of an overlap; empty otherwise.
    pub other: String,
    /// The field, in the words of the form.
    pub field: Both,
    /// What stood there before; empty when nothing did.
    pub before: Both,
    /// Of a duplicate: by what each of the two is known.
    pub persons: Vec<Both>,
    /// In the order in which they are taken.
    pub values: Vec<ClashValue>,
    /// A value of one's own settles it too.
    pub own_value: bool,
    /// Money is held until it is settled.
    pub holds_money: bool,
}
