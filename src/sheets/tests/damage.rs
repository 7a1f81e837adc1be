//! Damaged and hostile files: an error or what is left of the table, never a panic, within bounded time and
//! memory.

use std::io::{Cursor, Write};
use std::time::{Duration, Instant};

use zip::write::SimpleFileOptions;

use super::case;
use crate::sheets::packed::weigh_within;
use crate::sheets::*;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

fn damage(bytes: &mut Vec<u8>, way: usize, dice: &mut Dice) {
    let length = bytes.len();
    match way % 5 {
        0 => bytes.truncate(dice.roll(length)),
        1 => {
            for _ in 0..1 + dice.roll(40) {
                let at = dice.roll(length);
                bytes[at] ^= 1 << dice.roll(8);
            }
        }
        2 => {
            let at = dice.roll(length);
            let end = (at + 4).min(length);
            bytes[at..end].fill(0xFF);
        }
        3 => {
            let (at, from) = (dice.roll(length), dice.roll(length));
            let many = dice.roll(512).min(length - at).min(length - from);
            bytes.copy_within(from..from + many, at);
        }
        _ => {
            // Sizes stand near the beginning of records and near the end of a zip.
            let at = if dice.roll(2) == 0 {
                dice.roll(1024.min(length))
            } else {
                length - 1 - dice.roll(1024.min(length))
            };
            let end = (at + 2).min(length);
            bytes[at..end].fill(0x7F);
        }
    }
}

#[test]
fn two_hundred_and_forty_damaged_files_are_read_or_refused() {
    let files =
        [case("roster_spoiled.xlsx"), case("roster_old.xls"), case("roster_dirty.csv"), case("deaths.xlsx")];
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut refused, mut read) = (0, 0);
    for round in 0..240 {
        let mut bytes = files[round % files.len()].clone();
        damage(&mut bytes, round / files.len(), &mut dice);
        let start = Instant::now();
        match read_bytes(&bytes) {
            Ok(book) => {
                read += 1;
                for sheet in &book.sheets {
                    if let Ok(Some(layout)) = Layout::find(sheet, Words::shipped(), &Wishes::default()) {
                        assert!(Rows::new(sheet, &layout, Words::shipped()).count() <= sheet.len());
                    }
                }
            }
            Err(_) => refused += 1,
        }
        assert!(start.elapsed() < Duration::from_secs(20), "round {round}");
    }
    assert!(refused > 60 && read > 20, "{refused} refused, {read} read");
}

fn workbook(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const BOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#;
const RELATIONS: &str = r#"<Relationships><Relationship Id="r1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

const ROOT: &str = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

fn with_sheet(sheet: &str, strings: &str) -> Vec<u8> {
    workbook(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ])
}

#[test]
fn declared_sizes_are_not_believed() {
    let sheet = r#"<worksheet><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData></worksheet>"#;
    let honest = with_sheet(sheet, r#"<sst uniqueCount="1"><si><t>x</t></si></sst>"#);
    assert_eq!(read_bytes(&honest).unwrap().sheets[0].len(), 1);
    let strings = r#"<sst uniqueCount="99999999999999"><si><t>x</t></si></sst>"#;
    assert!(matches!(read_bytes(&with_sheet(sheet, strings)), Err(SheetError::Unpacked { .. })));
    let far = r#"<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
    assert!(matches!(
        read_bytes(&with_sheet(far, "<sst/>")),
        Err(SheetError::Columns { row: 1_048_576, .. })
    ));
}

#[test]
fn a_workbook_is_weighed_before_it_is_read() {
    let heavy = format!("<worksheet><sheetData>{}</sheetData></worksheet>", " ".repeat(3 << 20));
    let bytes = with_sheet(&heavy, "<sst/>");
    assert!(bytes.len() < 20_000);
    assert_eq!(weigh_within(&bytes, 1 << 20), Err(SheetError::Unpacked { limit: 1 << 20 }));
    assert_eq!(weigh_within(&bytes, 8 << 20), Ok(()));
    assert_eq!(read_bytes(&bytes).unwrap_err(), SheetError::NoRows);
    assert_eq!(
        read_bytes(&workbook(&[("word/document.xml", "<x/>")])).unwrap_err(),
        SheetError::Foreign(Foreign::Archive)
    );
    assert_eq!(
        read_bytes(&workbook(&[("content.xml", "<x/>")])).unwrap_err(),
        SheetError::Foreign(Foreign::OpenDocument)
    );
    let cut = case("roster_sheets.xlsx");
    assert!(matches!(read_bytes(&cut[..cut.len() / 2]), Err(SheetError::Damaged { shape: Shape::Xlsx, .. })));
}

#[test]
fn an_old_workbook_with_huge_dimensions_or_a_password_is_refused() {
    let bytes = case("roster_old.xls");
    let at = bytes.windows(4).position(|four| four == [0x00, 0x02, 0x0E, 0x00]).unwrap();
    let mut huge = bytes.clone();
    huge[at + 4..at + 12].copy_from_slice(&[0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(matches!(read_bytes(&huge), Err(SheetError::Unpacked { .. })));
    let far = bytes.windows(4).position(|four| four == [0xFD, 0x00, 0x0A, 0x00]).unwrap();
    let mut wide = bytes.clone();
    wide[far + 4..far + 8].copy_from_slice(&[0xFF, 0xFF, 0xFF, 0xFF]);
    assert!(matches!(read_bytes(&wide), Err(SheetError::Unpacked { .. })));
    let name: Vec<u8> = "Workbook".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let entry = bytes.windows(16).position(|window| window == name).unwrap();
    let mut other = bytes.clone();
    other[entry..entry + 2].copy_from_slice(b"w\0");
    assert!(read_bytes(&other).is_ok(), "names are compared without case");
    other[entry..entry + 2].copy_from_slice(b"x\0");
    assert_eq!(read_bytes(&other).unwrap_err(), SheetError::Foreign(Foreign::Compound));
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    other[entry..entry + 32].copy_from_slice(&locked);
    other[entry + 64] = 34;
    assert_eq!(read_bytes(&other).unwrap_err(), SheetError::Password);
}
