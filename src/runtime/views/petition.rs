//! From items to what the petition pane shows (信访所示).

use super::both;
use crate::domain::day::Day;
use crate::domain::petition::Calendar;
use crate::domain::petition::course::Clock;
use crate::domain::petition::stages::{Act, Contact, Topic};
use crate::domain::status::Status;
use crate::flow::petition::{CellView, ClockView, ItemView, Mark, QueueView, RowView};
use crate::flow::view::{HitKind, HitView, MatchPart, SearchAnswer};
use crate::i18n::Both;
use crate::i18n::lookup::MatchReason;
use crate::i18n::petition as sentences;
use crate::i18n::petition_words as words;
use crate::journal::EntityId;
use crate::runtime::desk::{Case, Desk, PetitionError, Row};
use crate::store::StoreError;

/// The queue.
pub fn queue(desk: &Desk) -> Result<QueueView, PetitionError> {
    let queue = desk.petition_queue(false)?;
    let rows = queue.rows.into_iter().filter_map(|row| self::row(desk, row)).collect();
    Ok(QueueView { today: desk.day().iso(), rows })
}

/// The open petition of a household that is due first, as far as this officer may see it; a folder that cannot be read
/// says so elsewhere.
pub fn open_of(desk: &Desk, household: EntityId) -> Option<Both> {
    let mine = desk.petition_queue_of(household).ok()?.rows;
    let first = mine.first()?;
    let more = if mine.len() > 1 { format!(" +{}", mine.len() - 1) } else { String::new() };
    let due = first.due.map(Day::iso).unwrap_or_default();
    Some(both(|lang| {
        let next = first.next.map(|next| words::next(next, lang)).unwrap_or_default();
        format!("{} {next} {due}{more}", first.number)
    }))
}

/// Petitions that are looked up.
const FOUND_MAX: usize = 20;

/// Puts petitions that were looked up by number before what else was found. Of an accusation no name is shown.
pub fn found(desk: &Desk, query: &str, answer: &mut SearchAnswer) -> Result<(), StoreError> {
    let cases = desk.petitions_by_number(query, FOUND_MAX)?;
    answer.total += cases.len() as u64;
    let hits = cases.iter().map(|case| hit(desk, case, query));
    answer.hits.splice(0..0, hits);
    Ok(())
}

fn hit(desk: &Desk, case: &Case, query: &str) -> HitView {
    let petition = &case.petition;
    let first = case.parties.first().filter(|_| !case.sealed).and_then(|party| party.name.shown.clone());
    let village = petition.common.key.scope;
    let part = MatchPart {
        typed: query.to_owned(),
        reason: MatchReason::Petition,
        met: petition.final_number.shown.clone().unwrap_or_default(),
        approximate: false,
    };
    HitView {
        kind: HitKind::Petition(petition.entity()),
        household: petition.household.shown.unwrap_or(EntityId::ZERO),
        person: None,
        code: case.number().to_owned(),
        name: first.unwrap_or_default(),
        village: if village.is_zero() { String::new() } else { desk.roll().place(village).to_owned() },
        group: String::new(),
        born: String::new(),
        status: Status::Registered,
        matched: vec![part],
        same_as: Vec::new(),
    }
}

fn row(desk: &Desk, row: Row) -> Option<RowView> {
    let iso = |day: Option<Day>| day.map(Day::iso).unwrap_or_default();
    let village = if row.village.is_zero() { "" } else { desk.roll().place(row.village) };
    Some(RowView {
        item: row.entity,
        group: row.group?,
        next: row.next?,
        kind: row.kind,
        topic: row.topic,
        name: row.name,
        count: row.count,
        village: village.to_owned(),
        due: iso(row.due),
        safe: iso(row.safe.filter(|_| row.safe != row.due)),
        left: row.days_left,
        stage: row.stage,
        forked: row.forked,
        number: row.number,
    })
}

/// One item.
pub fn item(desk: &Desk, case: &Case) -> Result<ItemView, PetitionError> {
    let rules = desk.petition_rules()?;
    let course = &case.course;
    let stage = |lang| {
        let next = course.next.map(|next| words::next(next, lang)).unwrap_or_default();
        format!("{}  {next}", words::stage(course.item.stage, lang)).trim_end().to_owned()
    };
    // The clock at hand first, the others as they ran.
    let mut order: Vec<usize> = (0..course.clocks.len()).collect();
    order.sort_by_key(|at| Some(*at) != course.waits);
    let clocks = order.into_iter().filter_map(|at| course.clocks.get(at));
    let sheet = desk.petition_sheet(case.number())?;
    let outcomes = desk.verify_rules(None)?;
    let sheet = sheet.lines.iter().map(|line| {
        let named = |lang| match &line.figure {
            crate::domain::petition::facts::Figure::Verified(code, _) => {
                crate::i18n::verify::outcome_both(outcomes, *code).text(lang).to_owned()
            }
            _ => String::new(),
        };
        both(|lang| {
            let said = sentences::figure(&line.figure, &named(lang), lang);
            format!("{} {}  {said}  [{}]", line.code, line.name, line.source)
        })
    });
    let number = match &case.petition.final_number.shown {
        Some(number) => format!("{}  {number}", case.number()),
        None => case.number().to_owned(),
    };
    Ok(ItemView {
        item: case.petition.entity(),
        number,
        stage: both(stage),
        open: course.next.is_some(),
        facts: facts(desk, case)?,
        steps: steps(case),
        clocks: clocks.map(|clock| self::clock(clock, &rules.calendar, desk.day())).collect(),
        sheet: sheet.collect(),
    })
}

