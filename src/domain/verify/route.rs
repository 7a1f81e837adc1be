//! The route (核查路线): which households are still to be visited and why each is marked; computed on the device from records
//! alone, so that every device shows the same.

use std::collections::BTreeMap;

use super::records::{Outcome, Visit};
use super::rules::Rules;
use super::stages::{VisitResult, Way};
use crate::domain::day::Day;
use crate::journal::{EntityId, Hash, hash};

/// Why a household is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Two visits of this round disagree.
    Conflict,
    /// The office returned a proposal.
    Returned,
    /// Somebody has to come again.
    Again(VisitResult),
    /// On another office's list.
    Suspect,
    /// Nobody was there in this round.
    NotStarted,
    /// Nobody was there for longer than the rule wants.
    LongUnseen,
    /// Gone through.
    Done(VisitResult),
}

impl Mark {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Mark::Conflict => "conflict",
            Mark::Returned => "returned",
            Mark::Again(_) => "second_visit",
            Mark::Suspect => "suspect",
            Mark::NotStarted => "not_started",
            Mark::LongUnseen => "long_unseen",
            Mark::Done(_) => "done",
        }
    }
}

/// A visit, as far as the route goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// The visit.
    pub visit: EntityId,
    /// The day.
    pub on: Day,
    /// What came of it.
    pub result: VisitResult,
    /// How.
    pub way: Way,
}

impl Seen {
    /// Reads a visit that stands.
    pub fn of(visit: &Visit) -> Option<Seen> {
        let result = VisitResult::from_code(visit.result.shown?)?;
        let way = visit.way.shown.and_then(Way::from_code).unwrap_or(Way::Door);
        let seen = Seen { visit: visit.entity(), on: visit.on.shown?, result, way };
        visit.common.stands().then_some(seen)
    }
}

/// Where one household stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last visit of the round; a second check is none.
    pub now: Option<Seen>,
    /// The last visit of any round.
    pub last: Option<Seen>,
    /// Waiting candidates of its members.
    pub suspects: usize,
    /// Returned proposals of its members.
    pub returned: usize,
    /// Members whose outcomes stand in conflict.
    pub conflicts: usize,
}

impl Standing {
    /// Takes a visit in; `round` = the round at hand.
    pub fn take(&mut self, visit: &Visit, round: Option<EntityId>) {
        let Some(seen) = Seen::of(visit) else { return };
        if seen.way == Way::Check {
            return;
        }
        let later =
            |known: &Option<Seen>| known.is_none_or(|known| (known.on, known.visit) < (seen.on, seen.visit));
        if later(&self.last) {
            self.last = Some(seen);
        }
        if round.is_some() && visit.round.shown == round && later(&self.now) {
            self.now = Some(seen);
        }
    }

    /// True if the round is through with it.
    pub fn is_done(&self) -> bool {
        self.now.is_some_and(|seen| !seen.result.comes_again())
    }

    /// Why it is marked, the most pressing first.
    pub fn marks(&self, rules: &Rules, today: Day) -> Vec<Mark> {
        let mut marks = Vec::new();
        marks.extend((self.conflicts > 0).then_some(Mark::Conflict));
        marks.extend((self.returned > 0).then_some(Mark::Returned));
        marks.extend((self.suspects > 0).then_some(Mark::Suspect));
        match self.now {
            Some(seen) if seen.result.comes_again() => marks.push(Mark::Again(seen.result)),
            Some(seen) => marks.push(Mark::Done(seen.result)),
            None => {
                let unseen = self.last.is_none_or(|last| today.days() - last.on.days() > rules.unseen_days);
                marks.push(if unseen && self.last.is_some() { Mark::LongUnseen } else { Mark::NotStarted });
            }
        }
        marks.sort();
        marks
    }
}

