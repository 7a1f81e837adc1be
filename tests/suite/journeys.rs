//! Journeys: what an officer does, key by key, through the shipped keymap.

use crate::office::{PASSPHRASE, id, session};
use crate::officer::Officer;
use kuqu::flow::{Done, Effect};
use kuqu::i18n::Lang;
use kuqu::i18n::problems::Problem;
use kuqu::panes::PaneKind;

fn reveals(effect: &Effect) -> bool {
    matches!(effect, Effect::Reveal { .. })
}

#[test]
fn somebody_is_found_by_initials_and_the_household_opens() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf").sees("张世芬").sees("zsf=首字母").keys("Enter");
    officer
        .sees("XC-012   户主 张三丰   5 人   桃源镇 新村 三组")
        .sees("530399********0001")
        .sees("入户 尚无记录");
    officer.calm();
}

#[test]
fn the_second_result_opens_on_its_own_member_and_pages_walk_the_results() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Down Enter").sees("XC-013").sees("这一户还没有成员");
    officer.keys("PgUp").sees("XC-012").keys("PgDn").sees("XC-013").keys("Esc").sees("zsf=首字母").calm();
}

#[test]
fn numbers_are_shown_by_one_key_recorded_and_masked_when_the_person_is_left() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter F4").sees("530399196205120018").sees("13800000001").sees("! 号码已显示");
    officer.hears("已显示 张三丰 的号码并记录");
    assert_eq!(officer.asked(reveals), 1);
    officer.keys("Down").sees_not("530399196205120018").keys("Up").sees_not("530399196205120018").calm();
    officer.keys("F4").hears("已显示 张三丰");
    officer.keys("Esc").keys("Enter").sees_not("530399196205120018");
    assert_eq!(officer.asked(reveals), 2);
}

#[test]
fn enter_on_a_member_shows_all_that_is_on_record_and_arrows_walk_on() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Enter").sees("老三").sees("住址 新村三组 12 号").keys("Down");
    officer
        .sees("? 1965-05-12 / 1966-05-12（冲突）")
        .keys("F4")
        .hears("已显示 单玉英")
        .sees("6223690012345674501");
    officer.keys("Esc").sees("530399196205120018").keys("F8 3 F8 2").sees_not("530399196205120018").calm();
}

#[test]
fn a_passphrase_sent_whole_with_its_enter_unlocks() {
    let mut officer = Officer::locked(Lang::En);
    officer.burst(&format!("{PASSPHRASE}\n")).hears("Unlocked, 李明");
}

#[test]
fn a_folder_that_is_open_already_needs_no_passphrase_but_a_locked_one_does() {
    let mut officer = Officer::locked(Lang::Zh);
    officer.done(Done::Unlocked { request: 0, session: session(1) }).hears("李明，已开锁");
    officer.keys("Ctrl+K").done(Done::Unlocked { request: 0, session: session(1) }).sees("已锁").calm();
}

#[test]
fn a_rebuild_while_unlocking_shows_its_bar() {
    let mut officer = Officer::locked(Lang::Zh);
    officer.slow = true;
    officer.paste(PASSPHRASE).keys("Enter");
    let request = officer.state.lock.as_ref().unwrap().pending.unwrap().0;
    officer.done(Done::Progress { request, job: kuqu::flow::Job::Rebuilding, done: 10, total: 20 });
    officer.sees("重建        [###############               ] 10/20").answers().hears("已开锁");
}

#[test]
fn numbers_are_masked_after_two_idle_minutes() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Ctrl+L").hears("已显示");
    officer.wait_ms(119_000).sees("530399196205120018");
    officer.wait_ms(2_000).sees_not("530399196205120018").hears("号码已遮住。F4 再显示");
}

#[test]
fn an_empty_result_names_the_villages_and_the_dates() {
    let mut officer = Officer::zh();
    officer
        .keys("F3 nobody")
        .sees("这台机器上没有找到 \"nobody\"")
        .sees("这里有的村：新村 上村 大河边 桃源镇分散安置");
    officer.sees("名册导入 2026-11-20，与办公室交换 从未").sees("尚未得到确认的 4 条也已查过").calm();
}

