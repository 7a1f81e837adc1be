//! Acts through the fold: what two officers write of one record as they read it, and what stands afterwards.

use std::collections::BTreeMap;

use super::household::{Home, NewHousehold, NewMember};
use super::membership::{Mover, Standing};
use super::*;
use crate::domain::day::Day;
use crate::domain::kinds::{Kinds, SLOT_CLOSED, household as house, kind, person as slots};
use crate::domain::relation;
use crate::domain::value::{Value, seen_of_void};
use crate::journal::{Audience, CommitId, EntityId, OpId, Record, RecordKey, Table};

/// A folder of records, folded act by act.
#[derive(Default)]
struct Office {
    records: BTreeMap<RecordKey, Record>,
    commits: u8,
}

impl Office {
    fn write(&mut self, writes: Vec<Write>) -> usize {
        self.commits += 1;
        let commit = CommitId([self.commits; 14]);
        let scoped = operations(writes, commit, 0).unwrap();
        for (index, one) in (0u16..).zip(&scoped) {
            let key = RecordKey {
                audience: Audience::Everyone,
                kind: one.op.kind,
                scope: one.scope,
                entity: one.op.entity,
            };
            for change in &one.op.changes {
                let rule = Kinds.slot(key.kind, change.slot).unwrap();
                assert!(rule.schemas.contains(&change.schema), "schema of {} {}", key.kind, change.slot);
            }
            let record = self.records.entry(key).or_default();
            assert!(record.apply(one.op.clone(), OpId::new(commit, index), u64::from(self.commits)));
        }
        scoped.len()
    }

    fn held(&self, kind: u16, scope: EntityId) -> Vec<Held> {
        let of = |(key, record): (&RecordKey, &Record)| Held::of(*key, record).unwrap();
        self.records.iter().filter(|(key, _)| key.kind == kind && key.scope == scope).map(of).collect()
    }

    fn again(&self, held: &Held) -> Held {
        Held::of(held.key, &self.records[&held.key]).unwrap()
    }
}

fn village(number: u8) -> EntityId {
    EntityId([number; 16])
}

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

fn on(year: i32) -> Day {
    Day::ymd(year, 1, 1).unwrap()
}

/// A household of a head and a son.
fn family() -> Office {
    let mut office = Office::default();
    let member = |name: &str, relation: u16| NewMember {
        values: vec![(slots::NAME, Value::Text(name.into())), (slots::SEX, Value::Code(1))],
        standing: Standing {
            relation: Some(relation),
            reason: membership::REASON_REGISTERED,
            ..Standing::default()
        },
    };
    let new = NewHousehold { village: village(1), code: "H001".into(), values: Vec::new() };
    let members = [member("\u{7532}", relation::HEAD), member("\u{4E59}", 22)];
    assert_eq!(office.write(household::register(&new, &members, "")), 5);
    office
}

#[test]
fn two_corrections_of_what_was_read_alike_are_a_conflict_that_a_third_ends() {
    let mut office = family();
    let read = office.held(kind::PERSON, village(1)).remove(0);
    office.write(person::correct(&read, vec![(slots::NAME, text("a"))], None));
    office.write(person::correct(&read, vec![(slots::NAME, text("b"))], None));
    let torn = office.again(&read);
    assert_eq!(torn.conflict(), Some(slots::NAME));
    assert_eq!(guard::of_restating(&torn), [Fact::ConflictFirst("name")]);
    let shown = torn.shown(slots::NAME).cloned();
    assert_eq!(office.write(person::correct(&torn, vec![(slots::NAME, shown.clone())], None)), 1);
    let settled = office.again(&read);
    assert_eq!((settled.conflict(), settled.shown(slots::NAME).cloned()), (None, shown.clone()));
    assert!(
        person::correct(&settled, vec![(slots::NAME, shown)], None).is_empty(),
        "an equal value writes nothing"
    );
}

