//! A thread of its own for the embedded database, watched: sled 0.34 may hang or panic (format.md 4), and a hang must
//! end as a sentence and a replay, never as a frozen screen.
//!
//! The thread owns a value `S` and runs closures on it one after another. Whoever asks waits for the answer as long as
//! the pulse moves; work that takes long beats it (`Pulse::beat`).

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::sync::{Arc, Weak};
use std::thread::JoinHandle;
use std::time::Duration;

/// Seconds without any progress after which the database counts as stuck.
pub const STUCK_SECONDS: u64 = 30;

/// Why the database gave no answer.
#[derive(Debug, thiserror::Error, Clone, PartialEq, Eq)]
pub enum EngineError {
    /// No progress for [`STUCK_SECONDS`]; end the process and replay at the next start.
    #[error("the database made no progress for {STUCK_SECONDS} s")]
    Stuck,
    /// It panicked; the text is the panic's, without personal data.
    #[error("the database panicked: {0}")]
    Panicked(String),
}

/// Counts progress; cloned into whatever works for long.
#[derive(Clone, Default)]
pub struct Pulse(Arc<AtomicU64>);

impl Pulse {
    /// Says "still moving".
    pub fn beat(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

type Job<S> = Box<dyn FnOnce(&mut S) + Send>;

/// The thread and its queue.
pub struct Engine<S: 'static> {
    jobs: Option<Arc<Sender<Job<S>>>>,
    pulse: Pulse,
    dead: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

/// Asks the thread from elsewhere, as long as its engine lives: long work asks in small pieces, and what is urgent
/// goes between them.
pub struct Asker<S: 'static> {
    jobs: Weak<Sender<Job<S>>>,
    pulse: Pulse,
    dead: Arc<AtomicBool>,
}

impl<S: 'static> Clone for Asker<S> {
    fn clone(&self) -> Self {
        Self { jobs: self.jobs.clone(), pulse: self.pulse.clone(), dead: self.dead.clone() }
    }
}

impl<S: 'static> Asker<S> {
    /// Runs `job` on the thread and waits for its answer; an error once the engine is gone.
    pub fn ask<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> R + Send + 'static,
    ) -> Result<R, EngineError> {
        let (answer, waiting) = sync_channel(1);
        post(self.jobs.upgrade().as_deref(), &self.dead, move |value| drop(answer.send(job(value))))?;
        wait(&self.pulse, &waiting)
    }
}

impl<S: 'static> Engine<S> {
    /// Starts the thread with a value made on it; the maker may fail or panic.
    pub fn start<E: Send + 'static>(
        make: impl FnOnce(Pulse) -> Result<S, E> + Send + 'static,
    ) -> Result<Result<Self, E>, EngineError> {
        let (jobs, queue) = channel::<Job<S>>();
        let (ready, made) = sync_channel(1);
        let pulse = Pulse::default();
        let dead = Arc::new(AtomicBool::new(false));
        let (own_pulse, own_dead) = (pulse.clone(), dead.clone());
        let thread = std::thread::Builder::new()
            .name("state".into())
            .spawn(move || {
                let result = catch_unwind(AssertUnwindSafe(|| make(own_pulse.clone())));
                match result {
                    Ok(Ok(mut value)) => {
                        let _ = ready.send(Ok(Ok(())));
                        serve(&mut value, &queue, &own_pulse, &own_dead);
                    }
                    Ok(Err(error)) => drop(ready.send(Ok(Err(error)))),
                    Err(panic) => drop(ready.send(Err(EngineError::Panicked(panic_text(&panic))))),
                }
            })
            .map_err(|error| EngineError::Panicked(error.to_string()))?;
        let engine = Self { jobs: Some(Arc::new(jobs)), pulse, dead, thread: Some(thread) };
        match wait(&engine.pulse, &made)? {
            Ok(Ok(())) => Ok(Ok(engine)),
            Ok(Err(error)) => Ok(Err(error)),
            Err(panicked) => Err(panicked),
        }
    }

    /// Runs `job` on the thread and waits for its answer.
    pub fn ask<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut S) -> R + Send + 'static,
    ) -> Result<R, EngineError> {
        self.asker().ask(job)
    }

    /// Whoever is to ask from another thread.
    pub fn asker(&self) -> Asker<S> {
        let jobs = self.jobs.as_ref().map(Arc::downgrade).unwrap_or_default();
        Asker { jobs, pulse: self.pulse.clone(), dead: self.dead.clone() }
    }

    /// Queues `job` and goes on; what is asked later sees its result.
    pub fn post(&self, job: impl FnOnce(&mut S) + Send + 'static) -> Result<(), EngineError> {
        post(self.jobs.as_deref(), &self.dead, job)
    }
}

