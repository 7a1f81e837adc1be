//! One household, one person, whole; and what a typed code names.

use super::Desk;
use super::walk::walk;
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::kinds::{SLOT_CLOSED, household, kind, membership, note, person};
use crate::domain::record::{self, ClosedTo, Household, Membership, Note, Person};
use crate::domain::value::Value;
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{Audience, EntityId};
use crate::search::{EntryKind, Options, What};
use crate::store::StoreError;
use crate::store::state::{State, StateError};

/// Most records that share a code and are looked at.
const CANDIDATES_MAX: usize = 200;

/// A person with the household that they are shown in.
#[derive(Clone, Debug)]
pub struct PersonCard {
    /// The person.
    pub member: MemberCard,
    /// The household; zeros for none.
    pub household: EntityId,
    /// Its code.
    pub household_code: String,
    /// The village.
    pub village: String,
}

/// What a code names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolved {
    /// One record.
    One(EntityId),
    /// Several villages share it: village and code of each.
    Many(Vec<(String, String)>),
    /// Nothing here.
    Nothing,
}

impl Desk {
    /// A household on one card.
    pub fn household(&self, household: EntityId) -> Result<Option<HouseholdCard>, StoreError> {
        let row = self.roll.households.get(&household).or_else(|| self.roll.aside.get(&household));
        let Some(row) = row else { return Ok(None) };
        let key = row.key;
        let head = row.head;
        let (places, today) = (self.roll.places.clone(), self.today);
        let head_village = self.roll.persons.get(&head).map(|row| row.village);
        self.folder.ask(move |state| {
            let Some(record) = state.record(&key)? else { return Ok(None) };
            let household = Household::from_record(key, &record);
            let members = members(state, household.entity())?;
            let outside = match head_village {
                Some(village) => person(state, village, head)?,
                None => None,
            };
            let name = |entity: EntityId| {
                outside
                    .as_ref()
                    .filter(|person| person.entity() == entity)
                    .and_then(|person| person.name.shown.clone())
            };
            Ok(Some(HouseholdCard::build(&household, &members, &places, &name, today)))
        })
    }

    /// A person on one card.
    pub fn person(&self, entity: EntityId) -> Result<Option<PersonCard>, StoreError> {
        let Some(row) = self.roll.persons.get(&entity).copied() else { return Ok(None) };
        let head = self.roll.households.get(&row.household).map(|household| household.head);
        let head = head.and_then(|head| Some((head, self.roll.persons.get(&head)?.village)));
        let today = self.today;
        let member = self.folder.ask(move |state| {
            let Some(found) = person(state, row.village, entity)? else { return Ok(None) };
            let stays = stays(state, entity)?;
            let head = match head {
                Some((head, village)) => person(state, village, head)?,
                None => None,
            };
            let shown = stays.iter().find(|stay| stay.household.shown == Some(row.household));
            let all: Vec<&Membership> = stays.iter().collect();
            Ok(Some(MemberCard::build(&found, shown, &all, head.as_ref(), today)))
        })?;
        Ok(member.map(|member| PersonCard {
            member,
            household: row.household,
            household_code: self
                .roll
                .households
                .get(&row.household)
                .map(|row| row.code.clone())
                .unwrap_or_default(),
            village: self.roll.place(row.village).to_owned(),
        }))
    }

