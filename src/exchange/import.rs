//! Taking a bundle in: verify, stage, preview, journal, state, receipt. Up to the journal nothing of this machine changes,
//! and the preview's numbers are those of the result.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::codec::Frame;
use crate::journal::{Audience, Digests, EntityId, Hash, Ledger, StreamId};
use crate::store::Folder;
use crate::store::files::Files;

use super::brought::Noting;
use super::choose;
use super::error::{ExchangeError, Refusal};
use super::export::Progress;
use super::header::Counts;
use super::holding::Holding;
use super::machine::Machine;
use super::parcel::{Parcel, ScopeDigests, Statement};
use super::read::{self, Bundle, Records};
use super::reassign;
use super::receipt::{Receipt, Said};
use super::rehearsal::{Folding, Judged, Judging, Predicted, Share, Verdict, vouched};
use super::tally::{Likenesses, Preview, RefusedPart};
use super::write;

/// Records that cannot be read: beyond so many the file is no bundle with a flaw but something else.
const UNREADABLE_MAX: usize = 1_000;
/// Bytes of records that are worked on at once.
const SLICE_BYTES: usize = 512 << 10;
/// Unpacked bytes whose records are rehearsed in one round.
const SHARE_BYTES: u64 = 64 << 20;

/// Who sent a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// Its device.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// True for a machine of the office.
    pub office_machine: bool,
    /// Its work has ended; what it did before still counts.
    pub ended: bool,
    /// Its date and time, never believed.
    pub made: String,
}

/// A bundle that was verified, staged and rehearsed, and not taken in yet.
pub struct Intake {
    bundle: Bundle,
    staged: PathBuf,
    sender: Sender,
    verdicts: Vec<Verdict>,
    preview: Preview,
    predicted: Predicted,
    receipts: Vec<Receipt>,
    digests: Vec<ScopeDigests>,
    statement: Option<Statement>,
    mark: u64,
}

/// What taking it in came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The bundle's hash, in hexadecimal.
    pub bundle: String,
    /// From whom.
    pub sender: Sender,
    /// What was done: equal to what the preview said.
    pub preview: Preview,
    /// False if somewhere equal operations came to different records.
    pub digest_agrees: bool,
    /// Where: an alarm, to be looked at by a person.
    pub disagreeing: Vec<(Audience, EntityId)>,
    /// Streams that two folders go on in: copied folders, an alarm too.
    pub branched: Vec<StreamId>,
    /// This folder was copied; it goes on in a new stream.
    pub minted: bool,
    /// Villages that this machine is given from now on.
    pub gained: Vec<EntityId>,
    /// Villages that it is given no more: what is here stays until the office has all of it.
    pub left: Vec<EntityId>,
    /// Commits among those taken in that a laptop wrote in a village after it had left it (调整后补录).
    pub late: u64,
}

/// What a machine is given, and what others wrote outside of what they are given.
struct Standing {
    villages: BTreeSet<EntityId>,
    late: BTreeSet<Hash>,
}

impl Standing {
    fn of(ledger: &Ledger, device: EntityId) -> Self {
        let reach = choose::reach_of(ledger, device);
        let villages = reach.villages.into_iter().filter(|village| !village.is_zero()).collect();
        Self { villages, late: reassign::late(ledger).into_iter().map(|(hash, _)| hash).collect() }
    }
}

/// What a payload holds beside commits.
#[derive(Default)]
struct Others {
    receipts: Vec<Receipt>,
    digests: Vec<ScopeDigests>,
    statement: Option<Statement>,
}

/// Frames of a slice; none where the record is something else or cannot be read.
struct Slice {
    frames: Vec<Option<Frame>>,
    /// By place in the slice: why it cannot be read.
    unreadable: Vec<(usize, String)>,
}

/// Reads the next slice; empty at the end.
fn next_slice(
    records: &mut Records,
    counts: &mut Counts,
    others: &mut Others,
) -> Result<Slice, ExchangeError> {
    let mut slice = Slice { frames: Vec::new(), unreadable: Vec::new() };
    let mut bytes = 0;
    while bytes < SLICE_BYTES && slice.frames.len() < 256 {
        let Some(record) = records.take()? else { break };
        bytes += record.len() + 64;
        let parcel = Parcel::decode(&record);
        match &parcel {
            Ok(Parcel::Commit(_)) => counts.commits += 1,
            Ok(Parcel::Bodies(_)) => counts.bodies += 1,
            _ => counts.others += 1,
        }
        let frame = match parcel {
            Ok(Parcel::Receipt(receipt)) => {
                others.receipts.push(receipt);
                None
            }
            Ok(Parcel::Scope(statement)) => {
                others.statement = Some(statement);
                None
            }
            Ok(Parcel::Digests(digests)) => {
                others.digests.extend(digests);
                None
            }
            Ok(Parcel::Header(_)) => return Err(Refusal::HeaderDiffers.into()),
            Ok(parcel) => parcel.frame(),
            Err(error) => {
                slice.unreadable.push((slice.frames.len(), error.to_string()));
                None
            }
        };
        slice.frames.push(frame);
    }
    Ok(slice)
}

