//! What an act writes (写入), before it has a commit: entities that the act itself creates are named by a number.
//!
//! The worker draws the commit's id when it saves; only then do new entities get their ids, so acts stay pure.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::domain::register::{Edit, EditError, Scoped};
use crate::domain::value::Value;
use crate::journal::operation::REPLACES_MAX;
use crate::journal::{CommitId, EntityId, OpId};

/// The entity that a write is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    /// One that exists.
    Is(EntityId),
    /// The act's own new one of this number.
    New(usize),
}

/// The new value of a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// Empty, which is a value too.
    Empty,
    /// This value.
    Value(Value),
    /// A reference to an entity that may be new.
    Ref(Whom),
}

impl From<Option<Value>> for Given {
    fn from(value: Option<Value>) -> Self {
        value.map_or(Given::Empty, Given::Value)
    }
}

/// One slot's new value with the operations that it replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Slot number.
    pub slot: u16,
    /// Its new value.
    pub given: Given,
    /// Live operations as they were seen.
    pub replaces: Vec<OpId>,
}

impl Put {
    /// A value where nothing stood before.
    pub fn new(slot: u16, value: Value) -> Self {
        Self { slot, given: Given::Value(value), replaces: Vec::new() }
    }

    /// A reference where nothing stood before.
    pub fn refer(slot: u16, whom: Whom) -> Self {
        Self { slot, given: Given::Ref(whom), replaces: Vec::new() }
    }
}

/// New values of one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// The village's entity, or zeros.
    pub scope: EntityId,
    /// Kind number.
    pub kind: u16,
    /// The record's entity.
    pub whom: Whom,
    /// At least one; each slot once in all writes of a record.
    pub puts: Vec<Put>,
    /// The officer's reason.
    pub why: Option<String>,
}

/// The write, if it changes anything.
pub(super) fn written(write: Write) -> Vec<Write> {
    if write.puts.is_empty() { Vec::new() } else { vec![write] }
}

/// Why writes do not become operations.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum WriteError {
    /// Two writes of one act give the same slot a value.
    #[error("kind {kind} slot {slot} twice in one act")]
    SlotTwice {
        /// Kind number.
        kind: u16,
        /// Slot number.
        slot: u16,
    },
    /// A reference to a new entity that no write of the act creates.
    #[error("new entity {0} is not created by this act")]
    Unmade(usize),
    /// More values stand in conflict than one operation can name.
    #[error("slot {slot} would replace {count} operations, at most {REPLACES_MAX}")]
    TooManyReplaces {
        /// Slot number.
        slot: u16,
        /// How many.
        count: usize,
    },
    /// More operations than one commit can number.
    #[error("{0} operations are too many for one commit")]
    TooMany(usize),
    /// A value breaks a limit or has another type than its slot.
    #[error(transparent)]
    Edit(#[from] EditError),
}

type Record = (EntityId, u16, Whom);

/// The operations of one commit, in the order in which they must be pushed: scopes ascend, a record occurs once.
///
/// A new entity's id is that of its operation in `commit`; `first` is the index that the first operation will have.
pub fn operations(writes: Vec<Write>, commit: CommitId, first: u16) -> Result<Vec<Scoped>, WriteError> {
    let mut order: Vec<Record> = Vec::new();
    let mut records: BTreeMap<Record, (Vec<Put>, Option<String>)> = BTreeMap::new();
    for write in writes.into_iter().filter(|write| !write.puts.is_empty()) {
        let record = (write.scope, write.kind, write.whom);
        if !records.contains_key(&record) {
            order.push(record);
        }
        let entry = records.entry(record).or_default();
        entry.0.extend(write.puts);
        entry.1 = entry.1.take().or(write.why);
    }
    order.sort_by_key(|(scope, _, _)| *scope);
    let ids = new_ids(&order, commit, first)?;
    let mut ops = Vec::new();
    for record in order {
        let (mut puts, why) = records.remove(&record).unwrap_or_default();
        let (scope, kind, whom) = record;
        puts.sort_by_key(|put| put.slot);
        if let Some(pair) = puts.windows(2).find(|pair| pair[0].slot == pair[1].slot) {
            return Err(WriteError::SlotTwice { kind, slot: pair[0].slot });
        }
        let edit = Edit::new(kind, resolve(whom, &ids)?).why(why.as_deref().unwrap_or_default());
        let edit = puts.into_iter().try_fold(edit, |edit, put| put_in(edit, put, &ids))?;
        ops.push(edit.finish_in(scope)?);
    }
    Ok(ops)
}

