//! Acts of the register (登记) as operations: one builder for every change, entities with natural keys, person codes.

use super::day::Day;
use super::kinds::{household, kind, membership, person, place};
use super::place::Level;
use super::sex::Sex;
use super::value::{Value, ValueError};
use crate::journal::{Change, EntityId, Hash, Op, OpId, hash};

/// An operation and the scope of its record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoped {
    /// A village, or zeros = everyone.
    pub scope: EntityId,
    /// The operation.
    pub op: Op,
}

/// Builds one operation; changes come out in slot order, each slot once, whatever the order of the calls.
#[derive(Clone, Debug)]
pub struct Edit {
    entity: EntityId,
    kind: u16,
    changes: Vec<(u16, Option<Value>, Vec<OpId>)>,
    why: Option<String>,
}

/// Why an edit is no operation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The kind has no such slot.
    #[error("kind {kind} has no slot {slot}")]
    UnknownSlot {
        /// Kind number.
        kind: u16,
        /// Slot number.
        slot: u16,
    },
    /// The slot holds another type.
    #[error("slot {slot} takes schema {takes}, not {given}")]
    Type {
        /// Stable name.
        slot: &'static str,
        /// Schema that it takes.
        takes: u8,
        /// Schema of the value.
        given: u8,
    },
    /// A limit of values.
    #[error("slot {slot}: {error}")]
    Value {
        /// Stable name.
        slot: &'static str,
        /// What is wrong.
        error: ValueError,
    },
}

impl Edit {
    /// An operation on this entity.
    pub fn new(kind: u16, entity: EntityId) -> Self {
        Self { entity, kind, changes: Vec::new(), why: None }
    }

    /// Gives a slot a value; `replaces` = the live operations that the writer saw ([`super::record::Slot::ops`]). An empty
    /// text or list is the value "empty".
    pub fn set(mut self, slot: u16, value: Value, replaces: &[OpId]) -> Self {
        let nothing = match &value {
            Value::Text(text) => text.is_empty(),
            Value::Texts(texts) => texts.is_empty(),
            _ => false,
        };
        self.put(slot, (!nothing).then_some(value), replaces);
        self
    }

    /// Sets a slot of a new record, if there is something to set.
    pub fn give(self, slot: u16, value: Option<Value>) -> Self {
        match value {
            Some(Value::Text(text)) if text.is_empty() => self,
            Some(Value::Texts(texts)) if texts.is_empty() => self,
            Some(value) => self.set(slot, value, &[]),
            None => self,
        }
    }

    /// Empties a slot.
    pub fn clear(mut self, slot: u16, replaces: &[OpId]) -> Self {
        self.put(slot, None, replaces);
        self
    }

    /// Why, in the officer's own words.
    pub fn why(mut self, reason: &str) -> Self {
        self.why = (!reason.is_empty()).then(|| reason.to_owned());
        self
    }

    /// True if nothing is changed: then there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    fn put(&mut self, slot: u16, value: Option<Value>, replaces: &[OpId]) {
        let mut replaces = replaces.to_vec();
        replaces.sort();
        replaces.dedup();
        self.changes.retain(|change| change.0 != slot);
        self.changes.push((slot, value, replaces));
    }

    /// The operation.
    pub fn finish(mut self) -> Result<Op, EditError> {
        self.changes.sort_by_key(|change| change.0);
        let mut changes = Vec::with_capacity(self.changes.len());
        for (slot, value, replaces) in self.changes {
            let row = super::kinds::slot(self.kind, slot)
                .ok_or(EditError::UnknownSlot { kind: self.kind, slot })?;
            let (schema, value) = match value {
                None => (row.schema, None),
                Some(value) if value.schema() != row.schema => {
                    let (takes, given) = (row.schema, value.schema());
                    return Err(EditError::Type { slot: row.name, takes, given });
                }
                Some(value) => {
                    let encoded =
                        value.encode().map_err(|error| EditError::Value { slot: row.name, error })?;
                    (encoded.0, Some(encoded.1))
                }
            };
            changes.push(Change { slot, schema, value, replaces });
        }
        Ok(Op { entity: self.entity, kind: self.kind, changes, why: self.why })
    }

    /// The operation with its scope.
    pub fn finish_in(self, scope: EntityId) -> Result<Scoped, EditError> {
        Ok(Scoped { scope, op: self.finish()? })
    }
}

