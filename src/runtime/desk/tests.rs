//! A whole office on a real disk: its files come in, officers correct, the files come again, and what goes out comes back.

use std::path::{Path, PathBuf};

use super::history::Until;
use super::{Applying, Desk, DeskError, PERSONS, Planned, Resolved, Wanted, Whose};
use crate::domain::acts::person::note;
use crate::domain::day::Day;
use crate::domain::kinds::{kind, person};
use crate::domain::record::Person;
use crate::domain::value::Value;
use crate::journal::fold::RecordKey;
use crate::journal::{Audience, Change, Op};
use crate::search::EntryKind;
use crate::sheets::{Field, Format, RowKind, SheetError, read_file};
use crate::store::{Folder, Office, Part, World, found};
use crate::vault::{Effort, Passphrase};

/// A new office in this folder.
pub fn office(root: &Path) -> Folder {
    let passphrase = Passphrase::new("a desk's passphrase").unwrap();
    let office = Office { officer: "甲", device: "A", passphrase: &passphrase, effort: Effort::FAST };
    found(root, &office, World::real()).unwrap().0
}

/// A file that another program made.
pub fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

pub fn today() -> Day {
    Day::ymd(2026, 11, 24).unwrap()
}

struct Desks {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Desks {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(office(&folder.path().join("data")), today()).unwrap();
        Self { desk, folder }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn plan(&self, file: &Path) -> Planned {
        self.desk.planning(file, &[]).unwrap().run(&mut |_, _, _| true).unwrap()
    }

    /// Writes at most so many parts.
    fn apply(&mut self, planned: Planned, parts: usize) -> Applying {
        let mut applying = self.desk.begin_apply(planned).unwrap();
        for _ in 0..parts {
            if self.desk.apply_part(&mut applying).unwrap() {
                break;
            }
        }
        self.desk.refresh().unwrap();
        applying
    }

    fn import(&mut self, file: &Path) -> Planned {
        let planned = self.plan(file);
        self.apply(planned, usize::MAX).into_planned()
    }

    fn persons(&self) -> Vec<Person> {
        let all = self.desk.folder().ask(|state| {
            let mut all = Vec::new();
            state.each(kind::PERSON, |key, record| all.push(Person::from_record(key, &record)))?;
            Ok(all)
        });
        all.unwrap()
    }

    fn correct(&mut self, person: &Person, slot: u16, value: Value) {
        let key = person.common.key;
        let replaces =
            self.desk.folder().ask(move |state| Ok(state.record(&key)?.unwrap().live_ids(slot))).unwrap();
        let (schema, bytes) = value.encode().unwrap();
        let change = Change { slot, schema, value: Some(bytes), replaces };
        let op = Op { entity: key.entity, kind: key.kind, changes: vec![change], why: None };
        let act = self.desk.folder().new_act().unwrap();
        let write =
            self.desk.folder_mut().write(Part::whole(act), |commit| commit.push(key.scope, &op).map(drop));
        write.unwrap();
    }

