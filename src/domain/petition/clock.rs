//! Deadlines as values with their explanation (期限与算法): the start event, every day counted or not and why, the last day,
//! the safe day before it. The day after the event is day 1.

use super::calendar::{Calendar, Kind, later};
use super::law::{LastDay, Unit};
use crate::domain::day::Day;

/// Most days that are counted: the longest period of either law is 90; 交办期限 may be longer.
pub const DAYS_MAX: u32 = 3_660;

/// One day between the event and the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The day.
    pub day: Day,
    /// What it is.
    pub kind: Kind,
    /// Its number, from 1; none if it is not counted.
    pub number: Option<u32>,
    /// True if it is not counted because a hearing was held (听证时间不计).
    pub hearing: bool,
}

/// What a deadline is counted with.
#[derive(Clone, Copy, Debug)]
pub struct Counting<'a> {
    /// The working-day tables.
    pub calendar: &'a Calendar,
    /// When the last day is a rest day.
    pub last_day: LastDay,
}

/// A deadline with every day that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// The day of the event, which is day 0.
    pub from: Day,
    /// How many days.
    pub days: u32,
    /// How they are counted.
    pub unit: Unit,
    /// The last day, by the setting for rest days.
    pub due: Day,
    /// The last day as counted.
    pub counted: Day,
    /// The last working day not after [`Deadline::counted`]: what the office should keep.
    pub safe: Day,
    /// The first working day not before it: where the office holds that a last day moves.
    pub next: Day,
    /// Every day from day 1 to the last.
    pub cells: Vec<Counted>,
    /// Years whose table is missing (放假安排未导入), ascending; then both [`Deadline::possible`] days are to be shown.
    pub missing: Vec<i32>,
    /// The earliest day that it can be, and the day by plain weeks; the same where no table is missing.
    pub possible: (Day, Day),
}

impl Deadline {
    /// The days that are not counted.
    pub fn skipped(&self) -> impl Iterator<Item = &Counted> {
        self.cells.iter().filter(|cell| cell.number.is_none())
    }

    /// True if the years that this program knows ended before the days were counted: the last day is none then.
    pub fn ran_out(&self) -> bool {
        self.cells.iter().filter_map(|cell| cell.number).max().unwrap_or(0) < self.days
    }

    /// Days from today to the last; negative once it is over.
    pub fn left(&self, today: Day) -> i32 {
        self.due.days() - today.days()
    }

    /// True if the last day is certainly no working day.
    pub fn ends_on_rest_day(&self) -> bool {
        self.safe != self.counted
    }
}

/// Days that do not count because of a hearing: first and last.
pub type Pause = (Day, Day);

/// Counts `days` from an event.
pub fn count(from: Day, days: u32, unit: Unit, pauses: &[Pause], with: Counting<'_>) -> Deadline {
    let from = from.first();
    let days = days.min(DAYS_MAX);
    let (mut day, mut number, mut cells) = (from, 0, Vec::new());
    while number < days {
        let next = later(day, 1);
        if next == day {
            break;
        }
        day = next;
        let kind = with.calendar.kind(day);
        let hearing = pauses.iter().any(|(first, last)| (*first..=*last).contains(&day));
        let counts = !hearing && (unit == Unit::Calendar || kind.works());
        number += u32::from(counts);
        cells.push(Counted { day, kind, number: counts.then_some(number), hearing });
    }
    end(Parts { from, days, unit, counted: day, cells }, with)
}

/// A deadline that a paper names: nothing is counted.
pub fn named(from: Day, due: Day, with: Counting<'_>) -> Deadline {
    let (from, due) = (from.first(), due.first());
    let span = u32::try_from(due.days() - from.days()).unwrap_or(0).min(DAYS_MAX);
    let numbers = 1..=span;
    let cell = |number: u32| {
        let day = later(from, i32::try_from(number).unwrap_or(i32::MAX));
        Counted { day, kind: with.calendar.kind(day), number: Some(number), hearing: false }
    };
    let cells = numbers.map(cell).collect();
    let parts = Parts { from, days: span, unit: Unit::Calendar, counted: due, cells };
    end(parts, Counting { last_day: LastDay::AsCounted, ..with })
}

struct Parts {
    from: Day,
    days: u32,
    unit: Unit,
    counted: Day,
    cells: Vec<Counted>,
}

/// How far a rest period can reach: no working day within a month is a table's fault.
const REST_MAX: usize = 31;

fn end(parts: Parts, with: Counting<'_>) -> Deadline {
    let Parts { from, days, unit, counted, cells } = parts;
    let seek = |step: i32| {
        let mut day = counted;
        for _ in 0..REST_MAX {
            if with.calendar.kind(day).works() {
                return day;
            }
            day = later(day, step);
        }
        counted
    };
    let (mut safe, next) = (seek(-1), seek(1));
    let due = if with.last_day == LastDay::NextWorkingDay { next } else { counted };
    let mut looked: Vec<Day> = vec![counted, safe];
    if unit == Unit::Working {
        looked.extend(cells.iter().map(|cell| cell.day));
    }
    let unknown = |day: &Day| matches!(with.calendar.kind(*day), Kind::Unknown { .. });
    let mut missing: Vec<i32> = looked.into_iter().filter(unknown).map(Day::year).collect();
    missing.sort_unstable();
    missing.dedup();
    let mut possible = (counted, counted);
    if !missing.is_empty() {
        possible.0 = earliest(from, days, unit, counted, with.calendar);
        safe = safe.min(possible.0);
    }
    Deadline { from, days, unit, due, counted, safe, next, cells, missing, possible }
}

/// The earliest day that it can be while a table is missing: of working days, as if every day of that year worked; of
/// calendar days, the last day may turn out to be a holiday, so it is the weekday before.
fn earliest(from: Day, days: u32, unit: Unit, counted: Day, calendar: &Calendar) -> Day {
    let may_work =
        |day: Day| matches!(calendar.kind(day), Kind::Unknown { .. }) || calendar.kind(day).works();
    let mut day = if unit == Unit::Working { from } else { later(counted, -1) };
    match unit {
        Unit::Working => {
            let mut left = days;
            while left > 0 && day < counted {
                day = later(day, 1);
                left -= u32::from(may_work(day));
            }
        }
        Unit::Calendar => {
            for _ in 0..REST_MAX {
                if calendar.kind(day).works() {
                    break;
                }
                day = later(day, -1);
            }
        }
    }
    day
}
