//! What is here today (今日): counts, ages of what came and went, findings to look at.

use std::collections::BTreeMap;

use super::Desk;
use crate::domain::checks::{self, Check, Finding, Severity};
use crate::domain::crossing::{self, Light, Stay};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::place::Level;
use crate::domain::record::{Membership, Person};
use crate::journal::EntityId;
use crate::store::StoreError;
use crate::store::state::{State, StateError};

/// A village with its counts.
#[derive(Clone, Debug, Default)]
pub struct VillageCount {
    /// Township.
    pub township: String,
    /// Village.
    pub name: String,
    /// Households.
    pub households: u64,
    /// Persons.
    pub persons: u64,
}

/// A check with the number of its findings.
#[derive(Clone, Debug)]
pub struct CheckCount {
    /// Which.
    pub check: Check,
    /// How serious.
    pub severity: Severity,
    /// How many persons or households.
    pub count: u64,
}

/// What is here.
#[derive(Clone, Debug, Default)]
pub struct Today {
    /// Persons that stand.
    pub persons: u64,
    /// Households that stand.
    pub households: u64,
    /// Villages that hold anybody.
    pub villages: Vec<VillageCount>,
    /// Wall clock of the last finished roster import, milliseconds since 1970 UTC.
    pub roster_ms: Option<u64>,
    /// Gravest first.
    pub findings: Vec<CheckCount>,
}

/// Light columns of a person for the checks across records.
struct Column {
    person: EntityId,
    id_number: Option<String>,
    account: Option<String>,
}

impl Desk {
    /// Counts and findings. The sweep over all records is done once and again after a change.
    pub fn today(&mut self) -> Result<Today, StoreError> {
        self.sweep()?;
        let last = self.folder.ask(|state| state.last_import())?;
        let mut villages: BTreeMap<EntityId, VillageCount> = BTreeMap::new();
        for row in self.roll.households.values() {
            self.count_in(&mut villages, row.village).households += 1;
        }
        for row in self.roll.persons.values() {
            self.count_in(&mut villages, row.village).persons += 1;
        }
        let order = self.roll.places.at_level(Level::Village);
        let villages = order.iter().filter_map(|node| villages.remove(&node.entity)).collect();
        Ok(Today {
            persons: self.roll.persons.len() as u64,
            households: self.roll.households.len() as u64,
            villages,
            roster_ms: last.map(|import| import.wall_ms),
            findings: self.counted(),
        })
    }

    fn count_in<'v>(
        &self,
        villages: &'v mut BTreeMap<EntityId, VillageCount>,
        village: EntityId,
    ) -> &'v mut VillageCount {
        villages.entry(village).or_insert_with(|| VillageCount {
            township: self.roll.township(village).to_owned(),
            name: self.roll.place(village).to_owned(),
            ..VillageCount::default()
        })
    }

    fn counted(&self) -> Vec<CheckCount> {
        let mut counts: BTreeMap<Check, CheckCount> = BTreeMap::new();
        for (_, finding) in self.swept.iter().flatten() {
            let fresh = CheckCount { check: finding.check, severity: finding.check.severity(), count: 0 };
            counts.entry(finding.check).or_insert(fresh).count += 1;
        }
        let mut counts: Vec<CheckCount> = counts.into_values().collect();
        counts.sort_by_key(|count| (count.severity, std::cmp::Reverse(count.count), count.check));
        counts
    }

    /// The persons with a finding of this check.
    pub fn with_finding(&mut self, check: &str) -> Result<Vec<EntityId>, StoreError> {
        self.sweep()?;
        let all = self.swept.iter().flatten();
        let mut persons: Vec<EntityId> =
            all.filter(|(_, finding)| finding.check.name() == check).map(|(person, _)| *person).collect();
        persons.sort();
        persons.dedup();
        Ok(persons)
    }

    fn sweep(&mut self) -> Result<(), StoreError> {
        if self.swept.is_none() {
            let today = self.today;
            let households: BTreeMap<EntityId, EntityId> =
                self.roll.persons.iter().map(|(person, row)| (*person, row.household)).collect();
            self.swept = Some(self.folder.ask(move |state| sweep(state, &households, today))?);
        }
        Ok(())
    }
}

/// Every check of single records and across records.
fn sweep(
    state: &State,
    households: &BTreeMap<EntityId, EntityId>,
    today: Day,
) -> Result<Vec<(EntityId, Finding)>, StateError> {
    let mut findings = Vec::new();
    let mut columns = Vec::new();
    state.each(kind::PERSON, |key, record| {
        let person = Person::from_record(key, &record);
        if person.common.stands() {
            findings
                .extend(checks::of_person(&person, today).into_iter().map(|finding| (key.entity, finding)));
            columns.push(Column {
                person: key.entity,
                id_number: person.id_number.shown.clone(),
                account: person.account.shown.clone(),
            });
        }
    })?;
    let light = columns.iter().map(|column| Light {
        person: column.person,
        household: households.get(&column.person).copied(),
        id_number: column.id_number.as_deref(),
        account: column.account.as_deref(),
    });
    findings.extend(crossing::duplicate_numbers(light.clone()));
    findings.extend(crossing::shared_accounts(light));
    let mut stays = Vec::new();
    state.each(kind::MEMBERSHIP, |key, record| {
        let membership = Membership::from_record(key, &record);
        if let (true, Some(person), Some(household)) =
            (membership.common.stands(), membership.person.shown, membership.household.shown)
        {
            stays.push(Stay { person, household, from: membership.from.shown, to: membership.to.shown });
        }
    })?;
    findings.extend(crossing::two_households(stays));
    Ok(findings)
}
