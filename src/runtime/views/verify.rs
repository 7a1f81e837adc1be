//! From the round's records to what the verification pane shows (核查所示).

use super::{both, shown};
use crate::domain::mask;
use crate::domain::relation;
use crate::domain::verify::matching::By;
use crate::domain::verify::records::stage_of;
use crate::domain::verify::{Candidate, Rules, Stage};
use crate::flow::verify::{
    CandidateLine, Counts, HouseholdLine, MemberLine, QueueLine, RouteView, VillageLine,
};
use crate::flow::view::RoundLine;
use crate::i18n::Both;
use crate::i18n::verify as words;
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, DeskError, Household, Member, Queued, Village};
use crate::store::StoreError;

/// Progress of a village that was read.
pub fn counts(desk: &Desk, look: &Village) -> Counts {
    let counts = look.counts(desk);
    Counts {
        households: counts.households,
        done: counts.done,
        again: counts.second_visit,
        proposals: counts.proposals,
    }
}

/// A village's route; in the second check the drawn households alone.
pub fn route(desk: &Desk, look: &Village, check: bool) -> Result<RouteView, DeskError> {
    let drawn: Option<Vec<EntityId>> =
        check.then(|| desk.verify_check(look).into_iter().map(|(household, _)| household).collect());
    let mut households = Vec::new();
    for one in desk.verify_route(look)? {
        if drawn.as_ref().is_none_or(|drawn| drawn.contains(&one.household)) {
            households.push(household(look, &one, check));
        }
    }
    let team = desk.team_of_the_day(look.village)?.map(|team| team.officers).unwrap_or_default();
    let digit = |rule: &crate::domain::verify::rules::OutcomeRule| {
        Some((rule.digit?, Both::new(&rule.name, &rule.en)))
    };
    let period = look.round.as_ref().and_then(|round| round.period.shown.clone());
    Ok(RouteView {
        period: period.unwrap_or_default(),
        village: look.village,
        name: desk.roll().place(look.village).to_owned(),
        counts: counts(desk, look),
        households,
        team,
        check,
        digits: look.rules.outcome.iter().filter_map(digit).collect(),
    })
}

/// A household of the route.
pub fn household(look: &Village, one: &Household, check: bool) -> HouseholdLine {
    let last = one.standing.last.map(|seen| (seen.on.iso(), seen.result));
    let members: Vec<MemberLine> = one.members.iter().map(|of| member(look, of, check)).collect();
    // In the second check a household is through when each of its members has a second answer.
    let again = one.members.iter().all(|of| look.checks.contains_key(&of.card.person.entity));
    HouseholdLine {
        household: one.household,
        code: shown(&one.card.code),
        head: shown(&one.card.head_name),
        group: shown(&one.card.group),
        address: shown(&one.card.address),
        marks: if check { Vec::new() } else { one.marks.clone() },
        done: if check { again } else { one.standing.is_done() },
        last,
        members,
    }
}

fn member(look: &Village, of: &Member, check: bool) -> MemberLine {
    let rules = look.rules;
    let outcome = of.outcome.as_ref().filter(|_| !check);
    let found = outcome.and_then(|outcome| outcome.outcome.shown);
    let card = &of.card;
    let text = |value: &crate::domain::record::Slot<String>, masked: fn(&str) -> String| {
        value.shown.as_deref().map(masked).unwrap_or_default()
    };
    let word = card.relation.shown.and_then(relation::name).map(str::to_owned);
    let relation = word.or_else(|| card.relation_text.shown.clone()).unwrap_or_default();
    let also = [&card.former_name, &card.nickname].map(shown).join(" ").trim().to_owned();
    MemberLine {
        person: card.person.entity,
        name: shown(&card.name),
        also,
        sex: card.sex.shown,
        age: card.age.and_then(|age| u16::try_from(age).ok()),
        relation: Both::same(relation),
        id_number: text(&card.id_number, mask::id_number),
        account: text(&card.account, mask::account),
        phone: text(&card.phone, mask::phone),
        outcome: found.map(|code| words::outcome_both(rules, code)).unwrap_or_default(),
        on: outcome.and_then(|outcome| outcome.on.shown).map(|on| on.iso()).unwrap_or_default(),
        conflict: outcome.is_some_and(|outcome| !outcome.conflicts().is_empty()),
        proposed: of.proposed.filter(|_| !check).map(|stage| asked(rules, found, stage)).unwrap_or_default(),
        comment: of.comment.clone(),
        candidates: of.candidates.iter().map(|one| candidate(rules, one)).collect(),
    }
}

