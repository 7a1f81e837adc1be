//! `subsidy payee`, `subsidy payees`: who receives a person's money by a signed form. Numbers of accounts are not shown.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args;
use super::batches::names;
use super::session::{Failure, Session};
use super::settle::{date, person, refused};
use crate::domain::day::Day;
use crate::domain::mask;
use crate::domain::subsidy::mandate::{Receiver, Sort};
use crate::i18n::mandate as words;
use crate::runtime::desk::NewMandate;

/// Enters a mandate, or ends one.
pub fn give(session: &Session, payee: &args::SubsidyPayee, answer: &mut Answer) -> Result<Exit, Failure> {
    let day = |typed: &Option<String>| typed.as_deref().map(date).transpose();
    let (on, from, until, end) = (day(&payee.on)?, day(&payee.from)?, day(&payee.until)?, day(&payee.end)?);
    let mut desk = session.desk(answer)?;
    let who = person(&desk, &payee.code)?;
    if let Some(end) = end {
        desk.end_mandate(who, &payee.paper, end).map_err(refused(session))?;
        answer.say(&words::ended(session.lang, &payee.paper, &end.iso()));
        return Ok(Exit::Done);
    }
    let receiver = Receiver {
        sort: if payee.heir { Sort::Heir } else { Sort::Agent },
        name: payee.name.clone().unwrap_or_default(),
        relation: payee.relation.clone(),
        account: payee.account.clone().unwrap_or_default(),
        paper: payee.paper.clone(),
        on,
    };
    let new = NewMandate { receiver, from, until };
    let changed = desk.give_mandate(who, &new).map_err(refused(session))?;
    answer.say(&words::entered(session.lang, &new.receiver, changed));
    Ok(Exit::Done)
}

/// Who receives, for a document; null where the person does.
pub fn document(receiver: Option<&Receiver>) -> Value {
    let one = |one: &Receiver| {
        json!({
            "sort": one.sort.name(),
            "name": one.name,
            "relation": one.relation,
            "paper": one.paper,
            "signed": one.on.map(Day::iso),
            "account": mask::account(&one.account),
        })
    };
    receiver.map_or(Value::Null, one)
}

/// Lists all forms.
pub fn list(session: &Session, as_json: bool, answer: &mut Answer) -> Result<Exit, Failure> {
    let desk = session.desk(answer)?;
    let all = desk.all_mandates()?;
    let names = names(&desk, all.iter().filter_map(|one| one.person.shown).collect())?;
    let mut rows = Vec::new();
    for one in &all {
        let (code, name) = one.person.shown.and_then(|who| names.get(&who).cloned()).unwrap_or_default();
        let from = one.from.shown.or(one.on.shown).map(Day::iso).unwrap_or_default();
        let until = one.until.shown.map(Day::iso);
        if as_json {
            let mut row = document(Some(&one.receiver()));
            row["person"] = json!(code);
            row["person_name"] = json!(name);
            row["from"] = json!(from);
            row["until"] = json!(until);
            row["holds"] = json!(one.holds_on(desk.day()));
            rows.push(row);
            continue;
        }
        let who = words::receiver(session.lang, &one.receiver());
        let columns = [code, name, who, from, until.unwrap_or_default()];
        answer.line(columns.join("\t").trim_end());
    }
    if as_json {
        answer.document(&json!({"forms": rows}));
    } else {
        answer.say(&words::counted(session.lang, all.len()));
    }
    Ok(Exit::Done)
}
