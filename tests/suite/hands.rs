//! Slow and fast hands (快手慢手): keys with nothing in mind, one a second with every answer taken in between, and all of them
//! queued at once with answers whenever they come, end in the same screen and the same records; also while an import
//! runs. `KUQU_HANDS=N` makes the sequences N times as many.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use kuqu::domain::kinds::kind;
use kuqu::domain::value::Value;
use kuqu::flow::Effect;
use kuqu::i18n::problems::Problem;
use kuqu::journal::{EntityId, RecordKey};
use kuqu::keys::Key;
use kuqu::overlays::Overlay;
use kuqu::overlays::import::Stage;
use tempfile::TempDir;

use crate::office::PASSPHRASE;
use crate::officer::Officer;
use crate::real::{Desk, Hands, office, unlocked};

/// Keys of one sequence; ten of them, and two while an import runs.
const KEYS: usize = 420;

/// What an officer with nothing in mind presses. Left out is what ends the sitting (lock), asks for files (import, export)
/// or changes who may open the folder.
const NAMES: &[&str] = &[
    "Enter",
    "Enter",
    "Enter",
    "Enter",
    "Tab",
    "Tab",
    "Shift+Tab",
    "Down",
    "Down",
    "Up",
    "PgDn",
    "PgUp",
    "Home",
    "End",
    "Left",
    "Right",
    "Esc",
    "Esc",
    "Backspace",
    "Delete",
    "F1",
    "F2",
    "F2",
    "F3",
    "F4",
    "F5",
    "F7",
    "Ctrl+A",
    "Ctrl+B",
    "Ctrl+B",
    "Ctrl+D",
    "Ctrl+E",
    "Ctrl+F",
    "Ctrl+O",
    "Ctrl+R",
    "Ctrl+S",
    "Ctrl+T",
    "Ctrl+U",
    "Ctrl+W",
    "Ctrl+Y",
    "Ctrl+Z",
    "0",
    "1",
    "1",
    "2",
    "3",
    "7",
    "h",
    "l",
    "m",
    "z",
    "张",
];

/// What may follow Ctrl+B: every act of the register, drafts, and keys that mean nothing there.
const AFTER_PREFIX: &[&str] =
    &["0", "1", "1", "2", "3", "4", "5", "6", "7", "8", "9", "Down", "Up", "PgDn", "Esc", "l"];

fn key(name: &str) -> Key {
    Key::parse(name).unwrap_or_else(|| Key::char(name.chars().next().unwrap()))
}

/// The recorded keys of a seed.
fn recorded(seed: u64, count: usize) -> Vec<Key> {
    let mut seed = seed;
    let mut one_of = |names: &[&str]| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        key(names[usize::try_from(seed >> 33).unwrap() % names.len()])
    };
    let mut keys = Vec::new();
    while keys.len() < count {
        // Out of whatever is open, and to a household again.
        keys.extend(
            ["Esc", "Tab", "Enter", "Esc", "Esc", "F3", "h", "0", "1", "0", "0", "1", "Enter"].map(key),
        );
        for _ in 0..40 {
            let next = one_of(NAMES);
            keys.push(next);
            if next == Key::ctrl('b') {
                keys.push(one_of(AFTER_PREFIX));
            }
        }
    }
    keys.truncate(count);
    keys
}

/// What the records of a folder say, without what differs from run to run: entities made in it, operations, times.
fn records(folder: &TempDir, known: &BTreeSet<EntityId>) -> Vec<String> {
    let mut lines = Vec::new();
    let name = |entity: EntityId| if known.contains(&entity) { format!("{entity:?}") } else { "new".into() };
    for (key, slots, operations) in all(folder) {
        let mut values = Vec::new();
        for (slot, value) in slots {
            values.push(match value {
                Some(Value::Ref(entity)) => format!("{slot} -> {}", name(entity)),
                Some(Value::Void { reason, .. }) => format!("{slot} void {reason}"),
                Some(Value::Closed { scope, .. }) => format!("{slot} closed, in {}", name(scope)),
                other => format!("{slot} {other:?}"),
            });
        }
        lines.push(format!("{} {} {operations} operations {values:?}", key.kind, name(key.entity)));
    }
    lines.sort();
    lines
}

type Slots = Vec<(u16, Option<Value>)>;

fn all(folder: &TempDir) -> Vec<(RecordKey, Slots, usize)> {
    let asked = unlocked(folder).ask(|state| {
        let mut all = Vec::new();
        state.each_record(|key, record| {
            // Officers and devices are no records of the office.
            if !(kind::PLACE..=kind::NOTE).contains(&key.kind) {
                return;
            }
            let mut slots = Slots::new();
            for slot in record.live_slots() {
                let read = |bytes, schema| Value::decode(schema, bytes).unwrap();
                slots.extend(
                    record
                        .values(slot)
                        .iter()
                        .map(|one| (slot, one.bytes.map(|bytes| read(bytes, one.schema)))),
                );
            }
            slots.sort();
            all.push((key, slots, record.applied().count()));
        })?;
        Ok(all)
    });
    asked.unwrap()
}

