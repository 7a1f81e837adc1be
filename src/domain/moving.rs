//! A household moves to another village (迁往他村): its records are closed where they were and restated where they go
//! (format.md 1), in one commit. Notes, visits, payments and verification stay where they were written and name the same
//! entities.
//!
//! Derived from the records, never stored: a record that stands in two villages, and what was written to a closed record by
//! somebody who did not know of the closing (调整后补录). A closing names every operation that it saw; what it does not name,
//! and what no later closing wrote itself, is late.

use std::collections::{BTreeMap, BTreeSet};

use super::acts::{Held, Write, operations};
use super::conflict::{Choice, Clash, SettleError, Sort, id_of};
use super::day::Day;
use super::kinds::{SLOT_CLOSED, SLOT_VOID, household, kind, membership, person};
use super::record::{self, Common};
use super::register::{Edit, Scoped};
use super::value::{Value, schema};
use crate::journal::{Audience, CommitId, EntityId, OpId, Record, RecordKey};

/// Kinds of records that go with a household.
pub const RESTATED: [u16; 3] = [kind::HOUSEHOLD, kind::PERSON, kind::MEMBERSHIP];

/// A record as it was read, and what the same entity has in the new village from an earlier stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restated {
    /// Where it stands now.
    pub here: Held,
    /// Where it goes.
    pub there: Option<Held>,
}

/// What is entered of the new place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlace {
    /// The village.
    pub village: EntityId,
    /// The household's code there; none = it keeps its own.
    pub code: Option<String>,
    /// Address there; none = not known yet.
    pub address: Option<String>,
    /// Since when they live there.
    pub on: Day,
}

/// Moves a household with its members. Group and settlement point belong to the old village and are left there; the address
/// is the new one or empty.
pub fn move_household(home: &Restated, others: &[Restated], to: &NewPlace, why: Option<&str>) -> Vec<Write> {
    let text = |text: &Option<String>| text.clone().filter(|text| !text.is_empty()).map(Value::Text);
    let mut instead = vec![
        (household::VILLAGE, Some(Value::Ref(to.village))),
        (household::GROUP, None),
        (household::SETTLEMENT, None),
        (household::ADDRESS, text(&to.address)),
        (household::SINCE, Some(Value::Day(to.on))),
    ];
    instead.extend(text(&to.code).map(|code| (household::CODE, Some(code))));
    let restate = |one: &Restated, instead: &[(u16, Option<Value>)]| {
        // What was never written need not be emptied.
        let known = |slot: &u16| {
            one.here.slots.contains_key(slot)
                || one.there.as_ref().is_some_and(|old| old.slots.contains_key(slot))
        };
        let instead: Vec<(u16, Option<Value>)> =
            instead.iter().filter(|(slot, value)| value.is_some() || known(slot)).cloned().collect();
        one.here.restate(to.village, one.there.as_ref(), &instead, why)
    };
    let mut writes: Vec<Write> = restate(home, &instead).into();
    for other in others {
        let village = [(person::VILLAGE, Some(Value::Ref(to.village)))];
        let instead = if other.here.key.kind == kind::PERSON { &village[..] } else { &[] };
        writes.extend(restate(other, instead));
    }
    writes
}

/// Slots whose values belong to one village: written there late, they say nothing about another one.
fn is_of_its_village(of: u16, slot: u16) -> bool {
    match of {
        kind::HOUSEHOLD => {
            matches!(slot, household::VILLAGE | household::GROUP | household::SETTLEMENT | household::SINCE)
        }
        kind::PERSON => slot == person::VILLAGE,
        _ => false,
    }
}

/// Live operations of a closed record that its closing did not see, by slot.
pub fn late(key: &RecordKey, record: &Record) -> Vec<(u16, OpId)> {
    let closed = record::slot::<record::ClosedTo>(record, key.kind, SLOT_CLOSED);
    if closed.is_empty() {
        return Vec::new();
    }
    let slots = record.live_slots();
    let slots = slots.filter(|slot| *slot != SLOT_CLOSED && !is_of_its_village(key.kind, *slot));
    let unseen = |slot: u16| {
        let ops = record.live_ids(slot).into_iter().filter(|op| !record.names(SLOT_CLOSED, *op));
        ops.map(move |op| (slot, op)).collect::<Vec<_>>()
    };
    slots.flat_map(unseen).collect()
}

/// A standing membership, or one that was closed.
#[derive(Clone, Copy, Debug)]
struct Home {
    key: RecordKey,
    person: EntityId,
    household: EntityId,
    /// It has no end yet.
    lasts: bool,
}

