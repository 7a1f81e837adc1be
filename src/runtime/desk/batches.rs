//! Batches of payment (发放批次): frozen, brought forward step by step, written for finance and bank, and the bank's answer taken
//! in. What is frozen does not change any more; what goes wrong afterwards is an open item until it is paid again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::lines::Outcomes;
use super::verify::VerifyError;
use super::{Desk, DeskError, Payable, is_taken, key_of};
use crate::domain::kinds::{batch as slots, kind, list, returned};
use crate::domain::record::{Batch, ListPart, Returned};
use crate::domain::register::{Edit, EditError};
use crate::domain::roles::Role;
use crate::domain::subsidy::bank::{Fit, Item, by_account, fit, read_item};
use crate::domain::subsidy::payment::{CREDITED, HELD_BACK, Sort, Stage, Withheld};
use crate::domain::subsidy::records::{batch_entity, chunks, list_part, return_entity};
use crate::domain::subsidy::rule::Payee;
use crate::domain::subsidy::{Period, shipped};
use crate::domain::value::{PayLine, PayOutcome, Value};
use crate::i18n::subsidy_acts::Against;
use crate::i18n::verify::VerifySay;
use crate::journal::{EntityId, Op, OpId};
use crate::sheets::{Target, bank_rows, bank_total, payment_table, read_file, table_bytes, write_whole};
use crate::store::{Part, StoreError};

/// What an export is called in the record of exports.
const EXPORT: &str = "payments";
/// Most bytes and operations of one commit of a list.
const COMMIT_BYTES: usize = 1_800_000;
const COMMIT_OPS: usize = 1_500;
/// Outcomes in one record of a return.
const OUTCOMES: usize = 400;

/// Why a batch goes no further.
#[derive(Debug, thiserror::Error)]
pub enum BatchError {
    /// No batch of that number is here.
    #[error("no batch {0}")]
    Unknown(String),
    /// The period is frozen already: number of the batch.
    #[error("frozen as {0}")]
    Frozen(String),
    /// Nobody would be paid.
    #[error("an empty list")]
    Empty,
    /// It stands at another step.
    #[error("stands at {0:?}")]
    Stage(Stage),
    /// Two machines took different steps.
    #[error("two steps from one")]
    Fork,
    /// Who made the list or checked it does not check and approve it too.
    #[error("the maker may not approve")]
    Maker,
    /// The officer's role does not approve.
    #[error("not an approver")]
    Role,
    /// A file of that name exists.
    #[error("the file exists")]
    Taken,
    /// A paper ends in .xlsx or .txt.
    #[error("neither .xlsx nor .txt")]
    Ending,
    /// Anything else, as it is said.
    #[error("{0:?}")]
    Say(Against),
    /// What the round of verification says.
    #[error("{0:?}")]
    Verify(Box<VerifySay>),
    /// The file.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for BatchError {
    fn from(error: StoreError) -> Self {
        BatchError::Desk(DeskError::Store(error))
    }
}

impl From<Against> for BatchError {
    fn from(say: Against) -> Self {
        BatchError::Say(say)
    }
}

impl From<VerifyError> for BatchError {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Say(say) => BatchError::Verify(Box::new(say)),
            VerifyError::Desk(error) => BatchError::Desk(error),
        }
    }
}

impl From<EditError> for BatchError {
    fn from(error: EditError) -> Self {
        StoreError::from(error).into()
    }
}

/// A batch that was frozen, or brought forward.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Brought {
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub stage: Stage,
    /// Lines, withheld ones too.
    pub lines: i64,
    /// Fen that are paid out.
    pub fen: i64,
}

/// Lines as the bank is told, each with the lines of the list that it stands for.
pub(super) type BankLines = Vec<(Item, Vec<usize>)>;

/// What became of a bank's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenIn {
    /// Number of the batch.
    pub batch: String,
    /// Rows that are a line of the batch, those known before included.
    pub matched: usize,
    /// Rows that are none, with the file's row.
    pub unmatched: Vec<(u32, Fit)>,
    /// Rows that could be several.
    pub ambiguous: usize,
    /// Matched rows that were sent back.
    pub failed: usize,
    /// Matched rows that say what was known.
    pub already: usize,
}

