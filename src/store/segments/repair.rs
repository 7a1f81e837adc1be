//! Repairing a damaged journal from another copy of it (a backup), frame by frame (format.md 3).
//!
//! A missing frame is taken from the copy if its CRCs and its seal hold there; with `accept_loss` what no
//! copy has becomes a filler (an empty frame under the same number). The damaged segment is kept beside the
//! repaired one. Offsets may move, so the state is rebuilt afterwards.

use std::collections::BTreeMap;
use std::path::Path;

use crate::vault::Random;

use super::condition::{Condition, Damage, JournalError};
use super::frame::{self, Piece, SEGMENT_HEAD, SegmentHead, Walk};
use super::read::segment_name;
use super::{Journal, Mode, NEW_SUFFIX, Reader, find_end, seal_frame};

/// What a repair brought back and what it did not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repaired {
    /// Frames that came back from the copy.
    pub restored: Vec<u64>,
    /// Frames that are lost; fillers stand in their place.
    pub filled: Vec<u64>,
    /// Frames that no copy has and that were not accepted as lost; if any, nothing was changed.
    pub missing: Vec<u64>,
    /// Names of the damaged segments' files, kept as they were.
    pub kept: Vec<String>,
}

/// Most frames that a repair fills or fetches; more means that the journal is not this one.
const FRAMES_MAX: u64 = 1_000_000;

/// One segment as it should be: frames by number, as bytes.
struct Wanted {
    head: SegmentHead,
    frames: BTreeMap<u64, Vec<u8>>,
}

impl Journal {
    /// Repairs everything that is damaged, from the journal copy in `copy` (its folder of segments).
    /// `confirmed` as for [`Journal::open`]. Without damage nothing happens. On success the journal is
    /// writable again.
    pub fn repair(
        &mut self,
        copy: Option<&Path>,
        accept_loss: bool,
        confirmed: u64,
        random: &mut dyn Random,
    ) -> Result<Repaired, JournalError> {
        let examined = self.reader.examine(confirmed)?;
        let last = examined.last.max(confirmed);
        let mut done = Repaired::default();
        if !examined.condition.is_damage() {
            return Ok(done);
        }
        // Lets go of the last segment, which may be replaced.
        self.mode = Mode::ReadOnly;
        let copy = copy.map(|folder| self.reader.with_folder(folder));
        let mut wanted = self.plan(&examined.condition, last, copy.as_ref())?;
        self.fill(&mut wanted, last, copy.as_ref(), &mut done)?;
        if !done.missing.is_empty() && !accept_loss {
            return Ok(done);
        }
        done.filled = std::mem::take(&mut done.missing);
        for number in &done.filled {
            let segment = wanted.values_mut().rev().find(|segment| segment.head.first <= *number);
            let Some(segment) = segment else { continue };
            let name = (segment.head.key, segment.head.number, *number);
            let (_, payload) = frame::frame_bytes(0);
            segment.frames.insert(*number, seal_frame(&self.sealer, name, &[], payload, random)?);
        }
        for segment in wanted.values() {
            if let Some(name) = self.write_anew(segment)? {
                done.kept.push(name);
            }
        }
        let end = find_end(&self.reader, 0)?;
        self.due = end.due;
        self.confirmed = end.due - 1;
        match (self.reader.examine(0)?.condition, end.last_segment) {
            (Condition::Whole, Some(segment)) => self.resume(segment)?,
            (Condition::Whole, None) => self.begin_segment(1)?,
            _ => {}
        }
        Ok(done)
    }

    /// The segments that have to be written anew, with the whole frames that they hold now.
    fn plan(
        &self,
        condition: &Condition,
        last: u64,
        copy: Option<&Reader>,
    ) -> Result<BTreeMap<u32, Wanted>, JournalError> {
        let own = self.reader.segments()?;
        let mut touched: Vec<u32> = match condition {
            Condition::Damaged(damages) => {
                damages.iter().flat_map(|damage| touched_by(damage, &own)).collect()
            }
            _ => own.last().copied().into_iter().chain(beyond(&own, last, copy)?).collect(),
        };
        touched.extend(beyond(&own, last, copy)?);
        touched.sort_unstable();
        touched.dedup();
        let mut wanted = BTreeMap::new();
        for segment in touched {
            let head = match (self.usable_head(&self.reader, segment)?, copy) {
                (Some(head), _) => head,
                (None, Some(copy)) => match self.usable_head(copy, segment)? {
                    Some(head) => head,
                    None => self.guessed_head(segment)?,
                },
                (None, None) => self.guessed_head(segment)?,
            };
            let frames = self.whole_frames(&self.reader, segment, &head)?;
            wanted.insert(segment, Wanted { head, frames });
        }
        Ok(wanted)
    }

    /// Names what is missing in the planned segments and takes it from the copy.
    fn fill(
        &self,
        wanted: &mut BTreeMap<u32, Wanted>,
        last: u64,
        copy: Option<&Reader>,
        done: &mut Repaired,
    ) -> Result<(), JournalError> {
        let mut firsts: BTreeMap<u32, u64> =
            wanted.iter().map(|(n, segment)| (*n, segment.head.first)).collect();
        for other in self.reader.segments()? {
            if let Some(head) = self.usable_head(&self.reader, other)? {
                firsts.insert(other, head.first);
            }
        }
        for (number, segment) in wanted {
            let next = firsts.range(number + 1..).next().map(|(_, first)| *first);
            let from_copy = match copy {
                Some(copy) => self.whole_frames(copy, *number, &segment.head)?,
                None => BTreeMap::new(),
            };
            let known = segment.frames.keys().chain(from_copy.keys()).max().map_or(0, |most| most + 1);
            let end = next.unwrap_or(known.max(last.saturating_add(1))).max(segment.head.first);
            if end - segment.head.first > FRAMES_MAX {
                return Err(JournalError::Exhausted);
            }
            segment.frames.retain(|frame, _| *frame < end);
            for frame in segment.head.first..end {
                match (segment.frames.contains_key(&frame), from_copy.get(&frame)) {
                    (true, _) => {}
                    (false, Some(bytes)) => {
                        segment.frames.insert(frame, bytes.clone());
                        done.restored.push(frame);
                    }
                    (false, None) => done.missing.push(frame),
                }
            }
        }
        Ok(())
    }

