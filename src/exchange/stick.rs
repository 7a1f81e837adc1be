//! What lies in a folder or on a stick (盘上的数据包), for the list before a choice: told by what files begin with, never by
//! their names or times.

use std::path::Path;

use super::error::{ExchangeError, Refusal};
use super::header::Range;
use super::holding::Holding;
use super::machine::Machine;
use super::read;

/// What lies in a folder, for the list before a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lying {
    /// The file's name, never believed.
    pub name: String,
    /// What its clear header says, not yet proved: sender's label, its date and time, whether this key opens it; else why
    /// it cannot be read.
    pub found: Result<LyingBundle, String>,
}

/// See [`Lying`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LyingBundle {
    /// The sender's label.
    pub from: String,
    /// The sender's date and time.
    pub made: String,
    /// True if it is of this office and this device's key opens it.
    pub readable: bool,
    /// True if this device wrote it.
    pub own: bool,
    /// True if every header that it names is held here.
    pub known: bool,
}

/// Looks at every file of a folder that begins like a bundle, whatever its name; the others are left out.
pub fn lying<M: Machine>(machine: &M, folder: &Path) -> Result<Vec<Lying>, ExchangeError> {
    let files = machine.files();
    let own = machine.own()?.key;
    let receiving_key = machine.identity().recipient().to_bytes()?;
    let mut found = Vec::new();
    for name in files.list(folder)? {
        if name.ends_with(".part") {
            continue;
        }
        let header = match read::peek(&*files, &folder.join(&name)) {
            Ok(header) => header,
            Err(ExchangeError::Refused(Refusal::NotABundle)) => continue,
            Err(error) => {
                found.push(Lying { name, found: Err(error.to_string()) });
                continue;
            }
        };
        let (ranges, data_set) = (header.ranges.clone(), header.data_set);
        let (known, ours) = machine.ask(move |holding| {
            let ledger = holding.ledger();
            let held = |range: &Range| {
                let runs = ledger.runs(range.stream);
                runs.iter().any(|run| run.first <= range.from && range.to <= run.last)
            };
            Ok((ranges.iter().all(held), ledger.data_set() == data_set))
        })?;
        let from = header.proof.check(header.data_set, &header.key).map(|proven| proven.device.label);
        let bundle = from.map_err(|error| error.to_string()).map(|from| LyingBundle {
            from,
            made: header.made.clone(),
            own: header.key == own,
            readable: ours && header.is_for(&receiving_key),
            known,
        });
        found.push(Lying { name, found: bundle });
    }
    Ok(found)
}
