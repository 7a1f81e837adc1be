//! A rehearsal (预演): what an arrival would do, worked out on a copy of the ledger and of the touched records, with
//! nothing written. What counts is a function of the set of commits held, and a record is a union of sets; so folding
//! what the whole arrival leaves to count comes to exactly what taking it in one by one comes to.
//!
//! Each arrival is folded as it is judged, in one pass; only if something is judged otherwise once more has come (an end,
//! a ruling, a first header behind its followers) all are folded anew under the judgement at the end.
//!
//! Records are rehearsed in parts, so that memory stays bounded when a whole office arrives.

use std::collections::btree_map::Entry as Slot;
use std::collections::{BTreeMap, BTreeSet};

use crate::journal::codec::Frame;
use crate::journal::counting::{Held, Quarantine};
use crate::journal::{
    Audience, Commit, CommitId, Digests, EntityId, Entry, GroupBodies, Hash, Ledger, Novelty, Op, OpId,
    OpStatus, Record, RecordKey, StreamId, codec::LateBodies, hash,
};

use super::holding::{Holding, Placed, placed, placed_as};

const SIGNED: &str = "kuqu signed 1";

/// What is to be done with one record of a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// New: into the journal. With what names header and signature, if the signature was checked and holds.
    Take(Option<Hash>),
    /// Here already.
    Known,
    /// Never into the journal, with the reason in short English.
    Refuse(String),
}

/// A record before and after.
#[derive(Clone, Debug)]
pub struct Touched {
    /// As it is; none if it is not there.
    pub before: Option<Record>,
    /// As it would be.
    pub after: Record,
}

/// Which operation it is, and who signed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The operation.
    pub op: OpId,
    /// The stream that it stands in.
    pub stream: StreamId,
    /// Its commit's number in that stream.
    pub sequence: u64,
    /// The officer whom the header names.
    pub officer: EntityId,
}

/// An operation that arrives and does not count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Uncounted {
    /// Not yet.
    Held(Origin, Held),
    /// Not.
    Quarantined(Origin, Quarantine),
}

/// What the ledger says of everything that arrives.
pub struct Judging {
    ledger: Ledger,
    /// Commits that may count otherwise than when they came, in this arrival or before.
    stirred: BTreeSet<Hash>,
}

/// The ledger as it would be, with all that counts otherwise.
pub struct Judged {
    /// With the arrivals.
    pub ledger: Ledger,
    /// Nothing came to count otherwise than when it came: what was folded on the way stands.
    pub settled: bool,
    /// Commits held before of which an operation counts otherwise.
    changed: Vec<Hash>,
}

impl Judging {
    /// Begins with a copy of what is held.
    pub fn new<H: Holding>(holding: &H) -> Self {
        let ledger = holding.ledger();
        let ledger = Ledger::restore(ledger.data_set(), ledger.entries().cloned());
        Self { ledger, stirred: BTreeSet::new() }
    }

    /// Judges one arrival, and folds it as it is judged.
    pub fn admit<H: Holding>(
        &mut self,
        holding: &H,
        folding: &mut Folding,
        frame: &Frame,
    ) -> Result<Verdict, H::Error> {
        let admitted = match frame {
            Frame::Commit(commit) => self.ledger.admit(commit, holding.table()),
            Frame::Bodies(late) => self.ledger.admit_bodies(late.clone(), holding.table()),
            Frame::Local(_) => return Ok(Verdict::Refuse("a local fact".to_owned())),
        };
        Ok(match admitted {
            Err(refusal) => Verdict::Refuse(refusal.to_string()),
            Ok(admission) if admission.novelty == Novelty::Nothing => Verdict::Known,
            Ok(admission) => {
                self.stirred.extend(admission.changed.iter().flat_map(|id| self.ledger.hashes(*id)));
                if self.stirred.is_empty() {
                    let (ops, statuses) = (admission.ops, admission.statuses);
                    folding.fold_as(holding, &self.ledger, frame, |ledger, commit| {
                        placed_as(ledger, commit, ops, &statuses)
                    })?;
                }
                Verdict::Take(self.proven(frame))
            }
        })
    }

    /// What names header and signature of a commit whose signature was found to hold.
    fn proven(&self, frame: &Frame) -> Option<Hash> {
        let Frame::Commit(commit) = frame else { return None };
        let holds = self.ledger.entry(&commit.hash).is_some_and(Entry::is_signed);
        holds.then(|| signed(commit))
    }

    /// Ends the judging.
    pub fn finish<H: Holding>(self, holding: &H) -> Judged {
        let before = holding.ledger();
        let differs =
            |hash: &Hash| before.entry(hash).is_some() && before.statuses(hash) != self.ledger.statuses(hash);
        let settled = self.stirred.is_empty();
        let changed = self.stirred.iter().copied().filter(differs).collect();
        Judged { ledger: self.ledger, settled, changed }
    }
}

