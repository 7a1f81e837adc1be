//! Seeded contradictions: every check finds its own case and is silent on a sound household.

use super::card::{HouseholdCard, MemberCard};
use super::checks::{Check, Facts, Severity};
use super::kinds::{self, person};
use super::place::Places;
use super::record::{Household, Membership, Person};
use super::register::{Edit, NewHousehold, NewMembership, NewPerson, Scoped};
use super::status::Status;
use super::value::Value;
use super::{Day, IdNumber, Sex, account, migrant, relation};
use crate::journal::{Audience, CommitId, EntityId, OpId, Record, RecordKey};

const VILLAGE: EntityId = EntityId([1; 16]);
const HOUSEHOLD: EntityId = EntityId([2; 16]);

fn today() -> Day {
    Day::ymd(2026, 11, 24).unwrap()
}

fn day(year: i32, month: u32, day: u32) -> Option<Day> {
    Day::ymd(year, month, day)
}

fn folded(ops: &[Scoped]) -> (RecordKey, Record) {
    let mut record = Record::default();
    for (number, scoped) in (1..).zip(ops) {
        record.apply(scoped.op.clone(), OpId::new(CommitId([number; 14]), 0), u64::from(number));
    }
    let first = &ops[0];
    let (kind, entity) = (first.op.kind, first.op.entity);
    (RecordKey { audience: Audience::Everyone, kind, scope: first.scope, entity }, record)
}

fn read_person(ops: &[Scoped]) -> Person {
    let (key, record) = folded(ops);
    Person::from_record(key, &record)
}

fn read_membership(new: &NewMembership) -> Membership {
    let (key, record) = folded(&[new.op().unwrap()]);
    Membership::from_record(key, &record)
}

fn read_household(new: &NewHousehold) -> Household {
    let (key, record) = folded(&[new.op().unwrap()]);
    Household::from_record(key, &record)
}

/// A person with nothing to find: the area code is one in use and the number fits birth and sex.
fn sound(number: u8, sex: Sex, birth: Option<Day>) -> NewPerson {
    let serial = u16::from(number) * 2 + u16::from(sex == Sex::Male);
    NewPerson {
        entity: EntityId([10 + number; 16]),
        village: VILLAGE,
        code: format!("0001-{number:02}"),
        name: "马小明".into(),
        sex: Some(sex),
        birth,
        // The published area of the standard's own sample.
        id_number: IdNumber::compose("110105", birth.unwrap(), serial).unwrap().text(),
        phone: "13800138000".into(),
        account: account::with_luhn(&format!("62230000000000000{number}")).unwrap(),
        migrant_kind: Some(migrant::ORIGINAL),
        relocated: day(2003, 7, 1),
        ..NewPerson::default()
    }
}

fn found(new: &NewPerson) -> Vec<Check> {
    let person = read_person(&[new.op().unwrap()]);
    MemberCard::build(&person, None, &[], None, today())
        .findings
        .iter()
        .map(|finding| finding.check)
        .collect()
}

#[test]
fn every_check_has_its_rule_and_no_rule_lacks_its_check() {
    for check in Check::ALL {
        assert!(!check.rule().source.text.is_empty(), "{}", check.name());
        assert_eq!(Check::by_name(check.name()), Some(*check));
    }
    let text = include_str!("../rules/checks.toml");
    let named = text.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    assert!(named.clone().all(|name| Check::by_name(name).is_some()));
    assert_eq!(named.count(), Check::ALL.len());
    assert_eq!(Check::IdCheckDigit.severity(), Severity::Hard);
}

#[test]
fn each_contradiction_of_a_person_is_found_alone() {
    let birth = day(1980, 5, 12);
    let base = || sound(1, Sex::Male, birth);
    assert_eq!(found(&base()), []);
    let number = |area: &str| IdNumber::compose(area, birth.unwrap(), 13).unwrap().text();
    let cases: Vec<(NewPerson, Check)> = vec![
        (NewPerson { id_number: String::new(), ..base() }, Check::IdMissing),
        (NewPerson { id_number: "11010519800512".into(), ..base() }, Check::IdLength),
        (NewPerson { id_number: "11O105198005120031".into(), ..base() }, Check::IdCharacter),
        (NewPerson { id_number: "110105198013120031".into(), ..base() }, Check::IdDate),
        (NewPerson { id_number: "1.1E+17".into(), ..base() }, Check::IdSpoiled),
        (NewPerson { id_number: number("530399"), ..base() }, Check::IdAreaUnknown),
        (NewPerson { id_number: number("530321"), ..base() }, Check::IdAreaAbolished),
        (NewPerson { birth: day(1980, 5, 13), ..base() }, Check::BirthDiffersFromId),
        (NewPerson { sex: Some(Sex::Female), ..base() }, Check::SexDiffersFromId),
        (NewPerson { name: String::new(), ..base() }, Check::NameMissing),
        (NewPerson { name: "马\u{200B}明".into(), ..base() }, Check::NameHiddenCharacter),
        (NewPerson { name: "马".repeat(51), ..base() }, Check::NameTooLong),
        (NewPerson { phone: "1380013800".into(), ..base() }, Check::PhoneOdd),
        (NewPerson { account: String::new(), ..base() }, Check::AccountMissing),
        (NewPerson { account: "12345".into(), ..base() }, Check::AccountOdd),
        (NewPerson { account: "4111111111111112".into(), ..base() }, Check::AccountCheckDigit),
        (NewPerson { death: day(1979, 1, 1), ..base() }, Check::DeathBeforeBirth),
        (NewPerson { relocated: day(1979, 1, 1), ..base() }, Check::BornAfterRelocation),
        (NewPerson { migrant_kind: Some(migrant::ORIGINAL_MOVE), ..base() }, Check::CohortDiffersFromDate),
    ];
    for (new, check) in cases {
        assert_eq!(found(&new), [check]);
    }
}

