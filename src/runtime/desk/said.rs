//! A stored value in words (值的说法): codes by their lists, places and people by their names, numbers masked unless revealed.

use chrono::{DateTime, FixedOffset, Utc};

use super::correct::Target;
use super::{Desk, Step};
use crate::domain::kinds::{kind, membership, outcome, pair, person};
use crate::domain::pair::Verdict;
use crate::domain::record::Household;
use crate::domain::sex::Sex;
use crate::domain::value::Value;
use crate::domain::{mask, money, rulebook};
use crate::form::{Context, Datum};
use crate::i18n::{Lang, checks as words, exchange_pane, petition_words, verify_words};
use crate::journal::EntityId;

/// Seconds from UTC of the whole country's clock.
const BEIJING_SECONDS: i32 = 8 * 3600;

/// A value of a step; none = empty.
pub fn said_value(desk: &Desk, lang: Lang, step: &Step, reveal: bool) -> Option<String> {
    step.value.as_ref().map(|value| said(desk, lang, step.key.kind, step.slot, value, reveal))
}

/// One value of a slot.
pub fn said(desk: &Desk, lang: Lang, of: u16, slot: u16, value: &Value, reveal: bool) -> String {
    match value {
        Value::Text(text) if !reveal && of == kind::PERSON => match slot {
            person::ID_NUMBER => mask::id_number(text),
            person::PHONE => mask::phone(text),
            person::ACCOUNT => mask::account(text),
            _ => text.clone(),
        },
        Value::Text(text) if !reveal && (of, slot) == (kind::OUTCOME, outcome::PHONE) => mask::phone(text),
        Value::Text(text) => text.clone(),
        Value::Day(day) => day.iso(),
        Value::Code(code) => said_code(lang, of, slot, *code),
        Value::Ref(entity) => named(desk, *entity),
        Value::Texts(texts) => texts.join(" | "),
        Value::Int(number) => number.to_string(),
        Value::Money(fen) => money::plain(*fen),
        Value::Lines(lines) => lines.len().to_string(),
        Value::Outcomes(outcomes) => outcomes.len().to_string(),
        Value::Document(text) => text.lines().next().unwrap_or_default().to_owned(),
        Value::Figures(figures) => figures.len().to_string(),
        Value::Void { reason, .. } => reason.clone(),
        Value::Closed { scope, .. } => desk.roll().place(*scope).to_owned(),
        Value::Step { stage, .. } => said_code(lang, of, slot, *stage),
        Value::Refs(entities) => {
            let names: Vec<String> = entities.iter().map(|entity| named(desk, *entity)).collect();
            names.join(" ")
        }
    }
}

fn said_code(lang: Lang, of: u16, slot: u16, code: u16) -> String {
    let sex = Sex::from_code(code).filter(|_| (of, slot) == (kind::PERSON, person::SEX));
    if let Some(sex) = sex {
        return words::sex(lang, sex).to_owned();
    }
    if (of, slot) == (kind::MEMBERSHIP, membership::REASON) {
        return rulebook::words().reason.name(code).map_or_else(|| code.to_string(), str::to_owned);
    }
    let verdict = Verdict::from_code(code).filter(|_| (of, slot) == (kind::PAIR, pair::VERDICT));
    if let Some(verdict) = verdict {
        return exchange_pane::verdict(lang, verdict).to_owned();
    }
    if let Some(word) = verify_words::code(of, slot, code).or_else(|| petition_words::code(of, slot, code)) {
        return word.text(lang).to_owned();
    }
    let source = Target::of_slot(of, slot).and_then(|target| target.field.kind.source());
    let today = crate::domain::day::Day::of_year(2000);
    let options = source.zip(today).map(|(source, today)| Context::new(today).options(source));
    let named = options.unwrap_or_default().into_iter().find(|option| option.datum == Datum::Code(code));
    named.map_or_else(|| code.to_string(), |option| option.name)
}

/// A place, household or person by what officers call it.
fn named(desk: &Desk, entity: EntityId) -> String {
    let place = desk.roll().places.name(entity);
    let household = desk.roll().households.get(&entity).map(|row| row.code.as_str());
    if let Some(name) = place.or(household) {
        return name.to_owned();
    }
    if let Ok(Some(name)) = desk.person_name(entity) {
        return name;
    }
    // A household that was set aside keeps its code.
    let record = desk.household_key(entity).and_then(|key| Some((key, desk.record(key).ok()??)));
    record.and_then(|(key, record)| Household::from_record(key, &record).code.shown).unwrap_or_default()
}

/// Date and minute at UTC+8 of a wall clock in milliseconds since 1970 UTC.
pub fn when(wall_ms: u64) -> String {
    let zone = FixedOffset::east_opt(BEIJING_SECONDS);
    let time = i64::try_from(wall_ms).ok().and_then(DateTime::<Utc>::from_timestamp_millis);
    let local = zone.zip(time).map(|(zone, time)| time.with_timezone(&zone));
    local.map(|time| time.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}
