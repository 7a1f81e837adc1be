//! Taking a bundle in: verify, stage, preview, journal, state, receipt. Up to the journal nothing of this machine changes,
//! and the preview's numbers are those of the result.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::journal::codec::Frame;
use crate::journal::{Audience, CommitId, Digests, EntityId, Ledger, StreamId};
use crate::store::Folder;
use crate::store::files::Files;

use super::brought::Noting;
use super::choose;
use super::error::{ExchangeError, Refusal};
use super::export::Progress;
use super::header::Counts;
use super::holding::Holding;
use super::machine::Machine;
use super::parcel::{ScopeDigests, Statement};
use super::read::{self, Bundle};
use super::reassign;
use super::receipt::{Receipt, Said};
use super::rehearsal::{Folded, Folding, Judged, Judging, Predicted, Share, Verdict, vouched};
use super::slices::Slice;
use super::tally::{Likenesses, Preview, RefusedPart};
use super::write;

/// Records that cannot be read: beyond so many the file is no bundle with a flaw but something else.
const UNREADABLE_MAX: usize = 1_000;
/// Unpacked bytes whose records are rehearsed in one round: what they touch lies in memory, decoded, at about six times
/// as many bytes.
const SHARE_BYTES: u64 = if cfg!(test) { 8 << 10 } else { 12 << 20 }; // tests take their small bundles in several rounds

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
    /// Commits among those taken in that a laptop wrote in a village after it had left it, or to a record that had gone on in
    /// another village (调整后补录).
    pub late: u64,
}

/// What a machine is given, and what others wrote outside of what they are given.
struct Standing {
    villages: BTreeSet<EntityId>,
    late: BTreeSet<CommitId>,
}

impl Standing {
    fn of(ledger: &Ledger, device: EntityId) -> Self {
        let reach = choose::reach_of(ledger, device);
        let villages = reach.villages.into_iter().filter(|village| !village.is_zero()).collect();
        let late = reassign::late(ledger).into_iter();
        let late = late.filter_map(|(hash, _)| Some(ledger.entry(&hash)?.id)).collect();
        Self { villages, late }
    }
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

