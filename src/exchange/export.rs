//! Writing a bundle for one device: what it lacks, what every machine has said, what the records add up to here.

use std::path::{Path, PathBuf};

use crate::journal::commit::Commit;
use crate::journal::{Audience, EntityId, Hash, Ledger, OpId, StreamId, Vector};
use crate::store::locals::Sent;
use crate::store::{Folder, LocalFact};
use crate::vault::System;
use crate::vault::boxes::Recipient;
use crate::vault::random::draw;

use super::choose::{self, Addressee, Choice, Item};
use super::error::ExchangeError;
use super::header::{Counts, FORMAT, Header, KeyId, UNPACKED_MAX};
use super::holding::Holding;
use super::machine::{Machine, Own};
use super::parcel::{Parcel, ScopeDigests, Statement};
use super::proof::{Proof, ProofFault};
use super::receipt::{self, Receipt, Said};
use super::write::{Target, Writing, Written};

/// Bytes that one question to the state brings at most, but for the last record.
const SLICE_BYTES: usize = 512 << 10;
/// Kept back for receipts, scope and digests.
const OTHERS_BYTES: u64 = 256 << 20;

/// A bundle that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The file.
    pub path: PathBuf,
    /// Its hash, in hexadecimal.
    pub hash: String,
    /// To whom: the label.
    pub to: String,
    /// Number of the bundle, counted by this folder.
    pub number: u64,
    /// Commits inside.
    pub commits: u64,
    /// Bodies of commits that the receiver had.
    pub bodies: u64,
    /// Length of the file.
    pub bytes: u64,
    /// True if more is left for a next bundle.
    pub more: bool,
}

/// Everything that stands around the items, gathered in one question.
struct Plan {
    addressee: Addressee,
    choice: Choice,
    proof: Proof,
    said: Said,
    receipts: Vec<Receipt>,
    digests: Vec<ScopeDigests>,
    own: Vec<(StreamId, u64)>,
}

/// Hears of bytes done and in all; false stops.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

/// Which device a label means ([`choose::named`]); without a label the one other device, or, on a laptop, the office.
pub fn addressee<M: Machine>(machine: &M, label: Option<&str>) -> Result<EntityId, ExchangeError> {
    let own = machine.own()?;
    let all = machine.ask(|holding| Ok(choose::addressees(holding.ledger())))?;
    match label {
        Some(label) => {
            let found = choose::named(&all, label)
                .ok_or_else(|| ExchangeError::NoSuchDevice { label: label.to_owned() })?;
            check(found, own.device)?;
            Ok(found.entity)
        }
        None => {
            let mut others: Vec<&Addressee> =
                all.iter().filter(|one| !one.ended && one.entity != own.device).collect();
            let own_is_office = all.iter().any(|one| one.entity == own.device && one.device.office_machine);
            if !own_is_office {
                others.retain(|one| one.device.office_machine);
            }
            match others.first() {
                Some(first) if others.len() == 1 || !own_is_office => Ok(first.entity),
                _ => {
                    let labels = others.iter().map(|one| one.device.label.clone()).collect();
                    Err(ExchangeError::AddresseeNeeded { labels })
                }
            }
        }
    }
}

fn check(addressee: &Addressee, own: EntityId) -> Result<(), ExchangeError> {
    if addressee.entity == own {
        return Err(ExchangeError::ToItself);
    }
    if addressee.ended {
        return Err(ExchangeError::DeviceEnded { label: addressee.device.label.clone() });
    }
    Ok(())
}

/// Writes a bundle for a device into a folder and records that it was written.
pub fn export(
    folder: &mut Folder,
    to: EntityId,
    target: &Path,
    progress: Progress<'_>,
) -> Result<Exported, ExchangeError> {
    write(folder, to, |beginning| Target::Folder(target, beginning), progress)
}

/// The same, to a file of a given name.
pub fn export_to_file(
    folder: &mut Folder,
    to: EntityId,
    file: &Path,
    progress: Progress<'_>,
) -> Result<Exported, ExchangeError> {
    write(folder, to, |_| Target::File(file), progress)
}

fn write<'t>(
    folder: &mut Folder,
    to: EntityId,
    target: impl FnOnce(String) -> Target<'t>,
    progress: Progress<'_>,
) -> Result<Exported, ExchangeError> {
    let sent = Folder::ask(folder, |state| state.sent())?;
    let number = sent.iter().map(|sent| sent.number).max().unwrap_or(0).saturating_add(1);
    let (exported, written, own) = compose(folder, to, number, target, progress)?;
    let wall_ms = (folder.world().wall_ms)();
    let fact = Sent { device: to, number, bundle: written.hash, own, wall_ms };
    folder.note(&LocalFact::Sent(fact))?;
    Ok(exported)
}

type Composed = (Exported, Written, Vec<(StreamId, u64)>);

