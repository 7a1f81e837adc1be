//! Writing a bundle. The payload is sealed into a spool beside the journal first, because its length stands before it;
//! then the file grows under a temporary name on the medium, is synced, read back and proved, and only then gets its
//! name. A kill or a pulled stick leaves a temporary file at most, never half a bundle under a bundle's name.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::journal::{Hash, hash};
use crate::store::files::{Appender, FileError, Files};
use crate::vault::boxes::{Recipient, SealingWriter};

use super::error::{ExchangeError, Refusal};
use super::header::{self, Header, MAGIC};
use super::parcel::{Parcel, RECORD_BYTES_MAX};
use super::read::Bundle;

/// Bytes of one write.
const STEP: usize = 256 << 10;

/// Where a bundle goes.
pub enum Target<'a> {
    /// Into a folder, under a name made of this beginning and the file's hash.
    Folder(&'a Path, String),
    /// To this very file.
    File(&'a Path),
}

/// Takes one record after another.
pub type Sink<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), ExchangeError>;

/// Gives every record of the payload but the header.
pub type Source<'a> = &'a mut dyn FnMut(Sink<'_>) -> Result<(), ExchangeError>;

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file.
    pub path: PathBuf,
    /// Its hash.
    pub hash: Hash,
    /// Its length in bytes.
    pub bytes: u64,
}

/// Everything around the records.
pub struct Writing<'a> {
    /// The file layer.
    pub files: Arc<dyn Files>,
    /// A folder of this machine for the spool.
    pub spool: &'a Path,
    /// To whom.
    pub recipients: &'a [Recipient],
    /// The sender's signature.
    pub sign: &'a dyn Fn(&[u8]) -> [u8; 64],
}

impl Writing<'_> {
    /// Writes a bundle. `header.unpacked` says what the source will give: 4 bytes and the record, each.
    pub fn write(
        &self,
        header: &Header,
        target: &Target<'_>,
        source: Source<'_>,
    ) -> Result<Written, ExchangeError> {
        let header_bytes = header.encode()?;
        self.files.make_folder(self.spool)?;
        let spool = self.spool.join("payload.part");
        let written = self
            .spool(&spool, &header_bytes, header.unpacked, source)
            .and_then(|()| self.assemble(&header_bytes, &spool, target));
        let cleared = self.files.remove(&spool);
        let written = written?;
        cleared?;
        Ok(written)
    }

    /// Seals header and records into the spool.
    fn spool(
        &self,
        spool: &Path,
        header_bytes: &[u8],
        unpacked: u64,
        source: Source<'_>,
    ) -> Result<(), ExchangeError> {
        let pipe = |error: io::Error| told(&error);
        let sealing = SealingWriter::begin(self.recipients, Piecewise::create(&*self.files, spool)?)?;
        let mut packing = GzEncoder::new(sealing, Compression::new(1));
        let mut put = |record: &[u8]| -> Result<(), ExchangeError> {
            let length = u32::try_from(record.len()).ok().filter(|_| record.len() <= RECORD_BYTES_MAX);
            let length = length.ok_or(ExchangeError::Packing(io::ErrorKind::FileTooLarge))?;
            packing.write_all(&length.to_le_bytes()).and_then(|()| packing.write_all(record)).map_err(pipe)
        };
        put(&Parcel::Header(header_bytes.to_vec()).encode()?)?;
        let mut given = 0;
        source(&mut |record| {
            given += 4 + record.len() as u64;
            put(record)
        })?;
        if given != unpacked {
            return Err(Refusal::Changing.into());
        }
        let sealing = packing.finish().map_err(pipe)?;
        sealing.finish()?.flush().map_err(pipe)
    }

    /// Puts the parts together on the medium.
    fn assemble(
        &self,
        header_bytes: &[u8],
        spool: &Path,
        target: &Target<'_>,
    ) -> Result<Written, ExchangeError> {
        let files = &*self.files;
        let (folder, part) = match target {
            Target::Folder(folder, beginning) => {
                ((*folder).to_owned(), folder.join(format!("{beginning}.part")))
            }
            Target::File(file) => {
                let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
                (folder.unwrap_or(Path::new(".")).to_owned(), with_end(file, ".part"))
            }
        };
        let made = self.fill(header_bytes, spool, &part).and_then(|(hash, bytes)| {
            let checked = Bundle::check(Arc::clone(&self.files), &part, &mut |_, _| true)?;
            if checked.hash != hash {
                return Err(Refusal::Hash.into());
            }
            let path = match target {
                Target::Folder(folder, beginning) => {
                    let first: String = hash.hex().chars().take(8).collect();
                    folder.join(format!("{beginning}-{first}.kqb"))
                }
                Target::File(file) => (*file).to_owned(),
            };
            files.rename(&part, &path)?;
            files.sync_folder(&folder)?;
            Ok(Written { path, hash, bytes })
        });
        if made.is_err() {
            // A stick that is gone keeps its half; the next export to it writes over it.
            let _ = files.remove(&part);
        }
        made
    }

    /// Writes and syncs the whole file under its temporary name. Gives its hash and length.
    fn fill(&self, header_bytes: &[u8], spool: &Path, part: &Path) -> Result<(Hash, u64), ExchangeError> {
        let files = &*self.files;
        let payload = files.len(spool)?;
        let length = u32::try_from(header_bytes.len())
            .map_err(|_| ExchangeError::Packing(io::ErrorKind::FileTooLarge))?;
        let mut out = Hashed { out: Piecewise::create(files, part)?, hashing: header::hashing(), bytes: 0 };
        out.put(MAGIC)?;
        out.put(&length.to_le_bytes())?;
        out.put(header_bytes)?;
        out.put(&payload.to_le_bytes())?;
        let mut at = 0;
        while at < payload {
            let bytes = files.read_at(spool, at, STEP)?;
            if bytes.is_empty() {
                return Err(Refusal::Changing.into());
            }
            out.put(&bytes)?;
            at += bytes.len() as u64;
        }
        let Hashed { mut out, hashing, bytes } = out;
        let hash = hashing.finish();
        let signature = (self.sign)(&header::signing_input(hash).0);
        let ended =
            out.write_all(&hash.0).and_then(|()| out.write_all(&signature)).and_then(|()| out.flush());
        ended.map_err(|error| told(&error))?;
        out.appender.sync_data()?;
        Ok((hash, bytes + 96))
    }
}

