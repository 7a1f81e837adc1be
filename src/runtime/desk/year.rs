//! A year of the office (年度): approvals and head counts, allocations, the loop of money, the close.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lines::{Listed, Lists};
use super::walk::{of_scope, walk};
use super::{BatchError, Desk, key_of};
use crate::domain::day::Day;
use crate::domain::kinds::{allocation as money, approval as slots, kind, year_close};
use crate::domain::migrant::Cohort;
use crate::domain::record::Person;
use crate::domain::register::Edit;
use crate::domain::subsidy::office::{
    Allocation, Approval, Flow, YearClose, allocation_entity, approval_entity, cohort_code, cohort_of,
    year_entity,
};
use crate::domain::subsidy::payment::{CREDITED, HELD_BACK, Settling, Sort, Stage};
use crate::domain::subsidy::year::{Books, Difference, Loop, What, differences, moves};
use crate::domain::subsidy::{Claim, Period, course};
use crate::domain::value::{Figure, Value};
use crate::i18n::subsidy_acts::Against;
use crate::journal::{EntityId, OpId};
use crate::store::{Part, StoreError};

/// What is entered of an approval.
#[derive(Clone, Debug)]
pub struct NewApproval {
    /// Number of the document.
    pub document: String,
    /// Its date.
    pub on: Day,
    /// For which reservoir.
    pub reservoir: String,
    /// So many persons.
    pub persons: u32,
    /// Of which cohort.
    pub cohort: Cohort,
    /// Support from.
    pub start: Day,
    /// In the officer's words.
    pub remark: String,
}

/// What is entered of an allocation, or of money that went elsewhere.
#[derive(Clone, Debug)]
pub struct NewAllocation {
    /// Where from or to.
    pub flow: Flow,
    /// For which year.
    pub year: i32,
    /// Number of the document.
    pub document: String,
    /// For which reservoir; empty for all.
    pub reservoir: String,
    /// Persons that it was made of.
    pub persons: Option<u32>,
    /// Fen.
    pub fen: i64,
    /// When it came or went.
    pub on: Day,
    /// In the officer's words.
    pub remark: String,
}

/// Head counts of a reservoir's cohort.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Headcount {
    /// The reservoir.
    pub reservoir: String,
    /// The cohort.
    pub cohort: Cohort,
    /// Approved, by all documents.
    pub approved: i64,
    /// Persons of the register with a term, of this reservoir and cohort.
    pub linked: i64,
    /// Numbers of the documents.
    pub documents: Vec<String>,
}

impl Headcount {
    /// A finding: more persons than were approved.
    pub fn is_above(&self) -> bool {
        self.approved > 0 && self.linked > self.approved
    }
}

/// A year as it is now, and as it was published.
#[derive(Clone, Debug)]
pub struct YearView {
    /// Which.
    pub year: i32,
    /// Its money.
    pub money: Loop,
    /// All figures.
    pub figures: Vec<Figure>,
    /// When it was closed; none if it was not.
    pub closed: Option<Day>,
    /// What differs from what was published.
    pub differences: Vec<Difference>,
}

/// What lines say of a year.
#[derive(Default)]
struct Counted {
    books: Books,
    paid: BTreeSet<EntityId>,
    periods: BTreeMap<Period, (BTreeSet<EntityId>, i64)>,
    /// Of what failed, by person and period: paid net by the end of the year, and fen of the failure.
    open: HashMap<(EntityId, u16), (i64, i64)>,
}

impl Desk {
    /// All approvals that stand, by reservoir and date.
    pub fn approvals(&self) -> Result<Vec<Approval>, StoreError> {
        let mut all = Vec::new();
        of_scope(&self.folder.asker(), &[kind::APPROVAL], EntityId::ZERO, &mut |key, record| {
            all.push(Approval::from_record(key, &record));
        })?;
        all.retain(|one| one.common.stands());
        all.sort_by_key(|one| (one.reservoir.shown.clone(), one.on.shown, one.entity()));
        Ok(all)
    }

    /// All allocations that stand, by day.
    pub fn allocations(&self) -> Result<Vec<Allocation>, StoreError> {
        let mut all = Vec::new();
        of_scope(&self.folder.asker(), &[kind::ALLOCATION], EntityId::ZERO, &mut |key, record| {
            all.push(Allocation::from_record(key, &record));
        })?;
        all.retain(|one| one.common.stands());
        all.sort_by_key(|one| (one.on.shown, one.entity()));
        Ok(all)
    }

