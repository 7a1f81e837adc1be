//! Papers of verification from the command line; an existing file is replaced.

use serde_json::{Value, json};

use super::super::answer::{Answer, Exit};
use super::super::args;
use super::super::session::{Failure, Session};
use super::super::show::resolve;
use super::{date, failure};
use crate::domain::day::Day;
use crate::domain::record::{Slot, Staged};
use crate::domain::verify::lists::{NewObjection, NewPaper};
use crate::domain::verify::records::stage_of;
use crate::domain::verify::summary::Line;
use crate::i18n::verify::VerifySay;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, PaperOf, PostingWish};
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

/// `verify postings`.
pub(super) fn postings(
    session: &Session,
    postings: &args::VerifyRoute,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let village = village(session, &desk, &postings.village)?;
    let iso = |day: Option<Day>| day.map(|day| day.iso()).unwrap_or_default();
    let stage = |slot: &Slot<Staged>| stage_of(slot).map_or("", |(stage, _)| stage.name());
    let failed = |error| session.failed(error);
    let mut rows = Vec::new();
    for (key, one) in desk.postings(village).map_err(failed)? {
        let objections = desk.objections(key.entity, village).map_err(failed)?;
        let text = |slot: &Slot<String>| slot.shown.clone().unwrap_or_default();
        if !postings.json {
            let lines = one.lines.shown.unwrap_or_default().to_string();
            let against = objections.len().to_string();
            let (from, to, print) = (iso(one.from.shown), iso(one.to.shown), text(&one.fingerprint));
            answer.line(&[from, to, lines, print, stage(&one.stage).into(), against].join("\t"));
        }
        let against: Vec<Value> = objections
            .iter()
            .map(|(_, objection)| {
                json!({
                    "by": objection.by.shown,
                    "on": iso(objection.on.shown),
                    "text": objection.text.shown,
                    "stage": stage(&objection.stage),
                    "answer": objection.answer.shown,
                })
            })
            .collect();
        rows.push(json!({
            "from": iso(one.from.shown),
            "to": iso(one.to.shown),
            "lines": one.lines.shown,
            "fingerprint": one.fingerprint.shown,
            "stage": stage(&one.stage),
            "result": one.result.shown,
            "objections": against,
        }));
    }
    if postings.json {
        answer.document(&json!({"village": desk.roll().place(village), "postings": rows}));
    }
    Ok(Exit::Done)
}

/// `verify end-posting`.
pub(super) fn end_posting(
    session: &Session,
    end: &args::VerifyEndPosting,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let village = village(session, &desk, &end.village)?;
    let said =
        desk.end_posting(village, &end.result, end.taken_down, (end.why.as_deref(), end.out.as_deref()));
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
    if let Some(found) = &object.recheck {
        let checked = desk.recheck_objection(village, found);
        return told(session, answer, checked);
    }
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

/// `verify paper`.
pub(super) fn paper(
    session: &Session,
    paper: &args::VerifyPaper,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let of = match (&paper.posting, &paper.household, &paper.person) {
        (Some(name), _, _) => PaperOf::Posting(village(session, &desk, name)?),
        (_, Some(code), _) => PaperOf::Visit(resolve(&desk, code, EntryKind::Household)?),
        (_, _, code) => {
            let code = code.as_deref().unwrap_or_default();
            PaperOf::Proposal(resolve(&desk, code, EntryKind::Person)?)
        }
    };
    let round = desk.round()?;
    let no_word = || failure(session, VerifySay::NoWord(paper.evidence.clone()).into());
    let kind = desk.verify_rules(round.as_ref())?.evidence_named(&paper.evidence).ok_or_else(no_word)?;
    let new = NewPaper {
        evidence: kind.code,
        title: paper.title.clone(),
        on: date(session, "--on", paper.on.as_ref())?,
        place: paper.place.clone(),
        ..NewPaper::default()
    };
    let said = desk.note_paper(of, &paper.file, new);
    told(session, answer, said)
}

/// `verify papers`.
pub(super) fn papers(
    session: &Session,
    papers: &args::VerifyRoute,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let village = village(session, &desk, &papers.village)?;
    let list = desk.papers_in(village).map_err(|error| session.failed(error))?;
    let text = |slot: &crate::domain::record::Slot<String>| slot.shown.clone().unwrap_or_default();
    let mut rows = Vec::new();
    for one in &list {
        let on = one.on.shown.map(|on| on.iso()).unwrap_or_default();
        let columns = [on.clone(), text(&one.title), text(&one.file), text(&one.place), text(&one.digest)];
        if !papers.json {
            answer.line(&columns.join("\t"));
        }
        let [on, title, file, place, digest] = columns;
        rows.push(json!({"on": on, "title": title, "file": file, "place": place, "digest": digest}));
    }
    if papers.json {
        answer.document(&json!({"village": desk.roll().place(village), "papers": rows}));
    }
    Ok(Exit::Done)
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
