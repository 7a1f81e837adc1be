//! What the tests of forms share: a made-up office with one family, keys from a string, answers by ids.

mod acts;
mod keys;
mod laws;

use super::specs::person;
use super::*;
use crate::domain::day::Day;
use crate::domain::kinds::{household as house_slots, kind, membership as member_slots, person as slots};
use crate::domain::value::Value;
use crate::journal::{Audience, OpId, Record};
use crate::keys::Key;

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
    let group = |(name, number): (&str, u32)| {
        Choice::entity(number, id(100 + u8::try_from(number).unwrap()), name, Vec::new())
    };
    context.lists.insert(Source::Groups, groups.into_iter().zip(1..).map(group).collect());
    let households = [
        Choice::entity(1, id(50), "H001 张三丰", Vec::new()),
        Choice::entity(2, id(51), "H002 李四", Vec::new()),
    ];
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
    let seed =
        Seed { subject: Some(record.key), act: Act([9; 14]), rows: vec![SeedRow::of("person", &record)] };
    Form::open(&person::CORRECT, &seed, context())
}

fn saved(reply: FormReply) -> Saved {
    match reply.out {
        Out::Save(saved) => *saved,
        other => panic!("not saved: {other:?}, {:?}", reply.said),
    }
}

fn member(person: u8, head: bool) -> MemberFacts {
    MemberFacts {
        person: id(person),
        birth: Day::ymd(1960, 1, 1),
        death: None,
        sex: Some(1),
        joined: Day::ymd(2005, 1, 1),
        is_head: head,
        ..MemberFacts::default()
    }
}

fn membership(entity: u8, person: u8, household: u8) -> Held {
    let key =
        RecordKey { audience: Audience::Everyone, kind: kind::MEMBERSHIP, scope: id(1), entity: id(entity) };
    let slots = BTreeMap::from([
        (member_slots::PERSON, seen(Value::Ref(id(person)), 61)),
        (member_slots::HOUSEHOLD, seen(Value::Ref(id(household)), 62)),
        (member_slots::RELATION, seen(Value::Code(22), 63)),
        (member_slots::RELATION_TEXT, seen(Value::Text("大儿子".into()), 64)),
    ]);
    Held { slots, ..Held::of(key, &Record::default()).unwrap() }
}

fn house(entity: u8, head: u8) -> Held {
    let key =
        RecordKey { audience: Audience::Everyone, kind: kind::HOUSEHOLD, scope: id(1), entity: id(entity) };
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
    let lines = names
        .into_iter()
        .zip(1u8..)
        .map(|(name, number)| Choice::entity(number.into(), id(29 + number), name, Vec::new()));
    context.lists.insert(Source::Members, lines.collect());
    context
}
