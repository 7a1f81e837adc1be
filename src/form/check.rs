//! When which check runs (检查): a field when it is left, the whole form on saving and after each field; nothing is refused
//! here, findings only say what stands where and what it weighs.

use super::answers::{AnswerRow, Answers, Datum};
use super::content::{At, Row};
use super::spec::{FieldSpec, Kind, Rows};
use super::{Choice, Form};
use crate::domain::acts::{Fact, Finding, Place, Severity};

impl Form {
    /// Options of a field.
    pub(super) fn options_of(&self, field: &FieldSpec) -> &[Choice] {
        field.kind.source().and_then(|source| self.lists.get(&source)).map_or(&[], Vec::as_slice)
    }

    /// Reads one cell.
    pub(super) fn read(&self, at: At) -> (Datum, Vec<Fact>) {
        let (Some(field), Some(cell)) = (self.field_of(at), self.content.cell(at)) else {
            return Default::default();
        };
        // A value that no option has (a code of a newer list) stays what it was until it is changed.
        if cell.text == cell.was
            && let Some(value) = cell.seen.as_ref().and_then(|seen| seen.shown.as_ref())
        {
            let facts = field.kind.read(&cell.text, self.options_of(field), self.context.today).1;
            return (Datum::of(value), facts);
        }
        field.kind.read(&cell.text, self.options_of(field), self.context.today)
    }

    /// Rows that say something: empty rows of a growing section do not count.
    pub(super) fn live_rows(&self) -> impl Iterator<Item = (usize, usize, &Row)> {
        self.spec.sections.iter().enumerate().flat_map(move |(number, section)| {
            let grows = matches!(section.rows, Rows::Grow(_));
            let rows = self.content.rows(number).iter().enumerate();
            rows.filter(move |(_, row)| !(grows && row.is_blank()))
                .map(move |(at, row)| (number, at, row.as_ref()))
        })
    }

    /// All parsed values.
    pub fn answers(&self) -> Answers {
        Answers { rows: self.live_rows().map(|(section, row, _)| self.answer_row(section, row)).collect() }
    }

    pub(super) fn answer_row(&self, section: usize, row: usize) -> AnswerRow {
        let Some(spec) = self.spec.sections.get(section) else { return AnswerRow::default() };
        let datum = |(field, spec): (usize, &FieldSpec)| {
            let datum = self.read(At { section, row, field }).0;
            (datum != Datum::Nothing).then_some((spec.id, datum))
        };
        AnswerRow {
            section: spec.id,
            row,
            about: self.content.row(section, row).and_then(|row| row.about),
            fields: spec.fields.iter().enumerate().filter_map(datum).collect(),
        }
    }

    /// Checks everything anew.
    pub(super) fn check(&mut self) {
        let findings = self.all_findings();
        self.findings.clear();
        findings.into_iter().for_each(|finding| self.note(finding));
    }

    /// Where a finding stands in this form.
    pub(super) fn at(&self, finding: &Finding) -> At {
        let Place { section, row, field } = finding.place;
        self.at_of(section, row, field).unwrap_or_default()
    }

    /// Takes one finding in, once.
    pub(super) fn note(&mut self, finding: Finding) {
        let here = self.findings.entry(self.at(&finding)).or_default();
        if !here.contains(&finding) {
            here.push(finding);
        }
    }

    /// Remembers what spoke against the records before anything was typed.
    pub(super) fn learn_known(&mut self) {
        let findings = self.all_findings();
        let read = |finding: &Finding| {
            let Place { section, row, field } = finding.place;
            let cell = self.at_of(section, row, field).and_then(|at| self.content.cell(at));
            cell.is_some_and(|cell| cell.seen.is_some())
        };
        self.known = findings.into_iter().filter(read).collect();
    }

    fn all_findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (section, row, cells) in self.live_rows() {
            let Some(spec) = self.spec.sections.get(section) else { continue };
            for (field, known) in spec.fields.iter().enumerate() {
                let place = Place { section: spec.id, row, field: known.id };
                let empty = cells.cells.get(field).is_none_or(|cell| cell.text.trim().is_empty());
                let at = At { section, row, field };
                if known.required && known.kind != Kind::Fixed && empty && self.is_asked(at) {
                    findings.push(Finding { place, fact: Fact::Missing });
                }
                let facts = self.read(At { section, row, field }).1;
                findings.extend(facts.into_iter().map(|fact| Finding { place, fact }));
            }
        }
        findings.extend((self.spec.checks)(&self.answers(), &self.context));
        findings.extend(self.outside.values().flatten().cloned());
        findings
    }

    /// What stands at a field.
    pub fn findings_at(&self, at: At) -> &[Finding] {
        self.findings.get(&at).map_or(&[], Vec::as_slice)
    }

    /// What a finding weighs in this form: what spoke against the record before it was opened only informs.
    pub fn weight(&self, finding: &Finding) -> Severity {
        if self.known.contains(finding) { Severity::Note } else { finding.fact.severity() }
    }

    /// The heaviest finding of a field.
    pub fn worst(&self, at: At) -> Option<Severity> {
        self.findings_at(at).iter().map(|finding| self.weight(finding)).max()
    }

    /// Every finding with its place, in reading order.
    pub fn findings(&self) -> impl Iterator<Item = (At, &Finding)> {
        self.findings.iter().flat_map(|(at, findings)| findings.iter().map(|finding| (*at, finding)))
    }

    /// Warnings without a reason.
    pub(super) fn unreasoned(&self) -> Vec<(At, Finding)> {
        let open = |at: At, finding: &Finding| {
            self.weight(finding) == Severity::Warning
                && !self.reasons.contains_key(&(at, finding.fact.id().to_owned()))
        };
        self.findings()
            .filter(|(at, finding)| open(*at, finding))
            .map(|(at, finding)| (at, finding.clone()))
            .collect()
    }
}
