//! What an officer does with payments: the answer at the counter in few keys, the office's lists, a real desk behind both.

use crate::office::id;
use crate::officer::Officer;
use crate::payments::answer;
use crate::screens::{pressed, scene};
use kuqu::flow::subsidy::Ask;
use kuqu::flow::{Done, Effect};
use kuqu::keys::Key;

#[test]
fn screens_of_the_counter() {
    pressed("subsidy-empty", "F8 4");
    pressed("subsidy-found", "F8 4 zsf");
    pressed("subsidy-nobody", "F8 4 xyz");
    pressed("subsidy-ended", "F3 zsf F2 Down Down Down Down");
    pressed("subsidy-returned", "F3 zsf F2");
    pressed("subsidy-stopped", "F3 zsf F2 Tab");
    pressed("subsidy-never", "F3 zsf F2 Tab Tab");
    pressed("subsidy-monthly", "F3 zsf F2 Shift+Tab");
    pressed("subsidy-nothing-here", "F3 zsf Down F2");
    pressed("subsidy-explained", "F3 zsf F2 Enter");
    pressed("subsidy-slip", "F3 zsf F2 F2");
    pressed("subsidy-settle", "F3 zsf F2 Tab Ctrl+D");
    pressed("subsidy-settle-cash", "F3 zsf F2 Tab Ctrl+D 2");
    pressed("subsidy-payee", "F3 zsf F2 Ctrl+A");
    scene("subsidy-print", |officer| {
        officer.keys("F3 zsf F2 F2 F2").paste("/media/stick/答复.txt");
    });
}

#[test]
fn screens_of_the_office() {
    pressed("subsidy-batches", "F8 4 F6");
    pressed("subsidy-step", "F8 4 F6 Enter");
    pressed("subsidy-period", "F8 4 F6 F2");
    pressed("subsidy-preview", "F8 4 F6 F2 Enter Down");
    pressed("subsidy-freeze", "F8 4 F6 F2 Enter F2");
    pressed("subsidy-open", "F8 4 F4 Down");
    pressed("subsidy-open-again", "F8 4 F4 F2");
    pressed("subsidy-open-close", "F8 4 F4 Delete");
    pressed("subsidy-sweep", "F8 4 F6 Ctrl+D Down");
    pressed("subsidy-forecast", "F8 4 F6 Ctrl+A Down");
    scene("today-sent-back", |officer| {
        officer.worker.sent_back = true;
        officer.keys("F5 Down Down");
    });
}

#[test]
fn why_the_money_stopped_takes_one_key_from_the_look_up() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2");
    let screen = officer.screen();
    let rows: Vec<String> = screen.rows().collect();
    // Title, tabs, rule; then the head, and in the second row the answer.
    assert!(rows[3].contains("张三丰") && rows[3].contains("现状人口"), "{}", screen.text());
    let answer = "停发原因：扶持期满 2026-06-30，已付79/80期，欠1期150元（2019Q3退票）";
    assert!(rows[4].contains(answer), "{}", screen.text());
    assert!(rows[5].contains("扶持期满，后续政策未录入"), "{}", screen.text());
    officer.sees("退票：账户已销户").sees("应发 12,000 = 已付 11,850 + 欠 150 - 多付 0 - 核销 0").calm();
    // And Esc goes back to where one came from.
    officer.keys("Esc").sees("[2 查询]").calm();
}

#[test]
fn the_answer_is_in_the_second_row_for_every_kind_of_stop() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter F2 Tab");
    officer.sees("停发原因：死亡 2025-02-11").sees("已核减").sees("多付150元");
    officer.keys("Tab").sees("不享受：没有登记扶持方式").sees("不享受直补");
    officer.keys("Tab").sees("正常发放，已付92/92期").sees("本期待付");
    officer.keys("Tab").sees("停发原因：扶持期满").calm();
}

#[test]
fn the_arrows_walk_years_and_periods() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2").sees("2019年第3季度  退票");
    officer.keys("Left").sees("2018年第3季度  已付").keys("Up").sees("2018年第2季度");
    officer.keys("Right Right").sees("2020年第2季度").keys("Down Down Down").sees("2021年第1季度");
    officer.keys("Home").sees("2006年第3季度").keys("Left Up").sees("2006年第3季度");
    officer.keys("End").sees("2026年第4季度  期满").sees("后续政策未录入").calm();
}

