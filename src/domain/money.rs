//! Amounts (金额): fen on disk, `Decimal` in memory, grouped on the screen. Never a float.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use thiserror::Error;

use super::halfwidth::bare;
use super::rulebook;

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Nothing there.
    #[error("empty")]
    Empty,
    /// Not a number.
    #[error("not an amount")]
    Shape,
    /// More than two decimals that are not zero.
    #[error("finer than one fen")]
    Finer,
    /// More than fits 64 bits of fen.
    #[error("out of range")]
    Range,
}

/// Yuan of fen, with two decimals.
pub fn yuan(fen: i64) -> Decimal {
    Decimal::new(fen, 2)
}

/// Fen of yuan, exact.
pub fn fen(yuan: Decimal) -> Result<i64, MoneyError> {
    let fen = yuan.checked_mul(Decimal::ONE_HUNDRED).ok_or(MoneyError::Range)?;
    if !fen.fract().is_zero() {
        return Err(MoneyError::Finer);
    }
    fen.trunc().to_i64().ok_or(MoneyError::Range)
}

/// Fen of a written amount: `1,234.50`, full-width, with or without the unit.
pub fn read(text: &str) -> Result<i64, MoneyError> {
    let text = bare(text);
    let units = &rulebook::register().money.units;
    let number = units.iter().find_map(|unit| text.strip_suffix(unit.as_str())).unwrap_or(&text);
    // A spreadsheet's currency sign stands before the figures.
    let number = number.trim_start_matches(['¥', '￥']).trim_start();
    let number: String = number.chars().filter(|character| *character != ',').collect();
    if number.is_empty() {
        return Err(MoneyError::Empty);
    }
    let plain = |character: char| character.is_ascii_digit() || matches!(character, '.' | '-');
    if !number.chars().all(plain) {
        return Err(MoneyError::Shape);
    }
    fen(number.parse().map_err(|_| MoneyError::Shape)?)
}

/// `1,234.50`, as on screens and paper.
pub fn grouped(fen: i64) -> String {
    let (yuan, rest) = (fen.unsigned_abs() / 100, fen.unsigned_abs() % 100);
    let digits: Vec<char> = yuan.to_string().chars().collect();
    let mut text = if fen < 0 { String::from("-") } else { String::new() };
    for (at, digit) in digits.iter().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(*digit);
    }
    format!("{text}.{rest:02}")
}

/// `1234.50`: a JSON string or a cell of a file.
pub fn plain(fen: i64) -> String {
    yuan(fen).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_in_words_of_rosters() {
        assert_eq!(read("600"), Ok(60_000));
        assert_eq!(read("１,２００.５元"), Ok(120_050));
        assert_eq!(read("-0.05"), Ok(-5));
        assert_eq!(read("1.500"), Ok(150));
        assert_eq!(read("1.005"), Err(MoneyError::Finer));
        assert_eq!(
            (read(""), read("6e2"), read("1.2.3")),
            (Err(MoneyError::Empty), Err(MoneyError::Shape), Err(MoneyError::Shape))
        );
        assert_eq!(read("99999999999999999999"), Err(MoneyError::Range));
    }

    #[test]
    fn grouping() {
        for (fen, text) in [
            (0, "0.00"),
            (5, "0.05"),
            (-5, "-0.05"),
            (123_450, "1,234.50"),
            (-100_000_000, "-1,000,000.00"),
            (99_999, "999.99"),
        ] {
            assert_eq!(grouped(fen), text);
        }
        assert_eq!(grouped(i64::MIN), "-92,233,720,368,547,758.08");
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(amount in any::<i64>()) {
            prop_assert_eq!(read(&grouped(amount)), Ok(amount));
            prop_assert_eq!(read(&plain(amount)), Ok(amount));
            prop_assert_eq!(fen(yuan(amount)), Ok(amount));
        }
    }
}
