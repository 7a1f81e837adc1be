//! What never leaves this folder (Local frames, format.md 3): import outcomes, learned mappings, reveals, warnings.

use serde::{Deserialize, Serialize};

use crate::journal::codec::{self, CodecError, Local};
use crate::journal::{Act, CommitId, EntityId, Hash, Run, StreamId};

/// Most bytes of one local fact; a larger outcome is several frames.
const FACT_BYTES_MAX: usize = 2 << 20;

/// Kind numbers of Local frames; frozen.
mod kind {
    pub const IMPORT: u16 = 1;
    pub const MAPPING: u16 = 2;
    pub const RECEIPT: u16 = 3;
    pub const REVEAL: u16 = 4;
    pub const WARNING: u16 = 5;
    pub const RECOVERY: u16 = 6;
    pub const EXPORT: u16 = 7;
    pub const BACKUP: u16 = 8;
    pub const NOTICED: u16 = 9;
    pub const SENT: u16 = 10;
    pub const TAKEN: u16 = 11;
    pub const SIGNED: u16 = 12;
    pub const PURGE: u16 = 20;
    pub const PURGED: u16 = 21;
    pub const RESTORED: u16 = 22;
}

/// Why a local fact cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a local fact of kind {kind} cannot be read or written")]
pub struct LocalError {
    /// Its kind.
    pub kind: u16,
}

/// What one part of an import left behind (导入结果): the file's cells of each person, for the next comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportOutcome {
    /// The act.
    pub act: Act,
    /// Hash of the file.
    pub file: Hash,
    /// True in the act's last part.
    pub last: bool,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// By person: the normalised cells, in the encoding of `sheets`.
    pub cells: Vec<(EntityId, Vec<u8>)>,
}

impl ImportOutcome {
    /// What is kept of it as "the last finished import".
    pub fn finished(&self) -> FinishedImport {
        FinishedImport { act: self.act, file: self.file, wall_ms: self.wall_ms }
    }
}

/// The last finished import of this folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinishedImport {
    /// The act.
    pub act: Act,
    /// Hash of the file.
    pub file: Hash,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
}

/// How one layout's columns were named (列的含义), learned once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    /// Of the layout.
    pub signature: Vec<u8>,
    /// In the encoding of `sheets`.
    pub bytes: Vec<u8>,
}

/// Masked values were shown in full (显示全号).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// Who looked.
    pub officer: EntityId,
    /// At whom: persons or households.
    pub subjects: Vec<EntityId>,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
}

/// Something was written to a file in clear, or a backup was made, or the recovery code was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occasion {
    /// Who did it.
    pub officer: EntityId,
    /// A short English word for what, without personal data.
    pub what: String,
    /// Records concerned.
    pub count: u64,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
}

/// What another device said that it holds (回执), as it signed it; relayed, and the measure of what it need not be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptKept {
    /// The device.
    pub device: EntityId,
    /// Its hybrid time: a later one replaces an earlier one.
    pub hybrid: u64,
    /// In the encoding of `exchange`.
    pub bytes: Vec<u8>,
}

/// A bundle was written for a device (已导出).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The device.
    pub device: EntityId,
    /// Number of the bundle, counted by this folder from 1.
    pub number: u64,
    /// The bundle's hash.
    pub bundle: Hash,
    /// Runs of this device's own streams that were in it or that the receiver was known to hold: stream, last sequence.
    pub own: Vec<(StreamId, u64)>,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
}

/// Part of what a bundle brought (收入): written beside each slice, so that a kill half-way leaves none of it unnamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The bundle's hash.
    pub bundle: Hash,
    /// Who sent it.
    pub device: EntityId,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// The commits of which a body came in this slice.
    pub runs: Vec<(StreamId, Run)>,
    /// Those of them of which another body was here before.
    pub partly: Vec<CommitId>,
}

/// The bodies of a village are no longer held (清除): from here on the state knows nothing of them, and the journal is
/// written anew without them, segment by segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purge {
    /// The village.
    pub village: EntityId,
    /// Bodies in frames below this number go; what comes later is the village gained again.
    pub before: u64,
    /// Persons of whom nothing else is held: their cells in outcomes of imports go as well.
    pub persons: Vec<EntityId>,
    /// Who was working here.
    pub officer: EntityId,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
}

/// A purge is finished: no segment holds these bodies any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeEnded {
    /// The village.
    pub village: EntityId,
    /// As in the [`Purge`] that it ends.
    pub before: u64,
    /// Frames that were written anew, as far as they were counted by the program that ended it.
    pub frames: u64,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
}

