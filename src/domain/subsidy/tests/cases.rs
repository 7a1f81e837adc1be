//! Cases of domain.md.

use super::super::course::{State, Why};
use super::super::{Opening, Period};
use super::*;

const WHOLE: &str = "proration = \"whole_period\"";
const NOT_LAST: &str = "last_period = \"not_counted\"";
const LAST: &str = "last_period = \"counted\"";

#[test]
fn the_first_cohort_ends_on_30_june_2026_and_nothing_follows() {
    // 1.2, 1.4: 80 quarters of 150 yuan = 12,000 yuan, then the term is over; that is no reduction.
    let claim = first_cohort();
    assert_eq!(
        runs(yunnan(), &claim, "2026-11-24"),
        ["2006Q3-2026Q2 due 80x150.00", "2026Q3-2026Q4 ended 2x0.00"]
    );
    let after = Explanation::of(yunnan(), &claim, Period::read("2026Q3").unwrap());
    assert_eq!((after.state, after.why), (State::Ended, Why::TermOver(day("2026-06-30"))));
    assert_eq!((after.lines[0].document.as_str(), after.total()), ("国发〔2006〕17号", 0));
}

#[test]
fn an_extension_on_file_goes_on_and_a_register_end_of_the_old_term_does_not_stop_it() {
    let more = "\n[[extension]]\ncohort = \"pre2006\"\nfrom = \"2026-07-01\"\nmonths = 12\ndocument = \"试\"\narticle = \"一\"\n";
    let rule = read(&text_with(&[("# No [[extension]]", &format!("{more}# No [[extension]]"))])).unwrap();
    let claim = Claim { from: Some(day("2006-07-01")), until: Some(day("2026-06-30")), ..first_cohort() };
    // The register's end is the old term's end: not earlier than it, so the extension counts.
    assert_eq!(
        runs(&rule, &claim, "2027-11-24"),
        ["2006Q3-2027Q2 due 84x150.00", "2027Q3-2027Q4 ended 2x0.00"]
    );
}

#[test]
fn the_eighty_first_quarter_is_never_paid() {
    // 1.10: moved 2018-05-20, whole periods 2018Q2 to 2038Q2 with both ends = 81 quarters, one too many.
    let claim = moved("2018-05-20");
    let both = rule_with(&[(NOT_LAST, LAST)]);
    assert_eq!(
        runs(&both, &claim, "2038-12-31"),
        ["2018Q2-2038Q1 due 80x150.00", "2038Q2-2038Q4 ended 3x0.00"]
    );
    let last = Explanation::of(&both, &claim, Period::read("2038Q2").unwrap());
    assert_eq!(last.why, Why::Ceiling);
    let one = Explanation::of(yunnan(), &claim, Period::read("2038Q2").unwrap());
    assert_eq!(one.why, Why::TermOver(day("2038-05-19")), "the broken last quarter does not count");
}

#[test]
fn by_months_there_are_240_and_by_days_the_sum_is_the_same() {
    let claim = moved("2018-05-20");
    let by_month = rule_with(&[(WHOLE, "proration = \"by_month\""), (NOT_LAST, LAST)]);
    assert_eq!(sum(&by_month, &claim, "2040-01-01"), 1_200_000, "241 months begun, 240 paid");
    assert_eq!(runs(&by_month, &claim, "2018-12-31")[0], "2018Q2-2018Q2 due 1x100.00");
    let by_day = rule_with(&[(WHOLE, "proration = \"by_day\"")]);
    assert_eq!(runs(&by_day, &claim, "2018-12-31")[0], "2018Q2-2018Q2 due 1x69.23", "42 of 91 days");
    assert_eq!(sum(&by_day, &claim, "2040-01-01"), 1_200_000);
}

