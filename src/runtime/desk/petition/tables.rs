//! Working-day tables and last year's counts (放假安排、往年件数): taken in by the office; every open deadline that moves is named.

use super::{PetitionError, Place};
use crate::domain::acts::Held;
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::petition::calendar::Year;
use crate::domain::petition::law::ClockId;
use crate::domain::petition::stages::Channel;
use crate::domain::petition::{Tally, acts, records};
use crate::journal::{Audience, EntityId};
use crate::runtime::desk::Desk;
use crate::store::StoreError;

/// A deadline that a table moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovedDeadline {
    /// Number of the item.
    pub number: String,
    /// Which clock.
    pub clock: ClockId,
    /// Last day before, and safe day.
    pub before: (Day, Day),
    /// Last day now, and safe day.
    pub now: (Day, Day),
}

/// What a table changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenTables {
    /// Its years.
    pub years: Vec<i32>,
    /// Deadlines that run and moved.
    pub moved: Vec<MovedDeadline>,
}

impl Desk {
    /// Takes tables in, unless it is only asked what they would move.
    pub fn take_tables(&mut self, years: Vec<Year>, write: bool) -> Result<TakenTables, PetitionError> {
        let rules = self.petition_rules()?;
        let with = rules.with(rules.calendar.with(years.clone()));
        let mut moved = Vec::new();
        for case in self.cases()? {
            let Some(after) = case.counted(&with, self.day()) else { continue };
            for (clock, now) in case.course.clocks.iter().zip(&after.clocks).filter(|(clock, _)| clock.runs())
            {
                let days = |deadline: &crate::domain::petition::Deadline| (deadline.due, deadline.safe);
                let (before, now) = (days(&clock.deadline), days(&now.deadline));
                if before != now {
                    moved.push(MovedDeadline {
                        number: case.number().to_owned(),
                        clock: clock.id,
                        before,
                        now,
                    });
                }
            }
        }
        let taken = TakenTables { years: years.iter().map(|year| year.year).collect(), moved };
        if write {
            let mut writes = Vec::new();
            for year in &years {
                let key = records::table_key(year.year);
                let held = self.held(key)?.unwrap_or_else(|| Held::blank(key));
                writes.push(acts::keep_table(&held, year));
            }
            let place = Place { audience: Audience::Everyone, scope: EntityId::ZERO, sealed: false };
            self.keep(place, writes)?;
        }
        Ok(taken)
    }

    /// Keeps how many items a channel had in a year.
    pub fn keep_tally(&mut self, year: i32, channel: Channel, count: u32) -> Result<(), PetitionError> {
        let key = records::tally_key(year, channel);
        let held = self.held(key)?.unwrap_or_else(|| Held::blank(key));
        self.keep(Place::of(None, false), vec![acts::keep_tally(&held, year, channel, count)])?;
        Ok(())
    }

    /// Counts of years by channel that were entered.
    pub fn tallies(&self) -> Result<Vec<(i32, Channel, u32)>, StoreError> {
        let kept = self.folder().ask(|state| {
            let mut kept = Vec::new();
            state.each(kind::TALLY, |key, record| kept.push(Tally::from_record(key, &record)))?;
            Ok(kept)
        })?;
        let read = |tally: &Tally| {
            let year = i32::try_from(tally.year.shown?).ok()?;
            let channel = Channel::from_code(tally.channel.shown?)?;
            Some((year, channel, u32::try_from(tally.count.shown?).ok()?))
        };
        let mut found: Vec<(i32, Channel, u32)> =
            kept.iter().filter(|tally| tally.common.stands()).filter_map(read).collect();
        found.sort();
        Ok(found)
    }
}
