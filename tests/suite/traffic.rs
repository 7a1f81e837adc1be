//! The exchange of the invented office, played without files, and what an officer does there: export, import, settle.

use crate::office::id;
use crate::officer::Officer;
use crate::screens::scene;
use kuqu::domain::conflict::Sort;
use kuqu::flow::exchange::*;
use kuqu::flow::view::Dated;
use kuqu::flow::{Done, Effect, Job};
use kuqu::i18n::Both;
use kuqu::i18n::exchange_pane::Count;
use kuqu::i18n::problems::Problem;
use kuqu::panes::exchange::Stage;

const STICK: &str = "/media/lim/KINGSTON";

fn machine(number: u8, label: &str, office: bool) -> MachineLine {
    MachineLine {
        device: id(number),
        label: label.into(),
        office,
        own: false,
        ended: false,
        villages: if office { Vec::new() } else { vec!["新村".into(), "上村".into()] },
        receipt: Some(Dated { date: "2026-11-20".into(), days_ago: 4 }),
        sent: None,
        lacks: 0,
        late: 0,
        turned_up: 0,
    }
}

fn file(name: &str, from: &str, made: &str, state: FileState) -> FileLine {
    FileLine { name: name.into(), from: from.into(), made: made.into(), state }
}

/// A laptop (with something unconfirmed) or the office.
fn view(folder: Option<String>, unconfirmed: Option<(u64, i64)>) -> ExchangeView {
    let mut office = machine(10, "O", true);
    let mut b = machine(11, "B", false);
    let mut c = MachineLine { receipt: None, lacks: 1_204, ..machine(12, "C", false) };
    c.sent = Some(Dated { date: "2026-11-21".into(), days_ago: 3 });
    let mut own = machine(13, "A", false);
    let lost = MachineLine { ended: true, turned_up: 2, ..machine(14, "D", false) };
    match unconfirmed {
        Some((count, _)) => {
            office.lacks = count;
            own.own = true;
        }
        None => {
            office.own = true;
            b.lacks = 12;
        }
    }
    let folder = folder.unwrap_or_else(|| STICK.into());
    let files = if folder == STICK {
        vec![
            file("kuqu-C-O-000007.kqb", "C", "2026-11-23 17:40", FileState::New),
            file("补发 (1).kqr", "", "", FileState::Request),
            file("kuqu-B-O-000003.kqb", "", "", FileState::Broken),
            file("kuqu-C-O-000006.kqb", "C", "2026-11-16 17:02", FileState::Known),
            file("kuqu-O-B-000044.kqb", "O", "2026-11-20 09:15", FileState::NotForUs),
        ]
    } else {
        Vec::new()
    };
    ExchangeView {
        machines: vec![office, own, b, c, lost],
        unconfirmed: unconfirmed.map(|(count, _)| count),
        unconfirmed_days: unconfirmed.map_or(0, |(_, days)| days),
        gaps: vec![Gap { label: "C".into(), first: 41, last: 57 }],
        folder,
        folder_fault: None,
        sticks: vec![STICK.into(), "/media/lim/共享盘".into()],
        files,
    }
}

fn arrival() -> ArrivalView {
    ArrivalView {
        file: "kuqu-C-O-000007.kqb".into(),
        from: "C".into(),
        ended: false,
        made: "2026-11-23 17:40".into(),
        counts: [3, 12, 1, 1, 2, 0],
        already: 40,
        rows: vec![
            (Count::New, Both::same("李小龙 XC-012-06")),
            (Count::New, Both::same("XC-031")),
            (Count::Conflict, Both::new("单玉英 XC-012-02：死亡日期", "单玉英 XC-012-02: Death")),
        ],
    }
}

fn value(words: &str, officer: &str, when: &str, device: &str, here: bool, why: &str) -> ClashValue {
    ClashValue {
        value: Both::same(words),
        officer: officer.into(),
        when: when.into(),
        device: device.into(),
        here,
        why: why.into(),
    }
}

