//! Reading a bundle: hash, signature and enrolment of the whole file before one byte is decrypted; then record after
//! record, bounded by what the header said, so that memory does not grow with the file.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::bufread::GzDecoder;

use crate::journal::id::Hash32;
use crate::journal::{EntityId, Hash};
use crate::store::files::{FileError, Files};
use crate::vault::boxes::{self, BoxError, Identity};

use super::error::{ExchangeError, Refusal};
use super::header::{self, HEADER_AT, HEADER_BYTES_MAX, Header, MAGIC, TRAILER};
use super::parcel::{Parcel, RECORD_BYTES_MAX};
use super::proof::Proven;

/// Bytes of one read.
const STEP: usize = 256 << 10;

/// A bundle whose hash, signature and enrolment proof hold.
pub struct Bundle {
    files: Arc<dyn Files>,
    path: PathBuf,
    header_bytes: Vec<u8>,
    payload_at: u64,
    /// Bytes of the age file.
    pub payload: u64,
    /// The clear header.
    pub header: Header,
    /// Who sent it.
    pub proven: Proven,
    /// The hash at its end: names it.
    pub hash: Hash,
}

/// What the frame around a payload says.
struct Outline {
    header: Header,
    header_bytes: Vec<u8>,
    payload_at: u64,
    payload: u64,
    /// Where hash and signature begin.
    trailer_at: u64,
}

fn read(files: &dyn Files, path: &Path, offset: u64, count: u64) -> Result<Vec<u8>, ExchangeError> {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let bytes = files.read_at(path, offset, count)?;
    if bytes.len() == count { Ok(bytes) } else { Err(Refusal::Changing.into()) }
}

/// Reads the frame around the payload; nothing of it is proved yet.
fn outline(files: &dyn Files, path: &Path) -> Result<Outline, ExchangeError> {
    let found = files.len(path)?;
    let cut = |expected| ExchangeError::from(Refusal::Truncated { expected, found });
    let start = files.read_at(path, 0, MAGIC.len())?;
    if start != MAGIC {
        return Err(if MAGIC.starts_with(&start) && !start.is_empty() {
            cut(HEADER_AT)
        } else {
            Refusal::NotABundle.into()
        });
    }
    if found < HEADER_AT {
        return Err(cut(HEADER_AT));
    }
    let length = number::<4>(&read(files, path, MAGIC.len() as u64, 4)?);
    if length > HEADER_BYTES_MAX as u64 {
        return Err(Refusal::HeaderTooLong { length }.into());
    }
    let payload_at = HEADER_AT + length + 8;
    if found < payload_at {
        return Err(cut(payload_at));
    }
    let header_bytes = read(files, path, HEADER_AT, length)?;
    let header = Header::decode(&header_bytes)?;
    let payload = number::<8>(&read(files, path, payload_at - 8, 8)?);
    let trailer_at = payload_at.checked_add(payload);
    let expected = trailer_at.and_then(|at| at.checked_add(TRAILER)).unwrap_or(u64::MAX);
    match (trailer_at, found.cmp(&expected)) {
        (_, std::cmp::Ordering::Greater) => Err(Refusal::TrailingBytes { count: found - expected }.into()),
        (Some(trailer_at), std::cmp::Ordering::Equal) => {
            Ok(Outline { header, header_bytes, payload_at, payload, trailer_at })
        }
        _ => Err(cut(expected)),
    }
}

