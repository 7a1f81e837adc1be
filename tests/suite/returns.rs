//! Banks' files that are not as they should be, through the program itself: each row is told why, nothing is taken twice, and
//! what is not understood changes nothing.

use serde_json::Value;
use tempfile::TempDir;

use crate::money::{account, approver, done, json, path, period, refused, run, with_approver, write};

const HEAD: &str =
    "乡镇,村(社区),户编号,户主,姓名,与户主关系,身份证号,水库,搬迁时间,人口类别,扶持方式,户名,账号\n";

/// Four persons in two villages: two of one name, one whose name has a character that banks write as `?`.
fn office() -> TempDir {
    let folder = TempDir::new().unwrap();
    done(
        &folder,
        &["init", "--role", "office", "--office", "示范办公室", "--officer", "李明", "--device", "A"],
    );
    let line = |village: &str, household: &str, name: &str, id: &str, account: &str| {
        format!(
            "旧县街道,{village},{household},{name},{name},户主,{id},车马碧水库,2003.7,现状人口,直补到人,{name},{account}\n"
        )
    };
    let roster = [
        line("袜度社区", "0001", "王大壮", "530399195711138810", "6223106029442609809"),
        line("袜度社区", "0002", "李小花", "530399196507014508", "6223937004754439422"),
        line("落水社区", "0003", "王大壮", "530399197001011234", "6223937004754430017"),
        line("落水社区", "0004", "张𬭚秀", "530399198002022345", "6223937004754430025"),
    ];
    let file = write(&folder, "roster.csv", &format!("{HEAD}{}", roster.concat()));
    // Odd check digits are findings, not refusals.
    run(&folder, &["import", "roster", &file]);
    with_approver(&folder);
    folder
}

/// Brings the list of a period to the bank; rows of the file that finance gets: item, name, account, yuan.
fn submitted(folder: &TempDir, of: &str) -> (String, Vec<Vec<String>>) {
    let frozen = json(folder, &["subsidy", "freeze", "--period", of, "--json"]);
    let batch = frozen["batch"].as_str().unwrap_or_else(|| panic!("{frozen}")).to_owned();
    done(folder, &["subsidy", "post", &batch]);
    for step in ["review", "approve"] {
        assert_eq!(approver(folder, &["subsidy", step, &batch]).2, 0);
    }
    done(folder, &["subsidy", "submit", &batch]);
    let export = path(folder, &format!("{of}.csv"));
    done(folder, &["subsidy", "export", &batch, &export]);
    let text = std::fs::read_to_string(&export).unwrap();
    let rows = text.trim_start_matches('\u{feff}').lines().skip(1);
    (batch, rows.map(|row| row.split(',').map(str::to_owned).collect()).collect())
}

fn bank(folder: &TempDir, name: &str, rows: &[String]) -> String {
    write(folder, name, &format!("项目序号|账号|户名|金额|结果代码|结果说明\n{}\n", rows.join("\n")))
}

fn reasons(taken: &Value) -> Vec<&str> {
    taken["rows"].as_array().unwrap().iter().map(|row| row["reason"].as_str().unwrap()).collect()
}

