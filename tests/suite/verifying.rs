//! Verification on a real folder (入户核查): a village at the door and from paper, counted key by key through the shipped keymaps;
//! what comes of it for scripts; drafts, undo, the office, other offices' lists, posted papers.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::real::{Desk, kuqu, office};
use kuqu::keys::Key;

pub fn run(folder: &TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = kuqu(&folder.path().join("data")).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[track_caller]
pub fn json(folder: &TempDir, arguments: &[&str]) -> Value {
    let (_, out, said) = run(folder, arguments);
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out}{said}"))
}

/// A round of its own in the office of 60 persons: the demo's year is visited already, so this is the next year's first quarter.
pub fn fresh() -> TempDir {
    let folder = office();
    let opened = ["verify", "round", "open", "--period", "2026Q4", "--cutoff", "2026-11-20"];
    let (code, _, said) = run(&folder, &opened);
    assert_eq!(code, Some(0), "{said}");
    folder
}

fn villages(folder: &TempDir) -> Vec<String> {
    let (_, out, _) = run(folder, &["verify", "status"]);
    let names = out.lines().filter_map(|line| line.split('\t').next()).map(str::to_owned);
    let mut names: Vec<String> = names.collect();
    names.pop();
    names
}

fn route(folder: &TempDir) -> Value {
    json(folder, &["verify", "route", &villages(folder)[0], "--json"])
}

/// Counts the keys of a script.
struct Counted<'a> {
    desk: &'a mut Desk,
    keys: usize,
}

impl Counted<'_> {
    fn keys(&mut self, script: &str) -> &mut Self {
        for word in script.split_whitespace() {
            match Key::parse(word) {
                Some(key) => self.press(key),
                None => word.chars().for_each(|ch| self.press(Key::char(ch))),
            }
        }
        self
    }

    fn press(&mut self, key: Key) {
        self.keys += 1;
        self.desk.press(key);
    }
}

/// Opens the pane; the team is said.
pub fn at_the_door(desk: &mut Desk) {
    desk.keys("F8 3").sees("入户人员还没填");
    desk.keys("Ctrl+B Backspace").sees("入户人员").text("李明 王芳").keys("F2").sees("李明 王芳");
}

#[test]
fn an_unchanged_household_is_one_key_and_one_key_takes_it_back() {
    for keymap in ["default", "laptop"] {
        let folder = fresh();
        let mut desk = Desk::open(&folder, keymap);
        at_the_door(&mut desk);
        let first = desk.state.verify.household().unwrap().code.clone();
        let mut counted = Counted { desk: &mut desk, keys: 0 };
        counted.keys("Enter");
        assert!(counted.keys <= 2);
        let second = desk.state.verify.household().unwrap().code.clone();
        assert_ne!(first, second, "the next household is focused");
        desk.sees("已核 1/");
        desk.keys("Ctrl+Z").sees("已核 0/");
        assert_eq!(desk.state.verify.household().unwrap().code, first);
        desk.keys("Enter").sees("已核 1/");
        desk.close();
        let route = route(&folder);
        let visited =
            route["households"].as_array().unwrap().iter().find(|one| one["code"] == first.as_str());
        let visited = visited.unwrap();
        assert_eq!((&visited["done"], &visited["result"]), (&Value::Bool(true), &"visited_ok".into()));
        for member in visited["members"].as_array().unwrap() {
            let said = (&member["outcome"], &member["evidence"], &member["account"]);
            assert_eq!(said, (&"as_recorded".into(), &"stated".into(), &"not_checked".into()));
        }
    }
}

