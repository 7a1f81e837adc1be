//! Acts by hand on a real folder (办理): register a household of six, correct, split, undo, repeat, drafts after a kill; in both
//! keymaps.

use crate::real::{Desk, kuqu, office};

/// The demo's households of the first village have codes like H01001.
fn at_first_household(desk: &mut Desk) {
    desk.keys("Ctrl+F H01001 Enter").sees(" H01001 ");
}

/// The check digit of GB 11643, computed here anew.
fn with_check_digit(seventeen: &str) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = seventeen.chars().zip(weights).map(|(c, w)| c.to_digit(10).unwrap() * w).sum();
    let last = ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize];
    format!("{seventeen}{last}")
}

const SIX: [(&str, &str, &str); 6] = [
    ("欧阳修远", "户主", "53039919620512001"),
    ("单玉英", "妻", "53039919640708002"),
    ("欧阳伟", "长子", "53039919860301003"),
    ("欧阳敏", "长女", "53039919880912004"),
    ("欧阳小宝", "孙子", "53039920100405001"),
    ("欧阳小贝", "孙女", "53039920120618002"),
];

/// Registers 欧阳修远 and five more, as an officer types them. Gives the household's code.
fn register_six(desk: &mut Desk) -> String {
    desk.keys("Ctrl+B 1").sees("建档");
    let code = desk.screen().rows().find(|row| row.contains("户编号")).unwrap();
    let code = code.split_whitespace().find(|word| word.starts_with('H')).unwrap().to_owned();
    desk.keys("Enter Enter Enter").text("新村 9 号").keys("Enter Enter");
    for (name, relation, number) in SIX {
        desk.text(name).keys("Enter").text(relation).keys("Enter");
        desk.text(&with_check_digit(number)).keys("Enter PgDn");
    }
    // An empty row ends the list.
    desk.keys("Enter").sees("> [ 保存 ]");
    code
}

fn json(folder: &tempfile::TempDir, arguments: &[&str]) -> serde_json::Value {
    let output = kuqu(&folder.path().join("data")).args(arguments).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments:?}: {output:?}"))
}

fn names(document: &serde_json::Value) -> Vec<String> {
    let members = document["members"].as_array().unwrap();
    let here = members.iter().filter(|member| member["status"] == "registered");
    here.map(|member| member["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_household_of_six_is_registered_corrected_split_and_undone_in_both_keymaps() {
    for keymap in ["default", "laptop"] {
        let folder = office();
        let mut desk = Desk::open(&folder, keymap);
        at_first_household(&mut desk);
        let code = register_six(&mut desk);
        desk.keys("Enter").sees("已保存：建档").sees("6 人").sees("户主 欧阳修远");
        // Found at once, by initials too.
        desk.keys("Esc Esc Ctrl+F oyxb").sees("欧阳小贝").keys("Enter").sees(&format!(" {code} "));
        // Correct the nickname of the last member, the third field.
        desk.keys("Ctrl+E Enter Enter")
            .text("贝贝")
            .keys("Ctrl+S")
            .sees("已保存：更正人员")
            .sees("小名 贝贝");
        // The son, his wife-to-be and nobody else: two children of the son found a household.
        desk.keys("Home Ctrl+B 6").sees("分户").sees("欧阳修远");
        split_son(&mut desk);
        desk.sees("已保存：分户").sees("欧阳伟     男   40   迁出");
        // Undo the split, then the correction, then the registration.
        desk.keys("Ctrl+Z").sees("已撤销：分户").sees("欧阳伟     男   40   在册");
        desk.keys("Ctrl+Z").sees("已撤销：更正人员").sees_not("小名 贝贝");
        desk.keys("Ctrl+Z").sees("已撤销：建档");
        desk.keys("Ctrl+Z").sees("这次开锁后还没有保存过");
        desk.close();
        let found = json(&folder, &["find", &code, "--json"]);
        let exact = found["hits"].as_array().unwrap().iter().filter(|hit| hit["code"] == code.as_str());
        assert_eq!(exact.count(), 0, "{keymap}: the registration was taken back");
        let doctor = json(&folder, &["doctor", "--json"]);
        assert_eq!(doctor["ok"], true, "{doctor}");
    }
}

/// In the form of a split: 欧阳伟 becomes head of a household with his two children.
fn split_son(desk: &mut Desk) {
    // Code, group, settlement as proposed; an address; the day.
    desk.keys("Enter Enter Enter").text("新村 10 号").keys("Enter Enter");
    // Who goes, and how they stand to the new head: 欧阳修远, 单玉英, 欧阳伟, 欧阳敏, 欧阳小宝, 欧阳小贝.
    for (goes, relation) in
        [("否", ""), ("否", ""), ("是", "户主"), ("否", ""), ("是", "长子"), ("是", "长女")]
    {
        desk.text(goes).keys("Enter").text(relation).keys("Enter");
    }
    desk.text("成家另过").keys("Enter").sees("> [ 保存 ]").keys("Enter");
}

#[test]
fn what_was_saved_on_the_screen_is_what_the_commands_show() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    at_first_household(&mut desk);
    let code = register_six(&mut desk);
    desk.keys("Enter").sees("已保存");
    desk.keys("Home Ctrl+B 6");
    split_son(&mut desk);
    desk.sees("已保存：分户");
    desk.close();
    let old = json(&folder, &["show", "household", &code, "--json"]);
    assert_eq!(names(&old), ["欧阳修远", "单玉英", "欧阳敏"]);
    let found = json(&folder, &["find", "欧阳伟", "--json"]);
    let new = found["hits"][0]["household"].as_str().unwrap();
    let new = json(&folder, &["show", "household", new, "--json"]);
    assert_eq!(names(&new), ["欧阳伟", "欧阳小宝", "欧阳小贝"]);
    assert_eq!((new["head"].as_str(), new["address"].as_str()), (Some("欧阳伟"), Some("新村 10 号")));
    let doctor = json(&folder, &["doctor", "--json"]);
    assert_eq!(doctor["ok"], true, "{doctor}");
}

#[test]
fn a_duplicate_is_said_before_anything_is_saved() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    at_first_household(&mut desk);
    let before = json_after(&folder, desk);
    let person = before["members"][0].clone();
    let number = person["id_number"].as_str().unwrap().to_owned();
    let mut desk = Desk::open(&folder, "default");
    at_first_household(&mut desk);
    desk.keys("Ctrl+A").text("某某某").keys("Enter").text("子").keys("Enter").text(&number).keys("Enter");
    desk.sees(&format!("? 同号：{}", person["name"].as_str().unwrap()));
    desk.keys("Esc Tab Enter").sees("草稿已留下");
}

