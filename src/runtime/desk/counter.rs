//! What counter and office read of direct support (柜台所读): the accounts of a household, the batches, a period's list against
//! the last one.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::batches::{BatchError, OpenItem};
use super::walk::walk;
use super::{Desk, DeskError, Preview};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::record::Batch;
use crate::domain::subsidy::claim::Claim;
use crate::domain::subsidy::course;
use crate::domain::subsidy::payment::{Account, Facts, Stage, account};
use crate::domain::subsidy::{Explanation, Period};
use crate::domain::verify::records::stage_of;
use crate::domain::verify::{Proposal, Stage as Step};
use crate::i18n::subsidy::SubsidySay;
use crate::journal::{EntityId, OpId};
use crate::runtime::views::file_name;
use crate::store::StoreError;

/// One person's support, as far as it is known.
#[derive(Clone, Debug)]
pub struct Support {
    /// What the records say.
    pub claim: Claim,
    /// Every period of the term until today.
    pub explained: Vec<Explanation>,
    /// What happened to them.
    pub facts: BTreeMap<Period, Facts>,
    /// What it comes to.
    pub account: Account,
}

/// A period's list against the last one.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// The list as it would be now.
    pub now: Preview,
    /// Failed payments that would go out again: the item, and the fen.
    pub again: Vec<OpenItem>,
    /// The last batch of an earlier period.
    pub last: Option<Batch>,
    /// Fen of each person in it.
    pub before: HashMap<EntityId, i64>,
    /// Why those of the last batch who are on this list no more are not.
    pub gone: HashMap<EntityId, Explanation>,
    /// Proposals that nobody has decided.
    pub pending: usize,
    /// The batch as which the period is frozen already.
    pub frozen: Option<String>,
}

impl Compared {
    /// Lines that would be paid out, those that go out again included.
    pub fn persons(&self) -> usize {
        self.now.paid().count() + self.again.len()
    }

    /// Their fen.
    pub fn total(&self) -> i64 {
        self.now.total() + self.again.iter().map(|item| item.fen).sum::<i64>()
    }
}

impl Desk {
    /// The support of persons; who is not here is left out. Their villages are read once.
    pub fn support_of(&self, persons: &[EntityId]) -> Result<Vec<(EntityId, Support)>, StoreError> {
        let Some(rule) = self.support_rule() else { return Ok(Vec::new()) };
        let mut facts = self.payment_facts_of(persons)?;
        let mut found = Vec::new();
        for person in persons {
            let Some(claim) = self.claim(*person)? else { continue };
            let steps = course::walk(rule, &claim, self.day());
            let explained: Vec<Explanation> =
                steps.iter().map(|step| Explanation::of_step(rule, &claim, step)).collect();
            let facts = facts.remove(person).unwrap_or_default();
            let account = account(&explained, claim.opening.as_ref(), facts.clone());
            found.push((*person, Support { claim, explained, facts, account }));
        }
        Ok(found)
    }

    /// First and last day of a person's term by the rule that holds here.
    pub fn support_term(&self, claim: &Claim) -> Option<(Day, Day)> {
        let rule = self.support_rule()?;
        rule.span(claim.cohort?, claim.relocated)
    }

    /// When each batch was submitted, by its number.
    pub fn submitted_days(&self) -> Result<HashMap<String, Day>, StoreError> {
        let batches = self.batches()?.into_values();
        let submitted = |batch: Batch| Some((batch.number.shown?, batch.submitted.shown?));
        Ok(batches.filter_map(submitted).collect())
    }

    /// The batches, the newest first.
    pub fn batch_lines(&self) -> Result<Vec<Batch>, StoreError> {
        let mut batches: Vec<Batch> = self.batches()?.into_values().collect();
        let order = |batch: &Batch| {
            let period = batch.period.shown.and_then(Period::from_code).map(Period::first);
            (period, batch.frozen.shown, batch.number.shown.clone())
        };
        batches.sort_by_key(|batch| std::cmp::Reverse(order(batch)));
        Ok(batches)
    }

