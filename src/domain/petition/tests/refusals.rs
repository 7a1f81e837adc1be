//! Bad input: each refused with its article.

use super::super::guard::{Fault, Registering, of_item, of_kind};
use super::super::law::{law, law_on};
use super::*;

fn said(found: &[Refusal]) -> Vec<(Fault, &str)> {
    found.iter().map(|one| (one.fault.clone(), one.article.as_str())).collect()
}

#[test]
fn acceptance_before_receipt_and_a_reply_before_acceptance_are_refused() {
    let mut carried = Carried::new(item("2026-03-02"));
    let early = carried.refusals(&wish(Act::Accept, "2026-03-01"), "2026-03-10");
    let receipt = day("2026-03-02");
    assert_eq!(said(&early), [(Fault::BeforeReceipt(Act::Accept, receipt), "第二十二条、第二十三条")]);
    let reply = carried.refusals(&opinion("2026-03-09"), "2026-03-10");
    assert_eq!(said(&reply), [(Fault::NotAccepted, "第三十四条")]);
    carried.act(Act::Accept, "2026-03-09");
    let before = carried.refusals(&opinion("2026-03-08"), "2026-03-10");
    let accepted = Fault::BeforeStep(Act::Opinion, Act::Accept, day("2026-03-09"));
    assert_eq!(said(&before), [(accepted, "第三十二条")]);
    let tomorrow = carried.refusals(&opinion("2026-03-11"), "2026-03-10");
    assert_eq!(said(&tomorrow)[0].0, Fault::AfterToday(day("2026-03-11")));
    let none = Wish { result: None, ..opinion("2026-03-10") };
    assert_eq!(said(&carried.refusals(&none, "2026-03-10"))[0].0, Fault::NoResult(Act::Opinion));
}

#[test]
fn one_extension_of_at_most_thirty_days_with_approver_reason_and_notice() {
    let mut carried = Carried::new(item("2026-03-02"));
    carried.act(Act::Accept, "2026-03-05");
    let long = carried.refusals(&extension("2026-04-20", 31), "2026-04-20");
    assert_eq!(said(&long), [(Fault::ExtensionTooLong(31, 30), "第三十四条")]);
    let bare = carried.refusals(&wish(Act::Extend, "2026-04-20"), "2026-04-20");
    let faults: Vec<Fault> = bare.into_iter().map(|one| one.fault).collect();
    assert_eq!(faults, [Fault::NoDays, Fault::NoApprover, Fault::NoNotice, Fault::NoReason(Act::Extend)]);
    let late = carried.refusals(&extension("2026-05-05", 30), "2026-05-05");
    assert_eq!(said(&late), [(Fault::ExtensionLate(day("2026-05-04")), "第三十四条")]);
    assert_eq!(late[0].severity(), crate::domain::acts::Severity::Warning);
    carried.take(&extension("2026-04-20", 10));
    let second = carried.refusals(&extension("2026-04-21", 20), "2026-04-21");
    assert_eq!(said(&second), [(Fault::SecondExtension, "第三十四条")]);
    let old = Carried::new(item("2021-03-01"));
    let mut old = Carried { item: old.item, steps: Vec::new() };
    old.act(Act::Accept, "2021-03-05");
    assert_eq!(old.refusals(&extension("2021-04-20", 31), "2021-04-20")[0].article, "第三十三条");
}

#[test]
fn nothing_is_rated_before_delivery_and_no_review_is_asked_on_day_31() {
    let mut carried = Carried::new(item("2026-01-05"));
    carried.act(Act::Accept, "2026-01-12");
    let rating = Wish { result: Some(1), ..wish(Act::Rate, "2026-02-01") };
    assert_eq!(said(&carried.refusals(&rating, "2026-02-01")), [(Fault::NotDelivered, "第二十一条")]);
    carried.take(&opinion("2026-02-02")).act(Act::Deliver, "2026-02-03");
    // Served 3 February: 25 days to the 28th, day 30 is 5 March, day 31 the 6th.
    assert!(carried.refusals(&wish(Act::RequestReview, "2026-03-05"), "2026-03-10").is_empty());
    let late = carried.refusals(&wish(Act::RequestReview, "2026-03-06"), "2026-03-10");
    assert_eq!(said(&late), [(Fault::RequestLate(Act::RequestReview, day("2026-03-05")), "第三十五条")]);
    carried.take(&Wish { result: Some(1), ..wish(Act::Rate, "2026-02-10") });
    let again = Wish { result: Some(3), ..wish(Act::Rate, "2026-02-11") };
    assert_eq!(said(&carried.refusals(&again, "2026-02-11"))[0].0, Fault::Twice(Act::Rate));
}

