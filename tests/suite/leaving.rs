//! A village that a laptop has left (离开的村), by command: what still waits, what a purge takes away, and half-typed forms that
//! stand on the village.

use std::path::Path;

use kuqu::journal::{BodySlot, GroupBodies};
use serde_json::Value;

use crate::laptops::Field;
use crate::moves::{HEAD, ONE, OTHER, field};
use crate::real::{Desk, unlocked_at};

/// What nobody may read of the village afterwards.
const MARKS: [&str; 2] = ["木棉花甲", "半张草稿乙"];

/// Names of all files below a folder.
fn files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path().is_dir() {
            true => files(&entry.path(), found),
            false => found.push(entry.path()),
        }
    }
}

/// True if the bytes contain these.
fn contains(bytes: &[u8], mark: &str) -> bool {
    bytes.windows(mark.len()).any(|window| window == mark.as_bytes())
}

/// How many bodies of the machine's journal, opened, contain one of the marks.
fn bodies_with_marks(data: &Path) -> usize {
    let folder = unlocked_at(data);
    let bodies = folder.ask(|state| {
        let mut found = Vec::new();
        for entry in state.ledger().entries() {
            let Some(commit) = state.held(&entry.hash)? else { continue };
            for bodies in commit.bodies {
                let GroupBodies::Present(slots) = bodies else { continue };
                found.extend(slots.into_iter().filter_map(|slot| match slot {
                    BodySlot::Held(body) => Some(body.bytes.clone()),
                    _ => None,
                }));
            }
        }
        Ok(found)
    });
    bodies.unwrap().iter().filter(|body| MARKS.iter().any(|mark| contains(body, mark))).count()
}

fn drafts(field: &Field) -> usize {
    std::fs::read_dir(field.0.path().join("B/drafts")).unwrap().count()
}

fn purge(field: &Field, arguments: &[&str]) -> Value {
    field.json("B", &[&["journal", "purge", "--json"], arguments].concat())["villages"].clone()
}

#[test]
fn a_left_village_goes_when_the_office_has_it_in_a_backup_and_nothing_of_it_can_be_read() {
    let field = field();
    let data = field.0.path().join("B");
    assert!(field.done("B", &["journal", "purge"]).contains("没有调离的村"));
    field.done("B", &["correct", HEAD, "nickname", MARKS[0], "--why", "本人"]);
    // A form about somebody of the village, half-typed when the machine was switched off.
    let mut desk = Desk::at(&data, "default");
    desk.keys(&format!("F3 {HEAD} Enter Enter F7")).text(MARKS[1]).keys("Tab").wait_ms(60_000);
    desk.close();
    assert_eq!(drafts(&field), 1);
    field.ship("B", "A");
    field.done("A", &["devices", "villages", "B", OTHER]);
    field.ship("A", "B");
    let waits = purge(&field, &["--dry-run"]);
    assert_eq!(
        (&waits[0]["village"], &waits[0]["purged"], &waits[0]["unconfirmed"]),
        (&ONE.into(), &false.into(), &0.into())
    );
    assert_ne!(waits[0]["not_backed_up"], 0, "received, and in no backup");
    assert_eq!(purge(&field, &[])[0]["purged"], false);
    let (done, said) = field.run("B", &["journal", "purge", ONE]);
    assert!(!done && said.contains("还没有备份"), "{said}");
    field.done("A", &["backup", &field.at("backup")]);
    field.ship("A", "B");
    // Nothing can be lost but what somebody has half typed: that is theirs to finish or to discard.
    let waits = purge(&field, &[]);
    assert_eq!((&waits[0]["not_backed_up"], &waits[0]["drafts"]), (&0.into(), &1.into()));
    let (done, said) = field.run("B", &["journal", "purge", ONE]);
    assert!(!done && said.contains("有 1 份没填完的表") && said.contains("--drop-drafts"), "{said}");
    assert_eq!((drafts(&field), bodies_with_marks(&data)), (1, 1));
    field.done("B", &["show", "person", HEAD]);
    let (done, said) = field.run("B", &["journal", "purge", "--drop-drafts"]);
    assert!(!done && said.contains("VILLAGE"), "{said}");
    let gone = purge(&field, &[ONE, "--drop-drafts"]);
    assert_eq!(
        (&gone[0]["purged"], gone[0]["frames"].as_u64().is_some_and(|frames| frames > 0)),
        (&true.into(), true)
    );
    // Its bodies, its forms and its records are gone, from the journal too; what is left verifies.
    assert_eq!((drafts(&field), bodies_with_marks(&data)), (0, 0));
    field.done("B", &["rebuild"]);
    let (_, found) = field.run("B", &["find", MARKS[0]]);
    assert!(!found.contains(HEAD), "{found}");
    assert!(!field.run("B", &["show", "person", HEAD]).0);
    let mut all = Vec::new();
    files(&data, &mut all);
    for file in all {
        let bytes = std::fs::read(&file).unwrap();
        assert!(MARKS.iter().all(|mark| !contains(&bytes, mark)), "{}", file.display());
    }
    field.done("B", &["doctor"]);
    field.done("B", &["journal", "verify"]);
    // Once more there is nothing to do; a village that is still worked in never goes.
    assert_eq!(purge(&field, &[]), Value::Array(Vec::new()));
    assert!(field.done("B", &["journal", "purge"]).contains("没有调离的村"));
    let (done, said) = field.run("B", &["journal", "purge", OTHER, "--drop-drafts"]);
    assert!(!done && said.contains("没有调离本机"), "{said}");
}
