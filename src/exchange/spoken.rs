//! What was ruled, by whom and why (裁定的话), and rulings that contradict (相反的裁定): written without knowing each other, on
//! a folder and its copy. Until somebody rules again, "does not count" holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::conflict::{self, Choice, Clash, Sort};
use crate::domain::value::{Value, schema};
use crate::journal::authority::{EndTarget, RulingTarget, RulingV1, SLOT_VALUE, kind};
use crate::journal::{Act, Audience, EntityId, Entry, Ledger, Op, OpId, RecordKey, StreamId, decode_value};
use crate::store::{Folder, Ruling};

use super::brought::Import;
use super::clash::{Hand, hand};
use super::error::ExchangeError;
use super::holding::{Holding, placed};

/// The rulings that a person chooses from, in the order in which they are offered.
const OFFERED: [Ruling; 3] = [Ruling::Out, Ruling::In, Ruling::Withdrawn];

/// A live ruling and the operations that gave it.
type Said = (Ruling, Vec<OpId>);

/// What is ruled on, and the rulings on it that differ.
type Contradiction = (Vec<RulingTarget>, Vec<Said>);

/// What a choice of contradicting rulings stands for; none for any other choice.
pub fn of_choice(choice: &Choice) -> Option<Ruling> {
    match choice.value {
        Some(Value::Code(code)) => OFFERED.get(usize::from(code)).copied(),
        _ => None,
    }
}

/// The live rulings on one thing.
fn live(ledger: &Ledger, target: &RulingTarget) -> Vec<Said> {
    let record = ledger.authority().record(kind::RULING, target.entity());
    let values = record.map(|record| record.values(SLOT_VALUE)).unwrap_or_default();
    let said = values.into_iter().map(|value| {
        let ruling = value.bytes.and_then(|bytes| decode_value::<RulingV1>(bytes).ok());
        let ruling = ruling.map_or(Ruling::Withdrawn, |ruling| match ruling.counts {
            true => Ruling::In,
            false => Ruling::Out,
        });
        (ruling, value.ops)
    });
    said.collect()
}

/// True if two rulings on the same thing differ.
pub fn differ(ledger: &Ledger, target: &RulingTarget) -> bool {
    live(ledger, target).len() > 1
}

/// What a ruling operation says; none if it is no ruling.
fn ruling_of(op: &Op) -> Option<Ruling> {
    let change = op.changes.iter().find(|change| op.kind == kind::RULING && change.slot == SLOT_VALUE)?;
    let Some(bytes) = &change.value else { return Some(Ruling::Withdrawn) };
    let ruling = decode_value::<RulingV1>(bytes).ok()?;
    Some(if ruling.counts { Ruling::In } else { Ruling::Out })
}

/// What stood on a thing before it was ruled not to count: what the rulings come to once every "does not" is taken away
/// and what it replaced stands again. A released commit is released, anything else is left to what counts by itself.
/// Asked of the rulings alone, not of what a machine did: two that have the same ones say the same.
pub fn before_out<H: Holding>(holding: &H, target: &RulingTarget) -> Result<Ruling, H::Error> {
    let ledger = holding.ledger();
    let record = ledger.authority().record(kind::RULING, target.entity());
    let mut open = record.map(|record| record.live_ids(SLOT_VALUE)).unwrap_or_default();
    let mut seen: BTreeSet<OpId> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        for hash in ledger.hashes(id.commit()) {
            let Some(commit) = holding.held(hash)? else { continue };
            let found = placed(ledger, &commit).into_iter().find(|placed| placed.id == id);
            let Some((_, op)) = found.and_then(|placed| placed.about) else { continue };
            match ruling_of(&op) {
                Some(Ruling::In) => return Ok(Ruling::In),
                Some(Ruling::Out) => {
                    let before = op.changes.iter().flat_map(|change| &change.replaces).copied();
                    open.extend(before.filter(|id| seen.insert(*id)));
                }
                Some(Ruling::Withdrawn) | None => {}
            }
        }
    }
    Ok(Ruling::Withdrawn)
}

/// Every contradiction with what it is about: things that the same acts rule on are one.
fn contradictions(ledger: &Ledger) -> Vec<Contradiction> {
    let mut found: BTreeMap<BTreeSet<(usize, StreamId, Act)>, Contradiction> = BTreeMap::new();
    for target in ledger.authority().rulings.keys() {
        let said = live(ledger, target);
        if said.len() < 2 {
            continue;
        }
        let mut acts = BTreeSet::new();
        for (ruling, ops) in &said {
            let at = OFFERED.iter().position(|one| one == ruling).unwrap_or(OFFERED.len());
            let hashes = ops.iter().flat_map(|op| ledger.hashes(op.commit()));
            let entries = hashes.filter_map(|hash| ledger.entry(hash));
            acts.extend(entries.map(|entry| (at, entry.stream(), entry.header.act)));
        }
        found.entry(acts).or_insert_with(|| (Vec::new(), said)).0.push(*target);
    }
    found.into_values().collect()
}

