//! Courses: the examples of the law's text, the whole chain to the end, items that cross, hand-overs, work orders.

use super::super::course::{Group, Next};
use super::super::law::{ClockId, Crossing, Whose};
use super::super::stages::Route;
use super::*;

fn due(course: &Course, id: ClockId) -> (String, String) {
    let clock = course.clock(id).unwrap();
    (clock.deadline.due.iso(), clock.article.clone())
}

#[test]
fn a_notice_a_decision_and_its_extension_are_due_as_the_examples_say() {
    let mut carried = Carried::new(item("2026-03-02"));
    let course = carried.course("2026-03-03");
    assert_eq!(due(&course, ClockId::Notice), ("2026-03-17".into(), "第二十三条".into()));
    assert_eq!((course.next, course.group(day("2026-03-03"))), (Some(Next::Notice), Some(Group::Later)));
    assert_eq!(course.at_hand().unwrap().deadline.left(day("2026-03-03")), 14);
    for (today, group) in
        [("2026-03-14", Group::Soon), ("2026-03-17", Group::Today), ("2026-03-18", Group::Overdue)]
    {
        assert_eq!(carried.course(today).group(day(today)), Some(group), "{today}");
    }
    carried.act(Act::Accept, "2026-03-05");
    let course = carried.course("2026-03-06");
    assert_eq!(due(&course, ClockId::Decision), ("2026-05-04".into(), "第三十四条".into()));
    assert_eq!(course.at_hand().unwrap().deadline.safe, day("2026-04-30"));
    assert_eq!(course.next, Some(Next::Opinion));
    // The last working day before the holiday is the day to act.
    assert_eq!(course.group(day("2026-04-30")), Some(Group::Today));
    carried.take(&extension("2026-04-20", 30));
    let course = carried.course("2026-04-21");
    assert_eq!(due(&course, ClockId::Decision).0, "2026-06-03");
    assert_eq!(course.clock(ClockId::Decision).unwrap().extended, 30);
}

#[test]
fn an_item_of_2021_cites_the_rules_of_2005() {
    let mut carried = Carried::new(item("2021-03-01"));
    assert_eq!(
        due(&carried.course("2021-03-02"), ClockId::Notice),
        ("2021-03-16".into(), "第二十二条".into())
    );
    carried.act(Act::Accept, "2021-03-10");
    let course = carried.course("2021-03-11");
    assert_eq!(due(&course, ClockId::Decision), ("2021-05-09".into(), "第三十三条".into()));
    assert_eq!(course.at_hand().unwrap().deadline.safe, day("2021-05-08"));
    assert_eq!((course.route(), course.law().id.as_str()), (Some(Route::Single), "2005"));
    let handed = Item { source: Source::Bureau, ..item("2021-03-01") };
    let course = Carried::new(handed).course("2021-03-02");
    assert_eq!(due(&course, ClockId::Notice).1, "第二十一条");
    assert_eq!(due(&course, ClockId::Objection), ("2021-03-08".into(), String::new()));
}

#[test]
fn an_item_that_crosses_follows_the_setting() {
    let mut carried = Carried::new(item("2022-04-20"));
    carried.act(Act::Accept, "2022-05-05");
    let steps = carried.steps.clone();
    let by = |crossing: Crossing| {
        let office = Office { crossing, ..Office::shipped() };
        let course = Course::of(carried.item.clone(), steps.clone(), &office, day("2022-05-06"));
        [ClockId::Notice, ClockId::Decision].map(|id| {
            let clock = course.clock(id).unwrap();
            (clock.law.id.clone(), clock.deadline.due.iso(), clock.article.clone())
        })
    };
    let notice = ("2005".to_owned(), "2022-05-05".to_owned(), "第二十二条".to_owned());
    let step = ("2022".to_owned(), "2022-07-04".to_owned(), "第三十四条".to_owned());
    assert_eq!(by(Crossing::ByStep), [notice.clone(), step]);
    let receipt = ("2005".to_owned(), "2022-07-04".to_owned(), "第三十三条".to_owned());
    assert_eq!(by(Crossing::ByReceipt), [notice, receipt]);
}

