//! What speaks against an act of verification (把关): pure questions, asked by forms and commands alike.

use super::rules::{OutcomeRule, Rules, Want, code};
use super::stages::Stage;
use crate::domain::acts::{Fact, Severity};
use crate::domain::day::Day;
use crate::journal::Hash;

/// A rule of verification that is broken, with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A visit saw the person on that later day.
    SeenSince(Day),
    /// The person is a member of another household: its code.
    Elsewhere(String),
    /// Fewer officers than the rule wants: how many, how many are wanted.
    FewOfficers(usize, usize),
    /// Not a name of an officer: digits or marks alone.
    NoName(String),
    /// The round of that period is open already.
    RoundOpen(String),
    /// The cut-off day is outside the round's period: its period.
    CutoffOutside(String),
    /// What was typed is no year or quarter.
    NoPeriod(String),
    /// No round is open.
    NoRound,
    /// A proposal without the kind of evidence that it needs.
    NoEvidence,
    /// The proposal has moved on since it was read.
    MovedOn,
    /// Two machines say different things of it, and nobody has settled which holds.
    Unsettled,
    /// The approver proposed it, or made the decision: their name.
    OwnWork(String),
    /// The other county has not confirmed.
    NoConfirmation,
    /// The step does not follow from the stage: the stage's stable name.
    Stage(&'static str),
    /// Nobody was proposed for anything.
    NothingProposed,
    /// The list hangs for fewer days than the rule wants: how many, how many are wanted.
    ShortPosting(i32, i32),
    /// The list hangs until that day.
    StillHangs(Day),
    /// The decision counts before the period after the event: first day of that period.
    TooEarly(Day),
    /// Died, by the register, on that day: nothing else can have happened later.
    DeadSince(Day),
}

