//! The round under way (核查批次): a yearly verification with every outcome and every result of a visit in it, proposals at
//! every stage, suspicions of another office's list. Deterministic by the seed, written in three phases, because a step names
//! the version that it judges.

use std::collections::BTreeMap;

use super::dice::Dice;
use super::office::{DemoOffice, DemoPerson, day};
use crate::domain::acts::{Given, Held, Put, Whom, Write, WriteError, operations};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::register::place_entity;
use crate::domain::verify::acts::{self, Found, InRegister, NewDecision, NewOpinion, NewVisit};
use crate::domain::verify::guard::Stated;
use crate::domain::verify::lists::{self, NewCandidate};
use crate::domain::verify::matching::By;
use crate::domain::verify::records::{
    candidate_key, decision_key, outcome_key, proposal_key, round_key, version, version_of_decision,
};
use crate::domain::verify::rules::{Want, code, rules};
use crate::domain::verify::stages::Level;
use crate::domain::verify::{Effect, Rules, Stage, VisitResult, Way};
use crate::journal::hash::natural;
use crate::journal::{CommitId, EntityId, Hash, Op, OpId, Record, RecordKey};

/// Visits that came to nothing, and those that went on.
const RESULTS: [VisitResult; 6] = [
    VisitResult::Absent,
    VisitResult::Refused,
    VisitResult::Again,
    VisitResult::Disputed,
    VisitResult::MovedAway,
    VisitResult::Gone,
];

/// The round of an office; [`DemoRound::phase`] gives what is to be written, [`DemoRound::take`] is told what was.
pub struct DemoRound<'a> {
    office: &'a DemoOffice,
    rules: &'static Rules,
    today: i32,
    data_set: Hash,
    places: Vec<EntityId>,
    round: EntityId,
    /// What was written, folded.
    records: BTreeMap<RecordKey, Record>,
    /// Persons whose outcome asks for something, in order.
    asked: Vec<(EntityId, EntityId, u16)>,
}

/// Operations of one scope.
pub type ScopedOps = (EntityId, Vec<Op>);

impl<'a> DemoRound<'a> {
    /// The round of that office on that day.
    pub fn new(office: &'a DemoOffice, data_set: Hash, today: i32) -> Self {
        let mut places: Vec<EntityId> = Vec::with_capacity(office.places.len());
        for place in &office.places {
            let parent = place.parent.and_then(|at| places.get(at)).copied().unwrap_or(EntityId::ZERO);
            places.push(place_entity(data_set, parent, place.level, &place.name));
        }
        let year = super::office::date_of(today);
        let period = chrono::Datelike::year(&year).to_string();
        let round = round_key(data_set, &period).entity;
        Self {
            office,
            rules: rules(None),
            today,
            data_set,
            places,
            round,
            records: BTreeMap::new(),
            asked: Vec::new(),
        }
    }

    /// Number of phases.
    pub const PHASES: usize = 4;

    /// What a phase writes, in parts of one scope each.
    pub fn phase(&mut self, number: usize) -> Result<Vec<ScopedOps>, WriteError> {
        let writes = match number {
            0 => self.opening(),
            1 => self.visits(),
            2 => self.office_steps(),
            _ => self.approvals(),
        };
        let mut parts: BTreeMap<EntityId, Vec<Write>> = BTreeMap::new();
        for write in writes {
            parts.entry(write.scope).or_default().push(write);
        }
        let mut scoped = Vec::new();
        for (scope, writes) in parts {
            let ops = operations(writes, CommitId::ZERO, 0)?;
            scoped.push((scope, ops.into_iter().map(|scoped| scoped.op).collect()));
        }
        Ok(scoped)
    }

    /// Takes in what was written under which id.
    pub fn take(&mut self, scope: EntityId, op: &Op, id: OpId) {
        let key = crate::journal::RecordKey {
            audience: crate::journal::Audience::Everyone,
            kind: op.kind,
            scope,
            entity: op.entity,
        };
        // The order of two steps is told by their ids; the demo knows no other clock.
        self.records.entry(key).or_default().apply(op.clone(), id, 1);
    }

    fn held(&self, key: RecordKey) -> Held {
        let record = self.records.get(&key).and_then(|record| Held::of(key, record).ok());
        record.unwrap_or_else(|| Held::blank(key))
    }

    fn day(&self, back: i32) -> Option<Day> {
        day(self.today - back)
    }

