//! Imports undone and counted again, machines ended and what turns up of them later, over real folders and bundles (Y14, X4,
//! F54): digests are exactly those before, here and, after exchange, everywhere, whatever arrives first.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::folders::*;
use super::moves::{moves, settle_in};
use crate::domain::kinds::{batch, kind, note, person};
use crate::domain::register::Edit;
use crate::domain::subsidy::payment::Stage;
use crate::domain::subsidy::records::{batch_entity, list_part};
use crate::domain::value::{PayLine, Value};
use crate::exchange::brought::{self, Import, Ruled};
use crate::exchange::late::{self, NotReleased};
use crate::exchange::undo::{self, Refused, Why};
use crate::journal::authority::RulingTarget;
use crate::journal::*;
use crate::store::locals::ImportOutcome;
use crate::store::{Folder, LocalFact, Part, Ruling, RulingError, StoreError};

/// Digests of all but everyone's scope, where the rulings themselves lie.
type Sums = BTreeMap<(Audience, EntityId), Digests>;

fn sums(folder: &Folder) -> Sums {
    let fresh = Digests::new(crate::domain::Kinds.number());
    let all = folder.ask(|state| Ok(state.digests().clone())).unwrap();
    all.into_iter().filter(|((_, scope), sum)| !scope.is_zero() && *sum != fresh).collect()
}

/// Every record but the rulings, as bytes.
fn records(folder: &Folder) -> BTreeMap<RecordKey, Vec<u8>> {
    let read = |state: &mut crate::store::state::State| {
        let mut records = BTreeMap::new();
        state.each_record(|key, record| drop(records.insert(key, record.encode_bare().unwrap())))?;
        Ok(records)
    };
    let mut records = folder.ask(read).unwrap();
    records.retain(|key, _| !authority::is_authority(key.kind));
    records
}

fn imports(folder: &Folder) -> Vec<Import> {
    folder.ask(|state| brought::imports(state)).unwrap()
}

fn ruled(folder: &Folder, import: &Import) -> Ruled {
    let import = import.clone();
    folder.ask(move |state| Ok(import.ruled(state.ledger()))).unwrap()
}

