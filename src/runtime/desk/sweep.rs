//! The sweep of payments (疑点筛查): what a list should make somebody look at, each with what it rests on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Desk;
use super::walk::walk;
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::record::{ListPart, Membership, Person};
use crate::domain::subsidy::payment::Stage;
use crate::domain::subsidy::{Claim, Period, course};
use crate::domain::{account, idnumber};
use crate::journal::EntityId;
use crate::store::StoreError;

/// What is odd.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Oddity {
    /// One account takes money of several households.
    SharedAccount,
    /// Paid for a period after a death had its effect.
    PaidAfterDeath,
    /// Paid to somebody who never had a claim.
    NoEntitlement,
    /// In two households at a time.
    TwoHouseholds,
    /// One identity number on the lists of two persons.
    TwoPersons,
}

impl Oddity {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Oddity::SharedAccount => "shared_account",
            Oddity::PaidAfterDeath => "paid_after_death",
            Oddity::NoEntitlement => "no_entitlement",
            Oddity::TwoHouseholds => "two_households",
            Oddity::TwoPersons => "two_persons",
        }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Odd {
    /// What.
    pub oddity: Oddity,
    /// Whom it is about.
    pub persons: Vec<EntityId>,
    /// Periods that were listed though they should not have been; empty where it is not about periods.
    pub periods: Vec<Period>,
}

/// What the lists need to know of a person.
struct Known {
    /// From this day on nothing is paid, because of a death.
    dead_from: Option<Day>,
    entitled: bool,
}

impl Desk {
    /// Sweeps everything that was listed and is not withdrawn.
    pub fn sweep_payments(&self) -> Result<Vec<Odd>, StoreError> {
        let Some(rule) = self.support_rule() else { return Ok(Vec::new()) };
        let mut known: HashMap<EntityId, Known> = HashMap::new();
        let (mut numbers, mut accounts) = (Groups::default(), Groups::default());
        walk(&self.folder.asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            if !person.common.stands() {
                return;
            }
            let claim = Claim::of(&person, &[], None);
            let dead_from = claim.stops.iter().find_map(|stop| {
                let version = rule.versions.get(rule.version_on(stop.from.last())?)?;
                Some(version.effect_of(version.stop_effective, stop.from))
            });
            known.insert(key.entity, Known { dead_from, entitled: course::last_day(rule, &claim).is_some() });
            numbers.add(person.id_number.settled().and_then(|number| idnumber::same_key(number)), key.entity);
            accounts.add(person.account.settled().and_then(|text| account::parse(text).ok()), key.entity);
        })?;
        let listed = self.listed_periods()?;
        let mut odd = Vec::new();
        for (person, periods) in &listed {
            let Some(known) = known.get(person) else { continue };
            let late: Vec<Period> = periods
                .iter()
                .copied()
                .filter(|one| known.dead_from.is_some_and(|from| one.first() >= from))
                .collect();
            if !late.is_empty() {
                odd.push(Odd { oddity: Oddity::PaidAfterDeath, persons: vec![*person], periods: late });
            }
            if !known.entitled {
                let periods = periods.iter().copied().collect();
                odd.push(Odd { oddity: Oddity::NoEntitlement, persons: vec![*person], periods });
            }
        }
        let two = |persons: Vec<EntityId>, oddity| Odd { oddity, persons, periods: Vec::new() };
        let on_lists =
            |persons: &Vec<EntityId>| persons.iter().filter(|one| listed.contains_key(one)).count() > 1;
        odd.extend(numbers.shared().filter(on_lists).map(|persons| two(persons, Oddity::TwoPersons)));
        let several = |persons: &Vec<EntityId>| {
            let homes = persons.iter().filter_map(|person| Some(self.roll.persons.get(person)?.household));
            homes.collect::<BTreeSet<EntityId>>().len() > 1
        };
        odd.extend(accounts.shared().filter(several).map(|persons| two(persons, Oddity::SharedAccount)));
        odd.extend(self.two_households()?.into_iter().map(|person| two(vec![person], Oddity::TwoHouseholds)));
        odd.sort();
        Ok(odd)
    }

    /// Periods in which a person stood on a list that was not withdrawn.
    fn listed_periods(&self) -> Result<HashMap<EntityId, BTreeSet<Period>>, StoreError> {
        let batches = self.batches()?;
        let mut listed: HashMap<EntityId, BTreeSet<Period>> = HashMap::new();
        walk(&self.folder.asker(), &[kind::LIST], &mut |_| true, &mut |key, record| {
            let part = ListPart::from_record(key, &record);
            let batch = part.batch.shown.and_then(|batch| batches.get(&batch));
            let counts = batch.is_some_and(|batch| batch.stage.shown != Some(Stage::Withdrawn.code()));
            for line in part.lines.shown.iter().flatten().filter(|line| counts && line.withheld == 0) {
                listed.entry(line.person).or_default().extend(Period::from_code(line.period));
            }
        })?;
        Ok(listed)
    }

    /// Persons with two memberships that hold today in different households.
    fn two_households(&self) -> Result<BTreeSet<EntityId>, StoreError> {
        let mut homes: HashMap<EntityId, EntityId> = HashMap::new();
        let mut twice = BTreeSet::new();
        walk(&self.folder.asker(), &[kind::MEMBERSHIP], &mut |_| true, &mut |key, record| {
            let stay = Membership::from_record(key, &record);
            if let (true, Some(person), Some(home)) =
                (stay.holds_on(self.day()), stay.person.shown, stay.household.shown)
                && homes.insert(person, home).is_some_and(|other| other != home)
            {
                twice.insert(person);
            }
        })?;
        Ok(twice)
    }
}

/// Persons by something that they share.
#[derive(Default)]
struct Groups(BTreeMap<String, Vec<EntityId>>);

impl Groups {
    fn add(&mut self, key: Option<String>, person: EntityId) {
        if let Some(key) = key {
            self.0.entry(key).or_default().push(person);
        }
    }

    fn shared(self) -> impl Iterator<Item = Vec<EntityId>> {
        self.0.into_values().filter(|persons| persons.len() > 1).map(|mut persons| {
            persons.sort();
            persons
        })
    }
}
