//! Kinds of household verification (核查各类记录): their slots and rows.

use super::{Row, SLOT_CLOSED, SLOT_VOID, indexed, kind, loose, schema, step, sure, written_by};
use crate::domain::roles::{APPROVAL, FIELD};

/// Slots of [`super::kind::ROUND`].
pub mod round {
    pub const PERIOD: u16 = 2;
    pub const CUTOFF: u16 = 3;
    pub const VILLAGES: u16 = 4;
    pub const RULE: u16 = 5;
    pub const STAGE: u16 = 6;
}

/// Slots of [`super::kind::VISIT`].
pub mod visit {
    pub const ROUND: u16 = 2;
    pub const HOUSEHOLD: u16 = 3;
    pub const ON: u16 = 4;
    pub const RESULT: u16 = 5;
    pub const WAY: u16 = 6;
    pub const OFFICERS: u16 = 7;
    pub const WHY_FEW: u16 = 8;
    pub const RESPONDENT: u16 = 9;
    pub const RELATION: u16 = 10;
    pub const CHECKLIST: u16 = 11;
    pub const NOTE: u16 = 12;
    pub const NEXT: u16 = 13;
}

/// Slots of [`super::kind::OUTCOME`].
pub mod outcome {
    pub const PERSON: u16 = 2;
    pub const ROUND: u16 = 3;
    pub const OUTCOME: u16 = 4;
    pub const ON: u16 = 5;
    pub const EVIDENCE: u16 = 6;
    pub const ACCOUNT: u16 = 7;
    pub const HOLDER: u16 = 8;
    pub const TAIL: u16 = 9;
    pub const PHONE: u16 = 10;
    pub const NOTE: u16 = 11;
    pub const VISIT: u16 = 12;
    pub const STATED_ON: u16 = 13;
    pub const CHECK: u16 = 14;
}

/// Slots of [`super::kind::PROPOSAL`].
pub mod proposal {
    pub const PERSON: u16 = 2;
    pub const ROUND: u16 = 3;
    pub const STAGE: u16 = 4;
    pub const FIELD: u16 = 5;
    pub const COMMENT: u16 = 6;
    pub const COUNTY: u16 = 7;
    pub const CONFIRMATION: u16 = 8;
    pub const CONFIRMED_ON: u16 = 9;
}

/// Slots of [`super::kind::DECISION`].
pub mod decision {
    pub const PERSON: u16 = 2;
    pub const ROUND: u16 = 3;
    pub const ACT: u16 = 4;
    pub const CAUSE: u16 = 5;
    pub const RULE: u16 = 6;
    pub const EVENT_ON: u16 = 7;
    pub const EFFECTIVE: u16 = 8;
    pub const EVIDENCE: u16 = 9;
    pub const NUMBER: u16 = 10;
    pub const STAGE: u16 = 11;
    pub const APPROVAL: u16 = 12;
    pub const APPROVED_ON: u16 = 13;
    pub const NOTICE_ON: u16 = 14;
    pub const SERVED_ON: u16 = 15;
    pub const SERVED_TO: u16 = 16;
}

/// Slots of [`super::kind::POSTING`].
pub mod posting {
    pub const ROUND: u16 = 2;
    pub const FROM: u16 = 3;
    pub const TO: u16 = 4;
    pub const FINGERPRINT: u16 = 5;
    pub const LINES: u16 = 6;
    pub const PERSONS: u16 = 7;
    pub const STAGE: u16 = 8;
    pub const RESULT: u16 = 9;
}

/// Slots of [`super::kind::OBJECTION`].
pub mod objection {
    pub const POSTING: u16 = 2;
    pub const PERSON: u16 = 3;
    pub const BY: u16 = 4;
    pub const ON: u16 = 5;
    pub const TEXT: u16 = 6;
    pub const STAGE: u16 = 7;
    pub const ANSWER: u16 = 8;
    pub const ANSWERED_ON: u16 = 9;
}

/// Slots of [`super::kind::CANDIDATE`].
pub mod candidate {
    pub const PERSON: u16 = 2;
    pub const SOURCE: u16 = 3;
    pub const ROW: u16 = 4;
    pub const OUTCOME: u16 = 5;
    pub const ON: u16 = 6;
    pub const SCORE: u16 = 7;
    pub const BY: u16 = 8;
    pub const STATED: u16 = 9;
    pub const STAGE: u16 = 10;
}

/// Slots of [`super::kind::OPINION`].
pub mod opinion {
    pub const PROPOSAL: u16 = 2;
    pub const LEVEL: u16 = 3;
    pub const AGREES: u16 = 4;
    pub const BY: u16 = 5;
    pub const ON: u16 = 6;
    pub const TEXT: u16 = 7;
}

