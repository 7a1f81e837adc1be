//! What the petition pane asks of the worker (信访请求).

use super::Worker;
use crate::flow::Done;
use crate::flow::petition::{Ask, Told};
use crate::i18n::petition::PetitionSay;
use crate::runtime::desk::{Desk, DeskError, PetitionError};
use crate::runtime::views::petition as views;

impl Worker<'_> {
    pub(super) fn petition(&mut self, desk: &Desk, request: u64, ask: Ask) -> Result<(), DeskError> {
        let told = match answer(desk, ask) {
            Ok(told) => told,
            Err(PetitionError::Say(say)) => Told::Refused(say.both()),
            Err(PetitionError::Desk(error)) => return Err(error),
        };
        self.send(Done::Petition { request, told: Box::new(told) });
        Ok(())
    }
}

fn answer(desk: &Desk, ask: Ask) -> Result<Told, PetitionError> {
    Ok(match ask {
        Ask::Queue => Told::Queue(views::queue(desk)?),
        Ask::Item { item } => {
            let case = desk.case_of(item)?.ok_or_else(|| PetitionSay::NoNumber(String::new()))?;
            Told::Item(Box::new(views::item(desk, &case)?))
        }
    })
}
