//! Villages change hands and households move, over real bundles between real folders (Y11; F33): late edits count and are
//! marked, counters agree, a left village is dropped only when the office has everything in a backup.

use super::folders::{Field, add, digests, entity, key, person, set, settle, take};
use crate::domain::Day;
use crate::domain::acts::{self, Held, operations};
use crate::domain::conflict::{Clash, Settlement, Sort};
use crate::domain::kinds::{SLOT_VOID, household, kind, membership, person as slots};
use crate::domain::moving::{self, NewPlace, Restated};
use crate::domain::record::Common;
use crate::domain::register::Edit;
use crate::domain::value::Value;
use crate::exchange::error::ExchangeError;
use crate::exchange::left::{self, Left};
use crate::exchange::{clash, delivery, reassign};
use crate::journal::*;
use crate::store::Folder;
use crate::store::folder::Part;

fn at(kind: u16, village: EntityId, number: u8) -> RecordKey {
    RecordKey { kind, ..key(village, number) }
}

fn held(folder: &Folder, key: RecordKey) -> Option<Held> {
    let record = folder.ask(move |state| state.record(&key)).unwrap()?;
    Some(Held::of(key, &record).unwrap())
}

/// Household 50 with person 1, membership 60.
pub fn settle_in(folder: &mut Folder, village: EntityId) {
    add(folder, village, 1, "张三");
    let home = Edit::new(kind::HOUSEHOLD, entity(50))
        .set(household::CODE, Value::Text("H1".into()), &[])
        .set(household::VILLAGE, Value::Ref(village), &[])
        .set(household::HEAD, Value::Ref(entity(1)), &[]);
    let stay = Edit::new(kind::MEMBERSHIP, entity(60))
        .set(membership::PERSON, Value::Ref(entity(1)), &[])
        .set(membership::HOUSEHOLD, Value::Ref(entity(50)), &[]);
    push(folder, vec![(village, home.finish().unwrap()), (village, stay.finish().unwrap())]);
}

fn push(folder: &mut Folder, ops: Vec<(EntityId, Op)>) {
    let act = folder.new_act().unwrap();
    folder
        .write(Part::whole(act), |writing| {
            ops.iter().try_for_each(|(scope, op)| writing.push(*scope, op).map(drop))
        })
        .unwrap();
}

pub fn moves(folder: &mut Folder, from: EntityId, to: EntityId) {
    let restated = |of: u16, number: u8| Restated {
        here: held(folder, at(of, from, number)).unwrap(),
        there: held(folder, at(of, to, number)),
    };
    let home = restated(kind::HOUSEHOLD, 50);
    let others = [restated(kind::PERSON, 1), restated(kind::MEMBERSHIP, 60)];
    let place = NewPlace { village: to, code: None, address: None, on: Day::ymd(2026, 3, 1).unwrap() };
    let writes = moving::move_household(&home, &others, &place, Some("搬到那边"));
    let ops = operations(writes, CommitId([0; 14]), 0).unwrap();
    push(folder, ops.into_iter().map(|one| (one.scope, one.op)).collect());
}

fn open(folder: &Folder) -> Vec<Clash> {
    folder.ask(|state| clash::open(state)).unwrap()
}

fn stands(folder: &Folder, village: EntityId) -> bool {
    [(kind::HOUSEHOLD, 50), (kind::PERSON, 1), (kind::MEMBERSHIP, 60)].into_iter().all(|(of, number)| {
        let key = at(of, village, number);
        let record = folder.ask(move |state| state.record(&key)).unwrap();
        record.is_some_and(|record| Common::read(key, &record).stands())
    })
}

fn phone(folder: &Folder, village: EntityId) -> Option<String> {
    person(folder, village, 1).phone.shown
}

