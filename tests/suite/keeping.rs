//! What keeps the folder alive, at the keyboard: backup, passphrase, officers, the clock, and a lock that shows nothing.

use crate::office::{PASSPHRASE, id, session};
use crate::officer::Officer;
use crate::screens::{pressed, scene};
use kuqu::flow::keeping::SeatLine;
use kuqu::flow::{Done, Effect, Job, Kept, Severity, Wish};
use kuqu::i18n::keeping::Notice;
use kuqu::i18n::problems::Problem;
use kuqu::i18n::proof::ProofSay;
use kuqu::i18n::{Both, Lang};

fn both(zh: &str, en: &str) -> Both {
    Both::new(zh, en)
}

fn seat(number: u32, name: &str, roles: u8) -> SeatLine {
    SeatLine {
        number,
        name: name.into(),
        roles,
        villages: both("全部村", "all villages"),
        state: both("在用", "active"),
        gone: false,
    }
}

pub fn seats() -> Vec<SeatLine> {
    let mut field = seat(2, "王芳", 1);
    field.villages = both("新村 上村", "新村 上村");
    let mut left = seat(3, "欧阳达晟", 2 | 4);
    left.state = both("已停用", "ended");
    left.gone = true;
    vec![seat(1, "李明", 2 | 8), field, left]
}

/// What the office's worker answers; `seats` are its officers.
pub fn answer(request: u64, wish: &Wish, seats: &mut Vec<SeatLine>) -> Done {
    let made = |zh: &str, en: &str| Kept::Made(both(zh, en));
    let kept = match wish {
        Wish::Backup { dir } if dir == "/full" => {
            let problem =
                Problem::Told(both("U 盘满了，还差约 5 KB。", "The stick is full, about 5 KB are missing."));
            return Done::Failed { request, problem };
        }
        Wish::Backup { .. } => made(
            "备份已做好并读回核对：到第 417 条，本次写入 52 KB。",
            "Backed up and read back: up to entry 417, 52 KB written.",
        ),
        Wish::Passphrase { new } if new.reveal().chars().count() < 8 => {
            let problem = Problem::Told(both("口令至少 8 个字符。", "A passphrase needs 8 characters."));
            return Done::Failed { request, problem };
        }
        Wish::Passphrase { .. } => made("1 号的口令已更换。", "The passphrase of officer 1 is changed."),
        Wish::Officers => Kept::Officers(seats.clone()),
        Wish::AddOfficer { name, roles, .. } => {
            let number = u32::try_from(seats.len()).unwrap() + 1;
            seats.push(seat(number, name, *roles));
            made(&format!("{name} 是 {number} 号。"), &format!("{name} is officer {number}."))
        }
        Wish::EndOfficer { number: 1 } => Kept::Left(both("1 号已停用。", "Officer 1 has ended.")),
        Wish::EndOfficer { number } => {
            let seat = seats.iter_mut().find(|seat| seat.number == *number).unwrap();
            seat.gone = true;
            seat.state = both("已停用", "ended");
            made(&format!("{number} 号已停用。"), &format!("Officer {number} has ended."))
        }
        Wish::Proof { purpose, .. } if purpose == "占用" => {
            let say = ProofSay::Taken("a.xlsx".into());
            return Done::Failed { request, problem: Problem::Told(say.words()) };
        }
        Wish::Proof { person, .. } => {
            let about = person.map_or("XC-012 张三丰", |_| "XC-012-01 张三丰");
            let persons = person.map_or(3, |_| 1);
            let file = "移民身份证明-2026-001.xlsx".into();
            Kept::Made(ProofSay::Issued("2026-001".into(), about.into(), persons, file).words())
        }
        Wish::GiveVillages { villages, sure: false, .. } if villages == &["上村"] => {
            let problem = Problem::Told(both(
                "新村只有 B 号机带着，还没有收到过它的文件，可能有没交的工作。",
                "Only B carries 新村, and nothing ever came from it.",
            ));
            return Done::Failed { request, problem };
        }
        Wish::GiveVillages { label, .. } => {
            made(&format!("{label} 号机：交出新村。"), &format!("{label}: left 新村."))
        }
        Wish::Mandate { receiver, .. } => {
            let words = |lang| kuqu::i18n::mandate::entered(lang, receiver, true);
            Kept::Made(both(&words(kuqu::i18n::Lang::Zh), &words(kuqu::i18n::Lang::En)))
        }
        Wish::HandOver { from, to } => Kept::List(both(
            &format!(
                "移交人：{from} 号\n接收人：{to} 号\n村：新村、上村\n草稿：1 份\n\n移交人签字：________"
            ),
            &format!(
                "from: officer {from}\nto: officer {to}\nvillages: 2\ndrafts: 1\n\nsigned (from): ________"
            ),
        )),
    };
    Done::Kept { request, kept }
}

