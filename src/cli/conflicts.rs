//! `conflicts`: what has to be settled, and settling it.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::domain::conflict::{self, SettleError};
use crate::i18n::acts::ActSay;
use crate::runtime::desk::{Choose, Desk, Open, OpenValue, Settled, said, when};

/// Lists what is open, or settles one.
pub fn run(session: &Session, conflicts: &args::Conflicts, answer: &mut Answer) -> Result<Exit, Failure> {
    if let Some(args::ConflictAct::Resolve(resolve)) = &conflicts.act {
        return settle(session, resolve, answer);
    }
    let mut desk = session.desk(answer)?;
    let open = desk.conflicts().map_err(|error| session.failed(error))?;
    if conflicts.reveal && !open.is_empty() {
        desk.record_reveal(open.iter().map(|open| open.clash.record.entity).collect())?;
    }
    if conflicts.json {
        let list: Vec<Value> =
            open.iter().map(|one| document(session, &desk, one, conflicts.reveal)).collect();
        answer.document(&json!({"conflicts": list}));
        return Ok(Exit::Done);
    }
    for one in &open {
        let clash = &one.clash;
        let columns = [clash.id.as_str(), clash.sort.name(), one.code.as_str(), conflict::field(clash)];
        answer.line(&columns.join("\t"));
        for (value, number) in one.values.iter().zip(1..) {
            let text = text_of(session, &desk, one, value, conflicts.reveal).unwrap_or_default();
            let step = value.step.as_ref();
            let at = step.map(|step| when(step.wall_ms)).unwrap_or_default();
            let officer = step.map(|step| step.officer.as_str()).unwrap_or_default();
            let device = step.map(|step| step.device.as_str()).unwrap_or_default();
            let why = step.and_then(|step| step.why.as_deref()).unwrap_or_default();
            answer.line(&format!("  {number}\t{text}\t{at}\t{officer}\t{device}\t{why}"));
        }
    }
    answer.say(&ActSay::Open(open.len()).text(session.lang));
    Ok(Exit::Done)
}

fn document(session: &Session, desk: &Desk, open: &Open, reveal: bool) -> Value {
    let values: Vec<Value> = open
        .values
        .iter()
        .map(|value| {
            let step = value.step.as_ref();
            json!({
                "value": text_of(session, desk, open, value, reveal),
                "device": step.map(|step| step.device.clone()),
                "officer": step.map(|step| step.officer.clone()),
                "when": step.map(|step| when(step.wall_ms)),
                "why": step.and_then(|step| step.why.clone()),
            })
        })
        .collect();
    json!({
        "id": open.clash.id,
        "kind": open.clash.sort.name(),
        "code": open.code,
        "field": conflict::field(&open.clash),
        "values": values,
    })
}

fn text_of(session: &Session, desk: &Desk, open: &Open, value: &OpenValue, reveal: bool) -> Option<String> {
    let slot = open.clash.slot.unwrap_or_default();
    value.value.as_ref().map(|value| said(desk, session.lang, open.clash.record.kind, slot, value, reveal))
}

fn settle(session: &Session, resolve: &args::Resolve, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let choice = match (&resolve.take, &resolve.value) {
        (Some(number), _) => Choose::Take(*number),
        (None, value) => Choose::Value(value.as_deref().unwrap_or_default()),
    };
    let why = resolve.why.as_deref().unwrap_or_default();
    let settled = desk.settle_conflict(&resolve.id, choice, why).map_err(|error| session.failed(error))?;
    let say = match settled {
        Settled::Written => {
            answer.line(&ActSay::Settled(resolve.id.clone()).text(session.lang));
            return Ok(Exit::Done);
        }
        Settled::NoSuch => ActSay::NoConflict(resolve.id.clone()),
        Settled::Not(SettleError::NoSuchChoice { number, choices }) => ActSay::NoChoice(number, choices),
        Settled::Not(SettleError::Fixed) => ActSay::Fixed,
        Settled::Not(SettleError::NotByValue) => ActSay::NotByValue,
        Settled::Not(SettleError::TooMany(_)) => ActSay::Newer,
        Settled::Not(SettleError::Edit(error)) => return Err(Failure::Store(error.into())),
        Settled::Refused(facts) => ActSay::Refused(resolve.id.clone(), facts),
    };
    Err(session.told(&say, Exit::Failed))
}
