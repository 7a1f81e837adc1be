//! Reading a village for its round (看路线): visits, outcomes, proposals and candidates beside the households of the roster.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::walk::of_scope;
use super::super::{Desk, DeskError};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::verify::records::{stage_of, standing, version};
use crate::domain::verify::route::{Counts, Mark, Standing, stands};
use crate::domain::verify::rules::code;
use crate::domain::verify::{Candidate, Decision, Outcome, Proposal, Round, Rules, Stage, Visit};
use crate::journal::{EntityId, Hash};
use crate::store::StoreError;

/// A village as its round sees it.
#[derive(Clone, Debug)]
pub struct Village {
    /// The round, if one is under way there.
    pub round: Option<Round>,
    /// Its rule.
    pub rules: &'static Rules,
    /// The village.
    pub village: EntityId,
    /// By household.
    pub standings: HashMap<EntityId, Standing>,
    /// Outcomes of this round by person.
    pub outcomes: HashMap<EntityId, Outcome>,
    /// Outcomes of the second check by person.
    pub checks: HashMap<EntityId, Outcome>,
    /// Versions of the outcomes, as proposals stand on them.
    pub versions: HashMap<EntityId, Hash>,
    /// Proposals of this round by person.
    pub proposals: HashMap<EntityId, Proposal>,
    /// Decisions of this round by person.
    pub decisions: HashMap<EntityId, Decision>,
    /// Waiting candidates by person.
    pub candidates: HashMap<EntityId, Vec<Candidate>>,
    /// The last day on which a visit of any round saw the person.
    pub seen_on: HashMap<EntityId, Day>,
    /// Visits of this round, the latest last.
    pub visits: Vec<Visit>,
}

/// A household of the route.
#[derive(Clone, Debug)]
pub struct Household {
    /// The household.
    pub household: EntityId,
    /// Its card.
    pub card: HouseholdCard,
    /// Where it stands.
    pub standing: Standing,
    /// Why it is marked.
    pub marks: Vec<Mark>,
    /// Members in roster order who are on the list today.
    pub members: Vec<Member>,
}

/// A member with what the round found.
#[derive(Clone, Debug)]
pub struct Member {
    /// The member's card.
    pub card: MemberCard,
    /// What was found in this round.
    pub outcome: Option<Outcome>,
    /// Where the proposal stands.
    pub proposed: Option<Stage>,
    /// The office's comment on a returned proposal.
    pub comment: String,
    /// Waiting candidates.
    pub candidates: Vec<Candidate>,
    /// The last day on which a visit saw the person.
    pub seen_on: Option<Day>,
}

impl Village {
    /// Reads a village.
    fn read(desk: &Desk, round: Option<Round>, village: EntityId) -> Result<Self, StoreError> {
        let rules = desk.verify_rules(round.as_ref())?;
        let at_hand = round.as_ref().map(Round::entity);
        let mut look = Self {
            round,
            rules,
            village,
            standings: HashMap::new(),
            outcomes: HashMap::new(),
            checks: HashMap::new(),
            versions: HashMap::new(),
            proposals: HashMap::new(),
            decisions: HashMap::new(),
            candidates: HashMap::new(),
            seen_on: HashMap::new(),
            visits: Vec::new(),
        };
        let kinds = [kind::VISIT, kind::OUTCOME, kind::PROPOSAL, kind::DECISION, kind::CANDIDATE];
        of_scope(&desk.folder().asker(), &kinds, village, &mut |key, record| match key.kind {
            kind::VISIT => look.take_visit(Visit::from_record(key, &record), at_hand),
            kind::OUTCOME => {
                let outcome = Outcome::from_record(key, &record);
                let seen = version(&key, &record);
                look.take_outcome(outcome, seen, at_hand);
            }
            kind::PROPOSAL => {
                let proposal = Proposal::from_record(key, &record);
                if proposal.round.shown == at_hand {
                    look.proposals.extend(proposal.person.shown.map(|person| (person, proposal)));
                }
            }
            kind::DECISION => {
                let decision = Decision::from_record(key, &record);
                if decision.round.shown == at_hand {
                    look.decisions.extend(decision.person.shown.map(|person| (person, decision)));
                }
            }
            _ => {
                let candidate = Candidate::from_record(key, &record);
                let waits = stage_of(&candidate.stage).is_some_and(|(stage, _)| stage == Stage::Waiting);
                if let Some(person) = candidate.person.shown.filter(|_| waits && candidate.common.stands()) {
                    look.candidates.entry(person).or_default().push(candidate);
                }
            }
        })?;
        look.read_before(desk, at_hand)?;
        look.visits.sort_by_key(|visit| (visit.on.shown, visit.entity()));
        look.count_members(desk);
        Ok(look)
    }

