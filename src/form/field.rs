//! One line of text being edited (输入格): caret by grapheme, limit, mask.
//!
//! The only file that names tui-input, so that the editing kernel can be replaced here alone.

use crate::keys::{Code, Key};
use crate::text::{graphemes, window};
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

/// What a folder's path ends with.
const SEPARATORS: [char; 2] = ['/', '\\'];
/// What a whole path begins with, bare or quoted; a drive's letter is known by the colon behind it.
const WHOLE_BEGINS: [char; 4] = ['/', '\\', '\'', '"'];

/// One line of edited text.
#[derive(Clone, Debug)]
pub struct Field {
    input: Input,
    /// Longest text in characters.
    limit: usize,
    /// The text was proposed, nobody typed it: the first typed or pasted character replaces it.
    fresh: bool,
    /// Characters of the folder that was proposed; 0: none was, or it was left.
    folder: usize,
    /// Show every grapheme as one star.
    pub masked: bool,
}

impl Field {
    /// An empty field for at most `limit` characters.
    pub fn new(limit: usize) -> Self {
        Self { input: Input::default(), limit, fresh: false, folder: 0, masked: false }
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
        (self.fresh, self.folder) = (false, 0);
    }

    /// Proposes a text: what is typed next replaces it, a key that moves or deletes begins to edit it. A folder is gone on
    /// with, unless a whole path follows.
    pub fn suggest(&mut self, text: &str) {
        self.set(text);
        self.fresh = true;
        self.folder = if text.ends_with(SEPARATORS) { self.text().chars().count() } else { 0 };
    }

    /// True while the text is as it was proposed.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// Empties the field and hands its text over; the memory is wiped when the result is dropped.
    pub fn take(&mut self) -> Zeroizing<String> {
        self.fresh = false;
        Zeroizing::new(self.input.value_and_reset())
    }

