//! Forms on the desk (表单): records are read when a form opens and kept until it is saved, so that what is written names the
//! operations as the officer saw them.

use std::collections::{BTreeMap, HashMap};

use super::context::is_here;
use super::today::VillageCount;
use super::{Desk, DeskError, MoveError, key_of};
use crate::domain::acts::household::Home;
use crate::domain::acts::{self, Given, Held, Put, Whom, Write};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::kinds::{kind, membership};
use crate::domain::relation;
use crate::domain::value::Value;
use crate::flow::form::{FormAct, Opened, SavedAct, Wish};
use crate::form::specs::members::Candidate;
use crate::form::specs::{events, members, moving, register};
use crate::form::{Context, Datum, Saved, Seed, SeedRow};
use crate::i18n::{Both, Lang};
use crate::journal::fold::RecordKey;
use crate::journal::{Act, Audience, EntityId};

/// Forms whose records are kept: more than one officer can have open at once.
const FORMS_MAX: usize = 64;

/// A member as they were read.
#[derive(Clone, Debug)]
struct Member {
    person: Held,
    membership: Option<Held>,
}

/// The records of an open form.
#[derive(Clone, Debug)]
pub struct Sheet {
    wish: Wish,
    about: String,
    village: EntityId,
    household: Option<Held>,
    /// The household's code, and every person code that was ever given in it.
    code: String,
    taken: Vec<String>,
    members: Vec<Member>,
}

/// What a wish for a form comes to.
pub enum Opening {
    /// A form.
    Form(Box<Opened>),
    /// The village must be said first.
    Villages(Vec<VillageCount>),
    /// The household or person is not there any more.
    Gone,
}

/// What came of saving.
pub enum Kept {
    /// On the disk.
    Saved(SavedAct),
    /// The household or person is not there any more.
    Gone,
    /// It cannot be written as it is.
    Refused(crate::i18n::Both),
}

impl Desk {
    /// Reads the records of a form. `act` is drawn here unless a draft has one.
    pub fn open_form(&mut self, mut wish: Wish, act: Option<Act>) -> Result<Opening, DeskError> {
        if wish.act.is_of_petitions() {
            return self.open_petition_form(wish, act);
        }
        if wish.act == FormAct::Register && wish.household.is_zero() && wish.village.is_none() {
            let villages = self.villages();
            match villages.as_slice() {
                [] => return Ok(Opening::Gone),
                [only] => wish.village = Some(only.village),
                _ => return Ok(Opening::Villages(villages)),
            }
        }
        let card = if wish.household.is_zero() { None } else { self.household(wish.household)? };
        if card.is_none() && wish.village.is_none() {
            return Ok(Opening::Gone);
        }
        let village = card.as_ref().map(|card| card.household.scope).or(wish.village).unwrap_or_default();
        let personal = wish.act.is_personal();
        let known = |person: EntityId| {
            card.as_ref().is_some_and(|card| card.members.iter().any(|member| member.person.entity == person))
        };
        if personal && !wish.person.is_some_and(known) {
            return Ok(Opening::Gone);
        }
        let sheet = self.sheet(&wish, card.as_ref(), village)?;
        let mut context = self.context_for(&wish, card.as_ref(), village)?;
        let act = act.map_or_else(|| self.folder.new_act(), Ok)?;
        let mut rows = seed_rows(&sheet, card.as_ref(), self);
        if wish.act.is_of_verification() {
            self.verify_context(&mut context, &wish, card.as_ref())?;
            rows = self.verify_rows(&wish, card.as_ref())?;
        }
        let seed = Seed { subject: Some(subject(&sheet)), act, rows };
        if wish.act == FormAct::CorrectPerson {
            // The form shows the numbers in full.
            self.record_reveal(wish.person.into_iter().collect())?;
        }
        let about = sheet.about.clone();
        if self.sheets.len() >= FORMS_MAX {
            self.sheets.clear();
        }
        self.sheets.insert(act, sheet);
        Ok(Opening::Form(Box::new(Opened { wish, about, seed, context, draft: None })))
    }

