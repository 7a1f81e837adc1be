//! Payments while other machines go on (F29, F30, F34): a batch that is frozen while an edit is on its way, one bank file on
//! two machines of the office, a rule that the office changes while a laptop holds the old one.

use serde_json::Value;

use crate::laptops::Field;
use crate::money;

/// An office `A` and a laptop `B` with its village.
fn field() -> (Field, String, String) {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    (field, home, person)
}

/// The document of a command, without what it says beside it.
fn document(field: &Field, machine: &str, arguments: &[&str]) -> Value {
    serde_json::from_str(field.done(machine, arguments).lines().next().unwrap()).unwrap()
}

/// The batch's file for the bank.
fn exported(field: &Field, machine: &str, batch: &str, name: &str) -> String {
    let file = field.at(name);
    field.done(machine, &["subsidy", "export", batch, &file]);
    std::fs::read_to_string(file).unwrap()
}

#[test]
fn f29_an_edit_that_comes_after_the_freeze_changes_the_next_list_and_never_the_frozen_one() {
    let (field, _, person) = field();
    field.done("B", &["correct", &person, "account", "62170012345678", "--why", "换了存折"]);
    let frozen = field.done("A", &["subsidy", "freeze", "--period", "2026Q4"]);
    let before = exported(&field, "A", "2026Q4-1", "before.csv");
    assert!(before.contains(&person) && !before.contains("62170012345678"), "{frozen}{before}");
    field.ship("B", "A");
    assert_eq!(exported(&field, "A", "2026Q4-1", "after.csv"), before);
    // The edit did arrive, and the next list is made with it.
    field.done("A", &["subsidy", "withdraw", "2026Q4-1", "--reason", "账号变了"]);
    field.done("A", &["subsidy", "freeze", "--period", "2026Q4"]);
    let next = exported(&field, "A", "2026Q4-2", "next.csv");
    assert!(next.lines().any(|line| line.contains(&person) && line.contains("62170012345678")), "{next}");
    assert_eq!(exported(&field, "A", "2026Q4-1", "still.csv"), before);
}

#[test]
fn f30_one_bank_file_taken_in_on_two_machines_is_one_return() {
    let (field, _, person) = field();
    field.enrol_as("D", &["--role", "maker", "--office-machine"]);
    // The last batch of the demo: one line comes back.
    let batches = field.done("A", &["subsidy", "batches"]);
    let batch = batches.split('\t').next().unwrap().to_owned();
    let sent = exported(&field, "A", &batch, "sent.csv");
    let mut back = format!("{},结果,原因\n", sent.trim_start_matches('\u{feff}').lines().next().unwrap());
    let row = sent.lines().find(|line| line.contains(&person)).unwrap();
    back.push_str(&format!("{row},失败,账号不存在\n"));
    let file = field.at("back.csv");
    std::fs::write(&file, back).unwrap();
    for machine in ["A", "D"] {
        let told: Value = document(&field, machine, &["subsidy", "return", &file, "--json"]);
        assert_eq!(
            (&told["failed"], &told["unmatched"]),
            (&Value::from(1), &Value::from(0)),
            "{machine} {told}"
        );
    }
    let open = |machine: &str| document(&field, machine, &["subsidy", "open", "--json"]);
    let account = |machine: &str| document(&field, machine, &["subsidy", "history", &person, "--json"]);
    let (open_here, account_here) = (open("A"), account("A"));
    field.ship("D", "A");
    field.ship("A", "D");
    for machine in ["A", "D"] {
        assert_eq!((open(machine), account(machine)), (open_here.clone(), account_here.clone()));
        let told = document(&field, machine, &["subsidy", "return", &file, "--json"]);
        assert_eq!(told["already"], 1, "{machine} {told}");
    }
    let conflicts = field.json("A", &["conflicts", "--json"]);
    assert!(!conflicts.to_string().contains("result"), "{conflicts}");
}

#[test]
fn f34_a_rule_that_the_office_adds_reaches_the_laptop_and_changes_nothing_that_is_past() {
    let (field, _, person) = field();
    let explained = || field.json("B", &["subsidy", "explain", &person, "--period", "2021Q3", "--json"]);
    let before = explained();
    let file = field.at("rule.toml");
    std::fs::write(&file, money::newer("amount_fen_per_year = 72000")).unwrap();
    field.done("A", &["rules", "add", &file]);
    let rules = |machine: &str| field.done(machine, &["rules", "list"]);
    assert_ne!(rules("A"), rules("B"));
    // The laptop goes on with what it holds: what it writes meanwhile counts.
    field.done("B", &["correct", &person, "phone", "13900000009", "--why", "本人来电"]);
    field.ship("B", "A");
    field.ship("A", "B");
    assert_eq!(rules("A"), rules("B"));
    assert_eq!(explained(), before, "a past period is as it was");
    let phone = |machine: &str| {
        field.json(machine, &["show", "person", &person, "--json", "--reveal"])["phone"].clone()
    };
    assert_eq!((phone("A"), phone("B")), (Value::from("13900000009"), Value::from("13900000009")));
}