/// What a run ends in.
#[derive(Debug, PartialEq, Eq)]
struct End {
    /// The screen without its two rows of messages.
    screen: String,
    /// What lies on top, by kind.
    stack: Vec<String>,
    /// What was done without the screen showing it.
    left: usize,
    records: Vec<String>,
}

/// Presses the keys on a fresh office and says what they end in. `roster` = written meanwhile.
fn run(keys: &[Key], hands: Hands, roster: Option<&str>) -> End {
    let folder = office();
    static KNOWN: OnceLock<BTreeSet<EntityId>> = OnceLock::new();
    let known = KNOWN.get_or_init(|| all(&folder).iter().map(|(key, ..)| key.entity).collect());
    let mut desk = Desk::open(&folder, "default");
    if let Some(roster) = roster {
        let file = folder.path().join("roster.csv");
        std::fs::write(&file, roster).unwrap();
        desk.keys("Ctrl+N").text(file.to_str().unwrap()).keys("Enter");
        desk.take_until(|state| {
            matches!(state.overlays.last(), Some(Overlay::Import(import)) if matches!(import.stage, Stage::Preview { .. }))
        });
        desk.keys("F2 Esc");
        assert!(desk.state.background.is_some(), "the import is over before a key is pressed");
    }
    desk.hands = hands;
    let mut meanwhile = 0;
    for key in keys {
        desk.press(*key);
        meanwhile += usize::from(desk.state.background.is_some());
    }
    assert!(roster.is_none() || meanwhile > 30, "the import ended after {meanwhile} keys");
    desk.hands = Hands::Slow;
    desk.settle();
    desk.take_until(|state| state.background.is_none());
    desk.settle().wait_ms(2_000).settle();
    let rows: Vec<String> = desk
        .screen()
        .rows()
        .enumerate()
        .filter(|(at, _)| !(21..=22).contains(at))
        .map(|(_, row)| row)
        .collect();
    let kind = |overlay: &Overlay| {
        format!("{overlay:?}").chars().take_while(|letter| letter.is_alphabetic()).collect::<String>()
    };
    let stack = std::iter::once(format!("{:?}", desk.state.pane))
        .chain(desk.state.overlays.iter().map(kind))
        .collect();
    let left = desk.left;
    desk.close();
    End { screen: rows.join("\n"), stack, left, records: records(&folder, known) }
}

#[track_caller]
fn same(slow: &End, fast: &End, what: &str) {
    assert_eq!(
        (&slow.stack, slow.left),
        (&fast.stack, fast.left),
        "{what}:\n{}\n\n{}",
        slow.screen,
        fast.screen
    );
    assert!(slow.screen == fast.screen, "{what}:\n{}\n\n{}", slow.screen, fast.screen);
    let differ = || {
        let (slow, fast): (BTreeSet<_>, BTreeSet<_>) =
            (slow.records.iter().collect(), fast.records.iter().collect());
        slow.symmetric_difference(&fast).map(|line| format!("{line}\n")).collect::<String>()
    };
    assert!(slow.records == fast.records, "{what}: records differ\n{}", differ());
}

