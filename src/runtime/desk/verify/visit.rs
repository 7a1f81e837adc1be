//! Recording visits (记核查): at the door, from paper, from a village's report; each one act, confirmed before it is said.

use super::super::{Desk, DeskError};
use super::{VerifyError, Village, hold};
use crate::domain::acts::{Fact, Write};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, membership, outcome};
use crate::domain::record::Membership;
use crate::domain::value::Value;
use crate::domain::verify::acts::{self, Found, NewVisit};
use crate::domain::verify::guard::{self, Known, Stated};
use crate::domain::verify::records::{outcome_key, proposal_key};
use crate::domain::verify::rules::code;
use crate::domain::verify::{Outcome, Round, Rules, Stage, VisitResult, Way};
use crate::flow::form::{FormAct, SavedAct};
use crate::i18n::verify::VerifySay;
use crate::journal::{Act, EntityId, RecordKey};

/// Operations of one commit that a village's report fills.
const OPS_FULL: usize = 1_500;

/// Who visits today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Team {
    /// Names.
    pub officers: Vec<String>,
    /// Why fewer than the rule wants.
    pub why_few: String,
}

/// What is entered of one member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberEntry {
    /// The person.
    pub person: EntityId,
    /// Outcome, day, evidence, note.
    pub stated: Stated,
    /// Account check.
    pub account: u16,
    /// Holder as shown.
    pub holder: String,
    /// Last digits as shown.
    pub tail: String,
    /// Phone as told.
    pub phone: String,
}

/// What is entered of a visit; members who are not named are as recorded where the visit went through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisitEntry {
    /// The household.
    pub household: EntityId,
    /// The day.
    pub on: Day,
    /// What came of it; none = what the members say.
    pub result: Option<VisitResult>,
    /// How.
    pub way: Way,
    /// Who was there.
    pub team: Team,
    /// Who answered.
    pub respondent: String,
    /// Their relation to the head.
    pub relation: String,
    /// Ids of the checklist.
    pub checklist: Vec<String>,
    /// What was noted.
    pub note: String,
    /// When one comes again.
    pub next: Option<Day>,
    /// Members with something to say.
    pub members: Vec<MemberEntry>,
    /// Why, where something is doubtful.
    pub why: Option<String>,
}

impl VisitEntry {
    /// A visit on which everything was as recorded.
    pub fn new(household: EntityId, on: Day, way: Way, team: Team) -> Self {
        Self {
            household,
            on,
            result: None,
            way,
            team,
            respondent: String::new(),
            relation: String::new(),
            checklist: Vec::new(),
            note: String::new(),
            next: None,
            members: Vec::new(),
            why: None,
        }
    }
}

impl Desk {
    /// Records a visit under an act that was drawn before.
    pub fn record_visit(
        &mut self,
        act: Act,
        entry: &VisitEntry,
    ) -> Result<(VisitResult, Vec<RecordKey>), VerifyError> {
        let round = self.round_at_hand()?;
        let rules = self.verify_rules(Some(&round))?;
        let (writes, result) = self.visit_writes(entry, &round, rules, 0)?;
        let report = self.visit_report(entry.household)?;
        let keys = self.write_undoably(act, writes, &report)?;
        Ok((result, keys))
    }

    fn visit_report(&self, household: EntityId) -> Result<SavedAct, DeskError> {
        let key = self.household_key(household);
        let about = key.map(|key| self.about(&key)).transpose()?.unwrap_or_default();
        Ok(SavedAct { act: FormAct::Visit, about, household, person: None })
    }

    fn visit_writes(
        &self,
        entry: &VisitEntry,
        round: &Round,
        rules: &Rules,
        number: usize,
    ) -> Result<(Vec<Write>, VisitResult), VerifyError> {
        let Some(card) = self.household(entry.household)? else {
            return Err(VerifySay::NoRecord(String::new()).into());
        };
        let village = card.household.scope;
        let mut facts = Vec::new();
        if entry.way == Way::Door || entry.way == Way::Check {
            facts.extend(guard::of_team(rules, &entry.team.officers, &entry.team.why_few));
        }
        if self.today.is_before(entry.on) {
            facts.push(Fact::AfterToday(entry.on));
        }
        for member in &entry.members {
            let known = self.known(&card, member.person)?;
            let found = guard::of_outcome(rules, &member.stated, &known, entry.on.max(self.today));
            facts.extend(found.into_iter().map(|(_, fact)| fact));
        }
        hold(facts, entry.why.as_deref())?;
        let result = entry.result.unwrap_or_else(|| derived(&entry.members));
        let mut found = Vec::new();
        let here = |member: &&MemberCard| super::super::context::is_here(member, self.today);
        for member in card.members.iter().filter(here) {
            let said = entry.members.iter().find(|said| said.person == member.person.entity);
            if said.is_some() || result.is_done() {
                found.push(self.found(entry, round, village, member.person.entity, said, rules)?);
            }
        }
        let new = NewVisit {
            round: round.entity(),
            village,
            household: entry.household,
            on: entry.on,
            result,
            way: entry.way,
            officers: entry.team.officers.clone(),
            why_few: entry.team.why_few.clone(),
            respondent: entry.respondent.clone(),
            relation: entry.relation.clone(),
            checklist: entry.checklist.clone(),
            note: entry.note.clone(),
            next: entry.next,
        };
        let mut writes = acts::visit(&new, &found, rules, number, entry.why.as_deref());
        for one in &found {
            writes.extend(self.confirmed_candidates(one)?);
        }
        Ok((writes, result))
    }

