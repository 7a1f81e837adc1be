//! The generated office's years of payments (发放历史): fifteen years of quarters with every kind of trouble, by the same rule
//! and the same records as an officer's. What was paid before stands as opening balances.

use std::collections::{BTreeMap, VecDeque};

use super::dice::Dice;
use super::fund;
use super::office::{DemoOffice, DemoPerson, Left, day};
use super::write::{Part, entity, places};
use crate::domain::day::Day;
use crate::domain::kinds::{batch, kind, opening, recovery, returned};
use crate::domain::migrant;
use crate::domain::register::{Edit, EditError};
use crate::domain::subsidy::claim::{Claim, PAID_TO_PERSON, Stop};
use crate::domain::subsidy::course::{State, walk};
use crate::domain::subsidy::payment::{Bounce, CREDITED, Settled, Settling, Stage, Withheld};
use crate::domain::subsidy::records::{
    Step, batch_entity, chunks, list_part, opening_entity, recover, return_entity,
};
use crate::domain::subsidy::rule::Rule;
use crate::domain::subsidy::{Explanation, Length, Period, shipped};
use crate::domain::value::{PayLine, PayOutcome, Value};
use crate::journal::{EntityId, Hash, Op};

/// Quarters that are kept of an ordinary office.
const QUARTERS_MAX: usize = 60;
/// Quarters that are kept of the largest.
const QUARTERS_MIN: usize = 4;
/// About so many lines are made, however many persons there are.
const LINES: usize = 400_000;
/// Days after a quarter's end on which its money arrives.
const CREDITED_AFTER: i32 = 12;
/// Streams of the dice that the office itself does not use.
const STREAMS: u64 = 1 << 40;

/// The operations of all payments in parts, village by village, the batches last. `today` = as in the office's plan.
pub fn payments(office: &DemoOffice, data_set: Hash, today: Day) -> Payments<'_> {
    let kept = (LINES / office.persons.len().max(1)).clamp(QUARTERS_MIN, QUARTERS_MAX);
    payments_of(office, data_set, today, kept)
}

/// The same of so many quarters.
pub fn payments_of(office: &DemoOffice, data_set: Hash, today: Day, kept: usize) -> Payments<'_> {
    let mut quarters: Vec<Period> = Vec::new();
    let mut quarter = Period::of(Length::Quarter, Day::ymd(2006, 7, 1).unwrap_or(today));
    while quarter.last() < today {
        quarters.push(quarter);
        quarter = quarter.next();
    }
    let quarters = quarters.split_off(quarters.len().saturating_sub(kept));
    let villages: Vec<usize> = {
        let mut all: Vec<usize> = office.households.iter().map(|household| household.village).collect();
        all.dedup();
        all
    };
    let sums = vec![(0, 0); quarters.len()];
    let rule = shipped::rule(shipped::DEFAULT).filter(|_| !quarters.is_empty());
    Payments {
        office,
        places: places(office, data_set),
        rule,
        quarters,
        villages: villages.into(),
        today,
        ready: VecDeque::new(),
        sums,
    }
}

/// See [`payments`].
pub struct Payments<'a> {
    office: &'a DemoOffice,
    places: Vec<EntityId>,
    /// None once the batches are written.
    rule: Option<&'static Rule>,
    quarters: Vec<Period>,
    villages: VecDeque<usize>,
    today: Day,
    ready: VecDeque<(EntityId, Vec<Op>)>,
    /// Persons and fen of each quarter's batch.
    sums: Vec<(i64, i64)>,
}

impl Iterator for Payments<'_> {
    type Item = Result<(EntityId, Vec<Op>), EditError>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() {
            let rule = self.rule?;
            let made = match self.villages.pop_front() {
                Some(village) => self.village(rule, village),
                None => {
                    self.rule = None;
                    self.batches(rule)
                }
            };
            if let Err(error) = made {
                self.rule = None;
                return Some(Err(error));
            }
        }
        self.ready.pop_front().map(Ok)
    }
}

