//! What each act does (执行操作): one match over the table's actions, handed on to overlay, lock or pane.

use crate::app::listed::{help_tops, palette, refusal};
use crate::app::{State, below, facts, forms, keeping, lock, route, rulings, support, visits};
use crate::commands::{Action, Command, listing};
use crate::flow::{Cx, Effect, ExportOf, Opening, Severity};
use crate::form::FormKey;
use crate::form::path::{folder_of, is_whole, unquoted};
use crate::i18n::commands::Why;
use crate::i18n::keeping::Fault;
use crate::i18n::messages::Note;
use crate::overlays::import::Import;
use crate::overlays::{Ask, Options, Overlay, Question};
use crate::panes::clashes::Clashes;
use crate::panes::exchange::Stage;
use crate::panes::lookup::Heading;
use crate::panes::{PaneKind, moved};

/// Lines that PgUp and PgDn move in an overlay.
const OVERLAY_PAGE: usize = 10;

/// Does an act, or says why it cannot be done.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if let Err(why) = listing::allowed(action, &facts(state)) {
        let idle_enter = action == Action::Open && why == Why::NothingChosen;
        if !idle_enter || state.overlays.is_empty() {
            state.say(Severity::Note, Note::CannotNow(action, why));
        }
        return;
    }
    if forms::act(state, action, effects) {
        return;
    }
    match action {
        Action::Help => help(state),
        Action::Palette => toggle(state, |top| matches!(top, Overlay::Palette { .. }), Overlay::palette()),
        Action::Panes => panes(state),
        Action::Find => find(state, effects),
        Action::Refresh => refresh(state, effects),
        Action::Back => back(state, effects),
        Action::Import => {
            state.overlays.clear();
            let running = state.background.take().map(Overlay::Import);
            let folder = &state.roster_dir;
            state.overlays.push(running.unwrap_or_else(|| Overlay::prompt(Ask::Roster, folder)));
        }
        Action::Export => export(state),
        Action::CompletePath => complete_path(state, effects),
        Action::WriteRefused => {
            let lang = state.lang;
            if let Some(Overlay::Import(mut import)) = state.overlays.pop() {
                let reply = state.with_cx(|_, cx| import.write_refused(lang, cx));
                state.overlays.push(Overlay::Import(import));
                state.take(reply, effects);
            }
        }
        Action::Language => state.lang = state.lang.other(),
        Action::Lock => lock::lock(state, effects),
        Action::Quit => quit(state, effects),
        Action::Accept => accept(state, effects),
        Action::OtherAnswer => {
            if let Some(Overlay::Confirm { yes, .. }) = state.overlays.last_mut() {
                *yes = !*yes;
            }
        }
        Action::AcceptLine => accept_line(state, effects),
        Action::CancelImport => cancel_import(state, effects),
        Action::Backup
        | Action::ChangePassphrase
        | Action::Officers
        | Action::Proof
        | Action::GiveVillages
        | Action::HistoryDates
        | Action::AddOfficer
        | Action::EndOfficer
        | Action::HandOver
        | Action::SlipEnter
        | Action::SlipNext
        | Action::SlipBack
        | Action::SlipShow => keeping::act(state, action, effects),
        Action::Conflicts => conflicts(state, effects),
        Action::Support => support::show(state, effects),
        Action::SupportHousehold => support::household(state, effects),
        Action::Enter | Action::NextField | Action::ShowTyped => lock::act(state, action, effects),
        // What the place itself does; the acts of forms are done above.
        _ if state.overlays.is_empty() => in_pane(state, action, effects),
        _ => on_top(state, action, effects),
    }
}

fn toggle(state: &mut State, same: impl Fn(&Overlay) -> bool, overlay: Overlay) {
    match state.overlays.last() {
        Some(top) if same(top) => drop(state.overlays.pop()),
        Some(top) if !top.is_question() && !matches!(top, Overlay::Form(_)) => {
            state.overlays.pop();
            state.overlays.push(overlay);
        }
        _ => state.overlays.push(overlay),
    }
}

/// Help about the place on top, which stays below it; pressed again it goes.
fn help(state: &mut State) {
    match state.overlays.last() {
        Some(Overlay::Help { .. }) => return drop(state.overlays.pop()),
        Some(Overlay::Palette { .. }) => drop(state.overlays.pop()),
        _ => {}
    }
    let scopes = route::scopes(state);
    state.overlays.push(Overlay::help(scopes));
}

/// The list of panes with the next one chosen; pressed again it goes on to the one after.
fn panes(state: &mut State) {
    if let Some(Overlay::Pick { options: Options::Panes, chosen, .. }) = state.overlays.last_mut() {
        *chosen = (*chosen + 1) % PaneKind::ALL.len();
        return;
    }
    state.overlays.clear();
    let chosen = (state.pane.index() + 1) % PaneKind::ALL.len();
    state.overlays.push(Overlay::pick(Options::Panes, chosen));
}

