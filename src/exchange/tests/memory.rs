//! A machine in memory that exchanges real bundles over a disk in memory. It folds everything anew after each arrival, in
//! the plainest way, so that it is a yardstick for the rehearsal and for order, repetition and loss.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ed25519_dalek::{Signer, SigningKey};

use crate::domain::Kinds;
use crate::exchange::error::ExchangeError;
use crate::exchange::export::{self, Exported};
use crate::exchange::holding::{Holding, placed};
use crate::exchange::import::{Intake, Outcome};
use crate::exchange::machine::{Machine, Own};
use crate::exchange::receipt::Receipt;
use crate::exchange::write::Target;
use crate::journal::authority::{
    self, DeviceV1, GrantV1, OfficerV1, SLOT_VALUE, SLOT_VILLAGES, VillagesV1, kind, schema,
};
use crate::journal::codec::{self, Frame};
use crate::journal::fold::Position;
use crate::journal::*;
use crate::store::files::Files;
use crate::store::files::twin::MemoryDisk;
use crate::vault::boxes::Identity;

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
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next() as u8)
    }
}

/// What it holds.
pub struct Held {
    pub ledger: Ledger,
    pub commits: BTreeMap<Hash, Commit>,
    pub records: BTreeMap<RecordKey, Record>,
    pub digests: BTreeMap<(Audience, EntityId), Digests>,
    /// Commits in the order in which they came.
    pub came: BTreeMap<CommitId, Position>,
}

impl Held {
    pub fn new(data_set: Hash) -> Self {
        Self {
            ledger: Ledger::new(data_set),
            commits: BTreeMap::new(),
            records: BTreeMap::new(),
            digests: BTreeMap::new(),
            came: BTreeMap::new(),
        }
    }

    pub fn put(&mut self, frame: Frame) {
        match frame {
            Frame::Commit(commit) => {
                self.ledger.admit(&commit, &Kinds).unwrap();
                let offset = u32::try_from(self.came.len()).unwrap();
                self.came.entry(commit.id).or_insert(Position { segment: 1, offset });
                let held = self.commits.entry(commit.hash).or_insert_with(|| (*commit).clone());
                for (own, new) in held.bodies.iter_mut().zip(commit.bodies) {
                    if *own == GroupBodies::Withheld {
                        *own = new;
                    }
                }
            }
            Frame::Bodies(late) => {
                let admission = self.ledger.admit_bodies(late.clone(), &Kinds).unwrap();
                let held = self.commits.get_mut(&admission.hash).unwrap();
                let at = held.header.groups.iter().position(|group| group.scope == late.scope).unwrap();
                held.bodies[at] = GroupBodies::Present(late.slots);
            }
            Frame::Local(_) => {}
        }
    }

    /// Everything again, from nothing.
    pub fn fold(&mut self) {
        self.records.clear();
        self.digests.clear();
        for commit in self.commits.values() {
            for placed in placed(&self.ledger, commit) {
                let Some((key, op)) = placed.about.filter(|_| placed.status == OpStatus::Counted) else {
                    continue;
                };
                let record = self.records.entry(key).or_default();
                if record.apply(op, placed.id, commit.header.hybrid) {
                    let name = (key.audience, key.scope);
                    self.digests.entry(name).or_insert_with(|| Digests::new(1)).count(placed.id, placed.body);
                }
            }
        }
        for (key, record) in &self.records {
            let digests = self.digests.entry((key.audience, key.scope)).or_insert_with(|| Digests::new(1));
            digests.table = Kinds.number();
            digests.restate(None, Some(record.digest(key)));
        }
    }
}

impl Holding for Held {
    type Error = ExchangeError;

    fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    fn table(&self) -> &'static dyn Table {
        &Kinds
    }

    fn record(&self, key: &RecordKey) -> Result<Option<Record>, ExchangeError> {
        Ok(self.records.get(key).cloned())
    }

    fn each(&self, kind: u16, each: &mut dyn FnMut(RecordKey, Record)) -> Result<(), ExchangeError> {
        self.records
            .iter()
            .filter(|(key, _)| key.kind == kind)
            .for_each(|(key, record)| each(*key, record.clone()));
        Ok(())
    }

    fn held(&self, hash: &Hash) -> Result<Option<Commit>, ExchangeError> {
        Ok(self.commits.get(hash).cloned())
    }

    fn digests_of(&self, audience: Audience, scope: EntityId) -> Digests {
        self.digests.get(&(audience, scope)).copied().unwrap_or(Digests::new(Kinds.number()))
    }

    fn arrival(&self, commit: CommitId) -> Option<Position> {
        self.came.get(&commit).copied()
    }
}

/// The machine.
pub struct Memory {
    pub label: String,
    pub key: SigningKey,
    pub identity: Identity,
    pub held: Held,
    pub head: Option<Head>,
    pub office_head: Option<Head>,
    pub device: EntityId,
    pub officer: EntityId,
    pub grant: EntityId,
    pub clock: HybridClock,
    pub wall_ms: u64,
    pub dice: Dice,
    pub receipts: BTreeMap<EntityId, (u64, Receipt)>,
    pub mark: u64,
    pub number: u64,
    pub disk: MemoryDisk,
}

