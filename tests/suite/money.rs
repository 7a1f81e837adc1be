//! Money through the program itself: earlier years' rosters, opening balances, recoveries, lines held back and reversed, rule
//! documents, the year and its close. Every account is tied out by arithmetic of our own.

use assert_cmd::Command;
use serde_json::Value;
use tempfile::TempDir;

use crate::real::{kuqu, office};

pub fn told(mut command: Command) -> (String, String, i32) {
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(output.stdout), text(output.stderr), output.status.code().unwrap())
}

pub fn run(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let mut command = kuqu(&folder.path().join("data"));
    command.args(arguments);
    told(command)
}

pub fn done(folder: &TempDir, arguments: &[&str]) -> String {
    let (_, said, exit) = run(folder, arguments);
    assert_eq!(exit, 0, "{arguments:?}: {said}");
    said
}

pub fn refused(folder: &TempDir, arguments: &[&str], words: &str) {
    let (_, said, exit) = run(folder, arguments);
    assert!(exit == 1 && said.contains(words), "{arguments:?}: {exit} {said}");
}

/// As the second officer, who approves.
pub fn approver(folder: &TempDir, arguments: &[&str]) -> (String, String, i32) {
    let mut command = kuqu(&folder.path().join("data"));
    command.env("KUQU_PASSPHRASE", "approver-passphrase").args(["--as", "2"]).args(arguments);
    told(command)
}

pub fn with_approver(folder: &TempDir) {
    let mut add = kuqu(&folder.path().join("data"));
    add.env("KUQU_NEW_PASSPHRASE", "approver-passphrase");
    add.args(["officer", "add", "--name", "审批员", "--role", "approver"]);
    assert_eq!(told(add).2, 0);
}

pub fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    let (out, said, _) = run(folder, arguments);
    serde_json::from_str(&out).unwrap_or_else(|error| panic!("{arguments:?}: {error}: {out} {said}"))
}

pub fn fen(value: &Value) -> i64 {
    value.as_str().unwrap_or_else(|| panic!("{value}")).replace('.', "").parse().unwrap()
}

pub fn path(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

pub fn write(folder: &TempDir, name: &str, text: &str) -> String {
    let file = path(folder, name);
    std::fs::write(&file, text).unwrap();
    file
}

/// The account: should = paid + owed - over - written off, always.
pub fn account(folder: &TempDir, code: &str) -> Value {
    let account = json(folder, &["subsidy", "history", code, "--json"]);
    let sum = |name: &str| fen(&account[name]);
    assert_eq!(sum("should"), sum("paid") + sum("owed") - sum("over") - sum("written_off"), "{account}");
    account
}

pub fn period<'a>(account: &'a Value, period: &str) -> &'a Value {
    let periods = account["periods"].as_array().unwrap();
    periods.iter().find(|one| one["period"] == period).unwrap_or_else(|| panic!("{period}: {account}"))
}

pub const ROSTER: &str = "乡镇,村(社区),户编号,户主,姓名,与户主关系,身份证号,水库,搬迁时间,人口类别,扶持方式,户名,账号
旧县街道,袜度社区,0001,王大壮,王大壮,户主,530399195711138810,车马碧水库,2003.7,现状人口,直补到人,王大壮,6223106029442609809
旧县街道,袜度社区,0001,王大壮,李小花,妻,530399196507014508,车马碧水库,2003.7,现状人口,直补到人,李小花,6223937004754439422
";

/// An office of its own with two persons of the first cohort, nothing paid yet; their codes.
pub fn two_persons() -> (TempDir, String, String) {
    let folder = TempDir::new().unwrap();
    done(
        &folder,
        &["init", "--role", "office", "--office", "示范办公室", "--officer", "李明", "--device", "A"],
    );
    let file = write(&folder, "roster.csv", ROSTER);
    done(&folder, &["import", "roster", &file]);
    (folder, "0001-01".into(), "0001-02".into())
}

pub fn pay(folder: &TempDir, of: &str, rows: &str) -> (Value, i32) {
    let text = format!("后期扶持资金发放名册\n序号,村,姓名,身份证号码,发放金额\n{rows}");
    let file = write(folder, &format!("paid-{of}-{}.csv", rows.len()), &text);
    let (out, said, exit) = run(folder, &["import", "history", &file, "--period", of, "--json"]);
    (serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out} {said}")), exit)
}