fn post<S>(
    jobs: Option<&Sender<Job<S>>>,
    dead: &AtomicBool,
    job: impl FnOnce(&mut S) + Send + 'static,
) -> Result<(), EngineError> {
    if dead.load(Ordering::Relaxed) {
        return Err(EngineError::Panicked("earlier".into()));
    }
    match jobs.map(|jobs| jobs.send(Box::new(job))) {
        Some(Ok(())) => Ok(()),
        _ => Err(EngineError::Panicked("ended".into())),
    }
}

fn wait<R>(pulse: &Pulse, waiting: &Receiver<R>) -> Result<R, EngineError> {
    let (mut quiet, mut seen) = (0, pulse.count());
    loop {
        match waiting.recv_timeout(Duration::from_secs(1)) {
            Ok(answer) => return Ok(answer),
            Err(RecvTimeoutError::Disconnected) => return Err(EngineError::Panicked("in a job".into())),
            Err(RecvTimeoutError::Timeout) => {
                let now = pulse.count();
                quiet = if now == seen { quiet + 1 } else { 0 };
                seen = now;
                if quiet >= STUCK_SECONDS {
                    return Err(EngineError::Stuck);
                }
            }
        }
    }
}

impl<S> Drop for Engine<S> {
    fn drop(&mut self) {
        drop(self.jobs.take());
        // A stuck thread is left behind: joining it would hang the exit as well.
        let mut quiet = 0;
        let mut seen = self.pulse.count();
        while let Some(thread) = &self.thread {
            if thread.is_finished() || quiet >= STUCK_SECONDS * 100 {
                break;
            }
            std::thread::sleep(Duration::from_millis(if quiet < 100 { 1 } else { 10 }));
            let now = self.pulse.count();
            quiet = if now == seen { quiet + 1 } else { 0 };
            seen = now;
        }
    }
}

fn serve<S>(value: &mut S, queue: &Receiver<Job<S>>, pulse: &Pulse, dead: &AtomicBool) {
    while let Ok(job) = queue.recv() {
        if catch_unwind(AssertUnwindSafe(|| job(value))).is_err() {
            dead.store(true, Ordering::Relaxed);
            return;
        }
        pulse.beat();
    }
}

fn panic_text(panic: &Box<dyn std::any::Any + Send>) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_run_in_order_and_a_panic_is_an_error() {
        let engine = Engine::start(|_| Ok::<_, ()>(Vec::<u32>::new())).unwrap().unwrap();
        engine.post(|list| list.push(1)).unwrap();
        engine.post(|list| list.push(2)).unwrap();
        assert_eq!(engine.ask(|list| list.clone()).unwrap(), vec![1, 2]);
        assert!(matches!(engine.ask(|_: &mut Vec<u32>| panic!("torn")), Err(EngineError::Panicked(_))));
        assert!(engine.ask(|list| list.len()).is_err());
    }

    #[test]
    fn an_asker_asks_from_elsewhere_until_the_engine_is_gone() {
        let engine = Engine::start(|_| Ok::<_, ()>(1u32)).unwrap().unwrap();
        let asker = engine.asker();
        let elsewhere = std::thread::spawn(move || (asker.ask(|number| *number), asker));
        let (answer, asker) = elsewhere.join().unwrap();
        assert_eq!(answer, Ok(1));
        drop(engine);
        assert!(asker.ask(|number| *number).is_err());
    }

    #[test]
    fn a_maker_that_fails_or_panics_is_told() {
        assert_eq!(Engine::<u8>::start(|_| Err::<u8, _>("no")).unwrap().err(), Some("no"));
        assert!(Engine::<u8>::start(|_| -> Result<u8, ()> { panic!("no") }).is_err());
    }
}