    /// The period whose list is to be made next: the one after the last that is frozen, else the one in which today lies.
    pub fn next_period(&self) -> Result<Option<Period>, StoreError> {
        let Some(rule) = self.support_rule() else { return Ok(None) };
        let standing = |batch: &Batch| batch.stage.shown != Some(Stage::Withdrawn.code());
        let last = self.batch_lines()?.into_iter().find(standing);
        let after = last.and_then(|batch| Period::from_code(batch.period.shown?)).map(|last| rule.next(last));
        Ok(after.or_else(|| rule.period_of(self.day())))
    }

    /// The list of a period against the last batch of an earlier one.
    pub fn compare_list(&self, period: Period) -> Result<Compared, StoreError> {
        let mut last = None;
        let mut frozen = None;
        for batch in self.batch_lines()? {
            let of = batch.period.shown.and_then(Period::from_code);
            if batch.stage.shown == Some(Stage::Withdrawn.code()) {
                continue;
            }
            if of == Some(period) {
                frozen = batch.number.shown.clone();
            } else if last.is_none() && of.is_some_and(|of| of.first() < period.first()) {
                last = Some(batch);
            }
        }
        let before = match &last {
            Some(batch) => self.lines_of(batch)?,
            None => HashMap::new(),
        };
        let mut why = HashMap::new();
        let now = self.support_list_seen(period, &mut |person, explained| {
            if before.contains_key(&person) {
                why.insert(person, explained.clone());
            }
        })?;
        let listed: HashSet<EntityId> = now.lines.iter().map(|line| line.person).collect();
        why.retain(|person, _| !listed.contains(person));
        let again = self.corrected(&now.lines)?.into_iter().map(|(_, item)| item).collect();
        let pending = self.pending_proposals()?;
        Ok(Compared { now, again, last, before, gone: why, pending, frozen })
    }

    /// Fen of each person in a batch, for the batch's own period.
    fn lines_of(&self, batch: &Batch) -> Result<HashMap<EntityId, i64>, StoreError> {
        let mut lines = HashMap::new();
        for part in self.list_parts(batch.entity())? {
            let own = |line: &&crate::domain::value::PayLine| Some(line.period) == batch.period.shown;
            let own = part.lines.shown.iter().flatten().filter(own);
            lines.extend(own.map(|line| (line.person, line.fen)));
        }
        Ok(lines)
    }

    /// Proposals to change somebody's support that are neither decided nor taken back.
    fn pending_proposals(&self) -> Result<usize, StoreError> {
        let mut pending = 0;
        walk(&self.folder.asker(), &[kind::PROPOSAL], &mut |_| true, &mut |key, record| {
            let read = Proposal::from_record(key, &record);
            let stage = stage_of(&read.stage).map(|(stage, _)| stage);
            let over = matches!(stage, Some(Step::Withdrawn | Step::Decided));
            pending += usize::from(read.common.stands() && !over);
        })?;
        Ok(pending)
    }

    /// When and by whom the operations were written that something rests on: ISO date and officer, each once.
    pub fn written_by(&self, ops: &[OpId]) -> Result<Vec<(String, String)>, DeskError> {
        let signers = self.signers()?;
        let mut written = Vec::new();
        for op in ops {
            for header in self.header_of(op.commit())?.iter().take(1) {
                let on = super::day_of(header.wall_ms).map(Day::iso).unwrap_or_default();
                written.push((on, signers.of(header).0));
            }
        }
        written.sort();
        written.dedup();
        Ok(written)
    }
}

impl BatchError {
    /// The refusal in words, about a file where one was given; none for what the folder itself says.
    pub fn say(&self, file: &Path) -> Option<SubsidySay> {
        Some(match self {
            BatchError::Desk(_) => return None,
            BatchError::Unknown(number) => SubsidySay::NoBatch(number.clone()),
            BatchError::Frozen(number) => SubsidySay::AlreadyFrozen(number.clone()),
            BatchError::Empty => SubsidySay::NobodyPaid,
            BatchError::Stage(stage) => SubsidySay::StandsAt(*stage),
            BatchError::Fork => SubsidySay::Fork,
            BatchError::Maker => SubsidySay::Maker,
            BatchError::Role => SubsidySay::NotApprover,
            BatchError::Taken => SubsidySay::Taken(file_name(file)),
            BatchError::Ending => SubsidySay::Ending(file_name(file)),
        })
    }
}
