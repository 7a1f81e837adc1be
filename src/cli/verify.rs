//! `verify`: rounds, routes, visits, what the office does with them, lists and papers; fixed words for scripts.

mod office;
mod print;

use serde_json::{Map, Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use super::show::resolve;
use crate::domain::day::{self, Day};
use crate::domain::verify::guard::Stated;
use crate::domain::verify::route::Counts;
use crate::domain::verify::rules::Rules;
use crate::domain::verify::{VisitResult, Way};
use crate::i18n::acts::ActSay;
use crate::i18n::verify::{self as words, VerifySay};
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, Household, Member, MemberEntry, Team, VerifyError, VisitEntry};
use crate::search::EntryKind;

/// Runs one of its commands.
pub fn run(session: &Session, verify: &args::Verify, answer: &mut Answer) -> Result<Exit, Failure> {
    match verify {
        args::Verify::Round(args::RoundAct::Open(open)) => self::open(session, open, answer),
        args::Verify::Status(status) => self::status(session, status, answer),
        args::Verify::Route(route) => self::route(session, route, answer),
        args::Verify::Visit(visit) => self::visit(session, visit, answer),
        args::Verify::Rest(rest) => self::rest(session, rest, answer),
        args::Verify::Check(check) => self::check(session, check, answer),
        args::Verify::Words => words_of(session, answer),
        args::Verify::Posting(posting) => print::posting(session, posting, answer),
        args::Verify::Postings(postings) => print::postings(session, postings, answer),
        args::Verify::EndPosting(end) => print::end_posting(session, end, answer),
        args::Verify::Object(object) => print::object(session, object, answer),
        args::Verify::Paper(paper) => print::paper(session, paper, answer),
        args::Verify::Papers(papers) => print::papers(session, papers, answer),
        args::Verify::Sheet(sheet) => print::sheet(session, sheet, answer),
        args::Verify::Change(change) => print::change(session, change, answer),
        args::Verify::Summary(summary) => print::summary(session, summary, answer),
        other => office::run(session, other, answer),
    }
}

/// A refusal as a sentence with its exit code.
fn failure(session: &Session, error: VerifyError) -> Failure {
    match error {
        VerifyError::Say(say) => {
            let usage = matches!(say, VerifySay::NoPeriod(_) | VerifySay::NoWord(_));
            let list = matches!(say, VerifySay::NoUsableColumn(_) | VerifySay::ListSaysNothing(_));
            let exit = if usage {
                Exit::Usage
            } else if list {
                Exit::Refused
            } else {
                Exit::Failed
            };
            Failure::Told(say.text(session.lang), exit)
        }
        VerifyError::Desk(error) => session.failed(error),
    }
}

/// A full date of an option; today where it was not given.
fn date(session: &Session, option: &'static str, text: Option<&String>) -> Result<Option<Day>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let day = day::read(text).ok().filter(|day| day.full().is_some());
    let no_date = || session.told(&ActSay::NoDate(option, text.clone()), Exit::Usage);
    day.map(Some).ok_or_else(no_date)
}

fn open(session: &Session, open: &args::RoundOpen, answer: &mut Answer) -> Result<Exit, Failure> {
    let cutoff = date(session, "--cutoff", Some(&open.cutoff))?.unwrap_or(session.today);
    let mut desk = session.desk(answer)?;
    let act = desk.folder().new_act()?;
    let opened = desk.open_round(act, &open.period, cutoff, &open.villages, open.why.as_deref());
    answer.line(&opened.map_err(|error| failure(session, error))?.text(session.lang));
    Ok(Exit::Done)
}

fn counts_json(counts: &Counts, rules: &Rules) -> Map<String, Value> {
    let outcomes: Map<String, Value> = rules
        .outcome
        .iter()
        .filter_map(|rule| Some((rule.id.clone(), json!(counts.outcomes.get(&rule.code)?))))
        .collect();
    let results: Map<String, Value> =
        counts.results.iter().map(|(result, count)| (result.name().to_owned(), json!(count))).collect();
    let mut map = Map::new();
    map.insert("households".into(), json!(counts.households));
    map.insert("done".into(), json!(counts.done));
    map.insert("pending".into(), json!(counts.pending));
    map.insert("second_visit".into(), json!(counts.second_visit));
    map.insert("proposals".into(), json!(counts.proposals));
    map.insert("outcomes".into(), Value::Object(outcomes));
    map.insert("results".into(), Value::Object(results));
    map
}

