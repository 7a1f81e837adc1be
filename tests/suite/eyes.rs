//! What an officer saw and had put right: each point as a short journey.

use crate::office::PASSPHRASE;
use crate::officer::Officer;
use crate::real::{Desk, office};
use kuqu::i18n::Lang;

#[test]
fn a_query_or_a_chosen_village_is_replaced_by_the_next_key_and_edited_by_others() {
    let mut officer = Officer::zh();
    for (keys, want) in [
        ("F3 zsf", "zsf"),
        ("Enter F3", "zsf"),
        ("x", "x"),
        ("F3 zsf Enter F3 Left x", "zsxf"),
        ("F3 zsf Enter Esc y", "y"),
        ("F8 1 Home Enter Enter z", "z"),
    ] {
        officer.keys(keys);
        assert_eq!(officer.state.lookup.field.text(), want, "{keys}");
    }
    officer.calm();
}

#[test]
fn a_wrong_passphrase_is_said_until_the_next_key() {
    let mut officer = Officer::locked(Lang::Zh);
    officer.keys("bad Enter").sees("口令或编号不对，请重新输入。");
    officer.wait_ms(60_000).sees("口令或编号不对，请重新输入。");
    officer.keys("x").sees_not("口令或编号不对");
}

#[test]
fn where_the_last_backup_went_is_proposed_and_typed_over() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Up").paste("/media/a").keys("Enter").hears("备份");
    officer.keys("Ctrl+B Up").sees("/media/a").keys("/b").sees("/b ").sees_not("/media/a");
    officer.keys("Esc Ctrl+B Up End /c").sees("/media/a/c").calm();
}

#[test]
fn the_lock_shows_nothing_that_was_said_before() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter F4").hears("已显示 张三丰");
    officer.keys("Ctrl+K").sees_not("张三丰");
    officer.paste(PASSPHRASE).keys("Enter").hears("已开锁");
}

#[test]
fn help_lies_over_a_page_and_knows_what_can_be_done_there() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Enter").sees("住址 新村三组 12 号");
    officer.keys("F1").sees("筛选").keys("Esc").sees("住址 新村三组 12 号");
    officer.keys("Esc Ctrl+N").paste("/media/名册.xlsx").keys("Enter").sees("新增");
    officer
        .keys("F1")
        .sees("写入")
        .sees_not("没有可写入的行")
        .keys("F1")
        .sees("新增")
        .keys("Esc")
        .hears("导入已取消");
}

#[test]
fn a_registration_that_was_taken_back_leaves_no_dead_card() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F6 2").sees("在哪个村建档").keys("Backspace").text("车马碧").keys("Enter");
    desk.sees("建档  马过河镇 车马碧村委会").keys("PgDn").text("欧阳修远").keys("Enter 2 Enter F2");
    desk.sees("已保存：建档").sees("户主 欧阳修远");
    desk.keys("Ctrl+Z").sees("已撤销：建档").sees_not("户主不");
    assert!(desk.state.lookup.household.is_none());
}

#[test]
fn the_history_of_a_household_names_its_members_and_a_persons_is_theirs() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F3 H01001 Enter").sees(" H01001 ");
    let member = desk.state.lookup.household.as_ref().unwrap().view.members[1].name.text.clone();
    desk.keys("Ctrl+Y")
        .sees("历史  H01001")
        .sees("编号         H01001 ")
        .keys("PgDn PgDn PgDn PgDn PgDn")
        .sees(&format!("{member} "));
    desk.keys("Esc Enter Ctrl+Y").sees("历史  H01001-01").sees_not("编号         H01001 ");
}

#[test]
fn a_phone_is_corrected_by_two_pages_and_its_digits() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F3 H01001 Enter F7").sees("身份");
    desk.keys("PgDn PgDn 13811112222 F2").sees("已保存：更正人员").keys("F4").sees("13811112222");
    desk.keys("F7 PgDn PgDn PgUp 2").sees("搬迁扶持");
}

#[test]
fn the_death_of_a_head_asks_who_is_head_now() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F3 H01001 Enter Ctrl+B 4").sees("死亡登记").keys("0512 F2");
    desk.sees("已保存：死亡登记").sees("变更户主").sees("新户主").keys("Esc").sees("H01001");
}

#[test]
fn nobody_moves_into_the_household_they_are_in() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F3 H01001 Enter Down Ctrl+B 3").sees("转户").sees_not("1 H01001 ");
}

#[test]
fn what_is_to_be_settled_in_a_household_is_one_key_away_and_esc_comes_back() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter").sees("? 冲突 1 处").sees("Ctrl+B PgDn 待处理");
    officer
        .keys("Ctrl+B PgDn")
        .sees("按数字取那一个")
        .keys("Esc")
        .sees("待处理")
        .keys("Esc")
        .sees("? 冲突 1 处");
    officer.keys("Ctrl+B 9").hears("没有作废");
    officer.keys("F8 1 F7").sees("待处理").keys("Esc").sees("这里有").calm();
}

#[test]
fn a_roster_is_looked_for_where_the_last_one_was() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+N").paste("/media/名册.xlsx").keys("Enter Esc").hears("导入已取消");
    officer
        .keys("Ctrl+N")
        .sees("/media/ ")
        .paste("/home/二.xlsx")
        .sees("/home/二.xlsx")
        .sees_not("/media")
        .keys("Esc");
    officer.calm();
}

#[test]
fn the_reason_is_asked_beside_the_field_and_the_name_it_is_about() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F3 H01001 Enter F7 PgDn PgDn 1381111222 F2")
        .sees("  电话          1381111222")
        .sees("疑问 1/1")
        .sees("电话：10 位");
}

#[test]
fn a_form_offers_the_keys_that_its_field_takes() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    desk.keys("F3 H01001 Enter F7").sees(">*姓名").sees_not("F4 选项").sees_not("Ctrl+D 照抄");
    desk.keys("PgDn").sees("F4 选项").sees("已填 17/23 ").sees_not("错 0");
    desk.keys("Esc Ctrl+W F2 F4").sees("这一栏没有选项");
}

#[test]
fn half_typed_forms_are_listed_newest_first() {
    let folder = office();
    let mut desk = Desk::open(&folder, "default");
    for name in ["一", "二", "三", "四"] {
        desk.keys("F3 H01001 Enter Ctrl+W").text(name).keys("Enter Esc Tab Enter").sees("草稿已留下");
    }
    desk.keys("Ctrl+B Down").sees("没填完的表").keys("Enter").sees("*内容          四");
    desk.keys("Esc Tab Enter Ctrl+B Down Down Down Down Enter").sees("*内容          一");
}
