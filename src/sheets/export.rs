//! Persons out (导出): one row each with the columns asked for, so that importing the file again changes
//! nothing.

use crate::domain::kinds::{kind, membership, person};
use crate::domain::place::{Level, Places};
use crate::domain::record::{Household, Membership, Person, Slot};
use crate::journal::EntityId;

use super::fields::{Field, Words};
use super::said::{SlotAt, slot_of};
use super::words::code_word;
use super::writer::TextTable;

/// The columns of an export where none are named: a register sheet that can be imported again.
pub const DEFAULT_COLUMNS: [Field; 24] = [
    Field::Township,
    Field::Village,
    Field::Group,
    Field::Settlement,
    Field::HouseholdCode,
    Field::Head,
    Field::Code,
    Field::Name,
    Field::Sex,
    Field::Ethnic,
    Field::Relation,
    Field::IdNumber,
    Field::Birth,
    Field::Reservoir,
    Field::Relocated,
    Field::MigrantKind,
    Field::SupportMode,
    Field::SupportFrom,
    Field::SupportTo,
    Field::Bank,
    Field::AccountName,
    Field::Account,
    Field::Phone,
    Field::Remark,
];

/// What an export row is made of.
#[derive(Clone, Copy, Debug)]
pub struct PersonOut<'a> {
    /// The person.
    pub person: &'a Person,
    /// The membership that stands.
    pub membership: Option<&'a Membership>,
    /// Its household.
    pub household: Option<&'a Household>,
    /// Name of the household's head.
    pub head: Option<&'a str>,
}

/// A table of persons. A slot in conflict shows its oldest value, as the screen does.
pub fn export_table<'a>(
    name: &str,
    columns: &[Field],
    persons: impl IntoIterator<Item = PersonOut<'a>>,
    places: &Places,
    words: &Words,
) -> TextTable {
    let head = columns.iter().map(|field| words.title(*field).to_owned()).collect();
    let row = |out: PersonOut<'a>| columns.iter().map(|field| cell(*field, out, places)).collect();
    TextTable { name: name.to_owned(), head: vec![head], rows: persons.into_iter().map(row).collect() }
}

/// Columns by their fixed words or Chinese names, in the order given; the first unknown one is the error.
pub fn export_columns(list: &str, words: &Words) -> Result<Vec<Field>, String> {
    let parts = list.split([',', '\u{ff0c}']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| words.named(part).ok_or_else(|| part.to_owned())).collect()
}

fn cell(field: Field, out: PersonOut<'_>, places: &Places) -> String {
    let person = out.person;
    let village = person.common.key.scope;
    let place =
        |entity: Option<EntityId>| entity.and_then(|entity| places.name(entity)).unwrap_or("").to_owned();
    match field {
        Field::Township => {
            places.above(village, Level::Township).map(|node| node.name.clone()).unwrap_or_default()
        }
        Field::Village => place(Some(village)),
        Field::Group => place(out.household.and_then(|household| household.group.shown)),
        Field::Settlement => place(out.household.and_then(|household| household.settlement.shown)),
        Field::HouseholdCode => out.household.map(|household| text(&household.code)).unwrap_or_default(),
        Field::Address => out.household.map(|household| text(&household.address)).unwrap_or_default(),
        Field::Head => out.head.unwrap_or_default().to_owned(),
        Field::Code => text(&person.code),
        Field::Name => text(&person.name),
        Field::FormerName => text(&person.former_name),
        Field::Nickname => text(&person.nickname),
        Field::Sex => word(Field::Sex, person.sex.shown.map(|sex| sex.code())),
        Field::Birth => day(&person.birth),
        Field::Ethnic => word(Field::Ethnic, person.ethnic.shown),
        Field::Relation => relation(out.membership),
        Field::IdNumber => text(&person.id_number),
        Field::Phone => text(&person.phone),
        Field::Account => text(&person.account),
        Field::Bank => text(&person.bank),
        Field::AccountName => text(&person.account_name),
        Field::MigrantKind => word(Field::MigrantKind, person.migrant_kind.shown),
        Field::Relocated => day(&person.relocated),
        Field::Reservoir => text(&person.reservoir),
        Field::SupportMode => word(Field::SupportMode, person.support_mode.shown),
        Field::SupportFrom => day(&person.support_from),
        Field::SupportTo => day(&person.support_to),
        Field::Registration => word(Field::Registration, person.registration.shown),
        Field::Remark => text(&person.remark),
        _ => String::new(),
    }
}

fn text(slot: &Slot<String>) -> String {
    slot.shown.clone().unwrap_or_default()
}

fn day(slot: &Slot<crate::domain::day::Day>) -> String {
    slot.shown.map(|day| day.iso()).unwrap_or_default()
}

fn word(field: Field, code: Option<u16>) -> String {
    let at = slot_of(field).unwrap_or(SlotAt { kind: kind::PERSON, slot: person::SEX });
    code.map(|code| code_word(at, code)).unwrap_or_default()
}

/// The roster's own word where it said more than the code.
fn relation(seat: Option<&Membership>) -> String {
    let Some(seat) = seat else { return String::new() };
    let own = seat.relation_text.shown.clone();
    let at = SlotAt { kind: kind::MEMBERSHIP, slot: membership::RELATION };
    own.or_else(|| seat.relation.shown.map(|code| code_word(at, code))).unwrap_or_default()
}
