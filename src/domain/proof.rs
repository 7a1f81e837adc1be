//! Proofs of migrant identity (移民身份证明): who can be given one and what it then says, its number in the register (证明登记簿),
//! and the operation that stands there.
//!
//! A proof says what the records say on the day on which it is issued; what contradicts itself is not printed.

use super::acts::{Put, Whom, Write};
use super::card::{HouseholdCard, MemberCard};
use super::day::Day;
use super::kinds::{kind, person, proof};
use super::record::Slot;
use super::register;
use super::sex::Sex;
use super::status::Status;
use super::value::Value;
use crate::journal::EntityId;

/// Longest purpose in characters.
pub const PURPOSE_CHARS_MAX: usize = 60;
/// Most copies of one proof.
pub const COPIES_MAX: u32 = 99;

/// Why no proof is issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoProof {
    /// The record was set aside, or is not here.
    Gone,
    /// The person is not in the register on that day.
    NotRegistered(Status),
    /// Nobody of the household is.
    Nobody,
    /// A value that would be printed stands in conflict: whose, and the slot's stable name.
    Unsettled(String, &'static str),
    /// Somebody has no name on record.
    Nameless,
    /// No purpose, or one that is too long or has characters that nobody sees.
    Purpose,
    /// Not 1 to [`COPIES_MAX`] copies.
    Copies,
}

/// What a proof says of one person. Numbers are whole: the person asks for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The person.
    pub person: EntityId,
    pub name: String,
    pub sex: Option<Sex>,
    pub birth: Option<Day>,
    pub id_number: String,
    /// GB/T 4761.
    pub relation: Option<u16>,
    /// See `migrant`.
    pub migrant_kind: Option<u16>,
    pub reservoir: String,
    pub relocated: Option<Day>,
}

/// What a person asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The person or household.
    pub subject: EntityId,
    /// The purpose as it is printed.
    pub purpose: String,
    /// How many copies.
    pub copies: u32,
}

/// A proof before it stands in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuing {
    /// What was asked for.
    pub asked: Asked,
    /// Its number: year, laptop's letters, running number.
    pub number: String,
    /// The day.
    pub on: Day,
    /// The village in whose records it stands.
    pub village: EntityId,
    /// Code and name of the subject.
    pub about: String,
    /// Who is named.
    pub named: Vec<Named>,
}

impl Issuing {
    /// The line of the register, with the check code of what is printed.
    pub fn write(&self, digest: &str) -> Write {
        let text = |text: &str| Value::Text(text.to_owned());
        let persons = i64::try_from(self.named.len()).unwrap_or(i64::MAX);
        let puts = vec![
            Put::refer(proof::SUBJECT, Whom::Is(self.asked.subject)),
            Put::new(proof::NUMBER, text(&self.number)),
            Put::new(proof::ISSUED, Value::Day(self.on)),
            Put::new(proof::PURPOSE, text(&self.asked.purpose)),
            Put::new(proof::COPIES, Value::Int(i64::from(self.asked.copies))),
            Put::new(proof::ABOUT, text(&self.about)),
            Put::new(proof::PERSONS, Value::Int(persons)),
            Put::new(proof::DIGEST, text(digest)),
        ];
        Write { scope: self.village, kind: kind::PROOF, whom: Whom::New(0), puts, why: None }
    }
}

/// What was asked for, if it can be printed: the purpose without spaces around it.
pub fn asked(subject: EntityId, purpose: &str, copies: u32) -> Result<Asked, NoProof> {
    let purpose = purpose.trim();
    let long = purpose.chars().count();
    if !(1..=PURPOSE_CHARS_MAX).contains(&long) || purpose.chars().any(char::is_control) {
        return Err(NoProof::Purpose);
    }
    if !(1..=COPIES_MAX).contains(&copies) {
        return Err(NoProof::Copies);
    }
    Ok(Asked { subject, purpose: purpose.to_owned(), copies })
}

