//! The payment history beside the lists: it says what the lists say, however it came about, and takes little room.

use std::collections::BTreeMap;

use super::tests::{office, today};
use super::walk::walk;
use super::{Desk, key_of};
use crate::demo::{self, Plan};
use crate::domain::kinds::kind;
use crate::domain::record::ListPart;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::page::{Page, Short};
use crate::domain::subsidy::payment::Stage;
use crate::journal::RecordKey;
use crate::store::Part;

/// An office of so many persons with its years of payments.
pub(super) fn paid(root: &std::path::Path, persons: usize) -> Desk {
    let mut folder = office(root);
    let made = demo::generate(&Plan { seed: 5, persons, today: (2026, 11, 24) });
    let data_set = folder.ask(|state| Ok(state.ledger().data_set())).unwrap();
    for ops in demo::parts(&made, data_set).chain(demo::payments(&made, data_set, today())) {
        let (scope, ops) = ops.unwrap();
        folder.append_act(scope, &ops).unwrap();
    }
    folder.confirm_and_replay(&mut |_, _| {}).unwrap();
    Desk::open(folder, today()).unwrap()
}

/// What the lists themselves say.
fn of_lists(desk: &Desk) -> BTreeMap<RecordKey, Page> {
    let mut found = BTreeMap::new();
    walk(&desk.folder().asker(), &[kind::LIST], &mut |_| true, &mut |key, record| {
        let part = ListPart::from_record(key, &record);
        let lines = part.lines.shown.iter().flatten().map(Short::of).collect();
        found.insert(key, Page { batch: part.batch.shown.unwrap(), lines });
    })
    .unwrap();
    found
}

/// What the pages say, read in stretches of so many rows; and their bytes.
fn of_pages(desk: &Desk, rows: usize) -> (BTreeMap<RecordKey, Page>, usize) {
    let (mut found, mut bytes, mut last) = (BTreeMap::new(), 0, None);
    loop {
        let read = desk.folder().asker().ask(move |state| state.paid(None, last.as_ref(), rows)).unwrap();
        read.open(|key, page| drop(found.insert(key, page.clone()))).unwrap();
        bytes += read.bytes();
        if !read.has_more() {
            return (found, bytes);
        }
        last = Some(read);
    }
}

#[test]
fn the_payment_history_says_what_the_lists_say_and_is_the_same_when_built_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = paid(folder.path(), 200);
    let (pages, bytes) = of_pages(&desk, 7);
    let lines: usize = pages.values().map(|page| page.lines.len()).sum();
    assert!(lines > 3_000, "{lines}");
    assert!(bytes <= 25 * lines, "{bytes} bytes for {lines} lines");
    assert_eq!(pages, of_lists(&desk));
    // A quarter that is frozen, given up and frozen again adds pages and changes none.
    let period = Period::read("2026Q4").unwrap();
    let first = desk.freeze(period).unwrap();
    desk.advance_for(&first.number, Stage::Withdrawn, "重编").unwrap();
    desk.freeze(period).unwrap();
    let (more, _) = of_pages(&desk, 1_000);
    assert!(more.len() > pages.len());
    assert!(pages.iter().all(|(key, page)| more.get(key) == Some(page)));
    assert_eq!(more, of_lists(&desk));
    // Folded from nothing.
    let (shut, _) = desk.close();
    let desk = Desk::open(shut.rebuild(&mut |_, _| {}).unwrap(), today()).unwrap();
    assert_eq!(of_pages(&desk, 1_000).0, more);
}

#[test]
fn who_contradicts_himself_is_left_out_with_the_reason_and_everybody_else_is_paid() {
    use crate::domain::kinds::person;
    use crate::domain::register::Edit;
    use crate::domain::subsidy::payment::Withheld;
    use crate::domain::value::Value;
    let folder = tempfile::tempdir().unwrap();
    let mut desk = paid(folder.path(), 60);
    let period = Period::read("2026Q4").unwrap();
    let before = desk.support_list(period).unwrap();
    let who = before.paid().find(|line| !line.account.is_empty()).unwrap().clone();
    // Two machines wrote two accounts, and neither knew of the other's.
    for account in ["6222020000000000017", "6222020000000000025"] {
        let edit =
            Edit::new(kind::PERSON, who.person).set(person::ACCOUNT, Value::Text(account.to_owned()), &[]);
        let op = edit.finish().unwrap();
        let act = desk.folder_mut().new_act().unwrap();
        let part = Part::whole(act);
        desk.folder_mut().write(part, |commit| commit.push(who.village, &op).map(drop)).unwrap();
        desk.touched(&[key_of(kind::PERSON, who.village, who.person)]).unwrap();
    }
    let after = desk.support_list(period).unwrap();
    let held: Vec<_> = after.lines.iter().filter(|line| line.person == who.person).collect();
    assert_eq!(
        (held.len(), held[0].held, held[0].fen),
        (1, Some(Withheld::Clash), who.fen),
        "the amount is kept"
    );
    assert_eq!(after.paid().count() + 1, before.paid().count());
    let frozen = desk.freeze(period).unwrap();
    let part = of_lists(&desk);
    let batch = crate::domain::subsidy::records::batch_entity(&frozen.number);
    let lines = part.values().filter(|page| page.batch == batch).flat_map(|page| &page.lines);
    let withheld: Vec<u16> =
        lines.filter(|line| line.person == who.person).map(|line| line.withheld).collect();
    assert_eq!(withheld, [Withheld::Clash.code()]);
    let open = desk.open_items().unwrap();
    assert!(open.iter().any(|item| item.person == who.person && item.reason == "conflict"), "{open:?}");
}
