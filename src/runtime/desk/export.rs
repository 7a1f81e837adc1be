//! Persons out (导出): who was found, or a village, or everybody, as a table that other programs open. It leaves the folder in
//! clear, so it is recorded before it is written.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::roll::Roll;
use super::roster::DeskError;
use super::walk::of_scope;
use super::{Desk, Resolved};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::place::Level;
use crate::domain::record::{Household, Membership, Person};
use crate::journal::EntityId;
use crate::search::{EntryKind, Options};
use crate::sheets::{
    DEFAULT_COLUMNS, Field, PersonOut, Target, TextTable, Words, export_table, table_bytes, write_whole,
};
use crate::store::locals::Occasion;
use crate::store::{Asker, LocalFact, StoreError};

/// The word under which an export of persons is recorded.
pub const PERSONS: &str = "persons";

/// Who is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Everybody.
    All,
    /// Everybody of a village.
    Village(EntityId),
    /// Whom a query finds, exactly.
    Query(String),
    /// Whom a query finds in a village.
    Both(EntityId, String),
    /// The persons behind a check of the today pane.
    Finding(String),
}

/// Where and how.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// XLSX where the name ends so, else CSV.
    pub file: PathBuf,
    /// Columns; empty = a register sheet that can be imported again.
    pub columns: Vec<Field>,
    /// CSV in GB18030 instead of UTF-8 with its mark.
    pub gb18030: bool,
    /// Name of the sheet.
    pub sheet: String,
}

/// Persons to be written, chosen already: the writing can be done on whatever thread.
pub struct Exporting {
    asker: Asker,
    places: std::sync::Arc<crate::domain::place::Places>,
    today: Day,
    /// By village, in the order of villages.
    villages: Vec<(EntityId, HashSet<EntityId>)>,
    wanted: Wanted,
}

impl Desk {
    /// The village of this name, or TOWNSHIP/VILLAGE.
    pub fn village(&self, name: &str) -> Resolved {
        let (township, village) =
            name.split_once('/').map_or((None, name), |(above, name)| (Some(above), name));
        let nodes = self.roll.places.at_level(Level::Village);
        let named = nodes.iter().filter(|node| node.name == village);
        let found: Vec<_> = named
            .filter(|node| township.is_none_or(|township| self.roll.township(node.entity) == township))
            .collect();
        match found.as_slice() {
            [] => Resolved::Nothing,
            [one] => Resolved::One(one.entity),
            many => Resolved::Many(
                many.iter()
                    .map(|node| (self.roll.township(node.entity).to_owned(), node.name.clone()))
                    .collect(),
            ),
        }
    }

    /// Chooses the persons. The number of them is [`Exporting::persons`].
    pub fn exporting(&mut self, whose: &Whose, wanted: Wanted) -> Result<Exporting, StoreError> {
        let chosen: Option<HashSet<EntityId>> = match whose {
            Whose::All | Whose::Village(_) => None,
            Whose::Query(query) | Whose::Both(_, query) => Some(self.found_by(query)),
            Whose::Finding(check) => Some(self.with_finding(check)?.into_iter().collect()),
        };
        let only = match whose {
            Whose::Village(village) | Whose::Both(village, _) => Some(*village),
            _ => None,
        };
        let mut by_village: BTreeMap<EntityId, HashSet<EntityId>> = BTreeMap::new();
        for (person, row) in &self.roll.persons {
            let here = only.is_none_or(|village| village == row.village);
            if here && chosen.as_ref().is_none_or(|chosen| chosen.contains(person)) {
                by_village.entry(row.village).or_default().insert(*person);
            }
        }
        let order = self.roll.places.at_level(Level::Village);
        let mut villages: Vec<_> =
            order.iter().filter_map(|node| Some((node.entity, by_village.remove(&node.entity)?))).collect();
        // A village that was set aside still has its people.
        villages.extend(by_village);
        Ok(Exporting {
            asker: self.folder.asker(),
            places: self.roll.places.clone(),
            today: self.today,
            villages,
            wanted,
        })
    }

