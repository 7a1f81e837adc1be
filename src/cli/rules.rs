//! `rules`: the rule documents of direct support, and whether one is whole.

use std::path::Path;

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::batches::failure;
use super::session::{Failure, Session, file_name};
use crate::domain::money;
use crate::domain::subsidy::rule::{Basis, Rule, Start, Version};
use crate::domain::subsidy::{document, shipped};
use crate::i18n::subsidy::SubsidySay;
use crate::i18n::subsidy_acts::{Against, Done};
use crate::runtime::desk::BatchError;

/// Lists them, or checks one.
pub fn run(session: &Session, rules: &args::Rules, answer: &mut Answer) -> Result<Exit, Failure> {
    match rules {
        args::Rules::List(list) => self::list(session, list.json, answer),
        args::Rules::Check(check) => self::check(session, check, answer),
        args::Rules::Add(add) => self::add(session, add, answer),
        args::Rules::Use(one) => self::choose(session, &one.id, answer),
    }
}

/// Puts a document in force.
fn add(session: &Session, add: &args::RulesCheck, answer: &mut Answer) -> Result<Exit, Failure> {
    let text = read(session, &add.file)?;
    let mut desk = session.desk(answer)?;
    let (rule, fresh) = match desk.add_rule(&text) {
        Ok(added) => added,
        Err(BatchError::Say(Against::Rule(error))) => {
            let sentence = SubsidySay::Refused(error.clone()).text(session.lang);
            if add.json {
                answer.document(&json!({"added": false, "line": error.line, "reason": sentence}));
            }
            answer.say(&sentence);
            return Ok(Exit::Refused);
        }
        Err(error) => return Err(failure(session, &add.file, error)),
    };
    if add.json {
        answer.document(&json!({"added": fresh, "rule": document_of(rule)}));
    }
    answer.say(&Done::RuleAdded(rule.rule_id.clone(), rule.versions.len(), fresh).text(session.lang));
    Ok(Exit::Done)
}

fn choose(session: &Session, id: &str, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let rule = desk.use_rule(id).map_err(|error| failure(session, Path::new(""), error))?;
    answer.say(&Done::RuleUsed(id.to_owned(), rule.name.clone()).text(session.lang));
    Ok(Exit::Done)
}

fn read(session: &Session, file: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(file).map_err(|_| {
        let say = SubsidySay::Unreadable(file_name(file));
        Failure::Told(say.text(session.lang), Exit::Failed)
    })
}

/// The rules of this office where there is one, else those that the program brings with it.
fn list(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let founded = session.data("office")?.join("vault.0").exists();
    let (rules, holds): (Vec<&Rule>, Option<String>) = match founded {
        true => {
            let desk = session.desk(answer)?;
            (desk.support_rules()?, desk.support_rule()?.map(|rule| rule.rule_id.clone()))
        }
        false => (shipped::rules().iter().collect(), Some(shipped::DEFAULT.to_owned())),
    };
    if as_json {
        let all: Vec<Value> = rules.iter().map(|rule| document_of(rule)).collect();
        answer.document(&json!({"default": shipped::DEFAULT, "holds": holds, "rules": all}));
        return Ok(Exit::Done);
    }
    rules.iter().for_each(|rule| lines(rule, answer));
    Ok(Exit::Done)
}

fn check(session: &Session, check: &args::RulesCheck, answer: &mut Answer) -> Result<Exit, Failure> {
    let text = read(session, &check.file)?;
    match document::read(&text) {
        Ok(rule) => {
            if check.json {
                answer.document(&json!({"whole": true, "rule": document_of(&rule)}));
            } else {
                lines(&rule, answer);
            }
            answer.say(&SubsidySay::Whole(rule.versions.len()).text(session.lang));
            Ok(Exit::Done)
        }
        Err(error) => {
            let sentence = SubsidySay::Refused(error.clone()).text(session.lang);
            if check.json {
                answer.document(&json!({"whole": false, "line": error.line, "reason": sentence}));
            }
            answer.say(&sentence);
            Ok(Exit::Refused)
        }
    }
}

/// One line a version: rule and version, from, to, amount, period, document and article, what is unsettled.
fn lines(rule: &Rule, answer: &mut Answer) {
    for version in &rule.versions {
        let basis = version.legal_basis.first().cloned().unwrap_or_default();
        let columns = [
            format!("{}/{}", rule.rule_id, version.version),
            version.valid_from.iso(),
            version.valid_to.map(|day| day.iso()).unwrap_or_default(),
            money::plain(version.amount_fen_per_year),
            version.period.name().to_owned(),
            basis.document,
            basis.article,
            version.unsettled.join(" "),
        ];
        answer.line(&columns.join("\t"));
    }
}

fn basis(basis: &Basis) -> Value {
    json!({"document": basis.document, "article": basis.article})
}

fn document_of(rule: &Rule) -> Value {
    let terms = rule.terms.iter().map(|term| {
        let start = match term.start {
            Start::Fixed(day) => day.iso(),
            Start::Relocated => "relocated".to_owned(),
        };
        let end = rule.span(term.cohort, None).map(|(_, end)| end.iso());
        json!({"cohort": term.cohort.name(), "start": start, "end": end, "years": term.years, "basis": basis(&term.basis)})
    });
    let extensions = rule.extensions.iter().map(
        |more| json!({"cohort": more.cohort.name(), "months": more.months, "basis": basis(&more.basis)}),
    );
    json!({
        "rule": rule.rule_id,
        "name": rule.name,
        "province": rule.province_code,
        "office": rule.office_name,
        "terms": terms.collect::<Vec<Value>>(),
        "extensions": extensions.collect::<Vec<Value>>(),
        "versions": rule.versions.iter().map(version).collect::<Vec<Value>>(),
    })
}

fn version(version: &Version) -> Value {
    let causes = version.causes.iter().map(|cause| {
        json!({
            "code": cause.code,
            "label": cause.label,
            "restorable": cause.restorable,
            "backpay": cause.backpay,
            "document": cause.document,
            "article": cause.article,
        })
    });
    json!({
        "version": version.version,
        "valid_from": version.valid_from.iso(),
        "valid_to": version.valid_to.map(|day| day.iso()),
        "basis": version.legal_basis.iter().map(basis).collect::<Vec<Value>>(),
        "amount_per_year": money::plain(version.amount_fen_per_year),
        "period": version.period.name(),
        "proration": version.proration.name(),
        "first_period": version.first_period.name(),
        "last_period": version.last_period.name(),
        "stop_effective": version.stop_effective.name(),
        "restore_effective": version.restore_effective.name(),
        "suspend_extends_term": version.suspend_extends_term,
        "publication_days": version.publication_days,
        "publication_unit": version.publication_unit.name(),
        "natural_change": version.natural_change.name(),
        "town_status_keeps": version.town_status_keeps,
        "surplus_use": version.surplus_use.name(),
        "payee": version.payee.name(),
        "channel": version.channel.name(),
        "causes": causes.collect::<Vec<Value>>(),
        "unsettled": version.unsettled,
    })
}