    /// Applies one editing key (see `keys::keymap::edits_text`).
    pub fn edit(&mut self, key: Key) -> Edit {
        if let Some(ch) = key.typed() {
            return self.insert(ch);
        }
        self.fresh = false;
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

    /// Inserts pasted or committed text at the caret; control characters become single spaces, ends are
    /// trimmed of them.
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

    /// Characters before the caret.
    pub fn caret(&self) -> usize {
        self.input.cursor()
    }

    /// Puts the caret behind so many characters; behind the last where there are fewer.
    pub fn place(&mut self, caret: usize) {
        self.fresh = false;
        self.input.handle(InputRequest::SetCursor(caret));
    }

    fn insert(&mut self, ch: char) -> Edit {
        if ch.is_control() {
            return Edit::Moved;
        }
        if std::mem::take(&mut self.fresh) && (self.folder == 0 || WHOLE_BEGINS.contains(&ch)) {
            self.input.reset();
        }
        let typed: Vec<char> = self.text().chars().skip(self.folder).collect();
        if let (true, ':', [drive]) = (self.folder > 0, ch, typed.as_slice())
            && drive.is_ascii_alphabetic()
        {
            // A drive's letter behind the folder that was proposed: a whole path.
            self.input = Input::new(drive.to_string());
            self.folder = 0;
        }
        if self.text().chars().count() >= self.limit {
            return Edit::Full;
        }
        self.input.handle(InputRequest::InsertChar(ch));
        Edit::Changed
    }

    /// What a place of `cells` cells shows, and the caret's column in it: whole glyphs around the caret.
    pub fn window(&self, cells: usize) -> (String, usize) {
        let caret = self.caret_grapheme();
        let stars: String;
        let text = if self.masked {
            stars = graphemes(self.text()).map(|_| '*').collect();
            &stars
        } else {
            self.text()
        };
        let window = window(text, caret, cells, 0);
        (window.text, window.column)
    }

    /// Index of the grapheme before which the caret stands.
    fn caret_grapheme(&self) -> usize {
        let mut chars = 0;
        let before = |part: &&str| {
            let here = chars < self.input.cursor();
            chars += part.chars().count();
            here
        };
        graphemes(self.text()).take_while(before).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{column_of, width};
    use proptest::prelude::*;

    fn typed(text: &str) -> Field {
        let mut field = Field::new(40);
        field.insert_text(text);
        field
    }

    #[test]
    fn the_caret_counts_cells_and_steps_by_graphemes() {
        let mut field = typed("移民a户");
        assert_eq!(field.window(20).1, 7);
        field.edit(Key::plain(Code::Left));
        assert_eq!(field.window(20).1, 5);
        field.edit(Key::plain(Code::Backspace));
        assert_eq!(field.text(), "移民户");
        let mut accent = typed("ae\u{301}");
        accent.edit(Key::plain(Code::Backspace));
        assert_eq!(accent.text(), "a");
    }

    #[test]
    fn pasted_lines_become_one_line_and_a_full_field_says_so() {
        assert_eq!(typed("张三\r\n李四\n").text(), "张三 李四");
        let mut short = Field::new(3);
        assert_eq!(short.insert_text("一二三四"), Edit::Full);
        assert_eq!(short.text(), "一二三");
    }

    #[test]
    fn a_proposed_folder_is_gone_on_with_unless_a_whole_path_follows() {
        let after = |folder: &str, text: &str| {
            let mut field = Field::new(40);
            field.suggest(folder);
            field.insert_text(text);
            field.text().to_owned()
        };
        assert_eq!(after("/media/u/", "回盘.csv"), "/media/u/回盘.csv");
        assert_eq!(after("/media/u/", "/srv/a.csv"), "/srv/a.csv");
        assert_eq!(after("/media/u/", "'/srv/a b.csv'"), "'/srv/a b.csv'");
        assert_eq!(after("E:\\u\\", "a.csv"), "E:\\u\\a.csv");
        assert_eq!(after("E:\\u\\", "F:\\a.csv"), "F:\\a.csv");
        assert_eq!(after("E:\\u\\", "甲F:"), "E:\\u\\甲F:");
        assert_eq!(after("/media/u", "x"), "x", "not a folder by its spelling");
    }

    #[test]
    fn what_is_typed_or_pasted_replaces_a_proposal_and_other_keys_edit_it() {
        let proposed = || {
            let mut field = Field::new(3);
            field.suggest("旧的词");
            field
        };
        let mut typed = proposed();
        assert_eq!(typed.edit(Key::char('新')), Edit::Changed);
        typed.edit(Key::char('词'));
        assert_eq!(typed.text(), "新词");
        let mut pasted = proposed();
        pasted.insert_text("新的");
        assert_eq!(pasted.text(), "新的");
        let mut edited = proposed();
        edited.edit(Key::plain(Code::Backspace));
        edited.edit(Key::char('话'));
        assert_eq!(edited.text(), "旧的话");
        for code in [Code::Left, Code::End, Code::Home] {
            let mut moved = proposed();
            moved.edit(Key::plain(code));
            assert_eq!(moved.edit(Key::char('新')), Edit::Full);
        }
    }

    #[test]
    fn a_masked_field_shows_a_star_for_each_grapheme() {
        let mut field = Field::new(9).masked();
        field.insert_text("口令x");
        assert_eq!(field.window(6), ("***   ".to_string(), 3));
        assert_eq!(field.take().as_str(), "口令x");
        assert!(field.is_empty());
    }

    /// The model: a list of graphemes and an index. Ten thousand edits, each compared (features.md K5).
    #[test]
    fn ten_thousand_random_edits_keep_the_caret_right() {
        let glyphs = ["张", "a", "𬭚", "·", "，", "1", "户", "é"];
        let codes = [Code::Left, Code::Right, Code::Home, Code::End, Code::Backspace, Code::Delete];
        let (mut field, mut model, mut at) = (Field::new(60), Vec::<&str>::new(), 0_usize);
        let mut seed = 20_260_630_u64;
        for step in 0..10_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let dice = (seed >> 33) as usize;
            if dice % 5 < 2 && model.len() < 40 {
                let glyph = glyphs[dice / 5 % glyphs.len()];
                field.insert_text(glyph);
                model.insert(at, glyph);
                at += 1;
            } else {
                let code = codes[dice / 5 % codes.len()];
                field.edit(Key::plain(code));
                match code {
                    Code::Left => at = at.saturating_sub(1),
                    Code::Right => at = (at + 1).min(model.len()),
                    Code::Home => at = 0,
                    Code::End => at = model.len(),
                    Code::Backspace if at > 0 => {
                        at -= 1;
                        model.remove(at);
                    }
                    Code::Delete if at < model.len() => drop(model.remove(at)),
                    _ => {}
                }
            }
            let text = model.concat();
            assert_eq!(field.text(), text, "step {step}");
            assert_eq!(field.window(200).1, column_of(&text, at), "step {step}");
            let (shown, column) = field.window(11);
            assert!(width(&shown) == 11 && column < 11, "step {step}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn any_text_and_any_place_keep_the_caret_inside(text in "\\PC{0,30}", cells in 1usize..30, left in 0usize..10) {
            let mut field = Field::new(30);
            field.insert_text(&text);
            for _ in 0..left {
                field.edit(Key::plain(Code::Left));
            }
            let (shown, column) = field.window(cells);
            prop_assert_eq!(width(&shown), cells);
            prop_assert!(column < cells);
        }
    }
}
