//! Taking a list of petitions in (导入信访台账): each row is registered with the steps that it names; what is here already is
//! left alone, so the same file again changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{PetitionError, Place, Registering};
use crate::domain::acts::Write;
use crate::domain::day::Day;
use crate::domain::petition::acts;
use crate::domain::petition::acts::NewParty;
use crate::domain::petition::guard::Wish;
use crate::domain::petition::law::law_on;
use crate::domain::petition::number;
use crate::domain::petition::stages::{Act, Stage};
use crate::domain::place::{Found, Level};
use crate::exchange::brought::FileMark;
use crate::i18n::petition::PetitionSay;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, DeskError};
use crate::sheets::{
    LineAt, OtherColumn, PetitionList, PetitionMap, PetitionRow, RowFlaw, read_file, read_petitions,
};

/// Writes after which a commit is closed; an item has at most a few dozen.
const WRITES_FULL: usize = 1_200;

/// Characters from which on a number is one of the petition network, and not a count that begins anew in each sheet.
const OWN_NUMBER: usize = 8;
/// Most characters of a remark: the cells of a row that have no field here.
const REMARK_MAX: usize = 2_000;

/// What came of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenList {
    /// Receipt numbers of the new items.
    pub numbers: Vec<String>,
    /// Rows whose item is here already.
    pub known: usize,
    /// Rows that were refused: where they stand and why.
    pub refused: Vec<(LineAt, RowFlaw)>,
    /// Lines that are no items: totals, signatures, the header again.
    pub passed: Vec<LineAt>,
    /// Columns that were not understood; their cells are kept in the log of each item.
    pub others: Vec<OtherColumn>,
    /// Sheets with something in them and no header.
    pub unread: Vec<String>,
}

/// What tells one item from others.
#[derive(Default)]
struct Marks {
    numbers: BTreeSet<String>,
    /// Day, first name and request; with a short number where there is one.
    said: BTreeSet<[String; 4]>,
}

impl Marks {
    /// True if it is here; else it is from now on.
    fn meet(&mut self, number: &str, [received, name, request]: [&str; 3]) -> bool {
        let said = |number: &str| [number, received, name, request].map(str::to_owned);
        if number.chars().count() >= OWN_NUMBER {
            // An item that was registered by hand and then came with its number is met by what it says.
            return !self.numbers.insert(number.to_owned()) || self.said.contains(&said(""));
        }
        !self.said.insert(said(number)) || (!number.is_empty() && self.said.contains(&said("")))
    }
}

impl Desk {
    /// Takes a list in, unless it is only asked what it would do. `map` = what an officer says of its columns.
    pub fn import_petitions(
        &mut self,
        file: &Path,
        map: &[String],
        write: bool,
    ) -> Result<TakenList, PetitionError> {
        let book = read_file(file).map_err(DeskError::Sheet)?;
        let map = PetitionMap::read(map).map_err(DeskError::Sheet)?;
        let list = read_petitions(&book, &map).map_err(DeskError::Sheet)?.ok_or(PetitionSay::NoColumns)?;
        let PetitionList { rows, refused, passed, others, unread } = list;
        let mut taken = TakenList { refused, passed, others, unread, ..TakenList::default() };
        let (mut marks, mut numbers) = (Marks::default(), BTreeSet::new());
        for case in self.cases()?.iter().filter(|case| !case.sealed) {
            let text = |slot: &Option<String>| slot.clone().unwrap_or_default();
            let name = case.parties.first().map(|party| text(&party.name.shown)).unwrap_or_default();
            let (system, request) =
                (text(&case.petition.system_number.shown), text(&case.petition.request.shown));
            marks.meet(&system, [&case.course.item.received.iso(), &name, &request]);
            numbers.insert(case.number().to_owned());
        }
        let mark = write.then(|| FileMark::set(&self.folder)).transpose()?;
        let mut places: BTreeMap<EntityId, (Place, Vec<Write>)> = BTreeMap::new();
        for row in rows {
            let name = row.names.first().map(String::as_str).unwrap_or_default();
            if let Some(flaw) = later(&row, self.day()) {
                taken.refused.push((row.at, flaw));
                continue;
            }
            if marks.meet(&row.system_number, [&row.received.iso(), name, &row.request]) {
                taken.known += 1;
                continue;
            }
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
        if let Some(mark) = mark {
            mark.note(&mut self.folder)?;
        }
        taken.refused.sort_by(|(a, _), (b, _)| a.cmp(b));
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
        let mut row = row;
        let village = match self.roll.places.find(Level::Village, &row.village, None) {
            Found::One(village) if !row.village.is_empty() => Some(village),
            _ => None,
        };
        if village.is_none() && !row.village.is_empty() {
            row.rest.push((row.village_heading.clone(), std::mem::take(&mut row.village)));
        }
        let remark: Vec<String> =
            row.rest.iter().map(|(heading, cell)| format!("{heading}：{cell}")).collect();
        let remark: String = remark.join("；").chars().take(REMARK_MAX).collect();
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
        of.item.remark = remark;
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

/// The first day of a row that is still to come.
fn later(row: &PetitionRow, today: Day) -> Option<RowFlaw> {
    let steps = ["accepted", "opinion", "delivered", "closed"].into_iter().zip(row.steps);
    let days = [("received", Some(row.received)), ("paper_date", row.paper_date)].into_iter().chain(steps);
    let mut later = days.filter(|(_, on)| on.is_some_and(|on| on > today));
    later.next().map(|(field, _)| RowFlaw::Later(field))
}

/// The steps that a row names; their days ascend.
fn past(row: &PetitionRow) -> Vec<(Wish, Stage)> {
    let acts = [
        (Act::Accept, Stage::Accepted),
        (Act::Opinion, Stage::OpinionIssued),
        (Act::Deliver, Stage::Delivered),
        (Act::Close, Stage::Closed),
    ];
    let dated = acts.into_iter().zip(row.steps).filter_map(|((act, stage), on)| Some((act, stage, on?)));
    dated.map(|(act, stage, on)| (Wish::new(act, on), stage)).collect()
}
