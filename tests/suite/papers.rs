//! Forms of the small invented office: records as a worker reads them, and its answers to what forms ask.

use std::collections::BTreeMap;

use kuqu::domain::acts::{Fact, Seen};
use kuqu::domain::day::Day;
use kuqu::domain::kinds::person;
use kuqu::domain::value::Value;
use kuqu::flow::form::{
    DraftLine, FormAct, FormDone, FormEffect, HistoryLine, Opened, SavedAct, SharedLine, Wish,
};
use kuqu::form::{Choice, Context, Datum, MemberFacts, Seed, SeedRow, Source};
use kuqu::i18n::Both;
use kuqu::i18n::form::Label;
use kuqu::journal::{Act, OpId};

use crate::office::id;

fn both(zh: &str, en: &str) -> Both {
    Both::new(zh, en)
}

fn seen(value: Value) -> Seen {
    Seen { shown: Some(value), others: Vec::new(), ops: vec![OpId([1; 16])] }
}

/// 单玉英 as she was read: her birth stands in conflict.
fn person_row() -> SeedRow {
    let text = |text: &str| Value::Text(text.into());
    let mut slots = BTreeMap::from([
        (person::NAME, seen(text("单玉英"))),
        (person::ID_NUMBER, seen(text("11010519491231002X"))),
        (person::PHONE, seen(text("13800000002"))),
        (person::ACCOUNT, seen(text("6223690012345674502"))),
        (person::BANK, seen(text("农村信用社"))),
        (person::SEX, seen(Value::Code(2))),
        (person::BIRTH, seen(Value::Day(Day::ymd(1949, 12, 31).unwrap()))),
        (person::REMARK, seen(text("常年在外务工, 每年春节回村一次, 电话由其弟代接"))),
    ]);
    let other = Value::Day(Day::ymd(1950, 12, 31).unwrap());
    slots.get_mut(&person::BIRTH).unwrap().others.push(Some(other));
    SeedRow { section: "person", about: Some(id(102)), slots, shown: BTreeMap::new() }
}

fn members() -> Vec<(u8, &'static str)> {
    vec![(101, "张三丰"), (102, "单玉英"), (103, "张伟")]
}

fn opened(wish: Wish) -> Opened {
    let mut context = Context::new(Day::ymd(2026, 11, 24).unwrap());
    let groups = ["一组", "二组", "三组"];
    let groups = groups.iter().zip(1..).map(|(name, n)| Choice::entity(n, id(200), *name, Vec::new()));
    context.lists.insert(Source::Groups, groups.collect());
    let people = members().into_iter().zip(1..);
    let people = people.map(|((number, name), n)| Choice::entity(n, id(number), name, Vec::new()));
    context.lists.insert(Source::Members, people.collect());
    let villages = [(210, "桃源镇 上村"), (211, "大河乡 大河边")].into_iter().zip(1..);
    let villages = villages.map(|((number, name), n)| Choice::entity(n, id(number), name, Vec::new()));
    context.lists.insert(Source::Villages, villages.collect());
    context.members = members()
        .into_iter()
        .map(|(number, _)| MemberFacts {
            person: id(number),
            is_head: number == 101,
            ..MemberFacts::default()
        })
        .collect();
    context.person = wish.person;
    context.household = Some(wish.household);
    context.codes = vec!["XC-001".into(), "XC-012".into()];
    context.defaults = BTreeMap::from([("code", Datum::Text("XC-014".into()))]);
    let of_round = crate::rounds::form(&mut context, &wish);
    let rows = match wish.act {
        FormAct::CorrectPerson => vec![person_row()],
        FormAct::ChangeHead | FormAct::Split | FormAct::Merge => members()
            .into_iter()
            .map(|(number, name)| SeedRow {
                section: "members",
                about: Some(id(number)),
                slots: BTreeMap::new(),
                shown: BTreeMap::from([("name", Datum::Text(name.into()))]),
            })
            .collect(),
        _ => of_round.unwrap_or_default(),
    };
    let about = match wish.act {
        FormAct::Register => "新村",
        FormAct::Round => "",
        act if act.is_personal() => "XC-012-02 单玉英",
        _ => "XC-012 张三丰",
    };
    let seed = Seed { subject: None, act: Act([7; 14]), rows };
    Opened { wish, about: about.into(), seed, context, draft: None }
}

