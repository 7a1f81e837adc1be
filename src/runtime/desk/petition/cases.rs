//! Items as the acting officer may see them (可见的信访件): records read and put together, courses derived.

use std::collections::BTreeMap;

use super::PetitionError;
use crate::domain::day::Day;
use crate::domain::kinds::{item, kind, log, party, taken, tie};
use crate::domain::petition::course::{Office, Taken, Written};
use crate::domain::petition::law::{Crossing, LastDay, WithoutPaper};
use crate::domain::petition::stages::Tie;
use crate::domain::petition::{Calendar, Course, Link, Log, Party, Petition, Step, Table, acts, number};
use crate::domain::record::{Slot, slot};
use crate::domain::setting;
use crate::domain::value::Value;
use crate::i18n::petition::PetitionSay;
use crate::journal::EntityId;
use crate::journal::fold::{Record, RecordKey};
use crate::runtime::desk::Desk;
use crate::store::StoreError;
use crate::store::state::{State, StateError};

/// How this office counts, with the tables it took in.
#[derive(Clone, Debug)]
pub struct Rules {
    /// Shipped tables and those taken in.
    pub calendar: Calendar,
    /// Which law an item has that crosses.
    pub crossing: Crossing,
    last_day: Option<LastDay>,
    without_paper: Option<WithoutPaper>,
}

impl Rules {
    /// As the course takes it.
    pub fn office(&self) -> Office<'_> {
        Office {
            calendar: &self.calendar,
            crossing: self.crossing,
            last_day: self.last_day,
            without_paper: self.without_paper,
        }
    }

    /// The same with another calendar.
    pub fn with(&self, calendar: Calendar) -> Self {
        Self { calendar, ..self.clone() }
    }
}

/// One item with all that hangs on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The item.
    pub petition: Petition,
    /// True of an accusation: it lies in the drawer.
    pub sealed: bool,
    /// Its persons, in order.
    pub parties: Vec<Party>,
    /// All its steps, those that were corrected too, by day and time of writing.
    pub steps: Vec<Step>,
    /// The log, by day and time of writing.
    pub logs: Vec<Log>,
    /// When steps and entries of the log were written.
    written: BTreeMap<EntityId, Written>,
    /// Items that it hangs together with.
    pub ties: Vec<(EntityId, Tie)>,
    /// Its course today.
    pub course: Course,
}

impl Case {
    /// The receipt number.
    pub fn number(&self) -> &str {
        self.petition.number.shown.as_deref().unwrap_or_default()
    }

    /// Its record's key.
    pub fn key(&self) -> RecordKey {
        self.petition.common.key
    }

    /// True if it repeats an earlier one.
    pub fn repeats(&self) -> bool {
        self.ties.iter().any(|(_, how)| *how == Tie::Repeat) && self.petition.received.shown.is_some()
    }

    /// The same with another course: counted with other rules.
    pub fn counted(&self, rules: &Rules, today: Day) -> Option<Course> {
        Some(Course::of(self.petition.item()?, self.taken(), &rules.office(), today))
    }

    /// All its steps as facts.
    pub fn taken(&self) -> Vec<Taken> {
        taken_of(&self.steps, &self.written)
    }
}

/// Records by kind, plain and sealed together.
#[derive(Default)]
struct Read {
    petitions: Vec<(Petition, bool)>,
    parties: BTreeMap<EntityId, Vec<Party>>,
    steps: BTreeMap<EntityId, Vec<Step>>,
    logs: BTreeMap<EntityId, Vec<Log>>,
    ties: Vec<Link>,
    written: BTreeMap<EntityId, Written>,
}

impl Read {
    fn take(&mut self, key: RecordKey, record: &Record, sealed: bool) {
        if matches!(key.kind, kind::STEP | kind::LOG) {
            let first = record.applied().map(|(id, hybrid)| (hybrid, id)).min();
            self.written.extend(first.map(|first| (key.entity, first)));
        }
        match key.kind {
            kind::PETITION => {
                let petition = Petition::from_record(key, record);
                if petition.common.stands() && petition.number.shown.is_some() {
                    self.petitions.push((petition, sealed));
                }
            }
            kind::PARTY => {
                let party = Party::from_record(key, record);
                if let Some(of) = party.petition.shown.filter(|_| party.common.stands()) {
                    self.parties.entry(of).or_default().push(party);
                }
            }
            kind::STEP => {
                let step = Step::from_record(key, record);
                if let Some(of) = step.petition.shown.filter(|_| step.common.stands()) {
                    self.steps.entry(of).or_default().push(step);
                }
            }
            kind::LOG => {
                let log = Log::from_record(key, record);
                if let Some(of) = log.petition.shown.filter(|_| log.common.stands()) {
                    self.logs.entry(of).or_default().push(log);
                }
            }
            kind::TIE => {
                let link = Link::from_record(key, record);
                if link.common.stands() {
                    self.ties.push(link);
                }
            }
            _ => {}
        }
    }
}

const KINDS: [u16; 5] = [kind::PETITION, kind::PARTY, kind::STEP, kind::LOG, kind::TIE];

