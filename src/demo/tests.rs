//! What the generated office promises: the same for a seed, in whole numbers, plausible, with its cases.

use std::collections::{BTreeMap, BTreeSet};

use super::kin::relation;
use super::names::{MANY_READINGS, RARE};
use super::office::{date_of, day, day_of};
use super::places::RESERVOIRS;
use super::*;
use crate::domain::idnumber::{IdError, IdNumber};
use crate::domain::place::Level;
use crate::domain::sex::Sex;
use crate::domain::{account, phone, relation as kinship};

const TODAY: (i32, u8, u8) = (2026, 11, 24);

fn office(seed: u64, persons: usize) -> DemoOffice {
    generate(&Plan { seed, persons, today: TODAY })
}

fn today() -> i32 {
    day_of(2026, 11, 24)
}

#[test]
fn a_seed_gives_one_office_and_another_seed_another() {
    assert_eq!(office(7, 900), office(7, 900));
    assert_ne!(office(7, 900).persons, office(8, 900).persons);
}

#[test]
fn the_stream_of_a_seed_is_frozen() {
    let names: Vec<String> = office(1, 10).persons.into_iter().take(3).map(|person| person.name).collect();
    assert_eq!(names, FROZEN_NAMES);
}

const FROZEN_NAMES: [&str; 3] = ["廖强", "孙春梅", "廖平"];

#[test]
fn counts_are_those_of_the_plan() {
    for persons in [10, 11, 57, 500, 1_234, STD_PERSONS] {
        let office = office(3, persons);
        assert_eq!(office.persons.len(), persons);
        assert_eq!(office.households.len(), (persons * 7).div_ceil(25), "{persons} persons");
        let members: usize = office.households.iter().map(|household| household.size).sum();
        assert_eq!(members, persons);
    }
    let office = office(3, STD_PERSONS);
    assert_eq!(office.households.len(), 1_400);
    let villages =
        office.places.iter().filter(|place| place.level == Level::Village && !place.scattered).count();
    assert_eq!(villages, 20);
    assert_eq!(office.places.iter().filter(|place| place.scattered).count(), 10);
    let sizes: BTreeSet<usize> = office.households.iter().map(|household| household.size).collect();
    assert!(sizes.contains(&1) && sizes.contains(&8), "sizes {sizes:?}");
}

#[test]
fn households_hang_together() {
    for seed in 0..6 {
        let office = office(seed, 2_000);
        let mut next = 0;
        for (at, household) in office.households.iter().enumerate() {
            assert_eq!(household.first, next);
            next += household.size;
            for (order, person) in office.persons[household.first..next].iter().enumerate() {
                assert_eq!((person.household, person.order), (at, order as u32 + 1));
                assert_eq!(
                    person.relation == relation::HEAD,
                    order == 0,
                    "{} {}",
                    person.code,
                    person.relation
                );
                assert!(person.code.starts_with(&household.code));
            }
            assert_eq!(office.places[household.village].level, Level::Village);
            for place in household.group.into_iter().chain(household.settlement) {
                assert_eq!(office.places[place].parent, Some(household.village));
            }
            assert_eq!(household.group.is_none(), office.places[household.village].scattered);
        }
    }
}

#[test]
fn no_two_share_a_code_a_phone_or_a_place_name() {
    let office = office(5, 20_000);
    let codes: BTreeSet<&str> = office.persons.iter().map(|person| person.code.as_str()).collect();
    assert_eq!(codes.len(), office.persons.len());
    let households: BTreeSet<&str> =
        office.households.iter().map(|household| household.code.as_str()).collect();
    assert_eq!(households.len(), office.households.len());
    let phones: Vec<&String> = office.persons.iter().filter_map(|person| person.phone.as_ref()).collect();
    assert!(phones.iter().collect::<BTreeSet<_>>().len() == phones.len() && phones.len() > 8_000);
    assert!(phones.iter().all(|number| phone::is_mobile(number)));
    let places: BTreeSet<_> =
        office.places.iter().map(|place| (place.parent, place.level, &place.name)).collect();
    assert_eq!(places.len(), office.places.len());
    let codes: Vec<&String> = office.places.iter().filter_map(|place| place.code.as_ref()).collect();
    assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
}

