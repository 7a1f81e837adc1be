//! The words, JSON fields and exit codes that offices' scripts rely on: frozen, so each is written out here.

use super::{DataFolder, HEADERS, PASSPHRASE, id_number, roster};
use serde_json::Value;

const MEMBER: [&str; 11] = [
    "code",
    "name",
    "sex",
    "birth",
    "relation",
    "ethnic",
    "status",
    "id_number",
    "phone",
    "account",
    "findings",
];
const HIT: [&str; 10] =
    ["kind", "code", "name", "household", "village", "group", "id_number", "phone", "account", "matched"];

fn holds(document: &Value, fields: &[&str]) {
    let map = document.as_object().unwrap();
    for field in fields {
        assert!(map.contains_key(*field), "no {field} in {document}");
    }
}

fn init<'a>(device: &'a str, recovery: &'a str) -> Vec<&'a str> {
    let words = ["init", "--role", "office", "--office", "测试办", "--officer", "甲", "--device", device];
    [words.as_slice(), &["--recovery-file", recovery]].concat()
}

#[test]
fn init_founds_once_with_a_recovery_code_in_a_file() {
    let place = DataFolder::absent();
    let file = place.temp.path().join("code.txt").to_str().unwrap().to_owned();
    let ended = place.kuqu(&init("A", &file)).with(0);
    assert!(ended.out.is_empty() && ended.err.contains("is founded"), "{ended:?}");
    let code = std::fs::read_to_string(&file).unwrap();
    assert_eq!(code.trim().split('-').count(), 8, "{code}");
    place.kuqu(&init("A", "other")).says(1, "Choose an empty folder");
    place.kuqu(&["doctor"]).with(0);
}

#[test]
fn init_without_passphrase_and_terminal_is_a_sentence_and_leaves_nothing() {
    let place = DataFolder::absent();
    let mut command = place.command(&init("A", "code"));
    let output = command.env_remove("KUQU_PASSPHRASE").output().unwrap();
    super::Ended::of(output).says(2, "KUQU_PASSPHRASE");
    assert!(!place.data.exists() && !place.temp.path().join("code").exists());
    for label in ["", "ABCD", "甲", "A B"] {
        place.kuqu(&init(label, "code")).with(2);
        assert!(!place.data.exists());
    }
    place
        .command(&init("A", "code"))
        .env("KUQU_PASSPHRASE", "short")
        .output()
        .map(super::Ended::of)
        .unwrap()
        .with(2);
    assert!(!place.data.exists());
}

#[test]
fn a_roster_in_three_encodings_is_one_roster_and_again_changes_nothing() {
    let text = roster(30);
    let gb = encoding_of(&text);
    let with_bom = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
    for (name, bytes) in [("utf8", text.as_bytes()), ("bom", &with_bom), ("gb18030", &gb)] {
        let place = DataFolder::founded();
        let file = place.file(&format!("{name}.csv"), bytes);
        let dry = place.kuqu(&["import", "roster", &file, "--dry-run", "--json"]).with(0).json();
        assert_eq!(place.doctor().persons, 0);
        let first = place.kuqu(&["import", "roster", &file, "--json"]).with(0).json();
        assert_eq!(dry, first);
        holds(&first, &["new", "same", "changed", "refused", "findings", "refusals"]);
        assert_eq!((&first["new"], &first["refused"]), (&60.into(), &0.into()), "{first}");
        let before = place.doctor();
        let again = place.kuqu(&["import", "roster", &file, "--json"]).with(0).json();
        assert_eq!(
            (&again["new"], &again["same"], &again["changed"]),
            (&0.into(), &60.into(), &0.into()),
            "{again}"
        );
        let after = place.doctor();
        assert_eq!((after.digest, after.operations), (before.digest, before.operations));
        let found = place.kuqu(&["find", "张𬱖洋", "--json"]).with(0).json();
        assert_eq!(found["hits"][0]["name"], "张𬱖洋", "beyond the basic plane: {found}");
    }
}

