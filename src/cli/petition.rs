//! `petition`: items, their clocks and indicators as fixed words for scripts; registering, steps, the log, lists.

mod drawer;
mod say;
mod write;

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args::{self, PetitionAct};
use super::session::{Failure, Session};
use crate::domain::day::{self, Day};
use crate::domain::petition::stages::{
    Act, Channel, Contact, ItemKind, Outcome, Rating, Route, Source, Tie, Topic,
};
use crate::domain::setting;
use crate::i18n::acts::ActSay;
use crate::i18n::petition::PetitionSay;
use crate::i18n::petition_words as words;
use crate::runtime::desk::{self, PetitionError};
use crate::sheets::LineAt;

/// Runs one of its commands.
pub fn run(session: &Session, act: &PetitionAct, answer: &mut Answer) -> Result<Exit, Failure> {
    match act {
        PetitionAct::List(list) => say::list(session, list, answer),
        PetitionAct::Show(one) => say::show(session, one, answer),
        PetitionAct::Why(one) => say::why(session, one, answer),
        PetitionAct::Rates(rates) => say::rates(session, rates, answer),
        PetitionAct::Facts(one) => say::facts(session, one, answer),
        PetitionAct::Register(new) => write::register(session, new, answer),
        PetitionAct::Step(step) => write::step(session, step, answer),
        PetitionAct::Log(log) => write::log(session, log, answer),
        PetitionAct::Link(link) => write::link(session, link, answer),
        PetitionAct::Number(one) => write::number(session, one, answer),
        PetitionAct::Kind(kind) => write::kind(session, kind, answer),
        PetitionAct::Tally(tally) => write::tally(session, tally, answer),
        PetitionAct::Settings(settings) => self::settings(session, settings, answer),
        PetitionAct::Drawer(of) => drawer::run(session, of, answer),
        PetitionAct::Words => Ok(words_of(session, answer)),
    }
}

/// `import petitions`.
pub fn import(session: &Session, of: &args::Petitions, answer: &mut Answer) -> Result<Exit, Failure> {
    let taken = session.desk(answer)?.import_petitions(&of.file, &of.map, !of.dry_run);
    let taken = taken.map_err(|error| match error {
        PetitionError::Desk(error) => Failure::of_file(&of.file, error),
        other => failure(session, other),
    })?;
    let refused = taken.refused.len();
    let said = |(at, flaw): &(LineAt, _)| PetitionSay::Row(at.clone(), Clone::clone(flaw)).text(session.lang);
    for other in taken.others.iter().cloned() {
        answer.say(&PetitionSay::KeptColumn(other).text(session.lang));
    }
    for sheet in &taken.unread {
        answer.say(&PetitionSay::SheetUnread(sheet.clone()).text(session.lang));
    }
    if of.json {
        let rows: Vec<_> = taken
            .refused
            .iter()
            .map(|row| json!({"sheet": row.0.sheet, "row": row.0.row, "reason": said(row)}))
            .collect();
        let passed: Vec<_> =
            taken.passed.iter().map(|at| json!({"sheet": at.sheet, "row": at.row})).collect();
        let others: Vec<_> = taken
            .others
            .iter()
            .map(|other| json!({"sheet": other.sheet, "column": other.letters, "heading": other.header}))
            .collect();
        let document = json!({"new": taken.numbers.len(), "known": taken.known, "refused": rows, "passed": passed, "unknown": others, "numbers": taken.numbers, "dry_run": of.dry_run});
        answer.document(&document);
    } else {
        answer.line(
            &PetitionSay::ListTaken(taken.numbers.len(), taken.known, refused, !of.dry_run)
                .text(session.lang),
        );
        taken.refused.iter().for_each(|row| answer.say(&said(row)));
        taken.passed.iter().for_each(|at| answer.say(&PetitionSay::Passed(at.clone()).text(session.lang)));
    }
    Ok(if refused > 0 { Exit::Refused } else { Exit::Done })
}

