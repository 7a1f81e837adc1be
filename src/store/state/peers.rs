//! What is known of other machines: the newest receipt of each, and the last bundle that was written for each.

use super::cells::{CellError, Writes};
use super::{META_SIGNED, State, StateError, layout, value};
use crate::journal::{EntityId, codec};
use crate::store::locals::{ReceiptKept, Sent};

impl State {
    pub(super) fn take_receipt(&self, writes: &mut Writes, receipt: &ReceiptKept) -> Result<(), StateError> {
        let older = self.receipt(receipt.device)?.is_none_or(|known| known.hybrid <= receipt.hybrid);
        if older {
            let bytes = codec::encode_limited("receipt", receipt, codec::RECORD_BYTES_MAX)?;
            writes.put(layout::receipt(receipt.device), bytes);
        }
        Ok(())
    }

    pub(super) fn take_sent(&self, writes: &mut Writes, sent: &Sent) -> Result<(), StateError> {
        let bytes = codec::encode_limited("sent", sent, codec::RECORD_BYTES_MAX)?;
        writes.put(layout::sent(sent.device), bytes);
        Ok(())
    }

    /// The newest receipt of a device.
    pub fn receipt(&self, device: EntityId) -> Result<Option<ReceiptKept>, StateError> {
        Ok(value(&self.cells, &layout::receipt(device), "receipt")?)
    }

    /// The newest receipt of every device that sent one.
    pub fn receipts(&self) -> Result<Vec<ReceiptKept>, StateError> {
        self.projected(layout::RECEIPT)
    }

    /// The hybrid time at which this folder signed its newest receipt; 0 before the first.
    pub fn signed(&self) -> Result<u64, StateError> {
        Ok(value(&self.cells, &layout::meta(META_SIGNED), META_SIGNED)?.unwrap_or(0))
    }

    /// The last bundle written for each device.
    pub fn sent(&self) -> Result<Vec<Sent>, StateError> {
        self.projected(layout::SENT)
    }

    pub(super) fn projected<T: serde::Serialize + serde::de::DeserializeOwned>(
        &self,
        projection: u8,
    ) -> Result<Vec<T>, StateError> {
        let mut found = Vec::new();
        self.cells.scan(&[layout::PROJECTION, projection], |_, plain| -> Result<(), StateError> {
            let fact = codec::decode_limited("local fact", plain, codec::RECORD_BYTES_MAX);
            found.push(fact.map_err(|_| CellError::Shape("local fact"))?);
            Ok(())
        })?;
        Ok(found)
    }
}
