//! What keeps the folder alive (看护), at the keyboard: slips and the list of officers, and the worker's answers to them.

use crate::app::{State, forms, lock};
use crate::commands::Action;
use crate::flow::done::Progress;
use crate::flow::form::FormEffect;
use crate::flow::keeping::Wish;
use crate::flow::{Effect, Kept, Severity};
use crate::form::path::folder_of;
use crate::i18n::Both;
use crate::i18n::messages::Note;
use crate::i18n::problems::Problem;
use crate::overlays::lines::{Lines, LinesPage};
use crate::overlays::officers::Officers;
use crate::overlays::slip::{Purpose, Slip};
use crate::overlays::{Notice, Overlay, Question};
use crate::panes::Pane;
use crate::panes::PaneKind;

/// Does an act of the folder's keeping.
pub(super) fn act(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Backup => {
            state.overlays.clear();
            state.overlays.push(Overlay::Slip(Slip::new(Purpose::Backup, &state.backup_dir)));
        }
        Action::ChangePassphrase => {
            state.overlays.clear();
            state.overlays.push(Overlay::Slip(Slip::new(Purpose::Passphrase, "")));
        }
        Action::Proof => proof(state),
        Action::GiveVillages => {
            if let Some(laptop) = state.exchange.laptop() {
                let slip = Slip::villages(laptop.label.clone(), &laptop.villages);
                state.overlays.push(Overlay::Slip(slip));
            }
        }
        Action::HistoryDates => history_dates(state),
        Action::Officers => {
            state.overlays.clear();
            state.overlays.push(Overlay::Officers(Officers::default()));
            load(state, effects);
        }
        Action::AddOfficer => state.overlays.push(Overlay::Slip(Slip::new(Purpose::NewOfficer, ""))),
        Action::HandOver => {
            let from = chosen(state).map(|(number, _)| number.to_string()).unwrap_or_default();
            state.overlays.push(Overlay::Slip(Slip::new(Purpose::HandOver, &from)));
        }
        Action::EndOfficer => {
            if let Some((number, name)) = chosen(state) {
                state.overlays.push(Overlay::confirm(Question::EndOfficer { number, name }));
            }
        }
        _ => slip(state, action, effects),
    }
}

/// A slip for the days of the history on top.
fn history_dates(state: &mut State) {
    if let Some(Overlay::Lines(LinesPage { about, lines: Lines::History(of, _), .. })) = state.overlays.last()
    {
        let slip = Slip::dates(*of, about.clone());
        state.overlays.push(Overlay::Slip(slip));
    }
}

/// A slip for the household, on the person's page for the person.
fn proof(state: &mut State) {
    let Some(open) = &state.lookup.household else { return };
    let view = &open.view;
    let on_person = matches!(state.overlays.last(), Some(Overlay::Person));
    let member = open.member().filter(|_| on_person);
    let about = match member {
        Some(member) => format!("{} {}", member.code, member.name.text),
        None => format!("{} {}", view.code, view.head),
    };
    let (household, person) = (view.household, member.map(|member| member.person));
    state.overlays.push(Overlay::Slip(Slip::proof(household, person, about, &state.paper_dir)));
}

fn chosen(state: &State) -> Option<(u32, String)> {
    let Some(Overlay::Officers(officers)) = state.overlays.last() else { return None };
    officers.seat().map(|seat| (seat.number, seat.name.clone()))
}

fn slip(state: &mut State, action: Action, effects: &mut Vec<Effect>) {
    let effect = state.with_cx(|state, cx| match state.overlays.last_mut() {
        Some(Overlay::Slip(slip)) => slip.act(action, cx),
        _ => None,
    });
    if let Some(Effect::Form(FormEffect::History { of, .. })) = effect {
        return forms::history_again(state, of, effects);
    }
    if let Some(Effect::Keep { wish: Wish::Backup { dir }, .. }) = &effect {
        // The next backup goes to the same place.
        state.backup_dir.clone_from(dir);
    }
    if let Some(Effect::Keep { wish: Wish::Proof { path, .. }, .. }) = &effect {
        state.paper_dir = folder_of(path).to_owned();
    }
    effects.extend(effect);
}

/// Yes to the end of an officer.
pub(super) fn end_officer(state: &mut State, number: u32, effects: &mut Vec<Effect>) {
    let effect = state
        .with_cx(|state, cx| officers(state).map(|officers| officers.ask(Wish::EndOfficer { number }, cx)));
    effects.extend(effect);
}

fn officers(state: &mut State) -> Option<&mut Officers> {
    state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Officers(officers) => Some(officers),
        _ => None,
    })
}

