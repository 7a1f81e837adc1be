//! `deadline`: the bare calculator of days; it needs no folder.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session, file_name};
use crate::domain::day::{self, Day};
use crate::domain::petition::calendar::{self, Calendar};
use crate::domain::petition::clock::{Counting, Deadline, count};
use crate::domain::petition::law::{self, Unit};
use crate::i18n::acts::ActSay;
use crate::i18n::petition::{self as words, PetitionSay};

/// Counts and says how.
pub fn run(session: &Session, of: &args::DeadlineOf, answer: &mut Answer) -> Result<Exit, Failure> {
    let no_date = || session.told(&ActSay::NoDate("--from", of.from.clone()), Exit::Usage);
    let from = day::read(&of.from).ok().filter(|day| day.full().is_some()).ok_or_else(no_date)?;
    let tables = match &of.calendar {
        Some(file) => Calendar::shipped().with(tables(session, file)?),
        None => Calendar::shipped().clone(),
    };
    let unit = if of.working { Unit::Working } else { Unit::Calendar };
    let last_day = law::law(of.law.id()).map(|law| law.settings.last_day).unwrap_or_default();
    let found = count(from, of.days, unit, &[], Counting { calendar: &tables, last_day });
    if found.ran_out() {
        return Err(Failure::Told(PetitionSay::BeyondYears.text(session.lang), Exit::Usage));
    }
    if of.json {
        let mut document = json!({"law": of.law.id()});
        if let (Some(into), Value::Object(more)) = (document.as_object_mut(), deadline_json(&found, &tables))
        {
            into.extend(more);
        }
        answer.document(&document);
    } else {
        words::deadline(&found, &tables, session.lang).iter().for_each(|line| answer.line(line));
    }
    Ok(Exit::Done)
}

/// The tables of a file; refused where it contradicts itself.
pub fn tables(session: &Session, file: &std::path::Path) -> Result<Vec<calendar::Year>, Failure> {
    let told = |say: PetitionSay, exit| Failure::Told(say.text(session.lang), exit);
    let text = std::fs::read_to_string(file)
        .map_err(|_| told(PetitionSay::Unreadable(file_name(file)), Exit::Failed))?;
    calendar::read(&text).map_err(|error| told(PetitionSay::Calendar(error), Exit::Refused))
}

/// `{from, due, safe, next, days, unit, skipped, calendar, missing, possible}`.
pub fn deadline_json(of: &Deadline, tables: &Calendar) -> Value {
    let skipped = of.skipped().map(|cell| {
        let why = if cell.hearing { "hearing" } else { cell.kind.name() };
        json!({"date": cell.day.iso(), "why": why, "name": words::holiday(&cell.kind)})
    });
    let mut document = json!({
        "from": of.from.iso(),
        "days": of.days,
        "unit": if of.unit == Unit::Working { "working" } else { "calendar" },
        "due": of.due.iso(),
        "safe": of.safe.iso(),
        "next_working_day": of.next.iso(),
        "skipped": skipped.collect::<Vec<Value>>(),
        "calendar": words::tables(of, tables),
    });
    if let (Some(into), false) = (document.as_object_mut(), of.missing.is_empty()) {
        into.insert("missing".into(), json!(of.missing));
        into.insert("possible".into(), json!([iso(of.possible.0), iso(of.possible.1)]));
    }
    document
}

fn iso(day: Day) -> String {
    day.iso()
}
