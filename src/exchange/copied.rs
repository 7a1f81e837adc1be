//! Copied folders (复制的数据夹): two folders that go on in one stream. Both branches count; it is an alarm until the machine
//! goes on in a new stream.

use crate::journal::{Audience, EntityId, Ledger, StreamId};

use super::choose;

/// A stream with branches, whose machine has not gone on in a new one since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Copied {
    /// The stream.
    pub stream: StreamId,
    /// Label of the machine; empty while it is unknown.
    pub label: String,
    /// True if it is this machine.
    pub own: bool,
}

/// The copied folders that somebody still goes on in, as far as their streams are here.
pub fn copied(ledger: &Ledger, own: EntityId) -> Vec<Copied> {
    let mut found: Vec<Copied> = Vec::new();
    for stream in ledger.branched() {
        let Some(key) = ledger.signing_key(stream) else { continue };
        let newest =
            ledger.entries().filter(|entry| entry.stream() == stream).map(|entry| entry.header.hybrid);
        let newest = newest.max().unwrap_or(0);
        let went_on = ledger.entries().any(|entry| {
            let opening = entry.header.opening.as_ref();
            let anew = opening.is_some_and(|o| o.signing_key == key && o.audience == Audience::Everyone);
            anew && entry.stream() != stream && entry.header.hybrid > newest
        });
        if went_on {
            continue;
        }
        let device = choose::device_of(ledger, &key);
        let is_own = device.as_ref().is_some_and(|(entity, _)| *entity == own);
        let label = device.map(|(_, device)| device.label).unwrap_or_default();
        if !found.iter().any(|known| known.label == label && known.own == is_own) {
            found.push(Copied { stream, label, own: is_own });
        }
    }
    found
}
