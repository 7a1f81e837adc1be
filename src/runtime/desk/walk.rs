//! A walk over records (逐页读取): page by page, so that whoever waits for one record is answered between two pages.

use std::sync::mpsc::sync_channel;
use std::thread;

use crate::journal::fold::RecordKey;
use crate::journal::{EntityId, Record};
use crate::store::{Asker, StoreError};

/// Records of one page: some ten milliseconds of the state's thread.
const PAGE: usize = 400;
/// Pages that are read ahead while the last one is worked on.
const AHEAD: usize = 2;

type Page = Result<Vec<(RecordKey, Record)>, StoreError>;

/// Hands every record of these kinds to `each`, kind after kind. `go_on` is told the records so far after each page and
/// stops the walk by `false`; true if the walk came to its end. The next pages are read on a thread of their own.
pub fn walk(
    asker: &Asker,
    kinds: &[u16],
    go_on: &mut dyn FnMut(usize) -> bool,
    each: &mut dyn FnMut(RecordKey, Record),
) -> Result<bool, StoreError> {
    thread::scope(|scope| {
        let (pages, read) = sync_channel::<Page>(AHEAD);
        scope.spawn(move || {
            for kind in kinds {
                let mut after: Option<RecordKey> = None;
                loop {
                    let from = after.take();
                    let (kind, scope) = (*kind, None);
                    let page = asker.ask(move |state| state.page(kind, scope, from.as_ref(), PAGE));
                    after = page
                        .as_ref()
                        .ok()
                        .filter(|page| page.len() == PAGE)
                        .and_then(|page| Some(page.last()?.0));
                    // Nobody reads on after a stop.
                    if pages.send(page).is_err() {
                        return;
                    }
                    if after.is_none() {
                        break;
                    }
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

/// Everyone's records of these kinds in one scope, page by page.
pub fn of_scope(
    asker: &Asker,
    kinds: &[u16],
    scope: EntityId,
    each: &mut dyn FnMut(RecordKey, Record),
) -> Result<(), StoreError> {
    for kind in kinds {
        let (kind, mut after) = (*kind, None);
        loop {
            let page = asker.ask(move |state| state.page(kind, Some(scope), after.as_ref(), PAGE))?;
            after = Some(page.last().map(|(key, _)| *key)).filter(|_| page.len() == PAGE).flatten();
            page.into_iter().for_each(|(key, record)| each(key, record));
            if after.is_none() {
                break;
            }
        }
    }
    Ok(())
}