/// One local fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LocalFact {
    /// Part of an import.
    Import(ImportOutcome),
    /// A learned mapping.
    Mapping(Mapping),
    /// A reveal.
    Reveal(Reveal),
    /// A warning was given.
    Warning(Occasion),
    /// The recovery code was used; `count` is the number of the officer whose passphrase was replaced.
    Recovery(Occasion),
    /// A file left the folder in clear.
    Export(Occasion),
    /// A backup was made; `count` is the last frame in it.
    Backup(Occasion),
    /// An officer was told of a recovery; `count` is the frame that recorded it.
    Noticed(Occasion),
    /// A receipt came.
    Receipt(ReceiptKept),
    /// A bundle was written.
    Sent(Sent),
    /// A slice of a bundle was taken in.
    Taken(Taken),
    /// A receipt was signed at this hybrid time: what is signed later is later, whatever the clock says then.
    Signed(u64),
    /// The folder came back from a backup; `count` is its last frame, the time is the backup's.
    Restored(Occasion),
    /// A purge begins.
    Purge(Purge),
    /// A purge is finished.
    Purged(PurgeEnded),
}

impl LocalFact {
    /// The frame's content.
    pub fn encode(&self) -> Result<Local, LocalError> {
        let (kind, bytes) = match self {
            Self::Import(fact) => (kind::IMPORT, write(fact)),
            Self::Mapping(fact) => (kind::MAPPING, write(fact)),
            Self::Reveal(fact) => (kind::REVEAL, write(fact)),
            Self::Warning(fact) => (kind::WARNING, write(fact)),
            Self::Recovery(fact) => (kind::RECOVERY, write(fact)),
            Self::Export(fact) => (kind::EXPORT, write(fact)),
            Self::Backup(fact) => (kind::BACKUP, write(fact)),
            Self::Noticed(fact) => (kind::NOTICED, write(fact)),
            Self::Receipt(fact) => (kind::RECEIPT, write(fact)),
            Self::Sent(fact) => (kind::SENT, write(fact)),
            Self::Taken(fact) => (kind::TAKEN, write(fact)),
            Self::Signed(hybrid) => (kind::SIGNED, write(hybrid)),
            Self::Restored(fact) => (kind::RESTORED, write(fact)),
            Self::Purge(fact) => (kind::PURGE, write(fact)),
            Self::Purged(fact) => (kind::PURGED, write(fact)),
        };
        Ok(Local { kind, bytes: bytes.map_err(|_| LocalError { kind })? })
    }

    /// Reads a frame's content; none for a kind of a newer program.
    pub fn decode(local: &Local) -> Result<Option<Self>, LocalError> {
        let bytes = &local.bytes;
        let fact = match local.kind {
            kind::IMPORT => read(bytes).map(Self::Import),
            kind::MAPPING => read(bytes).map(Self::Mapping),
            kind::REVEAL => read(bytes).map(Self::Reveal),
            kind::WARNING => read(bytes).map(Self::Warning),
            kind::RECOVERY => read(bytes).map(Self::Recovery),
            kind::EXPORT => read(bytes).map(Self::Export),
            kind::BACKUP => read(bytes).map(Self::Backup),
            kind::NOTICED => read(bytes).map(Self::Noticed),
            kind::RECEIPT => read(bytes).map(Self::Receipt),
            kind::SENT => read(bytes).map(Self::Sent),
            kind::TAKEN => read(bytes).map(Self::Taken),
            kind::SIGNED => read(bytes).map(Self::Signed),
            kind::RESTORED => read(bytes).map(Self::Restored),
            kind::PURGE => read(bytes).map(Self::Purge),
            kind::PURGED => read(bytes).map(Self::Purged),
            _ => return Ok(None),
        };
        fact.map(Some).map_err(|_| LocalError { kind: local.kind })
    }
}

fn write<T: Serialize>(fact: &T) -> Result<Vec<u8>, CodecError> {
    codec::encode_limited("local fact", fact, FACT_BYTES_MAX)
}

fn read<T: Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    codec::decode_limited("local fact", bytes, FACT_BYTES_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn facts_read_back_and_unknown_kinds_are_left_alone() {
        let occasion = Occasion { officer: EntityId([1; 16]), what: "roster".into(), count: 3, wall_ms: 9 };
        for fact in [
            LocalFact::Reveal(Reveal {
                officer: EntityId([1; 16]),
                subjects: vec![EntityId([2; 16])],
                wall_ms: 5,
            }),
            LocalFact::Mapping(Mapping { signature: vec![1], bytes: vec![2, 3] }),
            LocalFact::Export(occasion.clone()),
            LocalFact::Backup(occasion),
        ] {
            let local = fact.encode().unwrap();
            assert_eq!(LocalFact::decode(&local), Ok(Some(fact)));
            assert_eq!(LocalFact::decode(&Local { kind: 999, ..local }), Ok(None));
        }
        assert!(LocalFact::decode(&Local { kind: 1, bytes: vec![0xff; 9] }).is_err());
    }
}
