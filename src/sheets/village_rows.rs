//! Places and households of a roster: which village each row belongs to, which household, what has to be
//! created for it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::domain::kinds::kind;
use crate::domain::name;
use crate::domain::place::{self, Found, Level, Node, Places};
use crate::domain::register::{NewPlace, next_person_code};
use crate::domain::relation;
use crate::journal::{EntityId, Hash};

use super::matching::{Index, Numbers, Whom, row_entity};
use super::refusal::Reason;
use super::roster::{PlaceNames, Roster, RosterRow};

/// Places that rows name, found or to be created.
pub(super) struct PlaceFinder {
    data_set: Hash,
    places: Places,
    below: HashMap<(EntityId, Level, Arc<str>), EntityId>,
    /// To be created, parents first.
    pub created: Vec<NewPlace>,
}

impl PlaceFinder {
    pub fn new(data_set: Hash, places: &Places) -> Self {
        Self { data_set, places: places.clone(), below: HashMap::new(), created: Vec::new() }
    }

    /// The places with those that this file creates.
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// The village that a file's names mean, created if there is none.
    pub fn village(&mut self, names: &PlaceNames) -> Result<EntityId, Reason> {
        let township = names.township.as_deref().unwrap_or("");
        match self.places.village(township, &names.village) {
            Found::One(village) => return Ok(village),
            Found::Many(_) => return Err(Reason::AmbiguousVillage),
            Found::Nothing => {}
        }
        let parent = match (township, self.places.find(Level::Township, township, None)) {
            ("", _) => self.district(),
            (_, Found::One(township)) => township,
            (_, Found::Many(_)) => return Err(Reason::AmbiguousVillage),
            (name, Found::Nothing) => self.create(self.district(), Level::Township, name),
        };
        Ok(self.create(parent, Level::Village, &names.village))
    }

    /// A group or settlement point of a village, created if there is none.
    pub fn below(&mut self, village: EntityId, level: Level, name: &Arc<str>) -> EntityId {
        let key = (village, level, name.clone());
        if let Some(found) = self.below.get(&key) {
            return *found;
        }
        let found = self.child(village, level, name).unwrap_or_else(|| self.create(village, level, name));
        self.below.insert(key, found);
        found
    }

    /// The place right below a village: by name or alias, else by the spelling without endings. Two groups
    /// of one name are
    /// one as far as a roster can tell.
    fn child(&self, village: EntityId, level: Level, text: &str) -> Option<EntityId> {
        let children = self.places.children(village);
        let words = |node: &'_ Node| -> Vec<String> {
            std::iter::once(&node.name).chain(&node.aliases).cloned().collect()
        };
        let find = |alike: &dyn Fn(&str) -> bool| {
            let mut found = children.iter().filter(|node| node.level == level);
            found.find(|node| words(node).iter().any(|word| alike(word))).map(|node| node.entity)
        };
        let (exact, short) = (name::key(text), place::key(level, text));
        find(&|word| name::key(word) == exact).or_else(|| find(&|word| place::key(level, word) == short))
    }

    fn district(&self) -> EntityId {
        match self.places.at_level(Level::District).as_slice() {
            [one] => one.entity,
            _ => EntityId::ZERO,
        }
    }

    fn create(&mut self, parent: EntityId, level: Level, name: &str) -> EntityId {
        let order = self.places.children(parent).iter().filter(|node| node.level == level).count();
        let place = NewPlace {
            order: i64::try_from(order + 1).ok(),
            ..NewPlace::named(self.data_set, parent, level, name)
        };
        let entity = place.entity;
        self.places.add(&place);
        self.created.push(place);
        entity
    }
}

/// A household with the rows of this file that belong to it.
#[derive(Debug)]
pub(super) struct HouseholdRows {
    /// Its entity.
    pub entity: EntityId,
    /// Its code.
    pub code: String,
    /// True if the records have it.
    pub known: bool,
    /// Its rows, in the order of the file.
    pub rows: Vec<usize>,
}

/// A village with its households, both in the order in which the file first names them.
#[derive(Debug, Default)]
pub(super) struct VillageRows {
    pub village: EntityId,
    pub households: Vec<HouseholdRows>,
}

/// Gathers rows by village and household.
pub(super) struct Gatherer<'a> {
    roster: &'a Roster,
    index: &'a Index<'a>,
    pub villages: Vec<VillageRows>,
    village_at: HashMap<EntityId, usize>,
    household_at: HashMap<(EntityId, String), usize>,
    /// Households without a code in the file, by village and head; the last one that began.
    run_at: HashMap<(EntityId, Arc<str>), String>,
    /// Highest number among codes of a village, counted when it is first needed.
    highest: HashMap<EntityId, u32>,
}