#[test]
fn type_ahead_ends_where_slow_hands_end() {
    let script = "F3 z s f Enter Down F4 Up Esc Down Down Enter Esc";
    let mut slow_hands = Officer::zh();
    for key in script.split(' ') {
        slow_hands.keys(key);
    }
    let mut fast_hands = Officer::zh();
    fast_hands.slow = true;
    fast_hands.keys(script);
    while fast_hands.answers().state.awaiting_since().is_some() {}
    assert_eq!(slow_hands.screen().text(), fast_hands.screen().text());
    let opened = |officer: &Officer| officer.asked(|effect| matches!(effect, Effect::OpenHousehold { .. }));
    assert_eq!((opened(&slow_hands), opened(&fast_hands)), (2, 2));
    slow_hands.take_messages();
    fast_hands.take_messages();
}

#[test]
fn keys_typed_while_unlocking_are_done_afterwards_and_forgotten_when_it_fails() {
    let mut officer = Officer::locked(Lang::Zh);
    officer.slow = true;
    officer.paste(PASSPHRASE).keys("Enter F3 zsf").answers();
    officer.sees("张世芬").hears("已开锁");
    let mut wrong = Officer::locked(Lang::Zh);
    wrong.slow = true;
    wrong.keys("bad Enter F3 zsf").answers().sees("口令或编号不对，请重新输入。");
    assert!(wrong.state.lock.as_ref().unwrap().passphrase.is_empty());
}

#[test]
fn the_lock_screen_refuses_waits_and_shows_as_typed() {
    let mut officer = Officer::locked(Lang::Zh);
    officer
        .keys("abc")
        .sees("***")
        .keys("F4")
        .sees("abc")
        .keys("F4 Enter")
        .sees("! 口令或编号不对，请重新输入。");
    officer.paste(PASSPHRASE).keys("Enter").sees("请再等 1 秒");
    officer
        .wait_ms(1_100)
        .sees_not("请再等")
        .keys("Tab Backspace")
        .burst("x")
        .keys("Enter Enter")
        .sees("编号是数字");
    officer.keys("Backspace 1 Enter Enter").hears("李明，已开锁");
    assert_eq!(officer.state.pane, PaneKind::Today);
}

#[test]
fn the_screen_locks_itself_and_keeps_what_lay_below() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf").wait_ms(15 * 60_000 + 10).sees("已锁").sees_not("张世芬").hears("15 分钟没有操作");
    assert_eq!(officer.asked(|effect| *effect == Effect::Lock), 1);
    officer.paste(PASSPHRASE).keys("Enter").sees("张世芬").hears("已开锁");
    officer.keys("Ctrl+K Tab Backspace 2 Enter").paste(PASSPHRASE).keys("Enter").hears("王芳，已开锁");
    officer.sees_not("张世芬").keys("F3").sees_not("张世芬");
}

#[test]
fn the_today_pane_opens_its_lists() {
    let mut officer = Officer::zh();
    officer
        .sees("5051 人")
        .sees("14 天前，该备份了")
        .keys("Enter")
        .sees("这里的村")
        .keys("2 Enter")
        .sees("上村");
    assert_eq!(officer.asked(|effect| matches!(effect, Effect::Search { query, .. } if query == "上村")), 1);
    officer
        .keys("Esc Esc Down Down Enter")
        .sees("待看：证件号校验位不对，3 条")
        .keys("Enter")
        .sees("XC-012")
        .calm();
}

#[test]
fn panes_are_two_keys_away_and_rooms_are_honest() {
    let mut officer = Officer::zh();
    for (digit, words) in [("3", "还没有核查批次"), ("4", "找人或户"), ("5", "A26-7K3Q2")] {
        officer.keys("F8").keys(digit).sees(words);
    }
    officer
        .keys("Ctrl+O ２")
        .sees("[2 查询]")
        .keys("F8 Enter")
        .sees("[3 核查]")
        .keys("F8 F8 Enter")
        .sees("[5 信访]")
        .calm();
}

