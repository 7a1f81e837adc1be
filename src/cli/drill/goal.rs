//! How it is seen that a step was done (目标): read from the folders, never from what the program said.

use std::sync::Arc;

use super::scene::{OFFICE, PERSON, Scene};
use super::steps::{Goal, Held, Step};
use crate::cli::answer::Exit;
use crate::cli::session::Failure;
use crate::cli::show;
use crate::domain::kinds::kind;
use crate::domain::record::Person;
use crate::domain::subsidy::payment::Sort;
use crate::exchange::header::Range;
use crate::exchange::{self, choose, delivery, stick};
use crate::i18n::cli::Say;
use crate::journal::{CommitId, Entry, OpId};
use crate::runtime::desk::Desk;
use crate::search::EntryKind;
use crate::store::Folder;

/// A whole file on the stick.
struct Carried {
    /// It has been taken in.
    known: bool,
    /// The headers inside.
    ranges: Vec<Range>,
}

impl Scene<'_> {
    /// True if the step is seen to be done.
    pub fn is_reached(&self, step: &Step) -> Result<bool, Failure> {
        let Some(machine) = step.machine else { return Ok(false) };
        Ok(match step.goal {
            Goal::Has(value) => {
                let person = self.person(&self.desk(machine)?)?;
                person.account.all().chain(person.phone.all()).any(|one| one == value)
            }
            Goal::Settled => self.person(&self.desk(machine)?)?.account.settled().is_some(),
            Goal::Written { to, held } => self.carries(machine, to, held)?,
            Goal::TakenIn { from } => self.has_taken_in(machine, from)?,
            Goal::AsOffice => self.has_taken_in(machine, OFFICE)? && self.is_as_office(machine)?,
            Goal::Ended(label) => {
                let folder = self.folder(machine)?;
                let devices = folder.ask({
                    let own = folder.device();
                    move |state| delivery::devices(state, own)
                })?;
                devices.iter().any(|device| device.label == label && device.ended)
            }
            Goal::CameBack => self.waits(&self.desk(machine)?)?,
            Goal::PaidAgain => {
                let desk = self.desk(machine)?;
                let again = desk.batch_rows()?.iter().any(|row| row.sort == Sort::Again);
                // Somebody else's payment does not take the person's off the list.
                again && !self.waits(&desk)?
            }
            Goal::Refused | Goal::Made => false,
        })
    }

    /// True if whole files of `machine` for `to` lie on the stick, and hold what `to` lacks of what they are to carry: a file
    /// that is older does not count.
    fn carries(&self, machine: &str, to: &str, held: Held) -> Result<bool, Failure> {
        let receiver = self.folder(to)?;
        let carried = self.lying(&receiver, machine)?;
        if carried.is_empty() {
            return Ok(false);
        }
        let theirs = receiver.ask(|state| Ok(state.ledger().vector()))?;
        let key = receiver.vault().1.signing_public();
        drop(receiver);
        let ranges: Vec<Range> = carried.into_iter().flat_map(|file| file.ranges).collect();
        let sender = self.desk(machine)?;
        let commits: Option<Vec<CommitId>> = match held {
            Held::Account => Some(self.person(&sender)?.account.ops.iter().map(OpId::commit).collect()),
            Held::All => None,
        };
        Ok(sender.folder().ask(move |state| {
            let ledger = state.ledger();
            let Some((device, _)) = choose::device_of(ledger, &key) else { return Ok(false) };
            let lacking = ledger.lacking(&theirs, &choose::reach_of(ledger, device));
            let inside = |entry: &Entry| {
                let of_stream = |range: &&Range| range.stream == entry.stream();
                let sequence = entry.header.sequence;
                ranges.iter().filter(of_stream).any(|range| (range.from..=range.to).contains(&sequence))
            };
            let wanted = |entry: &&Entry| commits.as_ref().is_none_or(|commits| commits.contains(&entry.id));
            let entries = lacking.headers.iter().filter_map(|hash| ledger.entry(hash));
            Ok(entries.filter(wanted).all(inside))
        })?)
    }

    /// True if whole files of `from` lie on the stick and all have been taken in.
    fn has_taken_in(&self, machine: &str, from: &str) -> Result<bool, Failure> {
        let carried = self.lying(&self.folder(machine)?, from)?;
        Ok(!carried.is_empty() && carried.iter().all(|file| file.known))
    }

    /// True if the person's account is settled here as in the office.
    fn is_as_office(&self, machine: &str) -> Result<bool, Failure> {
        let [here, there] = [self.desk(machine)?, self.desk(OFFICE)?];
        let (here, there) = (self.person(&here)?, self.person(&there)?);
        Ok(here.account.settled().is_some() && here.account.settled() == there.account.settled())
    }

    /// True if the person's payment of the newest list of a period came back and waits.
    fn waits(&self, desk: &Desk) -> Result<bool, Failure> {
        let person = show::resolve(desk, PERSON, EntryKind::Person)?;
        let rows = desk.batch_rows()?;
        let lists = rows.iter().filter(|row| row.sort != Sort::Again);
        let newest = lists.map(|row| row.period.code()).max();
        Ok(desk.open_items()?.iter().any(|item| item.person == person && Some(item.period) == newest))
    }

    /// The whole files on the stick from this machine for that folder.
    fn lying(&self, folder: &Folder, from: &str) -> Result<Vec<Carried>, Failure> {
        let mut carried = Vec::new();
        for file in stick::lying(folder, &self.stick())? {
            let Ok(bundle) = file.found else { continue };
            if !bundle.readable || bundle.from != from {
                continue;
            }
            let files = Arc::clone(&self.session.world.files);
            let Ok(report) = exchange::verify(files, &self.stick().join(&file.name)) else { continue };
            carried.push(Carried { known: bundle.known, ranges: report.ranges });
        }
        Ok(carried)
    }

    /// A machine's folder as the commands work on it.
    fn desk(&self, machine: &str) -> Result<Desk, Failure> {
        Ok(Desk::open(self.folder(machine)?, self.session.today)?)
    }

    /// The person as a machine has them.
    fn person(&self, desk: &Desk) -> Result<Person, Failure> {
        let entity = show::resolve(desk, PERSON, EntryKind::Person)?;
        let records = desk.folder().ask(move |state| state.entity(kind::PERSON, entity))?;
        let mut persons = records.into_iter().map(|(key, record)| Person::from_record(key, &record));
        persons.next().ok_or_else(|| Failure::Say(Say::NoSuchCode(PERSON.to_owned()), Exit::Failed))
    }
}
