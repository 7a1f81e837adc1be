//! Text brought to a number of cells: table columns, labels, titles. A glyph is never halved.

use super::width::{cells, graphemes, shown, visible, width};

/// What shows that something was cut; ASCII, because an ellipsis is two cells wide in some terminals.
pub const CUT_MARK: &str = "..";

/// `s` in at most `limit` cells, on a grapheme boundary, ending with `..` when something was cut.
pub fn cut(s: &str, limit: usize) -> String {
    if width(s) <= limit {
        return visible(s).into_owned();
    }
    let mark = CUT_MARK.len().min(limit);
    let room = limit - mark;
    let mut out = String::with_capacity(s.len().min(limit * 4));
    let mut used = 0;
    for grapheme in graphemes(s) {
        let next = used + cells(grapheme);
        if next > room {
            break;
        }
        used = next;
        out.push_str(shown(grapheme));
    }
    out.extend(CUT_MARK.chars().take(mark));
    out
}

/// `s` in exactly `limit` cells, left-aligned: cut like [`cut`], filled with spaces (one where half a glyph's room remains).
pub fn fit(s: &str, limit: usize) -> String {
    let mut out = cut(s, limit);
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', limit.saturating_sub(used)));
    out
}

/// `s` in exactly `limit` cells, right-aligned (numbers, amounts).
pub fn fit_right(s: &str, limit: usize) -> String {
    let text = cut(s, limit);
    let mut out: String = std::iter::repeat_n(' ', limit.saturating_sub(width(&text))).collect();
    out.push_str(&text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_on_glyphs_and_says_so() {
        let table = [
            ("移民户", 6, "移民户"),
            ("移民户", 5, "移.. "),
            ("移民户", 4, "移.."),
            ("移民户", 3, ".. "),
            ("移民户", 2, ".."),
            ("移民户", 1, "."),
            ("移民户", 0, ""),
            ("移民", 6, "移民  "),
            ("a移民户", 6, "a移.. "),
            ("", 2, "  "),
        ];
        for (text, limit, want) in table {
            assert_eq!(fit(text, limit), want, "{text} in {limit}");
        }
        assert_eq!(fit_right("600.00", 8), "  600.00");
        assert_eq!(fit_right("一", 3), " 一");
        assert_eq!(cut("张三丰", 5), "张..");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn fills_exactly(text in "[a-c张三\u{301}\u{2CC56}·\t\u{202e}👨\u{200d}👩，]{0,12}", limit in 0usize..20) {
            prop_assert_eq!(width(&fit(&text, limit)), limit);
            prop_assert_eq!(width(&fit_right(&text, limit)), limit);
            prop_assert!(width(&cut(&text, limit)) <= limit);
        }

        #[test]
        fn any_text_fits(text in any::<String>(), limit in 0usize..20) {
            prop_assert_eq!(width(&fit(&text, limit)), limit);
        }
    }
}
