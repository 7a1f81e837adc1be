//! Importing a roster (导入花名册): read, compare, then write village by village; a kill half-way and the same command again
//! end in the same state, because the plan is made anew from what the records say and every key is natural.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use super::Desk;
use crate::domain::acts::HeldError;
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::place::Places;
use crate::domain::record::{Household, Membership, Person};
use crate::journal::codec;
use crate::journal::fold::RecordKey;
use crate::journal::hash;
use crate::journal::{Act, Audience, CommitId, EntityId, Hash, Record};
use crate::sheets::{
    ImportPlan, Known, KnownHousehold, KnownPerson, LastCells, Learned, Roster, SheetError, Wishes, Words,
    Workbook, read_file,
};
use crate::store::locals::{ImportOutcome, Mapping};
use crate::store::state::{State, StateError};
use crate::store::{LocalFact, Part, StoreError};

/// Most bytes of outcome cells in one Local frame.
const OUTCOME_BYTES: usize = 1 << 20;

/// Why an office file was not imported.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    /// The file.
    #[error(transparent)]
    Sheet(#[from] SheetError),
    /// The folder.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A record that this program cannot work with.
    #[error(transparent)]
    Held(#[from] HeldError),
    /// Stopped by the officer; nothing half-done stays.
    #[error("stopped")]
    Stopped,
}

/// A roster that was read and compared, and not written yet.
pub struct Planned {
    /// The file as it was read.
    pub book: Workbook,
    /// Its rows.
    pub roster: Roster,
    /// What importing it would change.
    pub plan: ImportPlan,
    learned: Vec<Learned>,
}

/// The records as the import sees them, taken at one moment.
struct Snapshot {
    data_set: Hash,
    places: Arc<Places>,
    households: Vec<KnownHousehold>,
    persons: Vec<KnownPerson>,
    records: HashMap<(u16, EntityId, EntityId), Record>,
    last: HashMap<EntityId, LastCells>,
}

impl Known for Snapshot {
    fn data_set(&self) -> Hash {
        self.data_set
    }

    fn places(&self) -> &Places {
        &self.places
    }

    fn households(&self) -> &[KnownHousehold] {
        &self.households
    }

    fn persons(&self) -> &[KnownPerson] {
        &self.persons
    }

    fn record(&self, kind: u16, scope: EntityId, entity: EntityId) -> Option<Record> {
        self.records.get(&(kind, scope, entity)).cloned()
    }

    fn last(&self, entity: EntityId) -> Option<LastCells> {
        self.last.get(&entity).cloned()
    }
}

impl Snapshot {
    fn read(state: &State, places: Arc<Places>, today: Day) -> Result<Self, StateError> {
        let mut this = Self {
            data_set: state.ledger().data_set(),
            places,
            households: Vec::new(),
            persons: Vec::new(),
            records: HashMap::new(),
            last: HashMap::new(),
        };
        let mut stays: HashMap<EntityId, (bool, EntityId, EntityId)> = HashMap::new();
        state.each(kind::MEMBERSHIP, |key, record| {
            let membership = Membership::from_record(key, &record);
            if let (Some(person), Some(household)) = (membership.person.shown, membership.household.shown) {
                let open = membership.holds_on(today);
                let known = stays.entry(person).or_insert((open, household, key.entity));
                if open && !known.0 {
                    *known = (open, household, key.entity);
                }
            }
            this.keep(key, record);
        })?;
        state.each(kind::HOUSEHOLD, |key, record| {
            let household = Household::from_record(key, &record);
            if household.common.stands() && key.audience == Audience::Everyone {
                this.households.push(KnownHousehold {
                    entity: key.entity,
                    village: key.scope,
                    codes: household.code.all().cloned().collect(),
                    head: household.head.shown,
                });
            }
            this.keep(key, record);
        })?;
        state.each(kind::PERSON, |key, record| {
            let person = Person::from_record(key, &record);
            let stay = stays.get(&key.entity);
            this.persons.push(KnownPerson {
                entity: key.entity,
                village: key.scope,
                code: person.code.shown.clone().unwrap_or_default(),
                names: person.name.all().cloned().collect(),
                id_numbers: person.id_number.all().cloned().collect(),
                births: person.birth.all().copied().collect(),
                household: stay.map(|stay| stay.1),
                membership: stay.map(|stay| stay.2),
                set_aside: !person.common.stands(),
            });
            this.keep(key, record);
        })?;
        state.each_last_roster(|entity, bytes| {
            if let Ok(cells) = codec::decode_value(bytes) {
                this.last.insert(entity, cells);
            }
        })?;
        Ok(this)
    }

    fn keep(&mut self, key: RecordKey, record: Record) {
        if key.audience == Audience::Everyone {
            self.records.insert((key.kind, key.scope, key.entity), record);
        }
    }
}

impl Desk {
    /// Reads a roster and compares it with the records; writes nothing. `said` = `COLUMN=FIELD`. `progress` is told rows done
    /// and all rows, and stops the work by `false`.
    pub fn plan_roster(
        &self,
        file: &Path,
        said: &[String],
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Planned, DeskError> {
        let words = Words::shipped();
        let mut wishes = Wishes::default();
        for wish in said {
            wishes.say(wish, words)?;
        }
        let book = read_file(file)?;
        wishes.learned = self.learned()?;
        let roster = Roster::read(&book, words, &wishes)?;
        if roster.rows.is_empty() && roster.refusals.is_empty() {
            return Err(SheetError::NoRows.into());
        }
        let learned =
            roster.sheets.iter().filter_map(|sheet| sheet.layout.as_ref()?.learned(&wishes)).collect();
        let (places, today) = (self.roll.places.clone(), self.today);
        let known = self.folder.ask(move |state| Snapshot::read(state, places, today))?;
        let plan = ImportPlan::make(&roster, &known, progress).ok_or(DeskError::Stopped)?;
        Ok(Planned { book, roster, plan, learned })
    }

    /// What was learned about columns before.
    fn learned(&self) -> Result<std::collections::BTreeMap<Hash, Learned>, StoreError> {
        self.folder.ask(|state| {
            let mut all = std::collections::BTreeMap::new();
            state.each_mapping(|bytes| {
                if let Ok(learned) = codec::decode_value::<Learned>(bytes) {
                    all.insert(learned.signature, learned);
                }
            })?;
            Ok(all)
        })
    }

    /// Writes what the plan says, one commit after the other; each is confirmed with what is kept of it. `progress` is told
    /// parts done and all parts.
    pub fn apply_roster(
        &mut self,
        planned: &Planned,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Result<(), DeskError> {
        for learned in &planned.learned {
            let bytes = codec::encode_value(learned).map_err(StoreError::from)?;
            let mapping = Mapping { signature: learned.signature.0.to_vec(), bytes };
            self.folder.note(&LocalFact::Mapping(mapping))?;
        }
        let act = self.import_act(planned.plan.file)?;
        let parts = &planned.plan.parts;
        let writing = parts.iter().filter(|part| !part.ops.is_empty()).count();
        let mut number = self.parts_of(act)?;
        let mut written = 0;
        for (done, part) in parts.iter().enumerate() {
            progress(done, parts.len());
            let mut commit = CommitId::ZERO;
            if !part.ops.is_empty() {
                written += 1;
                let this = Part { act, number, last: written == writing };
                number = number.saturating_add(1);
                commit = self.folder.append_commit(this, |commit| {
                    part.ops.iter().try_for_each(|op| commit.push(part.scope, op).map(drop))
                })?;
            }
            self.keep_outcomes(act, planned.plan.file, part.outcomes(commit), done + 1 == parts.len())?;
            self.folder.confirm()?;
        }
        if !parts.is_empty() {
            self.refresh()?;
        }
        Ok(())
    }

    /// The act of an import: of the file and the last finished import, so that doing it again finishes the same act.
    fn import_act(&self, file: Hash) -> Result<Act, StoreError> {
        let last = self.folder.ask(|state| state.last_import())?;
        Ok(hash::import_act(file, last.map(|import| import.act).unwrap_or_default()))
    }

    /// How many parts of an act are written already.
    fn parts_of(&self, act: Act) -> Result<u16, StoreError> {
        self.folder.ask(move |state| {
            let parts = state
                .ledger()
                .entries()
                .filter(|entry| entry.header.act == act)
                .map(|entry| entry.header.part);
            Ok(parts.max().map_or(0, |part| part.saturating_add(1)))
        })
    }

    fn keep_outcomes(
        &mut self,
        act: Act,
        file: Hash,
        outcomes: Vec<LastCells>,
        last: bool,
    ) -> Result<(), StoreError> {
        let wall_ms = (self.folder.world().wall_ms)();
        let mut cells = Vec::new();
        let mut bytes = 0;
        for outcome in outcomes {
            let encoded = codec::encode_value(&outcome)?;
            bytes += encoded.len() + 32;
            cells.push((outcome.entity, encoded));
            if bytes > OUTCOME_BYTES {
                let cells = std::mem::take(&mut cells);
                self.folder.append_fact(&LocalFact::Import(ImportOutcome {
                    act,
                    file,
                    last: false,
                    wall_ms,
                    cells,
                }))?;
                bytes = 0;
            }
        }
        self.folder.append_fact(&LocalFact::Import(ImportOutcome { act, file, last, wall_ms, cells }))
    }
}
