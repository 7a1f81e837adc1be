//! Forms of petitions on the desk (信访表单): what they know when they open, and what saving them does. No draft of them is
//! kept: a half-typed accusation would lie where every officer of this folder can read it.

use super::super::forms::{Kept, Opening};
use super::super::{Desk, DeskError, Resolved};
use super::register::Similar;
use super::{Case, PetitionError, Registering, StepWish};
use crate::domain::acts::Fact;
use crate::domain::day::Day;
use crate::domain::petition::acts::NewParty;
use crate::domain::petition::course::route_of;
use crate::domain::petition::guard::Wish as Step;
use crate::domain::petition::law::law_on;
use crate::domain::petition::stages::{
    Act, Channel, Contact, ItemKind, Outcome, Rating, Route, Source as From, Tie, Topic,
};
use crate::flow::form::{FormAct, Opened, SavedAct, Wish};
use crate::form::answers::AnswerRow;
use crate::form::specs::visit::officers;
use crate::form::{Choice, Context, Datum, Saved, Seed, Source};
use crate::i18n::Lang;
use crate::i18n::petition::PetitionSay;
use crate::i18n::petition_words as words;
use crate::journal::{Act as Commit, EntityId};
use crate::search::EntryKind;

/// What is said of an item that is being typed, by field, and the earlier items to choose from.
pub type Alike = (Vec<(&'static str, Fact)>, Vec<Choice>);

/// Earlier items that are offered at most; a digit chooses one.
const REPEATS_SHOWN: usize = 9;

fn option(number: u16, code: u16, word: impl Fn(Lang) -> &'static str, stable: &str) -> Choice {
    let also = vec![word(Lang::En).to_owned(), stable.to_owned()];
    Choice { number: number.into(), datum: Datum::Code(code), name: word(Lang::Zh).to_owned(), also }
}

/// Options of a list of codes, numbered by their codes.
macro_rules! options {
    ($of:ident, $word:path) => {
        $of::ALL
            .iter()
            .map(|one| option(one.code(), one.code(), |lang| $word(*one, lang), one.name()))
            .collect()
    };
}

fn lists(context: &mut Context, case: Option<&Case>) {
    let lists = &mut context.lists;
    lists.insert(Source::Channels, options!(Channel, words::channel));
    lists.insert(Source::ItemKinds, options!(ItemKind, words::kind));
    lists.insert(Source::Topics, options!(Topic, words::topic));
    lists.insert(Source::From, options!(From, words::source));
    lists.insert(Source::PetitionOutcomes, options!(Outcome, words::outcome));
    lists.insert(Source::Ratings, options!(Rating, words::rating));
    let real = (1_u16..=3).map(|code| option(code, code, |lang| words::real_name(code, lang), ""));
    lists.insert(Source::RealName, real.collect());
    let routes = Route::ALL.iter().zip(1_u16..);
    let route = |(one, number): (&Route, u16)| {
        option(number, one.code(), |lang| words::route(*one, lang), one.name())
    };
    lists.insert(Source::Routes, routes.map(route).collect());
    let coded = [
        (
            Source::Ties,
            Tie::ALL
                .iter()
                .filter(|tie| **tie != Tie::Merged)
                .map(|one| option(one.code(), one.code(), |lang| words::tie(*one, lang), one.name()))
                .collect::<Vec<_>>(),
        ),
        (Source::Contacts, options!(Contact, words::contact)),
    ];
    lists.extend(coded);
    // Acts that name another officer or item have forms of their own.
    let stage = case.map(|case| case.course.item.stage);
    let may = |act: &&Act| {
        !matches!(act, Act::Assign | Act::Merge) && stage.is_none_or(|stage| act.leads(stage).is_some())
    };
    let acts = Act::ALL.iter().filter(may).zip(1_u16..);
    let act =
        |(one, number): (&Act, u16)| option(number, one.code(), |lang| words::act(*one, lang), one.name());
    lists.insert(Source::PetitionActs, acts.map(act).collect());
}

impl FormAct {
    /// True for the forms of this part.
    pub(in super::super) fn is_of_petitions(self) -> bool {
        self.is_petition()
    }
}

impl Desk {
    /// Opens a form of petitions.
    pub(in super::super) fn open_petition_form(
        &mut self,
        wish: Wish,
        act: Option<Commit>,
    ) -> Result<Opening, DeskError> {
        let mut context = Context::new(self.day());
        let case = wish.petition.map(|item| self.case_of(item)).transpose()?.flatten();
        let about = match (wish.act, &case) {
            (act, None) if act.is_on_petition() => return Ok(Opening::Gone),
            (act, Some(case)) if act.is_on_petition() => {
                let next = case.course.next.map(|next| next.act());
                context.defaults.extend(next.map(|act| ("act", Datum::Code(act.code()))));
                let route = route_of(case.course.item.kind, law_on(self.day()));
                context.defaults.insert("route", Datum::Code(route.code()));
                let first = case.parties.first().and_then(|party| party.name.shown.clone());
                context.defaults.extend(first.map(|name| ("with", Datum::Text(name))));
                case.number().to_owned()
            }
            _ => {
                if let Some(row) = self.roll().households.get(&wish.household) {
                    context.defaults.insert("code", Datum::Text(row.code.clone()));
                    let head = self.person_name(row.head)?.filter(|name| !name.is_empty());
                    context.defaults.extend(head.map(|head| ("names", Datum::Text(head))));
                }
                String::new()
            }
        };
        lists(&mut context, case.as_ref());
        if wish.act == FormAct::PetitionAssign {
            context.lists.insert(Source::Handlers, self.handlers()?);
        }
        let act = act.map_or_else(|| self.folder().new_act(), Ok)?;
        let seed = Seed { subject: None, act, rows: Vec::new() };
        Ok(Opening::Form(Box::new(Opened { wish, about, seed, context, draft: None })))
    }

    /// Saves a form of petitions.
    pub(in super::super) fn save_petition(&mut self, wish: &Wish, saved: &Saved) -> Result<Kept, DeskError> {
        let done = match wish.act {
            FormAct::PetitionRegister => self.save_item(saved),
            act => self.save_on(act, wish.petition, saved),
        };
        match done {
            Ok(about) => {
                Ok(Kept::Saved(SavedAct { act: wish.act, about, household: EntityId::ZERO, person: None }))
            }
            Err(PetitionError::Say(say)) => Ok(Kept::Refused(say.both())),
            Err(PetitionError::Desk(error)) => Err(error),
        }
    }

    fn save_item(&mut self, saved: &Saved) -> Result<String, PetitionError> {
        let row = saved.answers.one("item");
        let code = |field: &str| row.code(field);
        let channel = code("channel").and_then(Channel::from_code).unwrap_or(Channel::Visit);
        let kind = code("kind").and_then(ItemKind::from_code).unwrap_or(ItemKind::Appeal);
        let received = row.day("received").unwrap_or(self.day()).first();
        let mut of = Registering::new(channel, kind, received, row.text("request"));
        of.item.registered = self.day();
        of.item.topic = code("topic").and_then(Topic::from_code);
        of.item.paper_date = row.day("paper_date");
        of.item.source = code("source").and_then(From::from_code).unwrap_or(From::Direct);
        of.item.source_number = row.text("source_number").to_owned();
        of.item.period = row.day("period");
        of.item.count = row.text("count").parse().unwrap_or(1);
        of.item.real_name = code("real_name").unwrap_or(1);
        of.item.money = row.money("money");
        of.item.place = row.text("place").to_owned();
        of.item.accused = row.text("accused").to_owned();
        of.why = Some(row.text("why").to_owned());
        of.item.parties = parties(&row);
        of.repeats = Some(row.text("repeats").to_owned()).filter(|number| !number.is_empty());
        self.place_of(row.text("code"), &mut of)?;
        if let Some(first) = of.item.parties.first_mut() {
            row.text("phone").clone_into(&mut first.phone);
        }
        Ok(self.register_petition(&of)?.number)
    }

    /// The household or person of a typed code: whose village the item lies in.
    fn place_of(&self, typed: &str, of: &mut Registering) -> Result<(), PetitionError> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(());
        }
        if let Resolved::One(home) = self.resolve(typed, EntryKind::Household) {
            of.item.household = Some(home);
            of.village = self.roll().households.get(&home).map(|row| row.village);
            return Ok(());
        }
        let Resolved::One(person) = self.resolve(typed, EntryKind::Person) else {
            return Err(PetitionSay::NoCode(typed.to_owned()).into());
        };
        let row = self.roll().persons.get(&person).copied();
        of.item.household = row.map(|row| row.household).filter(|home| !home.is_zero());
        of.village = row.map(|row| row.village);
        let name = self.person_name(person)?.unwrap_or_default();
        match of.item.parties.iter_mut().find(|party| party.name == name) {
            Some(party) => party.person = Some(person),
            None => of.item.parties.insert(0, NewParty { person: Some(person), name, ..NewParty::default() }),
        }
        Ok(())
    }

    /// Officers who can act here, by number.
    fn handlers(&self) -> Result<Vec<Choice>, DeskError> {
        let seats = self.folder().officers()?.into_iter().filter(|seat| !seat.ended && seat.has_access);
        let choice = |seat: crate::store::Seated| Choice {
            number: seat.number,
            datum: Datum::Text(seat.number.to_string()),
            name: seat.name,
            also: Vec::new(),
        };
        Ok(seats.map(choice).collect())
    }

    /// Earlier items that the one being typed may repeat: what is said of it, and the list to choose from.
    pub fn petition_alike(&self, row: &AnswerRow) -> Result<Alike, DeskError> {
        let code = |field: &str| row.code(field);
        let kind = code("kind").and_then(ItemKind::from_code).unwrap_or(ItemKind::Appeal);
        let mut of = Registering::new(Channel::Visit, kind, self.day(), "");
        of.item.topic = code("topic").and_then(Topic::from_code);
        of.item.parties = parties(row);
        // A code that means nobody is said when the form is saved.
        let _ = self.place_of(row.text("code"), &mut of);
        let found = self.similar(&of)?;
        let choice = |(similar, number): (&Similar, u32)| Choice {
            number,
            datum: Datum::Text(similar.number.clone()),
            name: similar.number.clone(),
            also: Vec::new(),
        };
        let choices = found.iter().zip(1..).take(REPEATS_SHOWN).map(choice).collect();
        let newest = found.first().map(|newest| ("request", Fact::Repeats(newest.said(), found.len())));
        Ok((newest.into_iter().collect(), choices))
    }

    fn save_on(
        &mut self,
        act: FormAct,
        item: Option<EntityId>,
        saved: &Saved,
    ) -> Result<String, PetitionError> {
        let gone = || PetitionError::Say(PetitionSay::NoNumber(String::new()));
        let case = item.map(|item| self.case_of(item)).transpose()?.flatten().ok_or_else(gone)?;
        let row = saved.answers.one("step");
        let on = row.day("on").unwrap_or(self.day()).first();
        let step = match act {
            FormAct::PetitionLog => {
                let how = row.code("how").and_then(Contact::from_code).unwrap_or(Contact::Other);
                return self.log_petition(case.number(), on, how, row.text("with"), row.text("note"));
            }
            FormAct::PetitionLink => {
                let how = row.code("how").and_then(Tie::from_code).unwrap_or(Tie::Related);
                self.tie_petitions(case.number(), row.text("about"), how)?;
                return Ok(case.number().to_owned());
            }
            FormAct::PetitionAssign => Act::Assign,
            FormAct::PetitionMerge => Act::Merge,
            FormAct::PetitionRate => Act::Rate,
            _ => row.code("act").and_then(Act::from_code).ok_or_else(gone)?,
        };
        let about = Some(row.text("about").to_owned()).filter(|about| !about.is_empty());
        let why = Some(row.text("why").to_owned());
        let of = StepWish { about, why, ..StepWish::new(wish(step, on, &row)) };
        Ok(self.take_petition_step(case.number(), &of)?.number)
    }
}

