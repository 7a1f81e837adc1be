//! Payment facts as records (发放记录): natural keys, chunks and the operations that are written once and never again.

use super::payment::Settled;
use super::period::Period;
use crate::domain::kinds::{kind, list, recovery};
use crate::domain::register::{Edit, EditError, Scoped};
use crate::domain::value::{LINES_MAX, PayLine, Value};
use crate::journal::{EntityId, hash};

/// The entity of a batch.
pub fn batch_entity(number: &str) -> EntityId {
    hash::natural(kind::BATCH).text(number).entity()
}

/// Bytes of lines in one chunk: an operation has at most 24 KiB.
const CHUNK_BYTES: usize = 20_000;

/// Cuts lines so that each chunk fits one operation.
pub fn chunks(lines: Vec<PayLine>) -> Vec<Vec<PayLine>> {
    let mut chunks: Vec<Vec<PayLine>> = Vec::new();
    let mut bytes = 0;
    for line in lines {
        let size = 32 + line.name.len() + line.account.len();
        match chunks.last_mut() {
            Some(chunk) if bytes + size <= CHUNK_BYTES && chunk.len() < LINES_MAX => {
                bytes += size;
                chunk.push(line);
            }
            _ => {
                bytes = size;
                chunks.push(vec![line]);
            }
        }
    }
    chunks
}

/// One chunk of a batch's list in a village. `first` = number of its first line within the batch, from 1.
pub fn list_part(
    batch: EntityId,
    village: EntityId,
    first: i64,
    lines: Vec<PayLine>,
) -> Result<Scoped, EditError> {
    let entity = hash::natural(kind::LIST).fixed(&batch.0).fixed(&village.0).number(first.unsigned_abs());
    Edit::new(kind::LIST, entity.entity())
        .set(list::BATCH, Value::Ref(batch), &[])
        .set(list::PART, Value::Int(first), &[])
        .set(list::LINES, Value::Lines(lines), &[])
        .finish_in(village)
}

/// The entity of one village's share in a bank's file.
pub fn return_entity(batch: EntityId, village: EntityId, file: &str) -> EntityId {
    hash::natural(kind::RETURN).fixed(&batch.0).fixed(&village.0).text(file).entity()
}

/// The entity of a person's opening balance.
pub fn opening_entity(person: EntityId) -> EntityId {
    hash::natural(kind::OPENING).fixed(&person.0).entity()
}

/// What one step of a recovery says beside the step itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    /// The period that the money of an offset pays.
    pub against: Option<Period>,
    /// The relative whose period that is.
    pub relative: Option<EntityId>,
    /// The paper that it rests on.
    pub paper: String,
    /// In the officer's words.
    pub remark: String,
}

/// The entity of a step of a recovery; the same step typed twice is one.
pub fn recovery_entity(person: EntityId, period: Period, settled: Settled, step: &Step) -> EntityId {
    let day = settled.on.map_or(0, |on| u64::from(on.days().unsigned_abs()));
    let key = hash::natural(kind::RECOVERY)
        .fixed(&person.0)
        .number(u64::from(period.code()))
        .number(u64::from(settled.how.code()))
        .number(day);
    match (step.against, step.relative) {
        (None, None) => key.entity(),
        (against, relative) => key
            .number(against.map_or(0, |period| u64::from(period.code())))
            .fixed(&relative.unwrap_or(EntityId::ZERO).0)
            .entity(),
    }
}

/// The operation of one step of a recovery.
pub fn recover(
    village: EntityId,
    person: EntityId,
    period: Period,
    settled: Settled,
    step: &Step,
) -> Result<Scoped, EditError> {
    let entity = recovery_entity(person, period, settled, step);
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    Edit::new(kind::RECOVERY, entity)
        .set(recovery::PERSON, Value::Ref(person), &[])
        .set(recovery::PERIOD, Value::Code(period.code()), &[])
        .set(recovery::AMOUNT, Value::Money(settled.fen), &[])
        .set(recovery::HOW, Value::Code(settled.how.code()), &[])
        .give(recovery::ON, settled.on.map(Value::Day))
        .give(recovery::REMARK, text(&step.remark))
        .give(recovery::AGAINST, step.against.map(|period| Value::Code(period.code())))
        .give(recovery::FROM, step.relative.map(Value::Ref))
        .give(recovery::PAPER, text(&step.paper))
        .finish_in(village)
}
