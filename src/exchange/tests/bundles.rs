//! A bundle as a file: every bit, every cut, every size, every kill (X3, X7, F37 to F43, F46 to F48, F71; O5).

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;

use super::histories::{STICK, change, disk, village};
use super::memory::{Dice, Memory};
use crate::domain::kinds::person;
use crate::domain::value::Value;
use crate::exchange::enrol::Request;
use crate::exchange::error::{ExchangeError, Refusal};
use crate::exchange::header::{self, Header, KeyId, UNPACKED_MAX};
use crate::exchange::parcel::Parcel;
use crate::exchange::read::Bundle;
use crate::exchange::receipt::{Receipt, Said};
use crate::exchange::{choose, export, verify};
use crate::journal::*;
use crate::store::files::twin::MemoryDisk;
use crate::vault::boxes::SealingWriter;

fn text(text: &str) -> Value {
    Value::Text(text.into())
}

/// An office and a laptop with village 1, and a person in each of two villages.
pub fn pair() -> (MemoryDisk, Memory, Memory) {
    let disk = disk();
    let mut office = Memory::found(1, &disk);
    let laptop = office.enrol(2, "B", Roles(1), false, &[village(1)]);
    for (number, name) in [(1, "里村张三"), (2, "外村李四")] {
        let op =
            change(&office, village(number), EntityId([number + 50; 16]), person::NAME, text(name), true);
        office.write(village(number), op);
    }
    (disk, office, laptop)
}

pub fn bundle() -> (MemoryDisk, Memory, Memory, PathBuf) {
    let (disk, mut office, laptop) = pair();
    let path = office.export(laptop.device, Path::new(STICK)).unwrap().path;
    (disk, office, laptop, path)
}

