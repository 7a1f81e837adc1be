//! What exchange asks of whoever holds records: the state of a folder, or, in tests, a machine in memory.

use crate::journal::codec;
use crate::journal::fold::Position;
use crate::journal::{
    Audience, BodySlot, Commit, CommitId, Digests, EntityId, GroupBodies, Hash, Ledger, Op, OpId, OpStatus,
    Record, RecordKey, Table, hash,
};
use crate::store::state::{State, StateError};

/// Somebody who holds commits and the records that they add up to.
pub trait Holding {
    /// Why an answer is not to be had.
    type Error;

    /// Who may act, what counts, which streams are here.
    fn ledger(&self) -> &Ledger;
    /// Kinds and slots.
    fn table(&self) -> &'static dyn Table;
    /// One record.
    fn record(&self, key: &RecordKey) -> Result<Option<Record>, Self::Error>;
    /// Every record of a kind.
    fn each(&self, kind: u16, each: &mut dyn FnMut(RecordKey, Record)) -> Result<(), Self::Error>;
    /// A commit with all bodies that are held of it.
    fn held(&self, hash: &Hash) -> Result<Option<Commit>, Self::Error>;
    /// The digests of one (audience, scope).
    fn digests_of(&self, audience: Audience, scope: EntityId) -> Digests;
    /// Where in the journal a commit came first: what came earlier lies earlier, whatever any clock said.
    fn arrival(&self, commit: CommitId) -> Option<Position>;
}

impl Holding for State {
    type Error = StateError;

    fn ledger(&self) -> &Ledger {
        State::ledger(self)
    }

    fn table(&self) -> &'static dyn Table {
        State::table(self)
    }

    fn record(&self, key: &RecordKey) -> Result<Option<Record>, StateError> {
        State::record(self, key)
    }

    fn each(&self, kind: u16, each: &mut dyn FnMut(RecordKey, Record)) -> Result<(), StateError> {
        State::each(self, kind, each)
    }

    fn held(&self, hash: &Hash) -> Result<Option<Commit>, StateError> {
        State::held(self, hash)
    }

    fn digests_of(&self, audience: Audience, scope: EntityId) -> Digests {
        let fresh = Digests::new(State::table(self).number());
        State::digests(self).get(&(audience, scope)).copied().unwrap_or(fresh)
    }

    fn arrival(&self, commit: CommitId) -> Option<Position> {
        State::arrival(self, commit)
    }
}

/// One operation of a commit whose body is here.
pub struct Placed {
    /// The record that it is about; none if its bytes are no operation or its stream is unknown.
    pub about: Option<(RecordKey, Op)>,
    /// Its id.
    pub id: OpId,
    /// Hash of its body.
    pub body: Hash,
    /// What it is worth.
    pub status: OpStatus,
}

/// The operations of a commit whose bodies are here, as `ledger` judges them.
pub fn placed(ledger: &Ledger, commit: &Commit) -> Vec<Placed> {
    placed_where(ledger, commit, |_| true)
}

/// The same without what counts of entities that nobody wants, which is not even read.
pub fn placed_where(ledger: &Ledger, commit: &Commit, wanted: impl Fn(EntityId) -> bool) -> Vec<Placed> {
    let read = |slot: &BodySlot| read(slot, &wanted);
    let slots = commit.header.groups.iter().zip(&commit.bodies).flat_map(|(group, bodies)| match bodies {
        GroupBodies::Withheld => vec![None; usize::from(group.count)],
        GroupBodies::Present(slots) => slots.iter().map(read).collect(),
    });
    placed_as(ledger, commit, slots.collect(), &ledger.statuses(&commit.hash))
}

/// The operation in a body, if it is wanted and can be read.
fn read(slot: &BodySlot, wanted: impl Fn(EntityId) -> bool) -> Option<Op> {
    let BodySlot::Held(body) = slot else { return None };
    let read = body.form == 0 && codec::entity_of_op(&body.bytes).is_some_and(wanted);
    if read { codec::decode_op(&body.bytes).ok() } else { None }
}

/// The same where somebody has read and judged them: one of each per operation of the commit.
pub fn placed_as(
    ledger: &Ledger,
    commit: &Commit,
    ops: Vec<Option<Op>>,
    statuses: &[OpStatus],
) -> Vec<Placed> {
    let audience = ledger.audience(commit.stream());
    let mut placed = Vec::with_capacity(ops.len());
    let mut ops = ops.into_iter().zip(statuses).zip(0_u16..);
    for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
        let members = ops.by_ref().take(usize::from(group.count));
        let GroupBodies::Present(slots) = bodies else {
            members.for_each(drop);
            continue;
        };
        for (((op, status), index), slot) in members.zip(slots) {
            let BodySlot::Held(body) = slot else { continue };
            // What counts can be read: it is another's.
            if op.is_none() && *status == OpStatus::Counted {
                continue;
            }
            let about = op.zip(audience).map(|(op, audience)| {
                (RecordKey { audience, kind: op.kind, scope: group.scope, entity: op.entity }, op)
            });
            let id = OpId::new(commit.id, index);
            placed.push(Placed { about, id, body: hash::body_hash(body), status: *status });
        }
    }
    placed
}
