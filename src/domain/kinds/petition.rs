//! Slots of petitions: items, steps, the log, persons, links, working-day tables, last year's counts. Steps and log entries
//! are facts: they are `fixed`, and a mistake is corrected by a later one that names it. An accusation has the same slots,
//! sealed to the drawer in a stream of the office.

use super::{Row, SLOT_CLOSED, SLOT_VOID, indexed, kind, loose, step, sure};
use crate::domain::roles::OFFICE;
use crate::domain::value::schema;
use crate::journal::{Class, Roles};

/// Slots of [`kind::PETITION`].
pub mod item {
    /// The receipt number with device letter and check character.
    pub const NUMBER: u16 = 2;
    /// The office's final number.
    pub const FINAL_NUMBER: u16 = 3;
    pub const CHANNEL: u16 = 4;
    pub const KIND: u16 = 5;
    pub const SOURCE: u16 = 6;
    /// Number of the hand-over paper or work order.
    pub const SOURCE_NUMBER: u16 = 7;
    pub const RECEIVED: u16 = 8;
    pub const PAPER_DATE: u16 = 9;
    pub const REGISTERED: u16 = 10;
    pub const TOPIC: u16 = 11;
    pub const REQUEST: u16 = 12;
    pub const PLACE: u16 = 13;
    pub const HOUSEHOLD: u16 = 14;
    pub const COUNT: u16 = 15;
    /// 1 real name, 2 anonymous, 3 name or address unclear.
    pub const REAL_NAME: u16 = 16;
    pub const MONEY: u16 = 17;
    /// The deadline that the paper names.
    pub const PERIOD: u16 = 18;
    /// Entity of the officer who handles it.
    pub const HANDLER: u16 = 19;
    pub const STAGE: u16 = 20;
    pub const ACCUSED: u16 = 21;
    /// 1 = the head is accused: no text is kept.
    pub const AGAINST_HEAD: u16 = 22;
    /// Number of the petition network.
    pub const SYSTEM_NUMBER: u16 = 23;
    /// Entity of the officer who received it (首接).
    pub const FIRST_HANDLER: u16 = 24;
    /// Where the papers lie.
    pub const ARCHIVE: u16 = 25;
}

/// Slots of [`kind::STEP`].
pub mod taken {
    pub const PETITION: u16 = 2;
    pub const ACT: u16 = 3;
    pub const ON: u16 = 4;
    /// Told on, served on, the last day of a hearing, the end of a period: what the act says.
    pub const UNTIL: u16 = 5;
    pub const DAYS: u16 = 6;
    /// Route, outcome or rating.
    pub const RESULT: u16 = 7;
    /// Who approved, to whom, who leads.
    pub const WHOM: u16 = 8;
    pub const PAPER: u16 = 9;
    pub const ARCHIVE: u16 = 10;
    pub const NOTE: u16 = 11;
    /// The step that this one stands in place of.
    pub const CORRECTS: u16 = 12;
    /// Officer or item that it is about.
    pub const ABOUT: u16 = 13;
}

/// Slots of [`kind::LOG`].
pub mod log {
    pub const PETITION: u16 = 2;
    pub const ON: u16 = 3;
    pub const HOW: u16 = 4;
    pub const WITH: u16 = 5;
    pub const TEXT: u16 = 6;
}

/// Slots of [`kind::PARTY`].
pub mod party {
    pub const PETITION: u16 = 2;
    pub const PERSON: u16 = 3;
    pub const NAME: u16 = 4;
    pub const PHONE: u16 = 5;
    pub const ADDRESS: u16 = 6;
    /// 1 = a representative.
    pub const SPEAKS: u16 = 7;
    pub const ORDER: u16 = 8;
}

/// Slots of [`kind::TIE`]; its entity is a natural key of the two items.
pub mod tie {
    pub const ONE: u16 = 2;
    pub const OTHER: u16 = 3;
    pub const HOW: u16 = 4;
}

/// Slots of [`kind::CALENDAR`]; its entity is a natural key of the year.
pub mod calendar {
    pub const YEAR: u16 = 2;
    pub const TEXT: u16 = 3;
}

/// Slots of [`kind::TALLY`]; its entity is a natural key of year and channel.
pub mod tally {
    pub const YEAR: u16 = 2;
    pub const CHANNEL: u16 = 3;
    pub const COUNT: u16 = 4;
}

/// Slots of [`kind::DRAWER_SEAT`]; its entity is a natural key of the grant. It lies with the office.
pub mod drawer_seat {
    pub const GRANT: u16 = 2;
    /// The public half of the officer's slot, `age1...`.
    pub const PUBLIC: u16 = 3;
    /// The drawer's secret keys, sealed to it; hexadecimal.
    pub const SHARE: u16 = 4;
    /// The public key of the drawer when the share was made.
    pub const DRAWER: u16 = 5;
}

const fn by(writers: Roles, row: Row) -> Row {
    Row { writers, ..row }
}

const fn fixed(kind: u16, slot: u16, name: &'static str, schema: u8) -> Row {
    let row = sure(kind, slot, name, schema);
    Row { class: Class::Fixed, ..row }
}

