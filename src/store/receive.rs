//! What an opened folder does for exchange: it journals what came, slice by slice, and goes on in a new stream when its
//! own has been copied.

use super::error::StoreError;
use super::folder::Folder;
use crate::journal::codec::{self, Frame};
use crate::journal::{EntityId, Hash};

/// A slice of more frames than this is flushed frame by frame, so that sled's queue stays short (format.md 4).
const BULK_FRAMES: usize = 32;

impl Folder {
    /// Number of the last frame appended.
    pub fn frames(&self) -> u64 {
        self.appended
    }

    /// A hybrid time of this folder's own, later than every one before.
    pub fn hybrid(&mut self) -> u64 {
        self.clock.tick((self.world.wall_ms)())
    }

    /// Journals a slice of what came from another machine, confirmed by one sync, and waits for the state, so that its
    /// queue never holds more than a slice. The caller has made sure that the ledger refuses none of it.
    pub fn receive(&mut self, frames: Vec<Frame>) -> Result<(), StoreError> {
        self.receive_vouched(frames, Vec::new())
    }

    /// The same, with signatures that were checked a moment ago against the very records of this folder
    /// ([`crate::journal::Ledger::vouch`]).
    pub fn receive_vouched(
        &mut self,
        frames: Vec<Frame>,
        vouched: Vec<(Hash, [u8; 64])>,
    ) -> Result<(), StoreError> {
        if !self.journal.writable() {
            return Err(self.not_writable());
        }
        let wall_ms = (self.world.wall_ms)();
        let bulk = frames.len() > BULK_FRAMES;
        for frame in frames {
            if let Frame::Commit(commit) = &frame {
                self.clock.observe(commit.header.hybrid, wall_ms);
            }
            let content = codec::encode_frame(&frame)?;
            self.append_frame(&content, frame)?;
        }
        self.ask(move |state| {
            state.set_bulk(bulk);
            state.vouch(vouched);
            Ok(())
        })?;
        let confirmed = self.confirm();
        self.ask(|state| {
            state.set_bulk(false);
            state.vouch(Vec::new());
            Ok(())
        })?;
        confirmed
    }

    /// True if somebody else goes on in a stream that this folder writes.
    pub fn is_copied(&self) -> Result<bool, StoreError> {
        let streams = [Some(self.head.stream), self.office_head.map(|head| head.stream)];
        self.ask(move |state| {
            Ok(streams.into_iter().flatten().any(|stream| state.ledger().runs(stream).len() > 1))
        })
    }

    /// The office's data set.
    pub fn data_set(&self) -> Result<Hash, StoreError> {
        self.ask(|state| Ok(state.ledger().data_set()))
    }

    /// This machine.
    pub fn device(&self) -> EntityId {
        self.actor.device
    }
}

#[cfg(test)]
impl Folder {
    /// A commit of this folder with an operation that its own program would not write.
    pub fn sign_for_test(&mut self, scope: EntityId, op: &crate::journal::Op) -> crate::journal::Commit {
        use super::opening;
        use crate::journal::draft::{Deed, Draft, Seat};
        use crate::vault::{System, random::draw};
        let seat = Seat::after(self.head, (self.world.wall_ms)(), draw(&mut System).unwrap());
        let act = self.new_act().unwrap();
        let deed = Deed { act, part: 0, last: true, officer: self.actor.officer, grant: self.actor.grant };
        let mut draft = Draft::new(seat, deed);
        draft.push(scope, op).unwrap();
        let commit = opening::seal(draft, self.hybrid(), &self.keys).unwrap();
        self.head = commit.head();
        commit
    }
}
