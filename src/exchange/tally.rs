//! What an arrival comes to (预览): counts with the records behind each, from the touched records before and after. The
//! same numbers are what taking it in comes to, because both are made of the same fold.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::conflict::{self, Pair};
use crate::domain::kinds::kind;
use crate::domain::record::Person;
use crate::journal::counting::rule_of;
use crate::journal::{Class, Record, RecordKey, Table, authority};

use super::holding::Holding;
use super::rehearsal::{Touched, Uncounted};

/// Something that is refused alone; everything beside it is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefusedPart {
    /// A record of the bundle that cannot be read or that nobody signed; from 0.
    Record {
        /// Its place in the bundle.
        index: u64,
        /// Why, in short English.
        reason: String,
    },
    /// An operation that is kept, passed on and does not count.
    Operation(Uncounted),
}

/// What an arrival would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// Records that were not here.
    pub new: Vec<RecordKey>,
    /// Records that were here and say something else now.
    pub changed: Vec<RecordKey>,
    /// Slots with several values that a person must settle, and that were not so before.
    pub conflicts: Vec<(RecordKey, u16)>,
    /// Slots in which the later of several values is shown, and that were not so before.
    pub overtaken: Vec<(RecordKey, u16)>,
    /// Persons that look like one, and did not before.
    pub duplicates: Vec<Pair>,
    /// Operations that wait for something.
    pub held: Vec<Uncounted>,
    /// What is refused alone.
    pub refused: Vec<RefusedPart>,
    /// Records of the bundle that are here already.
    pub already: u64,
}

impl Preview {
    /// True if taking it in would change no record.
    pub fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.held.is_empty() && self.refused.is_empty()
    }

    /// Notes operations that do not count.
    pub fn note(&mut self, uncounted: Vec<Uncounted>) {
        for one in uncounted {
            match one {
                Uncounted::Held(..) => self.held.push(one),
                Uncounted::Quarantined(..) => self.refused.push(RefusedPart::Operation(one)),
            }
        }
    }

    /// Adds what became of some records.
    pub fn add(&mut self, table: &dyn Table, records: &BTreeMap<RecordKey, Touched>) {
        for (key, touched) in records.iter().filter(|(key, _)| !authority::is_authority(key.kind)) {
            let before = touched.before.as_ref();
            if before.is_some_and(|before| *before == touched.after)
                || touched.after.is_empty() && before.is_none()
            {
                continue;
            }
            if before.is_none() {
                self.new.push(*key)
            } else {
                self.changed.push(*key)
            }
            for slot in touched.after.live_slots() {
                let Some(class) = rule_of(table, key.kind, slot).map(|rule| rule.class) else { continue };
                if several(&touched.after, slot)
                    .is_some_and(|now| before.and_then(|b| several(b, slot)) != Some(now))
                {
                    let list = if class == Class::Loose { &mut self.overtaken } else { &mut self.conflicts };
                    list.push((*key, slot));
                }
            }
        }
    }

    /// Puts the lists in order, after the last share.
    pub fn finish(&mut self) {
        self.new.sort_unstable();
        self.changed.sort_unstable();
        self.conflicts.sort_unstable();
        self.overtaken.sort_unstable();
    }
}

/// The distinct values of a slot, where there are several.
fn several(record: &Record, slot: u16) -> Option<BTreeSet<(u8, Option<Vec<u8>>)>> {
    let values = record.values(slot);
    let set = || values.iter().map(|value| (value.schema, value.bytes.map(<[u8]>::to_vec))).collect();
    (values.len() > 1).then(set)
}

/// What makes touched persons look like others: kept from each share until all are known.
#[derive(Clone, Debug, Default)]
pub struct Likenesses(BTreeMap<RecordKey, Both>);

/// Keys of likeness before and after.
type Both = (BTreeSet<String>, BTreeSet<String>);

impl Likenesses {
    /// Notes the persons among some records whose likeness changes.
    pub fn add(&mut self, records: &BTreeMap<RecordKey, Touched>) {
        let of = |key: &RecordKey, record: &Record| conflict::likeness(&Person::from_record(*key, record));
        for (key, touched) in records.iter().filter(|(key, _)| conflict::is_person(key)) {
            let before = touched.before.as_ref().map(|record| of(key, record)).unwrap_or_default();
            let after = of(key, &touched.after);
            if before != after {
                self.0.insert(*key, (before, after));
            }
        }
    }

    /// The pairs that there will be and were not before. Reads the persons only if a likeness changes.
    pub fn pairs<H: Holding>(&self, holding: &H) -> Result<Vec<Pair>, H::Error> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: BTreeSet<&String> =
            self.0.values().flat_map(|(before, after)| before.iter().chain(after)).collect();
        let mut still = Vec::new();
        holding.each(kind::PERSON, &mut |key, record| {
            if !self.0.contains_key(&key) {
                let mut keys = conflict::likeness(&Person::from_record(key, &record));
                keys.retain(|key| wanted.contains(key));
                if !keys.is_empty() {
                    still.push((key, keys));
                }
            }
        })?;
        let with = |choose: fn(&Both) -> &BTreeSet<String>| {
            let touched = self.0.iter().map(|(key, both)| (*key, choose(both).clone()));
            conflict::pairs(still.iter().cloned().chain(touched))
        };
        let before = with(|both| &both.0);
        Ok(with(|both| &both.1).difference(&before).copied().collect())
    }
}
