//! Direct support at the desk (直补): what is due to a person and why, what was paid, and the list of a period.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::Desk;
use super::walk::{of_scope, walk};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, opening, recovery};
use crate::domain::migrant::Cohort;
use crate::domain::record::{Batch, ListPart, Opened, Person, Recovered, Returned};
use crate::domain::subsidy::claim::{Claim, Opening};
use crate::domain::subsidy::course;
use crate::domain::subsidy::payment::{
    Account, Attempt, CREDITED, Facts, Settled, Settling, Stage, Withheld, account,
};
use crate::domain::subsidy::rule::{Payee, Rule};
use crate::domain::subsidy::{Explanation, Period, State, Why, shipped};
use crate::domain::value::Value;
use crate::journal::EntityId;
use crate::store::{Asker, StoreError};

/// Who is younger has a guardian (民法典 Art. 17).
const ADULT: u32 = 18;

/// One line of a period's list as it would be now.
#[derive(Clone, Debug)]
pub struct Payable {
    /// The person.
    pub person: EntityId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// The village.
    pub village: EntityId,
    /// Name of the account that is paid into.
    pub account_name: String,
    /// Its number; empty for none.
    pub account: String,
    /// Fen, by the explanation.
    pub fen: i64,
    /// Why it is held back; none = paid out.
    pub held: Option<Withheld>,
}

/// The list of a period as it would be now.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// By village and code.
    pub lines: Vec<Payable>,
}

impl Preview {
    /// Lines that would be paid out.
    pub fn paid(&self) -> impl Iterator<Item = &Payable> {
        self.lines.iter().filter(|line| line.held.is_none())
    }

    /// Fen that would be paid out.
    pub fn total(&self) -> i64 {
        self.paid().map(|line| line.fen).sum()
    }
}

