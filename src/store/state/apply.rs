//! Frames of the journal become batches of the state: one that comes alone is one, some that come together share one.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;

use super::cells::{CellError, Writes};
use super::{
    Kept, META_APPLIED, META_BACKUP, META_COUNTS, META_RECOVERY, META_RESTORED, META_SIGNED, State,
    StateError, layout, records,
};
use crate::journal::codec::{self, Frame, LateBodies, Local};
use crate::journal::fold::{Position, Record, RecordKey};
use crate::journal::hash;
use crate::journal::ledger::{Admission, Novelty};
use crate::journal::{Commit, CommitId, Digests, GroupBodies, Hash, Header, Op, OpId, OpStatus};
use crate::store::locals::LocalFact;

/// Most frames of one batch, and records after which it is written: what waits lies in memory.
const FRAMES_A_BATCH: usize = 64;
/// See [`FRAMES_A_BATCH`].
const RECORDS_A_BATCH: usize = 2_000;

/// A record while a frame is applied.
pub(super) struct Touched {
    pub(super) before: Option<Record>,
    pub(super) now: Record,
}

/// What a frame changes, until its batch is written.
#[derive(Default)]
pub(super) struct Work {
    pub(super) records: BTreeMap<RecordKey, Touched>,
    pub(super) digests: BTreeMap<(crate::journal::Audience, crate::journal::EntityId), Digests>,
    pub(super) people: BTreeMap<crate::journal::EntityId, super::paid::Known>,
    pub(super) writes: Writes,
}

/// What became of a frame's commit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// The operations that do not count, with the reason.
    pub not_counted: Vec<(OpId, OpStatus)>,
    /// The records that changed.
    pub touched: Vec<RecordKey>,
}

impl State {
    /// Applies frames that were confirmed and keeps a failure for whoever asks next.
    pub fn follow(&mut self, frames: Vec<(u64, Position, Frame)>) {
        if self.failure.is_none() {
            self.failure = self.apply_all(frames).err();
        }
    }

    /// Applies the next frames, in order: commits and bodies that come together share a batch, so that a record that many
    /// of them touch is read and written once.
    pub fn apply_all(&mut self, frames: Vec<(u64, Position, Frame)>) -> Result<(), StateError> {
        let (mut work, mut shared) = (Work::default(), 0);
        for (number, position, frame) in frames {
            let alone = matches!(frame, Frame::Local(_));
            // A local fact asks the database: nothing may wait to be written then.
            if shared > 0 && (alone || shared >= FRAMES_A_BATCH || work.records.len() > RECORDS_A_BATCH) {
                self.write(std::mem::take(&mut work))?;
                shared = 0;
            }
            self.take_frame(&mut work, (number, position), frame)?;
            shared += 1;
            if alone {
                self.write(std::mem::take(&mut work))?;
                shared = 0;
            }
        }
        if shared > 0 { self.write(work) } else { Ok(()) }
    }

    /// The failure of a frame that was to follow.
    pub fn take_failure(&mut self) -> Option<StateError> {
        self.failure.take()
    }

    /// Applies the next frame. One that was applied already changes nothing but the position.
    pub fn apply(&mut self, number: u64, position: Position, frame: Frame) -> Result<Applied, StateError> {
        let mut work = Work::default();
        let mut applied = self.take_frame(&mut work, (number, position), frame)?;
        applied.touched = work.records.keys().copied().collect();
        self.write(work)?;
        Ok(applied)
    }

    fn take_frame(
        &mut self,
        work: &mut Work,
        (number, position): (u64, Position),
        frame: Frame,
    ) -> Result<Applied, StateError> {
        let mut applied = Applied::default();
        match frame {
            Frame::Commit(commit) => applied = self.take_commit(work, position, &commit)?,
            Frame::Bodies(late) => applied = self.take_bodies(work, position, late)?,
            Frame::Local(local) => self.take_local(work, (number, position), &local)?,
        }
        self.applied = self.applied.max(number);
        Ok(applied)
    }

    fn take_commit(
        &mut self,
        work: &mut Work,
        position: Position,
        commit: &Commit,
    ) -> Result<Applied, StateError> {
        let admission = self.ledger.admit(commit, self.table)?;
        self.take(work, position, &commit.header, &commit.bodies, admission)
    }

