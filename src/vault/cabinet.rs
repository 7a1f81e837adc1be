//! The vault (密钥柜): who may open the folder, and the keys that opening gives.
//!
//! The ring (all data keys) is one age box to the public halves of all slots; the device's keys and the
//! slots' names are sealed under the newest data key; the drawer's secret key is an age box to those allowed.
//! A change of who may open sets a flag until both generations on the disk have it (format.md 5).

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::boxes::{self, BoxError, Identity, Recipient};
use super::bytes::{LayoutError, Reader, count, put_counted};
use super::drawer::{DRAWERS_BYTES_MAX, Drawer, IN, LEFT, drawers_of, drawers_text};
use super::effort::Effort;
use super::keys::{FolderId, Keys, Purpose, signing_key};
use super::passphrase::Passphrase;
use super::random::{NoRandomness, Random, draw};
use super::recovery::RecoveryCode;
use super::seal::SealError;
use super::slots::{Lock, NAME_BYTES_MAX, Slot, SlotKind};

const SLOTS_MAX: usize = 200;
const DATA_KEYS_MAX: usize = 5_000;
const DEVICE_PLACE: &[u8] = b"device keys";

/// Why a vault cannot be read, opened or changed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// Not a whole generation: cut, changed, or something else.
    #[error("not a whole vault generation")]
    NotWhole,
    /// Made by a newer program.
    #[error("vault format {0} is newer than this program")]
    Newer(u8),
    /// No slot of that kind and number.
    #[error("no {kind:?} slot {number}")]
    NoSlot {
        /// Kind asked for.
        kind: SlotKind,
        /// Number asked for (0 for recovery).
        number: u32,
    },
    /// The passphrase is not that slot's.
    #[error("wrong passphrase for slot {0}")]
    WrongPassphrase(u32),
    /// The code is whole, but not this folder's.
    #[error("the recovery code is of another folder, or was replaced")]
    WrongCode,
    /// That number is taken.
    #[error("slot {0} exists")]
    SlotExists(u32),
    /// The last officer's slot stays.
    #[error("slot {0} is the last officer's")]
    LastOfficer(u32),
    /// A name or label of more than 256 bytes, or too many slots or data keys.
    #[error("too long or too many: {0}")]
    TooLarge(&'static str),
    /// The keys are another folder's or older than the vault.
    #[error("these keys do not belong to this vault")]
    ForeignKeys,
    /// Parameters outside the limits of [`Effort::allowed`].
    #[error("passphrase effort outside the limits")]
    Effort,
    /// The hash holds and a part does not open: written by something else, or damaged before it was hashed.
    #[error("a part of the vault does not open: {0}")]
    Part(&'static str),
    /// No random bytes.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// Sealing failed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// An age box failed.
    #[error(transparent)]
    Box(#[from] BoxError),
}

impl From<LayoutError> for VaultError {
    fn from(_: LayoutError) -> Self {
        Self::NotWhole
    }
}

/// What founding a folder needs.
pub struct Founding<'a> {
    /// Officer 1's name.
    pub name: &'a str,
    /// Officer 1's passphrase.
    pub passphrase: &'a Passphrase,
    /// How hard it is to guess.
    pub effort: Effort,
}

/// One way into the folder, for `doctor`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WayIn {
    /// What opens it.
    pub kind: SlotKind,
    /// The officer's number; 0 for recovery; counted from 1 for recipients.
    pub number: u32,
    /// The officer's name or the recipient's label; empty for recovery.
    pub name: String,
}

/// The vault in memory; nothing of it is secret without a passphrase, a code or a key.
#[derive(Clone)]
pub struct Vault {
    pub(super) folder: FolderId,
    pub(super) slots: Vec<Slot>,
    pub(super) ring: Vec<u8>,
    pub(super) device: Vec<u8>,
    pub(super) drawer: Drawer,
    pub(super) other_must_follow: bool,
}

