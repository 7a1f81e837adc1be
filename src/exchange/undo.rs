//! Undoing an import (撤回一次收入): everything that it brought is ruled not to count, as long as nothing that stands outside
//! it rests on it; otherwise the list of what does. The ruling travels, so what is undone here is undone everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::kinds::{KINDS, SLOT_VOID, kind};
use crate::domain::rests::{self, Ground};
use crate::journal::{Act, CommitId, EntityId, Header, Op, OpStatus, RecordKey, StreamId};
use crate::store::{Folder, Ruling};

use super::brought::{self, Import, Named, Ruled};
use super::choose;
use super::error::ExchangeError;
use super::holding::{Holding, placed};

/// Why something rests on an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It replaces a value that the import brought.
    Replaces,
    /// It sets a record aside as the import left it.
    SetAside,
    /// It names what the import created.
    Refers,
    /// A list, a decision or a payment that stands on what the import brought.
    Carries,
    /// It belongs to the same act, and came otherwise.
    SameAct,
    /// A part of this commit was here before the import.
    CameInParts,
}

impl Why {
    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Why::Replaces => "replaces",
            Why::SetAside => "set_aside",
            Why::Refers => "refers",
            Why::Carries => "rests",
            Why::SameAct => "same_act",
            Why::CameInParts => "came_in_parts",
        }
    }
}

/// Something that rests on an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependent {
    /// The record; none where it is a commit as a whole.
    pub record: Option<RecordKey>,
    /// The commit.
    pub commit: CommitId,
    /// Label of the device; empty while it is unknown.
    pub device: String,
    /// The officer's name; empty while they are unknown.
    pub officer: String,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// Why.
    pub why: Why,
}

/// Why an import is not undone, or not counted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No import has this id.
    NoSuch(String),
    /// Several begin like this.
    Several(Vec<String>),
    /// It brought nothing but devices, officers, grants, ends and rulings.
    AuthorityOnly,
    /// An office file whose last part is missing.
    Unfinished,
    /// Undone already.
    Already,
    /// It was not undone.
    NotUndone,
    /// This rests on it.
    RestedOn(Vec<Dependent>),
}

/// An import that was undone, or counted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The import.
    pub import: Import,
    /// Commits of authority that it brought: they stay.
    pub authority: usize,
    /// Rulings written.
    pub rulings: usize,
}

/// What the import changes, as far as it is needed to see what rests on it.
struct Changes {
    ids: BTreeSet<CommitId>,
    touched: BTreeSet<RecordKey>,
    /// Entities of which nothing is left.
    vanishing: BTreeSet<EntityId>,
    ground: Ground,
    /// Hybrid time of the earliest operation.
    earliest: u64,
    /// When it was taken in.
    wall_ms: u64,
}

impl Changes {
    fn read<H: Holding>(holding: &H, import: &Import) -> Result<Self, H::Error> {
        let ledger = holding.ledger();
        let ids = import.commits.iter().filter_map(|hash| ledger.entry(hash)).map(|entry| entry.id).collect();
        let mut changes = Self {
            ids,
            touched: BTreeSet::new(),
            vanishing: BTreeSet::new(),
            ground: Ground::default(),
            earliest: u64::MAX,
            wall_ms: import.wall_ms,
        };
        for hash in &import.commits {
            let Some(commit) = holding.held(hash)? else { continue };
            changes.earliest = changes.earliest.min(commit.header.hybrid);
            let counted =
                placed(ledger, &commit).into_iter().filter(|placed| placed.status == OpStatus::Counted);
            changes.touched.extend(counted.filter_map(|placed| Some(placed.about?.0)));
        }
        for key in &changes.touched {
            let record = holding.record(key)?.unwrap_or_default();
            if record.applied().all(|(op, _)| changes.ids.contains(&op.commit())) {
                changes.vanishing.insert(key.entity);
            }
            changes.ground.take(key, &record);
        }
        Ok(changes)
    }