/// Slots of [`super::kind::PAPER`].
pub mod paper {
    pub const SUBJECT: u16 = 2;
    pub const EVIDENCE: u16 = 3;
    pub const TITLE: u16 = 4;
    pub const ON: u16 = 5;
    pub const FILE: u16 = 6;
    pub const DIGEST: u16 = 7;
    pub const PLACE: u16 = 8;
}

/// Their rows, ascending by kind and slot.
pub(super) const ROWS: &[Row] = &[
    loose(kind::ROUND, SLOT_VOID, "void", schema::VOID),
    sure(kind::ROUND, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::ROUND, round::PERIOD, "period", schema::TEXT),
    sure(kind::ROUND, round::CUTOFF, "cutoff", schema::DAY),
    sure(kind::ROUND, round::VILLAGES, "villages", schema::REFS),
    sure(kind::ROUND, round::RULE, "rule", schema::TEXT),
    step(kind::ROUND, round::STAGE, "stage"),
    loose(kind::VISIT, SLOT_VOID, "void", schema::VOID),
    sure(kind::VISIT, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::VISIT, visit::ROUND, "round", schema::REF),
    indexed(sure(kind::VISIT, visit::HOUSEHOLD, "household", schema::REF)),
    sure(kind::VISIT, visit::ON, "on", schema::DAY),
    sure(kind::VISIT, visit::RESULT, "result", schema::CODE),
    sure(kind::VISIT, visit::WAY, "way", schema::CODE),
    sure(kind::VISIT, visit::OFFICERS, "officers", schema::TEXTS),
    sure(kind::VISIT, visit::WHY_FEW, "why_few", schema::TEXT),
    sure(kind::VISIT, visit::RESPONDENT, "respondent", schema::TEXT),
    sure(kind::VISIT, visit::RELATION, "relation", schema::TEXT),
    sure(kind::VISIT, visit::CHECKLIST, "checklist", schema::TEXTS),
    sure(kind::VISIT, visit::NOTE, "note", schema::TEXT),
    sure(kind::VISIT, visit::NEXT, "next", schema::DAY),
    loose(kind::OUTCOME, SLOT_VOID, "void", schema::VOID),
    sure(kind::OUTCOME, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::OUTCOME, outcome::PERSON, "person", schema::REF)),
    sure(kind::OUTCOME, outcome::ROUND, "round", schema::REF),
    sure(kind::OUTCOME, outcome::OUTCOME, "outcome", schema::CODE),
    sure(kind::OUTCOME, outcome::ON, "on", schema::DAY),
    sure(kind::OUTCOME, outcome::EVIDENCE, "evidence", schema::CODE),
    sure(kind::OUTCOME, outcome::ACCOUNT, "account", schema::CODE),
    sure(kind::OUTCOME, outcome::HOLDER, "holder", schema::TEXT),
    sure(kind::OUTCOME, outcome::TAIL, "tail", schema::TEXT),
    loose(kind::OUTCOME, outcome::PHONE, "phone", schema::TEXT),
    loose(kind::OUTCOME, outcome::NOTE, "note", schema::TEXT),
    loose(kind::OUTCOME, outcome::VISIT, "visit", schema::REF),
    loose(kind::OUTCOME, outcome::STATED_ON, "stated_on", schema::DAY),
    sure(kind::OUTCOME, outcome::CHECK, "check", schema::CODE),
    loose(kind::PROPOSAL, SLOT_VOID, "void", schema::VOID),
    sure(kind::PROPOSAL, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::PROPOSAL, proposal::PERSON, "person", schema::REF)),
    sure(kind::PROPOSAL, proposal::ROUND, "round", schema::REF),
    step(kind::PROPOSAL, proposal::STAGE, "stage"),
    loose(kind::PROPOSAL, proposal::FIELD, "field", schema::TEXT),
    loose(kind::PROPOSAL, proposal::COMMENT, "comment", schema::TEXT),
    sure(kind::PROPOSAL, proposal::COUNTY, "county", schema::TEXT),
    sure(kind::PROPOSAL, proposal::CONFIRMATION, "confirmation", schema::TEXT),
    sure(kind::PROPOSAL, proposal::CONFIRMED_ON, "confirmed_on", schema::DAY),
    loose(kind::DECISION, SLOT_VOID, "void", schema::VOID),
    sure(kind::DECISION, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::DECISION, decision::PERSON, "person", schema::REF)),
    sure(kind::DECISION, decision::ROUND, "round", schema::REF),
    sure(kind::DECISION, decision::ACT, "act", schema::CODE),
    sure(kind::DECISION, decision::CAUSE, "cause", schema::TEXT),
    sure(kind::DECISION, decision::RULE, "rule", schema::TEXT),
    sure(kind::DECISION, decision::EVENT_ON, "event_on", schema::DAY),
    sure(kind::DECISION, decision::EFFECTIVE, "effective", schema::DAY),
    sure(kind::DECISION, decision::EVIDENCE, "evidence", schema::TEXTS),
    sure(kind::DECISION, decision::NUMBER, "number", schema::TEXT),
    step(kind::DECISION, decision::STAGE, "stage"),
    written_by(APPROVAL, step(kind::DECISION, decision::APPROVAL, "approval")),
    written_by(APPROVAL, sure(kind::DECISION, decision::APPROVED_ON, "approved_on", schema::DAY)),
    sure(kind::DECISION, decision::NOTICE_ON, "notice_on", schema::DAY),
    sure(kind::DECISION, decision::SERVED_ON, "served_on", schema::DAY),
    sure(kind::DECISION, decision::SERVED_TO, "served_to", schema::TEXT),
    loose(kind::POSTING, SLOT_VOID, "void", schema::VOID),
    sure(kind::POSTING, SLOT_CLOSED, "closed", schema::CLOSED),
    sure(kind::POSTING, posting::ROUND, "round", schema::REF),
    sure(kind::POSTING, posting::FROM, "from", schema::DAY),
    sure(kind::POSTING, posting::TO, "to", schema::DAY),
    sure(kind::POSTING, posting::FINGERPRINT, "fingerprint", schema::TEXT),
    sure(kind::POSTING, posting::LINES, "lines", schema::INT),
    sure(kind::POSTING, posting::PERSONS, "persons", schema::REFS),
    step(kind::POSTING, posting::STAGE, "stage"),
    sure(kind::POSTING, posting::RESULT, "result", schema::TEXT),
    loose(kind::OBJECTION, SLOT_VOID, "void", schema::VOID),
    sure(kind::OBJECTION, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::OBJECTION, objection::POSTING, "posting", schema::REF)),
    sure(kind::OBJECTION, objection::PERSON, "person", schema::REF),
    sure(kind::OBJECTION, objection::BY, "by", schema::TEXT),
    sure(kind::OBJECTION, objection::ON, "on", schema::DAY),
    sure(kind::OBJECTION, objection::TEXT, "text", schema::TEXT),
    step(kind::OBJECTION, objection::STAGE, "stage"),
    sure(kind::OBJECTION, objection::ANSWER, "answer", schema::TEXT),
    sure(kind::OBJECTION, objection::ANSWERED_ON, "answered_on", schema::DAY),
    loose(kind::CANDIDATE, SLOT_VOID, "void", schema::VOID),
    sure(kind::CANDIDATE, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::CANDIDATE, candidate::PERSON, "person", schema::REF)),
    sure(kind::CANDIDATE, candidate::SOURCE, "source", schema::TEXT),
    sure(kind::CANDIDATE, candidate::ROW, "row", schema::INT),
    sure(kind::CANDIDATE, candidate::OUTCOME, "outcome", schema::CODE),
    sure(kind::CANDIDATE, candidate::ON, "on", schema::DAY),
    sure(kind::CANDIDATE, candidate::SCORE, "score", schema::INT),
    sure(kind::CANDIDATE, candidate::BY, "by", schema::CODE),
    sure(kind::CANDIDATE, candidate::STATED, "stated", schema::TEXT),
    written_by(FIELD, step(kind::CANDIDATE, candidate::STAGE, "stage")),
    loose(kind::OPINION, SLOT_VOID, "void", schema::VOID),
    sure(kind::OPINION, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::OPINION, opinion::PROPOSAL, "proposal", schema::REF)),
    sure(kind::OPINION, opinion::LEVEL, "level", schema::CODE),
    sure(kind::OPINION, opinion::AGREES, "agrees", schema::CODE),
    sure(kind::OPINION, opinion::BY, "by", schema::TEXT),
    sure(kind::OPINION, opinion::ON, "on", schema::DAY),
    sure(kind::OPINION, opinion::TEXT, "text", schema::TEXT),
    loose(kind::PAPER, SLOT_VOID, "void", schema::VOID),
    sure(kind::PAPER, SLOT_CLOSED, "closed", schema::CLOSED),
    indexed(sure(kind::PAPER, paper::SUBJECT, "subject", schema::REF)),
    sure(kind::PAPER, paper::EVIDENCE, "evidence", schema::CODE),
    sure(kind::PAPER, paper::TITLE, "title", schema::TEXT),
    sure(kind::PAPER, paper::ON, "on", schema::DAY),
    sure(kind::PAPER, paper::FILE, "file", schema::TEXT),
    sure(kind::PAPER, paper::DIGEST, "digest", schema::TEXT),
    sure(kind::PAPER, paper::PLACE, "place", schema::TEXT),
];
