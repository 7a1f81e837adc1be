//! Papers of verification on the desk (公示表、入户记录、变更表、告知书、汇总表): what stands on them, and that they were written.

use std::collections::BTreeMap;
use std::path::Path;

use super::super::walk::{of_scope, walk};
use super::super::{Desk, DeskError};
use super::{VerifyError, Village, hold};
use crate::domain::acts::Fact;
use crate::domain::day::{Day, Precision};
use crate::domain::kinds::kind;
use crate::domain::record::{Membership, Person};
use crate::domain::verify::guard::Doubt;
use crate::domain::verify::lists::{self, NewPosting};
use crate::domain::verify::period::Span;
use crate::domain::verify::posting::{Line, fingerprint, ordered};
use crate::domain::verify::records::stage_of;
use crate::domain::verify::summary::{self, Decided, Listed};
use crate::domain::verify::{Decision, Effect, Opinion, Stage, Way};
use crate::domain::{mask, relation};
use crate::i18n::Lang;
use crate::i18n::checks::sex;
use crate::i18n::verify::{self as words, VerifySay};
use crate::journal::{EntityId, RecordKey};
use crate::runtime::views::file_name;
use crate::sheets::{self, Paper, PaperForm};

/// What is said of a posting beside the list.
#[derive(Clone, Debug, Default)]
pub struct PostingWish {
    /// First day; none = today.
    pub from: Option<Day>,
    /// Days; none = as the rule says.
    pub days: Option<i32>,
    /// The phone for objections.
    pub phone: String,
    /// Why, where something is doubtful.
    pub why: Option<String>,
}

/// Lines by reservoir and their sum.
pub type Summary = (BTreeMap<String, summary::Line>, summary::Line);

/// Code of 不享受 in the list of support modes.
const NOT_ENTITLED: u16 = 9;

fn zh(of: Effect) -> String {
    words::effect(of, Lang::Zh).to_owned()
}

impl Desk {
    pub(super) fn write_paper(&mut self, paper: &Paper, file: &Path) -> Result<(), VerifyError> {
        let form = PaperForm::of_name(file).unwrap_or(PaperForm::Text);
        let written = paper.bytes(form).and_then(|bytes| sheets::write_whole(file, &bytes));
        written.map_err(|error| VerifySay::OfFile(file_name(file), error).into())
    }

    /// The lines of a village's list: who is on the list today, and whose change is proposed or decided.
    pub fn posting_lines(&self, look: &Village) -> Result<(Vec<Line>, Vec<EntityId>), DeskError> {
        let mut lines = Vec::new();
        let mut persons = Vec::new();
        for one in self.verify_route(look)? {
            let row = self.roll().households.get(&one.household);
            for (at, member) in (1_i64..).zip(&one.members) {
                let person = member.card.person.entity;
                let found = member.outcome.as_ref().and_then(|outcome| outcome.outcome.shown);
                let stands =
                    member.proposed.is_some_and(|stage| !matches!(stage, Stage::Withdrawn | Stage::Returned));
                let effect =
                    found.filter(|_| stands).map(|code| look.rules.effect_of(code)).unwrap_or_default();
                let entitled = member.card.support_mode.shown != Some(NOT_ENTITLED);
                if effect != Effect::None {
                    persons.push(person);
                } else if !entitled {
                    continue;
                }
                lines.push(Line {
                    order: row.map_or(i64::MAX, |row| row.order),
                    group: one.card.group.shown.clone().unwrap_or_default(),
                    head: one.card.head_name.shown.clone().unwrap_or_default(),
                    member: at,
                    name: member.card.name.shown.clone().unwrap_or_default(),
                    effect,
                });
            }
        }
        Ok((ordered(lines), persons))
    }

