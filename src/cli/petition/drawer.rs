//! `petition drawer`: sets the drawer up or renews it, asks for its key on another machine of the office, gives it there.

use serde_json::json;

use super::super::answer::{Answer, Exit};
use super::super::args::PetitionDrawer;
use super::super::session::{Failure, Session};
use super::failure;
use crate::i18n::petition_drawer::DrawerSay;

/// Runs it.
pub fn run(session: &Session, of: &PetitionDrawer, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let said = if of.ask {
        match desk.folder_mut().ask_for_drawer()? {
            true => Some(DrawerSay::Asked),
            false => Some(DrawerSay::AskedBefore),
        }
    } else if let Some(place) = of.give {
        let to = desk.give_drawer(place).map_err(|error| failure(session, error))?;
        Some(DrawerSay::Given(to.name, to.label))
    } else {
        let renewed = desk.open_drawer().map_err(|error| failure(session, error))?;
        renewed.then_some(DrawerSay::Renewed)
    };
    desk.folder().settle()?;
    let here = desk.folder().drawer_officers().len();
    let seats = desk.folder().at_drawer()?;
    let stale = desk.folder().drawer_is_stale()?;
    if of.json {
        let seats: Vec<_> = seats
            .iter()
            .map(|seat| json!({"machine": seat.label, "name": seat.name, "has": seat.has, "ended": seat.ended}))
            .collect();
        answer.document(&json!({"officers": here, "stale": stale, "seats": seats}));
        return Ok(Exit::Done);
    }
    let lang = session.lang;
    answer.line(&said.unwrap_or(DrawerSay::Stands(here)).text(lang));
    for (place, seat) in (1..).zip(seats) {
        let (label, name) = (seat.label, seat.name);
        answer.line(&DrawerSay::Seat { place, label, name, has: seat.has, ended: seat.ended }.text(lang));
    }
    if stale {
        answer.say(&DrawerSay::Stale.text(lang));
    }
    Ok(Exit::Done)
}
