//! Text brought to one form before it is compared: what an input method or another office's file typed differently.

use unicode_normalization::UnicodeNormalization;

/// The dot between the parts of a name, as it is stored.
pub const MIDDLE_DOT: char = '\u{B7}';

/// Full-width ASCII and the ideographic space as ASCII; nothing else changes.
///
/// For ids, phones, amounts, commands and searches; never for free text, where full-width marks are right.
pub fn fold(s: &str) -> String {
    s.chars().map(fold_char).collect()
}

/// One character of [`fold`].
pub fn fold_char(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{A0}' => ' ',
        _ => c,
    }
}

/// ASCII as full-width forms, for large print: every character of a line is as wide as a Han character.
pub fn widen(s: &str) -> String {
    let wide = |c: char| match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
        _ => c,
    };
    s.chars().map(wide).collect()
}

/// True for the marks that people type for the dot in a name (a full stop only between letters, see [`fold_search`]).
pub fn is_middle_dot(c: char) -> bool {
    matches!(c, MIDDLE_DOT | '\u{2022}' | '\u{2027}' | '\u{22C5}' | '\u{30FB}' | '\u{FF65}')
}

/// `s` as it is compared in a search: [`fold`], NFC, lower case, one form of the dot in names, spaces squeezed.
///
/// A full stop is such a dot where no digit stands beside it (`1962.5.12` stays a date).
pub fn fold_search(s: &str) -> String {
    let chars: Vec<char> = s.nfc().map(fold_char).flat_map(char::to_lowercase).collect();
    let mut out = String::with_capacity(s.len());
    for (at, c) in chars.iter().copied().enumerate() {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if is_middle_dot(c) || (c == '.' && between_letters(&chars, at)) {
            out.push(MIDDLE_DOT);
        } else {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn between_letters(chars: &[char], at: usize) -> bool {
    let letter = |index: Option<usize>| index.and_then(|i| chars.get(i)).is_some_and(|c| c.is_alphabetic());
    letter(at.checked_sub(1)) && letter(at.checked_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_what_input_methods_type() {
        assert_eq!(
            fold("５３０３９９１９５７Ｘ　ａ，"),
            "530399957X a,".replace("530399957X", "5303991957X")
        );
        assert_eq!(fold("张三。"), "张三。");
        let table = [
            ("阿依•买买提", "阿依·买买提"),
            ("阿依・买买提", "阿依·买买提"),
            ("阿依．买买提", "阿依·买买提"),
            ("阿依.买买提", "阿依·买买提"),
            ("１９６２．５", "1962.5"),
            ("  ＬＭ　 3C\t62 ", "lm 3c 62"),
            ("e\u{301}", "\u{e9}"),
            ("\u{F9D1}", "六"),
            ("", ""),
            ("   ", ""),
        ];
        for (text, want) in table {
            assert_eq!(fold_search(text), want, "{text:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn folding_twice_changes_nothing(text in "[Ａ-Ｚa-zA-Z0-9０-９　 .．·•・张三\t]{0,20}") {
            let once = fold_search(&text);
            prop_assert_eq!(fold_search(&once), once);
        }

        #[test]
        fn any_text_folds(text in any::<String>()) {
            fold_search(&text);
        }
    }
}
