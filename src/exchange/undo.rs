//! Undoing an import (撤回一次收入): everything that it brought is ruled not to count, as long as nothing that stands outside
//! it rests on it; otherwise the list of what does. The ruling travels, so what is undone here is undone everywhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::kinds::{KINDS, SLOT_VOID, kind};
use crate::domain::rests::{self, Ground, Paying};
use crate::journal::fold::Position;
use crate::journal::{
    Act, Audience, CommitId, EntityId, Header, Op, OpId, OpStatus, Record, RecordKey, StreamId,
};
use crate::store::{Folder, Ruling};

use super::brought::{self, Import, Named, Ruled};
use super::choose;
use super::error::ExchangeError;
use super::holding::{Holding, placed};
use super::spoken;

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

    /// The least is the gravest: of several reasons on one record it is told.
    const fn gravity(self) -> u8 {
        match self {
            Why::Carries => 0,
            Why::Replaces => 1,
            Why::SetAside => 2,
            Why::Refers => 3,
            Why::SameAct => 4,
            Why::CameInParts => 5,
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
    /// The batch that the record is, or belongs to.
    pub batch: Option<Paying>,
}

impl Dependent {
    /// True for what was paid, or handed in to be paid: it is corrected by a later fact alone.
    pub fn is_paid(&self) -> bool {
        let open = self.batch.as_ref().is_some_and(|batch| batch.given_up() || batch.may_be_given_up());
        match self.record.map(|key| key.kind) {
            Some(kind::RETURN | kind::RECOVERY | kind::YEAR_CLOSE) => true,
            Some(kind::LIST | kind::BATCH) => !open,
            _ => false,
        }
    }

    /// The number of the batch that has to be given up first, where that is all that stands in the way of this.
    pub fn to_be_given_up(&self) -> Option<&str> {
        let list = self.record.is_some_and(|key| key.kind == kind::LIST);
        let batch = self.batch.as_ref().filter(|batch| list && batch.may_be_given_up())?;
        Some(&batch.number)
    }
}

/// Why an import is not undone, or not counted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No import has this id.
    NoSuch(String),
    /// Too few digits to name one.
    TooShort,
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
    /// Of its commits those that counted until now, or that count now that it is back.
    pub counting: usize,
}

/// What the import changes, as far as it is needed to see what rests on it.
struct Changes {
    ids: BTreeSet<CommitId>,
    touched: BTreeSet<RecordKey>,
    /// Entities of which nothing is left.
    vanishing: BTreeSet<EntityId>,
    /// Village and entity where nothing of it is left in that village, and it stands on elsewhere: it moved.
    leaving: BTreeSet<(EntityId, EntityId)>,
    ground: Ground,
    /// Hybrid time of the earliest operation.
    earliest: u64,
    /// Where its first commit lies in the journal; those of which a body was here before say nothing.
    came: Option<Position>,
}

impl Changes {
    fn read<H: Holding>(holding: &H, import: &Import) -> Result<Self, H::Error> {
        let ledger = holding.ledger();
        let ids = import.commits.iter().filter_map(|hash| ledger.entry(hash)).map(|entry| entry.id).collect();
        let mut changes = Self {
            ids,
            touched: BTreeSet::new(),
            vanishing: BTreeSet::new(),
            leaving: BTreeSet::new(),
            ground: Ground::default(),
            earliest: u64::MAX,
            came: None,
        };
        for hash in &import.commits {
            let Some(commit) = holding.held(hash)? else { continue };
            changes.earliest = changes.earliest.min(commit.header.hybrid);
            if !import.partly.contains(&commit.id) {
                changes.came = [changes.came, holding.arrival(commit.id)].into_iter().flatten().min();
            }
            let counted =
                placed(ledger, &commit).into_iter().filter(|placed| placed.status == OpStatus::Counted);
            changes.touched.extend(counted.filter_map(|placed| Some(placed.about?.0)));
        }
        let mut gone: BTreeSet<RecordKey> = BTreeSet::new();
        for key in &changes.touched {
            let record = holding.record(key)?.unwrap_or_default();
            if changes.born(key.entity) {
                changes.vanishing.insert(key.entity);
            } else if !changes.is_outside(&record) {
                gone.insert(*key);
            }
            changes.ground.take(key, &record);
        }
        changes.part(holding, gone)?;
        Ok(changes)
    }

    /// True if an operation of the import created this entity.
    fn born(&self, entity: EntityId) -> bool {
        self.ids.contains(&OpId(entity.0).commit())
    }

    /// True if something of this record is not the import's.
    fn is_outside(&self, record: &Record) -> bool {
        record.applied().any(|(op, _)| !self.ids.contains(&op.commit()))
    }

