//! The worked example of [`crate::domain`]'s page: a kind of its own, typed in a form, saved, undone, sent, met by another
//! value, settled and read in its history, with rows in the table, a form and nothing else.

use super::conflicts::{Choose, Settled};
use super::{Desk, key_of};
use crate::domain::acts::{Held, Put, Whom, Write};
use crate::domain::conflict::Sort;
use crate::domain::day::Day;
use crate::domain::kinds::{kind, leaflet};
use crate::domain::value::Value;
use crate::exchange::tests::folders::{Field, add, digests, reopen, take};
use crate::flow::form::{FormAct, SavedAct};
use crate::form::save::Saved;
use crate::form::spec::{DefaultRule, FieldSpec, FormSpec, Kind, Rows, Section};
use crate::form::{Form, FormKey, Seed, SeedRow, options::Context};
use crate::i18n::form::Label;
use crate::journal::fold::RecordKey;
use crate::journal::{Act, EntityId};
use crate::keys::Key;
use crate::store::Folder;

/// A form as any other: one line a field.
static GIVEN: FormSpec = FormSpec {
    id: "leaflet",
    version: 1,
    title: Label::Note,
    sections: &[Section {
        id: "leaflet",
        title: Label::Note,
        rows: Rows::One,
        fields: &[
            FieldSpec::new("name", Kind::Text, Label::Remark, 30).required().slot(leaflet::NAME),
            FieldSpec::new("on", Kind::Date, Label::Birth, 12).default(DefaultRule::Today).slot(leaflet::ON),
        ],
    }],
    fills: |_, _| Vec::new(),
    checks: |_, _| Vec::new(),
};

fn values(saved: &Saved) -> Vec<(u16, Option<Value>)> {
    saved.slots("leaflet").filter_map(|change| Some((change.slot?, change.value.clone()))).collect()
}

fn handed_out(saved: &Saved, village: EntityId, household: EntityId) -> Vec<Write> {
    let mut puts = vec![Put::refer(leaflet::SUBJECT, Whom::Is(household))];
    puts.extend(values(saved).into_iter().filter_map(|(slot, value)| Some(Put::new(slot, value?))));
    vec![Write { scope: village, kind: kind::LEAFLET, whom: Whom::New(0), puts, why: None }]
}

fn today() -> Day {
    Day::ymd(2026, 7, 1).unwrap()
}

/// What was typed into the form, opened on a record or on nothing.
fn typed(held: Option<&Held>, keys: &str) -> Saved {
    let rows = held.map(|held| SeedRow::of("leaflet", held)).into_iter().collect();
    let mut form = Form::open(&GIVEN, &Seed { rows, ..Seed::default() }, Context::new(today()));
    for ch in keys.chars() {
        form.key(match ch {
            '\n' => FormKey::Enter,
            ch => FormKey::Edit(Key::char(ch)),
        });
    }
    form.saved()
}

fn report(household: EntityId) -> SavedAct {
    SavedAct { act: FormAct::Note, about: String::new(), household, person: None }
}

fn desk(folder: Folder) -> Desk {
    Desk::open(folder, today()).unwrap()
}

/// Adds to the name of an existing leaflet.
fn rename(desk: &mut Desk, key: RecordKey, more: &str) {
    let held = desk.held(key).unwrap().unwrap();
    let saved = typed(Some(&held), &format!("{more}\n\n"));
    let writes = vec![held.write(values(&saved), Some("抄错"))];
    let act = desk.folder.new_act().unwrap();
    desk.write_undoably(act, writes, &report(key.entity)).unwrap();
}

fn name_of(desk: &Desk, key: RecordKey) -> Vec<Value> {
    let held = desk.held(key).unwrap().unwrap();
    let seen = held.slot(leaflet::NAME);
    seen.shown.into_iter().chain(seen.others.into_iter().flatten()).collect()
}

fn text(words: &str) -> Value {
    Value::Text(words.to_owned())
}

/// From one folder to the other by a file; the folders come back.
fn sent(field: &Field, from: Desk, to: Desk) -> (Desk, Desk) {
    let (mut from, mut to) = (from.close().0, to.close().0);
    let bundle = field.ship(&mut from, &to);
    take(&mut to, &bundle);
    (desk(from), desk(to))
}

#[test]
fn a_kind_of_its_own_is_saved_undone_exchanged_settled_and_remembered() {
    let field = Field::laid_out();
    let (mut office, villages) = field.office();
    let (village, household) = (villages[0], EntityId([9; 16]));
    add(&mut office, village, 1, "张三");
    let laptop = field.laptop(&mut office, "B", &villages[..1]);
    let (mut office, mut laptop) = (desk(office), desk(laptop));

    // Typed and saved, found by what it is about, taken back by one undo, and typed again.
    let give = |desk: &mut Desk| -> RecordKey {
        let saved = typed(None, "移民政策问答\n\n");
        let act: Act = desk.folder.new_act().unwrap();
        let writes = handed_out(&saved, village, household);
        desk.write_undoably(act, writes, &report(household)).unwrap()[0]
    };
    let first = give(&mut laptop);
    assert_eq!(first, key_of(kind::LEAFLET, village, first.entity));
    assert_eq!(laptop.undo().unwrap().map(|undone| undone.left), Some(0));
    assert!(laptop.held(first).unwrap().unwrap().is_void());
    let key = give(&mut laptop);
    let (_, about) = Value::Ref(household).encode().unwrap();
    let found = laptop.folder.ask(move |state| state.holding(kind::LEAFLET, leaflet::SUBJECT, &about));
    assert_eq!(found.unwrap().len(), 2);

    // It crosses, both change it, and both values come home as one conflict.
    (laptop, office) = sent(&field, laptop, office);
    assert_eq!(name_of(&office, key), [text("移民政策问答")]);
    rename(&mut laptop, key, "二版");
    rename(&mut office, key, "修订");
    (laptop, office) = sent(&field, laptop, office);
    let open = office.conflicts(false).unwrap();
    let [clash] = open.as_slice() else { panic!("{open:?}") };
    let clash = &clash.told.clash;
    assert_eq!((clash.sort, clash.record, clash.choices.len()), (Sort::Conflict, key, 2));
    let second = clash.choices.iter().position(|choice| choice.value == Some(text("移民政策问答二版")));
    let take = Choose::Take(1 + second.unwrap());
    let settled = office.settle_conflict(&clash.id, take, "照纸面").unwrap();
    assert!(matches!(settled, Settled::Written));

    // The settlement travels back; both machines say the same, and the loser stays in the history with its author.
    (office, laptop) = sent(&field, office, laptop);
    for desk in [&office, &laptop] {
        assert_eq!(name_of(desk, key), [text("移民政策问答二版")]);
        let steps = desk.past(key, None).unwrap().steps;
        let names: Vec<(Value, &str, bool)> = steps
            .iter()
            .filter(|step| step.slot == leaflet::NAME)
            .filter_map(|step| Some((step.value.clone()?, step.device.as_str(), step.replaced)))
            .collect();
        assert_eq!(names.len(), 4, "{names:?}");
        assert!(names.contains(&(text("移民政策问答修订"), "A", true)), "{names:?}");
        assert!(names.contains(&(text("移民政策问答二版"), "A", false)), "{names:?}");
    }
    drop((office.close(), laptop.close()));
    let (office, laptop) = (reopen(&field.root.join("A")), reopen(&field.root.join("B")));
    assert_eq!(digests(&office, village), digests(&laptop, village));
}
