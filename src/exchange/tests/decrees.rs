//! Random histories of five machines over bundles in which the office rules and ends, in any order, beside everything else:
//! equal operations come to equal records, previews are what comes, and an import that is undone at once leaves exactly what
//! was before (Y14, X4; F54, F57, F70).

use std::collections::BTreeMap;
use std::path::Path;

use super::histories::History;
use crate::exchange::brought::{Import, Source};
use crate::exchange::choose;
use crate::exchange::undo;
use crate::journal::authority::{
    self, Accepted, EndTarget, EndV1, RulingTarget, RulingV1, SLOT_VALUE, kind, schema,
};
use crate::journal::*;

/// What was decreed and came of it, over all histories.
#[derive(Default)]
struct Told {
    ends: usize,
    rulings: usize,
    undone: usize,
    kept: usize,
}

/// A ruling of the office: none = withdrawn. Without `seen` it does not replace those that stand.
fn rule(history: &mut History, target: RulingTarget, counts: Option<bool>, seen: bool) {
    let root = &mut history.machines[0];
    let record = root.held.ledger.authority().record(kind::RULING, target.entity());
    let live = record.map(|record| record.live_ids(SLOT_VALUE)).unwrap_or_default();
    let value = counts.map(|counts| encode_value(&RulingV1 { target, counts }).unwrap());
    let replaces = if seen { live } else { Vec::new() };
    let change = Change { slot: SLOT_VALUE, schema: schema::RULING, value, replaces };
    let op = Op { entity: target.entity(), kind: kind::RULING, changes: vec![change], why: None };
    root.write(EntityId::ZERO, op);
    history.note(0);
}

/// Ends a laptop at what the office holds of it, or at something earlier.
fn end(history: &mut History, laptop: usize) {
    let (device, key) =
        (history.machines[laptop].device, history.machines[laptop].key.verifying_key().to_bytes());
    let early = history.dice.below(3) == 0;
    let root = &mut history.machines[0];
    let ledger = &root.held.ledger;
    let mut accepted: BTreeMap<StreamId, Vec<Accepted>> = BTreeMap::new();
    for entry in ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == Some(key)) {
        let runs = ledger.runs(entry.stream()).into_iter();
        let last = |run: Run| Accepted { stream: entry.stream(), sequence: run.last, hash: run.hash };
        accepted.insert(entry.stream(), runs.map(last).collect());
    }
    if early {
        accepted.clear();
    }
    let mut draft = root.draft();
    let entity = draft.next_id().entity();
    let accepted = accepted.into_values().flatten().collect();
    let value = EndV1 { target: EndTarget::Device(device), accepted };
    let op = authority::authority_op(kind::END, entity, (SLOT_VALUE, schema::END), &value, vec![]).unwrap();
    draft.push(EntityId::ZERO, &op).unwrap();
    let commit = root.sealed(draft);
    root.head = Some(commit.head());
    root.own_commit(commit);
    history.note(0);
}

fn decree(history: &mut History, told: &mut Told) {
    if history.dice.below(8) == 0 {
        let laptop = 3 + history.dice.below(2);
        end(history, laptop);
        told.ends += 1;
        return;
    }
    let held = &history.machines[0].held;
    let ordinary: Vec<&Entry> = held.ledger.entries().filter(|entry| !entry.is_authority()).collect();
    if ordinary.is_empty() {
        return;
    }
    let about = ordinary[history.dice.below(ordinary.len())];
    let target = match history.dice.below(3) {
        0 => RulingTarget::Act(about.stream(), about.header.act),
        _ => RulingTarget::Commit(about.id),
    };
    let counts = [Some(false), Some(false), Some(true), None][history.dice.below(4)];
    let seen = history.dice.below(4) > 0;
    rule(history, target, counts, seen);
    told.rulings += 1;
}

type Sums = BTreeMap<(Audience, EntityId), Digests>;

fn sums(history: &History) -> (Sums, BTreeMap<RecordKey, Record>) {
    let held = &history.machines[0].held;
    let fresh = Digests::new(crate::domain::Kinds.number());
    let of = |((audience, scope), sum): (&(Audience, EntityId), &Digests)| ((*audience, *scope), *sum);
    let mut sums: Sums = held.digests.iter().map(of).collect();
    sums.retain(|(_, scope), sum| !scope.is_zero() && *sum != fresh);
    let mut records = held.records.clone();
    records.retain(|key, _| !authority::is_authority(key.kind));
    (sums, records)
}

