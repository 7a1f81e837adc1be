//! The whole index: parts side by side, one row for each record, and the two passes of a search.

use std::collections::HashMap;
use std::sync::Arc;

use super::entry::{Answer, Entry, EntryKind, Hit, Match, Options, What};
use super::part::IndexPart;
use super::probe::{Probe, Rows, Verdict};
use super::query::{Fragment, Query};
use super::rank::{Best, Extent, Key, of_name};
use super::spell::{Care, Spelled};
use crate::journal::EntityId;

/// Rows of the part that takes what is saved; a full one stays as it is and a new one begins.
const FRESH_ROWS: usize = 4_096;
/// With fewer exact hits than this, homophones are looked for too.
const FEW: usize = 5;

#[derive(Clone, Debug)]
struct Shard {
    part: Arc<IndexPart>,
    dead: Vec<bool>,
}

/// The look-up index of a folder. Cloning shares the parts: a snapshot costs little.
#[derive(Clone, Debug, Default)]
pub struct Index {
    shards: Vec<Shard>,
    rows: HashMap<EntityId, (u32, u32)>,
}

/// The fragments of a query judged against one part, and the rows that match all of them.
struct Prepared<'a> {
    /// In the order typed.
    exact: Vec<Probe<'a>>,
    near: Option<Vec<Probe<'a>>>,
    joined: Option<Spelled>,
    rows: Vec<u32>,
}

impl Index {
    /// An index of these entries; of two with the same entity the later counts.
    pub fn build(entries: impl IntoIterator<Item = Entry>) -> Self {
        Self::join([IndexPart::build(entries)])
    }

    /// An index of parts that were built side by side.
    pub fn join(parts: impl IntoIterator<Item = IndexPart>) -> Self {
        let mut index = Self::default();
        for part in parts {
            index.add(part);
        }
        index
    }

    fn add(&mut self, part: IndexPart) {
        let shard = self.shards.len();
        self.rows.reserve(part.len());
        let entities: Vec<EntityId> = part.entities.clone();
        self.shards.push(Shard { dead: vec![false; part.len()], part: Arc::new(part) });
        for (row, entity) in entities.into_iter().enumerate() {
            self.bury(entity);
            self.rows.insert(entity, (shard as u32, row as u32));
        }
    }

    /// Number of records.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True without records.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a record or replaces what is known of it.
    pub fn upsert(&mut self, entry: &Entry) {
        self.bury(entry.entity);
        if self.shards.last().is_none_or(|shard| shard.part.len() >= FRESH_ROWS) {
            self.shards.push(Shard { part: Arc::default(), dead: Vec::new() });
        }
        let last = self.shards.len() - 1;
        if let Some(shard) = self.shards.last_mut() {
            self.rows.insert(entry.entity, (last as u32, shard.part.len() as u32));
            Arc::make_mut(&mut shard.part).push(entry);
            shard.dead.push(false);
        }
    }

    /// Takes a record out; nothing happens if it is not there.
    pub fn remove(&mut self, entity: EntityId) {
        self.bury(entity);
    }

    fn bury(&mut self, entity: EntityId) {
        if let Some((shard, row)) = self.rows.remove(&entity)
            && let Some(dead) = self.shards.get_mut(shard as usize).and_then(|s| s.dead.get_mut(row as usize))
        {
            *dead = true;
        }
    }

    /// Looks a query up. An empty one finds nothing.
    pub fn find(&self, query: &str, options: &Options) -> Answer {
        let query = Query::parse(query);
        if query.fragments.is_empty() {
            return Answer { ignored: query.ignored, ..Answer::default() };
        }
        let mut prepared: Vec<Prepared> =
            self.shards.iter().map(|shard| Prepared::exact(&shard.part, &query)).collect();
        let mut best = Best::new(options.limit);
        let mut total = self.pass(&prepared, false, &mut best);
        let letters = query.fragments.iter().any(|f| f.is_words());
        let han = query.fragments.iter().any(|f| f.has_han());
        if total == 0 || (total < FEW && han) || (options.blur && letters) {
            for (prepared, shard) in prepared.iter_mut().zip(&self.shards) {
                prepared.nearly(&shard.part, &query, options.blur);
            }
            total += self.pass(&prepared, true, &mut best);
        }
        let hits = best.into_sorted().into_iter();
        let hits =
            hits.filter_map(|(shard, row)| self.hit(shard, row, prepared.get(shard)?, &query)).collect();
        Answer { total, hits, ignored: query.ignored }
    }

