//! A commit as a person reads it (一笔的内容): who wrote what on which machine, whether or not it counts.

use crate::domain::kinds::Kinds;
use crate::domain::roles;
use crate::journal::{CommitId, Entry, Hash, Held, Ledger, Op, OpId, OpStatus, RecordKey, Roles, Table};

use super::brought::Import;
use super::choose;
use super::holding::{Holding, placed};

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
pub struct Transcript {
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

/// The commits of an import in the order in which they were written: the first that come to at least so many operations.
pub fn in_order(ledger: &Ledger, import: &Import, operations: u64) -> Vec<Hash> {
    let mut entries: Vec<&Entry> = import.commits.iter().filter_map(|hash| ledger.entry(hash)).collect();
    entries.sort_by_key(|entry| written(entry));
    let mut before = 0;
    let first = entries.into_iter().take_while(|entry| {
        let wanted = before < operations;
        before += entry.header.groups.iter().map(|group| u64::from(group.count)).sum::<u64>();
        wanted
    });
    first.map(|entry| entry.hash).collect()
}

/// One commit, whatever counts of it; none if it is not here.
pub fn of_commit<H: Holding>(holding: &H, hash: &Hash) -> Result<Option<Transcript>, H::Error> {
    holding.ledger().entry(hash).map(|entry| of(holding, entry)).transpose()
}

/// By hybrid time: one millisecond may hold several commits, and a wall clock may have been set back.
pub(super) fn written(entry: &Entry) -> (u64, CommitId) {
    (entry.header.hybrid, entry.id)
}

/// What an entry's commit says.
pub(super) fn of<H: Holding>(holding: &H, entry: &Entry) -> Result<Transcript, H::Error> {
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
    Ok(Transcript {
        commit: entry.id,
        device: device.map(|device| device.label).unwrap_or_default(),
        officer: officer.map(|officer| officer.name.clone()).unwrap_or_default(),
        wall_ms: entry.header.wall_ms,
        undecided: false,
        ops: ops.collect(),
    })
}

fn beyond(roles: Roles, office_machine: bool, op: &Op) -> bool {
    roles::may_write(roles, op).is_err() || (Kinds.office_only(op.kind) && !office_machine)
}
