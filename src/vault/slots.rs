//! A slot (钥匙位): one way into the folder, and the layout in which it lies in the vault.
//!
//! Every slot has an X25519 pair of its own. The public half lies open, so that new data keys can be sealed
//! to a slot whose passphrase nobody present knows; the secret half is sealed under what opens the slot.

use zeroize::Zeroizing;

use super::boxes::{Identity, Recipient};
use super::bytes::{LayoutError, Reader, put_counted};
use super::effort::Effort;
use super::keys::{FolderId, sub_key};
use super::passphrase::Passphrase;
use super::random::{Random, draw};
use super::recovery::RecoveryCode;
use super::seal::{SealError, Sealer};

const PUBLIC_BYTES_MAX: usize = 128;
const SEALED_BYTES_MAX: usize = 1024;
/// Longest officer's name or label, in bytes.
pub(super) const NAME_BYTES_MAX: usize = 256;

/// What opens a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SlotKind {
    /// An officer's passphrase.
    Officer,
    /// The recovery code shown once at set-up.
    Recovery,
    /// A key held elsewhere: the office's, for an enrolled laptop.
    Recipient,
}

#[derive(Clone)]
pub(super) enum Lock {
    Passphrase { effort: Effort, salt: [u8; 16], secret: Vec<u8> },
    Code { salt: [u8; 16], secret: Vec<u8> },
    Elsewhere,
}

#[derive(Clone)]
pub(super) struct Slot {
    pub(super) number: u32,
    pub(super) public: Recipient,
    /// Sealed under the newest data key.
    pub(super) name: Vec<u8>,
    pub(super) lock: Lock,
}

impl Slot {
    pub(super) fn kind(&self) -> SlotKind {
        match self.lock {
            Lock::Passphrase { .. } => SlotKind::Officer,
            Lock::Code { .. } => SlotKind::Recovery,
            Lock::Elsewhere => SlotKind::Recipient,
        }
    }

    /// The place that the name is sealed for.
    pub(super) fn name_place(&self) -> Vec<u8> {
        [b"slot name".as_slice(), &[kind_byte(self.kind())], &self.number.to_le_bytes()].concat()
    }

    pub(super) fn with_passphrase(
        folder: FolderId,
        number: u32,
        passphrase: &Passphrase,
        effort: Effort,
        random: &mut dyn Random,
    ) -> Result<(Self, Identity), SealError> {
        let salt = draw(random)?;
        let key = effort.derive(passphrase, &salt).ok_or(SealError::Broken)?;
        let identity = Identity::generate();
        let public = identity.recipient();
        let place = secret_place(SlotKind::Officer, number, &public, effort, &salt);
        let secret = seal_secret(folder, &key, &place, &identity, random)?;
        let lock = Lock::Passphrase { effort, salt, secret };
        Ok((Self { number, public, name: Vec::new(), lock }, identity))
    }

    pub(super) fn with_code(
        folder: FolderId,
        code: &RecoveryCode,
        random: &mut dyn Random,
    ) -> Result<Self, SealError> {
        let salt: [u8; 16] = draw(random)?;
        let key = code_key(code, &salt).ok_or(SealError::Broken)?;
        let identity = Identity::generate();
        let public = identity.recipient();
        let place = secret_place(SlotKind::Recovery, 0, &public, NO_EFFORT, &salt);
        let secret = seal_secret(folder, &key, &place, &identity, random)?;
        Ok(Self { number: 0, public, name: Vec::new(), lock: Lock::Code { salt, secret } })
    }

    /// The secret half, if the passphrase is right.
    pub(super) fn open(&self, folder: FolderId, passphrase: &Passphrase) -> Result<Identity, SealError> {
        let Lock::Passphrase { effort, salt, secret } = &self.lock else { return Err(SealError::Broken) };
        let key = effort.derive(passphrase, salt).ok_or(SealError::Broken)?;
        let place = secret_place(SlotKind::Officer, self.number, &self.public, *effort, salt);
        open_secret(folder, &key, &place, secret)
    }

