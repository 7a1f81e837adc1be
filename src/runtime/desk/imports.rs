//! Imports in words (收入的清单): what came, from whom, when, whether it counts; undone, or what rests on it.

use super::{Desk, ReadLine, title, when};
use crate::exchange::brought::{self, Import, Source};
use crate::exchange::clash::Hand;
use crate::exchange::error::ExchangeError;
use crate::exchange::undo::{self, Answer, Dependent, Refused, Why};
use crate::exchange::{choose, spoken, transcript};
use crate::flow::rulings::{ImportView, Spoken};
use crate::journal::EntityId;
use crate::store::StoreError;
use crate::store::state::{State, StateError};

/// Something that rests on an import, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resting {
    /// The record by what officers call it; empty for a commit as a whole.
    pub about: String,
    /// Stable name of its kind; empty for a commit as a whole.
    pub kind: &'static str,
    /// The commit, in hexadecimal.
    pub commit: String,
    /// Label of the device.
    pub device: String,
    /// The officer's name.
    pub officer: String,
    /// Date and minute at UTC+8.
    pub when: String,
    /// Why.
    pub why: Why,
}

fn words_of(hand: Hand) -> Spoken {
    let (officer, device, why) = (hand.officer, hand.device, hand.why.unwrap_or_default());
    Spoken { officer, device, when: when(hand.wall_ms), why }
}

fn view(state: &State, import: Import, own: EntityId) -> Result<ImportView, StateError> {
    let ledger = state.ledger();
    let spoken = spoken::on_import(state, &import)?.map(words_of);
    let from = match &import.source {
        Source::Bundle(_, device) if *device != own => {
            let device = ledger.authority().devices.get(device);
            Some(device.map(|device| device.label.clone()).unwrap_or_default())
        }
        Source::Bundle(..) | Source::File(..) => None,
    };
    let entries = import.commits.iter().filter_map(|hash| ledger.entry(hash));
    let groups = entries.flat_map(|entry| &entry.header.groups);
    Ok(ImportView {
        id: import.id(),
        from,
        when: when(import.wall_ms),
        commits: import.commits.len(),
        operations: groups.map(|group| u64::from(group.count)).sum(),
        ruled: import.ruled(ledger),
        spoken,
        unfinished: import.unfinished,
    })
}

impl Desk {
    /// Every import of this folder, the newest first.
    pub fn imports(&self) -> Result<Vec<ImportView>, StoreError> {
        let own = self.folder.device();
        self.folder.ask(move |state| {
            let imports = brought::imports(state)?;
            imports.into_iter().rev().map(|import| view(state, import, own)).collect()
        })
    }

    /// Who ended a machine, and why; none while it works.
    pub fn ended(&self, device: EntityId) -> Result<Option<Spoken>, StoreError> {
        self.folder.ask(move |state| Ok(spoken::on_end(state, device)?.map(words_of)))
    }

    /// Undoes an import, or counts it again; what is shown follows the records.
    pub fn rule_on_import(
        &mut self,
        id: &str,
        again: bool,
        why: Option<&str>,
    ) -> Result<Answer, ExchangeError> {
        let ruled = match again {
            true => undo::redo(&mut self.folder, id, why),
            false => undo::undo(&mut self.folder, id, why),
        }?;
        if ruled.is_ok() {
            self.folder.settle()?;
            self.refresh()?;
        }
        Ok(ruled)
    }

    /// What an import brought, commit by commit, whatever counts of it: the first that come to so many operations, and of each so many records.
    /// Gives the import as it stands in the list, or why there is none with this id.
    pub fn brought(
        &self,
        id: &str,
        (operations, records): (u64, usize),
        each: &mut dyn FnMut(ReadLine),
    ) -> Result<Result<ImportView, Refused>, ExchangeError> {
        let import = match undo::found(&self.folder, id)? {
            Ok((import, _)) => import,
            Err(refused) => return Ok(Err(refused)),
        };
        let asked = import.clone();
        let hashes =
            self.folder.ask(move |state| Ok(transcript::in_order(state.ledger(), &asked, operations)))?;
        for hash in hashes {
            if let Some(commit) = self.folder.ask(move |state| transcript::of_commit(state, &hash))? {
                each(self.read_line(commit, records));
            }
        }
        let own = self.folder.device();
        Ok(Ok(self.folder.ask(move |state| view(state, import, own))?))
    }

    /// What rests on an import, in words.
    pub fn resting(&self, all: &[Dependent]) -> Vec<Resting> {
        let words = |one: &Dependent| Resting {
            about: one.record.map(|key| title(self, &key)).unwrap_or_default(),
            kind: one.record.map_or("", |key| crate::domain::kinds::kind_name(key.kind)),
            commit: one.commit.hex(),
            device: one.device.clone(),
            officer: one.officer.clone(),
            when: when(one.wall_ms),
            why: one.why,
        };
        all.iter().map(words).collect()
    }

    /// Labels of the machines, this one left out, in the order of their enrolment.
    pub fn machine_labels(&self) -> Result<Vec<String>, StoreError> {
        let own = self.folder.device();
        self.folder.ask(move |state| {
            let all = choose::addressees(state.ledger()).into_iter();
            Ok(all.filter(|one| one.entity != own).map(|one| one.device.label).collect())
        })
    }
}
