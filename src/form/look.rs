//! What a view reads of a form (显示): cells with marks and findings, the open list, the progress. Nothing here changes anything.

use super::content::{At, Mark};
use super::focus::Focus;
use super::{Choice, Context, FieldSpec, Form, FormSpec, Kind};
use crate::domain::acts::{Finding, Severity};
use crate::domain::value::Value;
use crate::journal::{Act, EntityId, RecordKey};

/// One field as it is drawn.
#[derive(Clone, Debug)]
pub struct CellView<'a> {
    /// Its row of the spec.
    pub field: &'static FieldSpec,
    /// What stands in it.
    pub text: &'a str,
    /// What stands dim in it where it is empty.
    pub proposal: Option<String>,
    /// How the text came there.
    pub mark: Mark,
    /// Other values in conflict with it.
    pub others: Vec<&'a Value>,
    /// It has the caret.
    pub focused: bool,
    /// The findings to be shown, the heaviest first.
    pub findings: Vec<(Severity, &'a Finding)>,
}

/// The open list.
#[derive(Clone, Debug)]
pub struct ListView<'a> {
    /// Lines, best first.
    pub lines: Vec<&'a Choice>,
    /// The chosen line.
    pub chosen: usize,
}

/// How far the form is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Fields with something in them.
    pub filled: usize,
    /// Fields.
    pub total: usize,
    /// Errors shown.
    pub errors: usize,
    /// Warnings shown that have no reason yet.
    pub warnings: usize,
}

impl Form {
    /// Its spec.
    pub fn spec(&self) -> &'static FormSpec {
        self.spec
    }

    /// What it may know beside its records.
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// The record that it was opened on.
    pub fn subject(&self) -> Option<RecordKey> {
        self.subject
    }

    /// Drawn when it was opened.
    pub fn act_id(&self) -> Act {
        self.act
    }

    /// Rows of a section.
    pub fn row_count(&self, section: usize) -> usize {
        self.content.rows(section).len()
    }

    /// The entity that a row is about.
    pub fn about(&self, section: usize, row: usize) -> Option<EntityId> {
        self.content.row(section, row)?.about
    }

    /// One field.
    pub fn view(&self, at: At) -> Option<CellView<'_>> {
        let (field, cell) = (self.field_of(at)?, self.content.cell(at)?);
        let shown = self.tried || self.visited.contains(&at);
        let mut findings: Vec<(Severity, &Finding)> = self
            .findings_at(at)
            .iter()
            .filter(|_| shown)
            .map(|finding| (self.weight(finding), finding))
            .collect();
        findings.sort_by_key(|(severity, _)| std::cmp::Reverse(*severity));
        Some(CellView {
            field,
            text: &cell.text,
            proposal: self.proposal(at),
            mark: cell.mark,
            others: cell.seen.iter().flat_map(|seen| seen.others.iter().flatten()).collect(),
            focused: self.focus == Focus::Field(at),
            findings,
        })
    }

    /// What a place of `cells` cells shows of the edited text, and the caret's column in it.
    pub fn window(&self, cells: usize) -> (String, usize) {
        self.field.window(cells)
    }

    /// The edited text (of the field, or of the reason asked for).
    pub fn edited(&self) -> &str {
        self.field.text()
    }

    /// The list, if it is open; a coded field that has the caret may show its ranked lines also while it is closed
    /// ([`Form::hints`]).
    pub fn list(&self) -> Option<ListView<'_>> {
        let chosen = self.list?;
        let lines = self.listed()?;
        Some(ListView { chosen: chosen.min(lines.len().saturating_sub(1)), lines })
    }

    /// True where the field with the caret has anything to choose from.
    pub fn has_options(&self) -> bool {
        self.list_source().is_some_and(|options| !options.is_empty())
    }

    /// True where what has the caret has a list, be it empty.
    pub fn has_list(&self) -> bool {
        self.list_source().is_some()
    }

    /// True in a row with something before it to copy: the row above, or the record before.
    pub fn has_before(&self) -> bool {
        self.focused().is_some_and(|at| at.row > 0 || !self.context.last.is_empty())
    }

    /// The best lines for what is typed so far; empty in fields without list.
    pub fn hints(&self, most: usize) -> Vec<&Choice> {
        let mut lines = self.listed().unwrap_or_default();
        lines.truncate(most);
        lines
    }

    /// Filled fields, errors, warnings.
    pub fn progress(&self) -> Progress {
        let mut progress = Progress::default();
        for (section, row, cells) in self.live_rows() {
            for (field, cell) in cells.cells.iter().enumerate() {
                let at = At { section, row, field };
                if self.field_of(at).is_none_or(|field| field.kind == Kind::Fixed) || !self.is_asked(at) {
                    continue;
                }
                progress.total += 1;
                progress.filled += usize::from(!cell.text.is_empty());
            }
        }
        for (at, finding) in self.findings() {
            let shown = self.tried || self.visited.contains(&at);
            let reasoned = self.reasons.contains_key(&(at, finding.fact.id().to_owned()));
            match self.weight(finding) {
                Severity::Error if shown => progress.errors += 1,
                Severity::Warning if shown && !reasoned => progress.warnings += 1,
                _ => {}
            }
        }
        progress
    }
}
