//! Forms of verification on the desk (核查表单): what they know when they open, and what saving them does.

use super::super::forms::Kept;
use super::super::{Desk, DeskError};
use super::{Deciding, MemberEntry, Team, VerifyError, VisitEntry};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::relation;
use crate::domain::verify::acts::NewOpinion;
use crate::domain::verify::period::Span;
use crate::domain::verify::rules::{Named, Rules, code};
use crate::domain::verify::stages::Level;
use crate::domain::verify::{Round, Stage, VisitResult, Way};
use crate::flow::form::{FormAct, SavedAct, Wish};
use crate::form::specs::{office, visit};
use crate::form::{Choice, Context, Datum, Saved, SeedRow, Source};
use crate::i18n::Lang;
use crate::i18n::verify as words;
use crate::journal::EntityId;

fn option(number: u16, code: u16, name: &str, also: Vec<String>) -> Choice {
    Choice { number: number.into(), datum: Datum::Code(code), name: name.to_owned(), also }
}

fn named(list: &[Named], numbered: bool) -> Vec<Choice> {
    let choice = |(at, named): (u16, &Named)| {
        let number = if numbered { at + 1 } else { named.code };
        option(number, number, &named.name, vec![named.en.clone(), named.id.clone()])
    };
    (0_u16..).zip(list).map(choice).collect()
}

fn lists(context: &mut Context, rules: &Rules) {
    let outcome = |rule: &crate::domain::verify::rules::OutcomeRule| {
        let also = rule.also.iter().cloned().chain([rule.en.clone(), rule.id.clone()]).collect();
        option(rule.digit.unwrap_or(rule.code), rule.code, &rule.name, also)
    };
    context.lists.insert(Source::Outcomes, rules.outcome.iter().map(outcome).collect());
    context.lists.insert(Source::Evidence, named(&rules.evidence, false));
    context.lists.insert(Source::FewOfficers, named(&rules.few, true));
    let account = |code: u16| option(code, code, words::account(code, Lang::Zh), Vec::new());
    context.lists.insert(Source::AccountCheck, (1..=3).map(account).collect());
    let result = |of: &VisitResult| {
        option(of.code(), of.code(), words::result(*of, Lang::Zh), vec![of.name().to_owned()])
    };
    context.lists.insert(Source::VisitResults, VisitResult::ALL.iter().map(result).collect());
    let level =
        |of: &Level| option(of.code(), of.code(), words::level(*of, Lang::Zh), vec![of.name().to_owned()]);
    context.lists.insert(Source::Levels, Level::ALL.iter().map(level).collect());
    let labels = words::RETURN_FIELDS.iter().zip(1_u16..);
    let field = |((id, zh, en), number): (&(&str, &str, &str), u16)| {
        option(number, number, zh, vec![(*id).to_owned(), (*en).to_owned()])
    };
    context.lists.insert(Source::ReturnFields, labels.map(field).collect());
    let causes = rules.cause.iter().zip(1_u16..);
    let cause = |(cause, number): (&crate::domain::verify::rules::Cause, u16)| {
        option(number, number, &cause.name, vec![cause.id.clone(), cause.en.clone()])
    };
    context.lists.insert(Source::Causes, causes.map(cause).collect());
}

impl FormAct {
    /// True for the forms of this part.
    pub(in super::super) fn is_of_verification(self) -> bool {
        matches!(
            self,
            FormAct::Visit
                | FormAct::VisitPaper
                | FormAct::VisitCheck
                | FormAct::Team
                | FormAct::Opinion
                | FormAct::GiveBack
                | FormAct::Decide
                | FormAct::Approve
                | FormAct::Round
        )
    }
}

