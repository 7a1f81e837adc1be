//! A form as data (表单定义): sections of fields, in the order of the paper; screen, draft, help and printed blank read the same.
//!
//! The engine knows nothing of households: what belongs together is said by two functions of the spec, `fills` and `checks`.

use super::answers::{AnswerRow, Answers, Datum};
use super::options::{Context, Source};
use crate::domain::acts::Finding;
use crate::i18n::form::Label;

/// What a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line of any text.
    Text,
    /// A person's name (姓名).
    Name,
    /// Digits only.
    Digits,
    /// A day, month or year (日期).
    Date,
    /// One of a list: number, pinyin initials or Chinese (选项).
    Choice(Source),
    /// Free text with a list of usual ones (理由).
    Reason,
    /// Yes or no (是否).
    YesNo,
    /// A longer text, one line (记事).
    Note,
    /// An amount (金额), kept in fen.
    Money,
    /// An identity number (证件号).
    IdNumber,
    /// A phone (电话).
    Phone,
    /// A bank account (账号).
    Account,
    /// Shown, never entered.
    Fixed,
}

/// Whether a field is asked, by the row that it stands in.
pub type Condition = fn(&AnswerRow, &Context) -> bool;

/// What stands dim in an empty field and is accepted by Enter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultRule {
    /// Nothing.
    None,
    /// Today.
    Today,
    /// This code.
    Code(u16),
    /// What the row above has; in the first row what the context says.
    Above,
    /// What the context says for the field's id.
    Context,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Stable English id, unique in its section; the slot's name where it is one.
    pub id: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Label and help.
    pub label: Label,
    /// Width of its place on the screen.
    pub width_cells: usize,
    /// Must be filled.
    pub required: bool,
    /// What is proposed.
    pub default: DefaultRule,
    /// Repeat-all copies it from the row or record before.
    pub copies: bool,
    /// Leaving it asks for persons who may be the same.
    pub watched: bool,
    /// Item number on the paper form; 0 = none.
    pub item: u8,
    /// Slot of the record that it stands for.
    pub slot: Option<u16>,
    /// A digit that names an option commits and goes on: for lists that are typed all day.
    pub quick: bool,
    /// It is asked only where this holds of its row; else it keeps its place and is passed over.
    pub when: Option<Condition>,
    /// The title of the part of a long section that begins with it.
    pub part: Option<Label>,
}

impl FieldSpec {
    /// An optional field without default.
    pub const fn new(id: &'static str, kind: Kind, label: Label, width_cells: usize) -> Self {
        let default = DefaultRule::None;
        let (required, copies, watched, item, slot) = (false, false, false, 0, None);
        let (quick, when, part) = (false, None, None);
        Self {
            id,
            kind,
            label,
            width_cells,
            required,
            default,
            copies,
            watched,
            item,
            slot,
            quick,
            when,
            part,
        }
    }

    /// Must be filled.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Proposes something.
    pub const fn default(mut self, rule: DefaultRule) -> Self {
        self.default = rule;
        self
    }

    /// A digit commits it.
    pub const fn quick(mut self) -> Self {
        self.quick = true;
        self
    }

    /// Asked only where this holds.
    pub const fn when(mut self, rule: Condition) -> Self {
        self.when = Some(rule);
        self
    }

    /// Copied by repeat-all.
    pub const fn copies(mut self) -> Self {
        self.copies = true;
        self
    }

    /// Watched for duplicates.
    pub const fn watched(mut self) -> Self {
        self.watched = true;
        self
    }

    /// Its item number on paper.
    pub const fn item(mut self, item: u8) -> Self {
        self.item = item;
        self
    }

    /// Begins a part of a long section.
    pub const fn part(mut self, title: Label) -> Self {
        self.part = Some(title);
        self
    }

    /// Its slot.
    pub const fn slot(mut self, slot: u16) -> Self {
        self.slot = Some(slot);
        self
    }
}

/// How many rows a section has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// One.
    One,
    /// As many as are typed, up to so many.
    Grow(usize),
    /// Those that the form is opened with.
    Given,
}

/// Fields that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Stable English id.
    pub id: &'static str,
    /// Title.
    pub title: Label,
    /// One row or several.
    pub rows: Rows,
    /// In the order of the paper.
    pub fields: &'static [FieldSpec],
}

/// One form.
#[derive(Debug)]
pub struct FormSpec {
    /// Stable English id.
    pub id: &'static str,
    /// Raised with every change of sections or fields: older drafts are then offered as text only.
    pub version: u16,
    /// Title.
    pub title: Label,
    /// In order.
    pub sections: &'static [Section],
    /// What a field that was left says about others of its row: filled where these are empty.
    pub fills: fn(&AnswerRow, field: &str) -> Vec<(&'static str, Datum)>,
    /// What speaks against the form as a whole.
    pub checks: fn(&Answers, &Context) -> Vec<Finding>,
}

impl FormSpec {
    /// The place of a section.
    pub fn section(&self, id: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.id == id)
    }
}

impl PartialEq for FormSpec {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.version) == (other.id, other.version)
    }
}
