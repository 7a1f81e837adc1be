//! `shared`: everyone who has one identity number, phone or account.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::i18n::acts::ActSay;
use crate::runtime::desk::{Sharer, households};

/// Lists them; the number itself is the asker's own.
pub fn run(session: &Session, shared: &args::Shared, answer: &mut Answer) -> Result<Exit, Failure> {
    if shared.value.chars().filter(char::is_ascii_digit).count() < 5 {
        return Err(session.told(&ActSay::TooShort(shared.value.clone()), Exit::Failed));
    }
    let desk = session.desk(answer)?;
    let sharers = desk.shared(&shared.value)?;
    let homes = households(&sharers).len();
    if shared.json {
        let persons: Vec<Value> = sharers.iter().map(person).collect();
        answer.document(&json!({
            "value": shared.value,
            "households": homes,
            "across": homes > 1,
            "persons": persons,
        }));
        return Ok(Exit::Done);
    }
    for Sharer { row, field } in &sharers {
        let columns = [&row.code, &row.name, &row.household_code, &row.village, field.name()];
        answer.line(&columns.map(str::to_owned).join("\t"));
    }
    let say = if sharers.is_empty() { ActSay::Unshared } else { ActSay::Shared(sharers.len(), homes) };
    answer.say(&say.text(session.lang));
    Ok(Exit::Done)
}

fn person(Sharer { row, field }: &Sharer) -> Value {
    json!({
        "code": row.code,
        "name": row.name,
        "household": row.household_code,
        "village": row.village,
        "field": field.name(),
    })
}
