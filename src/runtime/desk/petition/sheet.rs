//! The fact sheet of an item (事实清单): household, verification, payments, each figure with the record that it stands in, to
//! paste into the reply.

use super::PetitionError;
use crate::domain::day::Day;
use crate::domain::kinds::{kind, outcome};
use crate::domain::petition::facts::Figure;
use crate::domain::status::Status;
use crate::domain::value::Value;
use crate::domain::verify::Outcome;
use crate::journal::{EntityId, OpId};
use crate::runtime::desk::Desk;
use crate::store::StoreError;

/// One line of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Code of the person or household.
    pub code: String,
    /// Name.
    pub name: String,
    /// What it says.
    pub figure: Figure,
    /// Where it stands: operations of the record, or what it was counted from.
    pub source: String,
}

/// The sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Number of the item.
    pub number: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

fn marks(ops: &[OpId]) -> String {
    ops.iter().map(|op| op.hex()).collect::<Vec<_>>().join(" ")
}

impl Desk {
    /// The fact sheet of an item: of its household, else of its persons who are known.
    pub fn petition_sheet(&self, typed: &str) -> Result<Sheet, PetitionError> {
        let case = self.case(typed)?;
        let mut sheet = Sheet { number: case.number().to_owned(), lines: Vec::new() };
        let mut persons: Vec<EntityId> = case.parties.iter().filter_map(|party| party.person.shown).collect();
        if let Some(card) =
            case.petition.household.shown.map(|home| self.household(home)).transpose()?.flatten()
        {
            let here = card.members.iter().filter(|member| member.status == Status::Registered);
            let here: Vec<_> = here.collect();
            sheet.lines.push(Line {
                code: card.code.shown.clone().unwrap_or_default(),
                name: card.head_name.shown.clone().unwrap_or_default(),
                figure: Figure::Members(here.len()),
                source: here
                    .iter()
                    .map(|member| member.code.shown.clone().unwrap_or_default())
                    .collect::<Vec<_>>()
                    .join(" "),
            });
            persons.splice(0..0, card.members.iter().map(|member| member.person.entity));
        }
        let mut seen = std::collections::BTreeSet::new();
        for person in persons.into_iter().filter(|person| seen.insert(*person)) {
            self.person_lines(person, &mut sheet.lines)?;
        }
        Ok(sheet)
    }

    fn person_lines(&self, person: EntityId, lines: &mut Vec<Line>) -> Result<(), StoreError> {
        let Some(card) = self.person(person)? else { return Ok(()) };
        let code = card.member.code.shown.clone().unwrap_or_default();
        let name = card.member.name.shown.clone().unwrap_or_default();
        let mut say = |figure: Figure, source: String| {
            lines.push(Line { code: code.clone(), name: name.clone(), figure, source });
        };
        let stays = [&card.member.death.ops, &card.member.member_to.ops, &card.member.name.ops];
        let source = stays.into_iter().find(|ops| !ops.is_empty()).map(|ops| marks(ops)).unwrap_or_default();
        say(Figure::Status(card.member.status), source);
        if let Some((code, on, source)) = self.last_outcome(person)? {
            say(Figure::Verified(code, on), source);
        }
        if let (Some(rule), Some(account)) = (self.support_rule()?, self.support_account(person)?) {
            let batches: Vec<String> =
                account.entries.iter().filter_map(|entry| entry.batch.clone()).collect();
            let last = |batches: &[String]| batches.last().cloned().unwrap_or_default();
            say(Figure::Due(account.sums.should, rule.rule_id.clone()), rule.rule_id.clone());
            say(Figure::Paid(account.sums.paid), last(&batches));
            say(Figure::Owed(account.sums.owed), rule.rule_id.clone());
        }
        Ok(())
    }

    fn last_outcome(&self, person: EntityId) -> Result<Option<(u16, Option<Day>, String)>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(None) };
        let records =
            self.folder().ask(move |state| state.holding(kind::OUTCOME, outcome::PERSON, &bytes))?;
        let found = records.iter().map(|(key, record)| Outcome::from_record(*key, record));
        let last = found.filter(|one| one.common.stands()).max_by_key(|one| one.stated_on.shown);
        Ok(last.and_then(|one| Some((one.outcome.shown?, one.stated_on.shown, marks(&one.outcome.ops)))))
    }
}
