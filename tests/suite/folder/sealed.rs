//! A stolen folder: no name, number, account or village of its people can be read in any file of it, whatever state it is
//! in (open, killed, with drafts and half-written files).

use std::collections::HashMap;
use std::time::Duration;

use super::{DataFolder, PASSPHRASE, files_below};
use kuqu::demo;
use kuqu::store::World;
use kuqu::store::drafts::Drafts;
use kuqu::vault::{Purpose, System};

fn office() -> demo::DemoOffice {
    demo::generate(&demo::Plan { seed: 1, persons: 60, today: (2026, 3, 5) })
}

/// Everything about the people of the demo that nobody may read.
fn secrets() -> Vec<String> {
    let office = office();
    let mut secrets: Vec<String> = office.places.iter().map(|place| place.name.clone()).collect();
    for person in &office.persons {
        let known =
            [&person.id_number, &person.phone, &person.account, &person.former_name, &person.nickname];
        secrets.push(person.name.clone());
        secrets.extend(known.into_iter().flatten().cloned());
    }
    secrets.extend(["测试办".to_owned(), PASSPHRASE.to_owned()]);
    secrets.retain(|secret| secret.chars().count() >= 2);
    secrets.sort();
    secrets.dedup();
    secrets
}

/// Fewer bytes would be met in any sealed file by chance.
const NEEDLE_BYTES_MIN: usize = 6;

/// The bytes to look for, by their first ones: as UTF-8, GB18030 and UTF-16.
fn needles(secrets: &[String]) -> HashMap<[u8; NEEDLE_BYTES_MIN], Vec<(Vec<u8>, &str)>> {
    let mut needles: HashMap<_, Vec<_>> = HashMap::new();
    for secret in secrets {
        let gb = encoding_rs::GB18030.encode(secret).0.into_owned();
        let utf16: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [secret.clone().into_bytes(), gb, utf16] {
            if let Some(first) = bytes.first_chunk() {
                needles.entry(*first).or_default().push((bytes, secret.as_str()));
            }
        }
    }
    needles
}

/// The secrets that stand in a file or in a file's name.
fn readable(place: &DataFolder, secrets: &[String]) -> Vec<String> {
    let needles = needles(secrets);
    let mut found = Vec::new();
    for file in files_below(&place.data) {
        let bytes = std::fs::read(&file).unwrap();
        let name = file.strip_prefix(&place.data).unwrap().to_string_lossy().into_owned();
        for (at, first) in bytes.windows(NEEDLE_BYTES_MIN).enumerate() {
            let here = needles.get(first).into_iter().flatten();
            let here = here.filter(|(needle, _)| bytes[at..].starts_with(needle));
            found.extend(here.map(|(_, secret)| format!("{secret} in {name}")));
        }
        found.extend(secrets.iter().filter(|secret| name.contains(*secret)).cloned());
    }
    found
}

#[test]
fn nothing_of_a_person_can_be_read_in_the_folder() {
    let place = DataFolder::absent();
    let secrets = secrets();
    assert!(secrets.len() > 200, "only {}", secrets.len());
    place.kuqu(&["demo", "--persons", "60", "--only-generate", "--today", "2026-03-05"]).with(0);
    assert_eq!(readable(&place, &secrets), [""; 0], "at rest");
    // Somebody works: the lock is held, a form is half typed, another is half written, a wrong passphrase was counted.
    let folder = place.folder(World::real()).unwrap();
    let (_, keys) = folder.vault();
    let files = folder.world().files.clone();
    let drafts = Drafts::open(files, &folder.paths().drafts(), keys.sealer(Purpose::Draft)).unwrap();
    drafts.save("0a", secrets.join("\n").as_bytes(), &mut System).unwrap();
    let draft = std::fs::read(folder.paths().drafts().join("0a.draft")).unwrap();
    std::fs::write(folder.paths().drafts().join("0b.tmp"), &draft[..draft.len() / 2]).unwrap();
    assert_eq!(readable(&place, &secrets), [""; 0], "while open");
    drop(folder);
    place.command(&["find", "a"]).env("KUQU_PASSPHRASE", "wrong-passphrase").output().unwrap();
    place.kuqu(&["find", "wang", "--reveal", "--json"]).with(0);
    assert_eq!(readable(&place, &secrets), [""; 0], "after a wrong passphrase and a reveal");
    // Killed while an office's file came in, at three moments.
    let csv = place.file("r.csv", roster_of_the_demo().as_bytes());
    for wait in [40, 90, 150] {
        let mut child = place.command(&["import", "roster", &csv]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(readable(&place, &secrets), [""; 0], "killed after {wait} ms");
    }
    place.kuqu(&["rebuild"]).with(0);
    assert_eq!(readable(&place, &secrets), [""; 0], "rebuilt");
}

/// The demo's people as a roster, so that an import of them can be killed.
fn roster_of_the_demo() -> String {
    let office = office();
    let mut text = format!("{}\n", super::HEADERS);
    for household in &office.households {
        let village = &office.places[household.village].name;
        for person in &office.persons[household.first..household.first + household.size] {
            let known = [&person.id_number, &person.account, &person.phone];
            let [id, account, phone] = known.map(|number| number.clone().unwrap_or_default());
            let (code, name) = (&household.code, &person.name);
            text.push_str(&format!("导入镇,{village},,I{code},,{name},,汉族,,{id},{account},{phone}\n"));
        }
    }
    text
}

#[test]
fn the_search_would_see_a_secret_that_is_there() {
    let place = DataFolder::founded();
    std::fs::write(place.data.join("drafts.txt"), "户主 张三丰").unwrap();
    assert_eq!(readable(&place, &["张三丰".to_owned()]).len(), 1);
}
