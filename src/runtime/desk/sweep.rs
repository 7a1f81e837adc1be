//! The sweep of payments (疑点筛查): what a list should make somebody look at, each with what it rests on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::Desk;
use super::walk::walk;
use crate::domain::kinds::kind;
use crate::domain::record::{Membership, Person};
use crate::domain::subsidy::claim::DEATH;
use crate::domain::subsidy::payment::{HELD_BACK, Stage};
use crate::domain::subsidy::rule::Rule;
use crate::domain::subsidy::{Claim, Period, State, Why, course};
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
    /// Paid for a period after a decision had stopped or suspended it.
    PaidAfterStop,
    /// Paid to somebody who never had a claim.
    NoEntitlement,
    /// In two households at a time.
    TwoHouseholds,
    /// One identity number on the lists of two persons.
    TwoPersons,
    /// One name and day of birth on the lists of two villages.
    TwoVillages,
    /// A list that has not gone to the bank names another account than the records do now.
    OtherAccount,
}

impl Oddity {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Oddity::SharedAccount => "shared_account",
            Oddity::PaidAfterDeath => "paid_after_death",
            Oddity::PaidAfterStop => "paid_after_stop",
            Oddity::NoEntitlement => "no_entitlement",
            Oddity::TwoHouseholds => "two_households",
            Oddity::TwoPersons => "two_persons",
            Oddity::TwoVillages => "two_villages",
            Oddity::OtherAccount => "other_account",
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

/// What was listed of a person.
#[derive(Default)]
struct OnLists {
    periods: BTreeSet<Period>,
    villages: BTreeSet<EntityId>,
}

impl Desk {
    /// Sweeps everything that was listed and is not withdrawn, by register, decisions and rule.
    pub fn sweep_payments(&self) -> Result<Vec<Odd>, StoreError> {
        let Some(rule) = self.support_rule()? else { return Ok(Vec::new()) };
        let listed = self.on_lists()?;
        let decided = self.decided()?;
        let mut odd = Vec::new();
        let (mut numbers, mut accounts, mut alike) =
            (Groups::default(), Groups::default(), Groups::default());
        walk(&self.folder.asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            if !person.common.stands() {
                return;
            }
            numbers.add(person.id_number.settled().and_then(|number| idnumber::same_key(number)), key.entity);
            accounts.add(person.account.settled().and_then(|text| account::parse(text).ok()), key.entity);
            let Some(on_lists) = listed.get(&key.entity) else { return };
            let born = person.birth.settled().map(|birth| birth.iso());
            let both = person.name.settled().zip(born);
            alike.add(
                both.map(|(name, born)| format!("{} {born}", crate::domain::name::key(name))),
                key.entity,
            );
            let stops = decided.get(&key.entity).map_or(&[][..], Vec::as_slice);
            let claim = Claim::of(&record, stops, None);
            odd.extend(unentitled(rule, &claim, key.entity, &on_lists.periods));
        })?;
        let two = |persons: Vec<EntityId>, oddity| Odd { oddity, persons, periods: Vec::new() };
        let on_lists =
            |persons: &Vec<EntityId>| persons.iter().filter(|one| listed.contains_key(one)).count() > 1;
        odd.extend(numbers.shared().filter(on_lists).map(|persons| two(persons, Oddity::TwoPersons)));
        let several = |persons: &Vec<EntityId>| {
            let homes = persons.iter().filter_map(|person| Some(self.roll.persons.get(person)?.household));
            homes.collect::<BTreeSet<EntityId>>().len() > 1
        };
        odd.extend(accounts.shared().filter(several).map(|persons| two(persons, Oddity::SharedAccount)));
        let apart = |persons: &Vec<EntityId>| {
            let villages = persons.iter().filter_map(|person| listed.get(person)).flat_map(|on| &on.villages);
            villages.collect::<BTreeSet<&EntityId>>().len() > 1
        };
        odd.extend(alike.shared().filter(apart).map(|persons| two(persons, Oddity::TwoVillages)));
        odd.extend(self.two_households()?.into_iter().map(|person| two(vec![person], Oddity::TwoHouseholds)));
        odd.extend(self.other_accounts()?);
        odd.sort();
        Ok(odd)
    }

    /// Periods and villages in which a person stood on a list that was not withdrawn.
    fn on_lists(&self) -> Result<HashMap<EntityId, OnLists>, StoreError> {
        let mut found: HashMap<EntityId, OnLists> = HashMap::new();
        self.each_line(&mut |listed| {
            let held = listed.last.is_some_and(|(_, outcome)| outcome == HELD_BACK);
            if listed.stage != Stage::Withdrawn && listed.line.withheld == 0 && !held {
                let on = found.entry(listed.line.person).or_default();
                on.periods.extend(Period::from_code(listed.line.period));
                on.villages.insert(listed.list.scope);
            }
        })?;
        Ok(found)
    }

    /// Lines that have not gone to the bank whose account is another one in the records now: it was corrected after the list
    /// was frozen, or came with an import that does not count any more.
    fn other_accounts(&self) -> Result<Vec<Odd>, StoreError> {
        let mut found: BTreeMap<EntityId, BTreeSet<Period>> = BTreeMap::new();
        for (entity, batch) in self.batches()? {
            let stage = batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen);
            let Some(period) = batch.period.shown.and_then(Period::from_code) else { continue };
            if matches!(stage, Stage::Submitted | Stage::Withdrawn) {
                continue;
            }
            let now: HashMap<EntityId, String> =
                self.payees(period)?.into_iter().map(|line| (line.person, line.account)).collect();
            for item in self.items(entity)? {
                if now.get(&item.person).is_some_and(|account| *account != item.account) {
                    found.entry(item.person).or_default().extend(Period::from_code(item.period));
                }
            }
        }
        let odd = |(person, periods): (EntityId, BTreeSet<Period>)| Odd {
            oddity: Oddity::OtherAccount,
            persons: vec![person],
            periods: periods.into_iter().collect(),
        };
        Ok(found.into_iter().map(odd).collect())
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

/// Listed periods in which the rule gives nothing, by the reason.
fn unentitled(rule: &Rule, claim: &Claim, person: EntityId, periods: &BTreeSet<Period>) -> Vec<Odd> {
    let Some(last) = periods.last() else { return Vec::new() };
    let odd = |oddity, periods| Odd { oddity, persons: vec![person], periods };
    if course::last_day(rule, claim).is_none() {
        return vec![odd(Oddity::NoEntitlement, periods.iter().copied().collect())];
    }
    let mut found: BTreeMap<Oddity, Vec<Period>> = BTreeMap::new();
    for step in course::walk(rule, claim, last.last()).iter().filter(|step| periods.contains(&step.period)) {
        let died = |at: usize| claim.stops.get(at).is_some_and(|stop| stop.cause == DEATH);
        let oddity = match (step.state, step.why) {
            (State::Due | State::Held, _) => continue,
            (_, Why::Stopped(at)) if died(at) => Oddity::PaidAfterDeath,
            (_, Why::Stopped(_)) => Oddity::PaidAfterStop,
            // What the ceiling ends was counted from the begin; a person who began early is told by the account.
            (State::Ended, Why::Ceiling) => continue,
            _ => Oddity::NoEntitlement,
        };
        found.entry(oddity).or_default().push(step.period);
    }
    found.into_iter().map(|(oddity, periods)| odd(oddity, periods)).collect()
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
