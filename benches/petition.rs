//! What petitions cost on the screens of everybody: the line of a household's card, the look-up by a number; beside it the whole
//! queue, which the card once read.
//!
//! With 312 items on a busy machine: the whole queue 61 ms, a household's items 0.24 ms in the middle, a number 7.5 ms (every
//! item's record is looked at for its numbers, and only the one that is meant is read whole).
//!
//! `cargo bench --bench petition` prints one line for each size; `-- 5000` only that one.

#![allow(clippy::print_stdout)] // figures are what a bench is for

use kuqu::demo::{self, Plan};
use kuqu::journal::EntityId;
use kuqu::runtime::desk::Desk;

mod folders;
use folders::{filled, median, ms, scratch, sizes, today};

fn main() {
    println!(
        "persons | items | queue ms | household's items ms, median and worst | by number ms, median and worst"
    );
    for persons in sizes() {
        let scratch = scratch();
        let mut folder = filled(&scratch.path().join("data"), persons);
        let made = demo::generate(&Plan { seed: 1, persons, today: (2026, 11, 24) });
        let data_set = folder.ask(|state| Ok(state.ledger().data_set())).expect("a data set");
        for (scope, ops) in demo::petitions(&made, data_set, today()).expect("items").villages {
            folder.append_act(scope, &ops).expect("an act");
        }
        folder.confirm_and_replay(&mut |_, _| {}).expect("a state");
        let mut desk = Desk::unread(folder, today());
        desk.refresh().expect("a roll");
        let cases = desk.cases().expect("items");
        let queue = median((0..5).map(|_| ms(|| desk.petition_queue(false).expect("a queue")).0).collect());
        let homes: Vec<EntityId> =
            cases.iter().filter_map(|case| case.petition.household.shown).take(200).collect();
        let each = homes.into_iter().map(|home| ms(|| desk.petition_queue_of(home).expect("items")).0);
        let (household, worst) = middle_and_worst(each.collect());
        let numbers = cases.iter().map(|case| case.number().to_owned()).take(200);
        let each = numbers.map(|number| ms(|| desk.petitions_by_number(&number, 20).expect("items")).0);
        let (number, number_worst) = middle_and_worst(each.collect());
        println!(
            "{persons} | {} | {queue:.1} | {household:.2}/{worst:.2} | {number:.2}/{number_worst:.2}",
            cases.len()
        );
    }
}

fn middle_and_worst(each: Vec<f64>) -> (f64, f64) {
    let worst = each.iter().copied().fold(0.0, f64::max);
    (median(each), worst)
}
