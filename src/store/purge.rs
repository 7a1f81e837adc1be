//! Purging a village from this folder (清除): what need not be held here any more goes from the state at once, and from the
//! journal segment by segment, in slices. That it may go is for whoever knows the receipts to say (`exchange::left`).
//!
//! First the fact is recorded and confirmed: from there on every opening finds it, forgets the village and goes on with the
//! segments. A segment is written under another name, synced and renamed, so a kill at any byte leaves the old one or the
//! new one. Frames keep number, place and length. sled keeps removed values in its file until it needs the room, so the
//! state is built anew at the next opening.
//!
//! What goes: bodies of the village in commits and late bodies, cells of its persons in outcomes of imports, its records,
//! rows and projections, copies of damaged segments and torn ends beside the journal. What stays: headers, chains and body
//! hashes; files that officers had written out; backups on other media, until the next backup there writes them anew.

use std::collections::{BTreeSet, VecDeque};
use std::path::PathBuf;

use super::error::StoreError;
use super::folder::{Folder, Paths};
use super::locals::{LocalFact, Purge, PurgeEnded};
use super::opening::Progress;
use super::segments::{Event, Journal, Room};
use super::streams::set_mark;
use crate::journal::EntityId;
use crate::journal::codec::{self, Frame, Local};
use crate::vault::System;

/// A purge that is under way.
#[derive(Debug)]
pub struct Purging {
    wanted: Wanted,
    segments: VecDeque<u32>,
    total: usize,
    frames: u64,
}

/// What a finished purge came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurgeDone {
    /// The village.
    pub village: EntityId,
    /// Frames that were written anew.
    pub frames: u64,
    /// Copies of damaged segments and torn ends that were removed.
    pub set_aside: u64,
}

/// What is to go.
#[derive(Debug)]
struct Wanted {
    village: EntityId,
    before: u64,
    persons: BTreeSet<EntityId>,
}

impl From<Purge> for Wanted {
    fn from(purge: Purge) -> Self {
        let Purge { village, before, persons, .. } = purge;
        Self { village, before, persons: persons.into_iter().collect() }
    }
}

impl Paths {
    /// There while the state has to be built anew because its file may hold what was purged.
    pub(super) fn state_mark(&self) -> PathBuf {
        self.root.join("state.anew")
    }
}

impl Folder {
    /// Forgets a village: records it, and drops it from the state. [`Folder::purge_slice`] then takes it out of the journal.
    pub fn begin_purge(&mut self, village: EntityId) -> Result<Purging, StoreError> {
        if !self.journal.writable() {
            return Err(self.not_writable());
        }
        self.confirm()?;
        let persons = self.ask(move |state| state.persons_only_in(village))?.into_iter().collect();
        let before = self.appended.saturating_add(1);
        let (officer, wall_ms) = (self.actor.officer, (self.world.wall_ms)());
        let purge = Purge { village, before, persons, officer, wall_ms };
        self.note(&LocalFact::Purge(purge.clone()))?;
        self.purging(purge.into())
    }

    /// Purges that a kill or an end of the program interrupted.
    pub fn unfinished_purges(&mut self) -> Result<Vec<Purging>, StoreError> {
        let kept = self.ask(|state| state.purges())?.into_iter().filter(|kept| !kept.ended);
        if !self.journal.writable() {
            return Ok(Vec::new());
        }
        kept.map(|kept| self.purging(kept.purge.into())).collect()
    }

    fn purging(&mut self, wanted: Wanted) -> Result<Purging, StoreError> {
        set_mark(&self.world.files, &self.paths, self.paths.state_mark())?;
        self.journal.end_segment()?;
        let segments: VecDeque<u32> = self.journal.ended_segments(wanted.before)?.into();
        Ok(Purging { wanted, total: segments.len(), segments, frames: 0 })
    }

