//! Random histories of three laptops and the office, delivered in random orders with repetitions, gaps and late bodies,
//! add up to equal digests and byte-equal records; the incremental fold equals the fold from nothing.

use std::collections::BTreeSet;

use super::super::authority::{Accepted, EndTarget, EndV1, RulingTarget, kind, schema};
use super::super::*;
use super::replica::Replica;
use super::world::*;

/// Everything that was written, and the views of those who wrote.
struct History {
    data_set: Hash,
    commits: Vec<Commit>,
}

/// One officer's view: what they replace is what they see.
struct Writer {
    device: Device,
    sees: Replica,
}

fn history(seed: u64, steps: usize) -> History {
    let mut dice = Dice(seed);
    let mut office = Office::found(seed ^ 1);
    let mut commits = vec![office.founding.clone()];
    let mut writers = Vec::new();
    let mut devices = Vec::new();
    for number in 0..3 {
        let roles = if number == 2 { Roles(1 | 8) } else { RECORDER };
        let (device, entity, enrolment) = office.enrol(seed ^ (10 + number), "B", roles);
        commits.push(enrolment);
        devices.push(entity);
        writers.push(Writer { device, sees: Replica::of(office.data_set, &commits) });
    }
    let mut people: Vec<EntityId> = Vec::new();
    for _ in 0..steps {
        let who = dice.below(3);
        match dice.below(20) {
            0..6 => exchange(&mut dice, &mut writers, &commits, who),
            6 => commits.push(decree(&mut dice, &mut office, &devices, &writers, &commits)),
            7 => {
                let copy = writers[who].device.copy(dice.next());
                let other = std::mem::replace(&mut writers[who].device, copy);
                if dice.below(2) == 0 {
                    writers[who].device = other;
                }
            }
            _ => {
                let commit = act(&mut dice, &mut writers[who], &mut people);
                writers[who].sees.receive(&commit).unwrap();
                commits.push(commit);
            }
        }
    }
    History { data_set: office.data_set, commits }
}

fn exchange(dice: &mut Dice, writers: &mut [Writer], commits: &[Commit], who: usize) {
    for _ in 0..5 {
        writers[who].sees.receive(&commits[dice.below(commits.len())]).unwrap();
    }
}

fn decree(
    dice: &mut Dice,
    office: &mut Office,
    devices: &[EntityId],
    writers: &[Writer],
    commits: &[Commit],
) -> Commit {
    let about = &commits[dice.below(commits.len())];
    match dice.below(4) {
        0 => {
            let head = writers[0].device.head;
            let accepted =
                head.map(|head| Accepted { stream: head.stream, sequence: head.sequence, hash: head.hash });
            let target = EndTarget::Device(devices[0]);
            office.decree(kind::END, schema::END, &EndV1 { target, accepted: accepted.into_iter().collect() })
        }
        1 => office.rule(RulingTarget::Act(about.stream(), about.header.act), dice.below(2) == 0, Vec::new()),
        _ => office.rule(RulingTarget::Commit(about.id), dice.below(2) == 0, Vec::new()),
    }
}

fn act(dice: &mut Dice, writer: &mut Writer, people: &mut Vec<EntityId>) -> Commit {
    let scope = village(1 + dice.below(2) as u8);
    let mut draft = writer.device.draft();
    if people.is_empty() || dice.below(5) == 0 {
        people.push(draft.next_id().entity());
    }
    let text = ["a", "b", "c"][dice.below(3)];
    let mut used = BTreeSet::new();
    for _ in 0..=dice.below(3) {
        let entity = people[dice.below(people.len())];
        let slot = [NAME, NAME, PHONE, STAGE, DECISION, 77][dice.below(6)];
        let key = RecordKey { audience: Audience::Everyone, kind: PERSON, scope, entity };
        let record = writer.sees.records.get(&key);
        let mut replaces = record.map(|record| record.live_ids(slot)).unwrap_or_default();
        if dice.below(4) == 0 {
            replaces.truncate(1);
        }
        let op = match dice.below(9) {
            0 => void(
                PERSON,
                entity,
                record.map(|record| record.seen(&key, |slot| slot > 0)).unwrap_or_default(),
                vec![],
            ),
            1 => write(LINE, entity, AMOUNT, text, replaces),
            2 => write(NEWER, entity, NAME, text, replaces),
            3 => write(PLACE, entity, NAME, text, Vec::new()),
            _ => write(PERSON, entity, slot, text, replaces),
        };
        if used.insert((op.kind, op.entity)) {
            draft.push(scope, &op).unwrap();
        }
    }
    writer.device.seal(draft)
}

/// Some order of delivery: shuffled, some twice, some first without bodies.
fn deliver(dice: &mut Dice, history: &History, replica: &mut Replica) {
    let mut parcels: Vec<(usize, bool)> = (0..history.commits.len()).map(|index| (index, true)).collect();
    for index in 0..history.commits.len() {
        if dice.below(3) == 0 {
            parcels.push((index, dice.below(2) == 0));
        }
    }
    dice.shuffle(&mut parcels);
    for (index, whole) in parcels {
        let commit = &history.commits[index];
        if whole && dice.below(4) == 0 && replica.commits.contains_key(&commit.hash) {
            for (group, bodies) in commit.header.groups.iter().zip(&commit.bodies) {
                let GroupBodies::Present(slots) = bodies else { continue };
                let late = LateBodies { commit: commit.id, scope: group.scope, slots: slots.clone() };
                replica.receive_bodies(late).unwrap();
            }
        } else if whole {
            replica.receive(commit).unwrap();
        } else {
            replica.receive(&without_bodies(commit)).unwrap();
        }
    }
}

