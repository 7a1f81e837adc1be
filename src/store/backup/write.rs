//! Making a backup: only what is new is copied, and all of it is read back.

use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::manifest::{Copied, ManifestV1, segment_name};
use super::{Backup, BackupError, FILE_LABEL, MANIFEST, STEP, backups_in, folder_for, written};
use crate::journal::EntityId;
use crate::journal::hash::hash;
use crate::store::error::StoreError;
use crate::store::files::{Appender, Files};
use crate::store::folder::Folder;
use crate::store::locals::{LocalFact, Occasion};

/// A backup that was made and read back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackupMade {
    /// Where it lies.
    pub folder: PathBuf,
    /// Last frame in it: everything confirmed before this call.
    pub last_frame: u64,
    /// Milliseconds since 1970 UTC.
    pub made_ms: u64,
    /// Bytes that were new.
    pub copied: u64,
    /// Bytes of the whole backup, all of them read back.
    pub bytes: u64,
}

/// When the last backup was, and how much was done since.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BackupAge {
    /// When it was made, milliseconds since 1970 UTC; none if never.
    pub made_ms: Option<u64>,
    /// Days (at UTC+8) on which something was written here since.
    pub days_of_work: u64,
}

/// What stops one way of copying.
enum Stop {
    /// What lies there is no beginning of the journal: it has to be copied anew.
    Anew,
    Error(StoreError),
}

impl<E: Into<StoreError>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Error(error.into())
    }
}

