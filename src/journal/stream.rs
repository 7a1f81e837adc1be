//! What a machine holds, said briefly (向量): per stream its unbroken runs, one per branch, and per village
//! which bodies are missing; and the two questions that exchange asks of it: what is missing here, what
//! does the other lack.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::commit::Audience;
use super::entry::Entry;
use super::id::{CommitId, EntityId, Hash, StreamId};
use super::ledger::Ledger;

/// Headers of one stream that follow each other without a hole. Two runs that overlap are branches: a
/// copied folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Run {
    /// Lowest sequence.
    pub first: u64,
    /// Highest sequence.
    pub last: u64,
    /// Hash of the highest; its ancestors down to `first` are held too.
    pub hash: Hash,
}

/// How far the bodies of a village are held, of the headers held. What was purged is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Completeness {
    /// All of them.
    Complete,
    /// None of them.
    AllMissing,
    /// All but these commits' groups, ascending.
    Missing(Vec<CommitId>),
}

/// What a machine holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vector {
    /// Ascending by stream, runs ascending.
    pub streams: Vec<(StreamId, Vec<Run>)>,
    /// Ascending by scope, zeros too.
    pub scopes: Vec<(EntityId, Completeness)>,
}

/// Sequences of a stream of which no header is held, though later ones are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The stream.
    pub stream: StreamId,
    /// First missing.
    pub first: u64,
    /// Last missing.
    pub last: u64,
}

/// What another machine lacks of what is held here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lacking {
    /// Headers, by stream and sequence; bodies go with them as the receiver's scope allows.
    pub headers: Vec<Hash>,
    /// Groups of headers that it holds already.
    pub bodies: Vec<(Hash, EntityId)>,
}

/// What a receiver may be given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    /// An office machine: all villages, and the streams of the office.
    pub office: bool,
    /// The villages otherwise.
    pub villages: BTreeSet<EntityId>,
}

impl Reach {
    /// True if bodies of this scope may go there.
    pub fn includes(&self, scope: EntityId) -> bool {
        self.office || scope.is_zero() || self.villages.contains(&scope)
    }
}

impl Vector {
    /// The runs of a stream.
    pub fn runs(&self, stream: StreamId) -> &[Run] {
        let at = self.streams.binary_search_by_key(&stream, |(stream, _)| *stream);
        at.ok().and_then(|at| self.streams.get(at)).map_or(&[], |(_, runs)| runs)
    }

    /// Streams with branches: folders that were copied and went on in both places.
    pub fn branched(&self) -> Vec<StreamId> {
        self.streams.iter().filter(|(_, runs)| overlap(runs)).map(|(stream, _)| *stream).collect()
    }

    fn body_missing(&self, commit: CommitId, scope: EntityId) -> bool {
        let at = self.scopes.binary_search_by_key(&scope, |(scope, _)| *scope);
        match at.ok().and_then(|at| self.scopes.get(at)) {
            None | Some((_, Completeness::AllMissing)) => true,
            Some((_, Completeness::Complete)) => false,
            Some((_, Completeness::Missing(commits))) => commits.binary_search(&commit).is_ok(),
        }
    }
}

/// True if runs are branches of one line.
fn overlap(runs: &[Run]) -> bool {
    runs.windows(2).any(|pair| pair[1].first <= pair[0].last)
}

impl Ledger {
    /// What is held here. Headers whose signature cannot be checked yet are left out: having them sent
    /// again is harmless.
    pub fn vector(&self) -> Vector {
        let streams = self.streams.keys().map(|stream| (*stream, self.runs(*stream)));
        let streams = streams.filter(|(_, runs)| !runs.is_empty()).collect();
        let mut scopes: BTreeMap<EntityId, (usize, Vec<CommitId>)> = BTreeMap::new();
        for entry in self.entries().filter(|entry| entry.is_signed()) {
            let missing = entry.missing_scopes();
            for group in &entry.header.groups {
                let (held, lacking) = scopes.entry(group.scope).or_default();
                if missing.contains(&group.scope) { lacking.push(entry.id) } else { *held += 1 }
            }
        }
        let completeness = |(held, missing): (usize, Vec<CommitId>)| match (held, missing.is_empty()) {
            (_, true) => Completeness::Complete,
            (0, false) => Completeness::AllMissing,
            _ => Completeness::Missing(missing),
        };
        let scopes = scopes.into_iter().map(|(scope, counts)| (scope, completeness(counts))).collect();
        Vector { streams, scopes }
    }

