//! What has to be settled (待处理的冲突): conflicts, overlaps, possible duplicates, with who said what, and the operation that
//! ends each. The screen and the command line ask here.

use super::correct::Target;
use super::{Desk, said, when};
use crate::domain::acts::Fact;
use crate::domain::conflict::{Choice, Clash, SettleError, Settlement, Sort};
use crate::domain::kinds::{
    candidate, decision, household, kind, membership, outcome, pair, person, proposal, visit,
};
use crate::domain::pair::Verdict;
use crate::domain::record;
use crate::domain::value::Value;
use crate::exchange::clash::{self, Told};
use crate::exchange::error::ExchangeError;
use crate::exchange::{brought, choose, spoken};
use crate::i18n::exchange_pane::{Text, verdict};
use crate::i18n::rulings as words;
use crate::i18n::{Both, Lang};
use crate::journal::EntityId;
use crate::journal::fold::{Record, RecordKey};
use crate::store::StoreError;

/// One thing to settle.
#[derive(Clone, Debug)]
pub struct Open {
    /// As the domain has it, with who said what.
    pub told: Told,
    /// Code of the person or household.
    pub code: String,
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
    /// Everything that is open, in the order of kinds and records; or the pairs that were judged.
    pub fn conflicts(&self, judged: bool) -> Result<Vec<Open>, StoreError> {
        let told = self.folder.ask(move |state| {
            let found = if judged { clash::judged(state) } else { clash::open(state) }?;
            found.into_iter().map(|clash| clash::tell(state, clash)).collect::<Result<Vec<_>, _>>()
        })?;
        let mut open = Vec::with_capacity(told.len());
        for told in told {
            let code = match told.clash.sort {
                Sort::Rulings => self.ruled_import(&told.clash)?,
                _ => {
                    let record = self.record(told.clash.record)?.unwrap_or_default();
                    self.code_of(&told.clash.record, &record)?
                }
            };
            open.push(Open { code, told });
        }
        Ok(open)
    }

    /// Settles one: takes the n-th of its values (from 1), or gives another.
    pub fn settle_conflict(
        &mut self,
        id: &str,
        choice: Choose<'_>,
        why: &str,
    ) -> Result<Settled, ExchangeError> {
        let wanted = id.to_owned();
        let found = self.folder.ask(move |state| clash::named(state, &wanted))?;
        let Some(clash) = found else { return Ok(Settled::NoSuch) };
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
        let written = match clash::settle(&mut self.folder, &clash, settlement, why) {
            Err(ExchangeError::Settle(error)) => return Ok(Settled::Not(error)),
            written => written?,
        };
        if clash.sort == Sort::Rulings {
            // What counts now may lie anywhere.
            self.folder.settle()?;
            self.refresh()?;
            return Ok(Settled::Written);
        }
        let touched: Vec<RecordKey> = written.into_iter().chain([clash.record]).chain(clash.other).collect();
        self.touched(&touched)?;
        Ok(Settled::Written)
    }

    /// What a choice of a clash means, in words; none where it is empty.
    pub fn choice_words(&self, lang: Lang, clash: &Clash, choice: &Choice, reveal: bool) -> Option<String> {
        let (of, slot) = (clash.record.kind, clash.slot.unwrap_or_default());
        let in_words = |value: &Value| said(self, lang, of, slot, value, reveal);
        Some(match (clash.sort, &choice.value) {
            (Sort::Overlap, _) => {
                let household = self.household_code_of(&choice.record).ok().unwrap_or_default();
                lang.about(Text::Stays.text(lang), &household)
            }
            (Sort::TwoVillages, _) => self.roll.place(choice.record.scope).to_owned(),
            (Sort::Late, _) if clash.slot.is_none() => match choice.record == clash.record {
                true => Text::Follows.text(lang).to_owned(),
                false => Text::LeftOut.text(lang).to_owned(),
            },
            (Sort::Rulings, _) => words::verdict(lang, spoken::of_choice(choice)?).to_owned(),
            (Sort::SetAside, None) => Text::ComesBack.text(lang).to_owned(),
            (Sort::SetAside, Some(value)) => lang.about(Text::StaysAside.text(lang), &in_words(value)),
            (Sort::Duplicate, Some(Value::Code(code))) => {
                let other = clash.other.map(|other| self.about_person(other.entity).unwrap_or_default());
                lang.about(verdict(lang, Verdict::from_code(*code)?), &other.unwrap_or_default())
            }
            (Sort::Duplicate, _) => Text::TakenBack.text(lang).to_owned(),
            (_, value) => in_words(value.as_ref()?),
        })
    }

    /// Short id of the import that contradicting rulings are about; of the commit where it came with none.
    fn ruled_import(&self, clash: &Clash) -> Result<String, StoreError> {
        let asked = clash.clone();
        self.folder.ask(move |state| {
            let ledger = state.ledger();
            let targets = spoken::targets_of(ledger, &asked);
            let ruled = spoken::ruled_on(ledger, &targets);
            let imports = brought::imports(state)?;
            let of =
                |import: &&brought::Import| ruled.iter().any(|entry| import.commits.contains(&entry.hash));
            let commit = || ruled.first().map(|entry| entry.id.hex()).unwrap_or_default();
            Ok(words::short(&imports.iter().find(of).map_or_else(commit, brought::Import::id)))
        })
    }

    /// What contradicting rulings are about: whose work, how much of it, since when.
    pub fn ruled_work(&self, clash: &Clash) -> Result<Both, StoreError> {
        let asked = clash.clone();
        let (label, commits, since) = self.folder.ask(move |state| {
            let ledger = state.ledger();
            let targets = spoken::targets_of(ledger, &asked);
            let ruled = spoken::ruled_on(ledger, &targets);
            let key = ruled.first().and_then(|entry| ledger.signing_key(entry.stream()));
            let device = key.and_then(|key| choose::device_of(ledger, &key)).map(|(_, device)| device.label);
            let since = ruled.iter().map(|entry| entry.header.wall_ms).min();
            Ok((device.unwrap_or_default(), ruled.len(), since.map(when).unwrap_or_default()))
        })?;
        let words = |lang| words::work(lang, &label, commits, &since);
        Ok(Both::new(words(Lang::Zh), words(Lang::En)))
    }

    /// The code of a membership's household.
    fn household_code_of(&self, key: &RecordKey) -> Result<String, StoreError> {
        let record = self.record(*key)?.unwrap_or_default();
        let household = record::slot::<EntityId>(&record, key.kind, membership::HOUSEHOLD).shown;
        let row = household.and_then(|household| self.roll.households.get(&household));
        Ok(row.map(|row| row.code.clone()).unwrap_or_default())
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
            kind::PAIR => pair::ONE,
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
