//! The payment history as a projection: beside every chunk of a payment list a page without names and accounts
//! ([`crate::domain::subsidy::page`]), village by village, each village's people before its pages.
//!
//! A page is written in the batch of the frame that brings its chunk, and never again: a chunk is a fact. So a quarter adds
//! pages and changes none, whatever order frames arrive in, and building the state anew makes the same pages. A page per
//! household, as first drawn, would be rewritten with every quarter, and a chunk does not say who lives with whom.

use std::collections::btree_map::Entry;
use std::ops::Bound;

use super::apply::Work;
use super::cells::{CellError, SealedCells};
use super::{State, StateError, layout};
use crate::domain::kinds::kind;
use crate::domain::record::ListPart;
use crate::domain::subsidy::page::{Page, People, Short, decode, encode};
use crate::journal::EntityId;
use crate::journal::fold::{Record, RecordKey};

/// A village's people while a frame is applied.
pub(super) struct Known {
    people: People,
    stored: usize,
}

/// Some villages' pages as they lie in the state: whoever asked opens them on a thread of their own.
pub struct PaidPages {
    cells: SealedCells,
    more: bool,
}

impl PaidPages {
    /// True if there are villages behind these.
    pub fn has_more(&self) -> bool {
        self.more
    }

    /// Bytes of keys and sealed values, people and pages.
    pub fn bytes(&self) -> usize {
        self.cells.bytes()
    }

    /// Opens them one after another, each with the record of the list that it was made of.
    pub fn open(&self, mut each: impl FnMut(RecordKey, &Page)) -> Result<(), StateError> {
        let mut people = People::default();
        for row in self.cells.open() {
            let (name, plain) = row?;
            let shape = || CellError::Shape("payment history");
            match layout::paid_page_of(name) {
                None => people = People::read(&plain).ok_or_else(shape)?,
                Some(key) => each(key, &decode(&plain, &people).ok_or_else(shape)?),
            }
        }
        Ok(())
    }
}

impl State {
    /// Puts the page of a list's chunk into the frame's batch; takes it out if nothing counts of the chunk any more.
    pub(super) fn keep_page(
        &self,
        work: &mut Work,
        key: &RecordKey,
        now: Option<&Record>,
    ) -> Result<(), StateError> {
        if key.kind != kind::LIST {
            return Ok(());
        }
        let part = now.map(|record| ListPart::from_record(*key, record));
        let said = part.and_then(|part| part.batch.shown.zip(part.lines.shown));
        let Some((batch, lines)) = said else {
            work.writes.remove(layout::paid_page(key));
            return Ok(());
        };
        let known = match work.people.entry(key.scope) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let stored = self.cells.get(&layout::paid(key.scope))?;
                let people =
                    stored.map(|plain| People::read(&plain).ok_or(CellError::Shape("payment history")));
                let people = people.transpose()?.unwrap_or_default();
                place.insert(Known { stored: people.len(), people })
            }
        };
        work.writes.put(layout::paid_page(key), encode(batch, &lines, &mut known.people));
        Ok(())
    }

    /// True if the page beside a list's chunk says what the chunk says; of any other record too.
    pub(super) fn page_is_of(&self, key: &RecordKey, record: &Record) -> Result<bool, StateError> {
        if key.kind != kind::LIST {
            return Ok(true);
        }
        let part = ListPart::from_record(*key, record);
        let said = part.batch.shown.zip(part.lines.shown);
        let people = self.cells.get(&layout::paid(key.scope))?.and_then(|plain| People::read(&plain));
        let page = self.cells.get(&layout::paid_page(key))?;
        let page = page.zip(people).and_then(|(plain, people)| decode(&plain, &people));
        let made = said.map(|(batch, lines)| Page { batch, lines: lines.iter().map(Short::of).collect() });
        Ok(page == made)
    }

    /// Puts the people who came on a list with this frame into its batch.
    pub(super) fn keep_people(work: &mut Work) {
        for (scope, known) in &work.people {
            if known.people.len() > known.stored {
                work.writes.put(layout::paid(*scope), known.people.bytes());
            }
        }
    }

    /// The payment history of one village, or at least `count` rows of whole villages behind other pages.
    pub fn paid(
        &self,
        village: Option<EntityId>,
        after: Option<&PaidPages>,
        count: usize,
    ) -> Result<PaidPages, StateError> {
        let (from, to) = village.map_or_else(layout::all_paid, layout::paid_in);
        let from = match after.and_then(|pages| pages.cells.last_key()) {
            Some(key) => Bound::Excluded(key),
            None => Bound::Included(from.as_slice()),
        };
        let (mut rows, mut more) = (0, false);
        let cells = self.cells.sealed((from, Bound::Excluded(to.as_slice())), |name| {
            more = rows >= count && layout::paid_page_of(name).is_none();
            rows += 1;
            !more
        })?;
        Ok(PaidPages { cells, more })
    }
}
