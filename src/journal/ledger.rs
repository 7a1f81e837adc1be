//! The ledger (总账): which commits this machine holds and what each counts for. It keeps headers and
//! judgements, never bodies, so that 200,000 persons fit; what it knows of one commit is an [`Entry`] that
//! the store keeps in sled, and [`Ledger::restore`] makes the same ledger of the entries in any order,
//! without checking a signature again. Statuses are never stored: they follow from the entries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::authority::{Authority, Candidate, EndV1};
use super::clock::HybridClock;
use super::codec::LateBodies;
use super::commit::{Audience, Commit, GroupBodies};
use super::counting::{self, Held, OpStatus, Quarantine};
use super::entry::Entry;
use super::id::{CommitId, EntityId, Hash, StreamId};
use super::operation::Op;
use super::standing::{Lineages, Standing};
use super::table::Table;
use super::verify;

/// Why a commit or bodies are refused at the door: nothing of them is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The device did not sign this.
    #[error("commit {commit:?}: the signature does not hold")]
    Signature {
        /// The commit.
        commit: CommitId,
    },
    /// Bodies whose header is not held.
    #[error("commit {commit:?} is unknown")]
    CommitUnknown {
        /// The commit.
        commit: CommitId,
    },
    /// Bodies that are not those of the header.
    #[error("commit {commit:?}: bodies do not fit their hash")]
    BodiesDoNotFit {
        /// The commit.
        commit: CommitId,
        /// The scope.
        scope: EntityId,
    },
}

/// What was new about an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Novelty {
    /// The header was not held before.
    Header,
    /// The header was; bodies (or a signature that was still open) were not.
    Bodies,
    /// Nothing: it need not be stored.
    Nothing,
}

/// What the ledger says about an arrival.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The commit.
    pub id: CommitId,
    /// Its hash.
    pub hash: Hash,
    /// What was new.
    pub novelty: Novelty,
    /// One per operation, in order.
    pub statuses: Vec<OpStatus>,
    /// The operations of the bodies that came with this arrival, by index: fold those that are counted.
    pub ops: Vec<Option<Op>>,
    /// Other commits of which an operation's status changed: fold the records that they touch again. Holds
    /// this commit's own id only where another commit claims it too.
    pub changed: Vec<CommitId>,
}

pub(super) struct Node {
    pub(super) entry: Entry,
    standing: Standing,
}

/// One stream as far as its headers are here.
#[derive(Clone, Debug, Default)]
pub(super) struct StreamIndex {
    pub(super) first: Option<First>,
    pub(super) headers: BTreeSet<(u64, Hash)>,
}

/// What a stream's first header said.
#[derive(Clone, Copy, Debug)]
pub(super) struct First {
    pub(super) key: [u8; 32],
    pub(super) data_set: Hash,
    pub(super) audience: Audience,
}

/// All commits of one data set that this machine holds.
pub struct Ledger {
    data_set: Hash,
    pub(super) nodes: HashMap<Hash, Node>,
    pub(super) ids: BTreeMap<CommitId, Vec<Hash>>,
    pub(super) streams: BTreeMap<StreamId, StreamIndex>,
    authority: Authority,
    /// Signatures that were checked under the stream's key a moment ago, by header: they are not checked again.
    vouched: HashMap<Hash, [u8; 64]>,
}

impl Ledger {
    /// An empty one. `data_set` = hash of the founding header.
    pub fn new(data_set: Hash) -> Self {
        Self {
            data_set,
            nodes: HashMap::new(),
            ids: BTreeMap::new(),
            streams: BTreeMap::new(),
            authority: Authority::default(),
            vouched: HashMap::new(),
        }
    }

    /// Takes these signatures for checked, and no others: whoever says so has admitted the same headers, with the same
    /// signatures, to a ledger that holds what this one holds.
    pub fn vouch(&mut self, vouched: impl IntoIterator<Item = (Hash, [u8; 64])>) {
        self.vouched = vouched.into_iter().collect();
    }

