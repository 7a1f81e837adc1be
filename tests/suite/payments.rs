//! The payments of the invented office, played without a folder: a widow whose term ended with one payment sent back, her
//! son who is paid, his wife who never was; and what an officer does with them at the counter and in the office.

use crate::office::id;
use crate::officer::Officer;
use crate::screens::{pressed, scene};
use kuqu::domain::day::{self, Day};
use kuqu::domain::subsidy::answer::{Answer, Change, Happened, Mark, What};
use kuqu::domain::subsidy::payment::{Settling, Stage, Sums};
use kuqu::domain::subsidy::{Counted, Explanation, Length, Line, Period, State, Why};
use kuqu::flow::subsidy::*;
use kuqu::flow::view::TodayView;
use kuqu::flow::{Done, Effect};
use kuqu::i18n::{Both, Lang};
use kuqu::keys::Key;

fn both(zh: &str, en: &str) -> Both {
    Both::new(zh, en)
}

fn period(name: &str) -> Period {
    Period::read(name).unwrap()
}

fn on(text: &str) -> Option<Day> {
    Some(day::read(text).unwrap())
}

/// A period as the rule explains it, as far as an answer looks at it.
fn because(of: &str, state: State, why: Why, cause: &str) -> Option<Explanation> {
    Some(Explanation {
        period: period(of),
        state,
        why,
        cause: (!cause.is_empty()).then(|| ("R1".to_owned(), cause.to_owned())),
        unsettled: Vec::new(),
        lines: Vec::new(),
    })
}

fn events(of: Period) -> Vec<Happened> {
    let batch = format!("{of}-1");
    let on = |day: &str| on(&format!("{}-{:02}-{day}", of.year(), (of.last().month().unwrap())));
    vec![
        Happened { on: on("05"), what: What::Listed { batch: batch.clone(), fen: 15_000 } },
        Happened { on: on("12"), what: What::Submitted { batch } },
        Happened { on: on("20"), what: What::Credited { fen: 15_000 } },
    ]
}

fn cell(of: Period, mark: Mark, state: State) -> Cell {
    let sums = match mark {
        Mark::Paid | Mark::PaidLater => Sums::of(15_000, 15_000, 0),
        Mark::Recovering => Sums::of(0, 15_000, 0),
        Mark::Returned | Mark::Withheld | Mark::Owed => Sums::of(15_000, 0, 0),
        _ => Sums::default(),
    };
    let why = match state {
        State::Ended => both(
            "扶持期满 2026-06-30，后续政策未录入",
            "the term ended on 2026-06-30; no later policy is on file",
        ),
        State::NotEligible => both("没有登记扶持方式", "no mode of support is recorded"),
        _ => both("扶持期内", "within the term"),
    };
    let events = if sums.paid > 0 { events(of) } else { Vec::new() };
    Cell { period: of, mark, state, why, sums, events }
}

fn account(number: u8, name: &str, relation: Both, cells: Vec<Cell>, answer: Answer) -> Account {
    Account {
        person: id(number),
        code: format!("XC-012-{number:02}"),
        name: name.into(),
        relation,
        cohort: both("现状人口", "current population"),
        term: "2006-07-01 - 2026-06-30".into(),
        answer,
        sums: cells.iter().map(|cell| cell.sums).fold(Sums::default(), Sums::plus),
        before: None,
        cells,
    }
}

