//! `rebuild`, `doctor`, `journal verify`: is everything whole?

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::exchange::copied::copied;
use crate::i18n::cli::Say;
use crate::i18n::copies::CopySay;
use crate::i18n::store as words;
use crate::runtime::desk;
use crate::store::segments::{Examined, Reader};
use crate::store::{Paths, StoreError};
use crate::vault::{SlotKind, WayIn};

/// Builds the state anew from the journal.
pub fn rebuild(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut folder = session.folder()?;
    let examined = folder.examine()?;
    if examined.condition.is_damage() {
        // The state may know what the journal cannot give back: it is not thrown away.
        return damage(session, &examined.condition, answer);
    }
    let folder = folder.rebuild(&mut |_, _| {})?;
    answer.say(&Say::Rebuilt(folder.report().replayed).text(session.lang));
    damage(session, folder.condition(), answer)
}

/// Checks journal, seals, state and digests. A folder too damaged to open still gives the document.
pub fn doctor(session: &Session, doctor: &args::Doctor, answer: &mut Answer) -> Result<Exit, Failure> {
    if doctor.terminal {
        return super::program::terminal(session, answer);
    }
    match look_through(session, doctor, answer) {
        Err(failure) if doctor.json && failure.exit() == Exit::Damaged => {
            let journal = without_keys(session)?;
            let findings: Vec<String> = std::iter::once(failure.sentence(session.lang))
                .chain(words::condition(session.lang, &journal.condition))
                .collect();
            answer.document(&json!({
                "ok": false,
                "persons": 0,
                "households": 0,
                "operations": 0,
                "frames": journal.frames,
                "digest": "",
                "villages": [],
                "findings": findings,
            }));
            Err(failure)
        }
        ended => ended,
    }
}

/// What the journal's CRCs say without a key.
fn without_keys(session: &Session) -> Result<Examined, Failure> {
    let paths = Paths { root: session.data("office")? };
    let reader = Reader::keyless(session.world.files.clone(), &paths.journal());
    Ok(reader.examine(0).map_err(StoreError::from)?)
}

fn look_through(session: &Session, doctor: &args::Doctor, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let report = desk.doctor()?;
    let mut findings: Vec<String> =
        words::condition(session.lang, &report.journal.condition).into_iter().collect();
    if report.digests_wrong > 0 {
        findings.push(Say::DigestsWrong(report.digests_wrong).text(session.lang));
    }
    if report.held + report.quarantined > 0 {
        findings
            .push(Say::NotCounted { held: report.held, quarantined: report.quarantined }.text(session.lang));
    }
    if report.unregistered > 0 {
        findings.push(Say::Unregistered(report.unregistered).text(session.lang));
    }
    let own = desk.folder().device();
    for copied in desk.folder().ask(move |state| Ok(copied(state.ledger(), own)))? {
        findings.push(CopySay::Copied { label: copied.label, own: copied.own }.text(session.lang));
    }
    let folder = desk.folder();
    if let Some(restored) = folder.ask(|state| state.restored())? {
        let made = desk::day_of(restored.wall_ms).map(|day| day.iso()).unwrap_or_default();
        let office = folder.actor().office_machine;
        findings.push(CopySay::RestoredFrom { made, office }.text(session.lang));
    }
    if !folder.vault_is_whole() {
        findings.push(Say::VaultHalf.text(session.lang));
    }
    let ways: Vec<String> = folder.ways_in()?.iter().map(|way| way_text(session, way)).collect();
    let backup = folder.backup_age()?;
    if doctor.json {
        let villages: Vec<_> = report
            .villages
            .iter()
            .map(|village| json!({"name": village.name, "input": village.input, "state": village.state}))
            .collect();
        answer.document(&json!({
            "ok": report.ok,
            "persons": report.persons,
            "households": report.households,
            "operations": report.operations,
            "frames": report.frames,
            "digest": report.digest,
            "villages": villages,
            "ways_in": ways,
            "findings": findings,
        }));
    } else {
        let facts = [
            ("persons", report.persons.to_string()),
            ("households", report.households.to_string()),
            ("operations", report.operations.to_string()),
            ("frames", report.frames.to_string()),
            ("digest", report.digest.clone()),
        ];
        for (name, value) in facts {
            answer.line(&format!("{name}\t{value}"));
        }
        for way in &ways {
            answer.line(way);
        }
        let made = backup.made_ms.and_then(desk::day_of).map(|day| day.iso());
        answer.line(&Say::LastBackup(made).text(session.lang));
        for finding in &findings {
            answer.line(finding);
        }
        answer.say(&Say::Healthy(report.ok).text(session.lang));
    }
    Ok(if report.ok { Exit::Done } else { Exit::Damaged })
}

/// One way into the folder.
fn way_text(session: &Session, way: &WayIn) -> String {
    let say = match way.kind {
        SlotKind::Officer => Say::WayOfficer { number: way.number, name: way.name.clone() },
        SlotKind::Recovery => Say::WayRecovery,
        SlotKind::Recipient => Say::WayElsewhere(way.name.clone()),
    };
    say.text(session.lang)
}

/// Looks at every frame: CRC, seal, number; names the damaged place.
pub fn verify(session: &Session, answer: &mut Answer) -> Result<Exit, Failure> {
    let examined = match session.folder() {
        Ok(mut folder) => folder.examine()?,
        Err(failure) if failure.exit() == Exit::Damaged => {
            let examined = without_keys(session)?;
            damage(session, &examined.condition, answer)?;
            return Err(failure);
        }
        Err(failure) => return Err(failure),
    };
    answer.say(&Say::Frames { frames: examined.frames, segments: examined.segments }.text(session.lang));
    damage(session, &examined.condition, answer)
}

fn damage(
    session: &Session,
    condition: &crate::store::segments::Condition,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    if let Some(sentence) = words::condition(session.lang, condition) {
        answer.line(&sentence);
    }
    Ok(if condition.is_damage() { Exit::Damaged } else { Exit::Done })
}
