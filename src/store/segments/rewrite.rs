//! Writing a segment anew with less in it (清除, format.md 3): a frame keeps its number, its place and its length, and what
//! is left of its content is padded. So every position that anybody keeps still holds.

use crate::vault::Random;

use super::condition::JournalError;
use super::frame::{self, Piece, SEGMENT_HEAD, SegmentHead, Walk};
use super::{Journal, Mode, NEW_SUFFIX, Position, seal_frame, segment_name};

/// What a frame that keeps its length can hold at most, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Room(pub usize);

impl Journal {
    /// Ends the segment that is being written, so that every frame up to now lies in one that can be written anew.
    pub fn end_segment(&mut self) -> Result<(), JournalError> {
        let next = match &self.mode {
            Mode::ReadOnly => return Err(JournalError::ReadOnly),
            Mode::Failed => return Err(JournalError::OpenAgain),
            Mode::Writing { length, .. } if *length <= SEGMENT_HEAD as u64 => return Ok(()),
            Mode::Writing { segment, .. } => segment.checked_add(1).ok_or(JournalError::Exhausted)?,
        };
        self.sync()?;
        self.begin_segment(next)
    }

    /// The segments with frames below `before` that are not being written, ascending.
    pub fn ended_segments(&self, before: u64) -> Result<Vec<u32>, JournalError> {
        let Mode::Writing { segment: current, .. } = &self.mode else { return Err(JournalError::ReadOnly) };
        let mut ended = Vec::new();
        for segment in self.reader.segments()? {
            if segment < *current && self.reader.head(segment)?.is_ok_and(|head| head.first < before) {
                ended.push(segment);
            }
        }
        Ok(ended)
    }

    /// Writes an ended segment anew. `change` gives what a frame shall hold instead, at most as much as the [`Room`] says,
    /// or none to leave it as it is. A kill at any call leaves the old segment or the new one. Gives the frames changed.
    pub fn rewrite<E: From<JournalError>>(
        &self,
        segment: u32,
        random: &mut dyn Random,
        change: &mut dyn FnMut(u64, Vec<u8>, Room) -> Result<Option<Vec<u8>>, E>,
    ) -> Result<u64, E> {
        if matches!(&self.mode, Mode::Writing { segment: current, .. } if *current == segment) {
            return Err(JournalError::OpenAgain.into());
        }
        let bytes = self.reader.bytes(segment)?;
        let head = SegmentHead::decode(&bytes).map_err(|_| JournalError::ReadOnly)?;
        let mut anew = bytes.clone();
        let mut changed = 0;
        let mut walk = Walk::from(SEGMENT_HEAD, head.first);
        while let Some(piece) = walk.next(&bytes) {
            // In a damaged segment nobody knows what would be lost: the repair comes first.
            let Piece::Frame(place) = piece else { return Err(JournalError::ReadOnly.into()) };
            let at = Position { segment, offset: place.offset as u64 };
            let content = self.reader.open(Some(head.key), segment, place, &bytes);
            let content = content.map_err(|fault| JournalError::Frame { at, fault })?;
            let payload = frame::payload_bytes(&place);
            let Some(less) = change(place.number, content, Room(payload.saturating_sub(4)))? else {
                continue;
            };
            let name = (head.key, segment, place.number);
            let sealed = seal_frame(&self.sealer, name, &less, payload, random)?;
            match anew.get_mut(place.offset..place.end()) {
                Some(old) if old.len() == sealed.len() => old.copy_from_slice(&sealed),
                _ => return Err(JournalError::NoFrame(at).into()),
            }
            changed += 1;
        }
        if changed > 0 {
            self.put_in_place(segment, &anew)?;
        }
        Ok(changed)
    }

    fn put_in_place(&self, segment: u32, bytes: &[u8]) -> Result<(), JournalError> {
        let (files, folder) = (self.reader.files(), self.reader.folder());
        let temporary = folder.join(format!("{}{NEW_SUFFIX}", segment_name(segment)));
        files.overwrite(&temporary, bytes)?;
        files.sync(&temporary)?;
        files.rename(&temporary, &self.reader.path(segment))?;
        Ok(files.sync_folder(folder)?)
    }

    /// Removes the copies of damaged segments and the torn ends that were kept beside the journal: they hold what the
    /// journal held then. Gives how many.
    pub fn remove_set_aside(&self) -> Result<u64, JournalError> {
        let (files, folder) = (self.reader.files(), self.reader.folder());
        let mut removed = 0;
        for name in files.list(folder)? {
            if name.contains(".kj.damaged-") || name.contains(".kj.torn-") {
                files.remove(&folder.join(&name))?;
                removed += 1;
            }
        }
        if removed > 0 {
            files.sync_folder(folder)?;
        }
        Ok(removed)
    }
}
