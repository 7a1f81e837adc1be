//! Backups (备份) on a stick, sealed as the folder is, and the way back (恢复).
//!
//! `DIR/kuqu-<folder id>/` holds `manifest`, the journal's segments in `journal.N/` and the vault in `vault.0` or `vault.1`.
//! The manifest names the length and hash of each and is signed by the device. A backup only ever writes behind what the
//! manifest names, into a further `journal.N`, or into the vault's other file; then everything is read back; then the
//! manifest is renamed over the old one. So a kill at any call leaves the older backup whole.

mod manifest;
mod restore;

mod write;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{Fault, FileError, Files};
use crate::journal::Hash;
use crate::journal::hash::{Hashing, hash};
use crate::vault::FolderId;

pub use manifest::Backup;
pub use restore::{Restored, restore};
pub use write::BackupMade;

/// Bytes read at a time.
const STEP: usize = 1 << 20;
const FILE_LABEL: &str = "kuqu backup file 1";
const MANIFEST: &str = "manifest";
const PREFIX: &str = "kuqu-";

/// Why there is no backup, or why it is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BackupError {
    /// The backup would lie inside the folder that it backs up.
    #[error("inside the data folder")]
    InsideData,
    /// A backup of another folder lies there.
    #[error("a backup of folder {0} is there")]
    OtherFolder(String),
    /// Backups of several folders lie there: one of them has to be named.
    #[error("backups of {} folders are there", .0.len())]
    Several(Vec<String>),
    /// No backup lies there.
    #[error("no backup there")]
    Absent,
    /// A file of the backup is missing, cut or changed.
    #[error("backup damaged: {file}")]
    Damaged {
        /// The file's name in the backup.
        file: String,
    },
    /// Made by a newer program.
    #[error("backup format {0} is newer than this program")]
    Newer(u16),
    /// The medium is full.
    #[error("no space left for {bytes} more bytes")]
    Full {
        /// Bytes that were still to be written.
        bytes: u64,
    },
    /// The medium cannot be written.
    #[error("read-only")]
    ReadOnly,
    /// The backup's keys are not those of its folder: somebody else signed it.
    #[error("signed by another device")]
    Forged,
    /// Another file call failed.
    #[error(transparent)]
    File(#[from] FileError),
}

/// What a call on the stick means, when it fails while `bytes` were still to be written.
fn written<T>(result: Result<T, FileError>, bytes: u64) -> Result<T, BackupError> {
    result.map_err(|error| match error.fault {
        Fault::DiskFull => BackupError::Full { bytes },
        Fault::Permission => BackupError::ReadOnly,
        _ => BackupError::File(error),
    })
}

fn damaged(file: &Path) -> BackupError {
    let mut parts = file.iter().rev().take(2).map(|part| part.to_string_lossy().into_owned());
    let (name, folder) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let file = if folder.starts_with("journal.") { format!("{folder}/{name}") } else { name };
    BackupError::Damaged { file }
}

/// The folder of one data folder's backup below `dir`.
fn folder_for(dir: &Path, folder: FolderId) -> PathBuf {
    let hex: String = folder.0.iter().map(|byte| format!("{byte:02x}")).collect();
    dir.join(format!("{PREFIX}{hex}"))
}

/// The backups below `dir`, by folder id as hexadecimal text.
fn backups_in(files: &Arc<dyn Files>, dir: &Path) -> Result<Vec<String>, FileError> {
    let names = match files.folders(dir) {
        Err(error) if error.fault == Fault::NotFound => return Ok(Vec::new()),
        names => names?,
    };
    let id = |name: &String| {
        let hex = name.strip_prefix(PREFIX)?;
        (hex.len() == 32 && hex.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| hex.to_owned())
    };
    Ok(names.iter().filter_map(id).collect())
}

/// The one backup below `dir`, or `dir` itself if it is one.
fn locate(files: &Arc<dyn Files>, dir: &Path) -> Result<PathBuf, BackupError> {
    if files.len(&dir.join(MANIFEST)).is_ok() {
        return Ok(dir.to_owned());
    }
    let mut found = backups_in(files, dir)?;
    match (found.pop(), found.is_empty()) {
        (None, _) => Err(BackupError::Absent),
        (Some(id), true) => Ok(dir.join(format!("{PREFIX}{id}"))),
        (Some(id), false) => {
            found.push(id);
            Err(BackupError::Several(found))
        }
    }
}

/// Reads the backup below `dir` whole and compares it with its manifest. Needs no key: it proves that the bytes are those
/// that were written, not who wrote them. `progress` gets bytes done and in all.
pub fn verify_backup(
    files: &Arc<dyn Files>,
    dir: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Backup, BackupError> {
    let backup = Backup::read(files, &locate(files, dir)?)?;
    backup.verify(files, progress)?;
    Ok(backup)
}

/// The segments to repair a journal from: those of this folder's backup below `dir`, or of a copy of the folder itself.
pub(super) fn journal_copy(
    files: &Arc<dyn Files>,
    dir: &Path,
    folder: FolderId,
) -> Result<PathBuf, BackupError> {
    let own = folder_for(dir, folder);
    let mut places = Vec::new();
    for at in [own, dir.to_owned()] {
        if let Ok(backup) = Backup::read(files, &at) {
            places.push(backup.journal());
        }
        // With a damaged manifest every whole frame still helps: the newest copy first.
        let mut copies = files.folders(&at).unwrap_or_default();
        copies.retain(|name| name.starts_with("journal"));
        copies.reverse();
        places.extend(copies.iter().map(|name| at.join(name)));
        places.push(at);
    }
    let mut other = None;
    for place in places {
        match super::segments::folder_of(files, &place) {
            Ok(Some(found)) if found == folder => return Ok(place),
            Ok(Some(found)) => other = other.or(Some(found)),
            _ => {}
        }
    }
    let found = backups_in(files, dir).unwrap_or_default().into_iter().next();
    let other = other.map(|id| id.0.iter().map(|byte| format!("{byte:02x}")).collect()).or(found);
    Err(other.map_or(BackupError::Absent, BackupError::OtherFolder))
}

/// The hash of a file's first `length` bytes; none if it is shorter. `each` gets every piece.
fn hash_start<E: From<FileError>>(
    files: &Arc<dyn Files>,
    path: &Path,
    length: u64,
    each: &mut dyn FnMut(&[u8]) -> Result<(), E>,
) -> Result<Option<Hash>, E> {
    let mut state: Hashing = hash(FILE_LABEL);
    let mut at = 0;
    while at < length {
        let count = usize::try_from(length - at).unwrap_or(STEP).min(STEP);
        let piece = files.read_at(path, at, count)?;
        if piece.len() < count {
            return Ok(None);
        }
        state = state.fixed(&piece);
        each(&piece)?;
        at += count as u64;
    }
    Ok(Some(state.finish()))
}
