//! The account of a person ties out, whatever happened, and agrees with a sum made another way.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::super::payment::{
    Attempt, Bounce, CREDITED, Came, Facts, Settled, Settling, Stage, Sums, account,
};
use super::super::{Opening, Period};
use super::*;

fn attempt(batch: &str, frozen: &str, fen: i64, outcome: Option<u16>) -> Attempt {
    Attempt {
        batch: batch.to_owned(),
        frozen: Some(day(frozen)),
        stage: Stage::Submitted,
        fen,
        withheld: 0,
        outcome: outcome.map(|outcome| (day("2022-01-12"), outcome)),
    }
}

fn came(facts: Facts, claim: &Claim, period: &str) -> (Came, Sums) {
    let period = Period::read(period).unwrap();
    let explained = vec![Explanation::of(yunnan(), claim, period)];
    let account = account(&explained, None, BTreeMap::from([(period, facts)]));
    (account.entries[0].came, account.sums)
}

#[test]
fn every_way_that_a_period_can_go() {
    let (due, dead) = (first_cohort(), stopped(first_cohort(), vec![stop("R1", "2021-05-12", None)]));
    let closed = Some(Bounce::Closed.code());
    let paid = || attempt("a", "2021-09-20", 15_000, Some(CREDITED));
    let facts = |attempts: Vec<Attempt>, settled: Vec<Settled>| Facts { attempts, settled };
    let step = |how, fen| Settled { how, fen, on: Some(day("2022-03-01")) };
    let withdrawn = Attempt { stage: Stage::Withdrawn, ..paid() };
    let held = Attempt { withheld: 2, ..attempt("a", "2021-09-20", 15_000, None) };
    let listed = Attempt { stage: Stage::Posted, ..attempt("a", "2021-09-20", 15_000, None) };
    let sums = |should, paid, owed, over, written_off| Sums { should, paid, owed, over, written_off };
    let y = 15_000;
    for (claim, facts, expected, money) in [
        (&due, facts(vec![], vec![]), "due", sums(y, 0, y, 0, 0)),
        (&due, facts(vec![listed], vec![]), "listed", sums(y, 0, y, 0, 0)),
        (&due, facts(vec![held], vec![]), "withheld", sums(y, 0, y, 0, 0)),
        (&due, facts(vec![attempt("a", "2021-09-20", y, None)], vec![]), "submitted", sums(y, 0, y, 0, 0)),
        (&due, facts(vec![paid()], vec![]), "credited", sums(y, y, 0, 0, 0)),
        (&due, facts(vec![withdrawn], vec![]), "due", sums(y, 0, y, 0, 0)),
        (&due, facts(vec![attempt("a", "2021-09-20", y, closed)], vec![]), "returned", sums(y, 0, y, 0, 0)),
        (
            &due,
            facts(vec![attempt("b", "2021-12-20", y, None), attempt("a", "2021-09-20", y, closed)], vec![]),
            "resent",
            sums(y, 0, y, 0, 0),
        ),
        (&dead, facts(vec![], vec![]), "reduced", sums(0, 0, 0, 0, 0)),
        (&dead, facts(vec![paid()], vec![]), "recovering", sums(0, y, 0, y, 0)),
        (&dead, facts(vec![paid()], vec![step(Settling::Demanded, y)]), "recovering", sums(0, y, 0, y, 0)),
        (&dead, facts(vec![paid()], vec![step(Settling::Cash, y)]), "recovered", sums(0, 0, 0, 0, 0)),
        (
            &dead,
            facts(vec![paid()], vec![step(Settling::Offset, 5_000)]),
            "recovering",
            sums(0, 10_000, 0, 10_000, 0),
        ),
        (&dead, facts(vec![paid()], vec![step(Settling::WrittenOff, y)]), "written_off", sums(0, y, 0, 0, y)),
    ] {
        let found = came(facts, claim, "2021Q3");
        assert_eq!((found.0.name(), found.1), (expected, money));
    }
}

#[test]
fn a_late_return_takes_a_credit_back_and_what_was_paid_without_a_rule_is_over() {
    let (found, sums) = came(
        Facts { attempts: vec![attempt("a", "2026-09-20", 15_000, Some(CREDITED))], settled: vec![] },
        &first_cohort(),
        "2026Q3",
    );
    assert_eq!((found, sums.over), (Came::Recovering, 15_000));
}

fn any_facts() -> impl Strategy<Value = Facts> {
    let outcome = prop::option::of(prop::sample::select(vec![1_u16, 1, 1, 11, 13, 99]));
    let stage = prop::sample::select(vec![1_u16, 4, 5, 5, 5, 6]);
    let attempt = (0..40_000_i64, 0..3_u16, outcome, stage, 0..400_i32).prop_map(
        |(fen, withheld, outcome, stage, days)| Attempt {
            batch: days.to_string(),
            frozen: Day::from_stored(19_000 + days, 0),
            stage: Stage::from_code(stage).unwrap(),
            fen,
            withheld,
            outcome: outcome.map(|outcome| (day("2022-01-12"), outcome)),
        },
    );
    let step = (1..5_u16, 0..20_000_i64).prop_map(|(how, fen)| Settled {
        how: Settling::from_code(how).unwrap(),
        fen,
        on: None,
    });
    (prop::collection::vec(attempt, 0..4), prop::collection::vec(step, 0..3))
        .prop_map(|(attempts, settled)| Facts { attempts, settled })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn should_is_paid_and_owed_less_over_less_written_off(
        facts in prop::collection::vec(any_facts(), 90),
        died in prop::option::of(0..7_000_i32),
        opening in prop::option::of((0..20_u32, 0..400_000_i64)),
    ) {
        let died = died.and_then(|days| Day::from_stored(13_500 + days, 0));
        let claim = Claim {
            stops: died.map(|from| Stop { cause: "R1".into(), from, back: None, records: vec![] }).into_iter().collect(),
            ..first_cohort()
        };
        let explained: Vec<Explanation> = walk(yunnan(), &claim, day("2026-12-31"))
            .iter()
            .map(|step| Explanation::of_step(yunnan(), &claim, step))
            .collect();
        let opening = opening.map(|(periods, fen)| Opening {
            through: Period::read("2011Q2").unwrap(),
            periods,
            fen,
            records: vec![],
        });
        let mut period = Period::read("2010Q1").unwrap();
        let mut happened = BTreeMap::new();
        for one in &facts {
            happened.insert(period, one.clone());
            period = period.next();
        }
        let account = account(&explained, opening.as_ref(), happened);
        let sums = account.sums;
        prop_assert_eq!(sums.should, sums.paid + sums.owed - sums.over - sums.written_off);
        prop_assert_eq!(sums.should, explained.iter().map(Explanation::total).sum::<i64>());
        // Paid, counted by somebody who knows nothing of periods.
        let mut paid = opening.map_or(0, |opening| opening.fen);
        for one in &facts {
            let credited = one.attempts.iter().filter(|one| one.stage != Stage::Withdrawn);
            paid += credited.filter(|one| matches!(one.outcome, Some((_, 1)))).map(|one| one.fen).sum::<i64>();
            let back = one.settled.iter().filter(|one| matches!(one.how, Settling::Cash | Settling::Offset));
            paid -= back.map(|one| one.fen).sum::<i64>();
        }
        prop_assert_eq!(sums.paid, paid);
        prop_assert!(sums.owed >= 0 && sums.over >= 0 && sums.written_off >= 0);
    }
}
