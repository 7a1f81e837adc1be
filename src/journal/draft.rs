//! Making a commit. Its id is known before its operations are, because it depends only on its place in the stream, the time
//! and random bytes; so an operation can name what an earlier one of the same act creates.

use super::codec::{self, CodecError};
use super::commit::{
    BODY_BYTES_MAX, Body, BodySlot, COMMIT_BYTES_MAX, Commit, Group, GroupBodies, Header, OPS_MAX, Opening,
};
use super::hash;
use super::id::{Act, CommitId, EntityId, Hash, OpId, StreamId};
use super::operation::Op;
use super::verify::{self, Misshapen};
use std::collections::BTreeSet;

/// Bytes kept back for a commit's header fields, signature and lengths when its size is checked while it grows.
const FRAME_OVERHEAD: usize = 512;
/// The same for each group and each body.
const ITEM_OVERHEAD: usize = 64;

/// The newest commit of a stream: what the next one follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The stream.
    pub stream: StreamId,
    /// Sequence of its newest commit.
    pub sequence: u64,
    /// That commit's hash.
    pub hash: Hash,
}

/// A place in a stream, with the id of the commit that will stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// The commit's id.
    pub id: CommitId,
    stream: StreamId,
    sequence: u64,
    previous: Hash,
    opening: Option<Opening>,
    wall_ms: u64,
    random: [u8; 8],
}

impl Seat {
    /// The place after `head`. `wall_ms` since 1970 UTC (48 bits); `random` drawn for this commit.
    pub fn after(head: Head, wall_ms: u64, random: [u8; 8]) -> Self {
        let sequence = head.sequence.saturating_add(1);
        Self {
            id: hash::commit_id(head.stream, sequence, wall_ms, random),
            stream: head.stream,
            sequence,
            previous: head.hash,
            opening: None,
            wall_ms,
            random,
        }
    }

    /// The first place of a new stream.
    pub fn opening(opening: Opening, wall_ms: u64, random: [u8; 8]) -> Self {
        Self {
            id: hash::commit_id(hash::opening_stand_in(&opening.signing_key), 1, wall_ms, random),
            stream: StreamId::ZERO,
            sequence: 1,
            previous: Hash::ZERO,
            opening: Some(opening),
            wall_ms,
            random,
        }
    }
}

/// Who does what: the part of a commit that a form knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deed {
    /// The act.
    pub act: Act,
    /// Part of the act, from 0.
    pub part: u16,
    /// True in the act's last part.
    pub last: bool,
    /// The acting officer.
    pub officer: EntityId,
    /// The grant under which the officer acts.
    pub grant: EntityId,
}

/// Why a commit cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// Operations must be pushed in ascending order of scope, because their ids run through the groups.
    #[error("scope {scope:?} after {before:?}")]
    ScopeOrder {
        /// The scope pushed.
        scope: EntityId,
        /// The scope pushed before it.
        before: EntityId,
    },
    /// The same record twice in one commit: put both changes into one operation.
    #[error("kind {kind}, entity {entity:?} twice in one commit")]
    RecordTwice {
        /// Its kind.
        kind: u16,
        /// Its entity.
        entity: EntityId,
    },
    /// More than 2,000 operations: split the act into parts.
    #[error("more than {OPS_MAX} operations")]
    TooManyOps,
    /// More than 2 MiB: split the act into parts.
    #[error("more than {COMMIT_BYTES_MAX} bytes")]
    TooLarge,
    /// One operation is too long or has a wrong shape.
    #[error(transparent)]
    Codec(#[from] CodecError),
}

impl From<Misshapen> for DraftError {
    fn from(shape: Misshapen) -> Self {
        Self::Codec(shape.into())
    }
}

/// A commit under construction. A refused push leaves it as it was.
#[derive(Clone, Debug)]
pub struct Draft {
    seat: Seat,
    deed: Deed,
    groups: Vec<(EntityId, Vec<Body>)>,
    records: BTreeSet<(EntityId, u16, EntityId)>,
    count: u16,
    bytes: usize,
}

impl Draft {
    /// An empty commit at this place.
    pub fn new(seat: Seat, deed: Deed) -> Self {
        Self { seat, deed, groups: Vec::new(), records: BTreeSet::new(), count: 0, bytes: FRAME_OVERHEAD }
    }