/// The record of a ruling.
fn record_of(target: &RulingTarget) -> RecordKey {
    let scope = EntityId::ZERO;
    RecordKey { audience: Audience::Everyone, kind: kind::RULING, scope, entity: target.entity() }
}

fn clash_of(targets: &[RulingTarget], said: &[Said]) -> Option<Clash> {
    // They come in order: the first names it on every machine.
    let record = record_of(targets.first()?);
    let choice = |(code, ruling): (u16, Ruling)| {
        let (_, ops) = said.iter().find(|(one, _)| *one == ruling)?;
        let value = Value::Code(code);
        let stored = (schema::CODE, value.encode().ok().map(|encoded| encoded.1));
        Some(Choice { record, value: Some(value), stored, ops: ops.clone() })
    };
    Some(Clash {
        id: conflict::id_of(Sort::Rulings, &record, None, None),
        sort: Sort::Rulings,
        record,
        other: None,
        slot: None,
        choices: (0..).zip(OFFERED).filter_map(choice).collect(),
    })
}

/// The rulings that contradict, as things to settle.
pub fn open(ledger: &Ledger) -> Vec<Clash> {
    let all = contradictions(ledger);
    all.iter().filter_map(|(targets, said)| clash_of(targets, said)).collect()
}

/// What a contradiction is about; nothing once it was settled.
pub fn targets_of(ledger: &Ledger, clash: &Clash) -> Vec<RulingTarget> {
    let mut all = contradictions(ledger).into_iter().map(|(targets, _)| targets);
    all.find(|targets| targets.first().map(record_of) == Some(clash.record)).unwrap_or_default()
}

/// The commits that are ruled on, as far as they are here.
pub fn ruled_on<'a>(ledger: &'a Ledger, targets: &[RulingTarget]) -> Vec<&'a Entry> {
    let of = |entry: &Entry, target: &RulingTarget| match target {
        RulingTarget::Commit(commit) => entry.id == *commit,
        RulingTarget::Act(stream, act) => entry.stream() == *stream && entry.header.act == *act,
    };
    ledger.entries().filter(|entry| targets.iter().any(|target| of(entry, target))).collect()
}

/// Settles a contradiction by the n-th ruling, from 1: a new ruling replaces those that differ.
pub(super) fn settle(
    folder: &mut Folder,
    clash: &Clash,
    number: usize,
    why: &str,
) -> Result<(), ExchangeError> {
    let choices = clash.choices.len();
    let chosen = number.checked_sub(1).and_then(|at| clash.choices.get(at)).and_then(of_choice);
    let ruling = chosen.ok_or(conflict::SettleError::NoSuchChoice { number, choices })?;
    let asked = clash.clone();
    let targets = folder.ask(move |state| Ok(targets_of(state.ledger(), &asked)))?;
    folder.rule(&targets, ruling, Some(why).filter(|why| !why.is_empty()))?;
    Ok(())
}

/// The newest of the hands behind these operations.
fn newest<H: Holding>(holding: &H, record: &RecordKey, ops: &[OpId]) -> Result<Option<Hand>, H::Error> {
    let mut hands = Vec::new();
    for op in ops {
        hands.extend(hand(holding, record, None, *op)?);
    }
    Ok(hands.into_iter().max_by_key(|hand| (hand.wall_ms, hand.op)))
}

/// Who ruled last on an import, and why; none where nobody did.
pub fn on_import<H: Holding>(holding: &H, import: &Import) -> Result<Option<Hand>, H::Error> {
    let ledger = holding.ledger();
    for target in import.targets(ledger) {
        let ops: Vec<OpId> = live(ledger, &target).into_iter().flat_map(|(_, ops)| ops).collect();
        if !ops.is_empty() {
            return newest(holding, &record_of(&target), &ops);
        }
    }
    Ok(None)
}

/// Who ended a machine, and why; none while it works.
pub fn on_end<H: Holding>(holding: &H, device: EntityId) -> Result<Option<Hand>, H::Error> {
    let authority = holding.ledger().authority();
    let ends = authority.ends.iter().filter(|(_, end)| end.target == EndTarget::Device(device));
    let mut found = Vec::new();
    for (entity, _) in ends {
        let (scope, audience) = (EntityId::ZERO, Audience::Everyone);
        let key = RecordKey { audience, kind: kind::END, scope, entity: *entity };
        let ops = authority.record(kind::END, *entity).map(|record| record.live_ids(SLOT_VALUE));
        found.extend(newest(holding, &key, &ops.unwrap_or_default())?);
    }
    Ok(found.into_iter().min_by_key(|hand| (hand.wall_ms, hand.op)))
}
