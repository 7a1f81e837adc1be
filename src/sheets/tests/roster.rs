//! Rosters: every case file in whole, and each spoiled row as the truth file and the design's table say.

use std::collections::BTreeMap;

use super::case;
use crate::sheets::*;

pub(super) fn roster(bytes: &[u8]) -> Roster {
    let book = read_bytes(bytes).unwrap();
    Roster::read(&book, Words::shipped(), &Wishes::default()).unwrap()
}

#[test]
fn each_spoiled_row_has_the_outcome_of_the_table() {
    let truth: BTreeMap<String, String> = serde_json::from_slice(&case("roster_spoiled.truth.json")).unwrap();
    let roster = roster(&case("roster_spoiled.xlsx"));
    let refused: BTreeMap<u32, &Reason> =
        roster.refusals.iter().map(|refusal| (refusal.at.row, &refusal.reason)).collect();
    assert_eq!(roster.persons(), truth.len());
    for (row, wrong) in &truth {
        let row: u32 = row.parse().unwrap();
        let remarks: Vec<&Remark> = roster
            .findings
            .iter()
            .filter(|finding| finding.at.row == row)
            .map(|finding| &finding.remark)
            .collect();
        let has = |wanted: fn(&Remark) -> bool| remarks.iter().any(|remark| wanted(remark));
        let reason = refused.get(&row);
        match wrong.as_str() {
            "spoiled number" => assert!(matches!(reason, Some(Reason::SpoiledNumber(_))), "{row} {reason:?}"),
            "impossible date" => assert!(matches!(reason, Some(Reason::NumberDate(_))), "{row} {reason:?}"),
            "no name" => assert!(matches!(reason, Some(Reason::NoName)), "{row} {reason:?}"),
            "wrong check digit" => {
                assert!(reason.is_none() && has(|remark| *remark == Remark::CheckDigit), "{row}")
            }
            "spoiled account" => {
                assert!(reason.is_none() && has(|remark| matches!(remark, Remark::Account(_))), "{row}");
                let kept = roster.rows.iter().find(|kept| kept.at.row == row).unwrap();
                assert!(kept.said.iter().all(|(field, _)| *field != Field::Account), "{row}");
            }
            "15 digits of a person born after 1999" => {
                assert!(
                    reason.is_none() && has(|remark| *remark == Remark::FifteenAfter1999),
                    "{row} {remarks:?}"
                );
            }
            "15 digits" | "ok" | "duplicate number of another person" => {
                assert!(reason.is_none(), "{row} {reason:?}");
                assert!(!has(|remark| matches!(
                    remark,
                    Remark::CheckDigit | Remark::Account(_) | Remark::FifteenAfter1999
                )));
            }
            other => panic!("{other}"),
        }
    }
}

#[test]
fn every_case_is_read_in_whole() {
    let sheets = roster(&case("roster_sheets.xlsx"));
    assert_eq!((sheets.rows.len(), sheets.refusals.len()), (5051, 0));
    let mut households: Vec<_> =
        sheets.rows.iter().map(|row| (row.place, row.household.clone().unwrap())).collect();
    households.sort();
    households.dedup();
    assert_eq!(households.len(), 1400);
    assert_eq!(sheets.places.len(), 8);
    let dirty = roster(&case("roster_dirty.csv"));
    assert_eq!((dirty.rows.len(), dirty.refusals.len()), (400, 0));
    assert!(dirty.notes.contains_key(&(Field::IdNumber, Note::FullWidth)), "{:?}", dirty.notes);
    assert!(dirty.notes.contains_key(&(Field::IdNumber, Note::Capital)));
    assert!(dirty.notes.contains_key(&(Field::IdNumber, Note::Apostrophe)));
    assert!(dirty.notes.contains_key(&(Field::Name, Note::Spaces)));
    assert!(dirty.rows.iter().all(|row| !row.name.contains(' ')));
    let old = roster(&case("roster_old.xls"));
    assert_eq!((old.rows.len(), old.refusals.len()), (300, 0));
    // The three files hold the same persons: what each says of them is the same.
    let by_number = |roster: &Roster| -> BTreeMap<String, (String, Option<crate::domain::day::Day>)> {
        let rows = roster
            .rows
            .iter()
            .filter_map(|row| Some((row.id.as_ref()?.key.to_string(), (row.name.to_string(), row.birth))));
        rows.collect()
    };
    let whole = by_number(&sheets);
    for (number, person) in by_number(&dirty).into_iter().chain(by_number(&old)) {
        assert_eq!(whole.get(&number), Some(&person), "{number}");
    }
}

#[test]
fn a_table_of_another_kind_is_named_and_sheets_without_header_are_reported() {
    let book = read_bytes("序号,账号,金额\n1,6223,600\n".as_bytes()).unwrap();
    let error = Roster::read(&book, Words::shipped(), &Wishes::default()).unwrap_err();
    assert!(
        matches!(error, SheetError::MissingColumns { ref fields, .. } if fields.contains(&Field::Name)),
        "{error:?}"
    );
    let book = read_bytes("甲,乙,丙\n1,2,3\n".as_bytes()).unwrap();
    let error = Roster::read(&book, Words::shipped(), &Wishes::default()).unwrap_err();
    assert!(matches!(error, SheetError::NoHeader { ref best, .. } if best.len() == 3), "{error:?}");
    let mut wishes = Wishes::default();
    wishes.say("没有这列=姓名", Words::shipped()).unwrap();
    let book = read_bytes("村,姓名,身份证号\n甲村,张三,1\n".as_bytes()).unwrap();
    let error = Roster::read(&book, Words::shipped(), &wishes).unwrap_err();
    assert!(matches!(error, SheetError::WishColumn { .. }));
}

#[test]
fn cells_that_say_nothing_or_cannot_be_meant_are_left_out() {
    let csv = "村,户编号,姓名,身份证号,账号,电话,扶持起止,搬迁时间\n\
               甲村,1,张三,,同上,无,2006.7至2026.6,某年\n\
               甲村,1,李四,11010519491231002,6223 0000 0000 0001,13800138000/x,2006-07-01~2026-06-30,2019-02-30\n";
    let roster = roster(csv.as_bytes());
    let remarks: Vec<&Remark> = roster.findings.iter().map(|finding| &finding.remark).collect();
    assert_eq!(
        remarks[..],
        [&Remark::NoNumber, &Remark::Mark(Field::Account), &Remark::UnreadDate(Field::Relocated)]
    );
    assert_eq!(roster.refusals[0].reason, Reason::ImpossibleDate(Field::Relocated));
    let said = &roster.rows[0].said;
    assert!(said.iter().any(|(field, said)| *field == Field::SupportTo && matches!(said, Said::Day(_))));
    assert!(said.iter().all(|(field, _)| *field != Field::Phone && *field != Field::Account));
}
