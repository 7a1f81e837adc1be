//! What stands around the panes (框架): title, tabs, message, keys, continuations, and the lock screen.

use crate::app::{Lock, State, facts, scopes};
use crate::commands::listing;
use crate::flow::Severity;
use crate::i18n::chrome::{Text, roles};
use crate::i18n::copies::CopySay;
use crate::i18n::exchange_pane::{LATE_DAYS, Phrase};
use crate::i18n::lock;
use crate::panes::PaneKind;
use crate::text;
use crate::ui::{Caret, Look, Pen, Role, bar, field, list, popup, put};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub(super) fn title(buf: &mut Buffer, area: Rect, state: &State, look: Look) {
    let bold = look.role(Role::Title);
    let officer = match (&state.session, &state.lock) {
        (Some(session), None) => format!("{} {}", session.officer, roles(session.roles, state.lang)),
        _ => lock::Text::Title.text(state.lang).to_string(),
    };
    let (waiting, role) = alarm(state).unwrap_or_else(|| unconfirmed(state));
    let extra = u16::try_from(text::width(&waiting)).unwrap_or(0);
    let right = u16::try_from(text::width(&officer)).unwrap_or(0).min(area.width / 2);
    let office = state.session.as_ref().map_or(&state.office, |session| &session.office);
    let left = area.width.saturating_sub(right + extra + 3);
    let program = Text::Program.text(state.lang);
    let line = if office.is_empty() { program.to_string() } else { format!("{program} | {office}") };
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1).cell(left, &line, bold).cell(extra, &waiting, look.role(role));
    pen.gap(1).cell(right, &officer, look.role(Role::Text));
}

/// On every screen, before everything else: a copied folder that somebody still goes on in.
fn alarm(state: &State) -> Option<(String, Role)> {
    let view = state.today.view.as_ref().filter(|_| state.lock.is_none())?;
    let label = view.copied.first()?.clone();
    Some((format!("! {}", CopySay::Alarm { label }.text(state.lang)), Role::Error))
}

/// On a laptop, on every screen: what the office has not confirmed; a warning when some of it is late.
fn unconfirmed(state: &State) -> (String, Role) {
    let view = state.today.view.as_ref().filter(|_| state.lock.is_none());
    let Some((count, days)) = view.and_then(|view| Some((view.unconfirmed?, view.unconfirmed_days))) else {
        return (String::new(), Role::Text);
    };
    if count == 0 {
        return (String::new(), Role::Text);
    }
    let late = days >= LATE_DAYS;
    let mark = if late { "! " } else { "" };
    (
        format!("{mark}{}", Phrase::Unconfirmed { count, days }.text(state.lang)),
        if late { Role::Warning } else { Role::Text },
    )
}

pub(super) fn tabs(buf: &mut Buffer, area: Rect, state: &State, look: Look) {
    let mut pen = Pen::at(buf, area, 0);
    for (index, kind) in PaneKind::ALL.into_iter().enumerate() {
        let word = format!("{} {}", index + 1, kind.title().text(state.lang));
        if kind == state.pane {
            pen.text(&format!("[{word}]"), look.role(Role::Selected));
        } else {
            pen.text(&format!(" {word} "), look.role(Role::Muted));
        }
    }
}

pub(super) fn rule(buf: &mut Buffer, area: Rect, look: Look) {
    for x in area.left()..area.right() {
        put(buf, x, area.top(), 1, look.border().horizontal, look.role(Role::Border));
    }
}

pub(super) fn message(buf: &mut Buffer, area: Rect, state: &State, look: Look) {
    if let Some(message) = state.messages.shown() {
        let words = message.note.text(state.lang, &|act| state.key_of(act));
        let severity = message.severity;
        let line = match severity {
            Severity::Note => words,
            _ => format!("{} {}", severity.mark(), state.lang.about(severity.text(state.lang), &words)),
        };
        list::paragraph(buf, beside_keys(area, &line), &line, look.severity(message.severity));
    } else if let Some(progress) = state.background.as_ref().and_then(|import| import.now()) {
        let words = format!("{} {}", Text::Import.text(state.lang), progress.job.words().text(state.lang));
        bar::draw(
            buf,
            Rect { x: area.x + 1, width: area.width - 2, ..area },
            1,
            &words,
            (progress.done, progress.total),
            look,
        );
    } else if state.busy() {
        Pen::at(buf, area, 1).gap(1).text(Text::Working.text(state.lang), look.role(Role::Muted));
    } else if let Some(guide) = &state.guide {
        let line = guide.line(state.lang, &|act| state.key_of(act));
        list::paragraph(buf, beside_keys(area, &line), &line, look.role(Role::Title));
    }
}

