//! The bytes of a segment (format.md 3), pure: headers, frames, and the walk that tells a torn tail from
//! damage.
//!
//! Everything here works without a key: CRCs say whether bytes are as they were written, not who wrote them.
//! `length` of a frame counts the sealed payload with its tag.

use crate::vault::FolderId;

/// Largest segment, in bytes.
pub const SEGMENT_BYTES_MAX: u64 = 16 << 20;
/// Bytes of a segment's header.
pub const SEGMENT_HEAD: usize = 45;
/// Bytes of a frame around its sealed payload.
pub const FRAME_AROUND: usize = FRAME_HEAD + NONCE + 4;
/// Most bytes of one frame's content: a commit of 2 MiB with all that is around it.
pub const CONTENT_BYTES_MAX: usize = 4 << 20;
/// A payload is padded to a multiple of this, so that a frame's length tells little about what was typed.
/// Longer padding is read too: a purged frame keeps its length.
pub const PAYLOAD_STEP: usize = 64;

const SEGMENT_MAGIC: &[u8; 8] = b"KUQUJNL1";
const FRAME_MAGIC: &[u8; 4] = b"KQF1";
const FRAME_HEAD: usize = 20;
const ALGORITHM_XCHACHA: u8 = 1;
pub(super) const NONCE: usize = 24;
const TAG: usize = 16;
/// Padding included; a purged or filler frame may fill a whole segment.
const SEALED_BYTES_MAX: usize = SEGMENT_BYTES_MAX as usize;

/// What a segment says at its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentHead {
    /// The folder.
    pub folder: FolderId,
    /// The segment's number, which its name says too.
    pub number: u32,
    /// Number of its first frame.
    pub first: u64,
    /// Number of the data key that seals its frames.
    pub key: u32,
}

/// Why a segment's header cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeadFault {
    /// Cut short or changed.
    #[error("the segment's header is damaged")]
    Damaged,
    /// Whole, but with an algorithm of a newer program.
    #[error("segment algorithm {0} is unknown")]
    Newer(u8),
}

impl SegmentHead {
    /// The bytes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(SEGMENT_HEAD);
        out.extend_from_slice(SEGMENT_MAGIC);
        out.extend_from_slice(&self.folder.0);
        out.extend_from_slice(&self.number.to_le_bytes());
        out.extend_from_slice(&self.first.to_le_bytes());
        out.push(ALGORITHM_XCHACHA);
        out.extend_from_slice(&self.key.to_le_bytes());
        out.extend_from_slice(&crc32fast::hash(&out).to_le_bytes());
        out
    }

    /// Reads the header at the start of `bytes`.
    pub fn decode(bytes: &[u8]) -> Result<Self, HeadFault> {
        let parts = || {
            let (hashed, rest) = bytes.split_at_checked(SEGMENT_HEAD - 4)?;
            let crc = u32::from_le_bytes(rest.first_chunk().copied()?);
            let (magic, rest) = hashed.split_first_chunk::<8>()?;
            let (folder, rest) = rest.split_first_chunk::<16>()?;
            let (number, rest) = rest.split_first_chunk::<4>()?;
            let (first, rest) = rest.split_first_chunk::<8>()?;
            let (algorithm, rest) = rest.split_first()?;
            let head = Self {
                folder: FolderId(*folder),
                number: u32::from_le_bytes(*number),
                first: u64::from_le_bytes(*first),
                key: u32::from_le_bytes(rest.first_chunk().copied()?),
            };
            let whole = magic == SEGMENT_MAGIC && crc == crc32fast::hash(hashed);
            whole.then_some((head, *algorithm))
        };
        match parts() {
            Some((head, ALGORITHM_XCHACHA)) => Ok(head),
            Some((_, algorithm)) => Err(HeadFault::Newer(algorithm)),
            None => Err(HeadFault::Damaged),
        }
    }
}

/// Where a whole frame lies in its segment's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The frame's number.
    pub number: u64,
    /// Of its first byte.
    pub offset: usize,
    /// Bytes of the sealed payload.
    pub sealed: usize,
}

impl Place {
    /// One behind its last byte.
    pub fn end(&self) -> usize {
        self.offset + FRAME_AROUND + self.sealed
    }

    /// Nonce and sealed payload.
    pub fn parts<'a>(&self, bytes: &'a [u8]) -> Option<(&'a [u8; NONCE], &'a [u8])> {
        let start = self.offset + FRAME_HEAD;
        let (nonce, rest) = bytes.get(start..)?.split_first_chunk::<NONCE>()?;
        Some((nonce, rest.get(..self.sealed)?))
    }
}

/// Bytes that a frame with so much content takes, and its padded payload.
pub fn frame_bytes(content: usize) -> (usize, usize) {
    let payload = (4 + content).div_ceil(PAYLOAD_STEP) * PAYLOAD_STEP;
    (FRAME_AROUND + payload + TAG, payload)
}

/// Bytes of a whole frame's payload, padding included.
pub fn payload_bytes(place: &Place) -> usize {
    place.sealed.saturating_sub(TAG)
}