fn load(state: &mut State, effects: &mut Vec<Effect>) {
    let effect = state.with_cx(|state, cx| officers(state).map(|officers| officers.load(cx)));
    effects.extend(effect);
}

/// The slip that awaits this answer.
fn waiting(state: &mut State, request: u64) -> Option<&mut Slip> {
    state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Slip(slip) if slip.pending.is_some_and(|(waited, _)| waited == request) => Some(slip),
        _ => None,
    })
}

/// Since when slips and lists wait for an answer.
pub(super) fn since(state: &State) -> impl Iterator<Item = u64> {
    state
        .overlays
        .iter()
        .filter_map(|overlay| match overlay {
            Overlay::Slip(slip) => slip.pending,
            Overlay::Officers(officers) => officers.pending,
            _ => None,
        })
        .map(|(_, since)| since)
}

/// How far the worker is.
pub(super) fn progress(state: &mut State, request: u64, now: Progress) -> bool {
    let Some(slip) = waiting(state, request) else { return false };
    let changed = slip.progress != Some(now);
    slip.progress = Some(now);
    changed
}

/// Takes an answer.
pub(super) fn absorb(state: &mut State, request: u64, kept: Kept, effects: &mut Vec<Effect>) -> bool {
    match kept {
        Kept::ClockBehind { newest, now } if request == 0 && state.lock.is_none() => {
            state.overlays.push(Overlay::confirm(Question::ClockBehind { newest, now }));
            return true;
        }
        Kept::Purged(words) if request == 0 => {
            state.say(Severity::Note, Note::Told(words));
            if state.lock.is_none() {
                let reply = state.with_cx(|state, cx| state.today.load(cx));
                state.take(reply, effects);
                if state.pane != PaneKind::Today {
                    let reply = state.with_cx(|state, cx| state.front_mut().load(cx));
                    state.take(reply, effects);
                }
            }
            return true;
        }
        Kept::Noticed(severity, words) if request == 0 => {
            state.say(severity, Note::Told(words));
            return true;
        }
        _ => {}
    }
    let by_slip = waiting(state, request).map(|slip| slip.purpose);
    let by_list =
        officers(state).is_some_and(|list| list.pending.is_some_and(|(waited, _)| waited == request));
    if by_slip.is_none() && !by_list {
        return false;
    }
    if by_slip.is_some() {
        let of = |slip: &Slip| slip.pending.is_some_and(|(waited, _)| waited == request);
        state.overlays.retain(|overlay| !matches!(overlay, Overlay::Slip(slip) if of(slip)));
    }
    match kept {
        Kept::Officers(seats) => {
            if let Some(list) = officers(state) {
                list.absorb(seats);
            }
        }
        Kept::Left(words) => {
            state.overlays.clear();
            lock::lock(state, effects);
            state.held.clear();
            state.say(Severity::Warning, Note::Told(words));
        }
        Kept::Made(words) => made(state, by_slip, words, effects),
        Kept::List(words) => {
            load(state, effects);
            state.overlays.push(Overlay::Notice(Notice::Handover(words)));
        }
        Kept::ClockBehind { .. } | Kept::Purged(_) | Kept::Noticed(..) => {}
    }
    true
}

fn made(state: &mut State, purpose: Option<Purpose>, words: Both, effects: &mut Vec<Effect>) {
    state.say(Severity::Note, Note::Told(words));
    load(state, effects);
    if matches!(purpose, Some(Purpose::Mandate(_))) {
        super::support::load(state, effects);
    }
    if purpose == Some(Purpose::GiveVillages) {
        let reply = state.with_cx(|state, cx| state.exchange.load(cx));
        state.take(reply, effects);
    }
    if purpose == Some(Purpose::Backup) {
        // The age of the backup stands there.
        let reply = state.with_cx(|state, cx| state.today.load(cx));
        state.take(reply, effects);
    }
}

/// A refusal: under the fields of the slip that asked, else in the message line. True if somebody waited for it.
pub(super) fn failed(state: &mut State, request: u64, problem: &Problem) -> Refused {
    if let Some(slip) = waiting(state, request) {
        slip.refused(Note::Failed(problem.clone()));
        return Refused::OnSlip;
    }
    let meant = |(waited, _): &mut (u64, u64)| request == 0 || *waited == request;
    match officers(state).and_then(|list| list.pending.take_if(meant)) {
        Some(_) => Refused::InList,
        None => Refused::NotHere,
    }
}

/// Who waited for what was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// A slip, which says it.
    OnSlip,
    /// The list of officers: the message line says it.
    InList,
    /// Nobody here.
    NotHere,
}
