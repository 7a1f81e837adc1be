//! Imports one after the other: whole, again, after a kill, after corrections, with clashes.

use std::collections::BTreeMap;

use super::case;
use super::office::Office;
use super::roster::roster;
use crate::domain::kinds::{kind, person};
use crate::domain::value::Value;
use crate::sheets::*;

fn dump(office: &Office) -> BTreeMap<String, String> {
    let persons = office.persons().into_iter();
    persons
        .map(|person| {
            (
                person.code.shown.clone().unwrap() + &person.common.key.scope.hex(),
                format!("{:?}{:?}{:?}", person.name.shown, person.id_number.shown, person.account.shown),
            )
        })
        .collect()
}

#[test]
fn a_workbook_comes_in_whole_and_again_changes_nothing() {
    let mut office = Office::new();
    let bytes = case("roster_sheets.xlsx");
    let plan = office.import(&bytes);
    assert_eq!(plan.counts, Counts { new: 5051, ..Counts::default() });
    assert_eq!(office.snapshot.households.len(), 1400);
    assert!(office.snapshot.households.iter().all(|household| household.head.is_some()));
    assert!(office.snapshot.persons.iter().all(|person| person.household.is_some()));
    assert!(plan.parts.iter().all(|part| part.len() <= 2000));
    let again = office.plan(&roster(&bytes));
    assert_eq!((again.operations(), again.parts.len()), (0, 0));
    assert_eq!(again.counts, Counts { same: 5051, ..Counts::default() });
    // Another file with some of the same persons, written otherwise: nothing changes but what it says more
    // exactly.
    let dirty = office.import(&case("roster_dirty.csv"));
    assert_eq!((dirty.counts.new, dirty.counts.refused, dirty.counts.clashing), (0, 0, 0));
    let old = office.import(&case("roster_old.xls"));
    assert_eq!((old.counts.new, old.counts.refused, old.counts.clashing), (0, 0, 0));
    assert_eq!(office.snapshot.persons.len(), 5051);
}

#[test]
fn an_import_that_was_cut_off_is_finished_with_the_same_codes() {
    let bytes = case("roster_sheets.xlsx");
    let mut whole = Office::new();
    let plan = whole.import(&bytes);
    let wanted = dump(&whole);
    for cut in [2, plan.parts.len() / 2] {
        let mut office = Office::new();
        let roster = roster(&bytes);
        let first = office.plan(&roster);
        office.write(&first, cut);
        // The last outcomes may be lost with the power: what stands in the records tells.
        if cut == 2 {
            office.last.clear();
        }
        let rest = office.plan(&roster);
        office.write(&rest, usize::MAX);
        assert_eq!(rest.counts.new + rest.counts.same, 5051);
        assert_eq!(dump(&office), wanted, "cut after {cut} parts");
        assert_eq!(office.plan(&roster).operations(), 0);
    }
}

#[test]
fn a_spoiled_roster_gives_the_persons_of_the_truth_file_and_corrected_rows_come_later() {
    let mut office = Office::new();
    let bytes = case("roster_spoiled.xlsx");
    let plan = office.import(&bytes);
    let truth: BTreeMap<u32, String> = serde_json::from_slice(&case("roster_spoiled.truth.json")).unwrap();
    let refused = ["spoiled number", "impossible date", "no name"];
    let must: Vec<u32> =
        truth.iter().filter(|(_, wrong)| refused.contains(&wrong.as_str())).map(|(row, _)| *row).collect();
    assert_eq!(plan.refusals.iter().map(|refusal| refusal.at.row).collect::<Vec<_>>(), must);
    assert_eq!(plan.counts.new, truth.len() - must.len());
    let duplicates =
        plan.findings.iter().filter(|finding| matches!(finding.remark, Remark::DuplicateNumber(_)));
    let wanted = truth.values().filter(|wrong| wrong.starts_with("duplicate")).count();
    assert!(duplicates.count() >= wanted);
    let again = office.plan(&roster(&bytes));
    assert_eq!((again.counts.new, again.counts.changed, again.operations()), (0, 0, 0));
}

const HEADER: &str = "乡镇,村,组,户编号,户主,姓名,性别,民族,与户主关系,身份证号,出生年月,账号,电话,备注\n";

fn csv(rows: &[&str]) -> Vec<u8> {
    format!("{HEADER}{}\n", rows.join("\n")).into_bytes()
}

const ZHANG: &str =
    "甲镇,乙山村,一组,0001,张三,张三,男,汉族,户主,11010519491231002X,1949.12,62230001,13800138000,";
const LI: &str = "甲镇,乙山村,一组,0001,张三,李四,女,彝族,妻,,1950.3,62230002,,";

#[test]
fn an_unchanged_cell_never_undoes_a_correction_and_a_changed_one_clashes() {
    let mut office = Office::new();
    office.import(&csv(&[ZHANG, LI]));
    let zhang = office.person("张三");
    office.correct(&zhang, person::ACCOUNT, Value::Text("99990001".into()));
    office.refresh();
    // The office's next file says the same as before in this cell, and changes another.
    let next = csv(&[&ZHANG.replace("汉族", "回族"), LI]);
    let plan = office.import(&next);
    assert_eq!((plan.counts.changed, plan.counts.same, plan.counts.clashing), (1, 1, 0));
    let change = &plan.rows[0].changes[0];
    assert_eq!((change.field, change.file.as_str(), change.clash), (Field::Ethnic, "回族", false));
    assert_eq!(change.record, ["汉族"]);
    let zhang = office.person("张三");
    assert_eq!(zhang.account.shown.as_deref(), Some("99990001"));
    assert_eq!(zhang.ethnic.settled(), Some(&3));
    // Now the file changes the cell that the officer corrected: both stand.
    let later = csv(&[&ZHANG.replace("汉族", "回族").replace("62230001", "62230009"), LI]);
    let plan = office.import(&later);
    let clashes: Vec<Clash> = plan.clashes().collect();
    assert_eq!(clashes.len(), 1);
    assert_eq!(
        (clashes[0].field, clashes[0].file.as_str(), clashes[0].code.as_str()),
        (Field::Account, "62230009", "0001-01")
    );
    assert_eq!(clashes[0].record, ["99990001"]);
    let zhang = office.person("张三");
    assert!(zhang.account.conflict);
    assert_eq!(office.plan(&roster(&later)).operations(), 0);
    // The next value of the file replaces only the import's own.
    let last = csv(&[&ZHANG.replace("汉族", "回族").replace("62230001", "62230010"), LI]);
    office.import(&last);
    let mut values: Vec<String> = office.person("张三").account.all().cloned().collect();
    values.sort();
    assert_eq!(values, ["62230010", "99990001"]);
}

