//! From the terminal's events to ours (输入): presses only, and bursts told by arrival time.
//!
//! An input method commits its characters all at once and a card reader types faster than any hand: such a
//! burst is text, never commands. Arrival time at this thread decides, not the length of the queue, or honest
//! type-ahead would be misread.

use crate::flow::Input;
use crate::keys::{Code, Key};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// Characters that follow each other within this time come from no hand.
const BURST_GAP: Duration = Duration::from_millis(4);
/// Fewest characters that make a burst.
const BURST_CHARS_MIN: usize = 3;
/// Longest burst that is handed on in one piece.
const BURST_CHARS_MAX: usize = 4_096;

/// Reads the terminal until it ends or nobody listens; runs on a thread of its own.
pub fn read_forever(to: &Sender<Input>) {
    let start = Instant::now();
    let mut held = Held::default();
    while let Ok(event) = event::read() {
        if let Event::Key(KeyEvent { kind: KeyEventKind::Release, .. }) = event {
            held.release();
        }
        for input in gather(event) {
            if to.send(held.judge(input, start.elapsed())).is_err() {
                return;
            }
        }
    }
}

/// Two presses of one key that lie closer are a key that is held down: no finger is faster, and the slowest repeat is.
const HOLD_GAP: Duration = Duration::from_millis(90);

/// Tells a key that is held down from one that is pressed again: by releases where the terminal reports them (Windows), else
/// by the time of arrival.
#[derive(Default)]
struct Held {
    last: Option<(Key, Duration)>,
    /// The terminal reports releases.
    releases: bool,
    /// One came since the last press.
    released: bool,
}

impl Held {
    fn release(&mut self) {
        self.releases = true;
        self.released = true;
    }

    fn judge(&mut self, input: Input, now: Duration) -> Input {
        let Input::Key(key) = input else {
            self.last = None;
            return input;
        };
        let before = self.last.replace((key, now));
        let same = before.filter(|(known, _)| *known == key);
        let held = match same {
            Some(_) if self.releases => !self.released,
            Some((_, at)) => now.saturating_sub(at) <= HOLD_GAP,
            None => false,
        };
        self.released = false;
        if held { Input::Repeat(key) } else { Input::Key(key) }
    }
}

/// One event and whatever arrives with it in the same breath.
fn gather(first: Event) -> Vec<Input> {
    let mut inputs = Vec::new();
    let mut chars: Vec<Key> = Vec::new();
    let mut next = Some(first);
    while let Some(event) = next.take() {
        match translate(event) {
            // Windows reports releases between the presses of a burst.
            None => {}
            Some(Input::Key(key)) if joins_burst(key, chars.len()) => chars.push(key),
            other => {
                inputs.extend(finish(&mut chars));
                inputs.extend(other);
            }
        }
        let more = !chars.is_empty() && chars.len() < BURST_CHARS_MAX;
        if more && event::poll(BURST_GAP).unwrap_or(false) {
            next = event::read().ok();
        }
    }
    inputs.extend(finish(&mut chars));
    inputs
}

/// A typed character, or an Enter or Tab after typed ones.
fn joins_burst(key: Key, before: usize) -> bool {
    key.typed().is_some() || before > 0 && (key == Key::plain(Code::Enter) || key == Key::plain(Code::Tab))
}

/// The gathered keys: as a burst when they are many enough, else as the keys they are.
fn finish(chars: &mut Vec<Key>) -> Vec<Input> {
    let keys = std::mem::take(chars);
    if keys.iter().filter(|key| key.typed().is_some()).count() < BURST_CHARS_MIN {
        return keys.into_iter().map(Input::Key).collect();
    }
    let text = keys
        .into_iter()
        .map(|key| match key.code {
            Code::Enter => '\n',
            Code::Tab => '\t',
            _ => key.typed().unwrap_or(' '),
        })
        .collect();
    vec![Input::Burst(text)]
}

