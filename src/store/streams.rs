//! A new stream (新流) after a restore or an accepted loss: two machines must never go on in one stream.
//!
//! That a stream is due stands in a mark of its own, so that a kill at any point still ends in a new stream: the mark goes
//! when the stream's first commit is confirmed. A second mark says that a restore is not finished, and that its folder
//! may be written over.

use std::path::PathBuf;
use std::sync::Arc;

use super::error::StoreError;
use super::files::{FileError, Files};
use super::folder::{Folder, Paths};
use super::opening;
use crate::journal::draft::{Deed, Draft, Seat};
use crate::journal::{Audience, Opening, StreamId};
use crate::vault::System;
use crate::vault::random::draw;

impl Paths {
    /// There while a new stream is due.
    pub(super) fn stream_mark(&self) -> PathBuf {
        self.root.join("stream.new")
    }

    /// There while a restore is not finished.
    pub(super) fn restore_mark(&self) -> PathBuf {
        self.root.join("restore.unfinished")
    }
}

/// Sets a mark and brings it to the platter.
pub(super) fn set_mark(files: &Arc<dyn Files>, paths: &Paths, mark: PathBuf) -> Result<(), FileError> {
    files.overwrite(&mark, b"1")?;
    files.sync(&mark)?;
    files.sync_folder(&paths.root)
}

/// Takes a mark away and brings that to the platter.
pub(super) fn clear_mark(files: &Arc<dyn Files>, paths: &Paths, mark: PathBuf) -> Result<(), FileError> {
    files.remove(&mark)?;
    files.sync_folder(&paths.root)
}

/// A restore whose vault is there is finished: the vault comes last.
pub(super) fn finish_restore(files: &Arc<dyn Files>, paths: &Paths) -> Result<(), FileError> {
    match files.len(&paths.restore_mark()) {
        Ok(_) => clear_mark(files, paths, paths.restore_mark()),
        Err(_) => Ok(()),
    }
}

impl Folder {
    /// Begins a new stream of this device to everyone; its next commits stand there. For a copied folder, and for
    /// whatever else would let two machines go on in one stream.
    pub fn begin_stream(&mut self) -> Result<(), StoreError> {
        if !self.journal.writable() {
            return Err(self.not_writable());
        }
        let data_set = self.ask(|state| Ok(state.ledger().data_set()))?;
        let signing_key = self.keys.signing_public();
        let opening = Opening { signing_key, data_set, audience: Audience::Everyone };
        let wall_ms = (self.world.wall_ms)();
        let (officer, grant) = (self.actor.officer, self.actor.grant);
        let deed = Deed { act: self.new_act()?, part: 0, last: true, officer, grant };
        let draft = Draft::new(Seat::opening(opening, wall_ms, draw(&mut System)?), deed);
        let commit = opening::seal(draft, self.clock.tick(wall_ms), &self.keys)?;
        self.append_sealed(Audience::Everyone, commit)?;
        self.confirm()
    }

    /// Begins the stream that a restore or an accepted loss asked for; a damaged journal waits for its repair.
    pub(super) fn begin_due_stream(&mut self) -> Result<(), StoreError> {
        let mark = self.paths.stream_mark();
        if self.world.files.len(&mark).is_err() || !self.journal.writable() {
            return Ok(());
        }
        self.begin_stream()?;
        clear_mark(&self.world.files, &self.paths, mark)?;
        self.report.new_stream = true;
        Ok(())
    }

    /// The newest commit of this machine, in milliseconds since 1970 UTC, if the clock now says an earlier time: it asks
    /// before it is believed.
    pub fn clock_is_behind(&self) -> Result<Option<u64>, StoreError> {
        let (key, now) = (self.keys.signing_public(), (self.world.wall_ms)());
        self.ask(move |state| {
            let ledger = state.ledger();
            let own = ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == Some(key));
            Ok(own.map(|entry| entry.header.wall_ms).max().filter(|newest| now < *newest))
        })
    }

    /// The streams in which this folder writes now: the one for everyone, and the office's own once there is one.
    pub fn streams(&self) -> Vec<StreamId> {
        [Some(self.head), self.office_head].into_iter().flatten().map(|head| head.stream).collect()
    }

    /// The stream in which this machine writes now.
    pub fn stream(&self) -> StreamId {
        self.head.stream
    }
}
