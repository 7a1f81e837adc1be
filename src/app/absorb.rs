//! Taking the worker's answers (收答复): each goes to whoever awaits its request; the others are dropped.

use crate::app::State;
use crate::flow::done::Progress;
use crate::flow::exchange::Told;
use crate::flow::view::{ImportReport, Session};
use crate::flow::{Done, Effect, Severity};
use crate::i18n::messages::Note;
use crate::i18n::problems::Problem;
use crate::overlays::{Notice, Overlay};
use crate::panes::exchange::Exchange;
use crate::panes::lookup::Lookup;

/// Takes one answer.
pub(super) fn absorb(state: &mut State, done: Done, effects: &mut Vec<Effect>) {
    let changed = match done {
        Done::Unlocked { request, session } => unlocked(state, request, session, effects),
        Done::WrongPassphrase { request, wait_ms } => wrong(state, request, wait_ms),
        Done::Today { request, today } => state.today.absorb(request, &today),
        Done::Found { request, mut answer } => {
            if let Some(today) = &state.today.view {
                answer.exchange_as_of =
                    answer.exchange_as_of.or(today.exchange.as_ref().map(|at| at.date.clone()));
                answer.unconfirmed = today.unconfirmed.unwrap_or(answer.unconfirmed);
            }
            state.lookup.absorb_results(request, &answer)
        }
        Done::Household { request, household } => state.lookup.absorb_household(request, &household),
        Done::Revealed { request, values } => match state.lookup.absorb_revealed(request, &values) {
            Some(reply) if state.lock.is_none() => {
                state.take(reply, effects);
                true
            }
            _ => false,
        },
        Done::Progress { request, job, done, total } => {
            progress(state, request, Progress { job, done, total })
        }
        Done::Preview { request, preview } => {
            import(state).is_some_and(|import| import.absorb(request, &preview))
        }
        Done::Imported { request, report } => imported(state, request, report, effects),
        Done::Exchange { request, told } => exchanged(state, request, *told, effects),
        Done::Failed { request, problem } => failed(state, request, problem),
    };
    state.changed |= changed;
}

fn import(state: &mut State) -> Option<&mut crate::overlays::import::Import> {
    state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Import(import) => Some(import),
        _ => None,
    })
}

fn unlocked(state: &mut State, request: u64, session: Session, effects: &mut Vec<Effect>) -> bool {
    // At the start the folder may be open already (a demo): request 0, and only as long as nobody has worked here.
    let first = request == 0 && state.session.is_none();
    let asked = state.lock.as_ref().and_then(|lock| lock.pending);
    let awaited = state.lock.is_some() && (first || asked.is_some_and(|(waited, _)| waited == request));
    if !awaited {
        return false;
    }
    state.lock = None;
    if state.session.as_ref().is_some_and(|before| before.number != session.number) {
        state.overlays.clear();
        state.lookup = Lookup::default();
        state.exchange = Exchange::default();
    }
    state.say(Severity::Note, Note::Welcome(session.officer.clone()));
    if let Some(date) = &session.recovery_used {
        state.say(Severity::Warning, Note::RecoveryUsed(date.clone()));
    }
    state.session = Some(session);
    let reply = state.with_cx(|state, cx| state.today.load(cx));
    state.take(reply, effects);
    true
}

fn progress(state: &mut State, request: u64, now: Progress) -> bool {
    if let Some(lock) = &mut state.lock
        && lock.pending.is_some_and(|(waited, _)| waited == request)
    {
        lock.progress = Some(now);
        return true;
    }
    state.exchange.progress(request, now) || import(state).is_some_and(|import| import.progress(request, now))
}

fn wrong(state: &mut State, request: u64, wait_ms: u64) -> bool {
    let now_ms = state.now_ms;
    let Some(lock) = &mut state.lock else { return false };
    if lock.pending.is_none_or(|(waited, _)| waited != request) {
        return false;
    }
    lock.wrong(now_ms, wait_ms);
    // What was typed ahead was meant for the screen below, not for the passphrase.
    state.held.clear();
    true
}

fn imported(state: &mut State, request: u64, report: ImportReport, effects: &mut Vec<Effect>) -> bool {
    let before = state.overlays.len();
    state.overlays.retain(|overlay| !matches!(overlay, Overlay::Import(import) if import.request == request));
    if state.overlays.len() == before {
        return false;
    }
    state.overlays.push(Overlay::Notice(Notice::Imported(report)));
    let reply = state.with_cx(|state, cx| state.today.load(cx));
    state.take(reply, effects);
    true
}

fn exchanged(state: &mut State, request: u64, told: Told, effects: &mut Vec<Effect>) -> bool {
    // Records or what is confirmed may be others now: the counts on the today pane and in the title follow.
    let counts = matches!(told, Told::TakenIn(_) | Told::RequestTaken(_) | Told::Settled);
    let Some(reply) = state.with_cx(|state, cx| state.exchange.absorb(request, told, cx)) else {
        return false;
    };
    state.take(reply, effects);
    if counts {
        let reply = state.with_cx(|state, cx| state.today.load(cx));
        state.take(reply, effects);
    }
    true
}

fn failed(state: &mut State, request: u64, problem: Problem) -> bool {
    let meant = |waited: u64| request == 0 || waited == request;
    let mut awaited = state.lookup.give_up(request);
    awaited |= state.exchange.give_up(request);
    awaited |= state.today.pending.take_if(|(waited, _)| meant(*waited)).is_some();
    if let Some(lock) = &mut state.lock {
        awaited |= lock.pending.take_if(|(waited, _)| meant(*waited)).is_some();
    }
    let before = state.overlays.len();
    state.overlays.retain(
        |overlay| !matches!(overlay, Overlay::Import(import) if import.working() && meant(import.request)),
    );
    let importing = state.overlays.len() != before;
    if !awaited && !importing && request != 0 {
        return false;
    }
    state.held.clear();
    let note = Note::Failed(problem);
    if importing {
        state.overlays.push(Overlay::Notice(Notice::Note(note)));
    } else {
        state.say(Severity::Error, note);
    }
    true
}
