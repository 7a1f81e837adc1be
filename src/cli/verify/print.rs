//! Papers of verification from the command line; an existing file is replaced.

use serde_json::{Value, json};

use super::super::answer::{Answer, Exit};
use super::super::args;
use super::super::session::{Failure, Session};
use super::super::show::resolve;
use super::{date, failure};
use crate::domain::verify::lists::NewObjection;
use crate::domain::verify::summary::Line;
use crate::i18n::verify::VerifySay;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, PostingWish};
use crate::search::EntryKind;

fn village(session: &Session, desk: &Desk, name: &str) -> Result<EntityId, Failure> {
    desk.village_named(name).map_err(|error| failure(session, error))
}

fn told(
    session: &Session,
    answer: &mut Answer,
    said: Result<VerifySay, crate::runtime::desk::VerifyError>,
) -> Result<Exit, Failure> {
    let said = said.map_err(|error| failure(session, error))?;
    answer.line(&said.text(session.lang));
    Ok(Exit::Done)
}

/// `verify posting`.
pub(super) fn posting(
    session: &Session,
    posting: &args::VerifyPosting,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let village = village(session, &desk, &posting.village)?;
    let wish = PostingWish {
        from: date(session, "--from", posting.from.as_ref())?,
        days: posting.days,
        phone: posting.phone.clone(),
        why: posting.why.clone(),
    };
    let said = desk.post_list(village, &posting.out, &wish);
    told(session, answer, said)
}

/// `verify end-posting`.
pub(super) fn end_posting(
    session: &Session,
    end: &args::VerifyEndPosting,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let village = village(session, &desk, &end.village)?;
    let said = desk.end_posting(village, &end.result, end.taken_down, end.out.as_deref());
    told(session, answer, said)
}

/// `verify object`.
pub(super) fn object(
    session: &Session,
    object: &args::VerifyObject,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let village = village(session, &desk, &object.village)?;
    let on = date(session, "--on", object.on.as_ref())?.unwrap_or(session.today);
    if let Some(said) = &object.answer {
        let answered = desk.answer_objection(village, said, on);
        return told(session, answer, answered);
    }
    let person = match &object.about {
        Some(code) => Some(resolve(&desk, code, EntryKind::Person)?),
        None => None,
    };
    let (by, text) = (object.by.clone(), object.text.clone());
    let said = desk.object(village, NewObjection { posting: EntityId::ZERO, person, by, on, text });
    told(session, answer, said)
}

/// `verify sheet`.
pub(super) fn sheet(
    session: &Session,
    sheet: &args::VerifySheet,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let household = resolve(&desk, &sheet.household, EntryKind::Household)?;
    let said = desk.write_visit_sheet(household, &sheet.out);
    told(session, answer, said)
}

/// `verify change`.
pub(super) fn change(
    session: &Session,
    change: &args::VerifyChange,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let person = resolve(&desk, &change.person, EntryKind::Person)?;
    let said = desk.write_change(person, false, &change.out);
    told(session, answer, said)
}

/// `verify summary`.
pub(super) fn summary(
    session: &Session,
    summary: &args::VerifySummary,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let made = desk.verify_summary(&summary.period).map_err(|error| failure(session, error))?;
    let named = made.0.iter().map(|(reservoir, line)| (reservoir.as_str(), line));
    let all: Vec<(&str, &Line)> = named.chain([("", &made.1)]).collect();
    if summary.json {
        let rows: Vec<Value> = made.0.iter().map(|(name, line)| line_json(name, line)).collect();
        answer.document(&json!({
            "period": summary.period,
            "reservoirs": rows,
            "total": line_json("", &made.1),
            "closes": made.1.closes(),
        }));
    } else {
        for (name, line) in all {
            let counts: Vec<String> = line.counts().iter().map(i64::to_string).collect();
            answer.line(&format!("{name}\t{}", counts.join("\t")));
        }
    }
    if let Some(file) = &summary.out {
        let said = desk.write_summary(&summary.period, &made, file);
        answer.say(&said.map_err(|error| failure(session, error))?.text(session.lang));
    }
    answer.say(&VerifySay::Summary(made.1.end - made.1.expected()).text(session.lang));
    Ok(Exit::Done)
}

fn line_json(name: &str, line: &Line) -> Value {
    json!({
        "reservoir": name,
        "start": line.start,
        "reduced": line.reduced,
        "suspended": line.suspended,
        "term_ended": line.term_ended,
        "moved_out": line.moved_out,
        "restored": line.restored,
        "added": line.added,
        "moved_in": line.moved_in,
        "corrected": line.corrected,
        "end": line.end,
        "off_effective": line.off_effective,
        "closes": line.closes(),
    })
}
