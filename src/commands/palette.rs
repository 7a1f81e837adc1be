//! Finding a command by what an officer types (命令面板): Chinese words, pinyin initials or the English id.

use crate::commands::{COMMANDS, Command};
use crate::i18n::Lang;

/// Commands that `query` finds, best first; an empty query finds all in table order.
///
/// `initials` yields the pinyin initials of a text; it is handed in so that this file measures no text itself.
pub fn filter(query: &str, initials: &dyn Fn(&str) -> String) -> Vec<&'static Command> {
    let query: String = query.chars().filter(|ch| !ch.is_whitespace()).flat_map(char::to_lowercase).collect();
    let mut found: Vec<(u8, usize, &Command)> = COMMANDS
        .iter()
        .enumerate()
        .filter_map(|(index, command)| rank(&query, command, initials).map(|rank| (rank, index, command)))
        .collect();
    found.sort_by_key(|(rank, index, _)| (*rank, *index));
    found.into_iter().map(|(_, _, command)| command).collect()
}

fn rank(query: &str, command: &Command, initials: &dyn Fn(&str) -> String) -> Option<u8> {
    if query.is_empty() {
        return Some(0);
    }
    let zh = command.action.label(Lang::Zh).to_lowercase();
    let en = command.action.label(Lang::En).to_lowercase().replace(' ', "");
    let first = initials(&zh);
    if zh.starts_with(query) || first.starts_with(query) || en.starts_with(query) {
        Some(1)
    } else if zh.contains(query) || first.contains(query) || command.id.contains(query) {
        Some(2)
    } else if command.action.sentence(Lang::Zh).contains(query) || en.contains(query) {
        Some(3)
    } else {
        is_scattered_in(query, command.id).then_some(4)
    }
}

/// All characters of `query` occur in `text` in this order.
fn is_scattered_in(query: &str, text: &str) -> bool {
    let mut rest = text.chars();
    query.chars().all(|wanted| rest.any(|ch| ch == wanted))
}
