//! The only file that names bincode: every byte of the journal is written and read here, with limits, with
//! trailing bytes refused, and refused too when it does not re-encode identically (format.md 2). The
//! structs below are frozen: a change is a new struct beside the old one; the golden files in
//! `tests/golden/journal/` hold the bytes.

use std::io::Write;

use bincode::Options;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::commit::{BODY_BYTES_MAX, BodySlot, COMMIT_BYTES_MAX, Commit, GroupBodies, Header};
use super::id::{CommitId, EntityId};
use super::octets;
use super::operation::{Change, Op, REPLACES_MAX};
use super::verify::{self, Misshapen};

/// Most bytes of one header: 2,000 groups of one operation each fit.
pub const HEADER_BYTES_MAX: usize = 128 << 10;
/// Most bytes of one folded record, history included.
pub const RECORD_BYTES_MAX: usize = 64 << 20;

/// Bytes that most values take no more than.
const SMALL_BYTES: usize = 64;

/// Why bytes were not read or not written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// More bytes than this thing may have.
    #[error("{what}: {length} bytes, at most {limit}")]
    TooLong {
        /// What was read or written.
        what: &'static str,
        /// Its length.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// Not an encoding of this thing: cut off, unknown variant, trailing bytes, not UTF-8.
    #[error("{what}: cannot be decoded")]
    Undecodable {
        /// What was read.
        what: &'static str,
    },
    /// Decodes, but encodes to other bytes.
    #[error("{what}: not the canonical encoding")]
    NotCanonical {
        /// What was read.
        what: &'static str,
    },
    /// Decodes, but breaks a rule of shape.
    #[error(transparent)]
    Misshapen(#[from] Misshapen),
}

fn options(limit: usize) -> impl Options {
    bincode::DefaultOptions::new().with_limit(u64::try_from(limit).unwrap_or(u64::MAX))
}

/// Encodes with a limit in bytes.
pub fn encode_limited<T: Serialize>(
    what: &'static str,
    value: &T,
    limit: usize,
) -> Result<Vec<u8>, CodecError> {
    let mut bytes = Vec::with_capacity(SMALL_BYTES);
    // Into a growing list: asked for bytes at once, bincode first runs through the value to count them.
    let plain = bincode::DefaultOptions::new();
    plain.serialize_into(&mut bytes, value).map_err(|_| CodecError::Undecodable { what })?;
    if bytes.len() > limit {
        return Err(CodecError::TooLong { what, length: bytes.len(), limit });
    }
    Ok(bytes)
}

/// Decodes with a limit in bytes; refuses trailing bytes and any encoding but the canonical one.
pub fn decode_limited<T: Serialize + DeserializeOwned>(
    what: &'static str,
    bytes: &[u8],
    limit: usize,
) -> Result<T, CodecError> {
    if bytes.len() > limit {
        return Err(CodecError::TooLong { what, length: bytes.len(), limit });
    }
    let value: T = options(limit).deserialize(bytes).map_err(|_| CodecError::Undecodable { what })?;
    let mut rest = Expected(bytes);
    let again = bincode::DefaultOptions::new().serialize_into(&mut rest, &value);
    if again.is_err() || !rest.0.is_empty() {
        return Err(CodecError::NotCanonical { what });
    }
    Ok(value)
}

/// Takes what is written as long as it is what is expected, and keeps nothing.
struct Expected<'a>(&'a [u8]);

impl Write for Expected<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.strip_prefix(bytes).ok_or(std::io::ErrorKind::InvalidData)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Encodes a value of a slot: one frozen struct per schema number. At most [`BODY_BYTES_MAX`] bytes.
pub fn encode_value<T: Serialize>(value: &T) -> Result<Vec<u8>, CodecError> {
    encode_limited("value", value, BODY_BYTES_MAX)
}

/// Reads a value of a slot; the same bytes come out of [`encode_value`], or it is refused.
pub fn decode_value<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    decode_limited("value", bytes, BODY_BYTES_MAX)
}

/// Encodes an operation and checks its shape.
pub fn encode_op(op: &Op) -> Result<Vec<u8>, CodecError> {
    op_shape(op)?;
    encode_limited("operation", op, BODY_BYTES_MAX)
}

/// Reads an operation and checks its shape: slots ascending, each once, `replaces` ascending and at most 64.
pub fn decode_op(bytes: &[u8]) -> Result<Op, CodecError> {
    let op: Op = decode_limited("operation", bytes, BODY_BYTES_MAX)?;
    op_shape(&op)?;
    Ok(op)
}

/// The entity of an operation, with which its bytes begin, without reading the rest.
pub fn entity_of_op(bytes: &[u8]) -> Option<EntityId> {
    options(BODY_BYTES_MAX).allow_trailing_bytes().deserialize(bytes).ok()
}

fn op_shape(op: &Op) -> Result<(), Misshapen> {
    if op.changes.is_empty() {
        return Err(Misshapen::NoChange);
    }
    if let Some(pair) = op.changes.windows(2).find(|pair| pair[0].slot >= pair[1].slot) {
        return Err(Misshapen::SlotOrder { slot: pair[1].slot });
    }
    op.changes.iter().try_for_each(change_shape)
}

