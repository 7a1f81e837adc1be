//! The house rules, held by reading the sources: who may name whom, where words and words' widths live, how long a file
//! may be. A rule that nothing holds is a wish; every rule here is also shown to fail on a sample.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

mod rust;
mod samples;

use rust::{Kind, Token, after_block, paths, texts_from, tokens, without_tests};

/// One folder of `src/` and what it may name: the folders to its left with all that those may name, and single others.
struct Room(&'static str, &'static [&'static str], &'static [&'static str]);

/// Dependence runs one way, from right to left.
const ROOMS: &[Room] = &[
    Room("journal", &[], &[]),
    Room("text", &[], &[]),
    Room("domain", &["journal", "text"], &[]),
    Room("search", &["domain"], &[]),
    Room("sheets", &["domain"], &[]),
    Room("vault", &["text", "journal"], &[]),
    Room("store", &["domain", "vault"], &[]),
    Room("exchange", &["search", "sheets", "store"], &[]),
    Room("demo", &["domain", "store"], &[]),
    Room("keys", &["text"], &[]),
    Room("i18n", &["domain"], &["keys"]), // and FOR_SENTENCES; the words for a keymap's faults
    Room("commands", &["keys", "i18n"], &[]),
    Room("form", &["commands"], &[]),
    Room("flow", &["form"], &["search", "sheets", "exchange"]), // result types only
    Room("panes", &["flow"], &[]),
    Room("overlays", &["flow"], &["panes"]),
    Room("app", &["panes", "overlays"], &[]),
    Room("ui", &["text", "i18n", "form"], &[]),
    Room("screen", &["ui", "app"], &[]),
    Room("runtime", &["app", "screen", "search", "store", "exchange", "sheets", "demo"], &[]),
    Room("cli", &["runtime"], &[]),
];

/// The error types that `i18n` makes sentences of. Only i18n itself may name these rooms: who names i18n does not get
/// them with it.
const FOR_SENTENCES: &[&str] = &["exchange", "search", "sheets", "store", "vault"];

/// What only some places may name: a path's beginning (of a type: anywhere in a path), and these places: a folder, a
/// file, or one file in each folder of a folder.
const RESERVED: &[(&str, &[&str])] = &[
    ("sled", &["store/"]),
    ("bincode", &["journal/codec.rs"]),
    ("ratatui", &["ui/", "screen/", "panes/*/view.rs", "overlays/*/view.rs", "runtime/terminal.rs"]),
    ("crossterm", &["runtime/"]),
    ("unicode_width", &["text/"]),
    // The vault is handed its randomness; the system's own stands beside the trait.
    ("getrandom", &["runtime/", "store/", "exchange/", "cli/", "vault/random.rs"]),
    ("std::fs", OUTSIDE),
    ("std::env", OUTSIDE),
    ("std::thread", OUTSIDE),
    ("SystemTime", OUTSIDE),
    ("Instant::now", OUTSIDE),
    ("Utc::now", OUTSIDE),
    ("Local::now", OUTSIDE),
];

/// The parts that touch the machine: clock, files, threads, environment, randomness.
const OUTSIDE: &[&str] = &["runtime/", "store/", "exchange/", "sheets/", "cli/", "main.rs"];

/// Crates that one file alone may name, whichever it is.
const ONE_FILE: &[&str] = &["age", "tui_input"];

/// Where Chinese words may stand in literals.
const HAN_ROOMS: &[&str] = &["i18n/", "text/", "rules/", "demo/"];

const FORBIDDEN_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "manager", "common", "misc"];

const TOP_LEVEL: &[&str] = &[
    ".ci",
    ".git",
    ".gitignore",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "benches",
    "clippy.toml",
    "keymaps",
    "rustfmt.toml",
    "src",
    "target",
    "tests",
];

const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;

/// A source file: path below `src/` (or `../tests/...`), text, tokens with and without what is for tests.
struct Source {
    path: String,
    text: String,
    all: Vec<Token>,
    code: Vec<Token>,
}

fn source(path: &str, text: &str) -> Source {
    let all = tokens(text);
    let code = if path.starts_with("../") { Vec::new() } else { without_tests(&all).0 };
    Source { path: path.to_owned(), text: text.to_owned(), all, code }
}

/// Makes sources of (path, text) and takes the code out of files that exist for tests only.
fn sources(files: &[(String, String)]) -> Vec<Source> {
    let mut made: Vec<Source> = files.iter().map(|(path, text)| source(path, text)).collect();
    let mut for_tests = BTreeSet::new();
    for file in &made {
        let folder = match file.path.rsplit_once('/') {
            Some((folder, "mod.rs")) => format!("{folder}/"),
            _ if matches!(file.path.as_str(), "lib.rs" | "main.rs") => String::new(),
            _ => format!("{}/", file.path.trim_end_matches(".rs")),
        };
        for module in without_tests(&file.all).1 {
            for_tests.insert(format!("{folder}{module}.rs"));
            for_tests.insert(format!("{folder}{module}/"));
        }
    }
    for file in &mut made {
        if for_tests
            .iter()
            .any(|exempt| file.path == *exempt || (exempt.ends_with('/') && file.path.starts_with(exempt)))
        {
            file.code.clear();
        }
    }
    made
}

fn matches_place(path: &str, place: &str) -> bool {
    match place.split_once("/*/") {
        Some((folder, file)) => {
            path.starts_with(&format!("{folder}/")) && path.ends_with(&format!("/{file}"))
        }
        None if place.ends_with('/') => {
            path.starts_with(place) || path == format!("{}.rs", place.trim_end_matches('/'))
        }
        None => path == place,
    }
}

fn allowed(room: &str) -> BTreeSet<&'static str> {
    let mut all = BTreeSet::new();
    for Room(_, left, also) in ROOMS.iter().filter(|other| other.0 == room) {
        for name in *left {
            all.insert(*name);
            all.extend(allowed(name));
        }
        all.extend(also.iter());
    }
    all
}

/// The room that a path leads into: through the crate's name, or up through `super` to the top.
fn room_of(path: &[String], file: &str) -> Option<String> {
    let depth = file.trim_end_matches("/mod.rs").matches('/').count() + 1;
    let ups = path.iter().take_while(|part| *part == "super").count();
    match path.first().map(String::as_str) {
        Some("crate" | "kuqu") => path.get(1).cloned(),
        Some("super") if ups == depth => path.get(ups).cloned(),
        _ => None,
    }
}

fn layers(files: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files.iter().filter(|file| file.path.contains('/') && !file.path.starts_with("../")) {
        let room = file.path.split('/').next().unwrap_or_default();
        if room != "rules" && !ROOMS.iter().any(|known| known.0 == room) {
            faults.push(format!("{}: the folder {room} has no line in ROOMS", file.path));
        }
        let mut may = allowed(room);
        may.insert(room);
        if matches!(room, "panes" | "overlays") && file.path.ends_with("/view.rs") {
            may.insert("ui");
        }
        if room == "i18n" {
            may.extend(FOR_SENTENCES);
        }
        for (path, line) in paths(&file.code) {
            let Some(named) = room_of(&path, &file.path) else { continue };
            if ROOMS.iter().any(|known| known.0 == named) && !may.contains(named.as_str()) {
                faults.push(format!("{}:{line}: {room} may not name {named}", file.path));
            }
        }
    }
    faults
}

fn reserved(files: &[Source]) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let mut homes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for file in files {
        for (path, line) in paths(&file.code) {
            for (name, places) in RESERVED {
                let parts: Vec<&str> = name.split("::").collect();
                let anywhere = name.starts_with(char::is_uppercase);
                let here = path.windows(parts.len()).take(if anywhere { usize::MAX } else { 1 });
                let here = here.into_iter().any(|part| part.iter().zip(&parts).all(|(a, b)| a == b));
                if here && !places.iter().any(|place| matches_place(&file.path, place)) {
                    faults.insert(format!("{}:{line}: {name} belongs to {places:?}", file.path));
                }
            }
            if let Some(name) = ONE_FILE.iter().find(|name| path[0] == **name) {
                homes.entry(name).or_default().insert(&file.path);
            }
        }
    }
    let several = homes.into_iter().filter(|(_, files)| files.len() > 1);
    faults
        .into_iter()
        .chain(several.map(|(name, files)| format!("{name} is named by {files:?}, not by one")))
        .collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn words_stand_in_one_place(files: &[Source]) -> Vec<String> {
    let inside = |file: &&Source| !HAN_ROOMS.iter().any(|room| matches_place(&file.path, room));
    let literals =
        files.iter().filter(inside).flat_map(|file| file.code.iter().map(move |token| (file, token)));
    literals
        .filter(|(_, token)| token.kind == Kind::Literal && token.text.chars().any(is_han))
        .map(|(file, token)| format!("{}:{}: Chinese in a literal: {}", file.path, token.line, token.text))
        .collect()
}

/// Chinese sentences take full-width marks; `..` is a cut, `name: value` with a Latin value is data.
fn half_width_mark(text: &str) -> bool {
    let text = text.replace("..", "");
    let after: Vec<char> = text.chars().collect();
    text.chars().any(is_han)
        && after.iter().enumerate().any(|(at, mark)| {
            let before = at.checked_sub(1).map_or(' ', |at| after[at]);
            let sentence = match after[at + 1..] {
                [] => true,
                [' ', next, ..] => is_han(next) || next == '{',
                [next, ..] => is_han(next),
            };
            match mark {
                ',' | '.' | ';' | ':' => sentence && (is_han(before) || "}）\"".contains(before)),
                '(' | ')' | '?' | '!' => is_han(before),
                _ => false,
            }
        })
}

fn chinese_takes_full_width_marks(files: &[Source]) -> Vec<String> {
    let words = files.iter().filter(|file| matches_place(&file.path, "i18n/"));
    let literals = words.flat_map(|file| file.code.iter().map(move |token| (file, token)));
    literals
        .filter(|(_, token)| token.kind == Kind::Literal && half_width_mark(&token.text))
        .map(|(file, token)| format!("{}:{}: a half-width mark: {}", file.path, token.line, token.text))
        .collect()
}

fn no_panics_no_prints(files: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        for (at, token) in file.code.iter().enumerate() {
            let print = ["println", "eprintln", "print", "eprint", "dbg"].iter().any(|name| token.is(name));
            let bad = (print && texts_from(&file.code, at + 1, &["!"]))
                || texts_from(&file.code, at, &[".", "unwrap", "(", ")"])
                || texts_from(&file.code, at, &[".", "expect", "("]);
            if bad {
                faults.push(format!("{}:{}: printing, unwrap or expect", file.path, token.line));
            }
        }
    }
    faults
}