    /// Posts the list of a village and writes it.
    pub fn post_list(
        &mut self,
        village: EntityId,
        file: &Path,
        wish: &PostingWish,
    ) -> Result<VerifySay, VerifyError> {
        let round = self.round_at_hand()?;
        let look = self.verify_village(village)?;
        let (lines, persons) = self.posting_lines(&look)?;
        let from = wish.from.unwrap_or(self.day());
        let days = wish.days.unwrap_or(look.rules.posting_days);
        if days < look.rules.posting_days {
            let short = Doubt::ShortPosting(days, look.rules.posting_days);
            hold(vec![Fact::Verify(short)], wish.why.as_deref())?;
        }
        let to = Day::from_stored(from.days() + days.max(1) - 1, Precision::Day.number()).unwrap_or(from);
        let period = round.period.shown.clone().unwrap_or_default();
        let name = self.roll().place(village).to_owned();
        let print = fingerprint(&period, &name, &from.iso(), &to.iso(), &lines);
        let facts = [
            ("office", self.office_name()?),
            ("village", name),
            ("period", period),
            ("days", format!("{} \u{2014} {}", from.iso(), to.iso())),
            ("phone", wish.phone.clone()),
            ("print", print.clone()),
        ];
        let word = |line: &Line| match line.effect {
            Effect::None => words::effect(Effect::None, Lang::Zh).to_owned(),
            effect => zh(effect),
        };
        let paper = sheets::posting_paper(&lines, &facts, &word);
        self.write_paper(&paper, file)?;
        // The same list posted again on the same days is the same posting.
        let known = self.postings(village)?;
        if !known.iter().any(|(_, posting)| posting.fingerprint.shown.as_deref() == Some(print.as_str())) {
            let new = NewPosting {
                round: round.entity(),
                village,
                from,
                to,
                fingerprint: print.clone(),
                lines: lines.len(),
                persons,
            };
            let act = self.folder().new_act()?;
            self.write(act, lists::post(&new))?;
        }
        let file = file_name(file);
        Ok(VerifySay::Posted(file, lines.len(), print))
    }

    /// Writes the list of a village as its rule says.
    pub fn write_posting(&mut self, village: EntityId, file: &Path) -> Result<VerifySay, VerifyError> {
        self.post_list(village, file, &PostingWish::default())
    }

    /// Writes the visit record of a household: its last visit of the round, or a blank one to be filled at the door.
    pub fn write_visit_sheet(&mut self, household: EntityId, file: &Path) -> Result<VerifySay, VerifyError> {
        let gone = || VerifySay::NoRecord(household.hex());
        let village = self.household_key(household).ok_or_else(gone)?.scope;
        let look = self.verify_village(village)?;
        let one = self.verify_household(&look, household)?.ok_or_else(gone)?;
        let visit = look.visits.iter().rev().find(|visit| visit.household.shown == Some(household));
        let text = |slot: &crate::domain::record::Slot<String>| slot.shown.clone().unwrap_or_default();
        let of_visit = |of: fn(&crate::domain::verify::Visit) -> String| visit.map(of).unwrap_or_default();
        let checked = visit.and_then(|visit| visit.checklist.shown.clone()).unwrap_or_default();
        let item = |item: &&crate::domain::verify::rules::Named| checked.contains(&item.id);
        let items: Vec<&str> = look.rules.check.iter().filter(item).map(|item| item.name.as_str()).collect();
        let place =
            [one.card.township.clone().unwrap_or_default(), text(&one.card.village), text(&one.card.group)];
        let facts = [
            ("place", place.concat()),
            ("code", text(&one.card.code)),
            ("head", text(&one.card.head_name)),
            ("on", of_visit(|visit| visit.on.shown.map(|on| on.iso()).unwrap_or_default())),
            (
                "way",
                of_visit(|visit| {
                    let way = visit.way.shown.and_then(Way::from_code);
                    way.map(|way| words::way(way, Lang::Zh).to_owned()).unwrap_or_default()
                }),
            ),
            ("officers", of_visit(|visit| visit.officers.shown.clone().unwrap_or_default().join(" "))),
            (
                "result",
                of_visit(|visit| {
                    let result = visit.result.shown.and_then(crate::domain::verify::VisitResult::from_code);
                    result.map(|result| words::result(result, Lang::Zh).to_owned()).unwrap_or_default()
                }),
            ),
            (
                "respondent",
                of_visit(|visit| {
                    let parts = [&visit.respondent.shown, &visit.relation.shown];
                    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
                }),
            ),
            ("checklist", items.join(" ")),
            ("note", of_visit(|visit| visit.note.shown.clone().unwrap_or_default())),
            ("next", of_visit(|visit| visit.next.shown.map(|on| on.iso()).unwrap_or_default())),
        ];
        let members = one.members.iter().map(|member| {
            let outcome = member.outcome.as_ref();
            let found = outcome.and_then(|outcome| outcome.outcome.shown);
            let evidence = outcome.and_then(|outcome| outcome.evidence.shown);
            vec![
                text(&member.card.name),
                member.card.relation.shown.and_then(relation::name).unwrap_or_default().to_owned(),
                member.card.sex.shown.map(|of| sex(Lang::Zh, of).to_owned()).unwrap_or_default(),
                member.card.age.map(|age| age.to_string()).unwrap_or_default(),
                found.map(|code| words::outcome_both(look.rules, code).zh).unwrap_or_default(),
                outcome.and_then(|outcome| outcome.on.shown).map(|on| on.iso()).unwrap_or_default(),
                evidence.map(|code| words::evidence_both(look.rules, code).zh).unwrap_or_default(),
                outcome
                    .map(|of| words::account(of.account.shown.unwrap_or(0), Lang::Zh).to_owned())
                    .unwrap_or_default(),
            ]
        });
        let paper = sheets::visit_paper(&facts, members.collect());
        self.write_paper(&paper, file)?;
        Ok(VerifySay::Written(file_name(file)))
    }

