//! What an import brought (收入的来历): every bundle notes, slice by slice, of which commits it brought a body; every office
//! file has its act. So that an import can be named, listed and undone long after the file is gone.

use std::collections::{BTreeMap, BTreeSet};

use crate::journal::authority::RulingTarget;
use crate::journal::codec::{Frame, LateBodies};
use crate::journal::{
    Act, Commit, CommitId, EntityId, GroupBodies, Hash, Ledger, Run, Standing, StreamId, verify,
};
use crate::store::locals::Taken;
use crate::store::state::{State, StateError};
use crate::store::{Folder, LocalFact, StoreError};

use super::error::ExchangeError;
use super::spoken;

/// Fewest digits of an id that is not given whole.
const DIGITS_MIN: usize = 4;

/// Notes what comes, while it comes.
pub(super) struct Noting {
    bundle: Hash,
    device: EntityId,
    wall_ms: u64,
    /// Every commit of which a body came with this bundle, and whether another was here before.
    seen: BTreeMap<Hash, bool>,
    /// Those of the last slice by stream, sequence and hash: the header before, the id.
    fresh: BTreeMap<(StreamId, u64, Hash), (Hash, CommitId)>,
}

impl Noting {
    pub(super) fn new(bundle: Hash, device: EntityId, wall_ms: u64) -> Self {
        Self { bundle, device, wall_ms, seen: BTreeMap::new(), fresh: BTreeMap::new() }
    }

    /// Looks at a slice before it is journalled; gives it back.
    pub(super) fn noted(mut self, ledger: &Ledger, frames: Vec<Frame>) -> (Self, Vec<Frame>) {
        self.fresh.clear();
        for frame in &frames {
            match frame {
                Frame::Commit(commit) => self.note_commit(ledger, commit),
                Frame::Bodies(late) => self.note_bodies(ledger, late),
                Frame::Local(_) => {}
            }
        }
        (self, frames)
    }

    fn note_commit(&mut self, ledger: &Ledger, commit: &Commit) {
        if commit.bodies.iter().any(|bodies| *bodies != GroupBodies::Withheld) {
            let place = (commit.stream(), commit.header.sequence, commit.hash);
            self.note(ledger, place, (commit.header.previous, commit.id));
        }
    }

    fn note_bodies(&mut self, ledger: &Ledger, late: &LateBodies) {
        let fits = |hash: &&Hash| {
            let groups = ledger.entry(hash).map(|entry| entry.header.groups.as_slice()).unwrap_or_default();
            let mut groups = groups.iter().filter(|group| group.scope == late.scope);
            groups.any(|group| verify::fits(group.count, group.hash, &late.slots))
        };
        // A commit that came earlier in the same slice noted itself.
        let found = ledger.hashes(late.commit).iter().find(fits);
        if let Some(entry) = found.and_then(|hash| ledger.entry(hash)) {
            let place = (entry.stream(), entry.header.sequence, entry.hash);
            self.note(ledger, place, (entry.header.previous, entry.id));
        }
    }

    fn note(&mut self, ledger: &Ledger, place: (StreamId, u64, Hash), commit: (Hash, CommitId)) {
        let hash = place.2;
        if self.seen.contains_key(&hash) {
            return;
        }
        let partly = ledger.entry(&hash).is_some_and(|entry| {
            let missing = entry.missing_scopes();
            entry.header.groups.iter().any(|group| !missing.contains(&group.scope))
        });
        self.seen.insert(hash, partly);
        self.fresh.insert(place, commit);
    }

    /// What is written beside the slice; none where no body came in it.
    pub(super) fn fact(&mut self) -> Result<Option<Frame>, ExchangeError> {
        let mut runs: Vec<(StreamId, Run)> = Vec::new();
        let mut partly = Vec::new();
        for ((stream, sequence, hash), (previous, id)) in std::mem::take(&mut self.fresh) {
            if self.seen.get(&hash) == Some(&true) {
                partly.push(id);
            }
            let follows = |(of, run): &&mut (StreamId, Run)| *of == stream && run.hash == previous;
            match runs.iter_mut().rev().find(follows) {
                Some((_, run)) => (run.last, run.hash) = (sequence, hash),
                None => runs.push((stream, Run { first: sequence, last: sequence, hash })),
            }
        }
        if runs.is_empty() {
            return Ok(None);
        }
        let Self { bundle, device, wall_ms, .. } = *self;
        let fact = LocalFact::Taken(Taken { bundle, device, wall_ms, runs, partly });
        Ok(Some(Frame::Local(fact.encode().map_err(crate::store::StoreError::from)?)))
    }
}

