//! `show`: one household, one person. A `sure` slot in conflict is the sorted list of its live values.

use serde_json::{Value, json};

use super::answer::{Answer, Exit};
use super::args::ShowOne;
use super::session::{Failure, Session};
use crate::domain::card::{HouseholdCard, MemberCard};
use crate::domain::record::Slot;
use crate::domain::{ethnic, mask, relation, rulebook};
use crate::i18n::cli::Say;
use crate::i18n::{Lang, checks as words};
use crate::journal::EntityId;
use crate::runtime::desk::{Desk, PersonCard, Resolved};
use crate::search::EntryKind;

/// `show household`.
pub fn household(session: &Session, one: &ShowOne, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let entity = resolve(&desk, &one.code, EntryKind::Household)?;
    if one.reveal {
        desk.record_reveal(vec![entity])?;
    }
    let nothing = || Failure::Say(Say::NoSuchCode(one.code.clone()), Exit::Failed);
    let card = desk.household(entity)?.ok_or_else(nothing)?;
    let document = household_json(&card, one.reveal, session.lang, &desk);
    if one.json {
        answer.document(&document);
    } else {
        print(answer, &document, 0);
    }
    Ok(Exit::Done)
}

/// `show person`.
pub fn person(session: &Session, one: &ShowOne, answer: &mut Answer) -> Result<Exit, Failure> {
    let mut desk = session.desk(answer)?;
    let entity = resolve(&desk, &one.code, EntryKind::Person)?;
    if one.reveal {
        desk.record_reveal(vec![entity])?;
    }
    let nothing = || Failure::Say(Say::NoSuchCode(one.code.clone()), Exit::Failed);
    let card = desk.person(entity)?.ok_or_else(nothing)?;
    let document = person_json(&card, one.reveal, session.lang, &desk);
    if one.json {
        answer.document(&document);
    } else {
        print(answer, &document, 0);
    }
    Ok(Exit::Done)
}

/// The record of a typed code, or a sentence that lists the candidates.
pub fn resolve(desk: &Desk, code: &str, kind: EntryKind) -> Result<EntityId, Failure> {
    match desk.resolve(code, kind) {
        Resolved::One(entity) => Ok(entity),
        Resolved::Nothing => Err(match desk.gone_to(code)? {
            Some(village) => Failure::Say(Say::MovedTo { code: code.to_owned(), village }, Exit::Failed),
            None => Failure::Say(Say::NoSuchCode(code.to_owned()), Exit::Failed),
        }),
        Resolved::Many(candidates) => {
            let list = candidates.into_iter().map(|(village, code)| format!("{village}/{code}")).collect();
            Err(Failure::Say(Say::Several(list), Exit::Failed))
        }
    }
}

/// The person or household of a typed code; a person's code is looked for first.
pub fn resolve_any(desk: &Desk, code: &str) -> Result<(EntryKind, EntityId), Failure> {
    match desk.resolve(code, EntryKind::Person) {
        Resolved::Nothing => Ok((EntryKind::Household, resolve(desk, code, EntryKind::Household)?)),
        _ => Ok((EntryKind::Person, resolve(desk, code, EntryKind::Person)?)),
    }
}

/// One value, or the sorted list of a conflict.
fn slot<T: Ord>(slot: &Slot<T>, turn: impl Fn(&T) -> String) -> Value {
    if slot.conflict {
        Value::from(slot.sorted().into_iter().map(&turn).collect::<Vec<String>>())
    } else {
        Value::from(slot.shown.as_ref().map(turn).unwrap_or_default())
    }
}

fn text(value: &Slot<String>) -> Value {
    slot(value, String::clone)
}

fn number(value: &Slot<String>, masked: fn(&str) -> String, reveal: bool) -> Value {
    slot(value, |number| super::find::shown(number, masked, reveal))
}