    /// Writes the change sheet of a person, or the notice of the decision on them.
    pub fn write_change(
        &mut self,
        person: EntityId,
        notice: bool,
        file: &Path,
    ) -> Result<VerifySay, VerifyError> {
        let gone = || VerifySay::NoRecord(person.hex());
        let row = self.roll().persons.get(&person).copied().ok_or_else(gone)?;
        let look = self.verify_village(row.village)?;
        let proposal = look.proposals.get(&person);
        if proposal.is_none() {
            return Err(VerifySay::Refused(vec![Fact::Verify(Doubt::NothingProposed)]).into());
        }
        let card = self.person(person)?.ok_or_else(gone)?;
        let home = self.household(card.household)?;
        let decision = look.decisions.get(&person);
        if notice {
            super::office::is_approved(look.decided(person))?;
        }
        let outcome = look.outcomes.get(&person);
        let found = outcome.and_then(|outcome| outcome.outcome.shown);
        let cause = decision.and_then(|decision| decision.cause.shown.clone());
        let cause = match cause {
            Some(id) => look.rules.cause(&id),
            None => found.and_then(|code| look.rules.cause_of(code)),
        };
        let effect = decision.and_then(|decision| Effect::from_code(decision.act.shown?));
        let effect = effect.or_else(|| found.map(|code| look.rules.effect_of(code))).unwrap_or_default();
        let iso = |day: Option<Day>| day.map(|day| day.iso()).unwrap_or_default();
        let text = |slot: &crate::domain::record::Slot<String>| slot.shown.clone().unwrap_or_default();
        let of = |take: &dyn Fn(&Decision) -> String| decision.map(take).unwrap_or_default();
        let place = home.as_ref().map(|home| {
            [home.township.clone().unwrap_or_default(), text(&home.village), text(&home.group)].concat()
        });
        let facts = [
            ("name", text(&card.member.name)),
            ("code", text(&card.member.code)),
            ("number", card.member.id_number.shown.as_deref().map(mask::id_number).unwrap_or_default()),
            ("place", place.unwrap_or_default()),
            ("head", home.as_ref().map(|home| text(&home.head_name)).unwrap_or_default()),
            ("asks", zh(effect)),
            ("cause", cause.map(|cause| cause.name.clone()).unwrap_or_default()),
            ("rule", cause.map(|cause| look.rules.cites(cause)).unwrap_or_default()),
            ("event", iso(decision.and_then(|of| of.event_on.shown).or(outcome.and_then(|of| of.on.shown)))),
            ("effective", of(&|of| iso(of.effective.shown))),
            ("evidence", of(&|of| of.evidence.shown.clone().unwrap_or_default().join(" "))),
            ("document", of(&|of| text(&of.number))),
            ("on", of(&|of| iso(of.notice_on.shown.or(Some(self.day()))))),
            ("to", of(&|of| text(&of.served_to))),
            ("served", of(&|of| iso(of.served_on.shown))),
        ];
        let paper = if notice {
            sheets::notice_paper(&facts)
        } else {
            let opinions = proposal.map(|proposal| self.opinions(proposal.common.key)).transpose()?;
            sheets::change_paper(&facts, opinions.unwrap_or_default())
        };
        self.write_paper(&paper, file)?;
        Ok(VerifySay::Written(file_name(file)))
    }

