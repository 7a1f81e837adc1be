//! What direct support costs on a generated office with its years of payments: the list of a period, the sweep of all lists, one
//! person's history, a year's figures; and what a line of payment history takes in the journal.
//!
//! Processor seconds on a machine that others used as well: at 5,000 persons with 148,524 lines a list 0.06, the preview 0.23, the
//! sweep 0.25, all accounts 0.28; at 50,000 persons with 259,621 lines 0.16, 0.5, 2.9 and 1.9. The middle one of several lists
//! finds the opening balances read; the first one after the records changed reads them, 0.3 to 0.4 at 50,000. Before lists
//! were made from what the roll holds, the list of 50,000 took 2.1 by command and the preview 5.
//!
//! `cargo bench --bench subsidy` prints one line for each size; `-- 5000` only that one. Beside it stands reading and unsealing
//! all records once, which no reading of everybody can undercut.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use kuqu::domain::subsidy::Period;
use kuqu::runtime::desk::Desk;

mod folders;
use folders::{
    Took, filled, forget_peak, journal_bytes, median, ms, paid, peak_mb, scratch, sizes, today, took,
};

/// Runs of which the middle one counts.
const RUNS: usize = 3;

/// Rows of the payment history that are asked for at a time.
const ROWS: usize = 1_000;

fn main() {
    println!(
        "persons | lines | journal bytes a line | history bytes a line | roll ms (cpu) | bare reading | bare history | list | preview | forecast | sweep | over | history median/worst ms | year | peak MB: read, list, over, all"
    );
    // So many quarters instead of as many as `demo` makes: `KUQU_QUARTERS=60` is fifteen years at every size.
    let quarters = std::env::var("KUQU_QUARTERS").ok().and_then(|text| text.parse().ok());
    for persons in sizes() {
        let scratch = scratch();
        let without = journal_bytes(&filled(&scratch.path().join("bare"), persons));
        let folder = paid(&scratch.path().join("data"), persons, quarters);
        let with = journal_bytes(&folder);
        forget_peak();
        let mut desk = Desk::unread(folder, today());
        let (roll, ()) = took(|| desk.refresh().expect("a roll"));
        let read_mb = peak_mb();
        let lines: i64 = desk.batch_rows().expect("batches").iter().map(|batch| batch.lines).sum();
        let period = Period::read("2026Q4").expect("a period");
        let list = run(&|| drop(desk.support_list(period).expect("a list")));
        let list_mb = peak_mb();
        let over = run(&|| drop(desk.over_paid().expect("accounts")));
        let over_mb = peak_mb();
        let preview = run(&|| drop(desk.outlook(period).expect("a preview")));
        let forecast = run(&|| drop(desk.support_forecast().expect("a forecast")));
        let bare =
            run(&|| desk.folder().ask(|state| state.each_record(|_, _| {})).map(drop).expect("records"));
        let (pages, page_bytes) = took(|| history_bytes(&desk));
        let sweep = run(&|| drop(desk.sweep_payments().expect("a sweep")));
        let year = run(&|| drop(desk.year_view(2025).expect("a year")));
        let mut some: Vec<_> = desk.roll().persons.keys().copied().collect();
        some.sort();
        let some = some.into_iter().step_by(persons.div_ceil(200));
        let mut each: Vec<f64> =
            some.map(|person| ms(|| desk.support_account(person).expect("an account")).0).collect();
        each.sort_by(f64::total_cmp);
        let worst = each.last().copied().unwrap_or(f64::NAN);
        let history = median(each);
        let a_line = |bytes: f64| bytes / lines.max(1) as f64;
        println!(
            "{persons} | {lines} | {:.1} | {:.2} | {roll} | {bare} | {pages} | {list} | {preview} | {forecast} | {sweep} | {over} | {history:.1}/{worst:.1} | {year} | {read_mb}, {list_mb}, {over_mb}, {}",
            a_line((with - without) as f64),
            a_line(page_bytes as f64),
            peak_mb()
        );
    }
}

/// The run that took the middle of the processor's time.
fn run(work: &dyn Fn()) -> Took {
    let mut all: Vec<Took> = (0..RUNS).map(|_| took(work).0).collect();
    all.sort_by(|left, right| left.cpu.total_cmp(&right.cpu));
    all[RUNS / 2]
}

/// Keys and sealed values of the payment history.
fn history_bytes(desk: &Desk) -> usize {
    let (mut bytes, mut last) = (0, None);
    loop {
        let read =
            desk.folder().asker().ask(move |state| state.paid(None, last.as_ref(), ROWS)).expect("pages");
        bytes += read.bytes();
        read.open(|_, _| {}).expect("pages");
        if !read.has_more() {
            return bytes;
        }
        last = Some(read);
    }
}