    /// Parts the records of which nothing is left: a household that the import moved stands in its old village, and what
    /// was written of it there rests on nothing that is taken away.
    fn part<H: Holding>(&mut self, holding: &H, gone: BTreeSet<RecordKey>) -> Result<(), H::Error> {
        let entities: BTreeSet<EntityId> = gone.iter().map(|key| key.entity).collect();
        let kinds: BTreeSet<u16> = gone.iter().map(|key| key.kind).collect();
        let mut elsewhere: BTreeSet<EntityId> = BTreeSet::new();
        for of in kinds {
            holding.each(of, &mut |key, record| {
                if entities.contains(&key.entity) && self.is_outside(&record) {
                    elsewhere.insert(key.entity);
                }
            })?;
        }
        for key in gone {
            if elsewhere.contains(&key.entity) {
                self.leaving.insert((key.scope, key.entity));
            } else {
                self.vanishing.insert(key.entity);
            }
        }
        Ok(())
    }

    /// True if an operation outside may have known what the import brought: what this folder wrote itself if it lies behind
    /// it in the journal, anything else if it was written after it. Of a stream that the folder has left (a restored or
    /// copied folder) its own commits may have come back in any order.
    fn may_know<H: Holding>(&self, holding: &H, commit: CommitId, own: &[StreamId]) -> bool {
        let ledger = holding.ledger();
        let mut entries = ledger.hashes(commit).iter().filter_map(|hash| ledger.entry(hash));
        entries.any(|entry| match (holding.arrival(commit), self.came) {
            (Some(wrote), Some(came)) if own.contains(&entry.stream()) => wrote > came,
            _ => entry.header.hybrid > self.earliest,
        })
    }
}

/// What is found, before names are put to it.
type Found = BTreeSet<(Option<RecordKey>, CommitId, Why)>;

/// Everything outside an import that rests on it. `own` = the streams that this folder alone writes: not those that it left,
/// and not one in which a copy of it goes on.
pub fn dependents<H: Holding>(
    holding: &H,
    import: &Import,
    own: &[StreamId],
) -> Result<Vec<Dependent>, H::Error> {
    let changes = Changes::read(holding, import)?;
    let mut found = Found::new();
    found.extend(import.partly.iter().map(|commit| (None, *commit, Why::CameInParts)));
    same_acts(holding, import, &mut found);
    on_the_same_records(holding, &changes, &mut found)?;
    elsewhere(holding, &changes, own, &mut found)?;
    told(holding, found)
}

/// Puts names to what was found: each record once, with the gravest reason.
fn told<H: Holding>(holding: &H, found: Found) -> Result<Vec<Dependent>, H::Error> {
    let ledger = holding.ledger();
    let names = ledger.authority().officers();
    let mut told: BTreeMap<(Option<RecordKey>, Option<CommitId>), Dependent> = BTreeMap::new();
    for (record, commit, why) in found {
        let mut entries = ledger.hashes(commit).iter().filter_map(|hash| ledger.entry(hash));
        let entry = entries.next();
        let key = entry.and_then(|entry| ledger.signing_key(entry.stream()));
        let device = key.and_then(|key| choose::device_of(ledger, &key)).map(|(_, device)| device.label);
        let officer = entry.and_then(|entry| names.get(&entry.header.officer)?.first());
        let one = Dependent {
            record,
            commit,
            device: device.unwrap_or_default(),
            officer: officer.map(|officer| officer.name.clone()).unwrap_or_default(),
            wall_ms: entry.map_or(0, |entry| entry.header.wall_ms),
            why,
            batch: None,
        };
        let place = (record, Some(commit).filter(|_| record.is_none()));
        let rank = |one: &Dependent| (one.why.gravity(), std::cmp::Reverse(one.wall_ms));
        if told.get(&place).is_none_or(|known| rank(&one) < rank(known)) {
            told.insert(place, one);
        }
    }
    let mut told: Vec<Dependent> = told.into_values().collect();
    for one in &mut told {
        one.batch = one.record.map(|key| paying(holding, &key)).transpose()?.flatten();
    }
    Ok(told)
}

/// The batch that a record is, or belongs to.
fn paying<H: Holding>(holding: &H, key: &RecordKey) -> Result<Option<Paying>, H::Error> {
    let batch = match key.kind {
        kind::BATCH => *key,
        kind::LIST | kind::RETURN => {
            let record = holding.record(key)?.unwrap_or_default();
            let Some(entity) = rests::batch_of(key.kind, &record) else { return Ok(None) };
            let (audience, scope) = (Audience::Everyone, EntityId::ZERO);
            RecordKey { audience, kind: kind::BATCH, scope, entity }
        }
        _ => return Ok(None),
    };
    Ok(holding.record(&batch)?.map(|record| Paying::of(batch, &record)))
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
    if voids && header.hybrid > changes.earliest {
        return Some(Why::SetAside);
    }
    changes.born(op.entity).then_some(Why::Refers)
}

/// Something that may rest on the import.
struct Candidate {
    key: RecordKey,
    commit: CommitId,
    why: Why,
    /// It does, whether or not its writer knew of the import: what it names exists by the import alone.
    sure: bool,
}

