//! Acts of verification (核查办理): from what was entered to what is written, each record with the operations that it replaces.

use super::records::stage_of;
use super::rules::{Effect, Rules};
use super::stages::{Level, Stage, VisitResult, Way, may_follow};
use crate::domain::acts::{Held, Put, Whom, Write, household as home, membership, person};
use crate::domain::day::Day;
use crate::domain::kinds::{SLOT_VOID, decision, kind, opinion, outcome, proposal, round, visit};
use crate::domain::record::{Slot, Staged};
use crate::domain::value::Value;
use crate::journal::{EntityId, Hash};

/// A stage without a judgement.
pub fn stage(stage: Stage) -> Value {
    Value::Step { stage: stage.code(), seen: Hash::ZERO }
}

/// A stage that judges this version.
pub fn judging(stage: Stage, seen: Hash) -> Value {
    Value::Step { stage: stage.code(), seen }
}

pub(super) fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

/// A record with these values; one that was set aside stands again. Nothing where all says the same.
pub(super) fn written(held: &Held, mut values: Vec<(u16, Option<Value>)>, why: Option<&str>) -> Vec<Write> {
    if held.is_void() {
        values.push((SLOT_VOID, None));
    }
    let write = held.write(values, why);
    if write.puts.is_empty() { Vec::new() } else { vec![write] }
}

/// The stage that a held record is in.
pub fn held_stage(held: &Held, slot: u16) -> Option<(Stage, Hash)> {
    let seen = held.slot(slot);
    let staged = |value: &Option<Value>| match value {
        Some(Value::Step { stage, seen }) => Some(Staged { stage: *stage, seen: *seen }),
        _ => None,
    };
    let slot = Slot {
        shown: staged(&seen.shown),
        others: seen.others.iter().filter_map(staged).collect(),
        ..Slot::default()
    };
    if held.is_void() { None } else { stage_of(&slot) }
}

/// A round to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRound {
    /// `2026` or `2026Q3`.
    pub period: String,
    /// The day on which the list is frozen.
    pub cutoff: Day,
    /// Empty = all.
    pub villages: Vec<EntityId>,
    /// Id of the rule document.
    pub rule: String,
}

/// Opens a round. `held` = its record, which nobody has opened.
pub fn open_round(held: &Held, new: &NewRound) -> Vec<Write> {
    let villages = (!new.villages.is_empty()).then(|| Value::refs(new.villages.iter().copied()));
    let values = vec![
        (round::PERIOD, text(&new.period)),
        (round::CUTOFF, Some(Value::Day(new.cutoff))),
        (round::VILLAGES, villages),
        (round::RULE, text(&new.rule)),
        (round::STAGE, Some(stage(Stage::Open))),
    ];
    written(held, values, None)
}

/// Takes a step of a record's stage slot.
pub fn take_step(held: &Held, slot: u16, to: Value, why: Option<&str>) -> Vec<Write> {
    written(held, vec![(slot, Some(to))], why)
}

/// A visit as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVisit {
    /// The round.
    pub round: EntityId,
    /// The household's village and entity.
    pub village: EntityId,
    /// The household.
    pub household: EntityId,
    /// The day.
    pub on: Day,
    /// What came of it.
    pub result: VisitResult,
    /// How.
    pub way: Way,
    /// Who was there.
    pub officers: Vec<String>,
    /// Why fewer than the rule wants.
    pub why_few: String,
    /// Who answered, and how they are related to the head.
    pub respondent: String,
    /// In words.
    pub relation: String,
    /// Ids of the checklist.
    pub checklist: Vec<String>,
    /// What was noted.
    pub note: String,
    /// When one comes again.
    pub next: Option<Day>,
}

/// What was found of one member, with the records as they were read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The person.
    pub person: EntityId,
    /// Code of the outcome.
    pub outcome: u16,
    /// When it happened.
    pub on: Option<Day>,
    /// Kind of evidence.
    pub evidence: u16,
    /// Account check.
    pub account: u16,
    /// Holder as shown.
    pub holder: String,
    /// Last digits as shown.
    pub tail: String,
    /// Phone as told.
    pub phone: String,
    /// What was noted.
    pub note: String,
    /// The outcome's record.
    pub held: Held,
    /// The proposal's record.
    pub proposal: Held,
}

