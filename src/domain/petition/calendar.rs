//! Working days (工作日): the table of days off and make-up working days, year by year; a document that can be replaced.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use toml::Spanned;

use crate::domain::day::{self, Day, Precision};

/// Most years that one document may have.
const YEARS_MAX: usize = 100;
/// Most days off, or make-up days, of one year.
const DAYS_MAX: usize = 120;

/// What a day is (日的性质).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// 工作日
    Work,
    /// 调休上班: a Saturday or Sunday on which offices work, for the holiday of that name.
    MakeUp(String),
    /// 周末
    Weekend,
    /// 放假: the holiday's name.
    Off(String),
    /// 放假安排未导入: a weekday, or a weekend day, of a year whose table is missing.
    Unknown {
        /// True of a Saturday or Sunday.
        weekend: bool,
    },
}

impl Kind {
    /// True if offices work; where the table is missing, as if there were no holidays.
    pub fn works(&self) -> bool {
        matches!(self, Kind::Work | Kind::MakeUp(_) | Kind::Unknown { weekend: false })
    }

    /// Stable name, as in JSON.
    pub const fn name(&self) -> &'static str {
        match self {
            Kind::Work => "work",
            Kind::MakeUp(_) => "make_up",
            Kind::Weekend => "weekend",
            Kind::Off(_) => "holiday",
            Kind::Unknown { .. } => "unknown",
        }
    }
}

/// One year's table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i32,
    /// The notice that it comes from.
    pub document: String,
    /// Days off, with the holiday's name.
    pub off: BTreeMap<Day, String>,
    /// Make-up working days, with the name of the holiday that they make up for.
    pub work: BTreeMap<Day, String>,
}

/// What is wrong with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Not a document of this shape, in the words of the reader.
    #[error("{0}")]
    Shape(String),
    /// Not a date.
    #[error("{0} is no date")]
    NoDate(String),
    /// Out of its year.
    #[error("{0} is not in the year")]
    OutOfYear(String),
    /// Off and a working day at once, or the same day twice.
    #[error("{0} contradicts itself")]
    Contradiction(String),
    /// A make-up day that is no Saturday or Sunday.
    #[error("{0} is a working day anyway")]
    NoMakeUp(String),
    /// The same year twice, too many years or days, or none.
    #[error("year {0}")]
    Years(i32),
}

/// A flaw with its line, from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct CalendarError {
    /// Line of the document.
    pub line: usize,
    /// What is wrong.
    pub flaw: Flaw,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    year: Vec<YearText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct YearText {
    year: Spanned<i32>,
    document: String,
    off: Vec<Spanned<String>>,
    #[serde(default)]
    work: Vec<Spanned<String>>,
}

/// Reads a document: one `[[year]]` after another, each day as `2026-05-01 NAME`. Refuses what contradicts itself.
pub fn read(text: &str) -> Result<Vec<Year>, CalendarError> {
    let line = |at: usize| text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1;
    let document: Document = toml::from_str(text).map_err(|error| CalendarError {
        line: error.span().map_or(1, |span| line(span.start)),
        flaw: Flaw::Shape(error.message().to_owned()),
    })?;
    if document.year.is_empty() || document.year.len() > YEARS_MAX {
        return Err(CalendarError { line: 1, flaw: Flaw::Years(0) });
    }
    let mut years: Vec<Year> = Vec::new();
    for one in &document.year {
        let number = *one.year.get_ref();
        let twice = years.iter().any(|year| year.year == number);
        if twice || one.off.is_empty() || one.off.len() > DAYS_MAX || one.work.len() > DAYS_MAX {
            return Err(CalendarError { line: line(one.year.span().start), flaw: Flaw::Years(number) });
        }
        let mut year = Year { year: number, document: one.document.clone(), ..Year::default() };
        for (written, makes_up) in
            one.off.iter().map(|day| (day, false)).chain(one.work.iter().map(|day| (day, true)))
        {
            let fault = |flaw: Flaw| CalendarError { line: line(written.span().start), flaw };
            take(&mut year, written.get_ref(), makes_up).map_err(fault)?;
        }
        years.push(year);
    }
    years.sort_by_key(|year| year.year);
    Ok(years)
}

fn take(year: &mut Year, written: &str, makes_up: bool) -> Result<(), Flaw> {
    let (date, name) = written.split_once(' ').unwrap_or((written, ""));
    let found = day::read(date).ok().filter(|day| day.precision() == Precision::Day);
    let day = found.filter(|day| day.iso() == date).ok_or_else(|| Flaw::NoDate(written.to_owned()))?;
    if day.year() != year.year {
        return Err(Flaw::OutOfYear(day.iso()));
    }
    if year.off.contains_key(&day) || year.work.contains_key(&day) {
        return Err(Flaw::Contradiction(day.iso()));
    }
    if makes_up && !is_weekend(day) {
        return Err(Flaw::NoMakeUp(day.iso()));
    }
    let days = if makes_up { &mut year.work } else { &mut year.off };
    days.insert(day, name.trim().to_owned());
    Ok(())
}

