//! What counter and office read of direct support (柜台所读): the accounts of a household, the batches, a period's list against
//! the last one.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use super::batches::BatchError;
use super::compare::{Compared, Pending};
use super::open_items::OpenItem;
use super::subsidy::explained_until;
use super::{Desk, DeskError, Preview};
use crate::domain::day::Day;
use crate::domain::record::Batch;
use crate::domain::subsidy::claim::Claim;
use crate::domain::subsidy::payment::{Account, Facts, Sort, Stage, account};
use crate::domain::subsidy::{Explanation, Period};
use crate::i18n::subsidy::SubsidySay;
use crate::i18n::{Both, Lang};
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

/// A period's list as the office looks at it before it is frozen.
#[derive(Clone, Debug, Default)]
pub struct Outlook {
    /// The list as it would be now.
    pub now: Preview,
    /// Failed payments that would go out again.
    pub again: Vec<OpenItem>,
    /// What differs from the list before.
    pub compared: Compared,
    /// What proposals that nobody has decided would change.
    pub pending: Pending,
    /// The batch as which the period is frozen already.
    pub frozen: Option<String>,
}

impl Outlook {
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
        let Some(rule) = self.support_rule()? else { return Ok(Vec::new()) };
        let mut facts = self.payment_facts_of(persons)?;
        let mut found = Vec::new();
        for person in persons {
            let Some(claim) = self.claim(*person)? else { continue };
            let facts = facts.remove(person).unwrap_or_default();
            let explained = explained_until(rule, &claim, &facts, self.day());
            let account = account(&explained, claim.opening.as_ref(), facts.clone());
            found.push((*person, Support { claim, explained, facts, account }));
        }
        Ok(found)
    }

    /// First and last day of a person's term by the rule that holds here.
    pub fn support_term(&self, claim: &Claim) -> Result<Option<(Day, Day)>, StoreError> {
        let rule = self.support_rule()?;
        Ok(rule.zip(claim.cohort).and_then(|(rule, cohort)| rule.span(cohort, claim.relocated)))
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

    /// The period in which today lies; none without a rule for it.
    pub fn this_period(&self) -> Result<Option<Period>, StoreError> {
        Ok(self.support_rule()?.and_then(|rule| rule.period_of(self.day())))
    }

    /// Of each batch the lines of which the bank has said nothing since it was submitted, and those that wait for somebody,
    /// by its number.
    pub fn batch_progress(&self) -> Result<HashMap<String, (usize, usize)>, StoreError> {
        let mut progress: HashMap<String, (usize, usize)> = HashMap::new();
        self.each_line(&mut |listed| {
            let waits =
                listed.stage == Stage::Submitted && listed.line.withheld == 0 && listed.last.is_none();
            if let Some(number) = listed.batch.number.shown.as_deref().filter(|_| waits) {
                match progress.get_mut(number) {
                    Some(of) => of.0 += 1,
                    None => drop(progress.insert(number.to_owned(), (1, 0))),
                }
            }
        })?;
        for item in self.open_items()? {
            progress.entry(item.batch).or_default().1 += 1;
        }
        Ok(progress)
    }

    /// The period whose list is to be made next: the one after the last that is frozen, else the one in which today lies.
    pub fn next_period(&self) -> Result<Option<Period>, StoreError> {
        let Some(rule) = self.support_rule()? else { return Ok(None) };
        let standing = |batch: &Batch| batch.stage.shown != Some(Stage::Withdrawn.code());
        let last = self.batch_lines()?.into_iter().find(standing);
        let after = last.and_then(|batch| Period::from_code(batch.period.shown?)).map(|last| rule.next(last));
        Ok(after.or_else(|| rule.period_of(self.day())))
    }

    /// The list of a period, what differs from the one before it, and what else the office wants to know of it.
    pub fn outlook(&self, period: Period) -> Result<Outlook, BatchError> {
        let standing = |batch: &Batch| {
            batch.stage.shown != Some(Stage::Withdrawn.code()) && Sort::of(batch.sort.shown) != Sort::Again
        };
        let of_period = |batch: &Batch| batch.period.shown.and_then(Period::from_code) == Some(period);
        let frozen = self.batch_lines()?.into_iter().find(|batch| standing(batch) && of_period(batch));
        let now = self.support_list(period)?;
        let compared = self.compare_list(period, &now)?;
        let again = self.corrected(&now.lines)?.into_iter().map(|(_, item)| item).collect();
        let frozen = frozen.and_then(|batch| batch.number.shown);
        let pending = self.pending_effect(period, &now)?;
        Ok(Outlook { now, again, compared, pending, frozen })
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
    pub fn say(&self, file: &Path) -> Option<Both> {
        let say = match self {
            BatchError::Desk(_) => return None,
            BatchError::Say(against) => return Some(both(|lang| against.text(lang))),
            BatchError::Verify(say) => return Some(both(|lang| say.text(lang))),
            BatchError::Unknown(number) => SubsidySay::NoBatch(number.clone()),
            BatchError::Frozen(number) => SubsidySay::AlreadyFrozen(number.clone()),
            BatchError::Empty => SubsidySay::NobodyPaid,
            BatchError::Stage(stage) => SubsidySay::StandsAt(*stage),
            BatchError::Fork => SubsidySay::Fork,
            BatchError::Maker => SubsidySay::Maker,
            BatchError::Role => SubsidySay::NotApprover,
            BatchError::Taken => SubsidySay::Taken(file_name(file)),
            BatchError::Ending => SubsidySay::Ending(file_name(file)),
        };
        Some(both(|lang| say.text(lang)))
    }
}

fn both(words: impl Fn(Lang) -> String) -> Both {
    Both::new(words(Lang::Zh), words(Lang::En))
}
