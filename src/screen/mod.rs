//! One frame (一帧): chrome, pane, overlays, caret, in that order. Draws `&State` and changes nothing.

mod chrome;

use crate::app::{State, help_rows, palette_lines};
use crate::i18n::chrome::Phrase;
use crate::overlays::{Overlay, form, help, import, lines, officers, palette, person, pick, question, slip};
use crate::panes::PaneKind;
use crate::panes::{exchange, lookup, petition, subsidy, today, verify};
use crate::ui::{COLUMNS_MIN, Caret, Look, ROWS_MIN, list, plan};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Draws a frame and puts the terminal's cursor at the caret.
pub fn draw(frame: &mut Frame<'_>, state: &State, look: Look) {
    if let Some(caret) = paint(frame.buffer_mut(), state, look) {
        frame.set_cursor_position(caret);
    }
}

/// Paints the whole buffer and says where the caret is, if a text field has it.
pub fn paint(buf: &mut Buffer, state: &State, look: Look) -> Option<Caret> {
    let area = buf.area;
    let Some(plan) = plan(area) else {
        let words = Phrase::TooSmall { need: (COLUMNS_MIN, ROWS_MIN), now: (area.width, area.height) };
        list::paragraph(buf, area, &words.text(state.lang), Style::new());
        return None;
    };
    chrome::title(buf, plan.title, state, look);
    let mut caret = if state.lock.is_some() {
        // The lock screen shows nothing of what lies below it.
        chrome::lock(buf, plan.pane, state, look)
    } else {
        chrome::tabs(buf, plan.tabs, state, look);
        chrome::rule(buf, plan.rule, look);
        pane(buf, plan.pane, state, look)
    };
    for overlay in &state.overlays {
        caret = on_top(buf, plan.pane, overlay, state, look);
    }
    chrome::continuations(buf, plan.pane, state, look);
    chrome::message(buf, plan.message, state, look);
    chrome::footer(buf, plan.footer, state, look);
    caret
}

fn pane(buf: &mut Buffer, area: Rect, state: &State, look: Look) -> Option<Caret> {
    match state.pane {
        PaneKind::Today => {
            today::view::draw(buf, area, &state.today, state.session.as_ref(), state.lang, look)
        }
        PaneKind::Lookup => {
            let today = state.today.view.as_ref();
            return lookup::view::draw(buf, area, &state.lookup, today, state.busy(), state.lang, look);
        }
        PaneKind::Exchange => {
            return exchange::view::draw(buf, area, &state.exchange, state.lang, look);
        }
        PaneKind::Verify => return verify::view::draw(buf, area, &state.verify, state.lang, look),
        PaneKind::Petition => petition::view::draw(buf, area, &state.petition, state.lang, look),
        PaneKind::Subsidy => {
            let busy = state.busy();
            return subsidy::view::draw(buf, area, &state.subsidy, busy, state.lang, look);
        }
    }
    None
}

fn on_top(buf: &mut Buffer, area: Rect, overlay: &Overlay, state: &State, look: Look) -> Option<Caret> {
    let lang = state.lang;
    match overlay {
        Overlay::Help { filter, top, scopes } => {
            let rows = help_rows(state, filter, scopes);
            return Some(help::view::draw(buf, area, (filter, *top), &rows, lang, look));
        }
        Overlay::Palette { field, chosen } => {
            let lines = palette_lines(state);
            return Some(palette::view::draw(buf, area, (field, *chosen), &lines, lang, look));
        }
        Overlay::Prompt(prompt) => return Some(question::view::prompt(buf, area, prompt, lang, look)),
        Overlay::Person => {
            if let Some(open) = &state.lookup.household {
                person::view::draw(buf, area, open, lang, look);
            }
        }
        Overlay::Pick { options, chosen, typed } => {
            return pick::view::draw(buf, area, options, (typed, *chosen), lang, look);
        }
        Overlay::Confirm { question, yes } => {
            question::view::confirm(buf, area, question, *yes, lang, look);
        }
        Overlay::Notice(notice) => {
            question::view::notice(buf, area, notice, &|act| state.key_of(act), lang, look);
        }
        Overlay::Import(import) => import::view::draw(buf, area, import, lang, look),
        Overlay::Form(page) => {
            // The route stays in sight beside the visit that is filled.
            let beside = page.wish.act.is_visit() && state.pane == PaneKind::Verify;
            let area = if beside { verify::view::form_area(area) } else { area };
            return form::view::draw(buf, area, page, lang, look);
        }
        Overlay::Lines(page) => lines::view::draw(buf, area, page, lang, look),
        Overlay::Officers(list) => {
            officers::view::draw(buf, area, list, &|act| state.key_of(act), lang, look);
        }
        Overlay::Slip(slip) => {
            return slip::view::draw(buf, area, slip, &|act| state.key_of(act), lang, look);
        }
    }
    None
}
