//! Lists from what is held in memory of everybody: whatever was written, it is what the records say, and the list is what
//! somebody makes who opens every record. `KUQU_REGISTERS` = how many offices (2 without it).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::pages_test::paid;
use super::walk::walk;
use super::{Desk, NewOpening, Payable, key_of};
use crate::domain::day::Day;
use crate::domain::generate::Dice;
use crate::domain::kinds::{SLOT_CLOSED, SLOT_VOID, kind, person as slots};
use crate::domain::record::Person;
use crate::domain::register::Edit;
use crate::domain::subsidy::payment::{Came, Settling, Withheld};
use crate::domain::subsidy::{Claim, Explanation, Period, State, Why};
use crate::domain::value::Value;
use crate::journal::{EntityId, Record, RecordKey};
use crate::store::Part;

/// Writes of one office.
const WRITES: u64 = 60;

/// Every record of a person.
fn records(desk: &Desk) -> Vec<(RecordKey, Record)> {
    let mut all = Vec::new();
    walk(&desk.folder().asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| all.push((key, record)))
        .unwrap();
    all
}

/// Person, fen, why it is held, name and number of the account.
type Told = (EntityId, i64, Option<Withheld>, String, String);

/// What the list has to say, in the order of villages and codes.
fn by_records(desk: &Desk, period: Period) -> Vec<Told> {
    let rule = desk.support_rule().unwrap().unwrap();
    let (decided, steps) = (desk.decided().unwrap(), desk.all_steps().unwrap());
    let mut months: HashMap<EntityId, i64> = HashMap::new();
    desk.each_line(&mut |listed| {
        let of = Period::from_code(listed.line.period).filter(|of| *of != period && listed.credited());
        *months.entry(listed.line.person).or_default() += of.map_or(0, |of| i64::from(of.length().months()));
    })
    .unwrap();
    let mut lines: BTreeMap<EntityId, (EntityId, String, i64, Option<Withheld>)> = BTreeMap::new();
    let mut accounts: HashMap<EntityId, (String, String)> = HashMap::new();
    let mut children: BTreeSet<EntityId> = BTreeSet::new();
    for (key, record) in records(desk) {
        let person = Person::from_record(key, &record);
        if !person.common.stands() {
            continue;
        }
        if let Some(account) = person.account.shown.clone() {
            let name = person.account_name.shown.clone().or(person.name.shown.clone());
            accounts.insert(key.entity, (name.unwrap_or_default(), account));
        }
        let age = person.birth.shown.and_then(|birth| birth.age_on(desk.day()));
        children.extend(age.filter(|age| *age < 18).map(|_| key.entity));
        let opening = desk.opening(key.entity).unwrap();
        let stops = decided.get(&key.entity).cloned().unwrap_or_default();
        let claim = Claim::of(&record, &stops, opening.clone());
        let mut clashes = person.conflicts();
        clashes.retain(|name| *name != "code");
        assert_eq!(claim.clashes, clashes);
        let explained = Explanation::of(rule, &claim, period);
        let mut counted = months.get(&key.entity).copied().unwrap_or(0);
        let mut fen = explained.total();
        for (of, step) in steps.get(&key.entity).into_iter().flatten() {
            if *of != period && step.how.comes_back() {
                counted -= i64::from(of.length().months());
            }
            if *of == period && step.how == Settling::Booked {
                fen -= step.fen;
            }
        }
        if fen <= 0 {
            continue;
        }
        let opened = opening.map_or(0, |one| i64::from(one.periods * one.through.length().months()));
        let limit = claim.cohort.and_then(|of| Some(rule.term(of)?.years * 12 + rule.extended(of)));
        let full = limit.is_some_and(|limit| counted.max(0) + opened + 3 > i64::from(limit));
        let Some(held) = held_by(&explained, full) else { continue };
        let code = person.code.shown.unwrap_or_default();
        match lines.get_mut(&key.entity) {
            Some(known) => known.3 = known.3.or(Some(Withheld::Clash)),
            None => drop(lines.insert(key.entity, (key.scope, code, fen, held))),
        }
    }
    let mut told: Vec<_> = lines.into_iter().collect();
    told.sort_by(|(_, left), (_, right)| (left.0, &left.1).cmp(&(right.0, &right.1)));
    told.into_iter()
        .map(|(person, (_, _, fen, held))| {
            // The shipped rule pays a child without an account into the head's.
            let home = desk.roll().persons.get(&person).map(|row| row.household);
            let head = home.and_then(|home| Some(desk.roll().households.get(&home)?.head));
            let into_head = head.filter(|_| children.contains(&person)).and_then(|head| accounts.get(&head));
            let into = accounts.get(&person).or(into_head).cloned();
            let none = into.is_none().then_some(Withheld::NoAccount);
            let (name, account) = into.unwrap_or_default();
            (person, fen, held.or(none), name, account)
        })
        .collect()
}

/// Why a line is held, if it is; none of a period that is not listed.
fn held_by(explained: &Explanation, full: bool) -> Option<Option<Withheld>> {
    match (explained.state, explained.why) {
        (State::Due | State::Held, _) if full => Some(Some(Withheld::Ceiling)),
        (State::Due, _) => Some(None),
        (State::Held, Why::Clash) => Some(Some(Withheld::Clash)),
        (State::Held, _) => Some(Some(Withheld::Rule)),
        _ => None,
    }
}

fn some_day(dice: &mut Dice, from: i32, years: u64) -> Value {
    let first = Day::ymd(from, 1, 1).unwrap().days();
    Value::Day(Day::from_stored(first + i32::try_from(dice.below(years * 365)).unwrap(), 0).unwrap())
}

