//! Slots of direct support: rules, batches, lists, returns, openings, recoveries, approvals, allocations, closed years,
//! mandates. What was paid is a fact: it is `fixed`, is never
//! replaced or set aside, and a mistake is corrected by a later fact (domain.md 1.10, 8).

use super::{Row, SLOT_CLOSED, SLOT_VOID, indexed, kind, loose, sure};
use crate::domain::roles::{APPROVAL, CHAIN, OFFICE};
use crate::domain::value::schema;
use crate::journal::{Class, Roles};

/// Slots of [`kind::RULE`]; its entity is a natural key of the document's id and digest.
pub mod rule {
    pub const ID: u16 = 2;
    pub const TEXT: u16 = 3;
    pub const ON: u16 = 4;
}

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
    /// See `subsidy::payment::Sort`; none = the list of a period.
    pub const SORT: u16 = 10;
    /// Number of the batch that was made in its stead.
    pub const SUCCESSOR: u16 = 11;
    /// Why it was given up.
    pub const REASON: u16 = 12;
    /// Digest of the roster that it was taken from.
    pub const FILE: u16 = 13;
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
    /// Why the office held the lines back or reversed them.
    pub const REASON: u16 = 7;
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
    /// The period that the money of an offset pays.
    pub const AGAINST: u16 = 8;
    /// The relative whose period that is.
    pub const FROM: u16 = 9;
    /// The paper that it rests on: consent, approval, notice.
    pub const PAPER: u16 = 10;
    /// When a write-off was approved; without it nothing is written off.
    pub const APPROVED: u16 = 11;
}

/// Slots of [`kind::APPROVAL`]; its entity is a natural key of document, reservoir and cohort.
pub mod approval {
    pub const DOCUMENT: u16 = 2;
    pub const ON: u16 = 3;
    pub const RESERVOIR: u16 = 4;
    pub const PERSONS: u16 = 5;
    pub const COHORT: u16 = 6;
    pub const START: u16 = 7;
    pub const REMARK: u16 = 8;
}

/// Slots of [`kind::ALLOCATION`]; its entity is a natural key of sort, year, document and reservoir.
pub mod allocation {
    pub const SORT: u16 = 2;
    pub const YEAR: u16 = 3;
    pub const DOCUMENT: u16 = 4;
    pub const RESERVOIR: u16 = 5;
    pub const PERSONS: u16 = 6;
    pub const AMOUNT: u16 = 7;
    pub const ON: u16 = 8;
    pub const REMARK: u16 = 9;
}

/// Slots of [`kind::YEAR_CLOSE`]; its entity is a natural key of the year.
pub mod year_close {
    pub const YEAR: u16 = 2;
    pub const ON: u16 = 3;
    pub const FIGURES: u16 = 4;
}