impl<'a> Gatherer<'a> {
    pub fn new(roster: &'a Roster, index: &'a Index<'a>) -> Self {
        Self {
            roster,
            index,
            villages: Vec::new(),
            village_at: HashMap::new(),
            household_at: HashMap::new(),
            run_at: HashMap::new(),
            highest: HashMap::new(),
        }
    }

    /// The household of a row, known to the records or created by this file.
    pub fn household(
        &mut self,
        at: usize,
        row: &RosterRow,
        village: EntityId,
        numbers: &Numbers,
    ) -> Result<(usize, usize), Reason> {
        let code = match &row.household {
            Some(code) => code.to_string(),
            None => self.code_of_head(at, row, village, numbers)?,
        };
        let village_at = *self.village_at.entry(village).or_insert_with(|| {
            self.villages.push(VillageRows { village, households: Vec::new() });
            self.villages.len() - 1
        });
        let known = self.index.households.get(&(village, code.as_str())).copied();
        let entity = known.unwrap_or_else(|| row_entity(self.roster, row, kind::HOUSEHOLD));
        let Some(rows) = self.villages.get_mut(village_at) else { return Err(Reason::NoHousehold) };
        let household_at = *self.household_at.entry((village, code.clone())).or_insert_with(|| {
            rows.households.push(HouseholdRows { entity, code, known: known.is_some(), rows: Vec::new() });
            rows.households.len() - 1
        });
        Ok((village_at, household_at))
    }

    /// A file without household codes: a person known by number stays in the household, else the head tells
    /// it.
    fn code_of_head(
        &mut self,
        at: usize,
        row: &RosterRow,
        village: EntityId,
        numbers: &Numbers,
    ) -> Result<String, Reason> {
        if let Some(Whom::Known(known)) = numbers.whom.get(at)
            && let Some(code) =
                self.index.persons.get(*known).and_then(|person| self.index.code(person.household?))
        {
            if let Some(head) = &row.head {
                self.run_at.insert((village, head.clone()), code.to_owned());
            }
            return Ok(code.to_owned());
        }
        let is_head = row.relation.is_some_and(relation::is_head);
        let head: Arc<str> = match &row.head {
            Some(head) => head.clone(),
            None if is_head => row.name.to_string().into(),
            None => return Err(Reason::NoHousehold),
        };
        let key = (village, head.clone());
        if !is_head && let Some(code) = self.run_at.get(&key) {
            return Ok(code.clone());
        }
        let known = self.index.code_of_head(village, &head).map(str::to_owned);
        let code = known.unwrap_or_else(|| self.next_code(village));
        self.run_at.insert(key, code.clone());
        Ok(code)
    }

    /// The next free number of a village, with four digits.
    fn next_code(&mut self, village: EntityId) -> String {
        let known =
            self.index.households.keys().filter(|(place, _)| *place == village).map(|(_, code)| *code);
        let highest = self.highest.entry(village).or_insert_with(|| {
            let in_file = self.roster.rows.iter().filter_map(|row| row.household.as_deref());
            known.chain(in_file).filter_map(|code| code.parse::<u32>().ok()).max().unwrap_or(0)
        });
        *highest = highest.saturating_add(1);
        format!("{highest:04}")
    }
}

/// Person codes: the household's, a hyphen, the next number never used.
pub(super) struct Codes<'a> {
    /// By village and household code: the codes given in the records.
    given: BTreeMap<(EntityId, &'a str), Vec<&'a str>>,
    last: HashMap<(EntityId, String), String>,
}

impl<'a> Codes<'a> {
    pub fn new(index: &Index<'a>) -> Self {
        let mut given: BTreeMap<(EntityId, &'a str), Vec<&'a str>> = BTreeMap::new();
        for person in index.persons {
            if let Some((household, _)) = person.code.rsplit_once('-') {
                given.entry((person.village, household)).or_default().push(&person.code);
            }
        }
        Self { given, last: HashMap::new() }
    }

    /// The next code of a household.
    pub fn next(&mut self, village: EntityId, household: &str) -> String {
        let key = (village, household.to_owned());
        let code = match self.last.get(&key) {
            Some(last) => next_person_code(household, "", [last.as_str()]),
            None => {
                let given = self.given.get(&(village, household)).map_or(&[][..], Vec::as_slice);
                next_person_code(household, "", given.iter().copied())
            }
        };
        self.last.insert(key, code.clone());
        code
    }
}
