//! Places (地点): the ladder from district to settlement point, and how a roster's spelling finds its place.

use std::collections::BTreeMap;

use super::halfwidth::bare;
use super::name;
use super::record;
use super::register::NewPlace;
use super::rulebook::{self, Division, PlaceWords};
use crate::journal::{EntityId, Hash};

/// A rung of the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// 区县
    District,
    /// 乡镇、街道
    Township,
    /// 村、社区: the unit of exchange
    Village,
    /// 村民小组
    Group,
    /// 安置点: a second axis below a village
    Settlement,
}

impl Level {
    /// All levels from the top.
    pub const ALL: [Level; 5] =
        [Level::District, Level::Township, Level::Village, Level::Group, Level::Settlement];

    /// The stored code.
    pub const fn code(self) -> u16 {
        match self {
            Level::District => 1,
            Level::Township => 2,
            Level::Village => 3,
            Level::Group => 4,
            Level::Settlement => 5,
        }
    }

    /// The level of a stored code.
    pub fn from_code(code: u16) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.code() == code)
    }

    /// Stable name, as in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Level::District => "district",
            Level::Township => "township",
            Level::Village => "village",
            Level::Group => "group",
            Level::Settlement => "settlement",
        }
    }
}

/// One place as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    pub entity: EntityId,
    pub name: String,
    pub level: Level,
    /// Zeros for a district.
    pub parent: EntityId,
    pub code: String,
    pub aliases: Vec<String>,
    pub former_codes: Vec<String>,
    pub order: i64,
    /// The pseudo-village for scattered resettlement (分散安置).
    pub scattered: bool,
}

/// What a spelling finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One place.
    One(EntityId),
    /// Several: the user says which.
    Many(Vec<EntityId>),
    /// None.
    Nothing,
}

/// All places of a folder, by entity.
#[derive(Clone, Debug, Default)]
pub struct Places {
    nodes: BTreeMap<EntityId, Node>,
}

impl Places {
    /// From records; those set aside or without name or level are left out.
    pub fn new<'a>(records: impl IntoIterator<Item = &'a record::Place>) -> Self {
        let mut places = Self::default();
        for place in records {
            let node = || {
                place.common.stands().then_some(())?;
                Some(Node {
                    entity: place.entity(),
                    name: place.name.shown.clone()?,
                    level: Level::from_code(place.level.shown?)?,
                    parent: place.parent.shown.unwrap_or_default(),
                    code: place.code.shown.clone().unwrap_or_default(),
                    aliases: place.aliases.shown.clone().unwrap_or_default(),
                    former_codes: place.former_codes.shown.clone().unwrap_or_default(),
                    order: place.order.shown.unwrap_or(i64::MAX),
                    scattered: place.scattered.shown == Some(1),
                })
            };
            places.nodes.extend(node().map(|node| (node.entity, node)));
        }
        places
    }

    /// Takes in a place that is about to be created, so that the next row of a file finds it.
    pub fn add(&mut self, new: &NewPlace) {
        let node = Node {
            entity: new.entity,
            name: new.name.clone(),
            level: new.level,
            parent: new.parent,
            code: new.code.clone(),
            aliases: new.aliases.clone(),
            former_codes: new.former_codes.clone(),
            order: new.order.unwrap_or(i64::MAX),
            scattered: new.scattered,
        };
        self.nodes.insert(node.entity, node);
    }

    /// One place.
    pub fn get(&self, entity: EntityId) -> Option<&Node> {
        self.nodes.get(&entity)
    }

    /// Its name.
    pub fn name(&self, entity: EntityId) -> Option<&str> {
        self.get(entity).map(|node| node.name.as_str())
    }

    /// All places of a level, in order: order, code, name.
    pub fn at_level(&self, level: Level) -> Vec<&Node> {
        sorted(self.nodes.values().filter(|node| node.level == level).collect())
    }

    /// The places directly below.
    pub fn children(&self, parent: EntityId) -> Vec<&Node> {
        sorted(self.nodes.values().filter(|node| node.parent == parent).collect())
    }

    /// The place and those above it, from itself upwards; ends where a parent is unknown or a ring would begin.
    pub fn upwards(&self, entity: EntityId) -> Vec<&Node> {
        let mut way: Vec<&Node> = Vec::new();
        let mut next = self.get(entity);
        while let Some(node) = next.filter(|node| way.len() < Level::ALL.len() + 1 && !way.contains(node)) {
            way.push(node);
            next = self.get(node.parent);
        }
        way
    }

    /// The place of that level above (or the place itself).
    pub fn above(&self, entity: EntityId, level: Level) -> Option<&Node> {
        self.upwards(entity).into_iter().find(|node| node.level == level)
    }

    /// Finds a place of a level by any spelling: name, then alias, then both without endings, then code in use or former.
    /// With `within` only below that place.
    pub fn find(&self, level: Level, text: &str, within: Option<EntityId>) -> Found {
        let inside = |node: &Node| {
            within.is_none_or(|top| self.upwards(node.parent).iter().any(|above| above.entity == top))
        };
        let nodes: Vec<&Node> =
            self.nodes.values().filter(|node| node.level == level && inside(node)).collect();
        let (exact, short, code) = (name::key(text), key(level, text), bare(text));
        if exact.is_empty() {
            return Found::Nothing;
        }
        let means_scattered = level == Level::Village && is_scattered(text);
        let aliases = |node: &Node, wanted: &str| node.aliases.iter().any(|alias| name::key(alias) == wanted);
        let shortened = |node: &Node| {
            std::iter::once(&node.name).chain(&node.aliases).any(|word| key(level, word) == short)
        };
        let tiers: [&dyn Fn(&Node) -> bool; 5] = [
            &|node| name::key(&node.name) == exact,
            &|node| aliases(node, &exact),
            &|node| node.scattered && means_scattered,
            &|node| shortened(node),
            &|node| node.code == code || node.former_codes.contains(&code),
        ];
        for tier in tiers {
            let hits: Vec<EntityId> =
                nodes.iter().filter(|node| tier(node)).map(|node| node.entity).collect();
            match hits.as_slice() {
                [] => {}
                [one] => return Found::One(*one),
                _ => return Found::Many(hits),
            }
        }
        Found::Nothing
    }

    /// Finds a village by township and name; an unknown township is no match, an empty one leaves the name alone to tell.
    pub fn village(&self, township: &str, village: &str) -> Found {
        if bare(township).is_empty() {
            return self.find(Level::Village, village, None);
        }
        match self.find(Level::Township, township, None) {
            Found::One(township) => self.find(Level::Village, village, Some(township)),
            other => other,
        }
    }
}