    /// A header that is whole and says this folder and this segment, with a key that is held.
    fn usable_head(&self, reader: &Reader, segment: u32) -> Result<Option<SegmentHead>, JournalError> {
        if !reader.segments()?.contains(&segment) {
            return Ok(None);
        }
        let head = reader.head(segment)?.ok();
        let held = |key: u32| self.sealer.numbers().any(|number| number == key);
        let fits = |head: &SegmentHead| {
            head.folder == self.sealer.folder() && head.number == segment && held(head.key)
        };
        Ok(head.filter(fits))
    }

    /// For a segment whose header nobody has: it begins behind the frames of the one before.
    fn guessed_head(&self, segment: u32) -> Result<SegmentHead, JournalError> {
        let before: Vec<u32> =
            self.reader.segments()?.into_iter().filter(|number| *number < segment).collect();
        let mut frames = self.reader.frames_of(&before, u64::MAX)?;
        for event in &mut frames {
            event?;
        }
        let opens_with = self.key_that_opens(segment, frames.due())?;
        let key = opens_with.unwrap_or(self.sealer.current());
        Ok(SegmentHead { folder: self.sealer.folder(), number: segment, first: frames.due(), key })
    }

    fn key_that_opens(&self, segment: u32, due: u64) -> Result<Option<u32>, JournalError> {
        if !self.reader.segments()?.contains(&segment) {
            return Ok(None);
        }
        let bytes = self.reader.bytes(segment)?;
        let mut walk = Walk::from(SEGMENT_HEAD, due);
        while let Some(piece) = walk.next(&bytes) {
            if let Piece::Frame(place) = piece {
                let opens = |key: &u32| self.reader.open(Some(*key), segment, place, &bytes).is_ok();
                return Ok(self.sealer.numbers().find(opens));
            }
        }
        Ok(None)
    }

    /// The frames of a segment whose CRCs and seal hold.
    fn whole_frames(
        &self,
        reader: &Reader,
        segment: u32,
        head: &SegmentHead,
    ) -> Result<BTreeMap<u64, Vec<u8>>, JournalError> {
        let mut frames = BTreeMap::new();
        if !reader.segments()?.contains(&segment) {
            return Ok(frames);
        }
        let bytes = reader.bytes(segment)?;
        let mut walk = Walk::from(SEGMENT_HEAD, head.first);
        while let Some(piece) = walk.next(&bytes) {
            let Piece::Frame(place) = piece else { continue };
            if reader.open(Some(head.key), segment, place, &bytes).is_ok() {
                let whole = bytes.get(place.offset..place.end()).unwrap_or_default();
                frames.insert(place.number, whole.to_vec());
            }
        }
        Ok(frames)
    }

    /// Writes a segment under a temporary name, copies the damaged one beside, then renames over it: a kill
    /// at any call leaves the damaged or the repaired one.
    fn write_anew(&self, segment: &Wanted) -> Result<Option<String>, JournalError> {
        let mut bytes = segment.head.encode();
        for frame in segment.frames.values() {
            bytes.extend_from_slice(frame);
        }
        let (files, folder) = (self.reader.files(), self.reader.folder());
        let path = self.reader.path(segment.head.number);
        let temporary = folder.join(format!("{}{NEW_SUFFIX}", segment_name(segment.head.number)));
        files.overwrite(&temporary, &bytes)?;
        files.sync(&temporary)?;
        let kept = match self.reader.segments()?.contains(&segment.head.number) {
            true => Some(self.keep(segment.head.number)?),
            false => None,
        };
        files.rename(&temporary, &path)?;
        files.sync_folder(folder)?;
        Ok(kept)
    }

    /// Copies the damaged segment beside, so that the rename over it loses nothing.
    fn keep(&self, segment: u32) -> Result<String, JournalError> {
        let (files, folder) = (self.reader.files(), self.reader.folder());
        let bytes = self.reader.bytes(segment)?;
        let names = files.list(folder)?;
        let name = (0u32..)
            .map(|n| format!("{}.damaged-{n}", segment_name(segment)))
            .find(|name| !names.contains(name))
            .ok_or(JournalError::Exhausted)?;
        files.write_new(&folder.join(&name), &bytes)?;
        files.sync(&folder.join(&name))?;
        files.sync_folder(folder)?;
        Ok(name)
    }
}

/// A hole between two segments belongs to the one before.
fn touched_by(damage: &Damage, own: &[u32]) -> Vec<u32> {
    let before = own.iter().rev().find(|segment| **segment < damage.segment).copied();
    let between = damage.from == 0 && damage.to == 0 && own.contains(&damage.segment);
    if between { before.into_iter().chain([damage.segment]).collect() } else { vec![damage.segment] }
}

/// Segments that only the copy has, as far as frames up to `last` are missing.
fn beyond(own: &[u32], last: u64, copy: Option<&Reader>) -> Result<Vec<u32>, JournalError> {
    let mut segments = Vec::new();
    let Some(copy) = copy else { return Ok(segments) };
    for segment in copy.segments()? {
        let behind = own.last().is_none_or(|most| segment > *most);
        if behind && copy.head(segment)?.is_ok_and(|head| head.first <= last) {
            segments.push(segment);
        }
    }
    Ok(segments)
}