/// What a village's persons make of the quarters.
struct Village {
    lines: Vec<Vec<PayLine>>,
    outcomes: Vec<Vec<PayOutcome>>,
    others: Vec<Op>,
    /// Approvals of write-offs: a commit says only one thing of a record.
    approved: Vec<Op>,
}

impl Payments<'_> {
    fn village(&mut self, rule: &Rule, at: usize) -> Result<(), EditError> {
        let scope = self.places[at];
        let count = self.quarters.len();
        let mut made = Village {
            lines: vec![Vec::new(); count],
            outcomes: vec![Vec::new(); count],
            others: Vec::new(),
            approved: Vec::new(),
        };
        for household in self.office.households.iter().filter(|household| household.village == at) {
            let head = &self.office.persons[household.first];
            for (index, person) in
                self.office.persons.iter().enumerate().skip(household.first).take(household.size)
            {
                self.person(rule, scope, index, (person, head), &mut made)?;
            }
        }
        let (mut ops, approved) = (std::mem::take(&mut made.others), std::mem::take(&mut made.approved));
        for (number, lines) in made.lines.into_iter().enumerate() {
            let outcomes = std::mem::take(&mut made.outcomes[number]);
            let sums = &mut self.sums[number];
            let first = sums.0 + 1;
            sums.0 += i64::try_from(lines.len()).unwrap_or(0);
            sums.1 += lines.iter().filter(|line| line.withheld == 0).map(|line| line.fen).sum::<i64>();
            ops.extend(listed(scope, self.quarters[number], first, lines, outcomes)?);
        }
        self.put(scope, ops);
        self.put(scope, approved);
        Ok(())
    }

    fn put(&mut self, scope: EntityId, ops: Vec<Op>) {
        let mut part = Part::default();
        for op in ops {
            if !part.take(vec![op.clone()]) {
                let full = std::mem::take(&mut part);
                self.ready.push_back((scope, full.ops));
                part.take(vec![op]);
            }
        }
        if !part.ops.is_empty() {
            self.ready.push_back((scope, part.ops));
        }
    }

    fn batches(&mut self, rule: &Rule) -> Result<(), EditError> {
        let mut ops = Vec::new();
        for (quarter, (persons, fen)) in self.quarters.iter().zip(&self.sums) {
            let number = batch_number(*quarter);
            let version = rule.version_of(*quarter).map_or(0, |at| rule.versions[at].version);
            let edit = Edit::new(kind::BATCH, batch_entity(&number))
                .set(batch::NUMBER, Value::Text(number), &[])
                .set(batch::PERIOD, Value::Code(quarter.code()), &[])
                .set(batch::PERSONS, Value::Int(*persons), &[])
                .set(batch::TOTAL, Value::Money(*fen), &[])
                .set(batch::RULE, Value::Text(format!("{}/{version}", rule.rule_id)), &[])
                .give(batch::FROZEN, frozen(*quarter).map(Value::Day))
                .set(batch::STAGE, Value::Code(Stage::Submitted.code()), &[])
                .give(batch::SUBMITTED, later(*quarter, -2).map(Value::Day));
            ops.push(edit.finish()?);
        }
        let mut paid: BTreeMap<i32, i64> = BTreeMap::new();
        for (quarter, (_, fen)) in self.quarters.iter().zip(&self.sums) {
            // A quarter's money arrives twelve days after its end.
            let year = later(*quarter, CREDITED_AFTER).map_or(quarter.year(), Day::year);
            *paid.entry(year).or_default() += fen;
        }
        ops.extend(fund::papers(self.office, rule, &paid, self.today)?);
        self.put(EntityId::ZERO, ops);
        Ok(())
    }

    fn person(
        &self,
        rule: &Rule,
        scope: EntityId,
        index: usize,
        (person, head): (&DemoPerson, &DemoPerson),
        made: &mut Village,
    ) -> Result<(), EditError> {
        let Some(last) = self.quarters.last().filter(|_| person.support.is_some()) else { return Ok(()) };
        let mut dice = Dice::new(self.office.seed, STREAMS + index as u64);
        let who = entity(self.office.seed, kind::PERSON, index);
        let claim = claim(person);
        let due = dues(rule, &claim, *last);
        made.others.extend(self.opening(who, &due, &mut dice)?);
        // Of every four deaths one is reported late, and lists go on until then.
        let died = claim.stops.first().map(|stop| stop.from);
        let lag = if dice.one_in(4) { dice.between(100, 260) } else { dice.between(5, 30) };
        let known = died.and_then(|died| Day::from_stored(died.days() + lag, 0));
        let believed = match known {
            Some(_) => dues(rule, &Claim { stops: Vec::new(), ..claim }, *last),
            None => BTreeMap::new(),
        };
        let mut line = line_of(who, person, head);
        let mut again: Option<(Period, i64)> = None;
        for (number, quarter) in self.quarters.iter().enumerate() {
            if let Some((period, fen)) = again.take()
                && dice.chance(85)
            {
                // A corrected account; the resent line is credited with all others.
                made.lines[number].push(PayLine { period: period.code(), fen, ..line.clone() });
            }
            let unknown = known.is_some_and(|known| frozen(*quarter).is_some_and(|frozen| frozen < known));
            let right = due.get(quarter).copied();
            let fen = if unknown { believed.get(quarter).copied() } else { right };
            let Some(fen) = fen else { continue };
            (line.period, line.fen) = (quarter.code(), fen);
            made.lines[number].push(line.clone());
            if right.is_none() {
                let (steps, approved) = recovered(scope, who, *quarter, fen, &mut dice)?;
                made.others.extend(steps);
                made.approved.extend(approved);
            } else if line.withheld == 0 && dice.one_in(90) {
                let bounce = Bounce::ALL[dice.below(Bounce::ALL.len())];
                let on = later(*quarter, CREDITED_AFTER).map_or(0, Day::days);
                let outcome = bounce.code();
                made.outcomes[number].push(PayOutcome { person: who, period: line.period, outcome, on });
                again = Some((*quarter, fen));
            }
        }
        Ok(())
    }

    /// What was paid before the first kept quarter; of a few persons one period is missing, and still owed.
    fn opening(
        &self,
        who: EntityId,
        due: &BTreeMap<Period, i64>,
        dice: &mut Dice,
    ) -> Result<Option<Op>, EditError> {
        let Some(first) = self.quarters.first() else { return Ok(None) };
        let before: Vec<(Period, i64)> = due.range(..*first).map(|(period, fen)| (*period, *fen)).collect();
        let Some((through, _)) = before.last().copied() else { return Ok(None) };
        let missing = usize::from(dice.one_in(150));
        let paid = &before[missing..];
        let edit = Edit::new(kind::OPENING, opening_entity(who))
            .set(opening::PERSON, Value::Ref(who), &[])
            .set(opening::THROUGH, Value::Code(through.code()), &[])
            .set(opening::PERIODS, Value::Int(i64::try_from(paid.len()).unwrap_or(0)), &[])
            .set(opening::AMOUNT, Value::Money(paid.iter().map(|(_, fen)| fen).sum()), &[])
            .set(opening::SOURCE, Value::Text("旧台账汇总（演示）".into()), &[]);
        edit.finish().map(Some)
    }
}