#[test]
fn earlier_rosters_and_opening_balances_become_facts_once() {
    let (folder, one, other) = two_persons();
    let rows = "1,袜度社区,王大壮,530399195711138810,150\n2,袜度社区,李小花,,150.00\n3,袜度社区,张无名,,150\n4,,王大壮,530399196507014508,150\n5,袜度社区,李小花,,一百五\n,,合计,,600\n";
    let (first, exit) = pay(&folder, "2015Q3", rows);
    assert_eq!((&first["taken"], &first["refused"], exit), (&2.into(), &3.into(), 3), "{first}");
    let reasons: Vec<&str> =
        first["rows"].as_array().unwrap().iter().map(|row| row["reason"].as_str().unwrap()).collect();
    assert_eq!(reasons, ["nobody", "name_differs", "amount_unread"]);
    let (again, _) = pay(&folder, "2015Q3", rows);
    assert_eq!((&again["taken"], &again["already"], &again["batch"]), (&0.into(), &2.into(), &Value::Null));
    let paid = account(&folder, &one);
    assert_eq!((&period(&paid, "2015Q3")["state"], fen(&paid["paid"])), (&"credited".into(), 15_000));
    let (otherwise, _) = pay(&folder, "2015Q3", "1,袜度社区,王大壮,530399195711138810,300\n");
    assert_eq!(otherwise["rows"][0]["reason"], "paid_otherwise", "{otherwise}");

    // A year's roster pays the four quarters that the rule has; a month is shorter than what was paid then.
    let (year, exit) = pay(&folder, "2016", "1,袜度社区,王大壮,530399195711138810,600\n");
    assert_eq!((&year["total"], exit), (&"600.00".into(), 0));
    assert_eq!(period(&account(&folder, &one), "2016Q4")["amount"], "150.00");
    let file = write(&folder, "month.csv", "姓名,身份证号,金额\n王大壮,530399195711138810,50\n");
    let month = run(&folder, &["import", "history", &file, "--period", "2016M07"]);
    assert_eq!(month.2, 1, "{month:?}");

    let open = |through: &str| {
        let words = ["--through", through, "--periods", "22", "--amount", "3300", "--source", "旧台账汇总"];
        run(&folder, &[&["subsidy", "opening", other.as_str()][..], &words].concat())
    };
    assert_eq!(open("2011Q4").2, 0);
    assert!(open("2011Q4").1.contains("没有改动"));
    assert!(open("2015Q4").1.contains("已有发放记录"));
    let opened = account(&folder, &other);
    assert_eq!(fen(&opened["paid"]), 330_000 + 15_000);
    let (covered, _) = pay(&folder, "2010Q1", "1,袜度社区,李小花,530399196507014508,150\n");
    assert_eq!(covered["rows"][0]["reason"], "in_opening");
    // Openings of many persons, from a table.
    let table =
        write(&folder, "openings.csv", "姓名,身份证号,期数,金额\n王大壮,530399195711138810,20,3000\n");
    let words = ["import", "opening", &table, "--through", "2011Q2", "--source", "旧台账", "--json"];
    assert_eq!(json(&folder, &words)["taken"], 1);
    assert_eq!(json(&folder, &words)["already"], 1);
    assert_eq!(fen(&account(&folder, &one)["paid"]), 300_000 + 15_000 + 60_000);
}

