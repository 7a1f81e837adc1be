//! Finds the header of a sheet wherever it stands, and what each column means: by the shipped words, by
//! what was learned
//! for this layout before, and by what a person says now.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::SheetError;
use super::fields::{Field, Words, header_key};
use super::sheet::{Cell, Row, Sheet};
use crate::journal::Hash;

/// Rows searched for a header.
const SEARCHED_ROWS: usize = 200;
/// Most rows of one header.
const HEADER_ROWS_MAX: usize = 3;

/// What a person or an earlier import says about columns. `None` as a field = leave the column alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Said now: header (or column letter) and meaning. Stands above all else.
    pub said: Vec<(String, Option<Field>)>,
    /// Learned for layouts, by signature.
    pub learned: BTreeMap<Hash, Learned>,
}

/// The mapping of one layout, to be kept by the caller and given back with the next file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Learned {
    /// Digest of the layout's headers in order.
    pub signature: Hash,
    /// Header key and meaning of the columns on which a person decided.
    pub columns: Vec<(String, Option<Field>)>,
}

impl Wishes {
    /// Takes `COLUMN=FIELD`; the field in English or Chinese, `-` to leave the column alone.
    pub fn say(&mut self, wish: &str, words: &Words) -> Result<(), SheetError> {
        let refused = || SheetError::Wish { wish: wish.to_owned() };
        let (column, field) = wish.rsplit_once('=').ok_or_else(refused)?;
        if column.trim().is_empty() {
            return Err(refused());
        }
        let field = match field.trim() {
            "-" | "ignore" => None,
            word => Some(words.named(word).ok_or_else(refused)?),
        };
        self.said.push((column.trim().to_owned(), field));
        Ok(())
    }

    fn of(&self, signature: Hash, column: &Column) -> Option<Option<Field>> {
        let said = self.said.iter().find(|(name, _)| column.is_called(name));
        if let Some((_, field)) = said {
            return Some(*field);
        }
        let learned = self.learned.get(&signature)?;
        learned.columns.iter().find(|(key, _)| *key == column.key()).map(|(_, field)| *field)
    }
}

/// One column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Position, from 0.
    pub index: usize,
    /// The header as written; of a header in several rows the lowest.
    pub header: String,
    /// What stands above the lowest header, if anything.
    pub above: String,
    /// Its meaning.
    pub field: Option<Field>,
    sure: bool,
}

impl Column {
    /// The header as it is compared and learned.
    pub fn key(&self) -> String {
        header_key(&format!("{}{}", self.above, self.header))
    }

    /// The column's letters, as a spreadsheet shows them.
    pub fn letters(&self) -> String {
        column_letters(self.index)
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        let key = header_key(name);
        key == header_key(&self.header) || key == self.key() || name.eq_ignore_ascii_case(&self.letters())
    }
}

/// Where the header of a sheet stands and what the columns mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// First row of the header, counted among the stored rows from 0.
    pub first: usize,
    /// Number of header rows.
    pub rows: usize,
    /// The columns that have a header, in order.
    pub columns: Vec<Column>,
    /// Digest of the headers in order: an office's next file has the same.
    pub signature: Hash,
}

impl Layout {
    /// The layout of a sheet; none if no row of it is understood as a header.
    pub fn find(sheet: &Sheet, words: &Words, wishes: &Wishes) -> Result<Option<Layout>, SheetError> {
        let mut best: Option<(usize, Layout)> = None;
        for first in 0..sheet.len().min(SEARCHED_ROWS) {
            let mut before = 0;
            for rows in 1..=HEADER_ROWS_MAX {
                let Some(layout) = Layout::read(sheet, first, rows, words, wishes) else { break };
                let score = layout.known();
                if score <= before {
                    break;
                }
                before = score;
                if best.as_ref().is_none_or(|(high, _)| score > *high) {
                    best = Some((score, layout));
                }
            }
        }
        let Some((score, mut layout)) = best else { return Ok(None) };
        if score < 3 && (score < 2 || score * 2 < layout.columns.len()) {
            return Ok(None);
        }
        layout.settle(sheet)?;
        Ok(Some(layout))
    }

