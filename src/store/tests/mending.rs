//! A damaged folder: the journal repaired from a backup, what is lost named, the check after an unclean stop.

use std::path::Path;

use super::bench::*;
use crate::journal::Audience;
use crate::store::files::twin::MemoryDisk;
use crate::store::segments::{Condition, Event, Position};
use crate::store::*;

/// Flips a bit in the frame with this number.
pub fn spoil(bench: &Bench, disk: &MemoryDisk, folder: &Folder, number: u64) {
    let position = place_of(folder, number);
    let path = bench.root().join(format!("journal/{:08}.kj", position.segment));
    let mut bytes = disk.bytes(&path).unwrap();
    bytes[usize::try_from(position.offset).unwrap() + 60] ^= 1;
    disk.put(&path, bytes);
}

fn place_of(folder: &Folder, number: u64) -> Position {
    let mut frames = folder.journal().reader().frames_from(number).unwrap();
    match frames.next() {
        Some(Ok(Event::Frame(frame))) if frame.number == number => frame.position,
        other => panic!("{other:?}"),
    }
}

#[test]
fn damage_comes_back_from_a_backup_and_the_state_with_it() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    (1..=6).for_each(|number| write_person(&mut folder, number));
    folder.backup(Path::new(STICK), &mut |_, _| {}).unwrap();
    write_person(&mut folder, 7);
    let (before, stream) = (digests(&folder), folder.stream());
    spoil(&bench, &disk, &folder, 4);
    drop(folder);
    // The state is whole, so that everything is still shown; nothing is written.
    let folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    assert!(!folder.writable() && folder.condition().is_damage());
    let mut folder = folder;
    assert!(matches!(folder.backup(Path::new(STICK), &mut |_, _| {}), Err(StoreError::ReadOnly)));
    assert!(matches!(folder.end_officer(1), Err(StoreError::ReadOnly)));
    let (mut folder, mended) = folder.repair(Some(Path::new(STICK)), false, &mut |_, _| {}).unwrap();
    assert_eq!((mended.repaired.restored.as_slice(), mended.repaired.filled.len()), ([4].as_slice(), 0));
    assert!(mended.before.is_damage() && mended.after == Condition::Whole);
    assert_eq!((digests(&folder), folder.stream()), (before, stream));
    assert!(folder.writable() && !folder.report().new_stream);
    assert!(check(&mut folder).is_clean());
    folder.backup(Path::new(STICK), &mut |_, _| {}).unwrap();
    let (folder, nothing) = folder.repair(None, true, &mut |_, _| {}).unwrap();
    assert_eq!((nothing.before, folder.stream()), (Condition::Whole, stream));
}

#[test]
fn what_no_copy_has_is_lost_only_when_that_is_accepted_and_then_a_new_stream_begins() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    (1..=3).for_each(|number| write_person(&mut folder, number));
    folder.backup(Path::new(STICK), &mut |_, _| {}).unwrap();
    // The backup is recorded in a frame of its own, and two persons follow.
    (4..=6).for_each(|number| write_person(&mut folder, number));
    let stream = folder.stream();
    let (kept, lost) = (3, folder.journal().confirmed() - 1);
    spoil(&bench, &disk, &folder, lost);
    spoil(&bench, &disk, &folder, kept);
    drop(folder);
    let folder = bench.open(&disk, 1, FIRST).unwrap();
    let (folder, mended) = folder.repair(Some(Path::new(STICK)), false, &mut |_, _| {}).unwrap();
    assert_eq!(mended.repaired.missing, [lost]);
    assert!(mended.after.is_damage() && !folder.writable());
    let (mut folder, mended) = folder.repair(Some(Path::new(STICK)), true, &mut |_, _| {}).unwrap();
    assert_eq!((mended.repaired.restored, mended.repaired.filled), (vec![kept], vec![lost]));
    assert_eq!(mended.after, Condition::Whole);
    assert!(folder.writable() && folder.report().new_stream && folder.stream() != stream);
    assert_eq!(persons(&folder), 5);
    write_person(&mut folder, 7);
    assert!(check(&mut folder).is_clean());
    drop(folder);
    let folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    assert_eq!((persons(&folder), folder.report().new_stream), (6, false));
}

#[test]
fn a_folder_that_does_not_open_is_repaired_all_the_same() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    (1..=3).for_each(|number| write_person(&mut folder, number));
    folder.backup(Path::new(STICK), &mut |_, _| {}).unwrap();
    let before = digests(&folder);
    spoil(&bench, &disk, &folder, 1);
    drop(folder);
    let closed = bench.open_anew(&disk, 1, FIRST);
    assert!(matches!(closed, Err(StoreError::NotFounded)), "{:?}", closed.err());
    let shut = Shut::open(&bench.root(), bench.world(&disk)).unwrap();
    let officer = (1, &pass(FIRST));
    let (folder, _) = shut.repair(officer, Some(Path::new(STICK)), false, &mut |_, _| {}).unwrap();
    assert_eq!(digests(&folder), before);
}

#[test]
fn an_unclean_stop_asks_for_a_check_that_sees_what_does_not_add_up() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    (1..=9).for_each(|number| write_person(&mut folder, number));
    assert!(!folder.report().unclean);
    assert!(check(&mut folder).is_clean());
    // What is written during a check makes it begin again, not fail.
    let mut running = folder.begin_check().unwrap();
    for number in 20..30 {
        assert_eq!(folder.check_slice(&mut running, 3).unwrap(), None);
        write_person(&mut folder, number);
    }
    drop(running);
    std::fs::copy(bench.root().join("lock.holder"), bench.root().join("kept")).unwrap();
    drop(folder);
    std::fs::rename(bench.root().join("kept"), bench.root().join("lock.holder")).unwrap();
    let mut folder = bench.open(&disk, 1, FIRST).unwrap();
    assert!(folder.report().unclean);
    let found = check(&mut folder);
    assert!(found.is_clean());
    assert_eq!((found.state.records, found.frames), (19 + 3, 20));
    // Once checked, an idle lock and its unlocking ask for nothing.
    let folder = folder.shut().unlock(1, &pass(FIRST), &mut |_, _| {}).map_err(|error| error.1).unwrap();
    assert!(!folder.report().unclean);
    let mut folder = folder;
    let misstated = folder.ask(|state| {
        state.misstate(Audience::Everyone, VILLAGE);
        Ok(())
    });
    misstated.unwrap();
    let found = check(&mut folder);
    assert_eq!(found.state.wrong, [(Audience::Everyone, VILLAGE)]);
    spoil(&bench, &disk, &folder, 5);
    let found = check(&mut folder);
    assert_eq!((found.damages.len(), folder.writable()), (1, false));
}