#[test]
fn an_amount_is_explained_and_walking_explains_the_next() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2 Enter").sees("发放依据  2019年第3季度").sees("云搬发〔2022〕174号 第二部分");
    officer.sees("2021-03-05 李明、2023-11-30 王芳").sees("yunnan/2  1期  每年600元");
    officer.keys("Right").sees("发放依据  2020年第3季度");
    officer.keys("Enter").sees("2020年第3季度  已付").keys("Esc").sees("[2 查询]").calm();
}

#[test]
fn the_slip_is_shown_and_printed_where_one_says() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2 F2").sees("停发原因：扶持期满　２０２６－０６－３０");
    officer.sees("F2 打印").keys("F2").sees("打印答复条").paste("答复.txt").keys("Enter").hears("路径不完整");
    // The question stays, so that the path can be mended.
    officer.keys("Home Delete Delete Delete Delete Delete Delete").paste("/media/stick/a.txt").keys("Enter");
    officer.hears("答复条已写入");
    let printed = officer.worker.asked.iter().any(|effect| {
        matches!(effect, Effect::Subsidy { ask: Ask::Slip { person, path }, .. }
            if *person == id(1) && path == "/media/stick/a.txt")
    });
    assert!(printed);
    // The next one goes to the same place.
    officer.keys("F2").sees("/media/stick/XC-012-01.txt").keys("Esc Esc").sees("2019年第3季度").calm();
}

#[test]
fn a_batch_goes_forward_after_a_question_that_names_lines_and_yuan() {
    let mut officer = Officer::zh();
    officer.keys("F8 4 F6").sees("2026Q3-2").sees("复核");
    // The maker does not check: the refusal is shown.
    officer.keys("Enter").sees("复核批次 2026Q3-2：4371 笔，655,650.00元？");
    officer.keys("Tab Enter").hears("编制人不能复核");
    // A question that is not answered with yes does nothing.
    officer.keys("Enter Enter").calm();
    let asked = |officer: &Officer| {
        let steps = officer.worker.asked.iter();
        steps.filter(|effect| matches!(effect, Effect::Subsidy { ask: Ask::Advance { .. }, .. })).count()
    };
    assert_eq!(asked(&officer), 1);
    officer.keys("Delete").sees("作废批次 2026Q3-2").keys("Tab Enter").hears("已作废");
    // Neither a submitted batch nor one with two steps has a next one.
    officer.keys("End Up Enter").hears("没有下一步").keys("Down Enter").hears("没有下一步");
    assert_eq!(asked(&officer), 2);
}

#[test]
fn a_list_is_computed_compared_and_frozen() {
    let mut officer = Officer::zh();
    officer.keys("F8 4 F6 F2").sees("编哪一期的清单").sees("2026Q4");
    officer.burst("2026q5").keys("Enter").hears("不是期次");
    officer
        .keys("F2 Enter")
        .sees("清单试算 2026Q4")
        .sees("发 4369 笔，655,350元；上期 2026Q3-2")
        .sees("没有账号");
    officer.sees("待审提议 3 条没有算进来；照提议办：-2 人，-300.00元").sees("另有 1202 条没有列出");
    officer.keys("F2").sees("锁定 2026Q4 的清单：发 4369 笔，655,350.00元");
    officer.keys("Tab Enter").hears("批次 2026Q4-1：已锁定");
    officer.sees("发放批次").keys("Esc").sees("找人或户").calm();
}

#[test]
fn a_file_for_the_bank_leaves_after_a_warning_and_its_answer_comes_in() {
    let mut officer = Officer::zh();
    officer.keys("F8 4 F6 F7").sees("导出批次").paste("/media/stick/q3.xlsx").keys("Enter");
    officer.sees("完整账号写入").keys("Tab Enter").hears("4371 笔已写入");
    officer.keys("Tab").sees("收银行回盘").paste("/media/stick/bank.txt").keys("Enter");
    officer.hears("对上 4371 笔（退票 12").sees("发放批次").calm();
}

#[test]
fn open_items_are_worked_off_one_by_one() {
    let mut officer = Officer::zh();
    officer.worker.sent_back = true;
    officer.keys("F5 Down Down").sees("退票待处理").sees("12 笔").keys("Enter");
    officer.sees("待处理的款").sees("3 笔，450元").sees("已更正，下批补发").sees("核对账号和户名");
    officer.keys("Down Enter").sees("李秀英 XC-012-02").sees("第2/4人");
    // To the household, where the account is corrected.
    officer.keys("F7").sees("[2 查询]").sees("XC-012");
    officer.keys("F8 4").sees("李秀英 XC-012-02").keys("Esc").sees("待处理的款");
    officer.keys("Esc").sees("[1 今日]").calm();
}

