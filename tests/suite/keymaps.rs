//! Keymaps: every shipped file loads and reaches every act; every kind of broken file yields its sentence;
//! footers fit.

use kuqu::commands::{Action, COMMANDS, Facts, keymaps, known, listing};
use kuqu::i18n::{Lang, keymap::sentence};
use kuqu::keys::{Found, Keymap, Scope, load};
use kuqu::text::width;
use std::fs;
use std::path::Path;

fn shipped() -> Vec<(String, Keymap<Action>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("keymaps");
    let mut maps = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let stem = name.strip_suffix(".toml").unwrap().to_string();
        let map = keymaps::shipped(&stem).unwrap_or_else(|faults| panic!("{name}: {faults:?}"));
        maps.push((name.clone(), map.unwrap_or_else(|| panic!("{name} is not embedded"))));
    }
    assert!(maps.len() >= 2);
    maps
}

#[test]
fn every_act_is_bound_and_reached_in_every_keymap() {
    for (name, map) in shipped() {
        for command in COMMANDS {
            let chords = map.keys_of(command.action);
            assert!(!chords.is_empty(), "{name}: {} has no key", command.id);
            for chord in chords {
                let found = map.find(&[command.scope], chord.prefix, chord.key);
                assert_eq!(found, Found::Act(command.action), "{name}: {chord}");
            }
        }
    }
}

#[test]
fn function_keys_have_a_twin_and_no_act_needs_one_only() {
    for (name, map) in shipped() {
        for command in COMMANDS {
            let chords = map.keys_of(command.action);
            let function = chords.iter().any(|chord| matches!(chord.key.code, kuqu::keys::Code::F(_)));
            let other = chords.iter().any(|chord| !matches!(chord.key.code, kuqu::keys::Code::F(_)));
            assert!(!function || other, "{name}: {} needs a function key", command.id);
        }
    }
}

#[test]
fn the_same_key_is_the_same_act_wherever_both_could_be_meant() {
    let (_, map) = shipped().remove(0);
    let hidden: Vec<(String, Action, Action)> =
        map.hiding().into_iter().map(|(chord, inner, outer)| (chord.to_string(), inner, outer)).collect();
    // On the list of officers no household can be registered.
    let meant = [
        ("Esc".to_string(), Action::CancelImport, Action::Back),
        ("F6".to_string(), Action::EndOfficer, Action::Register),
        // Nor is one registered from a round.
        ("F6".to_string(), Action::VerifyResult, Action::Register),
        // Nor from somebody's subsidy.
        ("F6".to_string(), Action::SupportBatches, Action::Register),
    ];
    assert_eq!(hidden, meant);
}

/// The place's scopes, and what would be possible there at most.
fn places() -> Vec<(Vec<Scope>, Facts)> {
    let all = Facts {
        chosen: true,
        has_numbers: true,
        previous: true,
        next: true,
        may_import: true,
        can_apply: true,
        two_answers: true,
        at_hand: true,
        member: true,
        field_history: true,
        can_undo: true,
        can_repeat: true,
        own_value: true,
        head: true,
        seat: true,
        secret: true,
        account: true,
        members: true,
        batch: true,
        next_step: true,
        unsubmitted: true,
        list: true,
        ..Facts::default()
    };
    use kuqu::commands::Place;
    let at = |place, question| Facts { place, question, ..all };
    vec![
        (vec![Scope::List, Scope::App], at(Place::Today, false)),
        (vec![Scope::List, Scope::App], at(Place::Lookup, false)),
        (
            vec![Scope::Household, Scope::List, Scope::App],
            Facts { chosen: false, ..at(Place::Household, false) },
        ),
        (vec![Scope::Exchange, Scope::List, Scope::App], at(Place::Exchange, false)),
        (
            vec![Scope::Arrival, Scope::List, Scope::App],
            Facts { chosen: false, ..at(Place::Exchange, false) },
        ),
        (vec![Scope::Clash, Scope::List, Scope::App], Facts { chosen: false, ..at(Place::Exchange, false) }),
        (vec![Scope::Confirm, Scope::App], at(Place::Today, true)),
        (vec![Scope::Prompt, Scope::App], at(Place::Today, true)),
        (vec![Scope::Import, Scope::List, Scope::App], at(Place::Today, true)),
        (vec![Scope::Officers, Scope::List, Scope::App], at(Place::Today, false)),
        (vec![Scope::Slip, Scope::App], at(Place::Today, true)),
        (vec![Scope::Lock, Scope::App], at(Place::Locked, false)),
        (vec![Scope::Form, Scope::App], at(Place::Form, false)),
        (vec![Scope::Drafts, Scope::List, Scope::App], at(Place::Today, false)),
        (vec![Scope::Subsidy, Scope::List, Scope::App], at(Place::Subsidy, false)),
        (vec![Scope::Account, Scope::Subsidy, Scope::List, Scope::App], at(Place::Subsidy, false)),
        (vec![Scope::Batch, Scope::Subsidy, Scope::List, Scope::App], at(Place::Subsidy, false)),
        (vec![Scope::PayList, Scope::Subsidy, Scope::List, Scope::App], at(Place::Subsidy, false)),
        (vec![Scope::OpenItem, Scope::Subsidy, Scope::List, Scope::App], at(Place::Subsidy, false)),
        (vec![Scope::Answer, Scope::Account, Scope::List, Scope::App], at(Place::Subsidy, false)),
        (vec![Scope::History, Scope::List, Scope::App], at(Place::Household, false)),
        (
            vec![Scope::Verify, Scope::Household, Scope::List, Scope::App],
            Facts { on_route: true, rest: true, ..at(Place::Verify, false) },
        ),
        (
            vec![Scope::Verify, Scope::Household, Scope::List, Scope::App],
            Facts { on_route: true, rest: true, suspect: true, ..at(Place::Verify, false) },
        ),
        (vec![Scope::Queue, Scope::List, Scope::App], Facts { queued: true, ..at(Place::Verify, false) }),
        (vec![Scope::Petition, Scope::List, Scope::App], at(Place::Petition, false)),
    ]
}