    /// Opinions on a proposal, the lowest level first.
    fn opinions(&self, proposal: RecordKey) -> Result<Vec<Vec<String>>, DeskError> {
        use crate::domain::verify::stages::Level;
        let mut found: Vec<Opinion> = Vec::new();
        of_scope(&self.folder().asker(), &[kind::OPINION], proposal.scope, &mut |key, record| {
            let opinion = Opinion::from_record(key, &record);
            if opinion.common.stands() && opinion.proposal.shown == Some(proposal.entity) {
                found.push(opinion);
            }
        })?;
        found.sort_by_key(|opinion| (opinion.level.shown, opinion.on.shown, opinion.entity()));
        let silent = Level::ALL
            .iter()
            .filter(|level| !found.iter().any(|opinion| opinion.level.shown == Some(level.code())));
        let empty = |level: &Level| {
            let name = words::level(*level, Lang::Zh).to_owned();
            (level.code(), std::iter::once(name).chain((1..5).map(|_| String::new())).collect())
        };
        let open: Vec<(u16, Vec<String>)> = silent.map(empty).collect();
        let row = |opinion: &Opinion| {
            let level = opinion.level.shown.and_then(Level::from_code);
            let agrees = crate::i18n::form::YES_NO[usize::from(opinion.agrees.shown != Some(1))].0;
            vec![
                level.map(|level| words::level(level, Lang::Zh).to_owned()).unwrap_or_default(),
                agrees.to_owned(),
                opinion.by.shown.clone().unwrap_or_default(),
                opinion.on.shown.map(|on| on.iso()).unwrap_or_default(),
                opinion.text.shown.clone().unwrap_or_default(),
            ]
        };
        let said = found.iter().map(|opinion| (opinion.level.shown.unwrap_or(u16::MAX), row(opinion)));
        let mut rows: Vec<(u16, Vec<String>)> = said.chain(open).collect();
        rows.sort_by_key(|(level, _)| *level);
        Ok(rows.into_iter().map(|(_, row)| row).collect())
    }

    /// The yearly summary by reservoir.
    pub fn verify_summary(&self, period: &str) -> Result<Summary, VerifyError> {
        let no_period = || VerifySay::NoPeriod(period.to_owned());
        let span = Span::read(period).ok_or_else(no_period)?;
        let mut decided: BTreeMap<EntityId, Vec<Decided>> = BTreeMap::new();
        let mut left: BTreeMap<EntityId, Day> = BTreeMap::new();
        let mut persons: Vec<Person> = Vec::new();
        let kinds = [kind::DECISION, kind::MEMBERSHIP, kind::PERSON];
        walk(&self.folder().asker(), &kinds, &mut |_| true, &mut |key, record| match key.kind {
            kind::DECISION => {
                let decision = Decision::from_record(key, &record);
                if let Some((person, one)) = approved(&decision) {
                    decided.entry(person).or_default().push(one);
                }
            }
            kind::MEMBERSHIP => {
                let stay = Membership::from_record(key, &record);
                if let (Some(person), Some(to)) =
                    (stay.person.shown, stay.to.shown.filter(|_| stay.common.stands()))
                {
                    left.insert(person, to);
                }
            }
            _ => {
                let person = Person::from_record(key, &record);
                if person.common.stands() && person.support_mode.shown != Some(NOT_ENTITLED) {
                    persons.push(person);
                }
            }
        })?;
        let listed: Vec<Listed> = persons
            .iter()
            .map(|person| Listed {
                reservoir: person.reservoir.shown.clone().unwrap_or_default(),
                support: person.support_from.shown.map(|from| (from, person.support_to.shown)),
                gone_on: person.death.shown.or_else(|| left.get(&person.entity()).copied()),
                decided: decided.get(&person.entity()).cloned().unwrap_or_default(),
            })
            .collect();
        summary::summary(span, &listed).ok_or_else(|| no_period().into())
    }

    /// Writes the summary as a paper.
    pub fn write_summary(
        &mut self,
        period: &str,
        made: &Summary,
        file: &Path,
    ) -> Result<VerifySay, VerifyError> {
        let off = made.1.end - made.1.expected();
        let facts = [
            ("office", self.office_name()?),
            ("period", period.to_owned()),
            ("check", VerifySay::Summary(off).text(Lang::Zh)),
        ];
        let paper = sheets::summary_paper(&facts, made.0.iter());
        self.write_paper(&paper, file)?;
        Ok(VerifySay::Written(file_name(file)))
    }
}

fn approved(decision: &Decision) -> Option<(EntityId, Decided)> {
    let (stage, _) = stage_of(&decision.approval).filter(|_| decision.common.stands())?;
    let one = Decided {
        effect: Effect::from_code(decision.act.shown?)?,
        approved: decision.approved_on.shown?,
        effective: decision.effective.shown?,
    };
    (stage == Stage::Approved).then_some((decision.person.shown?, one))
}
