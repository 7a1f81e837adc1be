//! What the records say already, as an import asks for it; and what an import leaves behind for the next
//! one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::day::Day;
use crate::domain::place::Places;
use crate::journal::{EntityId, Hash, OpId, Record};

use super::said::SlotAt;

/// A household of the records, with all live values of its code (several stand in conflict).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownHousehold {
    /// Its entity.
    pub entity: EntityId,
    /// Its village: the scope of its record.
    pub village: EntityId,
    /// Its code.
    pub codes: Vec<String>,
    /// Its head's person, if there is one.
    pub head: Option<EntityId>,
}

/// A person of the records. Those set aside are among them, because a code is never used again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownPerson {
    /// The person's entity.
    pub entity: EntityId,
    /// The village: the scope of the record that stands.
    pub village: EntityId,
    /// The person's code.
    pub code: String,
    /// Live names.
    pub names: Vec<String>,
    /// Live identity numbers.
    pub id_numbers: Vec<String>,
    /// Live dates of birth.
    pub births: Vec<Day>,
    /// The household of the membership that stands.
    pub household: Option<EntityId>,
    /// That membership.
    pub membership: Option<EntityId>,
    /// Set aside by an officer.
    pub set_aside: bool,
}

/// The records as an import sees them; one state for the whole of a plan.
pub trait Known {
    /// The data set, for the natural keys of places.
    fn data_set(&self) -> Hash;
    /// All places.
    fn places(&self) -> &Places;
    /// All households that stand, of everyone's audience.
    fn households(&self) -> &[KnownHousehold];
    /// All persons.
    fn persons(&self) -> &[KnownPerson];
    /// One record, folded.
    fn record(&self, kind: u16, scope: EntityId, entity: EntityId) -> Option<Record>;
    /// What the last roster said about a person or household.
    fn last(&self, entity: EntityId) -> Option<LastCells>;
}

/// What the last roster that held a person (or household) said: the middle of the three-way comparison,
/// kept in a Local frame.
/// The cells of a person and of its membership stand under the person's entity.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCells {
    /// The person's or household's entity.
    pub entity: EntityId,
    /// The operations that imports wrote, named by the cells.
    pub ops: Vec<OpId>,
    /// By kind and slot, ascending.
    pub cells: Vec<LastCell>,
}

/// One normalised cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastCell {
    /// Kind number.
    pub kind: u16,
    /// Slot number.
    pub slot: u16,
    /// Schema of the value.
    pub schema: u8,
    /// The value.
    pub value: Vec<u8>,
    /// Index into `ops` of the operation that wrote it, if an import did.
    pub op: Option<u16>,
}

impl LastCells {
    /// The cell of a slot.
    pub fn cell(&self, at: SlotAt) -> Option<&LastCell> {
        self.cells.iter().find(|cell| cell.kind == at.kind && cell.slot == at.slot)
    }

    /// The operation that an import wrote for a slot.
    pub fn op(&self, at: SlotAt) -> Option<OpId> {
        let index = self.cell(at)?.op?;
        self.ops.get(usize::from(index)).copied()
    }

    /// Sets cells, keeping the order and forgetting operations that no cell names any more.
    pub(super) fn set_all(&mut self, news: impl IntoIterator<Item = (SlotAt, u8, Vec<u8>, Option<OpId>)>) {
        let mut cells: BTreeMap<SlotAt, (u8, Vec<u8>, Option<OpId>)> = BTreeMap::new();
        for cell in std::mem::take(&mut self.cells) {
            let op = cell.op.and_then(|index| self.ops.get(usize::from(index)).copied());
            cells.insert(SlotAt { kind: cell.kind, slot: cell.slot }, (cell.schema, cell.value, op));
        }
        cells.extend(news.into_iter().map(|(at, schema, value, op)| (at, (schema, value, op))));
        let mut ops: Vec<OpId> = cells.values().filter_map(|(.., op)| *op).collect();
        ops.sort_unstable();
        ops.dedup();
        let index = |op: OpId| ops.binary_search(&op).ok().and_then(|index| u16::try_from(index).ok());
        let cell = |(at, (schema, value, op)): (SlotAt, (u8, Vec<u8>, Option<OpId>))| LastCell {
            kind: at.kind,
            slot: at.slot,
            schema,
            value,
            op: op.and_then(index),
        };
        self.cells = cells.into_iter().map(cell).collect();
        self.ops = ops;
    }
}
