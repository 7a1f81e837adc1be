//! What can be said of a commit that arrives before anything else is known: its shape, whether each group fits its hash, and,
//! given the device's key, whether the signature holds. What it counts for is `counting.rs`'s question.

use ed25519_dalek::{Signature, VerifyingKey};
use serde::{Deserialize, Serialize};

use super::codec::{self, CodecError};
use super::commit::{BODY_BYTES_MAX, BodySlot, Commit, GroupBodies, Header, OPS_MAX};
use super::hash;
use super::id::{EntityId, Hash};

/// The format number that this program writes and reads.
pub const FORMAT: u8 = 1;
/// Wall-clock milliseconds have 48 bits.
pub const WALL_MS_MAX: u64 = (1 << 48) - 1;

/// A rule of shape that decoded bytes break. Such bytes are refused and nothing of them is kept, except that an operation
/// with a wrong shape is quarantined alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Misshapen {
    /// A format that this program does not know; a newer one needs a newer program.
    #[error("format {0}")]
    Format(u8),
    /// A first header has sequence 1, zeros as stream and as previous, and an opening; another has none of these.
    #[error("neither a first header nor a later one")]
    Opening,
    /// Wall clock beyond 48 bits.
    #[error("wall clock beyond 48 bits")]
    WallClock,
    /// Hybrid time zero, which records use for "not here yet".
    #[error("hybrid time zero")]
    HybridTime,
    /// Groups not ascending by scope, or one scope twice.
    #[error("group {scope:?} out of order")]
    GroupOrder {
        /// The second of the two.
        scope: EntityId,
    },
    /// A group without operations.
    #[error("group {scope:?} is empty")]
    GroupEmpty {
        /// Its scope.
        scope: EntityId,
    },
    /// More operations than [`OPS_MAX`].
    #[error("{count} operations, at most {OPS_MAX}")]
    TooManyOps {
        /// How many.
        count: usize,
    },
    /// Not one entry of bodies per group.
    #[error("{found} groups of bodies for {expected} groups")]
    BodyGroups {
        /// In the header.
        expected: usize,
        /// In the record.
        found: usize,
    },
    /// A body over [`BODY_BYTES_MAX`].
    #[error("a body of {length} bytes, at most {BODY_BYTES_MAX}")]
    BodyTooLong {
        /// Its length.
        length: usize,
    },
    /// An operation that changes nothing.
    #[error("an operation without a change")]
    NoChange,
    /// Slots not ascending, or one twice.
    #[error("slot {slot} out of order")]
    SlotOrder {
        /// The second of the two.
        slot: u16,
    },
    /// More `replaces` than allowed.
    #[error("slot {slot} replaces {count} operations")]
    TooManyReplaces {
        /// The slot.
        slot: u16,
        /// How many.
        count: usize,
    },
    /// `replaces` not ascending.
    #[error("slot {slot}: replaced ids out of order")]
    ReplacesOrder {
        /// The slot.
        slot: u16,
    },
}

/// Checks the rules of shape of a header.
pub fn header_shape(header: &Header) -> Result<(), Misshapen> {
    if header.format != FORMAT {
        return Err(Misshapen::Format(header.format));
    }
    let marks =
        [header.sequence == 1, header.stream.is_zero(), header.previous.is_zero(), header.opening.is_some()];
    if header.sequence == 0 || marks.iter().any(|mark| *mark != marks[0]) {
        return Err(Misshapen::Opening);
    }
    if header.wall_ms > WALL_MS_MAX {
        return Err(Misshapen::WallClock);
    }
    if header.hybrid == 0 {
        return Err(Misshapen::HybridTime);
    }
    if let Some(pair) = header.groups.windows(2).find(|pair| pair[0].scope >= pair[1].scope) {
        return Err(Misshapen::GroupOrder { scope: pair[1].scope });
    }
    if let Some(group) = header.groups.iter().find(|group| group.count == 0) {
        return Err(Misshapen::GroupEmpty { scope: group.scope });
    }
    let count = header.groups.iter().map(|group| usize::from(group.count)).sum();
    if count > OPS_MAX {
        return Err(Misshapen::TooManyOps { count });
    }
    Ok(())
}

/// Makes a commit of its stored parts. A group that does not fit its hash is treated as withheld.
pub fn received(
    header_bytes: Vec<u8>,
    signature: [u8; 64],
    bodies: Vec<GroupBodies>,
) -> Result<Commit, CodecError> {
    let header = codec::decode_header(&header_bytes)?;
    let (expected, found) = (header.groups.len(), bodies.len());
    if expected != found {
        return Err(Misshapen::BodyGroups { expected, found }.into());
    }
    let bodies = header
        .groups
        .iter()
        .zip(bodies)
        .map(|(group, bodies)| match bodies {
            GroupBodies::Present(slots) if fits(group.count, group.hash, &slots) => {
                Ok(GroupBodies::Present(body_lengths(slots)?))
            }
            _ => Ok(GroupBodies::Withheld),
        })
        .collect::<Result<_, Misshapen>>()?;
    Ok(assemble(header_bytes, header, signature, bodies))
}

/// Puts a commit together and derives its id and hash.
pub(super) fn assemble(
    header_bytes: Vec<u8>,
    header: Header,
    signature: [u8; 64],
    bodies: Vec<GroupBodies>,
) -> Commit {
    let hash = hash::header_hash(&header_bytes);
    let id = hash::id_of(&header);
    Commit { header_bytes, header, signature, bodies, id, hash }
}

fn body_lengths(slots: Vec<BodySlot>) -> Result<Vec<BodySlot>, Misshapen> {
    let longest = slots.iter().map(|slot| if let BodySlot::Held(body) = slot { body.bytes.len() } else { 0 });
    match longest.max() {
        Some(length) if length > BODY_BYTES_MAX => Err(Misshapen::BodyTooLong { length }),
        _ => Ok(slots),
    }
}

/// True if these bodies are the ones that the header's group names.
pub fn fits(count: u16, hash: Hash, slots: &[BodySlot]) -> bool {
    slots.len() == usize::from(count) && hash::group_hash(slots.iter().map(hash::slot_hash)) == hash
}

/// True if the device with this key signed these header bytes (strict verification: one signature has one reading).
pub fn signature_holds(key: &[u8; 32], header_bytes: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(key).is_ok_and(|key| {
        let message = hash::signing_input(header_bytes);
        key.verify_strict(&message.0, &Signature::from_bytes(signature)).is_ok()
    })
}