/// What the worker was asked of this pane.
fn asked(officer: &Officer) -> Vec<&Ask> {
    let of_pane = |effect: &Effect| matches!(effect, Effect::Subsidy { .. });
    officer
        .worker
        .asked
        .iter()
        .filter(|effect| of_pane(effect))
        .filter_map(|effect| match effect {
            Effect::Subsidy { ask, .. } => Some(ask),
            _ => None,
        })
        .collect()
}

#[test]
fn an_open_item_goes_out_once_more_or_is_closed_with_a_reason() {
    let mut officer = Officer::zh();
    officer.keys("F8 4 F4 Down F2").sees("把李秀英 2019Q3 的 150.00元编成补发批次？");
    officer.keys("Tab Enter").hears("批次 2019Q3-B1：已锁定").sees("待处理的款");
    officer.keys("Delete").sees("不再处理的原因").burst("本人放弃").keys("Enter").hears("销项");
    let period = kuqu::domain::subsidy::Period::read("2019Q3").unwrap();
    let person = id(2);
    let (again, close) =
        (Ask::PayAgain { person, period }, Ask::CloseItem { person, period, reason: "本人放弃".into() });
    assert!(asked(&officer).contains(&&again) && asked(&officer).contains(&&close), "{:?}", asked(&officer));
}

#[test]
fn over_paid_money_comes_back_by_keys_and_only_where_it_was_over_paid() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2 Ctrl+D").hears("没有多付");
    officer
        .keys("Tab")
        .sees("追缴")
        .keys("Ctrl+D")
        .sees("怎样收回")
        .keys("2")
        .sees("登记收回的款")
        .sees("150.00");
    officer.keys("Enter").hears("现金退回");
    let cash = asked(&officer).into_iter().any(|ask| {
        matches!(ask, Ask::Settle { how: kuqu::domain::subsidy::payment::Settling::Cash, line, .. } if line == "150.00")
    });
    assert!(cash, "{:?}", asked(&officer));
    officer.keys("Ctrl+D 5").sees("核销的原因").burst("无继承人").keys("Enter").hears("核销");
    officer.keys("Ctrl+D 6").sees("亲属编码、期次、同意书").burst("XC-012-02 2020Q1 同意书3号");
    officer.keys("Enter").hears("亲属代扣");
    let relative = asked(&officer).into_iter().any(|ask| {
        matches!(ask, Ask::Settle { how: kuqu::domain::subsidy::payment::Settling::Relative, line, .. } if line == "XC-012-02 2020Q1 同意书3号")
    });
    assert!(relative, "{:?}", asked(&officer));
}

#[test]
fn who_receives_by_a_signed_form_is_entered_on_a_slip() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2").sees("委托代领：李四（侄子）");
    officer.keys("Ctrl+A").sees("1 委托代领  2 继承").keys("Enter").burst("王芳").keys("Enter").burst("子");
    officer.keys("Enter").burst("6222020000000000017").keys("Enter").burst("委2026-9").keys("Enter");
    officer.burst("2026-13-40").keys("Enter").sees("这不是日期");
    let wished = |officer: &Officer| {
        officer.worker.asked.iter().any(|effect| {
            matches!(effect, Effect::Keep { wish: kuqu::flow::Wish::Mandate { person, receiver }, .. }
                if *person == id(1) && receiver.name == "王芳" && receiver.paper == "委2026-9")
        })
    };
    assert!(!wished(&officer));
    officer.keys("Home").burst("2026-03-05").keys("Enter");
    assert!(!wished(&officer), "two dates in one field");
    officer.keys("Esc Ctrl+A Enter").burst("王芳").keys("Enter").burst("子").keys("Enter");
    officer.burst("6222020000000000017").keys("Enter").burst("委2026-9").keys("Enter").burst("2026-03-05");
    officer.keys("Enter").hears("已登记委托代领：王芳（子），委托书 委2026-9");
    assert!(wished(&officer));
}

#[test]
fn the_sweep_leads_to_a_person_and_ends_of_terms_are_listed() {
    let mut officer = Officer::zh();
    officer.keys("F8 4 F6 Ctrl+D").sees("疑点筛查  3 条").sees("2025Q2 2025Q3");
    officer.keys("Down Enter").sees("李秀英 XC-012-02").keys("Esc").sees("疑点筛查");
    officer.keys("Esc").sees("发放批次").sees("等回盘 4001 笔").sees("待办 12 笔").sees("已办完");
    officer.keys("Ctrl+A").sees("现状人口 4102 人，原迁人口 214 人；期满后没有规则").sees("2038-05").calm();
    officer.keys("Esc").sees("发放批次").calm();
}

