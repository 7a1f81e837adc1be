//! An opened data folder (数据夹): journal, state and keys together, and the officer who acts.
//!
//! A save = one frame in the journal, synced; only then is it confirmed. The state follows on its own thread, in the same
//! order, so that whoever asks afterwards sees it. When the state fails in any way, it is built anew from the journal.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::drafts::{DraftError, Drafts};
use super::engine::{self, Engine};
use super::error::StoreError;
use super::files::{Disk, Fault, Files};
use super::locals::LocalFact;
use super::lock::Lock;
use super::opening::{self, OpenReport};
use super::replay;
use super::reserve::{Reserve, ReserveError};
use super::segments::{Condition, Journal, JournalError};
use super::state::{State, StateError};
use super::vault_files::{VaultFileError, VaultFiles};
use crate::domain::roles;
use crate::journal::codec::{self, Frame};
use crate::journal::draft::{Deed, Draft, Head, Seat};
use crate::journal::fold::Position;
use crate::journal::{Act, Audience, Commit, CommitId, EntityId, HybridClock, Op, OpId, Opening, Roles};
use crate::vault::random::draw;
use crate::vault::{Keys, Purpose, System, Vault};

/// What a folder needs of the world: files and a clock.
#[derive(Clone)]
pub struct World {
    /// The file layer.
    pub files: Arc<dyn Files>,
    /// Wall clock, milliseconds since 1970 UTC.
    pub wall_ms: Arc<dyn Fn() -> u64 + Send + Sync>,
    /// This machine's name, told to a second program that wants the folder.
    pub host: String,
}

impl World {
    /// The real disk and the real clock.
    pub fn real() -> Self {
        let since = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Self {
            files: Arc::new(Disk),
            wall_ms: Arc::new(move || u64::try_from(since().as_millis()).unwrap_or(u64::MAX)),
            host: std::fs::read_to_string("/proc/sys/kernel/hostname")
                .ok()
                .or_else(|| std::env::var("COMPUTERNAME").ok())
                .map(|name| name.trim().to_owned())
                .unwrap_or_default(),
        }
    }
}

/// Where everything lies (design.md 2).
#[derive(Clone, Debug)]
pub struct Paths {
    /// The folder itself.
    pub root: PathBuf,
}

impl Paths {
    /// The journal's segments.
    pub fn journal(&self) -> PathBuf {
        self.root.join("journal")
    }

    /// The state, rebuildable.
    pub fn state(&self) -> PathBuf {
        self.root.join("state")
    }

    /// Half-typed forms.
    pub fn drafts(&self) -> PathBuf {
        self.root.join("drafts")
    }
}

/// The officer who acts in this folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Number in this folder, from 1.
    pub number: u32,
    /// The officer's entity.
    pub officer: EntityId,
    /// The grant under which they act.
    pub grant: EntityId,
    /// Their roles.
    pub roles: Roles,
    /// Name, as written on papers.
    pub name: String,
    /// This machine.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// True for a machine of the office.
    pub office_machine: bool,
}

/// Which part of an act a commit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The act.
    pub act: Act,
    /// From 0.
    pub number: u16,
    /// True in the last.
    pub last: bool,
}

impl Part {
    /// An act of one commit.
    pub fn whole(act: Act) -> Self {
        Self { act, number: 0, last: true }
    }
}

/// A commit that is being put together: every operation is asked whether these roles may write it.
pub struct Writing {
    pub(super) draft: Draft,
    pub(super) roles: Roles,
}

impl Writing {
    /// The id that the next operation will have.
    pub fn next_id(&self) -> OpId {
        self.draft.next_id()
    }

    /// Adds an operation; scopes must ascend.
    pub fn push(&mut self, scope: EntityId, op: &Op) -> Result<OpId, StoreError> {
        roles::may_write(self.roles, op)?;
        Ok(self.draft.push(scope, op)?)
    }
}

/// Asks the state from another thread; after the folder is gone every question is an error.
#[derive(Clone)]
pub struct Asker(engine::Asker<State>);