fn change_shape(change: &Change) -> Result<(), Misshapen> {
    let count = change.replaces.len();
    if count > REPLACES_MAX {
        return Err(Misshapen::TooManyReplaces { slot: change.slot, count });
    }
    if change.replaces.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(Misshapen::ReplacesOrder { slot: change.slot });
    }
    Ok(())
}

/// Encodes a header; only the device that signs it does so, everyone else keeps the bytes received.
pub fn encode_header(header: &Header) -> Result<Vec<u8>, CodecError> {
    encode_limited("header", header, HEADER_BYTES_MAX)
}

/// Reads a header and checks its shape.
pub fn decode_header(bytes: &[u8]) -> Result<Header, CodecError> {
    let header: Header = decode_limited("header", bytes, HEADER_BYTES_MAX)?;
    verify::header_shape(&header)?;
    Ok(header)
}

/// A commit on disk and on the stick.
#[derive(Serialize, Deserialize)]
struct CommitV1 {
    #[serde(with = "octets")]
    header: Vec<u8>,
    #[serde(with = "octets::signature")]
    signature: [u8; 64],
    bodies: Vec<GroupBodies>,
}

/// Borrowed twin of [`CommitV1`], so that writing copies nothing.
#[derive(Serialize)]
struct CommitRefV1<'a> {
    #[serde(with = "octets")]
    header: &'a [u8],
    #[serde(with = "octets::signature")]
    signature: &'a [u8; 64],
    bodies: &'a [GroupBodies],
}

impl<'a> From<&'a Commit> for CommitRefV1<'a> {
    fn from(commit: &'a Commit) -> Self {
        Self { header: &commit.header_bytes, signature: &commit.signature, bodies: &commit.bodies }
    }
}

/// Encodes a commit as this machine holds it.
pub fn encode_commit(commit: &Commit) -> Result<Vec<u8>, CodecError> {
    encode_limited("commit", &CommitRefV1::from(commit), COMMIT_BYTES_MAX)
}

/// Reads a commit; a group that does not fit its hash comes out withheld. The signature is not checked
/// here: the key stands in the stream's first header, which may not be there yet ([`super::Ledger::admit`]
/// does it).
pub fn decode_commit(bytes: &[u8]) -> Result<Commit, CodecError> {
    let CommitV1 { header, signature, bodies } = decode_limited("commit", bytes, COMMIT_BYTES_MAX)?;
    verify::received(header, signature, bodies)
}

/// Bodies that arrive after their commit's header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateBodies {
    /// The commit.
    pub commit: CommitId,
    /// The group's scope.
    pub scope: EntityId,
    /// One per operation of the group.
    pub slots: Vec<BodySlot>,
}

/// What never leaves this folder; the kinds are the store's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    /// What it is.
    pub kind: u16,
    /// Its own encoding.
    #[serde(with = "octets")]
    pub bytes: Vec<u8>,
}

/// The content of one journal frame (format.md 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Own or received.
    Commit(Box<Commit>),
    /// Own or received.
    Bodies(LateBodies),
    /// Of this folder alone.
    Local(Local),
}

#[derive(Serialize, Deserialize)]
enum FrameV1 {
    Commit(CommitV1),
    Bodies(LateBodies),
    Local(Local),
}

#[derive(Serialize)]
enum FrameRefV1<'a> {
    Commit(CommitRefV1<'a>),
    Bodies(&'a LateBodies),
    Local(&'a Local),
}

/// Most bytes of a frame's content: a commit and its variant number.
pub const FRAME_BYTES_MAX: usize = COMMIT_BYTES_MAX + 1;

/// Encodes a frame's content (the padding of format.md 3 is the store's).
pub fn encode_frame(frame: &Frame) -> Result<Vec<u8>, CodecError> {
    let twin = match frame {
        Frame::Commit(commit) => return encode_commit_frame(commit),
        Frame::Bodies(late) => FrameRefV1::Bodies(late),
        Frame::Local(local) => FrameRefV1::Local(local),
    };
    encode_limited("frame", &twin, FRAME_BYTES_MAX)
}

/// As [`encode_frame`] of [`Frame::Commit`], without owning the commit.
pub fn encode_commit_frame(commit: &Commit) -> Result<Vec<u8>, CodecError> {
    encode_limited("frame", &FrameRefV1::Commit(commit.into()), FRAME_BYTES_MAX)
}

/// Reads a frame's content.
pub fn decode_frame(bytes: &[u8]) -> Result<Frame, CodecError> {
    Ok(match decode_limited("frame", bytes, FRAME_BYTES_MAX)? {
        FrameV1::Commit(CommitV1 { header, signature, bodies }) => {
            Frame::Commit(Box::new(verify::received(header, signature, bodies)?))
        }
        FrameV1::Bodies(late) => Frame::Bodies(late),
        FrameV1::Local(local) => Frame::Local(local),
    })
}
