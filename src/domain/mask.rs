//! Masking (脱敏): what of a number may be seen without a recorded act. Positions are characters, whatever stands there.

/// The first and last characters with stars between them; all stars where that would show everything.
fn keep(text: &str, first: usize, last: usize) -> String {
    let count = text.chars().count();
    if count <= first + last {
        return "*".repeat(count);
    }
    let shown = |at: usize| at < first || at >= count - last;
    text.chars().enumerate().map(|(at, character)| if shown(at) { character } else { '*' }).collect()
}

/// `530321********0015`: first 6, stars, last 4; of 15 digits as well. What is no number at all shows nothing.
pub fn id_number(text: &str) -> String {
    keep(text, 6, 4)
}

/// `138****0000`; a landline keeps its last 4 only.
pub fn phone(text: &str) -> String {
    let first = if super::phone::is_mobile(text) { 3 } else { 0 };
    keep(text, first, 4)
}

/// `****9809`: the last 4 behind four stars, so that its length does not show.
pub fn account(text: &str) -> String {
    let count = text.chars().count();
    if count <= 4 {
        return "*".repeat(count);
    }
    std::iter::repeat_n('*', 4).chain(text.chars().skip(count - 4)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_masked_by_their_middle() {
        assert_eq!(id_number("11010519491231002X"), "110105********002X");
        assert_eq!(id_number("110105491231002"), "110105*****1002");
        assert_eq!(id_number("1101054912"), "**********");
        assert_eq!(phone("13800138000"), "138****8000");
        assert_eq!(phone("08748881234"), "*******1234");
        assert_eq!(phone("110"), "***");
        assert_eq!(account("6223106029442609809"), "****9809");
        assert_eq!((account("12").as_str(), account("").as_str(), id_number("").as_str()), ("**", "", ""));
    }
}
