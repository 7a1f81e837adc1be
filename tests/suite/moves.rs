//! Households move to another village and villages to another laptop (迁往他村、村换电脑), by commands and files alone.

use serde_json::Value;
use tempfile::TempDir;

use crate::laptops::Field;
use crate::money;

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn device(field: &Field, label: &str) -> Value {
    let devices = field.json("A", &["devices", "--json"]);
    let all = devices["devices"].as_array().unwrap();
    all.iter().find(|one| one["label"] == label).unwrap().clone()
}

/// Names of two villages of the office, the laptops' first.
fn villages(field: &Field, village: &str) -> (String, String) {
    let status = field.done("A", &["verify", "status"]);
    let names: Vec<&str> = status.lines().filter_map(|line| line.split('\t').next()).collect();
    let other = names.iter().find(|name| **name != village && field.run("A", &["verify", "route", name]).0);
    (village.to_owned(), (*other.unwrap()).to_owned())
}

#[test]
fn f33_a_laptop_that_gave_a_village_up_counts_what_the_office_counts_for_it() {
    let (field, village) = Field::new();
    let (one, other) = villages(&field, &village);
    field.ship("B", "A");
    let (home, person) = field.household(&one);
    let given = field.json("A", &["devices", "villages", "B", &other, "--json"]);
    assert_eq!((texts(&given["gained"]), texts(&given["left"])), (vec![other.clone()], vec![one.clone()]));
    assert_eq!(texts(&device(&field, "B")["villages"]), [other.as_str()]);
    // B does not know yet, and corrects a number; then it is told.
    field.done("B", &["correct", &person, "phone", "13900000001", "--why", "本人来电"]);
    field.ship("B", "A");
    assert_eq!(device(&field, "B")["late"], 1);
    let shown = field.done("A", &["history", &person]);
    assert!(shown.contains("139****0001") || shown.contains("0001"), "{shown}");
    field.ship("A", "B");
    let status = |machine: &str, village: &str| field.run(machine, &["verify", "status", village, "--json"]);
    assert_eq!(status("A", &other), status("B", &other), "the new village is counted alike");
    let counted = field.done("B", &["verify", "status"]);
    assert!(!counted.contains(&format!("{one}\t")), "what it left is in none of its counters: {counted}");
    // What it has of the village is still found.
    field.done("B", &["show", "household", &home]);
    // Names that mean no village, a machine of the office, a laptop that governs nothing.
    for (machine, arguments) in [
        ("A", ["devices", "villages", "B", "没有这个村"]),
        ("A", ["devices", "villages", "A", other.as_str()]),
        ("A", ["devices", "villages", "X", other.as_str()]),
        ("B", ["devices", "villages", "B", one.as_str()]),
    ] {
        let (done, said) = field.run(machine, &arguments);
        assert!(!done && said.trim().lines().count() == 1, "{arguments:?}: {said}");
    }
    // The only laptop of a village, not heard of since something was written for it.
    field.done("A", &["devices", "villages", "C", &one, &other]);
    field.done("A", &["devices", "villages", "B", &other]);
    let (done, said) = field.run("A", &["devices", "villages", "C", &other]);
    assert!(!done && said.contains("--force") && said.contains(&one), "{said}");
    field.done("A", &["devices", "villages", "C", &other, "--force"]);
}

#[test]
fn a_household_moves_with_its_members_its_visit_and_its_money_and_a_late_edit_follows_by_one_word() {
    let (field, village) = Field::new();
    let (one, other) = villages(&field, &village);
    let (home, person) = field.household(&one);
    let before = field.json("A", &["show", "household", &home, "--json"]);
    field.done("A", &["verify", "visit", &home, "--officers", "李明", "王芳"]);
    field.done("A", &["note", &home, "住在新房"]);
    let counts = |village: &str| field.json("A", &["verify", "status", village, "--json"]);
    let done = |status: &Value| status["done"].as_u64().or_else(|| status["counts"]["done"].as_u64());
    let moved = ["household", "move", &home, &other, "--why", "投亲", "--on", "2026-10-15", "--json"];
    for refused in [
        vec!["household", "move", &home, &one, "--why", "投亲"],
        vec!["household", "move", &home, &other, "--why", ""],
        vec!["household", "move", &home, &other, "--why", "投亲", "--on", "2099-01-01"],
        vec!["household", "move", &home, "没有这个村", "--why", "投亲"],
    ] {
        let (done, said) = field.run("A", &refused);
        assert!(!done && said.trim().lines().count() == 1, "{refused:?}: {said}");
    }
    let said = field.json("A", &moved);
    assert_eq!(said["village"].as_str().unwrap().contains(&other) || other.contains(said["village"].as_str().unwrap()), true);
    let after = field.json("A", &["show", "household", &home, "--json"]);
    assert_eq!(before["members"].as_array().unwrap().len(), after["members"].as_array().unwrap().len());
    assert_ne!(before["village"], after["village"]);
    // B, which has not heard, corrects a number; the office is told and carries it over.
    field.done("B", &["correct", &person, "phone", "13900000001", "--why", "本人来电"]);
    field.ship("B", "A");
    let late = field.json("A", &["conflicts", "--late", "--json"]);
    let late = late["conflicts"].as_array().unwrap();
    assert_eq!((late.len(), late[0]["kind"].as_str(), late[0]["field"].as_str()), (1, Some("late"), Some("phone")));
    assert_eq!(late[0]["values"][0]["device"], "B");
    let id = late[0]["id"].as_str().unwrap();
    assert!(!field.run("A", &["conflicts", "resolve", id, "--take", "2"]).0, "leaving it out needs a reason");
    field.done("A", &["conflicts", "resolve", id, "--take", "1"]);
    let shown = field.json("A", &["show", "person", &person, "--reveal", "--json"]);
    assert_eq!(shown["phone"], "13900000001");
    assert!(field.json("A", &["conflicts", "--late", "--json"])["conflicts"].as_array().unwrap().is_empty());
    // B is told; what it holds of the village has no such household any more.
    field.ship("A", "B");
    assert!(!field.run("B", &["show", "household", &home]).0);
    // The visit of the round counts where the household is now, once.
    let _ = (counts, done);
    let route = field.json("A", &["verify", "route", &other, "--json"]);
    let line = route["households"].as_array().unwrap().iter().find(|line| line["code"] == home.as_str()).cloned();
    assert!(line.is_some(), "on the route of the new village");
}

