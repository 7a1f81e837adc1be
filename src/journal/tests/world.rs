//! A small office to test with: a root machine, laptops with real keys, a table of kinds.

use ed25519_dalek::{Signer, SigningKey};

use super::super::authority::{self, DeviceV1, GrantV1, OfficerV1, SLOT_VALUE, kind, schema};
use super::super::codec;
use super::super::*;

pub const PERSON: u16 = 20;
pub const LINE: u16 = 21;
pub const PLACE: u16 = 22;
pub const NEWER: u16 = 99;
pub const NAME: u16 = 2;
pub const PHONE: u16 = 3;
pub const STAGE: u16 = 4;
pub const DECISION: u16 = 5;
pub const AMOUNT: u16 = 2;
pub const TEXT: u8 = 1;
pub const VOID: u8 = 10;
pub const RECORDER: Roles = Roles(1);
pub const FIELD: Roles = Roles(1 | 8);

/// Kinds of a small domain; a person has a slot that recorders may not write, a line is fixed, places are the office's.
pub struct Kinds;

impl Table for Kinds {
    fn number(&self) -> u32 {
        1
    }

    fn slot(&self, kind: u16, slot: u16) -> Option<SlotRule> {
        let (class, schema, writers): (Class, &'static [u8], Roles) = match (kind, slot) {
            (PERSON, 0) => (Class::Loose, &[VOID], FIELD),
            (PERSON, NAME) => (Class::Sure, &[TEXT], FIELD),
            (PERSON, PHONE) => (Class::Loose, &[TEXT], FIELD),
            (PERSON, STAGE) => (Class::Step, &[TEXT], FIELD),
            (PERSON, DECISION) => (Class::Sure, &[TEXT], Roles::HEAD),
            (LINE, AMOUNT) => (Class::Fixed, &[TEXT], FIELD),
            (PLACE, NAME) => (Class::Sure, &[TEXT], FIELD),
            _ => return None,
        };
        Some(SlotRule { class, schemas: schema, writers, reference: false })
    }

    fn canonical(&self, schema: u8, bytes: &[u8]) -> bool {
        match schema {
            TEXT => decode_value::<String>(bytes).is_ok(),
            VOID => decode_value::<(String, Hash)>(bytes).is_ok(),
            _ => false,
        }
    }

    fn office_only(&self, kind: u16) -> bool {
        kind == PLACE
    }
}

/// Random numbers that a seed fixes (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

/// A machine that signs.
pub struct Device {
    pub key: SigningKey,
    pub opening: Opening,
    pub head: Option<Head>,
    pub officer: EntityId,
    pub grant: EntityId,
    pub clock: HybridClock,
    pub dice: Dice,
    pub wall_ms: u64,
}

impl Device {
    pub fn new(seed: u64, data_set: Hash, officer: EntityId, grant: EntityId) -> Self {
        let mut dice = Dice(seed);
        let key = SigningKey::from_bytes(&dice.bytes());
        let signing_key = key.verifying_key().to_bytes();
        Self {
            key,
            opening: Opening { signing_key, data_set, audience: Audience::Everyone },
            head: None,
            officer,
            grant,
            clock: HybridClock::after(0),
            dice,
            wall_ms: 1_700_000_000_000,
        }
    }

    /// The same machine in a copied folder: it goes on from the same head with other random bytes.
    pub fn copy(&self, seed: u64) -> Self {
        let (key, opening) = (self.key.clone(), self.opening.clone());
        let (head, officer, grant, clock, wall_ms) =
            (self.head, self.officer, self.grant, self.clock, self.wall_ms);
        Self { key, opening, head, officer, grant, clock, dice: Dice(seed), wall_ms }
    }

    pub fn seat(&mut self) -> Seat {
        self.wall_ms += 1 + self.dice.next() % 5_000;
        let random = self.dice.bytes();
        match self.head {
            Some(head) => Seat::after(head, self.wall_ms, random),
            None => Seat::opening(self.opening.clone(), self.wall_ms, random),
        }
    }

    pub fn draft(&mut self) -> Draft {
        let (act, seat) = (Act(self.dice.bytes()), self.seat());
        Draft::new(seat, Deed { act, part: 0, last: true, officer: self.officer, grant: self.grant })
    }

    pub fn seal(&mut self, draft: Draft) -> Commit {
        let hybrid = self.clock.tick(self.wall_ms);
        let (key, dice) = (&self.key, &mut self.dice);
        let commit = draft.seal(hybrid, &mut || dice.bytes(), &|bytes| key.sign(bytes).to_bytes()).unwrap();
        self.head = Some(commit.head());
        commit
    }

    pub fn commit(&mut self, scope: EntityId, ops: &[Op]) -> Commit {
        let mut draft = self.draft();
        for op in ops {
            draft.push(scope, op).unwrap();
        }
        self.seal(draft)
    }

    /// A commit with one operation that creates an entity.
    pub fn create(&mut self, scope: EntityId, kind: u16, slot: u16, text: &str) -> (Commit, EntityId) {
        let mut draft = self.draft();
        let entity = draft.next_id().entity();
        draft.push(scope, &write(kind, entity, slot, text, Vec::new())).unwrap();
        (self.seal(draft), entity)
    }
}

