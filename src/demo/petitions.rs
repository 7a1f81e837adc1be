//! The generated office's petitions (信访件): items under both laws and at every stage, by the same acts as an officer's. Those
//! that are open came in lately, so that the queue has something in each group; those that are over lie years back.

use super::dice::Dice;
use super::office::{DemoHousehold, DemoOffice};
use super::write::{entity, places};
use crate::domain::acts::{Given, Put, Whom, Write, WriteError, operations};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::petition::acts::{NewItem, NewParty, register};
use crate::domain::petition::calendar::later;
use crate::domain::petition::guard::Wish;
use crate::domain::petition::number;
use crate::domain::petition::stages::{Act, Channel, ItemKind, Outcome, Rating, Route, Source, Stage, Topic};
use crate::domain::value::Value;
use crate::journal::{CommitId, EntityId, Hash, Op};

/// Persons of the office for one item.
const PERSONS_AN_ITEM: usize = 16;
/// Items of the smallest and of the largest office.
const ITEMS: (usize, usize) = (48, 320);
/// Streams of the dice that nothing else uses.
const STREAM: u64 = 1 << 41;
/// The first day on which an item of the demo can have come in.
const FIRST: (i32, u32, u32) = (2021, 2, 1);
/// Accusations among the items: they lie in the drawer.
const ACCUSATIONS: usize = 6;

/// A course: each act and the days between it and the one before, at least and at most.
type Script = &'static [(Act, i32, i32)];

/// A kind of course: what kind of item, from whom, its acts, and whether it is over.
struct Course {
    kind: ItemKind,
    source: Source,
    route: Option<Route>,
    script: Script,
    over: bool,
}

const fn appeal(script: Script, over: bool) -> Course {
    Course { kind: ItemKind::Appeal, source: Source::Direct, route: None, script, over }
}

const fn handed(script: Script, over: bool) -> Course {
    Course { source: Source::Bureau, ..appeal(script, over) }
}

const ACCEPT: (Act, i32, i32) = (Act::Accept, 1, 14);
const LOOK: (Act, i32, i32) = (Act::Investigate, 1, 10);
const OPINION: (Act, i32, i32) = (Act::Opinion, 15, 62);
const DELIVER: (Act, i32, i32) = (Act::Deliver, 0, 5);
const ASK: (Act, i32, i32) = (Act::RequestReview, 2, 25);
const REVIEW: (Act, i32, i32) = (Act::Review, 12, 29);
const ASK_AGAIN: (Act, i32, i32) = (Act::RequestRereview, 3, 25);
const REREVIEW: (Act, i32, i32) = (Act::Rereview, 14, 29);

/// Every kind of course; items take them in turn, so that even a small office has each.
static COURSES: [Course; 32] = [
    appeal(&[], false),
    appeal(&[ACCEPT], false),
    appeal(&[ACCEPT, LOOK], false),
    appeal(&[ACCEPT, OPINION, DELIVER, (Act::Rate, 1, 9), (Act::Close, 1, 30)], true),
    handed(&[], false),
    appeal(&[(Act::Notify, 1, 10)], false),
    appeal(&[ACCEPT, LOOK, (Act::Extend, 35, 45)], false),
    appeal(&[ACCEPT, LOOK, OPINION], false),
    appeal(&[ACCEPT, OPINION, DELIVER], false),
    handed(&[(Act::Object, 1, 4)], false),
    appeal(&[ACCEPT, OPINION, DELIVER, ASK], false),
    appeal(&[ACCEPT, OPINION, DELIVER, ASK, REVIEW], false),
    appeal(&[ACCEPT, OPINION, DELIVER, ASK, REVIEW, ASK_AGAIN], false),
    appeal(&[ACCEPT, OPINION, DELIVER, ASK, REVIEW, ASK_AGAIN, REREVIEW], false),
    appeal(&[ACCEPT, LOOK, (Act::Mediate, 5, 40)], false),
    handed(&[ACCEPT], false),
    Course { kind: ItemKind::Suggestion, ..appeal(&[(Act::Notify, 1, 9)], false) },
    Course { route: Some(Route::Duty), ..appeal(&[ACCEPT], false) },
    appeal(&[ACCEPT, OPINION, DELIVER, ASK, REVIEW, ASK_AGAIN, REREVIEW, (Act::Terminate, 1, 6)], true),
    handed(&[(Act::Object, 1, 4), (Act::HandBack, 1, 6)], true),
    appeal(&[(Act::Transfer, 2, 13)], true),
    Course { route: Some(Route::Administrative), ..appeal(&[(Act::LegalWay, 2, 13)], true) },
    appeal(&[(Act::Refuse, 2, 13)], true),
    appeal(&[(Act::NoLonger, 2, 13)], true),
    appeal(&[ACCEPT, (Act::Withdraw, 3, 20)], true),
    Course { kind: ItemKind::Suggestion, ..appeal(&[(Act::Notify, 1, 9), (Act::Answer, 5, 30)], true) },
    appeal(&[(Act::Merge, 1, 6)], true),
    appeal(&[ACCEPT, (Act::Mediate, 8, 40), (Act::Close, 1, 9), (Act::Settle, 0, 5)], true),
    appeal(
        &[ACCEPT, LOOK, (Act::Extend, 35, 45), (Act::Opinion, 10, 40), DELIVER, (Act::Close, 2, 30)],
        true,
    ),
    appeal(&[ACCEPT, OPINION, DELIVER, (Act::Close, 1, 30), (Act::Lead, 1, 5), (Act::Settle, 1, 20)], true),
    handed(&[ACCEPT, OPINION, DELIVER, (Act::Report, 0, 6), (Act::Close, 1, 20)], true),
    appeal(&[ACCEPT, OPINION, DELIVER, (Act::Rate, 1, 9), (Act::Close, 1, 9)], true),
];

