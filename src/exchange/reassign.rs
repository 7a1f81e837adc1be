//! Villages change hands (村换电脑): the office gives a laptop other villages, the next bundle tells it. What it gained is in
//! that bundle, because its vector does not have it; what it left stays there until the office has all of its work on it.
//! Later edits in a left village count and are marked as late (调整后补录).

use std::collections::BTreeSet;

use crate::domain::kinds::{kind as kinds, place};
use crate::domain::record;
use crate::journal::authority::{self, EndTarget, SLOT_VILLAGES, VillagesV1};
use crate::journal::{Audience, EntityId, Hash, Ledger, OpId, RecordKey, StreamId};
use crate::store::state::{State, StateError};
use crate::store::{Folder, Part};

use super::brought;
use super::choose;
use super::delivery::{self, DeviceState};
use super::error::ExchangeError;
use super::export::local_time;

/// What giving a laptop other villages changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// The laptop's label.
    pub label: String,
    /// Villages that it has from now on and had not before.
    pub gained: Vec<EntityId>,
    /// Villages that it has no more.
    pub left: Vec<EntityId>,
}

/// What is found before villages are given.
struct Found {
    device: DeviceState,
    /// Every grant on it that has not ended, with the live operations of its villages.
    grants: Vec<(EntityId, Vec<OpId>)>,
    /// Villages that no other laptop carries, by name.
    alone: Vec<String>,
    /// When it was heard of last.
    heard: Option<u64>,
}

/// Gives the laptop of this label these villages and no others.
///
/// # Errors
/// Not the office's first machine under a head; no such laptop, or one that has ended; a machine of the office; and, unless
/// `sure`, villages that only this laptop carries while it was not heard of since something was last written for it.
pub fn give_villages(
    folder: &mut Folder,
    label: &str,
    villages: &[EntityId],
    sure: bool,
) -> Result<Given, ExchangeError> {
    folder.govern()?;
    let wanted: BTreeSet<EntityId> = villages.iter().copied().collect();
    if wanted.is_empty() {
        return Err(ExchangeError::NoVillage);
    }
    let (own, named, asked) = (folder.actor().device, label.to_owned(), wanted.clone());
    let now_ms = (folder.world().wall_ms)();
    let found = folder.ask(move |state| find(state, own, &named, (&asked, now_ms)))?;
    let found = found.ok_or_else(|| ExchangeError::NoSuchDevice { label: label.to_owned() })?;
    let Found { device, grants, alone, heard } = found;
    let label = device.label.clone();
    if device.office_machine {
        return Err(ExchangeError::HasEveryVillage { label });
    }
    if device.ended {
        return Err(ExchangeError::DeviceEnded { label });
    }
    if !alone.is_empty() && !sure && (heard.is_none() || heard < device.sent_ms) {
        let heard = heard.map(|heard| local_time(heard).chars().take(10).collect());
        return Err(ExchangeError::UnsentWork { label, villages: alone, heard });
    }
    let before: BTreeSet<EntityId> = device.villages.iter().copied().filter(|one| !one.is_zero()).collect();
    if before != wanted {
        let value = VillagesV1 { all: false, villages: wanted.iter().copied().collect() };
        let act = folder.new_act()?;
        folder.write(Part::whole(act), |writing| {
            for (grant, replaces) in grants {
                let place = (SLOT_VILLAGES, authority::schema::VILLAGES);
                let op = authority::authority_op(authority::kind::GRANT, grant, place, &value, replaces)?;
                writing.push(EntityId::ZERO, &op)?;
            }
            Ok(())
        })?;
    }
    Ok(Given {
        label,
        gained: wanted.difference(&before).copied().collect(),
        left: before.difference(&wanted).copied().collect(),
    })
}