impl Asker {
    /// Asks the state.
    pub fn ask<R: Send + 'static>(
        &self,
        question: impl FnOnce(&mut State) -> Result<R, StateError> + Send + 'static,
    ) -> Result<R, StoreError> {
        Ok(self.0.ask(|state| match state.take_failure() {
            Some(failure) => Err(failure),
            None => question(state),
        })??)
    }
}

/// An opened folder.
pub struct Folder {
    pub(super) paths: Paths,
    pub(super) world: World,
    pub(super) lock: Lock,
    pub(super) vault: Vault,
    pub(super) vault_files: VaultFiles,
    pub(super) keys: Keys,
    pub(super) journal: Journal,
    pub(super) engine: Engine<State>,
    pub(super) clock: HybridClock,
    /// Hybrid time of the newest receipt that was signed here.
    pub(super) signed: u64,
    pub(super) head: Head,
    /// The newest commit of this device's stream to the office alone, once it has one.
    pub(super) office_head: Option<Head>,
    /// Number of the last frame appended.
    pub(super) appended: u64,
    /// Frames that the state takes in once they are confirmed: it must never be ahead of the platter.
    pub(super) pending: Vec<(u64, Position, Frame)>,
    pub(super) actor: Actor,
    pub(super) report: OpenReport,
    /// Where the next slice of the sweep after a key change begins.
    pub(super) swept: Vec<u8>,
    /// The reserve was given up, and nobody was told yet.
    pub(super) reserve_given: bool,
}

impl Folder {
    /// Who acts.
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// Where it lies.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// What opening it found and did.
    pub fn report(&self) -> &OpenReport {
        &self.report
    }

    /// Files and clock.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Its journal, for reading.
    pub fn journal(&self) -> &Journal {
        &self.journal
    }

    /// Its vault.
    pub fn vault(&self) -> (&Vault, &Keys) {
        (&self.vault, &self.keys)
    }

    /// A fresh act.
    pub fn new_act(&self) -> Result<Act, StoreError> {
        Ok(Act(draw(&mut System)?))
    }

