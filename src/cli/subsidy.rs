//! `subsidy`: what is due to whom and why, what was paid, and the list of a period. Numbers of accounts are not shown.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::batches;
use super::mandate;
use super::session::{Failure, Session};
use super::settle;
use super::show::resolve;
use crate::domain::money;
use crate::domain::subsidy::payment::{Came, Entry, Stage, Sums};
use crate::domain::subsidy::{Explanation, Period, State};
use crate::i18n::cli::Say;
use crate::i18n::lookup;
use crate::i18n::subsidy::{self as words, SubsidySay};
use crate::runtime::desk::{Desk, Support};
use crate::search::EntryKind;

/// One of its words.
pub fn run(session: &Session, subsidy: &args::Subsidy, answer: &mut Answer) -> Result<Exit, Failure> {
    match subsidy {
        args::Subsidy::Explain(explain) => self::explain(session, explain, answer),
        args::Subsidy::History(history) => self::history(session, history, answer),
        args::Subsidy::List(list) => self::list(session, list, answer),
        args::Subsidy::Freeze(freeze) => batches::freeze(session, freeze, answer),
        args::Subsidy::Post(one) => batches::advance(session, one, (Stage::Posted, ""), answer),
        args::Subsidy::Review(one) => batches::advance(session, one, (Stage::Reviewed, ""), answer),
        args::Subsidy::Approve(one) => batches::advance(session, one, (Stage::Approved, ""), answer),
        args::Subsidy::Submit(one) => batches::advance(session, one, (Stage::Submitted, ""), answer),
        args::Subsidy::Withdraw(gone) => {
            batches::advance(session, &gone.one, (Stage::Withdrawn, &gone.reason), answer)
        }
        args::Subsidy::Export(export) => batches::export(session, export, answer),
        args::Subsidy::Letter(_)
        | args::Subsidy::Posting(_)
        | args::Subsidy::Notice(_)
        | args::Subsidy::Fill(_) => batches::paper(session, subsidy, answer),
        args::Subsidy::Return(returned) => batches::take_return(session, returned, answer),
        args::Subsidy::Open(open) => batches::open(session, open.json, answer),
        args::Subsidy::Sweep(sweep) => batches::sweep(session, sweep.json, answer),
        args::Subsidy::Forecast(forecast) => self::forecast(session, forecast.json, answer),
        other => settle::run(session, other, answer),
    }
}

/// The end of the term of everyone who is supported, by month; the first cohort apart.
fn forecast(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let months = desk.support_forecast()?;
    if as_json {
        let months = months.iter().map(|month| {
            json!({
                "month": month.month.iso(),
                "cohort": month.cohort.name(),
                "persons": month.persons.len(),
                "codes": month.persons,
                "after": State::NoRule.name(),
            })
        });
        answer.document(&json!({"months": months.collect::<Vec<Value>>()}));
        return Ok(Exit::Done);
    }
    for month in &months {
        let cohort = crate::i18n::checks::cohort(session.lang, month.cohort);
        let count = month.persons.len().to_string();
        let after = words::state(session.lang, State::NoRule);
        answer.line([month.month.iso().as_str(), cohort, &count, after].join("\t").trim_end());
    }
    Ok(Exit::Done)
}

pub(super) fn period(session: &Session, typed: &str) -> Result<Period, Failure> {
    let no = || Failure::Told(SubsidySay::NoPeriod(typed.to_owned()).text(session.lang), Exit::Usage);
    Period::read(typed).ok_or_else(no)
}

fn nobody(code: &str) -> Failure {
    Failure::Say(Say::NoSuchCode(code.to_owned()), Exit::Failed)
}

fn explain(session: &Session, asked: &args::SubsidyExplain, answer: &mut Answer) -> Result<Exit, Failure> {
    let period = period(session, &asked.period)?;
    let desk = session.desk(answer)?;
    let person = resolve(&desk, &asked.code, EntryKind::Person)?;
    let explained = desk.explain_support(person, period)?.ok_or_else(|| nobody(&asked.code))?;
    let receiver = desk.receiver_of(person)?;
    if asked.json {
        let mut document = explanation(session, &asked.code, &explained);
        document["payee"] = mandate::document(receiver.as_ref());
        answer.document(&document);
        return Ok(Exit::Done);
    }
    for line in &explained.lines {
        let columns = [
            money::plain(line.fen),
            line.rule.clone(),
            line.document.clone(),
            line.article.clone(),
            words::counted(session.lang, line.counted),
        ];
        answer.line(&columns.join("\t"));
    }
    let state = words::state(session.lang, explained.state);
    let total = money::plain(explained.total());
    answer.line(&[total.as_str(), state, &words::why(session.lang, &explained)].join("\t"));
    if let Some(receiver) = &receiver {
        answer.say(&crate::i18n::mandate::receiver(session.lang, receiver));
    }
    if !explained.unsettled.is_empty() {
        answer.say(&SubsidySay::Unsettled(explained.unsettled.clone()).text(session.lang));
    }
    Ok(Exit::Done)
}

fn explanation(session: &Session, code: &str, explained: &Explanation) -> Value {
    let lines = explained.lines.iter().map(|line| {
        json!({
            "amount": money::plain(line.fen),
            "rule": line.rule,
            "document": line.document,
            "article": line.article,
            "amount_per_year": money::plain(line.fen_per_year),
            "counted": words::counted(crate::i18n::Lang::En, line.counted),
            "group": line.group,
            "records": line.records.iter().map(|op| op.hex()).collect::<Vec<String>>(),
        })
    });
    json!({
        "person": code,
        "period": explained.period.to_string(),
        "state": explained.state.name(),
        "why": words::why(session.lang, explained),
        "total": money::plain(explained.total()),
        "unsettled": explained.unsettled,
        "lines": lines.collect::<Vec<Value>>(),
    })
}

