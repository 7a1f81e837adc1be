//! Fields of a person (人员登记项), and the form that corrects one; every slot of a person but code and village.

use crate::domain::acts::{self, Fact, Finding, Held, Write, guard};
use crate::domain::idnumber::IdNumber;
use crate::domain::kinds::person;
use crate::domain::sex::Sex;
use crate::domain::value::Value;
use crate::form::answers::{AnswerRow, Answers, Datum};
use crate::form::options::{Context, Source};
use crate::form::save::Saved;
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;

pub(super) const NAME: FieldSpec =
    FieldSpec::new("name", Kind::Name, Label::Name, 24).required().watched().item(1).slot(person::NAME);
pub(super) const SEX: FieldSpec =
    FieldSpec::new("sex", Kind::Choice(Source::Sex), Label::Sex, 6).item(4).slot(person::SEX);
pub(super) const BIRTH: FieldSpec =
    FieldSpec::new("birth", Kind::Date, Label::Birth, 14).watched().item(5).slot(person::BIRTH);
pub(super) const ID_NUMBER: FieldSpec = FieldSpec::new("id_number", Kind::IdNumber, Label::IdNumber, 20)
    .watched()
    .item(3)
    .slot(person::ID_NUMBER);
pub(super) const ETHNIC: FieldSpec =
    FieldSpec::new("ethnic", Kind::Choice(Source::Ethnic), Label::Ethnic, 12)
        .copies()
        .item(6)
        .slot(person::ETHNIC);
pub(super) const REGISTRATION: FieldSpec =
    FieldSpec::new("registration", Kind::Choice(Source::Registration), Label::Registration, 14)
        .copies()
        .item(7)
        .slot(person::REGISTRATION);
pub(super) const MIGRANT_KIND: FieldSpec =
    FieldSpec::new("migrant_kind", Kind::Choice(Source::MigrantKind), Label::MigrantKind, 14)
        .copies()
        .item(8)
        .slot(person::MIGRANT_KIND);
pub(super) const RELOCATED: FieldSpec =
    FieldSpec::new("relocated", Kind::Date, Label::Relocated, 14).copies().item(9).slot(person::RELOCATED);
pub(super) const RESERVOIR: FieldSpec =
    FieldSpec::new("reservoir", Kind::Text, Label::Reservoir, 20).copies().item(10).slot(person::RESERVOIR);
pub(super) const SUPPORT_MODE: FieldSpec =
    FieldSpec::new("support_mode", Kind::Choice(Source::SupportMode), Label::SupportMode, 16)
        .copies()
        .item(11)
        .slot(person::SUPPORT_MODE);
pub(super) const PHONE: FieldSpec =
    FieldSpec::new("phone", Kind::Phone, Label::Phone, 16).copies().item(12).slot(person::PHONE);
pub(super) const ACCOUNT: FieldSpec =
    FieldSpec::new("account", Kind::Account, Label::Account, 26).watched().item(14).slot(person::ACCOUNT);
pub(super) const BANK: FieldSpec =
    FieldSpec::new("bank", Kind::Text, Label::Bank, 26).copies().item(13).slot(person::BANK);
pub(super) const WHY: FieldSpec = FieldSpec::new("why", Kind::Reason, Label::Why, 40);

