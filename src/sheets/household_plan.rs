//! What one household of a file writes: the household, its persons and their memberships, each compared
//! cell by cell.

use std::collections::HashMap;

use crate::domain::kinds::{household, kind, membership, person};
use crate::domain::name;
use crate::domain::place::Places;
use crate::domain::relation;
use crate::domain::value::Value;
use crate::journal::{Change, EntityId, Op};

use super::fields::Field;
use super::known::{Known, LastCells};
use super::matching::{Index, row_entity};
use super::plan::{CellChange, Parts, Pending, RowKind, RowPlan, fresh, weight};
use super::refusal::{Finding, Remark};
use super::roster::{Roster, RosterRow};
use super::said::{SlotAt, field_of, slot_of};
use super::three_way::{Cell, Outcome, compare};
use super::village_rows::{Codes, HouseholdRows};
use super::weave::Meant;
use super::words::Describer;

/// Places of a household, found before anything is written.
#[derive(Debug, Default)]
pub(super) struct HouseholdWork {
    /// Its group.
    pub group: Option<EntityId>,
    /// Its settlement point.
    pub settlement: Option<EntityId>,
}

/// What was written.
pub(super) struct Written {
    pub rows: Vec<RowPlan>,
    pub findings: Vec<Finding>,
    pub parts: Parts,
}

/// Writes households into parts.
pub(super) struct Writer<'a, K> {
    roster: &'a Roster,
    known: &'a K,
    index: &'a Index<'a>,
    meant: &'a [Option<Meant>],
    describer: Describer<'a>,
    codes: Codes<'a>,
    /// Households of each village so far, for their order.
    orders: HashMap<EntityId, i64>,
    rows: Vec<Option<RowPlan>>,
    findings: Vec<Finding>,
    parts: Parts,
}

impl<'a, K: Known> Writer<'a, K> {
    pub fn new(
        roster: &'a Roster,
        known: &'a K,
        index: &'a Index<'a>,
        places: &'a Places,
        meant: &'a [Option<Meant>],
        parts: Parts,
    ) -> Self {
        let mut orders = HashMap::new();
        for household in known.households() {
            *orders.entry(household.village).or_default() += 1;
        }
        Self {
            roster,
            known,
            index,
            meant,
            describer: Describer { places, index, created: HashMap::new() },
            codes: Codes::new(index),
            orders,
            rows: vec![None; roster.rows.len()],
            findings: Vec::new(),
            parts,
        }
    }

    pub fn finish(self) -> Written {
        Written {
            rows: self.rows.into_iter().flatten().collect(),
            findings: self.findings,
            parts: self.parts,
        }
    }

    /// Writes one household with its rows.
    pub fn household(&mut self, village: EntityId, rows: &HouseholdRows, work: &HouseholdWork) {
        if rows.rows.is_empty() {
            return;
        }
        let changes = self.household_itself(village, rows, work);
        let members = if rows.known { self.index.members(rows.entity).count() } else { 0 };
        for (order, at) in rows.rows.iter().enumerate() {
            let first = if order == 0 { changes.clone() } else { Vec::new() };
            self.person(village, rows, *at, members + order + 1, first);
        }
    }

