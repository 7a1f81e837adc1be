//! The office-shaped files of `tests/cases`, and files made on the spot: read whole, or refused with the
//! reason.

use std::collections::BTreeMap;

use super::case;
use crate::domain::subsidy::bank::{BankRow, Fit, Item, fit};
use crate::domain::value::Value;
use crate::journal::EntityId;
use crate::sheets::*;

fn classes(bytes: &[u8]) -> BTreeMap<RowClass, usize> {
    let book = read_bytes(bytes).unwrap();
    let words = Words::shipped();
    let mut counts = BTreeMap::new();
    for sheet in &book.sheets {
        let layout = Layout::find(sheet, words, &Wishes::default()).unwrap();
        let layout = layout.unwrap_or_else(|| {
            panic!(
                "no header in {:?}",
                sheet.row(0).map(|row| row.cells().map(|cell| cell.text().to_owned()).collect::<Vec<_>>())
            )
        });
        for row in Rows::new(sheet, &layout, words) {
            *counts.entry(row.class).or_default() += 1;
        }
    }
    counts
}

#[test]
fn the_words_are_readable_and_name_every_field() {
    let words = Words::read(include_str!("../../rules/headers.toml")).unwrap();
    for field in Field::ALL {
        if matches!(field, Field::Persons) {
            continue;
        }
        let title = words.title(*field);
        assert!(!title.is_empty(), "{field:?}");
        assert_eq!(words.field(title), Some((*field, true)), "{title}");
        assert_eq!(Field::of_word(field.word()), Some(*field));
    }
}

#[test]
fn a_workbook_with_a_sheet_per_village_is_read_whole() {
    let book = read_bytes(&case("roster_sheets.xlsx")).unwrap();
    assert_eq!(book.format, Format::Xlsx);
    assert_eq!(book.sheets.len(), 8);
    let sheet = &book.sheets[0];
    let layout = Layout::find(sheet, Words::shipped(), &Wishes::default()).unwrap().unwrap();
    assert_eq!(sheet.row(layout.first).unwrap().number, 3);
    assert_eq!(layout.unknown().count(), 0);
    let first = Rows::new(sheet, &layout, Words::shipped()).find(|row| row.class == RowClass::Data).unwrap();
    assert_eq!(first.row.number, 5);
    let counts = classes(&case("roster_sheets.xlsx"));
    assert_eq!(counts.get(&RowClass::Data), Some(&5051), "{counts:?}");
    assert_eq!(counts.get(&RowClass::Total), Some(&8));
    assert_eq!(counts.get(&RowClass::Signature), Some(&8));
}

#[test]
fn as_above_is_filled_and_never_for_names() {
    let book = read_bytes(&case("roster_sheets.xlsx")).unwrap();
    let words = Words::shipped();
    let layout = Layout::find(&book.sheets[0], words, &Wishes::default()).unwrap().unwrap();
    let rows: Vec<_> = Rows::new(&book.sheets[0], &layout, words)
        .filter(|row| row.class == RowClass::Data)
        .take(6)
        .collect();
    let text = |at: usize, field: Field| rows[at].cell(field).text().to_owned();
    assert_eq!(text(1, Field::Township), "旧县街道");
    assert_eq!(text(1, Field::Village), "袜度社区");
    assert_eq!(text(1, Field::Group), "三组");
    assert_eq!(text(3, Field::HouseholdCode), "0001");
    assert_eq!(text(4, Field::HouseholdCode), "0003");
    assert_eq!(text(3, Field::Head), "欧阳行勇");
    assert_eq!(text(5, Field::Name), "何学");
    let csv =
        "村,组,户编号,户主,姓名,身份证号\n甲村,一组,1,张三,张三,1\n同上,〃,,〃,同上,〃\n乙村,,2,,李四,\n";
    let book = read_bytes(csv.as_bytes()).unwrap();
    let layout = Layout::find(&book.sheets[0], words, &Wishes::default()).unwrap().unwrap();
    let rows: Vec<_> = Rows::new(&book.sheets[0], &layout, words).collect();
    assert!(rows[1].is_marked(Field::Name) && rows[1].cell(Field::Name).is_blank());
    assert!(rows[1].is_marked(Field::IdNumber));
    assert_eq!(rows[1].cell(Field::HouseholdCode).text(), "1");
    assert!(rows[2].cell(Field::Group).is_blank() && rows[2].cell(Field::Head).is_blank());
}

