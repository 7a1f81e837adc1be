//! Officers: who may write what, in the act and in the fold; numbers, ends, handovers, passphrases.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::Ordering;

use super::bench::*;
use crate::domain::kinds::{self, Kinds};
use crate::domain::roles::{self, Role};
use crate::journal::authority::{self, OfficerV1, VillagesV1};
use crate::journal::{Act, Change, EntityId, Op, OpStatus, Quarantine, Roles, Table};
use crate::store::drafts::draft_name;
use crate::store::files::Files;
use crate::store::files::twin::Planned;
use crate::store::*;
use crate::vault::{Effort, Purpose, SlotKind, System, Vault};

/// One operation for a slot, with a value that its schema takes.
fn op_for(kind: u16, slot: u16, entity: EntityId) -> Op {
    let schema = Kinds.slot(kind, slot).unwrap().schemas[0];
    // "Empty" is a value of every schema.
    Op { entity, kind, changes: vec![Change { slot, schema, value: None, replaces: Vec::new() }], why: None }
}

#[test]
fn every_pair_of_role_and_kind_of_write_is_decided_in_the_act_and_in_the_fold() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    for role in Role::ALL {
        let passphrase = format!("passphrase-of-{}", role.name());
        add(&mut folder, role.name(), role.bit(), &passphrase).unwrap();
    }
    drop(folder);
    let slots: BTreeSet<(u16, u16)> = kinds::ROWS.iter().map(|row| (row.kind, row.slot)).collect();
    assert!(slots.len() > 30);
    for (number, role) in (2..).zip(Role::ALL) {
        let passphrase = format!("passphrase-of-{}", role.name());
        let mut folder = bench.open(&disk, number, &passphrase).unwrap();
        assert_eq!((folder.actor().name.as_str(), folder.actor().roles), (role.name(), role.bit()));
        assert_eq!(folder.may_import().is_ok(), matches!(role, Role::Maker | Role::Head));
        for (at, (kind, slot)) in (1_u128..).zip(&slots) {
            let op = op_for(*kind, *slot, EntityId(at.to_be_bytes()));
            let writers = Kinds.slot(*kind, *slot).unwrap().writers;
            let allowed = writers.meets(role.bit());
            // In the act.
            let act = folder.new_act().unwrap();
            let written = folder.write(Part::whole(act), |writing| writing.push(VILLAGE, &op).map(drop));
            assert_eq!(written.is_ok(), allowed, "{kind} {slot} {role:?}");
            if let Err(StoreError::Role(roles::Refusal::Role { writers: may, .. })) = &written {
                assert_eq!(*may, writers);
            } else {
                assert!(allowed, "{written:?}");
            }
            // In the fold: a program that does not ask.
            let own = std::mem::replace(&mut folder.actor.roles, roles::ANYONE);
            let act = folder.new_act().unwrap();
            let commit =
                folder.write(Part::whole(act), |writing| writing.push(VILLAGE, &op).map(drop)).unwrap();
            folder.actor.roles = own;
            let status = folder
                .ask(move |state| {
                    let hash = state.ledger().hashes(commit)[0];
                    Ok(state.ledger().statuses(&hash)[0])
                })
                .unwrap();
            let expected = match allowed {
                true => OpStatus::Counted,
                false => OpStatus::Quarantined(Quarantine::RoleMayNot { roles: role.bit(), writers }),
            };
            assert_eq!(status, expected, "{kind} {slot} {role:?}");
        }
        // Authority is a kind of write too.
        if role != Role::Head {
            assert!(matches!(
                add(&mut folder, "丁", Role::Head.bit(), THIRD),
                Err(StoreError::Officer(OfficerError::MayNot { may: Roles(8), .. }))
            ));
            folder.actor.roles = roles::ANYONE;
            let before = folder.officers().unwrap().len();
            add(&mut folder, "丁", Role::Head.bit(), THIRD).unwrap_or_default();
            assert_eq!(folder.officers().unwrap().len(), before, "a grant without a head counts nowhere");
        }
    }
}

