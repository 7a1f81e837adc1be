//! Random histories of three machines over every registered kind, with concurrent writes on the same slot, voids and
//! writes that a role forbids, delivered in random orders with repetition and late bodies: equal digests, and records
//! byte-equal but for positions, folded from nothing in memory and frame by frame through the real state.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use ed25519_dalek::{Signer, SigningKey};

use super::engine::Pulse;
use super::state::{Setting, State};
use crate::domain::generate::{self, Dice};
use crate::domain::kinds::{self, KINDS, Kinds, Reach};
use crate::journal::authority::{self, DeviceV1, GrantV1, OfficerV1, SLOT_VALUE, schema};
use crate::journal::codec::{self, Frame, LateBodies};
use crate::journal::draft::{Deed, Draft, Head, Seat};
use crate::journal::fold::{Position, Record, RecordKey};
use crate::journal::{
    Act, Audience, BodySlot, Commit, Digests, EntityId, GroupBodies, Hash, HybridClock, Ledger, OpId,
    OpStatus, Opening, Roles, Table, hash,
};
use crate::vault::random::Repeatable;
use crate::vault::{Effort, Founding, Keys, Passphrase, Purpose, Vault};

/// Kinds that one history is about.
const KINDS_AT_ONCE: usize = 12;
/// Acts of one history.
const ACTS: usize = 40;
/// Records of each kind: few, so that machines write the same slots.
const ENTITIES: u8 = 2;

/// Record bytes and digests: what must be equal wherever the same is held.
pub(super) type Total = (BTreeMap<RecordKey, Vec<u8>>, BTreeMap<(Audience, EntityId), Digests>);

fn bytes<const N: usize>(dice: &mut Dice) -> [u8; N] {
    std::array::from_fn(|_| dice.roll().to_le_bytes()[0])
}

/// What the office decrees, of the machines and what was written so far; the first machine is the office's.
pub(super) type Decree<'a> = &'a mut dyn FnMut(&mut Dice, &mut [Machine; 3], &[Commit]) -> Option<Commit>;

/// A machine that signs.
pub(super) struct Machine {
    pub(super) key: SigningKey,
    opening: Opening,
    pub(super) head: Option<Head>,
    officer: EntityId,
    grant: EntityId,
    clock: HybridClock,
    wall_ms: u64,
    /// Operations that it has seen, its own and others'.
    seen: Vec<OpId>,
}

impl Machine {
    fn new(dice: &mut Dice, data_set: Hash) -> Self {
        let key = SigningKey::from_bytes(&bytes(dice));
        let opening =
            Opening { signing_key: key.verifying_key().to_bytes(), data_set, audience: Audience::Everyone };
        let (officer, grant) = (EntityId::ZERO, EntityId::ZERO);
        let clock = HybridClock::after(0);
        Self { key, opening, head: None, officer, grant, clock, wall_ms: 1_700_000_000_000, seen: Vec::new() }
    }

    fn seat(&mut self, dice: &mut Dice) -> Seat {
        self.wall_ms += 1 + dice.below(5_000);
        match self.head {
            Some(head) => Seat::after(head, self.wall_ms, bytes(dice)),
            None => Seat::opening(self.opening.clone(), self.wall_ms, bytes(dice)),
        }
    }

    pub(super) fn draft(&mut self, dice: &mut Dice) -> Draft {
        let deed =
            Deed { act: Act(bytes(dice)), part: 0, last: true, officer: self.officer, grant: self.grant };
        Draft::new(self.seat(dice), deed)
    }

    pub(super) fn seal(&mut self, draft: Draft, dice: &mut Dice) -> Commit {
        let (hybrid, key) = (self.clock.tick(self.wall_ms), &self.key);
        let commit = draft.seal(hybrid, &mut || bytes(dice), &|text| key.sign(text).to_bytes()).unwrap();
        self.head = Some(commit.head());
        commit
    }

    fn device(&self, office_machine: bool) -> DeviceV1 {
        let signing_key = self.opening.signing_key;
        DeviceV1 { label: "A".into(), signing_key, receiving_key: [7; 32], office_machine }
    }
}

