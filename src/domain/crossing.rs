//! Checks across records (交叉核对): one number of two persons, one account of many, one person in two households. Pure
//! passes over light rows, so that a district of 200,000 is swept in seconds.

use std::collections::HashMap;
use std::hash::Hash;

use super::checks::{Check, Facts, Finding};
use super::day::Day;
use super::idnumber;
use super::rulebook;
use crate::journal::EntityId;

/// What these checks need of a person.
#[derive(Clone, Copy, Debug)]
pub struct Light<'a> {
    /// The person.
    pub person: EntityId,
    /// The household that the person is in today, if any.
    pub household: Option<EntityId>,
    /// As on the record.
    pub id_number: Option<&'a str>,
    /// As on the record.
    pub account: Option<&'a str>,
}

/// What these checks need of a membership that stands.
#[derive(Clone, Copy, Debug)]
pub struct Stay {
    /// The person.
    pub person: EntityId,
    /// The household.
    pub household: EntityId,
    /// None = since ever.
    pub from: Option<Day>,
    /// First day outside; none = still there.
    pub to: Option<Day>,
}

/// A finding about a person.
pub type OfPerson = (EntityId, Finding);

/// Every number that several persons have: one finding for each of them, naming the others.
pub fn duplicate_numbers<'a>(rows: impl IntoIterator<Item = Light<'a>>) -> Vec<OfPerson> {
    let keyed = rows.into_iter().filter_map(|row| Some((idnumber::same_key(row.id_number?)?, row.person)));
    let mut findings = Vec::new();
    for mut persons in groups(keyed).into_values() {
        persons.sort();
        persons.dedup();
        if persons.len() > 1 {
            findings.extend(each(&persons, |others| {
                Finding::on(Check::IdDuplicate, "id_number", Facts::Entities(others))
            }));
        }
    }
    sorted(findings)
}

/// Every account of more persons than the rule allows, and every account used in several households: one finding for
/// each person.
pub fn shared_accounts<'a>(rows: impl IntoIterator<Item = Light<'a>>) -> Vec<OfPerson> {
    let keyed = rows.into_iter().filter_map(|row| {
        let account = row.account.filter(|account| !account.is_empty())?;
        Some((account, (row.person, row.household)))
    });
    let allowed = rulebook::register().identity.account_shared_above;
    let mut findings = Vec::new();
    for (_, holders) in groups(keyed) {
        let mut persons: Vec<EntityId> = holders.iter().map(|(person, _)| *person).collect();
        persons.sort();
        persons.dedup();
        if persons.len() > allowed {
            let facts = Facts::Count(persons.len());
            findings.extend(
                persons
                    .iter()
                    .map(|person| (*person, Finding::on(Check::AccountShared, "account", facts.clone()))),
            );
        }
        let mut households: Vec<EntityId> = holders.iter().filter_map(|(_, household)| *household).collect();
        households.sort();
        households.dedup();
        if households.len() > 1 {
            let finding = Finding::on(Check::AccountAcrossHouseholds, "account", Facts::Entities(households));
            findings.extend(persons.iter().map(|person| (*person, finding.clone())));
        }
    }
    sorted(findings)
}

/// Everyone who is certainly in two households on one day.
pub fn two_households(stays: impl IntoIterator<Item = Stay>) -> Vec<OfPerson> {
    let mut findings = Vec::new();
    for (person, stays) in groups(stays.into_iter().map(|stay| (stay.person, stay))) {
        let overlapping = stays.iter().enumerate().flat_map(|(at, left)| {
            let others = stays[at + 1..].iter();
            others
                .filter(|right| left.household != right.household && overlap(left, right))
                .map(move |right| [left.household, right.household])
        });
        let mut households: Vec<EntityId> = overlapping.flatten().collect();
        households.sort();
        households.dedup();
        if !households.is_empty() {
            findings.push((person, Finding::whole(Check::TwoHouseholds, Facts::Entities(households))));
        }
    }
    sorted(findings)
}

/// Certain in spite of months and years: the latest possible beginning is before the earliest possible end.
fn overlap(left: &Stay, right: &Stay) -> bool {
    let begins_before_end = |begin: Option<Day>, end: Option<Day>| match (begin, end) {
        (Some(begin), Some(end)) => begin.is_before(end),
        _ => true,
    };
    let nonempty = |stay: &Stay| begins_before_end(stay.from, stay.to);
    begins_before_end(left.from, right.to)
        && begins_before_end(right.from, left.to)
        && nonempty(left)
        && nonempty(right)
}

fn groups<K: Hash + Eq, V>(pairs: impl Iterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, value) in pairs {
        groups.entry(key).or_default().push(value);
    }
    groups
}