/// 更正人员
pub static CORRECT: FormSpec = FormSpec {
    id: "correct_person",
    version: 1,
    title: Label::CorrectPerson,
    sections: &[
        Section {
            id: "person",
            title: Label::Person,
            rows: Rows::One,
            fields: &[
                NAME.part(Label::Identity),
                FieldSpec::new("former_name", Kind::Name, Label::FormerName, 24).slot(person::FORMER_NAME),
                FieldSpec::new("nickname", Kind::Name, Label::Nickname, 24).slot(person::NICKNAME),
                FieldSpec::new("reading", Kind::Text, Label::Reading, 24).slot(person::READING),
                ID_NUMBER,
                SEX,
                BIRTH,
                // It stands in the membership, so it has no slot here.
                FieldSpec::new("relation", Kind::Choice(Source::Relation), Label::Relation, 14),
                ETHNIC,
                REGISTRATION,
                MIGRANT_KIND.part(Label::Resettlement),
                RELOCATED,
                RESERVOIR,
                SUPPORT_MODE,
                FieldSpec::new("support_from", Kind::Date, Label::SupportFrom, 14).slot(person::SUPPORT_FROM),
                FieldSpec::new("support_to", Kind::Date, Label::SupportTo, 14).slot(person::SUPPORT_TO),
                PHONE.part(Label::Contact),
                BANK,
                ACCOUNT,
                FieldSpec::new("account_name", Kind::Name, Label::AccountName, 24).slot(person::ACCOUNT_NAME),
                FieldSpec::new("death", Kind::Date, Label::Death, 14).slot(person::DEATH).part(Label::Others),
                FieldSpec::new("remark", Kind::Note, Label::Remark, 50).slot(person::REMARK),
            ],
        },
        Section { id: "why", title: Label::Why, rows: Rows::One, fields: &[WHY] },
    ],
    fills,
    checks: |answers, context| of_person(&answers.one("person"), context),
};

/// The operations of a correction. `record` = the person as it was read when the form opened.
pub fn correct(record: &Held, saved: &Saved) -> Vec<Write> {
    let why = saved.why();
    let values = saved.slots("person").filter_map(|change| Some((change.slot?, change.value.clone())));
    acts::person::correct(record, values.collect(), why.as_deref())
}

/// What the identity number says: birth and sex, also where only its check digit is wrong: they are marked, and to be compared.
pub(super) fn fills(row: &AnswerRow, field: &str) -> Vec<(&'static str, Datum)> {
    if field != "id_number" {
        return Vec::new();
    }
    let Ok(number) = IdNumber::parse_unchecked(row.text("id_number")) else { return Vec::new() };
    let birth = number.birth().map(|day| ("birth", Datum::Day(day)));
    birth.into_iter().chain([("sex", Datum::Code(number.sex().code()))]).collect()
}

/// What the guards look at.
pub(super) fn facts(row: &AnswerRow) -> guard::Facts {
    guard::Facts {
        sex: row.code("sex").and_then(Sex::from_code),
        birth: row.day("birth"),
        id_number: Some(row.text("id_number").to_owned()).filter(|text| !text.is_empty()),
        relocated: row.day("relocated"),
        death: row.day("death"),
        support_from: row.day("support_from"),
        support_to: row.day("support_to"),
        relation: row.code("relation"),
        migrant_kind: row.code("migrant_kind"),
    }
}

pub(super) fn of_person(row: &AnswerRow, context: &Context) -> Vec<Finding> {
    let found = guard::of_person(&facts(row), context.today);
    found.into_iter().map(|(field, fact)| Finding { place: row.place(field), fact }).collect()
}

/// Slots of a new person that a row gives.
pub(super) fn values(row: &AnswerRow, fields: &[FieldSpec]) -> Vec<(u16, Value)> {
    let value = |field: &FieldSpec| Some((field.slot?, row.fields.get(field.id)?.value()?));
    fields.iter().filter_map(value).collect()
}

/// Facts about members of the household at hand, for checks across them.
pub(super) fn of_members(answers: &Answers, section: &'static str) -> Vec<Finding> {
    let rows: Vec<&AnswerRow> = answers.all(section).collect();
    let members: Vec<guard::Facts> = rows.iter().map(|row| facts(row)).collect();
    let found = guard::of_members(&members).into_iter();
    found.filter_map(|(at, field, fact)| Some(Finding { place: rows.get(at)?.place(field), fact })).collect()
}

/// The field default of a place on the list.
pub(super) const ABOVE: DefaultRule = DefaultRule::Above;

pub(super) fn finding(row: &AnswerRow, field: &'static str, facts: Vec<Fact>) -> Vec<Finding> {
    facts.into_iter().map(|fact| Finding { place: row.place(field), fact }).collect()
}