    /// True if an operation outside may have known what the import brought: one's own after it was taken in, another's
    /// after it was written.
    fn may_know<H: Holding>(&self, holding: &H, commit: CommitId, own: &[u8; 32]) -> bool {
        let ledger = holding.ledger();
        let mut entries = ledger.hashes(commit).iter().filter_map(|hash| ledger.entry(hash));
        entries.any(|entry| match ledger.signing_key(entry.stream()) {
            Some(key) if key == *own => entry.header.wall_ms >= self.wall_ms,
            _ => entry.header.hybrid > self.earliest,
        })
    }
}

/// What is found, before names are put to it.
type Found = BTreeSet<(Option<RecordKey>, CommitId, Why)>;

/// Everything outside an import that rests on it. `own` = this machine's signing key.
pub fn dependents<H: Holding>(
    holding: &H,
    import: &Import,
    own: &[u8; 32],
) -> Result<Vec<Dependent>, H::Error> {
    let changes = Changes::read(holding, import)?;
    let mut found = Found::new();
    found.extend(import.partly.iter().map(|commit| (None, *commit, Why::CameInParts)));
    same_acts(holding, import, &mut found);
    on_the_same_records(holding, &changes, &mut found)?;
    elsewhere(holding, &changes, own, &mut found)?;
    let names = holding.ledger().authority().officers();
    let told = found.into_iter().map(|(record, commit, why)| {
        let ledger = holding.ledger();
        let mut entries = ledger.hashes(commit).iter().filter_map(|hash| ledger.entry(hash));
        let entry = entries.next();
        let key = entry.and_then(|entry| ledger.signing_key(entry.stream()));
        let device = key.and_then(|key| choose::device_of(ledger, &key)).map(|(_, device)| device.label);
        let officer = entry.and_then(|entry| names.get(&entry.header.officer)?.first());
        Dependent {
            record,
            commit,
            device: device.unwrap_or_default(),
            officer: officer.map(|officer| officer.name.clone()).unwrap_or_default(),
            wall_ms: entry.map_or(0, |entry| entry.header.wall_ms),
            why,
        }
    });
    Ok(told.collect())
}

/// Parts of the same acts that came otherwise.
fn same_acts<H: Holding>(holding: &H, import: &Import, found: &mut Found) {
    let ledger = holding.ledger();
    let entries = import.commits.iter().filter_map(|hash| ledger.entry(hash));
    let acts: BTreeSet<(StreamId, Act)> = entries.map(|entry| (entry.stream(), entry.header.act)).collect();
    for entry in ledger.entries().filter(|entry| !import.commits.contains(&entry.hash)) {
        if acts.contains(&(entry.stream(), entry.header.act)) {
            found.insert((None, entry.id, Why::SameAct));
        }
    }
}

/// Operations outside on the records that the import touched: what replaces one of its own, what sets aside as it left it.
fn on_the_same_records<H: Holding>(
    holding: &H,
    changes: &Changes,
    found: &mut Found,
) -> Result<(), H::Error> {
    let mut outside: BTreeSet<CommitId> = BTreeSet::new();
    for key in &changes.touched {
        let record = holding.record(key)?.unwrap_or_default();
        let commits = record.applied().map(|(op, _)| op.commit());
        outside.extend(commits.filter(|commit| !changes.ids.contains(commit)));
    }
    let ledger = holding.ledger();
    for hash in outside.iter().flat_map(|commit| ledger.hashes(*commit)) {
        let Some(commit) = holding.held(hash)? else { continue };
        for placed in placed(ledger, &commit) {
            let counted = placed.status == OpStatus::Counted;
            let Some((key, op)) = placed.about.filter(|(key, _)| counted && changes.touched.contains(key))
            else {
                continue;
            };
            found.extend(builds_on(changes, &commit.header, &op).map(|why| (Some(key), commit.id, why)));
        }
    }
    Ok(())
}

fn builds_on(changes: &Changes, header: &Header, op: &Op) -> Option<Why> {
    let replaced = op.changes.iter().flat_map(|change| &change.replaces);
    if replaced.into_iter().any(|id| changes.ids.contains(&id.commit())) {
        return Some(Why::Replaces);
    }
    let voids = op.changes.iter().any(|change| change.slot == SLOT_VOID && change.value.is_some());
    (voids && header.hybrid > changes.earliest).then_some(Why::SetAside)
}

