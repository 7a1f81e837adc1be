//! The journal's promises, tried on a disk in memory at every call and byte.

mod damage;
mod failing;
mod repairing;
mod writing;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::*;
use crate::store::files::twin::MemoryDisk;
use crate::vault::random::Repeatable;
use crate::vault::{Effort, Founding, Keys, Passphrase, Purpose, Vault};

const FOLDER: &str = "/data/journal";

fn keys() -> &'static (Vault, Keys) {
    static KEYS: OnceLock<(Vault, Keys)> = OnceLock::new();
    KEYS.get_or_init(|| {
        let passphrase = Passphrase::new("journal-pass-1").unwrap();
        let founding = Founding { name: "甲", passphrase: &passphrase, effort: Effort::FAST };
        let (vault, keys, _) = Vault::create(&founding, &mut Repeatable::new(1)).unwrap();
        (vault, keys)
    })
}

fn sealer() -> Sealer {
    keys().1.sealer(Purpose::Journal)
}

fn open(disk: &MemoryDisk, confirmed: u64) -> (Journal, Condition) {
    try_open(disk, confirmed).unwrap()
}

fn try_open(disk: &MemoryDisk, confirmed: u64) -> Result<(Journal, Condition), JournalError> {
    Journal::open(Arc::new(disk.clone()), Path::new(FOLDER), sealer(), confirmed)
}

fn path(segment: u32) -> PathBuf {
    Path::new(FOLDER).join(segment_name(segment))
}

fn content(number: u64) -> Vec<u8> {
    let length = usize::try_from(number * 37 % 150).unwrap();
    (0..length).map(|at| (at as u64 * number % 251) as u8).collect()
}

/// A journal of `count` frames in one segment.
fn filled(count: u64) -> MemoryDisk {
    let disk = MemoryDisk::new();
    let (mut journal, condition) = open(&disk, 0);
    assert_eq!(condition, Condition::Whole);
    for number in 1..=count {
        journal.append(&content(number), &mut Repeatable::new(number)).unwrap();
    }
    assert_eq!(journal.confirmed(), count);
    disk
}

/// `count` frames with a new segment after every `each` of them (a new data key begins one).
fn segmented(count: u64, each: u64) -> (MemoryDisk, Sealer) {
    let disk = MemoryDisk::new();
    let passphrase = Passphrase::new("journal-pass-1").unwrap();
    let (mut vault, mut keys) = {
        let founding = Founding { name: "甲", passphrase: &passphrase, effort: Effort::FAST };
        let (vault, keys, _) = Vault::create(&founding, &mut Repeatable::new(2)).unwrap();
        (vault, keys)
    };
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    let (mut journal, _) = Journal::open(files, Path::new(FOLDER), keys.sealer(Purpose::Journal), 0).unwrap();
    for number in 1..=count {
        journal.append(&content(number), &mut Repeatable::new(number)).unwrap();
        if number % each == 0 && number < count {
            let random = &mut Repeatable::new(900 + number);
            vault.add_officer(&keys, 2, "乙", (&passphrase, Effort::FAST), random).unwrap();
            vault.remove(&mut keys, crate::vault::SlotKind::Officer, 2, random).unwrap();
            journal.rekey(keys.sealer(Purpose::Journal));
        }
    }
    (disk, keys.sealer(Purpose::Journal))
}

/// All frames' contents, and all damage, from reading through.
fn read_all(reader: &Reader) -> (Vec<(u64, Vec<u8>)>, Vec<Damage>) {
    let (mut frames, mut damages) = (Vec::new(), Vec::new());
    for event in reader.frames_from(1).unwrap() {
        match event.unwrap() {
            Event::Frame(frame) => frames.push((frame.number, frame.content)),
            Event::Damage(damage) => damages.push(damage),
            Event::Tail { .. } => {}
        }
    }
    (frames, damages)
}

fn expected(numbers: impl IntoIterator<Item = u64>) -> Vec<(u64, Vec<u8>)> {
    numbers.into_iter().map(|number| (number, content(number))).collect()
}

/// Offset and end of each frame in a segment's bytes.
fn places(bytes: &[u8], first: u64) -> Vec<frame::Place> {
    let mut walk = frame::Walk::from(SEGMENT_HEAD, first);
    let mut places = Vec::new();
    while let Some(frame::Piece::Frame(place)) = walk.next(bytes) {
        places.push(place);
    }
    places
}
