//! The visit form (入户核查): one digit per member; day, evidence and note where the outcome asks for them; accounts, respondent,
//! checklist behind, for who needs them. And the team of the day.

use super::person::finding;
use crate::domain::acts::{Fact, Finding};
use crate::domain::verify::guard::{self, Known, Stated};
use crate::domain::verify::rules::{OutcomeRule, Rules, Want, rules};
use crate::form::answers::{AnswerRow, Answers, Datum};
use crate::form::options::{Context, Source};
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::i18n::form::Label;

/// The rule of the round at hand.
pub fn rules_of(context: &Context) -> &'static Rules {
    rules(Some(&context.rule))
}

fn rule_of(row: &AnswerRow, context: &Context) -> Option<&'static OutcomeRule> {
    rules_of(context).outcome(row.code("outcome")?)
}

fn asks_day(row: &AnswerRow, context: &Context) -> bool {
    rule_of(row, context).is_some_and(|rule| rule.date != Want::None)
}

fn asks_evidence(row: &AnswerRow, context: &Context) -> bool {
    rule_of(row, context).is_some_and(|rule| rule.evidence != Want::None)
}

fn asks_note(row: &AnswerRow, context: &Context) -> bool {
    rule_of(row, context).is_some_and(|rule| rule.note)
}

fn shows_account(row: &AnswerRow, _: &Context) -> bool {
    row.code("account").is_some_and(|code| (1..=2).contains(&code))
}

const NAME: FieldSpec = FieldSpec::new("name", Kind::Fixed, Label::Name, 20);

const MEMBER: &[FieldSpec] = &[
    NAME,
    FieldSpec::new("outcome", Kind::Choice(Source::Outcomes), Label::Outcome, 14).quick().item(2),
    FieldSpec::new("on", Kind::Date, Label::On, 14).when(asks_day).item(2),
    FieldSpec::new("evidence", Kind::Choice(Source::Evidence), Label::Evidence, 14)
        .quick()
        .when(asks_evidence)
        .item(2),
    FieldSpec::new("note", Kind::Note, Label::NoteText, 30).when(asks_note).item(2),
];

const ACCOUNT: &[FieldSpec] = &[
    NAME,
    FieldSpec::new("account", Kind::Choice(Source::AccountCheck), Label::AccountCheck, 12).quick().item(5),
    FieldSpec::new("holder", Kind::Name, Label::AccountName, 20).when(shows_account).item(5),
    FieldSpec::new("tail", Kind::Digits, Label::AccountTail, 6).when(shows_account).item(5),
    FieldSpec::new("phone", Kind::Phone, Label::Phone, 16).item(6),
];

const VISIT_FIELDS: &[FieldSpec] = &[
    FieldSpec::new("officers", Kind::Text, Label::Officers, 28).item(11),
    FieldSpec::new("respondent", Kind::Name, Label::Respondent, 20).default(DefaultRule::Context).item(11),
    FieldSpec::new("relation", Kind::Text, Label::Relation, 14).default(DefaultRule::Context).item(11),
    FieldSpec::new("checklist", Kind::Text, Label::Checklist, 28).item(10),
    FieldSpec::new("result", Kind::Choice(Source::VisitResults), Label::VisitResult, 16),
    FieldSpec::new("next", Kind::Date, Label::NextVisit, 14).item(12),
    FieldSpec::new("text", Kind::Note, Label::NoteText, 30).item(9),
];

const SECTIONS: &[Section] = &[
    Section { id: "members", title: Label::Members, rows: Rows::Given, fields: MEMBER },
    Section { id: "accounts", title: Label::Accounts, rows: Rows::Given, fields: ACCOUNT },
    Section { id: "visit", title: Label::Visit, rows: Rows::One, fields: VISIT_FIELDS },
];

/// 入户核查
pub static VISIT: FormSpec = of(Label::Visit, "visit", at_the_door);

/// 按纸录入: what a village handed in.
pub static PAPER: FormSpec = of(Label::VisitPaper, "visit_paper", checks);

/// 抽查复核: the second time, without a look at the first.
pub static CHECK: FormSpec = of(Label::VisitCheck, "visit_check", at_the_door);