impl Doubt {
    /// Stable id; stored with the reason when the warning is acknowledged.
    pub fn id(&self) -> &'static str {
        match self {
            Doubt::SeenSince(_) => "seen_since",
            Doubt::Elsewhere(_) => "two_households",
            Doubt::FewOfficers(..) => "few_officers",
            Doubt::NoName(_) => "no_name",
            Doubt::RoundOpen(_) => "round_open",
            Doubt::CutoffOutside(_) => "cutoff_outside",
            Doubt::NoPeriod(_) => "no_period",
            Doubt::NoRound => "no_round",
            Doubt::NoEvidence => "no_evidence",
            Doubt::MovedOn => "moved_on",
            Doubt::Unsettled => "unsettled",
            Doubt::OwnWork(_) => "own_work",
            Doubt::NoConfirmation => "no_confirmation",
            Doubt::Stage(_) => "stage",
            Doubt::NothingProposed => "nothing_proposed",
            Doubt::ShortPosting(..) => "short_posting",
            Doubt::StillHangs(_) => "still_hangs",
            Doubt::TooEarly(_) => "too_early",
            Doubt::DeadSince(_) => "dead_since",
        }
    }

    /// What it weighs.
    pub fn severity(&self) -> Severity {
        match self {
            Doubt::SeenSince(_)
            | Doubt::Elsewhere(_)
            | Doubt::FewOfficers(..)
            | Doubt::CutoffOutside(_)
            | Doubt::ShortPosting(..)
            | Doubt::StillHangs(_)
            | Doubt::TooEarly(_)
            | Doubt::DeadSince(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// What the guards look at of one member; everything may be unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Birth.
    pub birth: Option<Day>,
    /// Death by the register.
    pub death: Option<Day>,
    /// The last visit that saw the person.
    pub seen_on: Option<Day>,
    /// Code of another household that the person is in as well.
    pub elsewhere: Option<String>,
}

/// What is entered of one member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// Code of the outcome; none = nothing was entered.
    pub outcome: Option<u16>,
    /// When it happened.
    pub on: Option<Day>,
    /// Kind of evidence.
    pub evidence: Option<u16>,
    /// What was noted.
    pub note: String,
}

/// An outcome with its date and evidence: (stable field name, fact).
pub fn of_outcome(rules: &Rules, stated: &Stated, known: &Known, today: Day) -> Vec<(&'static str, Fact)> {
    let mut found = Vec::new();
    let Some(outcome) = stated.outcome else { return found };
    let Some(rule) = rules.outcome(outcome) else {
        return vec![("outcome", Fact::NoOption)];
    };
    if rule.date == Want::Required && stated.on.is_none() {
        found.push(("on", Fact::Missing));
    }
    if rule.evidence == Want::Required && stated.evidence.is_none_or(|kind| kind == code::STATED) {
        found.push(("evidence", Fact::Verify(Doubt::NoEvidence)));
    }
    if rule.note && stated.note.trim().is_empty() {
        found.push(("note", Fact::Missing));
    }
    if let Some(on) = stated.on {
        found.extend(of_day(rule, on, known, today).into_iter().map(|fact| ("on", fact)));
    }
    if let Some(code) = known.elsewhere.clone().filter(|_| rule.cause.is_none()) {
        found.push(("outcome", Fact::Verify(Doubt::Elsewhere(code))));
    }
    found
}

fn of_day(rule: &OutcomeRule, on: Day, known: &Known, today: Day) -> Vec<Fact> {
    let mut facts = Vec::new();
    if today.is_before(on) {
        facts.push(Fact::AfterToday(on));
    }
    if let Some(birth) = known.birth.filter(|birth| on.is_before(*birth)) {
        facts.push(Fact::BeforeBirth(birth));
    }
    let dead = rule.code == code::DEAD;
    if let Some(seen) = known.seen_on.filter(|seen| dead && on.is_before(*seen)) {
        facts.push(Fact::Verify(Doubt::SeenSince(seen)));
    }
    if let Some(death) = known.death {
        if dead && !death.agrees(on) {
            facts.push(Fact::DeadAlready(death));
        } else if !dead && death.is_before(on) {
            facts.push(Fact::Verify(Doubt::DeadSince(death)));
        }
    }
    facts
}

/// The officers of a visit: names, and as many as the rule wants. Digits are no name; an outcome's digit or a date that was
/// typed too early would else stand under a signature.
pub fn of_team(rules: &Rules, officers: &[String], why_few: &str) -> Vec<Fact> {
    let nameless = |name: &&String| !name.chars().any(char::is_alphabetic);
    let wrong: Vec<Fact> =
        officers.iter().filter(nameless).map(|name| Fact::Verify(Doubt::NoName(name.clone()))).collect();
    if !wrong.is_empty() {
        return wrong;
    }
    let few = officers.len() < rules.officers_min && why_few.trim().is_empty();
    let doubt = Doubt::FewOfficers(officers.len(), rules.officers_min);
    few.then_some(Fact::Verify(doubt)).into_iter().collect()
}

/// A decision: on the version that was read, with evidence, with the other county's word where it is needed, and counting
/// from the next period on.
#[derive(Clone, Debug, Default)]
pub struct Deciding<'a> {
    /// The version of the proposal that was read, and as it is now.
    pub read: Option<Hash>,
    /// As it is now.
    pub now: Option<Hash>,
    /// Where the proposal stands.
    pub stage: Option<Stage>,
    /// Its cause.
    pub cause: &'a str,
    /// Papers.
    pub evidence: usize,
    /// When it happened.
    pub event: Option<Day>,
    /// From when it counts.
    pub effective: Option<Day>,
    /// The other county.
    pub county: &'a str,
    /// The other county's confirmation.
    pub confirmation: &'a str,
}

/// What speaks against a decision.
pub fn of_decision(rules: &Rules, of: &Deciding<'_>) -> Vec<Fact> {
    let mut doubts = Vec::new();
    if of.read.is_some() && of.read != of.now {
        doubts.push(Doubt::MovedOn);
    }
    if !super::stages::may_follow(of.stage, Stage::Decided) {
        doubts.push(of.stage.map_or(Doubt::NothingProposed, |stage| Doubt::Stage(stage.name())));
    }
    if of.evidence == 0 {
        doubts.push(Doubt::NoEvidence);
    }
    let confirms = rules.cause(of.cause).is_some_and(|cause| cause.confirmation);
    if confirms && (of.confirmation.trim().is_empty() || of.county.trim().is_empty()) {
        doubts.push(Doubt::NoConfirmation);
    }
    let next = of.event.and_then(|event| rules.period.after(event));
    if let (Some(next), Some(effective)) = (next, of.effective)
        && effective.is_before(next)
    {
        doubts.push(Doubt::TooEarly(next));
    }
    doubts.into_iter().map(Fact::Verify).collect()
}

#[cfg(test)]
mod tests {
    use super::super::rules::rules;
    use super::*;

