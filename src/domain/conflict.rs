//! What a person has to settle (待处理的冲突), derived and never stored: several live values of a slot, forks of a workflow,
//! a record set aside that changed since, one person in two households, two records that look like one person.
//!
//! Settling is an ordinary operation that replaces all live values, so it travels like any other and the loser stays in
//! history. Kinds that come later are covered by the table of slots alone.

use std::collections::{BTreeMap, BTreeSet};

use super::crossing::{self, Stay};
use super::idnumber;
use super::kinds::{self, Kinds, SLOT_CLOSED, SLOT_VOID, kind};
use super::name;
use super::pair::{self, Judgements, Verdict};
use super::record::{self, Membership, Person};
use super::register::{Edit, EditError, Scoped};
use super::value::{self, Value, schema};
use crate::journal::counting::rule_of;
use crate::journal::operation::REPLACES_MAX;
use crate::journal::{Change, Class, EntityId, Op, OpId, Record, RecordKey, authority, hash};

const LABEL: &str = "kuqu clash 1";

/// What there is to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Several values of a slot of which one must be true.
    Conflict,
    /// Two steps taken from one state.
    Fork,
    /// One person in two households at the same time.
    Overlap,
    /// Two records that look like one person.
    Duplicate,
    /// Set aside, and changed since.
    SetAside,
    /// One record stands in two villages.
    TwoVillages,
    /// Written to a record that had gone on in another village (调整后补录).
    Late,
    /// Rulings on the same commits that contradict (相反的裁定).
    Rulings,
}

impl Sort {
    /// Stable English name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Sort::Conflict => "conflict",
            Sort::Fork => "fork",
            Sort::Overlap => "overlap",
            Sort::Duplicate => "duplicate",
            Sort::SetAside => "set_aside",
            Sort::TwoVillages => "two_villages",
            Sort::Late => "late",
            Sort::Rulings => "rulings",
        }
    }
}

/// One way to settle it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The record that it stands in.
    pub record: RecordKey,
    /// The value; none = empty, or a schema that this program cannot read.
    pub value: Option<Value>,
    /// Its schema and bytes, none = empty.
    pub stored: (u8, Option<Vec<u8>>),
    /// The operations that gave it, ascending; none for "bring it back".
    pub ops: Vec<OpId>,
}

/// One thing to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    /// Names it on every machine for as long as it is open: 16 hexadecimal digits.
    pub id: String,
    /// What it is.
    pub sort: Sort,
    /// The record; of an overlap the earlier membership, of a duplicate the person who leads if they are one.
    pub record: RecordKey,
    /// The other record of an overlap or a duplicate.
    pub other: Option<RecordKey>,
    /// The slot of a conflict or fork.
    pub slot: Option<u16>,
    /// In the order in which they are offered, from 1: the oldest operation first. Of a record set aside: 1 stays aside,
    /// 2 comes back. Of two villages: the one in which it stays. Of a late edit: 1 carries it over, 2 leaves what is there.
    /// Of rulings: the one that holds. Of an overlap: the membership that stays. Of a duplicate: 1 the same, 2 distinct, and once it was
    /// judged 3 takes that back.
    pub choices: Vec<Choice>,
}

/// What names a thing to settle on every machine.
pub fn id_of(sort: Sort, left: &RecordKey, right: Option<&RecordKey>, slot: Option<u16>) -> String {
    let part = |state: hash::Hashing, key: &RecordKey| {
        state.fixed(&key.kind.to_le_bytes()).fixed(&key.scope.0).fixed(&key.entity.0)
    };
    let start = hash::hash(LABEL).variable(sort.name().as_bytes());
    let state = right.into_iter().fold(part(start, left), part);
    let slot = slot.map_or(u16::MAX, |slot| slot);
    state.fixed(&slot.to_le_bytes()).finish().hex().chars().take(16).collect()
}

fn choice(key: &RecordKey, stored: &crate::journal::Value<'_>) -> Choice {
    Choice {
        record: *key,
        value: stored.bytes.and_then(|bytes| Value::decode(stored.schema, bytes).ok()),
        stored: (stored.schema, stored.bytes.map(<[u8]>::to_vec)),
        ops: stored.ops.clone(),
    }
}