impl Intake {
    /// Verifies, stages and rehearses a file. Nothing of the machine changes but its inbox.
    pub fn open<M: Machine>(machine: &M, path: &Path, progress: Progress<'_>) -> Result<Self, ExchangeError> {
        let own = machine.own()?;
        let files = machine.files();
        files.make_folder(&own.inbox)?;
        let staged = own.inbox.join("arriving.part");
        let opened = Self::stage(machine, path, &staged, progress);
        if opened.is_err() {
            // The next arrival writes over what cannot be removed.
            let _ = files.remove(&staged);
        }
        opened
    }

    fn stage<M: Machine>(
        machine: &M,
        path: &Path,
        staged: &Path,
        progress: Progress<'_>,
    ) -> Result<Self, ExchangeError> {
        let files = machine.files();
        let data_set = machine.ask(|holding| Ok(holding.ledger().data_set()))?;
        let receiving_key = machine.identity().recipient().to_bytes()?;
        // What is not ours need not be copied, however large.
        read::peek(&*files, path)?.admit(data_set, &receiving_key)?;
        write::copy_in(&*files, path, staged, progress)?;
        let bundle = Bundle::check(Arc::clone(&files), staged, progress)?;
        bundle.header.admit(data_set, &receiving_key)?;
        let device = bundle.sender();
        let ended = machine.ask(move |holding| Ok(choose::has_ended(holding.ledger(), device)))?;
        let sender = Sender {
            device,
            label: bundle.proven.device.label.clone(),
            office_machine: bundle.proven.device.office_machine,
            ended,
            made: bundle.header.made.clone(),
        };
        let mark = machine.mark();
        let mut intake = Self {
            bundle,
            staged: staged.to_owned(),
            sender,
            verdicts: Vec::new(),
            preview: Preview::default(),
            predicted: Predicted::new(),
            receipts: Vec::new(),
            digests: Vec::new(),
            statement: None,
            mark,
        };
        intake.rehearse(machine, progress)?;
        Ok(intake)
    }

    /// Judges everything, then folds it share by share.
    fn rehearse<M: Machine>(&mut self, machine: &M, progress: Progress<'_>) -> Result<(), ExchangeError> {
        let shares = (self.bundle.header.unpacked / SHARE_BYTES + 1).min(200);
        let rounds = self.bundle.header.counts;
        let total = (rounds.commits + rounds.bodies + rounds.others).max(1) * (1 + shares);
        let mut done = 0;
        let judged = Arc::new(self.judge(machine, &mut done, total, progress)?);
        let mut alike = Likenesses::default();
        for number in 0..shares {
            let (number, of) =
                (u8::try_from(number).unwrap_or(u8::MAX), u8::try_from(shares).unwrap_or(u8::MAX));
            let shared = Arc::clone(&judged);
            let share = Share { number, of };
            let mut folding = machine.ask(move |holding| Folding::new(holding, &shared, share))?;
            let (mut counts, mut others) = (Counts::default(), Others::default());
            let mut records = self.bundle.records(machine.identity())?;
            let mut at = 0;
            loop {
                let slice = next_slice(&mut records, &mut counts, &mut others)?;
                if slice.frames.is_empty() {
                    break;
                }
                let taken = self.taken(at, slice.frames);
                at += taken.0;
                done += taken.0 as u64;
                let shared = Arc::clone(&judged);
                let (kept, uncounted) = machine.ask(move |holding| {
                    let mut uncounted = Vec::new();
                    for frame in &taken.1 {
                        uncounted.extend(folding.fold(holding, &shared, frame)?);
                    }
                    Ok((folding, uncounted))
                })?;
                folding = kept;
                self.preview.note(uncounted);
                if !progress(done, total) {
                    return Err(ExchangeError::Stopped);
                }
            }
            let mut preview = std::mem::take(&mut self.preview);
            let (preview, predicted, kept) = machine.ask(move |holding| {
                let (records, predicted) = folding.finish(holding);
                preview.add(holding.table(), &records);
                alike.add(&records);
                let base = |name: &(Audience, EntityId)| holding.digests_of(name.0, name.1);
                let deltas = predicted.into_iter().map(|(name, digests)| (name, (base(&name), digests)));
                Ok((preview, deltas.collect::<BTreeMap<_, _>>(), alike))
            })?;
            (self.preview, alike) = (preview, kept);
            for (name, (base, digests)) in predicted {
                add_change(self.predicted.entry(name).or_insert(base), &base, &digests);
            }
        }
        self.preview.duplicates = machine.ask(move |holding| alike.pairs(holding))?;
        self.preview.name_authors(&judged.ledger);
        self.preview.finish();
        Ok(())
    }

