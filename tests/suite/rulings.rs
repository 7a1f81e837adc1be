//! Rulings and ends (裁定与停用): the pages of the exchange pane as they are drawn, and the whole way by command and by keys with
//! real folders: an import undone on all machines, a laptop lost, replaced, found again and released (Y14, X4, F54).

use kuqu::exchange::undo::{Dependent, Refused, Why};
use kuqu::flow::Effect;
use kuqu::flow::exchange;
use kuqu::flow::rulings::*;
use kuqu::i18n::{Both, Lang, rulings as words};
use kuqu::journal::CommitId;
use serde_json::Value;

use crate::laptops::Field;
use crate::money::{self, two_persons};
use crate::office::id;
use crate::officer::Officer;
use crate::real::{Desk, copy_folder};
use crate::screens::pressed;

fn spoken() -> Spoken {
    Spoken {
        officer: "李明".into(),
        device: "A".into(),
        when: "2026-11-24 16:05".into(),
        why: "收错文件".into(),
    }
}

fn imports() -> Vec<ImportView> {
    let one = |digit: char, from: Option<&str>, when: &str, ruled: Ruled, unfinished: bool| ImportView {
        id: digit.to_string().repeat(28),
        from: from.map(str::to_owned),
        when: when.into(),
        commits: 12,
        operations: 40,
        ruled,
        spoken: matches!(ruled, Ruled::Out | Ruled::Differ).then(spoken),
        unfinished,
    };
    vec![
        one('9', Some("C"), "2026-11-23 17:45", Ruled::Open, false),
        one('8', None, "2026-11-20 09:02", Ruled::Open, true),
        one('7', Some("B"), "2026-11-19 08:30", Ruled::Out, false),
        one('6', Some("C"), "2026-11-16 17:10", Ruled::Differ, false),
        one('5', None, "2026-11-02 10:00", Ruled::Open, false),
    ]
}

fn rested() -> Vec<RestView> {
    let one = |about: Both, why: Both| RestView {
        about,
        why,
        when: "2026-11-24 08:12".into(),
        officer: "李明".into(),
        device: "A".into(),
    };
    vec![
        one(
            Both::new("人员：单玉英 XC-012-02", "person: 单玉英 XC-012-02"),
            Both::new("改过它带来的值", "changed a value that it brought"),
        ),
        one(
            Both::new("发放清单：新村", "payment list: 新村"),
            Both::new("依据它带来的资料", "stands on what it brought"),
        ),
    ]
}

fn loss(ended: bool) -> LossView {
    let row = |code: &str, head: &str, plan: Both, heard: &str| LossRow {
        village: "新村".into(),
        code: code.into(),
        head: head.into(),
        plan,
        heard: heard.into(),
    };
    let waits = || Both::new("未核查", "not started");
    LossView {
        device: id(11),
        label: "B".into(),
        receipt: Some("2026-11-20".into()),
        newest: Some("2026-11-19".into()),
        villages: vec!["新村".into(), "上村".into()],
        rows: vec![
            row("XC-012", "单玉英", waits(), "2026-11-18"),
            row("XC-013", "张伟", Both::new("比对疑点、未核查", "on a list, not started"), ""),
            row("XC-014", "欧阳建国", Both::default(), "2026-11-19"),
        ],
        ended,
    }
}

fn brought() -> BroughtView {
    let import = ImportView { commits: 600, operations: 2_140, ..imports().remove(2) };
    let decided = |row| ReadRow { undecided: false, count: 2_000, ..row };
    BroughtView { import, rows: late().rows.into_iter().map(decided).collect() }
}

