//! Random histories of every kind in which the office rules and ends, delivered to the real state in random orders, with
//! repetition, late bodies and a restart half-way: where counting changes the touched records are folded again, and the sum
//! is that of a fold from nothing.

use super::histories_test::{Decree, Machine, decreed, delivery, differing, in_memory, in_state, keys};
use crate::domain::generate::Dice;
use crate::journal::authority::{
    self, Accepted, EndTarget, EndV1, RulingTarget, RulingV1, SLOT_VALUE, kind, schema,
};
use crate::journal::{Change, Commit, EntityId, Op, OpId, encode_value};

fn at(dice: &mut Dice, count: usize) -> usize {
    usize::try_from(dice.below(count as u64)).unwrap()
}

/// An end of a laptop at some header of it, or a ruling on a commit or an act: out, in or withdrawn, now and then beside
/// those that stand instead of in their place.
fn decree(
    dice: &mut Dice,
    machines: &mut [Machine; 3],
    commits: &[Commit],
    ruled: &mut Vec<(EntityId, OpId)>,
) -> Option<Commit> {
    let about = commits.get(3 + at(dice, commits.len().max(4) - 3))?.clone();
    let mut draft = machines[0].draft(dice);
    let id = draft.next_id();
    let op = if dice.below(6) == 0 {
        let key = |machine: &Machine| machine.key.verifying_key().to_bytes();
        // Enrolment: device, officer, grant, in this order.
        let device = OpId::new(commits[1 + at(dice, 2)].id, 0).entity();
        let stream = about.stream();
        let accepted = Accepted { stream, sequence: about.header.sequence, hash: about.hash };
        assert_ne!(key(&machines[1]), key(&machines[2]));
        let value = EndV1 { target: EndTarget::Device(device), accepted: vec![accepted] };
        authority::authority_op(kind::END, id.entity(), (SLOT_VALUE, schema::END), &value, vec![]).unwrap()
    } else {
        let target = match dice.below(3) {
            0 => RulingTarget::Act(about.stream(), about.header.act),
            _ => RulingTarget::Commit(about.id),
        };
        let counts = dice.below(3) == 0;
        let value = (dice.below(4) > 0).then(|| encode_value(&RulingV1 { target, counts }).unwrap());
        let standing = ruled.iter().filter(|(entity, _)| *entity == target.entity()).map(|(_, op)| *op);
        let mut replaces: Vec<OpId> = if dice.below(3) > 0 { standing.collect() } else { Vec::new() };
        replaces.sort_unstable();
        ruled.push((target.entity(), id));
        let change = Change { slot: SLOT_VALUE, schema: schema::RULING, value, replaces };
        Op { entity: target.entity(), kind: kind::RULING, changes: vec![change], why: None }
    };
    draft.push(EntityId::ZERO, &op).unwrap();
    Some(machines[0].seal(draft, dice))
}

fn history(seed: u64) -> Vec<Commit> {
    let mut ruled = Vec::new();
    let now_and_then: Decree<'_> = &mut |dice, machines, commits| {
        let due = commits.len() > 4 && dice.below(3) == 0;
        due.then(|| decree(dice, machines, commits, &mut ruled)).flatten()
    };
    decreed(seed, now_and_then)
}

#[test]
fn counting_that_changes_in_any_order_adds_up_to_a_fold_from_nothing() {
    let keys = keys();
    let (mut outcomes, mut plain) = ([0; 3], [0; 3]);
    let (histories, in_sled) = histories();
    for seed in 0..histories {
        let commits = history(seed);
        let data_set = commits[0].hash;
        let straight = in_memory(data_set, &commits, &mut outcomes);
        let without: Vec<Commit> = commits
            .iter()
            .filter(|commit| !commit.header.groups.iter().all(|group| group.scope.is_zero()))
            .chain(&commits[..3])
            .cloned()
            .collect();
        in_memory(data_set, &without, &mut plain);
        let mut dice = Dice::new(seed + 9_000);
        let mut mixed = commits.clone();
        for last in (1..mixed.len()).rev() {
            mixed.swap(last, at(&mut dice, last + 1));
        }
        assert!(in_memory(data_set, &mixed, &mut [0; 3]) == straight, "seed {seed}: in memory");
        if seed % (histories / in_sled).max(1) == 0 {
            let temp = tempfile::tempdir().unwrap();
            let frames = delivery(&commits, &mut Dice::new(seed * 31));
            let state = in_state(&temp.path().join("state"), &keys, data_set, frames);
            assert_eq!(differing(&state.0, &straight.0), [], "seed {seed}: records");
            assert_eq!(differing(&state.1, &straight.1), [], "seed {seed}: digests");
        }
    }
    assert!(outcomes[2] > plain[2] + histories, "rulings and ends put aside: {outcomes:?}, else {plain:?}");
}

/// Histories, and how many of them go through sled, which is the slow part. All of 500:
/// `KUQU_COUNTING=500 cargo test --lib counting_that_changes`.
fn histories() -> (u64, u64) {
    let asked = std::env::var("KUQU_COUNTING").ok().and_then(|count| count.parse().ok());
    asked.map_or((60, 8), |count| (count, count))
}