#[test]
fn f33_a_late_edit_after_reassignment_counts_is_marked_and_is_in_no_counter_of_the_laptop() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    add(&mut office, one, 1, "张三");
    add(&mut office, other, 2, "李四");
    let mut b = field.laptop(&mut office, "B", &[one]);
    let mut c = field.laptop(&mut office, "C", &[other]);
    field.send(&mut b, &mut office);
    // B works without knowing that its village went to C.
    set(&mut b, one, 1, slots::PHONE, "13900000001");
    let given = reassign::give_villages(&mut office, "C", &[one, other], false).unwrap();
    assert_eq!((given.gained.as_slice(), given.left.len()), (&[one][..], 0));
    let given = reassign::give_villages(&mut office, "b", &[other], false).unwrap();
    assert_eq!((given.gained.as_slice(), given.left.as_slice()), (&[other][..], &[one][..]));
    set(&mut b, one, 1, slots::NICKNAME, "三儿");
    let outcome = field.send(&mut b, &mut office);
    assert_eq!(outcome.late, 1, "the number was written in time, the name after the village was given away");
    assert_eq!(phone(&office, one).as_deref(), Some("13900000001"));
    // The next bundle tells B, brings what it gained, and C has what B wrote.
    let outcome = field.send(&mut office, &mut b);
    assert_eq!((outcome.gained.as_slice(), outcome.left.as_slice()), (&[other][..], &[one][..]));
    assert_eq!(person(&b, other, 2).name.shown.as_deref(), Some("李四"));
    let outcome = field.send(&mut office, &mut c);
    assert_eq!((outcome.gained.as_slice(), outcome.left.len()), (&[one][..], 0));
    assert_eq!(phone(&c, one).as_deref(), Some("13900000001"));
    // It keeps what it has, and what it writes there all the same counts and is late.
    set(&mut b, one, 1, slots::PHONE, "13900000002");
    let outcome = field.send(&mut b, &mut office);
    assert_eq!((outcome.late, outcome.preview.changed.len()), (1, 1));
    assert_eq!(phone(&office, one).as_deref(), Some("13900000002"));
    let own = office.device();
    let devices = office.ask(move |state| delivery::devices(state, own)).unwrap();
    let late: Vec<(&str, u64)> = devices.iter().map(|one| (one.label.as_str(), one.late)).collect();
    assert!(late.contains(&("B", 2)) && late.contains(&("C", 0)), "{late:?}");
    assert_eq!(digests(&office, other), digests(&b, other));
    field.send(&mut office, &mut c);
    assert_eq!(digests(&office, one), digests(&c, one));
    // Its own list of what is left here is the village that it was told to leave, and no other.
    let device = b.device();
    let left = b.ask(move |state| left::villages(state, device)).unwrap();
    assert_eq!(left.into_iter().map(|left| left.village).collect::<Vec<_>>(), [one]);
}

#[test]
fn y11_a_left_village_may_be_dropped_when_the_office_has_all_of_it_in_a_backup_and_not_before() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    add(&mut office, one, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[one]);
    field.send(&mut b, &mut office);
    let droppable = |folder: &Folder| {
        let own = folder.device();
        let left = folder.ask(move |state| left::villages(state, own)).unwrap();
        left.into_iter().filter(Left::may_go).map(|left| left.village).collect::<Vec<_>>()
    };
    reassign::give_villages(&mut office, "B", &[other], false).unwrap();
    assert_eq!(droppable(&office), []);
    set(&mut b, one, 1, slots::PHONE, "13900000001");
    assert_eq!(droppable(&b), [], "it is still its own, as far as it knows");
    field.send(&mut office, &mut b);
    assert_eq!(droppable(&b), [], "nobody has its work");
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!(droppable(&b), [], "received, and in no backup");
    let stick = field.root.join("backup");
    std::fs::create_dir(&stick).unwrap();
    office.backup(&stick, &mut |_, _| {}).unwrap();
    field.send(&mut office, &mut b);
    assert_eq!(droppable(&b), [one]);
    // A late edit keeps the village here again until it has come in.
    set(&mut b, one, 1, slots::PHONE, "13900000002");
    assert_eq!(droppable(&b), []);
    // Given back, it is dropped no more.
    reassign::give_villages(&mut office, "B", &[one], true).unwrap();
    field.send(&mut b, &mut office);
    office.backup(&stick, &mut |_, _| {}).unwrap();
    field.send(&mut office, &mut b);
    assert_eq!(droppable(&b), []);
    assert_eq!(digests(&office, one), digests(&b, one));
}

#[test]
fn a_village_is_not_taken_from_the_only_laptop_that_may_hold_unsent_work_on_it() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    let mut b = field.laptop(&mut office, "B", &[one]);
    field.ship(&mut office, &b);
    let give = |office: &mut Folder, villages: &[EntityId], sure| {
        reassign::give_villages(office, "B", villages, sure)
    };
    let Err(ExchangeError::UnsentWork { label, villages, .. }) = give(&mut office, &[other], false) else {
        panic!("nothing was heard of it since something was written for it")
    };
    assert_eq!((label.as_str(), villages.as_slice()), ("B", &["何家村".to_owned()][..]));
    assert!(give(&mut office, &[one, other], false).is_ok(), "nothing is taken away");
    field.send(&mut b, &mut office);
    assert!(give(&mut office, &[other], false).is_ok(), "it was heard of");
    field.ship(&mut office, &b);
    assert!(give(&mut office, &[one], false).is_err() && give(&mut office, &[one], true).is_ok());
    assert!(matches!(give(&mut office, &[], false), Err(ExchangeError::NoVillage)));
    let named = |office: &mut Folder, label: &str| reassign::give_villages(office, label, &[one], false);
    assert!(matches!(named(&mut office, "X"), Err(ExchangeError::NoSuchDevice { .. })));
    assert!(matches!(named(&mut office, "A"), Err(ExchangeError::HasEveryVillage { .. })));
    assert!(matches!(named(&mut b, "B"), Err(ExchangeError::Store(_))), "a laptop does not govern");
}

