//! Single failure cases of exchange that no random history names: two takers of one file, two households, a year of
//! silence, an ended machine's work that others still carry, the limits of a stick (F11, F26, F28, F44, F56, F57).

use std::path::Path;

use super::bundles::{bundle, pair};
use super::histories::{STICK, change, village};
use super::memory::Memory;
use crate::domain::Day;
use crate::domain::conflict::Sort;
use crate::domain::kinds::{kind, membership, person};
use crate::domain::register::Edit;
use crate::domain::value::Value;
use crate::exchange::clash;
use crate::exchange::error::ExchangeError;
use crate::exchange::header::UNPACKED_MAX;
use crate::journal::authority::{self, Accepted, EndTarget, EndV1, SLOT_VALUE, schema};
use crate::journal::*;

fn phone(machine: &mut Memory, number: usize) {
    let text = Value::Text(format!("139{number:08}"));
    let op = change(machine, village(1), EntityId([51; 16]), person::PHONE, text, true);
    machine.write(village(1), op);
}

fn send(from: &mut Memory, to: &mut Memory) {
    let path = from.export(to.device, Path::new(STICK)).unwrap().path;
    assert!(to.import(&path).unwrap().digest_agrees);
}

#[test]
fn f11_two_take_one_file_at_one_moment() {
    let (_, _, mut laptop, path) = bundle();
    let (first, second) = (laptop.preview(&path).unwrap(), laptop.preview(&path).unwrap());
    first.take_in(&mut laptop, &mut |_, _| true).unwrap();
    let digests = laptop.held.digests.clone();
    let late = second.take_in(&mut laptop, &mut |_, _| true);
    assert!(matches!(late, Err(ExchangeError::Stale)), "previewed before, so it is looked at again");
    assert!(laptop.import(&path).unwrap().preview.is_nothing());
    assert_eq!(laptop.held.digests, digests);
}

#[test]
fn f26_f28_two_households_and_two_death_dates_wait_for_a_person() {
    let (_, mut office, mut b) = pair();
    let mut c = office.enrol(3, "C", Roles(1), false, &[village(1)]);
    send(&mut office, &mut b);
    send(&mut office, &mut c);
    let who = EntityId([51; 16]);
    for (machine, number) in [(&mut b, 1_u8), (&mut c, 2)] {
        let stay = Edit::new(kind::MEMBERSHIP, EntityId([60 + number; 16]))
            .set(membership::PERSON, Value::Ref(who), &[])
            .set(membership::HOUSEHOLD, Value::Ref(EntityId([70 + number; 16])), &[]);
        machine.write(village(1), stay.finish().unwrap());
        let day = Value::Day(Day::ymd(2026, 3, u32::from(number)).unwrap());
        let death = change(machine, village(1), who, person::DEATH, day, true);
        machine.write(village(1), death);
    }
    send(&mut b, &mut office);
    send(&mut c, &mut office);
    let open = clash::open(&office.held).unwrap();
    let sorts: Vec<(Sort, Option<u16>)> = open.iter().map(|clash| (clash.sort, clash.slot)).collect();
    assert_eq!(sorts, [(Sort::Conflict, Some(person::DEATH)), (Sort::Overlap, None)]);
    assert!(open.iter().all(|clash| clash.choices.len() == 2));
}

#[test]
fn f44_a_bundle_always_fits_a_fat32_stick() {
    // What cannot be packed grows by 5 bytes in 16 KiB in gzip and by 16 in 64 KiB in age; head and tail are below 2 MiB.
    let longest = UNPACKED_MAX + UNPACKED_MAX / 16_384 * 5 + UNPACKED_MAX / 65_536 * 16 + (2 << 20);
    assert!(longest < u64::from(u32::MAX));
}

#[test]
fn f56_one_bundle_brings_what_fifty_did_not() {
    let (_, mut office, mut laptop) = pair();
    let mut last = None;
    for number in 0..50 {
        phone(&mut office, number);
        last = Some(office.export(laptop.device, Path::new(STICK)).unwrap().path);
    }
    let outcome = laptop.import(&last.unwrap()).unwrap();
    assert!(outcome.digest_agrees && outcome.preview.new.len() == 1);
    let name = (Audience::Everyone, village(1));
    assert_eq!(laptop.held.digests.get(&name), office.held.digests.get(&name));
}

#[test]
fn f57_what_an_ended_machine_wrote_before_counts_whoever_carries_it_and_what_it_wrote_after_does_not() {
    let (_, mut office, mut b) = pair();
    let mut c = office.enrol(3, "C", Roles(1), false, &[village(1)]);
    send(&mut office, &mut b);
    send(&mut office, &mut c);
    phone(&mut b, 1);
    let before = b.head.unwrap();
    phone(&mut b, 2);
    let after = b.head.unwrap();
    // C has it all; the office hears of B's first commit only, and ends B there.
    send(&mut b, &mut c);
    let mut draft = office.draft();
    let entity = draft.next_id().entity();
    let accepted = Accepted { stream: before.stream, sequence: before.sequence, hash: before.hash };
    let end = EndV1 { target: EndTarget::Device(b.device), accepted: vec![accepted] };
    let place = (SLOT_VALUE, schema::END);
    let op = authority::authority_op(authority::kind::END, entity, place, &end, Vec::new()).unwrap();
    draft.push(EntityId::ZERO, &op).unwrap();
    let commit = office.sealed(draft);
    office.head = Some(commit.head());
    office.held.put(codec::Frame::Commit(Box::new(commit)));
    office.held.fold();
    office.mark += 1;
    send(&mut c, &mut office);
    let status = |hash: &Hash| office.held.ledger.statuses(hash);
    assert_eq!(status(&before.hash), [OpStatus::Counted]);
    assert!(matches!(status(&after.hash)[..], [OpStatus::Quarantined(Quarantine::Ended { .. })]));
}
