//! Correcting one field (更正) by its name, as forms and commands do: the same reading, the same guards, and all live values of
//! the slot replaced as they were read.

use super::likeness::Likeness;
use super::{Desk, DeskError, key_of};
use crate::domain::acts::{self, Fact, Held, Severity, guard};
use crate::domain::day::Day;
use crate::domain::kinds::{household, kind, membership, person};
use crate::domain::relation;
use crate::domain::sex::Sex;
use crate::domain::value::Value;
use crate::form::specs;
use crate::form::{Datum, FieldSpec, FormSpec, Kind, Source};
use crate::i18n::form::Label;
use crate::journal::{EntityId, RecordKey};
use crate::search::EntryKind;
use crate::store::StoreError;

/// 与户主关系: it stands in the membership.
static RELATION: FieldSpec = FieldSpec::new("relation", Kind::Choice(Source::Relation), Label::Relation, 14)
    .slot(membership::RELATION);

/// A field that can be corrected by its name.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The field.
    pub field: &'static FieldSpec,
    /// Kind of the record that it stands in.
    pub kind: u16,
    /// Its slot.
    pub slot: u16,
}

impl Target {
    /// Every field of a person, then of a household.
    pub fn all() -> Vec<Target> {
        let of = |spec: &'static FormSpec, section: &str, kind: u16| {
            let fields = spec.section(section).and_then(|at| spec.sections.get(at)).map(|s| s.fields);
            let fields = fields.unwrap_or_default().iter();
            fields.filter_map(move |field| Some(Target { field, kind, slot: field.slot? }))
        };
        let mut all: Vec<Target> = of(&specs::person::CORRECT, "person", kind::PERSON).collect();
        all.push(Target { field: &RELATION, kind: kind::MEMBERSHIP, slot: membership::RELATION });
        all.extend(of(&specs::household::CORRECT, "household", kind::HOUSEHOLD));
        all
    }

    /// The field of that name of a person or household.
    pub fn named(of: EntryKind, name: &str) -> Option<Target> {
        let household = of == EntryKind::Household;
        let fits = |target: &Target| (target.kind == kind::HOUSEHOLD) == household;
        Self::all().into_iter().filter(fits).find(|target| target.field.id == name)
    }

    /// The field that a slot stands for.
    pub fn of_slot(kind: u16, slot: u16) -> Option<Target> {
        Self::all().into_iter().find(|target| (target.kind, target.slot) == (kind, slot))
    }
}

/// One correction.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'a> {
    /// A person or a household.
    pub of: EntryKind,
    /// Which.
    pub entity: EntityId,
    /// The field's name.
    pub field: &'a str,
    /// The new value as typed; empty = none.
    pub value: &'a str,
    /// Why; acknowledges warnings, too.
    pub why: Option<&'a str>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Corrected {
    /// Written and confirmed, with the warnings that the reason acknowledged.
    Written(Vec<Fact>),
    /// It says that already; nothing was written.
    Same,
}

/// Why nothing was corrected.
#[derive(Debug, thiserror::Error)]
pub enum CorrectError {
    /// No such field, or one that is not corrected by itself.
    #[error("no field of that name")]
    NoField,
    /// There is no such record any more, or nobody is in a household.
    #[error("no record")]
    NoRecord,
    /// It cannot be.
    #[error("refused: {0:?}")]
    Refused(Vec<Fact>),
    /// It is doubtful and wants a reason.
    #[error("wants a reason: {0:?}")]
    ReasonWanted(Vec<Fact>),
    /// The folder.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for CorrectError {
    fn from(error: StoreError) -> Self {
        Self::Desk(error.into())
    }
}

impl Desk {
    /// Corrects one field. Several values in conflict are all replaced.
    pub fn correct(&mut self, asked: &Correction<'_>) -> Result<Corrected, CorrectError> {
        let target = Target::named(asked.of, asked.field).ok_or(CorrectError::NoField)?;
        let key = self.key_of_target(&target, asked.entity)?.ok_or(CorrectError::NoRecord)?;
        let held = self.held(key)?.ok_or(CorrectError::NoRecord)?;
        let (datum, mut facts) = self.read_value(&target, key.scope, asked.value);
        let value = datum.value();
        let refused = |facts: &[Fact]| facts.iter().any(|fact| fact.severity() == Severity::Error);
        if refused(&facts) {
            return Err(CorrectError::Refused(facts));
        }
        if held.slot(target.slot).put(target.slot, value.clone()).is_none() {
            return Ok(Corrected::Same);
        }
        facts.extend(self.against(&target, asked.entity, &held, value.as_ref())?);
        if refused(&facts) {
            facts.retain(|fact| fact.severity() == Severity::Error);
            return Err(CorrectError::Refused(facts));
        }
        facts.retain(|fact| fact.severity() == Severity::Warning);
        let why = asked.why.filter(|why| !why.trim().is_empty());
        if why.is_none() && !facts.is_empty() {
            return Err(CorrectError::ReasonWanted(facts));
        }
        let why = why.map(|why| reason(why, target.field.id, &facts));
        let mut values = vec![(target.slot, value)];
        if target.kind == kind::MEMBERSHIP {
            // The label of the file said the relation before.
            values.push((membership::RELATION_TEXT, None));
        }
        let act = self.folder.new_act()?;
        self.write(act, acts::person::correct(&held, values, why.as_deref()))?;
        Ok(Corrected::Written(facts))
    }