impl Memory {
    fn bare(seed: u64, label: &str, data_set: Hash, disk: &MemoryDisk) -> Self {
        let mut dice = Dice(seed);
        Self {
            label: label.to_owned(),
            key: SigningKey::from_bytes(&dice.bytes()),
            identity: Identity::generate(),
            held: Held::new(data_set),
            head: None,
            office_head: None,
            device: EntityId::ZERO,
            officer: EntityId::ZERO,
            grant: EntityId::ZERO,
            clock: HybridClock::after(0),
            wall_ms: 1_790_000_000_000,
            dice,
            receipts: BTreeMap::new(),
            mark: 0,
            number: 0,
            disk: disk.clone(),
        }
    }

    /// The same machine on another disk.
    pub fn moved(self, disk: &MemoryDisk) -> Self {
        Self { disk: disk.clone(), ..self }
    }

    fn public(&self) -> [u8; 32] {
        self.key.verifying_key().to_bytes()
    }

    pub fn device_value(&self, office_machine: bool) -> DeviceV1 {
        DeviceV1 {
            label: self.label.clone(),
            signing_key: self.public(),
            receiving_key: self.identity.recipient().to_bytes().unwrap(),
            office_machine,
        }
    }

    /// An office.
    pub fn found(seed: u64, disk: &MemoryDisk) -> Self {
        let mut root = Self::bare(seed, "A", Hash::ZERO, disk);
        let opening =
            Opening { signing_key: root.public(), data_set: Hash::ZERO, audience: Audience::Everyone };
        let seat = Seat::opening(opening, root.wall_ms, root.dice.bytes());
        let act = Act(root.dice.bytes());
        let name = OfficerV1 { name: "甲".into() };
        let draft = authority::founding(seat, act, &root.device_value(true), &name, Roles(15)).unwrap();
        let commit = root.sealed(draft);
        root.held = Held::new(commit.hash);
        root.device = OpId::new(commit.id, 0).entity();
        (root.officer, root.grant) = (commit.header.officer, commit.header.grant);
        root.head = Some(commit.head());
        root.own_commit(commit);
        root
    }

    /// A machine that the root enrols; it holds nothing yet.
    pub fn enrol(
        &mut self,
        seed: u64,
        label: &str,
        roles: Roles,
        office: bool,
        villages: &[EntityId],
    ) -> Self {
        let disk = self.disk.clone();
        let mut new = Self::bare(seed, label, self.held.ledger.data_set(), &disk);
        let machine = new.device_value(office);
        let mut draft = self.draft();
        new.device = draft.next_id().entity();
        let op = |kind, entity, schema, value: &dyn Fn() -> Vec<u8>| Op {
            entity,
            kind,
            changes: vec![Change { slot: SLOT_VALUE, schema, value: Some(value()), replaces: Vec::new() }],
            why: None,
        };
        let device = op(kind::DEVICE, new.device, schema::DEVICE, &|| encode_value(&machine).unwrap());
        draft.push(EntityId::ZERO, &device).unwrap();
        new.officer = draft.next_id().entity();
        let name = OfficerV1 { name: label.into() };
        draft
            .push(
                EntityId::ZERO,
                &op(kind::OFFICER, new.officer, schema::OFFICER, &|| encode_value(&name).unwrap()),
            )
            .unwrap();
        new.grant = draft.next_id().entity();
        let grant = GrantV1 { officer: new.officer, device: new.device, roles };
        let mut granting = op(kind::GRANT, new.grant, schema::GRANT, &|| encode_value(&grant).unwrap());
        granting.changes.push(villages_change(villages, Vec::new()));
        draft.push(EntityId::ZERO, &granting).unwrap();
        let commit = self.sealed(draft);
        self.head = Some(commit.head());
        self.own_commit(commit);
        new
    }

    /// The root gives a machine other villages.
    pub fn regrant(&mut self, grant: EntityId, villages: &[EntityId]) {
        let record = self.held.ledger.authority().record(kind::GRANT, grant).unwrap();
        let change = villages_change(villages, record.live_ids(SLOT_VILLAGES));
        self.write(EntityId::ZERO, Op { entity: grant, kind: kind::GRANT, changes: vec![change], why: None });
    }

    fn seat(&mut self) -> Seat {
        self.wall_ms += 1 + self.dice.next() % 5_000;
        let random = self.dice.bytes();
        match self.head {
            Some(head) => Seat::after(head, self.wall_ms, random),
            None => {
                let (signing_key, data_set) = (self.public(), self.held.ledger.data_set());
                Seat::opening(
                    Opening { signing_key, data_set, audience: Audience::Everyone },
                    self.wall_ms,
                    random,
                )
            }
        }
    }

    pub fn draft(&mut self) -> Draft {
        let (act, seat) = (Act(self.dice.bytes()), self.seat());
        Draft::new(seat, Deed { act, part: 0, last: true, officer: self.officer, grant: self.grant })
    }