fn claim(person: &DemoPerson) -> Claim {
    let relocated = day(person.relocated);
    let died = person.left.filter(|left| left.1 == Left::Died).and_then(|left| day(left.0));
    let stop = |from| Stop { cause: "R1".to_owned(), from, back: None, records: Vec::new() };
    Claim {
        cohort: relocated.and_then(migrant::cohort_of_day),
        relocated,
        from: person.support.and_then(|term| day(term.0)),
        until: person.support.and_then(|term| day(term.1)),
        mode: Some(PAID_TO_PERSON),
        stops: died.map(stop).into_iter().collect(),
        ..Claim::default()
    }
}

/// Fen that are due, by quarter.
fn dues(rule: &Rule, claim: &Claim, last: Period) -> BTreeMap<Period, i64> {
    let steps = walk(rule, claim, last.last());
    let due = steps.iter().filter(|step| step.state == State::Due);
    due.map(|step| (step.period, Explanation::of_step(rule, claim, step).total())).collect()
}

/// A line without its period: paid to the person's account, a child's to the head's.
fn line_of(who: EntityId, person: &DemoPerson, head: &DemoPerson) -> PayLine {
    let payee = if person.account.is_some() { person } else { head };
    let account = payee.account.clone().unwrap_or_default();
    let withheld = if account.is_empty() { Withheld::NoAccount.code() } else { 0 };
    let name = payee.account_name.clone().unwrap_or_else(|| payee.name.clone());
    PayLine { person: who, period: 0, name, account, fen: 0, withheld }
}