#[test]
fn every_identity_number_is_right_but_the_planted_ones() {
    for (seed, persons) in [(1, 500), (2, STD_PERSONS), (9, 20_000)] {
        let office = office(seed, persons);
        let (mut wrong, mut old, mut missing) = (0, 0, 0);
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for person in &office.persons {
            let Some(number) = person.id_number.as_deref() else {
                missing += 1;
                continue;
            };
            *seen.entry(number).or_default() += 1;
            let read = IdNumber::parse_unchecked(number).unwrap();
            assert_eq!(read.text(), *number);
            assert_eq!((read.area_code().as_str(), read.birth()), ("530399", day(person.birth)), "{number}");
            assert_eq!(read.sex(), person.sex, "{number}");
            assert!(!read.is_fifteen() || person.birth < day_of(1960, 1, 1));
            old += usize::from(read.is_fifteen());
            wrong += usize::from(matches!(IdNumber::parse(number), Err(IdError::CheckDigit { .. })));
        }
        assert_eq!(wrong, 1, "seed {seed}");
        assert_eq!(seen.values().filter(|count| **count > 1).count(), 1, "seed {seed}");
        assert_eq!(seen.values().max(), Some(&2));
        assert!(persons < STD_PERSONS || (old > 3 && missing > 3), "{old} old numbers, {missing} missing");
        assert!(missing < persons / 100 + 3);
    }
}

#[test]
fn ages_and_relations_are_plausible() {
    for seed in [1, 2, 3, 4] {
        let office = office(seed, STD_PERSONS);
        for household in &office.households {
            let members = &office.persons[household.first..household.first + household.size];
            let head = &members[0];
            for person in members {
                let age = (today() - person.birth) / 365;
                assert!((0..=104).contains(&age) && person.birth <= today(), "{person:?}");
                assert!(person.order > 1 || age >= 20, "a head of {age}");
                let older = (head.birth - person.birth) as f64 / 365.0;
                let (sexes, ages) = allowed(person.relation);
                assert!(kinship::name(person.relation).is_some());
                assert!(kinship::sex(person.relation).is_none_or(|sex| sex == person.sex), "{person:?}");
                assert!(sexes.contains(&person.sex), "{person:?}");
                // The duplicate's birthday was moved by up to three years.
                assert!(
                    ages.0 - 3.1 <= older && older <= ages.1 + 3.1,
                    "{older} years older than the head: {person:?}"
                );
                assert!(person.joined >= person.birth && person.joined <= today(), "{person:?}");
                if let Some((day, _)) = person.left {
                    assert!(day >= person.joined && day <= today(), "{person:?}");
                }
            }
            let spouses = members.iter().filter(|person| matches!(person.relation, 11 | 12)).count();
            assert!(spouses <= 1);
            let relations: Vec<u16> = members.iter().map(|person| person.relation).collect();
            for (at, relation) in relations.iter().enumerate() {
                let once = matches!(relation, 2 | 11 | 12 | 22..=26 | 32..=36 | 51..=56 | 62);
                assert!(!once || !relations[..at].contains(relation), "{relations:?}");
            }
        }
    }
}

/// Sexes and years older than the head (from, to) that a relation allows.
fn allowed(relation: u16) -> (&'static [Sex], (f64, f64)) {
    const MEN: &[Sex] = &[Sex::Male];
    const WOMEN: &[Sex] = &[Sex::Female];
    match relation {
        2 => (&[Sex::Male, Sex::Female], (0.0, 0.0)),
        11 => (MEN, (-2.0, 8.0)),
        12 => (WOMEN, (-8.0, 2.0)),
        20..=28 => (MEN, (-46.0, -17.0)),
        30..=38 => (WOMEN, (-46.0, -17.0)),
        41 | 43 => (MEN, (-90.0, -36.0)),
        42 | 44 => (WOMEN, (-90.0, -36.0)),
        51 | 53 => (MEN, (17.0, 46.0)),
        52 | 54 => (WOMEN, (17.0, 42.0)),
        62 => (WOMEN, (36.0, 70.0)),
        73 | 79 => (MEN, (-15.0, 8.0)),
        other => panic!("relation {other} is not one of this demo"),
    }
}

