//! The fold (归并): a record is what its counted operations add up to. A union of sets, so neither order nor
//! clock nor route can matter, applying twice changes nothing, and an operation that comes after the one
//! that replaces it is born dead.
//!
//! Layout (format.md 4): the sorted table of operations, then per slot in order live values and replaced
//! ids as indexes into the table, at the end the positions of the record's frames, which equality and
//! digests leave out. The table keeps each operation's hybrid time, because `loose` slots and time travel
//! need it and it cannot be had from the id; 0 = named by a `replaces`, but not applied here.

use std::collections::BTreeSet;

use serde::ser::SerializeStruct;
use serde::{Deserialize, Serialize, Serializer};

use super::codec::{self, CodecError, RECORD_BYTES_MAX};
use super::commit::Audience;
use super::hash::{self, Hashing, label};
use super::id::{CommitId, EntityId, Hash, OpId};
use super::octets;
use super::operation::{Change, Op, SLOT_VOID};
use super::table::Class;

/// What names a record (格式 1): the same entity in two scopes or audiences has two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    /// Of the streams that its operations stand in.
    pub audience: Audience,
    /// Number of the table in `domain/`.
    pub kind: u16,
    /// A village, or zeros = everyone.
    pub scope: EntityId,
    /// The entity.
    pub entity: EntityId,
}

/// Where a frame lies in the journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Segment number.
    pub segment: u32,
    /// Bytes from the segment's start.
    pub offset: u32,
}

/// A live value as one operation gave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Live {
    schema: u8,
    value: Option<Vec<u8>>,
    names: Vec<OpId>,
}

/// One record: the live values of all slots of an entity in a scope, and what they replaced. Everything in
/// it is sorted and nothing stands twice; short lists in one piece and not slot by slot, because a district
/// has half a million records, and an arrival of a whole office folds each of them twice.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// Hybrid time by operation; 0 = named only.
    ops: Vec<(OpId, u64)>,
    /// By slot, then operation.
    live: Vec<((u16, OpId), Live)>,
    /// By slot, then operation.
    replaced: Vec<(u16, OpId)>,
    frames: Vec<Position>,
}

/// Where a key stands in a sorted list, or where it belongs.
fn place<K: Ord, V>(sorted: &[(K, V)], key: &K) -> Result<usize, usize> {
    sorted.binary_search_by(|(known, _)| known.cmp(key))
}

/// The value of a key in a sorted list; made where there is none.
fn entry<K: Ord, V>(sorted: &mut Vec<(K, V)>, key: K, fresh: impl FnOnce() -> V) -> &mut V {
    let at = place(sorted, &key).unwrap_or_else(|at| {
        sorted.insert(at, (key, fresh()));
        at
    });
    &mut sorted[at].1
}

/// Adds to a sorted list what is not there yet.
fn include<K: Ord>(sorted: &mut Vec<K>, key: K) {
    if let Err(at) = sorted.binary_search(&key) {
        sorted.insert(at, key);
    }
}

/// True if each key is greater than the one before.
fn ascends<K: Ord>(keys: impl IntoIterator<Item = K>) -> bool {
    keys.into_iter().is_sorted_by(|before, after| before < after)
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.ops == other.ops && self.live == other.live && self.replaced == other.replaced
    }
}

impl Eq for Record {}

/// One value of a slot; equal values of several operations are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    /// Number of the frozen struct.
    pub schema: u8,
    /// `None` = "empty".
    pub bytes: Option<&'a [u8]>,
    /// The operations that gave it, ascending.
    pub ops: Vec<OpId>,
    /// The latest of their hybrid times.
    pub hybrid: u64,
}

/// What lives in a slot, told without a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only<'a> {
    /// Nothing.
    Nothing,
    /// The value of one operation.
    One {
        /// The operation.
        op: OpId,
        /// Number of the frozen struct.
        schema: u8,
        /// `None` = "empty".
        bytes: Option<&'a [u8]>,
    },
    /// Values of several operations, equal or not.
    Several,
}

/// What a slot shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown<'a> {
    /// Distinct live values: `loose` the latest first, else the oldest operation first. Empty = never
    /// written.
    pub values: Vec<Value<'a>>,
    /// Several values that a person has to settle: a conflict (`sure`, `fixed`) or a fork (`step`).
    pub unsettled: bool,
}

impl<'a> Shown<'a> {
    /// The value to show, if there is one and it is settled.
    pub fn settled(&self) -> Option<&Value<'a>> {
        self.values.first().filter(|_| !self.unsettled)
    }
}

