//! The roll (总册): who is in which household of which village, and the look-up index, built in one pass over the records.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::payees::{Payee, Payees};
use super::walk::{halves, walk};
use crate::domain::day::Day;
use crate::domain::kinds::kind;
use crate::domain::pair::Judgements;
use crate::domain::place::{Level, Places};
use crate::domain::record::{Household, Membership, Place, Sought};
use crate::journal::fold::RecordKey;
use crate::journal::{EntityId, Record};
use crate::search::{Entry, EntryKind, Index, IndexPart};
use crate::store::{Asker, StoreError};

/// Rows of one part of the index: few parts make a quick search, and none has to grow for ever.
const PART_ROWS: usize = 100_000;

/// A household as the look-up needs it.
#[derive(Clone, Debug)]
pub struct HouseholdRow {
    /// Its record.
    pub key: RecordKey,
    /// Its code.
    pub code: String,
    /// Its village.
    pub village: EntityId,
    /// Its group; zeros for none.
    pub group: EntityId,
    /// Order in the roster.
    pub order: i64,
    /// The head's person; zeros for none.
    pub head: EntityId,
}

/// A person as the look-up needs it.
#[derive(Clone, Copy, Debug)]
pub struct PersonRow {
    /// The record's scope.
    pub village: EntityId,
    /// Household of the membership that stands, or the last one.
    pub household: EntityId,
}

/// What is known without reading records.
#[derive(Clone, Default)]
pub struct Roll {
    /// All places.
    pub places: Arc<Places>,
    /// By entity.
    pub households: HashMap<EntityId, HouseholdRow>,
    /// By entity.
    pub persons: HashMap<EntityId, PersonRow>,
    /// What lists need of everybody.
    pub payees: Payees,
    /// Households set aside: not found any more, but they can be opened and brought back.
    pub aside: HashMap<EntityId, HouseholdRow>,
    /// Persons who were judged the same as others, with these.
    pub same: HashMap<EntityId, Vec<EntityId>>,
    /// Where households were before they moved to another village.
    pub gone: HashMap<EntityId, BTreeSet<EntityId>>,
    /// On a laptop: the villages that it is given.
    pub given: BTreeSet<EntityId>,
    /// On a laptop: villages whose records are here although it is given them no more. Its counters leave them out.
    pub left: BTreeSet<EntityId>,
}

/// A stay in a household, newest first where a person has several.
#[derive(Clone, Copy)]
pub struct Stay {
    /// Where.
    pub household: EntityId,
    /// Place in the household's list.
    pub order: i64,
    /// It may hold today.
    pub open: bool,
    /// First day, as days since 1970.
    pub from: i32,
}

/// What half of the households and memberships say.
#[derive(Default)]
struct Homes {
    households: HashMap<EntityId, HouseholdRow>,
    aside: HashMap<EntityId, HouseholdRow>,
    gone: HashMap<EntityId, BTreeSet<EntityId>>,
    stays: HashMap<EntityId, Stay>,
}

impl Homes {
    fn take(&mut self, key: RecordKey, record: &Record, today: Day) {
        if key.kind == kind::HOUSEHOLD {
            let household = Household::from_record(key, record);
            if household.common.stands() {
                self.households.insert(key.entity, row_of(&household));
            } else if household.common.closed.is_empty() {
                self.aside.insert(key.entity, row_of(&household));
            } else {
                self.gone.entry(key.entity).or_default().insert(key.scope);
            }
        } else if let Some((person, stay)) = stay_of(&Membership::from_record(key, record), today) {
            self.stay(person, stay);
        }
    }

    /// Of several stays the one that a person is shown in.
    fn stay(&mut self, person: EntityId, stay: Stay) {
        let known = self.stays.entry(person).or_insert(stay);
        if (stay.open, stay.from) > (known.open, known.from) {
            *known = stay;
        }
    }

    /// Takes in the half that comes after this one.
    fn join(&mut self, after: Self) {
        self.households.extend(after.households);
        self.aside.extend(after.aside);
        for (household, villages) in after.gone {
            self.gone.entry(household).or_default().extend(villages);
        }
        after.stays.into_iter().for_each(|(person, stay)| self.stay(person, stay));
    }
}

/// What half of the persons come to.
#[derive(Default)]
struct Seen {
    persons: HashMap<EntityId, PersonRow>,
    payees: Vec<((EntityId, EntityId), Payee)>,
    parts: Vec<IndexPart>,
}

