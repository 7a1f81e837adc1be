//! The one small layer under everything on the disk, with a twin for tests that fails, tears or fills up.

use std::io;
use std::path::Path;

mod disk;
pub mod twin;

pub use disk::Disk;

/// What was being done when a file call failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Making a folder.
    MakeFolder,
    /// Listing a folder.
    List,
    /// Asking for a length.
    Length,
    /// Reading.
    Read,
    /// Writing a whole file.
    Write,
    /// Opening a file to append to it.
    Open,
    /// Appending.
    Append,
    /// Flushing a file to the platter.
    Sync,
    /// Flushing a folder's names to the platter.
    SyncFolder,
    /// Renaming.
    Rename,
    /// Removing.
    Remove,
    /// Cutting a file.
    Truncate,
}

/// Why a file call failed, as far as an officer can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No space left, or over the quota.
    DiskFull,
    /// No permission, or a read-only medium.
    Permission,
    /// Not there.
    NotFound,
    /// There already.
    Exists,
    /// Longer than the caller allows.
    TooLong,
    /// Anything else: a failing disk, a stick pulled out.
    Other,
}

/// A failed file call. `name` is the last part of the path, which this program chose itself: no personal
/// data.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation:?} {name}: {fault:?} ({detail:?})")]
pub struct FileError {
    /// What was being done.
    pub operation: Operation,
    /// To which file.
    pub name: String,
    /// Why it failed.
    pub fault: Fault,
    /// The system's own word for it.
    pub detail: io::ErrorKind,
}

impl FileError {
    /// From the system's error.
    pub fn new(operation: Operation, path: &Path, error: &io::Error) -> Self {
        let fault = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                Fault::DiskFull
            }
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Fault::Permission,
            io::ErrorKind::NotFound => Fault::NotFound,
            io::ErrorKind::AlreadyExists => Fault::Exists,
            _ => Fault::Other,
        };
        Self { operation, name: name(path), fault, detail: error.kind() }
    }

    /// A file longer than allowed.
    pub fn too_long(path: &Path) -> Self {
        Self {
            operation: Operation::Read,
            name: name(path),
            fault: Fault::TooLong,
            detail: io::ErrorKind::InvalidData,
        }
    }
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The result of a file call.
pub type Result<T> = std::result::Result<T, FileError>;

/// Files and folders, as far as this program needs them. Nothing is on the platter before a sync says so: a
/// file's bytes by [`Files::sync`] or [`Appender::sync_data`], its name by [`Files::sync_folder`].
pub trait Files: Send + Sync {
    /// Makes a folder and those above it; one that exists is fine.
    fn make_folder(&self, folder: &Path) -> Result<()>;
    /// The names of the files in a folder, sorted; folders are left out.
    fn list(&self, folder: &Path) -> Result<Vec<String>>;
    /// The names of the folders in a folder, sorted.
    fn folders(&self, folder: &Path) -> Result<Vec<String>>;
    /// A file's length in bytes.
    fn len(&self, path: &Path) -> Result<u64>;
    /// The whole file, or [`Fault::TooLong`] above `limit` bytes.
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>>;
    /// At most `count` bytes from `offset`; fewer at the file's end.
    fn read_at(&self, path: &Path, offset: u64, count: usize) -> Result<Vec<u8>>;
    /// Makes a new file with these bytes; one that exists is [`Fault::Exists`].
    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<()>;
    /// Replaces a file's bytes in place, or makes it.
    fn overwrite(&self, path: &Path, bytes: &[u8]) -> Result<()>;
    /// Flushes a file to the platter.
    fn sync(&self, path: &Path) -> Result<()>;
    /// Flushes a folder's names to the platter, where the system has such a thing.
    fn sync_folder(&self, folder: &Path) -> Result<()>;
    /// Renames within a folder, over what is there.
    fn rename(&self, from: &Path, to: &Path) -> Result<()>;
    /// Removes a file; one that is not there is fine.
    fn remove(&self, path: &Path) -> Result<()>;
    /// Cuts a file to `length` and flushes it.
    fn truncate(&self, path: &Path, length: u64) -> Result<()>;
    /// Opens an existing file to append to it.
    fn appender(&self, path: &Path) -> Result<Box<dyn Appender>>;
}

/// A file held open for appending.
pub trait Appender: Send {
    /// Appends all bytes in one call to the system, as far as it takes them.
    fn append(&mut self, bytes: &[u8]) -> Result<()>;
    /// Flushes the bytes (and the length) to the platter.
    fn sync_data(&mut self) -> Result<()>;
}