/// The event in our words; `None` for releases, mouse, focus and keys we do not know.
pub fn translate(event: Event) -> Option<Input> {
    match event {
        Event::Key(key) => self::key(key).map(Input::Key),
        Event::Paste(text) => Some(Input::Paste(text)),
        Event::Resize(columns, rows) => Some(Input::Resize { columns, rows }),
        _ => None,
    }
}

fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = |modifier| event.modifiers.contains(modifier);
    let (mut shift, ctrl, alt) =
        (held(KeyModifiers::SHIFT), held(KeyModifiers::CONTROL), held(KeyModifiers::ALT));
    let code = match event.code {
        KeyCode::Char(ch) => {
            // Windows reports AltGr as Ctrl+Alt: what it types is text.
            if ctrl && alt && !ch.is_ascii_alphanumeric() {
                return Some(Key::char(ch));
            }
            shift = shift && (ctrl || alt);
            Code::Char(if ctrl || alt { ch.to_ascii_lowercase() } else { ch })
        }
        KeyCode::F(number @ 1..=12) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => {
            shift = true;
            Code::Tab
        }
        KeyCode::Esc => Code::Esc,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PgUp,
        KeyCode::PageDown => Code::PgDn,
        _ => return None,
    };
    // Terminals send Ctrl+H for Backspace; the loader refuses Ctrl+H for that reason.
    if code == Code::Char('h') && ctrl {
        return Some(Key::plain(Code::Backspace));
    }
    Some(Key { code, ctrl, alt, shift })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
        key(KeyEvent::new(code, modifiers))
    }

    #[test]
    fn presses_become_keys_and_releases_do_not() {
        assert_eq!(pressed(KeyCode::Char('S'), KeyModifiers::CONTROL), Some(Key::ctrl('s')));
        assert_eq!(pressed(KeyCode::Char('张'), KeyModifiers::NONE), Some(Key::char('张')));
        assert_eq!(pressed(KeyCode::Char('A'), KeyModifiers::SHIFT), Some(Key::char('A')));
        assert_eq!(
            pressed(KeyCode::BackTab, KeyModifiers::SHIFT).map(|key| key.to_string()).as_deref(),
            Some("Shift+Tab")
        );
        let release = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(key(release), None);
        assert_eq!(
            pressed(KeyCode::Char('@'), KeyModifiers::CONTROL | KeyModifiers::ALT),
            Some(Key::char('@'))
        );
    }

    #[test]
    fn a_key_that_is_held_down_is_told_from_one_that_is_pressed_again() {
        let ms = Duration::from_millis;
        let enter = Key::plain(Code::Enter);
        let mut held = Held::default();
        let judged: Vec<bool> = [0, 500, 533, 566, 1_200, 1_320]
            .into_iter()
            .map(|at| held.judge(Input::Key(enter), ms(at)) == Input::Repeat(enter))
            .collect();
        assert_eq!(judged, [false, false, true, true, false, false]);
        let mut held = Held::default();
        held.release();
        assert_eq!(held.judge(Input::Key(enter), ms(0)), Input::Key(enter));
        assert_eq!(held.judge(Input::Key(enter), ms(500)), Input::Repeat(enter));
        held.release();
        assert_eq!(held.judge(Input::Key(enter), ms(520)), Input::Key(enter));
        assert_eq!(
            held.judge(Input::Key(Key::plain(Code::Down)), ms(530)),
            Input::Key(Key::plain(Code::Down))
        );
    }

    #[test]
    fn three_characters_in_one_breath_are_text_and_two_are_keys() {
        let keys = |text: &str| text.chars().map(Key::char).collect::<Vec<_>>();
        assert_eq!(finish(&mut keys("张三丰")), vec![Input::Burst("张三丰".into())]);
        assert_eq!(finish(&mut keys("zs")), vec![Input::Key(Key::char('z')), Input::Key(Key::char('s'))]);
        let mut card = keys("530399196205120018");
        card.push(Key::plain(Code::Enter));
        assert_eq!(finish(&mut card), vec![Input::Burst("530399196205120018\n".into())]);
    }
}
