//! `conflicts`: what has to be settled, and settling it.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::domain::conflict::{self, SettleError};
use crate::exchange::clash::Hand;
use crate::i18n::acts::ActSay;
use crate::runtime::desk::{Choose, Desk, Open, Settled, when};
use crate::runtime::exchange::clash_line;

/// Lists what is open, or settles one.
pub fn run(session: &Session, conflicts: &args::Conflicts, answer: &mut Answer) -> Result<Exit, Failure> {
    if let Some(args::ConflictAct::Resolve(resolve)) = &conflicts.act {
        return settle(session, resolve, answer);
    }
    let mut desk = session.desk(answer)?;
    let mut open = desk.conflicts(conflicts.judged)?;
    open.retain(|one| !conflicts.late || one.told.clash.sort == conflict::Sort::Late);
    if conflicts.reveal && !open.is_empty() {
        desk.record_reveal(open.iter().map(|open| open.told.clash.record.entity).collect())?;
    }
    if conflicts.json {
        let list: Vec<Value> =
            open.iter().map(|one| document(session, &desk, one, conflicts.reveal)).collect();
        answer.document(&json!({"conflicts": list}));
        return Ok(Exit::Done);
    }
    for one in &open {
        let line = clash_line(&desk, &one.told, session.lang);
        answer.line(&[one.told.clash.id.as_str(), one.code.as_str(), &line].join("\t"));
        for ((text, hand), number) in values(session, &desk, one, conflicts.reveal).zip(1..) {
            let (text, at) =
                (text.unwrap_or_default(), hand.map(|hand| when(hand.wall_ms)).unwrap_or_default());
            let officer = hand.map(|hand| hand.officer.as_str()).unwrap_or_default();
            let device = hand.map(|hand| hand.device.as_str()).unwrap_or_default();
            let why = hand.and_then(|hand| hand.why.as_deref()).unwrap_or_default();
            answer.line(&format!("  {number}\t{text}\t{at}\t{officer}\t{device}\t{why}"));
        }
    }
    let say = if conflicts.judged { ActSay::Judged(open.len()) } else { ActSay::Open(open.len()) };
    answer.say(&say.text(session.lang));
    Ok(Exit::Done)
}

/// The choices in words, each with the first hand that gave it.
fn values<'a>(
    session: &'a Session,
    desk: &'a Desk,
    open: &'a Open,
    reveal: bool,
) -> impl Iterator<Item = (Option<String>, Option<&'a Hand>)> {
    let clash = &open.told.clash;
    let words = move |choice| desk.choice_words(session.lang, clash, choice, reveal);
    let hands = open.told.hands.iter().map(|hands| hands.first());
    clash.choices.iter().map(words).zip(hands)
}

fn document(session: &Session, desk: &Desk, open: &Open, reveal: bool) -> Value {
    let values: Vec<Value> = values(session, desk, open, reveal)
        .map(|(text, hand)| {
            json!({
                "value": text,
                "device": hand.map(|hand| hand.device.clone()),
                "officer": hand.map(|hand| hand.officer.clone()),
                "when": hand.map(|hand| when(hand.wall_ms)),
                "why": hand.and_then(|hand| hand.why.clone()),
            })
        })
        .collect();
    json!({
        "id": open.told.clash.id,
        "kind": open.told.clash.sort.name(),
        "code": open.code,
        "field": conflict::field(&open.told.clash),
        "values": values,
    })
}

fn settle(session: &Session, resolve: &args::Resolve, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let choice = match (&resolve.take, &resolve.value) {
        (Some(number), _) => Choose::Take(*number),
        (None, value) => Choose::Value(value.as_deref().unwrap_or_default()),
    };
    let why = resolve.why.as_deref().unwrap_or_default();
    let settled = desk.settle_conflict(&resolve.id, choice, why)?;
    let say = match settled {
        Settled::Written => {
            answer.line(&ActSay::Settled(resolve.id.clone()).text(session.lang));
            return Ok(Exit::Done);
        }
        Settled::NoSuch => ActSay::NoConflict(resolve.id.clone()),
        Settled::Not(SettleError::NoSuchChoice { number, choices }) => ActSay::NoChoice(number, choices),
        Settled::Not(SettleError::Fixed) => ActSay::Fixed,
        Settled::Not(SettleError::NotByValue) => ActSay::NotByValue,
        Settled::Not(SettleError::TooMany(_) | SettleError::Newer) => ActSay::Newer,
        Settled::Not(SettleError::ReasonNeeded) => ActSay::ReasonNeeded,
        Settled::Not(SettleError::Edit(error)) => return Err(Failure::Store(error.into())),
        Settled::Refused(facts) => ActSay::Refused(resolve.id.clone(), facts),
    };
    Err(session.told(&say, Exit::Failed))
}
