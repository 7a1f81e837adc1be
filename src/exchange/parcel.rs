//! What a payload is made of (包内记录): records with their length in front, each of a few sorts.

use serde::{Deserialize, Serialize};

use crate::journal::codec::{self, CodecError, Frame, LateBodies};
use crate::journal::{Audience, Commit, Digests, EntityId, octets};

use super::receipt::Receipt;

/// Most bytes of one record: a commit of 2 MiB and its sort.
pub const RECORD_BYTES_MAX: usize = (2 << 20) + 16;
/// Most scopes of one record of digests.
const SCOPES_A_RECORD: usize = 10_000;

/// For whom a bundle was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The receiver's device.
    pub device: EntityId,
    /// Everything.
    pub office: bool,
    /// Or these villages, ascending.
    pub villages: Vec<EntityId>,
}

/// The digests of one (audience, scope) at the sender.
pub type ScopeDigests = (Audience, EntityId, Digests);

/// One record of a payload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parcel {
    /// The clear header's bytes; first and once.
    Header(Vec<u8>),
    /// A commit, with the bodies that the receiver may have.
    Commit(Box<Commit>),
    /// Bodies of a commit that the receiver holds.
    Bodies(LateBodies),
    /// What a device said that it holds.
    Receipt(Receipt),
    /// For whom the bundle was made.
    Scope(Statement),
    /// What the sender's records add up to.
    Digests(Vec<ScopeDigests>),
}

/// The layout; frozen.
#[derive(Serialize, Deserialize)]
enum ParcelV1 {
    Header(#[serde(with = "octets")] Vec<u8>),
    /// As [`codec::encode_commit`] gives it.
    Commit(#[serde(with = "octets")] Vec<u8>),
    Bodies(LateBodies),
    Receipt(Receipt),
    Scope(Statement),
    Digests(Vec<ScopeDigests>),
}

impl Parcel {
    /// The record's bytes without its length.
    pub fn encode(self) -> Result<Vec<u8>, CodecError> {
        let layout = match self {
            Self::Header(bytes) => ParcelV1::Header(bytes),
            Self::Commit(commit) => ParcelV1::Commit(codec::encode_commit(&commit)?),
            Self::Bodies(late) => ParcelV1::Bodies(late),
            Self::Receipt(receipt) => ParcelV1::Receipt(receipt),
            Self::Scope(statement) => ParcelV1::Scope(statement),
            Self::Digests(digests) => ParcelV1::Digests(digests),
        };
        codec::encode_limited("bundle record", &layout, RECORD_BYTES_MAX)
    }

    /// Reads a record; one that cannot be read does not spoil those beside it.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        Ok(match codec::decode_limited("bundle record", bytes, RECORD_BYTES_MAX)? {
            ParcelV1::Header(bytes) => Self::Header(bytes),
            ParcelV1::Commit(bytes) => Self::Commit(Box::new(codec::decode_commit(&bytes)?)),
            ParcelV1::Bodies(late) => Self::Bodies(late),
            ParcelV1::Receipt(receipt) => Self::Receipt(receipt),
            ParcelV1::Scope(statement) => Self::Scope(statement),
            ParcelV1::Digests(digests) => Self::Digests(digests),
        })
    }

    /// What the journal would hold of it.
    pub fn frame(self) -> Option<Frame> {
        match self {
            Self::Commit(commit) => Some(Frame::Commit(commit)),
            Self::Bodies(late) => Some(Frame::Bodies(late)),
            _ => None,
        }
    }

    /// Digests of any number of scopes.
    pub fn digests(all: Vec<ScopeDigests>) -> impl Iterator<Item = Self> {
        let chunks: Vec<Vec<ScopeDigests>> =
            all.chunks(SCOPES_A_RECORD).map(<[ScopeDigests]>::to_vec).collect();
        chunks.into_iter().map(Self::Digests)
    }
}
