//! Households move to another village and villages to another laptop (迁往他村、村换电脑), by commands and files alone.

use serde_json::Value;
use tempfile::TempDir;

use crate::laptops::Field;
use crate::money;
use crate::screens::{scene, today_with};

fn texts(value: &Value) -> Vec<String> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn device(field: &Field, label: &str) -> Value {
    let devices = field.json("A", &["devices", "--json"]);
    let all = devices["devices"].as_array().unwrap();
    all.iter().find(|one| one["label"] == label).unwrap().clone()
}

pub const ONE: &str = "袜度社区";
pub const OTHER: &str = "龙潭社区";
/// A household of the first village and its head.
const HOME: &str = "0001";
pub const HEAD: &str = "0001-01";

/// An office with two villages, and a laptop for each of them.
pub fn field() -> Field {
    let folder = two_villages();
    std::fs::rename(folder.path().join("data"), folder.path().join("A")).unwrap();
    let field = Field(folder);
    field.done("A", &["verify", "round", "open", "--period", "2026Q4", "--cutoff", "2026-11-20"]);
    field.enrol("B", ONE);
    field
}

#[test]
fn f33_a_laptop_that_gave_a_village_up_counts_what_the_office_counts_for_it() {
    let field = field();
    field.enrol("C", OTHER);
    field.ship("B", "A");
    let given = field.json("A", &["devices", "villages", "B", OTHER, "--json"]);
    assert_eq!(
        (texts(&given["gained"]), texts(&given["left"])),
        (vec![OTHER.to_owned()], vec![ONE.to_owned()])
    );
    assert_eq!(texts(&device(&field, "B")["villages"]), [OTHER]);
    // B does not know yet, and corrects a number; then it is told.
    field.done("B", &["correct", HEAD, "phone", "13900000001", "--why", "本人来电"]);
    field.ship("B", "A");
    assert_eq!(device(&field, "B")["late"], 1);
    let shown = field.json("A", &["show", "person", HEAD, "--reveal", "--json"]);
    assert_eq!(shown["phone"], "13900000001", "a late edit counts");
    field.ship("A", "B");
    let status = |machine: &str, village: &str| {
        field.json(machine, &["verify", "status", "--village", village, "--json"])
    };
    assert_eq!(status("A", OTHER), status("B", OTHER), "the new village is counted alike");
    let counted = field.done("B", &["verify", "status"]);
    assert!(counted.contains(OTHER) && !counted.contains(ONE), "what it left is in no counter: {counted}");
    // What it has of the village is still found, until it is purged.
    field.done("B", &["show", "household", HOME]);
    // Names that mean no village, a machine of the office, no machine at all, a laptop that governs nothing.
    for (machine, label, village) in
        [("A", "B", "没有这个村"), ("A", "A", OTHER), ("A", "X", OTHER), ("B", "B", ONE)]
    {
        let (done, said) = field.run(machine, &["devices", "villages", label, village]);
        assert!(!done && said.trim().lines().count() == 1, "{machine} {label} {village}: {said}");
    }
    // The only laptop of a village, not heard of since something was written for it.
    field.done("A", &["devices", "villages", "C", ONE, OTHER]);
    field.ship("A", "C");
    let (done, said) = field.run("A", &["devices", "villages", "C", OTHER]);
    assert!(!done && said.contains("--force") && said.contains(ONE), "{said}");
    field.done("A", &["devices", "villages", "C", OTHER, "--force"]);
}