    fn sheet(
        &self,
        wish: &Wish,
        card: Option<&HouseholdCard>,
        village: EntityId,
    ) -> Result<Sheet, DeskError> {
        let mut sheet = Sheet {
            wish: wish.clone(),
            about: format!("{} {}", self.roll.township(village), self.roll.place(village)).trim().to_owned(),
            village,
            household: None,
            code: String::new(),
            taken: Vec::new(),
            members: Vec::new(),
        };
        let Some(card) = card else { return Ok(sheet) };
        sheet.household = self.held(card.household)?;
        sheet.code = card.code.shown.clone().unwrap_or_default();
        sheet.taken = card.members.iter().flat_map(|member| member.code.all().cloned()).collect();
        for member in &card.members {
            let Some(person) = self.held(member.person)? else { continue };
            let membership = match member.membership {
                Some(key) => self.held(key)?,
                None => None,
            };
            sheet.members.push(Member { person, membership });
        }
        if wish.act != FormAct::Register {
            let name = |member: &MemberCard| member.name.shown.clone().unwrap_or_default();
            let person = card.members.iter().find(|member| Some(member.person.entity) == wish.person);
            let of_person = person.filter(|_| wish.act.is_personal() || wish.act.may_be_personal());
            sheet.about = match of_person {
                Some(member) => format!("{} {}", member.code.shown.clone().unwrap_or_default(), name(member)),
                None => format!("{} {}", sheet.code, card.head_name.shown.clone().unwrap_or_default()),
            };
        }
        Ok(sheet)
    }

    fn context_for(
        &self,
        wish: &Wish,
        card: Option<&HouseholdCard>,
        village: EntityId,
    ) -> Result<Context, DeskError> {
        let mut context = match card {
            Some(card) => self.context_of(card, wish.person),
            None => self.context(village),
        };
        match wish.act {
            FormAct::Register => {
                context = self.context(village);
                let last = if card.is_none() { self.last_of(village)? } else { None };
                self.defaults(&mut context, card.or(last.as_ref()));
            }
            FormAct::AddMember => self.defaults(&mut context, card),
            FormAct::Split => {
                context.codes.extend(card.and_then(|card| card.code.shown.clone()));
                self.defaults(&mut context, card);
            }
            FormAct::Move | FormAct::Merge => self.offer_households(&mut context, village)?,
            FormAct::MoveHousehold => self.offer_villages(&mut context, village),
            _ => {}
        }
        Ok(context)
    }

    /// The household with the last code of a village: what a new one there is like, where none is at hand.
    fn last_of(&self, village: EntityId) -> Result<Option<HouseholdCard>, DeskError> {
        let rows = self.roll.households.iter().filter(|(_, row)| row.village == village);
        let last = rows.max_by_key(|(entity, row)| (row.code.chars().count(), &row.code, **entity));
        Ok(last.map(|(entity, _)| self.household(*entity)).transpose()?.flatten())
    }

    /// Writes what a form says.
    pub fn save_form(&mut self, wish: &Wish, saved: &Saved) -> Result<Kept, DeskError> {
        if wish.act.is_of_petitions() {
            return self.save_petition(wish, saved);
        }
        if !self.sheets.contains_key(&saved.act) {
            // The program was started anew since the form opened: what it names is in its draft, the rest is read now.
            if let Opening::Gone = self.open_form(wish.clone(), Some(saved.act))? {
                return Ok(Kept::Gone);
            }
        }
        let Some(sheet) = self.sheets.get(&saved.act).cloned() else { return Ok(Kept::Gone) };
        if wish.act.is_of_verification() {
            let kept = self.save_verify(wish, sheet.village, saved)?;
            if matches!(kept, Kept::Saved(_)) {
                self.sheets.remove(&saved.act);
            }
            return Ok(kept);
        }
        let writes = match (wish.act, moving::new_place(saved)) {
            (FormAct::MoveHousehold, Some((to, why))) => match self.moving(wish.household, &to, &why) {
                Ok(moving) => moving.writes,
                Err(MoveError::Say(say)) => {
                    return Ok(Kept::Refused(Both::new(say.text(Lang::Zh), say.text(Lang::En))));
                }
                Err(MoveError::Desk(error)) => return Err(error),
            },
            _ => self.writes_of(&sheet, saved)?,
        };
        let report = |household: EntityId, person: Option<EntityId>| SavedAct {
            act: wish.act,
            about: sheet.about.clone(),
            household,
            person,
        };
        let keys = self.write_undoably(saved.act, writes, &report(wish.household, wish.person))?;
        self.sheets.remove(&saved.act);
        let made = keys.iter().find(|key| key.kind == kind::HOUSEHOLD && key.entity != wish.household);
        let household = match wish.act {
            FormAct::Register => made.map_or(wish.household, |key| key.entity),
            _ => wish.household,
        };
        let new_person = keys.iter().find(|key| key.kind == kind::PERSON).map(|key| key.entity);
        let person = if wish.act == FormAct::AddMember { new_person } else { wish.person };
        Ok(Kept::Saved(report(household, person)))
    }

