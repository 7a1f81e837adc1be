//! Indicators: each opens into the items counted; nothing of nothing is no percentage.

use super::super::rates::{Counted, Indicator, Rate, of_year};
use super::*;

fn rates(items: &[(&str, Course)], year: i32, today: &str) -> Vec<Rate> {
    let counted: Vec<Counted<'_>> = items
        .iter()
        .map(|(number, course)| Counted { number, course, repeats: *number == "repeats" })
        .collect();
    of_year(&counted, year, day(today))
}

fn rate(rates: &[Rate], indicator: Indicator) -> (String, Vec<String>) {
    let found = rates.iter().find(|rate| rate.indicator == indicator).unwrap();
    (found.fraction(), found.counted.clone())
}

#[test]
fn nothing_of_nothing_is_never_a_hundred_per_cent() {
    for rate in rates(&[], 2026, "2026-12-31") {
        assert_eq!((rate.fraction().as_str(), rate.per_mille()), ("0/0", None), "{}", rate.indicator.name());
    }
}

#[test]
fn each_indicator_counts_what_it_says() {
    let today = "2026-12-31";
    let mut good = Carried::new(item("2026-03-02"));
    good.act(Act::Accept, "2026-03-05").take(&opinion("2026-04-10")).act(Act::Deliver, "2026-04-12");
    good.take(&Wish { result: Some(2), ..wish(Act::Rate, "2026-04-20") }).act(Act::Close, "2026-05-20");
    good.take(&Wish { whom: "王局".into(), ..wish(Act::Lead, "2026-05-21") }).act(Act::Settle, "2026-05-22");
    let mut late = Carried::new(item("2026-03-02"));
    late.act(Act::Accept, "2026-03-20").take(&opinion("2026-06-10"));
    let silent = Carried::new(item("2026-11-02"));
    let fresh = Carried::new(item("2026-12-28"));
    let secret = Carried::new(Item { kind: ItemKind::Accusation, ..item("2026-03-02") });
    let order = Carried::new(Item { channel: Channel::Hotline, ..item("2026-03-02") });
    let items = [
        ("good", good.course(today)),
        ("late", late.course(today)),
        ("repeats", silent.course(today)),
        ("fresh", fresh.course(today)),
        ("secret", secret.course(today)),
        ("order", order.course(today)),
    ];
    let found = rates(&items, 2026, today);
    assert_eq!(rate(&found, Indicator::TimelyAcceptance), ("1/3".into(), vec!["good".into()]));
    assert_eq!(rate(&found, Indicator::TimelyCompletion), ("1/2".into(), vec!["good".into()]));
    assert_eq!(rate(&found, Indicator::Reply), ("1/3".into(), vec!["good".into()]));
    assert_eq!(rate(&found, Indicator::Completion), ("1/2".into(), vec!["good".into()]));
    assert_eq!(rate(&found, Indicator::RatingRate), ("1/1".into(), vec!["good".into()]));
    assert_eq!(rate(&found, Indicator::Satisfaction), ("1/1".into(), vec!["good".into()]));
    assert_eq!(rate(&found, Indicator::Repeat), ("1/4".into(), vec!["repeats".into()]));
    assert_eq!(rate(&found, Indicator::Settled), ("1/1".into(), vec!["good".into()]));
    assert_eq!(rates(&items, 2025, today).iter().map(Rate::fraction).collect::<Vec<_>>(), ["0/0"; 8]);
}
