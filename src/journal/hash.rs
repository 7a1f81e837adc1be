//! The one way of hashing, and every id that is made from a hash (format.md, second paragraph, and 2). All
//! labels stand in one list, so that no two uses can ever share one.

use sha2::{Digest, Sha256};

use super::commit::{Body, BodySlot, Header};
use super::id::{Act, CommitId, EntityId, Hash, Hash32, OpId, StreamId};

/// What a hash is for. A label never changes its meaning; a new layout takes a new number.
pub mod label {
    /// Header bytes: names a commit in the chain.
    pub const HEADER: &str = "kuqu header 1";
    /// What a device signs.
    pub const SIGNATURE: &str = "kuqu signature 1";
    /// One body.
    pub const BODY: &str = "kuqu body 1";
    /// The body hashes of one group.
    pub const GROUP: &str = "kuqu group 1";
    /// The second half of a commit id.
    pub const COMMIT: &str = "kuqu commit 1";
    /// Stands for the stream in the commit id of a first header.
    pub const STREAM: &str = "kuqu stream 1";
    /// An entity with a natural key.
    pub const ENTITY: &str = "kuqu entity 1";
    /// The act of an import.
    pub const ACT: &str = "kuqu act 1";
    /// One counted operation in the input digest.
    pub const INPUT: &str = "kuqu input 1";
    /// One record in the state digest.
    pub const STATE: &str = "kuqu state 1";
    /// A record's named slots, as an officer saw them.
    pub const SEEN: &str = "kuqu seen 1";
    /// What is printed on a paper.
    pub const PAPER: &str = "kuqu paper 1";

    /// All of them; a test holds that they differ.
    pub const ALL: [&str; 12] =
        [HEADER, SIGNATURE, BODY, GROUP, COMMIT, STREAM, ENTITY, ACT, INPUT, STATE, SEEN, PAPER];
}

/// SHA-256 over a label, a zero byte, then parts.
#[derive(Clone)]
pub struct Hashing(Sha256);

/// Begins hash(label, ...). Labels outside [`label`] (bundle, vault) are their own files' constants.
pub fn hash(label: &str) -> Hashing {
    let mut state = Sha256::new();
    state.update(label.as_bytes());
    state.update([0]);
    Hashing(state)
}

impl Hashing {
    /// A part whose length is fixed by the format: raw.
    #[inline] // a record's digest has dozens of short parts
    pub fn fixed(mut self, bytes: &[u8]) -> Self {
        self.0.update(bytes);
        self
    }

    /// A part of variable length (below 4 GiB): preceded by its length as u32, little-endian.
    #[inline]
    pub fn variable(mut self, bytes: &[u8]) -> Self {
        let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        self.0.update(length.to_le_bytes());
        self.0.update(bytes);
        self
    }

    /// The hash.
    pub fn finish(self) -> Hash {
        Hash32(self.0.finalize().into())
    }
}

fn head<const N: usize>(hash: Hash) -> [u8; N] {
    let mut bytes = [0; N];
    bytes.copy_from_slice(&hash.0[..N]);
    bytes
}

/// Names a commit in the chain; of the founding header it is the data set, of a first header it begins with
/// the stream.
pub fn header_hash(header_bytes: &[u8]) -> Hash {
    hash(label::HEADER).variable(header_bytes).finish()
}

/// The 32 bytes that a device signs.
pub fn signing_input(header_bytes: &[u8]) -> Hash {
    hash(label::SIGNATURE).variable(header_bytes).finish()
}

/// Hash of one body.
pub fn body_hash(body: &Body) -> Hash {
    hash(label::BODY).fixed(&body.salt).fixed(&[body.form]).variable(&body.bytes).finish()
}

/// Hash of a body or of what a purge left of it.
pub fn slot_hash(slot: &BodySlot) -> Hash {
    match slot {
        BodySlot::Held(body) => body_hash(body),
        BodySlot::Purged(hash) => *hash,
    }
}

/// Hash of a group: its body hashes in order (their number stands in the header).
pub fn group_hash(hashes: impl Iterator<Item = Hash>) -> Hash {
    hashes.fold(hash(label::GROUP), |state, body| state.fixed(&body.0)).finish()
}

/// The stream that a first header with this hash opens.
pub fn stream_id(first_header: Hash) -> StreamId {
    StreamId(head(first_header))
}

