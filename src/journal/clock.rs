//! Hybrid time (混合时钟): 48 bits of milliseconds, 16 bits of counter. It orders what is shown and picks among `loose` values,
//! nothing else; a laptop whose clock says 2099 cannot drag the others along for more than a day.

use super::verify::WALL_MS_MAX;

/// How far ahead of the wall clock an arrival may pull, in milliseconds.
pub const PULL_MAX_MS: u64 = 24 * 60 * 60 * 1000;

/// One folder's hybrid clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HybridClock {
    last: u64,
}

impl HybridClock {
    /// Goes on after the newest hybrid time that this folder holds; 0 for a new one.
    pub fn after(last: u64) -> Self {
        Self { last }
    }

    /// The time of a commit made now: above every earlier one. `wall_ms` since 1970 UTC.
    pub fn tick(&mut self, wall_ms: u64) -> u64 {
        self.last = at(wall_ms).max(self.last.saturating_add(1)).max(1);
        self.last
    }

    /// Something arrived that was made at `hybrid`: our next commit is later, unless it lies over 24 hours ahead.
    pub fn observe(&mut self, hybrid: u64, wall_ms: u64) {
        self.last = self.last.max(hybrid.min(at(wall_ms.saturating_add(PULL_MAX_MS))));
    }

    /// The newest time given or taken.
    pub fn last(&self) -> u64 {
        self.last
    }
}

/// The first hybrid time of a wall-clock millisecond.
fn at(wall_ms: u64) -> u64 {
    wall_ms.min(WALL_MS_MAX) << 16
}

/// The milliseconds of a hybrid time.
pub fn milliseconds(hybrid: u64) -> u64 {
    hybrid >> 16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wall_clock_that_stands_still_or_goes_back_still_gives_later_times() {
        let mut clock = HybridClock::after(0);
        let first = clock.tick(5_000);
        let second = clock.tick(5_000);
        let third = clock.tick(1);
        assert!(first < second && second < third);
        assert_eq!(milliseconds(third), 5_000);
    }

    #[test]
    fn an_arrival_from_2099_pulls_one_day_at_most() {
        let mut clock = HybridClock::after(0);
        clock.observe(4_070_908_800_000 << 16, 1_800_000_000_000);
        assert_eq!(milliseconds(clock.last()), 1_800_000_000_000 + PULL_MAX_MS);
    }

    proptest! {
        #[test]
        fn never_goes_back(steps in proptest::collection::vec((any::<bool>(), any::<u64>(), any::<u64>()), 1..60)) {
            let mut clock = HybridClock::after(0);
            for (own, wall_ms, hybrid) in steps {
                let (before, wall_ms) = (clock.last(), wall_ms >> 17);
                if own {
                    prop_assert!(clock.tick(wall_ms) > before);
                } else {
                    clock.observe(hybrid, wall_ms);
                    prop_assert!(clock.last() >= before);
                    prop_assert!(clock.last() == before || clock.last() >> 16 <= wall_ms + PULL_MAX_MS);
                }
            }
        }
    }
}
