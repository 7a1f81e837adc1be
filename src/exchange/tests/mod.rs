//! Exchange tested: histories, bundles bit by bit, folders on the disk, kills.

mod bundles;
pub mod folders;
mod histories;
mod kills;
mod memory;
