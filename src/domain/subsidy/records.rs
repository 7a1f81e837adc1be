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

/// The operation of one step of a recovery; the same step typed twice is one record.
pub fn recover(
    village: EntityId,
    person: EntityId,
    period: Period,
    step: Settled,
    remark: &str,
) -> Result<Scoped, EditError> {
    let day = step.on.map_or(0, |on| u64::from(on.days().unsigned_abs()));
    let entity = hash::natural(kind::RECOVERY)
        .fixed(&person.0)
        .number(u64::from(period.code()))
        .number(u64::from(step.how.code()))
        .number(day)
        .entity();
    Edit::new(kind::RECOVERY, entity)
        .set(recovery::PERSON, Value::Ref(person), &[])
        .set(recovery::PERIOD, Value::Code(period.code()), &[])
        .set(recovery::AMOUNT, Value::Money(step.fen), &[])
        .set(recovery::HOW, Value::Code(step.how.code()), &[])
        .give(recovery::ON, step.on.map(Value::Day))
        .give(recovery::REMARK, Some(Value::Text(remark.to_owned())))
        .finish_in(village)
}