/// The signatures of some records that the first pass has checked: of the very headers and signatures that it saw.
pub fn vouched<'v>(
    frames: &[Option<Frame>],
    verdicts: impl Iterator<Item = &'v Verdict>,
) -> Vec<(Hash, [u8; 64])> {
    let of = |(frame, verdict): (&Option<Frame>, &Verdict)| match (frame, verdict) {
        (Some(Frame::Commit(commit)), Verdict::Take(Some(proven))) if signed(commit) == *proven => {
            Some((commit.hash, commit.signature))
        }
        _ => None,
    };
    frames.iter().zip(verdicts).filter_map(of).collect()
}

/// Names a header with its signature.
fn signed(commit: &Commit) -> Hash {
    hash::hash(SIGNED).fixed(&commit.hash.0).fixed(&commit.signature).finish()
}

/// Which records are folded in this round: those of part `number` of `of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// From 0.
    pub number: u8,
    /// At least 1.
    pub of: u8,
}

impl Share {
    /// True if a record of this entity belongs to it.
    fn includes(self, entity: EntityId) -> bool {
        let sum = entity.0.iter().fold(0_u8, |sum, byte| sum.wrapping_mul(31).wrapping_add(*byte));
        sum % self.of.max(1) == self.number
    }
}

/// The touched records.
pub struct Folding {
    share: Share,
    records: BTreeMap<RecordKey, Touched>,
    digests: BTreeMap<(Audience, EntityId), Digests>,
    uncounted: Vec<Uncounted>,
}

/// What a share of the records came to.
pub struct Folded {
    /// The touched records.
    pub records: BTreeMap<RecordKey, Touched>,
    /// The digests of their scopes as they would be, as far as this share changes them.
    pub predicted: Predicted,
    /// What arrives and does not count; all of it in the first share.
    pub uncounted: Vec<Uncounted>,
}

impl Folding {
    /// Begins with nothing.
    pub fn new(share: Share) -> Self {
        Self { share, records: BTreeMap::new(), digests: BTreeMap::new(), uncounted: Vec::new() }
    }

    /// Begins with the records that count otherwise than before.
    pub fn anew<H: Holding>(holding: &H, judged: &Judged, share: Share) -> Result<Self, H::Error> {
        let mut folding = Self::new(share);
        let mut anew = BTreeSet::new();
        let mut commits: BTreeSet<Hash> = BTreeSet::new();
        for hash in &judged.changed {
            let Some(commit) = holding.held(hash)? else { continue };
            let keys = placed(&judged.ledger, &commit).into_iter().filter_map(|placed| Some(placed.about?.0));
            anew.extend(keys.filter(|key| share.includes(key.entity)));
            commits.insert(*hash);
        }
        for key in &anew {
            let before = holding.record(key)?;
            let applied: BTreeSet<CommitId> =
                before.iter().flat_map(Record::applied).map(|(op, _)| op.commit()).collect();
            commits.extend(applied.into_iter().flat_map(|commit| judged.ledger.hashes(commit)));
            folding.records.insert(*key, Touched { before, after: Record::default() });
        }
        for hash in if anew.is_empty() { BTreeSet::new() } else { commits } {
            if let Some(commit) = holding.held(&hash)? {
                folding.fold_anew(holding, judged, &commit, &anew);
            }
        }
        Ok(folding)
    }

    fn fold_anew<H: Holding>(
        &mut self,
        holding: &H,
        judged: &Judged,
        commit: &Commit,
        anew: &BTreeSet<RecordKey>,
    ) {
        for placed in placed(&judged.ledger, commit) {
            let Some((key, op)) = placed.about.filter(|(key, _)| anew.contains(key)) else { continue };
            let Some(touched) = self.records.get_mut(&key) else { continue };
            let counted = placed.status == OpStatus::Counted;
            if counted {
                touched.after.apply(op, placed.id, commit.header.hybrid);
            }
            let was = touched.before.as_ref().is_some_and(|record| record.holds(placed.id));
            match (was, counted) {
                (false, true) => self.digests(holding, &key).count(placed.id, placed.body),
                (true, false) => self.digests(holding, &key).discount(placed.id, placed.body),
                _ => {}
            }
        }
    }

    /// Folds what counts of one arrival that was taken, under the judgement at the end.
    pub fn fold<H: Holding>(&mut self, holding: &H, judged: &Judged, frame: &Frame) -> Result<(), H::Error> {
        self.fold_as(holding, &judged.ledger, frame, placed)
    }