impl Desk {
    pub(super) fn batch(&self, number: &str) -> Result<(Batch, EntityId), BatchError> {
        let key = key_of(kind::BATCH, EntityId::ZERO, batch_entity(number));
        let record = self.record(key)?.ok_or_else(|| BatchError::Unknown(number.to_owned()))?;
        Ok((Batch::from_record(key, &record), key.entity))
    }

    /// Freezes the list of a period; failed payments whose account was corrected go out again with it, once. A list that
    /// was given up for this period gets its successor's name.
    pub fn freeze(&mut self, period: Period) -> Result<Brought, BatchError> {
        let of_period = |batch: &&Batch| {
            batch.period.shown == Some(period.code()) && Sort::of(batch.sort.shown) != Sort::Again
        };
        let batches = self.batches()?;
        let given_up = |batch: &Batch| batch.stage.shown == Some(Stage::Withdrawn.code());
        if let Some(batch) = batches.values().filter(of_period).find(|batch| !given_up(batch)) {
            return Err(BatchError::Frozen(batch.number.shown.clone().unwrap_or_default()));
        }
        let before = batches.values().filter(of_period).filter(|batch| batch.successor.is_empty());
        let before: Vec<EntityId> = before.map(Batch::entity).collect();
        let preview = self.support_list(period)?;
        let again = self.corrected(&preview.lines)?;
        let mut villages: BTreeMap<EntityId, Vec<PayLine>> = BTreeMap::new();
        for line in &preview.lines {
            villages.entry(line.village).or_default().push(line_of(line, period.code(), line.fen));
        }
        for (line, item) in again {
            villages.entry(line.village).or_default().push(line_of(line, item.period, item.fen));
        }
        let number = self.free_number(period, "")?;
        self.make_batch(number, period, Sort::Regular, villages, &before)
    }

    /// Writes a batch with its lists. `before` = batches that it takes the place of.
    pub(super) fn make_batch(
        &mut self,
        number: String,
        period: Period,
        sort: Sort,
        villages: BTreeMap<EntityId, Vec<PayLine>>,
        before: &[EntityId],
    ) -> Result<Brought, BatchError> {
        if villages.is_empty() {
            return Err(BatchError::Empty);
        }
        let batch = batch_entity(&number);
        let lines: Vec<&PayLine> = villages.values().flatten().collect();
        let fen = lines.iter().filter(|line| line.withheld == 0).map(|line| line.fen).sum();
        let count = i64::try_from(lines.len()).unwrap_or(0);
        let (mut ops, mut first) = (Vec::new(), 1);
        for (village, lines) in villages {
            for chunk in chunks(lines) {
                let count = i64::try_from(chunk.len()).unwrap_or(0);
                ops.push((village, list_part(batch, village, first, chunk)?.op));
                first += count;
            }
        }
        let rule = self.support_rule()?.and_then(|rule| {
            let version = rule.versions.get(rule.version_of(period)?)?;
            Some(format!("{}/{}", rule.rule_id, version.version))
        });
        let head = Edit::new(kind::BATCH, batch)
            .set(slots::NUMBER, Value::Text(number.clone()), &[])
            .set(slots::PERIOD, Value::Code(period.code()), &[])
            .set(slots::PERSONS, Value::Int(count), &[])
            .set(slots::TOTAL, Value::Money(fen), &[])
            .set(slots::RULE, Value::Text(rule.unwrap_or_else(|| shipped::DEFAULT.to_owned())), &[])
            .set(slots::FROZEN, Value::Day(self.day()), &[])
            .set(slots::STAGE, Value::Code(Stage::Frozen.code()), &[])
            .set(slots::SORT, Value::Code(sort.code()), &[]);
        let mut last = vec![head.finish()?];
        for entity in before {
            let edit = Edit::new(kind::BATCH, *entity);
            last.push(edit.set(slots::SUCCESSOR, Value::Text(number.clone()), &[]).finish()?);
        }
        self.write_parts(ops, &last)?;
        Ok(Brought { number, stage: Stage::Frozen, lines: count, fen })
    }

