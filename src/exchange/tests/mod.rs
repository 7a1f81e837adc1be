//! Exchange tested: histories, bundles bit by bit, folders on the disk, kills.

mod bundles;
mod cases;
mod clocks;
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
mod transcripts;
mod undo;

/// How many histories the environment asks for by this name, else `usual`: few enough that a check stays within minutes.
fn histories_asked(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|count| count.parse().ok()).unwrap_or(usual)
}
