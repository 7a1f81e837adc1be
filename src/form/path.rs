//! A path as it is typed or dropped on the terminal (路径).

use std::path::Path;

/// Without the quotes that terminals put around a path that is dropped on them, and without blanks at its ends.
pub fn unquoted(typed: &str) -> &str {
    let typed = typed.trim();
    let inside = |quote| typed.strip_prefix(quote)?.strip_suffix(quote);
    ['\'', '"'].into_iter().find_map(inside).unwrap_or(typed).trim()
}

/// True for a path that says where it is by itself. Any other would be written wherever the program was started, which
/// nobody at the keyboard knows.
pub fn is_whole(path: &str) -> bool {
    Path::new(path).is_absolute()
}

/// The folder of a path to a file; the path itself where it names a folder.
pub fn folder_of(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    if name.contains('.') { path.strip_suffix(name).unwrap_or(path) } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_path_loses_its_quotes() {
        assert_eq!(unquoted(" '/media/stick' "), "/media/stick");
        assert_eq!(unquoted("\"/media/my stick\""), "/media/my stick");
        assert_eq!(unquoted("/media/o'stick"), "/media/o'stick");
    }

    #[cfg(unix)]
    #[test]
    fn only_a_path_from_the_root_is_whole() {
        assert!(is_whole("/media/stick"));
        for half in ["stick", "./stick", "../stick", "~/stick", "媒体/优盘", ""] {
            assert!(!is_whole(half), "{half}");
        }
    }
}
