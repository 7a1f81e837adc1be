//! A paper (纸质件): what leaves the office to be read, signed and stamped: proofs, lists, notices. One mechanism for all of them:
//! a paper is data, laid out into pages once, and written by two writers, XLSX for WPS or Excel and plain text.
//!
//! A4, twelve points in a line of twenty, the headings on each page, sums of a page where a list has sums, a row for
//! signatures on each page. Widths are half-width characters, in both writers.

mod text;
mod xlsx;

use std::path::Path;

use super::error::SheetError;
use crate::domain::money;
use crate::domain::papers::PageWords;
use crate::journal::hash;
use crate::text as measure;

/// Lines on a page: upright, and lying.
const LINES: [usize; 2] = [39, 26];
/// Half-width characters across a page, each column with one for its edge: upright, and lying.
pub const ACROSS: [usize; 2] = [86, 110];
/// Lines of a title, and of a row for signatures.
const TITLE_LINES: usize = 2;
const SIGNATURE_LINES: usize = 3;
/// Bytes of the check code that are printed.
const CHECK_BYTES: usize = 8;

/// One cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaperCell {
    /// Words, numbers of persons and accounts.
    Text(String),
    /// A count.
    Count(i64),
    /// An amount in fen.
    Money(i64),
}

impl PaperCell {
    fn text(&self) -> String {
        match self {
            PaperCell::Text(text) => text.clone(),
            PaperCell::Count(count) => count.to_string(),
            PaperCell::Money(fen) => money::grouped(*fen),
        }
    }

    fn is_number(&self) -> bool {
        !matches!(self, PaperCell::Text(_))
    }
}

/// What stands under a column on each page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sum {
    /// Nothing.
    #[default]
    Nothing,
    /// How many rows.
    Rows,
    /// The sum of its counts or amounts.
    Values,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperColumn {
    /// Heading.
    pub title: String,
    /// Half-width characters.
    pub cells: usize,
    /// What stands under it; never in the first column, which says what the sums are.
    pub sum: Sum,
}

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// Title; also the name of the sheet.
    pub title: String,
    /// Facts above everything: name and value.
    pub facts: Vec<(String, String)>,
    /// Paragraphs in large print, above those.
    pub large: Vec<String>,
    /// Paragraphs before the table.
    pub before: Vec<String>,
    /// Columns of the table.
    pub columns: Vec<PaperColumn>,
    /// Its rows.
    pub rows: Vec<Vec<PaperCell>>,
    /// Paragraphs after it.
    pub after: Vec<String>,
    /// Who signs, on each page; none = no such row.
    pub signatures: Vec<String>,
    /// At the foot of each page; its check code, as a rule.
    pub foot: String,
    /// Lying instead of upright.
    pub lying: bool,
    /// What stands on every page.
    pub words: PageWords,
}

/// How a paper is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperForm {
    /// A workbook that WPS and Excel print.
    Xlsx,
    /// Plain text: UTF-8 with its mark, CRLF, a form feed between pages.
    Text,
}

impl PaperForm {
    /// By the ending of a file's name, `.xlsx` or `.txt`; none for another.
    pub fn of_name(file: &Path) -> Option<Self> {
        let ending = file.extension()?;
        match ending.to_str()?.to_ascii_lowercase().as_str() {
            "xlsx" => Some(PaperForm::Xlsx),
            "txt" => Some(PaperForm::Text),
            _ => None,
        }
    }
}

/// What stands below each other on a page; cells are broken into lines already.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Strip {
    Title(String),
    /// Across the whole page in large print: the text, and its lines.
    Large(String, Vec<String>),
    /// Across the whole page: the text, and its lines.
    Line(String, Vec<String>),
    Headings(Vec<Vec<String>>),
    Row(Vec<PrintedCell>),
    Sums(Vec<PrintedCell>),
    Signatures(String),
}

/// A cell on paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct PrintedCell {
    lines: Vec<String>,
    text: String,
    right: bool,
}

impl Strip {
    /// Lines that it takes.
    fn lines(&self) -> usize {
        let tallest = |cells: &[PrintedCell]| cells.iter().map(|cell| cell.lines.len()).max();
        let lines = match self {
            Strip::Title(_) => TITLE_LINES,
            Strip::Line(_, lines) => lines.len(),
            // Large print is as tall as two lines.
            Strip::Large(_, lines) => lines.len() * 2,
            Strip::Headings(cells) => cells.iter().map(Vec::len).max().unwrap_or(0),
            Strip::Row(cells) | Strip::Sums(cells) => tallest(cells).unwrap_or(0),
            Strip::Signatures(_) => SIGNATURE_LINES,
        };
        lines.max(1)
    }
}

impl Paper {
    /// The bytes of a file with this paper.
    pub fn bytes(&self, form: PaperForm) -> Result<Vec<u8>, SheetError> {
        match form {
            PaperForm::Xlsx => xlsx::write(self),
            PaperForm::Text => Ok(text::write(self)),
        }
    }

    /// Check code of what is printed, the foot apart: by it a signed paper is matched to the record. Four times four
    /// hexadecimal digits.
    pub fn check_code(&self) -> String {
        let mut hashing = hash::hash(hash::label::PAPER).variable(self.title.as_bytes());
        for (name, value) in &self.facts {
            hashing = hashing.variable(name.as_bytes()).variable(value.as_bytes());
        }
        for text in self.large.iter().chain(&self.before).chain(&self.after) {
            hashing = hashing.variable(text.as_bytes());
        }
        for cell in self.rows.iter().flatten() {
            hashing = hashing.variable(cell.text().as_bytes());
        }
        let pairs = hashing.finish().0;
        let words = pairs[..CHECK_BYTES].chunks(2);
        words
            .map(|word| word.iter().map(|byte| format!("{byte:02x}")).collect())
            .collect::<Vec<String>>()
            .join("-")
    }