/// Every quarter from the second half of 2006 to the end of 2026; 2019Q3 came back, two ended quarters follow.
fn ended() -> Account {
    let mut cells = Vec::new();
    let mut of = period("2006Q3");
    while of.first() <= period("2026Q4").first() {
        let (mark, state) = match of.to_string().as_str() {
            "2019Q3" => (Mark::Returned, State::Due),
            "2012Q1" => (Mark::PaidLater, State::Due),
            "2026Q3" | "2026Q4" => (Mark::Ended, State::Ended),
            _ => (Mark::Paid, State::Due),
        };
        let mut one = cell(of, mark, state);
        if mark == Mark::Returned {
            one.events = events(of);
            one.events.pop();
            one.events
                .push(Happened { on: on("2019-09-20"), what: What::Returned { reason: "account_closed" } });
        }
        cells.push(one);
        of = of.next();
    }
    let answer = Answer {
        state: State::Ended,
        why: because("2026Q4", State::Ended, Why::TermOver(on("2026-06-30").unwrap()), ""),
        since: None,
        paid: 79,
        due: 80,
        owed: vec![(period("2019Q3"), Some("account_closed"))],
        last: on("2026-06-20").map(|on| (period("2026Q2"), on, 15_000)),
    };
    account(1, "张三丰", both("户主", "head"), cells, answer)
}

/// Another member: over-paid after a stop, one quarter offset, one written off.
fn stopped() -> Account {
    let marks = [
        Mark::Opening,
        Mark::Paid,
        Mark::Withheld,
        Mark::Suspended,
        Mark::Paid,
        Mark::Recovering,
        Mark::Offset,
        Mark::WrittenOff,
        Mark::Reduced,
    ];
    let mut of = period("2024Q1");
    let mut cells = Vec::new();
    for mark in marks {
        let state = match mark {
            Mark::Suspended => State::Suspended,
            Mark::Reduced | Mark::Recovering | Mark::Offset | Mark::WrittenOff => State::Reduced,
            _ => State::Due,
        };
        let mut one = cell(of, mark, state);
        if mark == Mark::Offset {
            one.events = events(of);
            one.events.push(Happened {
                on: on("2026-02-01"),
                what: What::Settled { how: Settling::Offset, fen: 15_000 },
            });
        }
        cells.push(one);
        of = of.next();
    }
    let answer = Answer {
        state: State::Reduced,
        why: because("2026Q1", State::Reduced, Why::Stopped(0), "死亡"),
        since: on("2025-02-11"),
        paid: 3,
        due: 4,
        owed: vec![(period("2024Q3"), Some("conflict"))],
        last: on("2025-06-20").map(|on| (period("2025Q2"), on, 15_000)),
    };
    let before = Before { through: period("2024Q1"), periods: 1, fen: 15_000 };
    Account { before: Some(before), ..account(2, "李秀英", both("妻", "wife"), cells, answer) }
}

fn never() -> Account {
    let cells = vec![cell(period("2026Q4"), Mark::NotEligible, State::NotEligible)];
    let answer = Answer {
        state: State::NotEligible,
        why: because("2026Q4", State::NotEligible, Why::Mode(0), ""),
        since: None,
        paid: 0,
        due: 0,
        owed: Vec::new(),
        last: None,
    };
    Account {
        cohort: Both::default(),
        term: String::new(),
        ..account(3, "张伟", both("子", "son"), cells, answer)
    }
}

fn monthly() -> Account {
    let mut of = period("2019M03");
    let mut cells = Vec::new();
    while of.first() <= period("2026M11").first() {
        let mark = if of.to_string() == "2026M11" { Mark::Waiting } else { Mark::Paid };
        cells.push(cell(of, mark, State::Due));
        of = of.next();
    }
    let answer = Answer {
        state: State::Due,
        why: because("2026M11", State::Due, Why::InTerm, ""),
        since: None,
        paid: 92,
        due: 93,
        owed: vec![(period("2026M11"), None)],
        last: None,
    };
    account(4, "阿依古丽·买买提", both("儿媳", "daughter-in-law"), cells, answer)
}

fn accounts(household: kuqu::journal::EntityId) -> Accounts {
    let members = if household == id(2) { Vec::new() } else { vec![ended(), stopped(), never(), monthly()] };
    Accounts { household, code: "XC-012".into(), head: "张三丰".into(), village: "新村".into(), members }
}

