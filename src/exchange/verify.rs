//! Checking a bundle with the program alone (验包): no folder, no key. It proves "signed by a device that this root once
//! enrolled", and says who can read it.

use std::path::Path;
use std::sync::Arc;

use crate::store::files::Files;

use super::error::ExchangeError;
use super::header::{self, Counts, Range};
use super::read::Bundle;
use super::write;

/// What an intact bundle says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The sender's label.
    pub sender: String,
    /// True if the sender is a machine of the office.
    pub sender_is_office: bool,
    /// Fingerprint of the root that enrolled the sender.
    pub root: String,
    /// The office's data set.
    pub data_set: String,
    /// The bundle's own id.
    pub bundle: String,
    /// Its hash, with which its name ends.
    pub hash: String,
    /// Headers inside.
    pub ranges: Vec<Range>,
    /// Records inside.
    pub counts: Counts,
    /// Bytes of the sealed payload.
    pub payload_bytes: u64,
    /// Bytes of what is inside.
    pub unpacked_bytes: u64,
    /// The key ids of those who can read it.
    pub recipients: Vec<String>,
    /// The sender's date and time, never believed.
    pub made: String,
    /// The sender's program.
    pub program: String,
}

impl Report {
    /// Of a bundle that was checked.
    pub fn of(bundle: &Bundle) -> Self {
        let head = &bundle.header;
        Self {
            sender: bundle.proven.device.label.clone(),
            sender_is_office: bundle.proven.device.office_machine,
            root: header::fingerprint(&bundle.proven.root),
            data_set: head.data_set.hex(),
            bundle: head.bundle.iter().map(|byte| format!("{byte:02x}")).collect(),
            hash: bundle.hash.hex(),
            ranges: head.ranges.clone(),
            counts: head.counts,
            payload_bytes: bundle.payload,
            unpacked_bytes: head.unpacked,
            recipients: head.recipients.iter().map(|id| id.hex()).collect(),
            made: head.made.clone(),
            program: head.program.clone(),
        }
    }
}

/// Checks a file. A refusal is [`ExchangeError::Refused`]; anything else is the machine's or the medium's.
pub fn verify(files: Arc<dyn Files>, path: &Path) -> Result<Report, ExchangeError> {
    Ok(Report::of(&Bundle::check(files, path, &mut |_, _| true)?))
}

/// Checks a file and writes its age file to `payload`, if asked to.
pub fn inspect(files: Arc<dyn Files>, path: &Path, payload: Option<&Path>) -> Result<Report, ExchangeError> {
    let bundle = Bundle::check(Arc::clone(&files), path, &mut |_, _| true)?;
    if let Some(out) = payload {
        write::copy_payload(&*files, &bundle, out)?;
    }
    Ok(Report::of(&bundle))
}
