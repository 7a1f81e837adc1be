//! A commit read out: for `devices late` and `bundle show`.

use serde_json::{Value, json};

use super::answer::Answer;
use super::session::Session;
use crate::i18n::rulings as words;
use crate::runtime::desk::ReadLine;

/// A commit, its records, their fields: value and what stands here now. `beside` = what else is to be said of it.
pub(super) fn read_out(session: &Session, line: &ReadLine, beside: &str, answer: &mut Answer) {
    answer.line(&[&line.commit, &line.when, &line.officer, beside].join("\t"));
    for entry in &line.entries {
        let beyond = if entry.beyond_role { words::beyond_role(session.lang) } else { "" };
        answer.line(&["  ", entry.kind.text(session.lang), &entry.about, beyond].join("\t"));
        for (field, value, now) in &entry.values {
            let columns = [field, value, now].map(|words| words.text(session.lang));
            answer.line(&["    ", &columns.join("\t")].join("\t"));
        }
    }
}

/// The same as JSON.
pub(super) fn read_document(session: &Session, line: &ReadLine) -> Value {
    let lang = session.lang;
    let records: Vec<Value> = line
        .entries
        .iter()
        .map(|entry| {
            let values: Vec<Value> = entry
                .values
                .iter()
                .zip(&entry.field_names)
                .map(|((field, value, now), name)| {
                    json!({
                        "field": field.text(lang),
                        "field_name": name,
                        "value": value.text(lang),
                        "now": now.text(lang),
                    })
                })
                .collect();
            json!({
                "kind": entry.kind.text(lang),
                "kind_name": entry.kind_name,
                "record": entry.about,
                "beyond_role": entry.beyond_role,
                "values": values,
            })
        })
        .collect();
    json!({
        "commit": line.commit,
        "device": line.device,
        "officer": line.officer,
        "when": line.when,
        "undecided": line.undecided,
        "records": records,
    })
}