/// One finding per person, with the others of the group; of a large group each names the first few only.
fn each(persons: &[EntityId], finding: impl Fn(Vec<EntityId>) -> Finding) -> Vec<OfPerson> {
    const NAMED: usize = 8;
    let others = |own: &EntityId| persons.iter().filter(|other| *other != own).take(NAMED).copied().collect();
    persons.iter().map(|person| (*person, finding(others(person)))).collect()
}

fn sorted(mut findings: Vec<OfPerson>) -> Vec<OfPerson> {
    findings.sort_by_key(|(person, finding)| (*person, finding.check));
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(number: u64) -> EntityId {
        let mut bytes = [0; 16];
        bytes[8..].copy_from_slice(&number.to_be_bytes());
        EntityId(bytes)
    }

    fn light<'a>(person: u64, household: u64, id_number: &'a str, account: &'a str) -> Light<'a> {
        let some = |text: &'a str| (!text.is_empty()).then_some(text);
        Light {
            person: entity(person),
            household: Some(entity(household)),
            id_number: some(id_number),
            account: some(account),
        }
    }

    fn found(findings: &[OfPerson], check: Check) -> Vec<u64> {
        let of_check = findings.iter().filter(|(_, finding)| finding.check == check);
        of_check.map(|(person, _)| u64::from_be_bytes(person.0[8..].try_into().unwrap())).collect()
    }

    #[test]
    fn fifteen_and_eighteen_digits_are_one_number() {
        let rows = [
            light(1, 1, "110105491231002", ""),
            light(2, 2, "11010519491231002x", ""),
            light(3, 3, "440524188001010014", ""),
            light(4, 4, "", ""),
            light(5, 5, "", ""),
            light(6, 6, "无", ""),
            light(7, 7, "440524188001010015", ""),
        ];
        let findings = duplicate_numbers(rows);
        assert_eq!(found(&findings, Check::IdDuplicate), [1, 2]);
        assert_eq!(findings[0].1.facts, Facts::Entities(vec![entity(2)]));
    }

    #[test]
    fn an_account_of_many_and_of_several_households() {
        let family: Vec<Light> = (1..=3).map(|person| light(person, 1, "", "62230001")).collect();
        assert!(shared_accounts(family.clone()).is_empty());
        let four = family.iter().copied().chain([light(4, 1, "", "62230001")]);
        assert_eq!(found(&shared_accounts(four), Check::AccountShared), [1, 2, 3, 4]);
        let across = shared_accounts([light(1, 1, "", "62230001"), light(9, 2, "", "62230001")]);
        assert_eq!(found(&across, Check::AccountAcrossHouseholds), [1, 9]);
        assert!(found(&across, Check::AccountShared).is_empty());
    }

    #[test]
    fn moving_from_one_household_to_another_on_a_day_is_no_overlap() {
        let day = |year, month, day| Day::ymd(year, month, day);
        let stay = |household, from, to| Stay { person: entity(1), household: entity(household), from, to };
        let moved = day(2020, 5, 1);
        assert!(two_households([stay(1, None, moved), stay(2, moved, None)]).is_empty());
        assert!(two_households([stay(1, None, None), stay(1, None, None)]).is_empty());
        let both = two_households([stay(1, None, None), stay(2, moved, None)]);
        assert_eq!(both[0].1.facts, Facts::Entities(vec![entity(1), entity(2)]));
        let month = Day::of_month(2020, 5);
        assert!(two_households([stay(1, None, month), stay(2, moved, None)]).is_empty(), "not certain");
    }

    #[test]
    fn a_district_of_200_000_shows_the_planted_cases_alone() {
        let numbers: Vec<String> = (0..200_000_u32)
            .map(|at| {
                let birth = Day::from_stored(i32::try_from(at % 20_000).unwrap(), 0).unwrap();
                let serial = u16::try_from(at / 20_000).unwrap();
                crate::domain::IdNumber::compose("530399", birth, serial).unwrap().text()
            })
            .collect();
        let rows = || {
            (0..)
                .zip(&numbers)
                .map(|(at, number)| light(at, at / 4, if at == 7 { &numbers[6] } else { number }, number))
        };
        let duplicates = duplicate_numbers(rows());
        let shared = shared_accounts(rows());
        let twice = two_households((0..200_000).map(|at| Stay {
            person: entity(at % 199_999),
            household: entity(at),
            from: None,
            to: None,
        }));
        assert_eq!(found(&duplicates, Check::IdDuplicate), [6, 7]);
        assert!(shared.is_empty());
        assert_eq!(found(&twice, Check::TwoHouseholds), [0]);
    }
}
