//! `household move` and `devices villages`: a household to another village, other villages to a laptop.

use serde_json::json;

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use super::show::resolve;
use crate::domain::day;
use crate::domain::moving::NewPlace;
use crate::i18n::moves::MoveSay;
use crate::i18n::verify::VerifySay;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, GiveError, MoveError, Moved, VerifyError};
use crate::search::EntryKind;

/// Moves a household with its members.
pub fn household(session: &Session, one: &args::HouseholdMove, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let entity = resolve(&desk, &one.code, EntryKind::Household)?;
    let told = |say: &VerifySay, exit| Failure::Told(say.text(session.lang), exit);
    let village = desk.village_named(&one.village).map_err(|error| match error {
        VerifyError::Say(say) => told(&say, Exit::Failed),
        VerifyError::Desk(error) => session.failed(error),
    })?;
    let on = match &one.on {
        None => desk.day(),
        Some(text) => {
            let read = day::read(text).ok().filter(|day| day.full().is_some());
            read.ok_or_else(|| Failure::Told(MoveSay::NotADay(text.clone()).text(session.lang), Exit::Usage))?
        }
    };
    let to = NewPlace { village, code: one.new_code.clone(), address: one.address.clone(), on };
    let Moved { code, village, persons } =
        desk.move_household(entity, &to, &one.why).map_err(|error| match error {
            MoveError::Say(say) => Failure::Told(say.text(session.lang), Exit::Failed),
            MoveError::Desk(error) => session.failed(error),
        })?;
    if one.json {
        answer.document(&json!({
            "code": code, "village": village, "persons": persons, "on": on.iso(),
        }));
    } else {
        answer.line(&MoveSay::Moved { code, village, persons }.text(session.lang));
    }
    Ok(Exit::Done)
}

/// Gives a laptop other villages.
pub fn villages(
    session: &Session,
    given: &args::DeviceVillages,
    answer: &mut Answer,
) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let done =
        desk.give_villages(&given.label, &given.villages, given.force).map_err(|error| match error {
            GiveError::Village(say) => Failure::Told(say.text(session.lang), Exit::Failed),
            GiveError::Exchange(error) => error.into(),
            GiveError::Desk(error) => session.failed(error),
        })?;
    let (gained, left) = (names(&desk, &done.gained), names(&desk, &done.left));
    if given.json {
        answer.document(&json!({"label": done.label, "gained": gained, "left": left}));
    } else {
        answer.line(&MoveSay::Given { label: done.label, gained, left }.text(session.lang));
    }
    Ok(Exit::Done)
}

fn names(desk: &Desk, villages: &[EntityId]) -> Vec<String> {
    villages.iter().map(|village| desk.roll().place(*village).to_owned()).collect()
}
