//! What a person's record says of support, without the operations behind it (权益依据): small enough to be held of everybody.

use super::super::day::Day;
use super::super::kinds::{self, SLOT_CLOSED, SLOT_VOID, kind, person};
use super::super::migrant::{self, Cohort};
use super::super::record::shown;
use super::claim::{Claim, DEATH, Opening, Stop, TOWN_STATUS};
use crate::journal::Record;
use crate::journal::fold::Only;

/// What a list counts from. Equal ones come to the same amount, as long as nothing is said beside the record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Basis {
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
    /// Day of death.
    pub death: Option<Day>,
    /// Stable names of slots that contradict themselves.
    pub clashes: Box<[&'static str]>,
}

impl Basis {
    /// Reads it from a person's record.
    pub fn of(record: &Record) -> Basis {
        let day = |slot| shown::<Day>(record, kind::PERSON, slot);
        let code = |slot| shown::<u16>(record, kind::PERSON, slot);
        let relocated = day(person::RELOCATED);
        Basis {
            cohort: migrant::cohort(relocated, code(person::MIGRANT_KIND)),
            relocated,
            from: day(person::SUPPORT_FROM),
            until: day(person::SUPPORT_TO),
            mode: code(person::SUPPORT_MODE),
            town_status: code(person::REGISTRATION) == Some(TOWN_STATUS),
            death: day(person::DEATH),
            clashes: record.live_slots().filter_map(|slot| clash(record, slot)).collect(),
        }
    }

    /// The claim that it makes, with what decisions say beside the record (核定) and earlier payments; what the record's own
    /// part of it rests on is left out.
    pub fn claim(&self, stops: &[Stop], opening: Option<Opening>) -> Claim {
        let mut all = stops.to_vec();
        if let Some(death) = self.death {
            // Who died once is not reduced twice, whoever said it first.
            all.retain(|stop| stop.cause != DEATH);
            all.push(Stop { cause: DEATH.to_owned(), from: death, back: None, records: Vec::new() });
        }
        Claim {
            cohort: self.cohort,
            relocated: self.relocated,
            from: self.from,
            until: self.until,
            mode: self.mode,
            town_status: self.town_status,
            groups: Vec::new(),
            stops: all,
            clashes: self.clashes.to_vec(),
            opening,
            records: Vec::new(),
        }
    }
}

/// A slot on which money hangs and which contradicts itself. An open name or number holds the money as well, because the bank
/// compares them; the code does not.
fn clash(record: &Record, slot: u16) -> Option<&'static str> {
    let asked = !matches!(slot, SLOT_VOID | SLOT_CLOSED | person::CODE);
    if !asked || !matches!(record.only(slot), Only::Several) {
        return None;
    }
    let row = kinds::slot(kind::PERSON, slot)?;
    record.shown(slot, row.class).unsettled.then_some(row.name)
}
