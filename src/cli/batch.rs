//! `batch`: many commands under one unlock. A line's answer is printed as one line, after what it confirms is on the disk;
//! with `--json` all answers are one document at the end.

use std::io::BufRead;

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args::{self, Command, Line};
use super::quoting;
use super::session::{Failure, Session, file_name};
use super::usage;
use crate::i18n::acts::ActSay;

/// What became of one line.
struct Ended {
    exit: Exit,
    command: String,
    answer: Answer,
}

/// Runs the lines one after the other; stops at the first that fails unless told to go on.
pub fn run(session: &Session, batch: &args::Batch, answer: &mut Answer) -> Result<Exit, Failure> {
    let input: Box<dyn BufRead> = match &batch.file {
        Some(file) => {
            let opened = std::fs::File::open(file);
            let name = || session.told(&ActSay::BatchFile(file_name(file)), Exit::Failed);
            Box::new(std::io::BufReader::new(opened.map_err(|_| name())?))
        }
        None => Box::new(std::io::stdin().lock()),
    };
    let name = batch.file.as_deref().map(file_name).unwrap_or_default();
    let (mut done, mut failed) = (0_usize, 0_usize);
    let mut first_failure = None;
    let mut outcomes = Vec::new();
    for (line, number) in input.lines().zip(1_usize..) {
        let line =
            line.map_err(|_| session.told(&ActSay::BatchFile(format!("{name}:{number}")), Exit::Failed))?;
        // The mark that some editors put before the first line.
        let line = line.trim_start_matches('\u{feff}');
        let Some(ended) = one(session, line) else { continue };
        let fine = matches!(ended.exit, Exit::Done);
        if fine {
            done += 1;
        } else {
            failed += 1;
            first_failure = first_failure.or(Some(ended.exit));
        }
        if batch.json {
            outcomes.push(outcome(number, ended));
        } else {
            tell(session, number, ended, answer);
        }
        if !fine && !batch.keep_going {
            break;
        }
    }
    if batch.json {
        answer.document(&json!({"done": done, "failed": failed, "lines": outcomes}));
    } else {
        answer.say(&ActSay::BatchDone(done, failed).text(session.lang));
    }
    Ok(match first_failure {
        None => Exit::Done,
        Some(_) if batch.keep_going => Exit::Refused,
        Some(exit) => exit,
    })
}

/// None for a line without words.
fn one(session: &Session, line: &str) -> Option<Ended> {
    let mut answer = Answer::held();
    let words = match quoting::words(line) {
        Ok(words) if words.is_empty() => return None,
        Ok(words) => words,
        Err(quoting::OpenQuote) => {
            answer.say(&ActSay::OpenQuote.text(session.lang));
            return Some(Ended { exit: Exit::Usage, command: String::new(), answer });
        }
    };
    let command = words.first().cloned().unwrap_or_default();
    let exit = match usage::read::<Line>(&words) {
        Err(error) => {
            answer.say(&usage::sentence(&error, session.lang));
            Exit::Usage
        }
        Ok(Line { command: Command::Init(_) | Command::Demo(_) | Command::Batch(_) | Command::Keys }) => {
            answer.say(&ActSay::NotInBatch.text(session.lang));
            Exit::Usage
        }
        Ok(Line { command }) => match super::dispatch(session, Some(command), &mut answer) {
            Ok(exit) => exit,
            Err(failure) => {
                answer.say(&failure.sentence(session.lang));
                failure.exit()
            }
        },
    };
    Some(Ended { exit, command, answer })
}

/// What became of one line: its number, its command, the exit code, its own document or lines, what was said.
fn outcome(number: usize, ended: Ended) -> Value {
    let held = ended.answer.into_held();
    let text = (!held.lines.is_empty()).then_some(held.lines);
    json!({
        "line": number,
        "command": ended.command,
        "exit": ended.exit as u8,
        "answer": held.document.unwrap_or_else(|| json!(text)),
        "said": held.said,
    })
}

fn tell(session: &Session, number: usize, ended: Ended, answer: &mut Answer) {
    let held = ended.answer.into_held();
    let mut lines = held.lines;
    lines.extend(held.document.map(|document| document.to_string()));
    if !lines.is_empty() {
        answer.line(&lines.join(" | "));
    }
    for said in held.said {
        answer.say(&ActSay::Line(number, said).text(session.lang));
    }
}