/// The office's own machine with all roles, a recorder's laptop, and one whose roles may write next to nothing.
fn machines(dice: &mut Dice) -> (Vec<Commit>, [Machine; 3]) {
    let mut office = Machine::new(dice, Hash::ZERO);
    let (seat, act) = (office.seat(dice), Act(bytes(dice)));
    let officer = OfficerV1 { name: "甲".into() };
    let draft = authority::founding(seat, act, &office.device(true), &officer, Roles(15)).unwrap();
    let founding = office.seal(draft, dice);
    (office.officer, office.grant) = (founding.header.officer, founding.header.grant);
    office.opening.data_set = founding.hash;
    let mut commits = vec![founding];
    let mut laptop = |office: &mut Machine, roles| {
        let mut laptop = Machine::new(dice, commits[0].hash);
        let mut draft = office.draft(dice);
        let ids: [EntityId; 3] = [0, 1, 2].map(|at| OpId::new(draft.next_id().commit(), at).entity());
        let device = laptop.device(false);
        let grant = GrantV1 { officer: ids[1], device: ids[0], roles };
        let at = |schema| (SLOT_VALUE, schema);
        let kind = authority::kind::DEVICE;
        let ops = [
            authority::authority_op(kind, ids[0], at(schema::DEVICE), &device, vec![]),
            authority::authority_op(authority::kind::OFFICER, ids[1], at(schema::OFFICER), &officer, vec![]),
            authority::authority_op(authority::kind::GRANT, ids[2], at(schema::GRANT), &grant, vec![]),
        ];
        for op in ops {
            draft.push(EntityId::ZERO, &op.unwrap()).unwrap();
        }
        commits.push(office.seal(draft, dice));
        (laptop.officer, laptop.grant) = (ids[1], ids[2]);
        laptop
    };
    let (recorder, approver) = (laptop(&mut office, Roles(1)), laptop(&mut office, Roles(4)));
    (commits, [office, recorder, approver])
}

/// Everything that was written, in the order of writing.
fn history(seed: u64) -> Vec<Commit> {
    decreed(seed, &mut |_, _, _| None)
}

/// The same, with what the office decrees now and then.
pub(super) fn decreed(seed: u64, decree: Decree<'_>) -> Vec<Commit> {
    let mut dice = Dice::new(seed);
    let (mut commits, mut machines) = machines(&mut dice);
    let mut written: Vec<OpId> = Vec::new();
    for number in 0..ACTS {
        commits.extend(decree(&mut dice, &mut machines, &commits));
        let who = usize::try_from(dice.below(3)).unwrap();
        let machine = &mut machines[who];
        // Now and then a stick comes by with a part of what the others wrote.
        if dice.below(3) == 0 {
            machine.seen.extend(written.iter().filter(|_| dice.below(2) == 0));
        }
        let mut ops = Vec::new();
        for at in 0..=dice.below(2) {
            // A history is about some kinds, so that records meet however many kinds there are; together they have all.
            let turn = (number + usize::try_from(at).unwrap() * 3) % KINDS_AT_ONCE;
            let kind = KINDS[(usize::try_from(seed).unwrap() * 5 + turn) % KINDS.len()];
            let entities: Vec<EntityId> = (1..=ENTITIES).map(|id| EntityId([id; 16])).collect();
            let op = generate::op(&mut dice, kind.kind, &entities, &machine.seen);
            let op = op.unwrap_or_else(|| panic!("kind {} is registered without a generator", kind.name));
            let scope = match kind.reach {
                Reach::Everyone => EntityId::ZERO,
                _ => EntityId([100 + u8::try_from(dice.below(2)).unwrap(); 16]),
            };
            ops.push((scope, op));
        }
        ops.sort_by_key(|(scope, _)| *scope);
        let mut draft = machine.draft(&mut dice);
        // The same record twice in one commit is refused; the first stays.
        let ids: Vec<OpId> = ops.iter().filter_map(|(scope, op)| draft.push(*scope, op).ok()).collect();
        machine.seen.extend(&ids);
        written.extend(&ids);
        commits.push(machine.seal(draft, &mut dice));
    }
    commits
}

