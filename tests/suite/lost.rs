//! A lost laptop and its replacement (丢失的笔记本与顶替的机器), by commands: the list before the end, one label twice, what the old one
//! still sends, and plain sentences for what is no file.

use serde_json::Value;
use tempfile::TempDir;

use crate::laptops::Field;
use crate::real::{copy_folder, kuqu};

/// Exit code, standard output, standard error.
fn coded(field: &Field, machine: &str, arguments: &[&str]) -> (i32, String, String) {
    let output = kuqu(&field.0.path().join(machine)).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// The file of one machine for another.
fn file_for(field: &Field, stick: &TempDir, from: &str, to: &str) -> String {
    let written =
        field.json(from, &["bundle", "export", "--to", to, stick.path().to_str().unwrap(), "--json"]);
    stick.path().join(written["file"].as_str().unwrap()).to_str().unwrap().to_owned()
}

fn machine(field: &Field, label: &str) -> Vec<Value> {
    let devices = field.json("A", &["devices", "--json"]);
    let all = devices["devices"].as_array().unwrap();
    all.iter().filter(|one| one["label"] == label).cloned().collect()
}

/// The folder of a label goes out of use, so that another machine may take the label.
fn put_away(field: &Field, label: &str, to: &str) {
    std::fs::rename(field.at(label), field.at(to)).unwrap();
    for end in ["r", "req", "acc"] {
        std::fs::remove_file(field.at(&format!("{label}.{end}"))).unwrap();
    }
}

#[test]
fn the_list_is_written_before_a_machine_is_ended_and_can_be_written_again() {
    let (field, _) = Field::new();
    let (taken, folder, nowhere) = (field.at("taken.txt"), field.at("papers"), field.at("no/list.txt"));
    std::fs::write(&taken, "mine").unwrap();
    std::fs::create_dir(&folder).unwrap();
    for (out, exit, why) in [
        (field.at("list.pdf"), 2, "结尾"),
        (taken.clone(), 1, "不覆盖"),
        (folder, 1, "是文件夹"),
        (nowhere, 1, "文件夹不在"),
    ] {
        let (code, said, told) = coded(&field, "A", &["devices", "end", "B", "--out", &out]);
        assert_eq!((code, said.as_str()), (exit, ""), "{out}: {told}");
        assert!(told.contains(why) && told.contains("没有停用") && !told.contains("开具"), "{out}: {told}");
        assert_eq!(machine(&field, "B")[0]["ended"], false, "{out}");
    }
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
    let (first, second) = (field.at("first.txt"), field.at("second.txt"));
    field.done("A", &["devices", "end", "B", "--reason", "丢失", "--out", &first]);
    let end = machine(&field, "B")[0]["end"].clone();
    assert_eq!(end["why"], "丢失");
    let (code, said, _) = coded(&field, "A", &["devices", "end", "b", "--json"]);
    let document: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &document["end"], &document["ended"]), (1, &end, &true.into()));
    assert!(!document["households"].as_array().unwrap().is_empty(), "{document}");
    let (code, said, _) = coded(&field, "A", &["devices", "end", "B", "--reason", "又丢", "--out", &second]);
    assert!(code == 0 && said.contains("已经停用过了") && said.contains("：丢失"), "{code} {said}");
    let [first, second] = [first, second].map(|file| std::fs::read_to_string(file).unwrap());
    assert!(first.contains("失联范围清单") && first == second, "{second}");
    assert_eq!(machine(&field, "B")[0]["end"], end, "nothing is ruled twice");
}

#[test]
fn what_an_ended_machine_still_sends_is_read_and_released_though_another_has_its_label() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    field.ship("A", "B");
    field.done("A", &["devices", "end", "B"]);
    field.done("B", &["correct", &person, "nickname", "阿明"]);
    put_away(&field, "B", "old");
    field.enrol("B", &village);
    field.done("B", &["correct", &home, "remark", "新机"]);
    field.ship("B", "A");
    // The old one turns up: said why it does not count, and where it is read.
    let stick = TempDir::new().unwrap();
    let file = file_for(&field, &stick, "old", "A");
    let (code, said, _) = coded(&field, "A", &["bundle", "import", &file, "--dry-run"]);
    assert!(code == 0 && said.contains("B 已停用"), "{said}");
    let (code, said, told) = coded(&field, "A", &["bundle", "import", &file]);
    assert!(code == 0 && said.contains("kuqu devices late B"), "{code} {said}{told}");
    let (code, said, _) = coded(&field, "A", &["bundle", "import", &file, "--json"]);
    let again: Value = serde_json::from_str(&said).unwrap();
    assert_eq!((code, &again["sender_ended"]), (0, &true.into()), "nothing new was put aside: {said}");
    let late = field.json("A", &["devices", "late", " b ", "--json"]);
    let commits = late["commits"].as_array().unwrap();
    assert_eq!((commits.len(), &late["label"]), (1, &"B".into()), "{late}");
    let record = &commits[0]["records"][0];
    let value = &record["values"][0];
    assert_eq!(
        (&record["kind_name"], &value["field_name"], &value["value"]),
        (&"person".into(), &"nickname".into(), &"阿明".into())
    );
    assert_eq!(machine(&field, "B").iter().filter(|one| one["turned_up"] == 1).count(), 1);
    let (code, _, told) = coded(&field, "A", &["devices", "release", "B", "--commit", "ffffffff"]);
    assert!(code == 1 && told.contains("不止一笔"), "{told}");
    assert_eq!(field.json("A", &["devices", "release", "B", "--json"])["released"], 1);
    let shown = field.json("A", &["show", "person", &person, "--json"]);
    assert!(shown.to_string().contains("阿明"), "{shown}");
    // The new one is whom files and villages go to.
    file_for(&field, &stick, "A", " b ");
    for (label, why) in [("B", "或者已经采用"), ("C", "C 没有停用"), (" ", "有：A、B、C。")] {
        for act in ["late", "release"] {
            let (_, said, told) = coded(&field, "A", &["devices", act, label]);
            let all = said + &told;
            assert!(all.contains(why) && all.trim().lines().count() == 1, "{act} {label}: {all}");
        }
    }
}

