//! What lies on the disk (存放): files, the journal, the state, the vault's two generations, drafts, lock and reserve.
//!
//! Everything but sled goes through [`files::Files`], so that tests can make any single call fail.

pub mod drafts;
pub mod engine;
pub mod error;
pub mod files;
pub mod folder;
pub mod locals;
pub mod lock;
pub mod opening;
pub mod reserve;
pub mod segments;
pub mod state;
#[cfg(test)]
mod tests;
pub mod vault_files;

pub use error::StoreError;
pub use folder::{Actor, Asker, Folder, Part, Paths, World, Writing, is_folder};
pub use locals::LocalFact;
pub use opening::{Office, OpenReport, Shut, found};