/// Chooses and writes; the machine is left as it was, but for its clock.
pub fn compose<'t, M: Machine>(
    machine: &mut M,
    to: EntityId,
    number: u64,
    target: impl FnOnce(String) -> Target<'t>,
    progress: Progress<'_>,
) -> Result<Composed, ExchangeError> {
    let hybrid = machine.sign_time()?;
    let machine = &*machine;
    let own = machine.own()?;
    let wall_ms = machine.wall_ms();
    let mut plan = plan(machine, &own, to, hybrid)?;
    check(&plan.addressee, own.device)?;
    let others = others(machine, &plan)?;
    let (kept, mut unpacked) = measure(machine, &plan, progress)?;
    let more = kept < plan.choice.items.len();
    if more {
        plan.choice = machine.ask({
            let items: Vec<Item> = plan.choice.items.iter().take(kept).copied().collect();
            move |holding| Ok(choose::described(holding.ledger(), items))
        })?;
        plan.own.clear();
    }
    unpacked += others.iter().map(|record| 4 + record.len() as u64).sum::<u64>();
    let mut counts = plan.choice.counts;
    counts.others = others.len() as u64;
    let receiving_key = plan.addressee.device.receiving_key;
    let header = header(&plan, &own, counts, unpacked, wall_ms)?;
    let recipients = [Recipient::from_bytes(&receiving_key)?];
    let sign = |message: &[u8]| machine.sign(message);
    let writing =
        Writing { files: machine.files(), spool: &own.outbox, recipients: &recipients, sign: &sign };
    let to_label = plan.addressee.device.label.clone();
    let target = target(format!("kuqu-{}-{}-{number:06}", plain(&own.label), plain(&to_label)));
    let mut done = 0;
    let written = writing.write(&header, &target, &mut |sink| {
        each_slice(machine, &plan, |records| {
            for record in records {
                done += 4 + record.len() as u64;
                sink(&record)?;
            }
            if progress(unpacked + done, 2 * unpacked) { Ok(true) } else { Err(ExchangeError::Stopped) }
        })?;
        others.iter().try_for_each(|record| sink(record))
    })?;
    let exported = Exported {
        path: written.path.clone(),
        hash: written.hash.hex(),
        to: to_label,
        number,
        commits: counts.commits,
        bodies: counts.bodies,
        bytes: written.bytes,
        more,
    };
    Ok((exported, written, plan.own))
}

/// The clear header of what was planned.
fn header(
    plan: &Plan,
    own: &Own,
    counts: Counts,
    unpacked: u64,
    wall_ms: u64,
) -> Result<Header, ExchangeError> {
    Ok(Header {
        format: FORMAT,
        least_reader: FORMAT,
        bundle: draw(&mut System)?,
        data_set: plan.said.data_set,
        stream: own.stream,
        key: own.key,
        proof: plan.proof.clone(),
        recipients: vec![KeyId::of(&plan.addressee.device.receiving_key)],
        ranges: plan.choice.ranges.clone(),
        counts,
        unpacked,
        made: local_time(wall_ms),
        program: env!("CARGO_PKG_VERSION").to_owned(),
    })
}

/// Everything but the items, in one question.
fn plan<M: Machine>(machine: &M, own: &Own, to: EntityId, hybrid: u64) -> Result<Plan, ExchangeError> {
    let receipts = machine.receipts()?;
    let backed_up = machine.backed_up()?.map(receipt::shortened);
    let wall_ms = machine.wall_ms();
    let (device, key) = (own.device, own.key);
    machine.ask(move |holding| {
        let ledger = holding.ledger();
        let addressee = choose::addressees(ledger).into_iter().find(|one| one.entity == to);
        let Some(addressee) = addressee else {
            return Ok(Err(ExchangeError::NoSuchDevice { label: to.hex() }));
        };
        let mut theirs = Vector::default();
        let mut relayed = Vec::new();
        for receipt in receipts {
            match receipt.said(ledger) {
                // Its own is not told back to it; one's own is written anew.
                Some(said) if said.device == to => theirs = said.vector,
                Some(said) if said.device == device => {}
                Some(_) => relayed.push(receipt),
                None => {}
            }
        }
        let choice = choose::choose(ledger, &theirs, &addressee);
        let Some(proof) = prove(holding, device)? else { return Ok(Err(ProofFault::Group.into())) };
        let said = Said {
            device,
            data_set: ledger.data_set(),
            hybrid,
            wall_ms,
            vector: receipt::shortened(ledger.vector()),
            backed_up,
            refusals: receipt::refusals_of(ledger),
        };
        let digests = digests(holding, &addressee);
        let own = own_runs(ledger, &key);
        Ok(Ok(Plan { addressee, choice, proof, said, receipts: relayed, digests, own }))
    })?
}

/// The last sequence of each of this machine's own streams.
pub fn own_runs(ledger: &Ledger, key: &[u8; 32]) -> Vec<(StreamId, u64)> {
    let streams = ledger.vector().streams.into_iter();
    let own = streams.filter(|(stream, _)| ledger.signing_key(*stream) == Some(*key));
    own.map(|(stream, runs)| (stream, runs.iter().map(|run| run.last).max().unwrap_or(0))).collect()
}

