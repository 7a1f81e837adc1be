//! History (历史): who gave a slot which value, when, on which device and why, read from the record's frames in the journal;
//! and the record as it was known at a moment, folded from the operations up to then.

use std::collections::HashMap;

use super::{Desk, DeskError, day_of, key_of};
use crate::domain::day::Day;
use crate::domain::kinds::{SLOT_VOID, kind, membership, pair};
use crate::domain::record::Membership;
use crate::domain::value::Value;
use crate::journal::codec::{self, Frame};
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{Body, BodySlot, EntityId, GroupBodies, Header, Op, OpId};
use crate::search::EntryKind;
use crate::store::StoreError;

/// Which part of the past is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Until {
    /// Only what had been written by then: wall clock in milliseconds since 1970 UTC.
    pub known_ms: Option<u64>,
    /// Only what was true on that day, as it is known then.
    pub as_of: Option<Day>,
}

/// One value that one operation gave a slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The record.
    pub key: RecordKey,
    /// Slot number.
    pub slot: u16,
    /// The operation.
    pub op: OpId,
    /// The value; none = empty.
    pub value: Option<Value>,
    /// Wall clock of the device, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// Hybrid time: orders what a device wrote within one millisecond.
    pub hybrid: u64,
    /// The officer's name.
    pub officer: String,
    /// The device's label.
    pub device: String,
    /// The reason given.
    pub why: Option<String>,
    /// It no longer stands.
    pub replaced: bool,
}

/// A record's past.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// The record as it was known.
    pub record: Record,
    /// Every value ever given until then, in the order of hybrid time and operation.
    pub steps: Vec<Step>,
}

/// One operation of the journal with its header.
struct Event {
    op: Op,
    id: OpId,
    header: Header,
}

/// Who signed: names of officers, labels of devices by grant.
#[derive(Default)]
pub(super) struct Signers {
    officers: HashMap<EntityId, String>,
    devices: HashMap<EntityId, String>,
}

impl Signers {
    /// Name of the officer and label of the device behind a header.
    pub(super) fn of(&self, header: &Header) -> (String, String) {
        let officer = self.officers.get(&header.officer).cloned().unwrap_or_default();
        (officer, self.devices.get(&header.grant).cloned().unwrap_or_default())
    }
}

impl Desk {
    /// The past of one record.
    pub fn past(&self, key: RecordKey, known_ms: Option<u64>) -> Result<Past, StoreError> {
        let Some(now) = self.record(key)? else { return Ok(Past::default()) };
        let mut events = Vec::new();
        for position in now.frames() {
            match self.folder.frame_at(position)? {
                Frame::Commit(commit) => {
                    take(&mut events, &key, commit.id, &commit.header, &commit.bodies);
                }
                Frame::Bodies(late) => {
                    let id = late.commit;
                    let header = self.header_of(id)?;
                    for header in header {
                        let bodies: Vec<GroupBodies> = header
                            .groups
                            .iter()
                            .map(|group| match group.scope == late.scope {
                                true => GroupBodies::Present(late.slots.clone()),
                                false => GroupBodies::Withheld,
                            })
                            .collect();
                        take(&mut events, &key, id, &header, &bodies);
                    }
                }
                Frame::Local(_) => {}
            }
        }
        events.retain(|event| {
            now.holds(event.id) && known_ms.is_none_or(|known| event.header.wall_ms <= known)
        });
        events.sort_by_key(|event| (event.header.hybrid, event.id));
        events.dedup_by_key(|event| event.id);
        let mut record = Record::default();
        for event in &events {
            record.apply(event.op.clone(), event.id, event.header.hybrid);
        }
        let steps = self.steps(&key, &record, events)?;
        Ok(Past { record, steps })
    }

    fn steps(&self, key: &RecordKey, record: &Record, events: Vec<Event>) -> Result<Vec<Step>, StoreError> {
        let signers = self.signers()?;
        let mut steps = Vec::new();
        for Event { op, id, header } in events {
            let (officer, device) = signers.of(&header);
            for change in op.changes {
                let value =
                    change.value.as_deref().and_then(|bytes| Value::decode(change.schema, bytes).ok());
                steps.push(Step {
                    key: *key,
                    slot: change.slot,
                    op: id,
                    value,
                    wall_ms: header.wall_ms,
                    hybrid: header.hybrid,
                    officer: officer.clone(),
                    device: device.clone(),
                    why: op.why.clone(),
                    replaced: record.live_ids(change.slot).binary_search(&id).is_err(),
                });
            }
        }
        Ok(steps)
    }

    pub(super) fn header_of(&self, commit: crate::journal::CommitId) -> Result<Vec<Header>, StoreError> {
        self.folder.ask(move |state| {
            let ledger = state.ledger();
            let entries = ledger.hashes(commit).iter().filter_map(|hash| ledger.entry(hash));
            Ok(entries.map(|entry| entry.header.clone()).collect())
        })
    }

    pub(super) fn signers(&self) -> Result<Signers, StoreError> {
        self.folder.ask(|state| {
            let authority = state.ledger().authority();
            let names = authority.officers().into_iter();
            let officers = names.filter_map(|(entity, names)| Some((entity, names.first()?.name.clone())));
            let label = |device| authority.devices.get(&device).map(|device| device.label.clone());
            let devices =
                authority.grants.iter().filter_map(|(grant, held)| Some((*grant, label(held.device)?)));
            Ok(Signers { officers: officers.collect(), devices: devices.collect() })
        })
    }

