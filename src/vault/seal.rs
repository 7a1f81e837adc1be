//! The seal of format.md 4: what lies in sled, in drafts, in the vault and in a backup, bound to its place.
//!
//! `version u8 | algorithm u8 | key number u32 | nonce 24 | ciphertext | tag 16`. Associated data = folder
//! id, the name of the place (sled key, draft name), the bytes before the nonce: a value moved elsewhere does
//! not open. The plain text is padded (0x80, then zeros) to a multiple of 32, so that a length tells little.

use std::collections::BTreeMap;

use chacha20poly1305::aead::{Aead, AeadInPlace, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::keys::FolderId;
use super::random::{NoRandomness, Random, draw};

/// Version byte of the seal.
pub const VERSION: u8 = 1;
/// XChaCha20-Poly1305; other numbers are left for SM4.
pub const ALGORITHM_XCHACHA: u8 = 1;
/// Bytes before the nonce.
const HEAD: usize = 6;
const NONCE: usize = 24;
/// Bytes of the tag.
pub const TAG: usize = 16;
/// The padding's step.
pub const PAD: usize = 32;

/// Why something cannot be sealed or opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// Fewer bytes than a seal has.
    #[error("cut short")]
    Short,
    /// From a newer program.
    #[error("seal version {0} is unknown")]
    Version(u8),
    /// From a newer program.
    #[error("seal algorithm {0} is unknown")]
    Algorithm(u8),
    /// Sealed with a data key that this folder's vault does not hold.
    #[error("data key {0} is not held")]
    KeyUnknown(u32),
    /// Changed, moved to another place or folder, or sealed with another key.
    #[error("the seal does not hold")]
    Broken,
    /// The seal holds, what is inside was not made by this program.
    #[error("the padding is wrong")]
    Padding,
    /// More bytes than one seal takes.
    #[error("too long to seal")]
    TooLong,
    /// No random bytes for the nonce.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
}

/// Seals and opens for one purpose in one folder, with every data key that the folder ever had.
#[derive(Clone)]
pub struct Sealer {
    folder: FolderId,
    current: u32,
    ciphers: BTreeMap<u32, XChaCha20Poly1305>,
}

impl Sealer {
    /// From sub-keys by data key number; the largest number seals.
    pub(super) fn new<'k>(folder: FolderId, keys: impl IntoIterator<Item = (u32, &'k [u8; 32])>) -> Self {
        let ciphers: BTreeMap<_, _> =
            keys.into_iter().map(|(number, key)| (number, XChaCha20Poly1305::new(key.into()))).collect();
        let current = ciphers.keys().next_back().copied().unwrap_or(0);
        Self { folder, current, ciphers }
    }

    /// The folder it seals for.
    pub fn folder(&self) -> FolderId {
        self.folder
    }

    /// The number of the data key that seals now.
    pub fn current(&self) -> u32 {
        self.current
    }

    /// The numbers of all data keys held, ascending.
    pub fn numbers(&self) -> impl Iterator<Item = u32> {
        self.ciphers.keys().copied()
    }

    /// Seals `plain` for the place `name`.
    pub fn seal(&self, name: &[u8], plain: &[u8], random: &mut dyn Random) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE] = draw(random)?;
        let cipher = self.cipher(self.current)?;
        let padded = (plain.len() / PAD + 1) * PAD;
        let mut sealed = Vec::with_capacity(HEAD + NONCE + padded + TAG);
        sealed.extend_from_slice(&[VERSION, ALGORITHM_XCHACHA]);
        sealed.extend_from_slice(&self.current.to_le_bytes());
        let bound = self.bound(name, &sealed);
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(plain);
        sealed.push(0x80);
        sealed.resize(HEAD + NONCE + padded, 0);
        let (_, text) = sealed.split_at_mut(HEAD + NONCE);
        let tag = cipher
            .encrypt_in_place_detached(XNonce::from_slice(&nonce), &bound, text)
            .map_err(|_| SealError::TooLong)?;
        sealed.extend_from_slice(&tag);
        Ok(sealed)
    }

    /// Opens what was sealed for the place `name`.
    pub fn open(&self, name: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (head, rest) = sealed.split_at_checked(HEAD).ok_or(SealError::Short)?;
        let (nonce, text) = rest.split_at_checked(NONCE).ok_or(SealError::Short)?;
        let key = match head {
            [VERSION, ALGORITHM_XCHACHA, a, b, c, d] => u32::from_le_bytes([*a, *b, *c, *d]),
            [VERSION, algorithm, ..] => return Err(SealError::Algorithm(*algorithm)),
            [version, ..] => return Err(SealError::Version(*version)),
            [] => return Err(SealError::Short),
        };
        let payload = Payload { msg: text, aad: &self.bound(name, head) };
        let plain = self.cipher(key)?.decrypt(XNonce::from_slice(nonce), payload);
        unpad(Zeroizing::new(plain.map_err(|_| SealError::Broken)?))
    }

    /// The number of the data key that sealed these bytes, without opening them: what the sweep after a key
    /// change asks.
    pub fn key_of(sealed: &[u8]) -> Option<u32> {
        match sealed {
            [VERSION, ALGORITHM_XCHACHA, a, b, c, d, ..] => Some(u32::from_le_bytes([*a, *b, *c, *d])),
            _ => None,
        }
    }

    /// Seals a journal frame in place (format.md 3 has its own layout and padding); returns the tag.
    pub(crate) fn seal_frame(
        &self,
        key: u32,
        nonce: &[u8; NONCE],
        bound: &[u8],
        text: &mut [u8],
    ) -> Result<[u8; TAG], SealError> {
        let sealed = self.cipher(key)?.encrypt_in_place_detached(XNonce::from_slice(nonce), bound, text);
        sealed.map(Into::into).map_err(|_| SealError::TooLong)
    }

    /// Opens a journal frame.
    pub(crate) fn open_frame(
        &self,
        key: u32,
        nonce: &[u8; NONCE],
        bound: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, SealError> {
        let payload = Payload { msg: sealed, aad: bound };
        self.cipher(key)?.decrypt(XNonce::from_slice(nonce), payload).map_err(|_| SealError::Broken)
    }

    fn cipher(&self, key: u32) -> Result<&XChaCha20Poly1305, SealError> {
        self.ciphers.get(&key).ok_or(SealError::KeyUnknown(key))
    }

    fn bound(&self, name: &[u8], head: &[u8]) -> Vec<u8> {
        [&self.folder.0, name, head].concat()
    }
}

impl std::fmt::Debug for Sealer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sealer(key {})", self.current)
    }
}

fn unpad(mut plain: Zeroizing<Vec<u8>>) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let end = plain.iter().rposition(|byte| *byte != 0).filter(|at| plain.get(*at) == Some(&0x80));
    match end {
        Some(end) if plain.len() == (end / PAD + 1) * PAD => {
            plain.truncate(end);
            Ok(plain)
        }
        _ => Err(SealError::Padding),
    }
}
