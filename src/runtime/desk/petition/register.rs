//! Registering an item (登记): persons linked to migrants where known, a receipt number, repeats suggested, accusations sealed.

use super::{PetitionError, Place, hold};
use crate::domain::day::Day;
use crate::domain::petition::acts::NewItem;
use crate::domain::petition::guard::{self, Refusal};
use crate::domain::petition::law::law_on;
use crate::domain::petition::stages::{Channel, ItemKind, Stage, Tie, Topic};
use crate::domain::petition::{acts, calendar, number, records};
use crate::i18n::petition::PetitionSay;
use crate::journal::EntityId;
use crate::journal::fold::RecordKey;
use crate::runtime::desk::Desk;
use crate::store::{Seated, StoreError};

/// Days within which the same person with a similar matter repeats an earlier item: two years (P8).
const REPEAT_DAYS: i32 = 731;
/// Drawings of a number before giving up; the second one is hardly ever needed.
pub(super) const DRAWINGS: u32 = 64;

/// What was entered of an item: the item, and what only registering it asks for.
#[derive(Clone, Debug)]
pub struct Registering {
    /// The item; its number and first handler are given when it is written.
    pub item: NewItem,
    /// The village; none = the office's.
    pub village: Option<EntityId>,
    /// Number of the officer who shall handle it.
    pub handler: Option<u32>,
    /// The item that it repeats, by number.
    pub repeats: Option<String>,
    /// Why, in spite of doubts.
    pub why: Option<String>,
}

impl Registering {
    /// An item with nothing but what must be there.
    pub fn new(channel: Channel, kind: ItemKind, received: Day, request: &str) -> Self {
        let item = NewItem::new(channel, kind, received, request);
        Self { item, village: None, handler: None, repeats: None, why: None }
    }
}

/// Random bits for a number.
pub(super) fn drawn(desk: &Desk) -> Result<u64, PetitionError> {
    let act = desk.folder().new_act()?;
    Ok(act.0.iter().fold(0_u64, |sum, byte| sum.rotate_left(8) ^ u64::from(*byte)))
}

/// What was registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Its receipt number.
    pub number: String,
    /// Doubts that were overridden.
    pub doubts: Vec<Refusal>,
    /// Items that it may repeat.
    pub similar: Vec<String>,
}

/// An earlier item that a new one may repeat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similar {
    /// When it was received.
    pub received: Day,
    /// Its receipt number.
    pub number: String,
    /// What it was about.
    pub topic: Option<Topic>,
}

impl Similar {
    /// Number and day, as a line names it.
    pub fn said(&self) -> String {
        format!("{} {}", self.number, self.received.iso())
    }
}

impl Desk {
    /// Registers an item and gives its receipt number.
    pub fn register_petition(&mut self, of: &Registering) -> Result<Registered, PetitionError> {
        let seat = of.handler.map(|number| self.seat(number)).transpose()?;
        let law = law_on(of.item.received);
        let asked = guard::Registering {
            kind: Some(of.item.kind),
            received: Some(of.item.received),
            paper_date: of.item.paper_date,
            request: &of.item.request,
            names: of.item.parties.iter().map(|party| party.name.trim()).collect(),
            speakers: of.item.parties.iter().filter(|party| party.speaks).count(),
            accused: &of.item.accused,
            against_head: of.item.against_head,
            handler: seat.as_ref().map_or("", |seat| seat.name.as_str()),
        };
        let doubts = hold(guard::of_item(&asked, law, self.day()), of.why.as_deref())?;
        let sealed = of.item.kind == ItemKind::Accusation;
        if sealed {
            self.open_drawer()?;
            if let Some(seat) = &seat {
                self.let_in(seat)?;
            }
        }
        let similar = self.similar(of)?.into_iter().map(|similar| similar.number).collect();
        let repeated = of.repeats.as_deref().map(|number| self.case(number)).transpose()?;
        let receipt = self.draw_number(of.item.received.year())?;
        let new = self.new_item(of, &receipt, seat.map(|seat| seat.officer));
        let place = Place::of(of.village, sealed);
        let keys = self.keep(place, acts::register(place.scope, &new, 0))?;
        if let (Some(first), Some(repeated)) = (keys.first(), repeated) {
            self.tie(*first, repeated.key(), Tie::Repeat, sealed || repeated.sealed)?;
        }
        Ok(Registered { number: receipt, doubts, similar })
    }