fn scale() -> u64 {
    std::env::var("KUQU_HANDS").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// The first number of keys, up to all of them, that end otherwise; for whoever has to mend it.
fn first_difference(keys: &[Key], hands: Hands) -> Option<usize> {
    std::env::var("KUQU_HANDS_SEEK").ok()?;
    let (mut same, mut other) = (0, keys.len());
    while same + 1 < other {
        let middle = same.midpoint(other);
        match run(&keys[..middle], Hands::Slow, None) == run(&keys[..middle], hands, None) {
            true => same = middle,
            false => other = middle,
        }
    }
    Some(other)
}

/// Of two neighbouring seeds one has its answers as they come.
fn hands_of(seed: u64) -> Hands {
    if (seed / 2).is_multiple_of(2) { Hands::Fast } else { Hands::Queued }
}

fn at_both_speeds(seed: u64) {
    let keys = recorded(seed, KEYS);
    let slow = run(&keys, Hands::Slow, None);
    let hands = hands_of(seed);
    let fast = run(&keys, hands, None);
    if fast != slow
        && let Some(at) = first_difference(&keys, hands)
    {
        let names = keys[at.saturating_sub(25)..at].iter().map(Key::to_string).collect::<Vec<_>>().join(" ");
        let (slow, fast) = (run(&keys[..at], Hands::Slow, None), run(&keys[..at], hands, None));
        same(&slow, &fast, &format!("seed {seed}, {hands:?}, after {at} keys: {names}"));
    }
    same(&slow, &fast, &format!("seed {seed}, {hands:?}"));
}

#[test]
fn keys_at_full_speed_end_as_at_one_a_second() {
    for seed in 0..5 * scale() {
        at_both_speeds(20_261_101 + 2 * seed);
    }
}

#[test]
fn keys_at_full_speed_end_as_at_one_a_second_again() {
    for seed in 0..5 * scale() {
        at_both_speeds(20_261_102 + 2 * seed);
    }
}

/// A roster of villages that none of the keys finds.
fn roster() -> String {
    let mut text =
        "乡镇,村,组,户编号,户主,姓名,性别,民族,与户主关系,身份证号,出生年月,账号,电话,备注\n".to_owned();
    let stems: Vec<char> = "甲乙丙丁戊己".chars().collect();
    for (first, second) in stems.iter().flat_map(|first| stems.iter().map(move |second| (first, second))) {
        for (number, last) in stems.iter().take(4).enumerate() {
            let name = format!("欧{first}{last}");
            let code = format!("K{first}{second}{number}");
            text.push_str(&format!(
                "乌有乡,{first}{second}屯,,{code},{name},{name},男,汉族,户主,,1955.5,,,\n"
            ));
        }
    }
    text
}

#[test]
fn keys_at_full_speed_end_as_at_one_a_second_while_an_import_runs() {
    let roster = roster();
    for seed in 0..2 * scale() {
        let keys = recorded(20_261_124 + seed, KEYS);
        let slow = run(&keys, Hands::Slow, Some(&roster));
        let hands = [Hands::Fast, Hands::Queued][usize::try_from(seed).unwrap() % 2];
        same(&slow, &run(&keys, hands, Some(&roster)), &format!("seed {seed}, {hands:?}, importing"));
    }
}

#[test]
fn a_refusal_sets_the_keys_that_waited_free() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf");
    officer.slow = true;
    officer.worker.trouble = Some(Problem::HouseholdGone);
    // The household is gone; F3 empties the box and the rest is typed in it.
    officer.keys("Enter F3 l m").sees("找 zsf").answers();
    assert_eq!(officer.state.lookup.field.text(), "lm");
    assert_eq!(officer.take_messages().len(), 1);
    officer.answers().calm();
}

#[test]
fn what_waits_for_a_search_that_a_lock_lost_is_done_after_unlocking() {
    let mut officer = Officer::zh();
    officer.keys("F3");
    officer.slow = true;
    officer.keys("z s f Ctrl+K").sees("已锁");
    officer.forget();
    officer.paste(PASSPHRASE).keys("Enter").answers().hears("已开锁");
    officer.keys("Enter").answers().sees(" XC-012 ").calm();
}

#[test]
fn a_list_that_is_still_counted_holds_its_keys_for_a_second_and_no_other_ones() {
    let mut officer = Officer::zh();
    officer.slow = true;
    let before = officer.state.today.chosen;
    officer.keys("F5 Down").wait_ms(900);
    assert_eq!(officer.state.today.chosen, before, "the lines may be others when they are counted");
    officer.wait_ms(200);
    assert_eq!(officer.state.today.chosen, before + 1);
    officer.keys("F5 F3 z").sees("[2 查询]");
    assert_eq!(officer.state.lookup.field.text(), "z");
    officer.answers().calm();
}

#[test]
fn what_is_typed_while_a_file_is_read_waits_for_its_preview_for_a_second() {
    let read = |wait_ms| {
        let mut officer = Officer::zh();
        officer.keys("Ctrl+N").paste("/media/stick/a.csv");
        officer.slow = true;
        officer.keys("Enter Down Down").wait_ms(wait_ms).answers();
        let Some(Overlay::Import(import)) = officer.state.overlays.last() else { panic!("no import on top") };
        let Stage::Preview { chosen, .. } = &import.stage else { panic!("no preview") };
        *chosen
    };
    assert_eq!((read(500), read(1_500)), (2, 0), "a bar gives the arrows nothing to move");
}

#[test]
fn the_program_is_left_though_an_answer_never_comes() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf");
    officer.slow = true;
    officer.keys("Enter F4 Ctrl+Q");
    assert!(!officer.quit, "keys before it are done first");
    officer.wait_ms(1_000).keys("Ctrl+Q");
    assert!(officer.quit);
}

#[test]
fn more_keys_than_anybody_types_ahead_are_kept() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf");
    officer.slow = true;
    officer.keys("Enter Esc");
    (0..5_000).for_each(|number| officer.press(key(["z", "Backspace"][number % 2])));
    officer.keys("x").answers();
    // The first of them began a new query.
    assert_eq!(officer.state.lookup.field.text(), "x");
    officer.answers().calm();
}

#[test]
fn characters_go_into_a_form_while_duplicates_are_looked_for_and_saving_waits() {
    let mut officer = Officer::zh();
    officer.keys("F3 zsf Enter Ctrl+A");
    officer.slow = true;
    let saves = |effect: &Effect| matches!(effect, Effect::Form(kuqu::flow::form::FormEffect::Save { .. }));
    officer.keys("某 Enter 子").sees("子").keys("F2");
    assert!(officer.state.awaiting_since().is_some(), "duplicates are looked for");
    assert_eq!(officer.asked(saves), 0);
    officer.answers();
    assert_eq!(officer.state.awaiting_since(), None);
    officer.take_messages();
}
