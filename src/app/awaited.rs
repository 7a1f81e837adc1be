//! What is awaited (候答), all in one list, and which keys wait for it: type-ahead ends where slow hands end.
//!
//! A key waits exactly while an answer is under way that could change what the key means; how far an answer can reach is
//! said here, once, beside what awaits it. Keys that waited are done in their order as soon as nothing holds the first of
//! them, whatever the answer was: a refusal sets them free like any other. (But a refused passphrase or slip drops them:
//! they were not meant for its fields.) Three things bound this:
//!
//! * Characters for the focused field go in at once, unless the answer may move the focus.
//! * Where the screen shows something that goes on by itself (counting, a bar), a key waits [`PATIENCE_MS`] at most, as a
//!   hand at one key a second would: the officer means what the screen shows.
//! * Leaving the program never waits behind keys that have waited so long.

use crate::app::{State, forms, route};
use crate::commands::{Action, command};
use crate::flow::Input;
use crate::form::Focus;
use crate::keys::keymap::edits_text;
use crate::keys::{Found, Scope};
use crate::overlays::Overlay;
use crate::panes::PaneKind;
use crate::panes::exchange::Work;
use crate::panes::subsidy::Awaits;

/// Milliseconds that a key waits for what the screen shows as going on.
pub(super) const PATIENCE_MS: u64 = 1_000;

/// What an answer may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// The place or the focus: everything that is typed.
    Everything,
    /// Who is at hand on the look-up pane: acts on them and on the list, not what is typed in the box.
    AtHand(PaneKind),
    /// The lines of this pane.
    Lines(PaneKind),
    /// The exchange pane, which shows a bar.
    Work(Work),
    /// The import on top, which shows a bar.
    OnTop,
    /// What is said against a form's fields: acts that ask for it.
    Findings,
    /// What is shown, and no key's meaning.
    Nothing,
}

/// One answer that is under way.
#[derive(Clone, Copy, Debug)]
struct Awaited {
    since_ms: u64,
    reach: Reach,
}

impl Awaited {
    /// True where the screen says by itself how far it is, and goes on meanwhile.
    fn is_shown(self) -> bool {
        matches!(self.reach, Reach::Lines(_)) || self.has_bar()
    }

    fn has_bar(self) -> bool {
        matches!(self.reach, Reach::Work(_) | Reach::OnTop)
    }
}

/// Everything that is awaited.
fn awaited(state: &State) -> impl Iterator<Item = Awaited> {
    let lookup = &state.lookup;
    let pending = |at: Option<(u64, u64)>, reach| at.map(|(_, since_ms)| Awaited { since_ms, reach });
    let waiting = |since_ms: Option<u64>, reach| since_ms.map(|since_ms| Awaited { since_ms, reach });
    let page = forms::page(state);
    let exchange = Reach::Lines(PaneKind::Exchange);
    [
        pending(state.lock.as_ref().and_then(|lock| lock.pending), Reach::Everything),
        waiting(lookup.opening.as_ref().map(|(waiting, _)| waiting.since_ms), Reach::Everything),
        waiting(lookup.searching.as_ref().map(|waiting| waiting.since_ms), Reach::AtHand(PaneKind::Lookup)),
        waiting(
            lookup
                .household
                .as_ref()
                .and_then(|open| open.revealing.as_ref())
                .map(|waiting| waiting.since_ms),
            Reach::Nothing,
        ),
        waiting(state.forms.asked.as_ref().map(|asked| asked.since_ms), Reach::Everything),
        waiting(page.and_then(|page| page.saving.as_ref()).map(|(_, since, _)| *since), Reach::Everything),
        waiting(page.and_then(|page| page.looking_since()), Reach::Findings),
        pending(state.verify.pending, Reach::Everything),
        pending(state.petition.pending, Reach::Everything),
        pending(state.subsidy.pending, of_subsidy(state)),
        pending(state.today.pending, Reach::Lines(PaneKind::Today)),
        pending(state.exchange.pending, exchange),
        pending(state.exchange.clashes().and_then(|clashes| clashes.pending), exchange),
        pending(state.exchange.rulings().and_then(|page| page.pending), Reach::Everything),
        state.exchange.work().map(|(work, since_ms)| Awaited { since_ms, reach: Reach::Work(work) }),
    ]
    .into_iter()
    .flatten()
    .chain(state.overlays.iter().filter_map(on_overlay))
}

/// What the awaited answer of the subsidy pane may change.
fn of_subsidy(state: &State) -> Reach {
    match state.subsidy.awaits {
        Awaits::Found => Reach::AtHand(PaneKind::Subsidy),
        Awaits::List => Reach::Lines(PaneKind::Subsidy),
        Awaits::Page => Reach::Everything,
    }
}

fn on_overlay(overlay: &Overlay) -> Option<Awaited> {
    let ((_, since_ms), reach) = match overlay {
        // What Tab makes of a path comes before what is typed after it.
        Overlay::Prompt(prompt) => (prompt.listing?, Reach::Everything),
        Overlay::Slip(slip) => (slip.pending?, Reach::Everything),
        Overlay::Officers(officers) => (officers.pending?, Reach::Everything),
        Overlay::Import(import) if import.working() => ((import.request, import.since_ms), Reach::OnTop),
        _ => return None,
    };
    Some(Awaited { since_ms, reach })
}