    fn writes_of(&self, sheet: &Sheet, saved: &Saved) -> Result<Vec<Write>, DeskError> {
        let at_hand = sheet.members.iter().find(|member| Some(member.person.key.entity) == sheet.wish.person);
        let record = at_hand.map(|member| &member.person).or(sheet.household.as_ref());
        let stays = at_hand.and_then(|member| member.membership.as_ref());
        let from = sheet.household.as_ref();
        Ok(match sheet.wish.act {
            FormAct::Register => register::register(sheet.village, &self.letter(), saved),
            FormAct::AddMember => from.map_or(Vec::new(), |from| {
                let letter = self.letter();
                let home = Home {
                    village: sheet.village,
                    household: Whom::Is(from.key.entity),
                    code: &sheet.code,
                    taken: &sheet.taken,
                    letter: &letter,
                };
                register::add_members(&home, sheet.members.len(), saved)
            }),
            FormAct::CorrectPerson => {
                let mut writes = corrected(saved, "person", at_hand.map(|member| member.person.key));
                writes.extend(related(saved, stays));
                writes
            }
            FormAct::CorrectHousehold => corrected(saved, "household", from.map(|from| from.key)),
            FormAct::ChangeHead => from.map_or(Vec::new(), |from| {
                let stays: Vec<Held> =
                    sheet.members.iter().filter_map(|member| member.membership.clone()).collect();
                members::change_head(from, &stays, saved)
            }),
            FormAct::Move => match (from, at_hand) {
                (Some(from), Some(member)) => {
                    let into = saved.answers.one("move").entity("into").unwrap_or_default();
                    let scope = self.household_key(into).map_or(sheet.village, |key| key.scope);
                    let who = self.candidate(member, scope)?;
                    members::move_member(from, &who, scope, saved)
                }
                _ => Vec::new(),
            },
            FormAct::Split => match from {
                Some(from) => members::split(from, &self.candidates(sheet, sheet.village)?, saved),
                None => Vec::new(),
            },
            FormAct::Merge => {
                let into = saved.answers.one("merge").entity("into").unwrap_or_default();
                let into = self.household_key(into).map(|key| self.held(key)).transpose()?.flatten();
                match (from, into) {
                    (Some(from), Some(into)) => {
                        members::merge(from, &into, &self.candidates(sheet, into.key.scope)?, saved)
                    }
                    _ => Vec::new(),
                }
            }
            FormAct::Death => {
                at_hand.map_or(Vec::new(), |member| events::death(&member.person, stays, saved))
            }
            FormAct::MoveOut => match (from, stays) {
                (Some(from), Some(stays)) => events::move_out(from, stays, saved),
                _ => Vec::new(),
            },
            FormAct::SetAside => record.map_or(Vec::new(), |record| events::set_aside(record, saved)),
            FormAct::BringBack => record.map_or(Vec::new(), |record| events::bring_back(record, saved)),
            FormAct::Note => {
                record.map_or(Vec::new(), |record| events::note(record.key.scope, record.key.entity, saved))
            }
            // The forms of verification are saved by themselves.
            _ => Vec::new(),
        })
    }

    /// A laptop prefixes the numbers that it gives with its letter; the office does not.
    pub(super) fn letter(&self) -> String {
        let actor = self.folder.actor();
        if actor.office_machine { String::new() } else { actor.label.clone() }
    }

    fn candidate(&self, member: &Member, scope: EntityId) -> Result<Candidate, DeskError> {
        let there = key_of(kind::PERSON, scope, member.person.key.entity);
        let there = if there == member.person.key { None } else { self.held(there)? };
        Ok(Candidate { person: member.person.clone(), membership: member.membership.clone(), there })
    }

    fn candidates(&self, sheet: &Sheet, scope: EntityId) -> Result<Vec<Candidate>, DeskError> {
        let here = |member: &&Member| {
            let stay = member.membership.as_ref();
            let left = stay.and_then(|stay| stay.shown(membership::TO));
            let left = matches!(left, Some(Value::Day(to)) if to.last() <= self.today);
            stay.is_some() && !left && !member.person.is_void()
        };
        sheet.members.iter().filter(here).map(|member| self.candidate(member, scope)).collect()
    }
}