#[test]
fn a_label_that_a_machine_works_under_is_not_given_again() {
    let (field, village) = Field::new();
    let asked = field.at("b.req");
    let recovery = field.at("b.r");
    let init = ["init", "--role", "field", "--office", "示范办", "--officer", "乙", "--device", "b"];
    field.done("small", &[&init[..], &["--recovery-file", &recovery]].concat());
    field.done("small", &["enrol", "request", &asked]);
    let out = field.at("b.acc");
    let accept = ["enrol", "accept", &asked, "--officer", "乙", "--role", "recorder", "--villages", &village];
    let accept = [&accept[..], &["--out", &out]].concat();
    let (code, _, told) = coded(&field, "A", &accept);
    assert!(code == 1 && told.contains("代号 B") && told.contains("kuqu devices end B"), "{told}");
    assert!(!std::path::Path::new(&out).exists() && machine(&field, "b").is_empty());
    field.done("A", &["devices", "end", "B"]);
    field.done("A", &accept);
    // The same request again is no second machine.
    field.done("A", &accept);
    field.done("small", &["enrol", "finish", &out]);
    // Each by its own spelling.
    let dry = |label: &str| -> Value {
        let (code, said, _) = coded(&field, "A", &["devices", "end", label, "--dry-run", "--json"]);
        assert_eq!(code, 0);
        serde_json::from_str(&said).unwrap()
    };
    assert_eq!((&dry("b")["ended"], &dry("B")["ended"]), (&false.into(), &true.into()));
}

#[test]
fn the_import_that_shows_a_copied_folder_says_so() {
    let (field, village) = Field::new();
    let (_, person) = field.household(&village);
    copy_folder(&field.0.path().join("B"), &field.0.path().join("B2"));
    field.done("B", &["correct", &person, "nickname", "阿明"]);
    field.done("B2", &["correct", &person, "nickname", "阿亮"]);
    let stick = TempDir::new().unwrap();
    let files = ["B", "B2"].map(|machine| file_for(&field, &stick, machine, "A"));
    let first = field.json("A", &["bundle", "import", &files[0], "--json"]);
    assert_eq!(first["copied"], serde_json::json!([]));
    let said = field.done("A", &["bundle", "import", &files[1]]);
    assert!(said.contains("B 号机的资料夹被复制过"), "{said}");
    let again = field.json("A", &["bundle", "import", &files[1], "--json"]);
    assert_eq!(again["copied"], serde_json::json!(["B"]));
}

#[test]
fn what_is_no_file_and_no_folder_is_named_plainly() {
    let (field, village) = Field::new();
    let (folder, gone, file) = (field.at("papers"), field.at("gone"), field.at("B.acc"));
    std::fs::create_dir(&folder).unwrap();
    let out = field.at("x.acc");
    let accept = |given: &str, out: &str| {
        let words =
            ["enrol", "accept", given, "--officer", "乙", "--role", "recorder", "--villages", &village];
        let words: Vec<String> = words.iter().chain(&["--out", out]).map(|word| (*word).to_owned()).collect();
        words
    };
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<String>>();
    for (arguments, exit, why) in [
        (words(&["bundle", "import", &folder]), 1, "“papers”是文件夹"),
        (words(&["bundle", "import", &gone]), 1, "没有“gone”这个文件"),
        (words(&["bundle", "export", "--to", "B", &gone]), 1, "没有“gone”这个文件夹"),
        (words(&["bundle", "export", "--to", "B", &file]), 1, "“B.acc”是文件"),
        (accept(&file, &out), 3, "不是入网申请"),
        (accept(&field.at("B.r"), &out), 3, "这不是入网申请"),
        (accept(&gone, &out), 1, "没有“gone”这个文件"),
        (accept(&field.at("B.req"), &folder), 1, "“papers”是文件夹"),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let (code, said, told) = coded(&field, "A", &arguments);
        assert!(code == exit && said.is_empty(), "{arguments:?}: {code} {said}{told}");
        assert!(told.contains(why) && !told.contains("备份") && !told.contains(".part"), "{told}");
    }
}
