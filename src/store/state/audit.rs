//! The full comparison of state and journal (全面核对), in slices: `doctor` makes it, and the background after an unclean
//! stop. First every commit is read again from the journal and what counts of it is summed; then every record is
//! summed; both must give the digests that are kept.

use std::collections::{BTreeMap, BTreeSet};

use super::{State, StateError, layout, records};
use crate::journal::{Audience, CommitId, Digests, EntityId, Hash, OpId, Sum};

type Place = (Audience, EntityId);

/// How far a comparison is.
#[derive(Default)]
pub struct Audit {
    stage: Stage,
    /// The digests that it began with: when they move, it begins again.
    digests: Option<BTreeMap<Place, Digests>>,
    inputs: BTreeMap<Place, Digests>,
    states: BTreeMap<Place, Sum>,
    /// Places with a page of the payment history that is not its list's.
    pages: BTreeSet<Place>,
    commits: u64,
    records: u64,
}

/// Where the next slice begins.
#[derive(Default)]
enum Stage {
    #[default]
    Start,
    Commits(CommitId),
    Records(Vec<u8>),
}

/// What a comparison found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audited {
    /// Commits read again.
    pub commits: u64,
    /// Records summed again.
    pub records: u64,
    /// Audiences and scopes whose operations or records do not add up to their digest, or whose payment history is not that
    /// of its lists.
    pub wrong: Vec<Place>,
}

impl Audit {
    /// Commits and records looked at so far.
    pub fn done(&self) -> (u64, u64) {
        (self.commits, self.records)
    }
}

impl State {
    /// Takes `most` further commits or records into the comparison. Gives the result at the end. What is written
    /// meanwhile makes it begin again.
    pub fn audit(&self, audit: &mut Audit, most: usize) -> Result<Option<Audited>, StateError> {
        if audit.digests.as_ref() != Some(&self.digests) {
            *audit = Audit { digests: Some(self.digests.clone()), ..Audit::default() };
        }
        match std::mem::take(&mut audit.stage) {
            Stage::Start => self.audit_commits(audit, None, most)?,
            Stage::Commits(after) => self.audit_commits(audit, Some(after), most)?,
            Stage::Records(after) => {
                if self.audit_records(audit, &after, most)? {
                    return Ok(Some(self.audited(std::mem::take(audit))));
                }
            }
        }
        Ok(None)
    }

    fn audit_commits(
        &self,
        audit: &mut Audit,
        after: Option<CommitId>,
        most: usize,
    ) -> Result<(), StateError> {
        use std::ops::Bound::{Excluded, Unbounded};
        let behind = (after.map_or(Unbounded, Excluded), Unbounded);
        let mut last = None;
        for (commit, positions) in self.positions.range(behind).take(most) {
            let mut seen: BTreeSet<(OpId, Hash)> = BTreeSet::new();
            for position in positions {
                for found in self.operations(*position)? {
                    if found.counted && seen.insert((found.id, found.body)) {
                        let place = (found.key.audience, found.key.scope);
                        let fresh = || Digests::new(self.table.number());
                        audit.inputs.entry(place).or_insert_with(fresh).count(found.id, found.body);
                    }
                }
            }
            audit.commits += 1;
            last = Some(*commit);
        }
        audit.stage = last.map_or(Stage::Records(vec![layout::RECORD]), Stage::Commits);
        Ok(())
    }

    /// True at the end.
    fn audit_records(&self, audit: &mut Audit, after: &[u8], most: usize) -> Result<bool, StateError> {
        let mut last = None;
        for (name, plain) in self.cells.behind(after, most)? {
            if name.first() != Some(&layout::RECORD) {
                return Ok(true);
            }
            if let Some(key) = layout::record_of(&name) {
                let record = records::join(&self.cells, &name, &plain)?;
                audit.states.entry((key.audience, key.scope)).or_default().add(record.digest(&key));
                if !self.page_is_of(&key, &record)? {
                    audit.pages.insert((key.audience, key.scope));
                }
                audit.records += 1;
            }
            last = Some(name);
        }
        match last {
            Some(last) => audit.stage = Stage::Records(last),
            None => return Ok(true),
        }
        Ok(false)
    }

    fn audited(&self, audit: Audit) -> Audited {
        let places = self.digests.keys().chain(audit.inputs.keys()).chain(audit.states.keys());
        let fresh = Digests::new(self.table.number());
        let wrong = |place: &Place| {
            let kept = self.digests.get(place).copied().unwrap_or(fresh);
            let input = audit.inputs.get(place).copied().unwrap_or(fresh).input;
            let state = audit.states.get(place).copied().unwrap_or_default();
            kept.input != input || kept.state != state || audit.pages.contains(place)
        };
        let places: BTreeSet<Place> = places.copied().filter(wrong).collect();
        Audited { commits: audit.commits, records: audit.records, wrong: places.into_iter().collect() }
    }
}

#[cfg(test)]
impl State {
    /// For a test: the digest of a place that its records do not add up to.
    pub fn misstate(&mut self, audience: Audience, scope: EntityId) {
        if let Some(digests) = self.digests.get_mut(&(audience, scope)) {
            digests.state.add(crate::journal::id::Hash32([1; 32]));
        }
    }
}
