//! The readings: the queue, an item, its dates explained, indicators, the fact sheet, working-day tables.

use serde_json::{Map, Value, json};

use super::super::answer::{Answer, Exit};
use super::super::args;
use super::super::deadline::deadline_json;
use super::super::session::{Failure, Session};
use super::failure;
use crate::domain::day::Day;
use crate::domain::petition::Calendar;
use crate::domain::petition::course::Clock;
use crate::domain::petition::facts::Figure;
use crate::domain::petition::rates::Rate;
use crate::domain::petition::stages::{Act, Channel, Contact, Outcome, Rating, Route, Topic};
use crate::domain::petition::{Log, Party, Step};
use crate::domain::{mask, money};
use crate::i18n::petition::{self as sentences, PetitionSay};
use crate::i18n::petition_words as words;
use crate::runtime::desk::{Case, Desk, Row, TakenTables};

fn iso(day: Option<Day>) -> Option<String> {
    day.map(Day::iso)
}

/// The queue.
pub fn list(session: &Session, list: &args::PetitionList, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let queue = desk.petition_queue(list.all)?;
    if list.json {
        let items: Vec<Value> = queue.rows.iter().map(|row| row_json(row, &desk)).collect();
        answer.document(&json!({"today": session.today.iso(), "items": items}));
        return Ok(Exit::Done);
    }
    let lang = session.lang;
    for row in &queue.rows {
        let columns = [
            row.group.map(|group| words::group(group, lang)).unwrap_or_default().to_owned(),
            row.number.clone(),
            row.next.map(|next| words::next(next, lang)).unwrap_or_default().to_owned(),
            iso(row.due).unwrap_or_default(),
            iso(row.safe).filter(|_| row.safe != row.due).unwrap_or_default(),
            row.days_left.map(|left| left.to_string()).unwrap_or_default(),
            words::stage(row.stage, lang).to_owned(),
            words::kind(row.kind, lang).to_owned(),
            row.topic.map(|topic| words::topic(topic, lang)).unwrap_or_default().to_owned(),
            row.law.clone(),
        ];
        answer.line(columns.join("\t").trim_end());
    }
    Ok(Exit::Done)
}

fn row_json(row: &Row, desk: &Desk) -> Value {
    json!({
        "number": row.number,
        "final_number": row.final_number,
        "kind": row.kind.name(),
        "topic": row.topic.map(Topic::name),
        "village": if row.village.is_zero() { None } else { Some(desk.roll().place(row.village)) },
        "stage": row.stage.name(),
        "forked": row.forked,
        "next_act": row.next.map(|next| next.name()),
        "whose": row.next.map(|next| next.whose().name()),
        "group": row.group.map(|group| group.name()),
        "due": iso(row.due),
        "safe": iso(row.safe),
        "days_left": row.days_left,
        "law": row.law,
        "article": row.article,
    })
}

/// One item.
pub fn show(session: &Session, one: &args::PetitionOne, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let case = desk.case(&one.number).map_err(|error| failure(session, error))?;
    if one.json {
        let rules = desk.petition_rules()?;
        answer.document(&case_json(&desk, &case, &rules.calendar)?);
        return Ok(Exit::Done);
    }
    lines(session, &desk, &case, answer)?;
    if !case.course.item.fork.is_empty() {
        answer.say(&PetitionSay::Forked(case.course.item.fork.clone()).text(session.lang));
    }
    Ok(Exit::Done)
}

