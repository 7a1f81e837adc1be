//! Which column of a petition list (信访台账) is what: one or two rows of headings, merged ones too, and what an officer says
//! of a column with `--map`.

use std::collections::{BTreeMap, BTreeSet};

use super::error::SheetError;
use super::fields::header_key;
use super::layout::column_letters;
use super::petitions::{WORDS, is_word, means};
use super::sheet::{Row, Sheet};

/// Rows in which the header is looked for.
const HEADER_ROWS: usize = 20;
/// Columns by field: the first of those that mean it.
pub(super) type Columns = BTreeMap<&'static str, usize>;

/// A column that was not understood; its cells are kept as remarks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct OtherColumn {
    /// The sheet; empty for delimited text.
    pub sheet: String,
    /// The column's letters, as `--map` takes them.
    pub letters: String,
    /// Its heading.
    pub header: String,
    pub(super) column: usize,
}

/// What an officer says of columns: heading or letters, and the field; none = leave it out.
#[derive(Clone, Debug, Default)]
pub struct PetitionMap {
    said: Vec<(String, Option<&'static str>)>,
}

impl PetitionMap {
    /// Reads `COLUMN=FIELD`, and `COLUMN=-`.
    pub fn read(wishes: &[String]) -> Result<Self, SheetError> {
        let mut map = Self::default();
        for wish in wishes {
            let refused = || SheetError::Wish { wish: wish.clone() };
            let (column, field) = wish.rsplit_once('=').ok_or_else(refused)?;
            let field = match field.trim() {
                "-" => None,
                name => Some(WORDS.heading.keys().find(|known| *known == name).ok_or_else(refused)?.as_str()),
            };
            map.said.push((header_key(column), field));
        }
        Ok(map)
    }

    /// What is said of a column; the outer none = nothing.
    fn of(&self, column: usize, heading: &str) -> Option<Option<&'static str>> {
        let letters = header_key(&column_letters(column));
        let heading = header_key(heading);
        let mut said =
            self.said.iter().filter(|(of, _)| *of == letters || (!heading.is_empty() && *of == heading));
        said.next_back().map(|(_, field)| *field)
    }

    /// The first of its columns that is none of these headings.
    fn missing(&self, known: &BTreeSet<String>) -> Option<&str> {
        self.said.iter().map(|(column, _)| column.as_str()).find(|column| !known.contains(*column))
    }
}

/// The header of one sheet.
pub(super) struct Header {
    /// Index of the first row below it.
    pub(super) below: usize,
    pub(super) columns: Columns,
    pub(super) others: Vec<OtherColumn>,
    /// The headings as they stand, to know them again at the top of a printed page.
    pub(super) headings: Vec<String>,
}

/// One heading: what stands in the lower row, and the merged one above it.
struct Heading {
    above: String,
    own: String,
}

impl Heading {
    fn said(&self) -> String {
        if self.own.is_empty() { self.above.clone() } else { self.own.clone() }
    }

    fn means(&self) -> Option<&'static str> {
        let own = header_key(&self.own);
        let joined = header_key(&format!("{}{}", self.above, self.own));
        if own.is_empty() || is_word("bare", &own) {
            return means(&WORDS.heading, &joined);
        }
        means(&WORDS.heading, &own).or_else(|| means(&WORDS.heading, &joined))
    }
}

/// Headings of one row, or of two where the second one stands below merged cells of the first.
fn headings(first: Row<'_>, second: Option<Row<'_>>) -> Vec<Heading> {
    let width = first.width().max(second.map_or(0, |row| row.width()));
    let text = |row: Row<'_>, column: usize| row.cell(column).text().trim().to_owned();
    let mut above = String::new();
    (0..width)
        .map(|column| {
            let here = text(first, column);
            if !here.is_empty() {
                above.clone_from(&here);
            }
            match second.map(|row| text(row, column)) {
                // Merged downwards, or a table of one row of headings.
                None => Heading { above: String::new(), own: here },
                Some(own) if own.is_empty() => Heading { above: String::new(), own: here },
                Some(own) => Heading { above: above.clone(), own },
            }
        })
        .collect()
}

/// Looks for the header: of all rows, and pairs of rows, that name a request and a day of receipt, the one that names most
/// fields. A title above it, or a word of the data below it, names fewer.
pub(super) fn header(sheet: &Sheet, map: &PetitionMap) -> Option<Header> {
    let rows: Vec<Row<'_>> = sheet.rows().take(HEADER_ROWS + 1).collect();
    let mut best: Option<Header> = None;
    for (at, first) in rows.iter().enumerate().take(HEADER_ROWS) {
        let second = rows.get(at + 1).copied().filter(|row| is_heading_row(*row));
        let pairs = [Some((None, 1)), second.map(|second| (Some(second), 2))];
        for (second, high) in pairs.into_iter().flatten() {
            let found = read(sheet, headings(*first, second), at + high, map);
            let whole = ["request", "received"].iter().all(|field| found.columns.contains_key(field));
            let more = best.as_ref().is_none_or(|best| found.columns.len() > best.columns.len());
            if whole && more {
                best = Some(found);
            }
        }
    }
    best
}

/// True for a row of short words without any digit, of which two or more are headings.
fn is_heading_row(row: Row<'_>) -> bool {
    let cells: Vec<&str> =
        row.cells().map(|cell| cell.text().trim()).filter(|text| !text.is_empty()).collect();
    let plain =
        cells.iter().all(|text| text.chars().count() <= 12 && !text.chars().any(|c| c.is_ascii_digit()));
    let known = cells.iter().filter(|text| {
        let key = header_key(text);
        is_word("bare", &key) || means(&WORDS.heading, &key).is_some()
    });
    plain && known.count() >= 2
}

fn read(sheet: &Sheet, headings: Vec<Heading>, below: usize, map: &PetitionMap) -> Header {
    let (mut columns, mut others) = (Columns::new(), Vec::new());
    // What an officer says comes first: it may name the column that else only comes second.
    for (column, heading) in headings.iter().enumerate() {
        if let Some(Some(field)) = map.of(column, &heading.said()) {
            columns.insert(field, column);
        }
    }
    for (column, heading) in headings.iter().enumerate() {
        let said = heading.said();
        if map.of(column, &said).is_some() || said.is_empty() || is_word("counts", &header_key(&said)) {
            continue;
        }
        match heading.means() {
            Some(field) if !columns.contains_key(field) => {
                columns.insert(field, column);
            }
            _ => others.push(OtherColumn {
                sheet: sheet.name.clone(),
                letters: column_letters(column),
                header: said,
                column,
            }),
        }
    }
    let headings = headings.iter().map(|heading| header_key(&heading.said())).collect();
    Header { below, columns, others, headings }
}

/// Refuses a map that names a column which no sheet has.
pub(super) fn check_map(map: &PetitionMap, headers: &[Header]) -> Result<(), SheetError> {
    let mut known: BTreeSet<String> =
        headers.iter().flat_map(|header| header.headings.iter().cloned()).collect();
    let widest = headers.iter().map(|header| header.headings.len()).max().unwrap_or(0);
    known.extend((0..widest).map(|column| header_key(&column_letters(column))));
    match map.missing(&known) {
        Some(column) if !headers.is_empty() => Err(SheetError::WishColumn { column: column.to_owned() }),
        _ => Ok(()),
    }
}