/// Slots by which records hang on an item.
const HANGING: [(u16, u16); 5] = [
    (kind::PARTY, party::PETITION),
    (kind::STEP, taken::PETITION),
    (kind::LOG, log::PETITION),
    (kind::TIE, tie::ONE),
    (kind::TIE, tie::OTHER),
];

/// Items, not of the drawer, with all that hangs on them, by their keys.
type Items = BTreeMap<RecordKey, Record>;

/// These items with all that hangs on them, found by value.
fn with_hanging(state: &State, items: Vec<(RecordKey, Record)>) -> Result<Items, StateError> {
    let mut all = Items::new();
    for (item, record) in items {
        if let Ok((_, bytes)) = Value::Ref(item.entity).encode() {
            for (kind, slot) in HANGING {
                all.extend(state.holding(kind, slot, &bytes)?);
            }
        }
        all.insert(item, record);
    }
    Ok(all)
}

impl Desk {
    /// How this office counts.
    pub fn petition_rules(&self) -> Result<Rules, StoreError> {
        let tables = self.folder().ask(|state| {
            let mut tables = Vec::new();
            state.each(kind::CALENDAR, |key, record| tables.push(Table::from_record(key, &record)))?;
            Ok(tables)
        })?;
        let said = |name: &str| self.setting(name);
        Ok(Rules {
            calendar: Calendar::shipped().with(acts::tables(&tables)),
            crossing: said(setting::PETITION_CROSSING)?
                .and_then(|name| Crossing::by_name(&name))
                .unwrap_or_default(),
            last_day: said(setting::PETITION_LAST_DAY)?.and_then(|name| LastDay::by_name(&name)),
            without_paper: said(setting::PETITION_WITHOUT_PAPER)?
                .and_then(|name| WithoutPaper::by_name(&name)),
        })
    }

    /// Every item that the acting officer may see, by receipt day and number. Accusations: their handler and the head.
    pub fn cases(&self) -> Result<Vec<Case>, StoreError> {
        let plain = self.folder().ask(|state| {
            let mut records = Items::new();
            for kind in KINDS {
                state.each(kind, |key, record| drop(records.insert(key, record)))?;
            }
            Ok(records)
        })?;
        self.cases_from(plain, &|_| true)
    }

