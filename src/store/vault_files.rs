//! `vault.0` and `vault.1`: two generations of the vault, so that a kill at any byte of a change leaves one
//! whole.
//!
//! A change writes the older file (write, sync, sync folder). After a change that takes a way in away, the
//! other file follows at once; if a kill came between, [`VaultFiles::settle`] does it at the next opening.
//! Beside them `vault.tries` counts wrong passphrases, so that the growing wait survives a restart.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::vault::{VAULT_BYTES_MAX, Vault, VaultError};

use super::files::{Fault, FileError, Files};

pub(super) const NAMES: [&str; 2] = ["vault.0", "vault.1"];

/// Why the vault's files cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum VaultFileError {
    /// A file call failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// Neither file is there: no kuqu folder, or one whose vault is lost.
    #[error("no vault")]
    Absent,
    /// Files are there and none is whole: a copy of the vault from a backup is needed.
    #[error("no generation of the vault is whole")]
    NotWhole,
    /// Made by a newer program.
    #[error("vault format {0} is newer than this program")]
    Newer(u8),
    /// There is a vault already.
    #[error("there is a vault already")]
    Exists,
}

/// The vault of a data folder.
pub struct VaultFiles {
    files: Arc<dyn Files>,
    folder: PathBuf,
    newest: usize,
    generation: u64,
    other_whole: bool,
}

impl VaultFiles {
    /// Writes a new folder's vault, both generations. Nothing else of the folder needs to exist.
    pub fn found(files: Arc<dyn Files>, folder: &Path, vault: &Vault) -> Result<Self, VaultFileError> {
        files.make_folder(folder)?;
        let there = files.list(folder)?;
        if NAMES.iter().any(|name| there.iter().any(|other| other == name)) {
            return Err(VaultFileError::Exists);
        }
        let mut new = Self { files, folder: folder.to_owned(), newest: 1, generation: 0, other_whole: false };
        new.write(vault)?;
        new.write(vault)?;
        Ok(new)
    }

    /// Reads the newest whole generation.
    pub fn load(files: Arc<dyn Files>, folder: &Path) -> Result<(Self, Vault), VaultFileError> {
        let mut best: Option<(u64, usize, Vault)> = None;
        let (mut whole, mut absent, mut newer) = (0, 0, None);
        for (at, name) in NAMES.iter().enumerate() {
            let bytes = match files.read(&folder.join(name), 2 * VAULT_BYTES_MAX as u64) {
                Ok(bytes) => bytes,
                Err(error) if error.fault == Fault::NotFound => {
                    absent += 1;
                    continue;
                }
                Err(error) if error.fault == Fault::TooLong => continue,
                Err(error) => return Err(error.into()),
            };
            match Vault::decode(&bytes) {
                Ok((generation, vault)) => {
                    whole += 1;
                    if best.as_ref().is_none_or(|(most, ..)| generation > *most) {
                        best = Some((generation, at, vault));
                    }
                }
                Err(VaultError::Newer(format)) => newer = Some(format),
                Err(_) => {}
            }
        }
        if let Some(format) = newer {
            return Err(VaultFileError::Newer(format));
        }
        let Some((generation, newest, vault)) = best else {
            return Err(if absent == NAMES.len() {
                VaultFileError::Absent
            } else {
                VaultFileError::NotWhole
            });
        };
        let this =
            Self { files, folder: folder.to_owned(), newest, generation, other_whole: whole == NAMES.len() };
        Ok((this, vault))
    }

    /// Writes a changed vault; returns when it is on the platter (twice, if somebody may no longer open).
    pub fn save(&mut self, vault: &mut Vault) -> Result<(), VaultFileError> {
        self.write(vault)?;
        self.settle(vault).map(|_| ())
    }

    /// Finishes what a kill interrupted; true if there was something to finish.
    pub fn settle(&mut self, vault: &mut Vault) -> Result<bool, VaultFileError> {
        if !vault.other_must_follow() && self.other_whole {
            return Ok(false);
        }
        let mut follower = vault.clone();
        follower.other_follows();
        self.write(&follower)?;
        vault.other_follows();
        Ok(true)
    }

