//! Reading the journal: frame by frame through all segments, one frame at a place, or only the CRCs without a
//! key.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::store::files::{Fault, Files};
use crate::vault::{FolderId, SealError, Sealer};

use super::condition::{Condition, Damage, DamageKind, JournalError, Position};
use super::frame::{self, HeadFault, Piece, Place, SEGMENT_BYTES_MAX, SEGMENT_HEAD, SegmentHead, Walk};

/// A segment that was grown by a larger frame is still read.
const READ_BYTES_MAX: u64 = 2 * SEGMENT_BYTES_MAX;
/// Most frames fit into one read of this.
const FIRST_READ: usize = 4096;

/// One frame's content and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// From 1, without holes.
    pub number: u64,
    /// Where.
    pub position: Position,
    /// What was appended; empty when read without a key.
    pub content: Vec<u8>,
}

/// What reading through meets, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A whole frame.
    Frame(Frame),
    /// A damaged place; reading goes on behind it.
    Damage(Damage),
    /// The journal's end is no whole frame: torn, unless `frame` was confirmed.
    Tail {
        /// The last segment.
        segment: u32,
        /// First byte; 0 if not even the header is whole.
        from: u64,
        /// One behind the last.
        to: u64,
        /// The number that was due.
        frame: u64,
    },
}

/// What a look through the whole journal found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// Segments there.
    pub segments: u32,
    /// Whole frames.
    pub frames: u64,
    /// Number of the last whole frame; 0 if none.
    pub last: u64,
    /// Bytes of all segments.
    pub bytes: u64,
    /// The state.
    pub condition: Condition,
}

/// The segments of a folder, with or without the keys to open them. Cheap to clone, for a thread of its own.
#[derive(Clone)]
pub struct Reader {
    files: Arc<dyn Files>,
    folder: PathBuf,
    sealer: Option<Sealer>,
}

impl Reader {
    /// With keys.
    pub fn new(files: Arc<dyn Files>, folder: &Path, sealer: Sealer) -> Self {
        Self { files, folder: folder.to_owned(), sealer: Some(sealer) }
    }

    /// Without: frames come with their numbers and no content.
    pub fn keyless(files: Arc<dyn Files>, folder: &Path) -> Self {
        Self { files, folder: folder.to_owned(), sealer: None }
    }

    /// Reads through from frame `number` on (1 = everything).
    pub fn frames_from(&self, number: u64) -> Result<Frames, JournalError> {
        let segments = self.segments()?;
        let mut start = 0;
        for (at, segment) in segments.iter().enumerate().rev() {
            if self.head(*segment)?.is_ok_and(|head| head.first <= number) {
                start = at;
                break;
            }
        }
        self.frames_of(segments.get(start..).unwrap_or_default(), number)
    }

    /// The frame at a place that was recorded before.
    pub fn frame(&self, at: Position) -> Result<Frame, JournalError> {
        let path = self.path(at.segment);
        let mut bytes = self.files.read_at(&path, at.offset, FIRST_READ)?;
        let (_, sealed) = frame::head_at(&bytes, 0).ok_or(JournalError::NoFrame(at))?;
        let whole = sealed + frame::FRAME_AROUND;
        if bytes.len() < whole {
            bytes = self.files.read_at(&path, at.offset, whole)?;
        }
        let place = frame::frame_at(&bytes, 0).ok_or(JournalError::NoFrame(at))?;
        let content = self.open(None, at.segment, place, &bytes);
        let content = content.map_err(|fault| JournalError::Frame { at, fault })?;
        Ok(Frame { number: place.number, position: at, content })
    }

    /// Looks through everything and changes nothing. `confirmed` = last frame known from elsewhere to have
    /// been confirmed, 0 if nothing is known.
    pub fn examine(&self, confirmed: u64) -> Result<Examined, JournalError> {
        let segments = self.segments()?;
        let mut bytes = 0;
        for segment in &segments {
            bytes += self.files.len(&self.path(*segment))?;
        }
        let mut frames = self.frames_of(&segments, 1)?;
        let (mut count, mut damages, mut tail) = (0, Vec::new(), None);
        for event in &mut frames {
            match event? {
                Event::Frame(_) => count += 1,
                Event::Damage(damage) => damages.push(damage),
                Event::Tail { segment, from, to, frame } => tail = Some((segment, from, to, frame)),
            }
        }
        let last = frames.due() - 1;
        let condition = judge(damages, tail, last, confirmed);
        let segments = u32::try_from(segments.len()).unwrap_or(u32::MAX);
        Ok(Examined { segments, frames: count, last, bytes, condition })
    }