#[test]
fn the_palette_finds_by_initials_and_says_why_not() {
    let mut officer = Officer::zh();
    officer.keys("F9 sp").sees("锁屏").keys("Enter").sees("已锁");
    officer.paste(PASSPHRASE).keys("Enter").hears("已开锁");
    officer.keys("F9").burst("显示号码").sees("（不在这一页）").keys("Enter").hears("显示号码：不在这一页");
    officer.keys("Esc").calm();
}

#[test]
fn help_lists_the_keys_of_this_place_and_filters() {
    let mut officer = Officer::zh();
    officer
        .keys("F3 zsf Enter F1")
        .sees("F4  Ctrl+L")
        .sees("Ctrl+B 4")
        .keys("drmc")
        .sees("读入花名册")
        .sees_not("上一户");
    officer.keys("F1").sees("XC-012").calm();
}

#[test]
fn the_language_changes_at_once_and_back() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+T").sees("[1 Today]").sees("check digit").keys("Ctrl+T").sees("[1 今日]").calm();
}

#[test]
fn leaving_asks_at_the_top_and_no_is_chosen() {
    let mut officer = Officer::zh();
    officer.keys("F8 3 Esc Esc").sees("退出库区通？").keys("Enter").sees("[1 今日]");
    assert!(!officer.quit);
    officer.keys("Esc Tab Enter");
    assert!(officer.quit);
}

#[test]
fn a_failure_is_a_sentence_with_the_next_key() {
    let mut officer = Officer::zh();
    officer.worker.trouble = Some(Problem::NoHeader { file: "a.csv".into() });
    officer
        .keys("Ctrl+N")
        .paste("a.csv")
        .keys("Enter")
        .sees("a.csv 里没有找到标题行")
        .sees("Ctrl+N")
        .keys("Enter")
        .calm();
    officer.keys("F3");
    officer.worker.trouble = Some(Problem::Damaged { what: "XC-012".into() });
    officer.keys("z").hears("XC-012 的记录损坏");
    officer.done(Done::Failed { request: 0, problem: Problem::WorkerStopped }).hears("存取部分停止了");
}

#[test]
fn stale_answers_are_dropped() {
    let mut officer = Officer::zh();
    officer.slow = true;
    officer
        .keys("F3 z s f")
        .done(Done::Found { request: 2, answer: crate::office::many() })
        .sees_not("李明  ")
        .answers()
        .sees("张世芬");
    officer
        .done(Done::Household { request: 99, household: Box::new(crate::office::household()) })
        .sees("张世芬");
    officer.done(Done::Unlocked { request: 1, session: session(2) }).calm();
    assert_eq!(officer.state.session.as_ref().map(|session| session.number), Some(1));
}

#[test]
fn a_card_reader_ends_with_enter_and_opens() {
    let mut officer = Officer::zh();
    officer.slow = true;
    officer.keys("F3").burst("530399196205120018\n").answers().sees("XC-012   户主").calm();
    let mut elsewhere = Officer::zh();
    elsewhere.burst("530399196205120018\n").hears("这里没有输入框。要查人请按 F3");
}

#[test]
fn a_recorder_may_not_import_and_is_told_who_may() {
    let mut officer = Officer::locked(Lang::Zh);
    officer.keys("Tab Backspace 2 Enter").paste(PASSPHRASE).keys("Enter").hears("王芳");
    officer.keys("Ctrl+N").hears("导入名册：要经办或负责人来做");
}

#[test]
fn unknown_keys_get_a_soft_note() {
    let mut officer = Officer::zh();
    officer.keys("F4").hears("F4 在这里没有用处，F1 看有哪些键");
    officer.keys("a").hears("这里没有输入框");
}

#[test]
fn the_laptop_preset_shows_its_continuations() {
    let mut officer = Officer::zh();
    officer.state.keymap = kuqu::commands::keymaps::shipped("laptop").unwrap().unwrap();
    officer.keys("Ctrl+X").sees("Ctrl+X  接着按").keys("3").sees("[2 查询]").keys("Ctrl+X Esc").calm();
    officer.sees("Ctrl+G 帮助");
}

#[test]
fn every_line_of_the_same_person_keeps_one_id() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter");
    let open = officer.state.lookup.household.as_ref().unwrap();
    assert_eq!(open.member().map(|member| member.person), Some(id(101)));
}
