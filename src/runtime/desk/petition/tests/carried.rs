//! Twenty-one items carried by hand, step by step: every stage, every step, both laws, some of them begun on a laptop and finished
//! in the office, over real bundles. After each step stands what the law's text gives: where the item stands, what comes next,
//! the last day and the safe day. Then the morning list on ten days.

use std::collections::BTreeSet;

use super::super::super::tests::office;
use super::*;
use crate::domain::petition::course::Group;
use crate::domain::petition::stages::{Outcome, Rating, Route, Source};
use crate::exchange::tests::folders::{Field, going};
use crate::exchange::{export, import::Intake};

/// `item` registers: machine, kind, source, received, more; then its steps; `=` is what stands after the line above on a day:
/// stage, next act, due, safe; `>` carries everything to the other machine, on which the item goes on.
///
/// Day counts are worked out in the remarks: the day after the event is day 1.
const SCRIPT: &str = "
item 1 office appeal direct 2026-01-05
= 2026-01-06 registered notice 2026-01-20 2026-01-20                 5 January + 15
notify 2026-01-08
= 2026-01-08 noticed accept 2026-03-09 2026-03-09                    8 January + 60: 23 + 28 + 9
accept 2026-01-12 result=31-6
= 2026-01-12 accepted opinion 2026-03-13 2026-03-13                  12 January + 60: 19 + 28 + 13
investigate 2026-01-20
= 2026-01-20 investigating opinion 2026-03-13 2026-03-13
extend 2026-03-10 days=30 whom=李明 until=2026-03-11 note=复杂
= 2026-03-10 extended opinion 2026-04-12 2026-04-10                  13 March + 30; a Sunday
opinion 2026-04-09 result=explained
= 2026-04-09 opinion_issued deliver 2026-04-12 2026-04-10
deliver 2026-04-10 until=2026-04-13
= 2026-04-14 delivered await_review 2026-05-13 2026-05-13            served 13 April + 30: 17 + 13
= 2026-05-14 delivered close - -
rate 2026-04-20 result=satisfied
close 2026-05-14
= 2026-05-14 closed - - -

item 2 laptop appeal direct 2026-02-02
accept 2026-02-03 result=31-6
= 2026-02-03 accepted opinion 2026-04-04 2026-04-03                  3 February + 60: 25 + 31 + 4; 清明
opinion 2026-03-20 result=not_supported
deliver 2026-03-23
>
= 2026-03-24 delivered await_review 2026-04-22 2026-04-22            23 March + 30: 8 + 22
request_review 2026-04-22
= 2026-04-22 review_requested review 2026-05-22 2026-05-22           22 April + 30: 8 + 22
review 2026-05-20 result=not_supported until=2026-05-21
= 2026-05-21 review_done await_rereview 2026-06-20 2026-06-18        21 May + 30: 10 + 20; 端午 19 to 21 June
request_rereview 2026-06-20
= 2026-06-21 rereview_requested rereview 2026-07-20 2026-07-20       20 June + 30: 10 + 20
hear 2026-07-06 until=2026-07-08
= 2026-07-08 rereview_requested rereview 2026-07-23 2026-07-23       three days of hearing are not counted
rereview 2026-07-22 result=not_supported
= 2026-07-22 rereview_done terminate - -
terminate 2026-07-24
= 2026-07-24 terminated - - -

item 3 office suggestion bureau 2026-03-02
notify 2026-03-04
= 2026-03-04 noticed answer - -                                      the sixty days are not for suggestions
answer 2026-03-20
= 2026-03-20 suggestion_answered - - -

item 4 office accusation direct 2026-03-02
= 2026-03-03 registered notice 2026-03-17 2026-03-17
pass_on 2026-03-10 whom=纪委监委
= 2026-03-10 passed_on - - -

item 5 laptop appeal bureau 2026-09-18
object 2026-09-24 note=不属于本单位
= 2026-09-24 objected await_consent 2026-10-03 2026-09-30            18 September + 15: 12 + 3; 国庆
>
hand_back 2026-09-28 whom=信访局
= 2026-09-28 handed_back - - -

