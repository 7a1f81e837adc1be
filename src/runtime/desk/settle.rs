//! Acts on single lines (逐笔处理): money asked back and settled, items closed, lines held back before submission and reversed
//! after it. Every act adds a fact; none changes one.

use std::collections::BTreeMap;

use super::subsidy::account_of;
use super::{BatchError, Desk};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, recovery};
use crate::domain::record::Recovered;
use crate::domain::register::Edit;
use crate::domain::roles::Role;
use crate::domain::setting;
use crate::domain::subsidy::payment::{
    CREDITED, Came, Entry, HELD_BACK, REVERSED, Settled, Settling, Stage, Sums,
};
use crate::domain::subsidy::records::{Step, recover, recovery_entity};
use crate::domain::subsidy::{Explanation, Period};
use crate::domain::value::{PayOutcome, Value};
use crate::i18n::subsidy_acts::Against;
use crate::journal::EntityId;
use crate::store::{Part, StoreError};

/// What is entered of a step of a recovery.
#[derive(Clone, Debug, Default)]
pub struct Settle {
    /// Fen; none = all that is open.
    pub fen: Option<i64>,
    /// When; none = today.
    pub on: Option<Day>,
    /// Offsets: the period that the money pays, the relative whose it is.
    pub step: Step,
}

/// A person with money to come back.
#[derive(Clone, Debug)]
pub struct Over {
    /// Who.
    pub person: EntityId,
    /// The account of all periods.
    pub sums: Sums,
    /// The periods with something open, or settled by a step of a recovery.
    pub entries: Vec<Entry>,
}

impl Desk {
    fn entry_of(&self, person: EntityId, period: Period) -> Result<Option<Entry>, StoreError> {
        let account = self.support_account(person)?;
        Ok(account.and_then(|account| account.entries.into_iter().find(|entry| entry.period == period)))
    }

    /// Enters a step of a recovery of an over-paid period; the same step twice changes nothing.
    pub fn settle_over(
        &mut self,
        person: EntityId,
        period: Period,
        how: Settling,
        what: &Settle,
    ) -> Result<i64, BatchError> {
        self.may_settle()?;
        let on = what.on.unwrap_or(self.day());
        let typed = Settled { how, fen: what.fen.unwrap_or(0), on: Some(on) };
        if self.known_step(person, period, typed, &what.step)? {
            return Ok(0);
        }
        self.open_on(on)?;
        let over = self.entry_of(person, period)?.map_or(0, |entry| entry.sums.over);
        let fen = what.fen.unwrap_or(over);
        if fen <= 0 || fen > over {
            return Err(Against::NotOver(period, over).into());
        }
        if matches!(how, Settling::Offset | Settling::Relative) {
            self.may_offset(person, how, &what.step, fen)?;
        }
        let settled = Settled { fen, ..typed };
        self.write_step(person, period, settled, &what.step)?;
        Ok(fen)
    }

    /// Money of a period is not used twice, and only what is not on its way; a relative's takes a signed consent.
    fn may_offset(&self, person: EntityId, how: Settling, step: &Step, fen: i64) -> Result<(), BatchError> {
        let against = step.against.ok_or(Against::OffsetInto)?;
        let payee = match (how, step.relative) {
            (Settling::Relative, Some(relative)) if relative != person => {
                if step.paper.trim().is_empty() {
                    return Err(Against::NoConsent.into());
                }
                relative
            }
            (Settling::Relative, _) => return Err(Against::NoRelative.into()),
            _ => person,
        };
        let entry = self.entry_of(payee, against)?;
        let free = match &entry {
            Some(entry) if matches!(entry.came, Came::Listed | Came::Submitted | Came::Resent) => 0,
            Some(entry) => entry.sums.owed,
            None => self.explain_support(payee, against)?.map_or(0, |one: Explanation| one.total()),
        };
        if fen > free {
            return Err(Against::NothingToOffset(against, free).into());
        }
        Ok(())
    }

    /// True if this very step is on file; a refusal if another amount is.
    fn known_step(
        &self,
        person: EntityId,
        period: Period,
        settled: Settled,
        step: &Step,
    ) -> Result<bool, BatchError> {
        let Some(known) = self.step(person, period, settled, step)? else { return Ok(false) };
        let fen = known.amount.shown.map_or(0, |fen| fen.0);
        match settled.fen == 0 || settled.fen == fen {
            true => Ok(true),
            false => Err(Against::OtherStep(fen).into()),
        }
    }

