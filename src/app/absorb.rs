//! Taking the worker's answers (收答复): each goes to whoever awaits its request; the others are dropped.

use crate::app::{State, forms, keeping};
use crate::flow::done::Progress;
use crate::flow::exchange::Told;
use crate::flow::view::{ImportReport, Preview, Session};
use crate::flow::{Done, Effect, Severity};
use crate::i18n::messages::Note;
use crate::i18n::problems::Problem;
use crate::overlays::{Notice, Overlay};
use crate::panes::Pane;
use crate::panes::exchange::Exchange;
use crate::panes::lookup::Lookup;

/// Takes one answer.
pub(super) fn absorb(state: &mut State, done: Done, effects: &mut Vec<Effect>) {
    let changed = match done {
        Done::Unlocked { request, session } => unlocked(state, request, session, effects),
        Done::WrongPassphrase { request, wait_ms } => wrong(state, request, wait_ms),
        Done::Today { request, today } => state.today.absorb(request, &today),
        Done::Found { request, answer } => {
            state.lookup.absorb_results(request, &answer) || state.subsidy.absorb_found(request, &answer)
        }
        Done::Household { request, household } => {
            let here = state.lookup.absorb_household(request, &household);
            if here && state.lock.is_none() {
                forms::household_opened(state, effects);
            }
            here
        }
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
        Done::Preview { request, preview } => previewed(state, request, &preview),
        Done::RefusedWritten { request, file } => refused_written(state, request, file),
        Done::Names { request, names } => named(state, request, &names),
        Done::Exported { request, persons, file } => {
            let awaited = state.exporting.take_if(|asked| *asked == request).is_some();
            if awaited {
                state.say(Severity::Warning, Note::Exported { persons, file });
            }
            awaited
        }
        Done::Kept { request, kept } => keeping::absorb(state, request, kept, effects),
        Done::Imported { request, report } => imported(state, request, report, effects),
        Done::Form(done) => forms::absorb(state, *done, effects),
        Done::Exchange { request, told } => exchanged(state, request, *told, effects),
        Done::Verify { request, told } => verified(state, request, *told, effects),
        Done::Petition { request, told } => petitioned(state, request, *told, effects),
        Done::Subsidy { request, told } => super::support::absorb(state, request, *told, effects),
        Done::Failed { request, problem } => failed(state, request, problem),
    };
    state.changed |= changed;
}

fn import(state: &mut State) -> Option<&mut crate::overlays::import::Import> {
    let on_top = state.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Import(import) => Some(import),
        _ => None,
    });
    on_top.or(state.background.as_mut())
}

/// A preview; instead of the writing it comes when records have changed since the last one.
fn previewed(state: &mut State, request: u64, preview: &Preview) -> bool {
    let writing = import(state).is_some_and(|import| import.writing());
    let awaited = import(state).is_some_and(|import| import.absorb(request, preview));
    if awaited && writing {
        let behind = state.background.take().map(Overlay::Import);
        state.overlays.extend(behind);
        state.say(Severity::Warning, Note::PreviewAgain);
    }
    awaited
}

fn refused_written(state: &mut State, request: u64, file: String) -> bool {
    let Some(import) = import(state) else { return false };
    if import.refusing.take_if(|asked| *asked == request).is_none() {
        return false;
    }
    import.refused_file = Some(file.clone());
    state.say(Severity::Note, Note::RefusedWritten(file));
    true
}

fn named(state: &mut State, request: u64, names: &[String]) -> bool {
    let Some(Overlay::Prompt(prompt)) = state.overlays.last_mut() else { return false };
    if prompt.listing.is_none_or(|(waited, _)| waited != request) {
        return false;
    }
    if !prompt.complete(names) {
        state.say(Severity::Note, Note::NoSuchName);
    }
    true
}

fn unlocked(state: &mut State, request: u64, session: Session, effects: &mut Vec<Effect>) -> bool {
    // At the start the folder may be open already (a demo): request 0, and only as long as nobody has worked here.
    let first = request == 0 && state.session.is_none();
    let asked = state.lock.as_ref().and_then(|lock| lock.pending);
    let awaited = state.lock.is_some() && (first || asked.is_some_and(|(waited, _)| waited == request));
    if !awaited {
        return false;
    }
    // What lay on top before the lock lies there again, for the same officer.
    state.overlays = state.lock.take().map(|lock| lock.kept).unwrap_or_default();
    if state.session.as_ref().is_some_and(|before| before.number != session.number) {
        state.overlays.clear();
        state.lookup = Lookup::default();
        state.exchange = Exchange::default();
        state.verify = crate::panes::verify::Verify::default();
        state.petition = crate::panes::petition::Petitions::default();
        state.subsidy = crate::panes::subsidy::Subsidy::default();
        forms::forget(state);
    }
    again(state, effects);
    if let Some(minutes) = session.idle_minutes {
        state.idle_lock_ms = u64::from(minutes) * 60_000;
    }
    // In a drill the task stands there from the first moment on.
    if state.guide.is_none() {
        state.say(Severity::Note, Note::Welcome(session.officer.clone()));
    }
    if let Some(date) = &session.recovery_used {
        state.say(Severity::Warning, Note::RecoveryUsed(date.clone()));
    }
    state.session = Some(session);
    let reply = state.with_cx(|state, cx| state.today.load(cx));
    state.take(reply, effects);
    super::drafts::offer_drafts(state, effects);
    true
}

