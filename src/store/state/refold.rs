//! When counting changes (an end, a ruling, a grant that arrives late), the touched records are folded again from the
//! journal, and nothing else is (format.md 2, "What counts").

use std::collections::{BTreeMap, BTreeSet};

use super::apply::Work;
use super::{State, StateError};
use crate::journal::codec::Frame;
use crate::journal::fold::{Position, Record, RecordKey};
use crate::journal::{CommitId, GroupBodies, Hash, Op, OpId, OpStatus, codec, hash};

/// One operation found again in a frame.
pub(super) struct Found {
    pub(super) key: RecordKey,
    op: Op,
    pub(super) id: OpId,
    hybrid: u64,
    pub(super) body: Hash,
    pub(super) counted: bool,
}

/// A record that is folded from nothing, and the body hash of each of its operations, counted or not.
#[derive(Default)]
struct Anew {
    now: Record,
    bodies: BTreeMap<OpId, Hash>,
}

impl State {
    /// Folds again the records that these commits touch. Each frame concerned is read once.
    pub(super) fn refold(&self, work: &mut Work, changed: &[CommitId]) -> Result<(), StateError> {
        let mut anew: BTreeMap<RecordKey, Anew> = BTreeMap::new();
        let mut positions = BTreeSet::new();
        for commit in changed {
            for position in self.positions.get(commit).into_iter().flatten() {
                positions.insert(*position);
                anew.extend(
                    self.operations(*position)?.into_iter().map(|found| (found.key, Anew::default())),
                );
            }
        }
        for key in anew.keys() {
            positions.extend(self.touch(work, *key)?.now.frames());
        }
        for position in positions {
            for found in self.operations(position)? {
                let Some(record) = anew.get_mut(&found.key) else { continue };
                if found.counted {
                    record.now.apply(found.op, found.id, found.hybrid);
                }
                record.now.note_frame(position);
                record.bodies.insert(found.id, found.body);
            }
        }
        for (key, Anew { now, bodies }) in anew {
            let before = std::mem::replace(&mut self.touch(work, key)?.now, now.clone());
            for (id, body) in bodies {
                match (before.holds(id), now.holds(id)) {
                    (false, true) => self.digests_of(work, &key).count(id, body),
                    (true, false) => self.digests_of(work, &key).discount(id, body),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Every operation whose body stands in the frame at `position`.
    pub(super) fn operations(&self, position: Position) -> Result<Vec<Found>, StateError> {
        let mut found = Vec::new();
        let (header_hash, header, bodies) = match (self.source)(position)? {
            Frame::Commit(commit) => (commit.hash, commit.header, commit.bodies),
            Frame::Bodies(late) => {
                let hashes = self.ledger.hashes(late.commit);
                let Some(entry) = hashes.iter().find_map(|hash| self.ledger.entry(hash)) else {
                    return Ok(found);
                };
                let groups = entry.header.groups.iter().map(|group| {
                    if group.scope == late.scope {
                        GroupBodies::Present(late.slots.clone())
                    } else {
                        GroupBodies::Withheld
                    }
                });
                (entry.hash, entry.header.clone(), groups.collect())
            }
            Frame::Local(_) => return Ok(found),
        };
        let Some(entry) = self.ledger.entry(&header_hash) else { return Ok(found) };
        let Some(audience) = self.ledger.audience(entry.stream()) else { return Ok(found) };
        let statuses = self.ledger.statuses(&header_hash);
        let mut index = 0_u16;
        for (group, bodies) in header.groups.iter().zip(&bodies) {
            let GroupBodies::Present(slots) = bodies else {
                index += group.count;
                continue;
            };
            for slot in slots {
                let id = OpId::new(entry.id, index);
                let counted = statuses.get(usize::from(index)) == Some(&OpStatus::Counted);
                index += 1;
                let crate::journal::BodySlot::Held(body) = slot else { continue };
                let Some(op) = Some(&body.bytes).filter(|_| body.form == 0) else { continue };
                let Ok(op) = codec::decode_op(op) else { continue };
                let key = RecordKey { audience, kind: op.kind, scope: group.scope, entity: op.entity };
                let body = hash::slot_hash(slot);
                found.push(Found { key, op, id, hybrid: header.hybrid, body, counted });
            }
        }
        Ok(found)
    }
}
