//! The one mechanism: an operation gives new values to slots of one entity and names what they replace (format.md 1).

use serde::{Deserialize, Serialize};

use super::id::{EntityId, OpId};
use super::octets;

/// Most `replaces` of one change.
pub const REPLACES_MAX: usize = 64;

/// Slot 0 of every kind without a `fixed` slot: set aside (作废), with the reason and what was seen.
pub const SLOT_VOID: u16 = 0;
/// Slot 1 of every kind without a `fixed` slot: closed here, restated in another scope (迁往他村).
pub const SLOT_CLOSED: u16 = 1;

/// New values for slots of one entity (操作).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Op {
    /// The record's entity.
    pub entity: EntityId,
    /// Its kind, a number of the table in `domain/`.
    pub kind: u16,
    /// In slot order, each slot once.
    pub changes: Vec<Change>,
    /// Why, in the officer's own words.
    pub why: Option<String>,
}

/// One slot's new value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Slot number within the kind.
    pub slot: u16,
    /// Number of the frozen struct that the bytes encode.
    pub schema: u8,
    /// The value; `None` = "empty", which is a value too.
    #[serde(with = "octets::optional")]
    pub value: Option<Vec<u8>>,
    /// The operations whose values in this slot the writer saw and replaces; at most [`REPLACES_MAX`], ascending.
    pub replaces: Vec<OpId>,
}
