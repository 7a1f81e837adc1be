//! Who may act (授权): devices, officers, grants, ends, rulings and the drawer are operations themselves,
//! signed by the root device under a head's grant. The journal reads these six kinds itself, because what
//! counts depends on them; their rows of the table of kinds stand here (format.md, "Data set", "Authority
//! operations", "end", "ruling").

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::codec::{self, CodecError};
use super::commit::Header;
use super::counting::{Held, OpStatus, Quarantine};
use super::draft::{Deed, Draft, DraftError, Seat};
use super::fold::Record;
use super::hash;
use super::id::{Act, CommitId, EntityId, Hash, OpId, StreamId};
use super::operation::{Change, Op};
use super::table::{Class, Roles, SlotRule};

/// Kind numbers.
pub mod kind {
    /// 设备: a machine with its keys.
    pub const DEVICE: u16 = 1;
    /// 人员: a person who acts.
    pub const OFFICER: u16 = 2;
    /// 授权: an officer on a device with roles.
    pub const GRANT: u16 = 3;
    /// 终止: of a grant or a device.
    pub const END: u16 = 4;
    /// 裁定: that a commit or an act does not count, or counts after all.
    pub const RULING: u16 = 5;
    /// 密件箱: the key that accusations are sealed to.
    pub const DRAWER: u16 = 6;
}

/// The slot of every authority kind that holds its value.
pub const SLOT_VALUE: u16 = 2;
/// Of a grant: the villages that are sent to its device.
pub const SLOT_VILLAGES: u16 = 3;

/// Schema numbers.
pub mod schema {
    pub const DEVICE: u8 = 200;
    pub const OFFICER: u8 = 201;
    pub const GRANT: u8 = 202;
    pub const VILLAGES: u8 = 203;
    pub const END: u8 = 204;
    pub const RULING: u8 = 205;
    pub const DRAWER: u8 = 206;
}

/// A device, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceV1 {
    /// 1 to 3 letters or digits.
    pub label: String,
    /// Ed25519.
    pub signing_key: [u8; 32],
    /// X25519, for files addressed to it.
    pub receiving_key: [u8; 32],
    /// All villages and the office's streams go to it.
    pub office_machine: bool,
}

/// An officer; the name can be replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerV1 {
    /// As written on papers.
    pub name: String,
}

/// A grant, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantV1 {
    /// Who.
    pub officer: EntityId,
    /// On which device.
    pub device: EntityId,
    /// May do what.
    pub roles: Roles,
}

/// The villages of a grant; they steer sending, not counting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VillagesV1 {
    /// Every village, also later ones.
    pub all: bool,
    /// Or these, ascending.
    pub villages: Vec<EntityId>,
}

/// What an end names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EndTarget {
    /// One grant.
    Grant(EntityId),
    /// Every grant of a device.
    Device(EntityId),
}

/// The last header of a stream that an end still accepts; its ancestors too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The stream.
    pub stream: StreamId,
    /// Sequence of that header.
    pub sequence: u64,
    /// Its hash.
    pub hash: Hash,
}

/// An end, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndV1 {
    /// What ends.
    pub target: EndTarget,
    /// What of it still counts; a stream that is not listed does not.
    pub accepted: Vec<Accepted>,
}

/// What a ruling is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RulingTarget {
    /// One commit.
    Commit(CommitId),
    /// All commits of an act.
    Act(StreamId, Act),
}

impl RulingTarget {
    /// The ruling's entity: its natural key.
    pub fn entity(&self) -> EntityId {
        let key = hash::natural(kind::RULING);
        match self {
            Self::Commit(commit) => key.fixed(&[0]).fixed(&commit.0).entity(),
            Self::Act(stream, act) => key.fixed(&[1]).fixed(&stream.0).fixed(&act.0).entity(),
        }
    }
}

/// A ruling; a later one replaces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulingV1 {
    /// About what.
    pub target: RulingTarget,
    /// Counts after all, or does not count.
    pub counts: bool,
}

/// The drawer's public key, for ever; the newest drawer is the one to seal to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrawerV1 {
    /// X25519.
    pub public_key: [u8; 32],
}

/// The rule of a slot of the six authority kinds.
pub fn slot_rule(kind: u16, slot: u16) -> Option<SlotRule> {
    let (class, schemas): (Class, &'static [u8]) = match (kind, slot) {
        (kind::DEVICE, SLOT_VALUE) => (Class::Fixed, &[schema::DEVICE]),
        (kind::OFFICER, SLOT_VALUE) => (Class::Sure, &[schema::OFFICER]),
        (kind::GRANT, SLOT_VALUE) => (Class::Fixed, &[schema::GRANT]),
        (kind::GRANT, SLOT_VILLAGES) => (Class::Sure, &[schema::VILLAGES]),
        (kind::END, SLOT_VALUE) => (Class::Fixed, &[schema::END]),
        (kind::RULING, SLOT_VALUE) => (Class::Sure, &[schema::RULING]),
        (kind::DRAWER, SLOT_VALUE) => (Class::Fixed, &[schema::DRAWER]),
        _ => return None,
    };
    Some(SlotRule { class, schemas, writers: Roles::HEAD, reference: false })
}

