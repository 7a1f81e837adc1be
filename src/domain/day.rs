//! Dates as offices have them (日期): a day, or only its month or year; read from what people and spreadsheets write.

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::halfwidth::halfwidth;
use super::rulebook;

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

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DayError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// None of the shapes that offices write.
    #[error("not a date")]
    Shape,
    /// A year of two digits: the century is never guessed.
    #[error("year of two digits")]
    ShortYear,
    /// The calendar has no such day or month.
    #[error("{year}-{month}-{day} does not exist")]
    NoSuchDay {
        /// Year.
        year: i32,
        /// Month as written.
        month: u32,
        /// Day as written; 0 where none was.
        day: u32,
    },
    /// Before [`YEAR_MIN`] or after [`YEAR_MAX`].
    #[error("year {year} is out of range")]
    YearRange {
        /// Year as written.
        year: i32,
    },
    /// A spreadsheet's day number outside the range of dates, or its invented 29 February 1900.
    #[error("day number {serial} is no date")]
    Serial {
        /// As it stood in the cell.
        serial: i64,
    },
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

    fn date(self) -> NaiveDate {
        NaiveDate::from_epoch_days(self.days).unwrap_or_default()
    }

    /// Its year.
    pub fn year(self) -> i32 {
        self.date().year()
    }

    /// Its month, 1 to 12; none of a year.
    pub fn month(self) -> Option<u32> {
        (self.precision != Precision::Year).then(|| self.date().month())
    }

    /// Year, month and day; none unless the day is known.
    pub fn full(self) -> Option<(i32, u32, u32)> {
        let date = self.date();
        (self.precision == Precision::Day).then(|| (date.year(), date.month(), date.day()))
    }

    /// The first day that it can mean.
    pub fn first(self) -> Day {
        Day { precision: Precision::Day, ..self }
    }

    /// The last day that it can mean.
    pub fn last(self) -> Day {
        let date = self.date();
        let next = match self.precision {
            Precision::Day => return self,
            Precision::Month if date.month() < 12 => (date.year(), date.month() + 1),
            Precision::Month | Precision::Year => (date.year() + 1, 1),
        };
        let next = NaiveDate::from_ymd_opt(next.0, next.1, 1).unwrap_or(date);
        Day { days: next.to_epoch_days() - 1, precision: Precision::Day }
    }

    /// True if both can mean the same day: one says no more than the other, or the same.
    pub fn agrees(self, other: Day) -> bool {
        self.first() <= other.last() && other.first() <= self.last()
    }

    /// True if this is certainly before the other.
    pub fn is_before(self, other: Day) -> bool {
        self.last() < other.first()
    }

    /// `2019-03-05`, `2019-03` or `2019`.
    pub fn iso(self) -> String {
        let date = self.date();
        match self.precision {
            Precision::Day => format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            Precision::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Precision::Year => format!("{:04}", date.year()),
        }
    }

    /// Completed years on a day; none before birth. Where only month or year of birth is known, from its first day.
    pub fn age_on(self, on: Day) -> Option<u32> {
        on.date().years_since(self.date())
    }
}

/// Reads a date of a file: `2019.3`, `2019年3月5日`, `2019-03-05 00:00:00`, `20190301`, `201903`, `2019`.
pub fn read(text: &str) -> Result<Day, DayError> {
    let text = text_of_date(text);
    if text.is_empty() {
        return Err(DayError::Empty);
    }
    if text.chars().all(|character| character.is_ascii_digit()) {
        return read_digits(&text);
    }
    match numbers(&text)?.as_slice() {
        [(year, digits)] => with_year(*year, *digits, None, None),
        [(year, digits), (month, _)] => with_year(*year, *digits, Some(*month), None),
        [(year, digits), (month, _), (day, _)] => with_year(*year, *digits, Some(*month), Some(*day)),
        _ => Err(DayError::Shape),
    }
}

/// Reads what an officer types: all of [`read`], and `0512` or `3.5`, the latest such day that is not after today.
pub fn read_typed(text: &str, today: Day) -> Result<Day, DayError> {
    let text = text_of_date(text);
    let digits = text.chars().all(|character| character.is_ascii_digit());
    let pair = match (digits, text.chars().count()) {
        (true, 3 | 4) => {
            let number: u32 = text.parse().map_err(|_| DayError::Shape)?;
            // 1985 is a year: no month has the number 19.
            (number / 100 <= 12).then_some((number / 100, number % 100))
        }
        (true, _) => None,
        (false, _) => match numbers(&text)?.as_slice() {
            [(month, 1 | 2), (day, 1 | 2)] => Some((*month, *day)),
            _ => None,
        },
    };
    let Some((month, day)) = pair else { return read(&text) };
    // 29 February may be up to eight years back.
    let years = (today.year() - 8..=today.year()).rev();
    let found = years.filter_map(|year| Day::ymd(year, month, day)).find(|found| *found <= today.first());
    found.ok_or(DayError::NoSuchDay { year: today.year(), month, day })
}

