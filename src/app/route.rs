//! Who gets this key (按键去向), in one order: pending prefix, digits of a pick list, the focused field, the
//! keymap through the scopes, otherwise a soft note. And what the enabled-rules may know.

use crate::app::awaited::must_wait;
use crate::app::{State, act, forms};
use crate::commands::{Action, Facts, Place};
use crate::domain::roles::{OFFICE, Role};
use crate::flow::{Effect, Input, Severity};
use crate::form::field::Edit;
use crate::form::{Field, FormKey};
use crate::i18n::messages::Note;
use crate::journal::Roles;
use crate::keys::keymap::edits_text;
use crate::keys::{Code, Found, Key, Scope};
use crate::overlays::Overlay;
use crate::panes::PaneKind;

/// The active scopes, innermost first.
pub fn scopes(state: &State) -> Vec<Scope> {
    let mut scopes = match state.overlays.last() {
        Some(overlay) => overlay.scopes().to_vec(),
        None => place_scopes(state),
    };
    scopes.push(Scope::App);
    scopes
}

/// Facts and scopes of the place below all overlays: for the palette and for help.
pub fn below(state: &State) -> (Facts, Vec<Scope>) {
    let mut scopes = place_scopes(state);
    scopes.push(Scope::App);
    (facts_below(state), scopes)
}

/// The scopes of the place below all overlays.
fn place_scopes(state: &State) -> Vec<Scope> {
    match place(state) {
        Place::Locked => vec![Scope::Lock],
        Place::Form => vec![Scope::Form],
        _ => state.front().scopes().to_vec(),
    }
}

fn place(state: &State) -> Place {
    if state.lock.is_some() {
        Place::Locked
    } else if forms::page(state).is_some() {
        Place::Form
    } else {
        state.front().place()
    }
}

/// What the enabled-rules may know, the overlays included.
pub fn facts(state: &State) -> Facts {
    facts_under(state, state.overlays.last())
}

/// The same of the place that help on top is about.
pub fn facts_of_help(state: &State) -> Facts {
    let below = state.overlays.iter().rev().find(|overlay| !matches!(overlay, Overlay::Help { .. }));
    facts_under(state, below)
}

fn facts_under(state: &State, top: Option<&Overlay>) -> Facts {
    let mut facts = facts_below(state);
    let Some(top) = top else { return facts };
    facts.question = top.is_question();
    facts.two_answers = matches!(top, Overlay::Confirm { .. });
    facts.path = matches!(top, Overlay::Prompt(prompt) if prompt.ask.is_path());
    facts.chosen = match top {
        Overlay::Help { .. } | Overlay::Person => false,
        Overlay::Palette { field, .. } => !crate::commands::palette::filter(field.text()).is_empty(),
        Overlay::Pick { options, typed, .. } => !options.fitting(typed.text()).is_empty(),
        Overlay::Import(import) => import.can_open(),
        Overlay::Lines(page) => page.can_open(),
        _ => false,
    };
    if let Overlay::Import(import) = top {
        facts.working = import.working();
        facts.can_apply = import.can_apply();
        facts.refused = import.has_refused();
    }
    match top {
        Overlay::Slip(slip) => {
            facts.working = slip.pending.is_some();
            facts.secret = slip.has_secret();
        }
        Overlay::Officers(officers) => facts.seat = officers.seat().is_some_and(|seat| !seat.gone),
        _ => {}
    }
    facts
}

fn facts_below(state: &State) -> Facts {
    let roles = state.session.as_ref().map_or(Roles(0), |session| Roles(session.roles));
    let page = forms::page(state);
    let place = place(state);
    let mut facts = Facts {
        place,
        may_import: roles.meets(OFFICE),
        head: roles.meets(Role::Head.bit()),
        results: !state.lookup.hits().is_empty(),
        at_hand: forms::at_hand(state).is_some(),
        field_history: page.is_some_and(|page| page.field().is_some()),
        options: page.is_some_and(|page| page.form.has_list()),
        copies: page.is_some_and(|page| page.form.has_before()),
        can_undo: state.forms.undoable > 0,
        can_repeat: state.forms.last.is_some(),
        ..Facts::default()
    };
    state.front().tell(&mut facts);
    if matches!(place, Place::Locked | Place::Form) {
        // The list below is not the active one.
        facts.chosen = false;
    }
    facts
}

/// The field with the caret, if there is one.
pub(super) fn focused(state: &mut State) -> Option<&mut Field> {
    if !state.overlays.is_empty() {
        return state.overlays.last_mut()?.field();
    }
    if state.lock.is_some() {
        return state.lock.as_mut().map(|lock| lock.field());
    }
    state.front_mut().field()
}

