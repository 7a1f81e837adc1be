//! Indicators (指标): each a numerator and a denominator, each opening into the items counted. Nothing of nothing is 0/0 and
//! no percentage; what is not yet due is neither good nor bad (domain.md 3.6).

use super::course::Course;
use super::law::ClockId;
use super::stages::{Act, Channel, ItemKind, Rating, Route, Stage};
use crate::domain::day::Day;

/// An indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Indicator {
    /// 及时受理率
    TimelyAcceptance,
    /// 按期办结率
    TimelyCompletion,
    /// 回复率
    Reply,
    /// 办结率
    Completion,
    /// 群众参评率
    RatingRate,
    /// 群众满意率
    Satisfaction,
    /// 重复信访
    Repeat,
    /// 化解率
    Settled,
}

impl Indicator {
    /// All, in their order.
    pub const ALL: [Indicator; 8] = [
        Indicator::TimelyAcceptance,
        Indicator::TimelyCompletion,
        Indicator::Reply,
        Indicator::Completion,
        Indicator::RatingRate,
        Indicator::Satisfaction,
        Indicator::Repeat,
        Indicator::Settled,
    ];

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Indicator::TimelyAcceptance => "timely_acceptance",
            Indicator::TimelyCompletion => "timely_completion",
            Indicator::Reply => "reply",
            Indicator::Completion => "completion",
            Indicator::RatingRate => "rating",
            Indicator::Satisfaction => "satisfaction",
            Indicator::Repeat => "repeat",
            Indicator::Settled => "settled",
        }
    }
}

/// An item as the indicators see it.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// Its number.
    pub number: &'a str,
    /// Its course.
    pub course: &'a Course,
    /// True if it repeats an earlier one.
    pub repeats: bool,
}

/// One indicator of a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Which.
    pub indicator: Indicator,
    /// Numbers of the items that count as good (of repeats: that repeat).
    pub counted: Vec<String>,
    /// Numbers of the items that are looked at, those among them.
    pub of: Vec<String>,
}

impl Rate {
    /// `3/4`.
    pub fn fraction(&self) -> String {
        format!("{}/{}", self.counted.len(), self.of.len())
    }

    /// Tenths of a per cent, rounded down, so that 100 % is said of all alone; none of nothing.
    pub fn per_mille(&self) -> Option<u64> {
        let of = u64::try_from(self.of.len()).ok().filter(|of| *of > 0)?;
        u64::try_from(self.counted.len()).ok().map(|counted| counted * 1_000 / of)
    }
}

/// The indicators of a year: items received in it, of the two timely ones: whose last day lies in it. Work orders of 12345 and
/// accusations are not in them.
pub fn of_year(items: &[Counted<'_>], year: i32, today: Day) -> Vec<Rate> {
    let open = |item: &&Counted<'_>| {
        item.course.item.kind != ItemKind::Accusation && item.course.item.channel != Channel::Hotline
    };
    let items: Vec<&Counted<'_>> = items.iter().filter(open).collect();
    let rate = |indicator: Indicator| {
        let judged = items.iter().filter_map(|item| Some((item, judge(indicator, item, year, today)?)));
        let mut rate = Rate { indicator, counted: Vec::new(), of: Vec::new() };
        for (item, good) in judged {
            rate.of.push(item.number.to_owned());
            if good {
                rate.counted.push(item.number.to_owned());
            }
        }
        rate.counted.sort();
        rate.of.sort();
        rate
    };
    Indicator::ALL.into_iter().map(rate).collect()
}

/// True or false if the item is looked at, none if not.
fn judge(indicator: Indicator, item: &Counted<'_>, year: i32, today: Day) -> Option<bool> {
    let course = item.course;
    let received = course.item.received.year() == year;
    let due_here = |id: ClockId| course.clock(id).filter(|clock| clock.deadline.due.year() == year);
    let delivered = course.last(Act::Deliver).is_some();
    match indicator {
        Indicator::TimelyAcceptance => due_here(ClockId::Notice)?.in_time(today),
        Indicator::TimelyCompletion => due_here(ClockId::Decision)?.in_time(today),
        Indicator::Reply => received.then_some(()).and_then(|()| {
            replied(course).then_some(true).or_else(|| owes_reply(course, today).then_some(false))
        }),
        Indicator::Completion => (received && course.accepted().is_some()).then(|| completed(course)),
        Indicator::RatingRate => {
            (received && delivered && may_be_rated(course)).then(|| course.rating().is_some())
        }
        Indicator::Satisfaction => {
            let rating = course.rating().filter(|_| received && may_be_rated(course))?;
            Some(matches!(rating, Rating::Satisfied | Rating::Basically))
        }
        Indicator::Repeat => received.then_some(item.repeats),
        Indicator::Settled => {
            let taken_on = received && course.last(Act::Lead).is_some();
            taken_on.then(|| course.last(Act::Settle).is_some())
        }
    }
}

/// Told in writing what came of it.
fn replied(course: &Course) -> bool {
    let told = [Act::Deliver, Act::Answer, Act::Refuse, Act::NoLonger, Act::LegalWay, Act::Transfer];
    told.iter().any(|act| course.last(*act).is_some())
}

/// Nothing was told, and a day by which it should have been is over.
fn owes_reply(course: &Course, today: Day) -> bool {
    let clocks = [ClockId::Notice, ClockId::Decision].into_iter().filter_map(|id| course.clock(id));
    clocks.into_iter().any(|clock| clock.runs() && clock.deadline.due < today)
        || course.clock(ClockId::Decision).is_some_and(|clock| clock.met.is_some())
}

fn completed(course: &Course) -> bool {
    let asked_again = matches!(course.item.stage, Stage::ReviewRequested | Stage::RereviewRequested);
    !asked_again && (course.item.stage.is_final() || course.last(Act::Close).is_some())
}

/// Court, arbitration and reconsideration matters are not rated.
fn may_be_rated(course: &Course) -> bool {
    !course.route().is_some_and(Route::is_unrated)
}
