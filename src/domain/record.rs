//! Typed records (台账记录): what a folded record says, slot by slot, with the other live values and the operations behind.

use super::day::Day;
use super::kinds::{
    self, batch, household, kind, list, membership, note, opening, pair, person, place, proof, recovery,
    returned,
};
use super::sex::Sex;
use super::value::{self, Figure, PayLine, PayOutcome, Value};
use crate::journal::fold::Only;
use crate::journal::{Class, EntityId, Hash, OpId, Record, RecordKey, SetAside};

/// One slot as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot<T> {
    /// The value to show: of a `loose` slot the latest, of a `sure` one in conflict the oldest. None = empty or never written.
    pub shown: Option<T>,
    /// The other live values.
    pub others: Vec<T>,
    /// All live operations, ascending: what the next write names in `replaces`.
    pub ops: Vec<OpId>,
    /// Several live values that a person has to settle; "empty" counts as one.
    pub conflict: bool,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { shown: None, others: Vec::new(), ops: Vec::new(), conflict: false }
    }
}

impl<T> Slot<T> {
    /// The value, if there is one and nothing contradicts it.
    pub fn settled(&self) -> Option<&T> {
        self.shown.as_ref().filter(|_| !self.conflict)
    }

    /// The value shown and the others.
    pub fn all(&self) -> impl Iterator<Item = &T> {
        self.shown.iter().chain(&self.others)
    }

    /// True if it was never written, or emptied.
    pub fn is_empty(&self) -> bool {
        self.shown.is_none()
    }

    /// The live values of a conflict, sorted, as `show --json` gives them.
    pub fn sorted(&self) -> Vec<&T>
    where
        T: Ord,
    {
        let mut values: Vec<&T> = self.all().collect();
        values.sort();
        values
    }

    /// The same slot with its values turned into something else.
    pub fn map<U>(&self, turn: impl Fn(&T) -> U) -> Slot<U> {
        Slot {
            shown: self.shown.as_ref().map(&turn),
            others: self.others.iter().map(&turn).collect(),
            ops: self.ops.clone(),
            conflict: self.conflict,
        }
    }
}

/// A type that slots hold.
pub trait FromValue: Sized {
    /// The value, if it has this type.
    fn from_value(value: Value) -> Option<Self>;
}

macro_rules! from_value {
    ($type:ty, $variant:ident) => {
        impl FromValue for $type {
            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::$variant(inner) => Some(inner),
                    _ => None,
                }
            }
        }
    };
}

from_value!(String, Text);
from_value!(Day, Day);
from_value!(EntityId, Ref);
from_value!(u16, Code);
from_value!(Vec<String>, Texts);
from_value!(i64, Int);
from_value!(Vec<EntityId>, Refs);

/// A stage of a workflow (环节) and the content that it judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Staged {
    /// A number of the kind's list of stages.
    pub stage: u16,
    /// Digest of the content as it was judged; zeros where nothing is judged.
    pub seen: Hash,
}

impl FromValue for Staged {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Step { stage, seen } => Some(Staged { stage, seen }),
            _ => None,
        }
    }
}

from_value!(Vec<PayLine>, Lines);
from_value!(Vec<PayOutcome>, Outcomes);
from_value!(Vec<Figure>, Figures);

/// The text of a document.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DocumentText(pub String);

impl FromValue for DocumentText {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Document(text) => Some(DocumentText(text)),
            _ => None,
        }
    }
}

/// An amount in fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fen(pub i64);

impl FromValue for Fen {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Money(fen) => Some(Fen(fen)),
            _ => None,
        }
    }
}

impl FromValue for Sex {
    fn from_value(value: Value) -> Option<Self> {
        u16::from_value(value).and_then(Sex::from_code)
    }
}

/// Where a closed record goes on (迁往他村).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClosedTo(pub EntityId);

impl FromValue for ClosedTo {
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Closed { scope, .. } => Some(ClosedTo(scope)),
            _ => None,
        }
    }
}

/// Reads one slot of a record; an unknown slot is empty.
pub fn slot<T: FromValue>(record: &Record, kind: u16, number: u16) -> Slot<T> {
    let read = |bytes: Option<&[u8]>, schema| Value::decode(schema, bytes?).ok().and_then(T::from_value);
    // Nearly every slot: written once, or never.
    match record.only(number) {
        Only::Nothing => return Slot::default(),
        Only::One { op, schema, bytes } => {
            return Slot { shown: read(bytes, schema), ops: vec![op], ..Slot::default() };
        }
        Only::Several => {}
    }
    let class = kinds::slot(kind, number).map_or(Class::Sure, |row| row.class);
    let live = record.shown(number, class);
    let latest_is_empty =
        class == Class::Loose && live.values.first().is_some_and(|value| value.bytes.is_none());
    let mut values = live.values.iter().filter_map(|value| read(value.bytes, value.schema));
    Slot {
        shown: if latest_is_empty { None } else { values.next() },
        others: values.collect(),
        ops: record.live_ids(number),
        conflict: live.unsettled,
    }
}

