//! The terminal's guard (终端): raw mode, the second screen, bracketed paste; all put back on every way out,
//! panic included.

use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::execute;
use crossterm::terminal::{
    Clear, ClearType, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::backend::CrosstermBackend;
pub use ratatui::{Terminal, backend::Backend};
use std::io::{self, BufWriter, IsTerminal, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Once, OnceLock};
use std::thread::ThreadId;

/// The terminal is in our hands.
static HELD: AtomicBool = AtomicBool::new(false);
static HOOK: Once = Once::new();
/// The thread that draws: one in a process.
static HOLDER: OnceLock<ThreadId> = OnceLock::new();

/// Puts the terminal back when it is dropped.
pub struct Guard {
    /// What frames are drawn on.
    pub terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Guard {
    /// Takes the terminal.
    ///
    /// # Errors
    /// When standard output is no terminal or refuses; nothing is left changed then.
    pub fn take() -> io::Result<Self> {
        HOOK.call_once(|| {
            let before = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |info| {
                // A panic on another thread (a foreign reader, sled) is caught there and told on the screen, which
                // goes on; its text in the middle of a frame would help nobody.
                if HELD.load(Ordering::SeqCst) && HOLDER.get() != Some(&std::thread::current().id()) {
                    return;
                }
                restore();
                before(info);
            }));
        });
        HOLDER.get_or_init(|| std::thread::current().id());
        enable_raw_mode()?;
        HELD.store(true, Ordering::SeqCst);
        let entered = enter();
        if let Err(error) = entered {
            restore();
            return Err(error);
        }
        let terminal = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(64 * 1024, stdout())));
        match terminal {
            Ok(terminal) => Ok(Self { terminal }),
            Err(error) => {
                restore();
                Err(error)
            }
        }
    }
}

fn enter() -> io::Result<()> {
    // Cleared by hand: the library's own clearing asks where the cursor is, and the answer would be taken for
    // keys.
    execute!(stdout(), EnterAlternateScreen, Clear(ClearType::All))?;
    // Windows delivers no bracketed paste, and asking for it adds Ctrl to pasted line ends (crossterm#737,
    // #962).
    if cfg!(unix) {
        execute!(stdout(), EnableBracketedPaste)?;
    }
    Ok(())
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// The terminal while another process has it: what it was like is kept here, for that process may be killed.
pub struct Lent;

impl Lent {
    /// Lends it; the other process finds raw mode and leaves raw mode.
    ///
    /// # Errors
    /// When there is no terminal; nothing is left changed then.
    pub fn to_another() -> io::Result<Self> {
        enable_raw_mode()?;
        HELD.store(true, Ordering::SeqCst);
        Ok(Self)
    }

    /// The other process has ended; `by_itself` = it has left the second screen itself, and leaving it twice would move the
    /// cursor.
    pub fn returned(self, by_itself: bool) {
        if by_itself && HELD.swap(false, Ordering::SeqCst) {
            let _ = disable_raw_mode();
        }
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        restore();
    }
}

/// Columns of the terminal that standard output goes to; 80 if it goes to none.
pub fn columns() -> usize {
    let size = stdout().is_terminal().then(crossterm::terminal::size);
    size.and_then(Result::ok).map_or(80, |(columns, _)| usize::from(columns))
}

/// Puts the terminal back, once; safe to call at any time.
pub fn restore() {
    if !HELD.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout();
    if cfg!(unix) {
        let _ = execute!(out, DisableBracketedPaste);
    }
    let _ = execute!(out, LeaveAlternateScreen, crossterm::cursor::Show);
    let _ = out.flush();
    let _ = disable_raw_mode();
}
