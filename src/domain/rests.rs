//! What rests on what (依据): which entities a record refers to, about whom it is, and which records of payment and decision
//! stand on what was known of a person. Asked before an import is undone: nothing is taken from under a list that was frozen.

use std::collections::BTreeSet;

use super::kinds::{self, kind};
use super::record::{self, Batch};
use super::subsidy::payment::Stage;
use super::value::Value;
use crate::journal::{EntityId, OpId, Record, RecordKey};

/// What one live value names, with the operations that gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The slot.
    pub slot: u16,
    /// Other entities.
    pub entities: Vec<EntityId>,
    /// Who says so.
    pub ops: Vec<OpId>,
}

/// Every live value of a record that names other entities.
pub fn names(record: &Record) -> Vec<Named> {
    let mut found = Vec::new();
    for slot in record.live_slots() {
        for value in record.values(slot) {
            let read = value.bytes.and_then(|bytes| Value::decode(value.schema, bytes).ok());
            let entities = read.map(|read| entities_of(&read)).unwrap_or_default();
            if !entities.is_empty() {
                found.push(Named { slot, entities, ops: value.ops.to_vec() });
            }
        }
    }
    found
}

/// The batch that a payment list or a bank's return belongs to.
pub fn batch_of(of: u16, record: &Record) -> Option<EntityId> {
    let slot = match of {
        kind::LIST => kinds::list::BATCH,
        kind::RETURN => kinds::returned::BATCH,
        _ => return None,
    };
    record::slot::<EntityId>(record, of, slot).shown
}

/// A batch that something belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paying {
    /// Its number.
    pub number: String,
    /// How far it is; none while that is not settled.
    pub stage: Option<Stage>,
    /// Who says so.
    pub ops: Vec<OpId>,
}

impl Paying {
    /// Reads a batch.
    pub fn of(key: RecordKey, record: &Record) -> Self {
        let batch = Batch::from_record(key, record);
        let stage = batch.stage.settled().copied().and_then(Stage::from_code);
        Self { number: batch.number.shown.unwrap_or_default(), stage, ops: batch.stage.ops }
    }

    /// It was given up: nothing was paid by it, and nothing will be.
    pub fn given_up(&self) -> bool {
        self.stage == Some(Stage::Withdrawn)
    }

    /// It can still be given up.
    pub fn may_be_given_up(&self) -> bool {
        self.stage.is_some_and(|stage| Stage::Withdrawn.comes_after(stage))
    }
}

fn entities_of(value: &Value) -> Vec<EntityId> {
    match value {
        Value::Ref(entity) => vec![*entity],
        Value::Closed { scope, .. } => vec![*scope],
        Value::Refs(entities) => entities.clone(),
        Value::Lines(lines) => lines.iter().map(|line| line.person).collect(),
        Value::Outcomes(outcomes) => outcomes.iter().map(|outcome| outcome.person).collect(),
        Value::Text(_)
        | Value::Day(_)
        | Value::Code(_)
        | Value::Texts(_)
        | Value::Int(_)
        | Value::Money(_)
        | Value::Void { .. }
        | Value::Step { .. }
        | Value::Document(_)
        | Value::Figures(_) => Vec::new(),
    }
}

/// What a change of records takes the ground from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ground {
    /// Persons of whom something changes: payment lists and posted lists stand on it.
    pub persons: BTreeSet<EntityId>,
    /// Persons of whom a finding or proposal changes: decisions stand on it.
    pub found: BTreeSet<EntityId>,
    /// Persons on payment lists that change: what the bank said and what is got back stands on it.
    pub paid: BTreeSet<EntityId>,
    /// A rule changes: every payment list stands on it.
    pub rules: bool,
}

impl Ground {
    /// Adds a record that changes.
    pub fn take(&mut self, key: &RecordKey, record: &Record) {
        let mut about: Vec<EntityId> = Vec::new();
        for named in names(record) {
            let row = kinds::slot(key.kind, named.slot);
            if row.is_some_and(|row| matches!(row.name, "person" | "one" | "other")) {
                about.extend(named.entities);
            } else if key.kind == kind::LIST {
                self.paid.extend(named.entities);
            }
        }
        match key.kind {
            kind::PERSON => about.push(key.entity),
            kind::OUTCOME | kind::PROPOSAL | kind::OPINION => self.found.extend(&about),
            kind::RULE => self.rules = true,
            _ => {}
        }
        self.persons.extend(about);
    }

    /// True if a value of this kind's record stands on what changes.
    pub fn carries(&self, of: u16, named: &Named) -> bool {
        let any = |persons: &BTreeSet<EntityId>| named.entities.iter().any(|one| persons.contains(one));
        match of {
            kind::LIST => self.rules || any(&self.persons),
            kind::POSTING | kind::YEAR_CLOSE => any(&self.persons),
            kind::DECISION => any(&self.found),
            kind::RETURN | kind::RECOVERY => any(&self.paid),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::register::Edit;
    use crate::domain::subsidy::records::list_part;
    use crate::domain::value::PayLine;
    use crate::journal::{Audience, CommitId};

    fn record(op: &crate::journal::Op) -> Record {
        let mut record = Record::default();
        record.apply(op.clone(), OpId::new(CommitId([1; 14]), 0), 1);
        record
    }

    #[test]
    fn a_payment_list_stands_on_the_persons_of_its_lines_and_on_the_rules() {
        let (village, person) = (EntityId([1; 16]), EntityId([2; 16]));
        let line = PayLine {
            person,
            period: 1,
            name: "张三".into(),
            account: String::new(),
            fen: 60_000,
            withheld: 0,
        };
        let list = list_part(EntityId([9; 16]), village, 1, vec![line]).unwrap();
        let list = record(&list.op);
        let named = names(&list);
        assert_eq!(named.iter().map(|named| named.entities.len()).sum::<usize>(), 2, "batch and person");
        let key = |kind, entity| RecordKey { audience: Audience::Everyone, kind, scope: village, entity };
        let mut ground = Ground::default();
        let phone = Edit::new(kind::PERSON, person).set(10, Value::Text("1".into()), &[]).finish().unwrap();
        ground.take(&key(kind::PERSON, person), &record(&phone));
        assert!(named.iter().any(|named| ground.carries(kind::LIST, named)));
        assert!(!named.iter().any(|named| ground.carries(kind::DECISION, named)));
        let other = Ground { rules: true, ..Ground::default() };
        assert!(named.iter().any(|named| other.carries(kind::LIST, named)));
        let mut paid = Ground::default();
        paid.take(&key(kind::LIST, EntityId([7; 16])), &list);
        assert!(paid.paid.contains(&person) && paid.persons.is_empty());
    }
}