impl Desk {
    /// Adds to a form's context what verification knows.
    pub(in super::super) fn verify_context(
        &self,
        context: &mut Context,
        wish: &Wish,
        card: Option<&HouseholdCard>,
    ) -> Result<(), DeskError> {
        let round = self.round()?;
        let rules = self.verify_rules(round.as_ref())?;
        context.rule = rules.id.clone();
        lists(context, rules);
        match (wish.act, card) {
            (act, Some(card)) if act.is_visit() => {
                for member in &mut context.members {
                    let known = self.known(card, member.person)?;
                    member.seen_on = known.seen_on;
                    member.elsewhere = known.elsewhere;
                }
                let head = card.head_name.shown.clone().filter(|name| !name.is_empty());
                context.defaults.extend(head.map(|name| ("respondent", Datum::Text(name))));
                let word = relation::name(relation::HEAD).map(str::to_owned);
                context.defaults.extend(word.map(|word| ("relation", Datum::Text(word))));
                let team = self.team_of_the_day(card.household.scope)?.unwrap_or_default();
                context.defaults.insert("why_few", Datum::Text(team.why_few));
            }
            (FormAct::Team, _) => {
                let team = self.team_of_the_day(wish.village.unwrap_or_default())?;
                let names = match team {
                    Some(team) => team.officers.join(" "),
                    None => self.folder().actor().name.clone(),
                };
                context.defaults.insert("officers", Datum::Text(names));
            }
            (FormAct::Round, _) => {
                let rounds = self.rounds()?;
                let periods = rounds.iter().filter_map(|round| Span::read(round.period.shown.as_deref()?));
                let next = Span::next_round(self.day(), &periods.collect::<Vec<_>>());
                context.defaults.extend(next.map(|span| ("period", Datum::Text(span.text()))));
                context.defaults.insert("cutoff", Datum::Day(self.day()));
            }
            (FormAct::Opinion, _) => {
                let stage = wish.person.map(|person| self.stage_now(person)).transpose()?.flatten();
                let next = if stage == Some(Stage::Proposed) { Level::Community } else { Level::Street };
                context.defaults.insert("level", Datum::Code(next.code()));
            }
            (FormAct::Decide, _) => {
                if let Some(person) = wish.person {
                    self.decision_defaults(context, person, rules)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn stage_now(&self, person: EntityId) -> Result<Option<Stage>, DeskError> {
        let Some(row) = self.roll().persons.get(&person) else { return Ok(None) };
        Ok(self.verify_village(row.village)?.stage(person))
    }

    fn decision_defaults(
        &self,
        context: &mut Context,
        person: EntityId,
        rules: &Rules,
    ) -> Result<(), DeskError> {
        let Some(row) = self.roll().persons.get(&person) else { return Ok(()) };
        let look = self.verify_village(row.village)?;
        let Some(outcome) = look.outcomes.get(&person) else { return Ok(()) };
        let cause = outcome.outcome.shown.and_then(|code| rules.cause_of(code));
        let number = cause.and_then(|cause| rules.cause.iter().position(|known| known.id == cause.id));
        let number = number.and_then(|at| u16::try_from(at + 1).ok());
        context.defaults.extend(number.map(|number| ("cause", Datum::Code(number))));
        context.defaults.extend(outcome.on.shown.map(|on| ("on", Datum::Day(on))));
        let from = rules.period.after(outcome.on.shown.unwrap_or(self.day()));
        context.defaults.extend(from.map(|from| ("effective", Datum::Day(from))));
        Ok(())
    }

    /// The rows of a visit's form: one per member, with what this round found of them before.
    pub(in super::super) fn verify_rows(
        &self,
        wish: &Wish,
        card: Option<&HouseholdCard>,
    ) -> Result<Vec<SeedRow>, DeskError> {
        let Some(card) = card.filter(|_| wish.act.is_visit()) else { return Ok(Vec::new()) };
        let look = self.verify_village(card.household.scope)?;
        let mut rows = Vec::new();
        for section in ["members", "accounts"] {
            for member in
                card.members.iter().filter(|member| super::super::context::is_here(member, self.day()))
            {
                let mut row = SeedRow { section, about: Some(member.person.entity), ..SeedRow::default() };
                row.shown.insert("name", Datum::Text(titled(member)));
                // The second check sees its own answers alone.
                let known = if wish.act == FormAct::VisitCheck { &look.checks } else { &look.outcomes };
                let outcome = known.get(&member.person.entity);
                if let Some(outcome) = outcome.filter(|_| section == "members") {
                    let found = outcome.outcome.shown.filter(|code| *code != code::AS_RECORDED);
                    row.shown.extend(found.map(|code| ("outcome", Datum::Code(code))));
                    row.shown.extend(outcome.on.shown.map(|on| ("on", Datum::Day(on))));
                    let evidence = outcome.evidence.shown.filter(|_| found.is_some());
                    row.shown.extend(evidence.map(|code| ("evidence", Datum::Code(code))));
                    row.shown.extend(outcome.note.shown.clone().map(|note| ("note", Datum::Text(note))));
                }
                rows.push(row);
            }
        }
        if wish.act != FormAct::VisitPaper {
            // After a power cut nobody has said the team yet: the officer who works here is one of it.
            let team = self.team_of_the_day(card.household.scope)?.map(|team| team.officers.join(" "));
            let names = team.unwrap_or_else(|| self.folder().actor().name.clone());
            let mut row = SeedRow { section: "visit", ..SeedRow::default() };
            row.shown.insert("officers", Datum::Text(names));
            rows.push(row);
        }
        Ok(rows)
    }

    /// Saves a form of verification.
    pub(in super::super) fn save_verify(
        &mut self,
        wish: &Wish,
        village: EntityId,
        saved: &Saved,
    ) -> Result<Kept, DeskError> {
        let done = match wish.act {
            FormAct::Team => {
                self.team = Some(team_of(saved, self.rules_now()?));
                let report = SavedAct {
                    act: FormAct::Team,
                    about: self.team.as_ref().map(|team| team.officers.join(" ")).unwrap_or_default(),
                    household: wish.household,
                    person: None,
                };
                return Ok(Kept::Saved(report));
            }
            FormAct::Round => {
                let row = saved.answers.one("round");
                let cutoff = row.day("cutoff").unwrap_or(self.day());
                let villages = visit::officers(row.text("villages"));
                self.open_round(saved.act, row.text("period"), cutoff, &villages, saved.why().as_deref())
                    .map(drop)
            }
            act if act.is_visit() => self.save_visit(wish, village, saved),
            _ => self.save_office(wish, saved),
        };
        match done {
            Ok(()) => {}
            Err(VerifyError::Say(say)) => return Ok(Kept::Refused(say.both())),
            Err(VerifyError::Desk(error)) => return Err(error),
        }
        let about = match wish.person {
            Some(person) if !wish.act.is_visit() => self.about_person(person)?,
            _ if wish.act == FormAct::Round => saved.answers.one("round").text("period").to_owned(),
            _ => {
                let key = self.household_key(wish.household);
                key.map(|key| self.about(&key)).transpose()?.unwrap_or_default()
            }
        };
        let (household, person) = (wish.household, wish.person);
        Ok(Kept::Saved(SavedAct { act: wish.act, about, household, person }))
    }

    fn rules_now(&self) -> Result<&'static Rules, DeskError> {
        let round: Option<Round> = self.round()?;
        Ok(self.verify_rules(round.as_ref())?)
    }

    fn save_visit(&mut self, wish: &Wish, village: EntityId, saved: &Saved) -> Result<(), VerifyError> {
        let rules = self.rules_now()?;
        let mut context = Context::new(self.day());
        context.rule = rules.id.clone();
        let row = saved.answers.one("visit");
        let way = match wish.act {
            FormAct::VisitPaper => Way::Desk,
            FormAct::VisitCheck => Way::Check,
            _ => Way::Door,
        };
        let said = visit::officers(row.text("officers"));
        let known = self.team_of_the_day(village)?.unwrap_or_default();
        let why_few = if said == known.officers { known.why_few } else { String::new() };
        let team = Team { officers: said, why_few };
        if way == Way::Door && self.team.is_none() {
            // After a power cut the form that was gone on with says who is there.
            self.team = Some(team.clone());
        }
        let mut entry = VisitEntry::new(wish.household, self.day(), way, team);
        entry.respondent = row.text("respondent").to_owned();
        entry.relation = row.text("relation").to_owned();
        entry.checklist = visit::checklist(row.text("checklist"), rules).unwrap_or_default();
        entry.note = row.text("text").to_owned();
        entry.next = row.day("next");
        entry.result = row.code("result").and_then(VisitResult::from_code);
        entry.why = saved.why();
        for member in saved.answers.all("members") {
            let Some(person) = member.about else { continue };
            let account = saved.answers.all("accounts").find(|row| row.about == Some(person)).cloned();
            let account = account.unwrap_or_default();
            let entered = MemberEntry {
                person,
                stated: visit::stated(member, &context),
                account: account.code("account").unwrap_or(code::ACCOUNT_UNCHECKED),
                holder: account.text("holder").to_owned(),
                tail: account.text("tail").to_owned(),
                phone: account.text("phone").to_owned(),
            };
            let says = entered.stated.outcome.is_some() || entered.account != 0 || !entered.phone.is_empty();
            if says {
                entry.members.push(entered);
            }
        }
        self.record_visit(saved.act, &entry).map(drop)
    }

    fn save_office(&mut self, wish: &Wish, saved: &Saved) -> Result<(), VerifyError> {
        let Some(person) = wish.person else { return Ok(()) };
        let rules = self.rules_now()?;
        let mut context = Context::new(self.day());
        context.rule = rules.id.clone();
        match wish.act {
            FormAct::Opinion => {
                let row = saved.answers.one("opinion");
                let new = NewOpinion {
                    level: row.code("level").and_then(Level::from_code).unwrap_or(Level::Community),
                    agrees: row.yes("agrees"),
                    by: row.text("by").to_owned(),
                    on: row.day("on").unwrap_or(self.day()),
                    text: row.text("text").to_owned(),
                };
                self.give_opinion(saved.act, person, &new).map(drop)
            }
            FormAct::GiveBack => {
                let row = saved.answers.one("return");
                let number = usize::from(row.code("field").unwrap_or(1)).saturating_sub(1);
                let field = words::RETURN_FIELDS.get(number).map_or("outcome", |field| field.0);
                self.give_back(saved.act, person, (field, row.text("comment")), None).map(drop)
            }
            FormAct::Decide => {
                let row = saved.answers.one("decision");
                let papers = visit::officers(row.text("papers"));
                let mut new = Deciding {
                    cause: office::cause(&row, &context).map(|cause| cause.id.clone()),
                    on: row.day("on"),
                    effective: row.day("effective"),
                    papers,
                    number: row.text("number").to_owned(),
                    why: saved.why(),
                    ..Deciding::default()
                };
                new.county.name = row.text("county").to_owned();
                new.county.confirmation = row.text("confirmation").to_owned();
                new.county.on = row.day("confirmed_on");
                self.decide(saved.act, person, &new).map(drop)
            }
            _ => {
                let row = saved.answers.one("approval");
                let on = row.day("on").unwrap_or(self.day());
                self.approve(saved.act, person, row.yes("agrees"), on, saved.why().as_deref()).map(drop)
            }
        }
    }

    /// Who visits today: as was said, else as this village's last visit of today has it.
    pub fn team_of_the_day(&self, village: EntityId) -> Result<Option<Team>, DeskError> {
        if self.team.is_some() || village.is_zero() {
            return Ok(self.team.clone());
        }
        let look = self.verify_village(village)?;
        let today =
            look.visits.iter().rev().find(|visit| {
                visit.on.shown == Some(self.day()) && visit.way.shown != Some(Way::Village.code())
            });
        let team = today.map(|visit| Team {
            officers: visit.officers.shown.clone().unwrap_or_default(),
            why_few: visit.why_few.shown.clone().unwrap_or_default(),
        });
        Ok(team.filter(|team| !team.officers.is_empty()))
    }
}

fn team_of(saved: &Saved, rules: &Rules) -> Team {
    let row = saved.answers.one("team");
    let at = usize::from(row.code("few").unwrap_or(0));
    let few = at.checked_sub(1).and_then(|at| rules.few.get(at)).map(|few| few.id.clone());
    let why_few = few.or_else(|| saved.why()).unwrap_or_default();
    Team { officers: visit::officers(row.text("officers")), why_few }
}

/// A member as the form names them: name, relation, age.
fn titled(member: &MemberCard) -> String {
    let name = member.name.shown.clone().unwrap_or_default();
    let relation = member.relation.shown.and_then(relation::name).unwrap_or_default();
    let age = member.age.map(|age| age.to_string()).unwrap_or_default();
    format!("{name} {relation} {age}").trim().to_owned()
}