#[test]
fn review_and_re_review_run_on_their_own_clocks_from_service() {
    let mut carried = Carried::new(item("2026-01-05"));
    carried.act(Act::Accept, "2026-01-12").act(Act::Investigate, "2026-01-20").take(&opinion("2026-03-10"));
    carried.take(&Wish { until: Some(day("2026-03-16")), ..wish(Act::Deliver, "2026-03-12") });
    let course = carried.course("2026-03-20");
    assert_eq!(course.served(), Some(day("2026-03-16")));
    assert_eq!(due(&course, ClockId::ReviewRequest), ("2026-04-15".into(), "第三十五条".into()));
    assert_eq!(
        (course.next, course.group(day("2026-03-20"))),
        (Some(Next::AwaitReview), Some(Group::Waiting))
    );
    assert_eq!(carried.course("2026-04-16").next, Some(Next::Close), "nobody asked in time");
    carried.act(Act::RequestReview, "2026-04-15");
    let course = carried.course("2026-04-16");
    assert_eq!(
        course.at_hand().map(|clock| (clock.whose, clock.deadline.due)),
        Some((Whose::Higher, day("2026-05-15")))
    );
    assert_eq!(course.group(day("2026-05-20")), Some(Group::Waiting), "another office's delay is not ours");
    carried.take(&Wish {
        result: Some(2),
        until: Some(day("2026-05-12")),
        ..wish(Act::Review, "2026-05-11")
    });
    assert_eq!(
        due(&carried.course("2026-05-13"), ClockId::RereviewRequest),
        ("2026-06-11".into(), "第三十六条".into())
    );
    carried.act(Act::RequestRereview, "2026-06-11");
    assert_eq!(due(&carried.course("2026-06-12"), ClockId::Rereview).0, "2026-07-11");
    carried.take(&Wish { until: Some(day("2026-06-24")), ..wish(Act::Hear, "2026-06-22") });
    let course = carried.course("2026-06-25");
    assert_eq!(due(&course, ClockId::Rereview).0, "2026-07-14", "three days of hearing are not counted");
    carried
        .take(&Wish { result: Some(3), ..wish(Act::Rereview, "2026-07-14") })
        .act(Act::Terminate, "2026-07-16");
    let course = carried.course("2026-07-17");
    assert_eq!(
        (course.item.stage, course.next, course.group(day("2026-07-17"))),
        (Stage::Terminated, None, None)
    );
}

#[test]
fn only_the_sixth_way_starts_the_sixty_days() {
    for (route, runs) in [(Route::Petition, true), (Route::Administrative, false), (Route::Duty, false)] {
        let mut carried = Carried::new(item("2026-03-02"));
        carried.take(&Wish { result: Some(route.code()), ..wish(Act::Accept, "2026-03-05") });
        let course = carried.course("2026-03-06");
        assert_eq!(course.clock(ClockId::Decision).is_some(), runs, "{}", route.name());
        assert_eq!(course.next, Some(if runs { Next::Opinion } else { Next::Handle }));
    }
    let suggestion = Item { kind: ItemKind::Suggestion, ..item("2026-03-02") };
    let mut carried = Carried::new(suggestion);
    carried.act(Act::Notify, "2026-03-04");
    assert_eq!(carried.course("2026-03-05").next, Some(Next::Answer));
    carried.act(Act::Answer, "2026-03-20");
    assert_eq!((carried.item.stage, carried.course("2026-03-21").next), (Stage::Answered, None));
}

#[test]
fn a_notice_without_an_acceptance_paper_starts_the_sixty_days_by_setting() {
    let mut carried = Carried::new(item("2026-03-02"));
    carried.act(Act::Notify, "2026-03-05");
    let course = carried.course("2026-03-06");
    assert_eq!((course.next, due(&course, ClockId::Decision).0.as_str()), (Some(Next::Accept), "2026-05-04"));
    let none = Office { without_paper: Some(super::super::law::WithoutPaper::None), ..Office::shipped() };
    let course = Course::of(carried.item.clone(), carried.steps.clone(), &none, day("2026-03-06"));
    assert!(course.clock(ClockId::Decision).is_none());
}