    /// Counts what matches and offers it to `best`: exact rows, or in the second pass rows that are not exact.
    fn pass(&self, prepared: &[Prepared], near: bool, best: &mut Best) -> usize {
        let mut total = 0;
        for (number, (shard, prepared)) in self.shards.iter().zip(prepared).enumerate() {
            if near && prepared.near.is_none() {
                continue;
            }
            for row in prepared.rows.iter().map(|row| *row as usize) {
                if shard.dead.get(row).copied().unwrap_or(true) {
                    continue;
                }
                let Some(score) = prepared.score(&shard.part, row, near) else { continue };
                total += 1;
                if best.admits(score) {
                    best.offer(key(&shard.part, row, score), (number, row));
                }
            }
        }
        total
    }

    fn hit(&self, shard: usize, row: usize, prepared: &Prepared, query: &Query) -> Option<Hit> {
        let part = &self.shards.get(shard)?.part;
        let kind = *part.kinds.get(row)?;
        let place = part.places.get(*part.place_of.get(row)? as usize)?;
        let household = part.households.get(*part.household_of.get(row)? as usize)?;
        let matched = query.fragments.iter().enumerate().filter_map(|(at, fragment)| {
            let verdict = prepared.verdict(row, at)?;
            let value = value(part, row, verdict.what).unwrap_or_default();
            Some(Match { fragment: fragment.text.clone(), what: verdict.what, value, approx: verdict.approx })
        });
        Some(Hit {
            kind,
            entity: *part.entities.get(row)?,
            household: household.entity,
            village_id: place.village_id,
            matched: matched.collect(),
        })
    }
}

impl<'a> Prepared<'a> {
    fn exact(part: &IndexPart, query: &'a Query) -> Self {
        let joined = query.joined.as_ref().and_then(|f| Spelled::compile(&part.glyphs, f, Care::Exact));
        let (exact, rows) = narrowed(
            part,
            query,
            |fragment, rows| Probe::new(part, fragment, Care::Exact, rows),
            Probe::judge,
        );
        Self { exact, near: None, joined, rows }
    }

    /// Judges again with everything that is only near; nothing of it is kept if nothing is.
    fn nearly(&mut self, part: &IndexPart, query: &'a Query, blur: bool) {
        let care = Care::Near { blur };
        // The most telling fragment has met all rows already. The others have not: a row whose first fragment is only
        // near was not looked at before.
        let first = telling(query).first().map_or(0, |(at, _)| *at);
        let mut met = (first < self.exact.len()).then(|| self.exact.remove(first));
        let judge = |fragment, rows: Rows<'_>| {
            let exact = met.take().unwrap_or_else(|| Probe::new(part, fragment, Care::Exact, rows));
            (exact, Probe::new(part, fragment, care, rows))
        };
        let (probes, rows) =
            narrowed(part, query, judge, |(exact, near), row| exact.judge(row).or_else(|| near.judge(row)));
        let (mut exact, near): (Vec<_>, Vec<_>) = probes.into_iter().unzip();
        if near.iter().any(Probe::found) {
            (self.exact, self.near, self.rows) = (exact, Some(near), rows);
        } else if first < exact.len() {
            self.exact.insert(first, exact.swap_remove(first));
        }
    }

    /// The verdict on one fragment, exact before approximate.
    fn verdict(&self, row: usize, fragment: usize) -> Option<Verdict> {
        let exact = self.exact.get(fragment)?.judge(row);
        exact.or_else(|| self.near.as_ref()?.get(fragment)?.judge(row))
    }

    /// The score of a row that matches every fragment: exactly, or with `near` at least one only approximately.
    fn score(&self, part: &IndexPart, row: usize, near: bool) -> Option<u16> {
        let mut score = 0;
        let mut approx = false;
        let mut by_code = false;
        let mut by_village = true;
        for (at, probe) in self.exact.iter().enumerate() {
            let verdict = if near { self.verdict(row, at)? } else { probe.judge(row)? };
            score += verdict.score;
            approx |= verdict.approx;
            by_code |= matches!(verdict.what, What::HouseholdCode | What::CodePart);
            by_village &= matches!(verdict.what, What::Village(_) | What::Township(_) | What::Code);
            by_village &= self.exact.len() > 1 || !matches!(verdict.what, What::Township(_));
        }
        let stands = match part.kinds.get(row)? {
            EntryKind::Person => true,
            EntryKind::Household => by_code,
            EntryKind::Village => by_village,
        };
        if approx != near || !stands {
            return None;
        }
        if let Some(found) =
            self.joined.as_ref().filter(|_| !near).and_then(|joined| joined.judge(part.name(row)))
            && matches!(found.extent, Extent::Whole | Extent::Beginning)
        {
            score = score.min(of_name(found.how, found.extent, found.secondary));
        }
        Some(score)
    }
}