/// A spreadsheet's day number; `from_1904` for workbooks that count from 1904-01-01.
pub fn from_serial(serial: i64, from_1904: bool) -> Result<Day, DayError> {
    let unreadable = DayError::Serial { serial };
    // The 1900 system counts a 29 February 1900 that never was, as number 60.
    let days = match (from_1904, serial) {
        (true, 0..) => serial - 24_107,
        (false, 1..=59) => serial - 25_568,
        (false, 61..) => serial - 25_569,
        _ => return Err(unreadable),
    };
    i32::try_from(days).ok().and_then(|days| Day::from_stored(days, 0)).ok_or(unreadable)
}

/// Full-width folded, words between the numbers turned to dots, a time of day cut off.
fn text_of_date(text: &str) -> String {
    let mut folded = halfwidth(text.trim()).trim_matches(|c: char| c == '\'' || c.is_whitespace()).to_owned();
    let words = &rulebook::register().date;
    for word in words.year.iter().chain(&words.month).chain(&words.day) {
        folded = folded.replace(word.as_str(), ".");
    }
    let is_time = |rest: &str| rest.contains(':');
    if let Some((date, rest)) = folded.split_once([' ', 'T'])
        && is_time(rest)
    {
        folded = date.to_owned();
    }
    folded
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect::<String>()
        .trim_end_matches('.')
        .to_owned()
}

fn read_digits(text: &str) -> Result<Day, DayError> {
    let number: u32 = text.parse().map_err(|_| DayError::Shape)?;
    let year = |divisor: u32| i32::try_from(number / divisor).unwrap_or(i32::MAX);
    match text.len() {
        8 => dated(year(10_000), Some(number / 100 % 100), Some(number % 100)),
        6 => match dated(year(100), Some(number % 100), None) {
            Err(DayError::YearRange { .. }) => Err(DayError::ShortYear),
            other => other,
        },
        4 => dated(year(1), None, None),
        2 => Err(DayError::ShortYear),
        _ => Err(DayError::Shape),
    }
}

/// Numbers between separators, each with its count of digits.
fn numbers(text: &str) -> Result<Vec<(u32, usize)>, DayError> {
    let is_separator =
        |character: char| matches!(character, '.' | '-' | '/' | '\u{3002}' | '\u{2013}' | '\u{2014}');
    let number = |part: &str| {
        let whole = part.len() <= 4 && part.chars().all(|character| character.is_ascii_digit());
        part.parse().ok().filter(|_| whole).map(|number| (number, part.len())).ok_or(DayError::Shape)
    };
    text.split(is_separator).map(number).collect()
}

fn with_year(year: u32, digits: usize, month: Option<u32>, day: Option<u32>) -> Result<Day, DayError> {
    match digits {
        4 => dated(i32::try_from(year).unwrap_or(i32::MAX), month, day),
        2 if day.is_some() => Err(DayError::ShortYear),
        _ => Err(DayError::Shape),
    }
}