impl Desk {
    /// The rule that holds here.
    pub fn support_rule(&self) -> Option<&'static Rule> {
        shipped::rule(shipped::DEFAULT)
    }

    /// What the records say of a person's support; none if the person is not here.
    pub fn claim(&self, person: EntityId) -> Result<Option<Claim>, StoreError> {
        let mut found = None;
        for key in self.person_records(person)? {
            let record = self.record(key)?.map(|record| Person::from_record(key, &record));
            // The record of the village where the person is now comes first; one that stands is better than one that does not.
            match record {
                Some(record) if record.common.stands() => {
                    found = Some(record);
                    break;
                }
                other => found = found.or(other),
            }
        }
        let Some(found) = found else { return Ok(None) };
        let opening = self.opening(person)?;
        Ok(Some(Claim::of(&found, &self.decided_on(person)?, opening)))
    }

    fn opening(&self, person: EntityId) -> Result<Option<Opening>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(None) };
        let records = self.folder.ask(move |state| state.holding(kind::OPENING, opening::PERSON, &bytes))?;
        let read = records.iter().map(|(key, record)| Opened::from_record(*key, record));
        Ok(read.filter(|one| one.common.stands()).find_map(opening_of))
    }

    /// A period of a person, explained; none if the person is not here or there is no rule.
    pub fn explain_support(
        &self,
        person: EntityId,
        period: Period,
    ) -> Result<Option<Explanation>, StoreError> {
        let claim = self.claim(person)?;
        Ok(self.support_rule().zip(claim).map(|(rule, claim)| Explanation::of(rule, &claim, period)))
    }

    /// A person's account until today; none if the person is not here or there is no rule.
    pub fn support_account(&self, person: EntityId) -> Result<Option<Account>, StoreError> {
        let Some((rule, claim)) = self.support_rule().zip(self.claim(person)?) else { return Ok(None) };
        let steps = course::walk(rule, &claim, self.day());
        let explained: Vec<Explanation> =
            steps.iter().map(|step| Explanation::of_step(rule, &claim, step)).collect();
        let facts = self.payment_facts(person)?;
        Ok(Some(account(&explained, claim.opening.as_ref(), facts)))
    }

    pub(super) fn batches(&self) -> Result<HashMap<EntityId, Batch>, StoreError> {
        batches_of(&self.folder.asker())
    }

    /// Everything that happened to a person's periods, in all villages where they were.
    fn payment_facts(&self, person: EntityId) -> Result<BTreeMap<Period, Facts>, StoreError> {
        Ok(self.payment_facts_of(&[person])?.remove(&person).unwrap_or_default())
    }

    /// The same of several persons, each village read once.
    pub(super) fn payment_facts_of(
        &self,
        persons: &[EntityId],
    ) -> Result<HashMap<EntityId, BTreeMap<Period, Facts>>, StoreError> {
        let batches = self.batches()?;
        let wanted: HashSet<EntityId> = persons.iter().copied().collect();
        let mut facts: HashMap<EntityId, BTreeMap<Period, Facts>> = HashMap::new();
        let mut outcomes = Outcomes::default();
        let mut attempts: Vec<(EntityId, EntityId, EntityId, Period, Attempt)> = Vec::new();
        let asker = self.folder.asker();
        let mut villages = BTreeSet::new();
        for person in persons {
            villages.extend(self.person_records(*person)?.into_iter().map(|key| key.scope));
        }
        for village in villages {
            of_scope(&asker, &[kind::LIST, kind::RETURN], village, &mut |key, record| {
                if key.kind == kind::RETURN {
                    return outcomes.take_in(&Returned::from_record(key, &record), Some(&wanted));
                }
                let part = ListPart::from_record(key, &record);
                let Some(batch) = part.batch.shown.and_then(|batch| Some((batch, batches.get(&batch)?)))
                else {
                    return;
                };
                for line in part.lines.shown.iter().flatten().filter(|line| wanted.contains(&line.person)) {
                    let attempt = Attempt {
                        batch: batch.1.number.shown.clone().unwrap_or_default(),
                        frozen: batch.1.frozen.shown,
                        stage: batch.1.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen),
                        fen: line.fen,
                        withheld: line.withheld,
                        outcome: None,
                    };
                    let period = Period::from_code(line.period);
                    attempts.extend(period.map(|period| (line.person, batch.0, key.scope, period, attempt)));
                }
            })?;
        }
        for (person, batch, village, period, mut attempt) in attempts {
            attempt.outcome =
                outcomes.of((batch, village), period.code(), person).filter(|_| attempt.withheld == 0);
            facts.entry(person).or_default().entry(period).or_default().attempts.push(attempt);
        }
        for person in persons {
            self.settled(*person, facts.entry(*person).or_default())?;
        }
        Ok(facts)
    }

    fn settled(&self, person: EntityId, facts: &mut BTreeMap<Period, Facts>) -> Result<(), StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(()) };
        let records =
            self.folder.ask(move |state| state.holding(kind::RECOVERY, recovery::PERSON, &bytes))?;
        for (key, record) in &records {
            let one = Recovered::from_record(*key, record);
            let period = one.period.shown.and_then(Period::from_code);
            if let (Some(period), Some(how)) = (period, one.how.shown.and_then(Settling::from_code)) {
                let fen = one.amount.shown.map_or(0, |fen| fen.0);
                facts.entry(period).or_default().settled.push(Settled { how, fen, on: one.on.shown });
            }
        }
        Ok(())
    }

    /// The list of a period as it would be now, by village and code.
    pub fn support_list(&self, period: Period) -> Result<Preview, StoreError> {
        self.support_list_seen(period, &mut |_, _| {})
    }

    /// The same; everybody's explanation is shown to `seen`, of those who are not on the list too.
    pub(super) fn support_list_seen(
        &self,
        period: Period,
        seen: &mut dyn FnMut(EntityId, &Explanation),
    ) -> Result<Preview, StoreError> {
        let Some(rule) = self.support_rule() else { return Ok(Preview::default()) };
        let asker = self.folder.asker();
        let mut openings: HashMap<EntityId, Opening> = HashMap::new();
        walk(&asker, &[kind::OPENING], &mut |_| true, &mut |key, record| {
            let read = Opened::from_record(key, &record);
            if let (true, Some(person)) = (read.common.stands(), read.person.shown) {
                openings.extend(opening_of(read).map(|opening| (person, opening)));
            }
        })?;
        let decided = self.decided()?;
        let payee = rule.version_of(period).map_or(Payee::Person, |at| rule.versions[at].payee);
        let mut accounts: HashMap<EntityId, (String, String)> = HashMap::new();
        let mut children: HashSet<EntityId> = HashSet::new();
        let mut preview = Preview::default();
        walk(&asker, &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            if !person.common.stands() {
                return;
            }
            if let Some(account) = &person.account.shown {
                let name = person.account_name.shown.as_ref().or(person.name.shown.as_ref());
                accounts.insert(key.entity, (name.cloned().unwrap_or_default(), account.clone()));
            }
            let age = person.birth.shown.and_then(|birth| birth.age_on(self.day()));
            children.extend(age.filter(|age| *age < ADULT).map(|_| key.entity));
            let opening = openings.get(&key.entity).cloned();
            let stops = decided.get(&key.entity).map_or(&[][..], Vec::as_slice);
            let claim = Claim::of(&person, stops, opening);
            let explained = Explanation::of(rule, &claim, period);
            seen(key.entity, &explained);
            preview.lines.extend(payable(&person, &explained));
        })?;
        for line in &mut preview.lines {
            let heads = match payee {
                Payee::Person => false,
                Payee::Guardian => children.contains(&line.person),
                Payee::Head | Payee::HouseholdBook => true,
            };
            let head = self
                .roll
                .persons
                .get(&line.person)
                .and_then(|row| self.roll.households.get(&row.household).map(|household| household.head));
            let own = accounts.get(&line.person).filter(|_| payee != Payee::Head);
            let found = own.or_else(|| accounts.get(&head.filter(|_| heads)?));
            match found {
                Some((name, account)) => (line.account_name, line.account) = (name.clone(), account.clone()),
                None => line.held = line.held.or(Some(Withheld::NoAccount)),
            }
        }
        preview.lines.sort_by(|left, right| (left.village, &left.code).cmp(&(right.village, &right.code)));
        Ok(preview)
    }
}

