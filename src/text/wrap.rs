//! Paragraphs broken into lines: Han text breaks anywhere but around punctuation, Latin words stay whole.

use super::width::{STAND_IN, cells, graphemes, shown, width};

/// Marks that may not begin a line.
const CLOSERS: &str = "，。、；：？！）》〉」』】”’％…,.;:?!)]}%";
/// Marks that may not end a line.
const OPENERS: &str = "（《〈「『【“‘([{";

/// Lines of at most `limit` cells; line ends in `s` are kept, spaces at a break are dropped. Nothing is lost but those.
///
/// A word wider than a line is broken between graphemes. No cells, no lines.
pub fn wrap(s: &str, limit: usize) -> Vec<String> {
    if limit == 0 {
        return Vec::new();
    }
    s.split('\n').flat_map(|line| wrap_line(line.trim_end_matches('\r'), limit)).collect()
}

fn wrap_line(line: &str, limit: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    let mut used = 0;
    for unit in units(line) {
        let size = width(&unit);
        if used + size <= limit {
            current.push_str(&unit);
            used += size;
            continue;
        }
        if unit.trim().is_empty() {
            continue;
        }
        if used > 0 {
            lines.push(std::mem::take(&mut current).trim_end().to_owned());
            used = 0;
        }
        for grapheme in graphemes(&unit) {
            let (grapheme, size) =
                if cells(grapheme) > limit { (STAND_IN, 1) } else { (grapheme, cells(grapheme)) };
            if used + size > limit {
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            current.push_str(grapheme);
            used += size;
        }
    }
    lines.push(current.trim_end().to_owned());
    lines
}

/// The pieces between which a line may break.
fn units(line: &str) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    let mut glue = false;
    for grapheme in graphemes(line).map(shown) {
        let narrow = |text: &str| cells(text) == 1 && text != " ";
        let joins = match units.last() {
            None => false,
            Some(last) => {
                let before = graphemes(last).next_back().unwrap_or(" ");
                glue || (before != " " && CLOSERS.contains(grapheme)) || (narrow(before) && narrow(grapheme))
            }
        };
        glue = OPENERS.contains(grapheme);
        match units.last_mut() {
            Some(last) if joins => last.push_str(grapheme),
            _ => units.push(grapheme.to_owned()),
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn breaks_where_a_reader_expects_it() {
        assert_eq!(wrap("移民后期扶持", 5), ["移民", "后期", "扶持"]);
        assert_eq!(wrap("移民，后期", 6), ["移民，", "后期"]);
        assert_eq!(wrap("移民户，后期", 6), ["移民", "户，后", "期"], "no line begins with a comma");
        assert_eq!(wrap("见（附件）", 5), ["见", "（附", "件）"]);
        assert_eq!(wrap("press Enter 保存", 8), ["press", "Enter 保", "存"]);
        assert_eq!(wrap("530399195711138810", 6), ["530399", "195711", "138810"]);
        assert_eq!(wrap("一\n\n二", 4), ["一", "", "二"]);
        assert_eq!(wrap("一", 1), ["?"]);
        assert!(wrap("一", 0).is_empty());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]
        #[test]
        fn no_line_is_too_wide_and_nothing_is_lost(text in "[a-c 张三，（）\u{2CC56}·]{0,30}", limit in 2usize..14) {
            let lines = wrap(&text, limit);
            prop_assert!(lines.iter().all(|line| width(line) <= limit), "{:?}", lines);
            let bare = |s: &str| s.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&text));
        }
    }
}
