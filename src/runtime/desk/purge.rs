//! Villages that were left, at the desk (清除离开的村): what may go, and what waits for the office.

use super::Desk;
use crate::exchange::error::ExchangeError;
use crate::exchange::left::{self, Left};
use crate::journal::EntityId;
use crate::store::{PurgeDone, Purging, StoreError};

impl Desk {
    /// The villages that this machine holds and is no longer sent.
    pub fn left_villages(&self) -> Result<Vec<Left>, StoreError> {
        let own = self.folder.device();
        self.folder.ask(move |state| left::villages(state, own))
    }

    /// The next purge that is due: one that was interrupted, else a village of which nothing can be lost.
    pub fn next_purge(&mut self) -> Result<Option<Purging>, StoreError> {
        if let Some(unfinished) = self.folder.unfinished_purges()?.pop() {
            return Ok(Some(unfinished));
        }
        if !self.folder.writable() {
            return Ok(None);
        }
        match self.left_villages()?.into_iter().find(Left::may_go) {
            Some(left) => Ok(Some(self.forget(left.village)?)),
            None => Ok(None),
        }
    }

    /// Begins to purge a village.
    pub fn begin_purge(&mut self, village: EntityId) -> Result<Purging, ExchangeError> {
        match self.left_villages()?.into_iter().find(|left| left.village == village) {
            None => Err(ExchangeError::NotLeft),
            Some(left) if !left.may_go() => Err(ExchangeError::StillNeeded(left)),
            Some(_) => Ok(self.forget(village)?),
        }
    }

    /// Drops a village from the records; index and roll follow.
    fn forget(&mut self, village: EntityId) -> Result<Purging, StoreError> {
        let purging = self.folder.begin_purge(village)?;
        self.refresh()?;
        Ok(purging)
    }

    /// One segment of a purge; the result after the last.
    pub fn purge_slice(&mut self, purging: &mut Purging) -> Result<Option<PurgeDone>, StoreError> {
        self.folder.purge_slice(purging)
    }
}
