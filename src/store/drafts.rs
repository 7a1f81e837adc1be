//! Half-typed forms (草稿), sealed, one file each: written under a temporary name, synced, renamed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use crate::journal::{Act, EntityId};
use crate::vault::{Random, SealError, Sealer};

use super::files::{Fault, FileError, Files};

/// Most bytes of a draft.
pub const DRAFT_BYTES_MAX: usize = 1 << 20;
const NAME_CHARS_MAX: usize = 64;
const SUFFIX: &str = ".draft";
const TEMPORARY: &str = ".tmp";

/// Why a draft cannot be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// A file call failed.
    #[error(transparent)]
    File(#[from] FileError),
    /// The seal does not hold, or no random bytes.
    #[error("draft: {0}")]
    Seal(#[from] SealError),
    /// Not 1 to 64 of `a-z`, `0-9` and `-`.
    #[error("not a draft's name")]
    Name,
    /// More than [`DRAFT_BYTES_MAX`].
    #[error("a draft of {0} bytes is too long")]
    TooLong(usize),
}

/// The folder `drafts`.
pub struct Drafts {
    files: Arc<dyn Files>,
    folder: PathBuf,
    sealer: Sealer,
}

impl Drafts {
    /// Opens the folder, makes it if need be, and removes what a kill left half-written. `sealer` is that of
    /// [`crate::vault::Purpose::Draft`].
    pub fn open(files: Arc<dyn Files>, folder: &Path, sealer: Sealer) -> Result<Self, DraftError> {
        files.make_folder(folder)?;
        for name in files.list(folder)? {
            if name.ends_with(TEMPORARY) {
                files.remove(&folder.join(name))?;
            }
        }
        Ok(Self { files, folder: folder.to_owned(), sealer })
    }

    /// Keeps a draft; replaces the one of that name. The name (an act's hexadecimal text) carries no personal
    /// data.
    pub fn save(&self, name: &str, plain: &[u8], random: &mut dyn Random) -> Result<(), DraftError> {
        let path = self.path(name)?;
        if plain.len() > DRAFT_BYTES_MAX {
            return Err(DraftError::TooLong(plain.len()));
        }
        let sealed = self.sealer.seal(name.as_bytes(), plain, random)?;
        let temporary = self.folder.join(format!("{name}{TEMPORARY}"));
        self.files.overwrite(&temporary, &sealed)?;
        self.files.sync(&temporary)?;
        self.files.rename(&temporary, &path)?;
        Ok(self.files.sync_folder(&self.folder)?)
    }

    /// Reads a draft; `None` if there is none of that name.
    pub fn load(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, DraftError> {
        match self.files.read(&self.path(name)?, 2 * DRAFT_BYTES_MAX as u64) {
            Ok(sealed) => Ok(Some(self.sealer.open(name.as_bytes(), &sealed)?)),
            Err(error) if error.fault == Fault::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The names of all drafts, sorted.
    pub fn list(&self) -> Result<Vec<String>, DraftError> {
        let names = self.files.list(&self.folder)?;
        let drafts = names.iter().filter_map(|name| name.strip_suffix(SUFFIX));
        Ok(drafts.filter(|name| is_name(name)).map(str::to_owned).collect())
    }

    /// Drops a draft; one that is not there is fine.
    pub fn discard(&self, name: &str) -> Result<(), DraftError> {
        Ok(self.files.remove(&self.path(name)?)?)
    }

    /// Seals with a newer data key from now on; drafts there are sealed anew. One that does not open is left
    /// alone.
    pub fn rekey(&mut self, sealer: Sealer, random: &mut dyn Random) -> Result<(), DraftError> {
        self.sealer = sealer;
        for name in self.list()? {
            if let Ok(Some(plain)) = self.load(&name) {
                self.save(&name, &plain, random)?;
            }
        }
        Ok(())
    }

    fn path(&self, name: &str) -> Result<PathBuf, DraftError> {
        if is_name(name) { Ok(self.folder.join(format!("{name}{SUFFIX}"))) } else { Err(DraftError::Name) }
    }
}

/// The name of an officer's draft of an act.
pub fn draft_name(officer: EntityId, act: Act) -> String {
    format!("{}-{}", officer.hex(), act.hex())
}

/// The act of a draft with this name, if it is this officer's.
pub fn act_of(name: &str, officer: EntityId) -> Option<Act> {
    let hex = name.strip_prefix(&officer.hex())?.strip_prefix('-')?;
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let bytes: Vec<u8> = digits?.chunks(2).map(|pair| pair.iter().fold(0, |all, d| all << 4 | d)).collect();
    Act::from_slice(&bytes).filter(|act| act.hex() == hex)
}

fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    (1..=NAME_CHARS_MAX).contains(&name.len()) && name.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::super::files::twin::{MemoryDisk, Planned};
    use super::*;
    use crate::vault::random::Repeatable;
    use crate::vault::{Effort, Founding, Keys, Passphrase, Purpose, SlotKind, Vault};

    const FOLDER: &str = "/data/drafts";

    fn founded() -> (Vault, Keys) {
        let passphrase = Passphrase::new("draft-pass-1").unwrap();
        let founding = Founding { name: "甲", passphrase: &passphrase, effort: Effort::FAST };
        let (mut vault, keys, _) = Vault::create(&founding, &mut Repeatable::new(1)).unwrap();
        vault.add_officer(&keys, 2, "乙", (&passphrase, Effort::FAST), &mut Repeatable::new(2)).unwrap();
        (vault, keys)
    }

    fn drafts(disk: &MemoryDisk, keys: &Keys) -> Drafts {
        Drafts::open(Arc::new(disk.clone()), Path::new(FOLDER), keys.sealer(Purpose::Draft)).unwrap()
    }

    #[test]
    fn a_name_says_whose_draft_it_is() {
        let (own, other, act) = (EntityId([0xab; 16]), EntityId([0xac; 16]), Act([0x0f; 14]));
        let name = draft_name(own, act);
        assert!(is_name(&name));
        assert_eq!(act_of(&name, own), Some(act));
        assert_eq!(act_of(&name, other), None);
        for wrong in [name.to_uppercase(), format!("{name}0"), own.hex(), format!("{}-", own.hex())] {
            assert_eq!(act_of(&wrong, own), None, "{wrong}");
        }
    }

    #[test]
    fn a_draft_is_kept_sealed_listed_and_discarded() {
        let (mut vault, mut keys) = founded();
        let disk = MemoryDisk::new();
        let mut drafts = drafts(&disk, &keys);
        let random = &mut Repeatable::new(3);
        drafts.save("ab-01", "低保户张三的房屋".as_bytes(), random).unwrap();
        drafts.save("ab-02", b"", random).unwrap();
        assert_eq!(drafts.list().unwrap(), ["ab-01", "ab-02"]);
        assert_eq!(drafts.load("ab-01").unwrap().unwrap().as_slice(), "低保户张三的房屋".as_bytes());
        assert!(drafts.load("ab-03").unwrap().is_none());
        for (_, bytes) in disk.all() {
            assert!(!bytes.windows(6).any(|window| window == "张三".as_bytes()));
        }
        for name in ["", "a/b", "..", "A", "张三", &"a".repeat(65)] {
            assert!(matches!(drafts.save(name, b"x", random), Err(DraftError::Name)));
        }
        // Exchanged files do not open: a draft is bound to its name.
        let bytes = disk.bytes(&Path::new(FOLDER).join("ab-01.draft")).unwrap();
        disk.put(&Path::new(FOLDER).join("ab-02.draft"), bytes);
        assert!(matches!(drafts.load("ab-02"), Err(DraftError::Seal(SealError::Broken))));
        vault.remove(&mut keys, SlotKind::Officer, 2, random).unwrap();
        drafts.rekey(keys.sealer(Purpose::Draft), random).unwrap();
        let bytes = disk.bytes(&Path::new(FOLDER).join("ab-01.draft")).unwrap();
        assert_eq!(Sealer::key_of(&bytes), Some(2));
        drafts.discard("ab-01").unwrap();
        drafts.discard("ab-01").unwrap();
        assert_eq!(drafts.list().unwrap(), ["ab-02"]);
    }

    #[test]
    fn a_kill_at_any_call_and_byte_leaves_the_old_or_the_new_draft() {
        let (_, keys) = founded();
        let start = MemoryDisk::new();
        let random = &mut Repeatable::new(4);
        drafts(&start, &keys).save("a", b"old", random).unwrap();
        for call in 1..=4 {
            for planned in (0..90).step_by(11).map(Planned::Dies).chain([Planned::DiesAfter]) {
                for power in [false, true] {
                    let disk = start.copy();
                    let writing = drafts(&disk, &keys);
                    disk.plan(call, planned);
                    assert!(writing.save("a", b"new", random).is_err());
                    if power {
                        disk.power_cut(5)
                    } else {
                        disk.restart()
                    }
                    let after = drafts(&disk, &keys);
                    let held = after.load("a").unwrap().unwrap();
                    assert!(held.as_slice() == b"old" || held.as_slice() == b"new");
                    assert_eq!(after.list().unwrap(), ["a"]);
                    assert_eq!(disk.all().len(), 1, "no leavings");
                }
            }
        }
    }
}
