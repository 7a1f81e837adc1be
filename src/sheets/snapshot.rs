//! Gathers what an import must know from folded records, one pass over them, whoever keeps them.

use std::collections::HashMap;

use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::place::Places;
use crate::domain::record::{Household, Membership, Person, Place};
use crate::journal::{Audience, EntityId, Record, RecordKey};

use super::known::{KnownHousehold, KnownPerson};

/// Places, households and persons as [`Known`](super::Known) gives them.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// All places.
    pub places: Places,
    /// Households that stand, in the order of their entities.
    pub households: Vec<KnownHousehold>,
    /// Persons, those set aside included, in the order of their entities.
    pub persons: Vec<KnownPerson>,
}

/// Takes records in one by one, in any order.
#[derive(Debug, Default)]
pub struct SnapshotMaker {
    places: Vec<Place>,
    households: Vec<KnownHousehold>,
    persons: Vec<KnownPerson>,
    memberships: HashMap<EntityId, Seat>,
}

#[derive(Clone, Copy, Debug)]
struct Seat {
    membership: EntityId,
    household: Option<EntityId>,
    until: Option<Day>,
}

impl SnapshotMaker {
    /// Takes in one record of everyone's audience; others and other kinds are left alone.
    pub fn take_in(&mut self, key: RecordKey, record: &Record) {
        if key.audience != Audience::Everyone {
            return;
        }
        match key.kind {
            kind::PLACE => self.places.push(Place::from_record(key, record)),
            kind::HOUSEHOLD => self.household(&Household::from_record(key, record)),
            kind::PERSON => self.person(&Person::from_record(key, record)),
            kind::MEMBERSHIP => self.membership(&Membership::from_record(key, record)),
            _ => {}
        }
    }

    /// The whole.
    pub fn finish(mut self) -> Snapshot {
        for person in &mut self.persons {
            if let Some(seat) = self.memberships.get(&person.entity) {
                person.membership = Some(seat.membership);
                person.household = seat.household;
            }
        }
        self.persons.sort_by_key(|person| person.entity);
        self.households.sort_by_key(|household| household.entity);
        Snapshot { places: Places::new(&self.places), households: self.households, persons: self.persons }
    }

    fn household(&mut self, household: &Household) {
        if household.common.stands() {
            self.households.push(KnownHousehold {
                entity: household.entity(),
                village: household.common.key.scope,
                codes: household.code.all().cloned().collect(),
                head: household.head.shown,
            });
        }
    }

    fn person(&mut self, person: &Person) {
        // Gone on in another village: the record there stands for the person.
        if !person.common.closed.is_empty() {
            return;
        }
        self.persons.push(KnownPerson {
            entity: person.entity(),
            village: person.common.key.scope,
            code: person.code.shown.clone().unwrap_or_default(),
            names: person.name.all().cloned().collect(),
            id_numbers: person.id_number.all().cloned().collect(),
            births: person.birth.all().copied().collect(),
            household: None,
            membership: None,
            set_aside: person.common.set_aside.is_some(),
        });
    }

    /// Of several memberships the one that goes on, else the one that ended last: a roster does not bring
    /// back who has left.
    fn membership(&mut self, membership: &Membership) {
        let Some(person) = membership.person.shown.filter(|_| membership.common.stands()) else { return };
        let seat = Seat {
            membership: membership.entity(),
            household: membership.household.shown,
            until: membership.to.shown,
        };
        let rank = |seat: &Seat| (seat.until.is_none(), seat.until, seat.membership);
        let kept = self.memberships.entry(person).or_insert(seat);
        if rank(&seat) > rank(kept) {
            *kept = seat;
        }
    }
}