    /// Enters an approval; the same document, reservoir and cohort again corrects it. True if anything changed.
    pub fn approve_persons(&mut self, new: &NewApproval) -> Result<bool, BatchError> {
        self.may_settle()?;
        if new.document.trim().is_empty() || new.reservoir.trim().is_empty() || new.persons == 0 {
            return Err(Against::PaperIncomplete.into());
        }
        let entity = approval_entity(&new.document, &new.reservoir, new.cohort);
        let values = vec![
            (slots::DOCUMENT, Value::Text(new.document.clone())),
            (slots::ON, Value::Day(new.on)),
            (slots::RESERVOIR, Value::Text(new.reservoir.clone())),
            (slots::PERSONS, Value::Int(i64::from(new.persons))),
            (slots::COHORT, Value::Code(cohort_code(new.cohort))),
            (slots::START, Value::Day(new.start)),
            (slots::REMARK, Value::Text(new.remark.clone())),
        ];
        self.put_paper(kind::APPROVAL, entity, values)
    }

    /// Enters money that came or went; the same sort, year, document and reservoir again corrects it.
    pub fn allocate(&mut self, new: &NewAllocation) -> Result<bool, BatchError> {
        self.may_settle()?;
        if new.document.trim().is_empty() || new.fen <= 0 {
            return Err(Against::PaperIncomplete.into());
        }
        self.open_on(new.on)?;
        let entity = allocation_entity(new.flow, new.year, &new.document, &new.reservoir);
        let persons = new.persons.map(|count| (money::PERSONS, Value::Int(i64::from(count))));
        let mut values = vec![
            (money::SORT, Value::Code(new.flow.code())),
            (money::YEAR, Value::Int(i64::from(new.year))),
            (money::DOCUMENT, Value::Text(new.document.clone())),
            (money::RESERVOIR, Value::Text(new.reservoir.clone())),
            (money::AMOUNT, Value::Money(new.fen)),
            (money::ON, Value::Day(new.on)),
            (money::REMARK, Value::Text(new.remark.clone())),
        ];
        values.extend(persons);
        self.put_paper(kind::ALLOCATION, entity, values)
    }

