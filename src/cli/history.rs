//! `history`: every value that a field ever had, who gave it, when, on which device and why.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use super::show::resolve_any;
use crate::domain::day::{self, Day};
use crate::i18n::acts::ActSay;
use crate::runtime::desk::{Desk, Step, Target, Until, end_of, said_value, slot_name, when};
use crate::search::EntryKind;

/// Lists the history of a person or household, of all fields or one.
pub fn run(session: &Session, history: &args::History, answer: &mut Answer) -> Result<Exit, Failure> {
    let until = Until {
        known_ms: date(session, "--known-on", &history.known_on)?.map(end_of),
        as_of: date(session, "--as-of", &history.as_of)?,
    };
    let mut desk = session.desk(answer)?;
    let (of, entity) = resolve_any(&desk, &history.code)?;
    let field = history.field.as_deref();
    if let Some(field) = field.filter(|field| !is_field(of, field)) {
        return Err(session.told(&ActSay::NoField(field.to_owned()), Exit::Usage));
    }
    let steps = desk.history(of, entity, field, until).map_err(|error| session.failed(error))?;
    if history.reveal && !steps.is_empty() {
        desk.record_reveal(vec![entity])?;
    }
    if history.json {
        let entries: Vec<Value> =
            steps.iter().map(|step| entry(session, &desk, step, history.reveal)).collect();
        answer.document(&json!({"code": history.code, "field": field, "entries": entries}));
        return Ok(Exit::Done);
    }
    for step in &steps {
        let value = said_value(&desk, session.lang, step, history.reveal).unwrap_or_default();
        let mark = if step.replaced { "-" } else { "*" };
        let columns = [
            mark,
            slot_name(&step.key, step.slot),
            &value,
            &when(step.wall_ms),
            &step.officer,
            &step.device,
            step.why.as_deref().unwrap_or_default(),
        ];
        answer.line(&columns.join("\t"));
    }
    if steps.is_empty() {
        answer.say(&ActSay::NoHistory.text(session.lang));
    }
    Ok(Exit::Done)
}

/// Beside what can be corrected: slots that change by acts.
fn is_field(of: EntryKind, field: &str) -> bool {
    let acts: &[&str] = match of {
        EntryKind::Household => &["head", "village", "order", "void", "closed"],
        _ => &[
            "code",
            "village",
            "void",
            "closed",
            "household",
            "from",
            "to",
            "reason",
            "order",
            "relation_text",
            "verdict",
        ],
    };
    Target::named(of, field).is_some() || acts.contains(&field)
}

/// One step in JSON.
pub fn entry(session: &Session, desk: &Desk, step: &Step, reveal: bool) -> Value {
    json!({
        "field": slot_name(&step.key, step.slot),
        "value": said_value(desk, session.lang, step, reveal),
        "when": when(step.wall_ms),
        "officer": step.officer,
        "device": step.device,
        "why": step.why,
        "replaced": step.replaced,
    })
}

fn date(session: &Session, option: &'static str, text: &Option<String>) -> Result<Option<Day>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let day = day::read(text).ok().filter(|day| day.full().is_some());
    let no_date = || session.told(&ActSay::NoDate(option, text.clone()), Exit::Usage);
    day.map(Some).ok_or_else(no_date)
}