/// What moving left to be settled, gathered record by record.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Where each entity stands.
    standing: BTreeMap<(u16, EntityId), Vec<RecordKey>>,
    /// Where it was closed, and where it went on.
    closed: BTreeMap<(u16, EntityId), BTreeMap<RecordKey, EntityId>>,
    /// Entities that are set aside somewhere, and not closed there.
    aside: BTreeSet<(u16, EntityId)>,
    /// Closed records that somebody wrote to late.
    late: Vec<(RecordKey, Record)>,
    homes: Vec<Home>,
}

impl Survey {
    /// Notes a record; those that never move say nothing.
    pub fn take(&mut self, key: RecordKey, record: &Record) {
        if !RESTATED.contains(&key.kind) || key.audience != Audience::Everyone || record.is_empty() {
            return;
        }
        let (common, entity) = (Common::read(key, record), (key.kind, key.entity));
        if let Some(record::ClosedTo(to)) = common.closed.shown {
            self.closed.entry(entity).or_default().insert(key, to);
            if !late(&key, record).is_empty() {
                self.late.push((key, record.clone()));
            }
        } else if common.set_aside.is_some() {
            self.aside.insert(entity);
            return;
        } else {
            self.standing.entry(entity).or_default().push(key);
        }
        let of = |slot| record::slot::<EntityId>(record, key.kind, slot).shown;
        if let (kind::MEMBERSHIP, Some(who), Some(home)) =
            (key.kind, of(membership::PERSON), of(membership::HOUSEHOLD))
        {
            let lasts = record::slot::<Day>(record, key.kind, membership::TO).is_empty();
            self.homes.push(Home { key, person: who, household: home, lasts });
        }
    }

    /// The records of each entity that stands in several villages, or was closed in all of them.
    fn torn(&self) -> BTreeMap<(u16, EntityId), Vec<RecordKey>> {
        let several = self.standing.iter().filter(|(_, keys)| keys.len() > 1);
        let mut torn: BTreeMap<_, _> = several.map(|(of, keys)| (*of, keys.clone())).collect();
        for (of, closed) in &self.closed {
            let scopes: BTreeSet<EntityId> = closed.keys().map(|key| key.scope).collect();
            // A laptop that does not carry the new village sees the closing alone.
            let nowhere = closed.values().all(|to| scopes.contains(to));
            if nowhere && !self.standing.contains_key(of) && !self.aside.contains(of) {
                torn.insert(*of, closed.keys().copied().collect());
            }
        }
        torn
    }

    /// These entities, each with its kind: what their closed records say of it is settled with them.
    pub fn several(&self) -> BTreeSet<(u16, EntityId)> {
        self.torn().into_keys().collect()
    }

    /// What is open: records in several villages or in none, late edits, and members who came late. `read` gives a record.
    pub fn finish<E>(
        self,
        read: &mut dyn FnMut(&RecordKey) -> Result<Option<Record>, E>,
    ) -> Result<Vec<Clash>, E> {
        let mut clashes = self.in_two_villages();
        for (key, record) in &self.late {
            let there = self.standing.get(&(key.kind, key.entity)).map(Vec::as_slice);
            let Some([there]) = there else { continue };
            let now = read(there)?.unwrap_or_default();
            clashes.extend(late_edits(key, record, there, &now));
        }
        clashes.extend(self.homes.iter().filter_map(|home| self.parted(home)));
        Ok(clashes)
    }

    /// A member who is not where the household is: the membership was written in the village that the household had left, or
    /// the person was kept in another one.
    fn parted(&self, home: &Home) -> Option<Clash> {
        let one = |of: u16, entity: EntityId| match self.standing.get(&(of, entity))?.as_slice() {
            [only] => Some(*only),
            _ => None,
        };
        let left = |of: u16, entity: EntityId| {
            let mut closed = self.closed.get(&(of, entity)).into_iter().flatten();
            closed.any(|(old, _)| old.scope == home.key.scope)
        };
        let there = one(kind::HOUSEHOLD, home.household)?;
        if one(kind::MEMBERSHIP, home.key.entity)? != home.key {
            return None;
        }
        if there.scope != home.key.scope {
            return left(kind::HOUSEHOLD, home.household).then(|| late_member(&home.key, &there));
        }
        let who = one(kind::PERSON, home.person)?;
        let parted = home.lasts && who.scope != there.scope && left(kind::PERSON, home.person);
        parted.then(|| late_member(&who, &there))
    }