/// How far this folder's own streams were before a file of the office was taken in.
pub struct FileMark(BTreeMap<StreamId, u64>);

/// The newest header of each stream of the machine with this signing key.
fn heads(ledger: &Ledger, own: &[u8; 32]) -> BTreeMap<StreamId, (u64, Hash)> {
    let mut heads: BTreeMap<StreamId, (u64, Hash)> = BTreeMap::new();
    for entry in ledger.entries().filter(|entry| ledger.signing_key(entry.stream()) == Some(*own)) {
        let head = (entry.header.sequence, entry.hash);
        heads.entry(entry.stream()).and_modify(|newest| *newest = head.max(*newest)).or_insert(head);
    }
    heads
}

impl FileMark {
    /// Before anything is written of the file.
    pub fn set(folder: &Folder) -> Result<Self, StoreError> {
        let own = folder.vault().1.signing_public();
        folder.ask(move |state| {
            let heads = heads(state.ledger(), &own).into_iter();
            Ok(Self(heads.map(|(stream, (sequence, _))| (stream, sequence)).collect()))
        })
    }

    /// All of it is written: what was written since is noted as one import of this machine, which can be undone as such.
    pub fn note(self, folder: &mut Folder) -> Result<(), StoreError> {
        let own = folder.vault().1.signing_public();
        let heads = folder.ask(move |state| Ok(heads(state.ledger(), &own)))?;
        let run = |(stream, (last, hash)): (StreamId, (u64, Hash))| {
            let before = self.0.get(&stream).copied();
            let first = before.map_or(0, |before| before.saturating_add(1));
            (before != Some(last)).then_some((stream, Run { first, last, hash }))
        };
        let runs: Vec<(StreamId, Run)> = heads.into_iter().filter_map(run).collect();
        let Some((_, newest)) = runs.last() else { return Ok(()) };
        let (bundle, device) = (newest.hash, folder.device());
        let wall_ms = (folder.world().wall_ms)();
        folder.note(&LocalFact::Taken(Taken { bundle, device, wall_ms, runs, partly: Vec::new() }))
    }
}

/// What an import was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// A bundle of this hash from this device; of this device itself, a file of the office that is no roster, by the
    /// last header that was written of it.
    Bundle(Hash, EntityId),
    /// An office file, imported here by this act; the file's hash.
    File(Act, Hash),
}

/// One import of this folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// What it was.
    pub source: Source,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// An office file of which the last part is missing: the same command finishes it.
    pub unfinished: bool,
    /// The commits that it brought, but for those of authority.
    pub commits: BTreeSet<Hash>,
    /// Those of them of which a part was here before.
    pub partly: BTreeSet<CommitId>,
    /// Commits of authority among what it brought: nothing rules on them.
    pub authority: usize,
}

/// What the rulings say of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ruled {
    /// Nothing: it counts as far as it did.
    Open,
    /// Nothing, and none of it counts: it came after an end, or what it rests on is missing.
    Aside,
    /// All of it does not count.
    Out,
    /// Some of it does not count.
    Partly,
    /// Two rulings differ; "does not count" holds until one replaces both.
    Differ,
}

impl Import {
    /// Its id, in hexadecimal: the bundle's, or the act's.
    pub fn id(&self) -> String {
        match &self.source {
            Source::Bundle(bundle, _) => bundle.hex(),
            Source::File(act, _) => act.hex(),
        }
    }

    /// What is ruled on to undo it: an act that is here as a whole in one ruling, any other commit by itself.
    pub fn targets(&self, ledger: &Ledger) -> Vec<RulingTarget> {
        let mut acts: BTreeMap<(StreamId, Act), Vec<Hash>> = BTreeMap::new();
        for hash in &self.commits {
            if let Some(entry) = ledger.entry(hash) {
                acts.entry((entry.stream(), entry.header.act)).or_default().push(*hash);
            }
        }
        let mut targets = Vec::new();
        for ((stream, act), commits) in acts {
            let entries: Vec<_> = commits.iter().filter_map(|hash| ledger.entry(hash)).collect();
            let parts: BTreeSet<u16> = entries.iter().map(|entry| entry.header.part).collect();
            let ends = entries.iter().any(|entry| entry.header.last);
            let whole = ends && entries.len() > 1 && parts.len() == entries.len();
            let whole = whole && parts.last().is_some_and(|last| usize::from(*last) + 1 == parts.len());
            let of_file = matches!(self.source, Source::File(..));
            if whole || of_file {
                targets.push(RulingTarget::Act(stream, act));
            } else {
                targets.extend(entries.iter().map(|entry| RulingTarget::Commit(entry.id)));
            }
        }
        targets.sort_unstable();
        targets
    }

