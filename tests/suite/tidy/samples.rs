//! Each rule against a small sample that breaks it and one that keeps it: a rule that cannot fail holds nothing.

use super::rust::{Kind, paths, tokens, without_tests};
use super::*;

type Rule = fn(&[Source]) -> Vec<String>;

fn faults(rule: Rule, files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    rule(&sources(&files))
}

/// (rule, file, breaks it, keeps it)
const SAMPLES: &[(Rule, &str, &str, &str)] = &[
    (layers, "domain/person.rs", "use crate::store::Folder;", "use crate::journal::Op;"),
    (layers, "domain/person.rs", "fn f() { crate::ui::paint(); }", "fn f() { crate::domain::age(); }"),
    (layers, "text/width.rs", "use super::super::domain::Day;", "use super::fold;"),
    (layers, "text/mod.rs", "use super::domain::Day;", "use super::text::fold;"),
    (layers, "panes/today/update.rs", "use crate::{flow::Effect, ui};", "use crate::{flow::Effect, text};"),
    (layers, "panes/today/update.rs", "use crate::ui;", "use crate::search::Hit;"),
    (layers, "panes/today/state.rs", "use crate::store::Folder;", "// crate::store::Folder"),
    (layers, "flow/mod.rs", "use crate::app::State;", "use crate::exchange::Report;"),
    (layers, "i18n/zh.rs", "use crate::commands::Act;", "use crate::domain::Finding;"),
    (layers, "commands/mod.rs", "use crate::store::StoreError;", "use crate::i18n::Lang;"),
    (layers, "store/mod.rs", "use crate::i18n::Lang;", "use crate::vault::VaultError;"),
    (layers, "i18n/store.rs", "use crate::runtime::Desk;", "use crate::store::StoreError;"),
    (layers, "cellar/mod.rs", "", "use crate::unknown;"),
    (reserved, "sheets/mod.rs", "use sled::Db;", "use std::fs;"),
    (reserved, "domain/mod.rs", "fn f() { bincode::serialize(&1); }", "/// bincode::serialize"),
    (reserved, "form/mod.rs", "use ratatui::text::Line;", "const S: &str = \"use ratatui::text\";"),
    (reserved, "panes/today/mod.rs", "use ratatui::Frame;", "use crate::flow::Frame;"),
    (reserved, "ui/mod.rs", "use crossterm::event;", "use ratatui::Frame;"),
    (reserved, "app/mod.rs", "use std::{collections::BTreeMap, fs::File};", "use std::{collections, fmt};"),
    (reserved, "app/mod.rs", "fn f() { let _ = Instant::now(); }", "fn f(at: Instant) {}"),
    (reserved, "domain/day.rs", "fn f() { chrono::Local::now(); }", "use chrono::NaiveDate;"),
    (reserved, "domain/day.rs", "use std::time::SystemTime;", "use std::time::Duration;"),
    (reserved, "vault/mod.rs", "use std::env;", "fn f(random: &mut dyn FnMut(&mut [u8])) {}"),
    (reserved, "vault/mod.rs", "fn f() { std::thread::spawn(g); }", "#[cfg(test)] mod t { use std::env; }"),
    (
        words_stand_in_one_place,
        "panes/today/view.rs",
        "const A: &str = \"审批\";",
        "// 审批\nconst A: &str = \"a\";",
    ),
    (
        words_stand_in_one_place,
        "cli/mod.rs",
        "const A: char = '甲';",
        "/* 审 /* 批 */ 甲 */ const A: char = 'a';",
    ),
    (
        words_stand_in_one_place,
        "cli/mod.rs",
        "const A: &str = r#\"审\"#;",
        "#[cfg(test)]\nmod tests { const A: &str = \"审\"; }",
    ),
    (
        chinese_takes_full_width_marks,
        "i18n/a.rs",
        "const A: &str = \"审批.\";",
        "const A: &str = \"审批。\";",
    ),
    (
        chinese_takes_full_width_marks,
        "i18n/a.rs",
        "const A: &str = \"按 {}, 再审\";",
        "const A: &str = \"审批..\";",
    ),
    (
        chinese_takes_full_width_marks,
        "i18n/a.rs",
        "const A: &str = \"审批 (批)\";",
        "const A: &str = \"按 F1: b\";",
    ),
    (no_panics_no_prints, "store/mod.rs", "fn f() { a.unwrap(); }", "fn f() { a.unwrap_or(1); }"),
    (
        no_panics_no_prints,
        "store/mod.rs",
        "fn f() { a.expect(\"b\"); }",
        "#[cfg(test)]\nfn f() { a.expect(\"b\"); }",
    ),
    (no_panics_no_prints, "cli/mod.rs", "fn f() { println!(); }", "fn f() { writeln!(out); }"),
    (
        no_panics_no_prints,
        "cli/mod.rs",
        "fn f() { eprintln!(\"println\"); }",
        "const A: &str = \"println!()\";",
    ),
    (reserved, "app/mod.rs", "use std::time; fn f() { time::Instant::now(); }", "use std::time::Instant;"),
    (
        views_change_nothing,
        "panes/today/view.rs",
        "fn draw(state: &mut State) {}",
        "fn draw(state: &State) {}",
    ),
    (modules_say_what_they_are_for, "store/mod.rs", "/// Files.\nfn f() {}", "//! Files.\nfn f() {}"),
    (names, "store/utils.rs", "", ""),
    (names, "common/mod.rs", "", ""),
];

