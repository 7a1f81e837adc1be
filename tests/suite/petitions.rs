//! Petitions (信访): an invented queue for the screens; and on a real folder the contracts of the commands, bad input with its
//! article, two machines, who learns of an accusation.

use serde_json::Value;

use kuqu::domain::day::{self, Day};
use kuqu::domain::petition::Calendar;
use kuqu::domain::petition::clock::{Counting, count};
use kuqu::domain::petition::course::{Group, Next};
use kuqu::domain::petition::law::{LastDay, Unit};
use kuqu::domain::petition::stages::{ItemKind, Stage, Topic};
use kuqu::flow::Done;
use kuqu::flow::petition::*;
use kuqu::i18n::petition as sentences;
use kuqu::i18n::{Both, Lang};

use crate::office::id;
use crate::real::{Desk, office};
use crate::verifying::{json, run};

fn day(text: &str) -> Day {
    day::read(text).unwrap()
}

fn row(number: u8, group: Group, next: Next, due: &str, left: Option<i32>) -> RowView {
    RowView {
        item: id(number),
        number: format!("A26-7K3Q{number}"),
        group,
        next,
        kind: ItemKind::Appeal,
        topic: Some(Topic::Stopped),
        name: "张三丰".into(),
        count: if number == 3 { 5 } else { 1 },
        village: "新村".into(),
        due: due.into(),
        safe: String::new(),
        left,
        stage: Stage::Accepted,
        forked: number == 4,
    }
}

/// The invented queue.
pub fn queue() -> QueueView {
    let rows = vec![
        row(2, Group::Overdue, Next::Notice, "2026-11-20", Some(-4)),
        row(3, Group::Today, Next::Opinion, "2026-11-24", Some(0)),
        row(4, Group::Soon, Next::Report, "2026-11-27", Some(3)),
        row(5, Group::Later, Next::Opinion, "2027-01-04", Some(41)),
        row(6, Group::Later, Next::Close, "", None),
        row(7, Group::Waiting, Next::Review, "2026-12-01", Some(7)),
    ];
    QueueView { today: "2026-11-24".into(), rows }
}

fn item() -> ItemView {
    let same = |text: &str| Both::same(text);
    let counting = Counting { calendar: Calendar::shipped(), last_day: LastDay::AsCounted };
    let (today, deadline) = (day("2026-03-20"), count(day("2026-03-05"), 60, Unit::Calendar, &[], counting));
    let both = |text: &dyn Fn(Lang) -> String| Both::new(text(Lang::Zh), text(Lang::En));
    let mark = |day: Day, works: bool| match day {
        day if day == today => Mark::Today,
        day if day == deadline.due => Mark::Due,
        day if day == deadline.safe => Mark::Safe,
        _ if works => Mark::Work,
        _ => Mark::Rest,
    };
    let cells = deadline.cells.iter().map(|cell| CellView {
        day: cell.day,
        words: both(&|lang| sentences::cell_with(cell, &deadline, today, lang)),
        mark: mark(cell.day, cell.kind.works()),
    });
    ItemView {
        item: id(2),
        number: "A26-7K3Q2  2026-0012".into(),
        stage: Both::new("已受理  出处理意见", "accepted  issue the opinion"),
        open: true,
        facts: vec![
            (Both::new("类别", "Kind"), Both::new("申诉求决", "appeal")),
            (Both::new("收到日期", "Received"), same("2026-03-02")),
            (Both::new("信访人", "Persons"), same("张三丰 单玉英")),
            (Both::new("诉求", "Request"), same("直补从去年三季度起没有到账，请查明原因并补发")),
        ],
        steps: vec![
            ("2026-03-05".into(), Both::new("受理", "accept")),
            ("2026-03-12".into(), Both::new("电话: 已向银行核实", "phone: 已向银行核实")),
        ],
        clocks: vec![ClockView {
            title: Both::new("办理：受理起，《信访工作条例》第三十四条", "decision: from accepted, Art. 34"),
            lines: vec![
                both(&|lang| sentences::due(&deadline, lang)),
                both(&|lang| sentences::safe(&deadline, lang)),
            ],
            cells: cells.collect(),
        }],
        sheet: vec![Both::new(
            "XC-012-01 张三丰  已发 600.00 元  [2026-1]",
            "XC-012-01 张三丰  paid 600.00 yuan  [2026-1]",
        )],
    }
}

