//! Keys of the state tree (format.md 4): one tree, first byte = what it is, ids big-endian, so that one kind is one scan.

use crate::domain::kinds::kind as kinds;
use crate::journal::fold::{RecordKey, audience_number};
use crate::journal::{Act, Audience, CommitId, EntityId, Hash};

/// `m` + name: numbers, counts, digests.
pub const META: u8 = b'm';
/// `e` + kind + audience + scope + entity: records.
pub const RECORD: u8 = b'e';
/// `c` + commit id: where its frame lies and what counts of it.
pub const COMMIT: u8 = b'c';
/// `x` + projection + ...: projections of one feature.
pub const PROJECTION: u8 = b'x';
/// Projection: records by the value of an indexed slot.
pub const BY_VALUE: u8 = b'v';
/// Projection: the last roster that held a person (Local frames of kind 1).
pub const LAST_ROSTER: u8 = b'r';
/// Projection: learned column mappings (Local frames of kind 2).
pub const MAPPING: u8 = b'p';
/// Projection: the newest receipt of each device (Local frames of kind 3).
pub const RECEIPT: u8 = b'q';
/// Projection: the last bundle written for each device (Local frames of kind 10).
pub const SENT: u8 = b's';

/// Projection: the payment history, village by village.
pub const PAID: u8 = b'h';
/// Projection: what each bundle brought (Local frames of kind 11).
pub const TAKEN: u8 = b't';
/// Projection: the imports of office files (Local frames of kind 1).
pub const IMPORT: u8 = b'i';
/// Projection: the newest purge of each village (Local frames of kinds 20 and 21).
pub const PURGED: u8 = b'g';

/// Projection: the last recovery that an officer was told of.
pub const NOTICED: u8 = b'n';

/// Length of a record's key, without the number of a further part.
const RECORD_LEN: usize = 1 + 2 + 1 + 16 + 16;

/// `m` + name.
pub fn meta(name: &str) -> Vec<u8> {
    [&[META], name.as_bytes()].concat()
}

/// The digests of one (audience, scope).
pub fn digest(audience: Audience, scope: EntityId) -> Vec<u8> {
    [&[META, b'd', audience_number(audience)], scope.0.as_slice()].concat()
}

/// The (audience, scope) of a digest's key.
pub fn digest_of(key: &[u8]) -> Option<(Audience, EntityId)> {
    match key {
        [META, b'd', audience, scope @ ..] => Some((audience_of(*audience)?, EntityId::from_slice(scope)?)),
        _ => None,
    }
}

/// A record's key.
pub fn record(key: &RecordKey) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(RECORD_LEN + 2);
    bytes.push(RECORD);
    bytes.extend_from_slice(&key.kind.to_be_bytes());
    bytes.push(audience_number(key.audience));
    bytes.extend_from_slice(&key.scope.0);
    bytes.extend_from_slice(&key.entity.0);
    bytes
}

/// Where the records of a kind in one scope begin.
pub fn scope(kind: u16, audience: Audience, scope: EntityId) -> Vec<u8> {
    let mut bytes = record(&RecordKey { audience, kind, scope, entity: EntityId::ZERO });
    bytes.truncate(RECORD_LEN - EntityId::LEN);
    bytes
}

/// Part `number` (from 1) of a long record.
pub fn record_part(key: &[u8], number: u16) -> Vec<u8> {
    [key, &number.to_be_bytes()].concat()
}

/// The record that a key names; none for further parts.
pub fn record_of(key: &[u8]) -> Option<RecordKey> {
    let rest = key.strip_prefix(&[RECORD]).filter(|_| key.len() == RECORD_LEN)?;
    let (kind, rest) = rest.split_first_chunk::<2>()?;
    let (audience, rest) = rest.split_first()?;
    let (scope, entity) = rest.split_first_chunk::<16>()?;
    Some(RecordKey {
        audience: audience_of(*audience)?,
        kind: u16::from_be_bytes(*kind),
        scope: EntityId(*scope),
        entity: EntityId::from_slice(entity)?,
    })
}

/// All records of a kind.
pub fn kind(kind: u16) -> Vec<u8> {
    [&[RECORD], kind.to_be_bytes().as_slice()].concat()
}

/// All records of a kind in one half of the scopes; ids are hashes or end in one, so the halves are about equal.
pub fn half(number: u16, upper: bool) -> (Vec<u8>, Vec<u8>) {
    let middle = [kind(number).as_slice(), &[audience_number(Audience::Everyone), 0x80]].concat();
    if upper { (middle, behind(number)) } else { (kind(number), middle) }
}

