//! `subsidy ...`: acts on single lines, money to come back, the list beside the one before it.

use std::path::Path;

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args::{self, RecoverBy, Subsidy};
use super::batches::{failure, names, said};
use super::mandate;
use super::session::{Failure, Session};
use super::show::resolve;
use super::subsidy::{period, sums, village};
use super::year;
use crate::domain::day::{self, Day, Precision};
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::payment::Settling;
use crate::domain::subsidy::records::Step;
use crate::i18n::cli::Say;
use crate::i18n::subsidy as words;
use crate::i18n::subsidy_acts::Done;
use crate::journal::EntityId;
use crate::runtime::desk::{BatchError, Change, Desk, NewOpening, Preview, Settle};
use crate::search::EntryKind;

/// The words that are not in `subsidy.rs`.
pub fn run(session: &Session, subsidy: &Subsidy, answer: &mut Answer) -> Result<Exit, Failure> {
    match subsidy {
        Subsidy::Batches(asked) => batches(session, asked.json, answer),
        Subsidy::Hold(strike) | Subsidy::Reverse(strike) => self::strike(session, strike, answer),
        Subsidy::Again(again) => self::again(session, again, answer),
        Subsidy::Settle(settle) => close_item(session, settle, answer),
        Subsidy::Over(asked) => over(session, asked.json, answer),
        Subsidy::Recover(recover) => self::recover(session, recover, answer),
        Subsidy::Writeoff(off) => write_off(session, off, answer),
        Subsidy::Opening(opening) => self::opening(session, opening, answer),
        Subsidy::Payee(payee) => mandate::give(session, payee, answer),
        Subsidy::Payees(asked) => mandate::list(session, asked.json, answer),
        other => year::run(session, other, answer),
    }
}

/// A refusal of the desk, where no file is concerned.
pub(super) fn refused(session: &Session) -> impl Fn(BatchError) -> Failure {
    |error| failure(session, Path::new(""), error)
}

/// Fen of what was typed.
pub(super) fn fen(session: &Session, typed: &str) -> Result<i64, Failure> {
    money::read(typed).map_err(|_| {
        let say = words::SubsidySay::NoAmount(typed.to_owned());
        Failure::Told(say.text(session.lang), Exit::Usage)
    })
}

/// A whole date.
pub(super) fn date(typed: &str) -> Result<Day, Failure> {
    let read = day::read(typed).ok().filter(|day| day.precision() == Precision::Day);
    read.ok_or_else(|| Failure::Say(Say::NoDate(typed.to_owned()), Exit::Usage))
}

pub(super) fn person(desk: &Desk, code: &str) -> Result<EntityId, Failure> {
    resolve(desk, code, EntryKind::Person)
}

fn batches(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let rows = desk.batch_rows()?;
    if as_json {
        let all = rows.iter().map(|row| {
            json!({
                "batch": row.number,
                "period": row.period.to_string(),
                "sort": row.sort.name(),
                "stage": row.stage.name(),
                "frozen": row.frozen.map(Day::iso),
                "lines": row.lines,
                "total": money::plain(row.fen),
                "rule": row.rule,
                "successor": row.successor,
                "reason": row.reason,
            })
        });
        answer.document(&json!({"batches": all.collect::<Vec<Value>>()}));
        return Ok(Exit::Done);
    }
    for row in &rows {
        let stage = words::stage(session.lang, row.stage);
        let sort = words::sort(session.lang, row.sort);
        let columns = [
            row.number.clone(),
            row.period.to_string(),
            sort.to_owned(),
            stage.to_owned(),
            row.lines.to_string(),
            money::plain(row.fen),
            row.successor.clone().unwrap_or_default(),
        ];
        answer.line(columns.join("\t").trim_end());
    }
    Ok(Exit::Done)
}

fn strike(session: &Session, strike: &args::SubsidyStrike, answer: &mut Answer) -> Result<Exit, Failure> {
    let of = strike.period.as_deref().map(|typed| period(session, typed)).transpose()?;
    let mut desk = session.desk(answer)?;
    let who = person(&desk, &strike.code)?;
    let (of, fen, reversed) =
        desk.strike_line(&strike.batch, who, of, &strike.reason).map_err(refused(session))?;
    answer.say(&Done::Struck(strike.batch.clone(), of, fen, reversed).text(session.lang));
    Ok(Exit::Done)
}