fn find(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlays.clear();
    let in_box = state.pane == PaneKind::Lookup && state.lookup.household.is_none();
    state.pane = PaneKind::Lookup;
    state.lookup.close_household();
    // The next search begins with the first key typed; the one before stays to be gone on with.
    let last = state.lookup.field.text().to_owned();
    state.lookup.field.suggest(&last);
    if in_box {
        state.lookup.field.set("");
        let reply = state.with_cx(|state, cx| state.lookup.search(cx));
        state.take(reply, effects);
    }
}

fn refresh(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlays.clear();
    let reply = state.with_cx(|state, cx| state.front_mut().load(cx));
    state.take(reply, effects);
}

fn back(state: &mut State, effects: &mut Vec<Effect>) {
    match state.overlays.last() {
        Some(Overlay::Import(_)) => return cancel_import(state, effects),
        Some(Overlay::Form(_)) => return forms::key(state, FormKey::Leave, effects),
        // A clock that is not believed is no clock to work with.
        Some(Overlay::Confirm { question: Question::ClockBehind { .. }, .. }) => {
            return effects.push(Effect::Quit);
        }
        Some(_) => return drop(state.overlays.pop()),
        None => {}
    }
    if let Some(lock) = &mut state.lock {
        if lock.passphrase.is_empty() {
            state.overlays.push(Overlay::confirm(Question::Quit));
        } else {
            drop(lock.passphrase.take());
        }
        return;
    }
    if state.pane == PaneKind::Exchange
        && state.exchange.clashes().is_some_and(Clashes::is_left_by_esc)
        && let Some(from) = state.clashes_from.take()
    {
        state.exchange.stage = Stage::Overview;
        return show_pane(state, from, effects);
    }
    if state.pane == PaneKind::Subsidy && support::back(state, effects) {
        return;
    }
    if state.pane == PaneKind::Lookup
        && let Some((household, person)) = state.lookup.before.take()
    {
        return forms::show(state, household, person, effects);
    }
    if let Some(reply) = state.with_cx(|state, cx| state.front_mut().back(cx)) {
        state.take(reply, effects);
        return;
    }
    if state.pane == PaneKind::Today {
        state.overlays.push(Overlay::confirm(Question::Quit));
    } else {
        show_pane(state, PaneKind::Today, effects);
    }
}

/// Brings a pane to the front.
pub(super) fn show_pane(state: &mut State, kind: PaneKind, effects: &mut Vec<Effect>) {
    state.pane = kind;
    let reply = state.with_cx(|state, cx| state.front_mut().shown(cx));
    visits::take_reply(state, reply, effects);
}

/// What must be settled, from wherever one is; from a household what is to be settled there.
fn conflicts(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlays.clear();
    state.lookup.leave();
    if state.pane != PaneKind::Exchange {
        state.clashes_from = Some(state.pane);
    }
    let of = state.lookup.household.as_ref().filter(|_| state.pane == PaneKind::Lookup);
    let of = of.map(|open| open.view.code.clone());
    state.pane = PaneKind::Exchange;
    let reply = state.with_cx(|state, cx| state.exchange.show_clashes(of, cx));
    state.take(reply, effects);
}

fn quit(state: &mut State, effects: &mut Vec<Effect>) {
    if state.unsaved() && !matches!(state.overlays.last(), Some(Overlay::Confirm { .. })) {
        state.overlays.push(Overlay::confirm(Question::QuitWhileWorking));
    } else {
        super::drafts::keep_draft(state, effects);
        effects.push(Effect::Quit);
    }
}

fn accept(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Confirm { question, yes }) = state.overlays.pop() else { return };
    match (question, yes) {
        (Question::LeaveForm, true) => forms::leave(state, effects),
        (Question::Quit | Question::QuitWhileWorking, true) | (Question::ClockBehind { .. }, false) => {
            effects.push(Effect::Quit);
        }
        (Question::Payment(asked), true) => support::go_on(state, asked, effects),
        (Question::EndOfficer { number, .. }, true) => keeping::end_officer(state, number, effects),
        (Question::ExportClear { whose, path, .. }, true) => {
            let request = state.with_cx(|_, cx| cx.request());
            state.exporting = Some(request);
            effects.push(Effect::Export { request, whose, path, lang: state.lang });
        }
        (_, false) | (Question::ClockBehind { .. }, true) => {}
    }
}

