//! The generated office as operations (写入): what an officer's own acts would have written, village by village.
//!
//! Every entity has a natural key, so a demo that was killed half-way and begun again makes the same records.

use super::office::{DemoHousehold, DemoOffice, DemoPerson, Left, Origin};
use super::places::DemoPlace;
use crate::domain::day::Day;
use crate::domain::kinds::{household, kind, membership, person, place};
use crate::domain::value::Value;
use crate::journal::commit::OPS_MAX;
use crate::journal::hash::natural;
use crate::journal::{Change, EntityId, Hash, Op};

/// Most bytes of one part: under a commit's limit by what header and signature need.
pub const PART_BYTES_MAX: usize = (2 << 20) - (64 << 10);

/// Codes of `rules/codes.toml`.
mod code {
    pub const MOVED: u16 = 1;
    pub const BORN: u16 = 2;
    pub const MARRIED_IN: u16 = 3;
    pub const PAID_TO_PERSON: u16 = 1;
    pub const NOT_ENTITLED: u16 = 9;
    pub const REASON_REGISTERED: u16 = 1;
    pub const REASON_BORN: u16 = 2;
    pub const REASON_MARRIED_IN: u16 = 3;
    pub const REASON_DIED: u16 = 11;
    pub const REASON_MOVED_AWAY: u16 = 13;
}

/// The operations of a whole office in parts that each fit one commit: places first (scope zeros), then every village.
///
/// A part has one scope, at most [`OPS_MAX`] operations and [`PART_BYTES_MAX`] bytes, and never splits a household.
/// `data_set` is the founding header's hash: it stands in the keys of places.
pub fn parts<'a>(office: &'a DemoOffice, data_set: &Hash) -> Parts<'a> {
    let mut entities: Vec<EntityId> = Vec::with_capacity(office.places.len());
    for place in &office.places {
        let parent = place.parent.and_then(|at| entities.get(at)).copied().unwrap_or(EntityId::ZERO);
        entities.push(place_entity(data_set, parent, place));
    }
    Parts { office, places: entities, next_place: 0, next_household: 0 }
}

/// The natural key of a place: data set, place above, level, name at creation (format.md 2).
fn place_entity(data_set: &Hash, parent: EntityId, place: &DemoPlace) -> EntityId {
    natural(kind::PLACE)
        .fixed(&data_set.0)
        .fixed(&parent.0)
        .number(u64::from(place.level as u16))
        .text(&place.name)
        .entity()
}

/// See [`parts`].
pub struct Parts<'a> {
    office: &'a DemoOffice,
    /// Entities of the places, by index.
    places: Vec<EntityId>,
    next_place: usize,
    next_household: usize,
}

impl Iterator for Parts<'_> {
    type Item = (EntityId, Vec<Op>);

    fn next(&mut self) -> Option<Self::Item> {
        let mut part = Part { ops: Vec::new(), bytes: 0 };
        while let Some(place) = self.office.places.get(self.next_place) {
            if !part.take(vec![self.place(self.next_place, place)]) {
                break;
            }
            self.next_place += 1;
        }
        if !part.ops.is_empty() {
            return Some((EntityId::ZERO, part.ops));
        }
        let village = self.office.households.get(self.next_household)?.village;
        while let Some(household) = self.office.households.get(self.next_household) {
            if household.village != village
                || !part.take(self.whole_household(self.next_household, household))
            {
                break;
            }
            self.next_household += 1;
        }
        Some((self.places[village], part.ops))
    }
}

struct Part {
    ops: Vec<Op>,
    bytes: usize,
}

impl Part {
    /// Takes the operations in, unless the part would grow over a limit; the first ones always fit.
    fn take(&mut self, ops: Vec<Op>) -> bool {
        let bytes: usize = ops.iter().map(size_bound).sum();
        let full = self.ops.len() + ops.len() > OPS_MAX || self.bytes + bytes > PART_BYTES_MAX;
        if full && !self.ops.is_empty() {
            return false;
        }
        self.bytes += bytes;
        self.ops.extend(ops);
        true
    }
}

/// At least the bytes of an operation with its body's salt and lengths.
fn size_bound(op: &Op) -> usize {
    let values = op.changes.iter().map(|change| 16 + change.value.as_ref().map_or(0, Vec::len));
    64 + values.sum::<usize>()
}

/// Collects the changes of one operation in slot order.
struct Draft {
    op: Op,
}

impl Draft {
    fn new(kind: u16, entity: EntityId) -> Self {
        Self { op: Op { entity, kind, changes: Vec::with_capacity(20), why: None } }
    }

    fn set(mut self, slot: u16, value: Value) -> Self {
        let (schema, bytes) = value.encode();
        self.op.changes.push(Change { slot, schema, value: Some(bytes), replaces: Vec::new() });
        self
    }