#[test]
fn two_officers_write_under_their_own_names_and_numbers_outlive_a_wrong_clock() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    let villages = VillagesV1 { all: false, villages: vec![EntityId([7; 16]), EntityId([3; 16])] };
    let second = pass(SECOND);
    let new = |name, villages| NewOfficer {
        name,
        roles: Role::Recorder.bit(),
        villages,
        passphrase: &second,
        effort: Effort::FAST,
    };
    assert_eq!(folder.add_officer(&new("乙", villages.clone())).unwrap(), 2);
    // The battery died: an officer made "in 2001" is still the third.
    bench.wall.store(980_000_000_000, Ordering::Relaxed);
    assert_eq!(add(&mut folder, "丙", Role::Maker.bit(), THIRD).unwrap(), 3);
    assert_eq!(folder.clock_is_behind().unwrap().map(|newest| newest / 1000), Some(START_MS / 1000));
    bench.wall.store(START_MS + DAY_MS, Ordering::Relaxed);
    assert_eq!(folder.clock_is_behind().unwrap(), None);
    drop(folder);
    let mut second = bench.open(&disk, 2, SECOND).unwrap();
    write_person(&mut second, 1);
    let officer = second.actor().officer;
    drop(second);
    let third = bench.open_anew(&disk, 3, THIRD).unwrap();
    assert_eq!(third.actor().name, "丙");
    let seats = third.officers().unwrap();
    let names: Vec<_> = seats.iter().map(|seat| (seat.number, seat.name.as_str(), seat.has_access)).collect();
    assert_eq!(names, [(1, "甲", true), (2, "乙", true), (3, "丙", true)]);
    assert_eq!(seats[1].villages.villages, [EntityId([3; 16]), EntityId([7; 16])]);
    let by =
        third.ask(|state| Ok(state.ledger().entries().last().map(|entry| entry.header.officer))).unwrap();
    assert_eq!(by, Some(officer));
    let ways: Vec<_> =
        third.ways_in().unwrap().into_iter().map(|way| (way.kind, way.number, way.name)).collect();
    assert_eq!(ways.len(), 4);
    assert_eq!(ways[1], (SlotKind::Officer, 2, "乙".to_owned()));
    assert!(third.vault_is_whole());
}

