//! Reads delimited text: comma, tab, bar or semicolon; UTF-8 strictly, else GB18030 strictly.

use encoding_rs::GB18030;

use super::error::{Shape, SheetError};
use super::sheet::{CellKind, Encoding, Filler, Format, Sheet};

const BOM: &[u8] = b"\xEF\xBB\xBF";
const DELIMITERS: [u8; 4] = [b',', b'\t', b'|', b';'];
/// Lines looked at to find the delimiter.
const SAMPLE_LINES: usize = 200;
/// A cell with more line ends than this has swallowed the rows after an unclosed quotation mark.
const CELL_LINES_MAX: usize = 50;

/// Reads text into one sheet without a name.
pub(super) fn read(bytes: &[u8]) -> Result<(Format, Vec<Sheet>), SheetError> {
    let (encoding, text) = decode(bytes)?;
    let delimiter = delimiter(&text);
    let crlf = text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
    let mut filler = Filler::new();
    filler.sheet("")?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    // A line end inside a cell moves the line but not the spreadsheet's row.
    let mut inside = 0u64;
    while reader
        .read_record(&mut record)
        .map_err(|error| SheetError::Damaged { shape: Shape::Text, detail: error.to_string() })?
    {
        let line = record.position().map_or(1, |position| first_line(&text, position));
        let row = u32::try_from(line.saturating_sub(inside).saturating_sub(1)).unwrap_or(u32::MAX);
        for (column, field) in record.iter().enumerate() {
            let lines = field.bytes().filter(|byte| *byte == b'\n').count();
            if lines > CELL_LINES_MAX {
                return Err(SheetError::OpenQuote { row: row + 1 });
            }
            inside += lines as u64;
            let kind = if field.is_empty() { CellKind::Empty } else { CellKind::Text };
            filler.cell(row, column as u32, kind, field)?;
        }
    }
    Ok((Format::Text { encoding, delimiter, crlf }, filler.finish()))
}

/// The line where a record begins: the reader's own position is before the blank lines that it skips.
fn first_line(text: &str, position: &csv::Position) -> u64 {
    let before = text.as_bytes().iter().skip(usize::try_from(position.byte()).unwrap_or(usize::MAX));
    let skipped = before.take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    position.line() + skipped.count() as u64
}

fn decode(bytes: &[u8]) -> Result<(Encoding, String), SheetError> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(SheetError::Utf16);
    }
    if let Some(offset) = bytes.iter().position(|byte| *byte == 0) {
        let sample = bytes.len().min(4096);
        let zeros = bytes.iter().take(sample).filter(|byte| **byte == 0).count();
        // Every other byte of plain UTF-16 is zero, and in Chinese text still those of digits and
        // delimiters.
        let utf16 = sample.is_multiple_of(2) && zeros * 8 > sample;
        return Err(if utf16 { SheetError::Utf16 } else { SheetError::ZeroByte { offset: offset as u64 } });
    }
    if let Some(rest) = bytes.strip_prefix(BOM) {
        return match std::str::from_utf8(rest) {
            Ok(text) => Ok((Encoding::Utf8Bom, text.to_owned())),
            Err(error) => Err(SheetError::Encoding { line: line_of(rest, error.valid_up_to()) }),
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok((Encoding::Utf8, text.to_owned())),
        Err(_) => match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
            Some(text) => Ok((Encoding::Gb18030, text.into_owned())),
            None => Err(SheetError::Encoding { line: first_bad_line(bytes) }),
        },
    }
}

fn line_of(bytes: &[u8], offset: usize) -> u64 {
    bytes.iter().take(offset).filter(|byte| **byte == b'\n').count() as u64 + 1
}

/// GB18030 never uses the byte of a line end inside a character, so lines can be tried one by one.
fn first_bad_line(bytes: &[u8]) -> u64 {
    let bad = bytes
        .split(|byte| *byte == b'\n')
        .position(|line| GB18030.decode_without_bom_handling_and_without_replacement(line).is_none());
    bad.map_or(1, |line| line as u64 + 1)
}

/// The delimiter under which most lines have most cells; a comma where none does.
fn delimiter(text: &str) -> u8 {
    let sample: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE_LINES).collect();
    let median = |delimiter: u8| {
        let mut counts: Vec<usize> = sample.iter().map(|line| cells(line, delimiter)).collect();
        counts.sort_unstable();
        counts.get(counts.len() / 2).copied().unwrap_or(0)
    };
    let mut best = (b',', median(b','));
    for delimiter in DELIMITERS {
        let count = median(delimiter);
        if count > best.1 {
            best = (delimiter, count);
        }
    }
    best.0
}

fn cells(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut count = 1;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == delimiter && !quoted {
            count += 1;
        }
    }
    count
}
