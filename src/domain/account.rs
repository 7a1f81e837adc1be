//! Bank accounts (账号): rural credit passbooks and cards, digits only. A card's check digit (Luhn) is a hint, never an error.

use thiserror::Error;

use super::halfwidth::{bare, is_computed};
use super::idnumber::Spoiling;

/// Fewest digits of an account.
pub const DIGITS_MIN: usize = 8;
/// Most digits of an account.
pub const DIGITS_MAX: usize = 32;

/// Why a text is not an account number. Positions count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AccountError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// A spreadsheet stored it as a number: digits are lost for good.
    #[error("spoiled by a spreadsheet: {0:?}")]
    Spoiled(Spoiling),
    /// Not a digit.
    #[error("character {position} is no digit")]
    Character {
        /// From 1.
        position: usize,
        /// The character.
        found: char,
    },
    /// Fewer than [`DIGITS_MIN`] or more than [`DIGITS_MAX`] digits.
    #[error("{found} digits")]
    Length {
        /// Digits found.
        found: usize,
    },
}

/// The account as it is kept: digits, without the spaces and hyphens that people group them with.
pub fn parse(text: &str) -> Result<String, AccountError> {
    let text: String = bare(text).chars().filter(|character| *character != '-').collect();
    if text.is_empty() {
        return Err(AccountError::Empty);
    }
    if is_computed(&text) {
        return Err(AccountError::Spoiled(Spoiling::Computed));
    }
    let stranger = text.chars().enumerate().find(|(_, character)| !character.is_ascii_digit());
    if let Some((at, found)) = stranger {
        return Err(AccountError::Character { position: at + 1, found });
    }
    let found = text.chars().count();
    if !(DIGITS_MIN..=DIGITS_MAX).contains(&found) {
        return Err(AccountError::Length { found });
    }
    // Fifteen digits survive a spreadsheet. Three zeros behind them are chance in one of a thousand.
    let zeros = text.chars().skip(15).all(|digit| digit == '0');
    if found >= 18 && zeros && !(is_card_length(&text) && luhn(&text)) {
        return Err(AccountError::Spoiled(Spoiling::Zeros));
    }
    Ok(text)
}

/// True for 16 to 19 digits: cards have a check digit, passbooks need not.
pub fn is_card_length(digits: &str) -> bool {
    (16..=19).contains(&digits.len())
}

/// True if the last digit is the check digit of the others (ISO/IEC 7812-1, Luhn). False for anything but digits.
pub fn luhn(digits: &str) -> bool {
    let mut sum = 0;
    for (at, character) in digits.chars().rev().enumerate() {
        let Some(digit) = character.to_digit(10) else { return false };
        let doubled = if at % 2 == 1 { digit * 2 } else { digit };
        sum += if doubled > 9 { doubled - 9 } else { doubled };
    }
    !digits.is_empty() && sum % 10 == 0
}

/// The digits with their check digit behind them, for made-up accounts.
pub fn with_luhn(digits: &str) -> Option<String> {
    ('0'..='9').map(|last| format!("{digits}{last}")).find(|whole| luhn(whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accounts_of_people_and_files() {
        assert_eq!(parse("６２２３ 1060 2944 2609 809").as_deref(), Ok("6223106029442609809"));
        assert_eq!(parse("'0123-4567-89").as_deref(), Ok("0123456789"));
        assert_eq!(parse(""), Err(AccountError::Empty));
        assert_eq!(parse("6.22392309072117E+18"), Err(AccountError::Spoiled(Spoiling::Computed)));
        assert_eq!(parse("6223923090721170000"), Err(AccountError::Spoiled(Spoiling::Zeros)));
        assert_eq!(parse("62231O60"), Err(AccountError::Character { position: 6, found: 'O' }));
        assert_eq!(parse("1234567"), Err(AccountError::Length { found: 7 }));
        assert_eq!(parse(&"1".repeat(33)), Err(AccountError::Length { found: 33 }));
    }

    #[test]
    fn published_card_numbers_carry_their_check_digit() {
        assert!(luhn("4111111111111111") && luhn("79927398713") && !luhn("79927398710"));
        assert!(!luhn("") && !luhn("41x"));
    }

    proptest! {
        #[test]
        fn exactly_one_check_digit_fits(digits in "[0-9]{15,18}") {
            let fits = ('0'..='9').filter(|last| luhn(&format!("{digits}{last}"))).count();
            prop_assert_eq!(fits, 1);
            prop_assert!(with_luhn(&digits).is_some_and(|whole| luhn(&whole)));
        }
    }
}
