//! How far one's work has come, and what a receipt says of backups (Y12), with real folders.

use super::folders::{Field, add, key, reopen, set, take};
use crate::domain::kinds::person;
use crate::exchange::delivery::{self, Book, Delivery};
use crate::exchange::receipt::Receipt;
use crate::store::Folder;

#[test]
fn y12_delivery_moves_by_signed_receipts_alone() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    let state_of = |folder: &Folder| {
        let own = folder.vault().1.signing_public();
        folder
            .ask(move |state| {
                let book = Book::read(state, &own)?;
                Ok((book.unconfirmed(state.ledger()), book.of_record(state, &key(village, 1))?))
            })
            .unwrap()
    };
    assert_eq!(state_of(&b), (Default::default(), None));
    set(&mut b, village, 1, person::PHONE, "13900000001");
    let (unconfirmed, delivery) = state_of(&b);
    assert_eq!((unconfirmed.operations, delivery), (1, Some(Delivery::Saved)));
    assert!(unconfirmed.since_ms.is_some());
    let path = field.ship(&mut b, &office);
    assert_eq!(state_of(&b).1, Some(Delivery::Exported));
    take(&mut office, &path);
    assert_eq!(state_of(&b).1, Some(Delivery::Exported), "nobody said anything yet");
    field.send(&mut office, &mut b);
    assert_eq!(state_of(&b), (Default::default(), Some(Delivery::Accepted)));
    let devices = office.ask({
        let own = office.device();
        move |state| delivery::devices(state, own)
    });
    let devices = devices.unwrap();
    let of_b = devices.iter().find(|device| device.label == "B").unwrap();
    assert!(of_b.receipt_ms.is_some() && of_b.sent_ms.is_some() && of_b.newest_ms.is_some());
    // It survives a rebuild: receipts are frames.
    let root = field.root.join("B");
    drop(b);
    let b = reopen(&root).rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(state_of(&b).1, Some(Delivery::Accepted));
}

#[test]
fn a_receipt_says_what_lies_in_a_backup_that_was_read_back_and_no_more() {
    let field = Field::laid_out();
    let (mut office, [village, _]) = field.office();
    add(&mut office, village, 1, "张三");
    let mut b = field.laptop(&mut office, "B", &[village]);
    set(&mut b, village, 1, person::PHONE, "13900000001");
    field.send(&mut b, &mut office);
    let (own, of) = (office.device(), b.stream());
    let held = |folder: &Folder| {
        let said = folder.ask(move |state| {
            let receipts = state.receipts()?.into_iter();
            let said = receipts.filter_map(|kept| Receipt::decode(&kept.bytes).ok()?.said(state.ledger()));
            Ok(said.filter(|said| said.device == own).map(|said| said.backed_up).next().flatten())
        });
        let runs = said.unwrap()?.streams.into_iter().find(|(stream, _)| *stream == of);
        runs.map(|(_, runs)| runs[0].last)
    };
    field.send(&mut office, &mut b);
    assert_eq!(held(&b), None, "received, and in no backup yet");
    let stick = field.root.join("backup");
    std::fs::create_dir(&stick).unwrap();
    office.backup(&stick, &mut |_, _| {}).unwrap();
    set(&mut b, village, 1, person::PHONE, "13900000002");
    field.send(&mut b, &mut office);
    field.send(&mut office, &mut b);
    assert_eq!(held(&b), Some(2), "what came after the backup is not in it");
    // It is read from the journal again, whatever became of the state.
    let root = field.root.join("A");
    drop(office);
    let mut office = reopen(&root).rebuild(&mut |_, _| {}).unwrap();
    office.backup(&stick, &mut |_, _| {}).unwrap();
    field.send(&mut office, &mut b);
    assert_eq!(held(&b), Some(3));
}