    pub fn sealed(&mut self, draft: Draft) -> Commit {
        let hybrid = self.clock.tick(self.wall_ms);
        let (key, dice) = (&self.key, &mut self.dice);
        draft.seal(hybrid, &mut || dice.bytes(), &|bytes| key.sign(bytes).to_bytes()).unwrap()
    }

    pub fn own_commit(&mut self, commit: Commit) {
        self.held.put(Frame::Commit(Box::new(commit)));
        self.held.fold();
        self.mark += 1;
    }

    pub fn write(&mut self, scope: EntityId, op: Op) -> OpId {
        self.write_all(vec![(scope, op)])
    }

    /// One commit; scopes ascend.
    pub fn write_all(&mut self, ops: Vec<(EntityId, Op)>) -> OpId {
        let mut draft = self.draft();
        let first = draft.next_id();
        for (scope, op) in ops {
            draft.push(scope, &op).unwrap();
        }
        let commit = self.sealed(draft);
        self.head = Some(commit.head());
        self.own_commit(commit);
        first
    }

    /// A commit in a stream that goes to the office alone.
    pub fn write_for_office(&mut self, scope: EntityId, op: Op) {
        let (signing_key, data_set) = (self.public(), self.held.ledger.data_set());
        let random = self.dice.bytes();
        self.wall_ms += 1;
        let opening = Opening { signing_key, data_set, audience: Audience::Office };
        let seat = match self.office_head {
            Some(head) => Seat::after(head, self.wall_ms, random),
            None => Seat::opening(opening, self.wall_ms, random),
        };
        let act = Act(self.dice.bytes());
        let mut draft =
            Draft::new(seat, Deed { act, part: 0, last: true, officer: self.officer, grant: self.grant });
        draft.push(scope, &op).unwrap();
        let commit = self.sealed(draft);
        self.office_head = Some(commit.head());
        self.own_commit(commit);
    }

    /// Writes a bundle for `to` and gives its path.
    pub fn export(&mut self, to: EntityId, folder: &Path) -> Result<Exported, ExchangeError> {
        self.number += 1;
        let number = self.number;
        let target = |beginning: String| Target::Folder(folder, beginning);
        Ok(export::compose(self, to, number, target, &mut |_, _| true)?.0)
    }

    pub fn preview(&self, path: &Path) -> Result<Intake, ExchangeError> {
        Intake::open(self, path, &mut |_, _| true)
    }

    pub fn import(&mut self, path: &Path) -> Result<Outcome, ExchangeError> {
        self.preview(path)?.take_in(self, &mut |_, _| true)
    }
}

fn villages_change(villages: &[EntityId], replaces: Vec<OpId>) -> Change {
    let mut villages = villages.to_vec();
    villages.sort();
    let value = encode_value(&VillagesV1 { all: false, villages }).unwrap();
    Change { slot: SLOT_VILLAGES, schema: schema::VILLAGES, value: Some(value), replaces }
}

impl Machine for Memory {
    type Held = Held;

    fn ask<R: Send + 'static>(
        &self,
        question: impl FnOnce(&Held) -> Result<R, ExchangeError> + Send + 'static,
    ) -> Result<R, ExchangeError> {
        question(&self.held)
    }

    fn own(&self) -> Result<Own, ExchangeError> {
        Ok(Own {
            device: self.device,
            label: self.label.clone(),
            stream: self.head.map(|head| head.stream).unwrap_or_default(),
            key: self.public(),
            outbox: PathBuf::from(format!("/{}/outbox", self.label)),
            inbox: PathBuf::from(format!("/{}/inbox", self.label)),
        })
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::new(self.disk.clone())
    }

    fn wall_ms(&self) -> u64 {
        self.wall_ms
    }

    fn sign_time(&mut self) -> Result<u64, ExchangeError> {
        Ok(self.clock.tick(self.wall_ms))
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn mark(&self) -> u64 {
        self.mark
    }

    fn receipts(&self) -> Result<Vec<Receipt>, ExchangeError> {
        Ok(self.receipts.values().map(|(_, receipt)| receipt.clone()).collect())
    }

    fn backed_up(&self) -> Result<Option<Vector>, ExchangeError> {
        Ok(None)
    }

    fn take_in(&mut self, frames: Vec<Frame>, vouched: Vec<(Hash, [u8; 64])>) -> Result<(), ExchangeError> {
        self.held.ledger.vouch(vouched);
        for frame in frames {
            if let Frame::Commit(commit) = &frame {
                self.clock.observe(commit.header.hybrid, self.wall_ms);
            }
            // What the journal would hold must be readable again.
            self.held.put(codec::decode_frame(&codec::encode_frame(&frame)?)?);
        }
        self.held.fold();
        self.mark += 1;
        Ok(())
    }

    fn taken_in(&mut self) -> Result<(), ExchangeError> {
        self.held.ledger.vouch(Vec::new());
        Ok(())
    }

    fn keep(&mut self, receipts: Vec<(EntityId, u64, Receipt)>) -> Result<(), ExchangeError> {
        for (device, hybrid, receipt) in receipts {
            self.receipts.insert(device, (hybrid, receipt));
        }
        self.mark += 1;
        Ok(())
    }
}