fn find(
    state: &State,
    own: EntityId,
    label: &str,
    (wanted, now_ms): (&BTreeSet<EntityId>, u64),
) -> Result<Option<Found>, StateError> {
    let devices = delivery::devices(state, own)?;
    let authority = state.ledger().authority();
    let all = choose::addressees(state.ledger());
    let meant = choose::named(&all, label).map(|one| one.entity);
    let Some(device) = devices.iter().find(|device| Some(device.device) == meant).cloned() else {
        return Ok(None);
    };
    let ended = |grant: &EntityId| authority.ends.values().any(|end| end.target == EndTarget::Grant(*grant));
    let grants = authority.grants.iter().filter(|(grant, of)| of.device == device.device && !ended(grant));
    let live = |grant: EntityId| {
        let record = authority.record(authority::kind::GRANT, grant);
        record.map(|record| record.live_ids(SLOT_VILLAGES)).unwrap_or_default()
    };
    let grants = grants.map(|(grant, _)| (*grant, live(*grant))).collect();
    let others =
        devices.iter().filter(|other| other.device != device.device && !other.office_machine && !other.ended);
    let carried: BTreeSet<EntityId> = others.flat_map(|other| other.villages.iter().copied()).collect();
    let mut alone = Vec::new();
    for village in device.villages.iter().filter(|village| !village.is_zero()) {
        if !wanted.contains(village) && !carried.contains(village) {
            alone.push(name_of(state, *village)?);
        }
    }
    let heard = heard_of(state, &device, now_ms)?;
    Ok(Some(Found { device, grants, alone, heard }))
}

/// When a laptop was heard of last, by the clock of this machine: its own may be wrong by years. A receipt has no other
/// time than the laptop's; it tells something if the laptop had the last file for it when it signed.
fn heard_of(state: &State, device: &DeviceState, now_ms: u64) -> Result<Option<u64>, StateError> {
    let of_it = |import: &brought::Import| matches!(import.source, brought::Source::Bundle(_, sender) if sender == device.device);
    let imported =
        brought::imports(state)?.iter().filter(|import| of_it(import)).map(|one| one.wall_ms).max();
    let said = delivery::said(state)?.into_iter().find(|said| said.device == device.device);
    let sent = state.sent()?.into_iter().find(|sent| sent.device == device.device);
    let has = |(stream, last): &(StreamId, u64)| {
        let streams = said.iter().flat_map(|said| &said.vector.streams).filter(|(of, _)| of == stream);
        streams.flat_map(|(_, runs)| runs).any(|run| run.last >= *last)
    };
    let has_last = sent.is_none_or(|sent| !sent.own.is_empty() && sent.own.iter().all(has));
    let past = |ms: &u64| *ms <= now_ms;
    let receipt = device.receipt_ms.filter(|ms| has_last && past(ms));
    let newest = device.newest_ms.filter(|ms| imported.is_none() && past(ms));
    Ok(imported.max(receipt).max(newest))
}

/// The village's name; empty if it is not here.
pub fn name_of(state: &State, village: EntityId) -> Result<String, StateError> {
    let key = RecordKey {
        audience: Audience::Everyone,
        kind: kinds::PLACE,
        scope: EntityId::ZERO,
        entity: village,
    };
    let record = state.record(&key)?;
    let name = record.and_then(|record| record::slot::<String>(&record, kinds::PLACE, place::NAME).shown);
    Ok(name.unwrap_or_default())
}

/// Commits that a laptop wrote in a village after it had left it (调整后补录), with the laptop. They count like any other.
pub fn late(ledger: &Ledger) -> Vec<(Hash, EntityId)> {
    let authority = ledger.authority();
    let mut late = Vec::new();
    for entry in ledger.entries() {
        let villages = entry.header.groups.iter().map(|group| group.scope).filter(|scope| !scope.is_zero());
        let Some(grant) = authority.grants.get(&entry.header.grant) else { continue };
        let had = |village| authority.had_village(grant.device, village, entry.header.hybrid);
        if villages.into_iter().any(|village| !had(village)) {
            late.push((entry.hash, grant.device));
        }
    }
    late
}
