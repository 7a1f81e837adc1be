//! The state (状态): what the journal's frames add up to, in sled, always rebuildable (format.md 4).
//!
//! `State` lives on the engine's thread. One batch, of a frame or of some that came together, holds the records that were
//! touched, the rows by which they are found, the digests, what the ledger keeps of each commit, and the new journal
//! position; so a kill between two batches leaves a state that says exactly how far it is, and a frame may be applied twice.

mod apply;
pub mod audit;
mod brought;
pub mod cells;
#[cfg(test)]
mod cells_test;
pub mod layout;
pub mod paid;
pub mod peers;
mod preview;
mod purge;
mod read;
mod records;
mod refold;
mod tend;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use self::brought::{FileImport, Recovered};
pub use self::paid::PaidPages;
pub use self::purge::PurgeKept;
pub use self::read::{Edition, Page, Stretch};

use self::cells::{CellError, Cells, Writes};
use self::records::TokenKey;
use super::engine::Pulse;
use super::segments::JournalError;
use crate::journal::codec::{self, CodecError, Frame};
use crate::journal::fold::Position;
use crate::journal::{Audience, CommitId, Digests, EntityId, Hash, Table};
use crate::journal::{Entry, Ledger, Refusal};
use crate::vault::{Random, Sealer, System};

/// Number of the state's layout; another one is built anew from the journal.
pub const STATE_FORMAT: u32 = 5;

/// Where the data set and the layout of a state are written.
const META_HEAD: &str = "head";
/// The last frame that was applied.
const META_APPLIED: &str = "applied";
/// Records per kind.
const META_COUNTS: &str = "counts";
/// Number of the data key that seals every value.
const META_KEY: &str = "key";
/// The newest backup.
const META_BACKUP: &str = "backup";
/// The newest use of the recovery code.
const META_RECOVERY: &str = "recovery";
/// The newest restore.
const META_RESTORED: &str = "restored";
/// When this folder signed its newest receipt.
const META_SIGNED: &str = "signed";
/// The last finished import of this folder.
const META_IMPORT: &str = "import";

