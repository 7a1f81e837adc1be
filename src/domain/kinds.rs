//! The table of kinds and slots (实体与字段表): number, stable name, class, schemas, writers. A new field is one row here.
//!
//! Published rows never change: a number keeps its meaning, a slot its class and its writers. The names are what
//! `--json` and the command line use, so they are published as well.

#[cfg(test)]
pub mod leaflet;
mod petition;
mod proving;
mod subsidy;
#[cfg(test)]
mod tests;
mod verify;

use super::roles::{FIELD, OFFICE};
use super::value::{self, Value, schema};
use crate::journal::{Class, Roles, SlotRule, Table, authority};

pub use petition::{calendar, drawer_seat, item, log, party, taken, tally, tie};
pub use proving::{pair, proof};
pub use subsidy::{
    allocation, approval, batch, list, mandate, opening, recovery, returned, rule, year_close,
};

/// Number of this table; raise it with every row added, and every folder folds again.
pub const TABLE_NUMBER: u32 = 9;

/// Kind numbers.
pub mod kind {
    /// 地点: district, township, village, group, settlement point.
    pub const PLACE: u16 = 10;
    /// 户: a household of the support list.
    pub const HOUSEHOLD: u16 = 11;
    /// 人: a person.
    pub const PERSON: u16 = 12;
    /// 户内成员: a person in a household, from a day to a day.
    pub const MEMBERSHIP: u16 = 13;
    /// 设置: what the office decided for all its machines (its name, idle minutes, uncertain rules).
    pub const SETTING: u16 = 14;
    /// 记事: what somebody wrote about a household or person.
    pub const NOTE: u16 = 15;
    /// 身份证明: a proof of migrant identity that was issued; the records of this kind are the register of proofs.
    pub const PROOF: u16 = 16;
    /// 同一人判断: whether two persons who look alike are one.
    pub const PAIR: u16 = 17;
    /// 核查批次: a round of verification, a quarter or a year.
    pub const ROUND: u16 = 20;
    /// 入户核查记录: one visit to a household, or what came instead of one.
    pub const VISIT: u16 = 21;
    /// 核查结果: how a round found one person.
    pub const OUTCOME: u16 = 22;
    /// 核查提议: what the field proposes of a person in a round.
    pub const PROPOSAL: u16 = 23;
    /// 核定: what the office decides on a person in a round.
    pub const DECISION: u16 = 24;
    /// 公示: a list that hangs in a village.
    pub const POSTING: u16 = 25;
    /// 异议: what somebody says against a posted list.
    pub const OBJECTION: u16 = 26;
    /// 比对疑点: a line of another office's list that may mean a person.
    pub const CANDIDATE: u16 = 27;
    /// 意见: what community, street or district say of a proposal.
    pub const OPINION: u16 = 28;
    /// 证据材料: a paper or photo, by name, digest and where it lies; the file is not stored.
    pub const PAPER: u16 = 29;
    /// 规则文件: a rule document of direct support, as the office put it in force.
    pub const RULE: u16 = 30;
    /// 发放批次: a payment list as a whole, and how far it has come.
    pub const BATCH: u16 = 31;
    /// 发放清单: lines of one village in a batch.
    pub const LIST: u16 = 32;
    /// 银行回盘: what became of one village's lines in a batch.
    pub const RETURN: u16 = 33;
    /// 期初: what a person was paid before the first period that is kept.
    pub const OPENING: u16 = 34;
    /// 追缴: one step of getting an over-paid period back from a person.
    pub const RECOVERY: u16 = 35;
    /// 批复: how many persons of a reservoir were approved, by which document.
    pub const APPROVAL: u16 = 36;
    /// 资金拨付: money of a year that came, or went elsewhere than to persons.
    pub const ALLOCATION: u16 = 37;
    /// 年结: the figures of a year as they were published.
    pub const YEAR_CLOSE: u16 = 38;
    /// 委托: who receives a person's money by a signed form, an agent or an heir.
    pub const MANDATE: u16 = 39;
    /// 信访件: a petition; an accusation only as a sealed body in a stream of the office.
    pub const PETITION: u16 = 40;
    /// 信访步骤: a legal step, a fact.
    pub const STEP: u16 = 41;
    /// 联系记录: who was in touch with whom about a petition.
    pub const LOG: u16 = 42;
    /// 信访人: a person of a petition.
    pub const PARTY: u16 = 43;
    /// 关联: two petitions that hang together.
    pub const TIE: u16 = 44;
    /// 放假安排: a year's working days.
    pub const CALENDAR: u16 = 45;
    /// 往年件数: last years' petitions by channel.
    pub const TALLY: u16 = 46;
    /// 密件柜席位: the drawer sealed to an officer of another machine.
    pub const DRAWER_SEAT: u16 = 47;
    /// 宣传册: the worked example of [`crate::domain`]'s page, in tests alone.
    #[cfg(test)]
    pub const LEAFLET: u16 = 900;
}