/// What arrives, in some order: whole commits, some of them twice, some first without bodies.
pub(super) fn delivery(commits: &[Commit], dice: &mut Dice) -> Vec<Frame> {
    let mut frames = Vec::new();
    for commit in commits {
        for _ in 0..=dice.below(2) {
            frames.push(Frame::Commit(Box::new(commit.clone())));
        }
        if dice.below(3) == 0 {
            let bodies = vec![GroupBodies::Withheld; commit.bodies.len()];
            frames.push(Frame::Commit(Box::new(Commit { bodies, ..commit.clone() })));
        }
    }
    for last in (1..frames.len()).rev() {
        frames.swap(last, usize::try_from(dice.below(last as u64 + 1)).unwrap());
    }
    let mut held = BTreeSet::new();
    let late = |commit: &Commit| -> Vec<Frame> {
        let groups = commit.header.groups.iter().zip(&commit.bodies);
        let present = groups.filter_map(|(group, bodies)| match bodies {
            GroupBodies::Present(slots) => Some((group.scope, slots.clone())),
            GroupBodies::Withheld => None,
        });
        present.map(|(scope, slots)| Frame::Bodies(LateBodies { commit: commit.id, scope, slots })).collect()
    };
    let mut arriving = Vec::new();
    for frame in frames {
        let Frame::Commit(commit) = &frame else { continue };
        match held.insert(commit.hash) || dice.below(2) == 0 {
            true => arriving.push(frame),
            // Its header is here: the bodies come by themselves.
            false => arriving.extend(late(commit)),
        }
    }
    arriving
}

/// Folded from nothing in memory, once everything is there.
pub(super) fn in_memory(data_set: Hash, commits: &[Commit], outcomes: &mut [u64; 3]) -> Total {
    let mut ledger = Ledger::new(data_set);
    commits.iter().for_each(|commit| drop(ledger.admit(commit, &Kinds).unwrap()));
    let (mut records, mut digests) = (BTreeMap::new(), BTreeMap::new());
    for commit in commits {
        let statuses = ledger.statuses(&commit.hash);
        let groups = commit.header.groups.iter().zip(&commit.bodies);
        let slots = groups.flat_map(|(group, bodies)| match bodies {
            GroupBodies::Present(slots) => slots.iter().map(|slot| (group.scope, slot)).collect(),
            GroupBodies::Withheld => Vec::new(),
        });
        for ((index, (scope, slot)), status) in (0_u16..).zip(slots).zip(statuses) {
            outcomes[match status {
                OpStatus::Counted => 0,
                OpStatus::Held(_) => 1,
                OpStatus::Quarantined(_) => 2,
            }] += 1;
            let BodySlot::Held(body) = slot else { continue };
            if status != OpStatus::Counted {
                continue;
            }
            let op = codec::decode_op(&body.bytes).unwrap();
            let (audience, id) = (Audience::Everyone, OpId::new(commit.id, index));
            let key = RecordKey { audience, kind: op.kind, scope, entity: op.entity };
            let digest = digests.entry((audience, scope)).or_insert(Digests::new(Kinds.number()));
            let record: &mut Record = records.entry(key).or_default();
            if record.apply(op, id, commit.header.hybrid) {
                digest.count(id, hash::body_hash(body));
            }
        }
    }
    for (key, record) in &records {
        let digest = digests.get_mut(&(key.audience, key.scope)).unwrap();
        digest.restate(None, Some(record.digest(key)));
    }
    (records.iter().map(|(key, record)| (*key, record.encode_bare().unwrap())).collect(), digests)
}

pub(super) fn keys() -> Keys {
    let passphrase = Passphrase::new("test-passphrase").unwrap();
    let founding = Founding { name: "甲", passphrase: &passphrase, effort: Effort::FAST };
    Vault::create(&founding, &mut Repeatable::new(1)).unwrap().1
}

