//! Proofs of migrant identity through the program itself: issued for a person and a household, on paper and in the register,
//! by commands and at the keyboard.

use calamine::{Data, Reader, Xlsx, open_workbook};
use serde_json::Value;
use tempfile::TempDir;

use crate::real::{Desk, kuqu, office};

const WHO: &str = "H01001-01";
const HOUSEHOLD: &str = "H01001";

/// Standard output, standard error, exit code.
fn run(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let output = kuqu(&folder.path().join("data")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    serde_json::from_str(&run(folder, arguments).0).unwrap()
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

fn issue(folder: &TempDir, code: &str, purpose: &str, out: &str) -> (String, String, i32) {
    run(folder, &["proof", "issue", code, "--purpose", purpose, "--out", out])
}

/// Every cell of a workbook's only sheet; all of them are text.
fn cells(file: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(file).unwrap();
    let sheet = book.sheet_names()[0].clone();
    let cell = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    };
    book.worksheet_range(&sheet).unwrap().rows().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn a_proof_says_what_the_records_say_and_stands_in_the_register() {
    let folder = office();
    let shown = json(&folder, &["show", "household", HOUSEHOLD, "--json", "--reveal"]);
    let out = path(&folder, "hu.xlsx");
    let (_, said, exit) = issue(&folder, HOUSEHOLD, "子女入学", &out);
    assert!(exit == 0 && said.contains("不加密") && said.contains("证明 2026-001 已开具并登记"), "{said}");
    let cells = cells(&out);
    let here = |member: &&Value| member["status"] == "registered";
    let members: Vec<&Value> = shown["members"].as_array().unwrap().iter().filter(here).collect();
    assert!(!members.is_empty(), "{shown}");
    for member in &members {
        let row =
            cells.iter().find(|row| row[0] == member["name"]).unwrap_or_else(|| panic!("{member} {cells:?}"));
        assert_eq!(row[3], member["id_number"].as_str().unwrap(), "the whole number, as text");
        assert_eq!(row[2], member["birth"].as_str().unwrap());
    }
    let head = |row: &&Vec<String>| row[0].starts_with("用途：");
    assert_eq!(cells.iter().find(head).unwrap()[0], "用途：子女入学");
    let listed = json(&folder, &["proof", "list", "--json"]);
    let line = &listed["proofs"][0];
    assert_eq!(
        (&line["number"], &line["purpose"], &line["issued"]),
        (&"2026-001".into(), &"子女入学".into(), &"2026-11-24".into())
    );
    assert_eq!(
        (line["persons"].as_u64(), line["copies"].as_u64()),
        (u64::try_from(members.len()).ok(), Some(1))
    );
    assert!(
        line["about"].as_str().unwrap().starts_with(HOUSEHOLD) && !line["by"].as_str().unwrap().is_empty()
    );
}

#[test]
fn a_person_gets_plain_text_and_numbers_go_on() {
    let folder = office();
    let (first, second) = (path(&folder, "a.txt"), path(&folder, "b.xlsx"));
    let asked = ["proof", "issue", WHO, "--purpose", "办户口", "--out", &first, "--copies", "3", "--json"];
    let document = json(&folder, &asked);
    assert_eq!(
        (&document["number"], &document["copies"], &document["persons"]),
        (&"2026-001".into(), &3.into(), &1.into())
    );
    let text = std::fs::read_to_string(&first).unwrap();
    let person = json(&folder, &["show", "person", WHO, "--json", "--reveal"]);
    for fact in [&person["name"], &person["id_number"], &document["digest"]] {
        assert!(text.contains(fact.as_str().unwrap()), "{fact} is not in\n{text}");
    }
    assert!(text.contains("份数：3") && text.contains("单位（盖章）："), "{text}");
    assert_eq!(issue(&folder, WHO, "办户口", &second).2, 0);
    let numbers: Vec<Value> = json(&folder, &["proof", "list", "--json"])["proofs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| line["number"].clone())
        .collect();
    assert_eq!(numbers, ["2026-001", "2026-002"]);
    let (list, _, _) = run(&folder, &["proof", "list"]);
    assert_eq!(list.lines().count(), 2);
    let register = path(&folder, "register.xlsx");
    let (_, said, exit) = run(&folder, &["proof", "list", "--out", &register]);
    assert!(exit == 0 && said.contains("登记簿 2 份已写入"), "{said}");
    let cells = cells(&register);
    let total = cells.iter().find(|row| row[0] == "合计").unwrap();
    assert_eq!((total[6].as_str(), total[7].as_str()), ("2", "4"));
    let village = person["village"].as_str().unwrap();
    assert_eq!(run(&folder, &["proof", "list", "--village", village]).0.lines().count(), 2);
    assert_eq!(run(&folder, &["proof", "list", "--village", "没有的村"]).2, 1);
}

#[test]
fn what_cannot_be_issued_leaves_neither_paper_nor_line() {
    let folder = office();
    let taken = path(&folder, "taken.xlsx");
    std::fs::write(&taken, "mine").unwrap();
    let free = path(&folder, "free.xlsx");
    let nowhere = path(&folder, "no/such/folder.xlsx");
    let table = [
        (WHO, "办户口", taken.as_str(), 1, "taken.xlsx 已经有了"),
        (WHO, "办户口", "paper.pdf", 2, "以 .xlsx、.txt 结尾"),
        (WHO, "  ", &free, 2, "用途要写"),
        (WHO, "办\u{7}户口", &free, 2, "用途要写"),
        ("X-1", "办户口", &free, 1, "X-1"),
        (WHO, "办户口", &nowhere, 1, "folder.xlsx"),
    ];
    for (code, purpose, out, exit, words) in table {
        let (printed, said, ended) = issue(&folder, code, purpose, out);
        assert!(ended == exit && said.contains(words) && printed.is_empty(), "{code} {out}: {ended} {said}");
    }
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "mine");
    assert!(!folder.path().join("free.xlsx").exists());
    assert_eq!(json(&folder, &["proof", "list", "--json"])["proofs"], Value::Array(Vec::new()));
    // Nothing is left beside the file either.
    let left = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains(".part")));
}

