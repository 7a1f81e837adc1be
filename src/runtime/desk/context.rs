//! What a form may know beside its record (表单背景): lists of places, members and households, defaults, codes that are taken.

use std::collections::BTreeMap;

use super::{Desk, DeskError};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::day::Day;
use crate::domain::place::Level;
use crate::form::{Choice, Context, Datum, MemberFacts, Source};
use crate::journal::EntityId;

/// Most households that a form offers to move into: those of the village.
const HOUSEHOLDS_MAX: usize = 3_000;

impl Desk {
    /// The background of a form in a village.
    pub fn context(&self, village: EntityId) -> Context {
        let mut context = Context::new(self.today);
        let places = &self.roll.places;
        let choices = |level: Level, parent: EntityId| -> Vec<Choice> {
            let nodes = places.children(parent).into_iter().filter(|node| node.level == level);
            let numbered = nodes.zip(1_u32..);
            numbered
                .map(|(node, number)| {
                    let aliases = node.aliases.clone();
                    Choice::entity(number, node.entity, node.name.clone(), aliases)
                })
                .collect()
        };
        context.lists.insert(Source::Groups, choices(Level::Group, village));
        let township = places.above(village, Level::Township).map(|node| node.entity);
        let mut settlements = choices(Level::Settlement, village);
        for (choice, number) in
            township.map(|township| choices(Level::Settlement, township)).into_iter().flatten().zip(1_u32..)
        {
            let number = number.saturating_add(u32::try_from(settlements.len()).unwrap_or(u32::MAX));
            settlements.push(Choice { number, ..choice });
        }
        context.lists.insert(Source::Settlements, settlements);
        context.codes = self
            .roll
            .households
            .values()
            .filter(|row| row.village == village)
            .map(|row| row.code.clone())
            .collect();
        context
    }

    /// The background of a form on a household, and on one of its members.
    pub fn context_of(&self, card: &HouseholdCard, person: Option<EntityId>) -> Context {
        let village = card.household.scope;
        let own = card.code.shown.clone().unwrap_or_default();
        let mut context = self.context(village);
        context.codes.retain(|code| *code != own);
        context.household = Some(card.household.entity);
        context.person = person;
        context.is_void = match person {
            Some(person) => card.members.iter().any(|member| {
                member.person.entity == person && member.status == crate::domain::status::Status::SetAside
            }),
            None => card.set_aside.is_some(),
        };
        context.members = card.members.iter().map(|member| facts(card, member)).collect();
        let members = card.members.iter().filter(|member| is_here(member, self.today)).zip(1_u32..);
        let members = members.map(|(member, number)| {
            let name = member.name.shown.clone().unwrap_or_default();
            Choice::entity(number, member.person.entity, name, Vec::new())
        });
        context.lists.insert(Source::Members, members.collect());
        context
    }

    /// Adds the households that somebody can move into: all others of the village, with their heads' names.
    pub fn offer_households(&self, context: &mut Context, village: EntityId) -> Result<(), DeskError> {
        let own = context.household;
        let mut rows: Vec<_> =
            self.roll.households.iter().filter(|(_, row)| row.village == village).collect();
        rows.retain(|(entity, _)| Some(**entity) != own);
        rows.sort_by_key(|(entity, row)| (row.order, row.code.clone(), **entity));
        rows.truncate(HOUSEHOLDS_MAX);
        let mut choices = Vec::with_capacity(rows.len());
        for ((entity, row), number) in rows.into_iter().zip(1_u32..) {
            let head = if row.head.is_zero() { None } else { self.person_name(row.head)? };
            let head = head.unwrap_or_default();
            let name = format!("{} {head}", row.code).trim().to_owned();
            choices.push(Choice::entity(number, *entity, name, vec![row.code.clone(), head]));
        }
        context.lists.insert(Source::Households, choices);
        Ok(())
    }

    /// Adds the villages of this machine that a household can move to: all but its own.
    pub fn offer_villages(&self, context: &mut Context, own: EntityId) {
        let nodes = self.roll.places.at_level(Level::Village).into_iter();
        let others = nodes.filter(|node| node.entity != own && self.is_held(node.entity)).zip(1_u32..);
        let choices = others.map(|(node, number)| {
            let name = format!("{} {}", self.roll.township(node.entity), node.name).trim().to_owned();
            let also = std::iter::once(node.name.clone()).chain(node.aliases.iter().cloned()).collect();
            Choice::entity(number, node.entity, name, also)
        });
        context.lists.insert(Source::Villages, choices.collect());
    }

    /// What a new household's form proposes: the code after the last one, the group at hand, what its neighbours have.
    pub fn defaults(&self, context: &mut Context, neighbour: Option<&HouseholdCard>) {
        let mut defaults: BTreeMap<&'static str, Datum> = BTreeMap::new();
        let last = neighbour.and_then(|card| card.code.shown.clone());
        let next = last.and_then(|code| next_code(&code, &context.codes));
        defaults.extend(next.map(|code| ("code", Datum::Text(code))));
        if let Some(card) = neighbour {
            let row = self.roll.households.get(&card.household.entity);
            let group = row.map(|row| row.group).filter(|group| !group.is_zero());
            defaults.extend(group.map(|group| ("group", Datum::Ref(group))));
            if let Some(member) = card.members.first() {
                defaults.extend(member.ethnic.shown.map(|code| ("ethnic", Datum::Code(code))));
                defaults.extend(member.registration.shown.map(|code| ("registration", Datum::Code(code))));
                defaults.extend(member.migrant_kind.shown.map(|code| ("migrant_kind", Datum::Code(code))));
                defaults.extend(member.support_mode.shown.map(|code| ("support_mode", Datum::Code(code))));
                defaults.extend(member.relocated.shown.map(|day| ("relocated", Datum::Day(day))));
                defaults.extend(member.reservoir.shown.clone().map(|text| ("reservoir", Datum::Text(text))));
                defaults.extend(member.bank.shown.clone().map(|text| ("bank", Datum::Text(text))));
            }
        }
        context.defaults = defaults;
    }
}

/// True for who is a member on that day.
pub fn is_here(member: &MemberCard, today: Day) -> bool {
    let left = member.member_to.shown.is_some_and(|to| to.last() <= today);
    !left && member.death.shown.is_none() && member.status != crate::domain::status::Status::SetAside
}

fn facts(card: &HouseholdCard, member: &MemberCard) -> MemberFacts {
    MemberFacts {
        person: member.person.entity,
        birth: member.birth.shown,
        death: member.death.shown,
        sex: member.sex.shown.map(crate::domain::sex::Sex::code),
        joined: member.member_from.shown,
        is_head: card.head.shown == Some(member.person.entity),
        ..MemberFacts::default()
    }
}

/// The code with the number at its end raised to the first that is free.
fn next_code(code: &str, taken: &[String]) -> Option<String> {
    let head = code.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits: String = code.chars().skip(head.chars().count()).collect();
    let mut number: u64 = digits.parse().ok()?;
    for _ in 0..=taken.len() + 1 {
        number = number.checked_add(1)?;
        let next = format!("{head}{number:0width$}", width = digits.len());
        if next != code && !taken.contains(&next) {
            return Some(next);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::next_code;

    #[test]
    fn the_next_free_code_keeps_its_zeros() {
        let taken = ["H010".to_owned(), "H011".to_owned()];
        assert_eq!(next_code("H009", &taken).as_deref(), Some("H012"));
        assert_eq!(next_code("H", &taken), None);
        assert_eq!(next_code("XC-99", &[]).as_deref(), Some("XC-100"));
    }
}
