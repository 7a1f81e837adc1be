//! `subsidy approval|allocation|year|close`: papers of the office and the year's loop of money.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args::{self, CohortName, FlowName, Subsidy};
use super::session::{Failure, Session};
use super::settle::{date, fen, refused};
use crate::domain::day::Day;
use crate::domain::migrant::Cohort;
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::office::{Flow, cohort_of};
use crate::domain::subsidy::year::What;
use crate::i18n::checks;
use crate::i18n::subsidy_acts::Done;
use crate::i18n::subsidy_words as words;
use crate::runtime::desk::{Headcount, NewAllocation, NewApproval, YearView};

/// The words that are not in `settle.rs`.
pub fn run(session: &Session, subsidy: &Subsidy, answer: &mut Answer) -> Result<Exit, Failure> {
    match subsidy {
        Subsidy::Approval(approval) => self::approval(session, approval, answer),
        Subsidy::Approvals(asked) => approvals(session, asked.json, answer),
        Subsidy::Allocation(allocation) => self::allocation(session, allocation, answer),
        Subsidy::Allocations(asked) => allocations(session, asked.json, answer),
        Subsidy::Close(year) => {
            let mut desk = session.desk(answer)?;
            let view = desk.close_year(year.year).map_err(refused(session))?;
            told(session, &view, year.json, answer);
            answer.say(&Done::Closed(year.year).text(session.lang));
            Ok(Exit::Done)
        }
        Subsidy::Year(year) => {
            let desk = session.desk(answer)?;
            let view = desk.year_view(year.year).map_err(refused(session))?;
            told(session, &view, year.json, answer);
            let say = match view.closed {
                Some(_) => Done::Differs(view.differences.len()),
                None => Done::NotClosed(year.year),
            };
            answer.say(&say.text(session.lang));
            Ok(Exit::Done)
        }
        _ => Ok(Exit::Usage),
    }
}

fn entered(session: &Session, changed: bool, answer: &mut Answer) -> Exit {
    answer.say(&if changed { Done::Entered } else { Done::Known }.text(session.lang));
    Exit::Done
}

fn approval(session: &Session, asked: &args::SubsidyApproval, answer: &mut Answer) -> Result<Exit, Failure> {
    let new = NewApproval {
        document: asked.document.clone(),
        on: date(&asked.on)?,
        reservoir: asked.reservoir.clone(),
        persons: asked.persons,
        cohort: match asked.cohort {
            CohortName::Pre2006 => Cohort::Pre2006,
            CohortName::Post2006 => Cohort::Post2006,
        },
        start: date(&asked.start)?,
        remark: asked.remark.clone(),
    };
    let mut desk = session.desk(answer)?;
    let changed = desk.approve_persons(&new).map_err(refused(session))?;
    let counts = desk.headcounts()?;
    let above = counts.iter().filter(|count| count.reservoir == asked.reservoir);
    above.for_each(|count| find(session, count, answer));
    Ok(entered(session, changed, answer))
}

/// Says where more persons are linked than were approved.
fn find(session: &Session, count: &Headcount, answer: &mut Answer) {
    if count.is_above() {
        let say = Done::Above(count.reservoir.clone(), count.linked, count.approved);
        answer.say(&say.text(session.lang));
    }
}

fn approvals(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let (all, counts) = (desk.approvals()?, desk.headcounts()?);
    if as_json {
        let papers = all.iter().map(|one| {
            json!({
                "document": one.document.shown,
                "date": one.on.shown.map(Day::iso),
                "reservoir": one.reservoir.shown,
                "persons": one.persons.shown,
                "cohort": one.cohort.shown.and_then(cohort_of).map(Cohort::name),
                "start": one.start.shown.map(Day::iso),
                "remark": one.remark.shown,
            })
        });
        let counts = counts.iter().map(|count| {
            json!({
                "reservoir": count.reservoir,
                "cohort": count.cohort.name(),
                "approved": count.approved,
                "linked": count.linked,
                "above": count.is_above(),
                "documents": count.documents,
            })
        });
        answer.document(&json!({
            "approvals": papers.collect::<Vec<Value>>(),
            "reservoirs": counts.collect::<Vec<Value>>(),
        }));
        return Ok(Exit::Done);
    }
    for count in &counts {
        let cohort = checks::cohort(session.lang, count.cohort);
        let (approved, linked) = (count.approved.to_string(), count.linked.to_string());
        let documents = count.documents.join(" ");
        answer.line([&count.reservoir, cohort, &approved, &linked, &documents].join("\t").trim_end());
    }
    counts.iter().for_each(|count| find(session, count, answer));
    Ok(Exit::Done)
}

