//! Where the caret stands in a text field, and which part of a long text is shown around it.
//!
//! The terminal's real cursor must stand at the caret in cells, or an input method draws its candidates
//! somewhere else; and a text that is longer than its field scrolls by whole glyphs.

use super::width::{cells, graphemes, shown, width};

/// Cells before the grapheme with this index; the whole width where the index is past the end.
pub fn column_of(s: &str, grapheme_index: usize) -> usize {
    graphemes(s).take(grapheme_index).map(cells).sum()
}

/// The part of a text that a field shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Index of the first grapheme shown; hand it back as `first` the next time.
    pub first: usize,
    /// Exactly as many cells as the field has.
    pub text: String,
    /// Cells from the field's left edge to the caret; less than the field's cells (0 in a field of none).
    pub column: usize,
}

/// The part of `s` that a field of `limit` cells shows with the caret before grapheme `caret`.
///
/// `first` is where the part began the last time (0 at first): it moves only when the caret leaves the
/// field or room became free on the right. The glyph at the caret is shown whole where the field has two cells.
pub fn window(s: &str, caret: usize, limit: usize, first: usize) -> Window {
    let widths: Vec<usize> = graphemes(s).map(cells).collect();
    let caret = caret.min(widths.len());
    if limit == 0 {
        return Window { first: caret, text: String::new(), column: 0 };
    }
    let at_caret = widths.get(caret).copied().unwrap_or(1).min(limit);
    let room = limit - at_caret;
    let mut first = first.min(caret);
    let mut column: usize = widths.iter().take(caret).skip(first).sum();
    while column > room {
        column -= widths.get(first).copied().unwrap_or(0);
        first += 1;
    }
    let mut tail: usize = widths.iter().skip(first).sum::<usize>() + 1;
    while first > 0 {
        let step = widths.get(first - 1).copied().unwrap_or(0);
        if tail + step > limit {
            break;
        }
        tail += step;
        column += step;
        first -= 1;
    }
    let mut text = String::with_capacity(limit * 3);
    let mut used = 0;
    for grapheme in graphemes(s).skip(first) {
        let next = used + cells(grapheme);
        if next > limit {
            break;
        }
        used = next;
        text.push_str(shown(grapheme));
    }
    text.extend(std::iter::repeat_n(' ', limit - used));
    debug_assert_eq!(width(&text), limit);
    Window { first, text, column }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn column_counts_cells() {
        assert_eq!(column_of("移民a户", 0), 0);
        assert_eq!(column_of("移民a户", 3), 5);
        assert_eq!(column_of("移民a户", 4), 7);
        assert_eq!(column_of("移民a户", 9), 7);
    }

    #[test]
    fn scrolls_by_whole_glyphs() {
        let at = |caret, first| window("移民安置户", caret, 6, first);
        assert_eq!(at(0, 0), Window { first: 0, text: "移民安".into(), column: 0 });
        assert_eq!(at(5, 0), Window { first: 3, text: "置户  ".into(), column: 4 });
        assert_eq!(
            at(4, 3),
            Window { first: 3, text: "置户  ".into(), column: 2 },
            "moving left inside keeps the part"
        );
        assert_eq!(at(2, 3), Window { first: 2, text: "安置户".into(), column: 0 });
        assert_eq!(
            window("张", 1, 6, 1),
            Window { first: 0, text: "张    ".into(), column: 2 },
            "room became free"
        );
        assert_eq!(window("张三", 1, 1, 0), Window { first: 1, text: " ".into(), column: 0 });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn caret_stays_inside(
            text in "[a-c张三\u{301}\u{2CC56}·\t]{0,14}", caret in 0usize..16, limit in 1usize..12, first in 0usize..16,
        ) {
            let part = window(&text, caret, limit, first);
            prop_assert_eq!(width(&part.text), limit);
            prop_assert!(part.column < limit);
            let count = graphemes(&text).count();
            let caret = caret.min(count);
            prop_assert!(part.first <= caret);
            prop_assert_eq!(column_of(&text, caret) - column_of(&text, part.first), part.column);
            prop_assert_eq!(window(&text, caret, limit, part.first), part, "drawing again moves nothing");
        }
    }
}