#[test]
fn what_is_typed_ahead_of_a_slow_desk_ends_where_slow_hands_end() {
    let mut slow = Officer::zh();
    slow.slow = true;
    slow.keys("F3 zsf F2 Enter").answers();
    let mut patient = Officer::zh();
    patient.keys("F3 zsf F2 Enter");
    assert_eq!(slow.screen().text(), patient.screen().text());
    slow.sees("发放依据");
}

#[test]
fn a_stale_answer_and_one_behind_the_lock_are_dropped() {
    let mut officer = Officer::zh();
    officer.slow = true;
    officer.keys("F8 4 zsf");
    let stale = Done::Subsidy { request: 1, told: Box::new(answer(Ask::Batches)) };
    officer.done(stale).sees("找人或户");
    officer.answers().sees("XC-012");
    officer.press(Key::parse("Enter").unwrap());
    officer.wait_ms(16 * 60_000).answers();
    officer.hears("已锁屏");
    assert!(officer.state.lock.is_some());
    assert!(officer.state.subsidy.pages.is_empty());
}

/// A person of the generated office of whom the command line tells an open payment.
fn sent_back(folder: &tempfile::TempDir) -> serde_json::Value {
    let data = folder.path().join("data");
    let output = crate::real::kuqu(&data).args(["subsidy", "open", "--json"]).output().unwrap();
    let open: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let items = open["items"].as_array().unwrap();
    let bank = |item: &&serde_json::Value| {
        !["conflict", "no_account", "rule"].contains(&item["reason"].as_str().unwrap())
    };
    items.iter().find(bank).expect("the generated office has a payment that came back").clone()
}

#[test]
fn a_real_desk_answers_at_the_counter_and_in_the_office() {
    let folder = crate::real::office();
    let item = sent_back(&folder);
    let (code, of) = (item["person"].as_str().unwrap(), item["period"].as_str().unwrap());
    let data = folder.path().join("data");
    let history = crate::real::kuqu(&data).args(["subsidy", "history", code, "--json"]).output().unwrap();
    let history: serde_json::Value = serde_json::from_slice(&history.stdout).unwrap();
    let yuan = |name: &str| history[name].as_str().unwrap().trim_end_matches(".00").to_owned();
    let mut desk = crate::real::Desk::open(&folder, "default");
    // From the look-up by one key: the same totals as the command tells, and the period that came back.
    desk.keys("F3").text(code).keys("F2");
    let page = desk.state.subsidy.person().expect("an account is shown").clone();
    let account = page.account().unwrap();
    assert_eq!(account.code, code);
    assert_eq!(kuqu::domain::money::plain(account.sums.owed).trim_end_matches(".00"), yuan("owed"));
    assert!(account.answer.owed.iter().any(|(period, _)| period.to_string() == of), "{:?}", account.answer);
    assert_eq!(account.cells.len(), history["periods"].as_array().unwrap().len());
    desk.sees("= 已付").keys("Enter").sees("发放依据").sees("依据的记录").keys("Esc Esc");
    // The office: batches, what came back, the list of the next period.
    desk.keys("F8 4 F6").sees("发放批次").sees("已提交").keys("F4").sees("待处理的款").sees(code);
    desk.keys("F6 F2 Enter").sees("清单试算");
    let list = desk.state.subsidy.list().unwrap().clone();
    desk.close();
    let period = list.period.to_string();
    let cli =
        crate::real::kuqu(&data).args(["subsidy", "list", "--period", &period, "--json"]).output().unwrap();
    let cli: serde_json::Value = serde_json::from_slice(&cli.stdout).unwrap();
    let held = list.counts[0];
    assert_eq!(cli["held"].as_u64().unwrap(), held as u64);
}

#[test]
fn a_real_list_is_frozen_by_keys_and_its_maker_is_refused() {
    let folder = crate::real::office();
    let mut desk = crate::real::Desk::open(&folder, "default");
    desk.keys("F8 4 F6 F2 Enter");
    let list = desk.state.subsidy.list().unwrap().clone();
    assert!(list.frozen.is_none());
    desk.keys("F2 Tab Enter").sees("发放批次");
    let batch = desk.state.subsidy.batch().unwrap().clone();
    assert_eq!((batch.fen, batch.period), (list.fen, Some(list.period)));
    desk.keys("Enter Tab Enter").sees("公示中").keys("Enter Tab Enter").sees("编制人不能复核");
}