fn allocation(
    session: &Session,
    asked: &args::SubsidyAllocation,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let new = NewAllocation {
        flow: match asked.flow {
            FlowName::Received => Flow::Received,
            FlowName::Projects => Flow::ToProjects,
            FlowName::Withdrawn => Flow::Withdrawn,
            FlowName::Opening => Flow::Opening,
        },
        year: asked.year,
        document: asked.document.clone(),
        reservoir: asked.reservoir.clone(),
        persons: asked.persons,
        fen: fen(session, &asked.amount)?,
        on: date(&asked.on)?,
        remark: asked.remark.clone(),
    };
    let mut desk = session.desk(answer)?;
    let changed = desk.allocate(&new).map_err(refused(session))?;
    Ok(entered(session, changed, answer))
}

fn allocations(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let all = desk.allocations()?;
    if as_json {
        let all = all.iter().map(|one| {
            json!({
                "flow": one.sort.shown.and_then(Flow::from_code).map(Flow::name),
                "year": one.year.shown,
                "document": one.document.shown,
                "reservoir": one.reservoir.shown,
                "persons": one.persons.shown,
                "amount": money::plain(one.amount.shown.map_or(0, |fen| fen.0)),
                "date": one.on.shown.map(Day::iso),
                "remark": one.remark.shown,
            })
        });
        answer.document(&json!({"allocations": all.collect::<Vec<Value>>()}));
        return Ok(Exit::Done);
    }
    for one in &all {
        let flow = one.sort.shown.and_then(Flow::from_code);
        let columns = [
            one.on.shown.map(Day::iso).unwrap_or_default(),
            flow.map(|flow| words::flow(session.lang, flow)).unwrap_or_default().to_owned(),
            one.document.shown.clone().unwrap_or_default(),
            one.reservoir.shown.clone().unwrap_or_default(),
            money::plain(one.amount.shown.map_or(0, |fen| fen.0)),
        ];
        answer.line(&columns.join("\t"));
    }
    Ok(Exit::Done)
}

fn value(what: Option<What>, value: i64) -> Value {
    match what.is_none_or(What::is_money) {
        true => json!(money::plain(value)),
        false => json!(value),
    }
}

fn told(session: &Session, view: &YearView, as_json: bool, answer: &mut Answer) {
    let of = |code: u16| Period::from_code(code).map(|period| period.to_string());
    if as_json {
        let mut figures = json!({});
        let mut periods: Vec<Value> = Vec::new();
        for one in &view.figures {
            let what = What::from_code(one.what);
            let name = what.map_or("unknown", What::name);
            match of(one.period).filter(|_| one.period != 0) {
                None => figures[name] = value(what, one.value),
                Some(period) => {
                    periods.push(json!({"period": period, "figure": name, "value": value(what, one.value)}));
                }
            }
        }
        let differences = view.differences.iter().map(|one| {
            let what = What::from_code(one.figure.0);
            json!({
                "figure": what.map_or("unknown", What::name),
                "period": of(one.figure.1).filter(|_| one.figure.1 != 0),
                "published": one.published.map(|fen| value(what, fen)),
                "now": one.now.map(|fen| value(what, fen)),
            })
        });
        answer.document(&json!({
            "year": view.year,
            "closed": view.closed.map(Day::iso),
            "difference": money::plain(view.money.difference()),
            "figures": figures,
            "periods": periods,
            "differences": differences.collect::<Vec<Value>>(),
        }));
        return;
    }
    for one in &view.figures {
        let what = What::from_code(one.what);
        let name = what.map(|what| words::figure(session.lang, what)).unwrap_or_default();
        let number = match what.is_none_or(What::is_money) {
            true => money::plain(one.value),
            false => one.value.to_string(),
        };
        let period = of(one.period).filter(|_| one.period != 0).unwrap_or_default();
        answer.line([name, &number, &period].join("\t").trim_end());
    }
}
