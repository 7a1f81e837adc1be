//! Kind of migrant (人口类别), cohort (现状人口 / 原迁人口), support mode (扶持方式).

use std::sync::LazyLock;

use super::day::Day;
use super::halfwidth::bare;
use super::rulebook;

/// Which of the two populations of 国发〔2006〕17号 a person belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cohort {
    /// 现状人口: relocated on or before 2006-06-30.
    Pre2006,
    /// 原迁人口: relocated on or after 2006-07-01.
    Post2006,
}

impl Cohort {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Cohort::Pre2006 => "pre2006",
            Cohort::Post2006 => "post2006",
        }
    }
}

/// 原迁移民: moved themselves.
pub const ORIGINAL: u16 = 1;
/// 后代
pub const DESCENDANT: u16 = 2;
/// 婚入
pub const MARRIED_IN: u16 = 3;
/// 收养
pub const ADOPTED: u16 = 4;
/// 现状人口: the cohort is all that the roster says.
pub const CURRENT_POPULATION: u16 = 11;
/// 原迁人口: the cohort is all that the roster says.
pub const ORIGINAL_MOVE: u16 = 12;

static LATER_FROM: LazyLock<Option<Day>> =
    LazyLock::new(|| super::day::read(&rulebook::register().cohort.later_from).ok());

/// The code of a roster's word.
pub fn read_kind(text: &str) -> Option<u16> {
    rulebook::words().migrant_kind.read(&bare(text))
}

/// The code of a roster's word for the mode of support.
pub fn read_support_mode(text: &str) -> Option<u16> {
    rulebook::words().support_mode.read(&bare(text))
}

/// The code of a roster's word for the kind of registration.
pub fn read_registration(text: &str) -> Option<u16> {
    rulebook::words().registration.read(&bare(text))
}

/// The cohort by the day of relocation; none if only the year 2006 is known.
pub fn cohort_of_day(relocated: Day) -> Option<Cohort> {
    let border = (*LATER_FROM)?;
    if relocated.first() >= border.first() {
        return Some(Cohort::Post2006);
    }
    (relocated.last() < border.first()).then_some(Cohort::Pre2006)
}

/// The cohort by a kind that says it.
pub fn cohort_of_kind(kind: u16) -> Option<Cohort> {
    match kind {
        CURRENT_POPULATION => Some(Cohort::Pre2006),
        ORIGINAL_MOVE => Some(Cohort::Post2006),
        _ => None,
    }
}

/// The cohort of a person: by the day where it tells, else by the kind.
pub fn cohort(relocated: Option<Day>, kind: Option<u16>) -> Option<Cohort> {
    relocated.and_then(cohort_of_day).or_else(|| kind.and_then(cohort_of_kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_border_day_separates_the_cohorts() {
        let day = |year, month, day| cohort_of_day(Day::ymd(year, month, day).unwrap());
        assert_eq!(day(2006, 6, 30), Some(Cohort::Pre2006));
        assert_eq!(day(2006, 7, 1), Some(Cohort::Post2006));
        assert_eq!(cohort_of_day(Day::of_month(2006, 6).unwrap()), Some(Cohort::Pre2006));
        assert_eq!(cohort_of_day(Day::of_year(2006).unwrap()), None);
        assert_eq!(cohort(Day::of_year(2006), Some(ORIGINAL_MOVE)), Some(Cohort::Post2006));
    }

    #[test]
    fn rosters_words_are_understood() {
        assert_eq!(read_kind("现状人口"), Some(CURRENT_POPULATION));
        assert_eq!(read_kind("原迁人口"), Some(ORIGINAL_MOVE));
        assert_eq!(read_support_mode("直补到人"), Some(1));
        assert_eq!(read_registration("农业"), Some(1));
    }
}