    /// Asks the state.
    pub fn ask<R: Send + 'static>(
        &self,
        question: impl FnOnce(&mut State) -> Result<R, StateError> + Send + 'static,
    ) -> Result<R, StoreError> {
        self.asker().ask(question)
    }

    /// Whoever is to ask the state from another thread, in small pieces.
    pub fn asker(&self) -> Asker {
        Asker(self.engine.asker())
    }

    /// Writes one commit and confirms it; the state follows.
    pub fn write(
        &mut self,
        part: Part,
        build: impl FnOnce(&mut Writing) -> Result<(), StoreError>,
    ) -> Result<CommitId, StoreError> {
        let id = self.write_with(part, build, None)?;
        Ok(id)
    }

    /// Writes one commit to everyone, or in the stream that goes to machines of the office alone (上报流), which begins with
    /// its first commit.
    pub fn write_to(
        &mut self,
        audience: Audience,
        part: Part,
        build: impl FnOnce(&mut Writing) -> Result<(), StoreError>,
    ) -> Result<CommitId, StoreError> {
        let id = self.append_commit_to(audience, part, build)?;
        self.confirm()?;
        Ok(id)
    }

    /// Writes one commit and a local fact that belongs to it, confirmed together.
    pub fn write_with(
        &mut self,
        part: Part,
        build: impl FnOnce(&mut Writing) -> Result<(), StoreError>,
        fact: Option<&LocalFact>,
    ) -> Result<CommitId, StoreError> {
        let id = self.append_commit(part, build)?;
        if let Some(fact) = fact {
            self.append_fact(fact)?;
        }
        self.confirm()?;
        Ok(id)
    }

    /// Records a local fact and confirms it.
    pub fn note(&mut self, fact: &LocalFact) -> Result<(), StoreError> {
        self.append_fact(fact)?;
        self.confirm()
    }

    /// Appends an act of one commit on one scope and leaves it to the journal: [`Folder::confirm_and_replay`] must follow.
    pub fn append_act(&mut self, scope: EntityId, ops: &[Op]) -> Result<(), StoreError> {
        let part = Part::whole(self.new_act()?);
        self.append_commit(part, |commit| ops.iter().try_for_each(|op| commit.push(scope, op).map(drop)))?;
        self.forget_pending();
        Ok(())
    }

    /// Appends a commit of a longer work; [`Folder::confirm`] must follow.
    pub fn append_commit(
        &mut self,
        part: Part,
        build: impl FnOnce(&mut Writing) -> Result<(), StoreError>,
    ) -> Result<CommitId, StoreError> {
        self.append_commit_to(Audience::Everyone, part, build)
    }

    fn append_commit_to(
        &mut self,
        audience: Audience,
        part: Part,
        build: impl FnOnce(&mut Writing) -> Result<(), StoreError>,
    ) -> Result<CommitId, StoreError> {
        if !self.journal.writable() {
            return Err(self.not_writable());
        }
        let wall_ms = (self.world.wall_ms)();
        let head = match audience {
            Audience::Everyone => Some(self.head),
            Audience::Office => self.office_head,
        };
        let seat = match head {
            Some(head) => Seat::after(head, wall_ms, draw(&mut System)?),
            None => {
                let (signing_key, data_set) = (self.keys.signing_public(), self.data_set()?);
                let opening = Opening { signing_key, data_set, audience };
                Seat::opening(opening, wall_ms, draw(&mut System)?)
            }
        };
        let Part { act, number, last } = part;
        let deed = Deed { act, part: number, last, officer: self.actor.officer, grant: self.actor.grant };
        let mut writing = Writing { draft: Draft::new(seat, deed), roles: self.actor.roles };
        build(&mut writing)?;
        let commit = opening::seal(writing.draft, self.clock.tick(wall_ms), &self.keys)?;
        self.append_sealed(audience, commit)
    }

    /// Appends a commit that is made; the next one to the same audience follows it. After a new stream to everyone the
    /// one to the office begins anew, too.
    pub(super) fn append_sealed(
        &mut self,
        audience: Audience,
        commit: Commit,
    ) -> Result<CommitId, StoreError> {
        let content = codec::encode_commit_frame(&commit)?;
        let (id, head, begins) = (commit.id, commit.head(), commit.header.opening.is_some());
        self.append_frame(&content, Frame::Commit(Box::new(commit)))?;
        match audience {
            Audience::Office => self.office_head = Some(head),
            Audience::Everyone => {
                self.head = head;
                self.office_head = self.office_head.filter(|_| !begins);
            }
        }
        Ok(id)
    }

    /// Appends a local fact of a longer work; [`Folder::confirm`] must follow.
    pub fn append_fact(&mut self, fact: &LocalFact) -> Result<(), StoreError> {
        let frame = Frame::Local(fact.encode()?);
        let content = codec::encode_frame(&frame)?;
        self.append_frame(&content, frame)
    }

    pub(super) fn append_frame(&mut self, content: &[u8], frame: Frame) -> Result<(), StoreError> {
        let position = match self.journal.append_unsynced(content, &mut System) {
            Err(JournalError::File(error)) if error.fault == Fault::DiskFull && self.give_room()? => {
                self.journal.reopen()?;
                self.journal.append_unsynced(content, &mut System)?
            }
            other => other?,
        };
        self.appended += 1;
        self.pending.push((self.appended, place(position), frame));
        Ok(())
    }

    /// Flushes what was appended to the platter, then lets the state follow.
    pub fn confirm(&mut self) -> Result<(), StoreError> {
        if let Err(error) = self.journal.sync() {
            self.pending.clear();
            return Err(error.into());
        }
        let frames = std::mem::take(&mut self.pending);
        if !frames.is_empty() {
            self.engine.post(move |state| state.follow(frames))?;
        }
        Ok(())
    }

    /// Flushes a large work of which the state knows nothing yet, and replays it from the journal.
    pub fn confirm_and_replay(&mut self, progress: &mut dyn FnMut(u64, u64)) -> Result<(), StoreError> {
        self.pending.clear();
        self.journal.sync()?;
        replay::replay(&self.engine, self.journal.reader(), self.appended, progress)
    }

    /// Forgets the frames that wait for the state; only before [`Folder::confirm_and_replay`].
    pub fn forget_pending(&mut self) {
        self.pending.clear();
    }

    /// Sets space aside that is given back when the disk is full; after the first screen, and not in a demo.
    pub fn make_reserve(&self) -> Result<(), ReserveError> {
        self.reserve().ensure(&mut System)
    }

    /// True once after the reserve was given up: the disk is full, what was being saved is saved, and there is room
    /// for little more.
    pub fn take_reserve_notice(&mut self) -> bool {
        std::mem::take(&mut self.reserve_given)
    }

    fn reserve(&self) -> Reserve {
        Reserve::new(Arc::clone(&self.world.files), &self.paths.root)
    }

    /// Gives the reserve up; true if there was any.
    fn give_room(&mut self) -> Result<bool, StoreError> {
        let given = self.reserve().give_up()?;
        self.reserve_given |= given;
        Ok(given)
    }

    pub(super) fn not_writable(&self) -> StoreError {
        if self.report.condition.is_damage() { StoreError::ReadOnly } else { self.journal_failed() }
    }

    fn journal_failed(&self) -> StoreError {
        super::segments::JournalError::OpenAgain.into()
    }

    /// Reads one frame of the journal again: a record knows where its history lies.
    pub fn frame_at(&self, position: Position) -> Result<Frame, StoreError> {
        let frame = self.journal.reader().frame(unplace(position))?;
        Ok(codec::decode_frame(&frame.content)?)
    }

    /// The half-typed forms of this folder.
    pub fn drafts(&self) -> Result<Drafts, DraftError> {
        Drafts::open(self.world.files.clone(), &self.paths.drafts(), self.keys.sealer(Purpose::Draft))
    }

    /// Looks through the whole journal with every CRC and seal.
    pub fn examine(&mut self) -> Result<super::segments::Examined, StoreError> {
        let applied = self.ask(|state| Ok(state.applied()))?;
        Ok(self.journal.examine(applied)?)
    }

    /// Brings the state to the platter; at idle and before the end.
    pub fn settle(&self) -> Result<(), StoreError> {
        self.ask(|state| state.settle())
    }

    /// True unless the journal is damaged or failed.
    pub fn writable(&self) -> bool {
        self.journal.writable()
    }

    /// The journal's condition when it was opened.
    pub fn condition(&self) -> &Condition {
        &self.report.condition
    }
}

