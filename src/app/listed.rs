//! What help and palette list (列出): the acts that can be done now, and why others cannot.

use crate::app::{State, below, route};
use crate::commands::listing::{HelpRow, Line};
use crate::commands::{Command, Facts, listing};
use crate::form::Field;
use crate::i18n::commands::Why;
use crate::keys::Scope;
use crate::overlays::{Overlay, commands_found};

/// Rows of the window that help does not use for its list: the frame's six, border, filter and count.
const HELP_OTHER_ROWS: u16 = 10;

/// The rows of help for this filter and these scopes.
pub fn help_rows(state: &State, filter: &Field, scopes: &[Scope]) -> Vec<HelpRow> {
    listing::help_rows(&state.keymap, scopes, &route::facts_of_help(state), state.lang, filter.text())
}

/// How many first rows help can be scrolled to; one when it fits.
pub(super) fn help_tops(state: &State) -> usize {
    let Some(Overlay::Help { filter, scopes, .. }) = state.overlays.last() else { return 1 };
    let shown = usize::from(state.size.1.saturating_sub(HELP_OTHER_ROWS));
    help_rows(state, filter, scopes).len().saturating_sub(shown) + 1
}

/// The commands that the palette lists for what is typed in it.
pub(super) fn palette(state: &State) -> Vec<&'static Command> {
    let Some(Overlay::Palette { field, .. }) = state.overlays.last() else { return Vec::new() };
    let (facts, scopes) = below(state);
    commands_found(field.text(), &|command| refusal(command, &facts, &scopes).is_some())
}

/// The same as lines to be drawn: first key, words, and why not.
pub fn palette_lines(state: &State) -> Vec<Line> {
    let (facts, scopes) = below(state);
    let line = |command: &Command| Line {
        keys: state.key_of(command.action),
        refused: refusal(command, &facts, &scopes),
        ..listing::line(&state.keymap, command, &facts, state.lang)
    };
    palette(state).into_iter().map(line).collect()
}

/// Why a command cannot be run from the palette; `None` when it can.
pub(super) fn refusal(command: &Command, facts: &Facts, scopes: &[Scope]) -> Option<Why> {
    if scopes.contains(&command.scope) { (command.rule)(facts).err() } else { Some(Why::NotHere) }
}