/// The next number of a year in the register: `2026-007`, on laptop B `2026-B007`. `taken` = all numbers given.
pub fn next_number<'a>(on: Day, laptop: &str, taken: impl IntoIterator<Item = &'a str>) -> String {
    register::next_code(&on.year().to_string(), laptop, 3, taken)
}

/// What a proof says of one person of the register.
pub fn of_person(member: &MemberCard) -> Result<Vec<Named>, NoProof> {
    match member.status {
        Status::Registered => Ok(vec![named(member)?]),
        Status::SetAside => Err(NoProof::Gone),
        other => Err(NoProof::NotRegistered(other)),
    }
}

/// What a proof says of everybody who is in a household on a day.
pub fn of_household(card: &HouseholdCard, on: Day) -> Result<Vec<Named>, NoProof> {
    if card.set_aside.is_some() {
        return Err(NoProof::Gone);
    }
    let here = |member: &&MemberCard| {
        let left = member.member_to.shown.is_some_and(|to| to.last() <= on);
        let begun = member.member_from.shown.is_none_or(|from| from.first() <= on);
        member.status == Status::Registered && begun && !left
    };
    let all: Vec<Named> = card.members.iter().filter(here).map(named).collect::<Result<_, _>>()?;
    if all.is_empty() { Err(NoProof::Nobody) } else { Ok(all) }
}

fn named(member: &MemberCard) -> Result<Named, NoProof> {
    let name = member.name.settled().filter(|name| !name.is_empty());
    let called = || name.or(member.code.shown.as_ref()).cloned().unwrap_or_default();
    let conflicts = [
        (conflict(&member.name), person::NAME),
        (conflict(&member.sex), person::SEX),
        (conflict(&member.birth), person::BIRTH),
        (conflict(&member.id_number), person::ID_NUMBER),
        (conflict(&member.migrant_kind), person::MIGRANT_KIND),
        (conflict(&member.reservoir), person::RESERVOIR),
        (conflict(&member.relocated), person::RELOCATED),
    ];
    let open = conflicts.iter().find(|(open, _)| *open).map(|(_, slot)| (kind::PERSON, *slot));
    let open = open.or_else(|| {
        conflict(&member.relation).then_some((kind::MEMBERSHIP, super::kinds::membership::RELATION))
    });
    if let Some(row) = open.and_then(|(kind, slot)| super::kinds::slot(kind, slot)) {
        return Err(NoProof::Unsettled(called(), row.name));
    }
    Ok(Named {
        person: member.person.entity,
        name: name.cloned().ok_or(NoProof::Nameless)?,
        sex: member.sex.shown,
        birth: member.birth.shown,
        id_number: member.id_number.shown.clone().unwrap_or_default(),
        relation: member.relation.shown,
        migrant_kind: member.migrant_kind.shown,
        reservoir: member.reservoir.shown.clone().unwrap_or_default(),
        relocated: member.relocated.shown,
    })
}

fn conflict<T>(slot: &Slot<T>) -> bool {
    slot.conflict
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_run_through_a_year_and_never_twice() {
        let day = Day::ymd(2026, 11, 24).unwrap();
        assert_eq!(next_number(day, "", []), "2026-001");
        assert_eq!(next_number(day, "", ["2026-001", "2026-B044", "2025-300"]), "2026-002");
        assert_eq!(next_number(day, "B", ["2026-001", "2026-B044"]), "2026-B045");
    }

    #[test]
    fn a_purpose_must_be_readable_and_copies_few() {
        let ask = |purpose: &str, copies| asked(EntityId([1; 16]), purpose, copies);
        assert_eq!(ask(" 子女入学 ", 2).unwrap().purpose, "子女入学");
        for purpose in ["", "  ", "入\u{7}学", "入\n学", &"长".repeat(PURPOSE_CHARS_MAX + 1)] {
            assert_eq!(ask(purpose, 1), Err(NoProof::Purpose), "{purpose:?}");
        }
        for copies in [0, COPIES_MAX + 1] {
            assert_eq!(ask("子女入学", copies), Err(NoProof::Copies));
        }
    }
}
