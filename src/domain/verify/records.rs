//! Typed records of verification (核查记录), their natural keys, and the digest that a step judges.

use super::stages::{self, Stage};
use crate::domain::day::Day;
use crate::domain::kinds::{
    candidate, decision, kind, objection, opinion, outcome, paper, posting, proposal, round, visit,
};
use crate::domain::record::{Slot, Staged, typed_record};
use crate::journal::{Audience, EntityId, Hash, Record, RecordKey, hash};

typed_record!(
    /// 核查批次
    Round, kind::ROUND, {
        /// `2026` or `2026Q3`.
        period: String = round::PERIOD,
        cutoff: Day = round::CUTOFF,
        /// Empty = all.
        villages: Vec<EntityId> = round::VILLAGES,
        /// Id of the rule document.
        rule: String = round::RULE,
        stage: Staged = round::STAGE,
    }
);

typed_record!(
    /// 入户核查记录
    Visit, kind::VISIT, {
        round: EntityId = visit::ROUND,
        household: EntityId = visit::HOUSEHOLD,
        on: Day = visit::ON,
        /// See [`super::stages::VisitResult`].
        result: u16 = visit::RESULT,
        /// See [`super::stages::Way`].
        way: u16 = visit::WAY,
        /// Names, at least two or `why_few`.
        officers: Vec<String> = visit::OFFICERS,
        why_few: String = visit::WHY_FEW,
        respondent: String = visit::RESPONDENT,
        /// To the head, in words.
        relation: String = visit::RELATION,
        checklist: Vec<String> = visit::CHECKLIST,
        note: String = visit::NOTE,
        /// When one comes again.
        next: Day = visit::NEXT,
    }
);

typed_record!(
    /// 核查结果: one of a person in a round, so that two laptops that say the same agree, and where they differ it is a
    /// conflict of that field and of no other.
    Outcome, kind::OUTCOME, {
        person: EntityId = outcome::PERSON,
        round: EntityId = outcome::ROUND,
        /// Code of the rule document.
        outcome: u16 = outcome::OUTCOME,
        /// When it happened.
        on: Day = outcome::ON,
        evidence: u16 = outcome::EVIDENCE,
        account: u16 = outcome::ACCOUNT,
        holder: String = outcome::HOLDER,
        /// Last digits as shown.
        tail: String = outcome::TAIL,
        phone: String = outcome::PHONE,
        note: String = outcome::NOTE,
        visit: EntityId = outcome::VISIT,
        stated_on: Day = outcome::STATED_ON,
        /// 1 = of the blind second check.
        check: u16 = outcome::CHECK,
    }
);

typed_record!(
    /// 核查提议: what it asks for follows from the person's outcome.
    Proposal, kind::PROPOSAL, {
        person: EntityId = proposal::PERSON,
        round: EntityId = proposal::ROUND,
        stage: Staged = proposal::STAGE,
        /// The field that a return is about.
        field: String = proposal::FIELD,
        comment: String = proposal::COMMENT,
        /// The other county of a transfer.
        county: String = proposal::COUNTY,
        confirmation: String = proposal::CONFIRMATION,
        confirmed_on: Day = proposal::CONFIRMED_ON,
    }
);

typed_record!(
    /// 核定
    Decision, kind::DECISION, {
        person: EntityId = decision::PERSON,
        round: EntityId = decision::ROUND,
        /// See [`super::rules::Effect`].
        act: u16 = decision::ACT,
        cause: String = decision::CAUSE,
        /// Rule and article.
        rule: String = decision::RULE,
        event_on: Day = decision::EVENT_ON,
        /// First day on which it counts.
        effective: Day = decision::EFFECTIVE,
        evidence: Vec<String> = decision::EVIDENCE,
        number: String = decision::NUMBER,
        stage: Staged = decision::STAGE,
        approval: Staged = decision::APPROVAL,
        approved_on: Day = decision::APPROVED_ON,
        notice_on: Day = decision::NOTICE_ON,
        served_on: Day = decision::SERVED_ON,
        served_to: String = decision::SERVED_TO,
    }
);

typed_record!(
    /// 公示
    Posting, kind::POSTING, {
        round: EntityId = posting::ROUND,
        from: Day = posting::FROM,
        to: Day = posting::TO,
        fingerprint: String = posting::FINGERPRINT,
        lines: i64 = posting::LINES,
        /// Whose change is posted.
        persons: Vec<EntityId> = posting::PERSONS,
        stage: Staged = posting::STAGE,
        result: String = posting::RESULT,
    }
);

typed_record!(
    /// 异议
    Objection, kind::OBJECTION, {
        posting: EntityId = objection::POSTING,
        person: EntityId = objection::PERSON,
        by: String = objection::BY,
        on: Day = objection::ON,
        text: String = objection::TEXT,
        stage: Staged = objection::STAGE,
        answer: String = objection::ANSWER,
        answered_on: Day = objection::ANSWERED_ON,
    }
);