/// What was saved or taken back.
fn done(act: FormAct, wish: Option<Wish>) -> SavedAct {
    let (household, person) = wish.map_or((id(1), None), |wish| (wish.household, wish.person));
    let household = if act == FormAct::Register { id(2) } else { household };
    SavedAct { act, about: "XC-012 张三丰".into(), household, person }
}

pub fn history() -> Vec<HistoryLine> {
    let line = |value: &str, when: &str, why: &str, replaced| HistoryLine {
        who: String::new(),
        field: both("电话", "Phone"),
        value: both(value, value),
        when: when.into(),
        officer: "李明".into(),
        device: "A".into(),
        why: why.into(),
        replaced,
    };
    vec![
        line("139****7788", "2026-11-20 09:30", "本人来电", false),
        line("138****0002", "2025-03-01 16:05", "", true),
    ]
}

pub fn sharers() -> Vec<SharedLine> {
    let line = |number: u8, name: &str, elsewhere| SharedLine {
        field: both("账号", "Account"),
        value: "****4502".into(),
        person: id(number),
        household: if elsewhere { id(3) } else { id(1) },
        code: format!("XC-0{number}-01"),
        name: name.into(),
        village: "新村".into(),
        elsewhere,
    };
    vec![line(15, "赵顺芳", true), line(12, "张三丰", false)]
}

pub fn drafts() -> Vec<DraftLine> {
    vec![
        DraftLine {
            act: Act([7; 14]),
            form: Label::RegisterHousehold,
            about: "新村".into(),
            saved: "2026-11-23 17:42".into(),
            filled: 23,
        },
        DraftLine {
            act: Act([8; 14]),
            form: Label::CorrectPerson,
            about: "XC-012-02 单玉英".into(),
            saved: "2026-11-24 08:05".into(),
            filled: 18,
        },
    ]
}

/// Answers at once; none for what wants no answer.
pub fn answer(drafts: &[DraftLine], effect: FormEffect) -> Option<FormDone> {
    Some(match effect {
        FormEffect::Open { request, wish } => FormDone::Opened { request, opened: Box::new(opened(wish)) },
        FormEffect::LookAlike { request, lookup, .. } => {
            let same = lookup.said.text("name") == "张三丰";
            let fact = same.then(|| ("name", Fact::SamePerson("张三丰".into(), "XC-012-01".into())));
            FormDone::Alike { request, facts: fact.into_iter().collect(), options: Vec::new() }
        }
        FormEffect::Save { request, wish, .. } => {
            FormDone::Saved { request, saved: done(wish.act, Some(wish)) }
        }
        FormEffect::Drafts { request } => FormDone::Drafts { request, drafts: drafts.to_vec() },
        FormEffect::Resume { request, .. } => {
            let wish =
                Wish { act: FormAct::Note, household: id(1), person: None, village: None, petition: None };
            FormDone::Opened { request, opened: Box::new(opened(wish)) }
        }
        FormEffect::Undo { request } => {
            let undone = Some(done(FormAct::Note, None));
            FormDone::Undone { request, undone, left: 0, changed_since: 0 }
        }
        FormEffect::History { request, of } => {
            FormDone::History { request, of, about: "XC-012-02 单玉英".into(), lines: history() }
        }
        FormEffect::Shared { request, .. } => {
            FormDone::Shared { request, about: "XC-012-02 单玉英".into(), lines: sharers() }
        }
        FormEffect::KeepDraft { .. } | FormEffect::DropDraft { .. } => return None,
    })
}