    pub(super) fn files(&self) -> &Arc<dyn Files> {
        &self.files
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn sealer(&self) -> Option<&Sealer> {
        self.sealer.as_ref()
    }

    pub(super) fn with_folder(&self, folder: &Path) -> Self {
        Self { folder: folder.to_owned(), ..self.clone() }
    }

    pub(in crate::store) fn path(&self, segment: u32) -> PathBuf {
        self.folder.join(segment_name(segment))
    }

    /// The numbers of the segments there, ascending; none if the folder is not there.
    pub(in crate::store) fn segments(&self) -> Result<Vec<u32>, JournalError> {
        match self.files.list(&self.folder) {
            Ok(names) => {
                let mut numbers: Vec<u32> = names.iter().filter_map(|name| segment_number(name)).collect();
                numbers.sort_unstable();
                Ok(numbers)
            }
            Err(error) if error.fault == Fault::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn head(&self, segment: u32) -> Result<Result<SegmentHead, HeadFault>, JournalError> {
        Ok(SegmentHead::decode(&self.files.read_at(&self.path(segment), 0, SEGMENT_HEAD)?))
    }

    pub(super) fn bytes(&self, segment: u32) -> Result<Vec<u8>, JournalError> {
        Ok(self.files.read(&self.path(segment), READ_BYTES_MAX)?)
    }

    /// `segments` are all there are, or all from one whose header is whole.
    pub(super) fn frames_of(&self, segments: &[u32], skip_below: u64) -> Result<Frames, JournalError> {
        let all = segments == self.segments()?;
        let (before, due) = match segments.first() {
            Some(first) if !all => (first - 1, self.head(*first)?.map_or(1, |head| head.first)),
            _ => (0, 1),
        };
        let pending = segments.iter().copied().collect();
        let reader = self.clone();
        Ok(Frames { reader, pending, current: None, queued: VecDeque::new(), before, due, skip_below })
    }

    /// Opens a frame: with the key that its segment names, or with whichever fits, newest first.
    pub(super) fn open(
        &self,
        key: Option<u32>,
        segment: u32,
        place: Place,
        bytes: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let Some(sealer) = &self.sealer else { return Ok(Vec::new()) };
        let (nonce, sealed) = place.parts(bytes).ok_or(SealError::Short)?;
        let bound = frame::bound(sealer.folder(), segment, place.number);
        let mut keys: Vec<u32> = key.map_or_else(|| sealer.numbers().collect(), |key| vec![key]);
        let mut result = Err(SealError::Broken);
        while let Some(key) = keys.pop() {
            result = sealer.open_frame(key, nonce, &bound, sealed);
            if result.is_ok() {
                break;
            }
        }
        frame::content_of(result?).ok_or(SealError::Padding)
    }

    fn is_foreign(&self, head: &SegmentHead, segment: u32) -> bool {
        let other = |sealer: &Sealer| -> bool { sealer.folder() != head.folder };
        head.number != segment || self.sealer.as_ref().is_some_and(other)
    }
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Reader")
    }
}

/// `00000001.kj`.
pub(in crate::store) fn segment_name(segment: u32) -> String {
    format!("{segment:08}.kj")
}

fn segment_number(name: &str) -> Option<u32> {
    let digits = name.strip_suffix(".kj")?;
    let number = digits.parse().ok().filter(|number| *number > 0)?;
    (segment_name(number) == name).then_some(number)
}

/// From what was met to what it means.
pub(super) fn judge(
    mut damages: Vec<Damage>,
    tail: Option<(u32, u64, u64, u64)>,
    last: u64,
    confirmed: u64,
) -> Condition {
    match tail {
        Some((segment, from, to, first)) if confirmed >= first || !damages.is_empty() => {
            let next = confirmed.saturating_add(1).max(first);
            damages.push(Damage { kind: DamageKind::Bytes, segment, from, to, first, next });
            Condition::Damaged(damages)
        }
        Some((segment, from, to, frame)) => {
            Condition::TornTail { segment, from, bytes: to - from, frame, aside: None }
        }
        None if !damages.is_empty() => {
            let segment = damages.last().map_or(0, |damage| damage.segment);
            if confirmed > last {
                let (first, next) = (last.saturating_add(1), confirmed.saturating_add(1));
                damages.push(Damage { kind: DamageKind::Hole, segment, from: 0, to: 0, first, next });
            }
            Condition::Damaged(damages)
        }
        None if confirmed > last => Condition::Shortened { last, confirmed },
        None => Condition::Whole,
    }
}

/// An open segment.
struct Current {
    segment: u32,
    bytes: Vec<u8>,
    walk: Walk,
    key: Option<u32>,
}

/// Goes through the journal; holds one segment in memory at a time.
pub struct Frames {
    reader: Reader,
    pending: VecDeque<u32>,
    current: Option<Current>,
    queued: VecDeque<Event>,
    before: u32,
    due: u64,
    skip_below: u64,
}

impl Frames {
    /// The number of the frame that is due next; after the end: the next free one.
    pub fn due(&self) -> u64 {
        self.due
    }

    fn damage(
        &mut self,
        kind: DamageKind,
        segment: u32,
        (from, to): (usize, usize),
        (first, next): (u64, u64),
    ) {
        let (from, to) = (from as u64, to as u64);
        self.queued.push_back(Event::Damage(Damage { kind, segment, from, to, first, next }));
    }

    /// Enters the next segment; false if there is none.
    fn enter(&mut self) -> Result<bool, JournalError> {
        let Some(segment) = self.pending.pop_front() else { return Ok(false) };
        let bytes = self.reader.bytes(segment)?;
        let decoded = SegmentHead::decode(&bytes);
        let first = decoded.map_or(self.due, |head| head.first);
        for missing in self.before.saturating_add(1)..segment {
            self.damage(DamageKind::MissingSegment, missing, (0, 0), (self.due, first.max(self.due)));
            self.due = first.max(self.due);
        }
        self.before = segment;
        let mut key = None;
        match decoded {
            Err(HeadFault::Newer(algorithm)) => return Err(JournalError::Newer { segment, algorithm }),
            Err(fault) => {
                let mut walk = Walk::from(SEGMENT_HEAD, self.due);
                let framed = !matches!(walk.next(&bytes), None | Some(Piece::Tail { .. }));
                if self.pending.is_empty() && !framed {
                    let (to, frame) = (bytes.len() as u64, self.due);
                    self.queued.push_back(Event::Tail { segment, from: 0, to, frame });
                    return Ok(true);
                }
                let to = bytes.len().min(SEGMENT_HEAD);
                self.damage(DamageKind::Head(fault), segment, (0, to), (self.due, self.due));
            }
            Ok(head) if self.reader.is_foreign(&head, segment) || head.first < self.due => {
                self.damage(DamageKind::ForeignSegment, segment, (0, bytes.len()), (self.due, self.due));
                return Ok(true);
            }
            Ok(head) => {
                if head.first > self.due {
                    self.damage(DamageKind::Hole, segment, (0, 0), (self.due, head.first));
                    self.due = head.first;
                }
                key = Some(head.key);
            }
        }
        let walk = Walk::from(SEGMENT_HEAD, self.due);
        self.current = Some(Current { segment, bytes, walk, key });
        Ok(true)
    }

    /// Takes one step in the open segment.
    fn step(&mut self, mut current: Current) -> Result<(), JournalError> {
        let piece = current.walk.next(&current.bytes);
        let segment = current.segment;
        match piece {
            None => return Ok(()),
            Some(Piece::Frame(place)) => {
                self.due = current.walk.due();
                if place.number >= self.skip_below {
                    self.frame(&current, place)?;
                }
            }
            Some(Piece::Bad { from, to, first, next }) => {
                self.due = next;
                let kind = if from == to { DamageKind::Hole } else { DamageKind::Bytes };
                self.damage(kind, segment, (from, to), (first, next));
            }
            Some(Piece::Tail { from, to }) => match self.pending.front() {
                Some(follower) => {
                    // Frames follow in the next segment: this is no torn tail.
                    let next =
                        self.reader.head(*follower)?.map_or(self.due + 1, |head| head.first.max(self.due));
                    self.damage(DamageKind::Bytes, segment, (from, to), (self.due, next));
                    self.due = next;
                }
                None => {
                    let (from, to, frame) = (from as u64, to as u64, self.due);
                    self.queued.push_back(Event::Tail { segment, from, to, frame });
                }
            },
        }
        self.current = Some(current);
        Ok(())
    }

    fn frame(&mut self, current: &Current, place: Place) -> Result<(), JournalError> {
        let position = Position { segment: current.segment, offset: place.offset as u64 };
        let number = place.number;
        match self.reader.open(current.key, current.segment, place, &current.bytes) {
            Ok(content) => self.queued.push_back(Event::Frame(Frame { number, position, content })),
            Err(fault @ SealError::KeyUnknown(_)) => return Err(JournalError::Frame { at: position, fault }),
            Err(_) => {
                let bytes = (place.offset, place.end());
                self.damage(DamageKind::Seal, current.segment, bytes, (number, number.saturating_add(1)));
            }
        }
        Ok(())
    }
}

impl Iterator for Frames {
    type Item = Result<Event, JournalError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(event) = self.queued.pop_front() {
                return Some(Ok(event));
            }
            let went = match self.current.take() {
                Some(current) => self.step(current).map(|()| true),
                None => self.enter(),
            };
            match went {
                Ok(true) => {}
                Ok(false) => return None,
                Err(error) => {
                    self.pending.clear();
                    return Some(Err(error));
                }
            }
        }
    }
}

/// The folder that a journal belongs to, read from its newest whole header without a key; `None` if there is
/// no journal.
pub fn folder_of(files: &Arc<dyn Files>, folder: &Path) -> Result<Option<FolderId>, JournalError> {
    let reader = Reader::keyless(Arc::clone(files), folder);
    for segment in reader.segments()?.into_iter().rev() {
        if let Ok(head) = reader.head(segment)? {
            return Ok(Some(head.folder));
        }
    }
    Ok(None)
}
