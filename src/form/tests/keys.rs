//! Typing: the order of fields, lists, defaults, repeats, what is filled and refused; a household of six at the keyboard.

use super::super::specs::{members, person, register};
use super::super::*;
use super::*;
use crate::domain::acts::{Given, operations};
use crate::i18n::form::Said;
use crate::journal::CommitId;
use crate::keys::Code;

#[test]
fn a_household_of_six_is_registered_in_few_keys() {
    let mut form = open(&register::REGISTER);
    let head = "H010\n1\n\n河边3号\n\n张三丰\n2\n530399195711138810\n\n\n7\n1\n1\n0512\n车马碧\n1\n13900001234\n信用社\n6223106029442609809\n\n\n";
    // From the second member on the defaults above are accepted by Enter.
    let member = |name: &str, relation: &str, number: &str| {
        format!("{name}\n{relation}\n{number}\n\n\n\n\n\n\n\n\n\n\n\n\n\n")
    };
    let others = [
        ("李四娘", "12", "530399195807014509"),
        ("张大", "22", "530399198101010011"),
        ("张二", "32", "530399198303030020"),
        ("王五", "38", "530399198202020021"),
        ("张小", "41", "530399200905050010"),
    ];
    let mut keys = head.to_owned();
    for (name, relation, number) in others {
        // Check digits are computed, so that the sample is right whatever the serial.
        let number = numbered(number);
        keys.push_str(&member(name, relation, &number));
    }
    let end = "\n\n";
    keys.push_str(end);
    let reply = typed(&mut form, &keys);
    let warned =
        form.findings().map(|(at, finding)| format!("{at:?} {}", finding.fact.id())).collect::<Vec<_>>();
    let saved = saved(reply);
    only_notes(&keys, &warned);
    assert_eq!(saved.answers.all("members").count(), 6);
    assert!(keys.chars().count() <= 350, "{} keys", keys.chars().count());

    let writes = register::register(id(1), "", &saved);
    let scoped = operations(writes, CommitId([3; 14]), 0).unwrap();
    assert_eq!(scoped.len(), 13, "one household, six persons, six memberships");
    let house = &scoped[0].op;
    let head = house.changes.iter().find(|change| change.slot == house_slots::HEAD).unwrap();
    let want = Value::Ref(scoped[1].op.entity).encode().unwrap();
    assert_eq!(head.value.as_ref(), Some(&want.1));
    let last = &scoped[11].op;
    let code = last.changes.iter().find(|change| change.slot == slots::CODE).unwrap();
    assert_eq!(code.value.as_ref(), Some(&Value::Text("H010-06".into()).encode().unwrap().1));
    let reservoir = last.changes.iter().find(|change| change.slot == slots::RESERVOIR).unwrap();
    assert_eq!(reservoir.value.as_ref(), Some(&Value::Text("车马碧".into()).encode().unwrap().1));
}

/// A number with its check digit put right.
fn numbered(text: &str) -> String {
    let digits: Vec<char> = text.chars().take(17).collect();
    let body: String = digits.iter().collect();
    "0123456789X"
        .chars()
        .map(|last| format!("{body}{last}"))
        .find(|whole| crate::domain::IdNumber::parse(whole).is_ok())
        .unwrap()
}

fn only_notes(keys: &str, warned: &[String]) {
    let informs = |line: &String| line.contains("id_area_unknown") || line.contains("account_check_digit");
    assert!(warned.iter().all(informs), "{warned:?}, {} keys", keys.chars().count());
}

#[test]
fn the_identity_number_fills_birth_and_sex_and_is_checked_against_them() {
    let mut form = open(&register::ADD_MEMBER);
    typed(&mut form, "张三\n22\n11010519491231002X\n");
    assert_eq!(text(&form, "members", 0, "birth"), "1949-12-31");
    assert_eq!(text(&form, "members", 0, "sex"), "女");
    assert_eq!(facts(&form, "members", 0, "relation"), ["relation_sex_differs"]);
    typed(&mut form, "1\n19490101\n");
    assert_eq!(facts(&form, "members", 0, "sex"), ["sex_differs_from_id"]);
    assert_eq!(facts(&form, "members", 0, "birth"), ["birth_differs_from_id"]);
    // Typed over by hand, the number fills no more.
    assert!(form.go_to("members", 0, "id_number"));
    form.key(FormKey::Edit(Key::plain(Code::Backspace)));
    typed(&mut form, "X\n");
    assert_eq!(text(&form, "members", 0, "sex"), "男");
}

