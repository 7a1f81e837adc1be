//! The worker's own threads (旁线程): each does one long reading, asks the state in small pieces, and can be stopped between
//! two of them. What it found comes back as work.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

use super::{Work, Worker};
use crate::flow::{Done, Effect, Job};
use crate::runtime::desk::{Desk, DeskError, Planned, Read, Swept};
use crate::runtime::views;
use crate::store::StoreError;

/// Records between two reports of progress.
const REPORT_EVERY: usize = 2_000;

/// What a thread has to say in the end.
pub(super) enum Finding {
    /// A roster was compared.
    Planned(u64, PathBuf, Result<Box<Planned>, DeskError>),
    /// All records were swept; none if it was stopped.
    Swept(Result<Option<Swept>, StoreError>),
    /// The roll was read; none if it was stopped.
    Read(Result<Option<Box<Read>>, StoreError>),
    /// A file was written: how many persons, and where.
    Exported(u64, PathBuf, usize, Result<(), DeskError>),
}

/// A finding and the time of opening in which it was sought.
pub(super) struct Finished {
    pub finding: Finding,
    opening: u64,
}

/// One thing that may be under way.
type Stop = Arc<AtomicBool>;

/// The threads.
pub(super) struct Helpers {
    own: Sender<Work>,
    /// Counts openings: what was sought before a lock is nobody's business after it.
    opening: u64,
    planning: Option<(u64, Stop)>,
    sweeping: Option<Stop>,
    reading: Option<Stop>,
    exporting: Option<Stop>,
}

impl Helpers {
    pub fn new(own: Sender<Work>) -> Self {
        Self { own, opening: 0, planning: None, sweeping: None, reading: None, exporting: None }
    }

    /// True while the roll is read.
    pub fn reading(&self) -> bool {
        self.reading.is_some()
    }

    /// Stops everything at its next piece; what comes of it is dropped.
    pub fn stop_all(&mut self) {
        self.opening += 1;
        let planning = self.planning.take().map(|(_, stop)| stop);
        let all = [planning, self.sweeping.take(), self.reading.take(), self.exporting.take()];
        all.into_iter().flatten().for_each(|stop| stop.store(true, Ordering::Relaxed));
    }

    /// Stops the comparing that answers this request; true if there was one.
    pub fn stop_planning(&mut self, request: u64) -> bool {
        let stopped = self.planning.take_if(|(asked, _)| *asked == request);
        if let Some((_, stop)) = &stopped {
            stop.store(true, Ordering::Relaxed);
        }
        stopped.is_some()
    }

    /// True if this is the comparing that is awaited.
    pub fn take_planning(&mut self, request: u64) -> bool {
        self.planning.take_if(|(asked, _)| *asked == request).is_some()
    }

    /// Begins a comparing; an earlier one is stopped.
    pub fn plan(&mut self, request: u64, seek: impl FnOnce(&Stop) -> Finding + Send + 'static) -> bool {
        if let Some((earlier, _)) = self.planning {
            self.stop_planning(earlier);
        }
        let stop = self.start("roster", seek);
        self.planning = stop.map(|stop| (request, stop));
        self.planning.is_some()
    }

    /// Begins an export; false if one is under way.
    pub fn export(&mut self, seek: impl FnOnce(&Stop) -> Finding + Send + 'static) -> bool {
        if self.exporting.is_none() {
            self.exporting = self.start("export", seek);
            return self.exporting.is_some();
        }
        false
    }

    fn start(&self, name: &str, seek: impl FnOnce(&Stop) -> Finding + Send + 'static) -> Option<Stop> {
        let stop = Stop::default();
        let (own, opening, told) = (self.own.clone(), self.opening, stop.clone());
        let work = move || {
            let finding = seek(&told);
            // The worker has ended.
            let _ = own.send(Work::Finished(Finished { finding, opening }));
        };
        std::thread::Builder::new().name(name.into()).spawn(work).ok().map(|_| stop)
    }
}