    /// The notes (记事) on a household or person that were not set aside, the latest day first.
    pub fn notes(&self, subject: EntityId) -> Result<Vec<Note>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(subject).encode() else { return Ok(Vec::new()) };
        let records = self.folder.ask(move |state| state.holding(kind::NOTE, note::SUBJECT, &bytes))?;
        let mut notes: Vec<Note> =
            records.iter().map(|(key, record)| Note::from_record(*key, record)).collect();
        notes.retain(|note| note.common.stands());
        notes.sort_by_key(|note| (std::cmp::Reverse(note.on.shown), note.entity()));
        Ok(notes)
    }

    /// Code and name of a person.
    pub fn about_person(&self, person: EntityId) -> Result<String, StoreError> {
        let row = self.persons(&[person])?.pop();
        Ok(row.map(|row| format!("{} {}", row.code, row.name)).unwrap_or_default())
    }

    /// What officers call the person, household or village of a record.
    pub fn about(&self, key: &RecordKey) -> Result<String, StoreError> {
        Ok(match key.kind {
            kind::PERSON => self.about_person(key.entity)?,
            kind::HOUSEHOLD => {
                let row = self.roll.households.get(&key.entity).or_else(|| self.roll.aside.get(&key.entity));
                let head = row.map(|row| row.head).filter(|head| !head.is_zero());
                let name = head.map(|head| self.person_name(head)).transpose()?.flatten();
                let code = row.map(|row| row.code.as_str()).unwrap_or_default();
                format!("{code} {}", name.unwrap_or_default()).trim().to_owned()
            }
            _ => self.roll.place(key.entity).to_owned(),
        })
    }

    /// What a typed code names: CODE, or VILLAGE/CODE where several villages share it.
    pub fn resolve(&self, typed: &str, kind: EntryKind) -> Resolved {
        let (village, code) = match typed.rsplit_once('/') {
            Some((village, code)) => (Some(village.trim()), code.trim()),
            None => (None, typed.trim()),
        };
        let answer = self.index.find(code, &Options { limit: CANDIDATES_MAX, blur: false });
        let exact = answer.hits.iter().filter(|hit| {
            hit.kind == kind
                && hit
                    .matched
                    .iter()
                    .all(|part| matches!(part.what, What::Code | What::HouseholdCode) && !part.approx)
                && village.is_none_or(|village| self.is_village(hit.village_id, village))
        });
        let found: Vec<_> =
            exact.filter(|hit| kind != EntryKind::Person || self.has_code(hit.entity, code)).collect();
        match found.as_slice() {
            [] => Resolved::Nothing,
            [one] => Resolved::One(one.entity),
            many => Resolved::Many(
                many.iter()
                    .map(|hit| (self.roll.place(hit.village_id).to_owned(), code.to_owned()))
                    .collect(),
            ),
        }
    }

    /// The village in which the household or person of a code went on that is not here any more; found by reading all of
    /// them, so it is asked only when a code names nothing.
    pub fn gone_to(&self, typed: &str) -> Result<Option<String>, StoreError> {
        let code = typed.rsplit_once('/').map_or(typed, |(_, code)| code);
        let wanted = crate::text::fold_search(code.trim());
        let mut gone = None;
        walk(&self.folder.asker(), &[kind::HOUSEHOLD, kind::PERSON], &mut |_| true, &mut |key, record| {
            let Some(ClosedTo(to)) = record::slot(&record, key.kind, SLOT_CLOSED).shown else { return };
            let of = if key.kind == kind::PERSON { person::CODE } else { household::CODE };
            let code: Option<String> = record::slot(&record, key.kind, of).shown;
            if code.is_some_and(|code| crate::text::fold_search(&code) == wanted) {
                gone = Some(to);
            }
        })?;
        Ok(gone.map(|village| self.roll.called(village)))
    }

    /// A household's code also finds its members; only the person's own code names the person.
    fn has_code(&self, person: EntityId, code: &str) -> bool {
        let folded = crate::text::fold_search(code);
        let rows = self.persons(&[person]).unwrap_or_default();
        rows.iter().any(|row| crate::text::fold_search(&row.code) == folded)
    }

    fn is_village(&self, village: EntityId, typed: &str) -> bool {
        let found = self.roll.places.find(crate::domain::place::Level::Village, typed, None);
        match found {
            crate::domain::place::Found::One(entity) => entity == village,
            crate::domain::place::Found::Many(entities) => entities.contains(&village),
            crate::domain::place::Found::Nothing => false,
        }
    }
}

fn key(kind: u16, scope: EntityId, entity: EntityId) -> RecordKey {
    RecordKey { audience: Audience::Everyone, kind, scope, entity }
}

fn person(state: &State, village: EntityId, entity: EntityId) -> Result<Option<Person>, StateError> {
    let key = key(kind::PERSON, village, entity);
    Ok(state.record(&key)?.map(|record| Person::from_record(key, &record)))
}

/// Every membership of a household with its person.
fn members(state: &State, household: EntityId) -> Result<Vec<(Membership, Person)>, StateError> {
    let mut members = Vec::new();
    for (key, record) in holding(state, membership::HOUSEHOLD, household)? {
        let membership = Membership::from_record(key, &record);
        // Who moved away with the household is a member where it went.
        let open = membership.common.closed.is_empty();
        let Some(entity) = membership.person.shown.filter(|_| open) else { continue };
        members.extend(person(state, key.scope, entity)?.map(|person| (membership, person)));
    }
    Ok(members)
}

/// Every membership of a person.
fn stays(state: &State, person: EntityId) -> Result<Vec<Membership>, StateError> {
    let records = holding(state, membership::PERSON, person)?;
    Ok(records.iter().map(|(key, record)| Membership::from_record(*key, record)).collect())
}

fn holding(state: &State, slot: u16, entity: EntityId) -> Result<Vec<(RecordKey, Record)>, StateError> {
    match Value::Ref(entity).encode() {
        Ok((_, bytes)) => state.holding(kind::MEMBERSHIP, slot, &bytes),
        Err(_) => Ok(Vec::new()),
    }
}