    /// A number that no batch and no half-written list has: lines without their batch are nobody's.
    pub(super) fn free_number(&self, period: Period, mark: &str) -> Result<String, StoreError> {
        for count in 1_u32.. {
            let number = format!("{period}-{mark}{count}");
            let entity = batch_entity(&number);
            let known = self.record(key_of(kind::BATCH, EntityId::ZERO, entity))?.is_some();
            if !known && self.list_parts(entity)?.is_empty() {
                return Ok(number);
            }
        }
        Ok(period.to_string())
    }

    /// Lists first, the batch last: a list that was cut off by a power failure does not count.
    pub(super) fn write_parts(&mut self, ops: Vec<(EntityId, Op)>, heads: &[Op]) -> Result<(), StoreError> {
        self.swept = None;
        let act = self.folder.new_act()?;
        let (mut number, mut rest) = (0, ops.as_slice());
        while !rest.is_empty() {
            let (mut bytes, mut count) = (0, 0);
            for (_, op) in rest.iter().take(COMMIT_OPS) {
                bytes +=
                    128 + op.changes.iter().filter_map(|one| one.value.as_ref()).map(Vec::len).sum::<usize>();
                if count > 0 && bytes > COMMIT_BYTES {
                    break;
                }
                count += 1;
            }
            let (now, later) = rest.split_at(count);
            self.folder.write(Part { act, number, last: false }, |commit| {
                now.iter().try_for_each(|(scope, op)| commit.push(*scope, op).map(drop))
            })?;
            (number, rest) = (number + 1, later);
        }
        let last = Part { act, number, last: true };
        self.folder.write(last, |commit| {
            heads.iter().try_for_each(|head| commit.push(EntityId::ZERO, head).map(drop))
        })?;
        Ok(())
    }

    /// Brings a batch to a step, if it stands at the one before. Who froze it neither checks nor approves it.
    pub fn advance(&mut self, number: &str, to: Stage) -> Result<Brought, BatchError> {
        self.advance_for(number, to, "")
    }

