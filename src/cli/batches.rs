//! `subsidy freeze|post|review|approve|submit|withdraw|export|return|open|sweep`: batches of payment on the command line.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session, file_name};
use super::show::resolve;
use super::subsidy::period;
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::bank::{Fit, NoFit};
use crate::domain::subsidy::payment::Stage;
use crate::i18n::subsidy::{self as words, SubsidySay};
use crate::journal::EntityId;
use crate::runtime::desk::{BatchError, Brought, Desk, Odd};
use crate::search::EntryKind;

/// Freezes a period.
pub fn freeze(session: &Session, asked: &args::SubsidyFreeze, answer: &mut Answer) -> Result<Exit, Failure> {
    let period = period(session, &asked.period)?;
    let mut desk = session.desk(answer)?;
    let brought = desk.freeze(period).map_err(|error| failure(session, Path::new(""), error))?;
    Ok(said(session, &brought, asked.json, answer))
}

/// Brings a batch to a step.
pub fn advance(
    session: &Session,
    asked: &args::SubsidyBatch,
    (to, reason): (Stage, &str),
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let brought =
        desk.advance_for(&asked.batch, to, reason).map_err(|error| failure(session, Path::new(""), error))?;
    Ok(said(session, &brought, asked.json, answer))
}

pub(super) fn said(session: &Session, brought: &Brought, as_json: bool, answer: &mut Answer) -> Exit {
    if as_json {
        answer.document(&json!({
            "batch": brought.number,
            "stage": brought.stage.name(),
            "lines": brought.lines,
            "total": money::plain(brought.fen),
        }));
    } else {
        answer.line(&brought.number);
    }
    let say = SubsidySay::Brought(brought.number.clone(), brought.stage, brought.lines, brought.fen);
    answer.say(&say.text(session.lang));
    Exit::Done
}

/// Writes a batch for finance and bank.
pub fn export(session: &Session, asked: &args::SubsidyExport, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let failed = |error| failure(session, &asked.file, error);
    let lines = desk.export_count(&asked.batch).map_err(failed)?;
    answer.say(&SubsidySay::Clear(lines, file_name(&asked.file)).text(session.lang));
    let written = desk.export_batch(&asked.batch, &asked.file).map_err(failed)?;
    answer.say(&SubsidySay::Written(written, file_name(&asked.file)).text(session.lang));
    Ok(Exit::Done)
}

/// Writes letter, posted list or notice, or fills a platform's table.
pub fn paper(session: &Session, subsidy: &args::Subsidy, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let (file, lines) = match subsidy {
        args::Subsidy::Letter(paper) => (&paper.file, desk.write_letter(&paper.batch, &paper.file)),
        args::Subsidy::Posting(paper) => (&paper.file, desk.write_paid_posting(&paper.batch, &paper.file)),
        args::Subsidy::Notice(notice) => {
            let person = resolve(&desk, &notice.code, EntryKind::Person)?;
            (&notice.file, desk.write_notice(person, &notice.file).map(|_| 1))
        }
        args::Subsidy::Fill(fill) => {
            let lines =
                desk.export_count(&fill.batch).map_err(|error| failure(session, &fill.file, error))?;
            answer.say(&SubsidySay::Clear(lines, file_name(&fill.file)).text(session.lang));
            (&fill.file, desk.fill_platform(&fill.batch, &fill.template, &fill.file, &fill.map))
        }
        _ => return Ok(Exit::Usage),
    };
    let lines = lines.map_err(|error| failure(session, file, error))?;
    answer.say(&SubsidySay::Written(lines, file_name(file)).text(session.lang));
    Ok(Exit::Done)
}

/// Takes a bank's file in.
pub fn take_return(
    session: &Session,
    asked: &args::SubsidyReturn,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let taken = desk
        .take_return(&asked.file, asked.batch.as_deref())
        .map_err(|error| failure(session, &asked.file, error))?;
    let unmatched = taken.unmatched.len() - taken.ambiguous;
    if asked.json {
        let rows = taken.unmatched.iter().map(|(row, fit)| {
            json!({"row": row, "reason": reason(*fit), "text": words::no_fit(session.lang, *fit)})
        });
        answer.document(&json!({
            "batch": taken.batch,
            "matched": taken.matched,
            "unmatched": unmatched,
            "ambiguous": taken.ambiguous,
            "failed": taken.failed,
            "already": taken.already,
            "rows": rows.collect::<Vec<Value>>(),
        }));
    } else {
        for (row, fit) in &taken.unmatched {
            answer.line(&format!("{row}\t{}", words::no_fit(session.lang, *fit)));
        }
    }
    let counts = [taken.matched, taken.failed, taken.already, unmatched, taken.ambiguous];
    answer.say(&SubsidySay::TakenIn(taken.batch.clone(), counts).text(session.lang));
    Ok(if taken.unmatched.is_empty() { Exit::Done } else { Exit::Refused })
}

