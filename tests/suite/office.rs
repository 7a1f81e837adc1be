//! A small invented office: records and a worker that answers at once, in the place of store and search.

use kuqu::domain::sex::Sex;
use kuqu::domain::status::Status;
use kuqu::flow::Severity;
use kuqu::flow::view::*;
use kuqu::i18n::Both;
use kuqu::i18n::import::Verdict;
use kuqu::i18n::lookup::MatchReason;
use kuqu::journal::EntityId;

pub const PASSPHRASE: &str = "水库 2006";

pub fn id(number: u8) -> EntityId {
    EntityId([number; 16])
}

fn both(zh: &str, en: &str) -> Both {
    Both::new(zh, en)
}

/// A member with the usual facts; `number` makes codes and ids.
pub fn member(number: u8, name: &str, relation: Both, sex: Sex, age: u16) -> MemberView {
    MemberView {
        person: id(number.wrapping_add(100)),
        code: format!("XC-012-{number:02}"),
        relation,
        name: Value::plain(name),
        former_name: String::new(),
        nickname: String::new(),
        sex: Some(sex),
        birth: Value::plain(format!("{}-05-12", 2026 - age)),
        age: Some(age),
        status: Status::Registered,
        since: String::new(),
        ethnic: both("汉族", "Han"),
        id_number: Value::plain(format!("530399********00{number:02}")),
        account: Value::plain(format!("****45{number:02}")),
        bank: "农村信用社".into(),
        phone: Value::plain(format!("138****00{number:02}")),
        migrant_kind: both("原迁移民", "original mover"),
        relocated: Value::plain("2005-06-30"),
        reservoir: "龙潭水库".into(),
        support: "2006-07-01 2026-06-30".into(),
        remark: String::new(),
        findings: Vec::new(),
    }
}

/// The household of 张三丰: five members, one dead, one finding, one conflict.
pub fn household() -> HouseholdView {
    let mut zhang = member(1, "张三丰", both("户主", "head"), Sex::Male, 64);
    zhang.nickname = "老三".into();
    zhang.findings.push(Finding {
        severity: Severity::Error,
        words: both("证件号校验位不对", "check digit of the number is wrong"),
    });
    let mut wife = member(2, "单玉英", both("配偶", "spouse"), Sex::Female, 61);
    wife.birth = Value { text: "1965-05-12".into(), others: vec!["1966-05-12".into()] };
    let mut son = member(3, "张伟", both("子", "son"), Sex::Male, 37);
    son.phone = Value::default();
    let mut daughter = member(4, "阿依古丽·买买提", both("儿媳", "daughter-in-law"), Sex::Female, 35);
    daughter.ethnic = both("维吾尔族", "Uyghur");
    let mut mother = member(5, "𬭚秀", both("母亲", "mother"), Sex::Female, 88);
    mother.status = Status::Deceased;
    mother.since = "2024-03".into();
    HouseholdView {
        household: id(1),
        code: "XC-012".into(),
        head: "张三丰".into(),
        township: "桃源镇".into(),
        village: "新村".into(),
        group: "三组".into(),
        settlement: "新村安置点".into(),
        address: "新村三组 12 号".into(),
        relocated: Value::plain("2005-06-30"),
        reservoir: "龙潭水库".into(),
        migrant_kind: both("原迁移民", "original mover"),
        remark: String::new(),
        members: vec![zhang, wife, son, daughter, mother],
        findings: vec![Finding {
            severity: Severity::Warning,
            words: both("住址与安置点不一致", "address differs from settlement"),
        }],
        conflicts: 1,
        set_aside: false,
        notes: vec![
            NoteLine {
                on: "2026-05-02".into(), who: String::new(), text: "房屋漏雨，已转乡镇".into()
            },
            NoteLine {
                on: "2026-03-18".into(), who: "张伟".into(), text: "在昆明打工，过年回来".into()
            },
        ],
        visit: None,
        payment: None,
        petition: None,
    }
}

/// A household with nothing in it.
pub fn bare_household() -> HouseholdView {
    HouseholdView {
        household: id(2),
        code: "XC-013".into(),
        head: String::new(),
        group: String::new(),
        settlement: String::new(),
        address: String::new(),
        relocated: Value::default(),
        reservoir: String::new(),
        migrant_kind: Both::default(),
        members: Vec::new(),
        findings: Vec::new(),
        conflicts: 0,
        set_aside: false,
        notes: Vec::new(),
        ..household()
    }
}

/// A household of twenty members with long names and many findings.
pub fn full_household() -> HouseholdView {
    let mut view = household();
    view.household = id(3);
    view.code = "XC-SHANGXINCUN-0001".into();
    let mut members = Vec::new();
    for number in 1..=20 {
        let mut next = member(
            number,
            "欧阳达晟",
            both("其他亲属", "other relative"),
            Sex::Female,
            20 + u16::from(number),
        );
        next.former_name = "欧阳小晟".into();
        next.remark = "常年在外务工，每年春节回村一次，电话由其弟代接；账号已换过两次，请核对社保卡。".into();
        for index in 0..5 {
            next.findings.push(Finding {
                severity: Severity::Warning,
                words: both(&format!("第 {index} 项要看一看"), &format!("item {index} to look at")),
            });
        }
        members.push(next);
    }
    view.members = members;
    view.conflicts = 12;
    view
}

pub fn hit(number: u8, name: &str, matched: Vec<MatchPart>) -> HitView {
    HitView {
        kind: HitKind::Person,
        household: if number == 2 { id(2) } else { id(1) },
        person: Some(id(number.wrapping_add(100))),
        code: format!("XC-012-{number:02}"),
        name: name.into(),
        village: "新村".into(),
        group: "三组".into(),
        born: "1962".into(),
        status: Status::Registered,
        matched,
        same_as: Vec::new(),
    }
}

