//! The store as a whole: found, write, reopen, rebuild.

mod backups;
mod bench;
mod kills;
mod mending;
mod officers;
mod purging;

use super::*;
use crate::domain::kinds::{kind, person};
use crate::domain::place::Level;
use crate::domain::register::{Edit, NewPerson, NewPlace};
use crate::domain::value::Value;
use crate::journal::fold::RecordKey;
use crate::journal::{EntityId, Record};
use crate::vault::{Effort, Passphrase};

fn pass() -> Passphrase {
    Passphrase::new("test-passphrase").unwrap()
}

fn office(root: &std::path::Path) -> Folder {
    let passphrase = pass();
    let office = Office { officer: "甲", device: "A", passphrase: &passphrase, effort: Effort::FAST };
    found(root, &office, World::real()).unwrap().0
}

fn reopen(root: &std::path::Path) -> Folder {
    Shut::open(root, World::real()).unwrap().unlock(1, &pass(), &mut |_, _| {}).map_err(|e| e.1).unwrap()
}

fn write_some(folder: &mut Folder, from: u8, count: u8) {
    let village = EntityId([9; 16]);
    for number in from..from + count {
        let act = folder.new_act().unwrap();
        let person = NewPerson {
            entity: EntityId([number; 16]),
            village,
            code: format!("H001-{number:02}"),
            name: "张三".into(),
            ..NewPerson::default()
        };
        folder
            .write(Part::whole(act), |writing| {
                let op = person.op().map_err(|_| StoreError::NotFounded)?;
                writing.push(op.scope, &op.op).map(drop)
            })
            .unwrap();
    }
}

#[test]
fn what_was_confirmed_is_there_after_reopening_and_rebuilding() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("d");
    let mut folder = office(&root);
    assert_eq!(folder.actor().name, "甲");
    let place = NewPlace::named(Default::default(), EntityId::ZERO, Level::District, "马龙区").op().unwrap();
    let act = folder.new_act().unwrap();
    folder.write(Part::whole(act), |writing| writing.push(place.scope, &place.op).map(drop)).unwrap();
    write_some(&mut folder, 1, 20);
    let digests = folder.ask(|state| Ok(state.digests().clone())).unwrap();
    assert_eq!(folder.ask(|state| Ok(state.count(kind::PERSON))).unwrap(), 20);
    drop(folder);
    let folder = reopen(&root);
    assert_eq!(folder.report().replayed, 0);
    assert_eq!(folder.ask(|state| Ok(state.digests().clone())).unwrap(), digests);
    let folder = folder.rebuild(&mut |_, _| {}).unwrap();
    assert!(folder.report().rebuilt);
    assert_eq!(folder.ask(|state| Ok(state.digests().clone())).unwrap(), digests);
    assert_eq!(folder.ask(|state| Ok(state.count(kind::PERSON))).unwrap(), 20);
}

/// The records of a stretch, so many on a page.
fn paged(folder: &Folder, stretch: Stretch, count: usize) -> Vec<(RecordKey, Record)> {
    let (mut found, mut last) = (Vec::new(), None);
    loop {
        let page: Page = folder.ask(move |state| state.page(stretch, last.as_ref(), count)).unwrap();
        assert!(page.len() <= count && (page.len() == count || !page.has_more()));
        page.open(|key, record| found.push((key, record))).unwrap();
        if !page.has_more() {
            return found;
        }
        last = Some(page);
    }
}

#[test]
fn pages_of_any_size_hold_every_record_once_and_long_ones_in_one_piece() {
    let temp = tempfile::tempdir().unwrap();
    let mut folder = office(&temp.path().join("d"));
    let villages = [EntityId([9; 16]), EntityId([0x7F; 16]), EntityId([0x80; 16]), EntityId([0xFF; 16])];
    for (village, number) in villages.into_iter().flat_map(|v| (1..4_u8).map(move |n| (v, n))) {
        // One remark fits into one part, four do not.
        for turn in 0..if number == 2 { 4 } else { 1 } {
            let remark = Value::Text(format!("{turn}{}", "长".repeat(2_600)));
            let op = Edit::new(kind::PERSON, EntityId([number; 16])).set(person::REMARK, remark, &[]);
            let (op, act) = (op.finish().unwrap(), folder.new_act().unwrap());
            folder.write(Part::whole(act), |writing| writing.push(village, &op).map(drop)).unwrap();
        }
    }
    let all = folder.ask(|state| {
        let mut all = Vec::new();
        state.each(kind::PERSON, |key, record| all.push((key, record)))?;
        Ok(all)
    });
    let all = all.unwrap();
    assert_eq!(all.len(), 12);
    assert!(all.iter().filter(|(_, record)| record.encode().unwrap().len() > 24 << 10).count() == 4);
    for count in [1, 2, 3, 5, 100] {
        assert_eq!(paged(&folder, Stretch::Kind(kind::PERSON), count), all);
        let half = |upper| paged(&folder, Stretch::Half { kind: kind::PERSON, upper }, count);
        assert_eq!([half(false), half(true)].concat(), all);
        assert_eq!(half(true).len(), 6);
        let of_village = |village| paged(&folder, Stretch::Scope(kind::PERSON, village), count);
        assert_eq!(villages.map(of_village).concat(), all);
        assert!(paged(&folder, Stretch::Kind(kind::HOUSEHOLD), count).is_empty());
    }
}