fn number<const N: usize>(bytes: &[u8]) -> u64 {
    bytes.iter().take(N).rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The clear header as it stands there, unproved: for the list of what lies in a folder, and before a large file is
/// copied in.
pub fn peek(files: &dyn Files, path: &Path) -> Result<Header, ExchangeError> {
    let outline = outline(files, path)?;
    outline.header.check_size(outline.payload)?;
    Ok(outline.header)
}

impl Header {
    /// Refuses what is not of this office or not sealed to this key.
    pub fn admit(&self, data_set: Hash, receiving_key: &[u8; 32]) -> Result<(), Refusal> {
        if self.data_set != data_set {
            return Err(Refusal::OtherOffice { data_set: self.data_set });
        }
        if !self.is_for(receiving_key) {
            return Err(Refusal::NotForUs {
                recipients: self.recipients.iter().map(|id| id.hex()).collect(),
            });
        }
        Ok(())
    }
}

impl Bundle {
    /// Proves everything that can be proved without a key. `progress` hears of bytes done and in all, and may stop.
    pub fn check(
        files: Arc<dyn Files>,
        path: &Path,
        progress: &mut dyn FnMut(u64, u64) -> bool,
    ) -> Result<Self, ExchangeError> {
        let Outline { header, header_bytes, payload_at, payload, trailer_at } = outline(&*files, path)?;
        header.check_size(payload)?;
        let mut hashing = header::hashing();
        let mut at = 0;
        while at < trailer_at {
            let step = (trailer_at - at).min(STEP as u64);
            hashing = hashing.fixed(&read(&*files, path, at, step)?);
            at += step;
            if !progress(at, trailer_at) {
                return Err(ExchangeError::Stopped);
            }
        }
        let hash = hashing.finish();
        let trailer = read(&*files, path, trailer_at, TRAILER)?;
        let (said, signature) = trailer.split_first_chunk::<32>().ok_or(Refusal::Changing)?;
        let signature: &[u8; 64] = signature.try_into().map_err(|_| Refusal::Changing)?;
        if Hash32(*said) != hash {
            return Err(Refusal::Hash.into());
        }
        if !crate::vault::verify(&header.key, &header::signing_input(hash).0, signature) {
            return Err(Refusal::Signature.into());
        }
        let proven = header.proof.check(header.data_set, &header.key)?;
        if files.len(path)? != trailer_at + TRAILER {
            return Err(Refusal::Changing.into());
        }
        let path = path.to_owned();
        Ok(Self { files, path, header_bytes, payload_at, payload, header, proven, hash })
    }

    /// The sender's device.
    pub fn sender(&self) -> EntityId {
        self.proven.entity
    }

    /// The sealed payload's bytes.
    pub fn payload_reader(&self) -> impl Read + use<> {
        let end = self.payload_at + self.payload;
        let piece =
            Piece { files: Arc::clone(&self.files), path: self.path.clone(), at: self.payload_at, end };
        BufReader::with_capacity(STEP, piece)
    }

    /// Opens the payload; the first record is checked against the clear header.
    pub fn records(&self, identity: &Identity) -> Result<Records, ExchangeError> {
        let opened = boxes::open_reader(identity, self.payload_reader()).map_err(|error| match error {
            BoxError::Io(error) => told(&error),
            _ => Refusal::Payload.into(),
        })?;
        let plain: Box<dyn Read + Send> = Box::new(opened);
        let reader = GzDecoder::new(BufReader::with_capacity(STEP, plain));
        let inside = self.header.unpacked;
        let mut records = Records { reader, left: inside, index: 0 };
        // The header's own record is not in the count of bytes.
        records.left = HEADER_BYTES_MAX as u64 + 64;
        let first = records.take()?.ok_or(Refusal::HeaderDiffers)?;
        match Parcel::decode(&first) {
            Ok(Parcel::Header(bytes)) if bytes == self.header_bytes => {}
            _ => return Err(Refusal::HeaderDiffers.into()),
        }
        (records.left, records.index) = (inside, 0);
        Ok(records)
    }
}

/// The payload's records, one after another.
pub struct Records {
    reader: GzDecoder<BufReader<Box<dyn Read + Send>>>,
    /// Bytes that the header still allows.
    left: u64,
    index: u64,
}

impl Records {
    /// The next record's bytes; `None` after the last, when nothing follows it in any layer.
    pub fn take(&mut self) -> Result<Option<Vec<u8>>, ExchangeError> {
        if self.left == 0 {
            return self.end();
        }
        let mut length = [0; 4];
        self.fill(&mut length)?;
        let length = u32::from_le_bytes(length);
        let size = usize::try_from(length).unwrap_or(usize::MAX);
        if size == 0 || size > RECORD_BYTES_MAX {
            return Err(Refusal::RecordTooLong { index: self.index, length: u64::from(length) }.into());
        }
        let mut bytes = vec![0; size];
        self.fill(&mut bytes)?;
        self.index += 1;
        Ok(Some(bytes))
    }

    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), ExchangeError> {
        let length = bytes.len() as u64;
        self.left = self.left.checked_sub(length).ok_or(Refusal::CountsDiffer)?;
        self.reader.read_exact(bytes).map_err(|error| told(&error))
    }

    fn end(&mut self) -> Result<Option<Vec<u8>>, ExchangeError> {
        let mut more = [0; 1];
        if self.reader.read(&mut more).map_err(|error| told(&error))? != 0 {
            return Err(Refusal::CountsDiffer.into());
        }
        // Another gzip member, or anything else, after the first.
        let rest = self.reader.get_mut().fill_buf().map_err(|error| told(&error))?;
        if rest.is_empty() { Ok(None) } else { Err(Refusal::CountsDiffer.into()) }
    }
}

/// A failed file call keeps its name through the layers of reading; everything else is a payload made wrongly.
fn told(error: &io::Error) -> ExchangeError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()) {
        Some(file) => file.clone().into(),
        None => Refusal::Payload.into(),
    }
}

/// A stretch of a file.
struct Piece {
    files: Arc<dyn Files>,
    path: PathBuf,
    at: u64,
    end: u64,
}

impl Read for Piece {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end - self.at).unwrap_or(usize::MAX).min(out.len());
        let bytes = self.files.read_at(&self.path, self.at, most).map_err(io::Error::other)?;
        for (to, from) in out.iter_mut().zip(&bytes) {
            *to = *from;
        }
        self.at += bytes.len() as u64;
        Ok(bytes.len())
    }
}
