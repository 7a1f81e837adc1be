//! The generated office as operations (写入): what an officer's own acts would have written, village by village.
//!
//! Every entity has a natural key, so a demo that was killed half-way and begun again makes the same records.

use super::office::{DemoHousehold, DemoOffice, DemoPerson, Left, Origin, day};
use super::places::DemoPlace;
use crate::domain::kinds::kind;
use crate::domain::migrant;
use crate::domain::register::{
    EditError, NewHousehold, NewMembership, NewPerson, NewPlace, Scoped, place_entity,
};
use crate::domain::relation;
use crate::journal::commit::OPS_MAX;
use crate::journal::hash::natural;
use crate::journal::{EntityId, Hash, Op};

/// Most bytes of one part: under a commit's limit by what header and signature need.
pub const PART_BYTES_MAX: usize = (2 << 20) - (64 << 10);

/// Codes of `rules/codes.toml`.
mod code {
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
/// `data_set` is the founding header's hash: it stands in the keys of places. After an error nothing follows.
pub fn parts(office: &DemoOffice, data_set: Hash) -> Parts<'_> {
    Parts { office, places: places(office, data_set), next_place: 0, next_household: 0 }
}

/// Entities of the places, by index.
pub(super) fn places(office: &DemoOffice, data_set: Hash) -> Vec<EntityId> {
    let mut entities: Vec<EntityId> = Vec::with_capacity(office.places.len());
    for place in &office.places {
        let parent = place.parent.and_then(|at| entities.get(at)).copied().unwrap_or(EntityId::ZERO);
        entities.push(place_entity(data_set, parent, place.level, &place.name));
    }
    entities
}

/// The entity of running number `index` of a kind.
pub(super) fn entity(seed: u64, kind: u16, index: usize) -> EntityId {
    natural(kind).text("demo").number(seed).number(index as u64).entity()
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
    type Item = Result<(EntityId, Vec<Op>), EditError>;

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.part().transpose();
        if let Some(Err(_)) = part {
            (self.next_place, self.next_household) = (usize::MAX, usize::MAX);
        }
        part
    }
}

#[derive(Default)]
pub(super) struct Part {
    pub ops: Vec<Op>,
    bytes: usize,
}

