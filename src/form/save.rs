//! Saving (保存): errors stop it, warnings ask for a reason, and what comes out is what changed, with what it replaces.

use std::collections::BTreeMap;

use super::answers::{Answers, Datum};
use super::content::{At, Mark};
use super::edit::{FormReply, Out};
use super::focus::Focus;
use super::{Form, Kind};
use crate::domain::acts::{Finding, Place, Severity};
use crate::domain::value::Value;
use crate::i18n::form::{Label, Said};
use crate::journal::{Act, EntityId, OpId, RecordKey};

/// One field that says something else than the record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The field.
    pub place: Place,
    /// The entity that its row is about.
    pub about: Option<EntityId>,
    /// The slot that it stands for.
    pub slot: Option<u16>,
    /// The new value; none = empty.
    pub value: Option<Value>,
    /// The live operations as they were read.
    pub replaces: Vec<OpId>,
}

/// A warning that was accepted, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasoned {
    /// The field.
    pub place: Place,
    /// The rule's id (`Fact::id`).
    pub rule: String,
    /// Why it is right all the same.
    pub reason: String,
}

/// What a form gives when it is saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// The record that it was opened on.
    pub subject: Option<RecordKey>,
    /// Drawn when it was opened.
    pub act: Act,
    /// What changed, in reading order; nothing for fields that say what they said.
    pub changes: Vec<Changed>,
    /// Accepted warnings.
    pub reasons: Vec<Reasoned>,
    /// All that the form says.
    pub answers: Answers,
}

impl Saved {
    /// Changed slots of the record that a section's row is about: (slot, value).
    pub fn slots<'a>(&'a self, section: &'a str) -> impl Iterator<Item = &'a Changed> {
        self.changes.iter().filter(move |change| change.place.section == section && change.slot.is_some())
    }

