//! The program asks for no internet socket: every kind of command under a watch on system calls.

use std::process::Command;

use super::{DataFolder, roster};

#[test]
fn no_internet_socket_is_ever_asked_for() {
    if Command::new("strace").arg("-V").output().is_err() {
        // Said, not hidden: without the watcher there is nothing to see.
        let _ = std::io::Write::write_all(&mut std::io::stderr(), b"strace is not installed: skipped\n");
        return;
    }
    let place = DataFolder::founded();
    let csv = place.file("r.csv", roster(3).as_bytes());
    for words in
        [["import", "roster", &csv].as_slice(), &["find", "zsf", "--json"], &["doctor"], &["rebuild"]]
    {
        let log = place.temp.path().join("calls");
        let mut watcher = Command::new("strace");
        watcher.args(["-f", "-e", "trace=socket,connect", "-o"]).arg(&log);
        place.kuqu_under(watcher, words).with(0);
        let calls = std::fs::read_to_string(&log).unwrap();
        assert!(calls.contains("exited with 0"), "nothing was watched: {calls}");
        assert!(!calls.contains("AF_INET"), "{words:?}: {calls}");
    }
}
