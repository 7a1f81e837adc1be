//! Households move to another village and villages to another laptop (迁往他村、村换电脑), by commands and files alone.

use crate::laptops::Field;
use serde_json::Value;

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