/// Judges fragment after fragment, each only on the rows that all before it have left, the most telling first; gives what
/// was judged in the order typed, and the rows that all of them left.
fn narrowed<'a, P>(
    part: &IndexPart,
    query: &'a Query,
    mut judge: impl FnMut(&'a Fragment, Rows<'_>) -> P,
    matches: impl Fn(&P, usize) -> Option<Verdict>,
) -> (Vec<P>, Vec<u32>) {
    let mut judged: Vec<(usize, P)> = Vec::with_capacity(query.fragments.len());
    let mut left: Option<Vec<u32>> = None;
    for (at, fragment) in telling(query) {
        let probe = judge(fragment, left.as_deref().map_or(Rows::All, Rows::Only));
        let stays = |row: &u32| matches(&probe, *row as usize).is_some();
        left = Some(match left.take() {
            Some(rows) => rows.into_iter().filter(stays).collect(),
            None => (0..part.len() as u32).filter(stays).collect(),
        });
        judged.push((at, probe));
    }
    judged.sort_by_key(|(at, _)| *at);
    (judged.into_iter().map(|(_, probe)| probe).collect(), left.unwrap_or_default())
}

/// The fragments with their places in the query, the most telling first.
fn telling(query: &Query) -> Vec<(usize, &Fragment)> {
    let mut order: Vec<(usize, &Fragment)> = query.fragments.iter().enumerate().collect();
    // Dates, groups and numbers are quickly judged; of words the longer ones leave fewer.
    order.sort_by_key(|(at, fragment)| (fragment.is_words(), std::cmp::Reverse(fragment.chars.len()), *at));
    order
}

/// What a row is sorted by: the household before its members, a village before its persons.
fn key(part: &IndexPart, row: usize, score: u16) -> Key {
    let number = |column: &[u32]| column.get(row).copied().unwrap_or(0);
    let kind = match part.kinds.get(row) {
        Some(EntryKind::Household) => 0,
        Some(EntryKind::Village) => 1,
        _ => 2,
    };
    let village = part.places.get(number(&part.place_of) as usize).map_or(EntityId::ZERO, |p| p.village_id);
    let bits = u128::from_be_bytes(village.0);
    let entity = part.entities.get(row).copied().unwrap_or_default();
    (score, kind, (bits >> 64) as u64 ^ bits as u64, number(&part.orders), entity)
}

/// What stands in the record where it may be shown to everyone.
fn value(part: &IndexPart, row: usize, what: What) -> Option<String> {
    let place = part.places.get(*part.place_of.get(row)? as usize)?;
    let born = *part.births.get(row)?;
    match what {
        What::Village(_) => Some(place.village.clone()),
        What::Township(_) => Some(place.township.clone()),
        What::Group => Some(part.groups.get(*part.group_of.get(row)? as usize)?.name.clone()),
        What::BirthYear => Some((born / 10_000).to_string()),
        What::BirthDate => Some(format!("{}-{:02}-{:02}", born / 10_000, born / 100 % 100, born % 100)),
        _ => None,
    }
}
