//! Generated offices on the disk, for measurements: founded, filled in large frames, folded from the journal.

#![allow(dead_code)] // each bench uses some of it

use std::path::{Path, PathBuf};
use std::time::Instant;

use kuqu::demo::{self, Plan};
use kuqu::domain::day::Day;
use kuqu::journal::EntityId;
use kuqu::store::{Folder, Office, World, found};
use kuqu::vault::{Effort, Passphrase};

/// Sizes of the design's table.
pub const SIZES: [usize; 3] = [5_000, 50_000, 200_000];

/// The sizes named as arguments, or those of the design's table.
pub fn sizes() -> Vec<usize> {
    let named: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    if named.is_empty() { SIZES.to_vec() } else { named }
}

/// The day on which everything is measured.
pub fn today() -> Day {
    Day::ymd(2026, 11, 24).expect("a day")
}

/// Folders that go away, on the disk that holds the build (not in memory, where a sync costs nothing).
pub fn scratch() -> tempfile::TempDir {
    let beside = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(&beside).expect("a folder");
    tempfile::tempdir_in(beside).expect("a folder")
}

/// A new office without people.
pub fn empty(root: &Path) -> Folder {
    let passphrase = Passphrase::new("measured passphrase").expect("a passphrase");
    let office = Office { officer: "甲", device: "A", passphrase: &passphrase, effort: Effort::FAST };
    found(root, &office, World::real()).expect("a folder").0
}

/// An office of so many persons, generated as `demo` does.
pub fn filled(root: &Path, persons: usize) -> Folder {
    let mut folder = empty(root);
    fill(&mut folder, persons, |_| true);
    folder
}

/// Writes those records of a generated office whose scope is wanted.
pub fn fill(folder: &mut Folder, persons: usize, wanted: impl Fn(EntityId) -> bool) {
    let made = demo::generate(&Plan { seed: 1, persons, today: (2026, 11, 24) });
    let data_set = folder.ask(|state| Ok(state.ledger().data_set())).expect("a data set");
    for ops in demo::parts(&made, data_set) {
        let (scope, ops) = ops.expect("operations");
        if !wanted(scope) {
            continue;
        }
        folder.append_act(scope, &ops).expect("an act");
    }
    folder.confirm_and_replay(&mut |_, _| {}).expect("a state");
}

/// The same with its years of payments, or so many quarters of them.
pub fn paid(root: &Path, persons: usize, quarters: Option<usize>) -> Folder {
    let mut folder = filled(root, persons);
    let made = demo::generate(&Plan { seed: 1, persons, today: (2026, 11, 24) });
    let data_set = folder.ask(|state| Ok(state.ledger().data_set())).expect("a data set");
    let payments = match quarters {
        None => demo::payments(&made, data_set, today()),
        Some(kept) => demo::payments_of(&made, data_set, today(), kept),
    };
    for ops in payments {
        let (scope, ops) = ops.expect("operations");
        folder.append_act(scope, &ops).expect("an act");
    }
    folder.confirm_and_replay(&mut |_, _| {}).expect("a state");
    folder
}

/// Bytes of the journal.
pub fn journal_bytes(folder: &Folder) -> u64 {
    let entries = std::fs::read_dir(folder.paths().journal()).expect("a journal");
    entries.flatten().filter_map(|entry| entry.metadata().ok()).map(|meta| meta.len()).sum()
}

/// Milliseconds that this takes.
pub fn ms<R>(work: impl FnOnce() -> R) -> (f64, R) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64() * 1e3, result)
}

/// Milliseconds that a work took, and milliseconds of processor time on all threads (Linux; 0 elsewhere): on a machine that
/// others use as well, the second says more.
#[derive(Clone, Copy)]
pub struct Took {
    pub wall: f64,
    pub cpu: f64,
}

impl std::ops::Add for Took {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { wall: self.wall + other.wall, cpu: self.cpu + other.cpu }
    }
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} ({:.0})", self.wall, self.cpu)
    }
}

/// What this takes.
pub fn took<R>(work: impl FnOnce() -> R) -> (Took, R) {
    let cpu = cpu_ms();
    let (wall, result) = ms(work);
    (Took { wall, cpu: cpu_ms() - cpu }, result)
}

/// Processor time of this process so far, in milliseconds (Linux, in steps of 10).
fn cpu_ms() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
    let field = |at: usize| behind.split_whitespace().nth(at).and_then(|text| text.parse::<f64>().ok());
    (field(11).unwrap_or(0.0) + field(12).unwrap_or(0.0)) * 10.0
}

/// The middle one.
pub fn median(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Most bytes that this process has had in memory so far, in MB (Linux; 0 elsewhere).
pub fn peak_mb() -> u64 {
    status_mb("VmHWM:")
}

/// Bytes that it has there now, in MB (Linux; 0 elsewhere).
pub fn now_mb() -> u64 {
    status_mb("VmRSS:")
}

fn status_mb(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1_024
}

/// Begins to measure the peak anew (Linux).
pub fn forget_peak() {
    // Elsewhere there is no such file, and the peak is not told.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}
