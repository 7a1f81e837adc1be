//! What keeps a state in order beside the frames: its seals after a key change, the order in which commits came, and
//! the newest backup and recovery.

use super::apply::Work;
use super::{
    FrameSource, META_BACKUP, META_KEY, META_RECOVERY, META_RESTORED, State, StateError, Writes, layout,
    value,
};
use crate::journal::codec;
use crate::journal::fold::Position;
use crate::journal::{CommitId, EntityId, Entry, Ledger, Vector};
use crate::store::locals::Occasion;
use crate::vault::Sealer;

impl State {
    /// Where the first frame of a commit lies: earlier frames came earlier, whatever any clock said.
    pub fn arrival(&self, commit: CommitId) -> Option<Position> {
        self.positions.get(&commit).and_then(|positions| positions.iter().min().copied())
    }

    /// Seals with a newer data key from now on, and reads the journal with it.
    pub fn rekey(&mut self, sealer: Sealer, source: FrameSource) {
        if let Err(error) = self.cells.rekey(sealer) {
            self.failure.get_or_insert(error.into());
        }
        self.source = source;
    }

    /// True if values may still lie under an older data key.
    pub fn sweep_due(&self) -> Result<bool, StateError> {
        let sealed: Option<u32> = value(&self.cells, &layout::meta(META_KEY), META_KEY)?;
        Ok(sealed != Some(self.cells.key()))
    }

    /// One slice of the sweep: the `most` values behind the key `after`. Gives where the next slice begins; none when
    /// all values are under the newest data key.
    pub fn sweep(&mut self, after: &[u8], most: usize) -> Result<Option<Vec<u8>>, StateError> {
        let next = self.cells.reseal_behind(after, most)?;
        if next.is_none() {
            let mut writes = Writes::default();
            writes.put(layout::meta(META_KEY), codec::encode_value(&self.cells.key())?);
            self.cells.write(writes, false)?;
            self.settle()?;
        }
        Ok(next)
    }

    /// Passes over a frame that holds nothing: the place of one that was lost.
    pub fn pass_over(&mut self, number: u64) -> Result<(), StateError> {
        self.applied = self.applied.max(number);
        self.write(Work::default())
    }

    /// The newest backup, where the frame lies that recorded it, and its number.
    fn backup(&self) -> Result<Option<(u64, Position, Occasion)>, StateError> {
        Ok(value(&self.cells, &layout::meta(META_BACKUP), META_BACKUP)?)
    }

    /// The newest backup.
    pub fn last_backup(&self) -> Result<Option<Occasion>, StateError> {
        Ok(self.backup()?.map(|(.., occasion)| occasion))
    }

    /// What lies in the newest backup, which was read back before it was recorded; none without one. A commit of which
    /// a body came later is left out.
    pub fn backed_up(&self) -> Result<Option<Vector>, StateError> {
        let Some((_, at, _)) = self.backup()? else { return Ok(None) };
        let in_it = |entry: &&Entry| {
            self.positions.get(&entry.id).is_some_and(|places| places.iter().all(|place| *place < at))
        };
        let entries = self.ledger.entries().filter(in_it).cloned();
        Ok(Some(Ledger::restore(self.ledger.data_set(), entries).vector()))
    }

    /// The backup that this folder came back from, if it did.
    pub fn restored(&self) -> Result<Option<Occasion>, StateError> {
        Ok(value(&self.cells, &layout::meta(META_RESTORED), META_RESTORED)?)
    }

    /// The newest use of the recovery code that this officer was not told of, and the frame that recorded it.
    pub fn recovery_for(&self, officer: EntityId) -> Result<Option<(u64, Occasion)>, StateError> {
        let newest: Option<(u64, Occasion)> =
            value(&self.cells, &layout::meta(META_RECOVERY), META_RECOVERY)?;
        let told: Option<u64> = value(&self.cells, &layout::noticed(officer), "noticed")?;
        Ok(newest.filter(|(frame, _)| told.is_none_or(|told| *frame > told)))
    }
}
