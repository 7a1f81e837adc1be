//! Long numbers packed four bits a digit, so that a tail, a beginning or one wrong digit is a few instructions.

/// Digits as nibbles, the last digit lowest: 0 to 9 as 1 to 10, X as 11, no digit as 0. At most 32 digits, the last ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Digits(u128);

const NIBBLE: u32 = 4;
const LOWEST: u128 = 0x1111_1111_1111_1111_1111_1111_1111_1111;

impl Digits {
    /// Packs the digits of a text and an X at its end; other characters are left out.
    pub fn of(text: &str) -> Self {
        let nibble = |c: char| match c {
            '0'..='9' => Some(u128::from(c) - u128::from('0') + 1),
            'x' | 'X' => Some(11),
            _ => None,
        };
        Self(text.chars().filter_map(nibble).fold(0, |packed, digit| (packed << NIBBLE) | digit))
    }

    /// Number of digits.
    pub fn len(self) -> u32 {
        (u128::BITS - self.0.leading_zeros()).div_ceil(NIBBLE)
    }

    /// True where there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    fn last(self, count: u32) -> u128 {
        if count >= 32 { self.0 } else { self.0 & ((1 << (count * NIBBLE)) - 1) }
    }

    /// True if these digits end with `tail`.
    pub fn ends_with(self, tail: Self) -> bool {
        // The last digit alone turns most numbers away.
        (self.0 ^ tail.0) & 15 == 0 && self.last(tail.len()) == tail.0
    }

    /// True if these digits begin with `head`.
    pub fn starts_with(self, head: Self) -> bool {
        if self.0 < head.0 {
            return false;
        }
        let (whole, part) = (self.len(), head.len());
        part > 0 && whole >= part && self.0 >> ((whole - part) * NIBBLE) == head.0
    }

    /// True if the last digits differ from `tail` in one digit, or in two neighbours that changed places.
    pub fn nearly_ends_with(self, tail: Self) -> bool {
        let count = tail.len();
        if count == 0 || self.0 >> ((count - 1) * NIBBLE) == 0 {
            return false;
        }
        let mine = self.last(count);
        let difference = mine ^ tail.0;
        let places = (difference | difference >> 1 | difference >> 2 | difference >> 3) & LOWEST;
        match places.count_ones() {
            1 => true,
            2 => {
                let low = places.trailing_zeros();
                let pair = |value: u128| ((value >> low) & 15, (value >> (low + NIBBLE)) & 15);
                let (a, b) = (pair(mine), pair(tail.0));
                places >> low == 0x11 && a == (b.1, b.0)
            }
            _ => false,
        }
    }

    /// The 15-digit form of an identity number of 18 digits (without century and check digit).
    pub fn short_identity(self) -> Option<Self> {
        if self.0 >> (17 * NIBBLE) == 0 || self.0 >> (18 * NIBBLE) != 0 {
            return None;
        }
        let body = self.0 >> NIBBLE;
        Some(Self((body >> (11 * NIBBLE)) << (9 * NIBBLE) | body & ((1 << (9 * NIBBLE)) - 1)))
    }
}

/// Numbers that stand in one text of phones, separated by anything but digits, hyphens and spaces.
pub fn split_phones(text: &str) -> impl Iterator<Item = Digits> + '_ {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '-' | ' ' | '+')))
        .map(Digits::of)
        .filter(|d| !d.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_beginnings_and_one_wrong_digit() {
        let id = Digits::of("11010519491231002X");
        assert_eq!(id.len(), 18);
        for tail in ["002X", "31002x", "11010519491231002X"] {
            assert!(id.ends_with(Digits::of(tail)), "{tail}");
        }
        assert!(!id.ends_with(Digits::of("0020")) && !Digits::of("12").ends_with(Digits::of("0012")));
        assert!(id.starts_with(Digits::of("110105")) && !id.starts_with(Digits::of("10105")));
        for near in ["31003x", "31020x", "13002x", "11010519491231002X".replace("1949", "1994").as_str()] {
            assert!(id.nearly_ends_with(Digits::of(near)), "{near}");
        }
        for far in ["31002x", "32003x", "310x20", "30102x1"] {
            assert!(!id.nearly_ends_with(Digits::of(far)), "{far}");
        }
        assert_eq!(Digits::of("440524188001010014").short_identity(), Some(Digits::of("440524800101001")));
        assert_eq!(split_phones("13900000001/0874-8881234").collect::<Vec<_>>().len(), 2);
        assert_eq!(Digits::of(&"1".repeat(40)).len(), 32);
    }
}
