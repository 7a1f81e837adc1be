//! What happened, and what it adds up to (日志与归并): operations, commits, streams, the fold, the digests.
//!
//! Pure and without any knowledge of the work: a value is bytes with a schema number, a slot is a number
//! with a class. Nothing here reads a clock, a file or a random source; times, random bytes and the signing
//! key's work are handed in. The bytes are fixed (`format.md` 1, 2 and 4, held by `tests/golden/journal/`);
//! everything above may change.
//!
//! **Writing.** A [`Seat`] is the next place in the device's stream and knows the commit's id; a [`Draft`]
//! takes operations scope by scope and tells each one's id before it is pushed, so that one can name what
//! another creates; [`Draft::seal`] salts the bodies, hashes them into groups, and has the header signed.
//! [`encode_commit_frame`] gives what the store appends to the journal.
//!
//! **Receiving.** [`decode_frame`] and [`decode_commit`] refuse what is not canonical or has a wrong shape,
//! and turn a group that does not fit its hash into "withheld". [`Ledger::admit`] checks the signature and
//! says what each operation is worth: counted, [`Held`] (something is missing) or [`Quarantine`]d
//! (something is wrong), and which *other* commits changed because of this arrival: the first header of a
//! stream, authority, an end, a ruling. It is a function of the set of commits held: `counting.rs` judges
//! what the bytes say alone, `standing.rs` what stream, grant, ends and rulings say, `authority.rs` makes
//! the set of those who may act. The ledger holds no bodies; its entries go to the store.
//!
//! **Folding.** [`Record::apply`] takes a counted operation into the record of its (audience, kind, scope,
//! entity): values that nothing replaced are live, [`Record::shown`] says what a slot of a [`Class`] shows,
//! [`Record::encode`] gives bytes that are equal on every machine. [`Digests`] sum up what was counted and
//! what it came to; equal inputs must mean equal states. [`Vector`] says what is held in few words,
//! [`Ledger::lacking`] what another machine lacks.

pub mod authority;
pub mod clock;
pub mod codec;
pub mod commit;
pub mod counting;
pub mod digest;
pub mod draft;
pub mod entry;
pub mod fold;
pub mod hash;
pub mod id;
pub mod ledger;
pub mod octets;
pub mod operation;
pub mod purge;
pub mod standing;
pub mod stream;
pub mod table;
pub mod verify;

#[cfg(test)]
mod tests;

pub use authority::Authority;
pub use clock::HybridClock;
pub use codec::{
    CodecError, Frame, LateBodies, Local, decode_commit, decode_frame, decode_value, encode_commit,
    encode_commit_frame, encode_frame, encode_value,
};
pub use commit::{Audience, Body, BodySlot, Commit, Group, GroupBodies, Header, Opening};
pub use counting::{Held, OpStatus, Quarantine};
pub use digest::{Digests, Sum};
pub use draft::{Deed, Draft, DraftError, Head, Seat};
pub use entry::Entry;
pub use fold::{Position, Record, RecordKey, SetAside, Shown, Value};
pub use id::{Act, CommitId, EntityId, Hash, OpId, StreamId};
pub use ledger::{Admission, Ledger, Novelty, Refusal};
pub use operation::{Change, Op};
pub use standing::Standing;
pub use stream::{Completeness, Gap, Lacking, Reach, Run, Vector};
pub use table::{Class, Roles, SlotRule, Table};