#[test]
fn each_rule_fails_on_a_sample_that_breaks_it() {
    for (rule, path, bad, good) in SAMPLES {
        assert!(!faults(*rule, &[(path, bad)]).is_empty(), "nothing found in {path}: {bad}");
        if !good.is_empty() && !path.starts_with("cellar") {
            assert_eq!(faults(*rule, &[(path, good)]), Vec::<String>::new(), "{path}: {good}");
        }
    }
    assert!(faults(names, &[("store/frames.rs", "")]).is_empty());
}

#[test]
fn places_that_own_a_crate_may_name_it() {
    let kept: [(&str, &str); 8] = [
        ("store/state.rs", "use sled::Db;"),
        ("journal/codec.rs", "use bincode::Options;"),
        ("panes/today/view.rs", "use ratatui::Frame;\nuse crate::ui;"),
        ("runtime/terminal.rs", "use ratatui::Terminal;"),
        ("runtime/input.rs", "use crossterm::event;"),
        ("main.rs", "fn main() { std::env::args(); }"),
        ("text/width.rs", "use unicode_width::UnicodeWidthStr;"),
        ("store/seal.rs", "fn f() { getrandom::fill(&mut []); }"),
    ];
    for sample in kept {
        assert_eq!(faults(reserved, &[sample]), Vec::<String>::new(), "{sample:?}");
        assert_eq!(faults(layers, &[sample]), Vec::<String>::new(), "{sample:?}");
    }
}

#[test]
fn a_crate_for_one_file_is_found_in_two() {
    let first = ("vault/sealing.rs", "use age::x25519;");
    let field = ("domain/person.rs", "fn f(p: P) -> u8 { let age = p.age; age }");
    assert!(faults(reserved, &[first, field]).is_empty());
    assert_eq!(faults(reserved, &[first, ("exchange/mod.rs", "fn f() { age::Encryptor::new(); }")]).len(), 1);
    let input = [("form/field.rs", "use tui_input::Input;"), ("form/mod.rs", "type I = tui_input::Input;")];
    assert_eq!(faults(reserved, &input).len(), 1);
}