    /// The id that the next operation pushed will have; of an operation that creates an entity, [`OpId::entity`].
    pub fn next_id(&self) -> OpId {
        OpId::new(self.seat.id, self.count)
    }

    /// Number of operations so far.
    pub fn len(&self) -> usize {
        usize::from(self.count)
    }

    /// True before the first operation.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Adds an operation in a scope; scopes must ascend. Gives its id.
    pub fn push(&mut self, scope: EntityId, op: &Op) -> Result<OpId, DraftError> {
        let bytes = codec::encode_op(op)?;
        let record = (scope, op.kind, op.entity);
        if self.records.contains(&record) {
            return Err(DraftError::RecordTwice { kind: op.kind, entity: op.entity });
        }
        let id = self.push_body(scope, 0, bytes)?;
        self.records.insert(record);
        Ok(id)
    }

    /// Adds an accusation that is already sealed to the drawer (form 1); only in a stream of the office.
    pub fn push_sealed(&mut self, scope: EntityId, bytes: Vec<u8>) -> Result<OpId, DraftError> {
        if bytes.len() > BODY_BYTES_MAX {
            return Err(Misshapen::BodyTooLong { length: bytes.len() }.into());
        }
        self.push_body(scope, 1, bytes)
    }

    fn push_body(&mut self, scope: EntityId, form: u8, bytes: Vec<u8>) -> Result<OpId, DraftError> {
        if self.len() >= OPS_MAX {
            return Err(DraftError::TooManyOps);
        }
        let last = self.groups.last().map(|(scope, _)| *scope);
        if let Some(before) = last.filter(|before| *before > scope) {
            return Err(DraftError::ScopeOrder { scope, before });
        }
        let fresh = last != Some(scope);
        let bytes_after = self.bytes + bytes.len() + ITEM_OVERHEAD + if fresh { ITEM_OVERHEAD } else { 0 };
        if bytes_after > COMMIT_BYTES_MAX {
            return Err(DraftError::TooLarge);
        }
        let body = Body { salt: [0; 16], form, bytes };
        match self.groups.last_mut().filter(|_| !fresh) {
            Some((_, bodies)) => bodies.push(body),
            None => self.groups.push((scope, vec![body])),
        }
        let id = self.next_id();
        self.bytes = bytes_after;
        self.count += 1;
        Ok(id)
    }

    /// Salts, hashes and signs. `hybrid` from [`super::HybridClock::tick`]; `salt` draws 16 random bytes per body; `sign` is
    /// the device's Ed25519 over the bytes given.
    pub fn seal(
        self,
        hybrid: u64,
        salt: &mut dyn FnMut() -> [u8; 16],
        sign: &dyn Fn(&[u8]) -> [u8; 64],
    ) -> Result<Commit, DraftError> {
        let (mut groups, mut bodies) = (Vec::new(), Vec::new());
        for (scope, members) in self.groups {
            let slots: Vec<BodySlot> =
                members.into_iter().map(|body| BodySlot::Held(Body { salt: salt(), ..body })).collect();
            let count = u16::try_from(slots.len()).map_err(|_| DraftError::TooManyOps)?;
            let hash = hash::group_hash(slots.iter().map(hash::slot_hash));
            groups.push(Group { scope, count, hash });
            bodies.push(GroupBodies::Present(slots));
        }
        let Seat { stream, sequence, previous, opening, wall_ms, random, .. } = self.seat;
        let Deed { act, part, last, officer, grant } = self.deed;
        let header = Header {
            format: verify::FORMAT,
            stream,
            sequence,
            previous,
            wall_ms,
            random,
            act,
            part,
            last,
            hybrid,
            officer,
            grant,
            opening,
            groups,
        };
        verify::header_shape(&header)?;
        let header_bytes = codec::encode_header(&header)?;
        let signature = sign(&hash::signing_input(&header_bytes).0);
        Ok(verify::assemble(header_bytes, header, signature, bodies))
    }
}

impl Commit {
    /// The stream that this commit stands in; of a first one, the stream that it opens.
    pub fn stream(&self) -> StreamId {
        if self.header.opening.is_some() { hash::stream_id(self.hash) } else { self.header.stream }
    }

    /// What the next commit of the stream follows.
    pub fn head(&self) -> Head {
        Head { stream: self.stream(), sequence: self.header.sequence, hash: self.hash }
    }
}