fn status(session: &Session, status: &args::VerifyStatus, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let round = desk.round_at_hand().map_err(|error| failure(session, error))?;
    let rules = desk.verify_rules(Some(&round))?;
    let villages = match &status.village {
        Some(name) => vec![desk.village_named(name).map_err(|error| failure(session, error))?],
        None => desk.round_villages(&round),
    };
    let (sum, each) = desk.verify_counts(&villages)?;
    let period = round.period.shown.clone().unwrap_or_default();
    if status.json {
        let mut document = Map::new();
        document.insert("round".into(), json!(period));
        document.extend(counts_json(&sum, rules));
        answer.document(&Value::Object(document));
        return Ok(Exit::Done);
    }
    for village in &villages {
        if let Some(counts) = each.get(village) {
            answer.line(&row(desk.roll().place(*village), counts));
        }
    }
    answer.line(&row(&period, &sum));
    Ok(Exit::Done)
}

fn row(name: &str, counts: &Counts) -> String {
    let numbers = [counts.households, counts.done, counts.pending, counts.second_visit, counts.proposals];
    let numbers: Vec<String> = numbers.iter().map(usize::to_string).collect();
    format!("{name}\t{}", numbers.join("\t"))
}

fn route(session: &Session, route: &args::VerifyRoute, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let village = desk.village_named(&route.village).map_err(|error| failure(session, error))?;
    let look = desk.verify_village(village)?;
    let households = desk.verify_route(&look).map_err(|error| session.failed(error))?;
    let rules = look.rules;
    let period = look.round.as_ref().and_then(|round| round.period.shown.clone());
    if route.json {
        let list: Vec<Value> = households.iter().map(|one| household_json(rules, one)).collect();
        answer.document(&json!({
            "round": period,
            "village": desk.roll().place(village),
            "households": list,
        }));
        return Ok(Exit::Done);
    }
    for one in &households {
        let marks: Vec<&str> = one.marks.iter().map(|mark| words::mark(*mark, session.lang)).collect();
        let text = |slot: &crate::domain::record::Slot<String>| slot.shown.clone().unwrap_or_default();
        let last = one.standing.last.map(|seen| seen.on.iso()).unwrap_or_default();
        let columns = [text(&one.card.code), text(&one.card.head_name), last, marks.join(" ")];
        answer.line(&columns.join("\t"));
    }
    Ok(Exit::Done)
}

fn household_json(rules: &Rules, one: &Household) -> Value {
    let marks: Vec<&str> = one.marks.iter().map(|mark| mark.name()).collect();
    let members: Vec<Value> = one.members.iter().map(|member| member_json(rules, member)).collect();
    json!({
        "code": one.card.code.shown,
        "head": one.card.head_name.shown,
        "group": one.card.group.shown,
        "marks": marks,
        "done": one.standing.is_done(),
        "result": one.standing.now.map(|seen| seen.result.name()),
        "visited_on": one.standing.now.map(|seen| seen.on.iso()),
        "way": one.standing.now.map(|seen| seen.way.name()),
        "last_visit": one.standing.last.map(|seen| seen.on.iso()),
        "members": members,
    })
}

fn member_json(rules: &Rules, member: &Member) -> Value {
    let outcome = member.outcome.as_ref();
    let id = |code: u16| rules.outcome(code).map(|rule| rule.id.clone());
    let evidence = |code: u16| rules.evidence(code).map(|kind| kind.id.clone());
    let candidates: Vec<Value> =
        member.candidates.iter().map(|one| office::candidate_json(rules, one)).collect();
    json!({
        "code": member.card.code.shown,
        "name": member.card.name.shown,
        "outcome": outcome.and_then(|of| of.outcome.shown).and_then(id),
        "on": outcome.and_then(|of| of.on.shown).map(|on| on.iso()),
        "evidence": outcome.and_then(|of| of.evidence.shown).and_then(evidence),
        "account": outcome.map(|of| account_name(of.account.shown.unwrap_or(0))),
        "conflict": outcome.is_some_and(|of| !of.conflicts().is_empty()),
        "proposal": member.proposed.map(|stage| stage.name()),
        "comment": member.comment,
        "candidates": candidates,
    })
}

fn account_name(code: u16) -> &'static str {
    match code {
        1 => "agrees",
        2 => "differs",
        3 => "not_shown",
        _ => "not_checked",
    }
}

