//! What an arrival comes to (预览): counts with the records behind each, from the touched records before and after. The
//! same numbers are what taking it in comes to, because both are made of the same fold.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::conflict::{self, Pair};
use crate::domain::kinds::kind;
use crate::domain::moving;
use crate::domain::pair::Judgements;
use crate::domain::record::Person;
use crate::journal::counting::{Held, Quarantine, rule_of};
use crate::journal::{
    Class, CommitId, EntityId, Ledger, OpId, Record, RecordKey, StreamId, Table, authority,
};

use super::choose;
use super::holding::Holding;
use super::rehearsal::{Origin, Touched, Uncounted};

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
    /// Commits that write to records which had gone on in another village, and did not know it (调整后补录).
    pub late: BTreeSet<CommitId>,
    /// Records of the bundle that are here already.
    pub already: u64,
    /// Device label and officer's name of those whose operations do not count, as far as they are known.
    pub authors: BTreeMap<(StreamId, EntityId), (String, String)>,
}

/// Operations of one hand that do not count, for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncounting<R> {
    /// The device's label; empty while it is unknown.
    pub device: String,
    /// The officer's name; empty while they are unknown.
    pub officer: String,
    /// First and last numbers of the commits in the device's stream, ascending.
    pub ranges: Vec<(u64, u64)>,
    /// Operations.
    pub count: u64,
    /// Why.
    pub why: R,
}

/// Puts operations of one hand and reason together, in the order in which the first of each came.
fn together<R: Copy + PartialEq>(
    all: impl Iterator<Item = (Origin, R)>,
    authors: &BTreeMap<(StreamId, EntityId), (String, String)>,
) -> Vec<Uncounting<R>> {
    // By hand and reason: operations, and the numbers of their commits.
    type Group<R> = (((StreamId, EntityId), R), (u64, BTreeSet<u64>));
    let mut groups: Vec<Group<R>> = Vec::new();
    for (origin, why) in all {
        let name = ((origin.stream, origin.officer), why);
        let at = groups.iter().position(|group| group.0 == name).unwrap_or_else(|| {
            groups.push((name, (0, BTreeSet::new())));
            groups.len() - 1
        });
        if let Some((_, (count, sequences))) = groups.get_mut(at) {
            *count += 1;
            sequences.insert(origin.sequence);
        }
    }
    let told = groups.into_iter().map(|((hand, why), (count, sequences))| {
        let (device, officer) = authors.get(&hand).cloned().unwrap_or_default();
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for sequence in sequences {
            match ranges.last_mut().filter(|(_, last)| *last + 1 == sequence) {
                Some((_, last)) => *last = sequence,
                None => ranges.push((sequence, sequence)),
            }
        }
        Uncounting { device, officer, ranges, count, why }
    });
    told.collect()
}

impl Preview {
    /// True if taking it in would change no record.
    pub fn is_nothing(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.held.is_empty() && self.refused.is_empty()
    }

    /// What waits, by hand and reason.
    pub fn waiting(&self) -> Vec<Uncounting<Held>> {
        let each = self.held.iter().filter_map(|one| match one {
            Uncounted::Held(origin, why) => Some((*origin, *why)),
            Uncounted::Quarantined(..) => None,
        });
        together(each, &self.authors)
    }

    /// Operations that are refused, by hand and reason.
    pub fn quarantined(&self) -> Vec<Uncounting<Quarantine>> {
        let each = self.refused.iter().filter_map(|part| match part {
            RefusedPart::Operation(Uncounted::Quarantined(origin, why)) => Some((*origin, *why)),
            _ => None,
        });
        together(each, &self.authors)
    }

