//! Roles (角色) and what each may write: one question, asked where an act becomes operations and again in the fold.

use thiserror::Error;

use super::kinds::{self, Kinds};
use crate::journal::counting::rule_of;
use crate::journal::{Op, Roles};

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
/// Who approves decisions: approver and head.
pub const APPROVAL: Roles = Roles(Role::Approver.bit().0 | Role::Head.bit().0);
/// Who brings the office's papers forward: maker, approver and head.
pub const CHAIN: Roles = Roles(Role::Maker.bit().0 | Role::Approver.bit().0 | Role::Head.bit().0);
/// Every role.
pub const ANYONE: Roles = Roles(15);

/// Why an operation may not be written by these roles.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// The slot belongs to other roles.
    #[error("{kind}.{slot} may not be written by {roles:?}, only by {writers:?}")]
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
        let writers = rule_of(&Kinds, op.kind, change.slot).ok_or(unknown)?.writers;
        if !writers.meets(roles) {
            // The journal's own kinds (officers, grants ...) have no slot names: the kind says it all.
            let slot = kinds::slot(op.kind, change.slot).map_or("value", |row| row.name);
            return Err(Refusal::Role { kind: kinds::kind_name(op.kind), slot, roles, writers });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Change, EntityId, authority};

    fn op(kind: u16, slot: u16) -> Op {
        let change = Change { slot, schema: 1, value: None, replaces: Vec::new() };
        Op { entity: EntityId([1; 16]), kind, changes: vec![change], why: None }
    }

    #[test]
    fn every_pair_of_role_and_slot_is_allowed_or_refused_with_who_may() {
        for row in kinds::ROWS {
            for role in Role::ALL {
                let answer = may_write(role.bit(), &op(row.kind, row.slot));
                use kinds::kind as k;
                let approval = matches!(row.kind, k::DECISION | k::RECOVERY)
                    && ["approval", "approved_on"].contains(&row.name);
                let candidates_step = row.kind == k::CANDIDATE && row.name == "stage";
                let allowed = match (row.kind, role) {
                    (k::BATCH, Role::Approver) if row.name == "stage" => true,
                    (_, Role::Approver) => approval,
                    (_, Role::Maker) if approval => false,
                    (k::CANDIDATE, Role::Recorder) => candidates_step,
                    (k::PLACE | k::ROUND | k::DECISION | k::POSTING, Role::Recorder) => false,
                    (k::BATCH..=k::MANDATE, Role::Recorder) => false,
                    (k::SETTING | k::RULE, Role::Recorder | Role::Maker) => false,
                    (k::PETITION, Role::Recorder) => row.name != "final_number",
                    (k::CALENDAR | k::TALLY, Role::Recorder) => false,
                    (k::DRAWER_SEAT, Role::Recorder | Role::Maker) => ["grant", "public"].contains(&row.name),
                    (_, Role::Recorder | Role::Maker | Role::Head) => true,
                };
                assert_eq!(answer.is_ok(), allowed, "{} {} {role:?}", row.kind, row.name);
                if let Err(Refusal::Role { slot, writers, .. }) = answer {
                    assert_eq!((slot, writers), (row.name, row.writers));
                }
            }
        }
    }

    #[test]
    fn authority_belongs_to_the_head() {
        let grant = op(authority::kind::GRANT, authority::SLOT_VALUE);
        assert!(may_write(Role::Head.bit(), &grant).is_ok());
        assert!(may_write(FIELD, &grant).is_ok(), "a set with the head in it");
        let refused = may_write(Role::Maker.bit(), &grant);
        assert!(matches!(refused, Err(Refusal::Role { kind: "grant", .. })), "{refused:?}");
    }

    #[test]
    fn one_forbidden_slot_refuses_the_whole_operation() {
        let mut mixed = op(kinds::kind::PERSON, kinds::person::NAME);
        mixed.changes.extend(op(kinds::kind::PERSON, 999).changes);
        let refused = may_write(Role::Head.bit(), &mixed);
        assert_eq!(refused, Err(Refusal::Unknown { kind: kinds::kind::PERSON, slot: 999 }));
    }

    #[test]
    fn names_and_bits_of_roles_are_fixed() {
        let bits: Vec<u8> = Role::ALL.iter().map(|role| role.bit().0).collect();
        assert_eq!(bits, [1, 2, 4, 8]);
        assert!(Role::ALL.iter().all(|role| Role::by_name(role.name()) == Some(*role)));
        assert_eq!(Role::of(OFFICE), [Role::Maker, Role::Head]);
        assert!(!may_import(Role::Recorder.bit()) && may_import(Role::Maker.bit()));
    }
}
