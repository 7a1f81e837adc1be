//! Records and fields by what officers call them (称呼).

use super::Desk;
use super::correct::Target;
use crate::domain::kinds::{self, kind, pair};
use crate::domain::record::{self, Person};
use crate::i18n::{Lang, exchange_pane};
use crate::journal::RecordKey;

/// A record by what officers call it: name and code, as far as they are here; else its village. A judgement by the two
/// persons.
pub fn title(desk: &Desk, key: &RecordKey) -> String {
    let record = desk.record(*key).ok().flatten();
    if let (kind::PAIR, Some(record)) = (key.kind, &record) {
        let persons = [pair::ONE, pair::OTHER].map(|slot| record::slot(record, key.kind, slot).shown);
        let names = persons.into_iter().flatten().map(|person| desk.about_person(person).unwrap_or_default());
        return names.collect::<Vec<String>>().join(" / ");
    }
    let code = record.as_ref().and_then(|record| desk.code_of(key, record).ok()).unwrap_or_default();
    let person = match (key.kind, record.as_ref()) {
        (kind::PERSON, None) => Some(key.entity),
        (_, record) => record.and_then(|record| Desk::person_of(key, record)),
    };
    // Read by key: a file may be looked at before the roll has been read.
    let name = person.and_then(|entity| {
        let key = RecordKey { kind: kind::PERSON, entity, ..*key };
        Person::from_record(key, &desk.record(key).ok()??).name.shown
    });
    let name = name.unwrap_or_default();
    let known: Vec<&str> =
        [name.as_str(), code.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
    if known.is_empty() { desk.roll().place(key.scope).to_owned() } else { known.join(" ") }
}

/// A field in the words of the form, else of the pane.
pub fn field(lang: Lang, of: u16, slot: u16) -> String {
    match Target::of_slot(of, slot) {
        Some(target) => target.field.label.text(lang).to_owned(),
        None => {
            let name = kinds::slot(of, slot).map_or("", |row| row.name);
            exchange_pane::field(lang, name)
        }
    }
}