/// True for the six kinds of this file.
pub fn is_authority(kind: u16) -> bool {
    (kind::DEVICE..=kind::DRAWER).contains(&kind)
}

/// One operation that gives a slot of an authority record its value. `replaces` as the slot's class allows.
pub fn authority_op<T: Serialize>(
    kind: u16,
    entity: EntityId,
    (slot, schema): (u16, u8),
    value: &T,
    replaces: Vec<OpId>,
) -> Result<Op, CodecError> {
    let value = Some(codec::encode_value(value)?);
    let change = Change { slot, schema, value, replaces };
    Ok(Op { entity, kind, changes: vec![change], why: None })
}

/// The founding commit of an office, before it is sealed: device, officer, and the grant of a head, in this
/// order. The deed's officer and grant are the ones created here; `roles` gets the head's beside what is
/// given (a small office gives one person several). Once sealed, its hash is the data set's id.
pub fn founding(
    seat: Seat,
    act: Act,
    device: &DeviceV1,
    officer: &OfficerV1,
    roles: Roles,
) -> Result<Draft, DraftError> {
    let [device_id, officer_id, grant_id] = [0, 1, 2].map(|index| OpId::new(seat.id, index).entity());
    let deed = Deed { act, part: 0, last: true, officer: officer_id, grant: grant_id };
    let grant = GrantV1 { officer: officer_id, device: device_id, roles: Roles(roles.0 | Roles::HEAD.0) };
    let mut draft = Draft::new(seat, deed);
    let ops = [
        authority_op(kind::DEVICE, device_id, (SLOT_VALUE, schema::DEVICE), device, Vec::new())?,
        authority_op(kind::OFFICER, officer_id, (SLOT_VALUE, schema::OFFICER), officer, Vec::new())?,
        authority_op(kind::GRANT, grant_id, (SLOT_VALUE, schema::GRANT), &grant, Vec::new())?,
    ];
    for op in &ops {
        draft.push(EntityId::ZERO, op)?;
    }
    Ok(draft)
}

/// A commit that holds authority operations and nothing else, with what the ledger knows of it.
pub(super) struct Candidate<'a> {
    pub(super) id: CommitId,
    pub(super) hash: Hash,
    pub(super) header: &'a Header,
    /// The key that signed it, verified; only streams to everyone.
    pub(super) key: [u8; 32],
    pub(super) ops: &'a [(u16, Op)],
}

/// All that the authority operations add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authority {
    /// The root device's signing key; none before the founding commit is held.
    pub root: Option<[u8; 32]>,
    /// By entity.
    pub devices: BTreeMap<EntityId, DeviceV1>,
    /// By entity.
    pub grants: BTreeMap<EntityId, GrantV1>,
    /// By entity.
    pub ends: BTreeMap<EntityId, EndV1>,
    /// By what they are about: false if any live one says "does not count".
    pub rulings: BTreeMap<RulingTarget, bool>,
    /// By hybrid time and operation: the last is the one to seal to.
    pub drawers: BTreeMap<(u64, OpId), DrawerV1>,
    /// What each grant was given, by hybrid time and operation: which villages a device had when.
    given: BTreeMap<(EntityId, u64, OpId), VillagesV1>,
    /// Every authority record, as folded.
    records: BTreeMap<(u16, EntityId), Record>,
    /// What became of each authority operation.
    statuses: BTreeMap<OpId, OpStatus>,
}

