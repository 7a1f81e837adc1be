//! What importing a roster would change (导入预览): counted, row by row with both values, and the operations
//! that do it.
//!
//! Pure and deterministic: the same file and the same records give the same plan, and after an import that
//! was cut off the rest of it.

use crate::domain::value::Value;
use crate::journal::codec::{self, CodecError};
use crate::journal::{Change, CommitId, EntityId, Hash, Op, OpId};

use super::fields::Field;
use super::known::{Known, LastCells};
use super::refusal::{Finding, Refusal, RowAt};
use super::roster::Roster;
use super::said::{SlotAt, field_of};
use super::three_way::Cell;
use super::weave::Weaver;

/// Most operations of one part; a commit may hold as many.
pub const PART_OPS_MAX: usize = 2_000;
/// Most bytes of one part as estimated; less than a commit may hold, because of what stands around each
/// operation.
pub const PART_BYTES_MAX: usize = 1_500_000;

/// What becomes of an imported row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A new person.
    New,
    /// Nothing to change.
    Same,
    /// Something changes, perhaps beside an officer's work.
    Changed,
}

/// One slot that a row changes, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellChange {
    /// The column.
    pub field: Field,
    /// What the file says.
    pub file: String,
    /// What the record says now, sorted; an empty text = emptied.
    pub record: Vec<String>,
    /// True if both stay, because an officer wrote what the record says.
    pub clash: bool,
}

/// What becomes of one row, for the preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowPlan {
    /// Where it stands.
    pub at: RowAt,
    /// What becomes of it.
    pub kind: RowKind,
    /// The person.
    pub person: EntityId,
    /// The person's code.
    pub code: String,
    /// What changes; empty for new persons, whose row says it all.
    pub changes: Vec<CellChange>,
}

/// One clash, as `import --json` lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Where.
    pub at: RowAt,
    /// The person's code.
    pub code: String,
    /// The column.
    pub field: Field,
    /// What the file says.
    pub file: String,
    /// What the record says.
    pub record: Vec<String>,
}

/// The five counts of a preview. `clashing` are among `changed`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New persons.
    pub new: usize,
    /// Rows that change nothing.
    pub same: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Of those, rows that clash with an officer's work.
    pub clashing: usize,
    /// Refused rows.
    pub refused: usize,
    /// Persons of the file's villages whom the file does not hold; they stay as they are.
    pub absent: usize,
}

/// The outcome cells of one entity, waiting for the ids of the operations. What operations say is not said twice: a district's
/// roster has millions of cells.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub before: LastCells,
    /// Operations of the part whose values are this entity's cells.
    pub written: Vec<u16>,
    /// Cells without an operation in this part, with an earlier one of an import's.
    pub kept: Vec<(Cell, Option<OpId>)>,
}

impl Pending {
    /// Nothing written yet about an entity.
    pub fn of(before: LastCells) -> Self {
        Self { before, written: Vec::new(), kept: Vec::new() }
    }

    /// Of an entity that is new.
    pub fn fresh(entity: EntityId) -> Self {
        Self::of(LastCells { entity, ..LastCells::default() })
    }

    fn settle(&self, ops: &[Op], commit: CommitId) -> LastCells {
        let kept = self.kept.iter().map(|(cell, op)| (cell.at, cell.schema, cell.value.clone(), *op));
        let written = self.written.iter().filter_map(|index| Some((*index, ops.get(usize::from(*index))?)));
        let written = written.flat_map(|(index, op)| {
            op.changes.iter().filter_map(move |change| {
                let at = SlotAt { kind: op.kind, slot: change.slot };
                // Codes, references and orders are the import's own; only columns of the file are compared again.
                field_of(at)?;
                Some((at, change.schema, change.value.clone()?, Some(OpId::new(commit, index))))
            })
        });
        let mut after = self.before.clone();
        after.set_all(kept.chain(written));
        after
    }
}

/// One commit's worth of operations, all of one scope. They wait in their packed form: a district's plan has four hundred
/// thousand of them.
#[derive(Clone, Debug)]
pub struct Part {
    /// A village, or zeros for places.
    pub scope: EntityId,
    packed: Vec<u8>,
    ends: Vec<u32>,
    pub(super) pending: Vec<Pending>,
}

impl Part {
    fn new(scope: EntityId) -> Self {
        Self { scope, packed: Vec::new(), ends: Vec::new(), pending: Vec::new() }
    }

