//! `find`: the look-up as a command.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::session::{Failure, Session};
use crate::domain::mask;
use crate::i18n::cli::Say;
use crate::i18n::lookup;
use crate::runtime::desk::{Case, HitRow};
use crate::search::EntryKind;

/// Finds and lists; numbers are masked unless `--reveal`, which is recorded.
pub fn run(session: &Session, find: &args::Find, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let found = desk.find(&find.query.join(" "), find.limit, find.blur)?;
    if find.reveal && !found.hits.is_empty() {
        desk.record_reveal(found.hits.iter().map(|hit| hit.entity).collect())?;
    }
    let today = desk.today_brief()?;
    // A petition's number is looked up like any other word, as far as this officer may see the item.
    let petitions = desk.petitions_by_number(&find.query.concat(), find.limit)?;
    let petition = petitions.first().map(|case| case.number().to_owned());
    if find.json {
        let hits: Vec<Value> = found.hits.iter().map(|hit| hit_json(hit, find.reveal)).collect();
        answer.document(&json!({
            "as_of": today.roster,
            "scope": today.villages,
            "total": found.total,
            "hits": hits,
            "petition": petition,
            "petitions": petitions.iter().map(Case::number).collect::<Vec<_>>(),
        }));
        return Ok(Exit::Done);
    }
    for petition in &petitions {
        let number = petition.number();
        answer.line(&format!("{}\t{number}", crate::i18n::petition_words::record_word(session.lang)));
    }
    for hit in &found.hits {
        let number = shown(&hit.id_number, mask::id_number, find.reveal);
        let matched: Vec<String> = hit.matched.iter().map(|part| part.fragment.clone()).collect();
        let same = lookup::same_as(session.lang, &hit.same_as);
        let matched = [matched.join(" "), same.unwrap_or_default()].join(" ");
        let fields = [hit.code.as_str(), &hit.name, &hit.village, &hit.group, &number, matched.trim_end()];
        answer.line(&fields.join("\t"));
    }
    let say = if found.total == 0 && petition.is_none() {
        Say::NothingFound { villages: today.villages, as_of: today.roster }
    } else {
        Say::Found(found.total)
    };
    answer.say(&say.text(session.lang));
    Ok(Exit::Done)
}

/// A number as it may be shown.
pub fn shown(number: &str, masked: fn(&str) -> String, reveal: bool) -> String {
    if reveal { number.to_owned() } else { masked(number) }
}

fn hit_json(hit: &HitRow, reveal: bool) -> Value {
    let matched: Vec<Value> = hit
        .matched
        .iter()
        .map(|part| {
            let (what, spelling) = (part.what.word(), part.what.spelling());
            json!({"fragment": part.fragment, "what": what, "spelling": spelling, "approximate": part.approx})
        })
        .collect();
    let mut document = json!({
        "kind": match hit.kind {
            EntryKind::Person => "person",
            EntryKind::Household => "household",
            EntryKind::Village => "village",
        },
        "code": hit.code,
        "name": hit.name,
        "household": hit.household_code,
        "village": hit.village,
        "group": hit.group,
        "id_number": shown(&hit.id_number, mask::id_number, reveal),
        "phone": shown(&hit.phone, mask::phone, reveal),
        "account": shown(&hit.account, mask::account, reveal),
        "matched": matched,
    });
    if let Some(map) = document.as_object_mut().filter(|_| !hit.same_as.is_empty()) {
        map.insert("same_as".into(), json!(hit.same_as));
    }
    document
}
