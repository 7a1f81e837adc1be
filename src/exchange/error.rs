//! Why a file is refused, or why an exchange fails: facts, from which `i18n` makes the sentences.

use std::path::Path;

use crate::domain::conflict::SettleError;
use crate::journal::codec::CodecError;
use crate::journal::draft::DraftError;
use crate::journal::{EntityId, Hash};
use crate::store::StoreError;
use crate::store::files::FileError;
use crate::store::state::StateError;
use crate::vault::NoRandomness;
use crate::vault::boxes::BoxError;

use super::left::Left;
use super::proof::ProofFault;

/// Why a whole file is refused; nothing of it was taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It does not begin like a file of this program.
    #[error("not a bundle")]
    NotABundle,
    /// Made by a newer program.
    #[error("needs a program that reads format {needs}")]
    Newer {
        /// Format that a reader must know.
        needs: u8,
    },
    /// Shorter than it says: cut off, or still being written.
    #[error("{found} bytes of {expected}")]
    Truncated {
        /// Bytes that it should have.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
    /// Longer than it says: two files in one, or something was added.
    #[error("{count} bytes after the end")]
    TrailingBytes {
        /// How many.
        count: u64,
    },
    /// It changed while it was read.
    #[error("changed while it was read")]
    Changing,
    /// A header that says more than a header can.
    #[error("a header of {length} bytes")]
    HeaderTooLong {
        /// Its length.
        length: u64,
    },
    /// The header cannot be read.
    #[error("the header cannot be read")]
    HeaderUnreadable,
    /// Some byte is not as it was written.
    #[error("the hash does not fit")]
    Hash,
    /// The sender named did not sign it.
    #[error("the signature does not hold")]
    Signature,
    /// The sender cannot show that its office enrolled it.
    #[error("enrolment: {0}")]
    Proof(#[from] ProofFault),
    /// Of another office.
    #[error("of another office")]
    OtherOffice {
        /// That office's data set.
        data_set: Hash,
    },
    /// Sealed to other devices.
    #[error("not addressed to this device")]
    NotForUs {
        /// The key ids of those who can read it, in hexadecimal.
        recipients: Vec<String>,
    },
    /// Whole and signed, but it does not open: the sender made it wrongly.
    #[error("the payload does not open")]
    Payload,
    /// More inside than the header, the ratio or the cap allows.
    #[error("{unpacked} bytes inside, at most {limit}")]
    TooLarge {
        /// Bytes that it would have.
        unpacked: u64,
        /// Most that are read.
        limit: u64,
    },
    /// One record is longer than any can be, or has no byte at all.
    #[error("record {index} has {length} bytes")]
    RecordTooLong {
        /// From 0.
        index: u64,
        /// Its length.
        length: u64,
    },
    /// The header inside is not the one outside.
    #[error("the sealed header differs")]
    HeaderDiffers,
    /// What is inside is not what the header counts.
    #[error("the contents differ from what the header counts")]
    CountsDiffer,
    /// A file for a machine, such as an answer, where a request is needed.
    #[error("an answer, not a request")]
    AnswerNotRequest,
    /// No request at all.
    #[error("not a request")]
    NotARequest,
    /// A file of requests or answers whose bytes are not what they should be.
    #[error("cannot be read")]
    Unreadable,
}

/// How what an officer named is another thing than what is needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// There is no such file.
    NoFile,
    /// A folder where a file is needed.
    Folder,
    /// There is no such folder.
    NoFolder,
    /// A file where a folder is needed.
    File,
}

impl Unfit {
    /// What is wrong with a file that is to be read.
    pub fn to_read(file: &Path) -> Result<(), ExchangeError> {
        match file {
            file if file.is_dir() => Err(Self::Folder.of(file)),
            file if !file.exists() => Err(Self::NoFile.of(file)),
            _ => Ok(()),
        }
    }

    /// What is wrong with a folder that a file is to be written to.
    pub fn to_write_in(folder: &Path) -> Result<(), ExchangeError> {
        match folder {
            folder if folder.is_dir() => Ok(()),
            folder if folder.exists() => Err(Self::File.of(folder)),
            folder => Err(Self::NoFolder.of(folder)),
        }
    }

    /// What is wrong with a file that is to be written.
    pub fn to_write(file: &Path) -> Result<(), ExchangeError> {
        if file.is_dir() {
            return Err(Self::Folder.of(file));
        }
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        folder.map_or(Ok(()), Self::to_write_in)
    }

    fn of(self, path: &Path) -> ExchangeError {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        ExchangeError::Unfit { why: self, name: name.unwrap_or_else(|| path.display().to_string()) }
    }
}

/// Why an exchange failed.
#[derive(Debug, thiserror::Error)]
pub enum ExchangeError {
    /// The file is refused; nothing changed.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// The officer named something else than what is needed.
    #[error("{why:?}: {name}")]
    Unfit {
        /// How.
        why: Unfit,
        /// Its name.
        name: String,
    },
    /// Nobody has that label.
    #[error("no device {label}")]
    NoSuchDevice {
        /// As given.
        label: String,
    },
    /// Several devices could be meant: say which.
    #[error("say to which device")]
    AddresseeNeeded {
        /// Their labels.
        labels: Vec<String>,
    },
    /// The device is this one.
    #[error("that is this device")]
    ToItself,
    /// The device's work has ended; nothing is sealed to it any more.
    #[error("device {label} has ended")]
    DeviceEnded {
        /// Its label.
        label: String,
    },
    /// Only the office's root machine, under a head's grant, may do this.
    #[error("only the office's root machine enrols")]
    NotTheRoot,
    /// A machine that works on has that label, whatever its case.
    #[error("label {label} is taken")]
    LabelTaken {
        /// As that machine has it.
        label: String,
    },
    /// The answer does not name this laptop.
    #[error("the answer is not for this request")]
    NotAnswered,
    /// A village that is not there.
    #[error("no village {village:?}")]
    NoSuchVillage {
        /// Its entity.
        village: EntityId,
    },
    /// A machine of the office is given every village.
    #[error("device {label} has every village")]
    HasEveryVillage {
        /// Its label.
        label: String,
    },
    /// A laptop without any village would be given nothing.
    #[error("no village given")]
    NoVillage,
    /// The laptop alone carries these villages, and may hold work on them that nobody has.
    #[error("device {label} may hold unsent work")]
    UnsentWork {
        /// Its label.
        label: String,
        /// Names of the villages.
        villages: Vec<String>,
        /// ISO date of the last that was received from it; none = nothing ever.
        heard: Option<String>,
    },
    /// Something was written here since the preview; make it again.
    #[error("the folder changed since the preview")]
    Stale,
    /// The officer stopped it.
    #[error("stopped")]
    Stopped,
    /// Not a village that was left.
    #[error("not a village that was left")]
    NotLeft,
    /// Something of a village that was left could be lost by dropping it here.
    #[error("not confirmed yet: {0:?}")]
    StillNeeded(Left),
    /// Nothing has this id.
    #[error("nothing to settle has that id")]
    NoSuchClash,
    /// What was given does not settle it.
    #[error("settle: {0}")]
    Settle(SettleError),
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The state.
    #[error(transparent)]
    State(#[from] StateError),
    /// A box.
    #[error(transparent)]
    Box(#[from] BoxError),
    /// Bytes.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// An operation cannot be made.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// A pipe inside this program failed.
    #[error("packing failed: {0:?}")]
    Packing(std::io::ErrorKind),
}

impl From<ProofFault> for ExchangeError {
    fn from(fault: ProofFault) -> Self {
        Self::Refused(fault.into())
    }
}
