//! What speaks against an act (把关): facts of one person, of one household, of one event, each as a pure question.
//!
//! Used by forms before saving and by the command line, so that both refuse and warn alike.

use super::Finding;
use super::fact::{Fact, Place};
use crate::domain::account::{is_card_length, luhn};
use crate::domain::day::Day;
use crate::domain::idnumber::{IdError, IdNumber};
use crate::domain::relation::{self, Generation};
use crate::domain::rulebook::Area;
use crate::domain::sex::Sex;
use crate::domain::{migrant, name, phone, rulebook};

/// What the guards look at of one person; everything may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Sex.
    pub sex: Option<Sex>,
    /// Birth.
    pub birth: Option<Day>,
    /// Identity number as typed.
    pub id_number: Option<String>,
    /// Relocation.
    pub relocated: Option<Day>,
    /// Death.
    pub death: Option<Day>,
    /// First day of support.
    pub support_from: Option<Day>,
    /// Last day of support.
    pub support_to: Option<Day>,
    /// Relation to the head.
    pub relation: Option<u16>,
    /// Kind of migrant: only who moved themselves was born before the move.
    pub migrant_kind: Option<u16>,
}

/// Puts facts at a field.
pub fn at(section: &'static str, row: usize, field: &'static str, facts: Vec<Fact>) -> Vec<Finding> {
    let place = Place { section, row, field };
    facts.into_iter().map(|fact| Finding { place, fact }).collect()
}

/// A name: its length and characters that nobody sees.
pub fn of_name(text: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    if name::is_too_long(text) {
        facts.push(Fact::TooLong(text.chars().count(), name::LENGTH_MAX));
    }
    if let Some(hidden) = name::hidden(text).first() {
        facts.push(Fact::HiddenCharacter(name::code_point(*hidden)));
    }
    facts
}

/// An identity number alone.
pub fn of_id_number(text: &str) -> Vec<Fact> {
    let number = match IdNumber::parse(text) {
        Err(IdError::Empty) => return Vec::new(),
        Err(error) => return vec![Fact::IdNumber(error)],
        Ok(number) => number,
    };
    let mut facts = Vec::new();
    let issued_until = crate::domain::day::read(&rulebook::register().identity.fifteen_issued_until).ok();
    let late = |born: Day| issued_until.is_some_and(|until| until.is_before(born));
    if number.is_fifteen() && number.birth().is_some_and(late) {
        facts.push(Fact::FifteenTooLate);
    }
    if number.area() == Area::Unknown {
        facts.push(Fact::AreaUnknown(number.area_code()));
    }
    facts
}

/// A phone.
pub fn of_phone(text: &str) -> Vec<Fact> {
    let tidied = phone::tidy(text);
    if tidied.is_empty() || !phone::is_odd(&tidied) {
        Vec::new()
    } else {
        vec![Fact::Phone(tidied.chars().count())]
    }
}

/// An account that reads.
pub fn of_account(digits: &str) -> Vec<Fact> {
    if is_card_length(digits) && !luhn(digits) { vec![Fact::CardCheckDigit] } else { Vec::new() }
}

/// Facts of one person against each other and against today: (stable field name, fact).
pub fn of_person(facts: &Facts, today: Day) -> Vec<(&'static str, Fact)> {
    let mut found = Vec::new();
    let dates = [
        ("birth", facts.birth),
        ("relocated", facts.relocated),
        ("death", facts.death),
        ("support_from", facts.support_from),
    ];
    for (field, day) in dates {
        let Some(day) = day else { continue };
        if field != "support_from" && today.is_before(day) {
            found.push((field, Fact::AfterToday(day)));
        }
        let may_precede = field == "relocated" && facts.migrant_kind != Some(migrant::ORIGINAL);
        let early = |birth: &Day| field != "birth" && !may_precede && day.is_before(*birth);
        if let Some(birth) = facts.birth.filter(early) {
            found.push((field, Fact::BeforeBirth(birth)));
        }
    }
    if let (Some(from), Some(to)) = (facts.support_from, facts.support_to)
        && to.is_before(from)
    {
        found.push(("support_to", Fact::PeriodReversed(from)));
    }
    let age = facts.birth.and_then(|birth| birth.age_on(facts.death.unwrap_or(today)));
    if let Some(age) = age.filter(|age| *age > rulebook::register().identity.age_doubted_above) {
        found.push(("birth", Fact::VeryOld(age)));
    }
    found.extend(against_number(facts));
    if let (Some(sex), Some(said)) = (facts.sex, facts.relation.and_then(relation::sex))
        && sex != said
    {
        found.push(("relation", Fact::SexOfRelation(said)));
    }
    found
}