#[test]
fn y11_a_moved_household_is_closed_here_restated_there_and_late_edits_are_carried_over_or_left_out() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    settle_in(&mut office, one);
    let mut b = field.laptop(&mut office, "B", &[one]);
    let mut c = field.laptop(&mut office, "C", &[other]);
    // The office moves the household; B, who has not heard, corrects two numbers and the head's name.
    moves(&mut office, one, other);
    assert!(stands(&office, other) && !stands(&office, one) && open(&office).is_empty());
    set(&mut b, one, 1, slots::PHONE, "13900000001");
    set(&mut b, one, 1, slots::NICKNAME, "三儿");
    let outcome = field.send(&mut b, &mut office);
    assert_eq!((outcome.late, outcome.preview.late.len()), (2, 2), "told at once, and in the preview");
    let late = open(&office);
    let fields: Vec<_> = late.iter().map(|one| (one.sort, one.slot)).collect();
    assert_eq!(fields, [(Sort::Late, Some(slots::NICKNAME)), (Sort::Late, Some(slots::PHONE))]);
    assert_eq!(phone(&office, other), None, "nothing is carried over by itself");
    let told = office.ask({
        let clash = late[1].clone();
        move |state| clash::tell(state, clash)
    });
    let hand = &told.unwrap().hands[0][0];
    assert_eq!((hand.device.as_str(), hand.officer.as_str()), ("B", "乙"));
    // One is carried over, the other is left out for a reason.
    settle(&mut office, &late[1].id, Settlement::Take(1), "").unwrap();
    assert_eq!(phone(&office, other).as_deref(), Some("13900000001"));
    assert!(settle(&mut office, &late[0].id, Settlement::Take(2), "").is_err(), "without a reason");
    settle(&mut office, &late[0].id, Settlement::Take(2), "不是这个人").unwrap();
    assert!(open(&office).is_empty());
    assert_eq!(person(&office, other, 1).nickname.shown, None);
    // B hears that it is closed; C has it, with the number that was carried over. Each village alone agrees.
    let outcome = field.send(&mut office, &mut b);
    assert!(outcome.digest_agrees);
    assert_eq!(digests(&office, one), digests(&b, one));
    assert!(open(&b).is_empty() && !stands(&b, one));
    field.send(&mut office, &mut c);
    assert_eq!((phone(&c, other).as_deref(), stands(&c, other)), (Some("13900000001"), true));
    assert_eq!(digests(&office, other), digests(&c, other));
    // Seen once, it is not late again when the new village changes the number, also after coming back.
    set(&mut office, other, 1, slots::PHONE, "13900000009");
    assert!(open(&office).is_empty());
    moves(&mut office, other, one);
    assert!(stands(&office, one) && !stands(&office, other) && open(&office).is_empty());
    assert_eq!(phone(&office, one).as_deref(), Some("13900000009"), "coming back brings what stands");
    moves(&mut office, one, other);
    assert!(stands(&office, other) && !stands(&office, one) && open(&office).is_empty());
}

#[test]
fn two_who_settle_a_late_edit_alike_agree_and_a_member_entered_late_follows() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    settle_in(&mut office, one);
    let mut b = field.laptop(&mut office, "B", &[one]);
    let mut c = field.laptop(&mut office, "C", &[one, other]);
    moves(&mut office, one, other);
    set(&mut b, one, 1, slots::PHONE, "13900000001");
    add(&mut b, one, 2, "小四");
    let stay = Edit::new(kind::MEMBERSHIP, entity(61))
        .set(membership::PERSON, Value::Ref(entity(2)), &[])
        .set(membership::HOUSEHOLD, Value::Ref(entity(50)), &[]);
    push(&mut b, vec![(one, stay.finish().unwrap())]);
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut c);
    let late = open(&office);
    assert_eq!(late, open(&c), "told alike on every machine");
    assert_eq!(
        late.iter().map(|one| (one.sort, one.slot)).collect::<Vec<_>>(),
        [(Sort::Late, Some(slots::PHONE)), (Sort::Late, None)]
    );
    for folder in [&mut office, &mut c] {
        settle(folder, &late[0].id, Settlement::Take(1), "").unwrap();
        settle(folder, &late[1].id, Settlement::Take(1), "随户").unwrap();
    }
    field.send(&mut c, &mut office);
    assert!(open(&office).is_empty(), "{:?}", open(&office));
    assert_eq!(person(&office, other, 2).name.shown.as_deref(), Some("小四"));
    assert_eq!(person(&office, other, 2).village.shown, Some(other));
    let closed = at(kind::PERSON, one, 2);
    assert!(held(&office, closed).unwrap().shown(crate::domain::kinds::SLOT_CLOSED).is_some());
}

