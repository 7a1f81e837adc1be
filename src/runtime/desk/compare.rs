//! The list of a period beside the one before it (清单比对): who is new, gone, changed, held, each with the reason by rule and
//! records; and what the proposals that wait would do to it.

use std::collections::{BTreeMap, HashMap};

use super::{BatchError, Desk, Payable, Preview};
use crate::domain::record::Batch;
use crate::domain::subsidy::payment::{Sort, Stage, Withheld};
use crate::domain::subsidy::{Explanation, Period};
use crate::journal::EntityId;
use crate::store::StoreError;

/// One person who stands otherwise on the two lists.
#[derive(Clone, Debug)]
pub struct Change {
    /// Who.
    pub person: EntityId,
    /// Fen on the list before; none if not on it.
    pub was: Option<i64>,
    /// Fen on the new one.
    pub now: Option<i64>,
    /// The period that tells why: of one who is new the one before, else the new one.
    pub explained: Option<Explanation>,
    /// Why it is held.
    pub held: Option<Withheld>,
}

/// What differs from the list before.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    /// Number of the batch before; none if there is none.
    pub batch: Option<String>,
    /// Its persons and fen that were paid out.
    pub before: (usize, i64),
    /// Not on the list before.
    pub new: Vec<Change>,
    /// No longer on it.
    pub gone: Vec<Change>,
    /// Another amount.
    pub changed: Vec<Change>,
    /// On it and held back.
    pub held: Vec<Change>,
}

/// What waiting proposals would do.
#[derive(Clone, Debug, Default)]
pub struct Pending {
    /// Proposals and decisions that wait.
    pub waiting: usize,
    /// Persons and fen more (or less) that would be paid out.
    pub persons: i64,
    /// Fen.
    pub fen: i64,
    /// Whom it is about.
    pub changes: Vec<Change>,
}

impl Desk {
    /// The newest list of an earlier period that stands.
    fn batch_before(&self, period: Period) -> Result<Option<(Batch, Period)>, StoreError> {
        let batches = self.batches()?;
        let stands = batches.into_values().filter_map(|batch| {
            let of = Period::from_code(batch.period.shown?)?;
            let counts = batch.stage.shown != Some(Stage::Withdrawn.code())
                && Sort::of(batch.sort.shown) != Sort::Again
                && of.first() < period.first();
            counts.then_some((batch, of))
        });
        Ok(stands.max_by_key(|(batch, of)| (of.first(), batch.frozen.shown, batch.number.shown.clone())))
    }

    /// Compares a list with the one before it.
    pub fn compare_list(&self, period: Period, preview: &Preview) -> Result<Compared, StoreError> {
        let Some((batch, of)) = self.batch_before(period)? else { return Ok(Compared::default()) };
        let mut was: BTreeMap<EntityId, i64> = BTreeMap::new();
        let mut before = (0, 0);
        for part in self.list_parts(batch.entity())? {
            let lines = part.lines.shown.iter().flatten().filter(|line| line.period == of.code());
            for line in lines {
                was.insert(line.person, line.fen);
                if line.withheld == 0 {
                    before = (before.0 + 1, before.1 + line.fen);
                }
            }
        }
        let mut compared = Compared { batch: batch.number.shown.clone(), before, ..Compared::default() };
        let now: HashMap<EntityId, &Payable> = preview.lines.iter().map(|line| (line.person, line)).collect();
        for line in &preview.lines {
            let old = was.get(&line.person).copied();
            let change = |explained| Change {
                person: line.person,
                was: old,
                now: Some(line.fen),
                explained,
                held: line.held,
            };
            if line.held.is_some() {
                compared.held.push(change(None));
            }
            match old {
                None => compared.new.push(change(None)),
                Some(fen) if fen != line.fen => compared.changed.push(change(None)),
                Some(_) => {}
            }
        }
        for (person, fen) in was.into_iter().filter(|(person, _)| !now.contains_key(person)) {
            compared.gone.push(Change { person, was: Some(fen), now: None, explained: None, held: None });
        }
        self.tell_why(&mut compared, (of, period))?;
        Ok(compared)
    }

    /// Explains what differs, in one reading however much it is: who is new by the period before, the others by the new one.
    fn tell_why(&self, compared: &mut Compared, (of, period): (Period, Period)) -> Result<(), StoreError> {
        let Some(rule) = self.support_rule()? else { return Ok(()) };
        let parts = [(&mut compared.new, of), (&mut compared.changed, period), (&mut compared.gone, period)];
        let persons: Vec<EntityId> =
            parts.iter().flat_map(|(changes, _)| changes.iter()).map(|one| one.person).collect();
        if persons.is_empty() {
            return Ok(());
        }
        let claims = self.claims_of(&persons)?;
        for (changes, period) in parts {
            for one in changes {
                one.explained = claims.get(&one.person).map(|claim| Explanation::of(rule, claim, period));
            }
        }
        Ok(())
    }

    /// What the list would be if everything that waits were approved as proposed.
    pub fn pending_effect(&self, period: Period, preview: &Preview) -> Result<Pending, BatchError> {
        let (decided, waiting) = self.decided_and_pending()?;
        if waiting == 0 {
            return Ok(Pending::default());
        }
        let after = self.list_with(period, &decided)?;
        let of = |preview: &Preview| -> BTreeMap<EntityId, i64> {
            preview.paid().map(|line| (line.person, line.fen)).collect()
        };
        let (was, now) = (of(preview), of(&after));
        let count = |all: &BTreeMap<EntityId, i64>| i64::try_from(all.len()).unwrap_or(0);
        let mut pending = Pending {
            waiting,
            persons: count(&now) - count(&was),
            fen: after.total() - preview.total(),
            changes: Vec::new(),
        };
        let persons = was.keys().chain(now.keys()).copied().collect::<std::collections::BTreeSet<_>>();
        for person in persons {
            let (was, now) = (was.get(&person).copied(), now.get(&person).copied());
            if was != now {
                pending.changes.push(Change { person, was, now, explained: None, held: None });
            }
        }
        Ok(pending)
    }
}
