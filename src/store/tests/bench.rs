//! A folder on a disk in memory, with a clock that the test sets; sled and the lock need a real folder beside it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::register::NewPerson;
use crate::journal::authority::VillagesV1;
use crate::journal::{Audience, Digests, EntityId, Roles};
use crate::store::files::twin::MemoryDisk;
use crate::store::*;
use crate::vault::{Effort, Passphrase, RecoveryCode};

pub const START_MS: u64 = 1_790_000_000_000;
pub const DAY_MS: u64 = 24 * 60 * 60 * 1000;
pub const FIRST: &str = "first-passphrase-1";
pub const SECOND: &str = "second-passphrase-2";
pub const THIRD: &str = "third-passphrase-3";
pub const STICK: &str = "/stick";
pub const VILLAGE: EntityId = EntityId([9; 16]);

pub fn pass(text: &str) -> Passphrase {
    Passphrase::new(text).unwrap()
}

pub struct Bench {
    temp: tempfile::TempDir,
    pub wall: Arc<AtomicU64>,
}

impl Bench {
    pub fn new() -> Self {
        let bench = Self { temp: tempfile::tempdir().unwrap(), wall: Arc::new(AtomicU64::new(START_MS)) };
        std::fs::create_dir_all(bench.root()).unwrap();
        bench
    }

    pub fn root(&self) -> PathBuf {
        self.temp.path().join("d")
    }

    /// A second place for a folder, for restores.
    pub fn other(&self) -> PathBuf {
        let other = self.temp.path().join("r");
        std::fs::create_dir_all(&other).unwrap();
        other
    }

    pub fn world(&self, disk: &MemoryDisk) -> World {
        let wall = Arc::clone(&self.wall);
        World {
            files: Arc::new(disk.clone()),
            // Every look is a millisecond later, so that no two commits share one.
            wall_ms: Arc::new(move || wall.fetch_add(1, Ordering::Relaxed)),
            host: "bench".into(),
        }
    }

    /// An office whose first officer is its head.
    pub fn found(&self) -> (MemoryDisk, Folder, RecoveryCode) {
        let disk = MemoryDisk::new();
        let passphrase = pass(FIRST);
        let office = Office { officer: "甲", device: "A", passphrase: &passphrase, effort: Effort::FAST };
        let (folder, code) = found(&self.root(), &office, self.world(&disk)).unwrap();
        (disk, folder, code)
    }

    /// Forgets the state, as a machine does that has only the journal; the next opening builds it anew.
    pub fn forget_state(&self) {
        for root in [self.root(), self.other()] {
            let _ = std::fs::remove_dir_all(root.join("state"));
        }
    }

    pub fn open(&self, disk: &MemoryDisk, number: u32, passphrase: &str) -> Result<Folder, StoreError> {
        let shut = Shut::open(&self.root(), self.world(disk))?;
        shut.unlock(number, &pass(passphrase), &mut |_, _| {}).map_err(|error| error.1)
    }

    /// Opens a copy of the disk with a state built from its journal.
    pub fn open_anew(&self, disk: &MemoryDisk, number: u32, passphrase: &str) -> Result<Folder, StoreError> {
        self.forget_state();
        self.open(disk, number, passphrase)
    }
}

/// A new officer without villages.
pub fn add(folder: &mut Folder, name: &str, roles: Roles, passphrase: &str) -> Result<u32, StoreError> {
    folder.add_officer(&NewOfficer {
        name,
        roles,
        villages: VillagesV1 { all: false, villages: Vec::new() },
        passphrase: &pass(passphrase),
        effort: Effort::FAST,
    })
}

/// Writes one person, whose entity is made of `number`.
pub fn write_person(folder: &mut Folder, number: u8) {
    let person = NewPerson {
        entity: EntityId([number; 16]),
        village: VILLAGE,
        code: format!("H001-{number:02}"),
        name: "张三".into(),
        ..NewPerson::default()
    };
    let act = folder.new_act().unwrap();
    folder
        .write(Part::whole(act), |writing| {
            let op = person.op().map_err(|_| StoreError::NotFounded)?;
            writing.push(op.scope, &op.op).map(drop)
        })
        .unwrap();
}

pub fn digests(folder: &Folder) -> Vec<((Audience, EntityId), Digests)> {
    folder.ask(|state| Ok(state.digests().iter().map(|(place, sum)| (*place, *sum)).collect())).unwrap()
}

/// Persons there.
pub fn persons(folder: &Folder) -> u64 {
    folder.ask(|state| Ok(state.count(crate::domain::kinds::kind::PERSON))).unwrap()
}

/// The whole check, in slices.
pub fn check(folder: &mut Folder) -> Checked {
    let mut check = folder.begin_check().unwrap();
    loop {
        if let Some(checked) = folder.check_slice(&mut check, 7).unwrap() {
            return checked;
        }
    }
}
