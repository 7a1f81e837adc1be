//! A terminal window (终端窗口) with the program in it: keys in, text out, waiting until a text is there, never for a time.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longest wait for a text: far above what the slowest machine needs, so that it ends only what hangs.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program and what its terminal shows.
pub struct Window {
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    /// Every byte that the program wrote.
    pub written: Vec<u8>,
}

impl Window {
    /// Starts the binary in a window of 80 by 24.
    pub fn start(data: &Path, words: &[&str], passphrase: Option<&str>) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kuqu"));
        command.arg("--data");
        command.arg(data);
        command.args(words);
        command.env("TERM", "xterm-256color");
        command.env("LC_ALL", "zh_CN.UTF-8");
        command.env("HOME", data.parent().unwrap());
        command.env_remove("NO_COLOR");
        command.env_remove("KUQU_PASSPHRASE");
        if let Some(passphrase) = passphrase {
            command.env("KUQU_PASSPHRASE", passphrase);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (to, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if to.send(bytes[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(cells(24), cells(80), 0);
        Self { master: pair.master, keys, child, output, screen, written: Vec::new() }
    }

    /// Sends bytes as a terminal sends them for keys.
    pub fn press(&mut self, bytes: &str) -> &mut Self {
        self.keys.write_all(bytes.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    /// Pastes as a terminal with bracketed paste does.
    pub fn paste(&mut self, text: &str) -> &mut Self {
        self.press(&format!("\x1b[200~{text}\x1b[201~"))
    }

    /// The person pulls at the window's corner.
    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).unwrap();
        self
    }

    /// What is shown now; of a wide character's two cells the first has it.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Waits until the text is shown.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        self.until(&format!("{text:?}"), |screen| screen.contents().contains(text))
    }

    /// Waits until the text is gone.
    pub fn misses(&mut self, text: &str) -> &mut Self {
        self.until(&format!("no {text:?}"), |screen| !screen.contents().contains(text))
    }

    /// Waits until the screen is as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&vt100::Screen) -> bool) -> &mut Self {
        let start = Instant::now();
        while !wanted(self.screen.screen()) {
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(error) => panic!("{what} never came ({error}); shown:\n{}", self.text()),
            }
        }
        self
    }

    fn take(&mut self, bytes: &[u8]) {
        self.screen.process(bytes);
        self.written.extend_from_slice(bytes);
    }

    /// The bytes that the program writes in this time.
    pub fn written_within(&mut self, time: Duration) -> usize {
        let (start, before) = (Instant::now(), self.written.len());
        while let Some(left) = time.checked_sub(start.elapsed()) {
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended"),
            }
        }
        self.written.len() - before
    }

    /// Waits until nothing has been written for a while: what was queued is drawn.
    pub fn settle(&mut self) -> &mut Self {
        while self.written_within(Duration::from_millis(300)) > 0 {}
        self
    }

    /// Where the caret stands, from the left upper corner.
    pub fn caret(&self) -> (u16, u16) {
        let (row, column) = self.screen.screen().cursor_position();
        (column, row)
    }

    /// kill -9.
    pub fn kill(mut self) {
        let id = self.child.process_id().unwrap();
        let killed = std::process::Command::new("kill").arg("-9").arg(id.to_string()).status().unwrap();
        assert!(killed.success());
        self.child.wait().unwrap();
    }

    /// Waits for the program's end; gives its exit code and the terminal as it was left.
    pub fn end(mut self) -> (u32, vt100::Parser, Vec<u8>) {
        let start = Instant::now();
        let code = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status.exit_code();
            }
            assert!(start.elapsed() < PATIENCE, "it does not end; shown:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(5));
        };
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.take(&bytes);
        }
        (code, self.screen, self.written)
    }
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}
