//! Sealed values under opaque keys: the only file that names sled. A value is bound to its key, so a moved one does not open.
//!
//! A batch of bulk work is sealed and written behind whoever made it, on a thread of its own: the next batch is folded
//! meanwhile, and reads what is still on its way.

use std::cell::RefCell;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;

use zeroize::Zeroizing;

use crate::store::engine::Pulse;
use crate::store::files::{Fault, FileError, Operation};
use crate::vault::{SealError, Sealer, System};

/// Least size of sled's cache, in bytes; too small a cache lets its memory grow without bound.
pub const CACHE_MIN: u64 = 64 << 20;

/// Why a value cannot be read or written. Everything of it ends in building the state anew from the journal.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// The database's own words.
    #[error("database: {0}")]
    Database(String),
    /// The database needs more room than the disk has.
    #[error("database: disk full")]
    DiskFull,
    /// A value does not open.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// What is inside was not made by this program.
    #[error("a value of '{0}' cannot be read")]
    Shape(&'static str),
}

impl From<sled::Error> for CellError {
    fn from(error: sled::Error) -> Self {
        match error {
            sled::Error::Io(error) => error.into(),
            other => Self::Database(other.to_string()),
        }
    }
}

impl From<std::io::Error> for CellError {
    fn from(error: std::io::Error) -> Self {
        match FileError::new(Operation::Write, Path::new(""), &error).fault {
            Fault::DiskFull => Self::DiskFull,
            _ => Self::Database(error.to_string()),
        }
    }
}

/// Writes of one batch: sorted by key, the last word on a key counts; `None` removes.
#[derive(Default)]
pub struct Writes(std::collections::BTreeMap<Vec<u8>, Option<Vec<u8>>>);

impl Writes {
    /// Sets a value (plain; it is sealed when the batch is written).
    pub fn put(&mut self, key: Vec<u8>, plain: Vec<u8>) {
        self.0.insert(key, Some(plain));
    }

    /// Removes a value.
    pub fn remove(&mut self, key: Vec<u8>) {
        self.0.insert(key, None);
    }

    /// Seals them and writes them as one batch.
    fn apply(&self, db: &sled::Db, sealer: &Sealer) -> Result<(), CellError> {
        let mut batch = sled::Batch::default();
        for (key, plain) in &self.0 {
            match plain {
                Some(plain) if plain.is_empty() => batch.insert(key.as_slice(), Vec::new()),
                Some(plain) => batch.insert(key.as_slice(), sealer.seal(key, plain, &mut System)?),
                None => batch.remove(key.as_slice()),
            }
        }
        Ok(db.apply_batch(batch)?)
    }
}

/// A thread that writes batches behind whoever makes them, one at a time and in order, and flushes after each, which
/// keeps sled's queue short (format.md 4).
struct Behind {
    batches: Option<SyncSender<Arc<Writes>>>,
    written: Receiver<Result<(), CellError>>,
    thread: Option<JoinHandle<()>>,
    /// What is on its way.
    pending: Option<Arc<Writes>>,
}

impl Behind {
    fn start(db: sled::Db, sealer: Sealer, pulse: Pulse) -> Result<Self, CellError> {
        let (batches, coming) = sync_channel::<Arc<Writes>>(1);
        let (told, written) = sync_channel(1);
        let work = move || {
            for batch in coming {
                let done = batch.apply(&db, &sealer).and_then(|()| Ok(db.flush().map(drop)?));
                pulse.beat();
                if told.send(done).is_err() {
                    return;
                }
            }
        };
        let thread = std::thread::Builder::new().name("cells".into()).spawn(work)?;
        Ok(Self { batches: Some(batches), written, thread: Some(thread), pending: None })
    }

    /// Sends a batch off; the one before is written.
    fn send(&mut self, writes: Writes) -> Result<(), CellError> {
        self.wait()?;
        let writes = Arc::new(writes);
        self.pending = Some(Arc::clone(&writes));
        // A thread that panicked is met when it is waited for.
        let _ = self.batches.as_ref().map(|batches| batches.send(writes));
        Ok(())
    }

