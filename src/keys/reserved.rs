//! Keys that no keymap may bind (保留键), with the reason: somebody else takes them first, or the terminal cannot tell them apart.

use crate::keys::key::{Code, Key};

/// Why a key is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reserved {
    /// The input method switches itself with it (Ctrl+Space, Shift+Space, Ctrl+., Ctrl+`).
    InputMethod,
    /// Terminal windows keep it for themselves (Ctrl+Shift+anything, Alt+Enter).
    Terminal,
    /// It is the habit of killing a program, or of copying.
    Interrupt,
    /// Menu and full screen keys (F10, F11, F12).
    FarFunctionKey,
    /// It switches the terminal's own tabs (Alt+digit, Ctrl+PgUp, Ctrl+PgDn).
    Tabs,
    /// The terminal sends the same byte for it as for another key (Ctrl+H, I, J, M, [).
    SameByte,
    /// A plain character belongs to text: with a Chinese input method on it would never arrive.
    PlainCharacter,
}

/// The reason why `key` may not be bound, or `None` when it may.
pub fn reserved(key: Key) -> Option<Reserved> {
    let Key { code, ctrl, alt, shift } = key;
    match code {
        Code::Char(' ' | '.' | '`') if ctrl => Some(Reserved::InputMethod),
        Code::Char(' ') if shift => Some(Reserved::InputMethod),
        _ if ctrl && shift => Some(Reserved::Terminal),
        Code::Enter if alt => Some(Reserved::Terminal),
        Code::Char('c') if ctrl => Some(Reserved::Interrupt),
        Code::F(10..) => Some(Reserved::FarFunctionKey),
        Code::Char('0'..='9') if alt => Some(Reserved::Tabs),
        Code::PgUp | Code::PgDn if ctrl => Some(Reserved::Tabs),
        Code::Char('h' | 'i' | 'j' | 'm' | '[') if ctrl => Some(Reserved::SameByte),
        Code::Char(_) if !ctrl && !alt => Some(Reserved::PlainCharacter),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_design_is_refused_and_the_defaults_are_not() {
        for name in [
            "Ctrl+Space",
            "Ctrl+Shift+A",
            "Ctrl+Shift+Up",
            "Ctrl+.",
            "Ctrl+C",
            "F10",
            "F11",
            "F12",
            "Alt+1",
            "Ctrl+PgUp",
            "Ctrl+PgDn",
            "Ctrl+I",
            "Alt+Enter",
            "x",
            "Space",
            "1",
        ] {
            assert!(Key::parse(name).is_some_and(|key| reserved(key).is_some()), "{name}");
        }
        for name in
            ["F1", "F9", "Ctrl+S", "Enter", "Tab", "Shift+Tab", "Esc", "PgUp", "Up", "Alt+X", "Ctrl+Home"]
        {
            assert_eq!(Key::parse(name).map(reserved), Some(None), "{name}");
        }
    }
}
