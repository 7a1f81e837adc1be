//! Documents that are refused, each with its line.

use super::super::document::{Flaw, RuleError, read};
use super::*;

fn refused(changes: &[(&str, &str)]) -> RuleError {
    read(&text_with(changes)).unwrap_err()
}

/// The line (from 1) of the n-th place, from 0, where a text stands in Yunnan's document.
fn line_of(part: &str, nth: usize) -> usize {
    let found = shipped::TEXTS[0].1.lines().enumerate().filter(|(_, line)| line.contains(part)).nth(nth);
    found.unwrap().0 + 1
}

#[test]
fn unknown_keys_and_words_are_refused_with_their_line() {
    let error = refused(&[("payee = \"guardian\"", "payees = \"guardian\"")]);
    assert_eq!(error, RuleError { line: line_of("payee = ", 0), flaw: Flaw::UnknownKey("payees".into()) });
    let error = refused(&[("period = \"quarter\"", "period = \"fortnight\"")]);
    assert!(
        matches!(error.flaw, Flaw::Value(_)) && error.line == line_of("period = \"quarter\"", 0),
        "{error}"
    );
    let error = refused(&[("surplus_use = \"county_projects\"\n", "")]);
    assert_eq!(error.flaw, Flaw::MissingKey("surplus_use".into()));
    let error = refused(&[("{ code = \"R5\", label", "{ code = \"R5\", nickname = \"x\", label")]);
    assert_eq!((error.line, error.flaw), (line_of("code = \"R5\"", 0), Flaw::UnknownKey("nickname".into())));
    assert!(matches!(read("rule_id = ").unwrap_err(), RuleError { line: 1, flaw: Flaw::Value(_) }));
}

#[test]
fn overlap_gap_and_what_does_not_begin_a_period() {
    let line = line_of("valid_from", 1);
    for (to, from, flaw) in [
        ("2023-01-31", "2023-01-01", Flaw::Overlap("2023-01-01".into())),
        ("2022-09-30", "2023-01-01", Flaw::Gap("2023-01-01".into())),
        ("2022-11-14", "2022-11-15", Flaw::NotAtPeriod("2022-11-15".into())),
    ] {
        let changes = [
            ("valid_to = \"2022-12-31\"", format!("valid_to = \"{to}\"")),
            ("valid_from = \"2023-01-01\"", format!("valid_from = \"{from}\"")),
        ];
        let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (*a, b.as_str())).collect();
        assert_eq!(refused(&changes), RuleError { line, flaw });
    }
    let open = refused(&[("valid_to = \"2022-12-31\"\n", "")]);
    assert_eq!(open.flaw, Flaw::Overlap("2023-01-01".into()), "a version without an end is followed by none");
    let back = refused(&[("valid_to = \"2022-12-31\"", "valid_to = \"2005-12-31\"")]);
    assert_eq!(back, RuleError { line: line_of("valid_to", 0), flaw: Flaw::Backwards });
}

#[test]
fn what_does_not_fit_together() {
    let error = refused(&[("version = 2\n", "version = 1\n")]);
    assert_eq!(error, RuleError { line: line_of("version = 2", 0), flaw: Flaw::Twice("1".into()) });
    let error = refused(&[("amount_fen_per_year = 60000", "amount_fen_per_year = 60001")]);
    assert_eq!((error.line, error.flaw), (line_of("amount_fen", 0), Flaw::Uneven(60_001)));
    let error = refused(&[("end = \"2026-06-30\"", "end = \"2026-12-31\"")]);
    assert_eq!(error.flaw, Flaw::End("2026-06-30".into()));
    let error =
        refused(&[("\"restore_effective\", \"publication_days\"", "\"restored\", \"publication_days\"")]);
    assert_eq!(error.flaw, Flaw::Undefined("restored".into()));
    let error = refused(&[("{ code = \"R5\"", "{ code = \"R1\"")]);
    assert_eq!((error.line, error.flaw), (line_of("code = \"R5\"", 0), Flaw::Twice("R1".into())));
    let error = refused(&[("article = \"核减、恢复\"", "article = \"\"")]);
    assert_eq!(error.flaw, Flaw::Empty("article"));
    let error = refused(&[("cohort = \"post2006\"", "cohort = \"pre2006\"")]);
    assert_eq!(error.flaw, Flaw::Twice("pre2006".into()));
    let error = refused(&[("start = \"2006-07-01\"", "start = \"2006-07\"")]);
    assert!(matches!(error.flaw, Flaw::Value(_)));
}

#[test]
fn extensions_follow_the_term_without_gap_or_overlap() {
    let with = |from: &str| {
        let more = format!(
            "[[extension]]\ncohort = \"pre2006\"\nfrom = \"{from}\"\nmonths = 12\ndocument = \"试\"\narticle = \"一\"\n\n# No [[extension]]"
        );
        read(&text_with(&[("# No [[extension]]", &more)])).map_err(|error| error.flaw)
    };
    assert!(with("2026-07-01").is_ok());
    assert_eq!(with("2026-08-01"), Err(Flaw::Gap("2026-08-01".into())));
    assert_eq!(with("2026-06-01"), Err(Flaw::Overlap("2026-06-01".into())));
}
