//! Records and fields by what officers call them (称呼).

use super::Desk;
use super::correct::Target;
use crate::domain::kinds::{self, kind, pair};
use crate::domain::record::{self, Person};
use crate::domain::rests::{self, Paying};
use crate::i18n::{Lang, fields};
use crate::journal::{EntityId, Record, RecordKey};

/// A record by what officers call it: name and code, as far as they are here; else its village. A judgement by the two
/// persons.
pub fn title(desk: &Desk, key: &RecordKey) -> String {
    let record = desk.record(*key).ok().flatten();
    if let (kind::PAIR, Some(record)) = (key.kind, &record) {
        let persons = [pair::ONE, pair::OTHER].map(|slot| record::slot(record, key.kind, slot).shown);
        let names = persons.into_iter().flatten().map(|person| desk.about_person(person).unwrap_or_default());
        return names.collect::<Vec<String>>().join(" / ");
    }
    if let Some(called) = record.as_ref().and_then(|record| called(desk, key, record)) {
        return called;
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

/// What has neither name nor code of its own: a batch by its number, a list by its batch and village, a note by whom it is
/// about, anything else by the person or household that it names.
fn called(desk: &Desk, key: &RecordKey, record: &Record) -> Option<String> {
    let number = |entity: EntityId| {
        let key = RecordKey { kind: kind::BATCH, scope: EntityId::ZERO, entity, ..*key };
        Some(Paying::of(key, &desk.record(key).ok()??).number)
    };
    match key.kind {
        kind::BATCH => return number(key.entity),
        kind::LIST | kind::RETURN => {
            let number = number(rests::batch_of(key.kind, record)?)?;
            return Some(format!("{number} {}", desk.roll().place(key.scope)).trim().to_owned());
        }
        kind::PERSON | kind::HOUSEHOLD | kind::PLACE | kind::VISIT => return None,
        _ if Desk::person_of(key, record).is_some() => return None,
        _ => {}
    }
    let named = rests::names(record).into_iter().flat_map(|named| named.entities);
    let title_as = |of: u16, entity: EntityId| {
        let key = RecordKey { kind: of, entity, ..*key };
        desk.record(key).ok().flatten().map(|_| title(desk, &key))
    };
    let mut titles =
        named.filter_map(|one| title_as(kind::PERSON, one).or_else(|| title_as(kind::HOUSEHOLD, one)));
    titles.find(|title| !title.is_empty())
}

/// A field in the words of the form, else of the pane.
pub fn field(lang: Lang, of: u16, slot: u16) -> String {
    match Target::of_slot(of, slot) {
        Some(target) => target.field.label.text(lang).to_owned(),
        None => {
            let name = kinds::slot(of, slot).map_or("", |row| row.name);
            fields::field(lang, kinds::kind_name(of), name)
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_of_every_record_has_a_word_in_both_languages() {
        for row in kinds::ROWS {
            let words = [Lang::Zh, Lang::En].map(|lang| field(lang, row.kind, row.slot));
            let [zh, en] = &words;
            assert!(!zh.is_ascii(), "{} {}: {words:?}", kinds::kind_name(row.kind), row.name);
            assert!(
                en.is_ascii() && !en.is_empty(),
                "{} {}: {words:?}",
                kinds::kind_name(row.kind),
                row.name
            );
        }
    }
}
