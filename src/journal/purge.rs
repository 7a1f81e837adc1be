//! Purging (清除): bodies that this machine need not hold any more become their hashes. Headers, signatures and chains
//! stay as they are, and a body that comes again fits the hash that was kept.

use super::codec::LateBodies;
use super::commit::{BodySlot, Commit, GroupBodies};
use super::entry::Entry;
use super::hash;
use super::id::{CommitId, EntityId, Hash};
use super::ledger::Ledger;

/// Replaces each body by its hash; false if none was there.
fn purge_slots(slots: &mut [BodySlot]) -> bool {
    let mut any = false;
    for slot in slots {
        if let BodySlot::Held(_) = slot {
            *slot = BodySlot::Purged(hash::slot_hash(slot));
            any = true;
        }
    }
    any
}

impl Commit {
    /// Replaces the bodies of one scope by their hashes; false if none was there.
    pub fn purge(&mut self, scope: EntityId) -> bool {
        let groups = self.header.groups.iter().zip(&mut self.bodies);
        let of_scope = groups.filter(|(group, _)| group.scope == scope);
        of_scope.fold(false, |any, (_, bodies)| match bodies {
            GroupBodies::Present(slots) => purge_slots(slots) || any,
            GroupBodies::Withheld => any,
        })
    }

    /// Leaves the bodies of one scope out altogether.
    pub fn withhold(&mut self, scope: EntityId) {
        for (group, bodies) in self.header.groups.iter().zip(&mut self.bodies) {
            if group.scope == scope {
                *bodies = GroupBodies::Withheld;
            }
        }
    }
}

impl LateBodies {
    /// Replaces the bodies by their hashes; false if none was there.
    pub fn purge(&mut self) -> bool {
        purge_slots(&mut self.slots)
    }
}

impl GroupBodies {
    /// True if every body of the group is here.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Present(slots) => slots.iter().all(|slot| matches!(slot, BodySlot::Held(_))),
            Self::Withheld => false,
        }
    }
}

impl Ledger {
    /// Forgets the bodies of one scope, as they are no longer held. Gives the commits of which some were.
    pub fn purge(&mut self, scope: EntityId) -> Vec<(CommitId, Hash)> {
        let of_scope = |entry: &&mut Entry| entry.header.groups.iter().any(|group| group.scope == scope);
        let entries = self.nodes.values_mut().map(|node| &mut node.entry).filter(of_scope);
        let mut purged: Vec<(CommitId, Hash)> =
            entries.filter_map(|entry| entry.purge(scope).then_some((entry.id, entry.hash))).collect();
        purged.sort_unstable();
        purged
    }
}
