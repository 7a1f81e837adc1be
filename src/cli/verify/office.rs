//! What the office does: the queue, opinions, returns, decisions, approvals, and other offices' lists.

use serde_json::{Value, json};

use super::super::answer::{Answer, Exit};
use super::super::args;
use super::super::session::{Failure, Session};
use super::super::show::resolve;
use super::{date, failure};
use crate::domain::day::Day;
use crate::domain::verify::acts::{County, NewOpinion};
use crate::domain::verify::matching::By;
use crate::domain::verify::records::short;
use crate::domain::verify::rules::Rules;
use crate::domain::verify::stages::Level;
use crate::domain::verify::{Candidate, Stage};
use crate::i18n::verify::{self as words, VerifySay};
use crate::journal::{EntityId, Hash};
use crate::runtime::desk::{Deciding, Desk, Matched, Queued};
use crate::search::EntryKind;

/// Runs one of these commands.
pub(super) fn run(session: &Session, verify: &args::Verify, answer: &mut Answer) -> Result<Exit, Failure> {
    match verify {
        args::Verify::Queue(queue) => self::queue(session, queue, answer),
        args::Verify::Match(list) => self::matched(session, list, answer),
        other => {
            let said = self::act(session, other, answer)?;
            answer.line(&said.text(session.lang));
            Ok(Exit::Done)
        }
    }
}

fn act(session: &Session, verify: &args::Verify, answer: &mut Answer) -> Result<VerifySay, Failure> {
    let mut desk = session.desk(answer)?;
    let person = |desk: &Desk, code: &str| resolve(desk, code, EntryKind::Person);
    let act = desk.folder().new_act()?;
    let done = match verify {
        args::Verify::Opinion(opinion) => {
            let who = person(&desk, &opinion.person)?;
            let level = Level::by_name(&opinion.level)
                .ok_or_else(|| failure(session, VerifySay::NoWord(opinion.level.clone()).into()))?;
            let new = NewOpinion {
                level,
                agrees: !opinion.against,
                by: opinion.by.clone(),
                on: date(session, "--on", opinion.on.as_ref())?.unwrap_or(session.today),
                text: opinion.text.clone(),
            };
            desk.give_opinion(act, who, &new)
        }
        args::Verify::Return(back) => {
            let who = person(&desk, &back.person)?;
            let read = version(session, &desk, who, back.version.as_deref())?;
            desk.give_back(act, who, (&back.field, &back.comment), read)
        }
        args::Verify::Withdraw(one) => {
            let who = person(&desk, &one.person)?;
            desk.step_proposal(who, Stage::Withdrawn)
        }
        args::Verify::Decide(decide) => {
            let who = person(&desk, &decide.person)?;
            let new = Deciding {
                cause: decide.cause.clone(),
                on: date(session, "--on", decide.on.as_ref())?,
                effective: date(session, "--effective", decide.effective.as_ref())?,
                papers: decide.evidence.clone(),
                number: decide.number.clone(),
                county: County {
                    name: decide.county.clone(),
                    confirmation: decide.confirmation.clone(),
                    on: date(session, "--confirmed-on", decide.confirmed_on.as_ref())?,
                },
                version: version(session, &desk, who, decide.version.as_deref())?,
                why: decide.why.clone(),
            };
            desk.decide(act, who, &new)
        }
        args::Verify::Approve(approve) => {
            let who = person(&desk, &approve.person)?;
            let on = date(session, "--on", approve.on.as_ref())?.unwrap_or(session.today);
            desk.approve(act, who, !approve.against, on, approve.why.as_deref())
        }
        args::Verify::Notice(notice) => {
            let who = person(&desk, &notice.person)?;
            let on = date(session, "--on", notice.on.as_ref())?;
            let served = date(session, "--served", notice.served.as_ref())?;
            let noted = desk.serve_notice(who, on, served, &notice.to);
            match (&noted, &notice.out) {
                (Ok(_), Some(file)) => desk.write_change(who, true, file),
                _ => noted,
            }
        }
        args::Verify::Dismiss(one) => desk.settle_candidate(&one.id, Stage::Dismissed),
        _ => return Err(session.told(&crate::i18n::acts::ActSay::NotInBatch, Exit::Usage)),
    };
    done.map_err(|error| failure(session, error))
}

/// The version that was judged, as it was typed.
fn version(
    session: &Session,
    desk: &Desk,
    person: EntityId,
    typed: Option<&str>,
) -> Result<Option<Hash>, Failure> {
    let Some(typed) = typed else { return Ok(None) };
    desk.version_typed(person, typed).map(Some).map_err(|error| failure(session, error))
}

