//! Names of files (文件名): what a typed path may become.

use std::path::{MAIN_SEPARATOR, Path};

/// Endings of files that rosters come in.
const SHEETS: [&str; 6] = ["xlsx", "xlsm", "xls", "csv", "tsv", "txt"];

/// Most names that are told.
const NAMES_MAX: usize = 200;

/// Whole paths of what lies in the typed path's folder and begins like its last piece, folders with a separator at their
/// end; of files those that a register can come from or go to. Sorted. Hidden files only when a dot was typed. Empty if the folder cannot be read.
pub fn beginning_with(typed: &str) -> Vec<String> {
    let typed = home(typed);
    let (folder, begun) = match typed.rfind(['/', MAIN_SEPARATOR]) {
        Some(at) => typed.split_at_checked(at + 1).unwrap_or((&typed, "")),
        None => ("", typed.as_str()),
    };
    let place = if folder.is_empty() { Path::new(".") } else { Path::new(folder) };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            let fits = name.starts_with(begun) && !hidden;
            // Through a link too: sticks are often linked to.
            let is_folder = entry.path().is_dir();
            let end = if is_folder { std::path::MAIN_SEPARATOR_STR } else { "" };
            let sheet = Path::new(&name).extension().and_then(|ending| ending.to_str());
            let sheet =
                sheet.is_some_and(|ending| SHEETS.iter().any(|known| known.eq_ignore_ascii_case(ending)));
            (fits && (is_folder || sheet)).then(|| format!("{folder}{name}{end}"))
        })
        .collect();
    names.sort();
    names.truncate(NAMES_MAX);
    names
}

/// `~/` stands for the user's own folder.
fn home(typed: &str) -> String {
    let own = std::env::var("HOME").or_else(|_| std::env::var("USERPROFILE"));
    match (typed.strip_prefix("~/"), own) {
        (Some(rest), Ok(own)) => format!("{own}/{rest}"),
        _ => typed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_as_typed_and_folders_end_with_a_separator() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["花名册.xlsx", "花名册2.csv", "花名册3.PDF", ".hidden.CSV"] {
            std::fs::write(folder.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(folder.path().join("花园")).unwrap();
        let root = format!("{}/", folder.path().display());
        let named = |typed: &str| {
            let all = beginning_with(&format!("{root}{typed}"));
            all.iter().map(|name| name.strip_prefix(&root).unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(named("花名"), ["花名册.xlsx", "花名册2.csv"]);
        assert_eq!(named("花园"), [format!("花园{MAIN_SEPARATOR}")]);
        assert_eq!((named("").len(), named(".h").len(), named("没有").len()), (3, 1, 0));
        assert!(beginning_with(&format!("{root}none/x")).is_empty());
    }
}