fn late() -> LateView {
    let value = |field: Both, value: &str, now: &str| (field, Both::same(value), Both::same(now));
    let phone = || Both::new("电话", "phone");
    let first = ReadRecord {
        about: Both::new("人员：单玉英 XC-012-02", "person: 单玉英 XC-012-02"),
        values: vec![value(phone(), "139****0001", "138****4503")],
        beyond_role: false,
    };
    let second = ReadRecord {
        about: Both::new("地点：新村", "place: 新村"),
        values: vec![value(Both::new("名称", "name"), "新村二组", "")],
        beyond_role: true,
    };
    let row = |commit: &str, when: &str, records: Vec<ReadRecord>, undecided: bool| ReadRow {
        commit: commit.repeat(14),
        device: "D".into(),
        officer: "王芳".into(),
        when: when.into(),
        undecided,
        count: records.len(),
        records,
    };
    LateView {
        device: id(14),
        label: "D".into(),
        ended: Some(Spoken { why: "丢失".into(), ..spoken() }),
        rows: vec![
            row("1a", "2026-11-21 10:05", vec![first.clone(), second], false),
            row("2b", "2026-11-22 16:40", vec![first], true),
        ],
    }
}

/// Answers as the worker would.
pub fn answer(ask: Ask) -> Told {
    match ask {
        Ask::Imports => Told::Imports(imports()),
        Ask::Brought { .. } => Told::Brought(brought()),
        Ask::Rule { id, again, .. } if id.starts_with('9') && !again => Told::Rested(
            rested(),
            Both::new(
                "有发放建立在这次收入上（共 2 处），不能撤回。钱上的错用冲销或追缴更正。",
                "Payments rest on this import (2 places); it is not undone.",
            ),
        ),
        Ask::Rule { .. } => Told::Ruled(Both::new("已撤回。", "Undone.")),
        Ask::Loss { device } if device == id(10) => Told::Not(Both::new(
            "这是办公室的第一台机器，不能停用自己。",
            "This is the office's first machine.",
        )),
        Ask::Loss { .. } => Told::Loss(loss(false)),
        Ask::End { .. } => Told::Ended(loss(true)),
        Ask::PrintLoss { .. } => Told::Printed(Both::new("3 户的清单已写入。", "Written.")),
        Ask::Late { .. } => Told::Late(late()),
        Ask::Release { .. } => Told::Released(Both::new("已采用。", "Released.")),
    }
}

#[test]
fn screens_of_rulings() {
    pressed("rulings-imports", "F8 6 Tab Down");
    pressed("rulings-brought", "F8 6 Tab Down Down Enter Down");
    pressed("rulings-ask-undo", "F8 6 Tab Down Down Delete");
    pressed("rulings-undone", "F8 6 Tab Down Down");
    pressed("rulings-rested", "F8 6 Tab Delete 1 Enter");
    pressed("rulings-which-ends", "F8 6 Delete");
    pressed("rulings-ask-end", "F8 6 Delete 2");
    pressed("rulings-loss", "F8 6 Delete 2 Esc Down");
    pressed("rulings-ended", "F8 6 Delete 2 1 Enter");
    pressed("rulings-paper", "F8 6 Delete 2 1 Enter Tab");
    pressed("rulings-late", "F8 6 Home Down Down Down Enter");
    pressed("rulings-ask-release", "F8 6 Home Down Down Down Enter F2");
}

fn asked(officer: &Officer) -> Vec<Ask> {
    let ask = |effect: &Effect| match effect {
        Effect::Exchange { ask: exchange::Ask::Rulings(ask), .. } => Some(ask.clone()),
        _ => None,
    };
    officer.worker.asked.iter().filter_map(ask).collect()
}

#[test]
fn a_machine_is_ended_in_six_keys_and_nothing_happens_without_a_reason() {
    for keymap in ["default", "laptop"] {
        let mut officer = Officer::zh();
        officer.state.keymap = kuqu::commands::keymaps::shipped(keymap).unwrap().unwrap();
        let keys = "F8 6 Delete 2 1 Enter";
        assert!(keys.split_whitespace().count() <= 6);
        officer.keys(keys).sees("B 已停用").sees("XC-013").hears("B 已停用");
        let (loss, end) = (Ask::Loss { device: id(11) }, Ask::End { device: id(11), why: "丢失".into() });
        assert_eq!(asked(&officer), [loss.clone(), end]);
        let mut careful = Officer::zh();
        careful.keys("F8 6 Delete 2").sees("停用 B？").sees("3 户").keys("Enter").hears("先写明理由");
        careful.keys("Esc").sees("停用 B 会怎样");
        assert_eq!(asked(&careful), [loss]);
        careful.keys("Esc").sees("交换目录");
    }
}

