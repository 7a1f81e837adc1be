//! Bytes from a stranger: 100,000 mutations into every decoder. None panics, none allocates beyond its limit, and what
//! decodes re-encodes to the same bytes.

use super::super::*;
use super::golden;
use super::world::{Dice, Kinds};

const ROUNDS: usize = 100_000;

fn mutate(dice: &mut Dice, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(3) {
        let at = dice.below(bytes.len().max(1));
        match dice.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at.min(bytes.len()), dice.next() as u8),
            2 => drop(bytes.splice(at..at, [253, 255, 255, 255, 255, 255, 255, 255, 255])),
            3 => drop(bytes.splice(at..at, [251, 255, 255])),
            _ if bytes.is_empty() => {}
            4 => bytes[at] ^= 1 << dice.below(8),
            _ => bytes[at] = [0, 1, 250, 251, 252, 253, 254, 255][dice.below(8)],
        }
    }
    bytes
}

/// Feeds mutations of `seed`; `read` says whether they were taken, and what they encode to again.
fn feed(name: &str, read: impl Fn(&[u8]) -> Option<Vec<u8>>) {
    let samples = golden::samples();
    let (_, seed) = samples.iter().find(|(sample, _)| *sample == name).unwrap();
    assert_eq!(read(seed).as_ref(), Some(seed), "{name} itself");
    let mut dice = Dice(seed.len() as u64);
    for _ in 0..ROUNDS {
        let bytes = mutate(&mut dice, seed);
        if let Some(again) = read(&bytes) {
            assert_eq!(again, bytes, "{name}");
        }
    }
}

fn value<T: serde::Serialize + serde::de::DeserializeOwned>(bytes: &[u8]) -> Option<Vec<u8>> {
    decode_value::<T>(bytes).ok().map(|value| encode_value(&value).unwrap())
}

#[test]
fn operations() {
    feed("op", |bytes| codec::decode_op(bytes).ok().map(|op| codec::encode_op(&op).unwrap()));
}

#[test]
fn headers() {
    for name in ["header_first", "header"] {
        feed(name, |bytes| {
            codec::decode_header(bytes).ok().map(|header| codec::encode_header(&header).unwrap())
        });
    }
}

#[test]
fn commits_and_frames() {
    // A group that does not fit comes out withheld, so only whole commits encode to the same bytes again.
    let whole = |commit: &Commit| commit.bodies.iter().all(|bodies| *bodies != GroupBodies::Withheld);
    feed("commit", |bytes| {
        decode_commit(bytes).ok().filter(whole).map(|commit| encode_commit(&commit).unwrap())
    });
    for name in ["frame_bodies", "frame_local"] {
        feed(name, |bytes| match decode_frame(bytes) {
            Ok(Frame::Commit(commit)) if !whole(&commit) => None,
            frame => frame.ok().map(|frame| encode_frame(&frame).unwrap()),
        });
    }
}

#[test]
fn records() {
    feed("record", |bytes| Record::decode(bytes).ok().map(|record| record.encode().unwrap()));
}

#[test]
fn authority_values() {
    feed("device_200", value::<authority::DeviceV1>);
    feed("officer_201", value::<authority::OfficerV1>);
    feed("grant_202", value::<authority::GrantV1>);
    feed("villages_203", value::<authority::VillagesV1>);
    feed("end_204_grant", value::<authority::EndV1>);
    feed("ruling_205_act", value::<authority::RulingV1>);
    feed("drawer_206", value::<authority::DrawerV1>);
}

#[test]
fn vectors_and_digests() {
    feed("vector", value::<Vector>);
    feed("digests", value::<Digests>);
}

#[test]
fn a_ledger_takes_any_commit_that_decodes() {
    let bytes = encode_commit(&golden::commit()).unwrap();
    let mut ledger = Ledger::new(Hash::ZERO);
    let mut dice = Dice(5);
    let mut taken = 0;
    for _ in 0..20_000 {
        if let Ok(commit) = decode_commit(&mutate(&mut dice, &bytes)) {
            taken += 1;
            let _ = ledger.admit(&commit, &Kinds);
        }
    }
    assert!(taken > 1_000);
    let _ = (ledger.vector(), ledger.gaps());
    for entry in ledger.entries() {
        assert_eq!(Entry::decode(&entry.encode().unwrap()).as_ref(), Ok(entry));
    }
}
