//! Cases of sync.md 4 about the content of records: F12 to F16, F18 to F21, and waiting.

use super::super::*;
use super::replica::Replica;
use super::world::*;

/// An office, two laptops in one village, and a person that the first of them created and the other has seen.
pub struct Scene {
    pub office: Office,
    pub one: Device,
    pub two: Device,
    pub commits: Vec<Commit>,
    pub person: EntityId,
    pub first: OpId,
}

pub const HERE: EntityId = EntityId([1; 16]);

impl Scene {
    pub fn new() -> Self {
        let mut office = Office::found(1);
        let (mut one, _, enrolled) = office.enrol(2, "B", RECORDER);
        let (two, _, enrolled_too) = office.enrol(3, "C", RECORDER);
        let (created, person) = one.create(HERE, PERSON, NAME, "wang");
        let first = OpId::new(created.id, 0);
        let commits = vec![office.founding.clone(), enrolled, enrolled_too, created];
        Self { office, one, two, commits, person, first }
    }

    /// One write of the person's slot by a laptop. Gives the operation's id.
    pub fn write(&mut self, by: u8, slot: u16, text: &str, replaces: &[OpId]) -> OpId {
        let op = write(PERSON, self.person, slot, text, replaces.to_vec());
        let device = if by == 1 { &mut self.one } else { &mut self.two };
        let commit = device.commit(HERE, &[op]);
        self.commits.push(commit.clone());
        OpId::new(commit.id, 0)
    }

    /// Both orders of delivery, which must agree.
    pub fn replica(&self) -> Replica {
        let replica = Replica::of(self.office.data_set, &self.commits);
        let backwards = Replica::of(self.office.data_set, self.commits.iter().rev());
        assert_eq!(replica.sum(), backwards.sum());
        assert_eq!(replica.statuses(), backwards.statuses());
        replica
    }

    pub fn shown(&self, slot: u16, class: Class) -> (Vec<String>, bool) {
        let replica = self.replica();
        let (_, record) = replica.person(HERE, self.person);
        let shown = record.shown(slot, class);
        let text = |value: &Value<'_>| value.bytes.map_or("-".into(), |bytes| decode_value(bytes).unwrap());
        (shown.values.iter().map(text).collect(), shown.unsettled)
    }
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_string()).collect()
}

#[test]
fn f12_two_values_for_one_field_are_a_conflict_until_one_replaces_both() {
    let mut scene = Scene::new();
    let first = scene.first;
    let a = scene.write(1, NAME, "wang li", &[first]);
    let b = scene.write(2, NAME, "wang lu", &[first]);
    assert_eq!(scene.shown(NAME, Class::Sure).0.len(), 2);
    assert!(scene.shown(NAME, Class::Sure).1);
    let mut both = [a, b];
    both.sort_unstable();
    scene.write(2, NAME, "wang lü", &both);
    assert_eq!(scene.shown(NAME, Class::Sure), (texts(&["wang lü"]), false));
}

#[test]
fn f12_loose_shows_the_later_and_keeps_the_other() {
    let mut scene = Scene::new();
    scene.write(1, PHONE, "111", &[]);
    scene.two.clock.observe(scene.one.clock.last(), u64::MAX >> 20);
    scene.write(2, PHONE, "222", &[]);
    assert_eq!(scene.shown(PHONE, Class::Loose), (texts(&["222", "111"]), false));
    assert!(scene.shown(PHONE, Class::Step).1, "the same two steps would be a fork");
}

#[test]
fn f13_equal_values_are_one_and_are_replaced_together() {
    let mut scene = Scene::new();
    let first = scene.first;
    scene.write(1, NAME, "li", &[first]);
    scene.write(2, NAME, "li", &[first]);
    assert_eq!(scene.shown(NAME, Class::Sure), (texts(&["li"]), false));
    let replica = scene.replica();
    let (_, record) = replica.person(HERE, scene.person);
    assert_eq!(record.live_ids(NAME).len(), 2);
    assert_eq!(record.values(NAME)[0].ops.len(), 2);
}

#[test]
fn f14_different_fields_do_not_collide() {
    let mut scene = Scene::new();
    let first = scene.first;
    scene.write(1, NAME, "li", &[first]);
    scene.write(2, PHONE, "111", &[]);
    assert_eq!(scene.shown(NAME, Class::Sure), (texts(&["li"]), false));
    assert_eq!(scene.shown(PHONE, Class::Loose), (texts(&["111"]), false));
}

#[test]
fn f15_three_values_of_three_machines() {
    let mut scene = Scene::new();
    let (mut three, _, enrolled) = scene.office.enrol(4, "D", RECORDER);
    scene.commits.push(enrolled);
    let first = scene.first;
    scene.write(1, NAME, "a", &[first]);
    scene.write(2, NAME, "b", &[first]);
    scene.commits.push(three.commit(HERE, &[write(PERSON, scene.person, NAME, "c", vec![first])]));
    assert_eq!(scene.shown(NAME, Class::Sure).0.len(), 3);
}