item 6 office appeal bureau 2026-09-18
object 2026-09-24 note=不属于本单位
objection_refused 2026-09-28
= 2026-09-28 registered notice 2026-10-03 2026-09-30                 the fifteen days went on
transfer 2026-09-29 whom=乡镇
= 2026-09-29 transferred - - -

item 7 office appeal direct 2026-03-02
notify 2026-03-03
legal_way 2026-03-06 result=31-2
= 2026-03-06 legal_way - - -

item 8 office appeal direct 2026-03-02
refuse 2026-03-10 note=不属信访受理范围
= 2026-03-10 not_accepted - - -

item 9 office appeal direct 2026-03-02
no_longer 2026-03-10 note=复核已终结
= 2026-03-10 no_longer_accepted - - -

item 10 laptop appeal direct 2026-03-02
accept 2026-03-05
>
withdraw 2026-03-12 note=信访人书面撤回
= 2026-03-12 withdrawn - - -

item 11 office appeal direct 2026-03-02
accept 2026-03-05
= 2026-03-05 accepted opinion 2026-05-04 2026-04-30                  5 March + 60: 26 + 30 + 4; 五一 1 to 5 May
mediate 2026-04-01
= 2026-04-01 mediated close - -
settle 2026-04-02
close 2026-04-03
= 2026-04-03 closed - - -

item 12 office appeal direct 2026-03-03
accept 2026-03-05
merge 2026-03-09 about=11
= 2026-03-09 merged - - -

item 13 office appeal bureau 2026-03-02
lead 2026-03-03 whom=王县长
assign 2026-03-03 about=officer
grave 2026-03-03 whom=县委
accept 2026-03-05
set_period 2026-03-06 until=2026-04-30
= 2026-03-06 accepted report 2026-04-30 2026-04-30                   the period of the paper is before 4 May
report 2026-04-28
= 2026-04-28 accepted opinion 2026-05-04 2026-04-30
opinion 2026-04-29 result=supported
carry_out 2026-04-30
= 2026-04-30 opinion_issued deliver 2026-05-04 2026-04-30

item 14 office appeal direct 2021-03-01
= 2021-03-02 registered notice 2021-03-16 2021-03-16                 1 March + 15, the rules of 2005
accept 2021-03-10
= 2021-03-10 accepted opinion 2021-05-09 2021-05-08                  10 March + 60: 21 + 30 + 9; a Sunday, the 8th made up
opinion 2021-05-06 result=explained
deliver 2021-05-07
= 2021-05-08 delivered await_review 2021-06-06 2021-06-04            7 May + 30: 24 + 6; a Sunday
request_review 2021-06-04
review 2021-06-30 result=not_supported
= 2021-07-01 review_done await_rereview 2021-07-30 2021-07-30        30 June + 30
= 2021-07-31 review_done close - -

item 15 laptop appeal direct 2022-04-20
= 2022-04-21 registered notice 2022-05-05 2022-05-05                 20 April + 15: 10 + 5; by the rules of 2005
>
accept 2022-05-05
= 2022-05-05 accepted opinion 2022-07-04 2022-07-04                  5 May + 60: 26 + 30 + 4; by those of 2022

item 16 office appeal hotline 2026-11-02 period=2026-11-09
= 2026-11-03 registered answer 2026-11-09 2026-11-09
answer 2026-11-06
= 2026-11-06 suggestion_answered - - -

item 17 office appeal anonymous 2026-03-02
= 2026-03-03 registered accept - -                                   nobody can be told
accept 2026-03-05
= 2026-03-06 accepted opinion 2026-05-04 2026-04-30

item 18 office appeal direct 2026-03-02
accept 2026-03-05 result=31-5
= 2026-03-05 accepted handle - -                                     the sixth way alone starts the sixty days
close 2026-04-01
= 2026-04-01 closed - - -

item 19 laptop appeal direct 2026-11-02
accept 2026-11-05
= 2026-11-05 accepted opinion 2027-01-04 2027-01-01                  5 November + 60; no table of 2027: the weekday before
extend 2026-12-20 days=30 whom=李明 until=2026-12-21 note=复杂
= 2026-12-21 extended opinion 2027-02-03 2027-02-02                  4 January + 30