#[test]
fn over_paid_money_comes_back_in_every_way_and_accounts_tie_out() {
    let (folder, one, other) = two_persons();
    with_approver(&folder);
    for quarter in ["2019Q3", "2019Q4", "2020Q1", "2020Q2"] {
        pay(&folder, quarter, "1,袜度社区,王大壮,530399195711138810,150\n");
    }
    done(&folder, &["correct", &one, "death", "2019-05-01", "--why", "火化证明"]);
    assert_eq!(fen(&account(&folder, &one)["over"]), 60_000);
    let recover = |quarter: &str, more: &[&str]| {
        run(&folder, &[&["subsidy", "recover", one.as_str(), "--period", quarter, "--by"][..], more].concat())
    };
    assert!(recover("2019Q3", &["cash", "--amount", "200"]).1.contains("待追缴 150.00元"));
    assert_eq!(recover("2019Q3", &["cash"]).2, 0);
    assert!(recover("2019Q3", &["cash"]).1.contains("没有改动"), "the same step twice is one");
    assert_eq!(period(&account(&folder, &one), "2019Q3")["state"], "recovered");

    let off = ["subsidy", "writeoff", &one, "--period", "2019Q4"];
    done(&folder, &[&off[..], &["--reason", "无继承人"]].concat());
    assert_eq!(fen(&account(&folder, &one)["written_off"]), 0, "not approved yet");
    let approve = [&off[..], &["--approve", "--paper", "马搬〔2026〕3号"]].concat();
    refused(&folder, &approve, "不能自己批准");
    assert_eq!(approver(&folder, &approve).2, 0);
    assert_eq!(fen(&account(&folder, &one)["written_off"]), 15_000);

    assert!(
        recover("2020Q1", &["offset", "--into", "2021Q1"]).1.contains("可抵扣 0.00元"),
        "who is dead is due nothing"
    );
    let relative = ["relative", "--relative", other.as_str(), "--into", "2018Q1"];
    assert!(recover("2020Q1", &relative).1.contains("书面同意"));
    let signed = [&relative[..], &["--paper", "同意书 2026-11-20"]].concat();
    assert_eq!(recover("2020Q1", &signed).2, 0);
    let booked = account(&folder, &other);
    assert_eq!(
        (&period(&booked, "2018Q1")["state"], &period(&booked, "2018Q1")["reason"]),
        (&"credited".into(), &"offset".into())
    );
    assert!(recover("2020Q2", &signed).1.contains("可抵扣 0.00元"), "a period is used once");

    let over = json(&folder, &["subsidy", "over", "--json"]);
    assert_eq!((&over["total"], over["persons"].as_array().unwrap().len()), (&"150.00".into(), 1), "{over}");
    let notice = path(&folder, "notice.txt");
    done(&folder, &["subsidy", "notice", &one, &notice]);
    let text = std::fs::read_to_string(&notice).unwrap();
    assert!(text.contains("壹佰伍拾元整") && text.contains("2020Q2") && !text.contains("2019Q3"), "{text}");
    assert_eq!(recover("2020Q2", &["bank"]).2, 0);
    assert_eq!(fen(&account(&folder, &one)["over"]), 0);
}

/// Brings a batch to the bank, which credits every line; who was held back is in no file.
fn all_credited(folder: &TempDir, batch: &str, held_back: &str) {
    done(folder, &["subsidy", "post", batch]);
    for step in ["review", "approve"] {
        assert_eq!(approver(folder, &["subsidy", step, batch]).2, 0);
    }
    done(folder, &["subsidy", "submit", batch]);
    let export = path(folder, "list.csv");
    done(folder, &["subsidy", "export", batch, &export]);
    let text = std::fs::read_to_string(&export).unwrap();
    let rows: Vec<Vec<&str>> =
        text.trim_start_matches('\u{feff}').lines().skip(1).map(|row| row.split(',').collect()).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row[5] != held_back));
    let lines: Vec<String> =
        rows.iter().map(|row| format!("{}|{}|{}|{}|00|成功", row[0], row[2], row[1], row[3])).collect();
    let head = "项目序号|账号|户名|金额|结果代码|结果说明";
    let back = write(folder, "back.txt", &format!("{head}\n{}\n", lines.join("\n")));
    assert_eq!(json(folder, &["subsidy", "return", &back, "--json"])["failed"], 0);
}

/// What was held back and what was reversed are open until they are paid again or closed with a reason.
fn closed_or_paid_again(folder: &TempDir, paid: &[&str]) {
    // What was held back is paid again by a batch of its own, or closed with a reason.
    let open = json(folder, &["subsidy", "open", "--json"]);
    let ours = |code: &str| {
        open["items"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["person"] == code && item["period"] == "2026Q4")
    };
    assert!(ours(paid[0]) && ours(paid[1]), "{open}");
    done(folder, &["subsidy", "settle", paid[1], "--period", "2026Q4", "--reason", "本人放弃"]);
    let twice = ["subsidy", "settle", paid[1], "--period", "2026Q4", "--reason", "又一次"];
    assert!(done(folder, &twice).contains("没有改动"));
    let mut later = Command::cargo_bin("kuqu").unwrap();
    later.env("KUQU_PASSPHRASE", crate::real::PASSPHRASE).args(["--lang", "zh", "--today", "2027-01-05"]);
    later.arg("--data").arg(folder.path().join("data"));
    later.args(["subsidy", "again", paid[0], "--period", "2026Q4", "--json"]);
    let (out, said, _) = told(later);
    let again: Value = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {said}"));
    assert_eq!(
        (&again["stage"], again["batch"].as_str().unwrap().contains("-B")),
        (&"frozen".into(), true),
        "{again}"
    );
    let waits = account(folder, paid[0]);
    assert_eq!(period(&waits, "2026Q4")["state"], "listed");
}

