//! Backups: made, grown, verified, restored; every flipped bit noticed; every refusal.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bench::*;
use crate::domain::roles::Role;
use crate::store::files::Files;
use crate::store::files::twin::{MemoryDisk, Planned};
use crate::store::*;

fn stick() -> &'static Path {
    Path::new(STICK)
}

fn back_up(folder: &mut Folder) -> Result<BackupMade, StoreError> {
    folder.backup(stick(), &mut |_, _| {})
}

fn verify(disk: &MemoryDisk) -> Result<(), BackupError> {
    let files: Arc<dyn Files> = Arc::new(disk.clone());
    verify_backup(&files, stick(), &mut |_, _| {}).map(drop)
}

fn restored(bench: &Bench, disk: &MemoryDisk, root: &Path) -> Result<(Folder, Restored), StoreError> {
    restore(stick(), root, (1, &pass(FIRST)), bench.world(disk), &mut |_, _| {})
}

/// The files of the backup.
fn on_stick(disk: &MemoryDisk) -> Vec<(PathBuf, Vec<u8>)> {
    disk.all().into_iter().filter(|(path, _)| path.starts_with(STICK)).collect()
}

#[test]
fn a_backup_grows_by_what_is_new_and_comes_back_equal_with_a_new_stream() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    add(&mut folder, "乙", Role::Recorder.bit(), SECOND).unwrap();
    (1..=20).for_each(|number| write_person(&mut folder, number));
    assert_eq!(folder.backup_age().unwrap().made_ms, None);
    let first = back_up(&mut folder).unwrap();
    write_person(&mut folder, 21);
    bench.wall.fetch_add(2 * DAY_MS, std::sync::atomic::Ordering::Relaxed);
    write_person(&mut folder, 22);
    let age = folder.backup_age().unwrap();
    assert_eq!((age.made_ms, age.days_of_work), (Some(first.made_ms), 2));
    folder.end_officer(2).unwrap();
    write_person(&mut folder, 23);
    let second = back_up(&mut folder).unwrap();
    assert!(second.copied < first.copied && second.bytes > first.bytes, "{first:?} {second:?}");
    assert!(second.last_frame > first.last_frame);
    assert_eq!(folder.backup_age().unwrap().days_of_work, 0);
    verify(&disk).unwrap();
    let (before, stream) = (digests(&folder), folder.stream());
    write_person(&mut folder, 24);
    drop(folder);
    let (mut back, said) = restored(&bench, &disk, &bench.other()).unwrap();
    assert_eq!((said.made_ms, said.last_frame), (second.made_ms, second.last_frame));
    assert_eq!(digests(&back), before);
    assert!(back.report().new_stream && back.stream() != stream);
    assert_eq!(persons(&back), 23);
    assert!(check(&mut back).is_clean());
    write_person(&mut back, 25);
    let stream = back.stream();
    drop(back);
    // Opened again it goes on in the new stream and begins no further one.
    let shut = Shut::open(&bench.other(), bench.world(&disk)).unwrap();
    let back = shut.unlock(1, &pass(FIRST), &mut |_, _| {}).map_err(|e| e.1).unwrap();
    assert_eq!((back.stream(), back.report().new_stream, persons(&back)), (stream, false, 24));
    drop(back);
    let shut = Shut::open(&bench.other(), bench.world(&disk)).unwrap();
    assert!(shut.unlock(2, &pass(SECOND), &mut |_, _| {}).is_err());
}

#[test]
fn every_flipped_bit_and_every_cut_of_a_backup_is_noticed_and_nothing_is_written() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    (1..=3).for_each(|number| write_person(&mut folder, number));
    back_up(&mut folder).unwrap();
    drop(folder);
    let other = bench.other();
    let files = on_stick(&disk);
    assert_eq!(files.len(), 3, "manifest, segment, vault");
    let mut tried = 0;
    for (path, bytes) in &files {
        let small = path.ends_with("manifest");
        for at in (0..bytes.len()).step_by(if small { 1 } else { bytes.len() / 150 + 1 }) {
            let spoilt = disk.copy();
            let mut changed = bytes.clone();
            changed[at] ^= 1 << (at % 8);
            spoilt.put(path, changed);
            let error = verify(&spoilt).unwrap_err();
            assert!(
                matches!(error, BackupError::Damaged { .. } | BackupError::Newer(_)),
                "{path:?} {at} {error:?}"
            );
            tried += 1;
            if tried % 20 == 0 {
                let named = match restored(&bench, &spoilt, &other) {
                    Err(StoreError::Backup(BackupError::Damaged { file })) => file,
                    Err(StoreError::Backup(BackupError::Newer(_))) => "manifest".into(),
                    other => panic!("{:?}", other.err()),
                };
                assert!(path.ends_with(&named), "{named}");
                assert!(!spoilt.all().iter().any(|(path, _)| path.starts_with(&other)), "nothing written");
            }
        }
        for cut in (0..bytes.len()).step_by(bytes.len() / 20 + 1) {
            let spoilt = disk.copy();
            spoilt.put(path, bytes[..cut].to_vec());
            assert!(verify(&spoilt).is_err());
        }
        let spoilt = disk.copy();
        spoilt.remove(path).unwrap();
        assert!(matches!(verify(&spoilt), Err(BackupError::Damaged { .. } | BackupError::Absent)));
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn a_backup_that_went_bad_on_the_stick_is_written_anew() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    (1..=3).for_each(|number| write_person(&mut folder, number));
    back_up(&mut folder).unwrap();
    for spoil in 0..3 {
        let (path, mut bytes) = on_stick(&disk).remove(spoil);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 4;
        disk.put(&path, bytes);
        assert!(verify(&disk).is_err());
        write_person(&mut folder, 10 + u8::try_from(spoil).unwrap());
        back_up(&mut folder).unwrap();
        verify(&disk).unwrap();
    }
    let before = digests(&folder);
    drop(folder);
    assert_eq!(digests(&restored(&bench, &disk, &bench.other()).unwrap().0), before);
}

