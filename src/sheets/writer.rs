//! Writes a table as XLSX or delimited text, whole or not at all: temporary name, sync, rename.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

use encoding_rs::GB18030;
use rust_xlsxwriter::{Format as Style, FormatAlign, Workbook as Book, Worksheet, XlsxError};

use super::error::{Shape, SheetError};
use super::said::starts_formula;
use super::sheet::Encoding;

/// Paper size A4 in a workbook's numbering.
const A4: u8 = 9;
/// Narrowest and widest column, in characters of a spreadsheet.
const WIDTHS: (usize, usize) = (6, 40);
/// Rows looked at for the width of a column.
const WIDTH_ROWS: usize = 500;

/// A table to be written. Every cell is text, numbers too: a spreadsheet keeps fifteen digits only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextTable {
    /// Name of the sheet; delimited text has none.
    pub name: String,
    /// Rows that stand above the data and are repeated on each printed page; the last of them are the
    /// headers.
    pub head: Vec<Vec<String>>,
    /// The data.
    pub rows: Vec<Vec<String>>,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// XLSX.
    Xlsx,
    /// Delimited text.
    Text {
        /// UTF-8 with or without byte order mark, or GB18030 (never GBK, which lacks rare characters of
        /// names).
        encoding: Encoding,
        /// The delimiter.
        delimiter: u8,
        /// CRLF line ends.
        crlf: bool,
    },
}

impl Target {
    /// What a double click opens well: comma, CRLF, UTF-8 with byte order mark or GB18030.
    pub fn csv(gb18030: bool) -> Self {
        let encoding = if gb18030 { Encoding::Gb18030 } else { Encoding::Utf8Bom };
        Target::Text { encoding, delimiter: b',', crlf: true }
    }

    /// XLSX for names that end in .xlsx, else CSV.
    pub fn of_name(path: &Path, gb18030: bool) -> Self {
        let xlsx = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx"));
        if xlsx { Target::Xlsx } else { Target::csv(gb18030) }
    }
}

/// The bytes of a file with these tables; delimited text holds them one after the other, the header of the
/// first only.
pub fn table_bytes(tables: &[TextTable], target: Target) -> Result<Vec<u8>, SheetError> {
    match target {
        Target::Xlsx => xlsx(tables)
            .map_err(|error| SheetError::Damaged { shape: Shape::Xlsx, detail: error.to_string() }),
        Target::Text { encoding, delimiter, crlf } => text(tables, encoding, delimiter, crlf),
    }
}

/// Writes bytes under a name so that the name never holds half of them. An existing file is replaced at the
/// end.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), SheetError> {
    Staged::write(path, bytes)?.publish()
}

/// Bytes on the disk under a temporary name: whatever can be refused has been refused, and nothing stands under the name
/// yet. Dropped, nothing is left of them.
pub struct Staged {
    part: PathBuf,
    path: PathBuf,
}

impl Staged {
    /// Writes and syncs the bytes beside `path`.
    pub fn write(path: &Path, bytes: &[u8]) -> Result<Self, SheetError> {
        let part = part_name(path).ok_or(SheetError::NotAFile)?;
        let staged = Self { part, path: path.to_owned() };
        write_part(&staged.part, bytes).map_err(|error| SheetError::from_io(&error))?;
        Ok(staged)
    }

    /// Gives them their name.
    pub fn publish(self) -> Result<(), SheetError> {
        std::fs::rename(&self.part, &self.path).map_err(|error| SheetError::from_io(&error))?;
        sync_folder(&self.path);
        Ok(())
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        // After publishing there is nothing of that name; a failure to remove it changes nothing.
        let _ = std::fs::remove_file(&self.part);
    }
}

fn write_part(part: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(part)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn part_name(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    Some(path.with_file_name(format!(".{name}.part")))
}

/// Makes the new name itself last. Windows and some sticks cannot sync a folder; the file's bytes are safe
/// either way.
fn sync_folder(path: &Path) {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

fn text(tables: &[TextTable], encoding: Encoding, delimiter: u8, crlf: bool) -> Result<Vec<u8>, SheetError> {
    let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(delimiter)
        .terminator(terminator)
        .from_writer(Vec::new());
    let failed = |error: csv::Error| SheetError::Damaged { shape: Shape::Text, detail: error.to_string() };
    for (at, table) in tables.iter().enumerate() {
        let head = if at == 0 { table.head.as_slice() } else { &[] };
        for row in head.iter().chain(&table.rows) {
            writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(failed)?;
        }
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| SheetError::Damaged { shape: Shape::Text, detail: error.error().to_string() })?;
    Ok(match encoding {
        Encoding::Utf8 => bytes,
        Encoding::Utf8Bom => [b"\xEF\xBB\xBF".as_slice(), &bytes].concat(),
        // GB18030 has every character of Unicode: nothing is lost.
        Encoding::Gb18030 => GB18030.encode(&String::from_utf8_lossy(&bytes)).0.into_owned(),
    })
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe, which reading takes off again.
fn harmless(cell: &str) -> String {
    if starts_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn xlsx(tables: &[TextTable]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new();
    let plain = Style::new().set_num_format("@");
    let bold = Style::new().set_num_format("@").set_bold().set_align(FormatAlign::Center).set_text_wrap();
    for table in tables {
        let sheet = book.add_worksheet();
        if !table.name.is_empty() {
            sheet.set_name(&table.name)?;
        }
        page(sheet, table)?;
        let styled =
            table.head.iter().map(|row| (row, &bold)).chain(table.rows.iter().map(|row| (row, &plain)));
        for (at, (row, style)) in (0..).zip(styled) {
            for (column, cell) in (0..).zip(row) {
                if cell.is_empty() {
                    continue;
                }
                // A text cell is never a formula; only a text that already looks marked must stay
                // distinguishable.
                let marked = cell.starts_with('\'') && starts_formula(cell);
                let cell = if marked { format!("'{cell}") } else { cell.clone() };
                sheet.write_string_with_format(at, column, cell, style)?;
            }
        }
    }
    book.save_to_buffer()
}

/// A4 landscape, one page wide, the header on each page, page n of m at its foot.
fn page(sheet: &mut Worksheet, table: &TextTable) -> Result<(), XlsxError> {
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0).set_footer("&C&P / &N");
    if let Some(last) = table.head.len().checked_sub(1).and_then(|last| u32::try_from(last).ok()) {
        sheet.set_repeat_rows(0, last)?;
        sheet.set_freeze_panes(last + 1, 0)?;
    }
    let sample = || table.head.iter().rev().take(1).chain(table.rows.iter().take(WIDTH_ROWS));
    let columns = sample().map(Vec::len).max().unwrap_or(0);
    for column in 0..columns {
        let widest =
            sample().filter_map(|row| row.get(column)).map(|cell| cells_wide(cell)).max().unwrap_or(0);
        let width = (widest + 2).clamp(WIDTHS.0, WIDTHS.1);
        sheet.set_column_width(u16::try_from(column).unwrap_or(u16::MAX), width as f64)?;
    }
    Ok(())
}

/// Width in characters of a spreadsheet's column: two for everything that is not ASCII. A print layout, not
/// a terminal.
fn cells_wide(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}