    fn found_by(&self, query: &str) -> HashSet<EntityId> {
        let options = Options { limit: usize::MAX, blur: false };
        let hits = self.index.find(query, &options).hits.into_iter();
        hits.filter(|hit| hit.kind == EntryKind::Person).map(|hit| hit.entity).collect()
    }

    /// Records that so many of `what` leave the folder in clear, before they do.
    pub fn record_export(&mut self, what: &str, count: usize) -> Result<(), StoreError> {
        let wall_ms = (self.folder.world().wall_ms)();
        let officer = self.folder.actor().officer;
        let occasion = Occasion { officer, what: what.to_owned(), count: count as u64, wall_ms };
        self.folder.note(&LocalFact::Export(occasion))
    }
}

impl Exporting {
    /// How many persons.
    pub fn persons(&self) -> usize {
        self.villages.iter().map(|(_, persons)| persons.len()).sum()
    }

    /// Reads and writes them; whole or not at all. [`Desk::record_export`] comes first. `go_on` is told persons done and all.
    pub fn run(self, go_on: &mut dyn FnMut(usize, usize) -> bool) -> Result<(), DeskError> {
        let columns =
            if self.wanted.columns.is_empty() { &DEFAULT_COLUMNS[..] } else { &self.wanted.columns };
        let (mut done, all) = (0, self.persons());
        let mut whole: Option<TextTable> = None;
        for (village, persons) in &self.villages {
            let table = self.village(*village, persons, columns)?;
            done += persons.len();
            match &mut whole {
                Some(whole) => whole.rows.extend(table.rows),
                None => whole = Some(table),
            }
            if !go_on(done, all) {
                return Err(DeskError::Stopped);
            }
        }
        let empty = || export_table(&self.wanted.sheet, columns, [], &self.places, Words::shipped());
        let target = Target::of_name(&self.wanted.file, self.wanted.gb18030);
        let bytes = table_bytes(&[whole.unwrap_or_else(empty)], target)?;
        Ok(write_whole(&self.wanted.file, &bytes)?)
    }

    fn village(
        &self,
        village: EntityId,
        wanted: &HashSet<EntityId>,
        columns: &[Field],
    ) -> Result<TextTable, StoreError> {
        let mut households: HashMap<EntityId, Household> = HashMap::new();
        let mut seats: HashMap<EntityId, Membership> = HashMap::new();
        let mut persons: HashMap<EntityId, Person> = HashMap::new();
        let kinds = [kind::HOUSEHOLD, kind::MEMBERSHIP, kind::PERSON];
        of_scope(&self.asker, &kinds, village, &mut |key, record| match key.kind {
            kind::HOUSEHOLD => drop(households.insert(key.entity, Household::from_record(key, &record))),
            kind::MEMBERSHIP => Roll::seat(&mut seats, Membership::from_record(key, &record), self.today),
            _ => drop(persons.insert(key.entity, Person::from_record(key, &record))),
        })?;
        let name = |person: EntityId| persons.get(&person).and_then(|person| person.name.shown.as_deref());
        let mut rows: Vec<PersonOut<'_>> = wanted
            .iter()
            .filter_map(|person| {
                let membership = seats.get(person);
                let household = membership.and_then(|seat| households.get(&seat.household.shown?));
                let head = household.and_then(|household| name(household.head.shown?));
                Some(PersonOut { person: persons.get(person)?, membership, household, head })
            })
            .collect();
        rows.sort_by_cached_key(|row| {
            let order = row.household.map_or(i64::MAX, |household| household.order.shown.unwrap_or(i64::MAX));
            let seat = row.membership.map_or(i64::MAX, |seat| seat.order.shown.unwrap_or(i64::MAX));
            (order, row.household.map(Household::entity), seat, row.person.entity())
        });
        Ok(export_table(&self.wanted.sheet, columns, rows, &self.places, Words::shipped()))
    }
}

/// True if something has this name already: an officer's own file is never written over.
pub fn is_taken(file: &Path) -> bool {
    file.exists()
}