    /// The same ledger again, of its entries in any order.
    pub fn restore(data_set: Hash, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut ledger = Self::new(data_set);
        for entry in entries {
            ledger.insert(entry);
        }
        let all: BTreeSet<Hash> = ledger.nodes.keys().copied().collect();
        // Kept before their stream's first header came, which alone was kept again with what it brought.
        for hash in &all {
            ledger.check(*hash);
        }
        ledger.authority = ledger.gather();
        ledger.judge(&all);
        ledger
    }

    /// Takes in a commit, own or received, first time or again. Costs the size of the commit, unless it
    /// brings authority, a first header after its followers, or belongs to a stream that an end names.
    pub fn admit(&mut self, commit: &Commit, table: &dyn Table) -> Result<Admission, Refusal> {
        let judged = counting::judge_bodies(commit, table);
        let was_forged = self.entry(&commit.hash).is_some_and(Entry::is_forged);
        let mut novelty = match self.nodes.get_mut(&commit.hash) {
            Some(node) => node.entry.merge(commit, &judged),
            None => {
                self.insert(Entry::new(commit, &judged));
                Novelty::Header
            }
        };
        let fresh_stream = novelty == Novelty::Header && commit.header.opening.is_some();
        let refused = if fresh_stream { self.check_own(commit) } else { self.check(commit.hash) };
        if refused && novelty == Novelty::Header {
            self.remove(commit.hash);
            return Err(Refusal::Signature { commit: commit.id });
        }
        if was_forged && !refused {
            novelty = Novelty::Bodies;
        }
        let changed =
            if novelty == Novelty::Nothing { Vec::new() } else { self.settle(commit.hash, fresh_stream) };
        Ok(Admission {
            id: commit.id,
            hash: commit.hash,
            novelty,
            statuses: self.statuses(&commit.hash),
            ops: judged.into_iter().map(|(_, op)| op).collect(),
            changed,
        })
    }

    /// Takes in bodies that come after their header.
    pub fn admit_bodies(&mut self, late: LateBodies, table: &dyn Table) -> Result<Admission, Refusal> {
        let LateBodies { commit, scope, slots } = late;
        let hashes = self.ids.get(&commit).ok_or(Refusal::CommitUnknown { commit })?;
        let fitting = hashes.iter().filter_map(|hash| self.nodes.get(hash)).find_map(|node| {
            let header = &node.entry.header;
            let at = header.groups.iter().position(|group| group.scope == scope)?;
            let group = &header.groups[at];
            verify::fits(group.count, group.hash, &slots).then(|| (header.clone(), node.entry.hash, at))
        });
        let (header, hash, at) = fitting.ok_or(Refusal::BodiesDoNotFit { commit, scope })?;
        let mut bodies = vec![GroupBodies::Withheld; header.groups.len()];
        bodies[at] = GroupBodies::Present(slots);
        // The entry has its signature already: what counts here are the bodies, which fit the signed header.
        let commit =
            Commit { header_bytes: Vec::new(), header, signature: [0; 64], bodies, id: commit, hash };
        let judged = counting::judge_bodies(&commit, table);
        let novelty = match self.nodes.get_mut(&hash) {
            Some(node) => node.entry.merge_bodies(&judged),
            None => Novelty::Nothing,
        };
        let changed = if novelty == Novelty::Nothing { Vec::new() } else { self.settle(hash, false) };
        let ops = judged.into_iter().map(|(_, op)| op).collect();
        Ok(Admission { id: commit.id, hash, novelty, statuses: self.statuses(&hash), ops, changed })
    }