impl Vault {
    /// Founds a folder: its id, its first data key, the device's keys, officer 1's slot and the recovery
    /// slot.
    pub fn create(
        founding: &Founding<'_>,
        random: &mut dyn Random,
    ) -> Result<(Self, Keys, RecoveryCode), VaultError> {
        if !founding.effort.allowed() {
            return Err(VaultError::Effort);
        }
        let folder = FolderId(draw(random)?);
        let data = BTreeMap::from([(1, Zeroizing::new(draw(random)?))]);
        let code = RecoveryCode::draw(random)?;
        let (officer, own) = Slot::with_passphrase(folder, 1, founding.passphrase, founding.effort, random)?;
        let recovery = Slot::with_code(folder, &code, random)?;
        let keys = Keys {
            folder,
            kind: SlotKind::Officer,
            slot: 1,
            data,
            signing: signing_key(draw(random)?),
            device: Identity::generate(),
            own,
            drawers: Vec::new(),
        };
        let mut vault = Self {
            folder,
            slots: vec![officer, recovery],
            ring: Vec::new(),
            device: Vec::new(),
            drawer: Drawer::default(),
            other_must_follow: false,
        };
        let names = BTreeMap::from([((SlotKind::Officer, 1), founding.name.to_owned())]);
        vault.seal_all(&keys, names, random)?;
        Ok((vault, keys, code))
    }

    /// The folder's id, readable without a key.
    pub fn folder(&self) -> FolderId {
        self.folder
    }

    /// The officers' numbers that have a slot, ascending: what the lock screen may offer.
    pub fn officers(&self) -> Vec<u32> {
        let mut numbers: Vec<u32> = self
            .slots
            .iter()
            .filter(|slot| slot.kind() == SlotKind::Officer)
            .map(|slot| slot.number)
            .collect();
        numbers.sort_unstable();
        numbers
    }

    /// Opens with an officer's passphrase; takes as long as the slot's effort says.
    pub fn open(&self, number: u32, passphrase: &Passphrase) -> Result<Keys, VaultError> {
        let slot = self.slot(SlotKind::Officer, number)?;
        let identity = slot.open(self.folder, passphrase).map_err(|_| VaultError::WrongPassphrase(number))?;
        self.unlock(slot, &identity)
    }

    /// Opens with the recovery code; the caller records that it was used.
    pub fn open_with_code(&self, code: &RecoveryCode) -> Result<Keys, VaultError> {
        let slot = self.slot(SlotKind::Recovery, 0)?;
        let identity = slot.open_with_code(self.folder, code).map_err(|_| VaultError::WrongCode)?;
        self.unlock(slot, &identity)
    }

    /// Opens an enrolled laptop's folder with the office's key.
    pub fn open_with_identity(&self, identity: &Identity) -> Result<Keys, VaultError> {
        let public = identity.recipient();
        let slot = self.slots.iter().find(|slot| slot.kind() == SlotKind::Recipient && slot.public == public);
        match slot {
            Some(slot) => self.unlock(slot, identity),
            None => Err(VaultError::NoSlot { kind: SlotKind::Recipient, number: 0 }),
        }
    }

    /// Gives an officer a slot.
    pub fn add_officer(
        &mut self,
        keys: &Keys,
        number: u32,
        name: &str,
        (passphrase, effort): (&Passphrase, Effort),
        random: &mut dyn Random,
    ) -> Result<(), VaultError> {
        if self.slot(SlotKind::Officer, number).is_ok() {
            return Err(VaultError::SlotExists(number));
        }
        if !effort.allowed() {
            return Err(VaultError::Effort);
        }
        self.change(keys, random, |vault, names, random| {
            let (slot, _) = Slot::with_passphrase(vault.folder, number, passphrase, effort, random)?;
            names.insert((SlotKind::Officer, number), name.to_owned());
            vault.slots.push(slot);
            Ok(())
        })
    }