#[test]
fn ages_at_the_borders() {
    let of_age = |birth| found(&NewPerson { relocated: None, ..sound(1, Sex::Male, birth) });
    assert_eq!(of_age(day(1920, 11, 25)), [], "105 is not more than 105");
    assert_eq!(of_age(day(1920, 11, 24)), [Check::AgeDoubted]);
    assert_eq!(of_age(day(2026, 11, 25)), [Check::BirthInFuture]);
    let old = NewPerson { death: day(2000, 1, 1), relocated: None, ..sound(1, Sex::Male, day(1890, 1, 1)) };
    assert_eq!(found(&old), [], "dead, so nobody doubts the age");
}

#[test]
fn fifteen_digits_are_only_wrong_for_those_born_too_late() {
    let old = NewPerson { id_number: "110105491231002".into(), ..sound(1, Sex::Female, day(1949, 12, 31)) };
    assert_eq!(found(&old), []);
    let young = NewPerson {
        id_number: "110105080803277".into(),
        migrant_kind: Some(migrant::DESCENDANT),
        ..sound(1, Sex::Male, day(2008, 8, 3))
    };
    assert_eq!(found(&young), [Check::IdFifteenAfter1999]);
    let wrong =
        NewPerson { id_number: "110105194912310021".into(), ..sound(1, Sex::Female, day(1949, 12, 31)) };
    assert_eq!(found(&wrong), [Check::IdCheckDigit]);
}

fn member(number: u8, relation: u16) -> NewMembership {
    NewMembership {
        entity: EntityId([100 + number; 16]),
        village: VILLAGE,
        person: EntityId([10 + number; 16]),
        household: HOUSEHOLD,
        relation: Some(relation),
        order: Some(i64::from(number)),
        ..NewMembership::default()
    }
}

type Family = (NewHousehold, Vec<(NewMembership, NewPerson)>);

fn family() -> Family {
    let household = NewHousehold {
        entity: HOUSEHOLD,
        code: "0001".into(),
        village: VILLAGE,
        head: Some(EntityId([11; 16])),
        ..NewHousehold::default()
    };
    let members = vec![
        (member(2, 12), sound(2, Sex::Female, day(1958, 1, 1))),
        (member(1, relation::HEAD), sound(1, Sex::Male, day(1955, 1, 1))),
        (member(3, 22), sound(3, Sex::Male, day(1980, 1, 1))),
    ];
    (household, members)
}

fn card(household: &NewHousehold, members: &[(NewMembership, NewPerson)]) -> HouseholdCard {
    let read = |(membership, person): &(NewMembership, NewPerson)| {
        (read_membership(membership), read_person(&[person.op().unwrap()]))
    };
    let members: Vec<(Membership, Person)> = members.iter().map(read).collect();
    HouseholdCard::build(&read_household(household), &members, &Places::default(), &|_| None, today())
}

fn of_card(card: &HouseholdCard) -> Vec<Check> {
    card.all_findings().map(|(_, finding)| finding.check).collect()
}

#[test]
fn a_sound_household_stands_in_roster_order_without_findings() {
    let (household, members) = family();
    let card = card(&household, &members);
    assert_eq!(of_card(&card), []);
    let codes: Vec<Option<&str>> = card.members.iter().map(|member| member.code.shown.as_deref()).collect();
    assert_eq!(codes, [Some("0001-01"), Some("0001-02"), Some("0001-03")]);
    assert_eq!(card.head_name.shown.as_deref(), Some("马小明"));
    assert_eq!((card.members[0].age, card.members[0].cohort), (Some(71), Some(migrant::Cohort::Pre2006)));
    assert!(card.members.iter().all(|member| member.status == Status::Registered));
}

