//! The worker (经办线程): owns the folder alone and answers one effect after the other; interactive requests come first.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender};

use super::desk::{Desk, DeskError, Planned};
use super::exchange::Counter;
use super::program::Opening;
use super::views;
use crate::domain::day::Day;
use crate::domain::roles;
use crate::flow::exchange::Ask;
use crate::flow::view::{ImportReport, Revealed};
use crate::flow::{Done, Effect, Input, Job};
use crate::i18n::problems::Problem;
use crate::journal::EntityId;
use crate::store::{Folder, Shut, StoreError};
use crate::vault::Passphrase;

/// Rows of a preview that are handed to the screen.
const PREVIEW_ROWS: usize = 300;

/// The folder, as far as it is open.
enum Door {
    /// Locked; nobody's keys are in memory.
    Shut(Box<Shut>),
    /// Open.
    Open(Box<Desk>),
    /// In between, or lost for good.
    Gone,
}

struct Worker<'a> {
    door: Door,
    today: Day,
    effects: &'a Receiver<Effect>,
    waiting: VecDeque<Effect>,
    to: &'a Sender<Input>,
    planned: Option<Planned>,
    counter: Counter,
}

/// Works until it is told to quit or nobody listens.
pub fn serve(opening: Opening, today: Day, effects: &Receiver<Effect>, to: &Sender<Input>) {
    let mut worker = Worker {
        door: Door::Gone,
        today,
        effects,
        waiting: VecDeque::new(),
        to,
        planned: None,
        counter: Counter::default(),
    };
    match opening {
        Opening::Shut(shut) => worker.door = Door::Shut(shut),
        Opening::Open(folder) => worker.open(0, *folder),
    }
    while let Some(effect) = worker.next() {
        if effect == Effect::Quit {
            break;
        }
        worker.answer(effect);
    }
    if let Door::Open(desk) = &worker.door {
        // The journal has everything; an unsettled state is replayed at the next start.
        let _ = desk.folder().settle();
    }
}

