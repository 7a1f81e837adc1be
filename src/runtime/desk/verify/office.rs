//! The office's part (办公室): what waits, opinions, returns, decisions, approvals. A step names the version that it judges.

use super::super::Desk;
use super::{VerifyError, Village, hold};
use crate::domain::acts::{Fact, Held};
use crate::domain::day::Day;
use crate::domain::kinds::proposal;
use crate::domain::setting;
use crate::domain::value::Value;
use crate::domain::verify::acts::{self, County, InRegister, NewDecision, NewOpinion};
use crate::domain::verify::guard::{self, Doubt};
use crate::domain::verify::records::{
    decision_key, outcome_key, proposal_key, stage_of, version_of_decision,
};
use crate::domain::verify::rules::code;
use crate::domain::verify::{Decision, Outcome, Proposal, Round, Rules, Stage};
use crate::flow::form::{FormAct, SavedAct};
use crate::i18n::verify::VerifySay;
use crate::journal::{Act, EntityId, Hash, OpId};

/// A proposal as it waits.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The person.
    pub person: EntityId,
    /// Their village.
    pub village: EntityId,
    /// Their household.
    pub household: EntityId,
    /// The proposal.
    pub proposal: Proposal,
    /// Where it stands.
    pub stage: Stage,
    /// Changed since it was returned.
    pub changed: bool,
    /// What was found.
    pub outcome: Option<Outcome>,
    /// The version that a step judges.
    pub version: Hash,
    /// The decision that was entered.
    pub decision: Option<Decision>,
    /// Where it stands: the approval where there is one.
    pub decided: Option<Stage>,
    /// Somebody in the office has to do something.
    pub waits: bool,
}

/// What is entered of a decision; what is left out follows from proposal and rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deciding {
    /// Id of the cause.
    pub cause: Option<String>,
    /// When it happened.
    pub on: Option<Day>,
    /// From when it counts.
    pub effective: Option<Day>,
    /// Papers.
    pub papers: Vec<String>,
    /// Number of the document.
    pub number: String,
    /// The other county's confirmation.
    pub county: County,
    /// The version that was read; none = as it is now.
    pub version: Option<Hash>,
    /// Why, where something is doubtful.
    pub why: Option<String>,
}

/// A person whose proposal is worked on.
struct AtHand {
    look: Village,
    round: Round,
    rules: &'static Rules,
    person: EntityId,
    proposal: Held,
    stage: Option<Stage>,
    version: Hash,
}

impl Desk {
    /// Proposals and decisions of the round, in all villages or one, in the roster's order.
    pub fn verify_queue(&self, village: Option<EntityId>) -> Result<Vec<Queued>, VerifyError> {
        let Some(round) = self.round()? else { return Ok(Vec::new()) };
        let villages = match village {
            Some(village) => vec![village],
            None => self.round_villages(&round),
        };
        let mut queue = Vec::new();
        for village in villages {
            let look = self.verify_village(village)?;
            let mut rows: Vec<Queued> = look
                .proposals
                .iter()
                .filter_map(|(person, proposal)| self.queued(&look, *person, proposal))
                .collect();
            rows.sort_by_key(|row| {
                let household = self.roll().households.get(&row.household);
                (household.map(|row| row.order), row.household, row.person)
            });
            queue.extend(rows);
        }
        Ok(queue)
    }

    fn queued(&self, look: &Village, person: EntityId, proposal: &Proposal) -> Option<Queued> {
        let stage = look.stage(person)?;
        let raw = stage_of(&proposal.stage).map(|(stage, _)| stage);
        Some(Queued {
            person,
            village: look.village,
            household: self.roll().persons.get(&person).map(|row| row.household).unwrap_or_default(),
            proposal: proposal.clone(),
            stage,
            changed: raw == Some(Stage::Returned) && stage != Stage::Returned,
            outcome: look.outcomes.get(&person).cloned(),
            version: look.version(person),
            decision: look.decisions.get(&person).cloned(),
            decided: look.decided(person),
            waits: look.waits(person),
        })
    }