pub fn refusal(files: &MemoryDisk, path: &Path) -> Option<Refusal> {
    match verify(Arc::new(files.clone()), path) {
        Ok(_) => None,
        Err(ExchangeError::Refused(refusal)) => Some(refusal),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn the_name_and_the_report_say_what_is_inside() {
    let (disk, office, laptop, path) = bundle();
    let name = path.file_name().unwrap().to_str().unwrap();
    let report = verify(Arc::new(disk.clone()), &path).unwrap();
    assert_eq!(name, format!("kuqu-A-B-000001-{}.kqb", report.hash.chars().take(8).collect::<String>()));
    assert_eq!((report.sender.as_str(), report.sender_is_office), ("A", true));
    assert_eq!(report.recipients, [KeyId::of(&laptop.device_value(false).receiving_key).hex()]);
    assert_eq!(report.root, header::fingerprint(&office.device_value(true).signing_key));
    assert_eq!((report.counts.commits, report.counts.bodies, report.ranges.len()), (4, 0, 1));
    assert_eq!((report.ranges[0].from, report.ranges[0].to), (1, 4));
    let left: Vec<PathBuf> = disk.all().into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, [path], "no leavings");
}

#[test]
fn f37_f38_f39_every_flipped_bit_cut_and_added_byte_is_refused() {
    let (disk, _, _, path) = bundle();
    assert_eq!(refusal(&disk, &path), None);
    let whole = disk.bytes(&path).unwrap();
    let header_end = 20 + u32::from_le_bytes(whole[8..12].try_into().unwrap()) as usize;
    let wrong = Path::new("/stick/x");
    let mut tried = 0;
    let step = (8 * whole.len() / 2_000).max(1) | 1;
    let everywhere = (0..8 * whole.len()).step_by(step);
    let header_and_trailer = (0..8 * header_end).step_by(3).chain(8 * (whole.len() - 96)..8 * whole.len());
    for bit in everywhere.chain(header_and_trailer) {
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        disk.put(wrong, flipped);
        assert!(refusal(&disk, wrong).is_some(), "bit {bit}");
        tried += 1;
    }
    assert!(tried > 2_000, "{tried}");
    let mut dice = Dice(7);
    let cuts = (0..header_end).chain(whole.len() - 97..whole.len());
    for cut in cuts.chain((0..300).map(|_| dice.below(whole.len()))) {
        disk.put(wrong, whole[..cut].to_vec());
        assert!(refusal(&disk, wrong).is_some(), "cut at {cut}");
    }
    for added in [vec![0], whole.clone()] {
        disk.put(wrong, [whole.clone(), added.clone()].concat());
        assert_eq!(refusal(&disk, wrong), Some(Refusal::TrailingBytes { count: added.len() as u64 }));
    }
    disk.put(wrong, b"PK\x03\x04".to_vec());
    assert_eq!(refusal(&disk, wrong), Some(Refusal::NotABundle));
}

#[test]
fn f42_f43_names_times_and_ends_mean_nothing() {
    let (disk, _, mut laptop, path) = bundle();
    for name in ["kuqu-X-Y-999999-00000000.kqb", "a (1).kqb", "\u{6570}\u{636e}.sync-conflict", "no end"] {
        let renamed = Path::new(STICK).join(name);
        disk.put(&renamed, disk.bytes(&path).unwrap());
        let outcome = laptop.import(&renamed).unwrap();
        assert_eq!(outcome.sender.label, "A");
    }
    assert_eq!(laptop.held.commits.len(), 4);
}

#[test]
fn f46_f47_a_bundle_for_another_or_of_another_office_changes_nothing() {
    let (disk, mut office, laptop, path) = bundle();
    let third = office.enrol(9, "C", Roles(1), false, &[village(1)]);
    let refused = |machine: &Memory| match machine.preview(&path) {
        Err(ExchangeError::Refused(refusal)) => refusal,
        other => panic!("{:?}", other.map(|_| ())),
    };
    assert!(matches!(refused(&third), Refusal::NotForUs { recipients } if recipients.len() == 1));
    let stranger = Memory::found(77, &disk);
    assert!(matches!(refused(&stranger), Refusal::OtherOffice { .. }));
    assert!(laptop.held.commits.is_empty() && third.held.commits.is_empty());
}

/// Signs a payload made by hand; `by` need not be the sender named.
pub fn forged(
    office: &mut Memory,
    laptop: &Memory,
    by: &Memory,
    change: impl FnOnce(&mut Header),
    plain: &[u8],
) -> Vec<u8> {
    use crate::exchange::machine::Machine;
    let recipient = laptop.identity.recipient();
    let mut header = Header {
        format: 1,
        least_reader: 1,
        bundle: [1; 16],
        data_set: office.held.ledger.data_set(),
        stream: office.head.unwrap().stream,
        key: office.device_value(true).signing_key,
        proof: export::prove(&office.held, office.device).unwrap().unwrap(),
        recipients: vec![KeyId::of(&recipient.to_bytes().unwrap())],
        ranges: Vec::new(),
        counts: header::Counts { commits: 0, bodies: 0, others: 1 },
        unpacked: plain.len() as u64,
        made: String::new(),
        program: String::new(),
    };
    change(&mut header);
    let header_bytes = header.encode().unwrap();
    let first = Parcel::Header(header_bytes.clone()).encode().unwrap();
    let mut packing =
        GzEncoder::new(SealingWriter::begin(&[recipient], Vec::new()).unwrap(), Compression::new(1));
    packing.write_all(&(first.len() as u32).to_le_bytes()).unwrap();
    packing.write_all(&first).unwrap();
    packing.write_all(plain).unwrap();
    let payload = packing.finish().unwrap().finish().unwrap();
    let mut bytes = b"KUQUBND1".to_vec();
    bytes.extend_from_slice(&(header_bytes.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&header_bytes);
    bytes.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&payload);
    let hash = header::hashing().fixed(&bytes).finish();
    bytes.extend_from_slice(&hash.0);
    bytes.extend_from_slice(&by.sign(&header::signing_input(hash).0));
    bytes
}

fn record(bytes: &[u8]) -> Vec<u8> {
    [&(bytes.len() as u32).to_le_bytes(), bytes].concat()
}

#[test]
fn f48_f71_bombs_absurd_lengths_and_other_hands_are_refused() {
    let (disk, mut office, laptop) = pair();
    let stranger = Memory::found(77, &disk);
    let path = Path::new("/stick/forged");
    let bomb = vec![0; 48 << 20];
    let small = record(b"\x77nothing known");
    type Case<'a> = (&'a str, &'a Memory, Box<dyn FnOnce(&mut Header)>, &'a [u8], fn(&Refusal) -> bool);
    let root = Memory { held: super::memory::Held::new(Hash::ZERO), ..Memory::found(1, &disk) };
    let cases: Vec<Case> = vec![
        ("bomb", &root, Box::new(|_| {}), &bomb, |r| matches!(r, Refusal::TooLarge { .. })),
        ("bomb that denies it", &root, Box::new(|header| header.unpacked = 40), &bomb, |r| {
            *r == Refusal::RecordTooLong { index: 0, length: 0 }
        }),
        ("cap", &root, Box::new(|header| header.unpacked = UNPACKED_MAX + 1), &small, |r| {
            matches!(r, Refusal::TooLarge { .. })
        }),
        ("absurd record", &root, Box::new(|_| {}), &[0xff; 64], |r| {
            matches!(r, Refusal::RecordTooLong { .. })
        }),
        ("cut record", &root, Box::new(|_| {}), &small[..6], |r| *r == Refusal::CountsDiffer),
        ("less than said", &root, Box::new(|header| header.unpacked += 9), &small, |r| {
            *r == Refusal::Payload
        }),
        ("other counts", &root, Box::new(|header| header.counts.others = 3), &small, |r| {
            *r == Refusal::CountsDiffer
        }),
        ("newer", &root, Box::new(|header| header.least_reader = 2), &small, |r| {
            *r == Refusal::Newer { needs: 2 }
        }),
        ("another hand", &stranger, Box::new(|_| {}), &small, |r| *r == Refusal::Signature),
        (
            "unproved key",
            &stranger,
            Box::new({
                let key = stranger.device_value(true).signing_key;
                move |header| header.key = key
            }),
            &small,
            |r| matches!(r, Refusal::Proof(_)),
        ),
    ];
    for (what, by, change, plain, fits) in cases {
        disk.put(path, forged(&mut office, &laptop, by, change, plain));
        match laptop.preview(path) {
            Err(ExchangeError::Refused(refusal)) => assert!(fits(&refusal), "{what}: {refusal:?}"),
            other => panic!("{what}: {:?}", other.map(|_| ())),
        }
    }
    // One record that cannot be read does not spoil the bundle (Y13).
    disk.put(path, forged(&mut office, &laptop, &root, |_| {}, &small));
    let intake = laptop.preview(path).unwrap();
    assert_eq!(intake.preview().refused.len(), 1);
}

