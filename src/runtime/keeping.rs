//! What the worker does for the folder itself (看护): backup, passphrases and officers when asked; in idle time the reserve,
//! the full check after an unclean stop, sealing anew after a key change, and settling the state.
//!
//! Idle work is made of short slices and never makes a request wait for more than one; it says nothing before it is done.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::desk::{self, BatchError, Desk, DeskError, GiveError, NewMandate, ProofError};
use super::views;
use crate::domain::day::Day;
use crate::domain::place::{Found, Level};
use crate::domain::proof::asked;
use crate::domain::setting;
use crate::domain::subsidy::mandate;
use crate::flow::keeping::SeatLine;
use crate::flow::{Done, Input, Job, Kept, Severity, Wish};
use crate::i18n::cli::Say;
use crate::i18n::keeping::Notice;
use crate::i18n::moves::MoveSay;
use crate::i18n::problems::Problem;
use crate::i18n::proof::ProofSay;
use crate::i18n::purge::PurgeSay;
use crate::i18n::{self, Both, Lang};
use crate::journal::authority::VillagesV1;
use crate::journal::{EntityId, Roles};
use crate::search::EntryKind;
use crate::store::{Check, Checked, NewOfficer, PurgeDone, Purging, StoreError};
use crate::vault::{Effort, Passphrase};

/// Quiet time before idle work begins: a hand that types is never disturbed.
const PAUSE: Duration = Duration::from_millis(400);
/// Quiet time after which the state is settled, so that the next start has nothing to replay.
const SETTLE: Duration = Duration::from_secs(30);
/// Frames, commits, records or values of one slice: some milliseconds each.
const SLICE: usize = 64;

/// What the idle worker woke up for.
pub(super) enum Idle<T> {
    /// Somebody asks for something, or has done something.
    Work(T),
    /// State and journal disagree: the state has to be built anew.
    Mend,
    /// Nobody asks for anything any more.
    Over,
}

/// What is due in idle time.
#[derive(Default)]
pub(super) struct Keeping {
    reserve: bool,
    check_due: bool,
    check: Option<Check>,
    sweep: bool,
    /// Villages that were left may have become free to go.
    purge_due: bool,
    purging: Option<Purging>,
    /// A preview is open: what it says would no longer hold after a purge.
    previewing: bool,
    /// The check was made since the program started; it is not made again after a lock.
    checked: bool,
}

fn both(text: impl Fn(Lang) -> String) -> Both {
    Both::new(text(Lang::Zh), text(Lang::En))
}

fn send(to: &Sender<Input>, kept: Kept) {
    // Nobody listens any more when the program ends.
    let _ = to.send(Done::Kept { request: 0, kept }.into());
}

fn told(error: StoreError) -> Both {
    both(|lang| i18n::store::sentence(lang, &error))
}

impl Keeping {
    /// The folder was opened: says what opening found, asks about the clock, and notes what is due.
    pub(super) fn opened(&mut self, desk: &Desk, to: &Sender<Input>) {
        let report = desk.folder().report();
        for words in views::report(report) {
            send(to, Kept::Noticed(Severity::Warning, words));
        }
        if let Ok(Some(newest)) = desk.folder().clock_is_behind() {
            let now = (desk.folder().world().wall_ms)();
            send(to, Kept::ClockBehind { newest: desk::when(newest), now: desk::when(now) });
        }
        let demo = desk.setting(setting::DEMO).ok().flatten().is_some();
        self.reserve = !demo && desk.folder().writable();
        self.check_due = report.unclean && !self.checked;
        self.sweep = desk.folder().sweep_due().unwrap_or(false);
        self.purge_due = true;
    }

    /// Something came from another machine: a receipt may let a village go.
    pub(super) fn arrived(&mut self) {
        self.purge_due = true;
    }

    /// The folder was closed: what is half-done begins again when it opens.
    pub(super) fn shut(&mut self) {
        *self = Self { checked: self.checked, ..Self::default() };
    }