#[test]
fn the_other_case_files_are_read_whole() {
    let book = read_bytes(&case("roster_dirty.csv")).unwrap();
    let expected = Format::Text { encoding: Encoding::Gb18030, delimiter: b',', crlf: true };
    assert_eq!(book.format, expected);
    assert_eq!(
        classes(&case("roster_dirty.csv")),
        BTreeMap::from([(RowClass::Data, 400), (RowClass::Total, 1)])
    );
    let book = read_bytes(&case("roster_old.xls")).unwrap();
    assert_eq!(book.format, Format::Xls);
    assert_eq!(classes(&case("roster_old.xls")), BTreeMap::from([(RowClass::Data, 300)]));
    let layout = Layout::find(&book.sheets[0], Words::shipped(), &Wishes::default()).unwrap().unwrap();
    let column = layout.column(Field::Relocated).unwrap();
    assert_eq!(book.sheets[0].row(1).unwrap().cell(column), Cell::Date("2017-02-08"));
    assert_eq!(classes(&case("roster_spoiled.xlsx")), BTreeMap::from([(RowClass::Data, 200)]));
    assert_eq!(classes(&case("deaths.xlsx")), BTreeMap::from([(RowClass::Data, 40)]));
    let book = read_bytes(&case("bank_return.txt")).unwrap();
    assert!(matches!(book.format, Format::Text { delimiter: b'|', .. }));
    assert_eq!(classes(&case("bank_return.txt")), BTreeMap::from([(RowClass::Data, 1000)]));
}

#[test]
fn headers_in_two_rows_are_joined_and_other_words_understood() {
    let csv = "某某县移民花名册\n序号,住址,,,户主,,姓名,公民身份号码,银行信息,,\n,乡(镇),村委会,村民小组,姓名,身份证号,,,开户银行,户名,一卡通号\n\
               1,甲镇,乙村,一组,张三,530399,李四,530399,农商行,李四,6223\n";
    let book = read_bytes(csv.as_bytes()).unwrap();
    let layout = Layout::find(&book.sheets[0], Words::shipped(), &Wishes::default()).unwrap().unwrap();
    assert_eq!((layout.first, layout.rows), (1, 2));
    let at = |field| layout.column(field);
    assert_eq!(at(Field::Township), Some(1));
    assert_eq!(at(Field::Group), Some(3));
    assert_eq!(at(Field::Head), Some(4));
    assert_eq!(at(Field::HeadIdNumber), Some(5));
    assert_eq!((at(Field::Name), at(Field::IdNumber)), (Some(6), Some(7)));
    assert_eq!((at(Field::Bank), at(Field::AccountName), at(Field::Account)), (Some(8), Some(9), Some(10)));
}

#[test]
fn rows_keep_the_numbers_of_the_sheet() {
    let csv = "\n\n姓名,身份证号,备注\n甲,1,\"两\n行\"\n\n乙,2,x\n";
    let book = read_bytes(csv.as_bytes()).unwrap();
    let numbers: Vec<u32> = book.sheets[0].rows().map(|row| row.number).collect();
    assert_eq!(numbers, [3, 4, 6]);
}

#[test]
fn a_person_can_say_what_a_column_means_and_it_is_learned() {
    let csv = "村,户编号,姓名,号码甲,号码乙\n甲村,1,张三,530399,6223\n";
    let book = read_bytes(csv.as_bytes()).unwrap();
    let words = Words::shipped();
    let mut wishes = Wishes::default();
    wishes.say("号码甲=身份证号", words).unwrap();
    wishes.say("E=account", words).unwrap();
    assert!(matches!(wishes.say("号码丙=没有这个", words), Err(SheetError::Wish { .. })));
    let layout = Layout::find(&book.sheets[0], words, &wishes).unwrap().unwrap();
    assert_eq!((layout.column(Field::IdNumber), layout.column(Field::Account)), (Some(3), Some(4)));
    let learned = layout.learned(&wishes).unwrap();
    let later = Wishes { learned: BTreeMap::from([(learned.signature, learned)]), ..Wishes::default() };
    assert_eq!(
        Layout::find(&book.sheets[0], words, &later).unwrap().unwrap().column(Field::Account),
        Some(4)
    );
}

#[test]
fn two_columns_of_one_meaning_are_named() {
    let csv = "村,姓名,身份证号,公民身份号码\n甲村,张三,1,2\n";
    let book = read_bytes(csv.as_bytes()).unwrap();
    let error = Layout::find(&book.sheets[0], Words::shipped(), &Wishes::default()).unwrap_err();
    let SheetError::SameMeaning { field, headers, columns, .. } = error else { panic!("{error:?}") };
    assert_eq!((field, columns), (Field::IdNumber, [3, 4]));
    assert_eq!(headers, ["身份证号".to_owned(), "公民身份号码".to_owned()]);
}

