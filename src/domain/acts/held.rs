//! A record as it was read when a form opened (所见): per slot the shown value, the others, the operations behind them.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use super::write::{Given, Put, Whom, Write};
use crate::domain::kinds::{self, SLOT_CLOSED, SLOT_VOID};
use crate::domain::value::{Value, ValueError};
use crate::journal::operation::REPLACES_MAX;
use crate::journal::{Class, EntityId, Hash, OpId, Record, RecordKey};

/// One slot as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// The value shown; none = empty or never written.
    pub shown: Option<Value>,
    /// What else is live: of a `sure` slot a conflict.
    pub others: Vec<Option<Value>>,
    /// The live operations; saving names them all.
    pub ops: Vec<OpId>,
}

impl Seen {
    /// The slot's new value; none where it says the same and nothing stands in conflict.
    pub fn put(&self, slot: u16, value: Option<Value>) -> Option<Put> {
        let same = self.shown == value && self.others.is_empty();
        (!same).then(|| Put { slot, given: Given::from(value), replaces: self.ops.clone() })
    }
}

/// Why a record cannot be worked with by this program.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum HeldError {
    /// A newer program wrote it, or its bytes are damaged.
    #[error("slot {slot}: {error}")]
    Slot {
        /// Slot number.
        slot: u16,
        /// What is wrong.
        error: ValueError,
    },
}

/// One record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Which record.
    pub key: RecordKey,
    /// Its written slots.
    pub slots: BTreeMap<u16, Seen>,
    /// Digest of slots 1 and up: what a void says was seen.
    pub digest_void: Hash,
    /// Digest of slots 2 and up: what a closing says was seen.
    pub digest_closed: Hash,
}

impl Held {
    /// A record to which nothing was written yet.
    pub fn blank(key: RecordKey) -> Self {
        let (digest_void, digest_closed) = (Hash::ZERO, Hash::ZERO);
        Self { key, slots: BTreeMap::new(), digest_void, digest_closed }
    }

    /// Reads a record of the journal.
    pub fn of(key: RecordKey, record: &Record) -> Result<Self, HeldError> {
        let mut slots = BTreeMap::new();
        for slot in record.live_slots() {
            let class = kinds::slot(key.kind, slot).map_or(Class::Sure, |row| row.class);
            let mut values = Vec::new();
            for value in record.shown(slot, class).values {
                let decoded = value.bytes.map(|bytes| Value::decode(value.schema, bytes)).transpose();
                values.push(decoded.map_err(|error| HeldError::Slot { slot, error })?);
            }
            let mut values = values.into_iter();
            let shown = values.next().flatten();
            // Any live void sets aside, so its others matter although it is loose.
            let picked = class == Class::Loose && slot != SLOT_VOID;
            let others = if picked { Vec::new() } else { values.collect() };
            slots.insert(slot, Seen { shown, others, ops: record.live_ids(slot) });
        }
        Ok(Self {
            key,
            slots,
            digest_void: record.seen(&key, |slot| slot > SLOT_VOID),
            digest_closed: record.seen(&key, |slot| slot > SLOT_CLOSED),
        })
    }

    /// One slot; an empty one where nothing was written.
    pub fn slot(&self, slot: u16) -> Seen {
        self.slots.get(&slot).cloned().unwrap_or_default()
    }

    /// The shown value of a slot.
    pub fn shown(&self, slot: u16) -> Option<&Value> {
        self.slots.get(&slot)?.shown.as_ref()
    }

    /// The first slot whose values stand in conflict.
    pub fn conflict(&self) -> Option<u16> {
        let open = |slot: &u16, seen: &Seen| *slot != SLOT_VOID && !seen.others.is_empty();
        self.slots.iter().find(|(slot, seen)| open(slot, seen)).map(|(slot, _)| *slot)
    }

    /// True if it is set aside.
    pub fn is_void(&self) -> bool {
        self.slots
            .get(&SLOT_VOID)
            .is_some_and(|seen| seen.shown.is_some() || seen.others.iter().any(Option::is_some))
    }

    /// A write of these slots; slots that say the same are left out.
    pub fn write(&self, values: Vec<(u16, Option<Value>)>, why: Option<&str>) -> Write {
        let puts = values.into_iter().filter_map(|(slot, value)| self.slot(slot).put(slot, value));
        self.puts(puts.collect(), why)
    }

    /// A write of these puts.
    pub fn puts(&self, puts: Vec<Put>, why: Option<&str>) -> Write {
        Write {
            scope: self.key.scope,
            kind: self.key.kind,
            whom: Whom::Is(self.key.entity),
            puts,
            why: why.map(str::to_owned),
        }
    }

    /// Closes the record: it goes on in another village. Beside the value of slot 1 that it replaces, it names every live
    /// operation that it saw: what the fold does not need, because none of them gave slot 1, but what tells a late edit
    /// (调整后补录) from what was restated ([`crate::domain::moving`]).
    pub fn close(&self, scope: EntityId, why: Option<&str>) -> Write {
        let mut replaces = self.slot(SLOT_CLOSED).ops;
        let seen = self.slots.iter().filter(|(slot, _)| **slot != SLOT_CLOSED);
        let seen: BTreeSet<OpId> = seen.flat_map(|(_, seen)| seen.ops.iter().copied()).collect();
        let room = REPLACES_MAX.saturating_sub(replaces.len());
        let fresh: Vec<OpId> = seen.into_iter().filter(|op| !replaces.contains(op)).take(room).collect();
        replaces.extend(fresh);
        let closed = Value::Closed { scope, seen: self.digest_closed };
        self.puts(vec![Put { slot: SLOT_CLOSED, given: Given::Value(closed), replaces }], why)
    }

    /// Moving to another village: closes the record here and restates its values there (format.md 1).
    ///
    /// `there` is the record that the same entity already has in the new scope, from an earlier stay. Conflicts must be
    /// settled before ([`Held::conflict`]); `instead` gives slots another value on the way.
    pub fn restate(
        &self,
        scope: EntityId,
        there: Option<&Held>,
        instead: &[(u16, Option<Value>)],
        why: Option<&str>,
    ) -> [Write; 2] {
        let close = self.close(scope, why);
        let mut values: BTreeMap<u16, Option<Value>> = self
            .slots
            .iter()
            .filter(|(slot, _)| **slot > SLOT_CLOSED)
            .map(|(slot, seen)| (*slot, seen.shown.clone()))
            .collect();
        values.extend(instead.iter().cloned());
        // An earlier stay may have slots that are empty now, and was closed when it ended, or set aside.
        for slot in there.iter().flat_map(|there| there.slots.keys()) {
            values.entry(*slot).or_insert(None);
        }
        let before = |slot: u16| there.map(|there| there.slot(slot)).unwrap_or_default();
        let puts = values.into_iter().filter_map(|(slot, value)| before(slot).put(slot, value));
        let open = Write { scope, puts: puts.collect(), ..self.puts(Vec::new(), why) };
        [close, open]
    }
}
