//! Forms of petitions (信访表单): registering an item, and the next legal act with what that act asks for.

use crate::domain::petition::stages::{Act, Source as From};
use crate::form::answers::AnswerRow;
use crate::form::options::{Context, Source};
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;

fn handed_over(row: &AnswerRow, _: &Context) -> bool {
    row.code("source").is_some_and(|code| code != From::Direct.code())
}

/// Asked once the folder has found an earlier item that this one may repeat.
fn may_repeat(_: &AnswerRow, context: &Context) -> bool {
    context.lists.get(&Source::Repeats).is_some_and(|found| !found.is_empty())
}

const ITEM: &[FieldSpec] = &[
    FieldSpec::new("channel", Kind::Choice(Source::Channels), Label::Channel, 14).quick().required(),
    FieldSpec::new("kind", Kind::Choice(Source::ItemKinds), Label::ItemKind, 14).quick().required(),
    FieldSpec::new("topic", Kind::Choice(Source::Topics), Label::Topic, 16).watched(),
    FieldSpec::new("code", Kind::Text, Label::WhoseCode, 16).default(DefaultRule::Context).watched(),
    FieldSpec::new("names", Kind::Text, Label::Petitioners, 30).default(DefaultRule::Context).watched(),
    FieldSpec::new("request", Kind::Note, Label::Request, 40),
    FieldSpec::new("repeats", Kind::Choice(Source::Repeats), Label::Repeats, 24).quick().when(may_repeat),
    FieldSpec::new("received", Kind::Date, Label::Received, 14).required().default(DefaultRule::Today),
    FieldSpec::new("paper_date", Kind::Date, Label::PaperDate, 14),
    FieldSpec::new("source", Kind::Choice(Source::From), Label::CameFrom, 16)
        .quick()
        .default(DefaultRule::Code(1)),
    FieldSpec::new("source_number", Kind::Text, Label::PaperNumber, 24).when(handed_over),
    FieldSpec::new("period", Kind::Date, Label::PaperPeriod, 14).when(handed_over),
    FieldSpec::new("phone", Kind::Phone, Label::Phone, 16),
    FieldSpec::new("count", Kind::Digits, Label::HowMany, 6),
    FieldSpec::new("speakers", Kind::Text, Label::Speakers, 30),
    FieldSpec::new("real_name", Kind::Choice(Source::RealName), Label::RealName, 14)
        .quick()
        .default(DefaultRule::Code(1)),
    FieldSpec::new("money", Kind::Money, Label::MoneyAtStake, 14),
    FieldSpec::new("place", Kind::Text, Label::PlaceOfIt, 30),
    FieldSpec::new("accused", Kind::Text, Label::Accused, 20),
    FieldSpec::new("why", Kind::Reason, Label::Why, 30),
];

/// 登记信访件
pub static REGISTER: FormSpec = FormSpec {
    id: "petition_register",
    version: 2,
    title: Label::PetitionRegister,
    sections: &[Section { id: "item", title: Label::PetitionRegister, rows: Rows::One, fields: ITEM }],
    fills: |_, _| Vec::new(),
    checks: |_, _| Vec::new(),
};

fn act(row: &AnswerRow) -> Option<Act> {
    Act::from_code(row.code("act")?)
}

fn has_second_day(row: &AnswerRow, _: &Context) -> bool {
    let with = [Act::Extend, Act::Deliver, Act::Review, Act::Rereview, Act::Hear, Act::SetPeriod];
    act(row).is_some_and(|act| with.contains(&act))
}

fn extends(row: &AnswerRow, _: &Context) -> bool {
    act(row) == Some(Act::Extend)
}

fn has_route(row: &AnswerRow, _: &Context) -> bool {
    matches!(act(row), Some(Act::Accept | Act::LegalWay))
}

fn has_outcome(row: &AnswerRow, _: &Context) -> bool {
    matches!(act(row), Some(Act::Opinion | Act::Review | Act::Rereview))
}

fn has_rating(row: &AnswerRow, _: &Context) -> bool {
    act(row) == Some(Act::Rate)
}

fn has_whom(row: &AnswerRow, _: &Context) -> bool {
    let with = [Act::Extend, Act::Transfer, Act::HandBack, Act::Lead, Act::PassOn, Act::Report, Act::Object];
    act(row).is_some_and(|act| with.contains(&act))
}