#[test]
fn what_is_no_table_is_refused_with_its_kind() {
    let utf16: Vec<u8> = "\u{feff}姓名,村\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: Vec<(Vec<u8>, SheetError)> = vec![
        (utf16, SheetError::Utf16),
        (b"".to_vec(), SheetError::EmptyFile),
        (b"\n\n  \n".to_vec(), SheetError::NoRows),
        (b"a,b\n\0,1\n".to_vec(), SheetError::ZeroByte { offset: 4 }),
        (b"%PDF-1.4".to_vec(), SheetError::Foreign(Foreign::Pdf)),
        (b"\x89PNG\r\n".to_vec(), SheetError::Foreign(Foreign::Picture)),
        (b"<html><table>".to_vec(), SheetError::Foreign(Foreign::WebPage)),
        (b"a,b\n\xff\xff,1\n".to_vec(), SheetError::Encoding { line: 2 }),
    ];
    for (bytes, expected) in cases {
        assert_eq!(read_bytes(&bytes).unwrap_err(), expected);
    }
    let open = format!("姓名,村\n\"甲,{}", "a,b\n".repeat(100));
    assert_eq!(read_bytes(open.as_bytes()).unwrap_err(), SheetError::OpenQuote { row: 2 });
    let long = format!("姓名,村\n甲,{}\n", "长".repeat(40_000));
    assert!(matches!(read_bytes(long.as_bytes()), Err(SheetError::Cell { row: 2, column: 2, .. })));
    let wide = format!("姓名,村\n{}\n", "x,".repeat(400));
    assert!(matches!(read_bytes(wide.as_bytes()), Err(SheetError::Columns { row: 2, .. })));
}

#[test]
fn names_of_files_say_nothing_and_absent_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let renamed = folder.path().join("花名册.csv");
    std::fs::write(&renamed, case("roster_spoiled.xlsx")).unwrap();
    assert_eq!(read_file(&renamed).unwrap().format, Format::Xlsx);
    assert_eq!(read_file(&folder.path().join("none.xlsx")).unwrap_err(), SheetError::Missing);
    assert_eq!(read_file(folder.path()).unwrap_err(), SheetError::NotAFile);
    std::fs::write(folder.path().join("~$花名册.csv"), b"x").unwrap();
    assert!(read_file(&renamed).unwrap().open_elsewhere);
    let big = folder.path().join("big.csv");
    std::fs::File::create(&big).unwrap().set_len(200 << 20).unwrap();
    assert!(matches!(read_file(&big), Err(SheetError::TooLarge { bytes: 209_715_200, .. })));
}

#[test]
fn the_banks_file_is_matched_to_the_roster_that_it_was_made_of() {
    let book = read_bytes(&case("roster_sheets.xlsx")).unwrap();
    let roster = Roster::read(&book, Words::shipped(), &Wishes::default()).unwrap();
    let said = |row: &RosterRow, wanted: Field| {
        let found = row.said.iter().find(|(field, _)| *field == wanted);
        match found.map(|(_, said)| said.value()) {
            Some(Value::Text(text)) => text,
            _ => String::new(),
        }
    };
    let item = |(line, row): (u32, &RosterRow)| {
        let name = said(row, Field::AccountName);
        Item {
            line,
            person: EntityId([0; 16]),
            village: EntityId([0; 16]),
            period: 40_434,
            name: if name.is_empty() { row.name.to_string() } else { name },
            account: said(row, Field::Account),
            fen: 15_000,
        }
    };
    let items: Vec<Item> = (1..).zip(&roster.rows).map(item).collect();
    let mut rows = bank_rows(&read_bytes(&case("bank_return.txt")).unwrap()).unwrap();
    let matched = |rows: &[BankRow]| {
        fit("2021Q3-1", &items, rows).iter().filter(|fit| matches!(fit, Fit::Line(_))).count()
    };
    assert_eq!(rows.len(), 1000);
    assert!(matched(&rows) >= 990, "{}", matched(&rows));
    // By account, name and amount alone, where characters outside GBK arrived as question marks.
    rows.iter_mut().for_each(|row| row.item.clear());
    assert!(matched(&rows) >= 990, "{}", matched(&rows));
}