/// Records outside that name what would vanish, or stand on what would change.
fn elsewhere<H: Holding>(
    holding: &H,
    changes: &Changes,
    own: &[u8; 32],
    found: &mut Found,
) -> Result<(), H::Error> {
    // Whether a commit may know of the import is asked once each.
    let mut known: BTreeMap<CommitId, bool> = BTreeMap::new();
    for row in KINDS {
        let mut candidates: Vec<(RecordKey, CommitId, Why)> = Vec::new();
        holding.each(row.kind, &mut |key, record| {
            let first = record.applied().map(|(op, _)| op.commit()).find(|id| !changes.ids.contains(id));
            let Some(first) = first else { return };
            if !key.scope.is_zero() && changes.vanishing.contains(&key.scope) {
                candidates.push((key, first, Why::Refers));
            }
            for named in rests::names(&record) {
                let outside = named.ops.iter().map(|op| op.commit()).find(|id| !changes.ids.contains(id));
                let Some(outside) = outside else { continue };
                if named.entities.iter().any(|entity| changes.vanishing.contains(entity)) {
                    candidates.push((key, outside, Why::Refers));
                } else if changes.ground.carries(row.kind, &named) {
                    candidates.push((key, outside, Why::Carries));
                }
            }
        })?;
        for (key, commit, why) in candidates {
            let knows = why == Why::Refers
                || *known.entry(commit).or_insert_with(|| changes.may_know(holding, commit, own));
            if knows {
                found.insert((Some(key), commit, why));
            }
        }
    }
    Ok(())
}

/// True for a record of payment, for the sentence that says so.
pub fn is_payment(of: u16) -> bool {
    matches!(of, kind::LIST | kind::BATCH | kind::RETURN | kind::RECOVERY | kind::YEAR_CLOSE)
}

/// What an import's undoing comes to.
pub type Answer = Result<Done, Refused>;

fn found(folder: &Folder, id: &str) -> Result<Result<(Import, Ruled), Refused>, ExchangeError> {
    let wanted = id.to_owned();
    Ok(folder.ask(move |state| {
        Ok(match brought::named(state, &wanted)? {
            Named::Nothing => Err(Refused::NoSuch(wanted)),
            Named::Several(ids) => Err(Refused::Several(ids)),
            Named::One(import) => {
                let ruled = import.ruled(state.ledger());
                Ok((*import, ruled))
            }
        })
    })?)
}

/// Undoes an import, if nothing rests on it.
pub fn undo(folder: &mut Folder, id: &str, why: Option<&str>) -> Result<Answer, ExchangeError> {
    folder.may_rule()?;
    let import = match found(folder, id)? {
        Err(refused) => return Ok(Err(refused)),
        Ok((_, Ruled::Out)) => return Ok(Err(Refused::Already)),
        Ok((import, _)) if import.unfinished => return Ok(Err(Refused::Unfinished)),
        Ok((import, _)) if import.commits.is_empty() => return Ok(Err(Refused::AuthorityOnly)),
        Ok((import, _)) => import,
    };
    let (asked, own) = (import.clone(), folder.vault().1.signing_public());
    let (resting, targets) = folder.ask(move |state| {
        let resting = dependents(state, &asked, &own)?;
        Ok((resting, asked.targets(state.ledger())))
    })?;
    if !resting.is_empty() {
        return Ok(Err(Refused::RestedOn(resting)));
    }
    let rulings = folder.rule(&targets, Ruling::Out, why)?;
    Ok(Ok(Done { authority: import.authority, import, rulings }))
}

/// Counts an import again that was undone: the rulings on it are withdrawn, and it counts as it did.
pub fn redo(folder: &mut Folder, id: &str, why: Option<&str>) -> Result<Answer, ExchangeError> {
    folder.may_rule()?;
    let import = match found(folder, id)? {
        Err(refused) => return Ok(Err(refused)),
        Ok((_, Ruled::Open)) => return Ok(Err(Refused::NotUndone)),
        Ok((import, _)) => import,
    };
    let asked = import.clone();
    let targets = folder.ask(move |state| Ok(asked.targets(state.ledger())))?;
    let rulings = folder.rule(&targets, Ruling::Withdrawn, why)?;
    Ok(Ok(Done { authority: import.authority, import, rulings }))
}
