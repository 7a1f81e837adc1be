//! Laws over random claims and rules.

use proptest::prelude::*;

use super::super::course::State;
use super::super::{Opening, Period};
use super::*;

fn any_day(from: i32, to: i32) -> impl Strategy<Value = Day> {
    let day = |year| Day::ymd(year, 1, 1).unwrap().days();
    (day(from)..day(to)).prop_map(|days| Day::from_stored(days, 0).unwrap())
}

fn any_stop() -> impl Strategy<Value = Stop> {
    let causes = prop::sample::select(vec!["R1", "R2", "R4", "R5", "R15", "R99"]);
    (causes, any_day(2005, 2040), prop::option::of(1..2_000_i32)).prop_map(|(cause, from, days)| Stop {
        cause: cause.to_owned(),
        from,
        back: days.and_then(|days| Day::from_stored(from.days() + days, 0)),
        records: Vec::new(),
    })
}

pub(super) fn any_claim() -> impl Strategy<Value = Claim> {
    let opening = (36_000_u16..41_000, 0..90_u32)
        .prop_filter_map("period", |(code, periods)| Some((Period::from_code(code)?, periods)));
    let stops = prop::collection::vec(any_stop(), 0..4);
    (
        any_day(1960, 2030),
        prop::option::of(any_day(2004, 2030)),
        stops,
        prop::option::of(opening),
        any::<bool>(),
    )
        .prop_map(|(relocated, from, stops, opening, town_status)| Claim {
            cohort: crate::domain::migrant::cohort_of_day(relocated),
            relocated: Some(relocated),
            from,
            mode: Some(PAID_TO_PERSON),
            town_status,
            stops,
            opening: opening.map(|(through, periods)| Opening {
                through,
                periods,
                fen: 0,
                records: Vec::new(),
            }),
            ..Claim::default()
        })
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let period = prop::sample::select(vec!["month", "quarter", "half", "year"]);
    let proration = prop::sample::select(vec!["whole_period", "by_month", "by_day"]);
    let broken = || prop::sample::select(vec!["counted", "not_counted"]);
    let effective = || {
        let words = ["event_date", "next_month", "next_period", "next_quarter", "next_half", "next_year"];
        prop::sample::select(words.to_vec())
    };
    let effect = prop::sample::select(vec!["hold", "suspend", "reduce"]);
    (period, proration, broken(), broken(), effective(), effective(), effect, any::<bool>()).prop_map(
        |(period, proration, first, last, stop, back, effect, extends)| {
            rule_with(&[
                ("\nperiod = \"quarter\"", &format!("\nperiod = \"{period}\"")),
                ("proration = \"whole_period\"", &format!("proration = \"{proration}\"")),
                ("first_period = \"counted\"", &format!("first_period = \"{first}\"")),
                ("last_period = \"not_counted\"", &format!("last_period = \"{last}\"")),
                ("stop_effective = \"next_period\"", &format!("stop_effective = \"{stop}\"")),
                ("restore_effective = \"next_period\"", &format!("restore_effective = \"{back}\"")),
                ("effect = \"hold\"", &format!("effect = \"{effect}\"")),
                ("suspend_extends_term = false", &format!("suspend_extends_term = {extends}")),
            ])
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn lines_sum_to_the_total_and_nobody_gets_more_than_twenty_years(rule in any_rule(), claim in any_claim()) {
        let mut sum = 0;
        for step in walk(&rule, &claim, day("2062-01-01")) {
            let explained = Explanation::of_step(&rule, &claim, &step);
            let lines: i64 = explained.lines.iter().map(|line| line.fen).sum();
            prop_assert_eq!(lines, explained.total());
            prop_assert!(!explained.lines.is_empty());
            let pays = matches!(step.state, State::Due | State::Held);
            prop_assert_eq!(pays, explained.total() > 0, "{:?}", step);
            sum += lines;
        }
        // Half a fen of rounding a period, where days are counted.
        let rounding = i64::from(rule.versions.iter().any(|one| one.proration == super::super::rule::Proration::ByDay));
        prop_assert!(sum <= 1_200_000 + rounding * 40, "{}", sum);
    }

    #[test]
    fn one_period_by_itself_is_as_in_the_course(rule in any_rule(), claim in any_claim()) {
        for step in walk(&rule, &claim, day("2045-01-01")).into_iter().step_by(7) {
            prop_assert_eq!(super::super::course::of_period(&rule, &claim, step.period), step);
        }
    }

    #[test]
    fn a_new_version_leaves_every_earlier_period_as_it_was(rule in any_rule(), later in any_rule(), claim in any_claim()) {
        let border = day("2031-01-01");
        let mut changed = rule.clone();
        let mut new = later.versions[1].clone();
        (new.version, new.valid_from, new.amount_fen_per_year) = (3, border, 90_000);
        changed.versions[1].valid_to = Some(day("2030-12-31"));
        changed.versions.push(new);
        let before = walk(&rule, &claim, day("2030-12-31"));
        let after = walk(&changed, &claim, day("2030-12-31"));
        prop_assert_eq!(before.len(), after.len());
        for (old, new) in before.iter().zip(&after) {
            prop_assert_eq!(Explanation::of_step(&rule, &claim, old), Explanation::of_step(&changed, &claim, new));
        }
    }
}
