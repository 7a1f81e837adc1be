//! The course of an item (办理进程): from what was recorded to its clocks, the next legal act and whose it is. Derived, never
//! stored; the same facts give the same course whatever order they arrived in.

mod clocks;

use super::calendar::Calendar;
use super::clock::{Counting, Deadline};
use super::law::{ClockId, Crossing, LastDay, Law, Start, Whose, WithoutPaper, law_on};
use super::stages::{Act, Channel, ItemKind, Outcome, Rating, Route, Source, Stage};
use crate::domain::day::Day;
use crate::journal::{EntityId, OpId};

/// What is known of an item beside its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Suggestion, accusation, appeal.
    pub kind: ItemKind,
    /// By which way it came.
    pub channel: Channel,
    /// From whom.
    pub source: Source,
    /// The day of receipt.
    pub received: Day,
    /// False if name or address are unclear: then nobody can be told.
    pub reachable: bool,
    /// The deadline that the paper names.
    pub period: Option<Day>,
    /// Where it stands.
    pub stage: Stage,
    /// Other stages that stand beside it: a fork.
    pub fork: Vec<Stage>,
}

/// Hybrid time and operation of a write.
pub type Written = (u64, OpId);

/// One step as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its record.
    pub entity: EntityId,
    /// By which operation it was first written, after its hybrid time: the order of several steps of one day.
    pub written: Written,
    /// What was done.
    pub act: Act,
    /// When.
    pub on: Day,
    /// The second date that the act has.
    pub until: Option<Day>,
    /// Days of an extension.
    pub days: Option<u32>,
    /// Route, outcome or rating.
    pub result: Option<u16>,
    /// Approver, addressee, leader.
    pub whom: String,
    /// The step that it stands in place of.
    pub corrects: Option<EntityId>,
}

/// How the office counts: tables, and what it decided where the laws are silent.
#[derive(Clone, Copy, Debug)]
pub struct Office<'a> {
    /// Working days.
    pub calendar: &'a Calendar,
    /// Which law an item has that crosses.
    pub crossing: Crossing,
    /// When the last day is a rest day; else as the law's document has it.
    pub last_day: Option<LastDay>,
    /// The start where no acceptance paper was made; else as the law's document has it.
    pub without_paper: Option<WithoutPaper>,
}

impl Office<'_> {
    /// As shipped.
    pub fn shipped() -> Office<'static> {
        Office {
            calendar: Calendar::shipped(),
            crossing: Crossing::default(),
            last_day: None,
            without_paper: None,
        }
    }

    fn counting(&self, law: &Law) -> Counting<'_> {
        Counting { calendar: self.calendar, last_day: self.last_day.unwrap_or(law.settings.last_day) }
    }
}

/// One clock of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Which.
    pub id: ClockId,
    /// The law that it is counted by.
    pub law: &'static Law,
    /// Its article; empty where there is none.
    pub article: String,
    /// Whose act it waits for.
    pub whose: Whose,
    /// What started it.
    pub start: Start,
    /// Days that an extension added.
    pub extended: u32,
    /// The deadline.
    pub deadline: Deadline,
    /// The day on which it was met.
    pub met: Option<Day>,
    /// True if it ended without being met: withdrawn, merged, settled by agreement.
    pub ended: bool,
}

impl Clock {
    /// True while it runs.
    pub fn runs(&self) -> bool {
        self.met.is_none() && !self.ended
    }

    /// True if it was met in time; false if it was met late or its day is over; none while it is not yet due.
    pub fn in_time(&self, today: Day) -> Option<bool> {
        match self.met {
            Some(met) => Some(met <= self.deadline.due),
            None if self.ended => None,
            None => (self.deadline.due < today).then_some(false),
        }
    }
}

/// What comes next (下一步).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Next {
    /// 告知
    Notice,
    /// 受理
    Accept,
    /// 出具处理意见
    Opinion,
    /// 按法定程序办理: a route without the 60 days.
    Handle,
    /// 答复
    Answer,
    /// 移送
    PassOn,
    /// 等待同意退回
    AwaitConsent,
    /// 送达
    Deliver,
    /// 等待是否复查
    AwaitReview,
    /// 等待复查意见
    Review,
    /// 等待是否复核
    AwaitRereview,
    /// 等待复核意见
    Rereview,
    /// 办结
    Close,
    /// 终结
    Terminate,
    /// 报告办结
    Report,
}

