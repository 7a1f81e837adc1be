//! What the records say of one person's support (权益依据): the facts that a rule is applied to, each with its operations.

use super::super::day::Day;
use super::super::kinds::person as slots;
use super::super::migrant::{self, Cohort};
use super::super::record::{Person, Slot};
use super::period::Period;
use crate::journal::OpId;

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
    /// The claim of a record. `stops` = what decisions say beside the record itself (核定), `opening` = earlier payments.
    pub fn of(person: &Person, stops: &[Stop], opening: Option<Opening>) -> Claim {
        let relocated = person.relocated.shown;
        let mut all = stops.to_vec();
        if let Some(death) = person.death.shown {
            // Who died once is not reduced twice, whoever said it first.
            all.retain(|stop| stop.cause != DEATH);
            all.push(stop(DEATH, death, &person.death));
        }
        let mut records: Vec<OpId> = Vec::new();
        records.extend(&person.relocated.ops);
        records.extend(&person.migrant_kind.ops);
        records.extend(&person.support_mode.ops);
        records.extend(&person.support_from.ops);
        records.extend(&person.support_to.ops);
        records.sort();
        records.dedup();
        Claim {
            cohort: migrant::cohort(relocated, person.migrant_kind.shown),
            relocated,
            from: person.support_from.shown,
            until: person.support_to.shown,
            mode: person.support_mode.shown,
            town_status: person.registration.shown == Some(TOWN_STATUS),
            groups: Vec::new(),
            stops: all,
            clashes: clashes(person),
            opening,
            records,
        }
    }
}

fn stop(cause: &str, from: Day, slot: &Slot<Day>) -> Stop {
    Stop { cause: cause.to_owned(), from, back: None, records: slot.ops.clone() }
}

/// Slots on which money hangs; an open name or number holds it as well, because the bank compares them.
fn clashes(person: &Person) -> Vec<&'static str> {
    let mut names = person.conflicts();
    names.retain(|name| {
        let slot = super::super::kinds::slot_by_name(super::super::kinds::kind::PERSON, name);
        slot.is_some_and(|row| row.slot != slots::CODE)
    });
    names
}
