//! Worked cases, by the numbers of domain.md and its sources; laws over random claims and rules; flaws of documents.

mod cases;
mod flaws;
mod laws;
mod ledger;
mod parameters;
mod successors;

use super::claim::{Claim, PAID_TO_PERSON, Stop};
use super::course::{Step, walk};
use super::document::read;
use super::rule::Rule;
use super::{Explanation, shipped};
use crate::domain::day::Day;
use crate::domain::migrant::Cohort;

fn day(text: &str) -> Day {
    crate::domain::day::read(text).unwrap()
}

/// Yunnan's document with parts exchanged; every part must occur.
fn text_with(changes: &[(&str, &str)]) -> String {
    let mut text = shipped::TEXTS[0].1.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text
}

fn rule_with(changes: &[(&str, &str)]) -> Rule {
    read(&text_with(changes)).unwrap()
}

fn yunnan() -> &'static Rule {
    shipped::rule("yunnan").unwrap()
}

fn zhejiang() -> &'static Rule {
    shipped::rule("zhejiang").unwrap()
}

fn first_cohort() -> Claim {
    Claim {
        cohort: Some(Cohort::Pre2006),
        relocated: Some(day("1989-05-01")),
        mode: Some(PAID_TO_PERSON),
        ..Claim::default()
    }
}

fn moved(on: &str) -> Claim {
    Claim {
        cohort: Some(Cohort::Post2006),
        relocated: Some(day(on)),
        mode: Some(PAID_TO_PERSON),
        ..Claim::default()
    }
}

fn stop(cause: &str, from: &str, back: Option<&str>) -> Stop {
    Stop { cause: cause.to_owned(), from: day(from), back: back.map(day), records: Vec::new() }
}

fn stopped(claim: Claim, stops: Vec<Stop>) -> Claim {
    Claim { stops, ..claim }
}

/// Runs of periods of one state: `2006Q3-2026Q2 due 80x150.00`.
fn runs(rule: &Rule, claim: &Claim, through: &str) -> Vec<String> {
    let mut runs: Vec<(Step, Step, i64, usize)> = Vec::new();
    for step in walk(rule, claim, day(through)) {
        let fen = Explanation::of_step(rule, claim, &step).total();
        match runs.last_mut() {
            Some(run) if run.0.state == step.state && run.2 == fen => (run.1, run.3) = (step, run.3 + 1),
            _ => runs.push((step, step, fen, 1)),
        }
    }
    let shown = |(first, last, fen, count): (Step, Step, i64, usize)| {
        let fen = crate::domain::money::plain(fen);
        format!("{}-{} {} {count}x{fen}", first.period, last.period, first.state.name())
    };
    runs.into_iter().map(shown).collect()
}

fn sum(rule: &Rule, claim: &Claim, through: &str) -> i64 {
    let steps = walk(rule, claim, day(through));
    steps.iter().map(|step| Explanation::of_step(rule, claim, step).total()).sum()
}
