//! What is asked of the state: a record, a kind, the records that hold a value, digests and counts.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::cells::{CellError, SealedCells};
use super::{META_IMPORT, State, StateError, layout, records, value};
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{Audience, Digests, EntityId, Sum};
use crate::store::locals::FinishedImport;

/// Records that lie side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// All of a kind.
    Kind(u16),
    /// All of a kind in the lower or upper half of the scopes: two threads read them side by side.
    Half {
        /// The kind.
        kind: u16,
        /// Which half.
        upper: bool,
    },
    /// Everyone's of a kind in one scope.
    Scope(u16, EntityId),
}

/// What the records are made of: whatever was made of another edition is out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Commits whose headers are here.
    commits: usize,
    /// Over the operations that count and whose bodies are here.
    counted: Sum,
}

/// Some records of a stretch as they lie in the state: whoever asked opens them on a thread of their own.
pub struct Page {
    cells: SealedCells,
    records: usize,
    more: bool,
}

impl Page {
    /// Number of records.
    pub fn len(&self) -> usize {
        self.records
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.records == 0
    }

    /// True if there are more behind it.
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// Opens the records, one after another.
    pub fn open(&self, mut each: impl FnMut(RecordKey, Record)) -> Result<(), StateError> {
        let mut rows = self.cells.open().peekable();
        while let Some(row) = rows.next() {
            let (name, first) = row?;
            let Some(key) = layout::record_of(name) else {
                return Err(CellError::Shape("record").into());
            };
            let part = |row: &Result<(&[u8], _), CellError>| !matches!(row, Ok((name, _)) if layout::record_of(name).is_some());
            let mut parts = Vec::new();
            while let Some(row) = rows.next_if(part) {
                parts.push(row?.1);
            }
            each(key, records::whole(&first, &parts)?);
        }
        Ok(())
    }
}

impl State {
    /// One record.
    pub fn record(&self, key: &RecordKey) -> Result<Option<Record>, StateError> {
        Ok(records::load(&self.cells, key)?)
    }

    /// Every record of a kind, in the order of audience, scope and entity.
    pub fn each(&self, kind: u16, mut each: impl FnMut(RecordKey, Record)) -> Result<(), StateError> {
        self.cells.scan(&layout::kind(kind), |name, plain| -> Result<(), StateError> {
            if let Some(key) = layout::record_of(name) {
                each(key, records::join(&self.cells, name, plain)?);
            }
            Ok(())
        })
    }

    /// At most `count` records of a stretch, in the order of audience, scope and entity, still sealed: those after
    /// another page, or from the first.
    pub fn page(&self, stretch: Stretch, after: Option<&Page>, count: usize) -> Result<Page, StateError> {
        let (from, to) = match stretch {
            Stretch::Kind(kind) => (layout::kind(kind), layout::behind(kind)),
            Stretch::Half { kind, upper } => layout::half(kind, upper),
            Stretch::Scope(kind, scope) => {
                let from = layout::scope(kind, Audience::Everyone, scope);
                // Behind every entity of the scope, with every number of a part.
                let to = [from.as_slice(), &[0xFF; EntityId::LEN + 3]].concat();
                (from, to)
            }
        };
        let from = match after.and_then(|page| page.cells.last_key()) {
            Some(key) => Bound::Excluded(key),
            None => Bound::Included(from.as_slice()),
        };
        let (mut records, mut full) = (0, false);
        let cells = self.cells.sealed((from, Bound::Excluded(to.as_slice())), |name| {
            // The parts of a long record stay together.
            let first = layout::record_of(name).is_some();
            full = first && records == count;
            records += usize::from(first && !full);
            !full
        })?;
        Ok(Page { cells, records, more: full })
    }

    /// Every record of every kind.
    pub fn each_record(&self, mut each: impl FnMut(RecordKey, Record)) -> Result<(), StateError> {
        self.cells.scan(&[layout::RECORD], |name, plain| -> Result<(), StateError> {
            if let Some(key) = layout::record_of(name) {
                each(key, records::join(&self.cells, name, plain)?);
            }
            Ok(())
        })
    }

    /// The records of an entity of a kind in all scopes.
    pub fn entity(&self, kind: u16, entity: EntityId) -> Result<Vec<(RecordKey, Record)>, StateError> {
        let mut found = Vec::new();
        for name in self.cells.keys(&layout::kind(kind)) {
            if let Some(key) = layout::record_of(&name?).filter(|key| key.entity == entity) {
                found.extend(self.record(&key)?.map(|record| (key, record)));
            }
        }
        Ok(found)
    }

    /// The records that hold this value in an indexed slot: a household's members, a number's persons.
    pub fn holding(
        &self,
        kind: u16,
        slot: u16,
        bytes: &[u8],
    ) -> Result<Vec<(RecordKey, Record)>, StateError> {
        let prefix = layout::by_value(self.tokens.token(kind, slot, bytes));
        let mut found = Vec::new();
        for row in self.cells.keys(&prefix) {
            let row = row?;
            let name = row.get(prefix.len()..).unwrap_or_default();
            let key = layout::record_of(name).ok_or(CellError::Shape("row by value"))?;
            found.extend(self.record(&key)?.map(|record| (key, record)));
        }
        Ok(found)
    }

    /// What the records are made of now.
    pub fn edition(&self) -> Edition {
        let mut counted = Sum::default();
        self.digests.values().for_each(|digests| counted.add(digests.input.0));
        Edition { commits: self.ledger.len(), counted }
    }

    /// Number of records of a kind.
    pub fn count(&self, kind: u16) -> u64 {
        self.counts.get(&kind).copied().unwrap_or(0)
    }

    /// The digests of every (audience, scope).
    pub fn digests(&self) -> &BTreeMap<(Audience, EntityId), Digests> {
        &self.digests
    }

    /// Every learned mapping, in the encoding of `sheets`.
    pub fn each_mapping(&self, mut each: impl FnMut(&[u8])) -> Result<(), StateError> {
        self.cells.scan(&layout::mapping(&[]), |_, plain| -> Result<(), StateError> {
            each(plain);
            Ok(())
        })
    }

    /// The last finished import of this folder.
    pub fn last_import(&self) -> Result<Option<FinishedImport>, StateError> {
        Ok(value(&self.cells, &layout::meta(META_IMPORT), META_IMPORT)?)
    }
}