#[test]
fn every_footer_fits_eighty_columns_and_keeps_the_way_out_and_help() {
    for (name, map) in shipped() {
        for lang in [Lang::Zh, Lang::En] {
            for (scopes, facts) in places() {
                let cells = listing::fitting(listing::footer(&map, &scopes, &facts, lang), 78);
                let used: usize = cells.iter().map(|cell| width(&cell.key) + 1 + width(cell.label) + 2).sum();
                assert!(used <= 80, "{name} {scopes:?}: {used}");
                let labels: Vec<&str> = cells.iter().map(|cell| cell.label).collect();
                assert!(labels.contains(&Action::Help.label(lang)), "{name} {scopes:?} {labels:?}");
                let out = [Action::Back, Action::CancelImport].map(|act| act.label(lang));
                assert!(labels.iter().any(|label| out.contains(label)), "{name} {scopes:?} {labels:?}");
            }
        }
    }
}

#[test]
fn labels_keep_their_width_and_every_act_has_a_sentence() {
    for command in COMMANDS {
        assert!(width(command.action.label(Lang::Zh)) <= 8, "{}", command.id);
        assert!(width(command.action.label(Lang::En)) <= 12, "{}", command.id);
        assert!(
            !command.action.sentence(Lang::Zh).is_empty() && !command.action.sentence(Lang::En).is_empty()
        );
    }
}

#[test]
fn an_empty_user_file_equals_the_default_and_a_list_replaces_a_list() {
    let default = keymaps::shipped("default").unwrap().unwrap();
    assert_eq!(keymaps::with_user("mine.toml", "").unwrap(), default);
    let mine =
        keymaps::with_user("mine.toml", "[app]\n\"app.refresh\" = []\n\"app.find\" = [\"F5\", \"Alt+F\"]\n")
            .unwrap();
    assert_eq!(listing::key_of(&mine, Action::Find, Lang::Zh), "F5");
    assert_eq!(listing::key_of(&mine, Action::Refresh, Lang::Zh), "无键");
    assert_eq!(mine.keys_of(Action::Help), default.keys_of(Action::Help));
}

