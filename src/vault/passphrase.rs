//! Passphrases (口令) as people type them, and the wait after wrong ones.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Fewest characters of a passphrase.
pub const PASSPHRASE_CHARS_MIN: usize = 8;
/// Most bytes of a passphrase, so that nobody hashes a whole file.
pub const PASSPHRASE_BYTES_MAX: usize = 1024;

/// Why a text cannot be a passphrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseError {
    /// Fewer characters than [`PASSPHRASE_CHARS_MIN`].
    #[error("a passphrase needs at least {PASSPHRASE_CHARS_MIN} characters, this one has {found}")]
    TooShort {
        /// Characters found.
        found: usize,
    },
    /// More bytes than [`PASSPHRASE_BYTES_MAX`].
    #[error("a passphrase has at most {PASSPHRASE_BYTES_MAX} bytes")]
    TooLong,
}

/// A passphrase, folded; wiped when dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Folds full-width forms and brings the text to NFC, so that the input method's state does not matter.
    pub fn new(typed: &str) -> Result<Self, PassphraseError> {
        if typed.len() > PASSPHRASE_BYTES_MAX {
            return Err(PassphraseError::TooLong);
        }
        let mut folded = Zeroizing::new(String::with_capacity(4 * typed.len()));
        folded.extend(typed.chars().map(half_width).nfc());
        match folded.chars().count() {
            found if found < PASSPHRASE_CHARS_MIN => Err(PassphraseError::TooShort { found }),
            _ => Ok(Self(folded)),
        }
    }

    /// True if both are the same; for a passphrase that is typed twice.
    pub fn is_same(&self, other: &Self) -> bool {
        *self.0 == *other.0
    }

    /// The bytes that go into the key derivation.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

/// Full-width ASCII and the ideographic space as their half-width twins.
///
/// Not `text::fold`: what a passphrase means may never change again, what a search folds may.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Milliseconds to wait before the next try, after so many wrong ones in a row: 0.5 s, doubling, at most a
/// minute.
pub fn wait_ms(failures: u32) -> u64 {
    match failures {
        0 => 0,
        n => (500u64 << (n - 1).min(7)).min(60_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_methods_width_does_not_matter() {
        let plain = Passphrase::new("Ab1! water").unwrap();
        let wide = Passphrase::new("Ａｂ１！　ｗａｔｅｒ").unwrap();
        assert_eq!(plain.bytes(), wide.bytes());
        let composed = Passphrase::new("caf\u{e9} 水库移民").unwrap();
        let apart = Passphrase::new("cafe\u{301} 水库移民").unwrap();
        assert_eq!(composed.bytes(), apart.bytes());
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(Passphrase::new("水库移民后扶人").unwrap_err(), PassphraseError::TooShort { found: 7 });
        assert!(Passphrase::new("水库移民后扶人员").is_ok());
        assert_eq!(Passphrase::new("").unwrap_err(), PassphraseError::TooShort { found: 0 });
        assert_eq!(Passphrase::new(&"x".repeat(1025)).unwrap_err(), PassphraseError::TooLong);
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Passphrase::new("very-secret-1").unwrap()), "Passphrase");
    }

    #[test]
    fn the_wait_grows_and_is_bounded() {
        assert_eq!(wait_ms(0), 0);
        assert_eq!(wait_ms(1), 500);
        for n in 1..200 {
            assert!(wait_ms(n + 1) >= wait_ms(n) && wait_ms(n) >= 500 && wait_ms(n) <= 60_000);
        }
        assert!(wait_ms(4) > wait_ms(3));
        assert_eq!(wait_ms(u32::MAX), 60_000);
    }
}