impl Authority {
    /// The least set that holds the founding three and all that the root signed under a head's grant in the
    /// set.
    pub(super) fn gather(data_set: Hash, candidates: &[Candidate<'_>]) -> Self {
        let mut authority = Self::default();
        let Some(founding) = candidates.iter().find(|candidate| candidate.hash == data_set) else {
            return authority;
        };
        if authority.found(founding).is_none() {
            return Self::default();
        }
        let mut open: Vec<_> = candidates.iter().filter(|candidate| candidate.hash != data_set).collect();
        loop {
            let before = open.len();
            open.retain(|candidate| match authority.admits(candidate) {
                OpStatus::Counted => {
                    candidate.ops.iter().for_each(|(index, op)| authority.take(candidate, *index, op));
                    false
                }
                _ => true,
            });
            if open.len() == before {
                break;
            }
        }
        for candidate in open {
            let status = authority.admits(candidate);
            for (index, _) in candidate.ops {
                authority.statuses.insert(OpId::new(candidate.id, *index), status);
            }
        }
        authority.rule();
        authority
    }

    /// Takes in the founding three, if the commit is what a founding commit must be.
    fn found(&mut self, founding: &Candidate<'_>) -> Option<()> {
        let [(_, device), (_, officer), (_, grant)] = founding.ops else { return None };
        let kinds = [device.kind, officer.kind, grant.kind];
        let value: GrantV1 = read(grant, SLOT_VALUE, schema::GRANT)?;
        let machine: DeviceV1 = read(device, SLOT_VALUE, schema::DEVICE)?;
        let opening = founding.header.opening.as_ref()?;
        let right = kinds == [kind::DEVICE, kind::OFFICER, kind::GRANT]
            && opening.data_set.is_zero()
            && machine.signing_key == founding.key
            && machine.office_machine
            && value.device == device.entity
            && value.officer == officer.entity
            && value.roles.meets(Roles::HEAD)
            && founding.header.officer == officer.entity
            && founding.header.grant == grant.entity;
        self.root = Some(founding.key).filter(|_| right);
        self.root?;
        founding.ops.iter().for_each(|(index, op)| self.take(founding, *index, op));
        let three = (self.devices.len(), self.records.len(), self.grants.len());
        (three == (1, 3, 1)).then_some(())
    }

    /// May this commit speak with authority, as far as the set reaches now?
    fn admits(&self, candidate: &Candidate<'_>) -> OpStatus {
        if Some(candidate.key) != self.root {
            return OpStatus::Quarantined(Quarantine::AuthorityNotRoot);
        }
        let Header { officer, grant, .. } = *candidate.header;
        match self.grants.get(&grant) {
            None => OpStatus::Held(Held::GrantUnknown { grant }),
            Some(found) if found.officer != officer => {
                OpStatus::Quarantined(Quarantine::GrantOfAnotherOfficer { grant })
            }
            Some(found) if self.key_of(found.device) != self.root => {
                OpStatus::Quarantined(Quarantine::GrantOfAnotherDevice { grant })
            }
            Some(found) if !found.roles.meets(Roles::HEAD) => {
                OpStatus::Quarantined(Quarantine::AuthorityNotHead)
            }
            Some(_) => OpStatus::Counted,
        }
    }

    fn key_of(&self, device: EntityId) -> Option<[u8; 32]> {
        self.devices.get(&device).map(|device| device.signing_key)
    }

    /// Takes in one operation of an admitted commit, or notes why not.
    fn take(&mut self, candidate: &Candidate<'_>, index: u16, op: &Op) {
        let id = OpId::new(candidate.id, index);
        let status = self.check(id, op);
        self.statuses.insert(id, status);
        if status != OpStatus::Counted {
            return;
        }
        let hybrid = candidate.header.hybrid;
        self.records.entry((op.kind, op.entity)).or_default().apply(op.clone(), id, hybrid);
        match op.kind {
            kind::DEVICE => keep(&mut self.devices, op.entity, read(op, SLOT_VALUE, schema::DEVICE)),
            kind::GRANT => {
                keep(&mut self.grants, op.entity, read(op, SLOT_VALUE, schema::GRANT));
                let villages = read(op, SLOT_VILLAGES, schema::VILLAGES);
                keep(&mut self.given, (op.entity, hybrid, id), villages);
            }
            kind::END => keep(&mut self.ends, op.entity, read(op, SLOT_VALUE, schema::END)),
            kind::DRAWER => keep(&mut self.drawers, (hybrid, id), read(op, SLOT_VALUE, schema::DRAWER)),
            _ => {}
        }
    }

    fn check(&self, id: OpId, op: &Op) -> OpStatus {
        let malformed = OpStatus::Quarantined(Quarantine::AuthorityMalformed { kind: op.kind });
        let replaceable = matches!(op.kind, kind::OFFICER | kind::RULING);
        let creation = op.changes.iter().find(|change| change.slot == SLOT_VALUE && !replaceable);
        if creation.is_some_and(|change| change.value.is_none() || op.entity != id.entity()) {
            return malformed;
        }
        let root = |device| self.root.is_some() && self.key_of(device) == self.root;
        let end: Option<EndV1> = read(op, SLOT_VALUE, schema::END);
        if end.is_some_and(|end| matches!(end.target, EndTarget::Device(device) if root(device))) {
            return OpStatus::Quarantined(Quarantine::RootEnded);
        }
        let ruling: Option<RulingV1> = read(op, SLOT_VALUE, schema::RULING);
        if ruling.is_some_and(|ruling| ruling.target.entity() != op.entity) {
            return malformed;
        }
        OpStatus::Counted
    }

    /// Reads the rulings out of their folded records: any live "does not count" wins.
    fn rule(&mut self) {
        let rulings = self.records.iter().filter(|((kind, _), _)| *kind == kind::RULING);
        for value in rulings.flat_map(|(_, record)| record.values(SLOT_VALUE)) {
            let ruling = value.bytes.and_then(|bytes| codec::decode_value::<RulingV1>(bytes).ok());
            if let Some(RulingV1 { target, counts }) = ruling {
                self.rulings.entry(target).and_modify(|all| *all &= counts).or_insert(counts);
            }
        }
    }

    /// The folded record of an authority entity: an officer's name, a grant's villages.
    pub fn record(&self, kind: u16, entity: EntityId) -> Option<&Record> {
        self.records.get(&(kind, entity))
    }

    /// The officers, each with all live names.
    pub fn officers(&self) -> BTreeMap<EntityId, Vec<OfficerV1>> {
        let officers = self.records.iter().filter(|((kind, _), _)| *kind == kind::OFFICER);
        officers.map(|((_, entity), record)| (*entity, live(record, SLOT_VALUE))).collect()
    }

    /// What is sent to a device: every village, or these. Ended grants count too: what ends is written, not
    /// what is sent; whoever sends leaves ended devices out.
    pub fn villages(&self, device: EntityId) -> VillagesV1 {
        let office = self.devices.get(&device).is_some_and(|device| device.office_machine);
        let mut sent = VillagesV1 { all: office, villages: Vec::new() };
        let grants = self.grants.iter().filter(|(_, grant)| grant.device == device);
        let records = grants.filter_map(|(entity, _)| self.record(kind::GRANT, *entity));
        let mut villages = BTreeSet::new();
        for value in records.flat_map(|record| live::<VillagesV1>(record, SLOT_VILLAGES)) {
            sent.all |= value.all;
            villages.extend(value.villages);
        }
        sent.villages = villages.into_iter().collect();
        sent
    }

    /// True if a device was given this village at a hybrid time, or is an office machine: what it wrote later there is a
    /// late edit (调整后补录).
    pub fn had_village(&self, device: EntityId, village: EntityId, hybrid: u64) -> bool {
        let office = self.devices.get(&device).is_some_and(|device| device.office_machine);
        let mut grants = self.grants.iter().filter(|(_, grant)| grant.device == device);
        office
            || grants.any(|(grant, _)| {
                let until = (*grant, hybrid, OpId([u8::MAX; 16]));
                let last = self.given.range((*grant, 0, OpId([0; 16]))..=until).next_back();
                last.is_some_and(|(_, given)| given.all || given.villages.contains(&village))
            })
    }

    /// What became of an authority operation of a commit of its own.
    pub(super) fn status(&self, id: OpId) -> OpStatus {
        self.statuses.get(&id).copied().unwrap_or(OpStatus::Held(Held::NoFounding))
    }

    /// The ends that touch a grant: its own and those of its device.
    pub(super) fn ends_of(
        &self,
        grant: EntityId,
        device: EntityId,
    ) -> impl Iterator<Item = (EntityId, &EndV1)> {
        let touches = move |end: &EndV1| match end.target {
            EndTarget::Grant(target) => target == grant,
            EndTarget::Device(target) => target == device,
        };
        self.ends.iter().filter(move |(_, end)| touches(end)).map(|(entity, end)| (*entity, end))
    }
}

fn keep<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    if let Some(value) = value {
        map.insert(key, value);
    }
}