/// Answers at once.
pub fn done(request: u64, ask: &Ask) -> Done {
    let told = match ask {
        Ask::Queue => Told::Queue(queue()),
        Ask::Item { .. } => Told::Item(Box::new(item())),
    };
    Done::Petition { request, told: Box::new(told) }
}

#[test]
fn the_bare_calculator_needs_no_folder() {
    let nowhere = tempfile::tempdir().unwrap();
    let of = |arguments: &[&str]| json(&nowhere, &[&["deadline", "--json"], arguments].concat());
    let notice = of(&["--law", "2022", "--from", "2026-03-02", "--days", "15"]);
    assert_eq!(
        (&notice["due"], &notice["safe"], &notice["law"]),
        (&"2026-03-17".into(), &"2026-03-17".into(), &"2022".into())
    );
    let decision = of(&["--law", "2022", "--from", "2026-03-05", "--days", "60"]);
    assert_eq!((&decision["due"], &decision["safe"]), (&"2026-05-04".into(), &"2026-04-30".into()));
    let working = of(&["--law", "2022", "--from", "2026-09-18", "--days", "5", "--working"]);
    assert_eq!(working["due"], "2026-09-24");
    assert_eq!(working["skipped"][0]["date"], "2026-09-19");
    assert_eq!(working["skipped"][0]["why"], "weekend");
    let unknown = of(&["--law", "2022", "--from", "2026-12-28", "--days", "5", "--working"]);
    assert!(unknown["calendar"].as_str().unwrap().contains("放假安排未导入"));
    assert_eq!(unknown["possible"].as_array().unwrap().len(), 2);
    let table = nowhere.path().join("t.toml");
    std::fs::write(
        &table,
        "[[year]]\nyear = 2027\ndocument = \"x\"\noff = [\"2027-01-01\"]\nwork = [\"2027-01-01\"]\n",
    )
    .unwrap();
    let file = table.to_str().unwrap();
    let (code, _, said) = run(
        &nowhere,
        &["deadline", "--law", "2022", "--from", "2026-12-28", "--days", "5", "--calendar", file],
    );
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("2027-01-01") && said.contains("第 5 行"), "{said}");
    assert_eq!(
        run(&nowhere, &["deadline", "--law", "1999", "--from", "2026-12-28", "--days", "5"]).0,
        Some(2)
    );
    assert_eq!(
        run(&nowhere, &["deadline", "--law", "2022", "--from", "2026-02-30", "--days", "5"]).0,
        Some(2)
    );
}