#[test]
fn what_cannot_be_added_is_refused_and_changes_nothing() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    let before = (disk.all(), folder.officers().unwrap());
    let refused = |result: Result<u32, StoreError>| match result {
        Err(StoreError::Officer(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(add(&mut folder, "乙", FIELD, FIRST)), OfficerError::PassphraseTaken);
    assert_eq!(refused(add(&mut folder, "乙", Roles(0), SECOND)), OfficerError::NoRole);
    assert_eq!(refused(add(&mut folder, " ", FIELD, SECOND)), OfficerError::Name { bytes: 1 });
    let long = "字".repeat(100);
    assert_eq!(refused(add(&mut folder, &long, FIELD, SECOND)), OfficerError::Name { bytes: 300 });
    let villages =
        VillagesV1 { all: false, villages: (0..2000_u128).map(|n| EntityId(n.to_be_bytes())).collect() };
    let many = folder.add_officer(&NewOfficer {
        name: "乙",
        roles: FIELD,
        villages,
        passphrase: &pass(SECOND),
        effort: Effort::FAST,
    });
    assert_eq!(refused(many), OfficerError::TooManyVillages(2000));
    assert!(matches!(folder.end_officer(1), Err(StoreError::Officer(OfficerError::LastHead(1)))));
    assert!(matches!(folder.end_officer(2), Err(StoreError::NoSuchOfficer(2))));
    assert!(matches!(folder.handover(1, 1), Err(StoreError::Officer(OfficerError::SameOfficer(1)))));
    assert!(matches!(folder.handover(1, 2), Err(StoreError::NoSuchOfficer(2))));
    assert_eq!((disk.all(), folder.officers().unwrap()), before);
}

const FIELD: Roles = roles::FIELD;

#[test]
fn an_ended_officer_opens_neither_the_folder_nor_what_is_written_after() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    add(&mut folder, "乙", Role::Recorder.bit(), SECOND).unwrap();
    drop(folder);
    let mut second = bench.open(&disk, 2, SECOND).unwrap();
    write_person(&mut second, 1);
    let officer = second.actor().officer;
    let draft = draft_name(officer, Act([1; 14]));
    second.drafts().unwrap().save(&draft, b"half", &mut System).unwrap();
    drop(second);
    let (old_vault, old_bytes) = (disk.bytes(&bench.root().join("vault.0")).unwrap(), disk.all());
    let mut folder = bench.open(&disk, 1, FIRST).unwrap();
    let before = digests(&folder);
    let departure = folder.end_officer(2).unwrap();
    assert!(!departure.own && departure.officer.has_access);
    let taken = draft_name(folder.actor().officer, Act([1; 14]));
    assert_eq!(departure.handover.drafts, std::slice::from_ref(&taken));
    assert!(matches!(folder.end_officer(2), Err(StoreError::Officer(OfficerError::Ended(2)))));
    assert!(matches!(folder.handover(1, 2), Err(StoreError::Officer(OfficerError::Ended(2)))));
    let village = |all: &[((_, EntityId), _)]| all.iter().find(|(place, _)| place.1 == VILLAGE).cloned();
    assert_eq!(village(&digests(&folder)), village(&before), "what was written before still counts");
    assert!(folder.sweep_due().unwrap());
    let mut slices = 1;
    while !folder.sweep_slice(3).unwrap() {
        slices += 1;
    }
    assert!(slices > 2 && !folder.sweep_due().unwrap());
    write_person(&mut folder, 2);
    assert_eq!(folder.drafts().unwrap().load(&taken).unwrap().unwrap().as_slice(), b"half");
    assert!(check(&mut folder).is_clean());
    drop(folder);
    assert!(matches!(bench.open(&disk, 2, SECOND), Err(StoreError::NoSuchOfficer(2))));
    assert!(matches!(bench.open(&disk, 1, SECOND), Err(StoreError::WrongPassphrase { wait_ms: 500 })));
    // With the old vault in hand: the keys of then open what was there then, and nothing newer.
    let (_, vault) = Vault::decode(&old_vault).unwrap();
    let keys = vault.open(2, &pass(SECOND)).unwrap();
    let (reader, drafts) = (keys.sealer(Purpose::Journal), keys.sealer(Purpose::Draft));
    for (path, bytes) in disk.all() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.ends_with(".draft") {
            assert!(drafts.open(name.trim_end_matches(".draft").as_bytes(), &bytes).is_err());
        }
        if name.ends_with(".kj") && !old_bytes.iter().any(|(old, _)| *old == path) {
            let head = crate::store::segments::frame::SegmentHead::decode(&bytes).unwrap();
            assert_eq!(head.key, 2);
            assert!(!reader.numbers().any(|number| number == head.key));
        }
    }
    assert!(disk.bytes(&bench.root().join("journal/00000002.kj")).is_some());
    let folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    assert_eq!((persons(&folder), folder.officers().unwrap()[1].ended), (2, true));
    // What the ended officer's program still writes does not count.
    drop(folder);
    let folder = bench.open(&disk, 1, FIRST).unwrap();
    let seat = folder.officers().unwrap().remove(1);
    let mut folder = folder;
    (folder.actor.officer, folder.actor.grant) = (seat.officer, seat.grant);
    write_person(&mut folder, 3);
    assert_eq!(persons(&folder), 2);
}

#[test]
fn a_data_key_that_never_reached_the_disk_seals_nothing() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    add(&mut folder, "乙", Role::Recorder.bit(), SECOND).unwrap();
    disk.plan(1, Planned::Fails(std::io::ErrorKind::StorageFull));
    assert!(matches!(folder.end_officer(2), Err(StoreError::VaultFiles(_) | StoreError::File(_))));
    assert!(folder.officers().unwrap()[1].has_access);
    write_person(&mut folder, 1);
    folder.drafts().unwrap().save("a", b"half", &mut System).unwrap();
    drop(folder);
    let mut folder = bench.open_anew(&disk, 1, FIRST).unwrap();
    assert_eq!(folder.drafts().unwrap().load("a").unwrap().unwrap().as_slice(), b"half");
    folder.end_officer(2).unwrap();
    assert_eq!(persons(&folder), 1);
}