fn encoding_of(text: &str) -> Vec<u8> {
    // The crate writes the four-byte characters of GB18030 as well, which GBK lacks.
    let (bytes, _, spoiled) = encoding_rs::GB18030.encode(text);
    assert!(!spoiled);
    bytes.into_owned()
}

#[test]
fn find_and_show_give_these_fields() {
    let place = DataFolder::with_roster(9);
    let found = place.kuqu(&["find", "张三丰", "--json"]).with(0).json();
    holds(&found, &["as_of", "scope", "total", "hits"]);
    let hit = &found["hits"][0];
    let mut fields: Vec<&str> = hit.as_object().unwrap().keys().map(String::as_str).collect();
    let mut wanted = HIT.to_vec();
    fields.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(fields, wanted);
    assert_eq!((&hit["kind"], &hit["name"]), (&"person".into(), &"张三丰".into()));
    let number = hit["id_number"].as_str().unwrap();
    assert!(number.contains('*') && number.starts_with("530399"), "{number}");
    let full = place.kuqu(&["find", "张三丰", "--json", "--reveal"]).with(0).json();
    assert_eq!(full["hits"][0]["id_number"], id_number(19_600_101, 1));
    assert_eq!(place.kuqu(&["find", "zzxxqq", "--json"]).with(0).json()["total"], 0);

    let village = place.kuqu(&["find", "车马碧", "--json", "--limit", "3"]).with(0).json();
    assert!(village["hits"].as_array().unwrap().len() <= 3 && village["total"].as_u64() >= Some(3));
    let household = place.kuqu(&["find", "H0001", "--json"]).with(0).json();
    assert_eq!(household["hits"][0]["kind"], "household", "{household}");
    assert_eq!(household["hits"][1]["code"], "H0001-01", "then its members");

    let shown = place.kuqu(&["show", "household", "H0001", "--json"]).with(0).json();
    holds(&shown, &["code", "village", "group", "head", "members"]);
    assert_eq!((&shown["head"], &shown["village"]), (&"张三丰".into(), &"车马碧村委会".into()));
    for member in shown["members"].as_array().unwrap() {
        holds(member, &MEMBER);
    }
    let person = place.kuqu(&["show", "person", "H0001-01", "--json"]).with(0).json();
    holds(&person, &MEMBER);
    holds(&person, &["nickname", "household", "village"]);
    let exact = place.kuqu(&["show", "person", "车马碧村委会/H0001-01", "--json"]).with(0).json();
    assert_eq!(exact, person);
    place.kuqu(&["show", "household", "H9999"]).says(1, "H9999");
}

#[test]
fn a_code_of_several_villages_lists_them() {
    let place = DataFolder::founded();
    let rows = "马过河镇,甲村,,H1,张三,张三,男,汉族,户主,,,\n马过河镇,乙村,,H1,李四,李四,男,汉族,户主,,,\n";
    let file = place.file("r.csv", format!("{HEADERS}\n{rows}").as_bytes());
    place.kuqu(&["import", "roster", &file]).with(0);
    let ended = place.kuqu(&["show", "household", "H1"]).with(1);
    assert!(ended.err.contains("甲村/H1") && ended.err.contains("乙村/H1"), "{ended:?}");
    let one = place.kuqu(&["show", "household", "乙村/H1", "--json"]).with(0).json();
    assert_eq!(one["head"], "李四");
}

