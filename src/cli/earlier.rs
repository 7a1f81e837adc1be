//! `import history|opening`: what was paid before this program kept it.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::batches::failure;
use super::session::{Failure, Session};
use super::subsidy::period;
use crate::domain::money;
use crate::i18n::cli::Say;
use crate::i18n::subsidy_acts::Done;
use crate::i18n::subsidy_words as words;
use crate::runtime::desk::TakenPast;

/// Takes a roster of payments in.
pub fn history(session: &Session, past: &args::PastPayments, answer: &mut Answer) -> Result<Exit, Failure> {
    let of = period(session, &past.period)?;
    let mut desk = session.desk(answer)?;
    let taken =
        desk.take_history(&past.file, of, &past.map).map_err(|error| failure(session, &past.file, error))?;
    Ok(told(session, &taken, past.json, answer))
}

/// Takes opening balances in.
pub fn openings(session: &Session, past: &args::PastOpenings, answer: &mut Answer) -> Result<Exit, Failure> {
    let through = period(session, &past.through)?;
    let mut desk = session.desk(answer)?;
    let taken = desk
        .take_openings(&past.file, through, &past.source, &past.map)
        .map_err(|error| failure(session, &past.file, error))?;
    Ok(told(session, &taken, past.json, answer))
}

fn told(session: &Session, taken: &TakenPast, as_json: bool, answer: &mut Answer) -> Exit {
    if as_json {
        let refused = taken.refused.iter().map(|(sheet, row, why)| {
            json!({"sheet": sheet, "row": row, "reason": why.name(), "text": words::not_taken(session.lang, why)})
        });
        answer.document(&json!({
            "batch": (!taken.batch.is_empty()).then_some(&taken.batch),
            "taken": taken.taken,
            "already": taken.already,
            "refused": taken.refused.len(),
            "total": money::plain(taken.fen),
            "rows": refused.collect::<Vec<Value>>(),
        }));
    } else {
        for (sheet, row, why) in &taken.refused {
            let why = words::not_taken(session.lang, why);
            answer.line(&Say::Row(sheet.clone(), *row, why).text(session.lang));
        }
    }
    let counts = [taken.taken, taken.already, taken.refused.len()];
    answer.say(&Done::Past(taken.batch.clone(), counts, taken.fen).text(session.lang));
    if taken.refused.is_empty() { Exit::Done } else { Exit::Refused }
}
