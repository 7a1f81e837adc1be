//! A damaged journal comes back from a copy, and says what did not.

use super::*;
use crate::store::files::twin::Planned;

const COPY: &str = "/stick/journal";

/// The damaged journal, and a copy of the first `copied` segments as they were.
fn with_copy(whole: &MemoryDisk, copied: u32) -> MemoryDisk {
    let disk = whole.copy();
    disk.make_folder(Path::new(COPY)).unwrap();
    for segment in 1..=copied {
        disk.put(&Path::new(COPY).join(segment_name(segment)), whole.bytes(&path(segment)).unwrap());
    }
    disk
}

fn spoil(disk: &MemoryDisk, segment: u32, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = disk.bytes(&path(segment)).unwrap();
    change(&mut bytes);
    disk.put(&path(segment), bytes);
}

fn opened(disk: &MemoryDisk, sealer: &Sealer, confirmed: u64) -> Journal {
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    Journal::open(files, Path::new(FOLDER), sealer.clone(), confirmed).unwrap().0
}

/// Repairs from the copy; all 20 frames must be there, the journal writable, and the spoiled files kept.
fn comes_back(disk: &MemoryDisk, sealer: &Sealer, restored: &[u64]) {
    let mut journal = opened(disk, sealer, 20);
    journal.examine(20).unwrap();
    assert!(!journal.writable());
    let before: Vec<Vec<u8>> = (1..=4).filter_map(|segment| disk.bytes(&path(segment))).collect();
    let repaired = journal.repair(Some(Path::new(COPY)), false, 20, &mut Repeatable::new(8)).unwrap();
    assert_eq!((repaired.restored.as_slice(), repaired.filled.len()), (restored, 0));
    assert!(journal.writable());
    assert_eq!(read_all(journal.reader()), (expected(1..=20), vec![]));
    for name in &repaired.kept {
        let kept = disk.bytes(&Path::new(FOLDER).join(name)).unwrap();
        assert!(before.contains(&kept), "{name}");
    }
    journal.append(&content(21), &mut Repeatable::new(21)).unwrap();
    let journal = opened(disk, sealer, 21);
    assert!(journal.writable());
    assert_eq!(read_all(journal.reader()), (expected(1..=21), vec![]));
}

#[test]
fn every_kind_of_damage_comes_back_from_a_copy() {
    let (whole, sealer) = segmented(20, 5);
    let flipped = |segment, frame: usize, first| {
        let disk = with_copy(&whole, 4);
        let place = places(&whole.bytes(&path(segment)).unwrap(), first)[frame];
        spoil(&disk, segment, |bytes| bytes[place.offset + 61] ^= 1);
        disk
    };
    comes_back(&flipped(2, 1, 6), &sealer, &[7]);
    comes_back(&flipped(4, 4, 16), &sealer, &[20]);
    let disk = flipped(1, 0, 1);
    spoil(&disk, 3, |bytes| bytes[20] ^= 1);
    comes_back(&disk, &sealer, &[1]);
    let disk = with_copy(&whole, 4);
    disk.remove(&path(3)).unwrap();
    comes_back(&disk, &sealer, &[11, 12, 13, 14, 15]);
    let disk = with_copy(&whole, 4);
    disk.remove(&path(4)).unwrap();
    comes_back(&disk, &sealer, &[16, 17, 18, 19, 20]);
    let disk = with_copy(&whole, 4);
    let cut = places(&whole.bytes(&path(2)).unwrap(), 6)[2].end();
    spoil(&disk, 2, |bytes| bytes.truncate(cut));
    comes_back(&disk, &sealer, &[9, 10]);
    let disk = with_copy(&whole, 4);
    let cut = places(&whole.bytes(&path(4)).unwrap(), 16)[2].end();
    spoil(&disk, 4, |bytes| bytes.truncate(cut + 9));
    comes_back(&disk, &sealer, &[19, 20]);
}