/// A slot and what somebody writes into it.
fn some_value(dice: &mut Dice) -> (u16, Value) {
    match dice.below(10) {
        0 => (slots::DEATH, some_day(dice, 2025, 1)),
        1 => (slots::RELOCATED, some_day(dice, 1990, 30)),
        2 => (slots::SUPPORT_FROM, some_day(dice, 2006, 20)),
        3 => (slots::SUPPORT_TO, some_day(dice, 2024, 6)),
        4 => (slots::SUPPORT_MODE, Value::Code(u16::try_from(dice.below(4)).unwrap())),
        5 => (slots::REGISTRATION, Value::Code(u16::try_from(dice.below(4)).unwrap())),
        6 => (slots::MIGRANT_KIND, Value::Code(u16::try_from(dice.below(4)).unwrap())),
        7 => (slots::NAME, Value::Text(format!("甲{}", dice.below(9)))),
        8 => (slots::CODE, Value::Text(format!("H{:05}-01", dice.below(90_000)))),
        _ => (slots::ACCOUNT, Value::Text(format!("62220200000000{:05}", dice.below(90_000)))),
    }
}

/// One write of an officer to one person: a value that replaces what stands or contradicts it, an emptied slot, a record set
/// aside, closed, or begun in another village.
fn write(desk: &mut Desk, dice: &mut Dice) {
    let all = records(desk);
    let (key, record) = dice.pick(&all).unwrap();
    let (slot, value) = some_value(dice);
    let edit = Edit::new(kind::PERSON, key.entity);
    let (mut scope, live) = (key.scope, |slot| record.live_ids(slot));
    let edit = match dice.below(12) {
        0 => edit.clear(slot, &live(slot)),
        1 => edit.set(
            SLOT_VOID,
            Value::Void { reason: "重".to_owned(), seen: record.digest(key) },
            &live(SLOT_VOID),
        ),
        2 => {
            scope = dice.pick(&all).unwrap().0.scope;
            edit.set(slot, value, &[])
        }
        3 => edit.set(SLOT_CLOSED, Value::Closed { scope: EntityId([9; 16]), seen: record.digest(key) }, &[]),
        4..=6 => edit.set(slot, value, &[]),
        _ => edit.set(slot, value, &live(slot)),
    };
    let op = edit.finish().unwrap();
    let part = Part::whole(desk.folder_mut().new_act().unwrap());
    desk.folder_mut().write(part, |commit| commit.push(scope, &op).map(drop)).unwrap();
    desk.touched(&[key_of(kind::PERSON, scope, key.entity)]).unwrap();
}

/// An opening balance for somebody, so high that the ceiling is met now and then.
fn open_somebody(desk: &mut Desk, dice: &mut Dice) {
    let all = records(desk);
    let periods = 1 + u32::try_from(dice.below(80)).unwrap();
    let through = Period::read("2010Q4").unwrap();
    let new = NewOpening { through, periods, fen: i64::from(periods) * 15_000, source: "台账".to_owned() };
    // Who was listed before has none.
    let _ = desk.open_balance(dice.pick(&all).unwrap().0.entity, &new);
}

fn office(seed: u64) {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = paid(folder.path(), 60);
    let mut dice = Dice::new(seed);
    let period = Period::read("2026Q4").unwrap();
    let mut reasons: BTreeSet<Option<Withheld>> = BTreeSet::new();
    for number in 0..WRITES {
        write(&mut desk, &mut dice);
        if number % 6 == 0 {
            open_somebody(&mut desk, &mut dice);
        }
        if number % 20 == 19 {
            let list = desk.support_list(period).unwrap();
            let line = |line: &Payable| {
                (line.person, line.fen, line.held, line.account_name.clone(), line.account.clone())
            };
            let told: Vec<Told> = list.lines.iter().map(line).collect();
            assert_eq!(told, by_records(&desk, period), "seed {seed}, after {number}");
            reasons.extend(told.iter().map(|line| line.2));
        }
    }
    assert!(reasons.len() > 2, "{reasons:?}");
    let kept = desk.roll().payees.clone();
    desk.refresh().unwrap();
    assert_eq!(kept, desk.roll().payees, "seed {seed}: what was kept up is what is read anew");
}

#[test]
fn a_list_is_what_somebody_makes_who_opens_every_record() {
    let asked = std::env::var("KUQU_REGISTERS").ok().and_then(|text| text.parse().ok());
    (0..asked.unwrap_or(2)).for_each(office);
}

#[test]
fn accounts_of_everybody_are_those_of_each_person() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = paid(folder.path(), 150);
    let mut dice = Dice::new(7);
    // People who died while they were paid, and some whose records go on elsewhere.
    for _ in 0..40 {
        write(&mut desk, &mut dice);
    }
    let over = desk.over_paid().unwrap();
    assert!(over.len() > 3, "{}", over.len());
    let standing: BTreeSet<EntityId> = desk.roll().payees.iter().map(|(_, person, _)| person).collect();
    let told: BTreeMap<EntityId, _> = over.iter().map(|one| (one.person, one.sums)).collect();
    for person in standing {
        let account = desk.support_account(person).unwrap().unwrap();
        let is_over = account.entries.iter().any(|one| {
            one.sums.over > 0
                || one.sums.written_off > 0
                || matches!(one.came, Came::Recovered | Came::Recovering)
        });
        if desk.roll().payees.iter().filter(|(_, one, _)| *one == person).count() == 1 {
            assert_eq!(told.get(&person), is_over.then_some(&account.sums));
        }
    }
}