impl Worker<'_> {
    fn next(&mut self) -> Option<Effect> {
        self.waiting.pop_front().or_else(|| self.effects.recv().ok())
    }

    fn send(&self, done: Done) {
        // Nobody listens any more when the program ends.
        let _ = self.to.send(done.into());
    }

    fn fail(&self, request: u64, problem: Problem) {
        self.send(Done::Failed { request, problem });
    }

    fn answer(&mut self, effect: Effect) {
        match effect {
            Effect::Unlock { request, officer, passphrase } => {
                self.unlock(request, officer, passphrase.reveal())
            }
            Effect::Lock => self.lock(),
            Effect::Quit => {}
            Effect::ImportCancel { .. } => self.planned = None,
            other => match std::mem::replace(&mut self.door, Door::Gone) {
                Door::Open(mut desk) => {
                    let request = request_of(&other);
                    if let Err(error) = self.work(&mut desk, other) {
                        self.fail(request, views::problem(&error));
                    }
                    self.door = Door::Open(desk);
                }
                shut => self.door = shut,
            },
        }
    }

    fn work(&mut self, desk: &mut Desk, effect: Effect) -> Result<(), DeskError> {
        match effect {
            Effect::LoadToday { request } => {
                let today = views::today(desk)?;
                self.send(Done::Today { request, today });
            }
            Effect::Search { request, query, limit } => {
                if self.superseded() {
                    return Ok(());
                }
                let found = desk.find(&query, limit, true)?;
                let answer = views::answer(desk, found)?;
                self.send(Done::Found { request, answer });
            }
            Effect::ListFinding { request, check, limit } => {
                let mut persons = desk.with_finding(&check)?;
                let total = persons.len();
                persons.truncate(limit);
                let hits = desk.persons(&persons)?;
                let answer = views::answer(desk, super::desk::Found { total, hits })?;
                self.send(Done::Found { request, answer });
            }
            Effect::OpenHousehold { request, household } => match desk.household(household)? {
                Some(card) => {
                    self.send(Done::Household { request, household: Box::new(views::household(desk, &card)) })
                }
                None => self.fail(request, Problem::HouseholdGone),
            },
            Effect::Reveal { request, person } => self.reveal(desk, request, person)?,
            Effect::ImportPreview { request, path } => self.preview(desk, request, PathBuf::from(path))?,
            Effect::ImportApply { request } => self.apply(desk, request)?,
            Effect::Exchange { request, ask } => self.exchange(desk, request, ask),
            Effect::Unlock { .. } | Effect::Lock | Effect::Quit | Effect::ImportCancel { .. } => {}
        }
        Ok(())
    }

    /// True if a newer search waits already: the older one's answer would be dropped as stale.
    fn superseded(&mut self) -> bool {
        self.waiting.extend(self.effects.try_iter());
        self.waiting.iter().any(|effect| matches!(effect, Effect::Search { .. }))
    }

    fn unlock(&mut self, request: u64, officer: u32, typed: &str) {
        // What cannot be a passphrase is a wrong one, and costs the same.
        let passphrase = Passphrase::new(typed);
        let Door::Shut(shut) = std::mem::replace(&mut self.door, Door::Gone) else { return };
        let Ok(passphrase) = passphrase else {
            self.door = Door::Shut(shut);
            return self.send(Done::WrongPassphrase { request, wait_ms: crate::vault::wait_ms(1) });
        };
        let to = self.to.clone();
        let mut progress = move |done, total| {
            let _ = to.send(Done::Progress { request, job: Job::Rebuilding, done, total }.into());
        };
        match shut.unlock(officer, &passphrase, &mut progress) {
            Ok(folder) => self.open(request, folder),
            Err(failed) => {
                let (shut, error) = *failed;
                self.door = shut.map_or(Door::Gone, |shut| Door::Shut(Box::new(shut)));
                match error {
                    StoreError::WrongPassphrase { wait_ms } => {
                        self.send(Done::WrongPassphrase { request, wait_ms })
                    }
                    StoreError::NoSuchOfficer(_) => {
                        self.send(Done::WrongPassphrase { request, wait_ms: crate::vault::wait_ms(1) });
                    }
                    error => self.fail(request, views::problem(&error.into())),
                }
            }
        }
    }

    fn open(&mut self, request: u64, folder: Folder) {
        let report = folder.report().clone();
        match Desk::open(folder, self.today) {
            Ok(mut desk) => {
                let session = views::session(&mut desk);
                self.door = Door::Open(Box::new(desk));
                self.send(Done::Unlocked { request, session });
                for problem in views::report(&report) {
                    self.fail(0, problem);
                }
            }
            Err(error) => self.fail(request, views::problem(&error.into())),
        }
    }

    fn lock(&mut self) {
        self.planned = None;
        if let Door::Open(desk) = &self.door {
            self.counter.forget(&*desk.folder().world().files);
        }
        if let Door::Open(desk) = std::mem::replace(&mut self.door, Door::Gone) {
            let folder = desk.into_folder();
            // An unsettled state is replayed at the next unlock.
            let _ = folder.settle();
            self.door = Door::Shut(Box::new(folder.shut()));
        }
    }

    fn reveal(&self, desk: &mut Desk, request: u64, person: EntityId) -> Result<(), DeskError> {
        let Some(card) = desk.person(person)? else {
            self.fail(request, Problem::HouseholdGone);
            return Ok(());
        };
        // Recorded first: what cannot be recorded is not shown.
        desk.record_reveal(vec![person])?;
        let text = |slot: &crate::domain::record::Slot<String>| {
            slot.sorted().into_iter().cloned().collect::<Vec<_>>().join(" / ")
        };
        let values = Revealed {
            person,
            id_number: text(&card.member.id_number),
            account: text(&card.member.account),
            phone: text(&card.member.phone),
        };
        self.send(Done::Revealed { request, values });
        Ok(())
    }

    fn preview(&mut self, desk: &mut Desk, request: u64, path: PathBuf) -> Result<(), DeskError> {
        if !roles::may_import(desk.folder().actor().roles) {
            self.fail(request, Problem::NotAllowed);
            return Ok(());
        }
        self.send(Done::Progress { request, job: Job::Reading, done: 0, total: 0 });
        let planned = {
            let (to, effects, waiting) = (self.to, self.effects, &mut self.waiting);
            desk.plan_roster(&path, &[], &mut |done, total| {
                if done % 500 == 0 {
                    let progress = Done::Progress {
                        request,
                        job: Job::Comparing,
                        done: done as u64,
                        total: total as u64,
                    };
                    let _ = to.send(progress.into());
                }
                waiting.extend(effects.try_iter());
                !waiting.iter().any(|effect| *effect == Effect::ImportCancel { request })
            })
        };
        let planned = match planned {
            Err(DeskError::Stopped) => return Ok(()),
            Err(DeskError::Sheet(error)) => {
                self.fail(request, views::sheet_problem(&path, &error));
                return Ok(());
            }
            other => other?,
        };
        let preview = views::preview(desk, &path, &planned, PREVIEW_ROWS);
        self.planned = Some(planned);
        self.send(Done::Preview { request, preview });
        Ok(())
    }

    fn exchange(&mut self, desk: &mut Desk, request: u64, ask: Ask) {
        let (to, effects, waiting) = (self.to, self.effects, &mut self.waiting);
        let mut told = 0;
        let answer = self.counter.answer(desk, ask, &mut |done, total| {
            // Some hundred reports are enough for a bar.
            if total > 0 && done * 100 / total != told {
                told = done * 100 / total;
                let _ = to.send(Done::Progress { request, job: Job::Writing, done, total }.into());
            }
            waiting.extend(effects.try_iter());
            !waiting.contains(&Effect::Exchange { request, ask: Ask::Cancel })
        });
        match answer {
            Ok(Some(told)) => self.send(Done::Exchange { request, told: Box::new(told) }),
            Ok(None) => {}
            Err(problem) => self.fail(request, problem),
        }
    }

    fn apply(&mut self, desk: &mut Desk, request: u64) -> Result<(), DeskError> {
        let Some(planned) = self.planned.take() else { return Ok(()) };
        let to = self.to;
        desk.apply_roster(&planned, &mut |done, total| {
            let progress =
                Done::Progress { request, job: Job::Writing, done: done as u64, total: total as u64 };
            let _ = to.send(progress.into());
        })?;
        let report = ImportReport {
            counts: views::counts(&planned.plan.counts),
            findings: planned.plan.findings.len() as u64,
            refused_file: None,
        };
        self.send(Done::Imported { request, report });
        Ok(())
    }
}

fn request_of(effect: &Effect) -> u64 {
    match effect {
        Effect::Unlock { request, .. }
        | Effect::LoadToday { request }
        | Effect::Search { request, .. }
        | Effect::ListFinding { request, .. }
        | Effect::OpenHousehold { request, .. }
        | Effect::Reveal { request, .. }
        | Effect::ImportPreview { request, .. }
        | Effect::ImportApply { request }
        | Effect::Exchange { request, .. }
        | Effect::ImportCancel { request } => *request,
        Effect::Lock | Effect::Quit => 0,
    }
}