    /// The items of a household, as [`Desk::cases`] has them; nothing else is read.
    pub fn cases_of_household(&self, household: EntityId) -> Result<Vec<Case>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(household).encode() else { return Ok(Vec::new()) };
        let plain = self
            .folder()
            .ask(move |state| with_hanging(state, state.holding(kind::PETITION, item::HOUSEHOLD, &bytes)?))?;
        self.cases_from(plain, &|petition| petition.household.shown == Some(household))
    }

    /// The items that are wanted, as [`Desk::cases`] has them; of the others the records of the items alone are looked at.
    fn cases_where(
        &self,
        wanted: impl Fn(RecordKey, &Record) -> bool + Send + Clone + 'static,
    ) -> Result<Vec<Case>, StoreError> {
        let asked = wanted.clone();
        let plain = self.folder().ask(move |state| {
            let mut items = Vec::new();
            state.each(kind::PETITION, |key, record| {
                if asked(key, &record) {
                    items.push((key, record));
                }
            })?;
            with_hanging(state, items)
        })?;
        let mut sealed = self.folder().sealed_records()?;
        sealed.retain(|key, record| key.kind != kind::PETITION || wanted(*key, record));
        self.cases_of(plain, sealed, &|_| true)
    }

    fn cases_from(&self, plain: Items, wanted: &dyn Fn(&Petition) -> bool) -> Result<Vec<Case>, StoreError> {
        self.cases_of(plain, self.folder().sealed_records()?, wanted)
    }

    fn cases_of(
        &self,
        plain: Items,
        sealed: Items,
        wanted: &dyn Fn(&Petition) -> bool,
    ) -> Result<Vec<Case>, StoreError> {
        let mut read = Read::default();
        plain.iter().for_each(|(key, record)| read.take(*key, record, false));
        sealed.iter().for_each(|(key, record)| read.take(*key, record, true));
        read.petitions.retain(|(petition, sealed)| wanted(petition) && (!*sealed || self.may_see(petition)));
        if read.petitions.is_empty() {
            return Ok(Vec::new());
        }
        let rules = self.petition_rules()?;
        let mut cases: Vec<Case> = std::mem::take(&mut read.petitions)
            .into_iter()
            .filter_map(|(petition, sealed)| made(petition, sealed, &mut read, &rules, self.day()))
            .collect();
        cases.sort_by(|a, b| {
            let order = |case: &Case| (case.course.item.received, case.number().to_owned());
            order(a).cmp(&order(b))
        });
        Ok(cases)
    }

    /// Whether the acting officer may know of an accusation: its named handler and the head, unless it is about them.
    fn may_see(&self, petition: &Petition) -> bool {
        let actor = self.folder().actor();
        let handles = petition.handler.all().any(|officer| *officer == actor.officer);
        let name = actor.name.trim();
        let accused = !name.is_empty()
            && petition.accused.shown.as_deref().is_some_and(|accused| accused.contains(name));
        // Of an accusation of the head there is nothing but number, date and transfer, which the head may know.
        (handles || self.is_head()) && (!accused || petition.against_head.shown == Some(1))
    }

    /// The item of a receipt or final number, as far as the acting officer may see it. Of several with one number (a copied
    /// folder gave it twice), `NUMBER/2` is the second.
    pub fn case(&self, typed: &str) -> Result<Case, PetitionError> {
        let wanted = number::tidy(typed);
        let (wanted, which) = match wanted.rsplit_once('/') {
            Some((number, which)) => (number.to_owned(), which.parse::<usize>().ok()),
            None => (wanted, None),
        };
        let meant = wanted.clone();
        let mut found: Vec<Case> = self.cases_where(move |_, record| {
            let [given, last] = numbers(record);
            given.all().any(|number| *number == meant) || last.shown.as_ref() == Some(&meant)
        })?;
        if let Some(which) = which {
            // In the same order on every machine.
            found.sort_by_key(|case| case.petition.entity());
            found = found.into_iter().skip(which.wrapping_sub(1)).take(1).collect();
        }
        match (found.pop(), found.len()) {
            (Some(case), 0) => Ok(case),
            (Some(_), more) => Err(PetitionSay::SeveralNumbers(wanted, more + 1).into()),
            (None, _) if number::is_shaped(&wanted) && !number::is_whole(&wanted) => {
                Err(PetitionSay::WrongCheck(wanted).into())
            }
            (None, _) => Err(PetitionSay::NoNumber(wanted).into()),
        }
    }

    /// Items whose receipt or final number begins with what was typed, as far as the acting officer may see them; at most
    /// `limit`, by number. A provisional number is found for ever. Words that begin no number cost nothing.
    pub fn petitions_by_number(&self, typed: &str, limit: usize) -> Result<Vec<Case>, StoreError> {
        let Some(start) = number::start(typed) else { return Ok(Vec::new()) };
        let mut cases = self.cases_where(move |_, record| is_numbered(record, &start))?;
        cases.sort_by(|a, b| a.number().cmp(b.number()));
        cases.truncate(limit);
        Ok(cases)
    }

    /// The item of an entity.
    pub fn case_of(&self, entity: EntityId) -> Result<Option<Case>, StoreError> {
        Ok(self.cases_where(move |key, _| key.entity == entity)?.pop())
    }

    /// The name of an officer; empty if nobody knows them.
    pub fn officer_name(&self, officer: EntityId) -> Result<String, StoreError> {
        self.folder().ask(move |state| {
            let names = state.ledger().authority().officers();
            Ok(names
                .get(&officer)
                .and_then(|names| names.first())
                .map(|value| value.name.clone())
                .unwrap_or_default())
        })
    }
}

/// The receipt number and the final one of an item's record.
fn numbers(record: &Record) -> [Slot<String>; 2] {
    [item::NUMBER, item::FINAL_NUMBER].map(|number| slot(record, kind::PETITION, number))
}

/// True if one of its numbers begins so.
fn is_numbered(record: &Record, start: &str) -> bool {
    numbers(record).iter().flat_map(Slot::all).any(|number| number::begins(number, start))
}

fn made(petition: Petition, sealed: bool, read: &mut Read, rules: &Rules, today: Day) -> Option<Case> {
    let entity = petition.entity();
    let item = petition.item()?;
    let mut steps = read.steps.remove(&entity).unwrap_or_default();
    let written = |of: EntityId| read.written.get(&of).copied();
    steps.sort_by_key(|step| (step.on.shown, written(step.entity()), step.entity()));
    let mut parties = read.parties.remove(&entity).unwrap_or_default();
    parties.sort_by_key(|party| (party.order.shown, party.entity()));
    let mut logs = read.logs.remove(&entity).unwrap_or_default();
    logs.sort_by_key(|log| (log.on.shown, written(log.entity()), log.entity()));
    let all = steps.iter().map(Step::entity).chain(logs.iter().map(Log::entity));
    let written: BTreeMap<EntityId, Written> = all.filter_map(|of| Some((of, written(of)?))).collect();
    let ties = read.ties.iter().filter_map(|link| {
        let how = link.how.shown.and_then(Tie::from_code)?;
        let (one, other) = (link.one.shown?, link.other.shown?);
        (one == entity)
            .then_some((other, how))
            .or_else(|| (other == entity && how != Tie::Repeat).then_some((one, how)))
    });
    let mut ties: Vec<(EntityId, Tie)> = ties.collect();
    ties.sort();
    let course = Course::of(item, taken_of(&steps, &written), &rules.office(), today);
    Some(Case { petition, sealed, parties, steps, logs, written, ties, course })
}

fn taken_of(steps: &[Step], written: &BTreeMap<EntityId, Written>) -> Vec<Taken> {
    let fact = |step: &Step| step.taken(written.get(&step.entity()).copied().unwrap_or_default());
    steps.iter().filter_map(fact).collect()
}
