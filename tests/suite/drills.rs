//! The drills through the program itself: each is laid out, every step that commands can do is done, and the drill sees it.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::real::{Desk, PASSPHRASE, copy_folder, kuqu};

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

    /// Settles the account's conflict in the office.
    fn settle(&self, account: &str) {
        let open: Value = serde_json::from_str(&self.on("A", &["conflicts", "--json"])).unwrap();
        let mut open = open["conflicts"].as_array().unwrap().iter();
        let id = open.find(|item| item["field"] == "account").unwrap()["id"].as_str().unwrap();
        self.on("A", &["conflicts", "resolve", id, "--value", account, "--why", "看了存折"]);
    }

    /// The lost laptop's drill with B ended; the drill has not looked since.
    fn lost() -> Self {
        let drill = Self::begun("lost-laptop");
        drill.account("B", "62170012345678");
        drill.send("B", "A");
        drill.take_in("A", "B");
        drill.on("B", &["correct", "H01001-01", "phone", "13900000009", "--why", "演练"]);
        assert_eq!(drill.due(), Some(5));
        drill.on("A", &["devices", "end", "B", "--reason", "丢在路上"]);
        drill
    }

    /// The machines that the office knows.
    fn machines(&self) -> Vec<String> {
        let told: Value = serde_json::from_str(&self.on("A", &["devices", "--json"])).unwrap();
        let devices = told["devices"].as_array().unwrap();
        devices.iter().map(|device| device["label"].as_str().unwrap().to_owned()).collect()
    }

    /// Takes every file of a machine in.
    fn take_in(&self, machine: &str, from: &str) {
        for file in std::fs::read_dir(self.stick()).unwrap() {
            let file = file.unwrap();
            if file.file_name().to_string_lossy().starts_with(&format!("kuqu-{from}-{machine}-")) {
                self.on(machine, &["bundle", "import", &file.path().display().to_string()]);
            }
        }
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
    drill.settle("62170087654321");
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
    let is_refused = || {
        let output = kuqu(&office).args(["bundle", "import", &file.display().to_string()]).output().unwrap();
        assert_eq!(output.status.code(), Some(3));
    };
    is_refused();
    // It was stopped after spoiling, before it wrote so down: spoiled twice is not mended.
    std::fs::write(drill.temp.path().join("drill"), "kuqu drill 1\ndamaged-stick\n2\n").unwrap();
    assert_eq!(drill.due(), Some(4));
    is_refused();
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
    desk.keys("F8 4 F4")
        .sees("> H01001-01")
        .keys("Down")
        .sees("> H01001-02")
        .keys("F2 Tab Enter")
        .sees("309 笔");
    desk.close();
    assert_eq!(drill.due(), Some(3), "somebody else's payment is not the person's");
    let mut desk = Desk::at(&drill.temp.path().join("A"), "default");
    desk.keys("F8 4 F4");
    desk.sees("> H01001-01").keys("F2 Tab Enter").sees("308 笔");
    desk.close();
    assert_eq!(drill.due(), None);
    let batches = drill.on("A", &["subsidy", "batches"]);
    assert!(batches.lines().any(|line| line.contains("补发")), "{batches}");
}

#[test]
fn a_lost_laptop_is_ended_replaced_found_and_released() {
    let drill = Drill::lost();
    // The replacement joins, and what the lost one had not sent lies on the stick.
    assert_eq!(drill.due(), Some(8));
    drill.take_in("A", "B");
    assert_eq!(drill.due(), Some(9), "it does not count before it is released");
    drill.send("A", "D");
    drill.take_in("D", "A");
    drill.on("A", &["devices", "release", "B", "--reason", "看过了"]);
    assert_eq!(drill.due(), Some(10), "the file on the stick is older than the release");
    drill.send("A", "D");
    assert_eq!(drill.due(), Some(11));
    drill.take_in("D", "A");
    assert_eq!(drill.due(), None);
    let there: Value =
        serde_json::from_str(&drill.on("D", &["show", "person", "H01001-01", "--json", "--reveal"])).unwrap();
    assert_eq!(
        (&there["phone"], &there["account"]),
        (&Value::from("13900000009"), &Value::from("62170012345678"))
    );
}

#[test]
fn a_file_from_before_the_settlement_does_not_count_and_laptops_end_as_the_office() {
    let drill = Drill::begun("conflict");
    drill.account("B", "62170012345678");
    drill.send("B", "A");
    drill.account("C", "62170087654321");
    drill.send("C", "A");
    drill.take_in("A", "B");
    drill.send("A", "B");
    drill.take_in("A", "C");
    drill.settle("62170012345678");
    assert_eq!(drill.due(), Some(8), "the file for B is older than the settlement");
    drill.send("A", "B");
    assert_eq!(drill.due(), Some(9));
    drill.send("A", "C");
    assert_eq!(drill.due(), Some(10), "B has the same value, and not from the office");
    drill.take_in("B", "A");
    assert_eq!(drill.due(), Some(11));
    // C has taken the file in, and its account is in conflict all the same.
    drill.account("C", "62170055555555");
    drill.take_in("C", "A");
    assert_eq!(drill.due(), Some(11), "a conflict is no end of a drill about conflicts");
}