    /// Gives a key that is held elsewhere (the office's) a slot; returns its number.
    pub fn add_recipient(
        &mut self,
        keys: &Keys,
        public: Recipient,
        label: &str,
        random: &mut dyn Random,
    ) -> Result<u32, VaultError> {
        let held = self.slots.iter().filter(|slot| slot.kind() == SlotKind::Recipient);
        let number = held.map(|slot| slot.number).max().unwrap_or(0).saturating_add(1);
        self.change(keys, random, |vault, names, _| {
            names.insert((SlotKind::Recipient, number), label.to_owned());
            vault.slots.push(Slot { number, public, name: Vec::new(), lock: Lock::Elsewhere });
            Ok(number)
        })
    }

    /// Sets an officer's passphrase, their own or after a recovery; the old one no longer opens. The slot
    /// gets a new pair, so that an old copy of the vault does not help with later data keys.
    pub fn set_passphrase(
        &mut self,
        keys: &Keys,
        number: u32,
        passphrase: &Passphrase,
        effort: Effort,
        random: &mut dyn Random,
    ) -> Result<(), VaultError> {
        let name = self.slot(SlotKind::Officer, number)?.name.clone();
        if !effort.allowed() {
            return Err(VaultError::Effort);
        }
        self.change(keys, random, |vault, _, random| {
            let (mut slot, _) = Slot::with_passphrase(vault.folder, number, passphrase, effort, random)?;
            slot.name = name;
            vault.slots.retain(|old| (old.kind(), old.number) != (SlotKind::Officer, number));
            vault.slots.push(slot);
            vault.other_must_follow = true;
            Ok(())
        })
    }

    /// Replaces the recovery code; the old one no longer opens.
    pub fn renew_recovery(
        &mut self,
        keys: &Keys,
        random: &mut dyn Random,
    ) -> Result<RecoveryCode, VaultError> {
        self.change(keys, random, |vault, _, random| {
            let code = RecoveryCode::draw(random)?;
            let slot = Slot::with_code(vault.folder, &code, random)?;
            vault.slots.retain(|old| old.kind() != SlotKind::Recovery);
            vault.slots.push(slot);
            vault.other_must_follow = true;
            Ok(code)
        })
    }

    /// Takes a slot away and adds a data key, whose number is returned and which `keys` holds from now on.
    /// The caller writes the vault, starts a journal segment and seals the state anew.
    pub fn remove(
        &mut self,
        keys: &mut Keys,
        kind: SlotKind,
        number: u32,
        random: &mut dyn Random,
    ) -> Result<u32, VaultError> {
        self.slot(kind, number)?;
        if kind == SlotKind::Officer && self.officers().len() == 1 {
            return Err(VaultError::LastOfficer(number));
        }
        let fresh = keys.current().saturating_add(1);
        let key = Zeroizing::new(draw(random)?);
        self.check(keys)?;
        let names = self.names(keys)?;
        keys.data.insert(fresh, key);
        let mut changed = self.clone();
        changed.slots.retain(|slot| (slot.kind(), slot.number) != (kind, number));
        if kind == SlotKind::Officer {
            // Else a later officer of that number would be let in. Who leaves knows the keys: they are to be renewed.
            let left =
                changed.drawer.allowed.iter_mut().filter(|(kind, allowed)| (*kind, *allowed) == (IN, number));
            left.for_each(|(kind, _)| *kind = LEFT);
        }
        changed.other_must_follow = true;
        match changed.seal_all(keys, names, random) {
            Ok(()) => {
                *self = changed;
                Ok(fresh)
            }
            Err(error) => {
                keys.data.remove(&fresh);
                Err(error)
            }
        }
    }