/// What is to be settled in one record by itself.
pub fn of_record(key: &RecordKey, record: &Record) -> Vec<Clash> {
    let mut clashes = Vec::new();
    if authority::is_authority(key.kind) {
        return clashes;
    }
    // What was written to a record that went on elsewhere is late: `moving` lists it.
    let closed = record::slot::<record::ClosedTo>(record, key.kind, SLOT_CLOSED);
    let gone = |slot: u16| slot != SLOT_CLOSED && !closed.is_empty() && !closed.conflict;
    for slot in record.live_slots().filter(|slot| !gone(*slot)) {
        let class = rule_of(&Kinds, key.kind, slot).map(|rule| rule.class);
        let sort = match class {
            Some(Class::Sure | Class::Fixed) => Sort::Conflict,
            Some(Class::Step) => Sort::Fork,
            Some(Class::Loose) | None => continue,
        };
        let values = record.values(slot);
        if values.len() > 1 {
            let id = id_of(sort, key, None, Some(slot));
            let choices = values.iter().map(|value| choice(key, value)).collect();
            clashes.push(Clash { id, sort, record: *key, other: None, slot: Some(slot), choices });
        }
    }
    let aside = record.set_aside(key, value::seen_of_void).is_some_and(|aside| aside.changed_since);
    // Setting a record aside that had gone on elsewhere is a late edit ([`super::moving`]).
    if aside && !gone(SLOT_VOID) {
        let voids = record.values(SLOT_VOID);
        let mut choices: Vec<Choice> =
            voids.iter().filter(|void| void.bytes.is_some()).take(1).map(|void| choice(key, void)).collect();
        choices.push(Choice { record: *key, value: None, stored: (schema::VOID, None), ops: Vec::new() });
        let id = id_of(Sort::SetAside, key, None, None);
        clashes.push(Clash {
            id,
            sort: Sort::SetAside,
            record: *key,
            other: None,
            slot: Some(SLOT_VOID),
            choices,
        });
    }
    clashes
}

/// Pairs of standing memberships that put one person into two households on one day.
pub fn overlaps(memberships: impl IntoIterator<Item = Membership>) -> Vec<Clash> {
    let mut stays: BTreeMap<EntityId, Vec<(RecordKey, Stay)>> = BTreeMap::new();
    for membership in memberships {
        let (Some(person), Some(household)) = (membership.person.settled(), membership.household.settled())
        else {
            continue;
        };
        if membership.common.stands() {
            let (from, to) = (membership.from.shown, membership.to.shown);
            let stay = Stay { person: *person, household: *household, from, to };
            stays.entry(*person).or_default().push((membership.common.key, stay));
        }
    }
    let mut clashes = Vec::new();
    for mut of_one in stays.into_values() {
        of_one.sort_by_key(|(key, _)| *key);
        for (at, left) in of_one.iter().enumerate() {
            for right in of_one
                .iter()
                .skip(at + 1)
                .filter(|right| !crossing::two_households([left.1, right.1]).is_empty())
            {
                let keep = |key: RecordKey| Choice {
                    record: key,
                    value: None,
                    stored: (schema::REF, None),
                    ops: Vec::new(),
                };
                clashes.push(Clash {
                    id: id_of(Sort::Overlap, &left.0, Some(&right.0), None),
                    sort: Sort::Overlap,
                    record: left.0,
                    other: Some(right.0),
                    slot: None,
                    choices: vec![keep(left.0), keep(right.0)],
                });
            }
        }
    }
    clashes
}

/// By what two persons are taken for one: every value of these keys that both have.
pub fn likeness(person: &Person) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if !person.common.stands() {
        return keys;
    }
    keys.extend(
        person.id_number.all().filter_map(|number| idnumber::same_key(number)).map(|key| format!("n {key}")),
    );
    for name in person.name.all() {
        for birth in person.birth.all() {
            let village = person.common.key.scope.hex();
            keys.insert(format!("b {village} {} {}", birth.days(), name::key(name)));
        }
    }
    keys
}

