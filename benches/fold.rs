//! What folding operations into records costs, beside decoding the same operations alone.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::LazyLock;

use kuqu::demo::{self, Plan};
use kuqu::journal::codec::{decode_op, encode_op};
use kuqu::journal::fold::{Record, RecordKey};
use kuqu::journal::{Audience, CommitId, EntityId, Hash, OpId};

/// Persons; a fold is linear, more of them say nothing new.
const SIZES: [usize; 2] = [5_000, 50_000];

type Commits = Vec<(EntityId, Vec<Vec<u8>>)>;

static COMMITS: LazyLock<Vec<Commits>> = LazyLock::new(|| SIZES.iter().map(|size| commits(*size)).collect());

fn main() {
    divan::main();
}

fn commits(persons: usize) -> Commits {
    let made = demo::generate(&Plan { seed: 1, persons, today: (2026, 11, 24) });
    let parts = demo::parts(&made, Hash::default()).map(|part| part.expect("operations"));
    parts.map(|(scope, ops)| (scope, ops.iter().map(|op| encode_op(op).expect("bytes")).collect())).collect()
}

fn of(size: usize) -> &'static Commits {
    &COMMITS[SIZES.iter().position(|one| *one == size).unwrap_or(0)]
}

fn operations(commits: &Commits) -> usize {
    commits.iter().map(|(_, ops)| ops.len()).sum()
}

#[divan::bench(args = SIZES, sample_count = 9)]
fn fold(bencher: divan::Bencher, size: usize) {
    let commits = of(size);
    bencher.counter(divan::counter::ItemsCount::new(operations(commits))).bench(|| {
        let mut records: BTreeMap<RecordKey, Record> = BTreeMap::new();
        for (number, (scope, ops)) in (1u64..).zip(commits) {
            let mut id = [0; 14];
            id[6..].copy_from_slice(&number.to_be_bytes());
            for (index, bytes) in (0..).zip(ops) {
                let op = decode_op(bytes).expect("an operation");
                let key = RecordKey {
                    audience: Audience::Everyone,
                    kind: op.kind,
                    scope: *scope,
                    entity: op.entity,
                };
                records.entry(key).or_default().apply(op, OpId::new(CommitId(id), index), number);
            }
        }
        records.len()
    });
}

#[divan::bench(args = SIZES, sample_count = 9)]
fn bare_decoding(bencher: divan::Bencher, size: usize) {
    let commits = of(size);
    bencher.counter(divan::counter::ItemsCount::new(operations(commits))).bench(|| {
        for bytes in commits.iter().flat_map(|(_, ops)| ops) {
            black_box(decode_op(bytes).expect("an operation"));
        }
    });
}
