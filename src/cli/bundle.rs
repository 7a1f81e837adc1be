//! `bundle`, `devices`, `identity`: files that carry records between machines.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::exchange::copied::{self, Copied};
use crate::exchange::error::Unfit;
use crate::exchange::import::Sender;
use crate::exchange::verify::Report;
use crate::exchange::{self, Intake, Outcome, Preview, reassign, request};
use crate::i18n::cli::Say;
use crate::i18n::copies::CopySay;
use crate::i18n::ended;
use crate::i18n::moves::{self, MoveSay};
use crate::i18n::rulings as words;
use crate::journal::{Held, Quarantine};
use crate::store::locals::Occasion;
use crate::store::{Folder, LocalFact};

/// Dispatches.
pub fn run(session: &Session, bundle: &args::Bundle, answer: &mut Answer) -> Result<Exit, Failure> {
    match bundle {
        args::Bundle::Export(export) => self::export(session, export, answer),
        args::Bundle::Import(import) => self::import(session, import, answer),
        args::Bundle::Verify(verify) => {
            Unfit::to_read(&verify.file)?;
            let report = exchange::verify(Arc::clone(&session.world.files), &verify.file)?;
            say(session, &report, verify.json, answer)
        }
        args::Bundle::Inspect(inspect) => {
            Unfit::to_read(&inspect.file)?;
            let files = Arc::clone(&session.world.files);
            let report = exchange::inspect(files, &inspect.file, inspect.payload.as_deref())?;
            say(session, &report, false, answer)
        }
        args::Bundle::List(list) => super::undo::list(session, list.json, answer),
        args::Bundle::Show(show) => super::undo::show(session, show, answer),
        args::Bundle::Undo(rule) => super::undo::rule(session, rule, false, answer),
        args::Bundle::Redo(rule) => super::undo::rule(session, rule, true, answer),
        args::Bundle::Request(request) => {
            Unfit::to_write_in(&request.folder)?;
            let mut folder = session.folder()?;
            let path = request::write(&mut folder, &request.folder)?;
            answer.line(&Say::RequestWritten(super::session::file_name(&path)).text(session.lang));
            Ok(Exit::Done)
        }
    }
}

fn export(session: &Session, export: &args::BundleExport, answer: &mut Answer) -> Result<Exit, Failure> {
    Unfit::to_write_in(&export.folder)?;
    let mut folder = session.folder()?;
    let to = exchange::export::addressee(&folder, export.to.as_deref())?;
    let exported = exchange::export(&mut folder, to, &export.folder, &mut |_, _| true)?;
    folder.settle()?;
    let name = super::session::file_name(&exported.path);
    if export.json {
        answer.document(&json!({
            "bundle": exported.hash,
            "file": name,
            "to": exported.to,
            "number": exported.number,
            "commits": exported.commits,
        }));
    } else {
        answer.line(
            &Say::BundleWritten { file: name, to: exported.to, commits: exported.commits }.text(session.lang),
        );
    }
    Ok(Exit::Done)
}

fn import(session: &Session, import: &args::BundleImport, answer: &mut Answer) -> Result<Exit, Failure> {
    Unfit::to_read(&import.file)?;
    let mut folder = session.folder()?;
    if request::is_request(&*session.world.files, &import.file) {
        let from = request::take_in(&mut folder, &import.file)?;
        answer.line(&Say::RequestTaken(from).text(session.lang));
        return Ok(Exit::Done);
    }
    let intake = Intake::open(&folder, &import.file, &mut |_, _| true)?;
    if import.dry_run {
        let hash = intake.hash();
        let facts = Facts { bundle: &hash, sender: intake.sender(), preview: intake.preview() };
        report(session, &facts, None, import, answer);
        intake.cancel(&*session.world.files)?;
        return Ok(Exit::Done);
    }
    let outcome = intake.commit(&mut folder, &mut |_, _| true)?;
    folder.settle()?;
    let own = folder.device();
    let copied = folder.ask(move |state| Ok(copied::copied(state.ledger(), own)))?;
    let facts = Facts { bundle: &outcome.bundle, sender: &outcome.sender, preview: &outcome.preview };
    report(session, &facts, Some((&outcome, &copied)), import, answer);
    if !import.json {
        villages_changed(session, &folder, &outcome, answer)?;
        if folder.may_rule().is_ok() && !outcome.preview.is_nothing() {
            answer.say(&words::undoable(session.lang, &outcome.bundle));
        }
    }
    if outcome.minted {
        answer.say(&Say::StreamMinted.text(session.lang));
    }
    Ok(Exit::Done)
}

/// What does not count because its machine has ended: label and operations.
fn ended_work(preview: &Preview) -> BTreeMap<String, u64> {
    let refused = preview
        .quarantined()
        .into_iter()
        .map(|one| (one.device, one.count, matches!(one.why, Quarantine::Ended { .. })));
    let waiting = preview
        .waiting()
        .into_iter()
        .map(|one| (one.device, one.count, matches!(one.why, Held::EndAcrossGap { .. })));
    let mut work = BTreeMap::new();
    for (device, count, _) in refused.chain(waiting).filter(|(.., ended)| *ended) {
        *work.entry(device).or_default() += count;
    }
    work
}