/// A record set aside (作废).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// Its digest has moved on since: set aside, with new changes.
    pub changed_since: bool,
}

/// A slot, and its live values by operation.
type LiveSlot<'a> = (u16, &'a [((u16, OpId), Live)]);

impl Record {
    /// Takes in one counted operation. False if it was here already. `hybrid` of its commit, never 0.
    pub fn apply(&mut self, op: Op, id: OpId, hybrid: u64) -> bool {
        let before = std::mem::replace(entry(&mut self.ops, id, || 0), hybrid);
        if before != 0 {
            return false;
        }
        self.live.reserve(op.changes.len());
        for Change { slot, schema, value, replaces } in op.changes {
            for replaced in &replaces {
                include(&mut self.replaced, (slot, *replaced));
                if let Ok(at) = place(&self.live, &(slot, *replaced)) {
                    self.live.remove(at);
                }
                entry(&mut self.ops, *replaced, || 0);
            }
            if self.replaced.binary_search(&(slot, id)).is_err() {
                *entry(&mut self.live, (slot, id), Live::default) = Live { schema, value, names: replaces };
            }
        }
        true
    }

    /// Notes a frame that says something about this record.
    pub fn note_frame(&mut self, position: Position) {
        include(&mut self.frames, position);
    }

    /// Its frames: its history.
    pub fn frames(&self) -> impl Iterator<Item = Position> + '_ {
        self.frames.iter().copied()
    }

    /// True if no operation was applied.
    pub fn is_empty(&self) -> bool {
        self.ops.iter().all(|(_, hybrid)| *hybrid == 0)
    }

    /// The operations applied, with their hybrid times, in the order of their ids.
    pub fn applied(&self) -> impl Iterator<Item = (OpId, u64)> + '_ {
        self.ops.iter().filter(|(_, hybrid)| *hybrid != 0).map(|(id, hybrid)| (*id, *hybrid))
    }

    /// True if this operation was applied.
    pub fn holds(&self, id: OpId) -> bool {
        self.time(&id) != 0
    }

    /// Hybrid time of an operation; 0 = named only, or not at all.
    fn time(&self, id: &OpId) -> u64 {
        place(&self.ops, id).ok().and_then(|at| self.ops.get(at)).map_or(0, |(_, hybrid)| *hybrid)
    }

    /// The live values of a slot, by operation.
    fn live(&self, slot: u16) -> &[((u16, OpId), Live)] {
        let start = self.live.partition_point(|((other, _), _)| *other < slot);
        let values = self.live.get(start..).unwrap_or_default();
        let count = values.iter().take_while(|((other, _), _)| *other == slot).count();
        values.get(..count).unwrap_or_default()
    }

    /// The live values slot by slot, in order.
    fn lively(&self) -> impl Iterator<Item = LiveSlot<'_>> {
        let slots = self.live.chunk_by(|((one, _), _), ((other, _), _)| one == other);
        slots.filter_map(|values| Some((values.first()?.0.0, values)))
    }

    /// Slots with live values, in order.
    pub fn live_slots(&self) -> impl Iterator<Item = u16> + '_ {
        self.lively().map(|(slot, _)| slot)
    }

    /// What the next write of this slot replaces, if it is to replace all that is live: ascending.
    pub fn live_ids(&self, slot: u16) -> Vec<OpId> {
        self.live(slot).iter().map(|((_, id), _)| *id).collect()
    }

    /// True if an operation that gave this slot a value is this one, or named this one.
    pub fn names(&self, slot: u16, id: OpId) -> bool {
        self.replaced.binary_search(&(slot, id)).is_ok() || place(&self.live, &(slot, id)).is_ok()
    }

    /// The live value of a slot, where one operation alone gave it.
    pub fn only(&self, slot: u16) -> Only<'_> {
        match self.live(slot) {
            [] => Only::Nothing,
            [((_, op), live)] => Only::One { op: *op, schema: live.schema, bytes: live.value.as_deref() },
            _ => Only::Several,
        }
    }

    /// The distinct live values, the oldest operation first.
    pub fn values(&self, slot: u16) -> Vec<Value<'_>> {
        let mut values: Vec<Value<'_>> = Vec::new();
        for ((_, id), live) in self.live(slot) {
            let (schema, bytes) = (live.schema, live.value.as_deref());
            let hybrid = self.time(id);
            match values.iter_mut().find(|value| value.schema == schema && value.bytes == bytes) {
                Some(value) => {
                    value.ops.push(*id);
                    value.hybrid = value.hybrid.max(hybrid);
                }
                None => values.push(Value { schema, bytes, ops: vec![*id], hybrid }),
            }
        }
        values
    }

    /// What a slot of this class shows.
    pub fn shown(&self, slot: u16, class: Class) -> Shown<'_> {
        let mut values = self.values(slot);
        if class == Class::Loose {
            values.sort_by_key(|value| std::cmp::Reverse(self.latest(value)));
        }
        let unsettled = values.len() > 1 && class != Class::Loose;
        Shown { values, unsettled }
    }

    /// The later by (hybrid time, operation id) among the operations of one value.
    fn latest(&self, value: &Value<'_>) -> (u64, OpId) {
        let times = value.ops.iter().map(|id| (self.time(id), *id));
        times.max().unwrap_or_default()
    }

    /// The commits that a live value of this slot replaces something of, and whose header is not held: the
    /// slot waits.
    pub fn waiting(&self, slot: u16, header_held: impl Fn(CommitId) -> bool) -> Vec<CommitId> {
        let named = self.live(slot).iter().flat_map(|(_, live)| live.names.iter().map(OpId::commit));
        let named: BTreeSet<CommitId> = named.collect();
        named.into_iter().filter(|commit| !header_held(*commit)).collect()
    }

    /// What this record adds to the state digest.
    pub fn digest(&self, key: &RecordKey) -> Hash {
        self.digest_of(label::STATE, key, |_| true)
    }

    /// What an officer saw of these slots; kept in a void (slots 1 and up), a closing (2 and up) or an
    /// approval.
    pub fn seen(&self, key: &RecordKey, slots: impl Fn(u16) -> bool) -> Hash {
        self.digest_of(label::SEEN, key, slots)
    }

    fn digest_of(&self, label: &str, key: &RecordKey, slots: impl Fn(u16) -> bool) -> Hash {
        let start = hash::hash(label)
            .fixed(&key.kind.to_le_bytes())
            .fixed(&[audience_number(key.audience)])
            .fixed(&key.scope.0)
            .fixed(&key.entity.0);
        let chosen = self.lively().filter(|(slot, _)| slots(*slot));
        chosen.fold(start, |state, (slot, values)| digest_slot(state, slot, values)).finish()
    }

    /// Whether any live void is not empty, and whether the record moved on since all of them. `seen_of`
    /// reads the digest as seen out of a void's value (schema, bytes).
    pub fn set_aside(
        &self,
        key: &RecordKey,
        seen_of: impl Fn(u8, &[u8]) -> Option<Hash>,
    ) -> Option<SetAside> {
        let voids = self.values(SLOT_VOID);
        let mut standing = voids.iter().filter_map(|void| Some((void.schema, void.bytes?))).peekable();
        standing.peek()?;
        let now = self.seen(key, |slot| slot > SLOT_VOID);
        Some(SetAside { changed_since: !standing.any(|(schema, bytes)| seen_of(schema, bytes) == Some(now)) })
    }

    /// The record's bytes, equal on every machine but for the positions at the end.
    pub fn encode(&self) -> Result<Vec<u8>, CodecError> {
        codec::encode_limited("record", &self.layout(&self.frames), RECORD_BYTES_MAX)
    }

    /// The bytes without positions, for comparing.
    pub fn encode_bare(&self) -> Result<Vec<u8>, CodecError> {
        codec::encode_limited("record", &self.layout(&[]), RECORD_BYTES_MAX)
    }

    fn layout<'a>(&'a self, frames: &'a [Position]) -> RecordRefV1<'a> {
        let mut slots: Vec<SlotRef<'a>> = Vec::new();
        for (slot, live) in self.lively() {
            slots.push(SlotRef { ops: &self.ops, slot, live, replaced: &[] });
        }
        for replaced in self.replaced.chunk_by(|(one, _), (other, _)| one == other) {
            let Some((slot, _)) = replaced.first() else { continue };
            let at = slots.binary_search_by_key(slot, |known| known.slot).unwrap_or_else(|at| {
                slots.insert(at, SlotRef { ops: &self.ops, slot: *slot, live: &[], replaced: &[] });
                at
            });
            if let Some(found) = slots.get_mut(at) {
                found.replaced = replaced;
            }
        }
        RecordRefV1 { ops: &self.ops, slots, frames }
    }

    /// Reads a record's bytes: those that [`Record::encode`] gives and no others.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        let RecordV1 { ops, slots, frames } = codec::decode_limited("record", bytes, RECORD_BYTES_MAX)?;
        let bad = || CodecError::NotCanonical { what: "record" };
        let id = |index: u32| ops.get(index as usize).map(|(id, _)| *id).ok_or_else(bad);
        let all = |indexes: &[u32]| indexes.iter().map(|index| id(*index)).collect::<Result<Vec<OpId>, _>>();
        let mut sorted = ascends(ops.iter().map(|(id, _)| id)) && ascends(&frames);
        sorted &= ascends(slots.iter().map(|slot| slot.slot));
        let mut read = Self { live: Vec::with_capacity(slots.len()), ..Self::default() };
        for SlotV1 { slot, live, replaced } in slots {
            // Indexes ascend as the ids that they stand for do; a slot is there for something that it holds.
            sorted &= ascends(live.iter().map(|live| live.op)) && ascends(&replaced);
            sorted &= !(live.is_empty() && replaced.is_empty());
            read.replaced.extend(all(&replaced)?.into_iter().map(|id| (slot, id)));
            for LiveV1 { op, schema, value, names } in live {
                read.live.push(((slot, id(op)?), Live { schema, value, names: all(&names)? }));
            }
        }
        if sorted { Ok(Self { ops, frames, ..read }) } else { Err(bad()) }
    }
}

