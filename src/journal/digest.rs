//! Digests: sums modulo 2^256, so that adding and taking away one record costs one record and no order matters
//! (format.md 4). Equal input digests must have equal state digests on every machine with the same table.

use serde::{Deserialize, Serialize};

use super::hash;
use super::id::{Hash, Hash32, OpId};

/// A sum of hashes modulo 2^256, kept big-endian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Sum(pub Hash);

impl Sum {
    /// Adds one term.
    pub fn add(&mut self, term: Hash) {
        let mut carry = 0_u16;
        for (own, other) in self.0.0.iter_mut().zip(term.0).rev() {
            let total = u16::from(*own) + u16::from(other) + carry;
            [_, *own] = total.to_be_bytes();
            carry = total >> 8;
        }
    }

    /// Takes one term away again.
    pub fn subtract(&mut self, term: Hash) {
        let mut complement = Hash32(term.0.map(|byte| !byte));
        for byte in complement.0.iter_mut().rev() {
            let (next, carried) = byte.overflowing_add(1);
            *byte = next;
            if !carried {
                break;
            }
        }
        self.add(complement);
    }
}

/// The two digests of one (audience, scope).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digests {
    /// Over counted operations whose body is held.
    pub input: Sum,
    /// Over records.
    pub state: Sum,
    /// Number of the table they were folded with; digests of different tables are not compared.
    pub table: u32,
}

impl Digests {
    /// Nothing counted yet.
    pub fn new(table: u32) -> Self {
        Self { table, ..Self::default() }
    }

    /// An operation counts now.
    pub fn count(&mut self, op: OpId, body: Hash) {
        self.input.add(hash::input_term(op, body));
    }

    /// An operation no longer counts.
    pub fn discount(&mut self, op: OpId, body: Hash) {
        self.input.subtract(hash::input_term(op, body));
    }

    /// A record changed; `None` = it was not there, or is no longer.
    pub fn restate(&mut self, before: Option<Hash>, after: Option<Hash>) {
        if let Some(before) = before {
            self.state.subtract(before);
        }
        if let Some(after) = after {
            self.state.add(after);
        }
    }

    /// What two machines compare: `None` if tables or inputs differ (nothing to conclude), else whether the states agree.
    pub fn agrees(&self, other: &Self) -> Option<bool> {
        (self.table == other.table && self.input == other.input).then_some(self.state == other.state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_carry_runs_through_and_over_the_top() {
        let mut sum = Sum(Hash32([0xff; 32]));
        let mut one = [0; 32];
        one[31] = 1;
        sum.add(Hash32(one));
        assert_eq!(sum, Sum::default());
        sum.subtract(Hash32(one));
        assert_eq!(sum, Sum(Hash32([0xff; 32])));
    }

    proptest! {
        #[test]
        fn taking_away_undoes_adding_in_any_order(a: [u8; 32], b: [u8; 32], c: [u8; 32]) {
            let mut sum = Sum(Hash32(a));
            sum.add(Hash32(b));
            sum.add(Hash32(c));
            let mut other = Sum(Hash32(a));
            other.add(Hash32(c));
            other.add(Hash32(b));
            prop_assert_eq!(sum, other);
            sum.subtract(Hash32(b));
            sum.subtract(Hash32(c));
            prop_assert_eq!(sum, Sum(Hash32(a)));
        }
    }
}
