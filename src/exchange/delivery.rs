//! How far one's work has come (送达): saved, exported, received, accepted; what waits for the office, since when; what is
//! waited for. All of it is derived from vectors and signed receipts; no timer decides anything.

use std::collections::{BTreeMap, BTreeSet};

use crate::journal::{EntityId, Hash, Ledger, Reach, RecordKey, StreamId, Vector};
use crate::store::state::{State, StateError};

use super::choose;
use super::export::own_runs;
use super::reassign;
use super::receipt::{Receipt, Said};

/// How far something has come.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Delivery {
    /// In this folder's journal, on the platter.
    Saved,
    /// In a bundle that was written, read back and proved.
    Exported,
    /// The office has it, and it does not count there, for this reason.
    Received {
        /// In short English.
        reason: String,
    },
    /// The office has it and refuses none of it.
    Accepted,
}

/// What the office has not confirmed yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unconfirmed {
    /// Operations.
    pub operations: u64,
    /// Commits.
    pub commits: u64,
    /// Wall clock of the oldest of them, milliseconds since 1970 UTC.
    pub since_ms: Option<u64>,
}

/// Headers of a stream that are missing though later ones are here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The stream.
    pub stream: StreamId,
    /// Label of the device that writes it; none while its first header is missing too.
    pub label: Option<String>,
    /// First sequence missing.
    pub first: u64,
    /// Last sequence missing.
    pub last: u64,
}

/// What is known of a device's exchange, for the list of devices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceState {
    /// Its entity.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// True for a machine of the office.
    pub office_machine: bool,
    /// True for this one.
    pub own: bool,
    /// Its work has ended.
    pub ended: bool,
    /// The villages whose records are sent to it.
    pub villages: Vec<EntityId>,
    /// Its newest commit that is here: wall clock, milliseconds since 1970 UTC.
    pub newest_ms: Option<u64>,
    /// When it signed its newest receipt.
    pub receipt_ms: Option<u64>,
    /// Commits held here that it is not known to hold and may be given.
    pub lacks: u64,
    /// When the last bundle for it was written.
    pub sent_ms: Option<u64>,
    /// Its commits in villages that it had left when it wrote them (调整后补录).
    pub late: u64,
}

/// What the office has of this machine's own work.
pub struct Book {
    own: BTreeMap<Hash, u64>,
    unconfirmed: BTreeSet<Hash>,
    exported: BTreeMap<StreamId, u64>,
    office: Vec<Said>,
    /// This machine is the office's: there is nobody to confirm to.
    own_office: bool,
}

pub(super) fn said(state: &State) -> Result<Vec<Said>, StateError> {
    let ledger = state.ledger();
    let receipts = state.receipts()?.into_iter();
    let read = receipts.filter_map(|kept| Receipt::decode(&kept.bytes).ok());
    Ok(read.filter_map(|receipt| receipt.said(ledger)).collect())
}

/// What the holder of this vector lacks, as an office machine would be given it.
pub(super) fn lacking(ledger: &Ledger, theirs: &Vector) -> BTreeSet<Hash> {
    let lacking = ledger.lacking(theirs, &Reach { office: true, villages: BTreeSet::new() });
    lacking.headers.into_iter().chain(lacking.bodies.into_iter().map(|(hash, _)| hash)).collect()
}

impl Book {
    /// Reads receipts and vectors. `key` = this machine's signing key.
    pub fn read(state: &State, key: &[u8; 32]) -> Result<Self, StateError> {
        let ledger = state.ledger();
        let streams: BTreeSet<StreamId> =
            own_runs(ledger, key).into_iter().map(|(stream, _)| stream).collect();
        let of_own = ledger.entries().filter(|entry| streams.contains(&entry.stream()));
        let own: BTreeMap<Hash, u64> = of_own
            .map(|entry| (entry.hash, entry.header.groups.iter().map(|group| u64::from(group.count)).sum()))
            .filter(|(_, operations)| *operations > 0)
            .collect();
        let devices = &ledger.authority().devices;
        let is_office = |device: &EntityId| devices.get(device).is_some_and(|device| device.office_machine);
        let own_office = choose::device_of(ledger, key).is_some_and(|(_, device)| device.office_machine);
        let office: Vec<Said> = said(state)?.into_iter().filter(|said| is_office(&said.device)).collect();
        let mut unconfirmed: BTreeSet<Hash> =
            if own_office { BTreeSet::new() } else { own.keys().copied().collect() };
        for said in &office {
            let lacking = lacking(ledger, &said.vector);
            unconfirmed.retain(|hash| lacking.contains(hash));
        }
        let mut exported: BTreeMap<StreamId, u64> = BTreeMap::new();
        for (stream, last) in state.sent()?.into_iter().flat_map(|sent| sent.own) {
            let known = exported.entry(stream).or_default();
            *known = last.max(*known);
        }
        Ok(Self { own, unconfirmed, exported, office, own_office })
    }

