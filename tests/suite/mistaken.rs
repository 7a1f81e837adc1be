//! A wrong file of the office itself (收错的文件): earlier payments, opening balances and a list of petitions are undone like any
//! import, as long as nothing rests on them.

use serde_json::Value;
use tempfile::TempDir;

use crate::laptops::Field;
use crate::money::{ROSTER, account, done, fen, json, pay, period, refused, run, two_persons, write};

const WHO: &str = "1,袜度社区,王大壮,530399195711138810,150\n";
const OTHER: &str = "1,袜度社区,李小花,530399196507014508,150\n";

/// Imports from the newest: from whom, what the rulings say, the reason of the last one; and the ids.
fn imports(folder: &TempDir) -> (Vec<(Value, Value, Value)>, Vec<String>) {
    let list = json(folder, &["bundle", "list", "--json"]);
    let all = list["imports"].as_array().unwrap();
    let told = |one: &Value| (one["from"].clone(), one["state"].clone(), one["ruling"]["why"].clone());
    (all.iter().map(told).collect(), all.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect())
}

#[test]
fn a_wrong_payment_history_and_wrong_openings_are_undone_until_money_rests_on_them() {
    let (folder, one, other) = two_persons();
    let before = imports(&folder).1.len();
    pay(&folder, "2019Q3", WHO);
    let paid = || fen(&account(&folder, &one)["paid"]);
    let others = || fen(&account(&folder, &other)["paid"]);
    assert_eq!(paid(), 15_000);
    let (told, ids) = imports(&folder);
    assert_eq!((told.len(), &told[0]), (before + 1, &(Value::Null, "counts".into(), Value::Null)));
    done(&folder, &["bundle", "undo", &ids[0], "--reason", "拿错了年份"]);
    assert_eq!((paid(), imports(&folder).0[0].1.clone()), (0, "undone".into()));
    assert_eq!(imports(&folder).0[0].2, "拿错了年份");
    // The right file is an import of its own; the same again is none.
    pay(&folder, "2019Q4", OTHER);
    pay(&folder, "2019Q4", OTHER);
    assert_eq!((others(), imports(&folder).1.len()), (15_000, before + 2));
    done(&folder, &["bundle", "redo", &ids[0], "--reason", "两份都对"]);
    assert_eq!((paid(), others()), (15_000, 15_000));
    // Money that came back rests on what was paid.
    done(&folder, &["correct", &one, "death", "2019-05-01", "--why", "火化证明"]);
    done(&folder, &["subsidy", "recover", &one, "--period", "2019Q3", "--by", "cash"]);
    refused(&folder, &["bundle", "undo", &ids[0]], "有发放建立在这次收入上");
    assert_eq!(period(&account(&folder, &one), "2019Q3")["state"], "recovered");
    let newer = imports(&folder).1[0].clone();
    done(&folder, &["bundle", "undo", &newer]);
    assert_eq!(others(), 0, "nothing rests on the other");
    // Opening balances from a table.
    let table =
        write(&folder, "openings.csv", "姓名,身份证号,期数,金额\n李小花,530399196507014508,20,3000\n");
    done(&folder, &["import", "opening", &table, "--through", "2011Q2", "--source", "旧台账"]);
    assert_eq!(others(), 300_000);
    let newest = imports(&folder).1[0].clone();
    done(&folder, &["bundle", "undo", &newest, "--reason", "旧台账作废"]);
    assert_eq!(others(), 0);
    done(&folder, &["rebuild"]);
    assert_eq!((others(), imports(&folder).0[0].2.clone()), (0, "旧台账作废".into()));
}

#[test]
fn a_wrong_list_of_petitions_is_undone_until_somebody_works_on_an_item() {
    let (folder, ..) = two_persons();
    let list = |name: &str, number: &str, who: &str| {
        let head = "信访编号,信访形式,信访人,登记日期,反映问题\n";
        let file = write(&folder, name, &format!("{head}{number},来访,{who},2026-03-02,直补停发\n"));
        done(&folder, &["import", "petitions", &file]);
        imports(&folder).1[0].clone()
    };
    let open = || -> Vec<String> {
        let list = json(&folder, &["petition", "list", "--json"]);
        let items = list["items"].as_array().unwrap_or_else(|| panic!("{list}")).clone();
        items.iter().map(|one| one["number"].as_str().unwrap().to_owned()).collect()
    };
    let wrong = list("wrong.csv", "XF2026000001", "张三");
    assert_eq!(open().len(), 1);
    done(&folder, &["bundle", "undo", &wrong, "--reason", "别县的台账"]);
    assert_eq!(open().len(), 0);
    let right = list("right.csv", "XF2026000002", "李四");
    let number = open()[0].clone();
    done(&folder, &["petition", "step", &number, "accept", "--on", "2026-03-05"]);
    let (out, said, exit) = run(&folder, &["bundle", "undo", &right, "--json"]);
    assert!(exit == 1 && said.contains("建立在这次收入上"), "{said}");
    let told: Value = serde_json::from_str(out.lines().next().unwrap()).unwrap();
    assert!(!told["depends"].as_array().unwrap().is_empty(), "{told}");
    assert_eq!(open(), [number]);
}

#[test]
fn work_on_persons_whose_roster_was_undone_is_told_by_doctor_until_it_counts_again() {
    let (field, village) = Field::new();
    let file = write(&field.0, "roster.csv", ROSTER);
    field.done("A", &["import", "roster", &file]);
    let id = field.json("A", &["bundle", "list", "--json"])["imports"][0]["id"].as_str().unwrap().to_owned();
    field.done("A", &["devices", "villages", "B", &village, "袜度社区", "--force"]);
    field.ship("A", "B");
    let who = "袜度社区/0001-01";
    field.done("B", &["correct", who, "phone", "13900000001"]);
    field.done("A", &["bundle", "undo", &id, "--why", "别县的花名册"]);
    field.ship("B", "A");
    let told = |machine: &str| field.json(machine, &["doctor", "--json"])["findings"].to_string();
    assert!(told("A").contains("有 1 个人或户只剩后来的改动"), "{}", told("A"));
    field.done("A", &["bundle", "redo", &id]);
    assert!(!told("A").contains("只剩后来的改动"));
    assert_eq!(field.json("A", &["show", "person", who, "--json", "--reveal"])["phone"], "13900000001");
}

#[test]
fn a_list_with_an_account_that_came_with_an_undone_import_is_found_by_the_sweep() {
    let (folder, one, _) = two_persons();
    let batch = json(&folder, &["subsidy", "freeze", "--period", "2026Q2", "--json"]);
    let number = batch["batch"].as_str().unwrap().to_owned();
    let findings = || {
        let swept = json(&folder, &["subsidy", "sweep", "--json"]);
        let all = swept["findings"].as_array().unwrap().clone();
        let other = all.into_iter().filter(|one| one["finding"] == "other_account");
        other.map(|one| (one["persons"][0]["person"].clone(), one["periods"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(findings(), []);
    // The list keeps the account that it was frozen with; the records say another one now.
    done(&folder, &["correct", &one, "account", "6223106029442609817", "--why", "换折"]);
    assert_eq!(findings(), [(Value::from(one.as_str()), serde_json::json!(["2026Q2"]))]);
    // Given up, it says nothing any more.
    done(&folder, &["subsidy", "withdraw", &number, "--reason", "账号变了"]);
    assert_eq!(findings(), []);
}
