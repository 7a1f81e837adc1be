//! The worker (经办线程): owns the folder alone and answers one effect after the other; interactive requests come first.
//!
//! Long reading (comparing a roster, the sweep over all records, the roll after an import) is done by threads of its own
//! that ask the state in small pieces; what they found comes back through the worker's own channel. Long writing is done
//! here, one part between two requests.

mod long;
mod roster;
#[cfg(test)]
mod tests;

mod forms;
mod petition;
mod subsidy;
mod verify;

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

use super::desk::{Applying, Desk, DeskError, Planned, Sitting, day_of};
use super::exchange::Counter;
use super::keeping::{self, Idle, Keeping};
use super::program::Opening;
use super::{names, views};
use crate::domain::day::Day;
use crate::flow::exchange::{Ask, Told};
use crate::flow::view::Revealed;
use crate::flow::{Done, Effect, Input, Job, Wish};
use crate::i18n::problems::Problem;
use crate::journal::EntityId;
use crate::store::{Folder, Shut, StoreError, World};
use crate::vault::Passphrase;
use long::{Finished, Helpers};

/// The folder, as far as it is open.
enum Door {
    /// Locked; nobody's keys are in memory.
    Shut(Box<Shut>),
    /// Open.
    Open(Box<Desk>),
    /// In between, or lost for good.
    Gone,
}

/// What comes to the worker.
enum Work {
    /// From the screen.
    Asked(Effect),
    /// From one of its own threads.
    Finished(Finished),
}

struct Worker<'a> {
    door: Door,
    today: Today,
    inbox: Receiver<Work>,
    waiting: VecDeque<Work>,
    to: &'a Sender<Input>,
    helpers: Helpers,
    /// The roster that was compared and waits to be written.
    planned: Option<Planned>,
    /// The roster that is being written, and the request that is answered when it is.
    applying: Option<(u64, Applying)>,
    /// The import that is answered when the roll has been read again.
    imported: Option<Done>,
    /// Effects that wait for the roll, and for the findings.
    after_roll: Vec<Effect>,
    after_sweep: Vec<Effect>,
    /// What an officer who locked the screen can still take back: their number, and the acts.
    sitting: Option<(u32, Sitting)>,
    /// What is done for the folder itself.
    keeping: Keeping,
    /// Files from and to other machines.
    counter: Counter,
}

/// By what a sitting goes that may last over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Today {
    /// The clock, at UTC+8: whoever looks after midnight, or after the clock was set, sees that day. The day of the start
    /// stands in for a clock that shows none.
    Clock(Day),
    /// A day that was said (`--today`).
    Said(Day),
}

impl Today {
    fn day(self, world: &World) -> Day {
        match self {
            Today::Said(day) => day,
            Today::Clock(start) => day_of((world.wall_ms)()).unwrap_or(start),
        }
    }
}

/// Works until it is told to quit or nobody listens.
pub fn serve(opening: Opening, today: Today, effects: Receiver<Effect>, to: &Sender<Input>) {
    let (own, inbox) = channel();
    let asked = own.clone();
    // One channel to wait on: the screen's effects and the helpers' findings.
    let forwarding = std::thread::Builder::new().name("effects".into()).spawn(move || {
        for effect in effects {
            if asked.send(Work::Asked(effect)).is_err() {
                return;
            }
        }
        // The screen is gone without a word.
        let _ = asked.send(Work::Asked(Effect::Quit));
    });
    if forwarding.is_err() {
        return;
    }
    let mut worker = Worker {
        door: Door::Gone,
        today,
        inbox,
        waiting: VecDeque::new(),
        to,
        helpers: Helpers::new(own),
        planned: None,
        applying: None,
        imported: None,
        after_roll: Vec::new(),
        after_sweep: Vec::new(),
        sitting: None,
        keeping: Keeping::default(),
        counter: Counter::default(),
    };
    match opening {
        Opening::Shut(shut) => worker.door = Door::Shut(shut),
        Opening::Open(folder) => worker.open(0, *folder),
    }
    while let Some(work) = worker.next() {
        match work {
            Work::Asked(Effect::Quit) => break,
            Work::Asked(effect) => worker.answer(effect),
            Work::Finished(finished) => worker.finish(finished),
        }
    }
    worker.helpers.stop_all();
    if let Door::Open(desk) = &worker.door {
        // The journal has everything; an unsettled state is replayed at the next start.
        let _ = desk.folder().settle();
    }
}