fn lines(session: &Session, desk: &Desk, case: &Case, answer: &mut Answer) -> Result<(), Failure> {
    let (lang, petition) = (session.lang, &case.petition);
    let handler = petition.handler.shown.map(|officer| desk.officer_name(officer)).transpose()?;
    let said = |name: &'static str| words::slot(name).map_or(name, |(zh, en)| lang.pick(zh, en));
    let mut line = |name: &'static str, value: String| {
        if !value.is_empty() {
            answer.line(&format!("{}\t{value}", said(name)));
        }
    };
    line("petition", case.number().to_owned());
    line("final_number", petition.final_number.shown.clone().unwrap_or_default());
    line("kind", words::kind(case.course.item.kind, lang).to_owned());
    line("channel", words::channel(case.course.item.channel, lang).to_owned());
    line("received", case.course.item.received.iso());
    let topic = petition.topic.shown.and_then(Topic::from_code);
    line("topic", topic.map(|topic| words::topic(topic, lang).to_owned()).unwrap_or_default());
    line("request", petition.request.shown.clone().unwrap_or_default());
    line("count", petition.count.shown.unwrap_or(1).to_string());
    line("handler", handler.unwrap_or_default());
    line("accused", petition.accused.shown.clone().unwrap_or_default());
    for party in &case.parties {
        let name = party.name.shown.clone().unwrap_or_default();
        let phone = party.phone.shown.as_deref().map(mask::phone).unwrap_or_default();
        answer.line(format!("{name}\t{phone}").trim_end());
    }
    for (step, place) in case.steps.iter().zip(1..) {
        let act = step.act.shown.and_then(Act::from_code).map(|act| words::act(act, lang));
        let whom = step.whom.shown.clone().unwrap_or_default();
        let note = step.note.shown.clone().unwrap_or_default();
        let on = iso(step.on.shown).unwrap_or_default();
        answer.line(
            [&place.to_string(), &on, act.unwrap_or_default(), &whom, &note]
                .map(|text| text.to_owned())
                .join("\t")
                .trim_end(),
        );
    }
    for log in &case.logs {
        let text = log.text.shown.clone().unwrap_or_default();
        answer.line(&format!("{}\t{text}", iso(log.on.shown).unwrap_or_default()));
    }
    let next = case.course.next.map(|next| words::next(next, lang)).unwrap_or_default();
    let due = case.course.at_hand().map(|clock| sentences::due(&clock.deadline, lang)).unwrap_or_default();
    answer.line([words::stage(case.course.item.stage, lang), next, &due].join("\t").trim_end());
    Ok(())
}

fn case_json(desk: &Desk, case: &Case, calendar: &Calendar) -> Result<Value, Failure> {
    let (petition, course) = (&case.petition, &case.course);
    let handler = petition.handler.shown.map(|officer| desk.officer_name(officer)).transpose()?;
    let household = petition.household.shown.and_then(|home| desk.roll().households.get(&home));
    let hand = course.at_hand();
    let mut document = json!({
        "number": case.number(),
        "final_number": petition.final_number.shown,
        "system_number": petition.system_number.shown,
        "kind": course.item.kind.name(),
        "channel": course.item.channel.name(),
        "source": course.item.source.name(),
        "source_number": petition.source_number.shown,
        "received": course.item.received.iso(),
        "paper_date": iso(petition.paper_date.shown),
        "registered": iso(petition.registered.shown),
        "topic": petition.topic.shown.and_then(Topic::from_code).map(Topic::name),
        "request": petition.request.shown,
        "place": petition.place.shown,
        "household": household.map(|row| row.code.clone()),
        "persons": case.parties.iter().map(party_json).collect::<Vec<Value>>(),
        "count": petition.count.shown,
        "real_name": petition.real_name.shown.is_none_or(|code| code == 1),
        "money": petition.money.shown.map(|fen| money::plain(fen.0)),
        "handler": handler,
        "accused": petition.accused.shown,
        "against_head": petition.against_head.shown == Some(1),
        "archive": petition.archive.shown,
    });
    let more = json!({
        "stage": course.item.stage.name(),
        "fork": course.item.fork.iter().map(|stage| stage.name()).collect::<Vec<_>>(),
        "route": course.route().map(Route::name),
        "next_act": course.next.map(|next| next.name()),
        "whose": course.next.map(|next| next.whose().name()),
        "due": hand.map(|clock| clock.deadline.due.iso()),
        "safe": hand.map(|clock| clock.deadline.safe.iso()),
        "days_left": hand.map(|clock| clock.deadline.left(desk.day())),
        "law": course.law().id,
        "accepted": iso(course.accepted()),
        "served": iso(course.served()),
        "outcome": course.outcome().map(Outcome::name),
        "rating": course.rating().map(Rating::name),
        "settled": course.last(Act::Settle).is_some(),
        "leader": course.last(Act::Lead).map(|step| step.whom.clone()),
        "steps": case.steps.iter().zip(1..).map(|(step, place)| step_json(step, place, case)).collect::<Vec<Value>>(),
        "log": case.logs.iter().map(log_json).collect::<Vec<Value>>(),
        "links": links(desk, case)?,
        "clocks": course.clocks.iter().map(|clock| clock_json(clock, calendar, desk.day())).collect::<Vec<Value>>(),
    });
    extend(&mut document, more);
    Ok(document)
}

