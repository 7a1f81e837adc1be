//! How hard a passphrase is to guess: Argon2id's parameters, and fitting them to this machine.

use std::time::Duration;

use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

use super::passphrase::Passphrase;

/// Most memory of one derivation, in KiB (64 MiB): an old laptop has to open its own folder.
pub const MEMORY_KIB_MAX: u32 = 64 << 10;
const MEMORY_KIB_MIN: u32 = 8;
const MEMORY_KIB_CALIBRATED_MIN: u32 = 16 << 10;
const PASSES_MAX: u32 = 64;
const LANES_MAX: u32 = 4;
const AIM: Duration = Duration::from_millis(400);
const TOO_LONG: Duration = Duration::from_millis(500);

/// Argon2id's parameters, stored in the slot that they protect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Memory in KiB, at most [`MEMORY_KIB_MAX`].
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Effort {
    /// Almost none: for tests and for the generated demo office, whose passphrase is printed anyway.
    pub const FAST: Self = Self { memory_kib: 64, passes: 1, lanes: 1 };

    /// Measures this machine and picks parameters that take 0.3 to 0.5 s. `clock` gives the time since any
    /// fixed moment.
    pub fn calibrate(clock: &mut dyn FnMut() -> Duration) -> Self {
        let mut effort = Self { memory_kib: MEMORY_KIB_MAX, passes: 1, lanes: 1 };
        let Ok(passphrase) = Passphrase::new("calibration") else { return effort };
        loop {
            // The first run pays for fresh memory, so that the second says more about later openings.
            let mut once = || {
                let before = clock();
                let derived = effort.derive(&passphrase, &[0; 16]);
                derived.map(|_| clock().saturating_sub(before))
            };
            let spent = match (once(), once()) {
                (Some(first), Some(second)) => first.min(second).max(Duration::from_micros(1)),
                _ => return effort,
            };
            if spent > TOO_LONG && effort.memory_kib / 2 >= MEMORY_KIB_CALIBRATED_MIN {
                effort.memory_kib /= 2;
                continue;
            }
            let passes = (AIM.as_micros() + spent.as_micros() / 2) / spent.as_micros();
            effort.passes = u32::try_from(passes).unwrap_or(PASSES_MAX).clamp(1, PASSES_MAX);
            return effort;
        }
    }

    /// True within the limits; a slot that asks for more is refused, not obeyed.
    pub fn allowed(&self) -> bool {
        (MEMORY_KIB_MIN.saturating_mul(self.lanes.max(1))..=MEMORY_KIB_MAX).contains(&self.memory_kib)
            && (1..=PASSES_MAX).contains(&self.passes)
            && (1..=LANES_MAX).contains(&self.lanes)
    }

    pub(super) fn derive(&self, passphrase: &Passphrase, salt: &[u8; 16]) -> Option<Zeroizing<[u8; 32]>> {
        if !self.allowed() {
            return None;
        }
        let params = Params::new(self.memory_kib, self.passes, self.lanes, Some(32)).ok()?;
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut key = Zeroizing::new([0; 32]);
        argon.hash_password_into(passphrase.bytes(), salt, key.as_mut()).ok()?;
        Some(key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A clock that says each derivation took so long; it is read before and after each.
    fn slow(step_ms: u64) -> impl FnMut() -> Duration {
        let mut reads = 0;
        move || {
            reads += 1;
            Duration::from_millis(step_ms * (reads / 2))
        }
    }

    #[test]
    fn calibration_aims_at_two_fifths_of_a_second() {
        assert_eq!(
            Effort::calibrate(&mut slow(80)),
            Effort { memory_kib: MEMORY_KIB_MAX, passes: 5, lanes: 1 }
        );
        assert_eq!(Effort::calibrate(&mut slow(390)).passes, 1);
        let crawling = Effort::calibrate(&mut slow(5000));
        assert_eq!((crawling.memory_kib, crawling.passes), (MEMORY_KIB_CALIBRATED_MIN, 1));
        assert_eq!(Effort::calibrate(&mut slow(0)).passes, PASSES_MAX);
    }

    #[test]
    fn absurd_demands_are_refused() {
        let passphrase = Passphrase::new("kuqu-test").unwrap();
        for (memory_kib, passes, lanes) in [
            (MEMORY_KIB_MAX + 1, 1, 1),
            (u32::MAX, 1, 1),
            (64, 0, 1),
            (64, 65, 1),
            (64, 1, 0),
            (64, 1, 5),
            (8, 1, 4),
        ] {
            assert!(Effort { memory_kib, passes, lanes }.derive(&passphrase, &[0; 16]).is_none());
        }
        assert!(Effort::FAST.derive(&passphrase, &[0; 16]).is_some());
    }
}
