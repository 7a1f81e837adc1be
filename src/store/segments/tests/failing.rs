//! A failure, a kill and a power cut at every call of the file layer: what was confirmed is there, nothing
//! lies.

use std::io::ErrorKind;

use super::*;
use crate::store::files::Fault;
use crate::store::files::twin::Planned;

/// Appends frames until one fails, changing the data key twice; returns how many were confirmed.
fn work(disk: &MemoryDisk, sealers: &[Sealer]) -> Result<u64, (u64, JournalError)> {
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    let mut confirmed = 0;
    let opened = Journal::open(files, Path::new(FOLDER), sealers[0].clone(), 0);
    let (mut journal, _) = opened.map_err(|error| (0, error))?;
    for sealer in sealers {
        journal.rekey(sealer.clone());
        for _ in 0..3 {
            let number = confirmed + 1;
            let appended = journal.append(&content(number), &mut Repeatable::new(number));
            if let Err(error) = appended {
                let after = journal.append(b"after a failure", &mut Repeatable::new(1));
                assert!(matches!(after, Err(JournalError::OpenAgain)));
                assert!(matches!(journal.sync(), Err(JournalError::OpenAgain)));
                return Err((confirmed, error));
            }
            confirmed = number;
            assert_eq!(journal.confirmed(), confirmed);
        }
    }
    Ok(confirmed)
}

fn sealers() -> Vec<Sealer> {
    let passphrase = Passphrase::new("journal-pass-1").unwrap();
    let founding = Founding { name: "甲", passphrase: &passphrase, effort: Effort::FAST };
    let random = &mut Repeatable::new(1);
    let (mut vault, mut keys, _) = Vault::create(&founding, random).unwrap();
    let mut sealers = vec![keys.sealer(Purpose::Journal)];
    for _ in 0..2 {
        vault.add_officer(&keys, 2, "乙", (&passphrase, Effort::FAST), random).unwrap();
        vault.remove(&mut keys, crate::vault::SlotKind::Officer, 2, random).unwrap();
        sealers.push(keys.sealer(Purpose::Journal));
    }
    sealers
}

#[test]
fn every_call_may_fail_tear_or_be_the_last() {
    let sealers = sealers();
    let newest = sealers.last().unwrap().clone();
    let quiet = MemoryDisk::new();
    assert_eq!(work(&quiet, &sealers).unwrap(), 9);
    let calls = quiet.calls();
    assert!(calls > 25, "{calls}");
    let plans = [
        Planned::Fails(ErrorKind::Other),
        Planned::Fails(ErrorKind::StorageFull),
        Planned::Tears(0, ErrorKind::StorageFull),
        Planned::Tears(21, ErrorKind::Other),
        Planned::Tears(70, ErrorKind::StorageFull),
        Planned::Dies(0),
        Planned::Dies(30),
        Planned::Dies(100),
        Planned::DiesAfter,
    ];
    for call in 1..=calls {
        for planned in plans {
            for kept in [None, Some(0), Some(33), Some(10_000)] {
                let disk = MemoryDisk::new();
                disk.plan(call, planned);
                let (confirmed, _) = work(&disk, &sealers).unwrap_err();
                match kept {
                    None => disk.restart(),
                    Some(kept) => disk.power_cut(kept),
                }
                let context = format!("call {call} {planned:?} power {kept:?}");
                // What was confirmed comes from the test's own count, as the state would say it.
                let files: Arc<dyn Files> = Arc::new(disk.clone());
                let (mut journal, condition) =
                    Journal::open(files, Path::new(FOLDER), newest.clone(), confirmed).unwrap();
                assert!(!condition.is_damage(), "{context}: {condition:?}");
                let held = journal.confirmed();
                assert!(held == confirmed || held == confirmed + 1, "{context}: {held} of {confirmed}");
                journal.append(&content(held + 1), &mut Repeatable::new(50)).unwrap();
                let (frames, damages) = read_all(journal.reader());
                assert_eq!((frames, damages), (expected(1..=held + 1), vec![]), "{context}");
            }
        }
    }
}

#[test]
fn setting_a_torn_tail_aside_survives_a_kill_at_every_call() {
    let whole = filled(4);
    let bytes = whole.bytes(&path(1)).unwrap();
    let torn = &bytes[..bytes.len() - 30];
    let from = places(&bytes, 1)[3].offset;
    let quiet = whole.copy();
    quiet.put(&path(1), torn.to_vec());
    let before = quiet.calls();
    open(&quiet, 3);
    for call in 1..=quiet.calls() - before {
        for planned in [Planned::Dies(0), Planned::Dies(10), Planned::DiesAfter] {
            for power in [false, true] {
                let disk = whole.copy();
                disk.put(&path(1), torn.to_vec());
                disk.plan(call, planned);
                assert!(try_open(&disk, 3).is_err());
                if power {
                    disk.power_cut(5)
                } else {
                    disk.restart()
                }
                let (journal, _) = open(&disk, 3);
                assert!(journal.writable());
                assert_eq!(read_all(journal.reader()).0, expected(1..=3));
                let kept: Vec<_> =
                    disk.all().into_iter().filter(|(path, _)| *path != super::path(1)).collect();
                assert_eq!(kept.len(), 1, "call {call} {planned:?}");
                assert_eq!(kept[0].1, torn[from..], "call {call} {planned:?}");
            }
        }
    }
}

#[test]
fn a_full_disk_is_told_as_such_and_left_behind() {
    let disk = filled(2);
    let used: usize = disk.all().iter().map(|(_, bytes)| bytes.len()).sum();
    disk.capacity(Some(used as u64 + 50));
    let (mut journal, _) = open(&disk, 2);
    let error = journal.append(&content(3), &mut Repeatable::new(3)).unwrap_err();
    assert!(matches!(error, JournalError::File(error) if error.fault == Fault::DiskFull));
    disk.capacity(Some(used as u64 + 1000));
    let (mut journal, condition) = open(&disk, 2);
    assert!(matches!(condition, Condition::TornTail { frame: 3, .. }));
    journal.append(&content(3), &mut Repeatable::new(3)).unwrap();
    assert_eq!(read_all(journal.reader()).0, expected(1..=3));
}
