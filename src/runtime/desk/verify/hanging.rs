//! What hangs in the villages (公示): postings, what is said against them, photos and papers by name and digest.

use std::path::Path;

use super::super::walk::of_scope;
use super::super::{Desk, DeskError};
use super::{VerifyError, hold};
use crate::domain::acts::{Fact, Held};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, objection};
use crate::domain::verify::acts::{stage, take_step};
use crate::domain::verify::guard::Doubt;
use crate::domain::verify::lists::{self, NewObjection, NewPaper};
use crate::domain::verify::records::{proposal_key, stage_of};
use crate::domain::verify::{Objection, Paper, Posting, Stage};
use crate::i18n::verify::VerifySay;
use crate::journal::{EntityId, RecordKey};
use crate::runtime::views::file_name;
use crate::sheets::{self, digest_of};

/// What a photo or a paper is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperOf {
    /// The last list posted in a village.
    Posting(EntityId),
    /// The last visit of a household in this round.
    Visit(EntityId),
    /// What is proposed of a person in this round.
    Proposal(EntityId),
}

impl Desk {
    /// Postings of a village in the round at hand, the latest last.
    pub fn postings(&self, village: EntityId) -> Result<Vec<(RecordKey, Posting)>, DeskError> {
        let round = self.round()?.map(|round| round.entity());
        let mut found = Vec::new();
        of_scope(&self.folder().asker(), &[kind::POSTING], village, &mut |key, record| {
            let posting = Posting::from_record(key, &record);
            if posting.common.stands() && posting.round.shown == round {
                found.push((key, posting));
            }
        })?;
        found.sort_by_key(|(key, posting)| (posting.from.shown, key.entity));
        Ok(found)
    }

    fn last_posting(&self, village: EntityId) -> Result<(RecordKey, Posting), VerifyError> {
        let last = self.postings(village)?.pop();
        last.ok_or_else(|| VerifySay::NoPosting(self.roll().place(village).to_owned()).into())
    }

    /// Objections to a posting.
    pub fn objections(
        &self,
        posting: EntityId,
        village: EntityId,
    ) -> Result<Vec<(RecordKey, Objection)>, DeskError> {
        let mut found = Vec::new();
        of_scope(&self.folder().asker(), &[kind::OBJECTION], village, &mut |key, record| {
            let objection = Objection::from_record(key, &record);
            if objection.common.stands() && objection.posting.shown == Some(posting) {
                found.push((key, objection));
            }
        })?;
        found.sort_by_key(|(key, objection)| (objection.on.shown, key.entity));
        Ok(found)
    }