fn clashes() -> Vec<ClashView> {
    let death = ClashView {
        id: "00aa11bb22cc33dd".into(),
        sort: Sort::Conflict,
        who: "单玉英 XC-012-02".into(),
        other: String::new(),
        field: Both::new("死亡日期", "Death"),
        before: Both::default(),
        persons: Vec::new(),
        values: vec![
            value("2026-03-02", "李明", "2026-11-18 10:20", "A", true, "家属口述，户口本上有注销章"),
            value("2026-02-28", "王芳", "2026-11-19 16:05", "C", false, "火化证"),
        ],
        own_value: true,
        holds_money: true,
    };
    let account = ClashView {
        id: "00aa11bb22cc33de".into(),
        who: "张伟 XC-012-03".into(),
        field: Both::new("银行账号", "Account"),
        before: Both::same("****4503"),
        values: vec![
            value("****7788", "李明", "2026-11-18 10:20", "A", true, ""),
            value("****9901", "王芳", "2026-11-19 16:05", "C", false, "换了卡"),
            value("****1234", "赵敏", "2026-11-20 08:00", "B", false, ""),
            value("****5678", "赵敏", "2026-11-21 08:00", "O", false, ""),
        ],
        ..death.clone()
    };
    let twins = ClashView {
        id: "00aa11bb22cc33df".into(),
        sort: Sort::Duplicate,
        who: "李明 XC-020-01".into(),
        other: "李明 SC-003-02".into(),
        field: Both::default(),
        before: Both::default(),
        persons: vec![
            Both::same("李明 XC-020-01  男  1980-01-01  530399********0014  XC-020  新村"),
            Both::same("李明 SC-003-02  男  1980-01-01  530399********0014  SC-003  上村"),
        ],
        values: vec![
            value("同一人：SC-003-02 李明", "", "", "", false, ""),
            value("不是同一人：SC-003-02 李明", "", "", "", false, ""),
        ],
        own_value: false,
        holds_money: false,
    };
    vec![death, account, twins]
}

/// Written on a laptop to the record of a household that had moved to another village.
fn late() -> ClashView {
    let death = clashes().swap_remove(0);
    ClashView {
        id: "00aa11bb22cc33e0".into(),
        sort: Sort::Late,
        who: "张伟 XC-012-03".into(),
        field: Both::new("电话", "Phone"),
        values: vec![
            value("139****0001", "王芳", "2026-11-19 16:05", "C", false, "本人来电"),
            value("138****0003", "李明", "2026-11-12 09:30", "A", true, ""),
        ],
        own_value: false,
        holds_money: false,
        ..death
    }
}

/// A household that two machines moved to different villages.
fn torn() -> ClashView {
    ClashView {
        id: "00aa11bb22cc33e1".into(),
        sort: Sort::TwoVillages,
        who: "XC-012".into(),
        field: Both::default(),
        values: vec![
            value("上村", "李明", "2026-11-18 10:20", "A", true, "投亲"),
            value("大河边", "王芳", "2026-11-19 16:05", "C", false, "搬到新房"),
        ],
        holds_money: true,
        ..late()
    }
}

/// What must be settled is this.
fn listed(officer: &mut Officer, list: Vec<ClashView>) {
    officer.slow = true;
    officer.keys("F7");
    let request = officer.state.exchange.clashes().unwrap().pending.unwrap().0;
    officer.done(Done::Exchange { request, told: Box::new(Told::Clashes(list)) });
    officer.slow = false;
}

/// Answers as the worker would.
pub fn answer(ask: Ask, unconfirmed: Option<(u64, i64)>, settled: &mut bool) -> Option<Told> {
    Some(match ask {
        Ask::Look { folder } => Told::Seen(view(folder, unconfirmed)),
        Ask::Write { device, .. } => Told::Written(WrittenView {
            file: "kuqu-O-B-000045.kqb".into(),
            to: if device == id(10) { "O" } else { "B" }.into(),
            commits: 12,
            more: false,
        }),
        Ask::Request { .. } => Told::Requested("kuqu-A-0001.kqr".into()),
        Ask::Open { path } if path.ends_with(".kqr") => Told::RequestTaken("C".into()),
        Ask::Open { .. } => Told::Arrived(arrival()),
        Ask::TakeIn => Told::TakenIn(TakenInView {
            from: "C".into(),
            ended: false,
            counts: arrival().counts,
            agrees: true,
            minted: false,
            moved: Both::default(),
            late: 0,
        }),
        Ask::Cancel => return None,
        Ask::Clashes { judged: true } => {
            let mut twins = clashes().pop().unwrap();
            twins.values[1] =
                value("不是同一人：SC-003-02 李明", "王芳", "2026-11-19 16:05", "C", false, "都见过");
            twins.values.push(value("收回判断", "", "", "", false, ""));
            Told::Clashes(vec![twins])
        }
        Ask::Clashes { judged: false } => {
            Told::Clashes(clashes().into_iter().skip(usize::from(*settled)).collect())
        }
        Ask::Settle { by: By::Value(typed), .. } if typed == "2099" => {
            Told::NotSettled(Both::new("死亡日期不能在今天以后。", "A death is not in the future."))
        }
        Ask::Rulings(ask) => Told::Rulings(crate::rulings::answer(ask)),
        Ask::Settle { .. } => {
            *settled = true;
            Told::Settled
        }
    })
}