/// Stable name of what speaks against a row.
fn reason(fit: Fit) -> &'static str {
    match fit {
        Fit::Line(_) => "matched",
        Fit::Ambiguous => "ambiguous",
        Fit::Unmatched(NoFit::OtherBatch) => "other_batch",
        Fit::Unmatched(NoFit::Check) => "check_character",
        Fit::Unmatched(NoFit::Nobody) => "nobody",
        Fit::Unmatched(NoFit::Amount) => "amount",
        Fit::Unmatched(NoFit::Outcome) => "result",
        Fit::Unmatched(NoFit::Twice) => "twice",
        Fit::Unmatched(NoFit::DoubleCredit) => "double_credit",
    }
}

/// Lists what failed and was not paid since.
pub fn open(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let items = desk.open_items()?;
    let fen = items.iter().map(|item| item.fen).sum();
    let mut rows = Vec::with_capacity(items.len());
    let names = names(&desk, items.iter().map(|item| item.person).collect())?;
    for item in &items {
        let (code, name) = names.get(&item.person).cloned().unwrap_or_default();
        let period = Period::from_code(item.period).map(|period| period.to_string()).unwrap_or_default();
        let on = item.on.map(|day| day.iso()).unwrap_or_default();
        let village = desk.roll().place(item.village).to_owned();
        rows.push((code, name, village, period, item.batch.clone(), money::plain(item.fen), item.reason, on));
    }
    if as_json {
        let items = rows.iter().map(|(code, name, village, period, batch, amount, reason, on)| {
            json!({
                "person": code,
                "name": name,
                "village": village,
                "period": period,
                "batch": batch,
                "amount": amount,
                "reason": reason,
                "date": on,
            })
        });
        let items: Vec<Value> = items.collect();
        answer.document(&json!({"total": money::plain(fen), "items": items}));
        return Ok(Exit::Done);
    }
    for (code, name, village, period, batch, amount, reason, on) in &rows {
        let reason = words::reason(session.lang, reason);
        let columns = [code, name, village, period, batch, amount, reason, on.as_str()];
        answer.line(&columns.join("\t"));
    }
    answer.say(&SubsidySay::Open(items.len(), fen).text(session.lang));
    Ok(Exit::Done)
}

/// Lists what the sweep finds.
pub fn sweep(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let found = desk.sweep_payments()?;
    let names = names(&desk, found.iter().flat_map(|odd| odd.persons.clone()).collect())?;
    let said = |odd: &Odd| {
        let person = |person: &EntityId| names.get(person).cloned().unwrap_or_default();
        let persons: Vec<(String, String)> = odd.persons.iter().map(person).collect();
        let periods: Vec<String> = odd.periods.iter().map(Period::to_string).collect();
        (persons, periods)
    };
    if as_json {
        let findings = found.iter().map(|odd| {
            let (persons, periods) = said(odd);
            let persons: Vec<Value> =
                persons.iter().map(|(code, name)| json!({"person": code, "name": name})).collect();
            json!({"finding": odd.oddity.name(), "persons": persons, "periods": periods})
        });
        answer.document(&json!({"findings": findings.collect::<Vec<Value>>()}));
        return Ok(Exit::Done);
    }
    for odd in &found {
        let (persons, periods) = said(odd);
        let persons: Vec<String> = persons.iter().map(|(code, name)| format!("{code} {name}")).collect();
        let columns =
            [words::oddity(session.lang, odd.oddity.name()), &persons.join(" | "), &periods.join(" ")];
        answer.line(columns.join("\t").trim_end());
    }
    answer.say(&SubsidySay::Swept(found.len()).text(session.lang));
    Ok(Exit::Done)
}

/// Code and name of persons.
pub(super) fn names(
    desk: &Desk,
    mut persons: Vec<EntityId>,
) -> Result<HashMap<EntityId, (String, String)>, Failure> {
    persons.sort();
    persons.dedup();
    let mut names = HashMap::new();
    for some in persons.chunks(400) {
        names.extend(desk.persons(some)?.into_iter().map(|row| (row.entity, (row.code, row.name))));
    }
    Ok(names)
}

pub(super) fn failure(session: &Session, file: &Path, error: BatchError) -> Failure {
    match error {
        BatchError::Desk(error) => Failure::of_file(file, error),
        refused => {
            let say = refused.say(file).map(|say| say.text(session.lang).to_owned());
            Failure::Told(say.unwrap_or_default(), Exit::Failed)
        }
    }
}