#[test]
fn the_calculator_takes_every_edge_without_a_panic() {
    let nowhere = tempfile::tempdir().unwrap();
    let of = |from: &str, days: &str, more: &[&str]| {
        let arguments =
            [&["deadline", "--json", "--law", "2005", "--from", from, "--days", days], more].concat();
        run(&nowhere, &arguments)
    };
    let due = |from: &str, days: &str, more: &[&str]| {
        let (code, out, said) = of(from, days, more);
        assert_eq!(code, Some(0), "{from} {days}: {said}");
        let document: Value = serde_json::from_str(&out).unwrap();
        (document["due"].as_str().unwrap().to_owned(), document["possible"].as_array().map(Vec::len))
    };
    assert_eq!(due("2026-03-02", "0", &[]), ("2026-03-02".into(), None), "nothing is counted");
    assert_eq!(due("2024-02-28", "1", &[]), ("2024-02-29".into(), None));
    assert_eq!(due("2023-02-28", "1", &[]), ("2023-03-01".into(), None));
    assert_eq!(due("2024-02-29", "366", &[]), ("2025-03-01".into(), None));
    // Years without a table give both days.
    assert_eq!(due("1949-10-01", "15", &["--working"]), ("1949-10-21".into(), Some(2)));
    assert_eq!(due("2030-06-03", "15", &[]).1, Some(2));
    for (from, days, exit) in [
        ("2026-03-02", "99999999", 2),
        ("2026-03-02", "-1", 2),
        ("9999-01-01", "15", 2),
        ("0001-01-01", "15", 2),
        ("2023-02-29", "15", 2),
        ("2026-03", "15", 2),
        ("2199-12-20", "15", 2),
    ] {
        let (code, out, said) = of(from, days, &[]);
        assert_eq!((code, out.as_str()), (Some(exit), ""), "{from} {days}: {said}");
        assert!(!said.contains("panicked") && !said.trim().is_empty(), "{said}");
    }
    assert_eq!(of("2026-03-02", "3660", &["--working"]).0, Some(0));
}

fn carried(folder: &tempfile::TempDir, arguments: &[&str]) -> String {
    let (code, out, said) = run(folder, arguments);
    assert_eq!(code, Some(0), "{arguments:?}: {said}");
    out.trim().to_owned()
}

#[track_caller]
fn refused(folder: &tempfile::TempDir, arguments: &[&str], words: &[&str]) {
    let (code, _, said) = run(folder, arguments);
    assert_eq!(code, Some(1), "{arguments:?}: {said}");
    for word in words {
        assert!(said.contains(word), "{word}: {said}");
    }
}