fn history(session: &Session, asked: &args::SubsidyHistory, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let person = resolve(&desk, &asked.code, EntryKind::Person)?;
    let support = desk.support_of(&[person])?.pop().ok_or_else(|| nobody(&asked.code))?.1;
    let (account, receiver) = (&support.account, desk.receiver_of(person)?);
    let same = desk.accounts_of_same(person)?;
    if asked.json {
        let mut document = account_json(&asked.code, &support);
        document["payee"] = mandate::document(receiver.as_ref());
        let others = same.iter().map(|(code, support)| account_json(code, support));
        document["same_as"] = others.collect();
        let together = same.iter().fold(account.sums, |sum, (_, one)| sum.plus(one.account.sums));
        document["together"] = sums(together);
        answer.document(&document);
        return Ok(Exit::Done);
    }
    for entry in &account.entries {
        let on = entry.on.map(|day| day.iso()).unwrap_or_default();
        let columns = [
            entry.period.to_string(),
            words::came(session.lang, entry.came).to_owned(),
            money::plain(entry.fen),
            entry.batch.clone().unwrap_or_default(),
            on,
            entry.reason.map(|reason| words::reason(session.lang, reason).to_owned()).unwrap_or_default(),
        ];
        answer.line(columns.join("\t").trim_end());
    }
    if let Some(receiver) = &receiver {
        answer.say(&crate::i18n::mandate::receiver(session.lang, receiver));
    }
    answer.say(&SubsidySay::Account(account.sums).text(session.lang));
    for (code, support) in same {
        let whose = lookup::same_as(session.lang, &[code]).unwrap_or_default();
        let sums = SubsidySay::Account(support.account.sums).text(session.lang);
        answer.say(&session.lang.about(&whose, &sums));
    }
    Ok(Exit::Done)
}

/// The account with every period of which `explain` can be asked: those that the opening balance covers stand as credited by
/// it, so that the periods' totals are `should`.
fn account_json(code: &str, support: &Support) -> Value {
    let account = &support.account;
    let period = |entry: &Entry| {
        json!({
            "period": entry.period.to_string(),
            "state": entry.came.name(),
            "amount": money::plain(entry.fen),
            "batch": entry.batch,
            "date": entry.on.map(|day| day.iso()),
            "reason": entry.reason,
        })
    };
    let listed = |of: Period| account.entries.iter().any(|entry| entry.period == of);
    let covered = support.explained.iter().filter(|one| account.opening.is_some() && !listed(one.period));
    let before = covered.map(|one| {
        let state = if one.total() > 0 { Came::Credited.name() } else { one.state.name() };
        json!({
            "period": one.period.to_string(),
            "state": state,
            "amount": money::plain(one.total()),
            "batch": Value::Null,
            "date": Value::Null,
            "reason": "opening",
        })
    });
    let mut document = sums(account.sums);
    document["person"] = json!(code);
    document["opening"] = account.opening.map_or(Value::Null, sums);
    document["periods"] = before.chain(account.entries.iter().map(period)).collect();
    document
}

pub(super) fn sums(sums: Sums) -> Value {
    json!({
        "should": money::plain(sums.should),
        "paid": money::plain(sums.paid),
        "owed": money::plain(sums.owed),
        "over": money::plain(sums.over),
        "written_off": money::plain(sums.written_off),
    })
}

fn list(session: &Session, asked: &args::SubsidyList, answer: &mut Answer) -> Result<Exit, Failure> {
    let period = period(session, &asked.period)?;
    let desk = session.desk(answer)?;
    let preview = desk.support_list(period)?;
    if asked.compare {
        return settle::compare(session, &desk, period, &preview, asked.json, answer);
    }
    let (persons, held) = (preview.paid().count(), preview.lines.len() - preview.paid().count());
    if asked.json {
        let lines = preview.lines.iter().map(|line| {
            json!({
                "person": line.code,
                "name": line.name,
                "village": village(&desk, line.village),
                "amount": money::plain(line.fen),
                "held": line.held.map(|held| held.name()),
                "payee": mandate::document(line.receiver.as_ref()),
            })
        });
        answer.document(&json!({
            "period": period.to_string(),
            "persons": persons,
            "total": money::plain(preview.total()),
            "held": held,
            "lines": lines.collect::<Vec<Value>>(),
        }));
        return Ok(Exit::Done);
    }
    for line in &preview.lines {
        let held = line.held.map(|held| words::reason(session.lang, held.name()).to_owned());
        let columns = [
            line.code.clone(),
            line.name.clone(),
            village(&desk, line.village),
            money::plain(line.fen),
            held.unwrap_or_default(),
            line.receiver
                .as_ref()
                .map(|one| crate::i18n::mandate::receiver(session.lang, one))
                .unwrap_or_default(),
        ];
        answer.line(columns.join("\t").trim_end());
    }
    answer.say(&SubsidySay::Listed { period, persons, fen: preview.total(), held }.text(session.lang));
    Ok(Exit::Done)
}

pub(super) fn village(desk: &Desk, village: crate::journal::EntityId) -> String {
    desk.roll().place(village).to_owned()
}