    /// Judges everything and folds it share by share, the first while it is judged.
    fn rehearse<M: Machine>(&mut self, machine: &M, progress: Progress<'_>) -> Result<(), ExchangeError> {
        let shares = (self.bundle.header.unpacked / SHARE_BYTES + 1).min(200);
        let of = u8::try_from(shares).unwrap_or(u8::MAX);
        let counts = self.bundle.header.counts;
        let records = (counts.commits + counts.bodies + counts.others).max(1);
        let mut passes = Passes { done: 0, total: records * shares, progress };
        let (judged, first) = self.judge(machine, Share { number: 0, of }, &mut passes)?;
        let judged = Arc::new(judged);
        passes.total += if judged.settled { 0 } else { records };
        let (mut alike, mut first) = (Likenesses::default(), Some(first).filter(|_| judged.settled));
        for number in 0..of {
            let folding = match first.take() {
                Some(first) => first,
                None => self.fold(machine, &judged, Share { number, of }, &mut passes)?,
            };
            let mut preview = std::mem::take(&mut self.preview);
            let (preview, predicted, kept) = machine.ask(move |holding| {
                let Folded { records, predicted, uncounted } = folding.finish(holding);
                preview.note(uncounted);
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

    /// The first pass: what the ledger says, everything that is no commit, and the first share as it is judged.
    fn judge<M: Machine>(
        &mut self,
        machine: &M,
        share: Share,
        passes: &mut Passes<'_>,
    ) -> Result<(Judged, Folding), ExchangeError> {
        let mut work = Some((machine.ask(|holding| Ok(Judging::new(holding)))?, Folding::new(share)));
        let mut unread = 0;
        let (verdicts, preview) = (&mut self.verdicts, &mut self.preview);
        let others = self.bundle.records(machine.identity())?.by_slices(|slice| {
            let Slice { frames, unreadable } = slice;
            let (first, count) = (verdicts.len(), frames.len());
            let Some((mut judging, mut folding)) = work.take() else { return Ok(()) };
            let (judging, folding, mut judged) = machine.ask(move |holding| {
                let mut judge = |frame: &Option<Frame>| match frame {
                    Some(frame) => judging.admit(holding, &mut folding, frame),
                    None => Ok(Verdict::Refuse(String::new())),
                };
                let verdicts = frames.iter().map(&mut judge).collect::<Result<Vec<Verdict>, _>>()?;
                Ok((judging, folding, verdicts))
            })?;
            work = Some((judging, folding));
            unread += unreadable.len();
            if unread > UNREADABLE_MAX {
                return Err(Refusal::Payload.into());
            }
            for (at, reason) in unreadable {
                if let Some(verdict) = judged.get_mut(at) {
                    *verdict = Verdict::Refuse(reason);
                }
            }
            for (index, verdict) in (first as u64..).zip(&judged) {
                match verdict {
                    Verdict::Known => preview.already += 1,
                    Verdict::Refuse(reason) if !reason.is_empty() => {
                        preview.refused.push(RefusedPart::Record { index, reason: reason.clone() });
                    }
                    _ => {}
                }
            }
            verdicts.append(&mut judged);
            passes.step(count)
        })?;
        let said = self.bundle.header.counts;
        // A record of a newer sort counts among the others here, whatever the sender counted it as.
        let all = |counts: Counts| counts.commits + counts.bodies + counts.others;
        if all(others.counts) != all(said) {
            return Err(Refusal::CountsDiffer.into());
        }
        (self.receipts, self.digests, self.statement) = (others.receipts, others.digests, others.statement);
        let (judging, folding) = work.ok_or(ExchangeError::Stopped)?;
        let judged = machine.ask(move |holding| Ok(judging.finish(holding)))?;
        Ok((judged, folding))
    }

    /// A further pass: one share under the judgement at the end.
    fn fold<M: Machine>(
        &self,
        machine: &M,
        judged: &Arc<Judged>,
        share: Share,
        passes: &mut Passes<'_>,
    ) -> Result<Folding, ExchangeError> {
        let shared = Arc::clone(judged);
        let mut folding = Some(machine.ask(move |holding| Folding::anew(holding, &shared, share))?);
        let mut at = 0;
        self.bundle.records(machine.identity())?.by_slices(|slice| {
            let (count, frames) = self.taken(at, slice.frames);
            at += count;
            let (shared, Some(mut work)) = (Arc::clone(judged), folding.take()) else { return Ok(()) };
            folding = Some(machine.ask(move |holding| {
                frames.iter().try_for_each(|frame| work.fold(holding, &shared, frame))?;
                Ok(work)
            })?);
            passes.step(count)
        })?;
        folding.ok_or(ExchangeError::Stopped)
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
        let device = machine.own()?.device;
        let scope = move |holding: &M::Held| Ok(Standing::of(holding.ledger(), device));
        let before = machine.ask(scope)?;
        let (mut at, total) = (0, self.verdicts.len() as u64);
        let mut noting = Some(Noting::new(self.bundle.hash, self.sender.device, machine.wall_ms()));
        let taken = self.bundle.records(machine.identity())?.by_slices(|slice| {
            let vouched = vouched(&slice.frames, self.verdicts.iter().skip(at));
            let (count, frames) = self.taken(at, slice.frames);
            at += count;
            if let Some(notes) = noting.take_if(|_| !frames.is_empty()) {
                let (mut notes, mut frames) =
                    machine.ask(move |holding| Ok(notes.noted(holding.ledger(), frames)))?;
                frames.extend(notes.fact()?);
                noting = Some(notes);
                machine.take_in(frames, vouched)?;
            }
            // What is journalled stays; stopping now would leave half a bundle, so it is only told.
            let _ = progress(at as u64, total);
            Ok(())
        });
        machine.taken_in()?;
        taken?;
        let receipts = self.newer_receipts(machine)?;
        if !receipts.is_empty() {
            machine.keep(receipts)?;
        }
        let (disagreeing, branched) = self.compare(machine)?;
        machine.files().remove(&self.staged)?;
        let now = machine.ask(scope)?;
        let late = now.late.difference(&before.late).chain(&self.preview.late).collect::<BTreeSet<_>>().len();
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
            late: late as u64,
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

/// How far the passes over a payload are.
struct Passes<'p> {
    done: u64,
    total: u64,
    progress: Progress<'p>,
}

impl Passes<'_> {
    /// So many records more; an error if somebody stops it.
    fn step(&mut self, records: usize) -> Result<(), ExchangeError> {
        self.done += records as u64;
        if (self.progress)(self.done, self.total) { Ok(()) } else { Err(ExchangeError::Stopped) }
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