#[test]
fn a_death_stops_with_the_next_period_or_as_the_rule_says() {
    // Scenario 4: death on 12 May; the quarter counts, the next does not. 1.6: Zhejiang stops on 1 January.
    let claim = stopped(first_cohort(), vec![stop("R1", "2021-05-12", None)]);
    assert_eq!(
        runs(yunnan(), &claim, "2021-12-31"),
        ["2006Q3-2021Q2 due 60x150.00", "2021Q3-2021Q4 reduced 2x0.00"]
    );
    assert_eq!(
        runs(zhejiang(), &claim, "2022-12-31"),
        ["2006-2006 due 1x300.00", "2007-2021 due 15x600.00", "2022-2022 reduced 1x0.00"]
    );
    for (word, proration, expected) in [
        ("next_month", "by_month", "2021Q2-2021Q2 due 1x100.00"),
        ("event_date", "by_day", "2021Q2-2021Q2 due 1x67.58"),
        ("next_quarter", "whole_period", "2021Q3-2021Q4 reduced 2x0.00"),
        ("next_half", "whole_period", "2021Q3-2021Q4 reduced 2x0.00"),
        ("next_year", "whole_period", "2006Q3-2021Q4 due 62x150.00"),
    ] {
        let rule = rule_with(&[
            ("stop_effective = \"next_period\"", &format!("stop_effective = \"{word}\"")),
            (WHOLE, &format!("proration = \"{proration}\"")),
        ]);
        let runs = runs(&rule, &claim, "2021-12-31");
        assert!(runs.iter().any(|run| run == expected), "{word} {proration}: {runs:?}");
    }
}

#[test]
fn prison_is_a_reduction_without_back_pay_and_the_term_is_not_longer() {
    // Scenario 6 and 1.8 R5: sentenced in March, released next March.
    let claim = stopped(first_cohort(), vec![stop("R5", "2024-03-10", Some("2025-03-09"))]);
    assert_eq!(
        runs(yunnan(), &claim, "2026-11-24"),
        [
            "2006Q3-2024Q1 due 71x150.00",
            "2024Q2-2025Q1 reduced 4x0.00",
            "2025Q2-2026Q2 due 5x150.00",
            "2026Q3-2026Q4 ended 2x0.00"
        ]
    );
    let inside = Explanation::of(yunnan(), &claim, Period::read("2024Q3").unwrap());
    assert_eq!(inside.cause.unwrap().0, "R5");
    assert_eq!(inside.lines[0].document, "云搬发〔2022〕174号");
}

#[test]
fn who_may_not_come_back_does_not() {
    let claim = stopped(first_cohort(), vec![stop("R2", "2024-08-01", Some("2025-03-09"))]);
    assert_eq!(runs(yunnan(), &claim, "2025-12-31").last().unwrap(), "2024Q4-2025Q4 reduced 5x0.00");
}

#[test]
fn what_was_held_is_paid_back_and_what_is_still_held_keeps_its_amount() {
    let held = stopped(first_cohort(), vec![stop("R15", "2024-02-01", None)]);
    assert_eq!(runs(yunnan(), &held, "2024-12-31").last().unwrap(), "2024Q2-2024Q4 withheld 3x150.00");
    let back = stopped(first_cohort(), vec![stop("R15", "2024-02-01", Some("2024-09-01"))]);
    assert_eq!(runs(yunnan(), &back, "2024-12-31"), ["2006Q3-2024Q4 due 74x150.00"]);
    let paid = Explanation::of(yunnan(), &back, Period::read("2024Q3").unwrap());
    assert_eq!(paid.why, Why::PaidBack(0));
}

#[test]
fn a_suspension_is_added_at_the_end_where_the_rule_says_so() {
    let suspends = ("effect = \"hold\"", "effect = \"suspend\"");
    let never = ("restorable = true, backpay = true", "restorable = true, backpay = false");
    let claim = stopped(first_cohort(), vec![stop("R15", "2024-02-01", Some("2024-09-01"))]);
    let plain = rule_with(&[suspends, never]);
    assert_eq!(
        runs(&plain, &claim, "2026-12-31")[1..],
        ["2024Q2-2024Q3 suspended 2x0.00", "2024Q4-2026Q2 due 7x150.00", "2026Q3-2026Q4 ended 2x0.00"]
    );
    let longer =
        rule_with(&[suspends, never, ("suspend_extends_term = false", "suspend_extends_term = true")]);
    assert_eq!(runs(&longer, &claim, "2027-03-31").last().unwrap(), "2027Q1-2027Q1 ended 1x0.00");
    assert_eq!(sum(&longer, &claim, "2030-01-01"), 1_200_000);
}