    /// The item as it is written: with its number, who received it, and as many persons as it names.
    pub(super) fn new_item(&self, of: &Registering, receipt: &str, handler: Option<EntityId>) -> NewItem {
        let named = u32::try_from(of.item.parties.len()).unwrap_or(u32::MAX);
        NewItem {
            number: receipt.to_owned(),
            topic: of.item.topic.filter(|_| !of.item.against_head),
            count: of.item.count.max(named).max(1),
            handler,
            first_handler: Some(self.folder().actor().officer),
            ..of.item.clone()
        }
    }

    /// A number that no item has that can be seen here.
    fn draw_number(&self, year: i32) -> Result<String, PetitionError> {
        let taken: Vec<String> = self.cases()?.iter().map(|case| case.number().to_owned()).collect();
        let label = self.folder().actor().label.clone();
        for _ in 0..DRAWINGS {
            let receipt = number::receipt(&label, year, drawn(self)?);
            if !taken.contains(&receipt) {
                return Ok(receipt);
            }
        }
        Err(PetitionSay::NumbersFull.into())
    }

    /// Ties two items where the first lies.
    pub(super) fn tie(
        &mut self,
        at: RecordKey,
        other: RecordKey,
        how: Tie,
        sealed: bool,
    ) -> Result<(), PetitionError> {
        let key = records::tie_key(at, at.entity, other.entity);
        let place = if sealed {
            Place::of(None, true)
        } else {
            Place { audience: at.audience, scope: at.scope, sealed }
        };
        let key = RecordKey { audience: place.audience, scope: place.scope, ..key };
        let held = self.held_in(key, sealed)?;
        self.keep(place, vec![acts::tie(&held, at.entity, other.entity, how)])?;
        Ok(())
    }

    /// Items of the same persons (linked, or of the same name) within two years that are about the same, or were about
    /// nothing in particular; newest first. Of accusations nobody is told.
    pub fn similar(&self, of: &Registering) -> Result<Vec<Similar>, StoreError> {
        let since = calendar::later(of.item.received, -REPEAT_DAYS);
        let alike = |party: &crate::domain::petition::Party| {
            of.item.parties.iter().any(|new| match (new.person, party.person.shown) {
                (Some(new), Some(old)) => new == old,
                _ => !new.name.is_empty() && party.name.shown.as_deref() == Some(new.name.as_str()),
            })
        };
        let mut found: Vec<Similar> = Vec::new();
        for case in self.cases()?.iter().filter(|case| !case.sealed && of.item.kind != ItemKind::Accusation) {
            let topic = case.petition.topic.shown.and_then(Topic::from_code);
            let matter = topic.is_none() || of.item.topic.is_none() || topic == of.item.topic;
            let recent = (since..=of.item.received).contains(&case.course.item.received);
            let over = matches!(case.course.item.stage, Stage::Merged | Stage::HandedBack);
            if matter && recent && !over && case.parties.iter().any(alike) {
                let (received, number) = (case.course.item.received, case.number().to_owned());
                found.push(Similar { received, number, topic });
            }
        }
        found.sort_by(|a, b| (b.received, &b.number).cmp(&(a.received, &a.number)));
        Ok(found)
    }

    /// The officer of a number who can still act here.
    pub(super) fn seat(&self, number: u32) -> Result<Seated, PetitionError> {
        let seats = self.folder().officers()?;
        let found = seats.into_iter().find(|seat| seat.number == number && !seat.ended);
        found.ok_or_else(|| PetitionSay::NoOfficer(number).into())
    }

    /// Lets the handler of an accusation open the drawer; only a head can.
    pub(super) fn let_in(&mut self, seat: &Seated) -> Result<(), PetitionError> {
        if !self.is_head() {
            return Err(PetitionSay::HeadNames.into());
        }
        Ok(self.folder_mut().let_into_drawer(seat.number)?)
    }
}