    /// What the office has not confirmed.
    pub fn unconfirmed(&self, ledger: &Ledger) -> Unconfirmed {
        let entries = self.unconfirmed.iter().filter_map(|hash| ledger.entry(hash));
        Unconfirmed {
            operations: self.unconfirmed.iter().filter_map(|hash| self.own.get(hash)).sum(),
            commits: self.unconfirmed.len() as u64,
            since_ms: entries.map(|entry| entry.header.wall_ms).min(),
        }
    }

    /// How far the last of this machine's own work on a record has come; none if it never wrote there.
    pub fn of_record(&self, state: &State, key: &RecordKey) -> Result<Option<Delivery>, StateError> {
        let ledger = state.ledger();
        let Some(record) = state.record(key)? else { return Ok(None) };
        let commits: BTreeSet<_> = record.applied().map(|(op, _)| op.commit()).collect();
        let hashes = commits.iter().flat_map(|commit| ledger.hashes(*commit));
        Ok(hashes.filter_map(|hash| self.of_commit(ledger, hash)).min())
    }

    /// How far a commit of this machine's own has come; none for others'.
    pub fn of_commit(&self, ledger: &Ledger, hash: &Hash) -> Option<Delivery> {
        let entry = ledger.entry(hash).filter(|_| self.own.contains_key(hash))?;
        if self.own_office {
            return Some(Delivery::Accepted);
        }
        if !self.unconfirmed.contains(hash) {
            let reason = self.office.iter().find_map(|said| said.refusal(entry.id));
            let received = |reason: &str| Delivery::Received { reason: reason.to_owned() };
            return Some(reason.map_or(Delivery::Accepted, received));
        }
        let sent = self.exported.get(&entry.stream()).copied().unwrap_or(0);
        Some(if entry.header.sequence <= sent { Delivery::Exported } else { Delivery::Saved })
    }
}

/// What is waited for, by stream.
pub fn waiting(ledger: &Ledger) -> Vec<Waiting> {
    let label = |stream| {
        let key = ledger.signing_key(stream)?;
        choose::device_of(ledger, &key).map(|(_, device)| device.label)
    };
    let gaps = ledger.gaps().into_iter();
    gaps.map(|gap| Waiting { stream: gap.stream, label: label(gap.stream), first: gap.first, last: gap.last })
        .collect()
}

/// Every device of the office.
pub fn devices(state: &State, own: EntityId) -> Result<Vec<DeviceState>, StateError> {
    let ledger = state.ledger();
    let said = said(state)?;
    let sent = state.sent()?;
    let mut newest: BTreeMap<[u8; 32], u64> = BTreeMap::new();
    for entry in ledger.entries() {
        if let Some(key) = ledger.signing_key(entry.stream()) {
            let known = newest.entry(key).or_default();
            *known = entry.header.wall_ms.max(*known);
        }
    }
    let late = reassign::late(ledger);
    let of = |addressee: choose::Addressee| {
        let receipt = said.iter().find(|said| said.device == addressee.entity);
        let theirs = receipt.map(|said| said.vector.clone()).unwrap_or_default();
        let is_own = addressee.entity == own;
        let lacks = if is_own { 0 } else { choose::choose(ledger, &theirs, &addressee).items.len() };
        DeviceState {
            device: addressee.entity,
            label: addressee.device.label.clone(),
            office_machine: addressee.device.office_machine,
            own: is_own,
            ended: addressee.ended,
            villages: addressee.reach.villages.iter().copied().collect(),
            newest_ms: newest.get(&addressee.device.signing_key).copied(),
            receipt_ms: receipt.map(|said| said.wall_ms),
            lacks: lacks as u64,
            late: late.iter().filter(|(_, device)| *device == addressee.entity).count() as u64,
            sent_ms: sent.iter().find(|sent| sent.device == addressee.entity).map(|sent| sent.wall_ms),
        }
    };
    Ok(choose::addressees(ledger).into_iter().map(of).collect())
}