/// Gives one input to whoever gets it.
pub(super) fn input(state: &mut State, input: Input, effects: &mut Vec<Effect>) {
    state.messages.seen(state.now_ms);
    match input {
        Input::Key(key) => self::key(state, key, effects),
        Input::Paste(text) => paste(state, &text, effects),
        Input::Burst(text) if forms::has_keys(state) => {
            forms::key(state, FormKey::Text(text), effects);
        }
        Input::Burst(text) => {
            let whole = text.trim_end_matches(['\r', '\n']);
            if !whole.is_empty() {
                paste(state, whole, effects);
            }
            if whole.len() < text.len() {
                enter_of_a_reader(state, effects);
            }
        }
        Input::Resize { .. } | Input::Deadline | Input::Done(_) | Input::Repeat(_) => {}
    }
}

/// True for an act that a key which is held down must not do again.
pub(super) fn runs_away(state: &State, key: Key) -> bool {
    state.keymap.find(&scopes(state), state.prefix, key) == Found::Act(Action::VerifyNext)
}

/// A card reader types the number and Enter: in the search box this opens the best result once it is there;
/// on the lock screen it unlocks, as a passphrase that is sent whole expects.
fn enter_of_a_reader(state: &mut State, effects: &mut Vec<Effect>) {
    if state.overlays.is_empty() && state.lock.is_some() {
        return act::act(state, Action::Enter, effects);
    }
    let in_box = state.overlays.is_empty() && state.pane == PaneKind::Lookup;
    if !in_box || state.lookup.household.is_some() {
        return;
    }
    let enter = Input::Key(Key::plain(Code::Enter));
    if must_wait(state, &enter) {
        state.held.push_front(enter);
    } else {
        act::act(state, Action::Open, effects);
    }
}

fn key(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let scopes = scopes(state);
    let prefix = state.prefix.take();
    if prefix.is_none() {
        if let Some(index) = option_digit(state, key) {
            return act::choose_option(state, index, effects);
        }
        if edits_text(key) && forms::has_keys(state) {
            return forms::key(state, FormKey::Edit(key), effects);
        }
        if let Some(digit) = own_digit(state, key) {
            let reply = state.with_cx(|state, cx| state.front_mut().digit(digit, cx));
            return super::visits::take_reply(state, reply, effects);
        }
        if edits_text(key) && focused(state).is_some() {
            return edit(state, key, effects);
        }
    }
    match state.keymap.find(&scopes, prefix, key) {
        Found::Act(action) => act::act(state, action, effects),
        Found::Prefix => state.prefix = Some(key.folded()),
        Found::None if prefix.is_some() && key.code == Code::Esc => {}
        Found::None if key.typed().is_some() => state.say(Severity::Note, Note::NoField),
        Found::None => state.say(Severity::Note, Note::UnknownKey(key.to_string())),
    }
}

/// The option of a short pick list that a digit chooses, from 0.
fn option_digit(state: &State, key: Key) -> Option<usize> {
    let Some(Overlay::Pick { options, .. }) = state.overlays.last() else { return None };
    if options.narrows() {
        return None;
    }
    let digit = key.folded().typed()?.to_digit(10)? as usize;
    (1..=options.len().min(9)).contains(&digit).then(|| digit - 1)
}

/// A digit that the pane in front takes by itself.
fn own_digit(state: &State, key: Key) -> Option<char> {
    let digit = key.folded().typed()?;
    let here = state.overlays.is_empty() && !matches!(place(state), Place::Locked | Place::Form);
    (here && state.front().takes_digit(digit)).then_some(digit)
}

fn edit(state: &mut State, key: Key, effects: &mut Vec<Effect>) {
    let Some(field) = focused(state) else { return };
    let (edit, limit) = (field.edit(key), field.limit());
    after_edit(state, edit, limit, effects);
}

fn paste(state: &mut State, text: &str, effects: &mut Vec<Effect>) {
    if forms::has_keys(state) {
        return forms::key(state, FormKey::Text(text.to_owned()), effects);
    }
    let Some(field) = focused(state) else {
        return state.say(Severity::Note, Note::NoField);
    };
    let before = field.text().len();
    let mut edit = field.insert_text(text);
    let (limit, grown) = (field.limit(), field.text().len() != before);
    if edit == Edit::Full && grown {
        state.say(Severity::Warning, Note::FieldFull(limit));
        edit = Edit::Changed;
    }
    after_edit(state, edit, limit, effects);
}

fn after_edit(state: &mut State, edit: Edit, limit: usize, effects: &mut Vec<Effect>) {
    match edit {
        Edit::Moved => {}
        Edit::Full => state.say(Severity::Warning, Note::FieldFull(limit)),
        Edit::Changed => {
            let now_ms = state.now_ms;
            if let Some(top) = state.overlays.last_mut() {
                top.edited();
            } else if let Some(lock) = &mut state.lock {
                lock.edited(now_ms);
            } else {
                let reply = state.with_cx(|state, cx| state.front_mut().edited(cx));
                state.take(reply, effects);
            }
        }
    }
}
