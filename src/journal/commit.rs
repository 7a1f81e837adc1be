//! A commit: one act of one officer, chained and signed; its bodies can be withheld, arrive later or be purged (format.md 2).

use serde::{Deserialize, Serialize};

use super::id::{Act, CommitId, EntityId, Hash, StreamId};
use super::octets;

/// Most operations of one commit.
pub const OPS_MAX: usize = 2_000;
/// Most bytes of one commit with all its bodies.
pub const COMMIT_BYTES_MAX: usize = 2 << 20;
/// Most bytes of one body.
pub const BODY_BYTES_MAX: usize = 24 << 10;

/// Who may hold the bodies of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Audience {
    /// Headers to everyone, bodies by village.
    Everyone,
    /// Headers and bodies to office machines only.
    Office,
}

/// What a stream's first header says about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    /// The device's Ed25519 public key.
    pub signing_key: [u8; 32],
    /// The data set: hash of the founding header; zeros in the founding header itself.
    pub data_set: Hash,
    /// Who may hold it.
    pub audience: Audience,
}

/// The operations of one scope in a commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// A village's entity id, or zeros = everyone.
    pub scope: EntityId,
    /// Number of operations.
    pub count: u16,
    /// Hash of the group's body hashes.
    pub hash: Hash,
}

/// What chain and signature cover.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Format number, 1.
    pub format: u8,
    /// The stream; zeros in its first header.
    pub stream: StreamId,
    /// From 1, without holes.
    pub sequence: u64,
    /// Hash of the header before; zeros in the first.
    pub previous: Hash,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// Drawn for this commit.
    pub random: [u8; 8],
    /// The act.
    pub act: Act,
    /// Part of the act, from 0.
    pub part: u16,
    /// True in the act's last part.
    pub last: bool,
    /// Hybrid time: 48 bits of milliseconds, 16 bits of counter.
    pub hybrid: u64,
    /// The acting officer's entity.
    pub officer: EntityId,
    /// The grant under which the officer acts.
    pub grant: EntityId,
    /// In a first header only.
    pub opening: Option<Opening>,
    /// Ascending by scope, each once; operation indices run through them from 0.
    pub groups: Vec<Group>,
}

/// One operation as it is hashed and passed on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// Keeps a withheld body from being guessed.
    pub salt: [u8; 16],
    /// 0 plain, 1 drawer (sealed accusation).
    pub form: u8,
    /// The operation's bytes (form 0).
    #[serde(with = "octets")]
    pub bytes: Vec<u8>,
}

/// A body, or what is left of it after a purge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodySlot {
    /// Held.
    Held(Body),
    /// Purged: only its hash.
    Purged(Hash),
}

/// The bodies of one group as this machine holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupBodies {
    /// Not for this machine, not yet arrived, or not fitting its hash.
    Withheld,
    /// One per operation, in order.
    Present(Vec<BodySlot>),
}

/// A commit as it is stored and passed on. `header_bytes` are kept as received and never re-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// The signed bytes.
    pub header_bytes: Vec<u8>,
    /// What they say.
    pub header: Header,
    /// Ed25519 over hash(label, header bytes).
    pub signature: [u8; 64],
    /// One per group of the header, in order.
    pub bodies: Vec<GroupBodies>,
    /// Derived: the commit's id.
    pub id: CommitId,
    /// Derived: hash of the header bytes.
    pub hash: Hash,
}
