//! Full-width digits, letters and signs (全角) folded to their ASCII twins: an input method types them, codes never have them.

/// Folds one character: U+FF01 to U+FF5E and the wide space; everything else stays.
pub fn halfwidth_char(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(character) - 0xFF01 + 0x21).unwrap_or(character),
        other => other,
    }
}

/// Folds a text.
pub fn halfwidth(text: &str) -> String {
    text.chars().map(halfwidth_char).collect()
}

/// True for what files and keyboards leave around codes without meaning: spaces, controls, zero-width marks, a byte
/// order mark, apostrophes that mark a cell as text.
pub fn is_dirt(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_invisible(character)
        || matches!(character, '\'' | '\u{2018}' | '\u{2019}' | '`')
}

/// Characters without width that change a text without being seen.
pub fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// A code (number, account, phone) as it was meant: folded, without [dirt](is_dirt).
pub fn bare(text: &str) -> String {
    text.chars().map(halfwidth_char).filter(|character| !is_dirt(*character)).collect()
}

/// True if a spreadsheet turned the code into a number with an exponent or a fraction: `5.3E+17`, `530321.0`.
pub fn is_computed(bare: &str) -> bool {
    let marks = |character: char| matches!(character, '.' | 'e' | 'E' | '+' | '-');
    bare.starts_with(|first: char| first.is_ascii_digit())
        && bare.chars().all(|character| character.is_ascii_digit() || marks(character))
        && bare.chars().any(|character| matches!(character, '.' | 'e' | 'E'))
        && bare.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_folded_and_cleaned() {
        assert_eq!(bare(" ’１２ｘ\u{feff}\u{3000}3\t'"), "12x3");
        assert!(is_computed("5.3E+17") && is_computed("0.5") && is_computed("1e5"));
        assert!(!is_computed("530321") && !is_computed("E5") && !is_computed("1.2.3") && !is_computed(""));
    }
}
