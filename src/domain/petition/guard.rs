//! What speaks against an act (办理前核对): each with the law and the article that says so. Asked where an act is made; what
//! arrives from elsewhere counts and is shown.

use super::course::{Course, Office, route_of};
use super::law::{ClockId, Law, Matter};
use super::stages::{Act, Channel, ItemKind, Outcome, Rating, Route, Source, Stage};
use crate::domain::acts::Severity;
use crate::domain::day::Day;

/// What is to be recorded of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// What was done.
    pub act: Act,
    /// When.
    pub on: Day,
    /// The second date: told on (extension), served on (delivery, review), last day (hearing), end (period).
    pub until: Option<Day>,
    /// Days of an extension.
    pub days: Option<u32>,
    /// Route, outcome or rating.
    pub result: Option<u16>,
    /// Approver, addressee, leader.
    pub whom: String,
    /// The paper's name or number.
    pub paper: String,
    /// Where it lies in the archive.
    pub archive: String,
    /// Reason or remark.
    pub note: String,
}

impl Wish {
    /// An act on a day.
    pub fn new(act: Act, on: Day) -> Self {
        Self {
            act,
            on,
            until: None,
            days: None,
            result: None,
            whom: String::new(),
            paper: String::new(),
            archive: String::new(),
            note: String::new(),
        }
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A day that is yet to come.
    AfterToday(Day),
    /// Before the item was received.
    BeforeReceipt(Act, Day),
    /// Before the step that it follows.
    BeforeStep(Act, Act, Day),
    /// The second date lies before the first.
    Backwards(Act),
    /// The stage does not lead there.
    Impossible(Act, Stage),
    /// An opinion before acceptance.
    NotAccepted,
    /// A second extension.
    SecondExtension,
    /// More days than may be added: asked, at most.
    ExtensionTooLong(u32, u32),
    /// An extension without its days.
    NoDays,
    /// An extension without who approved it.
    NoApprover,
    /// An extension without the day on which the person was told.
    NoNotice,
    /// An act without its reason.
    NoReason(Act),
    /// An extension after the period was over.
    ExtensionLate(Day),
    /// A rating before anything was served.
    NotDelivered,
    /// A request after the person's period: last day.
    RequestLate(Act, Day),
    /// An act that needs a result: outcome, rating, route.
    NoResult(Act),
    /// A route that the kind does not have, or a period that the law does not know.
    RouteOfOther(Route),
    /// An objection to what was not handed over.
    NotHandedOver,
    /// An objection after its five working days: last day.
    ObjectionLate(Day),
    /// An act of another kind of item.
    OtherKind(Act, ItemKind),
    /// Once is enough.
    Twice(Act),
    /// The head is accused: nothing but the transfer.
    AgainstHead,
    /// Text about an accusation of the head.
    TextAgainstHead,
    /// More representatives than the law lets come: how many, at most.
    TooManyRepresentatives(usize, usize),
    /// The officer has an interest in the matter.
    Related(String),
    /// A kind that cannot be changed to or from an accusation once it was written.
    KindShared,
    /// A kind that cannot be changed after acceptance.
    KindSettled,
    /// The item has no day of receipt or another part that must be there.
    Missing(&'static str),
}

/// A fault with the law that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What is wrong.
    pub fault: Fault,
    /// Name of the law.
    pub law: String,
    /// Article; empty where none says so.
    pub article: String,
}

impl Refusal {
    /// Of a matter of a law.
    pub fn of(fault: Fault, law: &Law, matter: Matter) -> Self {
        Self { fault, law: law.name.clone(), article: law.article(matter).to_owned() }
    }