    fn opening(&self) -> Vec<Write> {
        let year = chrono::Datelike::year(&super::office::date_of(self.today));
        let period = year.to_string();
        // The list is frozen on the last day of September, or today where the year is younger.
        let cutoff = Day::ymd(year, 9, 30).filter(|cutoff| cutoff.days() <= self.today).or(day(self.today));
        let Some(cutoff) = cutoff else { return Vec::new() };
        let held = Held::blank(round_key(self.data_set, &period));
        let new = acts::NewRound { period, cutoff, villages: Vec::new(), rule: self.rules.id.clone() };
        acts::open_round(&held, &new)
    }

    /// Households that were visited: the first village whole, of the next one more than half.
    fn visited(&self) -> Vec<usize> {
        let mut visited = Vec::new();
        let mut villages: Vec<usize> = Vec::new();
        let mut count = 0;
        for (at, household) in self.office.households.iter().enumerate() {
            if villages.last() != Some(&household.village) {
                villages.push(household.village);
                count = 0;
            }
            count += 1;
            let of_village =
                self.office.households.iter().filter(|other| other.village == household.village).count();
            let open = match villages.len() {
                1 => true,
                2 => count * 3 <= of_village * 2,
                _ => return visited,
            };
            if open {
                visited.push(at);
            }
        }
        visited
    }

    fn person(&self, index: usize) -> EntityId {
        natural(kind::PERSON).text("demo").number(self.office.seed).number(index as u64).entity()
    }

    fn household(&self, index: usize) -> EntityId {
        natural(kind::HOUSEHOLD).text("demo").number(self.office.seed).number(index as u64).entity()
    }

    fn visits(&mut self) -> Vec<Write> {
        let mut dice = Dice::new(self.office.seed, 90_001);
        let mut special: Vec<u16> = self
            .rules
            .outcome
            .iter()
            .map(|rule| rule.code)
            .filter(|code| *code != code::AS_RECORDED)
            .collect();
        special.reverse();
        let mut results = RESULTS.to_vec();
        let visited = self.visited();
        let stride = (visited.len() / (RESULTS.len() + 1)).max(2);
        let mut writes = Vec::new();
        for (number, index) in visited.iter().enumerate() {
            let household = &self.office.households[*index];
            let village = self.places[household.village];
            let back = i32::try_from(visited.len() - number).unwrap_or(0) / 12 + 1;
            let idle = number % stride == stride - 1;
            let result = if idle { results.pop() } else { None };
            let mut found = Vec::new();
            for (at, person) in
                self.office.persons.iter().enumerate().skip(household.first).take(household.size)
            {
                let gone = person.left.is_some_and(|left| left.0 <= self.today);
                if gone || result.is_some() {
                    continue;
                }
                let grown = self.today - person.birth > 18 * 365;
                let pick = grown && (found.is_empty() || dice.chance(60)) && !special.is_empty();
                let outcome = if pick { special.pop() } else { None };
                let plain = if dice.chance(20) { code::HOME } else { code::AS_RECORDED };
                found.push(self.found(&mut dice, village, at, person, outcome.unwrap_or(plain)));
            }
            let Some(on) = self.day(back) else { continue };
            let changed = found.iter().any(|one| self.rules.effect_of(one.outcome) != Effect::None);
            let done = if changed { VisitResult::Change } else { VisitResult::Ok };
            let new = NewVisit {
                round: self.round,
                village,
                household: self.household(*index),
                on,
                result: result.unwrap_or(done),
                way: if number % 10 == 4 { Way::Village } else { Way::Door },
                officers: vec!["演示员".to_owned(), "李建华".to_owned()],
                why_few: String::new(),
                respondent: self.office.persons[household.first].name.clone(),
                relation: String::new(),
                checklist: vec!["each_seen".to_owned(), "explained".to_owned(), "signed".to_owned()],
                note: String::new(),
                next: result.filter(|result| result.comes_again()).and_then(|_| day(self.today + 14)),
            };
            let own =
                natural(kind::VISIT).text("demo").number(self.office.seed).number(number as u64).entity();
            writes.extend(settled(acts::visit(&new, &found, self.rules, 0, None), own));
            let asks = found.iter().filter(|one| self.rules.effect_of(one.outcome) != Effect::None);
            self.asked.extend(asks.map(|one| (village, one.person, one.outcome)));
        }
        writes.extend(self.suspicions(&mut dice, &visited));
        writes
    }