    /// Ends the last posting of a village with its result, and writes the proof of it.
    pub fn end_posting(
        &mut self,
        village: EntityId,
        result: &str,
        taken_down: bool,
        (why, file): (Option<&str>, Option<&Path>),
    ) -> Result<VerifySay, VerifyError> {
        let (key, posting) = self.last_posting(village)?;
        let open = self.objections(key.entity, village)?;
        let unanswered = |(_, objection): &&(RecordKey, Objection)| {
            stage_of(&objection.stage).is_none_or(|(stage, _)| stage != Stage::Answered)
        };
        let waiting = open.iter().filter(unanswered).count();
        let stage = stage_of(&posting.stage).map(|(stage, _)| stage);
        if stage != Some(Stage::Posted) || (waiting > 0 && !taken_down) {
            let name = if waiting > 0 { Stage::Received.name() } else { stage.map_or("none", Stage::name) };
            return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::Stage(name))]).into());
        }
        let hangs = posting.to.shown.filter(|to| !taken_down && self.day().is_before(*to));
        hold(hangs.map(|to| Fact::Verify(Doubt::StillHangs(to))).into_iter().collect(), why)?;
        let held = self.held_or_blank(key)?;
        let to = if taken_down { Stage::TakenDown } else { Stage::Ended };
        let act = self.folder().new_act()?;
        self.write(act, lists::end_posting(&held, to, result))?;
        let name = self.roll().place(village).to_owned();
        if let Some(file) = file {
            let day = |day: Option<Day>| day.map(|day| day.iso()).unwrap_or_default();
            let round = self.round()?.and_then(|round| round.period.shown.clone());
            let photos = self.papers_of(key.entity, village)?;
            let photos: Vec<String> = photos.iter().map(named).collect();
            let facts = [
                ("village", name.clone()),
                ("period", round.unwrap_or_default()),
                ("days", format!("{} \u{2014} {}", day(posting.from.shown), day(posting.to.shown))),
                ("print", posting.fingerprint.shown.clone().unwrap_or_default()),
                ("lines", posting.lines.shown.unwrap_or_default().to_string()),
                ("objections", open.len().to_string()),
                ("result", result.to_owned()),
                ("photos", photos.join("\u{ff1b}")),
            ];
            self.write_paper(&sheets::posting_result_paper(&facts), file)?;
        }
        Ok(VerifySay::Stepped(name, to))
    }

    /// Takes an objection to the last posting of a village in.
    pub fn object(&mut self, village: EntityId, mut new: NewObjection) -> Result<VerifySay, VerifyError> {
        let (key, _) = self.last_posting(village)?;
        new.posting = key.entity;
        if self.day().is_before(new.on) {
            return Err(VerifySay::Refused(vec![Fact::AfterToday(new.on)]).into());
        }
        let act = self.folder().new_act()?;
        self.write(act, lists::object(village, &new))?;
        Ok(VerifySay::Stepped(self.roll().place(village).to_owned(), Stage::Received))
    }

    /// The oldest objection of a village that waits for its answer.
    fn open_objection(&self, village: EntityId) -> Result<Held, VerifyError> {
        let (posting, _) = self.last_posting(village)?;
        let open = self.objections(posting.entity, village)?.into_iter().find(|(_, objection)| {
            stage_of(&objection.stage).is_some_and(|(stage, _)| stage != Stage::Answered)
        });
        let nothing = || VerifySay::NoObjection(self.roll().place(village).to_owned());
        let (key, _) = open.ok_or_else(nothing)?;
        Ok(self.held_or_blank(key)?)
    }

    /// The oldest open objection of a village was checked again (复核); `found` = what came of it.
    pub fn recheck_objection(&mut self, village: EntityId, found: &str) -> Result<VerifySay, VerifyError> {
        let held = self.open_objection(village)?;
        let act = self.folder().new_act()?;
        let to = stage(Stage::Rechecked);
        self.write(act, take_step(&held, objection::STAGE, to, Some(found)))?;
        Ok(VerifySay::Stepped(self.roll().place(village).to_owned(), Stage::Rechecked))
    }

    /// Answers the oldest open objection of a village.
    pub fn answer_objection(
        &mut self,
        village: EntityId,
        answer: &str,
        on: Day,
    ) -> Result<VerifySay, VerifyError> {
        let held = self.open_objection(village)?;
        let name = self.roll().place(village).to_owned();
        let act = self.folder().new_act()?;
        self.write(act, lists::answer(&held, answer, on))?;
        Ok(VerifySay::Stepped(name, Stage::Answered))
    }

    /// The record that a photo or paper is about, with its village.
    fn subject_of(&self, of: PaperOf) -> Result<(EntityId, EntityId), VerifyError> {
        match of {
            PaperOf::Posting(village) => Ok((village, self.last_posting(village)?.0.entity)),
            PaperOf::Visit(household) => {
                let gone = || VerifySay::NoRecord(household.hex());
                let village = self.household_key(household).ok_or_else(gone)?.scope;
                let look = self.verify_village(village)?;
                let last = look.visits.iter().rev().find(|visit| visit.household.shown == Some(household));
                let unseen = || VerifySay::Refused(vec![Fact::Verify(Doubt::NothingProposed)]);
                Ok((village, last.ok_or_else(unseen)?.entity()))
            }
            PaperOf::Proposal(person) => {
                let round = self.round_at_hand()?;
                let gone = || VerifySay::NoRecord(person.hex());
                let village = self.roll().persons.get(&person).map(|row| row.village).ok_or_else(gone)?;
                let key = proposal_key(village, round.entity(), person);
                let nothing = || VerifySay::Refused(vec![Fact::Verify(Doubt::NothingProposed)]);
                self.record(key)?.ok_or_else(nothing)?;
                Ok((village, key.entity))
            }
        }
    }

    /// Notes a photo or a paper: the name of its file, its digest as it is now, and where it lies. The file stays where it is.
    pub fn note_paper(
        &mut self,
        of: PaperOf,
        file: &Path,
        mut new: NewPaper,
    ) -> Result<VerifySay, VerifyError> {
        if let Some(on) = new.on.filter(|on| self.day().is_before(*on)) {
            return Err(VerifySay::Refused(vec![Fact::AfterToday(on)]).into());
        }
        let (village, subject) = self.subject_of(of)?;
        new.file = file_name(file);
        new.digest = digest_of(file).map_err(|error| VerifySay::OfFile(new.file.clone(), error))?;
        let act = self.folder().new_act()?;
        self.write(act, lists::paper(village, subject, &new))?;
        Ok(VerifySay::PaperNoted(new.file, new.digest))
    }

    /// Photos and papers about a record, the oldest first.
    pub fn papers_of(&self, subject: EntityId, village: EntityId) -> Result<Vec<Paper>, DeskError> {
        let mut found = self.papers_in(village)?;
        found.retain(|paper| paper.subject.shown == Some(subject));
        Ok(found)
    }

    /// Photos and papers of a village, the oldest first.
    pub fn papers_in(&self, village: EntityId) -> Result<Vec<Paper>, DeskError> {
        let mut found = Vec::new();
        of_scope(&self.folder().asker(), &[kind::PAPER], village, &mut |key, record| {
            let paper = Paper::from_record(key, &record);
            if paper.common.stands() {
                found.push(paper);
            }
        })?;
        found.sort_by_key(|paper: &Paper| (paper.on.shown, paper.entity()));
        Ok(found)
    }
}

/// A photo on the proof of a posting: its file, and the first digits of its digest.
fn named(paper: &Paper) -> String {
    let file = paper.file.shown.clone().unwrap_or_default();
    let digest: String = paper.digest.shown.iter().flat_map(|digest| digest.chars()).take(8).collect();
    format!("{file} {digest}")
}