#[test]
fn f16_a_collision_with_the_middle_of_an_offline_chain_is_seen() {
    let mut scene = Scene::new();
    let first = scene.first;
    let middle = scene.write(1, NAME, "middle", &[first]);
    scene.write(1, NAME, "end", &[middle]);
    scene.write(2, NAME, "other", &[middle]);
    let (mut values, unsettled) = scene.shown(NAME, Class::Sure);
    values.sort();
    assert_eq!((values, unsettled), (texts(&["end", "other"]), true));
}

#[test]
fn f17_f18_an_edit_by_someone_who_has_not_seen_the_resolution_is_a_conflict_again() {
    let mut scene = Scene::new();
    let first = scene.first;
    let a = scene.write(1, NAME, "a", &[first]);
    let b = scene.write(2, NAME, "b", &[first]);
    let mut both = [a, b];
    both.sort_unstable();
    scene.write(1, NAME, "mine", &both);
    scene.write(2, NAME, "yours", &both);
    assert_eq!(scene.shown(NAME, Class::Sure).0.len(), 2, "resolved differently on two machines");
    scene.write(2, NAME, "late", &[b]);
    assert_eq!(scene.shown(NAME, Class::Sure).0.len(), 3);
}

#[test]
fn f19_to_f21_set_aside_changed_since_and_back_again() {
    let mut scene = Scene::new();
    let (first, person) = (scene.first, scene.person);
    let aside = |scene: &Scene| {
        let replica = scene.replica();
        let (key, record) = replica.person(HERE, person);
        (record.set_aside(&key, seen_of), record.seen(&key, |slot| slot > 0), record.live_ids(0))
    };
    let (nothing, seen, _) = aside(&scene);
    assert_eq!(nothing, None);
    let commit = scene.one.commit(HERE, &[void(PERSON, person, seen, Vec::new())]);
    scene.commits.push(commit);
    assert_eq!(aside(&scene).0, Some(SetAside { changed_since: false }));
    let commit = scene.two.commit(HERE, &[void(PERSON, person, seen, Vec::new())]);
    scene.commits.push(commit);
    assert_eq!(aside(&scene).0, Some(SetAside { changed_since: false }), "delete and delete agree");
    scene.write(2, NAME, "late", &[first]);
    assert_eq!(aside(&scene).0, Some(SetAside { changed_since: true }), "no resurrection, but named");
    let (_, _, voids) = aside(&scene);
    let change = Change { slot: 0, schema: VOID, value: None, replaces: voids };
    let back = Op { entity: person, kind: PERSON, changes: vec![change], why: Some("alive".into()) };
    let commit = scene.one.commit(HERE, &[back]);
    scene.commits.push(commit);
    assert_eq!(aside(&scene).0, None);
}

#[test]
fn a_value_that_replaces_something_not_seen_waits_while_it_lives() {
    let mut scene = Scene::new();
    let first = scene.first;
    let middle = scene.write(1, NAME, "middle", &[first]);
    scene.write(2, NAME, "after", &[middle]);
    let missing = scene.commits.remove(4);
    assert_eq!(missing.id, middle.commit());
    let mut replica = Replica::of(scene.office.data_set, &scene.commits);
    let waiting = |replica: &Replica| {
        let (_, record) = replica.person(HERE, scene.person);
        record.waiting(NAME, |commit| replica.ledger.holds(commit))
    };
    assert_eq!(waiting(&replica), [missing.id]);
    replica.receive(&without_bodies(&missing)).unwrap();
    assert!(waiting(&replica).is_empty(), "the header is enough: nothing is unknown any more");
    let (_, record) = replica.person(HERE, scene.person);
    assert!(!record.holds(middle), "named, but not applied");
    replica.receive(&missing).unwrap();
    let (_, record) = replica.person(HERE, scene.person);
    assert!(record.holds(middle));
    assert_eq!(record.live_ids(NAME).len(), 1, "born dead, but what it replaced stays replaced");
}

#[test]
fn f69_invented_replaces_have_no_effect_and_are_bounded() {
    let mut scene = Scene::new();
    let invented = |number: u8| OpId([number; 16]);
    let many: Vec<OpId> = (0..64).map(invented).collect();
    scene.write(1, NAME, "x", &many);
    let (values, _) = scene.shown(NAME, Class::Sure);
    assert_eq!(values.len(), 2);
    let too_many = (0..65).map(invented).collect();
    let refused = scene.one.draft().push(HERE, &write(PERSON, scene.person, NAME, "y", too_many));
    let shape = verify::Misshapen::TooManyReplaces { slot: NAME, count: 65 };
    assert_eq!(refused, Err(DraftError::Codec(CodecError::Misshapen(shape))));
}