#[test]
fn a_death_takes_fifteen_keys_and_a_move_twelve() {
    let folder = fresh();
    let mut desk = Desk::open(&folder, "default");
    at_the_door(&mut desk);
    let household = desk.state.verify.household().unwrap().clone();
    let mut counted = Counted { desk: &mut desk, keys: 0 };
    counted.keys("Down 3 0512 Enter 2 F2");
    assert!(counted.keys <= 15, "{}", counted.keys);
    assert_ne!(desk.state.verify.household().unwrap().code, household.code);
    desk.sees("提议 1");
    let moved = desk.state.verify.household().unwrap().clone();
    let mut counted = Counted { desk: &mut desk, keys: 0 };
    counted.keys("4 0601 Enter 2 F2");
    assert!(counted.keys <= 12, "{}", counted.keys);
    desk.close();
    let route = route(&folder);
    let of = |code: &str| {
        let all = route["households"].as_array().unwrap();
        all.iter().find(|one| one["code"] == code).unwrap()["members"].as_array().unwrap().clone()
    };
    let dead = of(&household.code).into_iter().find(|member| member["outcome"] == "dead").unwrap();
    assert_eq!(dead["on"], "2026-05-12");
    assert_eq!(dead["evidence"], "document");
    assert_eq!(dead["proposal"], "proposed");
    let gone = of(&moved.code).into_iter().find(|member| member["outcome"] == "moved").unwrap();
    assert_eq!((&gone["on"], &gone["proposal"]), (&"2026-06-01".into(), &Value::Null), "no cause in Yunnan");
    // The field proposes: the register still has the person alive.
    let person = json(&folder, &["show", "person", dead["code"].as_str().unwrap(), "--json"]);
    assert_eq!(person["status"], "registered");
}

#[test]
fn everybody_gets_one_digit_and_refusal_or_nobody_at_home_are_results() {
    let folder = fresh();
    let mut desk = Desk::open(&folder, "default");
    at_the_door(&mut desk);
    let members = desk.state.verify.household().unwrap().members.len();
    let code = desk.state.verify.household().unwrap().code.clone();
    desk.keys(&"1".repeat(members)).keys("F2");
    assert_ne!(desk.state.verify.household().unwrap().code, code);
    let second = desk.state.verify.household().unwrap().code.clone();
    desk.keys("F6 1").sees("再访 1");
    assert_ne!(desk.state.verify.household().unwrap().code, second);
    desk.keys("F6 2").sees("再访 2");
    desk.close();
    let status = json(&folder, &["verify", "status", "--json"]);
    assert_eq!(status["round"], "2026Q4");
    assert_eq!(status["outcomes"]["home"], members);
    assert_eq!(status["results"]["absent"], 1);
    assert_eq!(status["results"]["refused"], 1);
    assert_eq!((&status["done"], &status["second_visit"]), (&1.into(), &2.into()));
}

#[test]
fn a_power_cut_leaves_the_form_at_the_same_field_of_the_same_household() {
    let folder = fresh();
    let mut desk = Desk::open(&folder, "default");
    at_the_door(&mut desk);
    let household = desk.state.verify.household().unwrap().clone();
    desk.keys("Down 3 0512 Enter").sees("证据");
    // Gone without a word: what was typed before the caret was kept when its field was left.
    desk.close();
    let mut desk = Desk::open(&folder, "default");
    desk.sees("没填完的表").keys("Enter").sees("2026-05-12");
    let page = match desk.state.overlays.first() {
        Some(kuqu::overlays::Overlay::Form(page)) => page,
        other => panic!("{other:?}"),
    };
    let at = page.form.focused().unwrap();
    assert_eq!(page.wish.household, household.household);
    assert_eq!(page.form.spec().sections[at.section].fields[at.field].id, "evidence");
    desk.keys("2 F2").sees("提议 1");
}