fn visit(session: &Session, visit: &args::VerifyVisit, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let household = resolve(&desk, &visit.household, EntryKind::Household)?;
    let no_word = |word: &str| failure(session, VerifySay::NoWord(word.to_owned()).into());
    let way = Way::by_name(&visit.way).ok_or_else(|| no_word(&visit.way))?;
    let team = Team { officers: visit.officers.clone(), why_few: visit.why_few.clone().unwrap_or_default() };
    let on = date(session, "--on", visit.on.as_ref())?.unwrap_or(session.today);
    let mut entry = VisitEntry::new(household, on, way, team);
    entry.result = match &visit.result {
        Some(word) => Some(VisitResult::by_name(word).ok_or_else(|| no_word(word))?),
        None => None,
    };
    entry.respondent = visit.respondent.clone().unwrap_or_default();
    entry.note = visit.note.clone().unwrap_or_default();
    entry.next = date(session, "--next", visit.next.as_ref())?;
    entry.why = visit.why.clone();
    let round = desk.round_at_hand().map_err(|error| failure(session, error))?;
    let rules = desk.verify_rules(Some(&round))?;
    for said in &visit.member {
        entry.members.push(member_said(session, &desk, rules, said)?);
    }
    let act = desk.folder().new_act()?;
    let (result, _) = desk.record_visit(act, &entry).map_err(|error| failure(session, error))?;
    answer.line(&VerifySay::Visited(visit.household.clone(), result).text(session.lang));
    Ok(Exit::Done)
}

/// `CODE=OUTCOME[,DATE[,EVIDENCE[,NOTE]]]`.
fn member_said(session: &Session, desk: &Desk, rules: &Rules, said: &str) -> Result<MemberEntry, Failure> {
    let no_word = |word: &str| failure(session, VerifySay::NoWord(word.to_owned()).into());
    let (code, rest) = said.split_once('=').ok_or_else(|| no_word(said))?;
    let person: EntityId = resolve(desk, code, EntryKind::Person)?;
    let mut parts = rest.splitn(4, ',').map(str::trim);
    let word = parts.next().unwrap_or_default();
    let outcome = rules.outcome_named(word).ok_or_else(|| no_word(word))?.code;
    let on = match parts.next().filter(|text| !text.is_empty()) {
        Some(text) => {
            let day = day::read(text).ok();
            Some(day.ok_or_else(|| session.told(&ActSay::NoDate("--member", text.to_owned()), Exit::Usage))?)
        }
        None => None,
    };
    let evidence = match parts.next().filter(|text| !text.is_empty()) {
        Some(word) => Some(rules.evidence_named(word).ok_or_else(|| no_word(word))?.code),
        None => None,
    };
    let note = parts.next().unwrap_or_default().to_owned();
    let stated = Stated { outcome: Some(outcome), on, evidence, note };
    Ok(MemberEntry { person, stated, ..MemberEntry::default() })
}

fn rest(session: &Session, rest: &args::VerifyRest, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let village = desk.village_named(&rest.village).map_err(|error| failure(session, error))?;
    let done = desk.report_rest(village, rest.count, &Team::default());
    let count = done.map_err(|error| failure(session, error))?;
    answer.line(&VerifySay::Reported(rest.village.clone(), count).text(session.lang));
    Ok(Exit::Done)
}

fn check(session: &Session, check: &args::VerifyRoute, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let village = desk.village_named(&check.village).map_err(|error| failure(session, error))?;
    let look = desk.verify_village(village)?;
    let drawn = desk.verify_check(&look);
    let differ: usize = drawn.iter().map(|(_, persons)| persons.len()).sum();
    let code = |household: &EntityId| {
        desk.roll().households.get(household).map(|row| row.code.clone()).unwrap_or_default()
    };
    let mut list = Vec::new();
    for (household, persons) in &drawn {
        let mut differing = Vec::new();
        for person in persons {
            differing.push(desk.about_person(*person)?);
        }
        if !check.json && !differing.is_empty() {
            answer.line(&format!("{}\t{}", code(household), differing.join("\t")));
        }
        list.push(json!({"code": code(household), "differ": differing}));
    }
    if check.json {
        answer.document(&json!({"village": desk.roll().place(village), "households": list}));
    }
    answer.say(&VerifySay::Checked(drawn.len(), differ).text(session.lang));
    Ok(Exit::Done)
}

fn words_of(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let round = desk.round()?;
    let rules = desk.verify_rules(round.as_ref())?;
    for rule in &rules.outcome {
        answer.line(&format!("outcome\t{}\t{}", rule.id, session.lang.pick(&rule.name, &rule.en)));
    }
    for kind in &rules.evidence {
        answer.line(&format!("evidence\t{}\t{}", kind.id, session.lang.pick(&kind.name, &kind.en)));
    }
    for result in VisitResult::ALL {
        answer.line(&format!("result\t{}\t{}", result.name(), words::result(*result, session.lang)));
    }
    for cause in &rules.cause {
        answer.line(&format!("cause\t{}\t{}", cause.id, session.lang.pick(&cause.name, &cause.en)));
    }
    Ok(Exit::Done)
}
