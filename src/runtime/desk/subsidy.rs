//! Direct support at the desk (直补): what is due to a person and why, what was paid, and the list of a period.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Desk;
use super::lines::{Steps, batches_of};
use super::payees::Payee;
use crate::domain::day::Day;
use crate::domain::migrant::Cohort;
use crate::domain::record::{Batch, Common};
use crate::domain::subsidy::claim::{self, Claim, Stop};
use crate::domain::subsidy::course;
use crate::domain::subsidy::mandate::Receiver;
use crate::domain::subsidy::payment::{Account, Facts, Settling, Withheld, account};
use crate::domain::subsidy::rule::{self, Rule};
use crate::domain::subsidy::{Basis, Explanation, Period, State, Why};
use crate::journal::{EntityId, Record};
use crate::store::StoreError;

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
    /// Who receives it by a signed form.
    pub receiver: Option<Receiver>,
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
    /// What the records say of a person's support; none if the person is not here.
    pub fn claim(&self, person: EntityId) -> Result<Option<Claim>, StoreError> {
        let mut found: Option<Record> = None;
        for key in self.person_records(person)? {
            let Some(record) = self.record(key)? else { continue };
            // The record of the village where the person is now comes first; one that stands is better than one that does not.
            if Common::read(key, &record).stands() {
                found = Some(record);
                break;
            }
            found = found.or(Some(record));
        }
        let Some(found) = found else { return Ok(None) };
        let opening = self.opening(person)?;
        Ok(Some(Claim::of(&found, &self.decided_on(person)?, opening)))
    }

    /// A period of a person, explained; none if the person is not here or there is no rule.
    pub fn explain_support(
        &self,
        person: EntityId,
        period: Period,
    ) -> Result<Option<Explanation>, StoreError> {
        let claim = self.claim(person)?;
        Ok(self.support_rule()?.zip(claim).map(|(rule, claim)| Explanation::of(rule, &claim, period)))
    }

    /// A person's account until today; none if the person is not here or there is no rule.
    pub fn support_account(&self, person: EntityId) -> Result<Option<Account>, StoreError> {
        let Some((rule, claim)) = self.support_rule()?.zip(self.claim(person)?) else { return Ok(None) };
        let facts = self.payment_facts(person)?;
        Ok(Some(account_of(rule, &claim, facts, self.day())))
    }

    /// The accounts of records that were judged to be the same person, with their codes: shown beside the person's own, never
    /// moved into it, so that taking the judgement back changes no sum.
    pub fn accounts_of_same(&self, person: EntityId) -> Result<Vec<(String, super::Support)>, StoreError> {
        let others = self.roll.same.get(&person).cloned().unwrap_or_default();
        let mut accounts = Vec::new();
        for (other, support) in self.support_of(&others)? {
            let row = self.persons(&[other])?.pop();
            accounts.push((row.map(|row| row.code).unwrap_or_default(), support));
        }
        Ok(accounts)
    }

    pub(super) fn batches(&self) -> Result<HashMap<EntityId, Batch>, StoreError> {
        batches_of(&self.folder.asker())
    }

    /// Months of other periods that were credited to each person, those that came back apart; `steps` = of all recoveries.
    fn paid_months(&self, but: Period, steps: &Steps) -> Result<HashMap<EntityId, u32>, StoreError> {
        let mut months: HashMap<EntityId, u32> = HashMap::new();
        self.each_line(&mut |listed| {
            let period =
                Period::from_code(listed.line.period).filter(|period| listed.credited() && *period != but);
            if let Some(period) = period {
                *months.entry(listed.line.person).or_default() += period.length().months();
            }
        })?;
        for (person, steps) in steps {
            for (period, _) in steps.iter().filter(|(of, step)| *of != but && step.how.comes_back()) {
                let count = months.entry(*person).or_default();
                *count = count.saturating_sub(period.length().months());
            }
        }
        Ok(months)
    }

    /// The list of a period as it would be now, by village and code.
    pub fn support_list(&self, period: Period) -> Result<Preview, StoreError> {
        self.list_with(period, &self.decided()?)
    }

    /// The same, with these decisions in force.
    pub(super) fn list_with(
        &self,
        period: Period,
        decided: &HashMap<EntityId, Vec<Stop>>,
    ) -> Result<Preview, StoreError> {
        let Some(rule) = self.support_rule()? else { return Ok(Preview::default()) };
        let openings = self.openings()?;
        let steps = self.all_steps()?;
        let (months, booked) = (self.paid_months(period, &steps)?, booked_against(period, &steps));
        let mut alike: HashMap<Alike<'_>, Counted> = HashMap::new();
        let lines = self.lines_by(rule, period, &mut |person, payee| {
            let (stops, opening) = (decided.get(&person), openings.get(&person));
            let count = || Counted::of(rule, &payee.basis, (stops, opening), period);
            // Of whom nothing was decided is counted once for all of whom the records say the same.
            let counted = match stops {
                None => *alike.entry(alike_by(&payee.basis, opening)).or_insert_with(count),
                Some(_) => count(),
            };
            let full = counted.is_full(months.get(&person).copied().unwrap_or(0), opening, period);
            counted.line(full, booked.get(&person).copied().unwrap_or(0))
        })?;
        Ok(Preview { lines })
    }

    /// A line without an amount for everybody: into whose account money goes now.
    pub(super) fn payees(&self, period: Period) -> Result<Vec<Payable>, StoreError> {
        let Some(rule) = self.support_rule()? else { return Ok(Vec::new()) };
        let held = |payee: &Payee| (!payee.basis.clashes.is_empty()).then_some(Withheld::Clash);
        self.lines_by(rule, period, &mut |_, payee| Some((0, held(payee))))
    }

    /// Lines of all who stand and get fen from `make`, or are held, each with the account that the rule's payee has.
    fn lines_by<'a>(
        &'a self,
        rule: &Rule,
        period: Period,
        make: &mut dyn FnMut(EntityId, &'a Payee) -> Option<(i64, Option<Withheld>)>,
    ) -> Result<Vec<Payable>, StoreError> {
        let payee = rule.version_of(period).map_or(rule::Payee::Person, |at| rule.versions[at].payee);
        let today = self.day();
        // Name and number of each person's account, who has a guardian, and where each person's line is.
        let mut accounts: HashMap<EntityId, (&str, &str)> = HashMap::new();
        let mut children: HashSet<EntityId> = HashSet::new();
        let mut once: HashMap<EntityId, usize> = HashMap::new();
        let mut lines: Vec<Payable> = Vec::new();
        for (village, person, payee) in self.roll.payees.iter() {
            if let Some(account) = &payee.account {
                accounts.insert(person, (payee.account_name(), account));
            }
            let age = payee.birth.and_then(|birth| birth.age_on(today));
            children.extend(age.filter(|age| *age < ADULT).map(|_| person));
            let Some((fen, held)) = make(person, payee) else { continue };
            // Standing in two villages is a conflict: one line, and it is held.
            match once.get(&person).and_then(|at| lines.get_mut(*at)) {
                Some(known) => known.held = known.held.or(Some(Withheld::Clash)),
                None => {
                    once.insert(person, lines.len());
                    lines.push(line_for((village, person), payee, fen, held));
                }
            }
        }
        let mut receivers = self.receivers()?;
        for line in &mut lines {
            let heads = match payee {
                rule::Payee::Person => false,
                rule::Payee::Guardian => children.contains(&line.person),
                rule::Payee::Head | rule::Payee::HouseholdBook => true,
            };
            let head = self
                .roll
                .persons
                .get(&line.person)
                .and_then(|row| self.roll.households.get(&row.household).map(|household| household.head));
            let own = accounts.get(&line.person).filter(|_| payee != rule::Payee::Head);
            let found = own.or_else(|| accounts.get(&head.filter(|_| heads)?));
            line.receiver = receivers.remove(&line.person);
            if let Some(one) = &line.receiver {
                (line.account_name, line.account) = (one.name.clone(), one.account.clone());
                continue;
            }
            match found {
                Some((name, account)) => {
                    (line.account_name, line.account) = ((*name).to_owned(), (*account).to_owned());
                }
                None => line.held = line.held.or(Some(Withheld::NoAccount)),
            }
        }
        lines.sort_by(|left, right| (left.village, &left.code).cmp(&(right.village, &right.code)));
        Ok(lines)
    }
}