/// All live values of a slot that can be read.
fn live<T: Serialize + DeserializeOwned>(record: &Record, slot: u16) -> Vec<T> {
    let values = record.values(slot);
    values.iter().filter_map(|value| codec::decode_value(value.bytes?).ok()).collect()
}

/// The value that an operation gives a slot.
fn read<T: Serialize + DeserializeOwned>(op: &Op, slot: u16, schema: u8) -> Option<T> {
    let change = op.changes.iter().find(|change| change.slot == slot && change.schema == schema)?;
    codec::decode_value(change.value.as_deref()?).ok()
}

/// True if the bytes are a canonical value of an authority schema.
pub fn canonical(number: u8, bytes: &[u8]) -> bool {
    fn reads<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> bool {
        codec::decode_value::<T>(bytes).is_ok()
    }
    match number {
        schema::DEVICE => reads::<DeviceV1>(bytes),
        schema::OFFICER => reads::<OfficerV1>(bytes),
        schema::GRANT => reads::<GrantV1>(bytes),
        schema::VILLAGES => reads::<VillagesV1>(bytes),
        schema::END => reads::<EndV1>(bytes),
        schema::RULING => reads::<RulingV1>(bytes),
        schema::DRAWER => reads::<DrawerV1>(bytes),
        _ => false,
    }
}
