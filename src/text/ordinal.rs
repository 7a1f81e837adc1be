//! Numbers as villages write them: 三组, 第十二村民小组, 3组; and as officers type them: `3c`, `3z`.

use super::fold::fold_search;

/// Value of a whole number below 1,000 in Arabic or Han digits (`12`, `十二`, `二十`, `〇三`); none for anything else.
pub fn number(s: &str) -> Option<u32> {
    if s.is_empty() || s.chars().count() > 7 {
        return None;
    }
    if s.chars().all(|c| c.is_ascii_digit()) {
        return s.parse().ok().filter(|value| *value < 1_000);
    }
    let (mut total, mut digit, mut unit_seen, mut digits) = (0, None, false, 0);
    for c in s.chars() {
        match han_digit(c) {
            Some(value) => {
                digits += 1;
                digit = Some(if unit_seen { value } else { digit.unwrap_or(0) * 10 + value });
            }
            None => {
                let unit = match c {
                    '十' => 10,
                    '百' => 100,
                    _ => return None,
                };
                total += digit.take().unwrap_or(1) * unit;
                unit_seen = true;
            }
        }
    }
    if !unit_seen && digits > 3 {
        return None;
    }
    Some(total + digit.unwrap_or(0)).filter(|value| *value < 1_000)
}

fn han_digit(c: char) -> Option<u32> {
    let digit = match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    };
    Some(digit)
}

/// What follows the number in a group's name, longest first; the last ones are how officers shorten them.
const GROUP_ENDINGS: [&str; 10] = ["村民小组", "村小组", "小组", "村组", "组", "社", "队", "zu", "z", "c"];

/// The number of a village group (组) in any of its writings; none if the text is not one (a bare number is not).
pub fn group_number(s: &str) -> Option<u32> {
    let text = fold_search(s);
    let text = text.strip_prefix('第').unwrap_or(&text);
    let bare = GROUP_ENDINGS.iter().find_map(|ending| text.strip_suffix(ending))?;
    number(bare.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_group_numbers() {
        let table = [
            ("三组", Some(3)),
            ("3组", Some(3)),
            ("３组", Some(3)),
            ("3c", Some(3)),
            ("3Z", Some(3)),
            ("3zu", Some(3)),
            ("第三组", Some(3)),
            ("第十二村民小组", Some(12)),
            ("二十组", Some(20)),
            ("二十一社", Some(21)),
            ("一〇组", Some(10)),
            ("10队", Some(10)),
            ("上村组", None),
            ("组", None),
            ("3", None),
            ("lc", None),
            ("99999组", None),
        ];
        for (text, want) in table {
            assert_eq!(group_number(text), want, "{text}");
        }
        assert_eq!(number("一百零五"), Some(105));
        assert_eq!(number("十"), Some(10));
    }
}
