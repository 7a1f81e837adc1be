//! Who belongs where (变更户主、转户、分户、并户): the forms that move people between households and ask relations again.

use super::person::{WHY, finding};
use super::register::{ADDRESS, CODE, GROUP, SETTLEMENT, new_household, of_code};
use crate::domain::acts::household as act;
use crate::domain::acts::membership::{self, Mover, REASON_MERGED, REASON_MOVED_IN, REASON_SPLIT, Standing};
use crate::domain::acts::{Fact, Finding, Held, Whom, Write, guard};
use crate::domain::day::Day;
use crate::domain::kinds::membership as slots;
use crate::domain::relation;
use crate::domain::value::Value;
use crate::form::answers::{AnswerRow, Answers};
use crate::form::options::{Context, Source};
use crate::form::save::Saved;
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;
use crate::journal::EntityId;

pub(super) const ON: FieldSpec =
    FieldSpec::new("on", Kind::Date, Label::On, 14).required().default(DefaultRule::Today);
const MEMBER: FieldSpec = FieldSpec::new("name", Kind::Fixed, Label::Name, 20);
const RELATION: FieldSpec =
    FieldSpec::new("relation", Kind::Choice(Source::Relation), Label::RelationNew, 14);
const INTO: FieldSpec =
    FieldSpec::new("into", Kind::Choice(Source::Households), Label::IntoHousehold, 30).required();
const WHY_SECTION: Section = Section { id: "why", title: Label::Why, rows: Rows::One, fields: &[WHY] };

/// 变更户主
pub static CHANGE_HEAD: FormSpec = FormSpec {
    id: "change_head",
    version: 1,
    title: Label::ChangeHead,
    sections: &[
        Section {
            id: "head",
            title: Label::NewHead,
            rows: Rows::One,
            fields: &[FieldSpec::new("head", Kind::Choice(Source::Members), Label::NewHead, 24).required()],
        },
        Section { id: "members", title: Label::Members, rows: Rows::Given, fields: &[MEMBER, RELATION] },
        WHY_SECTION,
    ],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("head");
        let head = row.entity("head");
        let facts = context.member(head).map(|member| guard::of_head(member.death, member.is_head));
        let mut found = finding(&row, "head", facts.unwrap_or_default());
        let others = answers.all("members").filter(|row| head.is_none() || row.about != head);
        found.extend(others.flat_map(|row| of_relation(row, context, true)));
        found
    },
};

/// 转户
pub static MOVE: FormSpec = FormSpec {
    id: "move_member",
    version: 1,
    title: Label::MoveMember,
    sections: &[
        Section {
            id: "move",
            title: Label::MoveMember,
            rows: Rows::One,
            fields: &[INTO, RELATION.required(), ON],
        },
        WHY_SECTION,
    ],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("move");
        let mut found = of_into(&row, context);
        found.extend(of_leaving(&row, context.person, context));
        let leads = context.member(context.person).is_some_and(|member| member.is_head);
        found.extend(finding(&row, "into", leads.then_some(Fact::HeadLeaves).into_iter().collect()));
        found
    },
};

/// 分户
pub static SPLIT: FormSpec = FormSpec {
    id: "split_household",
    version: 1,
    title: Label::SplitHousehold,
    sections: &[
        Section {
            id: "household",
            title: Label::NewHousehold,
            rows: Rows::One,
            fields: &[CODE, GROUP, SETTLEMENT, ADDRESS, ON],
        },
        Section {
            id: "members",
            title: Label::Members,
            rows: Rows::Given,
            fields: &[MEMBER, FieldSpec::new("goes", Kind::YesNo, Label::Goes, 6), RELATION],
        },
        WHY_SECTION,
    ],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("household");
        let mut found = of_code(&row, context);
        let rows: Vec<&AnswerRow> = answers.all("members").collect();
        let going: Vec<&AnswerRow> = rows.iter().copied().filter(|row| row.yes("goes")).collect();
        if let Some(first) = rows.first() {
            found.extend(finding(first, "goes", guard::of_split(going.len(), rows.len())));
        }
        found.extend(of_heads(&going));
        for member in going {
            found.extend(of_relation(member, context, true));
            found.extend(of_leaving(&row, member.about, context));
            let leads = context.member(member.about).is_some_and(|member| member.is_head);
            found.extend(finding(member, "goes", leads.then_some(Fact::HeadLeaves).into_iter().collect()));
        }
        found
    },
};

/// 并户
pub static MERGE: FormSpec = FormSpec {
    id: "merge_households",
    version: 1,
    title: Label::MergeHouseholds,
    sections: &[
        Section { id: "merge", title: Label::MergeHouseholds, rows: Rows::One, fields: &[INTO, ON] },
        Section {
            id: "members",
            title: Label::Members,
            rows: Rows::Given,
            fields: &[MEMBER, RELATION.required()],
        },
        WHY_SECTION,
    ],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("merge");
        let mut found = of_into(&row, context);
        for member in answers.all("members") {
            found.extend(of_relation(member, context, true));
            found.extend(of_leaving(&row, member.about, context));
            let heads = member.code("relation").is_some_and(relation::is_head);
            found.extend(finding(
                member,
                "relation",
                heads.then_some(Fact::SecondHead).into_iter().collect(),
            ));
        }
        found
    },
};

