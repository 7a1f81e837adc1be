//! Phone numbers (电话): mobiles of 11 digits, landlines with or without their area code.

use super::halfwidth::bare;

/// The number as it is kept: digits, folded, without the country code; an odd one keeps what was written.
pub fn tidy(text: &str) -> String {
    let text = bare(text);
    let digits: String =
        text.chars().filter(|character| !matches!(character, '-' | '(' | ')' | '.')).collect();
    let local = digits.strip_prefix("+86").or_else(|| digits.strip_prefix("0086"));
    let local = local.or_else(|| digits.strip_prefix("86").filter(|rest| is_mobile(rest)));
    let local = local.unwrap_or(&digits);
    if local.chars().all(|character| character.is_ascii_digit()) { local.to_owned() } else { text }
}

/// True for a mobile of 11 digits.
pub fn is_mobile(tidied: &str) -> bool {
    let mut digits = tidied.chars();
    let begin = (digits.next(), digits.next());
    tidied.len() == 11
        && begin.0 == Some('1')
        && begin.1.is_some_and(|second| ('3'..='9').contains(&second))
        && digits.all(|digit| digit.is_ascii_digit())
}

/// True for a landline: 7 or 8 digits, or an area code (0 and 2 or 3 digits) before them.
pub fn is_landline(tidied: &str) -> bool {
    let digits = tidied.chars().all(|character| character.is_ascii_digit());
    digits
        && match (tidied.starts_with('0'), tidied.len()) {
            (true, 10..=12) => true,
            (false, 7 | 8) => !tidied.starts_with('1'),
            _ => false,
        }
}

/// True if it is neither: a finding, never an error.
pub fn is_odd(tidied: &str) -> bool {
    !is_mobile(tidied) && !is_landline(tidied)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones_of_rosters() {
        for (text, kept, odd) in [
            ("138 0013 8000", "13800138000", false),
            ("+86 138-0013-8000", "13800138000", false),
            ("8613800138000", "13800138000", false),
            ("0874-8881234", "08748881234", false),
            ("(0874)8881234", "08748881234", false),
            ("８８８１２３４", "8881234", false),
            ("1380013800", "1380013800", true),
            ("无", "无", true),
            ("12800138000", "12800138000", true),
            ("13800138000/13900139000", "13800138000/13900139000", true),
        ] {
            assert_eq!((tidy(text).as_str(), is_odd(&tidy(text))), (kept, odd), "{text}");
        }
    }
}
