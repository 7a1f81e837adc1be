//! What is asked of the state: a record, a kind, the records that hold a value, digests and counts.

use std::collections::BTreeMap;

use super::cells::CellError;
use super::{META_IMPORT, State, StateError, layout, records, value};
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{Audience, Digests, EntityId};
use crate::store::locals::FinishedImport;

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

    /// At most `count` records of a kind, in the order of audience, scope and entity: those after one, or from the first;
    /// with `scope` everyone's records of that scope only. Fewer than `count` = there are no more.
    pub fn page(
        &self,
        kind: u16,
        scope: Option<EntityId>,
        after: Option<&RecordKey>,
        count: usize,
    ) -> Result<Vec<(RecordKey, Record)>, StateError> {
        let prefix = match scope {
            Some(scope) => layout::scope(kind, Audience::Everyone, scope),
            None => layout::kind(kind),
        };
        let after = after.map(layout::record);
        let mut found = Vec::with_capacity(count);
        self.cells.scan_after(&prefix, after.as_deref(), |name, plain| -> Result<bool, StateError> {
            if let Some(key) = layout::record_of(name) {
                found.push((key, records::join(&self.cells, name, plain)?));
            }
            Ok(found.len() < count)
        })?;
        Ok(found)
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

    /// Number of records of a kind.
    pub fn count(&self, kind: u16) -> u64 {
        self.counts.get(&kind).copied().unwrap_or(0)
    }

    /// The digests of every (audience, scope).
    pub fn digests(&self) -> &BTreeMap<(Audience, EntityId), Digests> {
        &self.digests
    }

    /// The cells of the last roster that held this person, in the encoding of `sheets`.
    pub fn last_roster(&self, person: EntityId) -> Result<Option<Vec<u8>>, StateError> {
        Ok(self.cells.get(&layout::last_roster(person))?.map(|plain| plain.to_vec()))
    }

    /// The cells of the last roster of everyone.
    pub fn each_last_roster(&self, mut each: impl FnMut(EntityId, &[u8])) -> Result<(), StateError> {
        let prefix = layout::last_roster(EntityId::ZERO);
        let prefix = prefix.get(..2).unwrap_or_default();
        self.cells.scan(prefix, |name, plain| -> Result<(), StateError> {
            if let Some(person) = name.get(2..).and_then(EntityId::from_slice) {
                each(person, plain);
            }
            Ok(())
        })
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
