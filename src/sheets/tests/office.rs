//! An office in memory: folds what plans write, so that imports can follow each other.

use std::collections::{BTreeMap, HashMap};

use crate::domain::kinds::kind;
use crate::domain::place::Places;
use crate::domain::record::Person;
use crate::domain::value::Value;
use crate::journal::id::Hash32;
use crate::journal::{Audience, Change, CommitId, EntityId, Hash, Op, OpId, Record, RecordKey};
use crate::sheets::*;

pub(super) struct Office {
    pub records: BTreeMap<RecordKey, Record>,
    pub last: HashMap<EntityId, LastCells>,
    pub snapshot: Snapshot,
    commits: u64,
}

impl Known for Office {
    fn data_set(&self) -> Hash {
        Hash32([7; 32])
    }
    fn places(&self) -> &Places {
        &self.snapshot.places
    }
    fn households(&self) -> &[KnownHousehold] {
        &self.snapshot.households
    }
    fn persons(&self) -> &[KnownPerson] {
        &self.snapshot.persons
    }
    fn record(&self, kind: u16, scope: EntityId, entity: EntityId) -> Option<Record> {
        self.records.get(&RecordKey { audience: Audience::Everyone, kind, scope, entity }).cloned()
    }
    fn last(&self, entity: EntityId) -> Option<LastCells> {
        self.last.get(&entity).cloned()
    }
}

impl Office {
    pub fn new() -> Self {
        Self { records: BTreeMap::new(), last: HashMap::new(), snapshot: Snapshot::default(), commits: 0 }
    }

    /// Writes one commit; tells its id.
    pub fn commit(&mut self, scope: EntityId, ops: &[Op]) -> CommitId {
        self.commits += 1;
        let mut id = [0; 14];
        id[6..].copy_from_slice(&self.commits.to_be_bytes());
        let id = CommitId(id);
        assert!(ops.len() <= crate::journal::commit::OPS_MAX);
        for (index, op) in (0..).zip(ops) {
            let bytes = crate::journal::codec::encode_op(op).unwrap();
            assert!(bytes.len() <= crate::journal::commit::BODY_BYTES_MAX);
            let key = RecordKey { audience: Audience::Everyone, kind: op.kind, scope, entity: op.entity };
            self.records.entry(key).or_default().apply(op.clone(), OpId::new(id, index), self.commits);
        }
        id
    }

    /// Writes the first `parts` parts of a plan.
    pub fn write(&mut self, plan: &ImportPlan, parts: usize) {
        for part in plan.parts.iter().take(parts) {
            let ops = part.ops().unwrap();
            let bytes: usize =
                ops.iter().map(|op| crate::journal::codec::encode_op(op).unwrap().len() + 60).sum();
            assert!(bytes < crate::journal::commit::COMMIT_BYTES_MAX - 100_000);
            let commit = self.commit(part.scope, &ops);
            for cells in part.outcomes(&ops, commit) {
                self.last.insert(cells.entity, cells);
            }
        }
        self.refresh();
    }

    pub fn refresh(&mut self) {
        let mut maker = SnapshotMaker::default();
        for (key, record) in &self.records {
            maker.take_in(*key, record);
        }
        self.snapshot = maker.finish();
    }

    pub fn plan(&self, roster: &Roster) -> ImportPlan {
        ImportPlan::make(roster, self, &mut |_, _| true).unwrap()
    }

    pub fn import(&mut self, bytes: &[u8]) -> ImportPlan {
        let plan = self.plan(&super::roster::roster(bytes));
        self.write(&plan, usize::MAX);
        plan
    }

    pub fn persons(&self) -> Vec<Person> {
        let persons = self.records.iter().filter(|(key, _)| key.kind == kind::PERSON);
        persons.map(|(key, record)| Person::from_record(*key, record)).collect()
    }

    pub fn person(&self, name: &str) -> Person {
        let mut found =
            self.persons().into_iter().filter(|person| person.name.all().any(|known| known == name));
        let person = found.next().unwrap();
        assert!(found.next().is_none(), "two called {name}");
        person
    }

    /// An officer's act: one slot of a person, replacing all that is live. Refresh afterwards.
    pub fn correct(&mut self, person: &Person, slot: u16, value: Value) {
        let key = person.common.key;
        let replaces = self.records[&key].live_ids(slot);
        let (schema, bytes) = value.encode().unwrap();
        let change = Change { slot, schema, value: Some(bytes), replaces };
        self.commit(
            key.scope,
            &[Op { entity: key.entity, kind: key.kind, changes: vec![change], why: None }],
        );
        self.refresh();
    }
}
