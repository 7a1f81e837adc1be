//! Accusations and bundles (密件与文件): nothing of one goes to a laptop; what a laptop took in comes to the office sealed.

use std::sync::Arc;

use super::folders::{Field, going, world};
use crate::domain::kinds::{item, kind};
use crate::domain::petition::Petition;
use crate::domain::register::Edit;
use crate::domain::value::Value;
use crate::exchange::read::Bundle;
use crate::journal::authority::VillagesV1;
use crate::journal::{Audience, BodySlot, EntityId, GroupBodies, Op, Roles, codec};
use crate::store::files::Disk;
use crate::store::folder::Part;
use crate::store::segments::Event;
use crate::store::{Folder, NewOfficer, Shut};
use crate::vault::{Effort, Identity, Passphrase, boxes};

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

/// All that a machine's keys open and all that lies on its disk: frames in clear, records, files as they are.
fn holds(folder: &Folder, root: &std::path::Path, text: &str) -> bool {
    let frames = folder.journal().reader().frames_from(1).unwrap().map(Result::unwrap);
    let mut found = frames.into_iter().any(|event| match event {
        Event::Frame(frame) => contains(&frame.content, text),
        _ => false,
    });
    let records = folder.ask(|state| {
        let mut all = Vec::new();
        state.each_record(|_, record| all.extend(record.encode_bare()))?;
        Ok(all)
    });
    found |= records.unwrap().iter().any(|bytes| contains(bytes, text));
    let mut open = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            found |= contains(&std::fs::read(path).unwrap_or_default(), text);
        }
    }
    found
}

fn inside(path: &std::path::Path, to: &Folder) -> Vec<u8> {
    let bundle = Bundle::check(Arc::new(Disk), path, &mut going).unwrap();
    let mut records = bundle.records(to.vault().1.device()).unwrap();
    let mut inside = Vec::new();
    while let Some(record) = records.take().unwrap() {
        inside.extend(record);
    }
    inside
}

#[test]
fn an_allowed_officer_s_second_office_machine_gets_the_key_by_bundle_and_others_get_nothing() {
    let field = Field::laid_out();
    let (mut office, _) = field.office();
    office.found_drawer().unwrap();
    let mut second = field.office_machine(&mut office, "C", Roles(8 | 1));
    let mut third = field.office_machine(&mut office, "D", Roles(2 | 1));
    seal(&mut office, 1, "暗语甲乙");
    field.send(&mut office, &mut second);
    let to_third = field.ship(&mut office, &third);
    let clear = inside(&to_third, &third);
    assert!(
        contains(&clear, "age-encryption") && !contains(&clear, "暗语甲乙"),
        "sealed, and nothing in clear"
    );
    super::folders::take(&mut third, &to_third);
    assert!(requests(&second).is_empty() && requests(&third).is_empty());
    // Both ask; a head lets one in.
    assert!(second.ask_for_drawer().unwrap() && !second.ask_for_drawer().unwrap());
    assert!(third.ask_for_drawer().unwrap());
    field.send(&mut second, &mut office);
    field.send(&mut third, &mut office);
    let asked = office.at_drawer().unwrap();
    let labels: Vec<(&str, bool)> = asked.iter().map(|seat| (seat.label.as_str(), seat.has)).collect();
    assert_eq!(labels, [("C", false), ("D", false)]);
    assert!(third.give_drawer(&asked[1]).is_err(), "who has no key gives none");
    assert!(office.give_drawer(&asked[0]).unwrap());
    assert!(office.at_drawer().unwrap()[0].has);
    field.send(&mut office, &mut second);
    field.send(&mut office, &mut third);
    assert_eq!(requests(&second), ["暗语甲乙"], "at once, without opening anew");
    assert!(requests(&third).is_empty() && !third.opens_drawer());
    // It stays after closing, and after another passphrase.
    drop(second);
    let mut second = super::folders::reopen(&field.root.join("C"));
    assert_eq!(requests(&second), ["暗语甲乙"]);
    let other = Passphrase::new("another passphrase").unwrap();
    second.change_passphrase(1, &other, Effort::FAST).unwrap();
    drop(second);
    let shut = Shut::open(&field.root.join("C"), world()).unwrap();
    let mut second = shut.unlock(1, &other, &mut |_, _| {}).map_err(|failed| failed.1).unwrap();
    seal(&mut second, 2, "暗语丙丁");
    field.send(&mut second, &mut office);
    field.send(&mut office, &mut third);
    assert_eq!(requests(&office), ["暗语丙丁", "暗语甲乙"]);
    for word in ["暗语甲乙", "暗语丙丁"] {
        assert!(!holds(&third, &field.root, word), "{word}");
    }
}