    /// Puts the drawer's secret keys in, for the officers named; `keys` can open it from the next opening on.
    pub fn set_drawer(&mut self, secrets: &[Identity], officers: &[u32]) -> Result<(), VaultError> {
        let mut allowed = Vec::with_capacity(officers.len());
        for number in officers {
            self.slot(SlotKind::Officer, *number)?;
            allowed.push((IN, *number));
        }
        self.drawer = self.sealed_drawer(allowed, secrets)?;
        self.other_must_follow = true;
        Ok(())
    }

    /// Numbers of the officers who can open the drawer.
    pub fn drawer_officers(&self) -> Vec<u32> {
        self.drawer.allowed.iter().filter(|(kind, _)| *kind == IN).map(|(_, number)| *number).collect()
    }

    /// True if somebody who could open the drawer has left and it was not renewed since.
    pub fn drawer_is_stale(&self) -> bool {
        self.drawer.allowed.iter().any(|(kind, _)| *kind == LEFT)
    }

    /// The public half of an officer's slot; a new one with each passphrase.
    pub fn officer_public(&self, number: u32) -> Result<Recipient, VaultError> {
        Ok(self.slot(SlotKind::Officer, number)?.public.clone())
    }

    /// All ways into the folder, by kind and number.
    pub fn ways_in(&self, keys: &Keys) -> Result<Vec<WayIn>, VaultError> {
        let names = self.names(keys)?;
        let mut ways: Vec<WayIn> = self
            .slots
            .iter()
            .map(|slot| {
                let (kind, number) = (slot.kind(), slot.number);
                WayIn { kind, number, name: names.get(&(kind, number)).cloned().unwrap_or_default() }
            })
            .collect();
        ways.sort_by_key(|way| (way.kind, way.number));
        Ok(ways)
    }

    /// True while one generation on the disk may still open for somebody who may no longer.
    pub fn other_must_follow(&self) -> bool {
        self.other_must_follow
    }

    /// Said by the writer before it writes the second generation.
    pub fn other_follows(&mut self) {
        self.other_must_follow = false;
    }

    fn slot(&self, kind: SlotKind, number: u32) -> Result<&Slot, VaultError> {
        let found = self.slots.iter().find(|slot| slot.kind() == kind && slot.number == number);
        found.ok_or(VaultError::NoSlot { kind, number })
    }

    fn unlock(&self, slot: &Slot, identity: &Identity) -> Result<Keys, VaultError> {
        let part = VaultError::Part;
        let ring = boxes::open(identity, &self.ring, 36 * DATA_KEYS_MAX).map_err(|_| part("data keys"))?;
        let mut data = BTreeMap::new();
        let mut reader = Reader::new(&ring);
        for _ in 0..reader.u16()? {
            data.insert(reader.u32()?, Zeroizing::new(reader.array()?));
        }
        reader.end()?;
        let unsigned = Keys {
            folder: self.folder,
            kind: slot.kind(),
            slot: slot.number,
            data,
            signing: signing_key([0; 32]),
            device: identity.clone(),
            own: identity.clone(),
            drawers: Vec::new(),
        };
        let device = unsigned.sealer(Purpose::Vault).open(DEVICE_PLACE, &self.device);
        let device = device.map_err(|_| part("device keys"))?;
        let mut reader = Reader::new(&device);
        let signing = signing_key(reader.array()?);
        let text = std::str::from_utf8(reader.counted(256)?).map_err(|_| part("device keys"))?;
        let device = Identity::from_text(text).map_err(|_| part("device keys"))?;
        let drawers = boxes::open(identity, &self.drawer.sealed, DRAWERS_BYTES_MAX).ok();
        let drawers = drawers.map(|text| drawers_of(&text)).unwrap_or_default();
        Ok(Keys { signing, device, drawers, ..unsigned })
    }

    /// Runs a change on a copy and seals everything to the slots as they are then; on any error nothing has
    /// changed.
    fn change<T>(
        &mut self,
        keys: &Keys,
        random: &mut dyn Random,
        change: impl FnOnce(&mut Self, &mut Names, &mut dyn Random) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        self.check(keys)?;
        let mut names = self.names(keys)?;
        let mut changed = self.clone();
        let out = change(&mut changed, &mut names, random)?;
        changed.seal_all(keys, names, random)?;
        *self = changed;
        Ok(out)
    }

