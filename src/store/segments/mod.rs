//! The journal on disk (日志, format.md 3): what must not be lost.
//!
//! Append = one write and one `sync_data`; then the frame is confirmed. Reading tells a torn tail (an
//! unconfirmed last write; moved aside) from damage (bytes in the middle, or at the end of what was
//! confirmed: nothing is cut, nothing is written any more until [`Journal::repair`]) and from a shortening.

mod condition;
pub mod frame;
mod read;
mod repair;
mod rewrite;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use crate::store::files::{Appender, FileError, Files};
use crate::vault::{Random, Sealer, random::draw};

pub use condition::{Condition, Damage, DamageKind, JournalError, Position};
pub use frame::{CONTENT_BYTES_MAX, SEGMENT_BYTES_MAX};
pub use read::{Event, Examined, Frame, Frames, Reader, folder_of};
pub use repair::Repaired;
pub use rewrite::Room;

use frame::{SEGMENT_HEAD, SegmentHead};
pub(in crate::store) use read::segment_name;

use read::judge;

/// Ends the name of a segment that is being written anew; such a file is removed at the next opening.
const NEW_SUFFIX: &str = ".new";

/// Whether the journal may be written.
enum Mode {
    /// The last segment, open for appending.
    Writing { appender: Box<dyn Appender>, segment: u32, length: u64, key: u32 },
    /// Damaged or shortened.
    ReadOnly,
    /// A write or sync failed.
    Failed,
}

/// The journal, opened by the one process that holds the folder's lock.
pub struct Journal {
    reader: Reader,
    sealer: Sealer,
    mode: Mode,
    /// Number of the next frame.
    due: u64,
    /// Last frame that a sync has confirmed.
    confirmed: u64,
}

/// What opening found at the journal's end.
struct End {
    condition: Condition,
    last_segment: Option<u32>,
    due: u64,
}

impl Journal {
    /// Opens the journal in `folder`, or begins it there. Looks at every segment's header and at the last
    /// segment whole; [`Journal::examine`] looks at everything. `confirmed` = last frame known from elsewhere
    /// (state, receipt, printed head) to have been confirmed, 0 if nothing is known. A torn tail is moved
    /// aside and named.
    pub fn open(
        files: Arc<dyn Files>,
        folder: &Path,
        sealer: Sealer,
        confirmed: u64,
    ) -> Result<(Self, Condition), JournalError> {
        files.make_folder(folder)?;
        let reader = Reader::new(files, folder, sealer.clone());
        sweep(&reader)?;
        let mut end = find_end(&reader, confirmed)?;
        let mut said = None;
        // A segment of which not even the header was written goes aside whole; then the one before is the
        // last.
        while let Condition::TornTail { segment, from, bytes, frame, .. } = end.condition {
            let aside = Some(set_aside(&reader, segment, from)?);
            said.get_or_insert(Condition::TornTail { segment, from, bytes, frame, aside });
            end = find_end(&reader, confirmed)?;
        }
        let mut journal = Self { reader, sealer, mode: Mode::ReadOnly, due: end.due, confirmed: end.due - 1 };
        if end.condition == Condition::Whole {
            match end.last_segment {
                Some(segment) => journal.resume(segment)?,
                None => journal.begin_segment(1)?,
            }
        }
        if end.condition.is_damage() {
            // The quick look knows that something is wrong; a look at everything knows what.
            let exact = journal.reader.examine(confirmed).map(|examined| examined.condition);
            return Ok((journal, exact.ok().filter(Condition::is_damage).unwrap_or(end.condition)));
        }
        Ok((journal, said.unwrap_or(end.condition)))
    }

    /// Appends one frame and confirms it; only then may "saved" be said.
    pub fn append(&mut self, content: &[u8], random: &mut dyn Random) -> Result<Position, JournalError> {
        let position = self.append_unsynced(content, random)?;
        self.sync()?;
        Ok(position)
    }

    /// Appends one frame of a longer work; nothing is confirmed before [`Journal::sync`].
    pub fn append_unsynced(
        &mut self,
        content: &[u8],
        random: &mut dyn Random,
    ) -> Result<Position, JournalError> {
        let (bytes, payload) = frame::frame_bytes(content.len());
        if content.len() > CONTENT_BYTES_MAX {
            return Err(JournalError::TooLong(content.len()));
        }
        let current = self.sealer.current();
        let next_segment = match &self.mode {
            Mode::ReadOnly => return Err(JournalError::ReadOnly),
            Mode::Failed => return Err(JournalError::OpenAgain),
            Mode::Writing { segment, length, key, .. } => {
                let full =
                    length.saturating_add(bytes as u64) > SEGMENT_BYTES_MAX && *length > SEGMENT_HEAD as u64;
                (full || *key != current).then_some(segment.checked_add(1))
            }
        };
        if let Some(next) = next_segment {
            self.sync()?;
            self.begin_segment(next.ok_or(JournalError::Exhausted)?)?;
        }
        let Mode::Writing { appender, segment, length, key } = &mut self.mode else {
            return Err(JournalError::OpenAgain);
        };
        let following = self.due.checked_add(1).ok_or(JournalError::Exhausted)?;
        let frame = seal_frame(&self.sealer, (*key, *segment, self.due), content, payload, random)?;
        let position = Position { segment: *segment, offset: *length };
        match appender.append(&frame) {
            Ok(()) => {
                *length += frame.len() as u64;
                self.due = following;
                Ok(position)
            }
            Err(error) => Err(self.fail(error)),
        }
    }