    /// The records of a person or household whose values are theirs: of a person the memberships, too, of both the notes.
    pub fn records_of(&self, kind: EntryKind, entity: EntityId) -> Result<Vec<RecordKey>, DeskError> {
        let mut keys: Vec<RecordKey> = match kind {
            EntryKind::Household => self.household_key(entity).into_iter().collect(),
            EntryKind::Person => {
                let mut keys: Vec<RecordKey> = self.person_records(entity)?;
                let stays = self.holding(membership::PERSON, entity)?;
                keys.extend(stays.iter().map(|membership| membership.common.key));
                keys.extend(self.judgements_of(entity)?);
                keys
            }
            EntryKind::Village => Vec::new(),
        };
        keys.extend(self.notes(entity)?.iter().map(|note| note.common.key));
        Ok(keys)
    }

    /// What was judged about the person and others.
    fn judgements_of(&self, person: EntityId) -> Result<Vec<RecordKey>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(Vec::new()) };
        self.folder.ask(move |state| {
            let mut keys = Vec::new();
            for slot in [pair::ONE, pair::OTHER] {
                keys.extend(state.holding(kind::PAIR, slot, &bytes)?.into_iter().map(|(key, _)| key));
            }
            Ok(keys)
        })
    }

    /// The person's records in every village where they were; the one where they are now first.
    pub fn person_records(&self, entity: EntityId) -> Result<Vec<RecordKey>, StoreError> {
        let here = self.roll.persons.get(&entity).map(|row| row.village);
        let stays = self.holding(membership::PERSON, entity)?;
        let mut villages: Vec<EntityId> = here.into_iter().collect();
        villages.extend(stays.iter().map(|membership| membership.common.key.scope));
        let keys = self.folder.ask(move |state| {
            let mut keys = Vec::new();
            for village in villages {
                let key = key_of(kind::PERSON, village, entity);
                if !keys.contains(&key) && state.record(&key)?.is_some() {
                    keys.push(key);
                }
            }
            Ok(keys)
        })?;
        if !keys.is_empty() {
            return Ok(keys);
        }
        // Neither found nor in a household: set aside long ago; all villages are looked through.
        let records = self.folder.ask(move |state| state.entity(kind::PERSON, entity))?;
        Ok(records.into_iter().map(|(key, _)| key).collect())
    }

    /// The key of a household, set aside or not.
    pub fn household_key(&self, entity: EntityId) -> Option<RecordKey> {
        let row = self.roll.households.get(&entity).or_else(|| self.roll.aside.get(&entity));
        row.map(|row| row.key)
    }

    /// The history of a person or household, of all fields or one, by the slot's name.
    pub fn history(
        &self,
        kind: EntryKind,
        entity: EntityId,
        field: Option<&str>,
        until: Until,
    ) -> Result<Vec<Step>, DeskError> {
        let mut steps = Vec::new();
        for key in self.records_of(kind, entity)? {
            let past = self.past(key, until.known_ms)?;
            if let Some(day) = until.as_of
                && !holds_on(&key, &past.record, day)
            {
                continue;
            }
            let wanted = past.steps.into_iter().filter(|step| {
                // Whom a note is about is whose history this is; of a judgement: about whom else, and what.
                let about = matches!(key.kind, kind::NOTE | kind::PAIR);
                let oneself = about && step.value == Some(Value::Ref(entity));
                !oneself
                    && field.is_none_or(|field| slot_name(&step.key, step.slot) == field)
                    && until.as_of.is_none_or(|day| is_true_on(step, day))
            });
            steps.extend(wanted);
        }
        steps.sort_by_key(|step| (step.wall_ms, step.hybrid, step.op));
        Ok(steps)
    }
}

/// Stable name of a slot.
pub fn slot_name(key: &RecordKey, slot: u16) -> &'static str {
    crate::domain::kinds::slot(key.kind, slot).map_or("", |row| row.name)
}

/// A membership counts on the days from joining to leaving; any other record always.
fn holds_on(key: &RecordKey, record: &Record, day: Day) -> bool {
    key.kind != kind::MEMBERSHIP || Membership::from_record(*key, record).holds_on(day)
}

/// What stands is true of every day, unless it is itself the date of something that had not happened yet.
fn is_true_on(step: &Step, day: Day) -> bool {
    let later = match &step.value {
        Some(Value::Day(date)) => day.is_before(date.first()),
        _ => false,
    };
    let set_aside = step.slot == SLOT_VOID && day_of(step.wall_ms).is_some_and(|when| day.is_before(when));
    !step.replaced && !later && !set_aside
}

/// The operations of a commit on one record, with their ids.
fn take(
    events: &mut Vec<Event>,
    key: &RecordKey,
    commit: crate::journal::CommitId,
    header: &Header,
    bodies: &[GroupBodies],
) {
    let mut index: u16 = 0;
    for (group, bodies) in header.groups.iter().zip(bodies) {
        if let (true, GroupBodies::Present(slots)) = (group.scope == key.scope, bodies) {
            for (slot, at) in slots.iter().zip(index..) {
                let BodySlot::Held(Body { form: 0, bytes, .. }) = slot else { continue };
                let Ok(op) = codec::decode_op(bytes) else { continue };
                if op.entity == key.entity && op.kind == key.kind {
                    events.push(Event { op, id: OpId::new(commit, at), header: header.clone() });
                }
            }
        }
        index = index.saturating_add(group.count);
    }
}
