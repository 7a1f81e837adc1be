//! What direct support costs on a generated office with its years of payments: the list of a period, the sweep of all lists, one
//! person's history, a year's figures; and what a line of payment history takes in the journal.
//!
//! `cargo bench --bench subsidy` prints one line for each size; `-- 5000` only that one. Beside it stands reading and unsealing
//! all records once, which no reading of everybody can undercut.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use kuqu::domain::subsidy::Period;
use kuqu::runtime::desk::Desk;

mod folders;
use folders::{filled, forget_peak, journal_bytes, median, ms, paid, peak_mb, scratch, sizes, today};

/// Runs of which the middle one counts.
const RUNS: usize = 3;

fn main() {
    println!(
        "persons | lines | bytes a line | bare reading ms | list ms | sweep ms | history ms | year ms | peak MB"
    );
    for persons in sizes() {
        let scratch = scratch();
        let without = journal_bytes(&filled(&scratch.path().join("bare"), persons));
        let folder = paid(&scratch.path().join("data"), persons);
        let with = journal_bytes(&folder);
        forget_peak();
        let mut desk = Desk::unread(folder, today());
        desk.refresh().expect("a roll");
        let lines: i64 = desk.batch_rows().expect("batches").iter().map(|batch| batch.lines).sum();
        let period = Period::read("2026Q4").expect("a period");
        let run = |work: &dyn Fn()| median((0..RUNS).map(|_| ms(work).0).collect());
        let bare =
            run(&|| desk.folder().ask(|state| state.each_record(|_, _| {})).map(drop).expect("records"));
        let list = run(&|| drop(desk.support_list(period).expect("a list")));
        let sweep = run(&|| drop(desk.sweep_payments().expect("a sweep")));
        let year = run(&|| drop(desk.year_view(2025).expect("a year")));
        let mut some: Vec<_> = desk.roll().persons.keys().copied().collect();
        some.sort();
        let some = some.into_iter().step_by(persons.div_ceil(20));
        let history =
            median(some.map(|person| ms(|| desk.support_account(person).expect("an account")).0).collect());
        println!(
            "{persons} | {lines} | {:.1} | {bare:.0} | {list:.0} | {sweep:.0} | {history:.1} | {year:.0} | {}",
            (with - without) as f64 / lines.max(1) as f64,
            peak_mb()
        );
    }
}