/// Slots of [`kind::MANDATE`]; its entity is a natural key of person and paper.
pub mod mandate {
    pub const PERSON: u16 = 2;
    /// See `subsidy::mandate::Sort`.
    pub const SORT: u16 = 3;
    /// Name of who receives.
    pub const NAME: u16 = 4;
    /// What they are to the person.
    pub const RELATION: u16 = 5;
    pub const ACCOUNT: u16 = 6;
    /// Number of the signed form.
    pub const PAPER: u16 = 7;
    /// When it was signed.
    pub const ON: u16 = 8;
    /// First day; without it the day of signing.
    pub const FROM: u16 = 9;
    /// Last day; without it until it is taken back.
    pub const UNTIL: u16 = 10;
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
    by(Roles::HEAD, loose(kind::RULE, SLOT_VOID, "void", schema::VOID)),
    by(Roles::HEAD, sure(kind::RULE, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(Roles::HEAD, fixed(kind::RULE, rule::ID, "rule_id", schema::TEXT)),
    by(Roles::HEAD, fixed(kind::RULE, rule::TEXT, "document_text", schema::DOCUMENT)),
    by(Roles::HEAD, fixed(kind::RULE, rule::ON, "on", schema::DAY)),
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
    fixed(kind::BATCH, batch::SORT, "sort", schema::CODE),
    fixed(kind::BATCH, batch::SUCCESSOR, "successor", schema::TEXT),
    fixed(kind::BATCH, batch::REASON, "reason", schema::TEXT),
    fixed(kind::BATCH, batch::FILE, "file", schema::TEXT),
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
    fixed(kind::RETURN, returned::REASON, "reason", schema::TEXT),
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
    fixed(kind::RECOVERY, recovery::AGAINST, "against", schema::CODE),
    indexed(fixed(kind::RECOVERY, recovery::FROM, "relative", schema::REF)),
    fixed(kind::RECOVERY, recovery::PAPER, "paper", schema::TEXT),
    by(APPROVAL, fixed(kind::RECOVERY, recovery::APPROVED, "approved_on", schema::DAY)),
    by(OFFICE, loose(kind::APPROVAL, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::APPROVAL, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(OFFICE, sure(kind::APPROVAL, approval::DOCUMENT, "document", schema::TEXT)),
    by(OFFICE, sure(kind::APPROVAL, approval::ON, "on", schema::DAY)),
    by(OFFICE, sure(kind::APPROVAL, approval::RESERVOIR, "reservoir", schema::TEXT)),
    by(OFFICE, sure(kind::APPROVAL, approval::PERSONS, "persons", schema::INT)),
    by(OFFICE, sure(kind::APPROVAL, approval::COHORT, "cohort", schema::CODE)),
    by(OFFICE, sure(kind::APPROVAL, approval::START, "support_from", schema::DAY)),
    by(OFFICE, sure(kind::APPROVAL, approval::REMARK, "remark", schema::TEXT)),
    by(OFFICE, loose(kind::ALLOCATION, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::ALLOCATION, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::SORT, "sort", schema::CODE)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::YEAR, "year", schema::INT)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::DOCUMENT, "document", schema::TEXT)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::RESERVOIR, "reservoir", schema::TEXT)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::PERSONS, "persons", schema::INT)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::AMOUNT, "amount", schema::MONEY)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::ON, "on", schema::DAY)),
    by(OFFICE, sure(kind::ALLOCATION, allocation::REMARK, "remark", schema::TEXT)),
    by(OFFICE, loose(kind::YEAR_CLOSE, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::YEAR_CLOSE, SLOT_CLOSED, "closed", schema::CLOSED)),
    fixed(kind::YEAR_CLOSE, year_close::YEAR, "year", schema::INT),
    fixed(kind::YEAR_CLOSE, year_close::ON, "on", schema::DAY),
    fixed(kind::YEAR_CLOSE, year_close::FIGURES, "figures", schema::FIGURES),
    by(OFFICE, loose(kind::MANDATE, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::MANDATE, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(OFFICE, indexed(sure(kind::MANDATE, mandate::PERSON, "person", schema::REF))),
    by(OFFICE, sure(kind::MANDATE, mandate::SORT, "sort", schema::CODE)),
    by(OFFICE, sure(kind::MANDATE, mandate::NAME, "payee_name", schema::TEXT)),
    by(OFFICE, sure(kind::MANDATE, mandate::RELATION, "payee_relation", schema::TEXT)),
    by(OFFICE, sure(kind::MANDATE, mandate::ACCOUNT, "account", schema::TEXT)),
    by(OFFICE, sure(kind::MANDATE, mandate::PAPER, "paper", schema::TEXT)),
    by(OFFICE, sure(kind::MANDATE, mandate::ON, "on", schema::DAY)),
    by(OFFICE, sure(kind::MANDATE, mandate::FROM, "valid_from", schema::DAY)),
    by(OFFICE, sure(kind::MANDATE, mandate::UNTIL, "valid_until", schema::DAY)),
];
