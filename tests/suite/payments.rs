//! The payments of the invented office, played without a folder: a head whose term ended with one payment sent back, his wife
//! who was over-paid, a son who never was entitled, a daughter-in-law who is paid by the month.

use crate::office::id;
use kuqu::domain::day::{self, Day};
use kuqu::domain::migrant::Cohort;
use kuqu::domain::subsidy::answer::{Answer, Change, Happened, Mark, What};
use kuqu::domain::subsidy::payment::{Settling, Stage, Sums};
use kuqu::domain::subsidy::{Counted, Explanation, Length, Line, Period, State, Why};
use kuqu::flow::subsidy::*;
use kuqu::flow::view::TodayView;
use kuqu::i18n::{Both, Lang};

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
        receiver: Both::default(),
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
        owed_fen: 15_000,
        owed: vec![(period("2019Q3"), Some("account_closed"))],
        last: on("2026-06-20").map(|on| (period("2026Q2"), on, 15_000)),
    };
    let receiver = both(
        "委托代领：李四（侄子），委托书 新委2026-3 2026-03-05",
        "agent: 李四 (侄子), form 新委2026-3 of 2026-03-05",
    );
    Account { receiver, ..account(1, "张三丰", both("户主", "head"), cells, answer) }
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
        owed_fen: 15_000,
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
        owed_fen: 0,
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
        due: 92,
        owed_fen: 0,
        owed: Vec::new(),
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
        unanswered: 0,
        open: 0,
    }
}

fn batches() -> Vec<BatchLine> {
    vec![
        batch("2026Q3-2", Stage::Posted, 4_371),
        batch("2026Q3-1", Stage::Withdrawn, 4_380),
        BatchLine { unanswered: 4_001, ..batch("2026Q2-1", Stage::Submitted, 44_912) },
        BatchLine { open: 12, ..batch("2025Q4-1", Stage::Submitted, 4_430) },
        batch("2025Q3-1", Stage::Submitted, 4_433),
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
        counts: [1, 1_204, 1, 1, 1],
        pending: (3, -2, -30_000),
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

fn findings() -> Vec<FindingLine> {
    let line = |oddity, numbers: &[u8], periods: &[&str]| FindingLine {
        oddity,
        person: id(numbers[0]),
        household: id(1),
        persons: numbers.iter().map(|number| (format!("XC-012-{number:02}"), "张三丰".to_owned())).collect(),
        periods: periods.iter().map(|of| period(of)).collect(),
    };
    vec![
        line("shared_account", &[1, 2], &[]),
        line("paid_after_death", &[2], &["2025Q2", "2025Q3"]),
        line("two_villages", &[3, 4], &[]),
    ]
}

fn forecast() -> Vec<ForecastLine> {
    let line = |year, month, cohort, persons| ForecastLine {
        month: Day::of_month(year, month).unwrap(),
        cohort,
        persons,
        codes: (1..=persons.min(CODES_MAX)).map(|number| format!("XC-012-{number:02}")).collect(),
    };
    vec![
        line(2026, 6, Cohort::Pre2006, 4_102),
        line(2037, 11, Cohort::Post2006, 3),
        line(2038, 5, Cohort::Post2006, 211),
    ]
}

/// The words of the desk, made as it makes them.
fn told(words: kuqu::i18n::subsidy::SubsidySay) -> Both {
    Both::new(words.text(Lang::Zh), words.text(Lang::En))
}

fn settled(how: Settling, of: Period) -> Told {
    let done = kuqu::i18n::subsidy_acts::Done::Settled(how, of, 15_000);
    Told::Written { words: Both::new(done.text(Lang::Zh), done.text(Lang::En)), payments: true }
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
        Ask::Sweep => Told::Findings(findings()),
        Ask::Forecast => Told::Forecast(forecast()),
        Ask::PayAgain { period, .. } => {
            let say = Say::Brought(format!("{period}-B1"), Stage::Frozen, 1, 15_000);
            Told::Written { words: told(say), payments: true }
        }
        Ask::CloseItem { period, .. } => settled(Settling::Closed, period),
        Ask::Settle { period, how, .. } => settled(how, period),
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