/// The entity of a place: two machines that create the same village create one (format.md 2).
pub fn place_entity(data_set: Hash, parent: EntityId, level: Level, name: &str) -> EntityId {
    hash::natural(kind::PLACE)
        .fixed(&data_set.0)
        .fixed(&parent.0)
        .number(u64::from(level.code()))
        .text(name)
        .entity()
}

/// The entity of an imported row: the same import again makes the same one.
pub fn imported_entity(kind: u16, file: Hash, sheet: &str, row: u64) -> EntityId {
    hash::natural(kind).fixed(&file.0).text(sheet).number(row).entity()
}

/// A place to be created; scope zeros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPlace {
    /// See [`place_entity`].
    pub entity: EntityId,
    /// Name in use.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// The place above; zeros for a district.
    pub parent: EntityId,
    /// 6, 9, 12 or 14 digits; empty if it has none.
    pub code: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Codes of before.
    pub former_codes: Vec<String>,
    /// Order among its siblings.
    pub order: Option<i64>,
    /// The pseudo-village for scattered resettlement.
    pub scattered: bool,
}

impl NewPlace {
    /// A place with nothing but a name, where the natural key says.
    pub fn named(data_set: Hash, parent: EntityId, level: Level, name: &str) -> Self {
        Self {
            entity: place_entity(data_set, parent, level, name),
            name: name.to_owned(),
            level,
            parent,
            code: String::new(),
            aliases: Vec::new(),
            former_codes: Vec::new(),
            order: None,
            scattered: false,
        }
    }

    /// The creating operation.
    pub fn op(&self) -> Result<Scoped, EditError> {
        Edit::new(kind::PLACE, self.entity)
            .give(place::NAME, Some(Value::Text(self.name.clone())))
            .give(place::LEVEL, Some(Value::Code(self.level.code())))
            .give(place::PARENT, (!self.parent.is_zero()).then_some(Value::Ref(self.parent)))
            .give(place::CODE, Some(Value::Text(self.code.clone())))
            .give(place::ALIASES, Some(Value::Texts(self.aliases.clone())))
            .give(place::FORMER_CODES, Some(Value::Texts(self.former_codes.clone())))
            .give(place::ORDER, self.order.map(Value::Int))
            .give(place::SCATTERED, self.scattered.then_some(Value::Code(1)))
            .finish_in(EntityId::ZERO)
    }
}

/// A household to be registered; scope = its village.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewHousehold {
    pub entity: EntityId,
    pub code: String,
    pub village: EntityId,
    pub group: Option<EntityId>,
    pub settlement: Option<EntityId>,
    /// The head's person.
    pub head: Option<EntityId>,
    pub address: String,
    pub order: Option<i64>,
    pub remark: String,
}

impl NewHousehold {
    /// The creating operation.
    pub fn op(&self) -> Result<Scoped, EditError> {
        Edit::new(kind::HOUSEHOLD, self.entity)
            .give(household::CODE, Some(Value::Text(self.code.clone())))
            .give(household::VILLAGE, Some(Value::Ref(self.village)))
            .give(household::GROUP, self.group.map(Value::Ref))
            .give(household::SETTLEMENT, self.settlement.map(Value::Ref))
            .give(household::HEAD, self.head.map(Value::Ref))
            .give(household::ADDRESS, Some(Value::Text(self.address.clone())))
            .give(household::ORDER, self.order.map(Value::Int))
            .give(household::REMARK, Some(Value::Text(self.remark.clone())))
            .finish_in(self.village)
    }
}