    /// One segment of a purge; the result after the last.
    pub fn purge_slice(&mut self, purging: &mut Purging) -> Result<Option<PurgeDone>, StoreError> {
        if let Some(segment) = purging.segments.front() {
            purging.frames += purge_segment(&self.journal, *segment, std::slice::from_ref(&purging.wanted))?;
            purging.segments.pop_front();
            return Ok(None);
        }
        let set_aside = self.journal.remove_set_aside()?;
        let Wanted { village, before, .. } = purging.wanted;
        let (frames, wall_ms) = (purging.frames, (self.world.wall_ms)());
        self.note(&LocalFact::Purged(PurgeEnded { village, before, frames, wall_ms }))?;
        Ok(Some(PurgeDone { village, frames, set_aside }))
    }
}

impl Purging {
    /// The village.
    pub fn village(&self) -> EntityId {
        self.wanted.village
    }

    /// Segments done and in all.
    pub fn done(&self) -> (usize, usize) {
        (self.total - self.segments.len(), self.total)
    }
}

/// Takes everything out of a journal again that was ever purged from it: a repair may have brought it back from a copy.
pub(super) fn purge_again(journal: &mut Journal, progress: Progress<'_>) -> Result<u64, StoreError> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for event in journal.reader().frames_from(1)? {
        let Event::Frame(frame) = event? else { continue };
        if !frame.content.is_empty()
            && let Frame::Local(local) = codec::decode_frame(&frame.content)?
            && let Some(LocalFact::Purge(purge)) = LocalFact::decode(&local)?
        {
            wanted.push(purge.into());
        }
    }
    let Some(before) = wanted.iter().map(|wanted| wanted.before).max() else { return Ok(0) };
    journal.end_segment()?;
    let segments = journal.ended_segments(before)?;
    let (mut frames, total) = (0, segments.len() as u64);
    for (done, segment) in (1..).zip(segments) {
        frames += purge_segment(journal, segment, &wanted)?;
        progress(done, total);
    }
    Ok(frames)
}

fn purge_segment(journal: &Journal, segment: u32, wanted: &[Wanted]) -> Result<u64, StoreError> {
    journal.rewrite(segment, &mut System, &mut |number, content, room| {
        if content.is_empty() {
            return Ok(None);
        }
        let mut frame = codec::decode_frame(&content)?;
        let mut changed = false;
        for wanted in wanted.iter().filter(|wanted| number < wanted.before) {
            changed |= purge_frame(&mut frame, wanted, room)?;
        }
        Ok(changed.then(|| codec::encode_frame(&frame)).transpose()?)
    })
}

/// Takes out of a frame what is to go; false if there is nothing of it in it.
fn purge_frame(frame: &mut Frame, wanted: &Wanted, room: Room) -> Result<bool, StoreError> {
    let fits =
        |frame: &Frame| -> Result<bool, StoreError> { Ok(codec::encode_frame(frame)?.len() <= room.0) };
    match frame {
        Frame::Commit(commit) => {
            let changed = commit.purge(wanted.village);
            if changed && !fits(frame)? {
                // Bodies shorter than their hashes are no operations: somebody made them up.
                if let Frame::Commit(commit) = frame {
                    commit.withhold(wanted.village);
                }
            }
            Ok(changed)
        }
        Frame::Bodies(late) if late.scope == wanted.village => {
            let changed = late.purge();
            if changed && !fits(frame)? {
                *frame = Frame::Local(Local { kind: 0, bytes: Vec::new() });
            }
            Ok(changed)
        }
        Frame::Bodies(_) => Ok(false),
        Frame::Local(local) => match LocalFact::decode(local)? {
            Some(LocalFact::Import(mut outcome)) => {
                let before = outcome.cells.len();
                outcome.cells.retain(|(person, _)| !wanted.persons.contains(person));
                let changed = outcome.cells.len() < before;
                if changed {
                    *local = LocalFact::Import(outcome).encode()?;
                }
                Ok(changed)
            }
            _ => Ok(false),
        },
    }
}
