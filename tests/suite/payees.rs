//! Who receives by a signed form, through the program itself: entered, shown wherever money is, corrected, ended.

use crate::money::{account, done, fen, json, refused, two_persons};

#[test]
fn an_agents_account_is_paid_into_and_said_wherever_money_is_shown() {
    let (folder, one, other) = two_persons();
    let form = ["subsidy", "payee", &one, "--paper", "新委2026-3", "--name", "李四", "--relation", "侄子"];
    let give =
        |account: &str, on: &str| done(&folder, &[&form[..], &["--account", account, "--on", on]].concat());
    refused(&folder, &[&form[..], &["--account", "一二三", "--on", "2026-03-05"]].concat(), "不像账号");
    refused(
        &folder,
        &[&form[..], &["--account", "6222020000000000017", "--on", "2027-01-05"]].concat(),
        "在今天之后",
    );
    assert!(
        give("6222020000000000017", "2026-03-05")
            .contains("委托代领：李四（侄子），委托书 新委2026-3 2026-03-05")
    );
    assert!(give("6222020000000000017", "2026-03-05").contains("没有改动"));

    let list = json(&folder, &["subsidy", "list", "--period", "2026Q2", "--json"]);
    let lines = list["lines"].as_array().unwrap();
    let of = |code: &str| lines.iter().find(|line| line["person"] == code).unwrap();
    let payee = &of(&one)["payee"];
    assert_eq!(
        (&payee["name"], &payee["relation"], &payee["sort"]),
        (&"李四".into(), &"侄子".into(), &"agent".into())
    );
    assert!(payee["account"].as_str().unwrap().contains('*'), "{payee}");
    assert!(of(&other)["payee"].is_null());
    assert_eq!(account(&folder, &one)["payee"]["paper"], "新委2026-3");
    let explained = json(&folder, &["subsidy", "explain", &one, "--period", "2026Q2", "--json"]);
    assert_eq!(explained["payee"]["signed"], "2026-03-05");

    // What was frozen keeps the account of its day; the file for the bank names the agent.
    let frozen = json(&folder, &["subsidy", "freeze", "--period", "2026Q2", "--json"]);
    let batch = frozen["batch"].as_str().unwrap();
    let file = crate::money::path(&folder, "list.csv");
    done(&folder, &["subsidy", "export", batch, &file]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("李四,6222020000000000017") && !text.contains("6223106029442609809"), "{text}");

    // Ended, the person's own account counts again.
    refused(&folder, &["subsidy", "payee", &one, "--paper", "没有", "--end", "2026-11-01"], "没有编号");
    done(&folder, &["subsidy", "payee", &one, "--paper", "新委2026-3", "--end", "2026-11-01"]);
    assert!(account(&folder, &one)["payee"].is_null());
    let forms = json(&folder, &["subsidy", "payees", "--json"]);
    let form = &forms["forms"][0];
    assert_eq!(
        (&form["until"], &form["holds"], &form["person"]),
        (&"2026-11-01".into(), &false.into(), &one.as_str().into())
    );
}

#[test]
fn an_heir_receives_what_was_still_owed() {
    let (folder, one, _) = two_persons();
    done(&folder, &["correct", &one, "death", "2026-05-02", "--why", "火化证明"]);
    assert!(fen(&account(&folder, &one)["owed"]) > 0);
    let words = [
        "--paper",
        "继承公证2026-1",
        "--name",
        "王小壮",
        "--relation",
        "子",
        "--account",
        "6222020000000000025",
    ];
    done(&folder, &[&["subsidy", "payee", &one][..], &words, &["--on", "2026-06-20", "--heir"]].concat());
    let again = json(&folder, &["subsidy", "again", &one, "--period", "2026Q4", "--json"]);
    let file = crate::money::path(&folder, "again.csv");
    done(&folder, &["subsidy", "export", again["batch"].as_str().unwrap(), &file]);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.lines().skip(1).all(|row| row.contains("王小壮,6222020000000000025")), "{text}");
    assert!(text.lines().count() > 70, "{}", text.lines().count());
    assert_eq!(account(&folder, &one)["payee"]["sort"], "heir");
}
