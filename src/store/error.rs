//! Why a folder cannot do what it was asked: facts, from which `i18n` makes the sentences.

use super::backup::BackupError;
use super::drafts::DraftError as DraftFileError;
use super::engine::EngineError;
use super::files::FileError;
use super::locals::LocalError;
use super::lock::{Holder, LockError};
use super::officers::OfficerError;
use super::rulings::RulingError;
use super::segments::JournalError;
use super::state::StateError;
use super::state::cells::CellError;
use super::vault_files::VaultFileError;
use crate::domain::acts::WriteError;
use crate::domain::register::EditError;
use crate::domain::roles;
use crate::journal::codec::CodecError;
use crate::journal::draft::DraftError;
use crate::vault::{CodeError, NoRandomness, VaultError};

/// What went wrong with a folder.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no folder of this program.
    #[error("no data folder there")]
    Missing,
    /// There is something already where a new folder was to be made.
    #[error("the folder is not empty")]
    NotEmpty,
    /// Another program has it.
    #[error("in use by {0:?}")]
    InUse(Option<Holder>),
    /// The passphrase is not this officer's; wait before the next try.
    #[error("wrong passphrase, wait {wait_ms} ms")]
    WrongPassphrase {
        /// Milliseconds.
        wait_ms: u64,
    },
    /// No officer has this number here.
    #[error("no officer {0}")]
    NoSuchOfficer(u32),
    /// Opens, but its founding commit is not there: the journal was lost or never finished.
    #[error("the journal holds no founding commit")]
    NotFounded,
    /// A laptop that waits for its enrolment: it has keys and nothing else yet.
    #[error("not enrolled yet")]
    NotEnrolled,
    /// Not a laptop that waits for its enrolment.
    #[error("not waiting for an enrolment")]
    NotWaiting,
    /// What the laptop asks for cannot be kept or read.
    #[error(transparent)]
    Wish(DraftFileError),
    /// The officer's slot has no grant that counts.
    #[error("officer {0} has no grant")]
    NoGrant(u32),
    /// The officer's roles do not allow it.
    #[error(transparent)]
    Role(#[from] roles::Refusal),
    /// The folder was founded and its journal is damaged: nothing is written.
    #[error("damaged: read-only")]
    ReadOnly,
    /// Officers, grants and passphrases.
    #[error(transparent)]
    Officer(#[from] OfficerError),
    /// Rulings and ends.
    #[error(transparent)]
    Ruling(#[from] RulingError),
    /// A backup, a restore.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The vault's files.
    #[error(transparent)]
    VaultFiles(VaultFileError),
    /// A recovery code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The state, where building it anew did not help either.
    #[error(transparent)]
    State(#[from] StateError),
    /// The state's thread.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// A commit cannot be made.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// An operation cannot be made.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// What an act writes is no operation.
    #[error(transparent)]
    Write(#[from] WriteError),
    /// Bytes.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// A half-typed form.
    #[error(transparent)]
    HalfTyped(#[from] super::drafts::DraftError),
    /// A local fact.
    #[error(transparent)]
    Local(#[from] LocalError),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

impl StoreError {
    /// True if building the state anew from the journal mends it.
    pub fn is_of_the_state(&self) -> bool {
        match self {
            Self::State(error) => {
                matches!(
                    error,
                    StateError::Cells(CellError::Database(_) | CellError::Seal(_) | CellError::Shape(_))
                )
            }
            Self::Engine(error) => matches!(error, EngineError::Panicked(_)),
            _ => false,
        }
    }
}

impl From<LockError> for StoreError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::Held(holder) => Self::InUse(holder),
            LockError::File(error) => Self::File(error),
        }
    }
}

impl From<VaultFileError> for StoreError {
    fn from(error: VaultFileError) -> Self {
        match error {
            VaultFileError::Absent => Self::Missing,
            VaultFileError::File(error) => Self::File(error),
            other => Self::VaultFiles(other),
        }
    }
}