#[test]
fn the_dead_get_none_and_a_household_goes_without_them() {
    let folder = office();
    let shown = json(&folder, &["show", "household", HOUSEHOLD, "--json"]);
    let members = shown["members"].as_array().unwrap();
    let before = members.iter().filter(|member| member["status"] == "registered").count();
    let dead = members.iter().rfind(|member| member["status"] == "registered").unwrap()["code"]
        .as_str()
        .unwrap()
        .to_owned();
    let (_, said, exit) = run(&folder, &["correct", &dead, "death", "2026-11-01", "--why", "注销户口"]);
    assert_eq!(exit, 0, "{said}");
    let (_, said, exit) = issue(&folder, &dead, "办户口", &path(&folder, "a.txt"));
    assert!(exit == 1 && said.contains("不在册"), "{said}");
    let out = path(&folder, "hu.txt");
    let document =
        json(&folder, &["proof", "issue", HOUSEHOLD, "--purpose", "入学", "--out", &out, "--json"]);
    assert_eq!(document["persons"].as_u64(), u64::try_from(before - 1).ok());
}

#[test]
fn at_the_keyboard_a_proof_is_issued_and_seen_in_the_history_in_both_keymaps() {
    for keymap in ["default", "laptop"] {
        let folder = office();
        let mut desk = Desk::open(&folder, keymap);
        desk.keys("Ctrl+F").text(HOUSEHOLD).keys("Enter Ctrl+B End").sees("开身份证明").keys("1 Enter");
        desk.text(folder.path().to_str().unwrap()).keys("Enter").sees("证明 2026-001 已开具并登记");
        desk.keys("Ctrl+Y").sees("身份证明").sees("2026-001 子女入学");
        // Before this year nothing had been issued.
        desk.keys("Ctrl+E")
            .sees("某日已知")
            .keys("Enter")
            .text("2020-01-01")
            .keys("Enter")
            .sees("2020-01-01 已知");
        desk.sees_not("2026-001").keys("Esc");
        desk.close();
        let paper = folder.path().join("移民身份证明-2026-001.xlsx");
        assert!(cells(paper.to_str().unwrap()).iter().any(|row| row[0] == "证明编号：2026-001"));
        let opened = json(&folder, &["proof", "list", "--json"]);
        assert_eq!(opened["proofs"].as_array().unwrap().len(), 1);
    }
}