#[test]
fn a_household_moves_with_its_members_and_its_visit_and_a_late_edit_follows_by_one_word() {
    let field = field();
    let before = field.json("A", &["show", "household", HOME, "--json"]);
    field.done("A", &["verify", "visit", HOME, "--officers", "李明", "王芳"]);
    field.done("A", &["note", HOME, "住在新房"]);
    let counted = |village: &str| field.done("A", &["verify", "status", "--village", village]);
    let of = |text: &str| -> Vec<String> {
        text.lines().next().unwrap().split('\t').skip(1).take(2).map(str::to_owned).collect()
    };
    assert_eq!(
        (of(&counted(ONE)), of(&counted(OTHER))),
        (vec!["1".into(), "1".into()], vec!["2".into(), "0".into()])
    );
    for refused in [
        vec!["household", "move", HOME, ONE, "--why", "投亲"],
        vec!["household", "move", HOME, OTHER, "--why", ""],
        vec!["household", "move", HOME, OTHER, "--why", "投亲", "--on", "2099-01-01"],
        vec!["household", "move", HOME, OTHER, "--why", "投亲", "--code", "0009"],
        vec!["household", "move", HOME, "没有这个村", "--why", "投亲"],
    ] {
        let (done, said) = field.run("A", &refused);
        assert!(!done && said.trim().lines().count() == 1, "{refused:?}: {said}");
    }
    // With an open conflict it does not move: two values cannot be restated.
    field.ship("A", "B");
    field.done("B", &["correct", HEAD, "account_name", "王大庄", "--why", "存折"]);
    field.done("A", &["correct", HEAD, "account_name", "王大状", "--why", "银行"]);
    field.ship("B", "A");
    let (done, said) = field.run("A", &["household", "move", HOME, OTHER, "--why", "投亲"]);
    assert!(!done && said.contains("王大壮"), "{said}");
    let open = field.json("A", &["conflicts", "--json"]);
    let open =
        open["conflicts"].as_array().unwrap().iter().find(|one| one["kind"] == "conflict").unwrap().clone();
    field.done("A", &["conflicts", "resolve", open["id"].as_str().unwrap(), "--take", "1"]);
    let moved = ["household", "move", HOME, OTHER, "--why", "投亲", "--on", "2026-10-15", "--json"];
    let said = field.json("A", &moved);
    assert_eq!((said["village"].as_str(), said["persons"].as_u64()), (Some(OTHER), Some(2)));
    let after = field.json("A", &["show", "household", HOME, "--json"]);
    assert_eq!(before["members"].as_array().unwrap().len(), after["members"].as_array().unwrap().len());
    assert_eq!((before["village"].as_str(), after["village"].as_str()), (Some(ONE), Some(OTHER)));
    // The visit of the round counts where the household is now, once.
    assert_eq!(
        (of(&counted(ONE)), of(&counted(OTHER))),
        (vec!["0".into(), "0".into()], vec!["3".into(), "1".into()])
    );
    // B, which has not heard, corrects a number; the office is told and carries it over.
    field.done("B", &["correct", HEAD, "phone", "13900000001", "--why", "本人来电"]);
    field.ship("B", "A");
    let late = field.json("A", &["conflicts", "--late", "--json"]);
    let late = late["conflicts"].as_array().unwrap();
    assert_eq!(
        (late.len(), late[0]["kind"].as_str(), late[0]["field"].as_str()),
        (1, Some("late"), Some("phone"))
    );
    assert_eq!(late[0]["values"][0]["device"], "B");
    let id = late[0]["id"].as_str().unwrap();
    assert!(!field.run("A", &["conflicts", "resolve", id, "--take", "2"]).0, "leaving it out needs a reason");
    field.done("A", &["conflicts", "resolve", id, "--take", "1"]);
    let shown = field.json("A", &["show", "person", HEAD, "--reveal", "--json"]);
    assert_eq!(shown["phone"], "13900000001");
    assert!(field.json("A", &["conflicts", "--late", "--json"])["conflicts"].as_array().unwrap().is_empty());
    // B is told where it went instead of finding nothing.
    field.ship("A", "B");
    for code in [HOME, HEAD] {
        let (done, said) = field.run("B", &["history", code]);
        assert!(!done && said.contains(&format!("已迁往{OTHER}")), "{said}");
    }
    let (done, said) = field.run("B", &["show", "household", "9999"]);
    assert!(!done && said.contains("没有编号 9999"), "{said}");
}

#[test]
fn screens_of_moves() {
    scene("form-to-village", |officer| {
        officer.keys("F3 zsf Enter Ctrl+B Insert 1 Enter Tab").burst("上村新房 3 号").keys("Enter Enter");
    });
    scene("today-late", |officer| {
        let mut counts = crate::office::today();
        (counts.late, counts.left) = (3, vec!["上村".into(), "大河边".into()]);
        (counts.unconfirmed, counts.unconfirmed_days) = (Some(12), 2);
        today_with(officer, counts);
        officer.keys("Down Down");
    });
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
        lines.iter().map(|line| (text(&line["person"]), text(&line["village"]))).collect()
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
    let paid =
        "后期扶持资金发放名册\n序号,村,姓名,身份证号码,发放金额\n1,袜度社区,李小花,530399196507014508,150\n";
    let file = money::write(&folder, "paid.csv", paid);
    money::run(&folder, &["import", "history", &file, "--period", "2015Q3"]);
    let account = |code: &str| {
        let mut account = money::account(&folder, code);
        let same = account["same_as"].take();
        (account["should"].clone(), account["paid"].clone(), account["periods"].clone(), same)
    };
    let (one, other) = ("0001-02", "0010-01");
    let before = [account(one), account(other)];
    assert_eq!(
        (before[0].3.as_array().map(Vec::len), before[1].3.as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
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
