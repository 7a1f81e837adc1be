//! A village purged from a folder: killed at every file call, with everything that can hold a body of it.

use super::bench::*;
use super::kills::killed_everywhere;
use crate::domain::kinds::{kind, person};
use crate::domain::register::Edit;
use crate::domain::value::Value;
use crate::journal::codec::{Frame, LateBodies};
use crate::journal::{Completeness, EntityId, GroupBodies, Op, Vector};
use crate::store::files::twin::MemoryDisk;
use crate::store::locals::ImportOutcome;
use crate::store::segments::Event;
use crate::store::*;

const MARKER: &str = "不该留下的字";
const OTHER: EntityId = EntityId([8; 16]);

fn named(number: u8, text: &str) -> Op {
    let edit = Edit::new(kind::PERSON, EntityId([number; 16]));
    edit.set(person::NAME, Value::Text(text.into()), &[]).why(text).finish().unwrap()
}

fn write(folder: &mut Folder, ops: &[(EntityId, Op)]) {
    let act = folder.new_act().unwrap();
    let push =
        |writing: &mut Writing| ops.iter().try_for_each(|(scope, op)| writing.push(*scope, op).map(drop));
    folder.write(Part::whole(act), push).unwrap();
}

fn roster(folder: &mut Folder, persons: &[(u8, &str)]) {
    let cells = persons.iter().map(|(number, text)| (EntityId([*number; 16]), text.as_bytes().to_vec()));
    let (act, file, wall_ms) = (folder.new_act().unwrap(), Default::default(), 1);
    let outcome = ImportOutcome { act, file, last: true, wall_ms, cells: cells.collect() };
    folder.note(&LocalFact::Import(outcome)).unwrap();
}

/// Two villages in one journal of three segments: commits of one and of both, bodies that came late, rosters, a torn end
/// and the copy of a damaged segment beside it.
fn laid_out(bench: &Bench) -> MemoryDisk {
    let (disk, mut folder, _) = bench.found();
    write(&mut folder, &[(VILLAGE, named(1, MARKER))]);
    write(&mut folder, &[(OTHER, named(2, "留下的人")), (VILLAGE, named(3, MARKER))]);
    folder.journal.end_segment().unwrap();
    roster(&mut folder, &[(1, MARKER), (2, "留下的人"), (3, MARKER)]);
    let whole = folder.sign_for_test(VILLAGE, &named(4, MARKER));
    let mut bare = whole.clone();
    bare.withhold(VILLAGE);
    let GroupBodies::Present(slots) = whole.bodies[0].clone() else { panic!() };
    let late = LateBodies { commit: whole.id, scope: VILLAGE, slots };
    folder.receive(vec![Frame::Commit(Box::new(bare)), Frame::Bodies(late)], Vec::new()).unwrap();
    folder.received().unwrap();
    // Somebody who is in both villages stays known here.
    write(&mut folder, &[(OTHER, named(5, "两边都有")), (VILLAGE, named(5, MARKER))]);
    roster(&mut folder, &[(5, "两边都有")]);
    write(&mut folder, &[(OTHER, named(6, "留下的人"))]);
    let journal = bench.root().join("journal");
    let segment = disk.bytes(&journal.join("00000001.kj")).unwrap();
    disk.put(&journal.join("00000001.kj.damaged-0"), segment);
    disk.put(&journal.join("00000002.kj.torn-99-0"), b"half a frame".to_vec());
    disk
}

fn vector(folder: &Folder) -> Vector {
    folder.ask(|state| Ok(state.ledger().vector())).unwrap()
}

/// How often the marker can be read in the journal, in the state, and in files beside them.
fn marked(bench: &Bench, disk: &MemoryDisk, folder: &Folder) -> (usize, usize, usize) {
    let holds = |bytes: &[u8]| bytes.windows(MARKER.len()).any(|part| part == MARKER.as_bytes());
    let frames = folder.journal().reader().frames_from(1).unwrap();
    let frames = frames.map(|event| match event.unwrap() {
        Event::Frame(frame) => usize::from(holds(&frame.content)),
        other => panic!("{other:?}"),
    });
    let cells = folder.ask(move |state| state.each_plain(|plain| usize::from(holds(plain)))).unwrap();
    let kept = disk.all().into_iter().filter(|(path, _)| path.starts_with(bench.root().join("journal")));
    let beside = kept.filter(|(path, _)| path.extension().is_none_or(|end| end != "kj"));
    (frames.sum(), cells, beside.count())
}