impl Seen {
    fn take(&mut self, row: PersonRow, entry: &Entry) {
        self.persons.insert(entry.entity, row);
        if self.parts.last().is_none_or(|part| part.len() >= PART_ROWS) {
            self.parts.push(IndexPart::default());
        }
        if let Some(part) = self.parts.last_mut() {
            part.push(entry);
        }
    }
}

impl Roll {
    /// Reads everything once, on two threads, page by page; none if `go_on` stopped it. It is told the records so far.
    pub fn read(
        asker: &Asker,
        today: Day,
        go_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Option<(Self, Index)>, StoreError> {
        let (places, same) = (Arc::new(read_places(asker)?), read_same(asker)?);
        let mut roll = Self { places, same, ..Self::default() };
        let kinds = [kind::HOUSEHOLD, kind::MEMBERSHIP];
        let take = |homes: &mut Homes, key, record| homes.take(key, &record, today);
        let Some((mut homes, others)) = halves(asker, &kinds, go_on, Default::default(), &take)? else {
            return Ok(None);
        };
        homes.join(others);
        let Homes { households, aside, gone, stays } = homes;
        (roll.households, roll.aside, roll.gone) = (households, aside, gone);
        let before = roll.households.len() + stays.len();
        let take = |seen: &mut Seen, key: RecordKey, record: Record| {
            let person = Sought::from_record(key, &record);
            let stay = stays.get(&key.entity).map(|stay| (stay.household, stay.order));
            if let Some((row, entry)) = roll.row_of_person(&person, stay) {
                seen.take(row, &entry);
            }
            let payee = Payee::of(key, &record);
            seen.payees.extend(payee.map(|payee| ((key.scope, key.entity), payee)));
        };
        let go_on = &mut |done| go_on(before + done);
        let Some((lower, upper)) = halves(asker, &[kind::PERSON], go_on, Default::default(), &take)? else {
            return Ok(None);
        };
        drop(stays);
        let mut parts = vec![IndexPart::build(roll.place_entries())];
        let mut payees = Vec::new();
        for seen in [lower, upper] {
            payees.extend(seen.payees);
            roll.persons.extend(seen.persons);
            parts.extend(seen.parts);
        }
        roll.payees = Payees::new(payees);
        Ok(Some((roll, Index::join(parts))))
    }

    /// Keeps of a person's memberships the one that they are shown in.
    pub fn seat(seats: &mut HashMap<EntityId, Membership>, membership: Membership, today: Day) {
        let Some((person, stay)) = stay_of(&membership, today) else { return };
        let rank = |seat: &Membership| stay_of(seat, today).map(|(_, stay)| (stay.open, stay.from));
        if seats.get(&person).is_none_or(|known| Some((stay.open, stay.from)) > rank(known)) {
            seats.insert(person, membership);
        }
    }

    /// Notes a person and gives the entry by which they are found; none for a record that does not stand.
    pub fn take_person(&mut self, person: &Sought, stay: Option<(EntityId, i64)>) -> Option<Entry> {
        let Some((row, entry)) = self.row_of_person(person, stay) else {
            // The record of a village that they left says nothing about the one where they are now.
            let left = |row: &PersonRow| row.village == person.common.key.scope;
            if self.persons.get(&person.entity()).is_some_and(left) {
                self.persons.remove(&person.entity());
            }
            return None;
        };
        self.persons.insert(person.entity(), row);
        Some(entry)
    }

    /// Where a person is, and the entry by which they are found; none for a record that does not stand.
    fn row_of_person(&self, person: &Sought, stay: Option<(EntityId, i64)>) -> Option<(PersonRow, Entry)> {
        if !person.common.stands() {
            return None;
        }
        let (household, member_order) = stay.unwrap_or((EntityId::ZERO, 0));
        let village = person.common.key.scope;
        let row = self.households.get(&household);
        let text = |slot: &crate::domain::record::Slot<String>| slot.shown.clone().unwrap_or_default();
        let birth = person.birth.shown.map(ymd);
        let order = row.map_or(i64::from(u32::MAX), |row| row.order.saturating_mul(100) + member_order);
        let entry = Entry {
            kind: EntryKind::Person,
            entity: person.entity(),
            household,
            village_id: village,
            code: text(&person.code),
            name: text(&person.name),
            former_name: text(&person.former_name),
            nickname: text(&person.nickname),
            household_code: row.map(|row| row.code.clone()).unwrap_or_default(),
            village: self.place(village).to_owned(),
            township: self.township(village).to_owned(),
            group: row.map(|row| self.place(row.group).to_owned()).unwrap_or_default(),
            id_number: text(&person.id_number),
            id_history: person.id_number.others.clone(),
            phone: text(&person.phone),
            account: text(&person.account),
            birth,
            order: u32::try_from(order.max(0)).unwrap_or(u32::MAX),
        };
        Some((PersonRow { village, household }, entry))
    }

    /// Entries of households and villages.
    fn place_entries(&self) -> Vec<Entry> {
        let villages = self.places.at_level(Level::Village);
        let mut entries: Vec<Entry> = villages
            .iter()
            .map(|node| Entry {
                code: node.code.clone(),
                name: node.name.clone(),
                ..self.blank(EntryKind::Village, node.entity, node.entity)
            })
            .collect();
        entries.extend(self.households.iter().map(|(entity, row)| self.household_entry(*entity, row)));
        entries
    }

    /// The entry by which a household is found.
    pub fn household_entry(&self, entity: EntityId, row: &HouseholdRow) -> Entry {
        Entry {
            household: entity,
            code: row.code.clone(),
            household_code: row.code.clone(),
            group: self.place(row.group).to_owned(),
            order: u32::try_from(row.order.max(0)).unwrap_or(u32::MAX),
            ..self.blank(EntryKind::Household, entity, row.village)
        }
    }

    fn blank(&self, kind: EntryKind, entity: EntityId, village: EntityId) -> Entry {
        Entry {
            kind,
            entity,
            household: EntityId::ZERO,
            village_id: village,
            code: String::new(),
            name: String::new(),
            former_name: String::new(),
            nickname: String::new(),
            household_code: String::new(),
            village: self.place(village).to_owned(),
            township: self.township(village).to_owned(),
            group: String::new(),
            id_number: String::new(),
            id_history: Vec::new(),
            phone: String::new(),
            account: String::new(),
            birth: None,
            order: 0,
        }
    }

    /// A place's name; empty if it is not here.
    pub fn place(&self, entity: EntityId) -> &str {
        self.places.name(entity).unwrap_or_default()
    }

    /// A village's name, behind its township's where another village has the same.
    pub fn called(&self, village: EntityId) -> String {
        let name = self.place(village);
        let alike = self.places.at_level(Level::Village).into_iter().filter(|node| node.name == name);
        if alike.count() > 1 { format!("{}{name}", self.township(village)) } else { name.to_owned() }
    }

    /// The township above a village.
    pub fn township(&self, village: EntityId) -> &str {
        self.places.above(village, Level::Township).map(|node| node.name.as_str()).unwrap_or_default()
    }
}

/// Every place that stands.
pub fn read_places(asker: &Asker) -> Result<Places, StoreError> {
    let mut places = Vec::new();
    walk(asker, &[kind::PLACE], &mut |_| true, &mut |key, record| {
        places.push(Place::from_record(key, &record))
    })?;
    Ok(Places::new(&places))
}

/// Who was judged the same as whom.
pub fn read_same(asker: &Asker) -> Result<HashMap<EntityId, Vec<EntityId>>, StoreError> {
    let mut judgements = Judgements::default();
    walk(asker, &[kind::PAIR], &mut |_| true, &mut |key, record| judgements.take(key, &record))?;
    Ok(judgements.classes())
}

/// A household's row.
pub fn row_of(household: &Household) -> HouseholdRow {
    HouseholdRow {
        key: household.common.key,
        code: household.code.shown.clone().unwrap_or_default(),
        village: household.common.key.scope,
        group: household.group.shown.unwrap_or_default(),
        order: household.order.shown.unwrap_or(i64::from(u32::MAX)),
        head: household.head.shown.unwrap_or_default(),
    }
}

/// The person and stay that a membership says.
pub fn stay_of(membership: &Membership, today: Day) -> Option<(EntityId, Stay)> {
    if !membership.common.stands() {
        return None;
    }
    let stay = Stay {
        household: membership.household.shown?,
        order: membership.order.shown.unwrap_or(0),
        open: membership.holds_on(today),
        from: membership.from.shown.map_or(i32::MIN, Day::days),
    };
    Some((membership.person.shown?, stay))
}

fn ymd(day: Day) -> (i32, u8, u8) {
    let part = |number: u32| u8::try_from(number).unwrap_or(0);
    match day.full() {
        Some((year, month, date)) => (year, part(month), part(date)),
        None => (day.year(), day.month().map_or(0, part), 0),
    }
}