/// The enrolment proof of a device, of what is held.
pub fn prove<H: Holding>(holding: &H, device: EntityId) -> Result<Option<Proof>, H::Error> {
    let ledger = holding.ledger();
    let commit = |hash: Option<Hash>| match hash {
        Some(hash) => holding.held(&hash),
        None => Ok(None),
    };
    let founding: Option<Commit> = commit(Some(ledger.data_set()))?;
    let enrolment = commit(ledger.hashes(OpId(device.0).commit()).first().copied())?;
    let Some((founding, enrolment)) = founding.zip(enrolment) else { return Ok(None) };
    let stream = enrolment.stream();
    let opens = ledger.entries().find(|entry| entry.header.opening.is_some() && entry.stream() == stream);
    let Some(first) = commit(opens.map(|entry| entry.hash))? else { return Ok(None) };
    Ok(Proof::new(&founding, &first, &enrolment, device))
}

/// The digests of the scopes that the receiver may hold.
fn digests<H: Holding>(holding: &H, addressee: &Addressee) -> Vec<ScopeDigests> {
    let mut scopes: Vec<(Audience, EntityId)> = Vec::new();
    for entry in holding.ledger().entries() {
        let Some(audience) = holding.ledger().audience(entry.stream()) else { continue };
        scopes.extend(entry.header.groups.iter().map(|group| (audience, group.scope)));
    }
    scopes.sort_unstable();
    scopes.dedup();
    let may = |(audience, scope): &(Audience, EntityId)| {
        addressee.reach.office || *audience == Audience::Everyone && addressee.reach.includes(*scope)
    };
    let of = |(audience, scope)| (audience, scope, holding.digests_of(audience, scope));
    scopes.into_iter().filter(may).map(of).collect()
}

/// Receipts, scope statement, digests.
fn others<M: Machine>(machine: &M, plan: &Plan) -> Result<Vec<Vec<u8>>, ExchangeError> {
    let own = Receipt::sign(&plan.said, &|message| machine.sign(message))?;
    let mut records = vec![Parcel::Receipt(own).encode()?];
    let reach = &plan.addressee.reach;
    let villages = reach.villages.iter().filter(|village| !village.is_zero()).copied().collect();
    let statement = Statement { device: plan.addressee.entity, office: reach.office, villages };
    records.push(Parcel::Scope(statement).encode()?);
    for receipt in &plan.receipts {
        records.push(Parcel::Receipt(receipt.clone()).encode()?);
    }
    for digests in Parcel::digests(plan.digests.clone()) {
        records.push(digests.encode()?);
    }
    Ok(records)
}

/// How many items fit into a bundle, and their bytes.
fn measure<M: Machine>(
    machine: &M,
    plan: &Plan,
    progress: Progress<'_>,
) -> Result<(usize, u64), ExchangeError> {
    let (mut kept, mut unpacked) = (0, 0);
    let total = plan.choice.items.len() as u64;
    each_slice(machine, plan, |records| {
        for record in records {
            let bytes = 4 + record.len() as u64;
            if unpacked + bytes > UNPACKED_MAX - OTHERS_BYTES {
                return Ok(false);
            }
            unpacked += bytes;
            kept += 1;
        }
        if progress(kept as u64, 2 * total.max(1)) { Ok(true) } else { Err(ExchangeError::Stopped) }
    })?;
    Ok((kept, unpacked))
}

/// Gives the items' records in slices, until told to stop.
fn each_slice<M: Machine>(
    machine: &M,
    plan: &Plan,
    mut each: impl FnMut(Vec<Vec<u8>>) -> Result<bool, ExchangeError>,
) -> Result<(), ExchangeError> {
    let mut at = 0;
    while at < plan.choice.items.len() {
        let items: Vec<Item> = plan.choice.items.iter().skip(at).take(256).copied().collect();
        let reach = plan.addressee.reach.clone();
        let records = machine.ask(move |holding| {
            let (mut records, mut bytes) = (Vec::new(), 0);
            for item in items {
                if bytes > SLICE_BYTES {
                    break;
                }
                let record = choose::parcel(holding, item, &reach)?.map(Parcel::encode);
                bytes += record.as_ref().map_or(0, |record| record.as_ref().map_or(0, Vec::len));
                records.push(record);
            }
            Ok(records)
        })?;
        at += records.len();
        let mut whole = Vec::with_capacity(records.len());
        for record in records {
            whole.push(record.ok_or(super::error::Refusal::Changing)??);
        }
        if !each(whole)? {
            break;
        }
    }
    Ok(())
}

/// Date and time at UTC+8, for people.
pub(super) fn local_time(wall_ms: u64) -> String {
    let shifted = i64::try_from(wall_ms).unwrap_or(0).saturating_add(8 * 3_600_000);
    let time = chrono::DateTime::from_timestamp_millis(shifted);
    time.map(|time| format!("{}+08:00", time.format("%Y-%m-%dT%H:%M:%S"))).unwrap_or_default()
}

/// A label as it may stand in a file's name.
fn plain(label: &str) -> String {
    let kept: String = label.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    if kept.is_empty() { "x".to_owned() } else { kept }
}
