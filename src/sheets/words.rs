//! Values in words, for previews and clashes: codes by their lists, references by the name of what they
//! name.

use std::collections::HashMap;

use crate::domain::kinds::{kind, membership, person};
use crate::domain::place::Places;
use crate::domain::rulebook;
use crate::domain::value::Value;
use crate::journal::EntityId;

use super::matching::Index;
use super::said::SlotAt;

/// Turns values into words.
pub(super) struct Describer<'a> {
    pub places: &'a Places,
    pub index: &'a Index<'a>,
    /// Codes of households and names of heads that this file creates.
    pub created: HashMap<EntityId, String>,
}

impl Describer<'_> {
    /// A slot's value in words; empty for an emptied slot or bytes that are no value.
    pub fn value(&self, at: SlotAt, schema: u8, bytes: Option<&[u8]>) -> String {
        match bytes.and_then(|bytes| Value::decode(schema, bytes).ok()) {
            Some(Value::Text(text)) => text,
            Some(Value::Day(day)) => day.iso(),
            Some(Value::Code(code)) => code_word(at, code),
            Some(Value::Ref(entity)) => self.name(entity),
            Some(Value::Int(number) | Value::Money(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    fn name(&self, entity: EntityId) -> String {
        let place = || self.places.name(entity).map(str::to_owned);
        let code = || self.index.code(entity).map(str::to_owned);
        let person = || self.index.person(entity).and_then(|person| person.names.first().cloned());
        let created = || self.created.get(&entity).cloned();
        place().or_else(code).or_else(person).or_else(created).unwrap_or_default()
    }
}

/// The word of a code; its number where the list has none.
pub fn code_word(at: SlotAt, code: u16) -> String {
    let words = rulebook::words();
    let list = match (at.kind, at.slot) {
        (kind::PERSON, person::SEX) => &words.sex,
        (kind::PERSON, person::ETHNIC) => &words.ethnic,
        (kind::PERSON, person::MIGRANT_KIND) => &words.migrant_kind,
        (kind::PERSON, person::SUPPORT_MODE) => &words.support_mode,
        (kind::PERSON, person::REGISTRATION) => &words.registration,
        (kind::MEMBERSHIP, membership::RELATION) => &words.relation,
        _ => return code.to_string(),
    };
    list.name(code).map_or_else(|| code.to_string(), str::to_owned)
}
