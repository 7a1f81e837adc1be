//! What happens to a person or a record (死亡、迁出、作废、恢复、记事), each with its day and its reason.

use super::members::{ON, of_leaving};
use super::person::{WHY, finding};
use crate::domain::acts::household as home;
use crate::domain::acts::{Fact, Finding, Held, Write, membership, person as act};
use crate::form::answers::{AnswerRow, Answers};
use crate::form::options::{Context, Source};
use crate::form::save::Saved;
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;
use crate::journal::EntityId;

const REASON: FieldSpec = FieldSpec::new("reason", Kind::Reason, Label::Why, 40).required();

/// 死亡登记
pub static DEATH: FormSpec = FormSpec {
    id: "death",
    version: 1,
    title: Label::DeathEvent,
    sections: &[Section {
        id: "event",
        title: Label::DeathEvent,
        rows: Rows::One,
        // Never proposed: a day of death is asked, not assumed.
        fields: &[ON.default(DefaultRule::None), WHY],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("event");
        let dead = context.member(context.person).and_then(|member| member.death);
        // Another day than the one known is a correction; that it was dead before says the warning.
        let mut found: Vec<Finding> = of_leaving(&row, context.person, context)
            .into_iter()
            .filter(|finding| !matches!(finding.fact, Fact::AfterDeath(_)))
            .collect();
        found.extend(finding(&row, "on", dead.map(Fact::DeadAlready).into_iter().collect()));
        found.extend(of_head(&row, context));
        found
    },
};

/// 迁出登记
pub static MOVE_OUT: FormSpec = FormSpec {
    id: "move_out",
    version: 1,
    title: Label::MoveOutEvent,
    sections: &[Section {
        id: "event",
        title: Label::MoveOutEvent,
        rows: Rows::One,
        fields: &[
            ON,
            FieldSpec::new("cause", Kind::Choice(Source::ReasonOut), Label::LeaveReason, 12).required(),
            WHY,
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("event");
        let mut found = of_leaving(&row, context.person, context);
        found.extend(of_head(&row, context));
        found
    },
};

/// 作废
pub static SET_ASIDE: FormSpec = FormSpec {
    id: "set_aside",
    version: 1,
    title: Label::SetAside,
    sections: &[Section { id: "event", title: Label::SetAside, rows: Rows::One, fields: &[REASON] }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| of_void(answers, context.is_void.then_some(Fact::VoidAlready)),
};

/// 恢复
pub static BRING_BACK: FormSpec = FormSpec {
    id: "bring_back",
    version: 1,
    title: Label::BringBack,
    sections: &[Section { id: "event", title: Label::BringBack, rows: Rows::One, fields: &[REASON] }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| of_void(answers, (!context.is_void).then_some(Fact::NotVoid)),
};

/// 记事
pub static NOTE: FormSpec = FormSpec {
    id: "note",
    version: 1,
    title: Label::Note,
    sections: &[Section {
        id: "note",
        title: Label::Note,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("text", Kind::Note, Label::NoteText, 60).required(),
            FieldSpec::new("on", Kind::Date, Label::On, 14).default(DefaultRule::Today),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("note");
        let late = row.day("on").filter(|on| context.today.is_before(*on));
        finding(&row, "on", late.map(Fact::AfterToday).into_iter().collect())
    },
};

fn of_head(row: &AnswerRow, context: &Context) -> Vec<Finding> {
    let leads = context.member(context.person).is_some_and(|member| member.is_head);
    finding(row, "on", leads.then_some(Fact::HeadLeaves).into_iter().collect())
}

fn of_void(answers: &Answers, fact: Option<Fact>) -> Vec<Finding> {
    finding(&answers.one("event"), "reason", fact.into_iter().collect())
}

/// The operations of a death; the membership that stands ends on that day.
pub fn death(person: &Held, membership: Option<&Held>, saved: &Saved) -> Vec<Write> {
    let on = saved.answers.one("event").day("on");
    on.map(|on| act::death(person, membership, on, saved.why().as_deref())).unwrap_or_default()
}

/// The operations of somebody's leaving; `from` = the household, left without head where its head goes.
pub fn move_out(from: &Held, membership: &Held, saved: &Saved) -> Vec<Write> {
    let row = saved.answers.one("event");
    let (Some(on), Some(cause)) = (row.day("on"), row.code("cause")) else { return Vec::new() };
    let why = saved.why();
    let mut writes = vec![membership::leave(membership, on, cause, why.as_deref())];
    writes.extend(home::without_member(from, membership, why.as_deref()));
    writes
}

/// The operation that sets a record aside.
pub fn set_aside(record: &Held, saved: &Saved) -> Vec<Write> {
    act::set_aside(record, saved.answers.one("event").text("reason"))
}

/// The operation that brings a record back.
pub fn bring_back(record: &Held, saved: &Saved) -> Vec<Write> {
    act::bring_back(record, saved.answers.one("event").text("reason"))
}

/// The operation that keeps a note on a household or person.
pub fn note(scope: EntityId, subject: EntityId, saved: &Saved) -> Vec<Write> {
    let row = saved.answers.one("note");
    act::note(scope, subject, row.text("text"), row.day("on"))
}
