//! The subsidy pane in the reducer (补贴归约): how one comes there and goes back, its questions and lines to type, its answers.

use crate::app::{State, act, forms};
use crate::domain::money;
use crate::domain::subsidy::Period;
use crate::domain::subsidy::payment::Settling;
use crate::flow::subsidy::{Asked, Told};
use crate::flow::{Cx, Effect, Opening, Reply, Severity};
use crate::form::path::folder_of;
use crate::i18n::Both;
use crate::i18n::messages::Note;
use crate::i18n::{Lang, subsidy::SubsidySay};
use crate::overlays::slip::Slip;
use crate::overlays::{Ask, Options, Overlay, Question};
use crate::panes::subsidy::Subsidy;
use crate::panes::{Pane, PaneKind};

/// Something of the pane, with what it opens.
fn on_pane(state: &mut State, effects: &mut Vec<Effect>, call: impl FnOnce(&mut Subsidy, &mut Cx) -> Reply) {
    let reply = state.with_cx(|state, cx| call(&mut state.subsidy, cx));
    if let Some(opening) = state.take(reply, effects) {
        act::open(state, opening, effects);
    }
}

/// Reads what the pane shows anew.
pub(super) fn load(state: &mut State, effects: &mut Vec<Effect>) {
    on_pane(state, effects, |pane, cx| pane.load(cx));
}

/// From whoever is at hand to their subsidy.
pub(super) fn show(state: &mut State, effects: &mut Vec<Effect>) {
    let Some((household, person)) = forms::at_hand(state) else { return };
    state.overlays.clear();
    state.lookup.leave();
    state.support_from = Some(state.pane);
    state.pane = PaneKind::Subsidy;
    state.subsidy.pages.clear();
    on_pane(state, effects, |pane, cx| pane.show(household, person, cx));
}

/// From somebody's subsidy to their household.
pub(super) fn household(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some((household, person)) = state.subsidy.about() {
        forms::show(state, household, person, effects);
    }
}

/// Takes a page away; from the last one back to where one came from. False when there is nothing to go back from.
pub(super) fn back(state: &mut State, effects: &mut Vec<Effect>) -> bool {
    let Some(reply) = state.with_cx(|state, cx| state.subsidy.back(cx)) else { return false };
    state.take(reply, effects);
    if state.subsidy.page().is_none()
        && let Some(from) = state.support_from.take()
    {
        act::show_pane(state, from, effects);
    }
    true
}

/// Opens something of this pane.
pub(super) fn open(state: &mut State, opening: Opening, effects: &mut Vec<Effect>) {
    let overlay = match opening {
        Opening::Payment(asked) => Overlay::confirm(Question::Payment(asked)),
        Opening::ListPeriod(proposed) => Overlay::prompt(Ask::ListPeriod, &proposed),
        Opening::BatchExport(number) => {
            let proposed = proposed(&state.export_dir, &number, "xlsx");
            Overlay::prompt(Ask::BatchExport(number), &proposed)
        }
        Opening::BankReturn => Overlay::prompt(Ask::BankReturn, &state.return_dir),
        Opening::AnswerSlip => {
            let account = state.subsidy.person().and_then(|page| page.account());
            let code = account.map(|account| account.code.clone()).unwrap_or_default();
            Overlay::prompt(Ask::AnswerSlip, &proposed(&state.paper_dir, &code, "txt"))
        }
        Opening::Mandate => {
            let Some(account) = state.subsidy.person().and_then(|page| page.account()) else { return };
            Overlay::Slip(Slip::mandate(account.person, format!("{} {}", account.code, account.name)))
        }
        Opening::Settlings => Overlay::pick(Options::Settlings(WAYS.to_vec()), 0),
        Opening::CloseItem => Overlay::prompt(Ask::CloseItem, ""),
        Opening::OpenPayments => {
            state.support_from = Some(state.pane);
            state.pane = PaneKind::Subsidy;
            return on_pane(state, effects, |pane, cx| pane.show_open(cx));
        }
        _ => return,
    };
    state.overlays.push(overlay);
}

/// Ways in which over-paid money comes back that the pane enters.
const WAYS: [Settling; 6] = [
    Settling::Demanded,
    Settling::Cash,
    Settling::Bank,
    Settling::Offset,
    Settling::WrittenOff,
    Settling::Relative,
];

/// One of them was chosen: what else has to be said of it, with what stands to reason.
pub(super) fn settle(state: &mut State, how: Settling) {
    let page = state.subsidy.person();
    let proposed = match how {
        Settling::Cash | Settling::Bank => {
            page.and_then(|page| page.cell()).map(|cell| money::plain(cell.sums.over)).unwrap_or_default()
        }
        Settling::Offset => {
            let account = page.and_then(|page| page.account());
            let owed = account.and_then(|account| account.answer.owed.first());
            owed.map(|(period, _)| period.to_string()).unwrap_or_default()
        }
        _ => String::new(),
    };
    state.overlays.push(Overlay::prompt(Ask::Settle(how), &proposed));
}

/// A file in the folder that was used last; nothing where none was.
pub(super) fn proposed(folder: &str, name: &str, ending: &str) -> String {
    if folder.is_empty() { String::new() } else { format!("{folder}{name}.{ending}") }
}

/// A line that was typed for this pane.
pub(super) fn accept_line(state: &mut State, ask: &Ask, line: String, effects: &mut Vec<Effect>) {
    if *ask == Ask::ListPeriod {
        let period = Period::read(&crate::text::fold(&line).to_uppercase());
        return match period {
            Some(period) => on_pane(state, effects, |pane, cx| pane.list_of(period, cx)),
            None => {
                let say = SubsidySay::NoPeriod(line);
                let words = Both::new(say.text(Lang::Zh), say.text(Lang::En));
                state.say(Severity::Warning, Note::Told(words));
            }
        };
    }
    match ask {
        Ask::Settle(how) => {
            let how = *how;
            return on_pane(state, effects, |pane, cx| pane.settle(how, line, cx));
        }
        Ask::CloseItem => return on_pane(state, effects, |pane, cx| pane.close_item(line, cx)),
        _ => {}
    }
    let folder = folder_of(&line).to_owned();
    match ask {
        Ask::BatchExport(_) => {
            state.export_dir = folder;
            on_pane(state, effects, |pane, _| pane.export(line));
        }
        Ask::BankReturn => {
            state.return_dir = folder;
            on_pane(state, effects, |pane, cx| pane.take_in(line, cx));
        }
        Ask::AnswerSlip => {
            state.paper_dir = folder;
            on_pane(state, effects, |pane, cx| pane.print_slip(line, cx));
        }
        _ => {}
    }
}

/// Yes to a question.
pub(super) fn go_on(state: &mut State, asked: Asked, effects: &mut Vec<Effect>) {
    on_pane(state, effects, |pane, cx| pane.go_on(asked, cx));
}

/// Takes an answer.
pub(super) fn absorb(state: &mut State, request: u64, told: Told, effects: &mut Vec<Effect>) -> bool {
    if state.lock.is_some() {
        return state.subsidy.give_up(request);
    }
    let written = matches!(told, Told::Written { payments: true, .. });
    let Some(reply) = state.with_cx(|state, cx| state.subsidy.absorb(request, told, cx)) else {
        return false;
    };
    // What was sent back is counted on the today pane.
    state.today.stale |= written;
    if let Some(opening) = state.take(reply, effects) {
        act::open(state, opening, effects);
    }
    true
}
