//! Taking a list of petitions in (导入信访台账): each row is registered with the steps that it names; what is here already is
//! left alone, so the same file again changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{PetitionError, Place, Registering};
use crate::domain::acts::Write;
use crate::domain::petition::acts;
use crate::domain::petition::acts::NewParty;
use crate::domain::petition::guard::Wish;
use crate::domain::petition::law::law_on;
use crate::domain::petition::number;
use crate::domain::petition::stages::{Act, Stage};
use crate::domain::place::{Found, Level};
use crate::i18n::petition::PetitionSay;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, DeskError};
use crate::sheets::{PetitionRow, RowFlaw, read_file, read_petitions};

/// Writes after which a commit is closed; an item has at most a few dozen.
const WRITES_FULL: usize = 1_200;

/// What came of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenList {
    /// Receipt numbers of the new items.
    pub numbers: Vec<String>,
    /// Rows whose item is here already.
    pub known: usize,
    /// Rows that were refused: number and why.
    pub refused: Vec<(u32, RowFlaw)>,
}

/// What tells a row's item from others: the network's number, else day, first name and request.
fn mark(system_number: &str, received: &str, name: &str, request: &str) -> String {
    if system_number.is_empty() { format!("{received}\t{name}\t{request}") } else { system_number.to_owned() }
}

impl Desk {
    /// Takes a list in, unless it is only asked what it would do.
    pub fn import_petitions(&mut self, file: &Path, write: bool) -> Result<TakenList, PetitionError> {
        let book = read_file(file).map_err(DeskError::Sheet)?;
        let list = read_petitions(&book).ok_or(PetitionSay::NoColumns)?;
        let mut taken = TakenList { refused: list.refused, ..TakenList::default() };
        let (mut marks, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for case in self.cases()?.iter().filter(|case| !case.sealed) {
            let text = |slot: &Option<String>| slot.clone().unwrap_or_default();
            let name = case.parties.first().map(|party| text(&party.name.shown)).unwrap_or_default();
            let (system, request) =
                (text(&case.petition.system_number.shown), text(&case.petition.request.shown));
            let received = case.course.item.received.iso();
            // An item that was registered by hand and then came with a number is met by what it says.
            marks.insert(mark(&system, &received, &name, &request));
            marks.insert(mark("", &received, &name, &request));
            numbers.insert(case.number().to_owned());
        }
        let mut places: BTreeMap<EntityId, (Place, Vec<Write>)> = BTreeMap::new();
        for row in list.rows {
            let name = row.names.first().map(String::as_str).unwrap_or_default();
            let is = [
                mark(&row.system_number, &row.received.iso(), name, &row.request),
                mark("", &row.received.iso(), name, &row.request),
            ];
            if row.received > self.day() {
                taken.refused.push((row.row, RowFlaw::NoDate("received")));
                continue;
            }
            if is.iter().any(|mark| marks.contains(mark)) {
                taken.known += 1;
                continue;
            }
            marks.extend(is);
            let of = self.of_row(row);
            let receipt = self.draw_among(of.item.received.year(), &mut numbers)?;
            let place = Place::of(of.village, false);
            let (_, writes) = places.entry(place.scope).or_insert_with(|| (place, Vec::new()));
            let new = self.new_item(&of, &receipt, None);
            writes.extend(acts::register(place.scope, &new, writes.len()));
            taken.numbers.push(receipt);
            if writes.len() >= WRITES_FULL && write {
                let full = std::mem::take(writes);
                self.keep(place, full)?;
            }
        }
        for (place, writes) in places.into_values().filter(|_| write) {
            self.keep(place, writes)?;
        }
        taken.refused.sort_by_key(|(row, _)| *row);
        Ok(taken)
    }

    fn draw_among(&self, year: i32, numbers: &mut BTreeSet<String>) -> Result<String, PetitionError> {
        let label = self.folder().actor().label.clone();
        for _ in 0..super::register::DRAWINGS {
            let receipt = number::receipt(&label, year, super::register::drawn(self)?);
            if numbers.insert(receipt.clone()) {
                return Ok(receipt);
            }
        }
        Err(PetitionSay::NumbersFull.into())
    }

    fn of_row(&self, row: PetitionRow) -> Registering {
        let village = match self.roll.places.find(Level::Village, &row.village, None) {
            Found::One(village) if !row.village.is_empty() => Some(village),
            _ => None,
        };
        let speaks = row.names.len() <= law_on(row.received).limits.representatives && row.count > 1;
        let party = |(at, name): (usize, &String)| NewParty {
            name: name.clone(),
            phone: if at == 0 { row.phone.clone() } else { String::new() },
            address: if at == 0 { row.address.clone() } else { String::new() },
            speaks,
            ..NewParty::default()
        };
        let mut of = Registering::new(row.channel, row.kind, row.received, &row.request);
        of.item.parties = row.names.iter().enumerate().map(party).collect();
        of.item.steps = past(&row);
        of.item.source = row.source;
        of.item.source_number = row.source_number;
        of.item.system_number = row.system_number;
        of.item.paper_date = row.paper_date;
        of.item.registered = self.day();
        of.item.topic = row.topic;
        of.item.place = row.place;
        of.village = village;
        of.item.count = row.count;
        of.item.real_name = if row.names.is_empty() { 2 } else { 1 };
        of.item.money = row.money;
        of.item.period = row.period;
        of
    }
}

/// The steps that a row names, as long as their days ascend.
fn past(row: &PetitionRow) -> Vec<(Wish, Stage)> {
    let acts = [
        (Act::Accept, Stage::Accepted),
        (Act::Opinion, Stage::OpinionIssued),
        (Act::Deliver, Stage::Delivered),
        (Act::Close, Stage::Closed),
    ];
    let (mut steps, mut last) = (Vec::new(), row.received);
    for ((act, stage), on) in acts.into_iter().zip(row.steps) {
        let Some(on) = on.filter(|on| *on >= last) else { continue };
        last = on;
        steps.push((Wish::new(act, on), stage));
    }
    steps
}
