//! The drills through the program itself: each is laid out, every step that commands can do is done, and the drill sees it.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::real::{Desk, kuqu};

fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = kuqu(folder).args(arguments).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
    text
}

/// A drill in a folder of its own.
struct Drill {
    temp: TempDir,
    name: &'static str,
}

impl Drill {
    fn begun(name: &'static str) -> Self {
        let drill = Self { temp: tempfile::tempdir().unwrap(), name };
        assert_eq!(drill.due(), Some(1));
        drill
    }

    fn told(&self) -> Value {
        serde_json::from_str(&run(self.temp.path(), &["drill", self.name, "--json"])).unwrap()
    }

    /// The step that is due, from 1; none when all is done.
    fn due(&self) -> Option<u64> {
        let told = self.told();
        let steps = told["steps"].as_array().unwrap();
        let due = steps.iter().find(|step| step["done"] == false);
        assert_eq!(told["done"] == true, due.is_none());
        due.and_then(|step| step["step"].as_u64())
    }

    fn on(&self, machine: &str, arguments: &[&str]) -> String {
        run(&self.temp.path().join(machine), arguments)
    }

    fn account(&self, machine: &str, account: &str) {
        self.on(machine, &["correct", "H01001-01", "account", account, "--why", "演练"]);
    }

    fn stick(&self) -> String {
        self.temp.path().join("stick").display().to_string()
    }

    fn send(&self, from: &str, to: &str) {
        self.on(from, &["bundle", "export", "--to", to, &self.stick()]);
    }

    /// Takes every file of a machine in. Their exit codes, ascending.
    fn imports(&self, machine: &str, from: &str) -> Vec<i32> {
        let mut codes = Vec::new();
        for file in std::fs::read_dir(self.stick()).unwrap() {
            let file = file.unwrap();
            if file.file_name().to_string_lossy().starts_with(&format!("kuqu-{from}-{machine}-")) {
                let words = ["bundle", "import", &file.path().display().to_string()];
                let output = kuqu(&self.temp.path().join(machine)).args(words).output().unwrap();
                codes.push(output.status.code().unwrap());
            }
        }
        codes.sort_unstable();
        codes
    }

    /// Takes every file of a machine in; all of them count.
    fn take_in(&self, machine: &str, from: &str) {
        let codes = self.imports(machine, from);
        assert!(codes.iter().all(|code| *code == 0), "{codes:?}");
    }
}

#[test]
fn a_conflict_is_made_carried_settled_and_carried_back() {
    let drill = Drill::begun("conflict");
    // Work that is none of the drill's does not move it on.
    drill.account("B", "62170099999999");
    assert_eq!(drill.due(), Some(1));
    drill.account("B", "62170012345678");
    assert_eq!(drill.due(), Some(2));
    drill.send("B", "A");
    drill.account("C", "62170087654321");
    drill.send("C", "A");
    assert_eq!(drill.due(), Some(5), "several steps at once count as well");
    drill.take_in("A", "B");
    assert_eq!(drill.due(), Some(6));
    drill.take_in("A", "C");
    assert_eq!(drill.due(), Some(7));
    let open: Value = serde_json::from_str(&drill.on("A", &["conflicts", "--json"])).unwrap();
    let id =
        open["conflicts"].as_array().unwrap().iter().find(|item| item["field"] == "account").unwrap()["id"]
            .clone();
    drill.on(
        "A",
        &["conflicts", "resolve", id.as_str().unwrap(), "--value", "62170087654321", "--why", "看了存折"],
    );
    assert_eq!(drill.due(), Some(8));
    drill.send("A", "B");
    drill.send("A", "C");
    drill.take_in("B", "A");
    assert_eq!(drill.due(), Some(11));
    drill.take_in("C", "A");
    assert_eq!(drill.due(), None);
}

#[test]
fn a_spoiled_file_is_refused_and_a_failed_payment_goes_out_again() {
    let drill = Drill::begun("damaged-stick");
    drill.account("B", "62170012345678");
    drill.send("B", "A");
    // The drill has spoiled the file; that the officer saw the refusal is known only to the program with a screen.
    assert_eq!(drill.due(), Some(4));
    let file = std::fs::read_dir(drill.stick()).unwrap().next().unwrap().unwrap().path();
    let office = drill.temp.path().join("A");
    let refused = kuqu(&office).args(["bundle", "import", &file.display().to_string()]).output().unwrap();
    assert_eq!(refused.status.code(), Some(3));
    // Another drill's folder, and a folder that is none.
    for (folder, name) in [(drill.temp.path(), "conflict"), (office.as_path(), "damaged-stick")] {
        let output = kuqu(folder).args(["drill", name]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.code() == Some(1) && said.contains("不是这个演练"), "{said}");
    }

    let drill = Drill::begun("failed-payment");
    let answer = format!("{}/return.csv", drill.stick());
    let told: Value =
        serde_json::from_str(&drill.on("A", &["subsidy", "return", &answer, "--json"])).unwrap();
    assert_eq!(told["failed"], 3);
    assert_eq!(drill.due(), Some(2));
    drill.account("A", "62170012345678");
    assert_eq!(drill.due(), Some(3));
    let mut desk = Desk::at(&drill.temp.path().join("A"), "default");
    desk.keys("F8 4 F4");
    for _ in 0..8 {
        if !desk.screen().shows("> H01001-01") {
            desk.keys("Down");
        }
    }
    desk.sees("> H01001-01").keys("F2 Tab Enter").sees("309 笔");
    desk.close();
    assert_eq!(drill.due(), None);
    let batches = drill.on("A", &["subsidy", "batches"]);
    assert!(batches.lines().any(|line| line.contains("补发")), "{batches}");
}

#[test]
fn a_lost_laptop_is_ended_replaced_found_and_released() {
    let drill = Drill::begun("lost-laptop");
    drill.account("B", "62170012345678");
    drill.send("B", "A");
    drill.take_in("A", "B");
    assert_eq!(drill.due(), Some(4));
    drill.on("B", &["correct", "H01001-01", "phone", "13900000009", "--why", "演练"]);
    assert_eq!(drill.due(), Some(5));
    drill.on("A", &["devices", "end", "B", "--reason", "丢在路上"]);
    // The replacement joins, and what the lost one had not sent lies on the stick.
    assert_eq!(drill.due(), Some(8));
    assert_eq!(drill.imports("A", "B"), [0, 3], "an ended machine's work is put aside");
    assert_eq!(drill.due(), Some(9), "it does not count before it is released");
    drill.on("A", &["devices", "release", "B", "--reason", "看过了"]);
    assert_eq!(drill.due(), Some(10));
    drill.send("A", "D");
    drill.take_in("D", "A");
    assert_eq!(drill.due(), None);
    let there: Value =
        serde_json::from_str(&drill.on("D", &["show", "person", "H01001-01", "--json", "--reveal"])).unwrap();
    assert_eq!(
        (&there["phone"], &there["account"]),
        (&Value::from("13900000009"), &Value::from("62170012345678"))
    );
}
