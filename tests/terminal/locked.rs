//! The lock screen: a wrong passphrase costs a wait and nothing else, the right one opens; what was typed is never shown.

use std::time::Duration;

use crate::window::Window;

const PASSPHRASE: &str = "a-long-passphrase";
const CTRL_K: &str = "\x0b";
const CTRL_Q: &str = "\x11";
const ENTER: &str = "\r";

#[test]
fn a_wrong_passphrase_then_the_right_one_and_locking_again() {
    let temp = tempfile::tempdir().unwrap();
    let data = temp.path().join("office");
    let founded = std::process::Command::new(env!("CARGO_BIN_EXE_kuqu"))
        .arg("--data")
        .arg(&data)
        .args(["init", "--role", "office", "--office", "测试办", "--officer", "甲", "--device", "A"])
        .env("KUQU_PASSPHRASE", PASSPHRASE)
        .output()
        .unwrap();
    assert!(founded.status.success(), "{founded:?}");
    let mut window = Window::start(&data, &[], None);
    window.sees("已锁").settle();
    window.press("another-phrase").settle();
    window.press(ENTER).sees("口令或编号不对");
    assert!(!window.text().contains("another-phrase"));
    // The wait that it costs is said; the right one is heard after it.
    std::thread::sleep(Duration::from_millis(1_500));
    window.press(PASSPHRASE).settle();
    window.press(ENTER).sees("测试办").misses("已锁").settle();
    window.press(CTRL_K).sees("已锁").settle();
    assert!(!window.text().contains("测试办") || window.text().contains("已锁"));
    window.press(PASSPHRASE).settle();
    window.press(ENTER).misses("已锁").sees("测试办").press(CTRL_Q);
    let (code, terminal, written) = window.end();
    assert_eq!(code, 0);
    assert!(!terminal.screen().alternate_screen());
    assert!(!String::from_utf8_lossy(&written).contains(PASSPHRASE), "the passphrase was shown");
}