    fn insert(&mut self, entry: Entry) {
        let (hash, stream) = (entry.hash, entry.stream());
        let index = self.streams.entry(stream).or_default();
        index.headers.insert((entry.header.sequence, hash));
        if let Some(opening) = &entry.header.opening {
            let (key, data_set, audience) = (opening.signing_key, opening.data_set, opening.audience);
            index.first = Some(First { key, data_set, audience });
        }
        let same = self.ids.entry(entry.id).or_default();
        if let Err(at) = same.binary_search(&hash) {
            same.insert(at, hash);
        }
        self.nodes.insert(hash, Node { entry, standing: Standing::Held(Held::FirstHeaderMissing) });
    }

    fn remove(&mut self, hash: Hash) {
        let Some(node) = self.nodes.remove(&hash) else { return };
        let stream = node.entry.stream();
        if let Some(index) = self.streams.get_mut(&stream) {
            index.headers.remove(&(node.entry.header.sequence, hash));
            if node.entry.header.opening.is_some() {
                index.first = None;
            }
            if index.headers.is_empty() {
                self.streams.remove(&stream);
            }
        }
        if let Some(same) = self.ids.get_mut(&node.entry.id) {
            same.retain(|other| *other != hash);
            if same.is_empty() {
                self.ids.remove(&node.entry.id);
            }
        }
    }

    /// Checks a new first header, and, if it holds, the followers that waited for it.
    fn check_own(&mut self, commit: &Commit) -> bool {
        if self.check(commit.hash) {
            return true;
        }
        for hash in self.of_stream(commit.stream()) {
            self.check(hash);
        }
        false
    }

    /// Checks the signature of an entry if the key is known now. True if it fails.
    fn check(&mut self, hash: Hash) -> bool {
        let Some(node) = self.nodes.get_mut(&hash) else { return false };
        if let Some(first) = self.streams.get(&node.entry.stream()).and_then(|index| index.first) {
            node.entry.check(&first.key, self.vouched.get(&hash));
        }
        node.entry.is_forged()
    }

    fn of_stream(&self, stream: StreamId) -> Vec<Hash> {
        let headers = self.streams.get(&stream).map(|index| &index.headers);
        headers.into_iter().flatten().map(|(_, hash)| *hash).collect()
    }

    /// Judges again what this arrival can have touched. Gives the other commits whose operations' statuses
    /// changed.
    fn settle(&mut self, hash: Hash, fresh_stream: bool) -> Vec<CommitId> {
        let Some(node) = self.nodes.get(&hash) else { return Vec::new() };
        let stream = node.entry.stream();
        let mut touched = BTreeSet::from([hash]);
        touched.extend(self.ids.get(&node.entry.id).into_iter().flatten());
        let names_stream = |end: &EndV1| end.accepted.iter().any(|accepted| accepted.stream == stream);
        if fresh_stream || self.authority.ends.values().any(names_stream) {
            touched.extend(self.of_stream(stream));
        }
        let speaks = |hash: &Hash| self.nodes.get(hash).is_some_and(|node| node.entry.is_authority());
        if touched.iter().any(speaks) {
            let authority = self.gather();
            if authority != self.authority {
                self.authority = authority;
                touched = self.nodes.keys().copied().collect();
            }
        }
        let mut changed = self.judge(&touched);
        changed.remove(&hash);
        let ids: BTreeSet<CommitId> =
            changed.iter().filter_map(|hash| self.nodes.get(hash)).map(|node| node.entry.id).collect();
        ids.into_iter().collect()
    }

    /// Gives each its standing. The result is those whose standing changed.
    fn judge(&mut self, touched: &BTreeSet<Hash>) -> BTreeSet<Hash> {
        let mut lineages = Lineages::default();
        let standings: Vec<(Hash, Standing)> = touched
            .iter()
            .filter_map(|hash| Some((*hash, self.nodes.get(hash)?)))
            .map(|(hash, node)| (hash, self.standing_of(&node.entry, &mut lineages)))
            .collect();
        let mut changed = BTreeSet::new();
        for (hash, standing) in standings {
            if let Some(node) = self.nodes.get_mut(&hash).filter(|node| node.standing != standing) {
                node.standing = standing;
                changed.insert(hash);
            }
        }
        changed
    }

