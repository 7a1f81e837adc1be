//! Open items (待处理款项): what failed or was held and nobody has paid since, until it is paid, offset or closed with a reason.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::batches::line_of;
use super::lines::{Listed, Lists, all_steps};
use super::subsidy::account_of;
use super::{BatchError, Brought, Desk, Payable};
use crate::domain::day::Day;
use crate::domain::record::{Batch, ListPart};
use crate::domain::subsidy::payment::{Came, Settling, Sort, Stage, Withheld, reason_of};
use crate::domain::subsidy::{Period, State};
use crate::domain::value::PayLine;
use crate::i18n::subsidy_acts::Against;
use crate::journal::{EntityId, RecordKey};
use crate::store::{Asker, StoreError};

/// A line that waits for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenItem {
    /// Whose.
    pub person: EntityId,
    /// Where.
    pub village: EntityId,
    /// Stored number of the period.
    pub period: u16,
    /// Number of the batch in which it failed.
    pub batch: String,
    /// Fen.
    pub fen: i64,
    /// It was held back and never left; else the bank sent it back.
    pub held: bool,
    /// Stable name of the reason.
    pub reason: &'static str,
    /// When.
    pub on: Option<Day>,
    /// The account that failed; empty for none.
    pub account: String,
}

/// What a later batch pays once more (补发).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Whose.
    pub person: EntityId,
    /// Which period.
    pub period: Period,
    /// Fen.
    pub fen: i64,
}

/// A batch as it is listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Its number.
    pub number: String,
    /// Its period.
    pub period: Period,
    /// What it is.
    pub sort: Sort,
    /// How far it has come.
    pub stage: Stage,
    /// When it was frozen.
    pub frozen: Option<Day>,
    /// Lines, withheld ones too.
    pub lines: i64,
    /// Fen that were to be paid out when it was frozen.
    pub fen: i64,
    /// Rule and version.
    pub rule: String,
    /// Number of the batch in its stead.
    pub successor: Option<String>,
    /// Why it was given up.
    pub reason: Option<String>,
}

impl Desk {
    /// Every failed or withheld line that was not paid since, is not on its way and was not closed, the oldest first.
    pub fn open_items(&self) -> Result<Vec<OpenItem>, StoreError> {
        let mut open = open_items(&self.folder.asker(), &mut |_| true)?.unwrap_or_default();
        let mut chunks: HashMap<RecordKey, Vec<usize>> = HashMap::new();
        for (at, (list, _)) in open.iter().enumerate() {
            chunks.entry(*list).or_default().push(at);
        }
        // Names and accounts stand in the lists alone.
        for (list, of) in chunks {
            let part = self.record(list)?.map(|record| ListPart::from_record(list, &record));
            let lines = part.and_then(|part| part.lines.shown).unwrap_or_default();
            for at in of {
                let Some((_, item)) = open.get_mut(at) else { continue };
                let mine = |line: &&PayLine| (line.person, line.period) == (item.person, item.period);
                item.account = lines.iter().find(mine).map(|line| line.account.clone()).unwrap_or_default();
            }
        }
        Ok(open.into_iter().map(|(_, item)| item).collect())
    }