#[test]
fn rows_that_are_not_the_batchs_are_told_apart_and_change_nothing() {
    let folder = office();
    let (first, first_rows) = submitted(&folder, "2026Q1");
    let (batch, rows) = submitted(&folder, "2026Q2");
    assert_eq!(rows.len(), 4, "{rows:?}");
    let take = |name: &str, rows: &[String]| {
        let file = bank(&folder, name, rows);
        json(&folder, &["subsidy", "return", &file, "--batch", &batch, "--json"])
    };
    let paid = |row: &[String]| format!("{}|{}|{}|{}|00|成功", row[0], row[2], row[1], row[3]);
    // Villages come in any order: the row of 0001-01 first.
    let mut rows = rows;
    rows.sort_by_key(|row| row[2] != "6223106029442609809");
    // A return of the other batch is no line of this one; a slip in the item number is seen by its check character.
    let slip = paid(&rows[0]).replacen(&format!("{batch}-"), &format!("{batch}-9"), 1);
    let other = take("other.txt", &[paid(&first_rows[0]), slip]);
    assert_eq!((&other["matched"], reasons(&other)), (&0.into(), vec!["other_batch", "check_character"]));
    // Another amount, a text that is no amount, nobody of that account.
    let amount = paid(&rows[0]).replace("150.00", "151.00");
    let words = paid(&rows[1]).replace("150.00", "壹佰伍拾元");
    let nobody = "|6223000000000000000|王大壮|150.00|00|成功".to_owned();
    let wrong = take("wrong.txt", &[amount, words, nobody]);
    assert_eq!(
        (&wrong["matched"], reasons(&wrong)),
        (&0.into(), vec!["amount", "amount", "nobody"]),
        "{wrong}"
    );
    assert_eq!(period(&account(&folder, "0001-01"), "2026Q2")["state"], "submitted");
    // Credited twice is looked at by a person, and counts once; credited and sent back in one file likewise.
    let back = format!("{}|{}|{}|{}|11|户名不符", rows[1][0], rows[1][2], rows[1][1], rows[1][3]);
    let twice = take("twice.txt", &[paid(&rows[0]), paid(&rows[0]), paid(&rows[1]), back]);
    assert_eq!((&twice["matched"], reasons(&twice)), (&2.into(), vec!["double_credit", "twice"]), "{twice}");
    assert_eq!(period(&account(&folder, "0001-01"), "2026Q2")["state"], "credited");
    let again = take("twice-again.txt", &[paid(&rows[0])]);
    assert_eq!((&again["already"], &again["matched"]), (&1.into(), &1.into()));
    assert_eq!(period(&account(&folder, "0001-01"), "2026Q1")["state"], "submitted", "{first} is untouched");
}

#[test]
fn amounts_as_text_totals_and_characters_outside_gbk() {
    let folder = office();
    let (batch, rows) = submitted(&folder, "2026Q2");
    let take = |file: &str| json(&folder, &["subsidy", "return", file, "--batch", &batch, "--json"]);
    // A sum that is not that of the rows: the file was cut or changed, none of it is taken.
    let row = |row: &[String], amount: &str| format!("{}|{}|{}|{amount}|00|成功", row[0], row[2], row[1]);
    let cut = bank(&folder, "cut.txt", &[row(&rows[0], "150.00"), "合计|||600.00||".into()]);
    refused(&folder, &["subsidy", "return", &cut, "--batch", &batch], "合计");
    assert_eq!(period(&account(&folder, "0001-01"), "2026Q2")["state"], "submitted");
    // Amounts as a spreadsheet's text: an apostrophe, a currency sign, blanks, full-width figures.
    let texts = ["￥150.00", " 150 ", "１５０.00元", "'150.00"];
    let written: Vec<String> = rows.iter().zip(texts).map(|(one, text)| row(one, text)).collect();
    let file = bank(&folder, "texts.txt", &written);
    assert_eq!(take(&file)["matched"], 4, "{:?}", take(&file));
    // GB18030 from the bank, with a name that its code page did not hold; matched by account.
    let (batch, rows) = submitted(&folder, "2026Q1");
    let named: Vec<String> = rows
        .iter()
        .map(|row| format!("|{}|{}|{}|00|成功", row[2], row[1].replace('𬭚', "?"), row[3]))
        .collect();
    let text = format!("项目序号|账号|户名|金额|结果代码|结果说明\n{}\n", named.join("\n"));
    let file = path(&folder, "gbk.txt");
    std::fs::write(&file, encoding_rs::GB18030.encode(&text).0).unwrap();
    let taken = json(&folder, &["subsidy", "return", &file, "--batch", &batch, "--json"]);
    assert_eq!((&taken["matched"], &taken["unmatched"]), (&4.into(), &0.into()), "{taken}");
}

