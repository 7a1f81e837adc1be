//! Exchange tested: histories, bundles bit by bit, folders on the disk, kills.

mod bundles;
mod cases;
mod decrees;
mod delivery;
mod drawer;
pub mod folders;
mod histories;
mod kills;
pub mod leaving;
mod memory;
mod moves;
mod moving_histories;
mod pairs;
mod restored;
mod undo;
