//! Worked papers: what stands on which page, and what is read back from both files.

use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};

use super::*;
use crate::domain::day::Day;
use crate::domain::papers::papers;
use crate::domain::proof::{Asked, Issuing, Named};
use crate::domain::sex::Sex;
use crate::journal::EntityId;
use crate::sheets::{Home, ProofLine, proof_paper, register_paper};

fn day(year: i32, month: u32, day: u32) -> Day {
    Day::ymd(year, month, day).unwrap()
}

fn named(name: &str, id_number: &str) -> Named {
    Named {
        person: EntityId([7; 16]),
        name: name.into(),
        sex: Some(Sex::Female),
        birth: Some(day(1949, 12, 31)),
        id_number: id_number.into(),
        relation: Some(1),
        migrant_kind: Some(11),
        reservoir: "车马碧水库".into(),
        relocated: None,
    }
}

fn proof() -> Paper {
    let issuing = Issuing {
        asked: Asked { subject: EntityId([1; 16]), purpose: "子女入学".into(), copies: 2 },
        number: "2026-001".into(),
        on: day(2026, 11, 24),
        village: EntityId([2; 16]),
        about: "XC-012 单玉英".into(),
        named: vec![named("单玉英", "530399194912310022"), named("欧阳达晟买买提", "")],
    };
    let home = Home {
        office: "示范区搬迁安置办公室".into(),
        place: "旧县街道新村一组".into(),
        household: "XC-012".into(),
        head: "单玉英".into(),
    };
    proof_paper(&issuing, &home)
}

fn register(lines: usize) -> Paper {
    let line = |number: usize| ProofLine {
        number: format!("2026-{number:03}"),
        issued: Some(day(2026, 11, 24)),
        about: format!("XC-{number:03} 张三丰"),
        village: "新村".into(),
        purpose: "升学资助".into(),
        by: "李明".into(),
        persons: 3,
        copies: 2,
        digest: String::new(),
    };
    let lines: Vec<ProofLine> = (1..=lines).map(line).collect();
    register_paper(&lines, "示范区搬迁安置办公室", Some("新村"), day(2026, 11, 24))
}

fn text(paper: &Paper) -> String {
    let bytes = paper.bytes(PaperForm::Text).unwrap();
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"));
    String::from_utf8(bytes[3..].to_vec()).unwrap()
}

/// The cells of the only sheet, row by row; every one of them is text.
fn cells(paper: &Paper) -> Vec<Vec<String>> {
    let mut book = Xlsx::new(Cursor::new(paper.bytes(PaperForm::Xlsx).unwrap())).unwrap();
    let sheet = book.worksheet_range(&paper.title).unwrap();
    let cell = |cell: &Data| match cell {
        Data::String(text) => text.clone(),
        Data::Empty => String::new(),
        other => panic!("{other:?} is no text"),
    };
    sheet.rows().map(|row| row.iter().map(cell).collect()).collect()
}

