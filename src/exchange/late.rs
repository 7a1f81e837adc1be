//! What turns up of a machine whose work has ended (停用后收到的): put aside, read by a person, and released by a ruling, all of
//! it or commit by commit. A release lifts the end and the limits of roles, so what goes beyond the role is marked.

use crate::domain::kinds::Kinds;
use crate::domain::roles;
use crate::journal::authority::RulingTarget;
use crate::journal::{
    CommitId, EntityId, Entry, Hash, Held, Ledger, Op, OpId, OpStatus, Quarantine, RecordKey, Roles,
    Standing, Table,
};
use crate::store::{Folder, Ruling, RulingError};

use super::brought::Import;
use super::choose;
use super::error::ExchangeError;
use super::holding::{Holding, placed};

/// Fewest digits of a commit's id that is not given whole.
const DIGITS_MIN: usize = 4;

/// One operation as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadOp {
    /// The record.
    pub key: RecordKey,
    /// The operation.
    pub op: Op,
    /// Its id.
    pub id: OpId,
    /// The officer's roles would not have allowed it.
    pub beyond_role: bool,
}

/// One commit as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The commit.
    pub commit: CommitId,
    /// Label of the device that wrote it; empty if it is not known here.
    pub device: String,
    /// The officer whom it names.
    pub officer: String,
    /// Wall clock of the device, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// Headers between it and the end are missing: whether it came before the end is not known yet.
    pub undecided: bool,
    /// What is in it, as far as the bodies are here.
    pub ops: Vec<ReadOp>,
}

/// Whether this commit does not count because of an end alone; true = or may be so. One that says nothing of any record, such
/// as the opening of a stream, is nothing to read or to release.
fn put_aside(ledger: &Ledger, entry: &Entry) -> Option<bool> {
    if entry.header.groups.iter().all(|group| group.count == 0) {
        return None;
    }
    match ledger.standing(&entry.hash)? {
        Standing::Quarantined(Quarantine::Ended { .. }) => Some(false),
        Standing::Held(Held::EndAcrossGap { .. }) => Some(true),
        _ => None,
    }
}

/// Everything of a device that an end puts aside, in the order in which it wrote it.
pub fn of_device<H: Holding>(holding: &H, device: EntityId) -> Result<Vec<Reading>, H::Error> {
    let ledger = holding.ledger();
    let Some(key) = ledger.authority().devices.get(&device).map(|device| device.signing_key) else {
        return Ok(Vec::new());
    };
    let of_it = ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == Some(key));
    let mut put_aside: Vec<(&Entry, bool)> =
        of_it.filter_map(|entry| Some((entry, put_aside(ledger, entry)?))).collect();
    put_aside.sort_by_key(|(entry, _)| written(entry));
    put_aside.into_iter().map(|(entry, undecided)| reading(holding, entry, undecided)).collect()
}

/// The commits of an import in the order in which they were written.
pub fn in_order(ledger: &Ledger, import: &Import) -> Vec<Hash> {
    let mut entries: Vec<&Entry> = import.commits.iter().filter_map(|hash| ledger.entry(hash)).collect();
    entries.sort_by_key(|entry| written(entry));
    entries.into_iter().map(|entry| entry.hash).collect()
}

/// One commit, whatever counts of it; none if it is not here.
pub fn of_commit<H: Holding>(holding: &H, hash: &Hash) -> Result<Option<Reading>, H::Error> {
    holding.ledger().entry(hash).map(|entry| reading(holding, entry, false)).transpose()
}

/// By hybrid time: one millisecond may hold several commits, and a wall clock may have been set back.
fn written(entry: &Entry) -> (u64, CommitId) {
    (entry.header.hybrid, entry.id)
}

fn reading<H: Holding>(holding: &H, entry: &Entry, undecided: bool) -> Result<Reading, H::Error> {
    let ledger = holding.ledger();
    let authority = ledger.authority();
    let key = ledger.signing_key(entry.stream());
    let device = key.and_then(|key| choose::device_of(ledger, &key)).map(|(_, device)| device);
    let office = device.as_ref().is_some_and(|device| device.office_machine);
    let roles = authority.grants.get(&entry.header.grant).map(|grant| grant.roles).unwrap_or_default();
    let commit = holding.held(&entry.hash)?;
    let ops = commit.map(|commit| placed(ledger, &commit)).unwrap_or_default();
    let ops = ops.into_iter().filter(|placed| placed.status != OpStatus::Held(Held::Sealed));
    let ops = ops.filter_map(|placed| {
        let (key, op) = placed.about?;
        let beyond_role = beyond(roles, office, &op);
        Some(ReadOp { key, op, id: placed.id, beyond_role })
    });
    let officers = authority.officers();
    let officer = officers.get(&entry.header.officer).and_then(|names| names.first());
    Ok(Reading {
        commit: entry.id,
        device: device.map(|device| device.label).unwrap_or_default(),
        officer: officer.map(|officer| officer.name.clone()).unwrap_or_default(),
        wall_ms: entry.header.wall_ms,
        undecided,
        ops: ops.collect(),
    })
}

