//! The order of hits: one table of scores, lower is better, and the collector that keeps the best while all are counted.

use super::entry::{Spelling, What};
use crate::journal::EntityId;

/// Added for each fragment that matches only approximately: more than all exact scores of a query together.
pub const APPROXIMATE: u16 = 1 << 10;

/// How a fragment lies in the words that it spells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// From the first to the last character.
    Whole,
    /// From the first.
    Beginning,
    /// From a later one to the last.
    End,
    /// Somewhere inside.
    Inside,
}

fn spelling(spelling: Spelling) -> u16 {
    match spelling {
        Spelling::Text => 0,
        Spelling::FullPinyin => 1,
        Spelling::Initials => 2,
        Spelling::Mixed => 3,
    }
}

/// Score of a name; `secondary` = the surname is read as its character is read elsewhere.
pub fn of_name(how: Spelling, extent: Extent, secondary: bool) -> u16 {
    let base = match extent {
        Extent::Whole => 20 + 8 * spelling(how),
        Extent::Beginning => 70 + 2 * spelling(how),
        Extent::End => 90 + 2 * spelling(how),
        Extent::Inside => 98 + 2 * spelling(how),
    };
    base + if secondary { if extent == Extent::Whole { 4 } else { 9 } } else { 0 }
}

/// Score of a former name or nickname: whole ones after all whole current names, others after all current names.
pub fn of_other_name(how: Spelling, extent: Extent) -> u16 {
    match extent {
        Extent::Whole => 60 + spelling(how),
        Extent::Beginning => 116 + spelling(how),
        Extent::End | Extent::Inside => 120 + spelling(how),
    }
}

/// Score of a place.
pub fn of_place(township: bool, how: Spelling, extent: Extent) -> u16 {
    let base = match extent {
        Extent::Whole => 140,
        Extent::Beginning => 144,
        Extent::End | Extent::Inside => 148,
    };
    base + spelling(how) + if township { 12 } else { 0 }
}

/// Score of everything else.
pub fn of(what: What) -> u16 {
    match what {
        What::Code => 0,
        What::HouseholdCode => 2,
        What::IdNumber | What::Phone | What::Account => 10,
        What::PhoneTail => 54,
        What::IdTail => 55,
        What::AccountTail => 56,
        What::CodePart => 68,
        What::IdPart | What::PhonePart | What::AccountPart => 126,
        What::BirthDate => 130,
        What::BirthYear => 131,
        What::Group => 170,
        What::Name(_) | What::FormerName(_) | What::Nickname(_) | What::Village(_) | What::Township(_) => 172,
    }
}

/// What a hit is sorted by: score, household before its members, village, roster order, then the record.
pub type Key = (u16, u8, u64, u32, EntityId);

/// Keeps the `limit` smallest keys, each with its place in the index.
pub struct Best {
    limit: usize,
    kept: Vec<(Key, (usize, usize))>,
    bar: Option<Key>,
}

impl Best {
    /// An empty collector.
    pub fn new(limit: usize) -> Self {
        Self { limit, kept: Vec::new(), bar: None }
    }

    /// True if a hit with this score could still be kept.
    pub fn admits(&self, score: u16) -> bool {
        self.limit > 0 && self.bar.is_none_or(|bar| score <= bar.0)
    }

    /// Offers a hit.
    pub fn offer(&mut self, key: Key, place: (usize, usize)) {
        if self.limit == 0 || self.bar.is_some_and(|bar| key > bar) {
            return;
        }
        self.kept.push((key, place));
        if self.kept.len() >= self.limit.saturating_mul(2).saturating_add(256) {
            self.prune();
        }
    }

    fn prune(&mut self) {
        if self.kept.len() > self.limit {
            let (_, last, _) = self.kept.select_nth_unstable(self.limit - 1);
            self.bar = Some(last.0);
            self.kept.truncate(self.limit);
        }
    }

    /// The places kept, best first.
    pub fn into_sorted(mut self) -> Vec<(usize, usize)> {
        if self.limit > 0 {
            self.prune();
        }
        self.kept.sort_unstable();
        self.kept.into_iter().map(|(_, place)| place).collect()
    }
}
