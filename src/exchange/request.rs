//! A request file (补发申请): a signed receipt in a file of its own, for when a bundle was lost and nothing else goes to
//! those who could send it again. Whoever takes it in knows what the sender lacks.

use std::path::{Path, PathBuf};

use crate::store::files::Files;

use super::error::{ExchangeError, Refusal};
use super::holding::Holding;
use super::machine::Machine;
use super::receipt::{self, RECEIPT_BYTES_MAX, Receipt, Said};

const MAGIC: &[u8; 8] = b"KUQUREQ1";

/// Writes what this machine holds, and so what it lacks, into a folder. The name says from whom.
pub fn write<M: Machine>(machine: &mut M, folder: &Path) -> Result<PathBuf, ExchangeError> {
    let hybrid = machine.sign_time()?;
    let machine = &*machine;
    let (own, wall_ms) = (machine.own()?, machine.wall_ms());
    let device = own.device;
    let backed_up = machine.backed_up()?.map(receipt::shortened);
    let said = machine.ask(move |holding| {
        let ledger = holding.ledger();
        let (vector, refusals) = (receipt::shortened(ledger.vector()), receipt::refusals_of(ledger));
        Ok(Said { device, data_set: ledger.data_set(), hybrid, wall_ms, vector, backed_up, refusals })
    })?;
    let receipt = Receipt::sign(&said, &|message| machine.sign(message))?;
    let bytes = [MAGIC.as_slice(), &receipt.encode()?].concat();
    let label: String = own.label.chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    let path = folder.join(format!("kuqu-{label}-{hybrid:016x}.kqr"));
    put(&*machine.files(), &path, &bytes)?;
    Ok(path)
}

/// Takes a request in. Gives the label of who asks; a request that is older than what is known changes nothing.
pub fn take_in<M: Machine>(machine: &mut M, path: &Path) -> Result<String, ExchangeError> {
    let bytes = machine.files().read(path, RECEIPT_BYTES_MAX as u64 + 256)?;
    let receipt = bytes.strip_prefix(MAGIC).ok_or(Refusal::NotABundle)?;
    let receipt = Receipt::decode(receipt).map_err(|_| Refusal::Unreadable)?;
    let said = receipt.read().map_err(|_| Refusal::Unreadable)?;
    let asked = receipt.clone();
    let known = machine.receipts()?;
    let label = machine.ask(move |holding| {
        let ledger = holding.ledger();
        if said.data_set != ledger.data_set() {
            return Ok(Err(Refusal::OtherOffice { data_set: said.data_set }));
        }
        let Some(said) = asked.said(ledger) else { return Ok(Err(Refusal::Signature)) };
        let older = known
            .iter()
            .filter_map(|known| known.read().ok())
            .any(|known| known.device == said.device && known.hybrid >= said.hybrid);
        let label = ledger.authority().devices.get(&said.device).map(|device| device.label.clone());
        Ok(Ok((said.device, said.hybrid, label.unwrap_or_default(), older)))
    })??;
    let (device, hybrid, label, older) = label;
    if !older && device != machine.own()?.device {
        machine.keep(vec![(device, hybrid, receipt)])?;
    }
    Ok(label)
}

/// True if the file begins like a request.
pub fn is_request(files: &dyn Files, path: &Path) -> bool {
    files.read_at(path, 0, MAGIC.len()).is_ok_and(|bytes| bytes == MAGIC)
}

/// Writes a small file whole: temporary name, sync, rename, folder sync.
pub fn put(files: &dyn Files, path: &Path, bytes: &[u8]) -> Result<(), ExchangeError> {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let made = files
        .overwrite(&part, bytes)
        .and_then(|()| files.sync(&part))
        .and_then(|()| files.rename(&part, path))
        .and_then(|()| files.sync_folder(folder));
    if made.is_err() {
        // The next one writes over what cannot be removed.
        let _ = files.remove(&part);
    }
    Ok(made?)
}
