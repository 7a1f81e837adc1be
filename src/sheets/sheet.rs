//! A table as it stands in a file, whatever the file's shape: rows with the spreadsheet's own numbers,
//! cells as they were stored.
//!
//! The text of all cells lies in one string per sheet, because a district's roster has four million cells
//! and a
//! string for each of them would cost more than the rest of the program.

use super::error::{Shape, SheetError};
use crate::journal::Hash;

/// Largest file that is read (100 MiB: a roster of 200,000 persons has 40).
pub const FILE_BYTES_MAX: u64 = 100 << 20;
/// Most bytes that a workbook may unpack to.
pub const UNPACKED_MAX: u64 = 1 << 30;
/// Most sheets of a workbook.
pub const SHEETS_MAX: usize = 1_000;
/// Most rows of all sheets together.
pub const ROWS_MAX: usize = 1_000_000;
/// Most columns of a row.
pub const COLUMNS_MAX: usize = 256;
/// Most cells of all sheets together.
pub const CELLS_MAX: usize = 20_000_000;
/// Most characters of a cell: what a spreadsheet itself allows.
pub const CELL_CHARS_MAX: usize = 32_767;

/// One cell as the file has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// Nothing, or covered by a merged neighbour.
    Empty,
    /// Text.
    Text(&'a str),
    /// A number as a spreadsheet stores it: 15 digits are true, more are not.
    Number(f64, &'a str),
    /// A day, written 2019-03-01 (and the time after it, if there is one).
    Date(&'a str),
    /// True or false, as 1 or 0.
    Bool(&'a str),
    /// A formula that failed (`#REF!`).
    Error(&'a str),
}

impl<'a> Cell<'a> {
    /// The cell's text form; empty for an empty cell.
    pub fn text(self) -> &'a str {
        match self {
            Cell::Empty => "",
            Cell::Text(text)
            | Cell::Number(_, text)
            | Cell::Date(text)
            | Cell::Bool(text)
            | Cell::Error(text) => text,
        }
    }

    /// True if there is nothing to read (spaces count as nothing).
    pub fn is_blank(self) -> bool {
        self.text().trim().is_empty()
    }
}

/// What a stored cell is; the text form says the value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CellKind {
    Empty,
    Text,
    Number,
    Date,
    Bool,
    Error,
}

#[derive(Clone, Copy, Debug)]
struct Packed {
    start: u32,
    len: u32,
    kind: CellKind,
}

#[derive(Clone, Copy, Debug)]
struct RowHead {
    number: u32,
    first: u32,
    count: u32,
}

/// One sheet. Rows without any cell are not stored; their numbers are missing.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// Its name; empty for delimited text.
    pub name: String,
    text: String,
    cells: Vec<Packed>,
    rows: Vec<RowHead>,
}

/// One row of a sheet.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The spreadsheet's own number, from 1.
    pub number: u32,
    sheet: &'a Sheet,
    head: RowHead,
}

impl<'a> Row<'a> {
    /// The cell of column `column`, from 0; beyond the row's end it is empty.
    pub fn cell(&self, column: usize) -> Cell<'a> {
        if column >= self.head.count as usize {
            return Cell::Empty;
        }
        match self.sheet.cells.get(self.head.first as usize + column) {
            Some(packed) => self.sheet.unpack(*packed),
            None => Cell::Empty,
        }
    }

    /// Number of stored cells.
    pub fn width(&self) -> usize {
        self.head.count as usize
    }

    /// All cells in order.
    pub fn cells(&self) -> impl Iterator<Item = Cell<'a>> + '_ {
        (0..self.width()).map(|column| self.cell(column))
    }

    /// True if no cell has anything to read.
    pub fn is_blank(&self) -> bool {
        self.cells().all(Cell::is_blank)
    }
}

impl Sheet {
    /// Number of stored rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// True if no row is stored.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Row `index`, from 0, in the order of the sheet.
    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        self.rows.get(index).map(|head| Row { number: head.number, sheet: self, head: *head })
    }

    /// All stored rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|head| Row { number: head.number, sheet: self, head: *head })
    }

    /// Widest row.
    pub fn width(&self) -> usize {
        self.rows.iter().map(|head| head.count as usize).max().unwrap_or(0)
    }

    fn unpack(&self, packed: Packed) -> Cell<'_> {
        let start = packed.start as usize;
        let text = self.text.get(start..start + packed.len as usize).unwrap_or("");
        match packed.kind {
            CellKind::Empty => Cell::Empty,
            CellKind::Text => Cell::Text(text),
            CellKind::Number => text.parse().map_or(Cell::Text(text), |number| Cell::Number(number, text)),
            CellKind::Date => Cell::Date(text),
            CellKind::Bool => Cell::Bool(text),
            CellKind::Error => Cell::Error(text),
        }
    }
}