#[test]
fn what_rests_on_an_import_is_listed_and_esc_leads_back_to_the_list() {
    let mut officer = Officer::zh();
    officer.keys("F8 6 Tab").sees("收入清单").sees("裁定相反").keys("Delete 1 Enter");
    officer.sees("建立在这次收入上的").sees("发放清单：新村").sees("不能撤回");
    officer.keys("Esc").sees("收入清单").keys("End Delete").keys("重复了 Enter").hears("已撤回");
    officer.keys("Esc").sees("交换目录");
    let whys = asked(&officer).into_iter().filter_map(|ask| match ask {
        Ask::Rule { again: false, why, .. } => Some(why),
        _ => None,
    });
    assert_eq!(whys.collect::<Vec<_>>(), ["收错文件", "重复了"]);
}

#[test]
fn what_an_import_brought_is_read_before_it_is_undone_and_esc_leads_back_to_its_line() {
    let mut officer = Officer::zh();
    officer.keys("F8 6 Tab Down Down Enter").sees("的内容").sees("单玉英").sees("139****0001");
    officer
        .keys("Esc")
        .sees("收入清单")
        .sees("> 2026-11-19 08:30")
        .keys("Enter Delete 1 Enter")
        .hears("已撤回");
    let asked = asked(&officer);
    let read = Ask::Brought { id: "7".repeat(28) };
    assert_eq!(
        asked.iter().filter(|ask| **ask == read).count(),
        3,
        "twice by Enter, and again once it was ruled on"
    );
    assert!(asked.contains(&Ask::Rule { id: "7".repeat(28), again: false, why: "收错文件".into() }));
}

/// The codes of the households that a command lists.
fn codes(document: &Value) -> Vec<&str> {
    document["households"].as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect()
}

fn digest(field: &Field, machine: &str, village: &str) -> Value {
    let doctor = field.json(machine, &["doctor", "--json"]);
    let all = doctor["villages"].as_array().unwrap();
    all.iter().find(|one| one["name"] == village).unwrap()["state"].clone()
}

#[test]
fn y14_an_import_is_undone_by_command_on_one_machine_and_so_on_all() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    for laptop in ["B", "C"] {
        field.ship("A", laptop);
        field.ship(laptop, "A");
    }
    let before = digest(&field, "A", &village);
    field.done("B", &["correct", &person, "phone", "13900000001"]);
    field.ship("B", "A");
    field.ship("B", "C");
    let with = digest(&field, "A", &village);
    assert_ne!(with, before);
    let list = field.json("A", &["bundle", "list", "--json"]);
    let newest = &list["imports"][0];
    assert_eq!(
        (&newest["from"], &newest["state"], &newest["commits"]),
        (&"B".into(), &"counts".into(), &1.into())
    );
    let id = newest["id"].as_str().unwrap();
    let brought = |machine: &str| field.json(machine, &["bundle", "show", id, "--json"]);
    let told = brought("A");
    let one = &told["brought"][0];
    let value = &one["records"][0]["values"][0];
    assert_eq!(
        (&told["state"], &one["device"], &value["field_name"]),
        (&"counts".into(), &"B".into(), &"phone".into())
    );
    assert_eq!((&value["value"], &value["now"]), (&"139****0001".into(), &"139****0001".into()));
    let (done, said) = field.run("C", &["bundle", "undo", id]);
    assert!(!done && said.contains("办公室的第一台机器（A）"), "{said}");
    // Something rests on it: listed, exit 1, nothing changed.
    field.done("A", &["correct", &person, "phone", "13900000002"]);
    let start: String = id.chars().take(8).collect();
    let (done, said) = field.run("A", &["bundle", "undo", &start, "--json"]);
    assert!(!done && said.contains("有 1 处建立在这次收入上"), "{said}");
    let document: Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    let rests = &document["depends"][0];
    assert_eq!(
        (&rests["why"], &rests["kind"], &document["undone"]),
        (&"replaces".into(), &"person".into(), &false.into())
    );
    assert!(rests["record"].as_str().unwrap().contains(&person) && rests["device"] == "A", "{rests}");
    // A second correction that nothing rests on.
    field.done("B", &["correct", &home, "address", "新址 1 号"]);
    let before = digest(&field, "A", &village);
    field.ship("B", "A");
    let id = field.json("A", &["bundle", "list", "--json"])["imports"][0]["id"].as_str().unwrap().to_owned();
    let undone = field.json("A", &["bundle", "undo", &id, "--reason", "发错了", "--json"]);
    assert_eq!((&undone["undone"], &undone["rulings"]), (&true.into(), &1.into()));
    // What it had said can still be read.
    let told = field.json("A", &["bundle", "show", &id, "--json"]);
    let value = &told["brought"][0]["records"][0]["values"][0];
    assert_eq!((&told["state"], &value["value"]), (&"undone".into(), &"新址 1 号".into()));
    assert_ne!(value["now"], value["value"]);
    assert!(field.done("A", &["bundle", "show", &id]).contains("新址 1 号"));
    let ruling = &field.json("A", &["bundle", "list", "--json"])["imports"][0]["ruling"];
    assert_eq!((&ruling["why"], &ruling["device"]), (&"发错了".into(), &"A".into()));
    assert!(field.done("A", &["bundle", "list"]).contains("：发错了"));
    assert_eq!(digest(&field, "A", &village), before);
    for laptop in ["B", "C"] {
        field.ship("A", laptop);
        assert_eq!(digest(&field, laptop, &village), before, "{laptop}");
    }
    let (done, said) = field.run("A", &["bundle", "undo", &id]);
    assert!(!done && said.contains("已经撤回了"), "{said}");
    assert!(field.done("A", &["bundle", "redo", &id]).contains("重新算数"));
    assert!(field.done("A", &["bundle", "list"]).contains("算数"));
    assert_ne!(digest(&field, "A", &village), before);
}