#[test]
fn set_aside_comes_back_and_says_whether_it_changed_since() {
    let mut office = family();
    let read = office.held(kind::PERSON, village(1)).remove(0);
    office.write(person::set_aside(&read, "twice"));
    let state = |office: &Office| office.records[&read.key].set_aside(&read.key, seen_of_void);
    assert_eq!(state(&office).map(|aside| aside.changed_since), Some(false));
    office.write(person::correct(&read, vec![(slots::PHONE, text("1"))], None));
    assert_eq!(state(&office).map(|aside| aside.changed_since), Some(true));
    let aside = office.again(&read);
    assert!(aside.is_void());
    office.write(person::bring_back(&aside, "was right"));
    assert_eq!(state(&office), None);
    assert!(!office.again(&read).is_void());
}

#[test]
fn there_and_back_again_between_villages_keeps_every_value() {
    let mut office = family();
    let read = office.held(kind::PERSON, village(1)).remove(0);
    let away = |office: &Office, from: u8, to: u8| {
        let person = office
            .held(kind::PERSON, village(from))
            .into_iter()
            .find(|held| held.key.entity == read.key.entity);
        let there = office
            .held(kind::PERSON, village(to))
            .into_iter()
            .find(|held| held.key.entity == read.key.entity);
        (person.unwrap(), there)
    };
    for (from, to, year) in [(1, 2, 2020), (2, 1, 2021), (1, 2, 2022)] {
        let (person, there) = away(&office, from, to);
        let standing =
            Standing { relation: Some(22), reason: membership::REASON_MOVED_IN, ..Standing::default() };
        let mover = Mover { person: &person, membership: None, there: there.as_ref(), standing };
        let home = Whom::Is(village(99));
        office.write(membership::move_over(&mover, village(to), home, on(year), 0, None));
        let (left, come) = (office.again(&person), away(&office, to, from).0);
        assert!(
            matches!(left.shown(SLOT_CLOSED), Some(Value::Closed { scope, .. }) if *scope == village(to))
        );
        assert_eq!(come.shown(SLOT_CLOSED), None, "open where they are");
        assert_eq!((come.conflict(), left.conflict()), (None, None));
        assert_eq!(come.shown(slots::NAME), read.shown(slots::NAME));
        assert_eq!(come.shown(slots::VILLAGE), Some(&Value::Ref(village(to))));
    }
}

#[test]
fn a_head_who_goes_leaves_the_household_without_head_and_codes_go_on() {
    let mut office = family();
    let from = office.held(kind::HOUSEHOLD, village(1)).remove(0);
    let people = office.held(kind::PERSON, village(1));
    let memberships = office.held(kind::MEMBERSHIP, village(1));
    let head =
        people.iter().find(|held| from.shown(house::HEAD) == Some(&Value::Ref(held.key.entity))).unwrap();
    let belongs =
        |held: &&Held| held.slots.values().any(|seen| seen.shown == Some(Value::Ref(head.key.entity)));
    let standing = Standing {
        relation: Some(relation::HEAD),
        from: Some(on(2024)),
        reason: membership::REASON_SPLIT,
        order: None,
    };
    let mover = Mover { person: head, membership: memberships.iter().find(belongs), there: None, standing };
    let new = NewHousehold { village: village(1), code: "H002".into(), values: Vec::new() };
    assert_eq!(office.write(household::split(&from, &new, &[mover], on(2024), None)), 4);
    assert_eq!(office.again(&from).shown(house::HEAD), None);
    let founded =
        office.held(kind::HOUSEHOLD, village(1)).into_iter().find(|held| held.key != from.key).unwrap();
    assert_eq!(founded.shown(house::HEAD), Some(&Value::Ref(head.key.entity)));
    let home = Home {
        village: village(1),
        household: Whom::Is(from.key.entity),
        code: "H001",
        taken: &["H001-02".into()],
        letter: "A",
    };
    assert_eq!(household::next_codes(&home, 2), ["H001-A01", "H001-A02"]);
}