/// The document of one year, as [`read`] takes it.
pub fn write(year: &Year) -> String {
    let list = |days: &BTreeMap<Day, String>| {
        let day = |(day, name): (&Day, &String)| format!("\"{} {name}\"", day.iso()).replace(" \"", "\"");
        days.iter().map(day).collect::<Vec<_>>().join(", ")
    };
    let document = year.document.replace(['"', '\\'], " ");
    format!(
        "[[year]]\nyear = {}\ndocument = \"{document}\"\noff = [{}]\nwork = [{}]\n",
        year.year,
        list(&year.off),
        list(&year.work)
    )
}

/// True of Saturdays and Sundays.
pub fn is_weekend(day: Day) -> bool {
    // 1970-01-01 was a Thursday.
    matches!((i64::from(day.days()) + 3).rem_euclid(7), 5 | 6)
}

/// Day of the week, 1 = Monday.
pub fn weekday(day: Day) -> u8 {
    u8::try_from((i64::from(day.days()) + 3).rem_euclid(7) + 1).unwrap_or(1)
}

/// The day that many days later (or earlier); the last that a date can be where there is none.
pub fn later(day: Day, days: i32) -> Day {
    Day::from_stored(day.days().saturating_add(days), Precision::Day.number()).unwrap_or(day)
}

/// The tables at hand, by year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    years: BTreeMap<i32, Year>,
}

impl Calendar {
    /// The shipped tables.
    pub fn shipped() -> &'static Calendar {
        &SHIPPED
    }

    /// These tables; a later one of a year replaces an earlier one.
    pub fn of(years: impl IntoIterator<Item = Year>) -> Self {
        Self { years: years.into_iter().map(|year| (year.year, year)).collect() }
    }

    /// The same with these tables in place of their years'.
    pub fn with(&self, years: impl IntoIterator<Item = Year>) -> Self {
        let mut all = self.clone();
        all.years.extend(years.into_iter().map(|year| (year.year, year)));
        all
    }

    /// The table of a year.
    pub fn year(&self, year: i32) -> Option<&Year> {
        self.years.get(&year)
    }

    /// All tables, ascending.
    pub fn years(&self) -> impl Iterator<Item = &Year> {
        self.years.values()
    }

    /// What a day is.
    pub fn kind(&self, day: Day) -> Kind {
        let Some(year) = self.years.get(&day.year()) else {
            return Kind::Unknown { weekend: is_weekend(day) };
        };
        match (year.off.get(&day), year.work.get(&day)) {
            (Some(name), _) => Kind::Off(name.clone()),
            (None, Some(name)) => Kind::MakeUp(name.clone()),
            (None, None) if is_weekend(day) => Kind::Weekend,
            (None, None) => Kind::Work,
        }
    }
}

static SHIPPED: LazyLock<Calendar> =
    LazyLock::new(|| Calendar::of(read(include_str!("../../rules/calendar.toml")).unwrap_or_default()));

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        day::read(text).unwrap()
    }

    #[test]
    fn the_shipped_years_have_as_many_working_days_as_three_public_packages_count() {
        let calendar = Calendar::shipped();
        let works = |year: i32| {
            let first = Day::ymd(year, 1, 1).unwrap();
            let days = (0..366).map(|at| later(first, at)).filter(|day| day.year() == year);
            days.filter(|day| calendar.kind(*day).works()).count()
        };
        assert_eq!((2021..=2026).map(works).collect::<Vec<_>>(), [250, 249, 249, 251, 248, 248]);
        assert_eq!(calendar.kind(day("2026-05-04")), Kind::Off("劳动节".into()));
        assert_eq!(calendar.kind(day("2026-05-09")), Kind::MakeUp("劳动节".into()));
        assert_eq!(calendar.kind(day("2026-11-28")), Kind::Weekend);
        assert_eq!(calendar.kind(day("2027-01-04")), Kind::Unknown { weekend: false });
        assert_eq!((weekday(day("2026-11-30")), weekday(day("2026-11-29"))), (1, 7));
    }

    #[test]
    fn a_table_that_contradicts_itself_is_refused_with_its_line() {
        let table = |off: &str, work: &str| {
            read(&format!("[[year]]\nyear = 2027\ndocument = \"x\"\noff = [{off}]\nwork = [{work}]\n"))
        };
        assert!(table("\"2027-01-01 元旦\"", "\"2027-01-03 元旦\"").is_ok());
        let refused = |off: &str, work: &str| table(off, work).unwrap_err();
        let both = refused("\"2027-01-02 元旦\"", "\"2027-01-02 元旦\"");
        assert_eq!(both, CalendarError { line: 5, flaw: Flaw::Contradiction("2027-01-02".into()) });
        assert_eq!(refused("\"2026-01-02\"", "").flaw, Flaw::OutOfYear("2026-01-02".into()));
        assert_eq!(refused("\"2027-01-01\"", "\"2027-01-04\"").flaw, Flaw::NoMakeUp("2027-01-04".into()));
        assert_eq!(refused("\"2027-02-30\"", "").flaw, Flaw::NoDate("2027-02-30".into()));
        assert_eq!(refused("", "").flaw, Flaw::Years(2027));
        assert!(matches!(read("nonsense").unwrap_err().flaw, Flaw::Shape(_)));
    }

    #[test]
    fn a_table_is_written_as_it_is_read() {
        for year in Calendar::shipped().years() {
            let text = write(year);
            assert_eq!(read(&text).unwrap(), std::slice::from_ref(year));
            assert!(text.len() < crate::domain::value::TEXT_BYTES_MAX, "fits into one value");
        }
    }
}