    fn at_hand(&self, person: EntityId) -> Result<AtHand, VerifyError> {
        let round = self.round_at_hand()?;
        let rules = self.verify_rules(Some(&round))?;
        let Some(row) = self.roll().persons.get(&person).copied() else {
            return Err(VerifySay::NoRecord(person.hex()).into());
        };
        let look = self.verify_village(row.village)?;
        let proposal = self.held_or_blank(proposal_key(row.village, round.entity(), person))?;
        let (stage, version) = (look.stage(person), look.version(person));
        Ok(AtHand { look, round, rules, person, proposal, stage, version })
    }

    fn verify_report(&self, act: FormAct, person: EntityId) -> Result<SavedAct, VerifyError> {
        let household = self.roll().persons.get(&person).map(|row| row.household).unwrap_or_default();
        Ok(SavedAct { act, about: self.about_person(person)?, household, person: Some(person) })
    }

    /// Takes a step, if it follows.
    fn may(at: &AtHand, to: Stage) -> Result<(), VerifyError> {
        if crate::domain::verify::stages::may_follow(at.stage, to) {
            return Ok(());
        }
        let doubt = at.stage.map_or(Doubt::NothingProposed, |stage| Doubt::Stage(stage.name()));
        Err(VerifySay::Refused(vec![Fact::Verify(doubt)]).into())
    }

    fn same_version(at: &AtHand, read: Option<Hash>) -> Result<(), VerifyError> {
        if read.is_none_or(|read| read == at.version) {
            return Ok(());
        }
        Err(VerifySay::Refused(vec![Fact::Verify(Doubt::MovedOn)]).into())
    }

    /// The version of a person's proposal whose first digits were typed; none where it is another one now.
    pub fn version_typed(&self, person: EntityId, typed: &str) -> Result<Hash, VerifyError> {
        let now = self.at_hand(person)?.version;
        if !typed.is_empty() && now.hex().starts_with(&typed.to_lowercase()) {
            return Ok(now);
        }
        Err(VerifySay::Refused(vec![Fact::Verify(Doubt::MovedOn)]).into())
    }

    /// An opinion of community, street or district.
    pub fn give_opinion(
        &mut self,
        act: Act,
        person: EntityId,
        new: &NewOpinion,
    ) -> Result<VerifySay, VerifyError> {
        use crate::domain::verify::stages::Level;
        let at = self.at_hand(person)?;
        let to = match new.level {
            Level::Community => Some(Stage::Community),
            Level::Street => Some(Stage::Street),
            Level::District => None,
        };
        match to {
            Some(to) => Self::may(&at, to)?,
            None if at.stage.is_none() => Self::may(&at, Stage::Accepted)?,
            None => {}
        }
        if self.day().is_before(new.on) {
            return Err(VerifySay::Refused(vec![Fact::AfterToday(new.on)]).into());
        }
        let report = self.verify_report(FormAct::Opinion, person)?;
        self.write_undoably(act, acts::opinion(&at.proposal, new, at.version), &report)?;
        Ok(VerifySay::Opinion(report.about, new.level))
    }

    /// Returns a proposal to the field with a comment on a field.
    pub fn give_back(
        &mut self,
        act: Act,
        person: EntityId,
        (field, comment): (&str, &str),
        read: Option<Hash>,
    ) -> Result<VerifySay, VerifyError> {
        let at = self.at_hand(person)?;
        Self::same_version(&at, read)?;
        Self::may(&at, Stage::Returned)?;
        if comment.trim().is_empty() {
            return Err(VerifySay::Refused(vec![Fact::Missing]).into());
        }
        let report = self.verify_report(FormAct::GiveBack, person)?;
        self.write_undoably(act, acts::give_back(&at.proposal, field, comment.trim(), at.version), &report)?;
        Ok(VerifySay::Stepped(report.about, Stage::Returned))
    }

    /// Withdraws a proposal, or accepts one for decision.
    pub fn step_proposal(&mut self, person: EntityId, to: Stage) -> Result<VerifySay, VerifyError> {
        let at = self.at_hand(person)?;
        Self::may(&at, to)?;
        let value = acts::judging(to, at.version);
        let act = self.folder().new_act()?;
        let report = self.verify_report(FormAct::GiveBack, person)?;
        self.write_undoably(act, acts::take_step(&at.proposal, proposal::STAGE, value, None), &report)?;
        Ok(VerifySay::Stepped(report.about, to))
    }