    /// Writes what differs of a paper of everybody's.
    fn put_paper(
        &mut self,
        kind: u16,
        entity: EntityId,
        values: Vec<(u16, Value)>,
    ) -> Result<bool, BatchError> {
        let record = self.record(key_of(kind, EntityId::ZERO, entity))?;
        let mut edit = Edit::new(kind, entity);
        for (slot, value) in values {
            let live: Vec<OpId> = record.as_ref().map(|record| record.live_ids(slot)).unwrap_or_default();
            let known = record.as_ref().and_then(|record| {
                let shown = record.shown(slot, crate::journal::Class::Sure);
                let first = shown.values.first()?;
                Value::decode(first.schema, first.bytes?).ok()
            });
            let empty = matches!(&value, Value::Text(text) if text.is_empty());
            if known.as_ref() != Some(&value) && !(empty && known.is_none()) {
                edit = edit.set(slot, value, &live);
            }
        }
        if edit.is_empty() {
            return Ok(false);
        }
        let op = edit.finish()?;
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(EntityId::ZERO, &op).map(drop))?;
        Ok(true)
    }

    /// Approved and linked persons by reservoir and cohort.
    pub fn headcounts(&self) -> Result<Vec<Headcount>, StoreError> {
        let mut counts: BTreeMap<(String, Cohort), Headcount> = BTreeMap::new();
        let blank = |reservoir: &str, cohort| Headcount {
            reservoir: reservoir.to_owned(),
            cohort,
            approved: 0,
            linked: 0,
            documents: Vec::new(),
        };
        for one in self.approvals()? {
            let Some(cohort) = one.cohort.shown.and_then(cohort_of) else { continue };
            let reservoir = one.reservoir.shown.unwrap_or_default();
            let count =
                counts.entry((reservoir.clone(), cohort)).or_insert_with(|| blank(&reservoir, cohort));
            count.approved += one.persons.shown.unwrap_or(0);
            count.documents.extend(one.document.shown);
        }
        let Some(rule) = self.support_rule()? else { return Ok(counts.into_values().collect()) };
        walk(&self.folder.asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            let claim = Claim::of(&record, &[], None);
            if let (true, Some(cohort), true) =
                (person.common.stands(), claim.cohort, course::last_day(rule, &claim).is_some())
            {
                let reservoir = person.reservoir.shown.unwrap_or_default().trim().to_owned();
                let count =
                    counts.entry((reservoir.clone(), cohort)).or_insert_with(|| blank(&reservoir, cohort));
                count.linked += 1;
            }
        })?;
        Ok(counts.into_values().collect())
    }

    /// Persons of an approval's reservoir and cohort: who may have back-pay from its start.
    pub fn approved_by(&self, document: &str) -> Result<(Vec<EntityId>, Option<Day>), BatchError> {
        let approvals = self.approvals()?;
        let these: Vec<&Approval> =
            approvals.iter().filter(|one| one.document.shown.as_deref() == Some(document)).collect();
        if these.is_empty() {
            return Err(Against::NoApproval(document.to_owned()).into());
        }
        let mut persons = Vec::new();
        walk(&self.folder.asker(), &[kind::PERSON], &mut |_| true, &mut |key, record| {
            let person = Person::from_record(key, &record);
            let cohort = Claim::of(&record, &[], None).cohort.map(cohort_code);
            let linked = these.iter().any(|one| {
                one.cohort.shown == cohort
                    && one.reservoir.shown.as_deref() == person.reservoir.shown.as_deref()
            });
            if person.common.stands() && linked {
                persons.push(key.entity);
            }
        })?;
        Ok((persons, these.iter().filter_map(|one| one.start.shown).min()))
    }

    fn closes(&self) -> Result<BTreeMap<i32, YearClose>, StoreError> {
        let mut closes = BTreeMap::new();
        of_scope(&self.folder.asker(), &[kind::YEAR_CLOSE], EntityId::ZERO, &mut |key, record| {
            let read = YearClose::from_record(key, &record);
            if let Some(year) = read.year.shown.and_then(|year| i32::try_from(year).ok()) {
                closes.insert(year, read);
            }
        })?;
        Ok(closes)
    }

    /// Refuses a day in a year that is closed: what is found later is booked on the day on which it is found.
    pub(super) fn open_on(&self, on: Day) -> Result<(), BatchError> {
        match self.closes()?.last_key_value() {
            Some((year, _)) if on.year() <= *year => Err(Against::YearClosed(*year).into()),
            _ => Ok(()),
        }
    }

    /// A year's figures as they are now, beside those that were published.
    pub fn year_view(&self, year: i32) -> Result<YearView, BatchError> {
        let closes = self.closes()?;
        let counted = self.count_year(year)?;
        let published = |year: i32| {
            let figures = closes.get(&year)?.figures.shown.as_ref()?;
            figures
                .iter()
                .find(|one| one.what == What::Closing.code() && one.period == 0)
                .map(|one| one.value)
        };
        let round = counted.books.round(year, published(year - 1));
        let mut figures = round.figures();
        let whole = |what: What, value| Figure { what: what.code(), period: 0, value };
        let count = |count: usize| i64::try_from(count).unwrap_or(0);
        let unpaid = counted.open.values().filter(|(net, _)| *net == 0).map(|(_, failed)| failed).sum();
        let end = Day::ymd(year, 12, 31).unwrap_or(self.day());
        let approved = self
            .approvals()?
            .iter()
            .filter(|one| one.on.shown.is_none_or(|on| on <= end))
            .filter_map(|one| one.persons.shown)
            .sum();
        figures.extend([
            whole(What::Unpaid, unpaid),
            whole(What::Approved, approved),
            whole(What::Listed, count(self.on_list(year)?)),
            whole(What::Paid, count(counted.paid.len())),
        ]);
        for (period, (persons, fen)) in &counted.periods {
            let of = |what: What, value| Figure { what: what.code(), period: period.code(), value };
            figures.push(of(What::PeriodPersons, count(persons.len())));
            figures.push(of(What::PeriodCredited, *fen));
        }
        let close = closes.get(&year);
        let was = close.and_then(|close| close.figures.shown.clone());
        let differences = was.map(|was| differences(&was, &figures)).unwrap_or_default();
        Ok(YearView {
            year,
            money: round,
            figures,
            closed: close.and_then(|close| close.on.shown),
            differences,
        })
    }

    /// Persons on the list of the year's last period that has begun.
    fn on_list(&self, year: i32) -> Result<usize, StoreError> {
        let end = Day::ymd(year, 12, 31).map_or(self.day(), |end| end.min(self.day()));
        let period = self.support_rule()?.and_then(|rule| rule.period_of(end));
        Ok(period.map(|period| self.support_list(period)).transpose()?.map_or(0, |list| list.lines.len()))
    }

    fn count_year(&self, year: i32) -> Result<Counted, StoreError> {
        let mut counted = Counted::default();
        for one in self.allocations()? {
            let Some(flow) = one.sort.shown.and_then(Flow::from_code) else { continue };
            let of_year = one.year.shown.and_then(|year| i32::try_from(year).ok()).unwrap_or(year);
            let Some(on) = one.on.shown.or(Day::ymd(of_year, 12, 31)) else { continue };
            counted.books.flow(flow, on, one.amount.shown.map_or(0, |fen| fen.0));
        }
        let asker = self.folder.asker();
        let Some(lists) = Lists::read(&asker, &mut |_| true)? else { return Ok(counted) };
        let counts = |listed: &Listed<'_>| listed.stage != Stage::Withdrawn && listed.line.withheld == 0;
        lists.each_line(&asker, &mut |_| true, &mut |listed| {
            if !counts(listed) {
                return;
            }
            let (line, words) = (listed.line, listed.words());
            let failed = words
                .iter()
                .any(|(on, outcome)| on.year() <= year && *outcome != HELD_BACK && *outcome != CREDITED);
            if failed {
                let open = counted.open.entry((line.person, line.period)).or_default();
                open.1 = open.1.max(line.fen);
            }
            for (on, fen) in moves(words, line.fen) {
                counted.books.year(on.year()).credited += fen;
                if on.year() == year {
                    counted.paid.insert(line.person);
                    if let Some(period) = Period::from_code(line.period) {
                        let of = counted.periods.entry(period).or_default();
                        of.0.insert(line.person);
                        of.1 += fen;
                    }
                }
            }
        })?;
        // What became of the failed ones, on whatever list.
        lists.each_line(&asker, &mut |_| true, &mut |listed| {
            let open = counted.open.get_mut(&(listed.line.person, listed.line.period));
            let Some(open) = open.filter(|_| counts(listed)) else { return };
            let moved = moves(listed.words(), listed.line.fen).into_iter();
            open.0 += moved.filter(|(on, _)| on.year() <= year).map(|(_, fen)| fen).sum::<i64>();
        })?;
        for (_, steps) in self.all_steps()? {
            for (_, step) in steps {
                if let (Settling::Cash | Settling::Bank, Some(on)) = (step.how, step.on) {
                    counted.books.year(on.year()).recovered += step.fen;
                }
            }
        }
        Ok(counted)
    }

    /// Closes a year: its figures are published as they are, once.
    pub fn close_year(&mut self, year: i32) -> Result<YearView, BatchError> {
        self.may_settle()?;
        let closes = self.closes()?;
        if let Some(close) = closes.get(&year) {
            return Err(Against::ClosedAlready(year, close.on.shown.unwrap_or(self.day())).into());
        }
        // Books are closed on the last day; what is entered later that day belongs to the next year.
        if Day::ymd(year, 12, 31).is_none_or(|end| end > self.day()) {
            return Err(Against::YearNotOver(year).into());
        }
        if closes.last_key_value().is_some_and(|(last, _)| *last > year) {
            return Err(Against::YearClosed(year).into());
        }
        let under_way = self.batches()?.into_values().find(|batch| {
            let stage = batch.stage.shown.and_then(Stage::from_code).unwrap_or(Stage::Frozen);
            let of =
                batch.period.shown.and_then(Period::from_code).is_some_and(|period| period.year() == year);
            of && !matches!(stage, Stage::Submitted | Stage::Withdrawn)
                && Sort::of(batch.sort.shown) != Sort::Imported
        });
        if let Some(batch) = under_way {
            return Err(Against::UnderWay(batch.number.shown.unwrap_or_default()).into());
        }
        let view = self.year_view(year)?;
        let edit = Edit::new(kind::YEAR_CLOSE, year_entity(year))
            .set(year_close::YEAR, Value::Int(i64::from(year)), &[])
            .set(year_close::ON, Value::Day(self.day()), &[])
            .set(year_close::FIGURES, Value::Figures(view.figures.clone()), &[]);
        let op = edit.finish()?;
        let act = self.folder.new_act()?;
        self.folder.write(Part::whole(act), |commit| commit.push(EntityId::ZERO, &op).map(drop))?;
        Ok(YearView { closed: Some(self.day()), ..view })
    }
}
