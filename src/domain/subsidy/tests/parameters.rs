//! Every parameter of domain.md 1.11, with every value that was seen.

use super::super::period::{Length, Period};
use super::super::rule::*;
use super::*;

#[test]
fn every_word_of_every_parameter_is_read() {
    let words: [(&str, &str, Vec<&str>); 12] = [
        ("stop_effective", "next_period", Effective::ALL.iter().map(|word| word.name()).collect()),
        ("restore_effective", "next_period", Effective::ALL.iter().map(|word| word.name()).collect()),
        ("proration", "whole_period", Proration::ALL.iter().map(|word| word.name()).collect()),
        ("first_period", "counted", Broken::ALL.iter().map(|word| word.name()).collect()),
        ("last_period", "not_counted", Broken::ALL.iter().map(|word| word.name()).collect()),
        ("publication_unit", "calendar", DayUnit::ALL.iter().map(|word| word.name()).collect()),
        ("natural_change", "dynamic", NaturalChange::ALL.iter().map(|word| word.name()).collect()),
        ("surplus_use", "county_projects", Surplus::ALL.iter().map(|word| word.name()).collect()),
        ("payee", "guardian", Payee::ALL.iter().map(|word| word.name()).collect()),
        ("channel", "one_card", Channel::ALL.iter().map(|word| word.name()).collect()),
        ("mask_profile", "no_numbers", Mask::ALL.iter().map(|word| word.name()).collect()),
        ("review_cycle", "quarter", vec!["month", "quarter", "half", "year"]),
    ];
    for (key, written, values) in words {
        for value in values {
            let (from, to) = (format!("\n{key} = \"{written}\""), format!("\n{key} = \"{value}\""));
            assert!(read(&text_with(&[(&from, &to)])).is_ok(), "{key} = {value}");
        }
    }
}

#[test]
fn the_amount_and_the_length_of_the_period_make_the_slice() {
    // 1.6: month 50, quarter 150, half-year 300 (Luoyang), year 600 (Tancheng since 2023).
    for (word, slice) in [("month", 5_000), ("quarter", 15_000), ("half", 30_000), ("year", 60_000)] {
        let rule = rule_with(&[("\nperiod = \"quarter\"", &format!("\nperiod = \"{word}\""))]);
        let period = rule.period_of(day("2021-08-15")).unwrap();
        let explained = Explanation::of(&rule, &first_cohort(), period);
        assert_eq!(explained.total(), slice, "{word}");
        assert_eq!(sum(&rule, &first_cohort(), "2026-06-30"), 1_200_000);
    }
    let double = rule_with(&[("amount_fen_per_year = 60000", "amount_fen_per_year = 120000")]);
    assert_eq!(sum(&double, &first_cohort(), "2026-06-30"), 2_400_000);
}

#[test]
fn tancheng_paid_by_quarter_and_since_2023_by_year() {
    // 1.6: 150 a quarter with the next quarter's stop; since 2023 600 a year with the next 1 January's.
    let text = text_with(&[("publication_days = 7", "publication_days = 10")]);
    let (old, new) = text.split_at(text.rfind("[[version]]").unwrap());
    let new = new
        .replace("\nperiod = \"quarter\"", "\nperiod = \"year\"")
        .replace("stop_effective = \"next_period\"", "stop_effective = \"next_year\"");
    let rule = read(&format!("{old}{new}")).unwrap();
    assert_eq!(
        runs(&rule, &first_cohort(), "2025-12-31"),
        ["2006Q3-2022Q4 due 66x150.00", "2023-2025 due 3x600.00"]
    );
    let died = stopped(first_cohort(), vec![stop("R1", "2024-02-01", None)]);
    assert_eq!(runs(&rule, &died, "2025-12-31").last().unwrap(), "2025-2025 reduced 1x0.00");
}

