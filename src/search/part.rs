//! One part of the index: packed columns of rows, and dictionaries of what many rows share.
//!
//! Parts are independent, so a large index is built on as many threads as there are parts, and a save touches
//! only a small one.

use std::collections::HashMap;

use super::entry::{Entry, EntryKind};
use super::glyphs::Glyphs;
use super::numbers::{Digits, split_phones};
use crate::journal::EntityId;
use crate::text::fold_search;
use crate::text::ordinal::{group_number, number};

/// A village with its township, as many rows share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub village_id: EntityId,
    pub village: String,
    pub township: String,
    pub village_glyphs: Vec<u32>,
    pub township_glyphs: Vec<u32>,
}

/// A household's code, as its members share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Household {
    pub entity: EntityId,
    pub code: String,
}

/// A group's name, as many rows share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub name: String,
    pub number: Option<u32>,
    pub glyphs: Vec<u32>,
}

/// Which further name of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Other {
    Former,
    Nick,
}

/// Which further number of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Further {
    Identity,
    Phone,
}

/// Packed rows.
#[derive(Clone, Debug, Default)]
pub struct IndexPart {
    pub(super) entities: Vec<EntityId>,
    pub(super) kinds: Vec<EntryKind>,
    pub(super) orders: Vec<u32>,
    /// Year * 10,000 + month * 100 + day; 0 where unknown.
    pub(super) births: Vec<u32>,
    pub(super) ids: Vec<Digits>,
    pub(super) phones: Vec<Digits>,
    pub(super) accounts: Vec<Digits>,
    pub(super) place_of: Vec<u32>,
    pub(super) household_of: Vec<u32>,
    pub(super) group_of: Vec<u32>,
    names: Vec<u32>,
    name_ends: Vec<u32>,
    codes: String,
    code_ends: Vec<u32>,
    pub(super) other_names: Vec<(u32, Other, Vec<u32>)>,
    pub(super) further_numbers: Vec<(u32, Further, Digits)>,
    pub(super) places: Vec<Place>,
    pub(super) households: Vec<Household>,
    pub(super) groups: Vec<Group>,
    pub(super) glyphs: Glyphs,
    place_numbers: HashMap<EntityId, Vec<u32>>,
    household_numbers: HashMap<EntityId, Vec<u32>>,
    group_numbers: HashMap<String, u32>,
}

impl IndexPart {
    /// Packs entries.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Self {
        let mut part = Self::default();
        entries.into_iter().for_each(|entry| part.push(&entry));
        part
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.entities.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.entities.is_empty()
    }

    /// Adds one row.
    pub fn push(&mut self, entry: &Entry) {
        let row = self.entities.len() as u32;
        self.entities.push(entry.entity);
        self.kinds.push(entry.kind);
        self.orders.push(entry.order);
        self.births.push(entry.birth.map_or(0, |(y, m, d)| {
            y.clamp(0, 9_999).unsigned_abs() * 10_000 + u32::from(m) * 100 + u32::from(d)
        }));
        self.ids.push(Digits::of(&entry.id_number));
        self.accounts.push(Digits::of(&entry.account));
        let mut phones = split_phones(&entry.phone);
        self.phones.push(phones.next().unwrap_or_default());
        self.further_numbers.extend(phones.map(|phone| (row, Further::Phone, phone)));
        let history = entry.id_history.iter().map(|id| Digits::of(id)).filter(|id| !id.is_empty());
        self.further_numbers.extend(history.map(|id| (row, Further::Identity, id)));
        let place = self.place(entry);
        self.place_of.push(place);
        let household = self.household(entry);
        self.household_of.push(household);
        let group = self.group(&entry.group);
        self.group_of.push(group);
        if entry.kind == EntryKind::Person {
            self.glyphs.push_name(&entry.name, &mut self.names);
            for (other, name) in [(Other::Former, &entry.former_name), (Other::Nick, &entry.nickname)] {
                let mut glyphs = Vec::new();
                match other {
                    Other::Former => self.glyphs.push_name(name, &mut glyphs),
                    Other::Nick => self.glyphs.push_words(name, &mut glyphs),
                }
                if !glyphs.is_empty() {
                    self.other_names.push((row, other, glyphs));
                }
            }
        }
        self.name_ends.push(self.names.len() as u32);
        if entry.kind != EntryKind::Household {
            self.codes.push_str(&fold_search(&entry.code));
        }
        self.code_ends.push(self.codes.len() as u32);
    }

    /// The glyphs of a row's name; none but persons have one here.
    pub(super) fn name(&self, row: usize) -> &[u32] {
        self.names.get(between(&self.name_ends, row)).unwrap_or_default()
    }

    /// The folded code of a row; a household's stands in the dictionary.
    pub(super) fn code(&self, row: usize) -> &[u8] {
        self.codes.as_bytes().get(between(&self.code_ends, row)).unwrap_or_default()
    }

    fn place(&mut self, entry: &Entry) -> u32 {
        let candidates = self.place_numbers.entry(entry.village_id).or_default();
        let same = |number: &&u32| {
            let place = self.places.get(**number as usize);
            place.is_some_and(|p| p.village == entry.village && p.township == entry.township)
        };
        if let Some(number) = candidates.iter().find(same) {
            return *number;
        }
        let number = self.places.len() as u32;
        candidates.push(number);
        let mut place = Place {
            village_id: entry.village_id,
            village: entry.village.clone(),
            township: entry.township.clone(),
            village_glyphs: Vec::new(),
            township_glyphs: Vec::new(),
        };
        self.glyphs.push_words(&entry.village, &mut place.village_glyphs);
        self.glyphs.push_words(&entry.township, &mut place.township_glyphs);
        self.places.push(place);
        number
    }

    fn household(&mut self, entry: &Entry) -> u32 {
        let code =
            fold_search(if entry.kind == EntryKind::Household { &entry.code } else { &entry.household_code });
        let candidates = self.household_numbers.entry(entry.household).or_default();
        let same = |number: &&u32| self.households.get(**number as usize).is_some_and(|h| h.code == code);
        if let Some(number) = candidates.iter().find(same) {
            return *number;
        }
        let number = self.households.len() as u32;
        candidates.push(number);
        self.households.push(Household { entity: entry.household, code });
        number
    }

    fn group(&mut self, name: &str) -> u32 {
        if let Some(known) = self.group_numbers.get(name) {
            return *known;
        }
        let known = self.groups.len() as u32;
        let mut glyphs = Vec::new();
        self.glyphs.push_words(name, &mut glyphs);
        let value = group_number(name).or_else(|| number(&fold_search(name)));
        self.groups.push(Group { name: name.to_owned(), number: value, glyphs });
        self.group_numbers.insert(name.to_owned(), known);
        known
    }
}

fn between(ends: &[u32], row: usize) -> std::ops::Range<usize> {
    let start = row.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    start as usize..ends.get(row).copied().unwrap_or(start) as usize
}
