//! Acts on petitions (信访办理): from what was entered to what is written, each with the operations that it replaces.

use super::calendar::{self, Year};
use super::guard::Wish;
use super::records;
use super::stages::{Channel, Contact, ItemKind, Source, Stage, Tie, Topic};
use crate::domain::acts::{Held, Put, Whom, Write};
use crate::domain::day::Day;
use crate::domain::kinds::{self, SLOT_VOID, item, kind, log, party, taken, tally, tie};
use crate::domain::value::Value;
use crate::journal::{EntityId, Hash};

/// A person of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewParty {
    /// The migrant, where known.
    pub person: Option<EntityId>,
    /// Name.
    pub name: String,
    /// Phone.
    pub phone: String,
    /// Address.
    pub address: String,
    /// Speaks for the others.
    pub speaks: bool,
}

/// An item to be registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewItem {
    /// Receipt number.
    pub number: String,
    /// By which way.
    pub channel: Channel,
    /// What kind.
    pub kind: ItemKind,
    /// From whom.
    pub source: Source,
    /// Number of the hand-over paper or work order.
    pub source_number: String,
    /// Number of the petition network.
    pub system_number: String,
    /// Received on.
    pub received: Day,
    /// The day on the paper.
    pub paper_date: Option<Day>,
    /// Registered on.
    pub registered: Day,
    /// What it is about.
    pub topic: Option<Topic>,
    /// The request.
    pub request: String,
    /// Place of the problem.
    pub place: String,
    /// Household.
    pub household: Option<EntityId>,
    /// How many persons; at least those named.
    pub count: u32,
    /// 1 real name, 2 anonymous, 3 name or address unclear.
    pub real_name: u16,
    /// Money at stake, in fen.
    pub money: Option<i64>,
    /// The deadline that the paper names.
    pub period: Option<Day>,
    /// Officer who handles it.
    pub handler: Option<EntityId>,
    /// Officer who received it.
    pub first_handler: Option<EntityId>,
    /// Who is accused.
    pub accused: String,
    /// The head is accused.
    pub against_head: bool,
    /// Where the papers lie.
    pub archive: String,
    /// The persons.
    pub parties: Vec<NewParty>,
    /// Steps that are recorded with it, each with the stage that it led to.
    pub steps: Vec<(Wish, Stage)>,
    /// What else was known of it when it was registered: a first entry of the log.
    pub remark: String,
}

impl NewItem {
    /// An item with nothing but what must be there: one named person's, received and registered on one day.
    pub fn new(channel: Channel, kind: ItemKind, received: Day, request: &str) -> Self {
        Self {
            number: String::new(),
            channel,
            kind,
            source: Source::Direct,
            source_number: String::new(),
            system_number: String::new(),
            received,
            paper_date: None,
            registered: received,
            topic: None,
            request: request.to_owned(),
            place: String::new(),
            household: None,
            count: 1,
            real_name: 1,
            money: None,
            period: None,
            handler: None,
            first_handler: None,
            accused: String::new(),
            against_head: false,
            archive: String::new(),
            parties: Vec::new(),
            steps: Vec::new(),
            remark: String::new(),
        }
    }
}