/// Why the state cannot be used. All of it is mended by building it anew from the journal, but for a damaged journal.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Reading or writing a value failed.
    #[error(transparent)]
    Cells(#[from] CellError),
    /// Made by another layout, table or data set.
    #[error("the state is of another layout, table or data set")]
    OtherLayout,
    /// A frame of the journal could not be read again.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A frame's content cannot be read.
    #[error(transparent)]
    Codec(#[from] CodecError),
    /// The journal holds what the ledger refuses: it was not this program that wrote it.
    #[error(transparent)]
    Refused(#[from] Refusal),
}

/// Reads a frame of the journal again, by its position.
pub type FrameSource = Box<dyn Fn(Position) -> Result<Frame, StateError> + Send>;

/// What a state needs to be opened.
pub struct Setting {
    /// Its folder.
    pub folder: PathBuf,
    /// The state's seal.
    pub sealer: Sealer,
    /// The data set; zeros before the folder holds a founding commit.
    pub data_set: Hash,
    /// Kinds and slots.
    pub table: &'static dyn Table,
    /// The journal.
    pub source: FrameSource,
}

#[derive(Serialize, Deserialize, PartialEq, Eq)]
struct Head {
    format: u32,
    table: u32,
    data_set: Hash,
    token_key: [u8; 32],
}

/// What is kept of a commit: the ledger's entry and where its frames lie.
#[derive(Serialize, Deserialize)]
struct Kept {
    entry: Vec<u8>,
    positions: Vec<Position>,
}

/// The state of one folder.
pub struct State {
    folder: PathBuf,
    cells: Cells,
    table: &'static dyn Table,
    source: FrameSource,
    tokens: TokenKey,
    ledger: Ledger,
    /// Where each commit's frames lie.
    positions: BTreeMap<CommitId, Vec<Position>>,
    digests: BTreeMap<(Audience, EntityId), Digests>,
    counts: BTreeMap<u16, u64>,
    applied: u64,
    bulk: bool,
    /// Cells of earlier rosters, read again where the last one was undone.
    recovered: Option<Recovered>,
    /// What went wrong with a frame that nobody waited for.
    failure: Option<StateError>,
}

impl State {
    /// Opens the state, or makes an empty one where the folder has none.
    pub fn open(setting: Setting, pulse: Pulse) -> Result<Self, StateError> {
        let Setting { folder, sealer, data_set, table, source } = setting;
        let cells = Cells::open(&folder, sealer, pulse)?;
        let head = match value::<Head>(&cells, &layout::meta(META_HEAD), META_HEAD)? {
            Some(head)
                if (head.format, head.table, head.data_set) == (STATE_FORMAT, table.number(), data_set) =>
            {
                head
            }
            Some(_) => return Err(StateError::OtherLayout),
            None => found(&cells, table, data_set)?,
        };
        let mut positions = BTreeMap::new();
        let mut entries = Vec::new();
        cells.scan(&[layout::COMMIT], |_, plain| -> Result<(), StateError> {
            let kept: Kept = codec::decode_limited("commit", plain, codec::RECORD_BYTES_MAX)?;
            let entry = Entry::decode(&kept.entry)?;
            positions.insert(entry.id, kept.positions);
            entries.push(entry);
            Ok(())
        })?;
        let mut digests = BTreeMap::new();
        cells.scan(&[layout::META, b'd'], |key, plain| -> Result<(), StateError> {
            let name = layout::digest_of(key).ok_or(CellError::Shape("digest"))?;
            digests.insert(name, codec::decode_value(plain)?);
            Ok(())
        })?;
        let applied = value(&cells, &layout::meta(META_APPLIED), META_APPLIED)?.unwrap_or(0);
        let counts = value(&cells, &layout::meta(META_COUNTS), META_COUNTS)?.unwrap_or_default();
        let ledger = Ledger::restore(data_set, entries);
        let tokens = TokenKey(head.token_key);
        Ok(Self {
            folder,
            cells,
            table,
            source,
            tokens,
            ledger,
            positions,
            digests,
            counts,
            applied,
            bulk: false,
            recovered: None,
            failure: None,
        })
    }

    /// The last frame that was applied.
    pub fn applied(&self) -> u64 {
        self.applied
    }

    /// Batches of bulk work are written behind the work and flushed one by one. A failure at its end is kept for whoever
    /// asks next.
    pub fn set_bulk(&mut self, bulk: bool) {
        self.bulk = bulk;
        let ended = if bulk { Ok(()) } else { self.cells.end_bulk() };
        if let Err(error) = ended {
            self.failure.get_or_insert(error.into());
        }
    }

    /// Brings everything to the platter; at idle and at the end.
    pub fn settle(&self) -> Result<(), StateError> {
        Ok(self.cells.settle(&self.folder)?)
    }

    /// Takes these signatures for checked until the next call ([`Ledger::vouch`]).
    pub fn vouch(&mut self, vouched: Vec<(Hash, [u8; 64])>) {
        self.ledger.vouch(vouched);
    }

    /// Who may act, what counts, which streams are here.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }
}

/// Makes the head of an empty state.
fn found(cells: &Cells, table: &dyn Table, data_set: Hash) -> Result<Head, StateError> {
    if cells.keys(&[]).next().is_some() {
        return Err(StateError::OtherLayout);
    }
    let mut token_key = [0; 32];
    System.fill(&mut token_key).map_err(|error| CellError::Seal(error.into()))?;
    let head = Head { format: STATE_FORMAT, table: table.number(), data_set, token_key };
    let mut writes = Writes::default();
    writes.put(layout::meta(META_HEAD), codec::encode_value(&head)?);
    writes.put(layout::meta(META_KEY), codec::encode_value(&cells.key())?);
    cells.write(writes, false)?;
    Ok(head)
}

fn value<T: Serialize + serde::de::DeserializeOwned>(
    cells: &Cells,
    key: &[u8],
    what: &'static str,
) -> Result<Option<T>, CellError> {
    let Some(plain) = cells.get(key)? else { return Ok(None) };
    codec::decode_limited(what, &plain, codec::RECORD_BYTES_MAX).map(Some).map_err(|_| CellError::Shape(what))
}

/// Removes a state's folder, so that the next open builds it from the journal.
pub fn discard(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Deletes what an interrupted snapshot of sled left, which would keep it from opening (sled 1527).
pub fn clear_leftovers(folder: &Path) {
    for path in entries(folder).filter(|path| path.extension().is_some_and(|end| end == "generating")) {
        // What cannot be removed shows up when the database is opened.
        let _ = std::fs::remove_file(path);
    }
}

/// Sets sled's snapshot aside: it is rebuilt from sled's own log. True if there was one.
pub fn set_snapshot_aside(folder: &Path) -> bool {
    let is_snapshot =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("snap."));
    let snapshots: Vec<PathBuf> = entries(folder).filter(is_snapshot).collect();
    !snapshots.is_empty() && snapshots.iter().all(|path| std::fs::remove_file(path).is_ok())
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path())
}
