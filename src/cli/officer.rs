//! `officer`: who may open this folder, and do what.

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args::{self, RoleName};
use super::session::{Failure, Session};
use crate::domain::roles::Role;
use crate::i18n::cli::Say;
use crate::i18n::store as words;
use crate::journal::Roles;
use crate::journal::authority::VillagesV1;
use crate::runtime::desk::Desk;
use crate::runtime::keeping::{self, village_names};
use crate::store::{NewOfficer, Seated};

/// Dispatches.
pub fn run(session: &Session, officer: &args::Officer, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    match officer {
        args::Officer::Add(add) => self::add(session, &mut desk, add, answer),
        args::Officer::List(list) => self::list(session, &desk, list.json, answer),
        args::Officer::End(end) => self::end(session, &mut desk, end.number, answer),
        args::Officer::Handover(passing) => handover(session, &mut desk, passing, answer),
    }
}

fn add(
    session: &Session,
    desk: &mut Desk,
    add: &args::OfficerAdd,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let roles = add.role.iter().fold(Roles::default(), |set, role| Roles(set.0 | role_of(*role).bit().0));
    let villages = villages(desk, &add.villages)?;
    desk.folder().govern()?;
    let passphrase = session.new_passphrase()?;
    let new = NewOfficer {
        name: add.name.trim(),
        roles,
        villages,
        passphrase: &passphrase,
        effort: session.effort(),
    };
    let number = desk.folder_mut().add_officer(&new)?;
    answer.line(&Say::OfficerAdded { number, name: add.name.trim().to_owned() }.text(session.lang));
    Ok(Exit::Done)
}

/// The role of a word of the command line.
pub fn role_of(role: RoleName) -> Role {
    match role {
        RoleName::Recorder => Role::Recorder,
        RoleName::Maker => Role::Maker,
        RoleName::Approver => Role::Approver,
        RoleName::Head => Role::Head,
    }
}

/// The villages of these names; none said = all.
pub fn villages(desk: &Desk, names: &[String]) -> Result<VillagesV1, Failure> {
    keeping::villages(desk, names).map_err(|say| Failure::Say(say, Exit::Failed))
}

fn list(session: &Session, desk: &Desk, json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let seats = desk.folder().officers()?;
    if json {
        let officers: Vec<_> = seats
            .iter()
            .map(|seat| {
                json!({
                    "number": seat.number,
                    "name": seat.name,
                    "roles": Role::of(seat.roles).into_iter().map(Role::name).collect::<Vec<_>>(),
                    "villages": village_names(desk, &seat.villages),
                    "ended": seat.ended,
                })
            })
            .collect();
        answer.document(&json!({ "officers": officers }));
    } else {
        for seat in &seats {
            answer.line(&line(session, desk, seat));
        }
    }
    Ok(Exit::Done)
}

fn line(session: &Session, desk: &Desk, seat: &Seated) -> String {
    let roles: Vec<&str> =
        Role::of(seat.roles).into_iter().map(|role| words::role(session.lang, role)).collect();
    let villages = village_names(desk, &seat.villages);
    let villages = if seat.villages.all { Say::AllVillages.text(session.lang) } else { villages.join(" ") };
    let state = Say::Seat { ended: seat.ended, access: seat.has_access }.text(session.lang);
    format!("{}\t{}\t{}\t{}\t{}", seat.number, seat.name, roles.join(" "), villages, state)
}

fn end(session: &Session, desk: &mut Desk, number: u32, answer: &mut Answer) -> Result<Exit, Failure> {
    let departure = desk.folder_mut().end_officer(number)?;
    if !departure.own {
        while desk.folder_mut().sweep_slice(SWEEP)? {}
        desk.folder().settle()?;
    }
    let (name, head) = (departure.officer.name.clone(), departure.handover.to.name.clone());
    answer.line(&Say::OfficerEnded { number, name, head }.text(session.lang));
    Ok(Exit::Done)
}

/// Values sealed anew at once after a key change.
const SWEEP: usize = 2_000;

fn handover(
    session: &Session,
    desk: &mut Desk,
    passing: &args::OfficerHandover,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let passed = desk.folder_mut().handover(passing.from, passing.to)?;
    let villages = if passed.villages.all {
        vec![Say::AllVillages.text(session.lang)]
    } else {
        village_names(desk, &passed.villages)
    };
    let list = Say::HandoverList {
        from: passed.from.name.clone(),
        to: passed.to.name.clone(),
        villages,
        drafts: passed.drafts.len(),
        date: desk.day().iso(),
    };
    answer.line(&list.text(session.lang));
    Ok(Exit::Done)
}