/// Every sealed body that a folder holds, as it is stored.
fn sealed_bodies(folder: &Folder) -> Vec<Vec<u8>> {
    let since = folder.journal().reader().frames_from(1).unwrap().map(Result::unwrap);
    since
        .filter_map(|event| match event {
            Event::Frame(frame) => Some(frame.content),
            _ => None,
        })
        .filter_map(|content| match codec::decode_frame(&content) {
            Ok(codec::Frame::Commit(commit)) => Some(commit),
            _ => None,
        })
        .flat_map(|commit| commit.bodies.clone())
        .filter_map(|bodies| match bodies {
            GroupBodies::Present(slots) => Some(slots),
            _ => None,
        })
        .flatten()
        .filter_map(|slot| match slot {
            BodySlot::Held(body) if body.form == 1 => Some(body.bytes),
            _ => None,
        })
        .collect()
}

#[test]
fn when_somebody_who_had_the_key_leaves_the_drawer_gets_another_and_all_who_stay_have_it() {
    let field = Field::laid_out();
    let (mut office, _) = field.office();
    let passphrase = Passphrase::new("second passphrase").unwrap();
    let villages = VillagesV1 { all: true, villages: Vec::new() };
    let new =
        NewOfficer { name: "丙", roles: Roles(3), villages, passphrase: &passphrase, effort: Effort::FAST };
    let leaver = office.add_officer(&new).unwrap();
    office.found_drawer().unwrap();
    let first = office.drawer().unwrap().unwrap();
    let mut second = field.office_machine(&mut office, "C", Roles(8 | 1));
    second.ask_for_drawer().unwrap();
    field.send(&mut second, &mut office);
    let seat = office.at_drawer().unwrap().remove(0);
    office.give_drawer(&seat).unwrap();
    seal(&mut office, 1, "暗语甲乙");
    assert!(!office.renew_drawer().unwrap(), "nobody left");
    office.let_into_drawer(leaver).unwrap();
    drop(office);
    let shut = Shut::open(&field.root.join("A"), world()).unwrap();
    let known = shut.unlock(leaver, &passphrase, &mut |_, _| {}).map_err(|failed| failed.1).unwrap();
    assert_eq!(requests(&known), ["暗语甲乙"]);
    let secrets = known.vault().1.drawers().to_vec();
    drop(known);
    let known = secrets;
    let mut office = super::folders::reopen(&field.root.join("A"));
    office.end_officer(leaver).unwrap();
    let renewed = office.drawer().unwrap().unwrap();
    assert!(renewed != first && known.iter().all(|secret| secret.recipient() != renewed));
    assert!(!office.drawer_is_stale().unwrap() && !office.renew_drawer().unwrap(), "once");
    seal(&mut office, 2, "暗语丙丁");
    assert_eq!(requests(&office), ["暗语丙丁", "暗语甲乙"]);
    field.send(&mut office, &mut second);
    assert_eq!(
        requests(&second),
        ["暗语丙丁", "暗语甲乙"],
        "the new key came with the bundle, the old ones stay"
    );
    seal(&mut second, 3, "暗语戊己");
    field.send(&mut second, &mut office);
    drop(office);
    let office = super::folders::reopen(&field.root.join("A"));
    assert_eq!(requests(&office), ["暗语丙丁", "暗语戊己", "暗语甲乙"]);
    assert!(holds(&office, &field.root, "age-encryption"), "the search looks where bodies are");
    // What the leaver knew opens nothing that was sealed since.
    let sealed = sealed_bodies(&office);
    let opens = |secrets: &[Identity]| {
        let open =
            |bytes: &&Vec<u8>| secrets.iter().any(|secret| boxes::open(secret, bytes, 24 * 1024).is_ok());
        sealed.iter().filter(open).count()
    };
    assert_eq!((sealed.len(), opens(&known), opens(office.vault().1.drawers())), (3, 1, 3));
}