fn resting(answer: undo::Answer) -> Vec<(Why, u16)> {
    match answer {
        Err(Refused::RestedOn(all)) => {
            assert!(
                all.iter().all(|one| !one.device.is_empty() && !one.officer.is_empty() && one.wall_ms > 0)
            );
            all.iter().map(|one| (one.why, one.record.map_or(0, |key| key.kind))).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// An office with a person, two laptops that have them, and B's news: a new person and a phone.
pub fn with_news(field: &Field) -> (Folder, Folder, Folder, EntityId) {
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    let c = field.laptop(&mut office, "C", &[village]);
    field.send(&mut office, &mut b);
    (office, b, c, village)
}

#[test]
fn y14_an_import_is_undone_to_exactly_what_was_before_here_and_everywhere() {
    let field = Field::laid_out();
    let (mut office, mut b, mut c, village) = with_news(&field);
    field.send(&mut b, &mut office);
    let before = (sums(&office), records(&office));
    add(&mut b, village, 2, "李四");
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let outcome = field.send(&mut b, &mut office);
    let with = (sums(&office), records(&office));
    assert_ne!(with, before);
    // C hears of the news before the ruling, from B itself; D of the ruling before the news.
    field.send(&mut b, &mut c);
    let mut d = field.laptop(&mut office, "D", &[village]);
    let id: String = outcome.bundle.chars().take(10).collect();
    let done = undo::undo(&mut office, &id, Some("发错了")).unwrap().unwrap();
    assert_eq!((done.import.id(), done.rulings), (outcome.bundle.clone(), 2));
    assert_eq!((sums(&office), records(&office)), before);
    assert_eq!(undo::undo(&mut office, &id, None).unwrap(), Err(Refused::Already));
    for laptop in [&mut b, &mut c, &mut d] {
        field.send(&mut office, laptop);
        assert_eq!(digests(laptop, village), digests(&office, village));
    }
    assert_eq!(records(&d), before.1, "whoever hears of the ruling with the news");
    // What was undone is still carried on and still does not count.
    field.send(&mut c, &mut d);
    assert_eq!(digests(&d, village), digests(&office, village));
    // Opened again and folded from nothing it is the same.
    drop(office);
    std::fs::remove_dir_all(field.root.join("A").join("state")).unwrap();
    let mut office = reopen(&field.root.join("A"));
    assert_eq!((sums(&office), records(&office)), before);
    // And back.
    assert_eq!(undo::redo(&mut office, &id, None).unwrap().map(|done| done.rulings), Ok(2));
    assert_eq!((sums(&office), records(&office)), with);
    assert_eq!(undo::redo(&mut office, &id, None).unwrap(), Err(Refused::NotUndone));
    for laptop in [&mut b, &mut c, &mut d] {
        field.send(&mut office, laptop);
        assert_eq!(digests(laptop, village), digests(&office, village));
    }
}

#[test]
fn y14_what_rests_on_an_import_is_listed_and_nothing_is_undone() {
    let field = Field::laid_out();
    let (mut office, mut b, _, village) = with_news(&field);
    field.send(&mut office, &mut b);
    add(&mut b, village, 2, "李四");
    set(&mut b, village, 1, person::PHONE, "13900000001");
    set(&mut b, village, 1, person::NICKNAME, "三娃");
    let bundle = field.send(&mut b, &mut office).bundle;
    let before = sums(&office);
    // Two values replaced in two commits, a note on whom it created, a payment line on whom it changed.
    set(&mut office, village, 1, person::PHONE, "13900000002");
    set(&mut office, village, 1, person::NICKNAME, "阿三");
    let about = Edit::new(kind::NOTE, entity(60)).set(note::SUBJECT, Value::Ref(entity(2)), &[]).set(
        note::TEXT,
        Value::Text("问过".into()),
        &[],
    );
    write(&mut office, (village, about.finish().unwrap()));
    assert_eq!(
        resting(undo::undo(&mut office, &bundle, None).unwrap()),
        [(Why::Replaces, kind::PERSON), (Why::Refers, kind::NOTE)]
    );
    // A list is told once, by the graver of two reasons.
    pay(&mut office, village, entity(70), &[1, 2]);
    let all = resting(undo::undo(&mut office, &bundle, None).unwrap());
    assert_eq!(all, [(Why::Replaces, kind::PERSON), (Why::Refers, kind::NOTE), (Why::Carries, kind::LIST)]);
    let refused = undo::undo(&mut office, &bundle, None).unwrap().unwrap_err();
    assert!(crate::i18n::rulings::not_undone(crate::i18n::Lang::Zh, &refused).contains("发放"));
    assert_ne!(sums(&office), before);
    assert_eq!(ruled(&office, &imports(&office)[0]), Ruled::Open);
}

/// A list of a batch with lines for these persons.
pub fn pay(office: &mut Folder, village: EntityId, batch: EntityId, persons: &[u8]) {
    let line = |number: &u8| PayLine {
        person: entity(*number),
        period: 1,
        name: "张三".into(),
        account: String::new(),
        fen: 60_000,
        withheld: 0,
    };
    let list = list_part(batch, village, 1, persons.iter().map(line).collect()).unwrap();
    write(office, (list.scope, list.op));
}

/// A batch goes on to a stage.
fn stage(office: &mut Folder, number: &str, stage: Stage) {
    let entity = batch_entity(number);
    let (audience, scope) = (Audience::Everyone, EntityId::ZERO);
    let key = RecordKey { audience, kind: kind::BATCH, scope, entity };
    let known = office.ask(move |state| state.record(&key)).unwrap();
    let mut edit = Edit::new(kind::BATCH, entity);
    if known.is_none() {
        edit = edit.set(batch::NUMBER, Value::Text(number.into()), &[]);
    }
    let before = known.unwrap_or_default().live_ids(batch::STAGE);
    let edit = edit.set(batch::STAGE, Value::Code(stage.code()), &before);
    write(office, (scope, edit.finish().unwrap()));
}

#[test]
fn y14_a_batch_that_was_given_up_holds_no_import_and_one_that_is_frozen_says_how_to_give_it_up() {
    let field = Field::laid_out();
    let (mut office, mut b, _, village) = with_news(&field);
    field.send(&mut office, &mut b);
    let told = |office: &mut Folder, id: &str| {
        let refused = undo::undo(office, id, None).unwrap().unwrap_err();
        crate::i18n::rulings::not_undone(crate::i18n::Lang::Zh, &refused)
    };
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let first = field.send(&mut b, &mut office).bundle;
    set(&mut b, village, 1, person::NICKNAME, "三娃");
    add(&mut b, village, 2, "李四");
    let second = field.send(&mut b, &mut office).bundle;
    stage(&mut office, "Q4-1", Stage::Frozen);
    pay(&mut office, village, batch_entity("Q4-1"), &[1, 2]);
    for step in [Stage::Frozen, Stage::Posted, Stage::Reviewed, Stage::Approved] {
        if step != Stage::Frozen {
            stage(&mut office, "Q4-1", step);
        }
        let said = told(&mut office, &second);
        assert!(said.contains("kuqu subsidy withdraw") && said.contains("Q4-1"), "{step:?} {said}");
        assert!(!said.contains("冲销"), "{said}");
    }
    // Given up, it stands on nothing: not on what changed of a person, not on a person who was new.
    stage(&mut office, "Q4-1", Stage::Withdrawn);
    undo::undo(&mut office, &second, None).unwrap().unwrap();
    // The next one is handed in: that is money.
    stage(&mut office, "Q4-2", Stage::Frozen);
    pay(&mut office, village, batch_entity("Q4-2"), &[1]);
    stage(&mut office, "Q4-2", Stage::Submitted);
    let said = told(&mut office, &first);
    assert!(said.contains("冲销或追缴") && !said.contains("withdraw"), "{said}");
}

#[test]
fn y14_a_household_move_is_undone_though_its_old_village_names_who_moved() {
    let field = Field::laid_out();
    let (mut office, [one, other]) = field.office();
    settle_in(&mut office, one);
    let about = |number: u8, whom: u8| {
        let note = Edit::new(kind::NOTE, entity(number)).set(note::SUBJECT, Value::Ref(entity(whom)), &[]);
        note.set(note::TEXT, Value::Text("问过".into()), &[]).finish().unwrap()
    };
    write(&mut office, (one, about(80, 50)));
    let mut c = field.laptop(&mut office, "C", &[one, other]);
    field.send(&mut c, &mut office);
    let before = (sums(&office), records(&office));
    moves(&mut c, one, other);
    let bundle = field.send(&mut c, &mut office).bundle;
    assert_ne!(records(&office), before.1);
    undo::undo(&mut office, &bundle, None).unwrap().unwrap();
    assert_eq!((sums(&office), records(&office)), before);
    undo::redo(&mut office, &bundle, None).unwrap().unwrap();
    // What was written since of the household where it is now would be left without it.
    write(&mut office, (other, about(81, 50)));
    assert_eq!(
        resting(undo::undo(&mut office, &bundle, None).unwrap()),
        [(Why::Refers, kind::NOTE)],
        "the new note alone"
    );
}

#[test]
fn y14_what_was_added_to_a_person_whom_the_import_created_rests_on_it() {
    let field = Field::laid_out();
    let (mut office, mut b, _, village) = with_news(&field);
    let act = b.new_act().unwrap();
    let mut created = EntityId::ZERO;
    b.write(Part::whole(act), |writing| {
        created = writing.next_id().entity();
        let edit = Edit::new(kind::PERSON, created).set(person::NAME, Value::Text("王五".into()), &[]);
        writing.push(village, &edit.finish().unwrap()).map(drop)
    })
    .unwrap();
    let bundle = field.send(&mut b, &mut office).bundle;
    let phone = Edit::new(kind::PERSON, created).set(person::PHONE, Value::Text("13900000003".into()), &[]);
    write(&mut office, (village, phone.finish().unwrap()));
    assert_eq!(
        resting(undo::undo(&mut office, &bundle, None).unwrap()),
        [(Why::Refers, kind::PERSON)],
        "a number without a person would be left"
    );
}

#[test]
fn what_was_released_is_released_again_when_its_import_counts_again_on_a_copy_too() {
    let field = Field::laid_out();
    let (mut office, mut b, mut c, village) = with_news(&field);
    field.send(&mut b, &mut office);
    late::end(&mut office, b.device(), None).unwrap();
    set(&mut b, village, 1, person::NICKNAME, "三娃");
    set(&mut b, village, 1, person::REMARK, "搬了");
    let bundle = field.send(&mut b, &mut office).bundle;
    let (device, before) = (b.device(), sums(&office));
    let import = imports(&office).pop().unwrap();
    let nickname = |folder: &Folder| person(folder, village, 1).nickname.shown;
    // None of it counts, whatever is ruled: that is said.
    assert_eq!(ruled(&office, &import), Ruled::Aside);
    assert_eq!(undo::redo(&mut office, &bundle, None).unwrap(), Err(Refused::NotUndone));
    assert_eq!(undo::undo(&mut office, &bundle, None).unwrap().map(|done| done.counting), Ok(0));
    assert_eq!(undo::redo(&mut office, &bundle, None).unwrap().map(|done| done.counting), Ok(0));
    assert_eq!((ruled(&office, &import), sums(&office)), (Ruled::Aside, before));
    // One of two is released, the import undone twice over and counted again: that one counts, the other does not.
    let turned_up = office.ask(move |state| late::of_device(state, device)).unwrap();
    let first = turned_up[0].commit.hex();
    assert_eq!(late::release(&mut office, device, &[first], Some("看过")).unwrap(), Ok(1));
    let released = sums(&office);
    assert_eq!(undo::undo(&mut office, &bundle, None).unwrap().map(|done| done.counting), Ok(1));
    let targets = office
        .ask({
            let import = import.clone();
            move |state| Ok(import.targets(state.ledger()))
        })
        .unwrap();
    office.rule(&targets, Ruling::Out, None).unwrap();
    drop(office);
    let copy = field.root.join("copy");
    copy_folder(&field.root.join("A"), &copy);
    let (mut office, mut twin) = (reopen(&field.root.join("A")), reopen(&copy));
    for folder in [&mut office, &mut twin] {
        assert_eq!(nickname(folder), None);
        assert_eq!(undo::redo(folder, &bundle, None).unwrap().map(|done| done.counting), Ok(1));
        assert_eq!((nickname(folder).as_deref(), sums(folder)), (Some("三娃"), released.clone()));
    }
    assert_eq!(office.ask(move |state| late::of_device(state, device)).unwrap().len(), 1);
    // Both copies said the same: whoever hears both has nothing to settle.
    field.send(&mut office, &mut c);
    field.send(&mut twin, &mut c);
    assert_ne!(ruled(&c, &import), Ruled::Differ);
    assert_eq!(digests(&c, village), digests(&office, village));
}

#[test]
fn y14_a_list_that_was_frozen_before_the_news_came_does_not_stand_on_it() {
    let field = Field::laid_out();
    let (mut office, mut b, _, village) = with_news(&field);
    field.send(&mut office, &mut b);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    pay(&mut office, village, entity(70), &[1]);
    let before = sums(&office);
    let bundle = field.send(&mut b, &mut office).bundle;
    undo::undo(&mut office, &bundle, None).unwrap().unwrap();
    assert_eq!(sums(&office), before);
}

#[test]
fn y14_only_the_offices_first_machine_undoes_and_authority_is_never_ruled_on() {
    let field = Field::laid_out();
    let (mut office, mut b, mut c, village) = with_news(&field);
    add(&mut b, village, 2, "李四");
    let bundle = field.send(&mut b, &mut c).bundle;
    let refused = undo::undo(&mut c, &bundle, None).unwrap_err();
    let crate::exchange::ExchangeError::Store(StoreError::Ruling(RulingError::ElsewhereOnly { label })) =
        refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(label, "A", "the sentence says where");
    let end = late::end(&mut c, b.device(), None);
    assert!(matches!(end, Err(crate::exchange::ExchangeError::Store(StoreError::Ruling(_)))));
    let founding = office
        .ask(|state| Ok(state.ledger().entry(&state.ledger().data_set()).map(|entry| entry.id)))
        .unwrap();
    let ruled = office.rule(&[RulingTarget::Commit(founding.unwrap())], Ruling::Out, None);
    assert!(matches!(ruled, Err(StoreError::Ruling(RulingError::OnAuthority))), "{ruled:?}");
    for short in ["", "12f"] {
        assert_eq!(undo::undo(&mut office, short, None).unwrap(), Err(Refused::TooShort));
    }
    assert_eq!(undo::undo(&mut office, "12fe", None).unwrap(), Err(Refused::NoSuch("12fe".into())));
    assert!(matches!(undo::undo(&mut office, &bundle, None).unwrap(), Err(Refused::NoSuch(_))));
}

/// An office file of two parts, imported here. Gives the act.
fn import_file(office: &mut Folder, number: u8, villages: [EntityId; 2], name: &str, finish: bool) -> Act {
    let act = Act([number; 14]);
    for (at, village) in (0_u16..).zip(villages) {
        let who = entity(number + 10 * u8::try_from(at).unwrap());
        let edit = Edit::new(kind::PERSON, who).set(person::NAME, Value::Text(name.into()), &[]);
        let last = finish && at == 1;
        let op = edit.finish().unwrap();
        let fact = ImportOutcome {
            act,
            file: id::Hash32([number; 32]),
            last,
            wall_ms: (office.world().wall_ms)(),
            cells: vec![(entity(200), vec![number])],
        };
        let part = Part { act, number: at, last };
        office
            .write_with(part, |writing| writing.push(village, &op).map(drop), Some(&LocalFact::Import(fact)))
            .unwrap();
    }
    act
}

#[test]
fn y14_an_office_file_is_undone_by_its_act_and_the_roster_before_it_is_the_last_one_again() {
    let field = Field::laid_out();
    let (mut office, villages) = field.office();
    import_file(&mut office, 1, villages, "张三", true);
    let mut b = field.laptop(&mut office, "B", &villages);
    let before = sums(&office);
    let act = import_file(&mut office, 2, villages, "李四", true);
    let cells = |office: &Folder| office.ask(|state| state.last_roster(entity(200))).unwrap();
    assert_eq!(cells(&office), Some(vec![2]));
    let list = imports(&office);
    assert_eq!((list.len(), list[1].id(), list[1].commits.len()), (2, act.hex(), 2));
    field.send(&mut office, &mut b);
    let done = undo::undo(&mut office, &act.hex(), None).unwrap().unwrap();
    assert_eq!(done.rulings, 1, "the act as a whole");
    assert_eq!((sums(&office), cells(&office)), (before, Some(vec![1])));
    field.send(&mut office, &mut b);
    assert_eq!(sums(&b), sums(&office));
    undo::redo(&mut office, &act.hex(), None).unwrap().unwrap();
    assert_eq!(cells(&office), Some(vec![2]));
    // What was not finished goes on in the same act: it is finished first.
    let half = import_file(&mut office, 3, villages, "王五", false);
    assert_eq!(undo::undo(&mut office, &half.hex(), None).unwrap(), Err(Refused::Unfinished));
}

#[test]
fn two_rulings_that_differ_hold_it_back_until_one_replaces_both() {
    let field = Field::laid_out();
    let (mut office, mut b, _, village) = with_news(&field);
    field.send(&mut b, &mut office);
    let before = sums(&office);
    set(&mut b, village, 1, person::NICKNAME, "三娃");
    let bundle = field.send(&mut b, &mut office).bundle;
    // The office's folder is copied; one copy undoes it, the other lets it count.
    let copy = field.root.join("copy");
    drop(office);
    copy_folder(&field.root.join("A"), &copy);
    let (mut office, mut twin) = (reopen(&field.root.join("A")), reopen(&copy));
    undo::undo(&mut office, &bundle, None).unwrap().unwrap();
    let import = imports(&twin).pop().unwrap();
    let targets: Vec<RulingTarget> = {
        let import = import.clone();
        twin.ask(move |state| Ok(import.targets(state.ledger()))).unwrap()
    };
    twin.rule(&targets, Ruling::In, None).unwrap();
    // Two folders of one device: a bundle from one to the other there is none, a third machine carries the ruling.
    let head = twin.ask(|state| {
        let newest = newest(state.ledger());
        let hash = newest.map(|entry| entry.hash).unwrap();
        Ok(state.held(&hash)?.unwrap())
    });
    let carried = codec::Frame::Commit(Box::new(head.unwrap()));
    received(&mut b, vec![carried.clone()]);
    received(&mut office, vec![carried]);
    assert_eq!(ruled(&office, &import), Ruled::Differ);
    assert_eq!(sums(&office), before, "any live 'does not' wins");
    undo::redo(&mut office, &bundle, None).unwrap().unwrap();
    assert_eq!(ruled(&office, &import), Ruled::Open);
    field.send(&mut office, &mut b);
    assert_eq!(sums(&b), sums(&office));
    assert_ne!(sums(&office), before);
}

#[test]
fn f54_a_lost_laptop_is_ended_replaced_turns_up_and_is_released_after_reading() {
    let field = Field::laid_out();
    let (mut office, mut b, mut c, village) = with_news(&field);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    field.send(&mut b, &mut office);
    // Lost with work that nobody has, all of it written within one millisecond.
    drop(b);
    let mut b = reopen_at(&field.root.join("B"), (office.world().wall_ms)());
    set(&mut b, village, 1, person::NICKNAME, "三娃");
    add(&mut b, village, 2, "李四");
    assert!(matches!(
        {
            let own = office.device();
            late::end(&mut office, own, None)
        },
        Err(crate::exchange::ExchangeError::Store(StoreError::Ruling(RulingError::OwnDevice)))
    ));
    late::end(&mut office, b.device(), Some("丢了")).unwrap();
    assert!(matches!(
        late::end(&mut office, b.device(), None),
        Err(crate::exchange::ExchangeError::Store(StoreError::Ruling(RulingError::Ended)))
    ));
    assert_eq!(person(&office, village, 1).phone.shown.as_deref(), Some("13900000001"), "before it: counts");
    assert!(crate::exchange::export::export(&mut office, b.device(), &stick(&field), &mut going).is_err());
    let mut replacement = field.laptop(&mut office, "B2", &[village]);
    set(&mut replacement, village, 1, person::REMARK, "新机");
    field.send(&mut replacement, &mut office);
    // It turns up: its file is whole and readable, and nothing of it counts.
    let before = sums(&office);
    let outcome = field.send(&mut b, &mut office);
    assert!(outcome.sender.ended && outcome.preview.quarantined().len() == 1);
    assert_eq!(sums(&office), before);
    let device = b.device();
    let turned_up = office.ask(move |state| late::of_device(state, device)).unwrap();
    assert_eq!(turned_up.len(), 2);
    assert!(turned_up.iter().all(|one| one.officer == "乙" && !one.undecided && one.ops.len() == 1));
    assert!(turned_up.iter().all(|one| !one.ops[0].beyond_role));
    assert_eq!(turned_up[0].ops[0].op.changes[0].slot, person::NICKNAME);
    // One is released, then the rest; the ruling reaches machines that had the work before it and after it.
    field.send(&mut b, &mut c);
    let first = turned_up[0].commit.hex();
    assert_eq!(late::release(&mut office, device, &[first], Some("看过")).unwrap(), Ok(1));
    assert_eq!(person(&office, village, 1).nickname.shown.as_deref(), Some("三娃"));
    let unknown = late::release(&mut office, device, &["ffffffff".into()], None).unwrap();
    assert_eq!(unknown, Err(NotReleased::NoSuch("ffffffff".into())));
    assert_eq!(late::release(&mut office, device, &[], None).unwrap(), Ok(1));
    assert_eq!(late::release(&mut office, device, &[], None).unwrap(), Err(NotReleased::Nothing));
    for machine in [&mut c, &mut replacement] {
        field.send(&mut office, machine);
        assert_eq!(digests(machine, village), digests(&office, village));
    }
    assert_eq!(person(&replacement, village, 2).name.shown.as_deref(), Some("李四"));
    // What it writes from now on is put aside again.
    set(&mut b, village, 1, person::NICKNAME, "阿三");
    field.send(&mut b, &mut office);
    assert_eq!(office.ask(move |state| late::of_device(state, device)).unwrap().len(), 1);
    assert_eq!(person(&office, village, 1).nickname.shown.as_deref(), Some("三娃"));
}

fn stick(field: &Field) -> PathBuf {
    field.root.join("stick")
}
