//! Registering (建档、添人): a household with its members, and members added to one, at the speed of typing.

use super::person::{self, ABOVE};
use crate::domain::acts::household::{self as act, Home, NewHousehold, NewMember};
use crate::domain::acts::membership::{REASON_REGISTERED, Standing};
use crate::domain::acts::{Fact, Finding, Write};
use crate::domain::kinds::household;
use crate::domain::relation;
use crate::domain::value::Value;
use crate::form::answers::{AnswerRow, Answers};
use crate::form::options::{Context, Source};
use crate::form::save::Saved;
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;
use crate::journal::EntityId;

/// Most members typed in one form.
pub const MEMBERS_MAX: usize = 40;

pub(super) const CODE: FieldSpec = FieldSpec::new("code", Kind::Text, Label::HouseholdCode, 16)
    .required()
    .default(DefaultRule::Context)
    .item(1)
    .slot(household::CODE);
pub(super) const GROUP: FieldSpec = FieldSpec::new("group", Kind::Choice(Source::Groups), Label::Group, 20)
    .default(DefaultRule::Context)
    .copies()
    .item(2)
    .slot(household::GROUP);
pub(super) const SETTLEMENT: FieldSpec =
    FieldSpec::new("settlement", Kind::Choice(Source::Settlements), Label::Settlement, 24)
        .default(DefaultRule::Context)
        .copies()
        .item(3)
        .slot(household::SETTLEMENT);
pub(super) const ADDRESS: FieldSpec =
    FieldSpec::new("address", Kind::Text, Label::Address, 40).copies().item(4).slot(household::ADDRESS);
pub(super) const HOUSEHOLD_REMARK: FieldSpec =
    FieldSpec::new("remark", Kind::Note, Label::Remark, 50).item(5).slot(household::REMARK);

const MEMBER: &[FieldSpec] = &[
    person::NAME,
    FieldSpec::new("relation", Kind::Choice(Source::Relation), Label::Relation, 14).required().item(2),
    person::ID_NUMBER,
    person::SEX,
    person::BIRTH,
    person::ETHNIC.default(ABOVE),
    person::REGISTRATION.default(ABOVE),
    person::MIGRANT_KIND.default(ABOVE),
    person::RELOCATED.default(ABOVE),
    person::RESERVOIR.default(ABOVE),
    person::SUPPORT_MODE.default(ABOVE),
    person::PHONE,
    person::BANK.default(ABOVE),
    person::ACCOUNT,
    FieldSpec::new("from", Kind::Date, Label::JoinedOn, 14).item(15),
    FieldSpec::new("reason", Kind::Choice(Source::ReasonIn), Label::JoinReason, 12)
        .default(DefaultRule::Code(REASON_REGISTERED))
        .item(16),
];

const MEMBERS: Section =
    Section { id: "members", title: Label::Members, rows: Rows::Grow(MEMBERS_MAX), fields: MEMBER };

/// 建档
pub static REGISTER: FormSpec = FormSpec {
    id: "register_household",
    version: 1,
    title: Label::RegisterHousehold,
    sections: &[
        Section {
            id: "household",
            title: Label::Household,
            rows: Rows::One,
            fields: &[CODE, GROUP, SETTLEMENT, ADDRESS, HOUSEHOLD_REMARK],
        },
        MEMBERS,
    ],
    fills: person::fills,
    checks: |answers, context| {
        let mut found = of_code(&answers.one("household"), context);
        found.extend(of_rows(answers, context));
        found.extend(person::of_members(answers, "members"));
        found
    },
};

/// 添加成员
pub static ADD_MEMBER: FormSpec = FormSpec {
    id: "add_member",
    version: 1,
    title: Label::AddMember,
    sections: &[MEMBERS],
    fills: person::fills,
    checks: |answers, context| {
        let mut found = of_rows(answers, context);
        let headed = context.members.iter().any(|member| member.is_head && member.death.is_none());
        for row in answers.all("members") {
            let heads = row.code("relation").is_some_and(relation::is_head);
            if heads && headed {
                found.extend(person::finding(row, "relation", vec![Fact::SecondHead]));
            }
        }
        found
    },
};

pub(super) fn of_code(row: &AnswerRow, context: &Context) -> Vec<Finding> {
    let code = row.text("code");
    let taken = context.codes.iter().any(|taken| taken == code);
    let facts = taken.then(|| Fact::CodeTaken(code.to_owned())).into_iter().collect();
    person::finding(row, "code", facts)
}

fn of_rows(answers: &Answers, context: &Context) -> Vec<Finding> {
    let mut found = Vec::new();
    for row in answers.all("members") {
        found.extend(person::of_person(row, context));
        let from = row.day("from");
        let late = from.filter(|from| context.today.is_before(*from)).map(Fact::AfterToday);
        let birth = row.day("birth");
        let early =
            birth.filter(|birth| from.is_some_and(|from| from.is_before(*birth))).map(Fact::BeforeBirth);
        found.extend(person::finding(row, "from", late.into_iter().chain(early).collect()));
    }
    found
}

/// The operations that register the household.
pub fn register(village: EntityId, letter: &str, saved: &Saved) -> Vec<Write> {
    let row = saved.answers.one("household");
    act::register(&new_household(village, &row), &new_members(saved), letter)
}

pub(super) fn new_household(village: EntityId, row: &AnswerRow) -> NewHousehold {
    let rest = [GROUP, SETTLEMENT, ADDRESS, HOUSEHOLD_REMARK];
    let values: Vec<(u16, Value)> = person::values(row, &rest);
    NewHousehold { village, code: row.text("code").to_owned(), values }
}

/// The operations that add members; `already` = members that the household lists.
pub fn add_members(home: &Home<'_>, already: usize, saved: &Saved) -> Vec<Write> {
    act::add_members(home, &new_members(saved), already)
}

fn new_members(saved: &Saved) -> Vec<NewMember> {
    let member = |row: &AnswerRow| NewMember {
        values: person::values(row, MEMBER),
        standing: Standing {
            relation: row.code("relation"),
            from: row.day("from"),
            reason: row.code("reason").unwrap_or(REASON_REGISTERED),
            order: None,
        },
    };
    saved.answers.all("members").map(member).collect()
}