fn asks(officer: &Officer) -> Vec<Ask> {
    let ask = |effect: &Effect| match effect {
        Effect::Exchange { ask, .. } => Some(ask.clone()),
        _ => None,
    };
    officer.worker.asked.iter().filter_map(ask).collect()
}

fn at_the_pane() -> Officer {
    let mut officer = Officer::zh();
    officer.keys("F8 6");
    officer
}

fn laptop(officer: &mut Officer, days: i64) {
    officer.worker.unconfirmed = Some((4, days));
    officer.keys("F5");
}

#[test]
fn a_file_is_taken_in_by_two_keys_from_the_pane_and_the_counts_are_said() {
    let mut officer = at_the_pane();
    officer.sees("KINGSTON").sees("> 新的").keys("Enter");
    officer.sees("来自 C，写于 2026-11-23 17:40").sees("疑似重复").sees("李小龙 XC-012-06");
    officer.keys("Down Down").sees("单玉英 XC-012-02：死亡日期").sees_not("李小龙").keys("Enter");
    officer.hears("已收入 C 的文件：新增 3，变更 12，冲突 1，疑似重复 1，等待 2。");
    assert_eq!(
        asks(&officer),
        [
            Ask::Look { folder: None },
            Ask::Open { path: format!("{STICK}/kuqu-C-O-000007.kqb") },
            Ask::TakeIn,
            Ask::Look { folder: Some(STICK.into()) },
        ]
    );
    // The counts on the today pane follow.
    assert_eq!(officer.asked(|effect| matches!(effect, Effect::LoadToday { .. })), 2);
}

#[test]
fn a_preview_opens_at_the_first_count_that_is_not_zero() {
    let mut officer = at_the_pane();
    officer.slow = true;
    officer.keys("Enter");
    let Stage::Working { request, .. } = officer.state.exchange.stage else { panic!("not read") };
    let told = ArrivalView { counts: [0, 0, 1, 0, 0, 0], ..arrival() };
    officer.done(Done::Exchange { request, told: Box::new(Told::Arrived(told)) });
    officer.sees("单玉英 XC-012-02：死亡日期").sees_not("李小龙 XC-012-06").calm();
}

#[test]
fn esc_on_a_preview_takes_nothing_in_and_tells_the_worker_to_forget_it() {
    let mut officer = at_the_pane();
    officer.keys("Enter Esc").hears("没有收入，什么也没有变").sees("> 新的");
    assert_eq!(asks(&officer).last(), Some(&Ask::Cancel));
    assert!(!asks(&officer).contains(&Ask::TakeIn));
    officer.keys("Esc").sees("[1 今日]").calm();
}

#[test]
fn the_office_writes_for_a_machine_by_two_keys_and_a_laptop_for_the_office_by_one() {
    let mut officer = at_the_pane();
    officer.keys("F2").sees("给哪台机器").keys("2").hears("已写出 kuqu-O-B-000045.kqb，给 B，12 条");
    assert!(asks(&officer).contains(&Ask::Write { device: id(11), folder: STICK.into() }));
    let mut away = Officer::zh();
    laptop(&mut away, 2);
    away.keys("F8 6 F2").hears("给 O");
    assert!(asks(&away).contains(&Ask::Write { device: id(10), folder: STICK.into() }));
}

#[test]
fn a_chosen_machine_gets_its_file_by_enter() {
    let mut officer = at_the_pane();
    officer.keys("Home Down Enter").sees("给哪台机器").keys("Enter").hears("已写出");
    assert!(asks(&officer).contains(&Ask::Write { device: id(11), folder: STICK.into() }));
}