/// One file inside the workbook.
fn inside(paper: &Paper, name: &str) -> String {
    let bytes = paper.bytes(PaperForm::Xlsx).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_proof_says_whole_numbers_as_text_and_blanks_where_nothing_is_on_record() {
    let paper = proof();
    let cells = cells(&paper);
    let row = cells.iter().find(|row| row[0] == "单玉英").unwrap();
    assert_eq!(
        row[..],
        ["单玉英", "女", "1949-12-31", "530399194912310022", "本人", "现状人口", "车马碧水库", "—"]
    );
    let other = cells.iter().find(|row| row[0] == "欧阳达晟买买提").unwrap();
    assert_eq!(other[3], "—");
    let all = text(&paper);
    for said in
        ["证明编号：2026-001", "用途：子女入学", "国务院令第471号", "国发〔2006〕17号", "云政办发〔2007〕8号"]
    {
        assert!(all.contains(said), "{said}\n{all}");
        assert!(cells.iter().any(|row| row[0].contains(said)), "{said}");
    }
    for line in all.lines() {
        assert!(crate::text::width(line) < paper.across(), "{line}");
    }
    insta::with_settings!({ snapshot_path => "../../../tests/golden/papers", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("proof", all.replace("\r\n", "\n"));
    });
}

#[test]
fn every_paper_fits_across_its_page() {
    for paper in [proof(), register(1)] {
        assert!(paper.across() <= ACROSS[usize::from(paper.lying)], "{} {}", paper.title, paper.across());
        assert_eq!(paper.columns.len(), paper.rows[0].len());
    }
    assert_eq!(papers().proof.list.columns.len(), proof().columns.len());
    assert_eq!(papers().register_of_proofs.columns.len(), register(1).columns.len());
}

#[test]
fn a_page_has_its_sums_and_the_last_one_the_whole_sum() {
    let paper = register(40);
    let all = text(&paper);
    let pages: Vec<&str> = all.split('\u{c}').collect();
    assert_eq!(pages.len(), 3, "{all}");
    let sums = |called: &str| -> Vec<i64> {
        let of = |line: &str| -> Option<i64> {
            line.starts_with(called).then(|| line.split_whitespace().nth(1).unwrap().parse().unwrap())
        };
        all.lines().filter_map(of).collect()
    };
    assert_eq!((sums("本页小计").iter().sum::<i64>(), sums("合计")), (120, vec![120]));
    assert_eq!(sums("本页小计").len(), 3);
    for (page, number) in pages.iter().zip(1..) {
        assert!(page.contains("开具日期") && page.contains("经办人（签字）："), "{page}");
        assert!(page.contains(&format!("第 {number} 页，共 3 页")) && page.contains("核对码 "), "{page}");
    }
    // Lists of one page need no sums of a page.
    assert!(!text(&register(2)).contains("本页小计") && text(&register(2)).contains("合计"));
}

#[test]
fn the_workbook_is_a4_with_headings_on_each_page_and_breaks_where_pages_end() {
    let paper = register(40);
    let sheet = inside(&paper, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("paperSize=\"9\"") && sheet.contains("orientation=\"landscape\""), "A4, lying");
    assert!(!sheet.contains("fitToPage"), "page breaks would be ignored");
    assert!(sheet.contains("scale=\"88\""), "room for a wider font");
    assert!(sheet.contains("<rowBreaks count=\"2\""), "three pages");
    assert!(sheet.contains("第 &amp;P 页，共 &amp;N 页") && sheet.contains("核对码 "));
    let book = inside(&paper, "xl/workbook.xml");
    let headings = cells(&paper).iter().position(|row| row[0] == "编号").unwrap() + 1;
    assert!(book.contains(&format!("${headings}:${headings}</definedName>")), "{book}");
    assert_eq!(
        cells(&paper).iter().filter(|row| row[0] == "编号").count(),
        1,
        "written once, repeated by the program"
    );
    assert_eq!(cells(&paper).iter().filter(|row| row[0] == "本页小计").count(), 3);
    let upright = inside(&proof(), "xl/worksheets/sheet1.xml");
    assert!(upright.contains("fitToPage=\"1\""), "one page stays one page");
    assert!(upright.contains("paperSize=\"9\"") && upright.contains("orientation=\"portrait\""));
}

#[test]
fn the_check_code_changes_with_every_fact_and_not_with_the_form() {
    let paper = proof();
    let code = paper.check_code();
    assert_eq!((code.len(), code.split('-').count()), (19, 4));
    assert!(paper.foot.contains(&code) && text(&paper).contains(&code));
    let mut other = paper.clone();
    other.rows[0][3] = PaperCell::Text("530399194912310030".into());
    assert_ne!(other.check_code(), code);
    other = paper.clone();
    other.facts[0].1 = "2026-002".into();
    assert_ne!(other.check_code(), code);
    other = paper.clone();
    other.lying = true;
    other.foot.clear();
    assert_eq!(other.check_code(), code);
}

#[test]
fn amounts_add_up_in_fen_and_rows_are_counted() {
    let column = |title: &str, sum| PaperColumn { title: title.into(), cells: 12, sum };
    let row = |name: &str, fen| {
        vec![PaperCell::Text(name.into()), PaperCell::Text(String::new()), PaperCell::Money(fen)]
    };
    let paper = Paper {
        title: "直补资金发放表".into(),
        columns: vec![column("姓名", Sum::Nothing), column("签字", Sum::Rows), column("金额", Sum::Values)],
        rows: vec![row("甲", 15_000), row("乙", 7_550), row("丙", -50)],
        words: papers().page.clone(),
        ..Paper::default()
    };
    let sums = cells(&paper).into_iter().find(|row| row[0] == "合计").unwrap();
    assert_eq!(sums, ["合计", "3", "225.00"]);
    let line = text(&paper).lines().find(|line| line.starts_with("合计")).unwrap().to_owned();
    assert!(line.ends_with("225.00"), "{line}");
}

#[test]
fn a_long_paper_and_an_empty_one_end_well() {
    let empty = Paper { title: "空".into(), words: papers().page.clone(), ..Paper::default() };
    assert!(text(&empty).contains("第 1 页，共 1 页"));
    assert!(empty.bytes(PaperForm::Xlsx).is_ok());
    // A paragraph longer than a page has a page of its own, and the program comes to an end.
    let mut long = register(1);
    long.after = vec!["长".repeat(9_000), "尾".into()];
    assert!(text(&long).contains('尾'));
    assert_eq!(PaperForm::of_name(Path::new("a/b.XLSX")), Some(PaperForm::Xlsx));
    assert_eq!(PaperForm::of_name(Path::new("a.txt")), Some(PaperForm::Text));
    assert_eq!(PaperForm::of_name(Path::new("a.pdf")), None);
    assert_eq!(PaperForm::of_name(Path::new("xlsx")), None);
}