/// Asks where to write what the look-up pane shows.
fn export(state: &mut State) {
    let whose = match state.lookup.heading.clone() {
        Some(Heading::Query(query)) => ExportOf::Query(query),
        Some(Heading::Finding(check, _)) => ExportOf::Finding(check),
        None => return,
    };
    let persons = state.lookup.answer.as_ref().map_or(0, |answer| answer.total);
    state.overlays.clear();
    let of = match &whose {
        ExportOf::Query(query) => query.as_str(),
        ExportOf::Finding(_) => "",
    };
    let proposed = match state.export_dir.as_str() {
        "" => String::new(),
        folder if of.is_empty() || of.contains(['/', '\\', '.']) => folder.to_owned(),
        folder => format!("{folder}{of}.xlsx"),
    };
    state.overlays.push(Overlay::prompt(Ask::Export { whose, persons }, &proposed));
}

fn complete_path(state: &mut State, effects: &mut Vec<Effect>) {
    let request = state.with_cx(|_, cx| cx.request());
    if let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut() {
        prompt.listing = Some((request, state.now_ms));
        effects.push(Effect::ListNames { request, path: unquoted(prompt.path.text()).to_string() });
    }
}

fn accept_line(state: &mut State, effects: &mut Vec<Effect>) {
    if state.overlays.is_empty() {
        return in_pane(state, Action::AcceptLine, effects);
    }
    let Some(Overlay::Prompt(prompt)) = state.overlays.last() else { return };
    let (path, ask) = (unquoted(prompt.path.text()).to_string(), prompt.ask.clone());
    if path.is_empty() {
        if matches!(ask, Ask::Ruling(_)) {
            state.say(Severity::Warning, Note::Exchange(crate::i18n::exchange_pane::Say::WhyFirst));
        }
        return;
    }
    if ask.wants_path() && !is_whole(&path) {
        return state.say(Severity::Warning, Note::Told(Fault::HalfPath.words()));
    }
    state.overlays.pop();
    match ask {
        Ask::Roster => {
            state.roster_dir = folder_of(&path).to_owned();
            let (import, effect) = state.with_cx(|_, cx| Import::begin(path, cx));
            state.overlays.push(Overlay::Import(import));
            effects.push(effect);
        }
        Ask::LossPaper => rulings::print(state, path, effects),
        Ask::Ruling(asked) => rulings::go_on(state, asked, &path, effects),
        Ask::Export { whose, persons } => {
            let named = path.rsplit(['/', '\\']).next().is_some_and(|name| name.contains('.'));
            let path = if named { path } else { format!("{path}.xlsx") };
            state.export_dir = folder_of(&path).to_owned();
            state.overlays.push(Overlay::confirm(Question::ExportClear { whose, persons, path }));
        }
        ask @ (Ask::ListPeriod
        | Ask::BatchExport(_)
        | Ask::BankReturn
        | Ask::AnswerSlip
        | Ask::Settle(_)
        | Ask::CloseItem) => {
            support::accept_line(state, &ask, path, effects);
        }
        other => visits::accept_line(state, &other, path, effects),
    }
}

fn cancel_import(state: &mut State, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Import(import)) = state.overlays.last_mut() {
        if import.back() {
            return;
        }
        if import.writing() {
            if let Some(Overlay::Import(import)) = state.overlays.pop() {
                state.background = Some(import);
                state.say(Severity::Note, Note::ImportGoesOn);
            }
            return;
        }
        effects.push(Effect::ImportCancel { request: import.request });
        state.overlays.pop();
        state.say(Severity::Note, Note::ImportCancelled);
    }
}

fn in_pane(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let reply = state.with_cx(|state, cx| state.front_mut().act(action, cx));
    if let Some(opening) = state.take(reply, effects) {
        open(state, opening, effects);
    }
}

fn on_top(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    if matches!(state.overlays.last(), Some(Overlay::Person)) {
        return in_pane(state, action, effects);
    }
    let palette = matches!(state.overlays.last(), Some(Overlay::Palette { .. })).then(|| palette(state));
    let help_tops = help_tops(state);
    let mut cx = Cx { now_ms: state.now_ms, rows: state.size.1, last_request: state.last_request };
    match state.overlays.last_mut() {
        Some(Overlay::Help { top, .. }) => {
            *top = moved(action, *top, help_tops, OVERLAY_PAGE).unwrap_or(*top)
        }
        Some(Overlay::Palette { chosen, .. }) => {
            let lines = palette.unwrap_or_default();
            match moved(action, *chosen, lines.len(), OVERLAY_PAGE) {
                Some(next) => *chosen = next,
                None => {
                    let command = lines.get(*chosen).copied();
                    run_from_palette(state, command, effects);
                }
            }
        }
        Some(Overlay::Pick { options, chosen, typed }) => {
            let fitting = options.fitting(typed.text());
            match (moved(action, *chosen, fitting.len(), OVERLAY_PAGE), fitting.get(*chosen)) {
                (Some(next), _) => *chosen = next,
                (None, Some(index)) => choose_option(state, *index, effects),
                (None, None) => {}
            }
        }
        Some(Overlay::Lines(page)) => match moved(action, page.chosen, page.len(), OVERLAY_PAGE) {
            Some(next) => page.chosen = next,
            None => forms::open_line(state, effects),
        },
        Some(Overlay::Officers(officers)) => officers.act(action),
        Some(Overlay::Import(import)) => {
            let reply = import.act(action, &mut cx);
            state.last_request = cx.last_request;
            state.take(reply, effects);
        }
        _ => {}
    }
}