    /// Members are settled with their household, where that is torn between the same villages.
    fn in_two_villages(&self) -> Vec<Clash> {
        let torn = self.torn();
        let scopes = |keys: &[RecordKey]| keys.iter().map(|key| key.scope).collect::<BTreeSet<EntityId>>();
        let covered = |of: u16, entity: EntityId, keys: &[RecordKey]| {
            let of_it = |home: &&Home| match of {
                kind::PERSON => home.person == entity,
                kind::MEMBERSHIP => home.key.entity == entity,
                _ => false,
            };
            self.homes.iter().filter(of_it).any(|home| {
                let home = torn.get(&(kind::HOUSEHOLD, home.household));
                home.is_some_and(|home| scopes(keys).is_subset(&scopes(home)))
            })
        };
        let open = torn.iter().filter(|((of, entity), keys)| !covered(*of, *entity, keys));
        open.filter_map(|(_, keys)| in_several(keys)).collect()
    }
}

fn stands_in(key: &RecordKey) -> Choice {
    Choice { record: *key, value: None, stored: (schema::REF, None), ops: Vec::new() }
}

fn in_several(keys: &[RecordKey]) -> Option<Clash> {
    let mut keys = keys.to_vec();
    keys.sort();
    let (first, second) = (*keys.first()?, *keys.get(1)?);
    Some(Clash {
        id: id_of(Sort::TwoVillages, &first, Some(&second), None),
        sort: Sort::TwoVillages,
        record: first,
        other: Some(second),
        slot: None,
        choices: keys.iter().map(stands_in).collect(),
    })
}

/// Late edits that say something else than what stands in the new village: 1 carries the late value over, 2 leaves what is
/// there.
fn late_edits(key: &RecordKey, record: &Record, there: &RecordKey, now: &Record) -> Vec<Clash> {
    let mut clashes = Vec::new();
    let late: BTreeSet<(u16, OpId)> = late(key, record).into_iter().collect();
    let slots: BTreeSet<u16> = late.iter().map(|(slot, _)| *slot).collect();
    for slot in slots {
        let stands = now.values(slot);
        let shown = stands.first().map(|value| (value.schema, value.bytes));
        let number = stands.first().map_or(schema::TEXT, |value| value.schema);
        let left = Choice {
            record: *there,
            value: stands.first().and_then(|value| Value::decode(value.schema, value.bytes?).ok()),
            stored: (number, shown.and_then(|(_, bytes)| bytes.map(<[u8]>::to_vec))),
            ops: stands.first().map(|value| value.ops.clone()).unwrap_or_default(),
        };
        for value in record.values(slot) {
            let ops: Vec<OpId> = value.ops.iter().copied().filter(|op| late.contains(&(slot, *op))).collect();
            let same = match shown {
                // Set aside here and there, for whatever reason.
                Some((_, bytes)) if slot == SLOT_VOID => bytes.is_some() == value.bytes.is_some(),
                Some((of, bytes)) => (of, bytes) == (value.schema, value.bytes),
                None => value.bytes.is_none(),
            };
            let (Some(first), false) = (ops.first(), same) else { continue };
            let stored = (value.schema, value.bytes.map(<[u8]>::to_vec));
            let read = value.bytes.and_then(|bytes| Value::decode(value.schema, bytes).ok());
            let came = Choice { record: *key, value: read, stored, ops: ops.clone() };
            // The operation names the edit: the next one of the same slot is another thing to settle.
            let named = RecordKey { entity: first.entity(), ..*key };
            clashes.push(Clash {
                id: id_of(Sort::Late, key, Some(&named), Some(slot)),
                sort: Sort::Late,
                record: *key,
                other: Some(*there),
                slot: Some(slot),
                choices: vec![came, left.clone()],
            });
        }
    }
    clashes
}

/// Somebody is a member where the household is not (`key` = the membership, or the person alone): 1 lets them follow, 2 sets
/// the membership aside.
fn late_member(key: &RecordKey, there: &RecordKey) -> Clash {
    Clash {
        id: id_of(Sort::Late, key, Some(there), None),
        sort: Sort::Late,
        record: *key,
        other: Some(*there),
        slot: None,
        choices: vec![stands_in(key), stands_in(there)],
    }
}

