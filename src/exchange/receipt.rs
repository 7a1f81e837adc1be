//! Receipts (回执): what a device says that it holds, signed by itself, so that others can carry it on. The newest of
//! each device says what it need not be sent again, and what of one's own work the office has.

use serde::{Deserialize, Serialize};

use crate::journal::codec::{self, CodecError};
use crate::journal::{CommitId, Completeness, EntityId, Hash, Ledger, OpId, OpStatus, Vector, hash, octets};

/// Most bytes of a receipt.
pub const RECEIPT_BYTES_MAX: usize = 1_500 << 10;
/// Most refusals that are named.
const REFUSALS_MAX: usize = 2_000;
/// Most missing bodies that are named one by one; beyond, the village's bodies are asked for whole.
const MISSING_MAX: usize = 40_000;

const LABEL: &str = "kuqu receipt 1";

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The device.
    pub device: EntityId,
    /// The office.
    pub data_set: Hash,
    /// When, by the device's hybrid clock: a later one replaces an earlier one.
    pub hybrid: u64,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// What it holds.
    pub vector: Vector,
    /// What of it lies in a verified backup.
    pub backed_up: Option<Vector>,
    /// Operations that do not count there, with the reason in short English.
    pub refusals: Vec<(OpId, String)>,
}

/// A receipt with its signature; the bytes are passed on as they came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    #[serde(with = "octets")]
    bytes: Vec<u8>,
    #[serde(with = "octets::signature")]
    signature: [u8; 64],
}

impl Receipt {
    /// Signs what a device says.
    pub fn sign(said: &Said, sign: &dyn Fn(&[u8]) -> [u8; 64]) -> Result<Self, CodecError> {
        let bytes = codec::encode_limited("receipt", said, RECEIPT_BYTES_MAX)?;
        let signature = sign(&signing_input(&bytes).0);
        Ok(Self { bytes, signature })
    }

    /// What it says, without asking who signed it.
    pub fn read(&self) -> Result<Said, CodecError> {
        codec::decode_limited("receipt", &self.bytes, RECEIPT_BYTES_MAX)
    }

    /// What it says, if the device that it names is known here and signed it.
    pub fn said(&self, ledger: &Ledger) -> Option<Said> {
        let said = self.read().ok().filter(|said| said.data_set == ledger.data_set())?;
        let key = ledger.authority().devices.get(&said.device)?.signing_key;
        self.signed_by(&key).then_some(said)
    }

    /// True if the holder of this key signed it.
    pub fn signed_by(&self, key: &[u8; 32]) -> bool {
        crate::vault::verify(key, &signing_input(&self.bytes).0, &self.signature)
    }

    /// The bytes as a Local frame keeps them.
    pub fn encode(&self) -> Result<Vec<u8>, CodecError> {
        codec::encode_limited("receipt", self, RECEIPT_BYTES_MAX + 128)
    }

    /// The way back.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        codec::decode_limited("receipt", bytes, RECEIPT_BYTES_MAX + 128)
    }
}

fn signing_input(bytes: &[u8]) -> Hash {
    hash::hash(LABEL).variable(bytes).finish()
}

/// A vector, short enough for a receipt: it may say less than it did, never more.
pub fn shortened(mut vector: Vector) -> Vector {
    let missing = |completeness: &Completeness| match completeness {
        Completeness::Missing(commits) => commits.len(),
        _ => 0,
    };
    // Asking for too much is harmless, and so is to own up to less: the longest list goes first.
    while vector.scopes.iter().map(|(_, completeness)| missing(completeness)).sum::<usize>() > MISSING_MAX {
        match vector.scopes.iter_mut().max_by_key(|(_, completeness)| missing(completeness)) {
            Some((_, completeness)) => *completeness = Completeness::AllMissing,
            None => break,
        }
    }
    vector
}

/// The operations of others that do not count here, so that their authors hear of it.
pub fn refusals_of(ledger: &Ledger) -> Vec<(OpId, String)> {
    let mut refusals = Vec::new();
    for entry in ledger.entries() {
        for (status, index) in ledger.statuses(&entry.hash).into_iter().zip(0_u16..) {
            if let OpStatus::Quarantined(reason) = status {
                refusals.push((OpId::new(entry.id, index), reason.to_string()));
            }
        }
    }
    let beyond = refusals.len().saturating_sub(REFUSALS_MAX);
    refusals.drain(..beyond);
    refusals
}

impl Said {
    /// Why an operation of this commit does not count there.
    pub fn refusal(&self, commit: CommitId) -> Option<&str> {
        self.refusals.iter().find(|(op, _)| op.commit() == commit).map(|(_, reason)| reason.as_str())
    }
}