impl FormAct {
    /// True for acts on the person at hand, or else on the household.
    fn may_be_personal(self) -> bool {
        matches!(self, FormAct::SetAside | FormAct::BringBack | FormAct::Note)
    }
}

/// The wish of a draft: the record that it is about says household and person; of a new household the village.
pub fn wish_of(desk: &Desk, act: FormAct, subject: Option<RecordKey>) -> Option<Wish> {
    let subject = subject?;
    let none = Wish { act, household: EntityId::ZERO, person: None, village: None, petition: None };
    match subject.kind {
        kind::PLACE => Some(Wish { village: Some(subject.entity), ..none }),
        kind::HOUSEHOLD => Some(Wish { household: subject.entity, ..none }),
        kind::PERSON => {
            let row = desk.roll().persons.get(&subject.entity)?;
            Some(Wish { household: row.household, person: Some(subject.entity), ..none })
        }
        _ => None,
    }
}

/// The record that a draft names.
fn subject(sheet: &Sheet) -> RecordKey {
    let village = RecordKey {
        audience: Audience::Everyone,
        kind: kind::PLACE,
        scope: EntityId::ZERO,
        entity: sheet.village,
    };
    let personal = sheet.wish.act.is_personal() || sheet.wish.act.may_be_personal();
    let person = sheet.members.iter().find(|member| Some(member.person.key.entity) == sheet.wish.person);
    match (sheet.wish.act, &sheet.household) {
        (FormAct::Register, _) | (_, None) => village,
        (_, Some(household)) => person.filter(|_| personal).map_or(household.key, |member| member.person.key),
    }
}

fn seed_rows(sheet: &Sheet, card: Option<&HouseholdCard>, desk: &Desk) -> Vec<SeedRow> {
    let at_hand = sheet.members.iter().find(|member| Some(member.person.key.entity) == sheet.wish.person);
    match sheet.wish.act {
        FormAct::CorrectPerson => {
            let mut rows: Vec<SeedRow> =
                at_hand.iter().map(|member| SeedRow::of("person", &member.person)).collect();
            let stay = at_hand.and_then(|member| member.membership.as_ref());
            let code = stay.and_then(|stay| stay.shown(membership::RELATION)).map(Datum::of);
            if let (Some(row), Some(code)) = (rows.first_mut(), code) {
                row.shown.insert("relation", code);
            }
            rows
        }
        FormAct::CorrectHousehold => {
            sheet.household.iter().map(|household| SeedRow::of("household", household)).collect()
        }
        FormAct::ChangeHead | FormAct::Split | FormAct::Merge => {
            let members = card.map(|card| card.members.as_slice()).unwrap_or_default();
            let here = members.iter().filter(|member| is_here(member, desk.day()));
            here.map(|member| {
                let name = Datum::Text(member.name.shown.clone().unwrap_or_default());
                SeedRow {
                    section: "members",
                    about: Some(member.person.entity),
                    slots: BTreeMap::new(),
                    shown: BTreeMap::from([("name", name)]),
                }
            })
            .collect()
        }
        _ => Vec::new(),
    }
}

/// The write of a correction: every change names the operations that its field showed, also after a restart.
fn corrected(saved: &Saved, section: &str, key: Option<RecordKey>) -> Vec<Write> {
    let Some(key) = key else { return Vec::new() };
    let put = |change: &crate::form::Changed| {
        Some(Put {
            slot: change.slot?,
            given: Given::from(change.value.clone()),
            replaces: change.replaces.clone(),
        })
    };
    let puts: Vec<Put> = saved.slots(section).filter_map(put).collect();
    if puts.is_empty() {
        return Vec::new();
    }
    vec![Write { scope: key.scope, kind: key.kind, whom: Whom::Is(key.entity), puts, why: saved.why() }]
}

/// The relation of a correction stands in the membership.
fn related(saved: &Saved, stay: Option<&Held>) -> Vec<Write> {
    let changed = saved.changes.iter().find(|change| change.place.field == "relation");
    let (Some(changed), Some(stay)) = (changed, stay) else { return Vec::new() };
    let code = match &changed.value {
        Some(Value::Code(code)) => Some(*code),
        _ => None,
    };
    let mut values = vec![(membership::RELATION, code.map(Value::Code))];
    if code.is_some_and(|code| !relation::is_head(code)) || code.is_none() {
        values.push((membership::RELATION_TEXT, None));
    }
    acts::person::correct(stay, values, saved.why().as_deref())
}

/// Records of open forms by their act.
pub type Sheets = HashMap<Act, Sheet>;