impl Worker<'_> {
    /// The next thing to do; writes an import's parts as long as there is none.
    fn next(&mut self) -> Option<Work> {
        loop {
            if let Some(work) = self.waiting.pop_front() {
                return Some(work);
            }
            if self.applying.is_none() {
                let desk = match &mut self.door {
                    Door::Open(desk) => Some(desk.as_mut()),
                    _ => None,
                };
                self.keeping.previewing(self.planned.is_some() || self.counter.is_previewing());
                match self.keeping.next(desk, &self.inbox, self.to) {
                    Idle::Work(work) => return Some(work),
                    Idle::Mend => self.mend(),
                    Idle::Over => return None,
                }
                continue;
            }
            match self.inbox.try_recv() {
                Ok(work) => return Some(work),
                Err(TryRecvError::Empty) => self.apply_part(),
                Err(TryRecvError::Disconnected) => return None,
            }
        }
    }

    /// The background check found that the state does not fit the journal.
    fn mend(&mut self) {
        if let Door::Open(desk) = std::mem::replace(&mut self.door, Door::Gone) {
            let today = self.today.day(desk.folder().world());
            match keeping::mend(*desk, today, self.to) {
                Ok(desk) => self.door = Door::Open(Box::new(desk)),
                Err(error) => self.fail(0, views::problem(&error.into())),
            }
        }
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
            Effect::ImportCancel { request } => self.cancel_import(request),
            Effect::ListNames { request, path } => {
                self.send(Done::Names { request, names: names::beginning_with(&path) })
            }
            other => {
                let request = request_of(&other);
                self.with_desk(request, |this, desk| this.work(desk, other));
            }
        }
    }

    /// Does something with the open desk; a failure is the answer to `request`.
    fn with_desk(&mut self, request: u64, work: impl FnOnce(&mut Self, &mut Desk) -> Result<(), DeskError>) {
        match std::mem::replace(&mut self.door, Door::Gone) {
            Door::Open(mut desk) => {
                let today = self.today.day(desk.folder().world());
                let turned = if desk.turn(today) { self.read_roll(&desk) } else { Ok(()) };
                if let Err(error) = turned.and_then(|()| work(self, &mut desk)) {
                    self.fail(request, views::problem(&error));
                }
                self.door = Door::Open(desk);
            }
            shut => self.door = shut,
        }
    }

    fn work(&mut self, desk: &mut Desk, effect: Effect) -> Result<(), DeskError> {
        if self.helpers.reading() && needs_roll(&effect) {
            self.after_roll.push(effect);
            return Ok(());
        }
        match effect {
            Effect::LoadToday { request } => {
                let today = views::today(desk)?;
                if today.sweeping {
                    self.after_sweep.retain(|waiting| !matches!(waiting, Effect::LoadToday { .. }));
                    self.after_sweep.push(Effect::LoadToday { request });
                    self.sweep(desk)?;
                }
                self.send(Done::Today { request, today });
            }
            Effect::Search { request, query, limit } => {
                if self.superseded() {
                    return Ok(());
                }
                let found = desk.find(&query, limit, true)?;
                let mut answer = views::answer(desk, found)?;
                views::petition::found(desk, &query, &mut answer)?;
                self.send(Done::Found { request, answer });
            }
            Effect::ListFinding { .. } if desk.is_unswept() => {
                self.after_sweep.push(effect);
                self.sweep(desk)?;
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
                    let household = Box::new(views::household(desk, &card)?);
                    self.send(Done::Household { request, household });
                }
                None => self.fail(request, Problem::HouseholdGone),
            },
            Effect::Reveal { request, person } => self.reveal(desk, request, person)?,
            Effect::ImportPreview { request, path, map } => {
                self.begin_preview(desk, request, PathBuf::from(path), &map)?;
            }
            Effect::ImportApply { request } => self.begin_apply(desk, request)?,
            Effect::ImportRefused { request, lang } => self.write_refused(desk, request, lang)?,
            Effect::Export { request, whose, path, lang } => {
                self.export(desk, request, whose, PathBuf::from(path), lang)?
            }
            Effect::Form(effect) => self.form(desk, effect)?,
            Effect::Exchange { request, ask } => self.exchange(desk, request, ask),
            Effect::Verify { request, ask } => self.verify(desk, request, ask)?,
            Effect::Petition { request, ask } => self.petition(desk, request, ask)?,
            Effect::Subsidy { request, ask } => self.subsidy(desk, request, ask)?,
            Effect::Keep { request, wish } => self.keeping.answer(desk, (request, wish), self.to)?,
            Effect::Unlock { .. }
            | Effect::Lock
            | Effect::Quit
            | Effect::ImportCancel { .. }
            | Effect::ListNames { .. } => {}
        }
        Ok(())
    }

    /// True if a newer search waits already: the older one's answer would be dropped as stale.
    fn superseded(&mut self) -> bool {
        self.waiting.extend(self.inbox.try_iter());
        self.waiting.iter().any(|work| matches!(work, Work::Asked(Effect::Search { .. })))
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
        let today = self.today.day(folder.world());
        let mut desk = Desk::unread(folder, today);
        let session = views::session(&mut desk);
        if let Some((_, sitting)) = self.sitting.take_if(|(number, _)| *number == session.number) {
            desk.resume_sitting(sitting);
        }
        self.sitting = None;
        let read = self.read_roll(&desk);
        if let Err(error) = read {
            self.door = Door::Open(Box::new(desk));
            return self.fail(request, views::problem(&error));
        }
        self.send(Done::Unlocked { request, session });
        self.keeping.opened(&desk, self.to);
        self.door = Door::Open(Box::new(desk));
    }

    fn lock(&mut self) {
        // What was begun to be written is written: an act is whole or not at all.
        while self.applying.is_some() {
            self.apply_part();
        }
        self.helpers.stop_all();
        self.keeping.shut();
        if let Door::Open(desk) = &self.door {
            self.counter.forget(&*desk.folder().world().files);
        }
        self.planned = None;
        self.after_roll.clear();
        self.after_sweep.clear();
        if let Some(imported) = self.imported.take() {
            self.send(imported);
        }
        if let Door::Open(desk) = std::mem::replace(&mut self.door, Door::Gone) {
            let number = desk.folder().actor().number;
            let (folder, sitting) = desk.close();
            self.sitting = Some((number, sitting));
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
}

/// True for what is answered from the roll and the index.
fn needs_roll(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::LoadToday { .. }
            | Effect::Search { .. }
            | Effect::ListFinding { .. }
            | Effect::OpenHousehold { .. }
            | Effect::Reveal { .. }
            | Effect::Verify { .. }
            | Effect::Petition { .. }
            | Effect::Subsidy { .. }
            | Effect::Export { .. }
            | Effect::Keep { wish: Wish::Proof { .. } | Wish::Mandate { .. }, .. }
    )
}