item 20 office appeal direct 2026-06-01
accept 2026-06-02
opinion 2026-07-01 result=not_supported
deliver 2026-07-02
request_review 2026-08-01
= 2026-08-02 review_requested review 2026-08-31 2026-08-31           1 August + 30, the day of the request was day 30

item 21 office suggestion direct 2026-03-02
= 2026-03-15 registered notice 2026-03-17 2026-03-17
";

struct Machines {
    field: Field,
    desks: [Desk; 2],
    village: EntityId,
}

impl Machines {
    fn new() -> Self {
        let field = Field::laid_out();
        let (mut office, villages) = field.office();
        let laptop = field.laptop(&mut office, "B", &villages[..1]);
        let desks = [office, laptop].map(|folder| Desk::open(folder, day("2026-01-01")).unwrap());
        Self { field, desks, village: villages[0] }
    }

    fn ship(&mut self) {
        for (from, to) in [(0, 1), (1, 0)] {
            let device = self.desks[to].folder().device();
            let stick = self.field.root.join("stick");
            let path =
                export::export(self.desks[from].folder_mut(), device, &stick, &mut going).unwrap().path;
            let intake = Intake::open(self.desks[to].folder(), &path, &mut going).unwrap();
            assert!(intake.commit(self.desks[to].folder_mut(), &mut going).unwrap().digest_agrees);
        }
    }
}

fn registering(words: &[&str], village: EntityId) -> Registering {
    let [_, _, machine, kind, source, received, more @ ..] = words else { panic!("{words:?}") };
    let channel = if *source == "hotline" { Channel::Hotline } else { Channel::Visit };
    let request = format!("事项{}", words[1]);
    let mut of = Registering::new(channel, ItemKind::by_name(kind).unwrap(), day(received), &request);
    of.item.source = Source::by_name(source).unwrap_or(Source::Direct);
    of.item.real_name = if *source == "anonymous" { 2 } else { 1 };
    of.item.parties = vec![NewParty { name: format!("信访人{}", words[1]), ..NewParty::default() }];
    of.item.period = more.iter().find_map(|word| word.strip_prefix("period=")).map(day);
    of.village = (*machine == "laptop").then_some(village);
    of
}

fn step(words: &[&str], numbers: &[String]) -> StepWish {
    let act = Act::by_name(words[0]).unwrap_or_else(|| panic!("{words:?}"));
    let mut of = StepWish::new(Wish::new(act, day(words[1])));
    for (key, value) in words[2..].iter().map(|word| word.split_once('=').unwrap()) {
        match key {
            "result" => {
                let code = [
                    Route::by_name(value).map(Route::code),
                    Outcome::by_name(value).map(Outcome::code),
                    Rating::by_name(value).map(Rating::code),
                ];
                of.wish.result = code.into_iter().flatten().next();
                assert!(of.wish.result.is_some(), "{value}");
            }
            "days" => of.wish.days = value.parse().ok(),
            "whom" => of.wish.whom = value.to_owned(),
            "note" => of.wish.note = value.to_owned(),
            "until" => of.wish.until = Some(day(value)),
            "about" if value == "officer" => of.about = Some("1".to_owned()),
            "about" => of.about = Some(numbers[value.parse::<usize>().unwrap() - 1].clone()),
            _ => panic!("{key}"),
        }
    }
    of
}

