//! Lines of payment lists with what the bank said of each (清单逐笔), in one reading: open items, the sweep, the ceiling, the
//! accounts of everybody and the money of a year count from here.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, PoisonError};

use super::Desk;
use super::payees::Payee;
use super::walk::{halves, of_scope, walk};
use crate::domain::day::Day;
use crate::domain::kinds::{kind, opening, recovery};
use crate::domain::record::{Batch, Opened, Recovered, Returned};
use crate::domain::subsidy::Period;
use crate::domain::subsidy::claim::Opening;
use crate::domain::subsidy::page::{Page, Short};
use crate::domain::subsidy::payment::{Attempt, CREDITED, Facts, HELD_BACK, Settled, Settling, Stage};
use crate::domain::value::Value;
use crate::journal::{EntityId, Record, RecordKey};
use crate::store::{Asker, PaidPages, StoreError};

/// Rows of the payment history that are asked for at a time: some milliseconds of work.
const ROWS: usize = 1_000;

/// Steps of recoveries by person, both ends of offsets.
pub(super) type Steps = HashMap<EntityId, Vec<(Period, Settled)>>;

/// What takes in a person with all that happened to their periods.
type EachFacts<'a> = &'a mut dyn FnMut(EntityId, &Payee, BTreeMap<Period, Facts>);

/// Opening balances by person.
pub(super) type Openings = HashMap<EntityId, Opening>;

/// What happened to the periods of persons.
pub(super) type FactsOf = HashMap<EntityId, BTreeMap<Period, Facts>>;

/// Words on one line: the day and the stored outcome.
type Words = Vec<(Day, u16)>;

/// What returns say of lines, by batch and village.
#[derive(Default)]
pub(super) struct Outcomes(HashMap<(EntityId, EntityId), Said>);

/// What they say of one village's lines in a batch.
#[derive(Default)]
pub(super) struct Said {
    /// Every word by period and person.
    named: HashMap<(u16, EntityId), Words>,
    /// Everyone else was credited on that day.
    others: Option<Day>,
}

impl Said {
    /// The last word on a person's line. Of two words of one day the return stands: who was credited by mistake is not
    /// paid twice.
    fn of(&self, period: u16, person: EntityId) -> Option<(Day, u16)> {
        let named = match self.named.is_empty() {
            true => None,
            false => self.named.get(&(period, person)),
        };
        let last = named.and_then(|words| words.iter().max().copied());
        last.or_else(|| self.others.map(|on| (on, CREDITED)))
    }

    /// All words on it. What is said of all others is not said of a line that the office held back.
    fn words(&self, period: u16, person: EntityId) -> Words {
        let mut words = self.named.get(&(period, person)).cloned().unwrap_or_default();
        if words.iter().all(|(_, outcome)| *outcome != HELD_BACK) {
            words.extend(self.others.map(|on| (on, CREDITED)));
        }
        words
    }
}

impl Outcomes {
    /// Takes a return in; `only` = whose words are wanted.
    pub fn take_in(&mut self, read: &Returned, only: Option<&HashSet<EntityId>>) {
        let (Some(batch), Some(on)) = (read.batch.shown, read.on.shown) else { return };
        let said = self.0.entry((batch, read.common.key.scope)).or_default();
        if read.others.shown == Some(CREDITED) {
            said.others = Some(on);
        }
        let wanted = |person| only.is_none_or(|only| only.contains(&person));
        for one in read.outcomes.shown.iter().flatten().filter(|one| wanted(one.person)) {
            let day = Day::from_stored(one.on, 0).unwrap_or(on);
            said.named.entry((one.period, one.person)).or_default().push((day, one.outcome));
        }
    }

    /// The last word on a person's line; see [`Said::of`].
    pub fn of(&self, place: (EntityId, EntityId), period: u16, person: EntityId) -> Option<(Day, u16)> {
        self.0.get(&place)?.of(period, person)
    }
}

/// One line of a list.
pub(super) struct Listed<'a> {
    /// Its batch.
    pub batch: &'a Batch,
    /// The chunk of the list that it stands in.
    pub list: RecordKey,
    /// The line as it was frozen, without name and account.
    pub line: &'a Short,
    /// How far the batch has come.
    pub stage: Stage,
    /// The bank's last word, or the office's.
    pub last: Option<(Day, u16)>,
    /// All that returns say of the village's lines.
    said: Option<&'a Said>,
}

