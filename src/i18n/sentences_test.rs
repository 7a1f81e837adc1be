//! Every fault of a file, remark and finding that can be made has its words in both languages: complete, in its script.

use std::io::ErrorKind;

use super::{Lang, checks, sheets, slots};
use crate::domain::account::AccountError;
use crate::domain::checks::{Authority, Check, Facts, Finding, Severity, Source};
use crate::domain::day::Day;
use crate::domain::idnumber::{IdError, Spoiling};
use crate::domain::kinds;
use crate::domain::migrant::Cohort;
use crate::domain::sex::Sex;
use crate::domain::status::Status;
use crate::journal::EntityId;
use crate::sheets::{Field, Foreign, Reason, Remark, RowAt, Shape, SheetError};
use crate::text::width::width;

fn is_han(character: char) -> bool {
    matches!(character, '\u{3400}'..='\u{9fff}')
}

/// Words: not empty, and each language in its own script.
pub(super) fn hold_words(words: impl Fn(Lang) -> String) -> [String; 2] {
    let [zh, en] = [Lang::Zh, Lang::En].map(words);
    assert!(zh.chars().any(is_han), "no Chinese: {zh}");
    assert!(!en.is_empty() && en.is_ascii(), "not plain English: {en}");
    let half = zh.replace("..", "");
    let after_han = half.chars().zip(half.chars().skip(1)).any(|(a, b)| is_han(a) && ",.:;()".contains(b));
    assert!(!after_han, "half-width punctuation: {zh}");
    for text in [&zh, &en] {
        assert!(!text.contains("  ") && !text.contains('\n') && !text.contains("。。"), "{text}");
    }
    [zh, en]
}

/// Sentences: words that end as sentences do, and of at least two parts (what happened; what to do).
pub(super) fn hold(words: impl Fn(Lang) -> String) {
    let [zh, en] = hold_words(words);
    assert!(zh.ends_with('。') && en.ends_with('.'), "{zh} / {en}");
    assert!(zh.matches(['。', '；']).count() > 1 && en.matches(['.', ';']).count() > 1, "{zh} / {en}");
}

pub(super) fn entity(number: u8) -> EntityId {
    EntityId([number; 16])
}

const AT: RowAt = RowAt { sheet: 1, row: 7 };

fn id_errors() -> Vec<IdError> {
    let date = |year, month, day| IdError::Date { year, month, day };
    vec![
        IdError::Empty,
        IdError::Spoiled(Spoiling::Computed),
        IdError::Spoiled(Spoiling::Zeros),
        IdError::Length { found: 17 },
        IdError::Character { position: 6, found: 'O' },
        date(1985, 13, 1),
        date(1985, 2, 30),
        date(1085, 2, 20),
        IdError::CheckDigit { expected: '1', found: '2' },
    ]
}

fn account_errors() -> Vec<AccountError> {
    vec![
        AccountError::Empty,
        AccountError::Spoiled(Spoiling::Computed),
        AccountError::Spoiled(Spoiling::Zeros),
        AccountError::Character { position: 6, found: 'O' },
        AccountError::Length { found: 7 },
    ]
}

fn sheet_errors() -> Vec<SheetError> {
    let sheet = || "Sheet1".to_owned();
    let kinds = [
        Foreign::Archive,
        Foreign::OpenDocument,
        Foreign::Compound,
        Foreign::WebPage,
        Foreign::Pdf,
        Foreign::Picture,
        Foreign::Packed,
        Foreign::Bundle,
    ];
    let mut all = vec![
        SheetError::Missing,
        SheetError::NotAFile,
        SheetError::Denied,
        SheetError::Locked,
        SheetError::Changed,
        SheetError::DiskFull,
        SheetError::Io(ErrorKind::Other),
        SheetError::TooLarge { bytes: 200 << 20, limit: 100 << 20 },
        SheetError::EmptyFile,
        SheetError::Utf16,
        SheetError::ZeroByte { offset: u64::MAX },
        SheetError::Encoding { line: 3 },
        SheetError::OpenQuote { row: 3 },
        SheetError::Password,
        SheetError::Unpacked { limit: 1 << 30 },
        SheetError::Sheets { limit: 1_000 },
        SheetError::Rows { limit: 1_000_000 },
        SheetError::Columns { sheet: sheet(), row: 3, limit: 256 },
        SheetError::Cell { sheet: String::new(), row: 3, column: 0, limit: 32_767 },
        SheetError::Cell { sheet: sheet(), row: 3, column: usize::MAX, limit: 32_767 },
        SheetError::NoRows,
        SheetError::NoHeader { sheets: vec![], best: vec![] },
        SheetError::NoBankHeader { seen: vec![] },
        SheetError::NoBankHeader { seen: vec!["who".into(); 9] },
        SheetError::NoHeader { sheets: vec![sheet()], best: vec![String::new()] },
        SheetError::NoHeader { sheets: vec![sheet()], best: vec!["who".into(); 9] },
        SheetError::SameMeaning {
            sheet: sheet(),
            field: Field::Name,
            headers: ["name".into(), "person".into()],
            columns: [2, 28],
        },
        SheetError::MissingColumns { sheet: sheet(), fields: vec![], unknown: vec![] },
        SheetError::MissingColumns { sheet: sheet(), fields: vec![Field::Name], unknown: vec!["who".into()] },
        SheetError::Wish { wish: "B".into() },
        SheetError::WishColumn { column: "ZZ".into() },
    ];
    all.extend(kinds.map(SheetError::Foreign));
    all.extend([Shape::Xlsx, Shape::Xls, Shape::Text].map(|shape| {
        let detail = "reader's words".to_owned();
        SheetError::Damaged { shape, detail }
    }));
    all
}

