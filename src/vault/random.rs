//! Where random bytes come from: a trait that is handed in, so that pure code stays pure and tests repeat.

use sha2::{Digest, Sha256};

/// The system gave no random bytes; nothing can be sealed until it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoRandomness;

/// A source of unpredictable bytes.
pub trait Random: Send {
    /// Fills `out` entirely, or fails and leaves it unspecified.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness>;
}

/// Draws an array.
pub fn draw<const N: usize>(random: &mut dyn Random) -> Result<[u8; N], NoRandomness> {
    let mut out = [0; N];
    random.fill(&mut out)?;
    Ok(out)
}

/// The operating system's source; the only place that asks it.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Random for System {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        getrandom::fill(out).map_err(|_| NoRandomness)
    }
}

/// A repeatable source for tests; never for real keys.
#[derive(Clone, Debug)]
pub struct Repeatable {
    seed: u64,
    block: u64,
}

impl Repeatable {
    /// The source that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self { seed, block: 0 }
    }
}

impl Random for Repeatable {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), NoRandomness> {
        for chunk in out.chunks_mut(32) {
            let mut hash = Sha256::new();
            hash.update(self.seed.to_le_bytes());
            hash.update(self.block.to_le_bytes());
            self.block += 1;
            let block = hash.finalize();
            for (to, from) in chunk.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}
