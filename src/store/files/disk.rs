//! The real files.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::{Appender, FileError, Files, Operation, Result};

/// The files of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Disk;

/// Names the call and the file in the error.
fn told<T>(operation: Operation, path: &Path, result: io::Result<T>) -> Result<T> {
    result.map_err(|error| FileError::new(operation, path, &error))
}

/// The names of the folders, or of everything else, in a folder.
fn names(folder: &Path, folders: bool) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() == folders {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    names.sort_unstable();
    Ok(names)
}

impl Files for Disk {
    fn make_folder(&self, folder: &Path) -> Result<()> {
        told(Operation::MakeFolder, folder, fs::create_dir_all(folder))
    }

    fn list(&self, folder: &Path) -> Result<Vec<String>> {
        told(Operation::List, folder, names(folder, false))
    }

    fn folders(&self, folder: &Path) -> Result<Vec<String>> {
        told(Operation::List, folder, names(folder, true))
    }

    fn len(&self, path: &Path) -> Result<u64> {
        told(Operation::Length, path, fs::metadata(path).map(|metadata| metadata.len()))
    }

    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>> {
        let read = || {
            let mut bytes = Vec::new();
            File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = told(Operation::Read, path, read())?;
        if bytes.len() as u64 > limit { Err(FileError::too_long(path)) } else { Ok(bytes) }
    }

    fn read_at(&self, path: &Path, offset: u64, count: usize) -> Result<Vec<u8>> {
        let read = || {
            let mut file = File::open(path)?;
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = Vec::new();
            file.take(count as u64).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        told(Operation::Read, path, read())
    }

    fn write_new(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let file = OpenOptions::new().write(true).create_new(true).open(path);
        told(Operation::Write, path, file.and_then(|mut file| file.write_all(bytes)))
    }

    fn overwrite(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let file = OpenOptions::new().write(true).create(true).truncate(true).open(path);
        told(Operation::Write, path, file.and_then(|mut file| file.write_all(bytes)))
    }

    fn sync(&self, path: &Path) -> Result<()> {
        // Windows flushes only through a handle that may write; which handle wrote does not matter anywhere.
        let file = OpenOptions::new().write(true).open(path);
        told(Operation::Sync, path, file.and_then(|file| file.sync_all()))
    }

    fn sync_folder(&self, folder: &Path) -> Result<()> {
        let flush = || if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) };
        told(Operation::SyncFolder, folder, flush())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<()> {
        told(Operation::Rename, to, fs::rename(from, to))
    }

    fn remove(&self, path: &Path) -> Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => told(Operation::Remove, path, other),
        }
    }

    fn truncate(&self, path: &Path, length: u64) -> Result<()> {
        let cut = || {
            let file = OpenOptions::new().write(true).open(path)?;
            file.set_len(length)?;
            file.sync_all()
        };
        told(Operation::Truncate, path, cut())
    }

    fn appender(&self, path: &Path) -> Result<Box<dyn Appender>> {
        let file = told(Operation::Open, path, OpenOptions::new().append(true).open(path))?;
        Ok(Box::new(Open { file, path: path.to_owned() }))
    }
}

struct Open {
    file: File,
    path: PathBuf,
}

impl Appender for Open {
    fn append(&mut self, bytes: &[u8]) -> Result<()> {
        told(Operation::Append, &self.path, self.file.write_all(bytes))
    }

    fn sync_data(&mut self) -> Result<()> {
        told(Operation::Sync, &self.path, self.file.sync_data())
    }
}