impl Next {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Next::Notice => "notice",
            Next::Accept => "accept",
            Next::Opinion => "opinion",
            Next::Handle => "handle",
            Next::Answer => "answer",
            Next::PassOn => "pass_on",
            Next::AwaitConsent => "await_consent",
            Next::Deliver => "deliver",
            Next::AwaitReview => "await_review",
            Next::Review => "review",
            Next::AwaitRereview => "await_rereview",
            Next::Rereview => "rereview",
            Next::Close => "close",
            Next::Terminate => "terminate",
            Next::Report => "report",
        }
    }

    /// Whose act it is.
    pub const fn whose(self) -> Whose {
        match self {
            Next::AwaitConsent | Next::Review | Next::Rereview => Whose::Higher,
            Next::AwaitReview | Next::AwaitRereview => Whose::Person,
            _ => Whose::Ours,
        }
    }

    /// The act whose form it opens.
    pub const fn act(self) -> Act {
        match self {
            Next::Notice | Next::Accept => Act::Accept,
            Next::Opinion => Act::Opinion,
            Next::Handle | Next::Close => Act::Close,
            Next::Answer => Act::Answer,
            Next::PassOn => Act::PassOn,
            Next::AwaitConsent => Act::HandBack,
            Next::Deliver => Act::Deliver,
            Next::AwaitReview => Act::RequestReview,
            Next::Review => Act::Review,
            Next::AwaitRereview => Act::RequestRereview,
            Next::Rereview => Act::Rereview,
            Next::Terminate => Act::Terminate,
            Next::Report => Act::Report,
        }
    }
}

/// In which group of the queue an item stands (分组), in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// 逾期
    Overdue,
    /// 今天: the safe day is today or past.
    Today,
    /// 三天内
    Soon,
    /// 以后
    Later,
    /// 等待他方
    Waiting,
}

impl Group {
    /// All, in their order.
    pub const ALL: [Group; 5] = [Group::Overdue, Group::Today, Group::Soon, Group::Later, Group::Waiting];

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Group::Overdue => "overdue",
            Group::Today => "today",
            Group::Soon => "three_days",
            Group::Later => "later",
            Group::Waiting => "waiting",
        }
    }
}

/// Days before which an item stands under 三天内.
const SOON_DAYS: i32 = 3;

/// An item's course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The item.
    pub item: Item,
    /// Its steps as they count, by day.
    pub steps: Vec<Taken>,
    /// Its clocks, in the order of their starts.
    pub clocks: Vec<Clock>,
    /// What comes next; none if nothing is to be done.
    pub next: Option<Next>,
    /// Position of the clock that `next` waits for.
    pub waits: Option<usize>,
}

impl Course {
    /// The course of an item on a day.
    pub fn of(item: Item, steps: Vec<Taken>, office: &Office<'_>, today: Day) -> Self {
        let steps = standing(steps);
        let clocks = clocks::Clocks { item: &item, steps: &steps, office }.all();
        let mut course = Course { item, steps, clocks, next: None, waits: None };
        course.look_ahead(today);
        course
    }

    /// The last step of an act.
    pub fn last(&self, act: Act) -> Option<&Taken> {
        self.steps.iter().rev().find(|step| step.act == act)
    }