    /// Visits and outcomes of households that moved in during their stay elsewhere: what was found is found. Proposals and
    /// decisions stay where they were made.
    fn read_before(&mut self, desk: &Desk, round: Option<EntityId>) -> Result<(), StoreError> {
        let roll = desk.roll();
        let village = self.village;
        let here =
            |household: &EntityId| roll.households.get(household).is_some_and(|row| row.village == village);
        let moved: HashMap<_, _> = roll.gone.iter().filter(|(household, _)| here(household)).collect();
        let villages: BTreeSet<EntityId> = moved.values().flat_map(|from| from.iter().copied()).collect();
        for before in villages.into_iter().filter(|before| *before != village) {
            of_scope(&desk.folder().asker(), &[kind::VISIT, kind::OUTCOME], before, &mut |key, record| {
                let is_of = |household: Option<EntityId>| {
                    household
                        .and_then(|household| moved.get(&household))
                        .is_some_and(|from| from.contains(&before))
                };
                if key.kind == kind::VISIT {
                    let visit = Visit::from_record(key, &record);
                    if is_of(visit.household.shown) {
                        self.take_visit(visit, round);
                    }
                    return;
                }
                let outcome = Outcome::from_record(key, &record);
                let person = outcome.person.shown;
                let home = person.and_then(|person| roll.persons.get(&person)).map(|row| row.household);
                if is_of(home) && person.is_some_and(|person| !self.outcomes.contains_key(&person)) {
                    self.take_outcome(outcome, Hash::ZERO, round);
                }
            })?;
        }
        Ok(())
    }

    fn take_visit(&mut self, visit: Visit, round: Option<EntityId>) {
        if let Some(household) = visit.household.shown {
            self.standings.entry(household).or_default().take(&visit, round);
        }
        if visit.round.shown == round && visit.common.stands() {
            self.visits.push(visit);
        }
    }

    fn take_outcome(&mut self, outcome: Outcome, seen: Hash, round: Option<EntityId>) {
        let Some(person) = outcome.person.shown.filter(|_| outcome.common.stands()) else { return };
        let sees =
            outcome.outcome.shown.and_then(|code| self.rules.outcome(code)).is_some_and(|rule| rule.sees);
        if let Some(on) =
            outcome.stated_on.shown.filter(|_| sees && outcome.evidence.shown == Some(code::SEEN))
        {
            let known = self.seen_on.entry(person).or_insert(on);
            *known = (*known).max(on);
        }
        if outcome.round.shown != round {
            return;
        }
        if stands(&outcome) {
            self.versions.insert(person, seen);
            self.outcomes.insert(person, outcome);
        } else {
            self.checks.insert(person, outcome);
        }
    }

    /// Candidates, returns and conflicts of members, counted with their households.
    fn count_members(&mut self, desk: &Desk) {
        let home = |person: &EntityId| desk.roll().persons.get(person).map(|row| row.household);
        for (person, candidates) in &self.candidates {
            if let Some(household) = home(person) {
                self.standings.entry(household).or_default().suspects += candidates.len();
            }
        }
        for person in self.proposals.keys() {
            if let (Some(household), Some(Stage::Returned)) = (home(person), self.stage(*person)) {
                self.standings.entry(household).or_default().returned += 1;
            }
        }
        let clashing = self.outcomes.values().filter(|outcome| !outcome.conflicts().is_empty());
        for household in clashing.filter_map(|outcome| home(&outcome.person.shown?)) {
            self.standings.entry(household).or_default().conflicts += 1;
        }
    }

    /// Where a person's proposal stands.
    pub fn stage(&self, person: EntityId) -> Option<Stage> {
        standing(self.proposals.get(&person)?, self.version(person))
    }

    /// Where a person's decision stands: the approval where there is one.
    pub fn decided(&self, person: EntityId) -> Option<Stage> {
        let decision = self.decisions.get(&person).filter(|decision| decision.common.stands())?;
        stage_of(&decision.approval).or_else(|| stage_of(&decision.stage)).map(|(stage, _)| stage)
    }

    /// True as long as somebody in the office has to do something about a person's proposal.
    pub fn waits(&self, person: EntityId) -> bool {
        match self.stage(person) {
            Some(Stage::Decided) => self.decided(person) == Some(Stage::Entered),
            Some(Stage::Withdrawn | Stage::Returned) | None => false,
            Some(_) => true,
        }
    }

    /// The version of what is said of a person.
    pub fn version(&self, person: EntityId) -> Hash {
        self.versions.get(&person).copied().unwrap_or_default()
    }

    /// Counts of these households.
    pub fn counts(&self, desk: &Desk) -> Counts {
        let mut counts = Counts::default();
        let here = desk.roll().households.iter().filter(|(_, row)| row.village == self.village);
        for (household, _) in here {
            counts.household(&self.standings.get(household).cloned().unwrap_or_default());
        }
        // Whoever moved to another village is counted there.
        let elsewhere = |outcome: &&Outcome| {
            let row = outcome.person.shown.and_then(|person| desk.roll().persons.get(&person));
            row.is_some_and(|row| row.village != self.village)
        };
        let mine = self.outcomes.values().filter(|outcome| !elsewhere(outcome));
        mine.for_each(|outcome| counts.outcome(outcome));
        let pending =
            |person: &&EntityId| self.stage(**person).is_some_and(|stage| !matches!(stage, Stage::Withdrawn));
        counts.proposals = self.proposals.keys().filter(pending).count();
        counts.to_decide = self.proposals.keys().filter(|person| self.waits(**person)).count();
        counts
    }