#[test]
fn bad_input_has_its_sentence_and_its_way_out() {
    let folder = fresh();
    let route = route(&folder);
    let household = route["households"][0]["code"].as_str().unwrap().to_owned();
    let person = route["households"][0]["members"][0]["code"].as_str().unwrap().to_owned();
    let visit = |member: &str, more: &[&str]| {
        let member = format!("{person}={member}");
        let mut arguments = vec!["verify", "visit", &household, "--member", &member];
        arguments.extend(more);
        let (code, _, said) = run(&folder, &arguments);
        (code, said)
    };
    let team = ["--officers", "李明", "王芳"];
    let (code, said) = visit("dead,2027-01-05,document", &team);
    assert!(code == Some(1) && said.contains("还没到"), "{said}");
    let (code, said) = visit("dead,1890-01-05,document", &team);
    assert!(code == Some(1) && said.contains("早于出生"), "{said}");
    let (code, said) = visit("dead,2026-05-12", &team);
    assert!(code == Some(1) && said.contains("要有证据"), "{said}");
    let (code, said) = visit("home", &["--officers", "李明"]);
    assert!(code == Some(1) && said.contains("只有 1 人到场"), "{said}");
    assert_eq!(visit("home", &["--officers", "李明", "--why-few", "人手不足"]).0, Some(0));
    let (code, said) = visit("dead,2026-05-12,document", &team);
    assert!(code == Some(1) && said.contains("还见过此人"), "{said}");
    let (code, said) = visit("nonsense", &team);
    assert!(code == Some(2) && said.contains("没有“nonsense”"), "{said}");
    let again = ["verify", "round", "open", "--period", "2026Q4", "--cutoff", "2026-11-20"];
    let (code, _, said) = run(&folder, &again);
    assert!(code == Some(1) && said.contains("已经开过"), "{said}");
    let (code, _, said) =
        run(&folder, &["verify", "round", "open", "--period", "2026H1", "--cutoff", "2026-11-20"]);
    assert!(code == Some(2) && said.contains("2026Q3"), "{said}");
    let (code, _, said) = run(&folder, &["verify", "decide", &person, "--evidence", "火化证明"]);
    assert!(code == Some(2) || said.contains("没有提议"), "{said}");
    let list = folder.path().join("list.csv");
    std::fs::write(&list, "甲,乙\n1,2\n").unwrap();
    let (code, _, said) = run(&folder, &["verify", "match", list.to_str().unwrap()]);
    assert!(code == Some(3) && said.contains("没有姓名或证件号的列"), "{said}");
}