    /// Reads a typed value as its field does; no control characters, no longer than the field.
    pub fn read_value(&self, target: &Target, village: EntityId, typed: &str) -> (Datum, Vec<Fact>) {
        let kind = target.field.kind;
        let long = typed.chars().count();
        if long > kind.limit() && !matches!(kind, Kind::IdNumber | Kind::Account) {
            return (Datum::Nothing, vec![Fact::TooLong(long, kind.limit())]);
        }
        if let Some(hidden) = typed.chars().find(|c| c.is_control()) {
            let code = crate::domain::name::code_point(hidden);
            return (Datum::Nothing, vec![Fact::HiddenCharacter(code)]);
        }
        let context = self.context(village);
        let options = kind.source().map(|source| context.options(source)).unwrap_or_default();
        let (datum, mut facts) = kind.read(typed, &options, self.today);
        if target.field.required && datum == Datum::Nothing && facts.is_empty() {
            facts.push(Fact::Missing);
        }
        (datum, facts)
    }

    fn key_of_target(&self, target: &Target, entity: EntityId) -> Result<Option<RecordKey>, CorrectError> {
        Ok(match target.kind {
            kind::HOUSEHOLD => self.household_key(entity),
            kind::MEMBERSHIP => self.person(entity)?.and_then(|card| card.member.membership),
            _ => self.roll.persons.get(&entity).map(|row| key_of(kind::PERSON, row.village, entity)),
        })
    }

    /// What speaks against the new value beside itself, and did not before.
    fn against(
        &self,
        target: &Target,
        entity: EntityId,
        held: &Held,
        value: Option<&Value>,
    ) -> Result<Vec<Fact>, CorrectError> {
        let mut facts = Vec::new();
        if target.kind == kind::HOUSEHOLD {
            if let (household::CODE, Some(Value::Text(code))) = (target.slot, value) {
                let mut rows = self.roll.households.iter();
                let taken = rows.any(|(other, row)| {
                    *other != entity && row.key.scope == held.key.scope && row.code == *code
                });
                facts.extend(taken.then(|| Fact::CodeTaken(code.clone())));
            }
            return Ok(facts);
        }
        let card = self.person(entity)?;
        let Some(card) = card else { return Ok(facts) };
        let before = guard::Facts {
            sex: card.member.sex.shown,
            birth: card.member.birth.shown,
            id_number: card.member.id_number.shown.clone(),
            relocated: card.member.relocated.shown,
            death: card.member.death.shown,
            support_from: card.member.support_from.shown,
            support_to: card.member.support_to.shown,
            relation: card.member.relation.shown,
            migrant_kind: card.member.migrant_kind.shown,
        };
        let after = with(&before, target, value);
        let known = guard::of_person(&before, self.today);
        let found = guard::of_person(&after, self.today);
        let new = |(field, fact): &(&str, Fact)| {
            !known.iter().any(|(place, before)| place == field && before.id() == fact.id())
        };
        facts.extend(found.into_iter().filter(new).map(|(_, fact)| fact));
        let head = self.roll.households.get(&card.household).map(|row| row.head);
        let other_head = head.is_some_and(|head| !head.is_zero() && head != entity);
        if target.kind == kind::MEMBERSHIP && after.relation.is_some_and(relation::is_head) && other_head {
            facts.push(Fact::SecondHead);
        }
        facts.extend(self.alike(target, entity, &card.household, held, value)?);
        Ok(facts)
    }

    fn alike(
        &self,
        target: &Target,
        entity: EntityId,
        home: &EntityId,
        held: &Held,
        value: Option<&Value>,
    ) -> Result<Vec<Fact>, CorrectError> {
        let (kind::PERSON, Some(Value::Text(text))) = (target.kind, value) else { return Ok(Vec::new()) };
        let mut asked = Likeness {
            about: Some(entity),
            household: Some(*home),
            village: Some(held.key.scope),
            ..Likeness::default()
        };
        match target.slot {
            person::ID_NUMBER => asked.id_number = text,
            person::ACCOUNT => asked.account = text,
            _ => return Ok(Vec::new()),
        }
        Ok(self.look_alike(&asked)?.into_iter().map(|(_, fact)| fact).collect())
    }
}

/// The facts of a person with one of them changed.
fn with(before: &guard::Facts, target: &Target, value: Option<&Value>) -> guard::Facts {
    let mut after = before.clone();
    let day = match value {
        Some(Value::Day(day)) => Some(*day),
        _ => None::<Day>,
    };
    let code = match value {
        Some(Value::Code(code)) => Some(*code),
        _ => None,
    };
    match (target.kind, target.slot) {
        (kind::MEMBERSHIP, _) => after.relation = code,
        (_, person::SEX) => after.sex = code.and_then(Sex::from_code),
        (_, person::BIRTH) => after.birth = day,
        (_, person::MIGRANT_KIND) => after.migrant_kind = code,
        (_, person::RELOCATED) => after.relocated = day,
        (_, person::DEATH) => after.death = day,
        (_, person::SUPPORT_FROM) => after.support_from = day,
        (_, person::SUPPORT_TO) => after.support_to = day,
        (_, person::ID_NUMBER) => {
            after.id_number = match value {
                Some(Value::Text(text)) => Some(text.clone()),
                _ => None,
            }
        }
        _ => {}
    }
    after
}

/// The reason as it stands beside the operation, with the rules that it acknowledges, as a form keeps it.
fn reason(why: &str, field: &str, acknowledged: &[Fact]) -> String {
    let rules = acknowledged.iter().map(|fact| format!("{field}.{}: {why}", fact.id()));
    std::iter::once(why.to_owned()).chain(rules).collect::<Vec<_>>().join("; ")
}