impl Worker<'_> {
    fn exchange(&mut self, desk: &mut Desk, request: u64, ask: Ask) {
        let (to, inbox, waiting) = (self.to, &self.inbox, &mut self.waiting);
        let mut told = 0;
        let answer = self.counter.answer(desk, ask, &mut |done, total| {
            // Some hundred reports are enough for a bar.
            if total > 0 && done * 100 / total != told {
                told = done * 100 / total;
                let _ = to.send(Done::Progress { request, job: Job::Writing, done, total }.into());
            }
            waiting.extend(inbox.try_iter());
            let cancelled = Effect::Exchange { request, ask: Ask::Cancel };
            !waiting.iter().any(|work| matches!(work, Work::Asked(effect) if *effect == cancelled))
        });
        if matches!(answer, Ok(Some(Told::TakenIn(_)))) {
            self.keeping.arrived();
        }
        match answer {
            Ok(Some(told)) => self.send(Done::Exchange { request, told: Box::new(told) }),
            Ok(None) => {}
            Err(problem) => self.fail(request, problem),
        }
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
        | Effect::ImportRefused { request, .. }
        | Effect::ListNames { request, .. }
        | Effect::Export { request, .. }
        | Effect::ImportCancel { request }
        | Effect::Exchange { request, .. }
        | Effect::Verify { request, .. }
        | Effect::Petition { request, .. }
        | Effect::Subsidy { request, .. }
        | Effect::Keep { request, .. } => *request,
        Effect::Form(effect) => effect.request(),
        Effect::Lock | Effect::Quit => 0,
    }
}