/// Behind every record of a kind: no audience has that number.
pub fn behind(number: u16) -> Vec<u8> {
    [kind(number).as_slice(), &[0xFF]].concat()
}

/// One commit.
pub fn commit(id: CommitId) -> Vec<u8> {
    [&[COMMIT], id.0.as_slice()].concat()
}

/// The records that hold an indexed value, whose token stands for it.
pub fn by_value(token: [u8; 16]) -> Vec<u8> {
    [&[PROJECTION, BY_VALUE], token.as_slice()].concat()
}

/// The row that says "this record holds it": the token, then the record's own key.
pub fn by_value_row(token: [u8; 16], record_key: &[u8]) -> Vec<u8> {
    [&by_value(token), record_key].concat()
}

/// A person's cells in the last roster.
pub fn last_roster(person: EntityId) -> Vec<u8> {
    [&[PROJECTION, LAST_ROSTER], person.0.as_slice()].concat()
}

/// An import of an office file.
pub fn import(act: Act) -> Vec<u8> {
    [&[PROJECTION, IMPORT], act.0.as_slice()].concat()
}

/// What a slice of a bundle brought; `frame` = number of the frame that says so.
pub fn taken(bundle: Hash, frame: u64) -> Vec<u8> {
    [&[PROJECTION, TAKEN], bundle.0.as_slice(), &frame.to_be_bytes()].concat()
}

/// A learned mapping by the layout's signature.
pub fn mapping(signature: &[u8]) -> Vec<u8> {
    [&[PROJECTION, MAPPING], signature].concat()
}

/// The last recovery that an officer was told of.
pub fn noticed(officer: EntityId) -> Vec<u8> {
    [&[PROJECTION, NOTICED], officer.0.as_slice()].concat()
}

/// A village's newest purge.
pub fn purged(village: EntityId) -> Vec<u8> {
    [&[PROJECTION, PURGED], village.0.as_slice()].concat()
}

/// A device's newest receipt.
pub fn receipt(device: EntityId) -> Vec<u8> {
    [&[PROJECTION, RECEIPT], device.0.as_slice()].concat()
}

/// The last bundle written for a device.
pub fn sent(device: EntityId) -> Vec<u8> {
    [&[PROJECTION, SENT], device.0.as_slice()].concat()
}

/// A village's people on payment lists.
pub fn paid(village: EntityId) -> Vec<u8> {
    [&[PROJECTION, PAID], village.0.as_slice()].concat()
}

/// The page of a list's chunk, behind its village's people.
pub fn paid_page(list: &RecordKey) -> Vec<u8> {
    [paid(list.scope).as_slice(), &[audience_number(list.audience)], &list.entity.0].concat()
}

/// The list's chunk of a page; none for a village's people.
pub fn paid_page_of(name: &[u8]) -> Option<RecordKey> {
    let (scope, rest) = name.strip_prefix(&[PROJECTION, PAID])?.split_first_chunk::<16>()?;
    let (audience, entity) = rest.split_first()?;
    Some(RecordKey {
        audience: audience_of(*audience)?,
        kind: kinds::LIST,
        scope: EntityId(*scope),
        entity: EntityId::from_slice(entity)?,
    })
}

/// A village's people and all its pages.
pub fn paid_in(village: EntityId) -> (Vec<u8>, Vec<u8>) {
    let from = paid(village);
    let to = [from.as_slice(), &[0xFF]].concat();
    (from, to)
}

/// Everybody's.
pub fn all_paid() -> (Vec<u8>, Vec<u8>) {
    (vec![PROJECTION, PAID], vec![PROJECTION, PAID + 1])
}

fn audience_of(number: u8) -> Option<Audience> {
    match number {
        0 => Some(Audience::Everyone),
        1 => Some(Audience::Office),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_key_reads_back_and_a_part_does_not() {
        let key = RecordKey {
            audience: Audience::Office,
            kind: 12,
            scope: EntityId([1; 16]),
            entity: EntityId([2; 16]),
        };
        let bytes = record(&key);
        assert_eq!(record_of(&bytes), Some(key));
        assert_eq!(record_of(&record_part(&bytes, 1)), None);
        assert!(bytes.starts_with(&kind(12)));
        assert_eq!(
            digest_of(&digest(Audience::Office, EntityId([3; 16]))),
            Some((Audience::Office, EntityId([3; 16])))
        );
        let list = RecordKey { kind: kinds::LIST, ..key };
        assert_eq!(paid_page_of(&paid_page(&list)), Some(list));
        assert_eq!(paid_page_of(&paid(list.scope)), None);
        let (from, to) = paid_in(list.scope);
        assert!((from..to).contains(&paid_page(&list)));
    }
}