const REQUESTS: [(Topic, &str); 8] = [
    (Topic::Stopped, "直补从去年三季度起没有到账，请查明原因并补发"),
    (Topic::Missed, "搬迁时已登记，名册上却没有本人，请予核定"),
    (Topic::House, "老房补偿面积少算，请重新核算"),
    (Topic::Land, "调剂的生产用地没有落实到户，请予解决"),
    (Topic::Reward, "按期搬迁的奖励没有兑现，请予兑现"),
    (Topic::Settlement, "安置点房屋漏水多年，请安排维修"),
    (Topic::Works, "进组道路被施工车辆压坏，饮水管也断了，请修复"),
    (Topic::Other, "反映户内人员变动后扶持资金发放问题，请答复"),
];

/// Operations of the petitions, village by village, for one commit each; then those of the accusations, to be sealed.
pub fn petitions(office: &DemoOffice, data_set: Hash, today: Day) -> Result<DemoPetitions, WriteError> {
    let mut making = Making {
        office,
        places: places(office, data_set),
        today,
        dice: Dice::new(office.seed, STREAM),
        made: 0,
    };
    let count = (office.persons.len() / PERSONS_AN_ITEM).clamp(ITEMS.0, ITEMS.1);
    let mut all = DemoPetitions::default();
    let mut by_village: std::collections::BTreeMap<EntityId, Vec<Op>> = std::collections::BTreeMap::new();
    if office.households.is_empty() {
        return Ok(all);
    }
    for at in 0..count {
        let (scope, ops) = making.plain(at)?;
        by_village.entry(scope).or_default().extend(ops);
    }
    all.villages = by_village.into_iter().collect();
    for at in 0..ACCUSATIONS {
        all.sealed.push(making.accusation(at)?);
    }
    Ok(all)
}

/// What [`petitions`] made.
#[derive(Default)]
pub struct DemoPetitions {
    /// By village.
    pub villages: Vec<(EntityId, Vec<Op>)>,
    /// One item each, of the office alone.
    pub sealed: Vec<Vec<Op>>,
}

struct Making<'a> {
    office: &'a DemoOffice,
    places: Vec<EntityId>,
    today: Day,
    dice: Dice,
    /// Entities made so far.
    made: usize,
}