/// What the live values of one slot add to a digest.
fn digest_slot(state: Hashing, slot: u16, values: &[((u16, OpId), Live)]) -> Hashing {
    let count = u16::try_from(values.len()).unwrap_or(u16::MAX);
    let start = state.fixed(&slot.to_le_bytes()).fixed(&count.to_le_bytes());
    values.iter().fold(start, |state, ((_, id), live)| {
        let state = state.fixed(&id.0).fixed(&[live.schema]);
        match &live.value {
            Some(bytes) => state.variable(bytes),
            None => state.fixed(&u32::MAX.to_le_bytes()),
        }
    })
}

/// The audience's number in keys and digests.
pub fn audience_number(audience: Audience) -> u8 {
    match audience {
        Audience::Everyone => 0,
        Audience::Office => 1,
    }
}

#[derive(Serialize, Deserialize)]
struct RecordV1 {
    ops: Vec<(OpId, u64)>,
    slots: Vec<SlotV1>,
    frames: Vec<Position>,
}

#[derive(Serialize, Deserialize)]
struct SlotV1 {
    slot: u16,
    live: Vec<LiveV1>,
    replaced: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
struct LiveV1 {
    op: u32,
    schema: u8,
    #[serde(with = "octets::optional")]
    value: Option<Vec<u8>>,
    names: Vec<u32>,
}

/// Borrowed twin of [`RecordV1`], so that writing copies no value.
#[derive(Serialize)]
struct RecordRefV1<'a> {
    ops: &'a [(OpId, u64)],
    slots: Vec<SlotRef<'a>>,
    frames: &'a [Position],
}