/// The value that a slot shows, for who asks for nothing else of it.
pub fn shown<T: FromValue>(record: &Record, kind: u16, number: u16) -> Option<T> {
    match record.only(number) {
        Only::Nothing => None,
        Only::One { schema, bytes, .. } => Value::decode(schema, bytes?).ok().and_then(T::from_value),
        Only::Several => slot(record, kind, number).shown,
    }
}

/// What every record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// Which record.
    pub key: RecordKey,
    /// Set aside (作废), and whether it changed since.
    pub set_aside: Option<SetAside>,
    /// Goes on in another village.
    pub closed: Slot<ClosedTo>,
}

impl Common {
    /// Reads what every record has.
    pub fn read(key: RecordKey, record: &Record) -> Self {
        let set_aside = record.set_aside(&key, value::seen_of_void);
        Self { key, set_aside, closed: slot(record, key.kind, kinds::SLOT_CLOSED) }
    }

    /// Neither set aside nor gone on elsewhere.
    pub fn stands(&self) -> bool {
        self.set_aside.is_none() && self.closed.is_empty()
    }
}

/// A typed record of one kind: its slots by name.
macro_rules! typed_record {
    ($(#[$doc:meta])* $name:ident, $kind:expr, { $($(#[$field_doc:meta])* $field:ident: $type:ty = $slot:expr),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name {
            /// Key, void and closing.
            pub common: $crate::domain::record::Common,
            $($(#[$field_doc])* pub $field: $crate::domain::record::Slot<$type>,)*
        }

        impl $name {
            /// Reads a folded record of this kind.
            pub fn from_record(key: $crate::journal::RecordKey, record: &$crate::journal::Record) -> Self {
                Self {
                    common: $crate::domain::record::Common::read(key, record),
                    $($field: $crate::domain::record::slot(record, $kind, $slot),)*
                }
            }

            /// The entity.
            pub fn entity(&self) -> $crate::journal::EntityId {
                self.common.key.entity
            }

            /// Stable names of the slots in conflict.
            pub fn conflicts(&self) -> Vec<&'static str> {
                let mut names = Vec::new();
                $(if self.$field.conflict {
                    names.extend($crate::domain::kinds::slot($kind, $slot).map(|row| row.name));
                })*
                names
            }
        }
    };
}

pub(crate) use typed_record;

typed_record!(
    /// 地点
    Place, kind::PLACE, {
        name: String = place::NAME,
        /// 1 district, 2 township, 3 village, 4 group, 5 settlement point.
        level: u16 = place::LEVEL,
        parent: EntityId = place::PARENT,
        /// 6, 9, 12 or 14 digits.
        code: String = place::CODE,
        aliases: Vec<String> = place::ALIASES,
        former_codes: Vec<String> = place::FORMER_CODES,
        order: i64 = place::ORDER,
        /// 1 = the pseudo-village for scattered resettlement.
        scattered: u16 = place::SCATTERED,
    }
);

typed_record!(
    /// 户
    Household, kind::HOUSEHOLD, {
        code: String = household::CODE,
        village: EntityId = household::VILLAGE,
        group: EntityId = household::GROUP,
        settlement: EntityId = household::SETTLEMENT,
        /// The head's person.
        head: EntityId = household::HEAD,
        address: String = household::ADDRESS,
        order: i64 = household::ORDER,
        remark: String = household::REMARK,
        /// In this village since.
        since: Day = household::SINCE,
    }
);

typed_record!(
    /// 人
    Person, kind::PERSON, {
        code: String = person::CODE,
        name: String = person::NAME,
        former_name: String = person::FORMER_NAME,
        nickname: String = person::NICKNAME,
        sex: Sex = person::SEX,
        birth: Day = person::BIRTH,
        /// GB/T 3304.
        ethnic: u16 = person::ETHNIC,
        /// As on paper, right or wrong; see `idnumber`.
        id_number: String = person::ID_NUMBER,
        phone: String = person::PHONE,
        account: String = person::ACCOUNT,
        bank: String = person::BANK,
        account_name: String = person::ACCOUNT_NAME,
        /// See `migrant`.
        migrant_kind: u16 = person::MIGRANT_KIND,
        relocated: Day = person::RELOCATED,
        reservoir: String = person::RESERVOIR,
        death: Day = person::DEATH,
        support_mode: u16 = person::SUPPORT_MODE,
        support_from: Day = person::SUPPORT_FROM,
        support_to: Day = person::SUPPORT_TO,
        remark: String = person::REMARK,
        /// Pinyin typed by hand.
        reading: String = person::READING,
        village: EntityId = person::VILLAGE,
        registration: u16 = person::REGISTRATION,
    }
);

typed_record!(
    /// 人 as far as the look-up goes: a district's roll reads two hundred thousand of them.
    Sought, kind::PERSON, {
        code: String = person::CODE,
        name: String = person::NAME,
        former_name: String = person::FORMER_NAME,
        nickname: String = person::NICKNAME,
        birth: Day = person::BIRTH,
        /// As on paper, right or wrong; see `idnumber`.
        id_number: String = person::ID_NUMBER,
        phone: String = person::PHONE,
        account: String = person::ACCOUNT,
    }
);

typed_record!(
    /// 户内成员: a person in a household, from a day to a day (the day of leaving is the first day outside).
    Membership, kind::MEMBERSHIP, {
        person: EntityId = membership::PERSON,
        household: EntityId = membership::HOUSEHOLD,
        from: Day = membership::FROM,
        to: Day = membership::TO,
        reason: u16 = membership::REASON,
        /// GB/T 4761.
        relation: u16 = membership::RELATION,
        order: i64 = membership::ORDER,
        /// The label as the file had it.
        relation_text: String = membership::RELATION_TEXT,
    }
);

typed_record!(
    /// 记事: what somebody wrote about a household or person.
    Note, kind::NOTE, {
        subject: EntityId = note::SUBJECT,
        text: String = note::TEXT,
        /// The day that it is about.
        on: Day = note::ON,
    }
);

typed_record!(
    /// 身份证明: one line of the register of proofs.
    Proof, kind::PROOF, {
        /// The person or household.
        subject: EntityId = proof::SUBJECT,
        number: String = proof::NUMBER,
        issued: Day = proof::ISSUED,
        purpose: String = proof::PURPOSE,
        copies: i64 = proof::COPIES,
        /// Code and name of the subject on that day.
        about: String = proof::ABOUT,
        persons: i64 = proof::PERSONS,
        /// Check code of what was printed.
        digest: String = proof::DIGEST,
    }
);

typed_record!(
    /// 同一人判断
    Judgement, kind::PAIR, {
        /// The person with the smaller entity.
        one: EntityId = pair::ONE,
        other: EntityId = pair::OTHER,
        /// See `pair::Verdict`.
        verdict: u16 = pair::VERDICT,
        /// The person whose record leads, if they are one.
        lead: EntityId = pair::LEAD,
    }
);

typed_record!(
    /// 发放批次
    Batch, kind::BATCH, {
        number: String = batch::NUMBER,
        /// Stored number of the period.
        period: u16 = batch::PERIOD,
        persons: i64 = batch::PERSONS,
        total: Fen = batch::TOTAL,
        rule: String = batch::RULE,
        frozen: Day = batch::FROZEN,
        /// See `subsidy::payment::Stage`.
        stage: u16 = batch::STAGE,
        submitted: Day = batch::SUBMITTED,
        /// See `subsidy::payment::Sort`.
        sort: u16 = batch::SORT,
        successor: String = batch::SUCCESSOR,
        /// Why it was given up.
        reason: String = batch::REASON,
        file: String = batch::FILE,
    }
);

typed_record!(
    /// 发放清单: lines of one village.
    ListPart, kind::LIST, {
        batch: EntityId = list::BATCH,
        /// Number of the first line within the batch, from 1.
        part: i64 = list::PART,
        lines: Vec<PayLine> = list::LINES,
    }
);

typed_record!(
    /// 银行回盘: one village's outcomes.
    Returned, kind::RETURN, {
        batch: EntityId = returned::BATCH,
        on: Day = returned::ON,
        /// What holds for lines that are not named: 1 = credited; none = nothing is said of them.
        others: u16 = returned::OTHERS,
        outcomes: Vec<PayOutcome> = returned::OUTCOMES,
        file: String = returned::FILE,
        reason: String = returned::REASON,
    }
);

typed_record!(
    /// 期初
    Opened, kind::OPENING, {
        person: EntityId = opening::PERSON,
        /// Stored number of the last period that it covers.
        through: u16 = opening::THROUGH,
        periods: i64 = opening::PERIODS,
        amount: Fen = opening::AMOUNT,
        source: String = opening::SOURCE,
    }
);

typed_record!(
    /// 追缴: one step.
    Recovered, kind::RECOVERY, {
        person: EntityId = recovery::PERSON,
        period: u16 = recovery::PERIOD,
        amount: Fen = recovery::AMOUNT,
        /// See `subsidy::payment::Settling`.
        how: u16 = recovery::HOW,
        on: Day = recovery::ON,
        remark: String = recovery::REMARK,
        /// Stored number of the period that an offset pays.
        against: u16 = recovery::AGAINST,
        relative: EntityId = recovery::FROM,
        paper: String = recovery::PAPER,
        approved: Day = recovery::APPROVED,
    }
);

impl Membership {
    /// True if it may hold on that day: begun (or begin unknown), and not certainly ended.
    pub fn holds_on(&self, day: Day) -> bool {
        let begun = self.from.shown.is_none_or(|from| from.first() <= day);
        let ended = self.to.shown.is_some_and(|to| to.last() <= day);
        self.common.stands() && begun && !ended
    }
}
