//! Acts on a household (户): register it with its members, add one, change its head, split it, merge it into another.

use super::held::Held;
use super::membership::{self, Mover, Standing};
use super::write::{Put, Whom, Write};
use crate::domain::day::Day;
use crate::domain::kinds::{household, kind, membership as slots, person};
use crate::domain::register::next_person_code;
use crate::domain::relation;
use crate::domain::value::Value;
use crate::journal::EntityId;

/// Number of a new household among the act's new entities.
const HOUSEHOLD: usize = 0;

/// What is entered of a household.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewHousehold {
    /// The village: scope of all that is written.
    pub village: EntityId,
    /// The household's code, unique in the village.
    pub code: String,
    /// Slots beside code, village and head.
    pub values: Vec<(u16, Value)>,
}

/// What is entered of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMember {
    /// Slots of the person beside code and village.
    pub values: Vec<(u16, Value)>,
    /// How they stand in the household.
    pub standing: Standing,
}

/// The household in which members are entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home<'a> {
    /// The village.
    pub village: EntityId,
    /// The household.
    pub household: Whom,
    /// Its code.
    pub code: &'a str,
    /// Person codes that were ever given in it: never used again.
    pub taken: &'a [String],
    /// This machine's letter on a laptop; empty in the office.
    pub letter: &'a str,
}

/// The next `count` person codes of a household.
pub fn next_codes(home: &Home<'_>, count: usize) -> Vec<String> {
    let mut taken = home.taken.to_vec();
    for _ in 0..count {
        taken.push(next_person_code(home.code, home.letter, taken.iter().map(String::as_str)));
    }
    taken.split_off(home.taken.len())
}

/// Registers a household (建档) with its members; the first who is its head becomes the head.
pub fn register(new: &NewHousehold, members: &[NewMember], letter: &str) -> Vec<Write> {
    let whom = Whom::New(HOUSEHOLD);
    let home = Home { village: new.village, household: whom, code: &new.code, taken: &[], letter };
    let mut puts = vec![
        Put::new(household::CODE, Value::Text(new.code.clone())),
        Put::new(household::VILLAGE, Value::Ref(new.village)),
    ];
    puts.extend(new.values.iter().map(|(slot, value)| Put::new(*slot, value.clone())));
    let is_head = |member: &NewMember| member.standing.relation.is_some_and(relation::is_head);
    if let Some(at) = members.iter().position(is_head) {
        puts.push(Put::refer(household::HEAD, Whom::New(person_number(at))));
    }
    let mut writes = vec![Write { scope: new.village, kind: kind::HOUSEHOLD, whom, puts, why: None }];
    writes.extend(add_members(&home, members, 0));
    writes
}

/// Adds members to a household; `already` = how many it lists, so that the order goes on.
pub fn add_members(home: &Home<'_>, members: &[NewMember], already: usize) -> Vec<Write> {
    let mut writes = Vec::new();
    let codes = next_codes(home, members.len());
    for (at, (member, code)) in members.iter().zip(codes).enumerate() {
        let mut puts = vec![
            Put::new(person::CODE, Value::Text(code)),
            Put::new(person::VILLAGE, Value::Ref(home.village)),
        ];
        puts.extend(member.values.iter().map(|(slot, value)| Put::new(*slot, value.clone())));
        let who = Whom::New(person_number(at));
        writes.push(Write { scope: home.village, kind: kind::PERSON, whom: who, puts, why: None });
        let order = i64::try_from(already + at + 1).ok();
        let standing = Standing { order, ..member.standing.clone() };
        writes.push(membership::join(person_number(at) + 1, home.village, who, home.household, &standing));
    }
    writes
}

/// New entities of the act: the household, then person and membership of each member.
const fn person_number(at: usize) -> usize {
    HOUSEHOLD + 1 + 2 * at
}

/// A new head (变更户主), with the relations of all members, which were asked again.
pub fn change_head(
    record: &Held,
    head: EntityId,
    members: &[(&Held, Option<u16>)],
    why: Option<&str>,
) -> Vec<Write> {
    let mut writes =
        super::write::written(record.write(vec![(household::HEAD, Some(Value::Ref(head)))], why));
    writes.extend(membership::relations(head, members, why));
    writes
}

/// Splits a household (分户): those who go found a new one; a split never changes what a person is entitled to.
///
/// `from` = the household that they leave. If its head goes, it is left without head until one is chosen.
pub fn split(from: &Held, new: &NewHousehold, going: &[Mover<'_>], on: Day, why: Option<&str>) -> Vec<Write> {
    let whom = Whom::New(HOUSEHOLD);
    let mut puts = vec![
        Put::new(household::CODE, Value::Text(new.code.clone())),
        Put::new(household::VILLAGE, Value::Ref(new.village)),
    ];
    puts.extend(new.values.iter().map(|(slot, value)| Put::new(*slot, value.clone())));
    let is_head = |mover: &&Mover<'_>| mover.standing.relation.is_some_and(relation::is_head);
    if let Some(mover) = going.iter().find(is_head) {
        puts.push(Put::refer(household::HEAD, Whom::Is(mover.person.key.entity)));
    }
    let mut writes =
        vec![Write { scope: new.village, kind: kind::HOUSEHOLD, whom, puts, why: why.map(str::to_owned) }];
    for (at, mover) in going.iter().enumerate() {
        writes.extend(membership::move_over(mover, new.village, whom, on, HOUSEHOLD + 1 + at, why));
    }
    writes.extend(without_head(from, going, why));
    writes
}

/// Empties the head of a household that its head leaves with these.
pub fn without_head(from: &Held, going: &[Mover<'_>], why: Option<&str>) -> Vec<Write> {
    let leads = |mover: &Mover<'_>| from.shown(household::HEAD) == Some(&Value::Ref(mover.person.key.entity));
    emptied(from, going.iter().any(leads), why)
}

/// The same, for somebody who leaves without going anywhere in the register.
pub fn without_member(from: &Held, left: &Held, why: Option<&str>) -> Vec<Write> {
    let head = from.shown(household::HEAD);
    emptied(from, head.is_some() && head == left.shown(slots::PERSON), why)
}

fn emptied(from: &Held, empty: bool, why: Option<&str>) -> Vec<Write> {
    if empty { super::write::written(from.write(vec![(household::HEAD, None)], why)) } else { Vec::new() }
}

/// Merges a household into another (并户): all its members move over; its record stays, without head and members.
pub fn merge(from: &Held, into: &Held, members: &[Mover<'_>], on: Day, why: Option<&str>) -> Vec<Write> {
    let mut writes = Vec::new();
    let home = Whom::Is(into.key.entity);
    for (at, mover) in members.iter().enumerate() {
        writes.extend(membership::move_over(mover, into.key.scope, home, on, at, why));
    }
    writes.extend(emptied(from, true, why));
    writes
}