    /// How many of its commits count.
    pub fn counting(&self, ledger: &Ledger) -> usize {
        let counts = |hash: &&Hash| matches!(ledger.standing(hash), Some(Standing::Counts { .. }));
        self.commits.iter().filter(counts).count()
    }

    /// What the rulings say of it.
    pub fn ruled(&self, ledger: &Ledger) -> Ruled {
        let authority = ledger.authority();
        let targets = self.targets(ledger);
        if targets.iter().any(|target| spoken::differ(ledger, target)) {
            return Ruled::Differ;
        }
        let out = |target: &&RulingTarget| authority.rulings.get(target) == Some(&false);
        match targets.iter().filter(out).count() {
            0 if !self.commits.is_empty() && self.counting(ledger) == 0 => Ruled::Aside,
            0 => Ruled::Open,
            count if count == targets.len() => Ruled::Out,
            _ => Ruled::Partly,
        }
    }
}

/// The commits that these runs name, as far as they are here.
fn commits_of(ledger: &Ledger, runs: &[(StreamId, Run)]) -> Vec<Hash> {
    let mut commits = Vec::new();
    for (_, run) in runs {
        let mut at = run.hash;
        while let Some(entry) = ledger.entry(&at).filter(|entry| entry.header.sequence >= run.first) {
            commits.push(at);
            at = entry.header.previous;
        }
    }
    commits
}

/// Every import that this folder keeps, the newest last. Imports that brought no commit are not among them.
pub fn imports(state: &State) -> Result<Vec<Import>, StateError> {
    let ledger = state.ledger();
    let mut found: BTreeMap<Source, Import> = BTreeMap::new();
    let mut take = |source: Source, wall_ms: u64, commits: Vec<Hash>, partly: &[CommitId]| {
        let import = found.entry(source).or_insert_with(|| Import {
            source,
            wall_ms,
            unfinished: false,
            commits: BTreeSet::new(),
            partly: BTreeSet::new(),
            authority: 0,
        });
        import.wall_ms = import.wall_ms.max(wall_ms);
        import.partly.extend(partly);
        for hash in commits {
            match ledger.entry(&hash) {
                Some(entry) if entry.is_authority() => import.authority += 1,
                _ => drop(import.commits.insert(hash)),
            }
        }
    };
    for taken in state.taken()? {
        let commits = commits_of(ledger, &taken.runs);
        take(Source::Bundle(taken.bundle, taken.device), taken.wall_ms, commits, &taken.partly);
    }
    let files = state.file_imports()?;
    let acts: BTreeSet<Act> = files.iter().map(|import| import.act).collect();
    let mut by_act: BTreeMap<Act, Vec<Hash>> = BTreeMap::new();
    for entry in ledger.entries().filter(|entry| acts.contains(&entry.header.act)) {
        by_act.entry(entry.header.act).or_default().push(entry.hash);
    }
    for import in &files {
        let commits = by_act.remove(&import.act).unwrap_or_default();
        take(Source::File(import.act, import.file), import.wall_ms, commits, &[]);
    }
    for import in files.iter().filter(|import| !import.finished) {
        if let Some(found) = found.get_mut(&Source::File(import.act, import.file)) {
            found.unfinished = true;
        }
    }
    let mut imports: Vec<Import> = found.into_values().collect();
    imports.retain(|import| !import.commits.is_empty() || import.authority > 0);
    imports.sort_by_key(|import| (import.wall_ms, import.source));
    Ok(imports)
}

/// What an id means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// This import.
    One(Box<Import>),
    /// None.
    Nothing,
    /// Too few digits to name one.
    TooShort,
    /// Several begin like this: their ids.
    Several(Vec<String>),
}

/// The import with this id, or with this beginning of one if no other has it.
pub fn named(state: &State, id: &str) -> Result<Named, StateError> {
    let wanted = id.trim().to_lowercase();
    let begins = |import: &Import| import.id().starts_with(&wanted);
    if wanted.chars().count() < DIGITS_MIN {
        return Ok(Named::TooShort);
    }
    let mut found: Vec<Import> = imports(state)?.into_iter().filter(begins).collect();
    Ok(match found.len() {
        0 => Named::Nothing,
        1 => found.pop().map_or(Named::Nothing, |import| Named::One(Box::new(import))),
        _ => Named::Several(found.iter().map(Import::id).collect()),
    })
}
