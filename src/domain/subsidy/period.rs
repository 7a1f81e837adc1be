//! Periods of payment (发放周期): a month, quarter, half or year of the calendar, and exact shares of them.

use std::fmt;

use serde::Deserialize;

use super::super::day::Day;

/// How long a period is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Length {
    /// 月
    Month,
    /// 季
    Quarter,
    /// 半年
    Half,
    /// 年
    Year,
}

impl Length {
    /// Months of one period.
    pub const fn months(self) -> u32 {
        match self {
            Length::Month => 1,
            Length::Quarter => 3,
            Length::Half => 6,
            Length::Year => 12,
        }
    }

    /// Periods of a year.
    pub const fn in_a_year(self) -> u32 {
        12 / self.months()
    }

    /// Stable name, as in rule documents and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Length::Month => "month",
            Length::Quarter => "quarter",
            Length::Half => "half",
            Length::Year => "year",
        }
    }
}

/// One period: `2021Q3`, `2021M07`, `2021H1`, `2021`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    first: Day,
    last: Day,
    length: Length,
}

impl Period {
    /// The number-th period of a year, from 1; none if there is no such one.
    pub fn new(length: Length, year: i32, number: u32) -> Option<Period> {
        let number = (1..=length.in_a_year()).contains(&number).then_some(number)?;
        let month = (number - 1) * length.months() + 1;
        let last = Day::of_month(year, month + length.months() - 1)?.last();
        Some(Period { first: Day::ymd(year, month, 1)?, last, length })
    }

    /// The period of that length in which a day (the first it can mean) lies.
    pub fn of(length: Length, day: Day) -> Period {
        let day = day.first();
        let number = (day.month().unwrap_or(1) - 1) / length.months() + 1;
        // Every year that a day can have has all its periods.
        Period::new(length, day.year(), number).unwrap_or(Period { first: day, last: day, length })
    }

    /// Reads `2021Q3`, `2021M07`, `2021-07`, `2021H1` or `2021`; none of anything else.
    pub fn read(text: &str) -> Option<Period> {
        let text = text.trim().to_ascii_uppercase();
        let split = text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len());
        let (year, rest) = (text.get(..split)?, text.get(split..)?);
        let year: i32 = year.parse().ok().filter(|_| year.len() == 4)?;
        let mut rest = rest.chars();
        let length = match rest.next() {
            None => return Period::new(Length::Year, year, 1),
            Some('Q') => Length::Quarter,
            Some('H') => Length::Half,
            Some('M' | '-') => Length::Month,
            Some(_) => return None,
        };
        let number = rest.as_str();
        let plain = (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
        Period::new(length, year, number.parse().ok().filter(|_| plain)?)
    }

    /// Its length.
    pub fn length(self) -> Length {
        self.length
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.first.year()
    }

    /// Its number within the year, from 1.
    pub fn number(self) -> u32 {
        (self.first.month().unwrap_or(1) - 1) / self.length.months() + 1
    }

    /// Its first day.
    pub fn first(self) -> Day {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.last
    }

    /// True if the day (the first it can mean) lies in it.
    pub fn holds(self, day: Day) -> bool {
        (self.first..=self.last).contains(&day.first())
    }

    /// The period after it; the last one of the calendar follows itself.
    pub fn next(self) -> Period {
        let following = if self.number() < self.length.in_a_year() {
            Period::new(self.length, self.year(), self.number() + 1)
        } else {
            Period::new(self.length, self.year() + 1, 1)
        };
        following.unwrap_or(self)
    }

    /// Number of its days.
    pub fn days(self) -> u32 {
        u32::try_from(self.last.days() - self.first.days() + 1).unwrap_or(0)
    }

    /// The months in it, each as a period.
    pub fn months(self) -> impl Iterator<Item = Period> {
        let first = self.first.month().unwrap_or(1);
        (first..first + self.length.months())
            .filter_map(move |month| Period::new(Length::Month, self.year(), month))
    }

    /// The stored number; frozen: 20 a year, months from 0, quarters from 12, halves from 16, the year 18.
    pub fn code(self) -> u16 {
        let before = match self.length {
            Length::Month => 0,
            Length::Quarter => 12,
            Length::Half => 16,
            Length::Year => 18,
        };
        u16::try_from(self.year()).unwrap_or(0) * 20 + u16::try_from(before + self.number() - 1).unwrap_or(0)
    }

    /// The period of a stored number.
    pub fn from_code(code: u16) -> Option<Period> {
        let (year, rest) = (i32::from(code / 20), u32::from(code % 20));
        let (length, number) = match rest {
            0..=11 => (Length::Month, rest),
            12..=15 => (Length::Quarter, rest - 12),
            16..=17 => (Length::Half, rest - 16),
            18 => (Length::Year, 0),
            _ => return None,
        };
        Period::new(length, year, number + 1)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Length::Month => write!(f, "{:04}M{:02}", self.year(), self.number()),
            Length::Quarter => write!(f, "{:04}Q{}", self.year(), self.number()),
            Length::Half => write!(f, "{:04}H{}", self.year(), self.number()),
            Length::Year => write!(f, "{:04}", self.year()),
        }
    }
}

