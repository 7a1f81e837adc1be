//! The desk (办公桌): everything that can be asked of an opened folder, for the worker behind the screen and for the commands.

mod act;
mod batches;
mod card;
mod compare;
mod conflicts;
mod context;
mod correct;
mod counter;
mod decided;
mod doctor;
mod earlier;
mod ending;
mod export;
mod find;
mod forms;
mod history;
mod imports;
mod likeness;
mod lines;
#[cfg(test)]
mod lines_test;
mod mandate;
mod moving;
#[cfg(test)]
mod new_kind_test;
mod open_items;
#[cfg(test)]
mod pages_test;
mod paid_papers;
mod payees;
#[cfg(test)]
mod payees_test;
mod petition;
mod proof;
mod purge;
mod records;
mod roll;
mod roster;
mod rulefile;
mod said;
mod settle;
mod shared;
mod subsidy;
mod sweep;
#[cfg(test)]
pub(super) mod tests;
mod titles;
mod today;
mod transcript;
mod undo;
mod verify;
mod walk;
mod year;

use std::sync::{Arc, Mutex};

use crate::domain::day::{Day, Precision};
use crate::domain::kinds::{self, kind};
use crate::domain::place::Level;
use crate::domain::{record, setting};
use crate::exchange::{choose, left};
use crate::journal::EntityId;
use crate::search::Index;
use crate::store::locals::Reveal;
use crate::store::{Asker, Edition, Folder, LocalFact, Part, StoreError};

pub use act::key_of;
pub use batches::{BatchError, Brought, TakenIn};
pub use card::{PersonCard, Resolved};
pub use compare::{Change, Compared, Pending};
pub use conflicts::{Choose, Open, Settled};
pub use correct::{CorrectError, Corrected, Correction, Target};
pub use counter::{Outlook, Support};
pub use doctor::{Doctor, VillageDigest};
pub use earlier::{NewOpening, TakenPast};
pub use ending::{LossLine, LossWindow, StagedLoss};
pub use export::{Exporting, PERSONS, Wanted, Whose, is_taken};
pub use find::{Found, HitRow};
pub use forms::{Kept, Opening, wish_of};
pub use history::{Past, Step, Until, slot_name};
pub use imports::Resting;
pub use likeness::Likeness;
pub use mandate::NewMandate;
pub use moving::{GiveError, MoveError, Moved};
pub use open_items::{BatchRow, OpenItem, Owed};
pub use petition::*;
pub use proof::{Issued, ProofError, Registered};
pub use roll::{HouseholdRow, PersonRow, Roll};
pub use roster::{Applying, DeskError, Planned, Planning, UnknownColumn};
pub use said::{said, said_value, when};
pub use settle::{Over, Settle};
pub use shared::{Sharer, Shares, households};
pub use subsidy::{EndMonth, Payable, Preview};
pub use sweep::{Odd, Oddity};
pub use titles::{field, title};
pub use today::{CheckCount, Sweeping, Swept, Today, VillageCount};
pub use transcript::{ReadEntry, ReadLine};
pub use undo::Undone;
pub use verify::*;
pub use year::{Headcount, NewAllocation, NewApproval, YearView};

/// An opened folder with its look-up.
pub struct Desk {
    folder: Folder,
    roll: Arc<Roll>,
    index: Arc<Index>,
    today: Day,
    /// Findings of today's sweep; none until they are asked for or after a change.
    swept: Option<Vec<(EntityId, crate::domain::checks::Finding)>>,
    /// Payments that were sent back, by the same sweep: how many, and their fen.
    returned: (u64, i64),
    /// Late edits that nobody has settled, by the same sweep.
    late: u64,
    /// Records of open forms as they were read.
    sheets: forms::Sheets,
    /// Who visits today, as was said in this sitting.
    team: Option<verify::Team>,
    /// Acts of this sitting that can be taken back, the last one last.
    done: Vec<undo::DoneAct>,
    /// Opening balances as they were read last, and of which records.
    openings: Mutex<Option<(Edition, Arc<lines::Openings>)>>,
}

impl Desk {
    /// Reads the roll and builds the index. A state that opened and cannot be read is built anew from a whole journal.
    pub fn open(folder: Folder, today: Day) -> Result<Self, StoreError> {
        let mut desk = Self::unread(folder, today);
        match desk.refresh() {
            Err(error) if error.is_of_the_state() && !desk.folder.condition().is_damage() => {
                desk = Self::unread(desk.folder.mend(&mut |_, _| {})?, today);
                desk.refresh()?;
            }
            read => read?,
        }
        Ok(desk)
    }

    /// A desk that knows nobody yet: [`Desk::reading`] follows.
    pub fn unread(folder: Folder, today: Day) -> Self {
        Self {
            folder,
            roll: Arc::default(),
            index: Arc::default(),
            today,
            swept: None,
            returned: (0, 0),
            late: 0,
            sheets: forms::Sheets::new(),
            team: None,
            done: Vec::new(),
            openings: Mutex::default(),
        }
    }

