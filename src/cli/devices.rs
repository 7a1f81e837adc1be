//! `devices`: the machines of the office; a lost one ended, what turns up of it read and released.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::moves;
use super::session::{Failure, Session, file_name};
use super::transcript::{read_document, read_out};
use crate::domain::day::Day;
use crate::exchange::copied::copied;
use crate::exchange::delivery;
use crate::exchange::late::{self, Labelled};
use crate::i18n::cli::Say;
use crate::i18n::copies::CopySay;
use crate::i18n::ended::{self as sentences, NoPaper};
use crate::i18n::reasons;
use crate::i18n::rulings as words;
use crate::journal::EntityId;
use crate::runtime::desk::{self, Desk, LossWindow};
use crate::store::StoreError;

/// Dispatches.
pub fn run(session: &Session, devices: &args::Devices, answer: &mut Answer) -> Result<Exit, Failure> {
    match &devices.act {
        None => list(session, devices.json, answer),
        Some(args::DevicesAct::Villages(given)) => moves::villages(session, given, answer),
        Some(args::DevicesAct::End(end)) => self::end(session, end, answer),
        Some(args::DevicesAct::Late(late)) => self::late(session, late, answer),
        Some(args::DevicesAct::Release(release)) => self::release(session, release, answer),
    }
}

/// Who ended which machine, and why.
fn ends(
    desk: &Desk,
    devices: &[delivery::DeviceState],
) -> Result<BTreeMap<EntityId, reasons::Spoken>, StoreError> {
    let mut ended = BTreeMap::new();
    for one in devices {
        ended.extend(desk.ended(one.device)?.map(|spoken| (one.device, spoken)));
    }
    Ok(ended)
}

