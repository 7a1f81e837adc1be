//! What goes out comes in again: exports change nothing, refused rows come back in their shape, files are
//! whole or absent.

use std::collections::BTreeMap;

use super::case;
use super::office::Office;
use super::roster::roster;
use crate::domain::kinds::{kind, person};
use crate::domain::record::{Household, Membership, Person};
use crate::domain::value::Value;
use crate::journal::EntityId;
use crate::sheets::*;

fn export(office: &Office, target: Target) -> Vec<u8> {
    let of = |wanted: u16| office.records.iter().filter(move |(key, _)| key.kind == wanted);
    let persons: Vec<Person> = office.persons();
    let households: BTreeMap<EntityId, Household> =
        of(kind::HOUSEHOLD).map(|(key, record)| (key.entity, Household::from_record(*key, record))).collect();
    let memberships: BTreeMap<EntityId, Membership> = of(kind::MEMBERSHIP)
        .map(|(key, record)| Membership::from_record(*key, record))
        .map(|membership| (membership.person.shown.unwrap(), membership))
        .collect();
    let names: BTreeMap<EntityId, String> =
        persons.iter().map(|person| (person.entity(), person.name.shown.clone().unwrap())).collect();
    let rows = persons.iter().map(|person| {
        let membership = memberships.get(&person.entity());
        let household = membership.and_then(|membership| households.get(&membership.household.shown?));
        let head = household.and_then(|household| names.get(&household.head.shown?)).map(String::as_str);
        PersonOut { person, membership, household, head }
    });
    let table = export_table("导出", &DEFAULT_COLUMNS, rows, &office.snapshot.places, Words::shipped());
    table_bytes(&[table], target).unwrap()
}

#[test]
fn an_export_imported_again_changes_nothing() {
    let mut office = Office::new();
    office.import(&case("roster_dirty.csv"));
    office.import(&case("roster_spoiled.xlsx"));
    let persons = office.persons();
    office.correct(&persons[0], person::REMARK, Value::Text("=1+1".into()));
    office.correct(&persons[1], person::REMARK, Value::Text("'-乙,\"引\" | ; 号".into()));
    office.correct(&persons[2], person::NAME, Value::Text("朴𬱖洋䶮".into()));
    office.correct(&persons[3], person::PHONE, Value::Text("08748881234".into()));
    office.refresh();
    for target in [Target::Xlsx, Target::csv(false), Target::csv(true)] {
        let bytes = export(&office, target);
        let plan = office.plan(&roster(&bytes));
        let changed: Vec<_> = plan.rows.iter().filter(|row| row.kind != RowKind::Same).collect();
        assert!(changed.is_empty() && plan.is_empty(), "{target:?} {:?}", changed.first());
        assert_eq!(plan.counts.same, office.snapshot.persons.len(), "{target:?} {:?}", plan.refusals.first());
    }
    let bytes = export(&office, Target::csv(true));
    assert!(matches!(
        read_bytes(&bytes).unwrap().format,
        Format::Text { encoding: Encoding::Gb18030, crlf: true, .. }
    ));
    let text = String::from_utf8(export(&office, Target::csv(false))).unwrap();
    assert!(text.starts_with('\u{feff}') && text.contains("'=1+1") && text.contains("\r\n"));
}

fn refused(bytes: &[u8]) -> (Vec<u8>, Office) {
    let mut office = Office::new();
    let book = read_bytes(bytes).unwrap();
    let roster = Roster::read(&book, Words::shipped(), &Wishes::default()).unwrap();
    let plan = office.plan(&roster);
    office.write(&plan, usize::MAX);
    let sentence = |refusal: &Refusal| format!("第{}行", refusal.at.row);
    let (tables, target) = refused_rows(&book, &roster, &plan, Words::shipped(), &sentence);
    (table_bytes(&tables, target).unwrap(), office)
}

#[test]
fn refused_rows_come_back_in_their_shape_and_only_they_need_correcting() {
    let (back, mut office) = refused(&case("roster_spoiled.xlsx"));
    let book = read_bytes(&back).unwrap();
    assert_eq!((book.format, book.sheets[0].name.as_str()), (Format::Xlsx, "Sheet1"));
    assert_eq!(book.sheets[0].len(), 1 + 60);
    let before = office.snapshot.persons.len();
    let still = office.plan(&roster(&back));
    assert_eq!((still.counts.refused, still.counts.new), (60, 0));
    // As a text an officer can correct it: names filled in, numbers emptied.
    let sheet = &book.sheets[0];
    let mut table = TextTable {
        head: vec![sheet.row(0).unwrap().cells().map(|cell| cell.text().to_owned()).collect()],
        ..TextTable::default()
    };
    for (at, row) in sheet.rows().skip(1).enumerate() {
        let mut cells: Vec<String> = row.cells().map(|cell| cell.text().to_owned()).collect();
        cells[6] = format!("改{at}");
        cells[10] = String::new();
        table.rows.push(cells);
    }
    let corrected = table_bytes(&[table], Target::csv(false)).unwrap();
    let plan = office.import(&corrected);
    assert_eq!((plan.counts.new, plan.counts.refused, plan.counts.clashing), (60, 0, 0));
    assert_eq!(office.snapshot.persons.len(), before + 60);
}

#[test]
fn as_above_is_written_out_in_a_refused_row_and_the_encoding_kept() {
    let text = "花名册,,,,\n村,户编号,姓名,身份证号,备注\n甲山村,1,张三,,x\n同上,,李四,5.3E+17,\n";
    let (bytes, _, _) = encoding_rs::GB18030.encode(text);
    let (back, _) = refused(&bytes);
    let (back, _, _) = encoding_rs::GB18030.decode(&back);
    assert_eq!(back, "花名册,,,,\n村,户编号,姓名,身份证号,备注,退回原因\n甲山村,1,李四,5.3E+17,,第4行\n");
}

#[test]
fn a_file_is_written_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("导出.csv");
    std::fs::write(&path, b"old").unwrap();
    write_whole(&path, b"new").unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), b"new");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    assert_eq!(write_whole(&folder.path().join("none/x.csv"), b"x").unwrap_err(), SheetError::Missing);
    let taken = folder.path().join("taken");
    std::fs::create_dir(&taken).unwrap();
    assert!(write_whole(&taken, b"x").is_err());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "the attempt left nothing behind");
}

#[test]
fn columns_are_chosen_by_word_or_name() {
    let words = Words::shipped();
    assert_eq!(
        export_columns("name,身份证号，phone", words),
        Ok(vec![Field::Name, Field::IdNumber, Field::Phone])
    );
    assert_eq!(export_columns("name,没有", words), Err("没有".to_owned()));
}
