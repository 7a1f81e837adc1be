//! The commands that write: registering an item, steps, the log, links, numbers, kinds, counts of earlier years.

use serde_json::json;

use super::super::answer::{Answer, Exit};
use super::super::args;
use super::super::session::{Failure, Session};
use super::super::show::resolve;
use super::{date, failure, word};
use crate::domain::money;
use crate::domain::petition::acts::NewParty;
use crate::domain::petition::guard::Wish;
use crate::domain::petition::stages::{
    Act, Channel, Contact, ItemKind, Outcome, Rating, Route, Source, Tie, Topic,
};
use crate::i18n::petition::PetitionSay;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, Registering, StepWish, VerifyError};
use crate::search::EntryKind;

/// Registers an item.
pub fn register(
    session: &Session,
    new: &args::PetitionRegister,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let of = registering(session, &desk, new)?;
    let done = desk.register_petition(&of).map_err(|error| failure(session, error))?;
    if new.json {
        answer.document(&json!({"number": done.number, "similar": done.similar}));
    } else {
        answer.line(&done.number);
        answer.say(&PetitionSay::Registered(done.number.clone()).text(session.lang));
    }
    if !done.doubts.is_empty() {
        answer.say(&PetitionSay::Doubted(done.doubts).text(session.lang));
    }
    if !done.similar.is_empty() && new.repeats.is_none() {
        answer.say(&PetitionSay::Similar(done.similar).text(session.lang));
    }
    Ok(Exit::Done)
}

fn registering(session: &Session, desk: &Desk, new: &args::PetitionRegister) -> Result<Registering, Failure> {
    let channel = word(session, "--channel", &new.channel, Channel::by_name)?;
    let kind = word(session, "--kind", &new.kind, ItemKind::by_name)?;
    let received = date(session, "--received", new.received.as_ref())?.unwrap_or(session.today);
    let mut of = Registering::new(channel, kind, received, &new.request);
    of.item.source = word(session, "--source", &new.source, Source::by_name)?;
    of.item.topic =
        new.topic.as_deref().map(|topic| word(session, "--topic", topic, Topic::by_name)).transpose()?;
    of.item.paper_date = date(session, "--paper-date", new.paper_date.as_ref())?;
    of.item.registered = date(session, "--registered", new.registered.as_ref())?.unwrap_or(session.today);
    of.item.period = date(session, "--deadline", new.deadline.as_ref())?;
    of.item.source_number.clone_from(&new.source_number);
    of.item.system_number.clone_from(&new.system_number);
    of.item.place.clone_from(&new.place);
    of.item.accused.clone_from(&new.accused);
    of.item.archive.clone_from(&new.archive);
    of.repeats.clone_from(&new.repeats);
    of.why.clone_from(&new.why);
    of.item.against_head = new.against_head;
    of.handler = new.handler;
    of.item.count = new.count;
    of.item.real_name = if new.anonymous {
        2
    } else if new.unclear {
        3
    } else {
        1
    };
    if let Some(money) = &new.money {
        of.item.money = Some(word(session, "--money", money, |text| money::read(text).ok())?);
    }
    let home = new.household.as_ref().map(|code| resolve(desk, code, EntryKind::Household)).transpose()?;
    of.item.household = home;
    of.item.parties = parties(desk, new)?;
    let person = of.item.parties.iter().find_map(|party| party.person);
    let roll = desk.roll();
    let row = person.and_then(|person| roll.persons.get(&person));
    of.item.household = of.item.household.or(row.map(|row| row.household).filter(|home| !home.is_zero()));
    let of_home = of.item.household.and_then(|home| roll.households.get(&home)).map(|row| row.village);
    of.village = match &new.village {
        Some(name) => Some(village(session, desk, name)?),
        None => of_home.or(row.map(|row| row.village)),
    };
    Ok(of)
}

fn village(session: &Session, desk: &Desk, name: &str) -> Result<EntityId, Failure> {
    desk.village_named(name).map_err(|error| match error {
        VerifyError::Say(say) => Failure::Told(say.text(session.lang), Exit::Failed),
        VerifyError::Desk(error) => session.failed(error),
    })
}

fn parties(desk: &Desk, new: &args::PetitionRegister) -> Result<Vec<NewParty>, Failure> {
    let mut parties = Vec::new();
    for code in &new.persons {
        let person = resolve(desk, code, EntryKind::Person)?;
        let card = desk.person(person)?.map(|card| card.member);
        let name = card.as_ref().and_then(|card| card.name.shown.clone()).unwrap_or_default();
        let phone = card.and_then(|card| card.phone.shown).unwrap_or_default();
        parties.push(NewParty { person: Some(person), name, phone, ..NewParty::default() });
    }
    let named = |name: &String, speaks: bool| NewParty {
        name: name.trim().to_owned(),
        speaks,
        ..NewParty::default()
    };
    parties.extend(new.names.iter().map(|name| named(name, false)));
    parties.extend(new.representatives.iter().map(|name| named(name, true)));
    if let Some(first) = parties.first_mut() {
        if !new.phone.is_empty() {
            first.phone.clone_from(&new.phone);
        }
        first.address.clone_from(&new.address);
    }
    Ok(parties)
}