fn facts(desk: &Desk, case: &Case) -> Result<Vec<(Both, Both)>, PetitionError> {
    let petition = &case.petition;
    let said =
        |stable: &'static str| both(|lang| crate::i18n::slots::slot(lang, "petition", stable).to_owned());
    let handler = petition.handler.shown.map(|officer| desk.officer_name(officer)).transpose()?;
    let names: Vec<String> = case.parties.iter().filter_map(|party| party.name.shown.clone()).collect();
    let phone = case.parties.first().and_then(|party| party.phone.shown.as_deref());
    let topic = petition.topic.shown.and_then(Topic::from_code);
    let iso = |day: Option<Day>| Both::same(day.map(Day::iso).unwrap_or_default());
    let household = petition.household.shown.and_then(|home| desk.roll().households.get(&home));
    let mut facts = vec![
        (said("kind"), both(|lang| words::kind(case.course.item.kind, lang).to_owned())),
        (said("channel"), both(|lang| words::channel(case.course.item.channel, lang).to_owned())),
        (said("received"), iso(Some(case.course.item.received))),
        (said("paper_date"), iso(petition.paper_date.shown)),
        (said("names"), Both::same(names.join(" "))),
        (said("phone"), Both::same(phone.map(crate::domain::mask::phone).unwrap_or_default())),
        (said("household"), Both::same(household.map(|row| row.code.clone()).unwrap_or_default())),
        (
            said("topic"),
            both(|lang| topic.map(|topic| words::topic(topic, lang)).unwrap_or_default().to_owned()),
        ),
        (said("handler"), Both::same(handler.unwrap_or_default())),
        (said("accused"), Both::same(petition.accused.shown.clone().unwrap_or_default())),
        (said("request"), Both::same(petition.request.shown.clone().unwrap_or_default())),
    ];
    facts.retain(|(_, value)| !value.zh.is_empty());
    Ok(facts)
}

/// Steps and log entries in one row of days.
fn steps(case: &Case) -> Vec<(String, Both)> {
    let mut lines: Vec<(Option<Day>, Both)> = Vec::new();
    for step in &case.steps {
        let act = step.act.shown.and_then(Act::from_code);
        let counts = case.course.steps.iter().any(|taken| taken.entity == step.entity());
        let more = [&step.whom, &step.note].map(|slot| slot.shown.clone().unwrap_or_default()).join(" ");
        lines.push((
            step.on.shown,
            both(|lang| {
                let word = act.map(|act| words::act(act, lang)).unwrap_or_default();
                let mark = if counts { String::new() } else { lang.aside(sentences::corrected(lang)) };
                format!("{word}{mark} {more}").trim().to_owned()
            }),
        ));
    }
    for log in &case.logs {
        let how = log.how.shown.and_then(Contact::from_code);
        let text = log.text.shown.clone().unwrap_or_default();
        lines.push((
            log.on.shown,
            both(|lang| lang.about(how.map(|how| words::contact(how, lang)).unwrap_or_default(), &text)),
        ));
    }
    lines.sort_by_key(|(on, _)| *on);
    lines.into_iter().map(|(on, words)| (on.map(Day::iso).unwrap_or_default(), words)).collect()
}

fn clock(of: &Clock, calendar: &Calendar, today: Day) -> ClockView {
    let deadline = &of.deadline;
    let mut lines = vec![both(|lang| sentences::due(deadline, lang))];
    if deadline.ends_on_rest_day() {
        lines.push(both(|lang| sentences::safe(deadline, lang)));
    }
    if !deadline.missing.is_empty() {
        lines.push(both(|lang| sentences::missing(deadline, lang).unwrap_or_default()));
    }
    let mark = |cell: &crate::domain::petition::clock::Counted| match cell.day {
        day if day == today => Mark::Today,
        day if day == deadline.due || day == deadline.counted => Mark::Due,
        day if day == deadline.safe => Mark::Safe,
        _ if cell.number.is_none() => Mark::Skipped,
        _ if !cell.kind.works() => Mark::Rest,
        _ => Mark::Work,
    };
    let cells = deadline.cells.iter().map(|cell| CellView {
        day: cell.day,
        words: both(|lang| sentences::cell_with(cell, deadline, today, lang)),
        mark: mark(cell),
    });
    lines.push(both(|lang| sentences::tables_said(deadline, calendar, lang)));
    ClockView { title: both(|lang| sentences::clock(of, lang)), lines, cells: cells.collect() }
}