#[test]
fn refused_rows_are_exit_3_with_the_sheets_own_row_numbers() {
    let place = DataFolder::founded();
    let rows = [
        "马过河镇,车马碧村委会,一组,H001,张三丰,张三丰,男,汉族,户主,,,",
        "马过河镇,车马碧村委会,一组,H001,张三丰,,女,汉族,妻,,,",
        "马过河镇,车马碧村委会,一组,H002,李四,李四,男,汉族,户主,5.30399E+17,,",
        "马过河镇,车马碧村委会,一组,H003,王五,王五,男,汉族,户主,530399196002300017,,",
    ];
    let file = place.file("r.csv", format!("{HEADERS}\n{}\n", rows.join("\n")).as_bytes());
    let ended = place.kuqu(&["import", "roster", &file, "--json"]).with(3).json();
    assert_eq!((&ended["new"], &ended["refused"]), (&1.into(), &3.into()), "{ended}");
    let refused: Vec<u64> =
        ended["refusals"].as_array().unwrap().iter().map(|row| row["row"].as_u64().unwrap()).collect();
    assert_eq!(refused, [3, 4, 5]);
    for refusal in ended["refusals"].as_array().unwrap() {
        holds(refusal, &["sheet", "row", "reason"]);
        assert!(!refusal["reason"].as_str().unwrap().is_empty());
    }
    assert_eq!(place.doctor().persons, 1);
}

#[test]
fn doctor_counts_and_keeps_its_digest_over_a_rebuild() {
    let place = DataFolder::with_roster(9);
    let before = place.kuqu(&["doctor", "--json"]).with(0).json();
    holds(
        &before,
        &["ok", "persons", "households", "operations", "frames", "digest", "villages", "findings"],
    );
    assert_eq!(
        (&before["ok"], &before["persons"], &before["households"]),
        (&true.into(), &18.into(), &9.into())
    );
    holds(&before["villages"][0], &["name", "input", "state"]);
    place.kuqu(&["rebuild"]).with(0);
    assert_eq!(place.kuqu(&["doctor", "--json"]).with(0).json(), before);
    place.kuqu(&["journal", "verify"]).with(0);
    assert_ne!(DataFolder::founded().doctor().digest, before["digest"]);
}

#[test]
fn passphrases_locks_and_wrong_words_have_their_codes() {
    let place = DataFolder::founded();
    let wrong = |passphrase: &str| {
        let mut command = place.command(&["find", "a"]);
        super::Ended::of(command.env("KUQU_PASSPHRASE", passphrase).output().unwrap())
    };
    wrong("another-passphrase").says(5, "Wrong passphrase");
    place.kuqu(&["find", "a", "--as", "7"]).says(5, "no officer 7");
    let file = place.file("pass", format!("{PASSPHRASE}\nsecond line\n").as_bytes());
    let mut command = place.command(&["find", "a", "--passphrase-file", &file]);
    super::Ended::of(command.env_remove("KUQU_PASSPHRASE").output().unwrap()).with(0);
    let held = place.folder(kuqu::store::World::real()).unwrap();
    for words in [["find", "a"].as_slice(), &["doctor", "--json"], &["rebuild"], &[]] {
        place.kuqu(words).says(4, "in use");
    }
    drop(held);
    place.kuqu(&["find", "a"]).with(0);
    for words in
        [["fnid"].as_slice(), &["find"], &["find", "a", "--today", "soon"], &["keys", "--keymap", "none"]]
    {
        place.kuqu(words).with(2);
    }
    place.kuqu(&[]).says(1, "no terminal");
    let nowhere = DataFolder::absent();
    nowhere.kuqu(&["find", "a"]).says(1, "kuqu init");
    assert!(!nowhere.data.exists(), "asking for a folder does not make one");
}

#[test]
fn options_for_all_stand_before_and_after_the_command_and_speak_both_languages() {
    let place = DataFolder::founded();
    let zh = place.kuqu(&["--lang", "zh", "find", "无人"]).with(0);
    assert_eq!(zh.err, place.kuqu(&["find", "无人", "--lang", "zh"]).with(0).err);
    assert!(zh.err.contains("这台机器上没有"), "{zh:?}");
    assert!(
        place.kuqu(&["find", "无人", "--today", "2026-03-05"]).with(0).err.contains("Not on this machine")
    );
    assert!(place.kuqu(&["keys"]).with(0).out.contains("F1"));
    let help = place.kuqu(&["--help"]).with(0).out;
    for code in ["0 done", "1 failed", "2 wrong", "3 some", "4 in use", "5 wrong", "6 damaged"] {
        assert!(help.contains(code), "{code} is not documented in {help}");
    }
}
