//! What happened, and what it adds up to (日志与归并): operations, commits, streams, the fold, the digests.
//!
//! Pure and without any knowledge of the work: a value is bytes with a schema number, a slot is a number with a class.
//! Nothing here reads a clock, a file or a random source; times and random bytes are handed in.
//! The bytes are fixed (format.md 1, 2 and 4); everything above may change.

pub mod authority;
pub mod clock;
pub mod codec;
pub mod commit;
pub mod counting;
pub mod digest;
pub mod draft;
pub mod fold;
pub mod hash;
pub mod id;
pub mod ledger;
pub mod octets;
pub mod operation;
pub mod standing;
pub mod stream;
pub mod table;
pub mod verify;

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
pub use fold::{Position, Record, RecordKey, SetAside, Shown, Value};
pub use id::{Act, CommitId, EntityId, Hash, OpId, StreamId};
pub use ledger::{Admission, Entry, Ledger, Novelty, Refusal};
pub use operation::{Change, Op};
pub use standing::Standing;
pub use stream::{Completeness, Gap, Lacking, Reach, Run, Vector};
pub use table::{Class, Roles, SlotRule, Table};