/// Asks again for what the worker forgot when it was locked; numbers stay masked.
fn again(state: &mut State, effects: &mut Vec<Effect>) {
    state.lookup.opening = None;
    if state.lookup.searching.is_some() {
        let reply = state.with_cx(|state, cx| state.lookup.load(cx));
        state.take(reply, effects);
    }
}

fn progress(state: &mut State, request: u64, now: Progress) -> bool {
    if let Some(lock) = &mut state.lock
        && lock.pending.is_some_and(|(waited, _)| waited == request)
    {
        lock.progress = Some(now);
        return true;
    }
    keeping::progress(state, request, now)
        || state.exchange.progress(request, now)
        || import(state).is_some_and(|import| import.progress(request, now))
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
    let on_top = |overlay: &Overlay| matches!(overlay, Overlay::Import(import) if import.request == request);
    if let Some(at) = state.overlays.iter().position(on_top) {
        let Overlay::Import(import) = state.overlays.remove(at) else { return false };
        let report = ImportReport { refused_file: import.refused_file, ..report };
        state.overlays.push(Overlay::Notice(Notice::Imported(report)));
    } else if state.background.take_if(|import| import.request == request).is_some() {
        let [new, _, changed, clashing, refused] = report.counts;
        state.say(Severity::Note, Note::ImportDone { new, changed: changed + clashing, refused });
    } else {
        return false;
    }
    let reply = state.with_cx(|state, cx| state.today.load(cx));
    state.take(reply, effects);
    true
}

fn exchanged(state: &mut State, request: u64, told: Told, effects: &mut Vec<Effect>) -> bool {
    // Records or what is confirmed may be others now: the counts on the today pane and in the title follow.
    use crate::flow::rulings::Told as Ruled;
    let counts = matches!(
        told,
        Told::TakenIn(_)
            | Told::RequestTaken(_)
            | Told::Settled
            | Told::Rulings(Ruled::Ruled(_) | Ruled::Released(_) | Ruled::Ended(_))
    );
    let Some(reply) = state.with_cx(|state, cx| state.exchange.absorb(request, told, cx)) else {
        return false;
    };
    if let Some(opening) = state.take(reply, effects) {
        super::act::open(state, opening, effects);
    }
    if counts {
        let reply = state.with_cx(|state, cx| state.today.load(cx));
        state.take(reply, effects);
    }
    true
}

fn verified(
    state: &mut State,
    request: u64,
    told: crate::flow::verify::Told,
    effects: &mut Vec<Effect>,
) -> bool {
    use crate::flow::verify::Told as Verified;
    if state.lock.is_some() {
        return state.verify.give_up(request);
    }
    let written = matches!(told, Verified::Visited(..) | Verified::Reported(_));
    let Some(reply) = state.with_cx(|state, cx| state.verify.absorb(request, told, cx)) else {
        return false;
    };
    if written {
        state.forms.undoable += 1;
        state.today.stale = true;
    }
    super::visits::take_reply(state, reply, effects);
    true
}

fn petitioned(
    state: &mut State,
    request: u64,
    told: crate::flow::petition::Told,
    effects: &mut Vec<Effect>,
) -> bool {
    if state.lock.is_some() {
        return state.petition.give_up(request);
    }
    let Some(reply) = state.petition.absorb(request, told) else { return false };
    state.take(reply, effects);
    true
}

fn failed(state: &mut State, request: u64, problem: Problem) -> bool {
    let meant = |waited: u64| request == 0 || waited == request;
    let mut awaited = state.lookup.give_up(request);
    awaited |= forms::give_up(state, request);
    awaited |= state.exchange.give_up(request);
    awaited |= state.verify.give_up(request);
    awaited |= state.petition.give_up(request);
    awaited |= state.subsidy.give_up(request);
    awaited |= state.today.pending.take_if(|(waited, _)| meant(*waited)).is_some();
    if let Some(lock) = &mut state.lock
        && lock.pending.take_if(|(waited, _)| meant(*waited)).is_some()
    {
        awaited = true;
        state.held.clear();
    }
    awaited |= state.exporting.take_if(|asked| meant(*asked)).is_some();
    awaited |= import(state).is_some_and(|import| import.refusing.take_if(|asked| meant(*asked)).is_some());
    awaited |= state.background.take_if(|import| meant(import.request)).is_some();
    match keeping::failed(state, request, &problem) {
        keeping::Refused::OnSlip => {
            // As after a wrong passphrase: what was typed ahead was not meant for the slip's fields.
            state.held.clear();
            return true;
        }
        refused => awaited |= refused == keeping::Refused::InList,
    }
    let before = state.overlays.len();
    state.overlays.retain(
        |overlay| !matches!(overlay, Overlay::Import(import) if import.working() && meant(import.request)),
    );
    let importing = state.overlays.len() != before;
    if !awaited && !importing && request != 0 {
        return false;
    }
    let note = Note::Failed(problem);
    if importing {
        state.overlays.push(Overlay::Notice(Notice::Note(note)));
    } else {
        state.say(Severity::Error, note);
    }
    true
}