#[test]
fn the_folder_is_typed_once_and_remembered_and_sticks_are_offered() {
    let mut officer = at_the_pane();
    officer.keys("F4");
    for _ in 0..STICK.len() {
        officer.keys("Backspace");
    }
    officer.paste("'/srv/往来'").keys("Enter").sees("/srv/往来").sees("这里没有交换文件").sees("优盘");
    officer.keys("F8 1 F8 6");
    assert_eq!(asks(&officer).last(), Some(&Ask::Look { folder: Some("/srv/往来".into()) }));
    officer.keys("End Up Enter").sees("KINGSTON").sees("已收过").calm();
    officer.keys("F4 abc Esc").sees("KINGSTON").sees_not("abc").calm();
}

#[test]
fn a_gap_is_named_and_asked_for_and_somebody_elses_request_is_taken() {
    let mut officer = at_the_pane();
    officer.sees("等待 C 号机 41-57 号").keys("Ctrl+E").hears("已写补发申请 kuqu-A-0001.kqr");
    assert!(asks(&officer).contains(&Ask::Request { folder: STICK.into() }));
    officer.keys("Home Down Down Down Down Down Down");
    officer.sees("> 补发申请").keys("Enter").hears("已收下 C 的补发申请");
}

#[test]
fn what_the_office_has_not_confirmed_stands_on_every_screen_of_a_laptop_and_warns_after_seven_days() {
    let mut officer = Officer::zh();
    officer.sees_not("未被办公室确认");
    laptop(&mut officer, 6);
    for place in ["F8 1", "F3 zsf", "Enter", "F8 3", "F8 6", "F7"] {
        officer.keys(place).sees("未被办公室确认 4 条 李明").sees_not("最早");
    }
    officer.keys("F8 1");
    laptop(&mut officer, 7);
    officer.keys("F3").sees("! 未被办公室确认 4 条，最早 7 天前 李明");
    officer.keys("Ctrl+K").sees_not("未被办公室确认").calm();
}

#[test]
fn a_conflict_is_settled_by_two_keys_and_the_list_goes_on() {
    let mut officer = Officer::zh();
    officer.keys("F7").sees("单玉英 XC-012-02：死亡日期有 2 个不同的值").sees("金额暂扣").keys("Enter");
    officer.sees("1 本机").sees("2 C").sees("火化证").sees("王芳").sees(" 1 2 取值  F4");
    officer.keys("3").hears("没有输入框");
    officer.keys("2").hears("已处理，会随下一份文件带给别的机器").sees_not("单玉英");
    let settled = Ask::Settle { id: "00aa11bb22cc33dd".into(), by: By::Take(2), why: String::new() };
    assert_eq!(asks(&officer).iter().filter(|ask| **ask == settled).count(), 1);
    officer.keys("Esc").sees("这里有").calm();
}

#[test]
fn a_third_value_needs_its_reason_and_a_refused_one_stays_in_the_field() {
    let mut officer = Officer::zh();
    officer.keys("F7 Enter F4 2099 Enter Enter").sees("理由").hears("先写明理由");
    assert!(!asks(&officer).iter().any(|ask| matches!(ask, Ask::Settle { .. })), "without a reason");
    officer.paste("村医证明").keys("Enter").hears("死亡日期不能在今天以后").sees("2099");
    officer.keys("Esc Backspace Backspace 26 Enter Enter").hears("已处理");
    let by = By::Value("2026".into());
    assert!(asks(&officer).contains(&Ask::Settle {
        id: "00aa11bb22cc33dd".into(),
        by,
        why: "村医证明".into()
    }));
}

#[test]
fn two_records_of_one_person_are_judged_by_two_keys_and_a_judgement_is_taken_back() {
    let mut officer = Officer::zh();
    officer.keys("F7 End").sees("李明 XC-020-01 和 李明 SC-003-02：像是同一人").keys("Enter");
    officer.sees("1980-01-01").sees("不是同一人").sees("两份资料都留着").keys("F4").hears("这一件不能另填");
    officer.keys("2").hears("已处理");
    let settled = |number: usize| Ask::Settle {
        id: "00aa11bb22cc33df".into(),
        by: By::Take(number),
        why: String::new(),
    };
    assert!(asks(&officer).contains(&settled(2)));
    officer.keys("F2").sees("判断过的疑似重复").keys("Enter").sees("都见过").keys("3").hears("已处理");
    assert!(asks(&officer).contains(&settled(3)));
    officer.keys("Esc").sees("待处理").sees_not("判断过的疑似重复").keys("Esc").sees("这里有").calm();
}