#[test]
fn backups_that_cannot_be_made_are_refused_each_in_its_way() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    let root = bench.root();
    for inside in [root.clone(), root.join("backup"), root.join("x/../y"), root.join("../d")] {
        let error = folder.backup(&inside, &mut |_, _| {}).unwrap_err();
        assert!(matches!(error, StoreError::Backup(BackupError::InsideData)), "{inside:?} {error:?}");
    }
    folder.backup(&root.join("../beside"), &mut |_, _| {}).unwrap();
    back_up(&mut folder).unwrap();
    write_person(&mut folder, 1);
    // Full, read-only: the older backup stays whole.
    let used: usize = disk.all().iter().map(|(_, bytes)| bytes.len()).sum();
    disk.capacity(Some(used as u64 + 10));
    let error = back_up(&mut folder).unwrap_err();
    assert!(matches!(error, StoreError::Backup(BackupError::Full { bytes }) if bytes > 10), "{error:?}");
    disk.capacity(None);
    verify(&disk).unwrap();
    drop(folder);
    let mut refused = 0;
    for call in 1..60 {
        let disk = disk.copy();
        let mut folder = bench.open_anew(&disk, 1, FIRST).unwrap();
        disk.plan(call, Planned::Fails(ErrorKind::ReadOnlyFilesystem));
        match back_up(&mut folder) {
            Err(StoreError::Backup(BackupError::ReadOnly)) => refused += 1,
            _ => continue,
        }
        verify(&disk).unwrap();
    }
    assert!(refused >= 8, "{refused}");
    // Another folder's.
    let beside = Bench::new();
    let (theirs, mut other, _) = beside.found();
    for (path, bytes) in on_stick(&disk) {
        theirs.make_folder(path.parent().unwrap()).unwrap();
        theirs.put(&path, bytes);
    }
    let error = back_up(&mut other).unwrap_err();
    assert!(matches!(error, StoreError::Backup(BackupError::OtherFolder(_))), "{error:?}");
    let error = other.repair(Some(stick()), false, &mut |_, _| {}).err().unwrap();
    assert!(matches!(error, StoreError::Backup(BackupError::OtherFolder(_))), "{error:?}");
}

#[test]
fn restores_that_cannot_be_are_refused_each_in_its_way() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    let nothing = restored(&bench, &disk, &bench.other());
    assert!(matches!(nothing, Err(StoreError::Backup(BackupError::Absent))));
    back_up(&mut folder).unwrap();
    drop(folder);
    let into_work = restored(&bench, &disk, &bench.root());
    assert!(matches!(into_work, Err(StoreError::NotEmpty)));
    let wrong = restore(stick(), &bench.other(), (1, &pass(THIRD)), bench.world(&disk), &mut |_, _| {});
    assert!(matches!(wrong, Err(StoreError::WrongPassphrase { .. })));
    let nobody = restore(stick(), &bench.other(), (5, &pass(THIRD)), bench.world(&disk), &mut |_, _| {});
    assert!(matches!(nobody, Err(StoreError::NoSuchOfficer(5))));
    assert!(!disk.all().iter().any(|(path, _)| path.starts_with(bench.other())));
    let manifest = on_stick(&disk).into_iter().find(|(path, _)| path.ends_with("manifest")).unwrap().0;
    let own = manifest.parent().unwrap().to_owned();
    let twin = own.with_file_name(format!("kuqu-{}", "0".repeat(32)));
    for (path, bytes) in on_stick(&disk) {
        let to = twin.join(path.strip_prefix(&own).unwrap());
        disk.make_folder(to.parent().unwrap()).unwrap();
        disk.put(&to, bytes);
    }
    let several = restored(&bench, &disk, &bench.other());
    assert!(matches!(several, Err(StoreError::Backup(BackupError::Several(ids))) if ids.len() == 2));
    // Named itself it is found, on a full disk nothing is left, with room it works.
    let used: usize = disk.all().iter().map(|(_, bytes)| bytes.len()).sum();
    disk.capacity(Some(used as u64 + 300));
    let named = |disk| restore(&own, &bench.other(), (1, &pass(FIRST)), bench.world(disk), &mut |_, _| {});
    assert!(matches!(named(&disk), Err(StoreError::File(_) | StoreError::VaultFiles(_))));
    assert!(!disk.all().iter().any(|(path, _)| path.starts_with(bench.other())));
    disk.capacity(None);
    named(&disk).unwrap();
}
