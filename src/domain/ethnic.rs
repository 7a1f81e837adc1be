//! Ethnic group (民族), GB/T 3304, written with and without its suffix.

use super::halfwidth::bare;
use super::rulebook;

/// The code of a word or of its two digits; 57 and 58 of other code bases come out as 97 and 98.
pub fn read(text: &str) -> Option<u16> {
    rulebook::words().ethnic.read(&bare(text))
}

/// The word of a code.
pub fn name(code: u16) -> Option<&'static str> {
    rulebook::words().ethnic.name(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn with_and_without_suffix_and_by_number() {
        for (text, code) in [
            ("汉族", 1),
            ("汉", 1),
            ("01", 1),
            ("彝", 7),
            ("土家族", 15),
            ("土", 30),
            ("57", 97),
            ("58", 98),
            ("97", 97),
        ] {
            assert_eq!(read(text), Some(code), "{text}");
        }
        assert_eq!((read(""), read("族"), read("60")), (None, None, None));
        assert_eq!(rulebook::words().ethnic.entries().len(), 58);
        assert_eq!(name(7), Some("彝族"));
    }
}
