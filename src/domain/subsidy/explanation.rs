//! The explanation of an amount (发放依据): lines with rule, document and article, what was counted and the records behind it.
//! The amount is their sum and stands nowhere else.

use super::claim::{Claim, Stop};
use super::course::{self, Counted, State, Step, Why};
use super::period::Period;
use super::rule::{Rule, Version};
use crate::journal::OpId;

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Fen.
    pub fen: i64,
    /// Rule and version, `yunnan/2`; the rule alone where no version holds.
    pub rule: String,
    /// The document.
    pub document: String,
    /// Article, paragraph or heading.
    pub article: String,
    /// Fen a year that it is a share of; 0 where nothing is paid.
    pub fen_per_year: i64,
    /// What was counted.
    pub counted: Counted,
    /// The group of an addition; none for the base.
    pub group: Option<String>,
    /// Operations that it rests on, ascending.
    pub records: Vec<OpId>,
}

/// A period explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The period.
    pub period: Period,
    /// What it is to the person.
    pub state: State,
    /// Why.
    pub why: Why,
    /// The cause of a stop: code and what it is called.
    pub cause: Option<(String, String)>,
    /// Parameters behind it that no source settles.
    pub unsettled: Vec<String>,
    /// At least one.
    pub lines: Vec<Line>,
}

impl Explanation {
    /// Explains one period.
    pub fn of(rule: &Rule, claim: &Claim, period: Period) -> Explanation {
        Explanation::of_step(rule, claim, &course::of_period(rule, claim, period))
    }

    /// Explains a counted period.
    pub fn of_step(rule: &Rule, claim: &Claim, step: &Step) -> Explanation {
        let version = step.version.map(|at| &rule.versions[at]);
        let stop = match step.why {
            Why::Stopped(at) | Why::PaidBack(at) => claim.stops.get(at),
            _ => None,
        };
        let lines = match (version, step.state) {
            (Some(version), State::Due | State::Held) => paid(rule, version, claim, step, stop),
            _ => vec![unpaid(rule, version, claim, step, stop)],
        };
        let cause = stop.map(|stop| {
            let found = version_of(rule, stop).and_then(|version| version.cause(&stop.cause));
            (stop.cause.clone(), found.map(|cause| cause.label.clone()).unwrap_or_default())
        });
        let unsettled = version.map(|version| unsettled(version, step)).unwrap_or_default();
        Explanation { period: step.period, state: step.state, why: step.why, cause, unsettled, lines }
    }

    /// Fen: the sum of the lines.
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.fen).sum()
    }
}

/// The version in force when a stop happened.
fn version_of<'a>(rule: &'a Rule, stop: &Stop) -> Option<&'a Version> {
    let at = rule.version_on(stop.from.last());
    at.map(|at| &rule.versions[at]).or(rule.versions.first())
}

fn name(rule: &Rule, version: Option<&Version>) -> String {
    version.map_or_else(|| rule.rule_id.clone(), |version| format!("{}/{}", rule.rule_id, version.version))
}

fn records(claim: &Claim, stop: Option<&Stop>) -> Vec<OpId> {
    let mut records = claim.records.clone();
    records.extend(stop.into_iter().flat_map(|stop| &stop.records));
    records.extend(claim.opening.iter().flat_map(|opening| &opening.records));
    records.sort();
    records.dedup();
    records
}

fn paid(rule: &Rule, version: &Version, claim: &Claim, step: &Step, stop: Option<&Stop>) -> Vec<Line> {
    let basis = version.legal_basis.first().cloned().unwrap_or_default();
    let base = Line {
        fen: step.share.of_year(version.amount_fen_per_year),
        rule: name(rule, Some(version)),
        document: basis.document,
        article: basis.article,
        fen_per_year: version.amount_fen_per_year,
        counted: step.counted,
        group: None,
        records: records(claim, stop),
    };
    let more = version.top_ups.iter().filter(|more| claim.groups.contains(&more.group)).map(|more| Line {
        fen: step.share.of_year(more.amount_fen_per_year),
        document: more.document.clone(),
        article: more.article.clone(),
        fen_per_year: more.amount_fen_per_year,
        group: Some(more.group.clone()),
        ..base.clone()
    });
    let more: Vec<Line> = more.collect();
    std::iter::once(base).chain(more).collect()
}

/// A line of nothing says by which document nothing is paid.
fn unpaid(rule: &Rule, version: Option<&Version>, claim: &Claim, step: &Step, stop: Option<&Stop>) -> Line {
    let of_cause = stop.and_then(|stop| version_of(rule, stop)?.cause(&stop.cause));
    let of_term = claim.cohort.and_then(|cohort| rule.term(cohort));
    let of_rule = version.and_then(|version| version.legal_basis.first());
    let (document, article) = match (step.why, of_cause, of_term) {
        (Why::Stopped(_), Some(cause), _) => (cause.document.clone(), cause.article.clone()),
        (Why::TermOver(_) | Why::Ceiling | Why::NotYet(_), _, Some(term)) => {
            (term.basis.document.clone(), term.basis.article.clone())
        }
        _ => of_rule.map(|basis| (basis.document.clone(), basis.article.clone())).unwrap_or_default(),
    };
    Line {
        fen: 0,
        rule: name(rule, version),
        document,
        article,
        fen_per_year: 0,
        counted: Counted::Nothing,
        group: None,
        records: records(claim, stop),
    }
}

/// Of the parameters that this period hung on, those that no source settles.
fn unsettled(version: &Version, step: &Step) -> Vec<String> {
    let stopped = matches!(step.why, Why::Stopped(_));
    let broken = !matches!(step.counted, Counted::Period | Counted::Nothing);
    let relevant = |name: &str| match name {
        "valid_from" | "amount_fen_per_year" | "period" | "legal_basis" => true,
        "stop_effective" | "causes" => stopped,
        "restore_effective" => matches!(step.why, Why::PaidBack(_)),
        "proration" => broken,
        "first_period" => matches!(step.why, Why::NotYet(_)),
        "last_period" => matches!(step.why, Why::TermOver(_)),
        _ => false,
    };
    version.unsettled.iter().filter(|name| relevant(name)).cloned().collect()
}