/// A person to be registered; scope = the village.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPerson {
    pub entity: EntityId,
    pub village: EntityId,
    /// See [`next_person_code`].
    pub code: String,
    pub name: String,
    pub former_name: String,
    pub nickname: String,
    pub sex: Option<Sex>,
    pub birth: Option<Day>,
    pub ethnic: Option<u16>,
    pub id_number: String,
    pub phone: String,
    pub account: String,
    pub bank: String,
    pub account_name: String,
    pub migrant_kind: Option<u16>,
    pub relocated: Option<Day>,
    pub reservoir: String,
    pub death: Option<Day>,
    pub support_mode: Option<u16>,
    pub support_from: Option<Day>,
    pub support_to: Option<Day>,
    pub remark: String,
    pub reading: String,
    pub registration: Option<u16>,
}

impl NewPerson {
    /// The creating operation.
    pub fn op(&self) -> Result<Scoped, EditError> {
        let text = |text: &String| Some(Value::Text(text.clone()));
        Edit::new(kind::PERSON, self.entity)
            .give(person::CODE, text(&self.code))
            .give(person::NAME, text(&self.name))
            .give(person::FORMER_NAME, text(&self.former_name))
            .give(person::NICKNAME, text(&self.nickname))
            .give(person::SEX, self.sex.map(|sex| Value::Code(sex.code())))
            .give(person::BIRTH, self.birth.map(Value::Day))
            .give(person::ETHNIC, self.ethnic.map(Value::Code))
            .give(person::ID_NUMBER, text(&self.id_number))
            .give(person::PHONE, text(&self.phone))
            .give(person::ACCOUNT, text(&self.account))
            .give(person::BANK, text(&self.bank))
            .give(person::ACCOUNT_NAME, text(&self.account_name))
            .give(person::MIGRANT_KIND, self.migrant_kind.map(Value::Code))
            .give(person::RELOCATED, self.relocated.map(Value::Day))
            .give(person::RESERVOIR, text(&self.reservoir))
            .give(person::DEATH, self.death.map(Value::Day))
            .give(person::SUPPORT_MODE, self.support_mode.map(Value::Code))
            .give(person::SUPPORT_FROM, self.support_from.map(Value::Day))
            .give(person::SUPPORT_TO, self.support_to.map(Value::Day))
            .give(person::REMARK, text(&self.remark))
            .give(person::READING, text(&self.reading))
            .give(person::VILLAGE, Some(Value::Ref(self.village)))
            .give(person::REGISTRATION, self.registration.map(Value::Code))
            .finish_in(self.village)
    }
}

/// A person's place in a household to be registered; scope = the village.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewMembership {
    pub entity: EntityId,
    pub village: EntityId,
    pub person: EntityId,
    pub household: EntityId,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub reason: Option<u16>,
    pub relation: Option<u16>,
    pub order: Option<i64>,
    /// The label as the file had it.
    pub relation_text: String,
}

impl NewMembership {
    /// The creating operation.
    pub fn op(&self) -> Result<Scoped, EditError> {
        Edit::new(kind::MEMBERSHIP, self.entity)
            .give(membership::PERSON, Some(Value::Ref(self.person)))
            .give(membership::HOUSEHOLD, Some(Value::Ref(self.household)))
            .give(membership::FROM, self.from.map(Value::Day))
            .give(membership::TO, self.to.map(Value::Day))
            .give(membership::REASON, self.reason.map(Value::Code))
            .give(membership::RELATION, self.relation.map(Value::Code))
            .give(membership::ORDER, self.order.map(Value::Int))
            .give(membership::RELATION_TEXT, Some(Value::Text(self.relation_text.clone())))
            .finish_in(self.village)
    }
}

/// The next person code of a household: see [`next_code`]. `taken` = the codes of all persons that were ever registered
/// there, those set aside included, because a code is never used again.
pub fn next_person_code<'a>(
    household: &str,
    laptop: &str,
    taken: impl IntoIterator<Item = &'a str>,
) -> String {
    next_code(household, laptop, 2, taken)
}

