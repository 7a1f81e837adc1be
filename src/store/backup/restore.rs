//! The way back from a backup, into a folder that is absent or empty, on this machine or another.

use std::path::Path;
use std::sync::Arc;

use super::manifest::segment_name;
use super::{Backup, BackupError, damaged, hash_start, locate};
use crate::store::error::StoreError;
use crate::store::files::Files;
use crate::store::folder::{Folder, Paths, World, is_free};
use crate::store::locals::{LocalFact, Occasion};
use crate::store::opening::{self, Progress, Shut};
use crate::store::streams::{clear_mark, set_mark};
use crate::store::vault_files::VaultFiles;
use crate::vault::{Passphrase, Vault, VaultError};

/// What came back, and from when: what was done later is not in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// When the backup was made, milliseconds since 1970 UTC.
    pub made_ms: u64,
    /// Its last frame.
    pub last_frame: u64,
    /// Bytes that came back.
    pub bytes: u64,
}

/// Restores the backup below `dir` into `root`, which must be absent or empty, and opens it for officer `number`. All of the
/// backup is verified before anything is written. The folder keeps its id and the device's keys and begins a new stream,
/// because the machine that is lost may have gone on in the old one. After a kill the same call begins again.
pub fn restore(
    dir: &Path,
    root: &Path,
    (number, passphrase): (u32, &Passphrase),
    world: World,
    progress: Progress<'_>,
) -> Result<(Folder, Restored), StoreError> {
    let files = Arc::clone(&world.files);
    let paths = Paths { root: root.to_owned() };
    let unfinished = files.len(&paths.restore_mark()).is_ok();
    let free = || is_free(root) && files.list(root).unwrap_or_default().iter().all(is_lock);
    if !(unfinished || free()) {
        return Err(StoreError::NotEmpty);
    }
    let backup = Backup::read(&files, &locate(&files, dir)?)?;
    backup.verify(&files, progress)?;
    let vault = backup.vault(&files)?;
    if !vault.officers().contains(&number) {
        return Err(StoreError::NoSuchOfficer(number));
    }
    let keys = vault.open(number, passphrase).map_err(|error| match error {
        VaultError::WrongPassphrase(_) => StoreError::WrongPassphrase { wait_ms: 0 },
        other => other.into(),
    })?;
    if keys.signing_public() != backup.manifest.device {
        return Err(BackupError::Forged.into());
    }
    files.make_folder(root)?;
    let lock = opening::take_lock(root, &world)?;
    let vault_files = match write(&files, &paths, &backup, &vault) {
        Ok(vault_files) => vault_files,
        Err(error) => {
            clear(&files, &paths);
            return Err(error);
        }
    };
    let shut = Shut { paths, world, lock, vault, vault_files, vault_mended: false };
    let mut folder = shut.open_as(keys, number, progress)?;
    let restored =
        Restored { made_ms: backup.made_ms(), last_frame: backup.last_frame(), bytes: backup.bytes() };
    let (officer, count, wall_ms) = (folder.actor().officer, restored.last_frame, restored.made_ms);
    folder.note(&LocalFact::Restored(Occasion { officer, what: "restore".into(), count, wall_ms }))?;
    Ok((folder, restored))
}

fn is_lock(name: &String) -> bool {
    name == "lock" || name == "lock.holder"
}

/// Marks first, the vault last: with it the folder is one.
fn write(
    files: &Arc<dyn Files>,
    paths: &Paths,
    backup: &Backup,
    vault: &Vault,
) -> Result<VaultFiles, StoreError> {
    set_mark(files, paths, paths.restore_mark())?;
    set_mark(files, paths, paths.stream_mark())?;
    opening::discard(paths)?;
    let journal = paths.journal();
    files.make_folder(&journal)?;
    empty(files, &journal)?;
    for name in ["vault.0", "vault.1", "vault.tries"] {
        files.remove(&paths.root.join(name))?;
    }
    for (number, copied) in &backup.manifest.segments {
        let from = backup.segment(*number);
        let to = journal.join(segment_name(*number));
        files.write_new(&to, &[])?;
        let mut appender = files.appender(&to)?;
        let mut each = |piece: &[u8]| appender.append(piece).map_err(StoreError::from);
        // The medium is read a second time: it must still say the same.
        if hash_start::<StoreError>(files, &from, copied.length, &mut each)? != Some(copied.hash) {
            return Err(damaged(&from).into());
        }
        appender.sync_data()?;
    }
    files.sync_folder(&journal)?;
    let vault_files = VaultFiles::found(Arc::clone(files), &paths.root, vault)?;
    clear_mark(files, paths, paths.restore_mark())?;
    Ok(vault_files)
}

fn empty(files: &Arc<dyn Files>, folder: &Path) -> Result<(), StoreError> {
    for name in files.list(folder)? {
        files.remove(&folder.join(name))?;
    }
    Ok(())
}

/// Leaves nothing half-done, as far as the disk still obeys; the mark goes last, so that what stays can be written over.
fn clear(files: &Arc<dyn Files>, paths: &Paths) {
    let cleared = empty(files, &paths.journal()).and_then(|()| {
        for name in ["vault.0", "vault.1"] {
            files.remove(&paths.root.join(name))?;
        }
        files.remove(&paths.stream_mark())?;
        Ok(files.remove(&paths.restore_mark())?)
    });
    // A disk that no longer obeys leaves the mark, and the next restore begins by clearing.
    drop(cleared);
}