impl Making<'_> {
    fn plain(&mut self, at: usize) -> Result<(EntityId, Vec<Op>), WriteError> {
        let course = &COURSES[at % COURSES.len()];
        let household = &self.office.households[self.dice.below(self.office.households.len())];
        let steps = self.steps(course);
        let mut new = self.item(course, &steps, at);
        new.parties = self.parties(household);
        new.count = u32::try_from(new.parties.len()).unwrap_or(1);
        new.household = Some(entity(self.office.seed, kind::HOUSEHOLD, self.index_of(household)));
        let scope = self.places[household.village];
        Ok((scope, self.ops(scope, &new)?))
    }

    fn index_of(&self, household: &DemoHousehold) -> usize {
        self.office.households.iter().position(|one| one.code == household.code).unwrap_or(0)
    }

    fn parties(&mut self, household: &DemoHousehold) -> Vec<NewParty> {
        let count = if self.dice.one_in(9) { household.size.min(5) } else { 1 };
        let person = |at: usize| {
            let person = &self.office.persons[household.first + at];
            NewParty {
                person: Some(entity(self.office.seed, kind::PERSON, household.first + at)),
                name: person.name.clone(),
                phone: person.phone.clone().unwrap_or_default(),
                address: household.address.clone().unwrap_or_default(),
                speaks: count > 1,
            }
        };
        (0..count.max(1)).map(person).collect()
    }

    /// The steps of a course with their days: of one that is over, some time back; of an open one, up to some days ago.
    fn steps(&mut self, course: &Course) -> (Day, Vec<(Wish, Stage)>) {
        let gaps: Vec<i32> =
            course.script.iter().map(|(_, low, high)| self.dice.between(*low, *high)).collect();
        let whole: i32 = gaps.iter().sum();
        let first = Day::ymd(FIRST.0, FIRST.1, FIRST.2).unwrap_or(self.today);
        let room = (self.today.days() - first.days() - whole - 31).max(0);
        let back = if course.over { 31 + self.dice.between(0, room) } else { self.dice.between(0, 24) };
        let received = later(self.today, -(back + whole));
        let (mut on, mut stage, mut steps) = (received, Stage::Registered, Vec::new());
        for ((act, ..), gap) in course.script.iter().zip(gaps) {
            on = later(on, gap);
            stage = act.leads(stage).unwrap_or(stage);
            steps.push((self.wish(*act, on, course), stage));
        }
        (received, steps)
    }

    fn wish(&mut self, act: Act, on: Day, course: &Course) -> Wish {
        let mut wish = Wish::new(act, on);
        match act {
            Act::Accept | Act::LegalWay => wish.result = course.route.map(Route::code),
            Act::Extend => {
                wish.days = Some(30);
                wish.until = Some(on);
                wish.whom = super::words().officer.to_owned();
                wish.note = "情况复杂，需向施工单位核实".to_owned();
            }
            Act::Opinion | Act::Review | Act::Rereview => {
                wish.result = Some(self.dice.pick(Outcome::ALL).code());
                wish.paper = "处理意见书".to_owned();
            }
            Act::Rate => {
                wish.result = Some(
                    self.dice
                        .weighted(&[
                            (Rating::Satisfied, 5),
                            (Rating::Basically, 3),
                            (Rating::Dissatisfied, 1),
                        ])
                        .code(),
                )
            }
            Act::Transfer => wish.whom = "交通运输局".to_owned(),
            Act::HandBack => wish.whom = "信访局".to_owned(),
            Act::Lead => wish.whom = "分管领导".to_owned(),
            Act::PassOn => wish.whom = "纪委监委".to_owned(),
            Act::Refuse => wish.note = "不属于信访事项".to_owned(),
            Act::NoLonger => wish.note = "已复核终结，同一事实和理由".to_owned(),
            Act::Withdraw => wish.note = "信访人书面撤回".to_owned(),
            _ => {}
        }
        wish
    }

    fn item(&mut self, course: &Course, steps: &(Day, Vec<(Wish, Stage)>), at: usize) -> NewItem {
        let (topic, request) = self.dice.pick(&REQUESTS);
        let channels =
            [(Channel::Visit, 5), (Channel::Letter, 3), (Channel::Network, 4), (Channel::Phone, 2)];
        let (received, steps) = steps.clone();
        let drawn = ((at as u64) << 20) ^ self.dice.below(1 << 20) as u64;
        let period = course.source == Source::Bureau && !course.over && self.dice.one_in(2);
        let channel = self.dice.weighted(&channels);
        let paper_date = Some(later(received, -self.dice.between(0, 4)));
        let money = self.dice.one_in(3).then(|| i64::from(self.dice.between(150, 9_000)) * 100);
        let handed = course.source == Source::Bureau;
        let source_number =
            if handed { format!("信转〔{}〕{}号", received.year(), at + 1) } else { String::new() };
        NewItem {
            number: number::receipt("A", received.year(), drawn.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16),
            source: course.source,
            source_number,
            paper_date,
            topic: Some(topic),
            money,
            period: period.then(|| later(received, 45)),
            steps,
            ..NewItem::new(channel, course.kind, received, request)
        }
    }

    fn accusation(&mut self, at: usize) -> Result<Vec<Op>, WriteError> {
        const PASSED: Course = Course { kind: ItemKind::Accusation, ..appeal(&[(Act::PassOn, 1, 8)], true) };
        const OPEN: Course = Course { kind: ItemKind::Accusation, ..appeal(&[], false) };
        let course = if at.is_multiple_of(2) { &PASSED } else { &OPEN };
        let steps = self.steps(course);
        let mut new = self.item(course, &steps, ITEMS.1 + at);
        (new.topic, new.real_name) = (Some(Topic::Conduct), 2);
        new.request = "反映项目负责人在验收中收受好处".to_owned();
        new.accused = "某项目负责人".to_owned();
        new.against_head = at == ACCUSATIONS - 1;
        if new.against_head {
            (new.request, new.accused, new.topic) = (String::new(), String::new(), None);
        }
        self.ops(EntityId::ZERO, &new)
    }

    /// The operations of an item; its entities have natural keys, so that the same seed makes the same records.
    fn ops(&mut self, scope: EntityId, new: &NewItem) -> Result<Vec<Op>, WriteError> {
        let writes = register(scope, new, self.made);
        self.made += writes.len();
        let seed = self.office.seed;
        let named = writes.into_iter().map(|write| named(seed, write)).collect();
        let ops = operations(named, CommitId([0; 14]), 0)?;
        Ok(ops.into_iter().map(|scoped| scoped.op).collect())
    }
}

