//! What importing an office's roster costs - reading, comparing, writing into journal and state - beside the bare cost of
//! writing the same journal bytes with a sync for each part. The same file again and a file after it are measured too.
//!
//! `cargo bench --bench import` prints one line for each size; `-- 5000` only that one.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use std::io::Write;
use std::path::Path;

use kuqu::runtime::desk::{Desk, Planned, Wanted, Whose};
use kuqu::store::Folder;

mod folders;
use folders::{empty, filled, forget_peak, journal_bytes, ms, peak_mb, scratch, sizes, today};

fn main() {
    println!(
        "persons | file MB | read and compare ms | parts | operations | write ms | operations/s | bare writing ms | ratio | the same file again ms | peak MB first | peak MB again"
    );
    for persons in sizes() {
        let scratch = scratch();
        let file = scratch.path().join("roster.xlsx");
        roster(filled(&scratch.path().join("source"), persons), &file);
        let mut desk = Desk::open(empty(&scratch.path().join("data")), today()).expect("a desk");
        let before = journal_bytes(desk.folder());
        forget_peak();
        let (compare, planned) = ms(|| plan(&desk, &file));
        let (parts, operations) = (planned.plan.parts.len(), planned.plan.operations());
        let (write, ()) = ms(|| apply(&mut desk, planned));
        let first_peak = peak_mb();
        let bytes = journal_bytes(desk.folder()) - before;
        let bare = bare(&scratch.path().join("bare"), bytes, parts);
        forget_peak();
        let (again, planned) = ms(|| plan(&desk, &file));
        assert!(planned.plan.is_empty(), "the same file changes nothing");
        let size = std::fs::metadata(&file).map(|meta| meta.len()).unwrap_or(0);
        println!(
            "{persons} | {:.1} | {compare:.0} | {parts} | {operations} | {write:.0} | {:.0} | {bare:.0} | {:.1} | {again:.0} | {first_peak} | {}",
            size as f64 / 1e6,
            operations as f64 / (compare + write) * 1e3,
            (compare + write) / bare,
            peak_mb()
        );
    }
}

/// The office's own roster, written by a filled folder.
fn roster(folder: Folder, file: &Path) {
    let mut desk = Desk::open(folder, today()).expect("a desk");
    let wanted =
        Wanted { file: file.to_owned(), columns: Vec::new(), gb18030: false, sheet: "Sheet1".into() };
    let exporting = desk.exporting(&Whose::All, wanted).expect("persons");
    exporting.run(&mut |_, _| true).expect("a file");
}

fn plan(desk: &Desk, file: &Path) -> Planned {
    desk.planning(file, &[]).expect("wishes").run(&mut |_, _, _| true).expect("a plan")
}

fn apply(desk: &mut Desk, planned: Planned) {
    let mut applying = desk.begin_apply(planned).expect("an act");
    while !desk.apply_part(&mut applying).expect("a part") {}
    // Asking waits until the state has followed.
    desk.folder().ask(|state| Ok(state.applied())).expect("the state");
}

/// Milliseconds of writing so many bytes in so many synced parts.
fn bare(file: &Path, bytes: u64, parts: usize) -> f64 {
    let block = vec![7; bytes as usize / parts.max(1)];
    let mut file = std::fs::File::create(file).expect("a file");
    let write = || {
        for _ in 0..parts {
            file.write_all(&block).and_then(|()| file.sync_data()).expect("a write");
        }
    };
    ms(write).0
}
