//! A machine that is lost (机器失联): which households nobody has heard of since its last receipt, and what turns up of it later,
//! in words that a person can read before it is released.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::export::is_taken;
use super::walk::of_scope;
use super::{Desk, ReadLine, day_of};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, visit};
use crate::domain::papers::papers;
use crate::domain::record::{self, Membership};
use crate::domain::verify::route::Mark;
use crate::exchange::error::ExchangeError;
use crate::exchange::late::{self, NotReleased};
use crate::exchange::{choose, delivery};
use crate::i18n::ended::NoPaper;
use crate::i18n::{Lang, verify as marks};
use crate::journal::{CommitId, EntityId, Record, RecordKey};
use crate::sheets::{Paper, PaperCell, PaperColumn, PaperForm, Staged, Sum};
use crate::store::StoreError;

/// What is recorded when the list leaves the folder in clear.
const LOSS: &str = "loss window";
/// Half-width characters of its columns.
const CELLS: [usize; 7] = [14, 14, 12, 14, 12, 14, 14];
/// Kinds in which a visit to a household leaves its traces.
const TRACES: [u16; 6] =
    [kind::HOUSEHOLD, kind::PERSON, kind::MEMBERSHIP, kind::VISIT, kind::OUTCOME, kind::PROPOSAL];

/// A household of which nobody has heard since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossLine {
    /// The household.
    pub household: EntityId,
    /// Its village.
    pub village: String,
    /// Its code.
    pub code: String,
    /// Its head's name.
    pub head: String,
    /// What the round under way plans there; empty without a round, or where it is through.
    pub planned: Vec<Mark>,
    /// The last day of which the machine wrote about it, as far as that came.
    pub heard: Option<Day>,
}

/// The known loss window of a machine (失联范围).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LossWindow {
    /// The machine.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// The day of its last receipt; none if it never sent one.
    pub receipt: Option<Day>,
    /// The last day of which anything of it came.
    pub newest: Option<Day>,
    /// Its villages with households.
    pub villages: Vec<String>,
    /// By village, in the roster's order.
    pub lines: Vec<LossLine>,
}

/// A loss window on paper, in a file that has no name yet; dropped, nothing is left of it.
pub struct StagedLoss {
    staged: Staged,
    households: usize,
}

impl LossLine {
    /// What was planned there, in words; empty for nothing.
    pub fn plan(&self, lang: Lang) -> String {
        let words: Vec<&str> = self.planned.iter().map(|mark| marks::mark(*mark, lang)).collect();
        words.join(lang.pick("、", ", "))
    }
}