#[test]
fn long_files_and_functions_are_found_and_tables_spared() {
    let lines = |count: usize| "    1 => a,\n".repeat(count);
    let rule: Rule = sizes;
    assert_eq!(faults(rule, &[("a.rs", &"//!\n".repeat(501))]).len(), 1);
    assert!(faults(rule, &[("a.rs", &"//!\n".repeat(500))]).is_empty());
    let long = format!("fn f() {{\n{}}}", "    g();\n".repeat(69));
    assert_eq!(faults(rule, &[("a.rs", &long)]).len(), 1);
    assert!(faults(rule, &[("a.rs", &long.replacen("    g();\n", "", 1))]).is_empty());
    let table = format!("fn f(x: [u8; 3]) -> u8 {{\n    match x {{\n{}    }}\n}}", lines(100));
    assert!(faults(rule, &[("a.rs", &table)]).is_empty());
    let more = format!("fn f() -> u8 {{\n    match x {{\n{}    }};\n    g()\n}}", lines(100));
    assert_eq!(faults(rule, &[("a.rs", &more)]).len(), 1);
}

#[test]
fn a_file_of_tests_is_exempt_where_it_is_declared_as_one() {
    let test = ("demo/check.rs", "fn f() { a.unwrap(); }");
    assert_eq!(faults(no_panics_no_prints, &[("demo/mod.rs", "mod check;"), test]).len(), 1);
    for declared in ["mod check;", "pub mod check;", "pub(crate) mod check;"] {
        let parent = format!("#[cfg(test)]\n{declared}");
        assert!(
            faults(no_panics_no_prints, &[("demo/mod.rs", parent.as_str()), test]).is_empty(),
            "{declared}"
        );
    }
}

#[test]
fn dependencies_need_reasons_and_versions_are_counted() {
    let manifest = "[package]\nname = \"a\"\n[dependencies]\n# --- files ---\ncsv = \"1\" # text with quotes\nage = \"1\"\n";
    assert_eq!(reasons(manifest), ["Cargo.toml: no reason beside age = \"1\""]);
    assert_eq!(reasons("[dev-dependencies]\na = { version = \"1\" } #\n").len(), 1);
    assert!(reasons("[profile.dev]\ndebug = 1\n").is_empty());
    let lock = "[[package]]\nname = \"crossterm\"\n\n[[package]]\nname = \"crossterm\"\n";
    assert_eq!((versions(lock, "crossterm"), versions(lock, "cross")), (2, 0));
    assert!(top_level("src") && !top_level("notes.txt"));
}

#[test]
fn tokens_know_comments_strings_characters_and_lifetimes() {
    let literals = |text: &str| -> Vec<String> {
        let all = tokens(text).into_iter().filter(|token| token.kind == Kind::Literal);
        all.map(|token| token.text).collect()
    };
    assert_eq!(
        literals("f(\"a\\\"b\", 'c', '\\'', '\\u{4e00}', b\"d\", br##\"e\"#f\"##) // \"g\""),
        ["a\\\"b", "c", "\\'", "\\u{4e00}", "d", "e\"#f"]
    );
    assert!(literals("fn f<'a>(x: &'a str, r#type: u8, y: 'static) { 1..2; 'l: loop {} }").is_empty());
    assert_eq!(tokens("a\n\"b\nc\" d").last().map(|token| token.line), Some(3));
}

#[test]
fn paths_are_unfolded() {
    let named = |text: &str| -> Vec<String> {
        paths(&tokens(text)).into_iter().map(|(path, _)| path.join("::")).collect()
    };
    assert_eq!(named("use a::{b, c::{d as e, f::*}, self};"), ["a::b", "a::c::d", "a::c::f", "a::self"]);
    assert_eq!(named("fn f() -> impl A + use<'_> { b::c() }"), ["b::c"]);
    assert_eq!(named("pub use ::g::h; fn f(x: i::J<k::L>) {}"), ["g::h", "i::J", "k::L"]);
    let (kept, modules) = without_tests(&tokens(
        "#[cfg(test)] use a::{b}; #[cfg(test)] mod t; use c::d; #[cfg(test)] mod u { x::y }",
    ));
    assert_eq!(paths(&kept).len(), 1);
    assert_eq!(modules, ["t"]);
}