/// Records outside that name what would vanish, or stand on what would change.
fn elsewhere<H: Holding>(
    holding: &H,
    changes: &Changes,
    own: &[StreamId],
    found: &mut Found,
) -> Result<(), H::Error> {
    let given_up = given_up(holding, changes)?;
    // Whether a commit may know of the import is asked once each.
    let mut known: BTreeMap<CommitId, bool> = BTreeMap::new();
    for row in KINDS {
        let mut candidates: Vec<Candidate> = Vec::new();
        holding.each(row.kind, &mut |key, record| {
            if rests::batch_of(row.kind, &record).is_none_or(|batch| !given_up.contains(&batch)) {
                candidates.extend(naming(changes, key, &record));
            }
        })?;
        for Candidate { key, commit, why, sure } in candidates {
            if sure || *known.entry(commit).or_insert_with(|| changes.may_know(holding, commit, own)) {
                found.insert((Some(key), commit, why));
            }
        }
    }
    Ok(())
}

/// Batches that were given up, by somebody else than the import: no money went out by them.
fn given_up<H: Holding>(holding: &H, changes: &Changes) -> Result<BTreeSet<EntityId>, H::Error> {
    let mut given_up = BTreeSet::new();
    holding.each(kind::BATCH, &mut |key, record| {
        let batch = Paying::of(key, &record);
        if batch.given_up() && batch.ops.iter().any(|op| !changes.ids.contains(&op.commit())) {
            given_up.insert(key.entity);
        }
    })?;
    Ok(given_up)
}

/// What one record names of the import.
fn naming(changes: &Changes, key: RecordKey, record: &Record) -> Vec<Candidate> {
    let outside = |op: &OpId| Some(op.commit()).filter(|id| !changes.ids.contains(id));
    let mut candidates = Vec::new();
    let first = record.applied().find_map(|(op, _)| outside(&op));
    let Some(first) = first else { return candidates };
    if !key.scope.is_zero() && changes.vanishing.contains(&key.scope) {
        candidates.push(Candidate { key, commit: first, why: Why::Refers, sure: true });
    }
    for named in rests::names(record) {
        let carries = changes.ground.carries(key.kind, &named);
        let vanishes = named.entities.iter().any(|entity| changes.vanishing.contains(entity));
        let leaves = named.entities.iter().any(|entity| changes.leaving.contains(&(key.scope, *entity)));
        for commit in named.ops.iter().filter_map(outside) {
            if carries {
                candidates.push(Candidate { key, commit, why: Why::Carries, sure: false });
            }
            if vanishes || leaves {
                candidates.push(Candidate { key, commit, why: Why::Refers, sure: vanishes });
            }
        }
    }
    candidates
}

/// What an import's undoing comes to.
pub type Answer = Result<Done, Refused>;

/// The import with this id or beginning of one, and what is ruled on it; or why there is none.
pub fn found(folder: &Folder, id: &str) -> Result<Result<(Import, Ruled), Refused>, ExchangeError> {
    let wanted = id.to_owned();
    Ok(folder.ask(move |state| {
        Ok(match brought::named(state, &wanted)? {
            Named::Nothing => Err(Refused::NoSuch(wanted)),
            Named::TooShort => Err(Refused::TooShort),
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
    let (asked, own) = (import.clone(), folder.streams());
    let (resting, targets, counting) = folder.ask(move |state| {
        let copied = state.ledger().branched();
        let own: Vec<StreamId> = own.into_iter().filter(|stream| !copied.contains(stream)).collect();
        let resting = dependents(state, &asked, &own)?;
        Ok((resting, asked.targets(state.ledger()), asked.counting(state.ledger())))
    })?;
    if !resting.is_empty() {
        return Ok(Err(Refused::RestedOn(resting)));
    }
    let rulings = folder.rule(&targets, Ruling::Out, why)?;
    Ok(Ok(Done { authority: import.authority, import, rulings, counting }))
}

/// Counts an import again that was undone: what stood before stands again, and it counts as it did. What was released of
/// it is released again, on anything else the ruling is withdrawn.
pub fn redo(folder: &mut Folder, id: &str, why: Option<&str>) -> Result<Answer, ExchangeError> {
    folder.may_rule()?;
    let import = match found(folder, id)? {
        Err(refused) => return Ok(Err(refused)),
        Ok((_, Ruled::Open | Ruled::Aside)) => return Ok(Err(Refused::NotUndone)),
        Ok((import, _)) => import,
    };
    let asked = import.clone();
    let again = folder.ask(move |state| {
        let ledger = state.ledger();
        let mut again = Vec::new();
        for target in asked.targets(ledger) {
            let out = ledger.authority().rulings.get(&target) == Some(&false);
            if out || spoken::differ(ledger, &target) {
                again.push((target, spoken::before_out(state, &target)?));
            }
        }
        Ok(again)
    })?;
    let rulings = folder.rule_each(&again, why)?;
    let asked = import.clone();
    let counting = folder.ask(move |state| Ok(asked.counting(state.ledger())))?;
    Ok(Ok(Done { authority: import.authority, import, rulings, counting }))
}
