//! What lies on the disk (存放): files, the journal, the state, the vault's two generations, drafts, lock and reserve.
//!
//! Everything but sled goes through [`files::Files`], so that tests can make any single call fail.

pub mod backup;
mod check;
mod departures;
pub mod drafts;
mod drawer;
pub mod drawer_seats;
pub mod engine;
pub mod enrol;
pub mod error;
pub mod files;
pub mod folder;
#[cfg(test)]
mod histories_test;
pub mod locals;
pub mod lock;
mod mend;
pub mod officers;
pub mod opening;
mod passphrases;
pub mod purge;
pub mod receive;
mod replay;
pub mod reserve;
mod rulings;
#[cfg(test)]
mod rulings_test;
pub mod segments;
pub mod state;
mod streams;
#[cfg(test)]
mod tests;
pub mod vault_files;

pub use backup::{BackupError, BackupMade, Restored, restore, verify_backup};
pub use check::{Check, Checked};
pub use departures::{Departure, Handover};
pub use error::StoreError;
pub use folder::{Actor, Asker, Folder, Part, Paths, World, Writing, is_folder, is_whole as is_founded};
pub use locals::LocalFact;
pub use mend::Mended;
pub use officers::{NewOfficer, OfficerError, Seated};
pub use opening::{Office, OpenReport, Shut, found};
pub use purge::{PurgeDone, Purging};
pub use rulings::{Ruling, RulingError};
pub use state::{Edition, Page, PaidPages, PurgeKept, Stretch};
