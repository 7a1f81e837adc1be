//! The drawer on the desk (密件柜): set up, renewed when somebody left who knows its key, asked for and given elsewhere.

use super::PetitionError;
use crate::i18n::petition::PetitionSay;
use crate::i18n::petition_drawer::DrawerSay;
use crate::runtime::desk::Desk;
use crate::store::drawer_seats::AtDrawer;
use crate::store::{OfficerError, StoreError};

impl Desk {
    /// The drawer, set up now if the acting officer may, renewed if that is due and they may; else the sentence that a head
    /// has to set it up. True if it was renewed.
    pub fn open_drawer(&mut self) -> Result<bool, PetitionError> {
        if self.folder().drawer()?.is_some() {
            return match self.folder_mut().renew_drawer() {
                // Whoever may not renew it seals to the key that there is.
                Err(StoreError::Officer(OfficerError::MayNot { .. } | OfficerError::RequestNeeded)) => {
                    Ok(false)
                }
                other => Ok(other?),
            };
        }
        match self.folder_mut().found_drawer() {
            Err(StoreError::Officer(OfficerError::MayNot { .. } | OfficerError::RequestNeeded)) => {
                Err(PetitionSay::NoDrawer.into())
            }
            other => Ok(other.map(|()| false)?),
        }
    }

    /// Who asked for the drawer on other machines; with a place (from 1) it is given to that one, who is named.
    pub fn give_drawer(&mut self, place: usize) -> Result<AtDrawer, PetitionError> {
        let seats = self.folder().at_drawer()?;
        let seat = place.checked_sub(1).and_then(|place| seats.into_iter().nth(place));
        let no_seat = || PetitionError::Say(PetitionSay::Drawer(DrawerSay::NoSeat(place)));
        let seat = seat.ok_or_else(no_seat)?;
        match self.folder_mut().give_drawer(&seat) {
            Ok(true) => Ok(seat),
            Ok(false) => Err(no_seat()),
            Err(StoreError::Officer(OfficerError::MayNot { .. })) => Err(PetitionSay::HeadNames.into()),
            Err(error) => Err(error.into()),
        }
    }
}