    fn household_itself(
        &mut self,
        village: EntityId,
        rows: &HouseholdRows,
        work: &HouseholdWork,
    ) -> Vec<CellChange> {
        let mut cells = Vec::new();
        let mut say = |slot: u16, value: Value| cells.extend(cell(kind::HOUSEHOLD, slot, &value));
        if let Some(group) = work.group {
            say(household::GROUP, Value::Ref(group));
        }
        if let Some(settlement) = work.settlement {
            say(household::SETTLEMENT, Value::Ref(settlement));
        }
        if let Some((head, name)) = self.head(rows) {
            self.describer.created.insert(head, name);
            say(household::HEAD, Value::Ref(head));
        }
        if let Some(address) = self.address(rows) {
            say(household::ADDRESS, Value::Text(address));
        }
        if !rows.known {
            self.describer.created.insert(rows.entity, rows.code.clone());
            let order = self.orders.entry(village).or_default();
            *order += 1;
            let own = [
                fresh(household::CODE, &Value::Text(rows.code.clone())),
                fresh(household::VILLAGE, &Value::Ref(village)),
                fresh(household::ORDER, &Value::Int(*order)),
            ];
            self.create(village, kind::HOUSEHOLD, rows.entity, own.into_iter().flatten(), cells);
            return Vec::new();
        }
        let record = self.known.record(kind::HOUSEHOLD, village, rows.entity);
        let last = self.known.last(rows.entity);
        let own = self.own(rows.rows.first(), kind::HOUSEHOLD, rows.entity);
        let outcome = compare(cells, record.as_ref(), last.as_ref(), own);
        let words = self.in_words(&outcome);
        let before = last.unwrap_or_else(|| LastCells { entity: rows.entity, ..LastCells::default() });
        self.write(village, before, vec![(kind::HOUSEHOLD, rows.entity, outcome)]);
        words
    }

    /// The head as the file tells: the one row that says so, else the one member who is called like the
    /// head.
    fn head(&mut self, rows: &HouseholdRows) -> Option<(EntityId, String)> {
        let all =
            || rows.rows.iter().filter_map(|at| Some((self.roster.rows.get(*at)?, (*self.meant.get(*at)?)?)));
        let named: Option<String> = all().find_map(|(row, _)| row.head.as_deref().map(name::key));
        let is_named = |row: &RosterRow| named.as_ref().is_some_and(|named| name::key(&row.name) == *named);
        let by_relation: Vec<_> =
            all().filter(|(row, _)| row.relation.is_some_and(relation::is_head)).collect();
        let both: Vec<_> = by_relation.iter().filter(|(row, _)| is_named(row)).collect();
        let by_name: Vec<_> = all().filter(|(row, _)| is_named(row)).collect();
        let found = match (by_relation.as_slice(), both.as_slice(), by_name.as_slice()) {
            ([one], ..) => Some(*one),
            ([_, ..], [one], _) => Some(**one),
            ([], _, [one]) => Some(*one),
            _ => None,
        };
        if let Some((row, meant)) = found {
            return Some((meant.entity, row.name.to_string()));
        }
        if let (true, Some(named)) = (rows.known, &named) {
            let mut alike = self.index.members(rows.entity).filter(|member| {
                !member.set_aside && member.names.iter().any(|known| name::key(known) == *named)
            });
            if let (Some(one), None) = (alike.next(), alike.next()) {
                return Some((one.entity, one.names.first().cloned().unwrap_or_default()));
            }
        }
        let several = by_relation.len() > 1;
        if several || !rows.known || self.index.head(rows.entity).is_none() {
            let at = rows.rows.first().and_then(|at| self.roster.rows.get(*at)).map(|row| row.at);
            let remark = if several { Remark::SeveralHeads } else { Remark::NoHead };
            self.findings.extend(at.map(|at| Finding { at, remark }));
        }
        None
    }

    fn address(&self, rows: &HouseholdRows) -> Option<String> {
        let mut said = rows.rows.iter().filter_map(|at| self.roster.rows.get(*at)).flat_map(|row| &row.said);
        said.find_map(|(field, said)| match (field, said.value()) {
            (Field::Address, Value::Text(text)) => Some(text),
            _ => None,
        })
    }

    fn person(
        &mut self,
        village: EntityId,
        rows: &HouseholdRows,
        at: usize,
        order: usize,
        first: Vec<CellChange>,
    ) {
        let (Some(row), Some(Some(meant))) = (self.roster.rows.get(at), self.meant.get(at)) else { return };
        let known = meant.known.and_then(|known| self.index.persons.get(known));
        let plan = match known {
            None => self.new_person(village, rows, row, meant.entity, order),
            // What an officer has set aside, a roster does not bring back.
            Some(known) if known.set_aside => (RowKind::Same, known.code.clone(), Vec::new()),
            Some(known) => {
                let mut changes = first;
                changes.extend(self.known_person(village, rows, row, known.entity, known.membership, order));
                let kind = if changes.is_empty() { RowKind::Same } else { RowKind::Changed };
                (kind, known.code.clone(), changes)
            }
        };
        if let Some(place) = self.rows.get_mut(at) {
            let (kind, code, changes) = plan;
            *place = Some(RowPlan { at: row.at, kind, person: meant.entity, code, changes });
        }
    }

