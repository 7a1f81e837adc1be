//! What a cell says about a slot, normalised: the unit of the three-way comparison; and what normalising
//! changed.

use crate::domain::day::Day;
use crate::domain::halfwidth::{halfwidth_char, is_invisible};
use crate::domain::kinds::{household, kind, membership, person};
use crate::domain::value::{Value, ValueError};

use super::fields::Field;

/// A slot of the table of kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SlotAt {
    /// Kind number.
    pub kind: u16,
    /// Slot number.
    pub slot: u16,
}

/// A normalised cell. Small, because an import holds millions.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Said {
    /// Text, a number, an account.
    Text(Box<str>),
    /// A date.
    Day(Day),
    /// A code of a list.
    Code(u16),
}

impl Said {
    /// The slot's value.
    pub fn value(&self) -> Value {
        match self {
            Said::Text(text) => Value::Text(text.to_string()),
            Said::Day(day) => Value::Day(*day),
            Said::Code(code) => Value::Code(*code),
        }
    }

    /// Schema number and canonical bytes.
    pub fn encode(&self) -> Result<(u8, Vec<u8>), ValueError> {
        self.value().encode()
    }
}

/// The slot that a field fills directly; places, household and head are found by comparing.
pub fn slot_of(field: Field) -> Option<SlotAt> {
    let (kind, slot) = match field {
        Field::Name => (kind::PERSON, person::NAME),
        Field::FormerName => (kind::PERSON, person::FORMER_NAME),
        Field::Nickname => (kind::PERSON, person::NICKNAME),
        Field::Sex => (kind::PERSON, person::SEX),
        Field::Birth => (kind::PERSON, person::BIRTH),
        Field::Ethnic => (kind::PERSON, person::ETHNIC),
        Field::IdNumber => (kind::PERSON, person::ID_NUMBER),
        Field::Phone => (kind::PERSON, person::PHONE),
        Field::Account => (kind::PERSON, person::ACCOUNT),
        Field::Bank => (kind::PERSON, person::BANK),
        Field::AccountName => (kind::PERSON, person::ACCOUNT_NAME),
        Field::MigrantKind => (kind::PERSON, person::MIGRANT_KIND),
        Field::Relocated => (kind::PERSON, person::RELOCATED),
        Field::Reservoir => (kind::PERSON, person::RESERVOIR),
        Field::SupportMode => (kind::PERSON, person::SUPPORT_MODE),
        Field::SupportFrom => (kind::PERSON, person::SUPPORT_FROM),
        Field::SupportTo => (kind::PERSON, person::SUPPORT_TO),
        Field::Remark => (kind::PERSON, person::REMARK),
        Field::Registration => (kind::PERSON, person::REGISTRATION),
        Field::Relation => (kind::MEMBERSHIP, membership::RELATION),
        Field::HouseholdCode => (kind::MEMBERSHIP, membership::HOUSEHOLD),
        Field::Group => (kind::HOUSEHOLD, household::GROUP),
        Field::Settlement => (kind::HOUSEHOLD, household::SETTLEMENT),
        Field::Head => (kind::HOUSEHOLD, household::HEAD),
        Field::Address => (kind::HOUSEHOLD, household::ADDRESS),
        _ => return None,
    };
    Some(SlotAt { kind, slot })
}

/// The field whose column fills a slot.
pub fn field_of(at: SlotAt) -> Option<Field> {
    let relation_text = SlotAt { kind: kind::MEMBERSHIP, slot: membership::RELATION_TEXT };
    if at == relation_text {
        return Some(Field::Relation);
    }
    Field::ALL.iter().copied().find(|field| slot_of(*field) == Some(at))
}

/// What a normaliser changed in a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// Full-width characters folded.
    FullWidth,
    /// Spaces taken out or off.
    Spaces,
    /// The apostrophe that marks a cell as text.
    Apostrophe,
    /// A small x made capital.
    Capital,
    /// Characters without width, or control characters.
    Hidden,
    /// Written otherwise: a date, a word of a list.
    Rewritten,
}

/// A cell's value and what was changed to get it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Normalised<T> {
    /// The value.
    pub value: T,
    /// What was changed, in order, each once.
    pub notes: Vec<Note>,
}

impl Normalised<String> {
    /// A value beside the text that it was made of.
    pub fn of(raw: &str, value: String) -> Self {
        let notes = if raw == value { Vec::new() } else { differences(raw, &value) };
        Self { value, notes }
    }
}

fn differences(raw: &str, value: &str) -> Vec<Note> {
    let mut notes = Vec::new();
    let lost = |keep: &dyn Fn(char) -> bool| {
        raw.chars().filter(|c| keep(*c)).count() > value.chars().filter(|c| keep(*c)).count()
    };
    if lost(&|c| halfwidth_char(c) != c && !c.is_whitespace()) {
        notes.push(Note::FullWidth);
    }
    if lost(&char::is_whitespace) {
        notes.push(Note::Spaces);
    }
    if lost(&|c| matches!(c, '\'' | '\u{2018}' | '\u{2019}')) {
        notes.push(Note::Apostrophe);
    }
    if lost(&|c| c == 'x') {
        notes.push(Note::Capital);
    }
    if lost(&|c| is_invisible(c) || (c.is_control() && !c.is_whitespace())) {
        notes.push(Note::Hidden);
    }
    if notes.is_empty() {
        notes.push(Note::Rewritten);
    }
    notes
}

/// Text as it is kept: trimmed, without hidden characters, line ends as spaces, without the apostrophe that
/// exports put before
/// a cell that a spreadsheet would take for a formula.
pub fn plain_text(raw: &str) -> Normalised<String> {
    let inner = raw.trim().strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    let kept: String = inner
        .chars()
        .map(|c| if matches!(c, '\n' | '\r' | '\t' | '\u{3000}') { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .collect();
    let kept = kept.trim();
    let value = match kept.strip_prefix('\'') {
        Some(rest) if starts_formula(rest) => rest.trim_start(),
        _ => kept,
    };
    Normalised::of(raw, value.to_owned())
}

/// True for text that a spreadsheet would take for a formula, or that an export has marked before.
pub fn starts_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cleaned_and_says_how() {
        let cases: [(&str, &str, &[Note]); 6] = [
            ("农商行", "农商行", &[]),
            ("　农商行\u{feff} ", "农商行", &[Note::FullWidth, Note::Spaces, Note::Hidden]),
            ("'=1+1", "=1+1", &[Note::Apostrophe]),
            ("''=1+1", "'=1+1", &[Note::Apostrophe]),
            ("一\n二", "一 二", &[Note::Rewritten]),
            ("=\"0530\"", "0530", &[Note::Rewritten]),
        ];
        for (raw, value, notes) in cases {
            let read = plain_text(raw);
            assert_eq!(read.value, value);
            let notes: Vec<Note> = notes.iter().copied().filter(|note| *note != Note::FullWidth).collect();
            assert_eq!(read.notes, notes, "{raw:?}");
        }
    }

    #[test]
    fn every_slot_knows_its_field() {
        for field in Field::ALL {
            if let Some(at) = slot_of(*field) {
                assert_eq!(field_of(at), Some(*field));
            }
        }
    }
}