/// `calendar`.
pub fn calendar(session: &Session, act: &args::CalendarAct, answer: &mut Answer) -> Result<Exit, Failure> {
    match act {
        args::CalendarAct::List(list) => say::calendars(session, list, answer),
        args::CalendarAct::Import(import) => {
            let years = super::deadline::tables(session, &import.file)?;
            let mut desk = session.desk(answer)?;
            let taken = desk.take_tables(years, !import.dry_run).map_err(|error| failure(session, error))?;
            say::tables_taken(session, &taken, import, answer);
            Ok(Exit::Done)
        }
    }
}

/// A refusal as a sentence with its exit code.
fn failure(session: &Session, error: PetitionError) -> Failure {
    match error {
        PetitionError::Say(say) => {
            let exit = match say {
                PetitionSay::NoWord(..) => Exit::Usage,
                PetitionSay::NoColumns | PetitionSay::Calendar(_) => Exit::Refused,
                _ => Exit::Failed,
            };
            Failure::Told(say.text(session.lang), exit)
        }
        PetitionError::Desk(error) => session.failed(error),
    }
}

/// A full date of an option.
fn date(session: &Session, option: &'static str, text: Option<&String>) -> Result<Option<Day>, Failure> {
    let Some(text) = text else { return Ok(None) };
    let day = day::read(text).ok().filter(|day| day.full().is_some());
    day.map(Some).ok_or_else(|| session.told(&ActSay::NoDate(option, text.clone()), Exit::Usage))
}

/// The code of a word.
fn word<T>(
    session: &Session,
    option: &'static str,
    typed: &str,
    by_name: impl Fn(&str) -> Option<T>,
) -> Result<T, Failure> {
    let no = || failure(session, PetitionSay::NoWord(typed.to_owned(), option).into());
    by_name(typed.trim()).ok_or_else(no)
}

/// Every list of words, one a line: list, word, what it is called.
fn words_of(session: &Session, answer: &mut Answer) -> Exit {
    let lang = session.lang;
    let mut line = |list: &str, name: &str, word: &str| answer.line(&[list, name, word].join("\t"));
    Channel::ALL.iter().for_each(|one| line("channel", one.name(), words::channel(*one, lang)));
    ItemKind::ALL.iter().for_each(|one| line("kind", one.name(), words::kind(*one, lang)));
    Source::ALL.iter().for_each(|one| line("source", one.name(), words::source(*one, lang)));
    Topic::ALL.iter().for_each(|one| line("topic", one.name(), words::topic(*one, lang)));
    Act::ALL.iter().for_each(|one| line("step", one.name(), words::act(*one, lang)));
    Route::ALL.iter().for_each(|one| line("route", one.name(), words::route(*one, lang)));
    Outcome::ALL.iter().for_each(|one| line("outcome", one.name(), words::outcome(*one, lang)));
    Rating::ALL.iter().for_each(|one| line("rating", one.name(), words::rating(*one, lang)));
    Contact::ALL.iter().for_each(|one| line("how", one.name(), words::contact(*one, lang)));
    Tie::ALL.iter().for_each(|one| line("link", one.name(), words::tie(*one, lang)));
    Exit::Done
}

fn settings(session: &Session, of: &args::PetitionSettings, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let wanted = [
        (setting::PETITION_CROSSING, &of.crossing),
        (setting::PETITION_LAST_DAY, &of.last_day),
        (setting::PETITION_WITHOUT_PAPER, &of.without_paper),
    ];
    for (name, value) in wanted {
        if let Some(value) = value {
            desk::decide(desk.folder_mut(), name, value)?;
        }
        let now = desk.setting(name)?.unwrap_or_else(|| "-".to_owned());
        answer.line(&PetitionSay::Decided(name.to_owned(), now).text(session.lang));
    }
    Ok(Exit::Done)
}
