//! What state the journal is in, with every number that a sentence about it needs.

use crate::store::files::FileError;
use crate::vault::{NoRandomness, SealError};

use super::frame::HeadFault;

/// Where a frame lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Segment number, from 1.
    pub segment: u32,
    /// Byte offset of the frame in it.
    pub offset: u64,
}

/// What is wrong at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DamageKind {
    /// Bytes that are no whole frame.
    Bytes,
    /// Frames are missing between two whole ones.
    Hole,
    /// CRCs hold, the seal does not: moved, exchanged or made by somebody else.
    Seal,
    /// The segment's header.
    Head(HeadFault),
    /// The segment belongs to another folder or has another number.
    ForeignSegment,
    /// The segment's file is missing.
    MissingSegment,
}

/// One damaged place. Nothing was cut or changed there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damage {
    /// What is wrong.
    pub kind: DamageKind,
    /// The segment.
    pub segment: u32,
    /// First byte; 0 for a missing segment.
    pub from: u64,
    /// One behind the last byte.
    pub to: u64,
    /// First frame that cannot be read.
    pub first: u64,
    /// One behind the last frame that cannot be read; equal to `first` if no frame is lost.
    pub next: u64,
}

/// The state of the whole journal, or of the part that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Nothing to say.
    Whole,
    /// The last write was cut off before it was confirmed. `aside` names the file that holds the bytes;
    /// `None` if only looked at.
    TornTail {
        /// The segment.
        segment: u32,
        /// First byte of the tail.
        from: u64,
        /// Its length in bytes.
        bytes: u64,
        /// Number of the frame that was being written.
        frame: u64,
        /// Where the bytes are now.
        aside: Option<String>,
    },
    /// Damaged places, in order. The journal is read-only until repaired.
    Damaged(Vec<Damage>),
    /// The journal ends at a frame's end, but earlier than what was confirmed. Read-only until accepted.
    Shortened {
        /// Last frame there (0 if none).
        last: u64,
        /// Last frame known to have been confirmed.
        confirmed: u64,
    },
}

impl Condition {
    /// True if something confirmed cannot be read.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged(_) | Self::Shortened { .. })
    }
}

/// Why the journal cannot do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// A file call failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// A frame does not open.
    #[error("frame at segment {} offset {}: {fault}", at.segment, at.offset)]
    Frame {
        /// Where.
        at: Position,
        /// Why.
        fault: SealError,
    },
    /// No whole frame there.
    #[error("no whole frame at segment {} offset {}", .0.segment, .0.offset)]
    NoFrame(Position),
    /// Damaged or shortened: nothing is appended until that is settled.
    #[error("the journal is damaged, nothing is written")]
    ReadOnly,
    /// A write or a sync failed before; what the disk holds is only known after opening again.
    #[error("a write failed before, the folder must be opened again")]
    OpenAgain,
    /// More content than a frame takes.
    #[error("{0} bytes are too many for one frame")]
    TooLong(usize),
    /// No data key to seal with.
    #[error("data key {0} is not held")]
    NoKey(u32),
    /// Segment or frame numbers are used up.
    #[error("no numbers left")]
    Exhausted,
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The journal was made by a newer program.
    #[error("segment {segment} is of a newer program (algorithm {algorithm})")]
    Newer {
        /// Which.
        segment: u32,
        /// Its algorithm number.
        algorithm: u8,
    },
}