    /// Flushes to the platter what was appended, and confirms it.
    pub fn sync(&mut self) -> Result<(), JournalError> {
        match &mut self.mode {
            Mode::ReadOnly => Err(JournalError::ReadOnly),
            Mode::Failed => Err(JournalError::OpenAgain),
            Mode::Writing { .. } if self.confirmed + 1 == self.due => Ok(()),
            Mode::Writing { appender, .. } => match appender.sync_data() {
                Ok(()) => {
                    self.confirmed = self.due - 1;
                    Ok(())
                }
                Err(error) => Err(self.fail(error)),
            },
        }
    }

    /// Number of the last confirmed frame, 0 if none.
    pub fn confirmed(&self) -> u64 {
        self.confirmed
    }

    /// True if appending is possible.
    pub fn writable(&self) -> bool {
        matches!(self.mode, Mode::Writing { .. })
    }

    /// Reads; a clone of it reads in another thread while this one appends.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Looks through everything, with every CRC and seal. Damage makes the journal read-only.
    pub fn examine(&mut self, confirmed: u64) -> Result<Examined, JournalError> {
        let examined = self.reader.examine(confirmed)?;
        self.note(&examined.condition);
        Ok(examined)
    }

    /// Takes note of what reading found elsewhere (replay, a check in the background): damage makes it
    /// read-only.
    pub fn note(&mut self, condition: &Condition) {
        if condition.is_damage() && self.writable() {
            self.mode = Mode::ReadOnly;
        }
    }

    /// Starts using a new data key: the next frame begins a segment sealed with it.
    pub fn rekey(&mut self, sealer: Sealer) {
        self.reader = Reader::new(Arc::clone(self.reader.files()), self.reader.folder(), sealer.clone());
        self.sealer = sealer;
    }

    /// After a failed append (a full disk) and once there is room again: looks at what the disk holds and goes on
    /// there. Frames that were appended whole and not synced yet are still not confirmed. Fails if one is missing.
    pub fn reopen(&mut self) -> Result<(), JournalError> {
        self.mode = Mode::Failed;
        let files = Arc::clone(self.reader.files());
        let (mut again, condition) =
            Self::open(files, self.reader.folder(), self.sealer.clone(), self.confirmed)?;
        if condition.is_damage() {
            self.mode = Mode::ReadOnly;
            return Err(JournalError::ReadOnly);
        }
        if again.due != self.due {
            return Err(JournalError::OpenAgain);
        }
        again.confirmed = self.confirmed;
        *self = again;
        Ok(())
    }

    fn fail(&mut self, error: FileError) -> JournalError {
        self.mode = Mode::Failed;
        error.into()
    }

    /// Goes on in a whole segment.
    fn resume(&mut self, segment: u32) -> Result<(), JournalError> {
        let path = self.reader.path(segment);
        let files = self.reader.files();
        let length = files.len(&path)?;
        let head = self.reader.head(segment)?;
        let appender = files.appender(&path)?;
        // With a header that is not whole no condition is `Whole`, so that this key is the segment's own.
        let key = head.map_or(0, |head| head.key);
        self.mode = Mode::Writing { appender, segment, length, key };
        Ok(())
    }

    /// Create, header, sync file and folder, then use.
    fn begin_segment(&mut self, segment: u32) -> Result<(), JournalError> {
        let key = self.sealer.current();
        let head = SegmentHead { folder: self.sealer.folder(), number: segment, first: self.due, key };
        let path = self.reader.path(segment);
        let files = self.reader.files();
        let made = files
            .write_new(&path, &head.encode())
            .and_then(|()| files.sync(&path))
            .and_then(|()| files.sync_folder(self.reader.folder()))
            .and_then(|()| files.appender(&path));
        match made {
            Ok(appender) => {
                self.mode = Mode::Writing { appender, segment, length: SEGMENT_HEAD as u64, key };
                Ok(())
            }
            Err(error) => Err(self.fail(error)),
        }
    }
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Journal(next frame {}, writable {})", self.due, self.writable())
    }
}