/// Where a message is drawn: a short one stands beside the keys, where the eye already is.
fn beside_keys(area: Rect, line: &str) -> Rect {
    let inner = Rect { x: area.x + 1, width: area.width - 2, ..area };
    let used = text::wrap(line, usize::from(inner.width)).len();
    let down = if used < 2 { 1 } else { 0 };
    Rect { y: inner.y + down, height: inner.height - down, ..inner }
}

/// As many keys as fit, the most useful first; help stands early enough never to be cut.
pub(super) fn footer(buf: &mut Buffer, area: Rect, state: &State, look: Look) {
    let mut cells = listing::footer(&state.keymap, &scopes(state), &facts(state), state.lang);
    cells.splice(0..0, digits(state));
    let mut pen = Pen::at(buf, area, 0);
    pen.gap(1);
    for cell in listing::fitting(cells, usize::from(area.width) - 2) {
        pen.text(&cell.key, look.role(Role::Key)).gap(1).text(cell.label, look.role(Role::Text)).gap(2);
    }
}

/// The digits that take a value of what is opened to be settled: they are no keys of the keymap, and come first.
fn digits(state: &State) -> Option<listing::FooterCell> {
    let clashes = state.exchange.clashes().filter(|_| state.pane == PaneKind::Exchange)?;
    let taken: Vec<String> =
        (1..=9).filter(|digit| clashes.takes(*digit)).map(|digit| digit.to_string()).collect();
    let free = state.overlays.is_empty() && state.lock.is_none() && !taken.is_empty();
    free.then(|| listing::FooterCell {
        key: taken.join(" "),
        label: clashes.digit_word().text(state.lang),
        kept: false,
    })
}

pub(super) fn continuations(buf: &mut Buffer, area: Rect, state: &State, look: Look) {
    let Some(prefix) = state.prefix else { return };
    let lines = listing::continuations(&state.keymap, &scopes(state), prefix, state.lang);
    // All of them, in a second column where one is too short: a key that is not listed is not found.
    let most = usize::from(area.height.saturating_sub(2)).max(1);
    let columns = u16::try_from(lines.len().div_ceil(most)).unwrap_or(1).max(1);
    let deep = lines.len().div_ceil(usize::from(columns));
    let rows = u16::try_from(deep).unwrap_or(0) + 2;
    let bottom = Rect { y: area.bottom().saturating_sub(rows), height: rows.min(area.height), ..area };
    let title = format!("{prefix}  {}", Text::Continuations.text(state.lang));
    let inner = popup::centred(buf, bottom, 37 * columns + 2, rows, &title, look);
    let cells = inner.width / columns;
    for (column, part) in (0..columns).zip(lines.chunks(deep.max(1))) {
        let part_of = Rect { x: inner.x + column * cells, width: cells, ..inner };
        for (row, (key, label)) in (0..).zip(part) {
            let mut pen = Pen::at(buf, part_of, row);
            let room = pen.cell(13, key, look.role(Role::Key)).room();
            pen.cell(room, label, look.role(Role::Text));
        }
    }
}

pub(super) fn lock(buf: &mut Buffer, area: Rect, state: &State, look: Look) -> Option<Caret> {
    let locked = state.lock.as_ref()?;
    let inner = popup::centred(buf, area, 56, 9, lock::Text::Title.text(state.lang), look);
    let label = 12;
    let cells = inner.width.saturating_sub(label);
    let mut caret = None;
    let rows = [
        (1, lock::Text::Officer, &locked.number, locked.in_number),
        (3, lock::Text::Passphrase, &locked.passphrase, !locked.in_number),
    ];
    for (row, words, text_field, focused) in rows {
        let mut pen = Pen::at(buf, inner, row);
        pen.cell(
            label,
            &format!("{}{}", list::pointer(focused), words.text(state.lang)),
            look.role(Role::Text),
        );
        let at = field::draw(buf, inner.x + label, inner.y + row, cells, text_field, look);
        if focused {
            caret = Some(at);
        }
    }
    if let Some(progress) = &locked.progress {
        let steps = (progress.done, progress.total);
        bar::draw(buf, inner, 5, progress.job.words().text(state.lang), steps, look);
        return caret;
    }
    let (words, role) = said(locked, state);
    let below = Rect { y: inner.y + 5, height: inner.height.saturating_sub(5), ..inner };
    list::paragraph(buf, below, &words, look.role(role));
    caret
}

fn said(locked: &Lock, state: &State) -> (String, Role) {
    use crate::app::Say;
    match &locked.say {
        Some(Say::Text(words)) => (format!("! {}", words.text(state.lang)), Role::Warning),
        Some(Say::Phrase(words)) => (format!("! {}", words.text(state.lang)), Role::Error),
        None if locked.pending.is_some() => (lock::Text::Opening.text(state.lang).to_string(), Role::Muted),
        None if locked.covers => (lock::Text::Kept.text(state.lang).to_string(), Role::Muted),
        None => (String::new(), Role::Muted),
    }
}