/// The account of a claim until a day, or until the last period that anything happened to.
pub(super) fn account_of(rule: &Rule, claim: &Claim, facts: BTreeMap<Period, Facts>, today: Day) -> Account {
    account(&explained_until(rule, claim, &facts, today), claim.opening.as_ref(), facts)
}

/// Every period of a claim until a day, or until the last period that anything happened to, explained.
pub(super) fn explained_until(
    rule: &Rule,
    claim: &Claim,
    facts: &BTreeMap<Period, Facts>,
    today: Day,
) -> Vec<Explanation> {
    let last = facts.keys().next_back().map_or(today, |period| period.first().max(today));
    let steps = course::walk(rule, claim, last);
    steps.iter().map(|step| Explanation::of_step(rule, claim, step)).collect()
}

/// What periods are counted from where nothing was decided: of an opening balance the fen do not count.
type Alike<'a> = (&'a Basis, Option<(Period, u32)>);

fn alike_by<'a>(basis: &'a Basis, opening: Option<&claim::Opening>) -> Alike<'a> {
    (basis, opening.map(|opening| (opening.through, opening.periods)))
}

/// What a period comes to by rule, before what was paid is looked at.
#[derive(Clone, Copy)]
struct Counted {
    fen: i64,
    state: State,
    why: Why,
    /// Months of the whole term; none where there is no term.
    limit: Option<u32>,
}