/// False once the work is to stop.
pub(super) fn goes_on(stop: &Stop) -> bool {
    !stop.load(Ordering::Relaxed)
}

impl Worker<'_> {
    /// Takes what a thread found.
    pub(super) fn finish(&mut self, finished: Finished) {
        if finished.opening != self.helpers.opening {
            return;
        }
        match finished.finding {
            Finding::Planned(request, path, result) => self.take_plan(request, &path, result),
            Finding::Exported(request, path, persons, result) => {
                self.helpers.exporting = None;
                match result {
                    Ok(()) => {
                        let file = path.display().to_string();
                        self.send(Done::Exported { request, persons: persons as u64, file });
                    }
                    Err(error) => self.fail(request, views::file_problem(&path, &error)),
                }
            }
            Finding::Read(read) => {
                self.helpers.reading = None;
                self.with_desk(0, |this, desk| this.take_roll(desk, read));
            }
            Finding::Swept(swept) => {
                self.helpers.sweeping = None;
                self.with_desk(0, |this, desk| this.take_sweep(desk, swept));
            }
        }
    }

    /// Begins to read the roll, unless that is done already.
    pub(super) fn read_roll(&mut self, desk: &Desk) -> Result<(), DeskError> {
        if self.helpers.reading() {
            return Ok(());
        }
        let reading = desk.reading()?;
        let to = self.to.clone();
        self.helpers.reading = self.helpers.start("roll", move |stop| {
            let mut told = 0;
            let read = reading.run(&mut |done| {
                if done / REPORT_EVERY != told {
                    told = done / REPORT_EVERY;
                    let progress =
                        Done::Progress { request: 0, job: Job::Indexing, done: done as u64, total: 0 };
                    let _ = to.send(progress.into());
                }
                goes_on(stop)
            });
            Finding::Read(read.map(|read| read.map(Box::new)))
        });
        Ok(())
    }

    fn take_roll(
        &mut self,
        desk: &mut Desk,
        read: Result<Option<Box<Read>>, StoreError>,
    ) -> Result<(), DeskError> {
        let fresh = match read {
            Ok(Some(read)) => desk.take_roll(*read)?,
            Ok(None) => false,
            Err(error) => {
                // Whoever waits is answered from what is known.
                self.imported.take().into_iter().for_each(|done| self.send(done));
                self.do_later(|this| std::mem::take(&mut this.after_roll));
                return Err(error.into());
            }
        };
        // While a roster is written, the records run away; they are read again when it is.
        if !fresh && self.applying.is_none() {
            return self.read_roll(desk);
        }
        if fresh {
            self.imported.take().into_iter().for_each(|done| self.send(done));
        }
        self.do_later(|this| std::mem::take(&mut this.after_roll));
        Ok(())
    }

    /// Begins the sweep over all records, unless one is under way.
    pub(super) fn sweep(&mut self, desk: &Desk) -> Result<(), DeskError> {
        if self.helpers.sweeping.is_none()
            && let Some(sweeping) = desk.sweeping()?
        {
            self.helpers.sweeping =
                self.helpers.start("sweep", move |stop| Finding::Swept(sweeping.run(&mut |_| goes_on(stop))));
        }
        Ok(())
    }

    fn take_sweep(
        &mut self,
        desk: &mut Desk,
        swept: Result<Option<Swept>, StoreError>,
    ) -> Result<(), DeskError> {
        let fresh = match swept? {
            Some(swept) => desk.take_sweep(swept)?,
            None => false,
        };
        if fresh {
            self.do_later(|this| std::mem::take(&mut this.after_sweep));
        } else if self.applying.is_none() && !self.helpers.reading() {
            self.sweep(desk)?;
        }
        Ok(())
    }

    fn do_later(&mut self, waiting: impl FnOnce(&mut Self) -> Vec<Effect>) {
        let effects = waiting(self);
        self.waiting.extend(effects.into_iter().map(Work::Asked));
    }
}