#[test]
fn two_hundred_corrections_survive_and_fifty_clashes_are_listed() {
    let mut office = Office::new();
    let bytes = case("roster_dirty.csv");
    office.import(&bytes);
    let persons = office.persons();
    for (at, person) in persons.iter().take(200).enumerate() {
        office.correct(person, person::ACCOUNT, Value::Text(format!("8888{at:08}")));
    }
    office.refresh();
    let (text, _, _) = encoding_rs::GB18030.decode(&bytes);
    let plan = office.import(text.replace("2021年度", "2022年度").as_bytes());
    assert_eq!((plan.counts.changed, plan.operations()), (0, 0));
    let corrected = |office: &Office| {
        office
            .persons()
            .iter()
            .filter(|person| {
                person
                    .account
                    .shown
                    .as_ref()
                    .is_some_and(|account| account.starts_with("8888") && account.len() == 12)
            })
            .count()
    };
    assert_eq!(corrected(&office), 200);
    let mut changed = text.to_string();
    for person in persons.iter().take(50) {
        let account = person.account.shown.clone().unwrap();
        changed = changed.replace(&account, &format!("7777{}", account.chars().skip(4).collect::<String>()));
    }
    let plan = office.import(changed.as_bytes());
    assert_eq!((plan.clashes().count(), plan.counts.clashing, plan.counts.changed), (50, 50, 50));
    assert_eq!(corrected(&office), 200);
}

#[test]
fn persons_are_found_by_number_then_by_household_name_and_birth() {
    let mut office = Office::new();
    office.import(&csv(&[ZHANG, LI]));
    // Fifteen digits are the same number; a new number of someone found by household, name and birth is a
    // change.
    let next = csv(&[
        &ZHANG.replace("11010519491231002X", "110105491231002"),
        &LI.replace(",,1950.3", ",440524188001010014,1950.3"),
    ]);
    let plan = office.import(&next);
    assert_eq!((plan.counts.new, plan.counts.changed), (0, 2));
    // The same person twice in one file, and a person of another village.
    let plan = office.plan(&roster(&csv(&[ZHANG, LI, LI, &ZHANG.replace("乙山村", "丙山村")])));
    assert_eq!(plan.refusals.len(), 1, "{:?}", plan.refusals);
    assert!(matches!(plan.refusals[0].reason, Reason::Twice(RowAt { row: 3, .. })));
    let plan = office.plan(&roster(&csv(&[&ZHANG.replace("乙山村", "丙山村")])));
    assert!(
        matches!(&plan.refusals[0].reason, Reason::OtherVillage { code, .. } if code == "0001-01"),
        "{:?}",
        plan.refusals
    );
    // Absent persons are counted and stay; another spelling of place and group is the same place.
    let other =
        ZHANG.replace("乙山村", "乙山村委会").replace("一组", "第1村民小组").replace("1949.12", "1949-12-31");
    let plan = office.plan(&roster(&csv(&[&other])));
    assert_eq!((plan.counts.absent, plan.counts.new), (1, 0));
    let places = office.records.keys().filter(|key| key.kind == kind::PLACE).count();
    assert_eq!(places, 3);
}

#[test]
fn a_file_without_codes_or_villages_uses_heads_and_sheet_names() {
    let mut office = Office::new();
    let text = "户主,姓名,与户主关系,身份证号,出生日期\n张三,张三,户主,11010519491231002X,\n,李四,妻,,1950-03-01\n王五,王五,户主,,1960-01-02\n";
    let plan = office.plan(&roster(text.as_bytes()));
    assert!(plan.refusals.iter().all(|refusal| refusal.reason == Reason::NoVillage));
    let text = "村,户主,姓名,与户主关系,身份证号,出生日期\n乙村,张三,张三,户主,11010519491231002X,\n,,李四,妻,,1950-03-01\n,王五,王五,户主,,1960-01-02\n";
    let plan = office.import(text.as_bytes());
    let mut codes: Vec<String> = plan.rows.iter().map(|row| row.code.clone()).collect();
    codes.sort();
    assert_eq!(codes, ["0001-01", "0001-02", "0002-01"]);
    assert_eq!(office.plan(&roster(text.as_bytes())).operations(), 0);
    let next = format!("{text},王五,王六,长子,,1985-05-05\n");
    let plan = office.import(next.as_bytes());
    assert_eq!((plan.counts.new, plan.counts.same), (1, 3));
    assert_eq!(plan.rows[3].code, "0002-02");
    let absent: Vec<&Remark> = plan
        .findings
        .iter()
        .map(|finding| &finding.remark)
        .filter(|remark| **remark == Remark::NoHead)
        .collect();
    assert!(absent.is_empty());
}
