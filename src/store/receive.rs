//! What an opened folder does for exchange: it journals what came, slice by slice, and goes on in a new stream when its
//! own has been copied.

use super::error::StoreError;
use super::folder::Folder;
use super::locals::LocalFact;
use crate::journal::codec::{self, Frame};
use crate::journal::{EntityId, Hash};

impl Folder {
    /// Number of the last frame appended.
    pub fn frames(&self) -> u64 {
        self.appended
    }

    /// The hybrid time for a receipt, later than that of every receipt before. It is noted first: a clock that was set back
    /// after a file had left would make every later receipt an old one, which nobody keeps. A folder that only reads cannot
    /// note it, and asks all the same.
    pub fn sign_time(&mut self) -> Result<u64, StoreError> {
        let hybrid = self.clock.tick((self.world.wall_ms)()).max(self.signed.saturating_add(1));
        if self.writable() {
            self.note(&LocalFact::Signed(hybrid))?;
        }
        self.signed = hybrid;
        Ok(hybrid)
    }

    /// Journals a slice of what came from another machine, confirmed by one sync; the state follows behind, by one slice
    /// at most. The caller has made sure that the ledger refuses none of it, and calls [`Folder::received`] at the end.
    /// `vouched` = signatures that were checked a moment ago against the very records of this folder
    /// ([`crate::journal::Ledger::vouch`]).
    pub fn receive(&mut self, frames: Vec<Frame>, vouched: Vec<(Hash, [u8; 64])>) -> Result<(), StoreError> {
        if !self.journal.writable() {
            return Err(self.not_writable());
        }
        let wall_ms = (self.world.wall_ms)();
        for frame in frames {
            if let Frame::Commit(commit) = &frame {
                self.clock.observe(commit.header.hybrid, wall_ms);
            }
            let content = codec::encode_frame(&frame)?;
            self.append_frame(&content, frame)?;
        }
        // Waits for the slice before: the queue never holds more than one.
        self.ask(move |state| {
            state.set_bulk(true);
            state.vouch(vouched);
            Ok(())
        })?;
        self.confirm()
    }

    /// Waits for the state, and with it for everything that was received.
    pub fn received(&mut self) -> Result<(), StoreError> {
        self.ask(|state| {
            state.set_bulk(false);
            state.vouch(Vec::new());
            Ok(())
        })?;
        // What failed at the end of the bulk is told to whoever asks next.
        self.ask(|_| Ok(()))
    }

    /// True if somebody else goes on in a stream that this folder writes.
    pub fn is_copied(&self) -> Result<bool, StoreError> {
        let streams = self.streams();
        self.ask(move |state| Ok(streams.into_iter().any(|stream| state.ledger().runs(stream).len() > 1)))
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
        let commit = opening::seal(draft, self.clock.tick((self.world.wall_ms)()), &self.keys).unwrap();
        self.head = commit.head();
        commit
    }
}
