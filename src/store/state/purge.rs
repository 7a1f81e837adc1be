//! A purge in the state (清除): the records of a village go, with the rows by which they were found and the cells of the
//! last roster; what is kept of its commits says that their bodies are not here.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::apply::{Touched, Work};
use super::cells::{CellError, Writes};
use super::{State, StateError, layout, records, value};
use crate::domain::kinds::kind;
use crate::journal::digest::Sum;
use crate::journal::fold::{Record, RecordKey};
use crate::journal::{Audience, EntityId, codec};
use crate::store::locals::{Purge, PurgeEnded};

/// The newest purge of a village.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PurgeKept {
    /// What goes.
    pub purge: Purge,
    /// True once no segment of the journal holds it.
    pub ended: bool,
}

impl State {
    /// Forgets a village. Applied again, to a journal that was written anew, it finds nothing.
    pub(super) fn take_purge(&mut self, work: &mut Work, purge: Purge) -> Result<(), StateError> {
        self.recovered = None;
        for (commit, hash) in self.ledger.purge(purge.village) {
            self.keep(work, commit, &hash)?;
        }
        for key in self.keys_in(purge.village)? {
            let Some(before) = records::load(&self.cells, &key)? else { continue };
            work.records.insert(key, Touched { before: Some(before), now: Record::default() });
        }
        for audience in [Audience::Everyone, Audience::Office] {
            if let Some(digests) = self.digests.get(&(audience, purge.village)) {
                // No operation of it is held any more; the records take themselves out as they go.
                let mut digests = *digests;
                digests.input = Sum::default();
                work.digests.insert((audience, purge.village), digests);
            }
        }
        for person in &purge.persons {
            work.writes.remove(layout::last_roster(*person));
        }
        // The pages go with their lists; with them goes who stood on them.
        work.writes.remove(layout::paid(purge.village));
        let (village, kept) = (purge.village, PurgeKept { purge, ended: false });
        let bytes = codec::encode_limited("purge", &kept, codec::RECORD_BYTES_MAX)?;
        work.writes.put(layout::purged(village), bytes);
        Ok(())
    }

    pub(super) fn take_purge_ended(&self, writes: &mut Writes, ended: &PurgeEnded) -> Result<(), StateError> {
        let kept: Option<PurgeKept> = value(&self.cells, &layout::purged(ended.village), "purge")?;
        if let Some(kept) = kept.filter(|kept| kept.purge.before == ended.before) {
            let kept = PurgeKept { ended: true, ..kept };
            let bytes = codec::encode_limited("purge", &kept, codec::RECORD_BYTES_MAX)?;
            writes.put(layout::purged(ended.village), bytes);
        }
        Ok(())
    }

    /// The newest purge of each village.
    pub fn purges(&self) -> Result<Vec<PurgeKept>, StateError> {
        self.projected(layout::PURGED)
    }

    /// Persons of this village of whom no other village's records are held here.
    pub fn persons_only_in(&self, village: EntityId) -> Result<BTreeSet<EntityId>, StateError> {
        let (mut here, mut elsewhere) = (BTreeSet::new(), BTreeSet::new());
        for name in self.cells.keys(&layout::kind(kind::PERSON)) {
            let Some(key) = layout::record_of(&name?) else { continue };
            if key.scope == village {
                here.insert(key.entity)
            } else {
                elsewhere.insert(key.entity)
            };
        }
        here.retain(|person| !elsewhere.contains(person));
        Ok(here)
    }

    /// The records of a village, of every kind that is here.
    fn keys_in(&self, village: EntityId) -> Result<Vec<RecordKey>, CellError> {
        let mut keys = Vec::new();
        for (kind, _) in self.counts.iter().filter(|(_, count)| **count > 0) {
            for audience in [Audience::Everyone, Audience::Office] {
                for name in self.cells.keys(&layout::scope(*kind, audience, village)) {
                    keys.extend(layout::record_of(&name?));
                }
            }
        }
        Ok(keys)
    }
}

#[cfg(test)]
impl State {
    /// For a test: what `each` makes of every value as it is inside, summed.
    pub fn each_plain(&self, each: impl Fn(&[u8]) -> usize) -> Result<usize, StateError> {
        let mut sum = 0;
        self.cells.scan(&[], |_, plain| -> Result<(), StateError> {
            sum += each(plain);
            Ok(())
        })?;
        Ok(sum)
    }
}