fn dated(year: i32, month: Option<u32>, day: Option<u32>) -> Result<Day, DayError> {
    if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
        return Err(DayError::YearRange { year });
    }
    let day_of = match (month, day) {
        (None, _) => Day::of_year(year),
        (Some(month), None) => Day::of_month(year, month),
        (Some(month), Some(day)) => Day::ymd(year, month, day),
    };
    day_of.ok_or(DayError::NoSuchDay { year, month: month.unwrap_or(0), day: day.unwrap_or(0) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn iso(text: &str) -> String {
        read(text).map(Day::iso).unwrap_or_else(|error| format!("{error:?}"))
    }

    #[test]
    fn the_shapes_of_office_files() {
        for (text, expected) in [
            ("2019.3", "2019-03"),
            ("2019.03", "2019-03"),
            ("2019年3月", "2019-03"),
            ("2019年3月5日", "2019-03-05"),
            ("2019年03月05号", "2019-03-05"),
            ("2019-03-05", "2019-03-05"),
            ("2019/3/5", "2019-03-05"),
            ("20190301", "2019-03-01"),
            ("201903", "2019-03"),
            ("2019", "2019"),
            ("2019年", "2019"),
            ("２０１９．３", "2019-03"),
            (" '2019.3.5 ", "2019-03-05"),
            ("2019-03-05 00:00:00", "2019-03-05"),
            ("2019-03-05T08:30:00", "2019-03-05"),
            ("2019 年 3 月", "2019-03"),
            ("2019.3.", "2019-03"),
            ("1954年12月", "1954-12"),
            ("2000.2.29", "2000-02-29"),
        ] {
            assert_eq!(iso(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        let no_such = |year, month, day| Err(DayError::NoSuchDay { year, month, day });
        assert_eq!(read("2019.13"), no_such(2019, 13, 0));
        assert_eq!(read("2019-02-29"), no_such(2019, 2, 29));
        assert_eq!(read("20190431"), no_such(2019, 4, 31));
        assert_eq!(read("201900"), no_such(2019, 0, 0));
        assert_eq!(read(""), Err(DayError::Empty));
        assert_eq!(read("85.5.12"), Err(DayError::ShortYear));
        assert_eq!(read("850512"), Err(DayError::ShortYear));
        assert_eq!(read("3.5"), Err(DayError::Shape));
        assert_eq!(read("不详"), Err(DayError::Shape));
        assert_eq!(read("1066-10-14"), Err(DayError::YearRange { year: 1066 }));
        assert_eq!(read("99999999999"), Err(DayError::Shape));
    }

    #[test]
    fn an_officer_types_less() {
        let today = Day::ymd(2026, 11, 24).unwrap();
        let typed = |text: &str| read_typed(text, today).map(Day::iso);
        for (text, expected) in [
            ("0512", "2026-05-12"),
            ("512", "2026-05-12"),
            ("3.5", "2026-03-05"),
            ("12.5", "2025-12-05"),
            ("1124", "2026-11-24"),
            ("1125", "2025-11-25"),
            ("19850512", "1985-05-12"),
            ("1985", "1985"),
            ("2.29", "2024-02-29"),
            ("3月5日", "2026-03-05"),
            ("2019.3", "2019-03"),
        ] {
            assert_eq!(typed(text).as_deref(), Ok(expected), "{text}");
        }
        assert_eq!(read_typed("0230", today), Err(DayError::NoSuchDay { year: 2026, month: 2, day: 30 }));
        assert_eq!(read_typed("", today), Err(DayError::Empty));
    }

    #[test]
    fn day_numbers_of_spreadsheets() {
        let serial = |number| from_serial(number, false).map(Day::iso);
        assert_eq!(serial(1).as_deref(), Ok("1900-01-01"));
        assert_eq!(serial(59).as_deref(), Ok("1900-02-28"));
        assert_eq!(serial(60), Err(DayError::Serial { serial: 60 }));
        assert_eq!(serial(61).as_deref(), Ok("1900-03-01"));
        assert_eq!(serial(43_525).as_deref(), Ok("2019-03-01"));
        assert_eq!(from_serial(0, true).map(Day::iso).as_deref(), Ok("1904-01-01"));
        assert_eq!(from_serial(42_063, true).map(Day::iso).as_deref(), Ok("2019-03-01"));
        assert!(from_serial(i64::MAX, false).is_err() && from_serial(-5, false).is_err());
    }

    #[test]
    fn a_month_covers_its_days() {
        let month = Day::of_month(2020, 2).unwrap();
        assert_eq!(month.last(), Day::ymd(2020, 2, 29).unwrap());
        assert!(month.agrees(Day::ymd(2020, 2, 29).unwrap()) && !month.agrees(Day::ymd(2020, 3, 1).unwrap()));
        assert!(Day::of_year(2020).unwrap().agrees(month));
        assert!(month.is_before(Day::ymd(2020, 3, 1).unwrap()) && !month.is_before(month));
    }

    #[test]
    fn age_counts_completed_years() {
        let born = Day::ymd(1990, 5, 12).unwrap();
        assert_eq!(born.age_on(Day::ymd(2026, 5, 11).unwrap()), Some(35));
        assert_eq!(born.age_on(Day::ymd(2026, 5, 12).unwrap()), Some(36));
        assert_eq!(born.age_on(Day::ymd(1989, 1, 1).unwrap()), None);
    }

    proptest! {
        #[test]
        fn a_date_reads_back_from_its_own_text(days in -62_000_i32..83_000, precision in 0_u8..3) {
            if let Some(day) = Day::from_stored(days, precision) {
                prop_assert_eq!(read(&day.iso()), Ok(day));
                prop_assert!(day.first() <= day.last() && day.agrees(day));
            }
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,16}", days in 0_i32..30_000) {
            let today = Day::from_stored(days, 0).unwrap();
            let _ = read(&text);
            if let Ok(day) = read_typed(&text, today) && !text.chars().any(|c| c.is_ascii_digit()) {
                prop_assert!(false, "{text} became {day:?}");
            }
        }

        #[test]
        fn what_is_typed_short_is_never_in_the_future(month in 1_u32..13, day in 1_u32..29, days in 0_i32..30_000) {
            let today = Day::from_stored(days, 0).unwrap();
            let typed = read_typed(&format!("{month:02}{day:02}"), today).unwrap();
            prop_assert!(typed <= today);
        }
    }
}