typed_record!(
    /// 比对疑点
    Candidate, kind::CANDIDATE, {
        person: EntityId = candidate::PERSON,
        /// Name of the list's file.
        source: String = candidate::SOURCE,
        row: i64 = candidate::ROW,
        /// The outcome that the list claims.
        outcome: u16 = candidate::OUTCOME,
        on: Day = candidate::ON,
        /// From 0 to 100.
        score: i64 = candidate::SCORE,
        /// See [`super::matching::By`].
        by: u16 = candidate::BY,
        /// Name and place as the list has them.
        stated: String = candidate::STATED,
        stage: Staged = candidate::STAGE,
    }
);

typed_record!(
    /// 意见
    Opinion, kind::OPINION, {
        proposal: EntityId = opinion::PROPOSAL,
        /// See [`super::stages::Level`].
        level: u16 = opinion::LEVEL,
        /// 1 agrees, 2 does not.
        agrees: u16 = opinion::AGREES,
        by: String = opinion::BY,
        on: Day = opinion::ON,
        text: String = opinion::TEXT,
    }
);

typed_record!(
    /// 证据材料
    Paper, kind::PAPER, {
        subject: EntityId = paper::SUBJECT,
        evidence: u16 = paper::EVIDENCE,
        title: String = paper::TITLE,
        on: Day = paper::ON,
        file: String = paper::FILE,
        /// SHA-256 in hexadecimal.
        digest: String = paper::DIGEST,
        /// Where the file lies.
        place: String = paper::PLACE,
    }
);

fn keyed(kind: u16, scope: EntityId, entity: EntityId) -> RecordKey {
    RecordKey { audience: Audience::Everyone, kind, scope, entity }
}

/// The record of a round: one per data set and period, so that a round opened on two machines is one.
pub fn round_key(data_set: Hash, period: &str) -> RecordKey {
    let entity = hash::natural(kind::ROUND).fixed(&data_set.0).text(period).entity();
    keyed(kind::ROUND, EntityId::ZERO, entity)
}

/// The record of a person's outcome in a round; that of the blind second check is another.
pub fn outcome_key(village: EntityId, round: EntityId, person: EntityId, check: bool) -> RecordKey {
    let natural = hash::natural(kind::OUTCOME).fixed(&round.0).fixed(&person.0).number(u64::from(check));
    keyed(kind::OUTCOME, village, natural.entity())
}

/// The record of a proposal: one per person and round.
pub fn proposal_key(village: EntityId, round: EntityId, person: EntityId) -> RecordKey {
    let entity = hash::natural(kind::PROPOSAL).fixed(&round.0).fixed(&person.0).entity();
    keyed(kind::PROPOSAL, village, entity)
}

/// The record of a decision: one per person and round.
pub fn decision_key(village: EntityId, round: EntityId, person: EntityId) -> RecordKey {
    let entity = hash::natural(kind::DECISION).fixed(&round.0).fixed(&person.0).entity();
    keyed(kind::DECISION, village, entity)
}

/// The record of a candidate: the same list again makes the same one.
pub fn candidate_key(village: EntityId, file: Hash, row: u64, person: EntityId) -> RecordKey {
    let natural = hash::natural(kind::CANDIDATE).fixed(&file.0).number(row).fixed(&person.0);
    keyed(kind::CANDIDATE, village, natural.entity())
}

/// The stage that holds: of a fork the one that the table of precedence says.
pub fn stage_of(slot: &Slot<Staged>) -> Option<(Stage, Hash)> {
    let known = slot.all().filter_map(|staged| Some((Stage::from_code(staged.stage)?, staged.seen)));
    known.max_by_key(|(stage, _)| stages::precedence(*stage))
}

/// Slots of an outcome that a proposal stands on.
const JUDGED: [u16; 4] = [outcome::OUTCOME, outcome::ON, outcome::EVIDENCE, outcome::NOTE];

/// The version of what a proposal says: a step names it, so that a judgement of something older is seen as such.
pub fn version(outcome: &RecordKey, record: &Record) -> Hash {
    record.seen(outcome, |slot| JUDGED.contains(&slot))
}

/// The version of a decision, as its approval judges it.
pub fn version_of_decision(key: &RecordKey, record: &Record) -> Hash {
    record.seen(key, |slot| (decision::PERSON..decision::APPROVAL).contains(&slot))
}

/// A version as it is shown and typed: the first eight hexadecimal digits.
pub fn short(version: Hash) -> String {
    version.hex().chars().take(8).collect()
}

/// Where a proposal stands: a return that judged something older than what stands now is a return of the past, and the
/// proposal waits again (features.md V6).
pub fn standing(proposal: &Proposal, now: Hash) -> Option<Stage> {
    let (stage, seen) = stage_of(&proposal.stage).filter(|_| proposal.common.stands())?;
    let outdated = stage == Stage::Returned && seen != now;
    Some(if outdated { Stage::Proposed } else { stage })
}