    fn export(&mut self, whose: &Whose, name: &str, gb18030: bool) -> (PathBuf, usize) {
        let file = self.file(name);
        let wanted = Wanted { file: file.clone(), columns: Vec::new(), gb18030, sheet: "人员".into() };
        let exporting = self.desk.exporting(whose, wanted).unwrap();
        let persons = exporting.persons();
        self.desk.record_export(PERSONS, persons).unwrap();
        exporting.run(&mut |_, _| true).unwrap();
        (file, persons)
    }
}

#[test]
fn every_office_file_comes_in_once_and_again_changes_nothing() {
    let mut desks = Desks::new();
    let whole = desks.import(&case("roster_sheets.xlsx"));
    assert_eq!((whole.plan.counts.new, whole.plan.counts.refused), (5_051, 0));
    assert_eq!((desks.desk.roll().persons.len(), desks.desk.roll().households.len()), (5_051, 1_400));
    for name in ["roster_sheets.xlsx", "roster_dirty.csv", "roster_old.xls"] {
        let again = desks.import(&case(name));
        assert_eq!((again.plan.counts.new, again.plan.counts.clashing), (0, 0), "{name}");
        assert_eq!(desks.plan(&case(name)).plan.operations(), 0, "{name}");
    }
    let spoiled = desks.import(&case("roster_spoiled.xlsx"));
    assert_eq!(spoiled.plan.counts.refused, 60);
    assert!(desks.desk.doctor().unwrap().ok);
}

type People = Vec<(Option<String>, Option<String>, Option<String>)>;

fn people(desks: &Desks) -> People {
    let of = |person: Person| (person.code.shown, person.name.shown, person.id_number.shown);
    let mut all: People = desks.persons().into_iter().map(of).collect();
    all.sort();
    all
}

#[test]
fn an_import_that_was_cut_off_is_finished_by_the_same_file_with_the_same_codes() {
    let file = case("roster_old.xls");
    let mut whole = Desks::new();
    let parts = whole.import(&file).plan.parts.len();
    assert!(parts > 1, "{parts}");
    let mut desks = Desks::new();
    let planned = desks.plan(&file);
    desks.apply(planned, parts / 2);
    assert!(desks.desk.today().unwrap().roster_ms.is_none(), "half an import is no import");
    desks.import(&file);
    assert_eq!(people(&desks), people(&whole));
    assert_eq!(desks.plan(&file).plan.operations(), 0);
    assert!(desks.desk.today().unwrap().roster_ms.is_some());
    // The act of both halves has one last part, and its numbers go on.
    let parts = desks.desk.folder().ask(|state| {
        let of = |entry: &crate::journal::Entry| (entry.header.act, entry.header.part, entry.header.last);
        Ok(state.ledger().entries().map(of).collect::<Vec<_>>())
    });
    let mut parts = parts.unwrap();
    let act = parts.last().unwrap().0;
    parts.retain(|part| part.0 == act);
    parts.sort_by_key(|part| part.1);
    assert!(parts.iter().enumerate().all(|(at, part)| part.1 == at as u16));
    assert_eq!(parts.iter().filter(|part| part.2).count(), 1);
    assert!(parts.last().unwrap().2);
}

#[test]
fn two_hundred_corrections_stand_and_fifty_changed_on_both_sides_clash() {
    let mut desks = Desks::new();
    desks.import(&case("roster_dirty.csv"));
    let persons = desks.persons();
    for (at, person) in persons.iter().take(200).enumerate() {
        desks.correct(person, person::ACCOUNT, Value::Text(format!("8888{at:08}")));
    }
    let bytes = std::fs::read(case("roster_dirty.csv")).unwrap();
    let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
    // The next year's file: other bytes, the same cells.
    let next = desks.file("next.csv");
    std::fs::write(&next, text.replace("2021年度", "2022年度")).unwrap();
    let planned = desks.import(&next);
    assert_eq!((planned.plan.counts.changed, planned.plan.operations()), (0, 0));
    let corrected = |desks: &Desks| {
        let ours = |person: &Person| {
            person.account.all().any(|account| account.starts_with("8888") && account.len() == 12)
        };
        desks.persons().iter().filter(|person| ours(person)).count()
    };
    assert_eq!(corrected(&desks), 200);
    let mut changed = text;
    for person in persons.iter().take(50) {
        let account = person.account.shown.clone().unwrap();
        changed = changed.replace(&account, &format!("7777{}", account.chars().skip(4).collect::<String>()));
    }
    std::fs::write(&next, changed).unwrap();
    let planned = desks.import(&next);
    assert_eq!((planned.plan.clashes().count(), planned.plan.counts.clashing), (50, 50));
    assert_eq!(corrected(&desks), 200);
    assert_eq!(desks.persons().iter().filter(|person| person.account.conflict).count(), 50);
    assert_eq!(desks.plan(&next).plan.operations(), 0);
}

#[test]
fn what_goes_out_changes_nothing_when_it_comes_in_again() {
    let mut desks = Desks::new();
    desks.import(&case("roster_dirty.csv"));
    desks.import(&case("roster_spoiled.xlsx"));
    let persons = desks.persons();
    desks.correct(&persons[0], person::REMARK, Value::Text("=1+1".into()));
    desks.correct(&persons[1], person::NAME, Value::Text("朴𬱖洋䶮".into()));
    desks.correct(&persons[2], person::PHONE, Value::Text("08748881234".into()));
    desks.desk.refresh().unwrap();
    for (name, gb18030) in [("all.xlsx", false), ("all.csv", false), ("gb.csv", true)] {
        let (file, count) = desks.export(&Whose::All, name, gb18030);
        assert_eq!(count, persons.len());
        let planned = desks.plan(&file);
        let other: Vec<_> = planned.plan.rows.iter().filter(|row| row.kind != RowKind::Same).collect();
        assert!(other.is_empty() && planned.plan.is_empty(), "{name} {:?}", other.first());
        assert_eq!((planned.plan.counts.same, planned.plan.counts.refused), (count, 0), "{name}");
    }
    // A village, a query, and both.
    let place = desks.desk.roll().persons.values().next().unwrap().village;
    let village = desks.desk.roll().place(place).to_owned();
    let Resolved::One(entity) = desks.desk.village(&village) else { panic!("{village}") };
    let (_, count) = desks.export(&Whose::Village(entity), "village.csv", false);
    assert_eq!(count, desks.desk.roll().persons.values().filter(|row| row.village == entity).count());
    let here = |person: &&Person| person.common.key.scope == entity;
    let name = desks.persons().iter().find(here).unwrap().name.shown.clone().unwrap();
    let (_, both) = desks.export(&Whose::Both(entity, name), "both.csv", false);
    assert!(both > 0 && both < count);
    assert_eq!(desks.desk.village("没有的村"), Resolved::Nothing);
}

#[test]
fn refused_rows_come_back_and_a_changed_file_does_not() {
    let mut desks = Desks::new();
    let file = desks.file("spoiled.xlsx");
    std::fs::copy(case("roster_spoiled.xlsx"), &file).unwrap();
    let planned = desks.plan(&file);
    let sentence = |refusal: &crate::sheets::Refusal| format!("第{}行", refusal.at.row);
    let back = planned.write_refused(&desks.file("back.xls"), &sentence).unwrap();
    assert_eq!(back, desks.file("back.xlsx"), "an XLS comes back as XLSX");
    let book = read_file(&back).unwrap();
    assert_eq!((book.format, book.sheets[0].len()), (Format::Xlsx, 1 + planned.plan.counts.refused));
    std::fs::copy(case("roster_old.xls"), &file).unwrap();
    let refused = planned.write_refused(&back, &sentence);
    assert!(matches!(refused, Err(DeskError::Sheet(SheetError::Changed))));
    desks.apply(planned, usize::MAX);
}

#[test]
fn an_unknown_column_is_asked_about_once() {
    let mut desks = Desks::new();
    let file = desks.file("a.csv");
    let text = "村,户编号,姓名,身份证号,乳名,网格员\n甲山村,0001,张三,11010519491231002X,三娃,李网格\n";
    std::fs::write(&file, text).unwrap();
    let planned = desks.plan(&file);
    let headers =
        |planned: &Planned| planned.unknown.iter().map(|column| column.header.clone()).collect::<Vec<_>>();
    let known = headers(&planned);
    assert!(known.contains(&"网格员".to_owned()), "{known:?}");
    let said: Vec<String> = known
        .iter()
        .map(|header| if header == "乳名" { format!("{header}=nickname") } else { format!("{header}=-") })
        .collect();
    let planned = desks.desk.planning(&file, &said).unwrap().run(&mut |_, _, _| true).unwrap();
    assert!(planned.unknown.is_empty());
    desks.apply(planned, usize::MAX);
    std::fs::write(&file, text.replace("张三", "张三丰")).unwrap();
    assert!(headers(&desks.plan(&file)).is_empty(), "remembered for the layout");
    let key = RecordKey { audience: Audience::Everyone, ..desks.persons()[0].common.key };
    assert_eq!(key, desks.persons()[0].common.key);
    assert!(Field::of_word("nickname").is_some());
}

#[test]
fn a_note_is_read_where_it_was_written_and_in_the_history() {
    let mut desks = Desks::new();
    desks.import(&case("roster_dirty.csv"));
    let person = desks.persons().remove(0);
    let (village, entity) = (person.common.key.scope, person.entity());
    for (text, day) in [("来过两次", 24), ("说话不便", 20)] {
        let writes = note(village, entity, text, Day::ymd(2026, 11, day));
        let act = desks.desk.folder().new_act().unwrap();
        desks.desk.write(act, writes).unwrap();
    }
    let notes = desks.desk.notes(entity).unwrap();
    let texts: Vec<Option<&str>> = notes.iter().map(|note| note.text.shown.as_deref()).collect();
    assert_eq!(texts, [Some("来过两次"), Some("说话不便")]);
    let steps = desks.desk.history(EntryKind::Person, entity, Some("text"), Until::default()).unwrap();
    let told: Vec<Option<&Value>> = steps.iter().map(|step| step.value.as_ref()).collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&Some(&Value::Text("说话不便".into()))), "{told:?}");
}