#[test]
fn a_line_is_held_back_a_batch_is_made_anew_and_a_credit_is_reversed() {
    let folder = office();
    with_approver(&folder);
    let frozen = json(&folder, &["subsidy", "freeze", "--period", "2026Q4", "--json"]);
    let first = frozen["batch"].as_str().unwrap().to_owned();
    done(&folder, &["subsidy", "withdraw", &first, "--reason", "名单有误"]);
    let frozen = json(&folder, &["subsidy", "freeze", "--period", "2026Q4", "--json"]);
    let batch = frozen["batch"].as_str().unwrap().to_owned();
    let batches = json(&folder, &["subsidy", "batches", "--json"]);
    let row = |number: &str| {
        let all = batches["batches"].as_array().unwrap();
        all.iter().find(|row| row["batch"] == number).cloned().unwrap()
    };
    assert_eq!(
        (&row(&first)["successor"], &row(&first)["reason"]),
        (&batch.as_str().into(), &"名单有误".into())
    );

    let list = json(&folder, &["subsidy", "list", "--period", "2026Q4", "--json"]);
    let paid: Vec<&str> = list["lines"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|line| line["held"].is_null())
        .map(|line| line["person"].as_str().unwrap())
        .collect();
    let hold = |code: &str, reason: &str| {
        run(&folder, &["subsidy", "hold", &batch, code, "--period", "2026Q4", "--reason", reason])
    };
    assert!(hold(paid[0], "").1.contains("写明原因"));
    let (_, said, exit) = hold(paid[0], "村里有异议");
    assert!(exit == 0 && said.contains("总额不变"), "{said}");
    assert_eq!(hold(paid[0], "再来一次").2, 1, "a line is held back once");
    let held = account(&folder, paid[0]);
    assert_eq!(
        (&period(&held, "2026Q4")["state"], &period(&held, "2026Q4")["reason"]),
        (&"withheld".into(), &"office".into())
    );
    let letter = path(&folder, "letter.txt");
    done(&folder, &["subsidy", "letter", &batch, &letter]);
    let posting = path(&folder, "posting.xlsx");
    done(&folder, &["subsidy", "posting", &batch, &posting]);
    assert_eq!(run(&folder, &["subsidy", "posting", &batch, &posting]).2, 1, "never over an existing file");

    all_credited(&folder, &batch, paid[0]);
    let credited = account(&folder, paid[1]);
    assert_eq!(period(&credited, "2026Q4")["state"], "credited");
    let reverse = ["subsidy", "reverse", &batch, paid[1], "--period", "2026Q4", "--reason", "账户用错"];
    assert!(done(&folder, &reverse).contains("冲正"));
    let reversed = account(&folder, paid[1]);
    assert_eq!(period(&reversed, "2026Q4")["state"], "reversed");
    assert_eq!(fen(&credited["paid"]) - 15_000, fen(&reversed["paid"]));

    closed_or_paid_again(&folder, &paid);
}

/// Yunnan's document with another version from 2027 on.
/// The shipped rule with a next version of this amount.
pub fn newer(amount: &str) -> String {
    let text = include_str!("../../src/rules/support-yunnan.toml");
    let (old, last) = text.split_at(text.rfind("[[version]]").unwrap());
    let from = last.lines().find(|line| line.starts_with("valid_from")).unwrap();
    let number = last.lines().find(|line| line.starts_with("version = ")).unwrap();
    let until = last.replace(from, &format!("{from}\nvalid_to = \"2026-12-31\""));
    let next = last.replace(from, "valid_from = \"2027-01-01\"").replace(number, "version = 9");
    format!("{old}{until}\n{}", next.replace("amount_fen_per_year = 60000", amount))
}

