//! `correct` and `note`: one field by its name, one note, each confirmed before it is said.

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use super::show::resolve_any;
use crate::domain::acts;
use crate::i18n::acts::ActSay;
use crate::runtime::desk::{CorrectError, Corrected, Correction, DeskError, Target};
use crate::search::EntryKind;

/// Keys of `show` that no correction changes.
const DERIVED: [&str; 7] = ["code", "status", "household", "village", "township", "head", "findings"];

/// Corrects one field, or lists the fields.
pub fn run(session: &Session, correct: &args::Correct, answer: &mut Answer) -> Result<Exit, Failure> {
    let (Some(code), Some(field), Some(value), false) =
        (&correct.code, &correct.field, &correct.value, correct.fields)
    else {
        for target in Target::all() {
            answer.line(&format!("{}\t{}", target.field.id, target.field.label.text(session.lang)));
        }
        return Ok(Exit::Done);
    };
    let mut desk = session.desk(answer)?;
    let (of, entity) = resolve_any(&desk, code)?;
    let label = Target::named(of, field).map(|target| target.field.label.text(session.lang).to_owned());
    let asked = Correction { of, entity, field, value, why: correct.why.as_deref() };
    let told = |say: ActSay, exit| Err(session.told(&say, exit));
    let label = match label {
        Some(label) => label,
        None if DERIVED.contains(&field.as_str()) => {
            return told(ActSay::NotCorrected(field.clone()), Exit::Failed);
        }
        None => return told(ActSay::NoField(field.clone()), Exit::Usage),
    };
    match desk.correct(&asked) {
        Ok(Corrected::Written(_)) => {
            answer.line(&ActSay::Corrected(code.clone(), label).text(session.lang));
            Ok(Exit::Done)
        }
        Ok(Corrected::Same) => {
            answer.line(&ActSay::Same(code.clone(), label).text(session.lang));
            Ok(Exit::Done)
        }
        Err(CorrectError::Refused(facts)) => told(ActSay::Refused(label, facts), Exit::Failed),
        Err(CorrectError::ReasonWanted(facts)) => told(ActSay::ReasonWanted(label, facts), Exit::Failed),
        Err(CorrectError::NoField) => told(ActSay::NoField(field.clone()), Exit::Usage),
        Err(CorrectError::NoRecord) => told(ActSay::NoRecord(code.clone()), Exit::Failed),
        Err(CorrectError::Desk(error)) => Err(session.failed(error)),
    }
}

/// Keeps a note on a person or household.
pub fn note(session: &Session, note: &args::Note, answer: &mut Answer) -> Result<Exit, Failure> {
    let text = note.text.trim();
    if text.is_empty() || text.chars().any(|c| c.is_control() && c != '\n') {
        return Err(session.told(&ActSay::NoteEmpty, Exit::Failed));
    }
    let mut desk = session.desk(answer)?;
    let (of, entity) = resolve_any(&desk, &note.code)?;
    let village = match of {
        EntryKind::Household => desk.household_key(entity).map(|key| key.scope),
        _ => desk.roll().persons.get(&entity).map(|row| row.village),
    };
    let no_record = || session.told(&ActSay::NoRecord(note.code.clone()), Exit::Failed);
    let village = village.ok_or_else(no_record)?;
    let act = desk.folder().new_act()?;
    let writes = acts::person::note(village, entity, text, Some(desk.day()));
    desk.write(act, writes).map_err(|error: DeskError| session.failed(error))?;
    answer.line(&ActSay::Noted(note.code.clone()).text(session.lang));
    Ok(Exit::Done)
}
