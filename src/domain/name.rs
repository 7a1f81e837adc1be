//! Names of people (姓名): kept as typed, compared folded. Rare characters and middle dots are the work's own traps.

use unicode_normalization::UnicodeNormalization;

use super::halfwidth::{halfwidth_char, is_invisible};

/// Most characters of a name that are believed.
pub const LENGTH_MAX: usize = 50;
/// The middle dot of names (间隔号), as the population register writes it.
pub const DOT: char = '\u{00B7}';

/// Characters that files use for the middle dot.
fn is_dot(character: char) -> bool {
    matches!(
        character,
        '\u{00B7}'
            | '\u{2022}'
            | '\u{30FB}'
            | '\u{FF65}'
            | '\u{2027}'
            | '\u{22C5}'
            | '\u{2219}'
            | '\u{FF0E}'
            | '\u{2E31}'
            | '.'
    )
}

/// A control character or one without width: it changes a name and nobody sees it.
pub fn is_hidden(character: char) -> bool {
    character.is_control() || is_invisible(character)
}

/// Two names are the same if these are: NFC, full-width folded, one kind of middle dot, no spaces, nothing hidden, lower case.
pub fn key(name: &str) -> String {
    let kept = name.chars().filter(|character| !character.is_whitespace() && !is_hidden(*character));
    let folded = kept.map(|character| if is_dot(character) { DOT } else { halfwidth_char(character) });
    folded.flat_map(char::to_lowercase).nfc().collect()
}

/// The name as it is kept from a file: trimmed, without hidden characters and without the spaces that pad two characters
/// to the width of three; a space between Latin words stays.
pub fn tidy(name: &str) -> String {
    let characters: Vec<char> =
        name.chars().filter(|character| !is_hidden(*character) || *character == '\t').collect();
    let mut kept = String::new();
    let mut gap = false;
    for character in characters {
        if character.is_whitespace() {
            gap = true;
            continue;
        }
        let latin = |side: Option<char>| side.is_some_and(|side| side.is_ascii_alphanumeric());
        if gap && latin(kept.chars().last()) && latin(Some(character)) {
            kept.push(' ');
        }
        gap = false;
        kept.push(character);
    }
    kept
}

/// Hidden characters of a name, in order.
pub fn hidden(name: &str) -> Vec<char> {
    name.chars().filter(|character| is_hidden(*character)).collect()
}

/// True if the name is longer than any name is.
pub fn is_too_long(name: &str) -> bool {
    name.chars().count() > LENGTH_MAX
}

/// `U+20BB7`, for a character that this terminal or a bank's character set cannot show.
pub fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

/// The name with every character that cannot be shown written as `<U+20BB7>`; `can_show` is asked for each.
pub fn shown(name: &str, can_show: impl Fn(char) -> bool) -> String {
    let mut text = String::new();
    for character in name.chars() {
        if can_show(character) && !is_hidden(character) {
            text.push(character);
        } else {
            text.push_str(&format!("<{}>", code_point(character)));
        }
    }
    text
}

/// True for a character that common fonts and older systems lack: outside the basic plane, private use, an ideographic
/// description.
pub fn is_rare(character: char) -> bool {
    matches!(u32::from(character), 0x2FF0..=0x2FFF | 0x3400..=0x4DBF | 0xE000..=0xF8FF | 0x1_0000..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_are_compared_folded() {
        for (left, right) in [
            ("阿依古丽·买买提", "阿依古丽•买买提"),
            ("阿依古丽·买买提", "阿依古丽．买买提"),
            ("张 三", "张三"),
            ("张\u{3000}三", "张三"),
            ("张三\u{200B}", "张三"),
            ("Ａnna", "anna"),
        ] {
            assert_eq!(key(left), key(right), "{left} {right}");
        }
        assert_ne!(key("张三"), key("张山"));
        assert_ne!(key("阿依古丽·买买提"), key("阿依古丽买买提"));
    }

    #[test]
    fn padding_goes_and_latin_words_stay_apart() {
        for (typed, kept) in [
            ("张  三", "张三"),
            (" 欧阳 雪莲\u{3000}", "欧阳雪莲"),
            ("Anna  Li", "Anna Li"),
            ("张\t三", "张三"),
            ("张\u{0007}三", "张三"),
            ("𠮷田", "𠮷田"),
        ] {
            assert_eq!(tidy(typed), kept);
        }
        assert_eq!(hidden("张\u{7}三\u{feff}"), ['\u{7}', '\u{feff}']);
    }

    #[test]
    fn what_cannot_be_shown_is_named_by_its_code_point() {
        assert_eq!(shown("朴𬱖洋", |character| !is_rare(character)), "朴<U+2CC56>洋");
        assert_eq!(shown("张\u{7}", |_| true), "张<U+0007>");
        assert!(is_rare('䶮') && is_rare('\u{E000}') && !is_rare('马'));
    }

    proptest! {
        #[test]
        fn tidying_again_changes_nothing(name in "\\PC{0,12}") {
            let once = tidy(&name);
            prop_assert_eq!(tidy(&once), once.clone());
            prop_assert_eq!(key(&once), key(&name));
        }
    }
}
