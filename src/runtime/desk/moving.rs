//! A household moves to another village (迁往他村), and villages change hands (村换电脑): what is looked at before, and what is
//! written.

use std::collections::BTreeSet;

use super::verify::VerifyError;
use super::{Desk, DeskError, HouseholdRow, key_of};
use crate::domain::acts::{Held, Write, guard};
use crate::domain::conflict::{Clash, Sort};
use crate::domain::kinds::{kind, membership};
use crate::domain::moving::{self, NewPlace, Restated};
use crate::domain::value::Value;
use crate::exchange::error::ExchangeError;
use crate::exchange::{clash, reassign};
use crate::i18n::moves::MoveSay;
use crate::i18n::verify::VerifySay;
use crate::journal::EntityId;
use crate::journal::fold::RecordKey;
use crate::store::StoreError;

/// Why a household is not moved.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// What speaks against it.
    #[error("{0:?}")]
    Say(MoveSay),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for MoveError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<MoveSay> for MoveError {
    fn from(say: MoveSay) -> Self {
        Self::Say(say)
    }
}

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moved {
    /// The household's code in the new village.
    pub code: String,
    /// Name of the new village.
    pub village: String,
    /// Members who went along.
    pub persons: usize,
}

/// A move before it is written.
pub(super) struct Moving {
    /// Its operations.
    pub writes: Vec<Write>,
    /// What it comes to.
    pub moved: Moved,
}

/// What a move restates.
struct Family {
    home: Restated,
    others: Vec<Restated>,
    persons: usize,
}

impl Desk {
    /// Moves a household with its members to another village, in one commit.
    ///
    /// # Errors
    /// The sentence of what speaks against it: the same village, one whose records are not here, conflicts or late edits that
    /// are not settled, a code that is taken there, a day to come, no reason.
    pub fn move_household(
        &mut self,
        household: EntityId,
        to: &NewPlace,
        why: &str,
    ) -> Result<Moved, MoveError> {
        let moving = self.moving(household, to, why)?;
        let act = self.folder.new_act()?;
        self.write(act, moving.writes)?;
        Ok(moving.moved)
    }

    /// The operations of a move, and what it comes to.
    pub(super) fn moving(&self, household: EntityId, to: &NewPlace, why: &str) -> Result<Moving, MoveError> {
        let (family, code) = self.movable(household, to, why)?;
        let writes = moving::move_household(&family.home, &family.others, to, Some(why));
        let village = self.roll.place(to.village).to_owned();
        Ok(Moving { writes, moved: Moved { code, village, persons: family.persons } })
    }

    /// What would be restated and under which code, or what speaks against it.
    fn movable(&self, household: EntityId, to: &NewPlace, why: &str) -> Result<(Family, String), MoveError> {
        let row = self.roll.households.get(&household).cloned().ok_or(MoveSay::NoHousehold)?;
        let village = self.roll.place(to.village).to_owned();
        let code = to.code.clone().filter(|code| !code.is_empty()).unwrap_or_else(|| row.code.clone());
        if why.trim().is_empty() {
            return Err(MoveSay::NoReason.into());
        }
        if self.today.is_before(to.on) {
            return Err(MoveSay::AfterToday(to.on).into());
        }
        if row.village == to.village {
            return Err(MoveSay::SameVillage { code, village }.into());
        }
        if !self.is_held(to.village) {
            return Err(MoveSay::NotHere { village }.into());
        }
        let taken = |other: &&HouseholdRow| other.village == to.village && other.code == code;
        let mut all = self.roll.households.values().chain(self.roll.aside.values());
        if all.any(|other| taken(&other) && other.key.entity != household) {
            return Err(MoveSay::CodeTaken { code, village }.into());
        }
        let family = self.family(row.key, to.village)?;
        let all = std::iter::once(&family.home).chain(&family.others);
        for one in all {
            if let Some(fact) = guard::of_restating(&one.here).into_iter().next() {
                return Err(MoveSay::Conflict { who: self.whose(&one.here)?, fact }.into());
            }
        }
        let late = self.late_of(&family)?;
        if late > 0 {
            return Err(MoveSay::LateFirst { code: row.code, count: late }.into());
        }
        Ok((family, code))
    }