#[test]
fn a_head_may_leave_when_another_stays_and_work_passes_on() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    let head = Roles(Role::Head.bit().0 | Role::Maker.bit().0);
    add(&mut folder, "乙", head, SECOND).unwrap();
    let villages = VillagesV1 { all: false, villages: vec![VILLAGE, EntityId([4; 16])] };
    let new = NewOfficer {
        name: "丙",
        roles: Role::Recorder.bit(),
        villages: villages.clone(),
        passphrase: &pass(THIRD),
        effort: Effort::FAST,
    };
    folder.add_officer(&new).unwrap();
    let handover = folder.handover(3, 2).unwrap();
    assert_eq!((handover.villages, handover.from.number), (sorted(villages.clone()), 3));
    let seats = folder.officers().unwrap();
    assert_eq!((&seats[1].villages, seats[2].villages.villages.len()), (&sorted(villages), 0));
    let departure = folder.end_officer(1).unwrap();
    assert!(departure.own);
    assert_eq!(departure.handover.to.number, 2);
    let act = folder.new_act().unwrap();
    let place = EntityId([5; 16]);
    let write =
        folder.write(Part::whole(act), |writing| writing.push(VILLAGE, &op_for(12, 3, place)).map(drop));
    assert!(matches!(write, Err(StoreError::Role(_))), "nothing more under an ended grant");
    drop(folder);
    assert!(matches!(bench.open(&disk, 1, FIRST), Err(StoreError::NoSuchOfficer(1))));
    let mut folder = bench.open_anew(&disk, 2, SECOND).unwrap();
    write_person(&mut folder, 1);
    assert_eq!(persons(&folder), 1);
    assert!(matches!(folder.end_officer(2), Err(StoreError::Officer(OfficerError::LastHead(2)))));
}

fn sorted(mut villages: VillagesV1) -> VillagesV1 {
    villages.villages.sort_unstable();
    villages
}

#[test]
fn an_officer_without_a_way_in_gets_one_and_an_ended_one_does_not() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    // A kill between grant and way in: the vault of before with the journal of after.
    let before: Vec<_> = ["vault.0", "vault.1"]
        .map(|name| (bench.root().join(name), disk.bytes(&bench.root().join(name)).unwrap()))
        .into();
    add(&mut folder, "乙", Role::Recorder.bit(), SECOND).unwrap();
    drop(folder);
    for (path, bytes) in before {
        disk.put(&path, bytes);
    }
    let mut folder = bench.open(&disk, 1, FIRST).unwrap();
    assert!(!folder.officers().unwrap()[1].has_access);
    assert_eq!(add(&mut folder, "丙", Role::Recorder.bit(), THIRD).unwrap(), 3);
    folder.give_access(2, &pass(SECOND), Effort::FAST).unwrap();
    let again = folder.give_access(2, &pass("fourth-pass-4"), Effort::FAST);
    assert!(matches!(again, Err(StoreError::Officer(OfficerError::HasAccess(2)))));
    folder.end_officer(3).unwrap();
    let ended = folder.give_access(3, &pass(THIRD), Effort::FAST);
    assert!(matches!(ended, Err(StoreError::Officer(OfficerError::Ended(3)))));
    drop(folder);
    assert_eq!(bench.open(&disk, 2, SECOND).unwrap().actor().name, "乙");
}

#[test]
fn a_grant_is_made_on_the_root_device_alone() {
    let bench = Bench::new();
    let (_, mut folder, _) = bench.found();
    // The same folder as another machine would see it: its key is not the root's.
    let op = |entity| {
        let value = OfficerV1 { name: "乙".into() };
        let at = (authority::SLOT_VALUE, authority::schema::OFFICER);
        authority::authority_op(authority::kind::OFFICER, entity, at, &value, Vec::new()).unwrap()
    };
    let act = folder.new_act().unwrap();
    folder
        .write(Part::whole(act), |writing| {
            let entity = writing.next_id().entity();
            writing.push(EntityId::ZERO, &op(entity)).map(drop)
        })
        .unwrap();
    let passphrase = pass(SECOND);
    let founding = crate::vault::Founding { name: "乙", passphrase: &passphrase, effort: Effort::FAST };
    let (_, other, _) = Vault::create(&founding, &mut System).unwrap();
    folder.keys = other;
    let refused = folder.govern();
    assert!(matches!(refused, Err(StoreError::Officer(OfficerError::RequestNeeded))), "{refused:?}");
}

