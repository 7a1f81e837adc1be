//! Accusations and bundles (密件与文件): nothing of one goes to a laptop; what a laptop took in comes to the office sealed.

use std::sync::Arc;

use super::folders::{Field, going};
use crate::domain::kinds::{item, kind};
use crate::domain::petition::Petition;
use crate::domain::register::Edit;
use crate::domain::value::Value;
use crate::exchange::read::Bundle;
use crate::journal::{Audience, EntityId, Op};
use crate::store::Folder;
use crate::store::files::Disk;
use crate::store::folder::Part;

fn op(scope: EntityId, entity: u8, request: &str) -> Op {
    let edit = Edit::new(kind::PETITION, EntityId([entity; 16]));
    edit.set(item::REQUEST, Value::Text(request.into()), &[]).finish_in(scope).unwrap().op
}

fn seal(folder: &mut Folder, entity: u8, request: &str) {
    let drawer = folder.drawer().unwrap().unwrap();
    let part = Part::whole(folder.new_act().unwrap());
    let op = op(EntityId::ZERO, entity, request);
    folder
        .write_to(Audience::Office, part, |commit| commit.push_sealed(EntityId::ZERO, &op, &drawer).map(drop))
        .unwrap();
}

fn requests(folder: &Folder) -> Vec<String> {
    let records = folder.sealed_records().unwrap();
    let read = records.iter().map(|(key, record)| Petition::from_record(*key, record));
    let mut all: Vec<String> = read.filter_map(|petition| petition.request.shown).collect();
    all.sort();
    all
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

#[test]
fn no_byte_of_an_accusation_is_in_a_village_s_bundle_and_a_laptop_s_comes_home_sealed() {
    let field = Field::laid_out();
    let (mut office, villages) = field.office();
    office.found_drawer().unwrap();
    let mut laptop = field.laptop(&mut office, "B", &villages[..1]);
    seal(&mut office, 1, "暗语甲乙");
    let part = Part::whole(office.new_act().unwrap());
    let plain = op(villages[0], 2, "路烂");
    office.write(part, |commit| commit.push(villages[0], &plain).map(drop)).unwrap();
    let path = field.ship(&mut office, &laptop);
    let bundle = Bundle::check(Arc::new(Disk), &path, &mut going).unwrap();
    let mut records = bundle.records(laptop.vault().1.device()).unwrap();
    let mut inside = Vec::new();
    while let Some(record) = records.take().unwrap() {
        inside.extend(record);
    }
    assert!(contains(&inside, "路烂"), "the search looks where bodies are");
    assert!(!contains(&inside, "暗语甲乙") && !contains(&inside, "age-encryption"), "not even sealed");
    super::folders::take(&mut laptop, &path);
    // The laptop knows the drawer's public half and can seal to it, and cannot read what it sealed.
    seal(&mut laptop, 3, "暗语丙丁");
    assert!(requests(&laptop).is_empty() && !laptop.opens_drawer());
    field.send(&mut laptop, &mut office);
    assert_eq!(requests(&office), ["暗语丙丁", "暗语甲乙"]);
}
