//! Records in the tree: long ones in parts, and the rows by which they are found (by household, by number).

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::cells::{CellError, Cells, Writes};
use super::layout;
use crate::journal::Table;
use crate::journal::fold::{Record, RecordKey};

/// Bytes of one part; sled keeps small values better.
const PART_BYTES: usize = 24 << 10;

/// Reads a record; none if no operation of it was folded.
pub fn load(cells: &Cells, key: &RecordKey) -> Result<Option<Record>, CellError> {
    let name = layout::record(key);
    match cells.get(&name)? {
        Some(first) => Ok(Some(join(cells, &name, &first)?)),
        None => Ok(None),
    }
}

/// Joins the parts that follow the first one.
pub fn join(cells: &Cells, name: &[u8], first: &[u8]) -> Result<Record, CellError> {
    let mut parts = Vec::new();
    for number in 1..parts_of(first) {
        let part = cells.get(&layout::record_part(name, number))?;
        parts.push(part.ok_or(CellError::Shape("record"))?);
    }
    whole(first, &parts)
}

/// In how many parts a record lies, as its first one says.
fn parts_of(first: &[u8]) -> u16 {
    first.first_chunk::<2>().map_or(1, |count| u16::from_le_bytes(*count))
}

/// A record of its first part and all others, in order; more of them than the first part names are left from a longer one.
pub fn whole(first: &[u8], others: &[Zeroizing<Vec<u8>>]) -> Result<Record, CellError> {
    let shape = || CellError::Shape("record");
    let others = others.get(..usize::from(parts_of(first).saturating_sub(1))).ok_or_else(shape)?;
    let first = first.get(2..).ok_or_else(shape)?;
    let read = |bytes: &[u8]| Record::decode(bytes).map_err(|_| shape());
    if others.is_empty() {
        return read(first);
    }
    let mut bytes = first.to_vec();
    others.iter().for_each(|part| bytes.extend_from_slice(part));
    read(&bytes)
}

/// Puts a record into a batch.
pub fn put(writes: &mut Writes, key: &RecordKey, record: &Record) -> Result<(), CellError> {
    let name = layout::record(key);
    let bytes = record.encode().map_err(|_| CellError::Shape("record"))?;
    let parts: Vec<&[u8]> = bytes.chunks(PART_BYTES).collect();
    let count = u16::try_from(parts.len()).map_err(|_| CellError::Shape("record"))?;
    for (number, part) in (0_u16..).zip(parts) {
        if number == 0 {
            writes.put(name.clone(), [count.to_le_bytes().as_slice(), part].concat());
        } else {
            writes.put(layout::record_part(&name, number), part.to_vec());
        }
    }
    Ok(())
}

/// Takes a record out of the tree (its operations no longer count).
pub fn remove(cells: &Cells, writes: &mut Writes, key: &RecordKey) -> Result<(), CellError> {
    for name in cells.keys(&layout::record(key)) {
        writes.remove(name?);
    }
    Ok(())
}

/// A secret of this folder's state, so that a token does not let anyone guess the number behind it.
#[derive(Clone)]
pub struct TokenKey(pub [u8; 32]);

impl TokenKey {
    /// What stands for one value of one slot in a key.
    pub fn token(&self, kind: u16, slot: u16, value: &[u8]) -> [u8; 16] {
        let mut hash = Sha256::new();
        hash.update(self.0);
        hash.update(kind.to_le_bytes());
        hash.update(slot.to_le_bytes());
        hash.update(value);
        let mut token = [0; 16];
        for (to, from) in token.iter_mut().zip(hash.finalize()) {
            *to = from;
        }
        token
    }

    /// The tokens of all live values of a record's indexed slots.
    fn tokens(&self, table: &dyn Table, key: &RecordKey, record: Option<&Record>) -> BTreeSet<[u8; 16]> {
        let mut tokens = BTreeSet::new();
        let Some(record) = record else { return tokens };
        for slot in record.live_slots() {
            if table.slot(key.kind, slot).is_some_and(|rule| rule.reference) {
                let values = record.values(slot);
                tokens.extend(
                    values.iter().filter_map(|v| v.bytes).map(|bytes| self.token(key.kind, slot, bytes)),
                );
            }
        }
        tokens
    }

    /// Brings the rows by value to what the record says now.
    pub fn reindex(
        &self,
        table: &dyn Table,
        writes: &mut Writes,
        key: &RecordKey,
        before: Option<&Record>,
        after: Option<&Record>,
    ) {
        let (before, after) = (self.tokens(table, key, before), self.tokens(table, key, after));
        let name = layout::record(key);
        for token in before.difference(&after) {
            writes.remove(layout::by_value_row(*token, &name));
        }
        for token in after.difference(&before) {
            writes.put(layout::by_value_row(*token, &name), Vec::new());
        }
    }
}