fn run_from_palette(state: &mut State, command: Option<&'static Command>, effects: &mut Vec<Effect>) {
    let Some(command) = command else { return };
    let (facts, scopes) = below(state);
    match refusal(command, &facts, &scopes) {
        Some(why) => state.say(Severity::Note, Note::CannotNow(command.action, why)),
        None => {
            state.overlays.pop();
            act(state, command.action, effects);
        }
    }
}

/// Takes the option with this index of the pick list on top.
pub(super) fn choose_option(state: &mut State, index: usize, effects: &mut Vec<Effect>) {
    let Some(Overlay::Pick { options, .. }) = state.overlays.pop() else { return };
    match options {
        Options::Panes => {
            if let Some(kind) = PaneKind::ALL.get(index) {
                show_pane(state, *kind, effects);
                state.lookup.leave();
                state.clashes_from = None;
                if *kind != PaneKind::Subsidy {
                    state.support_from = None;
                }
            }
        }
        Options::Settlings(ways) => {
            if let Some(how) = ways.get(index).copied() {
                support::settle(state, how);
            }
        }
        Options::Machines(machines) => {
            if let Some(machine) = machines.get(index) {
                let reply = state.with_cx(|state, cx| state.exchange.write_for(machine, cx));
                state.take(reply, effects);
            }
        }
        Options::EndMachine(machines) => {
            if let Some(machine) = machines.get(index) {
                let reply = state.with_cx(|state, cx| state.exchange.ask_to_end(machine, cx));
                state.take(reply, effects);
            }
        }
        Options::RoundVillages(villages) => {
            if let Some(line) = villages.get(index) {
                let village = line.village;
                visits::on_verify(state, effects, |verify, cx| verify.go_to(village, cx));
            }
        }
        Options::VisitResults(results) => {
            if let Some(result) = results.get(index).copied() {
                visits::on_verify(state, effects, |verify, cx| verify.came_to_nothing(result, cx));
            }
        }
        Options::RegisterIn(villages) => {
            if let Some((village, _)) = villages.get(index) {
                forms::register_in(state, *village, effects);
            }
        }
        Options::Villages(lines) => {
            if let Some(line) = lines.get(index) {
                open(state, Opening::Search(line.name.clone()), effects);
            }
        }
    }
}

pub(super) fn open(state: &mut State, opening: Opening, effects: &mut Vec<Effect>) {
    let reply = match opening {
        Opening::Villages(lines) => {
            return state.overlays.push(Overlay::pick(Options::Villages(lines), 0));
        }
        Opening::Machines(machines) => {
            return state.overlays.push(Overlay::pick(Options::Machines(machines), 0));
        }
        other @ (Opening::EndMachine(_) | Opening::Ruling(_) | Opening::LossPaper(_)) => {
            return rulings::open(state, other);
        }
        Opening::Person => return state.overlays.push(Overlay::Person),
        Opening::Search(text) => {
            state.pane = PaneKind::Lookup;
            state.lookup.field.suggest(&text);
            state.with_cx(|state, cx| state.lookup.search(cx))
        }
        Opening::ToSettle => return conflicts(state, effects),
        Opening::Petitions => {
            state.pane = PaneKind::Petition;
            state.with_cx(|state, cx| {
                state.petition.open = None;
                state.petition.changed(cx)
            })
        }
        Opening::Petition(item) => {
            state.pane = PaneKind::Petition;
            state.with_cx(|state, cx| state.petition.look_into(item, cx))
        }
        Opening::Finding(check, name) => {
            state.pane = PaneKind::Lookup;
            state.with_cx(|state, cx| state.lookup.list_finding(check, name, cx))
        }
        other @ (Opening::Payment(_)
        | Opening::ListPeriod(_)
        | Opening::BatchExport(_)
        | Opening::BankReturn
        | Opening::AnswerSlip
        | Opening::Mandate
        | Opening::Settlings
        | Opening::CloseItem
        | Opening::OpenPayments) => return support::open(state, other, effects),
        other => return visits::open(state, other, effects),
    };
    state.take(reply, effects);
}