    /// The first pass: what the ledger says, and everything that is no commit.
    fn judge<M: Machine>(
        &mut self,
        machine: &M,
        done: &mut u64,
        total: u64,
        progress: Progress<'_>,
    ) -> Result<Judged, ExchangeError> {
        let mut judging = machine.ask(|holding| Ok(Judging::new(holding)))?;
        let mut unread = 0;
        let (mut counts, mut others) = (Counts::default(), Others::default());
        let mut records = self.bundle.records(machine.identity())?;
        loop {
            let Slice { frames, unreadable } = next_slice(&mut records, &mut counts, &mut others)?;
            if frames.is_empty() {
                break;
            }
            *done += frames.len() as u64;
            let first = self.verdicts.len();
            let (kept, mut verdicts) = machine.ask(move |holding| {
                let judge = |frame: &Option<Frame>| match frame {
                    Some(frame) => judging.admit(holding, frame),
                    None => Verdict::Refuse(String::new()),
                };
                let verdicts: Vec<Verdict> = frames.iter().map(judge).collect();
                Ok((judging, verdicts))
            })?;
            judging = kept;
            let told = unreadable.len();
            for (at, reason) in unreadable {
                if let Some(verdict) = verdicts.get_mut(at) {
                    *verdict = Verdict::Refuse(reason);
                }
            }
            unread += told;
            if unread > UNREADABLE_MAX {
                return Err(Refusal::Payload.into());
            }
            for (index, verdict) in (first as u64..).zip(&verdicts) {
                match verdict {
                    Verdict::Known => self.preview.already += 1,
                    Verdict::Refuse(reason) if !reason.is_empty() => {
                        let reason = reason.clone();
                        self.preview.refused.push(RefusedPart::Record { index, reason });
                    }
                    _ => {}
                }
            }
            self.verdicts.append(&mut verdicts);
            if !progress(*done, total) {
                return Err(ExchangeError::Stopped);
            }
        }
        let said = self.bundle.header.counts;
        // A record of a newer sort counts among the others here, whatever the sender counted it as.
        let all = |counts: Counts| counts.commits + counts.bodies + counts.others;
        if all(counts) != all(said) {
            return Err(Refusal::CountsDiffer.into());
        }
        (self.receipts, self.digests, self.statement) = (others.receipts, others.digests, others.statement);
        machine.ask(move |holding| Ok(judging.finish(holding)))
    }

    /// The frames of a slice that go into the journal, and the slice's length; `first` = place of its first record.
    fn taken(&self, first: usize, frames: Vec<Option<Frame>>) -> (usize, Vec<Frame>) {
        let count = frames.len();
        let verdicts = self.verdicts.iter().skip(first);
        let taken =
            frames.into_iter().zip(verdicts).filter(|(_, verdict)| matches!(verdict, Verdict::Take(_)));
        (count, taken.filter_map(|(frame, _)| frame).collect())
    }

    /// What taking it in would do.
    pub fn preview(&self) -> &Preview {
        &self.preview
    }

    /// Who sent it.
    pub fn sender(&self) -> &Sender {
        &self.sender
    }

    /// For whom it was made, as the sender stated.
    pub fn statement(&self) -> Option<&Statement> {
        self.statement.as_ref()
    }

    /// The bundle's hash, in hexadecimal.
    pub fn hash(&self) -> String {
        self.bundle.hash.hex()
    }

    /// Leaves everything as it was.
    pub fn cancel(self, files: &dyn Files) -> Result<(), ExchangeError> {
        Ok(files.remove(&self.staged)?)
    }

    /// Takes it in. [`ExchangeError::Stale`] if something was written since the preview.
    pub fn commit(self, folder: &mut Folder, progress: Progress<'_>) -> Result<Outcome, ExchangeError> {
        let mut outcome = self.take_in(folder, progress)?;
        folder.take_drawer()?;
        if folder.is_copied()? {
            folder.begin_stream()?;
            outcome.minted = true;
        }
        Ok(outcome)
    }