fn extend(document: &mut Value, more: Value) {
    if let (Some(into), Value::Object(more)) = (document.as_object_mut(), more) {
        into.extend(more);
    }
}

fn party_json(party: &Party) -> Value {
    json!({
        "name": party.name.shown,
        "phone": party.phone.shown.as_deref().map(mask::phone),
        "address": party.address.shown,
        "represents": party.speaks.shown == Some(1),
        "known": party.person.shown.is_some(),
    })
}

fn step_json(step: &Step, place: usize, case: &Case) -> Value {
    let act = step.act.shown.and_then(Act::from_code);
    let result = step.result.shown.and_then(|code| match act {
        Some(Act::Opinion | Act::Review | Act::Rereview) => Outcome::from_code(code).map(Outcome::name),
        Some(Act::Rate) => Rating::from_code(code).map(Rating::name),
        _ => Route::from_code(code).map(Route::name),
    });
    let counts = case.course.steps.iter().any(|taken| taken.entity == step.entity());
    json!({
        "place": place,
        "act": act.map(Act::name),
        "on": iso(step.on.shown),
        "until": iso(step.until.shown),
        "days": step.days.shown,
        "result": result,
        "to": step.whom.shown,
        "paper": step.paper.shown,
        "archive": step.archive.shown,
        "reason": step.note.shown,
        "corrected": !counts,
    })
}

fn log_json(log: &Log) -> Value {
    json!({
        "on": iso(log.on.shown),
        "how": log.how.shown.and_then(Contact::from_code).map(Contact::name),
        "with": log.with.shown,
        "text": log.text.shown,
    })
}

fn links(desk: &Desk, case: &Case) -> Result<Vec<Value>, Failure> {
    let mut links = Vec::new();
    for (other, how) in &case.ties {
        // A tie to what this officer may not see is none.
        if let Some(other) = desk.case_of(*other)? {
            links.push(json!({"number": other.number(), "how": how.name()}));
        }
    }
    Ok(links)
}

fn clock_json(clock: &Clock, calendar: &Calendar, today: Day) -> Value {
    let mut document = json!({
        "id": clock.id.name(),
        "whose": clock.whose.name(),
        "law": clock.law.id,
        "law_name": clock.law.name,
        "law_document": clock.law.document,
        "article": clock.article,
        "start": clock.start.name(),
        "extended": clock.extended,
        "met": iso(clock.met),
        "running": clock.runs(),
        "in_time": clock.in_time(today),
    });
    extend(&mut document, deadline_json(&clock.deadline, calendar));
    document
}

/// Why the dates of an item are what they are.
pub fn why(session: &Session, one: &args::PetitionOne, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let case = desk.case(&one.number).map_err(|error| failure(session, error))?;
    let rules = desk.petition_rules()?;
    if one.json {
        let clocks = case.course.clocks.iter().map(|clock| {
            let mut document = clock_json(clock, &rules.calendar, session.today);
            let days = clock.deadline.cells.iter().map(|cell| {
                json!({
                    "date": cell.day.iso(),
                    "number": cell.number,
                    "kind": if cell.hearing { "hearing" } else { cell.kind.name() },
                    "name": sentences::holiday(&cell.kind),
                })
            });
            extend(&mut document, json!({"counted": days.collect::<Vec<Value>>()}));
            document
        });
        let clocks: Vec<Value> = clocks.collect();
        answer.document(&json!({
            "number": case.number(),
            "today": session.today.iso(),
            "crossing": rules.crossing.name(),
            "at_hand": case.course.at_hand().map(|clock| clock.id.name()),
            "clocks": clocks,
        }));
        return Ok(Exit::Done);
    }
    for clock in &case.course.clocks {
        answer.line(&sentences::clock(clock, session.lang));
        for line in sentences::deadline(&clock.deadline, &rules.calendar, session.lang) {
            answer.line(&format!("  {line}"));
        }
    }
    Ok(Exit::Done)
}