/// Files and functions stay short; a function whose body is one `match` may be long: a table is read row by row.
fn sizes(files: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for file in files {
        let lines = file.text.lines().count();
        if lines > FILE_LINES {
            faults.push(format!("{}: {lines} lines", file.path));
        }
        for (at, token) in file.all.iter().enumerate().filter(|(_, token)| token.is("fn")) {
            let mut open = at;
            while open < file.all.len() && !file.all[open].is("{") && !file.all[open].is(";") {
                let skips = file.all[open].is("(") || file.all[open].is("[");
                open = if skips { after_block(&file.all, open) } else { open + 1 };
            }
            if !file.all.get(open).is_some_and(|token| token.is("{")) {
                continue;
            }
            let end = after_block(&file.all, open);
            let lines = file.all[end - 1].line + 1 - token.line;
            let arms = (open + 1..end).find(|inner| file.all[*inner].is("{")).unwrap_or(end);
            let table = file.all[open + 1].is("match") && after_block(&file.all, arms) == end - 1;
            if lines > FUNCTION_LINES && !table {
                faults.push(format!("{}:{}: a function of {lines} lines", file.path, token.line));
            }
        }
    }
    faults
}

/// Views draw what they are given.
fn views_change_nothing(files: &[Source]) -> Vec<String> {
    let places = ["ui/", "screen/", "panes/*/view.rs", "overlays/*/view.rs"];
    let views = files.iter().filter(|file| places.iter().any(|place| matches_place(&file.path, place)));
    views
        .filter(|file| (0..file.code.len()).any(|at| texts_from(&file.code, at, &["&", "mut", "State"])))
        .map(|file| format!("{}: a view takes the state as mutable", file.path))
        .collect()
}

