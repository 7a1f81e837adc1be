//! A laptop before its enrolment (入网前): it has a vault with its keys, and what it asks for, and nothing else. Its journal
//! begins with what the office's answer brings.

use std::path::Path;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::drafts::Drafts;
use super::error::StoreError;
use super::folder::{Folder, Paths, World, is_free};
use super::lock::{Holder, Lock};
use super::opening::{self, Progress, Shut};
use super::segments::Journal;
use super::vault_files::VaultFiles;
use crate::journal::codec::{self, Frame};
use crate::journal::draft::{Deed, Draft, Seat};
use crate::journal::{Act, Audience, EntityId, Hash, HybridClock, Opening};
use crate::vault::boxes::Recipient;
use crate::vault::random::draw;
use crate::vault::{
    Effort, Founding, Keys, Passphrase, Purpose, RecoveryCode, SlotKind, System, Vault, VaultError,
};

/// The draft that holds what the laptop asks for, until it is enrolled.
const WISH: &str = "enrolment";
/// Most bytes of it.
const WISH_BYTES_MAX: usize = 4096;

/// What a laptop asks the office for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// The device's label: 1 to 3 letters or digits.
    pub label: String,
    /// Its first officer's name.
    pub officer: String,
}

/// A laptop's folder that waits for its enrolment, opened.
pub struct Pending {
    paths: Paths,
    world: World,
    lock: Lock,
    vault: Vault,
    vault_files: VaultFiles,
    keys: Keys,
}

/// Under what the office lets a laptop act.
#[derive(Clone, Debug)]
pub struct Admittance {
    /// The office's data set.
    pub data_set: Hash,
    /// The officer's entity.
    pub officer: EntityId,
    /// The grant.
    pub grant: EntityId,
    /// The hybrid clock after everything that came.
    pub clock: HybridClock,
    /// The office's receiving key, which gets a slot of this vault.
    pub office: Recipient,
}

/// Makes a laptop's folder in `root`, which must be absent or empty. The recovery code is shown once.
pub fn found_field(
    root: &Path,
    officer: &str,
    device: &str,
    (passphrase, effort): (&Passphrase, Effort),
    world: World,
) -> Result<(Pending, RecoveryCode), StoreError> {
    let paths = Paths { root: root.to_owned() };
    world.files.make_folder(root)?;
    if !is_free(root) {
        return Err(StoreError::NotEmpty);
    }
    let holder = Holder { pid: std::process::id(), host: world.host.clone(), since_ms: (world.wall_ms)() };
    let lock = Lock::acquire(root, &holder)?;
    let founding = Founding { name: officer, passphrase, effort };
    let (vault, keys, code) = Vault::create(&founding, &mut System)?;
    let wish = Wish { label: device.to_owned(), officer: officer.to_owned() };
    // The wish first: a folder counts as made once its vault is there.
    let bytes = codec::encode_limited("wish", &wish, WISH_BYTES_MAX)?;
    drafts(&paths, &world, &keys)?.save(WISH, &bytes, &mut System).map_err(StoreError::Wish)?;
    let vault_files = VaultFiles::found(Arc::clone(&world.files), root, &vault)?;
    Ok((Pending { paths, world, lock, vault, vault_files, keys }, code))
}

fn drafts(paths: &Paths, world: &World, keys: &Keys) -> Result<Drafts, StoreError> {
    let sealer = keys.sealer(Purpose::Draft);
    Drafts::open(Arc::clone(&world.files), &paths.drafts(), sealer).map_err(StoreError::Wish)
}

impl Shut {
    /// True for a laptop's folder whose enrolment is not finished.
    pub fn waits_for_enrolment(&self) -> bool {
        self.world.files.len(&self.paths.drafts().join(format!("{WISH}.draft"))).is_ok()
    }

