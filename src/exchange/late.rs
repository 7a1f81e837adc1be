//! What turns up of a machine whose work has ended (停用后收到的): put aside, read by a person, and released by a ruling, all of
//! it or commit by commit. A release lifts the end and the limits of roles, so what goes beyond the role is marked.

use crate::journal::authority::RulingTarget;
use crate::journal::{CommitId, EntityId, Entry, Held, Ledger, Quarantine, Standing};
use crate::store::{Folder, Ruling, RulingError};

use super::choose;
use super::error::ExchangeError;
use super::holding::Holding;
use super::transcript::{self, Transcript};

/// Fewest digits of a commit's id that is not given whole.
const DIGITS_MIN: usize = 4;

/// Whether this commit does not count because of an end alone; true = or may be so. One that says nothing of any record, such
/// as the opening of a stream, is nothing to read or to release.
fn put_aside(ledger: &Ledger, entry: &Entry) -> Option<bool> {
    if entry.header.groups.iter().all(|group| group.count == 0) {
        return None;
    }
    match ledger.standing(&entry.hash)? {
        Standing::Quarantined(Quarantine::Ended { .. }) => Some(false),
        Standing::Held(Held::EndAcrossGap { .. }) => Some(true),
        _ => None,
    }
}

/// Everything of a device that an end puts aside, in the order in which it wrote it.
pub fn of_device<H: Holding>(holding: &H, device: EntityId) -> Result<Vec<Transcript>, H::Error> {
    let ledger = holding.ledger();
    let Some(key) = ledger.authority().devices.get(&device).map(|device| device.signing_key) else {
        return Ok(Vec::new());
    };
    let of_it = ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == Some(key));
    let mut put_aside: Vec<(&Entry, bool)> =
        of_it.filter_map(|entry| Some((entry, put_aside(ledger, entry)?))).collect();
    put_aside.sort_by_key(|(entry, _)| transcript::written(entry));
    let transcript = |(entry, undecided)| Ok(Transcript { undecided, ..transcript::of(holding, entry)? });
    put_aside.into_iter().map(transcript).collect()
}

/// How many commits of each device are put aside.
pub fn counts(ledger: &Ledger) -> std::collections::BTreeMap<EntityId, usize> {
    let mut counts = std::collections::BTreeMap::new();
    for entry in ledger.entries().filter(|entry| put_aside(ledger, entry).is_some()) {
        let key = ledger.signing_key(entry.stream());
        if let Some((device, _)) = key.and_then(|key| choose::device_of(ledger, &key)) {
            *counts.entry(device).or_default() += 1;
        }
    }
    counts
}

/// Why nothing was released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotReleased {
    /// Nothing of that machine is put aside.
    Nothing,
    /// None of what is put aside has this id, or several begin like it.
    NoSuch(String),
}

/// Releases what turned up of a machine, see [`release_of`].
pub fn release(
    folder: &mut Folder,
    device: EntityId,
    only: &[String],
    why: Option<&str>,
) -> Result<Result<usize, NotReleased>, ExchangeError> {
    release_of(folder, &[device], only, why)
}

/// Releases what turned up of machines: all of it, or the commits with these ids. Gives how many.
pub fn release_of(
    folder: &mut Folder,
    devices: &[EntityId],
    only: &[String],
    why: Option<&str>,
) -> Result<Result<usize, NotReleased>, ExchangeError> {
    folder.may_rule()?;
    let asked = devices.to_vec();
    let late = folder.ask(move |state| {
        asked.iter().try_fold(Vec::new(), |mut late, device| {
            late.extend(of_device(state, *device)?);
            Ok(late)
        })
    })?;
    if late.is_empty() {
        return Ok(Err(NotReleased::Nothing));
    }
    let mut commits: Vec<CommitId> = Vec::new();
    for id in only {
        let wanted = id.trim().to_lowercase();
        let long_enough = wanted.chars().count() >= DIGITS_MIN;
        let mut found = late.iter().filter(|late| long_enough && late.commit.hex().starts_with(&wanted));
        match (found.next(), found.next()) {
            (Some(one), None) => commits.push(one.commit),
            _ => return Ok(Err(NotReleased::NoSuch(id.clone()))),
        }
    }
    if only.is_empty() {
        commits.extend(late.iter().map(|late| late.commit));
    }
    commits.sort_unstable();
    commits.dedup();
    let targets: Vec<RulingTarget> = commits.into_iter().map(RulingTarget::Commit).collect();
    Ok(Ok(folder.rule(&targets, Ruling::In, why)?))
}

/// What a label means where late work is read or released.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// The label as the machines have it.
    pub label: String,
    /// The ended machines of which something is put aside.
    pub devices: Vec<EntityId>,
    /// True if a machine with this label has ended at all.
    pub ended: bool,
}

/// The machine with this label ([`choose::named`]). None: the labels that there are.
pub fn device_named(folder: &Folder, label: &str) -> Result<Result<EntityId, Vec<String>>, ExchangeError> {
    let wanted = label.to_owned();
    Ok(folder.ask(move |state| {
        let all = choose::addressees(state.ledger());
        Ok(choose::named(&all, &wanted).map(|one| one.entity).ok_or_else(|| labels(&all)))
    })?)
}

/// The ended machines with this label of which something is put aside, whoever works under the label now. None: the labels
/// that there are.
pub fn ended_named(folder: &Folder, label: &str) -> Result<Result<Labelled, Vec<String>>, ExchangeError> {
    let wanted = label.to_owned();
    Ok(folder.ask(move |state| {
        let ledger = state.ledger();
        let all = choose::addressees(ledger);
        let Some(meant) = choose::named(&all, &wanted) else { return Ok(Err(labels(&all))) };
        let ended = choose::labelled(all.iter().filter(|one| one.ended), &wanted);
        let counts = counts(ledger);
        let with_late = ended.iter().filter(|one| counts.contains_key(&one.entity));
        Ok(Ok(Labelled {
            label: ended.first().unwrap_or(&meant).device.label.clone(),
            devices: with_late.map(|one| one.entity).collect(),
            ended: !ended.is_empty(),
        }))
    })?)
}

/// Every label once.
fn labels(all: &[choose::Addressee]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for one in all {
        if !labels.contains(&one.device.label) {
            labels.push(one.device.label.clone());
        }
    }
    labels
}

/// Ends a machine's work, by its entity.
pub fn end(folder: &mut Folder, device: EntityId, why: Option<&str>) -> Result<(), ExchangeError> {
    Ok(folder.end_device(device, why)?)
}

impl From<RulingError> for ExchangeError {
    fn from(error: RulingError) -> Self {
        Self::Store(error.into())
    }
}