/// Begins a purge, or goes on with one that was interrupted, and ends it.
fn purge(folder: &mut Folder) -> Result<PurgeDone, StoreError> {
    let mut purging = match folder.unfinished_purges()?.pop() {
        Some(purging) => purging,
        None => folder.begin_purge(VILLAGE)?,
    };
    loop {
        if let Some(done) = folder.purge_slice(&mut purging)? {
            return Ok(done);
        }
    }
}

#[test]
fn x7_a_purge_killed_at_every_file_call_leaves_a_whole_folder_and_ends_when_run_again() {
    let bench = Bench::new();
    let start = laid_out(&bench);
    let folder = bench.open_anew(&start, 1, FIRST).unwrap();
    assert_eq!(
        marked(&bench, &start, &folder),
        (5, 4 + 2, 2),
        "frames, records and roster cells, kept copies"
    );
    let (before, streams) = (digests(&folder), vector(&folder).streams);
    let of_other = before.iter().find(|((_, scope), _)| *scope == OTHER).copied();
    drop(folder);
    let act = |disk: &MemoryDisk, begin: &dyn Fn()| {
        let mut folder = bench.open(disk, 1, FIRST)?;
        begin();
        purge(&mut folder).map(drop)
    };
    let (unfinished, untouched) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let look = |disk: &MemoryDisk| {
        let mut folder = bench.open(disk, 1, FIRST).unwrap();
        assert!(check(&mut folder).is_clean() && folder.writable());
        let purges = folder.ask(|state| state.purges()).unwrap();
        match purges.first() {
            // From the recorded fact on, nothing of it is readable in the state.
            Some(kept) => {
                assert_eq!(marked(&bench, disk, &folder).1, 0);
                unfinished.set(unfinished.get() + usize::from(!kept.ended));
            }
            None => untouched.set(untouched.get() + 1),
        }
        if !purges.first().is_some_and(|kept| kept.ended) {
            purge(&mut folder).unwrap();
        }
        for turn in ["at once", "built anew"] {
            assert_eq!(marked(&bench, disk, &folder), (0, 0, 0), "{turn}");
            let now = digests(&folder);
            assert_eq!(now.iter().find(|((_, scope), _)| *scope == OTHER).copied(), of_other, "{turn}");
            assert!(now.iter().all(|((_, scope), _)| *scope != VILLAGE), "{turn}");
            let held = vector(&folder);
            assert_eq!(held.streams, streams, "{turn}: headers and chains stay");
            assert!(held.scopes.contains(&(VILLAGE, Completeness::AllMissing)), "{turn}");
            assert!(held.scopes.contains(&(OTHER, Completeness::Complete)), "{turn}");
            assert!(check(&mut folder).is_clean(), "{turn}");
            let cells = |number| folder.ask(move |state| state.last_roster(EntityId([number; 16]))).unwrap();
            assert_eq!(
                [1, 2, 3, 5].map(|number| cells(number).is_some()),
                [false, true, false, true],
                "{turn}"
            );
            assert!(folder.unfinished_purges().unwrap().is_empty());
            drop(folder);
            folder = bench.open(disk, 1, FIRST).unwrap();
        }
        // Work goes on.
        write(&mut folder, &[(OTHER, named(7, "后来的人"))]);
    };
    let calls = killed_everywhere(&bench, &start, &act, &look);
    assert!(
        calls > 15 && unfinished.get() > 15 && untouched.get() > 0,
        "{calls} {unfinished:?} {untouched:?}"
    );
}