#[test]
fn a_killed_enrolment_is_gone_on_with_or_made_anew() {
    let drill = Drill::lost();
    let whole = ["A", "B", "D"].map(str::to_owned);
    for killed in ["before the vault", "before the office heard", "before the answer came"] {
        let temp = tempfile::tempdir().unwrap();
        copy_folder(drill.temp.path(), temp.path());
        let drill = Drill { temp, name: "lost-laptop" };
        let laptop = drill.temp.path().join("D");
        let [asked, answered] = ["req", "acc"].map(|end| format!("{}/D.{end}", drill.stick()));
        if killed == "before the vault" {
            std::fs::create_dir_all(laptop.join("drafts")).unwrap();
            std::fs::write(laptop.join("drafts/enrolment.draft"), "half").unwrap();
            std::fs::write(&asked, "half").unwrap();
        } else {
            let recovery = format!("{}/recovery", drill.temp.path().display());
            let made = ["init", "--role", "field", "--office", "示范办", "--officer", "下户员D"];
            drill.on("D", &[&made[..], &["--device", "D", "--recovery-file", &recovery]].concat());
            drill.on("D", &["enrol", "request", &asked]);
        }
        if killed == "before the answer came" {
            let terms = ["--officer", "下户员D", "--role", "recorder", "--villages", "车马碧村委会"];
            let accept = [&["enrol", "accept", &asked][..], &terms, &["--out", &answered]].concat();
            drill.on("A", &accept);
        }
        assert_eq!(drill.due(), Some(8), "{killed}");
        assert_eq!(drill.machines(), whole, "{killed}");
        assert!(drill.on("D", &["devices"]).contains('A'), "{killed}: it is part of the office");
        let lies = |file: &String| Path::new(file).exists();
        assert!(!lies(&asked) && !lies(&answered), "{killed}: nothing of it stays on the stick");
    }
}

/// A drill's steps before the first, as a person reads them.
fn told(folder: &Path, lang: &str, keymap: &str, words: &[&str]) -> String {
    let mut program = assert_cmd::Command::cargo_bin("kuqu").unwrap();
    program.env("KUQU_PASSPHRASE", PASSPHRASE).args(["--lang", lang, "--keymap", keymap, "--data"]);
    let output = program.arg(folder).arg("drill").args(words).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_task_fits_the_two_lines_of_the_narrowest_terminal_and_names_its_keys() {
    let temp = tempfile::tempdir().unwrap();
    for name in ["conflict", "lost-laptop", "damaged-stick", "failed-payment"] {
        let folder = temp.path().join("a-home-with-a-name-that-is-longer-than-most-of-them-are").join(name);
        for (lang, keymap) in [("zh", "default"), ("en", "default"), ("zh", "laptop"), ("en", "laptop")] {
            let steps: Value = serde_json::from_str(&told(&folder, lang, keymap, &[name, "--json"])).unwrap();
            for step in steps["steps"].as_array().unwrap() {
                let task = step["task"].as_str().unwrap();
                let line = kuqu::text::wrap(&format!("Drill 10/11: {task}"), 78);
                assert!(line.len() <= 2, "{lang} {keymap}: {line:#?}");
                assert!(step["machine"].is_null() || task.contains("Ctrl+Q"), "{task}");
            }
            let shown = told(&folder, lang, keymap, &[name]);
            let narrow = |line: &str| kuqu::text::width(line) < 80;
            assert!(shown.lines().all(narrow), "{lang} {keymap}: {shown}");
        }
        let shown = told(&folder, "en", "default", &[name]).replace("\n", " ");
        assert!(shown.contains("--data with an empty folder."), "words stay whole: {shown}");
    }
    let mut here = kuqu(Path::new("here"));
    let output = here.args(["drill", "conflict", "--json"]).current_dir(temp.path()).output().unwrap();
    let told_here: Value = serde_json::from_slice(&output.stdout).unwrap();
    let root = told_here["folder"].as_str().unwrap();
    assert!(Path::new(root).is_absolute(), "the program takes whole paths alone: {root}");
    let folder = temp.path().join("a-home-with-a-name-that-is-longer-than-most-of-them-are");
    let task = |name: &str, at: usize| {
        let told = told(&folder.join(name), "zh", "default", &[name, "--json"]);
        let told: Value = serde_json::from_str(&told).unwrap();
        told["steps"][at - 1]["task"].as_str().unwrap().to_owned()
    };
    assert!(task("conflict", 1).contains("PgDn 按两次"));
    assert!(task("lost-laptop", 5).contains("Esc 看失去什么，F2 回来，理由填 1，Enter 确认"));
    assert!(task("lost-laptop", 9).contains("选中 B，Enter"));
    assert!(task("failed-payment", 1).contains("文件 return.csv 已填好"));
    assert!(task("failed-payment", 3).contains("F2 补发，Tab 到“是”，Enter 确认"));
}
