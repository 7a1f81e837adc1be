//! Petitions on the desk (信访办理): items and their courses, registering, steps, the queue, indicators; and who may see an
//! accusation: its handler and the head, nobody else, in whatever is asked here.

mod cases;
mod drawer;
mod forms;
mod import;
mod queue;
mod register;
mod sheet;
mod steps;
mod tables;
#[cfg(test)]
mod tests;

use super::{Desk, DeskError};
use crate::domain::acts::{self, Held, Severity, Write};
use crate::domain::petition::guard::Refusal;
use crate::domain::roles::Role;
use crate::i18n::petition::PetitionSay;
use crate::journal::fold::RecordKey;
use crate::journal::{Audience, EntityId};
use crate::store::{Part, StoreError};

pub use cases::{Case, Rules};
pub use import::TakenList;
pub use queue::{Queue, Row};
pub use register::Registering;
pub use steps::{StepWish, Stepped};
pub use tables::{MovedDeadline, TakenTables};

/// Why nothing was written, or nothing can be shown.
#[derive(Debug, thiserror::Error)]
pub enum PetitionError {
    /// What is to be said.
    #[error("{0:?}")]
    Say(PetitionSay),
    /// The folder.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for PetitionError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl From<PetitionSay> for PetitionError {
    fn from(say: PetitionSay) -> Self {
        Self::Say(say)
    }
}

/// Stops for refusals, and for doubts without a reason; gives the doubts that were overridden.
fn hold(mut found: Vec<Refusal>, why: Option<&str>) -> Result<Vec<Refusal>, PetitionError> {
    if found.iter().any(|refusal| refusal.severity() == Severity::Error) {
        found.retain(|refusal| refusal.severity() == Severity::Error);
        return Err(PetitionSay::Refused(found).into());
    }
    let reasoned = why.is_some_and(|why| !why.trim().is_empty());
    if found.is_empty() || reasoned { Ok(found) } else { Err(PetitionSay::ReasonWanted(found).into()) }
}

/// Where an item's records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    audience: Audience,
    scope: EntityId,
    sealed: bool,
}

impl Place {
    /// Of an item of a village, or of none; accusations are sealed and with the office.
    pub(super) fn of(village: Option<EntityId>, sealed: bool) -> Self {
        let (audience, scope) = crate::domain::petition::records::place(village.filter(|_| !sealed));
        Self { audience, scope, sealed }
    }
}

impl Desk {
    /// True if the acting officer is a head.
    pub(super) fn is_head(&self) -> bool {
        self.folder().actor().roles.meets(Role::Head.bit())
    }

    /// Writes an act where the item lies.
    pub(super) fn keep(&mut self, place: Place, writes: Vec<Write>) -> Result<Vec<RecordKey>, PetitionError> {
        if writes.iter().all(|write| write.puts.is_empty()) {
            return Ok(Vec::new());
        }
        let act = self.folder().new_act()?;
        if place.audience == Audience::Everyone {
            return Ok(self.write(act, writes)?);
        }
        let drawer = match place.sealed {
            true => Some(self.folder().drawer()?.ok_or(PetitionSay::NoDrawer)?),
            false => None,
        };
        let mut keys = Vec::new();
        self.folder_mut().write_to(Audience::Office, Part::whole(act), |commit| {
            let first = commit.next_id();
            for scoped in acts::operations(writes, first.commit(), first.index())? {
                match &drawer {
                    Some(drawer) => commit.push_sealed(scoped.scope, &scoped.op, drawer)?,
                    None => commit.push(scoped.scope, &scoped.op)?,
                };
                let (kind, entity) = (scoped.op.kind, scoped.op.entity);
                keys.push(RecordKey { audience: Audience::Office, kind, scope: scoped.scope, entity });
            }
            Ok(())
        })?;
        Ok(keys)
    }

    /// A record that may be in the drawer, as it is written to.
    pub(super) fn held_in(&self, key: RecordKey, sealed: bool) -> Result<Held, DeskError> {
        if !sealed {
            return Ok(self.held(key)?.unwrap_or_else(|| Held::blank(key)));
        }
        let records = self.folder().sealed_records()?;
        Ok(records
            .get(&key)
            .map(|record| Held::of(key, record))
            .transpose()?
            .unwrap_or_else(|| Held::blank(key)))
    }
}