#[test]
fn a_forged_commit_inside_a_true_bundle_is_refused_alone() {
    let (disk, mut office, mut laptop) = pair();
    let root = Memory { held: super::memory::Held::new(Hash::ZERO), ..Memory::found(1, &disk) };
    let mut plain = Vec::new();
    let mut commits: Vec<Commit> = office.held.commits.values().cloned().collect();
    commits.sort_by_key(|commit| commit.header.sequence);
    let count = commits.len() as u64;
    for (at, mut commit) in commits.into_iter().enumerate() {
        if at == 3 {
            commit.signature[5] ^= 1;
        }
        plain.extend(record(&Parcel::Commit(Box::new(commit)).encode().unwrap()));
    }
    let counts = header::Counts { commits: count, bodies: 0, others: 0 };
    let path = Path::new("/stick/forged");
    disk.put(path, forged(&mut office, &laptop, &root, |header| header.counts = counts, &plain));
    let outcome = laptop.import(path).unwrap();
    assert_eq!((outcome.preview.refused.len(), laptop.held.commits.len()), (1, 3));
}

#[test]
fn x7_no_byte_of_a_person_outside_the_villages_and_every_one_inside() {
    let (disk, mut office, laptop, path) = bundle();
    let plain = |path: &Path, machine: &Memory| {
        let bundle = Bundle::check(Arc::new(disk.clone()), path, &mut |_, _| true).unwrap();
        let mut records = bundle.records(&machine.identity).unwrap();
        let mut all = Vec::new();
        while let Some(record) = records.take().unwrap() {
            all.extend(record);
        }
        all
    };
    let holds = |bytes: &[u8], name: &str| bytes.windows(name.len()).any(|window| window == name.as_bytes());
    let all = plain(&path, &laptop);
    assert!(holds(&all, "里村张三") && !holds(&all, "外村李四"));
    // A second machine of the office gets both; what only the office may see goes to it alone.
    let second = office.enrol(5, "E", Roles(2), true, &[]);
    let secret = change(&office, village(1), EntityId([9; 16]), person::NAME, text("仅办公室"), true);
    office.write_for_office(village(1), secret);
    let path = office.export(second.device, Path::new(STICK)).unwrap().path;
    let all = plain(&path, &second);
    assert!(holds(&all, "里村张三") && holds(&all, "外村李四") && holds(&all, "仅办公室"));
    let path = office.export(laptop.device, Path::new(STICK)).unwrap().path;
    assert!(!holds(&plain(&path, &laptop), "仅办公室"));
}

#[test]
fn debian_age_opens_the_payload_and_gunzip_what_is_inside() {
    if Command::new("age").arg("--version").stdout(Stdio::null()).status().is_err() {
        return;
    }
    let (disk, _, laptop, path) = bundle();
    let folder = tempfile::tempdir().unwrap();
    let (key, sealed) = (folder.path().join("key"), folder.path().join("payload.age"));
    crate::exchange::inspect(Arc::new(disk.clone()), &path, Some(Path::new("/stick/payload"))).unwrap();
    std::fs::write(&sealed, disk.bytes(Path::new("/stick/payload")).unwrap()).unwrap();
    std::fs::write(&key, laptop.identity.to_text().as_bytes()).unwrap();
    let opened = Command::new("age").arg("-d").arg("-i").arg(&key).arg(&sealed).output().unwrap();
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(opened.stdout.as_slice()).read_to_end(&mut plain).unwrap();
    assert!(plain.windows(12).any(|window| window == "里村张三".as_bytes()));
}

