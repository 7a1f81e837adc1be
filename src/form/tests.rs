//! Forms driven by keys: worked tables of the trade, laws under random keys, and the count of keys for a household of six.

use proptest::prelude::*;

use super::specs::{self, events, members, person, register};
use super::*;
use crate::domain::acts::{Fact, Given, Severity, Whom, operations};
use crate::domain::day::Day;
use crate::domain::kinds::{household as house_slots, kind, membership as member_slots, person as slots};
use crate::domain::value::Value;
use crate::i18n::form::Said;
use crate::journal::{Audience, CommitId, OpId, Record};
use crate::keys::{Code, Key};
use crate::text::width;

fn today() -> Day {
    Day::ymd(2026, 7, 1).unwrap()
}

fn id(first: u8) -> EntityId {
    EntityId([first; 16])
}

fn op(first: u8) -> OpId {
    OpId([first; 16])
}

fn context() -> Context {
    let mut context = Context::new(today());
    let groups = ["一组", "二组", "河边组"];
    let group = |(name, number): (&str, u32)| Choice::entity(number, id(100 + u8::try_from(number).unwrap()), name, Vec::new());
    context.lists.insert(Source::Groups, groups.into_iter().zip(1..).map(group).collect());
    let households = [Choice::entity(1, id(50), "H001 张三丰", Vec::new()), Choice::entity(2, id(51), "H002 李四", Vec::new())];
    context.lists.insert(Source::Households, households.into());
    context.codes = vec!["H001".into()];
    context
}

fn open(spec: &'static FormSpec) -> Form {
    Form::open(spec, &Seed::default(), context())
}

/// Types words: `\n` is Enter, `<` goes back; counts as one key each.
fn typed(form: &mut Form, keys: &str) -> FormReply {
    let mut reply = FormReply::default();
    for ch in keys.chars() {
        reply = form.key(match ch {
            '\n' => FormKey::Enter,
            '<' => FormKey::Back,
            ch => FormKey::Edit(Key::char(ch)),
        });
    }
    reply
}

fn text(form: &Form, section: &str, row: usize, field: &str) -> String {
    form.at_of(section, row, field).and_then(|at| form.view(at).map(|cell| cell.text.to_owned())).unwrap()
}

fn facts(form: &Form, section: &str, row: usize, field: &str) -> Vec<&'static str> {
    let at = form.at_of(section, row, field).unwrap();
    form.findings_at(at).iter().map(|finding| finding.fact.id()).collect()
}

fn seen(value: Value, first: u8) -> Seen {
    Seen { shown: Some(value), others: Vec::new(), ops: vec![op(first)] }
}

fn held_person() -> Held {
    let key = RecordKey { audience: Audience::Everyone, kind: kind::PERSON, scope: id(1), entity: id(30) };
    let slots = BTreeMap::from([
        (slots::CODE, seen(Value::Text("H001-01".into()), 1)),
        (slots::NAME, seen(Value::Text("张三丰".into()), 2)),
        (slots::SEX, seen(Value::Code(1), 3)),
        (slots::BIRTH, seen(Value::Day(Day::ymd(1957, 11, 13).unwrap()), 4)),
        (slots::PHONE, seen(Value::Text("13900000000".into()), 5)),
        (slots::ACCOUNT, seen(Value::Text("坏账号".into()), 6)),
        (slots::VILLAGE, seen(Value::Ref(id(1)), 7)),
    ]);
    Held { slots, ..Held::of(key, &Record::default()).unwrap() }
}

fn correct() -> Form {
    let record = held_person();
    let seed = Seed { subject: Some(record.key), act: Act([9; 14]), rows: vec![SeedRow::of("person", &record)] };
    Form::open(&person::CORRECT, &seed, context())
}

fn saved(reply: FormReply) -> Saved {
    match reply.out {
        Out::Save(saved) => *saved,
        other => panic!("not saved: {other:?}, {:?}", reply.said),
    }
}

#[test]
fn a_household_of_six_is_registered_in_few_keys() {
    let mut form = open(&register::REGISTER);
    let head = "H010\n1\n\n河边3号\n\n张三丰\n2\n530399195711138810\n\n\n7\n1\n1\n0512\n车马碧\n1\n13900001234\n信用社\n6223106029442609809\n\n\n";
    // From the second member on the defaults above are accepted by Enter.
    let member = |name: &str, relation: &str, number: &str| format!("{name}\n{relation}\n{number}\n\n\n\n\n\n\n\n\n\n\n\n\n\n");
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
    let warned = form.findings().map(|(at, finding)| format!("{at:?} {}", finding.fact.id())).collect::<Vec<_>>();
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
    "0123456789X".chars().map(|last| format!("{body}{last}")).find(|whole| crate::domain::IdNumber::parse(whole).is_ok()).unwrap()
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
    assert_eq!((reply.said, reply.out), (Some(Said::NothingChanged), Out::Stay), "a bad old account does not block");
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
    assert_eq!(form.key(FormKey::Repeat).said, Some(Said::NothingToRepeat).filter(|_| form.edited().is_empty()));
}