    /// The secret half, if the code is right.
    pub(super) fn open_with_code(
        &self,
        folder: FolderId,
        code: &RecoveryCode,
    ) -> Result<Identity, SealError> {
        let Lock::Code { salt, secret } = &self.lock else { return Err(SealError::Broken) };
        let key = code_key(code, salt).ok_or(SealError::Broken)?;
        let place = secret_place(SlotKind::Recovery, self.number, &self.public, NO_EFFORT, salt);
        open_secret(folder, &key, &place, secret)
    }

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        out.push(kind_byte(self.kind()));
        out.extend_from_slice(&self.number.to_le_bytes());
        put_counted(out, self.public.to_string().as_bytes());
        put_counted(out, &self.name);
        match &self.lock {
            Lock::Passphrase { effort, salt, secret } => {
                put_effort(out, *effort);
                out.extend_from_slice(salt);
                put_counted(out, secret);
            }
            Lock::Code { salt, secret } => {
                out.extend_from_slice(salt);
                put_counted(out, secret);
            }
            Lock::Elsewhere => {}
        }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, LayoutError> {
        let kind = reader.u8()?;
        let number = reader.u32()?;
        let public =
            std::str::from_utf8(reader.counted(PUBLIC_BYTES_MAX)?).map_err(|_| LayoutError::Short)?;
        let public = Recipient::from_text(public).map_err(|_| LayoutError::Short)?;
        let name = reader.counted(SEALED_BYTES_MAX)?.to_vec();
        let lock = match kind {
            0 => {
                let effort =
                    Effort { memory_kib: reader.u32()?, passes: reader.u32()?, lanes: reader.u32()? };
                Lock::Passphrase {
                    effort,
                    salt: reader.array()?,
                    secret: reader.counted(SEALED_BYTES_MAX)?.to_vec(),
                }
            }
            1 => Lock::Code { salt: reader.array()?, secret: reader.counted(SEALED_BYTES_MAX)?.to_vec() },
            2 => Lock::Elsewhere,
            _ => return Err(LayoutError::Short),
        };
        Ok(Self { number, public, name, lock })
    }
}

const NO_EFFORT: Effort = Effort { memory_kib: 0, passes: 0, lanes: 0 };

fn kind_byte(kind: SlotKind) -> u8 {
    match kind {
        SlotKind::Officer => 0,
        SlotKind::Recovery => 1,
        SlotKind::Recipient => 2,
    }
}

fn put_effort(out: &mut Vec<u8>, effort: Effort) {
    for part in [effort.memory_kib, effort.passes, effort.lanes] {
        out.extend_from_slice(&part.to_le_bytes());
    }
}

/// The code has 128 bits of its own: it needs no stretching, only a key bound to this slot.
fn code_key(code: &RecoveryCode, salt: &[u8; 16]) -> Option<Zeroizing<[u8; 32]>> {
    sub_key(code.bits(), &[b"kuqu recovery 1".as_slice(), salt].concat())
}

/// Binds the sealed secret half to everything in the slot that lies open.
fn secret_place(kind: SlotKind, number: u32, public: &Recipient, effort: Effort, salt: &[u8; 16]) -> Vec<u8> {
    let mut place = b"slot secret".to_vec();
    place.push(kind_byte(kind));
    place.extend_from_slice(&number.to_le_bytes());
    put_counted(&mut place, public.to_string().as_bytes());
    put_effort(&mut place, effort);
    place.extend_from_slice(salt);
    place
}

fn seal_secret(
    folder: FolderId,
    key: &[u8; 32],
    place: &[u8],
    identity: &Identity,
    random: &mut dyn Random,
) -> Result<Vec<u8>, SealError> {
    Sealer::new(folder, [(0, key)]).seal(place, identity.to_text().as_bytes(), random)
}

fn open_secret(folder: FolderId, key: &[u8; 32], place: &[u8], secret: &[u8]) -> Result<Identity, SealError> {
    let text = Sealer::new(folder, [(0, key)]).open(place, secret)?;
    let text = std::str::from_utf8(&text).map_err(|_| SealError::Broken)?;
    Identity::from_text(text).map_err(|_| SealError::Broken)
}