/// A file that was looked at or taken in.
struct Facts<'a> {
    bundle: &'a str,
    sender: &'a Sender,
    preview: &'a Preview,
}

fn report(
    session: &Session,
    Facts { bundle, sender, preview }: &Facts<'_>,
    outcome: Option<(&Outcome, &[Copied])>,
    import: &args::BundleImport,
    answer: &mut Answer,
) {
    let (outcome, copied) = outcome.map_or((None, &[][..]), |(outcome, copied)| (Some(outcome), copied));
    let from = sender.label.as_str();
    if import.json {
        answer.document(&json!({
            "bundle": bundle,
            "from": from,
            "new": preview.new.len(),
            "changed": preview.changed.len(),
            "conflicts": preview.conflicts.len(),
            "duplicates": preview.duplicates.len(),
            "held": preview.held.len(),
            "refused": preview.refused.len(),
            "already": preview.already,
            "digest_agrees": outcome.is_none_or(|outcome| outcome.digest_agrees),
            "late": outcome.map_or(0, |outcome| outcome.late),
            "gained": outcome.map_or(0, |outcome| outcome.gained.len()),
            "left": outcome.map_or(0, |outcome| outcome.left.len()),
            "sender_ended": sender.ended,
            "copied": copied.iter().map(|one| one.label.as_str()).collect::<Vec<_>>(),
        }));
        return;
    }
    let say = Say::TakenIn {
        from: from.to_owned(),
        new: preview.new.len(),
        changed: preview.changed.len(),
        conflicts: preview.conflicts.len(),
        duplicates: preview.duplicates.len(),
        held: preview.held.len(),
        refused: preview.refused.len(),
        already: preview.already,
        dry: import.dry_run,
    };
    answer.line(&say.text(session.lang));
    if outcome.is_some_and(|outcome| !outcome.digest_agrees) {
        answer.line(&Say::DigestsDisagree.text(session.lang));
    }
    for (label, operations) in ended_work(preview) {
        answer.line(&ended::put_aside(session.lang, &label, operations, import.dry_run));
    }
    for one in copied {
        let say = CopySay::Copied { label: one.label.clone(), own: one.own };
        answer.line(&say.text(session.lang));
    }
}

/// What the file said of this machine's villages, and the late edits that it brought.
fn villages_changed(
    session: &Session,
    folder: &Folder,
    outcome: &Outcome,
    answer: &mut Answer,
) -> Result<(), Failure> {
    let names = |villages: &[crate::journal::EntityId]| -> Result<Vec<String>, Failure> {
        let (villages, mut names) = (villages.to_vec(), Vec::new());
        for village in villages {
            names.push(folder.ask(move |state| reassign::name_of(state, village))?);
        }
        Ok(names)
    };
    let changed = MoveSay::VillagesChanged { gained: names(&outcome.gained)?, left: names(&outcome.left)? };
    let lines = [moves::late(session.lang, outcome.late), changed.text(session.lang)];
    lines.iter().filter(|line| !line.is_empty()).for_each(|line| answer.line(line.trim()));
    Ok(())
}

fn say(session: &Session, report: &Report, json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    if json {
        answer.document(&json!({
            "intact": true,
            "from": report.sender,
            "office": report.sender_is_office,
            "root": report.root,
            "bundle": report.hash,
            "made": report.made,
            "program": report.program,
            "ranges": report.ranges.len(),
            "payload_bytes": report.payload_bytes,
            "unpacked_bytes": report.unpacked_bytes,
            "recipients": report.recipients,
        }));
    } else {
        let whole = Say::BundleWhole {
            from: report.sender.clone(),
            root: report.root.clone(),
            made: report.made.clone(),
            streams: report.ranges.len(),
            bytes: report.payload_bytes,
            recipients: report.recipients.clone(),
        };
        answer.line(&whole.text(session.lang));
    }
    Ok(Exit::Done)
}

/// `identity file --yes`: the device's age key, recorded.
pub fn identity(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut folder = session.folder()?;
    record(&mut folder, "identity")?;
    let text = folder.vault().1.device().to_text();
    answer.line(&text);
    Ok(Exit::Done)
}

fn record(folder: &mut Folder, what: &str) -> Result<(), Failure> {
    let wall_ms = (folder.world().wall_ms)();
    let officer = folder.actor().officer;
    let occasion = Occasion { officer, what: what.to_owned(), count: 1, wall_ms };
    Ok(folder.note(&LocalFact::Export(occasion))?)
}

impl From<exchange::ExchangeError> for Failure {
    fn from(error: exchange::ExchangeError) -> Self {
        match error {
            exchange::ExchangeError::Store(error) => Self::Store(error),
            other => Self::Exchange(Box::new(other)),
        }
    }
}