/// Carries the script out; gives the machines, the numbers, and what was passed through.
fn carried() -> (Machines, Vec<String>, BTreeSet<Stage>, BTreeSet<Act>) {
    let mut machines = Machines::new();
    machines.desks[0].open_drawer().unwrap();
    let (mut stages, mut acts) = (BTreeSet::new(), BTreeSet::new());
    let (mut numbers, mut at): (Vec<String>, usize) = (Vec::new(), 0);
    let mut expected = 0;
    for line in SCRIPT.lines().map(|line| line.split("    ").next().unwrap().trim()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.first().copied() {
            None => {}
            Some("item") => {
                at = usize::from(words[2] == "laptop");
                let of = registering(&words, machines.village);
                machines.desks[at].turn(of.item.received);
                numbers.push(machines.desks[at].register_petition(&of).unwrap().number);
                stages.insert(Stage::Registered);
            }
            Some(">") => {
                machines.ship();
                at = 1 - at;
            }
            Some("=") => {
                let (number, desk) = (numbers.last().unwrap(), &mut machines.desks[at]);
                desk.turn(day(words[1]));
                let course = desk.case(number).unwrap().course;
                let iso = |day: Option<Day>| day.map_or("-".to_owned(), Day::iso);
                let clock = course.at_hand().map(|clock| &clock.deadline);
                let found = [
                    course.item.stage.name().to_owned(),
                    course.next.map_or("-", |next| next.name()).to_owned(),
                    iso(clock.map(|deadline| deadline.due)),
                    iso(clock.map(|deadline| deadline.safe)),
                ];
                assert_eq!(found.as_slice(), &words[2..], "item {}: {line}", numbers.len());
                expected += 1;
            }
            Some(_) => {
                let of = step(&words, &numbers);
                let desk = &mut machines.desks[at];
                desk.turn(of.wish.on.max(desk.day()));
                let taken = desk.take_petition_step(numbers.last().unwrap(), &of);
                stages.insert(taken.unwrap_or_else(|error| panic!("{line}: {error:?}")).stage);
                acts.insert(of.wish.act);
            }
        }
    }
    assert!(expected >= 50, "{expected}");
    (machines, numbers, stages, acts)
}

#[test]
fn every_stage_and_every_step_is_carried_through_by_hand_some_of_it_over_bundles() {
    let (mut machines, numbers, stages, acts) = carried();
    assert_eq!(numbers.len(), 21);
    assert_eq!(stages, Stage::ALL.iter().copied().collect());
    assert_eq!(acts, Act::ALL.iter().copied().collect());
    // In the end both machines say the same of what both have, and the accusation is the office's alone.
    machines.ship();
    let today = day("2026-12-28");
    let [office, laptop] = &mut machines.desks;
    office.turn(today);
    laptop.turn(today);
    let (here, there) =
        (office.petition_queue(true).unwrap().rows, laptop.petition_queue(true).unwrap().rows);
    assert_eq!(here.len(), 21);
    let both: Vec<_> = here.iter().filter(|row| !row.village.is_zero()).collect();
    assert_eq!(both, there.iter().collect::<Vec<_>>());
    assert_eq!(there.len(), 5, "items 2, 5, 10, 15, 19");
    // The merged item is found under its own number still, and leads to the other.
    let merged = office.case(&numbers[11]).unwrap();
    assert_eq!(merged.course.item.stage, Stage::Merged);
    let into = office.case(&numbers[10]).unwrap().petition.entity();
    assert!(merged.ties.iter().any(|(other, _)| *other == into));
}

/// Items that stand open, by letter: what they wait for is worked out beside them.
const OPEN: &str = "
e appeal direct 2025-12-20 accept=2025-12-25       25 December + 60: 6 + 31 + 23 February; 春节 15 to 23, the 14th made up
a appeal direct 2026-03-02 accept=2026-03-05       4 May, 五一 1 to 5 May: the safe day is 30 April
c appeal direct 2026-04-17                         17 April + 15: 2 May
b appeal direct 2026-04-20                         20 April + 15: 5 May
g appeal direct 2026-03-02 review=2026-05-01       the higher office's, 31 May
f appeal direct 2026-12-01 accept=2026-12-04       4 December + 60: 27 + 31 + 2 February 2027, no table
";

