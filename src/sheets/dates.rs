//! Dates as cells have them: 2019.3, 2019年3月, 20190301, a serial number, a cell date. What could mean two days is not guessed.

use crate::domain::day::Day;

use super::fields::half_width;
use super::sheet::Cell;

/// What a cell says about a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateCell {
    /// Nothing.
    Empty,
    /// A date, or only its month or year.
    Day(Day),
    /// Written as a date, but there is no such day.
    Impossible,
    /// Not a date.
    Unread,
}

/// Serial numbers of 1900-03-01 and 2199-12-31, counted from 1899-12-30.
const SERIALS: std::ops::RangeInclusive<i32> = 61..=109_575;
/// Smaller serial numbers than this are read as years where they can be one.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;
/// 1899-12-30, in days since 1970.
const SERIAL_ZERO: i32 = -25_569;

/// Reads a cell as a date.
pub fn read_date(cell: Cell<'_>) -> DateCell {
    match cell {
        Cell::Empty => DateCell::Empty,
        Cell::Number(value, text) => number(value, text),
        Cell::Date(text) | Cell::Text(text) => read_date_text(text),
        Cell::Bool(_) | Cell::Error(_) => DateCell::Unread,
    }
}

/// Reads text as a date.
pub fn read_date_text(text: &str) -> DateCell {
    let folded: String =
        text.chars().map(half_width).filter(|c| !matches!(c, '\'' | '\u{200b}' | '\u{feff}')).collect();
    let folded = folded.trim();
    if folded.is_empty() {
        return DateCell::Empty;
    }
    // A time behind the day says nothing more about it.
    let day = match folded.split_once([' ', 'T']) {
        Some((day, time)) if time.contains(':') => day,
        _ => folded,
    };
    let day: String = day.chars().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<&str> = day.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let separators = day.chars().filter(|c| !c.is_ascii_digit());
    if !separators.clone().all(is_separator) || day.starts_with(|c: char| !c.is_ascii_digit()) {
        return DateCell::Unread;
    }
    match parts.as_slice() {
        [digits] => whole(digits),
        [year, month] => year_first(year, month, None),
        [year, month, day] => year_first(year, month, Some(day)),
        _ => DateCell::Unread,
    }
}

fn is_separator(c: char) -> bool {
    // year, month, day; number: the words of written Chinese dates
    matches!(
        c,
        '.' | '-' | '/' | '\\' | '_' | '~' | '\u{5e74}' | '\u{6708}' | '\u{65e5}' | '\u{53f7}' | '\u{3002}'
    )
}

fn year_first(year: &str, month: &str, day: Option<&str>) -> DateCell {
    if year.len() != 4 || month.len() > 2 || day.is_some_and(|day| day.len() > 2) {
        return DateCell::Unread;
    }
    let (Ok(year), Ok(month)) = (year.parse(), month.parse()) else { return DateCell::Unread };
    let found = match day.map(str::parse) {
        None => Day::of_month(year, month),
        Some(Ok(day)) => Day::ymd(year, month, day),
        Some(Err(_)) => return DateCell::Unread,
    };
    found.map_or(DateCell::Impossible, DateCell::Day)
}

/// One run of digits: a year, a year and month, a day, or a serial number.
fn whole(digits: &str) -> DateCell {
    let Ok(number) = digits.parse::<i32>() else { return DateCell::Unread };
    let day = match digits.len() {
        4 if YEARS.contains(&number) => Day::of_year(number),
        6 => Day::of_month(number / 100, (number % 100).unsigned_abs()),
        8 => Day::ymd(number / 10_000, (number / 100 % 100).unsigned_abs(), (number % 100).unsigned_abs()),
        5 if SERIALS.contains(&number) => return serial(number),
        _ => return DateCell::Unread,
    };
    day.map_or(DateCell::Impossible, DateCell::Day)
}

fn serial(number: i32) -> DateCell {
    Day::from_stored(number + SERIAL_ZERO, 0).map_or(DateCell::Impossible, DateCell::Day)
}

/// A stored number: 2019.3 typed into a cell lost the difference between January and October if it ends in .1.
fn number(value: f64, text: &str) -> DateCell {
    if value.fract() == 0.0 {
        return whole(text);
    }
    match text.split_once('.') {
        Some((year, _)) if year.len() == 5 => whole(year),
        Some((year, "1")) => whole(year),
        Some((year, month)) if year.len() == 4 && month.len() <= 2 => year_first(year, month, None),
        _ => DateCell::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> DateCell {
        read_date_text(text)
    }

    fn day(year: i32, month: u32, day: u32) -> DateCell {
        DateCell::Day(Day::ymd(year, month, day).unwrap())
    }

    fn month(year: i32, month: u32) -> DateCell {
        DateCell::Day(Day::of_month(year, month).unwrap())
    }

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        let cases = [
            ("2019.3", month(2019, 3)),
            ("2019.10", month(2019, 10)),
            ("2019年3月", month(2019, 3)),
            ("2019年03月05日", day(2019, 3, 5)),
            ("2019年3月5号", day(2019, 3, 5)),
            ("20190301", day(2019, 3, 1)),
            ("201903", month(2019, 3)),
            ("2019-03-01", day(2019, 3, 1)),
            ("2019/3/1", day(2019, 3, 1)),
            ("２０１９．３．１", day(2019, 3, 1)),
            ("'2019-3-1", day(2019, 3, 1)),
            ("2019-03-01 00:00:00", day(2019, 3, 1)),
            ("2019 年 3 月", month(2019, 3)),
            ("2019", DateCell::Day(Day::of_year(2019).unwrap())),
            ("2019年", DateCell::Day(Day::of_year(2019).unwrap())),
            ("43525", day(2019, 3, 1)),
            ("", DateCell::Empty),
            ("  ", DateCell::Empty),
            ("2019-02-30", DateCell::Impossible),
            ("2019.13", DateCell::Impossible),
            ("20191301", DateCell::Impossible),
            ("19.3.1", DateCell::Unread),
            ("不详", DateCell::Unread),
            ("3月5日", DateCell::Unread),
            ("-2019-3-1", DateCell::Unread),
            ("99999999999999", DateCell::Unread),
        ];
        for (written, expected) in cases {
            assert_eq!(text(written), expected, "{written}");
        }
    }

    #[test]
    fn a_number_that_could_be_two_months_keeps_only_its_year() {
        let number = |text: &str| read_date(Cell::Number(text.parse().unwrap(), text));
        assert_eq!(number("2019.1"), DateCell::Day(Day::of_year(2019).unwrap()));
        assert_eq!(number("2019.3"), month(2019, 3));
        assert_eq!(number("2019.12"), month(2019, 12));
        assert_eq!(number("43525"), day(2019, 3, 1));
        assert_eq!(number("43525.5"), day(2019, 3, 1));
        assert_eq!(number("20190301"), day(2019, 3, 1));
        assert_eq!(number("0.5"), DateCell::Unread);
    }
}
