//! One key press (按键), its printed name and the reading of that name.
//!
//! The only place where key names stand: keymap files, footer, help and the README all print through here.

use std::fmt;

/// A key without its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A character; letters are kept in lower case when Ctrl or Alt is held.
    Char(char),
    /// A function key, 1 to 12.
    F(u8),
    Enter,
    Tab,
    Esc,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PgUp,
    PgDn,
}

/// One key press with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What was pressed.
    pub code: Code,
    /// Ctrl was held.
    pub ctrl: bool,
    /// Alt was held.
    pub alt: bool,
    /// Shift was held; never set for a character without Ctrl or Alt, whose case says it already.
    pub shift: bool,
}

const NAMES: [(&str, Code); 16] = [
    ("Enter", Code::Enter),
    ("Tab", Code::Tab),
    ("Esc", Code::Esc),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("Home", Code::Home),
    ("End", Code::End),
    ("PgUp", Code::PgUp),
    ("PgDn", Code::PgDn),
    ("Space", Code::Char(' ')),
    ("Plus", Code::Char('+')),
];

impl Key {
    /// The key alone.
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// A typed character.
    pub const fn char(ch: char) -> Self {
        Self::plain(Code::Char(ch))
    }

    /// Ctrl and a character.
    pub const fn ctrl(ch: char) -> Self {
        Self { code: Code::Char(ch), ctrl: true, alt: false, shift: false }
    }

    /// Reads a name as keymap files write it: `F2`, `Ctrl+S`, `Shift+Tab`, `PgDn`, `Space`, `x`.
    pub fn parse(name: &str) -> Option<Self> {
        let mut key = Self::plain(Code::Esc);
        let mut rest = name.trim();
        while let Some((modifier, tail)) = rest.split_once('+') {
            let slot = match modifier.to_ascii_lowercase().as_str() {
                "ctrl" => &mut key.ctrl,
                "alt" => &mut key.alt,
                "shift" => &mut key.shift,
                _ => return None,
            };
            if std::mem::replace(slot, true) {
                return None;
            }
            rest = tail;
        }
        key.code = parse_code(rest)?;
        if matches!(key.code, Code::Char(_)) && key.shift && !key.ctrl && !key.alt {
            return None;
        }
        Some(key.tidy())
    }

    /// The character this key types into a field, if it types one.
    pub fn typed(&self) -> Option<char> {
        match self.code {
            Code::Char(ch) if !self.ctrl && !self.alt && !ch.is_control() => Some(ch),
            _ => None,
        }
    }

    /// The same key with full-width forms (１, Ａ, ideographic space) folded to ASCII and letters under Ctrl or Alt in
    /// lower case: an input method that is on must not hide a command.
    pub fn folded(self) -> Self {
        let Code::Char(ch) = self.code else { return self };
        let ch = match ch {
            '\u{3000}' => ' ',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(ch as u32 - 0xFEE0).unwrap_or(ch),
            _ => ch,
        };
        Self { code: Code::Char(ch), ..self }.tidy()
    }

    fn tidy(mut self) -> Self {
        if let Code::Char(ch) = self.code
            && (self.ctrl || self.alt)
        {
            self.code = Code::Char(ch.to_ascii_lowercase());
        }
        self
    }
}

fn parse_code(name: &str) -> Option<Code> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        return Some(*code);
    }
    let mut chars = name.chars();
    let first = chars.next()?;
    if chars.as_str().is_empty() {
        return (!first.is_control()).then_some(Code::Char(first));
    }
    if first.eq_ignore_ascii_case(&'f') {
        let number: u8 = chars.as_str().parse().ok()?;
        return (1..=12).contains(&number).then_some(Code::F(number));
    }
    None
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return f.write_str(name);
        }
        match self.code {
            Code::F(number) => write!(f, "F{number}"),
            Code::Char(ch) if self.ctrl || self.alt => write!(f, "{}", ch.to_ascii_uppercase()),
            Code::Char(ch) => write!(f, "{ch}"),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_read_as_they_are_written() {
        for name in [
            "F1",
            "F12",
            "Ctrl+S",
            "Shift+Tab",
            "Ctrl+Alt+Shift+Up",
            "Space",
            "Ctrl+Space",
            "Ctrl+.",
            "Ctrl+Plus",
            "a",
            "?",
        ] {
            assert_eq!(Key::parse(name).map(|key| key.to_string()).as_deref(), Some(name));
        }
        for name in ["", "F0", "F13", "Ctrl+", "Hyper+A", "Shift+a", "Ctrl+Ctrl+A", "Retrun"] {
            assert_eq!(Key::parse(name), None, "{name}");
        }
    }

    #[test]
    fn a_full_width_letter_is_the_same_key() {
        let wide = Key { code: Code::Char('Ｓ'), ctrl: true, alt: false, shift: false };
        assert_eq!(wide.folded(), Key::ctrl('s'));
        assert_eq!(Key::char('１').folded(), Key::char('1'));
        assert_eq!(Key::char('张').folded(), Key::char('张'));
    }

    proptest! {
        #[test]
        fn every_key_prints_to_a_name_that_reads_back(ch in any::<char>(), f in 1u8..=12, pick in 0usize..18, bits in 0u8..8) {
            let code = match pick {
                16 => Code::F(f),
                17 => Code::Char(ch),
                named => NAMES[named].1,
            };
            let held = Key { code, ctrl: bits & 1 > 0, alt: bits & 2 > 0, shift: bits & 4 > 0 }.tidy();
            let bare_shift = matches!(code, Code::Char(_)) && !held.ctrl && !held.alt && held.shift;
            prop_assume!(!matches!(code, Code::Char(c) if c.is_control() || c.is_whitespace() && c != ' ') && !bare_shift);
            prop_assert_eq!(Key::parse(&held.to_string()), Some(held));
        }
    }
}