#[test]
fn rulings_that_contradict_are_listed_with_the_conflicts_and_a_new_one_settles_them_everywhere() {
    let (field, village) = Field::new();
    let (_, person) = field.household(&village);
    field.ship("A", "B");
    field.ship("A", "C");
    field.done("B", &["correct", &person, "phone", "13900000001"]);
    let before = digest(&field, "A", &village);
    field.ship("B", "A");
    field.ship("B", "C");
    let id = field.json("A", &["bundle", "list", "--json"])["imports"][0]["id"].as_str().unwrap().to_owned();
    // Two machines of the office that do not know of each other: the folder and its copy.
    copy_folder(&field.0.path().join("A"), &field.0.path().join("A2"));
    field.done("A", &["bundle", "undo", &id, "--reason", "号码写错了"]);
    field.done("A2", &["bundle", "undo", &id, "--reason", "看错了"]);
    field.done("A2", &["bundle", "redo", &id, "--reason", "本人说没错"]);
    field.ship("A", "C");
    field.ship("A2", "C");
    field.ship("C", "A");
    let list = field.json("A", &["bundle", "list", "--json"]);
    let import = list["imports"].as_array().unwrap().iter().find(|one| one["id"] == id.as_str()).unwrap();
    assert_eq!(import["state"], "rulings_differ");
    assert_eq!(digest(&field, "A", &village), before, "until it is settled it does not count");
    let open = |machine: &str| {
        let all = field.json(machine, &["conflicts", "--json"])["conflicts"].as_array().unwrap().clone();
        all.into_iter().filter(|one| one["kind"] == "rulings").collect::<Vec<Value>>()
    };
    let found = open("A");
    assert_eq!(found.len(), 1, "{found:?}");
    let values = found[0]["values"].as_array().unwrap();
    let said = |at: usize| (values[at]["value"].clone(), values[at]["why"].clone());
    assert_eq!(said(0), ("不算数".into(), "号码写错了".into()));
    assert_eq!(said(1), ("没有裁定，照原样".into(), "本人说没错".into()));
    assert!(values.iter().all(|value| value["device"] == "A" && value["officer"].is_string()), "{values:?}");
    assert!(id.starts_with(found[0]["code"].as_str().unwrap()), "{found:?}");
    // A laptop that has both sees it too, and hears who settles it.
    field.ship("A", "C");
    let clash = found[0]["id"].as_str().unwrap();
    assert_eq!(open("C")[0]["id"], clash);
    let (done, why) = field.run("C", &["conflicts", "resolve", clash, "--take", "1", "--why", "我看"]);
    assert!(!done && why.contains("办公室的第一台机器（A）"), "{why}");
    let mut laptop = Desk::at(&field.0.path().join("C"), "default");
    laptop.keys("F7").sees("有 2 个相反的裁定").keys("Enter 2").text("我看").keys("Enter");
    laptop.sees("办公室的第一台机器（A）").sees("本人说没错");
    laptop.close();
    // The head settles it on the screen.
    let mut desk = Desk::at(&field.0.path().join("A"), "default");
    desk.keys("F7")
        .sees("B 的 1 笔")
        .sees("有 2 个相反的裁定")
        .keys("Enter")
        .sees("号码写错了")
        .sees("新的裁定");
    desk.keys("2 Enter").sees("先写明理由").text("看了证明").keys("Enter").sees("没有待处理的事");
    desk.close();
    assert_eq!((open("A").len(), digest(&field, "A", &village) == before), (0, false));
    let list = field.done("A", &["bundle", "list"]);
    assert!(list.contains("：看了证明") && !list.contains("裁定相反"), "{list}");
    field.ship("A", "C");
    assert_eq!((open("C").len(), digest(&field, "C", &village)), (0, digest(&field, "A", &village)));
    let (done, why) = field.run("A", &["conflicts", "resolve", clash, "--take", "1"]);
    assert!(!done && why.contains(clash), "{why}");
}

