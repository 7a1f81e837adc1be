//! What the office decided (核定), as direct support counts it: approved decisions of verification stop or restore a claim.

use std::collections::HashMap;

use super::Desk;
use super::verify::{Queued, VerifyError};
use super::walk::walk;
use crate::domain::day::Day;
use crate::domain::kinds::{decision, kind};
use crate::domain::subsidy::claim::Stop;
use crate::domain::value::Value;
use crate::domain::verify::records::stage_of;
use crate::domain::verify::{Decision, Effect, Stage};
use crate::journal::EntityId;
use crate::store::StoreError;

impl Desk {
    /// What approved decisions say of everybody, by person.
    pub(super) fn decided(&self) -> Result<HashMap<EntityId, Vec<Stop>>, StoreError> {
        let mut found: HashMap<EntityId, Vec<Decision>> = HashMap::new();
        walk(&self.folder.asker(), &[kind::DECISION], &mut |_| true, &mut |key, record| {
            let read = Decision::from_record(key, &record);
            if let (true, Some(person)) = (is_approved(&read), read.person.shown) {
                found.entry(person).or_default().push(read);
            }
        })?;
        Ok(found.into_iter().map(|(person, decisions)| (person, stops(decisions))).collect())
    }

    /// The same, with everything that waits in the round as if it were approved as proposed: what the next list would be.
    pub(super) fn decided_and_pending(&self) -> Result<(HashMap<EntityId, Vec<Stop>>, usize), VerifyError> {
        let mut all = self.decided()?;
        let mut waiting = 0;
        for queued in self.verify_queue(None)?.into_iter().filter(Queued::waits) {
            let rules = self.verify_rules(self.round()?.as_ref())?;
            let found = queued.outcome.as_ref();
            let proposed = found.and_then(|found| rules.cause_of(found.outcome.shown?));
            let entered = queued.decision.as_ref().filter(|decision| decision.common.stands());
            let (effect, cause, on, records) = match (entered, proposed) {
                (Some(decision), _) => (
                    decision.act.shown.and_then(Effect::from_code).unwrap_or_default(),
                    decision.cause.shown.clone().unwrap_or_default(),
                    day_of(decision),
                    decision.act.ops.clone(),
                ),
                (None, Some(cause)) => (
                    cause.effect,
                    cause.id.clone(),
                    found.and_then(|found| found.on.shown).or(Some(self.day())),
                    queued.proposal.stage.ops.clone(),
                ),
                (None, None) => continue,
            };
            let Some(from) = on else { continue };
            waiting += 1;
            apply(all.entry(queued.person).or_default(), effect, Stop { cause, from, back: None, records });
        }
        Ok((all, waiting))
    }

    /// The same of one person.
    pub(super) fn decided_on(&self, person: EntityId) -> Result<Vec<Stop>, StoreError> {
        let Ok((_, bytes)) = Value::Ref(person).encode() else { return Ok(Vec::new()) };
        let records =
            self.folder.ask(move |state| state.holding(kind::DECISION, decision::PERSON, &bytes))?;
        let mut read: Vec<Decision> =
            records.iter().map(|(key, record)| Decision::from_record(*key, record)).collect();
        read.retain(is_approved);
        Ok(stops(read))
    }
}

fn is_approved(decision: &Decision) -> bool {
    let stage = stage_of(&decision.approval).map(|(stage, _)| stage);
    decision.common.stands() && stage == Some(Stage::Approved)
}

/// The day of the event; where nobody said one, the day from which the decision counts.
fn day_of(decision: &Decision) -> Option<Day> {
    decision.event_on.shown.or(decision.effective.shown).or(decision.approved_on.shown)
}

/// In the order of their events; a restoration ends the stop before it.
fn stops(mut decisions: Vec<Decision>) -> Vec<Stop> {
    decisions.sort_by_key(|decision| (day_of(decision), decision.entity()));
    let mut stops: Vec<Stop> = Vec::new();
    for decision in &decisions {
        let Some(on) = day_of(decision) else { continue };
        let mut records = decision.act.ops.clone();
        records.extend(&decision.approval.ops);
        let cause = decision.cause.shown.clone().unwrap_or_default();
        let effect = decision.act.shown.and_then(Effect::from_code).unwrap_or_default();
        apply(&mut stops, effect, Stop { cause, from: on, back: None, records });
    }
    stops
}

/// What an effect does to the stops of a person.
fn apply(stops: &mut Vec<Stop>, effect: Effect, stop: Stop) {
    match effect {
        Effect::Reduce | Effect::Stop | Effect::TransferOut => stops.push(stop),
        Effect::Restore | Effect::TransferIn => {
            if let Some(open) = stops.last_mut().filter(|open| open.back.is_none()) {
                open.back = Some(stop.from);
                open.records.extend(stop.records);
            }
        }
        Effect::None | Effect::Add | Effect::Correct => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::Slot;
    use crate::journal::{Audience, Record, RecordKey};

    fn decision(act: Effect, cause: &str, on: &str) -> Decision {
        let entity = EntityId([u8::try_from(on.len()).unwrap(); 16]);
        let key = RecordKey { audience: Audience::Everyone, kind: kind::DECISION, scope: entity, entity };
        let mut made = Decision::from_record(key, &Record::default());
        made.act = Slot { shown: Some(act.code()), ..Slot::default() };
        made.cause = Slot { shown: Some(cause.to_owned()), ..Slot::default() };
        made.event_on = Slot { shown: crate::domain::day::read(on).ok(), ..Slot::default() };
        made
    }

    #[test]
    fn a_restoration_ends_the_stop_before_it_and_a_correction_stops_nothing() {
        let made = stops(vec![
            decision(Effect::Restore, "R5r", "2024-02-01"),
            decision(Effect::Correct, "R12c", "2022-01-01"),
            decision(Effect::Reduce, "R5", "2021-05-01"),
            decision(Effect::Reduce, "R2", "2025-07-01"),
        ]);
        let told: Vec<(&str, String, Option<String>)> =
            made.iter().map(|stop| (stop.cause.as_str(), stop.from.iso(), stop.back.map(Day::iso))).collect();
        let day = |text: &str| text.to_owned();
        assert_eq!(
            told,
            [("R5", day("2021-05-01"), Some(day("2024-02-01"))), ("R2", day("2025-07-01"), None)]
        );
    }

    #[test]
    fn what_nobody_approved_stops_nobody() {
        assert!(!is_approved(&decision(Effect::Reduce, "R1", "2025-07-01")));
    }
}
