//! The form engine (表单): pure state, no drawing, no store. A form is opened on records as they were read, filled by keys,
//! checked, and gives the changes to be written, each with the operations that it replaces.
//!
//! A pane opens a [`Form`], hands it [`FormKey`]s and acts on the [`FormReply`]; a view reads the accessors of `look.rs`.

pub mod answers;
pub mod check;
pub mod choice;
pub mod content;
pub mod draft;
pub mod edit;
pub mod field;
pub mod focus;
pub mod history;
pub mod kind;
pub mod look;
pub mod options;
pub mod path;
pub mod repeat;
pub mod save;
pub mod spec;
pub mod specs;

pub use answers::{AnswerRow, Answers, Datum};
pub use content::{At, Cell, Mark};
pub use draft::{DRAFT_BYTES_MAX, DraftError};
pub use edit::{FormKey, FormReply, Lookup, Out};
pub use field::Field;
pub use focus::Focus;
pub use look::{CellView, ListView, Progress};
pub use options::{Choice, Context, MemberFacts, Source};
pub use save::{Changed, Reasoned, Saved};
pub use spec::{FieldSpec, FormSpec, Kind, Section};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::acts::{Finding, Held, Seen};
use crate::journal::{Act, EntityId, RecordKey};
use content::{Content, Row};
use history::History;

/// What a form is opened on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seed {
    /// The record that it is about; none when something new is registered.
    pub subject: Option<RecordKey>,
    /// Drawn when the form opens: a draft whose act is in the journal was saved and is dropped.
    pub act: Act,
    /// Rows with the values that were read.
    pub rows: Vec<SeedRow>,
}

/// One row as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeedRow {
    /// The section's id.
    pub section: &'static str,
    /// The entity that the row is about.
    pub about: Option<EntityId>,
    /// Slots of a record: they go to the fields that stand for them.
    pub slots: BTreeMap<u16, Seen>,
    /// Values of fields without a slot.
    pub shown: BTreeMap<&'static str, Datum>,
}

impl SeedRow {
    /// A row with the slots of a record.
    pub fn of(section: &'static str, record: &Held) -> Self {
        Self { section, about: Some(record.key.entity), slots: record.slots.clone(), shown: BTreeMap::new() }
    }
}

/// A form being filled.
#[derive(Clone, Debug)]
pub struct Form {
    spec: &'static FormSpec,
    context: Context,
    lists: BTreeMap<Source, Vec<Choice>>,
    subject: Option<RecordKey>,
    act: Act,
    content: Content,
    /// As it was opened; what differs is dirty.
    start: Content,
    focus: Focus,
    /// The text being edited, of the focused field or of the reason asked for.
    field: Field,
    /// The focused field's text when it was entered: what Esc puts back.
    entered: (String, Mark),
    history: History,
    /// By place; refreshed when a field is left and when the form is checked.
    findings: BTreeMap<At, Vec<Finding>>,
    /// What the register says of possible duplicates, by section and row.
    outside: BTreeMap<(usize, usize), Vec<Finding>>,
    /// What spoke against the records before anything was typed: it informs, it does not block.
    known: Vec<Finding>,
    /// Reasons given for warnings, by place and rule.
    reasons: BTreeMap<(At, String), String>,
    /// Warnings that wait for a reason, while they are asked.
    asked: Vec<(At, Finding)>,
    /// The list is open, with this line of it chosen.
    list: Option<usize>,
    /// Fields that were left: only their findings are shown,
    visited: BTreeSet<At>,
    /// until saving was tried.
    tried: bool,
}

impl Form {
    /// Opens a form on records as they were read; the caret stands in the first field.
    pub fn open(spec: &'static FormSpec, seed: &Seed, context: Context) -> Self {
        let lists = lists_of(spec, &context);
        let mut rows: Vec<Vec<Row>> = vec![Vec::new(); spec.sections.len()];
        for seeded in &seed.rows {
            let Some(at) = spec.section(seeded.section) else { continue };
            if let (Some(section), Some(rows)) = (spec.sections.get(at), rows.get_mut(at)) {
                rows.push(row_of(section, seeded, &lists));
            }
        }
        let content = Content::new(spec, rows);
        let mut form = Self::with(spec, context, lists, content);
        form.subject = seed.subject;
        form.act = seed.act;
        form.focus = Focus::from(form.first());
        form.enter();
        form
    }

    fn with(
        spec: &'static FormSpec,
        context: Context,
        lists: BTreeMap<Source, Vec<Choice>>,
        content: Content,
    ) -> Self {
        let mut form = Self {
            spec,
            context,
            lists,
            subject: None,
            act: Act::ZERO,
            start: content.clone(),
            content,
            focus: Focus::Save,
            field: Field::new(kind::LINE_CHARS_MAX),
            entered: Default::default(),
            history: History::default(),
            findings: BTreeMap::new(),
            outside: BTreeMap::new(),
            known: Vec::new(),
            reasons: BTreeMap::new(),
            asked: Vec::new(),
            list: None,
            visited: BTreeSet::new(),
            tried: false,
        };
        form.learn_known();
        form
    }

    /// What the register found about a row (possible duplicates, shared accounts); replaces what it found before. What is
    /// half typed meanwhile is not judged by it: the same is said as if the answer had come before the typing.
    pub fn found(&mut self, section: usize, row: usize, findings: Vec<Finding>) {
        let half_typed = self.focused().filter(|_| self.field.text() != self.entered.0);
        let before = self.outside.insert((section, row), findings.clone()).unwrap_or_default();
        for finding in before {
            let at = self.at(&finding);
            self.findings.entry(at).or_default().retain(|known| *known != finding);
        }
        for finding in findings {
            if Some(self.at(&finding)) != half_typed {
                self.note(finding);
            }
        }
    }

    /// Takes options that were found out while the form was open.
    pub fn hand_in(&mut self, source: Source, choices: Vec<Choice>) {
        self.lists.insert(source, choices.clone());
        self.context.lists.insert(source, choices);
    }

    /// True if something was entered that saving or a draft would keep.
    pub fn is_dirty(&self) -> bool {
        !self.content.same(&self.start)
    }
}

fn lists_of(spec: &FormSpec, context: &Context) -> BTreeMap<Source, Vec<Choice>> {
    let fields = spec.sections.iter().flat_map(|section| section.fields);
    let sources = fields.filter_map(|field| field.kind.source());
    sources.chain([Source::Why]).map(|source| (source, context.options(source))).collect()
}

fn row_of(section: &Section, seeded: &SeedRow, lists: &BTreeMap<Source, Vec<Choice>>) -> Row {
    let cell = |field: &FieldSpec| {
        let seen = field.slot.map(|slot| seeded.slots.get(&slot).cloned().unwrap_or_default());
        let value = seen.as_ref().and_then(|seen| seen.shown.as_ref()).map(Datum::of);
        let datum = value.or_else(|| seeded.shown.get(field.id).cloned()).unwrap_or_default();
        let options = field.kind.source().and_then(|source| lists.get(&source));
        let text = field.kind.write(&datum, options.map_or(&[], Vec::as_slice));
        Cell { was: text.clone(), text, mark: Mark::Untouched, seen: seen.map(Arc::new) }
    };
    Row { about: seeded.about, cells: section.fields.iter().map(cell).collect() }
}

#[cfg(test)]
mod tests;