    /// What it weighs: doubts can be overridden with a reason.
    pub fn severity(&self) -> Severity {
        match self.fault {
            Fault::ExtensionLate(_) | Fault::ObjectionLate(_) | Fault::TooManyRepresentatives(..) => {
                Severity::Warning
            }
            _ => Severity::Error,
        }
    }
}

/// What speaks against a step of an item; `against_head` = the head is accused.
pub fn of_step(
    course: &Course,
    wish: &Wish,
    against_head: bool,
    office: &Office<'_>,
    today: Day,
) -> Vec<Refusal> {
    let law = office.crossing.law(course.item.received, wish.on);
    let mut faults = of_days(course, wish, today);
    faults.extend(of_stage(course, wish, against_head));
    faults.extend(match wish.act {
        Act::Extend => of_extension(course, wish, law),
        Act::Object => of_objection(course, wish),
        Act::RequestReview => late(course, wish, ClockId::ReviewRequest),
        Act::RequestRereview => late(course, wish, ClockId::RereviewRequest),
        Act::Rate => of_rating(course, wish),
        Act::Opinion => needs(wish.result.and_then(Outcome::from_code).is_none(), Fault::NoResult(wish.act)),
        Act::Accept => of_route(course, wish, law),
        Act::LegalWay => needs(wish.result.and_then(Route::from_code).is_none(), Fault::NoResult(wish.act)),
        Act::Answer => {
            let other = course.item.kind != ItemKind::Suggestion && course.item.channel != Channel::Hotline;
            needs(other, Fault::OtherKind(wish.act, course.item.kind))
        }
        Act::PassOn => {
            let other = course.item.kind != ItemKind::Accusation;
            needs(other, Fault::OtherKind(wish.act, course.item.kind))
        }
        Act::SetPeriod => needs(wish.until.is_none(), Fault::Missing("until")),
        Act::Report => needs(course.last(Act::Report).is_some(), Fault::Twice(wish.act)),
        Act::Transfer | Act::HandBack | Act::Lead => needs(wish.whom.trim().is_empty(), Fault::Missing("to")),
        Act::Refuse | Act::NoLonger | Act::Withdraw => {
            needs(wish.note.trim().is_empty(), Fault::NoReason(wish.act))
        }
        _ => Vec::new(),
    });
    let matter = |fault: &Fault| match fault {
        Fault::BeforeReceipt(..) => Matter::Register,
        Fault::NotAccepted => Matter::Decision,
        Fault::AgainstHead | Fault::TextAgainstHead => Matter::Accusation,
        _ => wish.act.matter(),
    };
    faults
        .into_iter()
        .map(|fault| {
            let of = matter(&fault);
            Refusal::of(fault, law, of)
        })
        .collect()
}

fn needs(wrong: bool, fault: Fault) -> Vec<Fault> {
    if wrong { vec![fault] } else { Vec::new() }
}

fn of_days(course: &Course, wish: &Wish, today: Day) -> Vec<Fault> {
    let mut faults = Vec::new();
    if wish.on > today {
        faults.push(Fault::AfterToday(wish.on));
    }
    if wish.on < course.item.received {
        faults.push(Fault::BeforeReceipt(wish.act, course.item.received));
        return faults;
    }
    let before = before(wish.act).iter().filter_map(|act| course.last(*act));
    if let Some(step) = before.filter(|step| wish.on < step.on).max_by_key(|step| step.on) {
        faults.push(Fault::BeforeStep(wish.act, step.act, step.on));
    }
    // The person is told of an extension when it was approved, or some days later; a paper may go out before it is served.
    let told_early = wish.until.is_some_and(|until| until.first() < wish.on) && wish.act != Act::Extend;
    if told_early {
        faults.push(Fault::Backwards(wish.act));
    }
    faults
}

/// The steps that an act cannot lie before.
fn before(act: Act) -> &'static [Act] {
    match act {
        Act::Investigate | Act::Extend | Act::Opinion => &[Act::Accept],
        Act::Deliver => &[Act::Accept, Act::Opinion],
        Act::Close => &[Act::Accept, Act::Opinion, Act::Deliver, Act::Review, Act::Mediate],
        Act::RequestReview | Act::Rate => &[Act::Deliver],
        Act::Review => &[Act::RequestReview],
        Act::RequestRereview => &[Act::Review],
        Act::Rereview => &[Act::RequestRereview],
        Act::Terminate => &[Act::Rereview],
        Act::HandBack | Act::ObjectionRefused => &[Act::Object],
        _ => &[],
    }
}

fn of_stage(course: &Course, wish: &Wish, against_head: bool) -> Vec<Fault> {
    let (act, stage) = (wish.act, course.item.stage);
    if against_head && act != Act::PassOn {
        return vec![Fault::AgainstHead];
    }
    if against_head && !(wish.note.is_empty() && wish.paper.is_empty()) {
        return vec![Fault::TextAgainstHead];
    }
    let unaccepted = matches!(stage, Stage::Registered | Stage::Noticed | Stage::Objected);
    match act {
        Act::Opinion if unaccepted => vec![Fault::NotAccepted],
        Act::Extend if stage == Stage::Extended => vec![Fault::SecondExtension],
        Act::Rate if course.last(Act::Deliver).is_none() => Vec::new(),
        _ if act.leads(stage).is_none() => vec![Fault::Impossible(act, stage)],
        // Only decided items get an opinion under Art. 31(6); the others go their own way.
        Act::Opinion if course.route().is_some_and(|route| !route.is_decided()) => {
            course.route().map(Fault::RouteOfOther).into_iter().collect()
        }
        Act::Settle if unaccepted => vec![Fault::Impossible(act, stage)],
        _ => Vec::new(),
    }
}

fn of_extension(course: &Course, wish: &Wish, law: &Law) -> Vec<Fault> {
    let mut faults = Vec::new();
    let most = law.limits.extension_days;
    let already = course.steps.iter().filter(|step| step.act == Act::Extend).count();
    if already >= law.limits.extensions && course.item.stage != Stage::Extended {
        faults.push(Fault::SecondExtension);
    }
    match wish.days {
        None | Some(0) => faults.push(Fault::NoDays),
        Some(days) if days > most => faults.push(Fault::ExtensionTooLong(days, most)),
        Some(_) => {}
    }
    if wish.whom.trim().is_empty() {
        faults.push(Fault::NoApprover);
    }
    if wish.until.is_none() {
        faults.push(Fault::NoNotice);
    }
    if wish.note.trim().is_empty() {
        faults.push(Fault::NoReason(Act::Extend));
    }
    let decision = course.clock(ClockId::Decision);
    match decision {
        Some(clock) if clock.deadline.due < wish.on => faults.push(Fault::ExtensionLate(clock.deadline.due)),
        None if course.accepted().is_some() => faults.extend(course.route().map(Fault::RouteOfOther)),
        _ => {}
    }
    faults
}

