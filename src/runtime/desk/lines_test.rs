//! Random histories of payment: whatever is written after a fact, the fact stands, and the sums agree with somebody who only
//! adds up what the bank said. `KUQU_SEQUENCES` = how many histories (300 without it).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lines::{Outcomes, steps, tell};
use crate::domain::day::Day;
use crate::domain::generate::{self, Dice};
use crate::domain::kinds::{self, batch, kind, returned};
use crate::domain::record::{Batch, ListPart, Recovered, Returned};
use crate::domain::register::Edit;
use crate::domain::subsidy::page::{People, decode, encode};
use crate::domain::subsidy::payment::{Facts, Settled, Settling, Sort, Stage, account};
use crate::domain::subsidy::records::{Step, batch_entity, list_part, recover, return_entity};
use crate::domain::subsidy::year::moves;
use crate::domain::subsidy::{Claim, Explanation, Period, course, shipped};
use crate::domain::value::{PayLine, PayOutcome, Value};
use crate::journal::{Audience, Class, CommitId, EntityId, Op, OpId, Record, RecordKey};

const VILLAGE: EntityId = EntityId([7; 16]);
const PERSONS: u64 = 3;
const BATCHES: u64 = 4;
const STEPS: u64 = 24;

type Words = Vec<(Day, u16)>;

/// What somebody keeps who writes down nothing but numbers.
#[derive(Default)]
struct Ledger {
    /// By batch, period and person: fen, and the words of the bank.
    lines: BTreeMap<(EntityId, u16, EntityId), (i64, Words)>,
    /// By person: fen that came back, fen that an offset paid.
    back: BTreeMap<EntityId, i64>,
}

struct Folded {
    records: BTreeMap<RecordKey, Record>,
    seen: Vec<OpId>,
    clock: u64,
    number: u16,
}

impl Folded {
    /// As the journal counts: a write that replaces a fixed slot is no write.
    fn take(&mut self, op: &Op, scope: EntityId) {
        let replaces_fixed = op.changes.iter().any(|change| {
            let fixed = kinds::slot(op.kind, change.slot).is_some_and(|row| row.class == Class::Fixed);
            fixed && !change.replaces.is_empty()
        });
        if replaces_fixed {
            return;
        }
        let key = RecordKey { audience: Audience::Everyone, kind: op.kind, scope, entity: op.entity };
        let mut bytes = [0; 14];
        bytes[..8].copy_from_slice(&self.clock.to_le_bytes());
        let id = OpId::new(CommitId(bytes), self.number);
        self.records.entry(key).or_default().apply(op.clone(), id, self.clock);
        self.seen.push(id);
        self.clock += 1;
        self.number = self.number.wrapping_add(1);
    }

    fn of(&self, kind: u16) -> impl Iterator<Item = (&RecordKey, &Record)> {
        self.records.iter().filter(move |(key, _)| key.kind == kind)
    }

    /// All facts as they are read: every value of a slot that is written once.
    fn facts(&self) -> BTreeSet<String> {
        let mut facts = BTreeSet::new();
        let mut keep = |entity: EntityId, slot: &str, value: Option<String>| {
            facts.extend(value.map(|value| format!("{entity:?} {slot} {value}")));
        };
        fn said<T: std::fmt::Debug>(value: &Option<T>) -> Option<String> {
            value.as_ref().map(|value| format!("{value:?}"))
        }
        for (key, record) in self.of(kind::LIST) {
            let read = ListPart::from_record(*key, record);
            keep(key.entity, "batch", said(&read.batch.shown));
            keep(key.entity, "lines", said(&read.lines.shown));
        }
        for (key, record) in self.of(kind::RETURN) {
            let read = Returned::from_record(*key, record);
            keep(key.entity, "on", said(&read.on.shown));
            keep(key.entity, "outcomes", said(&read.outcomes.shown));
        }
        for (key, record) in self.of(kind::RECOVERY) {
            let read = Recovered::from_record(*key, record);
            keep(key.entity, "amount", said(&read.amount.shown));
            keep(key.entity, "how", said(&read.how.shown));
            keep(key.entity, "on", said(&read.on.shown));
        }
        facts
    }
}