    fn take_bodies(
        &mut self,
        work: &mut Work,
        position: Position,
        late: LateBodies,
    ) -> Result<Applied, StateError> {
        let slots = late.slots.clone();
        let scope = late.scope;
        let admission = self.ledger.admit_bodies(late, self.table)?;
        let Some(entry) = self.ledger.entry(&admission.hash) else { return Ok(Applied::default()) };
        let header = entry.header.clone();
        let bodies: Vec<GroupBodies> = header
            .groups
            .iter()
            .map(|group| {
                if group.scope == scope { GroupBodies::Present(slots.clone()) } else { GroupBodies::Withheld }
            })
            .collect();
        self.take(work, position, &header, &bodies, admission)
    }

    /// Folds what counts of an arrival, and what counts otherwise because of it.
    fn take(
        &mut self,
        work: &mut Work,
        position: Position,
        header: &Header,
        bodies: &[GroupBodies],
        admission: Admission,
    ) -> Result<Applied, StateError> {
        let known = self.positions.entry(admission.id).or_default();
        if !known.contains(&position) {
            known.push(position);
        }
        self.keep(work, admission.id, &admission.hash)?;
        let stream = self.ledger.entry(&admission.hash).map(|entry| entry.stream());
        let audience = stream.and_then(|stream| self.ledger.audience(stream));
        let mut applied = Applied::default();
        let mut ops = admission.ops.into_iter().zip(&admission.statuses).zip(0_u16..);
        for (group, bodies) in header.groups.iter().zip(bodies) {
            let members = ops.by_ref().take(usize::from(group.count));
            for (((op, status), index), slot) in members.zip(body_hashes(bodies, group.count)) {
                let id = OpId::new(admission.id, index);
                let (Some(op), Some(audience), Some(slot)) = (op, audience, slot) else { continue };
                if *status != OpStatus::Counted {
                    applied.not_counted.push((id, *status));
                    continue;
                }
                let key = RecordKey { audience, kind: op.kind, scope: group.scope, entity: op.entity };
                self.fold(work, key, op, id, header.hybrid, slot, position)?;
            }
        }
        if admission.novelty != Novelty::Nothing && !admission.changed.is_empty() {
            self.refold(work, &admission.changed)?;
        }
        Ok(applied)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one operation with all that places it; a struct would be named once"
    )]
    fn fold(
        &self,
        work: &mut Work,
        key: RecordKey,
        op: Op,
        id: OpId,
        hybrid: u64,
        body: Hash,
        position: Position,
    ) -> Result<(), StateError> {
        let touched = self.touch(work, key)?;
        touched.now.note_frame(position);
        if touched.now.apply(op, id, hybrid) {
            self.digests_of(work, &key).count(id, body);
        }
        Ok(())
    }

    /// The record as this frame leaves it so far.
    pub(super) fn touch<'w>(
        &self,
        work: &'w mut Work,
        key: RecordKey,
    ) -> Result<&'w mut Touched, StateError> {
        Ok(match work.records.entry(key) {
            Slot::Occupied(found) => found.into_mut(),
            Slot::Vacant(place) => {
                let before = records::load(&self.cells, &key)?;
                let now = before.clone().unwrap_or_default();
                place.insert(Touched { before, now })
            }
        })
    }

    pub(super) fn digests_of<'w>(&self, work: &'w mut Work, key: &RecordKey) -> &'w mut Digests {
        let name = (key.audience, key.scope);
        let fresh = || self.digests.get(&name).copied().unwrap_or(Digests::new(self.table.number()));
        work.digests.entry(name).or_insert_with(fresh)
    }

    /// Writes what the ledger keeps of a commit.
    pub(super) fn keep(&self, work: &mut Work, id: CommitId, hash: &Hash) -> Result<(), StateError> {
        if let Some(entry) = self.ledger.entry(hash) {
            let positions = self.positions.get(&id).cloned().unwrap_or_default();
            let kept = Kept { entry: entry.encode()?, positions };
            // Two headers that claim one id are two rows.
            let key = [layout::commit(id).as_slice(), &hash.0].concat();
            work.writes.put(key, codec::encode_limited("commit", &kept, codec::RECORD_BYTES_MAX)?);
        }
        Ok(())
    }

    fn take_local(
        &mut self,
        work: &mut Work,
        (number, position): (u64, Position),
        local: &Local,
    ) -> Result<(), StateError> {
        match LocalFact::decode(local)? {
            Some(LocalFact::Import(outcome)) => {
                self.take_import(&mut work.writes, position, &outcome)?;
            }
            Some(LocalFact::Mapping(mapping)) => {
                work.writes.put(layout::mapping(&mapping.signature), mapping.bytes)
            }
            Some(LocalFact::Backup(occasion)) => {
                work.writes
                    .put(layout::meta(META_BACKUP), codec::encode_value(&(number, position, occasion))?);
            }
            Some(LocalFact::Recovery(occasion)) => {
                work.writes.put(layout::meta(META_RECOVERY), codec::encode_value(&(number, occasion))?);
            }
            Some(LocalFact::Restored(occasion)) => {
                work.writes.put(layout::meta(META_RESTORED), codec::encode_value(&occasion)?);
            }
            Some(LocalFact::Noticed(occasion)) => {
                work.writes.put(layout::noticed(occasion.officer), codec::encode_value(&occasion.count)?);
            }
            Some(LocalFact::Receipt(receipt)) => self.take_receipt(&mut work.writes, &receipt)?,
            Some(LocalFact::Sent(sent)) => self.take_sent(&mut work.writes, &sent)?,
            Some(LocalFact::Signed(hybrid)) => {
                work.writes.put(layout::meta(META_SIGNED), codec::encode_value(&hybrid)?);
            }
            Some(LocalFact::Taken(taken)) => self.take_taken(&mut work.writes, number, &taken)?,
            Some(LocalFact::Purge(purge)) => self.take_purge(work, purge)?,
            Some(LocalFact::Purged(ended)) => self.take_purge_ended(&mut work.writes, &ended)?,
            // The rest is history that is read from the journal when somebody asks.
            _ => {}
        }
        Ok(())
    }

    /// One batch: records, rows, digests, counts, position.
    pub(super) fn write(&mut self, mut work: Work) -> Result<(), StateError> {
        for (key, touched) in std::mem::take(&mut work.records) {
            let before = touched.before.as_ref();
            let now = Some(&touched.now).filter(|record| !record.is_empty());
            let digests = self.digests_of(&mut work, &key);
            digests.restate(before.map(|record| record.digest(&key)), now.map(|record| record.digest(&key)));
            self.tokens.reindex(self.table, &mut work.writes, &key, before, now);
            self.keep_page(&mut work, &key, now)?;
            match now {
                Some(record) => records::put(&mut work.writes, &key, record)?,
                None => records::remove(&self.cells, &mut work.writes, &key)?,
            }
            let count = self.counts.entry(key.kind).or_default();
            match (before.is_some(), now.is_some()) {
                (false, true) => *count += 1,
                (true, false) => *count = count.saturating_sub(1),
                _ => {}
            }
        }
        Self::keep_people(&mut work);
        let nothing = Digests::new(self.table.number());
        for ((audience, scope), digests) in std::mem::take(&mut work.digests) {
            if digests == nothing {
                // As it was before anything counted there, and as a state built anew has it.
                work.writes.remove(layout::digest(audience, scope));
                self.digests.remove(&(audience, scope));
            } else {
                work.writes.put(layout::digest(audience, scope), codec::encode_value(&digests)?);
                self.digests.insert((audience, scope), digests);
            }
        }
        work.writes.put(layout::meta(META_COUNTS), codec::encode_value(&self.counts)?);
        work.writes.put(layout::meta(META_APPLIED), codec::encode_value(&self.applied)?);
        Ok(self.cells.write(work.writes, self.bulk)?)
    }
}

/// The hash of each body of a group; none where it is not here.
fn body_hashes(bodies: &GroupBodies, count: u16) -> Vec<Option<Hash>> {
    match bodies {
        GroupBodies::Withheld => vec![None; usize::from(count)],
        GroupBodies::Present(slots) => slots.iter().map(|slot| Some(hash::slot_hash(slot))).collect(),
    }
}

impl From<crate::store::locals::LocalError> for StateError {
    fn from(_: crate::store::locals::LocalError) -> Self {
        CellError::Shape("local").into()
    }
}
