//! The queue (待办): the next legal act of every open item, overdue first, and the indicators of a year.

use super::cases::Case;
use crate::domain::day::Day;
use crate::domain::petition::course::{Group, Next};
use crate::domain::petition::rates::{self, Rate};
use crate::domain::petition::stages::{ItemKind, Stage, Topic};
use crate::journal::EntityId;
use crate::runtime::desk::Desk;
use crate::store::StoreError;

/// One item in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The item.
    pub entity: EntityId,
    /// Its receipt number.
    pub number: String,
    /// The office's number, once it has one.
    pub final_number: String,
    /// What kind.
    pub kind: ItemKind,
    /// What it is about.
    pub topic: Option<Topic>,
    /// Names of the first person, and how many there are.
    pub name: String,
    /// How many persons.
    pub count: i64,
    /// Its village; zeros for none.
    pub village: EntityId,
    /// Its household.
    pub household: Option<EntityId>,
    /// Where it stands.
    pub stage: Stage,
    /// True if two steps were taken from one state.
    pub forked: bool,
    /// What comes next.
    pub next: Option<Next>,
    /// In which group.
    pub group: Option<Group>,
    /// The last day.
    pub due: Option<Day>,
    /// The safe day.
    pub safe: Option<Day>,
    /// Days from today to the last.
    pub days_left: Option<i32>,
    /// The law, by its id.
    pub law: String,
    /// Its article; empty where there is none.
    pub article: String,
}

/// The queue of a day.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Queue {
    /// In the order in which they are to be done.
    pub rows: Vec<Row>,
}

impl Queue {
    /// How many stand in a group.
    pub fn count(&self, group: Group) -> usize {
        self.rows.iter().filter(|row| row.group == Some(group)).count()
    }
}

fn row(case: &Case, today: Day) -> Row {
    let course = &case.course;
    let clock = course.at_hand();
    let petition = &case.petition;
    let first = case.parties.first().and_then(|party| party.name.shown.clone());
    Row {
        entity: petition.entity(),
        number: case.number().to_owned(),
        final_number: petition.final_number.shown.clone().unwrap_or_default(),
        kind: course.item.kind,
        topic: petition.topic.shown.and_then(Topic::from_code),
        name: first.unwrap_or_default(),
        count: petition.count.shown.unwrap_or(1),
        village: petition.common.key.scope,
        household: petition.household.shown,
        stage: course.item.stage,
        forked: !course.item.fork.is_empty(),
        next: course.next,
        group: course.group(today),
        due: clock.map(|clock| clock.deadline.due),
        safe: clock.map(|clock| clock.deadline.safe),
        days_left: clock.map(|clock| clock.deadline.left(today)),
        law: course.law().id.clone(),
        article: clock.map(|clock| clock.article.clone()).unwrap_or_default(),
    }
}

impl Desk {
    /// The queue of today; `all` = with the items of which nothing is to be done.
    pub fn petition_queue(&self, all: bool) -> Result<Queue, StoreError> {
        Ok(self.rows_in_order(&self.cases()?, all))
    }

    /// The queue of a household.
    pub fn petition_queue_of(&self, household: EntityId) -> Result<Queue, StoreError> {
        Ok(self.rows_in_order(&self.cases_of_household(household)?, false))
    }

    fn rows_in_order(&self, cases: &[Case], all: bool) -> Queue {
        let mut rows: Vec<Row> =
            cases.iter().map(|case| row(case, self.day())).filter(|row| all || row.next.is_some()).collect();
        rows.sort_by(|a, b| {
            let order = |row: &Row| {
                let waits = row.safe.min(row.due).or(row.due);
                (row.group.is_none(), row.group, waits.is_none(), waits, row.due, row.number.clone())
            };
            order(a).cmp(&order(b))
        });
        Queue { rows }
    }

    /// The indicators of a year.
    pub fn petition_rates(&self, year: i32) -> Result<Vec<Rate>, StoreError> {
        let cases = self.cases()?;
        let counted: Vec<rates::Counted<'_>> = cases
            .iter()
            .map(|case| rates::Counted {
                number: case.number(),
                course: &case.course,
                repeats: case.repeats(),
            })
            .collect();
        Ok(rates::of_year(&counted, year, self.day()))
    }
}
