//! Villages that were left (离开的村): their bodies are still here, this device is sent them no more, and they go once nothing
//! of them can be lost by it (sync.md 3). What no receipt of the office covers is never dropped.

use std::collections::{BTreeMap, BTreeSet};

use crate::journal::{EntityId, Entry, Hash, Ledger, Reach, Vector};
use crate::store::state::{State, StateError};

use super::choose;
use super::delivery::said;

/// A village that this machine holds and is no longer sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// The village.
    pub village: EntityId,
    /// Operations on it whose bodies are here.
    pub operations: u64,
    /// Of these, those that no machine of the office has confirmed.
    pub unconfirmed: u64,
    /// Of these, those written on a laptop that the office has confirmed, and not yet in a backup that it read back.
    pub not_backed_up: u64,
    /// Half-typed forms about it, of any officer: whoever keeps the drafts counts them.
    pub drafts: u64,
}

impl Left {
    /// True if nothing of it can be lost by dropping it here.
    pub fn may_go(&self) -> bool {
        self.unconfirmed == 0 && self.not_backed_up == 0 && self.drafts == 0
    }
}

/// A header, with the scope of the bodies that are meant.
type Bodies = (Hash, EntityId);

/// What the holder of this vector is not proved to hold, as an office machine.
struct Lacked {
    headers: BTreeSet<Hash>,
    bodies: BTreeSet<Bodies>,
}

impl Lacked {
    fn of(ledger: &Ledger, vector: &Vector) -> Self {
        let lacking = ledger.lacking(vector, &Reach { office: true, villages: BTreeSet::new() });
        Self { headers: lacking.headers.into_iter().collect(), bodies: lacking.bodies.into_iter().collect() }
    }

    fn has(&self, bodies: &Bodies) -> bool {
        !self.headers.contains(&bodies.0) && !self.bodies.contains(bodies)
    }
}

/// The villages that this machine holds and is no longer sent; none on a machine of the office.
pub fn villages(state: &State, own: EntityId) -> Result<Vec<Left>, StateError> {
    let ledger = state.ledger();
    let reach = choose::reach_of(ledger, own);
    if !ledger.authority().devices.contains_key(&own) || reach.office {
        return Ok(Vec::new());
    }
    let held = held_beyond(ledger, &reach);
    if held.is_empty() {
        return Ok(Vec::new());
    }
    let devices = &ledger.authority().devices;
    let is_office = |device: &EntityId| devices.get(device).is_some_and(|device| device.office_machine);
    let office: Vec<_> = said(state)?.into_iter().filter(|said| is_office(&said.device)).collect();
    let received: Vec<Lacked> = office.iter().map(|said| Lacked::of(ledger, &said.vector)).collect();
    let saved = office.iter().filter_map(|said| said.backed_up.as_ref());
    let saved: Vec<Lacked> = saved.map(|vector| Lacked::of(ledger, vector)).collect();
    let of_office = |entry: &Entry| {
        let key = ledger.signing_key(entry.stream());
        key.and_then(|key| choose::device_of(ledger, &key)).is_some_and(|(_, device)| device.office_machine)
    };
    let mut villages = Vec::new();
    for (village, held) in held {
        let mut left = Left { village, operations: 0, unconfirmed: 0, not_backed_up: 0, drafts: 0 };
        for (entry, count) in held {
            let bodies = (entry.hash, village);
            left.operations += count;
            if !received.iter().any(|lacked| lacked.has(&bodies)) {
                left.unconfirmed += count;
            } else if !of_office(entry) && !saved.iter().any(|lacked| lacked.has(&bodies)) {
                left.not_backed_up += count;
            }
        }
        villages.push(left);
    }
    Ok(villages)
}

/// The commits with bodies that are here and beyond what is sent to this machine, by village, with their operations.
fn held_beyond<'l>(ledger: &'l Ledger, reach: &Reach) -> BTreeMap<EntityId, Vec<(&'l Entry, u64)>> {
    let mut held: BTreeMap<EntityId, Vec<(&Entry, u64)>> = BTreeMap::new();
    for entry in ledger.entries() {
        let beyond = entry.header.groups.iter().filter(|group| !reach.includes(group.scope));
        let missing = entry.missing_scopes();
        for group in beyond.filter(|group| !missing.contains(&group.scope)) {
            held.entry(group.scope).or_default().push((entry, u64::from(group.count)));
        }
    }
    held
}