type Checks = fn(&Answers, &Context) -> Vec<Finding>;

const fn of(title: Label, id: &'static str, checks: Checks) -> FormSpec {
    FormSpec { id, version: 1, title, sections: SECTIONS, fills: |_, _| Vec::new(), checks }
}

/// At the door the officers count, too: two, or a reason; the reason of the day's team is known.
fn at_the_door(answers: &Answers, context: &Context) -> Vec<Finding> {
    let mut found = checks(answers, context);
    let row = answers.one("visit");
    let known = match context.defaults.get("why_few") {
        Some(Datum::Text(why)) => why.as_str(),
        _ => "",
    };
    let facts = guard::of_team(rules_of(context), &officers(row.text("officers")), known);
    found.extend(finding(&row, "officers", facts));
    found
}

fn checks(answers: &Answers, context: &Context) -> Vec<Finding> {
    let mut found = Vec::new();
    for row in answers.all("members") {
        let known = known(row, context);
        let facts = guard::of_outcome(rules_of(context), &stated(row, context), &known, context.today);
        found.extend(facts.into_iter().map(|(field, fact)| Finding { place: row.place(field), fact }));
    }
    let visit = answers.one("visit");
    let unknown = checklist(visit.text("checklist"), rules_of(context)).is_none();
    found.extend(finding(&visit, "checklist", unknown.then_some(Fact::NoOption).into_iter().collect()));
    found
}

/// What a row says of a member, as far as its outcome asks for it.
pub fn stated(row: &AnswerRow, context: &Context) -> Stated {
    Stated {
        outcome: row.code("outcome"),
        on: row.day("on").filter(|_| asks_day(row, context)),
        evidence: row.code("evidence").filter(|_| asks_evidence(row, context)),
        note: row.text("note").to_owned(),
    }
}

fn known(row: &AnswerRow, context: &Context) -> Known {
    let member = context.member(row.about);
    Known {
        birth: member.and_then(|member| member.birth),
        death: member.and_then(|member| member.death),
        seen_on: member.and_then(|member| member.seen_on),
        elsewhere: member.and_then(|member| member.elsewhere.clone()),
    }
}

/// The ids of typed numbers of the checklist, from 1; none where one of them is no item.
pub fn checklist(typed: &str, rules: &Rules) -> Option<Vec<String>> {
    let spaced: String = typed.chars().map(crate::text::fold::fold_char).collect();
    let words = spaced.split(|typed: char| !typed.is_ascii_digit()).filter(|word| !word.is_empty());
    let item = |word: &str| {
        let number: usize = word.parse().ok()?;
        rules.check.get(number.checked_sub(1)?).map(|item| item.id.clone())
    };
    words.map(item).collect()
}

/// 入户人员
pub static TEAM: FormSpec = FormSpec {
    id: "visit_team",
    version: 1,
    title: Label::Team,
    sections: &[Section {
        id: "team",
        title: Label::Team,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("officers", Kind::Text, Label::Officers, 40)
                .required()
                .default(DefaultRule::Context),
            FieldSpec::new("few", Kind::Choice(Source::FewOfficers), Label::WhyFew, 30),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |answers, context| {
        let row = answers.one("team");
        let few = if row.code("few").is_some() { "few" } else { "" };
        finding(&row, "officers", guard::of_team(rules_of(context), &officers(row.text("officers")), few))
    },
};

/// Names, one after the other.
pub fn officers(typed: &str) -> Vec<String> {
    let apart = |typed: char| typed.is_whitespace() || matches!(typed, ',' | '\u{ff0c}' | '\u{3001}' | ';');
    typed.split(apart).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_checklists_are_read_as_they_are_typed() {
        assert_eq!(officers("李明、王芳 张三，赵四"), ["李明", "王芳", "张三", "赵四"]);
        let rules = rules(None);
        assert_eq!(checklist("1、３ 10", rules).unwrap(), ["head_same", "state_posts", "explained"]);
        assert_eq!(checklist("", rules), Some(Vec::new()));
        assert_eq!(checklist("1 99", rules), None);
    }
}
