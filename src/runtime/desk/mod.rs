//! The desk (办公桌): everything that can be asked of an opened folder, for the worker behind the screen and for the commands.

mod card;
mod doctor;
mod find;
mod roll;
mod roster;
mod today;

use std::sync::Arc;

use crate::domain::day::Day;
use crate::journal::EntityId;
use crate::search::Index;
use crate::store::locals::Reveal;
use crate::store::{Folder, LocalFact, StoreError};

pub use card::{PersonCard, Resolved};
pub use doctor::{Doctor, VillageDigest};
pub use find::{Found, HitRow};
pub use roll::{HouseholdRow, PersonRow, Roll};
pub use roster::{DeskError, Planned};
pub use today::{CheckCount, Today, VillageCount};

/// An opened folder with its look-up.
pub struct Desk {
    folder: Folder,
    roll: Roll,
    index: Arc<Index>,
    today: Day,
    /// Findings of today's sweep; none until they are asked for or after a change.
    swept: Option<Vec<(EntityId, crate::domain::checks::Finding)>>,
}

impl Desk {
    /// Reads the roll and builds the index.
    pub fn open(folder: Folder, today: Day) -> Result<Self, StoreError> {
        let (roll, index) = folder.ask(move |state| Roll::read(state, today))?;
        Ok(Self { folder, roll, index: Arc::new(index), today, swept: None })
    }

    /// Reads the roll again, after a large change.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        let today = self.today;
        let (roll, index) = self.folder.ask(move |state| Roll::read(state, today))?;
        self.roll = roll;
        self.index = Arc::new(index);
        self.swept = None;
        Ok(())
    }

    /// The folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The folder, to write.
    pub fn folder_mut(&mut self) -> &mut Folder {
        &mut self.folder
    }

    /// Gives the folder back.
    pub fn into_folder(self) -> Folder {
        self.folder
    }

    /// Who is where.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// Today, as the office's calendar has it (UTC+8).
    pub fn day(&self) -> Day {
        self.today
    }

    /// Records that the full numbers of these persons or households were shown, before they are.
    pub fn record_reveal(&mut self, subjects: Vec<EntityId>) -> Result<(), StoreError> {
        let wall_ms = (self.folder.world().wall_ms)();
        let officer = self.folder.actor().officer;
        // A frame has room for some ten thousand subjects.
        for chunk in subjects.chunks(10_000) {
            self.folder.note(&LocalFact::Reveal(Reveal { officer, subjects: chunk.to_vec(), wall_ms }))?;
        }
        Ok(())
    }
}