fn explained(person: kuqu::journal::EntityId, of: Period) -> Explained {
    let line = Line {
        fen: 15_000,
        rule: "yunnan/2".into(),
        document: "云搬发〔2022〕174号".into(),
        article: "第二部分".into(),
        fen_per_year: 60_000,
        counted: Counted::Period,
        group: None,
        records: Vec::new(),
    };
    Explained {
        person,
        period: of,
        state: State::Due,
        why: both("扶持期内", "within the term"),
        total: 15_000,
        lines: vec![line],
        records: vec![("2021-03-05".into(), "李明".into()), ("2023-11-30".into(), "王芳".into())],
        unsettled: vec!["valid_from".into()],
    }
}

fn batch(number: &str, stage: Stage, lines: i64) -> BatchLine {
    let submitted = if stage == Stage::Submitted { "2026-06-12".to_owned() } else { String::new() };
    BatchLine {
        number: number.into(),
        period: number.split_once('-').map(|(of, _)| period(of)),
        lines,
        fen: lines * 15_000,
        stage,
        fork: false,
        frozen: "2026-06-05".into(),
        submitted,
    }
}

fn batches() -> Vec<BatchLine> {
    vec![
        batch("2026Q3-2", Stage::Posted, 4_371),
        batch("2026Q3-1", Stage::Withdrawn, 4_380),
        batch("2026Q2-1", Stage::Submitted, 44_912),
        BatchLine { fork: true, ..batch("2026Q1-1", Stage::Frozen, 4_420) },
    ]
}

fn open_line(number: u8, name: &str, reason: &'static str, corrected: bool) -> OpenLine {
    OpenLine {
        person: id(number),
        household: id(1),
        code: format!("XC-012-{number:02}"),
        name: name.into(),
        village: "新村".into(),
        period: Some(period("2019Q3")),
        batch: "2019Q3-1".into(),
        fen: 15_000,
        reason,
        on: "2019-09-20".into(),
        corrected,
    }
}

fn preview(of: Period) -> Preview {
    let line = |change, number: u8, name: &str, fen, before, why: Both| ChangeLine {
        person: id(number),
        household: id(1),
        code: format!("XC-012-{number:02}"),
        name: name.into(),
        village: "新村".into(),
        change,
        fen,
        before,
        why,
    };
    Preview {
        period: of,
        persons: 4_369,
        fen: 65_535_000,
        last: Some(("2026Q3-2".into(), 4_371, 65_565_000)),
        counts: [1, 2, 1, 1, 1],
        pending: 3,
        frozen: None,
        lines: vec![
            line(Change::Held, 3, "张伟", 15_000, 15_000, both("没有账号", "no account")),
            line(
                Change::Gone,
                1,
                "张三丰",
                0,
                15_000,
                both("扶持期满 2026-06-30", "the term ended on 2026-06-30"),
            ),
            line(Change::Gone, 2, "李秀英", 0, 15_000, both("死亡", "death")),
            line(Change::New, 5, "𬭚秀", 15_000, 0, Both::default()),
            line(Change::Amount, 4, "阿依古丽·买买提", 10_000, 15_000, Both::default()),
            line(Change::Again, 6, "欧阳修远", 15_000, 0, Both::same("2025Q4")),
        ],
    }
}

/// The words of the desk, made as it makes them.
fn told(words: kuqu::i18n::subsidy::SubsidySay) -> Both {
    Both::new(words.text(Lang::Zh), words.text(Lang::En))
}