/// Every batch by its entity.
pub(super) fn batches_of(asker: &Asker) -> Result<HashMap<EntityId, Batch>, StoreError> {
    let mut batches = HashMap::new();
    of_scope(asker, &[kind::BATCH], EntityId::ZERO, &mut |key, record| {
        batches.insert(key.entity, Batch::from_record(key, &record));
    })?;
    Ok(batches)
}

fn opening_of(read: Opened) -> Option<Opening> {
    let mut records = read.through.ops;
    records.extend(read.periods.ops);
    records.extend(read.amount.ops);
    records.sort();
    records.dedup();
    Some(Opening {
        through: read.through.shown.and_then(Period::from_code)?,
        periods: u32::try_from(read.periods.shown?).ok()?,
        fen: read.amount.shown?.0,
        records,
    })
}

fn payable(person: &Person, explained: &Explanation) -> Option<Payable> {
    let held = match (explained.state, explained.why) {
        (State::Due, _) => None,
        (State::Held, Why::Clash) => Some(Withheld::Clash),
        (State::Held, _) => Some(Withheld::Rule),
        _ => return None,
    };
    Some(Payable {
        person: person.entity(),
        code: person.code.shown.clone().unwrap_or_default(),
        name: person.name.shown.clone().unwrap_or_default(),
        village: person.common.key.scope,
        account_name: String::new(),
        account: String::new(),
        fen: explained.total(),
        held,
    })
}

/// Who reaches the end of the term in one month.
#[derive(Clone, Debug)]
pub struct EndMonth {
    /// The month.
    pub month: Day,
    /// The cohort.
    pub cohort: Cohort,
    /// Codes, ascending.
    pub persons: Vec<String>,
}

impl Desk {
    /// The end of the term of everyone whose support has not been ended otherwise, by month and cohort. Nothing is said of
    /// the time after: a rule that went on would have moved the end.
    pub fn support_forecast(&self) -> Result<Vec<EndMonth>, StoreError> {
        let Some(rule) = self.support_rule() else { return Ok(Vec::new()) };
        let decided = self.decided()?;
        let mut months: BTreeMap<(Day, Cohort), Vec<String>> = BTreeMap::new();
        walk(&self.folder.asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            if !person.common.stands() {
                return;
            }
            let stops = decided.get(&key.entity).map_or(&[][..], Vec::as_slice);
            let claim = Claim::of(&person, stops, None);
            let Some(end) = course::last_day(rule, &claim) else { return };
            let reaches = course::last_step(rule, &claim, end)
                .is_some_and(|step| matches!(step.state, State::Due | State::Held));
            let month = end.month().and_then(|month| Day::of_month(end.year(), month));
            if let (true, Some(cohort), Some(month)) = (reaches, claim.cohort, month) {
                months.entry((month, cohort)).or_default().push(person.code.shown.unwrap_or_default());
            }
        })?;
        let month = |((month, cohort), mut persons): ((Day, Cohort), Vec<String>)| {
            persons.sort();
            EndMonth { month, cohort, persons }
        };
        Ok(months.into_iter().map(month).collect())
    }
}

/// What returns say of one person's lines: by batch, village and period, the latest word.
#[derive(Default)]
pub(super) struct Outcomes {
    named: HashMap<(EntityId, EntityId, u16, EntityId), (Day, u16)>,
    /// By batch and village: everyone else was credited on that day.
    others: HashMap<(EntityId, EntityId), Day>,
}

impl Outcomes {
    pub fn take_in(&mut self, read: &Returned, only: Option<&HashSet<EntityId>>) {
        let (Some(batch), Some(on)) = (read.batch.shown, read.on.shown) else { return };
        let village = read.common.key.scope;
        if read.others.shown == Some(CREDITED) {
            self.others.insert((batch, village), on);
        }
        for one in read
            .outcomes
            .shown
            .iter()
            .flatten()
            .filter(|one| only.is_none_or(|only| only.contains(&one.person)))
        {
            let day = Day::from_stored(one.on, 0).unwrap_or(on);
            let word =
                self.named.entry((batch, village, one.period, one.person)).or_insert((day, one.outcome));
            // Of two words of one day the return stands: who was credited by mistake is not paid twice.
            *word = (*word).max((day, one.outcome));
        }
    }

    /// Of a person's line.
    pub fn of(
        &self,
        (batch, village): (EntityId, EntityId),
        period: u16,
        person: EntityId,
    ) -> Option<(Day, u16)> {
        let named = self.named.get(&(batch, village, period, person)).copied();
        named.or_else(|| self.others.get(&(batch, village)).map(|on| (*on, CREDITED)))
    }
}