/// A frame before sealing: head, nonce, payload padded to `payload` bytes. The caller seals the payload, then
/// calls [`close_frame`].
pub fn open_frame(number: u64, nonce: &[u8; NONCE], content: &[u8], payload: usize) -> Option<Vec<u8>> {
    let sealed = payload + TAG;
    if payload < 4 + content.len() || sealed > SEALED_BYTES_MAX {
        return None;
    }
    let mut out = Vec::with_capacity(FRAME_AROUND + sealed);
    out.extend_from_slice(FRAME_MAGIC);
    out.extend_from_slice(&number.to_le_bytes());
    out.extend_from_slice(&u32::try_from(sealed).ok()?.to_le_bytes());
    out.extend_from_slice(&crc32fast::hash(&out).to_le_bytes());
    out.extend_from_slice(nonce);
    out.extend_from_slice(&u32::try_from(content.len()).ok()?.to_le_bytes());
    out.extend_from_slice(content);
    out.resize(FRAME_HEAD + NONCE + payload, 0);
    Some(out)
}

/// The part of an open frame that is sealed in place.
pub fn payload_mut(frame: &mut [u8]) -> &mut [u8] {
    frame.get_mut(FRAME_HEAD + NONCE..).unwrap_or_default()
}

/// Adds the tag and the CRC of nonce and payload.
pub fn close_frame(frame: &mut Vec<u8>, tag: &[u8; TAG]) {
    frame.extend_from_slice(tag);
    let crc = crc32fast::hash(frame.get(FRAME_HEAD..).unwrap_or_default());
    frame.extend_from_slice(&crc.to_le_bytes());
}

/// The content of an opened payload; `None` if length or padding are not as this program writes them.
pub fn content_of(mut payload: Vec<u8>) -> Option<Vec<u8>> {
    let length = usize::try_from(u32::from_le_bytes(payload.first_chunk().copied()?)).ok()?;
    let end = length.checked_add(4).filter(|_| length <= CONTENT_BYTES_MAX)?;
    let padding = payload.get(end..)?;
    if padding.iter().any(|byte| *byte != 0) {
        return None;
    }
    payload.truncate(end);
    payload.drain(..4);
    Some(payload)
}

/// What a frame's seal is bound to.
pub fn bound(folder: FolderId, segment: u32, number: u64) -> [u8; 28] {
    let mut out = [0; 28];
    let parts = folder.0.into_iter().chain(segment.to_le_bytes()).chain(number.to_le_bytes());
    for (to, from) in out.iter_mut().zip(parts) {
        *to = from;
    }
    out
}

/// The frame that begins at `offset`, if both CRCs hold.
pub fn frame_at(bytes: &[u8], offset: usize) -> Option<Place> {
    let (number, sealed) = head_at(bytes, offset)?;
    let start = offset + FRAME_HEAD;
    let body = bytes.get(start..start + NONCE + sealed)?;
    let crc = bytes.get(start + NONCE + sealed..)?.first_chunk::<4>()?;
    (crc32fast::hash(body) == u32::from_le_bytes(*crc)).then_some(Place { number, offset, sealed })
}

/// Number and sealed length that the frame head at `offset` says, if its CRC holds.
pub fn head_at(bytes: &[u8], offset: usize) -> Option<(u64, usize)> {
    let head = bytes.get(offset..)?.first_chunk::<FRAME_HEAD>()?;
    let (hashed, crc) = head.split_at(FRAME_HEAD - 4);
    if !hashed.starts_with(FRAME_MAGIC) || crc != crc32fast::hash(hashed).to_le_bytes() {
        return None;
    }
    let number = u64::from_le_bytes(hashed.get(4..)?.first_chunk().copied()?);
    let sealed = usize::try_from(u32::from_le_bytes(hashed.get(12..)?.first_chunk().copied()?)).ok()?;
    (4 + TAG..=SEALED_BYTES_MAX).contains(&sealed).then_some((number, sealed))
}

/// One thing that the walk meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// A whole frame with the number that is due.
    Frame(Place),
    /// Bytes that are not, with whole frames behind them, or a hole in the numbers (then `from == to`).
    /// Frames `first..next` are missing; none if `first == next`.
    Bad {
        /// First bad byte.
        from: usize,
        /// One behind the last.
        to: usize,
        /// The number that was due.
        first: u64,
        /// The number found behind.
        next: u64,
    },
    /// Bytes up to the end without a whole frame in them: a torn tail, unless the frame due was confirmed.
    Tail {
        /// First byte.
        from: usize,
        /// The segment's length.
        to: usize,
    },
}

/// Goes through a segment's bytes from frame to frame. Keeps no borrow, so that the bytes may be dropped
/// between.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    at: usize,
    due: u64,
}

impl Walk {
    /// From `offset` (a frame's start), where frame `due` is expected.
    pub fn from(offset: usize, due: u64) -> Self {
        Self { at: offset, due }
    }

    /// The number that is due next.
    pub fn due(&self) -> u64 {
        self.due
    }

    /// The next piece, or none at the end.
    pub fn next(&mut self, bytes: &[u8]) -> Option<Piece> {
        if self.at >= bytes.len() {
            return None;
        }
        let here = frame_at(bytes, self.at);
        if let Some(place) = here.filter(|place| place.number == self.due) {
            self.at = place.end();
            self.due = place.number.saturating_add(1);
            return Some(Piece::Frame(place));
        }
        let from = self.at;
        let candidate = |at: &usize| {
            let found = bytes.get(*at..).is_some_and(|rest| rest.starts_with(FRAME_MAGIC));
            found && frame_at(bytes, *at).is_some_and(|place| place.number >= self.due)
        };
        match (from..bytes.len()).find(candidate).and_then(|at| frame_at(bytes, at)) {
            Some(place) => {
                let first = std::mem::replace(&mut self.due, place.number);
                self.at = place.offset;
                Some(Piece::Bad { from, to: place.offset, first, next: place.number })
            }
            None => {
                self.at = bytes.len();
                Some(Piece::Tail { from, to: bytes.len() })
            }
        }
    }
}
