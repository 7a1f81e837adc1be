//! What exchange reads of a state beyond its records: commits as they are held, with every body that ever came.

use super::{State, StateError};
use crate::journal::codec::{Frame, LateBodies};
use crate::journal::{BodySlot, Commit, GroupBodies, Hash, Table, verify};

impl State {
    /// Kinds and slots.
    pub fn table(&self) -> &'static dyn Table {
        self.table
    }

    /// A commit with all bodies that are held of it, put together of its frames; none if it is not held.
    pub fn held(&self, hash: &Hash) -> Result<Option<Commit>, StateError> {
        let Some(entry) = self.ledger.entry(hash) else { return Ok(None) };
        let mut whole: Option<Commit> = None;
        let mut late = Vec::new();
        for position in self.positions.get(&entry.id).into_iter().flatten() {
            match (self.source)(*position)? {
                Frame::Commit(commit) if commit.hash == *hash => match &mut whole {
                    None => whole = Some(*commit),
                    Some(whole) => {
                        let key = self.ledger.signing_key(entry.stream());
                        merge(whole, *commit, key);
                    }
                },
                Frame::Bodies(bodies) => late.push(bodies),
                _ => {}
            }
        }
        if let Some(whole) = &mut whole {
            late.into_iter().for_each(|bodies| fill(whole, bodies));
        }
        Ok(whole)
    }
}

/// A later copy of a commit brings bodies, or the signature that holds while the first one's was somebody else's.
fn merge(whole: &mut Commit, later: Commit, key: Option<[u8; 32]>) {
    let holds =
        |signature| key.is_some_and(|key| verify::signature_holds(&key, &later.header_bytes, signature));
    if !holds(&whole.signature) && holds(&later.signature) {
        whole.signature = later.signature;
    }
    for (own, new) in whole.bodies.iter_mut().zip(later.bodies) {
        // What was purged may have come again.
        if new.is_whole() || *own == GroupBodies::Withheld {
            *own = new;
        }
    }
}

fn fill(whole: &mut Commit, late: LateBodies) {
    for (group, bodies) in whole.header.groups.iter().zip(&mut whole.bodies) {
        let fits = group.scope == late.scope && verify::fits(group.count, group.hash, &late.slots);
        let late_whole = late.slots.iter().all(|slot| matches!(slot, BodySlot::Held(_)));
        if fits && (late_whole || *bodies == GroupBodies::Withheld) {
            *bodies = GroupBodies::Present(late.slots.clone());
        }
    }
}