fn wishes(officer: &Officer) -> Vec<Wish> {
    let wish = |effect: &Effect| match effect {
        Effect::Keep { wish, .. } => Some(wish.clone()),
        _ => None,
    };
    officer.worker.asked.iter().filter_map(wish).collect()
}

#[test]
fn a_backup_asks_for_the_folder_once_and_remembers_it() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Up").sees("写到哪个文件夹").keys("Enter").sees("这一格还空着");
    officer.paste("'/media/stick'").sees_not("这一格还空着").keys("Enter").hears("备份已做好并读回核对");
    officer.keys("Ctrl+B Up").sees("/media/stick").keys("Enter").hears("备份已做好并读回核对");
    let to = Wish::Backup { dir: "/media/stick".into() };
    assert_eq!(wishes(&officer), [to.clone(), to]);
    assert_eq!(
        officer.asked(|effect| matches!(effect, Effect::LoadToday { .. })),
        3,
        "its age is read again"
    );
}

#[test]
fn a_proof_is_issued_in_a_few_keys_for_the_household_or_on_the_page_of_a_person() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Ctrl+B End").sees("不加密").sees("1 子女入学").sees("XC-012 张三丰");
    officer
        .keys("Enter Enter")
        .sees("这一格还空着")
        .keys("1")
        .sees("子女入学")
        .keys("Enter")
        .paste("/media/stick")
        .keys("Enter");
    officer.hears("证明 2026-001 已开具并登记：XC-012 张三丰，3 人");
    // The folder is remembered; on the person's page it is the person's.
    officer
        .keys("Enter Ctrl+B End")
        .sees("XC-012-01")
        .sees("/media/stick")
        .burst("办护照")
        .keys("Enter Enter");
    officer.hears("XC-012-01 张三丰，1 人");
    let wish = |person, purpose: &str| Wish::Proof {
        household: id(1),
        person,
        purpose: purpose.into(),
        path: "/media/stick".into(),
    };
    assert_eq!(wishes(&officer), [wish(None, "子女入学"), wish(Some(id(101)), "办护照")]);
}

#[test]
fn what_a_proof_meets_is_said_on_its_slip() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Ctrl+B End").burst("占用").keys("Enter").paste("/media/a.xlsx").keys("Enter");
    officer.sees("a.xlsx 已经有了").sees("占用").calm();
}

#[test]
fn a_stick_that_is_full_is_said_on_the_slip_and_another_can_be_named() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Up").paste("/full").keys("Enter").sees("! U 盘满了").sees("/full");
    officer.keys("Backspace Backspace Backspace Backspace").paste("other").keys("Enter");
    officer.hears("备份已做好");
    assert_eq!(wishes(&officer).last(), Some(&Wish::Backup { dir: "/other".into() }));
}

#[test]
fn while_a_backup_runs_its_bar_moves_keys_wait_and_the_screen_stays_open() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Up").paste("/media/stick");
    officer.slow = true;
    officer.keys("Enter");
    let (request, _) = officer.pending_slip().unwrap();
    officer.done(Done::Progress { request, job: Job::Copying, done: 5, total: 10 }).sees("5/10");
    officer.wait_ms(16 * 60_000).sees_not("已锁").keys("F3");
    // A key that waited goes on at once: it has seen the message off.
    officer.answers().sees("[2 查询]").calm();
}

#[test]
fn a_passphrase_is_typed_twice_and_shown_only_when_asked() {
    let mut officer = Officer::zh();
    officer.keys("F9").burst("改口令").keys("Enter").sees("输两遍");
    officer.burst("new secret 1").keys("Enter").burst("new secret 2").sees_not("new secret");
    officer.keys("F4").sees("new secret 1").sees("new secret 2").keys("F4").sees_not("new secret");
    officer.keys("Enter").sees("两遍口令不一样").calm();
    assert_eq!(wishes(&officer), [], "nothing was asked of the folder");
    officer.burst("short").keys("Enter").burst("short").keys("Enter").sees("口令至少 8 个字符");
    officer.burst("long enough").keys("Tab").burst("ｌｏｎｇ enough").keys("Enter").hears("1 号的口令已更换");
}