pub use verify::{candidate, decision, objection, opinion, outcome, paper, posting, proposal, round, visit};

pub use crate::journal::operation::{SLOT_CLOSED, SLOT_VOID};

/// Slots of [`kind::PLACE`].
pub mod place {
    pub const NAME: u16 = 2;
    pub const LEVEL: u16 = 3;
    pub const PARENT: u16 = 4;
    pub const CODE: u16 = 5;
    pub const ALIASES: u16 = 6;
    pub const FORMER_CODES: u16 = 7;
    pub const ORDER: u16 = 8;
    pub const SCATTERED: u16 = 9;
}

/// Slots of [`kind::HOUSEHOLD`].
pub mod household {
    pub const CODE: u16 = 2;
    pub const VILLAGE: u16 = 3;
    pub const GROUP: u16 = 4;
    pub const SETTLEMENT: u16 = 5;
    pub const HEAD: u16 = 6;
    pub const ADDRESS: u16 = 7;
    pub const ORDER: u16 = 8;
    pub const REMARK: u16 = 9;
    pub const SINCE: u16 = 10;
}

/// Slots of [`kind::PERSON`].
pub mod person {
    pub const CODE: u16 = 2;
    pub const NAME: u16 = 3;
    pub const FORMER_NAME: u16 = 4;
    pub const NICKNAME: u16 = 5;
    pub const SEX: u16 = 6;
    pub const BIRTH: u16 = 7;
    pub const ETHNIC: u16 = 8;
    pub const ID_NUMBER: u16 = 9;
    pub const PHONE: u16 = 10;
    pub const ACCOUNT: u16 = 11;
    pub const BANK: u16 = 12;
    pub const ACCOUNT_NAME: u16 = 13;
    pub const MIGRANT_KIND: u16 = 14;
    pub const RELOCATED: u16 = 15;
    pub const RESERVOIR: u16 = 16;
    pub const DEATH: u16 = 17;
    pub const SUPPORT_MODE: u16 = 18;
    pub const SUPPORT_FROM: u16 = 19;
    pub const SUPPORT_TO: u16 = 20;
    pub const REMARK: u16 = 21;
    pub const READING: u16 = 22;
    pub const VILLAGE: u16 = 23;
    pub const REGISTRATION: u16 = 24;
}

/// Slots of [`kind::MEMBERSHIP`].
pub mod membership {
    pub const PERSON: u16 = 2;
    pub const HOUSEHOLD: u16 = 3;
    pub const FROM: u16 = 4;
    pub const TO: u16 = 5;
    pub const REASON: u16 = 6;
    pub const RELATION: u16 = 7;
    pub const ORDER: u16 = 8;
    pub const RELATION_TEXT: u16 = 9;
}

/// Slots of [`kind::SETTING`].
pub mod setting {
    pub const NAME: u16 = 2;
    pub const VALUE: u16 = 3;
}

/// Slots of [`kind::NOTE`].
pub mod note {
    pub const SUBJECT: u16 = 2;
    pub const TEXT: u16 = 3;
    pub const ON: u16 = 4;
}

/// Whose machines hold a kind's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Scope zeros: every machine.
    Everyone,
    /// The scope is the village's entity.
    Village,
}

/// One published slot.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// Kind number.
    pub kind: u16,
    /// Slot number within the kind.
    pub slot: u16,
    /// Stable English name.
    pub name: &'static str,
    /// What several live values mean.
    pub class: Class,
    /// Schema that is written.
    pub schema: u8,
    /// Who may write it.
    pub writers: Roles,
    /// True if records are looked up by it (the value is a [`value::Value::Ref`]).
    pub indexed: bool,
}

/// One published kind.
#[derive(Clone, Copy, Debug)]
pub struct KindRow {
    /// Kind number.
    pub kind: u16,
    /// Stable English name.
    pub name: &'static str,
    /// Where its records live.
    pub reach: Reach,
}

const fn sure(kind: u16, slot: u16, name: &'static str, schema: u8) -> Row {
    let writers = match kind {
        kind::PLACE | kind::ROUND | kind::DECISION | kind::POSTING | kind::CANDIDATE => OFFICE,
        kind::SETTING => Roles::HEAD,
        _ => FIELD,
    };
    Row { kind, slot, name, class: Class::Sure, schema, writers, indexed: false }
}