#[test]
fn reviews_are_due_as_the_document_says() {
    let due = |rule: &Rule, on| rule.versions[0].review_due(day(on)).map(Day::iso).unwrap();
    assert_eq!(due(yunnan(), "2021-08-15"), "2021-09-30");
    assert_eq!(due(zhejiang(), "2021-08-15"), "2021-12-31");
    let half = rule_with(&[("review_cycle = \"quarter\"", "review_cycle = \"half\"")]);
    assert_eq!(due(&half, "2021-08-15"), "2021-12-31");
    for bad in ["02-29", "13-01", "1-1", "december"] {
        let text = text_with(&[("review_cutoff = \"cycle_end\"", &format!("review_cutoff = \"{bad}\""))]);
        assert!(read(&text).is_err(), "{bad}");
    }
}

#[test]
fn groups_get_what_the_province_adds() {
    // 1.11 top_up: additions for some groups, as a line of its own.
    let groups = "mask_profile = \"no_numbers\"\nextra_groups = [{ code = \"lake\", label = \"湖区\" }]\ntop_ups = [{ group = \"lake\", amount_fen_per_year = 12000, document = \"苏\", article = \"三\" }]";
    let rule = rule_with(&[("mask_profile = \"no_numbers\"", groups)]);
    let claim = Claim { groups: vec!["lake".into()], ..first_cohort() };
    let explained = Explanation::of(&rule, &claim, Period::read("2021Q3").unwrap());
    let lines: Vec<(i64, &str)> =
        explained.lines.iter().map(|line| (line.fen, line.document.as_str())).collect();
    assert_eq!(lines, [(15_000, "国发〔2006〕17号"), (3_000, "苏")]);
    assert_eq!(explained.total(), 18_000);
    let nobody = groups.replace("group = \"lake\"", "group = \"sea\"");
    assert!(read(&text_with(&[("mask_profile = \"no_numbers\"", &nobody)])).is_err());
}

#[test]
fn what_is_carried_for_lists_papers_and_recovery_reads_back() {
    let (old, new) = (&yunnan().versions[0], &yunnan().versions[1]);
    assert_eq!(new.public_post_kinds, [Post::Organ, Post::Institution, Post::StateCompany]);
    assert_eq!(old.public_post_kinds, [Post::Organ, Post::Institution]);
    assert_eq!((new.publication_days, new.publication_unit), (7, DayUnit::Calendar));
    assert_eq!(new.approval_chain.len(), 3);
    assert_eq!(new.recovery, Recovery { by: Recoverer::Bank, months: 0 });
    assert_eq!((new.payee, new.channel), (Payee::Guardian, Channel::OneCard));
    assert_eq!(new.natural_change, NaturalChange::Dynamic);
    assert_eq!(new.holiday_calendar_id, "cn");
    assert!(new.add_causes.iter().any(|cause| cause.approval));
    let prison = new.cause("R5").unwrap();
    assert!(prison.restorable && !prison.backpay && prison.reports_as == "核减人数");
    let own = &zhejiang().versions[0];
    assert_eq!((own.surplus_use, own.payee), (Surplus::OwnVillage, Payee::HouseholdBook));
    assert_eq!((own.channel, own.publication_unit), (Channel::CreditUnionBook, DayUnit::Working));
    assert!(!own.town_status_keeps && zhejiang().office_name == "移民中心");
    let liable = rule_with(&[("{ by = \"office\", months = 0 }", "{ by = \"village\", months = 3 }")]);
    assert_eq!(liable.versions[0].recovery, Recovery { by: Recoverer::Village, months: 3 });
}

#[test]
fn what_no_source_settles_is_said_where_it_matters() {
    // Section 9.5: the first period of the later cohort.
    let counted = Explanation::of(yunnan(), &moved("2018-05-20"), Period::read("2024Q2").unwrap());
    assert_eq!(counted.unsettled, ["valid_from"]);
    let died = stopped(first_cohort(), vec![stop("R1", "2021-05-12", None)]);
    let reduced = Explanation::of(yunnan(), &died, Period::read("2021Q3").unwrap());
    assert_eq!(reduced.unsettled, ["stop_effective", "causes"]);
    assert_eq!(Length::Half.in_a_year(), 2);
}