#[test]
fn the_office_decides_on_the_version_it_read_and_nobody_approves_their_own_work() {
    let folder = fresh();
    let route = route(&folder);
    let household = route["households"][0]["code"].as_str().unwrap().to_owned();
    let person = route["households"][0]["members"][0]["code"].as_str().unwrap().to_owned();
    let found = format!("{person}=hired,2026-08-01,document");
    let visit = ["verify", "visit", &household, "--member", &found, "--officers", "李明", "王芳"];
    assert_eq!(run(&folder, &visit).0, Some(0));
    let queue = || json(&folder, &["verify", "queue", "--json"])["queue"].as_array().unwrap().clone();
    let version = queue()[0]["version"].as_str().unwrap().to_owned();
    // The field corrects it meanwhile: what the office read has moved on.
    let found = format!("{person}=hired,2026-09-01,document");
    let visit = ["verify", "visit", &household, "--member", &found, "--officers", "李明", "王芳"];
    assert_eq!(run(&folder, &visit).0, Some(0));
    let decide = ["verify", "decide", &person, "--evidence", "录用通知", "--version", &version];
    let (code, _, said) = run(&folder, &decide);
    assert!(code == Some(1) && said.contains("现场又改过"), "{said}");
    let back = ["verify", "return", &person, "--field", "evidence", "--comment", "补录用通知"];
    assert_eq!(run(&folder, &back).0, Some(0));
    assert!(queue().is_empty(), "returned to the field");
    // Newer field work after the return: it waits again, nothing is overwritten.
    let found = format!("{person}=hired,2026-09-02,document");
    let visit = ["verify", "visit", &household, "--member", &found, "--officers", "李明", "王芳"];
    assert_eq!(run(&folder, &visit).0, Some(0));
    let waiting = queue();
    assert_eq!((&waiting[0]["stage"], &waiting[0]["on"]), (&"proposed".into(), &"2026-09-02".into()));
    for level in ["community", "street"] {
        let opinion = ["verify", "opinion", &person, "--level", level, "--by", "王桂英"];
        assert_eq!(run(&folder, &opinion).0, Some(0));
    }
    let decide = ["verify", "decide", &person, "--evidence", "录用通知", "--number", "12号"];
    let (code, _, said) = run(&folder, &decide);
    assert_eq!(code, Some(0), "{said}");
    let decided = queue()[0]["decision"].clone();
    assert_eq!((&decided["cause"], &decided["effective"]), (&"R2".into(), &"2026-10-01".into()));
    let (code, _, said) = run(&folder, &["verify", "approve", &person]);
    assert!(code == Some(1) && said.contains("换一人审批"), "{said}");
    let early = folder.path().join("early.txt");
    let notice = ["verify", "notice", &person, "--on", "2026-11-24", "--out", early.to_str().unwrap()];
    let (code, _, said) = run(&folder, &notice);
    assert!(code == Some(1) && said.contains("待审批") && !early.exists(), "{said}");
    // A second officer approves.
    let mut add = kuqu(&folder.path().join("data"));
    add.env("KUQU_NEW_PASSPHRASE", "suite-passphrase-2");
    let add = add.args(["officer", "add", "--name", "赵审", "--role", "approver"]).output().unwrap();
    assert!(add.status.success(), "{add:?}");
    let mut approve = kuqu(&folder.path().join("data"));
    approve.env("KUQU_PASSPHRASE", "suite-passphrase-2");
    let approved = approve.args(["verify", "approve", &person, "--as", "2"]).output().unwrap();
    assert!(approved.status.success(), "{approved:?}");
    assert!(queue().is_empty());
    let summary = json(&folder, &["verify", "summary", "--period", "2026", "--json"]);
    assert_eq!(summary["closes"], true);
    assert!(summary["total"]["reduced"].as_i64().unwrap() >= 1, "{summary}");
    let paper = folder.path().join("notice.txt");
    let notice = ["verify", "notice", &person, "--on", "2026-11-24", "--out", paper.to_str().unwrap()];
    assert_eq!(run(&folder, &notice).0, Some(0));
    let text = std::fs::read_to_string(&paper).unwrap();
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(text.contains("行政复议") && text.contains("送达回证"), "{text}");
    // The change sheet has a row for each of the three opinions, said or not.
    let sheet = folder.path().join("change.txt");
    assert_eq!(run(&folder, &["verify", "change", &person, "--out", sheet.to_str().unwrap()]).0, Some(0));
    let text = std::fs::read_to_string(&sheet).unwrap();
    for words in ["村（社区）       是", "乡镇（街道）     是", "区县", "174号 核减情形二"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn a_posted_list_shows_no_numbers_and_its_fingerprint_is_on_record() {
    let folder = fresh();
    let village = villages(&folder)[0].clone();
    let file = folder.path().join("list.txt");
    let (code, out, said) = run(&folder, &["verify", "posting", &village, "--out", file.to_str().unwrap()]);
    assert_eq!(code, Some(0), "{said}");
    let text = std::fs::read_to_string(&file).unwrap();
    let print = out.split("校验码 ").nth(1).unwrap().trim_end_matches(['。', '\n']).to_owned();
    assert!(text.contains(&print), "{out}\n{text}");
    let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap();
    assert!(longest < 11, "a number stands on the posted list: {text}");
    let object = ["verify", "object", &village, "--by", "张三", "--text", "漏了我家"];
    assert_eq!(run(&folder, &object).0, Some(0));
    let end = ["verify", "end-posting", &village, "--result", "无异议"];
    assert_eq!(run(&folder, &end).0, Some(1), "an objection waits for its answer");
    assert_eq!(run(&folder, &["verify", "object", &village, "--recheck", "查了登记表"]).0, Some(0));
    assert_eq!(run(&folder, &["verify", "object", &village, "--answer", "已补登"]).0, Some(0));
    let (code, _, said) = run(&folder, &["verify", "object", &village, "--answer", "已补登"]);
    assert!(code == Some(1) && said.contains("没有等着答复的异议"), "{said}");
    // A photo of it on the wall: by name and digest, the file itself stays outside.
    let photo = folder.path().join("墙.jpg");
    std::fs::write(&photo, "abc").unwrap();
    let photo = photo.to_str().unwrap();
    let noted = ["verify", "paper", photo, "--posting", &village, "--title", "张贴照片", "--place", "三号柜"];
    let (code, out, said) = run(&folder, &noted);
    let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(code == Some(0) && out.contains(digest), "{out}{said}");
    let papers = json(&folder, &["verify", "papers", &village, "--json"]);
    assert_eq!(
        (&papers["papers"][0]["file"], &papers["papers"][0]["place"]),
        (&"墙.jpg".into(), &"三号柜".into())
    );
    let proof = folder.path().join("proof.txt");
    let mut end = end.to_vec();
    end.extend(["--out", proof.to_str().unwrap()]);
    let (code, _, said) = run(&folder, &end);
    assert!(code == Some(1) && said.contains("公示到 2026-11-30 才满"), "{said}");
    end.extend(["--why", "演示"]);
    assert_eq!(run(&folder, &end).0, Some(0));
    let text = std::fs::read_to_string(&proof).unwrap();
    assert!(text.contains("墙.jpg ba7816bf"), "{text}");
    let posted = json(&folder, &["verify", "postings", &village, "--json"]);
    let posted = &posted["postings"][0];
    assert_eq!((&posted["stage"], &posted["objections"][0]["stage"]), (&"ended".into(), &"answered".into()));
    let sheet = folder.path().join("sheet.xlsx");
    let code = route(&folder)["households"][0]["code"].as_str().unwrap().to_owned();
    assert_eq!(run(&folder, &["verify", "sheet", &code, "--out", sheet.to_str().unwrap()]).0, Some(0));
    assert!(sheet.exists());
}

fn digest(folder: &Path) -> Value {
    let output = kuqu(folder).args(["doctor", "--json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn an_outside_list_becomes_suspicions_and_changes_nobody() {
    let folder = fresh();
    let route = route(&folder);
    let member = &route["households"][0]["members"][0];
    let (code, name) = (member["code"].as_str().unwrap(), member["name"].as_str().unwrap());
    let shown = || json(&folder, &["show", "person", code, "--json"]);
    let before = shown();
    let file = folder.path().join("deaths.csv");
    let village = villages(&folder)[0].clone();
    std::fs::write(
        &file,
        format!("姓名,身份证件号码,死亡日期,户籍地\n{name},,2026-11-23,{village}\n外人,,2026-10-02,外县\n"),
    )
    .unwrap();
    let matching = ["verify", "match", file.to_str().unwrap(), "--json"];
    let found = json(&folder, &matching);
    assert_eq!(
        (&found["claims"], &found["lines"], &found["matched"]),
        (&"dead".into(), &2.into(), &1.into())
    );
    assert_eq!(found["candidates"][0]["score"], 65);
    assert_eq!(before, shown(), "nothing changes by itself");
    let digests = digest(&folder.path().join("data"));
    assert_eq!(json(&folder, &matching)["new"], 0, "the same list again is the same suspicion");
    assert_eq!(digests["villages"], digest(&folder.path().join("data"))["villages"]);
    let mut desk = Desk::open(&folder, "default");
    at_the_door(&mut desk);
    desk.sees("比对疑点").keys("Right").sees("2026-11-23").keys("F2").sees("提议 1");
    desk.close();
}

/// An office without a roster.
pub fn empty() -> TempDir {
    let folder = TempDir::new().unwrap();
    let init = ["init", "--role", "office", "--office", "示范办公室", "--officer", "李明", "--device", "A"];
    let recovery = folder.path().join("recovery");
    let mut arguments = init.to_vec();
    arguments.extend(["--recovery-file", recovery.to_str().unwrap()]);
    let (code, _, said) = run(&folder, &arguments);
    assert_eq!(code, Some(0), "{said}");
    folder
}

/// An office with one village of 100 households, two persons each.
pub fn village_of_100() -> TempDir {
    let folder = empty();
    let mut roster = String::from("乡镇,村,户编号,姓名,与户主关系,性别,出生日期\n");
    let given = ["德", "明", "华", "秀", "芳", "强", "军", "兰", "玉", "平"];
    for number in 0..100 {
        let name = format!("王{}{}", given[number / 10], given[number % 10]);
        roster.push_str(&format!("马过河镇,麻衣村委会,H{number:03},{name},户主,男,1960-05-12\n"));
        roster.push_str(&format!(
            "马过河镇,麻衣村委会,H{number:03},单{}英,妻,女,1962-05-12\n",
            given[number % 10]
        ));
    }
    let file = folder.path().join("roster.csv");
    std::fs::write(&file, roster).unwrap();
    let (code, _, said) = run(&folder, &["import", "roster", file.to_str().unwrap()]);
    assert!(matches!(code, Some(0 | 3)), "{said}");
    let opened = ["verify", "round", "open", "--period", "2026", "--cutoff", "2026-11-20"];
    assert_eq!(run(&folder, &opened).0, Some(0));
    folder
}

#[test]
fn a_village_of_100_with_5_changes_is_at_most_250_keys_at_the_door() {
    let folder = village_of_100();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F8 3").sees("已核 0/100");
    let mut counted = Counted { desk: &mut desk, keys: 0 };
    // The team, once: the proposal is the officer; a reason for one alone.
    counted.keys("Ctrl+B Backspace Enter 1 Enter F2");
    for number in 0..100 {
        match number {
            10 | 30 => counted.keys("Down 3 0512 Enter 2 F2"),
            50 | 70 => counted.keys("4 0601 Enter 2 F2"),
            90 => counted.keys("Down 6 0601 Enter 2 F2"),
            _ => counted.keys("Enter"),
        };
    }
    let keys = counted.keys;
    desk.sees("已核 100/100");
    desk.close();
    assert!(keys <= 250, "{keys} keys");
    let status = json(&folder, &["verify", "status", "--json"]);
    assert_eq!(
        (&status["done"], &status["outcomes"]["dead"], &status["outcomes"]["moved"]),
        (&100.into(), &2.into(), &2.into())
    );
    assert_eq!(status["proposals"], 3);
}

#[test]
fn a_village_of_100_with_5_changes_is_at_most_120_keys_from_paper() {
    let folder = village_of_100();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F8 3").sees("已核 0/100");
    let mut counted = Counted { desk: &mut desk, keys: 0 };
    counted.keys("Tab");
    for name in ["wdm", "wmh", "whx", "wxf", "wfq"] {
        counted.keys(name).keys("Down 3 0512 Enter 5 F2");
    }
    counted.desk.sees("已核 5/100");
    counted.keys("Ctrl+B Tab").keys("95 Enter");
    let keys = counted.keys;
    desk.sees("已核 100/100");
    desk.close();
    assert!(keys <= 120, "{keys} keys");
    let status = json(&folder, &["verify", "status", "--json"]);
    assert_eq!(
        (&status["done"], &status["outcomes"]["dead"], &status["proposals"]),
        (&100.into(), &5.into(), &5.into())
    );
    let (code, _, said) = run(&folder, &["verify", "rest", "麻衣村委会", "--count", "3"]);
    assert!(code == Some(1) && said.contains("其余是 0 户"), "{said}");
}