#[test]
fn who_was_set_aside_late_is_set_aside_in_the_new_village_or_stays_there() {
    for (takes, stays) in [(1, false), (2, true)] {
        let field = Field::laid_out();
        let (mut office, [one, other]) = field.office();
        settle_in(&mut office, one);
        let mut b = field.laptop(&mut office, "B", &[one]);
        moves(&mut office, one, other);
        let aside = acts::person::set_aside(&held(&b, key(one, 1)).unwrap(), "重复");
        let aside = operations(aside, CommitId([0; 14]), 0).unwrap().into_iter();
        push(&mut b, aside.map(|scoped| (scoped.scope, scoped.op)).collect());
        field.send(&mut b, &mut office);
        let late = open(&office);
        let told: Vec<_> = late.iter().map(|one| (one.sort, one.slot, one.other)).collect();
        assert_eq!(told, [(Sort::Late, Some(SLOT_VOID), Some(key(other, 1)))]);
        assert!(person(&office, other, 1).common.stands(), "nothing is carried over by itself");
        settle(&mut office, &late[0].id, Settlement::Take(takes), "核实").unwrap();
        assert_eq!(open(&office), []);
        assert_eq!(person(&office, other, 1).common.stands(), stays);
        field.send(&mut office, &mut b);
        assert_eq!((open(&b), digests(&office, one)), (Vec::new(), digests(&b, one)));
    }
}

#[test]
fn a_household_moved_to_two_villages_is_one_thing_to_settle_and_is_settled_whole() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    let third = super::folders::village(&mut office, "三岔村");
    settle_in(&mut office, one);
    let mut b = field.laptop(&mut office, "B", &[one, other, third]);
    moves(&mut office, one, other);
    moves(&mut b, one, third);
    field.send(&mut b, &mut office);
    let torn = open(&office);
    assert_eq!(
        torn.iter().map(|one| (one.sort, one.choices.len())).collect::<Vec<_>>(),
        [(Sort::TwoVillages, 2)]
    );
    let stays = torn[0].choices.iter().position(|choice| choice.record.scope == third).unwrap();
    settle(&mut office, &torn[0].id, Settlement::Take(stays + 1), "住在三岔").unwrap();
    assert!(open(&office).is_empty(), "{:?}", open(&office));
    assert!(stands(&office, third) && !stands(&office, other) && !stands(&office, one));
    field.send(&mut office, &mut b);
    assert!(open(&b).is_empty() && stands(&b, third));
    for village in [one, other, third] {
        assert_eq!(digests(&office, village), digests(&b, village));
    }
}

#[test]
fn f56_one_bundle_brings_what_fifty_did_not_though_the_villages_changed_meanwhile() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    settle_in(&mut office, one);
    add(&mut office, other, 2, "李四");
    let mut b = field.laptop(&mut office, "B", &[one]);
    field.send(&mut b, &mut office);
    let mut last = None;
    for number in 0..50 {
        set(&mut office, one, 1, slots::PHONE, &format!("139{number:08}"));
        if number == 20 {
            moves(&mut office, one, other);
        }
        if number == 30 {
            reassign::give_villages(&mut office, "B", &[other], true).unwrap();
        }
        let village = if number < 20 { one } else { other };
        set(&mut office, village, 1, slots::REMARK, &format!("第 {number} 次"));
        last = Some(field.ship(&mut office, &b));
    }
    let outcome = take(&mut b, &last.unwrap());
    assert_eq!((outcome.gained.as_slice(), outcome.left.as_slice()), (&[other][..], &[one][..]));
    assert!(stands(&b, other));
    assert_eq!(person(&b, other, 1).remark.shown.as_deref(), Some("第 49 次"));
    assert_eq!(digests(&office, other), digests(&b, other));
}
