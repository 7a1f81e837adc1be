//! What taking a bundle in costs - verify, stage, rehearse, journal, state - beside the bare cost of decrypting, unpacking
//! and verifying the same bytes (design.md 8). Two shapes: a whole office in large commits, as a roster import writes them,
//! and small work, one operation in a commit, as officers' days write it.
//!
//! Then a data set that goes whole to a new machine of the office: the answer to its request holds everything.
//!
//! `cargo bench --bench exchange` prints one line for each, times in milliseconds, in brackets those of the processor; a number
//! behind `--` takes so many operations instead, and `office`, `small` or `machine` one shape alone.
//!
//! Bars: 45,000 operations/s whole, 110 bytes an operation, memory that does not grow with the bundle. Measured on an idle
//! machine of two processors, the middle of three runs (link-time optimisation off):
//!
//! * 76 bytes an operation in large commits: met. 197 in commits of one operation: header, signature and group of a commit
//!   are 150 bytes that do not pack, whatever is in it: not met, and cannot be.
//! * Large commits: 22,900 operations/s of 11,400, 7.9 times the bare cost, and 19,700 of 114,000, 10.5 times: not met. A
//!   third is the preview, which folds what it judges so that its numbers are those of the result. What follows is bound by
//!   the state: a sealed record in sled for each that is touched takes 22 microseconds an operation, which alone would be
//!   45,000, on a thread beside the one that folds.
//! * Commits of one operation: 10,600 operations/s of 10,000 and 9,600 of 100,000, 2.2 times the bare cost, which is one
//!   strict check of a signature for each and allows 17,800: not met, and cannot be on one processor.
//! * 461,000 operations of 200,000 persons, sent whole to a new machine of the office in 35 MB: 1.6 s of writing, 2.6 s of
//!   reading, 20.2 s of taking in, 20,300 operations/s.
//! * Memory over what the machine had before: 24 MB for 11,400 operations, 93 MB for 114,000, 522 MB in all for the 461,000 of
//!   a new machine: a share of the records that are rehearsed is bounded, the ledger's headers and sled's cache, three times
//!   what lies in it, are not.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use std::path::{Path, PathBuf};
use std::sync::Arc;

use kuqu::domain::kinds::{kind, person};
use kuqu::domain::place::Level;
use kuqu::domain::register::Edit;
use kuqu::domain::value::Value;
use kuqu::exchange::enrol::{self, Answer, Request, Terms};
use kuqu::exchange::parcel::Parcel;
use kuqu::exchange::read::Bundle;
use kuqu::exchange::{Intake, export};
use kuqu::journal::codec::Frame;
use kuqu::journal::{Audience, Digests, EntityId, Ledger, Roles};
use kuqu::store::enrol::{Pending, found_field};
use kuqu::store::files::Disk;
use kuqu::store::{Folder, Part, World};
use kuqu::vault::{Effort, Passphrase};

mod folders;
use folders::{Took, empty, fill, forget_peak, now_mb, peak_mb, scratch, took};

/// Persons of the data set that is sent whole.
const WHOLE: usize = 200_000;
/// Operations that a generated person comes to, with household and membership.
const OPS_A_PERSON: usize = 2;
/// What one run may be asked for.
const SHAPES: [&str; 3] = ["office", "small", "machine"];

fn going(_: u64, _: u64) -> bool {
    true
}

fn main() {
    let wanted = std::env::args().filter_map(|arg| arg.parse().ok()).next();
    let shapes: Vec<String> = std::env::args().filter(|arg| SHAPES.contains(&arg.as_str())).collect();
    let shape = |name: &str| shapes.is_empty() || shapes.iter().any(|shape| shape == name);
    println!(
        "shape | operations | bundle MB | bytes/operation | export ms | bare ms | preview ms | take in ms | operations/s whole | of bare | peak MB"
    );
    for operations in wanted.map_or(vec![10_000, 100_000], |one| vec![one]) {
        if shape("office") {
            measure("whole office", operations / OPS_A_PERSON, |office, persons| {
                fill(office, persons, |scope| !scope.is_zero());
            });
        }
        if shape("small") {
            measure("small work", operations, small);
        }
    }
    if shape("machine") {
        whole(wanted.map_or(WHOLE, |operations| operations / OPS_A_PERSON));
    }
}

/// A data set sent whole to a machine of the office that is enrolled just now: the answer to its request holds everything.
fn whole(persons: usize) {
    let scratch = scratch();
    let root = scratch.path();
    let mut office = empty(&root.join("A"));
    fill(&mut office, persons, |_| true);
    let operations = operations_of(&office);
    let (answer, pending, writing) = asked(root, &mut office, true);
    let writing_mb = peak_mb();
    let bytes = std::fs::metadata(&answer).map(|meta| meta.len()).unwrap_or(0);
    let held = digests(&office);
    drop(office);
    forget_peak();
    let (reading, read) = took(|| Answer::read(&pending, &answer, &mut going).expect("an answer"));
    let (taking, machine) = took(|| {
        let machine = read.finish(pending, &mut |_, _| {}).expect("a folder");
        machine.ask(|state| Ok(state.applied())).expect("the state");
        machine
    });
    assert_eq!(digests(&machine), held);
    println!(
        "new machine, {persons} persons | {operations} | {:.2} | {:.0} | {writing} | - | {reading} | {taking} | {} | - | {} (writing: {writing_mb})",
        bytes as f64 / 1e6,
        bytes as f64 / operations as f64,
        rate(operations, reading + taking),
        peak_mb()
    );
}

/// The digests of every village.
fn digests(folder: &Folder) -> Vec<((Audience, EntityId), Digests)> {
    let all =
        folder.ask(|state| Ok(state.digests().iter().map(|(place, sum)| (*place, *sum)).collect::<Vec<_>>()));
    let all = all.expect("digests").into_iter();
    all.filter(|((_, scope), _)| !scope.is_zero()).collect()
}

