//! The clear header of a bundle (数据包封面) and the frame around the payload (format.md 6): all that can be read and
//! proved without a key.

use serde::{Deserialize, Serialize};

use crate::journal::codec::{self, CodecError};
use crate::journal::{Hash, StreamId, hash};

use super::error::Refusal;
use super::proof::Proof;

/// What a bundle begins with.
pub const MAGIC: &[u8; 8] = b"KUQUBND1";
/// The format that this program writes and reads.
pub const FORMAT: u8 = 1;
/// Most bytes of a header.
pub const HEADER_BYTES_MAX: usize = 2 << 20;
/// Bytes before the header: magic and length.
pub const HEADER_AT: u64 = 12;
/// Hash and signature.
pub const TRAILER: u64 = 32 + 64;
/// Most unpacked bytes of one bundle; what is left goes with the next one.
pub const UNPACKED_MAX: u64 = 2 << 30;
/// Most unpacked bytes for each byte of payload: hashes and salts do not pack better.
const RATIO_MAX: u64 = 100;
/// Allowed whatever the ratio: small bundles.
const RATIO_SLACK: u64 = 1 << 20;

/// Labels of hashes that only bundles use.
mod label {
    pub const BUNDLE: &str = "kuqu bundle 1";
    pub const BUNDLE_SIGNATURE: &str = "kuqu bundle signature 1";
    pub const KEY_ID: &str = "kuqu key id 1";
    pub const FINGERPRINT: &str = "kuqu fingerprint 1";
}

/// Names a receiving key without telling it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyId(pub [u8; 8]);

impl KeyId {
    /// Of an X25519 public key.
    pub fn of(receiving_key: &[u8; 32]) -> Self {
        let mut id = [0; 8];
        let hash = hash::hash(label::KEY_ID).fixed(receiving_key).finish();
        for (to, from) in id.iter_mut().zip(hash.0) {
            *to = from;
        }
        Self(id)
    }

    /// Lower-case hexadecimal text.
    pub fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Headers of one stream that a bundle holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Range {
    /// The stream.
    pub stream: StreamId,
    /// First sequence.
    pub from: u64,
    /// Last sequence.
    pub to: u64,
}

/// How many records of each sort follow the header.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Commits.
    pub commits: u64,
    /// Bodies of commits that the receiver holds already.
    pub bodies: u64,
    /// Everything else: receipts, scope, digests.
    pub others: u64,
}

/// The clear header. The first two fields keep their place in every format, so that a newer one is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`].
    pub format: u8,
    /// Least format that a reader must know.
    pub least_reader: u8,
    /// Drawn for this bundle.
    pub bundle: [u8; 16],
    /// The office.
    pub data_set: Hash,
    /// The sender's stream.
    pub stream: StreamId,
    /// The sender's signing key.
    pub key: [u8; 32],
    /// That the root enrolled it.
    pub proof: Proof,
    /// Who can read it.
    pub recipients: Vec<KeyId>,
    /// Headers inside.
    pub ranges: Vec<Range>,
    /// Records inside, the header not among them.
    pub counts: Counts,
    /// Bytes of these records with their lengths.
    pub unpacked: u64,
    /// The sender's local date and time, for people; never believed.
    pub made: String,
    /// The sender's program.
    pub program: String,
}

impl Header {
    /// The bytes.
    pub fn encode(&self) -> Result<Vec<u8>, CodecError> {
        codec::encode_limited("bundle header", self, HEADER_BYTES_MAX)
    }

    /// Reads a header; a newer one is named.
    pub fn decode(bytes: &[u8]) -> Result<Self, Refusal> {
        let [format, least_reader, ..] = bytes else { return Err(Refusal::HeaderUnreadable) };
        if *least_reader > FORMAT {
            return Err(Refusal::Newer { needs: *least_reader });
        }
        // A later format that still lets this program read it keeps this layout.
        if *format == 0 || *least_reader == 0 {
            return Err(Refusal::HeaderUnreadable);
        }
        codec::decode_limited("bundle header", bytes, HEADER_BYTES_MAX).map_err(|_| Refusal::HeaderUnreadable)
    }

    /// Refuses what claims to unpack to more than the cap or the ratio allows.
    pub fn check_size(&self, payload: u64) -> Result<(), Refusal> {
        // What does not pack grows by little; more is something else.
        let packed =
            self.unpacked.saturating_add(self.unpacked / 16).saturating_add(2 * HEADER_BYTES_MAX as u64);
        if payload > packed {
            return Err(Refusal::TooLarge { unpacked: payload, limit: packed });
        }
        let limit = UNPACKED_MAX.min(payload.saturating_mul(RATIO_MAX).saturating_add(RATIO_SLACK));
        if self.unpacked > limit { Err(Refusal::TooLarge { unpacked: self.unpacked, limit }) } else { Ok(()) }
    }

    /// True if this receiving key opens it.
    pub fn is_for(&self, receiving_key: &[u8; 32]) -> bool {
        self.recipients.contains(&KeyId::of(receiving_key))
    }
}

/// Begins the hash of a bundle's bytes.
pub fn hashing() -> hash::Hashing {
    hash::hash(label::BUNDLE)
}

/// What the sender signs.
pub fn signing_input(hash: Hash) -> Hash {
    hash::hash(label::BUNDLE_SIGNATURE).fixed(&hash.0).finish()
}

/// A root's fingerprint as people compare it: 32 hexadecimal digits in groups of four.
pub fn fingerprint(root: &[u8; 32]) -> String {
    let hex = hash::hash(label::FINGERPRINT).fixed(root).finish().hex();
    let digits: Vec<char> = hex.chars().take(32).collect();
    digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}
