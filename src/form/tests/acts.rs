//! Acts as forms: what each asks, refuses and writes.

use super::super::specs::{self, events, members, person, register};
use super::super::*;
use super::*;
use crate::domain::acts::{Fact, Given, Whom, operations};
use crate::domain::kinds::kind;
use crate::i18n::form::Said;
use crate::journal::CommitId;
use crate::keys::Code;

#[test]
fn a_new_head_makes_all_relations_be_asked_again() {
    let seed = Seed { rows: vec![given(30, "张三丰"), given(31, "张大")], ..Seed::default() };
    let mut form = Form::open(&members::CHANGE_HEAD, &seed, family());
    typed(&mut form, "3\n");
    assert_eq!(facts(&form, "head", 0, "head"), ["head_dead"]);
    typed(&mut form, "<");
    (0..2).for_each(|_| drop(form.key(FormKey::Edit(Key::plain(Code::Backspace)))));
    typed(&mut form, "2\n");
    assert_eq!(form.key(FormKey::Save).said, Some(Said::Errors(1)), "the former head's relation");
    let saved = saved(typed(&mut form, "51\n\n\n\n"));
    let writes =
        members::change_head(&house(50, 30), &[membership(40, 30, 50), membership(41, 31, 50)], &saved);
    assert_eq!(writes.len(), 3);
    let relation = |at: usize| {
        writes[at].puts.iter().find(|put| put.slot == member_slots::RELATION).map(|put| put.given.clone())
    };
    assert_eq!(relation(1), Some(Given::Value(Value::Code(51))));
    assert_eq!(relation(2), Some(Given::Value(Value::Code(2))));
    assert!(
        writes[1].puts.iter().any(|put| put.slot == member_slots::RELATION_TEXT && put.given == Given::Empty)
    );
}

#[test]
fn moving_into_the_household_one_is_in_is_refused() {
    let mut context = family();
    context.person = Some(id(31));
    let mut form = Form::open(&members::MOVE, &Seed::default(), context);
    typed(&mut form, "1\n22\n\n");
    assert_eq!(facts(&form, "move", 0, "into"), ["same_household"]);
    assert!(matches!(form.key(FormKey::Save).said, Some(Said::Errors(1))));
    form.key(FormKey::Repeat);
    (0..10).for_each(|_| drop(form.key(FormKey::Edit(Key::plain(Code::Backspace)))));
    typed(&mut form, "H002\n22\n");
    let saved = saved(form.key(FormKey::Save));
    let who = members::Candidate {
        person: Held { key: RecordKey { entity: id(31), ..held_person().key }, ..held_person() },
        membership: Some(membership(41, 31, 50)),
        there: None,
    };
    let writes = members::move_member(&house(50, 30), &who, id(1), &saved);
    assert_eq!(writes.len(), 2, "one membership ends, one begins");
    let writes = members::move_member(&house(50, 31), &who, id(2), &saved);
    let kinds: Vec<(u16, EntityId)> = writes.iter().map(|write| (write.kind, write.scope)).collect();
    let want = [
        (kind::MEMBERSHIP, id(1)),
        (kind::PERSON, id(1)),
        (kind::PERSON, id(2)),
        (kind::MEMBERSHIP, id(2)),
        (kind::HOUSEHOLD, id(1)),
    ];
    assert_eq!(kinds, want, "closed here, restated there, the old household without head");
    let there = &writes[2].puts;
    let village = there.iter().find(|put| put.slot == slots::VILLAGE).unwrap();
    assert_eq!(village.given, Given::Value(Value::Ref(id(2))));
    assert_eq!(there.len(), held_person().slots.len());
    assert!(operations(writes, CommitId([1; 14]), 0).is_ok());
}

#[test]
fn a_split_takes_somebody_and_leaves_somebody() {
    let seed = Seed { rows: vec![given(30, "张三丰"), given(31, "张大")], ..Seed::default() };
    let mut form = Form::open(&members::SPLIT, &seed, family());
    typed(&mut form, "H001\n1\n\n\n\n");
    assert_eq!(facts(&form, "household", 0, "code"), ["code_taken"]);
    assert_eq!(text(&form, "household", 0, "on"), "2026-07-01");
    assert!(facts(&form, "members", 0, "goes").contains(&"nobody_chosen"));
    assert!(form.go_to("household", 0, "code"));
    form.key(FormKey::Edit(Key::plain(Code::Backspace)));
    typed(&mut form, "9\n");
    assert!(form.go_to("members", 0, "goes"));
    typed(&mut form, "n\n\ny\n2\n\n");
    let saved = saved(form.key(FormKey::Save));
    let who = |person: u8, entity: u8| members::Candidate {
        person: Held { key: RecordKey { entity: id(person), ..held_person().key }, ..held_person() },
        membership: Some(membership(entity, person, 50)),
        there: None,
    };
    let writes = members::split(&house(50, 30), &[who(30, 40), who(31, 41)], &saved);
    assert_eq!(writes.len(), 3, "the new household, one membership ended, one begun");
    assert_eq!(writes[0].whom, Whom::New(0));
    assert!(operations(writes, CommitId([1; 14]), 0).is_ok());
}

