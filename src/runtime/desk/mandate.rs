//! Mandates at the desk (委托代领): who receives a person's money by a signed form, entered, ended, and found for lists.

use std::collections::HashMap;

use super::walk::walk;
use super::{BatchError, Desk, key_of};
use crate::domain::account;
use crate::domain::day::Day;
use crate::domain::kinds::{kind, mandate as slots};
use crate::domain::register::Edit;
use crate::domain::subsidy::mandate::{Mandate, Receiver, mandate_entity, receiver_on};
use crate::domain::value::Value;
use crate::i18n::mandate::Flaw;
use crate::i18n::subsidy_acts::Against;
use crate::journal::{EntityId, OpId};
use crate::store::{Part, StoreError};

/// What is entered of a mandate.
#[derive(Clone, Debug, Default)]
pub struct NewMandate {
    /// Who receives, by what relation, into which account, by which form.
    pub receiver: Receiver,
    /// First day; none = the day of signing.
    pub from: Option<Day>,
    /// Last day; none = until it is taken back.
    pub until: Option<Day>,
}

impl Desk {
    /// Enters a mandate; the same person and form again correct it. False if nothing is otherwise.
    pub fn give_mandate(&mut self, person: EntityId, new: &NewMandate) -> Result<bool, BatchError> {
        self.may_settle()?;
        let one = &new.receiver;
        let (name, paper) = (one.name.trim(), one.paper.trim());
        let Some(on) = one.on.filter(|_| !name.is_empty() && !paper.is_empty()) else {
            return Err(Against::Mandate(Flaw::Incomplete).into());
        };
        if on > self.day() || new.until.is_some_and(|until| until < new.from.unwrap_or(on)) {
            return Err(Against::Mandate(Flaw::Days).into());
        }
        let account = account::parse(&one.account).map_err(|_| Against::Mandate(Flaw::Account))?;
        let text = |text: &str| Value::Text(text.trim().to_owned());
        let day = |slot, day: Option<Day>| day.map(|day| (slot, Value::Day(day)));
        let mut values = vec![
            (slots::PERSON, Value::Ref(person)),
            (slots::SORT, Value::Code(one.sort.code())),
            (slots::NAME, text(name)),
            (slots::RELATION, text(&one.relation)),
            (slots::ACCOUNT, Value::Text(account)),
            (slots::PAPER, text(paper)),
            (slots::ON, Value::Day(on)),
        ];
        values.extend(day(slots::FROM, new.from));
        values.extend(day(slots::UNTIL, new.until));
        self.put_mandate(person, paper, values)
    }

    /// Ends a mandate with a day, the last one on which it counts.
    pub fn end_mandate(&mut self, person: EntityId, paper: &str, until: Day) -> Result<bool, BatchError> {
        self.may_settle()?;
        let known = self.mandates_of(person)?;
        let paper = paper.trim();
        if !known.iter().any(|one| one.entity() == mandate_entity(person, paper)) {
            return Err(Against::Mandate(Flaw::Unknown(paper.to_owned())).into());
        }
        self.put_mandate(person, paper, vec![(slots::UNTIL, Value::Day(until))])
    }

    fn put_mandate(
        &mut self,
        person: EntityId,
        paper: &str,
        values: Vec<(u16, Value)>,
    ) -> Result<bool, BatchError> {
        let entity = mandate_entity(person, paper);
        let known = self.mandates_of(person)?.into_iter().find(|one| one.entity() == entity);
        let village = known.map_or_else(|| self.village_of(person), |one| one.common.key.scope);
        let record = self.record(key_of(kind::MANDATE, village, entity))?;
        let mut edit = Edit::new(kind::MANDATE, entity);
        for (slot, value) in values {
            let live: Vec<OpId> = record.as_ref().map(|record| record.live_ids(slot)).unwrap_or_default();
            let shown = record.as_ref().and_then(|record| {
                let shown = record.shown(slot, crate::journal::Class::Sure);
                let first = shown.values.first()?;
                Value::decode(first.schema, first.bytes?).ok()
            });
            let empty = matches!(&value, Value::Text(text) if text.is_empty());
            if (shown.as_ref() != Some(&value) || live.len() > 1) && !(empty && shown.is_none()) {
                edit = edit.set(slot, value, &live);
            }
        }
        if edit.is_empty() {
            return Ok(false);
        }
        let op = edit.finish()?;
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(village, &op).map(drop))?;
        Ok(true)
    }

    /// All mandates of a person that stand, ended ones too.
    pub fn mandates_of(&self, person: EntityId) -> Result<Vec<Mandate>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(Vec::new()) };
        let records = self.folder.ask(move |state| state.holding(kind::MANDATE, slots::PERSON, &bytes))?;
        let read = records.iter().map(|(key, record)| Mandate::from_record(*key, record));
        Ok(read.filter(|one| one.common.stands()).collect())
    }

    /// All mandates that stand, by person and form.
    pub fn all_mandates(&self) -> Result<Vec<Mandate>, StoreError> {
        let mut all = Vec::new();
        walk(&self.folder.asker(), &[kind::MANDATE], &mut |_| true, &mut |key, record| {
            all.push(Mandate::from_record(key, &record));
        })?;
        all.retain(|one| one.common.stands() && !one.person.is_empty());
        all.sort_by_key(|one| (one.person.shown, one.paper.shown.clone()));
        Ok(all)
    }

    /// Who receives a person's money today; none = the person, or whom the rule names.
    pub fn receiver_of(&self, person: EntityId) -> Result<Option<Receiver>, StoreError> {
        Ok(receiver_on(&self.mandates_of(person)?, self.day()))
    }

    /// The same of everybody.
    pub fn receivers(&self) -> Result<HashMap<EntityId, Receiver>, StoreError> {
        let mut all: HashMap<EntityId, Vec<Mandate>> = HashMap::new();
        for one in self.all_mandates()? {
            all.entry(one.person.shown.unwrap_or_default()).or_default().push(one);
        }
        let on = self.day();
        Ok(all.into_iter().filter_map(|(person, of)| Some((person, receiver_on(&of, on)?))).collect())
    }
}