/// A pair of persons that look like one, the smaller key first.
pub type Pair = (RecordKey, RecordKey);

/// Most records that share one key and are still paired with each other: beyond, the key says nothing.
const ALIKE_MAX: usize = 50;

/// Every pair of different persons that share a key of [`likeness`].
pub fn pairs(persons: impl IntoIterator<Item = (RecordKey, BTreeSet<String>)>) -> BTreeSet<Pair> {
    let mut groups: BTreeMap<String, Vec<RecordKey>> = BTreeMap::new();
    for (record, keys) in persons {
        for key in keys {
            groups.entry(key).or_default().push(record);
        }
    }
    let mut pairs = BTreeSet::new();
    for mut alike in groups.into_values().filter(|alike| (2..=ALIKE_MAX).contains(&alike.len())) {
        alike.sort();
        for (at, left) in alike.iter().enumerate() {
            let others = alike.iter().skip(at + 1).filter(|right| right.entity != left.entity);
            pairs.extend(others.map(|right| (*left, *right)));
        }
    }
    pairs
}

/// A pair of persons as something to settle, or settled already. `lead` = the one of the two whose record leads if they
/// are one.
pub fn duplicate((left, right): Pair, lead: RecordKey, judgements: &Judgements) -> Clash {
    let word = judgements.of(&left, &right);
    let record = pair::place(&left, &right);
    let spoken = |code: Option<u16>| word.filter(|word| word.verdict.settled().copied() == code);
    let choice = |code: Option<u16>| Choice {
        record,
        value: code.map(Value::Code),
        stored: (schema::CODE, code.and_then(|code| Some(Value::Code(code).encode().ok()?.1))),
        ops: spoken(code).map(|word| word.verdict.ops.clone()).unwrap_or_default(),
    };
    let mut choices: Vec<Choice> = Verdict::ALL.iter().map(|verdict| choice(Some(verdict.code()))).collect();
    if judgements.is_judged(&left, &right) {
        choices.push(Choice { ops: Vec::new(), ..choice(None) });
    }
    Clash {
        id: id_of(Sort::Duplicate, &left, Some(&right), None),
        sort: Sort::Duplicate,
        record: lead,
        other: Some(if lead == left { right } else { left }),
        slot: None,
        choices,
    }
}

/// How it is settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The n-th choice, from 1.
    Take(usize),
    /// Another value; none = empty.
    Value(Option<Value>),
}

/// Why that does not settle it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettleError {
    /// There are not so many.
    #[error("choice {number} of {choices}")]
    NoSuchChoice {
        /// As given, from 1.
        number: usize,
        /// How many there are.
        choices: usize,
    },
    /// A value of one's own settles conflicts and forks only.
    #[error("a value does not settle this")]
    NotByValue,
    /// What cannot be replaced is corrected by a new, reversing entity that cites it.
    #[error("a fixed value is never replaced")]
    Fixed,
    /// What is left as it is needs a reason.
    #[error("a reason is needed")]
    ReasonNeeded,
    /// A newer program wrote it.
    #[error("a newer program wrote it")]
    Newer,
    /// More live values than one operation can replace.
    #[error("{0} live values in one slot")]
    TooMany(usize),
    /// The value is not of the slot's type.
    #[error(transparent)]
    Edit(#[from] EditError),
}

