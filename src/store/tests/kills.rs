//! A kill at every call of the file layer: passphrase change, an officer's end with its new data key, backup, restore. The
//! folder opens afterwards, nothing confirmed is lost, and no removed way in opens it.

use std::path::Path;
use std::sync::Arc;

use super::bench::*;
use crate::domain::roles::Role;
use crate::journal::Act;
use crate::store::drafts::draft_name;
use crate::store::files::Files;
use crate::store::files::twin::{MemoryDisk, Planned};
use crate::store::*;
use crate::vault::{Effort, System};

/// What is killed; it says when the calls begin that count.
pub type Deed<'a> = dyn Fn(&MemoryDisk, &dyn Fn()) -> Result<(), StoreError> + 'a;

/// Runs `act` on a fresh copy once for each call that it makes, killed in the call or right after it; then `look` at what
/// the disk holds. Every second time the power fails as well.
pub fn killed_everywhere(bench: &Bench, start: &MemoryDisk, act: &Deed, look: &dyn Fn(&MemoryDisk)) -> u64 {
    let disk = start.copy();
    let from = std::cell::Cell::new(0);
    bench.forget_state();
    act(&disk, &|| from.set(disk.calls())).unwrap();
    let calls = disk.calls() - from.get();
    look(&disk);
    for call in 1..=calls {
        for planned in [Planned::Dies(usize::try_from(call * 37 % 90).unwrap()), Planned::DiesAfter] {
            let disk = start.copy();
            bench.forget_state();
            // A kill in a call whose failure does not matter (a courtesy) may let the act say that it is done.
            let _ = act(&disk, &|| disk.plan(call, planned));
            if (call + u64::from(planned == Planned::DiesAfter)) % 2 == 0 {
                disk.restart();
            } else {
                disk.power_cut(11);
            }
            bench.forget_state();
            look(&disk);
        }
    }
    calls
}

/// An office with three persons, a second officer who wrote one of them, and a backup on the stick.
fn office(bench: &Bench) -> MemoryDisk {
    let (disk, mut folder, _) = bench.found();
    add(&mut folder, "乙", Role::Recorder.bit(), SECOND).unwrap();
    write_person(&mut folder, 1);
    write_person(&mut folder, 2);
    folder.backup(Path::new(STICK), &mut |_, _| {}).unwrap();
    drop(folder);
    let mut second = bench.open(&disk, 2, SECOND).unwrap();
    write_person(&mut second, 3);
    let draft = draft_name(second.actor().officer, Act([1; 14]));
    second.drafts().unwrap().save(&draft, b"half", &mut System).unwrap();
    drop(second);
    disk
}

#[test]
fn of_a_passphrase_change() {
    let bench = Bench::new();
    let start = office(&bench);
    let act = |disk: &MemoryDisk, begin: &dyn Fn()| {
        let mut folder = bench.open(disk, 1, FIRST)?;
        begin();
        folder.change_passphrase(1, &pass(THIRD), Effort::FAST)
    };
    let look = |disk: &MemoryDisk| {
        let shut = Shut::open(&bench.root(), bench.world(disk)).unwrap();
        assert!(shut.vault_files.both_whole());
        let opens = |passphrase| shut.vault.open(1, &pass(passphrase)).is_ok();
        assert_ne!(opens(FIRST), opens(THIRD), "one of the two, in both files");
        let now = if opens(FIRST) { FIRST } else { THIRD };
        drop(shut);
        assert_eq!(persons(&bench.open(disk, 1, now).unwrap()), 3);
    };
    assert_eq!(killed_everywhere(&bench, &start, &act, &look), 6);
}

#[test]
fn of_an_officers_end() {
    let bench = Bench::new();
    let start = office(&bench);
    let act = |disk: &MemoryDisk, begin: &dyn Fn()| {
        let mut folder = bench.open(disk, 1, FIRST)?;
        begin();
        folder.end_officer(2)?;
        write_more(&mut folder)?;
        while !folder.sweep_slice(50)? {}
        Ok(())
    };
    let look = |disk: &MemoryDisk| {
        let mut folder = bench.open(disk, 1, FIRST).unwrap();
        let seat = folder.officers().unwrap().remove(1);
        let shut_out = !seat.has_access;
        assert!(shut_out || !seat.ended, "the way in goes first");
        assert!(persons(&folder) >= 3 && folder.writable());
        // The same call finishes what is left.
        match folder.end_officer(2) {
            Err(StoreError::Officer(OfficerError::Ended(2))) => assert!(seat.ended && shut_out),
            done => assert!(done.is_ok() && !seat.ended),
        }
        folder.handover(2, 1).unwrap();
        let drafts = folder.drafts().unwrap();
        let held = drafts.load(&draft_name(folder.actor().officer, Act([1; 14]))).unwrap().unwrap();
        assert_eq!((held.as_slice(), drafts.list().unwrap().len()), (b"half".as_slice(), 1));
        while !folder.sweep_slice(50).unwrap() {}
        let before = persons(&folder);
        write_person(&mut folder, 9);
        assert_eq!(persons(&folder), before + 1);
        drop(folder);
        let refused = bench.open(disk, 2, SECOND);
        assert!(matches!(refused, Err(StoreError::NoSuchOfficer(2))));
    };
    let calls = killed_everywhere(&bench, &start, &act, &look);
    assert!(calls > 15, "{calls}");
    // Right after a kill, before anybody finished anything.
    for call in 1..=calls {
        let disk = start.copy();
        bench.forget_state();
        let mut folder = bench.open(&disk, 1, FIRST).unwrap();
        disk.plan(call, Planned::DiesAfter);
        let _ = folder.end_officer(2);
        drop(folder);
        disk.restart();
        let shut = Shut::open(&bench.root(), bench.world(&disk)).unwrap();
        let removed = !shut.vault.officers().contains(&2);
        assert!(removed || call < 3, "{call}");
        if removed {
            assert!(shut.vault.open(2, &pass(SECOND)).is_err() && shut.vault_files.both_whole());
        }
    }
}