const fn loose(kind: u16, slot: u16, name: &'static str, schema: u8) -> Row {
    let row = sure(kind, slot, name, schema);
    Row { class: Class::Loose, ..row }
}

const fn step(kind: u16, slot: u16, name: &'static str) -> Row {
    let row = sure(kind, slot, name, schema::STEP);
    Row { class: Class::Step, ..row }
}

const fn written_by(writers: Roles, row: Row) -> Row {
    Row { writers, ..row }
}

const fn indexed(row: Row) -> Row {
    Row { indexed: true, ..row }
}

/// Every kind of the work (authority kinds 1 to 6 are the journal's own).
pub static KINDS: &[KindRow] = &[
    KindRow { kind: kind::PLACE, name: "place", reach: Reach::Everyone },
    KindRow { kind: kind::HOUSEHOLD, name: "household", reach: Reach::Village },
    KindRow { kind: kind::PERSON, name: "person", reach: Reach::Village },
    KindRow { kind: kind::MEMBERSHIP, name: "membership", reach: Reach::Village },
    KindRow { kind: kind::SETTING, name: "setting", reach: Reach::Everyone },
    KindRow { kind: kind::NOTE, name: "note", reach: Reach::Village },
    KindRow { kind: kind::PROOF, name: "proof", reach: Reach::Village },
    KindRow { kind: kind::PAIR, name: "pair", reach: Reach::Village },
    KindRow { kind: kind::ROUND, name: "round", reach: Reach::Everyone },
    KindRow { kind: kind::VISIT, name: "visit", reach: Reach::Village },
    KindRow { kind: kind::OUTCOME, name: "outcome", reach: Reach::Village },
    KindRow { kind: kind::PROPOSAL, name: "proposal", reach: Reach::Village },
    KindRow { kind: kind::DECISION, name: "decision", reach: Reach::Village },
    KindRow { kind: kind::POSTING, name: "posting", reach: Reach::Village },
    KindRow { kind: kind::OBJECTION, name: "objection", reach: Reach::Village },
    KindRow { kind: kind::CANDIDATE, name: "candidate", reach: Reach::Village },
    KindRow { kind: kind::OPINION, name: "opinion", reach: Reach::Village },
    KindRow { kind: kind::PAPER, name: "paper", reach: Reach::Village },
    KindRow { kind: kind::RULE, name: "rule_document", reach: Reach::Everyone },
    KindRow { kind: kind::BATCH, name: "batch", reach: Reach::Everyone },
    KindRow { kind: kind::LIST, name: "list", reach: Reach::Village },
    KindRow { kind: kind::RETURN, name: "return", reach: Reach::Village },
    KindRow { kind: kind::OPENING, name: "opening", reach: Reach::Village },
    KindRow { kind: kind::RECOVERY, name: "recovery", reach: Reach::Village },
    KindRow { kind: kind::APPROVAL, name: "approval", reach: Reach::Everyone },
    KindRow { kind: kind::ALLOCATION, name: "allocation", reach: Reach::Everyone },
    KindRow { kind: kind::YEAR_CLOSE, name: "year_close", reach: Reach::Everyone },
    KindRow { kind: kind::MANDATE, name: "mandate", reach: Reach::Village },
    KindRow { kind: kind::PETITION, name: "petition", reach: Reach::Village },
    KindRow { kind: kind::STEP, name: "petition_step", reach: Reach::Village },
    KindRow { kind: kind::LOG, name: "petition_log", reach: Reach::Village },
    KindRow { kind: kind::PARTY, name: "petition_party", reach: Reach::Village },
    KindRow { kind: kind::TIE, name: "petition_tie", reach: Reach::Village },
    KindRow { kind: kind::CALENDAR, name: "calendar", reach: Reach::Everyone },
    KindRow { kind: kind::TALLY, name: "petition_tally", reach: Reach::Everyone },
    KindRow { kind: kind::DRAWER_SEAT, name: "drawer_seat", reach: Reach::Everyone },
    #[cfg(test)]
    KindRow { kind: kind::LEAFLET, name: "leaflet", reach: Reach::Village },
];

