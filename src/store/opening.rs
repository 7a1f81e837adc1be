//! Founding, opening and rebuilding a folder (format.md 4, "Open"): lock, keys, state, the frames after the applied one.
//!
//! Whatever is wrong with the state ends in a new one built from the journal, with one sentence. What is wrong with the
//! journal is named and never healed in silence.

use std::path::Path;
use std::sync::Arc;

use super::engine::Engine;
use super::error::StoreError;
use super::folder::{Actor, Folder, Paths, World, unplace};
use super::lock::{Holder, Lock};
use super::officers::{self, OfficerError};
use super::replay::replay;
use super::segments::{Condition, Event, Journal, Reader};
use super::state::{self, FrameSource, Setting, State};
use super::streams;
use super::vault_files::VaultFiles;
use crate::domain::kinds::Kinds;
use crate::domain::roles;
use crate::journal::authority::{self, DeviceV1, OfficerV1};
use crate::journal::codec::{self, Frame};
use crate::journal::draft::{Draft, Head, Seat};
use crate::journal::{Act, Audience, Commit, Entry, Hash, HybridClock, Ledger, Opening};
use crate::vault::random::draw;
use crate::vault::{
    Effort, Founding, Keys, Passphrase, Purpose, RecoveryCode, System, Vault, VaultError, wait_ms,
};

/// What opening found and did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenReport {
    /// The journal.
    pub condition: Condition,
    /// True if the state was built anew, because it was missing, damaged or of another layout.
    pub rebuilt: bool,
    /// True if it was there and could not be used.
    pub state_was_unusable: bool,
    /// Frames that were applied at the start.
    pub replayed: u64,
    /// True if the last program ended without closing the folder: a full check is due ([`Folder::begin_check`]).
    pub unclean: bool,
    /// True if one generation of the vault was torn or had to follow, and was written again.
    pub vault_mended: bool,
    /// True if a new stream was begun, because the folder was restored or frames of it are lost.
    pub new_stream: bool,
}

/// How a new office is founded.
pub struct Office<'a> {
    /// The first officer, head of the office.
    pub officer: &'a str,
    /// The device's label: 1 to 3 letters or digits.
    pub device: &'a str,
    /// The first officer's passphrase.
    pub passphrase: &'a Passphrase,
    /// How hard it is to guess.
    pub effort: Effort,
}

/// A folder whose lock is held and whose vault is read, and that nobody has opened yet.
pub struct Shut {
    pub(super) paths: Paths,
    pub(super) world: World,
    pub(super) lock: Lock,
    pub(super) vault: Vault,
    pub(super) vault_files: VaultFiles,
    pub(super) vault_mended: bool,
}

/// Why a folder was not opened; it is given back after a wrong passphrase.
pub type NotOpened = Box<(Option<Shut>, StoreError)>;

/// Says how far replaying is: frames done, frames in all.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Founds an office in `root`, which must be absent or empty. The recovery code is shown once.
pub fn found(root: &Path, office: &Office<'_>, world: World) -> Result<(Folder, RecoveryCode), StoreError> {
    let paths = Paths { root: root.to_owned() };
    world.files.make_folder(root)?;
    let lock = take_lock(root, &world)?;
    if !super::folder::is_free(root) {
        if !is_unfinished(&paths, &world) {
            return Err(StoreError::NotEmpty);
        }
        discard_founding(&paths)?;
    }
    let made = found_in(&paths, office, world, lock);
    if made.is_err() && !super::folder::is_whole(root) {
        // Nothing half-done stays; what a dying disk does not let go is taken for unfinished the next time.
        let _ = discard_founding(&paths);
    }
    made
}

/// True if founding was cut off here: no vault is whole, and the journal holds nothing but the founding commit, which
/// nobody can ever open.
fn is_unfinished(paths: &Paths, world: &World) -> bool {
    let known = ["lock", "lock.holder", "journal", "vault.0", "vault.1"];
    let frames = Reader::keyless(Arc::clone(&world.files), &paths.journal()).examine(0);
    super::folder::names(&paths.root).iter().all(|name| known.contains(&name.as_str()))
        && !super::folder::is_whole(&paths.root)
        && frames.is_ok_and(|frames| frames.segments <= 1 && frames.last <= 1)
}

fn discard_founding(paths: &Paths) -> Result<(), StoreError> {
    let told = |error| {
        StoreError::File(super::files::FileError::new(
            super::files::Operation::Remove,
            &paths.journal(),
            &error,
        ))
    };
    state::discard(&paths.journal()).map_err(told)?;
    for name in super::vault_files::NAMES {
        super::files::Files::remove(&super::files::Disk, &paths.root.join(name))?;
    }
    Ok(())
}