fn against_number(facts: &Facts) -> Vec<(&'static str, Fact)> {
    let Some(number) = facts.id_number.as_deref().and_then(|text| IdNumber::parse(text).ok()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    if let (Some(birth), Some(said)) = (facts.birth, number.birth())
        && !birth.agrees(said)
    {
        found.push(("birth", Fact::BirthOfNumber(said)));
    }
    if let Some(sex) = facts.sex
        && sex != number.sex()
    {
        found.push(("sex", Fact::SexOfNumber(number.sex())));
    }
    found
}

/// The members of a household together: heads, and ages that cannot be. Indexes count the members given.
pub fn of_members(members: &[Facts]) -> Vec<(usize, &'static str, Fact)> {
    let is_head = |facts: &Facts| facts.relation.is_some_and(relation::is_head);
    let mut heads = members.iter().enumerate().filter(|(_, facts)| is_head(facts));
    let Some((_, head)) = heads.next() else {
        return if members.is_empty() { Vec::new() } else { vec![(0, "relation", Fact::NoHead)] };
    };
    let mut found: Vec<_> = heads.map(|(at, _)| (at, "relation", Fact::SecondHead)).collect();
    let Some(born) = head.birth else { return found };
    for (at, facts) in members.iter().enumerate() {
        let (Some(code), Some(birth)) = (facts.relation, facts.birth) else { continue };
        let wrong = match relation::generation(code) {
            Generation::Child | Generation::Grandchild => birth.is_before(born),
            Generation::Parent | Generation::Grandparent => born.is_before(birth),
            _ => false,
        };
        if wrong && relation::is_by_birth(code) {
            found.push((at, "relation", Fact::AgeOfRelation(born)));
        }
    }
    found
}

/// A day on which a member leaves: death, moving out, moving over.
pub fn of_leaving(
    on: Day,
    joined: Option<Day>,
    birth: Option<Day>,
    death: Option<Day>,
    today: Day,
) -> Vec<Fact> {
    let mut facts = Vec::new();
    if today.is_before(on) {
        facts.push(Fact::AfterToday(on));
    }
    if let Some(birth) = birth.filter(|birth| on.is_before(*birth)) {
        facts.push(Fact::BeforeBirth(birth));
    } else if let Some(joined) = joined.filter(|joined| on.is_before(*joined)) {
        facts.push(Fact::BeforeJoining(joined));
    }
    if let Some(death) = death.filter(|death| death.is_before(on)) {
        facts.push(Fact::AfterDeath(death));
    }
    facts
}

/// A new head: alive, and not the head already.
pub fn of_head(dead: Option<Day>, is_head: bool) -> Vec<Fact> {
    let dead = dead.map(Fact::HeadDead);
    dead.into_iter().chain(is_head.then_some(Fact::HeadAlready)).collect()
}

/// Who of `all` members goes: somebody, and somebody stays.
pub fn of_split(going: usize, all: usize) -> Vec<Fact> {
    match going {
        0 => vec![Fact::NobodyChosen],
        _ if going >= all => vec![Fact::NobodyLeft],
        _ => Vec::new(),
    }
}

/// Somebody who moves to another village: conflicts are settled first, because only one value can be restated.
pub fn of_restating(record: &super::Held) -> Vec<Fact> {
    let name =
        |slot: u16| crate::domain::kinds::slot(record.key.kind, slot).map_or("unknown", |row| row.name);
    record.conflict().map(|slot| Fact::ConflictFirst(name(slot))).into_iter().collect()
}