/// One slot given a text.
pub fn write(kind: u16, entity: EntityId, slot: u16, text: &str, replaces: Vec<OpId>) -> Op {
    let value = Some(encode_value(&text).unwrap());
    Op { entity, kind, changes: vec![Change { slot, schema: TEXT, value, replaces }], why: None }
}

/// Slot 0 given a reason.
pub fn void(kind: u16, entity: EntityId, seen: Hash, replaces: Vec<OpId>) -> Op {
    let value = Some(encode_value(&("left", seen)).unwrap());
    Op { entity, kind, changes: vec![Change { slot: 0, schema: VOID, value, replaces }], why: None }
}

pub fn seen_of(schema: u8, bytes: &[u8]) -> Option<Hash> {
    (schema == VOID).then(|| decode_value::<(String, Hash)>(bytes).ok()).flatten().map(|(_, seen)| seen)
}

pub fn village(number: u8) -> EntityId {
    EntityId([number; 16])
}

/// An office and its laptops, with the commits that enrol them.
pub struct Office {
    pub root: Device,
    pub device: EntityId,
    pub data_set: Hash,
    pub founding: Commit,
}

impl Office {
    pub fn found(seed: u64) -> Self {
        let mut root = Device::new(seed, Hash::ZERO, EntityId::ZERO, EntityId::ZERO);
        let (seat, act) = (root.seat(), Act(root.dice.bytes()));
        let machine = device_value(&root, "A", true);
        let draft =
            authority::founding(seat, act, &machine, &OfficerV1 { name: "head".into() }, Roles(15)).unwrap();
        let founding = root.seal(draft);
        root.officer = founding.header.officer;
        root.grant = founding.header.grant;
        root.opening.data_set = founding.hash;
        let device = OpId::new(founding.id, 0).entity();
        Self { root, device, data_set: founding.hash, founding }
    }

    /// Enrols a laptop: device, officer and grant in one commit of the root. Gives the laptop, its device and the commit.
    pub fn enrol(&mut self, seed: u64, label: &str, roles: Roles) -> (Device, EntityId, Commit) {
        let mut laptop = Device::new(seed, self.data_set, EntityId::ZERO, EntityId::ZERO);
        let mut draft = self.root.draft();
        let device = draft.next_id().entity();
        let machine = device_value(&laptop, label, false);
        push(&mut draft, kind::DEVICE, device, schema::DEVICE, &machine);
        let officer = draft.next_id().entity();
        push(&mut draft, kind::OFFICER, officer, schema::OFFICER, &OfficerV1 { name: label.into() });
        let grant = draft.next_id().entity();
        push(&mut draft, kind::GRANT, grant, schema::GRANT, &GrantV1 { officer, device, roles });
        (laptop.officer, laptop.grant) = (officer, grant);
        (laptop, device, self.root.seal(draft))
    }

    /// One authority operation of the root that makes an entity of its own.
    pub fn decree<T: serde::Serialize>(&mut self, kind: u16, schema: u8, value: &T) -> Commit {
        let mut draft = self.root.draft();
        let entity = draft.next_id().entity();
        push(&mut draft, kind, entity, schema, value);
        self.root.seal(draft)
    }

    /// A ruling of the root.
    pub fn rule(&mut self, target: authority::RulingTarget, counts: bool, replaces: Vec<OpId>) -> Commit {
        let value = authority::RulingV1 { target, counts };
        let place = (SLOT_VALUE, schema::RULING);
        let op = authority::authority_op(kind::RULING, target.entity(), place, &value, replaces).unwrap();
        self.root.commit(EntityId::ZERO, &[op])
    }
}

pub fn device_value(device: &Device, label: &str, office_machine: bool) -> DeviceV1 {
    let signing_key = device.opening.signing_key;
    DeviceV1 { label: label.into(), signing_key, receiving_key: [7; 32], office_machine }
}

pub fn push<T: serde::Serialize>(
    draft: &mut Draft,
    kind: u16,
    entity: EntityId,
    schema: u8,
    value: &T,
) -> OpId {
    let op = authority::authority_op(kind, entity, (SLOT_VALUE, schema), value, Vec::new()).unwrap();
    draft.push(EntityId::ZERO, &op).unwrap()
}

/// A commit as a machine without this village's bodies passes it on.
pub fn without_bodies(commit: &Commit) -> Commit {
    let bodies = vec![GroupBodies::Withheld; commit.bodies.len()];
    Commit { bodies, ..commit.clone() }
}

/// Signs a header again after a change: what a device could do, but the program never does.
pub fn forge(device: &Device, commit: &Commit, change: impl Fn(&mut Header)) -> Commit {
    let mut header = commit.header.clone();
    change(&mut header);
    let header_bytes = codec::encode_header(&header).unwrap();
    let signature = device.key.sign(&hash::signing_input(&header_bytes).0).to_bytes();
    verify::received(header_bytes, signature, commit.bodies.clone()).unwrap()
}