fn found_in(
    paths: &Paths,
    office: &Office<'_>,
    world: World,
    lock: Lock,
) -> Result<(Folder, RecoveryCode), StoreError> {
    let founding = Founding { name: office.officer, passphrase: office.passphrase, effort: office.effort };
    let (vault, keys, code) = Vault::create(&founding, &mut System)?;
    let wall_ms = (world.wall_ms)();
    let mut clock = HybridClock::after(0);
    let commit = founding_commit(office, &keys, wall_ms, &mut clock)?;
    // The journal first: a folder counts as founded once its vault is there.
    let sealer = keys.sealer(Purpose::Journal);
    let (mut journal, _) = Journal::open(Arc::clone(&world.files), &paths.journal(), sealer, 0)?;
    journal.append(&codec::encode_commit_frame(&commit)?, &mut System)?;
    drop(journal);
    let vault_files = VaultFiles::found(Arc::clone(&world.files), &paths.root, &vault)?;
    let shut = Shut { paths: paths.clone(), world, lock, vault, vault_files, vault_mended: false };
    Ok((shut.open_with(keys, &mut |_, _| {})?, code))
}

fn founding_commit(
    office: &Office<'_>,
    keys: &Keys,
    wall_ms: u64,
    clock: &mut HybridClock,
) -> Result<Commit, StoreError> {
    let signing_key = keys.signing_public();
    let opening = Opening { signing_key, data_set: Hash::ZERO, audience: Audience::Everyone };
    let device = DeviceV1 {
        label: office.device.to_owned(),
        signing_key,
        receiving_key: keys.device().recipient().to_bytes().map_err(VaultError::from)?,
        office_machine: true,
    };
    let officer = OfficerV1 { name: office.officer.to_owned() };
    let seat = Seat::opening(opening, wall_ms, draw(&mut System)?);
    let draft = authority::founding(seat, Act(draw(&mut System)?), &device, &officer, roles::ANYONE)?;
    seal(draft, clock.tick(wall_ms), keys)
}

/// Salts, hashes and signs a commit.
pub(super) fn seal(draft: Draft, hybrid: u64, keys: &Keys) -> Result<Commit, StoreError> {
    let mut salts = Vec::new();
    for _ in 0..draft.len() {
        salts.push(draw::<16>(&mut System)?);
    }
    let mut salts = salts.into_iter();
    Ok(draft.seal(hybrid, &mut || salts.next().unwrap_or_default(), &|bytes| keys.sign(bytes))?)
}

impl Shut {
    /// Takes the lock and reads the vault.
    pub fn open(root: &Path, world: World) -> Result<Self, StoreError> {
        if !super::folder::has_vault(&*world.files, root) {
            return Err(StoreError::Missing);
        }
        let lock = take_lock(root, &world)?;
        let (mut vault_files, mut vault) = VaultFiles::load(Arc::clone(&world.files), root)?;
        // On a full disk the newest generation opens all the same; `doctor` says that the other one is missing.
        let vault_mended = vault_files.settle(&mut vault).unwrap_or(false);
        let paths = Paths { root: root.to_owned() };
        streams::finish_restore(&world.files, &paths)?;
        Ok(Self { paths, world, lock, vault, vault_files, vault_mended })
    }

    /// The vault, for what the lock screen may offer.
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Opens the folder for an officer. A wrong passphrase gives the folder back, with the wait that it costs.
    pub fn unlock(
        self,
        number: u32,
        passphrase: &Passphrase,
        progress: Progress<'_>,
    ) -> Result<Folder, Box<(Option<Self>, StoreError)>> {
        let (shut, keys) = self.keys(number, passphrase)?;
        shut.open_with(keys, progress).map_err(|error| Box::new((None, error)))
    }

    /// The keys, by an officer's passphrase; a wrong one is counted.
    pub(super) fn keys(self, number: u32, passphrase: &Passphrase) -> Result<(Self, Keys), NotOpened> {
        if !self.vault.officers().contains(&number) {
            return Err(Box::new((Some(self), StoreError::NoSuchOfficer(number))));
        }
        match self.vault.open(number, passphrase) {
            Ok(keys) => {
                // A count that cannot be reset costs a wait at the next mistake, nothing else.
                let _ = self.vault_files.set_tries(0);
                Ok((self, keys))
            }
            Err(_) => {
                let tries = self.vault_files.tries().saturating_add(1);
                // On a full disk the wait is not remembered; the answer stays the same.
                let _ = self.vault_files.set_tries(tries);
                let wait_ms = wait_ms(tries);
                Err(Box::new((Some(self), StoreError::WrongPassphrase { wait_ms })))
            }
        }
    }