/// What the desk of the invented office tells.
pub fn answer(ask: Ask) -> Told {
    use kuqu::i18n::subsidy::SubsidySay as Say;
    match ask {
        Ask::Household { household } => Told::Household(Box::new(accounts(household))),
        Ask::Explain { person, period } => Told::Explained(Box::new(explained(person, period))),
        Ask::Batches => Told::Batches(batches(), Period::new(Length::Quarter, 2026, 4).unwrap()),
        Ask::Open => Told::Open(vec![
            open_line(1, "张三丰", "account_closed", false),
            open_line(2, "李秀英", "name_differs", true),
            open_line(3, "张伟", "no_account", false),
        ]),
        Ask::Preview { period } => Told::Preview(Box::new(preview(period))),
        Ask::Freeze { period, persons, fen } => {
            let lines = i64::try_from(persons).unwrap();
            let say = Say::Brought(format!("{period}-1"), Stage::Frozen, lines, fen);
            Told::Written { words: told(say), payments: true }
        }
        Ask::Advance { to: Stage::Reviewed | Stage::Approved, .. } => Told::Refused(told(Say::Maker)),
        Ask::Advance { number, to } => {
            Told::Written { words: told(Say::Brought(number, to, 4_371, 65_565_000)), payments: true }
        }
        Ask::Export { path, .. } => Told::Written { words: told(Say::Written(4_371, path)), payments: false },
        Ask::TakeIn { .. } => {
            let say = Say::TakenIn("2026Q2-1".into(), [4_371, 12, 0, 1, 0]);
            Told::Written { words: told(say), payments: true }
        }
        Ask::Slip { path, .. } => {
            let words = |lang| kuqu::i18n::subsidy_pane::slip_written(lang, &path);
            Told::Written { words: both(&words(Lang::Zh), &words(Lang::En)), payments: false }
        }
    }
}

/// Today with payments that came back.
pub fn sent_back(today: TodayView) -> TodayView {
    TodayView { returned: (12, 180_000), ..today }
}

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
    scene("today-sent-back", |officer| {
        officer.worker.sent_back = true;
        officer.keys("F5 Down");
    });
}

#[test]
fn why_the_money_stopped_takes_one_key_from_the_look_up() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf F2");
    let screen = officer.screen();
    let rows = screen.rows();
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
    officer.sees("停发原因：死亡 2025-02-11").sees("已核减").sees("多付150元待追缴");
    officer.keys("Tab").sees("不享受：没有登记扶持方式").sees("不享受直补");
    officer.keys("Tab").sees("正常发放，已付92/93期").sees("本期待付");
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
    officer.keys("F2").sees("打印答复条").paste("答复.txt").keys("Enter").hears("写完整");
    officer.keys("F2").paste("/media/stick/a.txt").keys("Enter").hears("答复条已写入");
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
    officer.sees("另有 3 条待审提议没有算进来");
    officer.keys("F2").sees("锁定 2026Q4 的清单：发 4369 笔，655,350.00元");
    officer.keys("Tab Enter").hears("批次 2026Q4-1：已锁定");
    officer.sees("发放批次").keys("Esc").sees("找人或户").calm();
}

#[test]
fn a_file_for_the_bank_leaves_after_a_warning_and_its_answer_comes_in() {
    let mut officer = Officer::zh();
    officer.keys("F8 4 F6 F7").sees("导出批次").paste("/media/stick/q3.xlsx").keys("Enter");
    officer.sees("完整账号写入 q3.xlsx，不加密").keys("Tab Enter").hears("4371 笔已写入");
    officer.keys("Tab").sees("收银行回盘").paste("/media/stick/bank.txt").keys("Enter");
    officer.hears("对上 4371 笔（退票 12").sees("发放批次").calm();
}

#[test]
fn open_items_are_worked_off_one_by_one() {
    let mut officer = Officer::zh();
    officer.worker.sent_back = true;
    officer.keys("F5 Down").sees("退票待处理").sees("12 笔").keys("Enter");
    officer.sees("待处理的款").sees("3 笔，450元").sees("账号已更正，下批补发").sees("核对账号和户名");
    officer.keys("Down Enter").sees("李秀英 XC-012-02").sees("第2/4人");
    // To the household, where the account is corrected.
    officer.keys("F7").sees("[2 查询]").sees("XC-012");
    officer.keys("F8 4").sees("李秀英 XC-012-02").keys("Esc").sees("待处理的款");
    officer.keys("Esc").sees("[1 今日]").calm();
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
    officer.keys("Ctrl+K").answers();
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