fn json_after(folder: &tempfile::TempDir, desk: Desk) -> serde_json::Value {
    desk.close();
    json(folder, &["show", "household", "H01001", "--json", "--reveal"])
}

#[test]
fn a_half_typed_form_survives_a_kill_and_opens_in_the_same_field() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    at_first_household(&mut desk);
    desk.keys("Ctrl+W").sees("记事").text("下次带户口簿").wait_ms(900);
    desk.keys("Ctrl+B");
    // Nothing more is told to the worker than what was asked: as a kill would leave it.
    desk.close();
    let mut desk = Desk::open(&folder, "default");
    desk.sees("没填完的表").sees("记事").keys("Enter").sees("下次带户口簿").sees(">*内容");
    desk.text("和结婚证").keys("F2").sees("已保存：记事");
    desk.close();
    let mut desk = Desk::open(&folder, "default");
    desk.sees_not("没填完的表").keys("Ctrl+B Down").sees("没有没填完的表");
}

#[test]
fn the_last_act_is_repeated_on_the_next_household_with_one_key() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("Ctrl+F H0100")
        .keys("Enter")
        .keys("Ctrl+W")
        .text("已通知交照片")
        .keys("F2")
        .sees("已保存：记事");
    let first = desk.state.lookup.household.as_ref().unwrap().view.code.clone();
    desk.keys("Ctrl+D").sees("已通知交照片").sees("> [ 保存 ]");
    let second = desk.state.lookup.household.as_ref().unwrap().view.code.clone();
    assert_ne!(first, second);
    desk.keys("Enter").sees("已保存：记事");
}

#[test]
fn the_history_of_a_field_and_of_a_person_is_one_key_away() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    at_first_household(&mut desk);
    desk.keys("Ctrl+E").text("甲").keys("F2").sees("已保存：更正人员");
    desk.keys("Ctrl+E Ctrl+Y").sees("历史").sees("* 2026-").sees("姓名").keys("Esc").sees("更正人员");
    desk.keys("Esc").sees_not("更正人员").keys("Enter Ctrl+Y");
    desk.sees("历史").keys("PgDn PgDn").sees("入户日期").keys("Esc Ctrl+Y Esc");
}