fn member(person: u8, head: bool) -> MemberFacts {
    MemberFacts {
        person: id(person),
        birth: Day::ymd(1960, 1, 1),
        death: None,
        sex: Some(1),
        joined: Day::ymd(2005, 1, 1),
        is_head: head,
    }
}

fn membership(entity: u8, person: u8, household: u8) -> Held {
    let key = RecordKey { audience: Audience::Everyone, kind: kind::MEMBERSHIP, scope: id(1), entity: id(entity) };
    let slots = BTreeMap::from([
        (member_slots::PERSON, seen(Value::Ref(id(person)), 61)),
        (member_slots::HOUSEHOLD, seen(Value::Ref(id(household)), 62)),
        (member_slots::RELATION, seen(Value::Code(22), 63)),
        (member_slots::RELATION_TEXT, seen(Value::Text("大儿子".into()), 64)),
    ]);
    Held { slots, ..Held::of(key, &Record::default()).unwrap() }
}

fn house(entity: u8, head: u8) -> Held {
    let key = RecordKey { audience: Audience::Everyone, kind: kind::HOUSEHOLD, scope: id(1), entity: id(entity) };
    let slots = BTreeMap::from([(house_slots::HEAD, seen(Value::Ref(id(head)), 70))]);
    Held { slots, ..Held::of(key, &Record::default()).unwrap() }
}

fn given(person: u8, name: &str) -> SeedRow {
    let shown = BTreeMap::from([("name", Datum::Text(name.into()))]);
    SeedRow { section: "members", about: Some(id(person)), slots: BTreeMap::new(), shown }
}

fn family() -> Context {
    let mut context = context();
    context.members = vec![member(30, true), member(31, false), member(32, false)];
    context.members[2].death = Day::ymd(2020, 2, 2);
    context.household = Some(id(50));
    let names = ["张三丰", "张大", "张二"];
    let lines = names.into_iter().zip(1u8..).map(|(name, number)| Choice::entity(number.into(), id(29 + number), name, Vec::new()));
    context.lists.insert(Source::Members, lines.collect());
    context
}

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
    let writes = members::change_head(&house(50, 30), &[membership(40, 30, 50), membership(41, 31, 50)], &saved);
    assert_eq!(writes.len(), 3);
    let relation = |at: usize| writes[at].puts.iter().find(|put| put.slot == member_slots::RELATION).map(|put| put.given.clone());
    assert_eq!(relation(1), Some(Given::Value(Value::Code(51))));
    assert_eq!(relation(2), Some(Given::Value(Value::Code(2))));
    assert!(writes[1].puts.iter().any(|put| put.slot == member_slots::RELATION_TEXT && put.given == Given::Empty));
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
    let who = members::Candidate { person: Held { key: RecordKey { entity: id(31), ..held_person().key }, ..held_person() }, membership: Some(membership(41, 31, 50)), there: None };
    let writes = members::move_member(&house(50, 30), &who, id(1), &saved);
    assert_eq!(writes.len(), 2, "one membership ends, one begins");
    let writes = members::move_member(&house(50, 31), &who, id(2), &saved);
    let kinds: Vec<(u16, EntityId)> = writes.iter().map(|write| (write.kind, write.scope)).collect();
    let want = [(kind::MEMBERSHIP, id(1)), (kind::PERSON, id(1)), (kind::PERSON, id(2)), (kind::MEMBERSHIP, id(2)), (kind::HOUSEHOLD, id(1))];
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
    for (day, want) in [("19500101", "before_birth"), ("20300101", "after_today"), ("20040101", "before_joining"), ("20260230", "date_unreadable")] {
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
        let writes = if is_void { events::bring_back(&void(), &given) } else { events::set_aside(&held_person(), &given) };
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
    assert_eq!((lookup.name.as_str(), lookup.id_number.as_str()), ("张三", "11010519491231002X"));
    let place = crate::domain::acts::Place { section: lookup.section_id, row: lookup.row, field: "id_number" };
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
    let missing: Vec<u16> = all.filter(|slot| *slot >= options::FIRST_SLOT && !slots.contains(slot)).collect();
    assert_eq!(missing, [slots::CODE, slots::VILLAGE], "every other slot of a person can be corrected");
}

fn any_key() -> impl Strategy<Value = FormKey> {
    let edits = [Code::Left, Code::Right, Code::Home, Code::End, Code::Backspace, Code::Delete];
    prop_oneof![
        6 => proptest::sample::select("张三丰阿·12０９x9.y \u{301}户m\u{2CC56}，".chars().collect::<Vec<_>>()).prop_map(|ch| FormKey::Edit(Key::char(ch))),
        3 => proptest::sample::select(edits.to_vec()).prop_map(|code| FormKey::Edit(Key::plain(code))),
        1 => "[张0-9\n\t\u{7}x]{0,24}".prop_map(FormKey::Text),
        4 => Just(FormKey::Enter),
        2 => Just(FormKey::Back),
        1 => proptest::sample::select(vec![
            FormKey::NextSection, FormKey::PreviousSection, FormKey::FirstError, FormKey::List, FormKey::ListDown,
            FormKey::ListUp, FormKey::Repeat, FormKey::RepeatAll, FormKey::DropRow, FormKey::Save, FormKey::Leave,
        ]),
    ]
}