/// A journal position as records keep it.
pub(super) fn place(position: super::segments::Position) -> Position {
    // A segment has 16 MiB, so an offset always fits.
    Position { segment: position.segment, offset: u32::try_from(position.offset).unwrap_or(u32::MAX) }
}

/// The way back.
pub(super) fn unplace(position: Position) -> super::segments::Position {
    super::segments::Position { segment: position.segment, offset: u64::from(position.offset) }
}

/// True if a folder of this program lies there.
pub fn is_folder(root: &Path) -> bool {
    has_vault(&Disk, root)
}

/// True if one of the vault's files lies there.
pub(super) fn has_vault(files: &dyn Files, root: &Path) -> bool {
    ["vault.0", "vault.1"].iter().any(|name| files.len(&root.join(name)).is_ok())
}

/// True if at least one of the vault's generations is whole, or a newer program's.
pub fn is_whole(root: &Path) -> bool {
    match VaultFiles::load(Arc::new(Disk), root) {
        Ok(_) => true,
        Err(error) => !matches!(error, VaultFileError::Absent | VaultFileError::NotWhole),
    }
}

/// The names in a folder.
pub(super) fn names(root: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// True if a new folder may be made there: nothing is there, or an empty folder.
pub fn is_free(root: &Path) -> bool {
    std::fs::read_dir(root).map_or_else(
        |error| error.kind() == std::io::ErrorKind::NotFound,
        |entries| {
            entries.flatten().all(|entry| entry.file_name() == "lock" || entry.file_name() == "lock.holder")
        },
    )
}
