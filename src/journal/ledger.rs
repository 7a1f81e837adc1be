//! The ledger (总账): which commits this machine holds and what each counts for. It keeps headers and judgements, never
//! bodies, so that 200,000 persons fit; what it knows of one commit is an [`Entry`] that the store keeps in sled, and
//! [`Ledger::restore`] makes the same ledger of the entries in any order, without checking a signature again.
//! Statuses are never stored: they follow from the entries.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};

use super::authority::{Authority, Candidate, EndV1};
use super::codec::{self, CodecError, LateBodies};
use super::commit::{Audience, Commit, GroupBodies, Header};
use super::counting::{self, Held, Judgement, OpStatus};
use super::hash;
use super::id::{CommitId, EntityId, Hash, StreamId};
use super::operation::Op;
use super::standing::{Lineages, Standing};
use super::table::Table;
use super::verify;

/// Most bytes of one entry.
const ENTRY_BYTES_MAX: usize = 4 << 20;
/// Most signatures kept of one header while its key is unknown.
const SIGNATURES_MAX: usize = 16;

/// Whether the device signed a header.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Signed {
    Holds,
    Fails,
    /// The key is in the first header, which is missing; every signature that came is kept until it is there.
    Unknown(Vec<u8>, Vec<Vec<u8>>),
}

/// Equal judgements of operations that follow each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    count: u16,
    judgement: Judgement,
}

/// What the ledger keeps of one commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its id.
    pub id: CommitId,
    /// Its hash.
    pub hash: Hash,
    /// Its header.
    pub header: Header,
    signed: Signed,
    stretches: Vec<Stretch>,
    /// The operations of a commit with authority.
    pub(super) authority: Vec<(u16, Op)>,
}

impl Entry {
    /// Its bytes, for the store; rebuildable, so their layout may change with the store's projection number.
    pub fn encode(&self) -> Result<Vec<u8>, CodecError> {
        codec::encode_limited("ledger entry", self, ENTRY_BYTES_MAX)
    }

    /// Reads what [`Entry::encode`] wrote.
    pub fn decode(bytes: &[u8]) -> Result<Self, CodecError> {
        codec::decode_limited("ledger entry", bytes, ENTRY_BYTES_MAX)
    }

    /// The stream that it stands in or opens.
    pub fn stream(&self) -> StreamId {
        if self.header.opening.is_some() { hash::stream_id(self.hash) } else { self.header.stream }
    }

    /// True if its device is known to have signed it.
    pub(super) fn is_signed(&self) -> bool {
        self.signed == Signed::Holds
    }

    /// True if somebody else signed it.
    pub(super) fn is_forged(&self) -> bool {
        self.signed == Signed::Fails
    }

    pub(super) fn judgements(&self) -> impl Iterator<Item = &Judgement> {
        let stretches = self.stretches.iter();
        stretches.flat_map(|run| std::iter::repeat_n(&run.judgement, usize::from(run.count)))
    }

    /// True if the commit holds authority operations and nothing else.
    pub(super) fn is_authority(&self) -> bool {
        !self.authority.is_empty()
    }

    /// The scopes of groups of which a body is withheld; what was purged is not missed.
    pub fn missing_scopes(&self) -> Vec<EntityId> {
        let mut judgements = self.judgements();
        let groups = self.header.groups.iter().filter(|group| {
            let members = judgements.by_ref().take(usize::from(group.count)).collect::<Vec<_>>();
            members.into_iter().any(|judgement| *judgement == Judgement::Held(Held::BodyWithheld))
        });
        groups.map(|group| group.scope).collect()
    }
}

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
    /// Other commits of which an operation's status changed: fold the records that they touch again. Holds this commit's
    /// own id only where another commit claims it too.
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
    newest: u64,
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
            newest: 0,
        }
    }

    /// The same ledger again, of its entries in any order.
    pub fn restore(data_set: Hash, entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut ledger = Self::new(data_set);
        for entry in entries {
            ledger.insert(entry);
        }
        ledger.authority = ledger.gather();
        let all: BTreeSet<Hash> = ledger.nodes.keys().copied().collect();
        ledger.judge(&all);
        ledger
    }

    /// Takes in a commit, own or received, first time or again. Costs the size of the commit, unless it brings authority, a
    /// first header after its followers, or belongs to a stream that an end names.
    pub fn admit(&mut self, commit: &Commit, table: &dyn Table) -> Result<Admission, Refusal> {
        let judged = counting::judge_bodies(commit, table);
        let novelty = match self.nodes.get_mut(&commit.hash) {
            Some(node) => node.entry.merge(commit, &judged),
            None => {
                self.insert(entry_of(commit, &judged));
                Novelty::Header
            }
        };
        let fresh_stream = novelty == Novelty::Header && commit.header.opening.is_some();
        let refused = if fresh_stream { self.check_own(commit) } else { self.check(commit.hash) };
        if refused && novelty == Novelty::Header {
            self.remove(commit.hash);
            return Err(Refusal::Signature { commit: commit.id });
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
        self.newest = self.newest.max(entry.header.hybrid);
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
        let first = self.streams.get(&node.entry.stream()).and_then(|index| index.first);
        let (Some(first), Signed::Unknown(bytes, signatures)) = (first, &node.entry.signed) else {
            return node.entry.is_forged();
        };
        let holds = signatures
            .iter()
            .filter_map(|signature| <&[u8; 64]>::try_from(signature.as_slice()).ok())
            .any(|signature| verify::signature_holds(&first.key, bytes, signature));
        node.entry.signed = if holds { Signed::Holds } else { Signed::Fails };
        !holds
    }

    fn of_stream(&self, stream: StreamId) -> Vec<Hash> {
        let headers = self.streams.get(&stream).map(|index| &index.headers);
        headers.into_iter().flatten().map(|(_, hash)| *hash).collect()
    }

    /// Judges again what this arrival can have touched. Gives the other commits whose operations' statuses changed.
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

    /// The newest hybrid time held: where [`super::HybridClock`] goes on (a forged far future is bounded by the clock).
    pub fn newest_hybrid(&self) -> u64 {
        self.newest
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
        let judgements = node.entry.judgements();
        judgements.zip(0_u16..).map(|(judgement, index)| node.standing.status(judgement, index)).collect()
    }

    /// What the commit as a whole is worth; single operations can be worth less.
    pub fn standing(&self, hash: &Hash) -> Option<&Standing> {
        self.nodes.get(hash).map(|node| &node.standing)
    }
}

