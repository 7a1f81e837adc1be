//! Who a row is: the same identity number if it is unique on both sides; else village, household, name and
//! birth.
//!
//! Before both: the same row of the same file, so that an import that was cut off is finished and not
//! repeated.

use std::collections::HashMap;

use crate::domain::day::Day;
use crate::domain::idnumber;
use crate::domain::kinds::kind;
use crate::domain::name;
use crate::domain::register::imported_entity;
use crate::journal::EntityId;

use super::known::{Known, KnownPerson};
use super::refusal::{Reason, Remark, RowAt};
use super::roster::{Roster, RosterRow};

/// The records, by what rows are matched with.
pub(super) struct Index<'a> {
    pub persons: &'a [KnownPerson],
    by_entity: HashMap<EntityId, usize>,
    by_number: HashMap<String, Vec<usize>>,
    by_household: HashMap<EntityId, Vec<usize>>,
    /// Households by village and code.
    pub households: HashMap<(EntityId, &'a str), EntityId>,
    heads: HashMap<EntityId, EntityId>,
    codes: HashMap<EntityId, &'a str>,
    by_head: HashMap<(EntityId, String), Vec<&'a str>>,
}

impl<'a> Index<'a> {
    pub fn new(known: &'a impl Known) -> Self {
        let persons = known.persons();
        let mut index = Self {
            persons,
            by_entity: HashMap::with_capacity(persons.len()),
            by_number: HashMap::with_capacity(persons.len()),
            by_household: HashMap::new(),
            households: HashMap::new(),
            heads: HashMap::new(),
            codes: HashMap::new(),
            by_head: HashMap::new(),
        };
        for (at, person) in persons.iter().enumerate() {
            index.by_entity.insert(person.entity, at);
            for number in &person.id_numbers {
                if let Some(key) = idnumber::same_key(number) {
                    index.by_number.entry(key).or_default().push(at);
                }
            }
            if let Some(household) = person.household {
                index.by_household.entry(household).or_default().push(at);
            }
        }
        for household in known.households() {
            index.heads.extend(household.head.map(|head| (household.entity, head)));
            let Some(first) = household.codes.first() else { continue };
            index.codes.insert(household.entity, first);
            let head = household.head.and_then(|head| index.person(head));
            for head in head.into_iter().flat_map(|head| &head.names) {
                index.by_head.entry((household.village, name::key(head))).or_default().push(first);
            }
            for code in &household.codes {
                index.households.entry((household.village, code.as_str())).or_insert(household.entity);
            }
        }
        index
    }

    /// The person of an entity.
    pub fn person(&self, entity: EntityId) -> Option<&'a KnownPerson> {
        self.by_entity.get(&entity).and_then(|at| self.persons.get(*at))
    }

    /// The head of a household.
    pub fn head(&self, household: EntityId) -> Option<&'a KnownPerson> {
        self.person(*self.heads.get(&household)?)
    }

    /// The code of a household.
    pub fn code(&self, household: EntityId) -> Option<&'a str> {
        self.codes.get(&household).copied()
    }

    /// The code of the only household of a village whose head is called so.
    pub fn code_of_head(&self, village: EntityId, head: &str) -> Option<&'a str> {
        match self.by_head.get(&(village, name::key(head)))?.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Persons of a household.
    pub fn members(&self, household: EntityId) -> impl Iterator<Item = &'a KnownPerson> + '_ {
        self.by_household.get(&household).into_iter().flatten().filter_map(|at| self.persons.get(*at))
    }

    /// Persons who have this number.
    pub fn with_number(&self, key: &str) -> &[usize] {
        self.by_number.get(key).map_or(&[], Vec::as_slice)
    }
}

/// Whom a row means, after the numbers were compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// A person of the records, by index.
    Known(usize),
    /// Not told by row or number.
    Open,
}

/// What the numbers of a file and of the records say together.
pub(super) struct Numbers {
    /// By row of the roster.
    pub whom: Vec<Whom>,
    /// Persons of the records that a row has claimed, with that row.
    pub claimed: HashMap<usize, usize>,
    /// Rows by number.
    rows: HashMap<Box<str>, Vec<usize>>,
}