#[test]
fn f54_a_lost_laptop_is_ended_by_keys_replaced_and_released_after_reading() {
    let (field, village) = Field::new();
    let (home, person) = field.household(&village);
    for laptop in ["B", "C"] {
        field.ship("A", laptop);
        field.ship(laptop, "A");
    }
    field.done("B", &["correct", &person, "nickname", "阿明"]);
    field.done("B", &["correct", &home, "remark", "搬到隔壁"]);
    let (done, said) = field.run("A", &["devices", "end", "Z"]);
    assert!(!done && said.contains("没有叫 Z 的机器。有：A、B、C。"), "{said}");
    let (done, said) = field.run("A", &["devices", "end", "A"]);
    assert!(!done && said.contains("不能停用自己"), "{said}");
    // What would be lost: every household of its village, none heard of since its receipt.
    let dry = field.json("A", &["devices", "end", "B", "--dry-run", "--json"]);
    let all = codes(&dry);
    assert!(dry["ended"] == false && dry["receipt"] == "2026-11-24" || dry["receipt"].is_string());
    assert!(all.contains(&home.as_str()) && dry["households"][0]["planned"][0] == "not_started", "{dry}");
    let mut desk = Desk::at(&field.0.path().join("A"), "default");
    let keys = "F8 6 Delete 1 1 Enter";
    assert!(keys.split_whitespace().count() <= 6);
    desk.keys(keys).sees("B 已停用").sees("失联范围").sees(&home);
    let paper = field.at("loss.txt");
    desk.keys("Tab").text(&paper).keys("Enter").sees("清单已写入");
    desk.close();
    let paper = std::fs::read_to_string(paper).unwrap();
    assert!(paper.contains("失联范围清单") && paper.contains(&home), "{paper}");
    let (done, said) = field.run("A", &["devices", "end", "B"]);
    assert!(!done && said.contains("已经停用过了"), "{said}");
    let devices = field.json("A", &["devices", "--json"]);
    let ended: Vec<&Value> = devices["devices"].as_array().unwrap().iter().map(|one| &one["end"]).collect();
    assert!(ended.iter().filter(|end| end.is_object()).all(|end| end["why"] == "丢失"), "{ended:?}");
    assert!(field.done("A", &["devices"]).contains("：丢失"));
    let (done, said) = field.run("A", &["bundle", "export", "--to", "B", field.0.path().to_str().unwrap()]);
    assert!(!done && said.contains("已停用"), "{said}");
    // A replacement works on; then the old one turns up.
    field.enrol("D", &village);
    field.done("D", &["correct", &person, "phone", "13900000003"]);
    field.ship("D", "A");
    let before = digest(&field, "A", &village);
    let stick = field.at("stick");
    std::fs::create_dir(&stick).unwrap();
    let file = field.json("B", &["bundle", "export", "--to", "A", &stick, "--json"]);
    let file = format!("{stick}/{}", file["file"].as_str().unwrap());
    let said = field.done("A", &["bundle", "import", &file]);
    assert!(said.contains("B 已停用"), "{said}");
    assert_eq!(digest(&field, "A", &village), before, "nothing of it counts");
    let late = field.json("A", &["devices", "late", "B", "--json"]);
    let commits = late["commits"].as_array().unwrap();
    assert_eq!(commits.len(), 2, "{late}");
    let first = &commits[0]["records"][0]["values"][0];
    assert_eq!(
        (&first["field"], &first["value"], &commits[0]["officer"]),
        (&"小名".into(), &"阿明".into(), &"B".into())
    );
    // Read on the screen, one released there, the rest by command.
    let mut desk = Desk::at(&field.0.path().join("A"), "laptop");
    desk.keys("F8 6").sees("停用后收到 2 笔").keys("Home Enter").sees("B 停用后收到的").sees("阿明");
    desk.keys("F2 1 Enter").sees("1 笔").sees_not("阿明");
    desk.close();
    let released = field.json("A", &["devices", "release", "B", "--json"]);
    assert_eq!(released["released"], 1);
    let (done, said) = field.run("A", &["devices", "release", "B"]);
    assert!(!done && said.contains("或者已经采用"), "{said}");
    assert_ne!(digest(&field, "A", &village), before);
    for machine in ["C", "D"] {
        field.ship("A", machine);
        assert_eq!(digest(&field, machine, &village), digest(&field, "A", &village), "{machine}");
    }
}