#[test]
fn town_status_by_the_reform_keeps_the_identity_where_the_rule_says_so() {
    // 1.8 R4x, scenario 8.
    let became = stopped(first_cohort(), vec![stop("R4", "2024-02-01", None)]);
    assert_eq!(runs(yunnan(), &became, "2024-12-31").last().unwrap(), "2024Q2-2024Q4 reduced 3x0.00");
    let reform = Claim { town_status: true, ..became };
    assert_eq!(runs(yunnan(), &reform, "2024-12-31"), ["2006Q3-2024Q4 due 74x150.00"]);
    let strict = rule_with(&[("town_status_keeps = true", "town_status_keeps = false")]);
    assert_eq!(runs(&strict, &reform, "2024-12-31").last().unwrap(), "2024Q2-2024Q4 reduced 3x0.00");
}

#[test]
fn an_opening_balance_counts_against_the_ceiling() {
    let through = Period::read("2018Q4").unwrap();
    let opening = Opening { through, periods: 60, fen: 900_000, records: Vec::new() };
    // 50 quarters until then by the rule, 60 were paid: 20 are left.
    let claim = Claim { opening: Some(opening), ..first_cohort() };
    assert_eq!(
        runs(yunnan(), &claim, "2026-12-31"),
        ["2006Q3-2023Q4 due 70x150.00", "2024Q1-2026Q4 ended 12x0.00"]
    );
    let why = Explanation::of(yunnan(), &claim, Period::read("2024Q1").unwrap()).why;
    assert_eq!(why, Why::Ceiling);
}

#[test]
fn a_contradiction_holds_the_money_and_keeps_the_amount() {
    let claim = Claim { clashes: vec!["death"], ..first_cohort() };
    let held = Explanation::of(yunnan(), &claim, Period::read("2021Q3").unwrap());
    assert_eq!((held.state, held.why, held.total()), (State::Held, Why::Clash, 15_000));
}

#[test]
fn never_eligible_and_no_rule_are_other_states() {
    let state =
        |rule: &Rule, claim: Claim| Explanation::of(rule, &claim, Period::read("2021Q3").unwrap()).state;
    assert_eq!(state(yunnan(), Claim { mode: Some(9), ..first_cohort() }), State::NotEligible);
    assert_eq!(state(yunnan(), Claim { cohort: None, ..first_cohort() }), State::NotEligible);
    assert_eq!(state(yunnan(), Claim { mode: None, ..first_cohort() }), State::NotEligible);
    assert_eq!(state(yunnan(), moved("2022-01-01")), State::NotEligible, "not yet");
    let mut short = yunnan().clone();
    short.terms.remove(0);
    assert_eq!(state(&short, first_cohort()), State::NoRule);
    short = yunnan().clone();
    short.versions.truncate(1);
    let later = Explanation::of(&short, &first_cohort(), Period::read("2023Q1").unwrap());
    assert_eq!(later.state, State::NoRule, "the last version ended");
}

#[test]
fn a_later_begin_and_an_earlier_end_of_the_register_count() {
    let claim = Claim { from: Some(day("2010-01-01")), until: Some(day("2012-12-31")), ..first_cohort() };
    assert_eq!(
        runs(yunnan(), &claim, "2013-03-31"),
        ["2010Q1-2012Q4 due 12x150.00", "2013Q1-2013Q1 ended 1x0.00"]
    );
    let why = Explanation::of(yunnan(), &claim, Period::read("2013Q1").unwrap()).why;
    assert_eq!(why, Why::RegisterEnds(day("2012-12-31")));
}
