//! `bundle`, `devices`, `identity`: files that carry records between machines.

use std::sync::Arc;

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::exchange::copied::copied;
use crate::exchange::verify::Report;
use crate::exchange::{self, Intake, Preview, delivery, request};
use crate::i18n::cli::Say;
use crate::i18n::copies::CopySay;
use crate::runtime::desk;
use crate::store::locals::Occasion;
use crate::store::{Folder, LocalFact};

/// Dispatches.
pub fn run(session: &Session, bundle: &args::Bundle, answer: &mut Answer) -> Result<Exit, Failure> {
    match bundle {
        args::Bundle::Export(export) => self::export(session, export, answer),
        args::Bundle::Import(import) => self::import(session, import, answer),
        args::Bundle::Verify(verify) => {
            let report = exchange::verify(Arc::clone(&session.world.files), &verify.file)?;
            say(session, &report, verify.json, answer)
        }
        args::Bundle::Inspect(inspect) => {
            let files = Arc::clone(&session.world.files);
            let report = exchange::inspect(files, &inspect.file, inspect.payload.as_deref())?;
            say(session, &report, false, answer)
        }
        args::Bundle::Request(request) => {
            let mut folder = session.folder()?;
            let path = request::write(&mut folder, &request.folder)?;
            answer.line(&Say::RequestWritten(super::session::file_name(&path)).text(session.lang));
            Ok(Exit::Done)
        }
    }
}

fn export(session: &Session, export: &args::BundleExport, answer: &mut Answer) -> Result<Exit, Failure> {
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
    let mut folder = session.folder()?;
    if request::is_request(&*session.world.files, &import.file) {
        let from = request::take_in(&mut folder, &import.file)?;
        answer.line(&Say::RequestTaken(from).text(session.lang));
        return Ok(Exit::Done);
    }
    let intake = Intake::open(&folder, &import.file, &mut |_, _| true)?;
    if import.dry_run {
        let (hash, from) = (intake.hash(), intake.sender().label.clone());
        report(session, (&hash, &from), intake.preview(), None, import, answer);
        intake.cancel(&*session.world.files)?;
        return Ok(Exit::Done);
    }
    let outcome = intake.commit(&mut folder, &mut |_, _| true)?;
    folder.settle()?;
    let agrees = Some(outcome.digest_agrees);
    report(session, (&outcome.bundle, &outcome.sender.label), &outcome.preview, agrees, import, answer);
    if outcome.minted {
        answer.say(&Say::StreamMinted.text(session.lang));
    }
    Ok(Exit::Done)
}

fn report(
    session: &Session,
    (bundle, from): (&str, &str),
    preview: &Preview,
    agrees: Option<bool>,
    import: &args::BundleImport,
    answer: &mut Answer,
) {
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
            "digest_agrees": agrees.unwrap_or(true),
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
    if agrees == Some(false) {
        answer.line(&Say::DigestsDisagree.text(session.lang));
    }
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

/// `devices`: the machines of the office, and what each of them has.
pub fn devices(session: &Session, json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let own = desk.folder().actor().device;
    let devices = desk.folder().ask(move |state| delivery::devices(state, own))?;
    let waiting = desk.folder().ask(|state| Ok(delivery::waiting(state.ledger())))?;
    let copied = desk.folder().ask(move |state| Ok(copied(state.ledger(), own)))?;
    let date = |ms: Option<u64>| ms.and_then(desk::day_of).map(|day| day.iso());
    let names = |villages: &[crate::journal::EntityId]| {
        villages.iter().map(|village| desk.roll().place(*village).to_owned()).collect::<Vec<_>>()
    };
    if json {
        let rows: Vec<_> = devices
            .iter()
            .map(|device| {
                json!({
                    "label": device.label,
                    "office": device.office_machine,
                    "own": device.own,
                    "ended": device.ended,
                    "copied": copied.iter().any(|copied| copied.label == device.label),
                    "villages": names(&device.villages),
                    "newest": date(device.newest_ms),
                    "receipt": date(device.receipt_ms),
                    "lacks": device.lacks,
                    "sent": date(device.sent_ms),
                })
            })
            .collect();
        let gaps: Vec<_> = waiting
            .iter()
            .map(|gap| json!({"label": gap.label, "first": gap.first, "last": gap.last}))
            .collect();
        answer.document(&json!({ "devices": rows, "waiting": gaps }));
    } else {
        for device in &devices {
            let say = Say::Device {
                label: device.label.clone(),
                own: device.own,
                office: device.office_machine,
                ended: device.ended,
                villages: names(&device.villages),
                receipt: date(device.receipt_ms),
                lacks: device.lacks,
            };
            answer.line(&say.text(session.lang));
        }
        for copied in &copied {
            let say = CopySay::Copied { label: copied.label.clone(), own: copied.own };
            answer.line(&say.text(session.lang));
        }
        for gap in &waiting {
            let (label, first, last) = (gap.label.clone().unwrap_or_default(), gap.first, gap.last);
            answer.line(&Say::WaitingFor { label, first, last }.text(session.lang));
        }
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
