//! Dates as cells have them: 2019.3, 2019年3月, 20190301, a serial number, a cell date. What could mean two
//! days is not guessed.

use crate::domain::day::{self, Day, DayError};

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

impl From<Result<Day, DayError>> for DateCell {
    fn from(read: Result<Day, DayError>) -> Self {
        match read {
            Ok(day) => DateCell::Day(day),
            Err(DayError::Empty) => DateCell::Empty,
            Err(DayError::NoSuchDay { .. } | DayError::YearRange { .. }) => DateCell::Impossible,
            Err(_) => DateCell::Unread,
        }
    }
}

/// Reads a cell as a date.
pub fn read_date(cell: Cell<'_>) -> DateCell {
    match cell {
        Cell::Empty => DateCell::Empty,
        Cell::Number(value, text) => number(value, text),
        Cell::Date(text) => day::read(text).into(),
        Cell::Text(text) if is_serial(text) => serial(text),
        Cell::Text(text) => day::read(text).into(),
        Cell::Bool(_) | Cell::Error(_) => DateCell::Unread,
    }
}

/// Five digits are no date that a person writes, but what a table of text keeps of a date cell.
fn is_serial(text: &str) -> bool {
    text.len() == 5 && text.chars().all(|c| c.is_ascii_digit())
}

fn serial(text: &str) -> DateCell {
    text.parse().map_or(DateCell::Unread, |serial| day::from_serial(serial, false).into())
}

/// A stored number: 2019.3 typed into a cell lost the difference between January and October if it ends in
/// .1.
fn number(value: f64, text: &str) -> DateCell {
    if value.fract() == 0.0 {
        return if is_serial(text) { serial(text) } else { day::read(text).into() };
    }
    match text.split_once('.') {
        Some((days, _)) if is_serial(days) => serial(days),
        Some((year, "1")) => day::read(year).into(),
        Some((year, month)) if year.len() == 4 && month.len() <= 2 => day::read(text).into(),
        _ => DateCell::Unread,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> DateCell {
        DateCell::Day(Day::ymd(year, month, day).unwrap())
    }

    fn month(year: i32, month: u32) -> DateCell {
        DateCell::Day(Day::of_month(year, month).unwrap())
    }

    fn year(year: i32) -> DateCell {
        DateCell::Day(Day::of_year(year).unwrap())
    }

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        let cases = [
            ("2019.3", month(2019, 3)),
            ("2019.10", month(2019, 10)),
            ("2019年3月", month(2019, 3)),
            ("2019年3月5号", day(2019, 3, 5)),
            ("20190301", day(2019, 3, 1)),
            ("201903", month(2019, 3)),
            ("2019/3/1", day(2019, 3, 1)),
            ("２０１９．３．１", day(2019, 3, 1)),
            ("'2019-3-1", day(2019, 3, 1)),
            ("2019-03-01 00:00:00", day(2019, 3, 1)),
            ("2019年", year(2019)),
            ("43525", day(2019, 3, 1)),
            ("  ", DateCell::Empty),
            ("2019-02-30", DateCell::Impossible),
            ("20191301", DateCell::Impossible),
            ("19.3.1", DateCell::Unread),
            ("不详", DateCell::Unread),
        ];
        for (written, expected) in cases {
            assert_eq!(read_date(Cell::Text(written)), expected, "{written}");
        }
    }

    #[test]
    fn a_number_that_could_be_two_months_keeps_only_its_year() {
        let number = |text: &str| read_date(Cell::Number(text.parse().unwrap(), text));
        assert_eq!(number("2019.1"), year(2019));
        assert_eq!(number("2019.3"), month(2019, 3));
        assert_eq!(number("2019.12"), month(2019, 12));
        assert_eq!(number("43525"), day(2019, 3, 1));
        assert_eq!(number("43525.5"), day(2019, 3, 1));
        assert_eq!(number("20190301"), day(2019, 3, 1));
        assert_eq!(number("0.5"), DateCell::Unread);
    }
}