    /// Names those whose operations do not count.
    pub fn name_authors(&mut self, ledger: &Ledger) {
        let refused = self.refused.iter().filter_map(|part| match part {
            RefusedPart::Operation(one) => Some(one),
            RefusedPart::Record { .. } => None,
        });
        let origin = |one: &Uncounted| match one {
            Uncounted::Held(origin, _) | Uncounted::Quarantined(origin, _) => (origin.stream, origin.officer),
        };
        let hands: BTreeSet<(StreamId, EntityId)> = self.held.iter().chain(refused).map(origin).collect();
        let officers = ledger.authority().officers();
        for (stream, officer) in hands {
            let key = ledger.signing_key(stream);
            let device = key.and_then(|key| choose::device_of(ledger, &key)).map(|(_, device)| device.label);
            let name = officers.get(&officer).and_then(|names| names.first()).map(|one| one.name.clone());
            self.authors.insert((stream, officer), (device.unwrap_or_default(), name.unwrap_or_default()));
        }
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
            let late = |record: &Record| -> BTreeSet<OpId> {
                moving::late(key, record).into_iter().map(|(_, op)| op).collect()
            };
            let known = before.map(late).unwrap_or_default();
            self.late.extend(late(&touched.after).difference(&known).map(|op| op.commit()));
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

/// What makes touched persons look like others, and what is judged about them: kept from each share until all are known.
#[derive(Clone, Debug, Default)]
pub struct Likenesses {
    /// Persons whose likeness changes.
    persons: BTreeMap<RecordKey, Both>,
    /// Judgements that change.
    judgements: BTreeMap<RecordKey, Touched>,
}

/// Keys of likeness before and after.
type Both = (BTreeSet<String>, BTreeSet<String>);

impl Likenesses {
    /// Notes the persons among some records whose likeness changes, and the judgements.
    pub fn add(&mut self, records: &BTreeMap<RecordKey, Touched>) {
        let of = |key: &RecordKey, record: &Record| conflict::likeness(&Person::from_record(*key, record));
        for (key, touched) in records.iter().filter(|(key, _)| conflict::is_person(key)) {
            let before = touched.before.as_ref().map(|record| of(key, record)).unwrap_or_default();
            let after = of(key, &touched.after);
            if before != after {
                self.persons.insert(*key, (before, after));
            }
        }
        let judgements = records.iter().filter(|(key, _)| key.kind == kind::PAIR);
        self.judgements.extend(judgements.map(|(key, touched)| (*key, touched.clone())));
    }

    /// The pairs that there will be to look at and were not before. Reads the persons only if a likeness or a judgement
    /// changes.
    pub fn pairs<H: Holding>(&self, holding: &H) -> Result<Vec<Pair>, H::Error> {
        if self.persons.is_empty() && self.judgements.is_empty() {
            return Ok(Vec::new());
        }
        let wanted: BTreeSet<&String> =
            self.persons.values().flat_map(|(before, after)| before.iter().chain(after)).collect();
        // A judgement that is taken back may concern anybody.
        let all = !self.judgements.is_empty();
        let mut still = Vec::new();
        holding.each(kind::PERSON, &mut |key, record| {
            if !self.persons.contains_key(&key) {
                let mut keys = conflict::likeness(&Person::from_record(key, &record));
                keys.retain(|key| all || wanted.contains(key));
                if !keys.is_empty() {
                    still.push((key, keys));
                }
            }
        })?;
        let mut was = Judgements::default();
        holding.each(kind::PAIR, &mut |key, record| was.take(key, &record))?;
        let mut will = was.clone();
        for (key, touched) in &self.judgements {
            will.take(*key, &touched.after);
        }
        let with = |choose: fn(&Both) -> &BTreeSet<String>, judgements: &Judgements| {
            let touched = self.persons.iter().map(|(key, both)| (*key, choose(both).clone()));
            let mut pairs = conflict::pairs(still.iter().cloned().chain(touched));
            pairs.retain(|(left, right)| !judgements.is_judged(left, right));
            pairs
        };
        let before = with(|both| &both.0, &was);
        Ok(with(|both| &both.1, &will).difference(&before).copied().collect())
    }
}