/// Borrowed twin of [`SlotV1`]: its lists are made while they are written.
struct SlotRef<'a> {
    ops: &'a [(OpId, u64)],
    slot: u16,
    live: &'a [((u16, OpId), Live)],
    replaced: &'a [(u16, OpId)],
}

/// Operations as indexes into the table.
struct Indexes<'a, I>(&'a [(OpId, u64)], I);

impl<'a, I: ExactSizeIterator<Item = &'a OpId> + Clone> Serialize for Indexes<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index = |id: &OpId| place(self.0, id).map_or(u32::MAX, |at| at as u32);
        serializer.collect_seq(self.1.clone().map(index))
    }
}

/// The live values of a slot, one after another.
struct Values<'a>(&'a SlotRef<'a>);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let SlotRef { ops, live, .. } = self.0;
        serializer.collect_seq(live.iter().map(|((_, id), live)| LiveRefV1 {
            op: place(ops, id).map_or(u32::MAX, |at| at as u32),
            schema: live.schema,
            value: &live.value,
            names: Indexes(ops, live.names.iter()),
        }))
    }
}

impl Serialize for SlotRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut slot = serializer.serialize_struct("SlotV1", 3)?;
        slot.serialize_field("slot", &self.slot)?;
        slot.serialize_field("live", &Values(self))?;
        slot.serialize_field("replaced", &Indexes(self.ops, self.replaced.iter().map(|(_, id)| id)))?;
        slot.end()
    }
}

#[derive(Serialize)]
struct LiveRefV1<'a> {
    op: u32,
    schema: u8,
    #[serde(serialize_with = "octets::optional::serialize")]
    value: &'a Option<Vec<u8>>,
    names: Indexes<'a, std::slice::Iter<'a, OpId>>,
}
