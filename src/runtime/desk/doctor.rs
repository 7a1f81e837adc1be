//! The self-check (体检): journal, chains, seals, state and digests of a folder, as one report.

use std::collections::BTreeMap;

use super::Desk;
use crate::domain::kinds::{SLOT_CLOSED, household, kind, person};
use crate::domain::record::{self, ClosedTo};
use crate::journal::hash;
use crate::journal::{Audience, EntityId, Hash, Sum};
use crate::store::StoreError;
use crate::store::segments::Examined;
use crate::store::state::{State, StateError};

/// The digests of one village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VillageDigest {
    /// Its name; empty for everyone's records.
    pub name: String,
    /// Over counted operations.
    pub input: String,
    /// Over records.
    pub state: String,
}

/// What the check found.
#[derive(Clone, Debug)]
pub struct Doctor {
    /// True if nothing is damaged.
    pub ok: bool,
    /// Persons.
    pub persons: u64,
    /// Households.
    pub households: u64,
    /// Operations that count.
    pub operations: u64,
    /// Whole frames of the journal.
    pub frames: u64,
    /// Hash of the sorted digests; the same on every machine with the same records.
    pub digest: String,
    /// By village.
    pub villages: Vec<VillageDigest>,
    /// The journal.
    pub journal: Examined,
    /// Places (audience and scope) where the records do not add up to their digest.
    pub digests_wrong: u64,
    /// Operations that do not count: held, quarantined.
    pub held: u64,
    /// See `held`.
    pub quarantined: u64,
    /// Persons and households of whom there are later changes alone: what registered them does not count, or is not here.
    pub unregistered: u64,
}

/// What the state's thread finds.
struct Inside {
    digests: Vec<((Audience, EntityId), Hash, Hash)>,
    wrong: u64,
    persons: u64,
    households: u64,
    operations: u64,
    held: u64,
    quarantined: u64,
    unregistered: u64,
}

impl Desk {
    /// Checks everything: each frame's CRC and seal, the records against their digests.
    pub fn doctor(&mut self) -> Result<Doctor, StoreError> {
        let journal = self.folder.examine()?;
        let inside = self.folder.ask(|state| inspect(state))?;
        let mut villages = Vec::new();
        let mut sorted = Vec::new();
        for ((audience, scope), input, state) in &inside.digests {
            sorted.push(
                [&[crate::journal::fold::audience_number(*audience)], scope.0.as_slice(), &input.0, &state.0]
                    .concat(),
            );
            if *audience == Audience::Everyone && !scope.is_zero() {
                villages.push(VillageDigest {
                    name: self.roll.place(*scope).to_owned(),
                    input: input.hex(),
                    state: state.hex(),
                });
            }
        }
        sorted.sort();
        villages.sort_by(|left, right| left.name.cmp(&right.name));
        let digest =
            sorted.iter().fold(hash::hash(hash::label::STATE), |digest, part| digest.variable(part)).finish();
        Ok(Doctor {
            ok: !journal.condition.is_damage() && inside.wrong == 0,
            persons: inside.persons,
            households: inside.households,
            operations: inside.operations,
            frames: journal.frames,
            digest: digest.hex(),
            villages,
            journal,
            digests_wrong: inside.wrong,
            held: inside.held,
            quarantined: inside.quarantined,
            unregistered: inside.unregistered,
        })
    }
}

/// Sums the records of every scope again and compares the sums with the digests that are kept.
fn inspect(state: &State) -> Result<Inside, StateError> {
    let mut sums: BTreeMap<(Audience, EntityId), Sum> = BTreeMap::new();
    let (mut operations, mut persons, mut households, mut unregistered) = (0, 0, 0, 0);
    state.each_record(|key, record| {
        sums.entry((key.audience, key.scope)).or_default().add(record.digest(&key));
        // What went on in another village stands there, and is counted there.
        let stands = || record::slot::<ClosedTo>(&record, key.kind, SLOT_CLOSED).is_empty();
        let bare = |slot: u16| !record.is_empty() && record.live_ids(slot).is_empty();
        match key.kind {
            kind::PERSON if stands() => {
                persons += 1;
                unregistered += u64::from(bare(person::CODE));
            }
            kind::HOUSEHOLD if stands() => {
                households += 1;
                unregistered += u64::from(bare(household::CODE));
            }
            _ => {}
        }
        operations += record.applied().count() as u64;
    })?;
    let digests = state.digests();
    let nothing = Sum::default();
    let scopes: std::collections::BTreeSet<_> = digests.keys().chain(sums.keys()).copied().collect();
    let kept = |name| digests.get(name).map_or(nothing, |digests| digests.state);
    let wrong =
        scopes.iter().filter(|name| kept(*name) != sums.get(name).copied().unwrap_or(nothing)).count();
    let (mut held, mut quarantined) = (0, 0);
    for entry in state.ledger().entries() {
        for status in state.ledger().statuses(&entry.hash) {
            match status {
                crate::journal::OpStatus::Counted => {}
                // An accusation in the drawer is where it belongs, and no count may tell of it.
                crate::journal::OpStatus::Held(crate::journal::Held::Sealed) => {}
                crate::journal::OpStatus::Held(_) => held += 1,
                crate::journal::OpStatus::Quarantined(_) => quarantined += 1,
            }
        }
    }
    Ok(Inside {
        digests: digests.iter().map(|(name, digests)| (*name, digests.input.0, digests.state.0)).collect(),
        wrong: wrong as u64,
        persons,
        households,
        operations,
        held,
        quarantined,
        unregistered,
    })
}