impl Counted {
    fn of(
        rule: &Rule,
        basis: &Basis,
        (stops, opening): (Option<&Vec<Stop>>, Option<&claim::Opening>),
        period: Period,
    ) -> Counted {
        let claim = basis.claim(stops.map_or(&[][..], Vec::as_slice), opening.cloned());
        let explained = Explanation::of(rule, &claim, period);
        let limit =
            claim.cohort.and_then(|cohort| Some(rule.term(cohort)?.years * 12 + rule.extended(cohort)));
        Counted { fen: explained.total(), state: explained.state, why: explained.why, limit }
    }

    /// The hard stop (domain.md 1.10): with this period more than 20 times a year's periods would be credited.
    fn is_full(self, months: u32, opening: Option<&claim::Opening>, period: Period) -> bool {
        let opened = opening.map_or(0, |one| one.periods.saturating_mul(one.through.length().months()));
        self.limit.is_some_and(|limit| months + opened + period.length().months() > limit)
    }

    /// Fen of a line and why it is held; none where nothing is listed. `booked` = fen that offsets have paid already.
    fn line(self, full: bool, booked: i64) -> Option<(i64, Option<Withheld>)> {
        let fen = Some(self.fen - booked).filter(|fen| *fen > 0)?;
        let held = match (self.state, self.why) {
            (State::Due | State::Held, _) if full => Some(Withheld::Ceiling),
            (State::Due, _) => None,
            (State::Held, Why::Clash) => Some(Withheld::Clash),
            (State::Held, _) => Some(Withheld::Rule),
            _ => return None,
        };
        Some((fen, held))
    }
}

/// Fen of a period that offsets have paid already, by person.
fn booked_against(period: Period, steps: &Steps) -> HashMap<EntityId, i64> {
    let mut booked: HashMap<EntityId, i64> = HashMap::new();
    for (person, steps) in steps {
        let here = steps.iter().filter(|(of, step)| *of == period && step.how == Settling::Booked);
        let fen: i64 = here.map(|(_, step)| step.fen).sum();
        if fen > 0 {
            booked.insert(*person, fen);
        }
    }
    booked
}

fn line_for(
    (village, person): (EntityId, EntityId),
    payee: &Payee,
    fen: i64,
    held: Option<Withheld>,
) -> Payable {
    Payable {
        person,
        code: payee.code.to_string(),
        name: payee.name.to_string(),
        village,
        account_name: String::new(),
        account: String::new(),
        fen,
        held,
        receiver: None,
    }
}

/// The month in which somebody reaches the end of the term; none who is ended before by something else.
fn month_of_end(rule: &Rule, claim: &Claim) -> Option<(Day, Cohort)> {
    let end = course::last_day(rule, claim)?;
    let last = course::last_step(rule, claim, end)?;
    let reaches = matches!(last.state, State::Due | State::Held);
    let month = Day::of_month(end.year(), end.month()?)?;
    claim.cohort.filter(|_| reaches).map(|cohort| (month, cohort))
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
        let Some(rule) = self.support_rule()? else { return Ok(Vec::new()) };
        let decided = self.decided()?;
        let openings = self.openings()?;
        let mut months: BTreeMap<(Day, Cohort), Vec<String>> = BTreeMap::new();
        let mut alike: HashMap<Alike<'_>, Option<(Day, Cohort)>> = HashMap::new();
        for (_, person, payee) in self.roll.payees.iter() {
            let (stops, opening) = (decided.get(&person), openings.get(&person));
            let claim = || payee.basis.claim(stops.map_or(&[][..], Vec::as_slice), opening.cloned());
            let ends = match stops {
                None => *alike
                    .entry(alike_by(&payee.basis, opening))
                    .or_insert_with(|| month_of_end(rule, &claim())),
                Some(_) => month_of_end(rule, &claim()),
            };
            if let Some(month) = ends {
                months.entry(month).or_default().push(payee.code.to_string());
            }
        }
        let month = |((month, cohort), mut persons): ((Day, Cohort), Vec<String>)| {
            persons.sort();
            EndMonth { month, cohort, persons }
        };
        Ok(months.into_iter().map(month).collect())
    }
}