/// So many operations on the persons of one village, each in a commit of its own.
fn small(office: &mut Folder, operations: usize) {
    let village = *villages(office).first().expect("a village");
    for number in 0..operations {
        let mut id = [9; 16];
        id[..8].copy_from_slice(&((number / 10) as u64).to_be_bytes());
        let edit = Edit::new(kind::PERSON, EntityId(id));
        let edit = edit.set(person::PHONE, Value::Text(format!("139{number:08}")), &[]);
        let scoped = edit.finish_in(village).expect("an operation");
        let part = Part::whole(office.new_act().expect("an act"));
        office.append_commit(part, |commit| commit.push(village, &scoped.op).map(drop)).expect("a commit");
        office.forget_pending();
    }
    office.confirm_and_replay(&mut |_, _| {}).expect("a state");
}

fn villages(folder: &Folder) -> Vec<EntityId> {
    let places = folder.ask(|state| {
        let mut places = Vec::new();
        state.each(kind::PLACE, |key, record| {
            places.push(kuqu::domain::record::Place::from_record(key, &record));
        })?;
        Ok(places)
    });
    let places = places.expect("places").into_iter();
    places
        .filter(|place| place.level.shown == Some(Level::Village.code()))
        .map(|place| place.entity())
        .collect()
}

/// A laptop that is given every village, and of the office's records those that are there.
fn laptop(root: &Path, office: &mut Folder) -> Folder {
    let (answer, pending, _) = asked(root, office, false);
    let read = Answer::read(&pending, &answer, &mut going).expect("an answer");
    read.finish(pending, &mut |_, _| {}).expect("a folder")
}

/// A laptop that has asked to be enrolled and was given every village: the answer's file, and the milliseconds of writing it.
fn asked(root: &Path, office: &mut Folder, office_machine: bool) -> (PathBuf, Pending, Took) {
    let passphrase = Passphrase::new("measured passphrase").expect("a passphrase");
    let (data, asked, answer) = (root.join("B"), root.join("B.req"), root.join("B.acc"));
    let pending = found_field(&data, "乙", "B", (&passphrase, Effort::FAST), World::real()).expect("keys").0;
    enrol::ask(&pending, &asked).expect("a request");
    let villages = villages(office);
    let request = Request::read(&Disk, &asked).expect("a request");
    let terms = Terms { officer: "乙".into(), roles: Roles(1), villages, office_machine };
    forget_peak();
    let (writing, _) =
        took(|| enrol::accept(office, &request, &terms, &answer, &mut going).expect("an answer"));
    (answer, pending, writing)
}

fn measure(shape: &str, size: usize, work: impl FnOnce(&mut Folder, usize)) {
    let scratch = scratch();
    let root = scratch.path();
    let mut office = empty(&root.join("A"));
    fill(&mut office, size, |scope| scope.is_zero());
    let mut laptop = laptop(root, &mut office);
    let before = operations_of(&office);
    work(&mut office, size);
    let operations = operations_of(&office) - before;
    let stick = root.join("stick");
    std::fs::create_dir(&stick).expect("a folder");
    let (exporting, sent) =
        took(|| export(&mut office, laptop.device(), &stick, &mut going).expect("a bundle"));
    let bytes = std::fs::metadata(&sent.path).map(|meta| meta.len()).unwrap_or(0);
    let bare = bare(&sent.path, &laptop);
    drop(office); // its database's cache is no part of what is measured
    forget_peak();
    let before_mb = now_mb();
    let (previewing, intake) = took(|| Intake::open(&laptop, &sent.path, &mut going).expect("a preview"));
    let (taking, outcome) = took(|| {
        let outcome = intake.commit(&mut laptop, &mut going).expect("taken in");
        laptop.ask(|state| Ok(state.applied())).expect("the state");
        outcome
    });
    assert!(outcome.digest_agrees && !outcome.preview.new.is_empty());
    println!(
        "{shape} | {operations} | {:.2} | {:.0} | {exporting} | {bare} | {previewing} | {taking} | {} | {:.1} | {} (before: {before_mb})",
        bytes as f64 / 1e6,
        bytes as f64 / operations as f64,
        rate(operations, previewing + taking),
        (previewing + taking).cpu / bare.cpu.max(1.0),
        peak_mb()
    );
}

/// Operations a second, by the clock and by processor time.
fn rate(operations: u64, took: Took) -> String {
    let a_second = |ms: f64| operations as f64 / ms.max(1.0) * 1e3;
    format!("{:.0} ({:.0})", a_second(took.wall), a_second(took.cpu))
}

fn operations_of(folder: &Folder) -> u64 {
    let count = folder.ask(|state| {
        let groups = state.ledger().entries().flat_map(|entry| &entry.header.groups);
        Ok(groups.map(|group| u64::from(group.count)).sum())
    });
    count.expect("a count")
}

/// Milliseconds of decrypting, unpacking, and verifying what is inside.
fn bare(path: &Path, laptop: &Folder) -> Took {
    let identity = laptop.vault().1.device();
    let work = || {
        let bundle = Bundle::check(Arc::new(Disk), path, &mut going).expect("a bundle");
        let mut records = bundle.records(identity).expect("a payload");
        let mut ledger = Ledger::new(bundle.header.data_set);
        while let Some(record) = records.take().expect("a record") {
            let parcel = Parcel::decode(&record).expect("a record");
            if let Some(Frame::Commit(commit)) = parcel.frame() {
                // Shape, hashes and signature; nothing is kept but the header.
                ledger.admit(&commit, &kuqu::domain::Kinds).expect("a commit");
            }
        }
    };
    took(work).0
}