    /// The newest generation's number, from 1.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// True if both files were whole: `doctor` says so.
    pub fn both_whole(&self) -> bool {
        self.other_whole
    }

    /// Wrong passphrases in a row; unreadable counts as none, because a lost count must not lock anyone out.
    pub fn tries(&self) -> u32 {
        let text = self.files.read(&self.tries_path(), 16).unwrap_or_default();
        std::str::from_utf8(&text).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0)
    }

    /// Sets the count: one more after a wrong passphrase, 0 after a right one.
    pub fn set_tries(&self, count: u32) -> Result<(), VaultFileError> {
        match count {
            0 => self.files.remove(&self.tries_path())?,
            _ => {
                self.files.overwrite(&self.tries_path(), count.to_string().as_bytes())?;
                self.files.sync(&self.tries_path())?;
                self.files.sync_folder(&self.folder)?;
            }
        }
        Ok(())
    }

    fn tries_path(&self) -> PathBuf {
        self.folder.join("vault.tries")
    }

    /// Writes one generation into the older file; on an error the newest one is untouched.
    fn write(&mut self, vault: &Vault) -> Result<(), VaultFileError> {
        let older = 1 - self.newest;
        let generation = self.generation + 1;
        let path = self.folder.join(NAMES[older]);
        // Until the write is through, the older file counts as torn.
        let other_whole = std::mem::replace(&mut self.other_whole, false);
        self.files.overwrite(&path, &vault.encode(generation))?;
        self.files.sync(&path)?;
        self.files.sync_folder(&self.folder)?;
        (self.newest, self.generation) = (older, generation);
        self.other_whole = other_whole || generation > 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::twin::{MemoryDisk, Planned};
    use super::*;
    use crate::vault::random::Repeatable;
    use crate::vault::{Effort, Founding, Keys, Passphrase, RecoveryCode, SlotKind};

    const FOLDER: &str = "/data";

    fn pass(text: &str) -> Passphrase {
        Passphrase::new(text).unwrap()
    }

    fn founded() -> (MemoryDisk, Keys, RecoveryCode) {
        let disk = MemoryDisk::new();
        let founding = Founding { name: "甲", passphrase: &pass("first-pass-1"), effort: Effort::FAST };
        let (mut vault, keys, code) = Vault::create(&founding, &mut Repeatable::new(1)).unwrap();
        let second = pass("second-pass-2");
        vault.add_officer(&keys, 2, "乙", (&second, Effort::FAST), &mut Repeatable::new(2)).unwrap();
        VaultFiles::found(Arc::new(disk.clone()), Path::new(FOLDER), &vault).unwrap();
        (disk, keys, code)
    }

    fn load(disk: &MemoryDisk) -> Result<(VaultFiles, Vault), VaultFileError> {
        VaultFiles::load(Arc::new(disk.clone()), Path::new(FOLDER))
    }

    #[test]
    fn founding_happens_once() {
        let (disk, _, _) = founded();
        let (files, vault) = load(&disk).unwrap();
        assert_eq!((files.generation(), files.both_whole()), (2, true));
        let again = VaultFiles::found(Arc::new(disk.clone()), Path::new(FOLDER), &vault);
        assert!(matches!(again, Err(VaultFileError::Exists)));
        assert!(matches!(load(&MemoryDisk::new()), Err(VaultFileError::Absent)));
    }

    #[test]
    fn one_spoiled_generation_is_survived_and_mended_two_are_named() {
        let (disk, _, _) = founded();
        for at in [0, 1] {
            let disk = disk.copy();
            disk.put(&Path::new(FOLDER).join(NAMES[at]), b"spoiled".to_vec());
            let (mut files, mut vault) = load(&disk).unwrap();
            assert!(!files.both_whole());
            vault.open(1, &pass("first-pass-1")).unwrap();
            assert!(files.settle(&mut vault).unwrap());
            assert!(load(&disk).unwrap().0.both_whole());
            disk.put(&Path::new(FOLDER).join(NAMES[0]), Vec::new());
            disk.put(&Path::new(FOLDER).join(NAMES[1]), Vec::new());
            assert!(matches!(load(&disk), Err(VaultFileError::NotWhole)));
        }
    }

    /// Every call of the file layer, and every byte of every write, of a change that shuts officer 2 out.
    #[test]
    fn a_kill_at_every_call_and_byte_of_a_removal_leaves_the_folder_openable() {
        let (start, _, code) = founded();
        let length = start.bytes(&Path::new(FOLDER).join(NAMES[0])).unwrap().len() + 100;
        let (_, mut removed) = load(&start).unwrap();
        let mut keys = removed.open(1, &pass("first-pass-1")).unwrap();
        removed.remove(&mut keys, SlotKind::Officer, 2, &mut Repeatable::new(3)).unwrap();
        let (mut tried, mut shut_out) = (0, 0);
        for call in 1..=6 {
            // Calls 1 and 4 write; the others have no bytes to tear.
            let steps = if call % 3 == 1 { length } else { 1 };
            for planned in (0..steps).map(Planned::Dies).chain([Planned::DiesAfter]) {
                let disk = start.copy();
                let (mut files, _) = load(&disk).unwrap();
                disk.plan(call, planned);
                files.save(&mut removed.clone()).unwrap_err();
                if call % 2 == 0 {
                    disk.power_cut(7)
                } else {
                    disk.restart()
                }
                let (mut files, mut vault) = load(&disk).unwrap();
                files.settle(&mut vault).unwrap();
                assert!(load(&disk).unwrap().0.both_whole());
                tried += 1;
                let holds = vault.officers() == [1];
                shut_out += usize::from(holds);
                // Then no file on the disk has a slot for them, the other generation included.
                for (_, bytes) in disk.all() {
                    let (_, generation) = Vault::decode(&bytes).unwrap();
                    assert!(!holds || generation.officers() == [1]);
                }
                // Opening is the slow part: at every call, and at some of the bytes.
                if steps == 1 || tried % 50 == 0 {
                    vault.open(1, &pass("first-pass-1")).unwrap();
                    vault.open_with_code(&code).unwrap();
                    assert_eq!(vault.open(2, &pass("second-pass-2")).is_err(), holds);
                }
            }
        }
        assert!(shut_out > length && shut_out < tried, "{shut_out} of {tried}");
    }

    #[test]
    fn a_failing_call_changes_nothing_that_counts() {
        let (start, _, _) = founded();
        for call in 1..=3 {
            let disk = start.copy();
            let (mut files, mut vault) = load(&disk).unwrap();
            let keys = vault.open(1, &pass("first-pass-1")).unwrap();
            let third = pass("third-pass-3");
            vault.add_officer(&keys, 3, "丙", (&third, Effort::FAST), &mut Repeatable::new(5)).unwrap();
            disk.plan(call, Planned::Tears(50, std::io::ErrorKind::StorageFull));
            let error = files.save(&mut vault).unwrap_err();
            assert!(matches!(error, VaultFileError::File(error) if error.fault == Fault::DiskFull));
            // Space is back: the same change is written, and the folder opens throughout.
            load(&disk).unwrap().1.open(1, &pass("first-pass-1")).unwrap();
            files.save(&mut vault).unwrap();
            let (files, vault) = load(&disk).unwrap();
            vault.open(3, &third).unwrap();
            assert!(files.both_whole());
        }
    }

    #[test]
    fn wrong_tries_survive_a_restart() {
        let (disk, _, _) = founded();
        let (files, _) = load(&disk).unwrap();
        assert_eq!(files.tries(), 0);
        files.set_tries(3).unwrap();
        disk.power_cut(0);
        let (files, _) = load(&disk).unwrap();
        assert_eq!(files.tries(), 3);
        files.set_tries(4).unwrap();
        assert_eq!(load(&disk).unwrap().0.tries(), 4);
        disk.put(&Path::new(FOLDER).join("vault.tries"), b"x\xff".to_vec());
        assert_eq!(files.tries(), 0);
        files.set_tries(0).unwrap();
        assert_eq!(disk.all().len(), 2);
    }
}