fn person(number: u64) -> EntityId {
    EntityId([u8::try_from(number + 1).unwrap(); 16])
}

fn quarter(number: u64) -> Period {
    let mut period = Period::read("2021Q1").unwrap();
    (0..number).for_each(|_| period = period.next());
    period
}

fn on(number: u64) -> Day {
    Day::from_stored(18_800 + i32::try_from(number).unwrap(), 0).unwrap()
}

/// Every line of the period's batch, and the batch itself.
fn freeze(folded: &mut Folded, ledger: &mut Ledger, number: u64) {
    let name = format!("{}-1", quarter(number));
    let entity = batch_entity(&name);
    let line = |who: u64| PayLine {
        person: person(who),
        period: quarter(number).code(),
        name: "甲".into(),
        account: "6223".into(),
        fen: 15_000,
        withheld: 0,
    };
    let lines: Vec<PayLine> = (0..PERSONS).map(line).collect();
    for line in &lines {
        ledger.lines.insert((entity, line.period, line.person), (line.fen, Vec::new()));
    }
    folded.take(&list_part(entity, VILLAGE, 1, lines).unwrap().op, VILLAGE);
    let head = Edit::new(kind::BATCH, entity)
        .set(batch::NUMBER, Value::Text(name), &[])
        .set(batch::PERIOD, Value::Code(quarter(number).code()), &[])
        .set(batch::FROZEN, Value::Day(on(number)), &[])
        .set(batch::STAGE, Value::Code(Stage::Submitted.code()), &[])
        .set(batch::SORT, Value::Code(Sort::Regular.code()), &[]);
    folded.take(&head.finish().unwrap(), EntityId::ZERO);
}

/// One random act: a word of the bank or the office, a step of a recovery, or somebody who tampers.
fn act(folded: &mut Folded, ledger: &mut Ledger, dice: &mut Dice, turn: u64) {
    let (who, number) = (person(dice.below(PERSONS)), dice.below(BATCHES));
    let (period, entity) = (quarter(number), batch_entity(&format!("{}-1", quarter(number))));
    match dice.below(5) {
        0 | 1 => {
            let outcome = *dice.pick(&[1_u16, 1, 1, 3, 11, 13]).unwrap();
            let day = on(100 + dice.below(60));
            let told = PayOutcome { person: who, period: period.code(), outcome, on: day.days() };
            let edit = Edit::new(kind::RETURN, return_entity(entity, VILLAGE, &turn.to_string()))
                .set(returned::BATCH, Value::Ref(entity), &[])
                .set(returned::ON, Value::Day(day), &[])
                .set(returned::OUTCOMES, Value::Outcomes(vec![told]), &[]);
            folded.take(&edit.finish().unwrap(), VILLAGE);
            ledger.lines.get_mut(&(entity, period.code(), who)).unwrap().1.push((day, outcome));
        }
        2 => {
            let how = *dice.pick(&[Settling::Cash, Settling::Bank, Settling::Demanded]).unwrap();
            let fen = i64::try_from(1 + dice.below(15_000)).unwrap();
            let settled = Settled { how, fen, on: Some(on(200 + turn)) };
            let scoped = recover(VILLAGE, who, period, settled, &Step::default()).unwrap();
            folded.take(&scoped.op, VILLAGE);
            *ledger.back.entry(who).or_default() += if how == Settling::Demanded { 0 } else { fen };
        }
        _ => {
            let of = *dice.pick(&[kind::LIST, kind::RETURN, kind::RECOVERY]).unwrap();
            let there: Vec<EntityId> = folded.of(of).map(|(key, _)| key.entity).collect();
            let seen = folded.seen.clone();
            if let Some(mut op) = generate::op(dice, of, &there, &seen) {
                // A word on all others that stood nowhere before is a new fact, not a change of one.
                op.changes.retain(|change| (of, change.slot) != (kind::RETURN, returned::OTHERS));
                folded.take(&op, VILLAGE);
            }
        }
    }
}

