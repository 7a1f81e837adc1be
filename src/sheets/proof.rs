//! The proof of migrant identity (移民身份证明) and its register (证明登记簿) as papers.

use super::paper::{Paper, PaperCell, PaperColumn, Sum};
use super::said::SlotAt;
use super::words::code_word;
use crate::domain::day::Day;
use crate::domain::kinds::{kind, membership, person};
use crate::domain::papers::{ListWords, papers};
use crate::domain::proof::{Issuing, Named};

/// Half-width characters of the columns, as `papers.toml` names them.
const PROOF_CELLS: [usize; 8] = [8, 4, 10, 18, 10, 8, 10, 10];
const REGISTER_CELLS: [usize; 9] = [10, 10, 20, 12, 16, 8, 4, 4, 12];
/// Columns of the register that are summed: persons and copies.
const REGISTER_SUMS: [usize; 2] = [6, 7];

/// Where the subject of a proof is at home.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Home {
    /// The office that issues.
    pub office: String,
    /// Township, village and group.
    pub place: String,
    /// The household's code; empty for none.
    pub household: String,
    /// Name of its head.
    pub head: String,
}

/// One line of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofLine {
    /// Its number.
    pub number: String,
    /// The day on which it was issued.
    pub issued: Option<Day>,
    /// Code and name of the person or household.
    pub about: String,
    /// The village.
    pub village: String,
    /// What for.
    pub purpose: String,
    /// Who issued it.
    pub by: String,
    /// How many persons it names.
    pub persons: i64,
    /// How many copies.
    pub copies: i64,
    /// Check code of what was printed.
    pub digest: String,
}

/// The paper of a proof, with its check code at the foot.
pub fn proof_paper(issuing: &Issuing, home: &Home) -> Paper {
    let words = &papers().proof;
    let list = &words.list;
    let copies = issuing.asked.copies.to_string();
    let persons = issuing.named.len().to_string();
    let facts = [
        ("number", issuing.number.as_str()),
        ("issued", &issuing.on.iso()),
        ("place", &home.place),
        ("household", &home.household),
        ("head", &home.head),
        ("purpose", &issuing.asked.purpose),
        ("persons", &persons),
        ("copies", &copies),
    ];
    let facts = facts.into_iter().map(|(name, value)| (list.fact(name), or_blank(value)));
    let law: Vec<String> = words.law_on(issuing.on).map(|law| law.name.clone()).collect();
    let basis = format!("{}{}", words.basis, law.join("\u{ff1b}"));
    let paper = Paper {
        title: list.title.clone(),
        facts: facts.collect(),
        before: vec![words.statement.clone()],
        columns: columns(list, &PROOF_CELLS, &[]),
        rows: issuing.named.iter().map(named).collect(),
        after: vec![basis, words.notice.clone(), home.office.clone()],
        signatures: list.signatures.clone(),
        words: papers().page.clone(),
        ..Paper::default()
    };
    paper.checked()
}

/// The register as a list, of one village or all.
pub fn register_paper(lines: &[ProofLine], office: &str, village: Option<&str>, on: Day) -> Paper {
    let words = &papers().register_of_proofs;
    let all = words.fact("all");
    let facts = [("office", office), ("village", village.unwrap_or(&all)), ("printed", &on.iso())];
    let paper = Paper {
        title: words.title.clone(),
        facts: facts.into_iter().map(|(name, value)| (words.fact(name), or_blank(value))).collect(),
        columns: columns(words, &REGISTER_CELLS, &REGISTER_SUMS),
        rows: lines.iter().map(line).collect(),
        signatures: words.signatures.clone(),
        lying: true,
        words: papers().page.clone(),
        ..Paper::default()
    };
    paper.checked()
}

fn columns(words: &ListWords, cells: &[usize], summed: &[usize]) -> Vec<PaperColumn> {
    let column = |(at, (title, cells)): (usize, (&String, &usize))| PaperColumn {
        title: title.clone(),
        cells: *cells,
        sum: if summed.contains(&at) { Sum::Values } else { Sum::Nothing },
    };
    words.columns.iter().zip(cells).enumerate().map(column).collect()
}

fn or_blank(text: &str) -> String {
    if text.is_empty() { papers().page.blank.clone() } else { text.to_owned() }
}

fn named(named: &Named) -> Vec<PaperCell> {
    let word = |kind, slot, code: Option<u16>| code.map(|code| code_word(SlotAt { kind, slot }, code));
    let texts = [
        Some(named.name.clone()),
        word(kind::PERSON, person::SEX, named.sex.map(|sex| sex.code())),
        named.birth.map(|day| day.iso()),
        Some(named.id_number.clone()),
        word(kind::MEMBERSHIP, membership::RELATION, named.relation),
        word(kind::PERSON, person::MIGRANT_KIND, named.migrant_kind),
        Some(named.reservoir.clone()),
        named.relocated.map(|day| day.iso()),
    ];
    texts.into_iter().map(|text| PaperCell::Text(or_blank(&text.unwrap_or_default()))).collect()
}

fn line(line: &ProofLine) -> Vec<PaperCell> {
    let text = |text: &str| PaperCell::Text(text.to_owned());
    vec![
        text(&line.number),
        text(&line.issued.map(|day| day.iso()).unwrap_or_default()),
        text(&line.about),
        text(&line.village),
        text(&line.purpose),
        text(&line.by),
        PaperCell::Count(line.persons),
        PaperCell::Count(line.copies),
        text(""),
    ]
}
