//! Roles (角色) and what each may write: one question, asked where an act becomes operations and again in the fold.

use thiserror::Error;

use super::kinds::Kinds;
use crate::journal::{Op, Roles, Table};

/// What an officer may do; one person may have several (design.md 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// 登记: field work, visits, corrections, proposals, petitions taken in.
    Recorder,
    /// 经办: computes, imports, enters decisions.
    Maker,
    /// 审批: approves what others made.
    Approver,
    /// 负责人: all of it, settings, officers, accusations.
    Head,
}

impl Role {
    /// All roles, in the order in which they are listed to users.
    pub const ALL: [Role; 4] = [Role::Recorder, Role::Maker, Role::Approver, Role::Head];

    /// The bit that stands for this role in a grant; frozen.
    pub const fn bit(self) -> Roles {
        Roles(match self {
            Role::Recorder => 1,
            Role::Maker => 2,
            Role::Approver => 4,
            Role::Head => 8,
        })
    }

    /// Stable English name, as on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Role::Recorder => "recorder",
            Role::Maker => "maker",
            Role::Approver => "approver",
            Role::Head => "head",
        }
    }

    /// The role of that stable name.
    pub fn by_name(name: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.name() == name)
    }

    /// The roles in a set, in listing order.
    pub fn of(set: Roles) -> Vec<Role> {
        Role::ALL.into_iter().filter(|role| set.meets(role.bit())).collect()
    }
}

/// Who works with records in the villages: recorder, maker and head.
pub const FIELD: Roles = Roles(Role::Recorder.bit().0 | Role::Maker.bit().0 | Role::Head.bit().0);
/// Who does the office's own work: maker and head.
pub const OFFICE: Roles = Roles(Role::Maker.bit().0 | Role::Head.bit().0);
/// Every role.
pub const ANYONE: Roles = Roles(15);

/// Why an operation may not be written by these roles.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The slot belongs to other roles.
    #[error("{kind}.{slot} may not be written by roles {roles:?}; it may by {writers:?}", roles = Role::of(*.roles), writers = Role::of(*.writers))]
    Role {
        /// Stable name of the kind.
        kind: &'static str,
        /// Stable name of the slot.
        slot: &'static str,
        /// The roles of who tried.
        roles: Roles,
        /// Who may.
        writers: Roles,
    },
    /// This program does not know the kind or slot, so it does not write it.
    #[error("kind {kind} slot {slot} is unknown")]
    Unknown {
        /// Kind number.
        kind: u16,
        /// Slot number.
        slot: u16,
    },
}

/// True if any of `roles` may import rosters: the office alone does (design.md 3).
pub fn may_import(roles: Roles) -> bool {
    roles.meets(OFFICE)
}

/// May an officer with these roles write this operation? Names the first slot that they may not.
pub fn may_write(roles: Roles, op: &Op) -> Result<(), Refusal> {
    for change in &op.changes {
        let unknown = Refusal::Unknown { kind: op.kind, slot: change.slot };
        let writers = Kinds.slot(op.kind, change.slot).ok_or_else(|| unknown.clone())?.writers;
        if writers.meets(roles) {
            continue;
        }
        // Authority kinds (journal) have no names here; number is all there is to say about them.
        let row = super::kinds::slot(op.kind, change.slot).ok_or(unknown)?;
        return Err(Refusal::Role { kind: super::kinds::kind_name(op.kind), slot: row.name, roles, writers });
    }
    Ok(())
}