impl Listed<'_> {
    /// True if the money arrived.
    pub fn credited(&self) -> bool {
        self.stage != Stage::Withdrawn && self.last.is_some_and(|(_, outcome)| outcome == CREDITED)
    }

    /// All words of bank and office on it, in any order.
    pub fn words(&self) -> Words {
        self.said.map(|said| said.words(self.line.period, self.line.person)).unwrap_or_default()
    }

    /// As an attempt of its period.
    pub fn attempt(&self) -> Attempt {
        Attempt {
            batch: self.batch.number.shown.clone().unwrap_or_default(),
            frozen: self.batch.frozen.shown,
            stage: self.stage,
            fen: self.line.fen,
            withheld: self.line.withheld,
            outcome: self.last,
        }
    }
}

/// Notes a line as an attempt of its period.
fn note(facts: &mut FactsOf, listed: &Listed<'_>) {
    if let Some(period) = Period::from_code(listed.line.period) {
        let of = facts.entry(listed.line.person).or_default().entry(period).or_default();
        of.attempts.push(listed.attempt());
    }
}

fn stage_of(batch: &Batch) -> Stage {
    batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen)
}

/// Hands the lines of a page to `each`; `only` = whose lines are wanted.
pub(super) fn tell(
    (list, page): (RecordKey, &Page),
    batches: &HashMap<EntityId, Batch>,
    outcomes: &Outcomes,
    only: Option<&HashSet<EntityId>>,
    each: &mut dyn FnMut(&Listed<'_>),
) {
    let Some(batch) = batches.get(&page.batch) else { return };
    let (stage, said) = (stage_of(batch), outcomes.0.get(&(page.batch, list.scope)));
    for line in page.lines.iter().filter(|line| only.is_none_or(|only| only.contains(&line.person))) {
        let last = said.filter(|_| line.withheld == 0).and_then(|said| said.of(line.period, line.person));
        each(&Listed { batch, list, line, stage, last, said });
    }
}

impl Desk {
    /// Hands every line of every list to `each`, those of withdrawn batches too.
    pub(super) fn each_line(&self, each: &mut dyn FnMut(&Listed<'_>)) -> Result<(), StoreError> {
        let asker = self.folder.asker();
        let lists = Lists::read(&asker, &mut |_| true)?;
        lists.map_or(Ok(true), |lists| lists.each_line(&asker, &mut |_| true, each)).map(drop)
    }

    /// Hands every line of these persons to `each`; each village where one of them was is read once.
    pub(super) fn lines_of(
        &self,
        persons: &[EntityId],
        each: &mut dyn FnMut(&Listed<'_>),
    ) -> Result<(), StoreError> {
        let batches = self.batches()?;
        let wanted: HashSet<EntityId> = persons.iter().copied().collect();
        let mut villages = BTreeSet::new();
        for person in persons {
            villages.extend(self.person_records(*person)?.into_iter().map(|key| key.scope));
        }
        for village in villages {
            self.lines_in(village, &batches, Some(&wanted), each)?;
        }
        Ok(())
    }

    /// Hands every line of a village's lists to `each`; `only` = whose lines are wanted.
    fn lines_in(
        &self,
        village: EntityId,
        batches: &HashMap<EntityId, Batch>,
        only: Option<&HashSet<EntityId>>,
        each: &mut dyn FnMut(&Listed<'_>),
    ) -> Result<(), StoreError> {
        let asker = self.folder.asker();
        let mut outcomes = Outcomes::default();
        of_scope(&asker, &[kind::RETURN], village, &mut |key, record| {
            outcomes.take_in(&Returned::from_record(key, &record), only);
        })?;
        pages(&asker, Some(village), &mut |_| true, &mut |list, page| {
            tell((list, page), batches, &outcomes, only, each);
        })
        .map(drop)
    }

    /// Everything that happened to a person's periods.
    pub(super) fn payment_facts(&self, person: EntityId) -> Result<BTreeMap<Period, Facts>, StoreError> {
        Ok(self.payment_facts_of(&[person])?.remove(&person).unwrap_or_default())
    }

    /// The same of several persons.
    pub(super) fn payment_facts_of(&self, persons: &[EntityId]) -> Result<FactsOf, StoreError> {
        let mut facts = FactsOf::new();
        self.lines_of(persons, &mut |listed| note(&mut facts, listed))?;
        for person in persons {
            self.settled(*person, facts.entry(*person).or_default())?;
        }
        Ok(facts)
    }

    /// Steps of recoveries that name a person, as whom they ask or for whom they pay.
    fn settled(&self, person: EntityId, facts: &mut BTreeMap<Period, Facts>) -> Result<(), StoreError> {
        let mut seen = HashSet::new();
        for slot in [recovery::PERSON, recovery::FROM] {
            let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(()) };
            let records = self.folder.ask(move |state| state.holding(kind::RECOVERY, slot, &bytes))?;
            for (key, record) in records {
                // A record that names the person in both slots is read once.
                if !seen.insert(key) {
                    continue;
                }
                for (whose, period, settled) in steps(&Recovered::from_record(key, &record)) {
                    if whose == person {
                        facts.entry(period).or_default().settled.push(settled);
                    }
                }
            }
        }
        Ok(())
    }

    /// Everything that happened to the periods of everybody who stands, person by person, a village in memory at a time. Who
    /// stands in two villages is told of once with everything, then with nothing.
    pub(super) fn each_facts(&self, each: EachFacts<'_>) -> Result<(), StoreError> {
        let mut homes: HashMap<EntityId, EntityId> = HashMap::new();
        for (village, person, _) in self.roll.payees.iter() {
            homes.entry(person).or_insert(village);
        }
        let batches = self.batches()?;
        // What lies in a village where the person is not any more is little, and is read before.
        let mut apart: BTreeMap<EntityId, HashSet<EntityId>> = BTreeMap::new();
        pages(&self.folder.asker(), None, &mut |_| true, &mut |list, page| {
            for line in &page.lines {
                if homes.get(&line.person).is_some_and(|home| *home != list.scope) {
                    apart.entry(list.scope).or_default().insert(line.person);
                }
            }
        })?;
        let mut elsewhere = FactsOf::new();
        for (village, persons) in apart {
            self.lines_in(village, &batches, Some(&persons), &mut |listed| note(&mut elsewhere, listed))?;
        }
        for (person, steps) in self.all_steps()? {
            for (period, settled) in steps {
                elsewhere.entry(person).or_default().entry(period).or_default().settled.push(settled);
            }
        }
        let (mut here, mut read) = (FactsOf::new(), None);
        for (village, person, payee) in self.roll.payees.iter() {
            if read.replace(village) != Some(village) {
                here = FactsOf::new();
                self.lines_in(village, &batches, None, &mut |listed| {
                    if homes.get(&listed.line.person) == Some(&village) {
                        note(&mut here, listed);
                    }
                })?;
            }
            let mut facts = here.remove(&person).unwrap_or_default();
            // Of one who stands in two villages the first is told everything.
            let more = elsewhere.remove(&person).filter(|_| homes.get(&person) == Some(&village));
            for (period, more) in more.unwrap_or_default() {
                let of = facts.entry(period).or_default();
                of.attempts.extend(more.attempts);
                of.settled.extend(more.settled);
            }
            each(person, payee, facts);
        }
        Ok(())
    }

    /// What was listed of everybody in these periods.
    pub(super) fn listed_in(&self, periods: &[Period]) -> Result<FactsOf, StoreError> {
        let codes: BTreeSet<u16> = periods.iter().map(|period| period.code()).collect();
        let mut facts = FactsOf::new();
        self.each_line(&mut |listed| {
            if codes.contains(&listed.line.period) {
                note(&mut facts, listed);
            }
        })?;
        Ok(facts)
    }

    /// The first period in which each person was listed, on whatever list.
    pub(super) fn first_listed(&self) -> Result<HashMap<EntityId, Period>, StoreError> {
        let mut first: HashMap<EntityId, Period> = HashMap::new();
        self.each_line(&mut |listed| {
            if let Some(period) = Period::from_code(listed.line.period) {
                let known = first.entry(listed.line.person).or_insert(period);
                *known = period.min(*known);
            }
        })?;
        Ok(first)
    }

    /// Steps of recoveries by person, both ends of offsets.
    pub(super) fn all_steps(&self) -> Result<Steps, StoreError> {
        all_steps(&self.folder.asker())
    }

    /// The opening balance of a person.
    pub(super) fn opening(&self, person: EntityId) -> Result<Option<Opening>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(None) };
        let records = self.folder.ask(move |state| state.holding(kind::OPENING, opening::PERSON, &bytes))?;
        let read = records.iter().map(|(key, record)| Opened::from_record(*key, record));
        Ok(read.filter(|one| one.common.stands()).find_map(opening_of))
    }

    /// The opening balances of everybody; kept until the records change, because a preview asks for them several times.
    pub(super) fn openings(&self) -> Result<Arc<Openings>, StoreError> {
        let edition = self.commits()?;
        let mut kept = self.openings.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, openings)) = kept.as_ref().filter(|(of, _)| *of == edition) {
            return Ok(openings.clone());
        }
        let openings = Arc::new(self.read_openings()?);
        *kept = Some((edition, openings.clone()));
        Ok(openings)
    }

    fn read_openings(&self) -> Result<Openings, StoreError> {
        let each = |openings: &mut Openings, key: RecordKey, record: Record| {
            let read = Opened::from_record(key, &record);
            if let (true, Some(person)) = (read.common.stands(), read.person.shown) {
                openings.extend(opening_of(read).map(|opening| (person, opening)));
            }
        };
        let made = <(Openings, Openings)>::default();
        let made = halves(&self.folder.asker(), &[kind::OPENING], &mut |_| true, made, &each)?;
        let (mut openings, upper) = made.unwrap_or_default();
        openings.extend(upper);
        Ok(openings)
    }
}

