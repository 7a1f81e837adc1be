//! What the ledger keeps of one commit: its header, whether it is signed, and what each operation's bytes
//! said when they were read, but never the bodies themselves. The store keeps these entries; statuses
//! follow from them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::codec::{self, CodecError};
use super::commit::{Commit, Header};
use super::counting::{Held, Judgement};
use super::hash;
use super::id::{CommitId, EntityId, Hash, StreamId};
use super::ledger::Novelty;
use super::operation::Op;
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
    pub fn is_signed(&self) -> bool {
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
    pub fn is_authority(&self) -> bool {
        !self.authority.is_empty()
    }

    /// The scopes of groups of which a body is not here, never came or purged: what would have to be sent to whoever is
    /// to hold them.
    pub fn missing_scopes(&self) -> Vec<EntityId> {
        let mut judgements = self.judgements();
        let groups = self.header.groups.iter().filter(|group| {
            let members = judgements.by_ref().take(usize::from(group.count)).collect::<Vec<_>>();
            members.into_iter().any(Judgement::is_bodiless)
        });
        groups.map(|group| group.scope).collect()
    }
}

impl Entry {
    /// Forgets what the bodies of one scope said; false if none was here.
    pub(super) fn purge(&mut self, scope: EntityId) -> bool {
        let mut judgements: Vec<Judgement> = self.judgements().cloned().collect();
        let (mut at, mut any) = (0, false);
        for group in &self.header.groups {
            let members = judgements.iter_mut().skip(at).take(usize::from(group.count));
            at += usize::from(group.count);
            for judgement in members.filter(|judgement| group.scope == scope && !judgement.is_bodiless()) {
                *judgement = Judgement::Held(Held::BodyPurged);
                any = true;
            }
        }
        self.set_judgements(judgements.into_iter());
        any
    }
}

fn authority_ops(judged: &[(Judgement, Option<Op>)]) -> Vec<(u16, Op)> {
    let ops = judged.iter().zip(0_u16..).filter(|((judgement, _), _)| *judgement == Judgement::Authority);
    ops.filter_map(|((_, op), index)| Some((index, op.clone()?))).collect()
}

impl Entry {
    /// The entry of a commit that was not held before; its signature is still to be checked.
    pub(super) fn new(commit: &Commit, judged: &[(Judgement, Option<Op>)]) -> Self {
        let mut entry = Self {
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

    /// Checks the signatures that came, now that the key is known. `vouched` = one that was checked a moment ago.
    pub(super) fn check(&mut self, key: &[u8; 32], vouched: Option<&[u8; 64]>) {
        let Signed::Unknown(bytes, signatures) = &self.signed else { return };
        let holds = signatures
            .iter()
            .filter_map(|signature| <&[u8; 64]>::try_from(signature.as_slice()).ok())
            .any(|signature| vouched == Some(signature) || verify::signature_holds(key, bytes, signature));
        self.signed = if holds { Signed::Holds } else { Signed::Fails };
    }

    fn set_judgements(&mut self, judgements: impl Iterator<Item = Judgement>) {
        self.stretches.clear();
        for judgement in judgements {
            match self.stretches.last_mut().filter(|last| last.judgement == judgement) {
                Some(last) => last.count += 1,
                None => self.stretches.push(Stretch { count: 1, judgement }),
            }
        }
    }

    /// Takes in what a further copy of the commit brings: a signature while none held, bodies that were not
    /// here.
    pub(super) fn merge(&mut self, commit: &Commit, judged: &[(Judgement, Option<Op>)]) -> Novelty {
        let signature = commit.signature.to_vec();
        let signed = match &mut self.signed {
            Signed::Unknown(_, known) if known.len() < SIGNATURES_MAX && !known.contains(&signature) => {
                known.push(signature);
                true
            }
            // Another copy may bring the true signature; whether it does is the ledger's to see.
            Signed::Fails => {
                self.signed = Signed::Unknown(commit.header_bytes.clone(), vec![signature]);
                false
            }
            _ => false,
        };
        let novelty = self.merge_bodies(judged);
        if signed { Novelty::Bodies } else { novelty }
    }

    /// A group that comes whole replaces what was known of it; else each body fills its own place.
    pub(super) fn merge_bodies(&mut self, judged: &[(Judgement, Option<Op>)]) -> Novelty {
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
