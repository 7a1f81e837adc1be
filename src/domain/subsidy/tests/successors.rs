//! A newer document in the place of an older one: it only adds, and what was paid comes out the same by it.

use proptest::prelude::*;

use super::super::Period;
use super::super::succession::{Break, follows};
use super::laws::any_claim;
use super::*;

/// Yunnan's document, its last version ended and another one after it.
fn newer(changes: &[(&str, &str)]) -> String {
    let text = shipped::TEXTS[0].1;
    let (old, last) = text.split_at(text.rfind("[[version]]").unwrap());
    let from = "valid_from = \"2023-01-01\"";
    let until = last.replace(from, &format!("{from}\nvalid_to = \"2026-12-31\""));
    let mut next = last.replace(from, "valid_from = \"2027-01-01\"").replace("version = 2", "version = 3");
    for (from, to) in changes {
        assert!(next.contains(from), "{from}");
        next = next.replace(from, to);
    }
    format!("{old}{until}\n{next}")
}

#[test]
fn a_document_that_only_adds_follows_and_any_other_does_not() {
    let frozen = Some(day("2026-09-30"));
    let next = read(&newer(&[("amount_fen_per_year = 60000", "amount_fen_per_year = 72000")])).unwrap();
    assert_eq!(follows(yunnan(), &next, frozen), Ok(()));
    assert_eq!(follows(yunnan(), yunnan(), frozen), Ok(()));
    assert_eq!(follows(&next, yunnan(), frozen), Err(Break::Missing(3)));
    let changed = |from: &str, to: &str| read(&newer(&[]).replacen(from, to, 1)).unwrap();
    let amount = changed("amount_fen_per_year = 60000", "amount_fen_per_year = 60012");
    assert_eq!(follows(yunnan(), &amount, frozen), Err(Break::Differs(1)));
    let term = changed("years = 20", "years = 20\n# the same");
    assert_eq!(follows(yunnan(), &term, frozen), Ok(()));
    // What begins, or ends, within what was frozen.
    let late = Some(day("2027-03-31"));
    assert_eq!(follows(yunnan(), &next, late), Err(Break::ReachesBack(2, day("2027-03-31"))));
    assert_eq!(follows(yunnan(), &next, None), Ok(()));
}

#[test]
fn an_extension_is_added_at_the_end_and_an_older_one_stays() {
    let basis = "document = \"某文\"\narticle = \"一\"\n";
    let one = format!("[[extension]]\ncohort = \"pre2006\"\nfrom = \"2026-07-01\"\nmonths = 60\n{basis}\n");
    let two =
        format!("{one}[[extension]]\ncohort = \"pre2006\"\nfrom = \"2031-07-01\"\nmonths = 12\n{basis}\n");
    let with = |more: &str| {
        let text = shipped::TEXTS[0].1;
        read(&text.replacen("[[version]]", &format!("{more}[[version]]"), 1)).unwrap()
    };
    assert_eq!(follows(yunnan(), &with(&one), None), Ok(()));
    assert_eq!(follows(&with(&one), &with(&two), None), Ok(()));
    assert_eq!(follows(&with(&two), &with(&one), None), Err(Break::Extension));
    let extended = Explanation::of(&with(&one), &first_cohort(), Period::read("2027Q1").unwrap());
    assert_eq!(extended.total(), 15_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn old_periods_are_identical_after_a_rule_change(
        claim in any_claim(),
        amount in prop::sample::select(vec!["72000", "60000", "120000"]),
        period in prop::sample::select(vec!["quarter", "half", "year"]),
        stop in prop::sample::select(vec!["next_period", "event_date", "next_year"]),
        proration in prop::sample::select(vec!["whole_period", "by_month", "by_day"]),
    ) {
        let next = read(&newer(&[
            ("amount_fen_per_year = 60000", &format!("amount_fen_per_year = {amount}")),
            ("\nperiod = \"quarter\"", &format!("\nperiod = \"{period}\"")),
            ("stop_effective = \"next_period\"", &format!("stop_effective = \"{stop}\"")),
            ("proration = \"whole_period\"", &format!("proration = \"{proration}\"")),
        ])).unwrap();
        prop_assert_eq!(follows(yunnan(), &next, Some(day("2026-12-31"))), Ok(()));
        let explained = |rule: &Rule| -> Vec<Explanation> {
            let steps = walk(rule, &claim, day("2026-12-31"));
            steps.iter().map(|step| Explanation::of_step(rule, &claim, step)).collect()
        };
        prop_assert_eq!(explained(yunnan()), explained(&next));
    }
}