fn entry_of(commit: &Commit, judged: &[(Judgement, Option<Op>)]) -> Entry {
    let mut entry = Entry {
        id: commit.id,
        hash: commit.hash,
        header: commit.header.clone(),
        signed: Signed::Unknown(commit.header_bytes.clone(), vec![commit.signature.to_vec()]),
        stretches: Vec::new(),
        authority: authority_ops(judged),
    };
    entry.set_judgements(judged.iter().map(|(judgement, _)| judgement.clone()));
    entry
}

fn authority_ops(judged: &[(Judgement, Option<Op>)]) -> Vec<(u16, Op)> {
    let ops = judged.iter().zip(0_u16..).filter(|((judgement, _), _)| *judgement == Judgement::Authority);
    ops.filter_map(|((_, op), index)| Some((index, op.clone()?))).collect()
}

impl Entry {
    fn set_judgements(&mut self, judgements: impl Iterator<Item = Judgement>) {
        self.stretches.clear();
        for judgement in judgements {
            match self.stretches.last_mut().filter(|last| last.judgement == judgement) {
                Some(last) => last.count += 1,
                None => self.stretches.push(Stretch { count: 1, judgement }),
            }
        }
    }

    /// Takes in what a further copy of the commit brings: a signature while none held, bodies that were not here.
    fn merge(&mut self, commit: &Commit, judged: &[(Judgement, Option<Op>)]) -> Novelty {
        let signature = commit.signature.to_vec();
        let signed = match &mut self.signed {
            Signed::Unknown(_, known) if known.len() < SIGNATURES_MAX && !known.contains(&signature) => {
                known.push(signature);
                true
            }
            Signed::Fails => {
                self.signed = Signed::Unknown(commit.header_bytes.clone(), vec![signature]);
                true
            }
            _ => false,
        };
        let novelty = self.merge_bodies(judged);
        if signed { Novelty::Bodies } else { novelty }
    }

    /// A group that comes whole replaces what was known of it; else each body fills its own place.
    fn merge_bodies(&mut self, judged: &[(Judgement, Option<Op>)]) -> Novelty {
        let known: Vec<Judgement> = self.judgements().cloned().collect();
        let mut merged = known.clone();
        let mut at = 0;
        for group in &self.header.groups {
            let members = at..at + usize::from(group.count);
            at = members.end;
            let whole = judged.iter().skip(members.start).take(members.len());
            let whole =
                whole.clone().count() == members.len() && whole.clone().all(|(new, _)| !new.is_bodiless());
            let lacks = known.iter().skip(members.start).take(members.len()).any(Judgement::is_bodiless);
            for index in members {
                let (Some(own), Some((new, _))) = (merged.get_mut(index), judged.get(index)) else {
                    continue;
                };
                let fills = own.is_bodiless() && *new != Judgement::Held(Held::BodyWithheld);
                if whole && lacks || fills {
                    *own = new.clone();
                }
            }
        }
        if merged == known {
            return Novelty::Nothing;
        }
        let mut authority: BTreeMap<u16, Op> = std::mem::take(&mut self.authority).into_iter().collect();
        authority.extend(authority_ops(judged));
        authority.retain(|index, _| merged.get(usize::from(*index)) == Some(&Judgement::Authority));
        self.authority = authority.into_iter().collect();
        self.set_judgements(merged.into_iter());
        Novelty::Bodies
    }
}