#[test]
fn only_what_changed_is_written_with_what_it_replaces() {
    let mut form = correct();
    assert!(form.findings_at(form.first().unwrap()).is_empty());
    let reply = form.key(FormKey::Save);
    assert_eq!(
        (reply.said, reply.out),
        (Some(Said::NothingChanged), Out::Stay),
        "a bad old account does not block"
    );
    assert!(form.go_to("person", 0, "phone"));
    (0..11).for_each(|_| drop(form.key(FormKey::Edit(Key::plain(Code::Backspace)))));
    typed(&mut form, "1390000123\n");
    assert_eq!(facts(&form, "person", 0, "phone"), ["phone_odd"], "ten digits");
    let reply = form.key(FormKey::Save);
    assert_eq!(reply.said, Some(Said::ReasonWanted(1)));
    assert_eq!(typed(&mut form, "\n").said, Some(Said::ReasonNeeded));
    let saved = saved(typed(&mut form, "1\n"));
    let [change] = saved.changes.as_slice() else { panic!("{:?}", saved.changes) };
    assert_eq!((change.slot, change.replaces.clone()), (Some(slots::PHONE), vec![op(5)]));
    assert_eq!(saved.why().as_deref(), Some("phone.phone_odd: 本人来电"));
    let writes = person::correct(&held_person(), &saved);
    let [write] = writes.as_slice() else { panic!("{writes:?}") };
    assert_eq!(write.puts.len(), 1);
    assert_eq!(write.puts[0].given, Given::Value(Value::Text("1390000123".into())));
}

#[test]
fn a_value_typed_again_settles_a_conflict_and_an_untouched_one_does_not() {
    let mut record = held_person();
    let name = record.slots.get_mut(&slots::NAME).unwrap();
    name.others = vec![Some(Value::Text("张三峰".into()))];
    name.ops = vec![op(2), op(8)];
    let seed = Seed { rows: vec![SeedRow::of("person", &record)], ..Seed::default() };
    let mut form = Form::open(&person::CORRECT, &seed, context());
    assert!(form.saved().changes.is_empty());
    form.key(FormKey::Edit(Key::plain(Code::Backspace)));
    typed(&mut form, "丰\n");
    let changes = form.saved().changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].replaces, [op(2), op(8)]);
    assert_eq!(person::correct(&record, &form.saved())[0].puts[0].replaces, [op(2), op(8)]);
}

#[test]
fn bad_input_keeps_everything_and_names_the_way_out() {
    let mut form = open(&register::ADD_MEMBER);
    form.key(FormKey::Text("张\r\n三\u{7}丰\n".into()));
    assert_eq!(form.edited(), "张 三丰", "line breaks are spaces, control characters are gone");
    let reply = form.key(FormKey::Text("\u{1b}\u{2}".into()));
    assert_eq!(reply.said, Some(Said::ControlsDropped(2)));
    typed(&mut form, "\n\n\n\n3.99\n");
    assert_eq!(facts(&form, "members", 0, "birth"), ["date_unreadable"]);
    assert_eq!(text(&form, "members", 0, "birth"), "3.99", "what was typed stays");
    let reply = form.key(FormKey::Save);
    assert_eq!(reply.said, Some(Said::Errors(2)), "no relation, no such day");
    assert_eq!(form.focused(), form.at_of("members", 0, "relation"));
    let long: String = "长".repeat(60);
    let mut form = open(&register::ADD_MEMBER);
    form.key(FormKey::Text(long.clone()));
    form.key(FormKey::Enter);
    assert_eq!(facts(&form, "members", 0, "name"), ["name_too_long"]);
    assert_eq!(text(&form, "members", 0, "name"), long);
}

#[test]
fn a_card_reader_ends_with_enter_and_a_paste_elsewhere_does_not() {
    let mut form = open(&register::ADD_MEMBER);
    form.key(FormKey::Text("张三\n".into()));
    assert_eq!(form.focused(), form.at_of("members", 0, "name"));
    typed(&mut form, "\n2\n");
    form.key(FormKey::Text("11010519491231002X\r\n".into()));
    assert_eq!(form.focused(), form.at_of("members", 0, "sex"));
}

