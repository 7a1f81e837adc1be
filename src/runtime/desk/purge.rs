//! Villages that were left, at the desk (清除离开的村): what may go, and what waits for the office.

use super::Desk;
use crate::exchange::error::ExchangeError;
use crate::exchange::left::{self, Left};
use crate::form::draft;
use crate::journal::EntityId;
use crate::store::{PurgeDone, Purging, StoreError};

impl Desk {
    /// The villages that this machine holds and is no longer sent.
    pub fn left_villages(&self) -> Result<Vec<Left>, StoreError> {
        let own = self.folder.device();
        let mut left = self.folder.ask(move |state| left::villages(state, own))?;
        if !left.is_empty() {
            let drafts = self.drafts_by_place()?;
            for one in &mut left {
                let on_it = drafts.iter().filter(|(places, _)| places.contains(&one.village));
                one.drafts = on_it.count() as u64;
            }
        }
        Ok(left)
    }

    /// The drafts of all officers that were not saved, by name, each with the scope and the entity that it is about. One
    /// that does not open is nobody's.
    fn drafts_by_place(&self) -> Result<Vec<([EntityId; 2], String)>, StoreError> {
        let drafts = self.folder.drafts()?;
        let saved = self.acts_written()?;
        let mut found = Vec::new();
        for name in drafts.list()? {
            let Ok(Some(bytes)) = drafts.load(&name) else { continue };
            let Ok(head) = draft::head(&bytes) else { continue };
            if let Some(key) = head.subject.filter(|_| !saved.contains(&head.act)) {
                found.push(([key.scope, key.entity], name));
            }
        }
        Ok(found)
    }

    /// Drops the half-typed forms about a village, whoever typed them; gives how many.
    pub fn drop_drafts(&self, village: EntityId) -> Result<u64, StoreError> {
        let drafts = self.folder.drafts()?;
        let mut dropped = 0;
        for (_, name) in self.drafts_by_place()?.into_iter().filter(|(places, _)| places.contains(&village)) {
            drafts.discard(&name)?;
            dropped += 1;
        }
        Ok(dropped)
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