#[test]
fn an_item_is_carried_to_its_end_and_bad_input_is_refused_with_its_article() {
    let folder = office();
    let register = ["petition", "register", "--channel", "visit", "--kind", "appeal", "--name", "张三"];
    let number =
        carried(&folder, &[&register[..], &["--received", "2026-03-02", "--request", "直补停发"]].concat());
    let step = |more: &[&str]| {
        [&["petition", "step", number.as_str()], more]
            .concat()
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let take = |more: &[&str]| {
        let all = step(more);
        carried(&folder, &all.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let refuse = |more: &[&str], words: &[&str]| {
        let all = step(more);
        refused(&folder, &all.iter().map(String::as_str).collect::<Vec<_>>(), words);
    };
    refuse(&["accept", "--on", "2026-03-01"], &["2026-03-02", "第二十三条"]);
    refuse(&["opinion", "--on", "2026-03-09", "--outcome", "supported"], &["还没有受理", "第三十四条"]);
    take(&["accept", "--on", "2026-03-05"]);
    let shown = json(&folder, &["petition", "show", &number, "--json"]);
    assert_eq!(
        (&shown["due"], &shown["safe"], &shown["next_act"]),
        (&"2026-05-04".into(), &"2026-04-30".into(), &"opinion".into())
    );
    let extend = [
        "extend",
        "--on",
        "2026-04-20",
        "--approver",
        "李明",
        "--told",
        "2026-04-20",
        "--reason",
        "复杂",
        "--days",
    ];
    refuse(&[&extend[..], &["31"]].concat(), &["31", "第三十四条"]);
    take(&[&extend[..], &["30"]].concat());
    refuse(&[&extend[..], &["5"]].concat(), &["已经延期过", "第三十四条"]);
    let why = json(&folder, &["petition", "why", &number, "--json"]);
    let decision = why["clocks"].as_array().unwrap().iter().find(|clock| clock["id"] == "decision").unwrap();
    assert_eq!((&decision["due"], &decision["article"]), (&"2026-06-03".into(), &"第三十四条".into()));
    assert_eq!(decision["counted"].as_array().unwrap().len(), 90);
    refuse(&["rate", "--on", "2026-05-01", "--rating", "satisfied"], &["还没有送达", "第二十一条"]);
    take(&["opinion", "--on", "2026-05-20", "--outcome", "explained"]);
    take(&["deliver", "--on", "2026-05-21"]);
    refuse(&["request_review", "--on", "2026-06-21"], &["2026-06-20", "第三十五条"]);
    take(&["request_review", "--on", "2026-06-20"]);
    refuse(&["accept", "--on", "2026-06-21"], &["第二十三条"]);
    refused(&folder, &["petition", "kind", &number, "accusation"], &["第三十条"]);
    let list = json(&folder, &["petition", "list", "--json"]);
    let mine =
        list["items"].as_array().unwrap().iter().find(|item| item["number"] == number.as_str()).unwrap();
    for key in ["number", "stage", "next_act", "due", "safe", "days_left", "law"] {
        assert!(!mine[key].is_null(), "{key}: {mine}");
    }
    assert_eq!((&mine["stage"], &mine["group"]), (&"review_requested".into(), &"waiting".into()));
}

#[test]
fn a_sixth_representative_wants_a_reason_and_nothing_of_nothing_is_no_percentage() {
    let folder = office();
    let register = ["petition", "register", "--channel", "visit", "--kind", "appeal", "--name", "张三"];
    let six: Vec<&str> =
        ["甲", "乙", "丙", "丁", "戊", "己"].iter().flat_map(|name| ["--representative", name]).collect();
    let six = [&register[..], &["--request", "路"], &six].concat();
    refused(&folder, &six, &["代表 6 人", "第二十条", "--why"]);
    carried(&folder, &[&six[..], &["--why", "已劝"]].concat());
    let none: Value = json(&folder, &["petition", "rates", "--year", "1999", "--json"]);
    assert!(
        none["indicators"]
            .as_array()
            .unwrap()
            .iter()
            .all(|one| one["text"] == "0/0" && one["percent"].is_null())
    );
}

#[test]
fn an_item_is_registered_in_few_keys_and_its_next_act_is_filled_in_and_taken_in_both_keymaps() {
    for keymap in ["default", "laptop"] {
        let folder = office();
        let mut desk = Desk::open(&folder, keymap);
        let save = if keymap == "default" { "F2" } else { "Ctrl+S" };
        desk.keys("F8 5").sees("逾期");
        // Channel and kind by a digit, the topic by its number; everything else as proposed: 9 keys and the text.
        desk.keys(save)
            .sees("登记信访")
            .keys("2 3 1 Enter Enter")
            .text("张三丰")
            .keys("Enter")
            .text("直补停发");
        desk.keys("Enter").keys(save).sees("A26-");
        let item = json_of(&folder, desk);
        assert_eq!((&item["stage"], &item["next_act"]), (&"registered".into(), &"notice".into()));
        assert_eq!((&item["topic"], &item["channel"]), (&"payment_stopped".into(), &"visit".into()));
        let mut desk = Desk::open(&folder, keymap);
        desk.keys("F8 5");
        let number = item["number"].as_str().unwrap().to_owned();
        while desk.state.petition.row().unwrap().number != number {
            desk.keys("Down");
        }
        desk.keys("Right").sees(&number).sees("登记").keys("Esc");
        desk.keys("Enter").sees("办下一步").keys("Enter Enter Enter").keys(save).sees("出处理意见");
        let item = json_of(&folder, desk);
        assert_eq!((&item["stage"], &item["next_act"]), (&"accepted".into(), &"opinion".into()));
    }
}

/// The item of today's registration, read by command.
fn json_of(folder: &tempfile::TempDir, desk: Desk) -> Value {
    desk.close();
    let list = json(folder, &["petition", "list", "--json"]);
    let rows = list["items"].as_array().unwrap();
    let shown = |row: &Value| json(folder, &["petition", "show", row["number"].as_str().unwrap(), "--json"]);
    let fresh = rows.iter().filter(|row| row["village"].is_null() && row["kind"] == "appeal");
    fresh.map(shown).find(|item| item["request"] == "直补停发").unwrap()
}
