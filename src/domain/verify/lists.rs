//! Acts on lists (名单办理): what is posted and said against it, candidates of other offices' lists, papers that were seen.

use super::acts::{stage, text, written};
use super::stages::Stage;
use crate::domain::acts::{Held, Put, Whom, Write};
use crate::domain::day::Day;
use crate::domain::kinds::{candidate, kind, objection, paper, posting};
use crate::domain::value::Value;
use crate::journal::EntityId;

/// A list to be posted in a village.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPosting {
    /// The round.
    pub round: EntityId,
    /// The village.
    pub village: EntityId,
    /// First and last day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Fingerprint of the list.
    pub fingerprint: String,
    /// Lines of the list.
    pub lines: usize,
    /// Whose change is posted.
    pub persons: Vec<EntityId>,
}

/// Posts a list.
pub fn post(new: &NewPosting) -> Vec<Write> {
    let mut puts = vec![
        Put::refer(posting::ROUND, Whom::Is(new.round)),
        Put::new(posting::FROM, Value::Day(new.from)),
        Put::new(posting::TO, Value::Day(new.to)),
        Put::new(posting::FINGERPRINT, Value::Text(new.fingerprint.clone())),
        Put::new(posting::LINES, Value::Int(i64::try_from(new.lines).unwrap_or(i64::MAX))),
        Put::new(posting::STAGE, stage(Stage::Posted)),
    ];
    if !new.persons.is_empty() {
        let persons = new.persons.iter().copied().take(crate::domain::value::REFS_MAX);
        puts.push(Put::new(posting::PERSONS, Value::refs(persons)));
    }
    vec![Write { scope: new.village, kind: kind::POSTING, whom: Whom::New(0), puts, why: None }]
}

/// Ends a posting with its result, or takes it down.
pub fn end_posting(held: &Held, to: Stage, result: &str) -> Vec<Write> {
    written(held, vec![(posting::STAGE, Some(stage(to))), (posting::RESULT, text(result))], None)
}

/// An objection to a posted list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewObjection {
    /// The posting.
    pub posting: EntityId,
    /// Whom it is about.
    pub person: Option<EntityId>,
    /// Who says it.
    pub by: String,
    /// When.
    pub on: Day,
    /// What.
    pub text: String,
}

/// Takes an objection in.
pub fn object(village: EntityId, new: &NewObjection) -> Vec<Write> {
    let mut puts = vec![
        Put::refer(objection::POSTING, Whom::Is(new.posting)),
        Put::new(objection::ON, Value::Day(new.on)),
        Put::new(objection::STAGE, stage(Stage::Received)),
    ];
    puts.extend(new.person.map(|person| Put::refer(objection::PERSON, Whom::Is(person))));
    puts.extend(text(&new.by).map(|by| Put::new(objection::BY, by)));
    puts.extend(text(&new.text).map(|said| Put::new(objection::TEXT, said)));
    vec![Write { scope: village, kind: kind::OBJECTION, whom: Whom::New(0), puts, why: None }]
}

/// Answers an objection after it was checked again.
pub fn answer(held: &Held, said: &str, on: Day) -> Vec<Write> {
    let values = vec![
        (objection::STAGE, Some(stage(Stage::Answered))),
        (objection::ANSWER, text(said)),
        (objection::ANSWERED_ON, Some(Value::Day(on))),
    ];
    written(held, values, None)
}

/// A line of an outside list that may mean a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCandidate {
    /// Whom.
    pub person: EntityId,
    /// Name of the file.
    pub source: String,
    /// Row of the file.
    pub row: u64,
    /// The outcome that the list claims.
    pub outcome: u16,
    /// When.
    pub on: Option<Day>,
    /// From 0 to 100.
    pub score: u8,
    /// By what it was matched.
    pub by: u16,
    /// Name and place as the list has them.
    pub stated: String,
}

/// Keeps a candidate; one that is kept already stays as it is.
pub fn keep_candidate(held: &Held, new: &NewCandidate) -> Vec<Write> {
    if !held.slots.is_empty() {
        return Vec::new();
    }
    let values = vec![
        (candidate::PERSON, Some(Value::Ref(new.person))),
        (candidate::SOURCE, text(&new.source)),
        (candidate::ROW, Some(Value::Int(i64::try_from(new.row).unwrap_or(i64::MAX)))),
        (candidate::OUTCOME, Some(Value::Code(new.outcome))),
        (candidate::ON, new.on.map(Value::Day)),
        (candidate::SCORE, Some(Value::Int(new.score.into()))),
        (candidate::BY, Some(Value::Code(new.by))),
        (candidate::STATED, text(&new.stated)),
        (candidate::STAGE, Some(stage(Stage::Waiting))),
    ];
    written(held, values, None)
}

/// A paper or photo, by name, digest and where it lies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewPaper {
    /// Kind of evidence.
    pub evidence: u16,
    /// What it is.
    pub title: String,
    /// Its date.
    pub on: Option<Day>,
    /// File name.
    pub file: String,
    /// SHA-256 in hexadecimal.
    pub digest: String,
    /// Where the file lies.
    pub place: String,
}

/// Notes a paper about a visit, proposal, posting or person.
pub fn paper(village: EntityId, subject: EntityId, new: &NewPaper) -> Vec<Write> {
    let mut puts = vec![
        Put::refer(paper::SUBJECT, Whom::Is(subject)),
        Put::new(paper::EVIDENCE, Value::Code(new.evidence)),
    ];
    let texts = [
        (paper::TITLE, &new.title),
        (paper::FILE, &new.file),
        (paper::DIGEST, &new.digest),
        (paper::PLACE, &new.place),
    ];
    puts.extend(texts.into_iter().filter_map(|(slot, said)| Some(Put::new(slot, text(said)?))));
    puts.extend(new.on.map(|on| Put::new(paper::ON, Value::Day(on))));
    vec![Write { scope: village, kind: kind::PAPER, whom: Whom::New(0), puts, why: None }]
}
