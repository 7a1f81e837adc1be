//! Steps of an item (办理步骤): guarded by its stage and dates, written as facts; the log, links, the office's number.

use super::cases::Case;
use super::{PetitionError, Place, hold};
use crate::domain::day::Day;
use crate::domain::kinds::item as slots;
use crate::domain::petition::guard::{self, Refusal, Wish};
use crate::domain::petition::law::law_on;
use crate::domain::petition::stages::{Act, Contact, ItemKind, Stage, Tie};
use crate::domain::petition::{Course, acts, number};
use crate::domain::value::Value;
use crate::i18n::petition::PetitionSay;
use crate::journal::EntityId;
use crate::runtime::desk::Desk;

/// A step as it was entered.
#[derive(Clone, Debug)]
pub struct StepWish {
    /// The step.
    pub wish: Wish,
    /// Position, from 1, of the step that it stands in place of.
    pub corrects: Option<usize>,
    /// Number of the officer or item that it is about.
    pub about: Option<String>,
    /// Why, in spite of doubts.
    pub why: Option<String>,
}

impl StepWish {
    /// A step without more.
    pub fn new(wish: Wish) -> Self {
        Self { wish, corrects: None, about: None, why: None }
    }
}

/// A step that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stepped {
    /// Number of the item.
    pub number: String,
    /// Where it stands now.
    pub stage: Stage,
    /// Doubts that were overridden.
    pub doubts: Vec<Refusal>,
}

impl Case {
    pub(super) fn place(&self) -> Place {
        let key = self.key();
        Place { audience: key.audience, scope: key.scope, sealed: self.sealed }
    }
}

impl Desk {
    /// Takes a step of an item.
    pub fn take_petition_step(&mut self, typed: &str, of: &StepWish) -> Result<Stepped, PetitionError> {
        let case = self.case(typed)?;
        let rules = self.petition_rules()?;
        let corrected = match of.corrects {
            None => None,
            Some(at) => {
                let step = at.checked_sub(1).and_then(|at| case.steps.get(at));
                Some(step.ok_or(PetitionSay::NoStep(at))?.entity())
            }
        };
        let course = match corrected {
            None => case.course.clone(),
            Some(step) => self.without(&case, step, &of.wish)?,
        };
        let against_head = case.petition.against_head.shown == Some(1);
        let mut found = guard::of_step(&course, &of.wish, against_head, &rules.office(), self.day());
        let about = self.step_is_about(&case, of, &mut found)?;
        let doubts = hold(found, of.why.as_deref())?;
        let now = course.item.stage;
        let to = of.wish.act.leads(now).unwrap_or(now);
        // A correction of an earlier date leaves the item where it has come to since.
        let to = if corrected.is_some() { case.course.item.stage } else { to };
        let held = self.held_in(case.key(), case.sealed)?;
        let why = of.why.as_deref();
        self.keep(case.place(), acts::take_step(&held, &of.wish, to, corrected, about, why))?;
        if of.wish.act == Act::Merge
            && let Some(into) = of.about.as_deref()
        {
            let into = self.case(into)?;
            self.tie(case.key(), into.key(), Tie::Merged, case.sealed)?;
        }
        Ok(Stepped { number: case.number().to_owned(), stage: to, doubts })
    }

    /// The course as it was before a step that is to be corrected: the same act, or it is no correction.
    fn without(&self, case: &Case, step: EntityId, wish: &Wish) -> Result<Course, PetitionError> {
        let rules = self.petition_rules()?;
        let facts = case.taken();
        let at = facts.iter().position(|fact| fact.entity == step && fact.act == wish.act);
        let at = at.ok_or(PetitionSay::OtherAct)?;
        let mut item = case.course.item.clone();
        let before = facts.iter().take(at).filter(|fact| !fact.act.is_fact());
        item.stage = before.fold(Stage::Registered, |stage, fact| fact.act.leads(stage).unwrap_or(stage));
        let steps = facts.iter().take(at).cloned().collect();
        Ok(Course::of(item, steps, &rules.office(), self.day()))
    }