    /// Open items of persons whose account is another one now, each with the person's line of today.
    pub(super) fn corrected<'a>(
        &self,
        lines: &'a [Payable],
    ) -> Result<Vec<(&'a Payable, OpenItem)>, StoreError> {
        let by_person: HashMap<EntityId, &Payable> = lines.iter().map(|line| (line.person, line)).collect();
        let fits = |item: OpenItem| {
            let line = by_person.get(&item.person).copied()?;
            let corrected = line.held.is_none() && line.account != item.account;
            corrected.then_some((line, item))
        };
        Ok(self.open_items()?.into_iter().filter_map(fits).collect())
    }

    /// What is owed to these persons up to today and on no list that is on its way: failed lines, periods that nobody
    /// listed (back-pay after a restoration or a late approval).
    pub fn owed_to(&self, persons: &[EntityId]) -> Result<Vec<Owed>, BatchError> {
        let mut owed = Vec::new();
        let Some(rule) = self.support_rule()? else { return Ok(owed) };
        for person in persons {
            let Some(claim) = self.claim(*person)? else { continue };
            let facts = self.payment_facts(*person)?;
            let closed: HashSet<Period> = facts
                .iter()
                .filter(|(_, facts)| facts.settled.iter().any(|step| step.how == Settling::Closed))
                .map(|(period, _)| *period)
                .collect();
            let account = account_of(rule, &claim, facts, self.day());
            for entry in account.entries.iter().filter(|entry| !closed.contains(&entry.period)) {
                let free = match entry.came {
                    Came::Returned | Came::Reversed | Came::Withheld => true,
                    Came::Nothing(state) => state == State::Due,
                    // Partly paid.
                    Came::Credited => true,
                    _ => false,
                };
                if free && entry.sums.owed > 0 && entry.period.last() <= self.day() {
                    owed.push(Owed { person: *person, period: entry.period, fen: entry.sums.owed });
                }
            }
        }
        Ok(owed)
    }

    /// Makes a batch of what is owed (补发批次): to these persons, or without any of all open items whose account was
    /// corrected. It goes the way of every batch.
    /// `from` = nothing before that day.
    pub fn pay_again(
        &mut self,
        period: Period,
        persons: &[EntityId],
        from: Option<Day>,
    ) -> Result<Brought, BatchError> {
        let lines = self.payees(period)?;
        let mut villages: BTreeMap<EntityId, Vec<PayLine>> = BTreeMap::new();
        if persons.is_empty() {
            for (line, item) in self.corrected(&lines)? {
                villages.entry(line.village).or_default().push(line_of(line, item.period, item.fen));
            }
        } else {
            let owed = self.owed_to(persons)?;
            villages = lines_for(
                &lines,
                owed.iter().filter(|one| from.is_none_or(|from| one.period.last() >= from)),
            )?;
        }
        let number = self.free_number(period, "B")?;
        self.make_batch(number, period, Sort::Again, villages, &[])
    }

    /// Makes a batch of one period of a person that is owed; once it is on a list it is not owed any more.
    pub fn pay_item(&mut self, person: EntityId, owed_for: Period) -> Result<Brought, BatchError> {
        let period = self.this_period()?.ok_or(BatchError::Empty)?;
        let owed = self.owed_to(&[person])?;
        let lines = self.payees(period)?;
        let villages = lines_for(&lines, owed.iter().filter(|one| one.period == owed_for))?;
        let number = self.free_number(period, "B")?;
        self.make_batch(number, period, Sort::Again, villages, &[])
    }

    /// Back-pay of the persons of an approval, from its start.
    pub fn pay_from_start(&mut self, period: Period, document: &str) -> Result<Brought, BatchError> {
        let (persons, start) = self.approved_by(document)?;
        match persons.is_empty() {
            true => Err(BatchError::Empty),
            false => self.pay_again(period, &persons, start),
        }
    }

    /// All batches, the newest first.
    pub fn batch_rows(&self) -> Result<Vec<BatchRow>, StoreError> {
        let row = |batch: Batch| {
            Some(BatchRow {
                number: batch.number.shown?,
                period: batch.period.shown.and_then(Period::from_code)?,
                sort: Sort::of(batch.sort.shown),
                stage: batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen),
                frozen: batch.frozen.shown,
                lines: batch.persons.shown.unwrap_or(0),
                fen: batch.total.shown.map_or(0, |fen| fen.0),
                rule: batch.rule.shown.unwrap_or_default(),
                successor: batch.successor.shown,
                reason: batch.reason.shown,
            })
        };
        let mut rows: Vec<BatchRow> = self.batches()?.into_values().filter_map(row).collect();
        rows.sort_by(|left, right| (right.frozen, &right.number).cmp(&(left.frozen, &left.number)));
        Ok(rows)
    }
}

