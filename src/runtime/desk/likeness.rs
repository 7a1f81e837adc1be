//! Who may be the same (疑似重复): the register's answer while somebody is typed: same number, one digit off, same name with birth
//! or village, an account that others have.

use super::Desk;
use super::shared::Shares;
use crate::domain::acts::Fact;
use crate::domain::day::Day;
use crate::domain::{idnumber, name};
use crate::journal::EntityId;
use crate::search::EntryKind;
use crate::store::StoreError;

/// Most namesakes that are looked at.
const NAMESAKES_MAX: usize = 60;
/// Most duplicates that are told.
const TOLD_MAX: usize = 3;

/// Who is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Likeness<'a> {
    /// The person at hand, who is no duplicate of themselves.
    pub about: Option<EntityId>,
    /// The household at hand, within which an account may be shared.
    pub household: Option<EntityId>,
    /// The village at hand.
    pub village: Option<EntityId>,
    /// Name.
    pub name: &'a str,
    /// Birth.
    pub birth: Option<Day>,
    /// Identity number.
    pub id_number: &'a str,
    /// Account.
    pub account: &'a str,
}

impl Desk {
    /// What speaks for a duplicate, with the field that it is about.
    pub fn look_alike(&self, asked: &Likeness<'_>) -> Result<Vec<(&'static str, Fact)>, StoreError> {
        let mut facts = Vec::new();
        let mut told = vec![];
        if let Some(number) = idnumber::same_key(asked.id_number).filter(|number| number.len() == 18) {
            let found = self.find(&number, TOLD_MAX * 4, false)?;
            for row in found.hits.iter().filter(|row| row.kind == EntryKind::Person) {
                if Some(row.entity) == asked.about || told.len() >= TOLD_MAX {
                    continue;
                }
                let Some(other) = idnumber::same_key(&row.id_number) else { continue };
                let who = (row.name.clone(), row.code.clone());
                let fact = match digits_apart(&number, &other) {
                    0 => Fact::SameNumber(who.0, who.1),
                    1 => Fact::NearNumber(who.0, who.1),
                    _ => continue,
                };
                told.push(row.entity);
                facts.push(("id_number", fact));
            }
        }
        facts.extend(self.namesakes(asked, &told)?);
        if !asked.account.is_empty() {
            let sharers = self.shared(asked.account)?;
            let elsewhere = sharers.iter().filter(|sharer| {
                let outside = Some(sharer.row.household) != asked.household || sharer.row.household.is_zero();
                sharer.field == Shares::Account && Some(sharer.row.entity) != asked.about && outside
            });
            let count = elsewhere.count();
            if count > 0 {
                facts.push(("account", Fact::SharedAccount(count)));
            }
        }
        Ok(facts)
    }

    fn namesakes(
        &self,
        asked: &Likeness<'_>,
        told: &[EntityId],
    ) -> Result<Vec<(&'static str, Fact)>, StoreError> {
        let wanted = name::key(asked.name);
        // One character is a name begun, not a name.
        if wanted.chars().count() < 2 {
            return Ok(Vec::new());
        }
        let found = self.find(asked.name, NAMESAKES_MAX, false)?;
        let mut facts = Vec::new();
        for row in found.hits.iter().filter(|row| row.kind == EntryKind::Person) {
            let other = name::key(&row.name) == wanted && Some(row.entity) != asked.about;
            if !other || told.contains(&row.entity) || facts.len() >= TOLD_MAX {
                continue;
            }
            let village = self.roll.persons.get(&row.entity).map(|row| row.village);
            let same_village = asked.village.is_some() && village == asked.village;
            let born = self.birth_of(row.entity)?;
            let same_birth = match (asked.birth, born) {
                (Some(birth), Some(born)) => birth.agrees(born),
                _ => false,
            };
            // In the same village with another birth: somebody else of that name.
            let contradicted = asked.birth.is_some() && born.is_some() && !same_birth;
            if same_birth || (same_village && !contradicted) {
                facts.push(("name", Fact::SamePerson(row.name.clone(), row.code.clone())));
            }
        }
        Ok(facts)
    }

    fn birth_of(&self, person: EntityId) -> Result<Option<Day>, StoreError> {
        Ok(self.person(person)?.and_then(|card| card.member.birth.shown))
    }
}

/// In how many places two numbers of the same length differ; many where the lengths differ.
fn digits_apart(left: &str, right: &str) -> usize {
    if left.chars().count() != right.chars().count() {
        return usize::MAX;
    }
    left.chars().zip(right.chars()).filter(|(a, b)| a != b).count()
}