    /// Waits until nothing is on its way. A panic of the database goes on in whoever waits, as if it had written itself.
    fn wait(&mut self) -> Result<(), CellError> {
        if self.pending.take().is_none() {
            return Ok(());
        }
        match self.written.recv() {
            Ok(done) => done,
            Err(_) => match self.thread.take().map(JoinHandle::join) {
                Some(Err(panic)) => std::panic::resume_unwind(panic),
                _ => Err(CellError::Database("nobody writes".to_owned())),
            },
        }
    }
}

impl Drop for Behind {
    fn drop(&mut self) {
        drop(self.batches.take());
        // The database is released when the last who writes to it has ended.
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A key and its value, opened.
type Opened = (Vec<u8>, Zeroizing<Vec<u8>>);

/// The tree.
pub struct Cells {
    db: sled::Db,
    sealer: Sealer,
    pulse: Pulse,
    /// There during bulk work.
    behind: RefCell<Option<Behind>>,
}

impl Cells {
    /// Opens or creates the database in `folder`, with a cache about three times the bytes that lie there.
    pub fn open(folder: &Path, sealer: Sealer, pulse: Pulse) -> Result<Self, CellError> {
        let config = sled::Config::new()
            .path(folder)
            .cache_capacity(CACHE_MIN.max(3 * bytes_in(folder)))
            .mode(sled::Mode::HighThroughput)
            .flush_every_ms(None);
        let mut tries = 0;
        loop {
            match config.open() {
                Ok(db) => return Ok(Self { db, sealer, pulse, behind: RefCell::default() }),
                // Dropping a database does not release its lock at once (sled 1234).
                Err(error) if tries < 20 && error.to_string().contains("lock") => {
                    tries += 1;
                    std::thread::sleep(std::time::Duration::from_millis(100));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// One value.
    pub fn get(&self, key: &[u8]) -> Result<Option<Zeroizing<Vec<u8>>>, CellError> {
        let behind = self.behind.borrow();
        let pending = behind.as_ref().and_then(|behind| behind.pending.as_ref()?.0.get(key));
        if let Some(coming) = pending {
            return Ok(coming.clone().map(Zeroizing::new));
        }
        match self.db.get(key)? {
            Some(sealed) => Ok(Some(self.open_value(key, &sealed)?)),
            None => Ok(None),
        }
    }

    /// A row that says nothing beyond its key is stored bare: there is nothing to seal.
    fn open_value(&self, key: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CellError> {
        open_value(&self.sealer, key, sealed)
    }

    /// The keys that begin with `prefix`, in order.
    pub fn keys(&self, prefix: &[u8]) -> impl Iterator<Item = Result<Vec<u8>, CellError>> + use<> {
        let failed = self.wait().err().map(Err);
        failed.into_iter().chain(self.db.scan_prefix(prefix).keys().map(|key| Ok(key?.to_vec())))
    }

    /// Every value whose key begins with `prefix`, in order, until `each` says stop or fails.
    pub fn scan<E: From<CellError>>(
        &self,
        prefix: &[u8],
        mut each: impl FnMut(&[u8], &[u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.wait()?;
        for item in self.db.scan_prefix(prefix) {
            let (key, sealed) = item.map_err(CellError::from)?;
            let plain = self.open_value(&key, &sealed)?;
            each(&key, &plain)?;
            self.pulse.beat();
        }
        Ok(())
    }

    /// The next `most` values behind the key `after`, in order.
    pub fn behind(&self, after: &[u8], most: usize) -> Result<Vec<Opened>, CellError> {
        self.wait()?;
        let behind = (std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded);
        let mut found = Vec::new();
        for item in self.db.range::<&[u8], _>(behind).take(most) {
            let (key, sealed) = item?;
            found.push((key.to_vec(), self.open_value(&key, &sealed)?));
            self.pulse.beat();
        }
        Ok(found)
    }

    /// The values between two keys, in order and still sealed, as long as `more` says of each key that it is wanted.
    pub fn sealed(
        &self,
        range: (Bound<&[u8]>, Bound<&[u8]>),
        mut more: impl FnMut(&[u8]) -> bool,
    ) -> Result<SealedCells, CellError> {
        self.wait()?;
        let mut rows = Vec::new();
        for item in self.db.range::<&[u8], _>(range) {
            let (key, sealed) = item?;
            if !more(&key) {
                break;
            }
            rows.push((key, sealed));
            self.pulse.beat();
        }
        Ok(SealedCells { rows, sealer: self.sealer.clone() })
    }

    /// Writes a batch; atomic. In `bulk` work it is on its way when this returns, and its failure is told by the next call
    /// that waits for it; [`Cells::end_bulk`] is the last.
    pub fn write(&self, writes: Writes, bulk: bool) -> Result<(), CellError> {
        if !bulk {
            self.wait()?;
            writes.apply(&self.db, &self.sealer)?;
            self.pulse.beat();
            return Ok(());
        }
        let mut behind = self.behind.borrow_mut();
        let start = || Behind::start(self.db.clone(), self.sealer.clone(), self.pulse.clone());
        let mut writer = behind.take().map_or_else(start, Ok)?;
        let sent = writer.send(writes);
        *behind = Some(writer);
        sent
    }

    /// Waits until nothing is on its way.
    fn wait(&self) -> Result<(), CellError> {
        self.behind.borrow_mut().as_mut().map_or(Ok(()), Behind::wait)
    }

    /// Ends bulk work: everything is written and flushed.
    pub fn end_bulk(&self) -> Result<(), CellError> {
        let ended = self.wait();
        self.behind.take();
        ended
    }

    /// Brings everything to the platter: sled's flush is no disk flush on Linux, so the file is synced as well.
    pub fn settle(&self, folder: &Path) -> Result<(), CellError> {
        self.wait()?;
        self.db.flush()?;
        Ok(std::fs::File::open(folder.join("db")).and_then(|file| file.sync_all())?)
    }

    /// Looks at the next `most` values behind the key `after`, and seals anew those that an older data key sealed.
    /// Gives the last key looked at; none at the end.
    pub fn reseal_behind(&self, after: &[u8], most: usize) -> Result<Option<Vec<u8>>, CellError> {
        self.wait()?;
        let current = self.sealer.current();
        let mut last = None;
        let mut writes = Writes::default();
        let behind = (std::ops::Bound::Excluded(after), std::ops::Bound::Unbounded);
        for item in self.db.range::<&[u8], _>(behind).take(most) {
            let (key, sealed) = item?;
            if !sealed.is_empty() && Sealer::key_of(&sealed) != Some(current) {
                writes.put(key.to_vec(), self.open_value(&key, &sealed)?.to_vec());
            }
            last = Some(key.to_vec());
            self.pulse.beat();
        }
        self.write(writes, false)?;
        Ok(last)
    }

    /// Seals with a newer data key from now on; what older ones sealed still opens.
    pub fn rekey(&mut self, sealer: Sealer) -> Result<(), CellError> {
        // Who writes behind has the older one.
        let ended = self.end_bulk();
        self.sealer = sealer;
        ended
    }

    /// The number of the data key that seals now.
    pub fn key(&self) -> u32 {
        self.sealer.current()
    }
}

/// Values as they lie in the tree, to be opened on another thread than the one that owns the tree.
pub struct SealedCells {
    rows: Vec<(sled::IVec, sled::IVec)>,
    sealer: Sealer,
}

impl SealedCells {
    /// The last key.
    pub fn last_key(&self) -> Option<&[u8]> {
        self.rows.last().map(|(key, _)| key.as_ref())
    }

    /// Bytes of keys and values.
    pub fn bytes(&self) -> usize {
        self.rows.iter().map(|(key, sealed)| key.len() + sealed.len()).sum()
    }

    /// Each key with its value, opened one after another.
    pub fn open(&self) -> impl Iterator<Item = Result<(&[u8], Zeroizing<Vec<u8>>), CellError>> {
        self.rows.iter().map(|(key, sealed)| Ok((key.as_ref(), open_value(&self.sealer, key, sealed)?)))
    }
}

fn open_value(sealer: &Sealer, key: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, CellError> {
    if sealed.is_empty() { Ok(Zeroizing::default()) } else { Ok(sealer.open(key, sealed)?) }
}

/// Bytes of the database's file; 0 if there is none.
fn bytes_in(folder: &Path) -> u64 {
    std::fs::metadata(folder.join("db")).map(|file| file.len()).unwrap_or(0)
}