/// The stand-in for the stream in the commit id of a first header: the stream's own id depends on that
/// header.
pub fn opening_stand_in(signing_key: &[u8; 32]) -> StreamId {
    StreamId(head(hash(label::STREAM).fixed(signing_key).finish()))
}

/// The id of the commit at this place: known before its operations are, so that they can name what they
/// create.
pub fn commit_id(stream: StreamId, sequence: u64, wall_ms: u64, random: [u8; 8]) -> CommitId {
    let tail: [u8; 8] = head(
        hash(label::COMMIT)
            .fixed(&stream.0)
            .fixed(&sequence.to_le_bytes())
            .fixed(&wall_ms.to_le_bytes())
            .fixed(&random)
            .finish(),
    );
    let mut bytes = [0; CommitId::LEN];
    bytes[..6].copy_from_slice(&wall_ms.to_be_bytes()[2..]);
    bytes[6..].copy_from_slice(&tail);
    CommitId(bytes)
}

/// The commit id that a header gives.
pub fn id_of(header: &Header) -> CommitId {
    let stream = match &header.opening {
        Some(opening) => opening_stand_in(&opening.signing_key),
        None => header.stream,
    };
    commit_id(stream, header.sequence, header.wall_ms, header.random)
}

/// An entity with a natural key: two machines, or the same import again, make the same one. Give the key's
/// parts in the order that the kind fixes, then [`Natural::entity`].
pub fn natural(kind: u16) -> Natural {
    Natural(hash(label::ENTITY).fixed(&kind.to_le_bytes()))
}

/// A natural key under construction.
#[derive(Clone)]
pub struct Natural(Hashing);

impl Natural {
    /// A part of fixed length: an id, a hash.
    pub fn fixed(self, bytes: &[u8]) -> Self {
        Self(self.0.fixed(bytes))
    }

    /// A number.
    pub fn number(self, number: u64) -> Self {
        Self(self.0.fixed(&number.to_le_bytes()))
    }

    /// A text.
    pub fn text(self, text: &str) -> Self {
        Self(self.0.variable(text.as_bytes()))
    }

    /// The entity's id.
    pub fn entity(self) -> EntityId {
        EntityId(head(self.0.finish()))
    }
}

/// The act of an import: doing it again after a kill finishes the same act. `last_finished` = zeros before
/// the first.
pub fn import_act(file: Hash, last_finished: Act) -> Act {
    Act(head(hash(label::ACT).fixed(&file.0).fixed(&last_finished.0).finish()))
}

/// What one counted operation adds to the input digest.
pub fn input_term(op: OpId, body: Hash) -> Hash {
    hash(label::INPUT).fixed(&op.0).fixed(&body.0).finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn labels_differ() {
        assert_eq!(label::ALL.iter().collect::<BTreeSet<_>>().len(), label::ALL.len());
    }

    #[test]
    fn parts_are_laid_out_as_the_format_says() {
        let mut bytes = b"kuqu entity 1\0".to_vec();
        bytes.extend_from_slice(&7_u16.to_le_bytes());
        bytes.extend_from_slice(&[1, 2, 3]);
        bytes.extend_from_slice(&2_u32.to_le_bytes());
        bytes.extend_from_slice(b"ab");
        let expected: [u8; 32] = Sha256::digest(&bytes).into();
        let entity = natural(7).fixed(&[1, 2, 3]).text("ab").entity();
        assert_eq!(entity.0, expected[..16]);
    }

    #[test]
    fn a_commit_id_begins_with_its_time() {
        let id = commit_id(StreamId::ZERO, 1, 0x0102_0304_0506, [0; 8]);
        assert_eq!(id.0[..6], [1, 2, 3, 4, 5, 6]);
        assert_ne!(id, commit_id(StreamId::ZERO, 2, 0x0102_0304_0506, [0; 8]));
        assert_ne!(id, commit_id(StreamId::ZERO, 1, 0x0102_0304_0506, [1; 8]));
    }

    #[test]
    fn an_import_done_again_is_another_act_only_after_the_first_was_finished() {
        let file = Hash32([9; 32]);
        let first = import_act(file, Act::ZERO);
        assert_eq!(first, import_act(file, Act::ZERO));
        assert_ne!(first, import_act(file, first));
    }
}