fn again(session: &Session, again: &args::SubsidyAgain, answer: &mut Answer) -> Result<Exit, Failure> {
    let of = period(session, &again.period)?;
    let mut desk = session.desk(answer)?;
    let mut persons = Vec::new();
    for code in &again.codes {
        persons.push(person(&desk, code)?);
    }
    let brought = match &again.approval {
        Some(document) => desk.pay_from_start(of, document),
        None => desk.pay_again(of, &persons, None),
    };
    let brought = brought.map_err(refused(session))?;
    Ok(said(session, &brought, again.json, answer))
}

fn close_item(session: &Session, settle: &args::SubsidySettle, answer: &mut Answer) -> Result<Exit, Failure> {
    let of = period(session, &settle.period)?;
    let mut desk = session.desk(answer)?;
    let who = person(&desk, &settle.code)?;
    let fen = desk.close_item(who, of, &settle.reason).map_err(refused(session))?;
    answer.say(&settled(Settling::Closed, of, fen).text(session.lang));
    Ok(Exit::Done)
}

fn settled(how: Settling, of: Period, fen: i64) -> Done {
    if fen == 0 { Done::Known } else { Done::Settled(how, of, fen) }
}

fn recover(session: &Session, recover: &args::SubsidyRecover, answer: &mut Answer) -> Result<Exit, Failure> {
    let of = period(session, &recover.period)?;
    let how = match recover.by {
        RecoverBy::Demand => Settling::Demanded,
        RecoverBy::Cash => Settling::Cash,
        RecoverBy::Bank => Settling::Bank,
        RecoverBy::Offset => Settling::Offset,
        RecoverBy::Relative => Settling::Relative,
    };
    let against = recover.into.as_deref().map(|typed| period(session, typed)).transpose()?;
    let fen = recover.amount.as_deref().map(|typed| self::fen(session, typed)).transpose()?;
    let on = recover.on.as_deref().map(date).transpose()?;
    let mut desk = session.desk(answer)?;
    let who = person(&desk, &recover.code)?;
    let relative = recover.relative.as_deref().map(|code| person(&desk, code)).transpose()?;
    let step = Step { against, relative, paper: recover.paper.clone(), remark: String::new() };
    let fen = desk.settle_over(who, of, how, &Settle { fen, on, step }).map_err(refused(session))?;
    answer.say(&settled(how, of, fen).text(session.lang));
    Ok(Exit::Done)
}

fn write_off(session: &Session, off: &args::SubsidyWriteOff, answer: &mut Answer) -> Result<Exit, Failure> {
    let of = period(session, &off.period)?;
    let fen = off.amount.as_deref().map(|typed| self::fen(session, typed)).transpose()?;
    let mut desk = session.desk(answer)?;
    let who = person(&desk, &off.code)?;
    if off.approve {
        let paper = off.paper.as_deref().unwrap_or_default();
        let fen = desk.approve_write_off(who, of, paper).map_err(refused(session))?;
        answer.say(&Done::Approved(of, fen).text(session.lang));
        return Ok(Exit::Done);
    }
    let step = Step { remark: off.reason.clone(), ..Step::default() };
    let what = Settle { fen, on: None, step };
    let fen = desk.settle_over(who, of, Settling::WrittenOff, &what).map_err(refused(session))?;
    answer.say(&settled(Settling::WrittenOff, of, fen).text(session.lang));
    Ok(Exit::Done)
}

fn opening(session: &Session, opening: &args::SubsidyOpening, answer: &mut Answer) -> Result<Exit, Failure> {
    let through = period(session, &opening.through)?;
    let fen = fen(session, &opening.amount)?;
    let mut desk = session.desk(answer)?;
    let who = person(&desk, &opening.code)?;
    let new = NewOpening { through, periods: opening.periods, fen, source: opening.source.clone() };
    let changed = desk.open_balance(who, &new).map_err(refused(session))?;
    answer.say(&if changed { Done::Opened } else { Done::Known }.text(session.lang));
    Ok(Exit::Done)
}

