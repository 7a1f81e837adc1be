//! Repairing a damaged journal (修复) from a backup, and the state anew from what came back.

use std::path::Path;
use std::sync::Arc;

use super::backup::journal_copy;
use super::error::StoreError;
use super::folder::Folder;
use super::opening::{self, Progress, Shut};
use super::purge::purge_again;
use super::segments::{Condition, Journal, Repaired};
use super::streams::{clear_mark, set_mark};
use crate::vault::{Keys, Passphrase, Purpose, System};

/// What a repair did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// What was wrong before.
    pub before: Condition,
    /// Frames that came back, that are lost, and the damaged files that were kept.
    pub repaired: Repaired,
    /// What is wrong now; [`Condition::Whole`] if everything is as it was or its loss was accepted.
    pub after: Condition,
}

impl Folder {
    /// Repairs the journal from the backup (or a copy of the folder) below `from`. What no copy has stays missing, and the
    /// folder read-only, unless `accept_loss`: then fillers stand for it and a new stream begins. The state is built anew.
    pub fn repair(
        self,
        from: Option<&Path>,
        accept_loss: bool,
        progress: Progress<'_>,
    ) -> Result<(Folder, Mended), StoreError> {
        let confirmed = self.ask(|state| Ok(state.applied()))?.max(self.journal.confirmed());
        let number = self.actor.number;
        let (shut, keys) = self.close();
        shut.mend(keys, number, (from, accept_loss, confirmed), progress)
    }
}

impl Shut {
    /// As [`Folder::repair`], for a folder that is too damaged to be opened. What a missing state would know of the
    /// journal's end is then known from the copy alone.
    pub fn repair(
        self,
        (number, passphrase): (u32, &Passphrase),
        from: Option<&Path>,
        accept_loss: bool,
        progress: Progress<'_>,
    ) -> Result<(Folder, Mended), StoreError> {
        let keys = self.vault.open(number, passphrase)?;
        self.mend(keys, number, (from, accept_loss, 0), progress)
    }

    fn mend(
        self,
        keys: Keys,
        number: u32,
        (from, accept_loss, confirmed): (Option<&Path>, bool, u64),
        progress: Progress<'_>,
    ) -> Result<(Folder, Mended), StoreError> {
        let files = Arc::clone(&self.world.files);
        let copy = from.map(|dir| journal_copy(&files, dir, self.vault.folder())).transpose()?;
        let sealer = keys.sealer(Purpose::Journal);
        let (mut journal, _) = Journal::open(Arc::clone(&files), &self.paths.journal(), sealer, confirmed)?;
        let before = journal.examine(confirmed)?.condition;
        if accept_loss && before.is_damage() {
            // Before anything is given up: a kill in between costs a stream that was not needed.
            set_mark(&files, &self.paths, self.paths.stream_mark())?;
        }
        let repaired = journal.repair(copy.as_deref(), accept_loss, confirmed, &mut System)?;
        if accept_loss && before.is_damage() && repaired.filled.is_empty() {
            clear_mark(&files, &self.paths, self.paths.stream_mark())?;
        }
        let after = journal.examine(0)?.condition;
        if !repaired.restored.is_empty() && journal.writable() {
            // The copy may be older than a purge.
            purge_again(&mut journal, progress)?;
        }
        drop(journal);
        let after = match &before {
            // Nothing was changed: a shortening does not show in what is left.
            _ if !repaired.missing.is_empty() => before.clone(),
            _ => after,
        };
        // Offsets may have moved, and what came back was never applied.
        opening::discard(&self.paths)?;
        let folder = self.open_as(keys, number, progress)?;
        Ok((folder, Mended { before, repaired, after }))
    }
}