#[test]
fn after_a_purge_the_state_is_built_anew_once_because_its_file_keeps_what_was_removed() {
    let bench = Bench::new();
    let disk = laid_out(&bench);
    let mut folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    let done = purge(&mut folder).unwrap();
    assert_eq!((done.frames, done.set_aside), (5, 2));
    drop(folder);
    let built = |disk| {
        let folder = bench.open(disk, 1, FIRST).unwrap();
        assert!(!folder.report().rebuilt, "and that is no news");
        folder.report().replayed > 5
    };
    assert_eq!((built(&disk), built(&disk)), (true, false));
}

#[test]
fn bodies_that_come_again_after_a_purge_count_and_a_later_purge_takes_them_too() {
    let bench = Bench::new();
    let start = laid_out(&bench);
    let folder = bench.open_anew(&start, 1, FIRST).unwrap();
    let before = digests(&folder);
    let held = folder.ask(|state| {
        let commits = state.ledger().entries().map(|entry| entry.hash).collect::<Vec<_>>();
        commits.iter().map(|hash| Ok(state.held(hash)?.unwrap())).collect::<Result<Vec<_>, _>>()
    });
    let held = held.unwrap();
    drop(folder);
    let disk = start.copy();
    let mut folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    purge(&mut folder).unwrap();
    let mut again = Vec::new();
    for commit in held {
        for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
            if let (VILLAGE, GroupBodies::Present(slots)) = (group.scope, bodies) {
                again.push(Frame::Bodies(LateBodies {
                    commit: commit.id,
                    scope: VILLAGE,
                    slots: slots.clone(),
                }));
            }
        }
    }
    assert_eq!(again.len(), 4);
    folder.receive(again, Vec::new()).unwrap();
    folder.received().unwrap();
    assert_eq!(digests(&folder), before);
    assert!(vector(&folder).scopes.contains(&(VILLAGE, Completeness::Complete)));
    let whole = folder.ask(|state| {
        let all = state.ledger().entries().map(|entry| entry.hash).collect::<Vec<_>>();
        let whole = |hash| Ok(state.held(hash)?.unwrap().bodies.iter().all(GroupBodies::is_whole));
        all.iter().map(whole).collect::<Result<Vec<_>, _>>()
    });
    assert!(whole.unwrap().iter().all(|whole| *whole), "what is passed on is the late copy");
    assert!(check(&mut folder).is_clean());
    drop(folder);
    let mut folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    assert_eq!(digests(&folder), before, "built anew as well");
    assert!(folder.unfinished_purges().unwrap().is_empty());
    purge(&mut folder).unwrap();
    assert_eq!(marked(&bench, &disk, &folder), (0, 0, 0));
    assert!(check(&mut folder).is_clean());
}

#[test]
fn a_repair_from_a_backup_older_than_the_purge_brings_nothing_of_it_back() {
    let bench = Bench::new();
    let disk = laid_out(&bench);
    let mut folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    folder.backup(std::path::Path::new(STICK), &mut |_, _| {}).unwrap();
    purge(&mut folder).unwrap();
    let of_other = digests(&folder);
    super::mending::spoil(&bench, &disk, &folder, 3);
    super::mending::spoil(&bench, &disk, &folder, 2);
    let from = std::path::Path::new(STICK);
    let (mut folder, mended) = folder.repair(Some(from), false, &mut |_, _| {}).unwrap();
    assert_eq!(mended.repaired.restored, [2, 3]);
    let (frames, cells, kept) = marked(&bench, &disk, &folder);
    assert_eq!((frames, cells, kept), (0, 0, 1), "the damaged segment is kept, purged as it was");
    assert_eq!(digests(&folder), of_other);
    assert!(check(&mut folder).is_clean());
    // The next backup writes the purged segments anew there.
    folder.backup(from, &mut |_, _| {}).unwrap();
    let copies = disk.all().into_iter().filter(|(path, _)| path.starts_with(STICK));
    let segments: Vec<_> =
        copies.filter(|(path, _)| path.extension().is_some_and(|end| end == "kj")).collect();
    for (path, bytes) in &segments {
        assert_eq!(
            disk.bytes(&bench.root().join("journal").join(path.file_name().unwrap())).unwrap()[..bytes.len()],
            **bytes
        );
    }
    assert!(segments.len() >= 3);
}
