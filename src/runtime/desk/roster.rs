//! Importing a roster (导入花名册): read, compare, then write village by village; a kill half-way and the same command again
//! end in the same state, because the plan is made anew from what the records say and every key is natural.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::Desk;
use super::records::Records;
use crate::domain::acts::HeldError;
use crate::flow::Job;
use crate::journal::codec;
use crate::journal::hash;
use crate::journal::{Act, CommitId, Hash};
use crate::sheets::{
    Column, Format, ImportPlan, LastCells, Learned, Refusal, Roster, SheetError, Target, Wishes, Words,
    read_file, refused_rows, table_bytes, write_whole,
};
use crate::store::locals::{ImportOutcome, Mapping};
use crate::store::{Asker, Edition, LocalFact, Part, StoreError};

/// Most bytes of outcome cells in one Local frame.
const OUTCOME_BYTES: usize = 1 << 20;

/// Parts that the journal may be ahead of the state by.
const PARTS_AHEAD: usize = 8;

/// Why an office file was not imported, or not written.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The file.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record that this program cannot work with.
    #[error(transparent)]
    Held(#[from] HeldError),
    /// Stopped by the officer; nothing half-done stays.
    #[error("stopped")]
    Stopped,
}

/// A column whose meaning nobody has said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownColumn {
    /// The sheet; empty for delimited text.
    pub sheet: String,
    /// The column's letters.
    pub letters: String,
    /// Its header.
    pub header: String,
}

/// A roster that was read and compared, and not written yet.
pub struct Planned {
    /// Where it lies.
    pub path: PathBuf,
    /// Its format.
    pub format: Format,
    /// True if an office program had it open while it was read.
    pub open_elsewhere: bool,
    /// Its rows.
    pub roster: Roster,
    /// What importing it would change.
    pub plan: ImportPlan,
    /// Columns that were left alone because nobody has said what they mean.
    pub unknown: Vec<UnknownColumn>,
    learned: Vec<Learned>,
    /// What was said about columns, as `COLUMN=FIELD`.
    pub said: Vec<String>,
    /// What the records were made of when they were compared.
    commits: Edition,
}

/// Reading and comparing, to be done on whatever thread: asks the state in small pieces.
pub struct Planning {
    asker: Asker,
    path: PathBuf,
    said: Vec<String>,
    wishes: Wishes,
}

/// An import that is being written, part by part.
pub struct Applying {
    planned: Planned,
    act: Act,
    /// Number of the next commit of the act.
    number: u16,
    done: usize,
    /// Parts with operations: all, and those written.
    writing: (usize, usize),
}

/// Told what is done, how much of it and of how much (0 = not known); stops the work by `false`.
pub type GoOn<'a> = dyn FnMut(Job, usize, usize) -> bool + 'a;

impl Planning {
    /// Reads the file and compares it with the records; writes nothing.
    pub fn run(mut self, go_on: &mut GoOn<'_>) -> Result<Planned, DeskError> {
        let words = Words::shipped();
        go_on(Job::Reading, 0, 0);
        let book = read_file(&self.path)?;
        self.wishes.learned = learned(&self.asker)?;
        let roster = Roster::read(&book, words, &self.wishes)?;
        if roster.rows.is_empty() && roster.refusals.is_empty() {
            return Err(SheetError::NoRows.into());
        }
        let (format, open_elsewhere) = (book.format, book.open_elsewhere);
        // A district's cells take as much memory as all that is made of them; refused rows read the file again.
        drop(book);
        let layouts = || roster.sheets.iter().filter_map(|sheet| Some((sheet, sheet.layout.as_ref()?)));
        let learned = layouts().filter_map(|(_, layout)| layout.learned(&self.wishes)).collect();
        let read = roster.sheets.iter().filter(|sheet| sheet.skipped.is_none());
        let unknown =
            read.filter_map(|sheet| Some((sheet, sheet.layout.as_ref()?))).flat_map(|(sheet, layout)| {
                let column = |column: &Column| UnknownColumn {
                    sheet: sheet.name.clone(),
                    letters: column.letters(),
                    header: column.header.clone(),
                };
                layout.undecided().map(column)
            });
        let unknown = unknown.collect();
        let records =
            Records::read(self.asker, &mut |done| go_on(Job::Reading, done, 0))?.ok_or(DeskError::Stopped)?;
        let plan = ImportPlan::make(&roster, &records, &mut |done, all| {
            records.sound() && go_on(Job::Comparing, done, all)
        });
        let commits = records.commits;
        if let Some(failure) = records.into_failure() {
            return Err(failure.into());
        }
        let plan = plan.ok_or(DeskError::Stopped)?;
        Ok(Planned {
            path: self.path,
            format,
            open_elsewhere,
            roster,
            plan,
            unknown,
            learned,
            said: self.said,
            commits,
        })
    }
}

/// What was learned about columns before.
pub(super) fn learned(asker: &Asker) -> Result<BTreeMap<Hash, Learned>, StoreError> {
    asker.ask(|state| {
        let mut all = BTreeMap::new();
        state.each_mapping(|bytes| {
            if let Ok(learned) = codec::decode_value::<Learned>(bytes) {
                all.insert(learned.signature, learned);
            }
        })?;
        Ok(all)
    })
}

