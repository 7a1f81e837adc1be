//! What the records say of one person's support (权益依据): the facts that a rule is applied to, each with its operations.

use super::super::day::Day;
use super::super::kinds::person as slots;
use super::super::migrant::Cohort;
use super::basis::Basis;
use super::period::Period;
use crate::journal::{OpId, Record};

/// Code of `support_mode`: paid to the person.
pub const PAID_TO_PERSON: u16 = 1;
/// Code of `support_mode`: to the person and by projects.
pub const PERSON_AND_PROJECT: u16 = 3;
/// Code of `registration`: the town-status reform (农转城).
pub const TOWN_STATUS: u16 = 3;
/// The one cause that follows from the person's own record, with its day (domain.md 1.8). That somebody is not agricultural
/// the register says as well, but not since when: that takes a decision.
pub const DEATH: &str = "R1";

/// Something that ends or interrupts support. What it does, and when, the rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Code of the rule's cause.
    pub cause: String,
    /// When it happened.
    pub from: Day,
    /// When it was over.
    pub back: Option<Day>,
    /// What it rests on.
    pub records: Vec<OpId>,
}

/// What was paid before the first period that is kept here (期初).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// The last period that it covers.
    pub through: Period,
    /// Periods of that length that were credited.
    pub periods: u32,
    /// Fen that were credited.
    pub fen: i64,
    /// What it rests on.
    pub records: Vec<OpId>,
}

/// One person's claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Claim {
    /// Which term.
    pub cohort: Option<Cohort>,
    /// Relocation completed.
    pub relocated: Option<Day>,
    /// Support from, where the register says it.
    pub from: Option<Day>,
    /// Support until, where the register says it.
    pub until: Option<Day>,
    /// Mode of support.
    pub mode: Option<u16>,
    /// True if the person took part in the town-status reform.
    pub town_status: bool,
    /// Codes of the rule's groups that the person belongs to.
    pub groups: Vec<String>,
    /// Everything that ends or interrupts it.
    pub stops: Vec<Stop>,
    /// Stable names of slots that contradict themselves: nothing is paid out until a person has settled them.
    pub clashes: Vec<&'static str>,
    /// Earlier payments.
    pub opening: Option<Opening>,
    /// What cohort, begin and mode rest on.
    pub records: Vec<OpId>,
}

impl Claim {
    /// The claim of a person's record. `stops` = what decisions say beside the record itself (核定), `opening` = earlier payments.
    pub fn of(record: &Record, stops: &[Stop], opening: Option<Opening>) -> Claim {
        let basis = Basis::of(record);
        let mut claim = basis.claim(stops, opening);
        // The last stop is the death that the record itself tells.
        if let Some(death) = claim.stops.last_mut().filter(|_| basis.death.is_some()) {
            death.records = record.live_ids(slots::DEATH);
        }
        let rests_on = [
            slots::RELOCATED,
            slots::MIGRANT_KIND,
            slots::SUPPORT_MODE,
            slots::SUPPORT_FROM,
            slots::SUPPORT_TO,
        ];
        claim.records = rests_on.into_iter().flat_map(|slot| record.live_ids(slot)).collect();
        claim.records.sort();
        claim.records.dedup();
        claim
    }
}
