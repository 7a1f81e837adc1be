//! What the office does in a round (开批次) and with a proposal (意见、退回、核定、审批): each with its day and its reason.

use super::person::finding;
use super::visit::rules_of;
use crate::domain::acts::{Fact, Finding};
use crate::domain::verify::guard::Doubt;
use crate::domain::verify::period::Span;
use crate::form::answers::{AnswerRow, Answers};
use crate::form::options::{Context, Source};
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;

const ON: FieldSpec = FieldSpec::new("on", Kind::Date, Label::On, 14).required().default(DefaultRule::Today);

/// 开批次: the year or a quarter, the day on which the list is frozen, the villages.
pub static ROUND: FormSpec = FormSpec {
    id: "round",
    version: 1,
    title: Label::OpenRound,
    sections: &[Section {
        id: "round",
        title: Label::OpenRound,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("period", Kind::Text, Label::RoundPeriod, 10)
                .required()
                .default(DefaultRule::Context),
            FieldSpec::new("cutoff", Kind::Date, Label::Cutoff, 14).required().default(DefaultRule::Context),
            FieldSpec::new("villages", Kind::Text, Label::RoundVillages, 40),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, _| of_round(answers),
};

fn of_round(answers: &Answers) -> Vec<Finding> {
    let row = answers.one("round");
    let typed = row.text("period");
    let Some(span) = Span::read(typed) else {
        let wrong = (!typed.is_empty()).then(|| Fact::Verify(Doubt::NoPeriod(typed.to_owned())));
        return finding(&row, "period", wrong.into_iter().collect());
    };
    let outside = row.day("cutoff").filter(|cutoff| !span.holds(*cutoff));
    let doubt = outside.map(|_| Fact::Verify(Doubt::CutoffOutside(span.text())));
    finding(&row, "cutoff", doubt.into_iter().collect())
}

/// 意见
pub static OPINION: FormSpec = FormSpec {
    id: "opinion",
    version: 1,
    title: Label::Opinion,
    sections: &[Section {
        id: "opinion",
        title: Label::Opinion,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("level", Kind::Choice(Source::Levels), Label::Level, 14)
                .required()
                .quick()
                .default(DefaultRule::Context),
            FieldSpec::new("agrees", Kind::YesNo, Label::Agrees, 6).required().quick(),
            FieldSpec::new("by", Kind::Name, Label::SignedBy, 16).required(),
            ON,
            FieldSpec::new("text", Kind::Note, Label::NoteText, 30),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| late(&answers.one("opinion"), context),
};

/// 退回
pub static GIVE_BACK: FormSpec = FormSpec {
    id: "give_back",
    version: 1,
    title: Label::GiveBack,
    sections: &[Section {
        id: "return",
        title: Label::GiveBack,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("field", Kind::Choice(Source::ReturnFields), Label::ReturnField, 14)
                .required()
                .quick(),
            FieldSpec::new("comment", Kind::Note, Label::Comment, 40).required(),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |_, _| Vec::new(),
};

/// 核定
pub static DECIDE: FormSpec = FormSpec {
    id: "decide",
    version: 1,
    title: Label::Decide,
    sections: &[Section {
        id: "decision",
        title: Label::Decide,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("cause", Kind::Choice(Source::Causes), Label::Cause, 30)
                .required()
                .default(DefaultRule::Context),
            FieldSpec::new("on", Kind::Date, Label::On, 14).default(DefaultRule::Context),
            FieldSpec::new("effective", Kind::Date, Label::Effective, 14)
                .required()
                .default(DefaultRule::Context),
            FieldSpec::new("papers", Kind::Text, Label::Papers, 34).required(),
            FieldSpec::new("number", Kind::Text, Label::DocumentNumber, 24),
            FieldSpec::new("county", Kind::Text, Label::County, 24).when(confirms),
            FieldSpec::new("confirmation", Kind::Text, Label::Confirmation, 24).when(confirms),
            FieldSpec::new("confirmed_on", Kind::Date, Label::ConfirmedOn, 14).when(confirms),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| of_decision(answers, context),
};

fn confirms(row: &AnswerRow, context: &Context) -> bool {
    cause(row, context).is_some_and(|cause| cause.confirmation)
}

/// The cause that a decision's row names: options are numbered in the order of the rule document, from 1.
pub fn cause<'a>(row: &AnswerRow, context: &Context) -> Option<&'a crate::domain::verify::rules::Cause> {
    let at = usize::from(row.code("cause")?).checked_sub(1)?;
    rules_of(context).cause.get(at)
}

fn of_decision(answers: &Answers, context: &Context) -> Vec<Finding> {
    let row = answers.one("decision");
    let mut found = late(&row, context);
    if confirms(&row, context) {
        let silent = ["county", "confirmation"].into_iter().find(|field| row.text(field).trim().is_empty());
        let doubt = silent.map(|field| finding(&row, field, vec![Fact::Verify(Doubt::NoConfirmation)]));
        found.extend(doubt.into_iter().flatten());
        let late = row.day("confirmed_on").filter(|on| context.today.is_before(*on));
        found.extend(finding(&row, "confirmed_on", late.map(Fact::AfterToday).into_iter().collect()));
    }
    let next = row.day("on").and_then(|on| rules_of(context).period.after(on));
    if let (Some(next), Some(effective)) = (next, row.day("effective"))
        && effective.is_before(next)
    {
        found.extend(finding(&row, "effective", vec![Fact::Verify(Doubt::TooEarly(next))]));
    }
    found
}

fn late(row: &AnswerRow, context: &Context) -> Vec<Finding> {
    let late = row.day("on").filter(|on| context.today.is_before(*on));
    finding(row, "on", late.map(Fact::AfterToday).into_iter().collect())
}

/// 审批
pub static APPROVE: FormSpec = FormSpec {
    id: "approve",
    version: 1,
    title: Label::Approve,
    sections: &[Section {
        id: "approval",
        title: Label::Approve,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("agrees", Kind::YesNo, Label::Agrees, 6).required().quick(),
            ON,
            FieldSpec::new("why", Kind::Reason, Label::Why, 40),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| late(&answers.one("approval"), context),
};
