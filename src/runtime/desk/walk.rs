//! A walk over records (逐页读取): page by page, so that whoever waits for one record is answered between two pages. The
//! state's thread hands pages out sealed; they are opened here, where they are used.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use crate::journal::fold::RecordKey;
use crate::journal::{EntityId, Record};
use crate::store::{Asker, Page, StoreError, Stretch};

/// Records of one page: some milliseconds of work.
const PAGE: usize = 400;
/// Pages that are read ahead while the last one is worked on.
const AHEAD: usize = 2;
/// How often a walk in halves asks whether to go on while it waits for the other half.
const WAIT: Duration = Duration::from_millis(50);

/// What takes a record in.
type Each<'a> = &'a mut dyn FnMut(RecordKey, Record);

/// Hands every record of these kinds to `each`, kind after kind. `go_on` is told the records so far after each page and
/// stops the walk by `false`; true if the walk came to its end. The next pages are opened on a thread of their own.
pub fn walk(
    asker: &Asker,
    kinds: &[u16],
    go_on: &mut dyn FnMut(usize) -> bool,
    each: Each<'_>,
) -> Result<bool, StoreError> {
    type Opened = Result<Vec<(RecordKey, Record)>, StoreError>;
    thread::scope(|scope| {
        let (pages, read) = sync_channel::<Opened>(AHEAD);
        scope.spawn(move || {
            for kind in kinds {
                let told = pages_of(asker, Stretch::Kind(*kind), &mut |page| {
                    let mut opened = Vec::with_capacity(page.len());
                    page.open(|key, record| opened.push((key, record)))?;
                    // Nobody reads on after a stop.
                    Ok(pages.send(Ok(opened)).is_ok())
                });
                match told {
                    Ok(true) => {}
                    Ok(false) => return,
                    Err(error) => return drop(pages.send(Err(error))),
                }
            }
        });
        let mut done = 0;
        for page in read {
            let page = page?;
            done += page.len();
            page.into_iter().for_each(|(key, record)| each(key, record));
            if !go_on(done) {
                return Ok(false);
            }
        }
        Ok(true)
    })
}

/// Hands every record of these kinds to `each` on two threads, each with its half of the scopes and what it makes of
/// them. `go_on` is asked and told as by [`walk`]; none if it stopped the walk. The first half comes first in order.
pub fn halves<T: Send>(
    asker: &Asker,
    kinds: &[u16],
    go_on: &mut dyn FnMut(usize) -> bool,
    (mut lower, mut upper): (T, T),
    each: &(dyn Fn(&mut T, RecordKey, Record) + Sync),
) -> Result<Option<(T, T)>, StoreError> {
    let (done, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let half = |made: &mut T, is_upper: bool, go_on: &mut dyn FnMut(usize) -> bool| {
        for kind in kinds {
            let stretch = Stretch::Half { kind: *kind, upper: is_upper };
            let whole = pages_of(asker, stretch, &mut |page| {
                page.open(|key, record| each(made, key, record))?;
                let so_far = done.fetch_add(page.len(), Ordering::Relaxed) + page.len();
                Ok(go_on(so_far) && !stopped.load(Ordering::Relaxed))
            })?;
            if !whole {
                stopped.store(true, Ordering::Relaxed);
                break;
            }
        }
        Ok::<(), StoreError>(())
    };
    thread::scope(|scope| {
        let (ended, wait) = sync_channel::<()>(1);
        let other = scope.spawn(|| {
            let told = half(&mut upper, true, &mut |_| true);
            drop(ended);
            told
        });
        let own = half(&mut lower, false, go_on);
        if own.is_err() {
            stopped.store(true, Ordering::Relaxed);
        }
        while own.is_ok() && wait.recv_timeout(WAIT) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
            if !go_on(done.load(Ordering::Relaxed)) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
        // A panic there goes on here.
        let other = other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        own.and(other)
    })?;
    Ok((!stopped.into_inner()).then_some((lower, upper)))
}

/// Everyone's records of these kinds in one scope, page by page.
pub fn of_scope(asker: &Asker, kinds: &[u16], scope: EntityId, each: Each<'_>) -> Result<(), StoreError> {
    for kind in kinds {
        pages_of(asker, Stretch::Scope(*kind, scope), &mut |page| {
            page.open(&mut *each)?;
            Ok(true)
        })?;
    }
    Ok(())
}

/// The pages of a stretch, one after another, until `each` says that it is enough; true at the end.
fn pages_of(
    asker: &Asker,
    stretch: Stretch,
    each: &mut dyn FnMut(&Page) -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    let mut last: Option<Page> = None;
    loop {
        let page = asker.ask(move |state| state.page(stretch, last.as_ref(), PAGE))?;
        if !each(&page)? {
            return Ok(false);
        }
        if !page.has_more() {
            return Ok(true);
        }
        last = Some(page);
    }
}
