//! Cells that text takes on the screen: the one measure that layout, cutting and the caret share.
//!
//! ratatui places by `unicode-width` of each grapheme and drops control characters; so does this file, but
//! what would vanish or move the terminal (control characters, direction marks, lone combining marks) is
//! shown as a visible stand-in of one cell, so that what an officer sees is as wide as what was counted.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What stands for a character that has no shape of its own; one cell.
pub const STAND_IN: &str = "?";

/// The graphemes of `s`, in order: what a person calls a character, and the only unit in which text is cut.
pub fn graphemes(s: &str) -> impl DoubleEndedIterator<Item = &str> {
    s.graphemes(true)
}

/// True for characters that steer a terminal or reorder a line instead of showing something.
fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// A grapheme as it is drawn: itself, or [`STAND_IN`].
pub fn shown(grapheme: &str) -> &str {
    if grapheme.chars().any(steers) || grapheme.width() == 0 { STAND_IN } else { grapheme }
}

/// Cells of one grapheme as it is drawn: 1 or 2, rarely more for a cluster that terminals draw in pieces.
pub fn cells(grapheme: &str) -> usize {
    shown(grapheme).width()
}

/// Cells of `s` as it is drawn (see [`visible`]).
pub fn width(s: &str) -> usize {
    if s.bytes().all(|byte| (0x20..0x7F).contains(&byte)) { s.len() } else { graphemes(s).map(cells).sum() }
}

/// `s` with stand-ins for what has no shape; what may be handed to the screen.
pub fn visible(s: &str) -> Cow<'_, str> {
    if graphemes(s).all(|grapheme| shown(grapheme) == grapheme) {
        Cow::Borrowed(s)
    } else {
        Cow::Owned(graphemes(s).map(shown).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_a_terminal_shows() {
        let table = [
            ("", 0),
            ("abc", 3),
            ("移民户", 6),
            ("移民a户", 7),
            ("阿依古丽·买买提", 15),
            ("盖𬱖乐", 6),
            ("e\u{301}", 1),
            ("，。", 4),
            ("㎡", 2),
            ("\t", 1),
            ("\u{1b}[2J", 4),
            ("\u{202e}张", 3),
            ("\u{200b}", 1),
            ("\u{301}", 1),
            ("\r\n", 1),
        ];
        for (text, want) in table {
            assert_eq!(width(text), want, "{text:?}");
            assert_eq!(UnicodeWidthStr::width(&*visible(text)), want, "as ratatui counts it: {text:?}");
        }
    }

    #[test]
    fn nothing_that_steers_a_terminal_stays_visible() {
        assert_eq!(visible("张\u{1b}[31m三\u{202e}丰\u{7f}"), "张?[31m三?丰?");
        assert!(matches!(visible("张三丰"), Cow::Borrowed(_)));
    }
}
