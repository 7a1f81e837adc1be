//! Slots of direct support: batches, lists, returns, openings, recoveries. What was paid is a fact: it is `fixed`, is never
//! replaced or set aside, and a mistake is corrected by a later fact (domain.md 1.10, 8).

use super::{Row, SLOT_CLOSED, SLOT_VOID, indexed, kind, loose, sure};
use crate::domain::roles::{CHAIN, OFFICE};
use crate::domain::value::schema;
use crate::journal::{Class, Roles};

/// Slots of [`kind::BATCH`]; its entity is a natural key of its number.
pub mod batch {
    pub const NUMBER: u16 = 2;
    pub const PERIOD: u16 = 3;
    pub const PERSONS: u16 = 4;
    pub const TOTAL: u16 = 5;
    pub const RULE: u16 = 6;
    pub const FROZEN: u16 = 7;
    pub const STAGE: u16 = 8;
    pub const SUBMITTED: u16 = 9;
}

/// Slots of [`kind::LIST`]; its entity is a natural key of batch, village and part.
pub mod list {
    pub const BATCH: u16 = 2;
    /// Number of the first line within the batch, from 1.
    pub const PART: u16 = 3;
    pub const LINES: u16 = 4;
}

/// Slots of [`kind::RETURN`]; its entity is a natural key of batch, village and the file's digest.
pub mod returned {
    pub const BATCH: u16 = 2;
    pub const ON: u16 = 3;
    pub const OTHERS: u16 = 4;
    pub const OUTCOMES: u16 = 5;
    pub const FILE: u16 = 6;
}

/// Slots of [`kind::OPENING`]; its entity is a natural key of the person.
pub mod opening {
    pub const PERSON: u16 = 2;
    pub const THROUGH: u16 = 3;
    pub const PERIODS: u16 = 4;
    pub const AMOUNT: u16 = 5;
    pub const SOURCE: u16 = 6;
}

/// Slots of [`kind::RECOVERY`].
pub mod recovery {
    pub const PERSON: u16 = 2;
    pub const PERIOD: u16 = 3;
    pub const AMOUNT: u16 = 4;
    pub const HOW: u16 = 5;
    pub const ON: u16 = 6;
    pub const REMARK: u16 = 7;
}

const fn by(writers: Roles, row: Row) -> Row {
    Row { writers, ..row }
}

const fn fixed(kind: u16, slot: u16, name: &'static str, schema: u8) -> Row {
    let row = sure(kind, slot, name, schema);
    Row { class: Class::Fixed, writers: OFFICE, ..row }
}

/// Ascending by kind and slot.
pub(super) const ROWS: &[Row] = &[
    by(OFFICE, loose(kind::BATCH, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::BATCH, SLOT_CLOSED, "closed", schema::CLOSED)),
    fixed(kind::BATCH, batch::NUMBER, "number", schema::TEXT),
    fixed(kind::BATCH, batch::PERIOD, "period", schema::CODE),
    fixed(kind::BATCH, batch::PERSONS, "persons", schema::INT),
    fixed(kind::BATCH, batch::TOTAL, "total", schema::MONEY),
    fixed(kind::BATCH, batch::RULE, "rule", schema::TEXT),
    fixed(kind::BATCH, batch::FROZEN, "frozen", schema::DAY),
    Row { class: Class::Step, writers: CHAIN, ..sure(kind::BATCH, batch::STAGE, "stage", schema::CODE) },
    fixed(kind::BATCH, batch::SUBMITTED, "submitted", schema::DAY),
    by(OFFICE, loose(kind::LIST, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::LIST, SLOT_CLOSED, "closed", schema::CLOSED)),
    indexed(fixed(kind::LIST, list::BATCH, "batch", schema::REF)),
    fixed(kind::LIST, list::PART, "part", schema::INT),
    fixed(kind::LIST, list::LINES, "lines", schema::LINES),
    by(OFFICE, loose(kind::RETURN, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::RETURN, SLOT_CLOSED, "closed", schema::CLOSED)),
    indexed(fixed(kind::RETURN, returned::BATCH, "batch", schema::REF)),
    fixed(kind::RETURN, returned::ON, "on", schema::DAY),
    fixed(kind::RETURN, returned::OTHERS, "others", schema::CODE),
    fixed(kind::RETURN, returned::OUTCOMES, "outcomes", schema::OUTCOMES),
    fixed(kind::RETURN, returned::FILE, "file", schema::TEXT),
    by(OFFICE, loose(kind::OPENING, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::OPENING, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(OFFICE, indexed(sure(kind::OPENING, opening::PERSON, "person", schema::REF))),
    by(OFFICE, sure(kind::OPENING, opening::THROUGH, "through", schema::CODE)),
    by(OFFICE, sure(kind::OPENING, opening::PERIODS, "periods", schema::INT)),
    by(OFFICE, sure(kind::OPENING, opening::AMOUNT, "amount", schema::MONEY)),
    by(OFFICE, sure(kind::OPENING, opening::SOURCE, "source", schema::TEXT)),
    by(OFFICE, loose(kind::RECOVERY, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::RECOVERY, SLOT_CLOSED, "closed", schema::CLOSED)),
    indexed(fixed(kind::RECOVERY, recovery::PERSON, "person", schema::REF)),
    fixed(kind::RECOVERY, recovery::PERIOD, "period", schema::CODE),
    fixed(kind::RECOVERY, recovery::AMOUNT, "amount", schema::MONEY),
    fixed(kind::RECOVERY, recovery::HOW, "how", schema::CODE),
    fixed(kind::RECOVERY, recovery::ON, "on", schema::DAY),
    fixed(kind::RECOVERY, recovery::REMARK, "remark", schema::TEXT),
];