    /// The same for any machine.
    pub fn take_in<M: Machine>(
        self,
        machine: &mut M,
        progress: Progress<'_>,
    ) -> Result<Outcome, ExchangeError> {
        if machine.mark() != self.mark {
            return Err(ExchangeError::Stale);
        }
        let (mut counts, mut others) = (Counts::default(), Others::default());
        let device = machine.own()?.device;
        let scope = move |holding: &M::Held| Ok(Standing::of(holding.ledger(), device));
        let before = machine.ask(scope)?;
        let mut records = self.bundle.records(machine.identity())?;
        let (mut at, total) = (0, self.verdicts.len() as u64);
        let mut noting = Noting::new(self.bundle.hash, self.sender.device, machine.wall_ms());
        loop {
            let slice = next_slice(&mut records, &mut counts, &mut others)?;
            if slice.frames.is_empty() {
                break;
            }
            let vouched = vouched(&slice.frames, self.verdicts.iter().skip(at));
            let (count, mut frames) = self.taken(at, slice.frames);
            at += count;
            if !frames.is_empty() {
                (noting, frames) = machine.ask(move |holding| Ok(noting.noted(holding.ledger(), frames)))?;
                frames.extend(noting.fact()?);
                machine.take_in(frames, vouched)?;
            }
            // What is journalled stays; stopping now would leave half a bundle, so it is only told.
            let _ = progress(at as u64, total);
        }
        drop(records);
        let receipts = self.newer_receipts(machine)?;
        if !receipts.is_empty() {
            machine.keep(receipts)?;
        }
        let (disagreeing, branched) = self.compare(machine)?;
        machine.files().remove(&self.staged)?;
        let now = machine.ask(scope)?;
        Ok(Outcome {
            bundle: self.bundle.hash.hex(),
            sender: self.sender,
            preview: self.preview,
            digest_agrees: disagreeing.is_empty(),
            disagreeing,
            branched,
            minted: false,
            gained: now.villages.difference(&before.villages).copied().collect(),
            left: before.villages.difference(&now.villages).copied().collect(),
            late: now.late.difference(&before.late).count() as u64,
        })
    }

    /// The receipts that say something newer than those kept.
    fn newer_receipts<M: Machine>(
        &self,
        machine: &M,
    ) -> Result<Vec<(EntityId, u64, Receipt)>, ExchangeError> {
        let kept = machine.receipts()?;
        let own = machine.own()?.device;
        let came = self.receipts.clone();
        machine.ask(move |holding| {
            let ledger = holding.ledger();
            let said = |receipt: &Receipt| receipt.said(ledger);
            let known: BTreeMap<EntityId, u64> = kept
                .iter()
                .filter_map(|receipt| receipt.read().ok())
                .map(|said| (said.device, said.hybrid))
                .collect();
            let mut newest: BTreeMap<EntityId, (u64, Receipt)> = BTreeMap::new();
            for receipt in came {
                let Some(Said { device, hybrid, .. }) = said(&receipt) else { continue };
                let older = known.get(&device).is_some_and(|known| *known >= hybrid);
                let beaten = newest.get(&device).is_some_and(|(newer, _)| *newer >= hybrid);
                if device != own && !older && !beaten {
                    newest.insert(device, (hybrid, receipt));
                }
            }
            Ok(newest.into_iter().map(|(device, (hybrid, receipt))| (device, hybrid, receipt)).collect())
        })
    }

    /// Where equal operations came to different records: against the rehearsal, and against the sender.
    #[expect(clippy::type_complexity, reason = "two alarm lists of one question")]
    fn compare<M: Machine>(
        &self,
        machine: &M,
    ) -> Result<(Vec<(Audience, EntityId)>, Vec<StreamId>), ExchangeError> {
        let (predicted, said) = (self.predicted.clone(), self.digests.clone());
        machine.ask(move |holding| {
            let mine = |audience, scope| holding.digests_of(audience, scope);
            let wrong =
                predicted.iter().filter(|((audience, scope), digests)| mine(*audience, *scope) != **digests);
            let mut disagreeing: Vec<(Audience, EntityId)> = wrong.map(|(name, _)| *name).collect();
            let theirs = said
                .iter()
                .filter(|(audience, scope, theirs)| mine(*audience, *scope).agrees(theirs) == Some(false));
            disagreeing.extend(theirs.map(|(audience, scope, _)| (*audience, *scope)));
            disagreeing.sort_unstable();
            disagreeing.dedup();
            Ok((disagreeing, holding.ledger().branched()))
        })
    }
}

/// Adds to `sum` what lies between `base` and `now`: shares change the same scope's digests apart from each other.
fn add_change(sum: &mut Digests, base: &Digests, now: &Digests) {
    for (sum, base, now) in [(&mut sum.input, base.input, now.input), (&mut sum.state, base.state, now.state)]
    {
        sum.add(now.0);
        sum.subtract(base.0);
    }
}
