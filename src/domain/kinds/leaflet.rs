//! Slots of the worked example of [`crate::domain`]'s page: leaflets (宣传册), in tests alone.

use super::{Row, SLOT_CLOSED, SLOT_VOID, indexed, kind, loose, sure};
use crate::domain::value::schema;

pub const SUBJECT: u16 = 2;
pub const NAME: u16 = 3;
pub const ON: u16 = 4;

/// Ascending by slot.
pub(super) const ROWS: &[Row] = &[
    loose(kind::LEAFLET, SLOT_VOID, "void", schema::VOID),
    sure(kind::LEAFLET, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::LEAFLET, SUBJECT, "subject", schema::REF)),
    sure(kind::LEAFLET, NAME, "name", schema::TEXT),
    sure(kind::LEAFLET, ON, "on", schema::DAY),
];