#[test]
fn every_fault_of_a_file_has_its_sentence() {
    for error in sheet_errors() {
        hold(|lang| sheets::error(lang, "roster.csv", &error));
        for lang in [Lang::Zh, Lang::En] {
            let text = sheets::error(lang, "roster.csv", &error);
            assert!(text.starts_with("roster.csv") && !text.contains("reader's words"), "{text}");
        }
    }
    for field in Field::ALL {
        hold_words(|lang| sheets::field(lang, *field).to_owned());
    }
}

#[test]
fn headers_are_named_and_numbers_of_persons_are_not() {
    let [one, two] = ["名字".to_owned(), "移民".to_owned()];
    let sheet = "大桩村".to_owned();
    let same = SheetError::SameMeaning { sheet, field: Field::Name, headers: [one, two], columns: [2, 28] };
    let text = sheets::error(Lang::Zh, "花名册.xlsx", &same);
    for part in ["花名册.xlsx", "大桩村", "B 列“名字”", "AB 列“移民”", "姓名", "--map AB=-"]
    {
        assert!(text.contains(part), "{text}");
    }
    let best = ["何人", "11010519491231002X", "住在哪"].map(str::to_owned).to_vec();
    let none = SheetError::NoHeader { sheets: vec![], best };
    let text = sheets::error(Lang::Zh, "a.csv", &none);
    assert!(text.contains("何人、..、住在哪") && text.contains("--map 列=field"), "{text}");
    assert!(!text.contains("1949"), "{text}");
}

#[test]
fn every_reason_and_remark_has_its_sentence() {
    let village = |_| "Dazhuang".to_owned();
    let code = || "0101-01".to_owned();
    let mut reasons = vec![
        Reason::NoName,
        Reason::LongName,
        Reason::NoVillage,
        Reason::AmbiguousVillage,
        Reason::NoHousehold,
        Reason::Twice(AT),
        Reason::Twice(RowAt { sheet: 0, row: 2 }),
        Reason::OtherVillage { code: code(), village: entity(1) },
    ];
    reasons.extend(id_errors().into_iter().map(Reason::SpoiledNumber));
    reasons.extend(id_errors().into_iter().map(Reason::NumberDate));
    reasons.extend(Field::ALL.iter().copied().map(Reason::ImpossibleDate));
    for reason in reasons {
        hold(|lang| sheets::reason(lang, &reason, &village));
    }
    let mut remarks = vec![
        Remark::CheckDigit,
        Remark::FifteenAfter1999,
        Remark::DuplicateNumber(AT),
        Remark::KnownNumber(code()),
        Remark::NoNumber,
        Remark::UnknownArea("530399".into()),
        Remark::BirthDiffers,
        Remark::SexDiffers,
        Remark::OddPhone,
        Remark::NoHead,
        Remark::SeveralHeads,
        Remark::Ambiguous,
        Remark::SetAside(code()),
    ];
    remarks.extend(id_errors().into_iter().map(Remark::OddNumber));
    remarks.extend(account_errors().into_iter().map(Remark::Account));
    for of in [
        Remark::UnreadDate,
        Remark::UnreadWord,
        Remark::Mark,
        Remark::Formula,
        Remark::TooLong,
        Remark::HouseholdDiffers,
    ] {
        remarks.extend(Field::ALL.iter().copied().map(of));
    }
    for remark in remarks {
        hold(|lang| sheets::remark(lang, &remark));
    }
    for error in id_errors() {
        hold(|lang| sheets::id_error(lang, &error));
    }
    for error in account_errors() {
        hold(|lang| sheets::account_error(lang, &error));
    }
    let twice = sheets::reason(Lang::Zh, &Reason::Twice(AT), &village);
    assert!(twice.contains("第 2 张工作表第 7 行"), "{twice}");
    let date = sheets::id_error(Lang::Zh, &IdError::Date { year: 1985, month: 2, day: 30 });
    assert!(date.contains("2 月没有 30 日") && !date.contains("1985"), "{date}");
}

