//! What happened, and what it adds up to (日志与归并): operations, commits, streams, the fold, the digests.
//!
//! Pure and without any knowledge of the work: a value is bytes with a schema number, a slot is a number with a class.
//! Nothing here reads a clock, a file or a random source; times and random bytes are handed in.
//! The bytes are fixed (format.md 1, 2 and 4); everything above may change.

pub mod commit;
pub mod id;
pub mod operation;
pub mod table;

pub use commit::{Audience, Body, BodySlot, Commit, Group, GroupBodies, Header, Opening};
pub use id::{Act, CommitId, EntityId, Hash, OpId, StreamId};
pub use operation::{Change, Op};
pub use table::{Class, Roles, SlotRule, Table};