#[test]
fn one_option_is_taken_by_enter_and_several_open_the_list() {
    let mut form = open(&register::ADD_MEMBER);
    typed(&mut form, "张三\nhz\n");
    assert_eq!(text(&form, "members", 0, "relation"), "户主");
    typed(&mut form, "<");
    (0..2).for_each(|_| drop(form.key(FormKey::Edit(Key::plain(Code::Backspace)))));
    let reply = typed(&mut form, "cn\n");
    assert!(matches!(reply.said, Some(Said::Several(count)) if count >= 2), "{reply:?}");
    let chosen = form.list().map(|list| list.lines[list.chosen].name.clone()).unwrap();
    typed(&mut form, "\n");
    assert_eq!(text(&form, "members", 0, "relation"), chosen);
}

#[test]
fn repeating_copies_from_the_row_above_or_the_record_before() {
    let mut form = open(&register::ADD_MEMBER);
    typed(&mut form, "张三\n2\n\n1\n19800101\n7\n1\n1\n20050101\n车马碧\n1\n13900001234\n信用社\n\n\n\n");
    typed(&mut form, "李四\n");
    let reply = form.key(FormKey::RepeatAll);
    assert_eq!(reply.said, Some(Said::Copied(8)));
    let ethnic = form.at_of("members", 1, "ethnic").unwrap();
    assert_eq!(form.view(ethnic).unwrap().mark, Mark::Copied);
    assert!(form.go_to("members", 1, "ethnic"));
    assert_eq!(form.view(ethnic).unwrap().mark, Mark::Edited, "visited");
    let mut next = context();
    next.last = form.kept();
    let mut form = Form::open(&register::ADD_MEMBER, &Seed::default(), next);
    typed(&mut form, "王五\n");
    form.key(FormKey::RepeatAll);
    assert_eq!(text(&form, "members", 0, "reservoir"), "车马碧");
    assert!(form.go_to("members", 0, "relation"));
    assert_eq!(
        form.key(FormKey::Repeat).said,
        Some(Said::NothingToRepeat).filter(|_| form.edited().is_empty())
    );
}

#[test]
fn the_first_typed_key_replaces_a_number_and_other_keys_go_on_with_it() {
    let mut form = correct();
    for (field, typed_in, want) in [
        ("phone", "13811112222\n", "13811112222"),
        ("id_number", "11010519491231002X\n", "11010519491231002X"),
        ("account", "6223106029442609809\n", "6223106029442609809"),
    ] {
        assert!(form.go_to("person", 0, field));
        typed(&mut form, typed_in);
        assert_eq!(text(&form, "person", 0, field), want);
        assert!(form.go_to("person", 0, field));
        form.key(FormKey::Text(want.into()));
        assert_eq!(form.edited(), want, "a paste replaces it, too");
        // Refused, it replaces nothing.
        assert!(form.go_to("person", 0, field));
        typed(&mut form, "z");
        assert_eq!(form.edited(), want);
        form.key(FormKey::Edit(Key::plain(Code::Backspace)));
        let last = want.chars().last().unwrap();
        typed(&mut form, &last.to_string());
        assert_eq!(form.edited(), want);
    }
}

#[test]
fn saving_and_paging_take_what_is_shown() {
    let mut shown = family();
    shown.defaults.insert("code", Datum::Text("H002".into()));
    let seed = Seed { rows: vec![given(30, "张三丰"), given(31, "张大")], ..Seed::default() };
    let mut form = Form::open(&members::SPLIT, &seed, shown.clone());
    assert_eq!(form.key(FormKey::Save).said, Some(Said::Errors(1)), "nobody goes; code and day stand there");
    assert_eq!(text(&form, "household", 0, "code"), "H002");
    assert_eq!(text(&form, "household", 0, "on"), "2026-07-01");
    let mut form = Form::open(&members::SPLIT, &seed, shown);
    form.key(FormKey::NextSection);
    assert_eq!(text(&form, "household", 0, "on"), "2026-07-01");
    // A row that nobody began stays empty.
    let mut form = open(&register::ADD_MEMBER);
    form.key(FormKey::Save);
    assert!(form.saved().answers.rows.is_empty());
}

#[test]
fn a_number_with_a_wrong_check_digit_still_fills_birth_and_sex() {
    let mut form = open(&register::ADD_MEMBER);
    typed(&mut form, "张三\n2\n110105194912310021\n");
    assert_eq!(text(&form, "members", 0, "birth"), "1949-12-31");
    assert_eq!(text(&form, "members", 0, "sex"), "女");
    assert_eq!(facts(&form, "members", 0, "id_number"), ["id_check_digit"]);
    let birth = form.at_of("members", 0, "birth").unwrap();
    assert_eq!(form.view(birth).unwrap().mark, Mark::Filled);
}
