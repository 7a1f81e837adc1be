//! A day at the open program: first frame, Chinese text, pinyin, a household, paste, resize, help, idleness, a kill, a second
//! copy, and a terminal that is as it was.

use std::path::PathBuf;
use std::time::Duration;

use crate::window::Window;

const F1: &str = "\x1bOP";
const F3: &str = "\x1bOR";
const ENTER: &str = "\r";
const ESC: &str = "\x1b";
const CTRL_A: &str = "\x01";
const CTRL_Q: &str = "\x11";
/// A small demo on a fixed day.
const DEMO: [&str; 5] = ["demo", "--persons", "60", "--today", "2026-03-05"];

/// A person of the demo with a name that the tests can type.
fn somebody() -> (String, String) {
    let office = kuqu::demo::generate(&kuqu::demo::Plan { seed: 1, persons: 60, today: (2026, 3, 5) });
    let person = office.persons.iter().find(|person| person.name.starts_with('张')).unwrap();
    (person.name.clone(), person.code.split('-').next().unwrap().to_owned())
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let data = temp.path().join("demo");
    (temp, data)
}

fn opened(data: &std::path::Path) -> Window {
    let mut window = Window::start(data, &DEMO, None);
    window.sees("F1").sees("60").settle();
    window
}

#[test]
fn somebody_is_found_by_text_and_by_pinyin_and_the_household_opens() {
    let (_temp, data) = place();
    let (name, household) = somebody();
    let mut window = opened(&data);
    window.press(F3).press(&name).sees(&format!("{household}-"));
    assert!(window.text().contains(&name), "{}", window.text());
    window.settle();
    let (_, row) = window.caret();
    assert!(row < 22, "the caret is kept off the last two rows, where an input method draws: {row}");
    window.press(ENTER).sees(&household).sees("户主").settle();
    assert!(window.text().contains("530399****"), "masked: {}", window.text());
    // Two at once would be Alt+Esc.
    window.press(ESC).sees("姓名").settle().press(ESC).misses(&name).settle();
    window.press("zhang").sees("张").press(ESC).misses("张");
    // Typed one by one, as by a hand.
    for key in ["z", "h", "a"] {
        window.press(key).settle();
    }
    window.sees("zha").press(CTRL_Q);
    assert_eq!(window.end().0, 0);
}

#[test]
fn a_paste_with_line_ends_is_text_and_a_burst_is_never_a_command() {
    let (_temp, data) = place();
    let (name, _) = somebody();
    let mut window = opened(&data);
    window.press(F3).paste(&format!("{name}\n")).sees(&name).settle();
    assert!(window.text().contains("F1"), "the program is still on the look-up: {}", window.text());
    window.press(ESC).misses(&name).settle();
    window.press("张三丰李四王五").sees("张三丰李四王五").press(CTRL_A).settle();
    window.press(CTRL_Q);
    assert_eq!(window.end().0, 0);
}

#[test]
fn a_small_window_is_one_sentence_and_nothing_is_lost() {
    let (_temp, data) = place();
    let (name, _) = somebody();
    let mut window = opened(&data);
    window.press(F3).press(&name).sees(&name);
    window.resize(60, 20).sees("80").misses("F1").settle();
    window.resize(80, 24).sees(&name).sees("F1");
    window.resize(120, 40).sees(&name).settle();
    // The signal of the new size and a key in the same instant: crossterm tells the key only with the next one.
    window
        .resize(80, 24)
        .sees(&name)
        .settle()
        .press(F1)
        .sees("筛选")
        .sees("Ctrl+G")
        .press(ESC)
        .misses("筛选")
        .settle();
    window.press(CTRL_Q);
    assert_eq!(window.end().0, 0);
}

#[test]
fn an_idle_program_writes_nothing() {
    let (_temp, data) = place();
    let mut window = opened(&data);
    // A message that expires is drawn away once; then nothing moves any more.
    window.settle();
    let expired = window.written_within(Duration::from_secs(6));
    let idle = window.written_within(Duration::from_secs(1));
    assert_eq!(idle, 0, "{idle} bytes in a second, {expired} before");
    window.press(CTRL_Q);
    let (code, terminal, written) = window.end();
    assert_eq!(code, 0);
    let said = String::from_utf8_lossy(&written).into_owned();
    assert!(!terminal.screen().alternate_screen(), "the second screen is left");
    assert!(!terminal.screen().bracketed_paste() && !terminal.screen().hide_cursor());
    assert!(said.contains("\x1b[?1049h") && said.contains("\x1b[?1049l"));
}

#[test]
fn a_killed_program_opens_again_and_a_second_copy_is_refused() {
    let (_temp, data) = place();
    let (name, household) = somebody();
    let mut window = opened(&data);
    let mut second = std::process::Command::new(env!("CARGO_BIN_EXE_kuqu"));
    let output = second.arg("--data").arg(&data).args(["--lang", "en"]).output().unwrap();
    assert_eq!(output.status.code(), Some(4));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("in use") && said.contains("try again."), "{said}");
    let other = Window::start(&data, &DEMO, None);
    assert_eq!(other.end().0, 4);
    window.press(F3).press(&name).sees(&format!("{household}-")).press(ENTER).sees("户主");
    window.kill();
    let mut window = opened(&data);
    window.press(F3).press(&name).sees(&format!("{household}-")).press(CTRL_Q);
    assert_eq!(window.end().0, 0);
}