#[test]
fn what_rests_on_an_import_is_told_by_person_household_and_batch_and_a_batch_is_given_up_first() {
    let (field, village) = Field::new();
    let (_, person) = field.household(&village);
    field.ship("A", "B");
    field.ship("B", "A");
    field.done("B", &["correct", &person, "account", "6223808968975413093", "--why", "换了存折"]);
    field.ship("B", "A");
    let id = field.json("A", &["bundle", "list", "--json"])["imports"][0]["id"].as_str().unwrap().to_owned();
    let batch = "2026Q4-1";
    assert!(field.done("A", &["subsidy", "freeze", "--period", "2026Q4"]).contains(batch));
    let (done, said) = field.run("A", &["bundle", "undo", &id]);
    assert!(!done && said.contains(&format!("发放清单\t{batch} {village}")), "{said}");
    assert!(said.contains("kuqu subsidy withdraw") && !said.contains("冲销"), "{said}");
    field.done("A", &["subsidy", "withdraw", batch, "--reason", "账号错了"]);
    assert!(field.done("A", &["bundle", "undo", &id]).contains("1 笔不再算数"));
    // What is written of whom a roster brought is told by their codes.
    let (folder, one, _) = two_persons();
    let undo = || {
        let list = money::json(&folder, &["bundle", "list", "--json"]);
        let roster = list["imports"][0]["id"].as_str().unwrap().to_owned();
        let (out, said, exit) = money::run(&folder, &["bundle", "undo", &roster]);
        assert_eq!(exit, 1, "{out}{said}");
        out
    };
    money::done(&folder, &["note", "0001", "住在新房"]);
    let out = undo();
    assert!(out.starts_with("备忘\t0001\t"), "{out}");
    money::done(&folder, &["note", &one, "问过"]);
    let out = undo();
    assert!(
        out.lines().all(|line| line.starts_with("备忘\t")) && out.contains(&format!(" {one}\t")),
        "{out}"
    );
    // One in English is one.
    let resting = |count: usize| {
        let one = Dependent {
            record: None,
            commit: CommitId([1; 14]),
            device: "A".into(),
            officer: "李明".into(),
            wall_ms: 1,
            why: Why::SameAct,
            batch: None,
        };
        words::not_undone(Lang::En, &Refused::RestedOn(vec![one; count]))
    };
    assert!(resting(1).starts_with("1 thing rests") && resting(2).starts_with("2 things rest"));
    assert!(words::turned_up(Lang::En, "B", 1).contains("1 commit."));
}
