//! What came into the folder from outside (收入的来历): the commits that each bundle brought, the imports of office files,
//! and the cells of the last roster that was not undone.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::cells::{CellError, Writes};
use super::{META_IMPORT, State, StateError, layout, value};
use crate::journal::codec::{self, Frame};
use crate::journal::fold::Position;
use crate::journal::{Act, EntityId, Hash};
use crate::store::LocalFact;
use crate::store::locals::{ImportOutcome, Taken};

/// An import of an office file, as this folder keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileImport {
    /// Its act.
    pub act: Act,
    /// Hash of the file.
    pub file: Hash,
    /// When its newest part was written: wall clock, milliseconds since 1970 UTC.
    pub wall_ms: u64,
    /// False while its last part is missing: the same command finishes it.
    pub finished: bool,
    /// Where its outcomes lie in the journal, ascending.
    frames: Vec<Position>,
}

/// Cells of the rosters that were not undone, by person, and the acts that are undone.
pub struct Recovered {
    undone: Vec<Act>,
    cells: HashMap<EntityId, Vec<u8>>,
}

impl State {
    pub(super) fn take_import(
        &self,
        writes: &mut Writes,
        position: Position,
        outcome: &ImportOutcome,
    ) -> Result<(), StateError> {
        for (person, cells) in &outcome.cells {
            let bytes = codec::encode_limited("roster", &(outcome.act, cells), codec::RECORD_BYTES_MAX)?;
            writes.put(layout::last_roster(*person), bytes);
        }
        if outcome.last {
            writes.put(layout::meta(META_IMPORT), codec::encode_value(&outcome.finished())?);
        }
        let name = layout::import(outcome.act);
        let known: Option<FileImport> = value(&self.cells, &name, "import")?;
        let mut frames = known.as_ref().map(|known| known.frames.clone()).unwrap_or_default();
        if let Err(at) = frames.binary_search(&position) {
            frames.insert(at, position);
        }
        let kept = FileImport {
            act: outcome.act,
            file: outcome.file,
            wall_ms: outcome.wall_ms,
            finished: outcome.last || known.is_some_and(|known| known.finished),
            frames,
        };
        writes.put(name, codec::encode_limited("import", &kept, codec::RECORD_BYTES_MAX)?);
        Ok(())
    }

    pub(super) fn take_taken(
        &self,
        writes: &mut Writes,
        number: u64,
        taken: &Taken,
    ) -> Result<(), StateError> {
        let bytes = codec::encode_limited("taken", taken, codec::RECORD_BYTES_MAX)?;
        writes.put(layout::taken(taken.bundle, number), bytes);
        Ok(())
    }

    /// What every bundle brought, slice by slice; those of one bundle stand together.
    pub fn taken(&self) -> Result<Vec<Taken>, StateError> {
        self.projected(layout::TAKEN)
    }

    /// Every import of an office file, in the order in which they began.
    pub fn file_imports(&self) -> Result<Vec<FileImport>, StateError> {
        let mut imports: Vec<FileImport> = self.projected(layout::IMPORT)?;
        imports.sort_by(|left, right| left.frames.first().cmp(&right.frames.first()));
        Ok(imports)
    }

    /// The cells of the last roster that held this person and was not undone, in the encoding of `sheets`.
    pub fn last_roster(&mut self, person: EntityId) -> Result<Option<Vec<u8>>, StateError> {
        let kept: Option<(Act, Vec<u8>)> = value(&self.cells, &layout::last_roster(person), "roster")?;
        match kept {
            Some((act, _)) if self.ledger.act_is_out(act) => self.recovered(person),
            kept => Ok(kept.map(|(_, cells)| cells)),
        }
    }

    /// The same where the last roster that held the person was undone: the journal still has the ones before.
    fn recovered(&mut self, person: EntityId) -> Result<Option<Vec<u8>>, StateError> {
        let imports = self.file_imports()?;
        let (undone, left): (Vec<FileImport>, Vec<FileImport>) =
            imports.into_iter().partition(|import| self.ledger.act_is_out(import.act));
        let undone: Vec<Act> = undone.iter().map(|import| import.act).collect();
        if let Some(recovered) = self.recovered.as_ref().filter(|recovered| recovered.undone == undone) {
            return Ok(recovered.cells.get(&person).cloned());
        }
        let mut cells = HashMap::new();
        for position in left.iter().flat_map(|import| &import.frames) {
            let Frame::Local(local) = (self.source)(*position)? else {
                return Err(CellError::Shape("import").into());
            };
            if let Some(LocalFact::Import(outcome)) = LocalFact::decode(&local)? {
                cells.extend(outcome.cells);
            }
        }
        let found = cells.get(&person).cloned();
        self.recovered = Some(Recovered { undone, cells });
        Ok(found)
    }
}