fn opened(which: usize) -> Form {
    let seed = match which {
        2 => return correct(),
        4 | 6 | 7 => Seed { rows: vec![given(30, "张三丰"), given(31, "张大")], ..Seed::default() },
        _ => Seed::default(),
    };
    Form::open(specs::ALL[which], &seed, family())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn random_keys_never_break_a_form_and_undo_returns_to_the_start(
        which in 0usize..13,
        keys in proptest::collection::vec(any_key(), 0..60),
    ) {
        let mut form = opened(which);
        let (start, focus) = (form.content.clone(), form.focus());
        for key in keys {
            form.key(key);
            let (shown, column) = form.window(12);
            prop_assert!(width(&shown) <= 12 && column < 12, "{shown:?} {column}");
            let progress = form.progress();
            prop_assert!(progress.filled <= progress.total);
        }
        let changed = !form.content.same(&start);
        while form.key(FormKey::Undo).said != Some(Said::NothingToUndo) {}
        prop_assert!(form.content.same(&start));
        prop_assert!(!form.is_dirty());
        prop_assert!(!changed || form.focus() == focus || form.focused().is_some());
    }

    #[test]
    fn a_draft_taken_at_any_key_opens_the_same_field_of_the_same_form(
        which in 0usize..13,
        keys in proptest::collection::vec(any_key(), 0..25),
    ) {
        let mut form = opened(which);
        for key in keys {
            form.key(key);
            let bytes = form.draft().unwrap();
            let again = Form::resume(form.spec(), &bytes, family()).unwrap();
            prop_assert_eq!(&again.content, &form.content);
            prop_assert_eq!(&again.start, &form.start);
            prop_assert_eq!(again.saved(), form.saved());
            if let Focus::Field(at) = form.focus() {
                prop_assert_eq!(again.focused(), Some(at));
                prop_assert_eq!(again.window(12), form.window(12));
            }
            prop_assert_eq!(again.draft().unwrap(), bytes);
        }
    }

    #[test]
    fn bytes_that_are_no_draft_are_refused(cut in 0usize..200, flip in 0u8..=255) {
        let mut bytes = correct().draft().unwrap();
        let at = cut % bytes.len();
        prop_assert!(Form::resume(&person::CORRECT, &bytes[..at], context()).is_err());
        prop_assert!(Form::resume(&events::NOTE, &bytes, context()).is_err());
        bytes[at] ^= flip;
        // Any answer is right but a panic; a form that opens can be drafted again.
        if let Ok(form) = Form::resume(&person::CORRECT, &bytes, context()) {
            prop_assert!(form.draft().is_ok());
        }
    }
}

#[test]
fn ten_thousand_edits_with_wide_characters_keep_the_caret_right() {
    // A small generator of its own: the same edits on every machine.
    let mut state = 0x2026_0701_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or(0) % below
    };
    let mut form = open(&events::NOTE);
    let letters: Vec<char> = "张a三·丰，1\u{2CC56}x移 民e\u{301}".chars().collect();
    for step in 0..10_000 {
        let key = match next(10) {
            0 => Key::plain(Code::Left),
            1 => Key::plain(Code::Right),
            2 => Key::plain(Code::Home),
            3 => Key::plain(Code::End),
            4 => Key::plain(Code::Backspace),
            5 => Key::plain(Code::Delete),
            _ => Key::char(letters[next(letters.len())]),
        };
        let reply = form.key(FormKey::Edit(key));
        assert!(matches!(reply.said, None | Some(Said::Full(_))), "{reply:?}");
        let cells = 2 + next(40);
        let (shown, column) = form.window(cells);
        assert!(width(&shown) <= cells, "step {step}: {shown:?} in {cells}");
        assert!(column < cells, "step {step}: caret {column} of {cells}");
        // The caret stands on a boundary of glyphs: what is before it is as wide as its column says.
        let before: usize = crate::text::graphemes(&shown)
            .scan(0, |used, part| {
                let here = *used;
                *used += crate::text::cells(part);
                Some(here)
            })
            .chain([width(&shown)])
            .filter(|edge| *edge == column)
            .count();
        assert!(before > 0, "step {step}: caret {column} inside a glyph of {shown:?}");
        let whole = width(form.edited());
        let (all, at) = form.window(whole + 1);
        let visible = crate::text::visible(form.edited());
        assert!(all.starts_with(&*visible) && at <= whole, "step {step}");
    }
}

#[test]
fn what_spoke_against_the_record_before_only_informs() {
    let form = correct();
    let at = form.at_of("person", 0, "account").unwrap();
    let mut form = form;
    form.key(FormKey::Save);
    let findings = form.view(at).unwrap().findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].0, Severity::Note, "the account was bad before");
}