#[test]
fn a_handed_over_item_may_be_objected_to_and_its_report_stands_beside_the_law() {
    let handed = Item { source: Source::Bureau, period: Some(day("2026-03-31")), ..item("2026-03-02") };
    let mut carried = Carried::new(handed.clone());
    let course = carried.course("2026-03-03");
    assert_eq!(due(&course, ClockId::Objection), ("2026-03-09".into(), "第二十三条".into()));
    assert_eq!(due(&course, ClockId::Assigned), ("2026-03-31".into(), "第二十二条".into()));
    assert_eq!(course.next, Some(Next::Notice), "the notice is due before the report");
    carried.act(Act::Accept, "2026-03-05");
    assert_eq!(
        carried.course("2026-03-06").next,
        Some(Next::Report),
        "the report is due before the decision"
    );
    carried.act(Act::Report, "2026-03-30");
    assert_eq!(carried.course("2026-03-31").next, Some(Next::Opinion));
    let mut objected = Carried::new(handed);
    objected.act(Act::Object, "2026-03-09");
    let course = objected.course("2026-03-10");
    assert_eq!(
        (course.next.map(Next::whose), due(&course, ClockId::Notice).0),
        (Some(Whose::Higher), "2026-03-17".into())
    );
    objected.act(Act::ObjectionRefused, "2026-03-11");
    assert_eq!(objected.course("2026-03-12").next, Some(Next::Notice), "the fifteen days went on");
}

#[test]
fn a_work_order_has_the_deadline_of_its_paper_alone() {
    let order = Item { channel: Channel::Hotline, period: Some(day("2026-03-09")), ..item("2026-03-02") };
    let mut carried = Carried::new(order);
    let course = carried.course("2026-03-03");
    assert_eq!(course.clocks.len(), 1);
    assert_eq!((course.next, due(&course, ClockId::Paper).0.as_str()), (Some(Next::Answer), "2026-03-09"));
    carried.act(Act::Answer, "2026-03-06");
    assert_eq!(carried.course("2026-03-07").next, None);
}

#[test]
fn nobody_is_told_whose_name_is_unclear() {
    let course = Carried::new(Item { reachable: false, ..item("2026-03-02") }).course("2026-03-30");
    assert!(course.clock(ClockId::Notice).is_none());
    assert_eq!((course.next, course.group(day("2026-03-30"))), (Some(Next::Accept), Some(Group::Later)));
}

#[test]
fn a_fork_shows_the_office_s_stop_and_keeps_both_facts() {
    // F35: extended in the office, the reply issued in the field.
    let mut carried = Carried::new(item("2026-03-02"));
    carried.act(Act::Accept, "2026-03-05");
    let mut field = Carried { item: carried.item.clone(), steps: carried.steps.clone() };
    carried.take(&extension("2026-04-20", 30));
    field.take(&opinion("2026-04-21"));
    let mut steps = carried.steps.clone();
    let mut other = field.steps.last().unwrap().clone();
    other.entity = EntityId([9; 16]);
    steps.push(other);
    let stages = [Stage::Extended, Stage::OpinionIssued];
    let shown = stages.into_iter().max_by_key(|stage| stage.precedence()).unwrap();
    let forked = Item { stage: shown, fork: vec![Stage::Extended], ..carried.item.clone() };
    let course = Course::of(forked, steps, &Office::shipped(), day("2026-04-22"));
    assert_eq!(course.item.stage, Stage::OpinionIssued);
    let decision = course.clock(ClockId::Decision).unwrap();
    assert_eq!((decision.deadline.due, decision.met), (day("2026-06-03"), Some(day("2026-04-21"))));
}

#[test]
fn of_two_steps_of_one_day_the_one_that_was_written_first_comes_first() {
    let mut carried = Carried::new(item("2026-03-02"));
    carried.act(Act::Accept, "2026-03-05").act(Act::Investigate, "2026-03-05");
    // By their numbers they would stand the other way round.
    for (step, (number, time)) in carried.steps.iter_mut().zip([(9, 100), (1, 101)]) {
        step.entity = EntityId([number; 16]);
        step.written.0 = time;
    }
    let acts = |course: Course| course.steps.iter().map(|step| step.act).collect::<Vec<_>>();
    assert_eq!(acts(carried.course("2026-03-10")), [Act::Accept, Act::Investigate]);
    carried.steps.reverse();
    assert_eq!(acts(carried.course("2026-03-10")), [Act::Accept, Act::Investigate], "however they arrived");
}

#[test]
fn a_step_that_is_corrected_counts_no_more() {
    let mut carried = Carried::new(item("2026-03-02"));
    carried.act(Act::Accept, "2026-03-05");
    let right = Taken {
        entity: EntityId([9; 16]),
        on: day("2026-03-04"),
        corrects: Some(EntityId([1; 16])),
        ..carried.steps[0].clone()
    };
    carried.steps.push(right);
    let course = carried.course("2026-03-10");
    assert_eq!((course.steps.len(), course.accepted()), (1, Some(day("2026-03-04"))));
}
