//! Batches of payment (发放批次): frozen, brought forward step by step, written for finance and bank, and the bank's answer taken
//! in. What is frozen does not change any more; what goes wrong afterwards is an open item until it is paid again.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use super::subsidy::{Outcomes, batches_of};
use super::walk::walk;
use super::{Desk, DeskError, Payable, is_taken, key_of};
use crate::domain::day::Day;
use crate::domain::kinds::{batch as slots, kind, list, returned};
use crate::domain::record::{Batch, ListPart, Returned};
use crate::domain::register::Edit;
use crate::domain::roles::Role;
use crate::domain::subsidy::bank::{Fit, Item, fit, read_item};
use crate::domain::subsidy::payment::{Bounce, CREDITED, Stage, Withheld};
use crate::domain::subsidy::records::{batch_entity, chunks, list_part, return_entity};
use crate::domain::subsidy::{Period, shipped};
use crate::domain::value::{PayLine, PayOutcome, Value};
use crate::journal::{EntityId, Op, OpId};
use crate::sheets::{Target, bank_rows, payment_table, read_file, table_bytes, write_whole};
use crate::store::{Asker, Part, StoreError};

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
    /// The file.
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl From<StoreError> for BatchError {
    fn from(error: StoreError) -> Self {
        BatchError::Desk(DeskError::Store(error))
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
    fn batch(&self, number: &str) -> Result<(Batch, EntityId), BatchError> {
        let key = key_of(kind::BATCH, EntityId::ZERO, batch_entity(number));
        let record = self.record(key)?.ok_or_else(|| BatchError::Unknown(number.to_owned()))?;
        Ok((Batch::from_record(key, &record), key.entity))
    }

    /// Freezes the list of a period; failed payments whose account was corrected go out again with it, once.
    pub fn freeze(&mut self, period: Period) -> Result<Brought, BatchError> {
        let stands = |batch: &&Batch| {
            batch.period.shown == Some(period.code())
                && batch.stage.shown.and_then(Stage::from_code) != Some(Stage::Withdrawn)
        };
        if let Some(batch) = self.batches()?.values().find(stands) {
            return Err(BatchError::Frozen(batch.number.shown.clone().unwrap_or_default()));
        }
        let preview = self.support_list(period)?;
        let again = self.corrected(&preview.lines)?;
        let mut villages: BTreeMap<EntityId, Vec<PayLine>> = BTreeMap::new();
        for line in &preview.lines {
            villages.entry(line.village).or_default().push(line_of(line, period.code(), line.fen));
        }
        for (line, item) in again {
            villages.entry(line.village).or_default().push(line_of(line, item.period, item.fen));
        }
        if villages.is_empty() {
            return Err(BatchError::Empty);
        }
        let number = self.free_number(period)?;
        let batch = batch_entity(&number);
        let lines: Vec<&PayLine> = villages.values().flatten().collect();
        let fen = lines.iter().filter(|line| line.withheld == 0).map(|line| line.fen).sum();
        let count = i64::try_from(lines.len()).unwrap_or(0);
        let (mut ops, mut first) = (Vec::new(), 1);
        for (village, lines) in villages {
            for chunk in chunks(lines) {
                let count = i64::try_from(chunk.len()).unwrap_or(0);
                ops.push((village, list_part(batch, village, first, chunk).map_err(StoreError::from)?.op));
                first += count;
            }
        }
        let rule = self.support_rule().and_then(|rule| {
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
            .set(slots::STAGE, Value::Code(Stage::Frozen.code()), &[]);
        self.write_parts(ops, head.finish().map_err(StoreError::from)?)?;
        Ok(Brought { number, stage: Stage::Frozen, lines: count, fen })
    }

    /// A number that no batch and no half-written list has: lines without their batch are nobody's.
    fn free_number(&self, period: Period) -> Result<String, StoreError> {
        for count in 1_u32.. {
            let number = format!("{period}-{count}");
            let entity = batch_entity(&number);
            let known = self.record(key_of(kind::BATCH, EntityId::ZERO, entity))?.is_some();
            if !known && self.list_parts(entity)?.is_empty() {
                return Ok(number);
            }
        }
        Ok(period.to_string())
    }

    /// Lists first, the batch last: a list that was cut off by a power failure does not count.
    fn write_parts(&mut self, ops: Vec<(EntityId, Op)>, head: Op) -> Result<(), StoreError> {
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
        self.folder.write(last, |commit| commit.push(EntityId::ZERO, &head).map(drop))?;
        Ok(())
    }

    /// Brings a batch to a step, if it stands at the one before. Who froze it neither checks nor approves it.
    pub fn advance(&mut self, number: &str, to: Stage) -> Result<Brought, BatchError> {
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

    fn signer(&self, op: Option<&OpId>) -> Result<Option<EntityId>, StoreError> {
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

    /// The lines of a batch that are paid out, by number.
    fn items(&self, batch: EntityId) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        for part in self.list_parts(batch)? {
            let first = part.part.shown.and_then(|first| u32::try_from(first).ok()).unwrap_or(1);
            for (line, one) in (first..).zip(part.lines.shown.iter().flatten()) {
                if one.withheld == 0 {
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

    /// How many lines a file of the batch would hold in clear.
    pub fn export_count(&self, number: &str) -> Result<usize, BatchError> {
        let (_, entity) = self.batch(number)?;
        Ok(self.items(entity)?.len())
    }

    /// Writes the list for finance and bank; recorded before it is written.
    pub fn export_batch(&mut self, number: &str, file: &Path) -> Result<usize, BatchError> {
        let (_, entity) = self.batch(number)?;
        if is_taken(file) {
            return Err(BatchError::Taken);
        }
        let items = self.items(entity)?;
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
        let named = || rows.iter().find_map(|row| read_item(&row.item).ok().flatten().map(|item| item.0));
        let number = number.map(str::to_owned).or_else(named).unwrap_or_default();
        let (batch, entity) = self.batch(&number)?;
        match batch.stage.shown.and_then(Stage::from_code) {
            Some(Stage::Submitted) => {}
            other => return Err(BatchError::Stage(other.unwrap_or(Stage::Frozen))),
        }
        let items = self.items(entity)?;
        let known = self.outcomes_of(entity)?;
        let mut taken = TakenIn { batch: number.clone(), ..TakenIn::default() };
        let mut fresh: BTreeMap<EntityId, Vec<PayOutcome>> = BTreeMap::new();
        let mut seen: HashSet<usize> = HashSet::new();
        for (row, fitted) in rows.iter().zip(fit(&number, &items, &rows)) {
            let (Fit::Line(at), Some(outcome)) = (fitted, row.outcome) else {
                taken.ambiguous += usize::from(fitted == Fit::Ambiguous);
                taken.unmatched.push((row.row, fitted));
                continue;
            };
            let item = &items[at];
            taken.matched += 1;
            taken.failed += usize::from(outcome != CREDITED);
            let before = known.of((entity, item.village), item.period, item.person);
            if before.is_some_and(|(_, before)| before == outcome) || !seen.insert(at) {
                taken.already += 1;
                continue;
            }
            let on = self.day().days();
            let said = PayOutcome { person: item.person, period: item.period, outcome, on };
            fresh.entry(item.village).or_default().push(said);
        }
        self.write_return(entity, &workbook.hash.hex(), fresh)?;
        Ok(taken)
    }

    fn write_return(
        &mut self,
        batch: EntityId,
        file: &str,
        fresh: BTreeMap<EntityId, Vec<PayOutcome>>,
    ) -> Result<(), StoreError> {
        if fresh.is_empty() {
            return Ok(());
        }
        self.swept = None;
        let day = self.day();
        let mut ops: Vec<(EntityId, Op)> = Vec::new();
        for (village, outcomes) in fresh {
            for (part, some) in outcomes.chunks(OUTCOMES).enumerate() {
                let name = format!("{file}-{}-{part}", day.iso());
                let edit = Edit::new(kind::RETURN, return_entity(batch, village, &name))
                    .set(returned::BATCH, Value::Ref(batch), &[])
                    .set(returned::ON, Value::Day(day), &[])
                    .set(returned::OUTCOMES, Value::Outcomes(some.to_vec()), &[])
                    .set(returned::FILE, Value::Text(file.to_owned()), &[]);
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

    fn outcomes_of(&self, batch: EntityId) -> Result<Outcomes, StoreError> {
        let mut outcomes = Outcomes::default();
        let Ok((_, bytes)) = Value::Ref(batch).encode() else { return Ok(outcomes) };
        let found = self.folder.ask(move |state| state.holding(kind::RETURN, returned::BATCH, &bytes))?;
        found.iter().for_each(|(key, record)| outcomes.take_in(&Returned::from_record(*key, record), None));
        Ok(outcomes)
    }

    /// Every failed or withheld line that was not paid since and is not on its way, the oldest first.
    pub fn open_items(&self) -> Result<Vec<OpenItem>, StoreError> {
        Ok(open_items(&self.folder.asker(), &mut |_| true)?.unwrap_or_default())
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
}

/// [`Desk::open_items`] on whatever thread; none if `go_on` stopped it. It is told the records so far.
pub(super) fn open_items(
    asker: &Asker,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Result<Option<Vec<OpenItem>>, StoreError> {
    let batches = batches_of(asker)?;
    let mut outcomes = Outcomes::default();
    let whole = walk(asker, &[kind::RETURN], go_on, &mut |key, record| {
        outcomes.take_in(&Returned::from_record(key, &record), None);
    })?;
    if !whole {
        return Ok(None);
    }
    // By person and period: the last attempt decides, a credit ends it.
    let mut last: HashMap<(EntityId, u16), (Option<Day>, Option<OpenItem>)> = HashMap::new();
    let whole = walk(asker, &[kind::LIST], go_on, &mut |key, record| {
        let part = ListPart::from_record(key, &record);
        let Some((entity, batch)) = part.batch.shown.and_then(|id| Some((id, batches.get(&id)?))) else {
            return;
        };
        if batch.stage.shown == Some(Stage::Withdrawn.code()) {
            return;
        }
        for line in part.lines.shown.iter().flatten() {
            let said = outcomes.of((entity, key.scope), line.period, line.person);
            let said = said.filter(|_| line.withheld == 0);
            let reason = match (said, Withheld::from_code(line.withheld)) {
                (_, Some(withheld)) => Some(withheld.name()),
                (Some((_, outcome)), None) => Bounce::from_code(outcome).map(Bounce::name),
                (None, None) => None,
            };
            let open = reason.map(|reason| OpenItem {
                person: line.person,
                village: key.scope,
                period: line.period,
                batch: batch.number.shown.clone().unwrap_or_default(),
                fen: line.fen,
                held: line.withheld != 0,
                reason,
                on: said.map(|(on, _)| on).or(batch.frozen.shown),
                account: line.account.clone(),
            });
            let credited = said.is_some_and(|(_, outcome)| outcome == CREDITED);
            let order = if credited { Day::ymd(2199, 12, 31) } else { batch.frozen.shown };
            let entry = last.entry((line.person, line.period)).or_insert((None, None));
            if order >= entry.0 {
                *entry = (order, open);
            }
        }
    })?;
    let mut items: Vec<OpenItem> = last.into_values().filter_map(|(_, open)| open).collect();
    items.sort_by_key(|item| (item.period, item.village, item.person));
    Ok(whole.then_some(items))
}

fn line_of(line: &Payable, period: u16, fen: i64) -> PayLine {
    PayLine {
        person: line.person,
        period,
        name: line.account_name.clone(),
        account: line.account.clone(),
        fen,
        withheld: line.held.map_or(0, Withheld::code),
    }
}