#[test]
fn a_head_adds_an_officer_with_roles_by_digits() {
    let mut officer = Officer::zh();
    officer
        .keys("Ctrl+B Home")
        .sees("王芳")
        .sees("新村 上村")
        .sees("已停用")
        .keys("F2")
        .paste("赵敏")
        .keys("Enter 7 Enter");
    officer
        .paste("新村，上村")
        .keys("Enter")
        .burst("reservoir 9")
        .keys("Enter")
        .burst("reservoir 9")
        .keys("Enter");
    officer.sees("角色只有 1 到 4").keys("Backspace 1 3").sees("登记 审批").keys("Tab Tab Tab Enter");
    officer.hears("赵敏 是 4 号").sees("赵敏");
    let added = wishes(&officer).into_iter().find_map(|wish| match wish {
        Wish::AddOfficer { name, roles, villages, passphrase } => {
            Some((name, roles, villages, passphrase.reveal().to_owned()))
        }
        _ => None,
    });
    let villages = ["新村", "上村"].map(String::from).to_vec();
    assert_eq!(added, Some(("赵敏".into(), 1 | 4, villages, "reservoir 9".into())));
}

#[test]
fn the_end_of_an_officer_names_the_person_and_no_is_chosen() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Home Down F6").sees("停用 2 号 王芳").keys("Enter").calm();
    assert_eq!(wishes(&officer), [Wish::Officers]);
    officer.keys("F6 Tab Enter").hears("2 号已停用").sees("王芳").keys("F6").hears("停用：没有选中的行");
    assert_eq!(wishes(&officer).get(1), Some(&Wish::EndOfficer { number: 2 }));
}

#[test]
fn who_ends_themself_is_locked_out() {
    let mut officer = Officer::zh();
    officer.keys("Ctrl+B Home F6").sees("停用 1 号 李明").keys("Tab Enter").hears("1 号已停用").sees("已锁");
    assert_eq!(officer.asked(|effect| *effect == Effect::Lock), 1);
}

#[test]
fn a_handover_shows_the_list_to_be_signed() {
    let mut officer = Officer::zh();
    officer
        .keys("Ctrl+B Home Down F7")
        .sees("移交人编号")
        .keys("x Enter")
        .sees("编号是数字")
        .keys("Backspace 1 Enter");
    officer.sees("交接清单").sees("移交人：2 号").sees("移交人签字").keys("Enter").sees("人员").calm();
    assert_eq!(wishes(&officer).get(1), Some(&Wish::HandOver { from: 2, to: 1 }));
}

#[test]
fn a_laptop_gets_other_villages_and_a_doubt_is_answered_in_the_same_slip() {
    let mut officer = Officer::zh();
    officer.keys("F8 6 Home Ctrl+U").sees("换村").sees("新村 上村");
    for _ in 0..20 {
        officer.keys("Backspace");
    }
    officer.burst("上村").keys("Enter Enter").sees("可能有没交的工作");
    officer.burst("1").keys("Enter").hears("交出新村").calm();
    let wish = |sure| Wish::GiveVillages { label: "A".into(), villages: vec!["上村".into()], sure };
    assert_eq!(wishes(&officer), [wish(false), wish(true)]);
}

#[test]
fn what_the_role_may_not_is_refused_with_who_may() {
    let mut officer = Officer::locked(Lang::Zh);
    officer.keys("Tab Backspace 2 Enter").paste(PASSPHRASE).keys("Enter").hears("王芳，已开锁");
    officer.keys("Ctrl+B Home").sees("李明").keys("F2").hears("登记人员：要负责人来做");
    officer.keys("F6").hears("停用：要负责人来做").keys("F7").hears("移交：要负责人来做");
    assert_eq!(wishes(&officer), [Wish::Officers]);
}

#[test]
fn a_clock_that_is_behind_asks_and_no_leaves() {
    let behind = || Done::Kept {
        request: 0,
        kept: Kept::ClockBehind { newest: "2026-11-24 09:10".into(), now: "2020-01-01 08:00".into() },
    };
    let mut officer = Officer::zh();
    officer
        .done(behind())
        .sees("2020-01-01 08:00")
        .sees("2026-11-24 09:10")
        .keys("Tab Enter")
        .sees("[1 今日]");
    assert!(!officer.quit);
    officer.done(behind()).keys("Enter");
    assert!(officer.quit);
    let mut other = Officer::zh();
    other.done(behind()).keys("Esc");
    assert!(other.quit, "Esc does not believe it either");
}