#[test]
fn what_no_copy_has_is_named_first_and_filled_only_when_accepted() {
    let (whole, sealer) = segmented(20, 5);
    let disk = with_copy(&whole, 1);
    let place = places(&whole.bytes(&path(3)).unwrap(), 11)[2];
    spoil(&disk, 3, |bytes| bytes[place.offset + 30] ^= 1);
    spoil(&disk, 1, |bytes| bytes[60] ^= 1);
    let mut journal = opened(&disk, &sealer, 20);
    let before = disk.all();
    let refused = journal.repair(Some(Path::new(COPY)), false, 20, &mut Repeatable::new(8)).unwrap();
    assert_eq!((refused.missing.as_slice(), refused.restored.as_slice()), ([13].as_slice(), [1].as_slice()));
    assert_eq!(disk.all(), before, "nothing was changed");
    let done = journal.repair(Some(Path::new(COPY)), true, 20, &mut Repeatable::new(8)).unwrap();
    assert_eq!((done.filled, done.restored), (vec![13], vec![1]));
    let (frames, damages) = read_all(journal.reader());
    assert!(damages.is_empty() && journal.writable());
    for (number, found) in frames {
        assert_eq!(found, if number == 13 { Vec::new() } else { content(number) });
    }
}

#[test]
fn a_shortening_can_be_accepted_without_a_copy() {
    let (whole, sealer) = segmented(20, 5);
    let disk = whole.copy();
    let cut = places(&whole.bytes(&path(4)).unwrap(), 16)[2].end();
    spoil(&disk, 4, |bytes| bytes.truncate(cut));
    let mut journal = opened(&disk, &sealer, 20);
    assert!(!journal.writable());
    let done = journal.repair(None, true, 20, &mut Repeatable::new(8)).unwrap();
    assert_eq!(done.filled, [19, 20]);
    assert!(journal.writable());
    let position = journal.append(&content(21), &mut Repeatable::new(21)).unwrap();
    assert_eq!(journal.reader().frame(position).unwrap().number, 21);
    assert_eq!(journal.repair(None, true, 21, &mut Repeatable::new(8)).unwrap(), Repaired::default());
}

#[test]
fn another_folders_copy_gives_nothing() {
    let (whole, sealer) = segmented(20, 5);
    let disk = with_copy(&filled(9), 1);
    for (path, bytes) in whole.all() {
        disk.put(&path, bytes);
    }
    spoil(&disk, 1, |bytes| bytes[60] ^= 1);
    let mut journal = opened(&disk, &sealer, 20);
    journal.examine(20).unwrap();
    let refused = journal.repair(Some(Path::new(COPY)), false, 20, &mut Repeatable::new(8)).unwrap();
    assert_eq!((refused.missing.as_slice(), refused.restored.len()), ([1].as_slice(), 0));
}

#[test]
fn a_kill_at_every_call_of_a_repair_loses_nothing_more() {
    let (whole, sealer) = segmented(10, 5);
    let start = with_copy(&whole, 2);
    spoil(&start, 1, |bytes| bytes[60] ^= 1);
    spoil(&start, 2, |bytes| bytes[60] ^= 1);
    let quiet = start.copy();
    let mut journal = opened(&quiet, &sealer, 10);
    let before = quiet.calls();
    journal.repair(Some(Path::new(COPY)), false, 10, &mut Repeatable::new(8)).unwrap();
    for call in 1..=quiet.calls() - before {
        for planned in [Planned::Dies(0), Planned::Dies(200), Planned::DiesAfter] {
            for power in [false, true] {
                let disk = start.copy();
                let mut journal = opened(&disk, &sealer, 10);
                disk.plan(call, planned);
                let _ = journal.repair(Some(Path::new(COPY)), false, 10, &mut Repeatable::new(8));
                if power {
                    disk.power_cut(3)
                } else {
                    disk.restart()
                }
                let mut journal = opened(&disk, &sealer, 10);
                journal.examine(10).unwrap();
                journal.repair(Some(Path::new(COPY)), false, 10, &mut Repeatable::new(8)).unwrap();
                assert_eq!(read_all(journal.reader()), (expected(1..=10), vec![]), "call {call} {planned:?}");
                assert!(disk.all().iter().all(|(path, _)| !path.to_string_lossy().ends_with(NEW_SUFFIX)));
            }
        }
    }
}
