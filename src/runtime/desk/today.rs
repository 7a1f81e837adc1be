//! What is here today (今日): counts, ages of what came and went, findings to look at.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Desk;
use super::open_items::open_items;
use super::roll::Roll;
use super::walk::walk;
use crate::domain::checks::{self, Check, Finding, Severity};
use crate::domain::conflict::Sort;
use crate::domain::crossing::{self, Light, Stay};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::moving::{self, Survey};
use crate::domain::place::Level;
use crate::domain::record::{Membership, Person};
use crate::journal::EntityId;
use crate::store::{Asker, Edition, StoreError};

/// A village with its counts.
#[derive(Clone, Debug)]
pub struct VillageCount {
    /// The village's entity.
    pub village: EntityId,
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
    /// Of a laptop: names of villages that it left and whose records are still here; nothing counts them.
    pub left: Vec<String>,
    /// What was written late to records that had gone on elsewhere (调整后补录); none before the sweep is done.
    pub late: Option<u64>,
    /// Wall clock of the last finished roster import, milliseconds since 1970 UTC.
    pub roster_ms: Option<u64>,
    /// Payments that the bank sent back and nobody has paid since, and their fen; none before the sweep is done.
    pub returned: Option<(u64, i64)>,
    /// Gravest first; none before the sweep over all records is done.
    pub findings: Option<Vec<CheckCount>>,
}

/// Light columns of a person for the checks across records.
struct Column {
    person: EntityId,
    id_number: Option<String>,
    account: Option<String>,
}

/// What a sweep found.
pub struct Swept {
    found: Vec<(EntityId, Finding)>,
    returned: (u64, i64),
    late: u64,
    commits: Edition,
}

/// The sweep over all records, to be done on whatever thread: asks the state in small pieces.
pub struct Sweeping {
    asker: Asker,
    roll: Arc<Roll>,
    today: Day,
    commits: Edition,
}

impl Desk {
    /// What is here, and its findings if the sweep over all records is done: [`Desk::sweeping`].
    pub fn today(&self) -> Result<Today, StoreError> {
        let last = self.folder.ask(|state| state.last_import())?;
        let mut villages = self.villages();
        villages.retain(|village| village.households + village.persons > 0);
        Ok(Today {
            persons: villages.iter().map(|village| village.persons).sum(),
            households: villages.iter().map(|village| village.households).sum(),
            villages,
            left: self.roll.left.iter().map(|village| self.roll.place(*village).to_owned()).collect(),
            late: self.swept.as_ref().map(|_| self.late),
            roster_ms: last.map(|import| import.wall_ms),
            returned: self.swept.as_ref().map(|_| self.returned),
            findings: self.swept.is_some().then(|| self.counted()),
        })
    }

    /// Every village with its counts, in order.
    pub fn villages(&self) -> Vec<VillageCount> {
        let empty = |village| VillageCount {
            village,
            township: self.roll.township(village).to_owned(),
            name: self.roll.place(village).to_owned(),
            households: 0,
            persons: 0,
        };
        let order = self.roll.places.at_level(Level::Village).into_iter();
        let order: Vec<_> = order.filter(|node| !self.roll.left.contains(&node.entity)).collect();
        let mut villages: Vec<VillageCount> = order.iter().map(|node| empty(node.entity)).collect();
        let at: HashMap<EntityId, usize> = order.iter().map(|node| node.entity).zip(0..).collect();
        let mut count = |village: &EntityId, add: fn(&mut VillageCount)| {
            at.get(village).and_then(|at| villages.get_mut(*at)).map(add);
        };
        self.roll.households.values().for_each(|row| count(&row.village, |village| village.households += 1));
        self.roll.persons.values().for_each(|row| count(&row.village, |village| village.persons += 1));
        villages
    }

    /// The sweep, if it has to be done: once, and again after a change.
    pub fn sweeping(&self) -> Result<Option<Sweeping>, StoreError> {
        if self.swept.is_some() {
            return Ok(None);
        }
        let (asker, roll, today) = (self.folder.asker(), self.roll.clone(), self.today);
        Ok(Some(Sweeping { asker, roll, today, commits: self.commits()? }))
    }

    /// True as long as the findings are not known.
    pub fn is_unswept(&self) -> bool {
        self.swept.is_none()
    }

    /// Takes what a sweep found; false if the records have changed since, then it has to be done again.
    pub fn take_sweep(&mut self, swept: Swept) -> Result<bool, StoreError> {
        let fresh = swept.commits == self.commits()?;
        if fresh {
            self.keep_sweep(swept);
        }
        Ok(fresh)
    }

    fn keep_sweep(&mut self, swept: Swept) {
        (self.returned, self.late) = (swept.returned, swept.late);
        self.swept = Some(swept.found);
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
        if let Some(sweeping) = self.sweeping()?
            && let Some(swept) = sweeping.run(&mut |_| true)?
        {
            self.keep_sweep(swept);
        }
        let all = self.swept.iter().flatten();
        let mut persons: Vec<EntityId> =
            all.filter(|(_, finding)| finding.check.name() == check).map(|(person, _)| *person).collect();
        persons.sort();
        persons.dedup();
        Ok(persons)
    }
}

impl Sweeping {
    /// Every check of single records and across records; none if `go_on` stopped it. It is told the records so far.
    pub fn run(self, go_on: &mut dyn FnMut(usize) -> bool) -> Result<Option<Swept>, StoreError> {
        let mut findings = Vec::new();
        let mut columns = Vec::new();
        let mut stays = Vec::new();
        let mut survey = Survey::default();
        let whole = walk(&self.asker, &moving::RESTATED, go_on, &mut |key, record| {
            survey.take(key, &record);
            if key.kind == kind::HOUSEHOLD {
                return;
            }
            if key.kind == kind::MEMBERSHIP {
                stays.extend(stay_of(&Membership::from_record(key, &record)));
                return;
            }
            let person = Person::from_record(key, &record);
            if person.common.stands() {
                let own = checks::of_person(&person, self.today).into_iter();
                findings.extend(own.map(|finding| (key.entity, finding)));
                columns.push(Column {
                    person: key.entity,
                    id_number: person.id_number.shown.clone(),
                    account: person.account.shown.clone(),
                });
            }
        })?;
        let light = columns.iter().map(|column| Light {
            person: column.person,
            household: self.roll.persons.get(&column.person).map(|row| row.household),
            id_number: column.id_number.as_deref(),
            account: column.account.as_deref(),
        });
        findings.extend(crossing::duplicate_numbers(light.clone()));
        findings.extend(crossing::shared_accounts(light));
        findings.extend(crossing::two_households(stays));
        if !whole {
            return Ok(None);
        }
        let asker = &self.asker;
        let moved = survey.finish(&mut |key| {
            let key = *key;
            asker.ask(move |state| state.record(&key))
        })?;
        let late = moved.iter().filter(|clash| clash.sort == Sort::Late).count() as u64;
        let Some(open) = open_items(&self.asker, go_on)? else { return Ok(None) };
        let sent_back = open.iter().map(|(_, item)| item).filter(|item| !item.held);
        let returned = sent_back.fold((0, 0), |(count, fen), item| (count + 1, fen + item.fen));
        Ok(Some(Swept { found: findings, returned, late, commits: self.commits }))
    }
}

fn stay_of(membership: &Membership) -> Option<Stay> {
    let (person, household) = (membership.person.shown?, membership.household.shown?);
    let (from, to) = (membership.from.shown, membership.to.shown);
    membership.common.stands().then_some(Stay { person, household, from, to })
}