impl Desk {
    /// The known loss window: households of the machine's villages of which nothing of it came since its last receipt.
    pub fn loss_window(&self, device: EntityId) -> Result<LossWindow, StoreError> {
        let own = self.folder.device();
        let known = self.folder.ask(move |state| delivery::devices(state, own))?;
        let known = known.into_iter().find(|one| one.device == device);
        let (reach, commits) = self.folder.ask(move |state| {
            let ledger = state.ledger();
            let key = ledger.authority().devices.get(&device).map(|device| device.signing_key);
            let of_it = ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == key);
            let commits: HashMap<CommitId, u64> =
                of_it.map(|entry| (entry.id, entry.header.wall_ms)).collect();
            Ok((choose::reach_of(ledger, device), commits))
        })?;
        let (label, receipt_ms, newest_ms, office) = known
            .map_or(Default::default(), |one| (one.label, one.receipt_ms, one.newest_ms, one.office_machine));
        let places = self.roll.households.values().map(|row| row.village);
        let reached = |village: &EntityId| office || reach.villages.contains(village);
        let mut villages: Vec<EntityId> = places.filter(reached).collect();
        villages.sort_by_key(|village| (self.roll.place(*village).to_owned(), *village));
        villages.dedup();
        let mut lines = Vec::new();
        for village in &villages {
            let called = self.roll.called(*village);
            let heard = self.heard_of(*village, &commits)?;
            let look = self.verify_village(*village)?;
            for household in self.roster_order(*village) {
                let heard = heard.get(&household).copied();
                if heard.is_some_and(|heard| receipt_ms.is_some_and(|receipt| heard >= receipt)) {
                    continue;
                }
                let standing = look.standings.get(&household).cloned().unwrap_or_default();
                let mut planned = match look.round {
                    Some(_) => standing.marks(look.rules, self.today),
                    None => Vec::new(),
                };
                planned.retain(|mark| !matches!(mark, Mark::Done(_)));
                lines.push(self.loss_line(household, &called, planned, heard.and_then(day_of))?);
            }
        }
        let villages = villages.iter().map(|village| self.roll.called(*village)).collect();
        let (receipt, newest) = (receipt_ms.and_then(day_of), newest_ms.and_then(day_of));
        Ok(LossWindow { device, label, receipt, newest, villages, lines })
    }

    fn loss_line(
        &self,
        household: EntityId,
        village: &str,
        planned: Vec<Mark>,
        heard: Option<Day>,
    ) -> Result<LossLine, StoreError> {
        let row = self.roll.households.get(&household);
        let head = row.filter(|row| !row.head.is_zero()).map(|row| row.head);
        let head = head.map(|head| self.person_name(head)).transpose()?.flatten();
        Ok(LossLine {
            household,
            village: village.to_owned(),
            code: row.map(|row| row.code.clone()).unwrap_or_default(),
            head: head.unwrap_or_default(),
            planned,
            heard,
        })
    }

    /// When the machine with these commits last wrote about each household of a village, by its own clock.
    fn heard_of(
        &self,
        village: EntityId,
        commits: &HashMap<CommitId, u64>,
    ) -> Result<BTreeMap<EntityId, u64>, StoreError> {
        let mut heard: BTreeMap<EntityId, u64> = BTreeMap::new();
        of_scope(&self.folder.asker(), &TRACES, village, &mut |key, record| {
            let newest = record.applied().filter_map(|(op, _)| commits.get(&op.commit())).max();
            if let (Some(newest), Some(household)) = (newest, self.household_of(&key, &record)) {
                let known = heard.entry(household).or_default();
                *known = (*newest).max(*known);
            }
        })?;
        Ok(heard)
    }

    fn household_of(&self, key: &RecordKey, record: &Record) -> Option<EntityId> {
        match key.kind {
            kind::HOUSEHOLD => Some(key.entity),
            kind::MEMBERSHIP => Membership::from_record(*key, record).household.shown,
            kind::VISIT => record::slot::<EntityId>(record, key.kind, visit::HOUSEHOLD).shown,
            _ => {
                let person = Self::person_of(key, record)?;
                self.roll.persons.get(&person).map(|row| row.household)
            }
        }
    }

    /// Writes the loss window as a paper that has no name yet: what can be refused is refused here, before a machine is ended.
    pub fn stage_loss(&self, window: &LossWindow, file: &Path) -> Result<StagedLoss, NoPaper> {
        if file.is_dir() {
            return Err(NoPaper::Folder);
        }
        let form = PaperForm::of_name(file).ok_or(NoPaper::Ending)?;
        if is_taken(file) {
            return Err(NoPaper::Taken);
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        if folder.is_some_and(|folder| !folder.is_dir()) {
            return Err(NoPaper::NoFolder);
        }
        let paper = loss_paper(window, &self.office_name()?, self.today);
        let staged = Staged::write(file, &paper.bytes(form)?)?;
        Ok(StagedLoss { staged, households: window.lines.len() })
    }

    /// Gives the paper its name, recorded as it leaves the folder in clear. How many households it has.
    pub fn publish_loss(&mut self, loss: StagedLoss) -> Result<usize, NoPaper> {
        self.record_export(LOSS, loss.households)?;
        loss.staged.publish()?;
        Ok(loss.households)
    }

    /// Writes the loss window as a paper. How many households it has.
    pub fn print_loss(&mut self, window: &LossWindow, file: &Path) -> Result<usize, NoPaper> {
        let staged = self.stage_loss(window, file)?;
        self.publish_loss(staged)
    }

    /// Releases what turned up of machines: all of it, or the commits with these ids; what is shown follows the records.
    pub fn release_late(
        &mut self,
        devices: &[EntityId],
        only: &[String],
        why: Option<&str>,
    ) -> Result<Result<usize, NotReleased>, ExchangeError> {
        let released = late::release_of(&mut self.folder, devices, only, why)?;
        if released.is_ok() {
            self.folder.settle()?;
            self.refresh()?;
        }
        Ok(released)
    }

    /// What turned up of a machine after its end, in words.
    pub fn late(&self, device: EntityId) -> Result<Vec<ReadLine>, StoreError> {
        let late = self.folder.ask(move |state| late::of_device(state, device))?;
        Ok(late.into_iter().map(|one| self.read_line(one, usize::MAX)).collect())
    }
}

/// The paper (失联范围清单): its words are Chinese, whoever prints it.
fn loss_paper(window: &LossWindow, office: &str, on: Day) -> Paper {
    let words = &papers().loss;
    let iso = |day: Option<Day>| day.map_or_else(|| words.list.fact("never"), Day::iso);
    let count = window.lines.len().to_string();
    let facts = [
        ("office", office.to_owned()),
        ("machine", window.label.clone()),
        ("receipt", iso(window.receipt)),
        ("villages", window.villages.join("、")),
        ("households", count),
        ("printed", on.iso()),
    ];
    let blank = |text: String| if text.is_empty() { papers().page.blank.clone() } else { text };
    let row = |line: &LossLine| {
        let heard = line.heard.map(Day::iso).unwrap_or_default();
        let texts = [line.village.clone(), line.code.clone(), line.head.clone(), line.plan(Lang::Zh), heard];
        let mut cells: Vec<PaperCell> = texts.into_iter().map(|text| PaperCell::Text(blank(text))).collect();
        // To be filled in by hand.
        cells.extend([PaperCell::Text(String::new()), PaperCell::Text(String::new())]);
        cells
    };
    let columns = words.list.columns.iter().zip(CELLS);
    let paper = Paper {
        title: words.list.title.clone(),
        facts: facts.into_iter().map(|(name, value)| (words.list.fact(name), blank(value))).collect(),
        before: vec![words.before.clone()],
        columns: columns
            .map(|(title, cells)| PaperColumn { title: title.clone(), cells, sum: Sum::Nothing })
            .collect(),
        rows: window.lines.iter().map(row).collect(),
        after: vec![words.after.clone()],
        signatures: words.list.signatures.clone(),
        lying: true,
        words: papers().page.clone(),
        ..Paper::default()
    };
    paper.checked()
}