/// A visit with what it found. The visit is the act's new entity number `number`.
pub fn visit(new: &NewVisit, found: &[Found], rules: &Rules, number: usize, why: Option<&str>) -> Vec<Write> {
    let whom = Whom::New(number);
    let mut puts = vec![
        Put::refer(visit::ROUND, Whom::Is(new.round)),
        Put::refer(visit::HOUSEHOLD, Whom::Is(new.household)),
        Put::new(visit::ON, Value::Day(new.on)),
        Put::new(visit::RESULT, Value::Code(new.result.code())),
        Put::new(visit::WAY, Value::Code(new.way.code())),
    ];
    let texts = |slot: u16, texts: &[String]| {
        (!texts.is_empty()).then(|| Put::new(slot, Value::Texts(texts.to_vec())))
    };
    puts.extend(texts(visit::OFFICERS, &new.officers));
    puts.extend(text(&new.why_few).map(|value| Put::new(visit::WHY_FEW, value)));
    puts.extend(text(&new.respondent).map(|value| Put::new(visit::RESPONDENT, value)));
    puts.extend(text(&new.relation).map(|value| Put::new(visit::RELATION, value)));
    puts.extend(texts(visit::CHECKLIST, &new.checklist));
    puts.extend(text(&new.note).map(|value| Put::new(visit::NOTE, value)));
    puts.extend(new.next.map(|next| Put::new(visit::NEXT, Value::Day(next))));
    let why = why.map(str::to_owned);
    let mut writes = vec![Write { scope: new.village, kind: kind::VISIT, whom, puts, why: why.clone() }];
    for one in found {
        writes.extend(outcome_of(new, one, whom, why.as_deref()));
        if new.way != Way::Check {
            writes.extend(proposal_of(new, one, rules));
        }
    }
    writes
}

fn outcome_of(new: &NewVisit, one: &Found, visit: Whom, why: Option<&str>) -> Vec<Write> {
    let check = (new.way == Way::Check).then_some(Value::Code(1));
    let values = vec![
        (outcome::PERSON, Some(Value::Ref(one.person))),
        (outcome::ROUND, Some(Value::Ref(new.round))),
        (outcome::OUTCOME, Some(Value::Code(one.outcome))),
        (outcome::ON, one.on.map(Value::Day)),
        (outcome::EVIDENCE, Some(Value::Code(one.evidence))),
        (outcome::ACCOUNT, Some(Value::Code(one.account))),
        (outcome::HOLDER, text(&one.holder)),
        (outcome::TAIL, text(&one.tail)),
        (outcome::PHONE, text(&one.phone)),
        (outcome::NOTE, text(&one.note)),
        (outcome::STATED_ON, Some(Value::Day(new.on))),
        (outcome::CHECK, check),
    ];
    let mut writes = written(&one.held, values, why);
    let by = Put { replaces: one.held.slot(outcome::VISIT).ops, ..Put::refer(outcome::VISIT, visit) };
    match writes.first_mut() {
        Some(write) => write.puts.push(by),
        None => writes.push(one.held.puts(vec![by], why)),
    }
    writes
}

/// The proposal that follows from an outcome, or its withdrawal where the outcome asks for nothing any more.
fn proposal_of(new: &NewVisit, one: &Found, rules: &Rules) -> Vec<Write> {
    let now = held_stage(&one.proposal, proposal::STAGE).map(|(stage, _)| stage);
    let asks = rules.effect_of(one.outcome) != Effect::None;
    let to = if asks { Stage::Proposed } else { Stage::Withdrawn };
    if now == Some(to) || !may_follow(now, to) {
        return Vec::new();
    }
    let values = vec![
        (proposal::PERSON, Some(Value::Ref(one.person))),
        (proposal::ROUND, Some(Value::Ref(new.round))),
        (proposal::STAGE, Some(stage(to))),
    ];
    written(&one.proposal, values, None)
}

/// The other county of a transfer, and its confirmation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct County {
    /// Its name.
    pub name: String,
    /// Number of its letter.
    pub confirmation: String,
    /// Date of its letter.
    pub on: Option<Day>,
}

/// An opinion on a proposal, with the step that it takes: community, then street.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewOpinion {
    /// Whose.
    pub level: Level,
    /// Agrees.
    pub agrees: bool,
    /// Who signed.
    pub by: String,
    /// When.
    pub on: Day,
    /// In their words.
    pub text: String,
}

/// Writes an opinion; `seen` = the version that it judges. A district's opinion takes no step: the decision does.
pub fn opinion(held: &Held, new: &NewOpinion, seen: Hash) -> Vec<Write> {
    let puts = vec![
        Put::refer(opinion::PROPOSAL, Whom::Is(held.key.entity)),
        Put::new(opinion::LEVEL, Value::Code(new.level.code())),
        Put::new(opinion::AGREES, Value::Code(if new.agrees { 1 } else { 2 })),
        Put::new(opinion::ON, Value::Day(new.on)),
    ];
    let said = [(opinion::BY, text(&new.by)), (opinion::TEXT, text(&new.text))];
    let said = said.into_iter().filter_map(|(slot, value)| Some(Put::new(slot, value?)));
    let puts = puts.into_iter().chain(said).collect();
    let mut writes =
        vec![Write { scope: held.key.scope, kind: kind::OPINION, whom: Whom::New(0), puts, why: None }];
    let step = match new.level {
        Level::Community => Some(Stage::Community),
        Level::Street => Some(Stage::Street),
        Level::District => None,
    };
    if let Some(to) = step.filter(|_| new.agrees) {
        writes.extend(take_step(held, proposal::STAGE, judging(to, seen), None));
    }
    writes
}