#[test]
fn promised_cases_are_there() {
    for seed in [1, 2, 77] {
        for persons in [500, STD_PERSONS] {
            let office = office(seed, persons);
            for surname in MANY_READINGS {
                assert!(
                    office.persons.iter().any(|person| person.name.starts_with(surname)),
                    "{surname} {seed}"
                );
            }
            for rare in RARE {
                assert!(office.persons.iter().any(|person| person.name.contains(*rare)), "{rare} {seed}");
            }
            let dotted: BTreeSet<u16> = office
                .persons
                .iter()
                .filter(|person| person.name.contains('·'))
                .map(|person| person.ethnic)
                .collect();
            assert!(dotted.contains(&5) && dotted.contains(&7), "{dotted:?}");
            let same: Vec<&DemoPerson> =
                office.persons.iter().filter(|person| person.name == "李小花").collect();
            assert!(same.len() >= 3, "{} in seed {seed}", same.len());
            assert!(same.iter().any(|person| person.nickname.is_some()));
            assert!(same.iter().any(|person| matches!(person.left, Some((_, Left::Died)))));
            let head_died = |person: &&DemoPerson| person.order == 1 && person.left.is_some();
            assert_eq!(office.persons.iter().filter(head_died).count(), 1);
        }
    }
}

#[test]
fn an_office_of_std_size_has_everything_that_a_real_one_has() {
    let office = office(42, STD_PERSONS);
    let count =
        |test: &dyn Fn(&DemoPerson) -> bool| office.persons.iter().filter(|person| test(person)).count();
    assert!((30..200).contains(&count(&|person| matches!(person.left, Some((_, Left::Died))))));
    assert!((5..100).contains(&count(&|person| matches!(person.left, Some((_, Left::MovedAway))))));
    assert!((10..200).contains(&count(&|person| person.former_name.is_some())));
    assert!((30..300).contains(&count(&|person| person.nickname.is_some())));
    assert!((400..1_200).contains(&count(&|person| person.ethnic != 1)));
    assert!(count(&|person| person.origin == Origin::MarriedIn) > 50);
    assert!(count(&|person| person.support.is_none()) > 300);
    for reservoir in RESERVOIRS {
        let here = count(&|person| person.reservoir == reservoir.name);
        assert!(here > 20, "{here} from {}", reservoir.name);
    }
    assert!(count(&|person| person.relocated < day_of(2006, 7, 1)) > 1_000);
    assert!(count(&|person| person.relocated >= day_of(2018, 1, 1)) > 1_000);
    let accounts: Vec<&String> = office.persons.iter().filter_map(|person| person.account.as_ref()).collect();
    assert!(accounts.iter().all(|number| account::parse(number).as_ref() == Ok(*number)));
    assert!(accounts.iter().all(|number| matches!(number.len(), 18 | 19) && account::luhn(number)));
    let men = count(&|person| person.sex == Sex::Male);
    assert!((2_200..2_800).contains(&men), "{men} men");
    // Clans live together: some full name occurs several times in one village.
    let mut names: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    for person in &office.persons {
        *names.entry((office.households[person.household].village, &person.name)).or_default() += 1;
    }
    assert!(names.values().filter(|times| **times > 1).count() > 10);
}

#[test]
fn support_runs_twenty_years_from_the_cohorts_first_day() {
    let office = office(11, STD_PERSONS);
    let mut cohorts = BTreeSet::new();
    for (from, to) in office.persons.iter().filter_map(|person| person.support) {
        let (first, last) = (date_of(from).to_string(), date_of(to).to_string());
        if first == "2006-07-01" {
            assert_eq!(last, "2026-06-30");
        } else {
            assert!((7_303..=7_305).contains(&(to - from)), "{first} {last}");
        }
        cohorts.insert(first == "2006-07-01");
    }
    assert_eq!(cohorts.len(), 2);
}

#[test]
fn early_days_put_no_fact_into_the_future() {
    let office = generate(&Plan { seed: 4, persons: 600, today: (2016, 2, 30) });
    let today = day_of(2016, 1, 1);
    assert!(office.persons.iter().all(|person| person.relocated <= today && person.birth <= today));
}

#[test]
fn payments_of_any_seed_say_one_thing_of_a_record_in_a_part() {
    let today = crate::domain::day::Day::ymd(2026, 11, 24).unwrap();
    for seed in 1..=12 {
        let made = office(seed, 90);
        for part in super::payments(&made, crate::journal::id::Hash32([0; 32]), today) {
            let (_, ops) = part.unwrap();
            let mut seen = std::collections::BTreeSet::new();
            assert!(ops.iter().all(|op| seen.insert((op.kind, op.entity))), "seed {seed}");
        }
    }
}
