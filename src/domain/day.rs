//! Dates as offices have them (日期): a day, or only its month or year.

use chrono::{Datelike, NaiveDate};

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Year, month and day.
    Day,
    /// Year and month; stored as the first of the month.
    Month,
    /// Year only; stored as 1 January.
    Year,
}

impl Precision {
    /// The stored number; frozen.
    pub const fn number(self) -> u8 {
        match self {
            Precision::Day => 0,
            Precision::Month => 1,
            Precision::Year => 2,
        }
    }

    /// The precision of a stored number.
    pub const fn from_number(number: u8) -> Option<Precision> {
        match number {
            0 => Some(Precision::Day),
            1 => Some(Precision::Month),
            2 => Some(Precision::Year),
            _ => None,
        }
    }
}

/// First year that a date may have.
pub const YEAR_MIN: i32 = 1800;
/// Last year that a date may have.
pub const YEAR_MAX: i32 = 2199;

/// A calendar date with what is known of it, between [`YEAR_MIN`] and [`YEAR_MAX`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    days: i32,
    precision: Precision,
}

impl Day {
    /// A full date; none if there is no such day or its year is out of range.
    pub fn ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        (YEAR_MIN..=YEAR_MAX)
            .contains(&year)
            .then(|| Day { days: date.to_epoch_days(), precision: Precision::Day })
    }

    /// A month.
    pub fn of_month(year: i32, month: u32) -> Option<Day> {
        Day::ymd(year, month, 1).map(|day| Day { precision: Precision::Month, ..day })
    }

    /// A year.
    pub fn of_year(year: i32) -> Option<Day> {
        Day::ymd(year, 1, 1).map(|day| Day { precision: Precision::Year, ..day })
    }

    /// What the stored pair means: days since 1970-01-01 and precision number; none unless canonical.
    pub fn from_stored(days: i32, precision: u8) -> Option<Day> {
        let precision = Precision::from_number(precision)?;
        let date = NaiveDate::from_epoch_days(days)?;
        let day = match precision {
            Precision::Day => Day::ymd(date.year(), date.month(), date.day()),
            Precision::Month => Day::of_month(date.year(), date.month()),
            Precision::Year => Day::of_year(date.year()),
        }?;
        (day.days == days).then_some(day)
    }

    /// Days since 1970-01-01 of its first day.
    pub fn days(self) -> i32 {
        self.days
    }

    /// What is known of it.
    pub fn precision(self) -> Precision {
        self.precision
    }
}