fn new_ids(order: &[Record], commit: CommitId, first: u16) -> Result<BTreeMap<usize, EntityId>, WriteError> {
    let mut ids = BTreeMap::new();
    for (at, (_, _, whom)) in order.iter().enumerate() {
        let index = u16::try_from(at).ok().and_then(|at| first.checked_add(at));
        let index = index.ok_or(WriteError::TooMany(order.len()))?;
        if let Whom::New(number) = whom {
            ids.entry(*number).or_insert(OpId::new(commit, index).entity());
        }
    }
    Ok(ids)
}

fn resolve(whom: Whom, ids: &BTreeMap<usize, EntityId>) -> Result<EntityId, WriteError> {
    match whom {
        Whom::Is(entity) => Ok(entity),
        Whom::New(number) => ids.get(&number).copied().ok_or(WriteError::Unmade(number)),
    }
}

fn put_in(edit: Edit, put: Put, ids: &BTreeMap<usize, EntityId>) -> Result<Edit, WriteError> {
    let count = put.replaces.len();
    if count > REPLACES_MAX {
        return Err(WriteError::TooManyReplaces { slot: put.slot, count });
    }
    Ok(match put.given {
        Given::Empty => edit.clear(put.slot, &put.replaces),
        Given::Value(value) => edit.set(put.slot, value, &put.replaces),
        Given::Ref(whom) => edit.set(put.slot, Value::Ref(resolve(whom, ids)?), &put.replaces),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::kinds::{kind, membership, person};

    fn scope(first: u8) -> EntityId {
        EntityId([first; 16])
    }

    fn write(scope: EntityId, kind: u16, whom: Whom, puts: Vec<Put>) -> Write {
        Write { scope, kind, whom, puts, why: None }
    }

    #[test]
    fn scopes_ascend_and_new_entities_get_the_ids_of_their_operations() {
        let commit = CommitId([7; 14]);
        let member = vec![
            Put::refer(membership::PERSON, Whom::New(0)),
            Put::refer(membership::HOUSEHOLD, Whom::Is(scope(9))),
        ];
        let writes = vec![
            write(
                scope(2),
                kind::PERSON,
                Whom::New(0),
                vec![Put::new(person::NAME, Value::Text("a".into()))],
            ),
            write(scope(2), kind::MEMBERSHIP, Whom::New(1), member),
            write(
                scope(1),
                kind::PERSON,
                Whom::Is(scope(8)),
                vec![Put::new(person::NAME, Value::Text("b".into()))],
            ),
            write(scope(2), kind::PERSON, Whom::New(0), vec![Put::new(person::SEX, Value::Code(1))]),
        ];
        let ops = operations(writes, commit, 0).unwrap();
        let scopes: Vec<EntityId> = ops.iter().map(|scoped| scoped.scope).collect();
        assert_eq!(scopes, [scope(1), scope(2), scope(2)]);
        let made = OpId::new(commit, 1).entity();
        assert_eq!(ops[1].op.entity, made);
        assert_eq!(ops[1].op.changes.len(), 2, "two writes of one record are one operation");
        let (schema, bytes) = Value::Ref(made).encode().unwrap();
        assert_eq!((ops[2].op.changes[0].schema, ops[2].op.changes[0].value.clone()), (schema, Some(bytes)));
    }

    #[test]
    fn a_slot_twice_and_a_reference_to_nobody_are_refused() {
        let put = || Put::new(person::NAME, Value::Text("a".into()));
        let twice = vec![write(scope(1), kind::PERSON, Whom::New(0), vec![put(), put()])];
        let found = operations(twice, CommitId([1; 14]), 0);
        assert_eq!(found, Err(WriteError::SlotTwice { kind: kind::PERSON, slot: person::NAME }));
        let nobody = vec![write(
            scope(1),
            kind::MEMBERSHIP,
            Whom::New(0),
            vec![Put::refer(membership::PERSON, Whom::New(5))],
        )];
        assert_eq!(operations(nobody, CommitId([1; 14]), 0), Err(WriteError::Unmade(5)));
    }
}
