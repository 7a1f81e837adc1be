//! Wrong clocks: of 2099, and set back to 2010 when the battery is dead (F49).

use std::path::PathBuf;

use super::folders::{Field, IN_2099, add, person, reopen, reopen_at, set, world};
use super::undo::{pay, with_news};
use crate::domain::kinds::person;
use crate::exchange::undo::{self, Refused, Why};
use crate::exchange::{ExchangeError, delivery, reassign, request};
use crate::journal::{EntityId, clock};
use crate::store::Folder;

/// The first millisecond of 2010, UTC.
const IN_2010: u64 = 1_262_304_000_000;

/// An office with somebody in its first village, and where the laptop of that village lies, which is closed.
fn closed_laptop() -> (Field, Folder, [EntityId; 2], PathBuf) {
    let field = Field::laid_out();
    let (mut office, villages) = field.office();
    add(&mut office, villages[0], 1, "张三");
    drop(field.laptop(&mut office, "B", &villages[..1]));
    let root = field.root.join("B");
    (field, office, villages, root)
}

#[test]
fn f49_a_clock_of_2099_pulls_nobody_along_and_its_work_counts() {
    let (field, mut office, [village, _], root) = closed_laptop();
    let mut b = reopen_at(&root, IN_2099);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    field.send(&mut b, &mut office);
    set(&mut office, village, 1, person::PHONE, "13900000002");
    assert_eq!(
        person(&office, village, 1).phone.shown.as_deref(),
        Some("13900000002"),
        "who replaces wins, whatever the clock"
    );
    let ahead = office.sign_time().unwrap() >> 16;
    assert!(ahead <= (world().wall_ms)() + clock::PULL_MAX_MS + 1_000);
}

#[test]
fn what_a_laptop_signs_after_its_clock_was_set_back_still_replaces_what_it_signed_before() {
    let (field, mut office, [village, _], root) = closed_laptop();
    let lacks = |office: &Folder| {
        let own = office.device();
        let devices = office.ask(move |state| delivery::devices(state, own)).unwrap();
        devices.iter().find(|device| device.label == "B").unwrap().lacks
    };
    // Files leave it while its clock says 2099, and again in 2010, when the battery is dead: a bundle, then a request.
    for (wall_ms, ask) in [(IN_2099, false), (IN_2010, false), (IN_2010, true), (IN_2010, true)] {
        let mut b = reopen_at(&root, wall_ms);
        set(&mut office, village, 1, person::PHONE, "13900000001");
        field.send(&mut office, &mut b);
        assert!(lacks(&office) > 0, "the office has not heard that it came");
        if ask {
            let asked = request::write(&mut b, &field.stick).unwrap();
            request::take_in(&mut office, &asked).unwrap();
        } else {
            field.send(&mut b, &mut office);
        }
        assert_eq!(lacks(&office), 0);
    }
    // Nothing that it writes is dragged along to 2099.
    let mut b = reopen(&root);
    set(&mut b, village, 1, person::PHONE, "13900000002");
    let newest = b.ask(|state| Ok(state.ledger().entries().map(|entry| entry.header.hybrid).max())).unwrap();
    assert!(newest.unwrap() >> 16 < IN_2099);
    // It is read from the journal again, whatever became of the state.
    let mut b = b.rebuild(&mut |_, _| {}).unwrap();
    assert!(b.sign_time().unwrap() >> 16 >= IN_2099);
}

#[test]
fn y14_what_stands_on_an_import_is_told_by_the_journal_and_not_by_clocks() {
    let field = Field::laid_out();
    let (mut office, mut b, _, village) = with_news(&field);
    field.send(&mut office, &mut b);
    let root = field.root.join("A");
    let carried = |office: &mut Folder, bundle: &str| match undo::undo(office, bundle, None).unwrap() {
        Err(Refused::RestedOn(rested)) => rested.iter().map(|one| one.why).collect(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => Vec::new(),
    };
    // A list that was frozen while the office's clock said 2099, before anything came, does not stand on what came.
    drop(office);
    let mut office = reopen_at(&root, IN_2099);
    pay(&mut office, village, EntityId([70; 16]), &[1]);
    drop(office);
    let mut office = reopen(&root);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let bundle = field.send(&mut b, &mut office).bundle;
    assert_eq!(carried(&mut office, &bundle), []);
    undo::redo(&mut office, &bundle, None).unwrap().unwrap();
    // One that was frozen afterwards does, though the battery was dead by then.
    drop(office);
    let mut office = reopen_at(&root, IN_2010);
    pay(&mut office, village, EntityId([71; 16]), &[1]);
    assert_eq!(carried(&mut office, &bundle), [Why::Carries]);
}

#[test]
fn a_laptop_whose_clock_says_2099_is_not_taken_for_one_that_was_heard_of_just_now() {
    let (field, mut office, [one, other], root) = closed_laptop();
    let mut b = reopen_at(&root, IN_2099);
    set(&mut b, one, 1, person::PHONE, "13900000001");
    field.send(&mut b, &mut office);
    field.ship(&mut office, &b);
    let Err(ExchangeError::UnsentWork { heard, .. }) =
        reassign::give_villages(&mut office, "B", &[other], false)
    else {
        panic!("nothing was heard of it since something was written for it")
    };
    assert!(heard.is_some_and(|day| !day.starts_with("2099")));
    set(&mut b, one, 1, person::PHONE, "13900000002");
    field.send(&mut b, &mut office);
    assert!(reassign::give_villages(&mut office, "B", &[other], false).is_ok(), "it was heard of");
}