    /// The same paper with its check code at the foot.
    #[must_use]
    pub fn checked(mut self) -> Self {
        self.foot = self.words.check.replace("{digest}", &self.check_code());
        self
    }

    /// Half-width characters across the table, each column with its edge.
    pub fn across(&self) -> usize {
        self.columns.iter().map(|column| column.cells + 1).sum()
    }

    fn page_number(&self, page: &str, pages: &str) -> String {
        self.words.number.replace("{page}", page).replace("{pages}", pages)
    }

    /// Everything in its place, page by page.
    fn pages(&self) -> Vec<Vec<Strip>> {
        let capacity = LINES[usize::from(self.lying)];
        let foot = self.foot_strips();
        let kept: usize = foot.iter().map(Strip::lines).sum();
        let mut pages = Vec::new();
        let mut page = self.first_strips();
        let mut from = 0;
        let mut used = height(&page) + kept;
        let sum_lines = usize::from(self.has_sums());
        for (at, row) in self.rows.iter().enumerate() {
            let strip = Strip::Row(self.printed(row));
            if used + strip.lines() + sum_lines > capacity && at > from {
                page.extend(self.sums(from..at, &self.words.subtotal));
                page.extend(foot.clone());
                pages.push(std::mem::replace(&mut page, self.headings()));
                used = height(&page) + kept;
                from = at;
            }
            used += strip.lines();
            page.push(strip);
        }
        let mut end = Vec::new();
        if !pages.is_empty() {
            end.extend(self.sums(from..self.rows.len(), &self.words.subtotal));
        }
        end.extend(self.sums(0..self.rows.len(), &self.words.total));
        end.extend(self.after.iter().map(|text| self.line(text)));
        for strip in end {
            if used + strip.lines() > capacity {
                page.extend(foot.clone());
                pages.push(std::mem::take(&mut page));
                used = kept;
            }
            used += strip.lines();
            page.push(strip);
        }
        page.extend(foot);
        pages.push(page);
        pages
    }

    fn first_strips(&self) -> Vec<Strip> {
        let mut strips = vec![Strip::Title(self.title.clone())];
        let fact = |(name, value): &(String, String)| self.line(&format!("{name}\u{ff1a}{value}"));
        strips.extend(self.facts.iter().map(fact));
        let large = |text: &String| {
            // A large character is nearly as wide as two.
            Strip::Large(text.clone(), measure::wrap(text, (self.across() / 2).max(2)))
        };
        strips.extend(self.large.iter().map(large));
        strips.extend(self.before.iter().map(|text| self.line(text)));
        strips.extend(self.headings());
        strips
    }

    fn foot_strips(&self) -> Vec<Strip> {
        if self.signatures.is_empty() {
            return Vec::new();
        }
        let room = self.across() / self.signatures.len();
        let cells = self.signatures.iter().map(|label| measure::fit(&format!("{label}\u{ff1a}"), room));
        vec![Strip::Signatures(cells.collect::<String>().trim_end().to_owned())]
    }

    fn headings(&self) -> Vec<Strip> {
        if self.columns.is_empty() {
            return Vec::new();
        }
        let cells = self.columns.iter().map(|column| measure::wrap(&column.title, column.cells));
        vec![Strip::Headings(cells.collect())]
    }

    fn line(&self, text: &str) -> Strip {
        Strip::Line(text.to_owned(), measure::wrap(text, self.across().saturating_sub(1)))
    }

    fn printed(&self, row: &[PaperCell]) -> Vec<PrintedCell> {
        let cell = |(column, cell): (&PaperColumn, &PaperCell)| printed(cell, column.cells);
        self.columns.iter().zip(row).map(cell).collect()
    }

    fn has_sums(&self) -> bool {
        self.columns.iter().any(|column| column.sum != Sum::Nothing)
    }

    /// The sums of some rows, where any column has sums.
    fn sums(&self, rows: std::ops::Range<usize>, called: &str) -> Option<Strip> {
        let rows = self.rows.get(rows).unwrap_or_default();
        let cell = |(at, column): (usize, &PaperColumn)| match column.sum {
            _ if at == 0 => printed(&PaperCell::Text(called.to_owned()), column.cells),
            Sum::Nothing => PrintedCell::default(),
            Sum::Rows => {
                printed(&PaperCell::Count(i64::try_from(rows.len()).unwrap_or(i64::MAX)), column.cells)
            }
            Sum::Values => printed(&total(rows.iter().filter_map(|row| row.get(at))), column.cells),
        };
        self.has_sums().then(|| Strip::Sums(self.columns.iter().enumerate().map(cell).collect()))
    }
}

fn height(strips: &[Strip]) -> usize {
    strips.iter().map(Strip::lines).sum()
}

fn printed(cell: &PaperCell, cells: usize) -> PrintedCell {
    let text = measure::visible(&cell.text()).into_owned();
    PrintedCell { lines: measure::wrap(&text, cells), text, right: cell.is_number() }
}

/// Counts together, or amounts together; a sum beyond what can be counted stays at the limit.
fn total<'a>(cells: impl Iterator<Item = &'a PaperCell>) -> PaperCell {
    cells.fold(PaperCell::Count(0), |sum, cell| match (sum, cell) {
        (PaperCell::Money(sum), PaperCell::Money(fen)) => PaperCell::Money(sum.saturating_add(*fen)),
        (PaperCell::Count(0), PaperCell::Money(fen)) => PaperCell::Money(*fen),
        (PaperCell::Count(sum), PaperCell::Count(count)) => PaperCell::Count(sum.saturating_add(*count)),
        (sum, _) => sum,
    })
}

#[cfg(test)]
mod tests;
