//! What has to be settled (待处理的冲突): several live values of one slot, with who gave each, and the operation that ends it.

use super::correct::Target;
use super::{Desk, DeskError, Step};
use crate::domain::acts::Fact;
use crate::domain::conflict::{self, Clash, SettleError, Settlement, Sort};
use crate::domain::kinds::{
    candidate, decision, household, kind, membership, outcome, person, proposal, visit,
};
use crate::domain::record;
use crate::domain::value::Value;
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{EntityId, OpId};
use crate::store::{Part, StoreError};

/// One value of an open conflict.
#[derive(Clone, Debug)]
pub struct OpenValue {
    /// The value; none = empty.
    pub value: Option<Value>,
    /// Who gave it, when and why: the first operation that did.
    pub step: Option<Step>,
}

/// One thing to settle.
#[derive(Clone, Debug)]
pub struct Open {
    /// As the domain has it.
    pub clash: Clash,
    /// Code of the person or household.
    pub code: String,
    /// In the order in which they are offered.
    pub values: Vec<OpenValue>,
}

/// What came of settling.
#[derive(Clone, Debug)]
pub enum Settled {
    /// Written and confirmed.
    Written,
    /// Nothing of that id is open.
    NoSuch,
    /// It does not settle it.
    Not(SettleError),
    /// A value that cannot be.
    Refused(Vec<Fact>),
}

impl Desk {
    /// Everything that is open, in the order of kinds and records.
    pub fn conflicts(&self) -> Result<Vec<Open>, DeskError> {
        let found = self.folder.ask(|state| {
            let mut found = Vec::new();
            state.each_record(|key, record| {
                let clashes = conflict::of_record(&key, &record);
                if !clashes.is_empty() {
                    found.push((key, record, clashes));
                }
            })?;
            Ok(found)
        })?;
        let mut open = Vec::new();
        for (key, record, clashes) in found {
            let code = self.code_of(&key, &record)?;
            let past = self.past(key, None)?;
            for clash in clashes {
                let values = clash.choices.iter().map(|choice| OpenValue {
                    value: choice.value.clone(),
                    step: first_step(&past.steps, clash.slot, &choice.ops),
                });
                open.push(Open { values: values.collect(), code: code.clone(), clash });
            }
        }
        Ok(open)
    }

    /// Settles one: takes the n-th of its values (from 1), or gives another.
    pub fn settle_conflict(&mut self, id: &str, choice: Choose<'_>, why: &str) -> Result<Settled, DeskError> {
        let wanted = id.to_owned();
        let found = self.folder.ask(move |state| {
            let mut found = None;
            state.each_record(|key, record| {
                let clash = conflict::of_record(&key, &record).into_iter().find(|clash| clash.id == wanted);
                found = found.take().or(clash.map(|clash| (record, clash)));
            })?;
            Ok(found)
        })?;
        let Some((record, clash)) = found else { return Ok(Settled::NoSuch) };
        let settlement = match choice {
            Choose::Take(number) => Settlement::Take(number),
            Choose::Value(typed) => {
                let slot = clash.slot.filter(|_| clash.sort != Sort::SetAside);
                let target = slot.and_then(|slot| Target::of_slot(clash.record.kind, slot));
                let Some(target) = target else { return Ok(Settled::Not(SettleError::NotByValue)) };
                let (datum, facts) = self.read_value(&target, clash.record.scope, typed);
                let hard = |fact: &&Fact| fact.severity() == crate::domain::acts::Severity::Error;
                if facts.iter().any(|fact| hard(&fact)) {
                    return Ok(Settled::Refused(facts));
                }
                Settlement::Value(datum.value())
            }
        };
        let scoped = match conflict::settle(&clash, &record, settlement, why) {
            Ok(scoped) => scoped,
            Err(error) => return Ok(Settled::Not(error)),
        };
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(scoped.scope, &scoped.op).map(drop))?;
        self.touched(&[clash.record])?;
        Ok(Settled::Written)
    }

    /// The code under which officers know the record: the person's, the household's, of a membership its person's.
    pub fn code_of(&self, key: &RecordKey, record: &Record) -> Result<String, StoreError> {
        let text = |slot: u16| record::slot::<String>(record, key.kind, slot).shown.unwrap_or_default();
        Ok(match key.kind {
            kind::PERSON => text(person::CODE),
            kind::HOUSEHOLD => text(household::CODE),
            kind::PLACE => self.roll.place(key.entity).to_owned(),
            kind::VISIT => {
                let home = record::slot::<EntityId>(record, key.kind, visit::HOUSEHOLD).shown;
                let row = home.and_then(|home| self.roll.households.get(&home));
                row.map(|row| row.code.clone()).unwrap_or_default()
            }
            _ => match Self::person_of(key, record) {
                Some(who) => self.persons(&[who])?.pop().map(|row| row.code).unwrap_or_default(),
                None => key.entity.hex(),
            },
        })
    }

    /// The person whom a record is about.
    pub fn person_of(key: &RecordKey, record: &Record) -> Option<EntityId> {
        let slot = match key.kind {
            kind::PERSON => return Some(key.entity),
            kind::MEMBERSHIP => membership::PERSON,
            kind::OUTCOME => outcome::PERSON,
            kind::PROPOSAL => proposal::PERSON,
            kind::DECISION => decision::PERSON,
            kind::CANDIDATE => candidate::PERSON,
            _ => return None,
        };
        record::slot::<EntityId>(record, key.kind, slot).shown
    }
}

/// How it is settled.
#[derive(Clone, Copy, Debug)]
pub enum Choose<'a> {
    /// The n-th value, from 1.
    Take(usize),
    /// This value, as typed; empty = none.
    Value(&'a str),
}

fn first_step(steps: &[Step], slot: Option<u16>, ops: &[OpId]) -> Option<Step> {
    steps.iter().find(|step| Some(step.slot) == slot && ops.contains(&step.op)).cloned()
}