    fn gather(&self) -> Authority {
        let mut candidates: Vec<Candidate<'_>> = self
            .nodes
            .values()
            .filter(|node| node.entry.is_authority())
            .filter_map(|node| self.candidate(&node.entry))
            .collect();
        candidates.sort_by_key(|candidate| (candidate.id, candidate.hash));
        Authority::gather(self.data_set, &candidates)
    }

    fn candidate<'a>(&self, entry: &'a Entry) -> Option<Candidate<'a>> {
        let first = self.sound(entry).ok()?;
        (first.audience == Audience::Everyone).then_some(Candidate {
            id: entry.id,
            hash: entry.hash,
            header: &entry.header,
            key: first.key,
            ops: &entry.authority,
        })
    }

    /// The data set.
    pub fn data_set(&self) -> Hash {
        self.data_set
    }

    /// Devices, officers, grants, ends, rulings, drawers as they count.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// The clock of the device with this key: after its own newest commit, and pulled by what arrived, at
    /// most 24 hours ahead of the wall clock. Runs through all headers: for the start of the program.
    pub fn clock(&self, signing_key: &[u8; 32], wall_ms: u64) -> HybridClock {
        let (mut own, mut others) = (0, 0);
        for entry in self.entries().filter(|entry| entry.is_signed()) {
            let newest =
                if self.signing_key(entry.stream()) == Some(*signing_key) { &mut own } else { &mut others };
            *newest = entry.header.hybrid.max(*newest);
        }
        let mut clock = HybridClock::after(own);
        clock.observe(others, wall_ms);
        clock
    }

    /// True if a header of this commit is held; what [`super::Record::waiting`] asks.
    pub fn holds(&self, commit: CommitId) -> bool {
        self.ids.contains_key(&commit)
    }

    /// The hashes of the headers with this id: one, unless two commits claim it.
    pub fn hashes(&self, commit: CommitId) -> &[Hash] {
        self.ids.get(&commit).map_or(&[], Vec::as_slice)
    }

    /// What is kept of a commit; the store writes it after each admission that was not [`Novelty::Nothing`].
    pub fn entry(&self, hash: &Hash) -> Option<&Entry> {
        self.nodes.get(hash).map(|node| &node.entry)
    }

    /// Every entry, by commit id.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.ids.values().flatten().filter_map(|hash| self.entry(hash))
    }

    /// Number of headers held.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// True before the first commit.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Who may hold a stream's records; none while its first header is missing.
    pub fn audience(&self, stream: StreamId) -> Option<Audience> {
        self.streams.get(&stream)?.first.map(|first| first.audience)
    }

    /// The key that signs a stream.
    pub fn signing_key(&self, stream: StreamId) -> Option<[u8; 32]> {
        self.streams.get(&stream)?.first.map(|first| first.key)
    }

    /// What each operation of a commit is worth now; empty for a commit that is not held.
    pub fn statuses(&self, hash: &Hash) -> Vec<OpStatus> {
        let Some(node) = self.nodes.get(hash) else { return Vec::new() };
        let judgements = node.entry.judgements().zip(0_u16..);
        let statuses = judgements.map(|(judgement, index)| node.standing.status(judgement, index));
        let everyone = self.audience(node.entry.stream()) == Some(Audience::Everyone);
        let sealed = OpStatus::Held(Held::Sealed);
        let misplaced = OpStatus::Quarantined(Quarantine::SealedForEveryone);
        statuses.map(|status| if everyone && status == sealed { misplaced } else { status }).collect()
    }

    /// What the commit as a whole is worth; single operations can be worth less.
    pub fn standing(&self, hash: &Hash) -> Option<&Standing> {
        self.nodes.get(hash).map(|node| &node.standing)
    }
}