const STEP_FIELDS: &[FieldSpec] = &[
    FieldSpec::new("act", Kind::Choice(Source::PetitionActs), Label::PetitionAct, 20)
        .required()
        .default(DefaultRule::Context),
    FieldSpec::new("on", Kind::Date, Label::On, 14).required().default(DefaultRule::Today),
    FieldSpec::new("route", Kind::Choice(Source::Routes), Label::Route, 20)
        .when(has_route)
        .default(DefaultRule::Context),
    FieldSpec::new("outcome", Kind::Choice(Source::PetitionOutcomes), Label::OpinionSays, 14)
        .quick()
        .when(has_outcome),
    FieldSpec::new("rating", Kind::Choice(Source::Ratings), Label::Rating, 14).quick().when(has_rating),
    FieldSpec::new("days", Kind::Digits, Label::ExtraDays, 6).when(extends),
    FieldSpec::new("whom", Kind::Text, Label::ToWhom, 20).when(has_whom),
    FieldSpec::new("until", Kind::Date, Label::SecondDay, 14).when(has_second_day),
    FieldSpec::new("note", Kind::Note, Label::BasisOrReason, 40),
    FieldSpec::new("paper", Kind::Text, Label::PaperName, 24),
    FieldSpec::new("archive", Kind::Text, Label::PaperPlace, 24),
    FieldSpec::new("why", Kind::Reason, Label::Why, 30),
];

/// 办下一步
pub static STEP: FormSpec = FormSpec {
    id: "petition_step",
    version: 1,
    title: Label::PetitionStep,
    sections: &[Section { id: "step", title: Label::PetitionStep, rows: Rows::One, fields: STEP_FIELDS }],
    fills: |_, _| Vec::new(),
    checks: |_, _| Vec::new(),
};

const ON: FieldSpec = FieldSpec::new("on", Kind::Date, Label::On, 14).required().default(DefaultRule::Today);
const WHY: FieldSpec = FieldSpec::new("why", Kind::Reason, Label::Why, 30);

/// A form of one section of one row.
const fn one(id: &'static str, title: Label, sections: &'static [Section]) -> FormSpec {
    FormSpec { id, version: 1, title, sections, fills: |_, _| Vec::new(), checks: |_, _| Vec::new() }
}

const fn step(title: Label, fields: &'static [FieldSpec]) -> Section {
    Section { id: "step", title, rows: Rows::One, fields }
}

/// 指定承办人
pub static ASSIGN: FormSpec = one(
    "petition_assign",
    Label::PetitionAssign,
    &[step(
        Label::PetitionAssign,
        &[FieldSpec::new("about", Kind::Choice(Source::Handlers), Label::Handler, 20).required(), ON, WHY],
    )],
);

/// 并入另一件
pub static MERGE: FormSpec = one(
    "petition_merge",
    Label::PetitionMerge,
    &[step(
        Label::PetitionMerge,
        &[FieldSpec::new("about", Kind::Text, Label::OtherItem, 20).required(), ON, WHY],
    )],
);

/// 关联另一件
pub static LINK: FormSpec = one(
    "petition_link",
    Label::PetitionLink,
    &[step(
        Label::PetitionLink,
        &[
            FieldSpec::new("about", Kind::Text, Label::OtherItem, 20).required(),
            FieldSpec::new("how", Kind::Choice(Source::Ties), Label::HowTied, 14)
                .quick()
                .required()
                .default(DefaultRule::Code(2)),
        ],
    )],
);

/// 记联系
pub static LOG: FormSpec = one(
    "petition_log",
    Label::PetitionLog,
    &[step(
        Label::PetitionLog,
        &[
            FieldSpec::new("how", Kind::Choice(Source::Contacts), Label::ContactHow, 14)
                .quick()
                .required()
                .default(DefaultRule::Code(1)),
            FieldSpec::new("with", Kind::Text, Label::ContactWith, 20).default(DefaultRule::Context),
            FieldSpec::new("note", Kind::Note, Label::ContactSaid, 40).required(),
            ON,
        ],
    )],
);

/// 评价
pub static RATE: FormSpec = one(
    "petition_rate",
    Label::PetitionRate,
    &[step(
        Label::PetitionRate,
        &[
            FieldSpec::new("rating", Kind::Choice(Source::Ratings), Label::Rating, 14).quick().required(),
            ON,
            WHY,
        ],
    )],
);
