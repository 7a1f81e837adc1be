//! Outside lists on the desk (比对): a file becomes suspicions, kept as candidates; a person decides each.

use std::path::Path;

use super::super::walk::walk;
use super::super::{Desk, DeskError};
use super::VerifyError;
use crate::domain::acts::{Fact, Held, Write};
use crate::domain::kinds::{candidate, kind};
use crate::domain::record;
use crate::domain::value::Value;
use crate::domain::verify::acts;
use crate::domain::verify::lists::{self, NewCandidate};
use crate::domain::verify::matching::{self, By, Line, Person};
use crate::domain::verify::records::{candidate_key, stage_of};
use crate::domain::verify::{Candidate, Stage};
use crate::i18n::verify::VerifySay;
use crate::journal::{EntityId, RecordKey};
use crate::sheets;
use crate::store::StoreError;

/// Operations of one commit of candidates.
const OPS_FULL: usize = 1_500;

/// One suspicion as it was found.
#[derive(Clone, Debug)]
pub struct Suspicion {
    /// Its record.
    pub key: RecordKey,
    /// The line of the list.
    pub line: Line,
    /// The person.
    pub person: EntityId,
    /// From 0 to 100.
    pub score: u8,
    /// By what.
    pub by: By,
    /// It was not kept before.
    pub fresh: bool,
}

/// What matching a list came to.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Code of the outcome that the list claims.
    pub claims: u16,
    /// Lines of the list.
    pub lines: usize,
    /// Lines with at least one suspicion.
    pub matched: usize,
    /// By line, the best first.
    pub found: Vec<Suspicion>,
}

impl Desk {
    /// Matches a list with the register and keeps what is suspicious. No person's record is touched.
    /// A list that does not say what it claims needs `claims`, the code of an outcome.
    pub fn match_list(&mut self, file: &Path, claims: Option<u16>) -> Result<Matched, VerifyError> {
        let book = sheets::read_file(file).map_err(DeskError::Sheet)?;
        let name = super::super::super::views::file_name(file);
        let list =
            sheets::read_outside(&book, &name).ok_or_else(|| VerifySay::NoUsableColumn(name.clone()))?;
        let Some(claims) = claims.or(list.claims) else {
            return Err(VerifySay::ListSaysNothing(name).into());
        };
        let persons = self.persons_to_match()?;
        let matches = matching::matches(&list.lines, &persons);
        let mut found = Vec::new();
        let mut writes: Vec<Write> = Vec::new();
        let mut matched = std::collections::BTreeSet::new();
        for one in matches {
            let (Some(line), Some(person)) = (list.lines.get(one.line), persons.get(one.person)) else {
                continue;
            };
            matched.insert(one.line);
            let key = candidate_key(person.village, book.hash, line.row, person.person);
            let held = self.held_or_blank(key)?;
            let new = NewCandidate {
                person: person.person,
                source: name.clone(),
                row: line.row,
                outcome: claims,
                on: line.on,
                score: one.score,
                by: one.by.code(),
                stated: format!("{} {}", line.name, line.place).trim().to_owned(),
            };
            let kept = lists::keep_candidate(&held, &new);
            let fresh = !kept.is_empty();
            writes.extend(kept);
            if writes.len() >= OPS_FULL {
                self.write_candidates(&mut writes)?;
            }
            let (line, person) = (line.clone(), person.person);
            found.push(Suspicion { key, line, person, score: one.score, by: one.by, fresh });
        }
        self.write_candidates(&mut writes)?;
        Ok(Matched { claims, lines: list.lines.len(), matched: matched.len(), found })
    }

    fn write_candidates(&mut self, writes: &mut Vec<Write>) -> Result<(), DeskError> {
        if !writes.is_empty() {
            let act = self.folder().new_act()?;
            self.write(act, std::mem::take(writes))?;
        }
        Ok(())
    }

    /// Everyone who stands and is not dead by the register.
    fn persons_to_match(&self) -> Result<Vec<Person>, StoreError> {
        let mut persons = Vec::new();
        walk(&self.folder().asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = record::Person::from_record(key, &record);
            if !person.common.stands() {
                return;
            }
            persons.push(Person {
                person: key.entity,
                village: key.scope,
                name: person.name.shown.clone().unwrap_or_default(),
                id_number: person.id_number.shown.clone().unwrap_or_default(),
                birth: person.birth.shown,
                place: self.roll().place(key.scope).to_owned(),
            });
        })?;
        Ok(persons)
    }

    /// Candidates of a person that wait for a key.
    pub(super) fn waiting_candidates(&self, person: EntityId) -> Result<Vec<Held>, DeskError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(Vec::new()) };
        let records =
            self.folder().ask(move |state| state.holding(kind::CANDIDATE, candidate::PERSON, &bytes))?;
        let mut waiting = Vec::new();
        for (key, record) in records {
            let stage = stage_of(&Candidate::from_record(key, &record).stage);
            if stage.is_some_and(|(stage, _)| stage == Stage::Waiting) {
                waiting.push(Held::of(key, &record)?);
            }
        }
        Ok(waiting)
    }

    /// Takes a candidate's step: it is not that person, or it is not so. A confirmation comes with the visit that finds it.
    pub fn settle_candidate(&mut self, id: &str, to: Stage) -> Result<VerifySay, VerifyError> {
        let found = self.candidate_of(id)?;
        let Some((key, held)) = found else { return Err(VerifySay::NoRecord(id.to_owned()).into()) };
        let now = acts::held_stage(&held, candidate::STAGE).map(|(stage, _)| stage);
        if now != Some(Stage::Waiting) {
            let name = now.map_or("none", Stage::name);
            let doubt = crate::domain::verify::guard::Doubt::Stage(name);
            return Err(VerifySay::Refused(vec![Fact::Verify(doubt)]).into());
        }
        let act = self.folder().new_act()?;
        self.write(act, acts::take_step(&held, candidate::STAGE, acts::stage(to), None))?;
        let about = match held.shown(candidate::PERSON) {
            Some(Value::Ref(person)) => self.about_person(*person)?,
            _ => key.entity.hex(),
        };
        Ok(VerifySay::Stepped(about, to))
    }

    fn candidate_of(&self, id: &str) -> Result<Option<(RecordKey, Held)>, DeskError> {
        let wanted = id.trim().to_lowercase();
        let mut found = None;
        walk(&self.folder().asker(), &[kind::CANDIDATE], &mut |_| true, &mut |key, record| {
            if !wanted.is_empty() && key.entity.hex().starts_with(&wanted) {
                found = Some((key, record));
            }
        })?;
        Ok(found.map(|(key, record)| Held::of(key, &record).map(|held| (key, held))).transpose()?)
    }
}