    /// Enters a decision.
    pub fn decide(&mut self, act: Act, person: EntityId, new: &Deciding) -> Result<VerifySay, VerifyError> {
        let at = self.at_hand(person)?;
        let outcome = at.look.outcomes.get(&person);
        if outcome.is_some_and(|found| found.outcome.conflict || found.on.conflict) {
            return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::Unsettled)]).into());
        }
        let found = outcome.and_then(|outcome| outcome.outcome.shown);
        let cause = match &new.cause {
            Some(cause) => at.rules.cause(cause),
            None => found.and_then(|code| at.rules.cause_of(code)),
        };
        let Some(cause) = cause else {
            return Err(VerifySay::NoWord(new.cause.clone().unwrap_or_default()).into());
        };
        let event = new.on.or_else(|| outcome.and_then(|outcome| outcome.on.shown));
        let next = at.rules.period.after(event.unwrap_or(self.day()));
        let effective = new.effective.or(next).unwrap_or(self.day());
        let read = new.version.or(Some(at.version));
        let county =
            if cause.confirmation { other_county(&at.proposal, &new.county) } else { County::default() };
        let deciding = guard::Deciding {
            read,
            now: Some(at.version),
            stage: at.stage,
            cause: &cause.id,
            evidence: new.papers.len(),
            event,
            effective: Some(effective),
            county: &county.name,
            confirmation: &county.confirmation,
        };
        let mut facts = guard::of_decision(at.rules, &deciding);
        let late = [event, county.on].into_iter().flatten().find(|on| self.day().is_before(*on));
        facts.extend(late.map(Fact::AfterToday));
        hold(facts, new.why.as_deref())?;
        let held = self.held_or_blank(decision_key(at.look.village, at.round.entity(), person))?;
        let mut evidence = new.papers.clone();
        evidence.extend((!county.confirmation.is_empty()).then(|| county.confirmation.clone()));
        let entered = NewDecision {
            person,
            round: at.round.entity(),
            effect: cause.effect,
            cause: cause.id.clone(),
            rule: at.rules.cites(cause),
            event_on: event,
            effective,
            evidence,
            number: new.number.clone(),
            county,
        };
        let card = self.person(person)?;
        let register = |key: Option<crate::journal::RecordKey>| match key {
            Some(key) => self.held(key),
            None => Ok(None),
        };
        let person_held = register(card.as_ref().map(|card| card.member.person))?;
        let stay = register(card.as_ref().and_then(|card| card.member.membership))?;
        let home = register(card.as_ref().and_then(|card| self.household_key(card.household)))?;
        let Some(person_held) = person_held else { return Err(VerifySay::NoRecord(person.hex()).into()) };
        let in_register =
            InRegister { person: &person_held, membership: stay.as_ref(), household: home.as_ref() };
        let dead = cause.id == "R1" && found == Some(code::DEAD);
        let writes = acts::decide(&held, &at.proposal, &entered, at.version, &in_register, dead);
        let report = self.verify_report(FormAct::Decide, person)?;
        self.write_undoably(act, writes, &report)?;
        Ok(VerifySay::Stepped(report.about, Stage::Entered))
    }

    /// Approves a decision, or does not.
    pub fn approve(
        &mut self,
        act: Act,
        person: EntityId,
        agrees: bool,
        on: Day,
        why: Option<&str>,
    ) -> Result<VerifySay, VerifyError> {
        let at = self.at_hand(person)?;
        let key = decision_key(at.look.village, at.round.entity(), person);
        let Some(record) = self.record(key)? else {
            return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::NothingProposed)]).into());
        };
        let decided = Decision::from_record(key, &record);
        let entered = stage_of(&decided.stage).map(|(stage, _)| stage);
        let now = stage_of(&decided.approval).map(|(stage, _)| stage).or(entered);
        let to = match (agrees, now) {
            (true, Some(Stage::Entered | Stage::Declined)) => Stage::Approved,
            (false, Some(Stage::Entered)) => Stage::Declined,
            (false, Some(Stage::Approved)) => Stage::Revoked,
            (_, now) => {
                let doubt = Doubt::Stage(now.map_or("none", Stage::name));
                return Err(VerifySay::Refused(vec![Fact::Verify(doubt)]).into());
            }
        };
        if self.day().is_before(on) {
            return Err(VerifySay::Refused(vec![Fact::AfterToday(on)]).into());
        }
        let apart = [
            decided.act.conflict,
            decided.cause.conflict,
            decided.event_on.conflict,
            decided.effective.conflict,
        ];
        if agrees && apart.contains(&true) {
            return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::Unsettled)]).into());
        }
        if agrees && let Some(name) = self.own_work(&at, &decided)? {
            let allowed = self.setting(setting::APPROVE_OWN)?.is_some_and(|said| said == "yes");
            let reasoned = why.is_some_and(|why| !why.trim().is_empty());
            if !(allowed && reasoned) {
                return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::OwnWork(name))]).into());
            }
        }
        let held = Held::of(key, &record).map_err(super::DeskError::from)?;
        let seen = version_of_decision(&key, &record);
        let report = self.verify_report(FormAct::Approve, person)?;
        self.write_undoably(act, acts::approve(&held, to, on, seen, why), &report)?;
        Ok(VerifySay::Stepped(report.about, to))
    }

    /// The officer who works here, if the proposal or the decision is theirs.
    fn own_work(&self, at: &AtHand, decided: &Decision) -> Result<Option<String>, VerifyError> {
        let me = self.folder().actor().officer;
        let mut ops: Vec<OpId> = decided.stage.ops.clone();
        ops.extend(decided.cause.ops.iter().copied());
        let outcome = outcome_key(at.look.village, at.round.entity(), at.person, false);
        ops.extend(
            self.record(outcome)?
                .map(|record| record.live_ids(crate::domain::kinds::outcome::OUTCOME))
                .unwrap_or_default(),
        );
        ops.extend(at.proposal.slot(proposal::PERSON).ops);
        let commits: std::collections::BTreeSet<_> = ops.iter().map(OpId::commit).collect();
        let mine = self.folder().ask(move |state| {
            Ok(state
                .ledger()
                .entries()
                .any(|entry| commits.contains(&entry.id) && entry.header.officer == me))
        })?;
        Ok(mine.then(|| self.folder().actor().name.clone()))
    }

    /// Notes that the notice of a decision went out, and that it was served.
    pub fn serve_notice(
        &mut self,
        person: EntityId,
        notice_on: Option<Day>,
        served_on: Option<Day>,
        to: &str,
    ) -> Result<VerifySay, VerifyError> {
        let at = self.at_hand(person)?;
        let key = decision_key(at.look.village, at.round.entity(), person);
        let Some(held) = self.held(key)? else {
            return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::NothingProposed)]).into());
        };
        is_approved(at.look.decided(person))?;
        let late = [notice_on, served_on].into_iter().flatten().find(|on| self.day().is_before(*on));
        if let Some(on) = late {
            return Err(VerifySay::Refused(vec![Fact::AfterToday(on)]).into());
        }
        let act = self.folder().new_act()?;
        self.write(act, acts::served(&held, notice_on, served_on, to))?;
        Ok(VerifySay::Stepped(self.about_person(person)?, Stage::Approved))
    }
}

/// What is not approved is told to nobody.
pub(super) fn is_approved(stage: Option<Stage>) -> Result<(), VerifyError> {
    let doubt = match stage {
        Some(Stage::Approved) => return Ok(()),
        Some(stage) => Doubt::Stage(stage.name()),
        None => Doubt::NothingProposed,
    };
    Err(VerifySay::Refused(vec![Fact::Verify(doubt)]).into())
}

/// The other county as it was said now, else as the proposal has it.
fn other_county(held: &Held, said: &County) -> County {
    let text = |slot: u16, said: &str| match held.shown(slot) {
        Some(Value::Text(known)) if said.is_empty() => known.clone(),
        _ => said.to_owned(),
    };
    let on = match held.shown(proposal::CONFIRMED_ON) {
        Some(Value::Day(known)) => said.on.or(Some(*known)),
        _ => said.on,
    };
    County {
        name: text(proposal::COUNTY, &said.name),
        confirmation: text(proposal::CONFIRMATION, &said.confirmation),
        on,
    }
}