/// The persons of a row: those who are named, then those who speak for them.
fn parties(row: &AnswerRow) -> Vec<NewParty> {
    let named = |name: String, speaks: bool| NewParty { name, speaks, ..NewParty::default() };
    let mut parties: Vec<NewParty> =
        officers(row.text("names")).into_iter().map(|name| named(name, false)).collect();
    parties.extend(officers(row.text("speakers")).into_iter().map(|name| named(name, true)));
    parties
}

/// A step as a form has it: what another act asked for is left out.
fn wish(act: Act, on: Day, row: &AnswerRow) -> Step {
    let mut wish = Step::new(act, on);
    wish.until = row.day("until").filter(|_| {
        matches!(act, Act::Extend | Act::Deliver | Act::Review | Act::Rereview | Act::Hear | Act::SetPeriod)
    });
    wish.days = row.text("days").parse().ok().filter(|_| act == Act::Extend);
    wish.result = match act {
        Act::Accept | Act::LegalWay => row.code("route"),
        Act::Opinion | Act::Review | Act::Rereview => row.code("outcome"),
        Act::Rate => row.code("rating"),
        _ => None,
    };
    wish.whom = row.text("whom").to_owned();
    wish.note = row.text("note").to_owned();
    wish.paper = row.text("paper").to_owned();
    wish.archive = row.text("archive").to_owned();
    wish
}