/// A whole frame's bytes: number `number` in `segment`, sealed with data key `key`.
fn seal_frame(
    sealer: &Sealer,
    (key, segment, number): (u32, u32, u64),
    content: &[u8],
    payload: usize,
    random: &mut dyn Random,
) -> Result<Vec<u8>, JournalError> {
    let nonce = draw(random)?;
    let too_long = JournalError::TooLong(content.len());
    let Some(mut frame) = frame::open_frame(number, &nonce, content, payload) else { return Err(too_long) };
    let bound = frame::bound(sealer.folder(), segment, number);
    let tag = sealer.seal_frame(key, &nonce, &bound, frame::payload_mut(&mut frame));
    frame::close_frame(&mut frame, &tag.map_err(|_| JournalError::NoKey(key))?);
    Ok(frame)
}

/// Removes what an interrupted repair or purge left.
fn sweep(reader: &Reader) -> Result<(), JournalError> {
    for name in reader.files().list(reader.folder())? {
        if name.ends_with(NEW_SUFFIX) {
            reader.files().remove(&reader.folder().join(name))?;
        }
    }
    Ok(())
}

/// Looks at all headers and walks through the last segment (and the one before, if the last has no whole
/// header).
fn find_end(reader: &Reader, confirmed: u64) -> Result<End, JournalError> {
    let segments = reader.segments()?;
    let keyless = Reader::keyless(Arc::clone(reader.files()), reader.folder());
    let mut damages = Vec::new();
    let mut start = 0;
    let mut first_due = 1;
    for (at, segment) in segments.iter().enumerate() {
        let last = at + 1 == segments.len();
        let damage = |kind, next| Damage { kind, segment: *segment, from: 0, to: 0, first: first_due, next };
        match reader.head(*segment)? {
            Ok(head) => {
                let missing = usize::try_from(*segment).is_ok_and(|number| number != at + 1);
                if head.folder != reader.sealer().map_or(head.folder, Sealer::folder)
                    || head.number != *segment
                {
                    damages.push(damage(DamageKind::ForeignSegment, first_due));
                } else if missing && damages.is_empty() {
                    let segment = u32::try_from(at + 1).unwrap_or(u32::MAX);
                    damages.push(Damage { segment, ..damage(DamageKind::MissingSegment, head.first) });
                }
                first_due = head.first;
                start = at;
            }
            Err(frame::HeadFault::Newer(algorithm)) => {
                return Err(JournalError::Newer { segment: *segment, algorithm });
            }
            Err(fault) if !last => damages.push(damage(DamageKind::Head(fault), first_due)),
            Err(_) => {}
        }
    }
    let mut frames = keyless.frames_of(segments.get(start..).unwrap_or_default(), 1)?;
    let mut tail = None;
    for event in &mut frames {
        match event? {
            Event::Frame(_) => {}
            Event::Damage(damage) if damages.contains(&damage) => {}
            Event::Damage(damage) => damages.push(damage),
            Event::Tail { segment, from, to, frame } => tail = Some((segment, from, to, frame)),
        }
    }
    let due = frames.due();
    let condition = judge(damages, tail, due - 1, confirmed);
    Ok(End { condition, last_segment: segments.last().copied(), due })
}

/// Moves a torn tail into a file of its own, then cuts it off; a segment without a whole header is moved
/// whole.
fn set_aside(reader: &Reader, segment: u32, from: u64) -> Result<String, JournalError> {
    let files = reader.files();
    let path = reader.path(segment);
    if from == 0 {
        let (name, _) = free_name(reader, segment, from, None)?;
        files.rename(&path, &reader.folder().join(&name))?;
        files.sync_folder(reader.folder())?;
        return Ok(name);
    }
    let bytes = reader.bytes(segment)?;
    let tail = usize::try_from(from).ok().and_then(|from| bytes.get(from..)).unwrap_or_default();
    let (name, there) = free_name(reader, segment, from, Some(tail))?;
    let aside = reader.folder().join(&name);
    if !there {
        files.write_new(&aside, tail)?;
    }
    files.sync(&aside)?;
    files.sync_folder(reader.folder())?;
    files.truncate(&path, from)?;
    Ok(name)
}

/// A name that is not taken, or one that already holds these bytes (a kill came between moving and cutting).
fn free_name(
    reader: &Reader,
    segment: u32,
    from: u64,
    holding: Option<&[u8]>,
) -> Result<(String, bool), JournalError> {
    let names = reader.files().list(reader.folder())?;
    for n in 0u32.. {
        let name = format!("{}.torn-{from}-{n}", segment_name(segment));
        if !names.contains(&name) {
            return Ok((name, false));
        }
        if let Some(bytes) = holding {
            let held = reader.files().read(&reader.folder().join(&name), 2 * SEGMENT_BYTES_MAX)?;
            if held == bytes {
                return Ok((name, true));
            }
            // An unfinished copy is a beginning of these bytes: it says nothing more than they do.
            if bytes.starts_with(&held) {
                reader.files().remove(&reader.folder().join(&name))?;
                return Ok((name, false));
            }
        }
    }
    Err(JournalError::Exhausted)
}