fn of_objection(course: &Course, wish: &Wish) -> Vec<Fault> {
    if course.item.source == Source::Direct {
        return vec![Fault::NotHandedOver];
    }
    late_by(course, ClockId::Objection, wish.on).map(Fault::ObjectionLate).into_iter().collect()
}

fn late(course: &Course, wish: &Wish, id: ClockId) -> Vec<Fault> {
    late_by(course, id, wish.on).map(|due| Fault::RequestLate(wish.act, due)).into_iter().collect()
}

fn late_by(course: &Course, id: ClockId, on: Day) -> Option<Day> {
    course.clock(id).map(|clock| clock.deadline.due).filter(|due| on > *due)
}

fn of_rating(course: &Course, wish: &Wish) -> Vec<Fault> {
    if course.last(Act::Deliver).is_none() && course.last(Act::Answer).is_none() {
        return vec![Fault::NotDelivered];
    }
    let none = wish.result.and_then(Rating::from_code).is_none();
    if none {
        vec![Fault::NoResult(wish.act)]
    } else {
        needs(course.rating().is_some(), Fault::Twice(wish.act))
    }
}

fn of_route(course: &Course, wish: &Wish, law: &Law) -> Vec<Fault> {
    let Some(route) = wish.result.and_then(Route::from_code) else { return Vec::new() };
    let kind = course.item.kind;
    let usual = route_of(kind, law);
    let fits = match usual {
        // An appeal is sorted among the six ways of Art. 31.
        Route::Petition => !matches!(route, Route::Suggestion | Route::Accusation | Route::Single),
        usual => route == usual,
    };
    needs(!fits, Fault::RouteOfOther(route))
}

/// What speaks against an item as it is to be registered.
#[derive(Clone, Debug, Default)]
pub struct Registering<'a> {
    /// Suggestion, accusation, appeal.
    pub kind: Option<ItemKind>,
    /// The day of receipt.
    pub received: Option<Day>,
    /// The day on the paper.
    pub paper_date: Option<Day>,
    /// The request.
    pub request: &'a str,
    /// Names of the persons; how many of them speak for the others.
    pub names: Vec<&'a str>,
    /// Representatives.
    pub speakers: usize,
    /// Who is accused.
    pub accused: &'a str,
    /// The head is accused.
    pub against_head: bool,
    /// Name of the officer who shall handle it.
    pub handler: &'a str,
}

/// What speaks against registering it.
pub fn of_item(of: &Registering<'_>, law: &Law, today: Day) -> Vec<Refusal> {
    let mut found = Vec::new();
    let mut say = |fault: Fault, matter: Matter| found.push(Refusal::of(fault, law, matter));
    match of.received {
        None => say(Fault::Missing("received"), Matter::Register),
        Some(received) if received > today => say(Fault::AfterToday(received), Matter::Register),
        Some(received) => {
            if of.paper_date.is_some_and(|paper| received.is_before(paper)) {
                say(Fault::Missing("paper_date"), Matter::Register);
            }
        }
    }
    if of.against_head {
        let text = !(of.request.is_empty() && of.names.is_empty() && of.accused.is_empty());
        if text || of.kind != Some(ItemKind::Accusation) {
            say(Fault::TextAgainstHead, Matter::Accusation);
        }
    } else if of.request.trim().is_empty() {
        say(Fault::Missing("request"), Matter::Register);
    }
    if of.speakers > law.limits.representatives {
        say(Fault::TooManyRepresentatives(of.speakers, law.limits.representatives), Matter::Representatives);
    }
    let handler = of.handler.trim();
    if !handler.is_empty() && (of.names.contains(&handler) || of.accused.contains(handler)) {
        say(Fault::Related(handler.to_owned()), Matter::Recusal);
    }
    found
}

/// What speaks against changing an item's kind; `noted` = a step or note of it was already written.
pub fn of_kind(course: &Course, to: ItemKind, law: &Law) -> Vec<Refusal> {
    let from = course.item.kind;
    let sealed = |kind: ItemKind| kind == ItemKind::Accusation;
    if from == to {
        return Vec::new();
    }
    // What was written in the open cannot be taken out of it: the item stays, and a new one is sealed.
    if sealed(from) != sealed(to) {
        return vec![Refusal::of(Fault::KindShared, law, Matter::Accusation)];
    }
    let settled = !matches!(course.item.stage, Stage::Registered | Stage::Noticed);
    needs(settled, Fault::KindSettled)
        .into_iter()
        .map(|fault| Refusal::of(fault, law, Matter::Route))
        .collect()
}
