//! The three-way comparison of one record: this file, the last roster, what the records say now (design.md
//! 3).
//!
//! A cell that did not change since the last roster never overwrites an officer's correction; one that
//! changed replaces only
//! the operation that the last import wrote, so that a clash with an officer's work becomes a conflict and
//! not a loss.
//! An empty cell says nothing.

use crate::journal::{Change, OpId, Record};

use super::known::LastCells;
use super::said::SlotAt;

/// What this file says about a slot, encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub at: SlotAt,
    pub schema: u8,
    pub value: Vec<u8>,
}

/// A slot that the file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    pub at: SlotAt,
    pub schema: u8,
    pub value: Vec<u8>,
    /// What the record says now; `None` = emptied.
    pub record: Vec<(u8, Option<Vec<u8>>)>,
    /// True if an officer's value stays beside it.
    pub clash: bool,
}

/// The outcome for one record.
#[derive(Default)]
pub(super) struct Outcome {
    /// For an operation on the record, in slot order.
    pub changes: Vec<Change>,
    /// The same with what they change.
    pub changed: Vec<Changed>,
    /// Cells that say something new but need no operation, with the import's own operation if it wrote that
    /// value before.
    pub kept: Vec<(Cell, Option<OpId>)>,
}

/// Compares the cells of one record's kind. `own` = true if this very row created the record: what is live
/// is the import's.
pub(super) fn compare(
    cells: Vec<Cell>,
    record: Option<&Record>,
    last: Option<&LastCells>,
    own: bool,
) -> Outcome {
    let mut outcome = Outcome::default();
    for cell in cells {
        let before = last.and_then(|last| last.cell(cell.at));
        if before.is_some_and(|before| (before.schema, &before.value) == (cell.schema, &cell.value)) {
            continue;
        }
        let live = record.map(|record| record.values(cell.at.slot)).unwrap_or_default();
        let same = live
            .iter()
            .find(|value| value.schema == cell.schema && value.bytes == Some(cell.value.as_slice()));
        if let Some(same) = same {
            let mine = last.and_then(|last| last.op(cell.at)).filter(|op| same.ops.contains(op));
            let op = mine.or_else(|| same.ops.first().copied().filter(|_| own));
            outcome.kept.push((cell, op));
            continue;
        }
        let mine = last.and_then(|last| last.op(cell.at));
        let replaces: Vec<OpId> =
            mine.filter(|op| live.iter().any(|value| value.ops.contains(op))).into_iter().collect();
        let stays = |ops: &[OpId]| ops.iter().any(|op| !replaces.contains(op));
        outcome.changed.push(Changed {
            at: cell.at,
            schema: cell.schema,
            value: cell.value.clone(),
            record: live.iter().map(|value| (value.schema, value.bytes.map(<[u8]>::to_vec))).collect(),
            clash: live.iter().any(|value| stays(&value.ops)),
        });
        outcome.changes.push(Change {
            slot: cell.at.slot,
            schema: cell.schema,
            value: Some(cell.value),
            replaces,
        });
    }
    outcome.changes.sort_by_key(|change| change.slot);
    outcome
}