/// Settles a late edit: carries it over (1) or leaves what stands in the new village (2), and notes in the closed record that
/// it was seen. The closing keeps its value, so that two who settle alike agree.
pub fn settle_late(
    clash: &Clash,
    number: usize,
    (closed, there): (&Record, &Record),
    why: &str,
) -> Result<Vec<Scoped>, SettleError> {
    let (Some(slot), Some(to)) = (clash.slot, clash.other) else { return Err(SettleError::NotByValue) };
    let [came, left] = clash.choices.as_slice() else { return Err(SettleError::NotByValue) };
    let taken = match number {
        1 => came,
        2 => left,
        _ => return Err(SettleError::NoSuchChoice { number, choices: 2 }),
    };
    if number == 2 && why.is_empty() {
        return Err(SettleError::ReasonNeeded);
    }
    if taken.value.is_none() && taken.stored.1.is_some() {
        return Err(SettleError::Newer);
    }
    let key = clash.record;
    let shown =
        closed.values(SLOT_CLOSED).first().and_then(|value| Value::decode(value.schema, value.bytes?).ok());
    let put = |edit: Edit, slot: u16, value: &Option<Value>, replaces: &[OpId]| match value {
        Some(value) => edit.set(slot, value.clone(), replaces),
        None => edit.clear(slot, replaces),
    };
    let edit = put(Edit::new(key.kind, key.entity), SLOT_CLOSED, &shown, &closed.live_ids(SLOT_CLOSED));
    let edit = put(edit, slot, &taken.value, &came.ops);
    let mut scoped = vec![edit.why(why).finish_in(key.scope)?];
    if number == 1 {
        let value = match &came.value {
            // What was seen is what is set aside: the record in the new village.
            Some(Value::Void { reason, .. }) => {
                let seen = there.seen(&to, |slot| slot > SLOT_VOID);
                Some(Value::Void { reason: reason.clone(), seen })
            }
            other => other.clone(),
        };
        let edit = put(Edit::new(to.kind, to.entity), slot, &value, &there.live_ids(slot));
        scoped.push(edit.why(why).finish_in(to.scope)?);
    }
    scoped.sort_by_key(|one| one.scope);
    Ok(scoped)
}

/// Operations of acts on records that exist, scopes ascending.
fn scoped(writes: Vec<Write>) -> Result<Vec<Scoped>, SettleError> {
    // Nothing new is created, so nothing takes its id from the commit.
    operations(writes, CommitId([0; 14]), 0).map_err(|_| SettleError::Newer)
}

/// Settles a member who is not where the household is: they follow (1), or the membership is set aside (2). `member` = the
/// membership, `who` = the person, if they have to follow.
pub fn settle_member(
    clash: &Clash,
    number: usize,
    member: &Restated,
    who: Option<&Restated>,
    why: &str,
) -> Result<Vec<Scoped>, SettleError> {
    let Some(to) = clash.other else { return Err(SettleError::NotByValue) };
    let reason = Some(why).filter(|why| !why.is_empty());
    match number {
        1 => {
            let mut writes: Vec<Write> = Vec::new();
            if member.here.key.scope != to.scope {
                writes.extend(member.here.restate(to.scope, member.there.as_ref(), &[], reason));
            }
            let village = [(person::VILLAGE, Some(Value::Ref(to.scope)))];
            let person = who.map(|who| who.here.restate(to.scope, who.there.as_ref(), &village, reason));
            writes.extend(person.into_iter().flatten());
            scoped(writes)
        }
        2 if why.is_empty() => Err(SettleError::ReasonNeeded),
        2 => {
            let void = Value::Void { reason: why.to_owned(), seen: member.here.digest_void };
            scoped(vec![member.here.write(vec![(SLOT_VOID, Some(void))], reason)])
        }
        _ => Err(SettleError::NoSuchChoice { number, choices: 2 }),
    }
}

/// Keeps a record in one village and closes it in the others, with what goes with it; what was closed everywhere is opened
/// there again. `held` = every record of the entities concerned, wherever they have one.
pub fn settle_villages(
    clash: &Clash,
    number: usize,
    held: &[Held],
    why: &str,
) -> Result<Vec<Scoped>, SettleError> {
    let choices = clash.choices.len();
    let stays = number.checked_sub(1).and_then(|at| clash.choices.get(at));
    let stays = stays.ok_or(SettleError::NoSuchChoice { number, choices })?.record.scope;
    let reason = Some(why).filter(|why| !why.is_empty());
    let closed = |one: &Held| one.slot(SLOT_CLOSED);
    let open = |one: &Held| closed(one).shown.is_none() && closed(one).others.iter().all(Option::is_none);
    let mut entities: BTreeMap<(u16, EntityId), Vec<&Held>> = BTreeMap::new();
    for one in held.iter().filter(|one| !one.is_void()) {
        entities.entry((one.key.kind, one.key.entity)).or_default().push(one);
    }
    let mut writes = Vec::new();
    for records in entities.into_values() {
        let Some(kept) = records.iter().find(|one| one.key.scope == stays) else { continue };
        let nowhere = !records.iter().any(|one| open(one));
        if !open(kept) && !nowhere {
            // It goes on elsewhere by itself, not torn between these villages.
            continue;
        }
        if !open(kept) {
            writes.push(kept.write(vec![(SLOT_CLOSED, None)], reason));
        }
        let others = records.iter().filter(|one| one.key.scope != stays);
        let torn = others.filter(|one| open(one) || nowhere || !closed(one).others.is_empty());
        writes.extend(torn.map(|one| one.close(stays, reason)));
    }
    scoped(writes)
}