    /// Reads the roll again, after a large change.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        if let Some(read) = self.reading()?.run(&mut |_| true)? {
            self.take_roll(read)?;
        }
        Ok(())
    }

    /// Reading the roll again, to be done on whatever thread.
    pub fn reading(&self) -> Result<Reading, StoreError> {
        let laptop = Some(self.folder.actor().device).filter(|_| !self.folder.actor().office_machine);
        Ok(Reading { asker: self.folder.asker(), today: self.today, laptop, commits: self.commits()? })
    }

    /// Takes what was read; false if the records have changed since, then it has to be read again.
    pub fn take_roll(&mut self, read: Read) -> Result<bool, StoreError> {
        let fresh = read.commits == self.commits()?;
        if fresh {
            self.roll = Arc::new(read.roll);
            self.index = Arc::new(read.index);
            self.swept = None;
        }
        Ok(fresh)
    }

    /// What the records are made of: what was made of anything else is out of date.
    fn commits(&self) -> Result<Edition, StoreError> {
        self.folder.ask(|state| Ok(state.edition()))
    }

    /// The folder.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The folder, to write.
    pub fn folder_mut(&mut self) -> &mut Folder {
        &mut self.folder
    }

    /// Gives the folder back, and what the officer's sitting can still take back.
    pub fn close(self) -> (Folder, Sitting) {
        (self.folder, Sitting { done: self.done })
    }

    /// The same officer is here again.
    pub fn resume_sitting(&mut self, sitting: Sitting) {
        self.done = sitting.done;
    }

    /// Who is where.
    pub fn roll(&self) -> &Roll {
        &self.roll
    }

    /// Today, as the office's calendar has it (UTC+8).
    pub fn day(&self) -> Day {
        self.today
    }

    /// Goes on with another day; true if it is another one: who is where has to be read again for it.
    pub fn turn(&mut self, today: Day) -> bool {
        let turned = self.today != today;
        if turned {
            self.today = today;
            self.swept = None;
        }
        turned
    }

    /// The office's name.
    pub fn office_name(&self) -> Result<String, StoreError> {
        Ok(self.setting(setting::OFFICE_NAME)?.unwrap_or_default())
    }

    /// A setting's value, where the office decided it.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        let key = setting::key(name);
        let record = self.folder.ask(move |state| state.record(&key))?;
        let value =
            record.map(|record| record::slot::<String>(&record, kind::SETTING, kinds::setting::VALUE));
        Ok(value.and_then(|value| value.shown))
    }

    /// What an empty result has to say: which villages are here, and as of when.
    pub fn today_brief(&self) -> Result<Brief, StoreError> {
        let last = self.folder.ask(|state| state.last_import())?;
        let held: std::collections::BTreeSet<EntityId> =
            self.roll.households.values().map(|row| row.village).collect();
        let nodes = self.roll.places.at_level(Level::Village);
        Ok(Brief {
            villages: nodes
                .iter()
                .filter(|node| held.contains(&node.entity))
                .map(|node| node.name.clone())
                .collect(),
            roster: last.and_then(|import| day_of(import.wall_ms)).map(Day::iso),
        })
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

/// Reading the roll and building the index: asks the state in small pieces.
pub struct Reading {
    asker: Asker,
    today: Day,
    /// This device, unless it is a machine of the office.
    laptop: Option<EntityId>,
    commits: Edition,
}

/// A roll and an index that were read.
pub struct Read {
    roll: Roll,
    index: Index,
    commits: Edition,
}

impl Reading {
    /// Reads; none if `go_on` stopped it. It is told the records so far.
    pub fn run(self, go_on: &mut dyn FnMut(usize) -> bool) -> Result<Option<Read>, StoreError> {
        let Some((mut roll, index)) = Roll::read(&self.asker, self.today, go_on)? else { return Ok(None) };
        if let Some(device) = self.laptop {
            (roll.given, roll.left) = self.asker.ask(move |state| {
                let given = choose::reach_of(state.ledger(), device).villages;
                let left = left::villages(state, device)?.into_iter().map(|left| left.village).collect();
                Ok((given, left))
            })?;
        }
        Ok(Some(Read { roll, index, commits: self.commits }))
    }
}

/// What an officer who locked the screen can still take back.
pub struct Sitting {
    done: Vec<undo::DoneAct>,
}

/// Which villages are here, and as of when.
#[derive(Clone, Debug, Default)]
pub struct Brief {
    /// Villages with households.
    pub villages: Vec<String>,
    /// ISO date of the last finished roster import.
    pub roster: Option<String>,
}

/// Milliseconds from midnight at UTC+8 to midnight at UTC, and of a day.
const BEIJING_MS: u64 = 8 * 3600 * 1000;
const DAY_MS: u64 = 24 * 3600 * 1000;

/// The last millisecond of a day at UTC+8, since 1970 UTC; 0 before.
pub fn end_of(day: Day) -> u64 {
    let days = u64::try_from(i64::from(day.days()) + 1).unwrap_or(0);
    (days * DAY_MS).saturating_sub(BEIJING_MS + 1)
}

/// The date at UTC+8 of a wall clock in milliseconds since 1970 UTC.
pub fn day_of(wall_ms: u64) -> Option<Day> {
    let days = i32::try_from((wall_ms + BEIJING_MS) / DAY_MS).ok()?;
    Day::from_stored(days, Precision::Day.number())
}

/// Decides a setting.
pub fn decide(folder: &mut Folder, name: &str, value: &str) -> Result<(), StoreError> {
    let key = setting::key(name);
    let seen = folder
        .ask(move |state| Ok(state.record(&key)?.map(|record| record.live_ids(kinds::setting::VALUE))))?;
    let op = setting::decide(name, value, &seen.unwrap_or_default())?;
    let act = folder.new_act()?;
    folder.write(Part::whole(act), |commit| commit.push(op.scope, &op.op).map(drop))?;
    Ok(())
}

/// Gives the office its name.
pub fn name_office(folder: &mut Folder, name: &str) -> Result<(), StoreError> {
    decide(folder, setting::OFFICE_NAME, name)
}