    /// Refuses keys of another folder, and keys that lack the newest data key.
    fn check(&self, keys: &Keys) -> Result<(), VaultError> {
        let opens = keys.sealer(Purpose::Vault).open(DEVICE_PLACE, &self.device).is_ok();
        if keys.folder == self.folder && opens { Ok(()) } else { Err(VaultError::ForeignKeys) }
    }

    fn names(&self, keys: &Keys) -> Result<Names, VaultError> {
        let sealer = keys.sealer(Purpose::Vault);
        let mut names = Names::new();
        for slot in &self.slots {
            let name = sealer.open(&slot.name_place(), &slot.name).map_err(|_| VaultError::Part("names"))?;
            let name = std::str::from_utf8(&name).map_err(|_| VaultError::Part("names"))?;
            names.insert((slot.kind(), slot.number), name.to_owned());
        }
        Ok(names)
    }

    fn seal_all(&mut self, keys: &Keys, names: Names, random: &mut dyn Random) -> Result<(), VaultError> {
        if self.slots.len() > SLOTS_MAX || keys.data.len() > DATA_KEYS_MAX {
            return Err(VaultError::TooLarge("slots or data keys"));
        }
        if names.values().any(|name| name.len() > NAME_BYTES_MAX) {
            return Err(VaultError::TooLarge("name"));
        }
        let sealer = keys.sealer(Purpose::Vault);
        for slot in &mut self.slots {
            let name = names.get(&(slot.kind(), slot.number)).map_or("", String::as_str);
            slot.name = sealer.seal(&slot.name_place(), name.as_bytes(), random)?;
        }
        let mut ring = Zeroizing::new(Vec::with_capacity(2 + 36 * keys.data.len()));
        ring.extend_from_slice(&count(keys.data.len()));
        for (number, key) in &keys.data {
            ring.extend_from_slice(&number.to_le_bytes());
            ring.extend_from_slice(key.as_ref());
        }
        let publics: Vec<Recipient> = self.slots.iter().map(|slot| slot.public.clone()).collect();
        self.ring = boxes::seal(&publics, &ring)?;
        let mut device = Zeroizing::new(Vec::with_capacity(256));
        device.extend_from_slice(&Zeroizing::new(keys.signing.to_bytes())[..]);
        put_counted(&mut device, keys.device.to_text().as_bytes());
        self.device = sealer.seal(DEVICE_PLACE, &device, random)?;
        self.drawer = self.drawer_after_change(keys)?;
        Ok(())
    }

    /// Whoever holds the drawer's keys seals them anew to those allowed who still have a slot; others leave them
    /// as they are.
    fn drawer_after_change(&self, keys: &Keys) -> Result<Drawer, VaultError> {
        let mut allowed = self.drawer.allowed.clone();
        allowed.retain(|(kind, number)| *kind == LEFT || self.slot(SlotKind::Officer, *number).is_ok());
        if keys.drawers.is_empty() || !allowed.iter().any(|(kind, _)| *kind == IN) {
            return Ok(self.drawer.clone());
        }
        self.sealed_drawer(allowed, &keys.drawers)
    }

    fn sealed_drawer(&self, allowed: Vec<(u8, u32)>, secrets: &[Identity]) -> Result<Drawer, VaultError> {
        let publics: Result<Vec<_>, _> = allowed
            .iter()
            .filter(|(kind, _)| *kind == IN)
            .map(|(_, number)| self.officer_public(*number))
            .collect();
        let sealed = boxes::seal(&publics?, &drawers_text(secrets))?;
        Ok(Drawer { allowed, sealed })
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({} slots)", self.slots.len())
    }
}

type Names = BTreeMap<(SlotKind, u32), String>;