fn write_more(folder: &mut Folder) -> Result<(), StoreError> {
    folder.note(&LocalFact::Warning(locals::Occasion {
        officer: folder.actor().officer,
        what: "more".into(),
        count: 1,
        wall_ms: 1,
    }))
}

#[test]
fn of_a_backup_that_grows_and_of_one_that_is_written_anew() {
    let bench = Bench::new();
    let start = office(&bench);
    let files = |disk: &MemoryDisk| -> Arc<dyn Files> { Arc::new(disk.clone()) };
    let verified = |disk: &MemoryDisk| verify_backup(&files(disk), Path::new(STICK), &mut |_, _| {}).unwrap();
    let old = verified(&start).last_frame();
    let spoilt = start.copy();
    let first_segment = start
        .all()
        .into_iter()
        .find(|(path, _)| path.starts_with(STICK) && path.extension().is_some_and(|end| end == "kj"));
    let (path, mut bytes) = first_segment.unwrap();
    bytes[200] ^= 1;
    spoilt.put(&path, bytes);
    for (start, was_whole) in [(&start, true), (&spoilt, false)] {
        let act = |disk: &MemoryDisk, begin: &dyn Fn()| {
            let mut folder = bench.open(disk, 1, FIRST)?;
            begin();
            folder.backup(Path::new(STICK), &mut |_, _| {}).map(drop)
        };
        let look = |disk: &MemoryDisk| {
            let found = verify_backup(&files(disk), Path::new(STICK), &mut |_, _| {});
            match found {
                Ok(backup) => assert!(backup.last_frame() > old || was_whole),
                Err(error) => assert!(!was_whole && matches!(error, BackupError::Damaged { .. })),
            }
            // The next one goes on from there.
            let mut folder = bench.open(disk, 1, FIRST).unwrap();
            assert_eq!(persons(&folder), 3);
            let made = folder.backup(Path::new(STICK), &mut |_, _| {}).unwrap();
            assert_eq!(verified(disk).last_frame(), made.last_frame);
        };
        let calls = killed_everywhere(&bench, start, &act, &look);
        assert!(calls > 20, "{calls}");
    }
}

#[test]
fn of_a_restore() {
    let bench = Bench::new();
    let start = office(&bench);
    let restored = |disk: &MemoryDisk| {
        restore(Path::new(STICK), &bench.other(), (1, &pass(FIRST)), bench.world(disk), &mut |_, _| {})
    };
    let act = |disk: &MemoryDisk, begin: &dyn Fn()| {
        begin();
        restored(disk).map(drop)
    };
    let stream = bench.open(&start, 1, FIRST).unwrap().stream();
    let (opened, again) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let look = |disk: &MemoryDisk| {
        let open = Shut::open(&bench.other(), bench.world(disk))
            .and_then(|shut| shut.unlock(1, &pass(FIRST), &mut |_, _| {}).map_err(|error| error.1));
        let folder = match open {
            Ok(folder) => {
                opened.set(opened.get() + 1);
                folder
            }
            Err(error) => {
                assert!(matches!(error, StoreError::Missing | StoreError::VaultFiles(_)), "{error:?}");
                again.set(again.get() + 1);
                bench.forget_state();
                restored(disk).unwrap().0
            }
        };
        assert_eq!(persons(&folder), 2);
        assert!(folder.writable() && folder.stream() != stream, "never on in the old stream");
        drop(folder);
        // Now there is work in it.
        assert!(matches!(restored(disk), Err(StoreError::NotEmpty)));
    };
    let calls = killed_everywhere(&bench, &start, &act, &look);
    assert!(calls > 30 && opened.get() > 10 && again.get() > 20, "{calls} {opened:?} {again:?}");
}