fn text(text: &str) -> Option<Value> {
    let text = text.trim();
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

fn puts(values: Vec<(u16, Option<Value>)>) -> Vec<Put> {
    values.into_iter().filter_map(|(slot, value)| Some(Put::new(slot, value?))).collect()
}

/// A stage.
pub fn stage(stage: Stage) -> Value {
    Value::Step { stage: stage.code(), seen: Hash::ZERO }
}

/// Registers an item in a scope; it is the act's new entity `first`, and the next ones are its persons and steps.
pub fn register(scope: EntityId, new: &NewItem, first: usize) -> Vec<Write> {
    let moved = new.steps.iter().rev().find(|(wish, _)| !wish.act.is_fact());
    let stage_now = moved.map_or(Stage::Registered, |(_, stage)| *stage);
    let values = vec![
        (item::NUMBER, text(&new.number)),
        (item::CHANNEL, Some(Value::Code(new.channel.code()))),
        (item::KIND, Some(Value::Code(new.kind.code()))),
        (item::SOURCE, Some(Value::Code(new.source.code()))),
        (item::SOURCE_NUMBER, text(&new.source_number)),
        (item::RECEIVED, Some(Value::Day(new.received))),
        (item::PAPER_DATE, new.paper_date.map(Value::Day)),
        (item::REGISTERED, Some(Value::Day(new.registered))),
        (item::TOPIC, new.topic.map(|topic| Value::Code(topic.code()))),
        (item::REQUEST, text(&new.request)),
        (item::PLACE, text(&new.place)),
        (item::HOUSEHOLD, new.household.map(Value::Ref)),
        (item::COUNT, Some(Value::Int(i64::from(new.count)))),
        (item::REAL_NAME, Some(Value::Code(new.real_name))),
        (item::MONEY, new.money.map(Value::Money)),
        (item::PERIOD, new.period.map(Value::Day)),
        (item::HANDLER, new.handler.map(Value::Ref)),
        (item::STAGE, Some(stage(stage_now))),
        (item::ACCUSED, text(&new.accused)),
        (item::AGAINST_HEAD, new.against_head.then_some(Value::Code(1))),
        (item::SYSTEM_NUMBER, text(&new.system_number)),
        (item::FIRST_HANDLER, new.first_handler.map(Value::Ref)),
        (item::ARCHIVE, text(&new.archive)),
    ];
    let item = Whom::New(first);
    let mut writes = vec![Write { scope, kind: kind::PETITION, whom: item, puts: puts(values), why: None }];
    for (party, number) in new.parties.iter().zip(first + 1..) {
        writes.push(add_party(scope, item, party, number));
    }
    for ((wish, _), number) in new.steps.iter().zip(first + 1 + new.parties.len()..) {
        writes.push(fact(scope, item, wish, None, None, number));
    }
    if !new.remark.trim().is_empty() {
        let number = first + writes.len();
        writes.push(entry(scope, item, (new.registered, Contact::Other), "", &new.remark, number));
    }
    writes
}

/// A person of an item, as new entity `number` of the act.
pub fn add_party(scope: EntityId, item: Whom, party: &NewParty, number: usize) -> Write {
    let values = vec![
        (party::PERSON, party.person.map(Value::Ref)),
        (party::NAME, text(&party.name)),
        (party::PHONE, text(&party.phone)),
        (party::ADDRESS, text(&party.address)),
        (party::SPEAKS, party.speaks.then_some(Value::Code(1))),
        (party::ORDER, i64::try_from(number).ok().map(Value::Int)),
    ];
    let mut puts = puts(values);
    puts.push(Put::refer(party::PETITION, item));
    Write { scope, kind: kind::PARTY, whom: Whom::New(number), puts, why: None }
}

fn fact(
    scope: EntityId,
    item: Whom,
    wish: &Wish,
    corrects: Option<EntityId>,
    about: Option<EntityId>,
    number: usize,
) -> Write {
    let values = vec![
        (taken::ACT, Some(Value::Code(wish.act.code()))),
        (taken::ON, Some(Value::Day(wish.on))),
        (taken::UNTIL, wish.until.map(Value::Day)),
        (taken::DAYS, wish.days.map(|days| Value::Int(i64::from(days)))),
        (taken::RESULT, wish.result.map(Value::Code)),
        (taken::WHOM, text(&wish.whom)),
        (taken::PAPER, text(&wish.paper)),
        (taken::ARCHIVE, text(&wish.archive)),
        (taken::NOTE, text(&wish.note)),
        (taken::CORRECTS, corrects.map(Value::Ref)),
        (taken::ABOUT, about.map(Value::Ref)),
    ];
    let mut puts = puts(values);
    puts.push(Put::refer(taken::PETITION, item));
    Write { scope, kind: kind::STEP, whom: Whom::New(number), puts, why: None }
}

/// A step: the fact, and the stage that it leads to, in place of the one that was seen.
pub fn take_step(
    held: &Held,
    wish: &Wish,
    to: Stage,
    corrects: Option<EntityId>,
    about: Option<EntityId>,
    why: Option<&str>,
) -> Vec<Write> {
    let mut writes = vec![fact(held.key.scope, Whom::Is(held.key.entity), wish, corrects, about, 0)];
    let mut values = Vec::new();
    // A fact leaves the stage alone: it must not close a fork that nobody looked at.
    if !wish.act.is_fact() {
        values.push((item::STAGE, Some(stage(to))));
    }
    match (wish.act, about) {
        (super::Act::Assign, Some(officer)) => values.push((item::HANDLER, Some(Value::Ref(officer)))),
        (super::Act::SetPeriod, _) => values.push((item::PERIOD, wish.until.map(Value::Day))),
        _ => {}
    }
    let write = held.write(values, why);
    if !write.puts.is_empty() {
        writes.push(write);
    }
    writes
}

/// An entry of the log.
pub fn add_log(held: &Held, on: Day, how: Contact, with: &str, said: &str) -> Write {
    entry(held.key.scope, Whom::Is(held.key.entity), (on, how), with, said, 0)
}

fn entry(
    scope: EntityId,
    item: Whom,
    (on, how): (Day, Contact),
    with: &str,
    said: &str,
    number: usize,
) -> Write {
    let values = vec![
        (log::ON, Some(Value::Day(on))),
        (log::HOW, Some(Value::Code(how.code()))),
        (log::WITH, text(with)),
        (log::TEXT, text(said)),
    ];
    let mut puts = puts(values);
    puts.push(Put::refer(log::PETITION, item));
    Write { scope, kind: kind::LOG, whom: Whom::New(number), puts, why: None }
}

/// Ties two items. `held` = the tie's record.
pub fn tie(held: &Held, one: EntityId, other: EntityId, how: Tie) -> Write {
    let mut values = vec![
        (tie::ONE, Some(Value::Ref(one))),
        (tie::OTHER, Some(Value::Ref(other))),
        (tie::HOW, Some(Value::Code(how.code()))),
    ];
    if held.is_void() {
        values.push((SLOT_VOID, None));
    }
    held.write(values, None)
}

/// Gives slots of an item new values.
pub fn change(held: &Held, values: Vec<(u16, Option<Value>)>, why: Option<&str>) -> Vec<Write> {
    let write = held.write(values, why);
    if write.puts.is_empty() { Vec::new() } else { vec![write] }
}

/// Keeps a year's table.
pub fn keep_table(held: &Held, year: &Year) -> Write {
    let values = vec![
        (kinds::calendar::YEAR, Some(Value::Int(i64::from(year.year)))),
        (kinds::calendar::TEXT, Some(Value::Text(calendar::write(year)))),
    ];
    held.write(values, None)
}

/// Keeps how many items a channel had in a year.
pub fn keep_tally(held: &Held, year: i32, channel: Channel, count: u32) -> Write {
    let values = vec![
        (tally::YEAR, Some(Value::Int(i64::from(year)))),
        (tally::CHANNEL, Some(Value::Code(channel.code()))),
        (tally::COUNT, Some(Value::Int(i64::from(count)))),
    ];
    held.write(values, None)
}

/// The tables that the office took in; what cannot be read any more is left out.
pub fn tables<'a>(kept: impl IntoIterator<Item = &'a records::Table>) -> Vec<Year> {
    let text = |table: &records::Table| table.text.shown.clone();
    let read = |text: String| calendar::read(&text).ok();
    kept.into_iter()
        .filter(|table| table.common.stands())
        .filter_map(text)
        .filter_map(read)
        .flatten()
        .collect()
}
