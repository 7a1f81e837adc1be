//! `proof`: proofs of migrant identity and their register. Files are in clear, so it is said before and recorded.

use std::path::Path;

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::export::village;
use super::session::{Failure, Session, file_name};
use super::show::resolve_any;
use crate::domain::proof::{NoProof, asked};
use crate::i18n::proof::ProofSay;
use crate::runtime::desk::{Issued, ProofError};
use crate::sheets::ProofLine;

/// Issues one, or lists what was issued.
pub fn run(session: &Session, proof: &args::Proof, answer: &mut Answer) -> Result<Exit, Failure> {
    match proof {
        args::Proof::Issue(issue) => self::issue(session, issue, answer),
        args::Proof::List(list) => self::list(session, list, answer),
    }
}

fn issue(session: &Session, issue: &args::ProofIssue, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let (of, subject) = resolve_any(&desk, &issue.code)?;
    let failed = |error: ProofError| failure(session, &issue.out, error);
    let asked = asked(subject, &issue.purpose, issue.copies).map_err(|no| failed(no.into()))?;
    let mut clear = |persons: usize, file: &Path| {
        answer.say(&ProofSay::Clear(persons, file_name(file)).text(session.lang));
    };
    let Issued { line, file } = desk.issue_proof(of, asked, &issue.out, &mut clear).map_err(failed)?;
    if issue.json {
        let mut document = document(&line);
        document["code"] = json!(issue.code);
        document["file"] = json!(file.display().to_string());
        answer.document(&document);
    } else {
        answer.line(&row(&line));
    }
    let issued = ProofSay::Issued(line.number, line.about, line.persons, file_name(&file));
    answer.say(&issued.text(session.lang));
    Ok(Exit::Done)
}

fn list(session: &Session, list: &args::ProofList, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let only = list.village.as_deref().map(|name| village(&desk, name)).transpose()?;
    let lines: Vec<ProofLine> = desk.proofs(only)?.into_iter().map(|one| one.line).collect();
    if list.json {
        answer.document(&json!({"proofs": lines.iter().map(document).collect::<Vec<Value>>()}));
    } else {
        lines.iter().for_each(|line| answer.line(&row(line)));
    }
    if let Some(file) = &list.out {
        let name = file_name(file);
        answer.say(&ProofSay::RegisterClear(lines.len(), name.clone()).text(session.lang));
        let written = desk.print_register(only, file).map_err(|error| failure(session, file, error))?;
        answer.say(&ProofSay::RegisterWritten(written, name).text(session.lang));
    } else {
        answer.say(&ProofSay::Listed(lines.len()).text(session.lang));
    }
    Ok(Exit::Done)
}

pub(super) fn failure(session: &Session, file: &Path, error: ProofError) -> Failure {
    let (say, exit) = match error {
        ProofError::Desk(error) => return Failure::of_file(file, error),
        ProofError::No(no @ (NoProof::Purpose | NoProof::Copies)) => (ProofSay::No(no), Exit::Usage),
        ProofError::No(no) => (ProofSay::No(no), Exit::Failed),
        ProofError::Ending => (ProofSay::Ending(file_name(file)), Exit::Usage),
        ProofError::Taken(taken) => (ProofSay::Taken(file_name(&taken)), Exit::Failed),
    };
    Failure::Told(say.text(session.lang), exit)
}

fn row(line: &ProofLine) -> String {
    let issued = line.issued.map(|day| day.iso()).unwrap_or_default();
    let (persons, copies) = (line.persons.to_string(), line.copies.to_string());
    let columns = [
        &line.number,
        &issued,
        &line.about,
        &line.village,
        &line.purpose,
        &line.by,
        &persons,
        &copies,
        &line.digest,
    ];
    columns.map(String::as_str).join("\t")
}

fn document(line: &ProofLine) -> Value {
    json!({
        "number": line.number,
        "issued": line.issued.map(|day| day.iso()),
        "about": line.about,
        "village": line.village,
        "purpose": line.purpose,
        "by": line.by,
        "persons": line.persons,
        "copies": line.copies,
        "digest": line.digest,
    })
}