impl Folder {
    /// Brings the backup below `dir` up to what is confirmed now, reads it back, and records it. Bytes done and in all go
    /// to `progress`. A damaged journal is not copied over a whole one.
    pub fn backup(
        &mut self,
        dir: &Path,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<BackupMade, StoreError> {
        if self.writable() {
            self.confirm()?;
        }
        let folder = self.vault.folder();
        let files = Arc::clone(&self.world.files);
        if is_inside(dir, &self.paths.root) {
            return Err(BackupError::InsideData.into());
        }
        let own = folder_for(dir, folder);
        for id in backups_in(&files, dir).map_err(BackupError::from)? {
            if dir.join(format!("{}{id}", super::PREFIX)) != own {
                return Err(BackupError::OtherFolder(id).into());
            }
        }
        let examined = self.examine()?;
        if examined.condition.is_damage() || !self.writable() {
            return Err(self.not_writable());
        }
        let old = match Backup::read(&files, &own) {
            Ok(old) if old.of() != folder => {
                return Err(BackupError::OtherFolder(EntityId(old.of().0).hex()).into());
            }
            Ok(old) => Some(old),
            Err(error @ BackupError::Newer(_)) => return Err(error.into()),
            Err(_) => None,
        };
        let made = match self.copy(&own, old.as_ref(), progress) {
            Err(Stop::Anew) => self.copy(&own, None, progress),
            made => made,
        };
        let made = match made {
            Ok(made) => made,
            Err(Stop::Anew) => return Err(super::damaged(&own.join(MANIFEST)).into()),
            Err(Stop::Error(error)) => return Err(error),
        };
        let (officer, wall_ms) = (self.actor.officer, made.made_ms);
        let occasion = Occasion { officer, what: "backup".into(), count: made.last_frame, wall_ms };
        self.note(&LocalFact::Backup(occasion))?;
        Ok(made)
    }

    /// Copies behind `old`, or into a further folder; verifies; then the manifest makes it the backup.
    fn copy(
        &mut self,
        own: &Path,
        old: Option<&Backup>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<BackupMade, Stop> {
        let files = Arc::clone(&self.world.files);
        let journal = match old {
            Some(old) => old.manifest.journal,
            None => next_journal(&files, own)?,
        };
        let target = own.join(format!("journal.{journal}"));
        written(files.make_folder(&target), 0)?;
        let vault_file = match Backup::read(&files, own) {
            Ok(current) => 1 - current.manifest.vault_file.min(1),
            Err(_) => 0,
        };
        let mut copied = 0;
        let mut segments = Vec::new();
        for (number, length) in self.lengths()? {
            let from = self.paths.journal().join(segment_name(number));
            let known = old.and_then(|old| old.manifest.segments.iter().find(|(n, _)| *n == number));
            let known = known.map(|(_, copied)| *copied);
            let to = target.join(segment_name(number));
            let segment = copy_segment(&files, &from, length, &to, known)?;
            copied += length - known.map_or(0, |known| known.length);
            segments.push((number, segment));
        }
        if old.is_some_and(|old| old.manifest.segments.len() > segments.len()) {
            return Err(Stop::Anew);
        }
        let bytes = self.vault.encode(self.vault_files.generation());
        let vault = Copied { length: bytes.len() as u64, hash: hash(FILE_LABEL).fixed(&bytes).finish() };
        let path = own.join(format!("vault.{vault_file}"));
        written(files.overwrite(&path, &bytes), vault.length)?;
        written(files.sync(&path), 0)?;
        sync_names(&files, &target)?;
        sync_names(&files, own)?;
        let data_set = self.ask(|state| Ok(state.ledger().data_set()))?;
        let manifest = ManifestV1 {
            folder: EntityId(self.vault.folder().0),
            data_set,
            device: self.keys.signing_public(),
            made_ms: (self.world.wall_ms)(),
            officer: self.actor.officer,
            last_frame: self.journal.confirmed(),
            journal,
            segments,
            vault_file,
            vault,
        };
        let backup = Backup { folder: own.to_owned(), manifest };
        match backup.verify(&files, progress) {
            // The stick's own old bytes have gone bad: all of it is written anew.
            Err(BackupError::Damaged { .. }) if old.is_some() => return Err(Stop::Anew),
            verified => verified?,
        }
        self.name(&backup)?;
        clear(&files, &backup);
        Ok(BackupMade {
            folder: own.to_owned(),
            last_frame: backup.last_frame(),
            made_ms: backup.made_ms(),
            copied: copied + backup.manifest.vault.length,
            bytes: backup.bytes(),
        })
    }

    /// Writes the manifest under another name, reads it back, renames it.
    fn name(&self, backup: &Backup) -> Result<(), StoreError> {
        let files = &self.world.files;
        let path = backup.folder.join(MANIFEST);
        let fresh = backup.folder.join(format!("{MANIFEST}.new"));
        let bytes = backup.manifest.encode(&self.keys)?;
        let length = bytes.len() as u64;
        written(files.overwrite(&fresh, &bytes), length)?;
        written(files.sync(&fresh), 0)?;
        if files.read(&fresh, 2 * length).map_err(BackupError::from)? != bytes {
            return Err(super::damaged(&fresh).into());
        }
        written(files.rename(&fresh, &path), 0)?;
        sync_names(files, &backup.folder)?;
        if let Some(above) = backup.folder.parent() {
            sync_names(files, above)?;
        }
        Ok(())
    }

    /// The journal's segments and their lengths.
    fn lengths(&self) -> Result<Vec<(u32, u64)>, StoreError> {
        let reader = self.journal.reader();
        let mut lengths = Vec::new();
        for number in reader.segments()? {
            lengths.push((number, self.world.files.len(&reader.path(number))?));
        }
        Ok(lengths)
    }

    /// How old the last backup is; the today pane warns after seven days of work.
    pub fn backup_age(&self) -> Result<BackupAge, StoreError> {
        let key = self.keys.signing_public();
        self.ask(move |state| {
            let made_ms = state.last_backup()?.map(|occasion| occasion.wall_ms);
            let ledger = state.ledger();
            let own = ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == Some(key));
            let since =
                own.map(|entry| entry.header.wall_ms).filter(|at| made_ms.is_none_or(|made| *at > made));
            let days: std::collections::BTreeSet<u64> = since.map(day_of).collect();
            Ok(BackupAge { made_ms, days_of_work: days.len() as u64 })
        })
    }
}

/// The day at UTC+8 of a wall clock, counted from 1970.
fn day_of(wall_ms: u64) -> u64 {
    const HOUR: u64 = 60 * 60 * 1000;
    wall_ms.saturating_add(8 * HOUR) / (24 * HOUR)
}

/// The first number of a journal folder that nothing uses.
fn next_journal(files: &Arc<dyn Files>, own: &Path) -> Result<u32, BackupError> {
    written(files.make_folder(own), 0)?;
    let numbers = files.folders(own)?;
    let numbers = numbers.iter().filter_map(|name| name.strip_prefix("journal.")?.parse::<u32>().ok());
    Ok(numbers.max().unwrap_or(0).saturating_add(1))
}

/// Copies a segment behind the bytes that are known to be there.
fn copy_segment(
    files: &Arc<dyn Files>,
    from: &Path,
    length: u64,
    to: &Path,
    known: Option<Copied>,
) -> Result<Copied, Stop> {
    let start = known.map_or(0, |known| known.length);
    if length < start {
        return Err(Stop::Anew);
    }
    match known {
        Some(known) => {
            let there = files.len(to).unwrap_or(0);
            if there < known.length {
                return Err(Stop::Anew);
            }
            if there > known.length && length > known.length {
                // What an interrupted backup left.
                written(files.truncate(to, known.length), 0)?;
            }
        }
        None => written(files.overwrite(to, &[]), length)?,
    }
    let mut appender: Option<Box<dyn Appender>> = match length > start {
        true => Some(written(files.appender(to), length - start)?),
        false => None,
    };
    let mut state = hash(FILE_LABEL);
    let mut at = 0;
    while at < length {
        // A piece ends where the known bytes end.
        let until = if at < start { start } else { length };
        let count = usize::try_from(until - at).unwrap_or(STEP).min(STEP);
        let piece = files.read_at(from, at, count).map_err(StoreError::from)?;
        if piece.len() < count {
            return Err(Stop::Error(StoreError::ReadOnly));
        }
        state = state.fixed(&piece);
        if let Some(appender) = appender.as_mut().filter(|_| at >= start) {
            written(appender.append(&piece), length - at)?;
        }
        at += count as u64;
        if at == start && known.is_some_and(|known| known.hash != state.clone().finish()) {
            return Err(Stop::Anew);
        }
    }
    if let Some(mut appender) = appender {
        written(appender.sync_data(), 0)?;
    }
    Ok(Copied { length, hash: state.finish() })
}

/// Brings names to the platter, where the stick's file system can be asked for that at all.
fn sync_names(files: &Arc<dyn Files>, folder: &Path) -> Result<(), BackupError> {
    match files.sync_folder(folder) {
        Err(error) if matches!(error.detail, ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        synced => written(synced, 0),
    }
}

/// Removes the files of other copies; what stays costs space, nothing else.
fn clear(files: &Arc<dyn Files>, backup: &Backup) {
    for name in files.folders(&backup.folder).unwrap_or_default() {
        let other = backup.folder.join(&name);
        if name.starts_with("journal.") && other != backup.journal() {
            for file in files.list(&other).unwrap_or_default() {
                let _ = files.remove(&other.join(file));
            }
        }
    }
}

/// True if `dir` is the data folder or lies in it, symbolic links followed as far as the path exists.
fn is_inside(dir: &Path, root: &Path) -> bool {
    real(dir).starts_with(real(root))
}

fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
        if let Ok(found) = plain.canonicalize() {
            plain = found;
        }
    }
    plain
}