#[test]
fn a_newer_rule_is_added_and_old_periods_come_out_the_same() {
    let folder = office();
    let found = json(&folder, &["find", "h01", "--json", "--limit", "12"]);
    let codes: Vec<String> = found["hits"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|hit| hit["kind"] == "person")
        .map(|hit| hit["code"].as_str().unwrap().to_owned())
        .collect();
    let before: Vec<Value> = codes.iter().map(|code| account(&folder, code)).collect();
    let file = write(&folder, "rule.toml", &newer("amount_fen_per_year = 72000"));
    done(&folder, &["rules", "add", &file]);
    assert!(done(&folder, &["rules", "add", &file]).contains("没有改动"));
    let after: Vec<Value> = codes.iter().map(|code| account(&folder, code)).collect();
    assert_eq!(before, after);
    let listed = json(&folder, &["rules", "list", "--json"]);
    assert_eq!(
        listed["rules"][0]["versions"].as_array().unwrap().last().unwrap()["amount_per_year"],
        "720.00"
    );
    let list = json(&folder, &["subsidy", "list", "--period", "2027Q1", "--json"]);
    assert!(list["lines"].as_array().unwrap().iter().all(|line| line["amount"] == "180.00"), "{list}");
    assert!(!list["lines"].as_array().unwrap().is_empty());

    let changed = newer("amount_fen_per_year = 72000").replacen(
        "amount_fen_per_year = 60000",
        "amount_fen_per_year = 60012",
        1,
    );
    let file = write(&folder, "changed.toml", &changed);
    refused(&folder, &["rules", "add", &file], "内容变了");
    let file = write(
        &folder,
        "overlap.toml",
        &newer("amount_fen_per_year = 72000").replace("\"2027-01-01\"", "\"2026-07-01\""),
    );
    let (out, said, exit) = run(&folder, &["rules", "add", &file, "--json"]);
    let told: Value = serde_json::from_str(&out).unwrap();
    assert!(exit == 3 && told["line"].as_u64().unwrap() > 1 && said.contains("重叠"), "{said}");
    done(&folder, &["rules", "use", "zhejiang"]);
    assert_eq!(json(&folder, &["rules", "list", "--json"])["holds"], "zhejiang");
    refused(&folder, &["rules", "use", "atlantis"], "没有规则");
}

#[test]
fn a_year_is_closed_once_and_what_comes_later_lands_in_the_next() {
    let folder = office();
    let year = |year: &str| json(&folder, &["subsidy", "year", "--year", year, "--json"]);
    let loop_of = |view: &Value| {
        let of = |name: &str| fen(&view["figures"][name]);
        let came = of("opening") + of("corrections") + of("received") + of("recovered");
        assert_eq!(came, of("credited") + of("projects") + of("withdrawn") + of("closing"), "{view}");
        assert!(of("received") > 0 && of("credited") > 0 && of("closing") >= 0, "{view}");
        of("closing")
    };
    let counts = json(&folder, &["subsidy", "approvals", "--json"]);
    let above = |row: &&Value| row["above"] == true;
    assert_eq!(counts["reservoirs"].as_array().unwrap().iter().filter(above).count(), 1, "{counts}");
    let open = year("2025");
    let closing = loop_of(&open);
    assert_eq!(open["closed"], Value::Null);
    refused(&folder, &["subsidy", "close", "--year", "2026"], "还没有过完");
    done(&folder, &["subsidy", "close", "--year", "2025"]);
    refused(&folder, &["subsidy", "close", "--year", "2025"], "不能再结");
    let closed = year("2025");
    assert_eq!(
        (&closed["closed"], closed["differences"].as_array().unwrap().len()),
        (&"2026-11-24".into(), 0)
    );
    let words = ["subsidy", "allocation", "--year", "2025", "--document", "补拨1号", "--amount", "1000"];
    refused(&folder, &[&words[..], &["--on", "2025-12-20"]].concat(), "已年结");
    done(&folder, &[&words[..], &["--on", "2026-11-20"]].concat());
    let next = year("2026");
    loop_of(&next);
    assert_eq!((fen(&next["figures"]["opening"]), fen(&next["figures"]["corrections"])), (closing, 0));
    assert_eq!(closed, year("2025"), "a closed year stands");
}