    /// True if the records of this village belong on this machine.
    pub fn is_held(&self, village: EntityId) -> bool {
        self.folder.actor().office_machine || self.roll.given.contains(&village)
    }

    /// The household, its memberships, and every member whose record stands beside it.
    fn family(&self, home: RecordKey, to: EntityId) -> Result<Family, MoveError> {
        let restated = |key: RecordKey| -> Result<Option<Restated>, DeskError> {
            let there = self.held(RecordKey { scope: to, ..key })?;
            Ok(self.held(key)?.map(|here| Restated { here, there }))
        };
        let own = restated(home)?.ok_or(MoveSay::NoHousehold)?;
        let mut others = Vec::new();
        let mut persons = BTreeSet::new();
        for membership in self.holding(membership::HOUSEHOLD, home.entity)? {
            let key = membership.common.key;
            if key.scope != home.scope || !membership.common.stands() {
                continue;
            }
            others.extend(restated(key)?);
            // Whoever went on to another household stays where they are.
            let stays = |who: &EntityId| {
                self.roll
                    .persons
                    .get(who)
                    .is_some_and(|row| row.household == home.entity && row.village == home.scope)
            };
            persons.extend(membership.person.shown.filter(stays));
        }
        for who in &persons {
            others.extend(restated(key_of(kind::PERSON, home.scope, *who))?);
        }
        Ok(Family { home: own, others, persons: persons.len() })
    }

    /// Late edits of these entities that nobody has settled.
    fn late_of(&self, family: &Family) -> Result<usize, StoreError> {
        let all = std::iter::once(&family.home).chain(&family.others);
        let entities: BTreeSet<EntityId> = all.map(|one| one.here.key.entity).collect();
        let home = family.home.here.key.entity;
        // Looked for only where something was closed before.
        if !std::iter::once(&family.home).chain(&family.others).any(|one| one.there.is_some()) {
            return Ok(0);
        }
        let open = self.folder.ask(|state| clash::open(state))?;
        let of_them = |clash: &&Clash| {
            clash.sort == Sort::Late
                && (entities.contains(&clash.record.entity)
                    || clash.other.is_some_and(|other| other.entity == home))
        };
        Ok(open.iter().filter(of_them).count())
    }

    /// Whose record it is, by what officers call it.
    fn whose(&self, held: &Held) -> Result<String, StoreError> {
        let key = match (held.key.kind, held.shown(membership::PERSON)) {
            (kind::MEMBERSHIP, Some(Value::Ref(who))) => key_of(kind::PERSON, held.key.scope, *who),
            _ => held.key,
        };
        self.about(&key)
    }

    /// The villages of typed names, each full or meaning one village alone.
    pub fn villages_named(&self, names: &[String]) -> Result<Vec<EntityId>, VerifyError> {
        let mut villages = Vec::new();
        for name in names.iter().filter(|name| !name.trim().is_empty()) {
            villages.push(self.village_named(name.trim())?);
        }
        villages.sort();
        villages.dedup();
        Ok(villages)
    }

    /// Gives a laptop other villages: [`reassign::give_villages`].
    pub fn give_villages(
        &mut self,
        label: &str,
        names: &[String],
        sure: bool,
    ) -> Result<reassign::Given, GiveError> {
        self.folder.govern()?;
        let villages = self.villages_named(names)?;
        Ok(reassign::give_villages(&mut self.folder, label, &villages, sure)?)
    }
}

/// Why a laptop is not given these villages.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// A name that no village has, or several.
    #[error("{0:?}")]
    Village(Box<VerifySay>),
    /// The exchange.
    #[error(transparent)]
    Exchange(#[from] ExchangeError),
    /// The desk.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for GiveError {
    fn from(error: StoreError) -> Self {
        Self::Exchange(error.into())
    }
}

impl From<VerifyError> for GiveError {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Say(say) => Self::Village(Box::new(say)),
            VerifyError::Desk(error) => Self::Desk(error),
        }
    }
}