#[test]
fn namesakes_with_one_account_are_asked_about_and_a_foreign_machine_knows_no_batch() {
    let folder = office();
    // The two of one name share an account now: without an item number nobody can say whose the row is.
    done(&folder, &["correct", "0003-01", "account", "6223106029442609809", "--why", "存折复印件"]);
    let (batch, rows) = submitted(&folder, "2026Q2");
    let shared = rows.iter().find(|row| row[1] == "王大壮").unwrap();
    let file = bank(&folder, "namesake.txt", &[format!("|{}|王大壮|150.00|00|成功", shared[2])]);
    let taken = json(&folder, &["subsidy", "return", &file, "--batch", &batch, "--json"]);
    assert_eq!((&taken["ambiguous"], &taken["matched"]), (&1.into(), &0.into()), "{taken}");
    let own = bank(&folder, "own.txt", &[format!("{}|{}|王大壮|150.00|00|成功", shared[0], shared[2])]);
    assert_eq!(json(&folder, &["subsidy", "return", &own, "--batch", &batch, "--json"])["matched"], 1);
    let elsewhere = office();
    refused(&elsewhere, &["subsidy", "return", &own], "没有批次");
    refused(&elsewhere, &["subsidy", "return", &own, "--batch", &batch], "没有批次");
}

#[test]
fn two_villages_compared_filled_in_and_paid_back_from_an_approvals_start() {
    let folder = office();
    let (first, _) = submitted(&folder, "2026Q1");
    done(&folder, &["correct", "0004-01", "death", "2026-02-03", "--why", "火化证明"]);
    let compared = json(&folder, &["subsidy", "list", "--period", "2026Q2", "--compare", "--json"]);
    assert_eq!(
        (&compared["against"], &compared["persons"]),
        (&first.as_str().into(), &3.into()),
        "{compared}"
    );
    let gone = &compared["gone_lines"][0];
    assert_eq!(
        (&gone["person"], &gone["village"], &gone["was"]),
        (&"0004-01".into(), &"落水社区".into(), &"150.00".into())
    );
    assert!(gone["why"].as_str().unwrap().contains("死亡"), "{gone}");
    assert_eq!((&compared["pending"]["waiting"], &compared["pending"]["persons"]), (&0.into(), &0.into()));
    let said = done(&folder, &["subsidy", "list", "--period", "2026Q2", "--compare"]);
    assert!(said.contains("减少 1") && said.contains("新增 0"), "{said}");

    // The platform's own table, with a heading that nobody knows; the second time its meaning is remembered.
    let (batch, rows) = submitted(&folder, "2026Q2");
    assert_eq!(rows.len(), 3);
    let template = write(&folder, "platform.csv", "补贴批量导入模板\n序号,户名,银行卡号,发放标准,行政村\n");
    let fill = |name: &str, more: &[&str]| {
        let out = path(&folder, name);
        let told = run(&folder, &[&["subsidy", "fill", &batch, &template, &out][..], more].concat());
        (told, std::fs::read_to_string(&out).unwrap_or_default())
    };
    let (told, filled) = fill("filled.csv", &["--map", "发放标准=amount"]);
    assert_eq!(told.2, 0, "{told:?}");
    assert!(
        filled.contains("补贴批量导入模板") && filled.contains("袜度社区") && filled.contains("落水社区"),
        "{filled}"
    );
    assert_eq!(filled.matches("150.00").count(), 3, "{filled}");
    let (_, again) = fill("filled-again.csv", &[]);
    assert_eq!(again.matches("150.00").count(), 3, "the mapping is kept: {again}");

    // An approval: everybody of reservoir and cohort is paid back from its start, and only from there.
    let approval =
        ["subsidy", "approval", "--document", "云搬〔2026〕9号", "--on", "2026-07-01", "--reservoir"];
    let more = ["车马碧水库", "--persons", "3", "--cohort", "pre2006", "--start", "2025-07-01"];
    done(&folder, &[&approval[..], &more].concat());
    let asked = ["subsidy", "again", "--period", "2026Q2", "--approval", "云搬〔2026〕9号", "--json"];
    let back = json(&folder, &asked);
    // Two quarters of 2025 for four persons: 2026Q1 and Q2 are on their way.
    assert_eq!((&back["lines"], &back["total"]), (&8.into(), &"1200.00".into()), "{back}");
    let states: Vec<String> = ["2025Q2", "2025Q3", "2025Q4"]
        .iter()
        .map(|of| period(&account(&folder, "0001-01"), of)["state"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(states, ["due", "listed", "listed"]);
    refused(&folder, &["subsidy", "again", "--period", "2026Q2", "--approval", "没有这个号"], "批复");
}
