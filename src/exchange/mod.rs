//! Exchange by files (数据交换): how machines that never share a wire come to hold the same records.
//!
//! A bundle (format.md 6) is signed by its sender and sealed to its receiver; what goes into it is chosen by what the
//! receiver is known to hold, never by a file's name or time. Receiving = verify, stage, preview, journal, state, receipt.
//! Nothing here knows a kind of record: commits, bodies, receipts and digests are all that travels, so a later kind needs
//! no new code. What the files say is proved by signatures and by the chain of headers; this machine decides nothing.
//!
//! [`export()`] writes, [`import`] takes in, [`verify()`] needs neither folder nor key, [`enrol`] makes a laptop part of an
//! office, [`delivery`] says what the office has confirmed and what is waited for, [`clash`] lists what a person must settle,
//! [`reassign`] gives a laptop other villages, [`left`] says when those that it left may be dropped, [`copied`] which folders
//! were copied.

pub mod brought;
pub mod choose;
pub mod clash;
pub mod copied;
pub mod delivery;
pub mod enrol;
pub mod error;
pub mod export;
pub mod header;
pub mod holding;
pub mod import;
pub mod late;
pub mod left;
pub mod machine;
pub mod parcel;
pub mod proof;
pub mod read;
pub mod reassign;
pub mod receipt;
pub mod rehearsal;
pub mod request;
mod slices;
pub mod spoken;
pub mod stick;
pub mod tally;
#[cfg(test)]
pub mod tests;
pub mod transcript;
pub mod undo;
pub mod verify;
pub mod words;
pub mod write;

pub use error::{ExchangeError, Refusal};
pub use export::{Exported, export};
pub use import::{Intake, Outcome};
pub use tally::Preview;
pub use verify::{Report, inspect, verify};