    fn new_person(
        &mut self,
        village: EntityId,
        rows: &HouseholdRows,
        row: &RosterRow,
        entity: EntityId,
        order: usize,
    ) -> (RowKind, String, Vec<CellChange>) {
        let code = self.codes.next(village, &rows.code);
        let own =
            [fresh(person::CODE, &Value::Text(code.clone())), fresh(person::VILLAGE, &Value::Ref(village))];
        let cells = person_cells(row);
        let members = membership_cells(row, Some(rows.entity));
        let bytes: usize = cells.iter().chain(&members).map(|cell| cell.value.len() + 40).sum();
        self.parts.open(village, 2, bytes + 400);
        let mut pending = Pending::fresh(entity);
        self.add(kind::PERSON, entity, own.into_iter().flatten(), cells, &mut pending);
        let membership = row_entity(self.roster, row, kind::MEMBERSHIP);
        let own = membership_own(entity, order);
        self.add(kind::MEMBERSHIP, membership, own, members, &mut pending);
        self.parts.keep(pending);
        (RowKind::New, code, Vec::new())
    }

    fn known_person(
        &mut self,
        village: EntityId,
        rows: &HouseholdRows,
        row: &RosterRow,
        entity: EntityId,
        membership: Option<EntityId>,
        order: usize,
    ) -> Vec<CellChange> {
        let last = self.known.last(entity);
        let own = entity == row_entity(self.roster, row, kind::PERSON);
        let record = self.known.record(kind::PERSON, village, entity);
        let person = compare(person_cells(row), record.as_ref(), last.as_ref(), own);
        let said = row.household.as_ref().map(|_| rows.entity);
        let mut words = self.in_words(&person);
        let mut outcomes = vec![(kind::PERSON, entity, person)];
        if let Some(membership) = membership {
            let record = self.known.record(kind::MEMBERSHIP, village, membership);
            let own = membership == row_entity(self.roster, row, kind::MEMBERSHIP);
            let outcome = compare(membership_cells(row, said), record.as_ref(), last.as_ref(), own);
            words.extend(self.in_words(&outcome));
            outcomes.push((kind::MEMBERSHIP, membership, outcome));
        } else {
            // A person whose membership is missing gets one: the first half of an import that was cut off,
            // or none at all.
            let membership = row_entity(self.roster, row, kind::MEMBERSHIP);
            let mut outcome = compare(membership_cells(row, Some(rows.entity)), None, None, false);
            words.extend(self.in_words(&outcome));
            outcome.changes.extend(membership_own(entity, order));
            outcome.changes.sort_by_key(|change| change.slot);
            outcomes.push((kind::MEMBERSHIP, membership, outcome));
        }
        let before = last.unwrap_or_else(|| LastCells { entity, ..LastCells::default() });
        self.write(village, before, outcomes);
        words
    }

    /// True if the first row of a household created it in an earlier run of this very import.
    fn own(&self, first: Option<&usize>, kind: u16, entity: EntityId) -> bool {
        let row = first.and_then(|at| self.roster.rows.get(*at));
        row.is_some_and(|row| row_entity(self.roster, row, kind) == entity)
    }

    fn create(
        &mut self,
        village: EntityId,
        kind: u16,
        entity: EntityId,
        own: impl Iterator<Item = Change>,
        cells: Vec<Cell>,
    ) {
        let bytes: usize = cells.iter().map(|cell| cell.value.len() + 40).sum();
        self.parts.open(village, 1, bytes + 250);
        let mut pending = Pending::fresh(entity);
        self.add(kind, entity, own, cells, &mut pending);
        self.parts.keep(pending);
    }