#[test]
fn impossible_moves_name_the_stage_and_the_article() {
    let mut carried = Carried::new(item("2026-03-02"));
    let deliver = carried.refusals(&wish(Act::Deliver, "2026-03-03"), "2026-03-03");
    assert_eq!(said(&deliver), [(Fault::Impossible(Act::Deliver, Stage::Registered), "第三十二条")]);
    let object = carried.refusals(&wish(Act::Object, "2026-03-03"), "2026-03-03");
    assert_eq!(said(&object), [(Fault::NotHandedOver, "第二十三条、第二十四条")]);
    let answer = carried.refusals(&wish(Act::Answer, "2026-03-03"), "2026-03-03");
    assert_eq!(said(&answer), [(Fault::OtherKind(Act::Answer, ItemKind::Appeal), "第二十九条")]);
    let refuse = carried.refusals(&wish(Act::Refuse, "2026-03-03"), "2026-03-03");
    assert_eq!(said(&refuse)[0].0, Fault::NoReason(Act::Refuse));
    let handed = Item { source: Source::Bureau, ..item("2026-03-02") };
    let late = Carried::new(handed).refusals(&wish(Act::Object, "2026-03-10"), "2026-03-10");
    assert_eq!(said(&late)[0].0, Fault::ObjectionLate(day("2026-03-09")));
    carried.take(&Wish { note: "信访人撤回".into(), ..wish(Act::Withdraw, "2026-03-04") });
    let dead = carried.refusals(&wish(Act::Accept, "2026-03-05"), "2026-03-05");
    assert_eq!(said(&dead), [(Fault::Impossible(Act::Accept, Stage::Withdrawn), "第二十三条")]);
}

#[test]
fn a_sixth_representative_is_doubted_and_a_related_officer_refused() {
    let new = law_on(day("2026-03-02"));
    let base = Registering {
        kind: Some(ItemKind::Appeal),
        received: Some(day("2026-03-02")),
        request: "直补停发",
        names: vec!["张三"],
        speakers: 6,
        ..Registering::default()
    };
    let six = of_item(&base, new, day("2026-03-10"));
    assert_eq!(said(&six), [(Fault::TooManyRepresentatives(6, 5), "第二十条")]);
    assert_eq!(six[0].severity(), crate::domain::acts::Severity::Warning);
    let old = of_item(&base, law("2005").unwrap(), day("2026-03-10"));
    assert_eq!(old[0].article, "第十八条");
    let five = Registering { speakers: 5, ..base.clone() };
    assert!(of_item(&five, new, day("2026-03-10")).is_empty());
    let own = Registering { handler: "张三", ..five.clone() };
    assert_eq!(said(&of_item(&own, new, day("2026-03-10"))), [(Fault::Related("张三".into()), "第二十八条")]);
    let empty = Registering { request: " ", received: None, ..five };
    let faults: Vec<Fault> =
        of_item(&empty, new, day("2026-03-10")).into_iter().map(|one| one.fault).collect();
    assert_eq!(faults, [Fault::Missing("received"), Fault::Missing("request")]);
}

#[test]
fn of_an_accusation_of_the_head_nothing_is_written_and_no_kind_turns_into_one() {
    let new = law_on(day("2026-03-02"));
    let head = Registering {
        kind: Some(ItemKind::Accusation),
        received: Some(day("2026-03-02")),
        against_head: true,
        ..Registering::default()
    };
    assert!(of_item(&head, new, day("2026-03-10")).is_empty());
    let text = Registering { request: "某某收钱", ..head };
    assert_eq!(said(&of_item(&text, new, day("2026-03-10"))), [(Fault::TextAgainstHead, "第三十条")]);
    let carried = Carried::new(Item { kind: ItemKind::Accusation, ..item("2026-03-02") });
    let course = carried.course("2026-03-03");
    let office = Office::shipped();
    let accept = guard::of_step(&course, &wish(Act::Accept, "2026-03-03"), true, &office, day("2026-03-03"));
    assert_eq!(said(&accept), [(Fault::AgainstHead, "第三十条")]);
    assert!(
        guard::of_step(&course, &wish(Act::PassOn, "2026-03-03"), true, &office, day("2026-03-03"))
            .is_empty()
    );
    let plain = Carried::new(item("2026-03-02")).course("2026-03-03");
    let changed = of_kind(&plain, ItemKind::Accusation, new);
    assert_eq!(said(&changed), [(Fault::KindShared, "第三十条")]);
    assert_eq!(of_kind(&course, ItemKind::Appeal, new).len(), 1);
    assert!(of_kind(&plain, ItemKind::Suggestion, new).is_empty());
}
