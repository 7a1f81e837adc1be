//! A round of the small invented office (核查批次): a village under way as the worker tells it, what its forms know, and the screens.

use std::collections::BTreeMap;

use kuqu::domain::day::Day;
use kuqu::domain::sex::Sex;
use kuqu::domain::verify::route::Mark;
use kuqu::domain::verify::rules::{Named, rules};
use kuqu::domain::verify::stages::{Level, VisitResult};
use kuqu::flow::form::{FormAct, Wish};
use kuqu::flow::verify::{
    Ask, CandidateLine, Counts, HouseholdLine, MemberLine, QueueLine, RouteView, Told, VillageLine,
};
use kuqu::form::{Choice, Context, Datum, SeedRow, Source};
use kuqu::i18n::{Both, verify as words};

use crate::office::id;
use crate::screens::scene;

fn both(zh: &str, en: &str) -> Both {
    Both::new(zh, en)
}

fn member(number: u8, name: &str, relation: (&str, &str), sex: Sex, age: u16) -> MemberLine {
    MemberLine {
        person: id(number),
        name: name.into(),
        also: String::new(),
        sex: Some(sex),
        age: Some(age),
        relation: both(relation.0, relation.1),
        id_number: "530399********0018".into(),
        account: "****4501".into(),
        phone: "138****0001".into(),
        outcome: Both::default(),
        on: String::new(),
        conflict: false,
        proposed: Both::default(),
        comment: String::new(),
        candidates: Vec::new(),
    }
}

fn household(number: u8, head: &str, marks: Vec<Mark>, members: Vec<MemberLine>) -> HouseholdLine {
    let done = marks.iter().any(|mark| matches!(mark, Mark::Done(_)));
    HouseholdLine {
        household: id(number),
        code: format!("XC-{number:03}"),
        head: head.into(),
        group: "三组".into(),
        address: "新村 9 号".into(),
        marks,
        done,
        last: Some(("2025-11-03".into(), VisitResult::Ok)),
        members,
    }
}

/// A village in the middle of its round: every mark is there once.
pub fn route(team: &[&str]) -> RouteView {
    let (male, female) = (Sex::Male, Sex::Female);
    let mut suspected = member(101, "张三丰", ("户主", "head"), male, 81);
    suspected.candidates.push(CandidateLine {
        id: "c1".into(),
        claim: both("死亡 2026-10-02", "dead 2026-10-02"),
        by: both("证件号相同 100", "same number 100"),
        outcome: 3,
        on: "2026-10-02".into(),
    });
    let mut differs = member(104, "阿布都热合曼·买买提", ("户主", "head"), male, 58);
    differs.outcome = both("死亡", "dead");
    differs.on = "2026-05-12".into();
    differs.conflict = true;
    let mut back = member(105, "赵顺芳", ("户主", "head"), female, 43);
    back.outcome = both("录（聘）用", "hired");
    back.on = "2026-08-01".into();
    back.proposed = both("核减 已退回", "reduce returned");
    back.comment = "证据：要录用通知".into();
    let wife = || member(102, "单玉英", ("妻", "wife"), female, 76);
    let households = vec![
        household(12, "张三丰", vec![Mark::Suspect, Mark::NotStarted], vec![suspected, wife()]),
        household(
            13,
            "李明",
            vec![Mark::Done(VisitResult::Ok)],
            vec![member(103, "李明", ("户主", "head"), male, 40)],
        ),
        household(
            14,
            "阿布都热合曼·买买提",
            vec![Mark::Conflict, Mark::Done(VisitResult::Change)],
            vec![differs],
        ),
        household(15, "赵顺芳", vec![Mark::Returned, Mark::Done(VisitResult::Change)], vec![back]),
        household(16, "钱大海", vec![Mark::Again(VisitResult::Absent)], vec![wife()]),
        household(17, "孙丽", vec![Mark::LongUnseen], vec![wife()]),
        household(18, "周强", vec![Mark::NotStarted], vec![wife()]),
    ];
    let digits =
        rules(None).outcome.iter().filter_map(|rule| Some((rule.digit?, both(&rule.name, &rule.en))));
    RouteView {
        period: "2026".into(),
        village: id(200),
        name: "新村".into(),
        counts: Counts { households: 42, done: 17, again: 3, proposals: 2 },
        households,
        team: team.iter().map(|name| (*name).to_owned()).collect(),
        check: false,
        digits: digits.collect(),
    }
}

fn queue() -> Vec<QueueLine> {
    let line =
        |number: u8, who: &str, asks: (&str, &str), stage: (&str, &str), (to_approve, changed)| QueueLine {
            person: id(number),
            household: id(number),
            who: who.into(),
            village: "新村".into(),
            asks: both(asks.0, asks.1),
            on: "2026-08-01".into(),
            evidence: both("证件", "paper"),
            stage: both(stage.0, stage.1),
            to_approve,
            changed,
        };
    vec![
        line(101, "XC-012-01 张三丰", ("核减 死亡", "reduce dead"), ("已提议", "proposed"), (false, false)),
        line(
            105,
            "XC-015-01 赵顺芳",
            ("核减 录（聘）用", "reduce hired"),
            ("已提议", "proposed"),
            (false, true),
        ),
        line(
            104,
            "XC-014-01 阿布都热合曼·买买提",
            ("转出外县", "transfer out to a county"),
            ("待审批", "to be approved"),
            (true, false),
        ),
        line(
            103,
            "XC-013-01 李明",
            ("恢复 刑满释放", "restore released"),
            ("乡镇（街道）已审", "street agreed"),
            (false, false),
        ),
    ]
}