/// A group, its items, the days that the first one has left.
type Stand = (Group, &'static str, i32);

/// The morning list: day, then each group with its items in their order, and the days that the first one has left.
const MORNINGS: [(&str, &[Stand]); 10] = [
    // A Sunday four days before the safe day of three items.
    ("2026-04-26", &[(Group::Overdue, "e", -62), (Group::Later, "cab", 6), (Group::Waiting, "g", 35)]),
    ("2026-04-27", &[(Group::Overdue, "e", -63), (Group::Soon, "cab", 5), (Group::Waiting, "g", 34)]),
    ("2026-04-30", &[(Group::Overdue, "e", -66), (Group::Today, "cab", 2), (Group::Waiting, "g", 31)]),
    // A Saturday in the holidays, the last day of one; and the day after it.
    ("2026-05-02", &[(Group::Overdue, "e", -68), (Group::Today, "cab", 0), (Group::Waiting, "g", 29)]),
    ("2026-05-03", &[(Group::Overdue, "ec", -69), (Group::Today, "ab", 1), (Group::Waiting, "g", 28)]),
    ("2026-05-05", &[(Group::Overdue, "eca", -71), (Group::Today, "b", 0), (Group::Waiting, "g", 26)]),
    // The end of the year, and the year that has no table; another office's delay is not ours.
    ("2026-12-31", &[(Group::Overdue, "ecab", -311), (Group::Later, "f", 33), (Group::Waiting, "g", -214)]),
    ("2027-01-30", &[(Group::Overdue, "ecab", -341), (Group::Soon, "f", 3), (Group::Waiting, "g", -244)]),
    ("2027-02-02", &[(Group::Overdue, "ecab", -344), (Group::Today, "f", 0), (Group::Waiting, "g", -247)]),
    ("2027-02-03", &[(Group::Overdue, "ecabf", -345), (Group::Waiting, "g", -248)]),
];

fn opens(desk: &mut Desk, line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let number = desk.register_petition(&registering(
        &[&["item", words[0], "office"], &words[1..]].concat(),
        EntityId::ZERO,
    ));
    let number = number.unwrap().number;
    let mut take = |act: Act, on: &str, result: Option<u16>| {
        let wish = Wish { result, ..Wish::new(act, day(on)) };
        desk.take_petition_step(&number, &StepWish::new(wish)).unwrap();
    };
    match words.get(4).and_then(|word| word.split_once('=')) {
        Some(("accept", on)) => take(Act::Accept, on, None),
        Some((_, on)) => {
            take(Act::Accept, "2026-03-05", None);
            take(Act::Opinion, "2026-04-01", Some(Outcome::Explained.code()));
            take(Act::Deliver, "2026-04-02", None);
            take(Act::RequestReview, on, None);
        }
        None => {}
    }
    number
}

#[test]
fn the_morning_list_is_right_before_at_and_after_the_last_day_at_weekends_and_where_a_table_is_missing() {
    let temp = tempfile::tempdir().unwrap();
    let mut desk = Desk::open(office(&temp.path().join("data")), day("2026-05-01")).unwrap();
    let lines: Vec<&str> = OPEN.lines().map(|line| line.split("    ").next().unwrap()).collect();
    let lines = lines.into_iter().filter(|line| !line.is_empty());
    let mut letters: Vec<(String, char)> = Vec::new();
    let mut late = None;
    for line in lines {
        let letter = line.chars().next().unwrap();
        if letter == 'f' {
            late = Some(line);
        } else {
            letters.push((opens(&mut desk, line), letter));
        }
    }
    for (today, groups) in MORNINGS {
        desk.turn(day(today));
        if day(today) > day("2026-12-05") && letters.len() == 5 {
            letters.push((opens(&mut desk, late.unwrap()), 'f'));
        }
        let rows = desk.petition_queue(false).unwrap().rows;
        let mut found: Vec<(Group, String, i32)> = Vec::new();
        for row in &rows {
            let letter = letters.iter().find(|(number, _)| *number == row.number).unwrap().1;
            match found.last_mut() {
                Some((group, all, _)) if Some(*group) == row.group => all.push(letter),
                _ => found.push((row.group.unwrap(), letter.to_string(), row.days_left.unwrap())),
            }
        }
        let wanted: Vec<(Group, String, i32)> =
            groups.iter().map(|(group, items, left)| (*group, (*items).to_owned(), *left)).collect();
        assert_eq!(found, wanted, "{today}");
    }
}

#[test]
fn the_day_turns_at_midnight_of_the_office_and_not_of_the_machine() {
    // 2026-05-03 24:00 at UTC+8 is 16:00 UTC; the clock may go back as well.
    const MIDNIGHT: u64 = 1_777_824_000_000;
    let at = |ms: u64| crate::runtime::desk::day_of(ms).map(Day::iso);
    assert_eq!(at(MIDNIGHT - 60_000).as_deref(), Some("2026-05-03"), "23:59");
    assert_eq!(at(MIDNIGHT + 60_000).as_deref(), Some("2026-05-04"), "00:01");
}