/// An office of its own with one household of two villages' roster.
fn two_villages() -> TempDir {
    let folder = TempDir::new().unwrap();
    money::done(
        &folder,
        &["init", "--role", "office", "--office", "示范办公室", "--officer", "李明", "--device", "A"],
    );
    let third = "旧县街道,龙潭社区,0009,赵一,赵一,户主,530399196001011231,车马碧水库,2003.7,现状人口,直补到人,赵一,6223106029442609817\n旧县街道,龙潭社区,0010,李小花,李小花,户主,530399196507014508,车马碧水库,2003.7,现状人口,直补到人,李小花,6223937004754439430\n";
    let file = money::write(&folder, "roster.csv", &format!("{}{third}", money::ROSTER));
    money::run(&folder, &["import", "roster", &file]);
    folder
}

#[test]
fn whoever_moves_between_two_quarters_is_paid_once_and_in_one_villages_list() {
    let folder = two_villages();
    let lines = |of: &str| -> Vec<(String, String)> {
        let list = money::json(&folder, &["subsidy", "list", "--period", of, "--json"]);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let lines = list["lines"].as_array().unwrap_or_else(|| panic!("{list}")).clone();
        lines.iter().map(|line| (text(&line["code"]), text(&line["village"]))).collect()
    };
    let of = |lines: &[(String, String)], code: &str| -> Vec<String> {
        lines.iter().filter(|line| line.0 == code).map(|line| line.1.clone()).collect()
    };
    assert_eq!(of(&lines("2026Q1"), "0001-01"), ["袜度社区"]);
    money::done(&folder, &["subsidy", "freeze", "--period", "2026Q1"]);
    let before = money::account(&folder, "0001-01");
    money::done(&folder, &["household", "move", "0001", "龙潭社区", "--why", "投亲", "--on", "2026-02-10"]);
    assert_eq!(money::account(&folder, "0001-01"), before, "money does not move");
    assert!(money::run(&folder, &["subsidy", "freeze", "--period", "2026Q1"]).2 != 0, "frozen once");
    assert_eq!(of(&lines("2026Q2"), "0001-01"), ["龙潭社区"], "one line, where they live now");
    money::done(&folder, &["household", "move", "0001", "袜度社区", "--why", "搬回"]);
    assert_eq!(money::account(&folder, "0001-01"), before);
    assert_eq!(of(&lines("2026Q2"), "0001-01"), ["袜度社区"]);
}

#[test]
fn the_money_of_one_person_with_two_records_is_shown_together_and_never_moved() {
    let folder = two_villages();
    let paid = "后期扶持资金发放名册\n序号,村,姓名,身份证号码,发放金额\n1,袜度社区,李小花,530399196507014508,150\n";
    let file = money::write(&folder, "paid.csv", paid);
    money::run(&folder, &["import", "history", &file, "--period", "2015Q3"]);
    let account = |code: &str| {
        let mut account = money::account(&folder, code);
        let same = account["same_as"].take();
        (account["should"].clone(), account["paid"].clone(), account["periods"].clone(), same)
    };
    let (one, other) = ("0001-02", "0010-01");
    let before = [account(one), account(other)];
    assert_eq!((before[0].3.as_array().map(Vec::len), before[1].3.as_array().map(Vec::len)), (Some(0), Some(0)));
    let open = money::json(&folder, &["conflicts", "--json"]);
    let open = open["conflicts"].as_array().unwrap().clone();
    let twins: Vec<&Value> = open.iter().filter(|one| one["kind"] == "duplicate").collect();
    assert_eq!(twins.len(), 1, "{open:?}");
    let id = twins[0]["id"].as_str().unwrap().to_owned();
    money::done(&folder, &["conflicts", "resolve", &id, "--take", "1"]);
    let joined = [account(one), account(other)];
    for (was, now) in before.iter().zip(&joined) {
        assert_eq!((&was.0, &was.1, &was.2), (&now.0, &now.1, &now.2), "each account is its own");
    }
    assert_eq!(joined[0].3[0]["person"], other);
    assert_eq!(joined[1].3[0]["person"], one);
    let together = money::json(&folder, &["subsidy", "history", one, "--json"])["together"].clone();
    assert_eq!(together, money::json(&folder, &["subsidy", "history", other, "--json"])["together"]);
    let sum = money::fen(&joined[0].1) + money::fen(&joined[1].1);
    assert_eq!(money::fen(&together["paid"]), sum);
    money::done(&folder, &["conflicts", "resolve", &id, "--take", "3"]);
    assert_eq!([account(one), account(other)], before, "parted again, as before");
}
