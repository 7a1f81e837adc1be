//! One line of text being edited (输入格): caret by grapheme, limit, mask.
//!
//! The only file that names tui-input, so that the editing kernel can be replaced here alone.

use crate::keys::{Code, Key};
use crate::text::width;
use tui_input::{Input, InputRequest};
use zeroize::Zeroizing;

/// What an edit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text changed.
    Changed,
    /// Only the caret moved, or nothing happened.
    Moved,
    /// The text was refused because the field is full.
    Full,
}

/// One line of edited text.
#[derive(Clone, Debug)]
pub struct Field {
    input: Input,
    /// Longest text in characters.
    limit: usize,
    /// Show every grapheme as one star.
    pub masked: bool,
}

impl Field {
    /// An empty field for at most `limit` characters.
    pub fn new(limit: usize) -> Self {
        Self { input: Input::default(), limit, masked: false }
    }

    /// The same field, shown as stars.
    pub fn masked(mut self) -> Self {
        self.masked = true;
        self
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.input.value()
    }

    /// Longest text in characters.
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// True when nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text().is_empty()
    }

    /// Replaces the text; the caret goes to its end.
    pub fn set(&mut self, text: &str) {
        let kept: String = text.chars().filter(|ch| !ch.is_control()).take(self.limit).collect();
        self.input = Input::new(kept);
    }

    /// Empties the field and hands its text over; the memory is wiped when the result is dropped.
    pub fn take(&mut self) -> Zeroizing<String> {
        Zeroizing::new(self.input.value_and_reset())
    }

    /// Applies one editing key (see `keys::keymap::edits_text`).
    pub fn edit(&mut self, key: Key) -> Edit {
        if let Some(ch) = key.typed() {
            return self.insert(ch);
        }
        let request = match key.code {
            Code::Left => InputRequest::GoToPrevChar,
            Code::Right => InputRequest::GoToNextChar,
            Code::Home => InputRequest::GoToStart,
            Code::End => InputRequest::GoToEnd,
            Code::Backspace => InputRequest::DeletePrevChar,
            Code::Delete => InputRequest::DeleteNextChar,
            _ => return Edit::Moved,
        };
        match self.input.handle(request) {
            Some(change) if change.value => Edit::Changed,
            _ => Edit::Moved,
        }
    }

    /// Inserts pasted or committed text at the caret; control characters become single spaces, ends are trimmed of them.
    pub fn insert_text(&mut self, text: &str) -> Edit {
        let mut result = Edit::Moved;
        let mut gap = false;
        for ch in text.trim_matches(char::is_control).chars() {
            if ch.is_control() {
                gap = true;
                continue;
            }
            if std::mem::take(&mut gap) && self.insert(' ') == Edit::Full {
                return Edit::Full;
            }
            match self.insert(ch) {
                Edit::Full => return Edit::Full,
                edit => result = edit,
            }
        }
        result
    }

    fn insert(&mut self, ch: char) -> Edit {
        if ch.is_control() {
            return Edit::Moved;
        }
        if self.text().chars().count() >= self.limit {
            return Edit::Full;
        }
        self.input.handle(InputRequest::InsertChar(ch));
        Edit::Changed
    }

    /// What `cells` cells of the screen show, and the caret's column in it: the part around the caret, whole graphemes only.
    pub fn window(&self, cells: usize) -> (String, usize) {
        let graphemes = width::graphemes(self.text());
        let shown: Vec<(&str, usize)> =
            graphemes.iter().map(|part| if self.masked { ("*", 1) } else { (*part, width::cells(part)) }).collect();
        let caret = self.caret_grapheme(&graphemes);
        let mut start = 0;
        let mut column: usize = shown.iter().take(caret).map(|(_, cells)| cells).sum();
        while column + 1 > cells && start < caret {
            column -= shown[start].1;
            start += 1;
        }
        let mut text = String::new();
        let mut used = 0;
        for (part, part_cells) in shown.iter().skip(start) {
            if used + part_cells > cells {
                break;
            }
            used += part_cells;
            text.push_str(part);
        }
        (text, column)
    }

    /// Index of the grapheme before which the caret stands.
    fn caret_grapheme(&self, graphemes: &[&str]) -> usize {
        let mut chars = 0;
        let caret = self.input.cursor();
        for (index, part) in graphemes.iter().enumerate() {
            if chars >= caret {
                return index;
            }
            chars += part.chars().count();
        }
        graphemes.len()
    }
}
