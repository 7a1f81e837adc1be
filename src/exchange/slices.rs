//! A payload slice by slice: while one slice is worked on, the next is opened and decoded on a thread of its own.

use std::sync::mpsc::sync_channel;
use std::thread;

use crate::journal::codec::Frame;

use super::error::{ExchangeError, Refusal};
use super::header::Counts;
use super::parcel::{Parcel, ScopeDigests, Statement};
use super::read::Records;
use super::receipt::Receipt;

/// Bytes of records that are worked on at once.
const SLICE_BYTES: usize = 512 << 10;
/// Records that are worked on at once.
const SLICE_RECORDS: usize = 256;

/// Frames of a slice; none where the record is something else or cannot be read.
#[derive(Default)]
pub(super) struct Slice {
    pub(super) frames: Vec<Option<Frame>>,
    /// By place in the slice: why it cannot be read.
    pub(super) unreadable: Vec<(usize, String)>,
}

/// What a payload holds beside commits.
#[derive(Default)]
pub(super) struct Others {
    /// All records, by sort.
    pub(super) counts: Counts,
    pub(super) receipts: Vec<Receipt>,
    pub(super) digests: Vec<ScopeDigests>,
    pub(super) statement: Option<Statement>,
}

impl Records {
    /// Gives everything to `each`, slice by slice, until it fails; then what is no commit.
    pub(super) fn by_slices(
        mut self,
        each: impl FnMut(Slice) -> Result<(), ExchangeError>,
    ) -> Result<Others, ExchangeError> {
        thread::scope(|scope| {
            let (read, slices) = sync_channel(1);
            let reader = scope.spawn(move || {
                let mut others = Others::default();
                loop {
                    let slice = self.next_slice(&mut others)?;
                    // Nobody listens any more after a failure, which says more.
                    if slice.frames.is_empty() || read.send(slice).is_err() {
                        return Ok(others);
                    }
                }
            });
            slices.into_iter().try_for_each(each)?;
            reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// The next slice; empty at the end.
    fn next_slice(&mut self, others: &mut Others) -> Result<Slice, ExchangeError> {
        let mut slice = Slice::default();
        let mut bytes = 0;
        while bytes < SLICE_BYTES && slice.frames.len() < SLICE_RECORDS {
            let Some(record) = self.take()? else { break };
            bytes += record.len() + 64;
            let parcel = Parcel::decode(&record);
            match &parcel {
                Ok(Parcel::Commit(_)) => others.counts.commits += 1,
                Ok(Parcel::Bodies(_)) => others.counts.bodies += 1,
                _ => others.counts.others += 1,
            }
            let mut frame = None;
            match parcel {
                Ok(Parcel::Receipt(receipt)) => others.receipts.push(receipt),
                Ok(Parcel::Scope(statement)) => others.statement = Some(statement),
                Ok(Parcel::Digests(digests)) => others.digests.extend(digests),
                Ok(Parcel::Header(_)) => return Err(Refusal::HeaderDiffers.into()),
                Ok(parcel) => frame = parcel.frame(),
                Err(error) => slice.unreadable.push((slice.frames.len(), error.to_string())),
            }
            slice.frames.push(frame);
        }
        Ok(slice)
    }
}