    /// Folds what counts of one arrival and notes what does not. The whole of an arrival that does not count is noted in
    /// the first share only.
    fn fold_as<H: Holding>(
        &mut self,
        holding: &H,
        ledger: &Ledger,
        frame: &Frame,
        placed: impl FnOnce(&Ledger, &Commit) -> Vec<Placed>,
    ) -> Result<(), H::Error> {
        let whole;
        let commit: &Commit = match frame {
            Frame::Commit(commit) => commit,
            Frame::Bodies(late) => match with_bodies(ledger, late) {
                Some(commit) => {
                    whole = commit;
                    &whole
                }
                None => return Ok(()),
            },
            Frame::Local(_) => return Ok(()),
        };
        let fresh = if self.share.number == 0 { fresh(holding.ledger(), commit) } else { BTreeSet::new() };
        for Placed { about, id, body, status } in placed(ledger, commit) {
            let origin = Origin {
                op: id,
                stream: commit.stream(),
                sequence: commit.header.sequence,
                officer: commit.header.officer,
            };
            let noted = fresh.contains(&id.index());
            match status {
                // An accusation is where it belongs; nobody is told that one came.
                OpStatus::Held(Held::Sealed) => {}
                OpStatus::Held(held) if noted => self.uncounted.push(Uncounted::Held(origin, held)),
                OpStatus::Quarantined(reason) if noted => {
                    self.uncounted.push(Uncounted::Quarantined(origin, reason))
                }
                OpStatus::Held(_) | OpStatus::Quarantined(_) => {}
                OpStatus::Counted => {
                    if let Some((key, op)) = about.filter(|(key, _)| self.share.includes(key.entity)) {
                        self.take(holding, key, op, (id, commit.header.hybrid, body))?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Folds one operation that counts: its id, hybrid time and body's hash.
    fn take<H: Holding>(
        &mut self,
        holding: &H,
        key: RecordKey,
        op: Op,
        (id, hybrid, body): (OpId, u64, Hash),
    ) -> Result<(), H::Error> {
        let touched = match self.records.entry(key) {
            Slot::Occupied(found) => found.into_mut(),
            Slot::Vacant(place) => {
                let before = holding.record(&key)?;
                let after = before.clone().unwrap_or_default();
                place.insert(Touched { before, after })
            }
        };
        let was = touched.before.as_ref().is_some_and(|record| record.holds(id));
        if touched.after.apply(op, id, hybrid) && !was {
            self.digests(holding, &key).count(id, body);
        }
        Ok(())
    }

    fn digests<H: Holding>(&mut self, holding: &H, key: &RecordKey) -> &mut Digests {
        let name = (key.audience, key.scope);
        self.digests.entry(name).or_insert_with(|| holding.digests_of(key.audience, key.scope))
    }

    /// What this share comes to.
    pub fn finish<H: Holding>(mut self, holding: &H) -> Folded {
        let records = std::mem::take(&mut self.records);
        for (key, touched) in &records {
            let after = Some(&touched.after).filter(|record| !record.is_empty());
            let before = touched.before.as_ref().map(|record| record.digest(key));
            self.digests(holding, key).restate(before, after.map(|record| record.digest(key)));
        }
        Folded { records, predicted: self.digests, uncounted: self.uncounted }
    }
}

/// The operations of a commit, by place, of whose group a body is not held yet.
fn fresh(ledger: &Ledger, commit: &Commit) -> BTreeSet<u16> {
    let missing = ledger.entry(&commit.hash).map(Entry::missing_scopes);
    let mut fresh = BTreeSet::new();
    let mut index = 0_u16;
    for group in &commit.header.groups {
        let end = index.saturating_add(group.count);
        if missing.as_ref().is_none_or(|missing| missing.contains(&group.scope)) {
            fresh.extend(index..end);
        }
        index = end;
    }
    fresh
}

/// Digests by (audience, scope).
pub type Predicted = BTreeMap<(Audience, EntityId), Digests>;

/// The commit that late bodies belong to, with these bodies and no others.
fn with_bodies(ledger: &Ledger, late: &LateBodies) -> Option<Commit> {
    let entries = ledger.hashes(late.commit).iter().filter_map(|hash| ledger.entry(hash));
    let fits = |entry: &&Entry| {
        let groups = entry.header.groups.iter();
        groups
            .filter(|group| group.scope == late.scope)
            .any(|group| crate::journal::verify::fits(group.count, group.hash, &late.slots))
    };
    let entry = entries.into_iter().find(fits)?;
    let bodies = entry.header.groups.iter().map(|group| {
        if group.scope == late.scope {
            GroupBodies::Present(late.slots.clone())
        } else {
            GroupBodies::Withheld
        }
    });
    Some(Commit {
        header_bytes: Vec::new(),
        header: entry.header.clone(),
        signature: [0; 64],
        bodies: bodies.collect(),
        id: entry.id,
        hash: entry.hash,
    })
}