/// The same write with natural keys in place of new entities.
fn named(seed: u64, write: Write) -> Write {
    // Kinds share one row of numbers, so the item's kind names them all.
    let of = |number: usize| entity(seed, kind::PETITION, number);
    let put = |put: Put| match put.given {
        Given::Ref(Whom::New(number)) => Put { given: Given::Value(Value::Ref(of(number))), ..put },
        _ => put,
    };
    let whom = match write.whom {
        Whom::New(number) => Whom::Is(of(number)),
        known => known,
    };
    Write { whom, puts: write.puts.into_iter().map(put).collect(), ..write }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::petition::course::{Course as Derived, Item, Office, Taken};
    use crate::domain::petition::guard::of_step;
    use std::collections::BTreeSet;

    #[test]
    fn every_course_is_one_that_the_law_allows_and_every_stage_is_there() {
        let office =
            super::super::generate(&super::super::Plan { seed: 1, persons: 60, today: (2026, 11, 24) });
        let today = Day::ymd(2026, 11, 24).unwrap();
        let mut making = Making {
            office: &office,
            places: vec![EntityId::ZERO; office.places.len()],
            today,
            dice: Dice::new(1, STREAM),
            made: 0,
        };
        let mut stages = BTreeSet::new();
        for course in &COURSES {
            for _ in 0..4 {
                let (received, steps) = making.steps(course);
                let item = Item {
                    kind: course.kind,
                    channel: Channel::Visit,
                    source: course.source,
                    received,
                    reachable: true,
                    period: None,
                    stage: Stage::Registered,
                    fork: Vec::new(),
                };
                let (mut item, mut taken) = (item, Vec::<Taken>::new());
                for (wish, stage) in steps {
                    let derived = Derived::of(item.clone(), taken.clone(), &Office::shipped(), today);
                    let found = of_step(&derived, &wish, false, &Office::shipped(), today);
                    assert!(found.is_empty(), "{wish:?}: {found:?}");
                    taken.push(Taken {
                        entity: EntityId([u8::try_from(taken.len()).unwrap(); 16]),
                        written: Default::default(),
                        act: wish.act,
                        on: wish.on,
                        until: wish.until,
                        days: wish.days,
                        result: wish.result,
                        whom: wish.whom,
                        corrects: None,
                    });
                    item.stage = stage;
                }
                stages.insert(item.stage);
            }
        }
        let missing: Vec<_> = Stage::ALL.iter().filter(|stage| !stages.contains(stage)).collect();
        assert_eq!(missing, [&Stage::PassedOn], "which accusations have");
    }
}