    /// Opens the journal and the state with keys that are known, for the officer who opened them.
    pub fn open_with(self, keys: Keys, progress: Progress<'_>) -> Result<Folder, StoreError> {
        let waits = self.waits_for_enrolment();
        let (_, number) = keys.opened_by();
        match self.open_as(keys, number.max(1), progress) {
            Err(StoreError::NotFounded | StoreError::NoGrant(_)) if waits => Err(StoreError::NotEnrolled),
            Ok(mut folder) => {
                if waits {
                    super::enrol::ended(&folder.paths, &folder.world, &folder.keys)?;
                }
                // What a head sealed to this officer; what cannot be read now is there at the next opening.
                let _ = folder.take_drawer();
                Ok(folder)
            }
            Err(error) => Err(error),
        }
    }

    /// Opens the journal and the state for the officer `number`.
    pub(super) fn open_as(
        self,
        keys: Keys,
        number: u32,
        progress: Progress<'_>,
    ) -> Result<Folder, StoreError> {
        let Self { paths, world, lock, vault, vault_files, vault_mended } = self;
        let sealer = keys.sealer(Purpose::Journal);
        let reader = Reader::new(Arc::clone(&world.files), &paths.journal(), sealer.clone());
        let data_set = data_set(&reader)?;
        let anew = world.files.len(&paths.state_mark()).is_ok();
        if anew {
            // Its file may still hold what was purged.
            discard(&paths)?;
        }
        let (engine, rebuilt, unusable) = open_state(&paths, &keys, &reader, data_set)?;
        let applied = engine.ask(|state| state.applied())?;
        let (journal, condition) =
            Journal::open(Arc::clone(&world.files), &paths.journal(), sealer, applied)?;
        let appended = journal.confirmed();
        replay(&engine, journal.reader(), appended, progress)?;
        if anew {
            // A mark that stays costs the next opening the same work, nothing else.
            let _ = streams::clear_mark(&world.files, &paths, paths.state_mark());
        }
        let (signing_key, wall_ms) = (keys.signing_public(), (world.wall_ms)());
        let (actor, heads, clock, signed) = engine.ask(move |state| {
            let ledger = state.ledger();
            let (heads, clock) = (own_heads(ledger, &signing_key), ledger.clock(&signing_key, wall_ms));
            (actor(state, &signing_key, number), heads, clock, state.signed())
        })?;
        let (head, office_head) = heads.ok_or(StoreError::NotFounded)?;
        let report = OpenReport {
            condition,
            // What was purged asked for it: that is no news.
            rebuilt: rebuilt && !anew,
            state_was_unusable: unusable,
            replayed: appended.saturating_sub(applied),
            unclean: lock.unclean(),
            vault_mended,
            new_stream: false,
        };
        let mut folder = Folder {
            paths,
            world,
            lock,
            vault,
            vault_files,
            keys,
            journal,
            engine,
            clock,
            signed: signed?,
            head,
            office_head,
            appended,
            pending: Vec::new(),
            actor: actor?,
            report,
            swept: Vec::new(),
            reserve_given: false,
        };
        folder.begin_due_stream()?;
        if folder.journal.writable() && folder.is_copied()? {
            // A kill came between what told of the copy and the new stream.
            folder.begin_stream()?;
            folder.report.new_stream = true;
        }
        Ok(folder)
    }
}

pub(super) fn take_lock(root: &Path, world: &World) -> Result<Lock, StoreError> {
    let holder = Holder { pid: std::process::id(), host: world.host.clone(), since_ms: (world.wall_ms)() };
    Ok(Lock::acquire(root, &holder)?)
}

/// The hash of the founding header, from the first commit that opens a stream.
fn data_set(reader: &Reader) -> Result<Hash, StoreError> {
    for event in reader.frames_from(1)? {
        let Event::Frame(frame) = event? else { continue };
        if !frame.content.is_empty()
            && let Frame::Commit(commit) = codec::decode_frame(&frame.content)?
            && let Some(opening) = &commit.header.opening
        {
            return Ok(if opening.data_set.is_zero() { commit.hash } else { opening.data_set });
        }
    }
    Err(StoreError::NotFounded)
}