fn queue(session: &Session, queue: &args::VerifyQueue, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let village = match &queue.village {
        Some(name) => Some(desk.village_named(name).map_err(|error| failure(session, error))?),
        None => None,
    };
    let round = desk.round()?;
    let rules = desk.verify_rules(round.as_ref())?;
    let mut waiting = desk.verify_queue(village).map_err(|error| failure(session, error))?;
    waiting.retain(|one| queue.all || one.waits);
    let mut list = Vec::new();
    for one in &waiting {
        let document = queued_json(&desk, rules, one)?;
        if !queue.json {
            let word = |name: &str| document[name].as_str().unwrap_or_default().to_owned();
            let columns =
                ["code", "name", "village", "proposal", "cause", "on", "stage", "version"].map(word);
            answer.line(&columns.join("\t"));
        }
        list.push(document);
    }
    if queue.json {
        let period = round.and_then(|round| round.period.shown.clone());
        answer.document(&json!({"round": period, "queue": list}));
    }
    Ok(Exit::Done)
}

fn queued_json(desk: &Desk, rules: &Rules, one: &Queued) -> Result<Value, Failure> {
    let row = desk.persons(&[one.person])?.pop();
    let outcome = one.outcome.as_ref();
    let found = outcome.and_then(|outcome| outcome.outcome.shown);
    let cause = found.and_then(|code| rules.cause_of(code));
    let evidence = outcome.and_then(|of| of.evidence.shown).and_then(|code| rules.evidence(code));
    let iso = |day: Option<Day>| day.map(|day| day.iso());
    let decision = one.decision.as_ref().filter(|decision| decision.common.stands()).map(|decision| {
        json!({
            "cause": decision.cause.shown,
            "rule": decision.rule.shown,
            "event_on": iso(decision.event_on.shown),
            "effective": iso(decision.effective.shown),
            "evidence": decision.evidence.shown,
            "number": decision.number.shown,
            "approved_on": iso(decision.approved_on.shown),
            "county": one.proposal.county.shown,
            "confirmation": one.proposal.confirmation.shown,
            "confirmed_on": iso(one.proposal.confirmed_on.shown),
        })
    });
    let household = desk.roll().households.get(&one.household).map(|row| row.code.clone());
    Ok(json!({
        "code": row.as_ref().map(|row| row.code.clone()),
        "name": row.as_ref().map(|row| row.name.clone()),
        "household": household,
        "village": desk.roll().place(one.village),
        "outcome": found.and_then(|code| rules.outcome(code)).map(|rule| rule.id.clone()),
        "proposal": found.map(|code| rules.effect_of(code).name()),
        "cause": cause.map(|cause| cause.id.clone()),
        "on": outcome.and_then(|of| iso(of.on.shown)),
        "evidence": evidence.map(|kind| kind.id.clone()),
        "stage": one.decided.unwrap_or(one.stage).name(),
        "changed_since_return": one.changed,
        "fork": one.proposal.stage.conflict,
        "comment": one.proposal.comment.shown,
        "version": short(one.version),
        "decision": decision,
    }))
}

/// A candidate in JSON.
pub(super) fn candidate_json(rules: &Rules, one: &Candidate) -> Value {
    json!({
        "id": one.entity().hex(),
        "claims": one.outcome.shown.and_then(|code| rules.outcome(code)).map(|rule| rule.id.clone()),
        "on": one.on.shown.map(|on| on.iso()),
        "score": one.score.shown,
        "by": one.by.shown.and_then(By::from_code).map(By::name),
        "source": one.source.shown,
        "row": one.row.shown,
    })
}

fn matched(session: &Session, list: &args::VerifyMatch, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let error = |error| match error {
        crate::runtime::desk::VerifyError::Desk(error) => Failure::of_file(&list.file, error),
        other => failure(session, other),
    };
    let round = desk.round()?;
    let rules = desk.verify_rules(round.as_ref())?;
    let said = match list.claims.as_deref() {
        Some(word) => Some(
            rules
                .outcome_named(word)
                .ok_or_else(|| failure(session, VerifySay::NoWord(word.to_owned()).into()))?
                .code,
        ),
        None => None,
    };
    let Matched { claims, lines, matched, found } = desk.match_list(&list.file, said).map_err(error)?;
    let mut candidates = Vec::new();
    for one in &found {
        let row = desk.persons(&[one.person])?.pop();
        let (code, name, village) = row.map(|row| (row.code, row.name, row.village)).unwrap_or_default();
        if !list.json {
            let by = words::by(one.by, session.lang);
            let row = one.line.row;
            answer.line(&format!("{row}\t{}\t{code}\t{name}\t{village}\t{by}\t{}", one.line.name, one.score));
        }
        candidates.push(json!({
            "id": one.key.entity.hex(),
            "row": one.line.row,
            "stated": one.line.name,
            "code": code,
            "name": name,
            "village": village,
            "on": one.line.on.map(|on| on.iso()),
            "by": one.by.name(),
            "score": one.score,
            "new": one.fresh,
        }));
    }
    let fresh = found.iter().filter(|one| one.fresh).count();
    if list.json {
        answer.document(&json!({
            "claims": rules.outcome(claims).map(|rule| rule.id.clone()),
            "lines": lines,
            "matched": matched,
            "new": fresh,
            "candidates": candidates,
        }));
    }
    answer.say(&VerifySay::Matched { lines, matched, found: found.len(), fresh }.text(session.lang));
    Ok(Exit::Done)
}
