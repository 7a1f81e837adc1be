//! What the journal asks of the domain: a slot's class, its schemas, who may write it.

use serde::{Deserialize, Serialize};

use super::operation::SLOT_CLOSED;

/// What more than one live value of a slot means (format.md 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A conflict that a person ends.
    Sure,
    /// The later by hybrid time is shown; the others stay in history.
    Loose,
    /// A fork of a workflow.
    Step,
    /// Never replaced nor set aside.
    Fixed,
}

/// A set of roles, one bit each (the bits are `domain::roles::Role`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Roles(pub u8);

impl Roles {
    /// Head (负责人): the one role that the journal itself must know, because authority hangs on it.
    pub const HEAD: Roles = Roles(8);

    /// True if any role of `other` is in this set.
    pub fn meets(self, other: Roles) -> bool {
        self.0 & other.0 != 0
    }
}

/// The rule of one published slot.
#[derive(Clone, Copy, Debug)]
pub struct SlotRule {
    /// Its class.
    pub class: Class,
    /// Schema numbers that this program can read.
    pub schemas: &'static [u8],
    /// Who may write it; never changes once published.
    pub writers: Roles,
    /// True if the value is an entity id by which the record is looked up (by household, by village ...).
    pub reference: bool,
}

/// The table of kinds and slots, as far as counting and folding need it.
pub trait Table: Sync {
    /// Number of this table; a larger one folds again.
    fn number(&self) -> u32;
    /// The rule of a slot, or none where kind or slot are unknown (then the operation is held).
    fn slot(&self, kind: u16, slot: u16) -> Option<SlotRule>;
    /// True if the bytes are a canonical value of that schema.
    fn canonical(&self, schema: u8, bytes: &[u8]) -> bool;

    /// True if only office machines may write this kind (places: villages and all that lies in them).
    fn office_only(&self, kind: u16) -> bool {
        let _ = kind;
        false
    }

    /// True if the kind has a `fixed` slot and so can neither be set aside nor closed. Slots are numbered below 256.
    fn is_fixed(&self, kind: u16) -> bool {
        let is_fixed = |slot| self.slot(kind, slot).is_some_and(|rule| rule.class == Class::Fixed);
        (SLOT_CLOSED + 1..256).any(is_fixed)
    }
}