fn sorted(mut nodes: Vec<&Node>) -> Vec<&Node> {
    nodes.sort_by(|left, right| {
        (left.order, &left.code, &left.name, left.entity).cmp(&(
            right.order,
            &right.code,
            &right.name,
            right.entity,
        ))
    });
    nodes
}

/// True for a roster's word for scattered resettlement.
pub fn is_scattered(text: &str) -> bool {
    let (words, wanted) = (&rulebook::register().place, name::key(text));
    std::iter::once(&words.scattered).chain(&words.scattered_also).any(|word| name::key(word) == wanted)
}

/// Two spellings of one level mean the same place if these are equal: endings taken off, a group's number as digits.
pub fn key(level: Level, text: &str) -> String {
    let words = &rulebook::register().place;
    let whole = name::key(text);
    match level {
        Level::District => strip(&whole, &words.district_endings),
        Level::Township => strip(&strip(&whole, &words.township_bodies), &words.township_endings),
        Level::Village => strip(&strip(&whole, &words.village_bodies), &words.village_endings),
        Level::Group => group_key(&whole, words),
        Level::Settlement => whole,
    }
}

/// Takes off the first ending that leaves at least two characters: a village called by one character keeps its ending.
fn strip(text: &str, endings: &[String]) -> String {
    let long_enough = |rest: &&str| rest.chars().nth(1).is_some();
    let rest = endings.iter().find_map(|ending| text.strip_suffix(ending.as_str()).filter(long_enough));
    rest.unwrap_or(text).to_owned()
}

fn group_key(whole: &str, words: &PlaceWords) -> String {
    let endings = words.group_endings.iter();
    let rest = endings.filter_map(|ending| whole.strip_suffix(ending.as_str())).find(|rest| !rest.is_empty());
    let rest = rest.unwrap_or(whole);
    let ordinal = rest.strip_prefix(words.ordinal.as_str()).unwrap_or(rest);
    number(ordinal, words).map_or_else(|| rest.to_owned(), |number| number.to_string())
}

/// A number below 100 in digits or numerals.
fn number(text: &str, words: &PlaceWords) -> Option<u32> {
    let digit = |character: char| {
        let word = character.to_string();
        let also = words.digits_also.iter().find(|(also, _)| *also == word);
        let plain = words.digits.iter().position(|numeral| *numeral == word);
        let of_also = also.and_then(|(_, digit)| digit.parse().ok());
        character.to_digit(10).or(of_also).or(plain.and_then(|value| u32::try_from(value).ok()))
    };
    let digits = |part: &str| {
        let each: Option<Vec<u32>> = part.chars().map(digit).collect();
        each.filter(|each| (1..=3).contains(&each.len()))
            .map(|each| each.iter().fold(0, |sum, digit| sum * 10 + digit))
    };
    match text.split_once(words.ten.as_str()) {
        None => digits(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { Some(1) } else { digits(tens).filter(|tens| *tens < 10) };
            let ones = if ones.is_empty() { Some(0) } else { digits(ones).filter(|ones| *ones < 10) };
            Some(tens? * 10 + ones?)
        }
    }
}

/// The shipped county that an office's name or a file's district names.
pub fn county_of(text: &str) -> Option<&'static Division> {
    let text = name::key(text);
    let named = |division: &&Division| {
        std::iter::once(&division.name).chain(&division.aliases).any(|name| text.contains(name.as_str()))
    };
    rulebook::divisions().county.iter().find(named)
}