    fn found(
        &self,
        dice: &mut Dice,
        village: EntityId,
        at: usize,
        person: &DemoPerson,
        outcome: u16,
    ) -> Found {
        let rule = self.rules.outcome(outcome);
        let dated = rule.is_some_and(|rule| rule.date != Want::None);
        let earliest = person.joined.max(self.today - 300);
        let on = dated.then(|| dice.between(earliest.min(self.today - 9), self.today - 9)).and_then(day);
        let asks = rule.is_some_and(|rule| rule.evidence == Want::Required);
        let sees = rule.is_some_and(|rule| rule.sees);
        let evidence = match (asks, sees) {
            (true, _) => 2,
            (_, true) => code::SEEN,
            _ => code::STATED,
        };
        let note = match rule.is_some_and(|rule| rule.note) {
            true => "以户口簿为准".to_owned(),
            false => String::new(),
        };
        let entity = self.person(at);
        let checked = outcome == code::HOME && person.account.is_some();
        let tail = person.account.as_deref().map(last_four).unwrap_or_default();
        let stated = Stated { outcome: Some(outcome), on, evidence: Some(evidence), note };
        Found {
            person: entity,
            outcome,
            on: stated.on,
            evidence,
            account: if checked { code::ACCOUNT_AGREES } else { code::ACCOUNT_UNCHECKED },
            holder: if checked { person.account_name.clone().unwrap_or_default() } else { String::new() },
            tail: if checked { tail } else { String::new() },
            phone: String::new(),
            note: stated.note,
            held: Held::blank(outcome_key(village, self.round, entity, false)),
            proposal: Held::blank(proposal_key(village, self.round, entity)),
        }
    }

    /// Three lines of a list of deaths that may mean somebody in households that are still to be visited.
    fn suspicions(&self, dice: &mut Dice, visited: &[usize]) -> Vec<Write> {
        let next = visited.last().map_or(0, |last| last + 1);
        let mut writes = Vec::new();
        for (row, household) in (2_u64..).zip(self.office.households.iter().skip(next).step_by(3).take(3)) {
            let at = household.first + household.size - 1;
            let person = &self.office.persons[at];
            if person.left.is_some() {
                continue;
            }
            let village = self.places[household.village];
            let entity = self.person(at);
            let by_number = person.id_number.is_some() && row != 3;
            let new = NewCandidate {
                person: entity,
                source: "死亡名单.xlsx".to_owned(),
                row,
                outcome: code::DEAD,
                on: day(self.today - dice.between(20, 90)),
                score: if by_number { 100 } else { 65 },
                by: if by_number { By::Number.code() } else { By::NameVillage.code() },
                stated: format!("{} {}", person.name, self.office.places[household.village].name),
            };
            let file = Hash::from_slice(&[7; 32]).unwrap_or_default();
            let held = Held::blank(candidate_key(village, file, row, entity));
            writes.extend(lists::keep_candidate(&held, &new));
        }
        writes
    }

    /// Of what was proposed: opinions on every third, decisions on every fourth, one returned.
    fn office_steps(&self) -> Vec<Write> {
        let mut writes = Vec::new();
        let Some(on) = self.day(4) else { return writes };
        for (number, (village, person, outcome)) in self.asked.iter().enumerate() {
            let key = proposal_key(*village, self.round, *person);
            let held = self.held(key);
            let found = outcome_key(*village, self.round, *person, false);
            let seen = self.records.get(&found).map(|record| version(&found, record)).unwrap_or_default();
            match number % 4 {
                1 => {
                    let new = NewOpinion {
                        level: Level::Community,
                        agrees: true,
                        by: "王桂英".to_owned(),
                        on,
                        text: "情况属实".to_owned(),
                    };
                    let own = natural(kind::OPINION).text("demo").number(number as u64).entity();
                    writes.extend(settled(acts::opinion(&held, &new, seen), own));
                }
                2 if *outcome != code::DEAD => {
                    writes.extend(self.decision(&held, *village, *person, *outcome, seen))
                }
                3 if number == 3 => {
                    writes.extend(acts::give_back(&held, "evidence", "请补证明材料的复印件", seen))
                }
                _ => {}
            }
        }
        writes
    }

