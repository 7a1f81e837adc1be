//! Looking up: the index says who, the records say what they are now.

use super::Desk;
use crate::domain::kinds::kind;
use crate::domain::record::{Household, Person, Slot};
use crate::domain::status::Status;
use crate::journal::Audience;
use crate::journal::EntityId;
use crate::journal::fold::RecordKey;
use crate::search::{EntryKind, Hit, Match, Options};
use crate::store::StoreError;

/// One hit with what its record says now; numbers in full.
#[derive(Clone, Debug)]
pub struct HitRow {
    /// What it is.
    pub kind: EntryKind,
    /// The record.
    pub entity: EntityId,
    /// Its household; zeros for a village.
    pub household: EntityId,
    /// Person, household or village code.
    pub code: String,
    /// Name of the person or village; of a household its head.
    pub name: String,
    /// Household code.
    pub household_code: String,
    /// Village.
    pub village: String,
    /// Group.
    pub group: String,
    /// In full.
    pub id_number: String,
    /// In full.
    pub phone: String,
    /// In full.
    pub account: String,
    /// Year of birth.
    pub born: Option<i32>,
    /// Status, as far as the person's own record tells.
    pub status: Status,
    /// One for each fragment.
    pub matched: Vec<Match>,
    /// Codes of the records that were judged to be the same person.
    pub same_as: Vec<String>,
}

/// What was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// All records that match.
    pub total: usize,
    /// Best first.
    pub hits: Vec<HitRow>,
}

impl Desk {
    /// Finds persons, households and villages; best first, at most `limit`.
    pub fn find(&self, query: &str, limit: usize, blur: bool) -> Result<Found, StoreError> {
        let answer = self.index.find(query, &Options { limit, blur });
        let hits = self.rows(answer.hits)?;
        Ok(Found { total: answer.total, hits })
    }

    /// The rows of some persons, in the order given.
    pub fn persons(&self, persons: &[EntityId]) -> Result<Vec<HitRow>, StoreError> {
        let hits = persons.iter().filter_map(|person| {
            let row = self.roll.persons.get(person)?;
            let (entity, household, village_id) = (*person, row.household, row.village);
            Some(Hit { kind: EntryKind::Person, entity, household, village_id, matched: Vec::new() })
        });
        self.rows(hits.collect())
    }

    fn rows(&self, hits: Vec<Hit>) -> Result<Vec<HitRow>, StoreError> {
        let keys: Vec<(EntryKind, RecordKey)> = hits
            .iter()
            .map(|hit| {
                let kind = match hit.kind {
                    EntryKind::Person => kind::PERSON,
                    EntryKind::Household => kind::HOUSEHOLD,
                    EntryKind::Village => kind::PLACE,
                };
                let key = RecordKey {
                    audience: Audience::Everyone,
                    kind,
                    scope: hit.village_id,
                    entity: hit.entity,
                };
                (hit.kind, key)
            })
            .collect();
        let records = self.folder.ask(move |state| {
            let mut records = Vec::with_capacity(keys.len());
            for (kind, key) in keys {
                records.push(match kind {
                    EntryKind::Village => None,
                    _ => state.record(&key)?.map(|record| (key, record)),
                });
            }
            Ok(records)
        })?;
        let rows = hits.into_iter().zip(records).map(|(hit, record)| match (hit.kind, record) {
            (EntryKind::Person, Some((key, record))) => {
                self.person_row(&hit, &Person::from_record(key, &record))
            }
            (EntryKind::Household, Some((key, record))) => {
                self.household_hit(&hit, &Household::from_record(key, &record))
            }
            _ => self.village_hit(&hit),
        });
        let mut rows: Vec<HitRow> = rows.collect();
        self.name_heads(&mut rows)?;
        for row in rows.iter_mut().filter(|row| row.kind == EntryKind::Person) {
            row.same_as = self.same_as(row.entity)?;
        }
        Ok(rows)
    }

    /// Codes of the records that were judged to be the same person as this one.
    pub fn same_as(&self, person: EntityId) -> Result<Vec<String>, StoreError> {
        let Some(others) = self.roll.same.get(&person) else { return Ok(Vec::new()) };
        let keys = others.iter().filter_map(|other| {
            let village = self.roll.persons.get(other)?.village;
            Some(super::key_of(kind::PERSON, village, *other))
        });
        let keys: Vec<RecordKey> = keys.collect();
        self.folder.ask(move |state| {
            let mut codes = Vec::new();
            for key in keys {
                let record = state.record(&key)?;
                codes.extend(record.and_then(|record| Person::from_record(key, &record).code.shown));
            }
            Ok(codes)
        })
    }

    fn person_row(&self, hit: &Hit, person: &Person) -> HitRow {
        let text = |slot: &Slot<String>| slot.shown.clone().unwrap_or_default();
        let row = self.roll.households.get(&hit.household);
        let status = crate::domain::status::status(person, std::iter::empty(), self.today);
        HitRow {
            code: text(&person.code),
            name: text(&person.name),
            household_code: row.map(|row| row.code.clone()).unwrap_or_default(),
            group: row.map(|row| self.roll.place(row.group).to_owned()).unwrap_or_default(),
            id_number: text(&person.id_number),
            phone: text(&person.phone),
            account: text(&person.account),
            born: person.birth.shown.map(crate::domain::day::Day::year),
            status,
            ..self.village_hit(hit)
        }
    }

    fn household_hit(&self, hit: &Hit, household: &Household) -> HitRow {
        let code = household.code.shown.clone().unwrap_or_default();
        let group = household.group.shown.map(|group| self.roll.place(group).to_owned()).unwrap_or_default();
        HitRow { household_code: code.clone(), code, group, name: String::new(), ..self.village_hit(hit) }
    }

    fn village_hit(&self, hit: &Hit) -> HitRow {
        let node = self.roll.places.get(hit.village_id);
        HitRow {
            kind: hit.kind,
            entity: hit.entity,
            household: hit.household,
            code: node.map(|node| node.code.clone()).unwrap_or_default(),
            name: node.map(|node| node.name.clone()).unwrap_or_default(),
            household_code: String::new(),
            village: self.roll.place(hit.village_id).to_owned(),
            group: String::new(),
            id_number: String::new(),
            phone: String::new(),
            account: String::new(),
            born: None,
            status: Status::Registered,
            matched: hit.matched.clone(),
            same_as: Vec::new(),
        }
    }

    /// A household is known by its head's name.
    fn name_heads(&self, rows: &mut [HitRow]) -> Result<(), StoreError> {
        for row in rows.iter_mut().filter(|row| row.kind == EntryKind::Household) {
            row.name = match self.roll.households.get(&row.entity) {
                Some(household) if !household.head.is_zero() => {
                    self.person_name(household.head)?.unwrap_or_default()
                }
                _ => String::new(),
            };
        }
        Ok(())
    }

    /// The name of a person.
    pub fn person_name(&self, person: EntityId) -> Result<Option<String>, StoreError> {
        let Some(row) = self.roll.persons.get(&person) else { return Ok(None) };
        let key = RecordKey {
            audience: Audience::Everyone,
            kind: kind::PERSON,
            scope: row.village,
            entity: person,
        };
        let record = self.folder.ask(move |state| state.record(&key))?;
        Ok(record.and_then(|record| Person::from_record(key, &record).name.shown))
    }
}
