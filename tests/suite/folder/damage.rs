//! What time, sticks and other programs do to a folder: the state is rebuilt with a sentence, the journal's damage is named
//! and never healed in silence, and one spoiled vault is survived.

use std::path::Path;

use super::{DataFolder, Dice, files_below};
use kuqu::journal::EntityId;
use kuqu::store::locals::Reveal;
use kuqu::store::{LocalFact, World};

fn change(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = std::fs::read(path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

/// The digest that `doctor --json` gives, and what it says beside it.
fn digest(place: &DataFolder, code: i32) -> (String, String) {
    let ended = place.kuqu(&["doctor", "--json"]).with(code);
    let document = ended.json();
    assert_eq!(document["ok"], code == 0, "{document}");
    (document["digest"].as_str().unwrap().to_owned(), ended.err)
}

#[test]
fn a_state_that_is_gone_or_cut_is_rebuilt_with_a_sentence() {
    let place = DataFolder::with_roster(30);
    let whole = digest(&place, 0);
    assert_eq!(whole.1, "");
    std::fs::remove_dir_all(place.data.join("state")).unwrap();
    let (rebuilt, said) = digest(&place, 0);
    assert_eq!(rebuilt, whole.0);
    assert!(said.contains("built from the journal"), "{said}");
    for file in files_below(&place.data.join("state")) {
        change(&file, |bytes| bytes.truncate(bytes.len() / 2));
    }
    let (rebuilt, said) = digest(&place, 0);
    assert_eq!(rebuilt, whole.0);
    assert!(said.contains("journal"), "{said}");
    assert_eq!(digest(&place, 0), whole, "nothing is left to say");
}

#[test]
fn any_file_of_the_state_may_be_missing_empty_or_garbage() {
    let place = DataFolder::with_roster(30);
    let whole = digest(&place, 0).0;
    let names: Vec<String> = files_below(&place.data.join("state"))
        .iter()
        .map(|file| file.strip_prefix(&place.data).unwrap().to_str().unwrap().to_owned())
        .chain(["state/snap.0000000000000000".to_owned()])
        .collect();
    let mut dice = Dice(4);
    let garbage: Vec<u8> = (0..3000).map(|_| dice.below(256) as u8).collect();
    for name in &names {
        for spoil in 0..4 {
            let copy = place.copy();
            let file = copy.data.join(name);
            match spoil {
                0 if !file.exists() => continue,
                0 => std::fs::remove_file(&file).unwrap(),
                1 => std::fs::write(&file, []).unwrap(),
                2 => std::fs::write(&file, &garbage).unwrap(),
                _ => std::fs::write(file.with_extension("generating"), &garbage).unwrap(),
            }
            let after = digest(&copy, 0);
            assert_eq!(after.0, whole, "{name} spoiled ({spoil}): {}", after.1);
        }
    }
}

#[test]
fn a_state_with_foreign_bytes_anywhere_is_whole_again_or_says_so() {
    let place = DataFolder::with_roster(30);
    let whole = digest(&place, 0).0;
    let mut dice = Dice(5);
    let (mut same, mut told) = (0, 0);
    for round in 0..12 {
        let copy = place.copy();
        change(&copy.data.join("state").join("db"), |bytes| {
            let from = dice.below(bytes.len() as u64) as usize;
            let count = 1 + dice.below(600) as usize;
            bytes.iter_mut().skip(from).take(count).for_each(|byte| *byte ^= 0x55);
        });
        let ended = copy.kuqu(&["doctor", "--json"]);
        if ended.code == 0 {
            assert_eq!(ended.json()["digest"], whole.as_str(), "round {round}: {ended:?}");
            same += 1;
        } else {
            let ended = ended.with(6);
            assert!(ended.json()["findings"][0].as_str().unwrap().contains("kuqu rebuild"), "{ended:?}");
            told += 1;
        }
        copy.kuqu(&["rebuild"]).with(0);
        assert_eq!(digest(&copy, 0).0, whole, "round {round}");
    }
    assert!(same + told == 12 && same > 0, "{same} came back, {told} were named");
}

#[test]
fn a_cut_tail_is_named_when_it_was_confirmed_and_moved_aside_when_not() {
    let place = DataFolder::with_roster(9);
    let (whole, _) = digest(&place, 0);
    // Bytes that nobody confirmed: a write that was cut off.
    let torn = place.copy();
    change(&torn.segment(), |bytes| bytes.extend_from_slice(b"KQF1\x09\0\0\0\0\0\0\0torn"));
    let (after, said) = digest(&torn, 0);
    assert_eq!(after, whole);
    assert!(said.contains("cut off") && said.contains(".torn-"), "{said}");
    // Bytes that were confirmed: the state knows of them.
    let before = std::fs::read(place.segment()).unwrap();
    for cut in [1, 40, 400] {
        let short = place.copy();
        change(&short.segment(), |bytes| bytes.truncate(bytes.len() - cut));
        named(&short);
    }
    assert_eq!(std::fs::read(place.segment()).unwrap(), before);
}

/// Damage is named by every command that reads, with exit 6; no file of the journal changes, and it is not forgotten.
fn named(place: &DataFolder) {
    let journal = || {
        let files = files_below(&place.data.join("journal"));
        files.into_iter().map(|file| (file.clone(), std::fs::read(file).unwrap())).collect::<Vec<_>>()
    };
    let before = journal();
    for round in 0..2 {
        let verified = place.kuqu(&["journal", "verify"]).with(6);
        let said = format!("{}{}", verified.out, verified.err);
        assert!(said.contains("ournal") && said.bytes().any(|byte| byte.is_ascii_digit()), "{said}");
        let checked = place.kuqu(&["doctor", "--json"]).with(6);
        let document = checked.json();
        assert_eq!(document["ok"], false);
        assert!(!document["findings"].as_array().unwrap().is_empty(), "round {round}: {document}");
        let file = place.file("more.csv", super::roster(60).as_bytes());
        place.kuqu(&["import", "roster", &file]).with(6);
        assert!(journal() == before, "round {round}: the journal was changed in silence");
    }
}

#[test]
fn a_flipped_bit_in_the_middle_is_named_and_not_healed() {
    let place = DataFolder::with_roster(30);
    let flip = |place: &DataFolder| {
        change(&place.segment(), |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
        });
    };
    let kept = place.copy();
    flip(&kept);
    named(&kept);
    let found = kept.kuqu(&["find", "zsf", "--json"]).with(0);
    assert!(found.err.contains("damaged") && found.json()["total"].as_u64() > Some(0), "{found:?}");
    // What the state still knows is not thrown away for a journal that cannot give it back.
    kept.kuqu(&["rebuild"]).with(6);
    assert_eq!(kept.kuqu(&["find", "zsf", "--json"]).with(0).json(), found.json());
    let bare = place.copy();
    flip(&bare);
    std::fs::remove_dir_all(bare.data.join("state")).unwrap();
    named(&bare);
}

#[test]
fn a_journal_that_is_gone_is_named_with_a_document() {
    let place = DataFolder::with_roster(9);
    for spoil in 0..3 {
        let copy = place.copy();
        match spoil {
            0 => std::fs::remove_file(copy.segment()).unwrap(),
            1 => std::fs::remove_dir_all(copy.data.join("journal")).unwrap(),
            _ => std::fs::write(copy.segment(), []).unwrap(),
        }
        let ended = copy.kuqu(&["doctor", "--json"]).with(6);
        let document = ended.json();
        assert_eq!(document["ok"], false, "spoil {spoil}: {document}");
        assert!(!document["findings"].as_array().unwrap().is_empty(), "spoil {spoil}: {document}");
        copy.kuqu(&["journal", "verify"]).with(6);
        copy.kuqu(&["find", "zsf"]).with(6);
    }
}

/// An office whose journal has three segments.
fn with_three_segments() -> DataFolder {
    let place = DataFolder::with_roster(9);
    let mut folder = place.folder(World::real()).unwrap();
    let officer = folder.actor().officer;
    // What a reveal records is the largest fact that the state does not keep.
    let reveal = Reveal { officer, subjects: vec![EntityId([7; 16]); 10_000], wall_ms: 1 };
    for _ in 0..230 {
        folder.append_fact(&LocalFact::Reveal(reveal.clone())).unwrap();
    }
    folder.confirm().unwrap();
    folder.settle().unwrap();
    drop(folder);
    assert_eq!(files_below(&place.data.join("journal")).len(), 3);
    place
}

#[test]
fn a_segment_that_is_missing_is_named_whichever_it_is() {
    let place = with_three_segments();
    let whole = digest(&place, 0).0;
    for number in 1..=3 {
        let copy = place.copy();
        std::fs::remove_file(copy.data.join("journal").join(format!("0000000{number}.kj"))).unwrap();
        named(&copy);
    }
    // Opening looks at the last segment alone, so that the first screen is quick; the self-check looks at all.
    let copy = place.copy();
    change(&copy.segment(), |bytes| bytes[9_000_000] ^= 1);
    let spoiled = std::fs::read(copy.segment()).unwrap();
    for words in [["doctor"].as_slice(), &["journal", "verify"], &["rebuild"]] {
        let ended = copy.kuqu(words).with(6);
        assert!(format!("{}{}", ended.out, ended.err).contains("segment 1 is damaged"), "{ended:?}");
    }
    assert!(std::fs::read(copy.segment()).unwrap() == spoiled, "healed in silence");
    assert_eq!(digest(&place, 0).0, whole);
}

#[test]
fn a_value_of_the_state_that_does_not_open_is_built_anew() {
    let place = DataFolder::with_roster(9);
    let whole = digest(&place, 0).0;
    for spoiled in [b"".as_slice(), b"nothing that was sealed", &[1; 80]] {
        let db = sled::open(place.data.join("state")).unwrap();
        let keys: Vec<_> = db.scan_prefix(b"e").keys().map(Result::unwrap).collect();
        assert!(keys.len() > 27, "places, households, persons, memberships: {}", keys.len());
        for key in keys.iter().step_by(5) {
            db.insert(key, spoiled).unwrap();
        }
        db.flush().unwrap();
        drop(db);
        let (after, said) = digest(&place, 0);
        assert_eq!(after, whole);
        assert!(said.contains("rebuilt from the journal"), "{said}");
    }
}

#[test]
fn one_spoiled_vault_generation_is_survived_and_two_are_named() {
    let place = DataFolder::with_roster(3);
    let whole = digest(&place, 0).0;
    let mut dice = Dice(6);
    for name in ["vault.0", "vault.1"] {
        for _ in 0..4 {
            let copy = place.copy();
            change(&copy.data.join(name), |bytes| {
                let at = dice.below(bytes.len() as u64) as usize;
                bytes[at] ^= 1 << dice.below(8);
            });
            assert_eq!(digest(&copy, 0).0, whole, "{name}");
        }
        let copy = place.copy();
        std::fs::remove_file(copy.data.join(name)).unwrap();
        assert_eq!(digest(&copy, 0).0, whole, "{name} removed");
    }
    change(&place.data.join("vault.0"), |bytes| bytes.truncate(100));
    change(&place.data.join("vault.1"), |bytes| bytes.truncate(100));
    place.kuqu(&["find", "a"]).with(6);
    let document = place.kuqu(&["doctor", "--json"]).with(6).json();
    assert_eq!(document["ok"], false);
}