    fn maybe(self, slot: u16, value: Option<Value>) -> Self {
        match value {
            Some(value) => self.set(slot, value),
            None => self,
        }
    }

    fn text(self, slot: u16, text: &str) -> Self {
        self.set(slot, Value::Text(text.to_owned()))
    }

    fn texts(self, slot: u16, texts: &[String]) -> Self {
        if texts.is_empty() { self } else { self.set(slot, Value::Texts(texts.to_vec())) }
    }

    fn maybe_text(self, slot: u16, text: Option<&String>) -> Self {
        self.maybe(slot, text.cloned().map(Value::Text))
    }

    fn day(self, slot: u16, day: Option<i32>) -> Self {
        self.maybe(slot, day.and_then(|days| Day::from_stored(days, 0)).map(Value::Day))
    }
}

impl Parts<'_> {
    /// The entity of running number `index` of a kind.
    fn entity(&self, kind: u16, index: usize) -> EntityId {
        natural(kind).text("demo").number(self.office.seed).number(index as u64).entity()
    }

    fn place(&self, index: usize, row: &DemoPlace) -> Op {
        Draft::new(kind::PLACE, self.places[index])
            .text(place::NAME, &row.name)
            .set(place::LEVEL, Value::Code(row.level as u16))
            .maybe(place::PARENT, row.parent.map(|at| Value::Ref(self.places[at])))
            .maybe_text(place::CODE, row.code.as_ref())
            .texts(place::ALIASES, &row.aliases)
            .texts(place::FORMER_CODES, &row.former_codes)
            .set(place::ORDER, Value::Int(i64::from(row.order)))
            .maybe(place::SCATTERED, row.scattered.then_some(Value::Code(1)))
            .op
    }

    /// The household, then of each member the person and the membership.
    fn whole_household(&self, index: usize, row: &DemoHousehold) -> Vec<Op> {
        let village = self.places[row.village];
        let place = |at: Option<usize>| at.map(|at| Value::Ref(self.places[at]));
        let head = Draft::new(kind::HOUSEHOLD, self.entity(kind::HOUSEHOLD, index))
            .text(household::CODE, &row.code)
            .set(household::VILLAGE, Value::Ref(village))
            .maybe(household::GROUP, place(row.group))
            .maybe(household::SETTLEMENT, place(row.settlement))
            .set(household::HEAD, Value::Ref(self.entity(kind::PERSON, row.first)))
            .maybe_text(household::ADDRESS, row.address.as_ref())
            .set(household::ORDER, Value::Int(i64::from(row.order)))
            .op;
        let mut ops = vec![head];
        for at in row.first..row.first + row.size {
            let Some(person) = self.office.persons.get(at) else { break };
            ops.push(self.person(at, person, village));
            ops.push(self.membership(at, person));
        }
        ops
    }

    fn person(&self, index: usize, row: &DemoPerson, village: EntityId) -> Op {
        let origin = match row.origin {
            Origin::Moved => code::MOVED,
            Origin::Born => code::BORN,
            Origin::MarriedIn => code::MARRIED_IN,
        };
        let mode = if row.support.is_some() { code::PAID_TO_PERSON } else { code::NOT_ENTITLED };
        let death = row.left.filter(|left| left.1 == Left::Died).map(|left| left.0);
        Draft::new(kind::PERSON, self.entity(kind::PERSON, index))
            .text(person::CODE, &row.code)
            .text(person::NAME, &row.name)
            .maybe_text(person::FORMER_NAME, row.former_name.as_ref())
            .maybe_text(person::NICKNAME, row.nickname.as_ref())
            .set(person::SEX, Value::Code(row.sex as u16))
            .day(person::BIRTH, Some(row.birth))
            .set(person::ETHNIC, Value::Code(row.ethnic))
            .maybe_text(person::ID_NUMBER, row.id_number.as_ref())
            .maybe_text(person::PHONE, row.phone.as_ref())
            .maybe_text(person::ACCOUNT, row.account.as_ref())
            .maybe_text(person::BANK, row.bank.as_ref())
            .maybe_text(person::ACCOUNT_NAME, row.account_name.as_ref())
            .set(person::MIGRANT_KIND, Value::Code(origin))
            .day(person::RELOCATED, Some(row.relocated))
            .text(person::RESERVOIR, row.reservoir)
            .day(person::DEATH, death)
            .set(person::SUPPORT_MODE, Value::Code(mode))
            .day(person::SUPPORT_FROM, row.support.map(|term| term.0))
            .day(person::SUPPORT_TO, row.support.map(|term| term.1))
            .set(person::VILLAGE, Value::Ref(village))
            .set(person::REGISTRATION, Value::Code(row.registration))
            .op
    }

    fn membership(&self, index: usize, row: &DemoPerson) -> Op {
        let reason = match (row.left, row.origin) {
            (Some((_, Left::Died)), _) => code::REASON_DIED,
            (Some((_, Left::MovedAway)), _) => code::REASON_MOVED_AWAY,
            (None, Origin::Moved) => code::REASON_REGISTERED,
            (None, Origin::Born) => code::REASON_BORN,
            (None, Origin::MarriedIn) => code::REASON_MARRIED_IN,
        };
        Draft::new(kind::MEMBERSHIP, self.entity(kind::MEMBERSHIP, index))
            .set(membership::PERSON, Value::Ref(self.entity(kind::PERSON, index)))
            .set(membership::HOUSEHOLD, Value::Ref(self.entity(kind::HOUSEHOLD, row.household)))
            .day(membership::FROM, Some(row.joined))
            .day(membership::TO, row.left.map(|left| left.0))
            .set(membership::REASON, Value::Code(reason))
            .set(membership::RELATION, Value::Code(row.relation))
            .set(membership::ORDER, Value::Int(i64::from(row.order)))
            .text(membership::RELATION_TEXT, row.relation_word)
            .op
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::demo::{Plan, generate};
    use crate::domain::kinds::Kinds;
    use crate::journal::codec::encode_op;
    use crate::journal::{Roles, Table};

    fn office(persons: usize) -> DemoOffice {
        generate(&Plan { seed: 5, persons, today: (2026, 11, 24) })
    }

    #[test]
    fn parts_keep_the_limits_and_hold_every_record_once() {
        let office = office(5_000);
        let data_set = Hash::from_slice(&[7; 32]).unwrap();
        let mut records = BTreeSet::new();
        let mut kinds: BTreeMap<u16, usize> = BTreeMap::new();
        let mut scopes = Vec::new();
        for (scope, ops) in parts(&office, &data_set) {
            assert!(!ops.is_empty() && ops.len() <= OPS_MAX, "{} operations", ops.len());
            let mut bytes = 0;
            for op in &ops {
                let encoded = encode_op(op).unwrap();
                assert!(encoded.len() + 40 <= size_bound(op));
                bytes += encoded.len() + 40;
                assert!(records.insert((op.kind, op.entity)), "a record twice: {op:?}");
                assert_eq!(op.kind == kind::PLACE, scope.is_zero());
                *kinds.entry(op.kind).or_default() += 1;
            }
            assert!(bytes <= PART_BYTES_MAX);
            scopes.push(scope);
        }
        assert_eq!(kinds[&kind::PERSON], 5_000);
        assert_eq!(kinds[&kind::MEMBERSHIP], 5_000);
        assert_eq!(kinds[&kind::HOUSEHOLD], 1_400);
        assert_eq!(kinds[&kind::PLACE], office.places.len());
        assert!(scopes[0].is_zero());
        let villages: BTreeSet<EntityId> = scopes.iter().copied().filter(|scope| !scope.is_zero()).collect();
        assert!(villages.len() >= 20 && villages.len() <= 30);
    }

    #[test]
    fn every_change_is_one_that_the_table_counts() {
        let office = office(600);
        let refs: BTreeSet<EntityId> =
            parts(&office, &Hash::ZERO).flat_map(|(_, ops)| ops).map(|op| op.entity).collect();
        for op in parts(&office, &Hash::ZERO).flat_map(|(_, ops)| ops) {
            for change in &op.changes {
                let rule = Kinds.slot(op.kind, change.slot).unwrap();
                assert!(rule.schemas.contains(&change.schema), "{} {}", op.kind, change.slot);
                assert!(rule.writers.meets(Roles(8)));
                let bytes = change.value.as_ref().unwrap();
                assert!(Kinds.canonical(change.schema, bytes));
                if let Value::Ref(entity) = Value::decode(change.schema, bytes).unwrap() {
                    assert!(refs.contains(&entity), "kind {} slot {} names nothing", op.kind, change.slot);
                }
            }
        }
    }

    #[test]
    fn keys_are_those_of_seed_and_data_set() {
        let office = office(60);
        let ids = |data_set: &Hash| -> Vec<EntityId> {
            parts(&office, data_set).flat_map(|(_, ops)| ops).map(|op| op.entity).collect()
        };
        let (one, other) = (Hash::from_slice(&[1; 32]).unwrap(), Hash::from_slice(&[2; 32]).unwrap());
        assert_eq!(ids(&one), ids(&one));
        let same = ids(&one).into_iter().zip(ids(&other)).filter(|(a, b)| a == b).count();
        assert_eq!(same, ids(&one).len() - office.places.len());
    }
}