#[test]
fn every_order_adds_up_to_the_same() {
    let mut counts = [0; 3];
    for seed in 0..40 {
        let history = history(seed, 45);
        let straight = Replica::of(history.data_set, &history.commits);
        for order in 0..3 {
            let mut replica = Replica::new(history.data_set);
            deliver(&mut Dice(seed * 100 + order), &history, &mut replica);
            assert_eq!(replica.statuses(), straight.statuses(), "seed {seed}, order {order}");
            assert_eq!(replica.sum(), straight.sum(), "seed {seed}, order {order}");
            assert_eq!(replica.ledger.vector(), straight.ledger.vector());
            let again = Replica::of(history.data_set, replica.commits.values());
            assert_eq!(again.sum(), straight.sum(), "seed {seed}, from nothing");
        }
        for record in straight.records.values() {
            assert_eq!(Record::decode(&record.encode().unwrap()).as_ref(), Ok(record));
        }
        for status in straight.statuses().into_values().flatten() {
            match status {
                OpStatus::Counted => counts[0] += 1,
                OpStatus::Held(_) => counts[1] += 1,
                OpStatus::Quarantined(_) => counts[2] += 1,
            }
        }
    }
    assert!(counts.iter().all(|count| *count > 200), "the histories exercise every outcome: {counts:?}");
}

#[test]
fn any_part_of_a_history_adds_up_to_the_same_in_any_order() {
    for seed in 100..130 {
        let mut history = history(seed, 40);
        let mut dice = Dice(seed);
        dice.shuffle(&mut history.commits);
        history.commits.truncate(history.commits.len() * 2 / 3);
        let straight = Replica::of(history.data_set, &history.commits);
        let mut replica = Replica::new(history.data_set);
        deliver(&mut dice, &history, &mut replica);
        assert_eq!(replica.statuses(), straight.statuses(), "seed {seed}");
        assert_eq!(replica.sum(), straight.sum(), "seed {seed}");
        assert_eq!(replica.ledger.gaps(), straight.ledger.gaps());
    }
}

#[test]
fn a_ledger_restored_from_its_entries_in_any_order_is_the_same() {
    for seed in 200..212 {
        let history = history(seed, 40);
        let straight = Replica::of(history.data_set, &history.commits);
        let mut bytes: Vec<Vec<u8>> =
            straight.ledger.entries().map(|entry| entry.encode().unwrap()).collect();
        Dice(seed).shuffle(&mut bytes);
        let restored =
            Ledger::restore(history.data_set, bytes.iter().map(|bytes| Entry::decode(bytes).unwrap()));
        for entry in straight.ledger.entries() {
            assert_eq!(restored.statuses(&entry.hash), straight.ledger.statuses(&entry.hash));
        }
        assert_eq!(restored.authority(), straight.ledger.authority());
        assert_eq!(restored.vector(), straight.ledger.vector());
        let key = history.commits[0].header.opening.as_ref().unwrap().signing_key;
        assert_eq!(restored.clock(&key, 1_700_000_000_000), straight.ledger.clock(&key, 1_700_000_000_000));
    }
}

#[test]
fn two_machines_that_send_what_the_other_lacks_end_equal() {
    for seed in 300..315 {
        let history = history(seed, 40);
        let mut dice = Dice(seed);
        let mut machines = [Replica::new(history.data_set), Replica::new(history.data_set)];
        for commit in &history.commits {
            machines[dice.below(2)].receive(commit).unwrap();
            if dice.below(3) == 0 {
                machines[dice.below(2)].receive(&without_bodies(commit)).unwrap();
            }
        }
        let reach = Reach { office: true, ..Reach::default() };
        for turn in 0..4 {
            let theirs = machines[1 - turn % 2].ledger.vector();
            let lacking = machines[turn % 2].ledger.lacking(&theirs, &reach);
            for hash in lacking.headers {
                let commit = machines[turn % 2].commits[&hash].clone();
                machines[1 - turn % 2].receive(&commit).unwrap();
            }
            for (hash, scope) in lacking.bodies {
                let commit = &machines[turn % 2].commits[&hash];
                let at = commit.header.groups.iter().position(|group| group.scope == scope).unwrap();
                let GroupBodies::Present(slots) = commit.bodies[at].clone() else {
                    panic!("sent what it lacks")
                };
                let late = LateBodies { commit: commit.id, scope, slots };
                machines[1 - turn % 2].receive_bodies(late).unwrap();
            }
        }
        assert_eq!(machines[0].sum(), machines[1].sum(), "seed {seed}");
        let vector = machines[0].ledger.vector();
        assert_eq!(vector, machines[1].ledger.vector(), "seed {seed}");
        assert_eq!(machines[1].ledger.lacking(&vector, &reach), Lacking::default(), "nothing is sent twice");
    }
}