fn history(seed: u64) {
    let mut dice = Dice::new(seed);
    let mut ledger = Ledger::default();
    let mut folded = Folded { records: BTreeMap::new(), seen: Vec::new(), clock: 1, number: 0 };
    (0..BATCHES).for_each(|number| freeze(&mut folded, &mut ledger, number));
    let mut facts = folded.facts();
    for turn in 0..STEPS {
        act(&mut folded, &mut ledger, &mut dice, turn);
        let now = folded.facts();
        // What was read before is read still: facts are only added.
        assert!(facts.is_subset(&now), "seed {seed}, turn {turn}");
        facts = now;
    }
    let batches: HashMap<EntityId, Batch> =
        folded.of(kind::BATCH).map(|(key, record)| (key.entity, Batch::from_record(*key, record))).collect();
    let mut outcomes = Outcomes::default();
    folded
        .of(kind::RETURN)
        .for_each(|(key, record)| outcomes.take_in(&Returned::from_record(*key, record), None));
    let mut of: BTreeMap<EntityId, BTreeMap<Period, Facts>> = BTreeMap::new();
    let mut moved: i64 = 0;
    let mut people = People::default();
    for (key, record) in folded.of(kind::LIST) {
        let part = ListPart::from_record(*key, record);
        let Some((batch, lines)) = part.batch.shown.zip(part.lines.shown) else { continue };
        let page = decode(&encode(batch, &lines, &mut people), &people).unwrap();
        tell((*key, &page), &batches, &outcomes, None, &mut |listed| {
            let line = listed.line;
            let period = Period::from_code(line.period).unwrap();
            of.entry(line.person).or_default().entry(period).or_default().attempts.push(listed.attempt());
            moved += moves(listed.words(), line.fen).iter().map(|(_, fen)| fen).sum::<i64>();
        });
    }
    for (key, record) in folded.of(kind::RECOVERY) {
        for (who, period, settled) in steps(&Recovered::from_record(*key, record)) {
            of.entry(who).or_default().entry(period).or_default().settled.push(settled);
        }
    }
    let credited = |person: EntityId| -> i64 {
        let lines = ledger.lines.iter().filter(|((_, _, who), _)| *who == person);
        let arrived = lines.filter(|(_, (_, words))| words.iter().max().is_some_and(|(_, last)| *last == 1));
        arrived.map(|(_, (fen, _))| fen).sum()
    };
    let rule = shipped::rule(shipped::DEFAULT).unwrap();
    let claim = Claim {
        cohort: Some(crate::domain::migrant::Cohort::Pre2006),
        mode: Some(crate::domain::subsidy::claim::PAID_TO_PERSON),
        ..Claim::default()
    };
    let explained: Vec<Explanation> = course::walk(rule, &claim, on(400))
        .iter()
        .map(|step| Explanation::of_step(rule, &claim, step))
        .collect();
    let mut all = 0;
    for (who, facts) in of.into_iter().filter(|(who, _)| (0..PERSONS).any(|number| person(number) == *who)) {
        let sums = account(&explained, None, facts).sums;
        let independent = credited(who) - ledger.back.get(&who).copied().unwrap_or(0);
        assert_eq!(sums.paid, independent, "seed {seed}");
        assert_eq!(sums.should, sums.paid + sums.owed - sums.over - sums.written_off, "seed {seed}");
        all += credited(who);
    }
    assert_eq!(moved, all, "seed {seed}: what moved by days is what arrived");
}

#[test]
fn whatever_is_written_later_a_payment_fact_stands_and_sums_agree() {
    let asked = std::env::var("KUQU_SEQUENCES").ok().and_then(|text| text.parse().ok());
    (0..asked.unwrap_or(300)).for_each(history);
}
