//! Rulings and ends, as far as they lie on top of the exchange pane (裁定与停用): questions, the choice of a machine, a paper's file.

use super::State;
use super::support::proposed;
use crate::flow::rulings::Asked;
use crate::flow::{Effect, Opening};
use crate::form::path::folder_of;
use crate::i18n::reasons;
use crate::overlays::{Ask, Options, Overlay};

/// Opens what the page of rulings wants on top.
pub(super) fn open(state: &mut State, opening: Opening) {
    let overlay = match opening {
        Opening::EndMachine(machines) => Overlay::pick(Options::EndMachine(machines), 0),
        Opening::Ruling(asked) => Overlay::prompt(Ask::Ruling(asked), ""),
        Opening::LossPaper(label) => {
            Overlay::prompt(Ask::LossPaper, &proposed(&state.paper_dir, &label, "xlsx"))
        }
        _ => return,
    };
    state.overlays.push(overlay);
}

/// A reason was given, in words or by its digit.
pub(super) fn go_on(state: &mut State, asked: Asked, typed: &str, effects: &mut Vec<Effect>) {
    let why = reasons::reason(state.lang, &asked, typed);
    let reply = state.with_cx(|state, cx| state.exchange.on_rulings(|page| page.go_on(asked, why, cx)));
    state.take(reply, effects);
}

/// Writes the loss window to this file.
pub(super) fn print(state: &mut State, path: String, effects: &mut Vec<Effect>) {
    state.paper_dir = folder_of(&path).to_owned();
    let reply = state.with_cx(|state, cx| state.exchange.on_rulings(|page| page.print(path, cx)));
    state.take(reply, effects);
}