/// The office takes a bundle in, and now and then undoes it at once if nothing rests on it.
fn take_and_undo(history: &mut History, path: &Path, told: &mut Told) {
    let before = sums(history);
    let held: Vec<Hash> = history.machines[0].held.commits.keys().copied().collect();
    let late: Vec<Hash> =
        history.machines[0].held.commits.values().filter(|commit| lacks(commit)).map(|c| c.hash).collect();
    history.take(0, path);
    let root = &history.machines[0];
    let new = root
        .held
        .commits
        .values()
        .filter(|commit| !held.contains(&commit.hash) || late.contains(&commit.hash));
    let new = new.filter(|commit| !root.held.ledger.entry(&commit.hash).unwrap().is_authority());
    let commits: std::collections::BTreeSet<Hash> = new.map(|commit| commit.hash).collect();
    let ruled = |hash: &Hash| {
        let entry = root.held.ledger.entry(hash).unwrap();
        let targets = [RulingTarget::Commit(entry.id), RulingTarget::Act(entry.stream(), entry.header.act)];
        targets.iter().any(|target| root.held.ledger.authority().rulings.contains_key(target))
    };
    if commits.is_empty() || commits.iter().any(|hash| late.contains(hash) || ruled(hash)) {
        return;
    }
    let import = Import {
        source: Source::Bundle(Hash::ZERO, root.device),
        wall_ms: root.wall_ms,
        unfinished: false,
        commits,
        partly: std::collections::BTreeSet::new(),
        authority: 0,
    };
    let own: Vec<StreamId> =
        [root.head, root.office_head].into_iter().flatten().map(|head| head.stream).collect();
    if !undo::dependents(&root.held, &import, &own).unwrap().is_empty() {
        told.kept += 1;
        return;
    }
    let targets = import.targets(&root.held.ledger);
    let with = sums(history);
    for target in &targets {
        rule(history, *target, Some(false), true);
    }
    assert_eq!(sums(history).0, before.0);
    assert!(sums(history).1 == before.1, "records after the undo");
    told.undone += 1;
    if history.dice.below(2) == 0 {
        targets.iter().for_each(|target| rule(history, *target, None, true));
        assert_eq!(sums(history).0, with.0);
    }
}

/// True if some body of the commit is not here.
fn lacks(commit: &Commit) -> bool {
    commit.bodies.contains(&GroupBodies::Withheld)
}

fn run(seed: u64, told: &mut Told) {
    let mut history = History::new(seed ^ 0x5eed);
    if seed % 4 < 2 {
        // The machines know each other from the start, so that much comes to the office; else some end before they do.
        for to in 1..5 {
            history.ship(0, to);
            let (_, path) = history.files.pop().unwrap();
            history.take(to, &path);
        }
    }
    for _ in 0..30 {
        match history.dice.below(6) {
            0 => decree(&mut history, told),
            1 | 2 => {
                let from = 1 + history.dice.below(4);
                history.files.clear();
                history.ship(from, 0);
                if let Some((_, path)) = history.files.pop() {
                    take_and_undo(&mut history, &path, told);
                }
            }
            _ => history.turn(),
        }
    }
    history.meet();
    let ended = |at: usize| choose::has_ended(&history.machines[0].held.ledger, history.machines[at].device);
    for left in &history.machines {
        for right in &history.machines {
            for (name, digests) in &left.held.digests {
                let other = right.held.digests.get(name).copied().unwrap_or_default();
                assert_ne!(digests.agrees(&other), Some(false), "seed {seed}");
            }
        }
    }
    let office = &history.machines[0].held;
    assert_eq!(office.digests, history.machines[1].held.digests, "seed {seed}: the second office machine");
    for at in (2..5).filter(|at| !ended(*at)) {
        for scope in choose::reach_of(&office.ledger, history.machines[at].device).villages {
            let name = (Audience::Everyone, scope);
            let fresh = Digests::new(crate::domain::Kinds.number());
            let of = |held: &super::memory::Held| held.digests.get(&name).copied().unwrap_or(fresh);
            assert_eq!(of(&history.machines[at].held), of(office), "seed {seed}, machine {at}");
        }
    }
    // Nothing that anyone wrote is lost by being ruled out or ended, unless the machine ended before it heard that it was
    // enrolled: then it cannot write a bundle at all.
    let may_send = |at: usize| {
        let machine = &history.machines[at];
        machine.held.ledger.authority().devices.contains_key(&machine.device)
    };
    let sent = history.made.iter().filter(|(_, author)| may_send(**author));
    assert!(sent.into_iter().all(|(hash, _)| office.commits.contains_key(hash)), "seed {seed}");
}

fn run_all(seeds: impl Iterator<Item = u64>) {
    let (mut told, mut count) = (Told::default(), 0);
    for seed in seeds {
        run(seed, &mut told);
        count += 1;
    }
    let Told { ends, rulings, undone, kept } = told;
    // Seldom does something that came earlier rest on what comes.
    let rested = kept > 0 || count < 100;
    assert!(
        ends * 4 > count && rulings > count && undone * 8 > count && rested,
        "{count} histories: {ends} ends, {rulings} rulings, {undone} undone, {kept} rested on"
    );
}

#[test]
fn rulings_and_ends_in_any_order_come_to_one_digest() {
    run_all((0..histories()).filter(|seed| seed % 2 == 0));
}

/// The other half, so that two cores share the work.
#[test]
fn rulings_and_ends_in_any_order_come_to_one_digest_too() {
    run_all((0..histories()).filter(|seed| seed % 2 == 1));
}

/// 500 and more by `KUQU_DECREES=500 cargo test --lib rulings_and_ends`.
fn histories() -> u64 {
    super::histories_asked("KUQU_DECREES", 20)
}