    /// A member as the round sees them.
    fn member(&self, card: &MemberCard) -> Member {
        let person = card.person.entity;
        let proposed = self.stage(person);
        let comment = self.proposals.get(&person).filter(|_| proposed == Some(Stage::Returned));
        Member {
            card: card.clone(),
            outcome: self.outcomes.get(&person).cloned(),
            proposed,
            comment: comment.and_then(|proposal| proposal.comment.shown.clone()).unwrap_or_default(),
            candidates: self.candidates.get(&person).cloned().unwrap_or_default(),
            seen_on: self.seen_on.get(&person).copied(),
        }
    }
}

impl Desk {
    /// A village as the round under way sees it.
    pub fn verify_village(&self, village: EntityId) -> Result<Village, StoreError> {
        let round = self.round()?.filter(|round| {
            let chosen = round.villages.shown.as_deref().unwrap_or_default();
            chosen.is_empty() || chosen.contains(&village)
        });
        Village::read(self, round, village)
    }

    /// The households of a village in the roster's own order.
    pub fn roster_order(&self, village: EntityId) -> Vec<EntityId> {
        let mut rows: Vec<_> =
            self.roll.households.iter().filter(|(_, row)| row.village == village).collect();
        rows.sort_by(|(one, left), (other, right)| {
            (left.order, &left.code, *one).cmp(&(right.order, &right.code, *other))
        });
        rows.into_iter().map(|(household, _)| *household).collect()
    }

    /// One household of a village that was read.
    pub fn verify_household(
        &self,
        look: &Village,
        household: EntityId,
    ) -> Result<Option<Household>, DeskError> {
        let Some(card) = self.household(household)? else { return Ok(None) };
        let standing = look.standings.get(&household).cloned().unwrap_or_default();
        let marks = standing.marks(look.rules, self.today);
        let present = |member: &&MemberCard| {
            super::super::context::is_here(member, self.today)
                || look.outcomes.contains_key(&member.person.entity)
        };
        let members = card.members.iter().filter(present).map(|member| look.member(member)).collect();
        Ok(Some(Household { household, card, standing, marks, members }))
    }

    /// The whole route of a village.
    pub fn verify_route(&self, look: &Village) -> Result<Vec<Household>, DeskError> {
        let mut route = Vec::new();
        for household in self.roster_order(look.village) {
            route.extend(self.verify_household(look, household)?);
        }
        Ok(route)
    }

    /// Counts of a round over its villages, and of each of them.
    pub fn verify_counts(
        &self,
        villages: &[EntityId],
    ) -> Result<(Counts, BTreeMap<EntityId, Counts>), StoreError> {
        let mut sum = Counts::default();
        let mut each = BTreeMap::new();
        for village in villages {
            let counts = self.verify_village(*village)?.counts(self);
            sum.households += counts.households;
            sum.done += counts.done;
            sum.pending += counts.pending;
            sum.second_visit += counts.second_visit;
            sum.proposals += counts.proposals;
            sum.to_decide += counts.to_decide;
            for (code, count) in &counts.outcomes {
                *sum.outcomes.entry(*code).or_default() += count;
            }
            for (result, count) in &counts.results {
                *sum.results.entry(*result).or_default() += count;
            }
            each.insert(*village, counts);
        }
        Ok((sum, each))
    }

    /// The last visit of a household, for the household's own screen.
    pub fn last_visit(&self, household: EntityId) -> Result<Option<Visit>, StoreError> {
        let Ok((_, bytes)) = crate::domain::value::Value::Ref(household).encode() else { return Ok(None) };
        let slot = crate::domain::kinds::visit::HOUSEHOLD;
        let records = self.folder.ask(move |state| state.holding(kind::VISIT, slot, &bytes))?;
        let visits = records.iter().map(|(key, record)| Visit::from_record(*key, record));
        let stands = visits.filter(|visit| visit.common.stands() && visit.on.shown.is_some());
        Ok(stands.max_by_key(|visit| (visit.on.shown, visit.entity())))
    }

    /// The second check of a village (抽查): the drawn households, and where both answers differ.
    pub fn verify_check(&self, look: &Village) -> Vec<(EntityId, Vec<EntityId>)> {
        let Some(round) = &look.round else { return Vec::new() };
        let order = self.roster_order(look.village);
        let drawn = crate::domain::verify::route::sample(
            round.entity(),
            look.village,
            &order,
            look.rules.check_share,
        );
        let differs = |person: &EntityId| {
            let (Some(one), Some(other)) = (look.outcomes.get(person), look.checks.get(person)) else {
                return false;
            };
            (one.outcome.shown, one.on.shown) != (other.outcome.shown, other.on.shown)
        };
        let of = |household: EntityId| {
            let members = self.roll.persons.iter().filter(|(_, row)| row.household == household);
            let mut differing: Vec<EntityId> =
                members.map(|(person, _)| *person).filter(|person| differs(person)).collect();
            differing.sort();
            (household, differing)
        };
        order.into_iter().filter(|household| drawn.contains(household)).map(of).collect()
    }
}
