//! A machine in memory: what the store does on disk, done in the plainest way, as a yardstick for order and
//! repetition.

use std::collections::{BTreeMap, BTreeSet};

use super::super::*;
use super::world::Kinds;

/// Bytes by record, digests by audience and scope.
pub type Total = (Vec<(RecordKey, Vec<u8>)>, Vec<((Audience, EntityId), Digests)>);

pub struct Replica {
    pub ledger: Ledger,
    pub commits: BTreeMap<Hash, Commit>,
    pub records: BTreeMap<RecordKey, Record>,
    pub digests: BTreeMap<(Audience, EntityId), Digests>,
    counted: BTreeMap<OpId, (Audience, EntityId, Hash)>,
    touching: BTreeMap<RecordKey, BTreeSet<Hash>>,
}

impl Replica {
    pub fn new(data_set: Hash) -> Self {
        Self {
            ledger: Ledger::new(data_set),
            commits: BTreeMap::new(),
            records: BTreeMap::new(),
            digests: BTreeMap::new(),
            counted: BTreeMap::new(),
            touching: BTreeMap::new(),
        }
    }

    pub fn of<'a>(data_set: Hash, commits: impl IntoIterator<Item = &'a Commit>) -> Self {
        let mut replica = Self::new(data_set);
        commits.into_iter().for_each(|commit| drop(replica.receive(commit)));
        replica
    }

    pub fn receive(&mut self, commit: &Commit) -> Result<Admission, Refusal> {
        let admission = self.ledger.admit(commit, &Kinds)?;
        let held = self.commits.entry(commit.hash).or_insert_with(|| commit.clone());
        for (own, new) in held.bodies.iter_mut().zip(&commit.bodies) {
            if *own == GroupBodies::Withheld {
                *own = new.clone();
            }
        }
        self.refold(&admission);
        Ok(admission)
    }

    pub fn receive_bodies(&mut self, late: LateBodies) -> Result<Admission, Refusal> {
        let admission = self.ledger.admit_bodies(late.clone(), &Kinds)?;
        let held = self.commits.get_mut(&admission.hash).unwrap();
        let at = held.header.groups.iter().position(|group| group.scope == late.scope).unwrap();
        held.bodies[at] = GroupBodies::Present(late.slots);
        self.refold(&admission);
        Ok(admission)
    }

    fn refold(&mut self, admission: &Admission) {
        let mut hashes = BTreeSet::from([admission.hash]);
        hashes.extend(admission.changed.iter().flat_map(|id| self.ledger.hashes(*id)));
        let mut keys = BTreeSet::new();
        for hash in &hashes {
            for (key, ..) in self.ops(hash) {
                self.touching.entry(key).or_default().insert(*hash);
                keys.insert(key);
            }
        }
        let alone = hashes.len() == 1 && admission.changed.is_empty();
        keys.into_iter().for_each(|key| self.fold(key, alone.then_some(admission.hash)));
    }

    /// Folds one record: this commit into it, or all again.
    fn fold(&mut self, key: RecordKey, only: Option<Hash>) {
        let old = self.records.remove(&key);
        let before = old.as_ref().map(|record| record.digest(&key));
        let mut record = old.filter(|_| only.is_some()).unwrap_or_default();
        let hashes = only.map_or_else(|| self.touching[&key].iter().copied().collect(), |hash| vec![hash]);
        let digests = self.digests.entry((key.audience, key.scope)).or_insert_with(|| Digests::new(1));
        if only.is_none() {
            let gone = self.counted.iter().filter(|(id, place)| {
                place.0 == key.audience
                    && place.1 == key.scope
                    && hashes.iter().any(|hash| self.commits[hash].id == id.commit())
            });
            let gone: Vec<(OpId, Hash)> = gone.map(|(id, place)| (*id, place.2)).collect();
            let of_key: BTreeSet<OpId> = hashes
                .iter()
                .flat_map(|hash| ops(&self.ledger, &self.commits[hash]))
                .filter(|op| op.0 == key)
                .map(|op| op.1)
                .collect();
            for (id, body) in gone.into_iter().filter(|(id, _)| of_key.contains(id)) {
                digests.discount(id, body);
                self.counted.remove(&id);
            }
        }
        for hash in hashes {
            let commit = &self.commits[&hash];
            for (of, id, op, body, status) in ops(&self.ledger, commit) {
                if of == key && status == OpStatus::Counted && record.apply(op, id, commit.header.hybrid) {
                    digests.count(id, body);
                    self.counted.insert(id, (key.audience, key.scope, body));
                }
            }
        }
        let after = (!record.is_empty()).then(|| record.digest(&key));
        digests.restate(before, after);
        if !record.is_empty() {
            self.records.insert(key, record);
        }
    }

    fn ops(&self, hash: &Hash) -> Vec<(RecordKey, OpId, Op, Hash, OpStatus)> {
        self.commits.get(hash).map(|commit| ops(&self.ledger, commit)).unwrap_or_default()
    }

    /// Everything that must be equal on two machines that hold the same: record bytes and digests.
    pub fn sum(&self) -> Total {
        let records = self.records.iter().map(|(key, record)| (*key, record.encode_bare().unwrap()));
        let digests = self.digests.iter().filter(|(_, digests)| **digests != Digests::new(1));
        (records.collect(), digests.map(|(key, digests)| (*key, *digests)).collect())
    }

    pub fn statuses(&self) -> BTreeMap<Hash, Vec<OpStatus>> {
        self.ledger.entries().map(|entry| (entry.hash, self.ledger.statuses(&entry.hash))).collect()
    }

    pub fn status(&self, commit: &Commit, index: usize) -> OpStatus {
        self.ledger.statuses(&commit.hash)[index]
    }

    pub fn person(&self, scope: EntityId, entity: EntityId) -> (RecordKey, &Record) {
        let key = RecordKey { audience: Audience::Everyone, kind: super::world::PERSON, scope, entity };
        (key, &self.records[&key])
    }
}

/// The operations of a commit whose bytes can be read, with the record that each belongs to.
fn ops(ledger: &Ledger, commit: &Commit) -> Vec<(RecordKey, OpId, Op, Hash, OpStatus)> {
    let Some(audience) = ledger.audience(commit.stream()) else { return Vec::new() };
    let statuses = ledger.statuses(&commit.hash);
    let mut found = Vec::new();
    let mut index = 0_u16;
    for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
        for at in 0..group.count {
            if let GroupBodies::Present(slots) = bodies
                && let BodySlot::Held(body) = &slots[usize::from(at)]
                && let Ok(op) = codec::decode_op(&body.bytes)
            {
                let key = RecordKey { audience, kind: op.kind, scope: group.scope, entity: op.entity };
                let status = statuses[usize::from(index)];
                found.push((key, OpId::new(commit.id, index), op, hash::body_hash(body), status));
            }
            index += 1;
        }
    }
    found
}
