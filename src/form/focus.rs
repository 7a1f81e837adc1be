//! Where the caret is and where it goes (焦点): the order of the paper, sections, the first error, the line of saving.

use super::content::{At, Mark, Row};
use super::spec::{FieldSpec, Kind, Rows, Section};
use super::{Field, Form, kind};
use crate::domain::acts::Severity;

/// What has the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// A field.
    Field(At),
    /// The line on which Enter saves.
    Save,
    /// The question for the reason of a warning, by its number among those asked.
    Reason(usize),
}

impl From<Option<At>> for Focus {
    fn from(at: Option<At>) -> Self {
        at.map_or(Focus::Save, Focus::Field)
    }
}

impl Form {
    /// What has the caret.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// The field that has the caret.
    pub fn focused(&self) -> Option<At> {
        match self.focus {
            Focus::Field(at) => Some(at),
            _ => None,
        }
    }

    pub(super) fn section_of(&self, at: At) -> Option<&'static Section> {
        self.spec.sections.get(at.section)
    }

    pub(super) fn field_of(&self, at: At) -> Option<&'static FieldSpec> {
        self.section_of(at)?.fields.get(at.field)
    }

    /// Every place that takes the caret, in order.
    fn stops(&self) -> impl Iterator<Item = At> + '_ {
        let typed =
            |at: &At| self.field_of(*at).is_some_and(|field| field.kind != Kind::Fixed) && self.is_asked(*at);
        self.content.cells().map(|(at, _)| at).filter(typed)
    }

    /// True for a field whose row asks for it.
    pub fn is_asked(&self, at: At) -> bool {
        let rule = self.field_of(at).and_then(|field| field.when);
        rule.is_none_or(|rule| rule(&self.answer_row(at.section, at.row), &self.context))
    }

    pub(super) fn first(&self) -> Option<At> {
        self.stops().next()
    }

    fn last(&self) -> Option<At> {
        self.stops().last()
    }

    /// The place after `at`, ending a growing section by Enter in an empty row's first field.
    fn after(&self, at: At) -> Option<At> {
        let leaves = self.is_open_row(at) && at.field == 0;
        let next = |stop: &At| if leaves { stop.section > at.section } else { *stop > at };
        self.stops().find(next)
    }

    fn before(&self, at: At) -> Option<At> {
        self.stops().take_while(|stop| *stop < at).last()
    }

    /// True in an empty row of a section that grows.
    fn is_open_row(&self, at: At) -> bool {
        let grows = matches!(self.section_of(at).map(|section| section.rows), Some(Rows::Grow(_)));
        grows && self.content.row(at.section, at.row).is_some_and(Row::is_blank)
    }

    /// Goes on from the field that has the caret; at the end of a growing section's last row a new row opens.
    pub(super) fn go_on(&mut self) {
        let Some(at) = self.focused() else { return };
        if let Some(Section { rows: Rows::Grow(most), fields, .. }) = self.section_of(at) {
            let rows = self.content.rows(at.section).len();
            let ends = at.row + 1 == rows && self.after(at).is_none_or(|next| next.section != at.section);
            if ends && rows < *most && !self.is_open_row(at) {
                self.content.push_row(at.section, fields);
            }
        }
        self.focus = Focus::from(self.after(at));
        self.enter();
    }

    /// Goes back; from the line of saving to the last field.
    pub(super) fn go_back(&mut self) {
        let target = match self.focus {
            Focus::Field(at) => self.before(at),
            Focus::Save | Focus::Reason(_) => self.last(),
        };
        if let Some(at) = target {
            self.focus = Focus::Field(at);
        }
        self.asked.clear();
        self.enter();
    }

    /// Places at which a section, a row or a part of a long section begins.
    fn starts(&self) -> impl Iterator<Item = At> + '_ {
        let mut row = None;
        self.stops().filter(move |stop| {
            let new = row.replace((stop.section, stop.row)) != Some((stop.section, stop.row));
            new || self.field_of(*stop).is_some_and(|field| field.part.is_some())
        })
    }

    /// The first field of the next section or part of one, or of this one's next row; at the end the line of saving. In a section that grows a new one opens behind the last: the next person can be typed.
    pub(super) fn next_section(&mut self) {
        let Some(at) = self.focused() else { return };
        self.accept_row(at.section, at.row);
        if let Some(Section { rows: Rows::Grow(most), fields, .. }) = self.section_of(at)
            && !self.is_open_row(at)
        {
            let rows = self.content.rows(at.section).len();
            if at.row + 1 == rows && rows < *most {
                self.content.push_row(at.section, fields);
            }
        }
        self.check();
        let next = self.starts().find(|start| *start > at);
        self.focus = Focus::from(next);
        self.enter();
    }

    /// Takes what stands dim in a row, as if every field of it were left by Enter; nothing in a row that nobody began.
    pub(super) fn accept_row(&mut self, section: usize, row: usize) {
        let fields = self.spec.sections.get(section).map_or(0, |section| section.fields.len());
        if self.is_open_row(At { section, row, field: 0 }) {
            return;
        }
        for at in (0..fields).map(|field| At { section, row, field }) {
            if let Some(text) = self.proposal(at).filter(|_| self.is_asked(at)) {
                self.content.set(at, &text, Mark::Default);
            }
        }
    }

    /// The first field of this part or row, or of the one before where the caret is there already.
    pub(super) fn previous_section(&mut self) {
        let from = self.focused().or_else(|| self.last().map(|last| At { field: usize::MAX, ..last }));
        let Some(at) = from else { return };
        let target = self.starts().take_while(|start| *start < at).last();
        if let Some(target) = target {
            self.focus = Focus::Field(target);
        }
        self.enter();
    }

    /// The first field with an error; says whether there is one.
    pub(super) fn go_to_error(&mut self) -> bool {
        let wrong = self.stops().find(|at| self.worst(*at) == Some(Severity::Error));
        if let Some(at) = wrong {
            self.focus = Focus::Field(at);
            self.enter();
        }
        wrong.is_some()
    }

    /// Puts the caret into a field by its ids, as a finding, a history or a conflict names it.
    pub fn go_to(&mut self, section: &str, row: usize, field: &str) -> bool {
        let at = self.at_of(section, row, field).filter(|at| self.stops().any(|stop| stop == *at));
        if let Some(at) = at {
            self.leave(false);
            self.focus = Focus::Field(at);
            self.enter();
        }
        at.is_some()
    }

    pub(super) fn at_of(&self, section: &str, row: usize, field: &str) -> Option<At> {
        let number = self.spec.section(section)?;
        let field = self.spec.sections.get(number)?.fields.iter().position(|known| known.id == field)?;
        Some(At { section: number, row, field })
    }

    /// Puts a text into the edited field; where one types anew rather than on, the first key replaces it.
    pub(super) fn show(&mut self, text: &str) {
        let kind = self.focused().and_then(|at| self.field_of(at)).map(|field| field.kind);
        if kind.is_some_and(Kind::is_retyped) { self.field.suggest(text) } else { self.field.set(text) }
    }

    /// Makes the focused field's text the edited one, the caret at its end.
    pub(super) fn enter(&mut self) {
        self.list = None;
        self.history.end_run();
        match self.focus {
            Focus::Field(at) => {
                let (text, mark) =
                    self.content.cell(at).map(|cell| (cell.text.clone(), cell.mark)).unwrap_or_default();
                self.field = Field::new(
                    self.field_of(at).map_or(0, |field| field.kind.limit().max(text.chars().count())),
                );
                self.show(&text);
                // Visited: no longer marked as copied.
                let mark = if mark == Mark::Copied { Mark::Edited } else { mark };
                self.content.set(at, &text, mark);
                self.entered = (text, mark);
            }
            Focus::Save | Focus::Reason(_) => {
                self.field = Field::new(kind::LINE_CHARS_MAX);
                self.entered = Default::default();
            }
        }
    }
}
