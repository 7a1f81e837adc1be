//! Relation to the head of household (与户主关系), GB/T 4761: its generation and its sex, by which contradictions show.

use super::halfwidth::bare;
use super::rulebook;
use super::sex::Sex;

/// Code of the head (户主).
pub const HEAD: u16 = 2;
/// Code of the person themself (本人); a roster's other word for the head.
pub const SELF: u16 = 1;
/// Code of every word that the standard's dictionaries do not agree on; its label is kept beside it.
pub const OTHER: u16 = 99;

/// A relation's place in the family, from the decade of its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generation {
    /// 户主, 本人
    Head,
    /// 配偶
    Spouse,
    /// 子女 and their spouses
    Child,
    /// 孙辈
    Grandchild,
    /// 父母
    Parent,
    /// 祖父母
    Grandparent,
    /// 兄弟姐妹 and their spouses
    Sibling,
    /// Anyone else.
    Other,
}

/// The code of a roster's word or of its two digits.
pub fn read(text: &str) -> Option<u16> {
    rulebook::words().relation.read(&bare(text))
}

/// The word of a code.
pub fn name(code: u16) -> Option<&'static str> {
    rulebook::words().relation.name(code)
}

/// True for both words that mean the head.
pub fn is_head(code: u16) -> bool {
    matches!(code, HEAD | SELF)
}

/// The sex that the relation tells, where it tells one.
pub fn sex(code: u16) -> Option<Sex> {
    rulebook::words().relation.entry(code)?.sex.and_then(Sex::from_code)
}

/// Its place in the family.
pub fn generation(code: u16) -> Generation {
    match code {
        1 | 2 => Generation::Head,
        10..=19 => Generation::Spouse,
        20..=39 => Generation::Child,
        40..=49 => Generation::Grandchild,
        50..=59 => Generation::Parent,
        60..=69 => Generation::Grandparent,
        70..=79 => Generation::Sibling,
        _ => Generation::Other,
    }
}

/// True for a relation by blood whose ages must be in order: neither marriage nor adoption made it.
pub fn is_by_birth(code: u16) -> bool {
    matches!(code, 20..=26 | 30..=36 | 41..=44 | 47 | 48 | 51 | 52 | 61..=64 | 66 | 67)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_practice_are_understood() {
        for (word, code) in [
            ("户主", 2),
            ("妻子", 12),
            ("配偶", 10),
            ("长子", 22),
            ("二女", 33),
            ("孙", 40),
            ("儿媳", 38),
            ("次女", 33),
            ("上门女婿", 28),
            ("０２", 2),
            ("2", 2),
            ("侄子", 99),
            (" 长 女 ", 32),
        ] {
            assert_eq!(read(word), Some(code), "{word}");
        }
        assert_eq!(read("隔壁邻居的猫"), None);
        assert_eq!(read("80"), None);
        assert_eq!(read(""), None);
    }

    #[test]
    fn sex_and_generation_follow_the_code() {
        assert_eq!((sex(12), sex(22), sex(10)), (Some(Sex::Female), Some(Sex::Male), None));
        assert_eq!(generation(38), Generation::Child);
        assert_eq!(generation(55), Generation::Parent);
        assert!(is_by_birth(22) && !is_by_birth(28) && !is_by_birth(27));
    }
}
