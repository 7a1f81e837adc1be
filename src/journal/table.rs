//! What the journal asks of the domain: a slot's class, its schemas, who may write it.

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Roles(pub u8);

impl Roles {
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
}
