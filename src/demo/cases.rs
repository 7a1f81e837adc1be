//! The cases that every demo of some size holds: what a look-up, a check or a lesson needs to find in it.

use super::dice::Dice;
use super::names::{self, MANY_READINGS, RARE};
use super::numbers;
use super::office::{DemoOffice, DemoPerson, Left};
use crate::domain::sex::Sex;

/// What one household is told to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Promised {
    /// Of this surname.
    Surname(&'static str),
    /// Of Uyghur names.
    Uyghur,
    /// Of Yi names.
    Yi,
}

/// The smallest office in which the cases are planted.
pub(super) const CASES_FROM: usize = 120;

/// The promise for household number `index` of `total`: spread over the office, each once.
pub(super) fn promised(index: usize, total: usize) -> Option<Promised> {
    let count = MANY_READINGS.len() + 2;
    let stride = total / count;
    if stride < 2 || index % stride != stride / 2 {
        return None;
    }
    match index / stride {
        at if at < MANY_READINGS.len() => Some(Promised::Surname(MANY_READINGS[at])),
        at if at == MANY_READINGS.len() => Some(Promised::Uyghur),
        at if at < count => Some(Promised::Yi),
        _ => None,
    }
}

/// Plants names and the findings that an office meets: each by changing persons who are there.
pub(super) fn plant(dice: &mut Dice, office: &mut DemoOffice, today: i32) {
    if office.persons.len() < CASES_FROM {
        return;
    }
    rare_characters(office);
    three_of_one_name(office, today);
    duplicate_number(office);
    wrong_check_digit(office);
    head_died(office, today);
    for person in &mut office.persons {
        // A bank's card in another spelling of the name: the usual reason for a payment that comes back.
        if person.account_name.is_some() && dice.one_in(350) {
            person.account_name = Some(respell(&person.name));
        }
    }
    if let Some(person) = office.persons.iter_mut().find(|person| adult(person, today)) {
        person.nickname = Some(names::nickname(dice).to_owned());
    }
}

fn adult(person: &DemoPerson, today: i32) -> bool {
    today - person.birth > 25 * 365
}

/// The name with its last character in another form, as clerks mistype it.
fn respell(name: &str) -> String {
    let mut characters: Vec<char> = name.chars().collect();
    if let Some(last) = characters.last_mut() {
        *last = match *last {
            '华' => '花',
            '花' => '华',
            '明' => '名',
            '英' => '瑛',
            '军' => '均',
            '芬' => '芳',
            _ => '云',
        };
    }
    characters.into_iter().collect()
}

fn rename(person: &mut DemoPerson, name: String) {
    if person.account_name.as_ref() == Some(&person.name) {
        person.account_name = Some(name.clone());
    }
    person.name = name;
}

/// Each rare character is the given name of someone, alone or before the old last character.
fn rare_characters(office: &mut DemoOffice) {
    let step = office.persons.len() / RARE.len();
    for (at, character) in RARE.iter().enumerate() {
        let from = at * step;
        let plain = |person: &DemoPerson| {
            let count = person.name.chars().count();
            (2..=3).contains(&count) && !MANY_READINGS.iter().any(|surname| person.name.starts_with(surname))
        };
        let Some(person) = office.persons[from..].iter_mut().find(|person| plain(person)) else { continue };
        let mut name: Vec<char> = person.name.chars().collect();
        name[1] = *character;
        rename(person, name.into_iter().collect());
    }
}

/// Three women of one name in one group, two born in one year; one has a nickname, one died last month.
fn three_of_one_name(office: &mut DemoOffice, today: i32) {
    let mut chosen: Vec<usize> = Vec::new();
    for (at, person) in office.persons.iter().enumerate() {
        let wife = matches!(person.relation, 12 | 38);
        let group = |at: usize| office.households[office.persons[at].household].group;
        if !wife || person.left.is_some() || today - person.birth < 24 * 365 || group(at).is_none() {
            continue;
        }
        if chosen.first().is_some_and(|first| group(*first) != group(at)) {
            chosen.clear();
        }
        chosen.push(at);
        if chosen.len() == 3 {
            break;
        }
    }
    let [first, second, third] = chosen[..] else { return };
    for at in [first, second, third] {
        rename(&mut office.persons[at], "李小花".to_owned());
    }
    office.persons[second].nickname = Some("三妹".to_owned());
    let joined = office.persons[third].joined;
    office.persons[third].left = Some(((today - 32).max(joined), Left::Died));
}

/// Two persons in different villages under one number: an old mistake of the register.
fn duplicate_number(office: &mut DemoOffice) {
    let whole = |person: &DemoPerson| {
        person.id_number.as_ref().is_some_and(|number| number.len() == 18)
            && person.order > 1
            && person.left.is_none()
    };
    let middle = office.persons.len() / 2;
    let Some(first) = office.persons[..middle].iter().find(|person| whole(person)).cloned() else { return };
    let village = office.households[first.household].village;
    let households = &office.households;
    let alike = |person: &&mut DemoPerson| {
        whole(person)
            && households[person.household].village != village
            && person.sex == first.sex
            && (person.birth - first.birth).abs() < 3 * 365
    };
    if let Some(other) = office.persons[middle..].iter_mut().find(alike) {
        // Same day in both records, so that nothing but the number gives it away.
        other.birth = first.birth;
        other.id_number = first.id_number;
    }
}

fn wrong_check_digit(office: &mut DemoOffice) {
    let from = office.persons.len() / 3;
    let twice = |number: &str| {
        office.persons.iter().filter(|person| person.id_number.as_deref() == Some(number)).count() > 1
    };
    let at = office.persons.iter().skip(from).position(|person| {
        person.sex == Sex::Male
            && person.id_number.as_ref().is_some_and(|number| number.len() == 18 && !twice(number))
    });
    let Some(person) = at.and_then(|at| office.persons.get_mut(from + at)) else { return };
    person.id_number = person.id_number.as_deref().map(numbers::spoil_check);
}

/// A head who died last month while the list has no new head yet.
fn head_died(office: &mut DemoOffice, today: i32) {
    let from = office.persons.len() / 4;
    let old = |person: &&mut DemoPerson| person.order == 1 && today - person.birth > 60 * 365;
    let sizes: Vec<usize> = office.households.iter().map(|household| household.size).collect();
    let found = office.persons[from..].iter_mut().filter(|person| sizes[person.household] > 2).find(old);
    if let Some(head) = found {
        head.left = Some(((today - 25).max(head.joined), Left::Died));
    }
}
