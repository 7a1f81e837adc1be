//! A drill in its terminal: the program opens below it, is killed, shows what the step asks for, and comes back to it.

use std::path::Path;

use crate::window::Window;

const F6: &str = "\x1b[17~";
const F8: &str = "\x1b[19~";
const ENTER: &str = "\r";
const CTRL_Q: &str = "\x11";

fn run(folder: &Path, words: &[&str]) {
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_kuqu"));
    let output = program.env("KUQU_PASSPHRASE", "kuqu-demo").arg("--data").arg(folder).args(words).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// kill -9 for the program that the drill has opened.
#[cfg(target_os = "linux")]
fn kill_inner(root: &Path) {
    let root = root.display().to_string();
    for process in std::fs::read_dir("/proc").unwrap().flatten() {
        let words = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let words = String::from_utf8_lossy(&words).into_owned();
        if words.contains(&root) && words.ends_with("--open\0") {
            let id = process.file_name().to_string_lossy().into_owned();
            assert!(std::process::Command::new("kill").args(["-9", &id]).status().unwrap().success());
            return;
        }
    }
    panic!("no program is open");
}

#[cfg(target_os = "linux")]
#[test]
fn a_killed_program_gives_the_terminal_back_and_a_refusal_counts_once_it_was_shown() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("drill");
    let drill = ["drill", "damaged-stick"];
    run(&root, &drill);
    run(&root.join("B"), &["correct", "H01001-01", "account", "62170012345678", "--why", "演练"]);
    run(&root.join("B"), &["bundle", "export", "--to", "A", &root.join("stick").display().to_string()]);
    let mut window = Window::start(&root, &drill, None);
    window.sees(">  4.").sees("按回车").press(ENTER).sees("演练 4/6").settle();
    kill_inner(&root);
    window.sees("没有正常结束").sees("还没有做到").settle();
    window.until("the first screen", |screen| {
        !screen.alternate_screen() && !screen.bracketed_paste() && !screen.hide_cursor()
    });
    // Who only opens and leaves has seen nothing.
    window.press(ENTER).sees("演练 4/6").settle().press(CTRL_Q).sees("按回车").settle();
    assert!(window.text().contains(">  4."), "{}", window.text());
    window
        .press(ENTER)
        .sees("演练 4/6")
        .settle()
        .press(F8)
        .sees("6 交换")
        .press("6")
        .sees("kuqu-B-A")
        .settle();
    // The file stands below B.
    if !window.text().contains("> 新") {
        window.press("\x1b[B").settle();
    }
    window.press(ENTER).sees("错误").settle().press("\x1b[A").settle();
    window.press(CTRL_Q).sees(">  5.").sees("按回车").press("q\n").sees("接着演练：kuqu --data");
    assert_eq!(window.end().0, 0);
}

#[test]
fn the_bank_s_file_is_proposed_whole_and_the_line_says_how_to_leave() {
    let temp = tempfile::tempdir().unwrap();
    let root = temp.path().join("drill");
    let drill = ["drill", "failed-payment"];
    run(&root, &drill);
    let mut window = Window::start(&root, &drill, None);
    window.sees("按回车").press(ENTER).sees("演练 1/3").settle();
    window.press(F8).sees("4 补贴").settle().press("4").settle().press(F6).sees("2026Q").settle();
    window.press("\t").sees("stick/return.csv").settle().press(ENTER).misses("stick/return.csv").settle();
    // The answer stands there until the next key.
    window.press("\x1b[B").sees("做好了吗").press(CTRL_Q).sees(">  2.").sees("按回车").press("q\n");
    assert_eq!(window.end().0, 0);
}