    /// The clock of that name.
    pub fn clock(&self, id: ClockId) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.id == id)
    }

    /// The clock that the next act waits for.
    pub fn at_hand(&self) -> Option<&Clock> {
        self.clocks.get(self.waits?)
    }

    /// The law that the item stands under now: of the clock at hand, else of the last one, else of its receipt.
    pub fn law(&self) -> &'static Law {
        let last = self.at_hand().or_else(|| self.clocks.last());
        last.map_or_else(|| law_on(self.item.received), |clock| clock.law)
    }

    /// The day of acceptance.
    pub fn accepted(&self) -> Option<Day> {
        self.last(Act::Accept).map(|step| step.on)
    }

    /// The route that acceptance or the legal way named.
    pub fn route(&self) -> Option<Route> {
        let named = self.steps.iter().rev().filter(|step| matches!(step.act, Act::Accept | Act::LegalWay));
        let route = named.filter_map(|step| step.result.and_then(Route::from_code)).next();
        route.or_else(|| self.accepted().map(|on| route_of(self.item.kind, law_on(on))))
    }

    /// The day on which the opinion was served.
    pub fn served(&self) -> Option<Day> {
        self.last(Act::Deliver).map(|step| step.until.unwrap_or(step.on))
    }

    /// The result of the opinion.
    pub fn outcome(&self) -> Option<Outcome> {
        self.last(Act::Opinion)?.result.and_then(Outcome::from_code)
    }

    /// How the person rated.
    pub fn rating(&self) -> Option<Rating> {
        self.last(Act::Rate)?.result.and_then(Rating::from_code)
    }

    /// In which group of the queue it stands; none if nothing is to be done.
    pub fn group(&self, today: Day) -> Option<Group> {
        let next = self.next?;
        let clock = self.at_hand();
        if clock.map_or(next.whose(), |clock| clock.whose) != Whose::Ours {
            return Some(Group::Waiting);
        }
        let Some(clock) = clock else { return Some(Group::Later) };
        let soon = super::calendar::later(today, SOON_DAYS);
        Some(match clock.deadline.safe.min(clock.deadline.due) {
            _ if clock.deadline.due < today => Group::Overdue,
            safe if safe <= today => Group::Today,
            safe if safe <= soon => Group::Soon,
            _ => Group::Later,
        })
    }

    fn look_ahead(&mut self, today: Day) {
        let (next, clock) = self.by_stage(today);
        let at = |id: ClockId| self.clocks.iter().position(|clock| clock.id == id);
        let waits = clock.and_then(at);
        let promised = self.clocks.iter().position(|clock| clock.id == ClockId::Assigned && clock.runs());
        let due = |at: usize| self.clocks.get(at).map(|clock| clock.deadline.due);
        // A report that is due before our next act, or while another office's act is awaited, comes first.
        let first = promised.filter(|at| match (next, waits) {
            (None, _) => true,
            (Some(next), _) if next.whose() != Whose::Ours && next != Next::AwaitConsent => true,
            (Some(_), Some(other)) => due(*at) < due(other),
            (Some(_), None) => true,
        });
        (self.next, self.waits) = match first {
            Some(at) => (Some(Next::Report), Some(at)),
            None => (next, waits),
        };
    }

    fn by_stage(&self, today: Day) -> (Option<Next>, Option<ClockId>) {
        let passed = |id: ClockId| self.clock(id).is_some_and(|clock| clock.deadline.due < today);
        let hotline = self.item.channel == Channel::Hotline;
        let found = match self.item.stage {
            Stage::Registered | Stage::Noticed if hotline => (Next::Answer, Some(ClockId::Paper)),
            Stage::Registered if !self.item.reachable => (self.after_notice(), None),
            Stage::Registered => (Next::Notice, Some(ClockId::Notice)),
            Stage::Noticed => (self.after_notice(), Some(ClockId::Decision)),
            Stage::Objected => (Next::AwaitConsent, Some(ClockId::Notice)),
            Stage::Accepted | Stage::Investigating | Stage::Extended if hotline => {
                (Next::Answer, Some(ClockId::Paper))
            }
            Stage::Accepted | Stage::Investigating | Stage::Extended => self.working(),
            Stage::OpinionIssued => (Next::Deliver, Some(ClockId::Decision)),
            Stage::Delivered if passed(ClockId::ReviewRequest) => (Next::Close, None),
            Stage::Delivered => (Next::AwaitReview, Some(ClockId::ReviewRequest)),
            Stage::Mediated => (Next::Close, None),
            Stage::ReviewRequested => (Next::Review, Some(ClockId::Review)),
            Stage::ReviewDone if passed(ClockId::RereviewRequest) => (Next::Close, None),
            Stage::ReviewDone => (Next::AwaitRereview, Some(ClockId::RereviewRequest)),
            Stage::RereviewRequested => (Next::Rereview, Some(ClockId::Rereview)),
            Stage::RereviewDone => (Next::Terminate, None),
            _ => return (None, None),
        };
        (Some(found.0), found.1)
    }

    fn after_notice(&self) -> Next {
        match self.item.kind {
            ItemKind::Suggestion => Next::Answer,
            ItemKind::Accusation => Next::PassOn,
            ItemKind::Appeal => Next::Accept,
        }
    }

    fn working(&self) -> (Next, Option<ClockId>) {
        match self.route() {
            Some(route) if route.is_decided() => (Next::Opinion, Some(ClockId::Decision)),
            Some(Route::Suggestion) => (Next::Answer, None),
            Some(Route::Accusation) => (Next::PassOn, None),
            _ => (Next::Handle, None),
        }
    }
}

/// The route that an item takes unless it is said otherwise.
pub fn route_of(kind: ItemKind, law: &Law) -> Route {
    match kind {
        _ if !law.kinds => Route::Single,
        ItemKind::Suggestion => Route::Suggestion,
        ItemKind::Accusation => Route::Accusation,
        ItemKind::Appeal => Route::Petition,
    }
}

/// The steps that count, by day, then in the order in which they were written: those that a later one corrects are left out.
fn standing(mut steps: Vec<Taken>) -> Vec<Taken> {
    let corrected: Vec<EntityId> = steps.iter().filter_map(|step| step.corrects).collect();
    steps.retain(|step| !corrected.contains(&step.entity));
    steps.sort_by_key(|step| (step.on, step.written, step.entity));
    steps
}
