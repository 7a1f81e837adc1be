//! The store as a whole: found, write, reopen, rebuild.

mod backups;
mod bench;
mod kills;
mod mending;
mod officers;

use super::*;
use crate::domain::kinds::kind;
use crate::domain::place::Level;
use crate::domain::register::{NewPerson, NewPlace};
use crate::journal::EntityId;
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
