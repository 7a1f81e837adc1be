//! Repeating what stood before (重复) and taking a row out: a copied text is marked until its field is visited.

use super::Form;
use super::content::{At, Mark};
use super::edit::FormReply;
use super::focus::Focus;
use super::spec::Rows;
use crate::i18n::form::Said;

impl Form {
    pub(super) fn repeat(&mut self) -> FormReply {
        let text = self.focused().and_then(|at| self.text_before(at));
        let said = match text {
            Some(text) => {
                self.show(&text);
                self.sync();
                None
            }
            None => Some(Said::NothingToRepeat),
        };
        FormReply { said, ..FormReply::default() }
    }

    /// The same field's text in the row above, or in the record before this one.
    fn text_before(&self, at: At) -> Option<String> {
        let above = at.row.checked_sub(1).and_then(|row| self.content.cell(At { row, ..at }));
        let last = || self.context.last.get(&(self.section_of(at)?.id, self.field_of(at)?.id)).cloned();
        above.map(|cell| cell.text.clone()).or_else(last).filter(|text| !text.is_empty())
    }

    pub(super) fn repeat_all(&mut self) -> FormReply {
        let Some(here) = self.focused() else { return FormReply::default() };
        let mut copied = 0;
        let fields = self.section_of(here).map_or(0, |section| section.fields.len());
        for field in 0..fields {
            let at = At { field, ..here };
            let wanted = self.field_of(at).is_some_and(|field| field.copies);
            let empty = self.content.cell(at).is_some_and(|cell| cell.text.is_empty());
            if let Some(text) = self.text_before(at).filter(|_| wanted && empty) {
                self.content.set(at, &text, Mark::Copied);
                copied += 1;
            }
        }
        if copied > 0 {
            self.enter();
        }
        let said = Some(if copied > 0 { Said::Copied(copied) } else { Said::NothingToRepeat });
        FormReply { said, ..FormReply::default() }
    }

    pub(super) fn drop_row(&mut self) -> FormReply {
        let Some(at) = self.focused() else { return FormReply::default() };
        let Some(section) = self.section_of(at).filter(|section| matches!(section.rows, Rows::Grow(_)))
        else {
            return FormReply { said: Some(Said::NoRow), ..FormReply::default() };
        };
        self.content.remove_row(at.section, at.row);
        if self.content.rows(at.section).is_empty() {
            self.content.push_row(at.section, section.fields);
        }
        // Places of the rows behind have moved.
        self.forget_places();
        let row = at.row.min(self.content.rows(at.section).len().saturating_sub(1));
        self.focus = Focus::Field(At { row, field: 0, ..at });
        self.enter();
        self.check();
        FormReply { said: Some(Said::RowDropped), draft: true, ..FormReply::default() }
    }

    fn forget_places(&mut self) {
        self.visited.clear();
        self.reasons.clear();
        self.outside.clear();
    }
}