fn facts() -> Vec<Facts> {
    let day = |year| Day::ymd(year, 6, 30).unwrap();
    let code = || "530399".to_owned();
    let mut all = vec![
        Facts::None,
        Facts::Area { code: code(), name: "", until: None },
        Facts::Area { code: code(), name: "旧县", until: None },
        Facts::Area { code: code(), name: "旧县", until: Some(1999) },
        Facts::Days { own: day(2006), other: day(2007) },
        Facts::Days { own: day(2006), other: day(2006) },
        Facts::Sexes { own: Sex::Male, other: Sex::Female },
        Facts::Count(4),
        Facts::Character('\u{200b}'),
        Facts::Entities(vec![]),
        Facts::Entities((1..=5).map(entity).collect()),
    ];
    all.extend(id_errors().into_iter().map(Facts::Id));
    all.extend(account_errors().into_iter().map(Facts::Account));
    all
}

#[test]
fn every_check_has_its_name_its_clause_and_its_authority() {
    let name = |entity: EntityId| format!("P{}", entity.0[0]);
    for check in Check::ALL {
        let [zh, _] = hold_words(|lang| checks::name(lang, *check).to_owned());
        assert!(width(&zh) <= 12, "{zh}");
        let [zh, en] = hold_words(|lang| checks::authority(lang, &check.rule().source));
        assert_ne!(
            zh.split_once('：').unwrap().1,
            en.split_once(": ").unwrap().1,
            "{check:?} has no \
         words"
        );
        for facts in facts() {
            for field in [Some("birth"), None] {
                let finding = Finding { check: *check, field, facts: facts.clone() };
                let [zh, en] = hold_words(|lang| checks::finding(lang, &finding, &name));
                assert!(!zh.ends_with('。') && !en.ends_with('.'), "a clause: {zh} / {en}");
            }
        }
    }
    let unknown = Source { kind: Authority::Office, text: "new".into() };
    assert_eq!(checks::authority(Lang::Zh, &unknown), "工作要求：new");
}

#[test]
fn a_finding_says_its_facts() {
    let name = |entity: EntityId| format!("P{}", entity.0[0]);
    let zh = |finding: Finding| checks::finding(Lang::Zh, &finding, &name);
    let sexes = Facts::Sexes { own: Sex::Male, other: Sex::Female };
    let text = zh(Finding::on(Check::SexDiffersFromId, "sex", sexes));
    assert_eq!(text, "性别与身份证号不符（登记 男，证号 女）");
    let many = Facts::Entities((1..=5).map(entity).collect());
    assert_eq!(
        zh(Finding::on(Check::IdDuplicate, "id_number", many)),
        "身份证号与他人相同（P1、P2、P3、..共 5 个）"
    );
    let conflict = zh(Finding::on(Check::SlotConflict, "death", Facts::None));
    assert_eq!(conflict, "死亡日期有不止一个值，请选定一个");
}

#[test]
fn every_word_of_a_record_is_there() {
    for severity in [Severity::Hard, Severity::Warning, Severity::Note] {
        hold_words(|lang| checks::severity(lang, severity).to_owned());
    }
    for status in [Status::Registered, Status::Deceased, Status::MovedOut, Status::SetAside] {
        hold_words(|lang| checks::status(lang, status).to_owned());
    }
    for cohort in [Cohort::Pre2006, Cohort::Post2006] {
        hold_words(|lang| checks::cohort(lang, cohort).to_owned());
    }
    for sex in [Sex::Male, Sex::Female] {
        hold_words(|lang| checks::sex(lang, sex).to_owned());
    }
    for row in kinds::ROWS {
        hold_words(|lang| slots::slot(lang, kinds::kind_name(row.kind), row.name).to_owned());
        let word = slots::slot(Lang::Zh, kinds::kind_name(row.kind), row.name);
        assert_ne!(word, slots::slot(Lang::Zh, "", ""), "{}", row.name);
    }
    let published = kinds::KINDS.iter().map(|row| row.kind).filter(|number| *number != kinds::kind::LEAFLET);
    for number in (1..=6).chain(published) {
        let stable = kinds::kind_name(number);
        assert_ne!(checks::kind(Lang::Zh, stable), checks::kind(Lang::Zh, ""), "{stable}");
    }
}
