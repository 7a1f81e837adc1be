//! What the first pass over the records costs after the keys are known - who is where, and the look-up index - beside
//! reading and unsealing the same records alone.
//!
//! `cargo bench --bench unlock` prints one line for each size; `-- 5000` only that one.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use kuqu::runtime::desk::Desk;

mod folders;
use folders::{filled, forget_peak, median, ms, peak_mb, scratch, sizes, today};

/// Runs of which the middle one counts.
const RUNS: usize = 5;

fn main() {
    println!(
        "persons | generate and fold ms | roll and index ms | bare reading ms | ratio | sweep ms | peak MB"
    );
    for persons in sizes() {
        let scratch = scratch();
        let (made, folder) = ms(|| filled(&scratch.path().join("data"), persons));
        forget_peak();
        let mut desk = Desk::unread(folder, today());
        let roll = median((0..RUNS).map(|_| ms(|| desk.refresh().expect("a roll")).0).collect());
        let bare = (0..RUNS).map(|_| {
            let read = || desk.folder().ask(|state| state.each_record(|_, _| {})).expect("records");
            ms(read).0
        });
        let bare = median(bare.collect());
        let sweep = ms(|| desk.with_finding("none").expect("a sweep")).0;
        println!(
            "{persons} | {made:.0} | {roll:.0} | {bare:.0} | {:.2} | {sweep:.0} | {}",
            roll / bare,
            peak_mb()
        );
    }
}