/// Every batch by its entity.
pub(super) fn batches_of(asker: &Asker) -> Result<HashMap<EntityId, Batch>, StoreError> {
    let mut batches = HashMap::new();
    of_scope(asker, &[kind::BATCH], EntityId::ZERO, &mut |key, record| {
        batches.insert(key.entity, Batch::from_record(key, &record));
    })?;
    Ok(batches)
}

/// Batches and all that returns say: what lines are read against.
pub(super) struct Lists {
    batches: HashMap<EntityId, Batch>,
    outcomes: Outcomes,
}

impl Lists {
    /// Reads them, on whatever thread; none if `go_on`, which is told the records so far, stopped it.
    pub fn read(asker: &Asker, go_on: &mut dyn FnMut(usize) -> bool) -> Result<Option<Lists>, StoreError> {
        let batches = batches_of(asker)?;
        let mut outcomes = Outcomes::default();
        let whole = walk(asker, &[kind::RETURN], go_on, &mut |key, record| {
            outcomes.take_in(&Returned::from_record(key, &record), None);
        })?;
        Ok(whole.then_some(Lists { batches, outcomes }))
    }

    /// Hands every line of every list to `each`; false if `go_on`, which is told the pages so far, stopped it.
    pub fn each_line(
        &self,
        asker: &Asker,
        go_on: &mut dyn FnMut(usize) -> bool,
        each: &mut dyn FnMut(&Listed<'_>),
    ) -> Result<bool, StoreError> {
        pages(asker, None, go_on, &mut |list, page| {
            tell((list, page), &self.batches, &self.outcomes, None, each)
        })
    }
}

/// Hands the pages of the payment history of a village, or of all, to `each`. `go_on` is told the pages so far between two
/// stretches and stops the reading by `false`; true at the end.
fn pages(
    asker: &Asker,
    village: Option<EntityId>,
    go_on: &mut dyn FnMut(usize) -> bool,
    each: &mut dyn FnMut(RecordKey, &Page),
) -> Result<bool, StoreError> {
    let (mut last, mut done): (Option<PaidPages>, usize) = (None, 0);
    loop {
        let read = asker.ask(move |state| state.paid(village, last.as_ref(), ROWS))?;
        read.open(|list, page| {
            done += 1;
            each(list, page);
        })?;
        if !go_on(done) {
            return Ok(false);
        }
        if !read.has_more() {
            return Ok(true);
        }
        last = Some(read);
    }
}

/// Steps of recoveries by person, both ends of offsets.
pub(super) fn all_steps(asker: &Asker) -> Result<Steps, StoreError> {
    let mut found = Steps::new();
    walk(asker, &[kind::RECOVERY], &mut |_| true, &mut |key, record| {
        for (person, period, settled) in steps(&Recovered::from_record(key, &record)) {
            found.entry(person).or_default().push((period, settled));
        }
    })?;
    Ok(found)
}

/// What a record of recovery says: of the period that was over-paid, and of the one that an offset pays.
pub(super) fn steps(read: &Recovered) -> Vec<(EntityId, Period, Settled)> {
    let (Some(person), Some(period), Some(how)) = (
        read.person.shown,
        read.period.shown.and_then(Period::from_code),
        read.how.shown.and_then(Settling::from_code),
    ) else {
        return Vec::new();
    };
    let fen = read.amount.shown.map_or(0, |fen| fen.0);
    // What nobody approved is not written off: it is still asked for.
    let how = if how == Settling::WrittenOff && read.approved.is_empty() { Settling::Demanded } else { how };
    let mut steps = vec![(person, period, Settled { how, fen, on: read.on.shown })];
    if let (true, Some(against)) =
        (matches!(how, Settling::Offset | Settling::Relative), read.against.shown.and_then(Period::from_code))
    {
        let payee = read.relative.shown.unwrap_or(person);
        steps.push((payee, against, Settled { how: Settling::Booked, fen, on: read.on.shown }));
    }
    steps
}

fn opening_of(read: Opened) -> Option<Opening> {
    let mut records = read.through.ops;
    records.extend(read.periods.ops);
    records.extend(read.amount.ops);
    records.sort();
    records.dedup();
    Some(Opening {
        through: read.through.shown.and_then(Period::from_code)?,
        periods: u32::try_from(read.periods.shown?).ok()?,
        fen: read.amount.shown?.0,
        records,
    })
}