fn beyond(roles: Roles, office_machine: bool, op: &Op) -> bool {
    roles::may_write(roles, op).is_err() || (Kinds.office_only(op.kind) && !office_machine)
}

/// How many commits of each device are put aside.
pub fn counts(ledger: &Ledger) -> std::collections::BTreeMap<EntityId, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for entry in ledger.entries().filter(|entry| put_aside(ledger, entry).is_some()) {
        let key = ledger.signing_key(entry.stream());
        if let Some((device, _)) = key.and_then(|key| choose::device_of(ledger, &key)) {
            *counts.entry(device).or_default() += 1;
        }
    }
    counts
}

/// Why nothing was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReleased {
    /// Nothing of that machine is put aside.
    Nothing,
    /// None of what is put aside has this id, or several begin like it.
    NoSuch(String),
}

/// Releases what turned up of a machine, see [`release_of`].
pub fn release(
    folder: &mut Folder,
    device: EntityId,
    only: &[String],
    why: Option<&str>,
) -> Result<Result<usize, NotReleased>, ExchangeError> {
    release_of(folder, &[device], only, why)
}

/// Releases what turned up of machines: all of it, or the commits with these ids. Gives how many.
pub fn release_of(
    folder: &mut Folder,
    devices: &[EntityId],
    only: &[String],
    why: Option<&str>,
) -> Result<Result<usize, NotReleased>, ExchangeError> {
    folder.may_rule()?;
    let asked = devices.to_vec();
    let late = folder.ask(move |state| {
        asked.iter().try_fold(Vec::new(), |mut late, device| {
            late.extend(of_device(state, *device)?);
            Ok(late)
        })
    })?;
    if late.is_empty() {
        return Ok(Err(NotReleased::Nothing));
    }
    let mut commits: Vec<CommitId> = Vec::new();
    for id in only {
        let wanted = id.trim().to_lowercase();
        let long_enough = wanted.chars().count() >= DIGITS_MIN;
        let mut found = late.iter().filter(|late| long_enough && late.commit.hex().starts_with(&wanted));
        match (found.next(), found.next()) {
            (Some(one), None) => commits.push(one.commit),
            _ => return Ok(Err(NotReleased::NoSuch(id.clone()))),
        }
    }
    if only.is_empty() {
        commits.extend(late.iter().map(|late| late.commit));
    }
    commits.sort_unstable();
    commits.dedup();
    let targets: Vec<RulingTarget> = commits.into_iter().map(RulingTarget::Commit).collect();
    Ok(Ok(folder.rule(&targets, Ruling::In, why)?))
}

/// What a label means where late work is read or released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The label as the machines have it.
    pub label: String,
    /// The ended machines of which something is put aside.
    pub devices: Vec<EntityId>,
    /// True if a machine with this label has ended at all.
    pub ended: bool,
}

/// The machine with this label ([`choose::named`]). None: the labels that there are.
pub fn device_named(folder: &Folder, label: &str) -> Result<Result<EntityId, Vec<String>>, ExchangeError> {
    let wanted = label.to_owned();
    Ok(folder.ask(move |state| {
        let all = choose::addressees(state.ledger());
        Ok(choose::named(&all, &wanted).map(|one| one.entity).ok_or_else(|| labels(&all)))
    })?)
}

/// The ended machines with this label of which something is put aside, whoever works under the label now. None: the labels
/// that there are.
pub fn ended_named(folder: &Folder, label: &str) -> Result<Result<Labelled, Vec<String>>, ExchangeError> {
    let wanted = label.to_owned();
    Ok(folder.ask(move |state| {
        let ledger = state.ledger();
        let all = choose::addressees(ledger);
        let Some(meant) = choose::named(&all, &wanted) else { return Ok(Err(labels(&all))) };
        let ended = choose::labelled(all.iter().filter(|one| one.ended), &wanted);
        let counts = counts(ledger);
        let with_late = ended.iter().filter(|one| counts.contains_key(&one.entity));
        Ok(Ok(Labelled {
            label: ended.first().unwrap_or(&meant).device.label.clone(),
            devices: with_late.map(|one| one.entity).collect(),
            ended: !ended.is_empty(),
        }))
    })?)
}

/// Every label once.
fn labels(all: &[choose::Addressee]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for one in all {
        if !labels.contains(&one.device.label) {
            labels.push(one.device.label.clone());
        }
    }
    labels
}

/// Ends a machine's work, by its entity.
pub fn end(folder: &mut Folder, device: EntityId, why: Option<&str>) -> Result<(), ExchangeError> {
    Ok(folder.end_device(device, why)?)
}

impl From<RulingError> for ExchangeError {
    fn from(error: RulingError) -> Self {
        Self::Store(error.into())
    }
}