fn of_into(row: &AnswerRow, context: &Context) -> Vec<Finding> {
    let same = row.entity("into").is_some() && row.entity("into") == context.household;
    finding(row, "into", same.then_some(Fact::SameHousehold).into_iter().collect())
}

/// The day on which somebody leaves the household at hand.
pub(super) fn of_leaving(row: &AnswerRow, who: Option<EntityId>, context: &Context) -> Vec<Finding> {
    let (Some(on), Some(member)) = (row.day("on"), context.member(who)) else { return Vec::new() };
    finding(row, "on", guard::of_leaving(on, member.joined, member.birth, member.death, context.today))
}

/// A relation that was asked again: given, and not contradicting the person's sex.
fn of_relation(row: &AnswerRow, context: &Context, wanted: bool) -> Vec<Finding> {
    let code = row.code("relation");
    let sex = context.member(row.about).and_then(|member| member.sex);
    let said = code.and_then(relation::sex).filter(|said| sex.is_some_and(|sex| sex != said.code()));
    let missing = (wanted && code.is_none()).then_some(Fact::Missing);
    finding(row, "relation", missing.into_iter().chain(said.map(Fact::SexOfRelation)).collect())
}

fn of_heads(going: &[&AnswerRow]) -> Vec<Finding> {
    let heads = |row: &&&AnswerRow| row.code("relation").is_some_and(relation::is_head);
    let mut led = going.iter().filter(heads);
    match (led.next(), going.first()) {
        (None, Some(first)) => finding(first, "relation", vec![Fact::NoHead]),
        _ => led.flat_map(|row| finding(row, "relation", vec![Fact::SecondHead])).collect(),
    }
}

fn relation_of(answers: &Answers, person: EntityId) -> Option<u16> {
    answers.all("members").find(|row| row.about == Some(person))?.code("relation")
}

/// The operations of a change of head. `memberships` = those of all members, as they were read.
pub fn change_head(household: &Held, memberships: &[Held], saved: &Saved) -> Vec<Write> {
    let Some(head) = saved.answers.one("head").entity("head") else { return Vec::new() };
    let relation = |held: &Held| match held.shown(slots::PERSON) {
        Some(Value::Ref(person)) => relation_of(&saved.answers, *person),
        _ => None,
    };
    let members: Vec<(&Held, Option<u16>)> = memberships.iter().map(|held| (held, relation(held))).collect();
    act::change_head(household, head, &members, saved.why().as_deref())
}

/// Somebody who may move, as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The person.
    pub person: Held,
    /// The membership that ends.
    pub membership: Option<Held>,
    /// The person's record in the village to which they go, from an earlier stay.
    pub there: Option<Held>,
}

impl Candidate {
    fn mover(&self, relation: Option<u16>, on: Day, reason: u16) -> Mover<'_> {
        Mover {
            person: &self.person,
            membership: self.membership.as_ref(),
            there: self.there.as_ref(),
            standing: Standing { relation, from: Some(on), reason, order: None },
        }
    }
}

/// The operations that move somebody into another household, `scope` = its village. `from` = the household that they
/// leave: it is left without head where its head goes.
pub fn move_member(from: &Held, who: &Candidate, scope: EntityId, saved: &Saved) -> Vec<Write> {
    let row = saved.answers.one("move");
    let (Some(into), Some(on)) = (row.entity("into"), row.day("on")) else { return Vec::new() };
    let mover = who.mover(row.code("relation"), on, REASON_MOVED_IN);
    let why = saved.why();
    let mut writes = membership::move_over(&mover, scope, Whom::Is(into), on, 0, why.as_deref());
    writes.extend(act::without_head(from, &[mover], why.as_deref()));
    writes
}

/// The operations of a split in the same village.
pub fn split(from: &Held, members: &[Candidate], saved: &Saved) -> Vec<Write> {
    let row = saved.answers.one("household");
    let Some(on) = row.day("on") else { return Vec::new() };
    let new = new_household(from.key.scope, &row);
    let goes = |who: &&Candidate| {
        saved.answers.all("members").any(|row| row.about == Some(who.person.key.entity) && row.yes("goes"))
    };
    let mover = |who: &'_ Candidate| relation_of(&saved.answers, who.person.key.entity);
    let going: Vec<Mover<'_>> =
        members.iter().filter(goes).map(|who| who.mover(mover(who), on, REASON_SPLIT)).collect();
    act::split(from, &new, &going, on, saved.why().as_deref())
}

/// The operations of a merge. `into` = the household that the form's choice names.
pub fn merge(from: &Held, into: &Held, members: &[Candidate], saved: &Saved) -> Vec<Write> {
    let Some(on) = saved.answers.one("merge").day("on") else { return Vec::new() };
    let relation = |who: &Candidate| relation_of(&saved.answers, who.person.key.entity);
    let movers: Vec<Mover<'_>> =
        members.iter().map(|who| who.mover(relation(who), on, REASON_MERGED)).collect();
    act::merge(from, into, &movers, on, saved.why().as_deref())
}