fn member_json(member: &MemberCard, reveal: bool, lang: Lang, desk: &Desk) -> Value {
    let name = |entity| desk.person_name(entity).ok().flatten().unwrap_or_default();
    let findings: Vec<String> =
        member.findings.iter().map(|finding| words::finding(lang, finding, &name)).collect();
    let word =
        |code: &u16, of: fn(u16) -> Option<&'static str>| of(*code).map_or(code.to_string(), str::to_owned);
    let lists = rulebook::words();
    let listed = |list: &rulebook::CodeList, code: u16| {
        list.name(code).map_or_else(|| code.to_string(), str::to_owned)
    };
    let relation = match (&member.relation.shown, &member.relation_text.shown) {
        (None, Some(label)) => Value::from(label.clone()),
        _ => slot(&member.relation, |code| word(code, relation::name)),
    };
    let mut document = json!({
        "code": text(&member.code),
        "name": text(&member.name),
        "former_name": text(&member.former_name),
        "nickname": text(&member.nickname),
        "reading": text(&member.reading),
        "sex": slot(&member.sex, |sex| words::sex(lang, *sex).to_owned()),
        "birth": slot(&member.birth, |day| day.iso()),
        "relation": relation,
        "ethnic": slot(&member.ethnic, |code| word(code, ethnic::name)),
        "status": member.status.name(),
        "id_number": number(&member.id_number, mask::id_number, reveal),
        "phone": number(&member.phone, mask::phone, reveal),
        "account": number(&member.account, mask::account, reveal),
        "bank": text(&member.bank),
        "account_name": text(&member.account_name),
        "registration": slot(&member.registration, |code| listed(&lists.registration, *code)),
        "migrant_kind": slot(&member.migrant_kind, |code| listed(&lists.migrant_kind, *code)),
        "relocated": slot(&member.relocated, |day| day.iso()),
        "reservoir": text(&member.reservoir),
        "support_mode": slot(&member.support_mode, |code| listed(&lists.support_mode, *code)),
        "support_from": slot(&member.support_from, |day| day.iso()),
        "support_to": slot(&member.support_to, |day| day.iso()),
        "death": slot(&member.death, |day| day.iso()),
        "remark": text(&member.remark),
        "findings": findings,
    });
    let same = desk.same_as(member.person.entity).unwrap_or_default();
    if let Some(map) = document.as_object_mut().filter(|_| !same.is_empty()) {
        map.insert("same_as".into(), Value::from(same));
    }
    document
}

fn household_json(card: &HouseholdCard, reveal: bool, lang: Lang, desk: &Desk) -> Value {
    let name = |entity| desk.person_name(entity).ok().flatten().unwrap_or_default();
    let members: Vec<Value> =
        card.members.iter().map(|member| member_json(member, reveal, lang, desk)).collect();
    let findings: Vec<String> =
        card.findings.iter().map(|finding| words::finding(lang, finding, &name)).collect();
    json!({
        "code": text(&card.code),
        "village": text(&card.village),
        "township": card.township.clone().unwrap_or_default(),
        "group": text(&card.group),
        "settlement": text(&card.settlement),
        "head": text(&card.head_name),
        "address": text(&card.address),
        "remark": text(&card.remark),
        "members": members,
        "findings": findings,
        "notes": notes_json(desk, card.household.entity),
    })
}

/// What was noted, the latest day first.
fn notes_json(desk: &Desk, subject: EntityId) -> Value {
    let notes = desk.notes(subject).unwrap_or_default();
    notes
        .iter()
        .map(|note| json!({"on": slot(&note.on, |day| day.iso()), "text": text(&note.text)}))
        .collect()
}

fn person_json(card: &PersonCard, reveal: bool, lang: Lang, desk: &Desk) -> Value {
    let mut document = member_json(&card.member, reveal, lang, desk);
    if let Some(map) = document.as_object_mut() {
        map.insert("household".into(), Value::from(card.household_code.clone()));
        map.insert("village".into(), Value::from(card.village.clone()));
        map.insert("notes".into(), notes_json(desk, card.member.person.entity));
    }
    document
}

/// Prints a document as indented lines.
fn print(answer: &mut Answer, value: &Value, depth: usize) {
    let Some(map) = value.as_object() else { return };
    let indent = "  ".repeat(depth);
    for (key, value) in map {
        match value {
            Value::Array(items) if items.iter().any(Value::is_object) => {
                answer.line(&format!("{indent}{key}:"));
                for item in items {
                    print(answer, item, depth + 1);
                    answer.line("");
                }
            }
            Value::Array(items) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                answer.line(&format!("{indent}{key}: {}", texts.join(" | ")));
            }
            Value::String(text) => answer.line(&format!("{indent}{key}: {text}")),
            other => answer.line(&format!("{indent}{key}: {other}")),
        }
    }
}