/// What this office's worker tells; without a route no round is under way.
pub fn answer(route: Option<&RouteView>, ask: &Ask) -> Told {
    let line = |name: &str, done| VillageLine {
        village: id(200),
        name: name.into(),
        counts: Counts { households: 42, done, again: 3, proposals: 2 },
    };
    match (ask, route) {
        (Ask::Queue, Some(_)) => Told::Queue(queue()),
        (Ask::Villages, Some(_)) => {
            Told::Villages(vec![line("新村", 17), line("大河边", 0), line("上村", 42)])
        }
        (_, route) => Told::Route(Box::new(route.cloned().unwrap_or_default())),
    }
}

fn named(list: &[Named]) -> Vec<Choice> {
    let choice = |(number, named): (u32, &Named)| {
        let datum = Datum::Code(named.code);
        Choice { number, datum, name: named.name.clone(), also: Vec::new() }
    };
    (1..).zip(list).map(choice).collect()
}

/// What a form of this part knows, and its rows; none for the other forms.
pub fn form(context: &mut Context, wish: &Wish) -> Option<Vec<SeedRow>> {
    let rules = rules(None);
    context.rule = rules.id.clone();
    let text = |text: &str| Datum::Text(text.into());
    let day = |month, date| Datum::Day(Day::ymd(2026, month, date).unwrap());
    let option = |number: u16, code: u16, name: &str| Choice {
        number: number.into(),
        datum: Datum::Code(code),
        name: name.into(),
        also: Vec::new(),
    };
    let outcomes =
        rules.outcome.iter().map(|rule| option(rule.digit.unwrap_or(rule.code), rule.code, &rule.name));
    context.lists.insert(Source::Outcomes, outcomes.collect());
    context.lists.insert(Source::Evidence, named(&rules.evidence));
    context.lists.insert(Source::FewOfficers, named(&rules.few));
    let causes = rules.cause.iter().zip(1_u16..).map(|(cause, number)| option(number, number, &cause.name));
    context.lists.insert(Source::Causes, causes.collect());
    let levels =
        Level::ALL.iter().map(|of| option(of.code(), of.code(), words::level(*of, kuqu::i18n::Lang::Zh)));
    context.lists.insert(Source::Levels, levels.collect());
    let fields =
        words::RETURN_FIELDS.iter().zip(1_u16..).map(|(field, number)| option(number, number, field.1));
    context.lists.insert(Source::ReturnFields, fields.collect());
    let row = |section, about, name: &str| SeedRow {
        section,
        about: Some(id(about)),
        slots: BTreeMap::new(),
        shown: BTreeMap::from([("name", text(name))]),
    };
    let defaults: Vec<(&'static str, Datum)> = match wish.act {
        FormAct::Visit | FormAct::VisitPaper | FormAct::VisitCheck => {
            let people = [(101, "张三丰 户主 81"), (102, "单玉英 妻 76")];
            let rows = ["members", "accounts"]
                .into_iter()
                .flat_map(|section| people.map(|(about, name)| row(section, about, name)));
            context.defaults.extend([
                ("respondent", text("张三丰")),
                ("relation", text("户主")),
                ("why_few", text("")),
            ]);
            let mut rows: Vec<SeedRow> = rows.collect();
            let shown = BTreeMap::from([("officers", text("李明 王芳"))]);
            rows.push(SeedRow { section: "visit", shown, ..SeedRow::default() });
            return Some(rows);
        }
        FormAct::Team => vec![("officers", text("李明"))],
        FormAct::Round => vec![("period", text("2026")), ("cutoff", day(11, 24))],
        FormAct::Opinion => vec![("level", Datum::Code(Level::Community.code()))],
        FormAct::Decide => {
            let transfer = rules.cause.iter().position(|cause| cause.id == "R6o").unwrap() + 1;
            let cause = Datum::Code(u16::try_from(transfer).unwrap());
            vec![("cause", cause), ("on", day(8, 1)), ("effective", day(10, 1))]
        }
        FormAct::GiveBack | FormAct::Approve => Vec::new(),
        _ => return None,
    };
    context.defaults.extend(defaults);
    Some(Vec::new())
}

/// A scene on the route, with the team said.
fn at_the_door(name: &str, keys: &str) {
    scene(name, |officer| {
        officer.worker.route = Some(route(&["李明", "王芳"]));
        officer.keys("F8 3").keys(keys);
    });
}

#[test]
fn verify_route() {
    at_the_door("verify-route", "");
    at_the_door("verify-returned", "PgDn PgDn PgDn");
    at_the_door("verify-from-paper", "Tab zs");
    at_the_door("verify-villages", "Ctrl+B PgUp");
    at_the_door("verify-results", "F6");
    scene("verify-team", |officer| {
        officer.worker.route = Some(route(&[]));
        officer.keys("F8 3 Ctrl+B Backspace");
    });
}

#[test]
fn verify_forms() {
    at_the_door("verify-visit", "F2 1 3");
    at_the_door("verify-visit-end", "F2 PgDn PgDn PgDn PgDn");
    at_the_door("verify-round", "Insert");
    at_the_door("verify-round-wrong", "Insert 2026H1 Enter");
    at_the_door("verify-rest", "Ctrl+B Tab");
    at_the_door("verify-posting", "Ctrl+B Delete");
}

#[test]
fn verify_queue() {
    at_the_door("verify-queue", "Ctrl+B PgDn Down");
    at_the_door("verify-opinion", "Ctrl+B PgDn F2");
    at_the_door("verify-decide", "Ctrl+B PgDn F4 Enter");
    at_the_door("verify-return", "Ctrl+B PgDn Ctrl+D");
    at_the_door("verify-approve", "Ctrl+B PgDn Ctrl+E");
}
