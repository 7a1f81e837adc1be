//! What a form says (填写结果): parsed values by section, row and field, for checks and for acts.

use std::collections::BTreeMap;

use crate::domain::acts::Place;
use crate::domain::day::Day;
use crate::domain::value::Value;
use crate::journal::EntityId;

/// One parsed value.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Datum {
    /// Empty, or not readable.
    #[default]
    Nothing,
    /// Text in its kept form.
    Text(String),
    /// A date.
    Day(Day),
    /// A code of a list.
    Code(u16),
    /// An entity of a list.
    Ref(EntityId),
    /// Yes or no.
    Yes(bool),
    /// An amount in fen.
    Money(i64),
}

impl Datum {
    /// The value of a slot; none = empty.
    pub fn value(&self) -> Option<Value> {
        Some(match self {
            Datum::Nothing => return None,
            Datum::Text(text) => Value::Text(text.clone()),
            Datum::Day(day) => Value::Day(*day),
            Datum::Code(code) => Value::Code(*code),
            Datum::Ref(entity) => Value::Ref(*entity),
            Datum::Yes(yes) => Value::Code(u16::from(*yes)),
            Datum::Money(fen) => Value::Money(*fen),
        })
    }

    /// A slot's value as a form has it; what no field takes is nothing.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Text(text) => Datum::Text(text.clone()),
            Value::Day(day) => Datum::Day(*day),
            Value::Code(code) => Datum::Code(*code),
            Value::Ref(entity) => Datum::Ref(*entity),
            Value::Money(fen) => Datum::Money(*fen),
            Value::Int(number) => Datum::Text(number.to_string()),
            Value::Texts(_)
            | Value::Lines(_)
            | Value::Outcomes(_)
            | Value::Document(_)
            | Value::Figures(_)
            | Value::Refs(_)
            | Value::Step { .. }
            | Value::Void { .. }
            | Value::Closed { .. } => Datum::Nothing,
        }
    }
}

/// One row of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerRow {
    /// The section's id.
    pub section: &'static str,
    /// Row in the section, from 0.
    pub row: usize,
    /// The entity that the row is about.
    pub about: Option<EntityId>,
    /// By field id; fields without a value are left out.
    pub fields: BTreeMap<&'static str, Datum>,
}

impl AnswerRow {
    /// A text; empty where there is none.
    pub fn text(&self, field: &str) -> &str {
        match self.fields.get(field) {
            Some(Datum::Text(text)) => text,
            _ => "",
        }
    }

    /// A date.
    pub fn day(&self, field: &str) -> Option<Day> {
        match self.fields.get(field) {
            Some(Datum::Day(day)) => Some(*day),
            _ => None,
        }
    }

    /// A code.
    pub fn code(&self, field: &str) -> Option<u16> {
        match self.fields.get(field) {
            Some(Datum::Code(code)) => Some(*code),
            _ => None,
        }
    }

    /// An amount in fen.
    pub fn money(&self, field: &str) -> Option<i64> {
        match self.fields.get(field) {
            Some(Datum::Money(fen)) => Some(*fen),
            _ => None,
        }
    }

    /// An entity.
    pub fn entity(&self, field: &str) -> Option<EntityId> {
        match self.fields.get(field) {
            Some(Datum::Ref(entity)) => Some(*entity),
            _ => None,
        }
    }

    /// Yes; no where nothing is said.
    pub fn yes(&self, field: &str) -> bool {
        self.fields.get(field) == Some(&Datum::Yes(true))
    }

    /// The place of one of its fields.
    pub fn place(&self, field: &'static str) -> Place {
        Place { section: self.section, row: self.row, field }
    }
}

/// All rows that say something, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// In the order of the form.
    pub rows: Vec<AnswerRow>,
}

impl Answers {
    /// The first row of a section; an empty one where it says nothing.
    pub fn one(&self, section: &str) -> AnswerRow {
        self.all(section).next().cloned().unwrap_or_default()
    }

    /// All rows of a section.
    pub fn all<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a AnswerRow> {
        self.rows.iter().filter(move |row| row.section == section)
    }
}