/// Slots of the register, ascending by kind and slot.
///
/// `void` is loose because any live reason sets the record aside: two officers who both set it aside agree.
const REGISTER: &[Row] = &[
    loose(kind::PLACE, SLOT_VOID, "void", schema::VOID),
    sure(kind::PLACE, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::PLACE, place::NAME, "name", schema::TEXT),
    sure(kind::PLACE, place::LEVEL, "level", schema::CODE),
    sure(kind::PLACE, place::PARENT, "parent", schema::REF),
    sure(kind::PLACE, place::CODE, "code", schema::TEXT),
    loose(kind::PLACE, place::ALIASES, "aliases", schema::TEXTS),
    loose(kind::PLACE, place::FORMER_CODES, "former_codes", schema::TEXTS),
    loose(kind::PLACE, place::ORDER, "order", schema::INT),
    sure(kind::PLACE, place::SCATTERED, "scattered", schema::CODE),
    loose(kind::HOUSEHOLD, SLOT_VOID, "void", schema::VOID),
    sure(kind::HOUSEHOLD, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::HOUSEHOLD, household::CODE, "code", schema::TEXT),
    sure(kind::HOUSEHOLD, household::VILLAGE, "village", schema::REF),
    sure(kind::HOUSEHOLD, household::GROUP, "group", schema::REF),
    sure(kind::HOUSEHOLD, household::SETTLEMENT, "settlement", schema::REF),
    sure(kind::HOUSEHOLD, household::HEAD, "head", schema::REF),
    loose(kind::HOUSEHOLD, household::ADDRESS, "address", schema::TEXT),
    loose(kind::HOUSEHOLD, household::ORDER, "order", schema::INT),
    loose(kind::HOUSEHOLD, household::REMARK, "remark", schema::TEXT),
    sure(kind::HOUSEHOLD, household::SINCE, "since", schema::DAY),
    loose(kind::PERSON, SLOT_VOID, "void", schema::VOID),
    sure(kind::PERSON, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::PERSON, person::CODE, "code", schema::TEXT),
    sure(kind::PERSON, person::NAME, "name", schema::TEXT),
    loose(kind::PERSON, person::FORMER_NAME, "former_name", schema::TEXT),
    loose(kind::PERSON, person::NICKNAME, "nickname", schema::TEXT),
    sure(kind::PERSON, person::SEX, "sex", schema::CODE),
    sure(kind::PERSON, person::BIRTH, "birth", schema::DAY),
    sure(kind::PERSON, person::ETHNIC, "ethnic", schema::CODE),
    sure(kind::PERSON, person::ID_NUMBER, "id_number", schema::TEXT),
    loose(kind::PERSON, person::PHONE, "phone", schema::TEXT),
    sure(kind::PERSON, person::ACCOUNT, "account", schema::TEXT),
    sure(kind::PERSON, person::BANK, "bank", schema::TEXT),
    sure(kind::PERSON, person::ACCOUNT_NAME, "account_name", schema::TEXT),
    sure(kind::PERSON, person::MIGRANT_KIND, "migrant_kind", schema::CODE),
    sure(kind::PERSON, person::RELOCATED, "relocated", schema::DAY),
    sure(kind::PERSON, person::RESERVOIR, "reservoir", schema::TEXT),
    sure(kind::PERSON, person::DEATH, "death", schema::DAY),
    sure(kind::PERSON, person::SUPPORT_MODE, "support_mode", schema::CODE),
    sure(kind::PERSON, person::SUPPORT_FROM, "support_from", schema::DAY),
    sure(kind::PERSON, person::SUPPORT_TO, "support_to", schema::DAY),
    loose(kind::PERSON, person::REMARK, "remark", schema::TEXT),
    loose(kind::PERSON, person::READING, "reading", schema::TEXT),
    sure(kind::PERSON, person::VILLAGE, "village", schema::REF),
    loose(kind::PERSON, person::REGISTRATION, "registration", schema::CODE),
    loose(kind::MEMBERSHIP, SLOT_VOID, "void", schema::VOID),
    sure(kind::MEMBERSHIP, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::MEMBERSHIP, membership::PERSON, "person", schema::REF)),
    indexed(sure(kind::MEMBERSHIP, membership::HOUSEHOLD, "household", schema::REF)),
    sure(kind::MEMBERSHIP, membership::FROM, "from", schema::DAY),
    sure(kind::MEMBERSHIP, membership::TO, "to", schema::DAY),
    sure(kind::MEMBERSHIP, membership::REASON, "reason", schema::CODE),
    sure(kind::MEMBERSHIP, membership::RELATION, "relation", schema::CODE),
    loose(kind::MEMBERSHIP, membership::ORDER, "order", schema::INT),
    loose(kind::MEMBERSHIP, membership::RELATION_TEXT, "relation_text", schema::TEXT),
    loose(kind::SETTING, SLOT_VOID, "void", schema::VOID),
    sure(kind::SETTING, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::SETTING, setting::NAME, "name", schema::TEXT),
    sure(kind::SETTING, setting::VALUE, "value", schema::TEXT),
    loose(kind::NOTE, SLOT_VOID, "void", schema::VOID),
    sure(kind::NOTE, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::NOTE, note::SUBJECT, "subject", schema::REF)),
    sure(kind::NOTE, note::TEXT, "text", schema::TEXT),
    sure(kind::NOTE, note::ON, "on", schema::DAY),
    loose(kind::PROOF, SLOT_VOID, "void", schema::VOID),
    sure(kind::PROOF, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::PROOF, proof::SUBJECT, "subject", schema::REF)),
    sure(kind::PROOF, proof::NUMBER, "number", schema::TEXT),
    sure(kind::PROOF, proof::ISSUED, "issued", schema::DAY),
    sure(kind::PROOF, proof::PURPOSE, "purpose", schema::TEXT),
    sure(kind::PROOF, proof::COPIES, "copies", schema::INT),
    sure(kind::PROOF, proof::ABOUT, "about", schema::TEXT),
    sure(kind::PROOF, proof::PERSONS, "persons", schema::INT),
    sure(kind::PROOF, proof::DIGEST, "digest", schema::TEXT),
    loose(kind::PAIR, SLOT_VOID, "void", schema::VOID),
    sure(kind::PAIR, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::PAIR, pair::ONE, "one", schema::REF)),
    indexed(sure(kind::PAIR, pair::OTHER, "other", schema::REF)),
    sure(kind::PAIR, pair::VERDICT, "verdict", schema::CODE),
    loose(kind::PAIR, pair::LEAD, "lead", schema::REF),
];