impl Planned {
    /// Writes the refused rows as a file of the same shape, format and encoding with a reason column; gives where: an XLS
    /// comes back as XLSX. `sentence` says a reason in words. The file is read again, and must not have changed.
    pub fn write_refused(
        &self,
        wanted: &Path,
        sentence: &dyn Fn(&Refusal) -> String,
    ) -> Result<PathBuf, DeskError> {
        let book = read_file(&self.path)?;
        if book.hash != self.plan.file {
            return Err(SheetError::Changed.into());
        }
        let (tables, target) = refused_rows(&book, &self.roster, &self.plan, Words::shipped(), sentence);
        let xls = wanted.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xls"));
        let to =
            if xls && target == Target::Xlsx { wanted.with_extension("xlsx") } else { wanted.to_owned() };
        write_whole(&to, &table_bytes(&tables, target)?)?;
        Ok(to)
    }
}

impl Applying {
    /// Parts done, and all parts.
    pub fn progress(&self) -> (usize, usize) {
        (self.done, self.planned.plan.parts.len())
    }

    /// What is being written.
    pub fn planned(&self) -> &Planned {
        &self.planned
    }

    /// Gives it back.
    pub fn into_planned(self) -> Planned {
        self.planned
    }
}

impl Desk {
    /// What reading and comparing a roster needs. `said` = `COLUMN=FIELD`.
    pub fn planning(&self, file: &Path, said: &[String]) -> Result<Planning, DeskError> {
        let mut wishes = Wishes::default();
        for wish in said {
            wishes.say(wish, Words::shipped())?;
        }
        Ok(Planning { asker: self.folder.asker(), path: file.to_owned(), said: said.to_vec(), wishes })
    }

    /// True if the records have changed since the plan was made.
    pub fn is_outdated(&self, planned: &Planned) -> Result<bool, StoreError> {
        Ok(self.commits()? != planned.commits)
    }

    /// Begins to write what the plan says; [`Desk::apply_part`] until it says that it is done.
    pub fn begin_apply(&mut self, planned: Planned) -> Result<Applying, DeskError> {
        for learned in &planned.learned {
            let bytes = codec::encode_value(learned).map_err(StoreError::from)?;
            let mapping = Mapping { signature: learned.signature.0.to_vec(), bytes };
            self.folder.note(&LocalFact::Mapping(mapping))?;
        }
        let act = self.import_act(planned.plan.file)?;
        let number = self.parts_of(act)?;
        let writing = planned.plan.parts.iter().filter(|part| !part.is_empty()).count();
        Ok(Applying { planned, act, number, done: 0, writing: (writing, 0) })
    }

    /// Writes one part: a commit and what is kept of it, confirmed together. True when all are written. The roll is as it
    /// was: [`Desk::refresh`] follows.
    pub fn apply_part(&mut self, applying: &mut Applying) -> Result<bool, DeskError> {
        let (act, plan) = (applying.act, &applying.planned.plan);
        let Some(part) = plan.parts.get(applying.done) else { return Ok(true) };
        let ops = part.ops().map_err(StoreError::from)?;
        let mut commit = CommitId::ZERO;
        if !ops.is_empty() {
            applying.writing.1 += 1;
            let last = applying.writing.0 == applying.writing.1;
            let this = Part { act, number: applying.number, last };
            applying.number = applying.number.saturating_add(1);
            commit = self.folder.append_commit(this, |commit| {
                ops.iter().try_for_each(|op| commit.push(part.scope, op).map(drop))
            })?;
        }
        applying.done += 1;
        let done = applying.done == plan.parts.len();
        self.keep_outcomes(act, plan.file, part.outcomes(&ops, commit), done)?;
        self.folder.confirm()?;
        if done || applying.done.is_multiple_of(PARTS_AHEAD) {
            // Parts that wait for the state wait in memory.
            self.folder.ask(|state| Ok(state.applied()))?;
        }
        Ok(done)
    }

    /// The act of an import: of the file and the last finished import, so that doing it again finishes the same act.
    pub fn import_act(&self, file: Hash) -> Result<Act, StoreError> {
        let last = self.folder.ask(|state| state.last_import())?;
        Ok(hash::import_act(file, last.map(|import| import.act).unwrap_or_default()))
    }

    /// How many parts of an act are written already.
    fn parts_of(&self, act: Act) -> Result<u16, StoreError> {
        self.folder.ask(move |state| {
            let parts = state
                .ledger()
                .entries()
                .filter(|entry| entry.header.act == act)
                .map(|entry| entry.header.part);
            Ok(parts.max().map_or(0, |part| part.saturating_add(1)))
        })
    }

    fn keep_outcomes(
        &mut self,
        act: Act,
        file: Hash,
        outcomes: Vec<LastCells>,
        last: bool,
    ) -> Result<(), StoreError> {
        let wall_ms = (self.folder.world().wall_ms)();
        let mut cells = Vec::new();
        let mut bytes = 0;
        for outcome in outcomes {
            let encoded = codec::encode_value(&outcome)?;
            bytes += encoded.len() + 32;
            cells.push((outcome.entity, encoded));
            if bytes > OUTCOME_BYTES {
                let cells = std::mem::take(&mut cells);
                self.folder.append_fact(&LocalFact::Import(ImportOutcome {
                    act,
                    file,
                    last: false,
                    wall_ms,
                    cells,
                }))?;
                bytes = 0;
            }
        }
        self.folder.append_fact(&LocalFact::Import(ImportOutcome { act, file, last, wall_ms, cells }))
    }
}
