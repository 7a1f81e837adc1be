//! One generation of the vault as it lies on the disk (format.md 5): what is whole counts, anything else is
//! refused.
//!
//! `KUQUVLT1 | generation u64 | body length u32 | body | hash 32`, the hash over all before it. Body: `format
//! u8 | flags u8 | folder id 16 | slots u16, each | ring | device | drawer: allowed u16, each, box`.

use sha2::{Digest, Sha256};

use super::bytes::{Reader, count, put_counted};
use super::cabinet::{Vault, VaultError};
use super::drawer::Drawer;
use super::keys::FolderId;
use super::slots::Slot;

/// Most bytes of one generation.
pub const VAULT_BYTES_MAX: usize = 1 << 20;
const MAGIC: &[u8; 8] = b"KUQUVLT1";
const FORMAT: u8 = 1;
const FLAG_OTHER_MUST_FOLLOW: u8 = 1;
const RING_BYTES_MAX: usize = 256 << 10;
const SMALL_BOX_MAX: usize = 64 << 10;

impl Vault {
    /// One generation's bytes.
    pub fn encode(&self, generation: u64) -> Vec<u8> {
        let mut body = vec![FORMAT, if self.other_must_follow { FLAG_OTHER_MUST_FOLLOW } else { 0 }];
        body.extend_from_slice(&self.folder.0);
        body.extend_from_slice(&count(self.slots.len()));
        for slot in &self.slots {
            slot.write(&mut body);
        }
        put_counted(&mut body, &self.ring);
        put_counted(&mut body, &self.device);
        body.extend_from_slice(&count(self.drawer.allowed.len()));
        for (kind, number) in &self.drawer.allowed {
            body.push(*kind);
            body.extend_from_slice(&number.to_le_bytes());
        }
        put_counted(&mut body, &self.drawer.sealed);
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&generation.to_le_bytes());
        put_counted(&mut out, &body);
        let hash = hash(&out);
        out.extend_from_slice(&hash);
        out
    }

    /// Reads one generation; anything but whole bytes is refused.
    pub fn decode(bytes: &[u8]) -> Result<(u64, Self), VaultError> {
        let mut reader = Reader::new(bytes);
        if reader.take(MAGIC.len())? != MAGIC {
            return Err(VaultError::NotWhole);
        }
        let generation = reader.u64()?;
        let body = reader.counted(VAULT_BYTES_MAX)?;
        let (hashed, _) =
            bytes.split_at_checked(MAGIC.len() + 12 + body.len()).ok_or(VaultError::NotWhole)?;
        if reader.take(32)? != hash(hashed) {
            return Err(VaultError::NotWhole);
        }
        reader.end()?;
        Self::decode_body(body).map(|vault| (generation, vault))
    }

    pub(super) fn decode_body(body: &[u8]) -> Result<Self, VaultError> {
        let mut reader = Reader::new(body);
        match reader.u8()? {
            FORMAT => {}
            newer => return Err(VaultError::Newer(newer)),
        }
        let other_must_follow = reader.u8()? & FLAG_OTHER_MUST_FOLLOW != 0;
        let folder = FolderId(reader.array()?);
        let mut slots = Vec::new();
        for _ in 0..reader.u16()? {
            slots.push(Slot::read(&mut reader)?);
        }
        let ring = reader.counted(RING_BYTES_MAX)?.to_vec();
        let device = reader.counted(SMALL_BOX_MAX)?.to_vec();
        let mut allowed = Vec::new();
        for _ in 0..reader.u16()? {
            allowed.push((reader.u8()?, reader.u32()?));
        }
        let drawer = Drawer { allowed, sealed: reader.counted(SMALL_BOX_MAX)?.to_vec() };
        reader.end()?;
        Ok(Self { folder, slots, ring, device, drawer, other_must_follow })
    }
}

fn hash(bytes: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"kuqu vault 1\0");
    hash.update(bytes);
    hash.finalize().into()
}