    /// The same with the reason for giving a batch up.
    pub fn advance_for(&mut self, number: &str, to: Stage, reason: &str) -> Result<Brought, BatchError> {
        let (batch, entity) = self.batch(number)?;
        if batch.stage.conflict {
            return Err(BatchError::Fork);
        }
        let now = batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen);
        if !to.comes_after(now) {
            return Err(BatchError::Stage(now));
        }
        if matches!(to, Stage::Reviewed | Stage::Approved) {
            let me = self.folder.actor().officer;
            let approves = self.folder.actor().roles;
            if !approves.meets(Role::Approver.bit()) && !approves.meets(Role::Head.bit()) {
                return Err(BatchError::Role);
            }
            if self.signer(batch.number.ops.first())? == Some(me) {
                return Err(BatchError::Maker);
            }
        }
        let mut edit = Edit::new(kind::BATCH, entity);
        edit = edit.set(slots::STAGE, Value::Code(to.code()), &batch.stage.ops);
        if to == Stage::Submitted {
            edit = edit.set(slots::SUBMITTED, Value::Day(self.day()), &[]);
        }
        if to == Stage::Withdrawn {
            edit = edit.give(slots::REASON, Some(Value::Text(reason.to_owned())));
        }
        let op = edit.finish().map_err(StoreError::from)?;
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(EntityId::ZERO, &op).map(drop))?;
        Ok(Brought {
            number: number.to_owned(),
            stage: to,
            lines: batch.persons.shown.unwrap_or(0),
            fen: batch.total.shown.map_or(0, |fen| fen.0),
        })
    }

    pub(super) fn signer(&self, op: Option<&OpId>) -> Result<Option<EntityId>, StoreError> {
        let Some(op) = op else { return Ok(None) };
        Ok(self.header_of(op.commit())?.first().map(|header| header.officer))
    }

    pub(super) fn list_parts(&self, batch: EntityId) -> Result<Vec<ListPart>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(batch).encode() else { return Ok(Vec::new()) };
        let found = self.folder.ask(move |state| state.holding(kind::LIST, list::BATCH, &bytes))?;
        let mut parts: Vec<ListPart> =
            found.iter().map(|(key, record)| ListPart::from_record(*key, record)).collect();
        parts.sort_by_key(|part| part.part.shown);
        Ok(parts)
    }

    /// The lines of a batch that are paid out, by number: what was withheld in the list or held back since is none of them.
    pub(super) fn items(&self, batch: EntityId) -> Result<Vec<Item>, StoreError> {
        let outcomes = self.outcomes_of(batch)?;
        let held = |village: EntityId, line: &PayLine| {
            let said = outcomes.of((batch, village), line.period, line.person);
            said.is_some_and(|(_, outcome)| outcome == HELD_BACK)
        };
        let mut items = Vec::new();
        for part in self.list_parts(batch)? {
            let first = part.part.shown.and_then(|first| u32::try_from(first).ok()).unwrap_or(1);
            for (line, one) in (first..).zip(part.lines.shown.iter().flatten()) {
                if one.withheld == 0 && !held(part.common.key.scope, one) {
                    items.push(Item {
                        line,
                        person: one.person,
                        village: part.common.key.scope,
                        period: one.period,
                        name: one.name.clone(),
                        account: one.account.clone(),
                        fen: one.fen,
                    });
                }
            }
        }
        Ok(items)
    }

    /// The same as the bank is told: where the payee is a household's, one line an account; beside each the lines that it
    /// stands for.
    pub(super) fn bank_lines(&self, batch: EntityId) -> Result<(Vec<Item>, BankLines), StoreError> {
        let items = self.items(batch)?;
        let key = key_of(kind::BATCH, EntityId::ZERO, batch);
        let period = self.record(key)?.and_then(|record| Batch::from_record(key, &record).period.shown);
        let payee = period
            .and_then(Period::from_code)
            .zip(self.support_rule()?)
            .and_then(|(period, rule)| Some(rule.versions.get(rule.version_of(period)?)?.payee));
        let lines = match payee {
            Some(Payee::Head | Payee::HouseholdBook) => by_account(&items),
            _ => items.iter().cloned().enumerate().map(|(at, item)| (item, vec![at])).collect(),
        };
        Ok((items, lines))
    }

    /// Only what the bank is told.
    pub(super) fn bank_items(&self, batch: EntityId) -> Result<Vec<Item>, StoreError> {
        Ok(self.bank_lines(batch)?.1.into_iter().map(|(item, _)| item).collect())
    }

    /// How many lines a file of the batch would hold in clear.
    pub fn export_count(&self, number: &str) -> Result<usize, BatchError> {
        let (_, entity) = self.batch(number)?;
        Ok(self.bank_items(entity)?.len())
    }

    /// Writes the list for finance and bank; recorded before it is written.
    pub fn export_batch(&mut self, number: &str, file: &Path) -> Result<usize, BatchError> {
        let (_, entity) = self.batch(number)?;
        if is_taken(file) {
            return Err(BatchError::Taken);
        }
        let items = self.bank_items(entity)?;
        let mut codes: HashMap<EntityId, String> = HashMap::new();
        let persons: Vec<EntityId> = items.iter().map(|item| item.person).collect();
        for some in persons.chunks(400) {
            for row in self.persons(some)? {
                codes.insert(row.entity, row.code);
            }
        }
        let village = |item: &Item| self.roll().place(item.village).to_owned();
        let code = |item: &Item| codes.get(&item.person).cloned().unwrap_or_default();
        let table = payment_table(number, &items, &village, &code);
        let bytes = table_bytes(&[table], Target::of_name(file, false)).map_err(DeskError::from)?;
        self.record_export(EXPORT, items.len())?;
        write_whole(file, &bytes).map_err(DeskError::from)?;
        Ok(items.len())
    }

    /// Takes a bank's file in. Without a number the first own item number of the file names the batch.
    pub fn take_return(&mut self, file: &Path, number: Option<&str>) -> Result<TakenIn, BatchError> {
        let workbook = read_file(file).map_err(DeskError::from)?;
        let rows = bank_rows(&workbook).map_err(DeskError::from)?;
        let sum = rows.iter().map(|row| row.fen).sum::<Option<i64>>();
        if let (Some(sum), Some(stated)) = (sum, bank_total(&workbook))
            && sum != stated
        {
            return Err(Against::Totals(sum, stated).into());
        }
        let named = || rows.iter().find_map(|row| read_item(&row.item).ok().flatten().map(|item| item.0));
        let number = number.map(str::to_owned).or_else(named).unwrap_or_default();
        let (batch, entity) = self.batch(&number)?;
        match batch.stage.shown.and_then(Stage::from_code) {
            Some(Stage::Submitted) => {}
            other => return Err(BatchError::Stage(other.unwrap_or(Stage::Frozen))),
        }
        let (items, told) = self.bank_lines(entity)?;
        let told_items: Vec<Item> = told.iter().map(|(item, _)| item.clone()).collect();
        let known = self.outcomes_of(entity)?;
        let mut taken = TakenIn { batch: number.clone(), ..TakenIn::default() };
        let mut fresh: BTreeMap<EntityId, Vec<PayOutcome>> = BTreeMap::new();
        let mut seen: HashSet<usize> = HashSet::new();
        for (row, fitted) in rows.iter().zip(fit(&number, &told_items, &rows)) {
            let (Fit::Line(at), Some(outcome)) = (fitted, row.outcome) else {
                taken.ambiguous += usize::from(fitted == Fit::Ambiguous);
                taken.unmatched.push((row.row, fitted));
                continue;
            };
            let lines = told.get(at).map_or(&[][..], |(_, lines)| lines);
            taken.matched += 1;
            taken.failed += usize::from(outcome != CREDITED);
            let is_new = |item: &&Item| {
                let before = known.of((entity, item.village), item.period, item.person);
                before.is_none_or(|(_, before)| before != outcome)
            };
            let new: Vec<&Item> = lines.iter().filter_map(|line| items.get(*line)).filter(is_new).collect();
            if new.is_empty() || !seen.insert(at) {
                taken.already += 1;
                continue;
            }
            let on = self.day().days();
            for item in new {
                let said = PayOutcome { person: item.person, period: item.period, outcome, on };
                fresh.entry(item.village).or_default().push(said);
            }
        }
        self.write_return(entity, &workbook.hash.hex(), "", fresh)?;
        Ok(taken)
    }

    pub(super) fn write_return(
        &mut self,
        batch: EntityId,
        file: &str,
        reason: &str,
        fresh: BTreeMap<EntityId, Vec<PayOutcome>>,
    ) -> Result<(), StoreError> {
        if fresh.is_empty() {
            return Ok(());
        }
        let day = self.day();
        let mut ops: Vec<(EntityId, Op)> = Vec::new();
        for (village, outcomes) in fresh {
            for (part, some) in outcomes.chunks(OUTCOMES).enumerate() {
                let name = format!("{file}-{}-{part}", day.iso());
                let edit = Edit::new(kind::RETURN, return_entity(batch, village, &name))
                    .set(returned::BATCH, Value::Ref(batch), &[])
                    .set(returned::ON, Value::Day(day), &[])
                    .set(returned::OUTCOMES, Value::Outcomes(some.to_vec()), &[])
                    .set(returned::FILE, Value::Text(file.to_owned()), &[])
                    .give(returned::REASON, Some(Value::Text(reason.to_owned())));
                ops.push((village, edit.finish()?));
            }
        }
        for some in ops.chunks(60) {
            let act = self.folder.new_act()?;
            self.folder.write(Part::whole(act), |commit| {
                some.iter().try_for_each(|(scope, op)| commit.push(*scope, op).map(drop))
            })?;
        }
        Ok(())
    }

    pub(super) fn outcomes_of(&self, batch: EntityId) -> Result<Outcomes, StoreError> {
        let mut outcomes = Outcomes::default();
        let Ok((_, bytes)) = Value::Ref(batch).encode() else { return Ok(outcomes) };
        let found = self.folder.ask(move |state| state.holding(kind::RETURN, returned::BATCH, &bytes))?;
        found.iter().for_each(|(key, record)| outcomes.take_in(&Returned::from_record(*key, record), None));
        Ok(outcomes)
    }
}

pub(super) fn line_of(line: &Payable, period: u16, fen: i64) -> PayLine {
    PayLine {
        person: line.person,
        period,
        name: line.account_name.clone(),
        account: line.account.clone(),
        fen,
        withheld: line.held.map_or(0, Withheld::code),
    }
}
