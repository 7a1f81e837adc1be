//! The generated office's papers of money (批复与拨款): who was approved for which reservoir, what came in each year for them, and
//! what was left over and went to projects. One reservoir has more people on the list than were approved.

use std::collections::BTreeMap;

use super::office::{DemoOffice, day};
use crate::domain::day::Day;
use crate::domain::kinds::{allocation, approval, kind};
use crate::domain::migrant::{self, Cohort};
use crate::domain::register::{Edit, EditError};
use crate::domain::subsidy::office::{Flow, allocation_entity, approval_entity, cohort_code};
use crate::domain::subsidy::rule::Rule;
use crate::domain::value::Value;
use crate::journal::Op;

/// So many persons fewer were approved than are on the list, of the reservoir with the most people.
const SHORT: i64 = 2;
/// Of what a year's money leaves over, so many hundredths go to projects in the year after.
const TO_PROJECTS: i64 = 60;

/// The operations of approvals and allocations. `paid` = fen that lists paid out, by year, of the years that are kept.
pub(super) fn papers(
    office: &DemoOffice,
    rule: &Rule,
    paid: &BTreeMap<i32, i64>,
    today: Day,
) -> Result<Vec<Op>, EditError> {
    let mut counts: BTreeMap<(&str, Cohort), i64> = BTreeMap::new();
    for person in office.persons.iter().filter(|person| person.support.is_some()) {
        let cohort = day(person.relocated).and_then(migrant::cohort_of_day);
        if let Some(cohort) = cohort {
            *counts.entry((person.reservoir, cohort)).or_default() += 1;
        }
    }
    if let Some(most) = counts.values_mut().max() {
        *most = (*most - SHORT).max(1);
    }
    let mut ops = Vec::new();
    for ((reservoir, cohort), persons) in &counts {
        let (document, on, start) = match cohort {
            Cohort::Pre2006 => ("demo-2006-1", Day::ymd(2006, 12, 20), Day::ymd(2006, 7, 1)),
            Cohort::Post2006 => ("demo-2021-7", Day::ymd(2021, 11, 5), Day::ymd(2021, 1, 1)),
        };
        let edit = Edit::new(kind::APPROVAL, approval_entity(document, reservoir, *cohort))
            .set(approval::DOCUMENT, Value::Text(document.into()), &[])
            .give(approval::ON, on.map(Value::Day))
            .set(approval::RESERVOIR, Value::Text((*reservoir).to_owned()), &[])
            .set(approval::PERSONS, Value::Int(*persons), &[])
            .set(approval::COHORT, Value::Code(cohort_code(*cohort)), &[])
            .give(approval::START, start.map(Value::Day));
        ops.push(edit.finish()?);
    }
    let baseline: i64 = counts.values().sum();
    let mut left = 0;
    for (year, paid) in paid {
        let version = Day::ymd(*year, 1, 1).and_then(|on| rule.version_on(on));
        let a_year = version.map_or(0, |at| rule.versions[at].amount_fen_per_year);
        // What a year is short of is asked for beside the baseline.
        let received = (baseline * a_year).max(paid - left);
        let on = |month, day| Day::ymd(*year, month, day).filter(|on| !today.is_before(*on));
        ops.extend(flow(Flow::Received, *year, on(3, 15), received, Some(baseline))?);
        let to_projects = left * TO_PROJECTS / 100;
        ops.extend(flow(Flow::ToProjects, *year, on(9, 20), to_projects, None)?);
        left += received - to_projects - paid;
    }
    Ok(ops)
}

fn flow(
    flow: Flow,
    year: i32,
    on: Option<Day>,
    fen: i64,
    persons: Option<i64>,
) -> Result<Option<Op>, EditError> {
    let Some(on) = on.filter(|_| fen > 0) else { return Ok(None) };
    let document = format!("demo-{year}-{}", flow.code());
    let edit = Edit::new(kind::ALLOCATION, allocation_entity(flow, year, &document, ""))
        .set(allocation::SORT, Value::Code(flow.code()), &[])
        .set(allocation::YEAR, Value::Int(i64::from(year)), &[])
        .set(allocation::DOCUMENT, Value::Text(document), &[])
        .give(allocation::PERSONS, persons.map(Value::Int))
        .set(allocation::AMOUNT, Value::Money(fen), &[])
        .set(allocation::ON, Value::Day(on), &[]);
    edit.finish().map(Some)
}
