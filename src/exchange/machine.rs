//! A machine that exchanges: an opened folder, or, in tests, one in memory. The exchange itself is the same for both.

use std::path::PathBuf;
use std::sync::Arc;

use crate::journal::codec::Frame;
use crate::journal::{EntityId, Hash, StreamId, Vector};
use crate::store::files::Files;
use crate::store::locals::ReceiptKept;
use crate::store::state::{State, StateError};
use crate::store::{Folder, LocalFact};
use crate::vault::boxes::Identity;

use super::error::ExchangeError;
use super::holding::Holding;
use super::receipt::Receipt;

/// Who this machine is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    /// Its device.
    pub device: EntityId,
    /// Its label.
    pub label: String,
    /// The stream that it writes.
    pub stream: StreamId,
    /// Its signing key.
    pub key: [u8; 32],
    /// Where a payload is spooled.
    pub outbox: PathBuf,
    /// Where an arriving file is copied to.
    pub inbox: PathBuf,
}

/// A machine that exchanges.
pub trait Machine {
    /// What answers for its records.
    type Held: Holding<Error: Into<ExchangeError>>;

    /// Asks it; what was queued before is done.
    fn ask<R: Send + 'static>(
        &self,
        question: impl FnOnce(&Self::Held) -> Result<R, <Self::Held as Holding>::Error> + Send + 'static,
    ) -> Result<R, ExchangeError>;

    /// Who it is.
    fn own(&self) -> Result<Own, ExchangeError>;
    /// Files.
    fn files(&self) -> Arc<dyn Files>;
    /// Wall clock, milliseconds since 1970 UTC.
    fn wall_ms(&self) -> u64;
    /// The hybrid time for a receipt of its own, later than that of every one before.
    fn sign_time(&mut self) -> Result<u64, ExchangeError>;
    /// Signs as this device.
    fn sign(&self, message: &[u8]) -> [u8; 64];
    /// What opens what is sealed to it.
    fn identity(&self) -> &Identity;
    /// Number of what it has journalled: changes with every write.
    fn mark(&self) -> u64;
    /// The newest receipt of every device.
    fn receipts(&self) -> Result<Vec<Receipt>, ExchangeError>;
    /// What lies in a backup that was read back; none without one.
    fn backed_up(&self) -> Result<Option<Vector>, ExchangeError>;
    /// Journals a slice, confirmed at its end; the state follows. `vouched` = signatures that the rehearsal has checked.
    fn take_in(&mut self, frames: Vec<Frame>, vouched: Vec<(Hash, [u8; 64])>) -> Result<(), ExchangeError>;
    /// Ends the taking in, also after a failure: the state has followed.
    fn taken_in(&mut self) -> Result<(), ExchangeError>;
    /// Keeps receipts of other devices.
    fn keep(&mut self, receipts: Vec<(EntityId, u64, Receipt)>) -> Result<(), ExchangeError>;
}

impl Machine for Folder {
    type Held = State;

    fn ask<R: Send + 'static>(
        &self,
        question: impl FnOnce(&State) -> Result<R, StateError> + Send + 'static,
    ) -> Result<R, ExchangeError> {
        Ok(Folder::ask(self, |state| question(state))?)
    }

    fn own(&self) -> Result<Own, ExchangeError> {
        Ok(Own {
            device: self.actor().device,
            label: self.actor().label.clone(),
            stream: self.stream(),
            key: self.vault().1.signing_public(),
            outbox: self.paths().root.join("outbox"),
            inbox: self.paths().root.join("inbox"),
        })
    }

    fn files(&self) -> Arc<dyn Files> {
        Arc::clone(&self.world().files)
    }

    fn wall_ms(&self) -> u64 {
        (self.world().wall_ms)()
    }

    fn sign_time(&mut self) -> Result<u64, ExchangeError> {
        Ok(Folder::sign_time(self)?)
    }

    fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.vault().1.sign(message)
    }

    fn identity(&self) -> &Identity {
        self.vault().1.device()
    }

    fn mark(&self) -> u64 {
        self.frames()
    }

    fn receipts(&self) -> Result<Vec<Receipt>, ExchangeError> {
        let kept = Folder::ask(self, |state| state.receipts())?;
        Ok(kept.iter().map(|kept| Receipt::decode(&kept.bytes)).collect::<Result<_, _>>()?)
    }

    fn backed_up(&self) -> Result<Option<Vector>, ExchangeError> {
        Ok(Folder::ask(self, |state| state.backed_up())?)
    }

    fn take_in(&mut self, frames: Vec<Frame>, vouched: Vec<(Hash, [u8; 64])>) -> Result<(), ExchangeError> {
        Ok(self.receive(frames, vouched)?)
    }

    fn taken_in(&mut self) -> Result<(), ExchangeError> {
        Ok(self.received()?)
    }

    fn keep(&mut self, receipts: Vec<(EntityId, u64, Receipt)>) -> Result<(), ExchangeError> {
        for (device, hybrid, receipt) in receipts {
            let bytes = receipt.encode()?;
            self.append_fact(&LocalFact::Receipt(ReceiptKept { device, hybrid, bytes }))?;
        }
        Ok(self.confirm()?)
    }
}