/// One small file each, and its exact sentence in both languages.
const BROKEN: &[(&str, &str, &str)] = &[
    ("[app]\n\"app.help\" = [\"F1\"", "mine.toml:2: 不是 TOML", "mine.toml:2: not TOML"),
    (
        "[apps]\n",
        "mine.toml:1: 没有范围 [apps]，最接近的是 [app]",
        "mine.toml:1: there is no scope [apps]; the nearest is [app]",
    ),
    (
        "\n[app]\n\"app.hlep\" = [\"F1\"]\n",
        "mine.toml:3: 没有操作 \"app.hlep\"，最接近的是 \"app.help\"",
        "mine.toml:3: there is no act \"app.hlep\"; the nearest is \"app.help\"",
    ),
    (
        "[list]\n\"app.help\" = [\"F1\"]\n",
        "mine.toml:2: \"app.help\" 应写在 [app] 下",
        "mine.toml:2: \"app.help\" belongs under [app]",
    ),
    (
        "[app]\n\"app.help\" = \"F1\"\n",
        "mine.toml:2: \"app.help\" 后面应是键的列表，如 [\"F2\"]",
        "mine.toml:2: \"app.help\" wants a list of keys, such as [\"F2\"]",
    ),
    (
        "[app]\n\"app.help\" = [\"Retrun\"]\n",
        "mine.toml:2: 没有叫 \"Retrun\" 的键",
        "mine.toml:2: there is no key \"Retrun\"",
    ),
    (
        "[app]\n\"app.help\" = [\"Ctrl+Space\"]\n",
        "mine.toml:2: Ctrl+Space 不能用：输入法用它切换",
        "mine.toml:2: Ctrl+Space may not be bound: the input method switches with it",
    ),
    (
        "[app]\n\"app.help\" = [\"Ctrl+Shift+H\"]\n",
        "mine.toml:2: Ctrl+Shift+H 不能用：终端窗口自己要用",
        "mine.toml:2: Ctrl+Shift+H may not be bound: terminal windows keep it for themselves",
    ),
    (
        "[app]\n\"app.quit\" = [\"Ctrl+C\"]\n",
        "mine.toml:2: Ctrl+C 不能用：习惯上用来中断或复制",
        "mine.toml:2: Ctrl+C may not be bound: by habit it interrupts or copies",
    ),
    (
        "[app]\n\"app.help\" = [\"F11\"]\n",
        "mine.toml:2: F11 不能用：终端用它开菜单或全屏",
        "mine.toml:2: F11 may not be bound: terminals open menus or full screen with it",
    ),
    (
        "[app]\n\"app.help\" = [\"Alt+1\"]\n",
        "mine.toml:2: Alt+1 不能用：终端用它切换标签",
        "mine.toml:2: Alt+1 may not be bound: the terminal switches its tabs with it",
    ),
    (
        "[app]\n\"app.help\" = [\"Ctrl+I\"]\n",
        "mine.toml:2: Ctrl+I 不能用：终端分不清它和另一个键",
        "mine.toml:2: Ctrl+I may not be bound: the terminal cannot tell it from another key",
    ),
    (
        "[app]\n\"app.help\" = [\"?\"]\n",
        "mine.toml:2: ? 不能用：普通字符要留给文字，开着输入法时也到不了程序",
        "mine.toml:2: ? may not be bound: a plain character belongs to text and an input method may take it",
    ),
    (
        "[app]\n\"app.find\" = [\"F1\"]\n",
        "mine.toml:2: F1 同时给了 \"app.find\" 和 \"app.help\"（default.toml:8）",
        "mine.toml:2: F1 is given to \"app.find\" and to \"app.help\" (default.toml:8)",
    ),
    (
        "[app]\n\"app.help\" = []\n",
        "mine.toml:2: \"app.help\" 不能没有键",
        "mine.toml:2: \"app.help\" may not be without a key",
    ),
];

#[test]
fn every_broken_file_yields_its_sentence() {
    for (text, zh, en) in BROKEN {
        let faults = keymaps::with_user("mine.toml", text).expect_err(text);
        assert_eq!(faults.len(), 1, "{text}: {faults:?}");
        let (said_zh, said_en) = (sentence(Lang::Zh, &faults[0]), sentence(Lang::En, &faults[0]));
        let syntax = zh.ends_with("TOML");
        assert!(if syntax { said_zh.starts_with(zh) } else { said_zh == *zh }, "{text}\n{said_zh}");
        assert!(if syntax { said_en.starts_with(en) } else { said_en == *en }, "{text}\n{said_en}");
    }
    let huge = "#".repeat(70_000);
    let faults = keymaps::with_user("mine.toml", &huge).expect_err("too large");
    assert_eq!(sentence(Lang::En, &faults[0]), "mine.toml:1: the file is larger than 64 KB");
    let faults = load(&[kuqu::keys::Layer { file: "d", text: "" }], &known()).expect_err("nothing bound");
    assert_eq!(faults.len(), COMMANDS.len());
    assert_eq!(sentence(Lang::En, &faults[0]), "d:1: the keys of \"app.help\" are missing");
}

#[test]
fn several_faults_of_one_file_all_come_with_their_lines() {
    let text = "[app]\n\"app.help\" = [\"F12\"]\n\"app.nope\" = []\n[list]\n\"list.up\" = [\"Upp\"]\n";
    let lines: Vec<usize> =
        keymaps::with_user("mine.toml", text).unwrap_err().iter().map(|fault| fault.line).collect();
    assert_eq!(lines, [2, 3, 5]);
}

#[test]
fn the_key_table_names_every_act() {
    let map = keymaps::shipped("default").unwrap().unwrap();
    for lang in [Lang::Zh, Lang::En] {
        let table = listing::table(&map, lang);
        assert!(COMMANDS.iter().all(|command| table.contains(&format!("| `{}` |", command.id))));
        assert_eq!(table.lines().count(), COMMANDS.len() + 2);
    }
}
