//! Acts on the desk (办理): what an officer did becomes one commit, and roll and index follow without reading everything anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::roll::{Stay, read_same, row_of, stay_of};
use super::{Desk, DeskError};
use crate::domain::acts::{self, Held, Write};
use crate::domain::kinds::{kind, membership};
use crate::domain::record::{Household, Membership, Sought};
use crate::domain::value::Value;
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{Act, Audience, EntityId};
use crate::store::{Part, StoreError};

/// The key of a record of a village.
pub fn key_of(kind: u16, scope: EntityId, entity: EntityId) -> RecordKey {
    RecordKey { audience: Audience::Everyone, kind, scope, entity }
}

impl Desk {
    /// A record as it is now.
    pub fn record(&self, key: RecordKey) -> Result<Option<Record>, StoreError> {
        self.folder.ask(move |state| state.record(&key))
    }

    /// A record with the operations behind each slot; none if nothing was ever written to it.
    pub fn held(&self, key: RecordKey) -> Result<Option<Held>, DeskError> {
        let record = self.record(key)?;
        Ok(record.map(|record| Held::of(key, &record)).transpose()?)
    }

    /// Writes an act and confirms it. Nothing to write is nothing written.
    pub fn write(&mut self, act: Act, writes: Vec<Write>) -> Result<Vec<RecordKey>, DeskError> {
        if writes.iter().all(|write| write.puts.is_empty()) {
            return Ok(Vec::new());
        }
        let mut keys = Vec::new();
        self.folder.write(Part::whole(act), |commit| {
            let first = commit.next_id();
            for scoped in acts::operations(writes, first.commit(), first.index())? {
                commit.push(scoped.scope, &scoped.op)?;
                keys.push(key_of(scoped.op.kind, scoped.scope, scoped.op.entity));
            }
            Ok(())
        })?;
        self.touched(&keys)?;
        Ok(keys)
    }

    /// The acts of this folder's journal: a draft whose act is among them was saved.
    pub fn acts_written(&self) -> Result<BTreeSet<Act>, StoreError> {
        self.folder.ask(|state| Ok(state.ledger().entries().map(|entry| entry.header.act).collect()))
    }

    /// Brings roll and index up to what these records say now.
    pub fn touched(&mut self, keys: &[RecordKey]) -> Result<(), StoreError> {
        self.swept = None;
        if keys.iter().any(|key| key.kind == kind::PLACE) {
            return self.refresh();
        }
        if keys.iter().any(|key| key.kind == kind::PAIR) {
            Arc::make_mut(&mut self.roll).same = read_same(&self.folder.asker())?;
        }
        let mut persons: BTreeSet<EntityId> = BTreeSet::new();
        let mut scopes: BTreeSet<EntityId> = BTreeSet::new();
        for key in keys {
            scopes.insert(key.scope);
            match key.kind {
                kind::HOUSEHOLD => persons.extend(self.touch_household(*key)?),
                kind::PERSON => {
                    persons.insert(key.entity);
                }
                kind::MEMBERSHIP => {
                    let record = self.record(*key)?;
                    persons.extend(
                        record.and_then(|record| Membership::from_record(*key, &record).person.shown),
                    );
                }
                _ => {}
            }
        }
        for person in persons {
            self.touch_person(person, &scopes)?;
        }
        Ok(())
    }

    /// Gives the members, whose entries name the household.
    fn touch_household(&mut self, key: RecordKey) -> Result<Vec<EntityId>, StoreError> {
        let Some(record) = self.record(key)? else { return Ok(Vec::new()) };
        let household = Household::from_record(key, &record);
        let row = row_of(&household);
        let index = Arc::make_mut(&mut self.index);
        Arc::make_mut(&mut self.roll).aside.remove(&key.entity);
        if household.common.stands() {
            index.upsert(&self.roll.household_entry(key.entity, &row));
            Arc::make_mut(&mut self.roll).households.insert(key.entity, row);
        } else if self.roll.households.get(&key.entity).is_none_or(|known| known.key.scope == key.scope) {
            index.remove(key.entity);
            Arc::make_mut(&mut self.roll).households.remove(&key.entity);
            if household.common.closed.is_empty() {
                Arc::make_mut(&mut self.roll).aside.insert(key.entity, row);
            }
        }
        if !household.common.closed.is_empty() {
            Arc::make_mut(&mut self.roll).gone.entry(key.entity).or_default().insert(key.scope);
        }
        let holding = self.holding(membership::HOUSEHOLD, key.entity)?;
        Ok(holding.iter().filter_map(|membership| membership.person.shown).collect())
    }

    fn touch_person(&mut self, person: EntityId, scopes: &BTreeSet<EntityId>) -> Result<(), StoreError> {
        let mut villages = scopes.clone();
        villages.extend(self.roll.persons.get(&person).map(|row| row.village));
        let found = self.folder.ask(move |state| {
            let mut found = Vec::new();
            for village in villages {
                let key = key_of(kind::PERSON, village, person);
                found.extend(state.record(&key)?.map(|record| (key, record)));
            }
            Ok(found)
        })?;
        let payees = &mut Arc::make_mut(&mut self.roll).payees;
        found.iter().for_each(|(key, record)| payees.take(*key, record));
        let found: Vec<Sought> =
            found.iter().map(|(key, record)| Sought::from_record(*key, record)).collect();
        let Some(now) = found.iter().find(|person| person.common.stands()).or(found.first()) else {
            return Ok(());
        };
        let stays = self.holding(membership::PERSON, person)?;
        let stays = stays.iter().filter_map(|membership| stay_of(membership, self.today));
        let stay: Option<Stay> = stays.map(|(_, stay)| stay).max_by_key(|stay| (stay.open, stay.from));
        let entry =
            Arc::make_mut(&mut self.roll).take_person(now, stay.map(|stay| (stay.household, stay.order)));
        let index = Arc::make_mut(&mut self.index);
        match entry {
            Some(entry) => index.upsert(&entry),
            None => index.remove(person),
        }
        Ok(())
    }

    /// Every membership that names this person or household in that slot.
    pub fn holding(&self, slot: u16, entity: EntityId) -> Result<Vec<Membership>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(entity).encode() else { return Ok(Vec::new()) };
        let records = self.folder.ask(move |state| state.holding(kind::MEMBERSHIP, slot, &bytes))?;
        Ok(records.iter().map(|(key, record)| Membership::from_record(*key, record)).collect())
    }
}