    /// Adds the operation that creates a record.
    fn add(
        &mut self,
        kind: u16,
        entity: EntityId,
        own: impl IntoIterator<Item = Change>,
        cells: Vec<Cell>,
        pending: &mut Pending,
    ) {
        let said = cells.into_iter().map(|cell| Change {
            slot: cell.at.slot,
            schema: cell.schema,
            value: Some(cell.value),
            replaces: Vec::new(),
        });
        let mut changes: Vec<Change> = own.into_iter().chain(said).collect();
        changes.sort_by_key(|change| change.slot);
        let index = self.parts.push(&Op { entity, kind, changes, why: None });
        pending.written.push(index);
    }

    /// Adds what comparing found: operations where something changes, outcome cells where the file says
    /// something new.
    fn write(&mut self, village: EntityId, before: LastCells, outcomes: Vec<(u16, EntityId, Outcome)>) {
        let ops = outcomes.iter().filter(|(.., outcome)| !outcome.changes.is_empty()).count();
        let kept = outcomes.iter().any(|(.., outcome)| !outcome.kept.is_empty());
        if ops == 0 && !kept {
            return;
        }
        let bytes = outcomes.iter().map(|(.., outcome)| weight(&outcome.changes)).sum();
        self.parts.open(village, ops, bytes);
        let mut pending = Pending::of(before);
        for (kind, entity, outcome) in outcomes {
            pending.kept.extend(outcome.kept);
            if !outcome.changes.is_empty() {
                let op = Op { entity, kind, changes: outcome.changes, why: None };
                pending.written.push(self.parts.push(&op));
            }
        }
        self.parts.keep(pending);
    }

    fn in_words(&self, outcome: &Outcome) -> Vec<CellChange> {
        let changed = outcome.changed.iter();
        changed
            .filter_map(|changed| {
                let mut record: Vec<String> = changed
                    .record
                    .iter()
                    .map(|(schema, bytes)| self.describer.value(changed.at, *schema, bytes.as_deref()))
                    .collect();
                record.sort();
                Some(CellChange {
                    field: field_of(changed.at)?,
                    file: self.describer.value(changed.at, changed.schema, Some(&changed.value)),
                    record,
                    clash: changed.clash,
                })
            })
            .collect()
    }
}

fn cell(kind: u16, slot: u16, value: &Value) -> Option<Cell> {
    let (schema, value) = value.encode().ok()?;
    Some(Cell { at: SlotAt { kind, slot }, schema, value })
}

/// What a row says about the person; each slot once, the first that says it.
fn person_cells(row: &RosterRow) -> Vec<Cell> {
    let mut cells: Vec<Cell> = Vec::with_capacity(row.said.len());
    for (field, said) in &row.said {
        let Some(at) = slot_of(*field).filter(|at| at.kind == kind::PERSON) else { continue };
        if cells.iter().all(|cell| cell.at != at) {
            cells.extend(cell(at.kind, at.slot, &said.value()));
        }
    }
    cells
}

fn membership_cells(row: &RosterRow, household: Option<EntityId>) -> Vec<Cell> {
    // The list's own word says no more than the code.
    let word = row.relation.and_then(relation::name);
    let text = row.relation_text.as_deref().filter(|text| Some(*text) != word);
    let said = [
        household.map(|household| (membership::HOUSEHOLD, Value::Ref(household))),
        row.relation.map(|relation| (membership::RELATION, Value::Code(relation))),
        text.map(|text| (membership::RELATION_TEXT, Value::Text(text.to_string()))),
    ];
    said.into_iter().flatten().filter_map(|(slot, value)| cell(kind::MEMBERSHIP, slot, &value)).collect()
}

fn membership_own(person: EntityId, order: usize) -> impl Iterator<Item = Change> {
    let order = i64::try_from(order).unwrap_or(i64::MAX);
    [fresh(membership::PERSON, &Value::Ref(person)), fresh(membership::ORDER, &Value::Int(order))]
        .into_iter()
        .flatten()
}