    /// Whom or what a step is about: the officer who takes it over, the item that this one goes into.
    fn step_is_about(
        &mut self,
        case: &Case,
        of: &StepWish,
        found: &mut Vec<Refusal>,
    ) -> Result<Option<EntityId>, PetitionError> {
        let typed = of.about.as_deref();
        match of.wish.act {
            Act::Assign => {
                let number = typed.and_then(|typed| typed.trim().parse().ok());
                let seat = self.seat(number.ok_or(PetitionSay::WhomMissing)?)?;
                let accused = case.petition.accused.shown.clone().unwrap_or_default();
                let asked = guard::Registering {
                    kind: Some(case.course.item.kind),
                    received: Some(case.course.item.received),
                    request: "-",
                    names: case.parties.iter().filter_map(|party| party.name.shown.as_deref()).collect(),
                    accused: &accused,
                    handler: &seat.name,
                    ..guard::Registering::default()
                };
                let law = law_on(case.course.item.received);
                found.extend(guard::of_item(&asked, law, self.day()));
                if case.sealed && found.is_empty() {
                    self.let_in(&seat)?;
                }
                Ok(Some(seat.officer))
            }
            Act::Merge => {
                let into = self.case(typed.ok_or(PetitionSay::WhomMissing)?)?;
                if into.petition.entity() == case.petition.entity() || into.sealed != case.sealed {
                    return Err(PetitionSay::NotMerged.into());
                }
                Ok(Some(into.petition.entity()))
            }
            _ => Ok(None),
        }
    }

    /// Writes an entry of the log.
    pub fn log_petition(
        &mut self,
        typed: &str,
        on: Day,
        how: Contact,
        with: &str,
        said: &str,
    ) -> Result<String, PetitionError> {
        let case = self.case(typed)?;
        let law = law_on(case.course.item.received);
        let refuse = |fault| Refusal::of(fault, law, crate::domain::petition::Matter::Accusation);
        if case.petition.against_head.shown == Some(1) {
            return Err(PetitionSay::Refused(vec![refuse(guard::Fault::TextAgainstHead)]).into());
        }
        if on > self.day() {
            return Err(PetitionSay::Refused(vec![refuse(guard::Fault::AfterToday(on))]).into());
        }
        let held = self.held_in(case.key(), case.sealed)?;
        self.keep(case.place(), vec![acts::add_log(&held, on, how, with, said)])?;
        Ok(case.number().to_owned())
    }

    /// Ties an item to another.
    pub fn tie_petitions(&mut self, typed: &str, other: &str, how: Tie) -> Result<(), PetitionError> {
        let (one, other) = (self.case(typed)?, self.case(other)?);
        if one.petition.entity() == other.petition.entity() {
            return Err(PetitionSay::NotMerged.into());
        }
        self.tie(one.key(), other.key(), how, one.sealed || other.sealed)
    }

    /// Gives an item the office's number: the next of its year and row, unless it has one.
    pub fn number_petition(&mut self, typed: &str) -> Result<String, PetitionError> {
        let case = self.case(typed)?;
        if let Some(number) = &case.petition.final_number.shown {
            return Ok(number.clone());
        }
        if !self.folder().actor().office_machine {
            return Err(PetitionSay::OfficeNumbers.into());
        }
        let (year, kind) = (case.course.item.received.year(), case.course.item.kind);
        let sealed = kind == ItemKind::Accusation;
        let given = self.cases()?.into_iter().filter_map(|case| case.petition.final_number.shown);
        let last = given.filter_map(|given| number::running(&given, year, sealed)).max().unwrap_or(0);
        let given = number::final_number(year, kind, last.saturating_add(1));
        let held = self.held_in(case.key(), case.sealed)?;
        let values = vec![(slots::FINAL_NUMBER, Some(Value::Text(given.clone())))];
        self.keep(case.place(), acts::change(&held, values, None))?;
        Ok(given)
    }

    /// Gives an item another kind.
    pub fn change_petition_kind(
        &mut self,
        typed: &str,
        to: ItemKind,
        why: &str,
    ) -> Result<(), PetitionError> {
        let case = self.case(typed)?;
        hold(guard::of_kind(&case.course, to, law_on(case.course.item.received)), Some(why))?;
        let held = self.held_in(case.key(), case.sealed)?;
        let values = vec![(slots::KIND, Some(Value::Code(to.code())))];
        self.keep(case.place(), acts::change(&held, values, Some(why)))?;
        Ok(())
    }
}