/// Fills sheets within the limits of a file.
pub(super) struct Filler {
    sheets: Vec<Sheet>,
    rows: usize,
    cells: usize,
}

impl Filler {
    pub(super) fn new() -> Self {
        Self { sheets: Vec::new(), rows: 0, cells: 0 }
    }

    pub(super) fn sheet(&mut self, name: &str) -> Result<(), SheetError> {
        if self.sheets.len() >= SHEETS_MAX {
            return Err(SheetError::Sheets { limit: SHEETS_MAX });
        }
        self.sheets.push(Sheet { name: name.to_owned(), ..Sheet::default() });
        Ok(())
    }

    /// Appends a cell; rows and columns (from 0) must come in order: a cell that goes back is dropped.
    pub(super) fn cell(
        &mut self,
        row: u32,
        column: u32,
        kind: CellKind,
        text: &str,
    ) -> Result<(), SheetError> {
        let Some(sheet) = self.sheets.last_mut() else { return Ok(()) };
        let number = row.saturating_add(1);
        let column = column as usize;
        if column >= COLUMNS_MAX {
            // A stray format far to the right is not a column.
            if kind == CellKind::Empty || text.trim().is_empty() {
                return Ok(());
            }
            return Err(SheetError::Columns { sheet: sheet.name.clone(), row: number, limit: COLUMNS_MAX });
        }
        if text.len() > CELL_CHARS_MAX && text.chars().count() > CELL_CHARS_MAX {
            let (sheet, column) = (sheet.name.clone(), column + 1);
            return Err(SheetError::Cell { sheet, row: number, column, limit: CELL_CHARS_MAX });
        }
        let fresh = sheet.rows.last().is_none_or(|last| last.number < number);
        if fresh {
            if kind == CellKind::Empty {
                return Ok(());
            }
            self.rows += 1;
            if self.rows > ROWS_MAX {
                return Err(SheetError::Rows { limit: ROWS_MAX });
            }
            sheet.rows.push(RowHead { number, first: sheet.cells.len() as u32, count: 0 });
        }
        let Some(head) = sheet.rows.last_mut() else { return Ok(()) };
        if head.number != number || column < head.count as usize {
            return Ok(());
        }
        self.cells += column + 1 - head.count as usize;
        if self.cells > CELLS_MAX || sheet.text.len() + text.len() > u32::MAX as usize {
            return Err(SheetError::Unpacked { limit: UNPACKED_MAX });
        }
        let end = sheet.text.len() as u32;
        for _ in head.count as usize..column {
            sheet.cells.push(Packed { start: end, len: 0, kind: CellKind::Empty });
        }
        sheet.text.push_str(text);
        sheet.cells.push(Packed { start: end, len: text.len() as u32, kind });
        head.count = column as u32 + 1;
        Ok(())
    }

    pub(super) fn finish(self) -> Vec<Sheet> {
        self.sheets
    }
}

/// How delimited text was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-8 with the byte order mark.
    Utf8Bom,
    /// GB18030 (GBK and GB2312 are parts of it).
    Gb18030,
}

/// What a file's bytes turned out to be, whatever its name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// XLSX.
    Xlsx,
    /// XLS.
    Xls,
    /// Delimited text.
    Text {
        /// Its encoding.
        encoding: Encoding,
        /// Its delimiter: comma, tab, bar or semicolon.
        delimiter: u8,
        /// True for CRLF line ends.
        crlf: bool,
    },
}

impl Format {
    /// The shape, without its details.
    pub fn shape(self) -> Shape {
        match self {
            Format::Xlsx => Shape::Xlsx,
            Format::Xls => Shape::Xls,
            Format::Text { .. } => Shape::Text,
        }
    }
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Workbook {
    /// SHA-256 of the file's bytes.
    pub hash: Hash,
    /// What it is.
    pub format: Format,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
    /// True if an office program's lock file lies beside it: what is read may be older than what is on a
    /// screen.
    pub open_elsewhere: bool,
}