/// A district with its shipped townships, each with its pseudo-village 分散安置; parents come before children.
pub fn shipped(data_set: Hash, county: &Division) -> Vec<NewPlace> {
    let district = NewPlace {
        code: county.code.clone(),
        aliases: county.aliases.clone(),
        former_codes: county.former_codes.clone(),
        ..NewPlace::named(data_set, EntityId::ZERO, Level::District, &county.name)
    };
    let parent = district.entity;
    let mut places = vec![district];
    let own =
        rulebook::divisions().township.iter().filter(|township| township.code.starts_with(&county.code));
    for (order, township) in (1..).zip(own) {
        let township = NewPlace {
            code: township.code.clone(),
            aliases: township.aliases.clone(),
            former_codes: township.former_codes.clone(),
            order: Some(order),
            ..NewPlace::named(data_set, parent, Level::Township, &township.name)
        };
        let scattered = scattered_village(data_set, township.entity);
        places.extend([township, scattered]);
    }
    places
}

/// The pseudo-village of a township: nobody is outside every laptop.
pub fn scattered_village(data_set: Hash, township: EntityId) -> NewPlace {
    let name = &rulebook::register().place.scattered;
    NewPlace { scattered: true, ..NewPlace::named(data_set, township, Level::Village, name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn malong() -> (Places, EntityId) {
        let set = crate::journal::id::Hash32([1; 32]);
        let mut places = Places::default();
        for place in shipped(set, county_of("曲靖市马龙县搬迁安置办公室").unwrap()) {
            places.add(&place);
        }
        let Found::One(township) = places.find(Level::Township, "马过河", None) else { panic!() };
        for village in ["车马碧村委会", "何家村村民委员会", "新村"] {
            places.add(&NewPlace::named(set, township, Level::Village, village));
        }
        (places, township)
    }

    #[test]
    fn every_spelling_of_a_village_finds_it() {
        let (places, _) = malong();
        for spelling in [
            "车马碧",
            "车马碧村",
            "车马碧村委会",
            "车马碧村民委员会",
            "车马碧社区",
            "车马碧社区居委会",
            "车马碧 村",
        ] {
            let Found::One(found) = places.village("马过河镇人民政府", spelling) else {
                panic!("{spelling}")
            };
            assert_eq!(places.name(found), Some("车马碧村委会"), "{spelling}");
        }
        for (spelling, name) in
            [("何家村", "何家村村民委员会"), ("何家村村委会", "何家村村民委员会"), ("新村村委会", "新村")]
        {
            let Found::One(found) = places.village("", spelling) else { panic!("{spelling}") };
            assert_eq!(places.name(found), Some(name));
        }
        assert_eq!(places.village("大庄乡", "车马碧"), Found::Nothing);
        assert_eq!(places.village("火星镇", "车马碧"), Found::Nothing);
        assert_eq!(places.village("马过河镇", ""), Found::Nothing);
    }

    #[test]
    fn every_township_has_a_village_for_scattered_people() {
        let (places, township) = malong();
        let Found::One(scattered) = places.village("马过河镇", "散户") else { panic!() };
        assert!(places.get(scattered).is_some_and(|node| node.scattered && node.parent == township));
        assert!(matches!(places.village("", "分散安置"), Found::Many(all) if all.len() == 10));
    }

    #[test]
    fn former_names_and_codes_are_normal() {
        let (places, _) = malong();
        let district = places.at_level(Level::District)[0].entity;
        for text in ["马龙县", "马龙区", "马龙", "530321", "530304", "532223"] {
            assert_eq!(places.find(Level::District, text, None), Found::One(district), "{text}");
        }
        assert!(matches!(places.find(Level::Township, "通泉镇", None), Found::One(_)));
    }

    #[test]
    fn groups_are_numbers_or_names() {
        let same = ["一组", "1组", "第一村民小组", "一社", "１组", "第1组", "一队", "1"];
        assert!(
            same.iter().all(|text| key(Level::Group, text) == "1"),
            "{:?}",
            same.map(|text| key(Level::Group, text))
        );
        for (text, expected) in [
            ("十组", "10"),
            ("十二组", "12"),
            ("二十一社", "21"),
            ("两组", "2"),
            ("大村组", "大村"),
            ("大村小组", "大村"),
            ("三家村", "三家村"),
            ("组", "组"),
            ("一百组", "一百"),
        ] {
            assert_eq!(key(Level::Group, text), expected, "{text}");
        }
    }

    #[test]
    fn a_ring_of_parents_ends() {
        let set = crate::journal::id::Hash32([1; 32]);
        let mut left = NewPlace::named(set, EntityId([9; 16]), Level::Village, "甲");
        let right = NewPlace::named(set, left.entity, Level::Village, "乙");
        left.parent = right.entity;
        let mut places = Places::default();
        places.add(&left);
        places.add(&right);
        assert_eq!(places.upwards(left.entity).len(), 2);
        assert_eq!(places.above(left.entity, Level::District), None);
    }
}