fn modules_say_what_they_are_for(files: &[Source]) -> Vec<String> {
    let silent = files.iter().filter(|file| !file.text.starts_with("//!"));
    silent.map(|file| format!("{}: does not open with //!", file.path)).collect()
}

fn names(files: &[Source]) -> Vec<String> {
    let bad =
        |path: &str| path.split('/').any(|part| FORBIDDEN_NAMES.contains(&part.trim_end_matches(".rs")));
    files
        .iter()
        .filter(|file| bad(&file.path))
        .map(|file| format!("{}: a name that says nothing", file.path))
        .collect()
}

fn reasons(manifest: &str) -> Vec<String> {
    let (mut faults, mut inside) = (Vec::new(), false);
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.ends_with("dependencies]");
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            let reason = line.rsplit_once(" # ").map_or("", |(_, reason)| reason.trim());
            if reason.len() < 4 {
                faults.push(format!("Cargo.toml: no reason beside {line}"));
            }
        }
    }
    faults
}

fn top_level(name: &str) -> bool {
    TOP_LEVEL.contains(&name) || name.ends_with(".profraw")
}

fn versions(lock: &str, name: &str) -> usize {
    lock.lines().filter(|line| *line == format!("name = \"{name}\"")).count()
}

fn read(folder: &Path, below: &str, found: &mut Vec<(String, String)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{below}{name}");
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{path}/"), found);
        } else if name.ends_with(".rs") {
            let text =
                std::fs::read_to_string(entry.path()).unwrap_or_else(|error| panic!("{path}: {error}"));
            found.push((path, text));
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn project() -> Vec<Source> {
    let mut files = Vec::new();
    read(&root().join("src"), "", &mut files);
    read(&root().join("tests"), "../tests/", &mut files);
    read(&root().join("benches"), "../benches/", &mut files);
    assert!(files.len() > 20, "only {} sources found", files.len());
    sources(&files)
}

fn hold(faults: Vec<String>) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn dependence_runs_one_way() {
    hold(layers(&project()));
}

#[test]
fn reserved_crates_and_the_outside_world_are_named_where_they_belong() {
    hold(reserved(&project()));
}

#[test]
fn views_draw_and_change_nothing() {
    hold(views_change_nothing(&project()));
}

#[test]
fn words_for_users_stand_in_one_place() {
    hold(words_stand_in_one_place(&project()));
}

#[test]
fn chinese_sentences_are_set_in_full_width() {
    hold(chinese_takes_full_width_marks(&project()));
}

#[test]
fn nothing_panics_by_plan_or_prints() {
    hold(no_panics_no_prints(&project()));
}

#[test]
fn files_and_functions_are_short() {
    hold(sizes(&project()));
}

#[test]
fn every_module_says_what_it_is_for() {
    hold(modules_say_what_they_are_for(&project()));
}

#[test]
fn files_are_nouns_of_the_field_or_the_screen() {
    hold(names(&project()));
}

#[test]
fn every_dependency_has_its_reason_and_the_terminal_one_version() {
    hold(reasons(&std::fs::read_to_string(root().join("Cargo.toml")).unwrap()));
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    assert_eq!(versions(&lock, "crossterm"), 1, "crossterm stands in Cargo.lock more than once");
}

#[test]
fn the_top_level_holds_what_a_newcomer_expects() {
    let entries = std::fs::read_dir(root()).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    hold(
        names.filter(|name| !top_level(name)).map(|name| format!("{name} stands at the top level")).collect(),
    );
}