    fn decision(
        &self,
        proposed: &Held,
        village: EntityId,
        person: EntityId,
        outcome: u16,
        seen: Hash,
    ) -> Vec<Write> {
        let Some(cause) = self.rules.cause_of(outcome).filter(|cause| !cause.confirmation) else {
            return Vec::new();
        };
        let found = self.held(outcome_key(village, self.round, person, false));
        let event = match found.shown(crate::domain::kinds::outcome::ON) {
            Some(crate::domain::value::Value::Day(on)) => Some(*on),
            _ => None,
        };
        let from = event.or_else(|| self.day(0)).and_then(|on| self.rules.period.after(on));
        let Some(effective) = from else { return Vec::new() };
        let new = NewDecision {
            person,
            round: self.round,
            effect: cause.effect,
            cause: cause.id.clone(),
            rule: self.rules.cites(cause),
            event_on: event,
            effective,
            evidence: vec!["证明材料一份".to_owned()],
            number: "马搬发〔2026〕12号".to_owned(),
            county: acts::County::default(),
        };
        let held = Held::blank(decision_key(village, self.round, person));
        // The register follows deaths and transfers only, and none of these is one.
        let register = InRegister { person: &held, membership: None, household: None };
        acts::decide(&held, proposed, &new, seen, &register, false)
    }

    /// Every second decision is approved.
    fn approvals(&self) -> Vec<Write> {
        let Some(on) = self.day(2) else { return Vec::new() };
        let decisions = self.records.iter().filter(|(key, _)| key.kind == kind::DECISION);
        let approved = decisions.enumerate().filter(|(number, _)| number % 2 == 0);
        let mut writes = Vec::new();
        for (_, (key, record)) in approved {
            let Ok(held) = Held::of(*key, record) else { continue };
            writes.extend(acts::approve(&held, Stage::Approved, on, version_of_decision(key, record), None));
        }
        writes
    }
}

/// The act's one new entity under the key that a demo begun again makes anew.
fn settled(writes: Vec<Write>, own: EntityId) -> Vec<Write> {
    let whom = |whom: Whom| if matches!(whom, Whom::New(_)) { Whom::Is(own) } else { whom };
    let put = |put: Put| match put.given {
        Given::Ref(of) => Put { given: Given::Ref(whom(of)), ..put },
        _ => put,
    };
    let write = |write: Write| Write {
        whom: whom(write.whom),
        puts: write.puts.into_iter().map(put).collect(),
        ..write
    };
    writes.into_iter().map(write).collect()
}

fn last_four(account: &str) -> String {
    let count = account.chars().count();
    account.chars().skip(count.saturating_sub(4)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::demo::{Plan, generate};
    use crate::domain::verify::records::stage_of;
    use crate::domain::verify::{Outcome, Proposal, Visit};

    fn written(persons: usize) -> BTreeMap<RecordKey, Record> {
        let office = generate(&Plan { seed: 1, persons, today: (2026, 11, 24) });
        let today = super::super::office::day_of(2026, 11, 24);
        let mut round = DemoRound::new(&office, Hash::ZERO, today);
        let mut next = 0_u16;
        for phase in 0..DemoRound::PHASES {
            for (scope, ops) in round.phase(phase).unwrap() {
                for op in ops {
                    next += 1;
                    round.take(scope, &op, OpId::new(CommitId([1; 14]), next));
                }
            }
        }
        round.records
    }

    #[test]
    fn the_round_has_every_outcome_every_result_and_proposals_at_every_stage() {
        let records = written(5_000);
        let mut outcomes = BTreeSet::new();
        let mut results = BTreeSet::new();
        let mut stages = BTreeSet::new();
        for (key, record) in &records {
            match key.kind {
                kind::OUTCOME => outcomes.extend(Outcome::from_record(*key, record).outcome.shown),
                kind::VISIT => results.extend(Visit::from_record(*key, record).result.shown),
                kind::PROPOSAL => {
                    let stage = stage_of(&Proposal::from_record(*key, record).stage);
                    stages.extend(stage.map(|(stage, _)| stage.name()));
                }
                _ => {}
            }
        }
        let all: BTreeSet<u16> = rules(None).outcome.iter().map(|rule| rule.code).collect();
        assert_eq!(outcomes, all);
        let all: BTreeSet<u16> = VisitResult::ALL.iter().map(|result| result.code()).collect();
        assert_eq!(results, all);
        for stage in ["proposed", "community", "returned", "decided"] {
            assert!(stages.contains(stage), "{stages:?}");
        }
        assert!(records.keys().filter(|key| key.kind == kind::CANDIDATE).count() >= 2);
    }

    #[test]
    fn a_seed_gives_one_round() {
        let digest = |records: &BTreeMap<RecordKey, Record>| -> Vec<Hash> {
            records.iter().map(|(key, record)| record.digest(key)).collect()
        };
        assert_eq!(digest(&written(300)), digest(&written(300)));
    }
}
