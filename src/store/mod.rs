//! What lies on the disk (存放): files, the journal, the vault's two generations, drafts, lock and reserve.
//!
//! Everything goes through [`files::Files`], so that tests can make any single call fail.

pub mod drafts;
pub mod files;
pub mod lock;
pub mod reserve;
pub mod segments;
pub mod vault_files;
