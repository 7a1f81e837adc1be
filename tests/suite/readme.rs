//! The README against the program: the key table is the one that is printed, and every command that it names exists.

use assert_cmd::Command;
use kuqu::commands::{keymaps, listing};
use kuqu::i18n::Lang;
use std::collections::BTreeSet;

const README: &str = include_str!("../../README.md");

fn between(begin: &str, end: &str) -> &'static str {
    let inside = README.split_once(begin).and_then(|(_, rest)| rest.split_once(end));
    inside.unwrap_or_else(|| panic!("README.md has no {begin} .. {end}")).0.trim()
}

#[test]
fn the_key_table_is_the_one_that_kuqu_keys_prints() {
    let keymap = keymaps::shipped("default").unwrap().unwrap();
    let printed = listing::table(&keymap, Lang::Zh);
    let told = between("<!-- keys -->", "<!-- /keys -->");
    assert_eq!(told, printed.trim(), "put the output of `kuqu keys --lang zh` between the markers");
}

/// The words after `kuqu` up to the first that is no word of the command line.
fn commands() -> BTreeSet<Vec<&'static str>> {
    let beginnings = README.match_indices("kuqu ").filter(|(at, _)| {
        let before = README.get(..*at).unwrap_or_default();
        before.ends_with('`') || before.ends_with('\n')
    });
    beginnings
        .map(|(at, _)| {
            let line = README.get(at + 5..).unwrap_or_default().lines().next().unwrap_or_default();
            let code = line.split('`').next().unwrap_or_default();
            let word = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase());
            code.split(' ').take_while(word).take(2).collect()
        })
        .filter(|words: &Vec<&str>| !words.is_empty())
        .collect()
}

#[test]
fn every_command_it_names_exists() {
    let named = commands();
    assert!(named.len() > 10, "{named:?}");
    for words in named {
        let mut kuqu = Command::cargo_bin("kuqu").unwrap();
        // `find` takes anything: only its own name is a command.
        let words = if words[0] == "find" { &words[..1] } else { &words[..] };
        kuqu.args(words).arg("--help").assert().success();
    }
}

#[test]
fn it_names_the_two_commands_and_ci_runs_the_second() {
    let shell = between("```sh\ncargo run", "```");
    assert!(README.contains("cargo run --release -- demo"));
    assert!(shell.lines().any(|line| line.starts_with("cargo test ")), "{shell}");
    let ci = include_str!("../../.ci/run");
    assert!(ci.lines().any(|line| line == "step cargo test"), "{ci}");
}

#[test]
fn every_place_of_the_table_of_changes_exists() {
    let table = between("| 要改的 · to | 去处 · go to |", "整体结构写在");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let places: Vec<&str> = table.split('`').skip(1).step_by(2).filter(|code| code.contains('/')).collect();
    assert!(places.len() > 30, "{places:?}");
    for place in places {
        assert!(root.join(place).exists(), "README.md sends readers to {place}, which is not there");
    }
    let questions = [
        "change a key",
        "add a field",
        "add an act",
        "a code list, a term, a limit",
        "what a hit shows",
        "how a date is read",
        "add a check",
        "how something is said",
        "another office's header",
        "how a conflict is shown",
    ];
    for question in questions {
        let rows = table.lines().filter(|line| line.contains(&format!("· {question} |")));
        assert_eq!(rows.count(), 1, "no row or several for: {question}");
    }
}