/// The first pass: the same row of the same file, then numbers that are unique on both sides.
pub(super) fn by_row_and_number(roster: &Roster, index: &Index<'_>) -> Numbers {
    let mut numbers =
        Numbers { whom: vec![Whom::Open; roster.rows.len()], claimed: HashMap::new(), rows: HashMap::new() };
    for (at, row) in roster.rows.iter().enumerate() {
        if let Some(id) = &row.id {
            numbers.rows.entry(id.key.clone()).or_default().push(at);
        }
        let entity = row_entity(roster, row, kind::PERSON);
        if let Some(known) = index.by_entity.get(&entity) {
            numbers.claim(at, *known);
        }
    }
    for (at, row) in roster.rows.iter().enumerate() {
        let Some(id) = &row.id else { continue };
        let alone = numbers.rows.get(&id.key).is_some_and(|rows| rows.len() == 1);
        if let ([known], true, Some(Whom::Open)) = (index.with_number(&id.key), alone, numbers.whom.get(at)) {
            numbers.claim(at, *known);
        }
    }
    numbers
}

impl Numbers {
    fn claim(&mut self, row: usize, known: usize) {
        if self.claimed.contains_key(&known) {
            return;
        }
        self.claimed.insert(known, row);
        if let Some(whom) = self.whom.get_mut(row) {
            *whom = Whom::Known(known);
        }
    }

    /// The person of the records that row or number tell.
    pub fn known(&self, row: usize) -> Option<usize> {
        match self.whom.get(row)? {
            Whom::Known(known) => Some(*known),
            Whom::Open => None,
        }
    }

    /// Another row with the same number.
    pub fn other_row(&self, row: usize, id: &str) -> Option<usize> {
        self.rows.get(id)?.iter().copied().find(|other| *other != row)
    }

    /// The second pass, for one row whose household is known: the same name and birth there. `Err` = the
    /// row repeats
    /// another one.
    pub fn by_household(
        &mut self,
        at: usize,
        roster: &Roster,
        household: Option<EntityId>,
        index: &Index<'_>,
    ) -> Result<(Option<usize>, Option<Remark>), Reason> {
        match self.whom.get(at) {
            Some(Whom::Known(known)) => return Ok((Some(*known), None)),
            Some(Whom::Open) | None => {}
        }
        let (Some(row), Some(household)) = (roster.rows.get(at), household) else { return Ok((None, None)) };
        let members = index.by_household.get(&household).map_or(&[][..], Vec::as_slice);
        let alike: Vec<usize> = members
            .iter()
            .copied()
            .filter(|member| index.persons.get(*member).is_some_and(|person| is_alike(row, person)))
            .collect();
        let free: Vec<usize> =
            alike.iter().copied().filter(|member| !self.claimed.contains_key(member)).collect();
        match (free.as_slice(), alike.as_slice()) {
            ([one], _) => {
                self.claim(at, *one);
                Ok((Some(*one), None))
            }
            ([], [taken]) => {
                let other = self.claimed.get(taken).and_then(|other| roster.rows.get(*other));
                match other {
                    Some(other) if repeats(row, other) => Err(Reason::Twice(other.at)),
                    _ => Ok((None, None)),
                }
            }
            ([], _) => Ok((None, None)),
            _ => Ok((None, Some(Remark::Ambiguous))),
        }
    }
}

/// The entity that a row of this file creates.
pub(super) fn row_entity(roster: &Roster, row: &RosterRow, kind: u16) -> EntityId {
    imported_entity(kind, roster.hash, roster.sheet_name(row.at), u64::from(row.at.row))
}

fn is_alike(row: &RosterRow, person: &KnownPerson) -> bool {
    let wanted = name::key(&row.name);
    person.names.iter().any(|known| name::key(known) == wanted)
        && (person.births.is_empty() || person.births.iter().any(|birth| agree(row.birth, Some(*birth))))
}

fn agree(left: Option<Day>, right: Option<Day>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => left.agrees(right),
        _ => true,
    }
}

/// True if two rows of one household say the same person: name, birth, and no two numbers.
pub(super) fn repeats(left: &RosterRow, right: &RosterRow) -> bool {
    let numbers = match (&left.id, &right.id) {
        (Some(left), Some(right)) => left.key == right.key,
        _ => true,
    };
    numbers && agree(left.birth, right.birth) && name::key(&left.name) == name::key(&right.name)
}

/// Rows of one household in this file, to find repeated ones.
#[derive(Default)]
pub(super) struct Seen(HashMap<(EntityId, String), Vec<usize>>);

impl Seen {
    /// The earlier row that this one repeats; else remembers it.
    pub fn repeated(&mut self, at: usize, roster: &Roster, household: EntityId) -> Option<RowAt> {
        let row = roster.rows.get(at)?;
        let rows = self.0.entry((household, name::key(&row.name))).or_default();
        let earlier =
            rows.iter().filter_map(|other| roster.rows.get(*other)).find(|other| repeats(row, other));
        let found = earlier.map(|other| other.at);
        if found.is_none() {
            rows.push(at);
        }
        found
    }
}