#[test]
fn a_failure_is_said_and_the_pane_is_there_again_and_stopping_is_possible() {
    let mut officer = at_the_pane();
    officer.worker.trouble = Some(Problem::DiskFull);
    officer.keys("F2 1").sees("其他机器");
    assert_eq!(officer.take_messages().len(), 1);
    officer.slow = true;
    officer.keys("End Up Up Up Up Enter").sees("正在核对").keys("Esc").hears("已停下").sees("其他机器");
    assert_eq!(asks(&officer).iter().filter(|ask| matches!(ask, Ask::TakeIn)).count(), 0);
    // The answer of what was stopped comes too late and is dropped.
    officer.answers().sees("其他机器").calm();
}

#[test]
fn a_lock_forgets_the_preview() {
    let mut officer = at_the_pane();
    officer.keys("Enter Ctrl+K").paste(crate::office::PASSPHRASE).keys("Enter").hears("已开锁");
    officer.sees("其他机器").sees_not("收入预览").calm();
}

fn play(name: &str, keys: &str) {
    scene(name, |officer| {
        officer.keys(keys);
    });
}

#[test]
fn screens_of_the_exchange() {
    play("exchange-office", "F8 6");
    play("exchange-choose", "F8 6 F2");
    play("exchange-folder", "F8 6 F4");
    play("exchange-preview", "F8 6 Enter Down Down");
    scene("exchange-laptop", |officer| {
        laptop(officer, 9);
        officer.keys("F8 6 Home");
    });
    scene("exchange-taking", |officer| {
        officer.keys("F8 6 Enter");
        officer.slow = true;
        officer.keys("Enter");
        let Stage::Working { request, .. } = officer.state.exchange.stage else { panic!("not taking in") };
        officer.done(Done::Progress { request, job: Job::Writing, done: 300, total: 1_000 });
    });
    scene("exchange-empty", |officer| {
        officer.slow = true;
        officer.keys("F8 6");
        let request = officer.state.exchange.pending.unwrap().0;
        let own = MachineLine { own: true, ..machine(10, "O", true) };
        let view = ExchangeView { machines: vec![own], ..ExchangeView::default() };
        officer.done(Done::Exchange { request, told: Box::new(Told::Seen(view)) });
    });
    play("exchange-villages", "F8 6 Home Ctrl+U");
    scene("clashes-late", |officer| {
        listed(officer, vec![late()]);
        officer.keys("Enter");
    });
    scene("clashes-left-out", |officer| {
        listed(officer, vec![late(), torn()]);
        officer.keys("Enter 2").burst("不是这个人的号码");
    });
    play("clashes-list", "F7 Down");
    play("clashes-one", "F7 Enter");
    play("clashes-many", "F7 Down Enter");
    play("clashes-twins", "F7 End Enter");
    play("clashes-judged", "F7 F2 Enter");
    play("clashes-typing", "F7 Enter F4 2026-03-01 Enter");
    scene("clashes-empty", |officer| {
        officer.slow = true;
        officer.keys("F7");
        let request = officer.state.exchange.clashes().unwrap().pending.unwrap().0;
        officer.done(Done::Exchange { request, told: Box::new(Told::Clashes(Vec::new())) });
    });
}

#[test]
fn f51_a_copied_folder_is_an_alarm_on_every_screen_until_its_machine_has_parted() {
    let mut officer = Officer::zh();
    officer.worker.copied = vec!["B".into()];
    officer.keys("F5");
    for pane in 1..=6 {
        officer.keys(&format!("F8 {pane}")).sees("! B 号机资料夹被复制");
    }
    officer.worker.copied.clear();
    officer.keys("F8 1 F5").sees_not("被复制");
}

#[test]
fn x7_a_village_that_went_in_idle_time_is_said_and_what_is_shown_is_read_again() {
    use kuqu::flow::{Done, Kept};
    let mut officer = Officer::zh();
    let before = officer.asked(|effect| matches!(effect, Effect::LoadToday { .. }));
    let village = "何家村".to_owned();
    let words = kuqu::i18n::purge::PurgeSay::Done { village, frames: 12, set_aside: 0 }.words();
    officer.done(Done::Kept { request: 0, kept: Kept::Purged(words) });
    officer.hears("何家村已从本机清除：重写 12 帧。下次打开时整理一遍，稍慢。");
    assert!(officer.asked(|effect| matches!(effect, Effect::LoadToday { .. })) > before);
}