/// Frame by frame through the state in sled; the journal is a list in memory.
pub(super) fn in_state(folder: &Path, keys: &Keys, data_set: Hash, frames: Vec<Frame>) -> Total {
    let journal: Arc<Mutex<Vec<Frame>>> = Arc::default();
    let reading = Arc::clone(&journal);
    let setting = || Setting {
        folder: folder.to_owned(),
        sealer: keys.sealer(Purpose::State),
        data_set,
        table: &Kinds,
        source: {
            let reading = Arc::clone(&reading);
            Box::new(move |at: Position| Ok(reading.lock().unwrap()[at.offset as usize].clone()))
        },
    };
    let mut state = State::open(setting(), Pulse::default()).unwrap();
    let half = frames.len() / 2;
    for (number, frame) in frames.into_iter().enumerate() {
        if number == half {
            // Half-way the program is closed and opened again.
            state.settle().unwrap();
            drop(state);
            state = State::open(setting(), Pulse::default()).unwrap();
        }
        journal.lock().unwrap().push(frame.clone());
        let offset = u32::try_from(number).unwrap();
        state.apply(number as u64 + 1, Position { segment: 1, offset }, frame).unwrap();
    }
    let mut records = BTreeMap::new();
    state.each_record(|key, record| drop(records.insert(key, record.encode_bare().unwrap()))).unwrap();
    let digests = state.digests().iter().filter(|(_, digests)| **digests != Digests::new(Kinds.number()));
    (records, digests.map(|(name, digests)| (*name, *digests)).collect())
}

#[test]
fn every_order_of_every_kinds_history_adds_up_to_one_state() {
    let keys = keys();
    let (mut outcomes, mut folded, mut torn) = ([0; 3], BTreeSet::new(), 0);
    for seed in 0..60 {
        let commits = history(seed);
        let data_set = commits[0].hash;
        let straight = in_memory(data_set, &commits, &mut outcomes);
        let mut dice = Dice::new(seed + 1_000);
        let mut mixed = commits.clone();
        for last in (1..mixed.len()).rev() {
            mixed.swap(last, usize::try_from(dice.below(last as u64 + 1)).unwrap());
        }
        assert!(in_memory(data_set, &mixed, &mut [0; 3]) == straight, "seed {seed}: in memory");
        folded.extend(straight.0.keys().map(|key| key.kind));
        torn += straight.0.values().filter(|bytes| conflict(bytes)).count();
        // sled is the slow part: a few histories, two orders each.
        for order in 0..if seed < 6 { 2 } else { 0 } {
            let temp = tempfile::tempdir().unwrap();
            let frames = delivery(&commits, &mut Dice::new(seed * 10 + order));
            let state = in_state(&temp.path().join("state"), &keys, data_set, frames);
            assert_eq!(differing(&state.0, &straight.0), [], "seed {seed}, order {order}: records");
            assert_eq!(differing(&state.1, &straight.1), [], "seed {seed}, order {order}: digests");
        }
    }
    let missing: Vec<&str> =
        KINDS.iter().filter(|row| !folded.contains(&row.kind)).map(|row| row.name).collect();
    assert!(missing.is_empty(), "never folded: {missing:?}");
    assert!(outcomes[0] > 500 && outcomes[2] > 200, "counted, held, quarantined: {outcomes:?}");
    assert!(torn > 100, "only {torn} records with two live values in one slot");
}

/// The names under which two maps do not hold the same.
pub(super) fn differing<K: Ord + Copy, V: PartialEq>(
    left: &BTreeMap<K, V>,
    right: &BTreeMap<K, V>,
) -> Vec<K> {
    let names: BTreeSet<K> = left.keys().chain(right.keys()).copied().collect();
    names.into_iter().filter(|name| left.get(name) != right.get(name)).collect()
}

/// True if some slot of the record has more than one live value.
fn conflict(bytes: &[u8]) -> bool {
    let record = Record::decode(bytes).unwrap();
    (0..64).any(|slot| record.live_ids(slot).len() > 1)
}

#[test]
fn every_registered_kind_has_a_generator() {
    let mut dice = Dice::new(1);
    for row in KINDS {
        assert!(kinds::rows_of(row.kind).count() > 0, "{} has no slots", row.name);
        for _ in 0..50 {
            let op = generate::op(&mut dice, row.kind, &[EntityId([1; 16])], &[]);
            assert!(op.is_some(), "kind {} is registered without a generator", row.name);
        }
    }
}