    fn day(year: i32, month: u32, date: u32) -> Day {
        Day::ymd(year, month, date).unwrap()
    }

    fn ids(found: &[(&'static str, Fact)]) -> Vec<(&'static str, &'static str)> {
        found.iter().map(|(field, fact)| (*field, fact.id())).collect()
    }

    #[test]
    fn each_kind_of_bad_input_has_its_fact_and_weight() {
        let today = day(2026, 11, 24);
        let known =
            Known { birth: Some(day(1950, 1, 1)), seen_on: Some(day(2026, 6, 1)), ..Known::default() };
        let dead = |on, evidence| Stated { outcome: Some(code::DEAD), on, evidence, ..Stated::default() };
        let found = |stated: &Stated, known: &Known| ids(&of_outcome(rules(None), stated, known, today));
        assert_eq!(found(&dead(None, None), &known), [("on", "missing"), ("evidence", "no_evidence")]);
        let papers = Some(2);
        assert_eq!(found(&dead(Some(day(2026, 12, 1)), papers), &known), [("on", "after_today")]);
        assert_eq!(found(&dead(Some(day(1949, 12, 1)), papers), &known)[0], ("on", "before_birth"));
        assert_eq!(found(&dead(Some(day(2026, 5, 12)), papers), &known), [("on", "seen_since")]);
        assert!(found(&dead(Some(day(2026, 7, 12)), papers), &known).is_empty());
        assert_eq!(
            found(&dead(Some(day(2026, 7, 12)), Some(code::STATED)), &known),
            [("evidence", "no_evidence")]
        );
        let again = Known { death: Some(day(2025, 1, 1)), seen_on: None, ..known.clone() };
        assert_eq!(found(&dead(Some(day(2026, 5, 12)), papers), &again), [("on", "dead_already")]);
        let home = Stated { outcome: Some(code::HOME), ..Stated::default() };
        let twice = Known { elsewhere: Some("H02001".into()), ..Known::default() };
        assert_eq!(found(&home, &twice), [("outcome", "two_households")]);
        assert!(found(&home, &known).is_empty());
    }

    #[test]
    fn a_visit_has_two_officers_or_a_reason() {
        let two = ["李明".to_owned(), "王芳".to_owned()];
        assert!(of_team(rules(None), &two, "").is_empty());
        assert_eq!(of_team(rules(None), &two[..1], "")[0].id(), "few_officers");
        assert!(of_team(rules(None), &two[..1], "人手不足").is_empty());
        let typed = ["李明".to_owned(), "0512".to_owned()];
        let ids: Vec<&str> = of_team(rules(None), &typed, "人手不足").iter().map(Fact::id).collect();
        assert_eq!(ids, ["no_name"]);
    }

    #[test]
    fn a_decision_on_a_version_that_moved_on_is_refused() {
        let read = crate::journal::id::Hash32([1; 32]);
        let base = Deciding {
            read: Some(read),
            now: Some(read),
            stage: Some(Stage::Street),
            cause: "R1",
            evidence: 1,
            event: Some(day(2026, 5, 12)),
            effective: Some(day(2026, 7, 1)),
            county: "",
            confirmation: "",
        };
        let ids = |of: &Deciding<'_>| -> Vec<&'static str> {
            of_decision(rules(None), of).iter().map(Fact::id).collect()
        };
        assert!(ids(&base).is_empty());
        let moved = Deciding { now: Some(crate::journal::id::Hash32([2; 32])), ..base.clone() };
        assert_eq!(ids(&moved), ["moved_on"]);
        assert_eq!(ids(&Deciding { evidence: 0, ..base.clone() }), ["no_evidence"]);
        assert_eq!(ids(&Deciding { stage: Some(Stage::Returned), ..base.clone() }), ["stage"]);
        assert_eq!(ids(&Deciding { stage: None, ..base.clone() }), ["nothing_proposed"]);
        let transfer = Deciding { cause: "R6o", confirmation: "宣搬函〔2026〕3号", ..base.clone() };
        assert_eq!(ids(&transfer), ["no_confirmation"], "whose confirmation is not said");
        assert!(ids(&Deciding { county: "宣威市", ..transfer.clone() }).is_empty());
        assert_eq!(ids(&Deciding { county: "宣威市", confirmation: "", ..transfer }), ["no_confirmation"]);
        assert_eq!(ids(&Deciding { effective: Some(day(2026, 4, 1)), ..base }), ["too_early"]);
    }
}