/// Opens the state; where that fails, sets sled's snapshot aside and tries once more; then makes an empty one.
fn open_state(
    paths: &Paths,
    keys: &Keys,
    reader: &Reader,
    data_set: Hash,
) -> Result<(Engine<State>, bool, bool), StoreError> {
    let folder = paths.state();
    let fresh = !folder.exists();
    let start = || {
        let setting = Setting {
            folder: folder.clone(),
            sealer: keys.sealer(Purpose::State),
            data_set,
            table: &Kinds,
            source: source(reader.clone()),
        };
        Engine::start(move |pulse| State::open(setting, pulse))
    };
    state::clear_leftovers(&folder);
    if let Ok(Ok(engine)) = start() {
        return Ok((engine, fresh, false));
    }
    if state::set_snapshot_aside(&folder)
        && let Ok(Ok(engine)) = start()
    {
        return Ok((engine, fresh, false));
    }
    discard(paths)?;
    Ok((start()??, true, !fresh))
}

pub(super) fn discard(paths: &Paths) -> Result<(), StoreError> {
    state::discard(&paths.state()).map_err(|error| {
        StoreError::File(super::files::FileError::new(
            super::files::Operation::Remove,
            &paths.state(),
            &error,
        ))
    })
}

pub(super) fn source(reader: Reader) -> FrameSource {
    Box::new(move |position| {
        let frame = reader.frame(unplace(position))?;
        Ok(codec::decode_frame(&frame.content)?)
    })
}

/// The officer with this number in this folder, if their grant has not ended.
fn actor(state: &State, signing_key: &[u8; 32], number: u32) -> Result<Actor, StoreError> {
    let seats = officers::seats(state, signing_key);
    let seat = seats.into_iter().find(|seat| seat.number == number).ok_or(StoreError::NoGrant(number))?;
    if seat.ended {
        return Err(OfficerError::Ended(number).into());
    }
    let machine = state.ledger().authority().devices.get(&seat.device);
    Ok(Actor {
        number,
        officer: seat.officer,
        grant: seat.grant,
        roles: seat.roles,
        name: seat.name,
        device: seat.device,
        label: machine.map(|machine| machine.label.clone()).unwrap_or_default(),
        office_machine: machine.is_some_and(|machine| machine.office_machine),
    })
}

/// The newest commit of this device's newest stream to everyone, and of the one to the office that was begun since: an
/// earlier one may have been copied or lost with what the new stream was begun for.
fn own_heads(ledger: &Ledger, signing_key: &[u8; 32]) -> Option<(Head, Option<Head>)> {
    let newest = |audience: Audience| {
        let openings = ledger.entries().filter(move |entry| {
            let opening = entry.header.opening.as_ref();
            opening.is_some_and(|o| o.signing_key == *signing_key && o.audience == audience)
        });
        openings.max_by_key(|entry| (entry.header.hybrid, entry.id))
    };
    let head = |entry: &Entry| {
        let stream = entry.stream();
        let run = ledger.runs(stream).into_iter().max_by_key(|run| run.last)?;
        Some(Head { stream, sequence: run.last, hash: run.hash })
    };
    let everyone = newest(Audience::Everyone)?;
    let office = newest(Audience::Office).filter(|entry| entry.header.hybrid > everyone.header.hybrid);
    Some((head(everyone)?, office.and_then(head)))
}

impl Folder {
    /// Throws the state away and builds it anew from the journal.
    pub fn rebuild(self, progress: Progress<'_>) -> Result<Folder, StoreError> {
        let number = self.actor.number;
        let (shut, keys) = self.close();
        discard(&shut.paths)?;
        shut.open_as(keys, number, progress)
    }

    /// The same for a state that opened and then could not be read.
    pub fn mend(self, progress: Progress<'_>) -> Result<Folder, StoreError> {
        let mut folder = self.rebuild(progress)?;
        folder.report.state_was_unusable = true;
        Ok(folder)
    }

    /// Closes journal and state and keeps the lock and the keys.
    pub(super) fn close(self) -> (Shut, Keys) {
        let Self { paths, world, lock, vault, vault_files, keys, engine, .. } = self;
        // The database must be closed before its folder is opened or removed.
        drop(engine);
        (Shut { paths, world, lock, vault, vault_files, vault_mended: false }, keys)
    }

    /// Closes the folder and forgets its keys; the lock is kept.
    pub fn shut(self) -> Shut {
        self.close().0
    }
}
