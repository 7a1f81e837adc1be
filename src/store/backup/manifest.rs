//! The manifest (清单) of a backup: what it holds, with lengths and hashes, signed by the device.
//!
//! `KUQUBAK1 | format u16 | body length u32 | body | signature 64`, the signature over hash(label, format, body).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{BackupError, MANIFEST, damaged, hash_start};
use crate::journal::codec;
use crate::journal::hash::hash;
use crate::journal::{EntityId, Hash};
use crate::store::files::{Fault, Files};
use crate::vault::{FolderId, Keys, VAULT_BYTES_MAX, Vault, verify};

const MAGIC: &[u8; 8] = b"KUQUBAK1";
const FORMAT: u16 = 1;
const LABEL: &str = "kuqu backup 1";
const BODY_BYTES_MAX: usize = 4 << 20;
const SIGNATURE: usize = 64;

/// A file's length and hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Copied {
    pub(super) length: u64,
    pub(super) hash: Hash,
}

/// What the manifest says; frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ManifestV1 {
    /// The folder's id.
    pub(super) folder: EntityId,
    pub(super) data_set: Hash,
    /// The key that signs.
    pub(super) device: [u8; 32],
    /// Wall clock, milliseconds since 1970 UTC.
    pub(super) made_ms: u64,
    /// The officer who made it.
    pub(super) officer: EntityId,
    /// Last frame in it.
    pub(super) last_frame: u64,
    /// Which `journal.N`.
    pub(super) journal: u32,
    /// By segment number.
    pub(super) segments: Vec<(u32, Copied)>,
    /// Which `vault.N`.
    pub(super) vault_file: u8,
    pub(super) vault: Copied,
}

/// A backup as its manifest names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    pub(super) folder: PathBuf,
    pub(super) manifest: ManifestV1,
}

impl ManifestV1 {
    pub(super) fn encode(&self, keys: &Keys) -> Result<Vec<u8>, codec::CodecError> {
        let body = codec::encode_limited("backup", self, BODY_BYTES_MAX)?;
        let mut out = MAGIC.to_vec();
        out.extend_from_slice(&FORMAT.to_le_bytes());
        out.extend_from_slice(&u32::try_from(body.len()).unwrap_or(u32::MAX).to_le_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(&keys.sign(&signed(FORMAT, &body).0));
        Ok(out)
    }

    fn decode(bytes: &[u8]) -> Result<Self, Option<u16>> {
        let (magic, rest) = bytes.split_first_chunk::<8>().ok_or(None)?;
        let (format, rest) = rest.split_first_chunk::<2>().ok_or(None)?;
        let (length, rest) = rest.split_first_chunk::<4>().ok_or(None)?;
        let format = u16::from_le_bytes(*format);
        let length = usize::try_from(u32::from_le_bytes(*length)).map_err(|_| None)?;
        let (body, signature) = rest.split_at_checked(length).ok_or(None)?;
        let signature: &[u8; SIGNATURE] = signature.try_into().map_err(|_| None)?;
        if magic != MAGIC {
            return Err(None);
        }
        let manifest: Result<Self, _> = codec::decode_limited("backup", body, BODY_BYTES_MAX);
        match manifest {
            Ok(manifest) if verify(&manifest.device, &signed(format, body).0, signature) => {
                if format == FORMAT { Ok(manifest) } else { Err(Some(format)) }
            }
            // A newer program's body cannot be read here, and neither can its signature's key.
            Err(_) if format > FORMAT => Err(Some(format)),
            _ => Err(None),
        }
    }
}

fn signed(format: u16, body: &[u8]) -> Hash {
    hash(LABEL).fixed(&format.to_le_bytes()).variable(body).finish()
}

impl Backup {
    /// Reads the manifest in a backup's own folder.
    pub(super) fn read(files: &Arc<dyn Files>, folder: &Path) -> Result<Self, BackupError> {
        let path = folder.join(MANIFEST);
        let bytes = match files.read(&path, 2 * BODY_BYTES_MAX as u64) {
            Err(error) if error.fault == Fault::NotFound => return Err(BackupError::Absent),
            Err(error) if error.fault == Fault::TooLong => return Err(damaged(&path)),
            bytes => bytes?,
        };
        let manifest = ManifestV1::decode(&bytes)
            .map_err(|newer| newer.map_or_else(|| damaged(&path), BackupError::Newer))?;
        Ok(Self { folder: folder.to_owned(), manifest })
    }

    /// The folder that it is a backup of.
    pub fn of(&self) -> FolderId {
        FolderId(self.manifest.folder.0)
    }

    /// When it was made, milliseconds since 1970 UTC.
    pub fn made_ms(&self) -> u64 {
        self.manifest.made_ms
    }

    /// The last frame in it.
    pub fn last_frame(&self) -> u64 {
        self.manifest.last_frame
    }

    /// Bytes of the files that it names.
    pub fn bytes(&self) -> u64 {
        let segments = self.manifest.segments.iter().map(|(_, copied)| copied.length);
        segments.sum::<u64>() + self.manifest.vault.length
    }

    /// The folder of its segments.
    pub(in crate::store) fn journal(&self) -> PathBuf {
        self.folder.join(format!("journal.{}", self.manifest.journal))
    }

    pub(super) fn segment(&self, number: u32) -> PathBuf {
        self.journal().join(segment_name(number))
    }

    pub(super) fn vault_path(&self) -> PathBuf {
        self.folder.join(format!("vault.{}", self.manifest.vault_file))
    }

    /// Reads all of it and compares.
    pub(super) fn verify(
        &self,
        files: &Arc<dyn Files>,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), BackupError> {
        let (mut done, all) = (0, self.bytes());
        let vault = (self.vault_path(), self.manifest.vault);
        let segments = self.manifest.segments.iter().map(|(number, copied)| (self.segment(*number), *copied));
        for (path, copied) in segments.chain([vault]) {
            let mut each = |piece: &[u8]| {
                done += piece.len() as u64;
                progress(done, all);
                Ok(())
            };
            let found = match hash_start::<BackupError>(files, &path, copied.length, &mut each) {
                Err(BackupError::File(error)) if error.fault == Fault::NotFound => None,
                found => found?,
            };
            if found != Some(copied.hash) {
                return Err(damaged(&path));
            }
        }
        Ok(())
    }

    /// Its vault, compared with the manifest.
    pub(super) fn vault(&self, files: &Arc<dyn Files>) -> Result<Vault, BackupError> {
        let path = self.vault_path();
        let copied = self.manifest.vault;
        let mut bytes = Vec::new();
        let mut each = |piece: &[u8]| {
            bytes.extend_from_slice(piece);
            if bytes.len() > 2 * VAULT_BYTES_MAX { Err(damaged(&path)) } else { Ok(()) }
        };
        let found = hash_start::<BackupError>(files, &path, copied.length, &mut each)?;
        let vault = Vault::decode(&bytes).ok().map(|(_, vault)| vault);
        let whole = vault.filter(|vault| found == Some(copied.hash) && vault.folder() == self.of());
        whole.ok_or_else(|| damaged(&path))
    }
}

/// `00000001.kj`, as in the journal.
pub(super) fn segment_name(number: u32) -> String {
    crate::store::segments::segment_name(number)
}