/// The machines of the office, and what each of them has.
fn list(session: &Session, json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let own = desk.folder().actor().device;
    let devices = desk.folder().ask(move |state| delivery::devices(state, own))?;
    let waiting = desk.folder().ask(|state| Ok(delivery::waiting(state.ledger())))?;
    let copied = desk.folder().ask(move |state| Ok(copied(state.ledger(), own)))?;
    let turned_up = desk.folder().ask(|state| Ok(late::counts(state.ledger())))?;
    let ended = ends(&desk, &devices)?;
    let date = |ms: Option<u64>| ms.and_then(desk::day_of).map(|day| day.iso());
    let names = |villages: &[crate::journal::EntityId]| {
        let named = villages.iter().filter(|village| !village.is_zero());
        named.map(|village| desk.roll().called(*village)).collect::<Vec<_>>()
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
                    "end": ended.get(&device.device).map(super::undo::spoken),
                    "copied": copied.iter().any(|copied| copied.label == device.label),
                    "villages": names(&device.villages),
                    "newest": date(device.newest_ms),
                    "receipt": date(device.receipt_ms),
                    "lacks": device.lacks,
                    "sent": date(device.sent_ms),
                    "late": device.late,
                    "turned_up": turned_up.get(&device.device).copied().unwrap_or(0),
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
            if let Some(spoken) = ended.get(&device.device) {
                answer.line(&reasons::ended_by(session.lang, spoken));
            }
            if let Some(count) = turned_up.get(&device.device) {
                answer.line(&words::turned_up(session.lang, &device.label, *count));
            }
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

fn unknown(session: &Session, label: &str, known: &[String]) -> Failure {
    Failure::Told(sentences::no_machine(session.lang, label, known), Exit::Failed)
}

/// The machine with this label; else those that there are.
fn named(session: &Session, desk: &Desk, label: &str) -> Result<EntityId, Failure> {
    late::device_named(desk.folder(), label)?.map_err(|known| unknown(session, label, &known))
}

/// The machines with this label whose late work waits.
fn ended_named(session: &Session, desk: &Desk, label: &str) -> Result<Labelled, Failure> {
    late::ended_named(desk.folder(), label)?.map_err(|known| unknown(session, label, &known))
}

fn end(session: &Session, end: &args::DevicesEnd, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let device = named(session, &desk, &end.label)?;
    let before = desk.ended(device)?;
    let ends = !end.dry_run && before.is_none();
    if ends {
        desk.folder().may_rule()?;
    }
    // What is lost is said of the time before the end: afterwards nothing of it comes by itself.
    let window = desk.loss_window(device)?;
    let unwritten = |file: &Path, no: NoPaper| {
        let exit = if matches!(no, NoPaper::Ending) { Exit::Usage } else { Exit::Failed };
        Failure::Told(sentences::no_paper(session.lang, &file_name(file), &no), exit)
    };
    // The list is on the disk before the machine is ended: a stick that takes none must not end it without a list.
    let paper = match &end.out {
        Some(file) => Some((file, desk.stage_loss(&window, file).map_err(|no| unwritten(file, no))?)),
        None => None,
    };
    if ends {
        late::end(desk.folder_mut(), device, end.reason.as_deref())?;
        desk.folder().settle()?;
    }
    if end.json {
        answer.document(&document(&window, desk.ended(device)?.as_ref()));
    }
    let said = match &before {
        Some(spoken) => sentences::ended_before(session.lang, &window.label, spoken),
        None => words::ended(session.lang, &window.label, end.dry_run),
    };
    match end.json {
        true if before.is_some() => answer.say(&said),
        true => {}
        false => {
            answer.line(&said);
            tell(session, &window, answer);
        }
    }
    let printed = paper.is_some();
    if let Some((file, staged)) = paper {
        let written = desk.publish_loss(staged).map_err(|no| unwritten(file, no))?;
        answer.say(&words::printed(session.lang, &file_name(file), written));
    }
    if !end.json && !end.dry_run {
        answer.say(&words::next(session.lang, &window.label));
    }
    Ok(if before.is_none() || printed || end.dry_run { Exit::Done } else { Exit::Failed })
}

fn tell(session: &Session, window: &LossWindow, answer: &mut Answer) {
    let iso = |day: Option<Day>| day.map(Day::iso);
    answer.line(&words::window(session.lang, iso(window.receipt).as_deref(), window.lines.len()));
    for line in &window.lines {
        let heard = iso(line.heard).unwrap_or_else(|| "-".to_owned());
        let plan = line.plan(session.lang);
        let plan = if plan.is_empty() { "-" } else { &plan };
        answer
            .line(&[&line.village, &line.code, &line.head, plan, &heard].map(|text| text as &str).join("\t"));
    }
}

fn document(window: &LossWindow, end: Option<&reasons::Spoken>) -> Value {
    let iso = |day: Option<Day>| day.map(Day::iso);
    let households: Vec<Value> = window
        .lines
        .iter()
        .map(|line| {
            json!({
                "village": line.village,
                "code": line.code,
                "head": line.head,
                "planned": line.planned.iter().map(|mark| mark.name()).collect::<Vec<_>>(),
                "heard": iso(line.heard),
            })
        })
        .collect();
    json!({
        "label": window.label,
        "ended": end.is_some(),
        "end": end.map(super::undo::spoken),
        "receipt": iso(window.receipt),
        "newest": iso(window.newest),
        "villages": window.villages,
        "households": households,
    })
}

fn late(session: &Session, late: &args::DevicesLate, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let Labelled { label, devices, ended } = ended_named(session, &desk, &late.label)?;
    let mut lines = Vec::new();
    for device in devices {
        lines.extend(desk.late(device)?);
    }
    if late.json {
        let commits: Vec<Value> = lines.iter().map(|line| read_document(session, line)).collect();
        answer.document(&json!({ "label": label, "commits": commits }));
        return Ok(Exit::Done);
    }
    for line in &lines {
        let undecided = if line.undecided { words::undecided(session.lang) } else { "" };
        read_out(session, line, undecided, answer);
    }
    answer.say(&match lines.len() {
        0 => sentences::nothing_late(session.lang, &label, ended),
        count => sentences::listed(session.lang, &label, count),
    });
    Ok(Exit::Done)
}

fn release(session: &Session, release: &args::DevicesRelease, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let Labelled { label, devices, ended } = ended_named(session, &desk, &release.label)?;
    let why = release.reason.as_deref();
    let released = desk.release_late(&devices, &release.commit, why)?;
    let count = released.map_err(|refused| {
        Failure::Told(sentences::not_released(session.lang, &label, ended, &refused), Exit::Failed)
    })?;
    if release.json {
        answer.document(&json!({ "label": label, "released": count }));
    } else {
        answer.line(&words::released(session.lang, &label, count));
    }
    Ok(Exit::Done)
}