/// The operation that settles a clash. `record` = the record of [`written_by`] as it is now.
pub fn settle(
    clash: &Clash,
    record: &Record,
    settlement: Settlement,
    why: &str,
) -> Result<Scoped, SettleError> {
    let taken = |number: usize| {
        let found = number.checked_sub(1).and_then(|at| clash.choices.get(at));
        found.ok_or(SettleError::NoSuchChoice { number, choices: clash.choices.len() })
    };
    match (clash.sort, clash.slot) {
        (Sort::Conflict | Sort::Fork, Some(slot)) => {
            let class = rule_of(&Kinds, clash.record.kind, slot).map(|rule| rule.class);
            if class == Some(Class::Fixed) {
                return Err(SettleError::Fixed);
            }
            let stored = match settlement {
                Settlement::Take(number) => taken(number)?.stored.clone(),
                Settlement::Value(value) => encoded(clash.record.kind, slot, value)?,
            };
            replacing(&clash.record, record, slot, stored, why)
        }
        (Sort::SetAside, _) => {
            let Settlement::Take(number) = settlement else { return Err(SettleError::NotByValue) };
            let void = match &taken(number)?.value {
                Some(Value::Void { reason, .. }) => {
                    let seen = record.seen(&clash.record, |slot| slot > SLOT_VOID);
                    Some(Value::Void { reason: reason.clone(), seen })
                }
                _ => None,
            };
            replacing(&clash.record, record, SLOT_VOID, encoded(clash.record.kind, SLOT_VOID, void)?, why)
        }
        (Sort::Overlap, _) => {
            let Settlement::Take(number) = settlement else { return Err(SettleError::NotByValue) };
            let goes = goes(clash, taken(number)?.record);
            let seen = record.seen(&goes, |slot| slot > SLOT_VOID);
            let void = Value::Void { reason: why.to_owned(), seen };
            replacing(&goes, record, SLOT_VOID, encoded(goes.kind, SLOT_VOID, Some(void))?, why)
        }
        (Sort::Duplicate, _) => {
            let Settlement::Take(number) = settlement else { return Err(SettleError::NotByValue) };
            let choice = taken(number)?;
            let verdict = match choice.value {
                Some(Value::Code(code)) => Verdict::from_code(code),
                _ => None,
            };
            let other = clash.other.map_or(clash.record.entity, |other| other.entity);
            let persons = [clash.record.entity, other];
            Ok(pair::judge(&choice.record, record, persons, verdict, clash.record.entity, why)?)
        }
        _ => Err(SettleError::NotByValue),
    }
}

/// The record that a settlement writes to: of an overlap, the membership that does not stay; of a duplicate, the
/// judgement.
pub fn written_by(clash: &Clash, settlement: &Settlement) -> RecordKey {
    match (clash.sort, settlement) {
        (Sort::Overlap, Settlement::Take(number)) => {
            let stays = number.checked_sub(1).and_then(|at| clash.choices.get(at));
            stays.map_or(clash.record, |stays| goes(clash, stays.record))
        }
        (Sort::Duplicate, _) => clash.choices.first().map_or(clash.record, |choice| choice.record),
        _ => clash.record,
    }
}

fn goes(clash: &Clash, stays: RecordKey) -> RecordKey {
    if stays == clash.record { clash.other.unwrap_or(clash.record) } else { clash.record }
}

/// A value as its slot stores it.
fn encoded(kind: u16, slot: u16, value: Option<Value>) -> Result<(u8, Option<Vec<u8>>), SettleError> {
    let edit = Edit::new(kind, EntityId::ZERO);
    let edit = match value {
        Some(value) => edit.set(slot, value, &[]),
        None => edit.clear(slot, &[]),
    };
    let change = edit.finish()?.changes.into_iter().next();
    Ok(change.map_or((schema::TEXT, None), |change| (change.schema, change.value)))
}

fn replacing(
    key: &RecordKey,
    record: &Record,
    slot: u16,
    (schema, value): (u8, Option<Vec<u8>>),
    why: &str,
) -> Result<Scoped, SettleError> {
    let replaces = record.live_ids(slot);
    if replaces.len() > REPLACES_MAX {
        return Err(SettleError::TooMany(replaces.len()));
    }
    let change = Change { slot, schema, value, replaces };
    let why = (!why.is_empty()).then(|| why.to_owned());
    Ok(Scoped { scope: key.scope, op: Op { entity: key.entity, kind: key.kind, changes: vec![change], why } })
}

/// True if the kind is a person: the one kind whose records can be the same thing twice.
pub fn is_person(key: &RecordKey) -> bool {
    key.kind == kind::PERSON
}

/// Stable name of the slot, for JSON; empty where the clash is about whole records.
pub fn field(clash: &Clash) -> &'static str {
    let slot = clash.slot.and_then(|slot| kinds::slot(clash.record.kind, slot));
    slot.map_or("", |row| row.name)
}