#[test]
fn each_contradiction_of_a_household_is_found_alone() {
    let changed = |turn: &dyn Fn(&mut Family)| {
        let mut family = family();
        turn(&mut family);
        of_card(&card(&family.0, &family.1))
    };
    assert_eq!(changed(&|(household, _)| household.head = None), [Check::HouseholdWithoutHead]);
    assert_eq!(changed(&|(household, _)| household.head = Some(EntityId([99; 16]))), [Check::HeadNotMember]);
    assert_eq!(changed(&|(_, members)| members[0].0.relation = Some(2)), [Check::HouseholdSeveralHeads]);
    assert_eq!(
        changed(&|(household, _)| household.head = Some(EntityId([12; 16]))),
        [Check::HeadDiffersFromRelation]
    );
    assert_eq!(changed(&|(_, members)| members[0].0.relation = Some(22)), [Check::RelationSexDiffers]);
    assert_eq!(changed(&|(_, members)| members[2].0.relation = Some(51)), [Check::RelationAgeOrder]);
    assert_eq!(
        changed(&|(household, members)| {
            members.clear();
            household.head = None;
        }),
        [Check::HouseholdWithoutHead, Check::HouseholdEmpty]
    );
    assert_eq!(
        changed(&|(_, members)| members[1].0.to = day(2020, 1, 1)),
        [Check::HeadNotMember],
        "the head left"
    );
}

#[test]
fn who_left_and_came_back_stands_once() {
    let (household, mut members) = family();
    let mut gone = members[0].clone();
    gone.0.entity = EntityId([200; 16]);
    gone.0.to = day(2010, 1, 1);
    members.push(gone);
    members[2].0.to = day(2020, 1, 1);
    let card = card(&household, &members);
    let status: Vec<Status> = card.members.iter().map(|member| member.status).collect();
    assert_eq!(status, [Status::Registered, Status::Registered, Status::MovedOut]);
}

#[test]
fn a_conflict_shows_every_value_and_is_settled_by_replacing_all() {
    let first = sound(1, Sex::Male, day(1980, 5, 12));
    let entity = first.entity;
    let change = |name: &str, replaces: &[OpId]| {
        let edit =
            Edit::new(kinds::kind::PERSON, entity).set(person::NAME, Value::Text(name.into()), replaces);
        edit.finish_in(VILLAGE).unwrap()
    };
    let start = OpId::new(CommitId([1; 14]), 0);
    let mut ops = vec![first.op().unwrap(), change("马晓明", &[start]), change("马明", &[start])];
    let torn = read_person(&ops);
    assert_eq!(torn.name.sorted(), ["马明", "马晓明"]);
    assert!(torn.name.conflict && torn.name.settled().is_none());
    let card = MemberCard::build(&torn, None, &[], None, today());
    assert_eq!(card.findings.len(), 1);
    assert_eq!((card.findings[0].check, card.findings[0].field), (Check::SlotConflict, Some("name")));
    ops.push(change("马晓明", &torn.name.ops));
    let settled = read_person(&ops);
    assert_eq!(settled.name.settled().map(String::as_str), Some("马晓明"));
    assert_eq!(settled.conflicts(), [] as [&str; 0]);
}

#[test]
fn a_record_set_aside_is_none_until_the_void_is_emptied() {
    let new = sound(1, Sex::Male, day(1980, 5, 12));
    let mut ops = vec![new.op().unwrap()];
    let (key, record) = folded(&ops);
    let seen = record.seen(&key, |slot| slot > kinds::SLOT_VOID);
    let void = Value::Void { reason: "重复登记".into(), seen };
    let edit = Edit::new(kinds::kind::PERSON, new.entity);
    ops.push(edit.clone().set(kinds::SLOT_VOID, void, &[]).finish_in(VILLAGE).unwrap());
    let person = read_person(&ops);
    assert_eq!(person.common.set_aside.map(|aside| aside.changed_since), Some(false));
    assert_eq!(super::status::status(&person, [], today()), Status::SetAside);
    let late = edit.clone().set(person::PHONE, Value::Text("1".into()), &[]).finish_in(VILLAGE).unwrap();
    let changed = read_person(&[ops.clone(), vec![late]].concat());
    assert_eq!(changed.common.set_aside.map(|aside| aside.changed_since), Some(true));
    let (_, record) = folded(&ops);
    ops.push(edit.clear(kinds::SLOT_VOID, &record.live_ids(kinds::SLOT_VOID)).finish_in(VILLAGE).unwrap());
    assert_eq!(read_person(&ops).common.set_aside, None);
}

#[test]
fn an_area_names_what_it_was() {
    let findings = super::checks::of_id_number(
        &IdNumber::compose("530321", day(1980, 1, 1).unwrap(), 1).unwrap().text(),
        None,
    );
    let facts = Facts::Area { code: "530321".into(), name: "马龙县", until: Some(2017) };
    assert_eq!(findings.iter().map(|finding| &finding.facts).collect::<Vec<_>>(), [&facts]);
}
