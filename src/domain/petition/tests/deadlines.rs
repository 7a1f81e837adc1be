//! Deadlines: 24 worked by hand from the law's text, 180 counted by a public holiday package, and what has no table.

use super::super::calendar::{Calendar, later};
use super::super::clock::{Counting, count};
use super::super::law::{LastDay, Unit, law, law_on};
use crate::domain::day::{self, Day};

const BY_HAND: &str = include_str!("../../../../tests/golden/petition/deadlines_by_hand.tsv");
const GENERATED: &str = include_str!("../../../../tests/golden/petition/deadlines.tsv");

fn day(text: &str) -> Day {
    day::read(text).unwrap()
}

fn counting(last_day: LastDay) -> Counting<'static> {
    Counting { calendar: Calendar::shipped(), last_day }
}

#[test]
fn deadlines_are_those_worked_by_hand_and_those_of_an_independent_package() {
    let mut rows = 0;
    for (table, skips) in [(BY_HAND, false), (GENERATED, true)] {
        for line in table.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let [law_id, from, days, unit, due, safe, next, last] = cells[..] else { panic!("{line}") };
            let unit = if unit == "working" { Unit::Working } else { Unit::Calendar };
            let from = day(from);
            assert_eq!(law_on(from).id, law_id, "{line}");
            let found = count(from, days.parse().unwrap(), unit, &[], counting(LastDay::AsCounted));
            let dates = [found.due, found.safe, found.next].map(Day::iso);
            assert_eq!(dates, [due, safe, next].map(str::to_owned), "{line}");
            assert!(found.missing.is_empty());
            if skips {
                let skipped: Vec<String> = found.skipped().map(|cell| cell.day.iso()).collect();
                assert_eq!(skipped.join(","), last, "{line}");
            }
            let rolled = count(from, found.days, unit, &[], counting(LastDay::NextWorkingDay));
            assert_eq!((rolled.due, rolled.counted), (found.next, found.due));
            rows += 1;
        }
    }
    assert_eq!(rows, 24 + 180);
}

#[test]
fn every_day_is_explained_and_the_day_after_the_event_is_the_first() {
    let found = count(day("2026-09-18"), 5, Unit::Working, &[], counting(LastDay::AsCounted));
    let cells: Vec<(String, &str, Option<u32>)> =
        found.cells.iter().map(|cell| (cell.day.iso(), cell.kind.name(), cell.number)).collect();
    assert_eq!(cells[0], ("2026-09-19".to_owned(), "weekend", None));
    assert_eq!(cells[1], ("2026-09-20".to_owned(), "make_up", Some(1)));
    assert_eq!(cells.last().unwrap(), &("2026-09-24".to_owned(), "work", Some(5)));
    let none = count(day("2026-09-18"), 0, Unit::Calendar, &[], counting(LastDay::AsCounted));
    assert_eq!((none.due, none.cells.len()), (day("2026-09-18"), 0));
}

#[test]
fn hearing_time_does_not_count() {
    let pause = [(day("2026-03-10"), day("2026-03-14"))];
    let found = count(day("2026-03-02"), 30, Unit::Calendar, &pause, counting(LastDay::AsCounted));
    assert_eq!(found.due, day("2026-04-06"));
    assert_eq!(found.skipped().filter(|cell| cell.hearing).count(), 5);
}

#[test]
fn a_year_without_a_table_gives_both_days() {
    let with = counting(LastDay::AsCounted);
    let working = count(day("2026-12-28"), 5, Unit::Working, &[], with);
    assert_eq!((working.missing.as_slice(), working.due), (&[2027][..], day("2027-01-04")));
    assert_eq!(working.possible, (day("2027-01-02"), day("2027-01-04")));
    assert_eq!(working.safe, day("2027-01-02"));
    let plain = count(day("2026-12-22"), 15, Unit::Calendar, &[], with);
    assert_eq!((plain.due, plain.possible), (day("2027-01-06"), (day("2027-01-05"), day("2027-01-06"))));
    let known = count(day("2026-12-01"), 15, Unit::Calendar, &[], with);
    assert!(known.missing.is_empty());
    assert_eq!(known.possible, (known.due, known.due));
}

#[test]
fn nothing_typed_makes_it_run_long_or_fall_over() {
    let last = Day::ymd(day::YEAR_MAX, 12, 30).unwrap();
    let found = count(last, u32::MAX, Unit::Working, &[], counting(LastDay::AsCounted));
    assert!(found.due <= later(last, 1));
    let early =
        count(Day::ymd(day::YEAR_MIN, 1, 1).unwrap(), 90, Unit::Working, &[], counting(LastDay::AsCounted));
    assert!(!early.missing.is_empty());
    assert_eq!(law("2022").unwrap().settings.last_day, LastDay::AsCounted);
}
