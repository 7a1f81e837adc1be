//! Forms in the reducer (表单归约): opening, keys, saving, undo, drafts, histories; one thing is awaited at a time, and keys
//! whose meaning depends on it wait.

use crate::app::State;
use crate::commands::Action;
use crate::domain::status::Status;
use crate::flow::form::{FormAct, FormDone, FormEffect, HistoryOf, Opened, SavedAct, Wish};
use crate::flow::view::MemberView;
use crate::flow::{Effect, Severity};
use crate::form::{Focus, FormKey};
use crate::i18n::messages::Note;
use crate::journal::EntityId;
use crate::overlays::form::{FormPage, PageReply, Texts};
use crate::overlays::lines::{Lines, LinesPage};
use crate::overlays::{Options, Overlay, Question};
use crate::panes::{Pane, PaneKind};
use std::collections::BTreeMap;

/// What a form or a list is awaited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub request: u64,
    /// Since when.
    pub since_ms: u64,
    /// The form opens filled with what the last act changed.
    pub repeat: bool,
    /// Nothing is said where there is nothing.
    pub quiet: bool,
}

/// What was saved, for repeating it.
#[derive(Clone, Debug)]
pub struct LastAct {
    act: FormAct,
    changed: Texts,
}

/// What forms keep beside the pages.
#[derive(Clone, Debug, Default)]
pub struct Forms {
    /// The answer that is awaited.
    pub asked: Option<Asked>,
    /// What the last form of each kind said, by the form's id.
    kept: BTreeMap<&'static str, Texts>,
    /// The last act of this sitting.
    pub last: Option<LastAct>,
    /// Acts that can be taken back.
    pub undoable: usize,
    /// The act is repeated on the household that is being opened.
    pub repeating: bool,
    /// What is typed into the visit form as soon as it is there: for whom, into which fields.
    pub(super) typed: Option<(EntityId, Vec<(&'static str, String)>)>,
}

/// The open form: it lies lowest.
pub(super) fn page(state: &State) -> Option<&FormPage> {
    match state.overlays.first() {
        Some(Overlay::Form(page)) => Some(page),
        _ => None,
    }
}

/// The same, also while the lock covers it: what it awaits comes all the same.
pub(super) fn page_mut(state: &mut State) -> Option<&mut FormPage> {
    let covered = state.lock.as_mut().and_then(|lock| lock.kept.first_mut());
    match state.overlays.first_mut().or(covered) {
        Some(Overlay::Form(page)) => Some(page),
        _ => None,
    }
}

/// True when the form is on top and takes the keys.
pub(super) fn has_keys(state: &State) -> bool {
    matches!(state.overlays.last(), Some(Overlay::Form(_)))
}

/// The household at hand, and the person: opened, or chosen in the results.
pub(super) fn at_hand(state: &State) -> Option<(EntityId, Option<EntityId>)> {
    state.front().at_hand()
}

pub(super) fn ask(
    state: &mut State,
    repeat: bool,
    effects: &mut Vec<Effect>,
    make: impl FnOnce(u64) -> FormEffect,
) {
    let request = state.with_cx(|_, cx| cx.request());
    state.forms.asked = Some(Asked { request, since_ms: state.now_ms, repeat, quiet: false });
    effects.push(Effect::Form(make(request)));
}

/// The act of a command, where it is one of the register's.
fn form_act(action: Action) -> Option<FormAct> {
    Some(match action {
        Action::Register => FormAct::Register,
        Action::Note => FormAct::Note,
        Action::CorrectPerson => FormAct::CorrectPerson,
        Action::CorrectHousehold => FormAct::CorrectHousehold,
        Action::AddMember => FormAct::AddMember,
        Action::ChangeHead => FormAct::ChangeHead,
        Action::MoveMember => FormAct::Move,
        Action::Split => FormAct::Split,
        Action::Merge => FormAct::Merge,
        Action::MoveHousehold => FormAct::MoveHousehold,
        Action::Death => FormAct::Death,
        Action::MoveOut => FormAct::MoveOut,
        Action::SetAside => FormAct::SetAside,
        Action::BringBack => FormAct::BringBack,
        _ => return None,
    })
}

/// Does an act on records; false for one that is none.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) -> bool {
    if let Some(act) = form_act(action) {
        open(state, act, None, false, effects);
        return true;
    }
    match action {
        Action::Undo if has_keys(state) => key(state, FormKey::Undo, effects),
        Action::Undo => {
            state.overlays.clear();
            ask(state, false, effects, |request| FormEffect::Undo { request });
        }
        Action::Drafts => {
            state.overlays.clear();
            ask(state, false, effects, |request| FormEffect::Drafts { request });
        }
        Action::History => history(state, effects),
        Action::Shared => {
            let Some((_, Some(person))) = at_hand(state) else { return true };
            ask(state, false, effects, |request| FormEffect::Shared { request, person });
        }
        Action::RepeatAct => repeat(state, effects),
        Action::DropDraft => super::drafts::drop_draft(state, effects),
        _ => match form_key(state, action) {
            Some(key) => self::key(state, key, effects),
            None => return false,
        },
    }
    true
}

/// The engine's key of a command inside a form.
fn form_key(state: &State, action: Action) -> Option<FormKey> {
    let form = &page(state)?.form;
    let (listed, at_end) = (form.list().is_some(), form.focus() == Focus::Save);
    Some(match action {
        Action::FormNext => FormKey::Enter,
        Action::FormBack => FormKey::Back,
        Action::FormDown if listed => FormKey::ListDown,
        // Down never saves.
        Action::FormDown if at_end => return Some(FormKey::NextSection),
        Action::FormDown => FormKey::Enter,
        Action::FormUp if listed => FormKey::ListUp,
        Action::FormUp => FormKey::Back,
        Action::FormSave => FormKey::Save,
        Action::FormList => FormKey::List,
        Action::FormRepeat => FormKey::Repeat,
        Action::FormRepeatAll => FormKey::RepeatAll,
        Action::FormNextSection => FormKey::NextSection,
        Action::FormPreviousSection => FormKey::PreviousSection,
        Action::FormFirstError => FormKey::FirstError,
        Action::FormDropRow => FormKey::DropRow,
        _ => return None,
    })
}

/// Asks for a form. Acts that can be on a person or a household are on the person where the person's page is open, or a
/// person was chosen in the results.
pub(super) fn open(
    state: &mut State,
    act: FormAct,
    village: Option<EntityId>,
    repeat: bool,
    effects: &mut Vec<Effect>,
) {
    let on_person =
        state.lookup.household.is_none() || matches!(state.overlays.last(), Some(Overlay::Person));
    let (household, person) = at_hand(state).unwrap_or((EntityId::ZERO, None));
    let person = match act {
        FormAct::SetAside | FormAct::BringBack | FormAct::Note => person.filter(|_| on_person),
        act if act.is_personal() => person,
        _ => None,
    };
    let household = if village.is_some() { EntityId::ZERO } else { household };
    let route = state.verify.route.as_ref().map(|route| route.village);
    let village = village.or(route.filter(|_| act == FormAct::Team));
    let petition = state.petition.item_at_hand().filter(|_| act.is_on_petition());
    let wish = Wish { act, household, person, village, petition };
    state.overlays.clear();
    ask(state, repeat, effects, |request| FormEffect::Open { request, wish });
}

/// Registers in a village that was chosen from the list.
pub(super) fn register_in(state: &mut State, village: EntityId, effects: &mut Vec<Effect>) {
    open(state, FormAct::Register, Some(village), false, effects);
}

fn history(state: &mut State, effects: &mut Vec<Effect>) {
    let (household, person, field) = match page(state) {
        Some(page) => (page.wish.household, page.wish.person, page.field()),
        None => {
            let Some((household, person)) = at_hand(state) else { return };
            // The household's page has the history of all who belong to it, a person's page theirs alone.
            let on_household =
                state.lookup.household.is_some() && !matches!(state.overlays.last(), Some(Overlay::Person));
            (household, person.filter(|_| !on_household), None)
        }
    };
    let of = HistoryOf { household, person, field, as_of: None, known_on: None };
    ask(state, false, effects, |request| FormEffect::History { request, of });
}

/// The history again, as of other days; the slip and the list below it make room for it.
pub(super) fn history_again(state: &mut State, of: HistoryOf, effects: &mut Vec<Effect>) {
    state.overlays.pop();
    if matches!(state.overlays.last(), Some(Overlay::Lines(_))) {
        state.overlays.pop();
    }
    ask(state, false, effects, |request| FormEffect::History { request, of });
}

/// Goes to the next household of the results; the form follows when it is there.
fn repeat(state: &mut State, effects: &mut Vec<Effect>) {
    state.overlays.clear();
    if state.pane == PaneKind::Verify {
        super::visits::on_verify(state, effects, |verify, cx| verify.act(Action::NextHousehold, cx));
        if let Some(act) = state.forms.last.as_ref().map(|last| last.act) {
            open(state, act, None, true, effects);
        }
        return;
    }
    state.forms.repeating = true;
    let reply = state.with_cx(|state, cx| state.lookup.act(Action::NextHousehold, cx));
    state.take(reply, effects);
}

/// The next household is open: the act is repeated on it.
pub(super) fn household_opened(state: &mut State, effects: &mut Vec<Effect>) {
    if !std::mem::take(&mut state.forms.repeating) {
        return;
    }
    if let Some(last) = &state.forms.last {
        let act = last.act;
        open(state, act, None, true, effects);
    }
}

/// Enter on a line of a list on top.
pub(super) fn open_line(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(Overlay::Lines(page)) = state.overlays.last() else { return };
    match &page.lines {
        Lines::History(..) => {}
        Lines::Drafts(drafts) => {
            let Some(act) = drafts.get(page.chosen).map(|draft| draft.act) else { return };
            state.overlays.clear();
            ask(state, false, effects, |request| FormEffect::Resume { request, act });
        }
        Lines::Shared(lines) => {
            let Some(line) = lines.get(page.chosen) else { return };
            let (household, person) = (line.household, line.person);
            state.overlays.clear();
            let before = at_hand(state).filter(|_| state.lookup.household.is_some());
            show(state, household, Some(person), effects);
            state.lookup.before = before;
        }
    }
}

/// Opens a household on the look-up pane.
pub(super) fn show(
    state: &mut State,
    household: EntityId,
    person: Option<EntityId>,
    effects: &mut Vec<Effect>,
) {
    if household.is_zero() {
        return;
    }
    state.pane = PaneKind::Lookup;
    let reply = state.with_cx(|state, cx| state.lookup.open(household, person, cx));
    state.take(reply, effects);
}

/// Hands one key to the engine.
pub(super) fn key(state: &mut State, key: FormKey, effects: &mut Vec<Effect>) {
    let reply = state.with_cx(|state, cx| match page_mut(state) {
        Some(page) => page.key(key, cx),
        None => PageReply::default(),
    });
    effects.extend(reply.effects);
    if let Some(said) = reply.said {
        state.say(Severity::Note, Note::Form(said));
    }
    if reply.close {
        state.overlays.clear();
    }
    if reply.ask_leave {
        state.overlays.push(Overlay::confirm(Question::LeaveForm));
    }
}

/// The officer leaves a form in which something was entered: its draft stays.
pub(super) fn leave(state: &mut State, effects: &mut Vec<Effect>) {
    let kept = !page(state).is_some_and(|page| page.wish.act.is_petition());
    super::drafts::keep_draft(state, effects);
    state.overlays.clear();
    if kept {
        state.say(Severity::Note, Note::DraftKept);
    }
}

/// Forgets what is awaited under this request (0: everything); true if something was.
pub(super) fn give_up(state: &mut State, request: u64) -> bool {
    let meant = |asked: &mut Asked| request == 0 || asked.request == request;
    let asked = state.forms.asked.take_if(meant).is_some();
    state.forms.repeating = false;
    page_mut(state).is_some_and(|page| page.give_up(request)) || asked
}

/// Takes the worker's answer; true if something changed.
pub(super) fn absorb(state: &mut State, done: FormDone, effects: &mut Vec<Effect>) -> bool {
    let request = done.request();
    match done {
        FormDone::Alike { facts, options, .. } => {
            return page_mut(state).is_some_and(|page| page.found(request, facts, options));
        }
        FormDone::DraftLost => {
            state.say(Severity::Warning, Note::DraftLost);
            return true;
        }
        FormDone::Saved { saved, .. } => return self::saved(state, request, saved, effects),
        _ => {}
    }
    let Some(asked) = state.forms.asked.take_if(|asked| asked.request == request) else { return false };
    if state.lock.is_some() {
        return false;
    }
    match done {
        FormDone::Opened { opened, .. } => self::opened(state, *opened, asked.repeat, effects),
        FormDone::Villages { villages, .. } => {
            state.overlays.push(Overlay::pick(Options::RegisterIn(villages), 0));
        }
        FormDone::Undone { undone, left, changed_since, .. } => {
            state.forms.undoable = left;
            if let Some(SavedAct { act, about, household, person }) = undone {
                state.today.stale = true;
                state.say(Severity::Note, Note::Undone(act.label(), about, left, changed_since));
                if state.pane == PaneKind::Verify {
                    super::visits::on_verify(state, effects, |verify, cx| {
                        verify.changed(None, household, cx)
                    });
                } else if act == FormAct::Register && household.is_zero() {
                    back_to_results(state, effects);
                } else {
                    reshow(state, household, person, effects);
                }
            }
        }
        FormDone::Drafts { drafts, .. } => {
            if drafts.is_empty() && asked.quiet {
                return true;
            } else if drafts.is_empty() {
                state.say(Severity::Note, Note::NoDrafts);
            } else {
                state.overlays.push(Overlay::Lines(LinesPage::new(String::new(), Lines::Drafts(drafts))));
            }
        }
        FormDone::History { of, about, lines, .. } => {
            state.overlays.push(Overlay::Lines(LinesPage::new(about, Lines::History(of, lines))));
        }
        FormDone::Shared { about, lines, .. } => {
            if lines.is_empty() {
                state.say(Severity::Note, Note::NobodyShares(about));
            } else {
                state.overlays.push(Overlay::Lines(LinesPage::new(about, Lines::Shared(lines))));
            }
        }
        FormDone::Alike { .. } | FormDone::DraftLost | FormDone::Saved { .. } => {}
    }
    true
}

fn opened(state: &mut State, opened: Opened, repeat: bool, effects: &mut Vec<Effect>) {
    let last = state.forms.kept.get(opened.wish.act.spec().id);
    let Some(mut page) = FormPage::open(opened, last) else {
        return state.say(Severity::Warning, Note::DraftUnreadable);
    };
    if let (true, Some(last)) = (repeat, &state.forms.last) {
        page.repeat(&last.changed);
    }
    let typed = state.forms.typed.take();
    if page.wish.act.is_visit() {
        // A draft that was gone on with from elsewhere belongs to this pane.
        state.pane = PaneKind::Verify;
        if let Some((person, fields)) = typed {
            effects.extend(super::visits::type_in(&mut page, person, &fields));
        }
    }
    state.overlays.clear();
    state.overlays.push(Overlay::Form(Box::new(page)));
}

fn saved(state: &mut State, request: u64, done: SavedAct, effects: &mut Vec<Effect>) -> bool {
    let Some(page) = page_mut(state) else { return false };
    let Some((_, _, saved)) = page.saving.take_if(|(waited, _, _)| *waited == request) else {
        return false;
    };
    if done.act == FormAct::Team {
        state.overlays.clear();
        super::visits::on_verify(state, effects, |verify, cx| verify.team_said(&done.about, cx));
        return true;
    }
    let last = LastAct { act: done.act, changed: page.changed(&saved) };
    let (id, kept) = (page.form.spec().id, page.form.kept());
    state.forms.kept.insert(id, kept);
    state.forms.last = Some(last);
    state.forms.undoable += 1;
    state.today.stale = true;
    state.say(Severity::Note, Note::Saved(done.act.label(), done.about));
    if let Some(lock) = &mut state.lock {
        lock.kept.clear();
        return true;
    }
    state.overlays.clear();
    if done.act.is_petition() {
        // Steps are facts: what was saved is corrected by a later one, not undone.
        state.forms.undoable = state.forms.undoable.saturating_sub(1);
        let reply = state.with_cx(|state, cx| state.petition.changed(cx));
        state.take(reply, effects);
        return true;
    }
    let headless = done.act == FormAct::Death && is_head(state, done.person);
    if state.pane == PaneKind::Verify {
        let (act, household) = (done.act, done.household);
        super::visits::on_verify(state, effects, |verify, cx| verify.changed(Some(act), household, cx));
    } else if done.act == FormAct::Register {
        show(state, done.household, done.person, effects);
    } else {
        reshow(state, done.household, done.person, effects);
    }
    if headless {
        // Who is head now is what the office has to know next.
        open(state, FormAct::ChangeHead, None, false, effects);
    }
    true
}

/// True if this person is the head of the household on the screen, and others are there to follow.
fn is_head(state: &State, person: Option<EntityId>) -> bool {
    let Some(open) = &state.lookup.household else { return false };
    let stays = |member: &&MemberView| member.status == Status::Registered;
    let head = |member: &&MemberView| Some(member.person) == person && member.name.text == open.view.head;
    open.view.members.iter().filter(stays).count() > 1 && open.view.members.iter().any(|member| head(&member))
}

/// Reads the household on the screen again; over the list of results nothing is opened.
fn reshow(state: &mut State, household: EntityId, person: Option<EntityId>, effects: &mut Vec<Effect>) {
    if state.pane != PaneKind::Lookup {
        // A draft that was gone on with from elsewhere: what was saved is shown.
        return show(state, household, person, effects);
    }
    let Some(open) = &state.lookup.household else { return };
    let person = person.or_else(|| open.member().map(|member| member.person));
    let here = if household.is_zero() { open.view.household } else { household };
    show(state, here, person, effects);
}

/// The household on the screen is none any more: the results below it are read again.
fn back_to_results(state: &mut State, effects: &mut Vec<Effect>) {
    if state.pane == PaneKind::Lookup {
        state.lookup.close_household();
        let reply = state.with_cx(|state, cx| state.lookup.load(cx));
        state.take(reply, effects);
    }
}

/// What an officer who was here before leaves behind stays for them alone.
pub(super) fn forget(state: &mut State) {
    state.forms = Forms::default();
}