/// The next code after those `taken`: what stands `before` it, a hyphen, the number after the highest, with at least so
/// many `digits`; on a laptop the number follows the laptop's letters, so that two machines never give the same.
pub fn next_code<'a>(
    before: &str,
    laptop: &str,
    digits: usize,
    taken: impl IntoIterator<Item = &'a str>,
) -> String {
    let number = |code: &str| {
        let digits = code.strip_prefix(before)?.strip_prefix('-')?.strip_prefix(laptop)?;
        let whole = !digits.is_empty() && digits.chars().all(|character| character.is_ascii_digit());
        digits.parse::<u32>().ok().filter(|_| whole)
    };
    let highest = taken.into_iter().filter_map(number).max().unwrap_or(0);
    format!("{before}-{laptop}{:0digits$}", highest.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn person_codes_are_never_used_again() {
        let next = |laptop: &str, taken: &[&str]| next_person_code("0112", laptop, taken.iter().copied());
        assert_eq!(next("", &[]), "0112-01");
        assert_eq!(next("", &["0112-01", "0112-04"]), "0112-05");
        assert_eq!(next("", &["0112-A07", "01120-09", "0112-x"]), "0112-01");
        assert_eq!(next("A", &["0112-09", "0112-A07"]), "0112-A08");
        assert_eq!(next("", &["0112-99"]), "0112-100");
        assert_eq!(next_code("2026", "B", 3, ["2026-B009", "2026-010", "2025-B400"]), "2026-B010");
    }

    #[test]
    fn an_edit_comes_out_in_slot_order_and_knows_its_types() {
        let entity = EntityId([7; 16]);
        let (old, older) = (OpId([2; 16]), OpId([1; 16]));
        let op = Edit::new(kind::PERSON, entity)
            .set(person::PHONE, Value::Text(String::new()), &[old, older, old])
            .set(person::NAME, Value::Text("甲".into()), &[])
            .set(person::NAME, Value::Text("乙".into()), &[])
            .why("")
            .finish()
            .unwrap();
        let slots: Vec<u16> = op.changes.iter().map(|change| change.slot).collect();
        assert_eq!(slots, [person::NAME, person::PHONE]);
        assert_eq!((op.changes[1].value.clone(), op.changes[1].replaces.clone()), (None, vec![older, old]));
        assert_eq!(op.why, None);
        let wrong = Edit::new(kind::PERSON, entity).set(person::SEX, Value::Text("男".into()), &[]).finish();
        assert_eq!(wrong, Err(EditError::Type { slot: "sex", takes: 4, given: 1 }));
        let long = Edit::new(kind::PERSON, entity)
            .set(person::REMARK, Value::Text("长".repeat(3_000)), &[])
            .finish();
        assert!(matches!(
            long,
            Err(EditError::Value { slot: "remark", error: ValueError::TextTooLong { bytes: 9_000 } })
        ));
        assert!(matches!(
            Edit::new(kind::PERSON, entity).clear(99, &[]).finish(),
            Err(EditError::UnknownSlot { .. })
        ));
    }

    #[test]
    fn natural_keys_make_one_entity_of_one_thing() {
        let set = crate::journal::id::Hash32([3; 32]);
        let village = |name: &str| place_entity(set, EntityId([1; 16]), Level::Village, name);
        assert_eq!(village("瓦窑村委会"), village("瓦窑村委会"));
        assert_ne!(village("瓦窑村委会"), village("瓦窑"));
        assert_ne!(
            imported_entity(kind::PERSON, set, "甲", 3),
            imported_entity(kind::HOUSEHOLD, set, "甲", 3)
        );
        assert_ne!(imported_entity(kind::PERSON, set, "甲", 3), imported_entity(kind::PERSON, set, "甲", 4));
    }
}