/// Ascending by kind and slot.
pub(super) const ROWS: &[Row] = &[
    loose(kind::PETITION, SLOT_VOID, "void", schema::VOID),
    sure(kind::PETITION, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::PETITION, item::NUMBER, "number", schema::TEXT),
    by(OFFICE, sure(kind::PETITION, item::FINAL_NUMBER, "final_number", schema::TEXT)),
    sure(kind::PETITION, item::CHANNEL, "channel", schema::CODE),
    sure(kind::PETITION, item::KIND, "kind", schema::CODE),
    sure(kind::PETITION, item::SOURCE, "source", schema::CODE),
    loose(kind::PETITION, item::SOURCE_NUMBER, "source_number", schema::TEXT),
    sure(kind::PETITION, item::RECEIVED, "received", schema::DAY),
    loose(kind::PETITION, item::PAPER_DATE, "paper_date", schema::DAY),
    loose(kind::PETITION, item::REGISTERED, "registered", schema::DAY),
    loose(kind::PETITION, item::TOPIC, "topic", schema::CODE),
    sure(kind::PETITION, item::REQUEST, "request", schema::TEXT),
    loose(kind::PETITION, item::PLACE, "place", schema::TEXT),
    indexed(sure(kind::PETITION, item::HOUSEHOLD, "household", schema::REF)),
    loose(kind::PETITION, item::COUNT, "count", schema::INT),
    sure(kind::PETITION, item::REAL_NAME, "real_name", schema::CODE),
    loose(kind::PETITION, item::MONEY, "money", schema::MONEY),
    sure(kind::PETITION, item::PERIOD, "period", schema::DAY),
    sure(kind::PETITION, item::HANDLER, "handler", schema::REF),
    step(kind::PETITION, item::STAGE, "stage"),
    loose(kind::PETITION, item::ACCUSED, "accused", schema::TEXT),
    sure(kind::PETITION, item::AGAINST_HEAD, "against_head", schema::CODE),
    loose(kind::PETITION, item::SYSTEM_NUMBER, "system_number", schema::TEXT),
    loose(kind::PETITION, item::FIRST_HANDLER, "first_handler", schema::REF),
    loose(kind::PETITION, item::ARCHIVE, "archive", schema::TEXT),
    loose(kind::STEP, SLOT_VOID, "void", schema::VOID),
    sure(kind::STEP, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(fixed(kind::STEP, taken::PETITION, "petition", schema::REF)),
    fixed(kind::STEP, taken::ACT, "act", schema::CODE),
    fixed(kind::STEP, taken::ON, "on", schema::DAY),
    fixed(kind::STEP, taken::UNTIL, "until", schema::DAY),
    fixed(kind::STEP, taken::DAYS, "days", schema::INT),
    fixed(kind::STEP, taken::RESULT, "result", schema::CODE),
    fixed(kind::STEP, taken::WHOM, "whom", schema::TEXT),
    fixed(kind::STEP, taken::PAPER, "paper", schema::TEXT),
    fixed(kind::STEP, taken::ARCHIVE, "archive", schema::TEXT),
    fixed(kind::STEP, taken::NOTE, "note", schema::TEXT),
    fixed(kind::STEP, taken::CORRECTS, "corrects", schema::REF),
    fixed(kind::STEP, taken::ABOUT, "about", schema::REF),
    loose(kind::LOG, SLOT_VOID, "void", schema::VOID),
    sure(kind::LOG, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(fixed(kind::LOG, log::PETITION, "petition", schema::REF)),
    fixed(kind::LOG, log::ON, "on", schema::DAY),
    fixed(kind::LOG, log::HOW, "how", schema::CODE),
    fixed(kind::LOG, log::WITH, "with", schema::TEXT),
    fixed(kind::LOG, log::TEXT, "text", schema::TEXT),
    loose(kind::PARTY, SLOT_VOID, "void", schema::VOID),
    sure(kind::PARTY, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::PARTY, party::PETITION, "petition", schema::REF)),
    indexed(sure(kind::PARTY, party::PERSON, "person", schema::REF)),
    sure(kind::PARTY, party::NAME, "name", schema::TEXT),
    loose(kind::PARTY, party::PHONE, "phone", schema::TEXT),
    loose(kind::PARTY, party::ADDRESS, "address", schema::TEXT),
    sure(kind::PARTY, party::SPEAKS, "speaks", schema::CODE),
    loose(kind::PARTY, party::ORDER, "order", schema::INT),
    loose(kind::TIE, SLOT_VOID, "void", schema::VOID),
    sure(kind::TIE, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::TIE, tie::ONE, "one", schema::REF)),
    indexed(sure(kind::TIE, tie::OTHER, "other", schema::REF)),
    sure(kind::TIE, tie::HOW, "how", schema::CODE),
    by(OFFICE, loose(kind::CALENDAR, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::CALENDAR, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(OFFICE, sure(kind::CALENDAR, calendar::YEAR, "year", schema::INT)),
    by(OFFICE, sure(kind::CALENDAR, calendar::TEXT, "text", schema::TEXT)),
    by(OFFICE, loose(kind::TALLY, SLOT_VOID, "void", schema::VOID)),
    by(OFFICE, sure(kind::TALLY, SLOT_CLOSED, "closed", schema::CLOSED)),
    by(OFFICE, sure(kind::TALLY, tally::YEAR, "year", schema::INT)),
    by(OFFICE, sure(kind::TALLY, tally::CHANNEL, "channel", schema::CODE)),
    by(OFFICE, sure(kind::TALLY, tally::COUNT, "count", schema::INT)),
    by(Roles::HEAD, loose(kind::DRAWER_SEAT, SLOT_VOID, "void", schema::VOID)),
    by(Roles::HEAD, sure(kind::DRAWER_SEAT, SLOT_CLOSED, "closed", schema::CLOSED)),
    fixed(kind::DRAWER_SEAT, drawer_seat::GRANT, "grant", schema::REF),
    loose(kind::DRAWER_SEAT, drawer_seat::PUBLIC, "public", schema::TEXT),
    by(Roles::HEAD, loose(kind::DRAWER_SEAT, drawer_seat::SHARE, "share", schema::TEXT)),
    by(Roles::HEAD, loose(kind::DRAWER_SEAT, drawer_seat::DRAWER, "drawer", schema::TEXT)),
];