#[test]
fn passphrases_change_and_a_recovery_is_told_to_everyone_once() {
    let bench = Bench::new();
    let (disk, mut folder, code) = bench.found();
    add(&mut folder, "乙", Role::Recorder.bit(), SECOND).unwrap();
    let taken = folder.change_passphrase(1, &pass(SECOND), Effort::FAST);
    assert!(matches!(taken, Err(StoreError::Officer(OfficerError::PassphraseTaken))));
    let others = folder.change_passphrase(2, &pass(THIRD), Effort::FAST);
    assert!(matches!(others, Err(StoreError::Officer(OfficerError::NotYours(2)))));
    folder.change_passphrase(1, &pass(THIRD), Effort::FAST).unwrap();
    drop(folder);
    assert!(matches!(bench.open(&disk, 1, FIRST), Err(StoreError::WrongPassphrase { .. })));
    let folder = bench.open(&disk, 1, THIRD).unwrap();
    assert_eq!(folder.recovery_to_tell().unwrap(), None);
    drop(folder);
    // Officer 2 forgot.
    let shut = || Shut::open(&bench.root(), bench.world(&disk)).unwrap();
    let new = pass("fourth-pass-4");
    let refused =
        |shut: Shut, code, number, new| match shut.recover(code, number, (new, Effort::FAST), &mut |_, _| {})
        {
            Err(refused) => refused.1,
            Ok(_) => panic!("recovered"),
        };
    let taken = pass(THIRD);
    let error = refused(shut(), &code, 2, &taken);
    assert!(matches!(error, StoreError::Officer(OfficerError::PassphraseTaken)), "{error:?}");
    assert!(matches!(refused(shut(), &code, 3, &new), StoreError::NoSuchOfficer(3)));
    let other = crate::vault::RecoveryCode::draw(&mut System).unwrap();
    assert!(matches!(refused(shut(), &other, 2, &new), StoreError::Vault(_)));
    let folder = shut().recover(&code, 2, (&new, Effort::FAST), &mut |_, _| {}).map_err(|e| e.1).unwrap();
    assert_eq!(folder.actor().name, "乙");
    // A rebuild stays with the officer who recovered.
    assert_eq!(folder.rebuild(&mut |_, _| {}).unwrap().actor().number, 2);
    assert!(matches!(bench.open(&disk, 2, SECOND), Err(StoreError::WrongPassphrase { .. })));
    for (number, passphrase) in [(2, "fourth-pass-4"), (1, THIRD)] {
        let mut folder = bench.open_anew(&disk, number, passphrase).unwrap();
        let told = folder.recovery_to_tell().unwrap().unwrap();
        assert_eq!(told.count, 2);
        folder.recovery_told().unwrap();
        assert_eq!(folder.recovery_to_tell().unwrap(), None);
        drop(folder);
        let folder = bench.open(&disk, number, passphrase).unwrap();
        assert_eq!(folder.recovery_to_tell().unwrap(), None);
    }
}

#[test]
fn the_reserve_saves_what_is_being_written_when_the_disk_is_full() {
    let bench = Bench::new();
    let (disk, mut folder, _) = bench.found();
    folder.make_reserve().unwrap();
    let used: usize = disk.all().iter().map(|(_, bytes)| bytes.len()).sum();
    disk.capacity(Some(used as u64 + 100));
    write_person(&mut folder, 1);
    assert!(folder.take_reserve_notice() && !folder.take_reserve_notice());
    assert!(disk.len(&bench.root().join("reserve")).is_err());
    write_person(&mut folder, 2);
    assert!(!folder.take_reserve_notice());
    // Full again, and nothing left to give: the act fails and what was confirmed stays.
    let used: usize = disk.all().iter().map(|(_, bytes)| bytes.len()).sum();
    disk.capacity(Some(used as u64 + 100));
    let act = folder.new_act().unwrap();
    let op = op_for(12, 3, EntityId([5; 16]));
    let full = folder.write(Part::whole(act), |writing| writing.push(VILLAGE, &op).map(drop));
    assert!(matches!(full, Err(StoreError::Journal(_))), "{full:?}");
    disk.capacity(None);
    drop(folder);
    assert_eq!(persons(&bench.open(&disk, 1, FIRST).unwrap()), 2);
    assert!(
        disk.list(Path::new(&bench.root().join("journal"))).unwrap().len() >= 2,
        "torn bytes are kept aside"
    );
}