impl Part {
    /// Takes the operations in, unless the part would grow over a limit; the first ones always fit.
    pub fn take(&mut self, ops: Vec<Op>) -> bool {
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

impl Parts<'_> {
    fn part(&mut self) -> Result<Option<(EntityId, Vec<Op>)>, EditError> {
        let mut part = Part::default();
        while let Some(row) = self.office.places.get(self.next_place) {
            if !part.take(vec![self.place(self.next_place, row)?.op]) {
                break;
            }
            self.next_place += 1;
        }
        if !part.ops.is_empty() {
            return Ok(Some((EntityId::ZERO, part.ops)));
        }
        let Some(first) = self.office.households.get(self.next_household) else { return Ok(None) };
        while let Some(row) = self.office.households.get(self.next_household) {
            if row.village != first.village || !part.take(self.whole_household(self.next_household, row)?) {
                break;
            }
            self.next_household += 1;
        }
        Ok(Some((self.places[first.village], part.ops)))
    }

    /// The entity of running number `index` of a kind.
    fn entity(&self, kind: u16, index: usize) -> EntityId {
        entity(self.office.seed, kind, index)
    }

    fn place(&self, index: usize, row: &DemoPlace) -> Result<Scoped, EditError> {
        let new = NewPlace {
            entity: self.places[index],
            name: row.name.clone(),
            level: row.level,
            parent: row.parent.map_or(EntityId::ZERO, |at| self.places[at]),
            code: row.code.clone().unwrap_or_default(),
            aliases: row.aliases.clone(),
            former_codes: row.former_codes.clone(),
            order: Some(i64::from(row.order)),
            scattered: row.scattered,
        };
        new.op()
    }

    /// The household, then of each member the person and the membership.
    fn whole_household(&self, index: usize, row: &DemoHousehold) -> Result<Vec<Op>, EditError> {
        let village = self.places[row.village];
        let household = NewHousehold {
            entity: self.entity(kind::HOUSEHOLD, index),
            code: row.code.clone(),
            village,
            group: row.group.map(|at| self.places[at]),
            settlement: row.settlement.map(|at| self.places[at]),
            head: Some(self.entity(kind::PERSON, row.first)),
            address: row.address.clone().unwrap_or_default(),
            order: Some(i64::from(row.order)),
            remark: String::new(),
        };
        let mut ops = vec![household.op()?.op];
        for (at, person) in self.office.persons.iter().enumerate().skip(row.first).take(row.size) {
            let entity = self.entity(kind::PERSON, at);
            ops.push(self.person(entity, village, person)?.op);
            ops.push(self.membership(at, (entity, household.entity), village, person)?.op);
        }
        Ok(ops)
    }

    fn person(&self, entity: EntityId, village: EntityId, row: &DemoPerson) -> Result<Scoped, EditError> {
        let origin = match row.origin {
            Origin::Moved => migrant::ORIGINAL,
            Origin::Born => migrant::DESCENDANT,
            Origin::MarriedIn => migrant::MARRIED_IN,
        };
        let mode = if row.support.is_some() { code::PAID_TO_PERSON } else { code::NOT_ENTITLED };
        let death = row.left.filter(|left| left.1 == Left::Died);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let new = NewPerson {
            entity,
            village,
            code: row.code.clone(),
            name: row.name.clone(),
            former_name: text(&row.former_name),
            nickname: text(&row.nickname),
            sex: Some(row.sex),
            birth: day(row.birth),
            ethnic: Some(row.ethnic),
            id_number: text(&row.id_number),
            phone: text(&row.phone),
            account: text(&row.account),
            bank: text(&row.bank),
            account_name: text(&row.account_name),
            migrant_kind: Some(origin),
            relocated: day(row.relocated),
            reservoir: row.reservoir.to_owned(),
            death: death.and_then(|left| day(left.0)),
            support_mode: Some(mode),
            support_from: row.support.and_then(|term| day(term.0)),
            support_to: row.support.and_then(|term| day(term.1)),
            remark: String::new(),
            reading: String::new(),
            registration: Some(row.registration),
        };
        new.op()
    }

    fn membership(
        &self,
        index: usize,
        (person, household): (EntityId, EntityId),
        village: EntityId,
        row: &DemoPerson,
    ) -> Result<Scoped, EditError> {
        let reason = match (row.left, row.origin) {
            (Some((_, Left::Died)), _) => code::REASON_DIED,
            (Some((_, Left::MovedAway)), _) => code::REASON_MOVED_AWAY,
            (None, Origin::Moved) => code::REASON_REGISTERED,
            (None, Origin::Born) => code::REASON_BORN,
            (None, Origin::MarriedIn) => code::REASON_MARRIED_IN,
        };
        let new = NewMembership {
            entity: self.entity(kind::MEMBERSHIP, index),
            village,
            person,
            household,
            from: day(row.joined),
            to: row.left.and_then(|left| day(left.0)),
            reason: Some(reason),
            relation: Some(row.relation),
            order: Some(i64::from(row.order)),
            relation_text: relation::name(row.relation).unwrap_or_default().to_owned(),
        };
        new.op()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::demo::{Plan, generate};
    use crate::domain::checks::{Finding, of_person, of_relation};
    use crate::domain::day::Day;
    use crate::domain::kinds::Kinds;
    use crate::domain::record::{Membership, Person};
    use crate::domain::value::Value;
    use crate::journal::codec::encode_op;
    use crate::journal::fold::{Record, RecordKey};
    use crate::journal::{Audience, OpId, Roles, Table};

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
        for part in parts(&office, data_set) {
            let (scope, ops) = part.unwrap();
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
            parts(&office, Hash::ZERO).flat_map(|part| part.unwrap().1).map(|op| op.entity).collect();
        for op in parts(&office, Hash::ZERO).flat_map(|part| part.unwrap().1) {
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
        let ids = |data_set: Hash| -> Vec<EntityId> {
            parts(&office, data_set).flat_map(|part| part.unwrap().1).map(|op| op.entity).collect()
        };
        let (one, other) = (Hash::from_slice(&[1; 32]).unwrap(), Hash::from_slice(&[2; 32]).unwrap());
        assert_eq!(ids(one), ids(one));
        let same = ids(one).into_iter().zip(ids(other)).filter(|(a, b)| a == b).count();
        assert_eq!(same, ids(one).len() - office.places.len());
    }

    /// The records that an operation of its own makes, as a folder would fold them.
    fn folded(scope: EntityId, op: &Op) -> (RecordKey, Record) {
        let mut record = Record::default();
        record.apply(op.clone(), OpId([1; 16]), 1);
        (RecordKey { audience: Audience::Everyone, kind: op.kind, scope, entity: op.entity }, record)
    }

    #[test]
    fn checks_find_what_was_planted_and_little_else() {
        let office = office(5_000);
        let today = Day::ymd(2026, 11, 24).unwrap();
        let mut found: BTreeMap<&str, usize> = BTreeMap::new();
        let mut note = |findings: Vec<Finding>| {
            for finding in findings {
                *found.entry(finding.check.name()).or_default() += 1;
            }
        };
        for (scope, ops) in parts(&office, Hash::ZERO).map(Result::unwrap).skip(1) {
            let mut head = None;
            for pair in ops.iter().filter(|op| op.kind != kind::HOUSEHOLD).collect::<Vec<_>>().chunks(2) {
                let (key, record) = folded(scope, pair[0]);
                let person = Person::from_record(key, &record);
                let (key, record) = folded(scope, pair[1]);
                let membership = Membership::from_record(key, &record);
                if membership.order.shown == Some(1) {
                    head = Some(person.clone());
                }
                note(of_person(&person, today));
                note(of_relation(&membership, &person, head.as_ref()));
            }
        }
        let count = |name: &str| found.get(name).copied().unwrap_or(0);
        assert_eq!(count("id_check_digit"), 1, "{found:?}");
        assert!((1..60).contains(&count("id_missing")), "{found:?}");
        // What the demo's own area code and children without an account say of every such person.
        let expected = ["id_area_unknown", "account_missing", "id_check_digit", "id_missing"];
        let other: usize =
            found.iter().filter(|entry| !expected.contains(entry.0)).map(|entry| entry.1).sum();
        assert!(other < 40, "{found:?}");
    }
}