/// What is asked for, and where it stands.
fn asked(rules: &Rules, found: Option<u16>, stage: Stage) -> Both {
    let effect = found.map(|code| rules.effect_of(code)).unwrap_or_default();
    both(|lang| format!("{} {}", words::effect(effect, lang), words::stage(stage, lang)))
}

fn candidate(rules: &Rules, one: &Candidate) -> CandidateLine {
    let on = one.on.shown.map(|on| on.iso()).unwrap_or_default();
    let claim = one.outcome.shown.map(|code| words::outcome_both(rules, code)).unwrap_or_default();
    let by = one.by.shown.and_then(By::from_code);
    let score = one.score.shown.unwrap_or(0);
    CandidateLine {
        id: one.entity().hex(),
        claim: both(|lang| format!("{} {on}", claim.text(lang)).trim().to_owned()),
        by: both(|lang| format!("{} {score}", by.map(|by| words::by(by, lang)).unwrap_or_default())),
        outcome: one.outcome.shown.unwrap_or(0),
        on,
    }
}

/// How far the round under way is, over all its villages that are here.
pub fn round(desk: &Desk) -> Result<Option<RoundLine>, StoreError> {
    let Some(round) = desk.round()? else { return Ok(None) };
    let (counts, _) = desk.verify_counts(&desk.round_villages(&round))?;
    Ok(Some(RoundLine {
        period: round.period.shown.unwrap_or_default(),
        households: counts.households,
        done: counts.done,
        again: counts.second_visit,
        to_decide: counts.to_decide,
    }))
}

/// Villages of the round.
pub fn villages(desk: &Desk) -> Result<Vec<VillageLine>, DeskError> {
    let Some(round) = desk.round()? else { return Ok(Vec::new()) };
    let mut lines = Vec::new();
    for village in desk.round_villages(&round) {
        let look = desk.verify_village(village)?;
        let name = desk.roll().place(village).to_owned();
        lines.push(VillageLine { village, name, counts: counts(desk, &look) });
    }
    Ok(lines)
}

/// A line of the office's queue.
pub fn queued(desk: &Desk, rules: &Rules, one: &Queued) -> Result<QueueLine, DeskError> {
    let found = one.outcome.as_ref().and_then(|outcome| outcome.outcome.shown);
    let effect = found.map(|code| rules.effect_of(code)).unwrap_or_default();
    let outcome = found.map(|code| words::outcome_both(rules, code)).unwrap_or_default();
    let evidence = one.outcome.as_ref().and_then(|outcome| outcome.evidence.shown);
    let decided = one.decided;
    let stage = decided.unwrap_or(one.stage);
    let entered = one.decision.as_ref().and_then(|decision| stage_of(&decision.approval));
    Ok(QueueLine {
        person: one.person,
        household: one.household,
        who: desk.about_person(one.person)?,
        village: desk.roll().place(one.village).to_owned(),
        asks: both(|lang| match (words::effect(effect, lang), outcome.text(lang)) {
            // 转出外县 says it already.
            (effect, outcome) if outcome.contains(effect) => outcome.to_owned(),
            (effect, outcome) => format!("{effect} {outcome}"),
        }),
        on: one.outcome.as_ref().and_then(|outcome| outcome.on.shown).map(|on| on.iso()).unwrap_or_default(),
        evidence: evidence.map(|code| words::evidence_both(rules, code)).unwrap_or_default(),
        stage: both(|lang| words::stage(stage, lang).to_owned()),
        to_approve: decided == Some(Stage::Entered) && entered.is_none(),
        changed: one.changed,
    })
}