    /// The reason to be kept beside the operations: the field `why`, else the accepted warnings' reasons.
    pub fn why(&self) -> Option<String> {
        let said = self.answers.rows.iter().map(|row| row.text("why")).find(|text| !text.is_empty());
        let mut parts: Vec<String> = said.map(str::to_owned).into_iter().collect();
        for reasoned in &self.reasons {
            let part = format!("{}.{}: {}", reasoned.place.field, reasoned.rule, reasoned.reason);
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

impl Form {
    /// Leaves the field, takes what is proposed, checks everything; then errors first, then warnings, then out.
    pub(super) fn save(&mut self) -> FormReply {
        self.leave(false);
        let rows: Vec<(usize, usize)> = self.live_rows().map(|(section, row, _)| (section, row)).collect();
        rows.into_iter().for_each(|(section, row)| self.accept_row(section, row));
        self.tried = true;
        self.check();
        let errors = self.findings().filter(|(_, finding)| self.weight(finding) == Severity::Error).count();
        if errors > 0 {
            self.asked.clear();
            self.go_to_error();
            return FormReply { said: Some(Said::Errors(errors)), ..FormReply::default() };
        }
        self.asked = self.unreasoned();
        if !self.asked.is_empty() {
            let said = Some(Said::ReasonWanted(self.asked.len()));
            self.focus = Focus::Reason(0);
            self.enter();
            return FormReply { said, ..FormReply::default() };
        }
        self.focus = Focus::Save;
        self.enter();
        let saved = self.saved();
        if saved.changes.is_empty() {
            return FormReply { said: Some(Said::NothingChanged), ..FormReply::default() };
        }
        FormReply { out: Out::Save(Box::new(saved)), ..FormReply::default() }
    }

    /// Takes the reason for one warning: a line of the list, its number, or typed; Enter alone repeats the one before.
    pub(super) fn give_reason(&mut self, number: usize) -> FormReply {
        let options = self.list_source().unwrap_or_default();
        let typed = Kind::Reason.read(self.field.text(), options, self.context.today).0;
        let listed = self.chosen().map(|choice| choice.name.clone());
        let reason = match (listed, typed) {
            (Some(name), _) => Some(name),
            (None, Datum::Text(text)) => Some(text),
            _ => self.reason_before(number),
        };
        let (Some(reason), Some((at, finding))) = (reason, self.asked.get(number).cloned()) else {
            return FormReply { said: Some(Said::ReasonNeeded), ..FormReply::default() };
        };
        self.reasons.insert((at, finding.fact.id().to_owned()), reason);
        if number + 1 < self.asked.len() {
            self.focus = Focus::Reason(number + 1);
            self.enter();
            return FormReply { draft: true, ..FormReply::default() };
        }
        self.asked.clear();
        self.focus = Focus::Save;
        self.enter();
        self.save()
    }

    /// The reason just given for the warning before, which Enter repeats.
    pub fn reason_before(&self, number: usize) -> Option<String> {
        let (at, finding) = self.asked.get(number.checked_sub(1)?)?;
        self.reasons.get(&(*at, finding.fact.id().to_owned())).cloned()
    }

    /// The warning that is asked about, how many there are, and its number.
    pub fn asked(&self) -> Option<(&Finding, usize, usize)> {
        match self.focus {
            Focus::Reason(number) => {
                self.asked.get(number).map(|(_, finding)| (finding, number, self.asked.len()))
            }
            _ => None,
        }
    }

    /// The place of the warning that is asked about.
    pub fn asked_at(&self) -> Option<At> {
        match self.focus {
            Focus::Reason(number) => self.asked.get(number).map(|(at, _)| *at),
            _ => None,
        }
    }

    /// What the warning that is asked about is about: the field, and the name in its row; empty where it has none.
    pub fn asked_about(&self) -> Option<(Label, String)> {
        let at = self.asked_at()?;
        let name = self.answer_row(at.section, at.row).text("name").to_owned();
        Some((self.field_of(at)?.label, name))
    }

    /// What would be written now.
    pub fn saved(&self) -> Saved {
        let mut changes = Vec::new();
        for (section, row, _) in self.live_rows() {
            let fields = self.spec.sections.get(section).map_or(0, |section| section.fields.len());
            changes.extend((0..fields).filter_map(|field| self.changed(At { section, row, field })));
        }
        let still = |at: At, rule: &str| self.findings_at(at).iter().any(|finding| finding.fact.id() == rule);
        let reasons = self.reasons.iter().filter(|((at, rule), _)| still(*at, rule));
        let reasons = reasons.filter_map(|((at, rule), reason)| {
            Some(Reasoned { place: self.place(*at)?, rule: rule.clone(), reason: reason.clone() })
        });
        Saved {
            subject: self.subject,
            act: self.act,
            changes,
            reasons: reasons.collect(),
            answers: self.answers(),
        }
    }

    fn place(&self, at: At) -> Option<Place> {
        Some(Place { section: self.section_of(at)?.id, row: at.row, field: self.field_of(at)?.id })
    }

    /// The change of one field, if it says something else; in a conflict, typing any of its values settles it.
    fn changed(&self, at: At) -> Option<Changed> {
        let (cell, field) = (self.content.cell(at)?, self.field_of(at)?);
        let (datum, _) = self.read(at);
        let shown =
            cell.seen.as_ref().and_then(|seen| seen.shown.as_ref()).map(Datum::of).unwrap_or_default();
        let typed = cell.mark != Mark::Untouched;
        let settles = typed && cell.seen.as_ref().is_some_and(|seen| !seen.others.is_empty());
        let differs = if cell.seen.is_some() {
            datum != shown
        } else {
            cell.text != cell.was && datum != Datum::Nothing
        };
        if field.kind == Kind::Fixed || !(settles || (differs && cell.text != cell.was)) {
            return None;
        }
        Some(Changed {
            place: self.place(at)?,
            about: self.content.row(at.section, at.row)?.about,
            slot: field.slot,
            value: datum.value(),
            replaces: cell.seen.as_ref().map(|seen| seen.ops.clone()).unwrap_or_default(),
        })
    }

    /// What the next record's form repeats from this one (`Context::last`).
    pub fn kept(&self) -> BTreeMap<(&'static str, &'static str), String> {
        let mut kept = BTreeMap::new();
        for (section, row, cells) in self.live_rows() {
            let Some(spec) = self.spec.sections.get(section) else { continue };
            for (field, cell) in spec.fields.iter().zip(&cells.cells) {
                if row == 0 || !cell.text.is_empty() {
                    kept.insert((spec.id, field.id), cell.text.clone());
                }
            }
        }
        kept
    }
}