/// What was done about a quarter that was paid after a death, and the approval of a write-off.
fn recovered(
    scope: EntityId,
    who: EntityId,
    quarter: Period,
    fen: i64,
    dice: &mut Dice,
) -> Result<(Vec<Op>, Option<Op>), EditError> {
    let steps: &[(Settling, i32)] = match dice.below(10) {
        0..=2 => &[],
        3..=5 => &[(Settling::Demanded, 150)],
        6..=8 => &[(Settling::Demanded, 150), (Settling::Cash, 190)],
        _ => &[(Settling::Demanded, 150), (Settling::WrittenOff, 200)],
    };
    let step = |(how, days): &(Settling, i32)| {
        let settled = Settled { how: *how, fen, on: later(quarter, *days) };
        recover(scope, who, quarter, settled, &Step::default()).map(|scoped| scoped.op)
    };
    let ops: Vec<Op> = steps.iter().map(step).collect::<Result<_, _>>()?;
    // Who gives up is approved a week later.
    let approved = match (steps.last(), ops.last()) {
        (Some((Settling::WrittenOff, days)), Some(last)) => {
            let on = later(quarter, days + 7).map(Value::Day);
            Some(Edit::new(kind::RECOVERY, last.entity).give(recovery::APPROVED, on).finish()?)
        }
        _ => None,
    };
    Ok((ops, approved))
}

/// The chunks of one village's list, and the bank's answer.
fn listed(
    scope: EntityId,
    quarter: Period,
    mut first: i64,
    lines: Vec<PayLine>,
    outcomes: Vec<PayOutcome>,
) -> Result<Vec<Op>, EditError> {
    if lines.is_empty() {
        return Ok(Vec::new());
    }
    let batch = batch_entity(&batch_number(quarter));
    let mut ops = Vec::new();
    for lines in chunks(lines) {
        let count = i64::try_from(lines.len()).unwrap_or(0);
        ops.push(list_part(batch, scope, first, lines)?.op);
        first += count;
    }
    let file = format!("{quarter}回盘.txt");
    let edit = Edit::new(kind::RETURN, return_entity(batch, scope, &file))
        .set(returned::BATCH, Value::Ref(batch), &[])
        .give(returned::ON, later(quarter, CREDITED_AFTER).map(Value::Day))
        .set(returned::OTHERS, Value::Code(CREDITED), &[])
        .set(returned::OUTCOMES, Value::Outcomes(outcomes), &[])
        .set(returned::FILE, Value::Text(file), &[]);
    ops.push(edit.finish()?);
    Ok(ops)
}

fn batch_number(quarter: Period) -> String {
    format!("{quarter}-1")
}

/// The day on which the list was frozen: ten days before the quarter's end.
fn frozen(quarter: Period) -> Option<Day> {
    later(quarter, -10)
}

fn later(quarter: Period, days: i32) -> Option<Day> {
    Day::from_stored(quarter.last().days() + days, 0)
}