    /// Opens a folder that waits for its enrolment. A wrong passphrase gives the folder back.
    pub fn unlock_pending(
        self,
        number: u32,
        passphrase: &Passphrase,
    ) -> Result<Pending, Box<(Option<Self>, StoreError)>> {
        if !self.waits_for_enrolment() {
            return Err(Box::new((Some(self), StoreError::NotWaiting)));
        }
        let (shut, keys) = self.keys(number, passphrase)?;
        let Self { paths, world, lock, vault, vault_files, .. } = shut;
        Ok(Pending { paths, world, lock, vault, vault_files, keys })
    }
}

/// Hands frames over, one after another.
pub type Filling<'a> =
    &'a mut dyn FnMut(&mut dyn FnMut(&Frame) -> Result<(), StoreError>) -> Result<(), StoreError>;

impl Pending {
    /// What it asks for.
    pub fn wish(&self) -> Result<Wish, StoreError> {
        let bytes = drafts(&self.paths, &self.world, &self.keys)?.load(WISH).map_err(StoreError::Wish)?;
        let bytes = bytes.ok_or(StoreError::NotWaiting)?;
        Ok(codec::decode_limited("wish", &bytes, WISH_BYTES_MAX)?)
    }

    /// Its keys.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Files and clock.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Where it lies.
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    /// Journals what the office's answer brought and the opening of this laptop's own stream, confirmed by one sync, then
    /// opens the folder. A kill on the way leaves a folder that waits, and the answer is taken in once more.
    pub fn enrol(
        mut self,
        admittance: Admittance,
        fill: Filling<'_>,
        progress: Progress<'_>,
    ) -> Result<Folder, StoreError> {
        self.give_slot(&admittance.office)?;
        let sealer = self.keys.sealer(Purpose::Journal);
        let files = Arc::clone(&self.world.files);
        let (mut journal, _) = Journal::open(files, &self.paths.journal(), sealer, 0)?;
        fill(&mut |frame| {
            journal.append_unsynced(&codec::encode_frame(frame)?, &mut System)?;
            Ok(())
        })?;
        let Admittance { data_set, officer, grant, mut clock, .. } = admittance;
        let wall_ms = (self.world.wall_ms)();
        let signing_key = self.keys.signing_public();
        let opening = Opening { signing_key, data_set, audience: Audience::Everyone };
        let seat = Seat::opening(opening, wall_ms, draw(&mut System)?);
        let deed = Deed { act: Act(draw(&mut System)?), part: 0, last: true, officer, grant };
        let commit = opening::seal(Draft::new(seat, deed), clock.tick(wall_ms), &self.keys)?;
        journal.append_unsynced(&codec::encode_commit_frame(&commit)?, &mut System)?;
        journal.sync()?;
        drop(journal);
        let Self { paths, world, lock, vault, vault_files, keys } = self;
        Shut { paths, world, lock, vault, vault_files, vault_mended: false }.open_with(keys, progress)
    }

    /// The office's key opens this folder too; twice given is once given.
    fn give_slot(&mut self, office: &Recipient) -> Result<(), StoreError> {
        let label = office.to_string();
        let ways = self.vault.ways_in(&self.keys)?;
        if !ways.iter().any(|way| way.kind == SlotKind::Recipient && way.name == label) {
            self.vault.add_recipient(&self.keys, office.clone(), &label, &mut System)?;
            self.vault_files.save(&mut self.vault)?;
        }
        Ok(())
    }

    /// This laptop's receiving key.
    pub fn receiving_key(&self) -> Result<[u8; 32], StoreError> {
        Ok(self.keys.device().recipient().to_bytes().map_err(VaultError::from)?)
    }
}

/// Ends the waiting, once the folder has a stream of its own.
pub(super) fn ended(paths: &Paths, world: &World, keys: &Keys) -> Result<(), StoreError> {
    if world.files.len(&paths.drafts().join(format!("{WISH}.draft"))).is_ok() {
        drafts(paths, world, keys)?.discard(WISH).map_err(StoreError::Wish)?;
    }
    Ok(())
}