/// Writes the age file of a checked bundle to `out`.
pub fn copy_payload(files: &dyn Files, bundle: &Bundle, out: &Path) -> Result<u64, ExchangeError> {
    let mut to = Piecewise::create(files, out)?;
    let copied = io::copy(&mut bundle.payload_reader(), &mut to).and_then(|bytes| to.flush().map(|()| bytes));
    let bytes = copied.map_err(|error| told(&error))?;
    to.appender.sync_data()?;
    Ok(bytes)
}

/// Copies a file to this machine, so that nothing that happens to the stick matters any more.
pub fn copy_in(
    files: &dyn Files,
    from: &Path,
    to: &Path,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), ExchangeError> {
    let length = files.len(from)?;
    let mut out = Piecewise::create(files, to)?;
    let mut at = 0;
    while at < length {
        let bytes = files.read_at(from, at, STEP)?;
        if bytes.is_empty() {
            return Err(Refusal::Changing.into());
        }
        out.write_all(&bytes).map_err(|error| told(&error))?;
        at += bytes.len() as u64;
        if !progress(at.min(length), length) {
            return Err(ExchangeError::Stopped);
        }
    }
    out.flush().map_err(|error| told(&error))
}

fn with_end(file: &Path, end: &str) -> PathBuf {
    let mut name = file.file_name().unwrap_or_default().to_os_string();
    name.push(end);
    file.with_file_name(name)
}

fn told(error: &io::Error) -> ExchangeError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<FileError>()) {
        Some(file) => file.clone().into(),
        None => ExchangeError::Packing(error.kind()),
    }
}

struct Hashed {
    out: Piecewise,
    hashing: hash::Hashing,
    bytes: u64,
}

impl Hashed {
    fn put(&mut self, bytes: &[u8]) -> Result<(), ExchangeError> {
        self.hashing = std::mem::replace(&mut self.hashing, header::hashing()).fixed(bytes);
        self.bytes += bytes.len() as u64;
        self.out.write_all(bytes).map_err(|error| told(&error))
    }
}

/// A new file that is written in pieces of a useful size.
struct Piecewise {
    appender: Box<dyn Appender>,
    waiting: Vec<u8>,
}

impl Piecewise {
    fn create(files: &dyn Files, path: &Path) -> Result<Self, FileError> {
        files.overwrite(path, &[])?;
        Ok(Self { appender: files.appender(path)?, waiting: Vec::with_capacity(STEP) })
    }
}

impl Write for Piecewise {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.waiting.extend_from_slice(bytes);
        if self.waiting.len() >= STEP {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.waiting.is_empty() {
            self.appender.append(&self.waiting).map_err(io::Error::other)?;
            self.waiting.clear();
        }
        Ok(())
    }
}
