//! `bundle list`, `bundle show`, `bundle undo`, `bundle redo`: imports by their ids, read, undone and counted again.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use super::transcript::{read_document, read_out};
use crate::exchange::brought::Ruled;
use crate::exchange::undo::{Done, Refused};
use crate::flow::rulings::{ImportView, Spoken};
use crate::i18n::checks;
use crate::i18n::reasons;
use crate::i18n::rulings as words;
use crate::runtime::desk::{ReadLine, Resting};

/// Stable names, as in JSON.
fn state(line: &ImportView) -> &'static str {
    match line.ruled {
        _ if line.unfinished => "unfinished",
        Ruled::Open => "counts",
        Ruled::Aside => "does_not_count",
        Ruled::Out => "undone",
        Ruled::Partly => "partly_undone",
        Ruled::Differ => "rulings_differ",
    }
}

/// Who ruled on something or ended it, as JSON.
pub fn spoken(of: &Spoken) -> Value {
    let why = Some(of.why.as_str()).filter(|why| !why.is_empty());
    json!({ "officer": of.officer, "device": of.device, "when": of.when, "why": why })
}

fn row(line: &ImportView) -> Value {
    json!({
        "id": line.id,
        "from": line.from,
        "when": line.when,
        "commits": line.commits,
        "operations": line.operations,
        "state": state(line),
        "ruling": line.spoken.as_ref().map(spoken),
    })
}

fn columns(session: &Session, line: &ImportView) -> String {
    let from = line.from.clone().unwrap_or_else(|| words::office_file(session.lang).to_owned());
    let counts = words::counts(session.lang, line.commits, line.operations);
    let ruled = words::ruled(session.lang, line.ruled, line.unfinished);
    let mut columns = vec![words::short(&line.id), line.when.clone(), from, counts, ruled.to_owned()];
    columns.extend(line.spoken.as_ref().map(|of| reasons::spoken_of(session.lang, of)));
    columns.join("\t")
}

/// What an import brought, whatever counts of it, beside what stands now.
pub fn show(session: &Session, show: &args::BundleShow, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let mut documents: Vec<Value> = Vec::new();
    let mut each = |line: ReadLine| match show.json {
        true => documents.push(read_document(session, &line)),
        false => read_out(session, &line, &line.device, answer),
    };
    let import = match desk.brought(&show.id, (u64::MAX, usize::MAX), &mut each)? {
        Ok(import) => import,
        Err(refused) => return Err(Failure::Told(words::not_undone(session.lang, &refused), Exit::Failed)),
    };
    if show.json {
        let mut document = row(&import);
        document["brought"] = documents.into();
        answer.document(&document);
    } else {
        answer.say(&columns(session, &import));
    }
    Ok(Exit::Done)
}

/// Every import, the newest first.
pub fn list(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let imports = desk.imports()?;
    if as_json {
        let rows: Vec<Value> = imports.iter().map(row).collect();
        answer.document(&json!({ "imports": rows }));
        return Ok(Exit::Done);
    }
    for line in &imports {
        answer.line(&columns(session, line));
    }
    for line in imports.iter().filter(|line| line.ruled == Ruled::Differ) {
        answer.say(&words::differ(session.lang, &words::short(&line.id)));
    }
    Ok(Exit::Done)
}

/// Undoes an import, or counts it again.
pub fn rule(
    session: &Session,
    rule: &args::BundleRule,
    again: bool,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    match desk.rule_on_import(&rule.id, again, rule.reason.as_deref())? {
        Ok(done) => {
            report(session, rule, again, &done, answer);
            Ok(Exit::Done)
        }
        Err(Refused::RestedOn(all)) => {
            let resting = desk.resting(&all);
            tell(session, rule, &resting, answer);
            Err(Failure::Told(words::not_undone(session.lang, &Refused::RestedOn(all)), Exit::Failed))
        }
        Err(refused) => Err(Failure::Told(words::not_undone(session.lang, &refused), Exit::Failed)),
    }
}

fn report(session: &Session, rule: &args::BundleRule, again: bool, done: &Done, answer: &mut Answer) {
    if rule.json {
        answer.document(&json!({
            "id": done.import.id(),
            "undone": !again,
            "commits": done.import.commits.len(),
            "counting": done.counting,
            "rulings": done.rulings,
            "authority": done.authority,
            "depends": [],
        }));
        return;
    }
    let (id, commits) = (words::short(&done.import.id()), done.import.commits.len());
    let say = match again {
        true => words::counted_again(session.lang, &id, commits, done.counting),
        false => words::undone(session.lang, &id, commits, done.counting),
    };
    answer.line(&say);
    if done.authority > 0 && !again {
        answer.say(&words::authority_stays(session.lang, done.authority));
    }
}

fn tell(session: &Session, rule: &args::BundleRule, resting: &[Resting], answer: &mut Answer) {
    if rule.json {
        let rows: Vec<Value> = resting
            .iter()
            .map(|one| {
                json!({
                    "record": one.about,
                    "kind": one.kind,
                    "commit": one.commit,
                    "device": one.device,
                    "officer": one.officer,
                    "when": one.when,
                    "why": one.why.name(),
                })
            })
            .collect();
        answer.document(&json!({ "id": rule.id, "undone": false, "depends": rows }));
        return;
    }
    for one in resting {
        let kind = if one.kind.is_empty() { "" } else { checks::kind(session.lang, one.kind) };
        let why = words::why(session.lang, one.why);
        let columns = [kind, &one.about, why, &one.when, &one.officer, &one.device, &one.commit];
        answer.line(&columns.join("\t"));
    }
}