#[test]
fn f10_nothing_new_is_a_bundle_too_and_only_what_lacks_is_sent() {
    let (_, mut office, mut laptop, path) = bundle();
    laptop.import(&path).unwrap();
    let op = change(&laptop, village(1), EntityId([51; 16]), person::PHONE, text("13900000001"), true);
    laptop.write(village(1), op);
    let back = laptop.export(office.device, Path::new(STICK)).unwrap();
    // The office's own are acknowledged by nobody yet, so far as the laptop knows: its bundle said what it held.
    assert_eq!((back.commits, back.bodies), (1, 0), "the office's receipt came with its bundle");
    office.import(&back.path).unwrap();
    let again = office.export(laptop.device, Path::new(STICK)).unwrap();
    assert_eq!((again.commits, again.bodies), (0, 0));
    let outcome = laptop.import(&again.path).unwrap();
    assert!(outcome.preview.is_nothing());
}

#[test]
fn a_village_gained_brings_its_bodies_with_the_next_bundle() {
    let (_, mut office, mut laptop, path) = bundle();
    laptop.import(&path).unwrap();
    let back = laptop.export(office.device, Path::new(STICK)).unwrap();
    office.import(&back.path).unwrap();
    office.regrant(laptop.grant, &[village(1), village(2)]);
    let next = office.export(laptop.device, Path::new(STICK)).unwrap();
    assert_eq!((next.commits, next.bodies), (1, 1));
    laptop.import(&next.path).unwrap();
    let name = (Audience::Everyone, village(2));
    assert_eq!(laptop.held.digests.get(&name), office.held.digests.get(&name));
}

#[test]
fn f54_f57_nothing_is_sealed_to_a_device_that_has_ended() {
    use crate::journal::authority::{EndTarget, EndV1, SLOT_VALUE, kind, schema};
    let (_, mut office, laptop, _) = bundle();
    let mut draft = office.draft();
    let entity = draft.next_id().entity();
    let end = EndV1 { target: EndTarget::Device(laptop.device), accepted: Vec::new() };
    let op = authority::authority_op(kind::END, entity, (SLOT_VALUE, schema::END), &end, Vec::new()).unwrap();
    draft.push(EntityId::ZERO, &op).unwrap();
    let commit = office.sealed(draft);
    office.head = Some(commit.head());
    office.held.put(codec::Frame::Commit(Box::new(commit)));
    assert!(choose::has_ended(&office.held.ledger, laptop.device));
    let refused = office.export(laptop.device, Path::new(STICK));
    assert!(matches!(refused, Err(ExchangeError::DeviceEnded { label }) if label == "B"));
}

#[test]
fn hostile_bytes_are_refused_or_mean_themselves() {
    let (disk, _, laptop, path) = bundle();
    let bundle = Bundle::check(Arc::new(disk.clone()), &path, &mut |_, _| true).unwrap();
    let mut seeds = vec![bundle.header.encode().unwrap()];
    let mut records = bundle.records(&laptop.identity).unwrap();
    while let Some(record) = records.take().unwrap() {
        seeds.push(record);
    }
    let said = Said {
        device: laptop.device,
        data_set: bundle.header.data_set,
        hybrid: 3,
        wall_ms: 4,
        vector: Vector::default(),
        backed_up: None,
        refusals: vec![(OpId([1; 16]), "x".into())],
    };
    seeds.push(Receipt::sign(&said, &|_| [0; 64]).unwrap().encode().unwrap());
    let mut dice = Dice(11);
    let mut read = 0;
    for at in 0..100_000 {
        let mut bytes = seeds[at % seeds.len()].clone();
        for _ in 0..1 + dice.below(4) {
            let place = dice.below(bytes.len());
            match dice.below(5) {
                0 => bytes.truncate(place),
                1 => bytes.insert(place, dice.next() as u8),
                2 => bytes.splice(place.., [0xfd; 9]).for_each(drop),
                _ => bytes[place] = [0, 0xff, 0xfb, 0xfc, 0xfd, dice.next() as u8][dice.below(6)],
            }
            if bytes.is_empty() {
                bytes.push(0);
            }
        }
        match at % 4 {
            0 => read += usize::from(Header::decode(&bytes).is_ok()),
            1 => read += usize::from(Receipt::decode(&bytes).is_ok()),
            _ => {
                if let Ok(parcel) = Parcel::decode(&bytes) {
                    read += 1;
                    // A group that does not fit comes out withheld: only then may the bytes differ.
                    let again = parcel.clone().encode().unwrap();
                    assert!(again == bytes || matches!(parcel, Parcel::Commit(_)));
                }
            }
        }
    }
    assert!(read > 100, "{read}");
    let _ = Request::read(&disk, &path).unwrap_err();
}