#[cfg(test)]
const EXAMPLE: &[Row] = leaflet::ROWS;
#[cfg(not(test))]
const EXAMPLE: &[Row] = &[];

/// The parts of the table, ascending.
const PARTS: &[&[Row]] = &[REGISTER, verify::ROWS, subsidy::ROWS, petition::ROWS, EXAMPLE];

const COUNT: usize = {
    let (mut count, mut part) = (0, 0);
    while part < PARTS.len() {
        count += PARTS[part].len();
        part += 1;
    }
    count
};

static JOINED: [Row; COUNT] = {
    let mut all = [REGISTER[0]; COUNT];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut row = 0;
        while row < PARTS[part].len() {
            all[at] = PARTS[part][row];
            at += 1;
            row += 1;
        }
        part += 1;
    }
    all
};

/// Every slot, ascending by kind and slot.
pub static ROWS: &[Row] = &JOINED;

/// The row of a slot.
pub fn slot(kind: u16, slot: u16) -> Option<&'static Row> {
    ROWS.binary_search_by_key(&(kind, slot), |row| (row.kind, row.slot)).ok().map(|at| &ROWS[at])
}

/// The row of a slot by its stable name, as given on the command line.
pub fn slot_by_name(kind: u16, name: &str) -> Option<&'static Row> {
    rows_of(kind).find(|row| row.name == name)
}

/// All rows of one kind, ascending by slot.
pub fn rows_of(kind: u16) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| row.kind == kind)
}

/// The row of a kind.
pub fn kind_row(kind: u16) -> Option<&'static KindRow> {
    KINDS.iter().find(|row| row.kind == kind)
}

/// The row of a kind by its stable name.
pub fn kind_by_name(name: &str) -> Option<&'static KindRow> {
    KINDS.iter().find(|row| row.name == name)
}

/// Stable name of a kind, the journal's own included; `"unknown"` for numbers that no table has.
pub fn kind_name(kind: u16) -> &'static str {
    match kind {
        authority::kind::DEVICE => "device",
        authority::kind::OFFICER => "officer",
        authority::kind::GRANT => "grant",
        authority::kind::END => "end",
        authority::kind::RULING => "ruling",
        authority::kind::DRAWER => "drawer",
        other => kind_row(other).map_or("unknown", |row| row.name),
    }
}

/// The table as the journal asks for it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kinds;

impl Table for Kinds {
    fn number(&self) -> u32 {
        TABLE_NUMBER
    }

    fn slot(&self, kind: u16, number: u16) -> Option<SlotRule> {
        let row = slot(kind, number)?;
        Some(SlotRule {
            class: row.class,
            schemas: value::readable(row.schema),
            writers: row.writers,
            reference: row.indexed,
        })
    }

    fn canonical(&self, schema: u8, bytes: &[u8]) -> bool {
        Value::decode(schema, bytes).is_ok()
    }

    fn office_only(&self, kind: u16) -> bool {
        // Villages decide who is sent what, rules what everybody is paid; two laptops must not invent the same one.
        kind == kind::PLACE || kind == kind::RULE
    }
}