    fn signed_of(&self, stream: StreamId) -> impl Iterator<Item = &Entry> {
        let headers = self.streams.get(&stream).map(|index| &index.headers);
        let entries = headers.into_iter().flatten().filter_map(|(_, hash)| self.entry(hash));
        entries.filter(|entry| entry.is_signed())
    }

    /// The unbroken runs of a stream; each ends at a header that none follows.
    pub fn runs(&self, stream: StreamId) -> Vec<Run> {
        // The lowest sequence of each header's line: headers come in the order of their sequences.
        let mut lowest: BTreeMap<Hash, u64> = BTreeMap::new();
        let mut tips: BTreeMap<Hash, u64> = BTreeMap::new();
        for entry in self.signed_of(stream) {
            let header = &entry.header;
            tips.remove(&header.previous);
            tips.insert(entry.hash, header.sequence);
            let first = lowest.get(&header.previous).copied().unwrap_or(header.sequence);
            lowest.insert(entry.hash, first);
        }
        let run =
            |(hash, last): (Hash, u64)| Run { first: lowest.get(&hash).copied().unwrap_or(last), last, hash };
        let mut runs: Vec<Run> = tips.into_iter().map(run).collect();
        runs.sort_unstable();
        runs
    }

    /// Streams with branches: folders that were copied and went on in both places.
    pub fn branched(&self) -> Vec<StreamId> {
        let streams = self.streams.keys().copied();
        streams.filter(|stream| overlap(&self.runs(*stream))).collect()
    }

    /// Every hole below a header that is held, by stream: what waits for whom.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = BTreeSet::new();
        for (stream, index) in &self.streams {
            let held: BTreeSet<u64> = index.headers.iter().map(|(sequence, _)| *sequence).collect();
            for (sequence, hash) in &index.headers {
                let Some(entry) = self.entry(hash) else { continue };
                if *sequence == 1 || entry.is_forged() || self.entry(&entry.header.previous).is_some() {
                    continue;
                }
                let last = sequence - 1;
                // On a branch of its own the one before is missing even where another header has that number.
                let below = held.range(..last).next_back().copied().unwrap_or(0);
                gaps.insert(Gap { stream: *stream, first: below + 1, last });
            }
        }
        gaps.into_iter().collect()
    }

    /// What the holder of `theirs` lacks and may be given. A stream whose last hash there is unknown here
    /// goes whole.
    pub fn lacking(&self, theirs: &Vector, reach: &Reach) -> Lacking {
        let mut lacking = Lacking::default();
        for stream in self.streams.keys() {
            if self.audience(*stream) == Some(Audience::Office) && !reach.office {
                continue;
            }
            let held = self.held_there(theirs.runs(*stream));
            for entry in self.signed_of(*stream) {
                if !held.contains(&entry.hash) {
                    lacking.headers.push(entry.hash);
                    continue;
                }
                let missing = entry.missing_scopes();
                let scopes = entry.header.groups.iter().map(|group| group.scope);
                let wanted = scopes.filter(|scope| reach.includes(*scope) && !missing.contains(scope));
                let wanted = wanted.filter(|scope| theirs.body_missing(entry.id, *scope));
                lacking.bodies.extend(wanted.map(|scope| (entry.hash, scope)));
            }
        }
        lacking
    }

    /// The headers that these runs prove to be held: the named ones and their ancestors down to the run's
    /// first.
    fn held_there(&self, runs: &[Run]) -> BTreeSet<Hash> {
        let mut held = BTreeSet::new();
        for run in runs {
            let mut at = run.hash;
            while let Some(entry) = self.entry(&at).filter(|entry| entry.header.sequence >= run.first) {
                if !held.insert(at) {
                    // Shared with a branch that may have begun higher up: go on only below what is known.
                    if self.entry(&entry.header.previous).is_none_or(|below| held.contains(&below.hash)) {
                        break;
                    }
                }
                at = entry.header.previous;
            }
        }
        held
    }
}
