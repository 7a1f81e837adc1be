//! Space to give back when the disk is full, so that the work that is open can still be saved and the folder
//! closed.
//!
//! Random bytes, because a file system that compresses or leaves holes would not set zeros aside.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::vault::{NoRandomness, Random};

use super::files::{Fault, FileError, Files};

/// Bytes of the reserve.
pub const RESERVE_BYTES: u64 = 16 << 20;
const STEP: usize = 1 << 20;

/// Why the reserve could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// A file call failed; what was written of the reserve is gone again.
    #[error(transparent)]
    File(#[from] FileError),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// The file `reserve` in the data folder.
pub struct Reserve {
    files: Arc<dyn Files>,
    path: PathBuf,
}

impl Reserve {
    /// The reserve of the data folder `folder`, there or not.
    pub fn new(files: Arc<dyn Files>, folder: &Path) -> Self {
        Self { files, path: folder.join("reserve") }
    }

    /// True if all of it is there.
    pub fn is_whole(&self) -> bool {
        self.files.len(&self.path).is_ok_and(|length| length >= RESERVE_BYTES)
    }

    /// Makes it, if it is not whole. Leaves nothing if the disk has no room for it.
    pub fn ensure(&self, random: &mut dyn Random) -> Result<(), ReserveError> {
        if self.is_whole() {
            return Ok(());
        }
        let made = self.make(random);
        if made.is_err() {
            self.files.remove(&self.path)?;
        }
        made
    }

    /// Gives the space back; true if there was any.
    pub fn give_up(&self) -> Result<bool, FileError> {
        match self.files.len(&self.path) {
            Ok(length) => {
                self.files.remove(&self.path)?;
                Ok(length > 0)
            }
            Err(error) if error.fault == Fault::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn make(&self, random: &mut dyn Random) -> Result<(), ReserveError> {
        self.files.overwrite(&self.path, &[])?;
        let mut appender = self.files.appender(&self.path)?;
        let mut block = vec![0; STEP];
        for _ in 0..RESERVE_BYTES / STEP as u64 {
            random.fill(&mut block)?;
            appender.append(&block)?;
        }
        appender.sync_data()?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::files::twin::MemoryDisk;
    use super::*;
    use crate::vault::System;

    #[test]
    fn it_is_made_given_up_and_never_left_half() {
        let disk = MemoryDisk::new();
        let folder = Path::new("/data");
        disk.make_folder(folder).unwrap();
        let reserve = Reserve::new(Arc::new(disk.clone()), folder);
        assert!(!reserve.give_up().unwrap());
        reserve.ensure(&mut System).unwrap();
        assert!(reserve.is_whole());
        let calls = disk.calls();
        reserve.ensure(&mut System).unwrap();
        assert_eq!(disk.calls(), calls + 1, "only asked for its length");
        disk.capacity(Some(RESERVE_BYTES));
        let full = disk.write_new(&folder.join("x"), b"x").unwrap_err();
        assert_eq!(full.fault, Fault::DiskFull);
        assert!(reserve.give_up().unwrap());
        disk.overwrite(&folder.join("x"), b"x").unwrap();
        let error = reserve.ensure(&mut System).unwrap_err();
        assert!(matches!(error, ReserveError::File(error) if error.fault == Fault::DiskFull));
        assert_eq!(disk.all().len(), 1, "nothing left half-done");
    }
}
