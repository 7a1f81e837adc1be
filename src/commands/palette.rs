//! Finding a command by what an officer types (命令面板): Chinese words, pinyin initials or the English id.

use crate::commands::{COMMANDS, Command};
use crate::i18n::Lang;
use crate::text::fold_search;
use crate::text::pinyin::spells;

/// Commands that `query` finds, best first; an empty query finds all in table order.
pub fn filter(query: &str) -> Vec<&'static Command> {
    let query: String = fold_search(query).chars().filter(|ch| *ch != ' ').collect();
    let mut found: Vec<(u8, usize, &Command)> = COMMANDS
        .iter()
        .enumerate()
        .filter_map(|(index, command)| rank(&query, command).map(|rank| (rank, index, command)))
        .collect();
    found.sort_by_key(|(rank, index, _)| (*rank, *index));
    found.into_iter().map(|(_, _, command)| command).collect()
}

/// 0 best; none when the query does not find the command.
fn rank(query: &str, command: &Command) -> Option<u8> {
    let zh = fold_search(command.action.label(Lang::Zh));
    let en = fold_search(command.action.label(Lang::En)).replace(' ', "");
    if query.is_empty() || zh == query || en == query || command.id == query {
        Some(0)
    } else if spells(query, &zh) || en.starts_with(query) {
        Some(1)
    } else if zh.contains(query) || command.id.contains(query) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::Action;

    fn first(query: &str) -> Option<Action> {
        filter(query).first().map(|command| command.action)
    }

    #[test]
    fn chinese_initials_and_english_find_a_command() {
        for query in ["导入", "drmc", "daoru", "import", "app.import", "ＤＲ"] {
            assert_eq!(first(query), Some(Action::Import), "{query}");
        }
        assert_eq!(first("sp"), Some(Action::Lock));
        assert_eq!(first("quit"), Some(Action::Quit));
        assert_eq!(first("没有这个"), None);
        assert_eq!(filter("").len(), COMMANDS.len());
    }
}
