//! Periods (期): payment periods, from when a decision counts, and the periods that rounds are held for.

use serde::Deserialize;

use crate::domain::day::Day;

/// Length of a payment period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// 月
    Month,
    /// 季
    #[default]
    Quarter,
    /// 半年
    Half,
    /// 年
    Year,
}

impl Period {
    /// Months of one period.
    const fn months(self) -> u32 {
        match self {
            Period::Month => 1,
            Period::Quarter => 3,
            Period::Half => 6,
            Period::Year => 12,
        }
    }

    /// The first day of the period after the one in which something happened. Of a month or year the last day counts: who
    /// knows no better is not stopped too early.
    pub fn after(self, event: Day) -> Option<Day> {
        let (year, month, _) = event.last().full()?;
        let next = (month - 1) / self.months() * self.months() + self.months();
        if next >= 12 { Day::ymd(year + 1, 1, 1) } else { Day::ymd(year, next + 1, 1) }
    }
}

/// What a round is held for: a quarter or a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The year.
    pub year: i32,
    /// From 1 to 4; none = the whole year (年度核定).
    pub quarter: Option<u32>,
}

impl Span {
    /// Reads `2026` or `2026Q3`; full-width and lower-case letters are taken.
    pub fn read(text: &str) -> Option<Span> {
        let bare: String = crate::domain::halfwidth::bare(text).to_ascii_uppercase();
        let (year, quarter) = match bare.split_once('Q') {
            Some((year, quarter)) => (year, Some(quarter.parse::<u32>().ok()?)),
            None => (bare.as_str(), None),
        };
        let whole = year.chars().count() == 4 && year.chars().all(|digit| digit.is_ascii_digit());
        let year = year.parse().ok().filter(|year| whole && (2000..2100).contains(year))?;
        quarter.is_none_or(|quarter| (1..=4).contains(&quarter)).then_some(Span { year, quarter })
    }

    /// As it is written: `2026`, `2026Q3`.
    pub fn text(self) -> String {
        match self.quarter {
            Some(quarter) => format!("{}Q{quarter}", self.year),
            None => self.year.to_string(),
        }
    }

    /// True for a day that is not outside it; of a month or year the first day counts.
    pub fn holds(self, day: Day) -> bool {
        let early = self.first().is_some_and(|first| day.is_before(first));
        let late = self.last().is_some_and(|last| last.is_before(day));
        !early && !late
    }

    /// The period that a round is opened for on this day: the year, after it this quarter; none where both have their round.
    pub fn next_round(today: Day, opened: &[Span]) -> Option<Span> {
        let (year, month, _) = today.full()?;
        let spans = [None, Some((month - 1) / 3 + 1)].map(|quarter| Span { year, quarter });
        spans.into_iter().find(|span| !opened.contains(span))
    }

    /// Its first day.
    pub fn first(self) -> Option<Day> {
        Day::ymd(self.year, self.quarter.map_or(1, |quarter| quarter * 3 - 2), 1)
    }

    /// Its last day.
    pub fn last(self) -> Option<Day> {
        let last = Day::of_month(self.year, self.quarter.map_or(12, |quarter| quarter * 3))?;
        let (year, month, day) = last.last().full()?;
        Day::ymd(year, month, day)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, date: u32) -> Day {
        Day::ymd(year, month, date).unwrap()
    }

    #[test]
    fn a_stop_counts_from_the_next_period() {
        let table = [
            (Period::Quarter, day(2026, 5, 12), day(2026, 7, 1)),
            (Period::Quarter, day(2026, 3, 31), day(2026, 4, 1)),
            (Period::Quarter, day(2026, 11, 2), day(2027, 1, 1)),
            (Period::Quarter, Day::of_year(2026).unwrap(), day(2027, 1, 1)),
            (Period::Quarter, Day::of_month(2026, 6).unwrap(), day(2026, 7, 1)),
            (Period::Month, day(2026, 12, 31), day(2027, 1, 1)),
            (Period::Half, day(2026, 6, 30), day(2026, 7, 1)),
            (Period::Year, day(2026, 1, 1), day(2027, 1, 1)),
        ];
        for (period, event, from) in table {
            assert_eq!(period.after(event), Some(from), "{period:?} {event:?}");
        }
    }

    #[test]
    fn a_round_is_for_a_year_or_a_quarter() {
        assert_eq!(Span::read("2026"), Some(Span { year: 2026, quarter: None }));
        assert_eq!(Span::read("２０２６q3").map(Span::text).as_deref(), Some("2026Q3"));
        for wrong in ["", "26", "2026Q5", "2026Q", "20266", "2026H1", "Q3"] {
            assert_eq!(Span::read(wrong), None, "{wrong}");
        }
        let third = Span::read("2026Q3").unwrap();
        assert_eq!((third.first(), third.last()), (Some(day(2026, 7, 1)), Some(day(2026, 9, 30))));
        let year = Span::read("2026").unwrap();
        assert_eq!(year.last(), Some(day(2026, 12, 31)));
        let inside = [day(2026, 7, 1), day(2026, 9, 30)].map(|day| third.holds(day));
        let outside = [day(2026, 6, 30), day(2026, 10, 1)].map(|day| third.holds(day));
        assert_eq!((inside, outside), ([true; 2], [false; 2]));
        assert_eq!(Span::next_round(day(2026, 8, 5), &[]), Some(year));
        assert_eq!(Span::next_round(day(2026, 8, 5), &[year]), Some(third));
        assert_eq!(Span::next_round(day(2026, 8, 5), &[third, year]), None);
    }
}
