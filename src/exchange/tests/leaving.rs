//! A village that a laptop has left: it stays until the office has everything in a backup, goes without a trace, and comes
//! back with the next bundle (X7).

use super::folders::{Field, add, digests, key, person as shown, set, take};
use crate::domain::kinds::person;
use crate::exchange::left::{self, Left};
use crate::exchange::reassign::give_villages;
use crate::journal::{Audience, Completeness, EntityId};
use crate::store::Folder;
use crate::store::segments::Event;

fn left(folder: &Folder) -> Vec<Left> {
    let own = folder.device();
    folder.ask(move |state| left::villages(state, own)).unwrap()
}

fn purge(folder: &mut Folder, village: EntityId) {
    let mut purging = folder.begin_purge(village).unwrap();
    while folder.purge_slice(&mut purging).unwrap().is_none() {}
}

/// True if a text can be read in the journal.
fn readable(folder: &Folder, text: &str) -> bool {
    let mut frames = folder.journal().reader().frames_from(1).unwrap();
    frames.any(|event| match event.unwrap() {
        Event::Frame(frame) => frame.content.windows(text.len()).any(|part| part == text.as_bytes()),
        other => panic!("{other:?}"),
    })
}

fn of_village(folder: &Folder, village: EntityId) -> Option<Completeness> {
    let vector = folder.ask(|state| Ok(state.ledger().vector())).unwrap();
    vector.scopes.into_iter().find(|(scope, _)| *scope == village).map(|(_, held)| held)
}

#[test]
fn x7_a_left_village_goes_after_receipt_and_backup_and_comes_back_when_it_is_given_again() {
    let field = Field::laid_out();
    let (mut office, [gone, kept]) = field.office();
    add(&mut office, gone, 1, "张三走村");
    add(&mut office, kept, 2, "李四留村");
    let mut b = field.laptop(&mut office, "B", &[gone, kept]);
    set(&mut b, gone, 1, person::PHONE, "13900000001");
    set(&mut b, kept, 2, person::PHONE, "13900000002");
    assert!(left(&b).is_empty());
    give_villages(&mut office, "B", &[kept], true).unwrap();
    field.send(&mut office, &mut b);
    // Left, with work on it that nobody has: nothing is dropped.
    let one = |folder: &Folder| {
        let left = left(folder);
        assert_eq!((left.len(), left[0].village), (1, gone));
        left[0]
    };
    let (own, all) = (one(&b).unconfirmed, one(&b).operations);
    assert!(own == 1 && all == 2 && !one(&b).may_go(), "{:?}", one(&b));
    assert_eq!(shown(&b, gone, 1).phone.shown.as_deref(), Some("13900000001"));
    // Received, and in no backup yet.
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!((one(&b).unconfirmed, one(&b).not_backed_up, one(&b).may_go()), (0, 1, false));
    let stick = field.root.join("backup");
    std::fs::create_dir(&stick).unwrap();
    office.backup(&stick, &mut |_, _| {}).unwrap();
    assert!(!one(&b).may_go(), "nobody has said so");
    field.send(&mut office, &mut b);
    assert!(one(&b).may_go());
    // Work of the last minute stays as well, until it has gone the same way.
    set(&mut b, gone, 1, person::NICKNAME, "三娃");
    assert_eq!((one(&b).unconfirmed, one(&b).may_go()), (1, false));
    field.send(&mut b, &mut office);
    office.backup(&stick, &mut |_, _| {}).unwrap();
    field.send(&mut office, &mut b);
    assert!(one(&b).may_go() && readable(&b, "张三走村"));
    purge(&mut b, gone);
    assert!(left(&b).is_empty() && !readable(&b, "张三走村") && readable(&b, "李四留村"));
    assert!(b.ask(move |state| state.record(&key(gone, 1))).unwrap().is_none());
    assert_eq!(of_village(&b, gone), Some(Completeness::AllMissing));
    assert_eq!(digests(&b, kept), digests(&office, kept));
    // Nothing of it is sent again, and what goes on agrees on both sides.
    set(&mut office, gone, 1, person::PHONE, "13900000009");
    set(&mut office, kept, 2, person::PHONE, "13900000003");
    field.send(&mut office, &mut b);
    field.send(&mut b, &mut office);
    assert!(left(&b).is_empty() && !readable(&b, "13900000009"));
    assert_eq!(digests(&b, kept), digests(&office, kept));
    // The headers are passed on without their bodies, and whoever has them keeps them.
    let mut c = field.laptop(&mut office, "C", &[gone]);
    field.send(&mut office, &mut b);
    field.send(&mut b, &mut c);
    assert_eq!(digests(&c, gone), digests(&office, gone));
    // Given again: the next bundle brings all of it, and it counts.
    give_villages(&mut office, "B", &[gone, kept], true).unwrap();
    let path = field.ship(&mut office, &b);
    let outcome = take(&mut b, &path);
    assert!(outcome.preview.new.contains(&key(gone, 1)));
    assert_eq!(of_village(&b, gone), Some(Completeness::Complete));
    assert_eq!(digests(&b, gone), digests(&office, gone));
    let back = shown(&b, gone, 1);
    let seen = (back.phone.shown.as_deref(), back.nickname.shown.as_deref());
    assert_eq!(seen, (Some("13900000009"), Some("三娃")));
    let rebuilt = b.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(digests(&rebuilt, gone), digests(&office, gone), "built anew as well");
}

#[test]
fn another_laptops_work_that_the_office_lacks_is_never_dropped_either() {
    let field = Field::laid_out();
    let (mut office, [gone, kept]) = field.office();
    add(&mut office, gone, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[gone, kept]);
    let mut c = field.laptop(&mut office, "C", &[gone]);
    set(&mut c, gone, 1, person::PHONE, "13900000001");
    field.send(&mut c, &mut b);
    give_villages(&mut office, "B", &[kept], true).unwrap();
    let stick = field.root.join("backup");
    std::fs::create_dir(&stick).unwrap();
    office.backup(&stick, &mut |_, _| {}).unwrap();
    field.send(&mut office, &mut b);
    assert_eq!(
        (left(&b)[0].unconfirmed, left(&b)[0].may_go()),
        (1, false),
        "C's work lies here and nowhere else"
    );
    field.send(&mut b, &mut office);
    office.backup(&stick, &mut |_, _| {}).unwrap();
    field.send(&mut office, &mut b);
    assert!(left(&b)[0].may_go());
    assert!(left(&office).is_empty(), "the office leaves nothing");
    let there =
        office.ask(move |state| Ok(state.digests().contains_key(&(Audience::Everyone, gone)))).unwrap();
    assert!(there);
}