    fn found(
        &self,
        entry: &VisitEntry,
        round: &Round,
        village: EntityId,
        person: EntityId,
        said: Option<&MemberEntry>,
        rules: &Rules,
    ) -> Result<Found, DeskError> {
        let check = entry.way == Way::Check;
        let held = self.held_or_blank(outcome_key(village, round.entity(), person, check))?;
        let proposal = self.held_or_blank(proposal_key(village, round.entity(), person))?;
        let blank = MemberEntry::default();
        let said = said.unwrap_or(&blank);
        let outcome = said.stated.outcome.unwrap_or(code::AS_RECORDED);
        let sees = rules.outcome(outcome).is_some_and(|rule| rule.sees) && entry.way == Way::Door;
        let told = match entry.way {
            Way::Village | Way::Desk => code::VILLAGE,
            _ => code::STATED,
        };
        let evidence = said.stated.evidence.unwrap_or(if sees { code::SEEN } else { told });
        Ok(Found {
            person,
            outcome,
            on: said.stated.on,
            evidence,
            account: said.account,
            holder: said.holder.clone(),
            tail: said.tail.clone(),
            phone: said.phone.clone(),
            note: said.stated.note.trim().to_owned(),
            held,
            proposal,
        })
    }

    /// What speaks of a member beside the household's card.
    pub fn known(&self, card: &HouseholdCard, person: EntityId) -> Result<Known, DeskError> {
        let member = card.members.iter().find(|member| member.person.entity == person);
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(Known::default()) };
        let records =
            self.folder().ask(move |state| state.holding(kind::OUTCOME, outcome::PERSON, &bytes))?;
        let outcomes = records.iter().map(|(key, record)| Outcome::from_record(*key, record));
        let saw = |outcome: Outcome| {
            let seen =
                outcome.evidence.shown == Some(code::SEEN) && outcome.outcome.shown == Some(code::HOME);
            outcome.stated_on.shown.filter(|_| seen && outcome.common.stands())
        };
        let stays = self.holding(membership::PERSON, person)?;
        let other = |stay: &&Membership| {
            stay.holds_on(self.today) && stay.household.shown != Some(card.household.entity)
        };
        let elsewhere = stays.iter().find(other).and_then(|stay| stay.household.shown);
        let code = |household: EntityId| {
            self.roll().households.get(&household).map(|row| row.code.clone()).unwrap_or_default()
        };
        Ok(Known {
            birth: member.and_then(|member| member.birth.shown),
            death: member.and_then(|member| member.death.shown),
            seen_on: outcomes.filter_map(saw).max(),
            elsewhere: elsewhere.map(code),
        })
    }

    /// Candidates of a person that say what the visit found are confirmed by it.
    fn confirmed_candidates(&self, one: &Found) -> Result<Vec<Write>, DeskError> {
        let mut writes = Vec::new();
        for held in self.waiting_candidates(one.person)? {
            let says =
                held.shown(crate::domain::kinds::candidate::OUTCOME) == Some(&Value::Code(one.outcome));
            if says {
                let to = acts::stage(Stage::Confirmed);
                writes.extend(acts::take_step(&held, crate::domain::kinds::candidate::STAGE, to, None));
            }
        }
        Ok(writes)
    }

    /// The other households of a village: village report, no change. `count` = how many were typed.
    pub fn report_rest(
        &mut self,
        village: EntityId,
        count: usize,
        team: &Team,
    ) -> Result<usize, VerifyError> {
        let round = self.round_at_hand()?;
        let rules = self.verify_rules(Some(&round))?;
        let look = self.verify_village(village)?;
        let rest: Vec<EntityId> = rest(self, &look);
        if rest.len() != count {
            return Err(VerifySay::CountDiffers(count, rest.len()).into());
        }
        let mut writes = Vec::new();
        for (at, household) in rest.iter().enumerate() {
            let entry = VisitEntry::new(*household, self.today, Way::Village, team.clone());
            writes.extend(self.visit_writes(&entry, &round, rules, at)?.0);
            if writes.len() >= OPS_FULL || at + 1 == rest.len() {
                let report = self.visit_report(*household)?;
                let act = self.folder().new_act()?;
                self.write_undoably(act, std::mem::take(&mut writes), &report)?;
            }
        }
        Ok(rest.len())
    }
}

/// The households that nobody went through or tried in this round.
pub(super) fn rest(desk: &Desk, look: &Village) -> Vec<EntityId> {
    let untouched =
        |household: &EntityId| look.standings.get(household).is_none_or(|standing| standing.now.is_none());
    desk.roster_order(look.village).into_iter().filter(untouched).collect()
}

/// Something changed where anybody is neither at home, away nor as recorded.
fn derived(members: &[MemberEntry]) -> VisitResult {
    let plain = [code::HOME, 2, code::AS_RECORDED];
    let changed = members.iter().any(|member| {
        member.stated.outcome.is_some_and(|outcome| !plain.contains(&outcome))
            || member.account == code::ACCOUNT_DIFFERS
    });
    if changed { VisitResult::Change } else { VisitResult::Ok }
}