#[test]
fn what_the_worker_notices_is_said_and_takes_nothing_away() {
    let mut officer = Officer::zh();
    officer.slow = true;
    officer.keys("F5");
    let notice = Notice::CheckedDamaged { places: 2 };
    officer.done(Done::Kept { request: 0, kept: Kept::Noticed(Severity::Error, notice.words()) });
    officer.hears("台账有 2 处损坏");
    assert!(officer.state.today.pending.is_some(), "the answer to F5 is still awaited");
    officer.answers();
    assert!(officer.state.today.pending.is_none());
}

#[test]
fn a_locked_screen_shows_nothing_of_what_lay_on_top_and_gives_it_back() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Enter").sees("老三").wait_ms(15 * 60_000 + 10).sees("已锁").sees_not("老三");
    officer.hears("15 分钟没有操作");
    officer.paste(PASSPHRASE).keys("Enter").hears("已开锁").sees("老三");
    officer
        .keys("Esc Ctrl+B Home F2")
        .paste("赵敏")
        .keys("Tab Tab Tab")
        .burst("reservoir 9")
        .keys("F4")
        .sees("reservoir 9");
    officer
        .keys("Ctrl+K")
        .sees_not("赵敏")
        .sees_not("reservoir")
        .paste(PASSPHRASE)
        .keys("Enter")
        .hears("已开锁");
    officer.sees("赵敏").sees_not("reservoir").keys("Ctrl+K Tab Backspace 2 Enter");
    officer.paste(PASSPHRASE).keys("Enter").hears("王芳，已开锁").sees_not("赵敏");
}

#[test]
fn the_office_says_after_how_many_minutes_a_screen_locks() {
    let mut officer = Officer::locked(Lang::Zh);
    let mut three = session(1);
    three.idle_minutes = Some(3);
    officer.done(Done::Unlocked { request: 0, session: three }).hears("已开锁");
    officer.wait_ms(3 * 60_000 - 2_000).sees_not("已锁").wait_ms(3_000).sees("已锁").hears("3 分钟没有操作");
}

#[test]
fn screens() {
    pressed("slip-backup", "Ctrl+B Up");
    scene("slip-backup-working", |officer| {
        officer.keys("Ctrl+B Up").paste("/media/stick");
        officer.slow = true;
        officer.keys("Enter");
        let (request, _) = officer.pending_slip().unwrap();
        officer.done(Done::Progress { request, job: Job::Copying, done: 52_000, total: 140_000 });
    });
    scene("slip-backup-error", |officer| {
        officer.keys("Ctrl+B Up").paste("/full").keys("Enter");
    });
    pressed("slip-passphrase", "Ctrl+B Left secret78 Enter other");
    scene("slip-officer", |officer| {
        officer.keys("Ctrl+B Home F2").paste("赵敏").keys("Enter 1 3 Enter").paste("新村 上村").keys("Enter");
    });
    pressed("slip-officer-error", "Ctrl+B Home F2 Up Enter");
    pressed("slip-hand-over", "Ctrl+B Home Down F7");
    pressed("slip-proof", "F3 zsf Enter Ctrl+B End");
    scene("slip-proof-typical", |officer| {
        officer.keys("F3 zsf Enter Down Enter Ctrl+B End 2 Enter").paste("/media/stick");
    });
    scene("slip-proof-error", |officer| {
        officer
            .keys("F3 zsf Enter Ctrl+B End")
            .burst("占用")
            .keys("Enter")
            .paste("/media/a.xlsx")
            .keys("Enter");
    });
    pressed("officers-typical", "Ctrl+B Home Down");
    scene("officers-full", |officer| {
        officer.worker.seats = (1..60).map(|number| seat(number, "欧阳达晟", 15)).collect();
        officer.keys("Ctrl+B Home End");
    });
    scene("officers-empty", |officer| {
        officer.slow = true;
        officer.keys("Ctrl+B Home");
    });
    pressed("officers-end", "Ctrl+B Home Down F6");
    pressed("officers-handover-list", "Ctrl+B Home Down F7 1 Enter");
    scene("clock-behind", |officer| {
        let (newest, now) = ("2026-11-24 09:10".into(), "2020-01-01 08:00".into());
        officer.done(Done::Kept { request: 0, kept: Kept::ClockBehind { newest, now } });
    });
    scene("notice-check-damaged", |officer| {
        let words = Notice::CheckedDamaged { places: 2 }.words();
        officer.done(Done::Kept { request: 0, kept: Kept::Noticed(Severity::Error, words) });
    });
    scene("notice-check-clean", |officer| {
        let words = Notice::CheckedClean { frames: 5_051 }.words();
        officer.done(Done::Kept { request: 0, kept: Kept::Noticed(Severity::Note, words) });
    });
}