/// The day before.
pub fn before(day: Day) -> Option<Day> {
    Day::from_stored(day.first().days() - 1, 0)
}

/// The day after.
pub fn after(day: Day) -> Option<Day> {
    Day::from_stored(day.last().days() + 1, 0)
}

/// The same day of the month so many months later; the month's last day where it has no such day.
pub fn months_later(day: Day, months: u32) -> Option<Day> {
    let (year, month, of_month) = day.first().full()?;
    let count = month - 1 + months;
    let year = year + i32::try_from(count / 12).ok()?;
    let month = count % 12 + 1;
    Day::ymd(year, month, of_month).or_else(|| Day::of_month(year, month).map(Day::last))
}

/// An exact share of support (份额): a month is [`Share::MONTH`], which the days of every month, quarter, half and year divide.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(i64);

impl Share {
    /// Least common multiple of 28, 29, 30, 31, 90, 91, 92, 181, 182, 184, 365 and 366, so that a day's share has no rest.
    pub const MONTH: Share = Share(8 * 9 * 5 * 7 * 13 * 23 * 29 * 31 * 61 * 73 * 181);
    /// Nothing.
    pub const NONE: Share = Share(0);

    /// So many months; at most 1,200 count.
    pub fn of_months(months: u32) -> Share {
        Share(Self::MONTH.0 * i64::from(months.min(1_200)))
    }

    /// So many days of a period.
    pub fn of_days(days: u32, period: Period) -> Share {
        let whole = Share::of_months(period.length().months()).0;
        Share(whole / i64::from(period.days().max(1)) * i64::from(days.min(period.days())))
    }

    /// Both together.
    pub fn plus(self, other: Share) -> Share {
        Share(self.0.saturating_add(other.0))
    }

    /// What is left of it, never below nothing.
    pub fn less(self, other: Share) -> Share {
        Share((self.0 - other.0).max(0))
    }

    /// Fen of an amount per year, rounded half up to the fen: exact unless days are counted.
    pub fn of_year(self, fen_per_year: i64) -> i64 {
        let year = i128::from(Share::of_months(12).0);
        let twice = 2 * i128::from(fen_per_year) * i128::from(self.0) + year;
        i64::try_from(twice.div_euclid(2 * year)).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn periods_in_the_words_of_the_commands() {
        for (text, shown, first, last) in [
            ("2021Q3", "2021Q3", "2021-07-01", "2021-09-30"),
            ("2021m2", "2021M02", "2021-02-01", "2021-02-28"),
            ("2024-02", "2024M02", "2024-02-01", "2024-02-29"),
            ("2021H2", "2021H2", "2021-07-01", "2021-12-31"),
            (" 2021 ", "2021", "2021-01-01", "2021-12-31"),
        ] {
            let period = Period::read(text).unwrap();
            assert_eq!(period.to_string(), shown);
            assert_eq!((period.first().iso().as_str(), period.last().iso().as_str()), (first, last));
            assert_eq!(Period::read(shown), Some(period));
        }
        for text in
            ["2021Q5", "2021Q0", "2021Q", "21Q1", "2021H3", "2021M13", "2021X1", "", "20211", "2021Q+1"]
        {
            assert_eq!(Period::read(text), None, "{text}");
        }
    }

    #[test]
    fn a_year_of_shares_is_the_years_amount_however_it_is_cut() {
        for length in [Length::Month, Length::Quarter, Length::Half, Length::Year] {
            for year in [2023, 2024] {
                let mut period = Period::of(length, Day::ymd(year, 1, 1).unwrap());
                let (mut whole, mut by_day) = (Share::NONE, Share::NONE);
                for _ in 0..length.in_a_year() {
                    whole = whole.plus(Share::of_months(length.months()));
                    for _ in 0..period.days() {
                        by_day = by_day.plus(Share::of_days(1, period));
                    }
                    period = period.next();
                }
                assert_eq!((whole.of_year(60_000), by_day), (60_000, whole));
            }
        }
    }

    #[test]
    fn usual_slices_are_whole_yuan() {
        // domain.md 1.2: 50, 150, 300, 600 yuan.
        let slice = |months| Share::of_months(months).of_year(60_000);
        assert_eq!([slice(1), slice(3), slice(6), slice(12)], [5_000, 15_000, 30_000, 60_000]);
        let quarter = Period::read("2018Q2").unwrap();
        // 20 May to 30 June: 42 of 91 days of 150 yuan = 69.2307... yuan.
        assert_eq!(Share::of_days(42, quarter).of_year(60_000), 6_923);
    }

    proptest! {
        #[test]
        fn codes_and_days_lead_back(code in 36_000_u16..43_980) {
            if let Some(period) = Period::from_code(code) {
                prop_assert_eq!(period.code(), code);
                prop_assert_eq!(Period::of(period.length(), period.last()), period);
                prop_assert_eq!(after(period.last()), Some(period.next().first()));
            }
        }
    }
}
