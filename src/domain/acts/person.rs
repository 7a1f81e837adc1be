//! Acts on one record (更正、死亡、作废、记事): correct, register a death, set aside and bring back, note.

use super::held::Held;
use super::write::{Put, Whom, Write, written};
use crate::domain::day::Day;
use crate::domain::kinds::{SLOT_VOID, kind, note, person};
use crate::domain::value::Value;
use crate::journal::EntityId;

/// Gives slots of a record new values. What says the same is left out; on a conflicted slot all live values are replaced.
pub fn correct(record: &Held, values: Vec<(u16, Option<Value>)>, why: Option<&str>) -> Vec<Write> {
    written(record.write(values, why))
}

/// A death (死亡) on a day, and the end of the membership on that day where the person has one.
pub fn death(record: &Held, membership: Option<&Held>, on: Day, why: Option<&str>) -> Vec<Write> {
    let mut writes = correct(record, vec![(person::DEATH, Some(Value::Day(on)))], why);
    writes.extend(
        membership.map(|held| super::membership::leave(held, on, super::membership::REASON_DEATH, why)),
    );
    writes
}

/// Sets a mistaken record aside (作废) with its reason; nothing is deleted.
pub fn set_aside(record: &Held, reason: &str) -> Vec<Write> {
    let void = Value::Void { reason: reason.to_owned(), seen: record.digest_void };
    written(record.write(vec![(SLOT_VOID, Some(void))], None))
}

/// Brings a record back (恢复); the reason stands beside the operation.
pub fn bring_back(record: &Held, reason: &str) -> Vec<Write> {
    written(record.write(vec![(SLOT_VOID, None)], Some(reason)))
}

/// A note (记事) on a household or person of a village.
pub fn note(scope: EntityId, subject: EntityId, text: &str, on: Option<Day>) -> Vec<Write> {
    let mut puts = vec![
        Put::refer(note::SUBJECT, Whom::Is(subject)),
        Put::new(note::TEXT, Value::Text(text.to_owned())),
    ];
    puts.extend(on.map(|on| Put::new(note::ON, Value::Day(on))));
    vec![Write { scope, kind: kind::NOTE, whom: Whom::New(0), puts, why: None }]
}
