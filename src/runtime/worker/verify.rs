//! What the verification pane asks of the worker (核查请求).

use super::Worker;
use crate::domain::verify::{Stage, VisitResult, Way};
use crate::flow::Done;
use crate::flow::verify::{Ask, Told};
use crate::flow::view::Revealed;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, DeskError, Team, VerifyError, VisitEntry};
use crate::runtime::views::verify as views;
use crate::store::StoreError;

impl Worker<'_> {
    pub(super) fn verify(&mut self, desk: &mut Desk, request: u64, ask: Ask) -> Result<(), DeskError> {
        let told = match answer(desk, ask) {
            Ok(told) => told,
            Err(VerifyError::Say(say)) => Told::Refused(say.both()),
            Err(VerifyError::Desk(error)) => return Err(error),
        };
        self.send(Done::Verify { request, told: Box::new(told) });
        Ok(())
    }
}

fn answer(desk: &mut Desk, ask: Ask) -> Result<Told, VerifyError> {
    Ok(match ask {
        Ask::Route { village, check } => {
            let village = match village {
                Some(village) => village,
                None => first_village(desk)?,
            };
            let look = desk.verify_village(village)?;
            Told::Route(Box::new(views::route(desk, &look, check)?))
        }
        Ask::Household { household, check } => {
            let (line, counts) = line_of(desk, household, check)?;
            Told::Household(Box::new(line), counts)
        }
        Ask::Villages => Told::Villages(views::villages(desk)?),
        Ask::AsRecorded { household, desk: paper, check } => {
            let way = match (check, paper) {
                (true, _) => Way::Check,
                (_, true) => Way::Desk,
                _ => Way::Door,
            };
            visited(desk, household, None, way, check)?
        }
        Ask::Result { household, result } => visited(desk, household, Some(result), Way::Door, false)?,
        Ask::Rest { village, count } => {
            let team = desk.team_of_the_day(village)?.unwrap_or_default();
            Told::Reported(desk.report_rest(village, count, &team)?)
        }
        Ask::Dismiss { household, candidate } => {
            desk.settle_candidate(&candidate, Stage::Dismissed)?;
            let (line, counts) = line_of(desk, household, false)?;
            Told::Household(Box::new(line), counts)
        }
        Ask::Reveal { household } => Told::Revealed(revealed(desk, household)?),
        Ask::Queue => {
            let round = desk.round()?;
            let rules = desk.verify_rules(round.as_ref())?;
            let mut lines = Vec::new();
            for one in desk.verify_queue(None)?.iter().filter(|one| one.waits) {
                lines.push(views::queued(desk, rules, one)?);
            }
            Told::Queue(lines)
        }
        Ask::Posting { village, path } => Told::Written(desk.write_posting(village, path.as_ref())?.both()),
        Ask::Change { person, path } => {
            Told::Written(desk.write_change(person, false, path.as_ref())?.both())
        }
        Ask::Sheet { household, path } => {
            Told::Written(desk.write_visit_sheet(household, path.as_ref())?.both())
        }
    })
}

/// The village of the first household that is not through; else the first village.
fn first_village(desk: &Desk) -> Result<EntityId, StoreError> {
    let villages = match desk.round()? {
        Some(round) => desk.round_villages(&round),
        None => Vec::new(),
    };
    for village in &villages {
        let counts = desk.verify_village(*village)?.counts(desk);
        if counts.done > 0 && counts.done < counts.households {
            return Ok(*village);
        }
    }
    Ok(villages.first().copied().unwrap_or_default())
}

fn line_of(
    desk: &Desk,
    household: EntityId,
    check: bool,
) -> Result<(crate::flow::verify::HouseholdLine, crate::flow::verify::Counts), VerifyError> {
    let gone = || VerifyError::Say(crate::i18n::verify::VerifySay::NoRecord(household.hex()));
    let village = desk.household_key(household).ok_or_else(gone)?.scope;
    let look = desk.verify_village(village)?;
    let one = desk.verify_household(&look, household)?.ok_or_else(gone)?;
    Ok((views::household(&look, &one, check), views::counts(desk, &look)))
}

fn visited(
    desk: &mut Desk,
    household: EntityId,
    result: Option<VisitResult>,
    way: Way,
    check: bool,
) -> Result<Told, VerifyError> {
    let village = desk.household_key(household).map(|key| key.scope).unwrap_or_default();
    let team = desk.team_of_the_day(village)?.unwrap_or_else(Team::default);
    let mut entry = VisitEntry::new(household, desk.day(), way, team);
    entry.result = result;
    let act = desk.folder().new_act()?;
    desk.record_visit(act, &entry)?;
    let (line, counts) = line_of(desk, household, check)?;
    Ok(Told::Visited(Box::new(line), counts))
}

/// The numbers of all members; recorded first: what cannot be recorded is not shown.
fn revealed(desk: &mut Desk, household: EntityId) -> Result<Vec<Revealed>, DeskError> {
    let Some(card) = desk.household(household)? else { return Ok(Vec::new()) };
    desk.record_reveal(vec![household])?;
    let text = |slot: &crate::domain::record::Slot<String>| {
        slot.sorted().into_iter().cloned().collect::<Vec<_>>().join(" / ")
    };
    let of = |member: &crate::domain::card::MemberCard| Revealed {
        person: member.person.entity,
        id_number: text(&member.id_number),
        account: text(&member.account),
        phone: text(&member.phone),
    };
    Ok(card.members.iter().map(of).collect())
}