    /// Number of operations; none: only outcomes are to be kept.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True without operations.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The operations, in the order in which they stand in the commit. An error for one that is too large for a commit.
    pub fn ops(&self) -> Result<Vec<Op>, CodecError> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let bounds = starts.zip(&self.ends);
        bounds
            .map(|(start, end)| {
                codec::decode_op(self.packed.get(start as usize..*end as usize).unwrap_or_default())
            })
            .collect()
    }

    /// The outcome cells to keep in Local frames with the commit that holds `ops`, this part's operations (zeros
    /// if it has none).
    pub fn outcomes(&self, ops: &[Op], commit: CommitId) -> Vec<LastCells> {
        self.pending.iter().map(|pending| pending.settle(ops, commit)).collect()
    }

    fn push(&mut self, op: &Op) -> u16 {
        // One that does not fit into a commit stays empty here and is refused when the part is read.
        self.packed.extend(codec::encode_op(op).unwrap_or_default());
        self.ends.push(self.packed.len() as u32);
        (self.ends.len() - 1) as u16
    }
}

/// What an import would do.
#[derive(Clone, Debug, Default)]
pub struct ImportPlan {
    /// The file.
    pub file: Hash,
    /// The counts.
    pub counts: Counts,
    /// Every imported row, in the order of the file.
    pub rows: Vec<RowPlan>,
    /// Refused rows, in the order of the file.
    pub refusals: Vec<Refusal>,
    /// Remarks, in the order of the file.
    pub findings: Vec<Finding>,
    /// The commits: places first, then village by village in the order of the file.
    pub parts: Vec<Part>,
}

impl ImportPlan {
    /// Compares a roster with the records. `progress` is told rows done and all rows, and stops the work by
    /// `false`; then
    /// there is no plan.
    pub fn make(
        roster: &Roster,
        known: &impl Known,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Option<ImportPlan> {
        Weaver::new(roster, known).weave(progress)
    }

    /// Operations of all parts.
    pub fn operations(&self) -> usize {
        self.parts.iter().map(Part::len).sum()
    }

    /// True if there is nothing to write: the file changes nothing.
    pub fn is_empty(&self) -> bool {
        self.operations() == 0
    }

    /// All clashes.
    pub fn clashes(&self) -> impl Iterator<Item = Clash> + '_ {
        self.rows.iter().flat_map(|row| {
            row.changes.iter().filter(|change| change.clash).map(|change| Clash {
                at: row.at,
                code: row.code.clone(),
                field: change.field,
                file: change.file.clone(),
                record: change.record.clone(),
            })
        })
    }

    pub(super) fn count(&mut self) {
        for row in &self.rows {
            match row.kind {
                RowKind::New => self.counts.new += 1,
                RowKind::Same => self.counts.same += 1,
                RowKind::Changed => self.counts.changed += 1,
            }
            self.counts.clashing += usize::from(row.changes.iter().any(|change| change.clash));
        }
        self.counts.refused = self.refusals.len();
        self.refusals.sort_by_key(|refusal| refusal.at);
        self.findings.sort_by_key(|finding| finding.at);
    }
}

/// Fills parts with operations.
#[derive(Default)]
pub(super) struct Parts {
    done: Vec<Part>,
    bytes: usize,
}

impl Parts {
    /// Begins a part if operations of this weight no longer fit into the current one, or it is another
    /// scope's.
    pub fn open(&mut self, scope: EntityId, ops: usize, bytes: usize) {
        let fits = self.done.last().is_some_and(|part| {
            part.scope == scope
                && part.len() + ops <= PART_OPS_MAX
                && part.pending.len() < PART_OPS_MAX
                && self.bytes + bytes <= PART_BYTES_MAX
        });
        if !fits {
            if let Some(full) = self.done.last_mut() {
                full.packed.shrink_to_fit();
            }
            self.done.push(Part::new(scope));
            self.bytes = 0;
        }
        self.bytes += bytes;
    }

    /// Adds an operation to the open part and tells its index.
    pub fn push(&mut self, op: &Op) -> u16 {
        self.done.last_mut().map_or(0, |part| part.push(op))
    }

    /// Adds outcome cells to the open part.
    pub fn keep(&mut self, pending: Pending) {
        if let Some(part) = self.done.last_mut()
            && !(pending.written.is_empty() && pending.kept.is_empty())
        {
            part.pending.push(pending);
        }
    }

    pub fn finish(self) -> Vec<Part> {
        self.done.into_iter().filter(|part| !part.is_empty() || !part.pending.is_empty()).collect()
    }
}

/// About the bytes that changes take in a commit, with salt and hash beside the operation.
pub(super) fn weight(changes: &[Change]) -> usize {
    let values = changes
        .iter()
        .map(|change| 16 + change.value.as_ref().map_or(0, Vec::len) + change.replaces.len() * OpId::LEN);
    120 + values.sum::<usize>()
}

/// A change of a new record.
pub(super) fn fresh(slot: u16, value: &Value) -> Option<Change> {
    let (schema, bytes) = value.encode().ok()?;
    Some(Change { slot, schema, value: Some(bytes), replaces: Vec::new() })
}