    /// The next request; idle work is done while there is none.
    pub(super) fn next<T>(
        &mut self,
        desk: Option<&mut Desk>,
        inbox: &Receiver<T>,
        to: &Sender<Input>,
    ) -> Idle<T> {
        let Some(desk) = desk else { return inbox.recv().map_or(Idle::Over, Idle::Work) };
        if desk.folder_mut().take_reserve_notice() {
            send(to, Kept::Noticed(Severity::Error, Notice::ReserveGiven.words()));
        }
        let since = Instant::now();
        let mut settled = false;
        loop {
            let due = match (self.has_work(), settled) {
                (true, _) => Some(PAUSE),
                (false, false) => Some(SETTLE),
                (false, true) => None,
            };
            let came = match due {
                Some(due) => inbox.recv_timeout(due.saturating_sub(since.elapsed())),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match came {
                Ok(work) => return Idle::Work(work),
                Err(RecvTimeoutError::Disconnected) => return Idle::Over,
                Err(RecvTimeoutError::Timeout) if self.has_work() => {
                    if self.slice(desk, to) {
                        return Idle::Mend;
                    }
                }
                Err(RecvTimeoutError::Timeout) => {
                    settled = true;
                    // What is not settled is replayed at the next start.
                    let _ = desk.folder().settle();
                }
            }
        }
    }

    /// A preview was opened or closed: villages go when none is open.
    pub(super) fn previewing(&mut self, open: bool) {
        self.previewing = open;
    }

    fn may_purge(&self) -> bool {
        (self.purge_due || self.purging.is_some()) && !self.previewing
    }

    fn has_work(&self) -> bool {
        let purge = self.may_purge();
        self.reserve || self.check_due || self.check.is_some() || self.sweep || purge
    }

    /// One step of purging the villages that this machine has left and of which nothing can be lost.
    fn purge(&mut self, desk: &mut Desk, to: &Sender<Input>) -> Result<(), StoreError> {
        let Some(mut purging) = self.purging.take() else {
            self.purge_due = false;
            self.purging = desk.next_purge()?;
            return Ok(());
        };
        match desk.purge_slice(&mut purging)? {
            None => self.purging = Some(purging),
            Some(PurgeDone { village, frames, set_aside }) => {
                // There may be another one.
                self.purge_due = true;
                let village = desk.roll().place(village).to_owned();
                send(to, Kept::Purged(PurgeSay::Done { village, frames, set_aside }.words()));
            }
        }
        Ok(())
    }

    /// One slice of what is due; true if the state has to be built anew.
    fn slice(&mut self, desk: &mut Desk, to: &Sender<Input>) -> bool {
        if std::mem::take(&mut self.reserve) {
            // A disk without room for it is said when something cannot be saved.
            let _ = desk.folder().make_reserve();
            return false;
        }
        if std::mem::take(&mut self.check_due) {
            self.checked = true;
            match desk.folder().begin_check() {
                Ok(check) => self.check = Some(check),
                Err(error) => send(to, Kept::Noticed(Severity::Error, told(error))),
            }
            return false;
        }
        if let Some(check) = &mut self.check {
            match desk.folder_mut().check_slice(check, SLICE) {
                Ok(None) => return false,
                Ok(Some(checked)) => {
                    self.check = None;
                    return found(&checked, to);
                }
                Err(error) => {
                    self.check = None;
                    send(to, Kept::Noticed(Severity::Error, told(error)));
                    return false;
                }
            }
        }
        if self.may_purge() {
            if let Err(error) = self.purge(desk, to) {
                // Once more at the next opening.
                (self.purge_due, self.purging) = (false, None);
                send(to, Kept::Noticed(Severity::Error, told(error)));
            }
            return false;
        }
        match desk.folder_mut().sweep_slice(SLICE) {
            Ok(done) => {
                self.sweep = !done;
                if done {
                    send(to, Kept::Noticed(Severity::Note, Notice::Swept.words()));
                }
            }
            Err(error) => {
                self.sweep = false;
                send(to, Kept::Noticed(Severity::Error, told(error)));
            }
        }
        false
    }

    /// Does what was asked and answers it.
    pub(super) fn answer(
        &mut self,
        desk: &mut Desk,
        (request, wish): (u64, Wish),
        to: &Sender<Input>,
    ) -> Result<(), DeskError> {
        let kept = match wish {
            Wish::Backup { dir } => {
                let mut last = Instant::now();
                let mut progress = |done, total| {
                    // A frame is drawn for each report: ten a second are plenty.
                    if last.elapsed() >= Duration::from_millis(100) {
                        last = Instant::now();
                        let _ = to.send(Done::Progress { request, job: Job::Copying, done, total }.into());
                    }
                };
                let made = desk.folder_mut().backup(Path::new(&dir), &mut progress)?;
                Ok(Kept::Made(said(&Say::BackedUp {
                    place: dir,
                    frames: made.last_frame,
                    bytes: made.copied,
                })))
            }
            Wish::Passphrase { new } => passphrase(new.reveal()).and_then(|new| {
                let number = desk.folder().actor().number;
                desk.folder_mut().change_passphrase(number, &new, effort()).map_err(refused)?;
                Ok(Kept::Made(said(&Say::PassphraseChanged(number))))
            }),
            Wish::Officers => Ok(Kept::Officers(officers(desk)?)),
            Wish::AddOfficer { name, roles, villages, passphrase: typed } => {
                add(desk, (name.trim(), Roles(roles)), &villages, typed.reveal())
            }
            Wish::EndOfficer { number } => {
                let departure = desk.folder_mut().end_officer(number)?;
                let (name, head) = (departure.officer.name, departure.handover.to.name);
                let words = said(&Say::OfficerEnded { number, name, head });
                self.sweep |= !departure.own;
                Ok(if departure.own { Kept::Left(words) } else { Kept::Made(words) })
            }
            Wish::Proof { household, person, purpose, path } => {
                proof(desk, household, person, &purpose, Path::new(&path))
            }
            Wish::Mandate { person, receiver } => mandate(desk, person, receiver),
            Wish::GiveVillages { label, villages, sure } => give(desk, &label, &villages, sure),
            Wish::HandOver { from, to } => Ok(Kept::List(hand_over(desk, from, to)?)),
        };
        let done = match kept {
            Ok(kept) => Done::Kept { request, kept },
            Err(problem) => Done::Failed { request, problem },
        };
        let _ = to.send(done.into());
        Ok(())
    }
}

/// Says what a finished check found; true if the state has to be built anew.
fn found(checked: &Checked, to: &Sender<Input>) -> bool {
    let (severity, notice) = match checked.damages.len() {
        0 => (Severity::Note, Notice::CheckedClean { frames: checked.frames }),
        places => (Severity::Error, Notice::CheckedDamaged { places }),
    };
    // A state that does not fit is built anew, and that is what is said; one of a damaged journal stays as it is.
    let mend = checked.damages.is_empty() && !checked.state.wrong.is_empty();
    if !mend {
        send(to, Kept::Noticed(severity, notice.words()));
    }
    mend
}

/// Builds the state anew from the whole journal, and says so.
pub(super) fn mend(desk: Desk, today: Day, to: &Sender<Input>) -> Result<Desk, StoreError> {
    let folder = desk.close().0.mend(&mut |_, _| {})?;
    let desk = Desk::open(folder, today)?;
    for words in views::report(desk.folder().report()) {
        send(to, Kept::Noticed(Severity::Warning, words));
    }
    Ok(desk)
}

fn said(say: &Say) -> Both {
    both(|lang| say.text(lang))
}

fn refused(error: StoreError) -> Problem {
    views::problem(&DeskError::Store(error))
}

fn passphrase(typed: &str) -> Result<Passphrase, Problem> {
    Passphrase::new(typed).map_err(|error| Problem::Told(both(|lang| i18n::store::passphrase(lang, &error))))
}

fn effort() -> Effort {
    let start = Instant::now();
    Effort::calibrate(&mut || start.elapsed())
}

fn add(
    desk: &mut Desk,
    (name, roles): (&str, Roles),
    names: &[String],
    typed: &str,
) -> Result<Kept, Problem> {
    desk.folder().govern().map_err(refused)?;
    let passphrase = passphrase(typed)?;
    let villages = villages(desk, names).map_err(|say| Problem::Told(said(&say)))?;
    let new = NewOfficer { name, roles, villages, passphrase: &passphrase, effort: effort() };
    let number = desk.folder_mut().add_officer(&new).map_err(refused)?;
    Ok(Kept::Made(said(&Say::OfficerAdded { number, name: name.to_owned() })))
}

/// Gives a laptop other villages.
fn give(desk: &mut Desk, label: &str, names: &[String], sure: bool) -> Result<Kept, Problem> {
    let given = desk.give_villages(label, names, sure).map_err(|error| match error {
        GiveError::Village(say) => Problem::Told(say.both()),
        GiveError::Exchange(error) => super::exchange::problem(&error),
        GiveError::Desk(error) => views::problem(&error),
    })?;
    let names = |villages: &[EntityId]| -> Vec<String> {
        villages.iter().map(|village| desk.roll().called(*village)).collect()
    };
    let say =
        MoveSay::Given { label: given.label.clone(), gained: names(&given.gained), left: names(&given.left) };
    Ok(Kept::Made(both(|lang| say.text(lang))))
}

/// Who may open the folder.
fn officers(desk: &Desk) -> Result<Vec<SeatLine>, StoreError> {
    let line = |seat: crate::store::Seated| SeatLine {
        villages: match seat.villages.all {
            true => said(&Say::AllVillages),
            false => Both::same(village_names(desk, &seat.villages).join(" ")),
        },
        state: said(&Say::Seat { ended: seat.ended, access: seat.has_access }),
        gone: seat.ended && !seat.has_access,
        number: seat.number,
        name: seat.name,
        roles: seat.roles.0,
    };
    Ok(desk.folder().officers()?.into_iter().map(line).collect())
}

/// Issues a proof; that the file is in clear was said on the slip.
fn proof(
    desk: &mut Desk,
    household: EntityId,
    person: Option<EntityId>,
    purpose: &str,
    path: &Path,
) -> Result<Kept, Problem> {
    let (of, subject) = match person {
        Some(person) => (EntryKind::Person, person),
        None => (EntryKind::Household, household),
    };
    let told = |say: ProofSay| Problem::Told(say.words());
    let asked = asked(subject, purpose, 1).map_err(|no| told(ProofSay::No(no)))?;
    let issued = desk.issue_proof(of, asked, path, &mut |_, _| {}).map_err(|error| match error {
        ProofError::No(no) => told(ProofSay::No(no)),
        ProofError::Ending => told(ProofSay::Ending(views::file_name(path))),
        ProofError::Taken(file) => told(ProofSay::Taken(views::file_name(&file))),
        ProofError::Desk(error) => views::file_problem(path, &error),
    })?;
    let (line, file) = (issued.line, views::file_name(&issued.file));
    Ok(Kept::Made(ProofSay::Issued(line.number, line.about, line.persons, file).words()))
}

/// Enters who receives a person's money.
fn mandate(desk: &mut Desk, person: EntityId, receiver: mandate::Receiver) -> Result<Kept, Problem> {
    let new = NewMandate { receiver, ..NewMandate::default() };
    let file = Path::new("");
    let changed = desk.give_mandate(person, &new).map_err(|error| match error {
        BatchError::Desk(error) => views::file_problem(file, &error),
        refused => Problem::Told(refused.say(file).unwrap_or_default()),
    })?;
    let words = |lang| crate::i18n::mandate::entered(lang, &new.receiver, changed);
    Ok(Kept::Made(Both::new(words(Lang::Zh), words(Lang::En))))
}

/// Hands over; the list that both and a witness sign.
fn hand_over(desk: &mut Desk, from: u32, to: u32) -> Result<Both, StoreError> {
    let passed = desk.folder_mut().handover(from, to)?;
    let list = |lang| Say::HandoverList {
        from: passed.from.name.clone(),
        to: passed.to.name.clone(),
        villages: match passed.villages.all {
            true => vec![Say::AllVillages.text(lang)],
            false => village_names(desk, &passed.villages),
        },
        drafts: passed.drafts.len(),
        date: desk.day().iso(),
    };
    Ok(both(|lang| list(lang).text(lang)))
}

/// The villages of these names; none said = all.
///
/// # Errors
/// The sentence about a name that no village has, or several.
pub fn villages(desk: &Desk, names: &[String]) -> Result<VillagesV1, Say> {
    let mut villages = Vec::new();
    for name in names {
        match desk.roll().places.find(Level::Village, name, None) {
            Found::One(entity) => villages.push(entity),
            Found::Many(several) => {
                let full = |village: EntityId| {
                    format!("{}/{}", desk.roll().township(village), desk.roll().place(village))
                };
                return Err(Say::SeveralVillages(several.into_iter().map(full).collect()));
            }
            Found::Nothing => {
                let villages = desk.today_brief().map(|brief| brief.villages).unwrap_or_default();
                return Err(Say::NoSuchVillage { name: name.clone(), villages });
            }
        }
    }
    villages.sort();
    villages.dedup();
    Ok(VillagesV1 { all: names.is_empty(), villages })
}

/// The names of these villages.
pub fn village_names(desk: &Desk, villages: &VillagesV1) -> Vec<String> {
    villages.villages.iter().map(|village| desk.roll().called(*village)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_village_goes_while_somebody_looks_at_a_preview() {
        let mut keeping = Keeping::default();
        keeping.arrived();
        assert!(keeping.has_work());
        keeping.previewing(true);
        assert!(!keeping.has_work(), "what the preview says would no longer hold");
        keeping.previewing(false);
        assert!(keeping.has_work());
    }
}
