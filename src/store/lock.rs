//! One process at a time in a folder, and a second one is told who holds it.
//!
//! `lock` is locked by the system and free again when its holder ends, however it ends. Who holds it stands
//! in `lock.holder` beside it, because Windows lets nobody read a locked file.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::files::{Disk, FileError, Files, Operation};

const HOLDER_BYTES_MAX: u64 = 1024;

/// Who holds the folder. The caller hands in what this machine says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Process id.
    pub pid: u32,
    /// The machine's name.
    pub host: String,
    /// Since when, milliseconds since 1970 UTC.
    pub since_ms: u64,
}

/// Why the folder could not be locked.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Another process holds it.
    #[error("in use by another process ({0:?})")]
    Held(Option<Holder>),
    /// The lock file cannot be made or locked.
    #[error(transparent)]
    File(#[from] FileError),
}

/// The lock; given back when dropped or when the process ends.
#[derive(Debug)]
pub struct Lock {
    file: File,
    holder: PathBuf,
    unclean: bool,
}

impl Lock {
    /// Locks the data folder `folder`, without waiting.
    pub fn acquire(folder: &Path, holder: &Holder) -> Result<Self, LockError> {
        let path = folder.join("lock");
        let told = |error| FileError::new(Operation::Open, &path, &error);
        let file = OpenOptions::new().write(true).create(true).truncate(false).open(&path).map_err(told)?;
        let beside = folder.join("lock.holder");
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(LockError::Held(read_holder(&beside))),
            Err(TryLockError::Error(error)) => return Err(told(error).into()),
        }
        let unclean = Disk.len(&beside).is_ok();
        let host: String = holder.host.chars().filter(|c| !c.is_control()).take(100).collect();
        let text = format!("{}\n{}\n{}\n", holder.pid, holder.since_ms, host);
        // A courtesy to the second program, and the mark of an unclean stop: on a full disk the folder still opens.
        let _ = Disk
            .overwrite(&beside, text.as_bytes())
            .and_then(|()| Disk.sync(&beside))
            .and_then(|()| Disk.sync_folder(folder));
        Ok(Self { file, holder: beside, unclean })
    }

    /// True if the last holder did not give it back: a kill, a power cut; until [`Lock::checked`].
    pub fn unclean(&self) -> bool {
        self.unclean
    }

    /// The check that an unclean stop asks for was made.
    pub fn checked(&mut self) {
        self.unclean = false;
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = Disk.remove(&self.holder);
        let _ = self.file.unlock();
    }
}

fn read_holder(path: &Path) -> Option<Holder> {
    parse_holder(&Disk.read(path, HOLDER_BYTES_MAX).ok()?)
}

fn parse_holder(bytes: &[u8]) -> Option<Holder> {
    let mut lines = std::str::from_utf8(bytes).ok()?.lines();
    let pid = lines.next()?.parse().ok()?;
    let since_ms = lines.next()?.parse().ok()?;
    Some(Holder { pid, since_ms, host: lines.next()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_holds_it_and_may_have_it_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let first = Holder { pid: 4711, host: "办公室 1".to_owned(), since_ms: 1_790_000_000_000 };
        let lock = Lock::acquire(folder.path(), &first).unwrap();
        let second = Holder { pid: 4712, ..first.clone() };
        match Lock::acquire(folder.path(), &second).unwrap_err() {
            LockError::Held(Some(holder)) => assert_eq!(holder, first),
            other => panic!("{other:?}"),
        }
        drop(lock);
        assert!(!Lock::acquire(folder.path(), &second).unwrap().unclean());
        std::fs::write(folder.path().join("lock.holder"), b"1\n2\nh\n").unwrap();
        let mut killed = Lock::acquire(folder.path(), &second).unwrap();
        assert!(killed.unclean());
        killed.checked();
        assert!(!killed.unclean());
        drop(killed);
        assert!(!Lock::acquire(folder.path(), &second).unwrap().unclean());
        let absent = folder.path().join("absent");
        assert!(matches!(Lock::acquire(&absent, &second), Err(LockError::File(_))));
    }

    #[test]
    fn a_spoiled_holder_file_is_no_obstacle() {
        for bytes in [b"".as_slice(), b"x", b"1", b"1\n2", b"\xff\xff\n", b"99999999999\n1\nh\n"] {
            assert_eq!(parse_holder(bytes), None);
        }
        assert_eq!(parse_holder(b"1\n2\nh\n"), Some(Holder { pid: 1, since_ms: 2, host: "h".to_owned() }));
    }
}