/// What is owed as lines by village, into the accounts of today; who must not be paid yet is refused.
fn lines_for<'a>(
    lines: &[Payable],
    owed: impl Iterator<Item = &'a Owed>,
) -> Result<BTreeMap<EntityId, Vec<PayLine>>, BatchError> {
    let by_person: HashMap<EntityId, &Payable> = lines.iter().map(|line| (line.person, line)).collect();
    let mut villages: BTreeMap<EntityId, Vec<PayLine>> = BTreeMap::new();
    for one in owed {
        let Some(line) = by_person.get(&one.person) else { continue };
        if let Some(held) = line.held {
            return Err(Against::NotPaidYet(line.code.clone(), held.name()).into());
        }
        villages.entry(line.village).or_default().push(line_of(line, one.period.code(), one.fen));
    }
    Ok(villages)
}

/// A line that may be open, and the chunk that it stands in.
type Open = (RecordKey, OpenItem);

/// [`Desk::open_items`] on whatever thread, without accounts, each with its chunk; none if `go_on`, which is told the records
/// so far, stopped it.
pub(super) fn open_items(
    asker: &Asker,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<Option<Vec<Open>>, StoreError> {
    let Some(lists) = Lists::read(asker, go_on)? else { return Ok(None) };
    // Most periods were credited at once: only of the others all lines are put side by side.
    let mut failed: HashSet<(EntityId, u16)> = HashSet::new();
    let whole = lists.each_line(asker, go_on, &mut |listed| {
        if reason_for(listed).is_some() {
            failed.insert((listed.line.person, listed.line.period));
        }
    })?;
    if !whole {
        return Ok(None);
    }
    // By person and period: the last attempt decides, a credit ends it.
    let mut last: HashMap<(EntityId, u16), (Option<Day>, Option<Open>)> = HashMap::new();
    let whole = lists.each_line(asker, go_on, &mut |listed| {
        let key = (listed.line.person, listed.line.period);
        if listed.stage == Stage::Withdrawn || !failed.contains(&key) {
            return;
        }
        let open = reason_for(listed).map(|reason| (listed.list, item_of(listed, reason)));
        let order = if listed.credited() { Day::ymd(2199, 12, 31) } else { listed.batch.frozen.shown };
        let entry = last.entry(key).or_insert((None, None));
        if order >= entry.0 {
            *entry = (order, open);
        }
    })?;
    let mut items: Vec<Open> = last.into_values().filter_map(|(_, open)| open).collect();
    let steps = all_steps(asker)?;
    for (_, item) in &mut items {
        let of = steps.get(&item.person).into_iter().flatten();
        for (_, step) in of.filter(|(period, _)| period.code() == item.period) {
            match step.how {
                // An item that was closed and failed again after that is open again.
                Settling::Closed if step.on >= item.on => item.fen = 0,
                Settling::Booked => item.fen -= step.fen,
                _ => {}
            }
        }
    }
    items.retain(|(_, item)| item.fen > 0);
    items.sort_by_key(|(_, item)| (item.period, item.village, item.person));
    Ok(whole.then_some(items))
}

/// Stable name of the reason for which a line waits; none if it arrived, is on its way or its batch was given up.
fn reason_for(listed: &Listed<'_>) -> Option<&'static str> {
    let held = Withheld::from_code(listed.line.withheld).map(Withheld::name);
    let reason = held.or_else(|| reason_of(listed.last?.1));
    reason.filter(|_| listed.stage != Stage::Withdrawn)
}

fn item_of(listed: &Listed<'_>, reason: &'static str) -> OpenItem {
    let line = listed.line;
    OpenItem {
        person: line.person,
        village: listed.list.scope,
        period: line.period,
        batch: listed.batch.number.shown.clone().unwrap_or_default(),
        fen: line.fen,
        held: line.withheld != 0,
        reason,
        on: listed.last.map(|(on, _)| on).or(listed.batch.frozen.shown),
        account: String::new(),
    }
}