/// Counts of a round, as `verify status` gives them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Households of the round.
    pub households: usize,
    /// Through.
    pub done: usize,
    /// Nobody was there.
    pub pending: usize,
    /// Somebody has to come again.
    pub second_visit: usize,
    /// Proposals that stand.
    pub proposals: usize,
    /// Of these, those that wait for the office: for an opinion, a decision or its approval.
    pub to_decide: usize,
    /// Persons by outcome: code of the rule document.
    pub outcomes: BTreeMap<u16, usize>,
    /// Households by what came of the last visit.
    pub results: BTreeMap<VisitResult, usize>,
}

impl Counts {
    /// Counts one household.
    pub fn household(&mut self, standing: &Standing) {
        self.households += 1;
        match standing.now {
            None => self.pending += 1,
            Some(seen) => {
                *self.results.entry(seen.result).or_default() += 1;
                if seen.result.comes_again() {
                    self.second_visit += 1;
                } else {
                    self.done += 1;
                }
            }
        }
    }

    /// Counts one person's outcome; one in conflict counts by the value that is shown.
    pub fn outcome(&mut self, outcome: &Outcome) {
        if let Some(code) = outcome.outcome.shown.filter(|_| stands(outcome)) {
            *self.outcomes.entry(code).or_default() += 1;
        }
    }
}

/// True for an outcome that counts: not set aside, and not of the second check.
pub fn stands(outcome: &Outcome) -> bool {
    outcome.common.stands() && outcome.check.shown.is_none()
}

/// The households of the blind second check (抽查复核): a seeded sample, the same on every machine; at least one.
pub fn sample(round: EntityId, village: EntityId, households: &[EntityId], percent: usize) -> Vec<EntityId> {
    let draw = |household: &EntityId| -> Hash {
        hash::hash("kuqu check 1").fixed(&round.0).fixed(&village.0).fixed(&household.0).finish()
    };
    let mut drawn: Vec<(Hash, EntityId)> =
        households.iter().map(|household| (draw(household), *household)).collect();
    drawn.sort();
    let count = (households.len() * percent).div_ceil(100).max(1);
    drawn.into_iter().take(count).map(|(_, household)| household).collect()
}

#[cfg(test)]
mod tests {
    use super::super::rules::rules;
    use super::*;

    fn seen(number: u8, on: (i32, u32, u32), result: VisitResult) -> Seen {
        let on = Day::ymd(on.0, on.1, on.2).unwrap();
        Seen { visit: EntityId([number; 16]), on, result, way: Way::Door }
    }

    #[test]
    fn a_household_is_marked_by_what_is_most_pressing() {
        let today = Day::ymd(2026, 11, 24).unwrap();
        let marks = |standing: &Standing| standing.marks(rules(None), today);
        let mut standing = Standing::default();
        assert_eq!(marks(&standing), [Mark::NotStarted]);
        standing.last = Some(seen(1, (2024, 1, 5), VisitResult::Ok));
        assert_eq!(marks(&standing), [Mark::LongUnseen]);
        standing.now = Some(seen(2, (2026, 11, 20), VisitResult::Absent));
        standing.suspects = 1;
        assert_eq!(marks(&standing), [Mark::Again(VisitResult::Absent), Mark::Suspect]);
        assert!(!standing.is_done());
        standing.now = Some(seen(3, (2026, 11, 21), VisitResult::Change));
        assert_eq!(marks(&standing), [Mark::Suspect, Mark::Done(VisitResult::Change)]);
        assert!(standing.is_done());
        standing.returned = 1;
        assert_eq!(marks(&standing)[0], Mark::Returned);
    }

    #[test]
    fn the_sample_is_the_same_on_every_machine_and_differs_between_rounds() {
        let households: Vec<EntityId> = (0..60).map(|number| EntityId([number; 16])).collect();
        let (round, village) = (EntityId([100; 16]), EntityId([200; 16]));
        let drawn = sample(round, village, &households, 10);
        assert_eq!(drawn.len(), 6);
        let mut mixed = households.clone();
        mixed.reverse();
        assert_eq!(drawn, sample(round, village, &mixed, 10));
        assert_ne!(drawn, sample(EntityId([101; 16]), village, &households, 10));
        assert_eq!(sample(round, village, &households[..1], 10).len(), 1);
    }
}