/// Returns a proposal with a comment on a field; `seen` = the version that was judged.
pub fn give_back(held: &Held, field: &str, comment: &str, seen: Hash) -> Vec<Write> {
    let values = vec![
        (proposal::STAGE, Some(judging(Stage::Returned, seen))),
        (proposal::FIELD, text(field)),
        (proposal::COMMENT, text(comment)),
    ];
    written(held, values, None)
}

/// A decision to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    /// The person.
    pub person: EntityId,
    /// The round.
    pub round: EntityId,
    /// What is done.
    pub effect: Effect,
    /// Id of the cause.
    pub cause: String,
    /// Rule and article.
    pub rule: String,
    /// When it happened.
    pub event_on: Option<Day>,
    /// From when it counts.
    pub effective: Day,
    /// Papers.
    pub evidence: Vec<String>,
    /// Number of the document.
    pub number: String,
    /// The other county of a transfer; kept with the proposal. Empty for other causes.
    pub county: County,
}

/// What the register says of the person, so that it follows the decision.
#[derive(Clone, Copy, Debug)]
pub struct InRegister<'a> {
    /// The person.
    pub person: &'a Held,
    /// The membership that stands.
    pub membership: Option<&'a Held>,
    /// Its household.
    pub household: Option<&'a Held>,
}

/// Code of the list of reasons: 迁出.
const REASON_MOVED_OUT: u16 = 13;

/// Enters a decision on a proposal; `seen` = the version of the proposal that it judges. The register follows: a death
/// gets its date, a transfer ends the membership.
pub fn decide(
    held: &Held,
    proposed: &Held,
    new: &NewDecision,
    seen: Hash,
    register: &InRegister<'_>,
    dead: bool,
) -> Vec<Write> {
    let evidence = (!new.evidence.is_empty()).then(|| Value::Texts(new.evidence.clone()));
    let values = vec![
        (decision::PERSON, Some(Value::Ref(new.person))),
        (decision::ROUND, Some(Value::Ref(new.round))),
        (decision::ACT, Some(Value::Code(new.effect.code()))),
        (decision::CAUSE, text(&new.cause)),
        (decision::RULE, text(&new.rule)),
        (decision::EVENT_ON, new.event_on.map(Value::Day)),
        (decision::EFFECTIVE, Some(Value::Day(new.effective))),
        (decision::EVIDENCE, evidence),
        (decision::NUMBER, text(&new.number)),
        (decision::STAGE, Some(judging(Stage::Entered, seen))),
    ];
    let mut writes = written(held, values, None);
    let mut judged = vec![(proposal::STAGE, Some(judging(Stage::Decided, seen)))];
    if new.county != County::default() {
        judged.push((proposal::COUNTY, text(&new.county.name)));
        judged.push((proposal::CONFIRMATION, text(&new.county.confirmation)));
        judged.push((proposal::CONFIRMED_ON, new.county.on.map(Value::Day)));
    }
    writes.extend(written(proposed, judged, None));
    let Some(on) = new.event_on else { return writes };
    if dead {
        writes.extend(person::death(register.person, register.membership, on, None));
    } else if new.effect == Effect::TransferOut
        && let (Some(stay), Some(from)) = (register.membership, register.household)
    {
        writes.push(membership::leave(stay, on, REASON_MOVED_OUT, None));
        writes.extend(home::without_member(from, stay, None));
    }
    writes
}

/// Approves a decision, or does not; `seen` = the digest of the decision that is judged.
pub fn approve(held: &Held, to: Stage, on: Day, seen: Hash, why: Option<&str>) -> Vec<Write> {
    let values =
        vec![(decision::APPROVAL, Some(judging(to, seen))), (decision::APPROVED_ON, Some(Value::Day(on)))];
    written(held, values, why)
}

/// The notice of a decision and its service (送达回证).
pub fn served(held: &Held, notice_on: Option<Day>, served_on: Option<Day>, to: &str) -> Vec<Write> {
    let mut values = Vec::new();
    values.extend(notice_on.map(|on| (decision::NOTICE_ON, Some(Value::Day(on)))));
    values.extend(served_on.map(|on| (decision::SERVED_ON, Some(Value::Day(on)))));
    if !to.is_empty() {
        values.push((decision::SERVED_TO, text(to)));
    }
    written(held, values, None)
}