/// The indicators of a year.
pub fn rates(session: &Session, of: &args::PetitionRates, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let rates = desk.petition_rates(of.year)?;
    let tallies: Map<String, Value> = desk
        .tallies()?
        .into_iter()
        .filter(|(year, ..)| *year == of.year)
        .map(|(_, channel, count): (i32, Channel, u32)| (channel.name().to_owned(), json!(count)))
        .collect();
    if of.json {
        let indicators: Vec<Value> = rates.iter().map(rate_json).collect();
        answer.document(&json!({"year": of.year, "today": session.today.iso(), "indicators": indicators, "tallies": tallies}));
        return Ok(Exit::Done);
    }
    for rate in &rates {
        let name = words::indicator(rate.indicator, session.lang);
        answer.line([name, &rate.fraction(), &sentences::percent(rate)].join("\t").trim_end());
    }
    Ok(Exit::Done)
}

fn rate_json(rate: &Rate) -> Value {
    json!({
        "name": rate.indicator.name(),
        "numerator": rate.counted.len(),
        "denominator": rate.of.len(),
        "text": rate.fraction(),
        "percent": rate.per_mille().map(|_| sentences::percent(rate)),
        "counted": rate.counted,
        "of": rate.of,
    })
}

/// The fact sheet.
pub fn facts(session: &Session, one: &args::PetitionOne, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let sheet = desk.petition_sheet(&one.number).map_err(|error| failure(session, error))?;
    let rules = desk.verify_rules(None)?;
    let said = |figure: &Figure| {
        let named = match figure {
            Figure::Verified(code, _) => {
                rules.outcome(*code).map(|rule| session.lang.pick(rule.name.clone(), rule.en.clone()))
            }
            _ => None,
        };
        sentences::figure(figure, &named.unwrap_or_default(), session.lang)
    };
    if one.json {
        let lines: Vec<Value> = sheet
            .lines
            .iter()
            .map(|line| json!({"code": line.code, "name": line.name, "fact": said(&line.figure), "source": line.source}))
            .collect();
        answer.document(&json!({"number": sheet.number, "today": session.today.iso(), "facts": lines}));
        return Ok(Exit::Done);
    }
    for line in &sheet.lines {
        answer.line(&[line.code.as_str(), &line.name, &said(&line.figure), &line.source].join("\t"));
    }
    Ok(Exit::Done)
}

/// The years whose working days are known.
pub fn calendars(session: &Session, list: &args::CalendarList, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let rules = desk.petition_rules()?;
    let shipped =
        |year: &crate::domain::petition::calendar::Year| Calendar::shipped().year(year.year) == Some(year);
    if list.json {
        let years: Vec<Value> = rules
            .calendar
            .years()
            .map(|year| json!({"year": year.year, "document": year.document, "off": year.off.len(), "make_up": year.work.len(), "shipped": shipped(year)}))
            .collect();
        answer.document(&json!({"years": years}));
    } else {
        for year in rules.calendar.years() {
            answer.line(&format!(
                "{}\t{}\t{}\t{}",
                year.year,
                year.off.len(),
                year.work.len(),
                year.document
            ));
        }
    }
    Ok(Exit::Done)
}

/// What a table moved.
pub fn tables_taken(session: &Session, taken: &TakenTables, of: &args::CalendarImport, answer: &mut Answer) {
    if of.json {
        let moved: Vec<Value> = taken
            .moved
            .iter()
            .map(|moved| {
                json!({
                    "number": moved.number,
                    "clock": moved.clock.name(),
                    "due_before": moved.before.0.iso(),
                    "due": moved.now.0.iso(),
                    "safe_before": moved.before.1.iso(),
                    "safe": moved.now.1.iso(),
                })
            })
            .collect();
        answer.document(&json!({"years": taken.years, "moved": moved, "dry_run": of.dry_run}));
        return;
    }
    let say = PetitionSay::CalendarTaken(taken.years.clone(), taken.moved.len(), !of.dry_run);
    answer.line(&say.text(session.lang));
    for moved in &taken.moved {
        let clock = words::clock(moved.clock, session.lang);
        let due = PetitionSay::Moved(moved.number.clone(), moved.before.0, moved.now.0).text(session.lang);
        answer.line(&format!("{due}\t{clock}\t{} -> {}", moved.before.1.iso(), moved.now.1.iso()));
    }
}
