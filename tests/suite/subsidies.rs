//! Direct support through the program itself: explained, listed, frozen, approved by another officer, sent to the bank and
//! answered by it.

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::real::{kuqu, office};

fn told(mut command: Command) -> (String, String, i32) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

fn run(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let mut command = kuqu(&folder.path().join("data"));
    command.args(arguments);
    told(command)
}

/// As the second officer, who approves.
fn approver(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let mut command = kuqu(&folder.path().join("data"));
    command.env("KUQU_PASSPHRASE", "approver-passphrase").args(["--as", "2"]).args(arguments);
    told(command)
}

fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    let (out, said, _) = run(folder, arguments);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out} {said}"))
}

fn fen(value: &Value) -> i64 {
    let (yuan, rest) = value.as_str().unwrap().split_once('.').unwrap();
    format!("{yuan}{rest}").parse().unwrap()
}

fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

#[test]
fn rules_are_listed_and_a_flaw_is_refused_with_its_line() {
    let folder = TempDir::new().unwrap();
    let (out, _, exit) = run(&folder, &["rules", "list", "--json"]);
    let listed: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((exit, &listed["default"]), (0, &"yunnan".into()));
    assert_eq!(listed["rules"][1]["versions"][0]["period"], "year");
    let file = path(&folder, "rule.toml");
    let text = include_str!("../../src/rules/support-yunnan.toml");
    std::fs::write(&file, text).unwrap();
    assert_eq!(run(&folder, &["rules", "check", &file]).2, 0);
    std::fs::write(&file, text.replace("valid_to = \"2022-12-31\"", "valid_to = \"2023-03-31\"")).unwrap();
    let (out, said, exit) = run(&folder, &["rules", "check", &file, "--json"]);
    let checked: Value = serde_json::from_str(&out).unwrap();
    let line = text.lines().position(|line| line.contains("valid_from = \"2023-01-01\"")).unwrap() + 1;
    assert_eq!((exit, &checked["line"]), (3, &line.into()), "{said}");
    assert!(said.contains("重叠"), "{said}");
}

#[test]
fn every_account_of_the_demo_ties_out_and_lines_sum_to_their_total() {
    let folder = office();
    let found = json(&folder, &["find", "h01", "--json", "--limit", "30"]);
    let codes: Vec<String> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|hit| hit["kind"] == "person")
        .map(|hit| hit["code"].as_str().unwrap().to_owned())
        .collect();
    assert!(codes.len() > 5, "{found}");
    let mut paid = 0;
    for code in &codes {
        let account = json(&folder, &["subsidy", "history", code, "--json"]);
        let sum = |name: &str| fen(&account[name]);
        let right = sum("paid") + sum("owed") - sum("over") - sum("written_off");
        assert_eq!(sum("should"), right, "{account}");
        paid += sum("paid");
        for period in account["periods"].as_array().unwrap().iter().rev().take(1) {
            let period = period["period"].as_str().unwrap();
            let explained = json(&folder, &["subsidy", "explain", code, "--period", period, "--json"]);
            let lines = explained["lines"].as_array().unwrap();
            assert_eq!(lines.iter().map(|line| fen(&line["amount"])).sum::<i64>(), fen(&explained["total"]));
        }
    }
    assert!(paid > 0);
}

#[test]
fn a_period_is_frozen_once_approved_by_another_and_answered_by_the_bank() {
    let folder = office();
    let mut add = kuqu(&folder.path().join("data"));
    add.env("KUQU_NEW_PASSPHRASE", "approver-passphrase");
    add.args(["officer", "add", "--name", "审批员", "--role", "approver"]);
    assert_eq!(told(add).2, 0);
    let preview = json(&folder, &["subsidy", "list", "--period", "2026Q4", "--json"]);
    let frozen = json(&folder, &["subsidy", "freeze", "--period", "2026Q4", "--json"]);
    let batch = frozen["batch"].as_str().unwrap().to_owned();
    assert_eq!((batch.as_str(), &frozen["total"]), ("2026Q4-1", &preview["total"]));
    let (_, said, exit) = run(&folder, &["subsidy", "freeze", "--period", "2026Q4"]);
    assert!(exit == 1 && said.contains("已锁定为批次 2026Q4-1"), "{said}");
    let (_, said, exit) = run(&folder, &["subsidy", "submit", &batch]);
    assert!(exit == 1 && said.contains("已锁定"), "{said}");
    assert_eq!(run(&folder, &["subsidy", "post", &batch]).2, 0);
    let (_, said, exit) = run(&folder, &["subsidy", "review", &batch]);
    assert!(exit == 1 && said.contains("编制人不能"), "{said}");
    assert_eq!(approver(&folder, &["subsidy", "review", &batch]).2, 0);
    assert_eq!(approver(&folder, &["subsidy", "approve", &batch]).2, 0);
    assert_eq!(run(&folder, &["subsidy", "submit", &batch]).2, 0);
    let (_, said, exit) = run(&folder, &["subsidy", "withdraw", &batch]);
    assert!(exit == 1 && said.contains("已提交"), "{said}");

    let list = path(&folder, "list.csv");
    assert_eq!(run(&folder, &["subsidy", "export", &batch, &list]).2, 0);
    assert_eq!(run(&folder, &["subsidy", "export", &batch, &list]).2, 1, "never over an existing file");
    let text = std::fs::read_to_string(&list).unwrap();
    let rows: Vec<Vec<&str>> =
        text.trim_start_matches('\u{feff}').lines().skip(1).map(|row| row.split(',').collect()).collect();
    assert_eq!(rows.len(), usize::try_from(preview["persons"].as_u64().unwrap()).unwrap());
    let answer = |number: usize, row: &Vec<&str>| {
        let said = if number == 0 { "11|户名不符" } else { "00|成功" };
        format!("{}|{}|{}|{}|{said}", row[0], row[2], row[1], row[3])
    };
    let lines: Vec<String> = rows.iter().enumerate().map(|(number, row)| answer(number, row)).collect();
    let back = path(&folder, "back.txt");
    std::fs::write(&back, format!("项目序号|账号|户名|金额|结果代码|结果说明\n{}\n", lines.join("\n")))
        .unwrap();
    let taken = json(&folder, &["subsidy", "return", &back, "--json"]);
    assert_eq!(taken["matched"], rows.len(), "{taken}");
    assert_eq!((&taken["failed"], &taken["already"], &taken["unmatched"]), (&1.into(), &0.into(), &0.into()));
    let again = json(&folder, &["subsidy", "return", &back, "--batch", &batch, "--json"]);
    assert_eq!(again["already"], rows.len(), "the same file changes nothing: {again}");
    let open = json(&folder, &["subsidy", "open", "--json"]);
    let failed = |item: &&Value| item["batch"] == batch.as_str() && item["reason"] == "name_differs";
    let items = open["items"].as_array().unwrap();
    assert_eq!(items.iter().filter(failed).count(), 1, "{open}");
    let (_, said, exit) = run(&folder, &["subsidy", "return", &back, "--batch", "2026Q4-9"]);
    assert!(exit == 1 && said.contains("没有批次"), "{said}");
}
