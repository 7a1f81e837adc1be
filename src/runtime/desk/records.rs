//! The records as an import sees them (导入所见): who is here in one light list, whole records village by village, so that
//! memory stays small and whoever asks the state meanwhile is answered.

use std::cell::RefCell;
use std::collections::HashMap;

use super::walk::{of_scope, walk};
use crate::domain::kinds::kind;
use crate::domain::place::Places;
use crate::journal::codec;
use crate::journal::{EntityId, Hash, Record};
use crate::sheets::{Known, KnownHousehold, KnownPerson, LastCells, Snapshot, SnapshotMaker};
use crate::store::{Asker, Edition, StoreError};

/// Outcome cells that are asked for at once.
const ASKED: usize = 400;

/// What an import compares with.
pub struct Records {
    asker: Asker,
    data_set: Hash,
    /// What the records are made of; a plan made of anything else is out of date.
    pub commits: Edition,
    snapshot: Snapshot,
    village: RefCell<Village>,
    failure: RefCell<Option<StoreError>>,
}

/// The village that is compared at the moment.
#[derive(Default)]
struct Village {
    scope: Option<EntityId>,
    records: HashMap<(u16, EntityId), Record>,
    last: HashMap<EntityId, LastCells>,
}

impl Records {
    /// Reads the light list; none if `go_on` stopped it. It is told the records so far.
    pub fn read(asker: Asker, go_on: &mut dyn FnMut(usize) -> bool) -> Result<Option<Self>, StoreError> {
        let (data_set, commits) = asker.ask(|state| Ok((state.ledger().data_set(), state.edition())))?;
        let mut maker = SnapshotMaker::default();
        let kinds = [kind::PLACE, kind::HOUSEHOLD, kind::MEMBERSHIP, kind::PERSON];
        let whole = walk(&asker, &kinds, go_on, &mut |key, record| maker.take_in(key, &record))?;
        Ok(whole.then(|| Self {
            asker,
            data_set,
            commits,
            snapshot: maker.finish(),
            village: RefCell::default(),
            failure: RefCell::default(),
        }))
    }

    /// True unless a record could not be read; then the plan is worth nothing.
    pub fn sound(&self) -> bool {
        self.failure.borrow().is_none()
    }

    /// What kept a record from being read.
    pub fn into_failure(self) -> Option<StoreError> {
        self.failure.into_inner()
    }

    fn load(&self, scope: EntityId) -> Result<Village, StoreError> {
        let mut village = Village { scope: Some(scope), ..Village::default() };
        let kinds = [kind::HOUSEHOLD, kind::MEMBERSHIP, kind::PERSON];
        let mut named = Vec::new();
        of_scope(&self.asker, &kinds, scope, &mut |key, record| {
            if key.kind != kind::MEMBERSHIP {
                named.push(key.entity);
            }
            village.records.insert((key.kind, key.entity), record);
        })?;
        for some in named.chunks(ASKED) {
            village.last.extend(self.ask_last(some.to_vec())?);
        }
        Ok(village)
    }

    fn ask_last(&self, entities: Vec<EntityId>) -> Result<Vec<(EntityId, LastCells)>, StoreError> {
        self.asker.ask(move |state| {
            let mut found = Vec::with_capacity(entities.len());
            for entity in entities {
                let cells = state.last_roster(entity)?;
                // Cells of a newer program are as good as none: the records themselves tell what stands.
                let cells = cells.and_then(|bytes| codec::decode_value(&bytes).ok());
                found.extend(cells.map(|cells| (entity, cells)));
            }
            Ok(found)
        })
    }

    fn keep<T>(&self, told: Result<T, StoreError>) -> Option<T> {
        match told {
            Ok(value) => Some(value),
            Err(error) => {
                self.failure.borrow_mut().get_or_insert(error);
                None
            }
        }
    }
}

impl Known for Records {
    fn data_set(&self) -> Hash {
        self.data_set
    }

    fn places(&self) -> &Places {
        &self.snapshot.places
    }

    fn households(&self) -> &[KnownHousehold] {
        &self.snapshot.households
    }

    fn persons(&self) -> &[KnownPerson] {
        &self.snapshot.persons
    }

    fn record(&self, kind: u16, scope: EntityId, entity: EntityId) -> Option<Record> {
        if self.village.borrow().scope != Some(scope) {
            let village = self.keep(self.load(scope))?;
            *self.village.borrow_mut() = village;
        }
        self.village.borrow().records.get(&(kind, entity)).cloned()
    }

    fn last(&self, entity: EntityId) -> Option<LastCells> {
        let here = {
            let village = self.village.borrow();
            let holds = |kind| village.records.contains_key(&(kind, entity));
            (holds(kind::PERSON) || holds(kind::HOUSEHOLD)).then(|| village.last.get(&entity).cloned())
        };
        match here {
            Some(cells) => cells,
            None => self.keep(self.ask_last(vec![entity]))?.into_iter().next().map(|(_, cells)| cells),
        }
    }
}
