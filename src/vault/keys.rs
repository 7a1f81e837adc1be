//! The keys of an opened folder: numbered data keys, the device's own keys, and what is derived from them.

use std::collections::BTreeMap;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::boxes::{self, BoxError, Identity};
use super::seal::Sealer;
use super::slots::SlotKind;

/// 16 random bytes that name a folder; made at set-up, kept by a restore.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FolderId(pub [u8; 16]);

/// What a sub-key is for. The label of each is frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Frames of the journal.
    Journal,
    /// Values in sled.
    State,
    /// Half-typed forms.
    Draft,
    /// What a backup adds of its own.
    Backup,
    /// Names and device keys inside the vault.
    Vault,
}

impl Purpose {
    fn label(self) -> &'static [u8] {
        match self {
            Self::Journal => b"kuqu key 1 journal",
            Self::State => b"kuqu key 1 state",
            Self::Draft => b"kuqu key 1 draft",
            Self::Backup => b"kuqu key 1 backup",
            Self::Vault => b"kuqu key 1 vault",
        }
    }
}

/// Everything that opening a folder gives. Nothing of it shows in `Debug`; all of it is wiped when dropped.
pub struct Keys {
    pub(super) folder: FolderId,
    pub(super) kind: SlotKind,
    pub(super) slot: u32,
    pub(super) data: BTreeMap<u32, Zeroizing<[u8; 32]>>,
    pub(super) signing: SigningKey,
    pub(super) device: Identity,
    /// The secret half of the slot's own pair.
    pub(super) own: Identity,
    /// All that the drawer was ever sealed to; the newest one is what the journal says.
    pub(super) drawers: Vec<Identity>,
}

impl Keys {
    /// The folder that they open.
    pub fn folder(&self) -> FolderId {
        self.folder
    }

    /// Which way in was used: the kind of slot, and its number (the officer's number for
    /// [`SlotKind::Officer`]).
    pub fn opened_by(&self) -> (SlotKind, u32) {
        (self.kind, self.slot)
    }

    /// The number of the data key that seals now.
    pub fn current(&self) -> u32 {
        self.data.keys().next_back().copied().unwrap_or(0)
    }

    /// Forgets a data key that never reached the disk: what it sealed could not be opened again.
    pub fn forget(&mut self, number: u32) {
        self.data.remove(&number);
    }

    /// What seals and opens for one purpose.
    pub fn sealer(&self, purpose: Purpose) -> Sealer {
        let derived: Vec<_> =
            self.data.iter().map(|(number, key)| (*number, sub_key(key.as_ref(), purpose.label()))).collect();
        Sealer::new(self.folder, derived.iter().filter_map(|(n, key)| key.as_deref().map(|key| (*n, key))))
    }

    /// Signs as this device.
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The device's public signing key.
    pub fn signing_public(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// What opens bundles sealed to this device.
    pub fn device(&self) -> &Identity {
        &self.device
    }

    /// Holds a secret key of the drawer from now on: whoever set it up need not open the folder anew. False if it was
    /// held already.
    pub fn hold_drawer(&mut self, secret: Identity) -> bool {
        let held = self.drawers.iter().any(|held| held.recipient() == secret.recipient());
        if !held {
            self.drawers.push(secret);
        }
        !held
    }

    /// What opens the drawer (accusations), for those who are allowed: a key for each time that it was renewed.
    pub fn drawers(&self) -> &[Identity] {
        &self.drawers
    }

    /// Opens a box that was sealed to the public half of this slot ([`super::Vault::officer_public`]).
    pub fn open_own(&self, sealed: &[u8], most: usize) -> Result<Zeroizing<Vec<u8>>, BoxError> {
        boxes::open(&self.own, sealed, most)
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Keys({:?} {}, data key {})", self.kind, self.slot, self.current())
    }
}

/// True if the signature of `message` holds under `public`, by the strict rules (no malleable or weak keys).
pub fn verify(public: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    VerifyingKey::from_bytes(public)
        .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
}

/// HKDF-SHA-256 without salt. 32 bytes never exceed what HKDF gives, so `None` does not occur.
pub(super) fn sub_key(key: &[u8], label: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
    let mut out = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, key).expand(label, out.as_mut()).ok()?;
    Some(out)
}

/// Wipes a seed after the key was made from it.
pub(super) fn signing_key(mut seed: [u8; 32]) -> SigningKey {
    let key = SigningKey::from_bytes(&seed);
    seed.zeroize();
    key
}