    /// The column of a field.
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|column| column.field == Some(field)).map(|column| column.index)
    }

    /// Headers that were not understood and on which nobody has decided.
    pub fn undecided(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.field.is_none() && !column.sure)
    }

    /// Headers that were not understood.
    pub fn unknown(&self) -> impl Iterator<Item = &Column> {
        self.columns.iter().filter(|column| column.field.is_none())
    }

    /// What a person decided about this layout now or before, to be kept.
    pub fn learned(&self, wishes: &Wishes) -> Option<Learned> {
        let columns: Vec<_> = self
            .columns
            .iter()
            .filter_map(|column| wishes.of(self.signature, column).map(|field| (column.key(), field)))
            .collect();
        (!columns.is_empty()).then_some(Learned { signature: self.signature, columns })
    }

    fn known(&self) -> usize {
        let mut fields: Vec<_> = self.columns.iter().filter_map(|column| column.field).collect();
        fields.sort_unstable();
        fields.dedup();
        fields.len()
    }

    fn read(sheet: &Sheet, first: usize, rows: usize, words: &Words, wishes: &Wishes) -> Option<Layout> {
        let lines: Vec<Row<'_>> =
            (first..first + rows).map(|index| sheet.row(index)).collect::<Option<_>>()?;
        let (last, upper) = lines.split_last()?;
        if !upper.is_empty() && !is_header_line(last, upper, words) {
            return None;
        }
        let width = lines.iter().map(Row::width).max()?;
        let mut columns = Vec::new();
        for index in 0..width {
            let mut texts = Vec::new();
            for (depth, line) in lines.iter().enumerate() {
                let own = header_text(line.cell(index));
                let below =
                    lines.iter().skip(depth + 1).any(|line| !header_text(line.cell(index)).is_empty());
                // A header that spans columns stands in the first of them only.
                let text = if own.is_empty() && below { spanning(line, index) } else { own };
                if !text.is_empty() {
                    texts.push(text);
                }
            }
            let Some((header, above)) = texts.split_last() else { continue };
            let above = above.concat();
            columns.push(Column { index, header: (*header).to_owned(), above, field: None, sure: false });
        }
        let signature = signature(&columns);
        for column in &mut columns {
            let (field, sure) = match wishes.of(signature, column) {
                Some(wish) => (wish, true),
                None => meaning(column, words),
            };
            column.field = field;
            column.sure = sure;
        }
        Some(Layout { first, rows, columns, signature })
    }

    /// A field has one column: a header that says it in full goes before one that says it before a bracket.
    fn settle(&mut self, sheet: &Sheet) -> Result<(), SheetError> {
        for field in Field::ALL {
            let mut claims: Vec<usize> = Vec::new();
            for (at, column) in self.columns.iter().enumerate() {
                if column.field == Some(*field) {
                    claims.push(at);
                }
            }
            if claims.len() < 2 {
                continue;
            }
            let sure: Vec<usize> = claims
                .iter()
                .copied()
                .filter(|at| self.columns.get(*at).is_some_and(|column| column.sure))
                .collect();
            let kept = if sure.is_empty() { &claims } else { &sure };
            if let ([one, two, ..], false) = (kept.as_slice(), field.is_left_alone()) {
                let name =
                    |at: usize| self.columns.get(at).map(|column| column.header.clone()).unwrap_or_default();
                let place = |at: usize| self.columns.get(at).map_or(0, |column| column.index + 1);
                return Err(SheetError::SameMeaning {
                    sheet: sheet.name.clone(),
                    field: *field,
                    headers: [name(*one), name(*two)],
                    columns: [place(*one), place(*two)],
                });
            }
            for at in &claims {
                if Some(at) != kept.first()
                    && let Some(column) = self.columns.get_mut(*at)
                {
                    // Its meaning is known, another column has it.
                    column.field = None;
                    column.sure = true;
                }
            }
        }
        Ok(())
    }
}

fn meaning(column: &Column, words: &Words) -> (Option<Field>, bool) {
    let joined = format!("{}{}", column.above, column.header);
    let found = if column.above.is_empty() { None } else { words.field(&joined).filter(|(_, whole)| *whole) };
    match found.or_else(|| words.field(&column.header)) {
        Some((field, whole)) => (Some(field), whole),
        None => (None, false),
    }
}

/// A lower line of a header: text only, most of it known words. Data never looks like that.
fn is_header_line(line: &Row<'_>, upper: &[Row<'_>], words: &Words) -> bool {
    let (mut all, mut known) = (0, 0);
    for (index, cell) in line.cells().enumerate() {
        if cell.is_blank() {
            continue;
        }
        let Cell::Text(text) = cell else { return false };
        all += 1;
        let joined = upper.last().map(|row| format!("{}{text}", spanning(row, index))).unwrap_or_default();
        known += usize::from(words.field(text).is_some() || words.field(&joined).is_some());
    }
    all > 0 && known * 10 >= all * 6
}

fn spanning<'a>(row: &Row<'a>, index: usize) -> &'a str {
    (0..=index).rev().map(|column| header_text(row.cell(column))).find(|text| !text.is_empty()).unwrap_or("")
}

fn header_text(cell: Cell<'_>) -> &str {
    match cell {
        Cell::Text(text) => text.trim(),
        _ => "",
    }
}

fn signature(columns: &[Column]) -> Hash {
    let mut digest = Sha256::new();
    for column in columns {
        let key = column.key();
        digest.update((key.len() as u32).to_le_bytes());
        digest.update(key.as_bytes());
    }
    let bytes: [u8; 32] = digest.finalize().into();
    Hash::from_slice(&bytes).unwrap_or_default()
}

/// A, B ... Z, AA: the letters of column `index`, from 0.
pub fn column_letters(index: usize) -> String {
    let mut rest = index + 1;
    let mut letters = Vec::new();
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}