/// Takes a step.
pub fn step(session: &Session, step: &args::PetitionStep, answer: &mut Answer) -> Result<Exit, Failure> {
    let act = word(session, "ACT", &step.act, Act::by_name)?;
    let on = date(session, "--on", step.on.as_ref())?.unwrap_or(session.today);
    let mut wish = Wish::new(act, on);
    wish.until = date(session, "--until", step.until.as_ref())?;
    wish.days = step.days;
    wish.result = step.result.as_deref().map(|typed| result(session, act, typed)).transpose()?;
    wish.whom.clone_from(&step.to);
    wish.paper.clone_from(&step.paper);
    wish.archive.clone_from(&step.archive);
    wish.note.clone_from(&step.reason);
    let of = StepWish { wish, corrects: step.corrects, about: step.about.clone(), why: step.why.clone() };
    let mut desk = session.desk(answer)?;
    let done = desk.take_petition_step(&step.number, &of).map_err(|error| failure(session, error))?;
    if step.json {
        answer.document(&json!({"number": done.number, "act": act.name(), "stage": done.stage.name()}));
    } else {
        answer.line(&PetitionSay::Stepped(done.number, act, done.stage).text(session.lang));
    }
    if !done.doubts.is_empty() {
        answer.say(&PetitionSay::Doubted(done.doubts).text(session.lang));
    }
    Ok(Exit::Done)
}

/// The code of a result's word: what kind of word it is, the act says.
fn result(session: &Session, act: Act, typed: &str) -> Result<u16, Failure> {
    match act {
        Act::Opinion | Act::Review | Act::Rereview => {
            word(session, "--result", typed, |name| Outcome::by_name(name).map(Outcome::code))
        }
        Act::Rate => word(session, "--result", typed, |name| Rating::by_name(name).map(Rating::code)),
        _ => word(session, "--result", typed, |name| Route::by_name(name).map(Route::code)),
    }
}

/// Writes an entry of the log.
pub fn log(session: &Session, log: &args::PetitionLog, answer: &mut Answer) -> Result<Exit, Failure> {
    let how = word(session, "--how", &log.how, Contact::by_name)?;
    let on = date(session, "--on", log.on.as_ref())?.unwrap_or(session.today);
    let mut desk = session.desk(answer)?;
    let kept = desk.log_petition(&log.number, on, how, &log.with, &log.text);
    let number = kept.map_err(|error| failure(session, error))?;
    answer.line(&PetitionSay::Kept(number).text(session.lang));
    Ok(Exit::Done)
}

/// Ties two items.
pub fn link(session: &Session, link: &args::PetitionLink, answer: &mut Answer) -> Result<Exit, Failure> {
    let how = word(session, "--how", &link.how, Tie::by_name)?;
    let mut desk = session.desk(answer)?;
    desk.tie_petitions(&link.number, &link.other, how).map_err(|error| failure(session, error))?;
    answer.line(&PetitionSay::Kept(link.number.clone()).text(session.lang));
    Ok(Exit::Done)
}

/// Gives an item the office's number.
pub fn number(session: &Session, one: &args::PetitionNumber, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let given = desk.number_petition(&one.number).map_err(|error| failure(session, error))?;
    answer.line(&given);
    Ok(Exit::Done)
}

/// Gives an item another kind.
pub fn kind(session: &Session, kind: &args::PetitionKind, answer: &mut Answer) -> Result<Exit, Failure> {
    let to = word(session, "KIND", &kind.kind, ItemKind::by_name)?;
    let mut desk = session.desk(answer)?;
    desk.change_petition_kind(&kind.number, to, &kind.why).map_err(|error| failure(session, error))?;
    answer.line(&PetitionSay::Kept(kind.number.clone()).text(session.lang));
    Ok(Exit::Done)
}

/// Keeps or lists counts of earlier years.
pub fn tally(session: &Session, tally: &args::PetitionTally, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    if let (Some(year), Some(channel), Some(count)) = (tally.year, &tally.channel, tally.count) {
        let channel = word(session, "CHANNEL", channel, Channel::by_name)?;
        desk.keep_tally(year, channel, count).map_err(|error| failure(session, error))?;
    }
    let kept = desk.tallies()?.into_iter().filter(|kept| tally.year.is_none_or(|year| year == kept.0));
    if tally.json {
        let rows: Vec<_> = kept
            .map(|(year, channel, count)| json!({"year": year, "channel": channel.name(), "count": count}))
            .collect();
        answer.document(&json!({"tallies": rows}));
    } else {
        for (year, channel, count) in kept {
            let channel = crate::i18n::petition_words::channel(channel, session.lang);
            answer.line(&format!("{year}\t{channel}\t{count}"));
        }
    }
    Ok(Exit::Done)
}