#[test]
fn a_death_before_birth_or_after_today_is_refused() {
    let mut context = family();
    context.person = Some(id(31));
    for (day, want) in [
        ("19500101", "before_birth"),
        ("20300101", "after_today"),
        ("20040101", "before_joining"),
        ("20260230", "date_unreadable"),
    ] {
        let mut form = Form::open(&events::DEATH, &Seed::default(), context.clone());
        typed(&mut form, &format!("{day}\n"));
        assert_eq!(facts(&form, "event", 0, "on"), [want], "{day}");
        assert_eq!(form.key(FormKey::Save).said, Some(Said::Errors(1)));
    }
    let mut form = Form::open(&events::DEATH, &Seed::default(), context);
    let saved = saved(typed(&mut form, "0512\n\n\n"));
    let writes = events::death(&held_person(), Some(&membership(41, 31, 50)), &saved);
    assert_eq!(writes.len(), 2);
    assert_eq!(writes[1].puts.len(), 2, "the membership ends, with its reason");
}

#[test]
fn setting_aside_and_bringing_back_ask_a_reason() {
    for (spec, is_void) in [(&events::SET_ASIDE, false), (&events::BRING_BACK, true)] {
        let mut context = context();
        context.is_void = is_void;
        let mut form = Form::open(spec, &Seed::default(), context.clone());
        assert_eq!(form.key(FormKey::Save).said, Some(Said::Errors(1)), "no reason");
        typed(&mut form, "9\n");
        assert_eq!(text(&form, "event", 0, "reason"), "重复登记");
        let given = saved(typed(&mut form, "\n"));
        let writes = if is_void {
            events::bring_back(&void(), &given)
        } else {
            events::set_aside(&held_person(), &given)
        };
        assert_eq!(writes.len(), 1);
        context.is_void = !is_void;
        let mut form = Form::open(spec, &Seed::default(), context);
        typed(&mut form, "9\n");
        assert_eq!(form.key(FormKey::Save).said, Some(Said::Errors(1)), "already so");
    }
}

fn void() -> Held {
    let mut record = held_person();
    let value = Value::Void { reason: "x".into(), seen: record.digest_void };
    record.slots.insert(0, seen(value, 80));
    record
}

#[test]
fn warnings_from_the_register_ask_for_a_reason_once_and_enter_repeats_it() {
    let mut form = open(&register::ADD_MEMBER);
    typed(&mut form, "张三\n2\n");
    let reply = typed(&mut form, "11010519491231002X\n");
    let lookup = reply.lookup.unwrap();
    assert_eq!((lookup.said.text("name"), lookup.said.text("id_number")), ("张三", "11010519491231002X"));
    let place =
        crate::domain::acts::Place { section: lookup.section_id, row: lookup.row, field: "id_number" };
    let same = Fact::SameNumber("张三".into(), "H001-02".into());
    let near = Fact::NearNumber("张四".into(), "H001-03".into());
    let findings = [same, near].map(|fact| Finding { place, fact });
    form.found(lookup.section, lookup.row, findings.to_vec());
    assert_eq!(form.key(FormKey::Save).said, Some(Said::ReasonWanted(2)));
    let saved = saved(typed(&mut form, "查过\n\n"));
    let reasons: Vec<&str> = saved.reasons.iter().map(|reason| reason.reason.as_str()).collect();
    assert_eq!(reasons, ["查过", "查过"]);
}

#[test]
fn every_form_is_well_formed() {
    let mut ids = std::collections::BTreeSet::new();
    for spec in specs::ALL {
        assert!(ids.insert(spec.id), "{}", spec.id);
        assert!(std::ptr::eq(specs::by_id(spec.id).unwrap(), spec));
        for section in spec.sections {
            let mut fields = std::collections::BTreeSet::new();
            assert!(section.fields.iter().all(|field| fields.insert(field.id)), "{} {}", spec.id, section.id);
        }
    }
    let slots: Vec<u16> = person::CORRECT.sections[0].fields.iter().filter_map(|field| field.slot).collect();
    let all = crate::domain::kinds::rows_of(kind::PERSON).map(|row| row.slot);
    let missing: Vec<u16> = all.filter(|slot| *slot >= slots::CODE && !slots.contains(slot)).collect();
    assert_eq!(missing, [slots::CODE, slots::VILLAGE], "every other slot of a person can be corrected");
}