pub fn part(typed: &str, reason: MatchReason, met: &str, approximate: bool) -> MatchPart {
    MatchPart { typed: typed.into(), reason, met: met.into(), approximate }
}

/// Results for `zsf`: two exact ones and a near one.
pub fn answer() -> SearchAnswer {
    let mut near = hit(9, "赵顺芳", vec![part("zsf", MatchReason::Initials, "", true)]);
    near.status = Status::MovedOut;
    near.household = id(3);
    SearchAnswer {
        hits: vec![
            hit(1, "张三丰", vec![part("zsf", MatchReason::Initials, "", false)]),
            hit(2, "张世芬", vec![part("zsf", MatchReason::Initials, "", false)]),
            near,
        ],
        total: 3,
        ..nothing()
    }
}

pub fn nothing() -> SearchAnswer {
    SearchAnswer {
        hits: Vec::new(),
        total: 0,
        villages: ["新村", "上村", "大河边", "桃源镇分散安置"].map(String::from).to_vec(),
        roster_as_of: Some("2026-11-20".into()),
        exchange_as_of: None,
        unconfirmed: 4,
    }
}

/// More results than a screen holds.
pub fn many() -> SearchAnswer {
    let hits = (0..200)
        .map(|index: u8| {
            let parts = vec![
                part("lm", MatchReason::Initials, "", false),
                part("3z", MatchReason::Group, "三组", false),
                part("62", MatchReason::BirthYear, "1962", false),
            ];
            hit(index, "李明", parts)
        })
        .collect();
    SearchAnswer { hits, total: 1_234, ..nothing() }
}

pub fn today() -> TodayView {
    let village = |township: &str, name: &str, households, persons| VillageLine {
        township: township.into(),
        name: name.into(),
        households,
        persons,
    };
    let finding = |check: &str, zh: &str, en: &str, severity, count| FindingCount {
        check: check.into(),
        name: both(zh, en),
        severity,
        count,
    };
    TodayView {
        persons: 5_051,
        households: 1_400,
        villages: vec![
            village("桃源镇", "新村", 120, 430),
            village("桃源镇", "上村", 80, 301),
            village("大河乡", "大河边", 60, 222),
            village("桃源镇", "桃源镇分散安置", 3, 9),
        ],
        roster: Some(Dated { date: "2026-11-20".into(), days_ago: 4 }),
        exchange: None,
        backup: Some(Dated { date: "2026-11-10".into(), days_ago: 14 }),
        backup_late: true,
        unconfirmed: None,
        unconfirmed_days: 0,
        copied: Vec::new(),
        sweeping: false,
        round: Some(RoundLine {
            period: "2026".into(),
            households: 1_400,
            done: 617,
            again: 31,
            to_decide: 12,
        }),
        petitions: Vec::new(),
        returned: (0, 0),
        late: 0,
        left: Vec::new(),
        findings: vec![
            finding(
                "id-check",
                "证件号校验位不对",
                "check digit of the identity number is wrong",
                Severity::Error,
                12,
            ),
            finding("id-twice", "同一证件号有两个人", "one identity number, two persons", Severity::Error, 2),
            finding("no-head", "没有户主的户", "households without a head", Severity::Warning, 3),
            finding("no-account", "没有账号", "no account", Severity::Warning, 140),
            finding("old-area", "区划代码已废止", "abolished area code", Severity::Note, 77),
        ],
    }
}

pub fn preview() -> Preview {
    let row = |verdict, row, who: &str, field: Both, file: &str, record: &str, reason: Both| PreviewRow {
        verdict,
        sheet: "新村".into(),
        row,
        who: who.into(),
        field,
        file: file.into(),
        record: record.into(),
        reason,
    };
    let none = Both::default;
    Preview {
        file: "2026花名册.xlsx".into(),
        counts: [3, 5_031, 2, 1, 2],
        findings: 7,
        unknown: Vec::new(),
        free: Vec::new(),
        open_elsewhere: false,
        rows: vec![
            row(Verdict::New, 12, "李小龙", none(), "", "", none()),
            row(Verdict::Changed, 40, "张伟", both("电话", "phone"), "138****0003", "139****7788", none()),
            row(
                Verdict::Clashing,
                41,
                "单玉英",
                both("出生", "born"),
                "1966-05-12",
                "1965-05-12",
                both("李明更正过", "corrected by Li Ming"),
            ),
            row(
                Verdict::Refused,
                77,
                "王五",
                both("身份证号", "ID number"),
                "5.30399E+17",
                "",
                both("数字被表格软件改成了科学记数", "turned into scientific notation by a spreadsheet"),
            ),
            row(Verdict::Refused, 78, "", both("姓名", "name"), "", "", both("没有姓名", "no name")),
        ],
    }
}

/// Two columns that nobody has named.
pub fn unknown() -> Vec<UnknownColumn> {
    let column = |letters: &str, header: &str| UnknownColumn {
        sheet: "新村".into(),
        letters: letters.into(),
        header: header.into(),
    };
    vec![column("K", "乳名"), column("M", "网格员")]
}

pub fn session(number: u32) -> Session {
    Session {
        office: "马龙区搬迁安置办公室".into(),
        officer: if number == 1 { "李明".into() } else { "王芳".into() },
        number,
        roles: if number == 1 { 2 | 8 } else { 1 },
        recovery_used: None,
        idle_minutes: None,
    }
}