    fn step(
        &self,
        person: EntityId,
        period: Period,
        settled: Settled,
        step: &Step,
    ) -> Result<Option<Recovered>, StoreError> {
        // Wherever the person was then: a step that was taken in their former village is not taken again.
        let entity = recovery_entity(person, period, settled, step);
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(None) };
        let records =
            self.folder.ask(move |state| state.holding(kind::RECOVERY, recovery::PERSON, &bytes))?;
        let known = records.iter().find(|(key, _)| key.entity == entity);
        Ok(known.map(|(key, record)| Recovered::from_record(*key, record)))
    }

    pub(super) fn village_of(&self, person: EntityId) -> EntityId {
        self.roll.persons.get(&person).map_or(EntityId::ZERO, |row| row.village)
    }

    fn write_step(
        &mut self,
        person: EntityId,
        period: Period,
        settled: Settled,
        step: &Step,
    ) -> Result<(), BatchError> {
        let village = self.village_of(person);
        let scoped = recover(village, person, period, settled, step)?;
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(scoped.scope, &scoped.op).map(drop))?;
        Ok(())
    }

    /// Approves a write-off: an approver or the head, and not who entered it, unless the office allows that.
    pub fn approve_write_off(
        &mut self,
        person: EntityId,
        period: Period,
        paper: &str,
    ) -> Result<i64, BatchError> {
        let roles = self.folder.actor().roles;
        if !roles.meets(Role::Approver.bit()) && !roles.meets(Role::Head.bit()) {
            return Err(BatchError::Role);
        }
        if paper.trim().is_empty() {
            return Err(Against::NoPaper.into());
        }
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(0) };
        let records =
            self.folder.ask(move |state| state.holding(kind::RECOVERY, recovery::PERSON, &bytes))?;
        let waiting = records.iter().map(|(key, record)| Recovered::from_record(*key, record)).find(|one| {
            one.period.shown == Some(period.code())
                && one.how.shown == Some(Settling::WrittenOff.code())
                && one.approved.is_empty()
        });
        let Some(waiting) = waiting else { return Err(Against::NothingToApprove(period).into()) };
        let own = self.signer(waiting.how.ops.first())? == Some(self.folder.actor().officer);
        if own && self.setting(setting::APPROVE_OWN)?.as_deref() != Some("yes") {
            return Err(Against::OwnWriteOff.into());
        }
        let key = waiting.common.key;
        let op = Edit::new(kind::RECOVERY, key.entity)
            .set(recovery::APPROVED, Value::Day(self.day()), &[])
            .why(paper)
            .finish()?;
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(key.scope, &op).map(drop))?;
        Ok(waiting.amount.shown.map_or(0, |fen| fen.0))
    }

    /// Closes an open item with a reason. The money stays owed in the account: closing pays nobody.
    pub fn close_item(&mut self, person: EntityId, period: Period, reason: &str) -> Result<i64, BatchError> {
        self.may_settle()?;
        if reason.trim().is_empty() {
            return Err(Against::NoReason.into());
        }
        let step = Step { remark: reason.to_owned(), ..Step::default() };
        let settled = Settled { how: Settling::Closed, fen: 0, on: Some(self.day()) };
        if self.step(person, period, settled, &step)?.is_some() {
            return Ok(0);
        }
        let items = self.open_items()?;
        let open = items.iter().find(|item| item.person == person && item.period == period.code());
        let Some(fen) = open.map(|item| item.fen) else {
            return Err(Against::NotOpen(period).into());
        };
        self.write_step(person, period, Settled { fen, ..settled }, &step)?;
        Ok(fen)
    }

    /// Holds a person's line back before the batch is submitted, or reverses a credit after; the list and its total stay as
    /// they were frozen.
    pub fn strike_line(
        &mut self,
        number: &str,
        person: EntityId,
        period: Option<Period>,
        reason: &str,
    ) -> Result<(Period, i64, bool), BatchError> {
        self.may_settle()?;
        if reason.trim().is_empty() {
            return Err(Against::NoReason.into());
        }
        let (batch, entity) = self.batch(number)?;
        let stage = batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen);
        let outcomes = self.outcomes_of(entity)?;
        let items = self.items(entity)?;
        let mut lines = items
            .iter()
            .filter(|item| item.person == person && period.is_none_or(|period| period.code() == item.period));
        let line = match (lines.next(), lines.next()) {
            (Some(line), None) => line,
            (Some(_), Some(_)) => return Err(Against::SeveralLines.into()),
            (None, _) => return Err(Against::NoLine(number.to_owned()).into()),
        };
        let said = outcomes.of((entity, line.village), line.period, person).map(|(_, outcome)| outcome);
        let outcome = match stage {
            Stage::Withdrawn => return Err(BatchError::Stage(stage)),
            Stage::Submitted if said != Some(CREDITED) => return Err(Against::NotCredited.into()),
            Stage::Submitted => REVERSED,
            _ => HELD_BACK,
        };
        let on = self.day();
        self.open_on(on)?;
        let told = PayOutcome { person, period: line.period, outcome, on: on.days() };
        let file = format!("office-{}-{outcome}-{}", person.hex(), line.period);
        let (fen, of) = (line.fen, Period::from_code(line.period).ok_or(Against::NoLine(number.to_owned()))?);
        self.write_return(entity, &file, reason, BTreeMap::from([(line.village, vec![told])]))?;
        Ok((of, fen, outcome == REVERSED))
    }

    /// Everybody with money to come back or settled so, by person.
    pub fn over_paid(&self) -> Result<Vec<Over>, StoreError> {
        let mut found = Vec::new();
        let Some(rule) = self.support_rule()? else { return Ok(found) };
        let (decided, openings, today) = (self.decided()?, self.openings()?, self.day());
        self.each_facts(&mut |person, payee, facts| {
            let stops = decided.get(&person).map_or(&[][..], Vec::as_slice);
            let claim = payee.basis.claim(stops, openings.get(&person).cloned());
            let account = account_of(rule, &claim, facts, today);
            let touched = |entry: &&Entry| {
                entry.sums.over > 0
                    || entry.sums.written_off > 0
                    || matches!(entry.came, Came::Recovered | Came::Recovering)
            };
            let entries: Vec<Entry> = account.entries.iter().filter(touched).cloned().collect();
            if !entries.is_empty() {
                found.push(Over { person, sums: account.sums, entries });
            }
        })?;
        found.sort_by_key(|over| over.person);
        Ok(found)
    }

    pub(super) fn may_settle(&self) -> Result<(), BatchError> {
        match self.folder.actor().roles.meets(crate::domain::roles::OFFICE) {
            true => Ok(()),
            false => Err(Against::ByTheOffice.into()),
        }
    }
}
