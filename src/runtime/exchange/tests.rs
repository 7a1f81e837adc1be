//! Two real folders, each behind a worker of its own: a bundle out, its preview, in, the receipt back, a conflict settled.

use std::path::Path;
use std::sync::mpsc::channel;

use crate::domain::day::Day;
use crate::domain::kinds::person;
use crate::exchange::tests::folders::{Field, add, digests, person as read, reopen, set};
use crate::flow::exchange::{Ask, By, FileState, Told};
use crate::flow::{Done, Effect, Input};
use crate::i18n::exchange_pane::Count;
use crate::runtime::program::Opening;
use crate::runtime::worker::{self, Today};
use crate::store::Folder;

/// Lets a worker do these asks one after the other and gives what it told; a failure comes as its text.
fn at_work(folder: Folder, asks: Vec<Ask>) -> Vec<Result<Told, String>> {
    let (to_worker, effects) = channel();
    let (to_loop, inputs) = channel();
    for (request, ask) in (1..).zip(asks) {
        to_worker.send(Effect::Exchange { request, ask }).unwrap();
    }
    to_worker.send(Effect::Quit).unwrap();
    worker::serve(
        Opening::Open(Box::new(folder)),
        Today::Said(Day::of_year(2030).unwrap()),
        effects,
        &to_loop,
    );
    drop(to_loop);
    let told = |input| match input {
        Input::Done(done) => match *done {
            Done::Exchange { told, .. } => Some(Ok(*told)),
            // Request 0 is what opening the folder found.
            Done::Failed { request, problem } if request > 0 => Some(Err(format!("{problem:?}"))),
            _ => None,
        },
        _ => None,
    };
    inputs.into_iter().filter_map(told).collect()
}

fn look(stick: &str) -> Ask {
    Ask::Look { folder: Some(stick.to_owned()) }
}

fn file_on(stick: &Path, from: &str) -> String {
    let named = |entry: std::fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<String> =
        std::fs::read_dir(stick).unwrap().map(|entry| named(entry.unwrap())).collect();
    names.retain(|name| name.starts_with(&format!("kuqu-{from}-")) && name.ends_with(".kqb"));
    names.sort();
    stick.join(names.last().unwrap()).to_string_lossy().into_owned()
}

#[test]
fn two_workers_exchange_through_a_folder_and_settle_what_both_changed() {
    let field = Field::laid_out();
    let (mut office, villages) = field.office();
    add(&mut office, villages[0], 1, "张三");
    let mut laptop = field.laptop(&mut office, "B", &villages[..1]);
    set(&mut office, villages[0], 1, person::BANK, "信用社");
    set(&mut laptop, villages[0], 1, person::BANK, "农业银行");
    let (to_laptop, to_office) = (laptop.device(), office.device());
    let stick = field.root.join("stick");
    let folder = stick.to_string_lossy().into_owned();

    // The laptop names what is not confirmed, and writes.
    let told = at_work(laptop, vec![look(&folder), Ask::Write { device: to_office, folder: folder.clone() }]);
    let [Ok(Told::Seen(seen)), Ok(Told::Written(written))] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((seen.unconfirmed, seen.machines.len()), (Some(1), 2));
    assert_eq!(written.to, "A");

    // The office sees a new file; a cancelled preview leaves nothing; then it is taken in as previewed.
    let path = file_on(&stick, "B");
    let open = || Ask::Open { path: path.clone() };
    let asks = vec![
        look(&folder),
        open(),
        Ask::Cancel,
        Ask::TakeIn,
        open(),
        Ask::TakeIn,
        look(&folder),
        Ask::Clashes { judged: false },
    ];
    let told = at_work(office, asks);
    let [
        Ok(Told::Seen(before)),
        Ok(Told::Arrived(_)),
        Ok(Told::Stale),
        Ok(Told::Arrived(arrival)),
        Ok(Told::TakenIn(taken)),
        Ok(Told::Seen(after)),
        Ok(Told::Clashes(clashes)),
    ] = told.as_slice()
    else {
        panic!("{told:?}")
    };
    let state_of = |view: &crate::flow::exchange::ExchangeView| {
        view.files.iter().find(|file| path.ends_with(&file.name)).map(|file| file.state)
    };
    assert_eq!(state_of(before), Some(FileState::New));
    assert_eq!(state_of(after), Some(FileState::Known));
    assert_eq!((taken.counts, taken.agrees), (arrival.counts, true));
    assert_eq!((arrival.counts[2], before.unconfirmed), (1, None));
    assert!(arrival.rows.iter().any(|(count, words)| *count == Count::Conflict && words.zh.contains("张三")));
    let [clash] = clashes.as_slice() else { panic!("{clashes:?}") };
    let values: Vec<(&str, bool)> =
        clash.values.iter().map(|value| (value.value.zh.as_str(), value.here)).collect();
    assert!(values.contains(&("信用社", true)) && values.contains(&("农业银行", false)), "{values:?}");
    assert!(clash.holds_money && clash.values.iter().all(|value| value.why == "核实"));

    let number = 1 + values.iter().position(|value| value.0 == "农业银行").unwrap();
    let settle = Ask::Settle { id: clash.id.clone(), by: By::Take(number), why: String::new() };
    settled_and_told(&field, settle, Ask::Write { device: to_laptop, folder: folder.clone() }, look(&folder));

    let (office, laptop) = (reopen(&field.root.join("A")), reopen(&field.root.join("B")));
    assert_eq!(digests(&office, villages[0]), digests(&laptop, villages[0]));
    assert_eq!(read(&laptop, villages[0], 1).bank.settled().map(String::as_str), Some("农业银行"));
}

/// Settled at the office by a number; the settlement travels back to the laptop with the receipt.
fn settled_and_told(field: &Field, settle: Ask, write: Ask, look: Ask) {
    let office = reopen(&field.root.join("A"));
    let told = at_work(office, vec![settle.clone(), settle, Ask::Clashes { judged: false }, write]);
    let [Ok(Told::Settled), Err(_), Ok(Told::Clashes(left)), Ok(Told::Written(_))] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert!(left.is_empty());
    let laptop = reopen(&field.root.join("B"));
    let back = Ask::Open { path: file_on(&field.root.join("stick"), "A") };
    let told = at_work(laptop, vec![back, Ask::TakeIn, look]);
    let [Ok(Told::Arrived(_)), Ok(Told::TakenIn(taken)), Ok(Told::Seen(seen))] = told.as_slice() else {
        panic!("{told:?}")
    };
    assert!(taken.agrees);
    assert_eq!(seen.unconfirmed, Some(0));
}