/// Lists who was paid too much, with the periods.
fn over(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let all = desk.over_paid()?;
    let names = names(&desk, all.iter().map(|over| over.person).collect())?;
    let open = all.iter().filter(|over| over.sums.over > 0);
    let (count, fen) = (open.clone().count(), open.map(|over| over.sums.over).sum());
    if as_json {
        let persons = all.iter().map(|over| {
            let (code, name) = names.get(&over.person).cloned().unwrap_or_default();
            let periods = over.entries.iter().map(|entry| {
                json!({
                    "period": entry.period.to_string(),
                    "state": entry.came.name(),
                    "over": money::plain(entry.sums.over),
                    "written_off": money::plain(entry.sums.written_off),
                    "date": entry.on.map(Day::iso),
                })
            });
            let mut document = sums(over.sums);
            document["person"] = json!(code);
            document["name"] = json!(name);
            document["periods"] = periods.collect();
            document
        });
        answer.document(&json!({"total": money::plain(fen), "persons": persons.collect::<Vec<Value>>()}));
        return Ok(Exit::Done);
    }
    for over in &all {
        let (code, name) = names.get(&over.person).cloned().unwrap_or_default();
        for entry in &over.entries {
            let columns = [
                code.clone(),
                name.clone(),
                entry.period.to_string(),
                words::came(session.lang, entry.came).to_owned(),
                money::plain(entry.sums.over),
                money::plain(entry.sums.written_off),
            ];
            answer.line(&columns.join("\t"));
        }
    }
    answer.say(&Done::Over(count, fen).text(session.lang));
    Ok(Exit::Done)
}

/// The list beside the one before it, and what waits.
pub fn compare(
    session: &Session,
    desk: &Desk,
    of: Period,
    preview: &Preview,
    as_json: bool,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let compared = desk.compare_list(of, preview)?;
    let pending = desk.pending_effect(of, preview).map_err(refused(session))?;
    let groups = [
        ("new", &compared.new),
        ("gone", &compared.gone),
        ("changed", &compared.changed),
        ("held", &compared.held),
    ];
    let persons = groups.iter().flat_map(|(_, all)| all.iter()).chain(&pending.changes);
    let names = names(desk, persons.map(|one| one.person).collect())?;
    let why = |one: &Change| match (one.held, &one.explained) {
        (Some(held), _) => words::reason(session.lang, held.name()).to_owned(),
        (None, Some(explained)) => words::why(session.lang, explained),
        (None, None) => String::new(),
    };
    let money_of = |fen: Option<i64>| fen.map(money::plain);
    let document = |one: &Change| {
        let (code, name) = names.get(&one.person).cloned().unwrap_or_default();
        let home =
            village(desk, desk.roll().persons.get(&one.person).map_or(EntityId::ZERO, |row| row.village));
        json!({"person": code, "name": name, "village": home, "was": money_of(one.was), "now": money_of(one.now), "why": why(one)})
    };
    if as_json {
        let mut all = json!({
            "period": of.to_string(),
            "persons": preview.paid().count(),
            "total": money::plain(preview.total()),
            "held": preview.lines.len() - preview.paid().count(),
            "against": compared.batch,
            "before": {"persons": compared.before.0, "total": money::plain(compared.before.1)},
            "pending": {
                "waiting": pending.waiting,
                "persons": pending.persons,
                "total": money::plain(pending.fen),
                "changes": pending.changes.iter().map(document).collect::<Vec<Value>>(),
            },
        });
        for (name, changes) in groups {
            all[format!("{name}_lines")] = changes.iter().map(document).collect();
        }
        answer.document(&all);
        return Ok(Exit::Done);
    }
    for (group, changes) in groups {
        for one in changes {
            let (code, name) = names.get(&one.person).cloned().unwrap_or_default();
            let group = words::change(session.lang, group);
            let (was, now) = (money_of(one.was).unwrap_or_default(), money_of(one.now).unwrap_or_default());
            answer.line([group, &code, &name, &was, &now, &why(one)].join("\t").trim_end());
        }
    }
    let counts = groups.map(|(_, all)| all.len());
    answer.say(&Done::Compared(compared.batch.unwrap_or_default(), counts).text(session.lang));
    answer.say(&Done::Pending(pending.waiting, pending.persons, pending.fen).text(session.lang));
    Ok(Exit::Done)
}
