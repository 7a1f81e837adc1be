//! What the exchange pane asks for and is told about rulings and ends (裁定与停用): imports undone, machines ended, what turns up
//! of them later.

pub use crate::exchange::brought::Ruled;
use crate::i18n::Both;
pub use crate::i18n::reasons::{Asked, Spoken};
use crate::journal::EntityId;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Every import of this folder; answered by `Imports`.
    Imports,
    /// What one of them brought; answered by `Brought` or `Not`.
    Brought { id: String },
    /// Undo an import, or count it again; answered by `Ruled`, `Rested` or `Not`.
    Rule { id: String, again: bool, why: String },
    /// What would be lost with a machine; answered by `Loss` or `Not`.
    Loss { device: EntityId },
    /// End a machine; answered by `Ended` or `Not`.
    End { device: EntityId, why: String },
    /// Write the households of its loss window as a paper; answered by `Printed` or `Not`.
    PrintLoss { device: EntityId, path: String },
    /// What turned up of an ended machine; answered by `Late`.
    Late { device: EntityId },
    /// Release one commit of it, or all; answered by `Released` or `Not`.
    Release { device: EntityId, commit: Option<String>, why: String },
}

/// What is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// The newest first.
    Imports(Vec<ImportView>),
    /// What one of them brought.
    Brought(BroughtView),
    /// An import was undone, or counts again: in words.
    Ruled(Both),
    /// Something rests on it: what, and the sentence. Nothing changed.
    Rested(Vec<RestView>, Both),
    /// What would be lost.
    Loss(LossView),
    /// The machine has ended; what may be lost.
    Ended(LossView),
    /// The paper was written: in words.
    Printed(Both),
    /// What turned up.
    Late(LateView),
    /// It was released: in words.
    Released(Both),
    /// It was not done, and why.
    Not(Both),
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportView {
    /// Its id.
    pub id: String,
    /// From which machine; none for an office file.
    pub from: Option<String>,
    /// Date and minute at UTC+8.
    pub when: String,
    /// Commits.
    pub commits: usize,
    /// Operations.
    pub operations: u64,
    /// What the rulings say.
    pub ruled: Ruled,
    /// Who ruled on it last, and why.
    pub spoken: Option<Spoken>,
    /// An office file of which the last part is missing.
    pub unfinished: bool,
}

/// Something that rests on an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestView {
    /// Kind and name of the record; empty for a commit as a whole.
    pub about: Both,
    /// Why.
    pub why: Both,
    /// Date and minute at UTC+8.
    pub when: String,
    /// The officer.
    pub officer: String,
    /// The machine's label.
    pub device: String,
}

/// One household of a loss window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossRow {
    /// Its village.
    pub village: String,
    /// Its code.
    pub code: String,
    /// Its head.
    pub head: String,
    /// What was planned there; empty for nothing.
    pub plan: Both,
    /// The last day of which the machine wrote about it; empty for never.
    pub heard: String,
}

/// The known loss window of a machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossView {
    /// The machine.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// The day of its last receipt.
    pub receipt: Option<String>,
    /// The last day of which anything of it came.
    pub newest: Option<String>,
    /// Its villages.
    pub villages: Vec<String>,
    /// Its households.
    pub rows: Vec<LossRow>,
    /// It has ended.
    pub ended: bool,
}

/// One record of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRecord {
    /// Kind and name.
    pub about: Both,
    /// Field, value, and what stands here now.
    pub values: Vec<(Both, Both, Both)>,
    /// The officer's roles would not have allowed it.
    pub beyond_role: bool,
}

/// One commit as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRow {
    /// Its id.
    pub commit: String,
    /// Label of the machine that wrote it.
    pub device: String,
    /// The officer.
    pub officer: String,
    /// Date and minute at UTC+8, by the machine's clock.
    pub when: String,
    /// Whether it came before the end is not known yet.
    pub undecided: bool,
    /// What is in it: the first of them where there are many.
    pub records: Vec<ReadRecord>,
    /// How many there are.
    pub count: usize,
}

/// What an import brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BroughtView {
    /// The import.
    pub import: ImportView,
    /// Its commits in the order in which they were written: the first of them where there are many.
    pub rows: Vec<ReadRow>,
}

/// What turned up of an ended machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateView {
    /// The machine.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// Who ended it, and why.
    pub ended: Option<Spoken>,
    /// Its commits that do not count, in the order of its clock.
    pub rows: Vec<ReadRow>,
}