/// Since when the oldest answer is awaited that a bar does not announce.
pub(super) fn since(state: &State) -> Option<u64> {
    awaited(state).filter(|one| !one.has_bar()).map(|one| one.since_ms).min()
}

/// When keys that wait are to be looked at again though nothing came.
pub(super) fn release_at(state: &State) -> Option<u64> {
    let shown = awaited(state).filter(|one| one.is_shown()).map(|one| one.since_ms + PATIENCE_MS);
    if state.held.is_empty() { None } else { shown.filter(|at| *at > state.now_ms).min() }
}

/// What an input means as things stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Text for the focused field.
    Typing,
    /// An act, and where it belongs.
    Act(Action, Scope),
    /// A digit, a prefix, or nothing at all.
    Other,
}

fn meaning(state: &mut State, input: &Input) -> Meaning {
    let has_field = forms::has_keys(state) || route::focused(state).is_some();
    let Input::Key(key) = input else {
        return if has_field { Meaning::Typing } else { Meaning::Other };
    };
    if state.prefix.is_none() && has_field && edits_text(*key) {
        return Meaning::Typing;
    }
    match state.keymap.find(&route::scopes(state), state.prefix, *key) {
        Found::Act(action) => command(action).map_or(Meaning::Other, |row| Meaning::Act(action, row.scope)),
        Found::Prefix | Found::None => Meaning::Other,
    }
}

/// Acts that mean the same whatever the panes show: they lead away, or change nothing there.
fn leads_away(action: Action) -> bool {
    matches!(action, Action::Find | Action::Panes | Action::Help | Action::Language | Action::Lock)
}

/// True when this input's meaning depends on an answer that is still awaited.
pub(super) fn must_wait(state: &mut State, input: &Input) -> bool {
    let meaning = meaning(state, input);
    let state = &*state;
    meaning != Meaning::Act(Action::Quit, Scope::App)
        && awaited(state).any(|one| {
            let patient = !one.is_shown() || state.now_ms < one.since_ms + PATIENCE_MS;
            patient && reaches(state, one.reach, meaning)
        })
}

/// True for leaving the program while keys before it wait for something that does not come.
pub(super) fn leaves_at_last(state: &mut State, input: &Input) -> bool {
    let waited = since(state).is_some_and(|since_ms| state.now_ms >= since_ms + PATIENCE_MS);
    waited && meaning(state, input) == Meaning::Act(Action::Quit, Scope::App)
}

/// True if an answer that reaches so far can change what an input means.
fn reaches(state: &State, reach: Reach, meaning: Meaning) -> bool {
    if let Some(lock) = &state.lock {
        // Below the lock everything may come and change; the lock itself waits for nothing but its own answer.
        return reach == Reach::Everything && lock.pending.is_some();
    }
    match (reach, meaning) {
        (Reach::Everything, _) => true,
        (Reach::Nothing, _) | (_, Meaning::Typing) => false,
        // Esc empties the box whatever was found.
        (Reach::AtHand(_), Meaning::Act(Action::Back, _)) => false,
        (Reach::AtHand(pane), _) => is_for(state, pane, meaning),
        // Esc stops what can be stopped.
        (Reach::Work(work), Meaning::Act(Action::Back, _)) if work != Work::TakingIn => false,
        (Reach::OnTop, Meaning::Act(Action::Back | Action::CancelImport | Action::Language, _)) => false,
        (Reach::Lines(PaneKind::Exchange) | Reach::Work(_), Meaning::Act(Action::Back, _)) => {
            is_for(state, PaneKind::Exchange, meaning)
        }
        (Reach::Lines(_) | Reach::Work(_), Meaning::Act(_, Scope::App)) => false,
        (Reach::Lines(pane), _) => is_for(state, pane, meaning),
        (Reach::Work(_), _) => is_for(state, PaneKind::Exchange, meaning),
        (Reach::OnTop, _) => {
            matches!(state.overlays.last(), Some(Overlay::Import(import)) if import.working())
        }
        (Reach::Findings, _) => asks_for_findings(state, meaning),
    }
}

/// True for what this pane itself gets, or an act that looks at it from what lies on top.
fn is_for(state: &State, pane: PaneKind, meaning: Meaning) -> bool {
    match (state.overlays.last(), meaning) {
        _ if state.pane != pane => false,
        (_, Meaning::Act(action, _)) if leads_away(action) => false,
        (None | Some(Overlay::Person | Overlay::Palette { .. }), _) => true,
        (Some(_), Meaning::Act(action, Scope::App)) => action != Action::Back,
        (Some(_), _) => false,
    }
}

/// True for acts of a form that go by its findings.
fn asks_for_findings(state: &State, meaning: Meaning) -> bool {
    let Meaning::Act(action, _) = meaning else { return false };
    match (state.overlays.last(), action) {
        (Some(Overlay::Palette { .. }), Action::Open) => true,
        (Some(Overlay::Form(_)), Action::FormSave | Action::FormDropRow | Action::FormFirstError) => true,
        (Some(Overlay::Form(_)), Action::Undo) => true,
        (Some(Overlay::Form(page)), Action::FormNext) => page.form.focus() == Focus::Save,
        _ => false,
    }
}
